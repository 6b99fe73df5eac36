"""The board's records may say anything that the checks accept: the tests are the same, and green, beside any of them.

That no test opens a live record, nor a program that it starts, is watched in every run (tests/live_records.py). Here a part of
the suite runs where there are none, for what is started in other ways.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from starter import started
from support import BIN, ROOT, SCHEMA_FOLDER, git, repository

PARTS = ("tests/acts/test_issue_forms.py", "tests/register/test_due.py", "tests/scripts/test_tooling.py")
"""What reads files of the repository, and starts programs in it."""
ELSEWHERE = ("installed", "server", "help", "target")
"""Tests in those files that need the machine, and no register."""


def test_the_suite_needs_no_record_of_the_board(tmp_path: Path) -> None:
    """Where there is none at all, what reads one has nothing to read."""
    copy = repository(tmp_path / "register")
    for shared in (".venv", "node_modules"):
        (copy / shared).symlink_to((ROOT / shared).resolve())
    git(copy, "init", "--quiet")
    assert {path.name for path in (copy / "registry").iterdir()} == {"schemas"}
    known = {k: v for k, v in os.environ.items() if k not in ("REGISTRY", "PYTHONPATH") and not k.startswith("PYTEST")}
    chosen = " and ".join(f"not {word}" for word in ELSEWHERE)
    tests = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", chosen, *PARTS]
    env = {**known, "PYTHONPATH": str(copy / "src"), "KEYS": ""}
    done = subprocess.run(tests, cwd=copy, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_a_test_that_reads_a_live_record_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="which is the board's"):
        (SCHEMA_FOLDER.parent / "scheme.yaml").read_bytes()
    with pytest.raises(AssertionError, match="which is the board's"):
        list(SCHEMA_FOLDER.parent.iterdir())
    assert list(SCHEMA_FOLDER.iterdir()) and list(tmp_path.iterdir()) == []


def test_a_program_that_reads_a_live_record_is_told() -> None:
    done = started(BIN / "godkjent", "check")
    assert done.returncode == 1 and "which is the board's" in done.stderr
