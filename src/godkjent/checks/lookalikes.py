"""Names that an eye takes for each other: the letters differ, and what they look like does not."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.texts import Text, shown
from ..register.loader import Place
from ..register.problems import Level
from ..register.records import Record
from . import alike
from .decisions import related
from .rules import Context, Finding, rule_for_all


def _looks(record: Record) -> list[str]:
    return sorted({look for _, name in _names(record) for look in alike.skeletons(name)})


@rule_for_all(
    "name-lookalike",
    "centre",
    "«{name}» ser ut som «{other}», som er et navn på et annet senter ({file}).",
    "“{name}” looks like “{other}”, which is a name of another centre ({file}).",
    Text(
        "Stor I, liten l og 1 ser like ut, og det gjør også rn og m, og O og 0. Er navnet skrevet riktig, og er det senterets eget?",
        "Capital I, small l and 1 look alike, and so do rn and m, and O and 0. Is the name written correctly, and is it the centre's own?",
    ),
    Level.WARNING,
    meets=_looks,
)
def name_lookalike(all_records: tuple[Record, ...], _: Context) -> Iterator[Finding]:
    """No legal, trade or former name has the skeleton (UTS 39) of any name of another centre, the company's form left out.

    Two legal names that are the same or one letter apart are `name-alike`'s to tell; a trade name written the very same is
    a brand that two centres share.
    """
    known: dict[str, list[tuple[Record, Place, str]]] = {}
    for record in all_records:
        kin = related(record)
        for place, name in _names(record):
            keys = alike.skeletons(name)
            near = (row for key in sorted(keys) for row in known.get(key, ()))
            other = next((row for row in near if _apart(row, record, place, name, kin)), None)
            if other:
                values = {"name": shown(name), "other": shown(other[2]), "file": other[0].document.file}
                yield Finding(record.document, place, {**values})
            for key in keys:
                known.setdefault(key, []).append((record, place, name))


def _apart(row: tuple[Record, Place, str], record: Record, place: Place, name: str, kin: frozenset[str]) -> bool:
    """Whether an earlier name is another centre's, and is not told of already."""
    other, where, called = row
    told = place == where == ("name",) and alike.alike(alike.bare(name), alike.bare(called))
    brand = place[0] == where[0] == "trade_names" and name == called
    return other is not record and other.get("organisation_number") not in kin and not told and not brand


def _names(record: Record) -> Iterator[tuple[Place, str]]:
    """Every name a centre has or had, and where it stands."""
    if name := record.get("name"):
        yield ("name",), name
    yield from ((("trade_names", i), name) for i, name in record.items("trade_names"))
    yield from ((("former_names", i, "name"), item["name"]) for i, item in record.items("former_names"))
