"""Who is calling when it is nobody we know; numbers that changed hands; the hours; without a network."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support import CENTRE, built, make_registry

HEADED = {
    "25 11 22 33": "Et nummer ingen kan ha",
    "59 00 00 00": "Nummer for maskiner",
    "580000474825": "Nummer for maskiner",
    "113": "Kort spesialnummer",
    "116117": "Kort spesialnummer",
    "116 117": "Kort spesialnummer",
    "1881": "Kort spesialnummer",
    "+46 8 123 456 78": "Utenlandsk nummer",
    "0044 20 7946 0000": "Utenlandsk nummer",
    "01234567890": "Ikke et norsk nummer",
    "12345678": "Ikke et norsk nummer",
    "20 00 00 0": "Skriv hele nummeret",
    "2000": "Skriv hele nummeret",
    "12": "Skriv hele nummeret",
    "310000109": "Kontrollsifferet stemmer ikke",
    "200000001": "Kontrollsifferet stemmer ikke",
    "123456785": "Ikke et organisasjonsnummer",
    "skjult nummer": "Skjult nummer",
    "Hemmelig": "Skjult nummer",
    "no caller id": "Skjult nummer",
    "Number withheld": "Skjult nummer",
    "ingen nummer": "Skjult nummer",
}
"""What has a heading of its own."""
SERIES = {
    "22 33 44 55": "Fastnummer.",
    "901 01 001": "Mobilnummer.",
    "45 12 34 56": "Mobilnummer.",
    "02345": "Femsifret nummer.",
    "800 12 345": "Gratisnummer (800 og 801).",
    "820 12 345": "Betalingsnummer (820 og 829).",
    "829 00 001": "Betalingsnummer (820 og 829).",
    "815 00 000": "Spesialnummer.",
    "880 12 345": "Personlig nummer (880).",
}
"""Numbers that a caller may well have."""


def ask(page: Page, text: str) -> None:
    page.fill("#q", text)
    page.press("#q", "Enter")


@pytest.fixture(scope="module")
def centres(site: Path) -> list[dict]:
    return json.loads((site / "api/v1/centres.json").read_text("utf-8"))["centres"]


@pytest.mark.parametrize("typed", SERIES)
def test_a_number_nobody_has_is_explained_by_its_series(reader: Page, address: str, typed: str) -> None:
    reader.goto(address)
    ask(reader, typed)
    answer = reader.locator("#answers [data-result][data-status=unknown]")
    expect(answer.locator(".verdict")).to_have_text("Ikke i registeret")
    expect(answer).to_contain_text(SERIES[typed])
    expect(answer).to_contain_text("Det trenger ikke være svindel")
    expect(answer).to_contain_text("Oppgi aldri BankID, kortnummer, passord eller fødselsnummer.")
    expect(answer.locator("[data-fill=act]")).to_contain_text("Er du i tvil, legg på.")
    for name in ("Slik avslutter du samtalen", "Reserver deg", "Klag", "Tips nemnda"):
        expect(answer.get_by_role("link", name=name, exact=True)).to_be_visible()


@pytest.mark.parametrize("typed", HEADED)
def test_what_is_no_number_to_look_up_has_a_heading_that_is_true(reader: Page, address: str, typed: str) -> None:
    reader.goto(address)
    ask(reader, typed)
    answer = reader.locator("#answers [data-result][data-status=unknown]")
    expect(answer.locator(".verdict")).to_have_text(HEADED[typed])
    expect(answer.locator("[data-fill=act]")).not_to_be_empty()
    expect(answer).not_to_contain_text("Ikke i registeret")


def test_a_web_or_mail_address_finds_whose_it_is(page: Page, address: str, centres: list[dict]) -> None:
    centre = next(c for c in centres if c["status"] == "approved" and c["websites"])
    host = centre["websites"][0].split("/")[2]
    page.goto(address)
    for typed in (host, f"https://www.{host}/kampanje?x=1", f"salg@{host}", host.upper(), f"svar.{host}"):
        ask(page, typed)
        expect(page.locator("#answers [data-result]")).to_contain_text(centre["name"])
    for typed in (f"{host}.no", f"x{host}", host.replace(".", "-") + ".example"):
        ask(page, typed)
        expect(page.locator("#answers [data-status=unknown]")).to_be_visible()


def test_a_name_that_nobody_has_offers_the_nearest(page: Page, address: str, centres: list[dict]) -> None:
    first, second = next(
        c["name"].split()[:2] for c in centres if len(c["name"].split()[0]) > 6 and c["name"].isascii()
    )
    page.goto(address)
    ask(page, f"{first[0]}{first[3:]}xq")
    answer = page.locator("#answers")
    expect(answer.locator("[data-status=unknown]").first).to_be_visible()
    ask(page, f"{first[:-2]}zz")
    expect(answer).to_contain_text("Mente du en av disse?")
    expect(answer).to_contain_text(first)
    assert second


@pytest.mark.parametrize("variant", ["ae", "a", "joined", "apart"])
def test_norwegian_letters_and_blanks_may_be_otherwise(
    page: Page, address: str, centres: list[dict], variant: str
) -> None:
    centre = next(c for c in centres if "æ" in " ".join(c["name"].lower().split()[:2]) and c["status"] == "approved")
    first, second = centre["name"].lower().split()[:2]
    typed = {
        "ae": f"{first.replace('æ', 'ae')} {second}",
        "a": f"{first.replace('æ', 'a')} {second}",
        "joined": first + second,
        "apart": f"{first[:3]} {first[3:]} {second}",
    }[variant]
    page.goto(address)
    ask(page, typed)
    expect(page.locator("#answers [data-result]").first).to_contain_text(centre["name"])


def test_a_client_leads_to_the_centre_that_calls_for_it(page: Page, address: str, centres: list[dict]) -> None:
    centre = next(c for c in centres if c["calls_on_behalf_of"])
    page.goto(address)
    ask(page, centre["calls_on_behalf_of"][0])
    expect(page.locator("#answers")).to_contain_text(centre["name"])


@pytest.fixture(scope="module")
def changed_hands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One number that two centres have had, and one that nobody has any more."""
    folder = tmp_path_factory.mktemp("hands")
    one = CENTRE.replace(
        '{number: "+47 30 12 34 56", use: [inbound]}', '{number: "+47 30 12 34 56", use: [inbound], until: 2025-05-31}'
    )
    other = (
        CENTRE.replace("Listig Rev", "Blid Elg")
        .replace("310000108", "310000175")
        .replace("2024-001", "2024-002")
        .replace("20 00 00", "20 00 01")
        .replace(
            '{number: "+47 30 12 34 56", use: [inbound]}',
            '{number: "+47 30 12 34 56", use: [inbound], since: 2025-06-01}\n  - {number: "+47 30 00 00 01", use: [outbound], until: 2024-12-31}',
        )
    )
    return built(
        folder / "output",
        registry=make_registry(folder / "registry", centre=one, **{"centres__blid-elg": other}),
        AS_OF="2026-11-24",
    )


