"""What makes a sheet of a workbook a table to the programs that open it."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet


def filtered(sheet: Worksheet) -> str:
    """The range of the sheet's one table: it can be filtered, and calls its columns what the headings call them."""
    (table,) = sheet.tables.values()
    headings = [cell.value for cell in sheet[1]]
    assert table.autoFilter.ref == table.ref and [column.name for column in table.tableColumns] == headings
    assert len({name.casefold() for name in headings}) == len(headings)  # Excel mends, loudly, a table with two alike
    names = [name for other in sheet.parent.worksheets for name in other.tables]
    assert len(names) == len(set(names)) and table.displayName.isidentifier()
    return str(table.ref)
