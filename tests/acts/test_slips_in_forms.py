"""What a lawyer writes in a form or a command: taken as it was meant, or answered by the name of the question."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from godkjent.commands.cli import main
from support import OTHER, filled, make_registry

DAY = "2026-11-24"
WARN = {
    "centre": "310000108",
    "kind": "Advarsel",
    "date": DAY,
    "reason_nb": "Skatten kom for sent.",
    "requirements": "Skatt",
    "deadline": "15. januar 2027",
}
CORRECT = {"centre": "310000108", "field": "Telefonnumre", "old": "30 12 34 56", "new": "30 12 34 65"}
TAKEN = [
    # which question, what was written, and what it becomes in the file
    ("centre", "310 000 108", "kind: warning"),
    ("centre", "Listig Rev Kundesenter AS", "kind: warning"),
    ("centre", "listig rev kundesenter", "kind: warning"),
    ("centre", "Listig Rev Kundesenter AS (310000108)", "kind: warning"),
    ("centre", "https://register.example/sentre/listig-rev/", "kind: warning"),
    ("centre", "Org.nr. 310 000 108", "kind: warning"),
    ("requirements", "tax", "requirements: [tax]"),
    ("requirements", "skatt", "requirements: [tax]"),
    ("date", "24. november 2026", "date: 2026-11-24"),
    ("date", "24.11.26", "date: 2026-11-24"),
    ("date", "24/11/2026", "date: 2026-11-24"),
    ("date", "tirsdag 24. nov. 2026", "date: 2026-11-24"),
    ("deadline", "den 15. januar 2027", "deadline: 2027-01-15"),
    ("reason_nb", "Kom: for sent, # og «slik» {nei}", "Kom: for sent, # og «slik» {nei}"),
    ("reason_nb", "To\n\nlinjer", "To linjer"),
]
REFUSED = [
    # which question, what was written, and what the answer says
    ("centre", "Ukjent Gaupe AS", "Det er ikke noe senter «Ukjent Gaupe AS»"),
    ("centre", "Kundesenter", "Kundesenter"),
    ("centre", "_No response_", "Dette mangler i skjemaet: Senter."),
    ("requirements", "Skattt og avgift", "Krav det gjelder"),
    ("date", "i forgårs", "Vedtaksdato"),
    ("date", "31. november 2026", "Vedtaksdato"),
    ("date", "mandag 24. november 2026", "Vedtaksdato"),
    ("deadline", "snarest", "Frist"),
    ("deadline", "15. januar 2026", "Frist"),
    ("reason_nb", "_No response_", "Dette mangler i skjemaet: Begrunnelse."),
    ("reason_nb", "Kari Nordmann, 01019012480, ringte.", "Begrunnelse"),
    ("reason_nb", "Skriv til kari.nordmann@eksempel.example", "Begrunnelse"),
    ("reason_nb", "Se [Vedtak.docx](https://github.com/user-attachments/1)", "Begrunnelse"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_registry(tmp_path / "registry", **{"centres__blid-elg": OTHER})


def sent(folder: Path, form: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    file = folder.parent / "skjema.md"
    file.write_text(form, "utf-8")
    code = main(["form", str(file), "--registry", str(folder), "--as-of", DAY])
    told = capsys.readouterr()
    return code, told.out + told.err


@pytest.mark.parametrize(("question", "words", "becomes"), TAKEN)
def test_what_a_lawyer_writes_is_taken(
    question: str, words: str, becomes: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = sent(folder, filled("advarsel", **{**WARN, question: words}), capsys)
    assert code == 0, told
    assert becomes.replace(" ", "") in (folder / "centres" / "listig-rev.yaml").read_text("utf-8").replace(" ", "")


@pytest.mark.parametrize(("question", "words", "says"), REFUSED)
def test_the_answer_names_the_question_and_no_line_of_a_file(
    question: str, words: str, says: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    code, told = sent(folder, filled("advarsel", **{**WARN, question: words}), capsys)
    assert code and says in told, told
    assert not re.search(r"\.yaml:\d|Traceback", told), told
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ({"old": "+47 30 12 34 56"}, "30 12 34 65"),
        ({"field": "Nettsteder", "old": "_No response_", "new": "www.rev.example"}, "https://www.rev.example"),
        ({"field": "Retning", "old": "_No response_", "new": "Inngående"}, "inbound"),
        ({"field": "Telefonnumre", "old": "_No response_", "new": "20 11 22 00-20 11 22 99"}, "20 11 22 99"),
        ({"field": "Telefonnumre", "old": "_No response_", "new": "20112200 til 20112299"}, "20 11 22 99"),
    ],
)
def test_a_detail_as_it_is_printed_elsewhere(
    given: dict[str, str], becomes: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = sent(folder, filled("rett", **{**CORRECT, **given}), capsys)
    assert code == 0, told
    assert becomes.replace(" ", "") in (folder / "centres" / "listig-rev.yaml").read_text("utf-8").replace(" ", "")


def test_a_proposal_is_called_by_the_company_when_a_name_was_not_given(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = filled("overfor", centre="310000108", kind="Overført til nytt organisasjonsnummer", successor="310000299")
    file = folder.parent / "skjema.md"
    file.write_text(form, "utf-8")
    assert main(["form", "--title", str(file), "--registry", str(folder), "--as-of", DAY]) == 0
    assert capsys.readouterr().out == "Overført til nytt organisasjonsnummer: Listig Rev Kundesenter AS\n"
