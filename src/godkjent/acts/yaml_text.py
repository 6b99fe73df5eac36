"""YAML as a board member would write it: plain words plain, quotes where YAML 1.1 would mislead or cannot do without."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import yaml

WIDTH = 106
"""A map that is longer than this on one line is written over several."""
_PLAIN = re.compile(r"[^\W\d_](?:[\w./@&()'!?;%+«»–—…-]|:(?=\S)|[ ,](?!#))*")
INSIDE = ",?"
"""Signs that need quotes within a list or a map on one line: some readers of YAML end a word at them there."""
_ID = re.compile(r"[0-9]{4}-[0-9]{3,6}")
ONE_A_LINE = ("phone_numbers", "annual_reports")
_resolver = yaml.resolver.Resolver()


def block(data: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """The lines of a map, one field after the other."""
    for key, value in data.items():
        line = f"{indent}{key}: {flow(value)}"
        if key == "decisions" or (_records(value) and (key in ONE_A_LINE or "id" in value[0])):
            yield f"{indent}{key}:"
            for item in value:
                yield from ([f"{indent}  - {flow(item)}"] if key in ONE_A_LINE else listed(item, f"{indent}  "))
        elif isinstance(value, Mapping) and len(line) > WIDTH:
            yield from (f"{indent}{key}:", *block(value, indent + "  "))
        else:
            yield line


def _records(value: Any) -> bool:
    return isinstance(value, Sequence) and bool(value) and isinstance(value[0], Mapping)


def listed(item: Mapping[str, Any], indent: str) -> Iterator[str]:
    """The lines of a map as one item of a list, its hyphen after `indent`."""
    for n, line in enumerate(block(item)):
        yield f"{indent}{'  ' if n else '- '}{line}"


def flow(value: Any, *, inside: bool = False) -> str:
    """A value on one line; `inside` a list or a map more signs need quotes."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(inner, inside=True)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(inner, inside=True) for inner in value) + "]"
    if isinstance(value, bool | int | date):
        return str(value).lower()
    return value if _plain(value, inside) else quoted(value)


def as_read(value: Any) -> Any:
    """The value as the loader gives it back: every scalar as text."""
    if isinstance(value, Mapping):
        return {key: as_read(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_read(inner) for inner in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _plain(text: str, inside: bool) -> bool:
    """Whether YAML 1.1 reads the text as this very text without quotes; `y` and `n` count as its booleans."""
    if _ID.fullmatch(text):
        return True
    tag = _resolver.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    misleading = text.lower() in ("y", "n") or tag != _TEXT
    if misleading or text.endswith(" ") or (inside and any(sign in text for sign in INSIDE)):
        return False
    return bool(_PLAIN.fullmatch(text))


_TEXT = "tag:yaml.org,2002:str"


def misleading_words() -> list[str]:
    """Every word of letters alone that YAML 1.1 reads as something else than text, as written."""
    words = ("y", "n", "yes", "no", "true", "false", "on", "off", "null")
    return [form for word in words for form in (word, word.title(), word.upper()) if not _plain(form, inside=False)]


def quoted(text: str) -> str:
    """In double quotes, with signs that are not seen or that end a line written as their codes."""
    return "".join(_coded(c) for c in json.dumps(text, ensure_ascii=False))


def _coded(sign: str) -> str:
    hidden = unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}
    return f"\\U{ord(sign):08x}" if hidden and ord(sign) > 0xFFFF else f"\\u{ord(sign):04x}" if hidden else sign
