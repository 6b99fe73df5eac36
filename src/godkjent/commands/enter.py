"""`godkjent statistics` and `godkjent misuse`: a file of the authority's figures for a year, or of one who misused the mark."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..acts import append, yaml_text
from ..acts.acts import flag_of
from ..acts.other_acts import SORTS, TEXTS, Sort, questions, record, typed, written
from ..acts.told import as_questions
from ..language.refusals import Refusal
from ..language.texts import Text, joined, shown
from ..register.loader import load
from ..register.records import Registry
from ..register.schema import Schema, title
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
    """Check the register with the file in it and put it in place; its name. Raises Refused, and then nothing is written."""
    try:
        made = record(answers, read.schemas[sort.name])
    except Refusal as refusal:
        raise Refused(refusal.text.in_language(options.lang)) from None
    path = options.registry / sort.folder / f"{sort.stem(made)}.yaml"
    if path.exists() and _another_case(path, made):
        path = path.with_stem(f"{path.stem}-{made['seen']}")
    name = f"{options.registry.name}/{sort.folder}/{path.name}"
    if path.exists():
        made = _with_what_was_there(path, name, made, read.schemas[sort.name], options)
    content = written(sort, made)
    trial = append.trial_of(read, options.registry, {f"{sort.folder}/{path.name}": content}, day)
    if trial.errors:
        raise Refused(as_questions(trial.registry, trial.errors, path.stem, options.lang))
    if ours := [p for p in trial.problems if p.file.endswith(f"{sort.folder}/{path.name}")]:
        print(as_questions(trial.registry, ours, path.stem, options.lang), file=sys.stderr)
    if not options.dry_run:
        put({path: content}, options.lang)
    print(content.decode("utf-8"), end="")
    return name


def _held(path: Path) -> dict[str, Any]:
    document, _ = load(path, path.name)
    return dict(document.data) if document and isinstance(document.data, dict) else {}


def _another_case(path: Path, made: Mapping[str, Any]) -> bool:
    """Whether the file is about the same name, but about something that was seen on another day and has ended."""
    held = _held(path)
    return "ended" in held and "seen" in made and str(made["seen"]) > str(held["ended"])


def _with_what_was_there(
    path: Path, name: str, made: Mapping[str, Any], schema: Schema, options: argparse.Namespace
) -> dict[str, Any]:
    """What the file says with the new answers in it: figures are set right, and misuse that has ended gets its day.

    Raises Refused when nothing is new, or when somebody has written remarks in the file, which would be lost.
    """
    held = _held(path)
    if "#" in "".join(path.read_text("utf-8").splitlines()[1:]):
        raise Refused(_BY_HAND.fill(file=shown(name)).in_language(options.lang))
    whole = {
        key: made[key] if key in made else typed(key, held[key], schema)
        for key in schema.root["properties"]
        if key in {*held, *made}
    }
    changed = [key for key in whole if yaml_text.as_read({key: whole[key]}) != {key: held.get(key)}]
    if not changed:
        raise Refused(_SAME.fill(file=shown(name)).in_language(options.lang))
    titles = [title(schema.node((key,)), (key,)) for key in changed]
    print(_CHANGES.fill(changes=joined(titles, ", ")).in_language(options.lang), file=sys.stderr)
    return whole


_NOT_SOUND = Text("Registeret har feil. Ingenting er skrevet.", "The register has errors. Nothing has been written.")
_SAME = Text(
    "Dette står i registeret fra før, med de samme svarene ({file}). Ingenting er skrevet.",
    "This is in the register already, with the same answers ({file}). Nothing has been written.",
    "Dette står i registeret frå før, med dei same svara ({file}). Ingenting er skrive.",
)
_BY_HAND = Text(
    "{file} er skrevet for hånd, med merknader. Rett den i redigeringen på GitHub.",
    "{file} is written by hand, with remarks. Put it right in GitHub's editor.",
)
_CHANGES = Text("Det som sto fra før, blir endret: {changes}.", "What stood already is changed: {changes}.")
_DONE = Text("{file} er skrevet.\n", "{file} is written.\n")
