"""The `registry/` folder: which files it is made of, how they are read, and the register that comes out of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import wraps
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from ..language.texts import Text, visible
from . import from_data
from .loader import Document, Place, Unread, content_of, not_too_large, parse
from .model import Centre, PublicKey, Register
from .problems import Mark, Problem
from .remembered import Memory, Store
from .schema import Schema, at

SCHEMAS = ("centre", "scheme", "requirements", "statistics", "misuse", "keys")
_FOLDERS = {"centres": "centre", "statistics": "statistics", "misuse": "misuse"}
_FROM_THE_START = ("centres", "statistics", "scheme.yaml", "requirements.yaml")
_BESIDE = ("README.md", ".gitkeep")
"""What may stand in any folder without being a record: git keeps no empty folder."""
_SINGLE = {"scheme.yaml": "scheme", "requirements.yaml": "requirements", "keys.yaml": "keys"}
_OPTIONAL = frozenset({"keys.yaml"})  # a register that signs nothing has none


@dataclass(frozen=True)
class Record:
    """One file of the registry: what it says, and the places where the schema found fault with it."""

    kind: str
    stem: str
    document: Document
    data: Any
    faults: frozenset[Place] = frozenset()
    memory: Memory | None = field(default=None, compare=False, repr=False)  # of a sound one, where anything is kept
    made: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)  # see `once`

    def get(self, *place: str | int) -> Any:
        """The value at `place` when it is there and the schema has nothing against it or anything in it; else None."""
        sound = not any(f[: len(place)] == place or place[: len(f)] == f for f in self.faults if f or not place)
        return at(self.data, place) if sound else None

    def items(self, key: str) -> Iterator[tuple[int, Any]]:
        """The sound items of a list, each with its index."""
        whole = at(self.data, (key,))
        for index in range(len(whole)) if isinstance(whole, list) else ():
            if (item := self.get(key, index)) is not None:
                yield index, item

    def problem(self, place: Place, rule: str, message: Text, tip: Text | None = None) -> Problem:
        """A problem at `place` in this file."""
        return self.document.problem(self.document.mark(place), rule, message, tip)


Made = TypeVar("Made")


def once(make: Callable[[Record], Made]) -> Callable[[Record], Made]:
    """What many rules make of a record is made once, and kept with it."""
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def made(record: Record) -> Made:
        if name not in record.made:
            record.made[name] = make(record)
        return record.made[name]  # type: ignore[no-any-return]

    return made


@once
def _centre(record: Record) -> Centre:
    return from_data.centre(record.stem, record.data)


@dataclass(frozen=True)
class Registry:
    """Every file as read, and everything wrong with them so far; checks add theirs."""

    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    schemas: dict[str, Schema] = field(default_factory=dict)
    memories: dict[str, Memory] = field(
        default_factory=dict, compare=False, repr=False
    )  # of its records, by their keys
    store: Store | None = field(default=None, compare=False, repr=False)

    def keep(self) -> None:
        """Let the next reading know what this one and its check came to."""
        if self.store is not None and (new := {k: m for k, m in self.memories.items() if m.new}):
            self.store.keep(new, self.memories)

    def of_kind(self, kind: str) -> tuple[Record, ...]:
        """The records of one kind, in the order of their file names."""
        return tuple(r for r in self.records if r.kind == kind)

    @property
    def keys(self) -> tuple[PublicKey, ...]:
        """The signing keys that have been published. Only for a registry in which no error was found."""
        return tuple(key for record in self.of_kind("keys") for key in from_data.public_keys(record.data))

    @property
    def log_origin(self) -> str | None:
        """The name that the decision log keeps wherever the site moves. Only where no error was found."""
        return next((record.data.get("log_origin") for record in self.of_kind("keys")), None)

    def register(self, as_of: date) -> Register:
        """The register at `as_of`. Only for a registry in which no error was found."""
        (scheme,), (requirements,) = self.of_kind("scheme"), self.of_kind("requirements")
        return Register(
            scheme=from_data.scheme(scheme.data),
            requirements=from_data.requirements(requirements.data),
            centres=tuple(map(_centre, self.of_kind("centre"))),
            statistics=tuple(from_data.figures(r.data) for r in self.of_kind("statistics")),
            as_of=as_of,
            misuse=tuple(from_data.misuse(r.stem, r.data) for r in self.of_kind("misuse")),
            keys=self.keys,
            witnesses=tuple(one for r in self.of_kind("keys") for one in from_data.witnesses(r.data)),
            time_authority=next((from_data.time_authority(r.data) for r in self.of_kind("keys")), None),
            log_origin=self.log_origin,
        )


def read_schemas(folder: Path) -> dict[str, Schema]:
    """The schemas in `folder`, by name. Raises OSError or ValueError when one is missing or is no schema.

    A register of the time before a kind of record was thought of has none of them, and needs no schema for them.
    """
    later = {kind: name for name, kind in {**_FOLDERS, **_SINGLE}.items() if name not in _FROM_THE_START}
    paths = {kind: folder / f"{kind}.schema.json" for kind in SCHEMAS}
    needed = (k for k, p in paths.items() if k not in later or p.exists() or (folder.parent / later[k]).exists())
    return {kind: Schema.read(paths[kind]) for kind in needed}


def read(folder: Path, track: Callable[[list[Any]], Iterable[Any]] = iter, store: Store | None = None) -> Registry:
    """Everything in `folder`, read and measured against the schemas. Bad content becomes problems, never exceptions.

    `track` may show how far the reading has come; a `store` spares the reading of what was found sound before. Raises
    OSError or ValueError only when a schema file is unusable.
    """
    schemas = read_schemas(folder / "schemas")
    kept = _Kept(store.recall() if store else {}, {kind: _digest(schema) for kind, schema in schemas.items()})
    found: list[Record] = []
    problems: list[Problem] = []
    for path, kind in track(list(_files(folder, problems))):
        record, faults = _read_one(path, kind, schemas[kind], _name(path, folder), kept if store else None)
        problems += faults
        if record:
            found.append(record)
    return Registry(tuple(found), tuple(problems), schemas, kept.used, store)


@dataclass(frozen=True)
class _Kept:
    """What is known of records by their keys, and what this reading has used of it or found out."""

    known: dict[str, Memory]
    schemas: dict[str, bytes]
    used: dict[str, Memory] = field(default_factory=dict)

    def key(self, path: Path, kind: str, content: bytes) -> str:
        """The bytes of a file, its name, and the schema that it is measured against."""
        told = b"\0".join((kind.encode(), path.stem.encode("utf-8", "surrogateescape"), self.schemas[kind], content))
        return sha256(told).hexdigest()


def _digest(schema: Schema) -> bytes:
    return sha256(json.dumps(schema.root, ensure_ascii=True).encode()).digest()


def _read_one(
    path: Path, kind: str, schema: Schema, name: str, kept: _Kept | None
) -> tuple[Record | None, list[Problem]]:
    content, problem = content_of(path, name)
    if problem:
        return None, [problem]
    key = kept.key(path, kind, content) if kept else ""
    if kept and (memory := kept.known.get(key)):
        kept.used[key] = memory
        return Record(kind, path.stem, Unread(name, path, memory), memory.data, memory=memory), []
    record, problems = _measured(kind, path.stem, schema, name, content)
    if kept and record and not problems and not record.document.broken:
        new = kept.used[key] = Memory(record.data, new=True)
        record = replace(record, memory=new)
    return record, problems


def _measured(kind: str, stem: str, schema: Schema, name: str, content: bytes) -> tuple[Record | None, list[Problem]]:
    """The record that a file of this content is, and what its schema has against it."""
    document, problems = parse(content, name)
    if document is None:
        return None, problems
    data = schema.typed(document)
    faults = list(schema.faults(document, data))
    places = frozenset(f.place for f in faults) | frozenset(document.broken)
    return Record(kind, stem, document, data, places), problems + [f.problem(document) for f in faults]


# --- With other files than are there ------------------------------------------------------------------------------


def kind_of(path: str) -> str | None:
    """What kind of record a file at this path in the registry is; None when it is none."""
    match PurePosixPath(path).parts:
        case [name]:
            return _SINGLE.get(name)
        case [folder, name] if PurePosixPath(name).suffix == ".yaml":
            return _FOLDERS.get(folder)
    return None


def with_files(registry: Registry, folder: Path, contents: Mapping[str, bytes | None]) -> Registry:
    """The registry that was read from `folder`, as it would be if these of its records had these contents; None: were not there.

    Nothing else is read again, and nothing is written.
    """
    names = {path: _name(folder / path, folder) for path in contents}
    there = {*names.values()}
    found = [record for record in registry.records if record.document.file not in there]
    problems = [problem for problem in registry.problems if problem.file not in there]
    for path, content in contents.items():
        kind, name = kind_of(path), names[path]
        if kind is None:
            raise ValueError(path)
        if content is None:
            missing = path in _SINGLE and path not in _OPTIONAL
            problems += [Problem(name, Mark(), "file-missing", _MISSING)] if missing else []
            continue
        if problem := not_too_large(len(content), name):
            problems.append(problem)
            continue
        record, faults = _measured(kind, PurePosixPath(path).stem, registry.schemas[kind], name, content)
        problems += faults
        found += [record] if record else []
    return replace(registry, records=tuple(sorted(found, key=_order)), problems=tuple(problems))


def _order(record: Record) -> tuple[int, str]:
    """As files are read."""
    return _KINDS.index(record.kind), f"{record.stem}.yaml"


_KINDS = (*_SINGLE.values(), *_FOLDERS.values())


def _files(folder: Path, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    """Every file that belongs to the registry, in a fixed order; what does not belong is a problem, not silence."""
    for name, kind in _SINGLE.items():
        if (folder / name).exists() or (folder / name).is_symlink():
            yield folder / name, kind
        elif name not in _OPTIONAL:
            problems.append(Problem(_name(folder / name, folder), Mark(), "file-missing", _MISSING))
    known = {*_SINGLE, *_FOLDERS, *_BESIDE, "schemas"}
    strays = (path for path in sorted(folder.iterdir()) if path.name not in known)
    problems.extend(Problem(_name(path, folder), Mark(), "file-unread", _STRAY) for path in strays)
    for sub, kind in _FOLDERS.items():
        for path in sorted((folder / sub).iterdir(), key=lambda p: p.name) if (folder / sub).is_dir() else ():
            if path.suffix == ".yaml" and (path.is_file() or path.is_symlink()):
                yield path, kind
            elif path.name not in _BESIDE:
                problems.append(Problem(_name(path, folder), Mark(), "file-unread", _UNREAD))


def _name(path: Path, folder: Path) -> str:
    """How a file is called in messages: from the registry folder's own name on, with slashes."""
    return visible((Path(folder.name or "registry") / path.relative_to(folder)).as_posix())


_MISSING = Text(
    "Filen mangler; registeret kan ikke leses uten den.", "The file is missing; the register cannot be read without it."
)
_STRAY = Text(
    "Registeret kjenner ikke dette navnet, så ingenting herfra blir lest. Er det skrevet feil?",
    "The register does not know this name, so nothing here is read. Is it misspelt?",
)
_UNREAD = Text(
    "Registeret leser bare filer som slutter på .yaml her; denne blir ikke lest.",
    "The register reads only files that end in .yaml here; this one is not read.",
)
