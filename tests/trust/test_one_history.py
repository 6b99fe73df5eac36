"""One history, whatever happens: builds that overlap, fail, come late or are tried again never sign two.

Real git repositories, the workflow's own step that moves the branch, and a checker that is not ours (pymerkle): it keeps
every checkpoint that was ever published, and asks for each whether the next extends it. The twin without the
compare-and-swap forks within a few tries.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency

from godkjent.register.records import read as read_registry
from godkjent.trust import log, log_writing
from godkjent.trust.site_files import Folder
from support import CENTRE, ROOT, git, make_registry

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SITE = "https://register.example"
NIGHTS = (date(2026, 11, 24), date(2024, 6, 1), date(2024, 9, 15))
"""The days that builds are made for: a clock that is wrong, or a run that waited, does not know of the newest decisions."""
KEEP = yaml.safe_load((ROOT / ".github" / "workflows" / "deploy.yml").read_text("utf-8"))["jobs"]["keep"]["steps"]
MOVE = next(step["run"] for step in KEEP if "force-with-lease" in step.get("run", ""))
TRIES = int(os.environ.get("INTERLEAVINGS", "12"))
"""How many interleavings are tried; a night of them is INTERLEAVINGS=3000."""


def decided(count: int, *days: int) -> str:
    """A centre with that many follow-ups after its approval, entered on days that need not follow the order of building."""
    rows = "".join(
        f"  - {{id: 2024-{n + 2:03}, date: 2024-{3 + day // 28:02}-{1 + day % 28:02}, kind: follow_up}}\n"
        for n, day in enumerate(sorted(days[:count]))
    )
    return CENTRE + rows


@dataclass
class World:
    """A repository where the branch `publisert` is, the register as it is now, and builds that have begun."""

    folder: Path
    swap: bool = True  # whether the branch is moved only from where the build began
    decisions: list[int] = field(default_factory=list)
    tool: str | None = None  # the outsiders' tool that goes with the site, which has a leaf of its own
    begun: list[tuple[Path, str]] = field(default_factory=list)
    published: list[list[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        git(self.folder, "init", "--quiet", "--bare", "--initial-branch=main", "origin.git")

    @property
    def tip(self) -> str:
        found = git(self.folder / "origin.git", "for-each-ref", "--format=%(objectname)", "refs/heads/publisert")
        return found.strip()

    def decide(self, day: int) -> None:
        self.decisions.append(day)

    def begin(self, night: int = 0) -> None:
        """A build: it reads the branch as it is now, and signs a log that goes on from there, for the day it believes it is."""
        tip, folder = self.tip, self.folder / f"build-{len(self.begun)}-{len(self.published)}-{os.urandom(3).hex()}"
        git(self.folder, "clone", "--quiet", "origin.git", folder.name)
        before = None
        if tip:
            git(folder, "fetch", "--quiet", "origin", "publisert")
            git(folder, "switch", "--quiet", "--detach", tip)
            before = log.read(Folder(folder), [KEY.public_key()], log.origin(SITE))
        else:
            git(folder, "switch", "--quiet", "--orphan", "publisert")
        registry = make_registry(
            self.folder / f"registry-{len(list(self.folder.iterdir()))}",
            centre=decided(len(self.decisions), *self.decisions),
        )
        register = read_registry(registry).register(NIGHTS[night])
        made = log_writing.extended(register, KEY, SITE, before, self.tool)
        for path, content in log_writing.outputs(made, KEY):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--allow-empty", "-m", "built")
        self.begun.append((folder, tip))

    def finish(self, which: int, *, again: bool = False) -> None:
        """The workflow's own step; a build that was cut off here is simply never finished, and one may be run `again` later."""
        if not self.begun:
            return
        folder, tip = self.begun[which % len(self.begun)] if again else self.begun.pop(which % len(self.begun))
        command = MOVE.replace("gh auth setup-git && ", "")
        if not self.swap:
            command = re.sub(r'--force-with-lease="[^"]+"', "--force", command)
        environment = {**os.environ, "TIP": tip, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command], cwd=folder, env=environment, capture_output=True, check=False
        )
        if done.returncode == 0:
            self.published.append(list(log.read(Folder(folder), [KEY.public_key()], log.origin(SITE)).log.entries))

    def roll_back(self) -> None:
        """The register goes back to an earlier state of itself."""
        if self.decisions:
            self.decisions.pop()


