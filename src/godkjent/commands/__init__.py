"""The commands, one module each, and what they share: how they answer and how they refuse.

Every command module has `add(parser)`, which says what it takes, and `run(options, day)`, which gives the exit status, or the
arguments of the command that does the work.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from ..language.texts import LANGUAGES, SOURCE
from ..register.clock import BadDate, as_of

WELL, FOUND, WRONG_USE = 0, 1, 2


@dataclass(frozen=True)
class Again:
    """What a command answers with when another is to do the work: the arguments to give it. Nobody is there to be asked."""

    arguments: tuple[str, ...]


class WrongUse(Exception):
    """The command was called in a way that cannot be carried out; its text is the sentence to show."""


class Refused(Exception):
    """What was asked for is understood and may not be done; its text is the sentence to show."""


def add_common(parser: argparse.ArgumentParser) -> None:
    """The options that every command of the register has."""
    parser.add_argument(
        "--registry", type=Path, default=Path("registry"), metavar="MAPPE", help="mappen med registeret"
    )
    add_language(parser)
    add_clock(parser)


def add_language(parser: argparse.ArgumentParser) -> None:
    """The language of what is said."""
    parser.add_argument("--lang", choices=LANGUAGES, default=SOURCE, help="språk i meldingene")


def add_clock(parser: argparse.ArgumentParser) -> None:
    """The day of what is asked."""
    parser.add_argument(
        "--as-of",
        metavar="ÅÅÅÅ-MM-DD",
        help="dagen registeret gjelder (ellers SOURCE_DATE_EPOCH, ellers i dag i Oslo)",
    )


def answer(parser: argparse.ArgumentParser, arguments: Sequence[str] | None, *, unattended: bool = False) -> int:
    """Run the command that the arguments name, and give its exit status; what stops it is a sentence.

    One that is `unattended` was not typed by a person: what it lacks is told by the question, and never by a flag.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without « or å still gets its answer
    options = parser.parse_args(arguments, argparse.Namespace(unattended=unattended))
    try:
        day = as_of(options.as_of, os.environ)
        done: int | Again = options.run(options, day)
        return answer(parser, done.arguments, unattended=True) if isinstance(done, Again) else done
    except Refused as error:
        print(error, file=sys.stderr)
        return FOUND
    except (WrongUse, BadDate) as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:
        sys.stderr.close()
        return WELL
