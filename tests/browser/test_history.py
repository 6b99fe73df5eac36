"""Status on a date, charts and the map, used as a person would in a real Chromium."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support import AS_OF, CENTRE, SCHEME, built, centres, demonstrated, make_registry

CENTRE_PAGE = "/sentre/listig-rev/"
LIFTED = (
    CENTRE[: CENTRE.index("decisions:")]
    + """decisions:
  - {id: 2013-003, date: 2013-03-14, kind: approval}
  - {id: 2016-002, date: 2016-02-25, kind: renewal}
  - {id: 2019-003, date: 2019-03-01, kind: renewal}
  - {id: 2022-003, date: 2022-02-03, kind: renewal}
  - {id: 2025-002, date: 2025-02-05, kind: renewal}
  - {id: 2025-023, date: 2025-07-08, kind: suspension, requirements: [tax], reason: {nb: Nei.}, remedy: {nb: Betal.}}
  - {id: 2025-034, date: 2025-09-16, kind: suspension_lifted}
"""
)
ANSWER = "#on-answer [data-result]"


@pytest.fixture(scope="module")
def lifted(tmp_path_factory: pytest.TempPathFactory, serve) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """A site with a centre that was approved, suspended, and approved again."""
    folder = tmp_path_factory.mktemp("lifted")
    registry = make_registry(folder / "registry", centre=LIFTED)
    with serve(built(folder / "output", registry=registry, AS_OF=AS_OF)) as address:
        yield address


def answered(page: Page, status: str):  # type: ignore[no-untyped-def]
    return page.locator(f"{ANSWER}[data-status={status}]")


@pytest.mark.parametrize(
    ("day", "status", "words"),
    [
        ("2025-07-07", "approved", ["7. juli 2025: Godkjent", "I dag: Godkjent"]),
        ("2025-07-08", "suspended", ["Suspendert", "fra 8. juli 2025 til og med 15. september 2025", "Suspensjon, vedtak 2025-023"]),
        ("2025-09-15", "suspended", ["15. september 2025: Suspendert"]),
        ("2025-09-16", "approved", ["siden 16. september 2025", "fortsatt 24. november 2026", "2025-034"]),
        ("2026-11-24", "approved", ["24. november 2026: Godkjent"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", [CENTRE_PAGE, "/verifiser/310000108/"])
def test_a_day_in_the_address_is_answered(
    reader: Page, lifted: str, path: str, day: str, status: str, words: list[str]
) -> None:
    reader.goto(f"{lifted}{path}?on={day}")
    expect(answered(reader, status)).to_have_count(1)
    for word in [*words, "Reaksjoner som ikke er offentlige"]:
        expect(reader.locator(ANSWER)).to_contain_text(word)
    expect(reader.locator("#on")).to_have_value(day)


@pytest.mark.parametrize(
    ("day", "reason", "words"),
    [
        ("2013-03-13", "before", "sto ikke i registeret 13. mars 2013. Det første som er ført, er fra 14. mars 2013"),
        ("0001-01-01", "before", "sto ikke i registeret"),
        ("2026-11-25", "future", "25. november 2026 er etter 24. november 2026"),
        ("9999-12-31", "future", "Ingen kan si hva statusen blir"),
        ("2025-02-29", "unreadable", "«2025-02-29» er ikke en dato som finnes"),
        ("1.3.2024", "unreadable", "«1.3.2024» er ikke en dato som finnes"),
        ("2024-3-1", "unreadable", "Skriv året, måneden og dagen slik: 2024-03-01"),
        ("%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E{day}", "unreadable", "«<img src=x onerror=alert(1)>{day}»"),
        ("x" * 500, "unreadable", "«" + "x" * 40 + "»"),
        ("2024-03-01T00:00", "unreadable", "ikke en dato"),
    ],
)
def test_a_day_without_an_answer_says_why(reader: Page, lifted: str, day: str, reason: str, words: str) -> None:
    reader.goto(f"{lifted}{CENTRE_PAGE}?on={day}")
    expect(reader.locator(f"{ANSWER}[data-status=unknown][data-reason={reason}]")).to_contain_text(words)
    expect(reader.locator("#on-answer img")).to_have_count(0)


def test_asking_puts_the_day_in_the_address_and_back_goes_back(page: Page, lifted: str) -> None:
    page.goto(lifted + CENTRE_PAGE)
    expect(page.locator(ANSWER)).to_have_count(0)
    page.fill("#on", "2025-08-01")
    page.get_by_role("button", name="Vis status").click()
    expect(answered(page, "suspended")).to_be_visible()
    assert page.url.endswith("?on=2025-08-01")
    page.fill("#on", "2026-01-01")
    page.press("#on", "Enter")
    expect(answered(page, "approved")).to_be_visible()
    page.go_back()
    expect(answered(page, "suspended")).to_be_visible()
    expect(page.locator("#on")).to_have_value("2025-08-01")
    page.go_back()
    expect(page.locator(ANSWER)).to_have_count(0)


def test_another_language_answers_the_same_day(page: Page, lifted: str) -> None:
    page.goto(f"{lifted}{CENTRE_PAGE}?on=2025-08-01")
    page.locator('[data-language][hreflang="en"]').click()
    expect(answered(page, "suspended")).to_contain_text("1 August 2025: Suspended")
    page.locator('[data-language][hreflang="nn"]').click()
    expect(answered(page, "suspended")).to_contain_text("Kva førte til det")


def test_the_link_in_an_answer_leads_to_the_decision(page: Page, lifted: str) -> None:
    page.goto(f"{lifted}{CENTRE_PAGE}?on=2025-08-01")
    page.locator(f"{ANSWER} a").click()
    expect(page.locator("#vedtak-2025-023")).to_be_in_viewport()


def test_without_a_script_the_table_answers(chromium: Browser, lifted: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{lifted}{CENTRE_PAGE}?on=2025-08-01")
    expect(page.locator("#on-date")).to_be_hidden()
    rows = page.locator("#periods tbody tr")
    expect(rows.filter(has_text="Suspendert").filter(has_text="8. juli 2025").first).to_be_visible()
    context.close()


def test_a_suspension_that_is_not_public_is_not_told(tmp_path: Path, page: Page, serve) -> None:  # type: ignore[no-untyped-def]
    sanction = "requirements: [tax], reason: {nb: Hemmelig.}, remedy: {nb: Betal.}"
    centre = CENTRE + f"  - {{id: 2024-002, date: 2024-06-01, kind: suspension, {sanction}}}\n"
    centre += "  - {id: 2024-003, date: 2024-09-01, kind: suspension_lifted}\n"
    scheme = SCHEME.replace("suspensions: {public: true", "suspensions: {public: false")
    folder = make_registry(tmp_path / "registry", centre=centre, scheme=scheme)
    said: set[str | None] = set()
    with serve(built(tmp_path / "output", registry=folder, AS_OF="2026-11-24")) as address:
        for day in ("2024-05-31", "2024-07-01", "2024-10-01"):  # before, under and after: neither a word nor a gap
            page.goto(f"{address}/sentre/listig-rev/?on={day}")
            expect(page.locator(f"{ANSWER}[data-status]")).to_be_visible()
            said.add(page.locator(f"{ANSWER}[data-status]").get_attribute("data-status"))
            expect(page.locator("main")).not_to_contain_text("Suspen")
    assert said == {"unknown"}  # the register says nothing of the three, alike


# --- Charts and map -----------------------------------------------------------------------------------------


def test_charts_are_images_with_a_name_and_a_sentence(page: Page, address: str) -> None:
    page.goto(f"{address}/statistikk/")
    chart = page.get_by_role("img", name="Klager tatt opp", exact=True)
    expect(chart).to_be_visible()
    taken_up = {f.year: f.complaints_taken_up for f in demonstrated().statistics if f.complaints_taken_up is not None}
    last, most = max(taken_up), max(taken_up, key=lambda year: taken_up[year])
    told = f"Sist, i {last}: {taken_up[last]}. Høyest, i {most}: {taken_up[most]}."
    expect(chart).to_have_accessible_description(told)
    assert page.locator("svg.chart").count() == 4


@pytest.mark.parametrize("width", [390, 1280])
def test_no_value_in_a_chart_covers_another_or_is_cut_off(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/statistikk/")
    faults = page.evaluate("""() => [...document.querySelectorAll("svg.chart")].flatMap((svg) => {
      const frame = svg.getBoundingClientRect();
      const boxes = [...svg.querySelectorAll("text")].map((t) => [t.textContent, t.getBoundingClientRect()]);
      const cut = boxes.filter(([, b]) => b.left < frame.left - 1 || b.right > frame.right + 1 || b.top < frame.top - 1 || b.bottom > frame.bottom + 1);
      const over = boxes.filter(([, a], i) => boxes.some(([, b], j) => j > i && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3));
      return [...cut, ...over].map(([text]) => `${svg.querySelector("title").textContent}: ${text}`);
    })""")
    assert faults == []


def test_charts_fit_their_frame_on_a_phone_and_grow_with_the_readers_text(page: Page, address: str) -> None:
    page.goto(f"{address}/statistikk/")
    assert page.evaluate(
        "[...document.querySelectorAll('.charts')].every(frame => frame.scrollWidth <= frame.clientWidth)"
    )
    size = "document.querySelector('svg.chart text').getBoundingClientRect().height"
    before = page.evaluate(size)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate(size) == pytest.approx(2 * before, rel=0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_stand_out_in_light_and_dark(chromium: Browser, address: str, scheme: str) -> None:
    context = chromium.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/statistikk/")
    colours = page.evaluate("""() => ["background", "text", "bar"].map((what) => {
      const element = { background: document.body, text: document.querySelector("svg.chart text"),
        bar: document.querySelector("svg.chart .bar_marks path") }[what];
      return getComputedStyle(element)[what === "background" ? "backgroundColor" : "fill"];
    }).map((colour) => { const c = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      c.fillStyle = "#fff"; c.fillStyle = colour; c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data]; })""")
    context.close()
    background, text, bar = (luminance(c) for c in colours)
    assert contrast(background, text) >= 4.5 and contrast(background, bar) >= 3
    assert (background < 0.2) is (scheme == "dark")


def luminance(colour: list[int]) -> float:
    parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_map_lies_north_to_south_in_equal_squares(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/statistikk/")
    boxes = page.evaluate("""() => Object.fromEntries([...document.querySelectorAll(".tiles a")].map((a) => {
      const { x, y, width, height } = a.getBoundingClientRect();
      return [a.lastElementChild.textContent, [x, y, width, height, a.scrollWidth - a.clientWidth, a.scrollHeight - a.clientHeight]];
    }))""")
    assert len(boxes) == 15 and boxes["Finnmark"][1] < boxes["Nordland"][1] < boxes["Oslo"][1] < boxes["Agder"][1]
    assert boxes["Vestland"][0] < boxes["Oslo"][0] < boxes["Akershus"][0]
    for name, (_, _, wide, high, beyond, below) in boxes.items():
        assert wide == pytest.approx(boxes["Oslo"][2], abs=1) and wide == pytest.approx(high, abs=1), name
        assert beyond <= 0 and below <= 0, name


def test_the_map_becomes_a_list_when_the_text_is_large(page: Page, address: str) -> None:
    page.goto(f"{address}/statistikk/")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    lefts = page.evaluate(
        "[...new Set([...document.querySelectorAll('.tiles a')].map(a => a.getBoundingClientRect().x))]"
    )
    assert len(lefts) == 1


def test_a_square_says_where_it_leads(page: Page, address: str) -> None:
    page.goto(f"{address}/en/statistikk/")
    there = Counter(c.address.county for c in centres("approved", "warned"))
    square = page.get_by_role("link", name=f"{there['Møre og Romsdal']} approved centres in Møre og Romsdal")
    assert square.get_attribute("href") == "/en/sentre/?county=M%C3%B8re%20og%20Romsdal"
    alone = next(county for county, number in there.items() if number == 1)
    expect(page.get_by_role("link", name=f"1 approved centre in {alone}")).to_be_visible()
