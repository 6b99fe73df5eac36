"""A centre's status through time, as the public may know it: the answer to "was it approved on that day?".

Rule: the periods come from the public decisions alone, so a sanction that is not public (any more) leaves no trace, not
even a gap. One exception, the same as in `publication`: what holds on the register's day is always told as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from . import lifecycle
from .lifecycle import State
from .model import Decision, Kind, Register, Status
from .views import CentreView


@dataclass(frozen=True)
class Period:
    """An unbroken run of one status: the first day, the last (None: it holds on the register's day), and why."""

    start: date
    end: date | None
    status: Status
    valid_until: date | None
    decision: Decision | None  # the public decision that led to it; None when the clock did, or when it is not public

    def holds_on(self, day: date) -> bool:
        """Whether `day` is in the period; an open one has no end."""
        return self.start <= day and (self.end is None or day <= self.end)


def periods(view: CentreView, register: Register) -> tuple[Period, ...]:
    """The centre's public periods through the register's day, oldest first."""
    decisions = lifecycle.corrected(view.standing.decisions)
    told = [s for s in lifecycle.history(view.standing.decisions, register.scheme.rules) if s.start <= register.as_of]
    runs = list(_runs(_as_it_stands(told, view)))
    ends = [*(s.start - timedelta(days=1) for s in runs[1:]), None]
    return tuple(_period(state, end, decisions) for state, end in zip(runs, ends, strict=True))


def period_on(all_periods: Sequence[Period], day: date) -> Period | None:
    """The period that `day` is in; None before the first."""
    return next((p for p in all_periods if p.holds_on(day)), None)


def _as_it_stands(told: list[State], view: CentreView) -> list[State]:
    """The public history, set right from the day on which what holds now began."""
    now = view.standing
    if told and told[-1].status is now.status:
        return told
    return [*(s for s in told if s.start < now.since), State(now.since, now.status, now.valid_until)]


def _runs(states: Iterable[State]) -> Iterable[State]:
    """One state for each unbroken run of a status, with the last day that the run's latest approval gives."""
    run: State | None = None
    for state in states:
        if run and run.status is state.status:
            run = replace(run, valid_until=state.valid_until)
            continue
        if run:
            yield run
        run = state
    if run:
        yield run


def _period(state: State, end: date | None, decisions: Sequence[Decision]) -> Period:
    assert state.status  # noqa: S101 - history and standing never give a state without one
    led = [d for d in decisions if d.effective == state.start and _leads(d, state.status)]
    return Period(state.start, end, state.status, state.valid_until, led[-1] if led else None)


def _leads(decision: Decision, status: Status) -> bool:
    """Whether a decision of this kind can have put a centre in `status`; an overturning ruling in any."""
    return lifecycle.TRANSITIONS[decision.kind].leads_to is status or (
        decision.kind is Kind.APPEAL_RULING and decision.outcome == "overturned"
    )
