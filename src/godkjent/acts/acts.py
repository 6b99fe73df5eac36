"""The acts of the board as forms: which kinds of decision each covers, and the fields that a person fills in.

The one source of the issue forms, the pull-request templates, `godkjent form` and the page `/rediger/`. What a field is
called, may hold and must hold comes from the schema; only what the schema cannot know is written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..language.texts import Text
from ..register import model
from ..register.loader import Place
from ..register.model import Address, Centre, Decision, Kind
from ..register.schema import Schema, title
from .append import fields_of
from .reading import NAMES

DECISION = ("decisions", 0)
LANGUAGES_ASKED = ("nb", "en")
"""The languages in which a form asks for a reason; Nynorsk readers are shown bokmål where there is none."""


@dataclass(frozen=True)
class Field:
    """One question: `id` as the form's address knows it, the words a person sees, and what may be answered."""

    id: str
    title: Text
    help: Text
    required: bool = False
    choices: Mapping[str, Text] | None = None
    many: bool = False  # several answers, with commas between
    long: bool = False  # takes more than a few words
    example: str = ""


@dataclass(frozen=True)
class Act:
    """Something the board does: a form of its own, for one or more kinds of decision; none when details are corrected."""

    name: str
    title: Text
    lead: Text
    kinds: tuple[Kind, ...] = ()
    new: bool = False  # the centre is not in the register yet
    check: tuple[Text, ...] = ()  # what a second person looks at
    command: str = ""  # what carries it out, when it is no decision and no detail (`other_acts`)

    @property
    def template(self) -> str:
        """The file name of its issue form."""
        return f"{self.name}.yml"


def fields(act: Act, schema: Schema) -> tuple[Field, ...]:
    """The questions of a form, in the order in which they are asked."""
    if act is MEETING:
        return (_MEETING_DAY, _MEETING_DECISIONS)
    if act.new:
        return (*_record_fields(schema), *_decision_fields(act, schema))
    return (_CENTRE, *(_decision_fields(act, schema) if act.kinds else _detail_fields(schema)))


def act_of(kind: Kind) -> Act:
    """The form in which a decision about a centre in the register is written."""
    return next(act for act in ACTS.values() if kind in act.kinds and not act.new)


def _decision_fields(act: Act, schema: Schema) -> Iterator[Field]:
    """`kind` and what any of the kinds may have; a field is required when all of them require it."""
    needs, mays = zip(*(asked_of(schema, kind) for kind in act.kinds), strict=True)
    labels, always = schema.labels((*DECISION, "kind")), schema.node(DECISION)["required"]
    yield replace(_field(schema, (*DECISION, "kind"), "kind", True), choices={k: labels[k] for k in act.kinds})
    for name in (n for n in schema.node(DECISION)["properties"] if n not in ("id", "kind")):
        if any(name in may for may in mays) and not (act.new and name == "valid_until"):
            required = name in always or all(name in need for need in needs)
            yield from _asked(schema, (*DECISION, name), name, required)
    if Kind.TRANSFER in act.kinds:
        yield _NEW_NAME


def asked_of(schema: Schema, kind: Kind) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is asked about a decision of this kind: what must be answered, and all that may be.

    It is what the schema says, but for a transfer: the act that writes both of its sides knows what the other one says,
    and needs to know a name that no decision has.
    """
    need, may = fields_of(schema, kind)
    if kind is not Kind.TRANSFER:
        return need, may
    return (*need, "successor"), (*(name for name in may if name not in ("predecessor", "valid_until")), "name")


def _asked(schema: Schema, place: Place, name: str, required: bool) -> Iterator[Field]:
    """One question for a field, or one for each language of a text."""
    if "nb" not in schema.node(place).get("properties", {}):
        found = _field(schema, place, name, required)
        yield replace(found, long=name == "change", example=_EXAMPLES.get(name, found.example))
        return
    for language in LANGUAGES_ASKED:
        field = _field(schema, place, f"{name}_{language}", required and language == "nb")
        yield replace(field, title=_IN[language].fill(title=field.title), long=True)


def _field(schema: Schema, place: Place, name: str, required: bool) -> Field:
    """A field's words and choices as the schema has them."""
    node = schema.node(place)
    english = node.get("x-en", {})
    many = node.get("type") == "array"
    help_ = _HELP.get(name) or Text(node.get("description", ""), english.get("description", ""))
    choices = schema.labels((*place, 0) if many else place) or None
    return Field(name, title(node, place), help_, required, choices, many, example=_EXAMPLES.get(name, ""))


