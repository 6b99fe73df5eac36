"""Makes the demonstration register: invented centres that mirror the known shape of the scheme.

Seeded: the same seed gives the same bytes.

    python scripts/demo_register.py                             # fills an empty registry/: «make demo»
    python scripts/demo_register.py --centres 1000 --into DIR   # any size up to 100,000, for measuring

No real company gets an invented status: names are an adjective and an animal, organisation numbers are of the
synthetic kind, telephone numbers are from series that nobody has been assigned, and domains end in .example.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from stdnum.no import orgnr

from godkjent.acts.yaml_text import block
from godkjent.language.progress import track
from godkjent.register.demonstration import ADJECTIVES, ANIMALS
from godkjent.register.lifecycle import years_after
from godkjent.register.loader import load

ROOT = Path(__file__).resolve().parent.parent
LAST_DAY = date(2026, 11, 20)
"""Nothing in the shipped demonstration is dated later, so that it builds on every day from then on."""
LARGEST = 100_000
"""Centres for which the unassigned series still have a block of 40 numbers each."""
SHIPPED = {
    "approved": 30,
    "late": 1,
    "warned": 1,
    "lifted": 1,
    "returned": 1,
    "applicant": 1,
    "withdrawn": 4,
    "suspended": 1,
    "expired": 1,
    "rejected": 1,
}
"""How many centres take each course; those on the first line are the 34 that are approved."""
YEARS_OF_REPORTS = 5


@dataclass
class Decided:
    """One decision before it has a number; numbers are given when the whole register is known."""

    day: date
    kind: str
    more: Mapping[str, Any]
    number: str = ""


@dataclass
class Made:
    """One invented centre: its fields before the decisions, and the decisions, oldest first."""

    slug: str
    fields: dict[str, Any]
    decisions: list[Decided]


def demo_register(centres: int | None = None, *, seed: int = 7, last_day: date = LAST_DAY) -> dict[str, str]:
    """Every file of a register of that many centres (None: the shipped shape), by path in its folder."""
    made = list(_centres(_courses(centres), seed, last_day))
    _number(decision for centre in made for decision in centre.decisions)
    files = {f"centres/{centre.slug}.yaml": _centre_text(centre) for centre in made}
    alone = {"scheme.yaml": SCHEME, "requirements.yaml": _requirements()}
    return {**files, **_statistics(last_day), **_misuse(last_day), **alone}


def _courses(centres: int | None) -> list[str]:
    """The course that each centre takes; other sizes keep the shipped shape's proportions."""
    shipped = [course for course, number in SHIPPED.items() for _ in range(number)]
    if centres is None:
        return shipped
    spread = [shipped[(i * 11) % len(shipped)] for i in range(len(shipped))]
    return [spread[i % len(spread)] for i in range(centres)]


def _centres(courses: Sequence[str], seed: int, last_day: date) -> Iterator[Made]:
    names, numbers, phones, taken = _names(seed), _organisation_numbers(), _phones(len(courses)), set[str]()
    for n, course in enumerate(courses):
        random = Random(f"{seed} {n}")  # its own, so that a change in one leaves the others alone
        name, offer = next(names), _offer(n, random, next(phones))
        decisions = _history(course, n, random, last_day)
        fields = {
            "name": name,
            "organisation_number": next(numbers),
            **offer,
            **_contact(name, n, random, decisions, taken),
            "annual_reports": _reports(_years_approved(decisions, last_day), offer["seats"], random),
        }
        yield Made(_slug(name), {key: fields[key] for key in _KEYS if fields.get(key)}, decisions)


def _number(decisions: Iterable[Decided]) -> None:
    """Numbers run through each year in the order of the dates, over the whole register."""
    counters: dict[int, Iterator[int]] = {}
    for decision in sorted(decisions, key=lambda d: d.day):
        number = next(counters.setdefault(decision.day.year, count(1)))
        decision.number = f"{decision.day.year}-{number:03}"


# --- YAML as a board member would write it ------------------------------------------------------------------

_KEYS = tuple(json.loads((ROOT / "registry/schemas/centre.schema.json").read_text("utf-8"))["properties"])[:-1]
"""A centre's fields in the schema's order; `decisions` comes after them all."""


def _centre_text(centre: Made) -> str:
    decisions = [{"id": d.number, "date": d.day, "kind": d.kind, **d.more} for d in centre.decisions]
    return _document("../schemas/centre.schema.json", {**centre.fields, "decisions": decisions})


