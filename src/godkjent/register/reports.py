"""The centres' yearly reports: who owes one, and when it should have come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from . import lifecycle
from .model import Decision, Rules, Status

_APPROVED = (Status.APPROVED, Status.WARNED)


def due(year: int) -> date:
    """The last day for reporting on `year`: 31 March of the next."""
    return date(year + 1, 3, 31)


def expected(decisions: Sequence[Decision], year: int, rules: Rules) -> bool:
    """Whether the centre was approved, with or without a warning, on every day of `year`."""
    states = lifecycle.history(decisions, rules)
    first = lifecycle.since(states, date(year, 12, 31), _APPROVED)
    return first is not None and first <= date(year, 1, 1)
