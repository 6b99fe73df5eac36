"""Takes the pictures of the README again: a real build of the demonstration, in a real Chromium.

python scripts/screenshots.py                          # the README's
python scripts/screenshots.py --pages FOLDER           # ten pages on a phone and a desk, light and dark, to be looked at
python scripts/screenshots.py --pages FOLDER --site S  # the same of a site that is built already, to compare with
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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


PAGES = (
    ("forside", "/"),
    ("svar", "/?q={number}"),
    ("ikke-funnet", "/?q=999+99+999"),
    ("sentre", "/sentre/"),
    ("sammenlign", "/sentre/sammenlign/?s={three}"),
    ("senter", "/sentre/{slug}/"),
    ("verifiser", "/verifiser/{organisation}/"),
    ("vedtak", "/vedtak/"),
    ("rettigheter", "/rettigheter/"),
    ("statistikk", "/statistikk/"),
)
"""Ten kinds of page for the eye: what a change of style or words did to each."""
WIDTHS = ((390, 844), (1280, 900))


def known_of(output: Path) -> dict[str, str]:
    """What the addresses are filled in with: the first approved centre of the list, and two more."""
    centres = json.loads((output / "api/v1/centres.json").read_text("utf-8"))["centres"]
    approved = [c for c in centres if c["status"] == "approved" and c["phone_numbers"]]
    return {
        "slug": approved[0]["slug"],
        "organisation": approved[0]["organisation_number"],
        "number": approved[0]["phone_numbers"][0]["from"].removeprefix("+47"),
        "three": ",".join(c["slug"] for c in approved[:3]),
    }


def take(browser: Browser, address: str, output: Path) -> None:
    """Take every picture of the README from the site at `address`."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, path, width, height, scheme in PICTURES:
        _picture(browser, address + path.format(**known_of(output)), IMAGES / f"{name}.png", (width, height), scheme)
    print(f"{len(PICTURES)} bilder i {IMAGES.relative_to(ROOT)}")


def take_pages(browser: Browser, address: str, output: Path, folder: Path) -> None:
    """Take every page at every width in both colour schemes, whole from top to bottom."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in PAGES:
        for size in WIDTHS:
            for scheme in ("light", "dark"):
                picture = folder / f"{name}-{size[0]}-{scheme}.png"
                _picture(browser, address + path.format(**known_of(output)), picture, size, scheme, whole=True)
    print(f"{len(PAGES) * len(WIDTHS) * 2} bilder i {folder}")


def _picture(
    browser: Browser, address: str, picture: Path, size: tuple[int, int], scheme: str, *, whole: bool = False
) -> None:
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=cast(Any, scheme),
        reduced_motion="reduce",
        bypass_csp=whole,
    )
    page.goto(address, wait_until="networkidle")
    if whole:  # what a reader has not scrolled to yet is drawn too
        page.add_style_tag(content="* { content-visibility: visible !important }")
    page.screenshot(path=picture, full_page=whole)
    page.close()


@contextmanager
def built(site: Path | None) -> Iterator[Path]:
    """The built site: the one given, else the demonstration built for a fixed day."""
    if site:
        yield site
        return
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        pelican = str(Path(sys.executable).parent / "pelican")
        command = [pelican, "content", "-s", "pelicanconf.py", "-e", f'AS_OF="{AS_OF}"', "-o", str(output)]
        subprocess.run(command, cwd=ROOT, check=True)
        yield output


def main() -> None:
    """Build, serve, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, metavar="FOLDER")
    parser.add_argument("--site", type=Path, metavar="FOLDER")
    asked = parser.parse_args()
    with built(asked.site) as output, sync_playwright() as playwright:
        server = make_server(output)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        options = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=str(find_browser()), args=options)
        address = f"http://127.0.0.1:{server.server_port}"
        if asked.pages:
            take_pages(browser, address, output, asked.pages)
        else:
            take(browser, address, output)
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
