"""Every published figure, worked out again from the YAML by a way of its own: nothing here is imported from the package.

The files are read as text by another reader, and the decisions replayed by the short rules below. Two registers: the
demonstration, and one in tests/fixtures/every_kind with every kind of decision, a correction, a decision struck out, two
rulings, a sanction that is no longer public, and a centre that is not in the register yet.
"""

from __future__ import annotations

import csv
import html
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml

from support import FIXTURES, SCHEMA_FOLDER, built, demonstration

Record = dict[str, Any]
AS_OF = date(2026, 11, 24)
YEARS, GRACE = 3, timedelta(90)
RUNS = ("approved", "warned", "suspended")
COUNTS = ("approved", "warned")
LEADS_TO = {
    "application": "applicant",
    "approval": "approved",
    "rejection": "rejected",
    "renewal": "approved",
    "warning": "warned",
    "warning_lifted": "approved",
    "suspension": "suspended",
    "suspension_lifted": "approved",
    "revocation": "revoked",
    "withdrawal": "withdrawn",
}
SANCTIONS = {"warning": "warned", "suspension": "suspended"}


# --- Read and replayed ----------------------------------------------------------------------------------------


def read(path: Path) -> Record:
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # type: ignore[no-any-return]  # noqa: S506 - scalars as text


def day(text: str) -> date:
    return date.fromisoformat(text)


def later(when: date, years: int) -> date:
    try:
        return when.replace(year=when.year + years)
    except ValueError:  # 29 February
        return when.replace(year=when.year + years, day=28)


def begins(decision: Record) -> date:
    return day(decision.get("effective") or decision["date"])


def set_right(decisions: list[Record]) -> list[Record]:
    """What corrections leave of the decisions."""
    found = {d["id"]: dict(d) for d in decisions}
    for d in decisions:
        if d["kind"] == "correction" and d["concerns"] in found:
            if "void" in d["change"]:
                del found[d["concerns"]]
            else:
                found[d["concerns"]].update(d["change"])
    return list(found.values())


def status_on(decisions: list[Record], when: date) -> str | None:
    """The status on a day: decisions one after the other, without those that a ruling has overturned by then."""
    made = sorted((d for d in set_right(decisions) if begins(d) <= when), key=begins)
    about = {d["id"]: d["concerns"] for d in made if d["kind"] == "appeal"}
    gone = {about[d["concerns"]] for d in made if d["kind"] == "appeal_ruling" and d["outcome"] == "overturned"}
    status, last = None, date.min
    for d in (d for d in made if d["id"] not in gone):
        if status in RUNS and last < begins(d):
            status = "expired"
        if d["kind"] in ("approval", "renewal"):
            start = last if d["kind"] == "renewal" and status in RUNS else begins(d)
            last = min(later(start, YEARS), day(d["valid_until"]) if "valid_until" in d else date.max)
        status = LEADS_TO.get(d["kind"], status)
    return "expired" if status in RUNS and last < when else status


def public(decisions: list[Record]) -> list[Record]:
    """The decisions without sanctions that ended three years ago, and without what is about those."""
    hidden: set[str] = set()
    latest: dict[str, str] = {}
    for d in decisions:
        kind = d["kind"].removesuffix("_lifted")
        if d["kind"] in SANCTIONS:
            latest[d["kind"]] = d["id"]
            after = (begins(d) + timedelta(n) for n in range(1, (AS_OF - begins(d)).days + 1))
            end = next((x for x in after if status_on(decisions, x) != SANCTIONS[d["kind"]]), None)
            if end and later(end, 3) <= AS_OF:
                hidden.add(d["id"])
        if d.get("concerns") in hidden or (kind != d["kind"] and latest.get(kind) in hidden):
            hidden.add(d["id"])
    return [d for d in decisions if d["id"] not in hidden]