def test_a_number_that_changed_hands_says_who_had_it_when(page: Page, changed_hands: Path, serve) -> None:  # type: ignore[no-untyped-def]
    with serve(changed_hands) as address:
        page.goto(f"{address}/?q=30123456")
        answer = page.locator("#answers [data-result]")
        expect(answer).to_have_attribute("data-status", "approved")
        expect(answer).to_contain_text("Blid Elg Kundesenter AS")
        expect(answer).to_contain_text("Nummeret var registrert på Listig Rev Kundesenter AS til 31. mai 2025.")
        ask(page, "30000001")
        expect(answer).to_have_attribute("data-status", "unknown")
        expect(answer).to_contain_text("Nummeret var registrert på Blid Elg Kundesenter AS til 31. desember 2024.")
        page.goto(f"{address}/nummer/30123456/")
        expect(page.locator("[data-result]")).to_contain_text("Blid Elg Kundesenter AS")
        expect(page.locator("main")).to_contain_text(re.compile(r"Listig Rev Kundesenter AS\s+til 31. mai 2025"))
        page.goto(f"{address}/nummer/30000001/")
        expect(page.locator("[data-result]")).to_have_attribute("data-status", "unknown")


def test_every_number_and_range_has_a_page_that_the_sitemap_names(site: Path, centres: list[dict]) -> None:
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    for centre in centres:
        for number in centre["phone_numbers"]:
            first, last = (number[end].removeprefix("+47") for end in ("from", "to"))
            path = f"nummer/{first}/" if first == last else f"nummer/{first}-{last}/"
            text = (site / path / "index.html").read_text("utf-8")
            assert f"/{path}</loc>" in sitemap
            assert centre["name"] in text and f'data-status="{centre["status"]}"' in text and "kan forfalskes" in text


