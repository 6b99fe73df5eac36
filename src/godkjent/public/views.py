"""What pages, feeds and files say about a centre: everything worked out once, so that templates only show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..register import asked, due, lifecycle
from ..register.model import Centre, Decision, Kind, PhoneRange, Register, Status
from ..register.statuses import COUNTED_AS_APPROVED, RUNNING, STATUSES, TRANSFERRED, Row
from .standing import Standing, standing


@dataclass(frozen=True)
class Entry:
    """One public decision as a timeline shows it."""

    decision: Decision
    centre: Centre
    correction: Decision | None = None  # the latest that sets it right or strikes it out
    void: bool = False
    corrected: Decision | None = None  # how it reads after corrections, when that differs

    @property
    def corrected_by(self) -> str | None:
        """The number of the correction."""
        return self.correction.id if self.correction else None

    @property
    def reads(self) -> Decision:
        """The decision as it is to be read now; of one that is struck out, as it was made."""
        return self.corrected or self.decision

    @property
    def updated(self) -> date:
        """The day on which what is said of it last changed."""
        return self.correction.date if self.correction else self.decision.date


@dataclass(frozen=True)
class CentreView:
    """A centre and how it stands on the register's day, which is not told: what is made of a view must not change each night."""

    centre: Centre
    standing: Standing
    entries: tuple[Entry, ...]  # newest first
    active_warning: Decision | None
    numbers: tuple[PhoneRange, ...]  # those that it has on the register's day
    latest: date  # the newest of the public days that the view rests on; it stood as it does from then on
    went_to: Centre | None = (
        None  # the centre that the approval was transferred to, and which has it now or had it last
    )
    came_from: tuple[Centre, ...] = ()  # those that it was taken over from
    follow_up: date | None = None  # the yearly one that is up now or next, while the approval runs

    @property
    def status(self) -> Status:
        """The public status."""
        return self.standing.status

    @property
    def row(self) -> Row:
        """What is said and shown of the status; one whose approval went over to another number has not "withdrawn"."""
        return TRANSFERRED if self.went_to else STATUSES[self.status]

    @property
    def successor(self) -> str | None:
        """The organisation number that the approval was transferred to."""
        return self.went_to.organisation_number if self.went_to else None

    @property
    def predecessors(self) -> tuple[str, ...]:
        """The organisation numbers that it was taken over from."""
        return tuple(centre.organisation_number for centre in self.came_from)

    @property
    def approved(self) -> bool:
        """Whether the centre is approved, with or without a warning."""
        return self.status in COUNTED_AS_APPROVED

    @property
    def call_back(self) -> PhoneRange | None:
        """The number to ring a centre back on: one that it answers, else any single number."""
        single = [n for n in self.numbers if n.single]
        return next((n for n in single if "inbound" in n.use), single[0] if single else None)


def view(centre: Centre, register: Register) -> CentreView | None:
    """The view of one centre; None when it was not in the register yet on that day."""
    stands = standing(centre, register)
    if stands is None:
        return None
    entries = tuple(reversed(_entries(centre, stands.decisions)))
    warning = next((e.decision for e in entries if e.decision.kind is Kind.WARNING), None)
    active = warning if stands.status is Status.WARNED else None
    follow_up = due.next_follow_up(centre, register) if stands.status in RUNNING else None
    held = tuple(n for n in centre.phone_numbers if n.held_on(register.as_of))
    latest = max(day for day in _days(centre, stands) if day <= register.as_of)
    return CentreView(centre, stands, entries, active, held, latest, *_transfers(centre, stands, register), follow_up)


def _days(centre: Centre, stands: Standing) -> Iterator[date]:
    """Every public day on which something about a centre began or ended; of what is not public, none."""
    yield from (state.start for state in stands.states)
    decided = (*stands.decisions, *lifecycle.corrected(stands.decisions))
    yield from (day for d in decided for day in (d.date, d.effective))
    yield from (n.since for n in centre.phone_numbers if n.since)
    ends = [n.until for n in centre.phone_numbers]
    ends += [f.until for f in centre.former_names] + [f.until for f in centre.former_organisation_numbers]
    yield from (last + timedelta(days=1) for last in ends if last and last < date.max)
    yield from (report.corrected for report in centre.annual_reports if report.corrected)


