"""The front page's field, used as a person would in a real Chromium: numbers, names, misses, failures, no script."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Browser, Page, Route, expect

NBSP = "\N{NO-BREAK SPACE}"


def result(page: Page, status: str):  # type: ignore[no-untyped-def]
    return page.locator(f"#answers [data-result][data-status={status}]")


def ask(page: Page, text: str) -> None:
    page.fill("#q", text)
    page.press("#q", "Enter")


@pytest.fixture(scope="module")
def centres(site: Path) -> list[dict]:
    return json.loads((site / "api/v1/centres.json").read_text("utf-8"))["centres"]


@pytest.fixture(scope="module")
def known(centres: list[dict]) -> dict:
    """An approved centre with a number of its own that it answers, and a two-word name nobody else has."""
    return next(
        c
        for c in centres
        if c["status"] == "approved"
        and c["name"].isascii()
        and single(c)
        and c["name"].split()[0] + " " not in "".join(o["name"] for o in centres if o is not c)
    )


def single(centre: dict) -> str | None:
    """The centre's number to ring back on: eight digits."""
    own = [
        n["from"][3:]
        for n in centre["phone_numbers"]
        if n["from"] == n["to"] and n["from"].startswith("+47") and "inbound" in n["use"]
    ]
    return next(iter(own), None)


def pairs(digits: str, between: str = " ") -> str:
    return between.join(digits[i : i + 2] for i in range(0, 8, 2))


@pytest.fixture
def front(reader: Page, address: str) -> Page:
    reader.goto(address)
    return reader


