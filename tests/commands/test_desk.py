"""The desk: on this machine alone, true to the register as it is when the page is opened, and text as text."""

from __future__ import annotations

import argparse
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from godkjent.commands import desk
from godkjent.commands.cli import main
from support import CENTRE, ROOT, SCHEME, make_registry

APPLIED = (
    CENTRE.split("annual_reports:")[0]
    + """\
decisions:
  - id: 2024-001
    date: 2024-03-01
    kind: application
"""
)


@pytest.fixture
def options(tmp_path: Path) -> argparse.Namespace:
    folder = make_registry(tmp_path / "registry", centre=APPLIED, scheme=SCHEME + "site: https://register.example\n")
    return argparse.Namespace(
        registry=folder,
        lang="nb",
        days=60,
        port=0,
        theme=ROOT / "theme",
        companies=tmp_path / "companies.json",
        sightings=tmp_path / "seen.json",
    )


@pytest.fixture
def address(options: argparse.Namespace) -> Iterator[str]:
    server = desk.make_server(options, date(2024, 4, 12))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def approved(options: argparse.Namespace) -> Iterator[str]:
    """The same in a year after an approval, when reports are owed."""
    file = options.registry / "centres" / "listig-rev.yaml"
    file.write_text(APPLIED.replace("kind: application", "kind: approval"), "utf-8")
    server = desk.make_server(options, date(2026, 2, 1))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def opened(url: str, host: str | None = None) -> str:
    asked = urllib.request.Request(url, headers={"Host": host} if host else {})  # noqa: S310
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        return str(answer.read().decode())


def test_what_waits_is_shown_with_whom_to_write_to_and_the_form(address: str) -> None:
    page = opened(address + "/")
    assert "Listig Rev Kundesenter AS: søknaden er ikke avgjort" in page
    assert "siden 1. mars 2024 (42 dager)" in page
    assert 'href="mailto:post@listig-rev.example?subject=' in page
    assert 'href="https://register.example/rediger/?senter=310000108&amp;skjema=godkjenn"' in page
    assert "font" in opened(address + "/desk.css")


def test_the_register_is_read_anew_each_time(address: str, options: argparse.Namespace) -> None:
    file = options.registry / "centres" / "listig-rev.yaml"
    file.write_text(APPLIED.replace("Listig Rev", "Snill Elg"), "utf-8")
    assert "Snill Elg Kundesenter AS" in opened(address + "/")
    file.write_text("name: [", "utf-8")
    with pytest.raises(urllib.error.HTTPError) as refused:
        opened(address + "/")
    assert refused.value.read().decode() == "Registeret har feil, så arbeidsbordet kan ikke vises."


@pytest.mark.parametrize(
    ("path", "host"), [("/", "evil.example"), ("/../theme/documents/desk.html", None), ("/x", None)]
)
def test_nothing_else_is_answered(address: str, path: str, host: str | None) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        opened(address + path, host)
    assert refused.value.code == 404


def test_text_of_a_record_is_only_text(options: argparse.Namespace) -> None:
    file = options.registry / "centres" / "listig-rev.yaml"
    file.write_text(APPLIED.replace("name: Listig Rev Kundesenter AS", "name: Listig Rev <script> & AS"), "utf-8")
    page = desk.page(options, date(2024, 4, 12)) if main(["check", "--registry", str(options.registry)]) == 0 else ""
    assert "<script>" not in page


def test_a_port_that_is_taken_is_a_sentence(
    address: str, options: argparse.Namespace, capsys: pytest.CaptureFixture[str]
) -> None:
    port = address.rpartition(":")[2]
    arguments = [
        "desk",
        "--registry",
        str(options.registry),
        "--theme",
        str(ROOT / "theme"),
        "--port",
        port,
        "--as-of",
        "2024-04-12",
    ]
    assert main(arguments) == 1
    assert f"Porten {port} kan ikke brukes" in capsys.readouterr().err
