"""The register's name in signatures: a `did:web` that follows from its address, and the keys it lists (W3C DID 1.0)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote, urlsplit

from ..register.ed25519 import VerifyKey
from ..register.multikey import fingerprint, multikey

LISTED = ("credentials", "status")
"""The roles whose keys stand in did.json; the log's key is for the log alone."""


def did_of(site_url: str) -> str:
    """The `did:web` of an address: its host, a port as %3A, and each part of the path it stands under."""
    try:
        parts = urlsplit(site_url)
    except ValueError:
        return ""
    return ":".join(["did:web", quote(parts.netloc, safe=""), *(quote(p) for p in parts.path.split("/") if p)])


def site_url_of(did: str) -> str | None:
    """The address that a `did:web` is for, with http only on this machine itself; None when it is no `did:web`."""
    host, *path = (unquote(part) for part in did.removeprefix("did:web:").split(":"))
    scheme = "http" if host.partition(":")[0] in ("127.0.0.1", "localhost") else "https"
    site_url = "/".join([f"{scheme}://{host}", *path])
    return site_url if did_of(site_url) == did else None


def method(did: str, role: str, key: VerifyKey) -> str:
    """A key's address; it tells the role, and how the key's fingerprint begins."""
    return f"{did}#{role}-{fingerprint(key).replace(' ', '')[:8]}"


def role_of(method_address: str) -> str:
    """The role that a key's address tells."""
    return method_address.partition("#")[2].partition("-")[0]


def document(did: str, keys: dict[str, VerifyKey]) -> dict[str, Any]:
    """did.json: the keys by role, each of which may assert."""
    methods = [
        {"id": method(did, role, key), "type": "Multikey", "controller": did, "publicKeyMultibase": multikey(key)}
        for role, key in keys.items()
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [m["id"] for m in methods],
    }
