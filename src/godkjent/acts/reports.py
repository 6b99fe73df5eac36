"""Yearly reports: many centres' figures at once, from a list or from a page with a row for each centre.

Every fault is told, by row and column, and nothing is written until there is none. A report that has been published is
history: other figures for it are a correction, which is asked for as one and stands dated in the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..checks.figures import leaps
from ..language.i18n import in_every_language
from ..language.texts import Text, joined, shown
from ..register.due import approved_in
from ..register.loader import load
from ..register.model import AnnualReport, Centre, Register
from ..register.problems import Problem
from ..register.records import Registry
from ..register.schema import Schema
from . import append, details, reading
from .sheet import Row, Table

FIGURES = ("calls_answered", "calls_connected", "complaints_received", "complaints_upheld")
CALLED: dict[str, Sequence[str]] = {
    "number": ("Organisasjonsnummer", "Org.nr.", "Orgnr", "Organisasjonsnr", "Organisation number"),
    "centre": ("Senter", "Navn", "Firma", "Foretak", "Centre", "Name"),
    "year": ("År", "Rapportår", "Year"),
    "calls_answered": ("Besvarte samtaler", "Besvarte", "Antall besvarte samtaler", "Answered calls"),
    "calls_connected": ("Tilkoblede samtaler", "Tilkoblede", "Antall tilkoblede samtaler", "Connected calls"),
    "complaints_received": ("Mottatte klager", "Klager mottatt", "Klager", "Antall klager", "Complaints received"),
    "complaints_upheld": (
        "Klager medhold",
        "Medhold",
        "Klager som fikk medhold",
        "Berettigede klager",
        "Complaints upheld",
    ),
}
"""What the columns of a list may be called."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in one row: its number, the column's heading, and the sentence."""

    row: int
    column: str
    text: Text


@dataclass(frozen=True)
class Given:
    """One report as it was given: for which centre, the figures, and the row it stood in."""

    row: int
    slug: str
    report: AnnualReport


@dataclass(frozen=True)
class Written:
    """A centre's file with its report in it, and what was there for the year before."""

    content: bytes
    report: AnnualReport
    before: AnnualReport | None


def given(table: Table, register: Register, year: int | None) -> tuple[list[Given], list[Fault]]:
    """Every report in the list, and everything that is wrong with it; a row with no figures at all is left out."""
    known, found, faults = reading.known(register), [], []
    for row in table.rows:
        if not any(row.cells.get(name) for name in FIGURES):
            continue
        read = list(_row(row, table, known, year))
        faults += [part for part in read if isinstance(part, Fault)]
        found += [part for part in read if isinstance(part, Given)]
    faults += _twice(found, table)
    return found, faults


def _row(row: Row, table: Table, known: Sequence[reading.Known], year: int | None) -> Iterator[Given | Fault]:
    def fault(field: str, text: Text) -> Fault:
        return Fault(row.number, table.headings.get(field, field), text)

    which = "number" if row.cells.get("number") else "centre"
    faults: list[Fault] = []
    slug, figures = "", dict[str, int]()
    try:
        slug = reading.centre(row.cells.get(which, ""), known).slug
    except reading.NotRead as refused:
        faults.append(fault(which, refused.text))
    words = row.cells.get("year") or (str(year) if year else "")
    if not (words.isdecimal() and len(words) == 4):
        faults.append(fault("year", (_NO_YEAR if not words else ODD_YEAR).fill(words=shown(words))))
    for name in FIGURES:
        read = reading.figure(row.cells.get(name, ""))
        if read.isdecimal() and len(read) <= 9:
            figures[name] = int(read)
        else:
            faults.append(fault(name, (_ODD if read else _EMPTY).fill(words=shown(read))))
    yield from faults
    if not faults:
        yield Given(row.number, slug, _report(int(words), figures))


def _report(year: int, counts: Mapping[str, int]) -> AnnualReport:
    answered, connected, received, upheld = (counts[name] for name in FIGURES)
    return AnnualReport(year, answered, connected, received, upheld)


def _twice(found: Iterable[Given], table: Table) -> Iterator[Fault]:
    seen: dict[tuple[str, int], int] = {}
    for one in found:
        first = seen.setdefault((one.slug, one.report.year), one.row)
        if first != one.row:
            heading = table.headings.get("number") or table.headings.get("centre", "")
            yield Fault(one.row, heading, _TWICE.fill(row=first, year=one.report.year))


def refused(reports: Iterable[Given], register: Register, *, correct: bool) -> Iterator[Fault]:
    """What stands in the way of reports that could be read: other figures for a report that is there already."""
    centres = {c.slug: c for c in register.centres}
    for one in reports:
        before = held(centres[one.slug], one.report.year)
        if before and figures(before) != figures(one.report) and not correct:
            yield Fault(one.row, str(one.report.year), _THERE.fill(name=centres[one.slug].name, **_as_words(before)))


def doubts(reports: Iterable[Given], register: Register) -> Iterator[Fault]:
    """What a colleague would ask about: a centre that was not approved that year, a count five times last year's or a fifth."""
    centres, given_now = (
        {c.slug: c for c in register.centres},
        {(one.slug, one.report.year): one.report for one in reports},
    )
    for one in reports:
        centre, year = centres[one.slug], one.report.year
        if not approved_in(centre.decisions, year, register.scheme.rules):
            yield Fault(one.row, str(year), _NOT_APPROVED.fill(name=centre.name, year=year))
        last = (one.slug, one.report.year - 1)
        before = given_now.get(last) or held(centres[one.slug], last[1])
        told = held(centres[one.slug], one.report.year)
        was, now, published = (
            dict(zip(FIGURES, figures(r), strict=True)) if r else {} for r in (before, one.report, told)
        )
        for name in (n for n in leaps(was, now) if published.get(n) != now[n]):
            counts = {"now": in_every_language(now[name]), "before": in_every_language(was[name])}
            yield Fault(one.row, CALLED[name][0], _LEAP.fill(**counts, year=last[1], name=centres[one.slug].name))


