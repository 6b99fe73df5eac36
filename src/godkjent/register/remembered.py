"""What reading and checking a record came to, kept beside the repository by the very bytes that it came from.

A record is kept only when nothing at all was wrong with it, so that whatever has a fault is always read and judged anew. The
memory is a help and never a witness: one of another program, a damaged row or a file that cannot be opened counts as
nothing kept, and what is kept is checked by its own digest.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from . import git
from .program import digest, files, libraries

_PACKAGE = Path(__file__).parent.parent
_DECIDES = ("language", "register", "checks")
"""The rooms that decide what is wrong with a record."""
_ROOM_FOR = 4
"""So many times the records of a register are kept before those that it no longer has are let go."""


@dataclass(slots=True)
class Memory:
    """One sound record: its data, and what its check came to when there was one."""

    data: Any
    meets: dict[str, list[str]] = field(default_factory=dict)  # by rule, what it may have in common with other records
    marks: dict[str, list[Any]] = field(
        default_factory=dict
    )  # of what has been complained of (`loader.Unread`): line, columns, and the line itself
    terms: str = ""  # the scheme's terms under which no rule had anything against it
    day: str = ""  # the day on which that was so, for the rules that asked for the day
    dated: list[str] = field(default_factory=list)
    new: bool = False  # not in the store as it stands


@dataclass(frozen=True)
class Store:
    """The memory of one repository, in a file of its own."""

    path: Path

    def recall(self) -> dict[str, Memory]:
        """All that is kept, by the key of what it came from; nothing where the file cannot be used."""
        with suppress(sqlite3.Error, OSError, ValueError, TypeError), self._opened() as database:
            rows = database.execute("SELECT key, body, digest FROM memory WHERE program = ?", (program(),))
            return {key: Memory(**json.loads(body)) for key, body, digest in rows if digest == _digest(key, body)}
        return {}

    def keep(self, new: Mapping[str, Memory], used: Iterable[str]) -> None:
        """Add what is new, and let go of what is of another program or of no use; a full disk only means no memory."""
        with suppress(sqlite3.Error, OSError, ValueError), self._opened() as database, database:
            database.execute("DELETE FROM memory WHERE program <> ?", (program(),))
            database.executemany("INSERT OR REPLACE INTO memory VALUES (?, ?, ?, ?)", _rows(new))
            wanted = set(used)
            held = {key for (key,) in database.execute("SELECT key FROM memory")}
            if len(held) > _ROOM_FOR * len(wanted):
                database.executemany("DELETE FROM memory WHERE key = ?", [(key,) for key in held - wanted])

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            database = self._connected()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # locked, or not to be written: it may still be good
                raise
            self.path.unlink(missing_ok=True)
            database = self._connected()
        with closing(database):
            yield database

    def _connected(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self.path, timeout=1)
        try:
            database.execute(
                "CREATE TABLE IF NOT EXISTS memory (key TEXT PRIMARY KEY, program TEXT, body TEXT, digest BLOB)"
            )
        except sqlite3.Error:
            database.close()
            raise
        return database


def _rows(new: Mapping[str, Memory]) -> Iterator[tuple[str, str, str, bytes]]:
    for key, memory in new.items():
        body = json.dumps(
            {name: value for name, value in asdict(memory).items() if name != "new"},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        yield key, program(), body, _digest(key, body)


def _digest(key: str, body: str) -> bytes:
    return sha256(f"{key}\n{program()}\n{body}".encode()).digest()


def store_of(folder: Path) -> Store | None:
    """The memory of the repository that holds `folder`; none where there is no repository."""
    place = git.beside(folder)
    return Store(place / "godkjent" / "memory.sqlite") if place else None


@cache
def program() -> str:
    """What tells one program from another: the code that decides, the libraries it asks, and Python itself."""
    decides = (part for room in _DECIDES for part in files(_PACKAGE / room, ".py", ".json"))
    return digest((*libraries(), *decides))
