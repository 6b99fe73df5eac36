"""Status is computed, never typed: the transition table as data, and the replay of dated decisions against it.

Days turn at midnight in Europe/Oslo; this module only ever sees dates, so that zone is the caller's concern.
Source of the table and of the words: the register's design and the scheme's own terms (approval for three years).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from .model import Change, Decision, Kind, Rules, Status
from .statuses import RUNNING

A, R = Status, Kind
OPEN_ENDED = date.max
USUAL_TERMS = Rules()
SANCTIONS = {R.WARNING: A.WARNED, R.SUSPENSION: A.SUSPENDED}
"""The decisions that set a running approval's standing down for a time, and the status each puts a centre in."""
LIFTED = {R.WARNING_LIFTED: R.WARNING, R.SUSPENSION_LIFTED: R.SUSPENSION}
"""The decisions that end a sanction, and which each ends."""
APPEALABLE = {R.REJECTION: A.REJECTED, R.WARNING: A.WARNED, R.SUSPENSION: A.SUSPENDED, R.REVOCATION: A.REVOKED}
"""Decisions a centre may appeal, and the status each has put it in."""


@dataclass(frozen=True, slots=True)
class Transition:
    """From which statuses a kind of decision is allowed (None: not in the register yet), and what it leads to."""

    allowed_from: frozenset[Status | None]
    leads_to: Status | None  # None: the status stays as it is
    new_period: bool = False
    needs_open_appeal: bool = False


def _from(*statuses: Status | None, to: Status | None = None, **more: bool) -> Transition:
    return Transition(frozenset(statuses), to, **more)


_ANY = (None, *Status)
TRANSITIONS: dict[Kind, Transition] = {
    R.APPLICATION: _from(None, A.REJECTED, A.WITHDRAWN, A.REVOKED, A.EXPIRED, to=A.APPLICANT),
    R.INFORMATION_REQUESTED: _from(A.APPLICANT),
    R.APPROVAL: _from(None, A.APPLICANT, to=A.APPROVED, new_period=True),
    R.REJECTION: _from(A.APPLICANT, to=A.REJECTED),
    R.FOLLOW_UP: _from(A.APPROVED, A.WARNED, A.SUSPENDED),
    R.RENEWAL: _from(A.APPROVED, A.WARNED, A.EXPIRED, to=A.APPROVED, new_period=True),
    R.WARNING: _from(A.APPROVED, to=A.WARNED),
    R.WARNING_LIFTED: _from(A.WARNED, to=A.APPROVED),
    R.SUSPENSION: _from(A.APPROVED, A.WARNED, to=A.SUSPENDED),
    R.SUSPENSION_LIFTED: _from(A.SUSPENDED, to=A.APPROVED),
    R.REVOCATION: _from(A.APPROVED, A.WARNED, A.SUSPENDED, to=A.REVOKED),
    R.WITHDRAWAL: _from(A.APPLICANT, A.APPROVED, A.WARNED, A.SUSPENDED, to=A.WITHDRAWN),
    R.APPEAL: _from(A.REJECTED, A.WARNED, A.SUSPENDED, A.REVOKED),
    R.APPEAL_RULING: _from(*_ANY, needs_open_appeal=True),
    R.CORRECTION: _from(*_ANY),
    R.TRANSFER: _from(A.APPROVED, A.WARNED, A.SUSPENDED, to=A.WITHDRAWN),
}


TAKEN_OVER = _from(
    None, A.APPLICANT, A.WITHDRAWN, A.EXPIRED, A.APPROVED, A.WARNED, A.SUSPENDED, to=A.APPROVED, new_period=True
)
"""The other side of a transfer: how the centre that takes an approval over may stand, and what that leads to.

A company that merges or changes form gets a new organisation number, and with it a file of its own. Under the old number
the approval ends on the day of the transfer: `withdrawn`, since nobody calls under that number any more, and no new
status, since the API promised to have these eight; the decision says where the approval went, and every page says that
instead of "withdrawn". Under the new number the same period runs on to its last day. One that is approved already keeps
its own period and status, and one that the board has rejected or revoked gets no approval by taking over another's.
"""


def transition(decision: Decision) -> Transition:
    """The row of the table that a decision follows; a transfer has one for each of its sides."""
    return TAKEN_OVER if decision.kind is R.TRANSFER and decision.predecessor else TRANSITIONS[decision.kind]


def opens_period(decision: Decision) -> bool:
    """Whether an approval period begins with the decision, or goes on from another centre's."""
    return transition(decision).new_period and (decision.kind is not R.TRANSFER or decision.valid_until is not None)