def _document(schema: str, data: Mapping[str, Any], *comments: str) -> str:
    first = [f"# yaml-language-server: $schema={schema}", *(f"# {comment}" for comment in comments)]
    return "\n".join([*first, *block(data)]) + "\n"


# --- Names and numbers --------------------------------------------------------------------------------------

SUFFIXES = (
    "Kundesenter AS",
    "Svar AS",
    "Dialog AS",
    "Telefonsalg AS",
    "Møtebooking AS",
    "Kundeservice AS",
    "Kontakt AS",
    "Callcenter AS",
)
UNUSUAL = {
    10: "Lett Elg Kundesenter og Telefontjenester for Næringslivet AS",
    13: "Stø Laks Telefonservice AS",
    25: "Tålmodig Krabbe Kundeservice Nord AS",
}
"""Names that take the place of the usual ones: a long one, and two that are nearly those of other centres."""
TRADES = ("Svar", "Direkte", "Dialog", "Ring", "Kundehjelp")
FORMERLY = ("Telesenter AS", "Telefontjenester AS", "Ringesenter AS")
CLIENTS = ("Kraft AS", "Mobil AS", "Forsikring AS", "Bredbånd AS", "Avis AS", "Hjelpeorganisasjon")
REGIONS = ("", "Nord", "Sør", "Øst", "Vest", "Midt", "Indre", "Ytre")


def _names(seed: int) -> Iterator[str]:
    """Names without end, each once: pairs first, then pairs with a part of the country or a department."""
    pairs = [(a, b) for a in ADJECTIVES for b in ANIMALS]
    Random(seed).shuffle(pairs)
    for lap in count():
        region = REGIONS[lap] if lap < len(REGIONS) else f"Avdeling {_letters(lap - len(REGIONS))}"
        for i, (adjective, animal) in enumerate(pairs):
            parts = (adjective, animal, region, SUFFIXES[(i + lap) % len(SUFFIXES)])
            usual = " ".join(part for part in parts if part)
            yield usual if lap else UNUSUAL.get(i, usual)


