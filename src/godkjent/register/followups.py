"""Yearly follow-ups: when they fall due, and which have been made. The work list and the credentials share the rule.

A follow-up is due one and two years after the period began. One made up to 90 days before its day answers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from . import lifecycle
from .lifecycle import years_after
from .model import Decision, Kind, Rules

EARLY = timedelta(days=90)


@dataclass(frozen=True)
class FollowUp:
    """One yearly follow-up of a period: the day it is due, the last day on which it is asked for, and whether it was made."""

    year: int
    due: date
    closes: date  # from this day on, the next one is asked for instead
    made: bool


def period(decisions: Sequence[Decision]) -> Decision | None:
    """The decision that the latest approval period rests on, among decisions as they were corrected."""
    return next((d for d in reversed(decisions) if lifecycle.TRANSITIONS[d.kind].new_period), None)


def follow_ups(decisions: Sequence[Decision], rules: Rules) -> tuple[FollowUp, ...]:
    """The follow-ups of the latest period, first to last; none when there is no period."""
    latest = period(decisions)
    if latest is None:
        return ()
    before = lifecycle.state_on([d for d in decisions if d != latest], latest.effective, rules)
    start = lifecycle.period_start(latest, before)
    days = [d.effective for d in decisions if d.kind is Kind.FOLLOW_UP]
    found = []
    for year in range(1, rules.approval_years):
        opens, closes = years_after(start, year) - EARLY, years_after(start, year + 1) - EARLY
        found.append(FollowUp(year, years_after(start, year), closes, any(opens <= day < closes for day in days)))
    return tuple(found)


def next_due(decisions: Sequence[Decision], rules: Rules) -> date | None:
    """The day of the first follow-up after the last that was made; None when all of the period have been."""
    all_of_them = follow_ups(decisions, rules)
    done = max((one.year for one in all_of_them if one.made), default=0)
    return next((one.due for one in all_of_them if one.year > done), None)
