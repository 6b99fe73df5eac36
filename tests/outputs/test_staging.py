"""A build goes where the old one was, whole or not at all, and leaves nothing beside it however it was ended."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from godkjent.outputs import staging
from godkjent.outputs.staging import OutputError, stage, write

HALFWAY = """
import sys, time
from pathlib import Path
from godkjent.outputs import staging
made = staging.stage(Path(sys.argv[1]))
staging.write(made.folder, "index.html", "half")
print("ready", flush=True)
time.sleep(60)
"""


def finished(target: Path, words: str) -> None:
    made = stage(target)
    write(made.folder, staging.MARKER, "{}")
    write(made.folder, "index.html", words)
    made.publish()


def beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def killed(target: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", HALFWAY, str(target)], stdout=subprocess.PIPE)
    assert process.stdout and process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_what_a_killed_build_left_is_gone_after_the_next(tmp_path: Path) -> None:
    target = tmp_path / "output"
    finished(target, "first")
    for _ in range(3):
        killed(target)
    assert len(beside(target)) == 2 and (target / "index.html").read_text() == "first"  # each clears up after the last
    finished(target, "second")
    assert beside(target) == ["output"] and (target / "index.html").read_text() == "second"


def test_a_build_under_way_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "output"
    other = subprocess.Popen([sys.executable, "-c", HALFWAY, str(target)], stdout=subprocess.PIPE)
    assert other.stdout and other.stdout.readline() == b"ready\n"
    finished(target, "mine")
    (left,) = [path for path in tmp_path.iterdir() if path.name != "output"]
    assert (left / "index.html").read_text() == "half"
    other.kill()
    other.wait()


def test_a_build_killed_between_the_two_renames_gives_the_former_site_back(tmp_path: Path) -> None:
    target = tmp_path / "output"
    finished(target, "first")
    target.rename(tmp_path / "output.building-x.old")
    made = stage(target)
    assert (target / "index.html").read_text() == "first"
    made.discard()
    assert beside(target) == ["output"]


@pytest.mark.twin("T10")
def test_the_same_file_twice_stops_with_its_name(tmp_path: Path) -> None:
    write(tmp_path, "sentre/x/index.html", "one")
    with pytest.raises(OutputError, match=r"«sentre/x/index\.html» ville blitt skrevet to ganger"):
        write(tmp_path, "sentre/x/index.html", "two")
    assert (tmp_path / "sentre" / "x" / "index.html").read_text() == "one"
