"""What every published payload looks like, as an OpenAPI 3.1 document that the build holds each of them up against.

What a record and a payload have in common (titles, choices, patterns) is taken from the registry's JSON Schemas, so that
each stands in one place. Payloads differ in one thing: every field is always there, null or an empty list when unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import addresses
from ..language.texts import LANGUAGES, Text, shown
from ..public.facts import SCHEMA_VERSION
from ..register import explained
from ..register.loader import Place
from ..register.model import CHOICES, Status
from ..register.schema import Node, Schema
from ..register.verdicts import Verdict, verdict
from .api import NOT_IN_V1
from .counties import PLACES
from .histories import WORDS
from .licences import LICENCES

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

JSON, CSV = "application/json", "text/csv"


@dataclass(frozen=True)
class ApiFile:
    """One file of the API, or one for each value of what stands in braces: its address and what it holds."""

    path: str
    words: Text
    media: str = JSON
    component: str | None = None


FILES = (
    ApiFile("centres.json", Text("alle sentre, med vedtakene om hvert", "all centres, with the decisions about each", "alle senter, med vedtaka om kvart"), JSON, "CentreList"),
    ApiFile("centres/{organisation_number}.json", Text("ett senter", "one centre", "eitt senter"), JSON, "CentreFile"),
    ApiFile("centres/{organisation_number}/credential.json", Text("ett senters signerte bevis, når registeret er signert", "one centre's signed credential, when the register is signed", "det signerte beviset til eitt senter, når registeret er signert"), JSON),
    ApiFile("centres.csv", Text("alle sentre som tabell", "all centres as a table", "alle senter som tabell"), CSV),
    ApiFile("decisions.json", Text("alle offentlige vedtak, nyeste først", "all public decisions, newest first", "alle offentlege vedtak, nyaste først"), JSON, "DecisionList"),
    ApiFile("decisions.csv", Text("vedtakene som tabell", "the decisions as a table", "vedtaka som tabell"), CSV),
    ApiFile("statistics.json", Text("alle tall på statistikksiden", "every figure of the statistics page", "alle tal på statistikksida"), JSON, "Statistics"),
    ApiFile("statistics.csv", Text("tallene som tabell, én verdi i hver rad", "the figures as a table, one value to a row", "tala som tabell, éin verdi i kvar rad"), CSV),
    ApiFile("numbers.json", Text("alle registrerte numre, hvem de tilhører, og hva som kan sies om dem, for tjenester som viser hvem som ringer", "every registered number, whose it is and what may be said of it, for services that show who is calling", "alle registrerte nummer, kven dei høyrer til, og kva som kan seiast om dei, for tenester som viser kven som ringjer"), JSON, "NumberList"),
    ApiFile("numbers.csv", Text("numrene som tabell, med sifre alene", "the numbers as a table, in digits alone", "nummera som tabell, med siffer åleine"), CSV),
    ApiFile("numbers-changes.json", Text("numrene som har fått et nytt svar de siste 90 dagene, og de som er tatt ut", "the numbers whose answer changed in the last 90 days, and those taken out", "nummera som har fått eit nytt svar dei siste 90 dagane, og dei som er tekne ut"), JSON, "NumberChanges"),
    ApiFile("history.json", Text("hvordan hvert senter sto hver dag, uten regler å kunne", "how each centre stood on every day, with no rules to know", "korleis kvart senter stod kvar dag, utan reglar å kunne"), JSON, "HistoryList"),
    ApiFile("lookup/index.json", Text("hvilke deler oppslagstabellene har, og hvordan du finner den rette", "which parts the look-up tables have, and how to choose one", "kva delar oppslagstabellane har, og korleis du finn den rette"), JSON, "LookupIndex"),
    ApiFile("lookup/phone/{part}.json", Text("oppslag på telefonnummer; delen er de første sifrene, eller all", "look-up by telephone number; the part is the first digits, or all", "oppslag på telefonnummer; delen er dei første sifra, eller all"), JSON, "LookupTable"),
    ApiFile("lookup/organisation/{part}.json", Text("oppslag på organisasjonsnummer; delen er de siste sifrene, eller all", "look-up by organisation number; the part is the last digits, or all", "oppslag på organisasjonsnummer; delen er dei siste sifra, eller all"), JSON, "LookupTable"),
    ApiFile("{table}.schema.json", Text("hva kolonnene i en tabell inneholder (Frictionless Table Schema)", "what the columns of a table hold (Frictionless Table Schema)", "kva kolonnane i ein tabell inneheld (Frictionless Table Schema)")),
    ApiFile("dataset.jsonld", Text("beskrivelsen av datasettet etter DCAT-AP-NO", "the description of the data set by DCAT-AP-NO", "skildringa av datasettet etter DCAT-AP-NO"), "application/ld+json"),
    ApiFile("openapi.json", Text("beskrivelsen av alle filene", "the description of all the files", "skildringa av alle filene"), "application/vnd.oai.openapi+json"),
)  # fmt: skip
"""Every file under `api/v1/`, in the order in which people are told of them."""


def document(
    schemas: Mapping[str, Schema], site_url: str, licence: str | None = None, living: Mapping[str, str] | None = None
) -> Node:
    """The OpenAPI document of the site at `site_url`; `living` are values of the parameters that are there to be fetched."""
    terms = {"license": {"name": LICENCES[licence].name, "url": LICENCES[licence].page}} if licence else {}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Godkjent Callcenter",
            "version": SCHEMA_VERSION,
            **_said(
                Text(
                    "Det offentlige registeret over godkjente callsentre som faste filer. Løftet om hva som aldri endres, står på dokumentasjonssiden.",
                    "The public register of approved call centres as static files. The promise of what never changes is on the documentation page.",
                )
            ),
            **terms,
        },
        "externalDocs": {"url": f"{site_url}/{addresses.DATA}"},
        "servers": [{"url": f"{site_url}/{addresses.API.rstrip('/')}"}],
        "security": [],  # nothing is asked of anybody
        "paths": {f"/{file.path}": {"get": _operation(file, living or {})} for file in FILES},
        "components": {"schemas": components(schemas)},
    }


def _operation(file: ApiFile, living: Mapping[str, str]) -> Node:
    content: Node = {"schema": _ref(file.component) if file.component else {"type": "string"}}
    if file.component is None and file.media != CSV:
        content = {"schema": {"type": "object"}}
    names = [part.split("}")[0] for part in file.path.split("{")[1:]]
    return {
        "operationId": file.path.replace("/", "_")
        .replace(".", "_")
        .replace("-", "_")
        .replace("{", "")
        .replace("}", ""),
        "summary": file.words.nb,
        "x-en": {"summary": file.words.en},
        **({"parameters": [_parameter(name, file, living) for name in names]} if names else {}),
        "responses": {
            "200": {**_said(file.words), "content": {file.media: content}},
            "404": {**_said(_ABSENT if names else _MISSING), "content": {"text/html": {"schema": {"type": "string"}}}},
        },
    }


def _parameter(name: str, file: ApiFile, living: Mapping[str, str]) -> Node:
    words, pattern, example = _PARAMETERS[name]
    known = living.get(file.path, living.get(name, example))
    about = {"type": "string", "pattern": pattern}
    return {"name": name, "in": "path", "required": True, "schema": about, "example": known, **_said(words)}


_PARAMETERS = {
    "organisation_number": (Text("Ni sifre.", "Nine digits."), "^[0-9]{9}$", "310000108"),
    "part": (
        Text(
            "Sifrene som alle rader i filen deler, så mange som depth i lookup/index.json sier; all når depth er 0.",
            "The digits that all rows of the file share, as many as depth in lookup/index.json says; all when depth is 0.",
        ),
        "^(all|[0-9]{1,5})$",
        "all",
    ),
    "table": (
        Text("Navnet på tabellen, uten .csv.", "The name of the table, without .csv."),
        "^(centres|decisions|statistics|numbers)$",
        "centres",
    ),
}
"""What each is, the pattern that it follows, and an example for those who know no better."""
_ABSENT = Text(
    "Det er ikke i registeret. Svaret er en side for mennesker.",
    "It is not in the register. The answer is a page for people.",
)
_MISSING = Text(
    "Filen er ikke der: adressen er feil, eller nettstedet er ikke ferdig lagt ut.",
    "The file is not there: the address is wrong, or the site is not fully published.",
)


# --- Components -----------------------------------------------------------------------------------------------


def components(schemas: Mapping[str, Schema]) -> dict[str, Node]:
    """The parts that payloads are made of, by name."""
    facts = _Facts(schemas["centre"])
    figures = _Facts(schemas["statistics"])
    return {
        "Text": facts.parts("decisions", 0, "reason"),
        "Change": _change(facts),
        "Decision": _object(_DECISION, _decision(facts)),
        "RegisteredDecision": _object(_REGISTERED, _registered(facts)),
        "Centre": _object(_CENTRE, _centre(facts)),
        "CentreSummary": _object(_SUMMARY, _summary(facts)),
        "CentreFile": _payload(_CENTRE_FILE, {"centre": _ref("Centre")}),
        "CentreList": _payload(_CENTRE_LIST, {"total": _COUNT, "centres": _list_of(_ref("Centre"))}),
        "DecisionList": _payload(_DECISION_LIST, {"total": _COUNT, "decisions": _list_of(_ref("RegisteredDecision"))}),
        "Statistics": _payload(_STATISTICS, _statistics(facts, figures)),
        "LookupTable": _lookup(),
        "Words": _object(_WORDS_IN_ALL, {code: {"type": "string"} for code in LANGUAGES}),
        "LookupIndex": _payload(_LOOKUP_INDEX, {"tables": _list_of(_lookup_way())}),
        "RegisteredNumber": _object(_NUMBER, _number_row(facts)),
        "NumberList": _payload(
            _NUMBER_LIST, {**_number_terms(), "total": _COUNT, "numbers": _list_of(_ref("RegisteredNumber"))}
        ),
        "NumberChanges": _payload(_NUMBER_CHANGES, {**_number_terms(), **_number_changes(facts)}),
        "HistoryList": _payload(_HISTORY_LIST, {"total": _COUNT, "centres": _list_of(_history(facts))}),
    }


@dataclass(frozen=True)
class _Facts:
    """The fields of one of the registry's schemas, as payloads show them."""

    schema: Schema

    def fact(self, *place: str | int, or_null: bool = False, grows: bool = False) -> Node:
        """One field; `or_null` when it may be unknown, `grows` when new choices may come within this version."""
        node = self._published(self.schema.node(place))
        if grows:
            node = {**node, MAY_GROW: True}
        return _or_null(node) if or_null else node

    def each(self, *place: str | int, grows: bool = False) -> Node:
        """A list field: its own words, and its items."""
        return {**self.fact(*place), "items": self.fact(*place, 0, grows=grows)}

    def parts(self, *place: str | int, **replaced: Node) -> Node:
        """An object field: every part that the record may have is there, null where the record need not have it."""
        node = self.schema.node(place)
        required = node.get("required", ())
        fields = {name: self.fact(*place, name, or_null=name not in required) for name in node["properties"]}
        if place[-1] == "reason":  # a text has just the languages in which it was written
            fields = {name: self.fact(*place, name) for name in node["properties"]}
            return {**self._published(node), "required": list(required), "properties": fields}
        return {**self._published(node), "required": [*fields], "properties": {**fields, **replaced}}

    def _published(self, node: Node) -> Node:
        kept = {name: node[name] for name in _KEPT if name in node}
        words = {name: text for name, text in node.get("x-en", {}).items() if name in ("title", "description")}
        return {**kept, **({"x-en": words} if words else {})}


