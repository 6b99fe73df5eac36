"""`godkjent begin` in real git repositories: with answers in a file, on a terminal, cut off anywhere, and refused."""

from __future__ import annotations

import io
import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from godkjent.acts import append, begin, on_github
from godkjent.commands import begin as command
from godkjent.commands.cli import main
from godkjent.register import records
from support import CENTRE, OTHER, SCHEME, git, make_registry
from taking_over import ANSWERS

DAY = "2026-11-24"
OWNERS = "# Bytt ut ORGANISASJON.\n* @ORGANISASJON/drift\n/registry/ @ORGANISASJON/nemnda\n"
FIGURES = "year: {year}\ncomplaints_received: 800\n{more}\n"
Begin = Callable[..., int]


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A demonstration with a comment, figures with and without a source, and owners to fill in; published in git."""
    make_registry(
        tmp_path / "registry",
        scheme="# Ordningen.\n" + SCHEME,
        centres__blid_elg=OTHER,
        statistics__2019=FIGURES.format(year=2019, more="source: https://avis.test/1"),
        statistics__2024=FIGURES.format(year=2024, more="invented: true"),
    )
    (tmp_path / "registry" / "centres" / "blid_elg.yaml").rename(tmp_path / "registry" / "centres" / "blid-elg.yaml")
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "CODEOWNERS").write_text(OWNERS, "utf-8")
    (tmp_path / ".gitignore").write_text("/.godkjent-begin*.yaml\n/answers.yaml\n/*.xlsx\n", "utf-8")
    (tmp_path / "answers.yaml").write_text(begin.answers_text(ANSWERS), "utf-8")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message=demonstration")
    return tmp_path


@pytest.fixture
def run(world: Path, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """The command, with nobody at the terminal."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def called(*more: str, answers: str | None = "answers.yaml") -> int:
        given = ["--yes", *(["--answers", str(world / answers)] if answers else [])]
        return main(["begin", "--registry", str(world / "registry"), "--as-of", DAY, *given, *more])

    return called


def registry(world: Path) -> dict[str, bytes]:
    """Every file but the schemas and the keys, which are new each time."""
    files = [p for p in (world / "registry").rglob("*") if p.is_file() and "schemas" not in p.parts]
    return {str(p.relative_to(world)): p.read_bytes() for p in files if p.name != "keys.yaml"}


