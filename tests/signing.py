"""Signed registers made in memory, their forged twins, and the independent judges that both are shown to."""

from __future__ import annotations

import atexit
import copy
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from godkjent.language.texts import Text
from godkjent.public.views import views
from godkjent.register import records
from godkjent.register.model import Register
from godkjent.trust import contexts, credentials, did, keys, proofs, statuslist
from godkjent.trust.credentials import Signer
from godkjent.trust.keys import Keys
from godkjent.trust.site_files import BadSource
from godkjent.trust.verify_credential import Outcome, Question, check_credential, outcome
from support import ROOT, SCHEME, decided, make_registry, node

SITE = "https://registeret.example"
DAY = date(2026, 11, 24)
NOW = "2026-11-24T11:00:00Z"
LOADER = contexts.loader(ROOT)
NUMBER = "310000108"
Json = dict[str, Any]


def key(seed: int) -> Ed25519PrivateKey:
    """A key that is the same in every run."""
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


KEYS = Keys(key(1), key(2), key(3))
STRANGER = key(9)
SIGNER = Signer(KEYS, SITE, LOADER)


@cache
def public_halves() -> Path:
    """A folder with what a build may know of these keys."""
    folder = Path(tempfile.mkdtemp(prefix="public-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    keys.write_public(folder, KEYS.public_halves)
    return folder


APPROVED = (
    "id: 2026-001, date: 2026-03-02, kind: approval",
    "id: 2026-009, date: 2026-09-01, kind: warning, requirements: [tax], reason: {nb: Fordi.}",
)
SUSPENDED = (*APPROVED, "id: 2026-010, date: 2026-10-01, kind: suspension, requirements: [tax], reason: {nb: Fordi.}")
LIFTED = (*SUSPENDED, "id: 2026-011, date: 2026-11-02, kind: suspension_lifted, reason: {nb: Rettet.}")
REVOKED = (*APPROVED, "id: 2026-010, date: 2026-10-01, kind: revocation, requirements: [tax], reason: {nb: Fordi.}")
LAPSED = ("id: 2023-001, date: 2023-03-02, kind: approval",)


def held(folder: Path, *decisions: str, day: date = DAY, scheme: str = SCHEME, **files: str) -> Register:
    """A register with one centre, about which this was decided, and more centres by file name."""
    made = make_registry(folder, centre=decided(*decisions), scheme=scheme, **files)
    return records.read(made).register(day)


def world(register: Register, signer: Signer = SIGNER) -> dict[str, Json]:
    """Everything signed, by address."""
    files = credentials.files(register, views(register), signer)
    return {f"{signer.site_url}/{path}": json.loads(content) for path, content in files}


CREDENTIAL = f"{SITE}/api/v1/centres/{NUMBER}/credential.json"
REVOCATIONS, SUSPENSIONS = f"{SITE}/status/revocation.json", f"{SITE}/status/suspension.json"
DID = f"{SITE}/.well-known/did.json"


@dataclass(frozen=True)
class Sample:
    """A credential and the documents around it, as a verifier finds them."""

    credential: Json
    world: dict[str, Json]


def sample(register: Register, signer: Signer = SIGNER) -> Sample:
    made = world(register, signer)
    return Sample(made[CREDENTIAL], made)


# --- Forging --------------------------------------------------------------------------------------------------------


def changed(found: Sample, change: Callable[[Json], None], address: str = CREDENTIAL) -> Sample:
    """The sample with one of its documents changed after it was signed."""
    documents = copy.deepcopy(found.world)
    change(documents[address])
    return Sample(documents[CREDENTIAL], documents)


def resigned(
    document: Json, signing: Ed25519PrivateKey, change: Callable[[Json], None] = lambda _: None, method: str = ""
) -> Json:
    """The document changed and then signed with another key, by default under the address of the right one."""
    unsigned = {name: value for name, value in copy.deepcopy(document).items() if name != "proof"}
    change(unsigned)
    before = document["proof"][0]
    return proofs.signed(unsigned, signing, method or before["verificationMethod"], before["created"], LOADER)


def put(found: Sample, address: str, document: Json) -> Sample:
    documents = {**copy.deepcopy(found.world), address: document}
    return Sample(documents[CREDENTIAL], documents)


def _subject(document: Json) -> Json:
    return document["credentialSubject"]


def _named(document: Json) -> None:
    _subject(document)["identifier"][0]["identityHash"] = "Falsk Rev Kundesenter AS"


def _numbered(document: Json) -> None:
    _subject(document)["identifier"][1]["identityHash"] = "310000175"


def _index(document: Json) -> None:
    for entry in document["credentialStatus"]:
        entry["statusListIndex"] = "99999"


def _wrong(suite: str) -> Callable[[Json], None]:
    def spoil(document: Json) -> None:
        by_suite = {proof["cryptosuite"]: proof for proof in document["proof"]}
        other = next(name for name in proofs.SUITES if name != suite)
        by_suite[suite]["proofValue"] = by_suite[other]["proofValue"]

    return spoil


def _old_list(document: Json) -> None:
    document["validFrom"], document["validUntil"] = "2026-09-01T00:00:00Z", "2026-10-16T00:00:00Z"


def _empty_list(document: Json) -> None:
    _subject(document)["encodedList"] = statuslist.encoded([], statuslist.LEAST_BITS)


BOTH = {"digitalbazaar", "openbadgeslib"}
ALL = {*BOTH, "verifier-core", "recipe"}


def twins(good: Sample, folder: Path) -> dict[str, tuple[Sample, set[str]]]:
    """Each forgery with the independent judges that can see it; every one has at least two."""
    revoked, suspended = sample(held(folder / "revoked", *REVOKED)), sample(held(folder / "suspended", *SUSPENDED))
    lapsed, clean = sample(held(folder / "lapsed", *LAPSED)), good.world
    stranger = lambda document, change=lambda _: None: resigned(document, STRANGER, change)  # noqa: E731
    return {
        "name": (changed(good, _named), ALL),
        "organisation number": (changed(good, _numbered), ALL),
        "valid longer": (changed(good, lambda d: d.update(validUntil="2036-01-01T00:00:00Z")), ALL),
        "valid earlier": (changed(good, lambda d: d.update(validFrom="2020-01-01T00:00:00Z")), ALL),
        "issuer's name": (changed(good, lambda d: d["issuer"].update(name="En annen nemnd")), ALL),
        "a stranger's key": (put(good, CREDENTIAL, stranger(good.credential)), ALL),
        "a key that is not listed": (
            put(
                good,
                CREDENTIAL,
                resigned(good.credential, STRANGER, method=f"{SIGNER.issuer.did}#credentials-00000000"),
            ),
            ALL,
        ),
        "unsigned": (changed(good, lambda d: d.pop("proof")), ALL),
        "no proofs": (changed(good, lambda d: d.update(proof=[])), ALL),
        "an empty proof": (changed(good, lambda d: d.update(proof={})), ALL),
        "proofs of another": (changed(good, lambda d: d.update(proof=lapsed.credential["proof"])), ALL),
        "wrong jcs": (changed(good, _wrong(proofs.JCS)), {"digitalbazaar", "recipe"}),
        "wrong rdfc": (changed(good, _wrong(proofs.RDFC)), {*BOTH, "verifier-core"}),
        "lapsed": (lapsed, ALL),
        "revoked": (revoked, ALL),
        "suspended": (suspended, ALL - {"verifier-core"}),  # it reads revocations only
        "revoked, with another's index": (changed(revoked, _index), ALL),
        "revoked, with the list from before, its date changed": (
            put(
                revoked,
                REVOCATIONS,
                {**clean[REVOCATIONS], "validFrom": "2026-11-23T22:00:00Z", "id": REVOCATIONS + "?"},
            ),
            ALL,
        ),
        "revoked, with an emptied list": (
            changed(revoked, _empty_list, REVOCATIONS),
            ALL,
        ),
        "revoked, with a stranger's list": (
            put(revoked, REVOCATIONS, stranger(revoked.world[REVOCATIONS], _empty_list)),
            ALL,
        ),
        "suspended, with the other list": (
            put(suspended, SUSPENSIONS, suspended.world[REVOCATIONS]),
            ALL,
        ),
        "a list that has run out": (
            put(good, REVOCATIONS, resigned(good.world[REVOCATIONS], KEYS.status, _old_list)),
            ALL,
        ),
        "a list that has run out, its dates changed": (
            changed(
                put(good, REVOCATIONS, resigned(good.world[REVOCATIONS], KEYS.status, _old_list)),
                lambda d: d.update(validUntil="2027-01-01T00:00:00Z"),
                REVOCATIONS,
            ),
            ALL,
        ),
        "a rotated key": (
            put(sample(held(folder / "same", *APPROVED), rotated()), CREDENTIAL, good.credential),
            ALL,
        ),
    }


def rotated() -> Signer:
    """The same register after its credentials key was replaced."""
    return replace(SIGNER, keys=replace(KEYS, credentials=key(4)))


# --- Judges ---------------------------------------------------------------------------------------------------------


def by_node(name: str, samples: dict[str, Sample]) -> dict[str, list[str]]:
    """What is wrong with each sample in the eyes of a library of npm's; nothing means that it is accepted."""
    question = {"now": NOW, "samples": {n: {"credential": s.credential, "world": s.world} for n, s in samples.items()}}
    done = node(str(Path(__file__).parent / "verifiers" / f"{name}.mjs"), given=json.dumps(question))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def by_openbadgeslib(found: Sample) -> str:
    """What openbadgeslib's strict Open Badges 3.0 has against a sample; it reads the list's own proof apart."""
    from openbadgeslib.ob3 import ldp

    def download(url: str) -> bytes:
        return json.dumps(found.world[url]).encode()

    pem = KEYS.public("status").public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    try:
        verifier = ldp.OB3LdpVerifier.for_issuer_did(did.did_of(SITE))
        verifier.verify(found.credential, check_status=True, download=download, verify_status_list=False)
        for address in (REVOCATIONS, SUSPENSIONS):
            ldp.verify_data_integrity_proof(found.world[address], pem)
    except Exception as error:  # whatever it is, it is a refusal
        return f"{type(error).__name__}: {error}"
    return ""


class Table:
    """A sample's documents as a source for our own check."""

    site_url = SITE

    def __init__(self, found: Sample) -> None:
        self.found = found

    def read(self, path: str) -> bytes:
        try:
            return json.dumps(self.found.world[f"{SITE}/{path}"]).encode()
        except KeyError:
            raise BadSource(Text("den er der ikke.", "it is not there.")) from None


def by_us(found: Sample, *pins: str, day: date = DAY) -> Outcome:
    """What our own check makes of a sample."""
    return outcome(check_credential(found.credential, Table(found), Question(day, pins, LOADER)))


def laid_out(found: Sample, folder: Path) -> Path:
    """The sample as files, at the paths that they have on a site."""
    for address, document in found.world.items():
        file = folder / address.removeprefix(f"{SITE}/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return folder


def by_recipe(recipe: str, site: str, number: str = NUMBER, now: str = NOW, pin: str = "") -> tuple[int, str]:
    """Exit status and last line of the recipe, run by bash as it stands."""
    known = {**os.environ, "SITE": site, "NUMBER": number, "NOW": now, "PIN": pin}
    done = subprocess.run(["bash", "-c", recipe], env=known, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout.splitlines() or [done.stderr])[-1]