MAY_GROW = "x-may-grow"
"""On a list of choices that may get more of them within this version; a reader must bear with one it does not know."""
_KEPT = (
    *("type", "title", "description", "enum", "x-labels", "pattern", "format"),
    *("minLength", "maxLength", "minimum", "maximum"),
)


def _or_null(node: Node) -> Node:
    if "$ref" in node:
        return {"anyOf": [node, {"type": "null"}]}
    choices = {"enum": [*node["enum"], None]} if "enum" in node else {}
    return {**node, "type": [node["type"], "null"], **choices}


def _said(words: Text) -> Node:
    return {"description": words.nb, "x-en": {"description": words.en}}


def _object(words: Text, fields: dict[str, Node]) -> Node:
    return {"type": "object", **_said(words), "required": [*fields], "properties": fields}


def _ref(name: str) -> Node:
    return {"$ref": f"#/components/schemas/{name}"}


def _list_of(items: Node) -> Node:
    return {"type": "array", "items": items}


def _string(nb: str, en: str, **more: Any) -> Node:
    return {"type": "string", **_said(Text(nb, en)), **more}


def _flag(nb: str, en: str) -> Node:
    return {"type": "boolean", **_said(Text(nb, en))}


_URL = r"^https?://[^\s<>\"{}|\\^`]+$"
_COUNT: Node = {"type": "integer", "minimum": 0, **_said(Text("Antall.", "A count."))}
_DAY: Node = _string("En dag, skrevet ÅÅÅÅ-MM-DD.", "A day, written YYYY-MM-DD.", format="date")
_SLUG = _string(
    "Navnet i adressen til senterets side. Det kan skifte; bruk organisasjonsnummeret som nøkkel.",
    "The name in the address of the centre's page. It may change; use the organisation number as the key.",
)
_STATUS = _string(
    "Hvordan senteret står på dagen i as_of. approved og warned betyr begge at det er godkjent.",
    "How the centre stands on the day in as_of. approved and warned both mean that it is approved.",
    enum=[status.value for status in Status],
)


