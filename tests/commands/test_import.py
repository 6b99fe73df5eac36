"""`godkjent import`: real spreadsheets into real registries: what it reads, what it says by row and column, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from godkjent.acts import append, take_in, template
from godkjent.commands.cli import main
from godkjent.register import lifecycle, records
from godkjent.register.model import Status
from support import ROOT, SCHEME, git, make_registry, published
from tabled import filtered
from taking_over import HEADINGS, NUMBERS, row, workbook

DAY = "2026-11-24"
REAL = SCHEME.replace("demonstration: true", "demonstration: false")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A register that has just been taken into use, and holds no centre; published."""
    registry = make_registry(tmp_path / "registry", scheme=REAL)
    (registry / "centres" / "listig-rev.yaml").unlink()
    (registry / "centres" / ".gitkeep").touch()
    (tmp_path / ".gitignore").write_text((ROOT / ".gitignore").read_text("utf-8"), "utf-8")  # which leaves lists out
    return published(registry)


@pytest.fixture
def take(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: str | Path) -> tuple[int, str, str]:
        where = ["--registry", str(folder), "--as-of", DAY, "--brreg", "nei"]
        code = main(["import", *map(str, arguments), *where])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


Take = Callable[..., tuple[int, str, str]]


def centres(folder: Path) -> dict[str, str]:
    return {p.stem: p.read_text("utf-8") for p in (folder / "centres").glob("*.yaml")}


def statuses(folder: Path, day: str = DAY) -> dict[str, Status | None]:
    register = records.read(folder).register(date.fromisoformat(day))
    return {c.name: lifecycle.status_on(c.decisions, register.as_of, register.scheme.rules) for c in register.centres}


# --- The whole of it --------------------------------------------------------------------------------------------


def test_thirty_four_centres_with_history_in_one_act(take: Take, folder: Path, tmp_path: Path) -> None:
    rows = [
        row(n, **{"Godkjent siden": "01.03.2018", "Gyldig til": "28.02.2027"} if n % 3 == 0 else {}) for n in range(34)
    ]
    rows[33] = row(33, **{"Godkjent siden": ""})
    events = [
        ["Orgnr", "Dato", "Vedtak", "Begrunnelse", "Krav"],
        [NUMBERS[1], "3. juni 2025", "Advarsel", "Skatten var ikke betalt.", "tax"],
        [NUMBERS[1], "1. september 2025", "Advarsel opphevet", "", ""],
        [NUMBERS[2], "02.03.2026", "Årlig oppfølging godkjent", "", ""],
        [NUMBERS[2], "05.10.2026", "Trukket etter eget ønske", "", ""],
        [NUMBERS[33], "02.11.2026", "Søknad mottatt", "", ""],
    ]
    listed = workbook(tmp_path / "liste.xlsx", [["Nemndas liste"], HEADINGS, *rows], events)
    code, said, told = take(listed)
    assert (code, told) == (0, "")
    assert said.startswith("34 sentre er ført: 32 godkjent") and len(centres(folder)) == 34
    found = statuses(folder)
    assert sorted(s for s in found.values() if s is not Status.APPROVED) == [Status.APPLICANT, Status.WITHDRAWN]
    assert main(["check", "--base", "main", "--registry", str(folder), "--as-of", DAY]) == 0
    long = records.read(folder).register(date(2026, 11, 24)).centres
    oldest = next(c for c in long if c.organisation_number == NUMBERS[0])
    assert [(d.kind, d.date.isoformat()) for d in oldest.decisions] == [
        ("approval", "2018-03-01"), ("renewal", "2021-02-28"), ("renewal", "2024-02-28"),
    ]  # fmt: skip
    assert oldest.decisions[1].reason and "nemndas liste" in oldest.decisions[1].reason.nb
    assert lifecycle.state_on(oldest.decisions, date(2026, 11, 24)).valid_until == date(2027, 2, 28)
    ids = [d.id for c in long for d in c.decisions]
    assert len(ids) == len(set(ids))
    before = centres(folder)
    code, said, told = take(listed)
    assert (code, told) == (0, "") and "34 sto der fra før" in said and centres(folder) == before
    git(folder.parent, "add", "--all")
    git(folder.parent, "commit", "--quiet", "--message=list")
    more = workbook(tmp_path / "mer.xlsx", [HEADINGS, *rows, row(34)], events)
    code, said, told = take(more)
    assert (code, told) == (0, "") and said.startswith("1 senter er ført") and len(centres(folder)) == 35
    assert main(["check", "--base", "main", "--registry", str(folder), "--as-of", DAY]) == 0


