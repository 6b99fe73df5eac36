"""What falls due, on which day and until when; and a calendar that a strict reader takes."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from godkjent.commands.cli import main
from godkjent.language.texts import Text, visible
from godkjent.outputs.worklist import as_calendar, as_markdown, as_summary, as_text
from godkjent.register import due as falling_due
from godkjent.register import records
from godkjent.register.due import Task
from support import BIN, CENTRE, demonstrated, make_registry

Due = Callable[..., list[tuple[str, str]]]
HEAD = CENTRE.split("decisions:")[0] + "decisions:\n"
BARE = re.sub(r"annual_reports:\n.*\n", "", HEAD)
RENEWAL, FOLLOW = "godkjenningen må fornyes; den gjelder til {}", "årlig oppfølging nummer {} i perioden"
MISSED = FOLLOW + " ble ikke gjort"
NEVER_MADE = [("2025-03-01", MISSED.format(1)), ("2026-03-01", MISSED.format(2))]


@pytest.fixture
def due(tmp_path: Path) -> Due:
    """What falls due, as (day, what), in a register with one centre that has these decisions."""

    def of(day: str, *decisions: str, days: int = 90, head: str = BARE) -> list[tuple[str, str]]:
        text = head + "".join(f"  - {{id: {d[:4]}-{n:03}, date: {d}}}\n" for n, d in enumerate(decisions, 1))
        folder = make_registry(tmp_path / "registry", centre=text)
        register = records.read(folder).register(date.fromisoformat(day))
        return [(t.due.isoformat(), t.what.nb) for t in falling_due.worklist(register, days)]

    return of


APPROVED = "2024-03-01, kind: approval"
REASON = "requirements: [tax], reason: {nb: Fordi.}"


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2024-11-30", []),
        ("2024-12-01", [("2025-03-01", FOLLOW.format(1))]),
        ("2025-06-01", [("2025-03-01", FOLLOW.format(1))]),  # overdue
        ("2025-11-30", [("2025-03-01", FOLLOW.format(1))]),
        ("2025-12-01", [("2025-03-01", MISSED.format(1)), ("2026-03-01", FOLLOW.format(2))]),
        ("2026-12-01", [*NEVER_MADE, ("2027-03-01", RENEWAL.format("1. mars 2027"))]),
        ("2027-03-01", [*NEVER_MADE, ("2027-03-01", RENEWAL.format("1. mars 2027"))]),
        ("2027-03-02", [("2027-05-30", "godkjenningen utløp 1. mars 2027; den kan ennå fornyes til 30. mai 2027")]),
        ("2027-05-30", [("2027-05-30", "godkjenningen utløp 1. mars 2027; den kan ennå fornyes til 30. mai 2027")]),
        ("2027-05-31", []),
    ],
)
def test_follow_ups_and_renewal_of_one_period(due: Due, day: str, found: list[tuple[str, str]]) -> None:
    rows = [row for row in due(day, APPROVED) if "årsrapporten" not in row[1]]
    assert rows == found


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("2025-12-01", []),  # 90 days before
        ("2025-11-30", [("2026-03-01", FOLLOW.format(2))]),  # that was the first, late
        ("2026-05-01", []),
    ],
)
def test_a_follow_up_that_was_made_is_not_asked_for(due: Due, made: str, found: list[tuple[str, str]]) -> None:
    rows = due("2026-05-02", APPROVED, f"{made}, kind: follow_up", days=30)
    assert [row for row in rows if "årsrapporten" not in row[1]] == found


def test_an_early_renewal_counts_from_the_end_of_the_old_period(due: Due) -> None:
    """Renewed in January, the period runs on from March; so do the follow-ups."""
    decisions = (APPROVED, "2027-01-11, kind: renewal")
    assert due("2028-02-20", *decisions, days=30, head=HEAD)[-1] == ("2028-03-01", FOLLOW.format(1))
    assert due("2030-02-20", *decisions, days=30)[-1] == ("2030-03-01", RENEWAL.format("1. mars 2030"))


def test_deadlines_while_the_sanction_is_in_force(due: Due) -> None:
    warning = f"2024-06-03, kind: warning, {REASON}, deadline: 2024-08-01"
    assert due("2024-07-01", APPROVED, warning) == [("2024-08-01", "frist i advarsel 2024-002")]
    assert due("2024-07-01", APPROVED, warning, days=30) == []
    assert due("2024-08-20", APPROVED, warning, days=0) == [("2024-08-01", "frist i advarsel 2024-002")]
    assert due("2024-07-01", APPROVED, warning, "2024-06-20, kind: warning_lifted") == []
    suspension = f"2024-06-10, kind: suspension, {REASON}, remedy: {{nb: Betal.}}, deadline: 2024-09-01"
    assert due("2024-07-01", APPROVED, warning, suspension) == [("2024-09-01", "frist i suspensjon 2024-003")]
    correction = "2024-06-11, kind: correction, concerns: 2024-002, reason: {nb: Feil.}, change: {deadline: 2024-08-15}"
    assert due("2024-07-01", APPROVED, warning, correction) == [("2024-08-15", "frist i advarsel 2024-002")]
    assert due("2024-07-01", APPROVED, warning.replace(", deadline: 2024-08-01", "")) == []


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-01-01", ["2026-03-31"]),
        ("2026-12-31", ["2026-03-31"]),
        ("2025-04-01", []),  # approved from March 2024 only
    ],
)
def test_reports_that_have_not_come(due: Due, day: str, found: list[str]) -> None:
    rows = due(day, APPROVED)
    assert [when for when, what in rows if what == f"årsrapporten for {int(day[:4]) - 1} er ikke kommet"] == found
    assert not any("årsrapporten" in what for _, what in due(day, APPROVED, head=HEAD) if day[:4] == "2026")


def test_nothing_is_due_from_those_that_are_rejected(due: Due) -> None:
    rejection = f"2024-04-01, kind: rejection, {REASON}"
    assert due("2026-11-24", "2024-03-01, kind: application", rejection, days=3000) == []


def test_an_application_waits_until_it_is_decided(due: Due) -> None:
    applied, asked = "2024-03-01, kind: application", f"2024-03-10, kind: information_requested, {REASON}"
    assert due("2024-06-01", applied, days=0) == [("2024-03-01", "søknaden er ikke avgjort")]
    waits = [("2024-03-01", "søknaden er ikke avgjort"), ("2024-03-10", "det er bedt om mer fra søkeren i 2024-002")]
    assert due("2024-06-01", applied, asked, days=0) == waits
    assert due("2024-06-01", applied, asked, "2024-05-02, kind: approval", days=0) == []
    limited = f"2024-03-10, kind: information_requested, deadline: 2024-04-10, {REASON}".replace(
        "requirements: [tax], ", ""
    )
    answer = ("2024-04-10", "svarfrist for det nemnda ba søkeren om i 2024-002")
    assert due("2024-04-01", applied, limited, days=30) == [waits[0], answer]
    assert due("2024-06-01", applied, limited, days=0) == [waits[0], answer]
    assert due("2024-04-01", applied, limited, days=0) == [waits[0]]


def test_a_suspension_without_a_last_day_and_an_open_appeal_wait(due: Due) -> None:
    suspension = f"2024-06-10, kind: suspension, {REASON}, remedy: {{nb: Betal.}}"
    appeal = "2024-06-20, kind: appeal, concerns: 2024-002"
    ruling = f"2024-07-20, kind: appeal_ruling, concerns: 2024-003, outcome: upheld, {REASON}"
    open_ended = ("2024-06-10", "suspensjonen 2024-002 har ingen frist")
    klage = ("2024-06-20", "klagen på vedtak 2024-002 er ikke avgjort av klageorganet")
    assert due("2024-08-01", APPROVED, suspension, days=0) == [open_ended]
    assert due("2024-08-01", APPROVED, suspension, appeal, days=0) == [open_ended, klage]
    assert due("2024-08-01", APPROVED, suspension, appeal, ruling, days=0) == [open_ended]


def test_the_public_summary_names_nobody() -> None:
    waits = Task(date(2026, 10, 1), "Ærlig Ørn AS", "application-1", "310000108", Text("søknaden", "x"), waits=True)
    said = as_summary([LATE, waits, HOSTILE], date(2026, 11, 24), "nb")
    assert "1 ting er over fristen, 1 forfaller snart, og 1 venter" in said
    assert "310000" not in said and "Rev" not in said and "Ærlig" not in said


def test_a_decision_that_has_not_taken_effect_yet_asks_for_nothing(due: Due) -> None:
    warning = f"2024-06-03, kind: warning, effective: 2024-08-01, {REASON}, deadline: 2024-08-10"
    assert due("2024-07-01", APPROVED, warning) == []


def test_everything_is_sorted_and_the_same_every_time() -> None:
    register = demonstrated()
    tasks = falling_due.worklist(register, 365)
    assert len(tasks) > 20
    assert list(tasks) == sorted(tasks, key=lambda t: (t.due, t.name, t.key))
    assert len({t.key for t in tasks}) == len(tasks)
    assert as_calendar(tasks, register.as_of, "nb") == as_calendar(
        falling_due.worklist(register, 365), register.as_of, "nb"
    )


# --- Formats ------------------------------------------------------------------------------------------------

HOSTILE = Task(
    date(2026, 12, 1), 'Rev; "Elg", @team \\ <b>#1</b>\nEND:VCALENDAR', "x-1", "310000108", Text("å; b, c", "d")
)
LATE = Task(date(2026, 11, 1), "Ærlig Ørn " * 12, "x-2", "310000175", Text("årsrapporten", "report"))


def unfolded(calendar: str) -> list[str]:
    assert calendar.endswith("\r\n") and calendar.count("\n") == calendar.count("\r\n") == calendar.count("\r")
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    return calendar.replace("\r\n ", "").split("\r\n")[:-1]


def test_a_calendar_as_the_standard_has_it() -> None:
    lines = unfolded(as_calendar([LATE, HOSTILE], date(2026, 11, 24), "nb"))
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Godkjent Callcenter//worklist//NO"]
    begins = len(lines) - 1 - lines[::-1].index("BEGIN:VEVENT")
    assert lines[-2:] == ["END:VEVENT", "END:VCALENDAR"]
    assert set(lines[begins : lines.index("BEGIN:VALARM", begins)]) == {
        "BEGIN:VEVENT",
        "UID:x-1@godkjent-callcenter",
        "DTSTAMP:20261124T000000Z",
        "DTSTART;VALUE=DATE:20261201",
        "DTEND;VALUE=DATE:20261202",
        'SUMMARY:Rev\\; "Elg"\\, @team \\\\ <b>#1</b>\ufffdEND:VCALENDAR: å\\; b\\, c',
        "TRANSP:TRANSPARENT",
    }
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == lines.count("BEGIN:VALARM") == 2
    assert lines.count("TRIGGER:-P7D") == 2
    assert lines.count("END:VCALENDAR") == 1


def test_a_calendar_with_nothing_in_it_still_holds_something() -> None:
    lines = unfolded(as_calendar([], date(2026, 11, 24), "nb"))
    assert "BEGIN:VTIMEZONE" in lines and "BEGIN:VEVENT" not in lines


@settings(deadline=None)
@given(st.text(max_size=200), st.dates())
def test_any_name_folds_and_escapes(name: str, day: date) -> None:
    lines = unfolded(as_calendar([Task(day, name, "k", "310000108", Text("x", "x"))], date(2026, 11, 24), "nb"))
    (summary,) = [line for line in lines if line.startswith("SUMMARY:")]
    assert len(lines) == len(unfolded(as_calendar([HOSTILE], date(2026, 11, 24), "nb")))
    told = re.sub(r"\\(.)", r"\1", summary.removeprefix("SUMMARY:"))
    assert told == visible(f"{name}: x")


def test_the_uid_is_the_same_in_every_edition(tmp_path: Path) -> None:
    folder = make_registry(tmp_path / "registry")
    uids = []
    for day in (date(2027, 1, 4), date(2027, 2, 1)):
        calendar = as_calendar(falling_due.worklist(records.read(folder).register(day), 90), day, "nb")
        uids.append([line for line in unfolded(calendar) if line.startswith("UID:renewal")])
    assert uids == [["UID:renewal-2024-001-310000108@godkjent-callcenter"]] * 2


def test_as_text_and_as_markdown() -> None:
    day = date(2026, 11, 24)
    text = as_text([LATE, HOSTILE], day, "nb").splitlines()
    assert text[0].startswith("1. november 2026 (over fristen)  Ærlig Ørn") and text[0].endswith(": årsrapporten")
    assert text[1].startswith("1. desember 2026                 Rev;") and "\ufffd" in text[1] and len(text) == 2
    markdown = as_markdown([LATE, HOSTILE], day, "nb")
    assert markdown.startswith("## Det som skal gjøres\n\n- [ ] **1. november 2026 (over fristen)** Ærlig Ørn")
    assert "<b>" not in markdown and "@team" not in markdown
    assert as_text([], day, "nb") == "Ingenting forfaller, og ingenting venter.\n"
    assert as_markdown([], day, "en") == "## What is to be done\n\nNothing falls due, and nothing waits.\n"


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["worklist", "--registry", str(make_registry(tmp_path / "registry")), "--as-of", "2025-02-01"]
    assert main(arguments) == 0
    assert capsys.readouterr().out == (
        "1. mars 2025  Listig Rev Kundesenter AS: årlig oppfølging nummer 1 i perioden\n"
    )
    assert main([*arguments, "--days", "0", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "Nothing falls due, and nothing waits.\n"
    assert main([*arguments, "--days", "-1"]) == 2
    assert capsys.readouterr().err == "--days er -1, men må være et tall fra 0 til 3660.\n"


def test_errors_are_told_instead(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_registry(tmp_path / "registry", centre=CENTRE.replace("310000108", "310000109"))
    assert main(["worklist", "--registry", str(folder), "--as-of", "2026-12-01"]) == 1
    assert capsys.readouterr().err.endswith("Registeret har feil, så arbeidslisten kan ikke lages.\n")


def test_the_calendar_is_utf8_whatever_the_terminal(tmp_path: Path) -> None:
    folder = make_registry(tmp_path / "registry", centre=CENTRE.replace("Listig Rev", "Ærlig Ørn"))
    done = subprocess.run(
        [BIN / "godkjent", "worklist", "--registry", folder, "--as-of", "2026-12-01", "--format", "ics"],
        env={"PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=True,
    )
    with io.TextIOWrapper(io.BytesIO(done.stdout), "utf-8", newline="") as text:
        assert "SUMMARY:Ærlig Ørn Kundesenter AS: godkjenningen må fornyes\\; den gjelder til 1. mars 2027" in unfolded(
            text.read()
        )
