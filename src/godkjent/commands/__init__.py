"""The commands, one module each, and what they share: how they read the registry and how they refuse.

Every command module has `add(parser)`, which says what it takes, and `run(options, day)`, which gives the exit status, or the
arguments of the command that does the work.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..checks import rules
from ..language.progress import track
from ..language.texts import Text, shown
from ..register import records
from ..register.model import Register
from ..register.problems import FORMATS, Level, Problem

WELL, FOUND, WRONG_USE = 0, 1, 2


@dataclass(frozen=True)
class Again:
    """What a command answers with when another is to do the work: the arguments to give it."""

    arguments: tuple[str, ...]


class WrongUse(Exception):
    """The command was called in a way that cannot be carried out; its text is the sentence to show."""


class Refused(Exception):
    """What was asked for is understood and may not be done; its text is the sentence to show."""


def add_common(parser: argparse.ArgumentParser) -> None:
    """The options that every command has."""
    parser.add_argument(
        "--registry", type=Path, default=Path("registry"), metavar="MAPPE", help="mappen med registeret"
    )
    parser.add_argument("--lang", choices=["nb", "en", "nn"], default="nb", help="språk i meldingene")
    parser.add_argument(
        "--as-of",
        metavar="ÅÅÅÅ-MM-DD",
        help="dagen registeret gjelder (ellers SOURCE_DATE_EPOCH, ellers i dag i Oslo)",
    )


def read(options: argparse.Namespace, folder: Path | None = None) -> records.Registry:
    """The registry in `folder`, by default the one that the options name."""
    folder = folder or options.registry
    if not folder.is_dir():
        raise WrongUse(_NO_FOLDER.in_language(options.lang).format(folder=shown(folder)))
    try:
        return records.read(folder, track(_READING.in_language(options.lang)))
    except (OSError, ValueError) as error:
        sentence = _SCHEMAS.in_language(options.lang)
        raise WrongUse(sentence.format(folder=shown(folder / "schemas"), why=shown(error))) from None


def errors(problems: Sequence[Problem]) -> list[Problem]:
    """Those that stop a merge and a build."""
    return [p for p in problems if p.level is Level.ERROR]


def sound_register(options: argparse.Namespace, day: date, why_not: Text) -> tuple[records.Registry, Register]:
    """The registry and its register; one with errors is refused with its problems told and `why_not`."""
    found = read(options)
    if wrong := errors(rules.check(found, day)):
        tell(wrong, options)
        raise Refused(why_not.in_language(options.lang))
    return found, found.register(day)


def tell(problems: Sequence[Problem], options: argparse.Namespace) -> None:
    """Problems for a person, beside what the command gives."""
    print(FORMATS["text"](problems, options.lang), file=sys.stderr)


_READING = Text("Leser registeret", "Reading the register")
_NO_FOLDER = Text(
    "Finner ikke mappen «{folder}». Kjør kommandoen fra mappen som inneholder registry/, eller bruk --registry.",
    "There is no folder “{folder}”. Run the command from the folder that holds registry/, or use --registry.",
)
_SCHEMAS = Text("Skjemaene i «{folder}» kan ikke brukes: {why}", "The schemas in “{folder}” cannot be used: {why}")
