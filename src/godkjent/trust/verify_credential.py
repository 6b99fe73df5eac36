"""Checks a credential, or all that a site has signed, from files and public keys alone: nothing is asked of the register.

Each check is a finding with a sentence; what follows from them together is the outcome. The order is such that nothing
is read out of a document before the signature over its exact JSON fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from .. import addresses
from ..language.refusals import Refusal
from ..language.texts import Text, same, shown
from ..register.clock import OSLO
from ..register.ed25519 import VerifyKey
from ..register.model import Status
from ..register.multikey import from_multikey, is_named
from . import did, proofs, statuslist
from .contexts import CREDENTIALS, OPEN_BADGES, Loader
from .site_files import BadSource, Source, json_from
from .statuslist import LISTS

STALE_DAYS = 30
"""A status list older than this is told of, so that somebody notices before it runs out."""
Json = dict[str, Any]


class Outcome(StrEnum):
    """What a credential is worth on the day, the worst last."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NOT_GENUINE = "not_genuine"


_WORSE = list(Outcome)


@dataclass(frozen=True)
class Finding:
    """One check: what it found, and what that makes the credential worth. A warning is a finding that breaks nothing."""

    text: Text
    outcome: Outcome = Outcome.IN_FORCE
    warning: bool = False


def outcome(findings: Sequence[Finding]) -> Outcome:
    """What the findings amount to: the worst of them."""
    return max((f.outcome for f in findings), key=_WORSE.index, default=Outcome.NOT_GENUINE)


@dataclass(frozen=True)
class Question:
    """What is asked: on which day, with which keys pinned (none: those in did.json count), and how contexts are read."""

    day: date
    pins: tuple[str, ...]
    loader: Loader

    @property
    def noon(self) -> datetime:
        """A moment that is surely on that day in Oslo."""
        return datetime.combine(self.day, time(12), OSLO)


@dataclass(frozen=True)
class Issuer:
    """Who did.json says that the register is: its name, and each key by address."""

    did: str
    keys: dict[str, VerifyKey]


class Refused(Refusal):
    """A check that failed so that no further one makes sense; `text` is its sentence."""


# --- One credential -------------------------------------------------------------------------------------------------


def check_credential(document: Json, source: Source, question: Question) -> list[Finding]:
    """Every check of one credential; did.json and the status lists are read from `source`."""
    found: list[Finding] = []
    try:
        for finding in _credential(document, source, question):
            found.append(finding)  # noqa: PERF402 - what was found before a refusal is kept
    except Refused as refusal:
        found.append(Finding(refusal.text, Outcome.NOT_GENUINE))
    return found


def _credential(document: Json, source: Source, question: Question) -> Iterator[Finding]:
    _have_form(document, ["VerifiableCredential", "OpenBadgeCredential"], [CREDENTIALS, OPEN_BADGES])
    issuer = read_issuer(source)
    named = document.get("issuer")
    name = named.get("id") if isinstance(named, dict) else named
    if name != issuer.did:
        raise Refused(_OTHER_ISSUER.fill(name=shown(name), issuer=shown(issuer.did)))
    yield from _introduced(issuer, source, question)
    yield from _proofs(document, issuer, "credentials", question)
    yield _subject(document)
    yield _window(document, question)
    for purpose in LISTS:
        yield from _status(document, purpose, issuer, source, question)


def read_issuer(source: Source) -> Issuer:
    """did.json with every key in it. Raises Refused when it is missing or is not this address's."""
    document = _fetched(source, addresses.DID)
    try:
        listed = {
            str(m["id"]): (from_multikey(str(m["publicKeyMultibase"])), m) for m in document["verificationMethod"]
        }
        own = str(document["id"])
        asserting = {str(address) for address in document["assertionMethod"]}
    except (KeyError, TypeError, ValueError):
        raise Refused(_BAD_DID) from None
    keys = {
        address: key for address, (key, m) in listed.items() if _fits(address, key, m, own) and address in asserting
    }
    if (source.site_url and own != did.did_of(source.site_url)) or not keys:
        raise Refused(_BAD_DID)
    return Issuer(own, keys)


