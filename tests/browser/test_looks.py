"""How pages look: twelve states beside pictures that are kept, so that a change of style is seen by whoever makes it.

The register is a fixture and the typeface is shipped, so that a picture changes with the theme alone. A picture that
differs is shown beside the kept one, with what differs in red, in build/looks/index.html.

LOOKS=keep python -m pytest tests/browser/test_looks.py    # after a change that is meant: keep the new pictures, and look at them
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pixelmatch.contrib.PIL import pixelmatch
from playwright.sync_api import Browser, Page

from support import FIXTURES, ROOT, SCHEMA_FOLDER, built

KEPT = FIXTURES / "looks"
SHOWN = ROOT / "build" / "looks"
DAY = "2026-11-24"
THRESHOLD, MOST = 0.2, 0.01
"""How far a colour may be off before a pixel counts, and the share of pixels that may: browsers draw letters a little apart."""
PHONE, KEYBOARD, DESK = (390, 844), (390, 480), (1280, 900)
LETTERS = """() => {
  const width = (family) => {
    const word = document.body.appendChild(document.createElement("span"));
    word.style.fontFamily = family;
    word.textContent = "mill";
    try { return word.getBoundingClientRect().width; } finally { word.remove(); }
  };
  return width("'Inter Variable', monospace") !== width("monospace");
}"""
"""Whether the page is drawn in the site's own letters."""


@dataclass(frozen=True)
class Look:
    """One state: its address, the size of the window, and how the reader has set the browser."""

    name: str
    path: str
    size: tuple[int, int] = PHONE
    how: dict[str, Any] = field(default_factory=dict)
    paper: bool = False


DARK = {"color_scheme": "dark"}
LOOKS = (
    Look("front-phone", "/"),
    Look("front-keyboard", "/", KEYBOARD),
    Look("front-desk-dark", "/", DESK, DARK),
    Look("answer-phone", "/?q=310057649"),
    Look("list-desk", "/sentre/?all=1", DESK),
    Look("list-phone-dark", "/sentre/", PHONE, DARK),
    Look("list-forced-colours", "/sentre/", DESK, {"forced_colors": "active"}),
    Look("list-paper", "/sentre/?all=1", (794, 1123), paper=True),
    Look("compare-phone", "/sentre/sammenlign/?s=listig-rev,snill-bever,lun-hare"),
    Look("verification-phone", "/verifiser/310041203/"),
    Look("decisions-phone", "/vedtak/"),
    Look("statistics-desk", "/statistikk/", DESK),
)


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory, serve: Any) -> Iterator[str]:
    """The address of a site whose register and day never change."""
    folder = tmp_path_factory.mktemp("looks")
    shutil.copytree(FIXTURES / "every_kind", folder / "registry")
    shutil.copytree(SCHEMA_FOLDER, folder / "registry" / "schemas")
    with serve(built(folder / "output", registry=folder / "registry", AS_OF=DAY)) as address:
        yield address


def taken(chromium: Browser, address: str, look: Look) -> Image.Image:
    """The state as it looks now, on the register's own day, with the letters in place."""
    context = chromium.new_context(
        viewport={"width": look.size[0], "height": look.size[1]},
        reduced_motion="reduce",
        locale="nb-NO",
        timezone_id="Europe/Oslo",
        **look.how,
    )
    page: Page = context.new_page()
    page.clock.set_fixed_time(datetime.fromisoformat(DAY).replace(hour=11, tzinfo=UTC))
    for _ in range(10):  # the letters are optional: a page is opened until they were there in time
        page.goto(address + look.path, wait_until="networkidle")
        if page.evaluate(LETTERS):
            break
    if look.paper:
        page.emulate_media(media="print")
    picture = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return Image.open(io.BytesIO(picture)).convert("RGBA")


def share(kept: Image.Image, now: Image.Image, difference: Image.Image | None = None) -> float:
    """The share of pixels that differ; all of them when the pictures are not of one size."""
    if kept.size != now.size:
        return 1.0
    return pixelmatch(kept, now, difference, threshold=THRESHOLD) / (kept.width * kept.height)


def show(name: str, kept: Image.Image, now: Image.Image) -> Path:
    """Put a state on the page of differences: as it was kept, as it is now, and what differs."""
    SHOWN.mkdir(parents=True, exist_ok=True)
    difference = Image.new("RGBA", now.size)
    share(kept, now, difference)
    for word, picture in (("kept", kept), ("now", now), ("difference", difference)):
        picture.save(SHOWN / f"{name}-{word}.png")
    names = sorted(path.name.removesuffix("-now.png") for path in SHOWN.glob("*-now.png"))
    rows = [
        f"<h2>{escape(one)}</h2><p>"
        + "".join(f'<img src="{one}-{word}.png" alt="{word}" width="400"> ' for word in ("kept", "now", "difference"))
        + "</p>"
        for one in names
    ]
    page = SHOWN / "index.html"
    page.write_text(f"<!doctype html><title>Looks</title>{''.join(rows)}", "utf-8")
    return page


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_the_page_looks_as_it_was_kept(chromium: Browser, fixed: str, look: Look) -> None:
    path = KEPT / f"{look.name}.png"
    now = taken(chromium, fixed, look)
    if os.environ.get("LOOKS") == "keep":
        KEPT.mkdir(exist_ok=True)
        now.convert("RGB").quantize(256).save(path, optimize=True)
    kept = Image.open(path).convert("RGBA")
    differs = share(kept, now)
    if differs > MOST:
        pytest.fail(
            f"{look.name}: {differs:.1%} of the picture differs from the kept one; see {show(look.name, kept, now)}"
        )


def test_a_moved_button_is_seen_and_shown() -> None:
    one = Image.new("RGBA", (200, 100), "white")
    other = one.copy()
    one.paste("navy", (10, 10, 60, 30))
    other.paste("navy", (10, 40, 60, 60))
    assert share(one, one) == 0 and share(one, other) > MOST and share(one, one.resize((100, 100))) == 1
    page = show("a-moved-button", one, other)
    assert 'src="a-moved-button-difference.png"' in page.read_text("utf-8")
    for left in SHOWN.glob("a-moved-button-*"):
        left.unlink()


def test_kept_pictures_are_small_and_each_is_of_a_state() -> None:
    assert {path.stem for path in KEPT.glob("*.png")} == {look.name for look in LOOKS}
    assert all(path.stat().st_size < 500_000 for path in KEPT.glob("*.png"))
