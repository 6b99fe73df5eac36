"""Tables as CSV: RFC 4180, UTF-8, and safe to open in a spreadsheet.

Text is always in quotes and numbers never are, so that a reader that heeds quotes keeps organisation numbers, postcodes
and five-digit telephone numbers as text. A spreadsheet takes a cell that begins with a sign as a formula; such a cell
gets an apostrophe in front, and so does one that begins with an apostrophe, so that taking one away gives the text back.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO

from ..language.texts import LANGUAGES

Cell = str | int | float | date | None
_ACTS = frozenset("=+-@'")
"""What a formula begins with, and the sign that keeps it from being one; full-width and small forms count too."""


def of_text(name: str) -> tuple[str, ...]:
    """The columns of a text: one for each language."""
    return tuple(f"{name}_{language}" for language in LANGUAGES)


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The table with its header: one record to a line, CRLF after each, `true` and `false` in words, nothing for None."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Cell) -> str | int | float:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    return guarded(value.isoformat() if isinstance(value, date) else value or "")


def guarded(text: str) -> str:
    """The text with an apostrophe in front when a spreadsheet would not take it as text."""
    seen = text.lstrip()
    acts = unicodedata.normalize("NFKC", seen[:1]) in _ACTS if seen else False
    return f"'{text}" if acts or text[:1] in ("\t", "\r", "\n") else text