def _record_fields(schema: Schema) -> Iterator[Field]:
    """What is asked about a new centre; figures and history come later."""
    for name in (n for n in schema.root["properties"] if n not in _LATER):
        if name == "address":
            needed = schema.node((name,))["required"]
            for part in schema.node((name,))["properties"]:
                yield _field(schema, (name, part), part, part in needed)
        elif name == "phone_numbers":
            yield replace(_field(schema, (name,), name, False), help=_PHONES, choices=None)
        elif name in NAMES:
            field = _field(schema, (name,), name, False)
            yield replace(field, help=_ONE_A_LINE.fill(help=field.help), long=True)
        else:
            yield _field(schema, (name,), name, name in schema.root["required"])


_HISTORY = {"former_names", "former_slugs", "former_organisation_numbers", "annual_reports", "decisions"}
_LATER = _HISTORY | {"branches"}
_FIELDS = tuple(
    inner
    for name in Centre.__slots__
    for inner in ([f"address.{part}" for part in Address.__slots__] if name == "address" else [name])
)
CORRECTABLE = tuple(name for name in _FIELDS if name not in _HISTORY | {"slug", "organisation_number"})
"""What may be set right in a record without a decision; the organisation number is its identity and is not among them."""
LISTS, WORDS, FIGURES = (
    tuple(n for n in kind if n not in _LATER) for kind in (model.LISTS, model.WORDS, model.FIGURES)
)
"""What is a list of words, one word, or one figure when a centre is entered."""
USUAL = {"channels": ["phone"], "languages": ["nb"]}
"""What a list holds when nothing is said of it and it must hold something."""
_SEVERAL = {name for held in (Centre, Decision) for name, kind in held.__annotations__.items() if "tuple[" in kind}
_OTHERWISE = {"phone_numbers": "phone"}


def flag_of(field: str) -> str:
    """The flag that answers the question of a field: its name, in the singular when each flag gives one of several."""
    plain = field.removesuffix("_nb")
    name = _OTHERWISE.get(plain) or (plain.removesuffix("s") if plain in _SEVERAL else plain)
    return "--" + name.replace("_", "-")


def _detail_fields(schema: Schema) -> Iterator[Field]:
    choices = {name: title(schema.node(tuple(name.split("."))), tuple(name.split("."))) for name in CORRECTABLE}
    yield replace(_FIELD, choices=choices)
    yield from (_OLD, _NEW, _SINCE)


