"""An approval goes over to a new organisation number: one act, written in both centres' files or in neither.

The centre that takes over may be in the register already, as when two merge; then only the decision is added to its file.
Otherwise its file is made from the old one: the same facts, under the new number, with the old name among the former.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ..language.refusals import Refusal
from ..language.texts import Text, shown
from ..public.facts import plain
from ..register import lifecycle
from ..register.model import Centre, Decision, Kind, Register, Status
from ..register.records import Record, Registry
from ..register.statuses import RUNNING
from . import append

_SANCTIONS = {Status.WARNED: Kind.WARNING, Status.SUSPENDED: Kind.SUSPENSION}
_STAYS = ("former_slugs", "former_organisation_numbers", "branches", "annual_reports", "decisions")
"""What is the old company's own, and no part of the new one's file until somebody enters it there."""


class CannotTransfer(Refusal):
    """The approval cannot go over as asked; the sentence says why and what to do."""


@dataclass(frozen=True)
class Order:
    """What is asked for: to which number, on which days, why, and the new company's name when it has another."""

    successor: str
    made: date
    effective: date
    name: str | None = None
    reason: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """One of the two files: its content, and the text that is new in it."""

    content: bytes
    added: str


def transfer(old: Centre, order: Order, read: Registry, register: Register, folder: Path) -> dict[str, Written]:
    """Both files by their names without ending, the old centre's first. Raises CannotTransfer or append.CannotAppend."""
    if not (len(order.successor) == _DIGITS and order.successor.isdecimal()):
        raise CannotTransfer(_NO_NUMBER.fill(words=shown(order.successor)))
    record = next(r for r in read.of_kind("centre") if r.stem == old.slug)
    new = next((c for c in register.centres if c.organisation_number == order.successor), None)
    if new == old:
        raise CannotTransfer(_ITSELF.fill(number=shown(order.successor)))
    numbers = _Numbers(read, order.made.year)
    leaves = append.ordered({**_common(order, numbers), "successor": order.successor})
    arrives = _arriving(old, new, order, numbers, register)
    files = {old.slug: Written(*append.appended(*_file(folder, old.slug), leaves))}
    if new is not None:
        return {**files, new.slug: _added(folder, new.slug, arrives)}
    data = _record(record, old, order)
    slug = append.slug_of(data["name"])
    if any(r.stem == slug for r in read.of_kind("centre")):  # a change of form alone keeps the name
        slug = f"{slug}-{order.successor}"
    content = append.new_file({**data, "decisions": arrives})
    return {**files, slug: Written(content, content.decode("utf-8"))}


def corrected(
    centre: Centre, item: Mapping[str, Any], read: Registry, register: Register, folder: Path
) -> dict[str, Written]:
    """A correction in both files, when it is of a transfer; in the centre's own, when it is of anything else.

    Raises append.CannotAppend.
    """
    files = {centre.slug: Written(*append.appended(*_file(folder, centre.slug), item))}
    concerned = next((d for d in centre.decisions if d.id == item.get("concerns")), None)
    for other in register.centres:
        if twin := _twin(concerned, centre, other):
            numbers = _Numbers(read, int(str(item["id"])[:4]))
            numbers.take()
            mirrored = {**item, "id": numbers.take(), "concerns": twin.id}
            files[other.slug] = Written(*append.appended(*_file(folder, other.slug), mirrored))
    return files


def _twin(decision: Decision | None, centre: Centre, other: Centre) -> Decision | None:
    """The other side of a transfer in another centre's file."""
    if decision is None or other.organisation_number not in (decision.successor, decision.predecessor):
        return None
    named = (d for d in other.decisions if centre.organisation_number in (d.successor, d.predecessor))
    return next((d for d in named if d.date == decision.date), None)


class _Numbers:
    """The year's free decision numbers, one after the other."""

    def __init__(self, read: Registry, year: int) -> None:
        first = append.next_number(read, year)
        self._year, _, number = first.partition("-")
        self._next = int(number)

    def take(self) -> str:
        number, self._next = self._next, self._next + 1
        return f"{self._year}-{number:03}"


def _file(folder: Path, slug: str) -> tuple[Path, str]:
    """Where a centre's file is, and what it is called in messages."""
    return folder / "centres" / f"{slug}.yaml", f"{shown(folder.name or 'registry')}/centres/{slug}.yaml"


