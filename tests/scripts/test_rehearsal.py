"""The whole way, rehearsed: form in, branch, check, comment, merge, build, page, feed and badge.

The workflows' own steps are run, in real git repositories, one that stands for the published one and one that a runner
checks out. Only GitHub itself cannot run here: `gh` is a program that writes down what it was asked to do.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from godkjent.commands.cli import main
from runner import DAY, GH, Runner
from starter import environment
from support import OTHER, built, filled, git, make_registry

NUMBER = "310000108"
SLUG = "listig-rev"
NAME = "Listig Rev Kundesenter AS"


@dataclass
class Place:
    """The published repository and ways to change it."""

    origin: Path
    folder: Path

    def send(self, body: str, form: int = 7) -> Runner:
        """A form is sent in, and the workflow runs in a fresh checkout."""
        runner = self.checkout(f"form-{form}")
        event = {
            "github.token": "none",
            "github.event.issue.number": str(form),
            "github.event.issue.body": body,
            "github.event.repository.default_branch": "main",
        }
        runner.run("form", "propose", event)
        return runner

    def explained(self, form: int = 7) -> str:
        """The comment that the privileged workflow writes on the proposal."""
        git(self.origin, "update-ref", "refs/pull/12/merge", f"refs/heads/skjema/{form}")
        runner = self.checkout(f"explain-{form}")
        event = {
            "github.token": "none",
            "github.event.workflow_run.head_sha": git(self.origin, "rev-parse", f"skjema/{form}"),
            "github.event.workflow_run.html_url": "https://git.example/kontroll/3",
        }
        runner.run("explain", "explain", event)
        assert not runner.failed, (runner.tools / "failure").read_text("utf-8")
        assert git(runner.folder, "diff", "--name-only", "HEAD", "--", ":!registry") == "", "more than data was taken"
        return (runner.folder / "endringer.md").read_text("utf-8")

    def merge(self, form: int = 7) -> None:
        """Somebody else accepts the proposal."""
        git(self.origin, "update-ref", "refs/heads/main", f"refs/heads/skjema/{form}")

    def checkout(self, name: str) -> Runner:
        there = self.folder / name
        shutil.rmtree(there, ignore_errors=True)
        git(self.folder, "clone", "--quiet", str(self.origin), str(there))
        (there / ".venv").symlink_to(environment())
        tools = self.folder / f"{name}-tools"
        shutil.rmtree(tools, ignore_errors=True)
        tools.mkdir()
        (tools / "gh").write_text(GH, "utf-8")
        (tools / "gh").chmod(0o755)
        return Runner(there, tools)

    def registry(self, name: str = "site") -> Path:
        """The published registry in a checkout."""
        return self.checkout(name).folder / "registry"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    source = tmp_path / "source"
    make_registry(source / "registry", **{"centres__blid-elg": OTHER})
    git(source, "init", "--quiet", "--initial-branch=main")
    git(source, "add", "--all")
    git(source, "commit", "--quiet", "--message=published")
    git(tmp_path, "clone", "--quiet", "--bare", str(source), str(tmp_path / "origin.git"))
    return Place(tmp_path / "origin.git", tmp_path)


SUSPEND = {
    "centre": NUMBER,
    "kind": "Suspensjon",
    "date": DAY,
    "reason_nb": "Senteret ringte numre som er reservert.",
    "requirements": "tax",
    "remedy_nb": "Vaske listene mot Reservasjonsregisteret.",
}
LIFT = {"centre": SLUG, "kind": "Suspensjon opphevet", "date": DAY, "reason_nb": "Listene er vasket."}
CORRECT = {"centre": SLUG, "field": "Telefonnumre", "old": "30 12 34 56", "new": "+47 30 12 34 65"}


def test_a_suspension_from_form_to_badge(place: Place, tmp_path: Path) -> None:
    runner = place.send(filled("suspender", **SUSPEND))
    assert not runner.failed, (runner.tools / "failure").read_text("utf-8")
    assert f"pr create --head skjema/7 --base main --title Suspensjon: {NAME}" in runner.asked
    assert "workflow run check.yml --ref skjema/7" in runner.asked
    assert "Forslaget er laget" in runner.body and "https://git.example/forslag/12" in runner.body
    assert git(place.origin, "diff", "--stat", "--name-only", "main", "skjema/7") == f"registry/centres/{SLUG}.yaml"
    told = place.explained()
    assert f"- **{NAME}**: godkjent → suspendert fra 24.11.2026 (vedtak 2026-001)." in told
    assert "Merket viser «Suspendert»." in told and "https://git.example/kontroll/3" in told
    place.merge()
    site = built(tmp_path / "output", registry=place.registry(), AS_OF=DAY)
    page = (site / "sentre" / SLUG / "index.html").read_text("utf-8")
    assert 'data-status="suspended"' in page and "Senteret ringte numre som er reservert." in page
    assert 'data-status="suspended"' in (site / "verifiser" / NUMBER / "index.html").read_text("utf-8")
    assert "Suspendert" in (site / "merke" / f"{NUMBER}.svg").read_text("utf-8")
    assert "2026-001" in (site / "sentre" / SLUG / "feed.atom").read_text("utf-8")
    assert "2026-001" in (site / "vedtak" / "feed.atom").read_text("utf-8")


def test_lifting_it_again_and_correcting_a_number(place: Place) -> None:
    assert not place.send(filled("suspender", **SUSPEND)).failed
    place.merge()
    assert not place.send(filled("opphev", **LIFT), 8).failed
    assert "suspendert → godkjent fra 24.11.2026 (vedtak 2026-002)" in place.explained(8)
    place.merge(8)
    assert not place.send(filled("rett", **CORRECT), 9).failed
    told = place.explained(9)
    assert "30 12 34 56" in told.replace("\\", "") and "30 12 34 65" in told.replace("\\", "")
    place.merge(9)
    text = (place.registry() / "centres" / f"{SLUG}.yaml").read_text("utf-8")
    assert '"+47 30 12 34 65"' in text and "30 12 34 56" not in text


def test_the_terminal_writes_what_the_form_writes(place: Place) -> None:
    place.send(filled("suspender", **SUSPEND))
    by_form = git(place.origin, "show", f"skjema/7:registry/centres/{SLUG}.yaml")
    folder = place.registry("terminal")
    flags = [
        "--date",
        DAY,
        "--reason",
        SUSPEND["reason_nb"],
        "--requirement",
        "tax",
        "--remedy",
        SUSPEND["remedy_nb"],
    ]
    assert main(["decide", SLUG, "suspension", *flags, "--registry", str(folder), "--as-of", DAY]) == 0
    assert (folder / "centres" / f"{SLUG}.yaml").read_text("utf-8").strip() == by_form


def test_by_hand_in_an_editor(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    folder = place.registry("editor")
    path = folder / "centres" / f"{SLUG}.yaml"
    path.write_text(
        path.read_text("utf-8")
        + "  - id: 2026-001\n    date: 2026-11-24\n    kind: suspension\n    requirements: [tax]\n"
        + "    reason: {nb: Ringte reserverte numre.}\n    remedy: {nb: Vaske listene.}\n",
        "utf-8",
    )
    arguments = ["--registry", str(folder), "--as-of", DAY]
    assert main(["check", "--base", "origin/main", *arguments]) == 0
    capsys.readouterr()
    assert main(["changes", "origin/main", *arguments]) == 0
    assert "godkjent → suspendert fra 24.11.2026 (vedtak 2026-001)" in capsys.readouterr().out


WRONG = {
    "an unknown centre": ({**SUSPEND, "centre": "310000000"}, "310000000"),
    "a requirement that is not there": (
        {**SUSPEND, "requirements": "moro"},
        "«moro» er ikke et valg under Krav det gjelder. Valgene er Skatt.",
    ),
    "a day that does not exist": ({**SUSPEND, "date": "31.11.2026"}, "«31.11.2026» er ikke en dag som finnes"),
    "a day to come": ({**SUSPEND, "date": "2026-12-24"}, "ligger fram i tid"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_form_is_answered_with_a_sentence(place: Place, what: str) -> None:
    answers, sentence = WRONG[what]
    runner = place.send(filled("suspender", **answers))
    assert runner.failed and "issue comment 7 --edit-last --create-if-none" in runner.asked
    assert sentence in runner.body and "Traceback" not in runner.body
    assert git(place.origin, "branch", "--list", "skjema/*") == ""


def test_a_form_that_is_mended_gives_the_branch_anew(place: Place) -> None:
    assert not place.send(filled("suspender", **SUSPEND)).failed
    assert not place.send(filled("suspender", **{**SUSPEND, "reason_nb": "En annen grunn."})).failed
    assert git(place.origin, "rev-list", "--count", "main..skjema/7") == "1"
    assert "En annen grunn." in git(place.origin, "show", f"skjema/7:registry/centres/{SLUG}.yaml")


def test_a_form_cannot_run_anything(place: Place, tmp_path: Path) -> None:
    mark = tmp_path / "run"
    hostile = f"$(touch {mark}) `touch {mark}` \"; touch {mark}; ' ${{{{ github.token }}}}"
    runner = place.send(filled("suspender", **{**SUSPEND, "centre": hostile, "reason_nb": hostile}))
    assert runner.failed and not mark.exists()
    assert place.send(filled("suspender", **{**SUSPEND, "reason_nb": hostile})).failed is False
    assert not mark.exists()


def test_the_weekly_list_is_one_issue(place: Place) -> None:
    runner = place.checkout("worklist")
    runner.run("worklist", "worklist", {"github.token": "none"})
    assert not runner.failed
    assert "## Det som skal gjøres" in runner.body
