"""Many centres at once, from the list that a secretariat has: read, made into files, and told of by row and column.

The list holds one row for each centre and, in a sheet of its own, one for each older decision. What the list does not say
is not made up, with one exception that says so itself: an approval that has run for longer than a period must have been
renewed, and the renewals are dated by the days on which the periods met.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from ..language.texts import LANGUAGES, Text, in_each, shown
from ..register import lifecycle, phones
from ..register.lifecycle import years_after
from ..register.loader import Place
from ..register.model import Address, Register
from ..register.problems import Problem
from ..register.records import Record, Registry
from ..register.schema import Schema, title
from . import append, reading, sheet, yaml_text
from .acts import FIGURES, LISTS, USUAL, WORDS
from .brreg import Company
from .reading import NotRead
from .sheet import Grid, Row, Table

CENTRES, HISTORY, HELP = "Sentre", "Historie", "Forklaring"
"""The sheets of the template; a list may call its own what it likes."""
_ADDRESS = Address.__slots__
_DAYS = ("applied", "approved", "renewed", "valid_until", "withdrawn")
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("Navn", "Foretak", "Foretaksnavn", "Firma", "Firmanavn", "Selskap", "Senter", "Callsenter", "Bedrift"),
    "organisation_number": ("Organisasjonsnummer", "Orgnr", "Org nummer", "Organisasjonsnr"),
    "applied": ("Søkt", "Søknadsdato", "Dato søkt", "Søknad mottatt"),
    "approved": ("Godkjent siden", "Godkjent fra", "Godkjent dato", "Godkjenningsdato", "Først godkjent", "Godkjent"),
    "renewed": ("Fornyet", "Sist fornyet", "Siste fornyelse", "Fornyelsesdato"),
    "valid_until": (
        "Gyldig til",
        "Gjelder til",
        "Gyldig til og med",
        "Godkjent til",
        "Utløper",
        "Utløpsdato",
        "Løper ut",
    ),
    "withdrawn": ("Trukket seg", "Trakk seg", "Gikk ut", "Gått ut", "Sluttet", "Utmeldt"),
    "phone_numbers": ("Telefonnumre", "Telefonnummer", "Telefon", "Tlf", "Numre", "Nummer"),
    "phone_outbound": ("Ringer ut fra", "Utgående numre", "Utgående", "Numre ut"),
    "phone_inbound": ("Svarer på", "Inngående numre", "Inngående", "Numre inn"),
    "websites": ("Nettsteder", "Nettsted", "Nettside", "Nettsider", "Hjemmeside", "Hjemmesider", "Web", "Domene"),
    "email": ("E-post", "Epostadresse", "E-mail", "Mail"),
    "street": ("Gateadresse", "Adresse", "Gate", "Besøksadresse"),
    "postcode": ("Postnummer", "Postnr"),
    "city": ("Poststed", "Sted", "By"),
    "county": ("Fylke",),
    "trade_names": ("Markedsnavn", "Varemerke", "Bruker også navnet"),
    "directions": ("Retning", "Inn eller ut", "Retninger"),
    "services": ("Tjenester", "Tjeneste"),
    "channels": ("Kanaler", "Kanal"),
    "sectors": ("Bransjer", "Bransje"),
    "languages": ("Språk",),
    "seats": ("Agenter", "Plasser", "Antall agenter", "Antall plasser"),
    "calls_on_behalf_of": ("Ringer på vegne av", "Oppdragsgivere", "Kunder"),
}
"""The columns of the centres, in the template's order, and what each may be called; the first is the template's heading."""
EVENTS: dict[str, tuple[str, ...]] = {
    "organisation_number": COLUMNS["organisation_number"],
    "date": ("Vedtaksdato", "Dato"),
    "kind": ("Vedtak", "Slag", "Hva", "Hendelse", "Type"),
    "id": ("Vedtaksnummer", "Vedtaksnr", "Saksnummer", "Saksnr"),
    "effective": ("Gjelder fra", "Virkning fra"),
    "valid_until": COLUMNS["valid_until"],
    "requirements": ("Krav", "Krav det gjelder"),
    "reason": ("Begrunnelse", "Grunn"),
    "remedy": ("Hva som må gjøres", "Pålegg"),
    "deadline": ("Frist",),
    "concerns": ("Gjelder vedtak",),
    "outcome": ("Utfall",),
}
"""The columns of the older decisions."""
_NEEDED_OF_EVENTS = ("organisation_number", "date", "kind")


@dataclass(frozen=True)
class Where:
    """A cell as a person finds it: the sheet, the row's number in it, and the column's heading."""

    sheet: str
    row: int
    column: str = ""

    @property
    def text(self) -> Text:
        """The place in words."""
        sheet_ = f"{shown(self.sheet)}, " if self.sheet else ""
        column = f", {shown(self.column)}" if self.column else ""
        return Text(f"{sheet_}rad {self.row}{column}", f"{sheet_}row {self.row}{column}")


@dataclass(frozen=True)
class Said:
    """Something to tell about a cell."""

    where: Where
    text: Text

    def in_language(self, language: str) -> str:
        """The place and the sentence."""
        return f"{self.where.text.in_language(language)}: {self.text.in_language(language)}"


@dataclass(frozen=True)
class Act:
    """One decision as the register writes it, and the cell that it was read from."""

    item: dict[str, Any]
    where: Where
    headings: Mapping[str, str] = field(default_factory=dict)  # of the history, where it has a row to itself

    def cell(self, column: str) -> Where:
        """The cell that a field of it was read from; what all of it was read from when that is one cell or unknown."""
        return replace(self.where, column=self.headings.get(column, self.where.column))


@dataclass(frozen=True)
class Entry:
    """One row of the list as a centre: the fields that a file has, its decisions, and where it stands."""

    number: str
    where: Where
    fields: dict[str, Any]
    acts: tuple[Act, ...]
    headings: Mapping[str, str]
    given: frozenset[str] = frozenset()  # fields that the list itself says
    valid_until: date | None = None  # the last day that the list itself says
    unsure: bool = False  # some of its decisions cannot be read, so that they need not follow from each other

    def cell(self, column: str) -> Where:
        """The cell of this row in a column; the row when the list has no such column."""
        return replace(self.where, column=self.headings.get(column, ""))


@dataclass
class Outcome:
    """What came of a list: files to be written, what stands in the way, and what is worth knowing."""

    files: dict[str, bytes] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)  # by file name without ending
    faults: list[Said] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)  # numbers of centres whose history has a row that cannot be read
    twice: set[str] = field(default_factory=set)  # numbers that several rows have
    unchanged: int = 0

    @property
    def wrong_cells(self) -> frozenset[Where]:
        """The cells that something is said against."""
        return frozenset(said.where for said in self.faults)

    @property
    def wrong_rows(self) -> frozenset[tuple[str, int]]:
        """The rows that something is said against, by sheet and number."""
        return frozenset((said.where.sheet, said.where.row) for said in self.faults)

    @property
    def sound(self) -> dict[str, bytes]:
        """The files of the rows that nothing is said against."""
        wrong = self.wrong_rows
        at = {stem: (entry.where.sheet, entry.where.row) for stem, entry in self.entries.items()}
        return {stem: f for stem, f in self.files.items() if at[stem] not in wrong and not self.entries[stem].unsure}


@dataclass(frozen=True)
class Lists:
    """The two tables of a list, each with its sheet's name, and the sheets that are neither."""

    centres: tuple[str, Table]
    history: tuple[str, Table] | None
    unread: tuple[str, ...]


