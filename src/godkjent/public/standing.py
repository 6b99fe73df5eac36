"""What the public may see: the board's settings in `scheme.yaml`, obeyed by every output through this one module.

A sanction that is not public, or no longer is, is not there: how a centre stands, since when, and what has been decided
are worked out of the public decisions alone, so that it shows neither as a word, nor as a day, nor as a gap between two
others. “Approved since” is therefore the first day of a time in which no interruption is public.

Of single days the register says less, so that it never says approved of a day on which the centre was not: of days before
it tells of every suspension it says of all centres alike only that the approval ran, whether one of them was suspended
then or not. Never approved, for that may be wrong, and never “not public”, for that would tell. What is public is told as
it was: a public suspension from its first day, and everything that is no running approval.

Two things are so whatever the settings: a suspension in force is told, from its first day on, and the deadline that an
applicant was given for an answer is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from ..register import lifecycle
from ..register.lifecycle import LIFTED, SANCTIONS, State
from ..register.model import Centre, Decision, Kind, Publicity, Register, Scheme, Status
from ..register.statuses import COUNTED_AS_APPROVED


@dataclass(frozen=True)
class Standing:
    """How a centre stands on the register's day, as the public is told."""

    status: Status
    since: date
    approved_since: date | None
    valid_until: date | None
    states: tuple[State, ...]
    decisions: tuple[Decision, ...]  # oldest first, only those that are public


def standing(centre: Centre, register: Register) -> Standing | None:
    """The centre's public standing; None on days before it was in the register."""
    public, day = public_decisions(centre.decisions, register), register.as_of
    states = _told_states(centre.decisions, public, register)
    status = states[-1].status if states else None
    if status is None:
        return None
    return Standing(
        status=status,
        since=lifecycle.since(states, day, {status}) or states[-1].start,
        approved_since=_approved_since(centre, states, day, register),
        valid_until=states[-1].valid_until,
        states=states,
        decisions=public,
    )


def _approved_since(centre: Centre, states: Sequence[State], day: date, register: Register) -> date | None:
    """The first day of the unbroken time as approved, under the number that the approval was taken over from too."""
    first = lifecycle.since(states, day, COUNTED_AS_APPROVED)
    taken = next((d for d in lifecycle.corrected(centre.decisions) if d.predecessor and d.effective == first), None)
    if first is None or taken is None:
        return first
    before = register.by_number.get(taken.predecessor or "")
    if before is None:
        return first
    earlier = lifecycle.history(public_decisions(before.decisions, register), register.scheme.rules)
    return _approved_since(before, earlier, first - timedelta(days=1), register) or first


def _told_states(every: Sequence[Decision], public: Sequence[Decision], register: Register) -> tuple[State, ...]:
    """The states that the public decisions give; from the day a status that they do not tell of began, that status."""
    rules, day = register.scheme.rules, register.as_of
    told, true = ([s for s in lifecycle.history(d, rules) if s.start <= day] for d in (public, every))
    now = true[-1].status if true else None
    if now is None or now is Status.WARNED or (told and told[-1].status is now):
        return tuple(told)
    began = lifecycle.since(true, day, {now}) or day
    return (*(s for s in told if s.start < began), *(s for s in true if s.start >= began))


def public_decisions(decisions: Sequence[Decision], register: Register) -> tuple[Decision, ...]:
    """The decisions without the sanctions that are not public (any more), and without what refers to those."""
    states = lifecycle.history(decisions, register.scheme.rules)
    hidden: set[str | None] = set()
    latest: dict[Kind, str] = {}
    for decision in decisions:
        if decision.kind in SANCTIONS:
            latest[decision.kind] = decision.id
            if not _is_public(decision, states, register):
                hidden.add(decision.id)
        if decision.concerns in hidden or latest.get(LIFTED.get(decision.kind, decision.kind)) in hidden:
            hidden.add(decision.id)
    asked = {d.id for d in decisions if d.kind is Kind.INFORMATION_REQUESTED}
    return tuple(without_deadline(d) if {d.id, d.concerns} & asked else d for d in decisions if d.id not in hidden)


def without_deadline(decision: Decision) -> Decision:
    """A request to an applicant as the public sees it: when the answer must be there is between the two of them."""
    change = decision.change and replace(decision.change, deadline=None)
    return replace(decision, deadline=None, change=change)


def _is_public(sanction: Decision, states: Sequence[State], register: Register) -> bool:
    setting = publicity(sanction.kind, register.scheme)
    if not setting.public:
        return False
    ended = next(
        (s.start for s in states if s.start > sanction.effective and s.status is not SANCTIONS[sanction.kind]), None
    )
    return ended is None or register.as_of < lifecycle.years_after(ended, setting.years_after_end)


def publicity(kind: Kind, scheme: Scheme) -> Publicity:
    """What the board has decided for a kind of sanction."""
    return scheme.warnings if kind is Kind.WARNING else scheme.suspensions


# --- Days that have passed --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """What is told from a day on of the state that the centre was in; a status of None is that the approval ran."""

    start: date
    status: Status | None
    state: State


def as_told(standing: Standing, register: Register) -> Iterator[Told]:
    """What is told from each day on; a running approval in two where the register begins to tell of every suspension."""
    first_told = _first_told(publicity(Kind.SUSPENSION, register.scheme), register)
    runs = [next(run) for _, run in groupby(standing.states, key=lambda state: state.status)]
    ends = [*(run.start for run in runs[1:]), register.as_of + timedelta(days=1)]
    for state, end in zip(runs, ends, strict=True):
        untold = state.status in COUNTED_AS_APPROVED and state.start < first_told
        yield Told(state.start, None if untold else state.status, state)
        if untold and first_told < end:
            yield Told(first_told, state.status, state)


def _first_told(setting: Publicity, register: Register) -> date:
    """The first day from which it is told of every sanction of the kind.

    On it every one is public: one that held then has not been over for too long. It is the first of a month, so that
    what is told of a day does not change each night; where none is public, only the register's own day can be told of.
    """
    if not setting.public:
        return register.as_of
    day = lifecycle.years_after(register.as_of, -setting.years_after_end) + timedelta(days=1)
    return day if day.day == 1 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)
