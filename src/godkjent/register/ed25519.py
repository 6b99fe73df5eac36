"""Ed25519 (RFC 8032) by what the machine has: `cryptography`, or else `ecdsa`, which is Python alone.

The register itself always has the first. The second is carried by the outsiders' tool, so that a site can be checked
from a machine with Python and nothing more. Both refuse the same signatures.
"""

from __future__ import annotations

from typing import Protocol

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

    Ed25519PublicKey.public_bytes_raw  # noqa: B018  # not in what older systems have, and then it is as good as none
except (ImportError, AttributeError):
    FAST = False
    InvalidSignature = ValueError  # type: ignore[assignment, misc]
else:
    FAST = True


class VerifyKey(Protocol):
    """A public key."""

    def public_bytes_raw(self) -> bytes:
        """Its 32 bytes."""

    def verify(self, signature: bytes, data: bytes) -> None:
        """Raises an exception when the signature is not one of this key over the data."""


class SigningKey(Protocol):
    """A secret key."""

    def sign(self, data: bytes) -> bytes:
        """The signature over the data."""

    def public_key(self) -> VerifyKey:
        """Its public half."""


class PureVerifyKey:
    """A public key without `cryptography`. Raises ValueError when the bytes are none."""

    def __init__(self, raw: bytes) -> None:
        import ecdsa  # here, so that whoever has the other library need not wait for this one

        self._raw = bytes(raw)
        try:
            self._key = ecdsa.VerifyingKey.from_string(self._raw, curve=ecdsa.Ed25519)
        except ecdsa.keys.MalformedPointError as error:
            raise ValueError(str(error)) from None

    def public_bytes_raw(self) -> bytes:
        """Its 32 bytes."""
        return self._raw

    def verify(self, signature: bytes, data: bytes) -> None:
        """Raises ValueError when the signature is not one of this key over the data."""
        import ecdsa

        try:
            self._key.verify(signature, data)
        except ecdsa.BadSignatureError as error:
            raise ValueError(str(error)) from None


class PureSigningKey:
    """A secret key without `cryptography`."""

    def __init__(self, seed: bytes) -> None:
        import ecdsa

        self._key = ecdsa.SigningKey.from_string(bytes(seed), curve=ecdsa.Ed25519)

    def sign(self, data: bytes) -> bytes:
        """The signature over the data."""
        return bytes(self._key.sign(data))

    def public_key(self) -> VerifyKey:
        """Its public half."""
        return PureVerifyKey(self._key.get_verifying_key().to_string())


def verify_key(raw: bytes) -> VerifyKey:
    """The public key with those 32 bytes. Raises ValueError."""
    return Ed25519PublicKey.from_public_bytes(raw) if FAST else PureVerifyKey(raw)


def signing_key(seed: bytes) -> SigningKey:
    """The secret key with those 32 bytes. Raises ValueError."""
    return Ed25519PrivateKey.from_private_bytes(seed) if FAST else PureSigningKey(seed)


def signs(key: VerifyKey, signature: bytes, data: bytes) -> bool:
    """Whether the signature is the key's over the data."""
    try:
        key.verify(signature, data)
    except (ValueError, InvalidSignature):
        return False
    return True