class NoList(sheet.NotASheet):
    """The file can be read, and holds no list of centres."""


# --- Which sheet is which ---------------------------------------------------------------------------------------


def lists(grids: Sequence[Grid], schema: Schema) -> Lists:
    """The centres and the history among the sheets. Raises NoList."""
    columns = {name: (*words, *_titles(schema, name)) for name, words in COLUMNS.items()}
    centres: tuple[str, Table] | None = None
    history: tuple[str, Table] | None = None
    unread: list[str] = []
    for grid in grids:
        events = sheet.table(grid, EVENTS)
        if events and history is None and all(name in events.headings for name in _NEEDED_OF_EVENTS):
            history = (grid.name, events)
        elif centres is None and (table := sheet.table(grid, columns)) and "organisation_number" in table.headings:
            centres = (grid.name, table)
        elif grid.name != HELP:
            unread.append(grid.name)
    if centres is None:
        raise NoList(_NO_CENTRES)
    return Lists(centres, history, tuple(unread))


def _titles(schema: Schema, name: str) -> tuple[str, ...]:
    """What the schema calls a field of a centre, in its languages."""
    place = ("address", name) if name in _ADDRESS else (name,)
    told = title(schema.node(place), place)
    return tuple({told.in_language(code) for code in LANGUAGES})


