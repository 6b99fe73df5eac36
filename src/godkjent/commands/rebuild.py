"""`godkjent rebuild`: a published day built again by anybody, and which bytes differ from what was published, and why."""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from ..language.refusals import Refusal
from ..language.texts import Text
from ..outputs import rebuilding
from ..register import git
from ..register.clock import day_from
from ..trust import contexts, verify_log
from ..trust.site_files import Folder
from ..trust.verify_credential import Finding, Outcome, Question, check_site, outcome
from . import FOUND, WELL, Refused
from .sites import show, vkey_of

_MOST_TOLD = 20
"""Files that are told one by one."""


def add(parser: argparse.ArgumentParser) -> None:
    """What `rebuild` takes."""
    parser.add_argument("day", metavar="ÅÅÅÅ-MM-DD", help="dagen som ble publisert")
    parser.add_argument("--branch", metavar="GREN", help="grenen med det som er publisert (ellers publisert)")
    parser.add_argument(
        "--fetch", action="store_true", help="hent pakkene fra den dagen, i stedet for å bruke dem som er her"
    )


def run(options: argparse.Namespace, _: date) -> int:
    """Build the day again, and tell what differs."""
    try:
        return _rebuild(options, day_from(options.day))
    except Refusal as refusal:
        raise Refused(refusal.text.in_language(options.lang)) from None
    except contexts.ContextError as error:
        raise Refused(str(error)) from None


def _rebuild(options: argparse.Namespace, when: date) -> int:
    root, lang = git.root_of(options.registry.absolute().parent), options.lang
    day = rebuilding.find(root, when, options.branch)
    _say(_BUILDING.fill(day=when, commit=day.inputs.commit, state=day.state), lang)
    if day.times > 1:
        _say(_SEVERAL.fill(times=day.times), lang)
    if git.changed(root):
        _say(_NOT_YOURS, lang)
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="godkjent-rebuild-")))
        published = stack.enter_context(git.folder_at(root, day.state))
        (work / "published").symlink_to(published)
        if day.before:
            (work / "before").symlink_to(stack.enter_context(git.folder_at(root, day.before)))
        git.copy_at(root, str(day.inputs.commit), work / "source")
        python, packages = _packages(options, root, work / "source")
        built = rebuilding.build(day, work, python)
        compared = rebuilding.compare(built, published, packages)
        signatures = _signatures(published, work / "source", when) if compared.signed else []
    return _tell(compared, signatures, lang)


def _packages(options: argparse.Namespace, root: Path, source: Path) -> tuple[Path, tuple[str, ...]]:
    """The Python to build with, and the packages of it that are not those of the day."""
    if options.fetch:
        return rebuilding.fetch(source), ()
    modules = root / "node_modules"
    if not modules.is_dir():
        raise rebuilding.NotRebuilt(_NO_MODULES)
    packages = rebuilding.packages_of(source, modules)
    if packages:
        _say(_OTHER.fill(count=len(packages), packages=", ".join(packages[:_MOST_TOLD])), options.lang)
    (source / "node_modules").symlink_to(modules.resolve())
    return Path(sys.executable), packages


def _signatures(published: Path, source: Path, when: date) -> list[Finding]:
    """What the signatures are worth on the day, and whether what the site shows agrees with the log."""
    site = Folder(published)
    question = Question(when, (), contexts.loader(source))
    return [*check_site(site, question), *verify_log.findings(site, vkey_of(site, None, "nb"))[0]]


def _tell(compared: rebuilding.Compared, signatures: list[Finding], lang: str) -> int:
    sound = outcome(signatures) is Outcome.IN_FORCE if signatures else True
    if not sound:
        show(signatures, lang)
    for one in compared.different[:_MOST_TOLD]:
        print(f"{one.path}: {one.what.in_language(lang)}")
    if (more := len(compared.different) - _MOST_TOLD) > 0:
        print(_MORE.fill(more=more).in_language(lang))
    if compared.signed:
        told = (_SIGNED if sound else _SIGNED_WRONG).fill(count=len(compared.signed))
        print(told.in_language(lang))
    same = not compared.different and sound
    print((_SAME if same else _DIFFERENT).fill(same=compared.same, different=len(compared.different)).in_language(lang))
    return WELL if same else FOUND


def _say(what: Text, lang: str) -> None:
    print(what.in_language(lang), file=sys.stderr)


_BUILDING = Text(
    "Bygger {day} på nytt av {commit}, og sammenligner med {state} på grenen …",
    "Building {day} again from {commit}, to compare with {state} on the branch …",
)
_SEVERAL = Text(
    "Den dagen ble publisert {times} ganger. Den siste av dem sammenlignes.",
    "That day was published {times} times. The last of them is compared.",
)
_NOT_YOURS = Text(
    "Det du selv har endret her, er ikke med: dagen bygges av det som ligger i git.",
    "What you have changed here yourself is left out: the day is built from what is in git.",
)
_NO_MODULES = Text(
    "Mappen node_modules mangler. Kjør «make setup» først, eller bruk --fetch.",
    "The folder node_modules is missing. Run “make setup” first, or use --fetch.",
)
_OTHER = Text(
    "Pakkene her er ikke dem dagen ble bygget med ({count}: {packages}). Med --fetch hentes de rette.",
    "The packages here are not those that the day was built with ({count}: {packages}). --fetch fetches the right ones.",
)
_MORE = Text("… og {more} til.", "… and {more} more.")
_SIGNED = Text(
    "{count} filer tar en nøkkel og kan ikke bygges igjen. Signaturene holder, og det nettstedet viser, stemmer med loggen.",
    "{count} files take a key and cannot be built again. The signatures hold, and what the site shows agrees with the log.",
)
_SIGNED_WRONG = Text(
    "{count} filer tar en nøkkel og kan ikke bygges igjen. Noe ved signaturene stemmer ikke; se over.",
    "{count} files take a key and cannot be built again. Something about the signatures is wrong; see above.",
)
_SAME = Text(
    "Alt er likt: {same} filer er bygget på nytt, byte for byte.",
    "Everything is the same: {same} files were built again, byte for byte.",
)
_DIFFERENT = Text(
    "Ikke likt: {different} filer er annerledes, {same} er like.",
    "Not the same: {different} files differ, {same} are alike.",
)
