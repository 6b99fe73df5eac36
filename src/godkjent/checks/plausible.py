"""What a colleague would ask about a new decision: told in a sentence, and stopping nothing.

Only decisions that are not published yet are asked about; of the others somebody has answered already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from ..language.texts import Text
from ..register import lifecycle
from ..register.loader import Place
from ..register.model import Decision, Kind, Rules
from ..register.problems import Level, Problem
from ..register.records import Record, Registry
from ..register.schema import title
from .base import decisions_in
from .decisions import whole_history
from .rules import Context

OLD = timedelta(days=60)
FAR = timedelta(days=366)
SOON = timedelta(days=183)
"""A renewal so long before the approval ends, and a yearly follow-up so soon after another, are asked about."""


def questions(registry: Registry, known: Collection[str], as_of: date) -> tuple[Problem, ...]:
    """What is worth a second look in the decisions whose numbers are not among the `known`."""
    new = list(_with_new(registry, known))
    found = [
        problem
        for record in new
        for index, item in record.items("decisions")
        if item.get("id") not in known and isinstance(item, dict)
        for problem in _of(record, index, item, as_of, registry)
    ]
    return (*found, *_of_histories(new, known, Context(registry, as_of).rules), *(_gaps(new, known) if new else ()))


def _with_new(registry: Registry, known: Collection[str]) -> Iterator[Record]:
    """The centres that have a decision which is not among the `known`."""
    for record in registry.of_kind("centre"):
        if any(id_ not in known for id_, _ in decisions_in(record)):
            yield record


def numbers(registry: Registry) -> frozenset[str]:
    """The decision numbers of a registry."""
    return frozenset(str(item.get("id")) for r in registry.of_kind("centre") for _, item in r.items("decisions"))


def _of(record: Record, index: int, item: dict[str, object], as_of: date, registry: Registry) -> Iterator[Problem]:
    place: Place = ("decisions", index)
    named = {name: title(registry.schemas["centre"].node((*place, name)), (name,)) for name in ("date", "deadline")}
    made, deadline = _day(item.get("date")), _day(item.get("deadline"))
    if made and (why := _closed(made)):
        yield _asked(record, (*place, "date"), _CLOSED, title=named["date"], day=made, why=why)
    if made and as_of - made > OLD:
        days = (as_of - made).days
        yield _asked(record, (*place, "date"), _LONG_AGO, day=made, days=days)
    if deadline and deadline < as_of:
        yield _asked(record, (*place, "deadline"), _PAST, title=named["deadline"], day=deadline)
    if deadline and (why := _closed(deadline)):
        yield _asked(record, (*place, "deadline"), _CLOSED, title=named["deadline"], day=deadline, why=why)
    for name in ("effective", "deadline"):
        if made and (day := _day(item.get(name))) and day - made > FAR:
            called = title(registry.schemas["centre"].node((*place, name)), (name,))
            yield _asked(record, (*place, name), _FAR_AHEAD, title=called, day=day)


def _of_histories(new: Sequence[Record], known: Collection[str], rules: Rules) -> Iterator[Problem]:
    """What is odd about a decision beside those that the centre has already."""
    for record in new:
        decisions = whole_history(record)
        for index, decision in enumerate(decisions):
            if decision.id not in known:
                yield from _beside(record, index, decision, decisions[:index], rules)


def _beside(
    record: Record, index: int, decision: Decision, earlier: Sequence[Decision], rules: Rules
) -> Iterator[Problem]:
    standing = lifecycle.corrected(earlier)
    before = lifecycle.state_on(earlier, decision.effective, rules)
    ends, row = before.valid_until, lifecycle.TRANSITIONS[decision.kind]
    place: Place = ("decisions", index, "date")
    renews = decision.kind is Kind.RENEWAL and before.status in row.allowed_from
    if renews and ends and ends - decision.effective > SOON:
        longest = lifecycle.longest_validity(decision, before, rules)
        yield _asked(record, place, _EARLY, ends=ends, until=min(decision.valid_until or longest, longest))
    if decision.kind is Kind.FOLLOW_UP:
        made = [d.date for d in standing if d.kind is Kind.FOLLOW_UP and decision.date - d.date < SOON]
        if made:
            yield _asked(record, place, _AGAIN, day=max(made))
    appealed = next((d for d in standing if decision.kind is Kind.APPEAL and d.id == decision.concerns), None)
    last = lifecycle.last_day_to_appeal(appealed, rules) if appealed else None
    if last and decision.date > last:
        yield _asked(record, place, _LATE, day=decision.date, last=last, id=decision.concerns)


def _gaps(new: Sequence[Record], known: Collection[str]) -> Iterator[Problem]:
    """A new number that leaves numbers unused: all later ones then follow the highest."""
    taken = {(id_[:4], int(id_[5:])) for id_ in known if id_[5:].isdecimal()}
    rows = [
        (str(item.get("id")), record, index)
        for record in new
        for index, item in record.items("decisions")
        if item.get("id") not in known
    ]
    numbered = sorted((r for r in rows if r[0][5:].isdecimal()), key=lambda r: (r[0][:4], int(r[0][5:])))
    for id_, record, index in numbered:
        year, number = id_[:4], int(id_[5:])
        highest = max((n for y, n in taken if y == year), default=0)
        if highest and number > highest + 1:  # a year may begin anywhere
            expected = f"{year}-{highest + 1:03}"
            yield _asked(record, ("decisions", index, "id"), _GAP, id=id_, expected=expected)
        taken.add((year, number))


def _asked(record: Record, place: Place, sentence: Text, **values: object) -> Problem:
    document = record.document
    problem = document.problem(document.mark(place), "plausible", sentence.fill(**values))
    return Problem(problem.file, problem.mark, problem.rule, problem.message, _TIP, Level.WARNING, problem.source)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _closed(day: date) -> Text | None:
    """Why no office is open on a day."""
    if day in _holidays(day.year):
        return _HOLIDAY
    return {5: _SATURDAY, 6: _SUNDAY}.get(day.weekday())


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays  # here, so that only a new decision waits for the calendars of the world

    return frozenset(d for d in country_holidays("NO", years=(year,)) if d.weekday() < 5)


_SUNDAY = Text("en søndag", "a Sunday", "ein sundag")
_SATURDAY = Text("en lørdag", "a Saturday", "ein laurdag")
_HOLIDAY = Text("en helligdag", "a public holiday", "ein heilagdag")
_CLOSED = Text("{title} er {day}, {why}.", "{title} is {day}, {why}.", "{title} er {day}, {why}.")
_LONG_AGO = Text(
    "Vedtaket er datert {day}, for {days} dager siden. Registeret vil si at det har virket siden da.",
    "The decision is dated {day}, {days} days ago. The register will say that it has been in effect since then.",
    "Vedtaket er datert {day}, for {days} dagar sidan. Registeret vil seie at det har verka sidan då.",
)
_PAST = Text("{title} er {day}, som er over.", "{title} is {day}, which is over.", "{title} er {day}, som er over.")
_FAR_AHEAD = Text(
    "{title} er {day}, mer enn et år etter vedtaket.",
    "{title} is {day}, more than a year after the decision.",
    "{title} er {day}, meir enn eit år etter vedtaket.",
)
_EARLY = Text(
    "Godkjenningen gjelder ennå til {ends}. Fornyet nå gjelder den til {until}.",
    "The approval still lasts until {ends}. Renewed now it lasts until {until}.",
    "Godkjenninga gjeld enno til {ends}. Fornya no gjeld ho til {until}.",
)
_AGAIN = Text(
    "Årlig oppfølging ble godkjent også {day}.",
    "A yearly follow-up was passed on {day} too.",
    "Årleg oppfølging vart godkjent òg {day}.",
)
_LATE = Text(
    "Klagen er datert {day}, men siste dag for å klage på vedtak {id} var {last}.",
    "The appeal is dated {day}, but the last day to appeal decision {id} was {last}.",
    "Klaga er datert {day}, men siste dag for å klage på vedtak {id} var {last}.",
)
_GAP = Text(
    "Vedtaksnummer {id} hopper over ledige numre; det neste er {expected}.",
    "Decision number {id} skips free numbers; the next is {expected}.",
    "Vedtaksnummer {id} hoppar over ledige nummer; det neste er {expected}.",
)
_TIP = Text("Er det riktig, er alt i orden.", "If it is right, all is well.", "Er det rett, er alt i orden.")