@dataclass(frozen=True)
class Told:
    """A register's figures as they must be, and the site that was built from it."""

    site: Path
    centres: dict[str, Record]
    authority: list[Record]

    @property
    def known(self) -> dict[str, Record]:
        return {slug: c for slug, c in self.centres.items() if status_on(c["decisions"], AS_OF)}

    @property
    def statuses(self) -> dict[str, str | None]:
        return {slug: status_on(c["decisions"], AS_OF) for slug, c in self.known.items()}

    def approved_on(self, when: date) -> int:
        """Of days of which suspensions are no longer told, none is: an approval that ran counts, so that no gap tells of one."""
        told = when > AS_OF.replace(year=AS_OF.year - 3)
        counted = COUNTS if told else {*COUNTS, "suspended"}
        return sum(status_on(c["decisions"], when) in counted for c in self.known.values())

    @property
    def over_time(self) -> list[tuple[date, int]]:
        first = min(
            begins(d).year
            for c in self.known.values()
            for d in public(c["decisions"])
            if d["kind"] in ("approval", "renewal")
        )
        days = [*(date(year, 12, 31) for year in range(first, AS_OF.year)), AS_OF]
        return [(when, self.approved_on(when)) for when in days]

    @property
    def by_kind(self) -> dict[tuple[int, str], int]:
        made = [d for c in self.known.values() for d in set_right(public(c["decisions"]))]
        return Counter((day(d["date"]).year, d["kind"]) for d in made)

    @property
    def reported(self) -> list[list[float | None]]:
        reports = [r for c in self.known.values() for r in c.get("annual_reports", ())]
        return [self._sum([r for r in reports if r["year"] == year]) for year in sorted({r["year"] for r in reports})]

    def _sum(self, reports: list[Record]) -> list[float | None]:
        calls, came, upheld = (
            sum(int(r[name]) for r in reports)
            for name in ("calls_connected", "complaints_received", "complaints_upheld")
        )
        rate = round(came / calls * 100_000, 1) if calls else None
        return [int(reports[0]["year"]), len(reports), calls, came, upheld, rate]

    @property
    def counties(self) -> dict[str, tuple[int, int]]:
        held = Counter(c["address"]["county"] for c in self.known.values())
        approved = Counter(
            self.centres[s]["address"]["county"] for s, status in self.statuses.items() if status in COUNTS
        )
        return {county: (approved[county], held[county]) for county in held}


def told(site: Path, registry: Path) -> Told:
    centres = {path.stem: read(path) for path in sorted((registry / "centres").glob("*.yaml"))}
    return Told(site, centres, [read(path) for path in sorted((registry / "statistics").glob("*.yaml"))])


