"""Published history in real git repositories: every way of rewriting it is caught, by its own rule and in its place."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from godkjent.checks import history
from godkjent.checks.rules import Finding
from godkjent.commands.cli import main
from godkjent.register import git as repository
from godkjent.register.problems import Level
from starter import started
from support import BIN, CENTRE, git, make_registry, published

Check = Callable[..., tuple[int, list[dict]]]
DAY = "2026-11-24"
HISTORY = (
    CENTRE.split("decisions:")[0]
    + """\
decisions:
  - id: 2024-001
    date: 2024-03-01
    kind: approval
  - id: 2024-002
    date: 2024-06-03
    kind: warning
    requirements: [tax]
    reason: {nb: Skatten er ikke betalt., en: The tax is not paid.}
    deadline: 2024-08-01
  - id: 2024-003
    date: 2024-06-10
    kind: warning_lifted
"""
)
SECOND, THIRD = (
    "  - id: 2024-002\n" + HISTORY.split("  - id: 2024-002\n")[1].split("  - id: 2024-003\n")[0],
    "  - id: 2024-003\n" + HISTORY.split("  - id: 2024-003\n")[1],
)
REPORT = "  - {year: 2025, calls_answered: 10, calls_connected: 20, complaints_received: 3, complaints_upheld: 1}\n"
FOLLOW_UP = "  - id: 2026-001\n    date: 2026-03-02\n    kind: follow_up\n"
OTHER = (
    HISTORY.replace("Listig Rev", "Blid Elg")
    .replace("310000108", "310000175")
    .replace("2024-00", "2024-10")
    .replace("30 12 34 56", "30 12 34 57")
    .replace("20 00 00", "20 00 01")
    .replace("listig-rev.example", "blid-elg.example")
)
PATH = "registry/centres/listig-rev.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A published registry with two centres."""
    make_registry(tmp_path / "registry", centre=HISTORY, **{"centres__blid-elg": OTHER})
    return published(tmp_path / "registry")


@pytest.fixture
def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """`check --base main` on the registry, with what it tells as JSON."""

    def called(*more: str) -> tuple[int, list[dict]]:
        arguments = ["check", "--registry", str(folder), "--as-of", DAY, "--base", "main", "--format", "json", *more]
        return main(arguments), json.loads(capsys.readouterr().out)

    return called


def write(folder: Path, text: str, name: str = "listig-rev") -> None:
    (folder / "centres" / f"{name}.yaml").write_text(text, "utf-8")


def edited(old: str, new: str) -> str:
    assert old in HISTORY
    return HISTORY.replace(old, new, 1)


