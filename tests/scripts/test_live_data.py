"""The board's records may say anything that the checks accept: the tests are the same, and green, beside any of them.

Each of these copies the program, puts another register in `registry/`, and runs the parts of the suite that build, read and
compare a register, as the next program change would. That no test opens a live record is also watched in every other run
(tests/conftest.py).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support import (
    AS_OF,
    BIN,
    CENTRE,
    ROOT,
    SCHEMA_FOLDER,
    SCHEME,
    centres,
    demonstration,
    git,
    make_registry,
    repository,
    without,
)

PARTS = (
    "tests/acts/test_issue_forms.py",
    "tests/outputs/test_buyers.py",
    "tests/outputs/test_figures.py",
    "tests/public",
    "tests/register/test_due.py",
    "tests/scripts/test_tooling.py",
    "tests/site/test_site.py",
)
"""What compared `registry/` with something, or built it, before the tests had registers of their own."""
ELSEWHERE = ("html_css_and_svg", "html_validate", "internal_link", "installed", "browser", "server", "help", "target")
"""Tests in those files that need minutes or the machine, and no register."""
FIGURES = "year: 2017\ncomplaints_received: 4\ncomplaints_taken_up: 1\ninvented: true\n"


def empty(registry: Path) -> None:
    make_registry(registry)
    (registry / "centres" / "listig-rev.yaml").unlink()
    (registry / "centres" / ".gitkeep").touch()


def real(registry: Path) -> None:
    """One centre, and no demonstration."""
    scheme = SCHEME.replace("demonstration: true", "demonstration: false")
    centre = without(CENTRE, "phone_numbers", "websites", "email").replace("310000108", "974760673")
    make_registry(registry, scheme=scheme, centre=centre.replace("Listig Rev Kundesenter AS", "Test AS"))


def grown(registry: Path) -> None:
    """The shipped one after a decision, a corrected number, a new centre and another year's figures."""
    shutil.copytree(demonstration(), registry, dirs_exist_ok=True)
    one = centres("approved")[0]
    run = [str(BIN / "godkjent")]
    where = ["--registry", str(registry), "--as-of", AS_OF]
    first = one.phone_numbers[0].first.removeprefix("+47")
    new = ["--name", "Blid Hval Svar AS", "--organisation-number", "310000175", "--city", "Oslo", "--postcode", "0155"]
    new += [
        "--county",
        "Oslo",
        "--direction",
        "outbound",
        "--service",
        "sales",
        "--kind",
        "application",
        "--date",
        AS_OF,
    ]
    new += ["--channel", "phone", "--language", "nb", "--phone", "+47 30 99 88 77"]
    for command in (
        ["decide", *where, one.slug, "suspension", "--date", AS_OF, "--requirement", "tax", "--reason", "Skatt.", "--remedy", "Betal."],
        ["correct", *where, one.slug, "phone_numbers", "--old", first, "--new", "+47 30 99 88 76"],
        ["new", *where, *new],
    ):  # fmt: skip
        done = subprocess.run(
            [*run, *command], cwd=ROOT, env=environment(ROOT), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    (registry / "statistics" / "2017.yaml").write_text(FIGURES, "utf-8")


def environment(root: Path) -> dict[str, str]:
    known = {k: v for k, v in os.environ.items() if k not in ("REGISTRY", "PYTHONPATH") and not k.startswith("PYTEST")}
    return {**known, "PYTHONPATH": str(root / "src"), "AS_OF": AS_OF, "KEYS": ""}


@pytest.mark.parametrize("make", [empty, real, grown], ids=lambda make: make.__name__)
def test_the_suite_does_not_care_what_the_register_holds(tmp_path: Path, make: Callable[[Path], None]) -> None:
    copy = repository(tmp_path / "register")
    for shared in (".venv", "node_modules"):
        (copy / shared).symlink_to((ROOT / shared).resolve())
    git(copy, "init", "--quiet")
    make(copy / "registry")
    known = environment(copy)
    check = [str(BIN / "godkjent"), "check", "--as-of", AS_OF]
    done = subprocess.run(check, cwd=copy, env=known, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    chosen = " and ".join(f"not {word}" for word in ELSEWHERE)
    tests = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", chosen, *PARTS]
    done = subprocess.run(tests, cwd=copy, env=known, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert SCHEMA_FOLDER.is_dir()


def test_a_test_that_reads_a_live_record_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="which is the board's"):
        (SCHEMA_FOLDER.parent / "scheme.yaml").read_bytes()
    with pytest.raises(AssertionError, match="which is the board's"):
        list(SCHEMA_FOLDER.parent.iterdir())
    assert list(SCHEMA_FOLDER.iterdir()) and list(tmp_path.iterdir()) == []
