"""What the pages and files of one centre are made of, and nothing else: so that they are made again only when that changes.

A unit holds no day. What follows from the register's day is worked out before: the status, who has a number, the periods,
whether the credential still counts, what the forms know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..public.edition import Edition
from ..public.history import Period, periods
from ..public.views import CentreView, NumberView
from ..register.lifecycle import State
from ..register.program import digest
from ..trust.issued import Proof, proof
from . import edit_page


@dataclass(frozen=True)
class Unit:
    """One centre, and the numbers that it has or had last."""

    view: CentreView
    periods: tuple[Period, ...]
    numbers: tuple[NumberView, ...]
    proof: Proof | None  # None on an unsigned site too
    ahead: tuple[State, ...]  # how it stands now, and what is already published of the days to come

    @property
    def name(self) -> str:
        """What tells it from other units."""
        return self.view.centre.organisation_number


def units(edition: Edition, *, signed: bool, only: Sequence[CentreView] | None = None) -> list[Unit]:
    """The units of an edition, one for each centre, in the order of the centres; `only` some of them."""
    held: dict[str, list[NumberView]] = defaultdict(list)
    for number in edition.numbers:
        held[number.held[0][0].centre.organisation_number].append(number)
    return [
        Unit(
            view,
            periods(view.standing, edition.register),
            tuple(held[view.centre.organisation_number]),
            proof(view.centre, edition.register) if signed else None,
            edit_page.states(view, edition.register),
        )
        for view in (edition.views if only is None else only)
    ]


def keys(made: list[Unit], frame: str) -> list[str]:
    """The key of each unit: the hash of all that it holds, and of `frame`, which is what all of them are made with."""
    # The texts themselves would fill the memory: they are larger than the records.
    views = {id(unit.view): digest((repr(unit.view),)) for unit in made}
    return [digest((frame, *_parts(unit, views))) for unit in made]


def _parts(unit: Unit, views: dict[int, str]) -> list[str]:
    """All that a unit holds as text, with the hashes of its view and of the views of others who have or had its numbers."""
    parts = [views[id(unit.view)], repr(unit.periods), repr(unit.proof), repr(unit.ahead)]
    for number in unit.numbers:
        others = [number.holder, *(view for view, _ in number.held)]
        parts += [repr((number.first, number.last, number.ahead)), repr([held for _, held in number.held])]
        parts += ["" if view is None else "=" if view is unit.view else views[id(view)] for view in others]
    return parts
