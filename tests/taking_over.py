"""What tests of taking the register into use share: the board's answers, and a secretariat's list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from stdnum.no import orgnr

ANSWERS = {
    "publisher_name": "Nemndas sekretariat",
    "organisation_number": "800 000 009",
    "email": "post@nemnda.invented",
    "phone": "22 33 44 55",
    "street": "Postboks 1",
    "postcode": "0155",
    "city": "Oslo",
    "site": "register.nemnda.invented/",
    "repository": "git@github.com:Nemnda/register.git",
    "warnings_public": "ja",
    "warnings_years": "2",
    "suspensions_public": "nei",
    "suspensions_years": "0",
    "grace_days": "30",
    "data_licence": "nlod",
}
NUMBERS = [n for n in (f"8{i:08}" for i in range(4000)) if orgnr.is_valid(n)]
HEADINGS = ["Navn", "Org.nr.", "Godkjent siden", "Gyldig til", "Telefon", "Nettside", "Adresse", "Postnr", "Poststed", "Fylke", "Retning", "Tjenester"]  # fmt: skip
WORDS = ("Fjord", "Vidde", "Skog", "Strand", "Myr", "Lyng", "Bre", "Holme", "Elv", "Topp")


def row(n: int, **other: object) -> list[object]:
    """A sound row of the list; `other` by heading."""
    name = f"{WORDS[n % 10]}{WORDS[n // 10 % 10].lower()} Kundeservice {n} AS" if n else "Fjord Kundesenter AS"
    values: dict[str, object] = {
        "Navn": name,
        "Org.nr.": NUMBERS[n],
        "Godkjent siden": "1. mars 2024",
        "Gyldig til": "",
        "Telefon": f"22 {n // 100:02} {n % 100:02} 10",
        "Nettside": f"www.sentre{n}.invented",
        "Adresse": "Storgata 1",
        "Postnr": "0155",
        "Poststed": "Oslo",
        "Fylke": "Oslo",
        "Retning": "Ringer ut",
        "Tjenester": "Salg og kundeservice",
    }
    return list({**values, **other}.values())


def workbook(path: Path, rows: Sequence[Sequence[object]], history: Sequence[Sequence[object]] = ()) -> Path:
    book = Workbook()
    book.worksheets[0].title = "Sentre"
    for cells in rows:
        book.worksheets[0].append(list(cells))
    sheet = book.create_sheet("Historie") if history else None
    for cells in history:
        sheet.append(list(cells))  # type: ignore[union-attr]
    book.save(path)
    return path
