"""What is to be done: renewals, yearly follow-ups, deadlines, reports that have not come, and what waits for the board.

A follow-up is due one and two years after the period began. One made up to 90 days before its day answers it; one that
was never made is asked for until a later one has been. Reports on a year are due on 31 March of the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from ..language.i18n import in_every_language
from ..language.texts import Text
from . import lifecycle
from .lifecycle import SANCTIONS, State, years_after
from .model import Centre, Decision, Kind, Register, Rules, Status
from .statuses import COUNTED_AS_APPROVED, RUNNING


@dataclass(frozen=True, order=True)
class Task:
    """One thing that falls due on a day, or has waited since it; `key` is the same as long as it is the same thing."""

    due: date
    name: str
    key: str
    organisation_number: str
    what: Text
    waits: bool = False  # there is no last day: it has waited since `due`


def worklist(register: Register, days: int) -> tuple[Task, ...]:
    """Everything overdue, and everything that falls due within `days` days, earliest first."""
    last = register.as_of + timedelta(days=days)
    tasks = (task for centre in register.centres for task in _of_centre(centre, register))
    return tuple(sorted((t for t in tasks if t.due <= last), key=lambda t: (t.due, t.name, t.key)))


def next_follow_up(centre: Centre, register: Register) -> date | None:
    """The day of the yearly follow-up that is up now or next; None when the approval does not run or none is left."""
    decisions = [d for d in lifecycle.corrected(centre.decisions) if d.effective <= register.as_of]
    state = lifecycle.state_on(centre.decisions, register.as_of, register.scheme.rules)
    return min((row.due for row in _follow_ups(decisions, state, register)), default=None)


def _of_centre(centre: Centre, register: Register) -> Iterator[Task]:
    decisions = [d for d in lifecycle.corrected(centre.decisions) if d.effective <= register.as_of]
    state = lifecycle.state_on(centre.decisions, register.as_of, register.scheme.rules)
    for row in (
        *_renewals(decisions, state, register),
        *_follow_ups(decisions, state, register),
        *_missed(decisions, state, register),
        *_deadlines(decisions, state),
        *_reports(centre, register),
        *_applications(decisions, state),
        *_appeals(decisions),
        *_open_suspensions(decisions, state),
    ):
        number = centre.organisation_number
        yield Task(row.due, centre.name, f"{row.key}-{number}", number, row.what, row.waits)


class Row(NamedTuple):
    """A task of one centre, before its name is on it."""

    key: str
    due: date
    what: Text
    waits: bool = False


def _renewals(decisions: Sequence[Decision], state: State, register: Register) -> Iterator[Row]:
    """A running approval is renewed by its last day; a lapsed one while the time for late renewal lasts."""
    latest, end = period(decisions), state.valid_until
    if latest is None or end is None:
        return
    grace = end + timedelta(days=register.scheme.rules.grace_days)
    if state.status in RUNNING:
        yield Row(f"renewal-{latest.id}", end, _RENEWAL.fill(day=in_every_language(end)))
    elif state.status is Status.EXPIRED and register.as_of <= grace:
        yield Row(f"renewal-{latest.id}", grace, _LATE.fill(day=in_every_language(end), grace=in_every_language(grace)))


def _follow_ups(decisions: Sequence[Decision], state: State, register: Register) -> Iterator[Row]:
    """The yearly follow-up that is up now or next, unless it has been made."""
    latest = period(decisions)
    if latest is None or state.status not in RUNNING:
        return
    for one in follow_ups(decisions, register.scheme.rules):
        if not one.made and register.as_of < one.closes and (state.valid_until or one.closes) > one.due:
            yield Row(f"follow-up-{latest.id}-{one.year}", one.due, _FOLLOW_UP.fill(year=one.year))


def _missed(decisions: Sequence[Decision], state: State, register: Register) -> Iterator[Row]:
    """Yearly follow-ups of the period that were never made, until a later one has been."""
    latest = period(decisions)
    if latest is None or state.status not in RUNNING:
        return
    all_of_them = follow_ups(decisions, register.scheme.rules)
    done = max((one.year for one in all_of_them if one.made), default=0)
    for one in all_of_them:
        if one.year > done and one.closes <= register.as_of:
            yield Row(f"follow-up-{latest.id}-{one.year}", one.due, _NOT_MADE.fill(year=one.year))


def _applications(decisions: Sequence[Decision], state: State) -> Iterator[Row]:
    """An application that is not decided, and what the board has asked the applicant for."""
    if state.status is not Status.APPLICANT:
        return
    applied = next(n for n, d in reversed(list(enumerate(decisions))) if d.kind is Kind.APPLICATION)
    asked = [d for d in decisions[applied:] if d.kind is Kind.INFORMATION_REQUESTED]
    yield Row(f"application-{decisions[applied].id}", decisions[applied].date, _APPLICATION, waits=True)
    if asked:
        last, words = asked[-1].deadline, _ANSWER if asked[-1].deadline else _ASKED
        yield Row(f"request-{asked[-1].id}", last or asked[-1].date, words.fill(id=asked[-1].id), waits=not last)


def _appeals(decisions: Sequence[Decision]) -> Iterator[Row]:
    """Appeals on which the appeals body has not ruled."""
    for appeal in lifecycle.open_appeals(decisions):
        yield Row(f"appeal-{appeal.id}", appeal.date, _APPEAL.fill(id=appeal.concerns), waits=True)


def _open_suspensions(decisions: Sequence[Decision], state: State) -> Iterator[Row]:
    """A suspension in force without a last day: nothing else would remind anybody of it."""
    if state.status is Status.SUSPENDED:
        sanction = next(d for d in reversed(decisions) if d.kind is Kind.SUSPENSION)
        if not sanction.deadline:
            yield Row(f"suspension-{sanction.id}", sanction.date, _OPEN_ENDED.fill(id=sanction.id), waits=True)


def _deadlines(decisions: Sequence[Decision], state: State) -> Iterator[Row]:
    """What a warning or a suspension in force has set a deadline for."""
    sanction = next((d for d in reversed(decisions) if d.kind in SANCTIONS and SANCTIONS[d.kind] is state.status), None)
    if sanction and sanction.deadline:
        sentence = _WARNING if sanction.kind is Kind.WARNING else _SUSPENSION
        yield Row(f"deadline-{sanction.id}", sanction.deadline, sentence.fill(id=sanction.id))


def _reports(centre: Centre, register: Register) -> Iterator[Row]:
    """The report on the last finished year, of a centre that was approved all of it."""
    year = register.as_of.year - 1
    reported = {report.year for report in centre.annual_reports}
    if year not in reported and report_expected(centre.decisions, year, register.scheme.rules):
        yield Row(f"report-{year}", report_due(year), _REPORT.fill(year=year))


# --- Yearly follow-ups ------------------------------------------------------------------------------------------


EARLY = timedelta(days=90)


@dataclass(frozen=True)
class FollowUp:
    """One yearly follow-up of a period: the day it is due, the last day on which it is asked for, and whether it was made."""

    year: int
    due: date
    closes: date  # from this day on, the next one is asked for instead
    made: bool


def period(decisions: Sequence[Decision]) -> Decision | None:
    """The decision that the latest approval period rests on, among decisions as they were corrected."""
    return next((d for d in reversed(decisions) if lifecycle.opens_period(d)), None)


def follow_ups(decisions: Sequence[Decision], rules: Rules) -> tuple[FollowUp, ...]:
    """The follow-ups of the latest period, first to last; none when there is no period."""
    latest = period(decisions)
    if latest is None:
        return ()
    start = _start(latest, decisions, rules)
    days = [d.effective for d in decisions if d.kind is Kind.FOLLOW_UP]
    found = []
    for year in range(1, rules.approval_years):
        if latest.predecessor and years_after(start, year) < latest.effective:
            continue  # it was asked of the centre that had the approval then
        opens, closes = years_after(start, year) - EARLY, years_after(start, year + 1) - EARLY
        found.append(FollowUp(year, years_after(start, year), closes, any(opens <= day < closes for day in days)))
    return tuple(found)


def _start(latest: Decision, decisions: Sequence[Decision], rules: Rules) -> date:
    """The day that the years of the period are counted from; of one taken over it follows from its last day."""
    if latest.predecessor and latest.valid_until:
        return years_after(latest.valid_until, -rules.approval_years)
    before = lifecycle.state_on([d for d in decisions if d != latest], latest.effective, rules)
    return lifecycle.period_start(latest, before)


def next_due(decisions: Sequence[Decision], rules: Rules) -> date | None:
    """The day of the first follow-up after the last that was made; None when all of the period have been."""
    all_of_them = follow_ups(decisions, rules)
    done = max((one.year for one in all_of_them if one.made), default=0)
    return next((one.due for one in all_of_them if one.year > done), None)


# --- Yearly reports ----------------------------------------------------------------------------------------------


def report_due(year: int) -> date:
    """The last day for reporting on `year`: 31 March of the next."""
    return date(year + 1, 3, 31)


def report_expected(decisions: Sequence[Decision], year: int, rules: Rules) -> bool:
    """Whether the centre was approved, with or without a warning, on every day of `year`."""
    states = lifecycle.history(decisions, rules)
    first = lifecycle.since(states, date(year, 12, 31), COUNTED_AS_APPROVED)
    return first is not None and first <= date(year, 1, 1)


def approved_in(decisions: Sequence[Decision], year: int, rules: Rules) -> bool:
    """Whether the centre was approved, with or without a warning, on some day of `year`."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    starts = [first, *(s.start for s in lifecycle.history(decisions, rules) if first < s.start <= last)]
    return any(lifecycle.status_on(decisions, day, rules) in COUNTED_AS_APPROVED for day in starts)