WRITINGS = {
    "plain": "{d}",
    "pairs": "{p}",
    "threes": "{d[0]}{d[1]}{d[2]} {d[3]}{d[4]} {d[5]}{d[6]}{d[7]}",
    "+47": "+47{d}",
    "+47 pairs": "+47 {p}",
    "0047": "0047 {p}",
    "0047-": "0047-{d}",
    "47": "47{d}",
    "tlf.": "tlf. {p}",
    "Telefon:": "Telefon: {p}",
    "dots": "{dots}",
    "(+47)": "(+47) {p}",
    "dashes": "{dashes}",
    "no-break": "{nbsp}",
    "around": "  {d} ",
    "fullwidth": "{full}",
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_a_number_in_any_common_writing_finds_its_centre(front: Page, known: dict, writing: str) -> None:
    digits = single(known)
    typed = WRITINGS[writing].format(
        d=digits,
        p=pairs(digits),
        dots=pairs(digits, "."),
        dashes=pairs(digits, "-"),
        nbsp=pairs(digits, NBSP),
        full="".join(chr(0xFF10 + int(d)) for d in digits),
    )
    ask(front, typed)
    expect(result(front, "approved")).to_contain_text(known["name"])
    expect(result(front, "approved")).to_contain_text(f"Telefonnummer {pairs(digits)}")
    expect(result(front, "approved")).to_contain_text("Et nummer kan forfalskes")


def test_five_digits_and_every_number_of_a_range(front: Page, centres: list[dict]) -> None:
    spans = [(c, n) for c in centres for n in c["phone_numbers"] if n["from"] != n["to"]]
    holder, short = next((c, n["from"]) for c in centres for n in c["phone_numbers"] if len(n["from"]) == 5)
    ask(front, short)
    expect(result(front, holder["status"])).to_contain_text(holder["name"])
    centre, span = spans[0]
    for number in (int(span["from"][3:]), (int(span["from"][3:]) + int(span["to"][3:])) // 2, int(span["to"][3:])):
        ask(front, str(number))
        expect(result(front, centre["status"])).to_contain_text(centre["name"])
    after = str(int(span["to"][3:]) + 1)
    assert not any(
        n["from"][3:] <= after <= n["to"][3:] for c in centres for n in c["phone_numbers"] if len(n["from"]) > 5
    )
    ask(front, after)
    expect(result(front, "unknown")).to_be_visible()


def test_every_status_has_its_own_answer(front: Page, centres: list[dict]) -> None:
    for status in {c["status"] for c in centres}:
        centre = next(c for c in centres if c["status"] == status)
        ask(front, centre["organisation_number"])
        expect(result(front, status)).to_contain_text(centre["name"])
        expect(front.locator("#answers [data-result]")).to_have_count(1)


@pytest.mark.parametrize(
    "writing", ["{s}", "NO {n} MVA", "no{n}mva", "org.nr. {s}", "Orgnr: {n}", "Organisasjonsnummer {s}"]
)
def test_an_organisation_number_however_written(front: Page, known: dict, writing: str) -> None:
    number = known["organisation_number"]
    ask(front, writing.format(n=number, s=f"{number[:3]} {number[3:6]} {number[6:]}"))
    expect(result(front, "approved")).to_contain_text(known["name"])


@pytest.mark.parametrize(
    "slip", ["whole", "lower", "beginning", "missing letter", "doubled letter", "swapped words", "hyphen"]
)
def test_a_name_with_slips_beginnings_and_in_any_order(front: Page, known: dict, slip: str) -> None:
    first, second = known["name"].split()[:2]
    typed = {
        "whole": known["name"],
        "lower": known["name"].lower(),
        "beginning": f"{first} {second[:3]}",
        "missing letter": f"{first[:2]}{first[3:]} {second}",
        "doubled letter": f"{first}{first[-1]} {second}",
        "swapped words": f"{second} {first}",
        "hyphen": f"{first}-{second}",
    }[slip]
    ask(front, typed)
    expect(front.locator("#answers [data-result]").first).to_contain_text(known["name"])


def test_norwegian_letters_may_be_left_out(front: Page, centres: list[dict]) -> None:
    name = next(c["name"] for c in centres if c["name"].startswith("Å"))
    plain = name.lower().translate(str.maketrans({"æ": "ae", "ø": "o", "å": "a"}))
    for typed in (name, plain, plain.replace("a", "aa", 1)):
        ask(front, typed)
        expect(front.locator("#answers [data-result]").first).to_contain_text(name)


def test_trade_and_former_names_lead_to_the_centre(front: Page, centres: list[dict]) -> None:
    centre = next(c for c in centres if c["former_names"])
    ask(front, centre["former_names"][0]["name"])
    expect(front.locator("#answers")).to_contain_text(centre["name"])
    centre = next(c for c in centres if c["trade_names"])
    ask(front, centre["trade_names"][0])
    expect(front.locator("#answers")).to_contain_text(centre["name"])


@pytest.mark.parametrize(
    "typed",
    [
        "99999999",
        "22334455",
        "09999",
        "123",
        "310000109",
        "1234567890123456",
        "+46 8 123 456",
        "qqqqqqq",
        "+-~^*:",
        "constructor",
        "<b>x</b>",
    ],
)
def test_a_miss_is_a_whole_answer(front: Page, typed: str) -> None:
    ask(front, typed)
    expect(result(front, "unknown")).to_be_visible()
    expect(result(front, "unknown").locator("[data-fill=act]")).not_to_be_empty()
    expect(front.locator("#answers [data-status=approved]")).to_have_count(0)


def test_a_word_about_the_rules_leads_to_the_page_about_them(front: Page) -> None:
    ask(front, "angrerett")
    expect(front.get_by_role("link", name="Når en selger ringer").first).to_be_visible()
    expect(front.locator("#answers")).to_contain_text("Lette du etter dette?")


def test_the_address_answers_the_same_and_back_goes_back(page: Page, address: str, known: dict) -> None:
    typed = f"+47 {pairs(single(known))}"
    page.goto(f"{address}/?q={quote_plus(typed)}")
    expect(result(page, "approved")).to_contain_text(known["name"])
    ask(page, "99999999")
    expect(result(page, "unknown")).to_be_visible()
    assert page.url.endswith("/?q=99999999")
    page.go_back()
    expect(result(page, "approved")).to_contain_text(known["name"])
    expect(page.locator("#q")).to_have_value(typed)


def test_the_answer_comes_while_typing_but_a_miss_waits(front: Page, known: dict) -> None:
    front.locator("#q").press_sequentially(single(known)[:7], delay=10)
    front.wait_for_timeout(600)
    expect(front.locator("#answers [data-result]")).to_have_count(0)
    front.locator("#q").press_sequentially(single(known)[7])
    expect(result(front, "approved")).to_be_visible()


def test_the_answer_is_announced(front: Page, known: dict) -> None:
    said = front.get_by_role("status")
    ask(front, single(known))
    expect(said).to_have_text(
        f"Godkjent. Er du i tvil, legg på og ring senteret selv. {known['name']}. Telefonnummer {pairs(single(known))}."
    )
    ask(front, "99999999")
    expect(said).to_have_text(
        "Ikke i registeret. Spør hvem som ringer, og for hvem. Er du i tvil, legg på. Telefonnummer 999 99 999."
    )


def test_english_answers_in_english_and_the_language_link_keeps_the_question(
    page: Page, address: str, known: dict
) -> None:
    page.goto(f"{address}/?q={single(known)}")
    expect(result(page, "approved")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(result(page, "approved")).to_contain_text(
        re.compile(r"Approved since \d+ \w+ \d{4}\. Valid until \d+ \w+ \d{4}\.")
    )
    assert page.url.endswith(f"/en/?q={single(known)}")


def test_nothing_of_the_search_engine_is_loaded_before_a_name_is_asked_for(
    page: Page, address: str, known: dict
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    # In one step: a machine that is slow between two would have the finished number asked about before it is sent, too.
    page.locator("#q").evaluate("(q, number) => { q.value = number; q.form.requestSubmit(); }", single(known))
    expect(result(page, "approved")).to_be_visible()
    assert not [url for url in asked if "lunr" in url or "names" in url]
    assert len([url for url in asked if "/lookup/" in url]) == 1
    ask(page, known["name"])
    expect(page.locator("#answers")).to_contain_text(f"Navn: {known['name']}")
    assert not [url for url in asked if "lunr" in url]  # a whole name needs no search
    ask(page, f"{known['name'].split()[0]} Finans")
    expect(page.locator("#answers")).to_contain_text("Mente du en av disse?")
    assert [url for url in asked if "lunr" in url]


@pytest.mark.parametrize(
    ("what", "broken"),
    [
        ("number", "**/lookup/**"),
        ("name", "**/search/names.json"),
        ("name", "**/search/misuse.json"),
        ("half a name", "**/lunr-*"),
    ],
)
def test_a_failed_look_up_says_so_and_leads_to_the_list(
    page: Page, address: str, known: dict, what: str, broken: str
) -> None:
    typed = {"number": single(known), "name": known["name"], "half a name": f"{known['name'].split()[0]} Finans"}[what]
    page.goto(address)
    page.route(broken, lambda route: route.fulfill(status=503) if "lunr" not in broken else route.abort())
    ask(page, typed)
    expect(page.locator("[data-failed]")).to_contain_text("Fikk ikke svar")
    expect(page.locator("[data-failed] a")).to_have_attribute("href", "/sentre/")
    page.unroute(broken)
    ask(page, typed)
    expect(page.locator("#answers [data-result]").first).to_contain_text(known["name"])


def test_a_slow_answer_never_replaces_a_newer_one(page: Page, address: str, known: dict) -> None:
    page.goto(address)
    held: list[Route] = []
    page.route("**/lookup/phone/**", lambda route: held.append(route) if not held else route.continue_())
    ask(page, single(known))
    page.wait_for_timeout(200)
    ask(page, "99999999")
    expect(result(page, "unknown")).to_be_visible()
    held[0].continue_()
    page.wait_for_timeout(500)
    expect(result(page, "unknown")).to_be_visible()


def test_an_approval_lapses_by_the_readers_clock_too(page: Page, address: str, centres: list[dict]) -> None:
    centre = min((c for c in centres if c["status"] == "approved"), key=lambda c: c["valid_until"])
    for day, status in (
        (f"{centre['valid_until']}T22:59:00+02:00", "approved"),
        (f"{centre['valid_until']}T23:59:59+02:00", "approved"),
        ("2029-12-31T12:00:00Z", "expired"),
    ):
        page.clock.set_fixed_time(day)
        page.goto(f"{address}/?q={centre['organisation_number']}")
        expect(result(page, status)).to_contain_text(centre["name"])


def test_without_javascript_the_page_says_so_and_leads_to_the_list(
    chromium: Browser, address: str, known: dict, centres: list[dict]
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("#main noscript").inner_text().startswith("Feltet svarer bare når JavaScript er på.")
    page.fill("#q", single(known))
    page.click("form#check button")
    assert page.url.endswith(f"/?q={single(known)}")
    page.locator("#main noscript a").first.click()
    assert page.locator("tr[data-result]").count() == len(centres)
    expect(page.locator("tr", has_text=known["organisation_number"])).to_contain_text("Godkjent")
    page.get_by_role("link", name=known["name"], exact=True).click()
    expect(page.locator("[data-result]")).to_have_attribute("data-status", "approved")
    context.close()