def _transfers(centre: Centre, stands: Standing, register: Register) -> tuple[Centre | None, tuple[Centre, ...]]:
    """The centre that the approval was transferred to, when that is why it ended, and those that it came from."""
    made = [
        d for d in lifecycle.corrected(centre.decisions) if d.kind is Kind.TRANSFER and d.effective <= register.as_of
    ]
    if not made:
        return None, ()
    named = register.by_number
    left = stands.status is Status.WITHDRAWN
    went = next((d.successor for d in made if left and d.successor and d.effective == stands.since), None)
    return named.get(went or ""), tuple(c for d in made if (c := named.get(d.predecessor or "")))


def views(register: Register, known: Mapping[str, CentreView] | None = None) -> tuple[CentreView, ...]:
    """Every centre that the register knows on its day, in Norwegian alphabetical order; some views may be `known` already."""
    known = known or {}
    found = (known.get(centre.organisation_number) or view(centre, register) for centre in register.centres)
    return tuple(sorted((v for v in found if v), key=lambda v: (alphabetical(v.centre.name), v.centre.slug)))


def alphabetical(name: str) -> str:
    """A key that sorts names as Norwegian does: case and marks aside, with æ, ø and å after z."""
    return asked.folded(name, "sorting")


def latest_entries(all_views: tuple[CentreView, ...]) -> tuple[Entry, ...]:
    """Every public decision in the register, newest first."""
    entries = (e for v in all_views for e in v.entries)
    return tuple(sorted(entries, key=lambda e: (e.decision.date, numbered(e.decision.id)), reverse=True))


def numbered(decision_id: str) -> tuple[int, ...]:
    """A key that sorts the ids of decisions by year and number: 2026-999 comes before 2026-1000."""
    return tuple(int(part) for part in decision_id.split("-"))


def _entries(centre: Centre, decisions: tuple[Decision, ...]) -> list[Entry]:
    corrections = {d.concerns: d for d in decisions if d.kind is Kind.CORRECTION}
    as_corrected = {d.id: d for d in lifecycle.corrected(decisions)}
    return [_entry(centre, d, corrections.get(d.id), as_corrected) for d in decisions]


def _entry(centre: Centre, decision: Decision, correction: Decision | None, as_corrected: dict[str, Decision]) -> Entry:
    if correction is None:
        return Entry(decision, centre)
    return Entry(decision, centre, correction, decision.id not in as_corrected, as_corrected.get(decision.id))


def last_day_of(view: CentreView) -> date | None:
    """The last day on which the centre was approved, when it no longer is."""
    approved = [s for s in view.standing.states if s.status in COUNTED_AS_APPROVED]
    if not approved or view.approved:
        return None
    after = next(s.start for s in view.standing.states if s.start > approved[-1].start)
    return after - timedelta(days=1)


@dataclass(frozen=True)
class NumberView:
    """A registered number or range: who has it on the register's day, and who had it before, newest first."""

    first: str
    last: str
    holder: CentreView | None
    held: tuple[tuple[CentreView, PhoneRange], ...]
    ahead: bool = False  # nobody has it yet: somebody gets it on a day to come

    @property
    def single(self) -> bool:
        """Whether this is one number and not a range."""
        return self.first == self.last


def numbers(all_views: tuple[CentreView, ...], day: date) -> tuple[NumberView, ...]:
    """Every number and range that was ever registered, in the order of the numbers, and who has it on `day`."""
    spans: dict[tuple[str, str], list[tuple[CentreView, PhoneRange]]] = {}
    for view in all_views:
        for number in view.centre.phone_numbers:
            spans.setdefault((number.first, number.last), []).append((view, number))
    return tuple(_number_view(span, spans[span], day) for span in sorted(spans, key=lambda s: (len(s[0]), s)))


def _number_view(span: tuple[str, str], held: list[tuple[CentreView, PhoneRange]], day: date) -> NumberView:
    newest = sorted(held, key=lambda pair: pair[1].until or date.max, reverse=True)
    holder = next((view for view, number in newest if number.held_on(day)), None)
    until = newest[0][1].until
    return NumberView(*span, holder, tuple(newest), holder is None and (until is None or until >= day))
