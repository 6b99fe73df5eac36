"""The data set described for data catalogues: DCAT-AP-NO 3, as JSON-LD with every term written out in its context.

The obligatory properties are those of https://data.norge.no/specification/dcat-ap-no. What stands in the lists of others is
said to be of its kind here too, so that the description can be judged without fetching the lists. What the board has not decided is left out: without `data_licence` there is a statement that the terms are not decided, and no licence.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from .. import addresses
from ..language.texts import LANGUAGES, SPOKEN, Text, joined, same
from ..public.edition import Edition
from .licences import LICENCES, UNDECIDED
from .openapi import CSV, FILES, JSON, ApiFile

Node = dict[str, Any]
_EU = "http://publications.europa.eu/resource/authority/"
_OURS = "https://data.norge.no/vocabulary/"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "odrs": "http://schema.theodi.org/odrs#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FORMATS = {JSON: "JSON", CSV: "CSV"}
NAME = Text(
    "Registeret over godkjente callsentre",
    "The register of approved call centres",
    "Registeret over godkjende callsenter",
)
_INVENTED = Text(
    "Demonstrasjon: alt er oppdiktet.", "Demonstration: everything is invented.", "Demonstrasjon: alt er oppdikta."
)
ABOUT = Text(
    "Callsentre som har eller har hatt godkjenning fra Callcenternemnda, vedtakene om dem, og tall for ordningen.",
    "Call centres that have or have had the approval of Callcenternemnda, the decisions about them, and figures of the scheme.",
    "Callsenter som har eller har hatt godkjenning frå Callcenternemnda, vedtaka om dei, og tal for ordninga.",
)
_THEME = Text("Økonomi og finans", "Economy and finance", "Økonomi og finans")
KEYWORDS = (
    Text("callsenter", "call centre", "callsenter"),
    Text("telefonsalg", "telephone sales", "telefonsal"),
    Text("godkjenning", "approval", "godkjenning"),
)


def catalogue(edition: Edition) -> str:
    """The catalogue of the site with its one data set, the files of it, and the API that serves it."""
    graph = [_catalogue(edition), _data_set(edition), _service(edition), _publisher(edition), _contact(edition)]
    graph += [_distribution(edition, file) for file in _whole_files()]
    return json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _whole_files() -> list[ApiFile]:
    """The files that each hold all of something."""
    return [file for file in FILES if file.media in _FORMATS and "{" not in file.path]


def _catalogue(edition: Edition) -> Node:
    return {
        **_resource(edition, "katalog", "dcat:Catalog"),
        "dct:identifier": _identity(edition, "katalog"),
        "dct:title": _in_languages(NAME),
        "dct:description": _in_languages(_described(edition)),
        "foaf:homepage": _a("foaf:Document", f"{edition.site_url}/"),
        "dct:language": _languages(),
        "dcat:dataset": _id(_identity(edition, "datasett")),
        "dcat:service": _id(_identity(edition, "tjeneste")),
        "dct:modified": _typed("date", edition.latest.isoformat()),
    }


def _data_set(edition: Edition) -> Node:
    return {
        **_resource(edition, "datasett", "dcat:Dataset"),
        "dct:title": _in_languages(NAME),
        "dct:description": _in_languages(_described(edition)),
        "dct:identifier": _identity(edition, "datasett"),
        "dcat:theme": {**_a("skos:Concept", f"{_EU}data-theme/ECON"), "skos:prefLabel": _in_languages(_THEME)},
        "dcat:keyword": [word for text in KEYWORDS for word in _in_languages(text)],
        "dct:accessRights": _a("dct:RightsStatement", f"{_EU}access-right/PUBLIC"),
        "dct:accrualPeriodicity": _a("dct:Frequency", f"{_EU}frequency/DAILY"),
        "dct:language": _languages(),
        "dct:spatial": _a("dct:Location", f"{_EU}country/NOR"),
        **_period(edition),
        "dct:modified": _typed("date", edition.latest.isoformat()),
        "dcat:landingPage": _a("foaf:Document", f"{edition.site_url}/{addresses.DATA}"),
        "prov:wasGeneratedBy": _a("prov:Activity", f"{_OURS}provenance-activity-type#administrative-decision"),
        "dcat:distribution": [_id(_identity(edition, file.path)) for file in _whole_files()],
    }


def _service(edition: Edition) -> Node:
    return {
        **_resource(edition, "tjeneste", "dcat:DataService"),
        "dct:identifier": _identity(edition, "tjeneste"),
        "dct:title": _in_languages(NAME),
        "dcat:endpointURL": _id(f"{edition.site_url}/{addresses.API.rstrip('/')}"),
        "dcat:endpointDescription": _id(f"{edition.site_url}/{addresses.OPENAPI}"),
        "dcat:servesDataset": _id(_identity(edition, "datasett")),
        "dcat:landingPage": _a("foaf:Document", f"{edition.site_url}/{addresses.DATA}"),
        **_terms(edition),
    }


def _distribution(edition: Edition, file: ApiFile) -> Node:
    address = f"{edition.site_url}/{addresses.API}{file.path}"
    return {
        "@id": _identity(edition, file.path),
        "@type": "dcat:Distribution",
        "dct:title": _in_languages(same(file.path)),
        "dct:description": _in_languages(file.words),
        "dcat:accessURL": _id(f"{edition.site_url}/{addresses.DATA}"),
        "dcat:downloadURL": _id(address),
        "dct:format": _a("dct:MediaTypeOrExtent", f"{_EU}file-type/{_FORMATS[file.media]}"),
        "dcat:mediaType": _a("dct:MediaType", f"https://www.iana.org/assignments/media-types/{file.media}"),
        "dcat:accessService": _id(_identity(edition, "tjeneste")),
        **_columns(address, file),
        **_terms(edition),
    }


def _columns(address: str, file: ApiFile) -> Node:
    """The schema that a table keeps to."""
    if file.media != CSV:
        return {}
    title = Text(f"Kolonnene i {file.path}", f"The columns of {file.path}", f"Kolonnane i {file.path}")
    standard = {**_id(addresses.table_schema(address)), "@type": "dct:Standard", "dct:title": _in_languages(title)}
    return {"dct:conformsTo": standard}


def _terms(edition: Edition) -> Node:
    chosen = edition.register.scheme.data_licence
    if chosen:
        return {"dct:license": _a("dct:LicenseDocument", LICENCES[chosen].identity)}
    kinds = ["dct:RightsStatement", "odrs:RightsStatement"]  # the EU's profile asks for the one, Norway's for the other
    return {"dct:rights": {"@type": kinds, "rdfs:label": _in_languages(UNDECIDED)}}


def _resource(edition: Edition, name: str, kind: str) -> Node:
    return {
        "@id": _identity(edition, name),
        "@type": kind,
        "dct:publisher": _id(_identity(edition, "utgiver")),
        "dcat:contactPoint": _id(_identity(edition, "kontakt")),
    }


def _publisher(edition: Edition) -> Node:
    scheme = edition.register.scheme
    name = _in_languages(scheme.publisher.name if scheme.publisher else scheme.board)
    return {"@id": _identity(edition, "utgiver"), "@type": "foaf:Agent", "foaf:name": name}


def _contact(edition: Edition) -> Node:
    publisher = edition.register.scheme.publisher
    return {
        "@id": _identity(edition, "kontakt"),
        "@type": ["vcard:Organization", "vcard:Kind"],
        "vcard:fn": _in_languages(publisher.name if publisher else edition.register.scheme.board),
        **({"vcard:hasEmail": _id(f"mailto:{publisher.email}")} if publisher else {}),
        "vcard:hasURL": _id(f"{edition.site_url}/{addresses.DATA}"),
    }


def _described(edition: Edition) -> Text:
    if not edition.register.scheme.demonstration:
        return ABOUT
    return joined([ABOUT, _INVENTED])


def _identity(edition: Edition, name: str) -> str:
    return f"{edition.site_url}/{addresses.DATASET}#{name}"


def _languages() -> list[Node]:
    return [_a("dct:LinguisticSystem", f"{_EU}language/{spoken.authority}") for spoken in SPOKEN.values()]


def _period(edition: Edition) -> Node:
    """From the first decision and on; a register without decisions is of no period yet."""
    if (first := first_day(edition)) is None:
        return {}
    return {"dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": _typed("date", first.isoformat())}}


def first_day(edition: Edition) -> date | None:
    """The day of the first decision that the data tell of."""
    return min((entry.reads.date for entry in edition.entries), default=None)


def _a(kind: str, address: str) -> Node:
    return {"@id": address, "@type": kind}


def _id(address: str) -> Node:
    return {"@id": address}


def _typed(kind: str, value: str) -> Node:
    return {"@type": f"xsd:{kind}", "@value": value}


def _in_languages(text: Text) -> list[Node]:
    return [{"@language": code, "@value": text.in_language(code)} for code in LANGUAGES]
