"""`godkjent check`: every record, all problems at once, and with `--base` that published history is kept."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date

from ..checks import collisions, plausible, private, rules
from ..language.texts import Text
from ..register.problems import FORMATS, Problem
from . import FOUND, WELL
from .against import published
from .folder import errors, read


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
    problems = (*rules.check(found, day), *private.papers(options.registry))
    if options.base is not None:
        with published(options, found) as base:
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
    warnings = len(problems) - grave
    noun = _ONE_WARNING if warnings == 1 else _WARNINGS
    return (_WELL if not problems else _FOUND).fill(files=files, errors=grave, warnings=noun.fill(count=warnings))


_WELL = Text("Alt i orden: {files} filer kontrollert.", "All well: {files} files checked.")
_FOUND = Text(
    "{errors} feil og {warnings} i {files} filer.",
    "{errors} errors and {warnings} in {files} files.",
)
_ONE_WARNING = Text("1 advarsel", "1 warning", "1 åtvaring")
_WARNINGS = Text("{count} advarsler", "{count} warnings", "{count} åtvaringar")
