"""The decision log carried on: what is new is appended, and what was published is held to what it said."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .. import addresses
from ..language.texts import Text, shown
from ..public.facts import decision_facts
from ..public.standing import standing
from ..register.ed25519 import VerifyKey
from ..register.model import Decision, PublicKey, Register
from ..register.multikey import from_multikey
from . import tlog
from .log import TOOL, VERSION, Json, Log, LogError, Published, is_decision, leaf_name, name_of, read, unknown, withheld
from .site_files import BadSource, Folder, Source, Web


def outputs(log: Log, key: Ed25519PrivateKey) -> Iterator[tuple[str, str | bytes]]:
    """Every file of the log, by its path in the site."""
    yield addresses.LOG_CHECKPOINT, tlog.signed(log.checkpoint, key)
    yield addresses.LOG_KEY, tlog.vkey(log.origin, key.public_key()) + "\n"
    yield from ((addresses.LOG + name, content) for name, content in tlog.tiles(log.entries))
    yield from ((addresses.decision_file(id_), content) for id_, content in log.files.items())


@dataclass(frozen=True)
class _Due:
    """Something that belongs in the log: what tells it apart, when it was, and what its leaf says besides."""

    name: tuple[str, ...]
    date: str
    facts: Json


def extended(
    register: Register, key: Ed25519PrivateKey, site_url: str, published: Published | None, tool: str | None = None
) -> Log:
    """The published log (None: there is none) with what is new appended, in the order of date and number.

    `tool` is the SHA-256 of the outsiders' tool that goes with the site.

    Raises LogError when a published decision has been changed or is gone, and names it.
    """
    own, secret = _own(register), key.private_bytes_raw()
    files = {id_: decision_file(number, decision, secret) for id_, (number, decision) in own.items()}
    if published:
        files = _carried(published, register, own, files)
    hashes = {id_: hashlib.sha256(file).hexdigest() for id_, file in files.items()}
    return Log(name_of(register, site_url), _entries(register, own, hashes, published, tool), files)


def foreseen(register: Register, site_url: str, published: Published | None, tool: str | None = None) -> Log:
    """The log as one without its key can tell it: in a new leaf a sign stands for the hash that only the key gives."""
    own = _own(register)
    hashes = {id_: unknown(id_) for id_ in own}
    entries = _entries(register, own, hashes, published, tool)
    return Log(name_of(register, site_url), entries, dict.fromkeys(own, b""))


def _own(register: Register) -> dict[str, tuple[str, Decision]]:
    """The public decisions by number, with the organisation number that each is about."""
    return {d.id: (number, d) for number, decisions in _public(register) for d in decisions}


def _entries(
    register: Register,
    own: Mapping[str, Any],
    hashes: Mapping[str, str],
    published: Published | None,
    tool: str | None,
) -> tuple[bytes, ...]:
    entries = list(published.log.entries) if published else []
    logged = {leaf_name(json.loads(entry)) for entry in entries}
    every = [*_all_due(own, hashes, register.keys), *_new_tool(tool, register)]
    for due in sorted((d for d in every if d.name not in logged), key=_order):
        leaf: Json = {"v": VERSION, "seq": len(entries), "date": due.date, **due.facts}
        entries.append(rfc8785.dumps(leaf))
    return (*entries, *_gone_and_back(entries, own, register))


def _gone_and_back(entries: Sequence[bytes], own: Mapping[str, Any], register: Register) -> Iterator[bytes]:
    """A leaf for each decision whose file is taken away, and for each that is public again: nothing goes in silence."""
    leaves = [json.loads(entry) for entry in entries]
    hidden = withheld(leaves)
    logged = [leaf["decision"] for leaf in leaves if is_decision(leaf)]
    turned = [(id_, "withheld" if id_ not in own else "restored") for id_ in logged if (id_ in own) == (id_ in hidden)]
    for seq, (id_, event) in enumerate(turned, len(entries)):
        leaf: Json = {"v": VERSION, "seq": seq, "date": register.as_of.isoformat(), "event": event, "decision": id_}
        yield rfc8785.dumps(leaf)


def _order(due: _Due) -> tuple[str, int, int, tuple[str, ...]]:
    number = due.facts.get("decision", "0-0")
    return due.date, *(int(part) for part in number.split("-")), due.name  # type: ignore[return-value]


def _public(register: Register) -> Iterator[tuple[str, Sequence[Decision]]]:
    for centre in register.centres:
        if stands := standing(centre, register):
            yield centre.organisation_number, stands.decisions


def _all_due(own: Mapping[str, Any], hashes: Mapping[str, str], keys: Sequence[PublicKey]) -> Iterator[_Due]:
    for id_, (_, decision) in own.items():
        facts = {"decision": id_, "sha256": hashes[id_]}
        yield _Due(("decision", id_), decision.date.isoformat(), facts)
    for key in keys:
        told = {"role": key.role, "key": key.key}
        yield _Due(("key-added", key.key), key.since.isoformat(), {"event": "key-added", **told})
        if key.until:
            yield _Due(("key-removed", key.key), key.until.isoformat(), {"event": "key-removed", **told})


def _new_tool(tool: str | None, register: Register) -> Iterator[_Due]:
    if tool:
        yield _Due((TOOL, tool), register.as_of.isoformat(), {"event": TOOL, "tool": tool})


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
    for leaf in (leaf for leaf in published.log.leaves if is_decision(leaf)):
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


def published_at(place: str | None, key: VerifyKey, register: Register, site_url: str) -> Published | None:
    """The log in a folder or at an address (None: there is none), signed by the key of now or one it has replaced."""
    if not place:
        return None
    earlier = [from_multikey(key.key) for key in register.keys if key.role == "log"]
    return read(_source(place), [key, *(key for key in earlier if key)], name_of(register, site_url))


def is_there(place: str) -> bool:
    """Whether a log is published in a folder or at an address."""
    try:
        return bool(_source(place).read(addresses.LOG_CHECKPOINT))
    except BadSource:
        return False


def _source(place: str) -> Source:
    return Web(place.rstrip("/")) if "://" in place else Folder(Path(place))


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
