"""Letters and papers from the desk: made when they are asked for and handed to the browser; nothing is kept."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from ..acts import reading
from ..language.texts import Text, shown
from ..outputs import reminders
from ..register.clock import BadDate
from ..register.due import worklist
from ..register.model import Register
from . import Refused, WrongUse, letter
from .folder import sound_register

PATH = "/papir"
KINDS = {"pdf": "application/pdf", "eml": "message/rfc822"}


class NoPaper(Exception):
    """The paper cannot be made; its text is the sentence to show."""


def paper(asked: Mapping[str, str], options: argparse.Namespace, day: date) -> letter.File:
    """The name and the content of the paper that the page asks for. Raises NoPaper."""
    try:
        read, register = sound_register(options, day, letter.NOT_SOUND)
        what = asked.get("hva", "")
        if what not in letter.PAPERS:
            raise NoPaper(_WHICH.in_language(options.lang))
        files = list(letter.PAPERS[what](_as_command(asked, options, register), read, register))
    except (Refused, WrongUse, BadDate) as error:
        raise NoPaper(str(error)) from None
    wanted = asked.get("fil")
    found = next((file for file in files if wanted in (None, file[0])), None)
    if found is None:
        raise NoPaper(_GONE.in_language(options.lang))
    return found


def _as_command(asked: Mapping[str, str], options: argparse.Namespace, register: Register) -> argparse.Namespace:
    """What the command would have been given."""
    number, year = asked.get("vedtak") or None, asked.get("ar", "").strip()
    if year and not (year.isdecimal() and len(year) == 4):
        raise NoPaper(_NO_YEAR.fill(words=shown(year)).in_language(options.lang))
    holder = next((c for c in register.centres if any(d.id == number for d in c.decisions)), None)
    given = {
        "slug": holder.slug if holder else None,
        "decision": number,
        "appeal_by": reading.day(asked.get("klagefrist", "")) or None,
        "meeting": reading.day(asked.get("dag", "")) or None,
        "year": int(year) if year else None,
    }
    return argparse.Namespace(**{**vars(options), **given})


def reminders_now(register: Register, language: str) -> list[tuple[str, str]]:
    """Each reminder that it is time for: its file, and whom and what it is about."""
    tasks = worklist(register, letter.AHEAD)
    return reminders.named(register, tasks, language)


_WHICH = Text("Velg hva som skal lages.", "Choose what to make.", "Vel kva som skal lagast.")
_GONE = Text(
    "Denne påminnelsen er ikke aktuell lenger.",
    "This reminder is no longer due.",
    "Denne påminninga er ikkje aktuell lenger.",
)
_NO_YEAR = Text("«{words}» er ikke et årstall.", "“{words}” is not a year.", "«{words}» er ikkje eit årstal.")
