"""What another program on the reader's device shares with the check: whole messages, pages, contacts; and the manifest that says so."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from serving import Handler, serving
from support import built, make_registry

MESSAGE = """Hei!
Du har vunnet. Ring oss på
30 12 34 56
20 kroner minuttet, innen 24.12."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    return built(folder / "output", registry=make_registry(folder / "registry"), AS_OF="2026-11-24")


@pytest.fixture(scope="module")
def served(small: Path, serve: Any) -> Any:
    with serve(small) as address:
        yield address


def shared(page: Page, address: str, small: Path, **parts: str) -> None:
    """Share as the device does: to the address and with the names that the manifest tells."""
    target = json.loads((small / "manifest.webmanifest").read_text("utf-8"))["share_target"]
    assert target["method"] == "GET"
    page.goto(
        f"{address}{target['action']}?{urlencode({target['params'][name]: text for name, text in parts.items()})}"
    )


def test_a_whole_message_is_read_by_its_lines(page: Page, small: Path, served: str) -> None:
    shared(page, served, small, title="Melding fra Ukjent", text=MESSAGE)
    result = page.locator("#answers [data-result]")
    expect(result).to_have_count(1)
    expect(result).to_have_attribute("data-status", "approved")
    expect(result).to_contain_text("Listig Rev Kundesenter AS")
    assert "?q=" in page.url and "title=" not in page.url
    expect(page.locator("#q")).to_have_value(" ".join(MESSAGE.split()))
    page.reload()
    expect(result).to_have_attribute("data-status", "approved")
    page.locator("#q").press("Enter")
    expect(result).to_have_count(1)
    expect(page.get_by_role("link", name="English")).to_have_attribute("href", page.url.replace("/?", "/en/?"))


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ({"title": "Tilbud", "url": "https://listig-rev.example/kjop"}, "approved"),
        ({"title": "Tilbud", "text": "https://listig-rev.example/kjop"}, "approved"),
        ({"title": "Listig Rev Kundesenter AS", "text": "", "url": ""}, "approved"),
        ({"title": "Listig Rev Kundesenter AS", "text": "900 00 000"}, "unknown"),
        ({"text": "Se her", "url": "https://ond.example/"}, "unknown"),
    ],
)
def test_a_page_a_contact_and_a_title_alone(
    page: Page, small: Path, served: str, parts: dict[str, str], status: str
) -> None:
    shared(page, served, small, **parts)
    expect(page.locator("#answers [data-result]").first).to_have_attribute("data-status", status)


def test_hostile_and_empty_shares_are_words_or_nothing(page: Page, small: Path, served: str) -> None:
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    shared(page, served, small, text="<img src=x onerror=alert(1)>", url="javascript:alert(1)")
    expect(page.locator("#answers > *").first).to_be_visible()
    assert page.locator("#answers img").count() == 0
    shared(page, served, small, title=" ", text="\n")
    expect(page.locator("#answers")).to_be_empty()
    expect(page.locator("#q")).to_have_value("")


def test_an_installed_check_sends_no_message_to_the_host(page: Page, small: Path) -> None:
    asked: list[str] = []

    class Site(Handler):
        def answers(self, _: bytes) -> None:
            asked.append(self.path)
            path = self.path.partition("?")[0]
            file = small / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
            kind = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".html": "text/html"}
            body = file.read_bytes() if file.is_file() else b""
            self.answer(200 if body else 404, body, Content_Type=kind.get(file.suffix, "application/octet-stream"))

    with serving(Site) as address:
        page.goto(f"{address}/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        asked.clear()
        shared(page, address, small, text=MESSAGE)
        expect(page.locator("#answers [data-result]")).to_have_attribute("data-status", "approved")
        assert "/" in asked, "the page itself is asked for anew"
        assert not [path for path in asked if "?" in path]


@pytest.mark.parametrize("prefix", ["", "en/", "nn/"])
def test_the_icons_that_a_phone_cuts_fill_it_and_stay_within(small: Path, prefix: str) -> None:
    manifest = json.loads((small / prefix / "manifest.webmanifest").read_text("utf-8"))
    assert manifest["start_url"] == f"/{prefix}" == manifest["shortcuts"][0]["url"]
    maskable = [icon for icon in manifest["icons"] if icon["purpose"] == "maskable"]
    assert {icon["sizes"] for icon in maskable} == {"192x192", "512x512"}
    for icon in maskable:
        picture = Image.open(BytesIO((small / icon["src"].lstrip("/")).read_bytes())).convert("RGBA")
        size = picture.width
        ground = picture.getpixel((0, 0))
        assert ground == (11, 63, 115, 255) and icon["sizes"] == f"{size}x{picture.height}"
        outside = [
            (x, y)
            for x in range(0, size, 2)
            for y in range(0, size, 2)
            if (x - size / 2) ** 2 + (y - size / 2) ** 2 > (0.4 * size) ** 2 and picture.getpixel((x, y)) != ground
        ]
        assert outside == [], "the mark stays in the circle that every shape leaves"
