"""Asking on a terminal for what the flags leave out; without a terminal a sentence names the flag that is missing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping

from ..language.texts import Text, listed, same, shown
from . import WrongUse

Choices = Mapping[str, Text]


def ask(flag: str, what: Text, options: argparse.Namespace, choices: Choices | None = None) -> str:
    """One answer, never empty, and one of the choices where there are any. Raises WrongUse."""
    while True:
        answer = _answer(flag, what, options, choices)
        if choices is None or answer in choices:
            return answer
        print(not_a_choice(answer, choices).in_language(options.lang), file=sys.stderr)


def ask_many(flag: str, what: Text, options: argparse.Namespace, choices: Choices) -> list[str]:
    """Several of the choices, written with commas between. Raises WrongUse."""
    while True:
        answers = [part.strip() for part in _answer(flag, what, options, choices).split(",") if part.strip()]
        wrong = [answer for answer in answers if answer not in choices]
        if answers and not wrong:
            return answers
        for answer in wrong:
            print(not_a_choice(answer, choices).in_language(options.lang), file=sys.stderr)


def not_a_choice(answer: str, choices: Choices) -> Text:
    """That an answer is none of the choices, and what they are."""
    return _NO_CHOICE.fill(answer=shown(answer), choices=_either(choices))


def _either(choices: Choices) -> Text:
    return Text(listed(list(choices), "eller"), listed(list(choices), "or"))


def _answer(flag: str, what: Text, options: argparse.Namespace, choices: Choices | None) -> str:
    if not sys.stdin.isatty():
        known = _CHOICES.fill(choices=_either(choices)) if choices else same("")
        raise WrongUse(_MISSING.fill(flag=flag, what=what, choices=known).in_language(options.lang))
    for value, label in (choices or {}).items():
        print(f"  {value}  ({label.in_language(options.lang)})" if label.nb != value else f"  {value}")
    try:
        while not (answer := input(f"{what.in_language(options.lang)}: ").strip()):
            pass
    except (EOFError, KeyboardInterrupt):
        raise WrongUse(_STOPPED.in_language(options.lang)) from None
    return answer


_MISSING = Text("{flag} mangler ({what}).{choices}", "{flag} is missing ({what}).{choices}")
_CHOICES = Text(" Skriv {choices}.", " Write {choices}.")
_NO_CHOICE = Text("«{answer}» er ikke et av valgene: {choices}.", "“{answer}” is none of the choices: {choices}.")
_STOPPED = Text("Avbrutt. Ingenting er skrevet.", "Stopped. Nothing has been written.")
