"""What a buyer compares centres by: sizes in bands, months approved, complaints for each 100,000 calls, what comes next.

All of it is made from what is public of a centre (`publication`), so that lists, downloads and the comparison say no
more than the centre's own page does.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..language.texts import Text, same
from ..public import history
from ..public.edition import Edition
from ..public.facts import SCHEMA_VERSION, day_of
from ..public.views import CentreView
from ..register import due
from ..register.model import CHOICES, AnnualReport, Centre, PhoneRange, Register
from ..register.phones import written
from ..register.schema import Schema, title
from ..register.statuses import RUNNING, STATUSES
from .lookup import successor

SEAT_BANDS = ((1, 9), (10, 24), (25, 49), (50, 99), (100, 199), (200, None))
"""First and last number of seats in each band; the last band has no end."""
PER = 100_000
"""Complaints are told for each so many connected calls, so that a centre that calls a lot is not blamed for it."""


def band(seats: int | None) -> str | None:
    """The band that a number of seats falls in, as `50-99` or `200-`; None when the number is not known."""
    return next((_band(low, high) for low, high in SEAT_BANDS if seats and low <= seats <= (high or seats)), None)


def _band(low: int, high: int | None) -> str:
    return f"{low}-{high or ''}"


def rate(count: int, calls_connected: int) -> float | None:
    """`count` for each 100,000 connected calls, with one decimal; None when there were no calls."""
    return round(PER * count / calls_connected, 1) if calls_connected else None


def latest_report(centre: Centre) -> AnnualReport | None:
    """The centre's own report for the last year it has reported."""
    return max(centre.annual_reports, key=lambda r: r.year, default=None)


def latest_rate(centre: Centre) -> float | None:
    """Complaints received for each 100,000 connected calls in the last year reported."""
    report = latest_report(centre)
    return rate(report.complaints_received, report.calls_connected) if report else None


FEW_CALLS = 10_000
"""Under so many connected calls one complaint more or less moves the rate too much to choose by."""


def few_calls(centre: Centre) -> bool:
    """Whether the latest rate rests on too few calls to be compared."""
    report = latest_report(centre)
    return report is not None and report.calls_connected < FEW_CALLS


def average_rate(views: Sequence[CentreView]) -> float | None:
    """Complaints for each 100,000 connected calls of all approved centres together, each by its latest report."""
    reports = [report for view in views if view.approved and (report := latest_report(view.centre))]
    return rate(sum(r.complaints_received for r in reports), sum(r.calls_connected for r in reports))


def whole_months(first: date, last: date) -> int:
    """Whole calendar months from `first` to `last`: a month is whole on the same day of the month, or its last day."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if _reached(first, last) else months - 1


def _reached(first: date, last: date) -> bool:
    ends_month = date.fromordinal(last.toordinal() + 1).month != last.month if last < date.max else True
    return last.day >= first.day or ends_month


def approved_months(view: CentreView, day: date) -> int | None:
    """Whole months that the centre has been approved without an interruption that is public; a warning does not interrupt."""
    since = view.standing.approved_since
    return whole_months(since, day) if since else None


def renewal(view: CentreView) -> date | None:
    """The day by which a running approval must be renewed: its last day."""
    return view.standing.valid_until if view.status in RUNNING else None


def follow_up(view: CentreView, register: Register) -> date | None:
    """The day of the yearly follow-up that is up now or next, by the same rule as the secretariat's worklist."""
    return due.next_follow_up(view.centre, register) if view.status in RUNNING else None


@dataclass(frozen=True)
class Facet:
    """One thing that a list is filtered by: its name in the address and to people, and the values that some centre has."""

    name: str
    title: Text
    values: Mapping[str, Text]


@dataclass(frozen=True)
class _Filter:
    """How a facet is made: its title, every value in order with what it is called, and those that a centre has."""

    title: Callable[[Schema], Text]
    words: Callable[[Schema, Sequence[CentreView]], Mapping[str, Text]]
    of: Callable[[CentreView], tuple[str, ...]]


def _choice(name: str) -> _Filter:
    return _Filter(
        lambda schema: title(schema.node((name,)), (name,)),
        lambda schema, _: schema.labels((name, 0)),
        lambda view: tuple(getattr(view.centre, name)),
    )


def _band_of(view: CentreView) -> tuple[str, ...]:
    found = band(view.centre.seats)
    return (found,) if found else ()


_COUNTY = ("address", "county")
_FILTERS: dict[str, _Filter] = {
    "status": _Filter(
        lambda _: same("Status"),
        lambda _, __: {status: row.label for status, row in STATUSES.items() if status},
        lambda view: (view.status,),
    ),
    **{name: _choice(name) for name in CHOICES},
    "county": _Filter(
        lambda schema: title(schema.node(_COUNTY), _COUNTY),
        lambda schema, _: schema.labels(_COUNTY),
        lambda view: (view.centre.address.county,),
    ),
    "seats": _Filter(
        lambda schema: title(schema.node(("seats",)), ("seats",)),
        lambda _, __: {name: band_words(name) for name in seat_bands()},
        _band_of,
    ),
}
"""Everything that the list of centres is filtered by, in the order in which it is offered."""


