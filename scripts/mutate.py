"""Changes one small thing at a time in a module, runs the tests that mirror it, and tells which changes no test noticed.

    python scripts/mutate.py src/godkjent/register/lifecycle.py tests/register/test_lifecycle.py [--most 60] [--seed 1]

Each mutant runs in a process forked from one that has the tools loaded already, so that it costs little more than its tests.
A survivor is a test that is missing, or a change that makes no difference; the reason then belongs beside the test.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import importlib.abc
import importlib.util
import os
import random
import resource
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 120
"""Seconds of work after which a mutant counts as noticed: it made something go on for ever. A busy machine is only slow."""
_COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_WORKED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr}


@dataclass(frozen=True)
class Mutant:
    """A module with one thing changed, and where."""

    line: int
    change: str
    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    """Every module that differs from the source in one comparison, operator, condition, number or truth."""
    tree = ast.parse(source)
    silent = {inner for node in ast.walk(tree) for part in _silent(node) for inner in ast.walk(part)}
    for place, node in enumerate(ast.walk(tree)):
        if node in silent:
            continue
        for change, new in _changes(node):
            other = copy.deepcopy(tree)
            _put(other, place, new)
            yield Mutant(_line(node), change, ast.fix_missing_locations(other))


def _line(node: ast.AST) -> int:
    return node.target.lineno if isinstance(node, ast.comprehension) else getattr(node, "lineno", 0)


def _silent(node: ast.AST) -> Iterator[ast.AST]:
    """What gives no answer: annotations, and `strict`, which only guards against a fault of our own."""
    named = (getattr(node, name, None) for name in ("annotation", "returns"))
    yield from (found for found in named if isinstance(found, ast.AST))
    if isinstance(node, ast.keyword) and node.arg == "strict":
        yield node.value


def _changes(node: ast.AST) -> Iterator[tuple[str, dict[str, object]]]:
    """What may be changed in a node: its fields anew."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARED:
            new = _COMPARED[type(op)]
            yield f"{type(op).__name__} to {new.__name__}", {"ops": [new()]}
        case ast.BinOp(op=op) if type(op) in _WORKED:
            yield f"{type(op).__name__} to {_WORKED[type(op)].__name__}", {"op": _WORKED[type(op)]()}
        case ast.BoolOp(op=ast.And(), values=values):
            yield "And to Or", {"op": ast.Or()}
            yield "last of And left out", {"values": [*values[:-1], ast.Constant(True)]}
        case ast.BoolOp(op=ast.Or(), values=values):
            yield "Or to And", {"op": ast.And()}
            yield "last of Or left out", {"values": [*values[:-1], ast.Constant(False)]}
        case ast.If() | ast.IfExp():
            yield "condition turned", {"test": ast.UnaryOp(ast.Not(), node.test)}
        case ast.comprehension(ifs=[_, *_]):
            yield "condition of a comprehension left out", {"ifs": node.ifs[1:]}
        case ast.Constant(value=bool(value)):
            yield f"{value} to {not value}", {"value": not value}
        case ast.Constant(value=int(value)):
            yield f"{value} to {value + 1}", {"value": value + 1}
        case ast.UnaryOp(op=ast.Not()):
            yield "Not left out", {"op": ast.Not(), "operand": ast.UnaryOp(ast.Not(), node.operand)}


def _put(tree: ast.Module, place: int, fields: dict[str, object]) -> None:
    node = next(node for n, node in enumerate(ast.walk(tree)) if n == place)
    for name, value in fields.items():
        setattr(node, name, value)


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant where its module is asked for."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        del path, target
        return (
            importlib.util.spec_from_file_location(fullname, self.path, loader=self) if fullname == self.name else None
        )

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)  # noqa: S102 - our own module, one thing changed


def noticed(mutant: Mutant, path: Path, tests: list[str]) -> bool:
    """Whether a test fails, or stands still, with the mutant in the module's place."""
    name = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
        signal.alarm(10 * LONGEST)
        with (
            Path(os.devnull).open("w") as nowhere,
            contextlib.redirect_stdout(nowhere),
            contextlib.redirect_stderr(nowhere),
        ):
            sys.meta_path.insert(0, _Instead(name, path, mutant.tree))
            sys.dont_write_bytecode = True
            os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]) != 0))
    return os.waitpid(child, 0)[1] != 0


def main() -> int:
    """Try the module's mutants, or a sample of them; 1 when one of them lives."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("module", type=Path)
    parser.add_argument("tests", nargs="+")
    parser.add_argument("--most", type=int, default=10_000, help="try a sample of so many")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    path = asked.module.resolve()
    everyone = list(mutants(path.read_text("utf-8")))
    chosen = random.Random(asked.seed).sample(everyone, min(asked.most, len(everyone)))
    for tool in ("hypothesis", "jsonschema", "yaml", "playwright.sync_api", "phonenumbers", "babel.dates", "PIL.Image"):
        importlib.import_module(tool)
    unchanged = Mutant(0, "", ast.parse(path.read_text("utf-8")))
    if noticed(unchanged, path, asked.tests):
        print("Prøvene feiler uten noen endring.")
        return 2
    living = 0
    for mutant in sorted(chosen, key=lambda one: one.line):
        if not noticed(mutant, path, asked.tests):
            living += 1
            print(f"{asked.module}:{mutant.line}: {mutant.change}", flush=True)
    print(f"{asked.module}: {len(chosen)} av {len(everyone)} forsøkt, {living} lever")
    return int(bool(living))


if __name__ == "__main__":
    sys.exit(main())