_CENTRE = Field(
    "centre",
    Text("Senter", "Centre", "Senter"),
    Text(
        "Navnet, organisasjonsnummeret, eller adressen til senterets side.",
        "The name, the organisation number, or the address of the centre's page.",
        "Namnet, organisasjonsnummeret, eller adressa til sida til senteret.",
    ),
    required=True,
    example="310 000 108",
)
_FIELD = Field(
    "field",
    Text("Opplysning som rettes", "Detail to correct", "Opplysning som blir retta"),
    Text(
        "Er det et vedtak som er feil, brukes skjemaet «Andre vedtak» med slaget «Retting».",
        "If it is a decision that is wrong, use the form “Other decisions” with the kind “Correction”.",
        "Er det eit vedtak som er feil, bruker du skjemaet «Andre vedtak» med slaget «Retting».",
    ),
    required=True,
)
_SINCE = Field(
    "since",
    Text("Nytt navn fra", "New name from", "Nytt namn frå"),
    Text(
        "Bare når senteret har skiftet navn: dagen det nye navnet gjelder fra. Da blir det gamle stående som tidligere navn, og kan fortsatt slås opp.",
        "Only when the centre has changed its name: the day from which it has the new one. The old one then stays as a former name, and can still be looked up.",
        "Berre når senteret har skifta namn: dagen det nye namnet gjeld frå. Då blir det gamle ståande som tidlegare namn, og kan framleis slåast opp.",
    ),
    example="24. november 2026",
)
_NEW_NAME = Field(
    "name",
    Text("Navnet på det nye foretaket", "The new company's name", "Namnet på det nye foretaket"),
    Text(
        "Bare når det ikke er det samme som før, og foretaket ikke allerede står i registeret.",
        "Only when it is not the same as before, and the company is not in the register already.",
        "Berre når det ikkje er det same som før, og foretaket ikkje alt står i registeret.",
    ),
)
_OLD = Field(
    "old",
    Text("Slik står det nå", "As it stands now", "Slik står det no"),
    Text(
        "Skriv av det som er feil. La det stå tomt når noe skal legges til i en liste.",
        "Copy what is wrong. Leave it empty to add something to a list.",
        "Skriv av det som er feil. Lat det stå tomt når noko skal leggjast til i ei liste.",
    ),
)
_NEW = Field(
    "new",
    Text("Slik skal det stå", "As it should be", "Slik skal det stå"),
    Text(
        "Det riktige. La det stå tomt når noe skal ut av en liste.",
        "What is right. Leave it empty to take something out of a list.",
        "Det rette. Lat det stå tomt når noko skal ut av ei liste.",
    ),
)
_PHONES = Text(
    "Numrene senteret ringer ut med eller svarer på, med komma mellom. En serie skrives med strek mellom første og siste nummer.",
    "The numbers that the centre calls out with or answers on, with commas between. A range is written with a hyphen between the first number and the last.",
    "Numra senteret ringjer ut med eller svarer på, med komma mellom. Ein serie skriv ein med strek mellom første og siste nummer.",
)
_ONE_A_LINE = Text("{help} Ett navn på hver linje.", "{help} One name to a line.", "{help} Eitt namn på kvar linje.")
_HELP = {
    "organisation_number": Text("Ni sifre, som i Enhetsregisteret.", "Nine digits, as in Enhetsregisteret."),
    "change": Text(
        "Ett felt på hver linje, slik det skulle stått: «Vedtaksdato: 24. november 2026». Det som ikke står her, er som før. "
        "Skulle vedtaket ikke vært ført, skriv bare «Strykes: ja».",
        "One field to a line, as it should have been: “Date of decision: 24 November 2026”. What does not stand here is as "
        "before. If the decision should not have been entered, write only “Struck out: yes”.",
        "Eitt felt på kvar linje, slik det skulle stått: «Vedtaksdato: 24. november 2026». Det som ikkje står her, er som før. "
        "Skulle vedtaket ikkje vore ført, skriv berre «Strykes: ja».",
    ),
}
"""Help for a person who never sees the file, where the schema's own speaks of how it is written."""
_IN = {"nb": Text("{title}", "{title} in bokmål"), "en": Text("{title} på engelsk", "{title} in English")}
_EXAMPLES = {
    "date": "24. november 2026",
    "effective": "1. desember 2026",
    "deadline": "15. januar 2027",
    "valid_until": "24. november 2029",
    "concerns": "2026-014",
    "change": "Vedtaksdato: 24. november 2026",
    "requirements": "Adresser og reservasjon, Samtykke og personvern",
    "phone_numbers": "30 12 34 56, 20 00 00 00 - 20 00 00 99",
    "websites": "www.eksempel.example",
    "organisation_number": "310 000 108",
}

_TWICE = Text(
    "Navn, nummer og datoer er lest mot vedtaket på papir",
    "Names, numbers and dates have been read against the decision on paper",
    "Namn, nummer og datoar er lesne mot vedtaket på papir",
)
_NOTHING_PRIVATE = Text(
    "Det står ingen personopplysninger, tips eller dialog i begrunnelsen",
    "There are no personal data, tips or dialogue in the reason",
    "Det står ingen personopplysningar, tips eller dialog i grunngivinga",
)
_EFFECT = Text(
    "Kommentaren «Hva denne endringen gjør» sier det nemnda har bestemt, og ikke noe mer",
    "The comment “What this change does” says what the board has decided, and nothing more",
    "Kommentaren «Hva denne endringen gjør» seier det nemnda har avgjort, og ikkje noko meir",
)
_ALWAYS = (_TWICE, _NOTHING_PRIVATE, _EFFECT)