def test_the_demonstration_goes_and_the_facts_come(run: Begin, world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--keys", str(world / "nokler")) == 0
    said = capsys.readouterr().out
    assert sorted(registry(world)) == [
        "registry/centres/.gitkeep",
        "registry/requirements.yaml",
        "registry/scheme.yaml",
        "registry/statistics/2019.yaml",
    ]
    read = records.read(world / "registry")
    scheme = read.register(records.date.fromisoformat(DAY)).scheme
    assert not scheme.demonstration and scheme.publisher and scheme.publisher.phone == "22334455"
    assert (scheme.site, scheme.repository) == (
        "https://register.nemnda.invented",
        "https://github.com/Nemnda/register",
    )
    assert (scheme.warnings.years_after_end, scheme.suspensions.public, scheme.rules.grace_days) == (2, False, 30)
    assert (world / "registry" / "scheme.yaml").read_text("utf-8").startswith("# Ordningen.\n")
    assert (world / ".github" / "CODEOWNERS").read_text("utf-8") == "* @Nemnda/drift\n/registry/ @Nemnda/nemnda\n"
    assert read.log_origin == "register.nemnda.invented/logg" and (world / "nokler" / "log.pem").exists()
    assert not (world / command.REMEMBERED).exists()
    assert main(["check", "--base", "main", "--registry", str(world / "registry"), "--as-of", DAY]) == 0
    assert "https://github.com/Nemnda/register/settings/rules" in said and "signering" in said
    git(world, "add", "--all")
    assert "nokler" not in git(world, "status", "--porcelain")  # no key on its way into git


def test_again_it_asks_only_for_what_is_lacking(run: Begin, world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = {name: value for name, value in ANSWERS.items() if name not in ("phone", "data_licence")}
    (world / "few.yaml").write_text(begin.answers_text(few), "utf-8")
    assert run(answers="few.yaml") == 0
    before = registry(world)
    assert run(answers=None) == 0
    assert registry(world) == before
    scheme = world / "registry" / "scheme.yaml"
    scheme.write_text(scheme.read_text("utf-8").replace("approval_years: 3", "approval_years: 3 # vedtatt"), "utf-8")
    assert run("--phone", "22334455", answers=None) == 0
    assert "approval_years: 3 # vedtatt" in scheme.read_text("utf-8") and "22334455" in scheme.read_text("utf-8")
    capsys.readouterr()
    assert run("--data-licence", "CC BY", answers=None) == 0 and run(answers=None) == 0
    assert "har alt det blir spurt om" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"organisation_number": "800000010"}, "kontrollsifferet stemmer ikke"),
        ({"organisation_number": "399999901"}, "er oppdiktet"),
        ({"email": "post@nemnda.example"}, "er et domene til eksempler og prøver"),
        ({"email": "nemnda"}, "må være en e-postadresse"),
        ({"phone": "50 50 50 50"}, "er oppdiktet eller ikke i bruk"),
        ({"postcode": "155"}, "postnummer på fire sifre"),
        ({"site": "http://nemnda.invented"}, "må være en nettadresse"),
        ({"warnings_public": "kanskje"}, "«kanskje» er ikke et valg under Er advarsler offentlige?"),
        ({"warnings_years": "to"}, "må være et helt tall"),
        ({"data_licence": "GPL"}, "«GPL» er ikke et valg"),
        ({"phone": "\u202e22334455"}, "Telefon"),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_is_done(
    run: Begin, world: Path, capsys: pytest.CaptureFixture[str], answer: dict[str, str], words: str
) -> None:
    before = registry(world)
    (world / "answers.yaml").write_text(begin.answers_text({**ANSWERS, **answer}), "utf-8")
    assert run() == 2
    assert words in capsys.readouterr().err and registry(world) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("publisher_name: [a]\n", "må ha ett svar på én linje"),
        ("navn: a\n", "«navn» er ikke noe det blir spurt om"),
        ("warnings-publik: ja\n", "«warnings-publik» er ikke noe det blir spurt om. Mente du «warnings_public»?"),
        ("emial: a\nfone: b\n", "Mente du «phone»?"),
        ("grace-days: 3\ngrace_days: 4\n", "«grace_days» er besvart to ganger"),
        ("a: b: c\n", "kan ikke leses"),
        ("", "kan ikke leses"),
        ("publisher_name: a\n", "--email (Utgiverens e-post)"),
    ],
)
def test_a_file_of_answers_that_cannot_be_used(
    run: Begin, world: Path, capsys: pytest.CaptureFixture[str], content: str, words: str
) -> None:
    (world / "answers.yaml").write_text(content, "utf-8")
    before = registry(world)
    assert run() == 2
    assert words in capsys.readouterr().err and registry(world) == before
    assert run(answers="finnes-ikke.yaml") == 2


