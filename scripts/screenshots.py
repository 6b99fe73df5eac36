"""Takes the pictures of the README again: a real build of the demonstration, in a real Chromium."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from browser import find_browser
from serve import make_server

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
AS_OF = "2026-11-24"
PICTURES = (
    ("svar-telefon", "/?q=30+00+00+79", 390, 780, "light"),
    ("svar-telefon-mork", "/?q=999+99+999", 390, 780, "dark"),
    ("forside", "/", 1280, 720, "light"),
    ("senter", "/sentre/lun-hval-kundesenter-as/", 1280, 900, "light"),
)
"""Name, address, width, height and colour scheme of each picture."""


def take(browser: Browser, address: str) -> None:
    """Take every picture from the site at `address`."""
    for name, path, width, height, scheme in PICTURES:
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.goto(address + path, wait_until="networkidle")
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=IMAGES / f"{name}.png")
        page.close()


def main() -> None:
    """Build, serve, take the pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        command = [str(Path(sys.executable).parent / "pelican"), "content", "-s", "pelicanconf.py", "-e", f'AS_OF="{AS_OF}"', "-o", str(output)]
        subprocess.run(command, cwd=ROOT, check=True)
        server = make_server(output)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(find_browser()), args=["--no-sandbox", "--disable-gpu"])
            take(browser, f"http://127.0.0.1:{server.server_port}")
            browser.close()
        server.shutdown()
    print(f"{len(PICTURES)} bilder i {IMAGES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
