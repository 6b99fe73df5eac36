"""What the locks name: pip's, one package a line with its version, and npm's, which is JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_PINNED = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def pinned(text: str) -> Iterator[tuple[str, str]]:
    """Each package of a requirements lock: its name, as `plain` writes it, and its version."""
    return ((plain(name), version) for name, version in _PINNED.findall(text))


def plain(name: str) -> str:
    """The name of a Python package as PEP 503 compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def npm(text: str) -> dict[str, dict[str, Any]]:
    """What an npm lock says of each package, by the folder that it lies in; the project itself is none of them."""
    packages = json.loads(text).get("packages", {})
    return {path: entry for path, entry in packages.items() if path}
