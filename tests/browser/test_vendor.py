"""A company chooses a vendor in a real Chromium: filters, downloads, the comparison, feeds, and all of it by keyboard."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import openpyxl
import pytest
import yaml
from playwright.sync_api import Browser, Download, Page, expect

from godkjent.register import lifecycle
from godkjent.register.asked import searched
from support import AS_OF, CENTRE, OTHER, built, centres, demonstration, make_registry, spaced
from tabled import filtered

ONE = centres("approved")[0]
NUMBER = ONE.organisation_number
SEVERAL = ("directions", "services", "channels", "sectors", "languages")
FACETS = ("status", *SEVERAL, "county", "seats")
BANDS = {
    "1-9": (1, 9),
    "10-24": (10, 24),
    "25-49": (25, 49),
    "50-99": (50, 99),
    "100-199": (100, 199),
    "200-": (200, 10**6),
}


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, Any]]:
    """Every centre as its YAML says, by slug; only the status is worked out, by the lifecycle itself."""
    day = date.fromisoformat(AS_OF)
    decided = {c.slug: c.decisions for c in centres()}
    return {
        path.stem: row(path, decided[path.stem], day) for path in sorted((demonstration() / "centres").glob("*.yaml"))
    }


def row(path: Path, decisions: Any, day: date) -> dict[str, Any]:
    held = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - scalars as text, and nothing else
    states = lifecycle.history(decisions)
    seats = int(held["seats"]) if "seats" in held else None
    reports = sorted(held.get("annual_reports", []), key=lambda r: r["year"])
    latest = reports[-1] if reports and int(reports[-1]["calls_connected"]) else None
    approved = {lifecycle.Status.APPROVED, lifecycle.Status.WARNED}
    since = lifecycle.since(states, day, approved)
    others = [f["name"] for f in held.get("former_names", [])] + held.get("calls_on_behalf_of", [])
    place = [held["address"]["city"], held["address"]["county"]]
    return {
        "name": held["name"],
        "words": [w for n in [held["name"], *held.get("trade_names", []), *others, *place] for w in searched(n)],
        "number": held["organisation_number"],
        "status": {str(lifecycle.status_on(decisions, day))},
        "county": {held["address"]["county"]},
        "seats": {name for name, (low, high) in BANDS.items() if seats and low <= seats <= high},
        **{facet: set(held.get(facet, [])) for facet in SEVERAL},
        "since": since.isoformat() if since else "",
        "size": seats,
        "few": bool(latest) and int(latest["calls_connected"]) < 10_000,
        "rate": round(1e5 * int(latest["complaints_received"]) / int(latest["calls_connected"]), 1) if latest else None,
    }


def fits(row: dict[str, Any], asked: dict[str, list[str]], without: str = "") -> bool:
    """One of the values in each facet that is asked for; `without` is a facet that is left out of account."""
    for facet, values in asked.items():
        if facet == without:
            continue
        if facet == "since":
            if not row["since"] or row["since"] > values[0]:
                return False
        elif facet == "q":
            if not all(any(own.startswith(word) for own in row["words"]) for word in searched(values[0])):
                return False
        elif not row[facet] & set(values):
            return False
    return True


def some_filter(chance: random.Random, rows: dict[str, dict[str, Any]]) -> dict[str, list[str]]:
    asked: dict[str, list[str]] = {}
    for facet in chance.sample(FACETS, chance.choice([1, 1, 2, 2, 3, 4])):
        there = sorted({value for row in rows.values() for value in row[facet]})
        asked[facet] = chance.sample(there, min(len(there), chance.choice([1, 1, 2, 3])))
    if chance.random() < 0.25:
        asked["since"] = [f"{chance.randint(2014, 2026)}-0{chance.randint(1, 9)}-15"]
    if chance.random() < 0.25:
        asked["q"] = [chance.choice(chance.choice(list(rows.values()))["words"])[:3]]
    return asked


def shown(page: Page) -> list[str]:
    return page.locator("#centres tbody tr:visible").evaluate_all("rows => rows.map(row => row.dataset.slug)")  # type: ignore[no-any-return]


def counts(page: Page) -> dict[str, dict[str, int]]:
    pairs = page.locator("#filter input[type=checkbox]").evaluate_all(
        "boxes => boxes.map(b => [b.name, b.value, b.parentElement.querySelector('[data-count]').textContent])"
    )
    found: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for facet, value, count in pairs:
        found[facet][value] = int(count)
    return found


@pytest.fixture
def wide(reader: Page) -> Page:
    reader.set_viewport_size({"width": 1280, "height": 900})
    return reader


def test_lists_and_counts_are_what_the_records_say(wide: Page, address: str, rows: dict[str, dict[str, Any]]) -> None:
    chance = random.Random(20261124)
    for turn in range(30):
        asked = some_filter(chance, rows)
        wide.goto(f"{address}/sentre/?all=1&{urlencode(asked, doseq=True)}")
        expect(wide.locator("#how-many")).not_to_be_empty()
        wanted = {slug for slug, row in rows.items() if fits(row, asked)}
        assert set(shown(wide)) == wanted, (turn, asked)
        said = wide.locator("#how-many").inner_text()
        assert re.findall(r"\d+", said) == (
            [str(len(wanted)), str(len(rows))] if 0 < len(wanted) < len(rows) else [str(len(rows))]
        )
        for facet, values in counts(wide).items():
            for value, count in values.items():
                held = sum(value in row[facet] and fits(row, asked, without=facet) for row in rows.values())
                assert count == held, (turn, asked, facet, value)
            assert values.keys() == {value for row in rows.values() for value in row[facet]}, facet


EMPTY = {"since": "", "size": 0, "rate": (False, 0)}


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("since", lambda r: r["since"] or None),
        ("size", lambda r: r["size"] and -r["size"]),
        ("rate", lambda r: r["rate"] if r["rate"] is None else (r["few"], r["rate"])),
    ],
)
def test_order_with_the_missing_last(
    wide: Page, address: str, rows: dict[str, dict[str, Any]], sort: str, key: Any
) -> None:
    wide.goto(f"{address}/sentre/?all=1")
    by_name = shown(wide)
    wide.select_option("#sort", sort)
    expected = sorted(
        by_name,
        key=lambda slug: (key(rows[slug]) is None, key(rows[slug]) or EMPTY[sort]),
    )
    assert shown(wide) == expected
    assert f"sort={sort}" in wide.url


def test_clicking_gives_an_address_that_gives_the_same_list(wide: Page, address: str) -> None:
    wide.goto(f"{address}/sentre/")
    everyone = len(shown(wide))
    wide.click("[data-facet=directions] summary")
    wide.check("[name=directions][value=outbound]")
    wide.click("[data-facet=services] summary")
    wide.check("[name=services][value=sales]")
    wide.check("[name=services][value=surveys]")
    wide.fill("#filter-since", "2020-01-01")
    wide.fill("#filter-q", "telefonsalg")
    listed = shown(wide)
    assert 0 < len(listed) < everyone
    assert wide.url.endswith("?q=telefonsalg&directions=outbound&services=sales&services=surveys&since=2020-01-01")
    other = wide.context.new_page()
    other.goto(wide.url)
    assert shown(other) == listed
    other.close()
    wide.go_back()
    assert wide.input_value("#filter-q") == ""
    for _ in range(4):
        wide.go_back()
    assert len(shown(wide)) == everyone and not wide.is_checked("[name=directions][value=outbound]")
    for _ in range(5):
        wide.go_forward()
    assert shown(wide) == listed and wide.input_value("#filter-q") == "telefonsalg"


def test_the_approved_come_first_and_the_others_when_asked_for(wide: Page, address: str, rows: dict[str, Any]) -> None:
    wide.goto(f"{address}/sentre/")
    approved = {slug for slug, row in rows.items() if row["status"] & {"approved", "warned"}}
    assert set(shown(wide)) == approved and 0 < len(approved) < len(rows)
    wide.get_by_role("button", name=f"Vis også de {len(rows) - len(approved)} andre").press("Enter")
    assert len(shown(wide)) == len(rows) and wide.url.endswith("?all=1")
    assert set(shown(wide)[: len(approved)]) == approved
    wide.get_by_role("button", name="Vis bare godkjente").press("Enter")
    assert set(shown(wide)) == approved


def test_what_has_nothing_behind_it_cannot_be_ticked(wide: Page, address: str) -> None:
    wide.goto(f"{address}/sentre/?all=1&county=Oslo&services=sales")
    for facet, values in counts(wide).items():
        for value, count in values.items():
            box = wide.locator(f'[name="{facet}"][value="{value}"]')
            assert box.is_disabled() == (count == 0 and not box.is_checked()), (facet, value)


@pytest.mark.parametrize("width", [390, 1280])
def test_focus_is_never_under_the_bar(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{address}/sentre/?s={ONE.slug}")
    expect(page.locator("#picked")).to_contain_text("1 av 4")
    page.locator("footer a").last.focus()
    for _ in range(70):
        page.keyboard.press("Shift+Tab")
        hidden = page.evaluate("""() => {
          const bar = document.querySelector("#compare"), focus = document.activeElement;
          if (focus === document.body || bar.contains(focus)) return 0;
          const a = focus.getBoundingClientRect(), b = bar.getBoundingClientRect();
          return (Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)) / a.height;
        }""")
        assert hidden < 0.9, page.evaluate("document.activeElement.outerHTML")


def test_chips_clear_one_filter_and_all(wide: Page, address: str) -> None:
    wide.goto(f"{address}/sentre/?q=a&county=Oslo&services=sales&since=2024-01-01")
    chips = wide.locator("#chips button")
    expect(chips).to_have_count(5)
    wide.get_by_role("button", name="Fjern filteret Fylke: Oslo").press("Enter")
    assert "county" not in wide.url
    assert wide.evaluate("document.activeElement.closest('#chips') !== null")
    wide.get_by_role("button", name="Fjern alle filtre").press("Enter")
    expect(chips).to_have_count(0)
    assert wide.url.endswith("/sentre/")
    assert wide.evaluate("document.activeElement.tagName") == "SUMMARY"


LETTERS = next(c for c in centres() if "ø" in c.name.lower() and ("Å" in c.name or "Æ" in c.name))
"""A centre with Norwegian letters in the two words of its name."""
FIRST_WORDS = " ".join(LETTERS.name.split()[:2])


def without_norwegian_letters(text: str, *others: str) -> str:
    return text.lower().translate(dict(zip(map(ord, "æøå"), others, strict=True)))


@pytest.mark.parametrize(
    "typed",
    [
        FIRST_WORDS,
        without_norwegian_letters(FIRST_WORDS, "ae", "o", "a"),
        without_norwegian_letters(FIRST_WORDS, "a", "oe", "a"),
        FIRST_WORDS.upper()[:-1],
    ],
)
def test_names_are_folded_as_the_search_folds_them(wide: Page, address: str, typed: str) -> None:
    wide.goto(f"{address}/sentre/?{urlencode({'q': typed})}")
    assert LETTERS.slug in shown(wide)
    assert len(shown(wide)) < 5


def test_numbers_are_found_however_they_are_spaced(wide: Page, address: str) -> None:
    digits = ONE.phone_numbers[0].first.removeprefix("+47")
    pairs = " ".join(digits[i : i + 2] for i in range(0, 8, 2))
    for typed in (spaced(NUMBER), NUMBER, f"+47 {pairs}", digits):
        wide.goto(f"{address}/sentre/?{urlencode({'q': typed})}")
        assert shown(wide) == [ONE.slug], typed


@pytest.mark.parametrize(
    "query",
    ["?county=Atlantis&services=<script>&since=2026-02-31&sort=x&view=y&s=finnes-ikke", "?q=%F0%9F%A6%8A", "?%"],
)
def test_nonsense_in_the_address_does_no_harm(wide: Page, address: str, query: str) -> None:
    wide.goto(f"{address}/sentre/{query}")
    expect(wide.locator("#how-many")).to_contain_text(str(len(centres())))


def test_without_a_script_the_whole_table_stands_and_nothing_that_does_not_work(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/sentre/?county=Oslo")
    expect(page.locator("#centres tbody tr:visible")).to_have_count(len(centres()))
    for hidden in ("#filters", ".tools", "#compare", "[data-files]", ".pick >> nth=1"):
        expect(page.locator(hidden)).to_be_hidden()
    page.goto(f"{address}/sentre/sammenlign/")
    assert page.locator("#main noscript").inner_text().startswith("Sammenligningen trenger JavaScript.")
    page.goto(f"{address}/sentre/sjekk/")
    expect(page.locator("#bulk")).to_be_hidden()
    assert page.locator("#main noscript").inner_text().startswith("Dette trenger JavaScript")
    context.close()


def test_on_a_phone_the_filters_fold_away_and_open_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/sentre/")
    expect(page.locator("#filter")).to_be_hidden()
    page.locator("#filters > summary").press("Enter")
    expect(page.locator("#filter-q")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type(spaced(NUMBER))
    expect(page.locator("#how-many")).to_contain_text(f"Viser 1 av {len(centres())}")
    for _ in range(40):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#filters')") is None, "the filters hold the keyboard"
    assert page.get_attribute("#centres", "data-view") == "cards"
    assert page.get_attribute("#centres", "role") == "table"


# --- Files ------------------------------------------------------------------------------------------------------


def downloaded(page: Page, kind: str, area: str = "data-download") -> Download:
    with page.expect_download() as waiting:
        page.click(f"[{area}={kind}]")
    return waiting.value


def test_the_csv_has_the_list_as_it_is_shown(wide: Page, address: str, rows: dict[str, dict[str, Any]]) -> None:
    wide.goto(f"{address}/sentre/?services=sales&sort=rate")
    file = downloaded(wide, "csv")
    assert file.suggested_filename == f"sentre-{AS_OF}.csv"
    raw = file.path().read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\r\n") == raw.count(b"\n")
    held = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    listed = shown(wide)
    assert [r["Organisasjonsnummer"] for r in held] == [rows[slug]["number"] for slug in listed]
    for slug, r in zip(listed, held, strict=True):
        own = rows[slug]
        assert r["Navn"] == own["name"] and r["Oppdatert"] == AS_OF
        assert r["Godkjent uten avbrudd siden"] == own["since"]
        assert r["Agenter"] == str(own["size"] or "")
        assert r["Klager mottatt per 100 000 tilkoblede samtaler"] == (
            "" if own["rate"] is None else f"{own['rate']:g}".replace(".", ",")
        )
        assert not re.fullmatch(r"[\d ]*", r["Telefon"]) or not r["Telefon"]
        assert r["Side i registeret"].endswith(f"/sentre/{slug}/")
        assert r["Tjenester"] and not r["Tjenester"].startswith("sales")


def test_the_excel_file_opens_with_dates_as_dates_and_numbers_as_text(
    wide: Page, address: str, rows: dict[str, dict[str, Any]]
) -> None:
    wide.goto(f"{address}/en/sentre/?county=Oslo&sort=size")
    requests: list[str] = []
    wide.on("request", lambda asked: requests.append(asked.url))
    file = downloaded(wide, "xlsx")
    assert any("/excel-" in url for url in requests), "the library is loaded when it is asked for"
    book = openpyxl.load_workbook(io.BytesIO(file.path().read_bytes()))
    centres, about = book.worksheets
    assert book.active == centres and filtered(centres) == centres.dimensions and not about.tables
    told = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert told["Updated"] == datetime.fromisoformat(AS_OF)
    assert told["Selection"] == "Approved only; County: Oslo; sorted by most agents"
    assert told["Address"] == wide.url
    assert re.fullmatch("[0-9a-f]{40}", told["The register's version (git)"])
    heading, *held = centres.iter_rows()
    at = {cell.value: i for i, cell in enumerate(heading)}
    listed = shown(wide)
    assert len(held) == len(listed) > 2
    for slug, cells in zip(listed, held, strict=True):
        own = rows[slug]
        number = cells[at["Organisation number"]]
        assert (number.value, number.data_type, number.number_format) == (own["number"], "s", "@")
        since = cells[at["Approved without interruption since"]]
        assert since.value == (datetime.fromisoformat(own["since"]) if own["since"] else None)
        assert not own["since"] or since.is_date
        assert cells[at["Telephone"]].data_type in ("s", "n") and not isinstance(
            cells[at["Telephone"]].value, int | float
        )
        assert cells[at["Agents"]].value == own["size"]
    assert all(cell.data_type != "f" for row in centres.iter_rows() for cell in row)


def test_the_json_says_what_it_is(wide: Page, address: str) -> None:
    wide.goto(f"{address}/sentre/?q={NUMBER}")
    held = json.loads(downloaded(wide, "json").path().read_text("utf-8"))
    assert (
        held["as_of"] == AS_OF
        and held["address"] == wide.url
        and held["filter"] == f"Søk: {NUMBER}; sortert etter navn"
    )
    assert [c["slug"] for c in held["centres"]] == shown(wide) and held["total"] == 1


def test_a_name_can_never_act_as_a_formula(chromium: Browser, tmp_path: Path, serve: Any) -> None:
    hostile = CENTRE.replace("street: Storgata 1", "street: \"=HYPERLINK('x.example')\"")
    records = make_registry(tmp_path / "registry", centre=hostile)
    folder = built(tmp_path / "output", registry=records, AS_OF=AS_OF)
    page = chromium.new_page()
    with serve(folder) as address:
        page.goto(f"{address}/sentre/")
        (held,) = csv.DictReader(
            io.StringIO(downloaded(page, "csv").path().read_text("utf-8-sig"), newline=""), delimiter=";"
        )
        book = openpyxl.load_workbook(io.BytesIO(downloaded(page, "xlsx").path().read_bytes()))
    page.close()
    assert held["Gateadresse"] == "'=HYPERLINK('x.example')"
    assert not [value for value in held.values() if re.match(r"\s*[=+\-@＝＋－＠\t\r]", value)]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(cell.value == "=HYPERLINK('x.example')" for cell in cells)


def test_the_feeds_of_a_list_are_there_and_the_opml_is_whole(wide: Page, address: str, site: Path) -> None:
    wide.goto(f"{address}/sentre/?q={NUMBER}")
    root = ElementTree.parse(downloaded(wide, "opml").path()).getroot()
    feeds = [outline.attrib["xmlUrl"] for outline in root.iter("outline")]
    assert len(feeds) == 2 and feeds[0].endswith("/vedtak/feed.atom")
    for feed in feeds:
        assert (site / re.sub(r"^https?://[^/]+/", "", feed)).is_file(), feed
    text = wide.inner_text("[data-files]")
    assert "RSS-leser" in text and "e-post" in text
    wide.goto(f"{address}/sentre/{ONE.slug}/")
    expect(wide.locator("main")).to_contain_text("RSS-leser")


# --- The comparison -----------------------------------------------------------------------------------------------


def test_a_fifth_choice_is_refused_with_a_sentence(wide: Page, address: str) -> None:
    wide.goto(f"{address}/sentre/")
    boxes = wide.locator("#centres tbody tr:visible input[name=s]")
    for i in range(4):
        boxes.nth(i).check()
    boxes.nth(4).click()
    expect(boxes.nth(4)).not_to_be_checked()
    expect(wide.locator("#picked")).to_contain_text("fire sentre om gangen")
    assert wide.url.count(",") == 3
    wide.reload()
    assert wide.locator("#centres input[name=s]:checked").count() == 4


def test_chosen_centres_stay_chosen_when_a_filter_hides_them(wide: Page, address: str) -> None:
    other = centres("approved")[-1]
    wide.goto(f"{address}/sentre/?s={ONE.slug},{other.slug}&q={other.organisation_number}")
    assert shown(wide) == [other.slug]
    expect(wide.locator("#picked")).to_contain_text(f"2 av 4 valgt: {ONE.name}, {other.name}.")


LONG = """annual_reports:
  - {year: 2023, calls_answered: 10, calls_connected: 160320, complaints_received: 30, complaints_upheld: 22}
  - {year: 2025, calls_answered: 10, calls_connected: 229391, complaints_received: 10, complaints_upheld: 1}
