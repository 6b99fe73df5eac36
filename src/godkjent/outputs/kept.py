"""What earlier builds made of what: so that nothing is made twice that would become the same.

For each piece of the site the file here holds a key, the hash of everything that the piece is made of, and the SHA-256 of
each file that came of it. The files themselves stand in the site as it was built last, and are taken from there only when
their bytes have that hash. Nothing here is ever published, and nothing here is believed: a file that is from another
version, cut off, damaged or not ours is made anew, and one that cannot be read or written is done without.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..register.program import digest
from ..register.whole_file import keep

VERSION = 1
MOST_SITES = 20
"""Places that are built to from here of which something is kept."""
Files = Mapping[str, str]
"""The files of a piece: paths in the site, and the SHA-256 of each."""
_TABLES = """
CREATE TABLE place (target TEXT NOT NULL);
CREATE TABLE pieces (name TEXT PRIMARY KEY, key TEXT NOT NULL, files TEXT NOT NULL, seal TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Piece:
    """One file of the whole register that is costly to make: its path, all that it is made of, and how."""

    path: str
    made_of: Iterable[str]
    make: Callable[[], str]


@dataclass
class Kept:
    """The pieces of one site, by name: what the last build knew, and what this one has made or found again."""

    file: Path
    target: Path
    known: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    now: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def files(self, name: str, key: str) -> Files | None:
        """The files that came of a piece with this very key; None when it must be made."""
        row = self.known.get(name)
        if row is None or row[0] != key or row[2] != _seal(name, key, row[1]):
            return None
        return {path: digest for digest, _, path in (line.partition(" ") for line in row[1].splitlines())}

    def put(self, name: str, key: str, files: Files) -> None:
        """Remember what came of a piece."""
        held = "".join(f"{digest} {path}\n" for path, digest in files.items())
        self.now[name] = (key, held, _seal(name, key, held))

    def save(self) -> None:
        """Write down what this build knows, all or nothing. Where that is impossible the next build only takes longer."""
        if self.now == self.known:
            return
        try:
            self._write()
            _clear_up(self.file)
        except (sqlite3.Error, OSError) as error:
            print(_NOT_KEPT.format(file=self.file.name, why=error), file=sys.stderr)

    def _write(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        if not self.known:  # none, or none that can be used
            self.file.unlink(missing_ok=True)
        new = not self.file.exists()
        with closing(sqlite3.connect(self.file, timeout=_PATIENCE)) as held, held:
            if new:
                held.executescript(f"BEGIN;{_TABLES}PRAGMA user_version = {VERSION};COMMIT;")
                held.execute("INSERT INTO place VALUES (?)", (str(self.target),))
            gone = [(name,) for name in self.known.keys() - self.now.keys()]
            held.executemany("DELETE FROM pieces WHERE name = ?", gone)
            changed = [(name, *row) for name, row in self.now.items() if self.known.get(name) != row]
            held.executemany("INSERT OR REPLACE INTO pieces VALUES (?, ?, ?, ?)", changed)


def read(folder: Path, target: Path) -> Kept:
    """What is kept of the site that stands at `target`; nothing at all when it cannot be trusted, and it says why."""
    target = target.absolute()
    kept = Kept(folder / f"{hashlib.sha256(str(target).encode()).hexdigest()[:16]}.sqlite", target)
    if not kept.file.exists():
        return kept
    try:
        with closing(sqlite3.connect(f"{kept.file.resolve().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)) as held:
            (version,) = held.execute("PRAGMA user_version").fetchone()
            if version == VERSION and held.execute("SELECT target FROM place").fetchone() == (str(target),):
                kept.known = {
                    name: (key, files, seal) for name, key, files, seal in held.execute("SELECT * FROM pieces")
                }
                return kept
        why = _OTHER
    except (sqlite3.Error, OSError, ValueError, TypeError) as error:
        why = str(error)
    print(_NOT_READ.format(file=kept.file.name, why=why), file=sys.stderr)
    return kept


def remembered(file: Path | None, key: str, make: Callable[[], bytes]) -> bytes:
    """What `make` gives, or what it gave for the same key before; a file that is not whole is made again.

    A disk that is full or may not be written to only costs the making.
    """
    if file is None:
        return make()
    with suppress(OSError):
        held = file.read_bytes()
        if held[:_HEAD].hex() == key + hashlib.sha256(held[_HEAD:]).hexdigest():
            return held[_HEAD:]
    made = make()
    with suppress(OSError):
        keep(file, bytes.fromhex(key) + hashlib.sha256(made).digest() + made)
    return made


_HEAD = 64
"""Bytes before what is remembered: the hash of what it was made of, and its own."""


def _seal(name: str, key: str, files: str) -> str:
    return digest((name, key, files))


def _clear_up(own: Path) -> None:
    """Take away what is kept of sites that are no longer there, and of those that were built longest ago."""
    with suppress(OSError):
        newest = sorted(own.parent.glob("*.sqlite"), key=lambda file: file.stat().st_mtime, reverse=True)
        for other in newest[MOST_SITES:]:
            other.unlink(missing_ok=True)
    for other in own.parent.glob("*.sqlite"):
        with suppress(sqlite3.Error, OSError, TypeError):
            with closing(sqlite3.connect(f"{other.resolve().as_uri()}?mode=ro", uri=True)) as held:
                (target,) = held.execute("SELECT target FROM place").fetchone()
            if other != own and not Path(target).exists():
                other.unlink(missing_ok=True)


_PATIENCE = 5.0
"""Seconds to wait for another build that is writing."""
_OTHER = "den er fra en annen utgave av programmet"
_NOT_READ = "Det som var spart fra forrige bygg ({file}), kan ikke brukes: {why}. Alt lages på nytt."
_NOT_KEPT = (
    "Det som ble laget, kan ikke spares til neste bygg ({file}): {why}. Nettstedet er helt; neste bygg tar lengre tid."
)