def _day(nb: str, en: str) -> Node:
    return {**_DAY, **_said(Text(nb, en))}


def _address(nb: str, en: str) -> Node:
    return _string(nb, en, pattern=_URL)


def _payload(words: Text, fields: dict[str, Node]) -> Node:
    return _object(words, {**_HEAD, **fields})


_HEAD: dict[str, Node] = {
    "schema_version": _string("Versjonen av API-et.", "The version of the API.", pattern=r"^1\.[0-9]+$"),
    "generated_at": _string("Begynnelsen av dagen i as_of.", "The beginning of the day in as_of.", format="date-time"),
    "as_of": _day(
        "Den nyeste dagen som noe i filen gjelder fra. Det har stått slik siden, til og med dagen i as_of i build.json, som er ny hver natt.",
        "The newest day from which something in the file counts. It has stood so since, through the day in as_of of build.json, which is new every night.",
    ),
    "demonstration": _flag("Om alt i filen er oppdiktet.", "Whether everything in the file is invented."),
}


def _standing() -> dict[str, Node]:
    return {
        "status": _STATUS,
        "status_since": _day("Første dag med denne statusen.", "The first day of this status."),
        "approved_since": _or_null(
            _day(
                "Første dag i den sammenhengende tiden som godkjent. En suspensjon som ikke er offentlig, regnes ikke som avbrudd.",
                "The first day of the unbroken time as approved. A suspension that is not public does not count as a break.",
            )
        ),
        "valid_until": _or_null(_day("Siste dag godkjenningen gjelder.", "The last day on which the approval counts.")),
    }


