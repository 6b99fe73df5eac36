"""A secretariat's own lists, read as text: CSV as Norwegian programs write it, and Excel workbooks.

A cell is the words that a person sees in it, a day as YYYY-MM-DD and a whole number as its digits. What a person sees but
a file does not hold (a formula that was never worked out, one value spread over merged cells) is refused with its place.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from ..language.refusals import Refusal
from ..language.texts import Text, all_of, joined, same, shown

LARGEST = 20_000_000
"""Bytes of a file, and of each of its parts when a workbook is unpacked times ten."""
MOST_ROWS = 20_000
_MOST_NAMED = 20
_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000


class NotASheet(Refusal):
    """The file cannot be read as a list; `text` says why and what to do."""


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, row by row from the first; `name` is that of a workbook's sheet, or empty."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Row:
    """One row below the headings: its number as a program shows it, and its cells by field; empty ones are left out."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """The rows of a sheet by what its headings mean, and the headings that mean nothing here."""

    rows: tuple[Row, ...]
    headings: Mapping[str, str]  # the words of the heading, by field
    unknown: tuple[str, ...]


def read(path: Path) -> tuple[Grid, ...]:
    """Every sheet of the file that holds anything. Raises NotASheet."""
    try:
        content = path.read_bytes()[: LARGEST + 1]
    except OSError as error:
        raise NotASheet(_UNREADABLE.fill(file=shown(path.name), why=error.strerror)) from None
    if len(content) > LARGEST:
        raise NotASheet(_TOO_LARGE.fill(file=shown(path.name)))
    grids = _workbook(content, path.name) if content.startswith(b"PK") else (Grid("", _csv(content, path.name)),)
    held = tuple(grid for grid in grids if grid.rows)
    if not held:
        raise NotASheet(_EMPTY.fill(file=shown(path.name)))
    if any(len(grid.rows) > MOST_ROWS for grid in held):
        raise NotASheet(_TOO_MANY.fill(file=shown(path.name), most=MOST_ROWS))
    return held


def table(grid: Grid, called: Mapping[str, Sequence[str]]) -> Table | None:
    """The sheet's rows by field; `called` has what each field may be called. None when no row holds two of the headings.

    The first row with at least two known headings is the row of headings; a title may stand above it.
    """
    known = {plain(words): field for field, names in called.items() for words in (field, *names)}
    for at, row in enumerate(grid.rows):
        fields = [known.get(plain(cell)) for cell in row]
        if len({f for f in fields if f}) >= min(2, len(called)):
            unknown = tuple(cell for cell, field in zip(row, fields, strict=True) if cell and field is None)
            headings = {field: cell for cell, field in zip(row, fields, strict=True) if field}
            rows = (Row(n, _cells(cells, fields)) for n, cells in enumerate(grid.rows[at + 1 :], at + 2))
            return Table(tuple(r for r in rows if r.cells), headings, unknown)
    return None


def plain(heading: str) -> str:
    """The words of a heading without capitals, signs and blanks, so that small differences of writing do not count."""
    return "".join(c for c in heading.casefold() if c.isalnum())


def day_of_serial(words: str) -> str:
    """A day that lost its format: Excel's number of days since 1899-12-30, from 1954 to 2119, as YYYY-MM-DD; else the words."""
    if words.isdecimal() and _FIRST_SERIAL <= int(words) <= _LAST_SERIAL:
        return (_EPOCH + timedelta(days=int(words))).isoformat()
    return words


def _cells(cells: Sequence[str], fields: Sequence[str | None]) -> dict[str, str]:
    return {field: cell for cell, field in zip(cells, fields, strict=False) if field and cell}


# --- CSV --------------------------------------------------------------------------------------------------------


def _csv(content: bytes, name: str) -> tuple[tuple[str, ...], ...]:
    text = _text(content)
    if "\0" in text:
        raise NotASheet(_NO_LIST.fill(file=shown(name)))
    separator = max(";,\t", key=lambda sign: (text.partition("\n")[0].count(sign), sign == ";"))
    try:
        rows = [
            tuple(" ".join(cell.split()) for cell in row) for row in csv.reader(io.StringIO(text), delimiter=separator)
        ]
    except csv.Error:
        raise NotASheet(_NO_LIST.fill(file=shown(name))) from None
    return _trimmed(rows)


def _text(content: bytes) -> str:
    """The text of a CSV file: UTF-8 or UTF-16 where it says so, else UTF-8, else as older Windows programs write it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _trimmed(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The rows without the empty ones at the end, whose numbers nobody needs."""
    last = max((n for n, row in enumerate(rows, 1) if any(row)), default=0)
    return tuple(rows[:last])