_BY_THEMSELVES = (
    Act(
        "ny",
        Text("Nytt senter", "New centre", "Nytt senter"),
        Text(
            "Et senter som ikke står i registeret, med en søknad eller en godkjenning.",
            "A centre that is not in the register, with an application or an approval.",
            "Eit senter som ikkje står i registeret, med ein søknad eller ei godkjenning.",
        ),
        (Kind.APPLICATION, Kind.APPROVAL),
        new=True,
        check=(
            Text(
                "Navn og organisasjonsnummer er slått opp i Enhetsregisteret",
                "Name and organisation number have been looked up in Enhetsregisteret",
                "Namn og organisasjonsnummer er slått opp i Einingsregisteret",
            ),
            *_ALWAYS,
        ),
    ),
    Act(
        "godkjenn",
        Text("Godkjenn eller forny", "Approve or renew", "Godkjenn eller forny"),
        Text(
            "Godkjenning av et senter som har søkt, eller ny periode for et som er godkjent.",
            "Approval of a centre that has applied, or a new period for one that is approved.",
            "Godkjenning av eit senter som har søkt, eller ny periode for eit som er godkjent.",
        ),
        (Kind.APPROVAL, Kind.RENEWAL),
        check=(
            Text(
                "Alle krav er dokumentert",
                "Every requirement is documented",
                "Alle krav er dokumenterte",
            ),
            *_ALWAYS,
        ),
    ),
    Act(
        "oppfolging",
        Text("Årlig oppfølging", "Yearly follow-up", "Årleg oppfølging"),
        Text(
            "Senteret har bekreftet at det fortsatt følger kravene.",
            "The centre has confirmed that it still meets the requirements.",
            "Senteret har stadfesta at det framleis følgjer krava.",
        ),
        (Kind.FOLLOW_UP,),
        check=(
            Text(
                "Årets klager og samtaler er ført i årsrapporten",
                "The year's complaints and calls are in the annual report",
                "Klagene og samtalane i året er førte i årsrapporten",
            ),
            *_ALWAYS,
        ),
    ),
    Act(
        "advarsel",
        Text("Advarsel", "Warning", "Åtvaring"),
        Text(
            "Senteret er fortsatt godkjent, men må rette noe.",
            "The centre is still approved but must put something right.",
            "Senteret er framleis godkjent, men må rette noko.",
        ),
        (Kind.WARNING,),
        check=(
            Text(
                "Kravene som er brutt, og fristen er de i vedtaket",
                "The requirements broken, and the deadline, are those of the decision",
                "Krava som er brotne, og fristen er dei i vedtaket",
            ),
            *_ALWAYS,
        ),
    ),
    Act(
        "opphev",
        Text("Opphev advarsel eller suspensjon", "Lift a warning or suspension", "Opphev åtvaring eller suspensjon"),
        Text(
            "Forholdet er rettet, og senteret er godkjent igjen.",
            "The matter has been put right, and the centre is approved again.",
            "Forholdet er retta, og senteret er godkjent igjen.",
        ),
        (Kind.WARNING_LIFTED, Kind.SUSPENSION_LIFTED),
        check=(
            Text(
                "Det senteret måtte gjøre, er gjort",
                "What the centre had to do is done",
                "Det senteret måtte gjere, er gjort",
            ),
            *_ALWAYS,
        ),
    ),
    Act(
        "suspender",
        Text("Suspender", "Suspend", "Suspender"),
        Text(
            "Godkjenningen gjelder ikke før suspensjonen er opphevet.",
            "The approval is not valid until the suspension is lifted.",
            "Godkjenninga gjeld ikkje før suspensjonen er oppheva.",
        ),
        (Kind.SUSPENSION,),
        check=(
            Text(
                "Senteret er varslet, og vet hva det må gjøre",
                "The centre has been told, and knows what it must do",
                "Senteret er varsla, og veit kva det må gjere",
            ),
            *_ALWAYS,
        ),
    ),
    Act(
        "avslutt",
        Text(
            "Trekk eller inndra godkjenningen",
            "Withdraw or revoke the approval",
            "Trekk eller dra inn godkjenninga",
        ),
        Text(
            "Senteret trekker seg etter eget ønske, eller nemnda tar godkjenningen tilbake.",
            "The centre leaves by its own wish, or the board takes the approval back.",
            "Senteret trekkjer seg etter eige ønske, eller nemnda tek godkjenninga tilbake.",
        ),
        (Kind.WITHDRAWAL, Kind.REVOCATION),
        check=(
            Text(
                "Det er riktig om senteret selv ønsket det, eller om nemnda har bestemt det",
                "Whether the centre wished it or the board decided it is right",
                "Det er rett om senteret sjølv ønskte det, eller om nemnda har avgjort det",
            ),
            *_ALWAYS,
        ),
    ),
    Act(
        "overfor",
        Text(
            "Overfør til nytt organisasjonsnummer",
            "Transfer to a new organisation number",
            "Overfør til nytt organisasjonsnummer",
        ),
        Text(
            "Foretaket er fusjonert eller har skiftet form. Godkjenningen går videre med samme periode, og den gamle siden leder til den nye.",
            "The company has merged or changed form. The approval goes on with the same period, and the old page leads to the new one.",
            "Foretaket er fusjonert eller har skifta form. Godkjenninga går vidare med same periode, og den gamle sida leier til den nye.",
        ),
        (Kind.TRANSFER,),
        check=(
            Text(
                "Det nye organisasjonsnummeret er slått opp i Enhetsregisteret, og det er den samme virksomheten",
                "The new organisation number has been looked up in Enhetsregisteret, and it is the same business",
                "Det nye organisasjonsnummeret er slått opp i Einingsregisteret, og det er den same verksemda",
            ),
            *_ALWAYS,
        ),
    ),
    Act(
        "rett",
        Text("Rett opplysninger", "Correct details", "Rett opplysningar"),
        Text(
            "Et telefonnummer, et nettsted eller en annen opplysning er feil eller ny.",
            "A telephone number, a website or another detail is wrong or new.",
            "Eit telefonnummer, ein nettstad eller ei anna opplysning er feil eller ny.",
        ),
        check=(
            Text(
                "Opplysningen kommer fra senteret selv eller fra Enhetsregisteret",
                "The detail comes from the centre itself or from Enhetsregisteret",
                "Opplysninga kjem frå senteret sjølv eller frå Einingsregisteret",
            ),
            _EFFECT,
        ),
    ),
)
_HELD = {kind for act in _BY_THEMSELVES if not act.new for kind in act.kinds}
_OTHERS = Act(
    "annet",
    Text("Andre vedtak", "Other decisions", "Andre vedtak"),
    Text(
        "Ny søknad, opplysninger som er etterspurt, avslag, klage, avgjørelse i klage, eller retting av et vedtak.",
        "A new application, information requested, rejection, appeal, ruling, or correction of a decision.",
        "Ny søknad, opplysningar som er etterspurde, avslag, klage, avgjerd i klage, eller retting av eit vedtak.",
    ),
    tuple(kind for kind in Kind if kind not in _HELD),
    check=_ALWAYS,
)
"""Every kind of decision that no other form about a centre in the register has."""
ACTS: dict[str, Act] = {act.name: act for act in (*_BY_THEMSELVES, _OTHERS)}
"""The forms by name, in the order in which they are offered."""