def test_every_fault_is_told_at_once_by_row_and_column_and_nothing_is_written(
    take: Take, folder: Path, tmp_path: Path
) -> None:
    rows = [
        row(0, **{"Godkjent siden": "i fjor"}),
        row(1, **{"Org.nr.": "800000010"}),
        row(2, Tjenester="Dans"),
        row(3, Fylke=""),
        row(4, Telefon="30 12 34 56"),
        row(5, **{"Org.nr.": NUMBERS[3]}),
        row(6, **{"Godkjent siden": "01.05.2016", "Gyldig til": "28.02.2027"}),
        row(7, **{"Org.nr.": ""}),
    ]
    events = [["Orgnr", "Dato", "Vedtak"], [NUMBERS[9], "01.02.2025", "Advarsel"], [NUMBERS[0], "01.02.2025", "Bot"]]
    code, _, told = take(workbook(tmp_path / "liste.xlsx", [HEADINGS, *rows], events))
    assert code == 1 and centres(folder) == {}
    for sentence in (
        "Sentre, rad 2, Godkjent siden: «i fjor» er ikke en dato.",
        "Sentre, rad 4, Tjenester: «Dans» er ikke et valg under Tjenester.",
        "Sentre, rad 5, Fylke: mangler.",
        "Sentre, rad 7, Org.nr.: organisasjonsnummer",
        "Sentre, rad 8, Gyldig til: godkjent siden 1. mai 2016 og gyldig til 28. februar 2027 går ikke opp i perioder på 3 år.",
        "Sentre, rad 9, Org.nr.: mangler.",
        "Historie, rad 2: ingen rad i listen over sentre",
        "Historie, rad 3, Vedtak: «Bot» er ikke et valg",
    ):
        assert sentence in told, sentence
    # What only `check` knows is told of the cells too, when the rest can be read.
    code, _, told = take(workbook(tmp_path / "to.xlsx", [HEADINGS, row(0), rows[1], rows[4]]))
    assert code == 1 and centres(folder) == {}
    assert "Sentre, rad 3, Org.nr.: «800000010» er ikke et organisasjonsnummer" in told
    assert "Sentre, rad 4, Telefon: «30 12 34 56» er ikke et gyldig norsk telefonnummer" in told


# --- What spreadsheets do to a list -----------------------------------------------------------------------------


def test_numbers_and_days_that_a_program_has_changed(take: Take, folder: Path, tmp_path: Path) -> None:
    cells = row(0, Postnr=155, Telefon=22334455, **{"Org.nr.": int(NUMBERS[0]), "Godkjent siden": 45352})
    other = row(1, Telefon="2345", **{"Godkjent siden": date(2024, 3, 1)})
    code, _, told = take(workbook(tmp_path / "liste.xlsx", [HEADINGS, cells, other]))
    assert code == 0 and "rad 2, Postnr: «155» er lest som 0155" in told and "«2345» er lest som 02345" in told
    first = centres(folder)["fjord-kundesenter-as"]
    assert 'postcode: "0155"' in first and "22334455" in first and "date: 2024-03-01" in first


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_file_as_norwegian_programs_write_it(take: Take, folder: Path, tmp_path: Path, encoding: str) -> None:
    lines = [HEADINGS, row(0, Navn="Ærlig Østkyst Kundesenter AS")]
    path = tmp_path / "liste.csv"
    path.write_bytes("".join(";".join(map(str, cells)) + "\r\n" for cells in lines).encode(encoding))
    assert take(path)[0] == 0
    assert "name: Ærlig Østkyst Kundesenter AS" in centres(folder)["aerlig-ostkyst-kundesenter-as"]