def values_of(view: CentreView, facet: str) -> tuple[str, ...]:
    """The values that a centre has in a facet."""
    return _FILTERS[facet].of(view)


def facets(edition: Edition) -> tuple[Facet, ...]:
    """The facets with the values that some centre has, in the order of the schema and of the statuses' rows."""
    schema, views = edition.schemas["centre"], edition.views
    return tuple(
        Facet(name, made.title(schema), _present(made, views, made.words(schema, views)))
        for name, made in _FILTERS.items()
    )


def _present(made: _Filter, views: Sequence[CentreView], words: Mapping[str, Text]) -> dict[str, Text]:
    there = {value for view in views for value in made.of(view)}
    return {value: called for value, called in words.items() if value in there}


def facet_counts(views: Sequence[CentreView]) -> dict[tuple[str, str], int]:
    """How many centres each value of a facet has before anything is chosen: those that are approved; of a status, all."""
    counted: Counter[tuple[str, str]] = Counter()
    for view in views:
        names = tuple(_FILTERS) if view.approved else ("status",)
        counted.update((name, value) for name in names for value in values_of(view, name))
    return counted


def beside(view: CentreView, told: Mapping[str, Any]) -> dict[str, list[str]]:
    """The values of the facets that do not stand in what is `told` of a centre under their own names."""
    found = {name: list(values_of(view, name)) for name in _FILTERS}
    return {name: values for name, values in found.items() if values and values != _as_list(told.get(name))}


def _as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, tuple) else [value]


def seat_bands() -> tuple[str, ...]:
    """Every band, smallest first."""
    return tuple(_band(low, high) for low, high in SEAT_BANDS)


def band_words(name: str) -> Text:
    """A band as people read it."""
    low, _, high = name.partition("-")
    return same(f"{low}–{high}") if high else Text(f"{low} eller flere", f"{low} or more", f"{low} eller fleire")


# --- The file ---------------------------------------------------------------------------------------------------


def buyers_file(edition: Edition) -> str:
    """One compact file for the pages where buyers choose: what they show, compare, download and look up on past days.

    Its day stands in `build.json`, which the pages read beside it.
    """
    register = edition.register
    head = {
        "schema_version": SCHEMA_VERSION,
        "demonstration": register.scheme.demonstration,
        "site_url": edition.site_url,
    }
    held = {**head, "total": len(edition.views), "centres": [centre(v, register) for v in edition.views]}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":")) + "\n"


def centre(view: CentreView, register: Register) -> dict[str, Any]:
    """What is told of one centre."""
    centre, standing = view.centre, view.standing
    return {
        "slug": centre.slug,
        "name": centre.name,
        "organisation_number": centre.organisation_number,
        "trade_names": list(centre.trade_names),
        "former_names": [f.name for f in centre.former_names],
        "status": standing.status,
        "status_since": day_of(standing.since),
        "successor": successor(view),
        "approved_since": day_of(standing.approved_since),
        "approved_months": approved_months(view, register.as_of),
        "valid_until": day_of(standing.valid_until) if view.approved else None,
        "renewal": day_of(renewal(view)),
        "follow_up": day_of(follow_up(view, register)),
        "street": centre.address.street,
        "postcode": centre.address.postcode,
        "city": centre.address.city,
        "county": centre.address.county,
        "phone_numbers": [_phone(n) for n in view.numbers],
        "email": centre.email,
        "websites": list(centre.websites),
        **{name: list(getattr(centre, name)) for name in CHOICES},
        "seats": centre.seats,
        "reports": [_report(r) for r in sorted(centre.annual_reports, key=lambda r: r.year, reverse=True)],
        "sanctions": [
            {"kind": s.kind, "from": day_of(s.start), "until": day_of(s.end)}
            for s in history.sanctions(standing, register)
        ],
        "history": [[day_of(p.start), p.word] for p in history.periods(standing, register)],
    }


def _phone(number: PhoneRange) -> dict[str, Any]:
    ends = [written(number.first)] if number.single else [written(number.first), written(number.last)]
    return {"number": "–".join(ends), "use": list(number.use)}


def _report(report: AnnualReport) -> dict[str, Any]:
    calls = report.calls_connected
    return {
        "year": report.year,
        "calls_connected": calls,
        "complaints_received": report.complaints_received,
        "complaints_upheld": report.complaints_upheld,
        "received_per_100000": rate(report.complaints_received, calls),
        "upheld_per_100000": rate(report.complaints_upheld, calls),
    }
