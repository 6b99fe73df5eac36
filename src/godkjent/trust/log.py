"""The decision log: one leaf for each published decision, appended and never changed.

A leaf holds no name and no organisation number, only the decision's number, its date and the SHA-256 of its file, so
that a file may be taken away when it must be while the log stays whole. The file has a salt, so that nobody can guess
its content back from the hash.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .. import addresses
from ..language.refusals import Refusal
from ..language.texts import Text, shown
from ..public.facts import decision_facts
from ..public.standing import standing
from ..register.model import Decision, PublicKey, Register
from ..register.multikey import from_multikey
from . import tlog
from .keys import Keys
from .site_files import BadSource, Folder, Source, Web
from .tlog import Checkpoint

VERSION = 1
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
        return [leaf if _is_decision(leaf) else {} for leaf in self.leaves]

    def outputs(self, key: Ed25519PrivateKey) -> Iterator[tuple[str, str | bytes]]:
        """Every file of the log, by its path in the site."""
        yield addresses.LOG_CHECKPOINT, tlog.signed(self.checkpoint, key)
        yield addresses.LOG_KEY, tlog.vkey(self.origin, key.public_key()) + "\n"
        yield from ((addresses.LOG + name, content) for name, content in tlog.tiles(self.entries))
        yield from ((addresses.decision_file(id_), content) for id_, content in self.files.items())


def origin(site_url: str) -> str:
    """The name of a log that begins at this address: the address without the scheme, as C2SP advises."""
    return f"{site_url.partition('://')[2].rstrip('/')}/{addresses.LOG.rstrip('/')}"


def name_of(register: Register, site_url: str) -> str:
    """The log's name: the one that keys.yaml keeps, so that a site that moves carries its log on; else its address."""
    return register.log_origin or origin(site_url)


# --- Building ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Due:
    """Something that belongs in the log: what tells it apart, when it was, and what its leaf says besides."""

    name: tuple[str, ...]
    date: str
    facts: Json


def extended(register: Register, key: Ed25519PrivateKey, site_url: str, published: Published | None) -> Log:
    """The published log (None: there is none) with what is new appended, in the order of date and number.

    Raises LogError when a published decision has been changed or is gone, and names it.
    """
    files, secret = {}, key.private_bytes_raw()
    own = {d.id: (number, d) for number, decisions in _public(register) for d in decisions}
    for id_, (number, decision) in own.items():
        files[id_] = decision_file(number, decision, secret)
    entries = list(published.log.entries) if published else []
    if published:
        files = _carried(published, register, own, files)
    logged = {_name_of(json.loads(entry)) for entry in entries}
    for due in sorted((d for d in _all_due(own, files, register.keys) if d.name not in logged), key=_order):
        leaf: Json = {"v": VERSION, "seq": len(entries), "date": due.date, **due.facts}
        entries.append(rfc8785.dumps(leaf))
    entries += _gone_and_back(entries, own, register)
    return Log(name_of(register, site_url), tuple(entries), files)


def _gone_and_back(entries: Sequence[bytes], own: Mapping[str, Any], register: Register) -> Iterator[bytes]:
    """A leaf for each decision whose file is taken away, and for each that is public again: nothing goes in silence."""
    leaves = [json.loads(entry) for entry in entries]
    hidden = withheld(leaves)
    logged = [leaf["decision"] for leaf in leaves if _is_decision(leaf)]
    turned = [(id_, "withheld" if id_ not in own else "restored") for id_ in logged if (id_ in own) == (id_ in hidden)]
    for seq, (id_, event) in enumerate(turned, len(entries)):
        leaf: Json = {"v": VERSION, "seq": seq, "date": register.as_of.isoformat(), "event": event, "decision": id_}
        yield rfc8785.dumps(leaf)


def withheld(leaves: Iterable[Json]) -> set[str]:
    """The decisions that the log itself says are no longer public."""
    last = {leaf["decision"]: leaf.get("event") for leaf in leaves if "decision" in leaf}
    return {id_ for id_, event in last.items() if event == "withheld"}


