"""The life of a register, in a real git repository and by the steps that `deploy.yml` itself has.

One register leaves the demonstration, is filled from a spreadsheet and published with keys. Each test then takes a copy of
it through something that happens to registers, good or bad, and sees that the log goes on or that a sentence says what to do.
"""

from __future__ import annotations

import http.server
import json
import os
import re
import shlex
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook

import drill
from godkjent.acts import begin
from godkjent.acts.take_in import COLUMNS
from godkjent.commands.cli import main
from godkjent.register import clock, records
from godkjent.trust import log, tlog
from godkjent.trust.site_files import Folder
from starter import environment, started
from support import BIN, NODE_PATH, ROOT, git, make_registry
from taking_over import ANSWERS, HEADINGS, row

TODAY = clock.as_of(None, {})  # a published build signs for the day it is made on; every day here is counted from it
ADDRESS = "https://register.nemnda.invented"
COPIED = (
    "content",
    "theme",
    "scripts",
    ".github",
    "pelicanconf.py",
    "publishconf.py",
    "package.json",
    "package-lock.json",
    "requirements.lock",
    "requirements-sign.lock",
    "CHANGELOG_API.md",
)
ROLES = {"CREDENTIALS": "credentials", "STATUS": "status", "LOG": "log"}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def workflow(job: str) -> list[dict]:
    """The steps of a job of `deploy.yml` that run a command, as they stand there."""
    return drill.steps(job, "Hent det som ble bygget")