MOMENTS = {
    # Tuesday 24 November 2026: every edge of the day, in Oslo's winter time
    "2026-11-24T08:59:59+01:00": "Det er før klokken 9.",
    "2026-11-24T09:00:00+01:00": "Ja, telefonsalg er tillatt nå, med mindre du har reservert deg.",
    "2026-11-24T20:59:59+01:00": "Ja, telefonsalg er tillatt nå, med mindre du har reservert deg.",
    "2026-11-24T21:00:00+01:00": "Det er etter klokken 21.",
    "2026-11-27T23:59:59+01:00": "Det er etter klokken 21.",
    "2026-11-28T00:00:00+01:00": "Det er lørdag.",
    "2026-11-28T12:00:00+01:00": "Det er lørdag.",
    "2026-11-29T12:00:00+01:00": "Det er søndag.",
    "2026-12-25T12:00:00+01:00": "Det er helligdag",
    "2026-12-24T12:00:00+01:00": "Ja, telefonsalg er tillatt nå, med mindre du har reservert deg.",
    "2027-05-17T12:00:00+02:00": "Det er helligdag",
    "2027-05-06T12:00:00+02:00": "Det er helligdag",
    "2027-05-07T12:00:00+02:00": "Ja, telefonsalg er tillatt nå, med mindre du har reservert deg.",
    "2028-04-13T10:00:00+02:00": "Det er helligdag",
    "2029-05-21T10:00:00+02:00": "Det er helligdag",
    # summer time: the same hour in UTC is another in Oslo
    "2027-07-01T06:59:59Z": "Det er før klokken 9.",
    "2027-07-01T07:00:00Z": "Ja, telefonsalg er tillatt nå, med mindre du har reservert deg.",
    "2027-03-29T06:59:59Z": "Det er helligdag",
    "2026-10-26T07:59:59Z": "Det er før klokken 9.",
}


def test_whether_they_may_call_now(chromium: Browser, address: str) -> None:
    context = chromium.new_context(timezone_id="America/New_York")
    page = context.new_page()
    for moment, words in MOMENTS.items():
        page.clock.set_fixed_time(moment)
        page.goto(address)
        expect(page.locator("#now"), moment).to_contain_text(words)
        expect(page.locator("#now"), moment).to_have_attribute("data-allowed", str("Ja" in words).lower())
    context.close()


def test_no_verdict_beyond_the_holidays_that_are_known(page: Page, address: str) -> None:
    page.clock.set_fixed_time("2030-06-03T12:00:00+02:00")
    page.goto(address)
    expect(page.locator("#now [data-verdict]")).to_be_empty()
    expect(page.locator("#now")).to_contain_text("bare tillatt på hverdager mellom klokken 9 og 21")


def test_old_data_say_how_old_they_are(page: Page, address: str, centres: list[dict]) -> None:
    number = next(c for c in centres if c["status"] == "approved")["organisation_number"]
    for moment, words in (
        ("2026-11-25T23:00:00+01:00", None),
        ("2026-11-26T00:00:00+01:00", "slik det var 24. november 2026, for 2 dager siden"),
        ("2027-01-03T12:00:00+01:00", "for 40 dager siden"),
    ):
        page.clock.set_fixed_time(moment)
        page.goto(f"{address}/?q={number}")
        answer = page.locator("#answers [data-result]")
        expect(answer).to_have_attribute("data-status", "approved")
        if words:
            expect(answer).to_contain_text(words)
        else:
            expect(answer).not_to_contain_text("dager siden")


