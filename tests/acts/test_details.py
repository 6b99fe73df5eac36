"""Details set right: the one value changes, every other byte stays, and every wrong turn gets a sentence."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from godkjent.acts import acts
from godkjent.acts.details import CannotCorrect, Detail, corrected
from godkjent.commands.cli import main
from godkjent.register.loader import load
from godkjent.register.schema import Schema
from support import CENTRE, SCHEMA_FOLDER, make_registry

SCHEMA = Schema.read(SCHEMA_FOLDER / "centre.schema.json")
Run = Callable[..., tuple[int, str, str]]
COMMENTED = CENTRE.replace("decisions:", "# Se arkivet.\ndecisions:")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_registry(tmp_path / "registry", centre=COMMENTED)


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def called(*arguments: str) -> tuple[int, str, str]:
        code = main(["correct", "listig-rev", *arguments, "--registry", str(folder), "--as-of", "2026-11-24"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def text(folder: Path) -> str:
    return (folder / "centres" / "listig-rev.yaml").read_text("utf-8")


CHANGES = {
    "a telephone number": (
        ("phone_numbers", "--old", "30123456", "--new", "+47 30 12 34 57"),
        ('"+47 30 12 34 56"', '"+47 30 12 34 57"'),
    ),
    "one end of a range": (
        ("phone_numbers", "--old", "+47 20 00 00 99", "--new", "+47 20 00 01 99"),
        ("20 00 00 99", "20 00 01 99"),
    ),
    "a web site": (
        ("websites", "--old", "https://listig-rev.example", "--new", "https://rev.listig-rev.example"),
        ("[https://listig-rev.example]", "[https://rev.listig-rev.example]"),
    ),
    "a name": (
        ("name", "--old", "Listig Rev Kundesenter AS", "--new", "Listig Rev Svar AS"),
        ("name: Listig Rev Kundesenter AS", "name: Listig Rev Svar AS"),
    ),
    "a postcode, which is in quotes": (("address.postcode", "--old", "0155", "--new", "0156"), ('"0155"', '"0156"')),
    "a choice by what it is called": (
        ("address.county", "--old", "oslo", "--new", "akershus"),
        ("county: Oslo", "county: Akershus"),
    ),
    "one more service": (("services", "--new", "Undersøkelser"), ("[sales]", "[sales, surveys]")),
    "one more number": (
        ("phone_numbers", "--new", "+47 30 12 34 58"),
        ('99", use: [outbound]}\n', '99", use: [outbound]}\n  - {number: "+47 30 12 34 58", use: [outbound]}\n'),
    ),
    "one more range": (
        ("phone_numbers", "--new", "+47 30 12 35 00–+47 30 12 35 09"),
        (
            '99", use: [outbound]}\n',
            '99", use: [outbound]}\n  - {from: "+47 30 12 35 00", to: "+47 30 12 35 09", use: [outbound]}\n',
        ),
    ),
    "a number that goes": (
        ("phone_numbers", "--old", "30 12 34 56"),
        ('  - {number: "+47 30 12 34 56", use: [inbound]}\n', ""),
    ),
    "a range that goes": (
        ("phone_numbers", "--old", "+47 20 00 00 00–+47 20 00 00 99"),
        ('  - {from: "+47 20 00 00 00", to: "+47 20 00 00 99", use: [outbound]}\n', ""),
    ),
    "the last trade name goes, and the field with it": (
        ("trade_names", "--old", "Ærlig Ørn Svar"),
        ("trade_names: [Ærlig Ørn Svar]\n", ""),
    ),
    "seats where there were none": (("seats", "--new", "40"), ("annual_reports:", "seats: 40\nannual_reports:")),
    "a street that goes": (("address.street", "--old", "Storgata 1"), ("{street: Storgata 1, ", "{")),
}


@pytest.mark.parametrize("what", CHANGES)
def test_one_value_changes_and_every_other_byte_stays(run: Run, folder: Path, what: str) -> None:
    arguments, (old, new) = CHANGES[what]
    code, said, complained = run(*arguments)
    assert (code, text(folder)) == (0, COMMENTED.replace(old, new)), complained
    assert said.endswith("registry/centres/listig-rev.yaml er rettet.\n")


WRONG = {
    "nothing like it is there": (
        ("phone_numbers", "--old", "30 12 34 65", "--new", "+47 30 12 34 57"),
        "«30 12 34 65» står ikke under Telefonnumre. Der står «+47 30 12 34 56».",
    ),
    "a decision": (("decisions", "--new", "x"), "Et vedtak rettes med et nytt vedtak"),
    "the identity": (
        ("organisation_number", "--old", "310000108", "--new", "310000175"),
        "rettes ikke slik. Det som kan rettes, er Navn (name), ",
    ),
    "what is there already": (
        ("email", "--old", "post@listig-rev.example", "--new", "post@listig-rev.example"),
        "fra før",
    ),
    "a second of what there is one of": (("email", "--new", "ny@listig-rev.example"), "byttet ut"),
    "no number at all": (("phone_numbers", "--new", "tolv"), "«tolv» kan ikke stå som Nummer"),
    "somebody's number": (("phone_numbers", "--new", "+47 22 33 44 55"), "demonstrasjon"),
    "the only service": (("services", "--old", "sales"), "mangler"),
    "neither old nor new": (("services",), "--new mangler"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_turn_gets_a_sentence_and_writes_nothing(run: Run, folder: Path, what: str) -> None:
    arguments, sentence = WRONG[what]
    code, _, complained = run(*arguments)
    assert code in (1, 2) and sentence in complained, complained
    assert text(folder) == COMMENTED


def test_a_comment_in_a_field_that_is_written_anew_is_not_lost(run: Run, folder: Path) -> None:
    commented = COMMENTED.replace("services: [sales]", "services: [sales] # bare i Oslo")
    (folder / "centres" / "listig-rev.yaml").write_text(commented, "utf-8")
    code, _, complained = run("services", "--new", "surveys")
    assert code == 1 and "kommentar (#) ved Tjenester" in complained
    assert text(folder) == commented


def test_windows_line_ends_stay(run: Run, folder: Path) -> None:
    path = folder / "centres" / "listig-rev.yaml"
    path.write_bytes(COMMENTED.replace("\n", "\r\n").encode())
    assert run("services", "--new", "surveys")[0] == 0
    assert path.read_bytes() == COMMENTED.replace("[sales]", "[sales, surveys]").replace("\n", "\r\n").encode()


def test_a_dry_run_shows_and_writes_nothing(run: Run, folder: Path) -> None:
    code, said, _ = run("seats", "--new", "40", "--dry-run")
    assert (code, said) == (0, "+ seats: 40\n") and text(folder) == COMMENTED


@settings(max_examples=150, deadline=None)
@given(
    field=st.sampled_from(acts.CORRECTABLE),
    old=st.sampled_from(["", "Oslo", "30123456", "sales", "x: #"]),
    new=st.text(max_size=30),
)
def test_whatever_is_written_the_rest_of_the_record_reads_as_before(
    tmp_path_factory: pytest.TempPathFactory, field: str, old: str, new: str
) -> None:
    path = tmp_path_factory.mktemp("record") / "listig-rev.yaml"
    path.write_text(COMMENTED, "utf-8")
    before, _ = load(path, "before")
    try:
        path.write_bytes(corrected(path, "listig-rev.yaml", Detail(field, old, new.strip()), SCHEMA))
    except CannotCorrect as refused:
        assert refused.text.nb and refused.text.en
        return
    after, _ = load(path, "after")
    assert before is not None
    if after is not None:  # else `check` says what is wrong with the sign
        assert isinstance(before.data, dict) and isinstance(after.data, dict)
        name = field.split(".")[0]
        assert {k: v for k, v in before.data.items() if k != name} == {k: v for k, v in after.data.items() if k != name}


def test_a_new_name_keeps_the_old_one_among_the_former(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_registry(tmp_path / "registry")
    path = folder / "centres" / "listig-rev.yaml"
    before = path.read_text("utf-8")
    change = ["correct", "listig-rev", "name", "--registry", str(folder), "--as-of", "2026-11-24"]
    renamed = ["--old", "Listig Rev Kundesenter AS", "--new", "Listig Rev Svar AS", "--since", "1. november 2026"]
    assert main([*change, *renamed]) == 0
    after = path.read_text("utf-8")
    assert "former_names: [{name: Listig Rev Kundesenter AS, until: 2026-10-31}]" in after
    assert after.replace(
        "former_names: [{name: Listig Rev Kundesenter AS, until: 2026-10-31}]\n", ""
    ) == before.replace("Listig Rev Kundesenter AS", "Listig Rev Svar AS")
    again = ["--old", "Listig Rev Svar AS", "--new", "Listig Rev Salg AS", "--since", "2026-11-20"]
    assert main([*change, *again]) == 0
    assert "{name: Listig Rev Svar AS, until: 2026-11-19}" in path.read_text("utf-8")
    assert "{name: Listig Rev Kundesenter AS, until: 2026-10-31}" in path.read_text("utf-8")
    capsys.readouterr()
    assert main([*change, "--old", "Listig Rev Salg AS", "--new", "Listig Rev Sal AS"]) == 0
    assert "kan ikke lenger slås opp" in capsys.readouterr().out
    assert main([*change[:2], "city", *change[3:], "--old", "Oslo", "--new", "Moss", "--since", "2026-11-20"]) == 2
