"""Makes the demonstration register: invented centres that mirror the known shape of the scheme. Seeded, so it can be made again.

    python scripts/demo_register.py                         # the shipped register, into registry/
    python scripts/demo_register.py --centres 1000 --into DIR   # any size, for measuring

No real company gets an invented status: names are an adjective and an animal, organisation numbers are of the
synthetic kind, telephone numbers are from series that nobody has been assigned, and domains end in .example.
"""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from random import Random

from stdnum.no import orgnr

from godkjent.demonstration import ADJECTIVES, ANIMALS
from godkjent.lifecycle import years_after

ROOT = Path(__file__).resolve().parent.parent
LAST_DAY = date(2026, 11, 20)
"""Nothing in the shipped demonstration is dated later, so that it builds on every day from then on."""
SHIPPED = {"approved": 31, "warned": 1, "lifted": 1, "returned": 1, "applicant": 1, "withdrawn": 4, "suspended": 1, "expired": 1, "rejected": 1}
"""How many centres take each course; the first four are the 34 that are approved."""
PLACES = (
    ("0155", "Oslo", "Oslo"), ("5003", "Bergen", "Vestland"), ("7010", "Trondheim", "Trøndelag"), ("4006", "Stavanger", "Rogaland"),
    ("9008", "Tromsø", "Troms"), ("8006", "Bodø", "Nordland"), ("4610", "Kristiansand", "Agder"), ("3015", "Drammen", "Buskerud"),
    ("2317", "Hamar", "Innlandet"), ("6002", "Ålesund", "Møre og Romsdal"), ("9510", "Alta", "Finnmark"), ("3724", "Skien", "Telemark"),
    ("3110", "Tønsberg", "Vestfold"), ("1606", "Fredrikstad", "Østfold"), ("2000", "Lillestrøm", "Akershus"), ("6800", "Førde", "Vestland"),
    ("6413", "Molde", "Møre og Romsdal"), ("7800", "Namsos", "Trøndelag"), ("0484", "Oslo", "Oslo"), ("5527", "Haugesund", "Rogaland"),
)
STREETS = ("Storgata", "Sjøgata", "Kirkegata", "Strandgata", "Skolegata", "Torggata", "Havnegata", "Jernbanegata", "Bryggeveien", "Åsveien")
SUFFIXES = ("Kundesenter AS", "Svar AS", "Dialog AS", "Telefonsalg AS", "Møtebooking AS", "Kundeservice AS", "Kontakt AS", "Callcenter AS")
TRADES = ("Svar", "Direkte", "Dialog", "Ring", "Kundehjelp")
CLIENTS = ("Kraft AS", "Mobil AS", "Forsikring AS", "Bredbånd AS", "Avis AS", "Hjelpeorganisasjon")
REGIONS = ("", "Nord", "Sør", "Øst", "Vest", "Midt", "Indre", "Ytre")


@dataclass
class Decided:
    """One decision before it has a number; numbers are given when the whole register is known."""

    day: date
    kind: str
    more: list[str] = field(default_factory=list)  # further lines of its YAML
    number: str = ""


@dataclass
class Made:
    """One invented centre: the lines of its file before the decisions, and the decisions."""

    slug: str
    head: list[str]
    decisions: list[Decided]


def demo_register(centres: int | None = None, *, seed: int = 7, last_day: date = LAST_DAY) -> dict[str, str]:
    """Every file of a register with that many centres (None: the shipped shape), by its path inside the registry folder."""
    made = list(_centres(_courses(centres), Random(seed), last_day))
    _number([d for centre in made for d in centre.decisions])
    files = {f"centres/{m.slug}.yaml": "\n".join([*m.head, "decisions:", *_decision_lines(m.decisions)]) + "\n" for m in made}
    return {**files, **_statistics(), "requirements.yaml": _requirements()}


def _courses(centres: int | None) -> list[str]:
    """The course that each centre takes; other sizes keep the shipped shape's proportions."""
    shipped = [course for course, number in SHIPPED.items() for _ in range(number)]
    if centres is None:
        return shipped
    spread = [shipped[(i * 11) % len(shipped)] for i in range(len(shipped))]
    return [spread[i % len(spread)] for i in range(centres)]


