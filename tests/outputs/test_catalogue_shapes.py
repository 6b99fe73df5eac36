"""The catalogue keeps to the rules of DCAT-AP-NO for what it tells, judged by pyshacl; a spoiled one does not.

The shapes are our own, written from the specification's text (https://data.norge.no/specification/dcat-ap-no): for every
property that the catalogue uses or must have, how many it may have, of what kind they are, and from which list they are taken.
They are not the official file, and say nothing of properties that we do not use.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyshacl import validate
from rdflib import BNode, Graph, Literal, Namespace
from rdflib.collection import Collection
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, XSD

SH, VCARD = Namespace("http://www.w3.org/ns/shacl#"), Namespace("http://www.w3.org/2006/vcard/ns#")
ODRS = Namespace("http://schema.theodi.org/odrs#")
TEXT, THING, DAY = "text", "thing", "day"
MANY = None
Rule = tuple[Any, int, int | None, Any]
"""A property, how many at least and at most, and what each is: a text, a thing, a day, or a thing of that class."""
RULES: dict[Any, list[Rule]] = {
    DCAT.Catalog: [
        (DCTERMS.identifier, 1, 1, TEXT),
        (DCTERMS.title, 1, MANY, TEXT),
        (DCTERMS.description, 1, MANY, TEXT),
        (DCTERMS.publisher, 1, 1, FOAF.Agent),
        (DCAT.contactPoint, 1, MANY, VCARD.Kind),
        (DCAT.dataset, 1, MANY, DCAT.Dataset),
        (DCAT.service, 0, MANY, DCAT.DataService),
        (FOAF.homepage, 0, 1, FOAF.Document),
        (DCTERMS.language, 0, MANY, DCTERMS.LinguisticSystem),
        (DCTERMS.modified, 0, 1, DAY),
        (DCTERMS.license, 0, 1, DCTERMS.LicenseDocument),
    ],
    DCAT.Dataset: [
        (DCTERMS.identifier, 1, MANY, TEXT),
        (DCTERMS.title, 1, MANY, TEXT),
        (DCTERMS.description, 1, MANY, TEXT),
        (DCTERMS.publisher, 1, 1, FOAF.Agent),
        (DCAT.contactPoint, 1, MANY, VCARD.Kind),
        (DCAT.theme, 1, MANY, SKOS.Concept),
        (DCAT.keyword, 0, MANY, TEXT),
        (DCAT.distribution, 0, MANY, DCAT.Distribution),
        (DCAT.landingPage, 0, MANY, FOAF.Document),
        (DCTERMS.accessRights, 0, 1, DCTERMS.RightsStatement),
        (DCTERMS.accrualPeriodicity, 0, 1, DCTERMS.Frequency),
        (DCTERMS.language, 0, MANY, DCTERMS.LinguisticSystem),
        (DCTERMS.spatial, 0, MANY, DCTERMS.Location),
        (DCTERMS.temporal, 1, MANY, DCTERMS.PeriodOfTime),
        (DCTERMS.modified, 0, 1, DAY),
        (PROV.wasGeneratedBy, 0, MANY, PROV.Activity),
    ],
    DCAT.DataService: [
        (DCTERMS.identifier, 1, MANY, TEXT),
        (DCTERMS.title, 1, MANY, TEXT),
        (DCTERMS.publisher, 1, 1, FOAF.Agent),
        (DCAT.contactPoint, 1, MANY, VCARD.Kind),
        (DCAT.endpointURL, 1, 1, THING),
        (DCAT.endpointDescription, 0, MANY, THING),
        (DCAT.servesDataset, 0, MANY, DCAT.Dataset),
        (DCAT.landingPage, 0, MANY, FOAF.Document),
        (DCTERMS.license, 0, 1, DCTERMS.LicenseDocument),
        (DCTERMS.rights, 0, 1, ODRS.RightsStatement),
    ],
    DCAT.Distribution: [
        (DCAT.accessURL, 1, MANY, THING),
        (DCAT.downloadURL, 1, MANY, THING),
        (DCTERMS.title, 0, MANY, TEXT),
        (DCTERMS.description, 0, MANY, TEXT),
        (DCTERMS.format, 1, 1, DCTERMS.MediaTypeOrExtent),
        (DCAT.mediaType, 0, 1, DCTERMS.MediaType),
        (DCAT.accessService, 0, MANY, DCAT.DataService),
        (DCTERMS.conformsTo, 0, MANY, DCTERMS.Standard),
        (DCTERMS.license, 0, 1, DCTERMS.LicenseDocument),
        (DCTERMS.rights, 0, 1, ODRS.RightsStatement),
    ],
    FOAF.Agent: [(FOAF.name, 1, MANY, TEXT)],
    VCARD.Kind: [(VCARD.fn, 1, MANY, TEXT), (VCARD.hasURL, 1, MANY, THING)],
    SKOS.Concept: [(SKOS.prefLabel, 1, MANY, TEXT)],
    DCTERMS.Standard: [(DCTERMS.title, 1, MANY, TEXT)],
    DCTERMS.PeriodOfTime: [(DCAT.startDate, 0, 1, DAY), (DCAT.endDate, 0, 1, DAY)],
    DCTERMS.RightsStatement: [(RDFS.label, 0, MANY, TEXT)],
    ODRS.RightsStatement: [(RDFS.label, 1, MANY, TEXT)],
}
EU = "http://publications.europa.eu/resource/authority/"
LISTS = {
    DCTERMS.accessRights: f"{EU}access-right/",
    DCTERMS.accrualPeriodicity: f"{EU}frequency/",
    DCTERMS.format: f"{EU}file-type/",
    DCTERMS.language: f"{EU}language/",
    DCTERMS.license: f"{EU}licence/",
    DCTERMS.spatial: f"{EU}country/",
    DCAT.mediaType: "https://www.iana.org/assignments/media-types/",
    DCAT.theme: f"{EU}data-theme/",
    PROV.wasGeneratedBy: "https://data.norge.no/vocabulary/provenance-activity-type#",
}
"""The list that a value is taken from."""
NO_RULE = {RDF.type}


def shapes() -> Graph:
    made = Graph()
    for kind, rules in RULES.items():
        node = BNode()
        made.add((node, RDF.type, SH.NodeShape))
        made.add((node, SH.targetClass, kind))
        for path, least, most, what in rules:
            held = BNode()
            made.add((node, SH.property, held))
            made.add((held, SH.path, path))
            made.add((held, SH.minCount, Literal(least)))
            if most is not MANY:
                made.add((held, SH.maxCount, Literal(most)))
            if path in LISTS:
                made.add((held, SH.pattern, Literal(f"^{LISTS[path]}")))
            _of_kind(made, held, what)
    return made


def _of_kind(made: Graph, held: BNode, what: Any) -> None:
    if what == TEXT:
        made.add((held, SH.nodeKind, SH.Literal))
    elif what == THING:
        made.add((held, SH.nodeKind, SH.BlankNodeOrIRI))
    elif what == DAY:
        either, one, other = BNode(), BNode(), BNode()
        made.add((one, SH.datatype, XSD.date))
        made.add((other, SH.datatype, XSD.dateTime))
        Collection(made, either, [one, other])
        made.add((held, SH["or"], either))
    else:
        made.add((held, SH["class"], what))


SHAPES = shapes()
Told = dict[str, Any]


def violations(told: Told) -> str:
    well, _, words = validate(Graph().parse(data=json.dumps(told), format="json-ld"), shacl_graph=SHAPES)
    return "" if well else words


@pytest.fixture
def told(site: Path) -> Told:
    found: Told = json.loads((site / "api/v1/dataset.jsonld").read_text("utf-8"))
    return found


def test_the_catalogue_breaks_no_rule(told: Told) -> None:
    assert violations(told) == ""


def test_every_property_of_the_catalogue_has_a_rule(told: Told) -> None:
    graph = Graph().parse(data=json.dumps(told), format="json-ld")
    for kind, rules in RULES.items():
        assert (None, RDF.type, kind) in graph, kind
        ruled = {path for path, *_ in rules} | NO_RULE
        used = {path for subject in graph.subjects(RDF.type, kind) for path in graph.predicates(subject)}
        assert used - ruled <= {VCARD.hasEmail}, (kind, used - ruled)


def nodes(told: Told) -> Iterator[tuple[Any, Told]]:
    for node in told["@graph"]:
        kinds = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
        yield from ((kind, node) for kind in kinds)


def obligatory() -> Iterable[tuple[str, str]]:
    short = {str(space): name for name, space in (("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF), ("vcard", VCARD))}
    for kind in (DCAT.Catalog, DCAT.Dataset, DCAT.DataService, DCAT.Distribution, FOAF.Agent, VCARD.Kind):
        for path, least, *_ in RULES[kind]:
            if least:
                yield tuple(  # type: ignore[misc]
                    next(
                        f"{name}:{str(one).removeprefix(space)}"
                        for space, name in short.items()
                        if one.startswith(space)
                    )
                    for one in (kind, path)
                )


@pytest.mark.parametrize(("kind", "missing"), list(obligatory()))
def test_one_that_lacks_what_must_be_there_is_refused(told: Told, kind: str, missing: str) -> None:
    next(node for found, node in nodes(told) if found == kind).pop(missing)
    assert "MinCount" in violations(told)


def second_publisher(data_set: Told) -> None:
    other = {"@id": "https://x.example/", "@type": "foaf:Agent", "foaf:name": "Ola"}
    data_set["dct:publisher"] = [data_set["dct:publisher"], other]


def theme_of_nothing(data_set: Told) -> None:
    data_set["dcat:theme"] = {"@id": "https://x.example/tema"}


def theme_of_another_list(data_set: Told) -> None:
    data_set["dcat:theme"]["@id"] = "https://x.example/data-theme/ECON"


def day_in_words(data_set: Told) -> None:
    data_set["dct:modified"] = "i går"


@pytest.mark.parametrize("spoil", [second_publisher, theme_of_nothing, theme_of_another_list, day_in_words])
def test_a_spoiled_data_set_is_refused(told: Told, spoil: Callable[[Told], None]) -> None:
    spoil(next(node for kind, node in nodes(told) if kind == "dcat:Dataset"))
    assert violations(told)
