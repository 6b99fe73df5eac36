"""Today, asked for once, at the outermost layer; everything inside takes `as_of`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ..language.texts import shown

OSLO = ZoneInfo("Europe/Oslo")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")  # fromisoformat also takes weeks and other shapes


class BadDate(ValueError):
    """A date that was given but cannot be read; its text is a Norwegian sentence."""


def day_from(text: str) -> date:
    """A date written YYYY-MM-DD; raises BadDate otherwise."""
    try:
        if not _DAY.match(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise BadDate(f"«{shown(text)}» er ikke en dato som finnes, skrevet ÅÅÅÅ-MM-DD.") from None


def as_of(given: str | None, environment: Mapping[str, str], now: datetime | None = None) -> date:
    """The day that counts: the one given, else the Oslo day of SOURCE_DATE_EPOCH, else today in Oslo.

    Raises BadDate when the one that applies cannot be read. `now` must be aware; it is there for tests.
    """
    if given:
        return day_from(given)
    if epoch := environment.get("SOURCE_DATE_EPOCH"):
        return _day_of_epoch(epoch)
    return (now or datetime.now(UTC)).astimezone(OSLO).date()


def _day_of_epoch(epoch: str) -> date:
    try:
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(OSLO).date()
    except (ValueError, OverflowError, OSError):
        raise BadDate(f"SOURCE_DATE_EPOCH er «{shown(epoch)}», men må være et antall sekunder siden 1970.") from None
