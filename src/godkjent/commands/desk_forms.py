"""What is sent from the desk's own forms: the same acts as the commands, told as sentences for a page."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from ..acts import reports
from ..acts.other_acts import OTHER_ACTS, SORTS
from ..acts.sheet import Row, Table
from ..language.refusals import Refusal
from ..language.texts import Text, counted, said
from ..register.problems import sentence
from ..register.records import Registry
from . import Refused
from .enter import enter
from .folder import put_centres, sound_register
from .reports import pasted, typed

Sent = Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """What came of it: a heading, sentences, and GitHub's form filled in when that was asked for."""

    heading: str
    sentences: Sequence[str]
    well: bool
    form: str | None = None


def take(path: str, sent: Sent, options: argparse.Namespace, day: date) -> Told:
    """Carry out what a form of the desk asks for; nothing is written unless all of it can be."""
    try:
        read, _ = sound_register(options, day, _NOT_SOUND)
        return TAKERS[path](sent, read, options, day)
    except Refused as refused:
        return _not_entered(str(refused).splitlines(), options)
    except Refusal as refusal:
        return _not_entered([refusal.text.in_language(options.lang)], options)


def _not_entered(why: Sequence[str], options: argparse.Namespace) -> Told:
    return Told(said(_NOT_ENTERED, options.lang), why, well=False)


def _reports(sent: Sent, read: Registry, options: argparse.Namespace, day: date) -> Told:
    table = pasted(sent["rows"]) if "rows" in sent else typed(list(rows_of(sent)))
    if not any(row.cells.get(name) for row in table.rows for name in reports.FIGURES):
        return _not_entered([said(_NO_FIGURES, options.lang)], options)
    year = sent.get("year", "")
    if sent.get("how") == "github":
        correct = {"correct": OTHER_ACTS["rapporter"].name} if sent.get("correct") else {}
        return _on_github(
            "rapporter", {"year": year, "rows": "\n".join(map(_line, table.rows)), **correct}, read, options, day
        )
    made = reports.entry(
        table,
        read,
        options.registry,
        day,
        int(year) if year.isdecimal() else None,
        correct="correct" in sent,
    )
    if not made.sound:
        errors = (sentence(p, options.lang) for p in made.errors)
        return _not_entered([*_in_words(made.faults, table, read, options.lang), *errors], options)
    put_centres(options.registry, {slug: file.content for slug, file in made.files.items()}, options.lang)
    return Told(
        counted(len(made.files), *_ENTERED).in_language(options.lang),
        [*_in_words(made.doubts, table, read, options.lang), said(_PROPOSE, options.lang)],
        well=True,
    )


def rows_of(sent: Sent) -> list[str]:
    """A line for each centre with a figure in one of its fields, as `reports --row` takes them."""
    centres = dict.fromkeys(name.rpartition("-")[2] for name in sent if name.startswith(reports.FIGURES))
    lines = (
        [
            number,
            *(sent.get(f"{field}-{number}", "").strip() for field in reports.FIGURES),
        ]
        for number in centres
    )
    return ["; ".join(line) for line in lines if any(line[1:])]


def _line(row: Row) -> str:
    """A row as the form on GitHub takes it."""
    return "; ".join([_centre(row), *(row.cells.get(name, "") for name in reports.FIGURES)])


def _centre(row: Row) -> str:
    return row.cells.get("number") or row.cells.get("centre", "")


def _in_words(faults: Sequence[reports.Fault], table: Table, read: Registry, language: str) -> list[str]:
    """Each fault with the centre by its name: the page has no row numbers."""
    names = {record.get("organisation_number"): record.get("name") for record in read.of_kind("centre")}
    centres = {row.number: _centre(row) for row in table.rows}
    pairs = ((names.get(centres.get(f.row, ""), centres.get(f.row, "")), f) for f in faults)
    return [f"{name}, {said(sheet_word(f.column), language)}: {f.text.in_language(language)}" for name, f in pairs]


def sheet_word(field: str) -> str:
    """What a column is called on the page."""
    return reports.CALLED[field][0] if field in reports.CALLED else field


def _whole_file(name: str, act: str) -> Callable[[Sent, Registry, argparse.Namespace, date], Told]:
    def of(sent: Sent, read: Registry, options: argparse.Namespace, day: date) -> Told:
        if sent.get("how") == "github":
            asked = {key: words for key, words in sent.items() if key not in ("how", "token") and words.strip()}
            return _on_github(act, asked, read, options, day)
        command = argparse.Namespace(**{**vars(options), "dry_run": False})
        file = enter(SORTS[name], sent, read, command, day)
        written = _WRITTEN.fill(file=file).in_language(options.lang)
        return Told(written, [said(_PROPOSE, options.lang)], well=True)

    return of


def _on_github(act: str, asked: Mapping[str, str], read: Registry, options: argparse.Namespace, day: date) -> Told:
    scheme = read.register(day).scheme
    if not scheme.repository:
        return _not_entered([said(_NO_REPOSITORY, options.lang)], options)
    address = f"{scheme.repository}/issues/new?{urlencode({'template': OTHER_ACTS[act].template, **asked})}"
    return Told(
        said(_FILLED, options.lang),
        [said(_OPEN, options.lang)],
        well=True,
        form=address,
    )


TAKERS: dict[str, Callable[[Sent, Registry, argparse.Namespace, date], Told]] = {
    "/rapporter": _reports,
    "/arstall": _whole_file("statistics", "arstall"),
    "/misbruk": _whole_file("misuse", "misbruk"),
}
"""By the address that the form is sent to."""
_NOT_SOUND = Text(
    "Registeret har feil. Ingenting er skrevet.",
    "The register has errors. Nothing has been written.",
)
_WRITTEN = Text("{file} er skrevet.", "{file} is written.")
_FILLED, _OPEN = "Skjemaet er fylt ut", "Åpne det, les over, og send det inn."
_NO_REPOSITORY = "Det står ikke i scheme.yaml hvor registeret ligger på GitHub."
_NOT_ENTERED = "Ingenting er ført"
_NO_FIGURES = "Ingen tall er skrevet. Fyll ut rader i tabellen, eller lim inn rader fra et regneark."
_ENTERED = (
    Text("Rapporten fra {count} senter er ført.", "The report of {count} centre is entered."),
    Text("Rapporter fra {count} sentre er ført.", "Reports of {count} centres are entered."),
)
_PROPOSE = "Filene er endret på denne maskinen. Send dem inn som et forslag, slik veiledningen viser, så en annen kan godkjenne dem."
