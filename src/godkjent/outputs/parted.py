"""Long lists in parts: what is longer than an edition wants on a page, is told in parts with addresses of their own.

A part holds what begins alike: the centres of a letter, the numbers of a series, the decisions of a year. So a change
touches the parts of one letter, and a reader who has no script finds the place by looking.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .. import addresses
from ..public.edition import Edition
from ..public.views import CentreView, Entry, NumberView, alphabetical
from ..register import asked
from ..register.model import CHOICES
from . import buyers

FIRST = 50
"""So many at most are shown first of a list that is told in parts."""
_LETTERS = {"{": ("ae", "Æ"), "|": ("oe", "Ø"), "}": ("aa", "Å")}


@dataclass(frozen=True)
class Part:
    """One part of a list: its group's name in the address and to people, its number in the group, and what it holds."""

    group: str
    label: str
    number: int
    items: Sequence[Any]

    @property
    def address(self) -> str:
        """What comes after the address of the list's parts."""
        return f"{self.group}/" if self.number == 1 else f"{self.group}/{self.number}/"


@dataclass(frozen=True)
class Listed:
    """A list of the whole register: the address of its page, that of its parts, and everything in it."""

    name: str
    address: str
    under: str
    items: Sequence[Any]
    grouped: Callable[[Any], tuple[str, str]]  # the group of an item: in the address, and as people read it
    longest: int

    @property
    def first(self) -> int:
        """How many are shown first where the list is told in parts, on its own page and by its script."""
        return min(FIRST, self.longest)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts in the order of the list; none when the whole stands on one page."""
        return tuple(self._cut()) if len(self.items) > self.longest else ()

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups in the order of the list."""
        return tuple(group for group, _ in together(self.items, self.grouped))

    def _cut(self) -> Iterator[Part]:
        for (group, label), items in together(self.items, self.grouped).items():
            for number, first in enumerate(range(0, len(items), self.longest), 1):
                yield Part(group, label, number, items[first : first + self.longest])


def together(items: Sequence[Any], grouped: Callable[[Any], tuple[str, str]]) -> dict[tuple[str, str], list[Any]]:
    """The items by group, both in the order of the list."""
    held: dict[tuple[str, str], list[Any]] = {}
    for item in items:
        held.setdefault(grouped(item), []).append(item)
    return held


def lists(edition: Edition) -> tuple[Listed, ...]:
    """The lists that grow with the register; a decision is half the work of a centre's line, and most lie folded away."""
    most = edition.longest_list
    return (
        Listed("centres", addresses.CENTRES, addresses.CENTRES_PARTS, edition.views, _letter, most),
        Listed("numbers", addresses.NUMBERS, addresses.NUMBERS_PARTS, edition.numbers, _series, most),
        Listed("decisions", addresses.DECISIONS, addresses.DECISIONS_PARTS, edition.entries, _year, 2 * most),
    )


def _letter(view: CentreView) -> tuple[str, str]:
    """The letter that a name is sorted by; names that begin with anything else have a group together."""
    first = alphabetical(view.centre.name)[:1]
    if first in _LETTERS:
        return _LETTERS[first]
    return (first, first.upper()) if "a" <= first <= "z" else ("0-9", "0–9")


def _series(number: NumberView) -> tuple[str, str]:
    """The two first digits, short numbers by themselves, since they are sorted before the long ones."""
    first = number.first[:2]
    return (first, first) if len(number.first) == 8 else (f"{len(number.first)}-{first}", first)


def _year(entry: Entry) -> tuple[str, str]:
    year = str(entry.decision.date.year)
    return year, year


# --- What the live list draws from --------------------------------------------------------------------------------


def shards(edition: Edition) -> Iterator[tuple[str, str]]:
    """The files that the live list is drawn from, one for each letter; none when the whole list stands on its page."""
    for path, held in sharded(edition):
        rows = [row(view) for view in held]
        yield path, json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + "\n"


def sharded(edition: Edition) -> Iterator[tuple[str, Sequence[CentreView]]]:
    """Each of those files, and the centres in it."""
    if lists(edition)[0].parts:
        for (group, _), held in together(edition.views, _letter).items():
            yield addresses.centres_shard(group), held


def row(view: CentreView) -> dict[str, Any]:
    """What a line of the list says of a centre, and what it is filtered, sorted and found by; what is not there is left out."""
    centre, standing = view.centre, view.standing
    report = buyers.latest_report(centre)
    also = [*(f.name for f in centre.former_names), *centre.calls_on_behalf_of]
    found = (centre.name, *centre.trade_names, *also, centre.address.city, centre.address.county)
    told = {
        "slug": centre.slug,
        "name": centre.name,
        "organisation_number": centre.organisation_number,
        "trade_names": centre.trade_names,
        "also": also,
        "words": " ".join(word for name in found for word in asked.searched(name)),
        "status": standing.status,
        "label": "transferred" if view.went_to else None,
        "since": standing.approved_since.isoformat() if standing.approved_since else None,
        **{name: getattr(centre, name) for name in CHOICES},
        "seats": centre.seats,
        "city": centre.address.city,
        "county": centre.address.county,
        "rate": buyers.latest_rate(centre),
        "few": buyers.few_calls(centre) or None,
        "report": [report.complaints_received, report.calls_connected, report.year] if report else None,
        "numbers": [[n.first] if n.single else [n.first, n.last] for n in centre.phone_numbers],
    }
    told["facets"] = buyers.beside(view, told) or None
    return {name: value for name, value in told.items() if value is not None and value != () and value != []}
