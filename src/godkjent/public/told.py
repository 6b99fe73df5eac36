"""What the public is told of days that have passed: a centre's statuses in time, and the sanctions that are public.

A suspension that is not public (any more) must not show in the history either, neither as a word nor as a gap of its
own. So of days before the register tells of every suspension, it says of all centres alike only that the approval ran
(`RAN`), unless the centre has been approved without interruption from that day until now, which every page says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..register.lifecycle import SANCTIONS, State, corrected, years_after
from ..register.model import Decision, Kind, Publicity, Register, Status
from ..register.statuses import RUNNING
from .standing import Standing

RAN = "ran"
"""The approval ran; whether it was set aside for a time is not public of that day."""


@dataclass(frozen=True, slots=True)
class Told:
    """From the day `start` the public is told `status`, until the next begins."""

    start: date
    status: str


@dataclass(frozen=True, slots=True)
class Sanction:
    """A public warning or suspension: its first day, and the first day it no longer held; None while it holds."""

    kind: Kind
    start: date
    end: date | None


def history(standing: Standing, register: Register) -> tuple[Told, ...]:
    """What the public is told from each day on, oldest first; nothing of days after the register's own."""
    told = (Told(s.start, _word(s, standing, register)) for s in _cut(standing.states, register))
    return tuple(_merged(told))


def sanctions(standing: Standing, register: Register) -> tuple[Sanction, ...]:
    """The warnings and suspensions that are public and have begun, oldest first, those struck by a correction left out."""
    found = (d for d in corrected(standing.decisions) if d.kind in SANCTIONS and d.effective <= register.as_of)
    return tuple(Sanction(d.kind, d.effective, _end(d, standing)) for d in sorted(found, key=lambda d: d.effective))


def _end(sanction: Decision, standing: Standing) -> date | None:
    after = (s.start for s in standing.states if s.start > sanction.effective)
    held = SANCTIONS[sanction.kind]
    changed = {s.start for s in standing.states if s.status is not held}
    return next((day for day in after if day in changed), None)


def _word(state: State, standing: Standing, register: Register) -> str:
    current = state.start >= standing.since and state.status is standing.status
    if current or state.status not in RUNNING:
        return str(state.status)
    unbroken = standing.approved_since is not None and state.start >= standing.approved_since
    if state.start < _first_told(register.scheme.suspensions, register) and not unbroken:
        return RAN
    warned_too_long_ago = state.start < _first_told(register.scheme.warnings, register)
    return str(Status.APPROVED if state.status is Status.WARNED and warned_too_long_ago else state.status)


def _first_told(setting: Publicity, register: Register) -> date:
    """The first day of which every sanction of the kind is public: one that held on it has not been over for too long."""
    if not setting.public:
        return register.as_of
    return years_after(register.as_of, -setting.years_after_end) + timedelta(days=1)


def _cut(states: tuple[State, ...], register: Register) -> Iterator[State]:
    """The states, each cut in two where what is told of it changes."""
    scheme = register.scheme
    cuts = sorted({_first_told(setting, register) for setting in (scheme.suspensions, scheme.warnings)})
    ends = [*(s.start for s in states[1:]), register.as_of + timedelta(days=1)]
    for state, end in zip(states, ends, strict=True):
        yield state
        yield from (replace(state, start=cut) for cut in cuts if state.start < cut < end)


def _merged(told: Iterator[Told]) -> Iterator[Told]:
    before = None
    for one in told:
        if one.status != before:
            yield one
        before = one.status
