"""A centre's status through time, as the public may know it: the answer to “was it approved on that day?”.

What is told of a day that has passed follows from the rule in `standing`; here it becomes periods, each with its decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from ..register.lifecycle import SANCTIONS, State, corrected, transition
from ..register.model import Decision, Kind, Register, Status
from ..register.statuses import STATUSES, TRANSFERRED, Row
from .standing import Standing, as_told

RAN = "ran"
"""The approval ran; whether it was set aside for a time is not public of that day."""


@dataclass(frozen=True)
class Period:
    """An unbroken run of what is told: the first day, the last (None: it holds on the register's day), and why.

    A status of None is `RAN`. A decision of None is the clock's doing, or is not public.
    """

    start: date
    end: date | None
    status: Status | None
    decision: Decision | None

    @property
    def word(self) -> str:
        """What is told, as payloads have it."""
        return self.status or RAN

    @property
    def row(self) -> Row:
        """What is said and shown of the status; see `views.CentreView.row`."""
        return TRANSFERRED if self.decision and self.decision.successor else STATUSES[self.status]

    def holds_on(self, day: date) -> bool:
        """Whether `day` is in the period; an open one has no end."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Sanction:
    """A public warning or suspension: its first day, and the first day it no longer held; None while it holds."""

    kind: Kind
    start: date
    end: date | None


def periods(standing: Standing, register: Register) -> tuple[Period, ...]:
    """What the public is told of each day through the register's own, oldest first."""
    public = corrected(standing.decisions)
    runs = [next(run) for _, run in groupby(as_told(standing, register), key=lambda told: told.status)]
    ends = [*(run.start - timedelta(days=1) for run in runs[1:]), None]
    return tuple(
        Period(run.start, end, run.status, _led_to(run.state, public)) for run, end in zip(runs, ends, strict=True)
    )


def period_on(all_periods: Sequence[Period], day: date) -> Period | None:
    """The period that `day` is in; None before the first."""
    return next((p for p in all_periods if p.holds_on(day)), None)


def sanctions(standing: Standing, register: Register) -> tuple[Sanction, ...]:
    """The warnings and suspensions that are public and have begun, oldest first, those struck by a correction left out."""
    found = (d for d in corrected(standing.decisions) if d.kind in SANCTIONS and d.effective <= register.as_of)
    return tuple(Sanction(d.kind, d.effective, _end(d, standing)) for d in sorted(found, key=lambda d: d.effective))


def _end(sanction: Decision, standing: Standing) -> date | None:
    after = (s.start for s in standing.states if s.start > sanction.effective)
    held = SANCTIONS[sanction.kind]
    changed = {s.start for s in standing.states if s.status is not held}
    return next((day for day in after if day in changed), None)


def _led_to(state: State, public: Sequence[Decision]) -> Decision | None:
    """The last public decision of the state's first day that can have brought it about."""
    led = (d for d in public if d.effective == state.start and _leads(d, state.status))
    return next(reversed(list(led)), None)


def _leads(decision: Decision, status: Status | None) -> bool:
    """Whether a decision of this kind can put a centre in `status`; an overturning ruling can in any."""
    if decision.kind is Kind.APPEAL_RULING:
        return decision.outcome == "overturned" and status is not None
    return status is not None and transition(decision).leads_to is status
