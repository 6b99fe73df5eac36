"""Changes one small thing at a time in a module, runs the tests that reach it, and tells which changes no test noticed.

    python scripts/mutate.py src/godkjent/register/lifecycle.py tests/register tests/checks [--most 60] [--seed 1]

The tests are collected once. Each mutant is a fork of that process in which only the function that was changed is another,
and runs those tests that reach the changed line. What is changed outside a function, and what no test reaches, meets every
test named, in a process that has loaded nothing of ours before.

A survivor is a test that is missing, or a change that makes no difference; then `scripts/mutants_alike.toml` says why.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import gc
import importlib.abc
import importlib.util
import json
import os
import random
import resource
import signal
import sys
import time
import tomllib
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import _lru_cache_wrapper, partial
from importlib.machinery import ModuleSpec
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALIKE = ROOT / "scripts" / "mutants_alike.toml"
LONGEST = 120
"""Seconds of work after which a mutant counts as noticed: it made something go on for ever. A busy machine is only slow."""
_QUIET = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
_LOADED = ("hypothesis", "jsonschema", "yaml", "playwright.sync_api", "phonenumbers", "babel.dates", "PIL.Image")
"""What is not ours and slow to load."""
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
    within: bool
    """Whether it stands in the body of a function, which can then be put in the place of the function that runs."""


def mutants(source: str) -> Iterator[Mutant]:
    """Every module that differs from the source in one comparison, operator, condition, number or truth."""
    tree = ast.parse(source)
    silent = {inner for node in ast.walk(tree) for part in _silent(node) for inner in ast.walk(part)}
    within = {inner for node in ast.walk(tree) for part in _body(node) for inner in ast.walk(part)}
    for place, node in enumerate(ast.walk(tree)):
        if node in silent:
            continue
        for change, new in _changes(node):
            other = copy.deepcopy(tree)
            _put(other, place, new)
            yield Mutant(_line(node), change, ast.fix_missing_locations(other), node in within)


def _line(node: ast.AST) -> int:
    return node.target.lineno if isinstance(node, ast.comprehension) else getattr(node, "lineno", 0)


def _body(node: ast.AST) -> list[ast.stmt]:
    return node.body if isinstance(node, ast.FunctionDef) else []


def _silent(node: ast.AST) -> Iterator[ast.AST]:
    """What gives no answer: annotations, and what only guards against a fault of our own."""
    named = (getattr(node, name, None) for name in ("annotation", "returns"))
    yield from (found for found in named if isinstance(found, ast.AST))
    if isinstance(node, ast.keyword) and node.arg in ("strict", "frozen", "slots"):
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


def _quiet() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.dont_write_bytecode = True


def _fails(work: Callable[[], bool], seconds: float = LONGEST) -> bool:
    """Whether the work fails, ends badly or goes on for too long, in a fork that says nothing."""
    child = os.fork()
    if child == 0:
        longest = round(min(seconds, LONGEST))
        resource.setrlimit(resource.RLIMIT_CPU, (longest, longest))
        signal.alarm(10 * longest)
        _quiet()
        failed = True
        with contextlib.suppress(BaseException):
            failed = work()
        os._exit(failed)
    return os.waitpid(child, 0)[1] != 0


def _found(work: Callable[[], object]) -> Any:
    """What the work finds, in a fork that says nothing else: as JSON holds it."""
    answer, told = os.pipe()
    child = os.fork()
    if child == 0:
        _quiet()
        os.close(answer)
        with os.fdopen(told, "w") as file:
            try:
                json.dump(work(), file)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
        os._exit(0)
    os.close(told)
    with os.fdopen(answer) as file:
        said = file.read()
    os.waitpid(child, 0)
    return json.loads(said or "null")


def noticed(mutant: Mutant, path: Path, tests: list[str]) -> bool:
    """Whether a test fails, or stands still, with the mutant in the module's place from the start."""

    def work() -> bool:
        name = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        sys.meta_path.insert(0, _Instead(name, path, mutant.tree))
        return pytest.main([*_QUIET, *tests]) != 0

    return _fails(work)