@dataclass(frozen=True, slots=True)
class State:
    """How a centre stands from the day `start` until the next state's start.

    `valid_until` is the last day of the approval that runs, or that has run out; None under every other status.
    """

    start: date
    status: Status | None
    valid_until: date | None = None


_BEFORE_ALL = State(date.min, None)


def years_after(day: date, years: int) -> date:
    """The same day `years` later; 29 February falls on the last of February where there is none."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def status_on(decisions: Sequence[Decision], day: date, rules: Rules = USUAL_TERMS) -> Status | None:
    """The status at any hour of `day` in Oslo; None before the centre was in the register.

    A decision counts from its `effective` day on. An approval counts through its last day and has expired the day
    after. A correction is heeded on every day, also days before it was made; a ruling that overturns a decision
    from the ruling's own day on.
    """
    return state_on(decisions, day, rules).status


def state_on(decisions: Sequence[Decision], day: date, rules: Rules = USUAL_TERMS) -> State:
    """The state that `day` falls in; see `status_on`."""
    return [s for s in (_BEFORE_ALL, *history(decisions, rules)) if s.start <= day][-1]


def history(decisions: Sequence[Decision], rules: Rules = USUAL_TERMS) -> tuple[State, ...]:
    """Every state from the first decision on, oldest first, the coming expiry included."""
    return _history(tuple(decisions), rules)


@lru_cache(1024)  # of one centre it is asked some ten times in a row
def _history(decisions: tuple[Decision, ...], rules: Rules) -> tuple[State, ...]:
    segments = list(_segments(corrected(decisions)))
    ends = [*(s.start for s in segments[1:]), OPEN_ENDED]
    pieces = (_between(_trace(s.replayed, rules), s.start, end) for s, end in zip(segments, ends, strict=True))
    return tuple(_merged(state for piece in pieces for state in piece if state.status))


def since(states: Sequence[State], day: date, statuses: Iterable[Status]) -> date | None:
    """The first day of the unbroken run of `statuses` that `day` is in; None when `day` is in no such run."""
    wanted, first = set(statuses), None
    for state in states:
        if state.start > day:
            break
        first = (first or state.start) if state.status in wanted else None
    return first


def allowed_kinds(decisions: Sequence[Decision], day: date, rules: Rules = USUAL_TERMS) -> tuple[Kind, ...]:
    """The kinds of decision that may be made on `day`, in the table's order."""
    state = state_on(decisions, day, rules)
    appeals = open_appeals(corrected(decisions))
    return tuple(
        kind
        for kind, row in TRANSITIONS.items()
        if _permits(row, kind, state, day, rules)
        and (appeals or not row.needs_open_appeal)
        and (decisions or kind is not R.CORRECTION)
    )


def forbidden(decisions: Sequence[Decision], rules: Rules = USUAL_TERMS) -> Iterator[tuple[Decision, Status | None]]:
    """Decisions that the table does not allow where they stand, each with the status it met."""
    for segment in _segments(corrected(decisions)):
        for step in _replay(segment.replayed, rules):
            if not step.permitted and step.decision in segment.own:
                yield step.decision, step.before.status