@dataclass(frozen=True)
class World:
    """A repository, what is published, and where."""

    folder: Path
    address: str = ADDRESS

    @property
    def repo(self) -> Path:
        return self.folder / "repo"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def run(self, *command: str, day: date | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        known = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("GODKJENT_", "SITEURL", "PREVIOUS", "KEYS", "REGISTRY"))
        }
        more = {"PATH": NODE_PATH, "AS_OF": str(day or TODAY), "KEYS": "", **environment}
        return started(*command, cwd=self.repo, env={**known, **more})

    def godkjent(self, *arguments: str, day: date | None = None, well: bool = True) -> str:
        done = self.run(str(BIN / "godkjent"), *arguments, "--as-of", str(day or TODAY))
        assert not well or done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def merge(self, message: str, *, checked: bool = True) -> None:
        """What is changed becomes a proposal that `check` has seen, and is merged."""
        if checked:
            self.godkjent("check", "--base", "main")
        git(self.repo, "switch", "--quiet", "--create", "forslag")
        git(self.repo, "add", "--all")
        git(self.repo, "commit", "--quiet", "--message", message)
        git(self.repo, "switch", "--quiet", "main")
        git(self.repo, "merge", "--quiet", "--no-ff", "--message", message, "forslag")
        git(self.repo, "branch", "--quiet", "--delete", "forslag")

    def publish(self, day: date | None = None, *, new_log: bool = False, previous: str = "") -> str:
        """The steps of the jobs that build and sign, and then the site is replaced; what was said when one failed."""
        output = self.repo / "output"
        for folder in (output, self.repo / "usignert"):
            shutil.rmtree(folder, ignore_errors=True)
        (self.folder / "outputs").write_text("", "utf-8")
        for job in ("build", "sign"):
            self._as_new_runner()
            for step in workflow(job):
                command = step["run"].replace(".venv/bin/", f"{environment()}/bin/").replace("gh auth setup-git\n", "")
                known = self._environment(step, new_log=new_log, previous=previous)
                done = self.run("bash", "-ec", command.replace("=src ", f"={ROOT / 'src'} "), day=day, **known)
                if done.returncode:
                    return done.stdout + done.stderr
        self.kept(output)
        shutil.rmtree(self.site, ignore_errors=True)
        shutil.move(output, self.site)
        return ""

    @property
    def tip(self) -> str:
        """What the steps said that they went on from."""
        return self.outputs.get("tip", "")

    @property
    def outputs(self) -> dict[str, str]:
        """What the steps of the latest jobs said."""
        rows = (self.folder / "outputs").read_text("utf-8").splitlines()
        return {name: value for name, _, value in (row.partition("=") for row in rows)}

    def _as_new_runner(self) -> None:
        """The repository as a new machine has it: with its remote, and without what an earlier run fetched."""
        shutil.rmtree(self.repo / "publisert", ignore_errors=True)
        git(self.repo, "worktree", "prune")
        if "origin" in git(self.repo, "remote"):
            git(self.repo, "remote", "remove", "origin")
        git(self.repo, "remote", "add", "origin", str(self.folder / "origin"))

    def _environment(self, step: dict, *, new_log: bool, previous: str) -> dict[str, str]:
        """What GitHub would put in the places that a step leaves open."""
        folder = self.folder / "nokler"
        secrets = {f"GODKJENT_KEY_{name}": folder / f"{role}.pem" for name, role in ROLES.items()}
        held = {name: file.read_text("ascii") if file.exists() else "" for name, file in secrets.items()}
        known = {
            "SITEURL": self.address,
            "PREVIOUS": "" if new_log else previous or "publisert",
            "NEW_LOG": "1" if new_log else "",
            "REPOSITORY_URL": "https://github.com/Nemnda/register",
            "GODKJENT_KEYS_PASSWORD": "",
            "MANIFEST": self.outputs.get("manifest", ""),
            **held,
        }
        assert set(step.get("env", {})) <= set(known), "deploy.yml has a setting that this rehearsal does not know"
        return {**{name: known[name] for name in step.get("env", {})}, "GITHUB_OUTPUT": str(self.folder / "outputs")}

    def kept(self, output: Path) -> None:
        """The keeping job's own steps, without what only GitHub can answer: each published state is a commit of a branch."""
        temporary = self.folder / "runner"
        temporary.mkdir(exist_ok=True)
        subprocess.run(["tar", "-cf", str(temporary / "artifact.tar"), "-C", str(output), "."], check=True)
        place = self.folder / "keeper"
        shutil.rmtree(place, ignore_errors=True)
        git(self.folder, "clone", "--quiet", str(self.folder / "origin"), str(place))
        for step in workflow("keep"):
            command = step["run"].replace("gh auth setup-git && ", "")
            if "gh " not in command:
                more = {
                    "RUNNER_TEMP": str(temporary),
                    "GITHUB_SHA": "x",
                    "TIP": self.tip,
                    "PATH": os.environ["PATH"],
                    "HOME": str(place),
                }
                subprocess.run(["bash", "-c", command], cwd=place, env=more, check=True, capture_output=True)
        git(place, "switch", "--quiet", "--force-create", "publisert")

    def leaves(self) -> tuple[dict, ...]:
        name, key = tlog.from_vkey((self.site / "logg" / "vkey").read_text("utf-8"))
        return log.read(Folder(self.site), [key], name).log.leaves

    def status(self, number: str) -> str:
        file = self.site / "api" / "v1" / "centres" / f"{number}.json"
        return str(json.loads(file.read_text("utf-8"))["centre"]["status"])

    def number(self, n: int) -> str:
        return str(row(n)[1])


def follow_the_guide(world: World) -> None:
    """Every command of `docs/forste-dag.md` that is no GitHub's, in its order, by somebody who has the answers ready."""
    answers = world.folder / "answers.yaml"
    answers.write_text(begin.answers_text({**ANSWERS, "site": ADDRESS, "email": "post@nemnda.invented"}), "utf-8")
    ready = {
        "begin": ["--yes", "--answers", str(answers)],
        "import": ["--brreg", "nei"],
        "keys": ["--folder", str(world.folder / "nokler")],
    }
    for words in guide_commands(ROOT / "docs" / "forste-dag.md"):
        if words[0] == ".venv/bin/godkjent":
            name = words[1] if "--todo" not in words and "--template" not in words else ""
            world.godkjent(*words[1:], *ready.get(name, []), day=ago(10))
        elif words[0] == "git":
            git(world.repo, *words[1:])
        if "--template" in words:
            fill_in(world.repo / words[-1])
    git(world.repo, "add", "registry")  # the keys' own proposal
    git(world.repo, "commit", "--quiet", "--message=keys")


