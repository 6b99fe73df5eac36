"""Every type of page in a real Chromium: axe, nothing outside the screen, large text, the keyboard."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PIL import Image
from pixelmatch.contrib.PIL import pixelmatch
from playwright.sync_api import Browser, Page

from axe import violations

PAGES = {
    "front": "/",
    "answer": "answer:approved",
    "unknown": "/?q=99999999",
    "hits": "/?q=svar",
    "list": "/sentre/",
    "filtered": "/sentre/?services=sales&county=Oslo&county=Rogaland&sort=rate&s={}",
    "cards": "/sentre/?view=cards",
    "nobody": "/sentre/?since=1990-01-01",
    "compared": "/sentre/sammenlign/?s={},{},{},{}",
    "compare-nothing": "/sentre/sammenlign/",
    "bulk": "/sentre/sjekk/",
    "suspended": "centre:suspended",
    "warned": "centre:warned",
    "withdrawn": "verification:withdrawn",
    "applicant": "verification:applicant",
    "decisions": "/vedtak/",
    "scheme": "/ordningen/",
    "requirements": "/krav/",
    "statistics": "/statistikk/",
    "dated": "/sentre/{}/?on=2025-08-01",
    "undated": "verification:approved:?on=2030-01-01",
    "prose": "/for-callsentre/",
    "misuse": "/misbruk/",
    "marks": "marks:approved",
    "checks": "/kontroller/",
    "missing": "/finnes/ikke/",
    "english": "/en/",
    "english-list": "/en/sentre/",
}


def path_of(name: str, site: Path) -> str:
    """The address of a page type; some are of the first centre with a status, some of the first in the list."""
    where, status, more = (*PAGES[name].split(":"), "", "")[:3]
    centres = json.loads((site / "api/v1/centres.json").read_text("utf-8"))["centres"]
    if not status:
        return where.format(*(c["slug"] for c in centres))
    centre = next(c for c in centres if c["status"] == status)
    if where == "answer":
        return f"/?q={centre['phone_numbers'][0]['from'].removeprefix('+47')}"
    number = centre["organisation_number"]
    kinds = {
        "centre": f"/sentre/{centre['slug']}/",
        "verification": f"/verifiser/{number}/",
        "marks": f"/merke/{number}/",
    }
    return kinds[where] + more


def open_page(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    if "?q=" in url:
        page.locator("#answers [data-result]").first.wait_for()


BY_DAY, BY_NIGHT = (390, "light"), (1280, "dark")
DIFFERENT = ["front", "answer", "hits", "list", "compared", "bulk", "suspended", "withdrawn", "decisions", "statistics"]
DIFFERENT += ["prose", "marks", "checks", "missing"]
"""Pages that together have every colour and every layout of a wide screen."""


@pytest.fixture(scope="module")
def examined(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A page on a telephone by day, and on a desk by night."""
    width, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("examined", "name"),
    [*product([BY_DAY], PAGES), *product([BY_NIGHT], DIFFERENT)],
    indirect=["examined"],
    ids=str,
)
def test_axe_finds_nothing(examined: Page, address: str, site: Path, name: str) -> None:
    page = examined
    open_page(page, address + path_of(name, site))
    for summary in page.locator("details:not([open]) > summary").all()[:1]:
        summary.click()
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_of_a_phone_even_with_text_twice_as_large(
    reader: Page, address: str, site: Path, name: str
) -> None:
    reader.set_viewport_size({"width": 390, "height": 844})
    open_page(reader, address + path_of(name, site))
    for size in ("100%", "200%"):
        reader.evaluate("size => document.documentElement.style.setProperty('font-size', size)", size)
        beyond = reader.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, (size, beyond)


def test_reflow_at_320(reader: Page, address: str, site: Path) -> None:
    """WCAG 1.4.10: 320 pixels wide, which is 1280 at 400 %."""
    reader.set_viewport_size({"width": 320, "height": 256})
    for path in ("/", "/sentre/", "/ordningen/", "/statistikk/", path_of("answer", site)):
        open_page(reader, address + path)
        assert reader.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_whole_question_can_be_asked_from_the_keyboard(page: Page, address: str, site: Path) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "ds-skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.type(path_of("answer", site).removeprefix("/?q="))
    page.keyboard.press("Enter")
    page.locator("[data-result][data-status=approved]").wait_for()


