"""`godkjent reports`: the centres' yearly reports from a list, all of them or none."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from ..acts import reading, reports, sheet, template
from ..acts.reports import Fault
from ..language.refusals import Refusal
from ..language.texts import Text, shown
from ..outputs import desk
from ..register.model import Register
from ..register.problems import sentence
from . import WELL, Refused, WrongUse
from .folder import put, put_centres, sound_register


def add(parser: argparse.ArgumentParser) -> None:
    """What `reports` takes."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FIL", help="listen, som .csv eller .xlsx")
    parser.add_argument(
        "--row",
        action="append",
        metavar="RAD",
        help="ett senter: nummer eller navn; besvarte; tilkoblede; klager; medhold",
    )
    parser.add_argument("--year", metavar="ÅR", help="året tallene gjelder, når listen ikke sier det")
    parser.add_argument("--correct", action="store_true", help="tallene retter noen som er publisert fra før")
    parser.add_argument(
        "--template", type=Path, metavar="FIL", help="lag en liste å fylle ut (.xlsx), med dem som mangler"
    )
    parser.add_argument("--dry-run", action="store_true", help="vis hva som ville blitt ført, og skriv ingenting")


def run(options: argparse.Namespace, day: date) -> int:
    """Enter every report, or say all that is wrong and enter none."""
    read, register = sound_register(options, day, _NOT_SOUND)
    options.year = _year(options)
    if options.template:
        return _template(options, register)
    if not options.file and not options.row:
        raise WrongUse(_WHICH.in_language(options.lang))
    try:
        table = _table(options.file) if options.file else typed(options.row)
        made = reports.entry(table, read, options.registry, day, options.year, correct=options.correct)
    except Refusal as refusal:
        raise Refused(refusal.text.in_language(options.lang)) from None
    return _enter(made, table, options)


def _year(options: argparse.Namespace) -> int | None:
    if not options.year:
        return None
    found = reading.whole(options.year)
    if isinstance(found, str) or len(str(found)) != len("2026"):
        raise WrongUse(reports.ODD_YEAR.fill(words=shown(options.year)).in_language(options.lang))
    return found


def _enter(made: reports.Entry, table: sheet.Table, options: argparse.Namespace) -> int:
    """Put the reports into the files. Raises Refused, after every fault has been told."""
    _tell((*made.faults, *made.doubts), options.lang)
    for problem in made.errors:
        print(sentence(problem, options.lang), file=sys.stderr)
    if not made.sound:
        count = len(made.faults) + len(made.errors)
        raise Refused(_NOTHING.fill(count=count).in_language(options.lang))
    if not options.dry_run:
        put_centres(options.registry, {slug: file.content for slug, file in made.files.items()}, options.lang)
    same = sum(any(row.cells.get(name) for name in reports.FIGURES) for row in table.rows) - len(made.files)
    print(_DONE.fill(count=len(made.files), same=max(same, 0)).in_language(options.lang))
    return WELL


def _table(file: Path) -> sheet.Table:
    """The first sheet that has the headings. Raises NotASheet."""
    for grid in sheet.read(file):
        table = sheet.table(grid, reports.CALLED)
        if table:
            return _with_headings(table)
    raise sheet.NotASheet(_NO_HEADINGS)


def typed(rows: Sequence[str]) -> sheet.Table:
    """Rows as they are typed, or copied from a workbook: the centre and four figures, apart by semicolons or tabs."""
    split = [[cell.strip() for cell in row.replace("\t", ";").split(";")] for row in rows]
    fields = ("centre", *reports.FIGURES)
    held = (sheet.Row(n, {f: c for f, c in zip(fields, cells, strict=False) if c}) for n, cells in enumerate(split, 1))
    return sheet.Table(tuple(held), {name: reports.CALLED[name][0] for name in fields}, ())


def pasted(text: str) -> sheet.Table:
    """What was copied from a workbook: with its row of headings read by these, without as rows that are typed."""
    lines = text.splitlines()
    split = tuple(tuple(cell.strip() for cell in line.replace("\t", ";").split(";")) for line in lines)
    table = sheet.table(sheet.Grid("", split), reports.CALLED)
    return _with_headings(table) if table else typed(lines)


def _with_headings(table: sheet.Table) -> sheet.Table:
    """The table, when it has every column that is needed. Raises NotASheet."""
    titles = {name: words[0] for name, words in reports.CALLED.items()}
    which = [] if "centre" in table.headings else ["number"]
    if lacks := sheet.missing_headings(table, [*which, *reports.FIGURES], titles):
        raise sheet.NotASheet(lacks)
    return table


def _tell(faults: Sequence[Fault], language: str) -> None:
    for fault in sorted(faults, key=lambda f: (f.row, f.column)):
        place = _PLACE.fill(row=fault.row, column=shown(fault.column))
        print(f"{place.in_language(language)}: {fault.text.in_language(language)}", file=sys.stderr)


def _template(options: argparse.Namespace, register: Register) -> int:
    """A workbook with a row for each centre that owes a report, ready to be filled in."""
    year = options.year or register.as_of.year - 1
    book = Workbook()
    book.remove(book.worksheets[0])
    page = book.create_sheet(f"Rapporter {year}")
    page.append([reports.CALLED[name][0] for name in ("number", "centre", "year", *reports.FIGURES)])
    for row in (r for r in desk.reports(register, year) if r.owed):
        page.append([row.centre.organisation_number, row.centre.name, year])
    for cell in page[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCDEFG", (20, 44, 8, 18, 20, 18, 26), strict=True):
        page.column_dimensions[column].width = width
    page.freeze_panes = "A2"
    template.filtered(page)
    out = io.BytesIO()
    book.save(out)
    put({options.template: out.getvalue()}, options.lang)
    print(_TEMPLATE.fill(file=shown(options.template), rows=page.max_row - 1).in_language(options.lang))
    return WELL


_NOT_SOUND = Text("Registeret har feil. Ingenting er skrevet.", "The register has errors. Nothing has been written.")
_WHICH = Text(
    "Si hvilken liste: .venv/bin/godkjent reports rapporter.xlsx. En liste å fylle ut: .venv/bin/godkjent reports --template rapporter.xlsx.",
    "Say which list: .venv/bin/godkjent reports reports.xlsx. A list to fill in: .venv/bin/godkjent reports --template reports.xlsx.",
)
_NO_HEADINGS = Text(
    "Ingen rad i listen er en rad med overskrifter. Øverst må det stå Organisasjonsnummer, Besvarte samtaler, Tilkoblede samtaler, Mottatte klager og Klager medhold.",
    "No row of the list is a row of headings. At the top must stand Organisation number, Answered calls, Connected calls, Complaints received and Complaints upheld.",
)
_PLACE = Text("Rad {row}, {column}", "Row {row}, {column}")
_NOTHING = Text(
    "{count} ting må rettes. Ingenting er skrevet.", "{count} things must be put right. Nothing has been written."
)
_DONE = Text(
    "Rapporter fra {count} sentre er ført. {same} hadde de samme tallene fra før.",
    "Reports from {count} centres are entered. {same} had the same figures already.",
)
_TEMPLATE = Text(
    "{file} er laget, med {rows} sentre som mangler.", "{file} is made, with {rows} centres that lack a report."
)
