"""`godkjent monitor`: what an outsider runs, in a repository of their own, to be told when history has changed."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from ..language.texts import Text, shown
from ..register.whole_file import keep
from ..trust.verify_credential import Outcome, outcome
from ..trust.verify_log import Seen, findings
from . import FOUND, WELL, WrongUse
from .sites import add_quorum, quorum_of, show, source_of, vkey_of


def add(parser: argparse.ArgumentParser) -> None:
    """What `monitor` takes."""
    parser.add_argument("what", metavar="MAPPE|ADRESSE", help="nettstedet som overvåkes")
    parser.add_argument(
        "--state", type=Path, required=True, metavar="FIL", help="der sjekkpunktet tas vare på til neste gang"
    )
    parser.add_argument(
        "--vkey", metavar="NØKKEL", help="loggens nøkkel, fra papir eller README (ellers den du så først)"
    )
    add_quorum(parser)


def run(options: argparse.Namespace, _: date) -> int:
    """Compare with the last time, say what was found, and keep the checkpoint; one that does not fit is kept beside it."""
    seen, source = _state(options), source_of(options.what)
    vkey = options.vkey or (seen.vkey if seen else vkey_of(source, None, options.lang))
    found, published = findings(source, vkey, seen, quorum_of(options))
    show(found, options.lang)
    well = outcome(found) is Outcome.IN_FORCE
    if published and well:
        keep(options.state, _written(Seen(vkey, published.note)))
    elif published and seen and published.note != seen.note:
        beside = options.state.with_name(f"{options.state.name}.{published.log.checkpoint.size}")
        keep(beside, _written(Seen(vkey, published.note)))
        print(_KEPT.fill(file=beside.name).in_language(options.lang))
    print((_WELL if well else _NOT).in_language(options.lang))
    return WELL if well else FOUND


def _written(seen: Seen) -> str:
    return json.dumps({"vkey": seen.vkey, "checkpoint": seen.note}, ensure_ascii=False, indent=1) + "\n"


def _state(options: argparse.Namespace) -> Seen | None:
    if not options.state.exists():
        return None
    try:
        held = json.loads(options.state.read_text("utf-8"))
        return Seen(str(held["vkey"]), str(held["checkpoint"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise WrongUse(_NO_STATE.fill(file=shown(options.state)).in_language(options.lang)) from None


_NO_STATE = Text(
    "«{file}» kan ikke leses som det du tok vare på sist.", "“{file}” cannot be read as what you kept last time."
)
_KEPT = Text(
    "Begge sjekkpunktene er tatt vare på; det nye ligger i {file}. De er bevis.",
    "Both checkpoints are kept; the new one is in {file}. They are evidence.",
)
_WELL = Text(
    "Historien er den samme, og det nettstedet viser, stemmer med den.",
    "History is the same, and what the site shows agrees with it.",
)
_NOT = Text("Noe stemmer ikke. Ta vare på denne meldingen.", "Something does not fit. Keep this message.")