# --- Rows become centres ----------------------------------------------------------------------------------------


def taken_in(
    found: Lists, read: Registry, years: int, company: Callable[[str], Company | None], usual: Mapping[str, str]
) -> Outcome:
    """Every row as a centre's file, with everything that stands in the way; nothing is written."""
    outcome = Outcome()
    schema = read.schemas["centre"]
    history = _events(found.history, schema, outcome)
    entries = [
        _entry(found.centres, row, schema, years, company, usual, history, outcome) for row in found.centres[1].rows
    ]
    known = {entry.number for entry in entries}
    for number, acts in history.items():
        if number not in known:
            outcome.faults += [Said(act.where, _NO_SUCH_ROW.fill(number=shown(number))) for act in acts[:1]]
    _refuse_twice(entries, outcome)
    there = {r.data.get("organisation_number"): r for r in read.of_kind("centre")}
    new = [entry for entry in entries if not _already(entry, there, outcome)]
    _written(new, read, outcome)
    return outcome


def _entry(
    centres: tuple[str, Table],
    row: Row,
    schema: Schema,
    years: int,
    company: Callable[[str], Company | None],
    usual: Mapping[str, str],
    history: Mapping[str, list[Act]],
    outcome: Outcome,
) -> Entry:
    name, table = centres
    cells = {**usual, **row.cells}
    number = reading.organisation(cells.get("organisation_number", ""))
    where = Where(name, row.number)
    reader = _Reader(where, table.headings, schema, outcome)
    before = len(outcome.faults)
    if not number:
        reader.fault("organisation_number", _LACKING)
    fields, given = reader.fields(cells, number)
    lacks = [f for f in ("name", "postcode", "city", "county") if f not in {**fields, **fields.get("address", {})}]
    if lacks and re.fullmatch("[0-9]{9}", number):
        _filled_in(fields, lacks, company(number))
    lacking = [f for f in ("name", "directions", "services") if not fields.get(f)]
    lacking += [f for f in ("postcode", "city", "county") if f not in fields.get("address", {})]
    told = {said.where for said in outcome.faults[before:]}
    for column in (c for c in lacking if reader.at(c) not in told):  # what cannot be read is there all the same
        reader.fault(column, _LACKING)
    before = len(outcome.faults)
    days = {name: reader.day(name, cells) for name in _DAYS}
    acts = _course(reader, days, years, history.get(number, []))
    if not acts and not any(cells.get(name) for name in _DAYS):
        reader.fault("approved", _LACKING)
    held = {f: fields[f] for f in schema.root["properties"] if fields.get(f)}
    unsure = len(outcome.faults) > before or number in outcome.unsure
    return Entry(number, where, held, tuple(acts), table.headings, given, days["valid_until"], unsure)


def _filled_in(fields: dict[str, Any], lacks: Sequence[str], company: Company | None) -> None:
    """The name and address as Enhetsregisteret has them, where the list has none."""
    if company is None:
        return
    if "name" in lacks:
        fields["name"] = company.name
    if any(name in lacks for name in ("postcode", "city", "county")):
        told = {name: value for name in _ADDRESS if (value := getattr(company, name))}
        own = fields.get("address", {})
        # a street of one's own goes with a postcode of one's own; the county alone may be filled in
        fields["address"] = {**told, **own} if "postcode" not in own else {**own, **_only(told, "county")}


def _only(values: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: values[name] for name in names if name in values}


