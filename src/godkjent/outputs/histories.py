"""How every centre stood on every day, so that a program may ask of a date without knowing the rules of decisions.

The words are those of `public.history`: `ran` is a day of which the register only says that the approval ran.
"""

from __future__ import annotations

from typing import Any

from ..public.edition import Edition
from ..public.facts import day_of
from ..public.history import RAN, periods
from ..public.views import CentreView
from ..register.model import Status

WORDS = (*(status.value for status in Status), RAN)
"""What a day may be said to have been."""


def of_all(edition: Edition) -> list[dict[str, Any]]:
    """Every centre with its periods, oldest first; the last one has no end, and holds on the register's day."""
    return [_of(view, edition) for view in edition.views]


def _of(view: CentreView, edition: Edition) -> dict[str, Any]:
    runs = periods(view.standing, edition.register)
    told = [{"from": day_of(run.start), "to": day_of(run.end), "status": run.word} for run in runs]
    return {"organisation_number": view.centre.organisation_number, "name": view.centre.name, "periods": told}
