"""New versions of what is locked: found, told and proposed by the workflow's own steps.

The real `uv` and `npm`, asking registries of packages on this machine, and a real git repository; only `gh` stands for GitHub.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import lock
import renewed
from runner import GH, WORKFLOWS, Runner
from serving import Handler, serving
from starter import environment
from support import ROOT, git

BRANCH = "fornyelse/laser"
US = "fornyelse@users.noreply.github.com"
EVENT = {"github.token": "none", "github.event.repository.default_branch": "main"}
OLD = "2020-01-01T00:00:00Z"
PROJECT = """\
[project]
name = "prosjekt"
version = "1"
requires-python = ">=3.11"
dependencies = ["lille>=1"]
[project.optional-dependencies]
build = []
test = ["prove>=1"]
[dependency-groups]
sign = ["lille"]
"""
NPM = {"name": "prosjekt", "private": True, "dependencies": {"ytre": "1.0.0"}}


def metadata(name: str, version: str) -> bytes:
    """What a package says of itself: all that is read of it, since nothing is installed."""
    return f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()


class Registries(Handler):
    """Both registries of packages: what was released, as (name, version) with the day; npm's are kept apart by their name."""

    released: dict[tuple[str, str], str]

    def answers(self, _: bytes) -> None:
        place, _, name = self.path.strip("/").rpartition("/")
        if place == "simple":
            files = [self._file(name, version, day) for (n, version), day in self.released.items() if n == name]
            body = {"meta": {"api-version": "1.1"}, "name": name, "files": files}
            self.answer(200, json.dumps(body).encode(), Content_Type="application/vnd.pypi.simple.v1+json")
        elif place == "files":
            self.answer(200, metadata(*name.split("-")[:2]))
        else:
            found = {version: day for (n, version), day in self.released.items() if n == name}
            versions = {version: self._package(name, version) for version in found}
            known = {"name": name, "dist-tags": {"latest": max(found)}, "versions": versions, "time": found}
            self.answer(200, json.dumps(known).encode(), Content_Type="application/json")

    def _file(self, name: str, version: str, day: str) -> dict:
        file, said = f"{name}-{version}-py3-none-any.whl", hashlib.sha256(metadata(name, version)).hexdigest()
        hashes = {"sha256": hashlib.sha256(file.encode()).hexdigest()}
        known = {"filename": file, "url": f"/files/{file}", "hashes": hashes, "upload-time": day, "size": 1}
        return {**known, "core-metadata": {"sha256": said}}

    def _package(self, name: str, version: str) -> dict:
        needs = {"dependencies": {"indre": "^1.0.0"}} if name == "ytre" else {}
        digest = base64.b64encode(hashlib.sha512(f"{name}{version}".encode()).digest()).decode()
        dist = {"tarball": f"http://npm.invalid/{name}-{version}.tgz", "integrity": f"sha512-{digest}"}
        return {"name": name, "version": version, "dist": dist, **needs}


class Place:
    """The published repository, what others have released, and machines that check it out."""

    def __init__(self, folder: Path, address: str, released: dict[tuple[str, str], str]) -> None:
        self.folder, self.address, self.released = folder, address, released
        self.origin = folder / "origin.git"
        source = folder / "source"
        (source / "scripts").mkdir(parents=True)
        for name in ("lock.py", "renewed.py"):
            shutil.copy(ROOT / "scripts" / name, source / "scripts")
        shutil.copy(ROOT / ".npmrc", source)
        (source / "pyproject.toml").write_text(PROJECT, "utf-8")
        (source / "package.json").write_text(json.dumps(NPM), "utf-8")
        (source / ".gitignore").write_text(".venv\nnytt.md\n", "utf-8")
        git(source, "init", "--quiet", "--initial-branch=main")
        machine = self._machine(source, "first")
        assert machine.run_alone("scripts/lock.py"), (machine.tools / "failure").read_text("utf-8")
        git(source, "add", "--all")
        git(source, "commit", "--quiet", "--message=locked")
        git(folder, "clone", "--quiet", "--bare", str(source), str(self.origin))

    def _machine(self, checkout: Path, name: str) -> Machine:
        (checkout / ".venv").symlink_to(environment())
        tools = self.folder / f"{name}-tools"
        (tools / "temporary").mkdir(parents=True)
        (tools / "gh").write_text(GH, "utf-8")
        (tools / "gh").chmod(0o755)
        settings = {
            "RUNNER_TEMP": str(tools / "temporary"),
            "UV_DEFAULT_INDEX": f"{self.address}/simple",
            "UV_CACHE_DIR": str(tools / "uv"),
            "npm_config_registry": self.address,
            "npm_config_cache": str(tools / "npm"),
            "GH_FOUND": "",
        }
        return Machine(checkout, tools, instead=settings)

    def checkout(self, name: str) -> Machine:
        git(self.folder, "clone", "--quiet", str(self.origin), name)
        return self._machine(self.folder / name, name)

    def night(self, name: str, **more: str) -> Machine:
        """The first job and, when it found something, the last: the machine of the one that ran last."""
        first = self.checkout(f"{name}-renew")
        first.run("renew", "renew", EVENT)
        if first.failed or not first.outputs["say"].get("differs"):
            return first
        last = self.checkout(f"{name}-propose")
        last.instead = {**last.instead, **more}
        (last.tools / "temporary" / "laser").mkdir()
        for locked in lock.LOCKS:
            shutil.copy(first.folder / locked, last.tools / "temporary" / "laser")
        last.run("renew", "propose", EVENT)
        return last

    def tip(self) -> str:
        return git(self.origin, "for-each-ref", "--format=%(objectname)", f"refs/heads/{BRANCH}").strip()