@dataclass(frozen=True)
class _Reader:
    """Reads the cells of one row, and tells what cannot be read where it stands."""

    where: Where
    headings: Mapping[str, str]
    schema: Schema
    outcome: Outcome

    def at(self, column: str) -> Where:
        """The cell; a column that the list lacks is called as in the template."""
        known = COLUMNS.get(column) or EVENTS.get(column) or (column,)
        return replace(self.where, column=self.headings.get(column, known[0]))

    def fault(self, column: str, text: Text) -> None:
        """Something in the way."""
        self.outcome.faults.append(Said(self.at(column), text))

    def note(self, column: str, text: Text) -> None:
        """Something worth knowing."""
        self.outcome.notes.append(Said(self.at(column), text))

    def day(self, column: str, cells: Mapping[str, str]) -> date | None:
        """A day as people write it, or as a program that forgot that it was one."""
        if not (words := cells.get(column)):
            return None
        try:
            return date.fromisoformat(reading.day(sheet.day_of_serial(words)))
        except ValueError:
            self.fault(column, _NO_DAY.fill(words=shown(words)))
            return None

    def fields(self, cells: Mapping[str, str], number: str) -> tuple[dict[str, Any], frozenset[str]]:
        """What a centre's file says besides its decisions, and which of it the list itself says."""
        many = {name: self._list(name, cells) or USUAL.get(name, []) for name in LISTS}
        address = {name: words for name in _ADDRESS if (words := self._address(name, cells))}
        held = {
            "name": cells.get("name"),
            "organisation_number": number,
            "address": address,
            "phone_numbers": self._phones(cells, many["directions"]),
            **many,
            **{name: cells.get(name) for name in WORDS},
            **{name: reading.whole(cells.get(name, "")) for name in FIGURES},
        }
        given = frozenset(name for name in held if name in cells)
        return {name: value for name, value in held.items() if value}, given

    def _list(self, name: str, cells: Mapping[str, str]) -> list[str]:
        words = cells.get(name, "")
        if name in reading.NAMES:
            return [part for part in map(reading.one_line, words.split(";")) if part]
        place = (name, 0)
        try:
            return reading.answer(
                name, words, self.schema.labels(place) or None, title(self.schema.node((name,)), (name,))
            )
        except NotRead as error:
            self.fault(name, error.text)
            return []

    def _address(self, name: str, cells: Mapping[str, str]) -> str:
        words = cells.get(name, "")
        if name == "postcode" and re.fullmatch("[0-9]{3}", words):
            self.note(name, _ZERO.fill(words=words, read="0" + words))
            return "0" + words
        if name == "county" and words:
            try:
                return reading.one(name, words, self.schema.labels(("address", name)), Text("Fylke", "County"))
            except NotRead as error:
                self.fault(name, error.text)
                return ""
        return words

    def _phones(self, cells: Mapping[str, str], directions: Sequence[str]) -> list[dict[str, Any]]:
        uses = {"phone_numbers": list(directions), "phone_outbound": ["outbound"], "phone_inbound": ["inbound"]}
        found: dict[str, list[str]] = {}
        for column, use in uses.items():
            for number in reading.answer("phone_numbers", cells.get(column, "")):
                known = found.setdefault(self._zero(column, number), [])
                known += [one for one in use if one not in known]
        return [reading.telephone_item(number, use) for number, use in found.items()]

    def _zero(self, column: str, number: str) -> str:
        """A number of five digits whose first, a nought, the program took away."""
        if re.fullmatch("[1-9][0-9]{3}", number) and (
            phones.assigned("0" + number) or phones.for_demonstration("0" + number)
        ):
            self.note(column, _ZERO.fill(words=number, read="0" + number))
            return "0" + number
        return number


# --- Decisions --------------------------------------------------------------------------------------------------


def _course(reader: _Reader, days: Mapping[str, date | None], years: int, older: Sequence[Act]) -> list[Act]:
    """Every decision of a row, oldest first: what the history says, and what the row's own days say besides."""
    kinds = {act.item.get("kind") for act in older}
    own: list[tuple[str, dict[str, Any]]] = []
    if days["applied"] and "application" not in kinds:
        own.append(("applied", {"kind": "application", "date": days["applied"]}))
    if (approved := days["approved"]) and "approval" not in kinds:
        own += _periods(reader, approved, days["renewed"], days["valid_until"], years, "renewal" in kinds)
    if days["withdrawn"] and "withdrawal" not in kinds:
        own.append(("withdrawn", {"kind": "withdrawal", "date": days["withdrawn"]}))
    acts = [*older, *(Act(item, reader.at(column)) for column, item in own)]
    order = ("application", "approval")
    return sorted(acts, key=lambda a: (_day_of(a), order.index(kind) if (kind := a.item.get("kind")) in order else 9))