def _letters(number: int) -> str:
    """A number as capital letters, since digits have no place in these names."""
    return (_letters(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)


def _slug(name: str) -> str:
    plain = name.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _organisation_numbers() -> Iterator[str]:
    """Synthetic organisation numbers: begin with 3, pass modulus 11, and are apart, so slips do not meet."""
    for stem in count(31_000_010, 137):
        yield from (f"{stem}{digit}" for digit in range(10) if orgnr.is_valid(f"{stem}{digit}"))


@dataclass(frozen=True)
class Phones:
    """The numbers that are one centre's alone: a block of eight-digit ones, and for some a five-digit one."""

    first: int
    size: int
    n: int
    short: str | None

    def single(self, which: int) -> str:
        """The main number (0) or another of the block's first half (1), not always a round one."""
        quarter = self.size // 4
        return _written(self.first + which * quarter + self.n * (79, 37)[which] % min(100, quarter))

    def span(self, wanted: int) -> tuple[str, str]:
        """Both ends of a range in the block's second half, of the wanted size or what there is room for."""
        start, room = self.first + self.size // 2, self.size // 2 - 10
        length = max(size for size in RANGE_SIZES if size <= min(wanted, room))
        return _written(start), _written(start + length - 1)


RANGE_SIZES = (10, 20, 50, 100, 1000)


def _phones(centres: int) -> Iterator[Phones]:
    """A block for one centre after another, from the unassigned series in turn and spread over each."""
    rounds = -(-max(centres, 1) // 4)
    size = min(4000, 1_000_000 // rounds // 40 * 40)
    stride = 1_000_000 // size // rounds * size
    five = iter(range(1000))
    for n in range(centres):
        step, series = divmod(n, 4)
        short = next(five, None) if n % 5 == 1 else None
        first = (20, 30, 50, 60)[series] * 1_000_000 + step * stride
        yield Phones(first, size, n, None if short is None else f"{1000 + (10 + 37 * short) % 1000:05}")


def _written(number: int) -> str:
    digits = str(number)
    return "+47 " + " ".join(digits[i : i + 2] for i in range(0, 8, 2))


# --- One centre's fields ------------------------------------------------------------------------------------

PLACES = (
    ("0155", "Oslo", "Oslo"),
    ("5003", "Bergen", "Vestland"),
    ("7010", "Trondheim", "Trøndelag"),
    ("4006", "Stavanger", "Rogaland"),
    ("9008", "Tromsø", "Troms"),
    ("8006", "Bodø", "Nordland"),
    ("4610", "Kristiansand", "Agder"),
    ("3015", "Drammen", "Buskerud"),
    ("2317", "Hamar", "Innlandet"),
    ("6002", "Ålesund", "Møre og Romsdal"),
    ("9510", "Alta", "Finnmark"),
    ("3724", "Skien", "Telemark"),
    ("3110", "Tønsberg", "Vestfold"),
    ("1606", "Fredrikstad", "Østfold"),
    ("2000", "Lillestrøm", "Akershus"),
    ("6800", "Førde", "Vestland"),
    ("6413", "Molde", "Møre og Romsdal"),
    ("7800", "Namsos", "Trøndelag"),
    ("0484", "Oslo", "Oslo"),
    ("5527", "Haugesund", "Rogaland"),
    ("1706", "Sarpsborg", "Østfold"),
    ("3210", "Sandefjord", "Vestfold"),
    ("2609", "Lillehammer", "Innlandet"),
    ("8514", "Narvik", "Nordland"),
)
STREETS = (
    "Storgata",
    "Sjøgata",
    "Kirkegata",
    "Strandgata",
    "Skolegata",
    "Torggata",
    "Havnegata",
    "Jernbanegata",
    "Bryggeveien",
    "Åsveien",
)
SECTORS = (
    "energy",
    "telecom",
    "insurance",
    "banking",
    "media",
    "charity",
    "retail",
    "travel",
    "health",
    "public",
    "technology",
)
LANGUAGES = ("nn", "en", "sv", "da", "fi", "se", "de", "pl")
OUTGOING = ("sales", "meeting-booking", "surveys", "fundraising", "debt-collection")
INCOMING = ("customer-service", "switchboard", "technical-support")
SEATS = (6, 8, 12, 20, 25, 40, 60, 85, 120, 180, 260, 400)


def _contact(name: str, n: int, random: Random, decisions: list[Decided], taken: set[str]) -> dict[str, Any]:
    """Names besides the legal one, and where the centre is found."""
    domain, trade = _domain(name, taken), _invented(random, TRADES)
    second = [f"https://{_domain(trade, taken)}"] if n % 6 == 0 else []
    return {
        "trade_names": [trade] if n % 2 == 0 else [],
        "former_names": [_former_name(random, decisions)] if n % 4 == 1 else [],
        "websites": [f"https://{domain}", *second],
        "email": f"{random.choice(('post', 'kundeservice'))}@{domain}",
        "address": _address(n, random),
    }


def _address(n: int, random: Random) -> dict[str, str]:
    postcode, city, county = PLACES[n % len(PLACES)]
    street = f"{random.choice(STREETS)} {random.randint(1, 89)}"
    return {"street": street, "postcode": postcode, "city": city, "county": county}


def _domain(name: str, taken: set[str]) -> str:
    """A domain of the name's first two words, or of all of them when a centre has that one already."""
    short, long = _slug(" ".join(name.split()[:2])), _slug(name)
    chosen = long if short in taken else short
    taken.add(chosen)
    return f"{chosen}.example"


def _former_name(random: Random, decisions: list[Decided]) -> dict[str, Any]:
    until = min(decisions[0].day + timedelta(400), decisions[-1].day)
    return {"name": _invented(random, FORMERLY), "until": _workday(until)}


def _invented(random: Random, endings: Sequence[str]) -> str:
    return f"{random.choice(ADJECTIVES)} {random.choice(ANIMALS)} {random.choice(endings)}"


def _offer(n: int, random: Random, phones: Phones) -> dict[str, Any]:
    """What the centre does; every other one only takes calls or only makes them."""
    directions = (["outbound"], ["outbound", "inbound"], ["inbound"], ["outbound", "inbound"])[n % 4]
    pool = [*(OUTGOING if "outbound" in directions else ()), *(INCOMING if "inbound" in directions else ())]
    clients = _some(CLIENTS, 1, 2, random) if n % 5 == 0 else []
    return {
        "phone_numbers": _phone_numbers(phones, directions, random),
        "directions": directions,
        "services": _some(pool, 1, 3, random),
        "channels": ["phone", *_some(("chat", "email", "sms", "social-media"), 0, 3, random)],
        "sectors": _some(SECTORS, 1, 3, random),
        "languages": ["nb", *_some(LANGUAGES, 0, 3, random)],
        "seats": random.choice(SEATS),
        "calls_on_behalf_of": [_invented(random, [client]) for client in clients],
    }


def _phone_numbers(phones: Phones, directions: list[str], random: Random) -> list[dict[str, Any]]:
    """A main number that can be called back, and mostly one to three more, used as the centre works."""
    outgoing = ["outbound"] if "outbound" in directions else ["inbound"]
    called_back = ["inbound"] if "inbound" in directions else ["outbound", "inbound"]
    numbers: list[dict[str, Any]] = [{"number": phones.single(0), "use": called_back}]
    if random.random() < 0.4:
        numbers.append({"number": phones.single(1), "use": outgoing})
    if random.random() < 0.5:
        first, last = phones.span(random.choice((10, 20, 20, 50, 100, 1000)))
        numbers.append({"from": first, "to": last, "use": outgoing})
    if phones.short:
        numbers.append({"number": phones.short, "use": ["inbound"]})
    return numbers


def _some(pool: Sequence[str], least: int, most: int, random: Random) -> list[str]:
    chosen = set(random.sample(pool, random.randint(least, min(most, len(pool)))))
    return [item for item in pool if item in chosen]


def _reports(years: list[int], seats: int, random: Random) -> list[dict[str, Any]]:
    """The last five years' reports at most, alike from year to year and fitting the size of the centre."""
    usual = seats * random.uniform(1000, 3000)
    return [_report(year, usual, random) for year in years[-YEARS_OF_REPORTS:]]


def _years_approved(decisions: list[Decided], last_day: date) -> list[int]:
    """Every year that is over and at whose end the centre had not left."""
    years: set[int] = set()
    since: int | None = None
    for kind, year in [*((d.kind, d.day.year) for d in decisions), ("withdrawal", last_day.year)]:
        if kind == "approval":
            since = year
        elif kind == "withdrawal" and since is not None:
            years, since = years | set(range(since, year)), None
    return sorted(years)


def _report(year: int, usual: float, random: Random) -> dict[str, Any]:
    """One year's figures; most centres get few complaints, and fewer still are upheld."""
    connected = int(usual * random.uniform(0.8, 1.2))
    received = int(connected / 100_000 * 120 * random.random() ** 3)
    return {
        "year": year,
        "calls_answered": int(connected * random.uniform(0.3, 0.7)),
        "calls_connected": connected,
        "complaints_received": received,
        "complaints_upheld": int(received * random.uniform(0, 0.4)),
    }


# --- Histories ----------------------------------------------------------------------------------------------

Event = tuple[int, str, dict[str, Any]]
"""Days before the last day, the kind of decision, and its further fields."""


def _history(course: str, n: int, random: Random, last_day: date) -> list[Decided]:
    """A plausible past that ends, on `last_day`, where the course says."""
    if course in _WHOLE:
        return _told(_WHOLE[course], last_day)
    current = _period_start(course, n, last_day)
    earlier = _earlier_periods(current, _periods(course, n, current), n, course == "late", random)
    decisions = [*earlier, *_follow_ups(current, random)]
    events = _told(_events(course, n, last_day), last_day)
    over = events[0].day if events and course != "lifted" else last_day + timedelta(1)
    return sorted([*(d for d in decisions if d.day < over), *events], key=lambda d: d.day)


def _told(events: Iterable[Event], last_day: date) -> list[Decided]:
    return [_on(last_day - timedelta(days), kind, **more) for days, kind, more in events]


def _period_start(course: str, n: int, last_day: date) -> date:
    """When the current period began, so that approvals run out one after the other, none of them soon."""
    if course == "expired":
        return _workday(years_after(last_day, -3) - timedelta(260))
    if course in ("approved", "late"):
        return _workday(last_day - timedelta(20 + (n * 83) % 930))
    return _workday(last_day - timedelta(600 + (n * 83) % 330))  # well before what sets the centre apart


def _periods(course: str, n: int, current: date) -> int:
    """How many whole periods came before the current one: the scheme began in 2009, most joined later."""
    wanted = 2 if course == "late" else (n * 5) % 6
    return wanted if current.year - 3 * wanted >= 2009 else 0


def _earlier_periods(current: date, periods: int, n: int, late: bool, random: Random) -> Iterator[Decided]:
    """The first approval, and every renewal and follow-up until `current`; the last renewal may be late."""
    first = _workday(years_after(current, -3 * periods))
    yield from _admission(first, n, random)
    for period in range(periods):
        start = years_after(first, 3 * period)
        yield from _follow_ups(start, random)
        early, lapsed = random.randint(10, 40), late and period == periods - 1
        day = years_after(first, 3 * period + 3) + timedelta(41 if lapsed else -early)
        yield _on(day, "renewal", **({"reason": _RENEWED_LATE} if lapsed else {}))


def _admission(first: date, n: int, random: Random) -> Iterator[Decided]:
    """How the centre came in: by an application, sometimes with something missing, or from the older list."""
    if n % 6 == 2:
        yield Decided(first, "approval", {"reason": _TAKEN_IN})
        return
    yield _on(first - timedelta(random.randint(45, 90)), "application")
    if n % 4 == 3:
        asked = first - timedelta(random.randint(10, 25))
        yield _on(asked, "information_requested", reason=random.choice(_MISSING))
    yield Decided(first, "approval", {"reason": _ALL_SHOWN} if n % 4 == 3 else {})


def _follow_ups(start: date, random: Random) -> Iterator[Decided]:
    for years in (1, 2):
        yield _on(years_after(start, years) + timedelta(random.randint(3, 20)), "follow_up")


def _events(course: str, n: int, last_day: date) -> list[Event]:
    """What sets this centre apart."""
    left = 60 + (n * 97) % 400
    events: dict[str, list[Event]] = {
        "warned": [(44, "warning", {**_UNWASHED, "deadline": _workday(last_day + timedelta(70))})],
        "lifted": [(500, "suspension", _NO_CONTRACTS), (430, "suspension_lifted", _CONTRACTS)],
        "suspended": [(31, "suspension", _NO_CONTRACTS)],
        "withdrawn": [(left, "withdrawal", {"reason": _LEAVING[n % 3]} if n % 3 < len(_LEAVING) else {})],
    }
    return events.get(course, [])


def _on(day: date, kind: str, **more: Any) -> Decided:
    return Decided(_workday(day), kind, more)


def _workday(day: date) -> date:
    """The day itself, or the working day before: the board meets neither at weekends nor on holidays."""
    while day.weekday() > 4 or _holiday(day):
        day -= timedelta(1)
    return day


def _holiday(day: date) -> bool:
    """Whether Norway has a public holiday that day, or the eve of Christmas or New Year."""
    since_easter = (day - _easter(day.year)).days
    fixed = {(1, 1), (5, 1), (5, 17), (12, 24), (12, 25), (12, 26), (12, 31)}
    return since_easter in (-3, -2, 1, 39, 50) or (day.month, day.day) in fixed


@cache
def _easter(year: int) -> date:
    """Easter Sunday by the calendar's rule for 1900-2099."""
    moon = (19 * (year % 19) + 24) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    late = weekday == 6 and (moon == 29 or (moon == 28 and year % 19 > 10))
    return date(year, 3, 22) + timedelta(moon + weekday - 7 * late)


# --- What the board wrote -----------------------------------------------------------------------------------


def _text(nb: str, en: str, nn: str) -> dict[str, str]:
    return {"nb": nb, "en": en, "nn": nn}


_ALL_SHOWN = _text("Alle krav er dokumentert.", "All requirements are documented.", "Alle krav er dokumenterte.")
_TAKEN_IN = _text("Ført over fra den eldre listen.", "Taken in from the older list.", "Ført over frå den eldre lista.")
_RENEWED_LATE = _text(
    "Dokumentasjonen kom etter utløp, men innen fristen.",
    "The documents came after expiry but in time.",
    "Dokumentasjonen kom etter utløp, men innan fristen.",
)
_MISSING = (
    _text(
        "Nemnda har bedt om dokumentasjon på vernetjenesten.",
        "The board has asked for documents on the safety service.",
        "Nemnda har bede om dokumentasjon på vernetenesta.",
    ),
    _text(
        "Eksempel på arbeidsavtale manglet.",
        "A specimen employment contract was missing.",
        "Døme på arbeidsavtale mangla.",
    ),
    _text(
        "Databehandleravtalene manglet.",
        "The data-processing agreements were missing.",
        "Databehandlaravtalane mangla.",
    ),
)
_UNWASHED = {
    "requirements": ["consent", "reservation"],
    "reason": _text(
        "Senteret kunne ikke vise at listene var kontrollert mot Reservasjonsregisteret før kampanjen.",
        "The centre could not show that its lists were checked against the reservation register in advance.",
        "Senteret kunne ikkje vise at listene var kontrollerte mot Reservasjonsregisteret før kampanjen.",
    ),
}
_NO_CONTRACTS = {
    "requirements": ["working-environment"],
    "reason": _text(
        "Senteret har ikke rettet seg etter pålegget om skriftlige arbeidsavtaler.",
        "The centre has not complied with the order on written employment contracts.",
        "Senteret har ikkje retta seg etter pålegget om skriftlege arbeidsavtalar.",
    ),
    "remedy": _text(
        "Alle ansatte skal ha skriftlig arbeidsavtale, og nemnda skal ha kopi av malen.",
        "Every employee must have a written contract, and the board a copy of the template.",
        "Alle tilsette skal ha skriftleg arbeidsavtale, og nemnda skal ha kopi av malen.",
    ),
}
_CONTRACTS = {
    "reason": _text(
        "Oppdaterte arbeidsavtaler er lagt fram.",
        "Updated employment contracts have been submitted.",
        "Oppdaterte arbeidsavtalar er lagde fram.",
    )
}
_NO_ACCOUNTS = {
    "requirements": ["tax", "accounts"],
    "reason": _text(
        "Regnskap og skatteattest ble ikke lagt fram innen fristen.",
        "Accounts and tax certificate were not submitted in time.",
        "Rekneskap og skatteattest vart ikkje lagde fram innan fristen.",
    ),
}
_LEAVING = (
    _text("Senteret tar nå bare imot anrop.", "The centre now only takes calls.", "Senteret tek no berre imot anrop."),
    _text(
        "Senteret har bare én oppdragsgiver.",
        "The centre has a single client.",
        "Senteret har berre éin oppdragsgivar.",
    ),
)
_WHOLE: dict[str, list[Event]] = {
    "applicant": [(38, "application", {}), (15, "information_requested", {"reason": _MISSING[0]})],
    "rejected": [(520, "application", {}), (430, "rejection", _NO_ACCOUNTS)],
    "returned": [
        (2300, "application", {}),
        (2240, "approval", {}),
        (1860, "follow_up", {}),
        (1500, "withdrawal", {"reason": _LEAVING[1]}),
        (700, "application", {}),
        (640, "approval", {}),
        (270, "follow_up", {}),
    ],
}
"""Courses that are told in full."""


# --- The other files ----------------------------------------------------------------------------------------

_COUNTED = {
    2018: (1546, "https://www.adressa.no/bolig/Klagerekord-i-fjor---dette-klaget-vi-mest-pa-11557b.html"),
    2019: (959, "https://www.digi.no/artikler/mobilbransjen-far-tyn-for-telefonsalg/485017"),
}
_INVENTED = {
    2020: (880, 61),
    2021: (812, 48),
    2022: (790, 52),
    2023: (701, 39),
    2024: (655, 44),
    2025: (618, 37),
}
"""Complaints received and taken up, made up for the demonstration."""


def _statistics(last_day: date) -> dict[str, str]:
    """The consumer authority's yearly figures: two that were published, then invented ones."""
    rows: list[dict[str, Any]] = [
        {"year": year, "complaints_received": number, "source": source} for year, (number, source) in _COUNTED.items()
    ]
    rows += [
        {"year": year, "complaints_received": received, "complaints_taken_up": taken_up, "invented": True}
        for year, (received, taken_up) in _INVENTED.items()
    ]
    schema = "../schemas/statistics.schema.json"
    over = [row for row in rows if row["year"] < last_day.year]
    return {f"statistics/{row['year']}.yaml": _document(schema, row) for row in over}


def _misuse(last_day: date) -> dict[str, str]:
    """One clearly invented misuser of the mark."""
    row: dict[str, Any] = {
        "name": "Søvnig Rev Salg AS",
        "website": "https://sovnig-rev.example",
        "seen": date(2026, 9, 14),
        "ended": date(2026, 10, 2),
        "reason": _text(
            "Viste merket på forsiden uten å ha søkt om godkjenning. Foretaket er oppdiktet.",
            "Showed the mark on its front page without having applied for approval. The company is invented.",
            "Viste merket på framsida utan å ha søkt om godkjenning. Føretaket er oppdikta.",
        ),
    }
    if row["ended"] > last_day:
        return {}
    return {"misuse/sovnig-rev-salg-as.yaml": _document("../schemas/misuse.schema.json", row)}


SCHEME = """\
# yaml-language-server: $schema=schemas/scheme.schema.json
# Ordningen selv: det som gjelder for alle sentre.
name: {nb: Godkjent Callcenter, en: Godkjent Callcenter (Approved Call Centre), nn: Godkjent Callcenter}
board: {nb: Callcenternemnda, en: Callcenternemnda (the Call Centre Board), nn: Callcenternemnda}
publisher: # demonstrasjonens egne, og ingens: «.venv/bin/godkjent begin» spør om de virkelige
  name: {nb: Demonstrasjonens sekretariat, en: Secretariat of the demonstration, nn: Sekretariatet i demonstrasjonen}
  organisation_number: "399999901"
  address: {street: Oppdiktet vei 1, postcode: "0155", city: Oslo}
  email: post@sekretariatet.example
  phone: "+47 50 50 50 50"
demonstration: true # settes til false når nemndas egen liste er lagt inn
approval_years: 3
grace_days: 90 # hvor lenge etter utløp en godkjenning ennå kan fornyes; nemnda bestemmer
credential_grace_days: 90 # hvor lenge et signert bevis gjelder etter at en årlig oppfølging skulle ha vært gjort
publication: # nemnda bestemmer; i demonstrasjonen vises reaksjoner i tre år etter at de tok slutt
  warnings: {public: true, years_after_end: 3}
  suspensions: {public: true, years_after_end: 3}
"""
_RULES_PAGE = "https://godkjentcallcenter.custompublish.com/lover-a-regler.366583.no.html"
_NORM_PAGE = "https://godkjentcallcenter.custompublish.com/?cat=366585"
_REQUIREMENTS = {
    "company": (
        _text("Foretaket", "The company", "Føretaket"),
        _text(
            "Foretaket er lovlig organisert etter selskapslovgivningen.",
            "The company is organised in accordance with company law.",
            "Føretaket er lovleg organisert etter selskapslovgivinga.",
        ),
    ),
    "tax": (
        _text("Skatt og avgift", "Taxes and duties", "Skatt og avgift"),
        _text("Skatter og avgifter er betalt.", "Taxes and duties are paid.", "Skattar og avgifter er betalte."),
    ),
    "accounts": (
        _text("Regnskap", "Accounts", "Rekneskap"),
        _text(
            "Regnskapsfører er oppgitt, og revisor når foretaket har en.",
            "The accountant is stated, and the auditor where there is one.",
            "Rekneskapsførar er oppgitt, og revisor når føretaket har ein.",
        ),
    ),
    "working-environment": (
        _text("Arbeidsmiljø og arbeidsavtaler", "Working environment and contracts", "Arbeidsmiljø og arbeidsavtalar"),
        _text(
            "Arbeidsmiljøloven følges, og arbeidsavtalene er dokumentert.",
            "The working environment act is followed, and employment contracts are documented.",
            "Arbeidsmiljølova blir følgd, og arbeidsavtalane er dokumenterte.",
        ),
    ),
    "internal-control": (
        _text(
            "Internkontroll og verneombud", "Internal control and safety representative", "Internkontroll og verneombod"
        ),
        _text(
            "Internkontroll er på plass, og verneombudet har den pålagte opplæringen.",
            "Internal control is in place, and the safety representative has had the mandatory training.",
            "Internkontroll er på plass, og verneombodet har den pålagde opplæringa.",
        ),
    ),
    "reservation": (
        _text("Adresser og reservasjon", "Address data and reservation", "Adresser og reservasjon"),
        _text(
            "Adresselistene er oppdatert og kontrollert mot Reservasjonsregisteret.",
            "Address lists are up to date and checked against the opt-out register, Reservasjonsregisteret.",
            "Adresselistene er oppdaterte og kontrollerte mot Reservasjonsregisteret.",
        ),
    ),
    "consent": (
        _text("Samtykke og personvern", "Consent and privacy", "Samtykke og personvern"),
        _text(
            "Samtykker kan vises fram, og personopplysninger behandles lovlig.",
            "Consents can be shown, and personal data are handled lawfully.",
            "Samtykke kan visast fram, og personopplysningar blir handsama lovleg.",
        ),
    ),
    "agreements": (
        _text("Avtaler og angrerett", "Agreements and right to cancel", "Avtalar og angrerett"),
        _text(
            "Avtaler dokumenteres, og kunden får vite om angreretten.",
            "Agreements are documented, and the customer is told of the right to cancel.",
            "Avtalar blir dokumenterte, og kunden får vite om angreretten.",
        ),
    ),
    "data-processing": (
        _text("Databehandleravtaler", "Data-processing agreements", "Databehandlaravtalar"),
        _text(
            "Det er databehandleravtaler med oppdragsgivere og underleverandører.",
            "There are data-processing agreements with clients and subcontractors.",
            "Det er databehandlaravtalar med oppdragsgivarar og underleverandørar.",
        ),
    ),
    "industry-code": (
        _text("Bransjenormen", "The industry code", "Bransjenorma"),
        _text(
            "Senteret følger bransjenormen for callsentre, sist oppdatert 13. februar 2024.",
            "The centre follows the industry code for call centres, last updated on 13 February 2024.",
            "Senteret følgjer bransjenorma for callsenter, sist oppdatert 13. februar 2024.",
        ),
    ),
}


def _requirements() -> str:
    rows = [
        {
            "id": key,
            "title": title,
            "description": description,
            "source": _NORM_PAGE if key == "industry-code" else _RULES_PAGE,
        }
        for key, (title, description) in _REQUIREMENTS.items()
    ]
    comment = "Det et senter må dokumentere. En id endres aldri: vedtak viser til den."
    return _document("schemas/requirements.schema.json", {"requirements": rows}, comment)


# --- The command --------------------------------------------------------------------------------------------


FOLDERS = ("centres", "statistics", "misuse")
SCHEMAS = ROOT / "registry" / "schemas"


class Refused(Exception):
    """The folder holds something that is not to be written over; the text is a sentence."""


def fill(files: Mapping[str, str], into: Path, *, replace: bool = False) -> None:
    """Write the demonstration into an empty registry; one that holds anything else only when it may be replaced.

    Raises Refused, and touches nothing, for a register that has left the demonstration, whatever may be replaced.
    """
    if _is_real(into / "scheme.yaml"):
        raise Refused(
            f"{into} er ikke en demonstrasjon lenger (demonstration: false i scheme.yaml). Ingenting er rørt."
        )
    if not replace and (others := list(_others(files, into))):
        more = f" og {len(others) - 1} til" if len(others) > 1 else ""
        raise Refused(
            f"{into} er ikke tom: {others[0]}{more} ville bli borte. Ingenting er rørt. Med --replace byttes alt."
        )
    write(files, into)


def _is_real(scheme: Path) -> bool:
    """Whether a scheme says that the register is no demonstration; one that cannot be read is not written over either."""
    if not scheme.exists():
        return False
    document, _ = load(scheme, scheme.name)
    data = document.data if document else None
    return not (isinstance(data, dict) and data.get("demonstration") == "true")


def _others(files: Mapping[str, str], into: Path) -> Iterator[str]:
    """What stands in the folder and is not, to the letter, what would be written there."""
    for path in _standing(into):
        name = path.relative_to(into).as_posix()
        if files.get(name, "").encode() != path.read_bytes():
            yield name


def _standing(into: Path) -> list[Path]:
    """Every record that stands in the folder."""
    return sorted([*into.glob("*.yaml"), *(path for folder in FOLDERS for path in (into / folder).glob("*.yaml"))])


def write(files: Mapping[str, str], into: Path) -> None:
    """Replace what an earlier run made in `into`; a folder of its own gets the schemas too."""
    for folder in FOLDERS:
        (into / folder).mkdir(parents=True, exist_ok=True)
        for old in (into / folder).glob("*.yaml"):
            old.unlink()
    if into.resolve() != SCHEMAS.parent:
        shutil.copytree(SCHEMAS, into / "schemas", dirs_exist_ok=True)
    for path, text in track("Skriver filene")(list(files.items())):
        (into / path).write_text(text, "utf-8", newline="\n")


def _size(written: str) -> int:
    if not 1 <= (size := int(written)) <= LARGEST:
        raise argparse.ArgumentTypeError(f"{size}: det må være fra 1 til {LARGEST} sentre")
    return size


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description="Lag demonstrasjonsregisteret.")
    shipped = f"antall sentre (ellers det som følger med: {sum(SHIPPED.values())})"
    options.add_argument("--centres", type=_size, help=shipped)
    options.add_argument("--into", type=Path, default=ROOT / "registry", help="mappen det skrives til")
    options.add_argument("--seed", type=int, default=7, help="samme tall gir samme register")
    options.add_argument("--day", type=date.fromisoformat, default=LAST_DAY, help="siste dag noe er datert")
    options.add_argument("--replace", action="store_true", help="bytt ut det som står i mappen")
    return options.parse_args()


def main() -> int:
    """Read the options, make the register, write it."""
    chosen = _options()
    files = demo_register(chosen.centres, seed=chosen.seed, last_day=chosen.day)
    try:
        fill(files, chosen.into, replace=chosen.replace)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    print(f"{len(files)} filer i {chosen.into}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
