"""Draws the icons that phones want as PNG from the one drawing of the mark; run again when the mark changes."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from browser import find_browser

IMAGES = Path(__file__).resolve().parent.parent / "theme" / "static" / "images"
SIZES = (180, 192, 512)
MASKABLE = (192, 512)
"""Icons that a phone cuts to its own shape: the ground goes to the edge, and the mark stays in the circle that is never cut."""


def main() -> None:
    """Draw every size with the browser that the tests use."""
    mark = (IMAGES / "favicon.svg").read_text("utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser()), args=["--no-sandbox", "--disable-gpu"]
        )
        for size, drawing, name in (
            *((size, mark, f"icon-{size}.png") for size in SIZES),
            *((size, whole(mark), f"icon-{size}-maskable.png") for size in MASKABLE),
        ):
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(
                f"<style>body{{margin:0}}svg{{display:block;width:{size}px;height:{size}px}}</style>{drawing}"
            )
            page.screenshot(path=IMAGES / name, omit_background=True)
            page.close()
        browser.close()


def whole(mark: str) -> str:
    """The mark on a ground without corners, and small enough for the circle of four fifths."""
    ground, placed = 'rx="7"', "translate(4 4) scale(.75)"
    if ground not in mark or placed not in mark:
        raise ValueError("favicon.svg is drawn otherwise than this script knows")
    return mark.replace(ground, "").replace(placed, "translate(6.4 6.6) scale(.6)")


if __name__ == "__main__":
    main()
