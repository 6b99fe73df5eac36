"""What is published, to compare a proposal with: as it was when the proposal began, and what has come since."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from ..checks import collisions, history
from ..checks.base import base_at
from ..register import git
from ..register.problems import Problem
from ..register.records import Registry
from . import WrongUse


@dataclass(frozen=True)
class Published:
    """What is told of a proposal beside what was published when it began."""

    start: str  # the commit at which it began
    rewritten: tuple[Problem, ...]  # published history that the proposal changes
    taken: tuple[Problem, ...]  # numbers that somebody else has published
    stale: tuple[Problem, ...]  # that something has been published since
    known: frozenset[str]  # numbers of the decisions that are published, and not let go of


def published(options: argparse.Namespace, found: Registry) -> Published:
    """What the proposal in `found` is compared with. Raises WrongUse when git does not know it."""
    try:
        start, moved = git.start_of(options.registry, options.base)
        before = base_at(options.registry, start, found)
        tip = base_at(options.registry, options.base, found) if moved else before
        return Published(
            start,
            history.problems(before, options.registry, found),
            collisions.taken(before, tip, found),
            (collisions.stale(options.base, f"{options.registry.name or 'registry'}/"),) if moved else (),
            frozenset() if history.lets_go(before, found) else before.numbers | tip.numbers,
        )
    except git.NoBase as error:
        raise WrongUse(error.text.in_language(options.lang)) from None
