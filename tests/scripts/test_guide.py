"""The guide's examples can be pasted: each is run, in the demonstration, on the day of the shared builds."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from godkjent.commands.cli import main
from support import AS_OF, ROOT, demonstration

GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
COMMANDS = [line for line in GUIDE.splitlines() if line.startswith(".venv/bin/godkjent ")]
MINUTES = re.findall(r"```text\n(Senter: .*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("line", COMMANDS)
@pytest.mark.parametrize("lang", ["nb", "nn"])
def test_a_command_of_the_guide_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, lang: str) -> None:
    folder = tmp_path / "registry"
    shutil.copytree(demonstration(), folder)
    _, *words = shlex.split(line, comments=True)
    code = main([*words, f"--registry={folder}", f"--as-of={AS_OF}", f"--lang={lang}"])
    assert code == 0, capsys.readouterr().err


def test_the_minutes_of_the_guide_are_entered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert COMMANDS and len(MINUTES) == 1
    folder = tmp_path / "registry"
    shutil.copytree(demonstration(), folder)
    assert main(["meeting", "--text", MINUTES[0], f"--registry={folder}", f"--as-of={AS_OF}"]) == 0, (
        capsys.readouterr().err
    )


@pytest.mark.parametrize("word", ["slug", "merge", "void", "remedy", "concerns", "commit -am"])
def test_words_that_a_lawyer_does_not_know_are_not_there(word: str) -> None:
    """Outside the one chapter that shows the file itself."""
    before, _, after = GUIDE.partition("## 3. I en editor")
    text = before + after[after.index("## Hva som skjer") :].replace(" (`former_slugs`)", "")
    assert word not in text.partition("## For deg som endrer programmet")[0]
