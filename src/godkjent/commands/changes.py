"""`godkjent changes`: what has been changed since a place in git, in plain words, as Markdown for a pull request."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ..checks import collisions, plausible, rules
from ..language.texts import Text, shown
from ..outputs.change_report import Side, as_markdown
from ..register import git, records
from ..register.problems import Problem, as_points
from ..register.records import Registry
from . import FOUND, WELL, Refused
from .against import published
from .folder import checked, errors, read, tell


def add(parser: argparse.ArgumentParser) -> None:
    """What `changes` takes."""
    parser.add_argument("base", metavar="GREN", help="grenen eller punktet i git som det sammenlignes med")
    parser.add_argument("--preview", metavar="ADRESSE", help="hvor nettstedet kan sees slik det vil bli")


def run(options: argparse.Namespace, day: date) -> int:
    """Tell the effect, and what is worth a second look; of a registry with errors only those can be told."""
    files = read(options)
    base = published(options, files)
    problems = collisions.without_blame(checked(files, day), base.taken)
    stale = [as_points(_STALE, base.stale, options.lang)] if base.stale else []
    if wrong := errors(problems):
        print(_with_link("\n".join([*stale, as_points(_NOT_SOUND, wrong, options.lang)]), options), end="")
        return FOUND
    now = Side(files, files.register(day))
    before = _published(options, day, base.start, now)
    known = {(p.file, p.message) for p in rules.check(before.files, day)}
    asked = plausible.questions(files, base.known, day) if base.known else ()
    new = [p for p in (*problems, *base.rewritten, *asked) if (p.file, p.message) not in known]
    names = {r.document.file: name for r in files.records if isinstance(name := r.get("name"), str)}
    parts = [*stale, as_markdown(before, now, options.lang), *_points(new, options.lang, names)]
    print(_with_link("\n".join(parts), options), end="")
    return WELL


def _points(new: Sequence[Problem], language: str, names: Mapping[str, str]) -> Iterator[str]:
    """What stops the merge, by its line, which must be mended; and what does not, by the company it is about."""
    wrong = errors(new)
    if wrong:
        yield as_points(_MUST, wrong, language)
    if look := [p for p in new if p not in wrong]:
        yield as_points(_LOOK, look, language, names)


def _with_link(report: str, options: argparse.Namespace) -> str:
    link = _PREVIEW.in_language(options.lang).format(url=options.preview) if options.preview else ""
    return report + link


def _published(options: argparse.Namespace, day: date, ref: str, now: Side) -> Side:
    """The register as it was at the base, read with the schemas it had; where there was none, an empty one."""
    other = git.differing(options.registry, ref)
    if all(map(records.kind_of, other)):  # the same schemas, and nothing that the register does not know
        return _sound(records.with_files(now.files, options.registry, other), options, day)
    with git.folder_at(options.registry, ref) as folder:
        if not any(folder.iterdir()):
            return Side(Registry(schemas=now.files.schemas), replace(now.register, centres=(), statistics=()))
        return _sound(read(options, folder), options, day)


def _sound(files: Registry, options: argparse.Namespace, day: date) -> Side:
    if wrong := errors(files.problems):
        tell(wrong, options)
        raise Refused(_BASE_NOT_SOUND.in_language(options.lang).format(base=shown(options.base)))
    return Side(files, files.register(day))


_NOT_SOUND = Text(
    "Registeret har feil, så det kan ikke sies hva endringen gjør",
    "The register has errors, so what the change does cannot be told",
)
_STALE = Text("Hent siste utgave først", "Fetch the latest edition first")
_MUST = Text(
    "Dette må rettes før forslaget kan godkjennes", "This must be put right before the proposal can be accepted"
)
_LOOK = Text("Se en gang til på dette", "Have a second look at this")
_PREVIEW = Text("\n[Se nettstedet slik det blir]({url})\n", "\n[See the site as it will be]({url})\n")
_BASE_NOT_SOUND = Text(
    "Registeret på «{base}» har feil, så det er ikke noe å sammenligne med.",
    "The register at “{base}” has errors, so there is nothing to compare with.",
)
