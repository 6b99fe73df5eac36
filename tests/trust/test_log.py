"""The decision log in real builds: what is logged, the gate, the watch, and a forged twin of everything."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pymerkle
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from godkjent import addresses
from godkjent.commands.cli import main
from godkjent.register.model import Rules
from godkjent.register.multikey import ROLES, multikey
from godkjent.trust import keys, log, tlog, verify_log
from godkjent.trust.site_files import Folder
from support import CENTRE, SCHEME, built, centres, demonstration, make_registry, node, pelican

DAY = "2026-11-24"
HEAD, FIRST = CENTRE.split("decisions:\n")[0] + "decisions:\n", CENTRE.split("decisions:\n")[1]
WARNED = "  - {id: 2024-002, date: 2024-06-03, kind: warning, requirements: [tax], reason: {nb: Skatt.}}\n"
LIFTED = "  - {id: 2024-003, date: 2024-09-02, kind: warning_lifted}\n"
SUSPENDED = "  - {id: 2026-001, date: 2026-11-02, kind: suspension, requirements: [tax], reason: {nb: Skatt.}, remedy: {nb: Betal.}}\n"
HISTORY = HEAD + FIRST + WARNED + LIFTED
URL = "http://127.0.0.1:8000"
OTHER = (
    CENTRE.replace("Listig Rev", "Blid Elg").replace("310000108", "310000175").replace("2024-0", "2023-0")
    .replace("listig-rev", "blid-elg").replace("30 12 34 56", "30 12 34 58").replace("20 00 00", "20 00 01")
    .replace("Ærlig Ørn", "Munter Måke")
)  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys for the whole module."""
    folder = tmp_path_factory.mktemp("keys") / "keys"
    keys.make(folder)
    return folder


@pytest.fixture
def world(tmp_path: Path) -> Path:
    folder = make_registry(tmp_path / "registry", centre=HISTORY, **{"centres__blid-elg": OTHER})
    return folder.parent


def rewrite(world: Path, old: str, new: str, slug: str = "listig-rev") -> None:
    path = world / "registry" / "centres" / f"{slug}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def build(world: Path, kept: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """A real build of the world's registry; by default it goes on from the one before it."""

    def run(output: str = "one", **more: str) -> subprocess.CompletedProcess[str]:
        known = {"KEYS": str(kept), "AS_OF": DAY, "OFFLINE": "0", **more}
        return pelican(world / output, registry=world / "registry", **known)

    return run


