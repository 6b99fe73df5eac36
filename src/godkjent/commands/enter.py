"""`godkjent statistics` and `godkjent misuse`: a file of the authority's figures for a year, or of one who misused the mark."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date

from ..acts import append
from ..acts.acts import flag_of
from ..acts.other_acts import SORTS, TEXTS, Sort, questions, record, written
from ..acts.told import as_questions
from ..language.refusals import Refusal
from ..language.texts import Text, shown
from ..register.records import Registry
from . import WELL, Refused, asking
from .folder import help_of, put, sound_register


def adder(name: str) -> Callable[[argparse.ArgumentParser], None]:
    """What the command of that sort of file takes; what must be there is asked for when it is left out."""

    def add(parser: argparse.ArgumentParser) -> None:
        told = help_of(name)
        for field in SORTS[name].asked:
            parser.add_argument(flag_of(field), metavar="VERDI", help=told.get(field))
        for field in (f for f in TEXTS if f in SORTS[name].asked):
            parser.add_argument(flag_of(f"{field}_en"), metavar="VERDI", help="det samme på engelsk")
        parser.add_argument(
            "--dry-run", action="store_true", help="vis hva som ville blitt skrevet, og skriv ingenting"
        )

    return add


def runner(name: str) -> Callable[[argparse.Namespace, date], int]:
    """What the command of that sort of file does."""

    def run(options: argparse.Namespace, day: date) -> int:
        """Write the file, or say why not."""
        read, _ = sound_register(options, day, _NOT_SOUND)
        sort = SORTS[name]
        answers = dict(_answers(sort, read, options))
        file = enter(sort, answers, read, options, day)
        print(_DONE.fill(file=file).in_language(options.lang) if not options.dry_run else "", end="")
        return WELL

    return run


def _answers(sort: Sort, read: Registry, options: argparse.Namespace) -> Mapping[str, str]:
    given = {f.id: getattr(options, f.id) or "" for f in questions(sort, read.schemas[sort.name])}
    for field in questions(sort, read.schemas[sort.name]):
        if field.required and not given[field.id].strip():
            given[field.id] = asking.ask(flag_of(field.id), field.title, options)
    return given


def enter(sort: Sort, answers: Mapping[str, str], read: Registry, options: argparse.Namespace, day: date) -> str:
    """Check the file in a copy of the register and put it in place; its name. Raises Refused, and then nothing is written."""
    try:
        made = record(answers, read.schemas[sort.name])
    except Refusal as refusal:
        raise Refused(refusal.text.in_language(options.lang)) from None
    path = options.registry / sort.folder / f"{sort.stem(made)}.yaml"
    name = f"{options.registry.name}/{sort.folder}/{path.name}"
    if path.exists():
        raise Refused(_THERE.fill(file=shown(name)).in_language(options.lang))
    content = written(sort, made)
    trial = append.trial_of(options.registry, {f"{sort.folder}/{path.name}": content}, day)
    if trial.errors:
        raise Refused(as_questions(trial.registry, trial.errors, path.stem, options.lang))
    if ours := [p for p in trial.problems if p.file.endswith(f"{sort.folder}/{path.name}")]:
        print(as_questions(trial.registry, ours, path.stem, options.lang), file=sys.stderr)
    if not options.dry_run:
        put({path: content}, options.lang)
    print(content.decode("utf-8"), end="")
    return name


_NOT_SOUND = Text("Registeret har feil. Ingenting er skrevet.", "The register has errors. Nothing has been written.")
_THERE = Text(
    "{file} finnes fra før. Skal den rettes, åpnes den i redigeringen på GitHub.",
    "{file} is there already. To set it right, open it in GitHub's editor.",
)
_DONE = Text("{file} er skrevet.\n", "{file} is written.\n")