decisions:
  - {id: 2017-001, date: 2017-02-24, kind: approval}
  - {id: 2020-001, date: 2020-02-03, kind: renewal}
  - {id: 2023-001, date: 2023-02-03, kind: renewal}
  - {id: 2026-001, date: 2026-02-03, kind: renewal}
"""
NEVER = """seats: 12
decisions:
  - {id: 2024-002, date: 2024-03-01, kind: application}
  - {id: 2024-003, date: 2024-05-01, kind: rejection, requirements: [tax], reason: {nb: Nei.}}
"""


def test_the_comparison_says_what_the_records_say(wide: Page, tmp_path: Path, serve: Any) -> None:
    one = CENTRE[: CENTRE.index("annual_reports:")] + "seats: 120\n" + LONG
    registry = make_registry(
        tmp_path / "registry", centre=one, centres__blid_elg=OTHER[: OTHER.index("annual_reports:")] + NEVER
    )
    (registry / "centres" / "blid_elg.yaml").rename(registry / "centres" / "blid-elg.yaml")
    with serve(built(tmp_path / "output", registry=registry, AS_OF=AS_OF)) as address:
        compared(wide, address)


def compared(wide: Page, address: str) -> None:
    wide.goto(f"{address}/sentre/sammenlign/?s=listig-rev,blid-elg")
    table = wide.locator("#compared")
    expect(table.locator("thead a")).to_have_text(["Listig Rev Kundesenter AS", "Blid Elg Kundesenter AS"])
    held = {
        re.split(r"\n", cells[0])[0].replace("\xa0", " "): cells[1:]
        for cells in table.locator("tbody tr:not(.group)").evaluate_all(
            "rows => rows.map(r => [...r.cells].map(c => c.innerText))"
        )
    }
    assert held["Godkjent uten avbrudd siden"] == ["24. februar 2017", "Gjelder ikke"]
    assert held["Tid som godkjent uten avbrudd"] == ["9 år og 9 måneder", "Gjelder ikke"]
    assert held["Må fornyes innen"][0] == "24. februar 2029"
    assert held["Neste årlige oppfølging"][0] == "24. februar 2027"
    assert held["Klager mottatt per 100 000 tilkoblede samtaler, 2025"] == ["4,4", "Ikke oppgitt"]  # 10 of 229 391
    assert held["Klager med medhold per 100 000 tilkoblede samtaler, 2023"] == ["13,7", "Ikke oppgitt"]  # 22 of 160 320
    assert held["Agenter"] == ["120", "12"]


def test_every_figure_says_why(wide: Page, address: str) -> None:
    wide.goto(f"{address}/sentre/sammenlign/?s={ONE.slug}")
    expect(wide.locator("#compared small")).to_have_count(10)
    expect(wide.locator("#compared")).to_contain_text("Mottatte klager delt på tilkoblede samtaler, ganger 100 000.")


def test_more_than_four_and_unknown_ones_are_explained(
    wide: Page, address: str, rows: dict[str, dict[str, Any]]
) -> None:
    first = list(rows)[:5]
    wide.goto(f"{address}/sentre/sammenlign/?s={','.join([*first, 'borte-vekk'])}")
    expect(wide.locator("#compared thead a")).to_have_count(4)
    expect(wide.locator("#messages")).to_contain_text(f"Disse er ikke tatt med: {rows[first[4]]['name']}.")
    expect(wide.locator("#messages")).to_contain_text("«borte-vekk»")
    wide.goto(f"{address}/sentre/sammenlign/?s=%3Cimg%20src%3Dx%3E")
    expect(wide.locator("#messages")).to_contain_text("<img src=x>")
    expect(wide.locator("#frame")).to_be_hidden()


def test_one_can_be_taken_out_and_put_back(wide: Page, address: str) -> None:
    other = centres("rejected")[0]
    wide.goto(f"{address}/sentre/sammenlign/?s={ONE.slug},{other.slug}")
    wide.get_by_role("button", name=f"Fjern {ONE.name}").press("Enter")
    expect(wide.locator("#compared thead a")).to_have_text([other.name])
    expect(wide.get_by_role("button", name=f"Fjern {other.name}")).to_be_focused()
    wide.go_back()
    expect(wide.locator("#compared thead a")).to_have_count(2)
    assert wide.get_attribute("#change", "href").endswith(f"?s={ONE.slug},{other.slug}")  # type: ignore[union-attr]


def test_it_prints_with_every_centre_on_the_paper(wide: Page, address: str, rows: dict[str, dict[str, Any]]) -> None:
    wide.set_viewport_size({"width": 718, "height": 1000})  # the width of A4 in print
    wide.goto(f"{address}/sentre/sammenlign/?s={','.join(list(rows)[:4])}")
    expect(wide.locator("#compared thead a")).to_have_count(4)
    wide.emulate_media(media="print")
    assert wide.evaluate("document.documentElement.scrollWidth <= 718")
    assert wide.locator("#compared thead a").last.bounding_box()["x"] < 718  # type: ignore[index]
    expect(wide.locator(".remove").first).to_be_hidden()
    wide.emulate_media(media="screen")


def test_the_buyer_reads_what_approval_is_worth(wide: Page, address: str) -> None:
    for path in ("/sentre/", "/sentre/sammenlign/"):
        wide.goto(address + path)
        wide.locator(".explain summary").press("Enter")
        expect(wide.locator(".explain")).to_contain_text("må også godta annen, likeverdig dokumentasjon")


def tab_to(page: Page, wanted: str, limit: int = 150) -> None:
    """Press Tab until the focused element fits `wanted`, a condition on `e` in JavaScript."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate(f"(e => Boolean({wanted}))(document.activeElement)"):
            return
    raise AssertionError(f"the keyboard never came to {wanted}")