def _introduced(issuer: Issuer, source: Source, question: Question) -> Iterator[Finding]:
    """Who the issuer is; keys that lie beside what they vouch for prove nothing about that without a pin."""
    yield Finding(_ISSUER.fill(issuer=shown(issuer.did)))
    if source.site_url is None and not question.pins:
        yield Finding(_UNPINNED, warning=True)


def _fits(address: str, key: VerifyKey, method: Json, own: str) -> bool:
    """A key counts under an address that tells its role and fingerprint, in the register's own name."""
    role = did.role_of(address)
    return role in did.LISTED and address == did.method(own, role, key) and method.get("controller") == own


def _have_form(document: Json, types: list[str], contexts: list[str]) -> None:
    if document.get("type") != types or document.get("@context") != contexts:
        raise Refused(_FORM)


def _proofs(document: Json, issuer: Issuer, role: str, question: Question) -> Iterator[Finding]:
    """Both proofs, by a key with the right role; the one over the JSON first, so that nothing unsigned is read as RDF."""
    try:
        by_suite = proofs.proofs_of(document)
    except proofs.BadProof:
        raise Refused(_PROOFS) from None
    for suite in proofs.SUITES:
        address = str(by_suite[suite].get("verificationMethod"))
        key = _key(address, issuer, role, question)
        try:
            proofs.verify(document, by_suite[suite], key, question.loader)
        except proofs.BadProof:
            raise Refused(_SIGNATURE.fill(suite=suite, key=shown(address.partition("#")[2]))) from None
        yield Finding(_SIGNED.fill(suite=suite, key=address.partition("#")[2]))


def _key(address: str, issuer: Issuer, role: str, question: Question) -> VerifyKey:
    key = issuer.keys.get(address)
    if key is None:
        raise Refused(_UNKNOWN_KEY.fill(key=shown(address)))
    if did.role_of(address) != role:
        raise Refused(_WRONG_ROLE.fill(key=shown(address.partition("#")[2])))
    pinned = question.pins if role == "credentials" or len(question.pins) > 1 else ()
    if pinned and not any(is_named(key, pin) for pin in pinned):
        raise Refused(_NOT_PINNED.fill(key=shown(address.partition("#")[2])))
    return key


def _subject(document: Json) -> Finding:
    """Whom the credential is about, as it says itself."""
    try:
        identities = document["credentialSubject"]["identifier"]
        said = {one["identityType"]: str(one["identityHash"]) for one in identities}
        return Finding(_ABOUT.fill(name=shown(said["name"]), number=shown(said["ext:organisationNumber"])))
    except (KeyError, TypeError):
        raise Refused(_FORM) from None


def _window(document: Json, question: Question) -> Finding:
    begins, ends = _moment(document.get("validFrom")), _moment(document.get("validUntil"))
    values = {"begins": begins.astimezone(OSLO).date(), "ends": ends.astimezone(OSLO).date()}
    if question.noon < begins:
        return Finding(_NOT_YET.fill(**values), Outcome.NOT_YET)
    if question.noon > ends:
        return Finding(_EXPIRED.fill(**values), Outcome.EXPIRED)
    return Finding(_VALID.fill(**values))


def _moment(written: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(written))
        if moment.tzinfo is None:
            raise ValueError(written)
    except ValueError:
        raise Refused(_NO_DATE.fill(value=shown(written))) from None
    return moment


# --- Status lists ---------------------------------------------------------------------------------------------------


