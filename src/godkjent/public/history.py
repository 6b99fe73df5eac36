"""A centre's status through time, as the public may know it: the answer to "was it approved on that day?".

Rule: a warning that is not public (any more) reads as the approval that it left in force. A suspension that has ended and
is not public reads as no answer: the register neither tells of it nor says approved of days on which the centre was not.
What holds on the register's day is told as it is, the same as in `publication`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..register import lifecycle
from ..register.lifecycle import State
from ..register.model import Decision, Kind, Status
from .views import CentreView


@dataclass(frozen=True)
class Period:
    """An unbroken run of one status: the first day, the last (None: it holds on the register's day), and why.

    A status of None is one that is not public, and never the last. A decision of None is the clock's doing or not public.
    """

    start: date
    end: date | None
    status: Status | None
    decision: Decision | None

    def holds_on(self, day: date) -> bool:
        """Whether `day` is in the period; an open one has no end."""
        return self.start <= day and (self.end is None or day <= self.end)


def periods(view: CentreView) -> tuple[Period, ...]:
    """The centre's periods through the register's day, oldest first."""
    decisions = lifecycle.corrected(view.standing.decisions)
    *past, now = view.standing.states
    runs = list(_runs([*(_told(state, decisions) for state in past), now]))
    ends = [*(s.start - timedelta(days=1) for s in runs[1:]), None]
    return tuple(Period(s.start, end, s.status, _led_to(s, decisions)) for s, end in zip(runs, ends, strict=True))


def period_on(all_periods: Sequence[Period], day: date) -> Period | None:
    """The period that `day` is in; None before the first."""
    return next((p for p in all_periods if p.holds_on(day)), None)


def _told(state: State, public: Sequence[Decision]) -> State:
    """What the public is told of a state that has ended."""
    if state.status not in lifecycle.SANCTIONS.values() or _led_to(state, public):
        return state
    return replace(state, status=Status.APPROVED if state.status is Status.WARNED else None)


def _led_to(state: State, public: Sequence[Decision]) -> Decision | None:
    """The last public decision of the state's first day that can have brought it about."""
    led = (d for d in public if d.effective == state.start and _leads(d, state.status))
    return next(reversed(list(led)), None)


def _leads(decision: Decision, status: Status | None) -> bool:
    """Whether a decision of this kind can put a centre in `status`; an overturning ruling can in any."""
    if decision.kind is Kind.APPEAL_RULING:
        return decision.outcome == "overturned" and status is not None
    return status is not None and lifecycle.transition(decision).leads_to is status


def _runs(states: Iterable[State]) -> Iterator[State]:
    """The first state of each unbroken run of one status."""
    before: State | None = None
    for state in states:
        if before is None or state.status is not before.status:
            yield state
        before = state