MUTATIONS: dict[str, tuple[str, str, str, int, str]] = {
    # what is done: (the file after, rule, file, line, some words of the sentence)
    "edited date": (
        edited("date: 2024-03-01", "date: 2024-03-04"),
        "history-decision-edited",
        PATH,
        18,
        "Vedtak 2024-001 er publisert og kan ikke endres: Vedtaksdato var 1. mars 2024, og er nå 4. mars 2024.",
    ),
    "edited kind": (
        edited("kind: warning_lifted", "kind: follow_up"),
        "history-decision-edited",
        PATH,
        28,
        "Vedtak 2024-003 er publisert og kan ikke endres: Slag var «warning_lifted», og er nå «follow_up».",
    ),
    "edited reason": (
        edited("Skatten er ikke betalt.", "Skatten er betalt."),
        "history-decision-edited",
        PATH,
        24,
        "Vedtak 2024-002 er publisert og kan ikke endres: Begrunnelse var «Skatten er ikke betalt.», og er nå «Skatten er betalt.».",
    ),
    "edited translation": (
        edited(", en: The tax is not paid.", ""),
        "history-decision-edited",
        PATH,
        24,
        "Begrunnelse var «The tax is not paid.», og er nå ikke ført.",
    ),
    "edited requirements": (
        edited("requirements: [tax]", "requirements: [tax, accounts]"),
        "history-decision-edited",
        PATH,
        23,
        "Krav det gjelder var «tax», og er nå «tax, accounts».",
    ),
    "a field added": (
        edited("    kind: approval\n", "    kind: approval\n    valid_until: 2025-03-01\n"),
        "history-decision-edited",
        PATH,
        20,
        "Gyldig til var ikke ført, og er nå 1. mars 2025.",
    ),
    "a field taken out": (
        edited("    deadline: 2024-08-01\n", ""),
        "history-decision-edited",
        PATH,
        20,
        "Frist var 1. august 2024, og er nå ikke ført.",
    ),
    "removed, the last": (
        edited(THIRD, ""),
        "history-decision-removed",
        PATH,
        16,
        "Vedtak 2024-003 fra 10. juni 2024 er publisert, men står ikke lenger i filen.",
    ),
    "removed, in the middle": (
        edited(SECOND, ""),
        "history-decision-removed",
        PATH,
        16,
        "Vedtak 2024-002 fra 3. juni 2024 er publisert, men står ikke lenger i filen.",
    ),
    "reordered": (
        edited(SECOND + THIRD, THIRD + SECOND),
        "history-decision-order",
        PATH,
        23,
        "Vedtak 2024-002 er flyttet: det er publisert foran 2024-003, men står nå etter.",
    ),
    "renumbered": (
        edited("id: 2024-003", "id: 2024-004"),
        "history-decision-renumbered",
        PATH,
        26,
        "Vedtaket som er publisert som 2024-003, har fått nummeret 2024-004. Et vedtaksnummer endres aldri.",
    ),
    "inserted in the middle": (
        edited(THIRD, "  - id: 2024-004\n    date: 2024-06-04\n    kind: follow_up\n" + THIRD),
        "history-decision-inserted",
        PATH,
        26,
        "Vedtak 2024-004 er nytt, men står foran 2024-003, som er publisert. Nye vedtak føres nederst.",
    ),
    "inserted first": (
        edited("  - id: 2024-001", "  - id: 2024-004\n    date: 2024-02-01\n    kind: application\n  - id: 2024-001"),
        "history-decision-inserted",
        PATH,
        17,
        "Vedtak 2024-004 er nytt, men står foran 2024-001",
    ),
    "another organisation number": (
        edited("310000108", "310000221"),
        "history-organisation-number",
        PATH,
        2,
        "Organisasjonsnummeret er publisert som 310000108 og kan ikke endres til 310000221.",
    ),
    "edited report": (
        edited("complaints_received: 3", "complaints_received: 4"),
        "history-report-edited",
        PATH,
        15,
        "Årsrapporten for 2025 er publisert, og Klager på oppringer er endret fra 3 til 4",
    ),
    "removed report": (
        HISTORY.replace("annual_reports:\n" + REPORT, ""),
        "history-report-removed",
        PATH,
        1,
        "Årsrapporten for 2025 er publisert, men står ikke lenger i filen.",
    ),
}


@pytest.mark.parametrize("what", MUTATIONS)
@pytest.mark.twin("T05")
def test_each_way_of_rewriting_history_is_caught_by_its_rule(check: Check, folder: Path, what: str) -> None:
    text, rule, file, line, words = MUTATIONS[what]
    write(folder, text)
    code, told = check()
    (found,) = [p for p in told if p["rule"].startswith("history-")]
    assert (code, found["rule"], found["level"]) == (1, rule, "error")
    assert (found["file"], found["line"]) == (file, line)
    assert words in found["message"]
    english = next(p for p in check("--lang", "en")[1] if p["rule"] == rule)
    assert english["message"] != found["message"] and english["tip"]


def test_figures_that_were_corrected_with_a_day_are_history_too(check: Check, folder: Path) -> None:
    write(
        folder,
        edited(
            "complaints_received: 3, complaints_upheld: 1}",
            "complaints_received: 4, complaints_upheld: 1, corrected: 2026-05-04}",
        ),
    )
    assert check() == (0, [])


def test_a_new_report_far_from_the_year_before_is_asked_about(check: Check, folder: Path) -> None:
    before = REPORT.replace("2025", "2024").replace("calls_answered: 10", "calls_answered: 1000")
    write(folder, HISTORY.replace(REPORT, before + REPORT))
    assert [p["rule"] for p in check()[1]] == []  # the year before came later; the report itself is published
    write(
        folder,
        HISTORY.replace(
            REPORT, REPORT + REPORT.replace("2025", "2026").replace("calls_answered: 10", "calls_answered: 1000")
        ),
    )
    told = {p["rule"]: p for p in check()[1]}
    assert told["history-report-leap"]["message"] == "Besvarte samtaler er 1\u00a0000 i 2026, mot 10 året før."
    assert told["history-report-leap"]["level"] == "warning"


