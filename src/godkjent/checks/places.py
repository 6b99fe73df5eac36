"""Addresses: what can be told of a place without asking anybody."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.texts import Text
from ..register.problems import Level
from ..register.records import Record
from .rules import Context, Finding, rule

OUTSIDE = {"Svalbard": range(9170, 9180), "Jan Mayen": range(8099, 8100)}
"""Places in no county, each with its postcodes. They stand in the field of the county, as in the official statistics."""


@rule(
    "county-postcode",
    "centre",
    "Postnummer {postcode} er {there}, men «{county}» er ført som fylke.",
    "Postcode {postcode} is {there}, but “{county}” is entered as the county.",
    Text(
        "Svalbard og Jan Mayen ligger ikke i noe fylke, og føres med sitt eget navn i feltet.",
        "Svalbard and Jan Mayen are in no county, and are entered by their own names in the field.",
    ),
    Level.WARNING,
)
def county_postcode(record: Record, _: Context) -> Iterator[Finding]:
    """A postcode of Svalbard or Jan Mayen goes with that place, and no other postcode does."""
    postcode, county = record.get("address", "postcode"), record.get("address", "county")
    if not postcode or not county:
        return
    place = next((name for name, codes in OUTSIDE.items() if int(postcode) in codes), None)
    if place != (county if county in OUTSIDE else None):
        there = Text(f"på {place}", f"on {place}") if place else Text("på fastlandet", "on the mainland")
        yield Finding(record.document, ("address", "county"), {"postcode": postcode, "county": county, "there": there})
