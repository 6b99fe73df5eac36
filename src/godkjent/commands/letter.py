"""`godkjent letter`: letters, reminders and the board's papers, written into a folder that git leaves alone."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from ..acts.append import put
from ..language.texts import Text, shown
from ..outputs import board_papers, letters, reminders
from ..outputs.letters import Paper
from ..register import lifecycle
from ..register.clock import day_from
from ..register.due import worklist
from ..register.model import Centre, Decision, Register
from ..register.records import Registry
from . import WELL, Refused, WrongUse
from .decide import centre_of
from .folder import sound_register

FOLDER = Path("brev")
AHEAD = 60
File = tuple[str, bytes]


def add(parser: argparse.ArgumentParser) -> None:
    """What `letter` takes."""
    parser.add_argument("what", choices=list(PAPERS), metavar="HVA", help="det som skal skrives: %(choices)s")
    parser.add_argument("slug", nargs="?", metavar="SENTER", help="decision: senteret det gjelder")
    parser.add_argument("--decision", metavar="NUMMER", help="decision: vedtaket det gjelder (ellers det siste)")
    parser.add_argument(
        "--appeal-by", metavar="ÅÅÅÅ-MM-DD", help="decision: siste dag for å klage (ellers en tom linje)"
    )
    parser.add_argument("--meeting", metavar="ÅÅÅÅ-MM-DD", help="agenda og minutes: dagen for møtet (ellers i dag)")
    parser.add_argument("--year", type=int, metavar="ÅR", help="yearly og authority: året det gjelder (ellers i fjor)")
    parser.add_argument(
        "--to", type=Path, default=FOLDER, metavar="MAPPE", help="mappen det legges i (ellers %(default)s)"
    )
    parser.add_argument("--theme", type=Path, default=Path("theme"), metavar="MAPPE", help=argparse.SUPPRESS)


def run(options: argparse.Namespace, day: date) -> int:
    """Write what was asked for, and say where it is; a file that is there already is written anew."""
    read, register = sound_register(options, day, NOT_SOUND)
    files = list(PAPERS[options.what](options, read, register))
    _private(options.to, options.lang)
    for name, content in files:
        put(options.to / name, content)
        print(options.to / name)
    print((_DONE if files else _NOTHING).in_language(options.lang))
    return WELL


def _private(folder: Path, language: str) -> None:
    """The folder, with its own word that git is to leave it be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignored = folder / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", "utf-8")
    except OSError as error:
        raise Refused(_NO_FOLDER.fill(folder=shown(folder), why=error.strerror).in_language(language)) from None


def _decision(options: argparse.Namespace, read: Registry, register: Register) -> Iterator[File]:
    if not options.slug:
        raise WrongUse(_WHICH_CENTRE.in_language(options.lang))
    centre = centre_of(options, register)
    decision = _chosen(options, centre)
    appeal_by = (
        day_from(options.appeal_by)
        if options.appeal_by
        else lifecycle.last_day_to_appeal(decision, register.scheme.rules)
    )
    letter = letters.about(decision, centre, register, _kinds(read), appeal_by)
    yield _pdf(letter, f"{decision.id}-{centre.slug}", options, register)


def _kinds(read: Registry) -> dict[str, Text]:
    return read.schemas["centre"].labels(("decisions", 0, "kind"))


def _chosen(options: argparse.Namespace, centre: Centre) -> Decision:
    decisions = lifecycle.corrected(centre.decisions)
    wanted = options.decision or centre.decisions[-1].id
    found = next((d for d in (*decisions, *centre.decisions) if d.id == wanted), None)
    if found is None:
        known = ", ".join(d.id for d in centre.decisions)
        raise Refused(
            _NO_DECISION.fill(id=shown(wanted), name=shown(centre.name), known=known).in_language(options.lang)
        )
    return found


def _pdf(paper: Paper, name: str, options: argparse.Namespace, register: Register) -> File:
    return f"{name}.pdf", letters.as_pdf(paper, register, options.theme)


def _reminders(options: argparse.Namespace, _: Registry, register: Register) -> Iterator[File]:
    tasks = worklist(register, AHEAD)
    yield from reminders.reminders(register, tasks)
    for name in reminders.unreachable(register, tasks):
        print(_NO_ADDRESS.fill(name=shown(name)).in_language(options.lang))


def _agenda(options: argparse.Namespace, _: Registry, register: Register) -> Iterator[File]:
    meeting = _meeting(options, register)
    tasks = worklist(register, max((meeting - register.as_of).days, 0))
    yield _pdf(board_papers.agenda(register, meeting, tasks), f"saksliste-{meeting}", options, register)


def _minutes(options: argparse.Namespace, read: Registry, register: Register) -> Iterator[File]:
    meeting = _meeting(options, register)
    yield _pdf(board_papers.minutes(register, meeting, _kinds(read)), f"referat-{meeting}", options, register)


def _meeting(options: argparse.Namespace, register: Register) -> date:
    return day_from(options.meeting) if options.meeting else register.as_of


def _yearly(options: argparse.Namespace, read: Registry, register: Register) -> Iterator[File]:
    year = _year(options, register)
    yield _pdf(board_papers.yearly(register, year, _kinds(read)), f"arsmelding-{year}", options, register)


def _authority(options: argparse.Namespace, _: Registry, register: Register) -> Iterator[File]:
    year = _year(options, register)
    yield _pdf(board_papers.authority(register, year), f"arsmote-forbrukertilsynet-{year}", options, register)


def _year(options: argparse.Namespace, register: Register) -> int:
    """The year asked for, else the last that has ended."""
    year = options.year or register.as_of.year - 1
    if not 2000 <= year < register.as_of.year:
        raise WrongUse(_ODD_YEAR.fill(year=year).in_language(options.lang))
    return int(year)


PAPERS: dict[str, Callable[[argparse.Namespace, Registry, Register], Iterator[File]]] = {
    "decision": _decision,
    "reminders": _reminders,
    "agenda": _agenda,
    "minutes": _minutes,
    "yearly": _yearly,
    "authority": _authority,
}
"""What can be written: a letter about one decision, reminders, an agenda, minutes, the yearly report, the authority's sheet."""
NOT_SOUND = Text("Registeret har feil. Ingenting er skrevet.", "The register has errors. Nothing has been written.")
_WHICH_CENTRE = Text(
    "Si hvilket senter brevet gjelder: .venv/bin/godkjent letter decision SENTER.",
    "Say which centre the letter is about: .venv/bin/godkjent letter decision CENTRE.",
)
_NO_DECISION = Text(
    "{name} har ikke noe vedtak {id}. Vedtakene er {known}.", "{name} has no decision {id}. The decisions are {known}."
)
_NO_FOLDER = Text("Mappen «{folder}» kan ikke lages ({why}).", "The folder “{folder}” cannot be made ({why}).")
_NO_ADDRESS = Text("{name} har ingen e-postadresse i registeret.", "{name} has no e-mail address in the register.")
_ODD_YEAR = Text("{year} er ikke et år som er slutt.", "{year} is not a year that has ended.")
_DONE = Text(
    "Les over før noe sendes. Mappen blir ikke med i git.",
    "Read it over before anything is sent. Git leaves the folder alone.",
)
_NOTHING = Text("Det er ingenting å skrive nå.", "There is nothing to write now.")