# --- Workbooks ---------------------------------------------------------------------------------------------------


def _workbook(content: bytes, name: str) -> Iterator[Grid]:
    """Every visible sheet of a workbook, as it was last worked out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > 10 * LARGEST:
                raise NotASheet(_TOO_LARGE.fill(file=shown(name)))
        worked_out = load_workbook(io.BytesIO(content), data_only=True)
        written = load_workbook(io.BytesIO(content))
    except NotASheet:
        raise
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError, SyntaxError):
        raise NotASheet(_NO_WORKBOOK.fill(file=shown(name))) from None
    seen = [
        (sheet, formulas)
        for sheet, formulas in zip(worked_out.worksheets, written.worksheets, strict=True)
        if sheet.sheet_state == "visible"
    ]
    if hidden := [text for sheet, formulas in seen for text in _not_held(sheet, formulas)]:
        raise NotASheet(joined(hidden, "\n"))
    for sheet, _ in seen:
        yield Grid(sheet.title, _trimmed([tuple(map(_cell, row)) for row in sheet.values]))


def _not_held(sheet: Worksheet, formulas: Worksheet) -> Iterator[Text]:
    """What a person sees in a sheet and its file does not hold: every place at once."""
    headings = next((n for n, row in enumerate(sheet.values, 1) if sum(v is not None for v in row) > 1), 1)
    ranges = [m for m in sheet.merged_cells.ranges if m.max_row > headings and m.size["columns"] * m.size["rows"] > 1]
    if ranges:
        yield _MERGED.fill(sheet=shown(sheet.title), cells=_places([str(merged) for merged in ranges]))
    cells = zip(sheet.iter_rows(), formulas.iter_rows(), strict=True)
    pairs = (pair for row, originals in cells for pair in zip(row, originals, strict=True))
    lost = [cell.coordinate for cell, original in pairs if cell.value is None and _is_formula(original.value)]
    if lost:
        yield _FORMULA.fill(sheet=shown(sheet.title), cells=_places(lost))


def _is_formula(written: Any) -> bool:
    return isinstance(written, str) and written.startswith("=")


def _places(cells: Sequence[str]) -> Text:
    """The cells by their names, and how many more when they are many."""
    few = ", ".join(cells[:_MOST_NAMED])
    more = len(cells) - _MOST_NAMED
    return _AND_MORE.fill(cells=few, count=more) if more > 0 else same(few)


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else " ".join(str(value).split())


def missing_headings(table_: Table, needed: Sequence[str], titles: Mapping[str, str]) -> Text | None:
    """The sentence that a list lacks headings that it must have; None when it has them all."""
    lacks = [f"«{titles.get(field, field)}»" for field in needed if field not in table_.headings]
    return _HEADINGS.fill(which=all_of(lacks)) if lacks else None


_UNREADABLE = Text("«{file}» kan ikke leses ({why}).", "“{file}” cannot be read ({why}).")
_TOO_LARGE = Text("«{file}» er for stor til å være en liste.", "“{file}” is too large to be a list.")
_TOO_MANY = Text("«{file}» har flere enn {most} rader.", "“{file}” has more than {most} rows.")
_EMPTY = Text("«{file}» er tom.", "“{file}” is empty.")
_NO_LIST = Text(
    "«{file}» er verken en CSV-fil eller en Excel-arbeidsbok (.xlsx). Lagre listen som en av dem, og prøv igjen.",
    "“{file}” is neither a CSV file nor an Excel workbook (.xlsx). Save the list as one of them, and try again.",
)
_NO_WORKBOOK = Text(
    "«{file}» kan ikke leses som en Excel-arbeidsbok. Åpne den, lagre den på nytt som .xlsx uten passord, og prøv igjen.",
    "“{file}” cannot be read as an Excel workbook. Open it, save it again as .xlsx without a password, and try again.",
)
_MERGED = Text(
    "Arket «{sheet}»: cellene {cells} er slått sammen, så det er ikke sikkert hvilken rad verdien gjelder. Del dem, og skriv verdien i hver rad.",
    "The sheet “{sheet}”: the cells {cells} are merged, so which row the value is for is not certain. Split them, and write the value in each row.",
)
_FORMULA = Text(
    "Arket «{sheet}»: formel uten svar i {cells}. Åpne filen i Excel og lagre den, eller skriv verdien i stedet.",
    "The sheet “{sheet}”: a formula without an answer in {cells}. Open the file in Excel and save it, or write the value instead.",
)
_AND_MORE = Text("{cells} og {count} til", "{cells} and {count} more")
_HEADINGS = Text("Listen mangler kolonnen {which}.", "The list lacks the column {which}.")
