"""Compiled templates, kept from build to build, each with the answers that were put into it.

Compiling is most of what a small build costs, and it is nearly always done of the same templates with the same answers. A
kept template is used only while its source, the program and every one of its answers are what they were.
"""

from __future__ import annotations

import marshal
import pickle
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import Environment

from ..register.program import digest, libraries
from ..register.whole_file import keep

Plan = tuple[Any, ...]
"""An expression that may be known before any page is: what it asks, and of what."""
MOST = 8
"""Editions of one template that are kept: registers, days and addresses that are built in turns."""


def program(environment: Environment) -> str:
    """What a compiled template depends on besides its answers: every source, what they may name, and what compiles them."""
    ours = (file.read_bytes() for file in (Path(__file__), Path(__file__).with_name("templates.py")))
    options = (
        environment.autoescape,
        environment.trim_blocks,
        environment.lstrip_blocks,
        sorted(environment.extensions),
    )
    sources = (environment.loader.get_source(environment, name)[:2] for name in environment.list_templates())  # type: ignore[union-attr]
    told = (repr(one) for one in (options, sorted(environment.globals), *sources))
    return digest((*libraries(), *ours, *told))


def found(path: Path, of: str, answer: Callable[[Plan], object]) -> CodeType | None:
    """The kept template whose answers are still the same; None when there is none, or it cannot be read."""
    for known, answers, code in _kept(path):
        if known == of and all(same(answer(plan), before) for plan, before in answers.items()):
            return marshal.loads(code)  # type: ignore[no-any-return]  # noqa: S302 - written below, in this checkout
    return None


def put(path: Path, of: str, answers: Mapping[Plan, object], code: CodeType) -> None:
    """Keep a template, before the other editions of it by the same program."""
    others = [one for one in _kept(path) if one[0] == of][: MOST - 1]
    keep(path, pickle.dumps([(of, dict(answers), marshal.dumps(code)), *others]))


def same(one: object, other: object) -> bool:
    """Whether two answers are the same in a page: text that is safe and text that is not are two things."""
    return type(one) is type(other) and one == other


def _kept(path: Path) -> Iterator[tuple[str, dict[Plan, object], bytes]]:
    try:
        yield from pickle.loads(path.read_bytes())  # noqa: S301 - written above, in this checkout
    except Exception:  # not there, cut off, or of another program: then it is made anew
        return