def test_a_file_may_not_vanish(check: Check, folder: Path) -> None:
    (folder / "centres" / "listig-rev.yaml").unlink()
    code, (found,) = check()
    assert (code, found["rule"], found["file"], found["line"]) == (1, "history-file-removed", PATH, 1)
    assert found["message"] == (
        "Filen er publisert, men finnes ikke lenger. Et senter som går ut av ordningen, blir stående med et vedtak om det."
    )
    assert "withdrawal" in found["tip"]


def test_every_error_has_a_mutation_and_every_rule_states_itself() -> None:
    errors = {rule.id for rule in history.HISTORY_RULES if rule.level is Level.ERROR}
    assert errors == {rule for _, rule, _, _, _ in MUTATIONS.values()} | {
        "history-file-removed",
        "history-address-lost",
        "history-address-taken",
        "history-demonstration-kept",  # test_leaving_the_demonstration has these two
        "history-demonstration-returned",
    }
    for rule in history.HISTORY_RULES:
        assert rule.look.__doc__ and rule.message.nb != rule.message.en
        assert rule.tip or rule.level is Level.WARNING


def test_a_fault_in_a_rule_is_a_problem_and_hides_no_other(
    folder: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: history.Comparison) -> list[Finding]:
        raise KeyError("oi")

    rules = history.HISTORY_RULES
    at = next(i for i, rule in enumerate(rules) if rule.id == "history-address-lost")
    monkeypatch.setattr(history, "HISTORY_RULES", [*rules[:at], replace(rules[at], look=fails), *rules[at + 1 :]])
    write(folder, edited("date: 2024-03-01", "date: 2024-03-04"))
    status, found = check()
    assert status == 1 and {"rule-fault", "history-decision-edited"} <= {p["rule"] for p in found}
    assert "KeyError" in next(p["message"] for p in found if p["rule"] == "rule-fault")


