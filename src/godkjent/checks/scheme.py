"""Rules about the scheme's own facts: who publishes the register, and how to reach them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from stdnum.no import orgnr

from ..language.texts import Text, shown
from ..register import phones
from ..register.demonstration import invented_host
from ..register.problems import Level
from ..register.records import Record
from .rules import Context, Finding, rule

ASKED = (
    ("publisher",),
    ("publisher", "organisation_number"),
    ("publisher", "address"),
    ("publisher", "phone"),
    ("site",),
    ("repository",),
    ("data_licence",),
)
"""What a register in use is expected to say of itself; each may be lacking while the board finds out."""


def lacking(scheme: Any) -> Iterator[tuple[str, ...]]:
    """The facts that scheme.yaml does not give, from the outside in."""
    for place in ASKED:
        held: Any = scheme
        for name in place[:-1]:
            held = held.get(name) if isinstance(held, dict) else None
        if isinstance(held, dict) and place[-1] not in held:
            yield place


@rule(
    "scheme-unfinished",
    "scheme",
    "{title} mangler. Sidene, brevene og filene sier ikke noe om det før det er lagt inn.",
    "{title} is missing. The pages, letters and files say nothing about it until it is entered.",
    Text("«.venv/bin/godkjent begin» spør om det som mangler.", "“.venv/bin/godkjent begin” asks for what is missing."),
    Level.WARNING,
)
def scheme_unfinished(record: Record, context: Context) -> Iterator[Finding]:
    """Outside the demonstration scheme.yaml says who publishes, where, and on what terms."""
    for place in lacking(record.data) if context.demonstration is False else ():
        words = context.titled(record, place)
        yield Finding(record.document, place[:-1], {"title": words})


@rule(
    "rehearsal-of-nothing",
    "scheme",
    "En øvelse er en demonstrasjon: der det står «rehearsal: true», må det også stå «demonstration: true».",
    "A rehearsal is a demonstration: where it says “rehearsal: true”, it must also say “demonstration: true”.",
)
def rehearsal_of_nothing(record: Record, context: Context) -> Iterator[Finding]:
    """Only a demonstration is rehearsed with."""
    if context.demonstration is False and record.get("rehearsal"):
        yield Finding(record.document, ("rehearsal",), {})


@rule(
    "publisher-organisation-number",
    "scheme",
    "«{number}» er ikke et organisasjonsnummer: kontrollsifferet stemmer ikke.",
    "“{number}” is not an organisation number: the check digit is wrong.",
    Text(
        "Ett eller flere sifre er skrevet feil. Slå opp utgiveren i Enhetsregisteret.",
        "One or more digits are wrong. Look the publisher up in the Central Coordinating Register for Legal Entities.",
    ),
)
def publisher_organisation_number(record: Record, _: Context) -> Iterator[Finding]:
    """The publisher's organisation number is right by modulus 11."""
    number = record.get("publisher", "organisation_number")
    if number and not orgnr.is_valid(number):
        yield Finding(record.document, ("publisher", "organisation_number"), {"number": number})


@rule(
    "publisher-invented",
    "scheme",
    "I demonstrasjonen må utgiveren være oppdiktet; «{value}» kan tilhøre noen.",
    "In the demonstration the publisher must be invented; “{value}” may belong to somebody.",
    Text(
        "Bruk et nummer som begynner med 3, et telefonnummer fra 20…, 30…, 50… eller 60…, og et domene som slutter på .example.",
        "Use a number that begins with 3, a telephone number from 20…, 30…, 50… or 60…, and a domain that ends in .example.",
    ),
)
def publisher_invented(record: Record, context: Context) -> Iterator[Finding]:
    """In the demonstration nobody can be written to, called or looked up by the publisher's facts."""
    yield from _facts(record, invented=False) if context.demonstration else ()


@rule(
    "publisher-real",
    "scheme",
    "«{value}» er oppdiktet eller ikke i bruk, og registeret er ikke lenger en demonstrasjon.",
    "“{value}” is invented or not in use, and the register is no longer a demonstration.",
    Text(
        "Skriv inn det folk virkelig skal bruke, eller la feltet stå tomt.",
        "Enter what people are really to use, or leave the field out.",
    ),
)
def publisher_real(record: Record, context: Context) -> Iterator[Finding]:
    """Outside the demonstration nothing invented is left in the publisher's facts."""
    yield from _facts(record, invented=True) if context.demonstration is False else ()


def _facts(record: Record, *, invented: bool) -> Iterator[Finding]:
    """The publisher's facts that can be nobody's (`invented`), or that may be somebody's."""
    tests: dict[str, Callable[[str], bool]] = {
        "organisation_number": lambda value: value.startswith("3"),
        "email": lambda value: invented_host(value.rpartition("@")[2].lower()),
        "phone": lambda value: (
            not phones.assigned(phones.national(value))
            if invented
            else phones.for_demonstration(phones.national(value))
        ),
    }
    if invented:
        del tests["email"]  # a reserved domain is told of wherever it stands
    for name, nobodys in tests.items():
        value = record.get("publisher", name)
        if value and nobodys(value) is invented:
            yield Finding(record.document, ("publisher", name), {"value": shown(value)})
