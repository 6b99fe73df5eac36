"""Looks at a built site as a first visitor does, over HTTP: the front page with all it needs, one centre, one answer.

python scripts/look.py [FOLDER]     # else output/
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import urlopen

from godkjent import addresses
from serve import make_server

ROOT = Path(__file__).resolve().parent.parent


def look(address: str) -> Iterator[str]:
    """Everything that a first visitor would find wrong at `address`, as sentences."""
    front, code = _page(f"{address}/")
    if code != 200 or 'id="check"' not in front:
        yield "Forsiden har ikke feltet der en spør."
    for part in re.findall(r'(?:href|src)="(/static/[^"]+)"', front):
        if _page(address + part)[1] != 200:
            yield f"Forsiden viser til {part}, som ikke er der."
    centres = json.loads(_page(f"{address}/{addresses.API_CENTRES}")[0] or "{}").get("centres", [])
    yield from _about_one(address, centres[0]) if centres else _about_none(address)


def _about_one(address: str, centre: dict[str, Any]) -> Iterator[str]:
    """The centre's page, and the pages that answer for its numbers, say the status that the API says."""
    numbers = [
        [n[end].removeprefix("+47") for end in ("from", "to")] for n in centre["phone_numbers"] if not n["until"]
    ]
    pages = [addresses.centre(str(centre["slug"])), addresses.verification(str(centre["organisation_number"]))]
    for path in [*pages, *(addresses.number(*ends) for ends in numbers[:1])]:
        if f'data-status="{centre["status"]}"' not in _page(f"{address}/{path}")[0]:
            yield f"/{path} sier ikke at {centre['name']} er «{centre['status']}»."


def _about_none(address: str) -> Iterator[str]:
    """A register without centres has a list that is empty and answers nobody with «approved»."""
    said, code = _page(f"{address}/{addresses.CENTRES}")
    if code != 200 or 'data-status="approved"' in said:
        yield "Listen over sentre skulle vært tom."
    if _page(f"{address}/{addresses.verification('999999999')}")[1] != 404:
        yield "Et nummer som ikke er i registeret, skulle ikke hatt noen side."


class _Links(HTMLParser):
    """Where a page leads, and the places in it that others may lead to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.leads: set[str] = set()
        self.places: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note every address and every place."""
        given = {name: value for name, value in attrs if value}
        self.leads |= {given[name] for name in ("href", "src") if name in given and tag != "base"}
        self.places |= {given[name] for name in ("id", "name") if name in given}


def links(folder: Path, base: str = "/") -> Iterator[str]:
    """Every link within the site that leads nowhere, once for each address, with the first page that has it."""
    pages = {path: _Links(path.read_text("utf-8")) for path in sorted(folder.rglob("*.html"))}
    told: set[str] = set()
    for path, page in pages.items():
        here = base + path.relative_to(folder).as_posix().removesuffix("index.html")
        for lead in sorted(page.leads):
            address = urljoin(here, lead.partition("#")[0].partition("?")[0])
            if urlsplit(lead).scheme or lead.startswith("//") or lead in told:
                continue
            target = folder / unquote(address.removeprefix(base))
            target = target / "index.html" if address.endswith("/") else target
            place = unquote(lead.partition("#")[2]).partition(":~:")[0]
            missing = not address.startswith(base) or not target.is_file()
            if missing or (place and target in pages and place not in pages[target].places):
                told.add(lead)
                yield f"{here} viser til {lead}, som ikke er der."


def _page(url: str) -> tuple[str, int]:
    try:
        with urlopen(url, timeout=30) as answer:  # noqa: S310 - our own server
            return answer.read().decode("utf-8", "replace"), answer.status
    except HTTPError as error:
        return "", error.code


def main() -> int:
    """Serve the folder, look, and say what was seen."""
    options = argparse.ArgumentParser(description="Se på et bygget register.")
    options.add_argument("folder", nargs="?", type=Path, default=ROOT / "output", help="mappen (ellers output/)")
    options.add_argument("--links", action="store_true", help="følg også hver lenke på hver side")
    chosen = options.parse_args()
    folder: Path = chosen.folder
    if not (folder / "index.html").is_file():
        print(f"Det er ikke noe bygget register i {folder}. Kjør «make site» først.", file=sys.stderr)
        return 1
    with make_server(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        wrong = list(look(f"http://127.0.0.1:{server.server_port}"))
        server.shutdown()
    wrong += links(folder) if chosen.links else []
    print("\n".join(wrong) or "Sett på: forsiden, ett senter og ett svar. Alt er der.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
