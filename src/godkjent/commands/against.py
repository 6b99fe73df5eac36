"""What is published, to compare a proposal with: as it was when the proposal began, and what has come since."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..checks import collisions, history
from ..register import git
from ..register.problems import Problem
from ..register.records import Registry
from . import WrongUse


@dataclass(frozen=True)
class Published:
    """The register as it was when the proposal began, and what is told of the proposal beside it."""

    folder: Path
    rewritten: tuple[Problem, ...]  # published history that the proposal changes
    taken: tuple[Problem, ...]  # numbers that somebody else has published
    stale: tuple[Problem, ...]  # that something has been published since
    known: frozenset[str]  # numbers of the decisions that are published, and not let go of


@contextmanager
def published(options: argparse.Namespace, found: Registry) -> Iterator[Published]:
    """What the proposal in `found` is compared with. Raises WrongUse when git does not know it."""
    try:
        start, moved = git.start_of(options.registry, options.base)
        with git.folder_at(options.registry, start) as before, git.folder_at(options.registry, options.base) as tip:
            yield Published(
                before,
                history.problems(before, options.registry, found),
                collisions.taken(before, tip, found),
                (collisions.stale(options.base, f"{options.registry.name or 'registry'}/"),) if moved else (),
                frozenset() if history.lets_go(before, found) else collisions.numbers(before) | collisions.numbers(tip),
            )
    except git.NoBase as error:
        raise WrongUse(error.text.in_language(options.lang)) from None
