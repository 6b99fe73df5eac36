"""Decisions and their values as payloads hold them: the API, the credentials and the log say the very same."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..language.texts import LANGUAGES, Text
from ..register.model import Decision

SCHEMA_VERSION = "1.2"
"""Of the payloads: the first number is that of the address, the second grows when fields are added."""

SIDES = ("successor", "predecessor")
"""The fields by which the two sides of a transfer name each other."""


def decision_facts(decision: Decision) -> dict[str, Any]:
    """A decision as it was recorded. Which centre a transfer names is there only when it names one.

    So a decision from before there were transfers is the same bytes as ever, in the log and in what is signed.
    """
    return {
        "id": decision.id,
        "date": day_of(decision.date),
        "effective": day_of(decision.effective),
        "kind": decision.kind,
        "reason": text_of(decision.reason),
        "requirements": list(decision.requirements),
        "deadline": day_of(decision.deadline),
        "remedy": text_of(decision.remedy),
        "valid_until": day_of(decision.valid_until),
        "concerns": decision.concerns,
        "outcome": decision.outcome,
        "change": _change(decision),
        **{name: number for name in SIDES if (number := getattr(decision, name))},
    }


def _change(decision: Decision) -> dict[str, Any] | None:
    """Only the fields that a correction sets, each as the decision itself would show it."""
    if decision.change is None:
        return None
    given = {name: getattr(decision.change, name) for name in decision.change.__slots__}
    return {name: plain(value) for name, value in given.items() if value not in (None, False)}


def plain(value: object) -> object:
    """A value as JSON holds it."""
    if isinstance(value, date):
        return day_of(value)
    if isinstance(value, Text):
        return text_of(value)
    return list(value) if isinstance(value, tuple) else value


def day_of(day: date | None) -> str | None:
    """A day as YYYY-MM-DD."""
    return day.isoformat() if day else None


def text_of(text: Text | None) -> dict[str, str] | None:
    """A text in the languages that it has."""
    return {lang: words for lang in LANGUAGES if (words := getattr(text, lang))} if text else None
