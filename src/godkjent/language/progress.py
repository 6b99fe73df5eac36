"""How far long work has come, shown in a terminal only: a log or a pipe gets nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TypeVar

from rich.console import Console
from rich.progress import track as rich_track

T = TypeVar("T")
_SHORT = 200  # fewer steps than this are over before a bar can be read


def track(what: str) -> Callable[[list[T]], Iterable[T]]:
    """A wrapper for a list that shows a bar named `what` while it is gone through."""

    def tracked(items: list[T]) -> Iterable[T]:
        if len(items) < _SHORT or not sys.stderr.isatty():
            return items
        return rich_track(items, description=what, console=Console(stderr=True), transient=True)

    return tracked
