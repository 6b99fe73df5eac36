"""How often the front page's field answers right, in a real Chromium: centres found, and no status for anybody else."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from browser import find_browser
from demo_register import LAST_DAY, demo_register, write
from godkjent import addresses
from godkjent.outputs import lookup, name_shards, search
from godkjent.public.views import CentreView, views
from godkjent.register import records
from godkjent.register.model import Centre, Register
from search_queries import GOALS, OFFERED, STRANGERS, Query, queries
from serve import make_server

ROOT = Path(__file__).resolve().parent.parent
NO_STATUS = ("unknown", "list", "misuse")
"""What an answer may be about somebody who is not in the register."""


@dataclass
class Score:
    """How many of one kind were right, how many were asked, and those that were wrong."""

    right: int = 0
    asked: int = 0
    wrong: list[str] = field(default_factory=list)


Found = dict[str, Score]


def measure(page: Page, address: str, centres: Sequence[Centre]) -> Found:
    """Ask every query, kind by kind."""
    page.goto(address)
    found: Found = {}
    for query in queries(centres):
        score = found.setdefault(query.kind, Score())
        good = _is_right(query, _answered(page, query.typed))
        score.right, score.asked = score.right + good, score.asked + 1
        score.wrong += [] if good else [query.typed]
    return found


@dataclass(frozen=True)
class Answer:
    """The statuses of the cards that were shown, the centres that they are about, and what is offered first besides."""

    statuses: tuple[str, ...]
    about: frozenset[str]
    offered: str


_SHOWN = """() => {
  const cards = [...document.querySelectorAll('#answers [data-result]')];
  const slug = (link) => link?.getAttribute('href').match(/sentre\\/([^/]+)\\//)?.[1] ?? '';
  const own = cards.filter((card) => !['unknown', 'list', 'misuse'].includes(card.dataset.status));
  const first = document.querySelector('#answers .near a, #answers [data-status=list] .hit a');
  return [cards.map((card) => card.dataset.status), own.flatMap((card) => [...card.querySelectorAll('a[href*="/sentre/"]')].map(slug)), first?.textContent ?? ''];
}"""


def _answered(page: Page, typed: str) -> Answer:
    page.evaluate("document.getElementById('answers').replaceChildren()")
    page.fill("#q", typed)
    page.press("#q", "Enter")
    page.locator("#answers > *").first.wait_for()
    statuses, about, offered = page.evaluate(_SHOWN)
    return Answer(tuple(statuses), frozenset(filter(None, about)), offered)


def _is_right(query: Query, answer: Answer) -> bool:
    if not query.right:
        return all(status in NO_STATUS for status in answer.statuses)
    return bool(query.right & answer.about) or (query.kind in OFFERED and answer.offered in query.offered)


def with_centres(output: Path, size: int) -> list[Centre]:
    """Give a built front page the indexes of an invented register of that size: what it answers from, and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        write(demo_register(size), Path(folder))
        register = records.read(Path(folder)).register(LAST_DAY)
    return put(output, register)


def put(output: Path, register: Register, whole: int = name_shards.WHOLE) -> list[Centre]:
    """Write the indexes of a register, names in parts above so many centres, and tell the front page how deep its tables of numbers are."""
    shown: tuple[CentreView, ...] = views(register)
    table = lookup.build(shown)
    files = {
        **{piece.path: piece.make() for piece in name_shards.pieces(shown, whole)},
        addresses.MISUSE_INDEX: search.misuse_index(register.misuse),
    }
    for path, text in {**files, **table.files}.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_text(text, "utf-8")
    front = output / "index.html"
    depths = (("phone", table.phone_depth), ("organisation", table.organisation_depth))
    page = front.read_text("utf-8")
    for name, depth in depths:
        page = re.sub(rf'data-{name}-depth="\d+"', f'data-{name}-depth="{depth}"', page)
    front.write_text(page, "utf-8")
    return [view.centre for view in shown]


def report(sizes: Iterable[int] = (34, 10_000)) -> bool:
    """Build the site once, ask every query at each size, print the figures; whether every goal was met."""
    well = True
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        command = [str(Path(sys.executable).parent / "pelican"), "content", "-s", "pelicanconf.py", "-o", str(output)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        for size in sizes:
            found = _measured(output, with_centres(output, size))
            print(f"{size} centres\n{as_table(found)}\n")
            well = met(found) and well
    return well


def _measured(output: Path, centres: list[Centre]) -> Found:
    server = make_server(output)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser()), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
        found = measure(context.new_page(), f"http://127.0.0.1:{server.server_port}", centres)
        browser.close()
    server.shutdown()
    server.server_close()
    return found


def met(found: Found) -> bool:
    """Whether every kind about centres reached its goal, and nobody else was given a status."""
    return all(100 * score.right >= GOALS.get(kind, 100) * score.asked for kind, score in found.items())


def as_table(found: Found) -> str:
    """A line for each kind: right, asked, per cent, goal, and what went wrong."""
    lines = [f"{'kind':<20} {'right':>5} {'of':>4} {'%':>6} {'goal':>5}  wrong"]
    for kind, score in found.items():
        share = 100 * score.right / score.asked
        wrong = "; ".join(json.dumps(one, ensure_ascii=False) for one in score.wrong)
        lines.append(f"{kind:<20} {score.right:>5} {score.asked:>4} {share:>6.1f} {GOALS.get(kind, 100):>5}  {wrong}")
    strangers = [score for kind, score in found.items() if kind in STRANGERS]
    verdicts, asked = sum(s.asked - s.right for s in strangers), sum(s.asked for s in strangers)
    return "\n".join([*lines, f"others who were given a status: {verdicts} of {asked}"])
