"""The template of a list of centres: the headings, what each takes, and cells that keep a nought in front."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from ..language.texts import Text
from ..register.loader import Place
from ..register.schema import Schema
from .invented import NOTHING, Cells, Invented
from .take_in import CENTRES, COLUMNS, EVENTS, HELP, HISTORY

ROWS = 500
"""Rows that are made ready as text, so that a program takes no nought away and makes no day of its own."""
_WIDE = 24


def as_csv(filled: Invented = NOTHING) -> bytes:
    """The centres alone, as Norwegian programs open it: semicolons, and a mark that says UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(names[0] for names in COLUMNS.values())
    writer.writerows([cells.get(column, "") for column in COLUMNS] for cells in filled.centres)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_workbook(schema: Schema, filled: Invented = NOTHING) -> bytes:
    """The centres, their history, and an explanation of every column, in three sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _ready(book.create_sheet(CENTRES), COLUMNS, filled.centres)
    _ready(book.create_sheet(HISTORY), EVENTS, filled.history)
    _explained(book.create_sheet(HELP), schema)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filtered(sheet: Worksheet) -> None:
    """Make the sheet, headings in its first row, a table that can be sorted and filtered; it grows as rows are written."""
    table = Table(
        displayName=re.sub(r"\W", "_", f"{sheet.title}_liste"),  # a table may not be called what a cell is, such as A1
        ref=f"A1:{get_column_letter(sheet.max_column)}{max(sheet.max_row, 2)}",  # Excel wants one row below the headings
    )
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)


def _ready(sheet: Worksheet, columns: Mapping[str, Sequence[str]], rows: Sequence[Cells]) -> None:
    sheet.append([names[0] for names in columns.values()])
    for cells in rows:
        sheet.append([cells.get(column) or None for column in columns])
    filtered(sheet)
    sheet.freeze_panes = "B2"
    for number, _ in enumerate(columns, 1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE
        for row in range(2, ROWS + 2):
            sheet.cell(row, number).number_format = "@"


def _explained(sheet: Worksheet, schema: Schema) -> None:
    sheet.append(["Ark", "Kolonne", "Hva som skrives", "Må med"])
    for name, columns in ((CENTRES, COLUMNS), (HISTORY, EVENTS)):
        for column, words in columns.items():
            sheet.append([name, words[0], help_of(name, column, schema), "ja" if column in _MUST[name] else ""])
    for cells, width in (("A", 12), ("B", _WIDE), ("C", 100), ("D", 10)):
        sheet.column_dimensions[cells].width = width
    for cell in sheet["C"]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    filtered(sheet)


def help_of(sheet: str, column: str, schema: Schema) -> str:
    """What a column takes, in a sentence or two, with its choices by what people call them."""
    if (sheet, column) in _HELP:
        return _HELP[sheet, column].nb
    place: Place = ("decisions", 0, column) if sheet == HISTORY else (column,)
    if sheet == CENTRES and column in ("street", "postcode", "city", "county"):
        place = ("address", column)
    choices = schema.labels(place) or schema.labels((*place, 0))
    told = str(schema.node(place).get("description", ""))
    several = " Flere skrives med komma mellom." if schema.labels((*place, 0)) else ""
    return f"{told} {'Valg: ' + ', '.join(t.nb for t in choices.values()) + '.' if choices else ''}{several}".strip()


_MUST = {
    CENTRES: ("organisation_number", "approved", "directions", "services"),
    HISTORY: ("organisation_number", "date", "kind"),
}
_DAY = " Skriv for eksempel 24.11.2026."
_FROM_BRREG = " Står det tomt, hentes det fra Enhetsregisteret."


def _nb(words: str) -> Text:
    return Text(words, words)


_HELP = {
    (CENTRES, "name"): _nb("Foretakets navn." + _FROM_BRREG),
    (CENTRES, "organisation_number"): _nb("Ni sifre."),
    (CENTRES, "applied"): _nb("Dagen søknaden kom, for et senter som ikke er godkjent ennå." + _DAY),
    (CENTRES, "approved"): _nb("Dagen senteret ble godkjent første gang." + _DAY),
    (CENTRES, "renewed"): _nb("Dagen godkjenningen sist ble fornyet, når du vet den." + _DAY),
    (CENTRES, "valid_until"): _nb(
        "Siste dag godkjenningen gjelder."
        + _DAY
        + " Har den vart lenger enn én periode, føres fornyelsene der periodene møtes."
    ),
    (CENTRES, "withdrawn"): _nb("Dagen senteret gikk ut av ordningen etter eget ønske." + _DAY),
    (CENTRES, "phone_numbers"): _nb(
        "Numre senteret ringer ut med og svarer på, med semikolon mellom. En serie skrives FRA–TIL."
    ),
    (CENTRES, "phone_outbound"): _nb("Numre det bare ringer ut med, når de skal føres for seg."),
    (CENTRES, "phone_inbound"): _nb("Numre det bare svarer på, når de skal føres for seg."),
    (CENTRES, "websites"): _nb("Senterets egne nettsteder, med semikolon mellom. Et merke hører bare hjemme på disse."),
    (CENTRES, "trade_names"): _nb("Andre navn senteret bruker utad, med semikolon mellom."),
    (CENTRES, "calls_on_behalf_of"): _nb("Oppdragsgivere som har sagt ja til å stå der, med semikolon mellom."),
    **{
        (CENTRES, column): _nb(words + _FROM_BRREG)
        for column, words in {
            "street": "Gate og nummer.",
            "postcode": "Fire sifre.",
            "city": "Poststedet.",
            "county": "Fylket.",
        }.items()
    },
    (HISTORY, "organisation_number"): _nb("Nummeret til senteret i arket «Sentre»."),
    (HISTORY, "date"): _nb("Dagen vedtaket ble fattet." + _DAY),
    (HISTORY, "id"): _nb("Nemndas nummer, ÅÅÅÅ-NNN. Står det tomt, får vedtaket det neste i sitt år."),
    (HISTORY, "requirements"): _nb(
        "Kravene det gjelder, slik de heter i registry/requirements.yaml, med komma mellom."
    ),
}
