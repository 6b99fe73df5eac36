"""Witnesses: one that others wrote, run here; one that lies, one that is dead, one that is slow; and a time stamp by openssl."""

from __future__ import annotations

import base64
import hashlib
import http.server
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aics_tlog import parse_note, parse_vkey, verify_checkpoint, verify_consistency

from godkjent import addresses
from godkjent.commands.cli import main
from godkjent.register.model import NamedWitness, Register, TimeAuthority
from godkjent.register.witness_keys import Witness, witness_of
from godkjent.trust import cosignatures, cosigning, log, log_writing, tlog, verify_log
from godkjent.trust.log import Published
from godkjent.trust.site_files import Folder
from godkjent.trust.verify_log import Quorum
from serving import Handler, serving
from signing import DAY, SITE, held, key

KEY = key(7)
ORIGIN = log.origin(SITE)
MORE = ("id: 2024-002, date: 2024-06-03, kind: follow_up", "id: 2025-001, date: 2025-05-05, kind: follow_up")
FIRST = "id: 2024-001, date: 2024-03-01, kind: approval"


def register(folder: Path, decisions: int = 1, *witnesses: NamedWitness) -> Register:
    made = held(folder, *(FIRST, *MORE)[:decisions])
    return replace(made, witnesses=witnesses)


def published(folder: Path, site: Register, before: Published | None = None) -> tuple[log.Log, str]:
    """The log of a register, written where a site would have it, and the checkpoint as the log alone signed it."""
    made = log_writing.extended(site, KEY, SITE, before)
    for path, content in log_writing.outputs(made, KEY):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return made, (folder / addresses.LOG_CHECKPOINT).read_text("utf-8")


