"""A register of none and of one centre: every page says what is so, and shows no table, graph or filter of nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from support import CENTRE, SCHEME, built, make_registry, published, real, without

REAL = SCHEME.replace("demonstration: true", "demonstration: false")
ODD = re.compile(r"\b(?:0|1) (?:sentre|senter|centres|vedtak|decisions|numre|numbers)\b|NaN|undefined|Infinity")


@pytest.fixture(scope="module", params=[0, 1], ids=["none", "one"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Path]:
    folder = tmp_path_factory.mktemp("few")
    registry = make_registry(folder / "registry", scheme=REAL, centre=real(without(CENTRE, "annual_reports")))
    (registry / "centres" / ".gitkeep").touch()
    if not request.param:
        (registry / "centres" / "listig-rev.yaml").unlink()
    return request.param, built(folder / "output", registry=published(registry))


def pages(site: Path) -> list[tuple[str, html.HtmlElement]]:
    found = sorted(site.rglob("index.html"))
    return [
        (str(p.parent.relative_to(site)), html.document_fromstring(p.read_text("utf-8")).find(".//main")) for p in found
    ]


def test_no_page_shows_a_table_or_a_list_of_nothing(site: tuple[int, Path]) -> None:
    _, folder = site
    bare = [
        (name, element.tag)
        for name, main in pages(folder)
        for element in main.iter("tbody", "select", "figure")
        if not len(element) and not any(e.tag == "template" or "hidden" in e.attrib for e in element.iterancestors())
    ]
    assert bare == []


def test_no_page_counts_to_nothing(site: tuple[int, Path]) -> None:
    _, folder = site
    said = {(name, hit[0]) for name, main in pages(folder) if (hit := ODD.search(" ".join(main.itertext())))}
    assert said == set()


@pytest.mark.parametrize(
    ("page", "none", "one"),
    [
        ("", "Ingen sentre er godkjent i dag", "Ett senter er godkjent i dag"),
        ("sentre", "Ingen sentre står i registeret ennå", "Ett senter står i registeret"),
        ("vedtak", "Ingen vedtak er offentlige ennå", "2024-001"),
        ("nummer", "Ingen numre står i registeret ennå", "Ingen numre står i registeret ennå"),
        ("sentre/sammenlign", "ikke flere sentre å sammenligne ennå", "ikke flere sentre å sammenligne ennå"),
        ("statistikk", "Ingen sentre har vært godkjent ennå", "Godkjente sentre 1. januar 2026"),
        ("statistikk", "Ingen sentre står i registeret ennå", "i 1 av de 15 fylkene"),
    ],
)
def test_a_page_says_what_is_so(site: tuple[int, Path], page: str, none: str, one: str) -> None:
    count, folder = site
    text = " ".join((folder / page / "index.html").read_text("utf-8").split())
    assert (one if count else none) in text


def test_there_is_no_graph_and_no_map_of_nothing(site: tuple[int, Path]) -> None:
    count, folder = site
    main = html.document_fromstring((folder / "statistikk" / "index.html").read_text("utf-8")).find(".//main")
    assert bool(main.find_class("tiles")) is bool(count)
    assert bool(main.findall(".//figure")) is bool(count)