def _centre(facts: _Facts) -> dict[str, Node]:
    return {
        "slug": _SLUG,
        "name": facts.fact("name"),
        "organisation_number": facts.fact("organisation_number"),
        **_standing(),
        "url": _address("Senterets side i registeret.", "The centre's page in the register."),
        "verification_url": _address("Siden som et merke leder til.", "The page that a badge leads to."),
        "badge_url": _address("Det levende merket.", "The live badge."),
        "trade_names": facts.each("trade_names"),
        "former_names": {**facts.fact("former_names"), "items": facts.parts("former_names", 0)},
        "websites": facts.each("websites"),
        "email": facts.fact("email", or_null=True),
        "address": facts.parts("address", county=facts.fact("address", "county", grows=True)),
        "phone_numbers": {**facts.fact("phone_numbers"), "items": _phone(facts)},
        **{name: facts.each(name, grows=True) for name in CHOICES},
        "seats": facts.fact("seats", or_null=True),
        "calls_on_behalf_of": facts.each("calls_on_behalf_of"),
        "annual_reports": {**facts.fact("annual_reports"), "items": facts.parts("annual_reports", 0)},
        "decisions": {**facts.fact("decisions"), "items": _ref("Decision")},
        "successor": _or_null(
            _number("Senteret som godkjenningen er overført til.", "The centre that the approval was transferred to.")
        ),
        "predecessors": _list_of(
            _number("Et senter som godkjenningen kom fra.", "A centre that the approval came from.")
        ),
        "former_organisation_numbers": {
            **facts.fact("former_organisation_numbers"),
            "items": facts.parts("former_organisation_numbers", 0),
        },
        "branches": facts.each("branches"),
    }