@pytest.fixture(scope="module", params=["demonstration", "every kind"])
def figures(request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    if request.param == "demonstration":
        return told(site, demonstration())
    folder = tmp_path_factory.mktemp("every_kind")
    registry = folder / "registry"
    shutil.copytree(FIXTURES / "every_kind", registry)
    shutil.copytree(SCHEMA_FOLDER, registry / "schemas")
    return told(built(folder / "output", registry=registry, AS_OF=AS_OF.isoformat()), registry)


# --- As published ---------------------------------------------------------------------------------------------

LANGUAGES = {"nb": "", "en": "en/", "nn": "nn/"}
MONTHS = {
    "nb": [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "nn": [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
}


def page(told: Told, path: str) -> str:
    return (told.site / path / "index.html").read_text("utf-8")


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def number(text: str, language: str) -> float | None:
    """A figure as a page writes it."""
    plain = re.sub(r"\s", "", text)
    plain = plain.replace(",", "") if language == "en" else plain.replace(",", ".")
    return None if plain == "–" else float(plain)


def written_day(text: str, language: str) -> date:
    number, month, year = text.replace(".", "").split()
    return date(int(year), MONTHS[language].index(month) + 1, int(number))


def table(told: Told, figure: str, language: str) -> tuple[list[str], list[list[str]]]:
    """A table of the statistics page: its header and its rows, as a person reads them."""
    text = page(told, f"{LANGUAGES[language]}statistikk")
    (found,) = re.findall(rf'<table[^>]* data-figure="{figure}">(.*?)</table>', text, re.DOTALL)
    head, *rows = (
        [words(c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", r, re.DOTALL)]
        for r in re.findall(r"<tr>(.*?)</tr>", found, re.DOTALL)
    )
    return head, rows


def api(told: Told, name: str) -> Any:
    return json.loads((told.site / "api/v1" / name).read_text("utf-8"))


def values(told: Told, figure: str) -> list[dict[str, Any]]:
    text = (told.site / "api/v1/statistics.csv").read_bytes().decode("utf-8")
    rows = csv.DictReader(StringIO(text, newline=""), quoting=csv.QUOTE_NONNUMERIC, strict=True)
    return [row for row in rows if row["figure"] == figure]


def test_both_registers_are_worth_counting(figures: Told) -> None:
    """What the other tests compare is not nothing; the register of every kind holds what it is there for."""
    kinds = {kind for _, kind in figures.by_kind}
    statuses = set(figures.statuses.values())
    if figures.site.parent.name.startswith("every_kind"):
        assert len({d["kind"] for c in figures.centres.values() for d in c["decisions"]}) == 15
        assert statuses >= {"approved", "warned", "suspended", "revoked", "withdrawn", "expired", "applicant"}
        assert len(figures.known) == len(figures.centres) - 1
        hidden = sum(len(c["decisions"]) - len(public(c["decisions"])) for c in figures.known.values())
        assert hidden == 2 and sum(figures.by_kind.values()) > 40
    else:
        assert len(figures.known) > 40 and len(kinds) > 8 and len(figures.over_time) > 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_the_list_and_the_count_files_agree(figures: Told, language: str) -> None:
    prefix = LANGUAGES[language]
    approved, known = sum(s in COUNTS for s in figures.statuses.values()), len(figures.known)
    mark = page(figures, prefix).partition('id="mark-title"')[2].partition("</section>")[0]
    assert str(approved) in re.findall(r"\d+", words(mark)) or approved < 2
    listed = page(figures, f"{prefix}sentre")
    (lead,) = re.findall(r'<p class="lead">(.*?)</p>', listed, re.DOTALL)
    assert [int(n) for n in re.findall(r"\d+", words(lead))][:2] == [known, approved]
    shown = re.findall(r'<tr data-result[^>]*? data-status="(\w+)"', listed)
    assert Counter(shown) == Counter(figures.statuses.values())
    built_from = json.loads((figures.site / "build.json").read_text("utf-8"))
    assert (built_from["centres"], built_from["approved"]) == (known, approved)


def test_the_api_counts_and_says_what_the_replay_says(figures: Told) -> None:
    centres = api(figures, "centres.json")
    assert centres["total"] == len(centres["centres"]) == len(figures.known)
    assert {c["slug"]: c["status"] for c in centres["centres"]} == figures.statuses
    text = (figures.site / "api/v1/centres.csv").read_text("utf-8")
    assert {r["slug"]: r["status"] for r in csv.DictReader(StringIO(text, newline=""))} == figures.statuses


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_decisions_are_counted_alike_on_the_page_and_in_the_files(figures: Told, language: str) -> None:
    wanted = Counter((slug, d["id"]) for slug, c in figures.known.items() for d in public(c["decisions"]))
    decisions = api(figures, "decisions.json")
    assert decisions["total"] == sum(wanted.values())
    assert Counter((d["slug"], d["id"]) for d in decisions["decisions"]) == wanted
    order = [(d["date"], *map(int, d["id"].split("-"))) for d in decisions["decisions"]]
    assert order == sorted(order, reverse=True)
    years = Counter(day(d["date"]).year for c in figures.known.values() for d in public(c["decisions"]))
    listed = page(figures, f"{LANGUAGES[language]}vedtak")
    summaries = {
        int(y): words(text)
        for y, text in re.findall(r'<details class="ds-details" id="ar-(\d+)"><summary>(.*?)<', listed)
    }
    assert listed.count('<li id="vedtak-') == sum(wanted.values())
    assert set(summaries) == set(years) - {max(years)}
    for year, said in summaries.items():
        shown = re.search(r": (\d+)", said)
        assert (int(shown[1]) if shown else 1) == years[year], said


@pytest.mark.parametrize("language", LANGUAGES)
def test_approved_over_time(figures: Told, language: str) -> None:
    newest = day(api(figures, "statistics.json")["approved"][-1]["day"])
    wanted = [*figures.over_time[:-1], (newest, figures.over_time[-1][1])]
    assert newest <= AS_OF and figures.approved_on(newest) == wanted[-1][1], "it has been so many since that day"
    _, rows = table(figures, "approved", language)
    assert [(written_day(when, language), number(count, language)) for when, count in reversed(rows)] == wanted
    assert [(day(r["day"]), r["approved"]) for r in api(figures, "statistics.json")["approved"]] == wanted
    assert [(day(r["period"]), r["value"]) for r in values(figures, "approved")] == wanted
    said = words(page(figures, f"{LANGUAGES[language]}statistikk"))
    assert f": {wanted[-1][1]}." in said and f": {wanted[0][1]}." in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_decisions_by_kind_and_year(figures: Told, language: str) -> None:
    wanted = figures.by_kind
    met = {kind for _, kind in wanted}
    in_api = {(r["year"], r["kind"]): r["count"] for r in api(figures, "statistics.json")["decisions"]}
    assert {key: count for key, count in in_api.items() if count} == dict(wanted)
    assert {kind for _, kind in in_api} == met
    assert {(int(r["period"]), r["group"]): r["value"] for r in values(figures, "decisions")} == in_api
    labels = read_labels(language)
    head, rows = table(figures, "decisions", language)
    shown = {
        (int(row[0]), kind): number(cell, language)
        for row in rows
        for kind, cell in zip((labels[name] for name in head[1:]), row[1:], strict=True)
    }
    assert shown == in_api
    assert f": {sum(wanted.values())}." in f" {words(page(figures, f'{LANGUAGES[language]}statistikk'))} "


def read_labels(language: str) -> dict[str, str]:
    schema = json.loads((SCHEMA_FOLDER / "centre.schema.json").read_text("utf-8"))
    return {
        text[language]: kind for kind, text in schema["$defs"]["decision"]["properties"]["kind"]["x-labels"].items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_complaints_to_the_authority_received_and_taken_up_stand_apart(figures: Told, language: str) -> None:
    wanted = [
        (
            int(y["year"]),
            int(y["complaints_received"]),
            int(y["complaints_taken_up"]) if "complaints_taken_up" in y else None,
        )
        for y in figures.authority
    ]
    _, rows = table(figures, "authority", language)
    assert [(int(y), number(a, language), number(b, language)) for y, a, b, *_ in reversed(rows)] == wanted
    names = ("year", "complaints_received", "complaints_taken_up")
    published = api(figures, "statistics.json")["authority"]
    assert [tuple(r[name] for name in names) for r in published] == wanted
    assert [r["invented"] for r in published] == [y.get("invented") == "true" for y in figures.authority]
    assert [r["source"] for r in published] == [y.get("source") for y in figures.authority]
    for n, name in enumerate(names[1:], 1):
        cells = [(int(r["period"]), r["value"]) for r in values(figures, "authority") if r["measure"] == name]
        assert cells == [(row[0], "" if row[n] is None else row[n]) for row in wanted]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_centres_own_figures_are_summed(figures: Told, language: str) -> None:
    wanted = figures.reported
    _, rows = table(figures, "reported", language)
    assert [[number(cell, language) for cell in row] for row in reversed(rows)] == wanted
    names = ("year", "centres", "calls_connected", "complaints_received", "complaints_upheld", "complaints_per_100_000")
    assert [[r[name] for name in names] for r in api(figures, "statistics.json")["reported"]] == wanted
    cells = {(int(r["period"]), r["measure"]): r["value"] for r in values(figures, "reported")}
    assert cells == {
        (row[0], name): "" if value is None else value
        for row in wanted
        for name, value in zip(names[1:], row[1:], strict=True)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_counties_are_counted(figures: Told, language: str) -> None:
    wanted = figures.counties
    in_api = {r["county"]: (r["approved"], r["centres"]) for r in api(figures, "statistics.json")["counties"]}
    assert {county: counts for county, counts in in_api.items() if any(counts)} == wanted and len(in_api) >= 15
    _, rows = table(figures, "counties", language)
    assert {row[0]: (number(row[1], language), number(row[2], language)) for row in rows} == in_api
    tiles = re.findall(
        r'<li data-row=.*?<span class="count">(\S+?)<.*?</span></span> <span>(.*?)</span>',
        page(figures, f"{LANGUAGES[language]}statistikk"),
    )
    assert {html.unescape(county): int(count) for count, county in tiles} == {c: n for c, (n, _) in in_api.items()}
    in_csv = {(r["group"], r["measure"]): r["value"] for r in values(figures, "counties")}
    assert in_csv == {(c, m): counts[n] for c, counts in in_api.items() for n, m in enumerate(("approved", "centres"))}


def own_rows(markup: str) -> Iterator[list[str]]:
    table = markup.partition('id="tall"')[2].partition("</table>")[0]
    for row in re.findall(r'<tr><th scope="row">(.*?)</tr>', table):
        yield [words(cell) for cell in re.split(r"</th>|</td>", row) if words(cell)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_centres_page_shows_its_own_figures(figures: Told, language: str) -> None:
    names = ("year", "calls_connected", "calls_answered", "complaints_received", "complaints_upheld")
    for slug, centre in figures.known.items():
        wanted = []
        for report in sorted(centre.get("annual_reports", ()), key=lambda r: r["year"], reverse=True):
            row: list[float | None] = [int(report[name]) for name in names]
            wanted.append([*row, round(100_000 * row[3] / row[1], 1) if row[1] else None])  # type: ignore[operator]
        shown = [
            [number(cell, language) for cell in row]
            for row in own_rows(page(figures, f"{LANGUAGES[language]}sentre/{slug}"))
        ]
        assert shown == wanted, slug