def ready(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => new Promise(done => setTimeout(done, 300)))")


def test_the_check_works_without_a_network_and_says_so(chromium: Browser, address: str, centres: list[dict]) -> None:
    context = chromium.new_context(locale="nb-NO")
    page = context.new_page()
    page.goto(address)
    ready(page)
    context.set_offline(True)
    centre = next(c for c in centres if c["status"] == "approved" and c["phone_numbers"][0]["from"].startswith("+47"))
    for query in (centre["phone_numbers"][0]["from"][3:], centre["organisation_number"], centre["name"]):
        page.goto(f"{address}/?q={query}")
        answer = page.locator("#answers [data-result]").first
        expect(answer).to_contain_text(centre["name"])
    page.goto(f"{address}/?q={centre['organisation_number']}")
    expect(page.locator("#answers [data-result]")).to_contain_text(
        "Du er uten nett. Svaret er fra registeret slik det var 24. november 2026."
    )
    page.goto(f"{address}/sentre/{centre['slug']}/")
    expect(page.get_by_role("heading", name="Du er uten nett")).to_be_visible()
    context.close()


def kept_after(page: Page, former: str | None) -> list[str]:
    """The names of what the device keeps, once it is something else than `former` (None: once nothing is kept)."""
    for _ in range(50):
        names: list[str] = page.evaluate("caches.keys()")
        if (names and former not in names) if former is not None else not names:
            break
        page.wait_for_timeout(200)
    return names


def test_a_new_build_replaces_what_was_kept_and_switching_off_takes_it_away(
    tmp_path: Path, chromium: Browser, serve
) -> None:  # type: ignore[no-untyped-def]
    folder, output = make_registry(tmp_path / "registry"), tmp_path / "output"
    built(output, registry=folder, AS_OF="2026-11-24")
    context = chromium.new_context()
    page = context.new_page()
    with serve(output) as address:
        page.goto(address)
        ready(page)
        (first,) = kept_after(page, "")
        built(output, registry=folder, AS_OF="2027-03-02")
        page.goto(f"{address}/?q=310000108")
        expect(page.locator("#answers [data-result]")).to_have_attribute("data-status", "expired")
        (kept,) = kept_after(page, first)
        assert kept != first
        built(output, registry=folder, AS_OF="2027-03-02", OFFLINE="0")
        page.goto(address)
        assert kept_after(page, None) == []
        page.wait_for_timeout(300)
        assert (
            page.evaluate(
                "navigator.serviceWorker.getRegistrations().then(found => found.filter(r => r.active).length)"
            )
            <= 1
        )
    context.close()


def test_the_page_can_be_installed_and_searched_from_the_address_bar(site: Path, page: Page, address: str) -> None:
    manifest = json.loads((site / "manifest.webmanifest").read_text("utf-8"))
    assert manifest["start_url"] == "/"
    for icon in manifest["icons"]:
        assert (site / icon["src"].lstrip("/")).read_bytes()[:4] == b"\x89PNG"
    page.goto(address)
    session = page.context.new_cdp_session(page)
    read = session.send("Page.getAppManifest")
    assert read["errors"] == [], "the browser's own reader takes every line of it"
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [e["errorId"] for e in errors if e["errorId"] != "in-incognito"] == []
    search = (site / "opensearch.xml").read_text("utf-8")
    assert 'template="http://127.0.0.1:8000/?q={searchTerms}"' in search
    assert page.locator('link[rel="search"]').get_attribute("href") == "/opensearch.xml"


@pytest.mark.threat("T14")
def test_every_page_says_when_it_is_old(page: Page, address: str) -> None:
    for path in ("/", "/sentre/", "/vedtak/", "/rettigheter/", "/en/statistikk/", "/nummer/"):
        page.clock.set_fixed_time("2026-11-25T23:00:00+01:00")
        page.goto(address + path)
        expect(page.locator("#stale")).to_be_hidden()
        page.clock.set_fixed_time("2026-11-29T10:00:00+01:00")
        page.goto(address + path)
        expect(page.locator("#stale")).to_contain_text("5 days old" if path.startswith("/en/") else "5 dager gammel")
