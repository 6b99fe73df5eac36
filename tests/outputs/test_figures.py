"""Figures as data: right against the records themselves, silent about what is not public, the same in chart and table."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from godkjent.language.i18n import Language, in_every_language, read_language
from godkjent.language.texts import LANGUAGES
from godkjent.outputs import charts
from godkjent.outputs.buyers import rate
from godkjent.outputs.counties import PLACES
from godkjent.outputs.figures import Figure, figures
from godkjent.register.model import Register
from godkjent.register.records import read
from godkjent.register.schema import Schema
from support import CENTRE, ROOT, SCHEMA_FOLDER, SCHEME, centres, demonstrated, demonstration, make_registry

DAY = date(2026, 11, 24)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def register() -> Register:
    return demonstrated()


def by_id(register: Register) -> dict[str, Figure]:
    return {figure.id: figure for figure in figures(register)}


def records() -> list[dict]:
    """The YAML itself, read by another reader than ours."""
    return [yaml.safe_load(p.read_text("utf-8")) for p in sorted((demonstration() / "centres").glob("*.yaml"))]


def test_every_figure_is_whole(register: Register) -> None:
    for figure in figures(register):
        assert {len(row) for row in figure.rows} == {len(figure.columns)}
        assert len({c.id for c in figure.columns}) == len(figure.columns)
        for text in (figure.title, figure.description, *(c.title for c in figure.columns)):
            assert all(getattr(text, language) for language in LANGUAGES) and "{" not in text.nb + text.en + text.nn


def test_approved_today_is_what_the_front_page_says(register: Register, site: Path) -> None:
    figure = by_id(register)["approved"]
    now, first = len(centres("approved", "warned")), figure.rows[0]
    newest = max(d.effective for c in register.centres for d in c.decisions)
    last = figure.rows[-1][0]
    assert isinstance(last, date) and newest <= last <= DAY and figure.rows[-1][1] == now
    years = [row[0].year for row in figure.rows[:-1]]  # type: ignore[union-attr]
    assert years == list(range(years[0], DAY.year)) and years[0] == min(
        d.date.year for c in register.centres for d in c.decisions if d.kind == "approval"
    )
    assert f"Godkjente sentre {in_every_language(last).nb}: {now}. Ved utgangen av {years[0]}: {first[1]}." in (
        site / "statistikk/index.html"
    ).read_text("utf-8")


def test_decisions_are_those_of_the_records(register: Register) -> None:
    figure = by_id(register)["decisions"]
    counted = {
        (row[0], column.id): value
        for row in figure.rows
        for column, value in zip(figure.columns[1:], row[1:], strict=True)
    }
    held = Counter((d["date"].year, d["kind"]) for r in records() for d in r["decisions"])
    assert {key: value for key, value in counted.items() if value} == dict(held)


def test_received_and_taken_up_stand_apart_and_a_missing_figure_is_none(register: Register) -> None:
    figure = by_id(register)["authority"]
    first, last = register.statistics[0], register.statistics[-1]
    assert first.complaints_taken_up is None and last.complaints_taken_up is not None
    for row, told in ((figure.rows[0], first), (figure.rows[-1], last)):
        assert row == (told.year, told.complaints_received, told.complaints_taken_up, told.invented, told.source)
    assert figure.reservation and "ikke silt" in figure.reservation.nb


def test_reported_complaints_are_summed_with_their_rate(register: Register) -> None:
    reports = [report for r in records() for report in r.get("annual_reports", []) if report["year"] == 2025]
    row = next(row for row in by_id(register)["reported"].rows if row[0] == 2025)
    calls, complaints = (sum(r[name] for r in reports) for name in ("calls_connected", "complaints_received"))
    assert row[:4] == (2025, len(reports), calls, complaints)
    assert row[5] == round(100_000 * complaints / calls, 1)
    assert rate(3, 0) is None


def test_counties_are_the_schemas_own_and_each_has_a_square_of_its_own(register: Register) -> None:
    schema = json.loads((SCHEMA_FOLDER / "centre.schema.json").read_text("utf-8"))
    held = set(schema["properties"]["address"]["properties"]["county"]["enum"])
    assert set(PLACES) == held - {"Svalbard", "Jan Mayen"}  # places in Norway that are in no county
    assert len(set(PLACES.values())) == 15
    figure = by_id(register)["counties"]
    held = Counter(r["address"]["county"] for r in records())
    assert {row[0]: row[2] for row in figure.rows if row[2]} == dict(held)
    assert sum(row[1] for row in figure.rows) == len(centres("approved", "warned"))  # type: ignore[misc]


def test_a_county_that_is_none_of_the_fifteen_counts_as_unknown(register: Register) -> None:
    first, *others = register.centres
    abroad = replace(first, address=replace(first.address, county="Svalbard"))
    figure = by_id(replace(register, centres=(abroad, *others)))["counties"]
    assert figure.rows[-1] == (None, 1, 1) and "Svalbard" not in str(figure)
    assert sum(row[2] for row in figure.rows) == len(register.centres)  # type: ignore[misc]


SECRET = SCHEME.replace("warnings: {public: true", "warnings: {public: false")
WARNED = CENTRE + "  - {id: 2026-001, date: 2026-06-01, kind: warning, requirements: [tax], reason: {nb: Fordi.}}\n"


def test_what_is_not_public_is_not_counted(tmp_path: Path) -> None:
    for scheme, known in ((SCHEME, True), (SECRET, False)):
        held = read(make_registry(tmp_path / str(known), centre=WARNED, scheme=scheme)).register(DAY)
        found = by_id(held)
        assert ("warning" in [c.id for c in found["decisions"].columns]) is known
        assert found["approved"].rows[-1][1] == 1


def test_a_register_with_nothing_in_it_has_figures_that_say_so(register: Register) -> None:
    empty = figures(replace(register, centres=(), statistics=()))
    assert [figure.rows for figure in empty] == [()] * len(empty)  # of nothing there is no graph, and no map
    assert {f.id: f.description.nb for f in empty}["authority"] == "Ingen tall er ført."
    assert {f.id: f.description.nb for f in empty}["decisions"] == "Ingen vedtak er ført."
    assert [p for f in empty for p in charts.panels(f)] == [], "a chart of nothing says nothing"


# --- Charts -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def languages() -> list[Language]:
    return [read_language(code, ROOT / "theme" / "locale") for code in LANGUAGES]


@pytest.fixture(scope="module")
def drawn(register: Register, languages: list[Language]) -> dict[charts.Key, str]:
    kinds = Schema.read(SCHEMA_FOLDER / "centre.schema.json").labels(("decisions", 0, "kind"))
    return dict(charts.build(ROOT, figures(register, kinds), languages))


def labels(svg: str) -> list[str]:
    """The values that a chart writes out, from left to right."""
    (group,) = [g for g in ElementTree.fromstring(svg).iter(f"{SVG}g") if "label_marks" in g.get("class", "")]
    placed = [(float(re.findall(r"[\d.]+", t.get("transform", ""))[0]), t.text or "") for t in group.iter(f"{SVG}text")]
    return [text for _, text in sorted(placed)]


def test_a_chart_writes_out_every_value_of_its_column(
    register: Register, languages: list[Language], drawn: dict[charts.Key, str]
) -> None:
    compared = 0
    for figure in figures(register):
        for panel in charts.panels(figure):
            for language in languages:
                values = figure.values(panel.column.id)
                written = [language.number(v) if isinstance(v, int | float) else "–" for v in values]
                assert labels(drawn[language.code, figure.id, panel.column.id]) == written
                compared += 1
    assert compared == len(drawn) >= 4 * len(languages)


def test_bars_are_as_high_as_their_values(drawn: dict[charts.Key, str]) -> None:
    for kind, values in (("bar_marks", [1546, 959]), ("invented_marks", [880, 812, 790, 701, 655, 618])):
        root = ElementTree.fromstring(drawn["nb", "authority", "complaints_received"])
        (group,) = [g for g in root.iter(f"{SVG}g") if kind in g.get("class", "").split()]
        heights = [float(re.findall(r"v([\d.]+)", p.get("d", ""))[0]) for p in group.iter(f"{SVG}path")]
        assert [round(h / 96 * 1546) for h in heights] == pytest.approx(values, abs=2)


def test_every_chart_has_a_name_and_says_what_it_shows(drawn: dict[charts.Key, str]) -> None:
    said = set()
    for (language, figure, column), svg in drawn.items():
        root = ElementTree.fromstring(svg)
        title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert root.get("role") == "img" and title is not None and desc is not None
        assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (title.get("id"), desc.get("id"))
        assert title.text and desc.text and desc.text.endswith(".")
        said.add((language, figure, column, desc.text))
    assert ("nb", "authority", "complaints_taken_up", "Sist, i 2025: 37. Høyest, i 2020: 61.") in said
    assert ("en", "authority", "complaints_received", "Latest, in 2025: 618. Highest, in 2018: 1,546.") in said


def test_charts_carry_no_style_script_colour_or_font_of_their_own(drawn: dict[charts.Key, str]) -> None:
    for svg in drawn.values():
        assert not re.search(r"style|script|href|font-family|#[0-9a-f]{3}|\bon\w+=", svg)
        painted = {v for e in ElementTree.fromstring(svg).iter() for v in (e.get("fill"), e.get("stroke")) if v}
        assert painted <= {"currentColor", "none", "transparent"}


def test_the_same_figures_are_drawn_as_the_same_bytes(register: Register, tmp_path: Path) -> None:
    """In a folder of its own, where nothing of an earlier build is kept."""
    for name in ("node_modules", "scripts"):
        (tmp_path / name).symlink_to(ROOT / name)
    language = [read_language("nb", ROOT / "theme" / "locale")]
    one = charts.build(tmp_path, figures(register), language)
    (kept,) = (tmp_path / "build" / "charts").iterdir()
    kept.unlink()
    assert charts.build(tmp_path, figures(register), language) == one


def test_hostile_words_in_a_chart_stay_words(register: Register) -> None:
    (figure,) = [f for f in figures(register) if f.id == "authority"]
    nasty = replace(figure.columns[1], title=in_every_language(1))
    nasty = replace(nasty, title=replace(nasty.title, nb='<script>x</script>"]]>&'))
    figure = replace(figure, columns=(figure.columns[0], nasty, *figure.columns[2:]))
    svg = charts.build(ROOT, [figure], [read_language("nb", ROOT / "theme" / "locale")])["nb", "authority", nasty.id]
    assert "<script>" not in svg
    assert ElementTree.fromstring(svg).findtext(f"{SVG}title") == '<script>x</script>"]]>&'


# --- The page -----------------------------------------------------------------------------------------------


def tables(html: str) -> dict[str, list[list[str]]]:
    """The page's tables by figure: rows of plain text."""
    found = {}
    for name, table in re.findall(r'data-figure="(\w+)">(.*?)</table>', html, re.S):
        rows = re.findall(r"<tr>(.*?)</tr>", table, re.S)
        found[name] = [
            [
                unescape(re.sub(r"<[^>]*>", "", cell)).strip()
                for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
            ]
            for row in rows
        ]
    return found


