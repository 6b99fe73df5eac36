"""Nobody waits for what is not asked for: a command imports its own module, and no library that it does without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from godkjent.commands.cli import COMMANDS, main
from support import make_registry

HEAVY = {
    "cryptography",
    "holidays",
    "icalendar",
    "jinja2",
    "jsonschema",
    "lunr",
    "openpyxl",
    "pelican",
    "pyld",
    "requests",
    "segno",
    "typst",
}
_TELLS = """
import sys
from godkjent.commands.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def imported(folder: Path, *arguments: str) -> set[str]:
    """The packages that a command has imported when it is done."""
    done = subprocess.run([sys.executable, "-c", _TELLS, *arguments], cwd=folder, capture_output=True, check=True)
    return set(done.stderr.decode().splitlines()[-1].split())


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    assert imported(tmp_path, "--help") & (HEAVY | {"yaml", "babel", "rich"}) == set()


def test_the_status_of_a_sound_register_needs_nothing_heavy(tmp_path: Path) -> None:
    make_registry(tmp_path / "registry")
    assert imported(tmp_path, "status", "--as-of", "2026-11-24") & HEAVY <= {"cryptography"}  # the keys are checked


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_takes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    assert f"bruk: godkjent {name}" in capsys.readouterr().out