def _number(nb: str, en: str) -> Node:
    return _string(nb, en, pattern="^[0-9]{9}$")


def _phone(facts: _Facts) -> Node:
    """A number is a range of one, so that the field has one shape."""
    number = {"pattern": r"^(\+47[0-9]{8}|0[0-9]{4})$"}
    words = facts.schema.node(("phone_numbers", 0))
    return {
        **_object(
            Text(words["description"], words["x-en"]["description"]),
            {
                "from": {**facts.fact("phone_numbers", 0, "from"), **number},
                "to": {**facts.fact("phone_numbers", 0, "to"), **number},
                "display": _string("Nummeret slik folk skriver det.", "The number as people write it."),
                "use": facts.each("phone_numbers", 0, "use", grows=True),
                "since": facts.fact("phone_numbers", 0, "since", or_null=True),
                "until": facts.fact("phone_numbers", 0, "until", or_null=True),
            },
        )
    }


def _decision(facts: _Facts) -> dict[str, Node]:
    def fact(name: str, or_null: bool = True) -> Node:
        return facts.fact("decisions", 0, name, or_null=or_null)

    return {
        "id": fact("id", or_null=False),
        "date": fact("date", or_null=False),
        "effective": fact("effective", or_null=False),
        "kind": _kind(facts),
        "reason": _or_null(_ref("Text")),
        "requirements": facts.each("decisions", 0, "requirements"),
        "deadline": fact("deadline"),
        "remedy": _or_null(_ref("Text")),
        "valid_until": fact("valid_until"),
        "concerns": fact("concerns"),
        "outcome": fact("outcome"),
        "change": _or_null(_ref("Change")),
        "corrected_by": {
            **fact("concerns"),
            **_said(Text("Rettingen som setter vedtaket rett.", "The correction that sets the decision right.")),
        },
        "void": _flag(
            "Om vedtaket er strøket, fordi det ble ført ved en feil.", "Whether the decision was struck out."
        ),
        "successor": fact("successor"),
        "predecessor": fact("predecessor"),
    }


def _kind(facts: _Facts) -> Node:
    """The kinds that v1 has had from the start; `api.kind_in_v1` says what it calls the others."""
    node = facts.fact("decisions", 0, "kind")
    labels = {kind: words for kind, words in node["x-labels"].items() if kind not in NOT_IN_V1}
    return {**node, "enum": [*labels], "x-labels": labels}


def _registered(facts: _Facts) -> dict[str, Node]:
    return {
        "organisation_number": facts.fact("organisation_number"),
        "name": facts.fact("name"),
        "slug": _SLUG,
        **_decision(facts),
        "url": _address("Vedtaket på senterets side.", "The decision on the centre's page."),
    }


def _change(facts: _Facts) -> Node:
    """Only the fields that the correction sets are there."""
    place = ("decisions", 0, "change")
    names = facts.schema.node(place)["properties"]
    fields = {name: facts.fact(*place, name) for name in names}
    fields |= {"reason": _ref("Text"), "requirements": facts.each(*place, "requirements")}
    return {**facts.fact(*place), "properties": fields}


