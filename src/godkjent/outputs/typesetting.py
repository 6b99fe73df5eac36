"""Documents laid out by Typst: tagged PDF/UA-1 for those who listen, PDF/A-3a for archives, the same bytes every time, with the fonts that Typst brings.

Typst lays out what it is given as JSON; text from a record is never read as its code.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from ..language.texts import visible

Form = Literal["pdf", "png"]
_LAST_LATIN, _ALSO = "\u024f", "–—‘’“”…\N{REPLACEMENT CHARACTER}"


def typeset(sheet: Path, given: dict[str, Any], timestamp: int, form: Form = "pdf") -> bytes:
    """The document with `given` in it; signs that its fonts cannot show become the replacement sign."""
    try:
        return _set(sheet, given, timestamp, form)
    except typst.TypstError:
        return _set(sheet, _latin(given), timestamp, form)


def seen(value: Any) -> Any:
    """The same content with what cannot be seen made visible."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list):
        return [seen(item) for item in value]
    return {key: seen(item) for key, item in value.items()} if isinstance(value, dict) else value


def _set(sheet: Path, given: dict[str, Any], timestamp: int, form: Form) -> bytes:
    compiler, words = _compiler(sheet.resolve()), {"data": json.dumps(given)}
    if form == "png":
        made = compiler.compile(format="png", sys_inputs=words, ppi=110)
    else:
        # Typst makes no document that breaks a rule of these
        made = compiler.compile(format="pdf", sys_inputs=words, pdf_standards=["a-3a", "ua-1"], timestamp=timestamp)
    return made if isinstance(made, bytes) else (made or [b""])[0]


@cache
def _compiler(sheet: Path) -> typst.Compiler:
    return typst.Compiler(sheet, root=sheet.parent, font_paths=[], ignore_system_fonts=True)


def _latin(value: Any) -> Any:
    """The same content with every sign outside of Latin script replaced, and nothing else changed."""
    if isinstance(value, str):
        return "".join(c if c <= _LAST_LATIN or c in _ALSO else "\N{REPLACEMENT CHARACTER}" for c in value)
    if isinstance(value, list):
        return [_latin(item) for item in value]
    return {key: _latin(item) for key, item in value.items()} if isinstance(value, dict) else value
