"""How the commands read the folder with the register, and refuse one with errors."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ..acts import append
from ..checks import rules
from ..language.progress import track
from ..language.texts import Text, shown
from ..register import records, remembered
from ..register.model import Register
from ..register.problems import FORMATS, Level, Problem
from ..register.schema import Schema
from . import Refused, WrongUse


def read(options: argparse.Namespace, folder: Path | None = None) -> records.Registry:
    """The registry in `folder`, by default the one that the options name."""
    folder = folder or options.registry
    with _readable(folder, options.lang):
        store = remembered.store_of(options.registry)
        return records.read(folder, track(_READING.in_language(options.lang)), store)


def schemas_of(options: argparse.Namespace) -> Mapping[str, Schema]:
    """The schemas of the registry that the options name."""
    with _readable(options.registry, options.lang):
        return records.read_schemas(options.registry / "schemas")


@contextmanager
def _readable(folder: Path, language: str) -> Iterator[None]:
    """A folder that is not there, or whose schemas cannot be used, is told of as such."""
    if not folder.is_dir():
        raise WrongUse(_NO_FOLDER.in_language(language).format(folder=shown(folder)))
    try:
        yield
    except (OSError, ValueError) as error:
        sentence = _SCHEMAS.in_language(language)
        raise WrongUse(sentence.format(folder=shown(folder / "schemas"), why=shown(error))) from None


def help_of(sort: str) -> dict[str, str]:
    """What each field of a file takes, as the schema of this folder says it; nothing where no register stands."""
    try:
        fields = json.loads(Path(f"registry/schemas/{sort}.schema.json").read_bytes())["properties"]
        return {name: node["description"].replace("%", "%%") for name, node in fields.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def put(files: Mapping[Path, bytes | None], language: str) -> None:
    """Give every file its content (None takes it away), or leave all as they were. Raises Refused, with what stands in the way."""
    try:
        for path in files:
            path.parent.mkdir(exist_ok=True)
        append.put_all(files)
    except (OSError, KeyboardInterrupt) as error:
        why = shown(getattr(error, "strerror", None) or type(error).__name__)
        names = shown(", ".join(path.name for path in [*files][:3])) + (" …" if len(files) > 3 else "")
        raise Refused(_NOT_PUT.fill(files=names, why=why).in_language(language)) from None


def put_centres(registry: Path, contents: Mapping[str, bytes | None], language: str) -> None:
    """The same for files of centres, by their names without ending."""
    put({registry / "centres" / f"{stem}.yaml": content for stem, content in contents.items()}, language)


def checked(found: records.Registry, day: date) -> tuple[Problem, ...]:
    """Everything wrong with a registry that was read; what was found out is kept for the next time."""
    problems = rules.check(found, day)
    found.keep()
    return problems


def errors(problems: Sequence[Problem]) -> list[Problem]:
    """Those that stop a merge and a build."""
    return [p for p in problems if p.level is Level.ERROR]


def sound_register(options: argparse.Namespace, day: date, why_not: Text) -> tuple[records.Registry, Register]:
    """The registry and its register; one with errors is refused with its problems told and `why_not`."""
    found = read(options)
    if wrong := errors(checked(found, day)):
        tell(wrong, options)
        raise Refused(why_not.in_language(options.lang))
    return found, found.register(day)


def tell(problems: Sequence[Problem], options: argparse.Namespace) -> None:
    """Problems for a person, beside what the command gives."""
    print(FORMATS["text"](problems, options.lang), file=sys.stderr)


_NOT_PUT = Text(
    "«{files}» kan ikke skrives: {why}. Ingenting er endret.",
    "“{files}” cannot be written: {why}. Nothing has changed.",
)
_READING = Text("Leser registeret", "Reading the register")
_NO_FOLDER = Text(
    "Finner ikke mappen «{folder}». Kjør kommandoen fra mappen som inneholder registry/, eller bruk --registry.",
    "There is no folder “{folder}”. Run the command from the folder that holds registry/, or use --registry.",
)
_SCHEMAS = Text("Skjemaene i «{folder}» kan ikke brukes: {why}", "The schemas in “{folder}” cannot be used: {why}")
