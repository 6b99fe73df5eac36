"""Public keys as people and programs write them: Multikey (`z6Mk…`), and a fingerprint that can be read aloud.

Multikey: base58btc (the sign `z`) of the code for Ed25519 (0xed 0x01) and the key's 32 bytes (W3C Controlled Identifiers).
"""

from __future__ import annotations

import hashlib
import re

from ..language.texts import Text
from .ed25519 import VerifyKey, verify_key

ROLE_NAMES = {
    "credentials": Text("Bevis", "Credentials", "Bevis"),
    "status": Text("Statuslister", "Status lists", "Statuslister"),
    "log": Text("Vedtakslogg", "Decision log", "Vedtakslogg"),
}
"""What a key of the register signs, and what that is called."""
ROLES = tuple(ROLE_NAMES)

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"
_GROUPS = 8
_PRINT = re.compile(rf"([0-9a-f]{{4}} ?){{{_GROUPS}}}\Z")


def base58(data: bytes) -> str:
    """Bytes in base58btc."""
    number, digits = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        digits = _ALPHABET[rest] + digits
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


def from_base58(text: str) -> bytes:
    """What `base58` wrote. Raises ValueError for other signs."""
    number = 0
    for sign in text:
        number = number * 58 + _ALPHABET.index(sign)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def multikey(key: VerifyKey) -> str:
    """The key as Multikey, which is how it stands in did.json."""
    return "z" + base58(_ED25519 + key.public_bytes_raw())


def from_multikey(text: str) -> VerifyKey:
    """The key that a Multikey writes. Raises ValueError when it is none of Ed25519."""
    raw = from_base58(text[1:]) if text.startswith("z") else b""
    if not raw.startswith(_ED25519):
        raise ValueError(text)
    return verify_key(raw.removeprefix(_ED25519))


def fingerprint(key: VerifyKey) -> str:
    """The first 128 bits of the SHA-256 of the key's 32 bytes, in groups of four hexadecimal digits."""
    digest = hashlib.sha256(key.public_bytes_raw()).hexdigest()
    return " ".join(digest[n : n + 4] for n in range(0, 4 * _GROUPS, 4))


def names(pin: str) -> bool:
    """Whether the text is written as a key can be pinned: as Multikey, or as a fingerprint with or without blanks."""
    try:
        return bool(_PRINT.match(pin.lower())) or bool(from_multikey(pin))
    except ValueError:
        return False


def is_named(key: VerifyKey, pin: str) -> bool:
    """Whether `pin` is this key's Multikey or fingerprint."""
    return pin == multikey(key) or pin.lower().replace(" ", "") == fingerprint(key).replace(" ", "")
