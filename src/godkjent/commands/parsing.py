"""How the commands are explained: what they take, and what is wrong with how they were called, in the reader's language."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from ..language.texts import LANGUAGES, Text, said


def asked_for(arguments: Sequence[str]) -> str:
    """The language that the arguments ask for, before anything has read them; bokmål when they do not."""
    pairs = pairwise((*arguments, ""))
    given = (
        after if word == "--lang" else word.partition("=")[2] for word, after in pairs if word.startswith("--lang")
    )
    return next((language for language in given if language in LANGUAGES), LANGUAGES[0])


def speak(language: str) -> None:
    """Let argparse's own words be in a language. It asks gettext, which reads compiled files alone; here it asks us."""
    own = {text.en: text.in_language(language) for text in _OWN}
    vars(argparse).update(
        _=lambda words: own.get(words, words),
        ngettext=lambda one, many, count: own.get(one if count == 1 else many, one if count == 1 else many),
    )


def explain(parser: argparse.ArgumentParser, language: str) -> None:
    """What each option takes, in a language that has it."""
    for action in parser._actions:
        if action.help and action.help != argparse.SUPPRESS:
            what = action.help.removesuffix(REPEATED)
            more = said(REPEATED, language) if what != action.help else ""
            action.help = (said(what, language) + more).strip()


REPEATED = " Kan gis flere ganger."
"""Said after what an option takes, of one that may stand more than once."""


def naming(action: argparse.Action, choices: Iterable[Any]) -> None:
    """Let `%(named)s` in what an option takes be these words."""
    vars(action)["named"] = ", ".join(map(str, choices))


_OWN = (
    Text("bruk: ", "usage: "),
    Text("argumenter", "positional arguments"),
    Text("valg", "options"),
    Text("vis denne hjelpen, og slutt", "show this help message and exit"),
    Text("%(prog)s: feil: %(message)s\n", "%(prog)s: error: %(message)s\n"),
    Text("%(argument_name)s: %(message)s", "argument %(argument_name)s: %(message)s"),
    Text("dette mangler: %s", "the following arguments are required: %s"),
    Text("ett av disse mangler: %s", "one of the arguments %s is required"),
    Text("dette finnes ikke her: %s", "unrecognized arguments: %s"),
    Text("kan ikke gis sammen med %s", "not allowed with argument %s"),
    Text("her må det stå noe etter", "expected one argument"),
    Text("her må det stå minst én ting etter", "expected at least one argument"),
    Text("her kan det bare stå én ting etter", "expected at most one argument"),
    Text("her skal det ikke stå noe etter: %r", "ignored explicit argument %r"),
    Text("%(value)r kan ikke brukes her", "invalid %(type)s value: %(value)r"),
    Text("%(value)r er ikke et av valgene (%(choices)s)", "invalid choice: %(value)r (choose from %(choices)s)"),
    Text("%(option)s kan være flere: %(matches)s", "ambiguous option: %(option)s could match %(matches)s"),
    Text("her må det stå %s ting etter", "expected %s argument"),
    Text("her må det stå %s ting etter", "expected %s arguments"),
)
"""argparse's words by its own English."""
