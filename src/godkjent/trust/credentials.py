"""Signed credentials, the lists that say which of them still count, and did.json.

A credential is a W3C Verifiable Credential 2.0 in the shape of Open Badges 3.0. All its times come from decisions,
never from the build; the lists are of the register's day and last 45 days, so that a site nobody builds any more
stops vouching for anybody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from .. import addresses
from ..language.refusals import Refusal
from ..language.texts import Text
from ..public.views import CentreView
from ..register.clock import OSLO
from ..register.ed25519 import VerifyKey
from ..register.lifecycle import years_after
from ..register.model import PublicKey, Register, Status
from ..register.multikey import ROLES, from_multikey, multikey
from . import did, issued, proofs, statuslist
from .contexts import CREDENTIALS, OPEN_BADGES, Loader
from .issued import Issued
from .keys import Keys
from .statuslist import LISTS

LIST_DAYS = 45
"""How long a status list counts, in days from the register's."""
Json = dict[str, Any]


class NotSigned(Refusal):
    """What was asked to be signed may not be; `text` is a sentence."""


@dataclass(frozen=True)
class Issuer:
    """Who signs, as anybody may know it: the register's address, and its public keys by role."""

    keys: Mapping[str, VerifyKey]
    site_url: str

    @cached_property
    def did(self) -> str:
        """The register's name in everything it signs."""
        return did.did_of(self.site_url)

    @cached_property
    def public(self) -> tuple[PublicKey, ...]:
        """Each role's public key as Multikey, for showing; since when it was used is for the register to say."""
        return tuple(PublicKey(role, multikey(self.keys[role]), date.min) for role in ROLES)

    def url(self, path: str) -> str:
        """A page or file of the register, in full."""
        return f"{self.site_url}/{path}"

    def method(self, role: str) -> str:
        """The address of the key with that role."""
        return did.method(self.did, role, self.keys[role])


@dataclass(frozen=True)
class Signer:
    """The register's keys, its address, and how contexts are read: what it takes to sign."""

    keys: Keys
    site_url: str
    loader: Loader

    @cached_property
    def issuer(self) -> Issuer:
        """What anybody may know of it."""
        return Issuer(self.keys.public_halves, self.site_url)

    def sign(self, statement: Statement) -> Json:
        """The statement with both proofs by the key of its role."""
        key, method = getattr(self.keys, statement.role), self.issuer.method(statement.role)
        return proofs.signed(statement.document, key, method, statement.created, self.loader)


@dataclass(frozen=True)
class Statement:
    """What the register vouches for, before it is signed: where it stands, what it says, and by which key and as of when."""

    path: str
    document: Json
    role: str
    created: str


def issuer_of(published: Iterable[PublicKey], site_url: str) -> Issuer | None:
    """The issuer with the keys that the register has published and that are current; None unless there is one for each role."""
    current = {key.role: from_multikey(key.key) for key in published if key.until is None}
    return Issuer(current, site_url) if current.keys() == set(ROLES) else None


def files(register: Register, views: tuple[CentreView, ...], signer: Signer) -> Iterator[tuple[str, str]]:
    """Every signed file, and the keys. Raises NotSigned when something in the register may not be signed."""
    for statement in statements(register, views, signer.issuer):
        yield statement.path, dumped(signer.sign(statement))
    yield from identity(signer.issuer)


def statements(register: Register, views: tuple[CentreView, ...], issuer: Issuer) -> Iterator[Statement]:
    """Everything that is to be signed; it follows from the register alone. Raises NotSigned when something may not be."""
    refuse(register)
    bits = statuslist.length(indices(register).values())
    for view in views:
        if credential := issued.issued(view.centre, register):
            path, document = (
                addresses.credential(view.centre.organisation_number),
                credential_of(view, credential, register, issuer),
            )
            yield Statement(path, document, "credentials", moment(credential.decided))
    for purpose, listed in (("revocation", _revoked(register)), ("suspension", _suspended(register, views))):
        document = _status_list(purpose, listed, bits, register.as_of, issuer)
        yield Statement(LISTS[purpose], document, "status", moment(register.as_of))


def identity(issuer: Issuer) -> Iterator[tuple[str, str]]:
    """did.json, where programs look for it."""
    known = dumped(did.document(issuer.did, {role: issuer.keys[role] for role in did.LISTED}))
    yield addresses.DID, known
    if issuer.did.count(":") > 2:  # under a path, did:web looks beside the site and not in /.well-known/
        yield "did.json", known


def refuse(register: Register) -> None:
    """Raises NotSigned when two credentials would share an index, and when the register's day cannot be right.

    It cannot when it is so long after the newest decision that every approval would have run out a year before.
    """
    indices(register)
    newest = max((d.date for c in register.centres for d in c.decisions), default=register.as_of)
    if register.as_of > years_after(newest, register.scheme.rules.approval_years + 1):
        raise NotSigned(_ODD_DAY.fill(as_of=register.as_of, newest=newest))


def refuse_old_lists(as_of: date, today: date) -> None:
    """Raises NotSigned when lists of the register's day would not count on the day on which they are published."""
    if not timedelta() <= today - as_of <= timedelta(days=LIST_DAYS):
        raise NotSigned(_NOT_TODAY.fill(as_of=as_of, today=today, days=LIST_DAYS))


