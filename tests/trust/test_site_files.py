"""A server that means harm: it drips, floods, sends elsewhere, or answers what no library expects; each is a sentence."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from godkjent.trust import site_files
from godkjent.trust.site_files import BadSource, Web, fetch

Speak = Callable[[socket.socket], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@pytest.fixture
def server() -> Iterator[Callable[[Speak], str]]:
    """A server on this machine that says what it is told to each time somebody calls."""
    open_sockets: list[socket.socket] = []

    def start(speak: Speak) -> str:
        listening = socket.create_server(("127.0.0.1", 0))
        open_sockets.append(listening)

        def answer() -> None:
            while True:
                try:
                    called, _ = listening.accept()
                except OSError:
                    return
                with called:
                    try:
                        called.recv(4096)
                        speak(called)
                    except OSError:
                        pass

        threading.Thread(target=answer, daemon=True).start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}/x"

    yield start
    for one in open_sockets:
        one.close()


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_files, "SECONDS", 1)


def refused(url: str) -> str:
    with pytest.raises(BadSource) as bad:
        fetch(url)
    return bad.value.text.nb


def drip(head: bytes) -> Speak:
    def speak(called: socket.socket) -> None:
        called.sendall(head)
        for _ in range(60):
            called.sendall(b"x")
            time.sleep(0.2)

    return speak


def redirect(to: str) -> Speak:
    return lambda called: called.sendall(f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode())


def test_an_honest_answer_is_read(server: Callable[[Speak], str]) -> None:
    assert fetch(server(lambda called: called.sendall(OK + b"Content-Length: 2\r\n\r\nja"))) == b"ja"


@pytest.mark.parametrize("head", [OK + b"\r\n", OK + b"X-Slow: ", b"H"], ids=["body", "header", "status line"])
def test_a_server_that_drips_is_left(server: Callable[[Speak], str], head: bytes) -> None:
    assert refused(server(drip(head))) == "svaret var ikke kommet etter 1 sekunder."


def test_a_flood_is_cut_off(server: Callable[[Speak], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_files, "LARGEST", 1000)
    assert refused(server(lambda called: called.sendall(OK + b"\r\n" + b"x" * 5000))) == "den er for stor."


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.2:80/",
        "https://annet.example/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "http://localhost:1/x",
        "//annet.example/x",
    ],
)
def test_a_redirect_elsewhere_is_not_followed(server: Callable[[Speak], str], to: str) -> None:
    said = refused(server(redirect(to)))
    assert "sender videre til" in said or said == "nettstedet svarer 302."  # the library itself refuses some schemes


def test_redirects_to_the_same_place_end(server: Callable[[Speak], str]) -> None:
    address = server(redirect("/x"))
    assert refused(address) == "nettstedet svarer 302."


@pytest.mark.parametrize(
    "said", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 abc\r\n\r\n", OK + b"Content-Length: 100\r\n\r\nkort", b"\x00" * 70_000]
)
def test_what_is_no_answer_is_a_sentence(server: Callable[[Speak], str], said: bytes) -> None:
    assert "nettstedet kan ikke nås" in refused(server(lambda called: called.sendall(said)))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://",
        "https://[::1",
        "https://a b.example/",
        "https://x:99999/",
        "https://x:0/",
        "https://user@register.example/",
        "https://register.example\\@evil.example/",
        "javascript:alert(1)",
        "https://register.example/\r\nHost: evil.example",
        "//register.example/",
    ],
)
def test_an_address_that_may_not_be_asked_is_a_sentence(url: str) -> None:
    assert "er ikke https" in refused(url)


def test_a_site_that_is_slow_with_every_file_is_left_in_the_end(
    server: Callable[[Speak], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each answer comes within the limit of one file, and all of them together would hold the reader for days."""
    monkeypatch.setattr(site_files, "GRACE", 0.5)
    monkeypatch.setattr(site_files, "A_FILE", 0.01)

    def slow(called: socket.socket) -> None:
        time.sleep(0.3)
        called.sendall(OK + b"Content-Length: 2\r\n\r\nja")

    source = Web(server(slow).removesuffix("/x"))
    with pytest.raises(BadSource, match="for tregt"):
        for _ in range(100):
            source.read("x")
    assert source.pace.files < 10


def test_a_quick_site_may_have_as_many_files_as_it_likes(
    server: Callable[[Speak], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_files, "GRACE", 30.0)
    source = Web(server(lambda called: called.sendall(OK + b"Content-Length: 2\r\n\r\nja")).removesuffix("/x"))
    assert {source.read("x") for _ in range(50)} == {b"ja"}
