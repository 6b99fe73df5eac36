"""The JSON-LD contexts that credentials are read with: from npm's packages, never from the network, and only these bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import rfc8785

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
PACKAGES = "node_modules/@digitalcredentials"
CARRIED = "carried"
"""The folder in which the outsiders' tool carries the contexts, laid as they are beside the register."""
FILES = {
    CREDENTIALS: (
        f"{PACKAGES}/credentials-v2-context/contexts/credentials-v2.jsonld",
        "b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf",
    ),
    OPEN_BADGES: (
        f"{PACKAGES}/open-badges-context/js/contexts/context-3.0.3.js",
        "c5e555a91a5cf48e32ae0a05674c61ddd5c053b680b5643b2f57f9965e386d99",
    ),
}
"""Where each context lies, and the SHA-256 of its canonical JSON (RFC 8785)."""


class ContextError(Exception):
    """A context is not there, is not the one that is known, or is not known at all; the text is a sentence."""


Loader = Callable[[str, Any], dict[str, Any]]


def place() -> Traversable:
    """Where the contexts are: inside the outsiders' tool, else in the folder that the command is run from."""
    carried = files("godkjent") / CARRIED
    return carried if carried.is_dir() else Path.cwd()


@lru_cache
def loader(root: Traversable | None = None) -> Loader:
    """PyLD's way to a context: those under `root` (by default `place()`), every other address refused. Raises ContextError."""
    root = root or place()
    documents = {address: _read(root.joinpath(file), digest) for address, (file, digest) in FILES.items()}

    def load(address: str, _options: Any = None) -> dict[str, Any]:
        if address not in documents:
            raise ContextError(f"Konteksten «{address}» er ikke en av dem registeret bruker.")
        return {"contextUrl": None, "documentUrl": address, "document": documents[address], "static": True}

    return load


def _read(file: Traversable, digest: str) -> Any:
    try:
        text = file.read_text("utf-8")
    except OSError:
        raise ContextError("Mappen node_modules mangler. Kjør «make setup», som henter det bevisene trenger.") from None
    start = text.index("module.exports") if file.name.endswith(".js") else 0
    context = json.loads(text[text.index("{", start) : text.rindex("}") + 1])
    if hashlib.sha256(rfc8785.dumps(context)).hexdigest() != digest:
        raise ContextError(f"{file.name} er en annen kontekst enn den bevisene er laget for.")
    return context