def indices(register: Register) -> Mapping[str, int]:
    """The index in the status lists of every decision that any credential rests or rested on.

    Raises NotSigned when two of them share one, and for a decision older than the lists have room for.
    """
    found: dict[str, int] = {}
    taken: dict[int, str] = {}
    for centre in register.centres:
        latest = issued.issued(centre, register)
        for decision in sorted(issued.revoked(centre, register) | ({latest.decision} if latest else set())):
            index = _index(decision)
            if (other := taken.setdefault(index, decision)) != decision or decision in found:
                raise NotSigned(_COLLISION.fill(one=other, other=decision))
            found[decision] = index
    return found


def credential_of(view: CentreView, credential: Issued, register: Register, issuer: Issuer) -> Json:
    """The credential before it is signed."""
    scheme, number, verification = register.scheme, view.centre.organisation_number, addresses.verification
    own = issuer.url(addresses.credential(number))
    said = _DEMONSTRATION if scheme.demonstration else _MEANING
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": f"{own}#{credential.decision}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{scheme.name.nb}: {view.centre.name}",
        "issuer": {"id": issuer.did, "type": ["Profile"], "name": scheme.board.nb, "url": issuer.site_url},
        "validFrom": moment(credential.valid_from),
        "validUntil": last_moment(credential.valid_until),
        "credentialSubject": {
            "id": issuer.url(verification(number)),
            "type": ["AchievementSubject"],
            "identifier": [_identity("name", view.centre.name), _identity("ext:organisationNumber", number)],
            "achievement": {
                "id": issuer.url(addresses.SCHEME),
                "type": ["Achievement"],
                "achievementType": "QualityAssuranceCredential",
                "name": scheme.name.nb,
                "description": said,
                "criteria": {"id": issuer.url(addresses.REQUIREMENTS)},
            },
        },
        "credentialStatus": [_entry(purpose, _index(credential.decision), issuer) for purpose in LISTS],
        **_transferred(view, issuer),
    }


def _transferred(view: CentreView, issuer: Issuer) -> Json:
    """Where the approval went, in a credential that is revoked because it did."""
    if view.went_to is None:
        return {}
    number = view.went_to.organisation_number
    told = _WENT_TO.format(name=view.went_to.name, number=number)
    return {"evidence": [{"id": issuer.url(addresses.verification(number)), "type": ["Evidence"], "narrative": told}]}


def moment(day: date) -> str:
    """The first second of a day in Oslo, as UTC."""
    return datetime.combine(day, time(), OSLO).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def last_moment(day: date) -> str:
    """The last second of a day in Oslo, as UTC."""
    following = datetime.combine(day + timedelta(days=1), time(), OSLO).astimezone(UTC)
    return (following - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _identity(kind: str, value: str) -> Json:
    return {"type": "IdentityObject", "identityHash": value, "identityType": kind, "hashed": False}


def _entry(purpose: str, index: int, issuer: Issuer) -> Json:
    url = issuer.url(LISTS[purpose])
    return {
        "id": f"{url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": url,
    }


def _status_list(purpose: str, listed: set[int], bits: int, as_of: date, issuer: Issuer) -> Json:
    url = issuer.url(LISTS[purpose])
    return {
        "@context": [CREDENTIALS],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": moment(as_of),
        "validUntil": last_moment(as_of + timedelta(days=LIST_DAYS)),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": statuslist.encoded(listed, bits),
        },
    }


def _revoked(register: Register) -> set[int]:
    return {_index(decision) for centre in register.centres for decision in issued.revoked(centre, register)}


def _suspended(register: Register, views: tuple[CentreView, ...]) -> set[int]:
    held = (issued.issued(v.centre, register) for v in views if v.status is Status.SUSPENDED)
    return {_index(credential.decision) for credential in held if credential}


def _index(decision: str) -> int:
    try:
        return statuslist.index_of(decision)
    except ValueError:
        raise NotSigned(_TOO_OLD.fill(decision=decision)) from None


def dumped(document: Json) -> str:
    """A document as it is published."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


_WENT_TO = "Godkjenningen er overført til {name}, organisasjonsnummer {number}."
_MEANING = "Callcenternemnda har funnet det dokumentert at senteret følger ordningens krav."
_DEMONSTRATION = "Demonstrasjon: senteret er oppdiktet, og beviset sier ikke noe om noe virkelig foretak."
_COLLISION = Text(
    "Vedtak {one} og {other} ville fått samme plass i statuslistene. Gi det nyeste et annet nummer.",
    "Decisions {one} and {other} would share a place in the status lists. Give the newer one another number.",
)
_TOO_OLD = Text(
    "Vedtak {decision} er fra før 1980, og statuslistene har ikke plass til det.",
    "Decision {decision} is from before 1980, and the status lists have no place for it.",
)
_NOT_TODAY = Text(
    "Registeret er bedt om å gjelde {as_of}, men i dag er det {today}. Statuslistene gjelder i {days} dager fra den dagen, så ingen ville godtatt dem. Ingenting er signert.",
    "The register was asked to be of {as_of}, but today is {today}. The status lists count for {days} days from that day, so nobody would accept them. Nothing is signed.",
)
_ODD_DAY = Text(
    "Registeret er bedt om å gjelde {as_of}, men det siste vedtaket er fra {newest}. Er klokken riktig? Ingenting er signert.",
    "The register was asked to be of {as_of}, but its newest decision is from {newest}. Is the clock right? Nothing is signed.",
)
