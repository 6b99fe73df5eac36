"""The workflows that watch by themselves, by their own steps: what is told, what turns a run red, and that silence is never «all well».

Real checkouts, real servers on this machine, and the tool that outsiders fetch; only `gh` and the addresses stand for others.
"""

from __future__ import annotations

import json
import shlex
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from godkjent.trust import keys
from runner import GH, Runner
from serve import make_server
from serving import Handler, serving
from starter import environment
from support import AS_OF, BIN, CENTRE, built, git, kept, make_registry, ran

NUMBER = "310000108"
EVENT = {"github.token": "none", "secrets.GODKJENT_KEY_WITNESS": ""}
WORKFLOW_OF_OTHERS = "../../docs"


@dataclass
class Answers:
    """What a server answers to everything, and where it is."""

    status: int = 200
    body: bytes = b""
    address: str = ""


@pytest.fixture
def server() -> Iterator[Answers]:
    known = Answers()

    class Kept(Handler):
        def answers(self, _: bytes) -> None:
            self.answer(known.status, known.body, Content_Type="text/html")

    with serving(Kept) as known.address:
        yield known


def checkout(folder: Path, *more: str, command: str = "") -> Runner:
    """A fresh checkout with a small register, in which `godkjent COMMAND` is given these arguments besides."""
    registry = make_registry(folder / "source" / "registry")
    git(registry.parent, "init", "--quiet", "--initial-branch=main")
    git(registry.parent, "add", "--all")
    git(registry.parent, "commit", "--quiet", "--message=x")
    git(folder, "clone", "--quiet", str(registry.parent), "checkout")
    tool = folder / "checkout" / ".venv" / "bin" / "godkjent"
    tool.parent.mkdir(parents=True)
    real = f"{environment()}/bin/godkjent"
    tool.write_text(f'#!/bin/sh\nexec {real} {command} {shlex.join(more)} $(shift; echo "$@")\n', "utf-8")
    tool.chmod(0o755)
    return Runner(folder / "checkout", tools(folder))


def tools(folder: Path) -> Path:
    (folder / "tools").mkdir()
    (folder / "tools" / "gh").write_text(GH, "utf-8")
    (folder / "tools" / "gh").chmod(0o755)
    return folder / "tools"


def unit(**more: object) -> bytes:
    found = {
        "organisasjonsnummer": NUMBER,
        "navn": "LISTIG REV KUNDESENTER AS",
        "forretningsadresse": {"adresse": ["Storgata 1"], "postnummer": "0155", "poststed": "OSLO"},
        **more,
    }
    return json.dumps({"_embedded": {"enheter": [found]}, "page": {"totalElements": 1}}).encode()


# --- Enhetsregisteret --------------------------------------------------------------------------------------------------


def test_the_night_tells_how_many_differ_and_rewrites_the_issue(tmp_path: Path, server: Answers) -> None:
    runner = checkout(tmp_path, "--source", server.address, command="watch")
    server.body = unit(konkurs=True)
    runner.run("watch", "watch", EVENT)
    assert not runner.failed, (runner.tools / "failure").read_text("utf-8")
    assert "issue edit 12 --body-file svar.md" in runner.asked and "issue create" not in runner.asked
    assert "1 " in runner.body and "Listig" not in runner.body and NUMBER not in runner.body, "an issue is read by all"


def test_a_night_without_news_opens_nothing(tmp_path: Path, server: Answers) -> None:
    runner = checkout(tmp_path, "--source", server.address, command="watch")
    runner.instead = {"GH_FOUND": ""}
    server.body = unit()
    runner.run("watch", "watch", EVENT)
    assert not runner.failed and "issue create" not in runner.asked and "issue edit" not in runner.asked


