"""A transparency log as static files: hashes, tiles and signed checkpoints, by the specifications and nothing more.

RFC 6962 section 2.1 (hashes and proofs), C2SP tlog-tiles (where the parts lie), C2SP tlog-checkpoint and signed-note
(what is signed and how). Everything is recomputed from the entries; a tile is never believed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..register.ed25519 import SigningKey, VerifyKey, signs, verify_key

WIDTH = 256
"""Hashes in a full tile, and entries in a full bundle."""
EMPTY = hashlib.sha256(b"").digest()
_ED25519 = b"\x01"
DASH = "\u2014 "


class BadNote(Exception):
    """A checkpoint is malformed or not signed by the key that was asked for; the text says which, for a developer."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry as a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two hashes as a node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """The root of a tree with these leaf hashes."""
    if len(hashes) < 2:
        return hashes[0] if hashes else EMPTY
    split = _split(len(hashes))
    return node_hash(root(hashes[:split]), root(hashes[split:]))


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The proof that the leaf at `index` is in the tree: the hashes beside its way up to the root."""
    if len(hashes) < 2:
        return []
    split = _split(len(hashes))
    if index < split:
        return [*inclusion(hashes[:split], index), root(hashes[split:])]
    return [*inclusion(hashes[split:], index - split), root(hashes[:split])]


def root_by_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that a proof leads to from a leaf hash; None when the proof has not the length it must have."""
    if size == 1:
        return leaf if not proof and index == 0 else None
    if not proof or not 0 <= index < size:
        return None
    split, (*rest, last) = _split(size), proof
    below = root_by_inclusion(leaf, index, split, rest) if index < split else None
    above = root_by_inclusion(leaf, index - split, size - split, rest) if index >= split else None
    if below is not None:
        return node_hash(below, last)
    return node_hash(last, above) if above is not None else None


def consistency(hashes: Sequence[bytes], old: int) -> list[bytes]:
    """The proof that a tree begins with its first `old` leaves; empty when that is none or all of them."""
    return _consistency(hashes, old, whole=True) if 0 < old < len(hashes) else []


def _consistency(hashes: Sequence[bytes], old: int, *, whole: bool) -> list[bytes]:
    """`whole` says that the old tree is one that the other side knows the root of."""
    if old == len(hashes):
        return [] if whole else [root(hashes)]
    split = _split(len(hashes))
    if old <= split:
        return [*_consistency(hashes[:split], old, whole=whole), root(hashes[split:])]
    return [*_consistency(hashes[split:], old - split, whole=False), root(hashes[:split])]


def path(index: int) -> str:
    """A tile's number in its address: groups of three digits, all but the last with an x before them."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03}")
    return "/".join(reversed(groups))


def tiles(entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Every tile and bundle of a log, by its path under the log's own address."""
    level, hashes = 0, [leaf_hash(entry) for entry in entries]
    for name, chunk in _chunks("tile/entries", list(entries)):
        yield name, b"".join(len(entry).to_bytes(2) + entry for entry in chunk)
    while hashes:
        chunks = list(_chunks(f"tile/{level}", hashes))
        yield from ((name, b"".join(chunk)) for name, chunk in chunks)
        level, hashes = level + 1, [root(chunk) for _, chunk in chunks if len(chunk) == WIDTH]


def _chunks(folder: str, items: list[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    for start in range(0, len(items), WIDTH):
        chunk = items[start : start + WIDTH]
        partial = f".p/{len(chunk)}" if len(chunk) < WIDTH else ""
        yield f"{folder}/{path(start // WIDTH)}{partial}", chunk


def bundles(size: int) -> list[str]:
    """The paths of the bundles that hold a log of that size, in order."""
    return [name for name, _ in _chunks("tile/entries", [b""] * size)]


def unbundled(bundle: bytes) -> list[bytes]:
    """The entries in a bundle. Raises ValueError when it ends in the middle of one."""
    entries, at = [], 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2])
        if at + 2 > len(bundle) or end > len(bundle):
            raise ValueError("a bundle ends in the middle of an entry")
        entries.append(bundle[at + 2 : end])
        at = end
    return entries


# --- Checkpoints ------------------------------------------------------------------------------------------------


def base64_of(data: bytes) -> str:
    """Bytes as a line of text."""
    return base64.b64encode(data).decode()


@dataclass(frozen=True)
class Checkpoint:
    """How far a log has come: its origin, how many entries it has, and their root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def key_id(name: str, key: VerifyKey) -> bytes:
    """Four bytes that tell keys apart in a note."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + key.public_bytes_raw()).digest()[:4]


def vkey(name: str, key: VerifyKey) -> str:
    """A public key as signed-note writes it: name, id and key, with + between."""
    told = base64.b64encode(_ED25519 + key.public_bytes_raw()).decode()
    return f"{name}+{key_id(name, key).hex()}+{told}"


def from_vkey(text: str) -> tuple[str, VerifyKey]:
    """The name and the key in a vkey. Raises ValueError."""
    name, id_, told = text.strip().split("+", 2)  # base64 may have plus signs of its own, the parts before it none
    raw = base64.b64decode(told, validate=True)
    key = verify_key(raw[1:]) if raw[:1] == _ED25519 else None
    if key is None or key_id(name, key).hex() != id_:
        raise ValueError("no vkey")
    return name, key


def signed(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The checkpoint as a signed note; the key's name is the log's origin."""
    name, signature = checkpoint.origin, key.sign(checkpoint.text.encode())
    line = base64.b64encode(key_id(name, key.public_key()) + signature).decode()
    return f"{checkpoint.text}\n{DASH}{name} {line}\n"


def opened(note: str, name: str, keys: Sequence[VerifyKey]) -> Checkpoint:
    """The checkpoint in a note that one of the keys has signed under that name. Raises BadNote."""
    text, separator, signatures = note.partition("\n\n")
    if not separator or not signatures.endswith("\n"):
        raise BadNote("the note has no signature")
    checkpoint = _checkpoint(text + "\n")
    given = [_signature(line, name) for line in signatures.splitlines()]
    if checkpoint.origin != name or not any(
        _signs(key, name, checkpoint, mark) for key in keys for mark in given if mark
    ):
        raise BadNote("the note is not signed by the key asked for")
    return checkpoint


def _checkpoint(text: str) -> Checkpoint:
    lines = text.splitlines()
    try:
        origin, size, told = lines[:3]
        found = Checkpoint(origin, int(size), base64.b64decode(told, validate=True))
    except (ValueError, binascii.Error):
        raise BadNote("the note holds no checkpoint") from None
    if found.text != text or len(found.root) != 32 or found.size < 0:
        raise BadNote("the checkpoint is not written as it must be")
    return found


def _signature(line: str, name: str) -> bytes | None:
    """Key id and signature on one line, when it is of that name."""
    if not line.startswith(f"{DASH}{name} "):
        return None
    try:
        return base64.b64decode(line.removeprefix(f"{DASH}{name} "), validate=True)
    except binascii.Error:
        return None


def _signs(key: VerifyKey, name: str, checkpoint: Checkpoint, mark: bytes) -> bool:
    return mark[:4] == key_id(name, key) and signs(key, mark[4:], checkpoint.text.encode())
