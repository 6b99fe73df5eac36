"""What a proposal must pass: the steps of check.yml, run in real git repositories.

A decision, a corrected telephone number and a new centre pass every required check at once; the program's own tests are run
for the program, and say when they are not needed.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from godkjent.commands.cli import main
from runner import DAY, WORKFLOWS, Runner
from starter import environment
from support import OTHER, ROOT, git, make_registry, repository

SLUG = "listig-rev"
NOT_NEEDED = "Forslaget endrer bare registeret og teksten på sidene."
EVENT = {
    "github.base_ref || github.event.repository.default_branch": "main",
    "github.event.repository.default_branch": "main",
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as it is here, with a small register, published."""
    folder = tmp_path_factory.mktemp("program")
    source = repository(folder / "source")
    make_registry(source / "registry", **{"centres__blid-elg": OTHER})
    git(source, "init", "--quiet", "--initial-branch=main")
    git(source, "add", "--all")
    git(source, "commit", "--quiet", "--message=published")
    git(folder, "clone", "--quiet", "--bare", str(source), str(folder / "origin.git"))
    return folder / "origin.git"


@pytest.fixture
def origin(program: Path, tmp_path: Path) -> Path:
    """What is published, beside a folder for one proposal."""
    (tmp_path / "origin.git").symlink_to(program)
    return tmp_path / "origin.git"


def proposal(origin: Path, change: Callable[[Path], object]) -> Runner:
    """A checkout of a proposal that makes one change."""
    folder, tools = origin.parent / "proposal", origin.parent / "tools"
    git(origin.parent, "clone", "--quiet", str(origin), str(folder))
    (folder / ".venv").symlink_to(environment())
    (folder / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    tools.mkdir()
    change(folder)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message=change")
    return Runner(folder, tools)


def acted(*arguments: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        name, *more = arguments
        assert main([name, f"--registry={folder / 'registry'}", f"--as-of={DAY}", *more]) == 0

    return change


def wrote(path: str, text: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((file.read_text("utf-8") if file.exists() else "") + text, "utf-8")

    return change


NEW = ["--name=Rask Hval Svar AS", "--organisation-number=310004219", "--city=Oslo", "--postcode=0155", "--county=Oslo"]
NEW += ["--direction=outbound", "--service=sales", "--channel=phone", "--language=nb", "--phone=+47 30 99 88 77"]
DATA = {
    "a decision": acted("decide", SLUG, "suspension", "--requirement=tax", "--reason=Skatt.", "--remedy=Betal.", f"--date={DAY}"),
    "a corrected number": acted("correct", SLUG, "phone_numbers", "--old=30 12 34 56", "--new=+47 30 12 34 65"),
    "a new centre": acted("new", *NEW, "--kind=application", f"--date={DAY}"),
}  # fmt: skip


@pytest.mark.parametrize("what", DATA)
def test_what_the_board_changes_passes_every_required_check(origin: Path, what: str) -> None:
    runner = proposal(origin, DATA[what])
    for job in required():
        runner.run("check", job, EVENT)
        assert not runner.failed, (runner.tools / "failure").read_text("utf-8")
    assert NOT_NEEDED in (runner.tools / "summary").read_text("utf-8")
    assert "Kjør prøvene" not in runner.ran and "Ikke nødvendig her" in runner.ran


def required() -> list[str]:
    """The jobs of check.yml that the rules of the branch ask for, by the names that GitHub knows them by."""
    rules = json.loads((ROOT / ".github" / "rulesets" / "main.json").read_text("utf-8"))["rules"]
    (checks,) = [rule["parameters"] for rule in rules if rule["type"] == "required_status_checks"]
    jobs = yaml.safe_load((WORKFLOWS / "check.yml").read_text("utf-8"))["jobs"]
    names = {job["name"]: key for key, job in jobs.items()}
    assert names.keys() == {check["context"] for check in checks["required_status_checks"]}
    return list(names.values())


PROGRAM = {
    "code": wrote("src/godkjent/addresses.py", "\n# x\n"),
    "a schema": wrote("registry/schemas/centre.schema.json", "\n"),
    "a workflow": wrote(".github/workflows/check.yml", "\n"),
    "data and a test": lambda f: (wrote("registry/centres/x.yaml", "x")(f), wrote("tests/x.py", "x")(f)),
    "a file beside the data": wrote("registryx/centres/x.yaml", "x"),
    "a name with odd letters": wrote("kjøttkaker\nregistry/centres/x.yaml", "x"),
    "a record that becomes code": lambda f: (f / "registry/centres/blid-elg.yaml").rename(f / "src/blid-elg.yaml"),
    "nothing": lambda _: None,
}


@pytest.mark.parametrize("what", PROGRAM)
def test_what_touches_the_program_is_tested(origin: Path, what: str) -> None:
    runner = proposal(origin, PROGRAM[what])
    runner.run("check", "tests", EVENT)
    assert not runner.failed and runner.ran[-1] == "Kjør prøvene" and "Ikke nødvendig her" not in runner.ran


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (wrote("registry/centres/listig-rev.yaml", "tull: [\n"), "Kontroller registeret"),
        (wrote("content/pages/nb/ny.md", "Title: Ny\n\nTekst."), "content/pages/en/ny.md mangler"),
        (wrote("content/pages/nb/krav.md", "\n[borte](/borte-vekk/)\n"), "viser til /borte-vekk/, som ikke er der"),
    ],
    ids=["a broken record", "a page in one language", "a link that leads nowhere"],
)
def test_what_is_wrong_with_data_is_told_by_the_check_of_data(origin: Path, change, sentence: str) -> None:  # type: ignore[no-untyped-def]
    runner = proposal(origin, change)
    runner.run("check", "register", EVENT)
    assert runner.failed
    assert sentence in (runner.tools / "failure").read_text("utf-8")


def test_a_base_that_is_not_there_stops_the_check_instead_of_letting_it_pass(origin: Path) -> None:
    runner = proposal(origin, DATA["a decision"])
    runner.run("check", "tests", {**EVENT, "github.base_ref || github.event.repository.default_branch": "borte"})
    assert runner.failed and runner.ran == ["Se hva forslaget gjelder"]
    assert (
        subprocess.run(
            ["git", "-C", str(runner.folder), "status", "--porcelain"], check=True, capture_output=True
        ).stdout
        == b""
    )