def test_focus_is_marked_alike_on_everything_that_takes_it(page: Page, address: str) -> None:
    page.goto(f"{address}/sentre/")
    marks: set[tuple[str, str]] = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(e => { const s = getComputedStyle(e); return [e.type === 'date' ? 'DATE' : e.tagName, `${s.outlineStyle} ${s.outlineWidth}`] })"
            "(document.activeElement)"
        )
        marks.add(tuple(found))
    marks = {
        (tag, mark) for tag, mark in marks if tag != "DATE"
    }  # the parts of a day's field are marked by the browser
    assert {"A", "BUTTON", "INPUT", "SELECT", "SUMMARY"} <= {tag for tag, _ in marks}
    assert {mark for _, mark in marks} == {"solid 3px"}


JUMPS = """
window.jumps = [];
const named = ({ node }) => node?.id || node?.className || node?.nodeName;
new PerformanceObserver((list) => {
  for (const jump of list.getEntries()) if (!jump.hadRecentInput) window.jumps.push([jump.value, jump.sources.map(named)]);
}).observe({ type: "layout-shift", buffered: true });
"""
"""Keeps every layout shift that no reader caused, and what moved."""


@pytest.mark.parametrize("name", ["front", "answer", "unknown", "hits", "compared", "compare-nothing", "undated"])
def test_nothing_jumps_while_a_page_comes(page: Page, address: str, site: Path, name: str) -> None:
    page.add_init_script(JUMPS)
    day = json.loads((site / "build.json").read_text("utf-8"))["as_of"]
    page.clock.set_fixed_time(f"{day}T12:00:00+01:00")  # an old page says so at its top
    open_page(page, address + path_of(name, site))
    assert page.evaluate("new Promise((drawn) => requestIdleCallback(() => drawn(window.jumps)))") == []


# --- Forced colours: the browser paints everything in a few colours of the reader's own, so that what stood by colour is gone


FORCED = [("light", "answer"), ("dark", "filtered"), ("light", "compared"), ("dark", "decisions")]
"""Dark on light and light on dark, and pages that together have every kind of control and every sign of a status."""
TOLD_APART = {
    '[aria-pressed="true"]': "e => e.setAttribute('aria-pressed', 'false')",
    "[aria-current]": "e => e.removeAttribute('aria-current')",
    "input:checked": "e => { e.checked = false; }",
    "input:disabled, button:disabled, select:disabled": "e => { e.disabled = false; }",
    ":is(.status, .verdict, .timeline) svg, .own-mark .tick": "e => { e.style.visibility = 'hidden'; }",
}
"""What must be seen, and what takes it away: the place may not look the same without it."""
FEWEST = 12
"""So few pixels are no difference to a reader."""
UNMARKED = """() => {
  const controls = document.querySelectorAll("a[href], button:enabled, input:enabled, select, textarea, summary, [tabindex='0']");
  const marked = (e) => (e.focus({ preventScroll: true }), (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2)(getComputedStyle(e));
  return [...controls].filter((e) => e.checkVisibility() && !marked(e)).map((e) => e.outerHTML.slice(0, 200));
}"""
"""The controls whose focus has no line around it; a shadow is not painted in forced colours."""


@pytest.fixture
def forced(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A page of a reader whose own colours replace the site's."""
    context = chromium.new_context(
        viewport={"width": 1000, "height": 2000},
        color_scheme=request.param,
        forced_colors="active",
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("forced", "name"), FORCED, indirect=["forced"], ids=str)
def test_in_forced_colours_what_is_chosen_focused_or_a_status_is_told_apart(
    forced: Page, address: str, site: Path, name: str
) -> None:
    def picture() -> Image.Image:
        return Image.open(io.BytesIO(forced.screenshot(animations="disabled", caret="hide"))).convert("RGBA")

    open_page(forced, address + path_of(name, site))
    places, before = [], picture()
    for selector, change in TOLD_APART.items():
        for place in forced.query_selector_all(selector):
            box = place.bounding_box()
            if box and place.is_visible() and box["y"] + box["height"] < before.height:
                edges = (box["x"] - 2, box["y"] - 2, box["x"] + box["width"] + 2, box["y"] + box["height"] + 4)
                places.append((place.evaluate("e => e.outerHTML"), [max(0, round(edge)) for edge in edges]))
                place.evaluate(change)
    after = picture()
    assert places
    assert [
        html
        for html, box in places
        if pixelmatch(before.crop(tuple(box)), after.crop(tuple(box)), threshold=0.2) < FEWEST
    ] == []
    forced.keyboard.press("Tab")  # what gets the focus from a script shows it only to one who uses the keyboard
    assert forced.evaluate(UNMARKED) == []
