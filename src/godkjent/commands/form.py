"""`godkjent form`: an issue form carried out by the same command that a person at a terminal would give."""

from __future__ import annotations

import argparse
import contextlib
import sys
from datetime import date
from pathlib import Path

from ..acts import issue_forms, meeting, reading
from ..acts.acts import MEETING
from ..language.i18n import in_every_language
from ..language.texts import Text, same, shown
from . import WELL, Again, Refused, WrongUse
from .folder import read, schemas_of


def add(parser: argparse.ArgumentParser) -> None:
    """What `form` takes."""
    parser.add_argument("file", metavar="FIL", help="det innsendte skjemaet slik GitHub gir det; - for standard inn")
    parser.add_argument("--title", action="store_true", help="skriv bare hva forslaget kan hete, og endre ingenting")


def run(options: argparse.Namespace, day: date) -> int | Again:
    """What carries the form out, or its title; refuses what is no form."""
    schemas = schemas_of(options)
    body = _body(options)
    try:
        if options.title:
            print(_title(body, options, day))
            return WELL
        arguments = issue_forms.command(body, schemas)
    except (issue_forms.NotAForm, meeting.NotMinutes) as error:
        raise Refused(error.text.in_language(options.lang)) from None
    common = [f"--registry={options.registry}", f"--lang={options.lang}", f"--as-of={day}"]
    return Again((arguments[0], *common, *arguments[1:]))


def _body(options: argparse.Namespace) -> str:
    try:
        raw = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
        return raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse(_NO_FILE.in_language(options.lang).format(file=shown(options.file), why=shown(error))) from None


def _title(body: str, options: argparse.Namespace, day: date) -> str:
    """`Suspensjon: Eksempel Svar AS`: what is decided, and the company by its name."""
    files = read(options)
    act, answers = issue_forms.read(body, files.schemas)
    if act is MEETING:
        count = len(meeting.read(answers["decisions"], files.schemas["centre"]))
        when = same(shown(answers["date"]))
        with contextlib.suppress(ValueError):
            when = in_every_language(date.fromisoformat(reading.day(answers["date"])))
        return _MEETING.fill(day=when, count=count).in_language(options.lang)
    about = next(filter(None, (issue_forms.said(answers.get(name, "")) for name in ("name", "centre", "year"))), "")
    if "centre" in answers:
        # what is wrong the form itself says; its title then only repeats what was written
        with contextlib.suppress(reading.NotRead, LookupError, ValueError):
            about = reading.centre(about, reading.known(files.register(day))).name
    return f"{answers.get('kind') or act.title.in_language(options.lang)}: {shown(about)}"


_MEETING = Text("Møte {day}: {count} vedtak", "Meeting {day}: {count} decisions")
_NO_FILE = Text("«{file}» kan ikke leses: {why}", "“{file}” cannot be read: {why}")
