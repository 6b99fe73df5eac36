"""`godkjent check`: every record, all problems at once, and with `--base` that published history is kept."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date

from ..checks import collisions, plausible, private
from ..language.texts import Text, counted
from ..register.problems import FORMATS, Problem
from . import FOUND, WELL
from .against import published
from .folder import checked, errors, read


def add(parser: argparse.ArgumentParser) -> None:
    """What `check` takes."""
    parser.add_argument(
        "--format",
        choices=list(FORMATS),
        default="text",
        help="text for mennesker, github for merknader, json for verktøy",
    )
    parser.add_argument("--base", metavar="GREN", help="kontroller også at det som er publisert der, ikke er endret")


def run(options: argparse.Namespace, day: date) -> int:
    """Tell every problem; 1 when one of them is an error."""
    found = read(options)
    problems = (*checked(found, day), *private.papers(options.registry))
    if options.base is not None:
        base = published(options, found)
        told = (*collisions.without_blame(problems, base.taken), *base.rewritten, *base.stale)
        told += plausible.questions(found, base.known, day) if base.known else ()
        problems = tuple(sorted(set(told), key=lambda p: p.order))
    if shown_problems := FORMATS[options.format](problems, options.lang):
        print(shown_problems)
    if options.format == "text":
        print(summary(problems, len(found.records)).in_language(options.lang))
    return FOUND if errors(problems) else WELL


def summary(problems: Sequence[Problem], files: int) -> Text:
    """One closing sentence that counts files, errors and warnings."""
    grave = len(errors(problems))
    if not problems:
        return counted(files, _WELL_ONE, _WELL)
    doubts = counted(len(problems) - grave, _ONE_WARNING, _WARNINGS)
    return _FOUND.fill(
        errors=counted(grave, _ONE_ERROR, _ERRORS), warnings=doubts, files=counted(files, _ONE_FILE, _FILES)
    )


_WELL_ONE = Text("Alt i orden: {count} fil kontrollert.", "All well: {count} file checked.")
_WELL = Text("Alt i orden: {count} filer kontrollert.", "All well: {count} files checked.")
_FOUND = Text("{errors} og {warnings} i {files}.", "{errors} and {warnings} in {files}.")
_ONE_ERROR = Text("{count} feil", "{count} error")
_ERRORS = Text("{count} feil", "{count} errors")
_ONE_WARNING = Text("{count} advarsel", "{count} warning")
_WARNINGS = Text("{count} advarsler", "{count} warnings")
_ONE_FILE = Text("{count} fil", "{count} file")
_FILES = Text("{count} filer", "{count} files")
