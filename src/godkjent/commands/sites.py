"""How outsiders' commands read a site, and how they tell what they found."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from .. import addresses
from ..language.texts import Text
from ..register.witness_keys import witness_of
from ..trust.site_files import BadSource, Folder, Source, Web
from ..trust.verify_credential import Finding, Outcome
from ..trust.verify_log import Quorum
from . import WrongUse


def source_of(what: str) -> Source:
    """A built site's folder, or the site at its address."""
    return Web(what.rstrip("/")) if "://" in what else Folder(Path(what))


def vkey_of(source: Source, given: str | None, language: str) -> str:
    """The log's key as given, else as the site itself tells it."""
    try:
        return given or source.read(addresses.LOG_KEY).decode().strip()
    except (BadSource, ValueError) as error:
        why = getattr(error, "text", NO_KEY)
        raise WrongUse(_UNREAD.fill(why=why).in_language(language)) from None


def add_quorum(parser: argparse.ArgumentParser) -> None:
    """How many witnesses the reader asks for."""
    parser.add_argument(
        "--witnesses", type=int, default=0, metavar="N", help="godta ikke en logg som færre enn N vitner har medsignert"
    )
    parser.add_argument(
        "--witness",
        action="append",
        default=[],
        metavar="NØKKEL",
        help="bare disse vitnene teller (ellers dem nettstedet oppgir); kan gis flere ganger",
    )


def quorum_of(options: argparse.Namespace) -> Quorum:
    """What the options ask of witnesses."""
    try:
        return Quorum(options.witnesses, tuple(witness_of(vkey) for vkey in options.witness))
    except ValueError:
        raise WrongUse(_NO_WITNESS.in_language(options.lang)) from None


def show(findings: Sequence[Finding], language: str) -> None:
    """Each finding on a line of its own, with a sign for what it means."""
    for finding in findings:
        sign = "!" if finding.warning else "✓" if finding.outcome is Outcome.IN_FORCE else "✗"
        print(f"{sign} {finding.text.in_language(language)}")


_UNREAD = Text("Loggens nøkkel kan ikke leses: {why}", "The log's key cannot be read: {why}")
_NO_WITNESS = Text(
    "Nøkkelen til et vitne er ikke skrevet slik den skal: navn+avtrykk+nøkkel.",
    "A witness's key is not written as it must be: name+id+key.",
)
NO_KEY = Text("Det er ingen nøkkel til en logg.", "It is no key of a log.")
