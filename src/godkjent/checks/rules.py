"""Every rule that a schema cannot say: one rule is one object, and all problems are told at once.

A rule yields findings; what a finding is called, how grave it is and what to do about it stand on the rule. A fault
in a rule becomes a problem too, so that a bad record never ends in a traceback.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from stdnum.no import orgnr

from ..language.texts import Text, shown
from ..register import from_data, lifecycle, multikey, phones, reports
from ..register.demonstration import invented_host, invented_name
from ..register.loader import Place
from ..register.model import Change, Decision, Kind, PhoneRange, Rules, Status
from ..register.multikey import ROLES
from ..register.problems import Level, Mark, Problem
from ..register.records import Record, Registry
from . import alike

LARGEST_RANGE = 10_000
RESERVED_SLUGS = frozenset({"sammenlign", "sjekk"})
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


@dataclass(frozen=True)
class Finding:
    """Where a rule is broken, and the values its sentence names."""

    record: Record
    place: Place
    values: dict[str, object]


@dataclass(frozen=True)
class Context:
    """What rules may know besides the record before them."""

    registry: Registry
    as_of: date

    @cached_property
    def _scheme(self) -> Record | None:
        return next(iter(self.registry.of_kind("scheme")), None)

    @cached_property
    def demonstration(self) -> bool | None:
        """Whether the register is a demonstration; None when scheme.yaml does not tell."""
        return self._scheme.get("demonstration") if self._scheme else None

    @cached_property
    def rules(self) -> Rules:
        """The scheme's terms, or the usual ones when scheme.yaml does not tell."""
        given = (self._scheme.get("approval_years"), self._scheme.get("grace_days")) if self._scheme else (None, None)
        return Rules(*given) if None not in given else Rules()

    @cached_property
    def requirement_ids(self) -> tuple[str, ...]:
        """The ids that decisions may cite."""
        return tuple(item["id"] for r in self.registry.of_kind("requirements") for _, item in r.items("requirements"))

    @cached_property
    def kind_labels(self) -> dict[str, Text]:
        """What the kinds of decision are called."""
        return self.registry.schemas["centre"].labels(("decisions", 0, "kind"))