def _is_decision(leaf: Json) -> bool:
    return "sha256" in leaf


def _order(due: _Due) -> tuple[str, int, int, tuple[str, ...]]:
    number = due.facts.get("decision", "0-0")
    return due.date, *(int(part) for part in number.split("-")), due.name  # type: ignore[return-value]


def _public(register: Register) -> Iterator[tuple[str, Sequence[Decision]]]:
    for centre in register.centres:
        if stands := standing(centre, register):
            yield centre.organisation_number, stands.decisions


def _all_due(own: dict[str, Any], files: dict[str, bytes], keys: Sequence[PublicKey]) -> Iterator[_Due]:
    for id_, (_, decision) in own.items():
        facts = {"decision": id_, "sha256": hashlib.sha256(files[id_]).hexdigest()}
        yield _Due(("decision", id_), decision.date.isoformat(), facts)
    for key in keys:
        told = {"role": key.role, "key": key.key}
        yield _Due(("key-added", key.key), key.since.isoformat(), {"event": "key-added", **told})
        if key.until:
            yield _Due(("key-removed", key.key), key.until.isoformat(), {"event": "key-removed", **told})


def _name_of(leaf: Json) -> tuple[str, ...]:
    """What may stand in the log once only; a decision may be withheld and restored again and again."""
    if _is_decision(leaf):
        return ("decision", leaf["decision"])
    return (leaf["event"], leaf["key"]) if "key" in leaf else (leaf["event"], leaf["decision"], str(leaf["seq"]))


def decision_file(number: str, decision: Decision, secret: bytes) -> bytes:
    """A decision as it is published and hashed: what was recorded, whatever has been corrected since."""
    salt = hmac.new(secret, f"salt {decision.id}".encode(), hashlib.sha256).hexdigest()[:32]
    facts: Json = {"v": VERSION, "salt": salt, "organisation_number": number, "decision": decision_facts(decision)}
    return rfc8785.dumps(facts)


def _carried(
    published: Published, register: Register, own: dict[str, Any], files: dict[str, bytes]
) -> dict[str, bytes]:
    """The files, those of logged decisions as they were published. Raises LogError for one that says something else."""
    every = {d.id for centre in register.centres for d in centre.decisions}
    carried = dict(files)
    for leaf in (leaf for leaf in published.log.leaves if _is_decision(leaf)):
        id_ = str(leaf["decision"])
        if id_ not in every:
            raise LogError(_GONE.fill(id=shown(id_)))
        if id_ in own and hashlib.sha256(files[id_]).hexdigest() != leaf["sha256"]:
            carried[id_] = _as_published(published, id_, leaf, files[id_])
    return carried


def _as_published(published: Published, id_: str, leaf: Json, now: bytes) -> bytes:
    """The published file when it says the same as the register does, under an older key or an older form."""
    try:
        content = published.source.read(addresses.decision_file(id_))
    except BadSource as error:
        raise LogError(_CHANGED_OR_UNREAD.fill(id=shown(id_), why=error.text)) from None
    if hashlib.sha256(content).hexdigest() != leaf["sha256"]:
        raise LogError(_FILE_FORGED.fill(id=shown(id_)))
    before, after = json.loads(content), json.loads(now)
    if not _says_the_same(before, {**after, "salt": before.get("salt"), "v": before.get("v")}):
        raise LogError(_CHANGED.fill(id=shown(id_)))
    return content


def _says_the_same(before: Any, after: Any) -> bool:
    """Whether everything that was said is still said; fields that came later do not count."""
    if isinstance(before, dict) and isinstance(after, dict):
        return all(name in after and _says_the_same(value, after[name]) for name, value in before.items())
    return bool(before == after)


# --- Reading ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Published:
    """A log as somebody finds it: its entries, recomputed to the root of a checkpoint that the key has signed."""

    log: Log
    note: str
    source: Source