def fill_in(template: Path) -> None:
    """What the secretariat writes in the template: two centres, and one whose approval is about to lapse."""
    book = load_workbook(template)
    sheet = book.worksheets[0]
    headings = {sheet_cell.value: sheet_cell.column for sheet_cell in sheet[1]}
    since = {"Godkjent siden": ago(300)}
    rows = [row(0, **since), row(1, **since), row(2, **{"Godkjent siden": ago(400), "Gyldig til": ago(3)})]
    for number, cells in enumerate(rows, 2):
        for heading, value in zip(HEADINGS, cells, strict=True):
            column = next(names[0] for names in COLUMNS.values() if heading.replace("Org.nr.", "Orgnr") in names)
            sheet.cell(number, headings[column]).value = value
    book.save(template)


def guide_commands(page: Path) -> list[list[str]]:
    """The commands that a guide shows, line by line."""
    blocks = re.findall(r"^```\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> World:
    """From the demonstration to the first publication, by the commands that the first day has."""
    world = World(tmp_path_factory.mktemp("life"))
    world.repo.mkdir()
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, world.repo / name)
    (world.repo / "node_modules").symlink_to(ROOT / "node_modules")
    (world.repo / ".gitignore").write_text(
        (ROOT / ".gitignore").read_text("utf-8") + "\n/node_modules\n__pycache__/\n", "utf-8"
    )
    make_registry(world.repo / "registry")
    git(world.repo, "init", "--quiet", "--initial-branch=main")
    git(world.repo, "add", "--all")
    git(world.repo, "commit", "--quiet", "--message=demonstration")
    git(world.folder, "init", "--quiet", "--bare", "--initial-branch=main", str(world.folder / "origin"))

    git(world.repo, "remote", "add", "origin", str(world.folder / "origin"))
    git(world.repo, "push", "--quiet", "origin", "main")
    follow_the_guide(world)
    git(world.repo, "switch", "--quiet", "main")
    git(world.repo, "merge", "--quiet", "--no-ff", "--message=Registeret tas i bruk", "ta-i-bruk")
    assert world.publish(ago(10), new_log=True) == ""
    return world


@pytest.fixture
def world(published: World, tmp_path: Path) -> World:
    """A copy of the published register, to live on by itself."""
    shutil.copytree(published.folder, tmp_path / "life", symlinks=True)
    git(tmp_path / "life" / "keeper", "remote", "set-url", "origin", str(tmp_path / "life" / "origin"))
    return replace(published, folder=tmp_path / "life")


@pytest.fixture
def served(world: World) -> Iterator[str]:
    """The published site over HTTP."""
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(world.site))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def warn(world: World, n: int, day: date) -> None:
    slug = next(
        p.stem for p in (world.repo / "registry/centres").glob("*.yaml") if world.number(n) in p.read_text("utf-8")
    )
    world.godkjent("decide", slug, "warning", "--requirement", "tax", "--reason", "Skatten var ikke betalt.", day=day)


# --- What goes well ---------------------------------------------------------------------------------------------


def test_first_publication(published: World) -> None:
    front = (published.site / "index.html").read_text("utf-8")
    assert "Alle sentre, numre og vedtak her er oppdiktet" not in front and "Nemndas sekretariat" in front
    assert [published.status(published.number(n)) for n in range(3)] == ["approved"] * 3
    assert sum("sha256" in leaf for leaf in published.leaves()) == 3
    assert (published.site / "logg" / "checkpoint").read_text("utf-8").startswith("register.nemnda.invented/logg\n")
    assert git(published.folder / "keeper", "rev-list", "--count", "publisert") == "1"


