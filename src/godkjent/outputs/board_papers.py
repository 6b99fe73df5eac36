"""The board's own papers: the agenda of the next meeting, its minutes, the scheme's yearly report, and the sheet for the authority.

Like letters they are private drafts for a person to finish, made from the same data as the register's pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ..acts.reading import spaced
from ..language.i18n import in_every_language
from ..language.texts import Text
from ..public.views import numbered
from ..register import lifecycle
from ..register.due import Task
from ..register.model import AnnualReport, Centre, Decision, Kind, Register
from ..register.statuses import COUNTED_AS_APPROVED
from .buyers import rate
from .letters import Paper, Part, blank, day, facts, heading, items, paragraph, table

Kinds = Mapping[str, Text]
"""What the kinds of decision are called."""
_NONE = "Ingen."


def agenda(register: Register, meeting: date, tasks: Sequence[Task]) -> Paper:
    """What is ripe for the meeting: everything on the work list that falls due by then, the oldest first, by centre."""
    parts: list[Part] = [
        heading("Faste saker"),
        items(["Godkjenning av innkalling og saksliste", "Habilitet", "Referat fra forrige møte"]),
        heading("Saker om sentre"),
    ]
    rows = [[str(n), t.name, t.what.nb, day(t.due)] for n, t in enumerate(tasks, 1)]
    parts += [table(("Sak", "Senter", "Hva det gjelder", "Dato"), rows)] if rows else [paragraph(_NONE)]
    parts += [heading("Eventuelt"), blank(2)]
    return Paper(f"Saksliste for møtet {day(meeting)}", register.as_of, tuple(parts))


def minutes(register: Register, meeting: date, kinds: Kinds) -> Paper:
    """Every decision that was made on the day of the meeting, with its whole reason, and room for those who were there."""
    made = [(c, d) for c in register.centres for d in lifecycle.corrected(c.decisions) if d.date == meeting]
    parts: list[Part] = [heading("Til stede"), blank(3), heading("Vedtak")]
    for centre, decision in sorted(made, key=lambda pair: numbered(pair[1].id)):
        parts += _minuted(centre, decision, register, kinds)
    if not made:
        parts.append(paragraph(_NONE))
    parts += [heading("Annet"), blank(3)]
    return Paper(f"Referat fra møtet {day(meeting)}", meeting, tuple(parts), signed=("", "Møteleder", "", "Referent"))


def _minuted(centre: Centre, decision: Decision, register: Register, kinds: Kinds) -> Iterator[Part]:
    titles = {r.id: r.title.nb for r in register.requirements}
    rows = [("Vedtak", f"{decision.id}: {kinds[decision.kind].nb}"), ("Senter", centre.name)]
    rows += [("Organisasjonsnummer", spaced(centre.organisation_number))]
    rows += [("Gjelder vedtak", decision.concerns)] if decision.concerns else []
    rows += [("Krav", ", ".join(titles.get(r, r) for r in decision.requirements))] if decision.requirements else []
    rows += [("Begrunnelse", decision.reason.nb)] if decision.reason else []
    rows += [("Må rettes", decision.remedy.nb)] if decision.remedy else []
    rows += [("Frist", day(decision.deadline))] if decision.deadline else []
    rows += [("Gjelder fra", day(decision.effective))] if decision.effective > decision.date else []
    yield facts(rows)


def yearly(register: Register, year: int, kinds: Kinds) -> Paper:
    """The scheme's report on a finished year: how many were approved, what was decided, and what centres reported."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    approved = {d: _approved_on(register, d) for d in (first, last)}
    made = Counter(
        d.kind for c in register.centres for d in lifecycle.corrected(c.decisions) if first <= d.date <= last
    )
    rows = [
        (f"Godkjente sentre 1. januar {year}", _count(len(approved[first]))),
        (f"Godkjente sentre 31. desember {year}", _count(len(approved[last]))),
    ]
    decided = [[kinds[kind].nb, _count(made[kind])] for kind in Kind if made[kind]]
    parts: list[Part] = [heading("Sentrene"), facts(rows), heading("Vedtak i året")]
    parts += [table(("Slag", "Antall"), decided, numbers=[1])] if decided else [paragraph(_NONE)]
    parts += [heading("Klager og samtaler, som sentrene selv har meldt dem"), *_reported(register, year)]
    parts += [heading("Forbrukertilsynets tall"), *_authority_figures(register, year)]
    parts += [
        heading("Godkjente sentre ved årets slutt"),
        items(approved[last]) if approved[last] else paragraph(_NONE),
    ]
    return Paper(f"Årsmelding for {year}", register.as_of, tuple(parts))


def authority(register: Register, year: int) -> Paper:
    """The sheet for the yearly meeting with the consumer authority: received and upheld apart, centre by centre."""
    rows = [
        [c.name, *(_count(n) for n in _figures(r)), _rate(r)]
        for c in sorted(register.centres, key=lambda c: c.name.casefold())
        if (r := _report(c, year))
    ]
    columns = ("Senter", "Besvarte", "Tilkoblede", "Klager mottatt", "Medhold", "Per 100 000 tilkoblede")
    parts: list[Part] = [
        heading("Forbrukertilsynets tall"),
        *_authority_figures(register, year),
        heading("Klager og samtaler, som sentrene selv har meldt dem"),
        *([table(columns, rows, numbers=[1, 2, 3, 4, 5])] if rows else [paragraph(_NONE)]),
        *_reported(register, year),
        heading("Fra møtet"),
        blank(6),
    ]
    return Paper(f"Årsmøte med Forbrukertilsynet om {year}", register.as_of, tuple(parts))


def _approved_on(register: Register, on: date) -> list[str]:
    names = (
        c.name
        for c in register.centres
        if lifecycle.status_on(c.decisions, on, register.scheme.rules) in COUNTED_AS_APPROVED
    )
    return sorted(names, key=str.casefold)


def _report(centre: Centre, year: int) -> AnnualReport | None:
    return next((r for r in centre.annual_reports if r.year == year), None)


def _figures(report: AnnualReport) -> tuple[int, int, int, int]:
    return report.calls_answered, report.calls_connected, report.complaints_received, report.complaints_upheld


def _rate(report: AnnualReport) -> str:
    found = rate(report.complaints_received, report.calls_connected)
    return "" if found is None else in_every_language(found).nb


def _reported(register: Register, year: int) -> Iterator[Part]:
    reports = [r for c in register.centres if (r := _report(c, year))]
    if not reports:
        yield paragraph(f"Ingen sentre har meldt tall for {year}.")
        return
    sums = [sum(column) for column in zip(*(_figures(r) for r in reports), strict=True)]
    labels = ("Besvarte samtaler", "Tilkoblede samtaler", "Klager mottatt", "Klager som fikk medhold")
    yield facts([("Sentre som har meldt tall", _count(len(reports))), *zip(labels, map(_count, sums), strict=True)])


def _authority_figures(register: Register, year: int) -> Iterator[Part]:
    figures = next((f for f in register.statistics if f.year == year), None)
    if figures is None:
        yield paragraph(f"Tallene for {year} er ikke ført.")
        return
    rows = [("Klager mottatt", _count(figures.complaints_received))]
    if figures.complaints_taken_up is not None:
        rows.append(("Klager tatt opp til behandling", _count(figures.complaints_taken_up)))
    rows += [("Kilde", figures.source)] if figures.source else []
    yield facts(rows)


def _count(number: int) -> str:
    return in_every_language(number).nb
