"""Looks at a built site as a first visitor does, over HTTP: the front page with all it needs, one centre, one answer.

python scripts/look.py [FOLDER]     # else output/
"""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
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


def _page(url: str) -> tuple[str, int]:
    try:
        with urlopen(url, timeout=30) as answer:  # noqa: S310 - our own server
            return answer.read().decode("utf-8", "replace"), answer.status
    except HTTPError as error:
        return "", error.code


def main() -> int:
    """Serve the folder, look, and say what was seen."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "output"
    if not (folder / "index.html").is_file():
        print(f"Det er ikke noe bygget register i {folder}. Kjør «make site» først.", file=sys.stderr)
        return 1
    with make_server(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        wrong = list(look(f"http://127.0.0.1:{server.server_port}"))
        server.shutdown()
    print("\n".join(wrong) or "Sett på: forsiden, ett senter og ett svar. Alt er der.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