def _summary(facts: _Facts) -> dict[str, Node]:
    return {
        "organisation_number": facts.fact("organisation_number"),
        "name": facts.fact("name"),
        "slug": _SLUG,
        "city": facts.fact("address", "city"),
        **_standing(),
        "call_back": _or_null(_string("Nummeret å ringe tilbake på.", "The number to ring back on.")),
        "successor": _or_null(
            _object(
                Text("Senteret som godkjenningen er overført til.", "The centre that the approval was transferred to."),
                {
                    "organisation_number": facts.fact("organisation_number"),
                    "name": facts.fact("name"),
                    "slug": _SLUG,
                    "since": _day("Dagen den ble overført.", "The day on which it was transferred."),
                },
            )
        ),
    }


def _lookup() -> Node:
    row = {
        "type": "array",
        **_said(
            Text(
                "Første og siste nummer, organisasjonsnummeret, og første og siste dag når de er kjent.",
                "First and last number, the organisation number, and the first and last day when they are known.",
            )
        ),
        "items": {"type": ["string", "null"]},
        "minItems": 3,
        "maxItems": 5,
    }
    centres = {
        "type": "object",
        **_said(
            Text("Sentrene i radene, etter organisasjonsnummer.", "The centres of the rows, by organisation number.")
        ),
        "additionalProperties": _ref("CentreSummary"),
    }
    return _object(_LOOKUP, {"rows": _list_of(row), "centres": centres})


def _lookup_way() -> Node:
    """How to find the part of a look-up table that a number is in."""
    return _object(
        Text("En oppslagstabell.", "A look-up table."),
        {
            "table": _string("Hva det slås opp på.", "What is looked up.", enum=["phone", "organisation"]),
            "depth": {"type": "integer", "minimum": 0, "maximum": 5, **_said(_DEPTH)},
            "digits": _string("Om delen er de første eller de siste sifrene.", "Whether the part is the first or the last digits.", enum=["first", "last"]),
            "number": _string("Mønsteret et nummer har når delen velges, uten landnummer og mellomrom.", "The pattern of a number when the part is chosen, without country code and blanks."),
            "url": _string("Adressen, med {part} der delen skal stå.", "The address, with {part} where the part belongs."),
            "how": _ref("Words"),
        },
    )  # fmt: skip


def _ends(facts: _Facts) -> dict[str, Node]:
    """Which number, and whose."""
    number = {"pattern": r"^(\+47[0-9]{8}|0[0-9]{4})$"}
    return {
        "from": {**facts.fact("phone_numbers", 0, "from"), **number},
        "to": {**facts.fact("phone_numbers", 0, "to"), **number},
        "display": _string("Nummeret slik folk skriver det.", "The number as people write it."),
        "organisation_number": facts.fact("organisation_number"),
        "name": facts.fact("name"),
    }


def _number_row(facts: _Facts) -> dict[str, Node]:
    return {
        **_ends(facts),
        "approved": _flag("Om senteret er godkjent på dagen i as_of.", "Whether the centre is approved on the day in as_of."),
        "status": _STATUS,
        "label": _ref("Words"),
        "status_since": _day("Første dag med denne statusen.", "The first day of this status."),
        "valid_until": _or_null(_day("Siste dag det kan kalles godkjent; ingen når det ikke er det.", "The last day on which it may be called approved; none when it is not.")),
        "changed": _day("Dagen svaret om nummeret ble slik det er.", "The day on which the answer about the number became what it is."),
        "verification_url": _address("Siden som viser statusen til mennesker.", "The page that shows the status to people."),
    }  # fmt: skip


def _number_terms() -> dict[str, Node]:
    return {
        "may_say": _ref("Words"),
        "may_not_say": _ref("Words"),
        "use_until": _day("Siste dag listen kan brukes uten å hentes på nytt.", "The last day on which the list may be used without being fetched again."),
    }  # fmt: skip


def _number_changes(facts: _Facts) -> dict[str, Node]:
    until = _day("Siste dag senteret hadde nummeret.", "The last day on which the centre had the number.")
    gone = _object(
        Text("Et nummer et senter ikke lenger har.", "A number that a centre no longer has."),
        {**_ends(facts), "until": until},
    )
    return {
        "since": _day("Første dag det fortelles om.", "The first day that is told of."),
        "numbers": _list_of(_ref("RegisteredNumber")),
        "removed": _list_of(gone),
    }  # fmt: skip


