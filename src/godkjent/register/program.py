"""What tells one program from another, for whoever keeps what a program made: its files, its libraries, and Python itself."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path


def digest(parts: Iterable[str | bytes]) -> str:
    """The hash of some parts, which cannot be taken for other parts with the same letters."""
    made = hashlib.sha256()
    for part in parts:
        octets = part.encode() if isinstance(part, str) else part
        made.update(len(octets).to_bytes(8, "big"))
        made.update(octets)
    return made.hexdigest()


def files(folder: Path, *endings: str) -> Iterator[str | bytes]:
    """The name and the hash of each file in a folder, or of those with some endings."""
    for path in sorted(folder.rglob("*")):
        if (not endings or path.suffix in endings) and path.is_file():
            yield path.relative_to(folder).as_posix()
            yield hashlib.sha256(path.read_bytes()).digest()


@cache
def libraries() -> tuple[str, ...]:
    """Python, and the name and version of everything that is installed beside it.

    They are what an installer calls the folder in which it writes down what it installed (`PyYAML-6.0.3.dist-info`), so
    that none of these needs to be opened: another version of a library is always another name.
    """
    found: set[str] = set()
    for place in sys.path:
        with suppress(OSError):
            found |= {one.name for one in Path(place).iterdir() if one.suffix in (".dist-info", ".egg-info")}
    return (sys.version, *sorted(found))