def _common(order: Order, numbers: _Numbers) -> dict[str, Any]:
    """What both sides of the decision say; each has a number of its own."""
    later = order.effective if order.effective != order.made else None
    decision = {"id": numbers.take(), "date": order.made, "kind": str(Kind.TRANSFER)}
    return {**decision, "effective": later, "reason": dict(order.reason)}


def _arriving(
    old: Centre, new: Centre | None, order: Order, numbers: _Numbers, register: Register
) -> list[dict[str, Any]]:
    """The decisions of the centre that takes over: the transfer, and a sanction in force, which follows the approval.

    One that is approved already keeps its own period, and how it stands itself.
    """
    rules = register.scheme.rules
    here = {**_common(order, numbers), "predecessor": old.organisation_number}
    own = lifecycle.status_on(new.decisions, order.effective, rules) if new else None
    if own in RUNNING:
        return [append.ordered(here)]
    state = lifecycle.state_on(old.decisions, order.effective, rules)
    items = [append.ordered({**here, "valid_until": state.valid_until})]
    if sanction := _sanction(old, state.status, order.effective):
        items.append(_again(sanction, order, numbers))
    return items


def _sanction(old: Centre, status: Status | None, day: date) -> Decision | None:
    """The warning or suspension that holds on the day, as corrected."""
    kind = _SANCTIONS.get(status) if status else None
    made = (d for d in reversed(lifecycle.corrected(old.decisions)) if d.kind is kind and d.effective <= day)
    return next(made, None)


def _again(sanction: Decision, order: Order, numbers: _Numbers) -> dict[str, Any]:
    """The sanction as a decision in the other file, with the deadline if that has not passed."""
    deadline = sanction.deadline if sanction.deadline and sanction.deadline >= order.effective else None
    later = order.effective if order.effective != order.made else None
    said = {"reason": plain(sanction.reason), "remedy": plain(sanction.remedy), "deadline": deadline}
    head = {"id": numbers.take(), "date": order.made, "kind": str(sanction.kind), "effective": later}
    return append.ordered({**head, "requirements": list(sanction.requirements), **said})


def _added(folder: Path, slug: str, items: list[dict[str, Any]]) -> Written:
    content, added = append.appended_all(*_file(folder, slug), items)
    return Written(content, added)


def _record(record: Record, old: Centre, order: Order) -> dict[str, Any]:
    """The old centre's facts as the new one's; its numbers are the new one's from the day on which they pass."""
    eve = order.effective - timedelta(days=1)
    name = order.name or old.name
    former = [{"name": f.name, "until": f.until} for f in old.former_names]
    former += [{"name": old.name, "until": eve}] if name != old.name else []
    kept = {key: value for key, value in record.data.items() if key not in _STAYS}
    changed = {
        "name": name,
        "organisation_number": order.successor,
        "former_names": former,
        "phone_numbers": [
            _passed_on(n, order.effective) for n in record.data.get("phone_numbers", ()) if _kept(n, eve)
        ],
    }
    order_of_fields = [*list(kept)[:2], *(["former_names"] if "former_names" not in kept else []), *list(kept)[2:]]
    whole = {key: changed.get(key, kept.get(key)) for key in order_of_fields}
    return {key: value for key, value in whole.items() if value not in (None, [], "")}


def _kept(number: Mapping[str, Any], eve: date) -> bool:
    """Whether the old centre still has the number when it passes on."""
    return "until" not in number or date.fromisoformat(str(number["until"])) > eve


def _passed_on(number: Mapping[str, Any], day: date) -> dict[str, Any]:
    days = {key: date.fromisoformat(str(value)) for key, value in number.items() if key in ("since", "until")}
    return {**number, **days, "since": max(day, days.get("since", day))}


_DIGITS = 9
_NO_NUMBER = Text(
    "«{words}» er ikke et organisasjonsnummer. Skriv de ni sifrene til foretaket som godkjenningen går over til.",
    "“{words}” is no organisation number. Write the nine digits of the company that the approval goes over to.",
)
_ITSELF = Text(
    "{number} er senterets eget nummer. Skriv nummeret som godkjenningen går over til.",
    "{number} is the centre's own number. Write the number that the approval goes over to.",
)
