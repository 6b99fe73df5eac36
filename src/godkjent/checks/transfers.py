"""An approval that goes over to a new organisation number: both files say so, and they agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from ..language.texts import Text, same
from ..register import lifecycle
from ..register.model import Decision, Kind, Rules, Status
from ..register.records import Record
from ..register.statuses import RUNNING
from .decisions import related, whole_history
from .rules import Context, Finding, rule, rule_for_all

_BY_THE_ACT = Text(
    "Bruk skjemaet «Overfør til nytt organisasjonsnummer» eller kommandoen «.venv/bin/godkjent decide SENTER transfer --successor NUMMER»: den skriver begge filene.",
    "Use the form “Transfer to a new organisation number” or the command “.venv/bin/godkjent decide CENTRE transfer --successor NUMBER”: it writes both files.",
)


@rule(
    "transfer-sides",
    "centre",
    "Vedtak {id} må si hvilket annet senter det gjelder: Overført til (successor) eller Overtatt fra (predecessor), og ikke begge.",
    "Decision {id} must say which other centre it is about: Transferred to (successor) or Taken over from (predecessor), and not both.",
    _BY_THE_ACT,
)
def transfer_sides(record: Record, _: Context) -> Iterator[Finding]:
    """A transfer names the other centre, once, and never the centre itself."""
    own = record.get("organisation_number")
    for index, decision in enumerate(whole_history(record)):
        named = [number for number in (decision.successor, decision.predecessor) if number]
        if decision.kind is Kind.TRANSFER and (len(named) != 1 or named == [own]):
            yield Finding(record.document, ("decisions", index, "kind"), {"id": decision.id})


def _sides(record: Record) -> Iterator[str]:
    """A centre's own number and those its approval went to or came from; a transfer is always looked at."""
    if own := record.get("organisation_number"):
        yield own
    if others := related(record):
        yield from (*sorted(others), "transfer", "transfer")


@rule_for_all(
    "transfer-other-side",
    "centre",
    "Vedtak {id} overfører godkjenningen mellom dette senteret og {number}, men {why}.",
    "Decision {id} transfers the approval between this centre and {number}, but {why}.",
    _BY_THE_ACT,
    meets=_sides,
)
def transfer_other_side(all_records: tuple[Record, ...], context: Context) -> Iterator[Finding]:
    """The other centre is in the register, and carries the same transfer: same days, same period, and no circle."""
    histories = {r.get("organisation_number"): (r, lifecycle.corrected(whole_history(r))) for r in all_records}
    found = {number: kept[1] for number, kept in histories.items() if number}
    for own, (record, decisions) in histories.items():
        for decision in decisions if own else ():
            if bool(decision.successor) != bool(decision.predecessor) and (
                why := _disagreement(own, decision, found, context.rules)
            ):
                place = ("decisions", next(i for i, d in enumerate(whole_history(record)) if d.id == decision.id))
                other = decision.successor or decision.predecessor
                yield Finding(record.document, (*place, "kind"), {"id": decision.id, "number": other, "why": why})


def _disagreement(own: str, one: Decision, histories: Mapping[str, tuple[Decision, ...]], rules: Rules) -> Text | None:
    """Why the two sides of a transfer do not fit together; None when they do."""
    number = one.successor or one.predecessor or ""
    if number not in histories:
        return Text("det senteret er ikke i registeret", "that centre is not in the register")
    mirrored = (d for d in histories[number] if (d.predecessor if one.successor else d.successor) == own)
    other = next(mirrored, None)
    if other is None:
        return Text("det senteret har ikke vedtaket", "that centre does not have the decision")
    if (one.date, one.effective) != (other.date, other.effective):
        return Text(
            f"dagene er ikke de samme i de to filene (vedtak {other.id})",
            f"the days are not the same in the two files (decision {other.id})",
        )
    if one.successor and _comes_back(own, number, histories):
        return Text("godkjenningen går da i ring", "the approval then goes in a circle")
    if one.predecessor:
        return _carried_wrong(one, histories[own], histories[number], rules)
    return None


def _comes_back(own: str, number: str, histories: Mapping[str, tuple[Decision, ...]]) -> bool:
    """Whether the approval, followed from centre to centre, comes back to where it was."""
    seen: set[str] = set()
    while number not in seen:
        seen.add(number)
        onward = lifecycle.transferred(histories.get(number, ()))
        if onward is None or onward.successor is None:
            return False
        if onward.successor == own:
            return True
        number = onward.successor
    return False


def _carried_wrong(
    taken: Decision, own: tuple[Decision, ...], before: tuple[Decision, ...], rules: Rules
) -> Text | None:
    """Whether the period or a sanction in force is not the one that the approval had where it came from."""
    eve = taken.effective - timedelta(days=1)
    stood = lifecycle.state_on([d for d in before if not d.successor], taken.effective, rules)
    if lifecycle.status_on(own, eve, rules) in RUNNING:
        return _OWN_PERIOD if taken.valid_until else None
    if taken.valid_until != stood.valid_until:
        return _OTHER_PERIOD.fill(day=stood.valid_until or same("–"))
    becomes = lifecycle.status_on(own, taken.effective, rules)
    if stood.status in (Status.WARNED, Status.SUSPENDED) and becomes is Status.APPROVED:
        return Text(
            "advarselen eller suspensjonen som gjelder, er ikke ført på det nye senteret samme dag",
            "the warning or suspension in force is not entered on the new centre on the same day",
        )
    return None


_OTHER_PERIOD = Text(
    "perioden er ikke den samme: den slutter {day}",
    "the period is not the same: it ends on {day}",
    "perioden er ikkje den same: han sluttar {day}",
)
_OWN_PERIOD = Text(
    "dette senteret er godkjent fra før og beholder sin egen periode, så vedtaket har ingen siste dag, «Gyldig til» (valid_until)",
    "this centre is approved already and keeps its own period, so the decision has no last day, “Valid until” (valid_until)",
)