def _centres(courses: Sequence[str], random: Random, last_day: date) -> Iterator[Made]:
    names, numbers, phones = _names(random), _organisation_numbers(), _phones(random)
    for n, course in enumerate(courses):
        name = next(names)
        decisions = _history(course, n, random, last_day)
        yield Made(_slug(name), _head(name, next(numbers), n, phones, decisions, random), decisions)


# --- Names and numbers ------------------------------------------------------------------------------------------

def _names(random: Random) -> Iterator[str]:
    """Names without end, each once: pairs first, then pairs with a part of the country or a number."""
    pairs = [(a, b) for a in ADJECTIVES for b in ANIMALS]
    random.shuffle(pairs)
    for round_ in count():
        region = REGIONS[round_] if round_ < len(REGIONS) else f"Avdeling {_letters(round_)}"
        for i, (adjective, animal) in enumerate(pairs):
            yield " ".join(part for part in (adjective, animal, region, SUFFIXES[(i + round_) % len(SUFFIXES)]) if part)


def _letters(number: int) -> str:
    """A number as capital letters, since digits have no place in these names."""
    return (_letters(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)


def _slug(name: str) -> str:
    plain = name.lower().translate(str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e"}))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _organisation_numbers() -> Iterator[str]:
    """Synthetic organisation numbers, all beginning with 3 and right by modulus 11, spread out so that slips do not meet."""
    for stem in count(31000010, 137):
        yield from (f"{stem}{digit}" for digit in range(10) if orgnr.is_valid(f"{stem}{digit}"))


def _phones(random: Random) -> Iterator[list[str]]:
    """The phone lines of one centre after another: single numbers, ranges, and for some a five-digit number."""
    five, blocks = count(1010, 37), _blocks()
    for n in count():
        block = next(blocks)
        main = random.randrange(100)
        lines = [f'  - {{number: "{_written(block + main)}", use: [{random.choice(("inbound", "outbound, inbound"))}]}}']
        if n % 3 == 0:
            lines.append(f'  - {{number: "{_written(block + 100 + random.randrange(100))}", use: [outbound]}}')
        if n % 2 == 0:
            size = random.choice((10, 20, 50, 100))
            lines.append(f'  - {{from: "{_written(block + 200)}", to: "{_written(block + 199 + size)}", use: [outbound]}}')
        if n % 5 == 1 and (short := next(five)) < 2000:
            lines.append(f'  - {{number: "{short:05}", use: [inbound]}}')
        yield lines


def _blocks() -> Iterator[int]:
    """The first number of a block of 400 that is one centre's alone, from the unassigned series in turn."""
    for step in count():
        for series in (20, 30, 50, 60):
            yield series * 1_000_000 + (step * 41 * 400) % 1_000_000 // 400 * 400


def _written(number: int) -> str:
    digits = str(number)
    return "+47 " + " ".join(digits[i : i + 2] for i in range(0, 8, 2))


# --- One centre's file ------------------------------------------------------------------------------------------

def _head(name: str, number: str, n: int, phones: Iterator[list[str]], decisions: list[Decided], random: Random) -> list[str]:
    domain = f"{_slug(' '.join(name.split()[:2]))}.example" if n < 1000 else f"{_slug(name)}.example"
    postcode, city, county = PLACES[n % len(PLACES)]
    lines = ["# yaml-language-server: $schema=../schemas/centre.schema.json", f"name: {name}", f'organisation_number: "{number}"']
    if n % 2 == 0:
        lines.append(f"trade_names: [{_invented(random, TRADES)}]")
    if n % 4 == 1:
        lines.append(f"former_names: [{{name: {_invented(random, SUFFIXES)}, until: {_workday(decisions[0].day + timedelta(400))}}}]")
    lines += [f"websites: [https://{domain}]", f"email: {random.choice(('post', 'kundeservice'))}@{domain}"]
    street = f"{random.choice(STREETS)} {random.randint(1, 89)}"
    lines.append(f'address: {{street: {street}, postcode: "{postcode}", city: {city}, county: {county}}}')
    lines += ["phone_numbers:", *next(phones), *_offer(n, random)]
    reports = list(_reports(decisions, random))
    return lines + (["annual_reports:", *reports] if reports else [])


def _invented(random: Random, endings: Sequence[str]) -> str:
    return f"{random.choice(ADJECTIVES)} {random.choice(ANIMALS)} {random.choice(endings)}"


def _offer(n: int, random: Random) -> list[str]:
    """What the centre does; every third one only takes calls or only makes them."""
    directions = (["outbound"], ["outbound", "inbound"], ["inbound"], ["outbound", "inbound"])[n % 4]
    outgoing = ["sales", "meeting-booking", "surveys", "fundraising"]
    incoming = ["customer-service", "switchboard", "technical-support", "debt-collection"]
    pool = (outgoing if "outbound" in directions else []) + (incoming if "inbound" in directions else [])
    lines = [f"directions: [{', '.join(directions)}]", f"services: [{', '.join(_some(pool, 1, 3, random))}]"]
    lines.append(f"channels: [{', '.join(['phone', *_some(['chat', 'email', 'sms', 'social-media'], 0, 3, random)])}]")
    sectors = ["energy", "telecom", "insurance", "banking", "media", "charity", "retail", "travel", "health", "public", "technology"]
    lines.append(f"sectors: [{', '.join(_some(sectors, 1, 3, random))}]")
    lines.append(f"languages: [{', '.join(['nb', *_some(['nn', 'en', 'sv', 'da', 'fi', 'se', 'de', 'pl'], 0, 3, random)])}]")
    lines.append(f"seats: {random.choice((6, 8, 12, 20, 25, 40, 60, 85, 120, 180, 260, 400))}")
    if n % 5 == 0:
        lines.append(f"calls_on_behalf_of: [{', '.join(_invented(random, [end]) for end in _some(CLIENTS, 1, 2, random))}]")
    return lines


def _some(pool: Sequence[str], least: int, most: int, random: Random) -> list[str]:
    chosen = set(random.sample(pool, random.randint(least, min(most, len(pool)))))
    return [item for item in pool if item in chosen]


def _reports(decisions: list[Decided], random: Random) -> Iterator[str]:
    """A report for each whole year in the scheme, the last five of them at most."""
    start = next((d.day.year for d in decisions if d.kind == "approval"), None)
    if start is None:
        return
    left = next((d.day.year for d in decisions if d.kind == "withdrawal"), 2026)
    connected = random.randint(20, 900) * 1000
    for year in range(max(start, left - 5), left):
        connected = max(5000, int(connected * random.uniform(0.85, 1.15)))
        answered = int(connected * random.uniform(0.3, 0.7))
        received = int(connected / 100_000 * random.uniform(0.5, 60))
        upheld = int(received * random.uniform(0, 0.4))
        yield (f"  - {{year: {year}, calls_answered: {answered}, calls_connected: {connected}, "
               f"complaints_received: {received}, complaints_upheld: {upheld}}}")


# --- Histories --------------------------------------------------------------------------------------------------

def _history(course: str, n: int, random: Random, last_day: date) -> list[Decided]:
    """A plausible past that ends, on `last_day`, where the course says."""
    if course == "applicant":
        return [_on(last_day - timedelta(38), "application"), _on(last_day - timedelta(15), "information_requested",
                _reason("Nemnda har bedt om dokumentasjon på vernetjenesten.", "The board has asked for documents on the safety service.", "Nemnda har bede om dokumentasjon på vernetenesta."))]
    if course == "rejected":
        return [_on(last_day - timedelta(520), "application"), _on(last_day - timedelta(430), "rejection", "    requirements: [accounts]",
                _reason("Regnskap og skatteattest ble ikke lagt fram innen fristen.", "Accounts and tax certificate were not submitted in time.", "Rekneskap og skatteattest vart ikkje lagde fram innan fristen."))]
    current = _period_start(course, n, last_day)
    decisions = _earlier_periods(current, n, random)
    decisions += [_on(years_after(current, y) + timedelta(random.randint(3, 20)), "follow_up") for y in (1, 2)]
    return sorted([d for d in decisions if d.day <= last_day], key=lambda d: d.day) if course == "approved" else _with_event(course, n, decisions, last_day)


def _period_start(course: str, n: int, last_day: date) -> date:
    """When the current period began, so that approvals run out one after the other, none of them soon."""
    if course == "expired":
        return _workday(years_after(last_day, -3) - timedelta(260))
    if course != "approved":  # the period must have begun well before what sets the centre apart
        return _workday(last_day - timedelta(600 + (n * 83) % 330))
    return _workday(last_day - timedelta(20 + (n * 83) % 930))


def _earlier_periods(current: date, n: int, random: Random) -> list[Decided]:
    """The first approval and the renewals before and at `current`: the scheme began in 2009, most joined later."""
    periods = (n * 5) % 6 if current.year - 3 * ((n * 5) % 6) >= 2009 else 0
    starts = [years_after(current, -3 * p) for p in range(periods, -1, -1)]
    first = _workday(starts[0])
    decisions = [] if n % 6 == 2 else [_on(first - timedelta(random.randint(30, 90)), "application")]
    if n % 4 == 3 and decisions:
        decisions.append(_on(first - timedelta(random.randint(10, 25)), "information_requested"))
    decisions.append(Decided(first, "approval"))
    for start, following in zip([first, *starts[1:]], starts[1:], strict=False):
        decisions += [_on(years_after(start, y) + timedelta(random.randint(3, 20)), "follow_up") for y in (1, 2)]
        decisions.append(_on(following - timedelta(random.randint(10, 40)), "renewal"))
    return decisions


def _with_event(course: str, n: int, decisions: list[Decided], last_day: date) -> list[Decided]:
    """What set this centre apart, put into its otherwise ordinary history."""
    events = _EVENTS[course](last_day, n)
    over = events[0].day if course in ("withdrawn", "suspended", "warned") else last_day + timedelta(1)
    ordinary = [] if course == "returned" else [d for d in decisions if d.day < over]
    return sorted([*ordinary, *events], key=lambda d: d.day)


def _warned(last_day: date, _n: int) -> list[Decided]:
    return [_on(last_day - timedelta(44), "warning", "    requirements: [consent, reservation]",
                _reason("Senteret kunne ikke vise at listene var vasket mot Reservasjonsregisteret før kampanjen.",
                        "The centre could not show that its lists were washed against the reservation register before the campaign.",
                        "Senteret kunne ikkje vise at listene var vaska mot Reservasjonsregisteret før kampanjen."),
                f"    deadline: {_workday(last_day + timedelta(70))}")]


def _lifted(last_day: date, _n: int) -> list[Decided]:
    return [_suspension(last_day - timedelta(500)), _on(last_day - timedelta(430), "suspension_lifted",
            _reason("Oppdaterte arbeidsavtaler er lagt fram.", "Updated employment contracts have been submitted.", "Oppdaterte arbeidsavtalar er lagde fram."))]


def _suspended(last_day: date, _n: int) -> list[Decided]:
    return [_suspension(last_day - timedelta(31))]


def _suspension(day: date) -> Decided:
    return _on(day, "suspension", "    requirements: [working-environment]",
               _reason("Senteret har ikke rettet seg etter pålegget om skriftlige arbeidsavtaler.",
                       "The centre has not complied with the order on written employment contracts.",
                       "Senteret har ikkje retta seg etter pålegget om skriftlege arbeidsavtalar."),
               "    remedy:\n      nb: Alle ansatte skal ha skriftlig arbeidsavtale, og nemnda skal ha kopi av malen.\n"
               "      en: Every employee must have a written contract, and the board a copy of the template.\n"
               "      nn: Alle tilsette skal ha skriftleg arbeidsavtale, og nemnda skal ha kopi av malen.")


def _withdrawn(last_day: date, n: int) -> list[Decided]:
    reasons = (
        ("Senteret tar nå bare imot anrop.", "The centre now only takes calls.", "Senteret tek no berre imot anrop."),
        ("Senteret har bare én oppdragsgiver.", "The centre has a single client.", "Senteret har berre éin oppdragsgivar."),
    )
    return [_on(last_day - timedelta(60 + (n * 97) % 400), "withdrawal", *([_reason(*reasons[n % 3])] if n % 3 < 2 else []))]


def _returned(last_day: date, _n: int) -> list[Decided]:
    """Left, and came back: approved anew after a new application."""
    left = _reason("Senteret hadde bare én oppdragsgiver.", "The centre had a single client.", "Senteret hadde berre éin oppdragsgivar.")
    steps = ((2300, "application"), (2240, "approval"), (1860, "follow_up"), (1500, "withdrawal", left), (700, "application"),
             (640, "approval"), (270, "follow_up"))
    return [_on(last_day - timedelta(days), kind, *more) for days, kind, *more in steps]


_EVENTS = {"warned": _warned, "lifted": _lifted, "suspended": _suspended, "withdrawn": _withdrawn, "returned": _returned, "expired": lambda _day, _n: []}


def _on(day: date, kind: str, *more: str) -> Decided:
    return Decided(_workday(day), kind, list(more))


def _reason(nb: str, en: str, nn: str) -> str:
    return f"    reason:\n      nb: {nb}\n      en: {en}\n      nn: {nn}"


def _workday(day: date) -> date:
    """The day itself, or the Friday before a weekend: the board does not meet on Saturdays."""
    return day - timedelta(max(0, day.weekday() - 4))


def _number(decisions: list[Decided]) -> None:
    """Numbers run through each year in the order of the dates, over the whole register."""
    counters: dict[int, Iterator[int]] = {}
    for decision in sorted(decisions, key=lambda d: d.day):
        number = next(counters.setdefault(decision.day.year, count(1)))
        decision.number = f"{decision.day.year}-{number:03}"


def _decision_lines(decisions: list[Decided]) -> Iterator[str]:
    for d in decisions:
        yield from (f"  - id: {d.number}", f"    date: {d.day}", f"    kind: {d.kind}", *d.more)


# --- The other files --------------------------------------------------------------------------------------------

_COUNTED = "https://www.adressa.no/bolig/Klagerekord-i-fjor---dette-klaget-vi-mest-pa-11557b.html"
_COUNTED_2019 = "https://www.digi.no/artikler/mobilbransjen-far-tyn-for-telefonsalg/485017"
_INVENTED = {2020: (880, 61), 2021: (812, 48), 2022: (790, 52), 2023: (701, 39), 2024: (655, 44), 2025: (618, 37)}


def _statistics() -> dict[str, str]:
    first = "# yaml-language-server: $schema=../schemas/statistics.schema.json\n"
    real = {2018: (1546, _COUNTED), 2019: (959, _COUNTED_2019)}
    files = {f"statistics/{y}.yaml": f"{first}year: {y}\ncomplaints_received: {n}\nsource: {source}\n" for y, (n, source) in real.items()}
    for year, (received, taken_up) in _INVENTED.items():
        text = f"{first}year: {year}\ncomplaints_received: {received}\ncomplaints_taken_up: {taken_up}\ninvented: true\n"
        files[f"statistics/{year}.yaml"] = text
    return files


_RULES_PAGE = "https://godkjentcallcenter.custompublish.com/lover-a-regler.366583.no.html"
_NORM_PAGE = "https://godkjentcallcenter.custompublish.com/?cat=366585"
_REQUIREMENTS = (
    ("company", "Foretaket", "The company", "Føretaket", "Foretaket er lovlig organisert etter selskapslovgivningen.", "The company is organised in accordance with company law.", "Føretaket er lovleg organisert etter selskapslovgivinga.", _RULES_PAGE),
    ("tax", "Skatt og avgift", "Taxes and duties", "Skatt og avgift", "Skatter og avgifter er betalt.", "Taxes and duties are paid.", "Skattar og avgifter er betalte.", _RULES_PAGE),
    ("accounts", "Regnskap", "Accounts", "Rekneskap", "Regnskapsfører er oppgitt, og revisor når foretaket har en.", "The accountant is stated, and the auditor where there is one.", "Rekneskapsførar er oppgitt, og revisor når føretaket har ein.", _RULES_PAGE),
    ("working-environment", "Arbeidsmiljø og arbeidsavtaler", "Working environment and contracts", "Arbeidsmiljø og arbeidsavtalar", "Arbeidsmiljøloven følges, og arbeidsavtalene er dokumentert.", "The working environment act is followed, and employment contracts are documented.", "Arbeidsmiljølova blir følgd, og arbeidsavtalane er dokumenterte.", _RULES_PAGE),
    ("internal-control", "Internkontroll og verneombud", "Internal control and safety representative", "Internkontroll og verneombod", "Internkontroll er på plass, og verneombudet har den pålagte opplæringen.", "Internal control is in place, and the safety representative has had the mandatory training.", "Internkontroll er på plass, og verneombodet har den pålagde opplæringa.", _RULES_PAGE),
    ("reservation", "Adresser og reservasjon", "Address data and reservation", "Adresser og reservasjon", "Adresselistene er oppdatert og vasket mot reservasjonsregistrene.", "Address lists are up to date and washed against the reservation registers.", "Adresselistene er oppdaterte og vaska mot reservasjonsregistra.", _RULES_PAGE),
    ("consent", "Samtykke og personvern", "Consent and privacy", "Samtykke og personvern", "Samtykker kan vises fram, og personopplysninger behandles lovlig.", "Consents can be shown, and personal data are handled lawfully.", "Samtykke kan visast fram, og personopplysningar blir handsama lovleg.", _RULES_PAGE),
    ("agreements", "Avtaler og angrerett", "Agreements and right to cancel", "Avtalar og angrerett", "Avtaler dokumenteres, og kunden får vite om angreretten.", "Agreements are documented, and the customer is told of the right to cancel.", "Avtalar blir dokumenterte, og kunden får vite om angreretten.", _RULES_PAGE),
    ("data-processing", "Databehandleravtaler", "Data-processing agreements", "Databehandlaravtalar", "Det er databehandleravtaler med oppdragsgivere og underleverandører.", "There are data-processing agreements with clients and subcontractors.", "Det er databehandlaravtalar med oppdragsgivarar og underleverandørar.", _RULES_PAGE),
    ("industry-code", "Bransjenormen", "The industry code", "Bransjenorma", "Senteret følger bransjenormen for callsentre, sist oppdatert 13. februar 2024.", "The centre follows the industry code for call centres, last updated on 13 February 2024.", "Senteret følgjer bransjenorma for callsenter, sist oppdatert 13. februar 2024.", _NORM_PAGE),
)


def _requirements() -> str:
    lines = ["# yaml-language-server: $schema=schemas/requirements.schema.json", "# Det et senter må dokumentere. En id endres aldri: vedtak viser til den.", "requirements:"]
    for rid, nb, en, nn, long_nb, long_en, long_nn, source in _REQUIREMENTS:
        lines += [f"  - id: {rid}", f"    title: {{nb: {nb}, en: {en}, nn: {nn}}}", "    description:",
                  f"      nb: {long_nb}", f"      en: {long_en}", f"      nn: {long_nn}", f"    source: {source}"]
    return "\n".join(lines) + "\n"


def write(files: dict[str, str], into: Path) -> None:
    """Replace what an earlier run made in `into`; the scheme and the schemas are brought along where they are not there."""
    for folder in ("centres", "statistics"):
        shutil.rmtree(into / folder, ignore_errors=True)
        (into / folder).mkdir(parents=True)
    if into.resolve() != (ROOT / "registry").resolve():
        shutil.copytree(ROOT / "registry" / "schemas", into / "schemas", dirs_exist_ok=True)
        shutil.copy(ROOT / "registry" / "scheme.yaml", into)
    for path, text in files.items():
        (into / path).write_text(text, "utf-8", newline="\n")


def main() -> None:
    """Read the options, make the register, write it."""
    options = argparse.ArgumentParser(description="Lag demonstrasjonsregisteret.")
    options.add_argument("--centres", type=int, help="antall sentre (ellers det som følger med: 42)")
    options.add_argument("--into", type=Path, default=ROOT / "registry", help="mappen det skrives til")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--day", type=date.fromisoformat, default=LAST_DAY, help="siste dag noe er datert")
    chosen = options.parse_args()
    files = demo_register(chosen.centres, seed=chosen.seed, last_day=chosen.day)
    write(files, chosen.into)
    print(f"{len(files)} filer i {chosen.into}")


if __name__ == "__main__":
    main()
