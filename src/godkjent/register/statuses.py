"""The statuses: one row for each, with everything that is said and shown of it, and what it counts as."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ..language.texts import Text
from .model import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One status as people meet it; the row of None is for a caller whom the register does not know."""

    label: Text  # in a few words
    meaning: Text  # what it means, and what it does not mean, in a sentence or two
    words: Text  # inside a sentence that has told whom it is about
    phrase: Text  # of a day that has passed, after “the centre”
    colour: str  # the colour family; it never stands alone, word and shape always go with it
    shape: str  # drawn 24 by 24 in the text's own colour, so that colour never has to be seen
    approved: bool = False  # counts as approved: a warning leaves the approval in force
    runs: bool = False  # an approval period runs under it, and it lapses with the period


_RING = '<circle cx="12" cy="12" r="10"/>'

STATUSES: Mapping[Status | None, Row] = MappingProxyType(
    {
        Status.APPROVED: Row(
            label=Text("Godkjent", "Approved", "Godkjent"),
            meaning=Text(
                "Senteret har dokumentert at det følger ordningens krav, og godkjenningen gjelder nå.",
                "The centre has documented that it follows the scheme's requirements, and the approval is valid now.",
                "Senteret har dokumentert at det følgjer krava i ordninga, og godkjenninga gjeld no.",
            ),
            words=Text("godkjent", "approved"),
            phrase=Text("var godkjent", "was approved"),
            colour="success",
            shape=_RING + '<path d="m7.5 12.5 3 3 6-6.5"/>',
            approved=True,
            runs=True,
        ),
        Status.WARNED: Row(
            label=Text("Godkjent, med advarsel", "Approved, with a warning", "Godkjent, med åtvaring"),
            meaning=Text(
                "Senteret er godkjent, men nemnda har gitt det en advarsel. Se vedtaket for hva som må rettes.",
                "The centre is approved, but the board has given it a warning. See the decision for what must be put right.",
                "Senteret er godkjent, men nemnda har gitt det ei åtvaring. Sjå vedtaket for kva som må rettast.",
            ),
            words=Text("godkjent med advarsel", "approved with a warning"),
            phrase=Text("var godkjent med en advarsel", "was approved with a warning"),
            colour="warning",
            shape='<path d="M12 3 22 20.5H2Z"/><path d="M12 9.5v5M12 17.4v.2"/>',
            approved=True,
            runs=True,
        ),
        Status.SUSPENDED: Row(
            label=Text("Suspendert", "Suspended", "Suspendert"),
            meaning=Text(
                "Godkjenningen gjelder ikke nå. Nemnda har stanset den til senteret har rettet feilene.",
                "The approval is not valid at the moment. The board has suspended it until the centre has put things right.",
                "Godkjenninga gjeld ikkje no. Nemnda har stansa henne til senteret har retta feila.",
            ),
            words=Text("suspendert", "suspended"),
            phrase=Text("var suspendert", "was suspended"),
            colour="danger",
            shape='<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8Z"/><path d="M9.5 8.5v7M14.5 8.5v7"/>',
            runs=True,
        ),
        Status.REVOKED: Row(
            label=Text("Godkjenningen er inndratt", "Approval revoked", "Godkjenninga er dregen inn"),
            meaning=Text(
                "Nemnda har tatt tilbake godkjenningen. Senteret er ikke godkjent.",
                "The board has taken the approval back. The centre is not approved.",
                "Nemnda har teke tilbake godkjenninga. Senteret er ikkje godkjent.",
            ),
            words=Text("godkjenningen er inndratt", "approval revoked"),
            phrase=Text("hadde fått godkjenningen inndratt", "had had its approval revoked"),
            colour="danger",
            shape=_RING + '<path d="m8 8 8 8M16 8l-8 8"/>',
        ),
        Status.WITHDRAWN: Row(
            label=Text("Har trukket seg", "Has withdrawn", "Har trekt seg"),
            meaning=Text(
                "Senteret har selv valgt å gå ut av ordningen. Det er ikke lenger godkjent, men det betyr ikke at det har gjort noe galt.",
                "The centre has chosen to leave the scheme. It is no longer approved, but that does not mean that it did anything wrong.",
                "Senteret har sjølv valt å gå ut av ordninga. Det er ikkje lenger godkjent, men det tyder ikkje at det har gjort noko gale.",
            ),
            words=Text("har trukket seg", "withdrawn"),
            phrase=Text("hadde trukket seg", "had withdrawn"),
            colour="neutral",
            shape='<path d="M14 4H4v16h10"/><path d="M10 12h11M17 8l4 4-4 4"/>',
        ),
        Status.EXPIRED: Row(
            label=Text("Godkjenningen er utløpt", "Approval expired", "Godkjenninga har gått ut"),
            meaning=Text(
                "Godkjenningen er ikke fornyet. Senteret er ikke godkjent nå.",
                "The approval has not been renewed. The centre is not approved now.",
                "Godkjenninga er ikkje fornya. Senteret er ikkje godkjent no.",
            ),
            words=Text("godkjenningen er utløpt", "approval expired"),
            phrase=Text("hadde en utløpt godkjenning", "had an approval that had expired"),
            colour="neutral",
            shape=_RING + '<path d="M12 6.5V12l3.5 2.5"/>',
        ),
        Status.APPLICANT: Row(
            label=Text("Søknad til behandling", "Application pending", "Søknad til handsaming"),
            meaning=Text(
                "Senteret har søkt, men er ikke godkjent. Nemnda har ikke avgjort søknaden.",
                "The centre has applied but is not approved. The board has not decided on the application.",
                "Senteret har søkt, men er ikkje godkjent. Nemnda har ikkje avgjort søknaden.",
            ),
            words=Text("søknad til behandling", "application pending"),
            phrase=Text("hadde en søknad til behandling", "had an application pending"),
            colour="info",
            shape='<path d="M6 2h9l4 4v16H6Z"/><path d="M9.5 12h6M9.5 16h6"/>',
        ),
        Status.REJECTED: Row(
            label=Text("Søknaden er avslått", "Application rejected", "Søknaden er avslått"),
            meaning=Text(
                "Nemnda har avslått søknaden. Senteret er ikke godkjent.",
                "The board has rejected the application. The centre is not approved.",
                "Nemnda har avslått søknaden. Senteret er ikkje godkjent.",
            ),
            words=Text("avslag", "rejected"),
            phrase=Text("hadde fått avslag", "had been rejected"),
            colour="danger",
            shape='<path d="M3 3h18v18H3Z"/><path d="m8 8 8 8M16 8l-8 8"/>',
        ),
        None: Row(
            label=Text("Ikke i registeret", "Not in the register", "Ikkje i registeret"),
            meaning=Text(
                "Dette er ikke registrert hos noe godkjent callsenter. Det trenger ikke være svindel, for ordningen er frivillig.",
                "This is not in the register, so no approved call centre uses it. It need not be fraud, because the scheme is voluntary.",
                "Dette er ikkje registrert hos noko godkjent callsenter. Det treng ikkje vere svindel, for ordninga er frivillig.",
            ),
            words=Text("ikke i registeret", "not in the register"),
            phrase=Text("var ennå ikke i registeret", "was not in the register yet"),
            colour="neutral",
            shape=_RING + '<path d="M9 9.5a3 3 0 1 1 4.2 2.7c-.8.4-1.2.9-1.2 1.8M12 17.3v.2"/>',
        ),
    }
)
TRANSFERRED = replace(
    STATUSES[Status.WITHDRAWN],
    label=Text("Overført", "Transferred", "Overført"),
    meaning=Text(
        "Foretaket har fått et nytt organisasjonsnummer, og godkjenningen er overført dit. Den gjelder ikke lenger under dette nummeret.",
        "The company has a new organisation number, and the approval was transferred there. It no longer counts under this number.",
        "Foretaket har fått eit nytt organisasjonsnummer, og godkjenninga er overført dit. Ho gjeld ikkje lenger under dette nummeret.",
    ),
    words=Text(
        "overført til et annet organisasjonsnummer",
        "transferred to another organisation number",
        "overført til eit anna organisasjonsnummer",
    ),
)
"""What is said of a centre whose approval went over to another number: it is `withdrawn`, and did not wish to leave."""
COUNTED_AS_APPROVED = frozenset(status for status, row in STATUSES.items() if status and row.approved)
"""Statuses of a centre that is approved."""
RUNNING = frozenset(status for status, row in STATUSES.items() if status and row.runs)
"""Statuses under which an approval period runs, and which therefore lapse with it."""


def badge_words(status: Status | None) -> Text:
    """What the badge says; a warning shows on the pages and not on the badge."""
    return STATUSES[Status.APPROVED if STATUSES[status].approved else status].label


TOLD_BY_MARK = re.compile(rb'data-status="([a-z]+)"')
"""How a live mark tells its status to programs that read the picture."""
