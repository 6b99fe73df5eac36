"""A published day built again by somebody else: a real repository, real builds, and what a person is told of each difference."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from godkjent.outputs import build_inputs, rebuilding
from godkjent.register import clock
from starter import started
from support import BIN, CENTRE, NODE_PATH, ROOT, git, make_registry, repository

TODAY = clock.as_of(None, {})
DAYS = (TODAY - timedelta(days=3), TODAY - timedelta(days=2))
SITE = "https://register.example"


@dataclass(frozen=True)
class Place:
    """A repository with the whole program, a small register with keys, and two published days on a branch."""

    folder: Path

    def ran(self, *command: str, day: date, **more: str) -> tuple[int, str]:
        known = {k: v for k, v in os.environ.items() if k not in ("REGISTRY", "PREVIOUS", "KEYS", "SITEURL")}
        environment = {**known, "PATH": NODE_PATH, "AS_OF": str(day), "SITEURL": SITE, "KEYS": "", **more}
        done = started(*command, cwd=self.folder, env=environment)
        return done.returncode, done.stdout + done.stderr

    def publish(self, day: date, before: str) -> None:
        """Built, signed and kept, as the workflow does it."""
        log = {"PREVIOUS": before} if before else {"NEW_LOG": "1"}
        repository_url = "https://github.com/nemnda/register"
        pelican = (str(BIN / "pelican"), "content", "-s", "publishconf.py", "-o", "usignert")
        code, said = self.ran(*pelican, day=day, REPOSITORY_URL=repository_url, **log)
        assert code == 0, said
        code, said = self.ran(
            str(BIN / "godkjent"), "sign", "usignert", "output", day=day, KEYS=str(self.folder.parent / "keys"), **log
        )
        assert code == 0, said
        self.keep(self.folder / "output", f"Publisert for {day}")

    def keep(self, site: Path, message: str) -> None:
        """A state of the site on the branch."""
        beside = self.folder.parent / "branch"
        if not beside.exists():
            git(self.folder.parent, "clone", "--quiet", str(self.folder), beside.name)
            git(beside, "switch", "--quiet", "--orphan", "publisert")
        git(beside, "rm", "-rq", "--ignore-unmatch", ".")
        shutil.copytree(site, beside, dirs_exist_ok=True)
        (beside / ".nojekyll").touch()
        git(beside, "add", "--all", "--force")
        git(beside, "commit", "--quiet", "--allow-empty", "--message", message)
        git(beside, "push", "--quiet", "origin", "publisert")

    def rebuild(self, day: date | str, *more: str) -> tuple[int, str]:
        return self.ran(str(BIN / "godkjent"), "rebuild", str(day), *more, day=TODAY)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("rebuilt")
    place = Place(repository(folder / "repo"))
    (place.folder / "node_modules").symlink_to(ROOT / "node_modules")
    with (place.folder / ".gitignore").open("a", encoding="utf-8") as ignored:
        ignored.write("/node_modules\n")
    make_registry(place.folder / "registry")
    git(place.folder, "init", "--quiet", "--initial-branch=main")
    register = ("--folder", str(folder / "keys"), "--as-of", str(DAYS[0]))
    code, said = place.ran(str(BIN / "godkjent"), "keys", "make", *register, day=DAYS[0])
    assert code == 0, said
    git(place.folder, "add", "--all")
    git(place.folder, "commit", "--quiet", "--message=registeret")
    place.publish(DAYS[0], "")
    centre = place.folder / "registry" / "centres" / "listig-rev.yaml"
    centre.write_text(CENTRE + f"  - {{id: {DAYS[1].year}-900, date: {DAYS[1]}, kind: follow_up}}\n", "utf-8")
    git(place.folder, "add", "registry")
    git(place.folder, "commit", "--quiet", "--message=oppfølging")
    place.publish(DAYS[1], str(folder / "branch"))
    return place


@pytest.fixture
def place(published: Place, tmp_path: Path) -> Place:
    """Somebody else's clone of it."""
    git(tmp_path, "clone", "--quiet", str(published.folder), "other")
    (tmp_path / "other" / "node_modules").symlink_to(ROOT / "node_modules")
    with (tmp_path / "other" / ".git" / "info" / "exclude").open("a", encoding="utf-8") as ignored:
        ignored.write("/node_modules\n")
    return Place(tmp_path / "other")


@pytest.fixture
def altered(place: Place, tmp_path: Path) -> Callable[[Callable[[Path], object]], tuple[int, str]]:
    """What is said of the second day when its published state was changed first."""

    def of(change: Callable[[Path], object]) -> tuple[int, str]:
        git(place.folder, "worktree", "add", "--quiet", "-b", "endret", str(tmp_path / "state"), "origin/publisert")
        change(tmp_path / "state")
        git(tmp_path / "state", "commit", "--quiet", "--all", "--amend", "--no-edit")
        return place.rebuild(DAYS[1], "--branch", "endret")

    return of


@pytest.mark.threat("P09")
def test_each_published_day_is_built_again_byte_for_byte(place: Place) -> None:
    for day in DAYS:
        code, said = place.rebuild(day)
        assert code == 0, said
        assert "Alt er likt" in said and "Signaturene holder" in said
    assert not git(place.folder, "status", "--porcelain"), "nothing is left behind"


