"""`godkjent correct`: one detail of a record set right, without a decision; every other byte stays."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from difflib import ndiff
from pathlib import Path

from ..acts import acts, reading
from ..acts.details import CannotCorrect, Detail, corrected, renamed
from ..language.texts import Text, shown
from ..register.clock import BadDate, day_from
from ..register.records import Registry
from ..register.schema import title
from . import WELL, Refused, WrongUse, asking
from .decide import NO_DAY, NOT_SOUND, carry_out, centre_of, refuse_undecodable, shown_path
from .folder import sound_register
from .parsing import naming


def add(parser: argparse.ArgumentParser) -> None:
    """What `correct` takes."""
    parser.add_argument("slug", nargs="?", metavar="SENTER", help="navnet eller organisasjonsnummeret")
    named = parser.add_argument("field", nargs="?", metavar="FELT", help="det som rettes: %(named)s")
    naming(named, acts.CORRECTABLE)
    parser.add_argument("--old", metavar="VERDI", help="slik står det nå; utelates når noe skal legges til")
    parser.add_argument("--new", metavar="VERDI", help="slik skal det stå; utelates når noe skal ut")
    parser.add_argument(
        "--since", metavar="DATO", help="når senteret har skiftet navn: dagen det nye navnet gjelder fra"
    )
    parser.add_argument("--dry-run", action="store_true", help="vis hva som ville blitt endret, og skriv ingenting")


def run(options: argparse.Namespace, day: date) -> int:
    """Set the detail right, or say why not."""
    refuse_undecodable(options)
    read, register = sound_register(options, day, NOT_SOUND)
    centre = centre_of(options, register)
    detail = _detail(options, read)
    path: Path = options.registry / "centres" / f"{centre.slug}.yaml"
    name = shown_path(options.registry, centre.slug)
    try:
        content = corrected(path, name, detail, read.schemas["centre"])
        if since := _since(options, detail):
            content = renamed(content, name, centre.name, since, read.schemas["centre"])
    except CannotCorrect as error:
        raise Refused(error.text.in_language(options.lang)) from None
    before = path.read_bytes().decode("utf-8")
    carry_out(options, day, read, path, content, _changed(before, content.decode("utf-8")))
    if detail.field == "name" and not options.since:
        print(_ONLY_MISSPELT.fill(name=shown(centre.name)).in_language(options.lang))
    if not options.dry_run:
        print(_DONE.fill(file=name).in_language(options.lang))
    return WELL


def _detail(options: argparse.Namespace, read: Registry) -> Detail:
    schema = read.schemas["centre"]
    choices = {name: title(schema.node(tuple(name.split("."))), tuple(name.split("."))) for name in acts.CORRECTABLE}
    words = options.field or asking.ask("FELT", _WHICH, options, choices)
    field = _field(words, choices)
    old, new = ((options.old or "").strip(), (options.new or "").strip())
    if not old and not new:
        new = asking.ask("--new", _NEW, options)
    return Detail(field, old, new)


def _since(options: argparse.Namespace, detail: Detail) -> date | None:
    """The day from which a name is new; None when nothing is renamed."""
    if not options.since:
        return None
    if detail.field != "name" or not detail.new:
        raise WrongUse(_NO_NAME.in_language(options.lang))
    try:
        return day_from(reading.day(options.since))
    except BadDate:
        raise WrongUse(NO_DAY.fill(title=_NEW_FROM, words=shown(options.since)).in_language(options.lang)) from None


def _field(words: str, choices: Mapping[str, Text]) -> str:
    """The field by its name or by what it is called; anything else as it is, for a sentence to refuse."""
    try:
        return reading.one("field", words, choices, _WHICH)
    except reading.NotRead:
        return words


def _changed(before: str, after: str) -> str:
    """The lines that went and the lines that came."""
    lines = ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return "".join(line for line in lines if line[:2] in ("- ", "+ "))


_WHICH = Text("Hva som skal rettes", "What is to be set right")
_NEW_FROM = Text("Nytt navn fra", "New name from", "Nytt namn frå")
_NEW = Text("Slik skal det stå", "As it should be")
_NO_NAME = Text(
    "«Nytt navn fra» (--since) hører bare til et nytt navn: velg opplysningen Navn, og skriv det nye navnet.",
    "“New name from” (--since) belongs to a new name only: choose the detail Name, and write the new name.",
)
_ONLY_MISSPELT = Text(
    "«{name}» er rettet som en skrivefeil og kan ikke lenger slås opp. Har senteret skiftet navn, fyll ut «Nytt navn fra» (i kommandoen: --since).",
    "“{name}” was set right as a misspelling and can no longer be looked up. If the centre has a new name, fill in “New name from” (in the command: --since).",
)
_DONE = Text("{file} er rettet.", "{file} has been set right.")