def _status(document: Json, purpose: str, issuer: Issuer, source: Source, question: Question) -> Iterator[Finding]:
    entries = document.get("credentialStatus")
    fitting = [e for e in entries if e.get("statusPurpose") == purpose] if isinstance(entries, list) else []
    if len(fitting) != 1 or fitting[0].get("type") != "BitstringStatusListEntry":
        raise Refused(_NO_ENTRY.fill(purpose=_PURPOSE[purpose]))
    if fitting[0].get("statusListCredential") != f"{did.site_url_of(issuer.did)}/{LISTS[purpose]}":
        raise Refused(_OTHER_LIST.fill(purpose=_PURPOSE[purpose]))
    bits, warnings = read_list(purpose, issuer, source, question)
    yield from warnings
    index = str(fitting[0].get("statusListIndex"))
    if not index.isascii() or not index.isdigit() or int(index) >= len(bits) * 8:
        raise Refused(_BAD_INDEX.fill(index=shown(index), purpose=_PURPOSE[purpose]))
    if not statuslist.is_set(bits, int(index)):
        yield Finding(_NOT_LISTED[purpose])
    elif purpose == "revocation":
        yield Finding(_REVOKED, Outcome.REVOKED)
    else:
        yield Finding(_SUSPENDED, Outcome.SUSPENDED)


def read_list(purpose: str, issuer: Issuer, source: Source, question: Question) -> tuple[bytes, list[Finding]]:
    """The bits of a status list after every check of the list itself, and what there is to warn of. Raises Refused."""
    said = _PURPOSE[purpose]
    document = _fetched(source, LISTS[purpose])
    _have_form(document, ["VerifiableCredential", "BitstringStatusListCredential"], [CREDENTIALS])
    list(_proofs(document, issuer, "status", question))
    subject = document.get("credentialSubject")
    own = f"{did.site_url_of(issuer.did)}/{LISTS[purpose]}"
    if not isinstance(subject, dict) or (document.get("id"), document.get("issuer")) != (own, issuer.did):
        raise Refused(_OTHER_LIST.fill(purpose=said))
    if subject.get("type") != "BitstringStatusList" or subject.get("statusPurpose") != purpose:
        raise Refused(_OTHER_LIST.fill(purpose=said))
    begins, ends = _moment(document.get("validFrom")), _moment(document.get("validUntil"))
    if not begins <= question.noon <= ends:
        raise Refused(_LIST_EXPIRED.fill(purpose=said, ends=ends.astimezone(OSLO).date()))
    try:
        bits = statuslist.decoded(str(subject.get("encodedList")))
    except ValueError:
        raise Refused(_BAD_LIST.fill(purpose=said)) from None
    stale = question.noon - begins > timedelta(days=STALE_DAYS)
    warning = Finding(_STALE.fill(purpose=said, ends=ends.astimezone(OSLO).date()), warning=True)
    return bits, [warning] if stale else []


# --- A whole site ---------------------------------------------------------------------------------------------------


def check_site(source: Source, question: Question) -> list[Finding]:
    """did.json, both status lists, and every centre's credential against the status that the site tells."""
    try:
        issuer = read_issuer(source)
        found = list(_introduced(issuer, source, question))
        for purpose in LISTS:
            found += [
                Finding(_LIST_FITS.fill(purpose=_PURPOSE[purpose])),
                *read_list(purpose, issuer, source, question)[1],
            ]
        centres = _fetched(source, addresses.API_CENTRES)["centres"]
        return [*found, *_credentials(centres, source, question)]
    except Refused as refusal:
        return [Finding(refusal.text, Outcome.NOT_GENUINE)]
    except (KeyError, TypeError, AttributeError):
        return [Finding(_NO_CENTRES, Outcome.NOT_GENUINE)]


def _credentials(centres: list[Json], source: Source, question: Question) -> Iterator[Finding]:
    fitting = 0
    for centre in centres:
        number, status = str(centre["organisation_number"]), str(centre["status"])
        found = _found_for(number, source, question)
        if found in _EXPECTED[status]:
            fitting += found is not None
        else:
            values = {"number": shown(number), "status": shown(status), "found": _OUTCOME[found] if found else _NONE}
            yield Finding(_DISAGREES.fill(**values), Outcome.NOT_GENUINE)
    yield Finding(_AGREE.fill(count=fitting))


def _found_for(number: str, source: Source, question: Question) -> Outcome | None:
    try:
        content = source.read(addresses.credential(number))
    except BadSource:
        return None
    try:
        return outcome(check_credential(json_from(content), source, question))
    except BadSource:
        return Outcome.NOT_GENUINE


