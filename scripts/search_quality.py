"""How often the front page's field finds the right centre: 200 queries with the slips that people make, in a real Chromium.

The queries are made from the register itself by a seeded script, so that anybody gets the same ones.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Page, sync_playwright

from browser import find_browser
from godkjent.register.phones import written
from serve import make_server

GOALS = {
    "exact": 99,
    "prefix": 97,
    "reordered": 97,
    "one slip": 95,
    "number": 100,
    "organisation number": 100,
    "nobody's number": 100,
    "otherwise written": 95,
}
"""Per cent of each kind that must have the right centre first (for nobody's number: that must be told so)."""
EACH = 29
"""Queries of each kind; eight kinds make 232."""


Found = dict[str, tuple[int, int, list[str]]]
"""For each kind: how many were right, how many were asked, and those that were wrong."""


@dataclass(frozen=True)
class Query:
    """What is typed, and the organisation numbers of the centres that may rightly come first (none: nobody)."""

    kind: str
    typed: str
    right: frozenset[str]


def queries(centres: list[dict[str, Any]], seed: int = 11) -> Iterator[Query]:
    """The queries, kind by kind. A name that several centres share may find any of them."""
    random = Random(seed)
    for kind in GOALS:
        for centre in random.choices(centres, k=EACH):
            yield _query(kind, centre, centres, random)


def _query(kind: str, centre: dict[str, Any], centres: list[dict[str, Any]], random: Random) -> Query:
    number = centre["organisation_number"]
    if kind == "organisation number":
        return Query(
            kind,
            random.choice((number, f"NO {number} MVA", f"{number[:3]} {number[3:6]} {number[6:]}")),
            frozenset({number}),
        )
    if kind == "number" and centre["phone_numbers"]:
        return Query(
            kind, _as_typed(_digits(random.choice(centre["phone_numbers"]), random), random), frozenset({number})
        )
    if kind in ("number", "nobody's number"):
        return Query("nobody's number", _as_typed(_nobodys(centres, random), random), frozenset())
    words = random.choice([centre["name"], *centre["trade_names"]]).removesuffix(" AS").split()
    typed = " ".join(_slipped(kind, words, random))
    return Query(kind, typed, frozenset(c["organisation_number"] for c in centres if _has(c, words)))


def _has(centre: dict[str, Any], words: list[str]) -> bool:
    names = [
        centre["name"],
        *centre["trade_names"],
        *(f["name"] for f in centre["former_names"]),
        *centre["calls_on_behalf_of"],
    ]
    return any(set(words) <= set(name.split()) for name in names)


def _slipped(kind: str, words: list[str], random: Random) -> list[str]:
    if kind == "prefix":
        return [*words[:2], words[2][: max(3, len(words[2]) // 2)]] if len(words) > 2 else words
    if kind == "reordered":
        return random.sample(words, len(words))
    if kind == "otherwise written":
        return _otherwise(words, random)
    if kind == "one slip":
        place = max(range(len(words)), key=lambda i: len(words[i]))
        return [*words[:place], _slip(words[place], random), *words[place + 1 :]]
    return words


def _otherwise(words: list[str], random: Random) -> list[str]:
    """Without æ, ø and å, in one of the ways people do that; and sometimes with the first two words in one."""
    ways: tuple[dict[str, str], ...] = ({"æ": "ae", "ø": "o", "å": "a"}, {"æ": "a", "ø": "oe", "å": "aa"}, {})
    plain = random.choice(ways)
    folded = [_replaced(word.lower(), plain) for word in words]
    joined = not plain or random.random() < 0.3
    return ["".join(folded[:2]), *folded[2:]] if joined else folded


def _replaced(word: str, letters: dict[str, str]) -> str:
    return "".join(letters.get(letter, letter) for letter in word)


def _slip(word: str, random: Random) -> str:
    """One letter left out, doubled, or changed into its neighbour, never the first."""
    i = random.randrange(1, len(word))
    return random.choice(
        (word[:i] + word[i + 1 :], word[:i] + word[i] + word[i:], word[:i] + random.choice("etnsr") + word[i + 1 :])
    )


def _digits(number: dict[str, Any], random: Random) -> str:
    first, last = (str(number[end]).removeprefix("+47") for end in ("from", "to"))
    return f"{random.randint(int(first), int(last)):0{len(first)}}"


def _nobodys(centres: list[dict[str, Any]], random: Random) -> str:
    spans = [
        (str(n["from"]).removeprefix("+47"), str(n["to"]).removeprefix("+47"))
        for c in centres
        for n in c["phone_numbers"]
    ]
    while True:
        digits = f"{random.choice('23569')}{random.randrange(10**7):07}"
        if not any(len(first) == 8 and first <= digits <= last for first, last in spans):
            return digits


def _as_typed(digits: str, random: Random) -> str:
    return random.choice(
        (digits, written(digits), f"+47 {written(digits)}" if len(digits) == 8 else digits, f"tlf. {digits}")
    )


def measure(page: Page, address: str, output: Path) -> Found:
    """For each kind: how many were right, how many were asked, and those that were wrong."""
    centres = json.loads((output / "api/v1/centres.json").read_text("utf-8"))["centres"]
    by_slug = {c["slug"]: c["organisation_number"] for c in centres}
    page.goto(address)
    found: Found = {}
    for query in queries(centres):
        right, asked, wrong = found.get(query.kind, (0, 0, []))
        good = _first(page, query, by_slug) in (query.right or {None})
        found[query.kind] = (right + good, asked + 1, wrong if good else [*wrong, query.typed])
    return found


def _first(page: Page, query: Query, by_slug: dict[str, str]) -> str | None:
    """The organisation number of the centre that the page puts first; None when it says that nobody is known."""
    page.evaluate("document.getElementById('answers').replaceChildren()")
    page.fill("#q", query.typed)
    page.press("#q", "Enter")
    result = page.locator("#answers [data-result]").first
    result.wait_for()
    if result.get_attribute("data-status") == "unknown":
        return None
    link = result.locator("a[href*='/sentre/']").first.get_attribute("href") or ""
    return by_slug[link.rstrip("/").rpartition("/")[2]]


def report() -> bool:
    """Build the demonstration, ask every query, print the figures; whether every goal was met."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        command = [str(Path(sys.executable).parent / "pelican"), "content", "-s", "pelicanconf.py", "-o", str(output)]
        subprocess.run(command, cwd=Path(__file__).resolve().parent.parent, check=True, capture_output=True)
        server = make_server(output)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(find_browser()), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 390, "height": 844})
            found = measure(page, f"http://127.0.0.1:{server.server_port}", output)
            browser.close()
        server.shutdown()
    print(as_table(found))
    return met(found)


def met(found: Found) -> bool:
    """Whether every kind reached its goal."""
    return all(100 * right >= GOALS[kind] * asked for kind, (right, asked, _) in found.items())


def as_table(found: Found) -> str:
    """A line for each kind: right, asked, per cent, goal, and what went wrong."""
    lines = [f"{'kind':<20} {'right':>5} {'of':>4} {'%':>6} {'goal':>5}  wrong"]
    for kind, (right, asked, wrong) in found.items():
        lines.append(
            f"{kind:<20} {right:>5} {asked:>4} {100 * right / asked:>6.1f} {GOALS[kind]:>5}  {'; '.join(wrong)}"
        )
    return "\n".join(lines)
