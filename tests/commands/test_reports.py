"""Yearly reports from a list: every fault by row and column, all or nothing, and a correction that stands dated."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from godkjent.commands.cli import main
from support import CENTRE, make_registry, published
from tabled import filtered

DAY = "2026-02-15"
HEAD = "Org.nr.;Senter;År;Besvarte;Tilkoblede;Klager mottatt;Medhold\n"
OTHER = CENTRE.replace("Listig Rev", "Snill Elg").replace("310000108", "310100218").replace("listig-rev", "snill-elg")
OTHER = (
    OTHER.replace("+47 30 12 34 56", "+47 30 12 34 57")
    .replace("+47 20 00 00", "+47 20 00 01")
    .replace("[Ærlig Ørn Svar]", "[Snill Elg Svar]")
)
OTHER = (
    OTHER.replace("2024-001", "2024-002")
    .replace("annual_reports:\n", "")
    .replace(
        "  - {year: 2025, calls_answered: 10, calls_connected: 20, complaints_received: 3, complaints_upheld: 1}\n", ""
    )
)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_registry(tmp_path / "registry", **{"centres__snill-elg": OTHER})


@pytest.fixture
def run(folder: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]) -> Run:
    lists = tmp_path_factory.mktemp("lists")  # beside the repository, where lists belong

    def of(text: str, *more: str, name: str = "liste.csv") -> tuple[int, str, str]:
        (lists / name).write_text(text, "utf-8")
        status = main(["reports", str(lists / name), "--registry", str(folder), "--as-of", DAY, *more])
        told = capsys.readouterr()
        return status, told.out, told.err

    return of


def elg(folder: Path) -> str:
    return (folder / "centres" / "snill-elg.yaml").read_text("utf-8")


def test_figures_as_norwegians_write_them_are_entered_and_the_rest_of_the_file_stays(run: Run, folder: Path) -> None:
    before = elg(folder)
    status, out, err = run(HEAD + "310 100 218;;2025;187 727;507.700;321;124\n")
    line = "  - {year: 2025, calls_answered: 187727, calls_connected: 507700, complaints_received: 321, complaints_upheld: 124}\n"
    assert (status, err) == (0, "") and out == "Rapporter fra 1 sentre er ført. 0 hadde de samme tallene fra før.\n"
    assert elg(folder).replace(f"annual_reports:\n{line}", "") == before and line in elg(folder)


def test_the_same_list_again_changes_nothing(run: Run, folder: Path) -> None:
    listed = HEAD + ";Snill Elg Kundesenter;2025;1;2;0;0\n310000108;;2025;10;20;3;1\n"
    assert run(listed)[0] == 0
    before = elg(folder)
    status, out, _ = run(listed)
    assert status == 0 and "0 sentre er ført. 2 hadde de samme" in out and elg(folder) == before


def test_every_fault_is_told_by_row_and_column_and_nothing_is_written(run: Run, folder: Path) -> None:
    before = elg(folder)
    status, _, err = run(
        HEAD
        + "310100218;;2025;10;20;3;0\n"
        + "999999999;;2025;1;2;0;0\n"
        + "310000108;;25;mange;20;;0\n"
        + "310100218;;2025;10;20;3;0\n"
        + ";;;;;;\n"
    )
    assert status == 1 and elg(folder) == before
    for part in (
        "Rad 3, Org.nr.: ",
        "Rad 4, År: «25» er ikke et årstall.",
        "Rad 4, Besvarte: «mange» er ikke et helt tall.",
        "Rad 4, Klager mottatt: Tallet mangler; skriv 0 når det ikke var noen.",
        "Rad 5, Org.nr.: Tallene for 2025 står også i rad 2.",
        "5 ting må rettes. Ingenting er skrevet.",
    ):
        assert part in err, (part, err)


def test_what_check_refuses_is_refused_here_too(run: Run, folder: Path) -> None:
    before = elg(folder)
    status, _, err = run(HEAD + "310100218;;2025;10;20;3;4\n")
    assert status == 1 and "4 klager er flere enn de 3 som kom inn." in err and elg(folder) == before


def test_published_figures_are_changed_only_as_a_dated_correction(
    run: Run, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(folder)
    other = HEAD + "310000108;;2025;10;20;5;1\n"
    status, _, err = run(other)
    assert status == 1 and "har andre tall for 2025 fra før (10, 20, 3, 1)" in err
    assert run(other, "--correct")[0] == 0
    text = (folder / "centres" / "listig-rev.yaml").read_text("utf-8")
    assert f"complaints_received: 5, complaints_upheld: 1, corrected: {DAY}}}" in text
    base = ["check", "--registry", str(folder), "--as-of", DAY, "--base", "HEAD"]
    assert main(base) == 0
    (folder / "centres" / "listig-rev.yaml").write_text(text.replace(f", corrected: {DAY}", ""), "utf-8")
    capsys.readouterr()
    assert main(base) == 1
    assert "er endret fra 3 til 5 uten at rettelsen er datert" in capsys.readouterr().out
    (folder / "centres" / "listig-rev.yaml").write_text(
        "\n".join(line for line in text.splitlines() if "year: 2025" not in line and "annual_reports" not in line)
        + "\n",
        "utf-8",
    )
    assert main(base) == 1 and "Årsrapporten for 2025 er publisert, men står ikke lenger" in capsys.readouterr().out


def test_a_leap_is_asked_about_and_entered_all_the_same(run: Run) -> None:
    _, _, err = run(HEAD + "310100218;;2024;100;200;3;0\n310100218;;2025;1000;210;3;0\n")
    assert "1\u00a0000 hos Snill Elg Kundesenter AS, mot 100 i 2024. Er et siffer blitt med for mye" in err
    assert "210" not in err


def test_a_centre_that_was_not_approved_that_year_is_asked_about(run: Run) -> None:
    assert "Snill Elg Kundesenter AS var ikke godkjent i 2022." in run(HEAD + "310100218;;2022;1;2;0;0\n")[2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "er tom"),
        ("foo;bar\n1;2\n", "Ingen rad i listen er en rad med overskrifter."),
        (
            "Org.nr.;Besvarte\n310100218;1\n",
            "Listen mangler kolonnen «Tilkoblede samtaler», «Mottatte klager» og «Klager medhold».",
        ),
    ],
)
def test_what_is_no_list_is_a_sentence(run: Run, text: str, words: str) -> None:
    status, _, err = run(text)
    assert status == 1 and words in err


def test_the_template_holds_those_that_are_missing_and_comes_back_filled_in(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mal.xlsx"
    common = ["--registry", str(folder), "--as-of", DAY]
    assert main(["reports", "--template", str(file), *common]) == 0
    assert "med 1 sentre som mangler" in capsys.readouterr().out
    book = load_workbook(file)
    page = book.worksheets[0]
    assert filtered(page) == "A1:G2"
    assert [c.value for c in page[2]][:3] == ["310100218", "Snill Elg Kundesenter AS", 2025]
    for column, value in zip("DEFG", (5, 6, 1, 0), strict=True):
        page[f"{column}2"] = value
    book.save(file)
    assert main(["reports", str(file), *common]) == 0
    assert "calls_answered: 5, calls_connected: 6" in elg(folder)


def test_thirty_rows_of_a_workbook_in_one_act(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Workbook()
    rows = book.worksheets[0]
    rows.append(["Navn", "Besvarte samtaler", "Tilkoblede samtaler", "Mottatte klager", "Klager medhold"])
    for n in range(30):
        rows.append([None] * 5 if n else ["Listig Rev Kundesenter AS", 10, 20, 3, 1])
    book.save(tmp_path / "x.xlsx")
    folder = make_registry(tmp_path / "registry")
    assert main(["reports", str(tmp_path / "x.xlsx"), "--year", "2025", "--registry", str(folder), "--as-of", DAY]) == 0
    assert "0 sentre er ført. 1 hadde de samme" in capsys.readouterr().out