Look = Callable[[Record, Context], Iterable[Finding]]
LookAll = Callable[[tuple[Record, ...], Context], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """One rule: its id, which records it looks at, its sentence and its tip.

    `look` sees one record at a time; `look_all` sees every record of `kinds` at once. A rule has one of the two.
    """

    id: str
    kinds: tuple[str, ...]
    message: Text
    tip: Text | None = None
    look: Look | None = None
    look_all: LookAll | None = None
    level: Level = Level.ERROR

    def findings(self, context: Context) -> Iterator[Finding]:
        """Where in the registry this rule is broken."""
        seen = tuple(r for kind in self.kinds for r in context.registry.of_kind(kind))
        if self.look_all:
            yield from self.look_all(seen, context)
        for record in seen if self.look else ():
            yield from self.look(record, context)  # type: ignore[misc]


RULES: list[Rule] = []


def sentence(rule_id: str) -> Text:
    """What a rule says when it is broken, with its places still open; for refusing in the very same words."""
    return next(rule.message for rule in RULES if rule.id == rule_id)


def check(registry: Registry, as_of: date) -> tuple[Problem, ...]:
    """Everything wrong with the registry, in the order of the files; empty when all is well."""
    context = Context(registry, as_of)
    found = [problem for rule in RULES for problem in _apply(rule, context)]
    return tuple(sorted({*registry.problems, *found}, key=lambda p: p.order))


def _apply(rule: Rule, context: Context) -> Iterator[Problem]:
    try:
        for finding in rule.findings(context):
            message = rule.message.fill(**finding.values)
            problem = finding.record.problem(finding.place, rule.id, message, rule.tip)
            yield replace(problem, level=rule.level)
    except Exception as error:  # a rule with a fault must not hide what the other rules find
        message = _FAULT.fill(rule=rule.id, what=shown(f"{type(error).__name__}: {error}"))
        yield Problem("registry", Mark(), "rule-fault", message, _FAULT_TIP)


def _rule(
    rule_id: str, kinds: str, nb: str, en: str, tip: Text | None = None, level: Level = Level.ERROR
) -> Callable[[Look], Look]:
    def add(look: Look) -> Look:
        RULES.append(Rule(rule_id, tuple(kinds.split()), Text(nb, en), tip, look=look, level=level))
        return look

    return add


def _rule_for_all(
    rule_id: str, kinds: str, nb: str, en: str, tip: Text | None = None, level: Level = Level.ERROR
) -> Callable[[LookAll], LookAll]:
    def add(look: LookAll) -> LookAll:
        RULES.append(Rule(rule_id, tuple(kinds.split()), Text(nb, en), tip, look_all=look, level=level))
        return look

    return add


_FAULT = Text(
    "Regelen «{rule}» feilet selv ({what}), og dens del av registeret er ikke kontrollert.",
    "The rule “{rule}” failed itself ({what}), and its part of the register is not checked.",
)
_FAULT_TIP = Text(
    "Dette er en feil i kontrollen, ikke i filen din. Meld den til dem som vedlikeholder registeret.",
    "This is a fault in the check, not in your file. Report it to the register's maintainers.",
)


# --- Files and text ---------------------------------------------------------------------------------------------


@_rule(
    "slug",
    "centre",
    "Filnavnet «{name}» kan ikke bli en adresse: bruk små bokstaver a–z, sifre og enkle bindestreker.",
    "The file name “{name}” cannot become an address: use lower-case letters a–z, digits and single hyphens.",
    Text(
        "Skriv æ som ae, ø som o og å som a, for eksempel listig-rev-kundesenter.yaml.",
        "Write æ as ae, ø as o and å as a, for example listig-rev-kundesenter.yaml.",
    ),
)
def slug(record: Record, _: Context) -> Iterator[Finding]:
    """A centre's file name is its address: a-z, 0-9 and single hyphens, at most 80, and no name the site itself uses."""
    if not fit_slug(record.stem):
        yield Finding(record, (), {"name": shown(record.stem)})


def fit_slug(name: str) -> bool:
    """Whether a file name can be an address."""
    return bool(_SLUG.match(name)) and len(name) <= 80 and name not in RESERVED_SLUGS


@_rule(
    "text-characters",
    "centre scheme requirements statistics misuse",
    "{title} inneholder {what}, som ikke kan brukes her.",
    "{title} holds {what}, which cannot be used here.",
    Text(
        "Slett teksten og skriv den på nytt for hånd; slike tegn følger ofte med når noe limes inn.",
        "Delete the text and type it by hand; such characters often come along when something is pasted.",
    ),
)
def text_characters(record: Record, _: Context) -> Iterator[Finding]:
    """Text is in NFC, with no invisible or direction-changing characters, and names no other letters than Latin ones."""
    for place, value in _strings(record.data):
        if what := _odd_character(value):
            yield Finding(record, place, {"title": _title(record, place, _), "what": what})


def _strings(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from _strings(inner, (*place, key))


def _odd_character(text: str) -> Text | None:
    if text.isascii() and text.isprintable():
        return None
    for c in text:
        if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"} or (c.isspace() and c != " "):
            return CHARACTERS["invisible"].fill(code=f"{ord(c):04X}")
        if c.isalpha() and not unicodedata.name(c, "").startswith("LATIN "):
            return CHARACTERS["foreign"].fill(c=c, code=f"{ord(c):04X}")
    if text != unicodedata.normalize("NFC", text) or text != unicodedata.normalize("NFKC", text).replace("\u2026", "…"):
        return _compatibility(text)
    return None


def _compatibility(text: str) -> Text | None:
    """Letters put together from parts, and look-alikes such as fullwidth letters and ligatures; signs may stay."""
    if text != unicodedata.normalize("NFC", text):
        return CHARACTERS["loose"]
    odd = next((c for c in text if c.isalnum() and unicodedata.normalize("NFKC", c) != c), None)
    return CHARACTERS["odd"].fill(c=odd) if odd else None


CHARACTERS = {
    "invisible": Text("et usynlig tegn (U+{code})", "an invisible character (U+{code})"),
    "foreign": Text(
        "bokstaven «{c}» (U+{code}) fra et annet alfabet", "the letter “{c}” (U+{code}) of another alphabet"
    ),
    "loose": Text("bokstaver satt sammen av løse deler", "letters put together from loose parts"),
    "odd": Text("tegnet «{c}»", "the character “{c}”"),
}
"""What can be wrong with the characters of a text."""


def _title(record: Record, place: Place, context: Context) -> Text:
    from ..register.schema import title

    return title(context.registry.schemas[record.kind].node(place), place)


@_rule(
    "decisions-last",
    "centre",
    "«decisions» må være det siste feltet i filen, men etter det står «{name}».",
    "“decisions” must be the last field of the file, but “{name}” comes after it.",
    Text("Da kan nye vedtak alltid føres nederst.", "New decisions can then always be added at the bottom."),
)
def decisions_last(record: Record, _: Context) -> Iterator[Finding]:
    """`decisions` is the last key, so that a new decision is a new line at the end of the file."""
    keys = list(record.data) if isinstance(record.data, dict) else []
    if "decisions" in keys and keys[-1] != "decisions":
        yield Finding(record, (keys[-1],), {"name": shown(keys[-1])})


# --- Identity ---------------------------------------------------------------------------------------------------


@_rule(
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
        yield Finding(record, ("organisation_number",), {"number": number})


@_rule_for_all(
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
        yield Finding(record, place, {"number": number, "other": other.document.file})


def _repeated(seen: Iterable[tuple[Record, Place, Any]]) -> Iterator[tuple[Record, Place, Any, Record]]:
    first: dict[Any, Record] = {}
    for record, place, value in seen:
        if value is not None and first.setdefault(value, record) is not record:
            yield record, place, value, first[value]


# --- Telephone numbers ------------------------------------------------------------------------------------------


def _ranges(record: Record) -> Iterator[tuple[Place, PhoneRange]]:
    for index, item in record.items("phone_numbers"):
        yield ("phone_numbers", index), from_data.phone_range(item)


def _ends(place: Place, item: PhoneRange) -> tuple[tuple[Place, str], ...]:
    if item.single:
        return (((*place, "number"), item.first),)
    return ((*place, "from"), item.first), ((*place, "to"), item.last)


@_rule(
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


@_rule(
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
    for place, item in _ranges(record):
        for end, digits in _ends(place, item):
            if not fit(digits):
                yield Finding(record, end, {"number": phones.written(digits)})


@_rule(
    "phone-range",
    "centre",
    "Nummerserien {first}–{last} er ikke en serie: {why}.",
    "The range {first}–{last} is no range: {why}.",
)
def phone_range(record: Record, _: Context) -> Iterator[Finding]:
    """A range runs upwards between two numbers of equal length and holds at most 10,000 numbers."""
    for place, item in _ranges(record):
        if not item.single and (why := _no_range(item)):
            yield Finding(
                record,
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


@_rule_for_all(
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
    listed = [(item, n, r, place) for n, r in enumerate(all_records) for place, item in _ranges(r)]
    listed.sort(key=lambda row: (len(row[0].first), row[0].first, row[1], row[3][1]))
    open_rows: list[tuple[PhoneRange, Record]] = []
    for item, _n, record, place in listed:
        open_rows = [row for row in open_rows if len(row[0].last) == len(item.first) and row[0].last >= item.first]
        if clash := next((row for row in open_rows if row[0].overlaps(item)), None):
            values: dict[str, object] = {
                "number": _span(item.first, item.last),
                "other": clash[1].document.file,
                "others": _span(clash[0].first, clash[0].last),
            }
            yield Finding(record, place, values)
        open_rows.append((item, record))


@_rule(
    "phone-period",
    "centre",
    "Nummeret kan ikke være senterets fra {since} når det bare var det til {until}.",
    "The number cannot be the centre's from {since} when it was so only until {until}.",
)
def phone_period(record: Record, _: Context) -> Iterator[Finding]:
    """A number is held from a day to the same or a later one."""
    for place, item in _ranges(record):
        if item.since and item.until and item.until < item.since:
            yield Finding(record, (*place, "until"), {"since": item.since, "until": item.until})


def _span(first: str, last: str) -> str:
    return phones.written(first) if first == last else f"{phones.written(first)}–{phones.written(last)}"


# --- The demonstration ------------------------------------------------------------------------------------------


@_rule(
    "demonstration-organisation-number",
    "centre",
    "I demonstrasjonen må organisasjonsnumre begynne med 3, som de syntetiske; «{number}» kan være et ekte foretak.",
    "In the demonstration organisation numbers must begin with 3, as synthetic ones do; “{number}” may be a real company.",
)
def demonstration_organisation_number(record: Record, context: Context) -> Iterator[Finding]:
    """In the demonstration every organisation number is of the synthetic kind."""
    number = record.get("organisation_number")
    if context.demonstration and number and not number.startswith("3"):
        yield Finding(record, ("organisation_number",), {"number": number})


@_rule(
    "demonstration-domain",
    "centre misuse",
    "I demonstrasjonen må domener ende på .example; «{host}» kan være noens.",
    "In the demonstration domains must end in .example; “{host}” may be somebody's.",
)
def demonstration_domain(record: Record, context: Context) -> Iterator[Finding]:
    """In the demonstration every web site and mailbox is under .example."""
    if not context.demonstration:
        return
    hosts: list[tuple[Place, str]] = [(place, urlsplit(url).hostname or "") for place, url in _urls(record)]
    if email := record.get("email"):
        hosts.append((("email",), email.rpartition("@")[2].lower()))
    for place, host in hosts:
        if not invented_host(host):
            yield Finding(record, place, {"host": host})


def _urls(record: Record) -> Iterator[tuple[Place, str]]:
    """Every web site in a record: a centre's own, or the one on which the mark was seen."""
    yield from ((("websites", i), url) for i, url in record.items("websites"))
    if site := record.get("website"):
        yield ("website",), site


@_rule(
    "demonstration-name",
    "centre misuse",
    "I demonstrasjonen må et navn begynne med et adjektiv og et dyr fra listen; «{name}» kan være et ekte navn.",
    "In the demonstration a name must begin with an adjective and an animal from the list; “{name}” may be a real name.",
    Text(
        "For eksempel «Listig Rev Kundesenter AS». Ordene står i src/godkjent/demonstration.py.",
        "For example “Listig Rev Kundesenter AS”. The words are in src/godkjent/demonstration.py.",
    ),
)
def demonstration_name(record: Record, context: Context) -> Iterator[Finding]:
    """In the demonstration every name, of a centre or a client, is recognisably invented."""
    for place, name in _names(record) if context.demonstration else ():
        if not invented_name(name):
            yield Finding(record, place, {"name": shown(name)})


def _names(record: Record) -> Iterator[tuple[Place, str]]:
    if name := record.get("name"):
        yield ("name",), name
    for key in ("trade_names", "calls_on_behalf_of"):
        yield from (((key, i), name) for i, name in record.items(key))
    yield from ((("former_names", i, "name"), item["name"]) for i, item in record.items("former_names"))


@_rule(
    "invented-figures",
    "statistics",
    "Tallet er merket som oppdiktet, men registeret er ikke lenger en demonstrasjon.",
    "The figure is marked as invented, but the register is no longer a demonstration.",
)
def invented_figures(record: Record, context: Context) -> Iterator[Finding]:
    """Invented figures belong in the demonstration only."""
    if context.demonstration is False and record.get("invented"):
        yield Finding(record, ("invented",), {})


@_rule(
    "statistics-file",
    "statistics",
    "Filen heter «{name}», men tallene gjelder {year}.",
    "The file is called “{name}”, but the figures are for {year}.",
)
def statistics_file(record: Record, _: Context) -> Iterator[Finding]:
    """A year's figures stand in the file named after the year."""
    year = record.get("year")
    if year is not None and str(year) != record.stem:
        yield Finding(record, ("year",), {"name": shown(record.stem), "year": year})


# --- Dates and figures ------------------------------------------------------------------------------------------


@_rule(
    "date-in-future",
    "centre misuse",
    "{title} {day} ligger fram i tid; registeret gjelder {as_of}.",
    "{title} {day} lies in the future; the register is of {as_of}.",
    Text(
        "Er årstallet riktig? Et vedtak som skal begynne å gjelde senere, har dagens dato og feltet «effective».",
        "Is the year right? A decision that is to take effect later has its own date and the field “effective”.",
    ),
)
def date_in_future(record: Record, context: Context) -> Iterator[Finding]:
    """What has not happened yet is not in the register: no decision and no end of a name is dated after `as_of`."""
    dated: list[Place] = [("decisions", i, "date") for i, _ in record.items("decisions")]
    dated += [
        ("decisions", i, "change", "date") for i, item in record.items("decisions") if "date" in item.get("change", {})
    ]
    dated += [(name,) for name in ("seen", "ended") if record.get(name)]
    dated += [("former_names", i, "until") for i, _ in record.items("former_names")]
    dated += [("phone_numbers", i, "since") for i, item in record.items("phone_numbers") if "since" in item]
    for place in dated:
        if (day := date.fromisoformat(record.get(*place))) > context.as_of:
            yield Finding(record, place, {"title": _title(record, place, context), "day": day, "as_of": context.as_of})


@_rule(
    "year-in-future",
    "centre statistics",
    "{year} har ikke begynt ennå; registeret gjelder {as_of}.",
    "{year} has not come yet; the register is of {as_of}.",
)
def year_in_future(record: Record, context: Context) -> Iterator[Finding]:
    """Figures are for a year that has begun."""
    years: list[tuple[Place, int]] = [
        ((("annual_reports", i, "year")), item["year"]) for i, item in record.items("annual_reports")
    ]
    years += [(("year",), record.get("year"))] if record.kind == "statistics" and record.get("year") else []
    for place, year in years:
        if year > context.as_of.year:
            yield Finding(record, place, {"year": year, "as_of": context.as_of})


@_rule("report-year-twice", "centre", "Tall for {year} står to ganger.", "Figures for {year} are there twice.")
def report_year_twice(record: Record, _: Context) -> Iterator[Finding]:
    """A centre reports once for each year."""
    seen: set[int] = set()
    for index, item in record.items("annual_reports"):
        if item["year"] in seen:
            yield Finding(record, ("annual_reports", index, "year"), {"year": item["year"]})
        seen.add(item["year"])


@_rule(
    "report-sums",
    "centre statistics",
    "{part} klager er flere enn de {whole} som kom inn.",
    "{part} complaints are more than the {whole} received.",
)
def report_sums(record: Record, _: Context) -> Iterator[Finding]:
    """Complaints upheld or taken up are some of those received."""
    rows: list[tuple[Place, Any]] = [
        (("annual_reports", i, "complaints_upheld"), item) for i, item in record.items("annual_reports")
    ]
    rows += [(("complaints_taken_up",), record.data)] if record.get("complaints_taken_up") is not None else []
    for place, item in rows:
        part, whole = item[place[-1]], item.get("complaints_received")
        if isinstance(whole, int) and part > whole:
            yield Finding(record, place, {"part": part, "whole": whole})


@_rule("requirement-twice", "requirements", "Kravet «{id}» står to ganger.", "The requirement “{id}” is there twice.")
def requirement_twice(record: Record, _: Context) -> Iterator[Finding]:
    """A requirement's id is its own."""
    seen: set[str] = set()
    for index, item in record.items("requirements"):
        if item["id"] in seen:
            yield Finding(record, ("requirements", index, "id"), {"id": item["id"]})
        seen.add(item["id"])


# --- Keys -------------------------------------------------------------------------------------------------------


@_rule("key", "keys", "«{key}» er ingen nøkkel.", "“{key}” is no key.")
def key(record: Record, _: Context) -> Iterator[Finding]:
    """A public key is one of Ed25519, written as Multikey."""
    for index, item in record.items("keys"):
        if not multikey.names(item["key"]):
            yield Finding(record, ("keys", index, "key"), {"key": shown(item["key"])})


@_rule(
    "key-twice",
    "keys",
    "Nøkkelen {key} står to ganger.",
    "The key {key} is there twice.",
    Text("En nøkkel har én rolle, og blir ikke brukt om igjen.", "A key has one role, and is not used again."),
)
def key_twice(record: Record, _: Context) -> Iterator[Finding]:
    """No key stands twice, under the same role or another."""
    seen: set[str] = set()
    for index, item in record.items("keys"):
        if item["key"] in seen:
            yield Finding(record, ("keys", index, "key"), {"key": shown(item["key"])})
        seen.add(item["key"])


@_rule(
    "key-current",
    "keys",
    "Rollen «{role}» har {count} nøkler uten «until»; den må ha én.",
    "The role “{role}” has {count} keys without “until”; it must have one.",
)
def key_current(record: Record, _: Context) -> Iterator[Finding]:
    """Each role has one key that has not been replaced."""
    if any(place[:1] == ("keys",) for place in record.faults):
        return
    current = [item["role"] for _, item in record.items("keys") if "until" not in item]
    for role in ROLES:
        if (count := current.count(role)) != 1:
            yield Finding(record, ("keys",), {"role": role, "count": count})


@_rule(
    "key-dates",
    "keys",
    "Nøkkelen ble byttet ut {until}, før den ble tatt i bruk {since}.",
    "The key was replaced on {until}, before it was taken into use on {since}.",
)
def key_dates(record: Record, _: Context) -> Iterator[Finding]:
    """A key is replaced no earlier than it was taken into use."""
    for index, item in record.items("keys"):
        if item.get("until", item["since"]) < item["since"]:
            yield Finding(record, ("keys", index, "until"), {"until": item["until"], "since": item["since"]})


# --- Decisions --------------------------------------------------------------------------------------------------


def _decisions(record: Record) -> list[tuple[int, Decision]]:
    return [(i, from_data.decision(item)) for i, item in record.items("decisions")]


def _all_sound(record: Record) -> tuple[Decision, ...]:
    """The centre's decisions when every one of them is sound; the lifecycle can only judge a whole history."""
    whole, sound = record.data.get("decisions") if isinstance(record.data, dict) else None, _decisions(record)
    unique = len({d.id for _, d in sound}) == len(sound)
    return tuple(d for _, d in sound) if isinstance(whole, list) and len(whole) == len(sound) and unique else ()


@_rule_for_all(
    "decision-id-twice",
    "centre",
    "Vedtaksnummer {id} er allerede brukt i {other}.",
    "Decision number {id} is already used in {other}.",
    Text("Gi vedtaket årets neste ledige nummer.", "Give the decision the year's next free number."),
)
def decision_id_twice(all_records: tuple[Record, ...], _: Context) -> Iterator[Finding]:
    """A decision number is used once in the whole register."""
    first: dict[str, Record] = {}
    for record in all_records:
        for index, item in record.items("decisions"):
            if item["id"] in first:
                other = first[item["id"]].document.file
                yield Finding(record, ("decisions", index, "id"), {"id": item["id"], "other": other})
            first.setdefault(item["id"], record)


@_rule(
    "decision-id-year",
    "centre",
    "Vedtak {id} er datert {day}; nummeret må begynne med {year}.",
    "Decision {id} is dated {day}; its number must begin with {year}.",
)
def decision_id_year(record: Record, _: Context) -> Iterator[Finding]:
    """A decision is numbered in the year in which it was made."""
    for index, decision in _decisions(record):
        if decision.id[:4] != f"{decision.date.year:04}":
            yield Finding(
                record,
                ("decisions", index, "id"),
                {"id": decision.id, "day": decision.date, "year": decision.date.year},
            )


@_rule(
    "decision-order",
    "centre",
    "Vedtak {id} fra {day} står etter et vedtak fra {before}. Eldste vedtak står først.",
    "Decision {id} of {day} stands after one of {before}. The oldest decision comes first.",
)
def decision_order(record: Record, _: Context) -> Iterator[Finding]:
    """Decisions stand in the order of their dates."""
    decisions = _decisions(record)
    for (_i, before), (index, decision) in pairwise(decisions):
        if decision.date < before.date:
            yield Finding(
                record, ("decisions", index, "date"), {"id": decision.id, "day": decision.date, "before": before.date}
            )


@_rule(
    "decision-dates",
    "centre",
    "{title} {day} er før vedtaksdatoen {date}.",
    "{title} {day} is before the date of the decision, {date}.",
    Text(
        "Et vedtak virker aldri bakover. En skrivefeil rettes med et nytt vedtak av slaget correction.",
        "A decision never works backwards. A clerical fault is put right by a new decision of the kind correction.",
    ),
)
def decision_dates(record: Record, context: Context) -> Iterator[Finding]:
    """A decision takes effect, sets its deadline and ends its approval on its own date or later, also as corrected."""
    for place, decision, change in (*_made(record), *_corrected(record)):
        for name in ("effective", "deadline", "valid_until"):
            day = getattr(decision, name)
            if day and day < decision.date and (not change or change.date or getattr(change, name)):
                end = (*place, name if not change or getattr(change, name) else "date")
                yield Finding(
                    record,
                    end,
                    {"title": _title(record, ("decisions", 0, name), context), "day": day, "date": decision.date},
                )


def _made(record: Record) -> Iterator[tuple[Place, Decision, None]]:
    """Each sound decision as it was made, and where it stands."""
    yield from ((("decisions", index), decision, None) for index, decision in _decisions(record))


def _corrected(record: Record) -> Iterator[tuple[Place, Decision, Change]]:
    """Each decision as a correction makes it read, where the change stands, and the change."""
    decisions = _all_sound(record)
    for index, correction in enumerate(decisions):
        after = {d.id: d for d in lifecycle.corrected(decisions[: index + 1])} if correction.change else {}
        if correction.change and correction.concerns in after:
            yield ("decisions", index, "change"), after[correction.concerns], correction.change


@_rule(
    "validity-too-long",
    "centre",
    "Godkjenningen kan ikke gjelde til {day}; etter ordningens regler varer den til {longest} eller kortere.",
    "The approval cannot last until {day}; by the scheme's terms it lasts until {longest} or less.",
)
def validity_too_long(record: Record, context: Context) -> Iterator[Finding]:
    """An approval lasts at most as long as the scheme says, also as corrected."""
    decisions = _all_sound(record)
    for place, decision, change in (*_made(record), *_corrected(record)) if decisions else ():
        if decision.valid_until and (not change or change.valid_until):
            before = decisions[: next(n for n, d in enumerate(decisions) if d.id == decision.id)]
            state = lifecycle.state_on(before, decision.effective, context.rules)
            longest = lifecycle.longest_validity(decision, state, context.rules)
            if decision.valid_until > longest:
                yield Finding(record, (*place, "valid_until"), {"day": decision.valid_until, "longest": longest})


@_rule(
    "requirement-unknown",
    "centre",
    "Kravet «{id}» finnes ikke; kravene er {known}.",
    "There is no requirement “{id}”; the requirements are {known}.",
)
def requirement_unknown(record: Record, context: Context) -> Iterator[Finding]:
    """A decision cites requirements that exist."""
    known = context.requirement_ids
    for index, item in record.items("decisions") if known else ():
        for inner in ((), ("change",)):
            cited = item.get("requirements", ()) if not inner else item.get("change", {}).get("requirements", ())
            for n, requirement in enumerate(cited):
                if requirement not in known:
                    place = ("decisions", index, *inner, "requirements", n)
                    yield Finding(record, place, {"id": requirement, "known": ", ".join(known)})


@_rule(
    "concerns",
    "centre",
    "Vedtak {id} viser til {concerns}, men {why}.",
    "Decision {id} refers to {concerns}, but {why}.",
)
def concerns(record: Record, _: Context) -> Iterator[Finding]:
    """Appeals, rulings and corrections refer to an earlier decision in the same file that can be appealed, ruled on or corrected."""
    earlier: list[Decision] = []
    for index, decision in _decisions(record):
        if decision.concerns and (why := _wrong_concern(decision, earlier)):
            yield Finding(
                record, ("decisions", index, "concerns"), {"id": decision.id, "concerns": decision.concerns, "why": why}
            )
        earlier.append(decision)


def _wrong_concern(decision: Decision, earlier: list[Decision]) -> Text | None:
    """Why `decision` cannot concern what it says, judged by the earlier decisions as corrections have left them."""
    standing = {d.id: d for d in lifecycle.corrected(earlier)}
    concerned = standing.get(decision.concerns or "")
    if concerned is None and any(d.id == decision.concerns for d in earlier):
        return Text("det er strøket", "it has been struck out")
    if concerned is None:
        return Text("det står ikke noe slikt vedtak tidligere i filen", "there is no such decision earlier in the file")
    if decision.kind is Kind.APPEAL and concerned.kind not in lifecycle.APPEALABLE:
        return Text(
            "bare avslag, advarsel, suspensjon og inndragning kan påklages",
            "only a rejection, warning, suspension or revocation can be appealed",
        )
    if decision.kind is Kind.APPEAL and any(
        d.kind is Kind.APPEAL and d.concerns == concerned.id for d in standing.values()
    ):
        return Text("det er allerede påklaget", "it has been appealed already")
    if decision.kind is Kind.APPEAL_RULING and concerned not in lifecycle.open_appeals(standing.values()):
        return Text("det er ikke en klage som venter på avgjørelse", "it is no appeal that awaits a ruling")
    if decision.kind is Kind.CORRECTION and concerned.kind is Kind.CORRECTION:
        return Text(
            "en retting rettes ikke; skriv en ny retting av det opprinnelige vedtaket",
            "a correction is not corrected; write a new correction of the original decision",
        )
    return None


@_rule(
    "lifecycle",
    "centre",
    "«{kind}» er ikke mulig her: senteret {status} den {day}. {allowed}",
    "“{kind}” is not possible here: on {day} the centre {status}. {allowed}",
    Text(
        "Er et vedtak glemt, står det i feil rekkefølge, eller er datoen feil?",
        "Is a decision missing, is the order wrong, or the date?",
    ),
)
def lifecycle_allows(record: Record, context: Context) -> Iterator[Finding]:
    """Every decision is one that the transition table allows on the day it takes effect."""
    decisions = _all_sound(record)
    for decision, status in lifecycle.forbidden(decisions, context.rules):
        index = next(i for i, d in enumerate(decisions) if d.id == decision.id)
        sources = lifecycle.TRANSITIONS[decision.kind].allowed_from
        yield Finding(
            record,
            ("decisions", index, "kind"),
            {
                "kind": context.kind_labels[decision.kind],
                "day": decision.effective,
                "status": STATUS_PHRASES[status],
                "allowed": possible_from(sources, late=status in sources),
            },
        )


STATUS_PHRASES: dict[Status | None, Text] = {
    None: Text("var ennå ikke i registeret", "was not in the register yet"),
    Status.APPLICANT: Text("hadde en søknad til behandling", "had an application pending"),
    Status.APPROVED: Text("var godkjent", "was approved"),
    Status.WARNED: Text("var godkjent med en advarsel", "was approved with a warning"),
    Status.SUSPENDED: Text("var suspendert", "was suspended"),
    Status.REVOKED: Text("hadde fått godkjenningen inndratt", "had had its approval revoked"),
    Status.WITHDRAWN: Text("hadde trukket seg", "had withdrawn"),
    Status.EXPIRED: Text("hadde en utløpt godkjenning", "had an approval that had expired"),
    Status.REJECTED: Text("hadde fått avslag", "had been rejected"),
}


def possible_from(sources: frozenset[Status | None], *, late: bool) -> Text:
    """From which statuses a kind of decision is possible; `late` when the status fits and only the time does not."""
    if late:
        return Text(
            "Fristen for sen fornyelse er ute; det trengs en ny søknad.",
            "The time for late renewal is over; a new application is needed.",
        )
    ordered = [s for s in (None, *Status) if s in sources]
    nb, en = (" / ".join(STATUS_PHRASES[s].in_language(lang) for s in ordered) for lang in ("nb", "en"))
    return Text(f"Det er bare mulig når senteret {nb}.", f"It is only possible when the centre {en}.")


@_rule_for_all(
    "former-slug",
    "centre",
    "Adressen «{slug}» kan ikke lede hit: {other} har den.",
    "The address “{slug}” cannot lead here: {other} has it.",
    Text(
        "En adresse leder til ett senter. Ta navnet bort fra en av filene.",
        "An address leads to one centre. Take the name out of one of the files.",
    ),
)
def former_slug(all_records: tuple[Record, ...], _: Context) -> Iterator[Finding]:
    """An old address is no centre's present one, nor another centre's old one."""
    owners = {record.stem: record for record in all_records}
    for record in all_records:
        for index, slug in record.items("former_slugs"):
            other = owners.setdefault(slug, record)
            if other is not record or slug == record.stem:
                yield Finding(record, ("former_slugs", index), {"slug": shown(slug), "other": other.document.file})


@_rule(
    "misuse-order",
    "misuse",
    "Misbruket opphørte {ended}, før det ble sett {seen}.",
    "The misuse ended {ended}, before it was seen {seen}.",
)
def misuse_order(record: Record, _: Context) -> Iterator[Finding]:
    """Misuse ends on or after the day on which it was seen."""
    seen, ended = record.get("seen"), record.get("ended")
    if seen and ended and ended < seen:
        yield Finding(record, ("ended",), {"seen": seen, "ended": ended})


@_rule_for_all(
    "misuse-approved",
    "centre misuse",
    "Organisasjonsnummeret tilhører {other}, som var godkjent {seen}. Et godkjent senter har lov til å vise merket.",
    "The organisation number is that of {other}, which was approved on {seen}. An approved centre may show the mark.",
    Text(
        "Er datoen og nummeret riktig? Viste senteret merket etter at godkjenningen var borte, er det den dagen som skal stå.",
        "Are the date and the number right? If the centre showed the mark after the approval was gone, that is the day to enter.",
    ),
)
def misuse_approved(all_records: tuple[Record, ...], context: Context) -> Iterator[Finding]:
    """Nobody who was approved on the day is named for showing the mark."""
    centres = {r.get("organisation_number"): r for r in all_records if r.kind == "centre"}
    for record in (r for r in all_records if r.kind == "misuse" and r.get("organisation_number")):
        centre, seen = centres.get(record.get("organisation_number")), record.get("seen")
        if centre and seen and _approved_on(centre, date.fromisoformat(seen), context):
            yield Finding(record, ("organisation_number",), {"other": centre.document.file, "seen": seen})


def _approved_on(centre: Record, day: date, context: Context) -> bool:
    return lifecycle.status_on(_all_sound(centre), day, context.rules) in (Status.APPROVED, Status.WARNED)


# --- Warnings: what may well be right, and is worth a second look -----------------------------------------------


@_rule(
    "outgoing-mobile-number",
    "centre",
    "{number} er et mobilnummer. Et callsenter som ringer mange, kan ikke vise et vanlig mobilnummer.",
    "{number} is a mobile number. A call centre that calls many may not show an ordinary mobile number.",
    Text(
        "Er nummeret bare for innkommende samtaler, skriv use: [inbound].",
        "If the number is for incoming calls only, write use: [inbound].",
    ),
    Level.WARNING,
)
def outgoing_mobile_number(record: Record, _: Context) -> Iterator[Finding]:
    """A number that is shown to those called is not an ordinary mobile number."""
    for place, item in _ranges(record):
        if "outbound" in item.use and phones.mobile(item.first):
            yield Finding(record, _ends(place, item)[0][0], {"number": _span(item.first, item.last)})


@_rule(
    "report-missing",
    "centre",
    "Årsrapporten for {year} mangler; senteret var godkjent hele året.",
    "The yearly report for {year} is missing; the centre was approved all year.",
    Text(
        "Be senteret om tallene, og før dem under annual_reports.",
        "Ask the centre for the figures, and enter them under annual_reports.",
    ),
    Level.WARNING,
)
def report_missing(record: Record, context: Context) -> Iterator[Finding]:
    """From 1 April on, each centre that was approved all of last year has reported on it."""
    decisions, whole = (
        _all_sound(record),
        record.data.get("annual_reports", []) if isinstance(record.data, dict) else [],
    )
    year, sound = context.as_of.year - 1, [item["year"] for _, item in record.items("annual_reports")]
    if context.as_of <= reports.due(year) or len(sound) < len(whole):  # a faulty report may be the one
        return
    if year not in sound and decisions and reports.expected(decisions, year, context.rules):
        yield Finding(record, ("annual_reports",), {"year": year})


@_rule_for_all(
    "name-alike",
    "centre",
    "«{name}» ligner svært på «{other}» i {file}.",
    "“{name}” looks very much like “{other}” in {file}.",
    Text(
        "Er det samme foretak, eller er et av navnene skrevet feil?",
        "Is it the same company, or is one of the names misspelt?",
    ),
    Level.WARNING,
)
def name_alike(all_records: tuple[Record, ...], _: Context) -> Iterator[Finding]:
    """No two names are the same, or one letter apart, once case, signs and the form of company are left out."""
    known: dict[str, list[tuple[alike.Words, Record]]] = {}
    for record in all_records:
        words = alike.bare(record.get("name") or "")
        near = [row for key in alike.keys(words) for row in known.get(key, ()) if alike.alike(words, row[0])]
        if near:
            other = min((row[1] for row in near), key=lambda r: r.stem)
            values: dict[str, object] = {"name": shown(record.get("name")), "other": shown(other.get("name"))}
            yield Finding(record, ("name",), {**values, "file": other.document.file})
        for key in alike.keys(words):
            known.setdefault(key, []).append((words, record))


@_rule_for_all(
    "website-of-another",
    "centre",
    "«{host}» hører under et domene som {other} har ført opp.",
    "“{host}” is under a domain that {other} has listed.",
    Text(
        "Et merke på nettstedet kan da bli tatt for det andre senterets. Er adressen riktig?",
        "A badge on the site may then be taken for the other centre's. Is the address right?",
    ),
    Level.WARNING,
)
def website_of_another(all_records: tuple[Record, ...], _: Context) -> Iterator[Finding]:
    """A web site is not on, or under, a domain that another centre has its web site or its mail on."""
    owners: dict[str, list[tuple[Record, bool]]] = {}
    for record in all_records:
        for host, is_site in {_mail_host(record): False, **{host: True for _, host in _hosts(record)}}.items():
            owners.setdefault(host, []).append((record, is_site))
    for record in all_records:
        for place, host in _hosts(record):
            for domain in _domains(host):
                if other := _other_owner(owners.get(domain, ()), record, same_site=domain == host):
                    yield Finding(record, place, {"host": host, "other": other.document.file})
                    break


def _other_owner(owners: Sequence[tuple[Record, bool]], record: Record, *, same_site: bool) -> Record | None:
    """The other centre on a domain; of two with the very same site only the later is told of the earlier."""
    own = next((n for n, (owner, _) in enumerate(owners) if owner is record), len(owners))
    return next((o for n, (o, site) in enumerate(owners) if n != own and not (same_site and site and n > own)), None)


def _hosts(record: Record) -> list[tuple[Place, str]]:
    urls = record.items("websites")
    return [(("websites", i), (urlsplit(url).hostname or "").removeprefix("www.")) for i, url in urls]


def _mail_host(record: Record) -> str:
    return (record.get("email") or "").rpartition("@")[2].lower()


def _domains(host: str) -> list[str]:
    """A host and every domain it is under, but for the top one."""
    labels = host.split(".")
    return [".".join(labels[i:]) for i in range(len(labels) - 1)]
