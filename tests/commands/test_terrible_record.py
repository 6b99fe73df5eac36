"""One terrible record: every fault told at once, in order, in two languages and three formats.

The lists in fixtures/terrible/ are what a person gets to read; a change in them is a change in the product.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from godkjent.commands.cli import main
from support import FIXTURES, SCHEMA_FOLDER

TERRIBLE = FIXTURES / "terrible"
GITHUB = re.compile(
    r"::error file=(?P<file>[^,:]+),line=(?P<line>\d+),col=(?P<column>\d+),endColumn=(?P<end>\d+),title=(?P<rule>[\w-]+)::(?P<message>.+)"
)


def expected(language: str) -> list[str]:
    return (TERRIBLE / f"problems.{language}.txt").read_text("utf-8").splitlines()


@pytest.fixture
def told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """What the command says of the terrible registry."""
    folder = tmp_path / "registry"
    shutil.copytree(TERRIBLE / "registry", folder)
    shutil.copytree(SCHEMA_FOLDER, folder / "schemas")

    def said(*options: str) -> str:
        assert main(["check", "--registry", str(folder), "--as-of", "2026-11-24", *options]) == 1
        return capsys.readouterr().out

    return said


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_fault_is_told_in_order(told, language: str) -> None:  # type: ignore[no-untyped-def]
    lines = [line for line in told("--lang", language).splitlines() if line.startswith("registry/")]
    assert lines == expected(language)
    assert len(lines) > 50


def test_the_summary_counts_them(told) -> None:  # type: ignore[no-untyped-def]
    assert told().splitlines()[-1] == f"{len(expected('nb'))} feil og 0 advarsler i 3 filer."


def test_each_fault_is_shown_on_its_line(told) -> None:  # type: ignore[no-untyped-def]
    """Under every sentence stands the line as it is in the file, and the marks are under the place that is named."""
    record = (TERRIBLE / "registry" / "centres" / "Verst_mulig.yaml").read_text("utf-8").splitlines()
    said = told().splitlines()
    for sentence, source, marks in zip(said, said[1:], said[2:], strict=False):
        if found := re.match(r"registry/centres/Verst_mulig.yaml:(\d+):(\d+): ", sentence):
            line, column = int(found[1]), int(found[2])
            shown = source.partition(" | ")[2]
            assert source.startswith(f"{line:>5} | ") and shown in record[line - 1]
            at = marks.index("^") - len("      | ")
            assert shown[at:] == record[line - 1][column - 1 :][: len(shown) - at]


def test_both_languages_tell_the_same_faults_in_the_same_places(told) -> None:  # type: ignore[no-untyped-def]
    nb, en = (json.loads(told("--format", "json", "--lang", language)) for language in ("nb", "en"))
    assert [(p["line"], p["column"], p["rule"]) for p in nb] == [(p["line"], p["column"], p["rule"]) for p in en]
    assert all(a["message"] != b["message"] for a, b in zip(nb, en, strict=True))
    assert all(
        a["tip"] != b["tip"] or a["tip"] is None or re.fullmatch(r"\W*(Feltene her er|Mente du).*", a["tip"])
        for a, b in zip(nb, en, strict=True)
    )


@pytest.mark.parametrize("language", ["nb", "en"])
def test_json_says_the_same_as_the_text(told, language: str) -> None:  # type: ignore[no-untyped-def]
    problems = json.loads(told("--format", "json", "--lang", language))
    assert [f"{p['file']}:{p['line']}:{p['column']}: {p['message']}" for p in problems] == expected(language)
    for problem in problems:
        assert set(problem) == {"file", "line", "column", "end_column", "level", "rule", "message", "tip"}
        assert problem["level"] == "error" and problem["column"] < problem["end_column"]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_annotations_say_the_same_as_the_text(told, language: str) -> None:  # type: ignore[no-untyped-def]
    found = [GITHUB.fullmatch(line) for line in told("--format", "github", "--lang", language).splitlines()]
    assert all(found)
    rows = [f"{m['file']}:{m['line']}:{m['column']}: {m['message'].partition('%0A')[0]}" for m in found if m]
    assert rows == expected(language)


def test_the_terrible_record_breaks_most_of_what_can_be_broken(told) -> None:  # type: ignore[no-untyped-def]
    rules = {problem["rule"] for problem in json.loads(told("--format", "json"))}
    assert len(rules) >= 30
    assert "rule-fault" not in rules