@pytest.mark.parametrize("away", ["refused", "fails", "nonsense"])
def test_a_register_that_does_not_answer_turns_the_run_red_and_is_said(
    tmp_path: Path, server: Answers, away: str
) -> None:
    address = "http://127.0.0.1:9" if away == "refused" else server.address
    server.status, server.body = (503, b"") if away == "fails" else (200, b"<html>")
    runner = checkout(tmp_path, "--source", address, command="watch")
    runner.instead = {"GH_FOUND": ""}
    runner.run("watch", "watch", EVENT)
    assert runner.failed and "issue create --title Enhetsregisteret" in runner.asked
    assert "svarte ikke" in runner.body and "Ingenting er sammenlignet" in runner.body


def test_a_register_with_errors_turns_the_run_red_too(tmp_path: Path, server: Answers) -> None:
    runner = checkout(tmp_path, "--source", server.address, command="watch")
    (runner.folder / "registry" / "centres" / "listig-rev.yaml").write_text("name: 3\n", "utf-8")
    runner.run("watch", "watch", EVENT)
    assert runner.failed and "Ingenting er sammenlignet" in runner.body


# --- The mark on the web -----------------------------------------------------------------------------------------------


def looking(tmp_path: Path, address: str, *marks: str) -> Runner:
    (tmp_path / "marks" / "merke").mkdir(parents=True)
    for name in marks:
        (tmp_path / "marks" / "merke" / name).write_text(f'<svg data-status="approved">{NUMBER}</svg>', "utf-8")
    through = tmp_path / "through.json"
    through.write_text(json.dumps({"https://listig-rev.example": f"{address}/"}), "utf-8")
    more = ["--through", str(through), "--marks", str(tmp_path / "marks"), "--pause", "0"]
    return checkout(tmp_path, *more, "--site", "https://register.example", command="look")


def test_monday_tells_how_many_must_be_followed_up(tmp_path: Path, server: Answers) -> None:
    mark = f'<img src="https://register.example/merke/{NUMBER}.svg" alt="">'
    server.body = mark.encode()
    runner = looking(tmp_path, server.address, f"{NUMBER}.svg")
    runner.run("look", "look", EVENT)
    assert not runner.failed, (runner.tools / "failure").read_text("utf-8")
    assert "må følges opp" in runner.body and "Listig" not in runner.body
    assert "issue edit 12 --body-file sett.md" in runner.asked


def test_a_network_that_is_away_is_said_and_turns_the_run_red(tmp_path: Path) -> None:
    runner = looking(tmp_path, "http://127.0.0.1:9", f"{NUMBER}.svg")
    runner.instead = {"GH_FOUND": ""}
    runner.run("look", "look", EVENT)
    assert runner.failed and "issue create --title Merket på nettet" in runner.asked
    assert "Ingen av nettstedene svarte" in runner.body


@pytest.mark.threat("P06")
def test_copies_are_not_judged_when_the_registers_own_marks_cannot_be_read(tmp_path: Path, server: Answers) -> None:
    """A centre must not be blamed for an altered copy because our own site was away that morning."""
    server.body = f'<img src="/merke-{NUMBER}.svg" alt="Godkjent Callcenter {NUMBER}">'.encode()
    runner = looking(tmp_path, server.address)
    runner.run("look", "look", EVENT)
    assert runner.failed and "kopier kan ikke bedømmes" in runner.body


# --- Outsiders: a witness and somebody who watches ---------------------------------------------------------------------


@dataclass(frozen=True)
class Sites:
    """A signed site, and the same a decision later."""

    before: Path
    after: Path
    vkey: str


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    folder = tmp_path_factory.mktemp("sites")
    keys.make(folder / "keys")
    first = make_registry(folder / "first")
    later = make_registry(folder / "later", centre=CENTRE + "  - {id: 2026-002, date: 2026-11-20, kind: follow_up}\n")
    before = kept(registry=first, AS_OF=AS_OF, KEYS=str(folder / "keys"))
    after = built(folder / "after", registry=later, AS_OF=AS_OF, KEYS=str(folder / "keys"), PREVIOUS=str(before))
    return Sites(before, after, (before / "logg" / "vkey").read_text("utf-8").strip())


