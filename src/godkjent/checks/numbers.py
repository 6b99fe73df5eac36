"""Organisation numbers and telephone numbers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from stdnum.no import orgnr

from ..language.texts import Text
from ..register import from_data, lifecycle, phones
from ..register.loader import Place
from ..register.model import Kind, PhoneRange
from ..register.records import Record, once
from .decisions import decisions_of
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
    """The ninth digit is right by modulus 11, of a former number and of a branch too."""
    for place, number in organisation_numbers(record):
        if not orgnr.is_valid(number):
            yield Finding(record.document, place, {"number": number})


@once
def organisation_numbers(record: Record) -> tuple[tuple[Place, str], ...]:
    """Every organisation number in a record but those in decisions, and where each stands; its own first."""
    return tuple(_organisation_numbers(record))


def _organisation_numbers(record: Record) -> Iterator[tuple[Place, str]]:
    if number := record.get("organisation_number"):
        yield ("organisation_number",), number
    former = record.items("former_organisation_numbers")
    yield from ((("former_organisation_numbers", i, "number"), item["number"]) for i, item in former)
    yield from ((("branches", i), number) for i, number in record.items("branches"))


def _own_numbers(record: Record) -> Iterator[str]:
    yield from (number for _, number in organisation_numbers(record))


@rule_for_all(
    "organisation-number-twice",
    "centre",
    "Organisasjonsnummer {number} er allerede brukt i {other}.",
    "Organisation number {number} is already used in {other}.",
    Text(
        "Ett foretak har én fil. Før vedtaket i filen som finnes.",
        "One company has one file. Add the decision to the file that is there.",
    ),
    meets=_own_numbers,
)
def organisation_number_twice(all_records: tuple[Record, ...], _: Context) -> Iterator[Finding]:
    """No organisation number stands twice, as a centre's own, a former one or a branch's, in one file or in two."""
    own = [(r, place, number) for r in all_records for place, number in organisation_numbers(r)]
    for record, place, number, other in _repeated(sorted(own, key=lambda row: row[1] != ("organisation_number",))):
        yield Finding(record.document, place, {"number": number, "other": other.document.file})


def _repeated(seen: Iterable[tuple[Record, Place, Any]]) -> Iterator[tuple[Record, Place, Any, Record]]:
    first: dict[Any, Record] = {}
    for record, place, value in seen:
        if value in first:
            yield record, place, value, first[value]
        first.setdefault(value, record)


@once
def ranges(record: Record) -> tuple[tuple[Place, PhoneRange], ...]:
    """A centre's numbers and ranges, and where each stands."""
    return tuple(_ranges(record))


def _ranges(record: Record) -> Iterator[tuple[Place, PhoneRange]]:
    ended = lifecycle.transferred([decision for _, decision in decisions_of(record)])
    for index, item in record.items("phone_numbers"):
        yield ("phone_numbers", index), from_data.held_until(from_data.phone_range(item), ended)


def ends(place: Place, item: PhoneRange) -> tuple[tuple[Place, str], ...]:
    """The ends of a range, or the one number, each with its place and digits."""
    if item.single:
        return (((*place, "number"), item.first),)
    return ((*place, "from"), item.first), ((*place, "to"), item.last)


@rule(
    "phone-number",
    "centre misuse",
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
    "centre misuse",
    "«{number}» kan tilhøre noen. I demonstrasjonen godtas bare numre som ikke er tildelt: 20…, 30…, 50…, 60… eller 01000–01999.",
    "“{number}” may belong to somebody. The demonstration accepts only unassigned numbers: 20…, 30…, 50…, 60… or 01000–01999.",
)
def demonstration_phone_number(record: Record, context: Context) -> Iterator[Finding]:
    """In the demonstration no number can be anybody's."""
    if context.demonstration:
        yield from _unfit_numbers(record, phones.for_demonstration)


def _unfit_numbers(record: Record, fit: Callable[[str], bool]) -> Iterator[Finding]:
    for place, digits in _numbers_in(record):
        if not fit(digits):
            yield Finding(record.document, place, {"number": phones.written(digits)})


