"""Draws the icons that phones want as PNG from the one drawing of the mark; run again when the mark changes."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from browser import find_browser

IMAGES = Path(__file__).resolve().parent.parent / "theme" / "static" / "images"
SIZES = (180, 192, 512)


def main() -> None:
    """Draw every size with the browser that the tests use."""
    mark = (IMAGES / "favicon.svg").read_text("utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser()), args=["--no-sandbox", "--disable-gpu"]
        )
        for size in SIZES:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(
                f"<style>body{{margin:0}}svg{{display:block;width:{size}px;height:{size}px}}</style>{mark}"
            )
            page.screenshot(path=IMAGES / f"icon-{size}.png", omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
