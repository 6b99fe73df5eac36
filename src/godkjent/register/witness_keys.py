"""A witness of the decision log: its name and its key, as C2SP signed-note and tlog-cosignature write them."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from .ed25519 import VerifyKey, verify_key

KIND = b"\x04"
LONGEST_NAME = 200


@dataclass(frozen=True)
class Witness:
    """Who cosigns: a name, and the public key that goes with it."""

    name: str
    key: VerifyKey

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell the key apart in a note."""
        return hashlib.sha256(self.name.encode() + b"\n" + KIND + self.key.public_bytes_raw()).digest()[:4]

    @property
    def vkey(self) -> str:
        """The name and the key as signed-note writes them."""
        told = base64.b64encode(KIND + self.key.public_bytes_raw()).decode()
        return f"{self.name}+{self.key_id.hex()}+{told}"


def witness_of(vkey: str) -> Witness:
    """The witness that a vkey names. Raises ValueError."""
    name, id_, told = vkey.strip().split("+", 2)
    found = Witness(checked_name(name), verify_key(key_bytes(told)))
    if found.key_id.hex() != id_ or found.vkey != vkey.strip():
        raise ValueError("the vkey's id is not that of its name and key")
    return found


def checked_name(name: str) -> str:
    """The name, when it can be one. Raises ValueError."""
    if not name or len(name) > LONGEST_NAME or "+" in name or any(sign.isspace() for sign in name):
        raise ValueError("a witness's name has no blank and no plus sign")
    return name


def key_bytes(told: str) -> bytes:
    """The 32 bytes of a key that is written after its kind. Raises ValueError."""
    raw = base64.b64decode(told, validate=True)
    if raw[:1] != KIND or len(raw) != 33:
        raise ValueError("the key is of another kind")
    return raw[1:]
