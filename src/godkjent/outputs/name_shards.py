"""Names of a large register in parts, so that a search fetches only those that its own words lead to.

A centre is in the part of every word of its names and its town, of every name as one word, and of both read backwards, so that
a slip of the hand at one end is found by the other; and in that of its sites and its mailbox. A part is what the one file
of a small register is: lunr's index of some centres, and what an answer shows of them. The words stand in their order
from part to part, and `search/names.json` lists the word that each part begins with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from .. import addresses
from ..public.views import CentreView
from ..register import asked
from ..register.program import digest
from ..register.statuses import COUNTED_AS_APPROVED
from . import search
from .kept import Piece

WHOLE = 400
"""Up to so many centres are one file: it is less than the parts of a search would be."""
MOST = ((3_000, 40), (20_000, 80), (None, 120))
"""So many words with their centres are in a part, unless one word alone has more: fewer where the centres are fewer."""
END, BACKWARDS, PLACE, SORTED = "!", "~", "@", "="
"""What stands after every word, and before one that is read backwards, a site or a mailbox, a name with its words in order."""

Row = tuple[str, int]
"""A word, and the place of a centre that has it."""


def pieces(views: Sequence[CentreView], whole: int = WHOLE) -> Iterator[Piece]:
    """Every file that names are searched in."""
    entries = [search.entry(view) for view in views]
    imprints = [digest((repr(entry),)) for entry in entries]
    if len(views) <= whole:
        yield Piece(addresses.NAMES_INDEX, imprints, partial(search.names_index, entries))
        return
    most = next(most for centres, most in MOST if centres is None or len(views) <= centres)
    rows, totals = _capped(views, most)
    parts = list(_parts(rows, most))
    told = json.dumps({"parts": list(_begins(parts))}, ensure_ascii=False, separators=(",", ":")) + "\n"
    yield Piece(addresses.NAMES_INDEX, (told,), lambda: told)
    for n, part in enumerate(parts):
        held = sorted({place for _, place in part})
        more = {word.removesuffix(END): totals[word] for word, _ in part if word in totals}
        made_of = (*(imprints[place] for place in held), repr(more))
        yield Piece(addresses.names_part(n), made_of, partial(search.names_index, [entries[p] for p in held], more))


def _parts(rows: Sequence[Row], most: int) -> Iterator[Sequence[Row]]:
    """The sorted rows in parts; all that is of one word is in one."""
    part: list[Row] = []
    for _, group in groupby(rows, key=lambda row: row[0]):
        some = list(group)
        if part and len(part) + len(some) > most:
            yield part
            part = []
        part += some
    yield part


def _begins(parts: Sequence[Sequence[Row]]) -> Iterator[str]:
    """As many letters of the first word of each part as set it apart from all that stands before."""
    before = ""
    for part in parts:
        first = part[0][0]
        same = next((n for n, pair in enumerate(zip(before, first, strict=False)) if len({*pair}) > 1), len(before))
        yield first[: same + 1] if before else ""
        before = part[-1][0]


def _capped(views: Sequence[CentreView], most: int) -> tuple[list[Row], dict[str, int]]:
    """Every word with its centres, in order; and of words that more have than can be shown, how many have them.

    A word that so many have tells none of them apart: those that are approved are kept. A whole name, a site or a mailbox
    is never left out.
    """
    by_word: dict[str, dict[int, bool]] = {}
    for n, view in enumerate(views):
        for word, whole in _words(view):
            held = by_word.setdefault(word + END, {})
            held[n] = held.get(n, False) or whole
    rows: list[Row] = []
    totals: dict[str, int] = {}
    for word, held in by_word.items():
        common = sorted((n for n, whole in held.items() if not whole), key=lambda n: (_ended(views[n]), n))
        rows += [(word, n) for n, whole in held.items() if whole]
        rows += [(word, n) for n in common[:most]]
        totals |= {word: len(held)} if len(common) > most else {}
    return sorted(rows), totals


def _ended(view: CentreView) -> bool:
    return view.status not in COUNTED_AS_APPROVED


def _words(view: CentreView) -> Iterator[tuple[str, bool]]:
    """What leads to a centre, and whether it is a whole name, a site or a mailbox."""
    names, centre = [name for name, *_ in search.names_of(view)], view.centre
    keys = {asked.name(name).key for name in names}
    keys |= {SORTED + "".join(sorted(parts)) for name in names if len(parts := asked.name(name).words) > 1}
    words = {word for name in (*names, centre.address.city) for word in asked.name(name).words}
    town = asked.name(centre.address.city).key
    for word, whole in (*((key, True) for key in keys), *((word, False) for word in {*words, town} - keys)):
        if word:
            yield word, whole
            if not word.startswith(SORTED):
                yield BACKWARDS + word[::-1], whole
    for place in {*(host for host, *_ in search.sites_of(view)), (centre.email or "").lower()} - {""}:
        yield PLACE + place, True