def _history(facts: _Facts) -> Node:
    told = Text(
        "En status, eller ran: godkjenningen løp, og det sies ikke om den var satt til side den dagen.",
        "A status, or ran: the approval ran, and it is not told whether it was set aside that day.",
    )
    period = _object(
        Text("Dager på rad med samme svar.", "Days on end with the same answer."),
        {
            "from": _day("Første dag.", "The first day."),
            "to": _or_null(_day("Siste dag; ingen når det gjelder på dagen i as_of.", "The last day; none when it holds on the day in as_of.")),
            "status": {"type": "string", "enum": [*WORDS], **_said(told)},
        },
    )  # fmt: skip
    number, name = facts.fact("organisation_number"), facts.fact("name")
    return _object(_HISTORY, {"organisation_number": number, "name": name, "periods": _list_of(period)})


def _statistics(facts: _Facts, figures: _Facts) -> dict[str, Node]:
    year = figures.fact("year")
    rate: Node = {
        "type": ["number", "null"],
        "minimum": 0,
        **_said(Text("Klager per 100 000 tilkoblede samtaler.", "Complaints per 100,000 connected calls.")),
    }
    return {
        "approved": _list_of(_object(_APPROVED, {"day": _DAY, "approved": _COUNT})),
        "decisions": _list_of(_object(_BY_KIND, {"year": year, "kind": _kind(facts), "count": _COUNT})),
        "authority": _list_of(
            _object(
                _AUTHORITY,
                {
                    "year": year,
                    "complaints_received": figures.fact("complaints_received"),
                    "complaints_taken_up": figures.fact("complaints_taken_up", or_null=True),
                    "invented": figures.fact("invented"),
                    "source": figures.fact("source", or_null=True),
                },
            )
        ),
        "reported": _list_of(
            _object(
                _REPORTED,
                {
                    "year": facts.fact("annual_reports", 0, "year"),
                    "centres": _COUNT,
                    **{
                        name: _sum(facts, name)
                        for name in ("calls_connected", "complaints_received", "complaints_upheld")
                    },
                    "complaints_per_100_000": rate,
                },
            )
        ),
        "counties": _list_of(
            _object(
                _COUNTIES,
                {"county": _county(facts), "approved": _COUNT, "centres": _COUNT},
            )
        ),
    }


def _county(facts: _Facts) -> Node:
    """One of the 15 counties; null is what lies in none of them."""
    node = facts.fact("address", "county")
    return _or_null({**node, "enum": [county for county in node["enum"] if county in PLACES]})


def _sum(facts: _Facts, name: str) -> Node:
    """A figure of the reports, summed over centres, so that no limit of one report holds for it."""
    return {key: value for key, value in facts.fact("annual_reports", 0, name).items() if key != "maximum"}


