"""A sole trader's name taken out of the register, when the person has the right to it: one step, rehearsed first.

The organisation number and the decisions stay, so that an old badge still leads to an honest answer. What points to the
person goes: names, telephone numbers, web sites, mailbox, street and clients, and the file name with its address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..language.texts import Text
from ..register.demonstration import erased_name, erased_slug
from ..register.records import Record, Registry
from ..register.schema import title
from . import yaml_text
from .append import FIRST_LINE

GOES = (
    "trade_names",
    "former_names",
    "former_slugs",
    "websites",
    "email",
    "phone_numbers",
    "calls_on_behalf_of",
)
"""Fields that may point to the person, and that the record can do without."""


@dataclass(frozen=True)
class Erasure:
    """What the file becomes, and what is to be told of it."""

    slug: str
    content: bytes
    data: dict[str, Any]
    goes: tuple[Text, ...]  # what is taken out, by what it is called
    also_in: tuple[str, ...]  # other files of the register that hold the name
    decisions: tuple[str, ...]  # decisions whose texts hold a word of the name


def erase(record: Record, registry: Registry) -> Erasure:
    """The record without the person; its decisions stay byte for byte."""
    number = str(record.data["organisation_number"])
    top = {key: value for key, value in record.data.items() if key not in (*GOES, "decisions")}
    address = {key: value for key, value in record.data["address"].items() if key != "street"}
    top |= {"name": erased_name(number), "address": address}
    text = "\n".join(record.document.lines)
    kept = text[_decisions_at(record) :]
    content = "\n".join([FIRST_LINE, *yaml_text.block(top)]) + "\n" + kept.rstrip("\n") + "\n"
    schema = registry.schemas["centre"]
    gone = [name for name in ("name", *GOES) if name in record.data]
    goes = [title(schema.node((name,)), (name,)) for name in gone]
    if "street" in record.data["address"]:
        goes.append(title(schema.node(("address", "street")), ("street",)))
    names = list(_names(record))
    return Erasure(
        erased_slug(number),
        content.encode("utf-8"),
        {**yaml_text.as_read(top), "decisions": record.document.data["decisions"]},  # type: ignore[index,call-overload]
        tuple(goes),
        tuple(r.document.file for r in registry.records if r.stem != record.stem and _holds(r.data, names)),
        tuple(str(d.get("id")) for d in record.data["decisions"] if _holds(d, _words(names))),
    )


def _decisions_at(record: Record) -> int:
    """Where the line of `decisions:` begins, which is the last field of every sound file."""
    line = record.document.keys[("decisions",)].line
    return sum(len(before) + 1 for before in record.document.lines[: line - 1])


def _names(record: Record) -> Iterator[str]:
    yield str(record.data["name"])
    yield from record.data.get("trade_names", ())
    yield from (former["name"] for former in record.data.get("former_names", ()))


def _words(names: list[str]) -> list[str]:
    """The words of the names that are long enough to be somebody's."""
    return [word for name in names for word in name.split() if len(word) > 3]


def _holds(value: Any, words: list[str]) -> bool:
    if isinstance(value, dict):
        return any(_holds(inner, words) for inner in value.values())
    if isinstance(value, list):
        return any(_holds(inner, words) for inner in value)
    return any(word.casefold() in str(value).casefold() for word in words)
