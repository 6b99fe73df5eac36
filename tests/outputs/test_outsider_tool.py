"""The outsiders' tool on a machine with Python and nothing else, against a site that is served, and against hostile ones."""

from __future__ import annotations

import functools
import json
import shutil
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from godkjent import addresses
from godkjent.outputs import outsider_tool
from godkjent.trust import contexts, keys
from support import CENTRE, ROOT, built, make_registry

DAY = "2026-11-24"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("tool") / "godkjent-verify.pyz"
    file.write_bytes(outsider_tool.tool(contexts.documents(ROOT)))
    return file


@pytest.fixture
def run(tool: Path, tmp_path: Path) -> Run:
    """The tool on its own: no environment, no packages, nothing in the folder."""

    def call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", "-X", "utf8", str(tool), *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False, timeout=120)

    return call


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A signed site of one centre at its own address, and the folder it is served from."""
    folder = tmp_path_factory.mktemp("site")
    handler = functools.partial(Quiet, directory=str(folder / "output"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        site = f"http://127.0.0.1:{server.server_port}"
        keys.make(folder / "keys")
        registry = make_registry(folder / "registry", centre=CENTRE.replace("2024-", "2026-"))
        built(folder / "output", registry=registry, KEYS=str(folder / "keys"), SITEURL=site, AS_OF=DAY)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield site, folder / "output"
        server.shutdown()


def test_the_same_sources_give_the_same_file_and_it_holds_nothing_compiled(tool: Path) -> None:
    again = outsider_tool.tool(contexts.documents(ROOT))
    assert again == tool.read_bytes()
    with zipfile.ZipFile(tool) as archive:
        names = archive.namelist()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names == sorted(names)
    assert not [name for name in names if name.endswith((".so", ".pyd", ".pyc"))]
    for library in ("ecdsa", "six", "rfc8785", "PyLD", "cachetools", "frozendict", "tzdata"):
        assert any(name.startswith(f"licences/{library}/") for name in names), library
    assert not [
        name
        for name in names
        if name.startswith(("godkjent/trust/keys", "godkjent/trust/log_writing", "godkjent/trust/credentials"))
    ]


@pytest.mark.threat("P04")
def test_a_machine_without_anything_checks_a_site(run: Run, served: tuple[str, Path]) -> None:
    done = run("verify", served[0], "--as-of", DAY)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 bevis er ekte" in done.stdout and "Loggen er signert" in done.stdout


def test_it_checks_one_credential(run: Run, served: tuple[str, Path]) -> None:
    done = run("verify", f"{served[0]}/api/v1/centres/310000108/credential.json", "--as-of", DAY)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "EKTE OG I KRAFT")


def test_it_watches_a_site_and_tells_of_a_change(run: Run, served: tuple[str, Path], tmp_path: Path) -> None:
    site, folder = served
    first = run("monitor", site, "--state", tmp_path / "seen.json")
    assert first.returncode == 0, first.stdout + first.stderr
    assert run("monitor", site, "--state", tmp_path / "seen.json").returncode == 0
    entries = next((folder / "logg" / "tile" / "entries").rglob("*.p/*"))
    before = entries.read_bytes()
    try:
        entries.write_bytes(before.replace(b"2026", b"2025"))
        assert run("monitor", site, "--state", tmp_path / "seen.json").returncode == 1
    finally:
        entries.write_bytes(before)


@pytest.mark.parametrize("file", ["api/v1/centres/310000108/credential.json", "status/revocation.json"])
@pytest.mark.twin("P04")
def test_the_twin_one_letter_changed_is_refused(run: Run, served: tuple[str, Path], tmp_path: Path, file: str) -> None:
    copy = shutil.copytree(served[1], tmp_path / "copy")
    document = json.loads((copy / file).read_text("utf-8"))
    document["validUntil"] = document["validUntil"].replace("20", "21", 1)
    (copy / file).write_text(json.dumps(document), "utf-8")
    done = run("verify", copy, "--as-of", DAY)
    assert done.returncode == 1 and "stemmer ikke" in done.stdout


def test_its_limits_are_told(run: Run) -> None:
    for arguments in (["--help"], ["verify", "--help"], ["monitor", "--help"]):
        said = " ".join(run(*arguments).stdout.split())
        assert "høyst 8 MB og 20 sekunder" in said and "60 sekunder og ett til for hver fil" in said
        assert "høyst 3 videresendinger" in said and "bare https" in said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "feil: dette mangler: FIL|MAPPE|ADRESSE"),
        ("en", "error: the following arguments are required: FIL|MAPPE|ADRESSE"),
    ],
)
def test_a_call_that_lacks_something_is_answered_in_the_language_asked_for(run: Run, language: str, said: str) -> None:
    done = run("verify", "--lang", language)
    assert done.returncode == 2 and said in done.stderr


@pytest.mark.parametrize(
    "address", ["http://example.org", "https://[", "file:///etc/passwd", "https://user@register.example", "ftp://x/"]
)
def test_an_address_that_may_not_be_asked_is_a_sentence(run: Run, address: str) -> None:
    done = run("verify", address)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr and (done.stdout + done.stderr).strip()


def hostile(say: bytes) -> tuple[str, socket.socket]:
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                called, _ = listening.accept()
            except OSError:
                return
            with called:
                called.recv(4096)
                try:
                    called.sendall(say)
                except OSError:
                    continue

    threading.Thread(target=answer, daemon=True).start()
    return f"http://127.0.0.1:{listening.getsockname()[1]}", listening


@pytest.mark.parametrize(
    "say",
    [
        b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 100_000,
        b"HTTP/1.1 200 OK\r\n\r\n" + b"\xff\x00" * 1000,
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2/\r\nContent-Length: 0\r\n\r\n",
        b"SSH-2.0-nothing\r\n",
        b"",
        b'HTTP/1.1 200 OK\r\n\r\n{"id": 5, "verificationMethod": [[]], "assertionMethod": 7}',
    ],
    ids=["nested", "binary", "elsewhere", "no http", "silence", "odd"],
)
def test_a_hostile_server_is_a_sentence(run: Run, say: bytes) -> None:
    address, listening = hostile(say)
    with listening:
        done = run("verify", address)
    assert done.returncode in (1, 2) and "Traceback" not in done.stderr
    assert (done.stdout + done.stderr).strip()


def test_a_python_that_is_too_old_is_told(tool: Path) -> None:
    with zipfile.ZipFile(tool) as archive:
        start = archive.read("__main__.py").decode()
    asked = "import sys\nsys.version_info = (3, 9, 1)\n" + start.replace("import sys\n", "", 1)
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "trenger Python 3.11" in done.stderr


def test_the_tool_is_on_the_site_and_its_imprint_is_in_the_log(
    run: Run, served: tuple[str, Path], tool: Path, tmp_path: Path
) -> None:
    """And the twin: another file in its place is told of, by the tool that the reader has from before."""
    published = served[1] / addresses.TOOL
    assert published.read_bytes() == tool.read_bytes()
    assert "er det som står i loggen" in run("verify", served[0], "--as-of", DAY).stdout
    copy = shutil.copytree(served[1], tmp_path / "copy")
    (copy / addresses.TOOL).write_bytes(tool.read_bytes() + b"\0")
    done = run("monitor", copy, "--state", tmp_path / "seen.json")
    assert done.returncode == 1 and "er ikke det som står i loggen" in done.stdout