@pytest.mark.twin("P09")
def test_what_the_commit_does_not_say_is_found_and_the_place_is_told(
    altered: Callable[[Callable[[Path], object]], tuple[int, str]],
) -> None:
    """A poisoned build that signs its own manifest, a file that was changed afterwards, one too many and one gone."""

    def poison(state: Path) -> None:
        page, manifest = state / "index.html", state / "manifest.sha256"
        old = page.read_text("utf-8")
        new = old.replace("<main", "<p>Ring oss</p><main", 1)
        assert new != old
        page.write_text(new, "utf-8")
        manifest.write_text(manifest.read_text("utf-8").replace(_sha256(old), _sha256(new)), "utf-8")
        (state / "robots.txt").write_text("Disallow: /\n", "utf-8")
        (state / "opensearch.xml").unlink()

    code, said = altered(poison)
    assert code == 1
    assert "index.html: linje" in said and "Ring oss" in said and "Grunnen er ikke kjent" in said
    assert "robots.txt: er endret etter at den ble publisert" in said
    assert "opensearch.xml: bygges, men ble ikke publisert" in said
    assert "Ikke likt: 3 filer er annerledes" in said


def test_a_signature_that_does_not_hold_is_told(
    altered: Callable[[Callable[[Path], object]], tuple[int, str]],
) -> None:
    def forge(state: Path) -> None:
        file = next(state.glob("api/v1/centres/*/credential.json"))
        file.write_text(file.read_text("utf-8").replace("Listig Rev", "Listig Ulv"), "utf-8")

    code, said = altered(forge)
    assert code == 1 and "Noe ved signaturene stemmer ikke" in said


def test_what_cannot_be_built_again_is_a_sentence(place: Place, tmp_path: Path) -> None:
    code, said = place.rebuild(DAYS[0] - timedelta(days=40))
    assert code == 1 and "Ingenting ble publisert for" in said and str(DAYS[0]) in said
    assert place.rebuild("i går")[0] == 2
    code, said = place.rebuild(DAYS[0], "--branch", "finnes-ikke")
    assert code == 1 and "finnes-ikke" in said
    origin = git(place.folder, "remote", "get-url", "origin")
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{origin}", "short")
    code, said = Place(tmp_path / "short").rebuild(DAYS[1])
    assert code == 1 and "git fetch --unshallow" in said
    empty = Place(tmp_path / "empty")
    empty.folder.mkdir()
    make_registry(empty.folder / "registry")
    git(empty.folder, "init", "--quiet")
    git(empty.folder, "add", "--all")
    git(empty.folder, "commit", "--quiet", "--message=x")
    code, said = empty.rebuild(DAYS[0])
    assert code == 1 and "git fetch origin publisert" in said


def test_a_commit_that_is_gone_and_one_that_never_was(
    altered: Callable[[Callable[[Path], object]], tuple[int, str]], place: Place, tmp_path: Path
) -> None:
    def of_commit(commit: str | None) -> Callable[[Path], object]:
        def change(state: Path) -> None:
            file = state / "kontroller" / "build-inputs.json"
            said = json.loads(file.read_text("utf-8"))
            file.write_text(json.dumps({**said, "commit": commit}), "utf-8")

        return change

    code, said = altered(of_commit("0" * 40))
    assert code == 1 and f"Git har ikke {'0' * 40}" in said and "--unshallow" in said
    of_commit(None)(tmp_path / "state")
    git(tmp_path / "state", "commit", "--quiet", "--all", "--amend", "--no-edit")
    code, said = place.rebuild(DAYS[1], "--branch", "endret")
    assert code == 1 and "filer som ikke lå i git" in said
    (tmp_path / "state" / "kontroller" / "build-inputs.json").write_text("[]", "utf-8")
    git(tmp_path / "state", "commit", "--quiet", "--all", "--amend", "--no-edit")
    code, said = place.rebuild(DAYS[1], "--branch", "endret")
    assert code == 1 and "sier ikke hva det er laget av" in said


def test_ones_own_changes_are_left_out_and_it_is_said(place: Place) -> None:
    for file in (place.folder / "registry" / "centres").glob("*.yaml"):
        file.write_text("name: noe helt annet\n", "utf-8")
    code, said = place.rebuild(DAYS[0])
    assert code == 0 and "Det du selv har endret her, er ikke med" in said


def test_packages_of_other_versions_are_named(tmp_path: Path) -> None:
    for name in ("requirements.lock", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path / name)
    modules = ROOT / "node_modules"
    assert rebuilding.packages_of(tmp_path, modules) == ()
    lock = (tmp_path / "requirements.lock").read_text("utf-8")
    (tmp_path / "requirements.lock").write_text(_other(lock, "markdown=="), "utf-8")
    npm = json.loads((tmp_path / "package-lock.json").read_text("utf-8"))
    npm["packages"]["node_modules/lunr"]["version"] = "0.0.1"
    (tmp_path / "package-lock.json").write_text(json.dumps(npm), "utf-8")
    first, second = rebuilding.packages_of(tmp_path, modules)
    assert first.startswith("markdown 0.0.1 → ") and second.startswith("lunr 0.0.1 → ")


def _other(lock: str, name: str) -> str:
    at = lock.index(f"\n{name}") + 1 + len(name)
    return lock[:at] + "0.0.1" + lock[lock.index(" ", at) :]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_every_variable_that_a_build_reads_is_known() -> None:
    """One that is not would reach the rebuilding of a day from the settings of whoever rebuilds it."""
    read = re.findall(
        r"environ(?:\.get\(|\[)\"(\w+)\"",
        "".join((ROOT / f"{n}conf.py").read_text("utf-8") for n in ("pelican", "publish")),
    )
    assert {*read} | {"SOURCE_DATE_EPOCH"} == build_inputs.READ