def read(source: Source, keys: Sequence[Ed25519PublicKey], name: str) -> Published:
    """The log in a built site or at an address. Raises LogError when it cannot be read or does not fit together."""
    try:
        note = source.read(addresses.LOG_CHECKPOINT).decode()
        checkpoint = tlog.opened(note, name, keys)
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


def published_at(place: str | None, held: Keys, register: Register, site_url: str) -> Published | None:
    """The log in a folder or at an address (None: there is none), signed by the key of now or one it has replaced."""
    if not place:
        return None
    source: Source = Web(place.rstrip("/")) if "://" in place else Folder(Path(place))
    earlier = [from_multikey(key.key) for key in register.keys if key.role == "log"]
    return read(source, [held.public("log"), *(key for key in earlier if key)], name_of(register, site_url))


def _well_formed(log: Log) -> bool:
    """Whether every entry is canonical JSON with its own number and a name that stands once."""
    try:
        names = [_name_of(leaf) for leaf in log.leaves]
        numbered = [leaf["seq"] for leaf in log.leaves] == list(range(len(log.entries)))
        return (
            numbered and len(set(names)) == len(names) and [rfc8785.dumps(x) for x in log.leaves] == list(log.entries)
        )
    except (ValueError, KeyError, TypeError):
        return False


NO_KEYS = Text(
    "Det finnes en publisert logg (PREVIOUS), men bygget har ingen nøkler å føre den videre med.",
    "There is a published log (PREVIOUS), but the build has no keys to carry it on with.",
)
NO_PREVIOUS = Text(
    "Bygget har nøkler, men vet ikke hvor loggen er publisert. Sett PREVIOUS til nettstedets adresse, eller NEW_LOG=1 når det aldri har vært noen logg.",
    "The build has keys, but does not know where the log is published. Set PREVIOUS to the site's address, or NEW_LOG=1 when there has never been a log.",
)
_GONE = Text(
    "Vedtak {id} står i den publiserte loggen, men ikke i registeret. Et publisert vedtak kan ikke fjernes.",
    "Decision {id} is in the published log but not in the register. A published decision cannot be removed.",
)
_CHANGED = Text(
    "Vedtak {id} er endret etter at det ble publisert. Sett det tilbake, og før en retting (correction) i stedet.",
    "Decision {id} has been changed since it was published. Put it back, and enter a correction instead.",
)
_CHANGED_OR_UNREAD = Text(
    "Vedtak {id} er endret etter at det ble publisert, eller filen dets kan ikke leses: {why}",
    "Decision {id} has been changed since it was published, or its file cannot be read: {why}",
)
_FILE_FORGED = Text(
    "Filen til vedtak {id} er ikke den som står i loggen.", "The file of decision {id} is not the one in the log."
)
_UNREAD = Text("Den publiserte loggen kan ikke leses: {why}", "The published log cannot be read: {why}")
_NOT_SIGNED = Text(
    "Loggens sjekkpunkt er ikke signert med nøkkelen som gjelder.",
    "The log's checkpoint is not signed with the key that counts.",
)
_OTHER_NAME = Text(
    "Loggen som er publisert, heter «{was}», men bygget skulle føre en som heter «{now}». Har nettstedet fått ny adresse, skriv log_origin: {was} i registry/keys.yaml, så går loggen videre.",
    "The published log is called “{was}”, but the build was to carry on one called “{now}”. If the site has a new address, write log_origin: {was} in registry/keys.yaml, and the log goes on.",
)
_BROKEN = Text("Loggens oppføringer er skadet.", "The log's entries are damaged.")
_OTHER_ROOT = Text(
    "Loggens oppføringer gir ikke roten i sjekkpunktet. Noen har endret dem, eller fjernet en.",
    "The log's entries do not give the root of the checkpoint. Somebody has changed them, or removed one.",
)
