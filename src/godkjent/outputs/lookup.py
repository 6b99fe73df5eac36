"""Numbers are looked up, never searched: exact tables in small files that one request can fetch.

A table is cut by the first digits of a telephone number, or the last digits of an organisation number (its first
ones are nearly all alike). One depth serves the whole register, so that a reader's browser needs no directory, and
every part of a table exists, so that "no such number" is never mixed up with "could not be fetched".
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .. import addresses
from ..language.texts import Text
from ..public.views import CentreView
from ..register.model import PhoneRange
from ..register.phones import written

LARGEST_PART = 8000
"""Bytes, uncompressed, that the fullest part of a table should stay below: about 2 KB as it is sent, compressed."""
DEEPEST = 5
PARTS_FOR_A_ROW = 20
"""Files at most for each row: numbers that all begin alike must not make a hundred thousand files, nearly all of them empty."""

Row = tuple[str | None, ...]
"""First number, last number, organisation number, and the first and the last day on which the centre had them, if told."""


@dataclass(frozen=True)
class Lookup:
    """Both tables, cut to files, and the depths a browser needs to find its way."""

    phone_depth: int
    organisation_depth: int
    files: dict[str, str]


def build(views: Sequence[CentreView]) -> Lookup:
    """The look-up files for everything in the register, whatever its status."""
    summaries = {v.centre.organisation_number: summary(v) for v in views}
    phones = [_row(n, v.centre.organisation_number) for v in views for n in v.centre.phone_numbers]
    phone_depth, phone_parts = _cut(phones, summaries, _phone_parts)
    own = [row for v in views for row in _organisation_rows(v)]
    organisation_depth, organisation_parts = _cut(own, summaries, _organisation_parts)
    files = {addresses.lookup("phone", part): text for part, text in phone_parts.items()}
    files |= {addresses.lookup("organisation", part): text for part, text in organisation_parts.items()}
    return Lookup(phone_depth, organisation_depth, files)


def index(made: Lookup, site_url: str) -> list[dict[str, Any]]:
    """What a program needs to find the part of a table that a number is in."""
    ways = {"phone": (made.phone_depth, "first", _PHONE), "organisation": (made.organisation_depth, "last", _OWN)}
    return [
        {
            "table": table,
            "depth": depth,
            "digits": digits,
            "number": pattern,
            "url": f"{site_url}/{addresses.lookup(table, '{part}')}",
            "how": how.in_all(),
        }
        for table, (depth, digits, (pattern, how)) in ways.items()
    ]


_PHONE = (
    "^([0-9]{8}|0[0-9]{4})$",
    Text(
        "Skriv nummeret med sifre alene, uten 0047 og +47. Delen er så mange av de første sifrene som depth sier. Finn raden der første nummer ≤ nummeret ≤ siste nummer, like langt som det.",
        "Write the number in digits alone, without 0047 and +47. The part is as many of the first digits as depth says. Find the row in which first number ≤ the number ≤ last number, of the same length.",
        "Skriv nummeret med siffer åleine, utan 0047 og +47. Delen er så mange av dei første siffera som depth seier. Finn rada der første nummer ≤ nummeret ≤ siste nummer, like langt som det.",
    ),
)
_OWN = (
    "^[0-9]{9}$",
    Text(
        "Delen er så mange av de siste sifrene i organisasjonsnummeret som depth sier. Finn raden som begynner med nummeret.",
        "The part is as many of the last digits of the organisation number as depth says. Find the row that begins with the number.",
        "Delen er så mange av dei siste siffera i organisasjonsnummeret som depth seier. Finn rada som begynner med nummeret.",
    ),
)
"""The pattern of a number when its part is chosen, and how to choose it."""


def _row(number: PhoneRange, organisation_number: str) -> Row:
    period = [day.isoformat() if day else None for day in (number.since, number.until)]
    return (number.first, number.last, organisation_number, *(period if any(period) else ()))


def _organisation_rows(view: CentreView) -> Iterator[Row]:
    """The centre's own number, those it had before, with their last day, and those of its branches."""
    centre = view.centre
    yield (centre.organisation_number,) * 3
    for former in centre.former_organisation_numbers:
        yield (former.number, former.number, centre.organisation_number, None, former.until.isoformat())
    for branch in centre.branches:
        yield (branch, branch, centre.organisation_number)


def summary(view: CentreView) -> dict[str, Any]:
    """What an answer card shows of a centre; the same fields serve the look-up tables and the search for names."""
    centre, standing = view.centre, view.standing
    told = {
        "organisation_number": centre.organisation_number,
        "name": centre.name,
        "slug": centre.slug,
        "city": centre.address.city,
        "status": standing.status,
        "status_since": standing.since.isoformat(),
        "approved_since": standing.approved_since.isoformat() if standing.approved_since else None,
        "valid_until": standing.valid_until.isoformat() if standing.valid_until else None,
        "call_back": written(view.call_back.first) if view.call_back else None,
    }
    return {**told, "successor": successor(view)}


def successor(view: CentreView) -> dict[str, str] | None:
    """Where the approval went, for an answer to lead on to."""
    if view.went_to is None:
        return None
    went = view.went_to
    named = {"organisation_number": went.organisation_number, "name": went.name, "slug": went.slug}
    return {**named, "since": view.standing.since.isoformat()}


def _cut(rows: list[Row], summaries: dict[str, Any], parts_of: Any) -> tuple[int, dict[str, str]]:
    """The shallowest cut whose fullest part is small enough, or the deepest that so few rows are worth."""
    worth = [depth for depth in range(DEEPEST + 1) if 10**depth <= max(1, PARTS_FOR_A_ROW * len(rows))]
    for depth in worth:
        texts = _texts(rows, summaries, parts_of, depth)
        if max(len(text.encode()) for text in texts.values()) <= LARGEST_PART:
            break
    return depth, texts


def _texts(rows: list[Row], summaries: dict[str, Any], parts_of: Any, depth: int) -> dict[str, str]:
    names = [f"{n:0{depth}}" for n in range(10**depth)] if depth else ["all"]
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for part in parts_of(row, depth):
            parts[part or "all"].append(row)
    return {name: _part(sorted(parts[name], key=str), summaries) for name in names}


def _phone_parts(row: Row, depth: int) -> Iterator[str]:
    """The first digits of every number in a range."""
    first, last = str(row[0])[:depth], str(row[1])[:depth]
    for prefix in range(int(first or 0), int(last or 0) + 1):
        yield f"{prefix:0{depth}}" if depth else ""


def _organisation_parts(row: Row, depth: int) -> Iterator[str]:
    """The last digits of an organisation number."""
    yield str(row[0])[9 - depth :]


def _part(rows: list[Row], summaries: dict[str, Any]) -> str:
    centres = {number: summaries[number] for number in sorted({str(row[2]) for row in rows})}
    return json.dumps({"rows": rows, "centres": centres}, ensure_ascii=False, separators=(",", ":")) + "\n"
