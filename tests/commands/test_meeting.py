"""A meeting is the unit of work: several decisions in one text, all entered in their order or none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from godkjent.commands.cli import main
from godkjent.register import records
from support import CENTRE, filled, make_registry

DAY = "--as-of=2026-11-24"
OTHER = CENTRE.replace("Listig Rev", "Blid Elg").replace("310000108", "310000175").replace("2024-001", "2024-002").replace(
    "listig-rev.", "blid-elg."
).replace("30 12 34 56", "30 12 34 66").replace("20 00 00", "20 00 10").replace("Ærlig Ørn", "Ærlig Alke")  # fmt: skip
MINUTES = """\
Senter: Listig Rev Kundesenter
Slag: Suspensjon
Krav det gjelder: Skatt
Begrunnelse: Skatten er ikke betalt, og
regnskapet mangler: det er ikke sendt.
Hva som må gjøres: Betal skatten.
Frist: 1. april 2027

- Senter: 310 000 175
- Slag: Advarsel
- Krav det gjelder: Skatt
- Begrunnelse: Skatten kom for sent.

Senter: Blid Elg Kundesenter AS (310 000 175)
Slag: Advarsel opphevet
Begrunnelse: Den er betalt.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_registry(tmp_path / "registry", **{"centres__blid-elg": OTHER})


def decided(folder: Path) -> dict[str, list[str]]:
    return {
        r.stem: [f"{d['id']} {d['kind']}" for d in r.data["decisions"]] for r in records.read(folder).of_kind("centre")
    }


def test_several_centres_and_kinds_are_numbered_in_their_order(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "protokoll.txt"
    file.write_text(MINUTES, "utf-8")
    assert main(["meeting", str(file), f"--registry={folder}", DAY, "--dry-run"]) == 0
    assert decided(folder) == {"blid-elg": ["2024-002 approval"], "listig-rev": ["2024-001 approval"]}
    assert main(["meeting", str(file), f"--registry={folder}", DAY]) == 0
    assert decided(folder) == {
        "blid-elg": ["2024-002 approval", "2026-002 warning", "2026-003 warning_lifted"],
        "listig-rev": ["2024-001 approval", "2026-001 suspension"],
    }
    said = capsys.readouterr().out
    assert "Vedtak 1 (Suspensjon, Listig Rev Kundesenter):" in said and said.endswith("3 vedtak er ført.\n")
    assert '{nb: "Skatten er ikke betalt, og regnskapet mangler: det er ikke sendt."}' in (
        folder / "centres" / "listig-rev.yaml"
    ).read_text("utf-8")


def test_one_that_is_wrong_stops_them_all_and_every_wrong_one_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = MINUTES.replace("Krav det gjelder: Skatt\nBegrunnelse", "Krav det gjelder: Moms\nBegrunnelse").replace(
        "Begrunnelse: Skatten kom for sent.", "Begrunnelse: Ring 99 88 77 66."
    )
    before = decided(folder)
    assert main(["meeting", "--text", text, f"--registry={folder}", DAY]) == 1
    said = capsys.readouterr()
    assert (
        "Vedtak 1 (Suspensjon, Listig Rev Kundesenter):\n«Moms» er ikke et valg under Krav det gjelder. Valgene er Skatt."
        in said.err
    )
    assert (
        "Vedtak 2 (Advarsel, 310 000 175):\nBegrunnelse: Tekst på bokmål ser ut til å inneholde et telefonnummer"
        in said.err
    )
    assert said.err.endswith("Ingen av vedtakene er ført. Rett det som står over, og prøv alle på nytt.\n")
    assert decided(folder) == before and said.out == ""


WRONG = {
    "nothing": ("\n", "Det står ingen vedtak i teksten."),
    "no centre first": ("Slag: Advarsel\n", "Hvert vedtak begynner med en linje «Senter: …»"),
    "prose first": ("Møtet vedtok:\nSenter: x", "men her står «Møtet vedtok:» først"),
    "two decisions run together": (MINUTES.replace("- Senter: 310 000 175\n", ""), "Slag står to ganger i samme vedtak (Suspensjon, Listig Rev Kundesenter). Mangler linjen «Senter: …»"),
    "no kind": ("Senter: Blid Elg\nBegrunnelse: x", "Slag mangler."),
    "no reason": ("Senter: Blid Elg\nSlag: Advarsel\nKrav det gjelder: Skatt", "Begrunnelse mangler."),
    "an unknown centre": ("Senter: Glad Mus\nSlag: Advarsel", "Det er ikke noe senter «Glad Mus» i registeret."),
    "a kind that cannot be": ("Senter: Blid Elg\nSlag: Suspensjon opphevet", "er ikke mulig her: senteret var godkjent"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_each_wrong_turn_gets_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    text, sentence = WRONG[what]
    before = decided(folder)
    assert main(["meeting", "--text", text, f"--registry={folder}", DAY]) == 1
    said = capsys.readouterr()
    assert sentence in said.err and decided(folder) == before and "--" not in said.err


def test_one_form_for_the_whole_meeting(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "skjema.md"
    file.write_text(filled("mote", date="24.11.2026", decisions=MINUTES), "utf-8")
    assert main(["form", "--title", str(file), f"--registry={folder}", DAY]) == 0
    assert capsys.readouterr().out == "Møte 24. november 2026: 3 vedtak\n"
    assert main(["form", str(file), f"--registry={folder}", DAY]) == 0
    assert decided(folder)["blid-elg"][-1] == "2026-003 warning_lifted"