class Machine(Runner):
    def run_alone(self, script: str) -> bool:
        """One command, outside any workflow."""
        self._step({"name": script, "run": f".venv/bin/python {script}"}, {}, {})
        return not self.failed


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    class Kept(Registries):
        released = dict.fromkeys([("lille", "1.0"), ("prove", "1.0"), ("ytre", "1.0.0"), ("indre", "1.0.0")], OLD)

    with serving(Kept) as address:
        yield Place(tmp_path, address, Kept.released)


def whole(machine: Runner) -> Runner:
    assert not machine.failed, (machine.tools / "failure").read_text("utf-8")
    return machine


def test_what_is_new_becomes_one_proposal_that_says_from_what_to_what(place: Place) -> None:
    place.released.update({("lille", "1.1"): OLD, ("indre", "1.2.0"): OLD})
    done = whole(place.night("a"))
    assert f"pr create --head {BRANCH} --base main --title Nye utgaver" in done.asked
    assert f"workflow run check.yml --ref {BRANCH}" in done.asked
    assert done.body.startswith("2 pakker har fått en annen utgave")
    assert "| `lille` | 1.0 | 1.1 | signeringen |" in done.body and "| `indre` | 1.0.0 | 1.2.0 | npm |" in done.body
    assert "prove" not in done.body, "nothing happened to it"
    assert "Close pull request" in done.body and "Reopen pull request" in done.body
    changed = git(place.origin, "diff", "--name-only", "main", BRANCH).split()
    assert sorted(changed) == sorted(lock.LOCKS)
    assert "lille==1.1 " in git(place.origin, "show", f"{BRANCH}:requirements-sign.lock")


def test_a_night_without_news_proposes_nothing(place: Place) -> None:
    assert whole(place.night("a")).outputs["say"] == {}
    assert place.tip() == ""


def test_a_release_waits_for_a_week(place: Place) -> None:
    today = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    place.released.update({("lille", "1.1"): today, ("indre", "1.2.0"): today})
    assert whole(place.night("a")).outputs["say"] == {}
    assert place.tip() == ""


def test_what_a_file_names_the_version_of_is_left_to_dependabot(place: Place) -> None:
    place.released.update({("ytre", "2.0.0"): OLD, ("ytre", "1.0.1"): OLD})
    assert whole(place.night("a")).outputs["say"] == {}


def test_the_next_week_writes_the_same_proposal_anew(place: Place) -> None:
    place.released[("lille", "1.1")] = OLD
    whole(place.night("a"))
    first = place.tip()
    place.released[("lille", "1.2")] = OLD
    done = whole(place.night("b", GH_FOUND="12"))
    assert "| `lille` | 1.0 | 1.2 | signeringen |" in done.body and place.tip() != first
    assert git(place.origin, "rev-list", "--count", f"main..{BRANCH}").strip() == "1"
    assert len(git(place.origin, "for-each-ref", "refs/heads/").splitlines()) == 2, "one proposal, never two"


def test_a_proposal_that_says_the_same_keeps_its_approvals(place: Place) -> None:
    place.released[("lille", "1.1")] = OLD
    whole(place.night("a"))
    first = place.tip()
    done = whole(place.night("b", GH_FOUND="12"))
    assert place.tip() == first and "pr create" not in done.asked and "pr edit" not in done.asked
    assert "Forslag 12 står som det er." in (done.tools / "summary").read_text("utf-8")


