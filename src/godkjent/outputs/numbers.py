"""The registered numbers as one list, for those who show who is calling while it rings: whose each is, and what may be said.

A service that is told of a number's approval must also be told when to stop saying so. Therefore each row has the last day
of the approval, the list has a day after which it is too old to speak from, and what has changed lately is a list of its own,
which says what holds now and never what was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from .. import addresses
from ..language.texts import Text
from ..public.facts import day_of
from ..public.views import CentreView
from ..register.model import PhoneRange
from . import api
from .tables import of_text

Row = dict[str, Any]

TRUSTED_DAYS = 2
"""How many days after its own a list may still be spoken from, should a night's publishing fail."""
RECENT_DAYS = 90
"""How far back the list of changes goes: a decision is now and then entered some days after it took effect."""
MAY_SAY = Text(
    "Nummeret er registrert på dette senteret, og slik stod senteret på dagen i as_of. Si navnet, og teksten i label.",
    "The number is registered to this centre, and this is how the centre stood on the day in as_of. Say the name, and the text in label.",
    "Nummeret er registrert på dette senteret, og slik stod senteret på dagen i as_of. Sei namnet, og teksten i label.",
)
MAY_NOT_SAY = Text(
    "At det er senteret som ringer: et nummer kan forfalskes. At et nummer som ikke står her, er svindel: ordningen er frivillig. "
    "Si ikke «godkjent» etter valid_until, heller ikke etter use_until når listen ikke er hentet på nytt.",
    "That it is the centre that is calling: a number can be forged. That a number that is not here is fraud: the scheme is voluntary. "
    "Do not say “approved” after valid_until, nor after use_until when the list has not been fetched again.",
    "At det er senteret som ringer: eit nummer kan forfalskast. At eit nummer som ikkje står her, er svindel: ordninga er frivillig. "
    "Sei ikkje «godkjent» etter valid_until, heller ikkje etter use_until når lista ikkje er henta på nytt.",
)
COLUMNS = (
    *("from", "to", "display", "organisation_number", "name", "approved", "status", *of_text("label")),
    *("status_since", "valid_until", "changed", "verification_url"),
)


def terms(as_of: date) -> Row:
    """What may be concluded from a list of numbers, and how long it may be spoken from."""
    use_until = day_of(as_of + timedelta(days=TRUSTED_DAYS))
    return {"may_say": MAY_SAY.in_all(), "may_not_say": MAY_NOT_SAY.in_all(), "use_until": use_until}


def rows(views: Iterable[CentreView], site_url: str) -> list[Row]:
    """Every number and range that some centre has on the register's day, in the order of the numbers."""
    found = [_row(view, number, site_url) for view in views for number in view.numbers]
    return sorted(found, key=_order)


def changes(views: Sequence[CentreView], listed: Iterable[Row], as_of: date) -> Row:
    """The rows whose answer became what it is lately, and the numbers that a centre lately gave up."""
    since = as_of - timedelta(days=RECENT_DAYS)
    changed = [row for row in listed if row["changed"] >= since.isoformat()]
    removed = sorted(_removed(views, since, as_of), key=_order)
    return {"since": day_of(since), "numbers": changed, "removed": removed}


def table(listed: Iterable[Row]) -> api.Table:
    """The rows as a table: numbers in digits alone, which no spreadsheet takes for a formula, and words by language."""
    return COLUMNS, [tuple(_flat(row)[column] for column in COLUMNS) for row in listed]


def _flat(row: Row) -> Row:
    ends = {name: row[name].removeprefix("+47") for name in ("from", "to")}
    return {**row, **ends, **{f"label_{code}": words for code, words in row["label"].items()}}


def _row(view: CentreView, number: PhoneRange, site_url: str) -> Row:
    centre, standing = view.centre, view.standing
    began = max(standing.since, number.since or standing.since)
    return {
        **_number(view, number),
        "approved": view.approved,
        "status": standing.status,
        "label": view.row.label.in_all(),
        "status_since": day_of(standing.since),
        "valid_until": day_of(standing.valid_until) if view.approved else None,
        "changed": day_of(began),
        "verification_url": f"{site_url}/{addresses.verification(centre.organisation_number)}",
    }


def _removed(views: Iterable[CentreView], since: date, as_of: date) -> Iterator[Row]:
    """Numbers that their centre no longer has; one that another centre has now is in the list of rows besides."""
    for view in views:
        for number in view.centre.phone_numbers:
            if number.until and since <= number.until < as_of:
                yield {**_number(view, number), "until": day_of(number.until)}


def _number(view: CentreView, number: PhoneRange) -> Row:
    told, centre = api.phone(number), view.centre
    ends = {name: told[name] for name in ("from", "to", "display")}
    return {**ends, "organisation_number": centre.organisation_number, "name": centre.name}


def _order(row: Row) -> tuple[int, str, str]:
    return len(row["from"]), row["from"], row["organisation_number"]