def forks(published: list[list[bytes]]) -> bool:
    """Whether somebody who kept every checkpoint finds one that the next does not extend, by a program that is not ours."""
    for earlier, later in itertools.pairwise(published):
        tree = InmemoryTree(algorithm="sha256")
        for entry in later:
            tree.append_entry(entry)
        other = InmemoryTree(algorithm="sha256")
        for entry in earlier:
            other.append_entry(entry)
        if len(earlier) > len(later):
            return True
        try:
            proof = tree.prove_consistency(len(earlier), len(later))
            verify_consistency(other.get_state(), tree.get_state(), proof)
        except Exception:
            return True
    return False


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.integers(0, 200)),
        st.tuples(st.just("begin"), st.integers(0, len(NIGHTS) - 1)),
        st.tuples(st.just("finish"), st.integers(0, 3)),
        st.tuples(st.just("retry"), st.integers(0, 3)),
        st.tuples(st.just("tool"), st.integers(1, 3)),
        st.tuples(st.just("back"), st.just(0)),
    ),
    min_size=4,
    max_size=12,
)


def carried_out(world: World, steps: list[tuple[str, int]]) -> None:
    for what, which in steps:
        try:
            match what:
                case "decide":
                    world.decide(which)
                case "begin":
                    world.begin(which)
                case "finish":
                    world.finish(which)
                case "retry":
                    world.finish(which, again=True)
                case "tool":
                    world.tool = f"{which:064x}"
                case _:
                    world.roll_back()
        except log.LogError:
            continue  # refused, by name, before anything was signed


@settings(max_examples=TRIES, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_no_interleaving_gives_two_histories(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    world = World(tmp_path_factory.mktemp("world"))
    carried_out(world, [*steps, ("begin", 0), ("finish", 0)])
    assert not forks(world.published)
    shutil.rmtree(world.folder)  # a night of them would fill the disk


OVERLAPPING = [
    ("begin", 0),
    ("finish", 0),
    ("decide", 90),
    ("begin", 0),
    ("back", 0),
    ("decide", 30),
    ("begin", 0),
    ("finish", 0),
    ("finish", 0),
]


def test_a_publication_that_is_run_again_after_another_came_between_moves_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    carried_out(world, [("begin", 0), ("finish", 0), ("decide", 90), ("begin", 0), ("retry", 0), ("tool", 1)])
    carried_out(world, [("begin", 0), ("finish", 1)])
    moved = world.tip
    carried_out(world, [("retry", 0)])
    assert len(world.published) == 3 and world.tip == moved and not forks(world.published)


def test_a_build_for_a_day_before_what_is_published_takes_nothing_back(tmp_path: Path) -> None:
    world = World(tmp_path)
    carried_out(world, [("decide", 200), ("begin", 0), ("finish", 0), ("begin", 1), ("finish", 0)])
    assert len(world.published) == 2 and world.published[0] == world.published[1]


@pytest.mark.threat("P01")
def test_two_builds_that_overlap_publish_one_after_the_other_or_not_at_all(tmp_path: Path) -> None:
    world = World(tmp_path)
    carried_out(world, OVERLAPPING)
    assert len(world.published) == 2 and not forks(world.published)


@pytest.mark.twin("P01")
def test_without_the_swap_the_same_builds_fork(tmp_path: Path) -> None:
    """The twin: this checker sees a fork when there is one."""
    world = World(tmp_path, swap=False)
    carried_out(world, OVERLAPPING)
    assert len(world.published) == 3 and forks(world.published)


def test_the_first_publication_is_made_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    carried_out(world, [("begin", 0), ("decide", 9), ("begin", 0), ("finish", 0), ("finish", 0)])
    assert len(world.published) == 1