def test_the_tables_beside_the_charts_hold_the_same_values(site: Path) -> None:
    for prefix in ("", "en/", "nn/"):
        html = (site / prefix / "statistikk/index.html").read_text("utf-8")
        compared = 0
        for name, (head, *rows) in tables(html).items():
            for svg in re.findall(rf'<svg [^>]*aria-labelledby="{name}-\w+-title".*?</svg>', html, re.S):
                title = ElementTree.fromstring(svg).findtext(f"{SVG}title")
                place = head.index(title)  # type: ignore[arg-type]
                assert [row[place] for row in reversed(rows)] == labels(svg), (prefix, name, title)
                compared += 1
        assert compared == 4


def test_the_map_leads_to_the_filtered_list_with_the_tables_figures(site: Path) -> None:
    html = (site / "statistikk/index.html").read_text("utf-8")
    squares = re.findall(
        r'<li data-row="\d" data-column="\d"><a href="/sentre/\?county=([^"]*)"[^>]*><span class="count">(\d+)<span.*?'
        r"</span></span> <span>([^<]*)</span>",
        html,
    )
    assert [(county, count) for _, count, county in squares] == [tuple(r[:2]) for r in tables(html)["counties"][1:]]
    assert ("M%C3%B8re%20og%20Romsdal", "3", "Møre og Romsdal") in squares
    assert 'href="/statistikk/#kart"' in (site / "sentre/index.html").read_text("utf-8")
