"""A sole trader's name is taken out in one step: rehearsed, carried out, and told truly to those who approve."""

from __future__ import annotations

from pathlib import Path

import pytest

from godkjent.commands.cli import main
from godkjent.register import records
from support import CENTRE, make_registry, published

NAME = "Listig Rev Svarhjelp"
DAY = "--as-of=2026-11-24"
SOLE = (
    CENTRE.replace("Listig Rev Kundesenter AS", NAME)
    .replace("trade_names: [Ærlig Ørn Svar]", "trade_names: [Ærlig Ørn Svar]\nformer_names: [{name: Listig Rev Gammel, until: 2023-05-01}]\nformer_slugs: [gammel-rev]")
    .replace("directions:", "calls_on_behalf_of: [Blid Elg AS]\ndirections:")
    + "    reason: {nb: Listig har dokumentert alt.} # alt\n"
)  # fmt: skip
OTHER = CENTRE.replace("Listig Rev", "Blid Elg").replace("310000108", "310000175").replace("2024-001", "2024-002").replace(
    "listig-rev.", "blid-elg."
).replace("30 12 34 56", "30 12 34 66").replace("20 00 00", "20 00 10").replace("Ærlig Ørn", "Ærlig Alke").replace("directions:", f"calls_on_behalf_of: [{NAME}]\ndirections:")  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return published(make_registry(tmp_path / "registry", centre=SOLE, **{"centres__blid-elg": OTHER}))


def test_it_is_rehearsed_before_it_is_done(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["erase", NAME, f"--registry={folder}", DAY]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Prøve: ingenting er endret.") and told.endswith("godkjent erase 310000108 --carry-out\n")
    for gone in (
        "Navn",
        "Markedsnavn",
        "Tidligere navn",
        "E-post",
        "Nettsteder",
        "Telefonnumre",
        "Ringer på vegne av",
        "Gateadresse",
    ):
        assert gone in told.splitlines()[1]
    assert "/sentre/listig-rev/ slutter å virke. Den leder ikke videre" in told
    assert "Navnet står også i registry/centres/blid-elg.yaml" in told and "Se på teksten i vedtak 2024-001" in told
    assert (folder / "centres" / "listig-rev.yaml").read_text("utf-8") == SOLE


def test_it_is_done_in_one_step_that_the_check_takes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = next(r for r in records.read(folder).of_kind("centre") if r.stem == "listig-rev").data["decisions"]
    assert main(["erase", "310 000 108", "--carry-out", f"--registry={folder}", DAY]) == 0
    assert sorted(p.stem for p in (folder / "centres").iterdir()) == ["blid-elg", "tidligere-310000108"]
    text = (folder / "centres" / "tidligere-310000108.yaml").read_text("utf-8")
    top = text.partition("decisions:")[0]
    assert "name: Tidligere enkeltpersonforetak 310000108\n" in top
    for private in ("Rev", "rev", "Ørn", "30 12", "20 00", "Storgata", "@", "Elg"):
        assert private not in top
    assert 'address: {postcode: "0155", city: Oslo, county: Oslo}' in top and "annual_reports:" in top
    assert (
        next(r for r in records.read(folder).of_kind("centre") if r.stem == "tidligere-310000108").data["decisions"]
        == before
    )
    capsys.readouterr()
    assert main(["check", "--base=main", f"--registry={folder}", DAY]) == 0, capsys.readouterr().out
    capsys.readouterr()
    assert main(["changes", "main", "--lang=en", f"--registry={folder}", DAY]) == 0
    told = capsys.readouterr().out
    assert "`/sentre/listig-rev/` stops working" in told and "does not lead to" in told


def test_two_erased_names_are_not_taken_for_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in ("310000108", "310000175"):
        assert main(["erase", number, "--carry-out", f"--registry={folder}", DAY]) == 0
    capsys.readouterr()
    assert main(["check", f"--registry={folder}", DAY]) == 0
    assert "ligner" not in capsys.readouterr().out


def test_another_name_without_its_old_address_is_still_stopped(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "centres" / "listig-rev.yaml"
    path.rename(folder / "centres" / "rev.yaml")
    assert main(["check", "--base=main", f"--registry={folder}", DAY]) == 1
    assert "må lede til dette senteret også nå" in capsys.readouterr().out
