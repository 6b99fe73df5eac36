"""What the public may see: the board's settings in `scheme.yaml`, obeyed by every output through this one module."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..register import lifecycle
from ..register.lifecycle import LIFTED, SANCTIONS, State, history
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
    """The centre's public standing; None on days before it was in the register.

    An approval in force under a warning that is not public is told as an approval. A suspension in force is always
    told, whatever the settings: the register never says approved of a centre that is not.
    """
    states = _public_states(history(centre.decisions, register.scheme.rules), register.scheme)
    current = [s for s in states if s.start <= register.as_of]
    if not current or current[-1].status is None:
        return None
    status, day = current[-1].status, register.as_of
    return Standing(
        status=status,
        since=lifecycle.since(states, day, {status}) or current[-1].start,
        approved_since=_approved_since(centre, states, day, register),
        valid_until=current[-1].valid_until,
        states=tuple(current),
        decisions=public_decisions(centre.decisions, register),
    )


def _approved_since(centre: Centre, states: Sequence[State], day: date, register: Register) -> date | None:
    """The first day of the unbroken time as approved, under the number that the approval was taken over from too."""
    first = lifecycle.since(states, day, COUNTED_AS_APPROVED)
    taken = next((d for d in lifecycle.corrected(centre.decisions) if d.predecessor and d.effective == first), None)
    if first is None or taken is None:
        return first
    before = next((c for c in register.centres if c.organisation_number == taken.predecessor), None)
    if before is None:
        return first
    eve = first - timedelta(days=1)
    earlier = _public_states(history(before.decisions, register.scheme.rules), register.scheme)
    return _approved_since(before, earlier, eve, register) or first


def public_decisions(decisions: Sequence[Decision], register: Register) -> tuple[Decision, ...]:
    """The decisions without the sanctions that are not public (any more), and without what refers to those."""
    states = history(decisions, register.scheme.rules)
    hidden: set[str | None] = set()
    latest: dict[Kind, str] = {}
    for decision in decisions:
        if decision.kind in SANCTIONS:
            latest[decision.kind] = decision.id
            if not _is_public(decision, states, register):
                hidden.add(decision.id)
        if decision.concerns in hidden or latest.get(LIFTED.get(decision.kind, decision.kind)) in hidden:
            hidden.add(decision.id)
    return tuple(d for d in decisions if d.id not in hidden)


def _is_public(sanction: Decision, states: Sequence[State], register: Register) -> bool:
    setting = _setting(sanction.kind, register.scheme)
    if not setting.public:
        return False
    ended = next(
        (s.start for s in states if s.start > sanction.effective and s.status is not SANCTIONS[sanction.kind]), None
    )
    return ended is None or register.as_of < lifecycle.years_after(ended, setting.years_after_end)


def _setting(kind: Kind, scheme: Scheme) -> Publicity:
    return scheme.warnings if kind is Kind.WARNING else scheme.suspensions


def _public_states(states: Sequence[State], scheme: Scheme) -> tuple[State, ...]:
    if scheme.warnings.public:
        return tuple(states)
    told = (State(s.start, Status.APPROVED if s.status is Status.WARNED else s.status, s.valid_until) for s in states)
    return tuple(told)