CORRECTION = """\
  - id: 2026-001
    date: 2026-03-02
    kind: correction
    concerns: 2024-002
    reason: {nb: Datoen var skrevet feil.}
    change: {date: 2024-06-04}
"""
GOOD = {
    "nothing": HISTORY,
    "an appended decision": HISTORY + FOLLOW_UP,
    "a correction": HISTORY + CORRECTION,
    "a corrected telephone number": edited("30 12 34 56", "30 12 34 58"),
    "a new name": edited("Listig Rev Kundesenter AS", "Listig Rev Svar AS").replace(
        "trade_names:", "former_names: [{name: Listig Rev Kundesenter AS, until: 2024-05-01}]\ntrade_names:", 1
    ),
    "comments and blank lines": edited("decisions:\n", "decisions: # eldste først\n\n") + "# slutt\n",
    "other quotes": edited("id: 2024-001\n", 'id: "2024-001"\n'),
    "fields in another order": edited(
        "    date: 2024-03-01\n    kind: approval\n", "    kind: approval\n    date: 2024-03-01\n"
    ),
    "other line ends": HISTORY.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("what", GOOD)
@pytest.mark.threat("T05")
def test_the_good_ways_pass(check: Check, folder: Path, what: str) -> None:
    (folder / "centres" / "listig-rev.yaml").write_bytes(GOOD[what].encode())
    code, told = check()
    assert (code, [p for p in told if p["rule"] != "plausible"]) == (0, [])  # a day long past is asked about, and taken


def test_a_name_that_is_lost_is_asked_about(check: Check, folder: Path) -> None:
    text = edited("Listig Rev Kundesenter AS", "Listig Rev Svar AS")
    (folder / "centres" / "listig-rev.yaml").write_text(text, "utf-8")
    code, told = check()
    assert code == 0 and [p["rule"] for p in told] == ["history-name-changed"]
    assert "«Listig Rev Kundesenter AS», som ikke blir stående" in told[0]["message"]
    assert "«Nytt navn fra»" in told[0]["tip"]


def test_a_new_centre_passes(check: Check, folder: Path) -> None:
    new = OTHER.replace("Blid Elg", "Munter Hare").replace("310000175", "310000221").replace("2024-10", "2024-20")
    new = new.replace("30 12 34 57", "30 12 34 59").replace("20 00 01", "20 00 02").replace("blid-elg.", "munter-hare.")
    write(folder, new, "munter-hare")
    code, told = check()
    assert [p for p in told if p["rule"].startswith("history")] == [] and code in (0, 1)


def renamed(text: str = HISTORY, slug: str = "listig-rev") -> str:
    """The record as it is written when its file gets a new name."""
    return text.replace("trade_names:", f"former_slugs: [{slug}]\ntrade_names:", 1)


def test_a_renamed_file_names_the_old_address(check: Check, folder: Path) -> None:
    (folder / "centres" / "listig-rev.yaml").unlink()
    write(folder, renamed(), "rev")
    assert check() == (0, [])


def test_a_renamed_file_that_forgets_the_old_address(check: Check, folder: Path) -> None:
    (folder / "centres" / "listig-rev.yaml").rename(folder / "centres" / "rev.yaml")
    code, (found,) = check()
    assert (code, found["rule"], found["level"]) == (1, "history-address-lost", "error")
    assert (found["file"], found["line"]) == ("registry/centres/rev.yaml", 1)
    assert found["message"] == "Adressen /sentre/listig-rev/ er publisert, og må lede til dette senteret også nå."
    assert "former_slugs" in found["tip"]


def test_an_old_address_is_never_forgotten_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = published(make_registry(tmp_path / "registry", centre=renamed(HISTORY, "gamle-rev")))
    write(folder, HISTORY)
    assert main(["check", "--registry", str(folder), "--as-of", DAY, "--base", "main"]) == 1
    assert "Adressen /sentre/gamle-rev/ er publisert" in capsys.readouterr().out


def test_a_renamed_file_keeps_its_history_too(check: Check, folder: Path) -> None:
    (folder / "centres" / "listig-rev.yaml").unlink()
    write(folder, renamed(edited("date: 2024-03-01", "date: 2024-03-04")), "rev")
    code, told = check()
    assert code == 1
    assert [(p["rule"], p["file"]) for p in told] == [("history-decision-edited", "registry/centres/rev.yaml")]


def test_two_files_that_change_names_with_each_other(check: Check, folder: Path) -> None:
    write(folder, OTHER, "listig-rev")
    write(folder, HISTORY, "blid-elg")
    code, told = check()
    assert (code, {p["rule"] for p in told}) == (1, {"history-address-taken"})
    assert {p["file"] for p in told} == {"registry/centres/listig-rev.yaml", "registry/centres/blid-elg.yaml"}


def test_a_renamed_file_with_another_number_is_a_file_that_vanished(check: Check, folder: Path) -> None:
    (folder / "centres" / "listig-rev.yaml").unlink()
    write(folder, edited("310000108", "310000221"), "rev")
    code, told = check()
    assert code == 1 and [p["rule"] for p in told] == ["history-file-removed"]


def test_an_unreadable_file_has_not_vanished(check: Check, folder: Path) -> None:
    write(folder, HISTORY + "  - [\n")
    code, told = check()
    assert code == 1 and [p["rule"] for p in told] == ["yaml-syntax"]


def test_what_was_unreadable_as_published_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = published(make_registry(tmp_path / "registry", centre="name: [\n"))
    write(folder, HISTORY)
    assert main(["check", "--registry", str(folder), "--as-of", DAY, "--base", "main"]) == 0
    assert "Advarsel: Filen kan ikke leses slik den var publisert" in capsys.readouterr().out


def test_annotations_land_on_the_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, edited("date: 2024-03-01", "date: 2024-03-04"))
    main(["check", "--registry", str(folder), "--as-of", DAY, "--base", "main", "--format", "github"])
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(
        f"::error file={PATH},line=18,col=11,endColumn=21,title=history-decision-edited::Vedtak 2024-001"
    )


def test_the_base_is_the_commit_and_not_the_working_tree(check: Check, folder: Path) -> None:
    """A change that is committed on another branch is still a change to what is published."""
    git(folder.parent, "checkout", "--quiet", "-b", "forslag")
    write(folder, edited(THIRD, ""))
    git(folder.parent, "commit", "--quiet", "--all", "--message=x")
    assert [p["rule"] for p in check()[1]] == ["history-decision-removed"]
    arguments = ["check", "--registry", str(folder), "--as-of", DAY, "--base"]
    assert main([*arguments, "forslag"]) == 0
    assert main([*arguments, "main~0"]) == 1
    assert main([*arguments, git(folder.parent, "rev-parse", "main")]) == 1


