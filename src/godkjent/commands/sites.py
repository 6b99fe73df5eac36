"""How outsiders' commands read a site, and how they tell what they found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .. import addresses
from ..language.texts import Text
from ..trust.site_files import BadSource, Folder, Source, Web
from ..trust.verify_credential import Finding, Outcome
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


def show(findings: Sequence[Finding], language: str) -> None:
    """Each finding on a line of its own, with a sign for what it means."""
    for finding in findings:
        sign = "!" if finding.warning else "✓" if finding.outcome is Outcome.IN_FORCE else "✗"
        print(f"{sign} {finding.text.in_language(language)}")


_UNREAD = Text("Loggens nøkkel kan ikke leses: {why}", "The log's key cannot be read: {why}")
NO_KEY = Text("Det er ingen nøkkel til en logg.", "It is no key of a log.")
