"""Letters and papers as a person reads them: what the record says, in Norwegian, as text and never as markup."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from enum import StrEnum
from pathlib import Path

import pytest

import pdf_reader
from godkjent.commands.cli import main
from godkjent.language.texts import same
from godkjent.outputs import board_papers, letters, reminders
from godkjent.register import lifecycle
from godkjent.register.due import Task, worklist
from godkjent.register.model import Register
from godkjent.register.records import read
from godkjent.register.schema import Schema
from support import CENTRE, FIXTURES, ROOT, SCHEMA_FOLDER, SCHEME, make_registry

THEME = ROOT / "theme"
KINDS = Schema.read(SCHEMA_FOLDER / "centre.schema.json").labels(("decisions", 0, "kind"))
HOSTILE = '#import "x" $ \\ ] " [*ærlig*] <l> @l #(1+1) // /* `a` ~ --'
WARNED = (
    CENTRE.replace("year: 2025", "year: 2023")
    + """\
  - id: 2024-002
    date: 2024-06-03
    kind: warning
    requirements: [tax]
    reason: {nb: "Skatt er ikke betalt i tide."}
    deadline: 2024-08-01
"""
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_registry(tmp_path / "registry", centre=WARNED)


@pytest.fixture
def register(folder: Path) -> Register:
    return read(folder).register(date(2024, 7, 1))


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("every_kind") / "registry"
    shutil.copytree(FIXTURES / "every_kind", folder)
    shutil.copytree(SCHEMA_FOLDER, folder / "schemas")
    return read(folder).register(date(2026, 11, 24))


def words(paper: letters.Paper, register: Register) -> str:
    return " ".join(pdf_reader.read(letters.as_pdf(paper, register, THEME)).text.split())


def test_a_warning_says_all_that_was_decided(register: Register) -> None:
    centre = register.centres[0]
    said = words(letters.about(centre.decisions[1], centre, register, KINDS, date(2024, 6, 24)), register)
    for part in (
        "Listig Rev Kundesenter AS Storgata 1 0155 Oslo",
        "Vedtak 2024-002 · organisasjonsnummer 310 000 108",
        "Callcenternemnda har 3. juni 2024 gitt Listig Rev Kundesenter AS en advarsel.",
        "Skatt er ikke betalt i tide.",
        "Fristen er 1. august 2024.",
        "Siste dag for å klage er 24. juni 2024.",
        "Demonstrasjon.",
    ):
        assert part in said, part


def test_every_kind_of_decision_has_a_letter_and_it_can_be_set(every_kind: Register) -> None:
    told = {}
    for centre in every_kind.centres:
        for decision in lifecycle.corrected(centre.decisions):
            told[decision.kind] = words(letters.about(decision, centre, every_kind, KINDS), every_kind)
    assert set(told) == {d.kind for c in every_kind.centres for d in lifecycle.corrected(c.decisions)}
    assert all(("Dere kan klage" in said) == (kind in lifecycle.APPEALABLE) for kind, said in told.items())


def test_a_kind_without_a_letter_of_its_own_is_told_by_its_name(register: Register) -> None:
    centre = register.centres[0]
    new = StrEnum("Kind", {"VISIT": "visit"}).VISIT  # type: ignore[attr-defined]
    decision = replace(centre.decisions[1], kind=new)
    said = words(letters.about(decision, centre, register, {"visit": same("Besøk hos senteret")}), register)
    assert "har 3. juni 2024 ført et vedtak om Listig Rev Kundesenter AS i registeret: Besøk hos senteret." in said
    assert "Skatt er ikke betalt i tide." in said and "Dere kan klage" not in said


def test_text_of_a_record_is_only_text(tmp_path: Path) -> None:
    hostile = WARNED.replace('"Skatt er ikke betalt i tide."', "'" + HOSTILE.replace("'", "''") + "'")
    register = read(make_registry(tmp_path / "registry", centre=hostile)).register(date(2024, 7, 1))
    centre = register.centres[0]
    assert HOSTILE in words(letters.about(centre.decisions[1], centre, register, KINDS), register)


def test_the_same_letter_is_the_same_bytes(register: Register) -> None:
    paper = letters.about(register.centres[0].decisions[1], register.centres[0], register, KINDS)
    assert letters.as_pdf(paper, register, THEME) == letters.as_pdf(paper, register, THEME)


def test_the_agenda_holds_what_is_ripe_and_the_minutes_what_was_decided(register: Register, folder: Path) -> None:
    tasks = worklist(register, 60)
    agenda = words(board_papers.agenda(register, date(2024, 8, 30), tasks), register)
    assert "Saksliste for møtet 30. august 2024" in agenda and "frist i advarsel 2024-002" in agenda
    kinds = read(folder).schemas["centre"].labels(("decisions", 0, "kind"))
    minutes = words(board_papers.minutes(register, date(2024, 6, 3), kinds), register)
    assert "2024-002: Advarsel" in minutes and "Skatt er ikke betalt i tide." in minutes and "2024-001" not in minutes
    assert "Ingen." in words(board_papers.minutes(register, date(2024, 6, 4), kinds), register)


def test_the_yearly_papers_add_up_the_reports(tmp_path: Path) -> None:
    figures = "year: 2025\ncomplaints_received: 618\ncomplaints_taken_up: 37\ninvented: true\n"
    folder = make_registry(tmp_path / "registry", statistics__2025=figures)
    found = read(folder)
    register, kinds = found.register(date(2026, 2, 1)), found.schemas["centre"].labels(("decisions", 0, "kind"))
    for paper in (board_papers.yearly(register, 2025, kinds), board_papers.authority(register, 2025)):
        said = words(paper, register)
        assert "Klager mottatt 618" in said and "Klager tatt opp til behandling 37" in said
        assert "Klager mottatt 3" in said and "Klager som fikk medhold 1" in said
    assert "Godkjente sentre 31. desember 2025 1" in words(board_papers.yearly(register, 2025, kinds), register)
    assert "er ikke ført" in words(board_papers.authority(register, 2024), register)


@pytest.mark.parametrize(
    ("day", "step"),
    [
        ("2024-06-01", None),
        ("2024-06-02", 60),
        ("2024-07-01", 60),
        ("2024-07-02", 30),
        ("2024-08-01", 0),
        ("2024-09-01", 0),
    ],
)
def test_a_reminder_for_each_step_and_no_sooner(day: str, step: int | None) -> None:
    task = Task(date(2024, 8, 1), "x", "deadline-2024-002-310000108", "310000108", same("x"))
    assert reminders.step(task, date.fromisoformat(day)) == step


def test_a_reminder_opens_as_a_draft_to_the_centre(register: Register) -> None:
    ((name, content),) = list(reminders.reminders(register, worklist(register, 60)))
    message = message_from_bytes(content, policy=policy.default)
    assert name == "listig-rev-deadline-2024-002-60.eml"
    assert (message["To"], message["X-Unsent"]) == ("post@listig-rev.example", "1")
    assert "frist i vedtak" in message["Subject"]
    assert "Fristen er 1. august 2024." in message.get_content()


ASKED = (
    CENTRE.split("annual_reports:")[0]
    + """\
