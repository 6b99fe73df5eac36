"""Changes one small thing at a time in some modules, runs the tests that reach it, and tells which changes no test noticed.

    python scripts/mutate.py src/godkjent/checks/*.py --by tests/checks tests/register/test_lifecycle.py [--most 60] [--seed 1]

The tests are collected once. Each mutant is a fork of that process in which only the function that was changed is another,
and runs those tests that reach the changed line. What is changed outside a function, and what no test reaches, meets every
test named, in a process that has loaded nothing of ours before.

A survivor is a test that is missing, or a change that makes no difference; then `scripts/mutants_alike.toml` says why.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
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
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import _lru_cache_wrapper, partial
from importlib.machinery import ModuleSpec
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
ALIKE = ROOT / "scripts" / "mutants_alike.toml"
LONGEST = 120
"""Seconds of work after which a mutant counts as noticed: it made something go on for ever. A busy machine is only slow."""
_QUIET = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
_LOADED = ("jsonschema", "yaml", "playwright.sync_api", "phonenumbers", "babel.dates", "PIL.Image")
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

    path: Path
    line: int
    change: str
    within: bool
    """Whether it stands in the body of a function, which can then be put in the place of the function that runs."""
    place: int
    fields: Mapping[str, object]
    """The node that is changed, counted as `ast.walk` goes, and what its fields become."""

    def compiled(self) -> CodeType:
        """The module, changed."""
        tree = ast.parse(self.path.read_text("utf-8"))
        node = next(node for n, node in enumerate(ast.walk(tree)) if n == self.place)
        for name, value in self.fields.items():
            setattr(node, name, value)
        return compile(ast.fix_missing_locations(tree), str(self.path), "exec")


def mutants(path: Path) -> Iterator[Mutant]:
    """Every module that differs from this one in one comparison, operator, condition, number or truth."""
    tree = ast.parse(path.read_text("utf-8"))
    silent = {inner for node in ast.walk(tree) for part in _silent(node) for inner in ast.walk(part)}
    within = {inner for node in ast.walk(tree) for part in _body(node) for inner in ast.walk(part)}
    for place, node in enumerate(ast.walk(tree)):
        if node in silent:
            continue
        for change, fields in _changes(node):
            yield Mutant(path, _line(node), change, node in within, place, fields)


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


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant where its module is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.name = ".".join(mutant.path.relative_to(ROOT / "src").with_suffix("").parts)

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        del path, target
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.mutant.path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(self.mutant.compiled(), module.__dict__)  # noqa: S102 - our own module, one thing changed


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
        signal.alarm(10 * LONGEST)
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


def noticed(mutant: Mutant, tests: list[str]) -> bool:
    """Whether a test fails, or stands still, with the mutant in the module's place from the start."""

    def work() -> bool:
        sys.meta_path.insert(0, _Instead(mutant))
        return pytest.main([*_QUIET, *tests]) != 0

    return _fails(work)


Reached = tuple[float, dict[str, list[int]]]
"""The seconds that a test takes, and the lines that it reaches in each module."""