class Collected:
    """In the place of pytest's own run: every test once, and then for each mutant those that reach its line."""

    def __init__(self, path: Path, chosen: list[Mutant]) -> None:
        self.path, self.chosen = path, chosen
        self.failing: str | None = None
        self.living: list[int] = []
        self.left: list[int] = []
        """The mutants that live, and those that cannot be tried so, by their number."""
        self.files: list[str] = []
        """The files of the tests, those first that reach the module soonest."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        functions = [f for f in gc.get_objects() if isinstance(f, FunctionType) and _file(f.__code__) == self.path]
        kept = [
            f for f in gc.get_objects() if isinstance(f, _lru_cache_wrapper) and f.__module__.startswith("godkjent.")
        ]
        gc.freeze()
        reached: list[tuple[float, list[int]]] = _found(lambda: self._reached(session))
        if len(reached) < len(session.items):
            self.failing = session.items[len(reached)].nodeid
            return True
        for number, mutant in enumerate(self.chosen):
            found = sorted((seconds, item) for item, (seconds, lines) in enumerate(reached) if mutant.line in lines)
            items = [session.items[item] for _, item in found]
            allowed = 5 + 10 * sum(seconds for seconds, _ in found)
            if not (mutant.within and items):
                self.left.append(number)
            elif not _fails(partial(_noticed_by, session, items, mutant, self.path, functions, kept), allowed):
                self.living.append(number)
        soonest = sorted(range(len(reached)), key=lambda item: (not reached[item][1], reached[item][0]))
        self.files = list(dict.fromkeys(str(session.items[item].path) for item in soonest))
        return True

    def _reached(self, session: pytest.Session) -> list[tuple[float, list[int]]]:
        """What each test takes and the lines it reaches, up to the first that fails."""
        found: list[tuple[float, list[int]]] = []
        for item, after in zip_longest(session.items, session.items[1:]):
            began, lines = time.process_time(), set[int]()
            sys.settrace(_tracer(str(self.path), lines))
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            sys.settrace(None)
            if session.testsfailed:
                break
            found.append((time.process_time() - began, sorted(lines)))
        return found


def _noticed_by(
    session: pytest.Session,
    items: list[pytest.Item],
    mutant: Mutant,
    path: Path,
    functions: list[FunctionType],
    kept: list[_lru_cache_wrapper[Any]],
) -> bool:
    """Whether one of the tests fails with the changed function in the place of the one that runs."""
    codes = {(c.co_qualname, c.co_firstlineno): c for c in _codes(compile(mutant.tree, str(path), "exec"))}
    for function in functions:
        function.__code__ = codes[function.__code__.co_qualname, function.__code__.co_firstlineno]
    for answers in kept:
        answers.cache_clear()
    for item, after in zip_longest(items, items[1:]):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if session.testsfailed:
            return True
    return False


def _file(code: CodeType) -> Path:
    return Path(code.co_filename)


def _tracer(file: str, lines: set[int]) -> Callable[[FrameType, str, object], Any]:
    def line(frame: FrameType, event: str, arg: object) -> Any:
        del event, arg
        lines.add(frame.f_lineno)
        return line

    def call(frame: FrameType, event: str, arg: object) -> Any:
        return line(frame, event, arg) if frame.f_code.co_filename == file else None

    return call


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _codes(inner)


def _collected(
    path: Path, chosen: list[Mutant], tests: list[str]
) -> tuple[str | None, list[int], list[int], list[str]]:
    run = Collected(path, chosen)
    code = pytest.main([*_QUIET, "-s", *tests], plugins=[run])
    return run.failing or (None if run.files else f"innsamlingen ({code})"), run.living, run.left, run.files


def _alike(module: str, source: str) -> set[tuple[int, str]]:
    """The changes that make no difference, as the list gives them with their reasons: by the line's own text."""
    told = tomllib.loads(ALIKE.read_text("utf-8"))["alike"]
    lines = [line.strip() for line in source.splitlines()]
    return {
        (number, change)
        for one in told
        if one["module"] == module
        for number, line in enumerate(lines, 1)
        if line == one["line"]
        for change in one["changes"]
    }


def main() -> int:
    """Try the module's mutants, or a sample of them; 1 when one of them lives."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("module", type=Path)
    parser.add_argument("tests", nargs="+")
    parser.add_argument("--most", type=int, default=10_000, help="try a sample of so many")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    path = asked.module.resolve()
    source = path.read_text("utf-8")
    alike = _alike(path.relative_to(ROOT / "src" / "godkjent").as_posix(), source)
    everyone = [mutant for mutant in mutants(source) if (mutant.line, mutant.change) not in alike]
    chosen = random.Random(asked.seed).sample(everyone, min(asked.most, len(everyone)))
    for tool in _LOADED:
        importlib.import_module(tool)
    chosen.sort(key=lambda one: one.line)
    failing, living, left, files = _found(lambda: _collected(path, chosen, asked.tests))
    if failing:
        print(f"Uten noen endring feiler {failing}.")
        return 2
    living += [number for number in left if not noticed(chosen[number], path, files)]
    for number in sorted(living):
        print(f"{asked.module}:{chosen[number].line}: {chosen[number].change}")
    print(f"{asked.module}: {len(chosen)} av {len(everyone)} forsøkt, {len(living)} lever")
    return int(bool(living))


if __name__ == "__main__":
    sys.exit(main())
