"""`godkjent changes`: what has been changed since a place in git, in plain words, as Markdown for a pull request."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path

from .. import git
from ..changes import Side, as_markdown
from ..registry import Registry
from ..texts import Text, shown
from . import WELL, Refused, WrongUse, errors, read, sound_register, tell


def add(parser: argparse.ArgumentParser) -> None:
    """What `changes` takes."""
    parser.add_argument("base", metavar="GREN", help="grenen eller punktet i git som det sammenlignes med")


def run(options: argparse.Namespace, day: date) -> int:
    """Tell the effect; a registry with errors has none that could be told."""
    now = Side(*sound_register(options, day, _NOT_SOUND))
    try:
        with git.folder_at(options.registry, options.base) as folder:
            before = _published(options, day, folder, now)
    except git.NoBase as error:
        raise WrongUse(error.sentence.in_language(options.lang)) from None
    print(as_markdown(before, now, options.lang), end="")
    return WELL


def _published(options: argparse.Namespace, day: date, folder: Path, now: Side) -> Side:
    """The register as it was at the base, read with the schemas it had; where there was none, an empty one."""
    if not any(folder.iterdir()):
        return Side(Registry(schemas=now.files.schemas), replace(now.register, centres=(), statistics=()))
    files = read(options, folder)
    if wrong := errors(files.problems):
        tell(wrong, options)
        raise Refused(_BASE_NOT_SOUND.in_language(options.lang).format(base=shown(options.base)))
    return Side(files, files.register(day))


_NOT_SOUND = Text(
    "Registeret har feil, så det kan ikke sies hva endringen gjør.",
    "The register has errors, so what the change does cannot be told.",
)
_BASE_NOT_SOUND = Text(
    "Registeret på «{base}» har feil, så det er ikke noe å sammenligne med.",
    "The register at “{base}” has errors, so there is nothing to compare with.",
)
