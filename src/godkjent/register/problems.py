"""What a check found, where, and how it is shown: for a person, for a pull request, for a tool."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..language.escaping import escaped
from ..language.texts import Text


class Level(StrEnum):
    """An error stops a merge and a build; a warning is shown and stops nothing."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands: 1-based line and columns, `end` being the column after its last character on that line."""

    line: int = 1
    column: int = 1
    end: int = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in one place, said in a sentence that tells what must be."""

    file: str
    mark: Mark
    rule: str
    message: Text
    tip: Text | None = None
    level: Level = Level.ERROR
    source: str = ""  # the line of the file, for showing

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Problems are told in the order in which a reader meets them in the files."""
        return (self.file, self.mark.line, self.mark.column, self.rule, self.message.nb)


_LINE = Text("linje {line}", "line {line}")
_TIP = Text("Tips", "Tip", "Tips")
_WARNING = Text("Advarsel: ", "Warning: ", "Åtvaring: ")
_GITHUB_PROPERTY = {"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"}
_GITHUB_DATA = {k: _GITHUB_PROPERTY[k] for k in "%\r\n"}


def as_text(problems: Iterable[Problem], language: str) -> str:
    """`file:line:col: sentence`, the line itself with the place underlined, and the tip."""
    return "\n".join(_one_as_text(p, language) for p in problems)


def as_github(problems: Iterable[Problem], language: str) -> str:
    """Workflow commands that put each sentence on its line of the pull request."""
    return "\n".join(_one_as_github(p, language) for p in problems)


def as_json(problems: Iterable[Problem], language: str) -> str:
    """A JSON list for tools; `message` and `tip` are in `language`."""
    rows = [
        {
            "file": p.file,
            "line": p.mark.line,
            "column": p.mark.column,
            "end_column": p.mark.end,
            "level": p.level,
            "rule": p.rule,
            "message": p.message.in_language(language),
            "tip": p.tip.in_language(language) if p.tip else None,
        }
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_points(heading: Text, problems: Iterable[Problem], language: str, names: Mapping[str, str] | None = None) -> str:
    """Markdown: a heading, and a point for each problem with its tip; by a company's name for the files that have one."""
    points = [f"- {_point(problem, language, names or {})}\n" for problem in problems]
    return f"## {heading.in_language(language)}\n\n{''.join(points)}"


def _point(problem: Problem, language: str, names: Mapping[str, str]) -> str:
    place = f"`{problem.file}`, {_LINE.fill(line=problem.mark.line).in_language(language)}"
    if problem.file in names:
        place = f"**{escaped(names[problem.file])}**"
    return f"{place}: {escaped(sentence(problem, language))}"


def sentence(problem: Problem, language: str) -> str:
    """What is wrong and what to do about it, for a reader who has no file open."""
    tip = f" {problem.tip.in_language(language)}" if problem.tip else ""
    return problem.message.in_language(language) + tip


FORMATS = {"text": as_text, "github": as_github, "json": as_json}


def _one_as_text(problem: Problem, language: str) -> str:
    mark = problem.mark
    kind = _WARNING.in_language(language) if problem.level is Level.WARNING else ""
    lines = [f"{problem.file}:{mark.line}:{mark.column}: {kind}{problem.message.in_language(language)}"]
    if problem.source.strip():
        lines += _excerpt(problem.source, mark)
    if problem.tip:
        lines.append(f"   {_TIP.in_language(language)}: {problem.tip.in_language(language)}")
    return "\n".join(lines)


def _excerpt(source: str, mark: Mark) -> list[str]:
    """The line as it stands, the place underlined; very long lines are cut around the place."""
    start = max(0, mark.column - 60)
    shown = "".join(c if c.isprintable() else " " for c in source)[start : start + 100]
    width = max(1, min(mark.end, start + 101) - mark.column)
    number = f"{mark.line:>5} | "
    return [number + shown, " " * (len(number) - 2) + "| " + " " * (mark.column - 1 - start) + "^" * width]


def _one_as_github(problem: Problem, language: str) -> str:
    mark, message = problem.mark, problem.message.in_language(language)
    if problem.tip:
        message += f"\n{_TIP.in_language(language)}: {problem.tip.in_language(language)}"
    place = f"file={_escaped(problem.file, _GITHUB_PROPERTY)},line={mark.line},col={mark.column},endColumn={mark.end}"
    return (
        f"::{problem.level} {place},title={_escaped(problem.rule, _GITHUB_PROPERTY)}::{_escaped(message, _GITHUB_DATA)}"
    )


def _escaped(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(c, c) for c in text)
