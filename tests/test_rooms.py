"""The house: imports go to lower floors only, no circle, nothing hidden in a function, and no room reaches into another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from support import ROOT

SOURCES = ROOT / "src" / "godkjent"
FLOORS = (
    {"language", "addresses"},
    {"register"},
    {"public", "checks"},
    {"acts", "trust"},
    {"outputs"},
    {"site", "commands"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS, 1) for room in rooms}
VERIFIERS = ("trust.verify_credential", "trust.verify_log", "trust.site_files")
SIGNERS = ("trust.keys", "trust.credentials", "trust.issued", "trust.log_writing")


@dataclass(frozen=True)
class Import:
    """One import of ours: where it stands, which module asks, which it asks for, and the name it takes from it."""

    module: str
    line: int
    asked: str
    name: str
    inside: bool  # in a function, or only for the type checker

    def __str__(self) -> str:
        return f"src/godkjent/{self.module.replace('.', '/')}.py:{self.line} imports {self.asked}"


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(SOURCES).with_suffix("").parts)


@cache
def modules() -> frozenset[str]:
    return frozenset(name_of(path).removesuffix(".__init__") for path in SOURCES.rglob("*.py"))


@cache
def imports() -> tuple[Import, ...]:
    return tuple(found for path in sorted(SOURCES.rglob("*.py")) for found in imports_of(path))


def imports_of(path: Path) -> Iterator[Import]:
    tree = ast.parse(path.read_text("utf-8"))
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            package = path.relative_to(SOURCES).parts[: -node.level]
            base = [*package, *(node.module or "").split(".")] if node.module else [*package]
            for alias in node.names:
                whole = ".".join([*base, alias.name])
                asked = whole if whole in modules() else ".".join(base)
                yield Import(name_of(path), node.lineno, asked, alias.name, id(node) not in top)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
            assert not [n for n in names if n.split(".")[0] == "godkjent"], f"{path}:{node.lineno} is not relative"


def room(module: str) -> str:
    return module.split(".")[0]


def test_every_module_is_in_a_room_that_has_a_floor() -> None:
    assert {room(m) for m in modules() if m and m != "__init__"} == set(FLOOR)


def test_a_room_imports_from_lower_floors_only() -> None:
    wrong = [
        f"{one}: {room(one.module)} is on floor {FLOOR[room(one.module)]}, and {room(one.asked)} on {FLOOR[room(one.asked)]}."
        for one in imports()
        if room(one.module) != room(one.asked) and FLOOR[room(one.asked)] >= FLOOR[room(one.module)]
    ]
    assert wrong == []


def test_there_is_no_circle() -> None:
    graph: dict[str, set[str]] = {}
    for one in imports():
        graph.setdefault(one.module.removesuffix(".__init__"), set()).add(one.asked)
    try:
        TopologicalSorter({m: {a for a in asked if a != m} for m, asked in graph.items()}).prepare()
    except CycleError as circle:
        raise AssertionError(f"These import one another: {' -> '.join(circle.args[1])}.") from None


def test_no_import_of_ours_is_hidden_in_a_function_or_from_running() -> None:
    assert [f"{one}: at the top of the file, please." for one in imports() if one.inside] == []


def test_nothing_takes_a_private_name_of_another_module() -> None:
    wrong = [f"{one}: {one.name} is private there." for one in imports() if one.name.startswith("_")]
    for path in sorted(SOURCES.rglob("*.py")):
        known = {one.name for one in imports_of(path) if one.asked.split(".")[-1] == one.name}
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known):
                continue
            if node.attr.startswith("_") and not node.attr.startswith("__"):
                wrong.append(f"src/godkjent/{name_of(path)}:{node.lineno} takes {node.value.id}.{node.attr}.")
    assert wrong == []


def test_whoever_verifies_needs_nothing_that_signs() -> None:
    reached: dict[str, str] = {}
    waiting = [(verifier, verifier) for verifier in VERIFIERS]
    while waiting:
        module, by = waiting.pop()
        if module not in reached:
            reached[module] = by
            waiting += [(one.asked, f"{by} -> {one.asked}") for one in imports() if one.module == module]
    assert [f"{way}: that signs." for module, way in reached.items() if module in SIGNERS] == []


def test_the_imports_were_found() -> None:
    assert len(imports()) > 300 and {one.module for one in imports()} > {"outputs.api", "site.plugin", "trust.log"}