def test_work_that_git_does_not_hold_stops_it(run: Begin, world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = CENTRE.replace("Listig Rev", "Rask Gaupe").replace("310000108", "310000221").replace("2024-001", "2024-003")
    new = new.replace("30 12 34 56", "30 12 34 59").replace("20 00 00", "20 00 02").replace("listig-rev", "rask-gaupe")
    (world / "registry" / "centres" / "rask-gaupe.yaml").write_text(new.replace("Ærlig Ørn", "Kvikk Oter"), "utf-8")
    assert run() == 1
    assert "rask-gaupe.yaml" in capsys.readouterr().err
    assert (world / "registry" / "centres" / "rask-gaupe.yaml").exists()


def test_a_register_with_errors_is_not_begun_with(run: Begin, world: Path) -> None:
    (world / "registry" / "centres" / "listig-rev.yaml").write_text("name: [", "utf-8")
    git(world, "commit", "--quiet", "--all", "--message=broken")
    before = registry(world)
    assert run() == 1 and registry(world) == before


@pytest.mark.parametrize(
    ("at", "error"), list(enumerate([OSError(28, "No space left on device"), KeyboardInterrupt()] * 4, 1))
)
def test_cut_off_anywhere_it_goes_on_to_the_same_end(
    run: Begin,
    world: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    at: int,
    error: Exception,
) -> None:
    """Each writing and each removal in turn fails for real; then the same command is given again, without answers."""
    left = [at]

    def failing(inner: Callable[..., None]) -> Callable[..., None]:
        def step(*arguments: object, **more: object) -> None:
            left[0] -= 1
            if not left[0]:
                raise error
            inner(*arguments, **more)

        return step

    with monkeypatch.context() as patched:
        patched.setattr(append, "put", failing(append.put))
        patched.setattr(begin, "remove", failing(begin.remove))
        first = run("--keys", str(world / "nokler"))
    told = capsys.readouterr().err
    if left[0] <= 0:
        assert first == 1 and "Kjør «.venv/bin/godkjent begin» igjen" in told
        assert main(["check", "--registry", str(world / "registry"), "--as-of", DAY]) == 0
        remembered = (world / command.REMEMBERED).exists()
        assert run("--keys", str(world / "nokler"), answers=None if remembered else "answers.yaml") == 0
    scheme = (world / "registry" / "scheme.yaml").read_text("utf-8")
    assert "demonstration: false" in scheme and "Nemndas sekretariat" in scheme
    assert sorted(p.name for p in (world / "registry" / "centres").iterdir()) == [".gitkeep"]
    assert (world / "registry" / "keys.yaml").exists() and not (world / command.REMEMBERED).exists()


# --- On a terminal ----------------------------------------------------------------------------------------------


def at_terminal(world: Path, *typed: str, more: Sequence[str] = ()) -> tuple[int, str]:
    """The command run by somebody who types a line at each prompt: its exit status, and all that the terminal showed."""
    ours, theirs = pty.openpty()
    arguments = [sys.executable, "-c", "import sys; from godkjent.commands.cli import main; sys.exit(main())", "begin"]
    running = subprocess.Popen(
        [*arguments, "--registry", str(world / "registry"), "--as-of", DAY, *more],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=world, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    os.close(theirs)
    shown, answered, left = b"", 0, list(typed)
    while select.select([ours], [], [], 20)[0]:
        try:
            shown += os.read(ours, 65536)
        except OSError:
            break
        if shown.endswith((b"> ", "» for å gjøre det: ".encode())) and len(shown) > answered and left:
            answered = len(shown)
            os.write(ours, left.pop(0).encode() + b"\n")
    os.close(ours)
    running.kill() if running.poll() is None and left else None
    return running.wait(timeout=60), shown.decode("utf-8", "replace")


def test_a_person_is_asked_may_stop_and_goes_on(world: Path) -> None:
    before = registry(world)
    status, shown = at_terminal(world, "Nemndas sekretariat", "123", "800000009", "slutt")
    assert status == 2 and "Svarene ligger i .godkjent-begin.yaml" in shown and registry(world) == before
    assert "må være et organisasjonsnummer på ni sifre" in shown
    rest = [ANSWERS[name] for name in ANSWERS if name not in ("publisher_name", "organisation_number")]
    rest[1] = ""  # the telephone number is not known yet
    status, shown = at_terminal(world, *rest, "nei", "kanskje")
    assert status == 2 and "2 svar er husket" in shown and registry(world) == before
    status, shown = at_terminal(world, "", "ta i bruk")
    assert status == 0 and "Demonstrasjonen er tatt ut." in shown
    scheme = (world / "registry" / "scheme.yaml").read_text("utf-8")
    assert "demonstration: false" in scheme and "800000009" in scheme and "phone" not in scheme
    assert not (world / "registry" / "keys.yaml").exists()


# --- What is left to do -----------------------------------------------------------------------------------------


def test_what_is_left_names_a_page_and_a_way_to_see_it() -> None:
    steps = list(on_github.steps("https://github.com/Nemnda/register", "https://register.nemnda.invented", signed=True))
    assert all(step.page.startswith("https://github.com/") and step.check.startswith("gh ") for step in steps)
    assert all(step.what.nb != step.what.en for step in steps)
    assert "nemnda.github.io" in "".join(step.what.nb for step in steps)
    fewer = list(
        on_github.steps("https://github.com/Nemnda/register", "https://nemnda.github.io/register", signed=False)
    )
    assert len(steps) - len(fewer) == 2 and "Begynn en ny vedtakslogg" not in fewer[-1].what.nb
    elsewhere = list(on_github.steps("https://gitlab.test/nemnda/register", None, signed=False))
    assert "ORGANISASJON" in elsewhere[0].page  # named as a place to fill in, not as somebody's


# --- Nothing without a yes, and a rehearsal ----------------------------------------------------------------------


def test_a_file_of_answers_shows_what_would_be_done_and_does_nothing_without_a_yes(
    world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    before = registry(world)
    where = ["begin", "--registry", str(world / "registry"), "--as-of", DAY, "--answers", str(world / "answers.yaml")]
    assert main(where) == 2
    told = capsys.readouterr()
    assert registry(world) == before and "--yes" in told.err
    assert "Utgiverens navn: Nemndas sekretariat" in told.out and "Er advarsler offentlige?: ja" in told.out
    assert main([*where, "--yes"]) == 0 and registry(world) != before


def test_the_names_of_the_options_are_answers_too(run: Begin, world: Path) -> None:
    dashed = begin.answers_text({name.replace("_", "-"): value for name, value in ANSWERS.items()})
    (world / "answers.yaml").write_text(dashed, "utf-8")
    assert run("--grace_days", "31", "--keys", "nei") == 0
    scheme = (world / "registry" / "scheme.yaml").read_text("utf-8")
    assert "grace_days: 31" in scheme and "Nemndas sekretariat" in scheme


def test_at_a_terminal_a_file_of_answers_still_asks_at_the_end(world: Path) -> None:
    before = registry(world)
    status, shown = at_terminal(world, "nei", "vent", more=["--answers", "answers.yaml"])
    assert status == 2 and "Skriv «ta i bruk»" in shown and registry(world) == before
    status, shown = at_terminal(world, "«Ta i bruk»")  # the answers are remembered
    assert status == 0 and "Demonstrasjonen er tatt ut." in shown


def test_a_rehearsal_is_a_demonstration_of_ones_own(
    run: Begin, world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--registry", str(world / "registry"), "--as-of", DAY]
    assert run("--rehearsal", "--email", "post@noen.invented", answers=None) == 2
    said = capsys.readouterr().err
    assert "kan tilhøre noen" in said and "et domene som slutter på .example" in said
    assert (
        run("--rehearsal", "--publisher-name", "Øvelsens sekretariat", "--email", "post@ovelse.example", answers=None)
        == 0
    )
    scheme = records.read(world / "registry").register(records.date.fromisoformat(DAY)).scheme
    assert scheme.demonstration and scheme.rehearsal and scheme.publisher.email == "post@ovelse.example"  # type: ignore[union-attr]
    assert [p.name for p in (world / "registry" / "centres").iterdir()] == [".gitkeep"]
    listed = tmp_path / "liste.xlsx"
    assert main(["import", "--template", str(listed), "--invented", "34", *where]) == 0
    capsys.readouterr()
    assert main(["import", str(listed), *where]) == 0
    assert capsys.readouterr().out.startswith("34 sentre er ført: 33 godkjent")
    assert main(["check", "--base", "main", *where]) == 0
    said = capsys.readouterr().out
    assert "slippes denne ene gangen: 2 sentre med 2 vedtak. Registeret har nå 34 sentre." in said
    assert main(["changes", "main", *where]) == 0
    assert "**En øvelse begynner.** 2 oppdiktede sentre" in capsys.readouterr().out
    git(world, "add", "--all")
    git(world, "commit", "--quiet", "--message=rehearsal")
    (world / "registry" / "centres" / "blid-rev-kundesenter-as.yaml").unlink()
    assert main(["check", "--base", "main", *where]) == 1  # what is rehearsed is kept as history is
    git(world, "checkout", "--quiet", "--", "registry")
    assert run("--rehearsal", answers=None) == 0 and "har alt det blir spurt om" not in capsys.readouterr().err
    assert run("--keys", "nei") == 0  # and then in earnest
    assert "rehearsal" not in (world / "registry" / "scheme.yaml").read_text("utf-8")
    assert main(["check", "--base", "main", *where]) == 0
    assert "34 sentre med" in capsys.readouterr().out
    assert run("--rehearsal", answers=None) == 1 and "er tatt i bruk" in capsys.readouterr().err
    assert main(["import", "--template", str(tmp_path / "to.xlsx"), "--invented", "3", *where]) == 1


def test_a_rehearsal_is_asked_for_and_keeps_what_is_there(world: Path) -> None:
    scheme = world / "registry" / "scheme.yaml"
    publisher = 'publisher:\n  name: {nb: Prøvens sekretariat}\n  organisation_number: "399999901"\n  email: post@prove.example\n'
    scheme.write_text(scheme.read_text("utf-8") + publisher, "utf-8")
    git(world, "commit", "--quiet", "--all", "--message=publisher")
    status, shown = at_terminal(world, *[""] * 15, "nei", "øv", more=["--rehearsal"])
    assert status == 0 and "Enter beholder «Prøvens sekretariat»" in shown and "Enter beholder «ja»" in shown
    assert "rehearsal: true" in scheme.read_text("utf-8") and "Prøvens sekretariat" in scheme.read_text("utf-8")