def test_merged_cells_and_formulas_without_an_answer_are_refused_with_their_place(
    take: Take, folder: Path, tmp_path: Path
) -> None:
    merged = workbook(tmp_path / "a.xlsx", [HEADINGS, row(0), row(1)])
    book = load_workbook(merged)
    book.worksheets[0].merge_cells("C2:C3")
    book.save(merged)
    code, _, told = take(merged)
    assert code == 1 and "C2:C3" in told and "slått sammen" in told
    code, _, told = take(workbook(tmp_path / "b.xlsx", [HEADINGS, row(0, Poststed="=A1&B1")]))
    assert code == 1 and "«Sentre»: formel uten svar i I2." in told and centres(folder) == {}
    worse = workbook(tmp_path / "c.xlsx", [HEADINGS, *(row(n, Poststed="=A1", Fylke="=A1") for n in range(30))])
    book = load_workbook(worse)
    book.worksheets[0].merge_cells("C2:C3")
    book.worksheets[0].merge_cells("D5:D9")
    book.save(worse)
    code, _, told = take(merged, worse)  # every place of every sheet and file at once
    assert code == 1 and "C2:C3, D5:D9" in told and "I2, J2, I3" in told and "og 40 til" in told
    assert told.count("slått sammen") == 2 and "b.xlsx" not in told