def as_published(folder: Path) -> Published:
    return log.read(Folder(folder), [KEY.public_key()], ORIGIN)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NamedWitness]:
    """aics-witness, a tlog-witness that others wrote, with its own database and key."""
    folder, port = tmp_path_factory.mktemp("witness"), free_port()

    def call(*arguments: str) -> str:
        command = [sys.executable, "-m", "aics_witness", *arguments, "--config", "witness.json"]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()

    vkey = call("init", "--name", "vitne.example/a", "--listen", f"127.0.0.1:{port}")
    call("add-log", "--origin", ORIGIN, "--vkey", tlog.vkey(ORIGIN, KEY.public_key()))
    server = subprocess.Popen(
        [sys.executable, "-m", "aics_witness", "serve", "--config", "witness.json"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield NamedWitness(vkey.splitlines()[-1], DAY, url=f"http://127.0.0.1:{port}")
    server.terminate()
    server.wait()


@contextmanager
def answering(answer: Callable[[bytes], tuple[int, bytes]], wait: float = 0) -> Iterator[str]:
    """A server that answers every question as it is told."""

    class Told(Handler):
        def answers(self, asked: bytes) -> None:
            time.sleep(wait)
            self.answer(*answer(asked))

    with serving(Told) as url:
        yield url


OWN, SECRET = cosignatures.from_secret(cosignatures.secret("avisen.example/vitne", bytes(32)))


def note_in(asked: bytes) -> tlog.Checkpoint:
    """The checkpoint in what a witness is asked."""
    return tlog.opened(asked.decode().partition("\n\n")[2], ORIGIN, [KEY.public_key()])


def line(checkpoint: tlog.Checkpoint) -> bytes:
    return f"{cosignatures.cosigned(checkpoint, OWN, SECRET, datetime.now(UTC))}\n".encode()


# --- Asked ----------------------------------------------------------------------------------------------------------


@pytest.mark.threat("T17")
def test_a_witness_that_others_wrote_cosigns_and_follows_the_log(tmp_path: Path, real: NamedWitness) -> None:
    made, note = published(tmp_path / "one", register(tmp_path / "r1"))
    first = cosigning.gathered(register(tmp_path / "r1", 1, real), made, note, as_published(tmp_path / "one"))
    assert first.missing == ()
    judged = verify_checkpoint(  # by their program, not ours
        parse_note(first.note),
        parse_vkey(tlog.vkey(ORIGIN, KEY.public_key())),
        [parse_vkey(real.vkey)],
        quorum=1,
        expected_origin=ORIGIN,
    )
    assert judged.ok, judged
    assert cosignatures.found(first.note, made.checkpoint, [witness_of(real.vkey)])
    (tmp_path / "one" / addresses.LOG_CHECKPOINT).write_text(first.note, "utf-8")
    before = as_published(tmp_path / "one")
    kept = cosigning.gathered(register(tmp_path / "r1", 1, replace(real, url="http://127.0.0.1:9")), made, note, before)
    assert (kept.note, kept.missing) == (first.note, ())  # a night without news asks nobody and changes nothing
    grown, second = published(tmp_path / "two", register(tmp_path / "r2", 3), before)
    assert len(grown.entries) > len(made.entries)
    after = cosigning.gathered(register(tmp_path / "r2", 3, real), grown, second, as_published(tmp_path / "two"))
    assert after.missing == () and cosignatures.found(after.note, grown.checkpoint, [witness_of(real.vkey)])


@pytest.mark.twin("T17")
def test_a_fork_is_refused_by_the_witness_and_readers_see_it(tmp_path: Path, real: NamedWitness) -> None:
    """The same key signs another history of another length: the witness that saw the first does not cosign it."""
    made, note = published(tmp_path / "one", register(tmp_path / "r1", 3))
    told = cosigning.gathered(register(tmp_path / "r1", 3, real), made, note, as_published(tmp_path / "one"))
    assert told.missing == ()
    other = held(tmp_path / "r2", FIRST, *("id: 2024-009, date: 2024-09-09, kind: follow_up",), *MORE)
    forked, split = published(tmp_path / "two", other)
    refused = cosigning.gathered(replace(other, witnesses=(real,)), forked, split, as_published(tmp_path / "two"))
    assert len(refused.missing) == 1 and "ikke er en fortsettelse" in refused.missing[0].nb
    assert refused.note == split
    found, _ = verify_log.findings(
        Folder(tmp_path / "two"),
        tlog.vkey(ORIGIN, KEY.public_key()),
        None,
        Quorum(1, (witness_of(real.vkey),)),
    )
    assert any("Du ba om minst 1" in one.text.nb for one in found)


@pytest.mark.twin("P02")
@pytest.mark.parametrize(
    ("lie", "says"),
    [
        (lambda asked: (200, line(replace(note_in(asked), size=999))), "ikke stemmer"),
        (lambda _: (200, b"\xe2\x80\x94 avisen.example/vitne AAAA\n"), "ikke stemmer"),
        (lambda _: (200, b"\x00\xff" * 50_000), "ikke stemmer"),
        (lambda asked: (200, line(note_in(asked)).replace(b"avisen", b"annen.")), "ikke stemmer"),
        (lambda _: (409, b"7000\n"), "en lengre logg"),
        (lambda _: (409, b"-1"), "en lengre logg"),
        (lambda _: (422, b""), "ikke er en fortsettelse"),
        (lambda _: (500, b""), "svarte 500"),
    ],
    ids=["another checkpoint", "no signature", "noise", "another name", "longer", "odd size", "forked", "broken"],
)
def test_a_witness_that_lies_counts_for_nothing_and_stops_nothing(
    tmp_path: Path, lie: Callable[[bytes], tuple[int, bytes]], says: str
) -> None:
    made, note = published(tmp_path / "site", register(tmp_path / "r"))
    with answering(lie) as url:
        told = cosigning.gathered(
            register(tmp_path / "r", 1, NamedWitness(OWN.vkey, DAY, url=url)),
            made,
            note,
            as_published(tmp_path / "site"),
        )
    assert told.note == note
    assert len(told.missing) == 1 and says in told.missing[0].nb


@pytest.mark.threat("P02")
def test_the_dead_and_the_slow_cost_a_bounded_time_and_the_others_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cosigning, "SECONDS", 3.0)
    made, note = published(tmp_path / "site", register(tmp_path / "r"))
    slow_key, _ = cosignatures.from_secret(cosignatures.secret("treg.example/v", bytes([1]) * 32))
    dead_key, _ = cosignatures.from_secret(cosignatures.secret("borte.example/v", bytes([2]) * 32))
    with answering(lambda asked: (200, line(note_in(asked)))) as url, answering(lambda _: (200, b""), wait=30) as slow:
        witnesses = (
            NamedWitness(OWN.vkey, DAY, url=url),
            NamedWitness(slow_key.vkey, DAY, url=slow),
            NamedWitness(dead_key.vkey, DAY, url=f"http://127.0.0.1:{free_port()}"),
        )
        told = cosigning.gathered(register(tmp_path / "r", 1, *witnesses), made, note, as_published(tmp_path / "site"))
    assert [one.witness.name for one in cosignatures.found(told.note, made.checkpoint, [OWN, slow_key, dead_key])] == [
        OWN.name
    ]
    assert len(told.missing) == 2


def test_a_witness_that_has_seen_another_size_is_sent_the_proof_from_there(tmp_path: Path) -> None:
    made, note = published(tmp_path / "site", register(tmp_path / "r", 3))
    asked_for: list[list[str]] = []

    def answer(asked: bytes) -> tuple[int, bytes]:
        asked_for.append(asked.decode().partition("\n\n")[0].splitlines())
        return (200, line(note_in(asked))) if len(asked_for) == 2 else (409, b"2\n")

    with answering(answer) as url:
        told = cosigning.gathered(
            register(tmp_path / "r", 3, NamedWitness(OWN.vkey, DAY, url=url)),
            made,
            note,
            as_published(tmp_path / "site"),
        )
    assert told.missing == ()
    old, *proof = asked_for[1]
    assert old == "old 2"
    parts = [base64.b64decode(part) for part in proof]
    assert verify_consistency(2, 3, tlog.root(made.hashes[:2]), tlog.root(made.hashes), parts)  # by their program


def test_consistency_proofs_fit_by_others_programs() -> None:
    entries = [f"entry {n}".encode() for n in range(40)]
    hashes = [tlog.leaf_hash(entry) for entry in entries]
    for size in range(1, 41):
        for old in range(1, size):
            proof = tlog.consistency(hashes[:size], old)
            assert verify_consistency(old, size, tlog.root(hashes[:old]), tlog.root(hashes[:size]), proof)
    assert tlog.consistency(hashes, 0) == tlog.consistency(hashes, 40) == []


def test_a_checkpoint_that_is_not_published_is_shown_to_no_witness(tmp_path: Path) -> None:
    """A build that loses against another is never published; whoever had cosigned it would hold a second history."""
    made, note = published(tmp_path / "one", register(tmp_path / "r1"))
    grown, second = published(tmp_path / "two", register(tmp_path / "r2", 3), as_published(tmp_path / "one"))
    asked: list[bytes] = []

    def answer(question: bytes) -> tuple[int, bytes]:
        asked.append(question)
        return 200, line(note_in(question))

    with answering(answer) as url:
        known = register(tmp_path / "r2", 3, NamedWitness(OWN.vkey, DAY, url=url))
        for before in (None, as_published(tmp_path / "one")):
            told = cosigning.gathered(known, grown, second, before)
            assert told.note == second and "neste bygg" in told.missing[0].nb
        assert asked == []
        assert cosigning.gathered(known, grown, second, as_published(tmp_path / "two")).missing == ()
    assert len(asked) == 1 and made.checkpoint.size == 1 and note


# --- How many readers ask for -----------------------------------------------------------------------------------------


def test_readers_are_told_how_many_and_refuse_below_their_number(tmp_path: Path) -> None:
    made, note = published(tmp_path / "site", register(tmp_path / "r"))
    vkey = tlog.vkey(ORIGIN, KEY.public_key())
    (tmp_path / "site" / addresses.LOG_CHECKPOINT).write_text(note + line(made.checkpoint).decode(), "utf-8")

    def said(needed: int, *pinned: Witness) -> tuple[str, bool]:
        found, _ = verify_log.findings(Folder(tmp_path / "site"), vkey, None, Quorum(needed, pinned))
        rows = [one for one in found if "vitne" in one.text.nb.lower()]
        return " ".join(one.text.nb for one in rows), all(one.outcome.value == "in_force" for one in rows)

    other, _ = cosignatures.from_secret(cosignatures.secret("annen.example/v", bytes([3]) * 32))
    same_key = Witness("enda-en.example/v", OWN.key)
    assert said(1, OWN) == (said(1, OWN)[0], True) and OWN.name in said(1, OWN)[0]
    assert said(2, OWN, other)[1] is False and "Du ba om minst 2" in said(2, OWN, other)[0]
    assert said(1, other)[1] is False
    assert said(2, OWN, same_key)[1] is False  # one key is one witness, whatever it calls itself
    assert said(1, Witness("logg", KEY.public_key()))[1] is False  # the log is no witness of its own


# --- A newspaper's own job ----------------------------------------------------------------------------------------------


@pytest.fixture
def newspaper(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    main(["witness", "--new", "avisen.example/vitne", "--key", str(tmp_path / "vitne.key")])
    (tmp_path / "vitne.vkey").write_text(capsys.readouterr().out.strip(), "utf-8")

    def run(site: Path) -> tuple[int, str]:
        known = ("--vkey", tlog.vkey(ORIGIN, KEY.public_key()), "--key", str(tmp_path / "vitne.key"))
        code = main(["witness", str(site), *known, "--folder", str(tmp_path / "vitne")])
        return code, capsys.readouterr().out

    return run


def kept(tmp_path: Path) -> Path:
    return tmp_path / "vitne" / hashlib.sha256(ORIGIN.encode()).hexdigest() / "checkpoint"


def test_a_newspaper_cosigns_what_goes_on_and_the_register_takes_it_in(
    tmp_path: Path, newspaper: Callable[..., tuple[int, str]]
) -> None:
    made, note = published(tmp_path / "site", register(tmp_path / "r"))
    assert newspaper(tmp_path / "site")[0] == 0
    assert (tmp_path / "vitne.key").stat().st_mode & 0o077 == 0
    vkey = (tmp_path / "vitne.vkey").read_text("utf-8")
    with served(tmp_path / "vitne") as address:
        place = f"{address}/{kept(tmp_path).relative_to(tmp_path / 'vitne')}"
        told = cosigning.gathered(
            register(tmp_path / "r", 1, NamedWitness(vkey, DAY, publishes=place)),
            made,
            note,
            as_published(tmp_path / "site"),
        )
        assert told.missing == () and cosignatures.found(told.note, made.checkpoint, [witness_of(vkey)])
        grown, second = published(tmp_path / "site", register(tmp_path / "r3", 3), as_published(tmp_path / "site"))
        late = cosigning.gathered(
            register(tmp_path / "r3", 3, NamedWitness(vkey, DAY, publishes=place)),
            grown,
            second,
            as_published(tmp_path / "site"),
        )
        assert "ikke sett denne utgaven" in late.missing[0].nb
        assert newspaper(tmp_path / "site")[0] == 0
    assert f"\n{len(grown.entries)}\n" in kept(tmp_path).read_text("utf-8")


@pytest.mark.parametrize("twin", ["shorter", "rewritten"])
def test_a_newspaper_cosigns_no_other_history_and_keeps_both(
    tmp_path: Path, newspaper: Callable[..., tuple[int, str]], twin: str
) -> None:
    published(tmp_path / "site", register(tmp_path / "r", 3))
    assert newspaper(tmp_path / "site")[0] == 0
    before = kept(tmp_path).read_text("utf-8")
    shutil.rmtree(tmp_path / "site")
    other = held(tmp_path / "r2", FIRST, "id: 2024-009, date: 2024-09-09, kind: follow_up", *MORE)
    published(tmp_path / "site", register(tmp_path / "r", 1) if twin == "shorter" else other)
    code, said = newspaper(tmp_path / "site")
    assert code == 1 and "Ikke medsignert" in said
    assert kept(tmp_path).read_text("utf-8") == before
    assert len(list(kept(tmp_path).parent.iterdir())) == 2


def test_a_state_that_is_not_its_own_is_no_start(
    tmp_path: Path, newspaper: Callable[..., tuple[int, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    published(tmp_path / "site", register(tmp_path / "r"))
    assert newspaper(tmp_path / "site")[0] == 0
    file = kept(tmp_path)
    file.write_text(file.read_text("utf-8").rpartition("\u2014 avisen")[0], "utf-8")
    assert newspaper(tmp_path / "site")[0] == 1
    assert main(["witness", "--new", "x", "--key", str(tmp_path / "vitne.key")]) == 1  # never overwritten
    assert main(["witness", "--new", "to ord", "--key", str(tmp_path / "ny.key")]) == 2
    assert main(["witness", str(tmp_path / "site"), "--vkey", "tull", "--key", str(tmp_path / "vitne.key")]) == 2
    assert "Traceback" not in capsys.readouterr().err


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Files(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *given: object) -> None:
            super().__init__(*given, directory=str(folder))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            pass

    with serving(Files) as url:
        yield url


# --- Time stamps --------------------------------------------------------------------------------------------------------

CONFIG = """\
[req]
distinguished_name = dn
[dn]
[tsa_cert]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = here
[here]
dir = .
serial = ./serial
signer_cert = ./tsa.pem
certs = ./ca.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TimeAuthority, Path]]:
    """A time stamp authority made of openssl alone."""
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "tsa.cnf").write_text(CONFIG, "ascii")
    (folder / "serial").write_text("01\n", "ascii")

    def openssl(*arguments: str, given: bytes | None = None) -> bytes:
        return subprocess.run(["openssl", *arguments], cwd=folder, input=given, capture_output=True, check=True).stdout

    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl("req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test", "-days", "9")
    openssl("req", *new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=TSA", "-config", "tsa.cnf")
    openssl("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem",
            "-days", "9", "-extfile", "tsa.cnf", "-extensions", "tsa_cert")  # fmt: skip

    def stamp(asked: bytes) -> tuple[int, bytes]:
        (folder / "asked.tsq").write_bytes(asked)
        openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "asked.tsq", "-out", "reply.tsr")
        return 200, (folder / "reply.tsr").read_bytes()

    with answering(stamp) as url:
        yield TimeAuthority(url, (folder / "ca.pem").read_text("ascii")), folder


def checked(folder: Path, text: str, stamp: bytes, ca: Path) -> subprocess.CompletedProcess[str]:
    (folder / "text").write_text(text, "utf-8")
    (folder / "stamp.tsr").write_bytes(stamp)
    command = ["openssl", "ts", "-verify", "-data", "text", "-in", "stamp.tsr", "-CAfile", str(ca)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_time_stamp_is_kept_with_the_checkpoint_and_openssl_checks_it(
    tmp_path: Path, authority: tuple[TimeAuthority, Path]
) -> None:
    asked, folder = authority
    made, note = published(tmp_path / "site", register(tmp_path / "r"))
    told = cosigning.gathered(replace(register(tmp_path / "r"), time_authority=asked), made, note, None)
    assert told.missing == () and told.stamp
    assert "Verification: OK" in checked(tmp_path, made.checkpoint.text, told.stamp, folder / "ca.pem").stdout
    assert checked(tmp_path, made.checkpoint.text + "x", told.stamp, folder / "ca.pem").returncode != 0
    (tmp_path / "site" / addresses.LOG_STAMP).write_bytes(told.stamp)
    dead = TimeAuthority("http://127.0.0.1:9", asked.certificate)
    again = cosigning.gathered(
        replace(register(tmp_path / "r"), time_authority=dead), made, note, as_published(tmp_path / "site")
    )
    assert again.stamp == told.stamp  # the same checkpoint keeps the stamp that it has


@pytest.mark.parametrize("reply", [b"", b"\x30\x03\x02\x01\x05", b"<html>", os.urandom(400)])
def test_an_authority_that_answers_something_else_is_told(tmp_path: Path, reply: bytes) -> None:
    made, note = published(tmp_path / "site", register(tmp_path / "r"))
    with answering(lambda _: (200, reply)) as url:
        asked = replace(register(tmp_path / "r"), time_authority=TimeAuthority(url, ""))
        told = cosigning.gathered(asked, made, note, None)
    assert told.stamp is None and "ikke fått tidsstempel" in told.missing[0].nb


def test_a_stamp_of_another_text_is_refused(tmp_path: Path, authority: tuple[TimeAuthority, Path]) -> None:
    made, note = published(tmp_path / "site", register(tmp_path / "r"))
    honest = replace(register(tmp_path / "r"), time_authority=authority[0])
    stamp = cosigning.gathered(honest, made, note, None).stamp or b""
    with answering(lambda _: (200, stamp)) as url:  # an old answer, played again
        asked = replace(honest, time_authority=TimeAuthority(url, ""))
        assert cosigning.gathered(asked, made, note, None).stamp is None


def test_a_log_that_claims_to_be_endless_is_not_read(tmp_path: Path) -> None:
    """Whoever has a key can sign any size; the reader's memory is not theirs to fill."""
    (tmp_path / "logg").mkdir()
    note = tlog.signed(tlog.Checkpoint(ORIGIN, 10**15, bytes(32)), KEY)
    (tmp_path / addresses.LOG_CHECKPOINT).write_text(note, "utf-8")
    found, there = verify_log.findings(Folder(tmp_path), tlog.vkey(ORIGIN, KEY.public_key()))
    assert there is None and "Så mange kan den ikke ha" in found[0].text.nb
