"""One act of the board as a change of one file: tried on the register as it was read, and only then put in place.

What already stands in a file is kept byte for byte; a decision is text at its end. Nothing is written that `check`
would refuse, and nothing is half written.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..checks import rules
from ..language.refusals import Refusal
from ..language.texts import Text
from ..register import asked, records
from ..register.loader import load, parse
from ..register.problems import Level, Problem
from ..register.records import Registry
from ..register.schema import Node, Schema, at
from . import yaml_text
from .reading import DAYS

FIRST_LINE = "# yaml-language-server: $schema=../schemas/centre.schema.json"
ORDER = (
    "id",
    "date",
    "kind",
    "effective",
    "concerns",
    "outcome",
    "successor",
    "predecessor",
    "requirements",
    "reason",
    "remedy",
    "deadline",
    "valid_until",
    "change",
)
"""The fields of a decision in the order in which they are written."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NUMBER = re.compile(r"([0-9]{4})-([0-9]{3,6})\Z")


class CannotAppend(Refusal):
    """The file is written so that no decision can be added at its end; `text` says why and what to do."""


@dataclass(frozen=True)
class Trial:
    """What the registry would be with one file changed, and what `check` says of it."""

    registry: Registry
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> list[Problem]:
        """What stands in the way."""
        return [p for p in self.problems if p.level is Level.ERROR]


def next_number(read: Registry, year: int) -> str:
    """The year's next free decision number over the whole register: one more than the highest."""
    ids = (str(item.get("id", "")) for r in read.of_kind("centre") for item in _items(r.data))
    taken = [int(found[2]) for id_ in ids if (found := _NUMBER.match(id_)) and int(found[1]) == year]
    return f"{year:04}-{max(taken, default=0) + 1:03}"


def _items(data: Any) -> list[dict[str, Any]]:
    listed = at(data, ("decisions",))
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def fields_of(schema: Schema, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields that a decision of this kind must have, and all that it may have, as the schema says."""
    rules: list[Node] = schema.node(("decisions", 0)).get("allOf", [])
    for rule in rules:
        if rule.get("if", {}).get("properties", {}).get("kind", {}).get("const") == kind:
            then = rule["then"]
            return tuple(then.get("required", ())), tuple(then.get("propertyNames", {}).get("enum", ()))
    return (), ()


def ordered(item: Mapping[str, Any]) -> dict[str, Any]:
    """A decision's fields in their usual order, without those that are empty."""
    return {key: _dated(key, item[key]) for key in ORDER if item.get(key) not in (None, "", (), [], {})}


def _dated(key: str, value: Any) -> Any:
    """A day as a day, so that it is written without quotes; what is no day stays text, for `check` to refuse."""
    if isinstance(value, dict):
        return {inner: _dated(inner, said) for inner, said in value.items()}
    try:
        return date.fromisoformat(value) if key in DAYS and isinstance(value, str) and _DAY.match(value) else value
    except ValueError:
        return value


def appended(path: Path, name: str, item: Mapping[str, Any]) -> tuple[bytes, str]:
    """The file's bytes with the decision after them, and the text that was added. Raises CannotAppend."""
    return appended_all(path, name, [item])


def appended_all(path: Path, name: str, items: Sequence[Mapping[str, Any]]) -> tuple[bytes, str]:
    """The file's bytes with the decisions after them, and the text that was added. Raises CannotAppend.

    The file is one that `check` has accepted, so it can be read, and `decisions` is its last field. The result is
    read again: the old data with the new decisions last, or nothing.
    """
    content = path.read_bytes()
    document, _ = load(path, name)
    mark = document.marks.get(("decisions",)) if document else None
    if document is None or mark is None or document.lines[mark.line - 1][mark.column - 1 : mark.column] != "-":
        raise CannotAppend(_NO_LIST.fill(file=name))
    line_end = "\r\n" if b"\r\n" in content else "\n"
    lines = (line for item in items for line in yaml_text.listed(item, " " * (mark.column - 1)))
    added = "".join(line + line_end for line in lines)
    missing = b"" if content.endswith((b"\n", b"\r")) else line_end.encode()
    whole = content + missing + added.encode("utf-8", "replace")
    before: Any = document.data
    if not reads_as(
        whole, {**before, "decisions": [*before["decisions"], *(yaml_text.as_read(item) for item in items)]}
    ):
        raise CannotAppend(_ODD_END.fill(file=name))
    return whole, added


def reads_as(content: bytes, data: Any) -> bool:
    """Whether a file of this content reads as the data; what `check` refuses it with is left to `check`."""
    document, problems = parse(content, "read.yaml")
    if document is None:
        return bool(problems) and problems[0].rule not in ("yaml-syntax", "yaml-documents")
    return bool(document.data == data)


def new_file(data: Mapping[str, Any]) -> bytes:
    """A centre's file as it is first written."""
    return ("\n".join([FIRST_LINE, *yaml_text.block(data)]) + "\n").encode("utf-8", "replace")


def trial(read: Registry, folder: Path, files: Mapping[str, bytes | None], as_of: date) -> Trial:
    """What `check` says of the registry that was read from `folder`, when the centres' files have these contents; None: gone."""
    return trial_of(read, folder, {f"centres/{stem}.yaml": content for stem, content in files.items()}, as_of)


def trial_of(read: Registry, folder: Path, files: Mapping[str, bytes | None], as_of: date) -> Trial:
    """The same for files of any kind, by their paths in the registry."""
    tried = records.with_files(read, folder, files)
    return Trial(tried, rules.check(tried, as_of))


def put(path: Path, content: bytes) -> None:
    """Give the file this content all at once, with the rights it had. Raises OSError."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def put_all(contents: Mapping[Path, bytes | None]) -> None:
    """Give every file its content (None takes it away), or leave all of them as they were. Raises OSError."""
    before = {path: path.read_bytes() if path.exists() else None for path in contents}
    written: list[Path] = []
    try:
        for path, content in contents.items():
            written.append(path)
            _give(path, content)
    except BaseException:
        for path in written:
            with suppress(OSError):  # as far as the disk lets us
                _give(path, before[path])
        raise


def _give(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    elif not path.exists() or path.read_bytes() != content:
        put(path, content)


def slug_of(name: str) -> str:
    """The file name that a centre's name gives: letters as addresses have them, at most 80 signs and cut between words."""
    slug = re.sub(r"[^a-z0-9]+", "-", asked.folded(name, "slugs")).strip("-")
    return slug if len(slug) <= 80 else slug[:81].rpartition("-")[0]


_NO_LIST = Text(
    "Vedtakene i {file} står ikke som en liste med bindestrek. Skriv dem slik, ett vedtak for hver bindestrek, og prøv igjen.",
    "The decisions in {file} are not a list with hyphens. Write them so, one decision to a hyphen, and try again.",
)
_ODD_END = Text(
    "Slutten av {file} er skrevet slik at et vedtak ikke kan føres etter den. Se på de siste linjene i filen.",
    "The end of {file} is written so that no decision can be added after it. Look at the last lines of the file.",
)