@dataclass(frozen=True)
class Entry:
    """What entering a list comes to: the files as they would be, what stands in the way, and what is asked about."""

    files: Mapping[str, Written]
    faults: tuple[Fault, ...]
    errors: tuple[Problem, ...]  # what `check` says of the files
    doubts: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether the files may be put in place."""
        return not self.faults and not self.errors


def entry(table: Table, read: Registry, folder: Path, day: date, year: int | None, *, correct: bool) -> Entry:
    """Try a list of reports on the register as it was read; nothing is put in place. Raises details.CannotCorrect."""
    register = read.register(day)
    found, faults = given(table, register, year)
    faults += refused(found, register, correct=correct)
    if faults:
        return Entry({}, tuple(faults), (), ())
    files = written(found, register, folder, read.schemas["centre"], day)
    trial = append.trial(read, folder, {slug: file.content for slug, file in files.items()}, day)
    asked = doubts([one for one in found if one.slug in files], register)
    return Entry(files, (), tuple(trial.errors), tuple(asked))


def held(centre: Centre, year: int) -> AnnualReport | None:
    """The centre's report on the year; None when there is none."""
    return next((r for r in centre.annual_reports if r.year == year), None)


def figures(report: AnnualReport) -> tuple[int, int, int, int]:
    """The four counts of a report, in the order in which they are written."""
    return report.calls_answered, report.calls_connected, report.complaints_received, report.complaints_upheld


def _as_words(report: AnnualReport) -> Mapping[str, object]:
    return {"year": report.year, "figures": joined([in_every_language(count) for count in figures(report)], ", ")}


def written(
    reports: Iterable[Given], register: Register, folder: Path, schema: Schema, corrected: date
) -> dict[str, Written]:
    """The files that the reports change, by name without ending; `corrected` dates what replaces other figures.

    The same figures again change nothing. Raises details.CannotCorrect for a file that must be changed by hand.
    """
    centres, files = {c.slug: c for c in register.centres}, {}
    for slug in dict.fromkeys(one.slug for one in reports):
        mine = [one.report for one in reports if one.slug == slug]
        new = [r for r in mine if (old := held(centres[slug], r.year)) is None or figures(old) != figures(r)]
        if new:
            path = folder / "centres" / f"{slug}.yaml"
            content = _with(path, new, schema, corrected)
            files[slug] = Written(content, new[-1], held(centres[slug], new[-1].year - 1))
    return files


def _with(path: Path, new: Sequence[AnnualReport], schema: Schema, corrected: date) -> bytes:
    text, (document, _) = path.read_bytes().decode("utf-8"), load(path, path.name)
    if document is None or not isinstance(document.data, dict):
        raise details.CannotCorrect(_UNREADABLE.fill(file=shown(path.name)))
    before: Any = document.data.get("annual_reports", [])
    rows = {int(item["year"]): _as_integers(item) for item in before}
    for report in new:
        row = {"year": report.year, **dict(zip(FIGURES, figures(report), strict=True))}
        rows[report.year] = {**row, "corrected": corrected} if report.year in rows else row
    after = [rows[year] for year in sorted(rows)]
    content, data = details.rewritten(text, document.data, "annual_reports", after, schema)
    if not append.reads_as(content.encode("utf-8", "replace"), data):
        raise details.CannotCorrect(_UNREADABLE.fill(file=shown(path.name)))
    return content.encode("utf-8", "replace")


def _as_integers(item: Mapping[str, str]) -> dict[str, Any]:
    """A report of the file as it is written back: figures as numbers, days as days."""
    return {name: date.fromisoformat(v) if name == "corrected" else int(v) for name, v in item.items()}


_NO_YEAR = Text(
    "Året mangler. Skriv det øverst i skjemaet, i en kolonne i listen, eller i kommandoen med --year.",
    "The year is missing. Write it at the top of the form, in a column of the list, or in the command with --year.",
)
ODD_YEAR = Text("«{words}» er ikke et årstall.", "“{words}” is not a year.")
_EMPTY = Text("Tallet mangler; skriv 0 når det ikke var noen.", "The figure is missing; write 0 when there were none.")
_ODD = Text("«{words}» er ikke et helt tall.", "“{words}” is not a whole number.")
_TWICE = Text(
    "Tallene for {year} står også i rad {row}. Behold bare den ene.",
    "The figures for {year} are in row {row} too. Keep only one of them.",
)
_THERE = Text(
    "{name} har andre tall for {year} fra før ({figures}). De er publisert. Er de nye riktige, svar ja på «Retter dette tall som er publisert?» (i kommandoen: --correct). Da blir rettelsen datert.",
    "{name} has other figures for {year} already ({figures}). They are published. If the new ones are right, answer yes to “Does this correct figures that are published?” (in the command: --correct). The correction is then dated.",
)
_NOT_APPROVED = Text("{name} var ikke godkjent i {year}.", "{name} was not approved in {year}.")
_LEAP = Text(
    "{now} hos {name}, mot {before} i {year}. Er et siffer blitt med for mye eller for lite?",
    "{now} at {name}, against {before} in {year}. Is there a digit too many or too few?",
)
_UNREADABLE = Text(
    "{file} er skrevet slik at tallene må føres for hånd. Se under Årsrapporter (annual_reports) i filen.",
    "{file} is written so that the figures must be entered by hand. Look under Yearly reports (annual_reports) in the file.",
)
