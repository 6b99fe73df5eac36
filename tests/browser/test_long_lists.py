"""Lists that are too long for one page: in parts without a script, and drawn from data with one, in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support import AS_OF, built

Serve = Callable[[Path], AbstractContextManager[str]]
LONGEST = 10
FACTS = """row => [row.dataset.slug, row.querySelector("a").getAttribute("href"), row.querySelector("input").value,
  row.querySelector("input").getAttribute("aria-label"), row.querySelectorAll("svg").length,
  row.querySelector(".status").dataset.color, row.cells[6].className,
  ...[...row.cells].map(cell => cell.innerText.replace(/\\s+/g, " ").trim())]"""


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration as a register that is too long for its pages."""
    return built(tmp_path_factory.mktemp("parted") / "output", AS_OF=AS_OF, LONGEST_LIST=str(LONGEST))


def told(page: Path, pattern: str) -> list[str]:
    main = re.search(r"<main.*</main>", page.read_text("utf-8"), re.DOTALL)
    assert main
    return re.findall(pattern, main.group())


@pytest.mark.parametrize("language", ["", "en/", "nn/"])
@pytest.mark.parametrize(
    ("listed", "item", "line"),
    [
        ("sentre", r'href="/(?:en/|nn/)?sentre/(?!liste/|sammenlign/|sjekk/)([^/"]+)/"', None),
        ("nummer", r'href="/(?:en/|nn/)?nummer/(?!liste/)([^/"]+)/"', None),
        ("vedtak", r'id="vedtak-([^"]+)"', r'#vedtak-([^"]+)"'),
    ],
)
def test_every_item_is_in_one_part_and_on_the_page_that_has_all(
    parted: Path, site: Path, language: str, listed: str, item: str, line: str | None
) -> None:
    """What stands on one page of the short list is what the parts of the long one hold together, and no part is longer."""
    wanted = sorted(told(site / language / listed / "index.html", item))
    parts = [p for p in (parted / language / listed / "liste").rglob("index.html") if "alle" not in p.parts]
    held = [told(p, item) for p in parts]
    assert wanted and sorted(chain.from_iterable(held)) == wanted
    assert sorted(told(parted / language / listed / "liste/alle/index.html", line or item)) == wanted
    assert max(map(len, held)) <= (2 * LONGEST if line else LONGEST)
    ways = set(told(parted / language / listed / "index.html", rf'href="(/(?:en/|nn/)?{listed}/liste/[^"]*)"'))
    assert ways == {f"/{p.parent.relative_to(parted).as_posix()}/" for p in parts} | {
        f"/{language}{listed}/liste/alle/"
    }


@pytest.fixture
def wide(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, service_workers="block")
    yield page
    page.close()


def lines(page: Page) -> dict[str, list[object]]:
    rows = page.locator("#centres tbody tr:visible")
    return {facts[0]: facts for facts in rows.evaluate_all(f"rows => rows.map({FACTS})")}


@pytest.mark.parametrize("language", ["", "en/", "nn/"])
def test_a_line_that_is_drawn_says_what_the_build_would_have_written(
    wide: Page, serve: Serve, parted: Path, site: Path, language: str
) -> None:
    with serve(site) as short, serve(parted) as long:
        wide.goto(f"{short}/{language}sentre/?all=1")
        written = lines(wide)
        wide.goto(f"{long}/{language}sentre/?all=1")
        more = wide.locator("#more button")
        expect(more).to_be_visible()
        while more.is_visible():
            before = wide.locator("#centres tbody tr").count()
            more.click()
            expect(wide.locator("#centres tbody tr a").nth(before)).to_be_focused()
        assert lines(wide) == written


def counts(page: Page) -> dict[str, str]:
    boxes = page.locator("#filter label.choice")
    return dict(
        boxes.evaluate_all(
            "all => all.map(c => [c.querySelector('input').value, c.querySelector('[data-count]').textContent])"
        )
    )


def test_what_is_counted_before_the_data_is_there_is_what_is_counted_after(
    wide: Page, serve: Serve, parted: Path
) -> None:
    asked: list[str] = []
    wide.on("request", lambda request: asked.append(request.url))
    with serve(parted) as address:
        wide.goto(f"{address}/sentre/")
        expect(wide.locator("#how-many")).to_contain_text(f"De {LONGEST} første vises.")
        said, before = wide.inner_text("#how-many"), counts(wide)
        assert not [url for url in asked if "/liste/" in url]  # nobody pays for what nobody asked for
        first = lines(wide)
        wide.select_option("#sort", "size")
        wide.select_option("#sort", "name")
        expect(wide.locator("#how-many")).to_have_text(said)
        assert counts(wide) == before and lines(wide) == first


def test_a_list_that_cannot_be_fetched_says_so_and_is_asked_for_again(wide: Page, serve: Serve, parted: Path) -> None:
    with serve(parted) as address:
        wide.goto(f"{address}/sentre/")
        wide.route("**/liste/*.json", lambda route: route.abort())
        wide.fill("#filter-q", "e")
        expect(wide.locator("#how-many")).to_contain_text("kunne ikke hentes")
        expect(wide.locator("#centres tbody tr")).to_have_count(LONGEST)
        wide.unroute("**/liste/*.json")
        wide.fill("#filter-q", "el")
        expect(wide.locator("#how-many")).to_contain_text("sentre")
        slugs = [str(slug) for slug in lines(wide)]
        assert slugs and all(any(w.startswith("el") for w in slug.split("-")) for slug in slugs[:1])
