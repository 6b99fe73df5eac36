"""A list of centres that nobody has, to rehearse with: named, numbered and placed as the demonstration's own must be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice

from stdnum.no import orgnr

from ..register.demonstration import ADJECTIVES, ANIMALS
from ..register.lifecycle import years_after
from ..register.model import Kind
from ..register.schema import Schema
from . import append, reading

MOST = len(ADJECTIVES) * len(ANIMALS)
"""As many as there are names for."""
_FORMS = ("Kundesenter AS", "Telefonservice AS", "Callsenter AS", "Møtebooking AS")
_PLACES = (
    ("0155", "Oslo", "Oslo"),
    ("5003", "Bergen", "Vestland"),
    ("7010", "Trondheim", "Trøndelag"),
    ("4006", "Stavanger", "Rogaland"),
    ("9008", "Tromsø", "Troms"),
    ("2317", "Hamar", "Innlandet"),
)
_FIRST_NUMBER, _FIRST_PHONE = 320_000_000, 30_700_000
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Invented:
    """The rows of the two sheets, by column."""

    centres: tuple[Cells, ...]
    history: tuple[Cells, ...]


NOTHING = Invented((), ())


def invented(many: int, day: date, schema: Schema, requirements: Sequence[str], years: int) -> Invented:
    """So many centres, all approved on `day` but one that has left, and what the board has decided of some of them.

    The same day gives the same list.
    """
    rows = [_centre(n, number, day, schema, years) for n, number in enumerate(islice(_numbers(), many))]
    history = (event for n, cells in enumerate(rows) for event in _history(n, cells, day, schema, requirements))
    return Invented(tuple(rows), tuple(history))


def _numbers() -> Iterator[str]:
    """Organisation numbers of the synthetic kind, right by modulus 11."""
    return (number for number in map(str, count(_FIRST_NUMBER)) if orgnr.is_valid(number))


def _centre(n: int, number: str, day: date, schema: Schema, years: int) -> Cells:
    turns, first = divmod(n, len(ADJECTIVES))
    name = f"{ADJECTIVES[first]} {ANIMALS[(7 * first + turns) % len(ANIMALS)]}"
    host = f"{append.slug_of(name)}.example"
    postcode, city, county = _PLACES[n % len(_PLACES)]
    long_since = n % 3 == 2  # in its second period
    approved = day - timedelta(days=(365 * years if long_since else 30) + 17 * (n % 40))
    services = [label.nb for label in schema.labels(("services", 0)).values()]
    directions = [label.nb for label in schema.labels(("directions", 0)).values()]
    phone = str(_FIRST_PHONE + 10 * n)
    return {
        "name": f"{name} {_FORMS[n % len(_FORMS)]}",
        "organisation_number": reading.spaced(number),
        "approved": f"{approved:%d.%m.%Y}",
        "valid_until": f"{years_after(approved, 2 * years):%d.%m.%Y}" if long_since else "",
        "withdrawn": f"{day - timedelta(days=10):%d.%m.%Y}" if n % 34 == 33 else "",
        "phone_numbers": " ".join(phone[at : at + 2] for at in range(0, 8, 2)),
        "websites": host,
        "email": f"post@{host}",
        "street": f"Oppdiktet vei {n + 1}",
        "postcode": postcode,
        "city": city,
        "county": county,
        "directions": directions[n % len(directions)],
        "services": ", ".join(dict.fromkeys((services[n % len(services)], services[(n + 2) % len(services)]))),
        "seats": str(6 + 5 * (n % 20)),
    }


def _history(n: int, cells: Cells, day: date, schema: Schema, requirements: Sequence[str]) -> Iterator[Cells]:
    """For every ninth centre a warning that has been lifted, where there is a requirement to cite."""
    if n % 9 != 4 or not requirements:
        return
    labels = schema.labels(("decisions", 0, "kind"))
    for kind, ago in ((Kind.WARNING, 25), (Kind.WARNING_LIFTED, 5)):
        warned = kind is Kind.WARNING
        yield {
            "organisation_number": cells["organisation_number"],
            "date": f"{day - timedelta(days=ago):%d.%m.%Y}",
            "kind": labels[kind].nb,
            "requirements": requirements[n % len(requirements)] if warned else "",
            "reason": "Oppdiktet, for øvelsen." if warned else "",
        }