def test_a_decision_and_a_night_without_news(world: World) -> None:
    before = world.leaves()
    warn(world, 0, ago(8))
    world.merge("Advarsel")
    assert world.publish(ago(8)) == ""
    after = world.leaves()
    assert after[: len(before)] == before and len(after) == len(before) + 1
    assert world.status(world.number(0)) == "warned"
    assert world.publish(ago(7)) == ""
    assert world.leaves() == after and world.status(world.number(0)) == "warned"
    assert git(world.folder / "origin", "rev-list", "--count", "publisert") == "3"


def test_the_night_an_approval_lapses(world: World, served: str) -> None:
    assert world.publish(ago(3), previous=served) == ""
    assert world.status(world.number(2)) == "approved"  # the last day counts
    assert world.publish(ago(2), previous=served) == ""
    assert world.status(world.number(2)) == "expired"
    badge = (world.site / "merke" / f"{world.number(2)}.svg").read_text("utf-8")
    assert "Utløpt" in badge or "utløpt" in badge


# --- What goes wrong --------------------------------------------------------------------------------------------


def state(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_failing_build_leaves_the_old_site(world: World) -> None:
    before = state(world.site)
    (world.repo / "registry" / "centres" / "odelagt.yaml").write_text("name: [\n", "utf-8")
    world.merge("Ødelagt", checked=False)
    assert "odelagt.yaml" in world.publish(ago(9)) and state(world.site) == before
    git(world.repo, "revert", "--no-edit", "-m", "1", "HEAD")
    assert world.publish(ago(9)) == ""


def test_rolling_back_to_yesterday_and_on_again(world: World) -> None:
    """Yesterday's site from the branch that keeps every state; the next build goes on from the branch, not from the site."""
    warn(world, 0, ago(8))
    world.merge("Advarsel")
    assert world.publish(ago(8)) == ""
    latest = world.leaves()
    git(
        world.folder / "keeper",
        "worktree",
        "add",
        "--quiet",
        "--detach",
        str(world.folder / "yesterday"),
        "publisert~1",
    )
    shutil.rmtree(world.site)
    shutil.copytree(world.folder / "yesterday", world.site, ignore=shutil.ignore_patterns(".git"))
    assert world.status(world.number(0)) == "approved" and len(world.leaves()) == len(latest) - 1
    assert world.publish(ago(7)) == ""
    assert world.leaves() == latest and world.status(world.number(0)) == "warned"


def test_a_published_decision_is_not_rolled_back(world: World) -> None:
    warn(world, 0, ago(8))
    world.merge("Advarsel")
    assert world.publish(ago(8)) == ""
    before = state(world.site)
    git(world.repo, "revert", "--no-edit", "-m", "1", "HEAD")
    assert "er publisert, men står ikke lenger i filen" in world.godkjent("check", "--base", "HEAD~1", well=False)
    assert "kan ikke fjernes" in world.publish(ago(7)) and state(world.site) == before


def test_a_moved_address(world: World) -> None:
    before = world.leaves()
    moved = replace(world, address="https://ny.nemnda.invented/register")
    warn(world, 0, ago(8))
    world.merge("Advarsel")
    assert moved.publish(ago(8)) == ""
    after = moved.leaves()
    assert after[: len(before)] == before and len(after) == len(before) + 1
    assert (world.site / "logg" / "checkpoint").read_text("utf-8").startswith("register.nemnda.invented/logg\n")
    told = (world.site / "verifiser" / world.number(1) / "index.html").read_text("utf-8")
    assert "ny.nemnda.invented" in told and "register.nemnda.invented" not in told


def test_a_key_changed_and_a_key_lost(world: World) -> None:
    before, folder = world.leaves(), world.folder / "nokler"
    world.godkjent("keys", "rotate", "log", "--folder", str(folder), day=ago(9))
    world.merge("Ny nøkkel")
    assert world.publish(ago(9)) == ""
    rotated = world.leaves()
    assert rotated[: len(before)] == before
    assert sorted(leaf["event"] for leaf in rotated[len(before) :]) == ["key-added", "key-removed"]

    site = state(world.site)
    (folder / "log.pem").unlink()
    assert "GODKJENT_KEY_LOG" in world.publish(ago(8)) and state(world.site) == site
    said = world.godkjent("keys", "rotate", "log", "--folder", str(folder), day=ago(8), well=False)
    assert "mangler" in said
    world.godkjent("keys", "rotate", "log", "--lost", "--folder", str(folder), day=ago(8))
    world.merge("Nøkkelen var borte")
    assert world.publish(ago(8)) == ""
    assert world.leaves()[: len(rotated)] == rotated and len(world.leaves()) == len(rotated) + 2


def test_the_repository_gone_and_only_the_site_left(world: World, served: str) -> None:
    """The register is written down from the site, by nobody who knew it, and its log goes on."""
    warn(world, 0, ago(8))
    world.merge("Advarsel")
    assert world.publish(ago(8)) == ""
    before = {r.stem: r.data for r in records.read(world.repo / "registry").of_kind("centre")}
    scheme, leaves = (world.repo / "registry" / "scheme.yaml").read_text("utf-8"), world.leaves()
    assert "sentre fra før" in world.godkjent("recover", served, well=False)
    shutil.rmtree(world.repo / ".git")
    shutil.rmtree(world.repo / "registry")
    shutil.rmtree(world.repo / "publisert", ignore_errors=True)  # what a build fetched is no part of a new repository
    make_registry(world.repo / "registry", scheme=scheme)
    (world.repo / "registry" / "centres" / "listig-rev.yaml").unlink()

    said = world.godkjent("recover", served, day=ago(7))
    assert said.startswith("3 sentre er hentet fra nettstedet.")
    after = {r.stem: r.data for r in records.read(world.repo / "registry").of_kind("centre")}
    assert {stem: data["decisions"] for stem, data in after.items()} == {s: d["decisions"] for s, d in before.items()}
    assert [set(after[stem]) == set(data) for stem, data in before.items()] == [True] * 3
    git(world.repo, "init", "--quiet", "--initial-branch=main")
    git(world.repo, "add", "--all")
    git(world.repo, "commit", "--quiet", "--message=recovered")
    assert world.publish(ago(7)) == "" and world.leaves() == leaves
    assert world.status(world.number(0)) == "warned"


@pytest.mark.parametrize("what", ["nothing there", "another site", "a way out"])
def test_what_is_no_published_register_is_not_recovered_from(tmp_path: Path, what: str) -> None:
    site, registry = tmp_path / "site" / "api" / "v1", make_registry(tmp_path / "registry")
    (registry / "centres" / "listig-rev.yaml").unlink()
    (site / "centres").mkdir(parents=True)
    if what != "nothing there":
        (site / "centres.json").write_text('{"centres": [{"organisation_number": "310000108"}]}', "utf-8")
        held = '{"centre": {"slug": "../../x", "decisions": []}}' if what == "a way out" else '{"centre": 3}'
        (site / "centres" / "310000108.json").write_text(held, "utf-8")
    assert main(["recover", str(tmp_path / "site"), "--registry", str(registry), "--as-of", str(TODAY)]) == 1
    assert list((registry / "centres").iterdir()) == [] and not (registry / "keys.yaml").exists()


def test_the_published_site_gone(world: World) -> None:
    """The log is read from the branch that keeps every state, so the site comes back as it was by publishing again."""
    before = world.leaves()
    shutil.rmtree(world.site)
    assert world.publish(ago(9)) == ""
    assert world.leaves() == before


def test_without_the_branch_no_new_log_begins_in_silence(world: World) -> None:
    git(world.folder / "origin", "update-ref", "-d", "refs/heads/publisert")
    before = state(world.site)
    assert "Den publiserte loggen kan ikke leses" in world.publish(ago(9)) and state(world.site) == before
