"""W3C Data Integrity proofs with Ed25519: eddsa-jcs-2022 signs the JSON itself, eddsa-rdfc-2022 what it says as RDF.

Both in a set: whoever reads a credential takes the one they know. Ed25519 is deterministic, so the same document,
key and time give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785
from pyld import jsonld  # type: ignore[import-untyped]

from ..register.ed25519 import SigningKey, VerifyKey, signs
from ..register.multikey import base58, from_base58
from .contexts import Loader

JCS, RDFC = "eddsa-jcs-2022", "eddsa-rdfc-2022"
SUITES = (JCS, RDFC)
Document = Mapping[str, Any]


class BadProof(Exception):
    """A proof does not prove what it stands on; the text says why, in English and for programs."""


def signed(document: Document, key: SigningKey, method: str, created: str, loader: Loader) -> dict[str, Any]:
    """The document with both proofs; `method` is the key's address in did.json, `created` a time in UTC."""
    return {**document, "proof": [_proof(document, suite, key, method, created, loader) for suite in SUITES]}


def proofs_of(document: Document) -> dict[str, Document]:
    """The document's proofs by suite. Raises BadProof unless there is exactly one of each."""
    given = document.get("proof")
    listed = given if isinstance(given, list) else [given]
    found: list[Document] = [proof for proof in listed if isinstance(proof, dict)]
    if len(found) != len(listed) or sorted(str(p.get("cryptosuite")) for p in found) != sorted(SUITES):
        raise BadProof("there must be exactly one proof of each suite")
    return {str(proof["cryptosuite"]): proof for proof in found}


def verify(document: Document, proof: Document, key: VerifyKey, loader: Loader) -> None:
    """Raises BadProof unless `proof` was made by the key for this document, as an assertion."""
    if proof.get("type") != "DataIntegrityProof" or proof.get("proofPurpose") != "assertionMethod":
        raise BadProof("not a proof of an assertion")
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    try:
        value = str(proof["proofValue"])
        signature = from_base58(value.removeprefix("z")) if value.startswith("z") else b""
        fits = signs(key, signature, _digest(_without_proof(document), options, loader))
    except (KeyError, ValueError):
        fits = False
    if not fits:
        raise BadProof("the signature does not fit")


def _proof(
    document: Document, suite: str, key: SigningKey, method: str, created: str, loader: Loader
) -> dict[str, Any]:
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    if suite == JCS:
        options = {"@context": document["@context"], **options}
    return {**options, "proofValue": "z" + base58(key.sign(_digest(document, options, loader)))}


def _digest(document: Document, options: Document, loader: Loader) -> bytes:
    """What is signed: the hash of the proof's own terms, then the hash of the document, each in canonical form."""
    if options.get("cryptosuite") == JCS:
        if "@context" in options and options["@context"] != document.get("@context"):
            raise BadProof("the proof is for another context")
        return _hash(rfc8785.dumps(dict(options))) + _hash(rfc8785.dumps(dict(document)))
    configuration = {"@context": document.get("@context"), **options}
    return _hash(_quads(configuration, loader)) + _hash(_quads(document, loader))


def _quads(document: Document, loader: Loader) -> bytes:
    # RDFC-1.0 is the name that W3C gave URDNA2015; their output is the same
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": loader}
    try:
        quads: str = jsonld.normalize(dict(document), options)
    except (jsonld.JsonLdError, RecursionError, TypeError, AttributeError) as error:
        raise BadProof(f"the document cannot be read as RDF: {type(error).__name__}") from None
    return quads.encode()


def _without_proof(document: Document) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "proof"}


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
