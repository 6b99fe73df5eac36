"""Takes the pictures of the README again: a real build of the demonstration, in a real Chromium."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, cast

from playwright.sync_api import Browser, sync_playwright

from browser import find_browser
from serve import make_server

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
AS_OF = "2026-11-24"
PICTURES = (
    ("svar-telefon", "/?q={number}", 390, 844, "light"),
    ("svar-telefon-mork", "/?q=999+99+999", 390, 844, "dark"),
    ("forside", "/", 1280, 720, "light"),
    ("senter", "/sentre/{slug}/", 1280, 900, "light"),
)
"""Name, address, width, height and colour scheme of each picture; the approved centre is the first in the list."""


def take(browser: Browser, address: str, output: Path) -> None:
    """Take every picture from the site at `address`."""
    centres = json.loads((output / "api/v1/centres.json").read_text("utf-8"))["centres"]
    centre = next(c for c in centres if c["status"] == "approved" and c["phone_numbers"])
    known = {"slug": centre["slug"], "number": centre["phone_numbers"][0]["from"].removeprefix("+47")}
    for name, path, width, height, scheme in PICTURES:
        page = browser.new_page(
            viewport={"width": width, "height": height}, color_scheme=cast(Any, scheme), reduced_motion="reduce"
        )
        page.goto(address + path.format(**known), wait_until="networkidle")
        page.screenshot(path=IMAGES / f"{name}.png")
        page.close()


def main() -> None:
    """Build, serve, take the pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        command = [
            str(Path(sys.executable).parent / "pelican"),
            "content",
            "-s",
            "pelicanconf.py",
            "-e",
            f'AS_OF="{AS_OF}"',
            "-o",
            str(output),
        ]
        subprocess.run(command, cwd=ROOT, check=True)
        server = make_server(output)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(find_browser()), args=["--no-sandbox", "--disable-gpu"]
            )
            take(browser, f"http://127.0.0.1:{server.server_port}", output)
            browser.close()
        server.shutdown()
    print(f"{len(PICTURES)} bilder i {IMAGES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
