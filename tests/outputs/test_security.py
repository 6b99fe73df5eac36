"""How a finder of a hole is told where to go: the file programs read (RFC 9116), and the page that people read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from support import AS_OF, SCHEME, kept, make_registry

SITE = "https://register.example"
PUBLISHER = "publisher: {name: {nb: Sekretariatet}, email: post@sekretariatet.example}\n"


def fields(text: str) -> dict[str, str]:
    """The file as the RFC's grammar has it: a name, a colon, a space, a value; each of these once at most here."""
    rows = [re.fullmatch(r"([A-Za-z-]+): (\S.*)", line) for line in text.splitlines()]
    assert all(rows) and text.endswith("\n")
    found = {row[1]: row[2] for row in rows if row}
    assert len(found) == len(rows)
    return found


def site(tmp_path: Path, scheme: str, address: str = SITE) -> Path:
    return kept(registry=make_registry(tmp_path / "registry", scheme=scheme), AS_OF=AS_OF, SITEURL=address)


@pytest.mark.parametrize("address", [SITE, f"{SITE}/under/sti"])
def test_the_file_says_whom_to_tell_and_until_when(tmp_path: Path, address: str) -> None:
    built = site(tmp_path, SCHEME + PUBLISHER, address)
    said = fields((built / ".well-known" / "security.txt").read_text("ascii"))
    assert said["Contact"] == "mailto:post@sekretariatet.example"
    assert said["Canonical"] == f"{address}/.well-known/security.txt"
    assert said["Policy"] == f"{address}/sikkerhet/" and (built / "sikkerhet" / "index.html").exists()
    assert set(said["Preferred-Languages"].split(", ")) >= {"nb", "en"}
    until = datetime.fromisoformat(said["Expires"])
    assert until.tzinfo is UTC or until.utcoffset() == timedelta(0)
    assert timedelta(days=90) < until.date() - date.fromisoformat(AS_OF) < timedelta(days=365)


def test_without_a_publisher_the_page_is_told_and_says_so(tmp_path: Path) -> None:
    built = site(tmp_path, SCHEME)
    said = fields((built / ".well-known" / "security.txt").read_text("ascii"))
    assert said["Contact"] == said["Policy"]
    assert "har ikke lagt inn kontaktopplysninger" in (built / "sikkerhet" / "index.html").read_text("utf-8")


def test_the_page_leads_to_files_that_are_there_in_every_language(tmp_path: Path) -> None:
    built = site(tmp_path, SCHEME + PUBLISHER)
    for folder in ("", "en/", "nn/"):
        page = (built / f"{folder}sikkerhet" / "index.html").read_text("utf-8")
        for file in (".well-known/security.txt", "kontroller/sbom.json", "kontroller/licences.txt"):
            assert f'href="/{file}"' in page and (built / file).exists()
        assert "mailto:post@sekretariatet.example" in page
        assert f'href="/{folder}sikkerhet/"' in (built / folder / "index.html").read_text("utf-8"), "in the footer"