_MEETING_DAY = Field(
    "date",
    Text("Møtedato", "Date of the meeting", "Møtedato"),
    Text(
        "Dagen møtet ble holdt. Den er vedtaksdatoen for alle vedtakene nedenfor som ikke sier en annen.",
        "The day of the meeting. It is the date of every decision below that does not say another.",
        "Dagen møtet vart halde. Han er vedtaksdatoen for alle vedtaka nedanfor som ikkje seier ein annan.",
    ),
    required=True,
    example="24. november 2026",
)
_MEETING_DECISIONS = Field(
    "decisions",
    Text("Vedtakene", "The decisions", "Vedtaka"),
    Text(
        "Ett vedtak om gangen, som i en protokoll. Hvert begynner med «Senter:», og så ett spørsmål på hver linje, kalt det "
        "samme som i skjemaene: Slag, Krav det gjelder, Begrunnelse, Hva som må gjøres, Frist. Siden «Foreslå en endring» "
        "skriver dette for deg.",
        "One decision at a time, as in minutes. Each begins with “Centre:”, and then one question to a line, called what it is "
        "in the forms. The page “Propose a change” writes this for you.",
        "Eitt vedtak om gongen, som i ein protokoll. Kvart byrjar med «Senter:», og så eitt spørsmål på kvar linje, kalla det "
        "same som i skjema. Sida «Føreslå ei endring» skriv dette for deg.",
    ),
    required=True,
    long=True,
    example="Senter: Navnet AS\nSlag: Advarsel\nKrav det gjelder: Adresser og reservasjon\nBegrunnelse: Senteret ringte numre som er reservert.\nFrist: 15. januar 2027\n\nSenter: Et annet navn AS\nSlag: Videreføring bekreftet",
)
MEETING = Act(
    "mote",
    Text(
        "Møte: flere vedtak i ett forslag",
        "Meeting: several decisions in one proposal",
        "Møte: fleire vedtak i eitt forslag",
    ),
    Text(
        "Alle vedtakene fra ett møte, om flere sentre og av flere slag, i ett forslag.",
        "All decisions of one meeting, about several centres and of several kinds, in one proposal.",
        "Alle vedtaka frå eitt møte, om fleire senter og av fleire slag, i eitt forslag.",
    ),
    check=(
        Text(
            "Alle vedtakene i protokollen er med, og ingen andre",
            "Every decision in the minutes is there, and no other",
            "Alle vedtaka i protokollen er med, og ingen andre",
        ),
        *_ALWAYS,
    ),
)
"""Several decisions at once: the form of a whole meeting. It is none of `ACTS`, which are forms for one thing each."""
