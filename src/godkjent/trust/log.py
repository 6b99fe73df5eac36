"""The decision log: one leaf for each published decision, appended and never changed.

A leaf holds no name and no organisation number, only the decision's number, its date and the SHA-256 of its file, so
that a file may be taken away when it must be while the log stays whole. The file has a salt, so that nobody can guess
its content back from the hash. Here it is read; `log_writing` carries it on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import rfc8785

from .. import addresses
from ..language.refusals import Refusal
from ..language.texts import Text, shown
from ..register.ed25519 import VerifyKey
from ..register.model import Register
from . import tlog
from .site_files import BadSource, Source
from .tlog import Checkpoint

VERSION = 1
MOST_ENTRIES = 1_000_000
"""Entries of a log that is read: far more than the register will ever have, and few enough to hold."""
TOOL = "tool"
"""The event of a new edition of the outsiders' tool."""
Json = dict[str, Any]


class LogError(Refusal):
    """The log cannot be read, or would not extend the published one; `text` says so, and names what is wrong."""


@dataclass(frozen=True)
class Log:
    """Every entry in order, and the decision files that are public."""

    origin: str
    entries: tuple[bytes, ...]
    files: dict[str, bytes]  # by decision number

    @cached_property
    def leaves(self) -> tuple[Json, ...]:
        """The entries as data."""
        return tuple(json.loads(entry) for entry in self.entries)

    @cached_property
    def hashes(self) -> list[bytes]:
        """The entries' leaf hashes."""
        return [tlog.leaf_hash(entry) for entry in self.entries]

    @cached_property
    def checkpoint(self) -> Checkpoint:
        """How far the log has come."""
        return Checkpoint(self.origin, len(self.entries), tlog.root(self.hashes))

    def index_of(self, decision: str) -> int | None:
        """Where a decision's leaf stands; None when it is not in the log."""
        return next((n for n, leaf in enumerate(self.decisions) if leaf.get("decision") == decision), None)

    @property
    def decisions(self) -> list[Json]:
        """The leaves, with an empty one for each that is no decision, so that they keep their places."""
        return [leaf if is_decision(leaf) else {} for leaf in self.leaves]


def origin(site_url: str) -> str:
    """The name of a log that begins at this address: the address without the scheme, as C2SP advises."""
    return f"{site_url.partition('://')[2].rstrip('/')}/{addresses.LOG.rstrip('/')}"


def name_of(register: Register, site_url: str) -> str:
    """The log's name: the one that keys.yaml keeps, so that a site that moves carries its log on; else its address."""
    return register.log_origin or origin(site_url)


def withheld(leaves: Iterable[Json]) -> set[str]:
    """The decisions that the log itself says are no longer public."""
    last = {leaf["decision"]: leaf.get("event") for leaf in leaves if "decision" in leaf}
    return {id_ for id_, event in last.items() if event == "withheld"}


def tools(leaves: Iterable[Json]) -> set[str]:
    """The SHA-256 of every edition of the outsiders' tool that the log knows."""
    return {str(leaf["tool"]) for leaf in leaves if leaf.get("event") == TOOL}


def is_decision(leaf: Json) -> bool:
    """Whether a leaf stands for a decision, and not for what happened to one or to a key."""
    return "sha256" in leaf


def leaf_name(leaf: Json) -> tuple[str, ...]:
    """What may stand in the log once only; a decision may be withheld and restored again and again."""
    if is_decision(leaf):
        return ("decision", leaf["decision"])
    if "key" in leaf or "tool" in leaf:
        return leaf["event"], leaf.get("key") or leaf["tool"]
    return leaf["event"], leaf["decision"], str(leaf["seq"])


ROOT = "root"
"""What `unknown` is asked for the root by; a decision's hash goes by its number."""


def unknown(what: str) -> str:
    """The sign that stands for a hash on a page until the log is signed."""
    return f"{{{{{what}}}}}"


def imprint(leaf: Json) -> str:
    """A leaf's hash or key as a page shows it: its beginning, or the sign that stands for it, whole."""
    told = str(leaf.get("sha256") or leaf.get("key") or leaf.get("tool") or "")
    return told if told.startswith("{{") else told[:16]


@dataclass(frozen=True)
class Published:
    """A log as somebody finds it: its entries, recomputed to the root of a checkpoint that the key has signed."""

    log: Log
    note: str
    source: Source


def read(source: Source, keys: Sequence[VerifyKey], name: str) -> Published:
    """The log in a built site or at an address. Raises LogError when it cannot be read or does not fit together."""
    try:
        note = source.read(addresses.LOG_CHECKPOINT).decode()
        checkpoint = tlog.opened(note, name, keys)
        if checkpoint.size > MOST_ENTRIES:
            raise LogError(_TOO_LONG.fill(size=checkpoint.size))
        read_bundles = [tlog.unbundled(source.read(addresses.LOG + path)) for path in tlog.bundles(checkpoint.size)]
    except BadSource as error:
        raise LogError(_UNREAD.fill(why=error.text)) from None
    except tlog.BadNote:
        raise LogError(_why_unsigned(note, name)) from None
    except ValueError:
        raise LogError(_BROKEN) from None
    log = Log(name, tuple(entry for bundle in read_bundles for entry in bundle), {})
    if log.checkpoint != checkpoint or not _well_formed(log):
        raise LogError(_OTHER_ROOT)
    return Published(log, note, source)


def _why_unsigned(note: str, name: str) -> Text:
    was = note.partition("\n")[0]
    return _OTHER_NAME.fill(was=shown(was), now=shown(name)) if was != name else _NOT_SIGNED


def _well_formed(log: Log) -> bool:
    """Whether every entry is canonical JSON with its own number and a name that stands once."""
    try:
        names = [leaf_name(leaf) for leaf in log.leaves]
        numbered = [leaf["seq"] for leaf in log.leaves] == list(range(len(log.entries)))
        return (
            numbered and len(set(names)) == len(names) and [rfc8785.dumps(x) for x in log.leaves] == list(log.entries)
        )
    except (ValueError, KeyError, TypeError):
        return False


_UNREAD = Text("Den publiserte loggen kan ikke leses: {why}", "The published log cannot be read: {why}")
_NOT_SIGNED = Text(
    "Loggens sjekkpunkt er ikke signert med nøkkelen som gjelder.",
    "The log's checkpoint is not signed with the key that counts.",
)
_OTHER_NAME = Text(
    "Loggen som er publisert, heter «{was}», men bygget skulle føre en som heter «{now}». Har nettstedet fått ny adresse, skriv log_origin: {was} i registry/keys.yaml, så går loggen videre.",
    "The published log is called “{was}”, but the build was to carry on one called “{now}”. If the site has a new address, write log_origin: {was} in registry/keys.yaml, and the log goes on.",
)
_TOO_LONG = Text(
    "Loggen sier at den har {size} oppføringer. Så mange kan den ikke ha.",
    "The log says that it has {size} entries. It cannot have that many.",
)
_BROKEN = Text("Loggens oppføringer er skadet.", "The log's entries are damaged.")
_OTHER_ROOT = Text(
    "Loggens oppføringer gir ikke roten i sjekkpunktet. Noen har endret dem, eller fjernet en.",
    "The log's entries do not give the root of the checkpoint. Somebody has changed them, or removed one.",
)