@pytest.fixture
def alone(world: Path, kept: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """The log built by its own command, by the same gate as a whole build: exit status, and what it complains of."""
    where = ["--registry", str(world / "registry"), "--as-of", DAY, "--keys", str(kept), "--site-url", URL]

    def run(output: str, *more: str) -> tuple[int, str]:
        code = main(["log", "build", str(world / output), *where, *more])
        return code, capsys.readouterr().err

    return run


def well(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stderr


def leaves(site: Path) -> list[dict]:
    """The leaves but that of the outsiders' tool, which comes with every change of the program."""
    vkey = (site / "logg" / "vkey").read_text("utf-8")
    name, key = tlog.from_vkey(vkey)
    return [leaf for leaf in log.read(Folder(site), [key], name).log.leaves if leaf.get("event") != log.TOOL]


# --- What is logged ---------------------------------------------------------------------------------------------


@pytest.mark.threat("T19")
def test_every_public_decision_has_a_leaf_without_a_name(build: Callable[..., object], world: Path) -> None:
    well(build())  # type: ignore[arg-type]
    found = leaves(world / "one")
    assert [leaf["decision"] for leaf in found] == ["2023-001", "2024-001", "2024-002", "2024-003"]
    for leaf in found:
        assert set(leaf) == {"v", "seq", "date", "decision", "sha256"}
        content = (world / "one" / "logg" / "vedtak" / f"{leaf['decision']}.json").read_bytes()
        assert hashlib.sha256(content).hexdigest() == leaf["sha256"]
        assert len(json.loads(content)["salt"]) == 32
    told = "".join(map(json.dumps, found))
    assert "310000108" not in told and "Rev" not in told


def test_a_decision_that_is_not_public_is_not_logged(build: Callable[..., object], world: Path) -> None:
    scheme = world / "registry" / "scheme.yaml"
    scheme.write_text(SCHEME.replace("warnings: {public: true", "warnings: {public: false"), "utf-8")
    well(build())  # type: ignore[arg-type]
    assert [leaf["decision"] for leaf in leaves(world / "one")] == ["2023-001", "2024-001"]


def test_a_decision_whose_time_has_run_out_keeps_its_leaf_and_loses_its_file(
    build: Callable[..., object], world: Path
) -> None:
    well(build("one", AS_OF="2026-11-24"))  # type: ignore[arg-type]
    rewrite(world, LIFTED, LIFTED + "  - {id: 2027-001, date: 2027-02-01, kind: renewal}\n")
    well(build("two", AS_OF="2027-11-24", PREVIOUS=str(world / "one")))  # type: ignore[arg-type]
    after = leaves(world / "two")
    assert [leaf["decision"] for leaf in after][:4] == ["2023-001", "2024-001", "2024-002", "2024-003"]
    assert [(leaf.get("event"), leaf["decision"]) for leaf in after[4:]] == [
        (None, "2027-001"),
        ("withheld", "2024-002"),
        ("withheld", "2024-003"),
    ]
    there = {path.stem for path in (world / "two" / "logg" / "vedtak").iterdir()}
    assert there == {"2023-001", "2024-001", "2027-001"}
    found, _ = verify_log.findings(Folder(world / "two"), (world / "two" / "logg" / "vkey").read_text())
    assert any("2 er ikke lenger offentlige" in finding.text.nb for finding in found)


def test_without_keys_there_is_no_log_and_the_page_says_unsigned(build: Callable[..., object], world: Path) -> None:
    well(build("one", KEYS=""))  # type: ignore[arg-type]
    assert not (world / "one" / "logg").exists()
    assert json.loads((world / "one" / "build.json").read_text())["log"] is None
    assert "ikke signert" in (world / "one" / "kontroller" / "index.html").read_text("utf-8")


# --- The gate ---------------------------------------------------------------------------------------------------


def test_a_new_decision_is_appended_and_the_old_entries_stay_where_they_are(
    build: Callable[..., object], world: Path
) -> None:
    well(build())  # type: ignore[arg-type]
    rewrite(world, LIFTED, LIFTED + SUSPENDED)
    well(build("two", PREVIOUS=str(world / "one")))  # type: ignore[arg-type]
    before, after = leaves(world / "one"), leaves(world / "two")
    assert after[: len(before)] == before and [leaf["decision"] for leaf in after[len(before) :]] == ["2026-001"]


def test_a_forgotten_old_decision_comes_last(alone: Callable[..., tuple[int, str]], world: Path) -> None:
    assert alone("one")[0] == 0
    path = world / "registry" / "centres" / "blid-elg.yaml"
    path.write_text(path.read_text("utf-8") + "  - {id: 2024-900, date: 2024-03-02, kind: follow_up}\n", "utf-8")
    assert alone("two", "--previous", str(world / "one")) == (0, "")
    assert [leaf["decision"] for leaf in leaves(world / "two")][-1] == "2024-900"


def test_a_site_that_moves_carries_its_log_on_under_the_name_it_began_with(
    alone: Callable[..., tuple[int, str]], world: Path, kept: Path
) -> None:
    assert alone("one")[0] == 0
    moved = ("--site-url", "https://ny.example/register", "--previous", str(world / "one"))
    code, said = alone("two", *moved)
    assert code == 1 and "heter «127.0.0.1:8000/logg»" in said and "log_origin: 127.0.0.1:8000/logg" in said
    assert not (world / "two").exists()
    held = keys.read({}, kept)
    assert held
    rows = "".join(f"  - {{role: {r}, key: {multikey(held.public(r))}, since: 2026-11-24}}\n" for r in ROLES)
    (world / "registry" / "keys.yaml").write_text(f"log_origin: 127.0.0.1:8000/logg\nkeys:\n{rows}", "utf-8")
    rewrite(world, LIFTED, LIFTED + SUSPENDED)
    assert alone("two", *moved) == (0, "")
    before, after = leaves(world / "one"), leaves(world / "two")
    assert after[: len(before)] == before and after[len(before)]["decision"] == "2026-001"
    assert (world / "two" / "logg" / "checkpoint").read_text("utf-8").startswith("127.0.0.1:8000/logg\n")
    # Whoever watches with the key and the state that they had, sees one history.
    vkey = (world / "one" / "logg" / "vkey").read_text("utf-8")
    assert (world / "two" / "logg" / "vkey").read_text("utf-8") == vkey


REWRITTEN = {
    "edited": (WARNED, WARNED.replace("Skatt.", "Noe annet."), "Vedtak 2024-002 er endret"),
    "another date": ("date: 2024-06-03", "date: 2024-06-04", "Vedtak 2024-002 er endret"),
    "removed": (WARNED + LIFTED, "", "Vedtak 2024-002 står i den publiserte loggen, men ikke i registeret"),
    "renumbered": ("id: 2024-003", "id: 2024-004", "Vedtak 2024-003 står i den publiserte loggen"),
}


def test_rewritten_history_stops_the_build_and_what_was_published_stays(
    build: Callable[..., subprocess.CompletedProcess[str]], world: Path
) -> None:
    well(build())
    shutil.copytree(world / "one", world / "published")
    rewrite(world, *REWRITTEN["edited"][:2])
    done = build("one", PREVIOUS=str(world / "published"))
    assert done.returncode == 1 and REWRITTEN["edited"][2] in done.stderr and "Traceback" not in done.stderr
    kept_files = {p: p.read_bytes() for p in (world / "published").rglob("*") if p.is_file()}
    assert all((world / "one" / p.relative_to(world / "published")).read_bytes() == c for p, c in kept_files.items())


@pytest.mark.parametrize("what", REWRITTEN)
def test_the_gate_names_the_decision(alone: Callable[..., tuple[int, str]], world: Path, what: str) -> None:
    assert alone("one")[0] == 0
    old, new, sentence = REWRITTEN[what]
    rewrite(world, old, new)
    code, said = alone("two", "--previous", str(world / "one"))
    assert code == 1 and sentence in said and not (world / "two").exists()


def test_a_decision_moved_to_another_centre_is_named(alone: Callable[..., tuple[int, str]], world: Path) -> None:
    assert alone("one")[0] == 0
    rewrite(world, WARNED + LIFTED, "")
    path = world / "registry" / "centres" / "blid-elg.yaml"
    path.write_text(path.read_text("utf-8") + WARNED + LIFTED, "utf-8")
    code, said = alone("two", "--previous", str(world / "one"))
    assert code == 1 and "Vedtak 2024-002 er endret" in said


def test_a_correction_passes(build: Callable[..., subprocess.CompletedProcess[str]], world: Path) -> None:
    well(build())
    corrected = "  - {id: 2026-001, date: 2026-11-02, kind: correction, concerns: 2024-002, reason: {nb: Feil dato.}, change: {date: 2024-06-04}}\n"
    rewrite(world, LIFTED, LIFTED + corrected)
    well(build("two", PREVIOUS=str(world / "one")))
    assert leaves(world / "two")[-1]["decision"] == "2026-001"
    assert (world / "one/logg/vedtak/2024-002.json").read_bytes() == (
        world / "two/logg/vedtak/2024-002.json"
    ).read_bytes()


def test_details_may_change_without_touching_the_log(
    build: Callable[..., subprocess.CompletedProcess[str]], world: Path
) -> None:
    well(build())
    rewrite(world, "Listig Rev Kundesenter AS", "Listig Rev Svar AS")
    well(build("two", PREVIOUS=str(world / "one")))
    assert (world / "one/logg/checkpoint").read_bytes() == (world / "two/logg/checkpoint").read_bytes()


BAD_PREVIOUS: dict[str, Callable[[Path], object]] = {
    "is not there": lambda site: shutil.rmtree(site),
    "has no checkpoint": lambda site: (site / "logg/checkpoint").unlink(),
    "lacks a bundle": lambda site: shutil.rmtree(site / "logg/tile/entries"),
    "has an entry more": lambda site: _append(site, b"{}"),
    "is of another key": lambda site: _sign_again(site, Ed25519PrivateKey.generate()),
    "is no text": lambda site: (site / "logg/checkpoint").write_bytes(b"\xff\xfe"),
}


@pytest.mark.parametrize("what", BAD_PREVIOUS)
def test_a_published_log_that_cannot_be_trusted_is_no_start(
    alone: Callable[..., tuple[int, str]], world: Path, what: str
) -> None:
    assert alone("one")[0] == 0
    BAD_PREVIOUS[what](world / "one")
    code, said = alone("two", "--previous", str(world / "one"))
    assert code == 1 and "ogg" in said and not (world / "two").exists()


def test_a_published_log_that_cannot_be_read_stops_the_build(
    build: Callable[..., subprocess.CompletedProcess[str]], world: Path
) -> None:
    done = build("two", PREVIOUS=str(world / "nowhere"))
    assert done.returncode == 1 and "Bygget stoppet: Den publiserte loggen kan ikke leses" in done.stderr
    assert "Traceback" not in done.stderr and not (world / "two").exists()


def test_publishing_needs_the_published_log_or_a_flag(world: Path, kept: Path) -> None:
    settings = {"settings": "publishconf.py", "SITEURL": "https://registeret.example", "KEYS": str(kept), "AS_OF": DAY}
    done = pelican(world / "two", registry=world / "registry", **settings)  # type: ignore[arg-type]
    assert done.returncode == 1 and "Sett PREVIOUS" in done.stderr and not (world / "two").exists()
    well(pelican(world / "two", registry=world / "registry", NEW_LOG="1", **settings))  # type: ignore[arg-type]
    well(pelican(world / "three", registry=world / "registry", PREVIOUS=str(world / "two"), **settings))  # type: ignore[arg-type]
    bare = {**settings, "KEYS": ""}
    done = pelican(world / "four", registry=world / "registry", PREVIOUS=str(world / "two"), **bare)  # type: ignore[arg-type]
    assert done.returncode == 1 and "ingen nøkler" in done.stderr


def test_the_log_key_may_be_replaced_and_the_log_says_so(
    build: Callable[..., subprocess.CompletedProcess[str]], world: Path, kept: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    shutil.copytree(kept, own)
    old = {
        role: multikey(keys.private((own / f"{role}.pem").read_text(), None, "x").public_key()) for role in keys.ROLES
    }
    rows = [f"  - {{role: {role}, key: {key}, since: 2026-01-05}}\n" for role, key in old.items()]
    listed = world / "registry" / "keys.yaml"
    listed.write_text("keys:\n" + "".join(rows), "utf-8")
    well(build("one", KEYS=str(own)))
    assert [leaf.get("event") for leaf in leaves(world / "one")].count("key-added") == 3
    _, new = keys.rotate(own, "log")
    rows[2] = rows[2].replace("2026-01-05}", "2026-01-05, until: 2026-11-20}")
    listed.write_text(
        "keys:\n" + "".join(rows) + f"  - {{role: log, key: {multikey(new)}, since: 2026-11-20}}\n", "utf-8"
    )
    well(build("two", KEYS=str(own), PREVIOUS=str(world / "one")))
    events = [(leaf["event"], leaf["key"]) for leaf in leaves(world / "two") if "event" in leaf]
    assert ("key-removed", old["log"]) in events and ("key-added", multikey(new)) in events
    old_vkey = (world / "one" / "logg" / "vkey").read_text()
    found, published = verify_log.findings(Folder(world / "two"), old_vkey)
    assert published is None and "ikke signert med nøkkelen" in found[0].text.nb
    assert (world / "one/logg/vedtak/2024-001.json").read_bytes() == (
        world / "two/logg/vedtak/2024-001.json"
    ).read_bytes()


# --- The forged twins -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def true_site(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> Path:
    folder = tmp_path_factory.mktemp("true")
    made = make_registry(folder / "registry", centre=HISTORY + SUSPENDED)
    return built(folder / "site", registry=made, KEYS=str(kept), AS_OF=DAY, OFFLINE="0")


@pytest.fixture
def copy(true_site: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(true_site, tmp_path / "copy"))


def _bundle(site: Path) -> Path:
    return next(path for path in (site / "logg" / "tile" / "entries").rglob("*") if path.is_file())


def _tile(site: Path) -> Path:
    return next(path for path in (site / "logg" / "tile" / "0").rglob("*") if path.is_file())


def _entries(site: Path) -> list[bytes]:
    return tlog.unbundled(_bundle(site).read_bytes())


def _write(site: Path, entries: list[bytes], *, tiles: bool = True) -> None:
    shutil.rmtree(site / "logg" / "tile" / "entries")
    for path, content in tlog.tiles(entries):
        if tiles or "entries" in path:
            file = site / "logg" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


def _changed(entries: list[bytes]) -> list[bytes]:
    return [entries[0].replace(b"2024-03-01", b"2023-03-01"), *entries[1:]]


def _append(site: Path, entry: bytes) -> None:
    _write(site, [*_entries(site), entry])


def _sign_again(site: Path, key: Ed25519PrivateKey, entries: list[bytes] | None = None) -> None:
    these = entries if entries is not None else _entries(site)
    origin = (site / "logg" / "checkpoint").read_text("utf-8").split("\n")[0]
    point = tlog.Checkpoint(origin, len(these), tlog.root([tlog.leaf_hash(e) for e in these]))
    (site / "logg" / "checkpoint").write_text(tlog.signed(point, key), "utf-8")


def _swap(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def _status(site: Path, path: str) -> None:
    _swap(site / path, b"suspended", b"approved")


IN_THE_LOG: dict[str, Callable[[Path], object]] = {
    "entry": lambda s: _write(s, _changed(_entries(s)), tiles=False),
    "entry and tile together": lambda s: _write(s, _changed(_entries(s))),
    "an entry gone": lambda s: _write(s, _entries(s)[:-1]),
    "an entry more": lambda s: _append(s, b'{"v":1}'),
    "two entries in other places": lambda s: _write(s, [*_entries(s)[::-1]]),
    "checkpoint's size": lambda s: _swap(s / "logg/checkpoint", b"\n5\n", b"\n4\n"),
    "checkpoint's root": lambda s: _swap(s / "logg/checkpoint", b"=\n\n", b"A\n\n"),
    "another key": lambda s: _sign_again(s, Ed25519PrivateKey.generate()),
    "another key and all rewritten": lambda s: (
        _write(s, _changed(_entries(s))),
        _sign_again(s, Ed25519PrivateKey.generate()),
    ),
}
BESIDE_THE_LOG: dict[str, Callable[[Path], object]] = {
    "tile": lambda s: _tile(s).write_bytes(b"\0" * len(_tile(s).read_bytes())),
    "decision file": lambda s: _swap(s / "logg/vedtak/2026-001.json", b"Skatt.", b"Ingenting."),
    "status in the list": lambda s: _status(s, "api/v1/centres.json"),
    "status in the centre's file": lambda s: _status(s, "api/v1/centres/310000108.json"),
    "decision file gone without a word": lambda s: (s / "logg/vedtak/2024-002.json").unlink(),
    "badge": lambda s: _status(s, "merke/310000108.svg"),
    "a centre nobody decided about": lambda s: _swap(s / "api/v1/centres.json", b'"310000108"', b'"310000175"'),
}


@pytest.mark.threat("T15")
def test_the_true_one_is_accepted(true_site: Path) -> None:
    found, published = verify_log.findings(Folder(true_site), (true_site / "logg" / "vkey").read_text())
    assert published and watch_says(found) == "in_force", [f.text.nb for f in found]
    assert by_pymerkle_and_openssl(true_site) and by_sigstore(true_site)


def watch_says(found: list) -> str:
    from godkjent.trust.verify_credential import outcome

    return str(outcome(found))


@pytest.mark.parametrize("what", {**IN_THE_LOG, **BESIDE_THE_LOG})
@pytest.mark.twin("T15")
def test_our_watch_refuses_every_forged_twin(copy: Path, true_site: Path, what: str) -> None:
    {**IN_THE_LOG, **BESIDE_THE_LOG}[what](copy)
    found, _ = verify_log.findings(Folder(copy), (true_site / "logg" / "vkey").read_text())
    assert watch_says(found) == "not_genuine", [f.text.nb for f in found]
    for finding in found:
        assert finding.text.nb and finding.text.en and "{" not in finding.text.nb


@pytest.mark.parametrize("what", IN_THE_LOG)
def test_two_verifiers_of_others_making_refuse_them_too(copy: Path, true_site: Path, what: str) -> None:
    shutil.copy(true_site / "logg" / "vkey", copy / "logg" / "vkey")
    IN_THE_LOG[what](copy)
    assert not by_pymerkle_and_openssl(copy)
    assert not by_sigstore(copy)


def by_pymerkle_and_openssl(site: Path) -> bool:
    """The root of the entries by pymerkle, the signature over the checkpoint by openssl."""
    note = (site / "logg" / "checkpoint").read_text("utf-8")
    text, _, signatures = note.partition("\n\n")
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in _entries(site):
        tree.append_entry(entry)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        root = base64.b64encode(tree.get_state()).decode()
    _origin, size, told = text.split("\n")
    if (size, told) != (str(len(_entries(site))), root):
        return False
    _, key = tlog.from_vkey((site / "logg" / "vkey").read_text())
    folder = site.parent
    (folder / "key.pem").write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    (folder / "text").write_text(text + "\n", "utf-8")
    (folder / "sig").write_bytes(base64.b64decode(signatures.split(" ")[2])[4:])
    command = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        "key.pem",
        "-rawin",
        "-in",
        "text",
        "-sigfile",
        "sig",
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


SIGSTORE = """
import { createRequire } from "node:module";
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
const require = createRequire(process.cwd() + "/");
const folder = process.cwd() + "/node_modules/@sigstore/verify/dist/tlog/";
const { verifyCheckpoint } = require(folder + "checkpoint.js");
const { verifyMerkleInclusion } = require(folder + "merkle.js");
const { note, name, id, pem, entries } = JSON.parse(readFileSync(process.argv[1], "utf8"));
const log = { baseURL: name, logID: Buffer.from(id, "hex"), publicKey: createPublicKey(pem) };
const bytes = (text) => Buffer.from(text, "base64");
for (const [index, { body, proof }] of entries.entries()) {
  const inclusionProof = { logIndex: String(index), checkpoint: { envelope: note }, hashes: proof.map(bytes) };
  const entry = { canonicalizedBody: bytes(body), inclusionProof };
  const checkpoint = verifyCheckpoint(entry, [log]);
  if (checkpoint.logSize !== BigInt(entries.length)) throw new Error("size");
  verifyMerkleInclusion(entry, checkpoint);
}
console.log("accepted");
"""


def by_sigstore(site: Path) -> bool:
    """Checkpoint and the inclusion of every entry by sigstore's own verifier."""
    vkey = (site / "logg" / "vkey").read_text()
    name, key = tlog.from_vkey(vkey)
    these = _entries(site)
    hashes = [tlog.leaf_hash(entry) for entry in these]
    proofs = [[base64.b64encode(h).decode() for h in tlog.inclusion(hashes, n)] for n in range(len(these))]
    given = {
        "note": (site / "logg" / "checkpoint").read_text("utf-8"),
        "name": name,
        "id": tlog.key_id(name, key).hex(),
        "pem": key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        "entries": [{"body": base64.b64encode(e).decode(), "proof": p} for e, p in zip(these, proofs, strict=True)],
    }
    file = site.parent / "given.json"
    file.write_text(json.dumps(given), "utf-8")
    done = node("--input-type=module", "-e", SIGSTORE, str(file))
    return done.returncode == 0 and done.stdout == "accepted\n"


# --- The watch over time ----------------------------------------------------------------------------------------


def monitor(capsys: pytest.CaptureFixture[str], site: Path, state: Path, *more: str) -> tuple[int, str]:
    code = main(["monitor", str(site), "--state", str(state), *more])
    return code, capsys.readouterr().out


def log_key(kept: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key((kept / "log.pem").read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def test_the_watch_keeps_the_checkpoint_and_sees_growth(
    build: Callable[..., subprocess.CompletedProcess[str]],
    world: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    well(build())
    assert monitor(capsys, world / "one", world / "state")[0] == 0
    rewrite(world, LIFTED, LIFTED + SUSPENDED)
    well(build("two", PREVIOUS=str(world / "one")))
    code, said = monitor(capsys, world / "two", world / "state")
    assert code == 0 and "1 oppføringer er nye" in said
    code, said = monitor(capsys, world / "one", world / "state")
    shorter, longer = (len(_entries(world / name)) for name in ("one", "two"))
    assert longer == shorter + 1
    assert code == 1 and f"Loggen er blitt kortere: {longer} oppføringer før, {shorter} nå" in said
    kept = json.loads((world / "state").read_text())["checkpoint"]
    assert (world / f"state.{shorter}").exists() and kept.split("\n")[1] == str(longer)


def test_history_rewritten_with_the_registers_own_key_is_seen_by_who_kept_a_checkpoint(
    true_site: Path, copy: Path, kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What only an outsider can find: the register itself rewrites, and signs."""
    assert monitor(capsys, true_site, tmp_path / "state")[0] == 0
    forged = _changed(_entries(copy))
    _write(copy, forged)
    _sign_again(copy, log_key(kept))
    code, said = monitor(capsys, copy, tmp_path / "state")
    assert code == 1 and "det finnes to utgaver av loggen" in said and "Begge sjekkpunktene er tatt vare på" in said
    (tmp_path / f"state.{len(forged)}").unlink()
    one = next(entry for entry in forged if b"2026-001" in entry)
    seq = re.sub(rb'"seq":\d+', b'"seq":%d' % len(forged), one)
    longer = [*forged, seq.replace(b"2026-001", b"2026-002")]
    _write(copy, longer)
    _sign_again(copy, log_key(kept))
    code, said = monitor(capsys, copy, tmp_path / "state")
    assert code == 1 and "Historien er skrevet om" in said and (tmp_path / f"state.{len(longer)}").exists()


@pytest.mark.parametrize("state", ["", "{}", "[]", "{", '{"vkey": "a", "checkpoint": "b"}'])
def test_a_state_that_cannot_be_read_gets_a_sentence(
    true_site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], state: str
) -> None:
    (tmp_path / "state").write_text(state)
    code = main(["monitor", str(true_site), "--state", str(tmp_path / "state")])
    said = capsys.readouterr()
    assert code in (1, 2) and (said.out + said.err).strip() and "Traceback" not in said.err
    assert (tmp_path / "state").read_text() == state


def test_show_and_prove(true_site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "show", str(true_site)]) == 0
    shown = capsys.readouterr().out
    size = len(_entries(true_site))
    assert re.search(r"^ +\d+  2026-11-02  2026-001", shown, re.MULTILINE)
    assert f"127.0.0.1:8000/logg\n{size}\n" in shown
    assert main(["log", "prove", str(true_site), "2024-002"]) == 0
    assert "Vedtak 2024-002 er oppføring 1 i loggen" in capsys.readouterr().out
    assert main(["log", "prove", str(true_site), "2024-999"]) == 1
    assert main(["log", "prove", str(true_site)]) == 2
    assert main(["log", "show", str(true_site / "sentre")]) == 2


def test_the_log_may_be_built_alone(world: Path, kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--registry", str(world / "registry"), "--as-of", DAY, "--keys", str(kept), "--site-url", URL]
    assert main(["log", "build", str(world / "alone"), *where]) == 0
    assert "Loggen har 4 oppføringer, 4 av dem nye." in capsys.readouterr().out
    assert len(leaves(world / "alone")) == 4
    assert main(["log", "build", str(world / "alone"), *where, "--previous", str(world / "none")]) == 1


# --- Replay -----------------------------------------------------------------------------------------------------


def test_everything_published_of_the_demonstration_agrees_with_the_replay(
    tmp_path_factory: pytest.TempPathFactory, kept: Path
) -> None:
    site = built(
        tmp_path_factory.mktemp("demo") / "site", registry=demonstration(), KEYS=str(kept), AS_OF=DAY, OFFLINE="0"
    )
    files = {p.stem: json.loads(p.read_bytes()) for p in (site / "logg" / "vedtak").iterdir()}
    statuses = verify_log.replayed(files, date.fromisoformat(DAY), Rules())
    listed = {c["organisation_number"]: c for c in json.loads((site / addresses.API_CENTRES).read_text())["centres"]}
    assert statuses.keys() == listed.keys() == {c.organisation_number for c in centres()}
    for number, status in statuses.items():
        mark = f'data-status="{status}"'
        assert listed[number]["status"] == status
        assert mark in (site / addresses.badge(number)).read_text("utf-8")
        for lang in ("", "en/", "nn/"):
            for path in (addresses.verification(number), addresses.centre(listed[number]["slug"])):
                assert mark in (site / lang / path / "index.html").read_text("utf-8")
        credential = site / f"api/v1/centres/{number}/credential.json"
        assert credential.exists() or status in ("applicant", "rejected")
    found, _ = verify_log.findings(Folder(site), (site / "logg" / "vkey").read_text())
    assert watch_says(found) == "in_force"
