"""`godkjent status`: how one centre or all stand on a day."""

from __future__ import annotations

import argparse
from datetime import date

from ..acts import reading
from ..language.texts import Text, same
from ..register import lifecycle
from ..register.clock import day_from
from ..register.model import Register
from ..register.statuses import RUNNING, STATUSES
from . import WELL, WrongUse
from .folder import sound_register


def add(parser: argparse.ArgumentParser) -> None:
    """What `status` takes."""
    parser.add_argument("slug", nargs="?", metavar="SENTER", help="navnet eller organisasjonsnummeret")
    parser.add_argument("--on", metavar="DATO", help="dagen det spørres om (ellers i dag)")


def run(options: argparse.Namespace, day: date) -> int:
    """One line for each centre asked for."""
    _, register = sound_register(options, day, _NO_STATUS)
    on = day_from(reading.day(options.on)) if options.on else day
    print("\n".join(_status_lines(register, options, on)))
    return WELL


def _status_lines(register: Register, options: argparse.Namespace, on: date) -> list[str]:
    wanted = register.centres
    if options.slug is not None:
        try:
            slug = reading.centre(options.slug, reading.known(register)).slug
        except reading.NotRead as error:
            raise WrongUse(error.text.in_language(options.lang)) from None
        wanted = tuple(c for c in wanted if c.slug == slug)
    rows = []
    for centre in wanted:
        state = lifecycle.state_on(centre.decisions, on, register.scheme.rules)
        words = STATUSES[state.status].label.in_language(options.lang)
        until = _UNTIL.fill(day=state.valid_until) if state.status in RUNNING else same("")
        number = reading.spaced(centre.organisation_number)
        rows.append(f"{number}  {words:<{_WIDTH}}  {centre.name} ({centre.slug}){until.in_language(options.lang)}")
    return rows


_WIDTH = max(len(row.label.nb) for row in STATUSES.values())
_UNTIL = Text(", gyldig til {day}", ", valid until {day}", ", gyldig til {day}")
_NO_STATUS = Text(
    "Registeret har feil, så ingen status blir oppgitt.", "The register has errors, so no status is given."
)
