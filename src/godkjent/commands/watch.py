"""`godkjent watch`: the register compared with Enhetsregisteret's open data. Nothing is changed; a person decides what follows."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path

from ..acts import companies
from ..acts.companies import Comparison, Difference
from ..language.refusals import Refusal
from ..language.texts import Text, shown
from ..register.model import Register
from ..register.whole_file import keep
from ..trust import site_files
from . import FOUND, WELL, Refused, WrongUse
from .folder import sound_register

KEPT = Path("build") / "enhetsregisteret.json"
"""Where the last comparison is kept; the desk shows what differs."""


def add(parser: argparse.ArgumentParser) -> None:
    """What `watch` takes."""
    parser.add_argument(
        "--kept", type=Path, default=KEPT, metavar="FIL", help="der svarene tas vare på (ellers %(default)s)"
    )
    parser.add_argument("--source", default=companies.SOURCE, metavar="ADRESSE", help=argparse.SUPPRESS)
    parser.add_argument(
        "--format",
        choices=["text", "summary"],
        default="text",
        help="text: alt, for sekretariatet; summary: bare hvor mange, til det som andre kan lese",
    )
    parser.add_argument(
        "--noted", metavar="ORGNR", help="organisasjonsform og næringskode er sett av et menneske, og er i orden"
    )


def run(options: argparse.Namespace, day: date) -> int:
    """Ask, keep the answers, and tell what differs; 1 when something does, or when there was no answer."""
    _, register = sound_register(options, day, _NOT_SOUND)
    before = _kept(options)
    if options.noted:
        return _note(options, before)
    if register.scheme.demonstration and options.source == companies.SOURCE:
        print(_DEMONSTRATION.in_language(options.lang))
        return WELL
    try:
        now = companies.compared(register, _ask, before, options.source.rstrip("/"))
    except Refusal as error:
        keep(options.kept, replace(before, failed=day, why=error.text.nb).written())
        raise Refused(_AWAY.fill(why=error.text, last=_last(before)).in_language(options.lang)) from None
    keep(options.kept, now.written())
    found = companies.differences(register, now)
    print(_told(found, register, options), end="")
    return FOUND if found else WELL


def _ask(address: str) -> tuple[int, bytes]:
    return site_files.exchange(address)


def _told(found: list[Difference], register: Register, options: argparse.Namespace) -> str:
    if not found:
        return _NOTHING.fill(day=register.as_of).in_language(options.lang) + "\n"
    if options.format == "summary":
        return _SUMMARY.fill(count=len(found)).in_language(options.lang) + "\n"
    rows = (
        f"{one.centre.name} ({one.centre.organisation_number}): {one.what.in_language(options.lang)}.\n"
        for one in found
    )
    return "".join(rows)


def _note(options: argparse.Namespace, before: Comparison) -> int:
    if options.noted not in before.units:
        raise WrongUse(_NOT_KNOWN.fill(number=shown(options.noted)).in_language(options.lang))
    keep(options.kept, companies.noted(before, options.noted).written())
    return WELL


def _kept(options: argparse.Namespace) -> Comparison:
    try:
        return companies.read(options.kept.read_text("utf-8")) if options.kept.exists() else Comparison()
    except (OSError, ValueError):
        raise WrongUse(_UNREAD.fill(file=shown(options.kept)).in_language(options.lang)) from None


def _last(before: Comparison) -> Text:
    return _LAST.fill(day=before.asked) if before.asked else _NEVER


_NOT_SOUND = Text("Registeret har feil. Ingenting er sammenlignet.", "The register has errors. Nothing was compared.")
_DEMONSTRATION = Text(
    "Registeret er en demonstrasjon med oppdiktede foretak. Enhetsregisteret er ikke spurt.",
    "The register is a demonstration with invented companies. Enhetsregisteret has not been asked.",
)
_AWAY = Text(
    "Enhetsregisteret svarte ikke ({why}). Ingenting er sammenlignet, så det er ikke kjent om noe er endret. {last}",
    "Enhetsregisteret did not answer ({why}). Nothing was compared, so it is not known whether anything has changed. {last}",
)
_LAST = Text("Sist det svarte på alt, var {day}.", "The last time it answered everything was {day}.")
_NEVER = Text("Det har aldri svart på alt.", "It has never answered everything.")
_NOTHING = Text(
    "Alle foretakene er som i registeret, ifølge Enhetsregisteret {day}.",
    "All the companies are as in the register, according to Enhetsregisteret on {day}.",
)
_SUMMARY = Text(
    "{count} ting er annerledes i Enhetsregisteret. Hvem det gjelder, står ikke her: kjør «.venv/bin/godkjent watch» og «.venv/bin/godkjent desk» på egen maskin.",
    "{count} things differ in Enhetsregisteret. Whom they concern is not told here: run “.venv/bin/godkjent watch” and “.venv/bin/godkjent desk” on your own machine.",
)
_NOT_KNOWN = Text("Enhetsregisteret er ikke spurt om {number}.", "Enhetsregisteret has not been asked about {number}.")
_UNREAD = Text(
    "«{file}» kan ikke leses som det Enhetsregisteret svarte sist. Slett filen for å begynne på nytt.",
    "“{file}” cannot be read as what Enhetsregisteret answered last. Delete the file to begin anew.",
)