def test_git_attributes_hide_nothing(check: Check, folder: Path) -> None:
    (folder.parent / ".gitattributes").write_text("*.yaml export-ignore\n", "utf-8")
    git(folder.parent, "add", "--all")
    git(folder.parent, "commit", "--quiet", "--message=x")
    write(folder, edited(THIRD, ""))
    assert [p["rule"] for p in check()[1]] == ["history-decision-removed"]


def test_a_base_without_a_registry_has_no_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "README").write_text("x", "utf-8")
    published(tmp_path / "registry")
    make_registry(tmp_path / "registry", centre=HISTORY)
    assert main(["check", "--registry", str(tmp_path / "registry"), "--as-of", DAY, "--base", "main"]) == 0
    assert capsys.readouterr().out == "Alt i orden: 3 filer kontrollert.\n"


@pytest.mark.parametrize(
    ("ref", "sentence"),
    [
        ("-x", "«-x» kan ikke være navnet på en gren eller et punkt i git."),
        ("--output=x", "«--output=x» kan ikke være navnet på en gren eller et punkt i git."),
        ("", "«» kan ikke være navnet på en gren eller et punkt i git."),
        ("nowhere", "Git kjenner ikke «nowhere» her. Er navnet riktig, og er det hentet (git fetch)?"),
        ("main:registry", "Git kjenner ikke «main:registry» her. Er navnet riktig, og er det hentet (git fetch)?"),
        ("\x1b[31m", "Git kjenner ikke «\ufffd[31m» her. Er navnet riktig, og er det hentet (git fetch)?"),
    ],
)
@pytest.mark.parametrize("command", ["check", "changes"])
def test_a_base_that_is_none_is_wrong_use(
    folder: Path, capsys: pytest.CaptureFixture[str], command: str, ref: str, sentence: str
) -> None:
    given = [f"--base={ref}"] if command == "check" else ["--", ref]
    assert main([command, "--registry", str(folder), "--as-of", DAY, *given]) == 2
    assert capsys.readouterr() == ("", sentence + "\n")


def test_a_folder_outside_git_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_registry(tmp_path / "registry")
    assert main(["check", "--registry", str(folder), "--as-of", DAY, "--base", "main", "--lang", "en"]) == 2
    assert re.fullmatch(
        "The folder “.*” is not in a git repository, so there is nothing to compare with.\n", capsys.readouterr().err
    )


def test_a_machine_without_git_is_wrong_use(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    assert main(["check", "--registry", str(folder), "--as-of", DAY, "--base", "main"]) == 2
    assert capsys.readouterr().err.startswith("Git lar seg ikke starte (")


def test_a_hook_does_not_lead_to_another_repository(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", ".git")
    assert check() == (0, [])


def test_files_come_back_byte_for_byte(folder: Path) -> None:
    odd = b"\x00\r\n\xff blob 3\nmissing\n"
    (folder / "centres" / "rar\xe9 fil.bin").write_bytes(odd)
    (folder / "centres" / "tom.yaml").write_bytes(b"")
    (folder / "lenke.yaml").symlink_to("/etc/passwd")
    git(folder.parent, "add", "--all")
    git(folder.parent, "commit", "--quiet", "--message=x")
    with repository.folder_at(folder, "HEAD") as before:
        assert (before / "centres" / "rar\xe9 fil.bin").read_bytes() == odd
        assert (before / "centres" / "tom.yaml").read_bytes() == b""
        assert not (before / "lenke.yaml").is_symlink() and not (before / "lenke.yaml").exists()
        assert {p.name for p in before.iterdir()} == {p.name for p in folder.iterdir()} - {
            "lenke.yaml",
            "statistics",
            "misuse",
        }
    assert not before.exists()


def test_the_command_itself(folder: Path) -> None:
    write(folder, edited(THIRD, ""))
    done = started(BIN / "godkjent", "check", "--as-of", DAY, "--base", "main", cwd=folder.parent)
    assert (done.returncode, done.stderr) == (1, "")
    assert "   16 | decisions:\n      | ^^^^^^^^^\n   Tips: Sett vedtaket inn igjen slik det var." in done.stdout