def test_a_proposal_that_somebody_has_written_on_is_theirs_while_it_is_open(place: Place) -> None:
    place.released[("lille", "1.1")] = OLD
    whole(place.night("a"))
    git(place.folder, "clone", "--quiet", "--branch", BRANCH, str(place.origin), "mended")
    (place.folder / "mended" / "mended").write_text("x", "utf-8")
    git(place.folder / "mended", "add", "mended")
    git(place.folder / "mended", "commit", "--quiet", "--message=mended")
    git(place.folder / "mended", "push", "--quiet", "origin", BRANCH)
    theirs = place.tip()
    place.released[("lille", "1.2")] = OLD
    done = whole(place.night("b", GH_FOUND="12"))
    assert place.tip() == theirs and "pr edit" not in done.asked
    whole(place.night("c", GH_FOUND=""))
    assert place.tip() != theirs, "it was closed, and the next is begun from the published register"
    assert "mended" not in git(place.origin, "ls-tree", "--name-only", BRANCH)


def test_a_registry_that_does_not_answer_turns_the_run_red(place: Place) -> None:
    machine = place.checkout("away")
    machine.instead = {**machine.instead, "UV_DEFAULT_INDEX": "http://127.0.0.1:9", "UV_HTTP_RETRIES": "0"}
    machine.run("renew", "renew", EVENT)
    assert machine.failed and "Forny låsene" in (machine.tools / "failure").read_text("utf-8")


# --- What is taken for a lock ------------------------------------------------------------------------------------------


def test_the_locks_of_today_are_read() -> None:
    today = {name: (ROOT / name).read_text("utf-8") for name in lock.LOCKS}
    assert set(renewed.USE) == set(lock.LOCKS)
    assert renewed.text(renewed.changes(today, today)) == ""
    assert {"cryptography", "pelican", "pytest"} <= set(renewed.python(today["requirements-test.lock"]))
    assert {"lunr", "esbuild"} <= set(renewed.npm(today["package-lock.json"]))


PINNED = "lille==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"
ENTRY = {"version": "1.0.0", "integrity": "sha512-AAAA"}


@pytest.mark.threat("P08")
@pytest.mark.parametrize(
    "line", ["lille==1.1", "lille @ https://ond.invalid/a.whl", "--index-url https://ond.invalid", "-r b"]
)
def test_a_lock_that_says_more_than_versions_and_hashes_is_refused_by_its_line(line: str) -> None:
    assert renewed.python(PINNED) == {"lille": {"1.0"}}
    with pytest.raises(ValueError, match=re.escape(line)):
        renewed.python(f"{PINNED}{line}\n")


@pytest.mark.parametrize(
    "more",
    [
        {"resolved": "https://ond.invalid/a.tgz"},
        {"version": "https://ond.invalid/a.tgz"},
        {"integrity": None},
        {"version": "1 | x"},
    ],
)
def test_an_entry_of_npm_that_says_where_it_comes_from_is_refused(more: dict) -> None:
    path = "node_modules/@en/ytre/node_modules/indre"
    assert renewed.npm(json.dumps({"packages": {"": {}, path: ENTRY}})) == {"indre": {"1.0.0"}}
    with pytest.raises(ValueError, match="indre"):
        renewed.npm(json.dumps({"packages": {path: {**ENTRY, **more}}}))


# --- One home ----------------------------------------------------------------------------------------------------------


def jobs(workflow: str) -> str:
    return (WORKFLOWS / f"{workflow}.yml").read_text("utf-8")


def test_it_is_tried_as_it_will_be_checked_and_published() -> None:
    ours = re.findall(r"^        run: (.*)$", jobs("renew").split("\n  try:")[1].split("\n  propose:")[0], re.MULTILINE)
    known = jobs("check") + jobs("deploy")
    own = [line for line in ours if f"        run: {line}\n" not in known]
    assert [line.split()[0] for line in own] == ["gh", "rm", "PYTHONPATH=src"], "fetching, taking away, and starting"
    assert len(ours) - len(own) == 5


def test_the_locks_are_named_alike_everywhere() -> None:
    taken = re.search(r"for lock in (.*?); do", jobs("renew"))
    kept = re.search(r"path: \|\n((?: {12}\S+\n)+)", jobs("renew"))
    assert taken and kept
    assert taken[1].split() == kept[1].split() == list(lock.LOCKS)