_RENEWAL = Text("godkjenningen må fornyes; den gjelder til {day}", "the approval must be renewed; it lasts until {day}")
_LATE = Text(
    "godkjenningen utløp {day}; den kan ennå fornyes til {grace}",
    "the approval expired on {day}; it can still be renewed until {grace}",
)
_FOLLOW_UP = Text("årlig oppfølging nummer {year} i perioden", "yearly follow-up number {year} of the period")
_WARNING = Text("frist i advarsel {id}", "deadline in warning {id}")
_SUSPENSION = Text("frist i suspensjon {id}", "deadline in suspension {id}")
_NOT_MADE = Text(
    "årlig oppfølging nummer {year} i perioden ble ikke gjort",
    "yearly follow-up number {year} of the period was not made",
)
_APPLICATION = Text("søknaden er ikke avgjort", "the application is not decided")
_ASKED = Text("det er bedt om mer fra søkeren i {id}", "more has been asked of the applicant in {id}")
_ANSWER = Text(
    "svarfrist for det nemnda ba søkeren om i {id}", "deadline for what the board asked the applicant for in {id}"
)
_APPEAL = Text(
    "klagen på vedtak {id} er ikke avgjort av klageorganet", "the appeals body has not ruled on decision {id}"
)
_OPEN_ENDED = Text("suspensjonen {id} har ingen frist", "suspension {id} has no deadline")
_REPORT = Text("årsrapporten for {year} er ikke kommet", "the yearly report for {year} has not come")
