"""Prose that would harm a reader, or is not there: shown as text, or the build stops with the file's name."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown import Markdown

from godkjent.site.markdown_links import OddLink, SiteLinks
from starter import started
from support import BIN, ROOT, make_registry

Build = Callable[[], "subprocess.CompletedProcess[str]"]


def html(text: str) -> str:
    return Markdown(extensions=[SiteLinks("/register/")]).convert(text)


@pytest.mark.parametrize(
    "text",
    [
        '<meta http-equiv="refresh" content="0;url=https://evil.example">',
        "<script>alert(1)</script>",
        'Les <a href="https://evil.example" onclick="x()">dette</a>.',
        "<div>\n\n**x**\n\n</div>",
        "<img src=x onerror=alert(1)>",
        "<!-- skjult -->",
    ],
)
@pytest.mark.threat("P05")
def test_html_in_prose_is_shown_as_text(text: str) -> None:
    made = html(text)
    assert not any(sign in made for sign in ("<meta", "<script", "<a ", "<div", "<img", "<!--"))
    assert "&lt;" in made


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://user@evil.example",
        "vbscript:x",
        "HTTPS:evil",
    ],
)
@pytest.mark.twin("T13")
def test_a_link_that_leads_astray_is_refused(address: str) -> None:
    with pytest.raises(OddLink):
        html(f"[x]({address})")


@pytest.mark.threat("T13")
def test_honest_links_stay_and_stand_under_the_sites_own_path() -> None:
    assert 'href="/register/krav/"' in html("[x](/krav/)")
    for address in ("https://lovdata.no/x", "mailto:post@nemnda.example", "tel:+4722334455", "#klage"):
        assert f'href="{address}"' in html(f"[x]({address})")


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """A build of a copy of the prose, which a test may damage first."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    folder = make_registry(tmp_path / "registry")

    def of() -> subprocess.CompletedProcess[str]:
        command = [
            BIN / "pelican",
            str(tmp_path / "content"),
            "-s",
            "pelicanconf.py",
            "-o",
            str(tmp_path / "output"),
        ]
        environment = {**os.environ, "REGISTRY": str(folder), "AS_OF": "2026-11-24", "KEYS": ""}
        return started(*command, env=environment)

    return of


def test_a_page_that_is_gone_unreadable_or_no_page_stops_the_build_with_its_name(build: Build, tmp_path: Path) -> None:
    pages = tmp_path / "content" / "pages"
    (pages / "en" / "krav.md").unlink()
    (pages / "nb" / "klage.md").write_bytes("Title: Klage\nSlug: klage\nLang: nb\n\nBl\xe5".encode("latin-1"))
    tips = pages / "nn" / "tips.md"
    tips.write_text(tips.read_text("utf-8").replace("\nLang:", "\nStatus: draft\nLang:", 1), "utf-8")
    (pages / "nb" / "notat.md").write_text("Bare tekst.\n", "utf-8")
    done = build()
    assert done.returncode == 1 and not (tmp_path / "output").exists()
    for part in ("Siden /krav/ finnes ikke på: en", "pages/nb/klage.md", "pages/nn/tips.md", "pages/nb/notat.md"):
        assert part in done.stderr, (part, done.stderr)


@pytest.mark.twin("P05")
def test_a_page_with_an_address_of_the_registers_own_stops_the_build(build: Build, tmp_path: Path) -> None:
    for language in ("nb", "en", "nn"):
        text = f"Title: Falsk\nSlug: vedtak\nLang: {language}\nDescription: x\n\nHer er ingen vedtak.\n"
        (tmp_path / "content" / "pages" / language / "falsk.md").write_text(text, "utf-8")
    done = build()
    assert done.returncode == 1 and not (tmp_path / "output").exists()
    assert "«vedtak/index.html» skrives av registeret, men falsk.md vil også stå der" in done.stderr
