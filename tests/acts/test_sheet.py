"""A secretariat's lists as programs write them: read as a person sees them, or refused with a sentence and a place."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from godkjent.acts import sheet
from godkjent.acts.sheet import NotASheet, day_of_serial, plain, read, table

CALLED = {"number": ("Org.nr.", "Organisasjonsnummer"), "year": ("År",), "answered": ("Besvarte samtaler",)}


def workbook(path: Path, *rows: list[object], merge: str | None = None) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_file_however_it_was_saved(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = [["Org. nr", "ÅR", "Navn"], ["310 000 108", "2025", "Ærlig Ørn"]]
    file = tmp_path / "liste.csv"
    file.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    (grid,) = read(file)
    found = table(grid, CALLED)
    assert found and [(r.number, dict(r.cells)) for r in found.rows] == [(2, {"number": "310 000 108", "year": "2025"})]
    assert found.unknown == ("Navn",)


def test_a_workbook_says_what_a_person_sees(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "liste.xlsx",
        ["Rapporter for 2025"],
        [],
        ["Organisasjonsnummer", "År", "Besvarte samtaler"],
        [310000108, 2025.0, datetime(2026, 2, 1)],
        [None, None, None],
        [" 310 000 175 ", date(2025, 1, 2), 41],
    )
    (grid,) = read(file)
    found = table(grid, CALLED)
    assert found and [(r.number, dict(r.cells)) for r in found.rows] == [
        (4, {"number": "310000108", "year": "2025", "answered": "2026-02-01"}),
        (6, {"number": "310 000 175", "year": "2025-01-02", "answered": "41"}),
    ]


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["År", "Org.nr."])
    hidden = book.create_sheet("gammelt")
    hidden.append(["noe"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "x.xlsx")
    assert [grid.name for grid in read(tmp_path / "x.xlsx")] == ["Sheet"]


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda f: workbook(f, ["År", "Org.nr."], ["=1+1", 1]), "Arket «Sheet»: formel uten svar i A2"),
        (
            lambda f: workbook(f, ["År", "Org.nr."], [1, 2], [3, 4], merge="A2:A3"),
            "Arket «Sheet»: cellene A2:A3 er slått sammen",
        ),
        (lambda f: f.write_bytes(b""), "er tom"),
        (lambda f: f.write_bytes(b"PK\x03\x04 ikke noe"), "kan ikke leses som en Excel-arbeidsbok"),
        (lambda f: f.write_bytes(b"%PDF-1.7\0\0"), "verken en CSV-fil eller en Excel-arbeidsbok"),
        (lambda f: f.write_bytes(b"a;b\n" * (sheet.MOST_ROWS + 1)), "flere enn 20000 rader"),
        (lambda f: f.mkdir(), "kan ikke leses"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(tmp_path: Path, made: object, words: str) -> None:
    made(file := tmp_path / "liste.xlsx")  # type: ignore[operator]
    with pytest.raises(NotASheet) as refused:
        read(file)
    assert words in refused.value.text.nb


def test_a_title_may_be_merged_above_the_headings(tmp_path: Path) -> None:
    file = workbook(tmp_path / "x.xlsx", ["Rapporter", None], ["År", "Org.nr."], [2025, "310000108"], merge="A1:B1")
    (grid,) = read(file)
    assert table(grid, CALLED) is not None


def test_a_sheet_without_known_headings_is_no_table(tmp_path: Path) -> None:
    (grid,) = read(workbook(tmp_path / "x.xlsx", ["foo", "bar"], [1, 2]))
    assert table(grid, CALLED) is None


@pytest.mark.parametrize(
    ("words", "day"), [("45352", "2024-03-01"), ("20000", "1954-10-03"), ("2024", "2024"), ("1. mars", "1. mars")]
)
def test_days_that_lost_their_format(words: str, day: str) -> None:
    assert day_of_serial(words) == day


def test_headings_are_told_apart_by_their_letters() -> None:
    assert plain("Org. nr.:") == plain("ORG-NR") == "orgnr"