def _day_of(act: Act) -> date:
    """The day of a decision; one that cannot be read stands last."""
    day: date = act.item.get("date", date.max)
    return day


def _periods(
    reader: _Reader, approved: date, renewed: date | None, valid_until: date | None, years: int, told: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The approval, and the renewals that there must have been for it to run until `valid_until`.

    Periods of so many years end to end, counted back from the last day, must meet the approval within a month of its own
    first period's end; else the list does not say when it was renewed, and is asked for it.
    """
    approval = {"kind": "approval", "date": approved}
    first_end = years_after(approved, years)
    if valid_until is None or told or valid_until <= first_end:
        short = valid_until is not None and not told and valid_until < first_end
        yield "approved", {**approval, **({"valid_until": valid_until} if short else {})}
        if renewed and not told:
            yield "renewed", {"kind": "renewal", "date": renewed}
        return
    ends = [valid_until]
    while ends[0] > first_end:
        ends.insert(0, years_after(ends[0], -years))
    if first_end - ends[0] > timedelta(days=31):
        reader.fault("valid_until", _ODD_PERIODS.fill(since=approved, until=valid_until, years=years))
        return
    yield "approved", {**approval, **({"valid_until": ends[0]} if ends[0] != first_end else {})}
    for end, until in pairwise(ends):
        last = until == valid_until
        said = {} if last and renewed else {"reason": _reason(approved, valid_until)}
        yield (
            "renewed" if last and renewed else "valid_until",
            {
                "kind": "renewal",
                "date": renewed if last and renewed else end,
                **said,
                **({"valid_until": until} if last and renewed else {}),
            },
        )


def _reason(since: date, until: date) -> dict[str, str]:
    return _DERIVED.fill(since=since, until=until).in_all()


def _events(history: tuple[str, Table] | None, schema: Schema, outcome: Outcome) -> dict[str, list[Act]]:
    """The older decisions by organisation number, in the order of the rows."""
    found: dict[str, list[Act]] = {}
    name, rows = (history[0], history[1].rows) if history else ("", ())
    for row in rows:
        reader = _Reader(Where(name, row.number), history[1].headings if history else {}, schema, outcome)
        before = len(outcome.faults)
        for column in _NEEDED_OF_EVENTS:
            if column not in row.cells:
                reader.fault(column, _LACKING)
        item = _event(reader, row.cells, schema)
        if number := reading.organisation(row.cells.get("organisation_number", "")):
            found.setdefault(number, []).append(Act(item, reader.where, reader.headings))
            outcome.unsure |= {number} if len(outcome.faults) > before else set()
    return found


def _event(reader: _Reader, cells: Mapping[str, str], schema: Schema) -> dict[str, Any]:
    item: dict[str, Any] = {}
    for column, words in cells.items():
        place = ("decisions", 0, column)
        if column in reading.DAYS:
            item[column] = reader.day(column, cells)
        elif column in ("kind", "outcome"):
            try:
                item[column] = reading.one(column, words, schema.labels(place), title(schema.node(place), place))
            except NotRead as error:
                reader.fault(column, error.text)
        elif column in ("reason", "remedy"):
            item[column] = {"nb": words}
        elif column == "requirements":
            item[column] = reading.answer(column, words)
        elif column != "organisation_number":
            item[column] = words
    return {name: value for name, value in item.items() if value}


# --- What is there already, and files ---------------------------------------------------------------------------


def _refuse_twice(entries: Sequence[Entry], outcome: Outcome) -> None:
    times = Counter(entry.number for entry in entries if entry.number)
    first: dict[str, Entry] = {}
    outcome.twice |= {number for number, count in times.items() if count > 1}
    for entry in (e for e in entries if e.number in outcome.twice):
        other = first.setdefault(entry.number, entry)
        if other is not entry:
            sentence = _TWICE.fill(number=shown(entry.number), row=other.where.row)
            outcome.faults.append(Said(entry.cell("organisation_number"), sentence))


def _already(entry: Entry, there: Mapping[Any, Record], outcome: Outcome) -> bool:
    """Whether the centre is in the register; what the list says otherwise than the register is told, and left."""
    record = there.get(entry.number)
    if record is None:
        return False
    outcome.unchanged += 1
    for name in entry.fields:
        if name in entry.given and record.data.get(name) != entry.fields[name]:
            outcome.notes.append(Said(entry.cell(name), _OTHERWISE.fill(file=f"{record.stem}.yaml")))
    held = record.data.get("decisions", [])
    for act in entry.acts:
        wanted = yaml_text.as_read({k: v for k, v in act.item.items() if k in ("kind", "date")})
        if not any(all(str(item.get(k)) == v for k, v in wanted.items()) for item in held):
            values = {"file": f"{record.stem}.yaml", "day": act.item.get("date", "?")}
            outcome.notes.append(Said(act.where, _NOT_ENTERED.fill(**values)))
    return True


def _written(entries: Sequence[Entry], read: Registry, outcome: Outcome) -> None:
    """A file for each new centre, with decision numbers given in the order of the days."""
    numbered = _numbered([act for entry in entries for act in entry.acts], read)
    taken = {record.stem for record in read.of_kind("centre")}
    for entry in entries:
        own = append.slug_of(entry.number) or f"rad-{entry.where.row}"
        slug = append.slug_of(str(entry.fields.get("name", ""))) or own
        stem = slug if slug not in taken else f"{slug[:70]}-{own}"
        stem = stem if stem not in taken else f"{stem[:80]}-{entry.where.row}"
        taken.add(stem)
        items = [append.ordered({**act.item, "id": numbered.get(id(act))}) for act in entry.acts]
        outcome.files[stem] = append.new_file({**entry.fields, **({"decisions": items} if items else {})})
        outcome.entries[stem] = entry


def _numbered(acts: Sequence[Act], read: Registry) -> dict[int, str]:
    """A number for each decision: its own where the list gives one, else the next free of its year."""
    given = [str(act.item["id"]) for act in acts if act.item.get("id")]
    latest: dict[int, int] = {}
    acts = [act for act in acts if "date" in act.item]
    for act in acts:
        year = act.item["date"].year
        if year not in latest:
            highest = int(append.next_number(read, year).partition("-")[2]) - 1
            own = [int(n[5:]) for n in given if re.fullmatch(rf"{year:04}-[0-9]{{3,6}}", n)]
            latest[year] = max([highest, *own])
    numbers: dict[int, str] = {}
    for act in sorted(acts, key=lambda a: a.item["date"]):
        year = act.item["date"].year
        if not act.item.get("id"):
            latest[year] += 1
        numbers[id(act)] = act.item.get("id") or f"{year:04}-{latest[year]:03}"
    return numbers


# --- What `check` says, by row and column -------------------------------------------------------------------------


def placed(problem: Problem, outcome: Outcome, registry: Registry) -> Said | None:
    """A problem of a file that the list gave, told of the cell that it comes from; None for other files."""
    stem = _stem(problem)
    entry = outcome.entries.get(stem) if "/centres/" in problem.file else None
    if entry is None:
        return None
    record = next((r for r in registry.of_kind("centre") if r.stem == stem), None)
    place = _place(record, problem) if record else ()
    said = in_each(problem.message.in_language)
    if place[:1] == ("decisions",) and len(place) > 1 and isinstance(place[1], int):
        return Said(entry.acts[place[1]].cell(str(place[2]) if len(place) > 2 else ""), said)
    column = next((str(step) for step in reversed(place) if step in COLUMNS), "")
    return Said(entry.cell(column or "name"), said)


_ONLY_LACKING = ("schema-required", "schema-minItems", "schema-minLength")
_OF_THE_COURSE = (
    "lifecycle",
    "decision-order",
    "validity-too-long",
    "concerns",
    "transfer-sides",
    "transfer-other-side",
)
_OF_TWO = ("organisation-number-twice", "phone-number-twice", "website-of-another", "name-alike")
"""Rules that are broken by what could not be read: what is not there, what does not follow, and a row that is there twice."""


@dataclass(frozen=True)
class Told:
    """What is said against a list before `check` has seen it."""

    cells: frozenset[Where]
    rows: frozenset[tuple[str, int]]
    twice: frozenset[str]

    def follows(self, problem: Problem, said: Said, entry: Entry) -> bool:
        """Whether a problem is only what comes of a fault that is told."""
        wrong_row = entry.unsure or (entry.where.sheet, entry.where.row) in self.rows
        return (
            said.where in self.cells
            or (problem.rule in _ONLY_LACKING and wrong_row)
            or (problem.rule in _OF_THE_COURSE and entry.unsure)
            or (problem.rule in _OF_TWO and entry.number in self.twice)
        )


def placed_news(
    problems: Iterable[Problem], outcome: Outcome, registry: Registry
) -> Iterator[tuple[Problem, Said | None]]:
    """Each problem with its cell, None for other files; what only follows from the faults of the list is left out."""
    told = Told(outcome.wrong_cells, outcome.wrong_rows, frozenset(outcome.twice))
    for problem in problems:
        said = placed(problem, outcome, registry)
        if said is None or not told.follows(problem, said, outcome.entries[_stem(problem)]):
            yield problem, said


def _stem(problem: Problem) -> str:
    return problem.file.rpartition("/")[2].removesuffix(".yaml")


def disagreements(outcome: Outcome, register: Register) -> Iterator[Said]:
    """Centres whose decisions do not lead to the last day that the list itself says."""
    for centre in register.centres:
        entry = outcome.entries.get(centre.slug)
        if entry is None or entry.valid_until is None:
            continue
        state = lifecycle.state_on(centre.decisions, register.as_of, register.scheme.rules)
        if state.valid_until and abs(state.valid_until - entry.valid_until) > timedelta(days=1):
            yield Said(entry.cell("valid_until"), _DISAGREES.fill(said=entry.valid_until, found=state.valid_until))


def _place(record: Record, problem: Problem) -> Place:
    """The innermost place whose value or key stands where the problem points."""
    marks = [*record.document.marks.items(), *record.document.keys.items()]
    here = [place for place, mark in marks if (mark.line, mark.column) == (problem.mark.line, problem.mark.column)]
    return max(here, key=len, default=())


_NO_CENTRES = Text(
    "Filen har ingen liste over sentre: ingen rad har overskriften «Organisasjonsnummer» sammen med en annen kjent overskrift. «.venv/bin/godkjent import --template FIL» lager en mal.",
    "The file has no list of centres: no row has the heading “Organisasjonsnummer” with another known heading. “.venv/bin/godkjent import --template FILE” makes a template.",
)
_LACKING = Text("mangler.", "is missing.")
_NO_DAY = Text(
    "«{words}» er ikke en dato. Skriv for eksempel 24.11.2026.",
    "“{words}” is not a date. Write for example 24.11.2026.",
)
_ZERO = Text(
    "«{words}» er lest som {read}; regnearket har tatt bort nullen foran.",
    "“{words}” is read as {read}; the spreadsheet has taken away the nought in front.",
)
_ODD_PERIODS = Text(
    "godkjent siden {since} og gyldig til {until} går ikke opp i perioder på {years} år. Skriv fornyelsene i arket «Historie».",
    "approved since {since} and valid until {until} do not add up to periods of {years} years. Write the renewals in the sheet “Historie”.",
)
_DERIVED = Text(
    "Ført fra nemndas liste, der senteret er godkjent fra {since} og til {until}. Datoen er dagen periodene møtes.",
    "Entered from the board's list, in which the centre is approved from {since} until {until}. The date is the day on which the periods meet.",
    "Ført frå lista til nemnda, der senteret er godkjent frå {since} og til {until}. Datoen er dagen periodane møtest.",
)
_DISAGREES = Text(
    "listen sier {said}, men vedtakene gir {found}. Skriv fornyelsene i arket «Historie», eller rett datoen.",
    "the list says {said}, but the decisions give {found}. Write the renewals in the sheet “Historie”, or correct the date.",
)
_TWICE = Text(
    "organisasjonsnummer {number} står også i rad {row}.", "organisation number {number} stands in row {row} too."
)
_NO_SUCH_ROW = Text(
    "ingen rad i listen over sentre har organisasjonsnummer {number}.",
    "no row of the list of centres has the organisation number {number}.",
)
_OTHERWISE = Text(
    "registeret har noe annet i {file}. Det er ikke endret; bruk «.venv/bin/godkjent correct».",
    "the register has something else in {file}. It is not changed; use “.venv/bin/godkjent correct”.",
)
_NOT_ENTERED = Text(
    "vedtaket fra {day} står ikke i {file}. Det er ikke ført; bruk «.venv/bin/godkjent decide».",
    "the decision of {day} is not in {file}. It is not entered; use “.venv/bin/godkjent decide”.",
)
