"""What falls due: renewals, yearly follow-ups, deadlines that the board has set, and reports that have not come.

A follow-up is due one and two years after the period began. One made up to 90 days before its day answers it, and one
that was never made is no longer asked for when the next comes up. Reports on a year are due on 31 March of the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..language.texts import Text
from . import lifecycle
from .lifecycle import COUNTED_AS_APPROVED, State, years_after
from .model import Centre, Decision, Kind, Register, Rules, Status

_SANCTIONS = {Status.WARNED: Kind.WARNING, Status.SUSPENDED: Kind.SUSPENSION}


@dataclass(frozen=True, order=True)
class Task:
    """One thing that falls due on a day; `key` is the same as long as it is the same thing."""

    due: date
    name: str
    key: str
    organisation_number: str
    what: Text


def worklist(register: Register, days: int) -> tuple[Task, ...]:
    """Everything overdue, and everything that falls due within `days` days, earliest first."""
    last = register.as_of + timedelta(days=days)
    tasks = (task for centre in register.centres for task in _of_centre(centre, register))
    return tuple(sorted((t for t in tasks if t.due <= last), key=lambda t: (t.due, t.name, t.key)))


def next_follow_up(centre: Centre, register: Register) -> date | None:
    """The day of the yearly follow-up that is up now or next; None when the approval does not run or none is left."""
    decisions = [d for d in lifecycle.corrected(centre.decisions) if d.effective <= register.as_of]
    state = lifecycle.state_on(centre.decisions, register.as_of, register.scheme.rules)
    return min((due for _, due, _ in _follow_ups(decisions, state, register)), default=None)


def _of_centre(centre: Centre, register: Register) -> Iterator[Task]:
    decisions = [d for d in lifecycle.corrected(centre.decisions) if d.effective <= register.as_of]
    state = lifecycle.state_on(centre.decisions, register.as_of, register.scheme.rules)
    for key, due, what in (
        *_renewals(decisions, state, register),
        *_follow_ups(decisions, state, register),
        *_deadlines(decisions, state),
        *_reports(centre, register),
    ):
        yield Task(due, centre.name, f"{key}-{centre.organisation_number}", centre.organisation_number, what)


Row = tuple[str, date, Text]


def _renewals(decisions: Sequence[Decision], state: State, register: Register) -> Iterator[Row]:
    """A running approval is renewed by its last day; a lapsed one while the time for late renewal lasts."""
    latest, end = period(decisions), state.valid_until
    if latest is None or end is None:
        return
    grace = end + timedelta(days=register.scheme.rules.grace_days)
    if state.status in lifecycle.RUNNING:
        yield f"renewal-{latest.id}", end, _RENEWAL.fill(day=end)
    elif state.status is Status.EXPIRED and register.as_of <= grace:
        yield f"renewal-{latest.id}", grace, _LATE.fill(day=end, grace=grace)


def _follow_ups(decisions: Sequence[Decision], state: State, register: Register) -> Iterator[Row]:
    """The yearly follow-up that is up now or next, unless it has been made."""
    latest = period(decisions)
    if latest is None or state.status not in lifecycle.RUNNING:
        return
    for one in follow_ups(decisions, register.scheme.rules):
        if not one.made and register.as_of < one.closes and (state.valid_until or one.closes) > one.due:
            yield f"follow-up-{latest.id}-{one.year}", one.due, _FOLLOW_UP.fill(year=one.year)


def _deadlines(decisions: Sequence[Decision], state: State) -> Iterator[Row]:
    """What a warning or a suspension in force has set a deadline for."""
    kind = _SANCTIONS.get(state.status) if state.status else None
    sanction = next((d for d in reversed(decisions) if d.kind is kind), None)
    if sanction and sanction.deadline:
        sentence = _WARNING if kind is Kind.WARNING else _SUSPENSION
        yield f"deadline-{sanction.id}", sanction.deadline, sentence.fill(id=sanction.id)


def _reports(centre: Centre, register: Register) -> Iterator[Row]:
    """The report on the last finished year, of a centre that was approved all of it."""
    year = register.as_of.year - 1
    reported = {report.year for report in centre.annual_reports}
    if year not in reported and report_expected(centre.decisions, year, register.scheme.rules):
        yield f"report-{year}", report_due(year), _REPORT.fill(year=year)


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
    return next((d for d in reversed(decisions) if lifecycle.TRANSITIONS[d.kind].new_period), None)


def follow_ups(decisions: Sequence[Decision], rules: Rules) -> tuple[FollowUp, ...]:
    """The follow-ups of the latest period, first to last; none when there is no period."""
    latest = period(decisions)
    if latest is None:
        return ()
    before = lifecycle.state_on([d for d in decisions if d != latest], latest.effective, rules)
    start = lifecycle.period_start(latest, before)
    days = [d.effective for d in decisions if d.kind is Kind.FOLLOW_UP]
    found = []
    for year in range(1, rules.approval_years):
        opens, closes = years_after(start, year) - EARLY, years_after(start, year + 1) - EARLY
        found.append(FollowUp(year, years_after(start, year), closes, any(opens <= day < closes for day in days)))
    return tuple(found)


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


_RENEWAL = Text("godkjenningen må fornyes; den gjelder til {day}", "the approval must be renewed; it lasts until {day}")
_LATE = Text(
    "godkjenningen utløp {day}; den kan ennå fornyes til {grace}",
    "the approval expired on {day}; it can still be renewed until {grace}",
)
_FOLLOW_UP = Text("årlig oppfølging nummer {year} i perioden", "yearly follow-up number {year} of the period")
_WARNING = Text("frist i advarsel {id}", "deadline in warning {id}")
_SUSPENSION = Text("frist i suspensjon {id}", "deadline in suspension {id}")
_REPORT = Text("årsrapporten for {year} er ikke kommet", "the yearly report for {year} has not come")
