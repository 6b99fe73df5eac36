"""The keys the register signs with."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.texts import Text, as_day, shown
from ..register import multikey
from ..register.multikey import ROLES
from ..register.records import Record
from ..register.witness_keys import witness_of
from .rules import Context, Finding, rule


@rule("key", "keys", "«{key}» er ingen nøkkel.", "“{key}” is no key.")
def key(record: Record, _: Context) -> Iterator[Finding]:
    """A public key is one of Ed25519, written as Multikey."""
    for index, item in record.items("keys"):
        if not multikey.names(item["key"]):
            yield Finding(record.document, ("keys", index, "key"), {"key": shown(item["key"])})


@rule(
    "key-twice",
    "keys",
    "Nøkkelen {key} står to ganger.",
    "The key {key} is there twice.",
    Text("En nøkkel har én rolle, og blir ikke brukt om igjen.", "A key has one role, and is not used again."),
)
def key_twice(record: Record, _: Context) -> Iterator[Finding]:
    """No key stands twice, under the same role or another."""
    seen: set[str] = set()
    for index, item in record.items("keys"):
        if item["key"] in seen:
            yield Finding(record.document, ("keys", index, "key"), {"key": shown(item["key"])})
        seen.add(item["key"])


@rule(
    "key-current",
    "keys",
    "Rollen «{role}» har {count} nøkler uten en siste dag (until); den må ha én.",
    "The role “{role}” has {count} keys without a last day (until); it must have one.",
)
def key_current(record: Record, _: Context) -> Iterator[Finding]:
    """Each role has one key that has not been replaced."""
    if any(place[:1] == ("keys",) for place in record.faults):
        return
    current = [item["role"] for _, item in record.items("keys") if "until" not in item]
    for role in ROLES:
        if (count := current.count(role)) != 1:
            yield Finding(record.document, ("keys",), {"role": role, "count": count})


@rule(
    "key-dates",
    "keys",
    "Nøkkelen ble byttet ut {until}, før den ble tatt i bruk {since}.",
    "The key was replaced on {until}, before it was taken into use on {since}.",
)
def key_dates(record: Record, _: Context) -> Iterator[Finding]:
    """A key is replaced no earlier than it was taken into use."""
    for index, item in record.items("keys"):
        if item.get("until", item["since"]) < item["since"]:
            yield Finding(
                record.document,
                ("keys", index, "until"),
                {"until": as_day(item["until"]), "since": as_day(item["since"])},
            )


@rule(
    "witness",
    "keys",
    "«{key}» er ingen nøkkel til et vitne.",
    "“{key}” is no key of a witness.",
    Text(
        "Avtrykket følger av navnet og nøkkelen. Kopier hele linjen på nytt.",
        "The id follows from the name and the key. Copy the whole line again.",
    ),
)
def witness(record: Record, _: Context) -> Iterator[Finding]:
    """A witness's key is one of Ed25519 whose id follows from its name, as C2SP writes it."""
    for index, item in record.items("witnesses"):
        try:
            witness_of(item["key"])
        except ValueError:
            yield Finding(record.document, ("witnesses", index, "key"), {"key": shown(item["key"])})


@rule(
    "witness-place",
    "keys",
    "Et vitne skal ha enten en adresse det spørres på (url) eller en fil det publiserer (publishes).",
    "A witness has either an address that it is asked at (url) or a file that it publishes (publishes).",
)
def witness_place(record: Record, _: Context) -> Iterator[Finding]:
    """There is one way to a witness."""
    for index, item in record.items("witnesses"):
        if ("url" in item) == ("publishes" in item):
            yield Finding(record.document, ("witnesses", index), {})
