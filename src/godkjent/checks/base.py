"""The centres' files as they stood at a place in git, each read only where it differs from the one that is there now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from ..language.texts import visible
from ..register import git
from ..register.loader import Document, Value, parse
from ..register.records import Record, Registry, once
from ..register.schema import at

_CENTRES, _SCHEME = PurePosixPath("centres"), "scheme.yaml"


@dataclass(frozen=True)
class Base:
    """What was published: by file name without ending, in the order of the names."""

    documents: Mapping[
        str, Document | None
    ]  # those that differ from what is there now, or are gone; None: not to be read
    same: Mapping[str, Record]  # those that are the very bytes that are there now
    scheme: Document | None = None

    @cached_property
    def files(self) -> tuple[Document | Record, ...]:
        """Every file that can be read; in one that is the same, numbers and booleans may be read as such."""
        stems = sorted({*self.documents, *self.same}, key=lambda stem: f"{stem}.yaml")
        return tuple(f for stem in stems if (f := self.same.get(stem) or self.documents[stem]) is not None)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of the decisions."""
        return frozenset(id_ for file in self.files for id_, _ in decisions_in(file))


def decisions_in(file: Document | Record) -> Sequence[tuple[str, int]]:
    """The number of every decision in a centre's file that has one, and where it stands."""
    return _of_record(file) if isinstance(file, Record) else _numbered(file.data)


def _numbered(data: Value) -> list[tuple[str, int]]:
    listed = at(data, ("decisions",))
    rows = enumerate(listed) if isinstance(listed, list) else ()
    return [(id_, n) for n, item in rows if isinstance(item, dict) and isinstance(id_ := item.get("id"), str)]


@once
def _of_record(record: Record) -> list[tuple[str, int]]:
    return _numbered(record.data)


def base_at(folder: Path, ref: str, registry: Registry) -> Base:
    """What `folder` held at `ref`, beside `registry`, which was read from it. Raises NoBase."""
    blobs = git.blobs_at(folder, ref)
    now = {record.stem: record for record in registry.of_kind("centre")}
    centres = {p.stem: (p.name, blob) for p, blob in _centres(blobs)}
    same = {stem: now[stem] for stem, (name, blob) in centres.items() if stem in now and _holds(folder, name, blob)}
    other = {stem: named for stem, named in centres.items() if stem not in same}
    wanted = [*(blob for _, blob in other.values()), *([blobs[_SCHEME]] if _SCHEME in blobs else [])]
    read = git.contents(folder, wanted) if wanted else []
    called = folder.name or "registry"
    documents = {
        stem: parse(content, visible(f"{called}/centres/{name}"))[0]
        for (stem, (name, _)), content in zip(other.items(), read, strict=False)
    }
    scheme = parse(read[-1], visible(f"{called}/{_SCHEME}"))[0] if _SCHEME in blobs else None
    return Base(documents, same, scheme)


def _centres(blobs: Mapping[str, str]) -> Iterator[tuple[PurePosixPath, str]]:
    for path, blob in blobs.items():
        place = PurePosixPath(path)
        if place.parent == _CENTRES and place.suffix == ".yaml":
            yield place, blob


def _holds(folder: Path, name: str, blob: str) -> bool:
    """Whether the file is there with that content."""
    try:
        return git.blob_of((folder / "centres" / name).read_bytes(), blob) == blob
    except OSError:
        return False
