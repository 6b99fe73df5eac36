"""Which credential a centre has, how long it lasts, and which credentials are revoked for good: all from the decisions.

A credential covers one unbroken run of days on which the centre was approved, warned or suspended, and rests on the
decision that the run began with; approved again is a new run and a new credential. One that no longer holds is
revoked and stays so. That is safe without stored state because decisions are only ever added: a run that a decision
has ended stays ended, and a correction, which rewrites the past, revokes everything from before it and lets the run
go on under the correction's own number.

The number of a decision is used even where the decision itself is not public: what a number counts for may not
change when a sanction passes out of sight, and only decisions that are always public carry a credential.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from ..register import due, lifecycle
from ..register.lifecycle import State, opens_period
from ..register.model import Centre, Decision, Kind, Register, Status
from ..register.statuses import RUNNING

_BEARING = frozenset({Kind.APPROVAL, Kind.RENEWAL, Kind.FOLLOW_UP, Kind.REVOCATION, Kind.WITHDRAWAL, Kind.TRANSFER})
"""Decisions that say whether, from when and until when there is a credential."""


@dataclass(frozen=True)
class Issued:
    """The latest credential of a centre."""

    decision: str  # the decision it rests on
    decided: date  # the newest decision that says something in it
    valid_from: date
    valid_until: date  # the last day on which it counts


@dataclass(frozen=True)
class Proof:
    """The latest credential of a centre, and whether it still counts on the register's day."""

    credential: Issued
    revoked: bool
    lapsed: bool


@dataclass(frozen=True)
class _Run:
    begun_by: str
    state: State  # the last one in it
    start: date
    ended: bool  # by a decision; the clock ends a run too, but then the credential has lapsed by itself


def issued(centre: Centre, register: Register) -> Issued | None:
    """The centre's latest credential, in force or not; None when it never was approved."""
    known = _known(centre, register)
    if not (runs := _runs(known, register)):
        return None
    last, rules = runs[-1], register.scheme.rules
    heeded = [d for d in lifecycle.corrected(known) if d.effective <= register.as_of]
    said = [d.date for d in heeded if _period_or_follow_up(d)] + [d.date for d in known if d.id == last.begun_by]
    lasts = [last.state.valid_until or last.start]
    if day := due.next_due(heeded, rules):
        lasts.append(day + timedelta(days=rules.credential_grace_days))
    return Issued(last.begun_by, max(said), last.start, min(lasts))


def proof(centre: Centre, register: Register) -> Proof | None:
    """The centre's latest credential as its page tells of it; None when it never was approved."""
    held = issued(centre, register)
    return Proof(held, held.decision in revoked(centre, register), held.valid_until < register.as_of) if held else None


def revoked(centre: Centre, register: Register) -> frozenset[str]:
    """The decisions whose credentials are revoked; once in, a decision never comes out."""
    known = _known(centre, register)
    superseded = {d.id for d in known[: _rewritten(known)] if _may_begin(d)}
    return frozenset(superseded | {run.begun_by for run in _runs(known, register) if run.ended})


def _known(centre: Centre, register: Register) -> list[Decision]:
    return [d for d in centre.decisions if d.date <= register.as_of]


def _runs(known: Sequence[Decision], register: Register) -> list[_Run]:
    """The runs whose credentials may count, oldest first.

    Of those from before the last rewriting only the latest is left, and it rests on the correction that rewrote it.
    """
    states = [s for s in lifecycle.history(known, register.scheme.rules) if s.start <= register.as_of]
    groups = [list(group) for _, group in groupby(states, lambda s: s.status in RUNNING)]
    after = [group[0].status for group in groups[1:]] + [None]
    runs = [
        _Run(_beginner(known, group[0].start), group[-1], group[0].start, then not in (None, Status.EXPIRED))
        for group, then in zip(groups, after, strict=False)
        if group[0].status in RUNNING
    ]
    rewritten, place = _rewritten(known), {d.id: n for n, d in enumerate(known)}
    older = [run for run in runs if place[run.begun_by] < rewritten]
    return [replace(run, begun_by=known[rewritten].id) for run in older[-1:]] + runs[len(older) :]


def _beginner(known: Sequence[Decision], start: date) -> str:
    """The decision that a run which starts on `start` began with: the first of those that took effect last."""
    beginners = [d for d in lifecycle.corrected(known) if _may_begin(d) and d.effective <= start]
    last = max(d.effective for d in beginners)
    return next(d.id for d in beginners if d.effective == last)


def _may_begin(decision: Decision) -> bool:
    overturned = decision.kind is Kind.APPEAL_RULING and decision.outcome == "overturned"
    return opens_period(decision) or overturned or decision.kind is Kind.CORRECTION


def _rewritten(known: Sequence[Decision]) -> int:
    """The place of the last correction that may have changed a credential; 0 when there is none."""
    by_id = {d.id: d for d in known}
    return max((n for n, d in enumerate(known) if _rewrites(d, by_id)), default=0)


def _rewrites(decision: Decision, by_id: Mapping[str, Decision]) -> bool:
    change = decision.change
    if change is None or not (change.void or change.kind or change.date or change.effective or change.valid_until):
        return False
    return change.kind in _BEARING or _root(decision, by_id).kind in _BEARING


def _root(decision: Decision, by_id: Mapping[str, Decision]) -> Decision:
    """The decision that a correction, an appeal or a ruling is about in the end."""
    seen: set[str] = set()
    while (about := by_id.get(decision.concerns or "")) and decision.id not in seen:
        seen.add(decision.id)
        decision = about
    return decision


def _period_or_follow_up(decision: Decision) -> bool:
    return opens_period(decision) or decision.kind is Kind.FOLLOW_UP
