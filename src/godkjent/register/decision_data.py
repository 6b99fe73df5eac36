"""One decision from checked data. Only called on data that the schema has found sound.

Alone, so that those who replay published decisions without the register need nothing that reads telephone numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..language.texts import SOURCE, Text
from .model import Change, Decision, Kind

Data = Mapping[str, Any]


def decision(data: Data) -> Decision:
    """One decision; it takes effect on its date unless `effective` says otherwise."""
    decided = date.fromisoformat(data["date"])
    return Decision(
        id=data["id"],
        date=decided,
        kind=Kind(data["kind"]),
        effective=day_or_none(data.get("effective")) or decided,
        reason=_text(data.get("reason")),
        requirements=tuple(data.get("requirements", ())),
        deadline=day_or_none(data.get("deadline")),
        remedy=_text(data.get("remedy")),
        valid_until=day_or_none(data.get("valid_until")),
        concerns=data.get("concerns"),
        outcome=data.get("outcome"),
        change=_change(data["change"]) if "change" in data else None,
        successor=data.get("successor"),
        predecessor=data.get("predecessor"),
    )


def text(data: Data) -> Text:
    """A text in the languages it was written in; English falls back to bokmål, as Nynorsk does in `Text`."""
    return Text(**{"en": data[SOURCE], **data})


def _text(data: Data | None) -> Text | None:
    return text(data) if data else None


def day_or_none(written: str | None) -> date | None:
    """A date as ISO 8601, when there is one."""
    return date.fromisoformat(written) if written else None


def _change(data: Data) -> Change:
    return Change(
        void=data.get("void", False),
        kind=Kind(data["kind"]) if "kind" in data else None,
        requirements=tuple(data["requirements"]) if "requirements" in data else None,
        reason=_text(data.get("reason")),
        **{name: day_or_none(data.get(name)) for name in ("date", "effective", "valid_until", "deadline")},
    )