def of_others(folder: Path, sites: Sites, name: str) -> Runner:
    """A repository of somebody else's, with the tool from the site and nothing of ours."""
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "theirs.git")
    git(folder, "clone", "--quiet", "theirs.git", "checkout")
    (folder / "checkout" / "godkjent-verify.pyz").write_bytes(
        (sites.before / "kontroller" / "godkjent-verify.pyz").read_bytes()
    )
    (folder / "checkout" / "readme").write_text(name, "utf-8")
    git(folder / "checkout", "switch", "--quiet", "--create", "main")
    git(folder / "checkout", "add", "readme")
    git(folder / "checkout", "commit", "--quiet", "--message=begun")
    git(folder / "checkout", "push", "--quiet", "--set-upstream", "origin", "main")
    return Runner(folder / "checkout", tools(folder))


def run_against(runner: Runner, site: Path | None, sites: Sites, workflow: str, job: str, **event: str) -> None:
    """The workflow, while a site is served; none: nothing answers there."""
    with ExitStack() as stack:
        address = "http://127.0.0.1:9"
        if site:
            address = stack.enter_context(serving_folder(site))
        runner.instead = {"SITE": address, "VKEY": sites.vkey, "WITNESSES": "0", "PYTHONPATH": ""}
        runner.run(f"{WORKFLOW_OF_OTHERS}/{workflow}", job, {**EVENT, **event})


@contextmanager
def serving_folder(site: Path) -> Iterator[str]:
    with make_server(site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def kept_by(runner: Runner) -> str:
    """The files that their own published branch has."""
    return git(runner.folder, "ls-tree", "-r", "--name-only", "origin/main")


def test_one_who_watches_is_told_of_a_history_that_shrank_and_of_a_site_that_is_away(
    tmp_path: Path, sites: Sites
) -> None:
    runner = of_others(tmp_path, sites, "avis")
    run_against(runner, sites.before, sites, "overvaking", "monitor")
    assert not runner.failed, (runner.tools / "failure").read_text("utf-8")
    assert "sett.json" in kept_by(runner)
    run_against(runner, sites.after, sites, "overvaking", "monitor")
    assert not runner.failed, (runner.tools / "failure").read_text("utf-8")
    seen = (runner.folder / "sett.json").read_text("utf-8")
    run_against(runner, None, sites, "overvaking", "monitor")
    assert runner.failed and "kan ikke nås" in (runner.tools / "failure").read_text("utf-8")
    run_against(runner, sites.before, sites, "overvaking", "monitor")
    assert runner.failed, "the history is shorter than before"
    assert (runner.folder / "sett.json").read_text("utf-8") == seen and "sett.json." in kept_by(runner)


def test_a_witness_cosigns_what_grew_and_nothing_else(tmp_path: Path, sites: Sites) -> None:
    runner = of_others(tmp_path, sites, "vitne")
    made = ran(BIN / "python", str(runner.folder / "godkjent-verify.pyz"), "witness", "--new", "avisen.example/vitne",
               "--key", str(tmp_path / "vitne.key"))  # fmt: skip
    assert made.returncode == 0, made.stderr
    secret = {"secrets.GODKJENT_KEY_WITNESS": (tmp_path / "vitne.key").read_text("ascii")}
    for site in (sites.before, sites.after):
        run_against(runner, site, sites, "vitne", "witness", **secret)
        assert not runner.failed, (runner.tools / "failure").read_text("utf-8")
    cosigned = [path for path in kept_by(runner).splitlines() if path.endswith("/checkpoint")]
    assert len(cosigned) == 1 and "avisen.example/vitne" in (runner.folder / cosigned[0]).read_text("utf-8")
    last = (runner.folder / cosigned[0]).read_text("utf-8")
    for site in (sites.before, None):
        run_against(runner, site, sites, "vitne", "witness", **secret)
        assert runner.failed, "a shorter history, and no answer"
        assert (runner.folder / cosigned[0]).read_text("utf-8") == last
    assert secret["secrets.GODKJENT_KEY_WITNESS"].strip() not in git(runner.folder, "log", "-p", "origin/main")