def open_appeals(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Appeals that no ruling has answered yet."""
    decisions = tuple(decisions)
    answered = {d.concerns for d in decisions if d.kind is R.APPEAL_RULING}
    return tuple(d for d in decisions if d.kind is R.APPEAL and d.id not in answered)


def last_day_to_appeal(decision: Decision, rules: Rules) -> date | None:
    """As many days after the decision as the board has set; None when it has set none, or nobody can appeal."""
    days = rules.appeal_days if decision.kind in APPEALABLE else None
    return decision.date + timedelta(days=days) if days else None


def corrected(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions as corrections say that they should have read, without the voided ones; corrections stay listed."""
    by_id = {d.id: d for d in decisions}
    for correction in decisions:
        if correction.change and correction.concerns in by_id:
            by_id[correction.concerns] = _changed(by_id[correction.concerns], correction.change)
    void = {d.concerns for d in decisions if d.change and d.change.void}
    return tuple(d for d in by_id.values() if d.id not in void)


def transferred(decisions: Sequence[Decision]) -> Decision | None:
    """The decision by which the approval went over to another centre, as corrected; None when it has not."""
    return next((d for d in reversed(corrected(decisions)) if d.successor), None)


def longest_validity(decision: Decision, state: State, rules: Rules) -> date:
    """The last day that an approval or renewal can give; a transfer carries the period of the one it came from.

    Rule: the period runs from the decision's effective day; a renewal made before the old period ended adds to it,
    so that nobody loses days by renewing early.
    """
    if decision.kind is R.TRANSFER:
        return decision.valid_until or decision.effective
    return years_after(period_start(decision, state), rules.approval_years)


def period_start(decision: Decision, state: State) -> date:
    """The day from which the years of an approval or renewal are counted, when it is made in `state`."""
    runs_on = decision.kind is R.RENEWAL and state.status in RUNNING
    return (state.valid_until if runs_on else None) or decision.effective


def _changed(decision: Decision, change: Change) -> Decision:
    fields = ("kind", "date", "effective", "valid_until", "deadline", "requirements", "reason")
    given = {name: getattr(change, name) for name in fields if getattr(change, name) is not None}
    if "date" in given and "effective" not in given and decision.effective == decision.date:
        given["effective"] = given["date"]  # a decision that took effect at once still does
    return replace(decision, **given)


@dataclass(frozen=True, slots=True)
class _Segment:
    """The time from one overturning ruling to the next: which decisions count in it, and which were made in it."""

    start: date
    replayed: tuple[Decision, ...]
    own: tuple[Decision, ...]


def _segments(decisions: Sequence[Decision]) -> Iterator[_Segment]:
    """From an overturning ruling on, time is replayed as if the overturned decision had not been made."""
    ordered = sorted(decisions, key=lambda d: d.effective)
    appeals: dict[str | None, str | None] = {d.id: d.concerns for d in decisions if d.kind is R.APPEAL}
    rulings = [i for i, d in enumerate(ordered) if _overturns(d) and d.concerns in appeals]
    gone: set[str | None] = set()
    for n, (start, end) in enumerate(zip([0, *rulings], [*rulings, len(ordered)], strict=True)):
        own, first_day = ordered[start:end], date.min
        if n:  # every segment but the first begins with the ruling that opened it
            gone.add(appeals[own[0].concerns])
            first_day = own[0].effective
        yield _Segment(first_day, tuple(d for d in ordered if d.id not in gone), tuple(own))


def _overturns(decision: Decision) -> bool:
    return decision.kind is R.APPEAL_RULING and decision.outcome == "overturned"


@dataclass(frozen=True, slots=True)
class _Step:
    decision: Decision
    before: State
    permitted: bool
    after: State


def _replay(decisions: Sequence[Decision], rules: Rules) -> Iterator[_Step]:
    """One pass in the order in which decisions take effect; what the table forbids changes nothing."""
    state = _BEFORE_ALL
    for decision in decisions:
        state = _lapsed_by(state, decision.effective)
        permitted = _permits(transition(decision), decision.kind, state, decision.effective, rules)
        after = _apply(decision, state, rules) if permitted else state
        yield _Step(decision, state, permitted, after)
        state = after


def _trace(decisions: Sequence[Decision], rules: Rules) -> Iterator[State]:
    """The states that a pass goes through, what the clock does between and after the decisions included."""
    state = _BEFORE_ALL
    for step in _replay(decisions, rules):
        yield from (step.before, step.after)
        state = step.after
    yield _lapse(state) or state


def _lapsed_by(state: State, day: date) -> State:
    lapsed = _lapse(state)
    return lapsed if lapsed and lapsed.start <= day else state


def _lapse(state: State) -> State | None:
    """What the clock makes of an approval: expired from the day after its last day."""
    if state.valid_until is None:
        return None
    return State(state.valid_until + timedelta(days=1), A.EXPIRED, state.valid_until)


def _permits(row: Transition, kind: Kind, state: State, day: date, rules: Rules) -> bool:
    if state.status not in row.allowed_from:
        return False
    ran_out = state.valid_until if state.status is A.EXPIRED else None
    return kind is not R.RENEWAL or ran_out is None or day <= ran_out + timedelta(days=rules.grace_days)


def _apply(decision: Decision, state: State, rules: Rules) -> State:
    row = transition(decision)
    if row.leads_to is None or (decision.predecessor and state.status in RUNNING):
        return replace(state, start=decision.effective)
    if not row.new_period:
        return State(decision.effective, row.leads_to, state.valid_until if row.leads_to in RUNNING else None)
    longest = longest_validity(decision, state, rules)
    return State(decision.effective, row.leads_to, min(decision.valid_until or longest, longest))


def _between(states: Iterable[State], start: date, end: date) -> list[State]:
    """The states of one trace that hold in [start, end), the first of them cut to begin at `start`."""
    states = list(states)
    earlier = [replace(s, start=start) for s in states if s.start < start][-1:]
    return earlier + [s for s in states if start <= s.start < end]


def _merged(states: Iterable[State]) -> Iterator[State]:
    """States without those that say again what the one before said, and without those replaced on the same day."""
    kept: list[State] = []
    for state in states:
        if kept and kept[-1].start == state.start:
            kept.pop()
        if not kept or (kept[-1].status, kept[-1].valid_until) != (state.status, state.valid_until):
            kept.append(state)
    yield from kept
