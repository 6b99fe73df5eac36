"""`godkjent worklist`: what falls due, as text, as Markdown for an issue, or as a calendar."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from io import TextIOWrapper

from ..language.texts import Text
from ..outputs.worklist import FORMATS
from ..register.due import worklist
from . import WELL, WrongUse
from .folder import sound_register

_LONGEST = 3660


def add(parser: argparse.ArgumentParser) -> None:
    """What `worklist` takes."""
    parser.add_argument("--days", type=int, default=90, metavar="N", help="hvor mange dager fram (ellers %(default)s)")
    parser.add_argument("--format", choices=list(FORMATS), default="text", help="text, markdown eller ics (kalender)")


def run(options: argparse.Namespace, day: date) -> int:
    """Show what is overdue and what falls due in that time."""
    if not 0 <= options.days <= _LONGEST:
        raise WrongUse(_ODD_DAYS.in_language(options.lang).format(days=options.days, longest=_LONGEST))
    _, register = sound_register(options, day, _NOT_SOUND)
    shown = FORMATS[options.format](worklist(register, options.days), day, options.lang)
    if options.format == "ics" and isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # as RFC 5545 has it, whatever the machine's habits
    sys.stdout.write(shown)
    return WELL


_ODD_DAYS = Text(
    "--days er {days}, men må være et tall fra 0 til {longest}.", "--days is {days} but must be from 0 to {longest}."
)
_NOT_SOUND = Text(
    "Registeret har feil, så arbeidslisten kan ikke lages.", "The register has errors, so there is no work list."
)
