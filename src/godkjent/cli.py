"""The `godkjent` command. Exit status: 0 all well, 1 problems found, 2 wrong use."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path

from . import checks, lifecycle, registry
from .clock import BadDate, as_of, day_from
from .model import Register
from .problems import FORMATS, Level, Problem
from .progress import track
from .texts import Text, shown

WELL, FOUND, WRONG_USE = 0, 1, 2


class WrongUse(Exception):
    """The command was called in a way that cannot be carried out; its text is the sentence to show."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without « or å still gets its answer
    options = _parser().parse_args(arguments)
    try:
        day = as_of(options.as_of, os.environ)
        return int(options.run(options, day))
    except (WrongUse, BadDate) as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:
        sys.stderr.close()
        return WELL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "godkjent", description="Registeret over godkjente callsentre: kontroll og oppslag."
    )
    commands = parser.add_subparsers(required=True, metavar="KOMMANDO")
    check = commands.add_parser("check", help="kontroller alle filene i registeret og vis alle feil på én gang")
    check.add_argument(
        "--format",
        choices=list(FORMATS),
        default="text",
        help="text for mennesker, github for merknader, json for verktøy",
    )
    check.set_defaults(run=_check)
    status = commands.add_parser("status", help="vis status for ett senter eller alle, i dag eller en annen dag")
    status.add_argument("slug", nargs="?", metavar="SENTER", help="filnavnet uten .yaml, eller organisasjonsnummeret")
    status.add_argument("--on", metavar="ÅÅÅÅ-MM-DD", help="dagen det spørres om (ellers i dag)")
    status.set_defaults(run=_status)
    for command in (check, status):
        command.add_argument(
            "--registry", type=Path, default=Path("registry"), metavar="MAPPE", help="mappen med registeret"
        )
        command.add_argument("--lang", choices=["nb", "en"], default="nb", help="språk i meldingene")
        command.add_argument(
            "--as-of",
            metavar="ÅÅÅÅ-MM-DD",
            help="dagen registeret gjelder (ellers SOURCE_DATE_EPOCH, ellers i dag i Oslo)",
        )
    return parser


def _read(options: argparse.Namespace) -> registry.Registry:
    folder: Path = options.registry
    if not folder.is_dir():
        raise WrongUse(
            f"Finner ikke mappen «{shown(folder)}». Kjør kommandoen fra mappen som inneholder registry/, eller bruk --registry."
        )
    try:
        return registry.read(folder, track(_READING.in_language(options.lang)))
    except (OSError, ValueError) as error:
        raise WrongUse(f"Skjemaene i «{shown(folder / 'schemas')}» kan ikke brukes: {shown(error)}") from None


def _check(options: argparse.Namespace, day: date) -> int:
    read = _read(options)
    problems = checks.check(read, day)
    if shown_problems := FORMATS[options.format](problems, options.lang):
        print(shown_problems)
    if options.format == "text":
        print(summary(problems, len(read.records)).in_language(options.lang))
    return FOUND if any(p.level is Level.ERROR for p in problems) else WELL


def summary(problems: Sequence[Problem], files: int) -> Text:
    """One closing sentence that counts files, errors and warnings."""
    errors = sum(p.level is Level.ERROR for p in problems)
    return (_WELL if not problems else _FOUND).fill(files=files, errors=errors, warnings=len(problems) - errors)


def _status(options: argparse.Namespace, day: date) -> int:
    read = _read(options)
    problems = [p for p in checks.check(read, day) if p.level is Level.ERROR]
    if problems:
        print(FORMATS["text"](problems, options.lang), file=sys.stderr)
        print(_NO_STATUS.in_language(options.lang), file=sys.stderr)
        return FOUND
    register = read.register(day)
    on = day_from(options.on) if options.on else day
    print("\n".join(_status_lines(register, options, on)))
    return WELL


def _status_lines(register: Register, options: argparse.Namespace, on: date) -> list[str]:
    wanted = [c for c in register.centres if options.slug in (None, c.slug, c.organisation_number)]
    if not wanted:
        raise WrongUse(_UNKNOWN.in_language(options.lang).format(slug=shown(options.slug)))
    rows = []
    for centre in wanted:
        state = lifecycle.state_on(centre.decisions, on, register.scheme.rules)
        until = f"  {_UNTIL.in_language(options.lang)} {state.valid_until}" if state.status in lifecycle.RUNNING else ""
        rows.append(
            f"{centre.organisation_number}  {state.status or 'unknown':<9}  {centre.name} ({centre.slug}){until}"
        )
    return rows


_READING = Text("Leser registeret", "Reading the register")
_UNTIL = Text("gyldig til", "valid until")
_WELL = Text("Alt i orden: {files} filer kontrollert.", "All well: {files} files checked.")
_FOUND = Text(
    "{errors} feil og {warnings} advarsler i {files} filer.",
    "{errors} errors and {warnings} warnings in {files} files.",
)
_NO_STATUS = Text(
    "Registeret har feil, så ingen status blir oppgitt.", "The register has errors, so no status is given."
)
_UNKNOWN = Text("Det er ikke noe senter «{slug}» i registeret.", "There is no centre “{slug}” in the register.")