def test_from_the_front_page_to_a_shortlist_by_keyboard_alone(wide: Page, address: str) -> None:
    page = wide
    page.goto(address)
    tab_to(page, "e.textContent === 'Alle sentre' && e.closest('main')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sentre/")
    tab_to(page, "e.closest('[data-facet=directions]') && e.tagName === 'SUMMARY'")
    page.keyboard.press("Enter")
    tab_to(page, "e.name === 'directions' && e.value === 'outbound'")
    page.keyboard.press("Space")
    tab_to(page, "e.closest('[data-facet=languages]') && e.tagName === 'SUMMARY'")
    page.keyboard.press("Enter")
    tab_to(page, "e.name === 'languages' && e.value === 'sv'")
    page.keyboard.press("Space")
    assert len(shown(page)) >= 3
    for _ in range(3):
        tab_to(page, "e.name === 's' && !e.checked")
        page.keyboard.press("Space")
    expect(page.locator("#picked")).to_contain_text("3 av 4 valgt")
    for _ in range(150):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('#compare button')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/sentre/sammenlign/?s=*")
    expect(page.locator("#compared thead a")).to_have_count(3)
    tab_to(page, "e.dataset.download === 'csv'")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    held = list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig"), newline=""), delimiter=";"))
    assert len(held) == 3 and all("svensk" in row["Språk"].lower() and "Utgående" in row["Retning"] for row in held)
