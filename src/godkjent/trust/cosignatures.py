"""Cosignatures of witnesses (C2SP tlog-cosignature, v1): that somebody else has seen this very checkpoint, and when."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ..register.ed25519 import SigningKey, signing_key, signs
from ..register.witness_keys import KIND, Witness, checked_name, key_bytes
from .tlog import DASH, Checkpoint

_SECRET = "PRIVATE+KEY"  # noqa: S105 - how such a key begins, not one


@dataclass(frozen=True)
class Cosignature:
    """That a witness had seen a checkpoint at a time; only made of a line whose signature fits."""

    witness: Witness
    at: datetime
    line: str


def secret(name: str, seed: bytes) -> str:
    """A witness's own key as signed-note writes it: kept secret, and read by `from_secret`."""
    own = Witness(checked_name(name), signing_key(seed).public_key())
    return f"{_SECRET}+{own.name}+{own.key_id.hex()}+{base64.b64encode(KIND + seed).decode()}"


def from_secret(text: str) -> tuple[Witness, SigningKey]:
    """The witness and its key. Raises ValueError, which holds nothing secret."""
    kind, _, rest = text.strip().removeprefix(_SECRET).partition("+")
    if kind or not text.strip().startswith(_SECRET):
        raise ValueError("no witness's key")
    name, id_, told = rest.split("+", 2)
    key = signing_key(key_bytes(told))
    own = Witness(checked_name(name), key.public_key())
    if own.key_id.hex() != id_:
        raise ValueError("the key's id is not that of its name and key")
    return own, key


def cosigned(checkpoint: Checkpoint, own: Witness, key: SigningKey, at: datetime) -> str:
    """The line by which a witness says that it has seen the checkpoint."""
    seconds = int(at.timestamp())
    signature = key.sign(_message(checkpoint, seconds))
    return f"{DASH}{own.name} {base64.b64encode(own.key_id + seconds.to_bytes(8) + signature).decode()}"


def without(note: str, one: Witness) -> str:
    """The note without that witness's lines, since a name may sign a note once only."""
    lines = note.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(f"{DASH}{one.name} "))


def found(note: str, checkpoint: Checkpoint, witnesses: Iterable[Witness]) -> list[Cosignature]:
    """The cosignatures in a note that fit, one for each of the witnesses at most: the latest."""
    lines = note.partition("\n\n")[2].splitlines()
    by_witness = [list(_fitting(lines, checkpoint, one)) for one in witnesses]
    return [max(fitting, key=lambda one: one.at) for fitting in by_witness if fitting]


def _fitting(lines: Sequence[str], checkpoint: Checkpoint, one: Witness) -> Iterator[Cosignature]:
    begins = f"{DASH}{one.name} "
    for line in lines:
        try:
            mark = base64.b64decode(line.removeprefix(begins), validate=True) if line.startswith(begins) else b""
            seconds = int.from_bytes(mark[4:12])
            at = datetime.fromtimestamp(seconds, UTC)
        except (binascii.Error, ValueError, OverflowError, OSError):
            continue
        if mark[:4] == one.key_id and seconds and signs(one.key, mark[12:], _message(checkpoint, seconds)):
            yield Cosignature(one, at, line)


def _message(checkpoint: Checkpoint, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{checkpoint.text}".encode()
