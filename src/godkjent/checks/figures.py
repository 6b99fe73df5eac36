"""Years, yearly reports and the list of requirements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..language.i18n import in_every_language
from ..language.texts import Text, as_day
from ..register import due
from ..register.loader import Place
from ..register.problems import Level
from ..register.records import Record
from .decisions import whole_history
from .rules import Context, Finding, rule, rule_for_all


@rule(
    "year-in-future",
    "centre statistics",
    "{year} har ikke begynt ennå; registeret gjelder {as_of}.",
    "{year} has not come yet; the register is of {as_of}.",
)
def year_in_future(record: Record, context: Context) -> Iterator[Finding]:
    """Figures are for a year that has begun."""
    years: list[tuple[Place, int]] = [
        ((("annual_reports", i, "year")), item["year"]) for i, item in record.items("annual_reports")
    ]
    years += [(("year",), record.get("year"))] if record.kind == "statistics" and record.get("year") else []
    for place, year in years:
        if year > context.as_of.year:
            yield Finding(record.document, place, {"year": year, "as_of": context.as_of})


@rule("report-year-twice", "centre", "Tall for {year} står to ganger.", "Figures for {year} are there twice.")
def report_year_twice(record: Record, _: Context) -> Iterator[Finding]:
    """A centre reports once for each year."""
    seen: set[int] = set()
    for index, item in record.items("annual_reports"):
        if item["year"] in seen:
            yield Finding(record.document, ("annual_reports", index, "year"), {"year": item["year"]})
        seen.add(item["year"])


@rule(
    "report-sums",
    "centre statistics",
    "{part} klager er flere enn de {whole} som kom inn.",
    "{part} complaints are more than the {whole} received.",
)
def report_sums(record: Record, _: Context) -> Iterator[Finding]:
    """Complaints upheld or taken up are some of those received."""
    rows: list[tuple[Place, Any]] = [
        (("annual_reports", i, "complaints_upheld"), item) for i, item in record.items("annual_reports")
    ]
    rows += [(("complaints_taken_up",), record.data)] if record.get("complaints_taken_up") is not None else []
    for place, item in rows:
        part, whole = item[place[-1]], item.get("complaints_received")
        if isinstance(whole, int) and part > whole:
            yield Finding(record.document, place, {"part": part, "whole": whole})


@rule("requirement-twice", "requirements", "Kravet «{id}» står to ganger.", "The requirement “{id}” is there twice.")
def requirement_twice(record: Record, _: Context) -> Iterator[Finding]:
    """A requirement's id is its own."""
    seen: set[str] = set()
    for index, item in record.items("requirements"):
        if item["id"] in seen:
            yield Finding(record.document, ("requirements", index, "id"), {"id": item["id"]})
        seen.add(item["id"])


@rule(
    "report-missing",
    "centre",
    "Årsrapporten for {year} mangler; senteret var godkjent hele året.",
    "The yearly report for {year} is missing; the centre was approved all year.",
    Text(
        "Be senteret om tallene, og før dem under Årsrapporter (annual_reports).",
        "Ask the centre for the figures, and enter them under Yearly reports (annual_reports).",
    ),
    Level.WARNING,
)
def report_missing(record: Record, context: Context) -> Iterator[Finding]:
    """From 1 April on, each centre that was approved all of last year has reported on it."""
    decisions, whole = (
        whole_history(record),
        record.data.get("annual_reports", []) if isinstance(record.data, dict) else [],
    )
    year, sound = context.as_of.year - 1, [item["year"] for _, item in record.items("annual_reports")]
    if context.as_of <= due.report_due(year) or len(sound) < len(whole):  # a faulty report may be the one
        return
    if year not in sound and decisions and due.report_expected(decisions, year, context.rules):
        yield Finding(record.document, ("annual_reports",), {"year": year})


LEAP, FEW = 5, 50
"""So many times the year before is asked about when it is reported; not among counts that are small both years."""


def leaps(before: Mapping[str, int], now: Mapping[str, int]) -> Iterator[str]:
    """The counts that are five times those of the year before, or a fifth: often a slip of the keyboard."""
    for name, was in before.items():
        largest, least = max(was, now.get(name, was)), min(was, now.get(name, was))
        if name != "year" and largest > FEW and largest >= LEAP * max(least, 1):
            yield name


@rule_for_all(
    "statistics-leap",
    "statistics",
    "{title} er {now} i {year}, mot {before} i {last}. Er et siffer blitt med for mye eller for lite?",
    "{title} is {now} in {year}, against {before} in {last}. Is there a digit too many or too few?",
    level=Level.WARNING,
)
def statistics_leap(all_records: tuple[Record, ...], context: Context) -> Iterator[Finding]:
    """Figures far from those of the year before are asked about in the year in which they come."""
    by_year = {record.get("year"): record for record in all_records}
    year = context.as_of.year - 1
    for record in filter(None, [by_year.get(year)]):
        was, now = (_complaints(r) for r in (by_year.get(year - 1), record))
        for name in leaps(was, now):
            place: Place = (name,)
            counts = {"now": in_every_language(now[name]), "before": in_every_language(was[name])}
            values = {"title": context.titled(record, place), "year": year, "last": year - 1, **counts}
            yield Finding(record.document, place, values)


def _complaints(record: Record | None) -> dict[str, int]:
    """The figures of a year that are there and can be read."""
    names = ("complaints_received", "complaints_taken_up")
    found = {name: record.get(name) for name in names} if record else {}
    return {name: count for name, count in found.items() if isinstance(count, int)}


@rule(
    "report-year-not-over",
    "centre statistics",
    "Tallene gjelder {year}, som ikke er slutt.",
    "The figures are for {year}, which is not over.",
    level=Level.WARNING,
)
def report_year_not_over(record: Record, context: Context) -> Iterator[Finding]:
    """Figures for a year come when it has ended."""
    years: list[tuple[Place, int]] = [
        (("annual_reports", i, "year"), item["year"]) for i, item in record.items("annual_reports")
    ]
    years += [(("year",), record.get("year"))] if record.kind == "statistics" and record.get("year") else []
    for place, year in years:
        if year == context.as_of.year:
            yield Finding(record.document, place, {"year": year})


@rule(
    "report-corrected",
    "centre",
    "Tallene er rettet {day}, som er før året var slutt eller etter dagen registeret gjelder.",
    "The figures were corrected on {day}, which is before the year had ended or after the register's day.",
)
def report_corrected(record: Record, context: Context) -> Iterator[Finding]:
    """Figures are corrected after the year that they are for, and not in days to come."""
    for index, item in record.items("annual_reports"):
        day = item.get("corrected")
        if day and not f"{item['year'] + 1}-01-01" <= day <= context.as_of.isoformat():
            yield Finding(record.document, ("annual_reports", index, "corrected"), {"day": as_day(day)})