decisions:
  - id: 2024-001
    date: 2024-05-02
    kind: application
  - id: 2024-002
    date: 2024-06-03
    kind: information_requested
    reason: {nb: "Skatteattesten mangler."}
"""
)


def test_an_applicant_is_told_when_the_answer_must_be_there_and_reminded_of_it(tmp_path: Path) -> None:
    folder = make_registry(tmp_path / "limited", centre=ASKED + "    deadline: 2024-08-01\n")
    register = read(folder).register(date(2024, 7, 1))
    (centre,) = register.centres
    said = words(letters.about(centre.decisions[-1], centre, register, KINDS), register)
    assert "Dette mangler Skatteattesten mangler. Fristen for å sende det er 1. august 2024." in said
    ((name, content),) = list(reminders.reminders(register, worklist(register, 60)))
    assert name == "listig-rev-request-2024-002-60.eml"
    assert "Fristen er 1. august 2024." in message_from_bytes(content, policy=policy.default).get_content()


def test_an_applicant_without_a_deadline_is_not_told_that_one_is_over(tmp_path: Path) -> None:
    register = read(make_registry(tmp_path / "open", centre=ASKED)).register(date(2024, 9, 1))
    assert [task.key for task in worklist(register, 60)] == [
        "application-2024-001-310000108",
        "request-2024-002-310000108",
    ]
    assert list(reminders.reminders(register, worklist(register, 60))) == []


def test_the_command_writes_into_a_folder_that_git_leaves_alone(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "brev"
    common = ["--registry", str(folder), "--as-of", "2024-07-01", "--to", str(to), "--theme", str(THEME)]
    assert main(["letter", "decision", "310000108", *common]) == 0
    assert main(["letter", "reminders", *common]) == 0
    assert sorted(p.name for p in to.iterdir()) == [
        ".gitignore",
        "2024-002-listig-rev.pdf",
        "listig-rev-deadline-2024-002-60.eml",
    ]
    assert (to / ".gitignore").read_text() == "*\n"
    capsys.readouterr()
    assert main(["letter", "decision", "listig-rev", "--decision", "2024-009", *common]) == 1
    assert "har ikke noe vedtak 2024-009. Vedtakene er 2024-001, 2024-002." in capsys.readouterr().err
    assert main(["letter", "decision", *common]) == 2
    assert main(["letter", "yearly", "--year", "2024", *common]) == 2
    assert "2024 er ikke et år som er slutt." in capsys.readouterr().err


def test_the_last_day_for_an_appeal_is_the_boards_own_number_of_days(tmp_path: Path) -> None:
    folder = make_registry(tmp_path / "registry", centre=CENTRE + TOLD_OF, scheme=SCHEME + "appeal_days: 21\n")
    register = read(folder).register(date(2026, 11, 24))
    (centre,) = register.centres
    assert lifecycle.last_day_to_appeal(centre.decisions[-1], register.scheme.rules) == date(2026, 12, 15)
    unset = read(make_registry(tmp_path / "unset", centre=CENTRE + TOLD_OF)).register(date(2026, 11, 24))
    assert lifecycle.last_day_to_appeal(unset.centres[0].decisions[-1], unset.scheme.rules) is None


TOLD_OF = """\
  - id: 2026-042
    date: 2026-11-24
    kind: warning
    requirements: [tax]
    reason: {nb: Skatten kom for sent.}
"""