def _numbers_in(record: Record) -> Iterator[tuple[Place, str]]:
    """The ends of a centre's ranges, or the number that a misuser gave as its own, and where each stands."""
    yield from (end for place, item in ranges(record) for end in ends(place, item))
    if number := record.get("phone_number"):
        yield ("phone_number",), phones.national(number)


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
        return NO_RANGE["lengths"]
    if item.first > item.last:
        return NO_RANGE["downwards"]
    if int(item.last) - int(item.first) >= LARGEST_RANGE:
        return NO_RANGE["long"]
    return None


NO_RANGE = {
    "lengths": Text("endene har ulikt antall sifre", "its ends differ in length"),
    "downwards": Text("den går nedover", "it runs downwards"),
    "long": Text("den har mer enn 10 000 numre", "it has more than 10,000 numbers"),
}
"""Why two numbers make no range."""


def _spans(record: Record) -> Iterator[str]:
    """The numbers of a centre or a misuser, as `first-last`."""
    yield from (f"{item.first}-{item.last}" for _, item in ranges(record))
    if number := record.get("phone_number"):
        yield f"{phones.national(number)}-{phones.national(number)}"


def _overlapping(met: Sequence[Sequence[str]]) -> Collection[int]:
    """Those with a number that is in another span; everybody where a span is none, since nothing can be told of it."""
    spans = sorted((len(f), f, t, n) for n, each in enumerate(met) for f, _, t in (one.partition("-") for one in each))
    if any(len(last) != length or last < first for length, first, last, _ in spans):
        return range(len(met))
    chosen: set[int] = set()
    furthest = (0, "", -1)  # the span that reaches furthest so far
    for length, first, last, n in spans:
        if furthest[0] == length and first <= furthest[1]:
            chosen |= {n, furthest[2]}
        furthest = max(furthest, (length, last, n))
    return chosen


@rule_for_all(
    "phone-number-twice",
    "centre",
    "{number} er allerede ført opp i {other} ({others}).",
    "{number} is already listed in {other} ({others}).",
    Text(
        "Et nummer kan bare tilhøre ett senter om gangen, også i serier. Har det skiftet eier, si til når (until) og fra når (since).",
        "A number belongs to one centre at a time, ranges included. If it has changed hands, say until when (until) and since when (since).",
    ),
    meets=_spans,
    near=_overlapping,
)
def phone_number_twice(all_records: tuple[Record, ...], _: Context) -> Iterator[Finding]:
    """No number is listed twice for the same day, alone or inside a range, in one file or in two."""
    standing = [record for record in all_records if not _struck(record)]
    listed = [(item, n, r, place) for n, r in enumerate(standing) for place, item in ranges(r)]
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


def _struck(record: Record) -> bool:
    """Whether every decision of the centre has been struck out, so that it never was in the register."""
    decisions = [decision for _, decision in decisions_of(record)]
    return bool(decisions) and all(d.kind is Kind.CORRECTION for d in lifecycle.corrected(decisions))


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


@rule_for_all(
    "misuse-phone",
    "centre misuse",
    "Nummeret {number} er registrert på {other}. Det kan ikke stå som nummeret til en som misbruker merket.",
    "The number {number} is registered on {other}. It cannot stand as the number of one who misuses the mark.",
    Text(
        "Ble det bare vist, kan det være forfalsket. Ta nummeret bort.",
        "If it was only shown, it may be spoofed. Take the number away.",
    ),
    meets=_spans,
    near=_overlapping,
)
def misuse_phone(all_records: tuple[Record, ...], _: Context) -> Iterator[Finding]:
    """Nobody is named for misuse with a number that is a centre's."""
    held = [(r, item) for r in all_records if r.kind == "centre" for _place, item in ranges(r) if item.until is None]
    for record in (r for r in all_records if r.kind == "misuse" and r.get("phone_number")):
        number = phones.national(record.get("phone_number"))
        others = (r for r, item in held if len(number) == len(item.first) and item.first <= number <= item.last)
        if other := next(others, None):
            yield Finding(
                record.document,
                ("phone_number",),
                {"number": phones.written(number), "other": other.document.file},
            )
