"""Asking on a terminal for what the flags leave out; without a terminal a sentence names the flag that is missing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping

from ..acts import reading
from ..language.texts import Text, one_of, same
from . import WrongUse

Choices = Mapping[str, Text]


def ask(flag: str, what: Text, options: argparse.Namespace, choices: Choices | None = None) -> str:
    """One answer, never empty, and one of the choices where there are any. Raises WrongUse."""
    while True:
        answer = _answer(flag, what, options, choices)
        if choices is None:
            return answer
        if len(found := _chosen(answer, choices, what, options)) == 1:
            return found[0]


def ask_many(flag: str, what: Text, options: argparse.Namespace, choices: Choices) -> list[str]:
    """Several of the choices, written with commas between. Raises WrongUse."""
    while not (found := _chosen(_answer(flag, what, options, choices), choices, what, options)):
        pass
    return found


def _chosen(answer: str, choices: Choices, what: Text, options: argparse.Namespace) -> list[str]:
    """The choices that the answer names; none, and a sentence, when it names something else."""
    try:
        return reading.chosen(answer, choices, what)
    except reading.NotRead as error:
        print(error.text.in_language(options.lang), file=sys.stderr)
        return []


def _either(choices: Choices) -> Text:
    return one_of(choices.values())


def _answer(flag: str, what: Text, options: argparse.Namespace, choices: Choices | None) -> str:
    if getattr(options, "unattended", False):
        known = _CHOICES.fill(choices=_either(choices)) if choices else same("")
        raise WrongUse(_NO_ANSWER.fill(what=what, choices=known).in_language(options.lang))
    if not sys.stdin.isatty():
        known = _CHOICES.fill(choices=_either(choices)) if choices else same("")
        raise WrongUse(_MISSING.fill(flag=flag, what=what, choices=known).in_language(options.lang))
    for label in (choices or {}).values():
        print(f"  {label.in_language(options.lang)}")
    try:
        while not (answer := input(f"{what.in_language(options.lang)}: ").strip()):
            pass
    except (EOFError, KeyboardInterrupt):
        raise WrongUse(_STOPPED.in_language(options.lang)) from None
    return answer


_MISSING = Text("{flag} mangler ({what}).{choices}", "{flag} is missing ({what}).{choices}")
_NO_ANSWER = Text("{what} mangler.{choices}", "{what} is missing.{choices}")
_CHOICES = Text(" Skriv {choices}.", " Write {choices}.")
_STOPPED = Text("Avbrutt. Ingenting er skrevet.", "Stopped. Nothing has been written.")
