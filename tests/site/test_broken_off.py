"""A build that is cut off, meets a full disk or runs beside another leaves the former site whole, and nothing beside it."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest

from support import BIN, OTHER, ROOT, make_registry, pelican, tree

DAY, NEXT = "2026-11-24", "2026-12-02"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells of other processes so")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site that stands as it was built last."""
    make_registry(tmp_path / "registry", **{"centres__blid-elg": OTHER})
    done = pelican(tmp_path / "site" / "output", registry=tmp_path / "registry", AS_OF=DAY)
    assert done.returncode == 0, done.stderr
    return tmp_path / "site" / "output"


def begun(site: Path, day: str = NEXT, jobs: int = 2) -> subprocess.Popen[str]:
    """A build of the next day that has just begun, in a process of its own."""
    given = {"REGISTRY": str(site.parent.parent / "registry"), "AS_OF": day, "JOBS": str(jobs), "KEYS": ""}
    command = [str(BIN / "pelican"), "content", "-s", "pelicanconf.py", "-o", str(site)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **given}, stdout=pipe, stderr=pipe, text=True)


def until(build: subprocess.Popen[str], site: Path, files: int) -> bool:
    """Wait until a build has put so many files in its folder; False when it ended before."""
    while build.poll() is None:
        if sum(len(names) for at in site.parent.glob("*.building-*") for _, _, names in os.walk(at)) >= files:
            return True
        sleep(0.01)
    return False


def descendants(process: int) -> Iterator[int]:
    """The processes that a process has started, and those that they have."""
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            yield child
            yield from descendants(child)


def beside(site: Path) -> list[str]:
    return sorted(path.name for path in site.parent.iterdir())


def gone(process: int) -> bool:
    """Whether a process is no more; one that nobody asked how it ended is."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@LINUX
def test_whenever_a_build_is_killed_the_former_site_stands_and_the_next_build_leaves_nothing_else(site: Path) -> None:
    whole = tree(site)
    for files in (1, 40, 250):
        build = begun(site)
        assert until(build, site, files), build.communicate()
        others = list(descendants(build.pid))
        build.kill()
        build.communicate()
        assert tree(site) == whole and len(beside(site)) <= 2
        for _ in range(500):
            if all(map(gone, others)):
                break
            sleep(0.02)
        assert all(map(gone, others)), "a process works on for a build that is no more"
    done = pelican(site, registry=site.parent.parent / "registry", AS_OF=DAY)
    assert done.returncode == 0 and tree(site) == whole and beside(site) == ["output"], done.stderr


@pytest.mark.parametrize("stopped_by", [signal.SIGTERM, signal.SIGINT])
def test_a_build_that_is_asked_to_stop_takes_away_what_it_began(site: Path, stopped_by: signal.Signals) -> None:
    whole, build = tree(site), begun(site)
    assert until(build, site, 40), build.communicate()
    build.send_signal(stopped_by)
    _, said = build.communicate()
    assert build.returncode and tree(site) == whole and beside(site) == ["output"] and "Traceback" not in said, said


@LINUX
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("files", [40, 250])
def test_a_disk_that_is_full_in_the_middle_is_told_of_once(site: Path, jobs: int, files: int) -> None:
    whole, build = tree(site), begun(site, jobs=jobs)
    assert until(build, site, files), build.communicate()
    for process in (build.pid, *descendants(build.pid)):
        resource.prlimit(process, resource.RLIMIT_FSIZE, (100, 100))
    told, said = build.communicate()
    assert build.returncode == 1 and tree(site) == whole and beside(site) == ["output"]
    assert said.count("Er disken full?") == 1 and "bygg på nytt" in said and "Traceback" not in told + said, said


def test_two_builds_at_once_end_with_the_whole_site_of_one_of_them(site: Path) -> None:
    registry = site.parent.parent / "registry"
    builds = [begun(site, day) for day in (DAY, NEXT)]
    told = [build.communicate()[1] for build in builds]
    assert [build.returncode for build in builds] == [0, 0], told
    now, ways = tree(site), []
    for day in (DAY, NEXT):
        assert pelican(site.with_name("nothing"), registry=registry, AS_OF=day).returncode == 0
        ways.append(tree(site.with_name("nothing")))
    assert now in ways and beside(site) == ["nothing", "output"]
    assert pelican(site, registry=registry, AS_OF=NEXT).returncode == 0 and tree(site) == ways[1]
