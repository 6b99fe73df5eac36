"""Organisation numbers and telephone numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from stdnum.no import orgnr

from ..language.texts import Text
from ..register import from_data, phones
from ..register.loader import Place
from ..register.model import PhoneRange
from ..register.records import Record
from .rules import Context, Finding, rule, rule_for_all

LARGEST_RANGE = 10_000


@rule(
    "organisation-number",
    "centre",
    "«{number}» er ikke et organisasjonsnummer: kontrollsifferet stemmer ikke.",
    "“{number}” is not an organisation number: the check digit is wrong.",
    Text(
        "Ett eller flere sifre er skrevet feil. Slå opp foretaket i Enhetsregisteret.",
        "One or more digits are wrong. Look the company up in the Central Coordinating Register for Legal Entities.",
    ),
)
def organisation_number(record: Record, _: Context) -> Iterator[Finding]:
    """The ninth digit is right by modulus 11."""
    number = record.get("organisation_number")
    if number and not orgnr.is_valid(number):
        yield Finding(record.document, ("organisation_number",), {"number": number})


@rule_for_all(
    "organisation-number-twice",
    "centre",
    "Organisasjonsnummer {number} er allerede brukt i {other}.",
    "Organisation number {number} is already used in {other}.",
    Text(
        "Ett foretak har én fil. Før vedtaket i filen som finnes.",
        "One company has one file. Add the decision to the file that is there.",
    ),
)
def organisation_number_twice(all_records: tuple[Record, ...], _: Context) -> Iterator[Finding]:
    """No organisation number stands in two files."""
    pairs = ((record, ("organisation_number",), record.get("organisation_number")) for record in all_records)
    for record, place, number, other in _repeated(pairs):
        yield Finding(record.document, place, {"number": number, "other": other.document.file})


def _repeated(seen: Iterable[tuple[Record, Place, Any]]) -> Iterator[tuple[Record, Place, Any, Record]]:
    first: dict[Any, Record] = {}
    for record, place, value in seen:
        if value is not None and first.setdefault(value, record) is not record:
            yield record, place, value, first[value]


def ranges(record: Record) -> Iterator[tuple[Place, PhoneRange]]:
    """A centre's numbers and ranges, and where each stands."""
    for index, item in record.items("phone_numbers"):
        yield ("phone_numbers", index), from_data.phone_range(item)


def ends(place: Place, item: PhoneRange) -> tuple[tuple[Place, str], ...]:
    """The ends of a range, or the one number, each with its place and digits."""
    if item.single:
        return (((*place, "number"), item.first),)
    return ((*place, "from"), item.first), ((*place, "to"), item.last)


@rule(
    "phone-number",
    "centre",
    "«{number}» er ikke et gyldig norsk telefonnummer: 8 siffer i en serie som er tatt i bruk, eller 5 siffer fra 02000 til 09999.",
    "“{number}” is not a valid Norwegian telephone number: 8 digits in a series in use, or 5 digits from 02000 to 09999.",
    Text(
        'Skriv nummeret slik det vises hos den som blir oppringt, for eksempel "+47 22 33 44 55".',
        'Write the number as it is shown to the person called, for example "+47 22 33 44 55".',
    ),
)
def phone_number(record: Record, context: Context) -> Iterator[Finding]:
    """Outside the demonstration only numbers that the plan assigns are accepted."""
    if context.demonstration is False:
        yield from _unfit_numbers(record, phones.assigned)


@rule(
    "demonstration-phone-number",
    "centre",
    "«{number}» kan tilhøre noen. I demonstrasjonen godtas bare numre som ikke er tildelt: 20…, 30…, 50…, 60… eller 01000–01999.",
    "“{number}” may belong to somebody. The demonstration accepts only unassigned numbers: 20…, 30…, 50…, 60… or 01000–01999.",
)
def demonstration_phone_number(record: Record, context: Context) -> Iterator[Finding]:
    """In the demonstration no number can be anybody's."""
    if context.demonstration:
        yield from _unfit_numbers(record, phones.for_demonstration)


def _unfit_numbers(record: Record, fit: Callable[[str], bool]) -> Iterator[Finding]:
    for place, item in ranges(record):
        for end, digits in ends(place, item):
            if not fit(digits):
                yield Finding(record.document, end, {"number": phones.written(digits)})


@rule(
    "phone-range",
    "centre",
    "Nummerserien {first}–{last} er ikke en serie: {why}.",
    "The range {first}–{last} is no range: {why}.",
)
def phone_range(record: Record, _: Context) -> Iterator[Finding]:
    """A range runs upwards between two numbers of equal length and holds at most 10,000 numbers."""
    for place, item in ranges(record):
        if not item.single and (why := _no_range(item)):
            yield Finding(
                record.document,
                (*place, "to"),
                {"first": phones.written(item.first), "last": phones.written(item.last), "why": why},
            )


def _no_range(item: PhoneRange) -> Text | None:
    if len(item.first) != len(item.last):
        return Text("endene har ulikt antall sifre", "its ends differ in length")
    if item.first > item.last:
        return Text("den går nedover", "it runs downwards")
    if int(item.last) - int(item.first) >= LARGEST_RANGE:
        return Text("den har mer enn 10 000 numre", "it has more than 10,000 numbers")
    return None


@rule_for_all(
    "phone-number-twice",
    "centre",
    "{number} er allerede ført opp i {other} ({others}).",
    "{number} is already listed in {other} ({others}).",
    Text(
        "Et nummer kan bare tilhøre ett senter om gangen, også i serier. Har det skiftet eier, si til når (until) og fra når (since).",
        "A number belongs to one centre at a time, ranges included. If it has changed hands, say until when (until) and since when (since).",
    ),
)
def phone_number_twice(all_records: tuple[Record, ...], _: Context) -> Iterator[Finding]:
    """No number is listed twice for the same day, alone or inside a range, in one file or in two."""
    listed = [(item, n, r, place) for n, r in enumerate(all_records) for place, item in ranges(r)]
    listed.sort(key=lambda row: (len(row[0].first), row[0].first, row[1], row[3][1]))
    open_rows: list[tuple[PhoneRange, Record]] = []
    for item, _n, record, place in listed:
        open_rows = [row for row in open_rows if len(row[0].last) == len(item.first) and row[0].last >= item.first]
        if clash := next((row for row in open_rows if row[0].overlaps(item)), None):
            values: dict[str, object] = {
                "number": span(item.first, item.last),
                "other": clash[1].document.file,
                "others": span(clash[0].first, clash[0].last),
            }
            yield Finding(record.document, place, values)
        open_rows.append((item, record))


@rule(
    "phone-period",
    "centre",
    "Nummeret kan ikke være senterets fra {since} når det bare var det til {until}.",
    "The number cannot be the centre's from {since} when it was so only until {until}.",
)
def phone_period(record: Record, _: Context) -> Iterator[Finding]:
    """A number is held from a day to the same or a later one."""
    for place, item in ranges(record):
        if item.since and item.until and item.until < item.since:
            yield Finding(record.document, (*place, "until"), {"since": item.since, "until": item.until})


def span(first: str, last: str) -> str:
    """A range as people write it."""
    return phones.written(first) if first == last else f"{phones.written(first)}–{phones.written(last)}"
