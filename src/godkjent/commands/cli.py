"""The `godkjent` command. Exit status: 0 all well, 1 problems found, 2 wrong use."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from ..language.texts import said
from ..register import collecting
from . import Again, add_common, add_language, answer
from .parsing import asked_for, explain, speak

COMMANDS = {
    "check": ("kontroller alle filene i registeret og vis alle feil på én gang", "check"),
    "status": ("vis status for ett senter eller alle, i dag eller en annen dag", "status"),
    "decide": ("før ett vedtak om et senter", "decide"),
    "meeting": ("før alle vedtakene fra et møte på én gang", "meeting"),
    "correct": ("rett én opplysning om et senter", "correct"),
    "new": ("før et nytt senter", "new"),
    "erase": ("ta navnet på et enkeltpersonforetak ut av registeret", "erase"),
    "form": ("utfør et innsendt skjema", "form"),
    "changes": ("fortell i vanlige ord hva som er endret siden en gren", "changes"),
    "worklist": ("vis det som forfaller: fornyelser, oppfølging, frister og rapporter", "worklist"),
    "desk": ("vis alt som skal gjøres, på en side bare på denne maskinen", "desk"),
    "reports": ("før sentrenes årsrapporter fra en liste", "reports"),
    "statistics": ("før Forbrukertilsynets tall for et år", "enter"),
    "misuse": ("før at noen har misbrukt merket", "enter"),
    "letter": ("skriv brev, påminnelser og nemndas papirer", "letter"),
    "begin": ("ta registeret i bruk: ut av demonstrasjonen, med det bare nemnda vet", "begin"),
    "import": ("før mange sentre på én gang, fra en liste i et regneark", "take_in"),
    "keys": ("lag, bytt og vis nøklene registeret signerer med", "keys"),
    "sign": ("signer et nettsted som er bygget", "sign"),
    "log": ("vis vedtaksloggen, bevis ett vedtak i den, eller bygg den", "log"),
    "monitor": ("si fra når historien på et nettsted er endret siden sist", "monitor"),
    "rebuild": ("bygg en publisert dag på nytt, og si hva som er annerledes", "rebuild"),
    "recover": ("hent registeret fra nettstedet, når lageret er borte", "recover"),
    "look": ("besøk sentrenes nettsteder, og se om merket vises slik det skal", "look"),
    "watch": ("sammenlign sentrene med Enhetsregisteret", "watch"),
    "witness": ("medsigner et registers logg, som et vitne", "witness"),
    "verify": ("kontroller et signert bevis, eller alt et nettsted har signert", "verify"),
}
"""Each command's name, what it does, and the module that says what it takes and how it runs."""
DESCRIPTION = "Registeret over godkjente callsentre: kontroll, oppslag og føring."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    collecting.seldom()
    language = asked_for(sys.argv[1:] if arguments is None else arguments)
    speak(language)
    return answer(_parser(language), arguments)


def _parser(language: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("godkjent", description=said(DESCRIPTION, language))
    add_language(parser)  # before the command's name too
    commands = parser.add_subparsers(required=True, metavar="KOMMANDO", parser_class=_Command)
    for name, (does, _) in COMMANDS.items():
        commands.add_parser(name, help=said(does, language), called=name, language=language)
    explain(parser, language)
    return parser


class _Command(argparse.ArgumentParser):
    """One command, whose module is imported when the command is given and not to list the others."""

    def __init__(self, *arguments: Any, called: str, language: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._called, self._language = called, language

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Learn first what the command takes."""
        if self._called:
            add, run = parts(self._called)
            self._called = ""
            add(self)
            add_common(self)
            explain(self, self._language)
            self.set_defaults(run=run, lang=self._language)
        return super().parse_known_args(args, namespace)


def parts(name: str) -> tuple[Callable[[argparse.ArgumentParser], None], Callable[..., int | Again]]:
    """What adds a command's options, and what runs it; one module may hold several commands of a kind."""
    module = import_module(f".{COMMANDS[name][1]}", __package__)
    return (module.adder(name), module.runner(name)) if hasattr(module, "adder") else (module.add, module.run)