def test_what_can_only_be_seen_in_the_whole_register_is_told_in_the_same_round(
    take: Take, folder: Path, tmp_path: Path
) -> None:
    """Days, choices, numbers, domains and decisions, each wrong in a row of its own: one round tells every one, once."""
    rows = [
        row(0, **{"Godkjent siden": "i fjor"}),
        row(1, Tjenester="Salgg"),
        row(2, Nettside="www.sentre2.example"),
        row(3, **{"Org.nr.": "800000010"}),
        row(4, Telefon="30 12 34 56"),
        row(5, Nettside="https://xn--blbr-roah.test"),
        row(6, **{"Org.nr.": ""}, Telefon="12"),
        row(7, **{"Org.nr.": NUMBERS[8]}),
        row(8),
        row(9, Postnr="99"),
        row(10, **{"Gyldig til": "28.02.2027"}),
        row(11, **{"Org.nr.": "../ute"}, Navn=""),
    ]
    events = [
        ["Orgnr", "Dato", "Vedtak", "Begrunnelse", "Krav"],
        [NUMBERS[9], "aldri", "Advarsel", "Skatten var ikke betalt.", "tax"],
        [NUMBERS[9], "1. september 2025", "Advarsel opphevet", "", ""],
        [NUMBERS[4], "1. september 2025", "Advarsel", "Skatten var ikke betalt.", "finnes-ikke"],
        [NUMBERS[5], "1. september 2025", "Advarsel opphevet", "", ""],
        [NUMBERS[10], "1. april 2026", "Fornyet godkjenning", "", ""],
    ]
    code, _, told = take(workbook(tmp_path / "liste.xlsx", [HEADINGS, *rows], events))
    found = [line.partition(": ")[0] for line in told.splitlines() if line.startswith(("Sentre, rad", "Historie, rad"))]
    assert code == 1 and centres(folder) == {}
    assert sorted(found, key=lambda where: (where[0], int(where.split()[2].strip(",")), where)) == [
        "Historie, rad 2, Dato",
        "Historie, rad 4, Krav",
        "Historie, rad 5, Vedtak",
        "Sentre, rad 2, Godkjent siden",
        "Sentre, rad 3, Tjenester",
        "Sentre, rad 4, Nettside",
        "Sentre, rad 5, Org.nr.",
        "Sentre, rad 6, Telefon",
        "Sentre, rad 7, Nettside",
        "Sentre, rad 8, Org.nr.",
        "Sentre, rad 8, Telefon",
        "Sentre, rad 10, Org.nr.",
        "Sentre, rad 11, Postnr",
        "Sentre, rad 12, Gyldig til",
        "Sentre, rad 13, Navn",
        "Sentre, rad 13, Org.nr.",
    ]
    assert "Mente du «Salg»?" in told and "«blåbær.test»" in told and "xn--" not in told
    assert f"{len(found)} ting må rettes" in told
    mended = [row(n) for n in range(12)]
    assert take(workbook(tmp_path / "rettet.xlsx", [HEADINGS, *mended]))[0] == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"PK\x03\x04 not a workbook", "kan ikke leses som en Excel-arbeidsbok"),
        ("b.csv", b"", "er tom"),
        ("c.csv", b"a;b\n1;2\n", "ingen liste over sentre"),
        ("d.pdf", b"%PDF-1.4\0\0", "verken en CSV-fil eller en Excel-arbeidsbok"),
    ],
)
def test_what_is_no_list_gets_a_sentence(take: Take, tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    code, _, told = take(tmp_path / name)
    assert code == 1 and words in told


def test_columns_and_sheets_that_are_not_known_are_told(take: Take, tmp_path: Path) -> None:
    path = workbook(tmp_path / "liste.xlsx", [[*HEADINGS, "Kontaktperson"], [*row(0), "Kari"]])
    book = load_workbook(path)
    book.create_sheet("Notater").append(["Husk"])
    book.save(path)
    code, _, told = take(path)
    assert code == 0 and "«Kontaktperson» er ikke kjent" in told and "«Notater»" in told


# --- Where the answers come from --------------------------------------------------------------------------------


def test_name_and_address_come_from_kept_answers(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = {
        "organisasjonsnummer": NUMBERS[0],
        "navn": "FJORD KUNDESENTER AS",
        "forretningsadresse": {
            "adresse": ["Storgata 2"],
            "postnummer": "5003",
            "poststed": "BERGEN",
            "kommunenummer": "4601",
        },
    }
    (tmp_path / "svar").mkdir()
    (tmp_path / "svar" / f"{NUMBERS[0]}.json").write_text(json.dumps(kept), "utf-8")
    path = workbook(tmp_path / "liste.xlsx", [["Orgnr", "Godkjent fra"], [NUMBERS[0], "1.3.2024"]])
    usual = ["--usual", "Tjenester=Salg", "--usual", "Retning=Ringer ut"]
    where = ["--registry", str(folder), "--as-of", DAY, "--brreg", str(tmp_path / "svar")]
    assert main(["import", str(path), *usual, *where]) == 0
    text = centres(folder)["fjord-kundesenter-as"]
    assert 'address: {street: Storgata 2, postcode: "5003", city: Bergen, county: Vestland}' in text
    assert "services: [sales]" in text and "channels: [phone]" in text
    capsys.readouterr()
    assert main(["import", str(path), "--usual", "Farge=rød", *where]) == 2
    assert "«Farge=rød»" in capsys.readouterr().err


def test_without_an_answer_what_is_missing_is_told(take: Take, tmp_path: Path) -> None:
    path = workbook(tmp_path / "liste.xlsx", [["Orgnr", "Godkjent fra"], [NUMBERS[0], "1.3.2024"]])
    code, _, told = take(path)
    assert code == 1 and "rad 2, Navn: mangler." in told and "rad 2, Postnummer: mangler." in told


def test_a_list_that_says_otherwise_than_the_register_is_told_and_changes_nothing(
    take: Take, folder: Path, tmp_path: Path
) -> None:
    assert take(workbook(tmp_path / "a.xlsx", [HEADINGS, row(0)]))[0] == 0
    before = centres(folder)
    other = row(0, Navn="Fjord Nye Kundesenter AS", **{"Godkjent siden": "01.04.2024"})
    code, _, told = take(workbook(tmp_path / "b.xlsx", [HEADINGS, other]))
    assert code == 0 and centres(folder) == before
    assert "rad 2, Navn: registeret har noe annet" in told and "vedtaket fra 1. april 2024 står ikke i" in told


def test_history_that_does_not_lead_to_the_last_day_of_the_list(take: Take, folder: Path, tmp_path: Path) -> None:
    events = [["Orgnr", "Dato", "Vedtak"], [NUMBERS[0], "01.03.2018", "Godkjenning"], [NUMBERS[0], "01.02.2021", "Fornyet godkjenning"], [NUMBERS[0], "01.02.2024", "Fornyet godkjenning"]]  # fmt: skip
    cells = row(0, **{"Gyldig til": "01.03.2028"})
    code, _, told = take(workbook(tmp_path / "a.xlsx", [HEADINGS, cells], events))
    assert code == 1 and "rad 2, Gyldig til: listen sier 1. mars 2028, men vedtakene gir 1. mars 2027" in told
    code, _, told = take(workbook(tmp_path / "b.xlsx", [HEADINGS, row(0, **{"Gyldig til": "01.03.2027"})], events))
    assert (code, told) == (0, "") and set(statuses(folder).values()) == {Status.APPROVED}


# --- All or nothing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_cut_off_nothing_is_written(
    take: Take, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    path, put, left = workbook(tmp_path / "a.xlsx", [HEADINGS, *map(row, range(4))]), append.put, [3]

    def failing(*arguments: Path) -> None:
        left[0] -= 1
        if not left[0]:
            raise error
        put(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(append, "put", failing)
        code, _, told = take(path)
    assert code == 1 and "Ingenting er endret" in told and centres(folder) == {}
    assert take(path)[0] == 0 and len(centres(folder)) == 4


def test_a_dry_run_writes_nothing(take: Take, folder: Path, tmp_path: Path) -> None:
    code, said, _ = take(workbook(tmp_path / "a.xlsx", [HEADINGS, row(0)]), "--dry-run")
    assert code == 0 and "ville blitt ført" in said and centres(folder) == {}


def test_a_demonstration_says_what_to_do_first(take: Take, folder: Path, tmp_path: Path) -> None:
    (folder / "scheme.yaml").write_text(SCHEME, "utf-8")
    code, _, told = take(workbook(tmp_path / "a.xlsx", [HEADINGS, row(0)]))
    assert code == 1 and "Kjør «.venv/bin/godkjent begin» først" in told


# --- The template -----------------------------------------------------------------------------------------------


def test_the_template_is_read_back_and_explains_itself(take: Take, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "mal.xlsx"
    assert take("--template", path)[0] == 0
    book = load_workbook(path)
    assert book.sheetnames == [take_in.CENTRES, take_in.HISTORY, take_in.HELP]
    headings = [cell.value for cell in book[take_in.CENTRES][1]]
    assert [filtered(sheet).partition(":")[0] for sheet in book.worksheets] == ["A1"] * 3
    told = {(r[0].value, r[1].value): r[2].value for r in book[take_in.HELP].iter_rows(min_row=2)}
    assert {(take_in.CENTRES, h) for h in headings} <= set(told) and all(told.values())
    for heading, value in zip(HEADINGS, row(0), strict=True):
        known = next(names[0] for names in take_in.COLUMNS.values() if heading.replace("Org.nr.", "Orgnr") in names)
        book[take_in.CENTRES].cell(2, headings.index(known) + 1).value = value
    book.save(path)
    code, _, said = take(path)
    assert (code, said) == (0, "") and list(centres(folder)) == ["fjord-kundesenter-as"]
    assert take("--template", path)[0] == 1  # never written over
    assert take("--template", tmp_path / "mal.ods")[0] == 2
    assert take("--template", tmp_path / "mal.csv")[0] == 0
    assert (tmp_path / "mal.csv").read_bytes().startswith(b"\xef\xbb\xbfNavn;Organisasjonsnummer;")
    assert take(tmp_path / "mal.csv")[0] == 0  # headings alone: no centres, and no fault


def test_every_column_of_the_template_has_one_meaning() -> None:
    called = [name for names in take_in.COLUMNS.values() for name in names]
    assert len(called) == len(set(map(str.casefold, called)))
    assert template.ROWS > 34
