"""What decisions do to a centre, in words that a person who is to approve them reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ..language.texts import Text, joined, listed, same
from ..register import lifecycle
from ..register.lifecycle import State
from ..register.model import Centre, Decision, Register, Status
from ..register.records import Registry
from ..register.statuses import RUNNING, STATUSES


def decided(old: Centre, new: Centre, register: Register, files: Registry) -> Text | None:
    """What new decisions do to a centre, in a sentence without its name; None when there are none."""
    known = {d.id for d in old.decisions}
    added = [d for d in new.decisions if d.id not in known]
    if not added and old.decisions == new.decisions:
        return None
    rules, ids = register.scheme.rules, cited(added)
    befores, nows = lifecycle.history(old.decisions, rules), lifecycle.history(new.decisions, rules)
    if moves := list(_moves(befores, nows, register.as_of)):
        chain = [
            STATUSES[moves[0][1]].words,
            *(_FROM.fill(status=STATUSES[to].words, day=written_day(d)) for d, _, to in moves),
        ]
        said = _ENDS.fill(said=joined(chain, " → "), ids=ids)
        return joined([said, *_transferred(added), *_validity(befores, nows, register.as_of)])
    labels = files.schemas["centre"].labels(("decisions", 0, "kind"))
    kinds = same("") if not added else joined([labels[d.kind] for d in added], ", ")
    status = STATUSES[lifecycle.status_on(new.decisions, register.as_of, rules)].words
    still = _STILL.fill(kinds=kinds, ids=ids, status=status) if added else _HISTORY_CHANGED
    return joined([still, *_validity(befores, nows, register.as_of)])


def _transferred(added: Sequence[Decision]) -> Iterator[Text]:
    """Where the approval goes, or where it comes from."""
    for decision in added:
        if decision.successor:
            yield _WENT_TO.fill(number=decision.successor)
        if decision.predecessor:
            yield _CAME_FROM.fill(number=decision.predecessor)


_WENT_TO = Text("Godkjenningen overføres til {number}.", "The approval is transferred to {number}.")
_CAME_FROM = Text("Godkjenningen kommer fra {number}.", "The approval comes from {number}.")


def _status(states: Sequence[State], day: date) -> Status | None:
    return next((s.status for s in reversed(states) if s.start <= day), None)


def _moves(
    befores: Sequence[State], nows: Sequence[State], as_of: date
) -> Iterator[tuple[date, Status | None, Status | None]]:
    """The days on which the proposed history leaves the published one, with the status before and after.

    What only the clock will do later is left out: a renewal moves the end of an approval and not its status.
    """
    days = sorted({s.start for s in (*befores, *nows)})
    at = {day: (_status(befores, day), _status(nows, day)) for day in days}
    told = [day for day in days if not (day > as_of and Status.EXPIRED in at[day])]
    apart = [day for day in told if at[day][0] != at[day][1]]
    latest: Status | None = at[apart[0]][0] if apart else None
    for day in (d for d in told if apart and d >= apart[0]):
        was, becomes = at[day]
        if becomes != latest:
            yield day, latest, becomes
            latest = becomes
        if day > apart[-1] and was == becomes:
            return


def _validity(befores: Sequence[State], nows: Sequence[State], as_of: date) -> Iterator[Text]:
    """A new last day of the approval."""
    was, becomes = (
        next((s.valid_until for s in reversed(states) if s.start <= as_of), None) for states in (befores, nows)
    )
    if becomes and was != becomes and _status(nows, as_of) in RUNNING:
        yield _VALID.fill(day=written_day(becomes), before=_BEFORE.fill(day=written_day(was)) if was else same(""))


def written_day(day: date) -> Text:
    """A day written out."""
    return Text(f"{day.day}.{day.month}.{day.year}", f"{day.day} {day:%B} {day.year}")


def cited(decisions: Sequence[Decision]) -> Text:
    """The numbers of decisions in brackets; nothing of none."""
    ids = [d.id for d in decisions]
    if not ids:
        return same("")
    return Text(f" (vedtak {listed(ids, 'og')})", f" (decision {listed(ids, 'and')})")


_FROM = Text("{status} fra {day}", "{status} from {day}")
_ENDS = Text("{said}{ids}.", "{said}{ids}.")
_STILL = Text("{kinds}{ids}. Status er fortsatt: {status}.", "{kinds}{ids}. The status is still: {status}.")
_HISTORY_CHANGED = Text("publiserte vedtak er endret.", "published decisions have been edited.")
_VALID = Text("Godkjenningen gjelder til {day}{before}.", "The approval lasts until {day}{before}.")
_BEFORE = Text(" (før: {day})", " (before: {day})")
