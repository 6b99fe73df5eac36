"""`godkjent meeting`: all decisions of a meeting entered at once, numbered in their order; all of them, or none."""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path

from ..acts import meeting
from ..acts.issue_forms import NotAForm
from ..acts.reading import day as read_day
from ..language.refusals import Refusal
from ..language.texts import Text, shown
from ..register.clock import BadDate
from ..register.schema import Schema
from . import WELL, Refused, WrongUse, add_common, decide
from .decide import NOT_SOUND, refuse_undecodable
from .folder import put_centres, sound_register


def add(parser: argparse.ArgumentParser) -> None:
    """What `meeting` takes."""
    parser.add_argument(
        "file", nargs="?", metavar="FIL", help="vedtakene som tekst, hvert fra «Senter: …»; - for standard inn"
    )
    parser.add_argument("--text", metavar="TEKST", help="vedtakene selv, i stedet for en fil")
    parser.add_argument("--date", metavar="DATO", help="møtedagen (ellers dagen registeret gjelder)")
    parser.add_argument("--dry-run", action="store_true", help="vis hva som ville blitt skrevet, og skriv ingenting")


def run(options: argparse.Namespace, day: date) -> int:
    """Carry out every decision on a copy of the registry, and put the files in place when all of them are sound."""
    refuse_undecodable(options)
    read, _ = sound_register(options, day, NOT_SOUND)
    schema = read.schemas["centre"]
    try:
        minutes = meeting.read(options.text or _text(options), schema)
    except meeting.NotMinutes as error:
        raise Refused(error.text.in_language(options.lang)) from None
    with tempfile.TemporaryDirectory(prefix="godkjent-") as temporary:
        copy = Path(temporary) / (options.registry.name or "registry")
        shutil.copytree(options.registry, copy, symlinks=True)
        told, wrong = [], False
        for n, minute in enumerate(minutes, 1):
            said, sound = _one(minute, schema, options, day, copy)
            heading = _HEADING.fill(n=n, about=minute.about).in_language(options.lang)
            told.append(f"{heading}\n{said}")
            wrong = wrong or not sound
            if not sound:
                print(told[-1], file=sys.stderr)
        if wrong:
            raise Refused(_NOTHING.in_language(options.lang))
        if not options.dry_run:
            _put(copy, options.registry, options.lang)
    print("\n".join(told), end="")
    if not options.dry_run:
        print(_DONE.fill(count=len(minutes)).in_language(options.lang))
    return WELL


def _one(
    minute: meeting.Minute, schema: Schema, options: argparse.Namespace, day: date, copy: Path
) -> tuple[str, bool]:
    """What `decide` says of one decision, and whether it is sound."""
    out, complaints = io.StringIO(), io.StringIO()
    try:
        given = meeting.command(minute, read_day(options.date or str(day)), schema)
        with redirect_stdout(out), redirect_stderr(complaints):
            decide.run(_parsed(given[1:], copy, options, day), day)
    except (NotAForm, Refusal) as error:
        return f"{error.text.in_language(options.lang)}\n", False
    except (Refused, WrongUse, BadDate) as error:
        return complaints.getvalue() or f"{error}\n", False
    return complaints.getvalue() + out.getvalue(), True


def _parsed(arguments: list[str], copy: Path, options: argparse.Namespace, day: date) -> argparse.Namespace:
    """The options of `decide`, for the copy; nothing is asked for on a terminal."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    decide.add(parser)
    add_common(parser)
    common = [f"--registry={copy}", f"--lang={options.lang}", f"--as-of={day}"]
    return parser.parse_args([*common, *arguments], argparse.Namespace(unattended=True))


def _put(copy: Path, registry: Path, language: str) -> None:
    made = {path.stem: path.read_bytes() for path in sorted((copy / "centres").glob("*.yaml"))}
    before = {path.stem: path.read_bytes() for path in (registry / "centres").glob("*.yaml")}
    put_centres(registry, {stem: content for stem, content in made.items() if before.get(stem) != content}, language)


def _text(options: argparse.Namespace) -> str:
    if not options.file:
        raise WrongUse(_WHAT.in_language(options.lang))
    try:
        raw = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse(_NO_FILE.in_language(options.lang).format(file=shown(options.file), why=shown(error))) from None


_HEADING = Text("Vedtak {n} ({about}):", "Decision {n} ({about}):")
_DONE = Text("{count} vedtak er ført.", "{count} decisions have been entered.")
_NOTHING = Text(
    "Ingen av vedtakene er ført. Rett det som står over, og prøv alle på nytt.",
    "None of the decisions has been entered. Put right what is said above, and try all of them anew.",
)
_WHAT = Text("Gi filen med vedtakene, eller --text.", "Give the file with the decisions, or --text.")
_NO_FILE = Text("«{file}» kan ikke leses: {why}", "“{file}” cannot be read: {why}")
