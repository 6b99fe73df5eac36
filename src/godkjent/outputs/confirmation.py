"""What the register says of a centre, as a document to print: tagged PDF/UA-1 and PDF/A-3a, the same bytes every time.

The document is a snapshot and says so: what counts is the page that its code leads to. It tells its month, and the day
after which nobody should go by it, so that it need not change each night. Typst lays out what it is given
as JSON; text from a record is never read as its code. Fonts come with Typst and never from the machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, time
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import segno

from .. import addresses
from ..language.i18n import Language
from ..public.edition import Edition
from ..public.views import CentreView, Entry
from ..register.clock import OSLO
from ..register.model import Address, Status
from ..register.program import digest
from . import kept
from .typesetting import seen, typeset

SHEET = "confirmation.typ"


def document(
    edition: Edition, view: CentreView, language: Language, theme: Path, held: Path | None, *, proven: bool = False
) -> bytes:
    """The confirmation as PDF, `proven` with a place for the credential; the one in `held`, of an earlier build, when it says the very same."""
    given = {**content(edition, view, language), "proof": _proof(language) if proven else None}
    timestamp = int(datetime.combine(edition.month, time(), OSLO).timestamp())
    template = (theme / "documents" / SHEET).read_bytes()
    key = digest((template, json.dumps([given, timestamp, version("typst")])))
    file = held and held / "confirmations" / f"{view.centre.organisation_number}-{language.code}"
    return kept.remembered(file, key, lambda: typeset(theme / "documents" / SHEET, given, timestamp))


def content(edition: Edition, view: CentreView, language: Language) -> dict[str, Any]:
    """Everything that the document says, as plain text; text from records with what cannot be seen made visible."""
    _ = language.gettext
    scheme, label = edition.register.scheme, view.row.label.in_language(language.code)
    said = {
        "lang": language.code,
        "region": language.spoken.locale.partition("_")[2] or None,
        "title": _("Bekreftelse av status: %(name)s") % {"name": view.centre.name},
        "author": scheme.board.in_language(language.code),
        "kicker": _("Fra det offentlige registeret %(scheme)s, %(month)s")
        % {"scheme": scheme.name.nb, "month": language.month(edition.month)},
        "demonstration": _("Demonstrasjon. Alt her er oppdiktet, og dokumentet bekrefter ingenting.")
        if scheme.demonstration
        else None,
        "approved": view.approved,
        "verdict": label if view.approved else _("Ikke godkjent"),
        "sentences": list(_standing(view, language)),
        "facts": [list(fact) for fact in _facts(view, language)],
        "decisions": _decisions(edition, view, language),
        "footer": _footer(edition, language),
    }
    return {**seen(said), "check": _check(edition, view, language)}


def _proof(language: Language) -> str:
    return language.gettext("Det signerte beviset for godkjenningen")


def _standing(view: CentreView, language: Language) -> Iterator[str]:
    _ = language.gettext
    if not view.approved or view.standing.valid_until is None:
        yield _("Senteret er ikke godkjent.")
        return
    yield _("Senteret er godkjent.")
    yield _("Godkjenningen gjelder til og med %(day)s, om ikke noe annet blir bestemt før det.") % {
        "day": language.day(view.standing.valid_until)
    }


def _facts(view: CentreView, language: Language) -> Iterator[tuple[str, str]]:
    _, centre, stands = language.gettext, view.centre, view.standing
    yield _("Juridisk navn"), centre.name
    yield _("Organisasjonsnummer"), centre.organisation_number
    if centre.trade_names:
        yield _("Også kjent som"), ", ".join(centre.trade_names)
    yield _("Adresse"), _address(centre.address)
    if centre.websites:
        yield _("Nettsteder"), ", ".join(centre.websites)
    yield _("Status"), view.row.label.in_language(language.code)
    if view.went_to:
        yield _("Overført til"), f"{view.went_to.name} ({view.successor})"
    for before in view.came_from:
        yield _("Overtatt fra"), f"{before.name} ({before.organisation_number})"
    yield _("Status siden"), language.day(stands.since)
    if view.approved and stands.approved_since:
        yield _("Godkjent siden"), language.day(stands.approved_since)
    if stands.valid_until and view.status in (Status.APPROVED, Status.WARNED, Status.EXPIRED):
        yield _("Gyldig til og med"), language.day(stands.valid_until)


def _address(address: Address) -> str:
    street = f"{address.street}, " if address.street else ""
    return f"{street}{address.postcode} {address.city} ({address.county})"


def _check(edition: Edition, view: CentreView, language: Language) -> dict[str, Any]:
    """How to see what counts now; the address and its code are made of digits and our own address only."""
    _ = language.gettext
    address = f"{edition.site_url}/{language.prefix}{addresses.verification(view.centre.organisation_number)}"
    return {
        "heading": _("Slik sjekker du"),
        "sentences": [
            _("Dette er et øyeblikksbilde. Statusen kan endre seg hver dag, og en utskrift kan forfalskes."),
            _("Bruk ikke dokumentet etter %(day)s. Hent et nytt på den samme siden.")
            % {"day": language.day(edition.trusted_until)},
            _("Skann koden eller åpne adressen for å se statusen nå. Adressefeltet skal vise %(host)s.")
            % {"host": edition.host},
        ],
        "address": address,
        "code": code(address),
        "alt": _("QR-kode som leder til %(address)s") % {"address": address},
    }


def code(address: str) -> str:
    """A QR code as SVG, with the quiet zone that readers need."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=4, svgclass=None, lineclass=None)
    return drawn.getvalue().decode()


def _decisions(edition: Edition, view: CentreView, language: Language) -> dict[str, Any]:
    _ = language.gettext
    return {
        "heading": _("Offentlige vedtak"),
        "note": _("Nyeste først. Vedtak som ikke er offentlige, eller ikke lenger er det, står ikke her."),
        "columns": [_("Dato"), _("Nummer"), _("Vedtak")],
        "rows": [_row(edition, entry, language) for entry in view.entries],
    }


def _row(edition: Edition, entry: Entry, language: Language) -> list[str]:
    _, kind = language.gettext, edition.kinds[entry.reads.kind].in_language(language.code)
    remark = ""
    if entry.void:
        remark = _(" (strøket, se retting %(id)s)") % {"id": entry.corrected_by}
    elif entry.corrected_by:
        remark = _(" (rettet, se retting %(id)s)") % {"id": entry.corrected_by}
    return [language.day(entry.reads.date), entry.decision.id, kind + remark]


def _footer(edition: Edition, language: Language) -> str:
    said = language.gettext("Fra registeret i %(month)s. Gjelder ikke etter %(day)s.")
    return said % {"month": language.month(edition.month), "day": language.day(edition.trusted_until)}