_IN_FORCE = {Outcome.IN_FORCE, Outcome.EXPIRED}  # it lapses where a follow-up is late, and the approval does not
_ENDED = {Outcome.REVOKED, Outcome.EXPIRED, None}
_EXPECTED: dict[str, set[Outcome | None]] = {
    Status.APPROVED: {*_IN_FORCE},
    Status.WARNED: {*_IN_FORCE},
    Status.SUSPENDED: {Outcome.SUSPENDED, Outcome.EXPIRED},
    Status.REVOKED: {Outcome.REVOKED},
    Status.WITHDRAWN: {Outcome.REVOKED, None},
    Status.EXPIRED: {Outcome.EXPIRED},
    Status.APPLICANT: {*_ENDED},
    Status.REJECTED: {*_ENDED},
}
"""What a centre's credential may be worth under each status that the site tells; None is no credential at all."""


def _fetched(source: Source, path: str) -> Json:
    try:
        return json_from(source.read(path))
    except BadSource as error:
        raise Refused(_NOT_THERE.fill(path=path, why=error.text)) from None


# --- Words ----------------------------------------------------------------------------------------------------------

_PURPOSE = {"revocation": Text("tilbaketrekking", "revocation"), "suspension": Text("suspensjon", "suspension")}
_OUTCOME = {
    Outcome.IN_FORCE: Text("ekte og i kraft", "genuine and in force"),
    Outcome.NOT_YET: Text("ekte, men gjelder ikke ennå", "genuine, but not in force yet"),
    Outcome.SUSPENDED: Text("ekte, men suspendert", "genuine, but suspended"),
    Outcome.EXPIRED: Text("ekte, men utløpt", "genuine, but expired"),
    Outcome.REVOKED: Text("ekte, men trukket tilbake", "genuine, but revoked"),
    Outcome.NOT_GENUINE: Text("ikke ekte", "not genuine"),
}
"""What an outcome is called in the middle of a sentence."""
_NONE = same("–")
_ISSUER = Text("Utsteder er {issuer}, og did.json er dens egen.", "The issuer is {issuer}, and did.json is its own.")
_UNPINNED = Text(
    "Nøklene er lest fra mappen beviset ligger i, ikke fra utstederens adresse. At de er registerets, viser bare --pin.",
    "The keys were read from the folder that the credential lies in, not from the issuer's address. Only --pin shows that they are the register's.",
)
_OTHER_ISSUER = Text(
    "Beviset sier at {name} har utstedt det, men did.json er for {issuer}.",
    "The credential says that {name} issued it, but did.json is for {issuer}.",
)
_BAD_DID = Text(
    "did.json er ikke slik registeret skriver den, eller hører til en annen adresse.",
    "did.json is not as the register writes it, or belongs to another address.",
)
_FORM = Text(
    "Dokumentet har ikke den formen registeret gir det den signerer.",
    "The document does not have the form of what the register signs.",
)
_PROOFS = Text(
    "Dokumentet må ha nøyaktig to signaturer, én av hvert slag; det har det ikke.",
    "The document must have exactly two signatures, one of each kind; it does not.",
)
_SIGNED = Text("Signaturen {suite} stemmer, med nøkkelen {key}.", "The signature {suite} fits, with the key {key}.")
_SIGNATURE = Text(
    "Signaturen {suite} med nøkkelen {key} stemmer ikke: innholdet er endret, eller noen andre har signert.",
    "The signature {suite} with the key {key} does not fit: the content was changed, or somebody else signed it.",
)
_UNKNOWN_KEY = Text("Nøkkelen {key} står ikke i did.json.", "The key {key} is not in did.json.")
_WRONG_ROLE = Text(
    "Nøkkelen {key} er ikke for dette slaget dokumenter.", "The key {key} is not for this kind of document."
)
_NOT_PINNED = Text(
    "Nøkkelen {key} er ikke den du har sagt at skal gjelde.", "The key {key} is not the one that you said should count."
)
_ABOUT = Text(
    "Beviset er om {name}, organisasjonsnummer {number}.", "It is about {name}, organisation number {number}."
)
_VALID = Text("Gjelder fra {begins} til og med {ends}.", "Valid from {begins} until and including {ends}.")
_NOT_YET = Text("Gjelder først fra {begins}.", "Not valid until {begins}.")
_EXPIRED = Text("Gjaldt til og med {ends}, og er utløpt.", "Was valid until and including {ends}, and has expired.")
_NO_DATE = Text("«{value}» er ikke et tidspunkt.", "“{value}” is not a point in time.")
_NO_ENTRY = Text(
    "Beviset sier ikke hvor {purpose} står, og kan derfor ikke stoles på.",
    "The credential does not say where {purpose} is told, so it cannot be relied on.",
)
_OTHER_LIST = Text(
    "Listen over {purpose} er ikke registerets egen.", "The list of {purpose} is not the register's own."
)
_LIST_EXPIRED = Text(
    "Listen over {purpose} gjelder ikke denne dagen; den går til {ends}. Da er det ukjent om beviset er i kraft.",
    "The list of {purpose} is not valid on this day; it runs to {ends}. So nobody knows whether the credential is in force.",
)
_BAD_LIST = Text("Listen over {purpose} kan ikke leses.", "The list of {purpose} cannot be read.")
_BAD_INDEX = Text(
    "Plassen {index} finnes ikke i listen over {purpose}.", "There is no place {index} in the list of {purpose}."
)
_STALE = Text(
    "Listen over {purpose} er mer enn en måned gammel, og går ut {ends}. Bygg nettstedet på nytt.",
    "The list of {purpose} is more than a month old, and runs out on {ends}. Build the site again.",
)
_NOT_LISTED = {
    "revocation": Text("Ikke trukket tilbake.", "Not revoked."),
    "suspension": Text("Ikke suspendert.", "Not suspended."),
}
_REVOKED = Text(
    "Trukket tilbake: senteret er ikke lenger godkjent, eller har fått et nyere bevis.",
    "Revoked: the centre is no longer approved, or has a newer credential.",
)
_SUSPENDED = Text(
    "Suspendert: nemnda har satt godkjenningen til side inntil videre.",
    "Suspended: the board has set the approval aside for now.",
)
_NOT_THERE = Text("{path} kan ikke leses: {why}", "{path} cannot be read: {why}")
_LIST_FITS = Text("Listen over {purpose} er signert og gjelder.", "The list of {purpose} is signed and valid.")
_NO_CENTRES = Text(
    "api/v1/centres.json er ikke slik registeret skriver den.", "api/v1/centres.json is not as the register writes it."
)
_DISAGREES = Text(
    "Senter {number} har status {status} på nettstedet, men beviset er: {found}.",
    "Centre {number} has the status {status} on the site, but its credential is: {found}.",
)
_AGREE = Text(
    "{count} bevis er ekte og stemmer med statusen nettstedet oppgir.",
    "{count} credentials are genuine and agree with the status that the site tells.",
)
CONCLUSION = {
    Outcome.IN_FORCE: Text("EKTE OG I KRAFT", "GENUINE AND IN FORCE"),
    Outcome.NOT_YET: Text("EKTE, MEN GJELDER IKKE ENNÅ", "GENUINE, BUT NOT IN FORCE YET"),
    Outcome.SUSPENDED: Text("EKTE, MEN IKKE I KRAFT: suspendert", "GENUINE, BUT NOT IN FORCE: suspended"),
    Outcome.EXPIRED: Text("EKTE, MEN IKKE I KRAFT: utløpt", "GENUINE, BUT NOT IN FORCE: expired"),
    Outcome.REVOKED: Text("EKTE, MEN IKKE I KRAFT: trukket tilbake", "GENUINE, BUT NOT IN FORCE: revoked"),
    Outcome.NOT_GENUINE: Text("IKKE EKTE, eller ikke til å kontrollere", "NOT GENUINE, or not to be checked"),
}
"""The last line of a check of one credential."""
