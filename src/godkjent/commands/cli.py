"""The `godkjent` command. Exit status: 0 all well, 1 problems found, 2 wrong use."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from . import (
    Again,
    add_common,
    answer,
    begin,
    changes,
    check,
    correct,
    decide,
    desk,
    enter,
    erase,
    form,
    keys,
    letter,
    log,
    look,
    meeting,
    monitor,
    new,
    rebuild,
    recover,
    reports,
    sign,
    status,
    take_in,
    verify,
    watch,
    witness,
    worklist,
)

COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None], Callable[..., int | Again]]] = {
    "check": ("kontroller alle filene i registeret og vis alle feil på én gang", check.add, check.run),
    "status": ("vis status for ett senter eller alle, i dag eller en annen dag", status.add, status.run),
    "decide": ("før ett vedtak om et senter", decide.add, decide.run),
    "meeting": ("før alle vedtakene fra et møte på én gang", meeting.add, meeting.run),
    "correct": ("rett én opplysning om et senter", correct.add, correct.run),
    "new": ("før et nytt senter", new.add, new.run),
    "erase": ("ta navnet på et enkeltpersonforetak ut av registeret", erase.add, erase.run),
    "form": ("utfør et innsendt skjema", form.add, form.run),
    "changes": ("fortell i vanlige ord hva som er endret siden en gren", changes.add, changes.run),
    "worklist": ("vis det som forfaller: fornyelser, oppfølging, frister og rapporter", worklist.add, worklist.run),
    "desk": ("vis alt som skal gjøres, på en side bare på denne maskinen", desk.add, desk.run),
    "reports": ("før sentrenes årsrapporter fra en liste", reports.add, reports.run),
    "statistics": ("før Forbrukertilsynets tall for et år", enter.adder("statistics"), enter.runner("statistics")),
    "misuse": ("før at noen har misbrukt merket", enter.adder("misuse"), enter.runner("misuse")),
    "letter": ("skriv brev, påminnelser og nemndas papirer", letter.add, letter.run),
    "begin": ("ta registeret i bruk: ut av demonstrasjonen, med det bare nemnda vet", begin.add, begin.run),
    "import": ("før mange sentre på én gang, fra en liste i et regneark", take_in.add, take_in.run),
    "keys": ("lag, bytt og vis nøklene registeret signerer med", keys.add, keys.run),
    "sign": ("signer et nettsted som er bygget", sign.add, sign.run),
    "log": ("vis vedtaksloggen, bevis ett vedtak i den, eller bygg den", log.add, log.run),
    "monitor": ("si fra når historien på et nettsted er endret siden sist", monitor.add, monitor.run),
    "rebuild": ("bygg en publisert dag på nytt, og si hva som er annerledes", rebuild.add, rebuild.run),
    "recover": ("hent registeret fra nettstedet, når lageret er borte", recover.add, recover.run),
    "look": ("besøk sentrenes nettsteder, og se om merket vises slik det skal", look.add, look.run),
    "watch": ("sammenlign sentrene med Enhetsregisteret", watch.add, watch.run),
    "witness": ("medsigner et registers logg, som et vitne", witness.add, witness.run),
    "verify": ("kontroller et signert bevis, eller alt et nettsted har signert", verify.add, verify.run),
}
"""Each command's name, what it does, what it takes, and how it runs."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    return answer(_parser(), arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "godkjent", description="Registeret over godkjente callsentre: kontroll, oppslag og føring."
    )
    commands = parser.add_subparsers(required=True, metavar="KOMMANDO")
    for name, (does, add, run) in COMMANDS.items():
        command = commands.add_parser(name, help=does)
        add(command)
        add_common(command)
        command.set_defaults(run=run)
    return parser
