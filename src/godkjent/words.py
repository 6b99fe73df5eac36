"""Words and sentences that the site, the badges and the feeds share.

The Norwegian is the message id; `theme/locale/` holds the other languages. `N_` only marks a string for extraction.
"""

from __future__ import annotations

from .model import Status


def N_(message: str) -> str:  # noqa: N802 - the name that message extraction looks for
    """Mark a message for translation where it is shown, not here."""
    return message


STATUS_LABEL: dict[Status | None, str] = {
    Status.APPROVED: N_("Godkjent"),
    Status.WARNED: N_("Godkjent, med advarsel"),
    Status.SUSPENDED: N_("Suspendert"),
    Status.REVOKED: N_("Godkjenningen er inndratt"),
    Status.WITHDRAWN: N_("Har trukket seg"),
    Status.EXPIRED: N_("Godkjenningen er utløpt"),
    Status.APPLICANT: N_("Søknad til behandling"),
    Status.REJECTED: N_("Ikke godkjent"),
    None: N_("Ikke i registeret"),
}
"""A status in a few words; None is a caller that the register does not know."""

STATUS_MEANING: dict[Status | None, str] = {
    Status.APPROVED: N_("Senteret har dokumentert at det følger ordningens krav, og godkjenningen gjelder nå."),
    Status.WARNED: N_("Senteret er godkjent, men nemnda har gitt det en advarsel. Se vedtaket for hva som må rettes."),
    Status.SUSPENDED: N_("Godkjenningen gjelder ikke nå. Nemnda har satt den til side til senteret har rettet det vedtaket sier."),
    Status.REVOKED: N_("Nemnda har tatt tilbake godkjenningen. Senteret er ikke godkjent."),
    Status.WITHDRAWN: N_("Senteret har selv valgt å gå ut av ordningen. Det er ikke lenger godkjent, men det betyr ikke at det har gjort noe galt."),
    Status.EXPIRED: N_("Godkjenningen er ikke fornyet. Senteret er ikke godkjent nå."),
    Status.APPLICANT: N_("Senteret har søkt, men er ikke godkjent. Nemnda har ikke avgjort søknaden."),
    Status.REJECTED: N_("Nemnda har avslått søknaden. Senteret er ikke godkjent."),
    None: N_("Vi finner ikke dette i registeret. Da er det ikke godkjent her. Det betyr ikke at det er svindel: ordningen er frivillig."),
}
"""What a status means, and what it does not mean, in a sentence or two."""

STATUS_COLOUR: dict[Status | None, str] = {
    Status.APPROVED: "success",
    Status.WARNED: "warning",
    Status.SUSPENDED: "danger",
    Status.REVOKED: "danger",
    Status.WITHDRAWN: "neutral",
    Status.EXPIRED: "neutral",
    Status.APPLICANT: "info",
    Status.REJECTED: "danger",
    None: "neutral",
}
"""The colour family of a status; colour never stands alone, word and shape always go with it."""

COUNTED_AS_APPROVED = frozenset({Status.APPROVED, Status.WARNED})