_CENTRE = Text(
    "Ett callsenter, med statusen på dagen i as_of.", "One call centre, with its status on the day in as_of."
)
_SUMMARY = Text("Et senter i korthet.", "A centre in brief.")
_DECISION = Text("Ett vedtak slik det ble offentliggjort.", "One decision as it was published.")
_REGISTERED = Text("Ett vedtak, og senteret det gjelder.", "One decision, and the centre that it is about.")
_CENTRE_FILE = Text("Ett senter.", "One centre.")
_CENTRE_LIST = Text("Alle sentre i alfabetisk rekkefølge.", "All centres in alphabetical order.")
_DECISION_LIST = Text("Alle offentlige vedtak, nyeste først.", "All public decisions, newest first.")
_STATISTICS = Text("Tallene på statistikksiden.", "The figures of the statistics page.")
_LOOKUP = Text(
    "En del av en oppslagstabell. Et nummer som ikke er dekket av noen rad, er ikke i registeret.",
    "One part of a look-up table. A number that no row covers is not in the register.",
)
_WORDS_IN_ALL = Text("Det samme på hvert språk.", "The same in each language.")
_LOOKUP_INDEX = Text(
    "Oppslagstabellene, og hvordan du finner delen et nummer står i. Alle deler finnes, også de tomme.",
    "The look-up tables, and how to find the part that a number is in. Every part is there, the empty ones too.",
)
_DEPTH = Text("Hvor mange sifre delen har. 0: tabellen er én fil, all.json.", "How many digits the part has. 0: the table is one file, all.json.")  # fmt: skip
_NUMBER = Text(
    "Et registrert nummer eller en serie, og hvordan senteret som har det, står.",
    "A registered number or range, and how the centre that has it stands.",
)
_NUMBER_LIST = Text(
    "Alle numre et senter har på dagen i as_of. Om et nummer som ikke er her, sier registeret ingenting.",
    "Every number that a centre has on the day in as_of. Of a number that is not here the register says nothing.",
)
_NUMBER_CHANGES = Text(
    "Det som er nytt. Les alt hver natt: et vedtak kan være ført noen dager etter at det begynte å gjelde. Hent hele listen en gang i uken.",
    "What is new. Read all of it every night: a decision may be entered some days after it took effect. Fetch the whole list once a week.",
)
_HISTORY_LIST = Text("Hvordan hvert senter sto hver dag.", "How each centre stood on every day.")
_HISTORY = Text("Ett senter gjennom tiden, eldste først.", "One centre through time, oldest first.")
_APPROVED = Text("Godkjente sentre på en dag.", "Approved centres on a day.")
_BY_KIND = Text("Offentlige vedtak av ett slag i ett år.", "Public decisions of one kind in one year.")
_AUTHORITY = Text(
    "Klager til forbrukermyndigheten i ett år: mottatt (ikke silt) og tatt opp.",
    "Complaints to the consumer authority in one year: received (not sifted) and taken up.",
)
_REPORTED = Text("Sentrenes egne tall for ett år, lagt sammen.", "The centres' own figures for one year, summed.")
_COUNTIES = Text("Sentre med adresse i et fylke.", "Centres with their address in a county.")


# --- Holding payloads up against it ---------------------------------------------------------------------------


class Breach(Exception):
    """A payload is not what the document says; the text is a sentence that names the file and the place."""


class Contract:
    """The document, ready to hold payloads up against: no field may be missing, of another type, or undescribed."""

    def __init__(self, described: Node) -> None:
        parts = {name: _strict(part) for name, part in described["components"]["schemas"].items()}
        self._whole = {"components": {"schemas": parts}}
        self._kept: dict[str, Verdict] = {}

    def check(self, path: str, component: str, payload: Any) -> None:
        """Raises Breach at the first thing in `payload`, the file at `path`, that `component` does not allow."""
        schema = {**self._whole, "$ref": f"#/components/schemas/{component}"}
        if component not in self._kept:
            self._kept[component] = verdict(schema)
        if self._kept[component](payload):
            return
        errors = list(explained.validator(schema).iter_errors(payload))
        if errors:  # the same one every time, whatever order they were found in
            error = min(errors, key=lambda found: [str(step) for step in found.absolute_path])
            raise Breach(_sentence(path, tuple(error.absolute_path), error))


def _strict(node: Node) -> Node:
    """The schema without words and with every object closed: readers must bear with new fields, the build must not."""
    kept = {name: value for name, value in node.items() if name not in _WORDS}
    for keyword in ("items", "additionalProperties"):
        if keyword in kept:
            kept[keyword] = _strict(kept[keyword])
    if "anyOf" in kept:
        kept["anyOf"] = [_strict(choice) for choice in kept["anyOf"]]
    if "properties" in kept:
        kept["properties"] = {name: _strict(field) for name, field in kept["properties"].items()}
        kept["additionalProperties"] = False
    return kept


_WORDS = frozenset({"title", "description", "x-en", "x-labels", MAY_GROW})


def _sentence(path: str, place: Place, error: ValidationError) -> str:
    where = " → ".join(str(step) for step in place) or "filen"
    return f"{path}: «{shown(where)}» er ikke slik openapi.json sier ({error.validator}): {shown(error.message)}"
