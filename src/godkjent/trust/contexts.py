"""The JSON-LD contexts that credentials are read with: from npm's packages, never from the network, and only these bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import rfc8785

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_PACKAGES = Path("node_modules") / "@digitalcredentials"
_FILES = {
    CREDENTIALS: (
        _PACKAGES / "credentials-v2-context" / "contexts" / "credentials-v2.jsonld",
        "b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf",
    ),
    OPEN_BADGES: (
        _PACKAGES / "open-badges-context" / "js" / "contexts" / "context-3.0.3.js",
        "c5e555a91a5cf48e32ae0a05674c61ddd5c053b680b5643b2f57f9965e386d99",
    ),
}
"""Where each context lies, and the SHA-256 of its canonical JSON (RFC 8785)."""


CARRIED = "contexts.json"
"""The file in which the outsiders' tool carries the contexts by address."""


class ContextError(Exception):
    """A context is not there, is not the one that is known, or is not known at all; the text is a sentence."""


Loader = Callable[[str, Any], dict[str, Any]]


def here() -> dict[str, Any]:
    """The contexts that the outsiders' tool carries, else those under the folder that the command is run from. Raises ContextError."""
    carried = files("godkjent") / CARRIED
    return json.loads(carried.read_text("utf-8")) if carried.is_file() else documents(Path.cwd())


def loader(root: Path) -> Loader:
    """PyLD's way to a context: those under `root`, every other address refused. Raises ContextError."""
    return loader_of(documents(root))


@lru_cache
def documents(root: Path) -> dict[str, Any]:
    """Each context under `root` by its address. Raises ContextError."""
    return {address: _read(root / file) for address, (file, _) in _FILES.items()}


def loader_of(documents: Mapping[str, Any]) -> Loader:
    """PyLD's way to a context: these, wherever they come from, when they are those that are known. Raises ContextError."""
    for address, (file, digest) in _FILES.items():
        if hashlib.sha256(rfc8785.dumps(documents.get(address))).hexdigest() != digest:
            raise ContextError(f"{file.name} er en annen kontekst enn den bevisene er laget for.")

    def load(address: str, _options: Any = None) -> dict[str, Any]:
        if address not in _FILES:
            raise ContextError(f"Konteksten «{address}» er ikke en av dem registeret bruker.")
        return {"contextUrl": None, "documentUrl": address, "document": documents[address], "static": True}

    return load


def _read(file: Path) -> Any:
    try:
        text = file.read_text("utf-8")
    except OSError:
        raise ContextError("Mappen node_modules mangler. Kjør «make setup», som henter det bevisene trenger.") from None
    start = text.index("module.exports") if file.suffix == ".js" else 0
    return json.loads(text[text.index("{", start) : text.rindex("}") + 1])
