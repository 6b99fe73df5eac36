"""The credential inside the document on paper: how it gets in when it is signed, and how it is found again.

The build leaves an empty file in the document; the signing appends one with the credential in its place (an incremental
update, PDF 32000-1, 7.5.6), so that every byte that was built stands where it stood, the tags among them. Only documents of that
form are read: whatever else has been done to a document, it is no longer the register's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from .. import addresses
from ..language.refusals import Refusal
from ..language.texts import Text, everywhere, shown
from ..register.clock import OSLO
from ..register.model import Status
from ..register.statuses import STATUSES
from .site_files import BadSource, Source, json_from
from .verify_credential import Finding, Json, Outcome

EMPTY = b"{}"
"""What the build leaves where the credential will be."""
_FILE = rb"/Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size \d+(/ModDate\(D:[0-9Z]+\))>>>>\nstream\n"
_LEFT = re.compile(rb"\n(\d+) 0 obj\n<</Length 2" + _FILE + re.escape(EMPTY) + rb"\nendstream\nendobj\n")
_TRAILER = re.compile(rb"\ntrailer\n<<(/Size \d+/Root \d+ 0 R.*?)>>\nstartxref\n(\d+)\n%%EOF\n?\Z", re.DOTALL)
_CARRIED = re.compile(
    rb"\n(?P<number>\d+) 0 obj\n<</Length \d+" + _FILE + rb"(?P<content>.*)\nendstream\nendobj\n"
    rb"xref\n(?P=number) 1\n\d{10} 00000 n\r\ntrailer\n<<[^\n]*/Prev \d+>>\nstartxref\n\d+\n%%EOF\n\Z",
    re.DOTALL,
)
_MADE = re.compile(rb"/CreationDate ?\(D:([0-9]{14})Z\)")


class NotOurs(Refusal):
    """A document that is not as the register makes them; `text` says what is wrong."""


def attach(document: bytes, credential: bytes) -> bytes:
    """The document as it was built with the credential in its empty place. Raises NotOurs when it has not exactly one."""
    left, trailer = _LEFT.findall(document), _TRAILER.search(document)
    if len(left) != 1 or trailer is None:
        raise NotOurs(_NO_PLACE)
    (number, made), (known, before) = left[0], trailer.groups()
    whole = document if document.endswith(b"\n") else document + b"\n"
    params = b"/Params<</Size %d%s>>" % (len(credential), made)
    head = b"<</Length %d/Type/EmbeddedFile/Subtype/application#2Fjson%s>>" % (len(credential), params)
    update = b"%s 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, head, credential)
    table = b"xref\n%s 1\n%010d 00000 n\r\ntrailer\n<<%s/Prev %s>>\n" % (number, len(whole), known, before)
    return whole + update + table + b"startxref\n%d\n%%%%EOF\n" % (len(whole) + len(update))


def carried(document: bytes) -> bytes | None:
    """The credential in a document that has been signed; None in one that has not."""
    if not document.startswith(b"%PDF-"):
        raise NotOurs(_NO_PDF)
    end = document.rfind(b"\n%%EOF\n", 0, -len(b"\n%%EOF\n"))
    found = _CARRIED.search(document, end + len(b"\n%%EOF")) if end >= 0 else None
    return found["content"] if found else None


def credential_in(document: bytes) -> Json:
    """The credential that a document carries. Raises NotOurs when it has none, and BadSource when it cannot be read."""
    content = carried(document)
    if content is None:
        raise NotOurs(_UNSIGNED)
    return json_from(content)


def check_paper(document: bytes, credential: Json, source: Source) -> list[Finding]:
    """Whether the document is the one that the site has out now for that centre, and what the site says of it now."""
    found = []
    number, where = _named(credential)
    try:
        if told := _MADE.search(document):
            made = datetime.strptime(told[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            found.append(Finding(_TOLD.fill(day=made.astimezone(OSLO).date())))
        centre = json_from(source.read(addresses.api_centre(number)))["centre"]
        slug, status = str(centre["slug"]), STATUSES[Status(centre["status"])].label
        day = date.fromisoformat(str(json_from(source.read(addresses.BUILD))["as_of"]))
    except BadSource as error:
        return [*found, Finding(_NOT_ASKED.fill(why=error.text), Outcome.NOT_GENUINE)]
    except (KeyError, TypeError, ValueError):
        return [*found, Finding(_NO_CENTRE.fill(number=shown(number)), Outcome.NOT_GENUINE)]
    same = any(published == document for published in _published(source, slug))
    now = Finding(_NOW.fill(status=status, day=day, where=where))
    return [*found, Finding(_SAME) if same else Finding(_OTHER.fill(where=where), Outcome.NOT_GENUINE), now]


def _named(credential: Json) -> tuple[str, str]:
    """The organisation number as the credential tells it, when it is one at all, and the page that says what counts."""
    try:
        where = shown(credential["credentialSubject"]["id"])
        identities = credential["credentialSubject"]["identifier"]
        said = {one["identityType"]: str(one["identityHash"]) for one in identities}["ext:organisationNumber"]
    except (KeyError, TypeError):
        said, where = "", "–"
    return said if re.fullmatch(r"[0-9]{9}", said) else "", where


def paths(slug: str) -> Sequence[str]:
    """Where the site has the document of a centre, in each of its languages."""
    return everywhere(addresses.confirmation(slug))


def _published(source: Source, slug: str) -> list[bytes]:
    if not re.fullmatch(r"[a-z0-9-]+", slug):
        return []
    found = []
    for path in paths(slug):
        try:
            found.append(source.read(path))
        except BadSource:
            continue
    return found


_NO_PDF = Text("Filen er ikke en PDF.", "The file is no PDF.")
_NO_PLACE = Text(
    "Dokumentet har ikke akkurat én plass til beviset, slik registeret bygger det.",
    "The document does not have exactly one place for the credential, as the register builds it.",
)
_UNSIGNED = Text(
    "PDF-en har ikke noe bevis i seg slik registeret legger det inn. Den er ikke signert, ikke herfra, eller lagret på nytt av et annet program.",
    "The PDF has no credential in it as the register puts it there. It is not signed, not from here, or saved again by another program.",
)
_TOLD = Text(
    "Dokumentet er laget for måneden som begynte {day}, og sier hvordan det sto da.",
    "The document was made for the month that began on {day}, and says how things stood then.",
)
_SAME = Text(
    "Dokumentet er det som registeret har ute nå, byte for byte.",
    "The document is the one that the register has out now, byte for byte.",
)
_OTHER = Text(
    "Dokumentet er ikke det som registeret har ute nå: det er eldre, eller noen har endret det. Teksten i det er ikke til å stole på. Hent et nytt på {where}",
    "The document is not the one that the register has out now: it is older, or somebody has changed it. Its text is not to be relied on. Get a new one at {where}",
)
_NOW = Text(
    "Nettstedet sier nå «{status}» (per {day}). Det som gjelder, står på {where}",
    "The site now says “{status}” (as of {day}). What counts is at {where}",
)
_NOT_ASKED = Text("Nettstedet kan ikke si hva som gjelder nå: {why}", "The site cannot say what counts now: {why}")
_NO_CENTRE = Text(
    "Nettstedet kjenner ikke noe senter med organisasjonsnummer «{number}».",
    "The site knows no centre with the organisation number “{number}”.",
)