class Collected:
    """In the place of pytest's own run: every test once, and then for each mutant those that reach its line."""

    def __init__(self, chosen: list[Mutant], say: Callable[[str], object]) -> None:
        self.chosen, self.say = chosen, say
        self.paths = {str(mutant.path) for mutant in chosen}
        self.failing: str | None = None
        self.living = 0
        self.left: list[tuple[int, list[str]]] = []
        """The mutants that cannot be tried so, by their number, and the files of tests to try them by."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        settings.register_profile("mutants", derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
        settings.load_profile("mutants")  # the same examples for each, and none kept
        everything = gc.get_objects()
        functions = [f for f in everything if isinstance(f, FunctionType) and f.__code__.co_filename in self.paths]
        kept = [f for f in everything if isinstance(f, _lru_cache_wrapper) and f.__module__.startswith("godkjent.")]
        del everything
        gc.freeze()
        reached: list[Reached] = _found(lambda: self._reached(session))
        if len(reached) < len(session.items):
            self.failing = session.items[len(reached)].nodeid
            return True
        for number, mutant in enumerate(self.chosen):
            path = str(mutant.path)
            found = sorted((row[0], item) for item, row in enumerate(reached) if mutant.line in row[1].get(path, ()))
            items = [session.items[item] for _, item in found]
            if not (mutant.within and items):
                soonest = sorted(range(len(reached)), key=lambda item: (path not in reached[item][1], reached[item][0]))
                self.left.append((number, list(dict.fromkeys(str(session.items[item].path) for item in soonest))))
            elif not _fails(
                partial(_noticed_by, session, items, mutant, functions, kept),
                5 + 10 * sum(seconds for seconds, _ in found),
            ):
                self.living += 1
                self.say(_told(mutant))
        return True

    def _reached(self, session: pytest.Session) -> list[Reached]:
        """What each test takes and reaches, up to the first that fails."""
        found: list[Reached] = []
        for item, after in zip_longest(session.items, session.items[1:]):
            began, lines = time.process_time(), dict[str, set[int]]()
            sys.settrace(_tracer(self.paths, lines))
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            sys.settrace(None)
            if session.testsfailed:
                break
            found.append((time.process_time() - began, {path: sorted(those) for path, those in lines.items()}))
        return found


def _noticed_by(
    session: pytest.Session,
    items: list[pytest.Item],
    mutant: Mutant,
    functions: list[FunctionType],
    kept: list[_lru_cache_wrapper[Any]],
) -> bool:
    """Whether one of the tests fails with the changed function in the place of the one that runs."""
    codes = {(c.co_qualname, c.co_firstlineno): c for c in _codes(mutant.compiled())}
    for function in functions:
        if function.__code__.co_filename == str(mutant.path):
            function.__code__ = codes[function.__code__.co_qualname, function.__code__.co_firstlineno]
    for answers in kept:
        answers.cache_clear()
    for item, after in zip_longest(items, items[1:]):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if session.testsfailed:
            return True
    return False


def _tracer(paths: Collection[str], lines: dict[str, set[int]]) -> Callable[[FrameType, str, object], Any]:
    def line(frame: FrameType, event: str, arg: object) -> Any:
        del event, arg
        lines.setdefault(frame.f_code.co_filename, set()).add(frame.f_lineno)
        return line

    def call(frame: FrameType, event: str, arg: object) -> Any:
        return line(frame, event, arg) if frame.f_code.co_filename in paths else None

    return call


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _codes(inner)


def _told(mutant: Mutant) -> str:
    return f"{mutant.path.relative_to(ROOT)}:{mutant.line}: {mutant.change}"


def _collected(
    chosen: list[Mutant], tests: list[str], say: Callable[[str], object]
) -> tuple[str | None, int, list[tuple[int, list[str]]]]:
    run = Collected(chosen, say)
    code = pytest.main([*_QUIET, "-s", *tests], plugins=[run])
    return run.failing or (f"innsamlingen ({code})" if code else None), run.living, run.left


def _alike(path: Path) -> set[tuple[Path, int, str]]:
    """The module's changes that make no difference, as the list gives them with their reasons: by the line's own text."""
    module = path.relative_to(ROOT / "src" / "godkjent").as_posix()
    return {
        (path, number, change)
        for one in tomllib.loads(ALIKE.read_text("utf-8"))["alike"]
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (one["module"], one["line"]) == (module, line.strip())
        for change in one["changes"]
    }


def main() -> int:
    """Try the modules' mutants, or a sample of them; 1 when one of them lives."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("modules", nargs="+", type=Path)
    parser.add_argument("--by", nargs="+", required=True, help="the tests, or folders of them")
    parser.add_argument("--most", type=int, default=100_000, help="try a sample of so many")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    paths = [path.resolve() for path in asked.modules]
    alike = {one for path in paths for one in _alike(path)}
    everyone = [one for path in paths for one in mutants(path) if (path, one.line, one.change) not in alike]
    chosen = random.Random(asked.seed).sample(everyone, min(asked.most, len(everyone)))
    chosen.sort(key=lambda one: (paths.index(one.path), one.line))
    for tool in _LOADED:
        importlib.import_module(tool)
    with os.fdopen(os.dup(1), "w", buffering=1) as said:
        failing, living, left = _found(lambda: _collected(chosen, asked.by, lambda line: print(line, file=said)))
    if failing:
        print(f"Uten noen endring feiler {failing}.")
        return 2
    for mutant, tests in ((chosen[number], tests) for number, tests in left):
        if not noticed(mutant, tests):
            living += 1
            print(_told(mutant), flush=True)
    print(f"{len(chosen)} av {len(everyone)} forsøkt, {living} lever")
    return int(bool(living))


if __name__ == "__main__":
    sys.exit(main())
