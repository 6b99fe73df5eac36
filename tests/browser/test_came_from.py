"""Where the reader came from: told when the browser tells, silent when it does not, and never sent anywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from support import centres

CENTRE = next(c for c in centres("approved") if len(c.websites) == 2)
NUMBER = CENTRE.organisation_number
FIRST, SECOND = (website.removeprefix("https://") for website in CENTRE.websites)


@pytest.fixture
def arrive(chromium: Browser, address: str) -> Callable[..., Page]:
    """A reader on another site clicks on a mark there."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})

    def came(host: str, policy: str = "") -> Page:
        page = context.new_page()
        link = f'<a {policy} href="{address}/verifiser/{NUMBER}/">merket</a>'
        page.route(f"http://{host}/**", lambda route: route.fulfill(body=link, content_type="text/html"))
        page.goto(f"http://{host}/om-oss?kunde=1")
        page.get_by_text("merket").click()
        page.wait_for_url("**/verifiser/**")
        page.wait_for_load_state("networkidle")
        return page

    return came


@pytest.mark.parametrize("host", [FIRST, f"www.{FIRST}", f"butikk.{SECOND}"])
@pytest.mark.threat("T02")
def test_a_registered_site_and_what_is_under_it(arrive: Callable[..., Page], host: str) -> None:
    box = arrive(host).locator("#came-from")
    expect(box).to_have_attribute("data-registered", "true")
    expect(box).to_contain_text("som er registrert på senteret")


@pytest.mark.parametrize("host", [f"{FIRST}.ond.example", FIRST.replace("-", ""), f"ond-{FIRST}", f"xn--{FIRST}"])
@pytest.mark.twin("T02")
def test_a_site_that_is_not_registered(arrive: Callable[..., Page], host: str) -> None:
    box = arrive(host).locator("#came-from")
    expect(box).to_have_attribute("data-registered", "false")
    expect(box).to_contain_text(host)
    expect(box).to_contain_text("Merket kan være misbrukt")
    expect(box.get_by_role("link")).to_have_attribute("href", "/misbruk/")


@pytest.mark.parametrize("policy", ['rel="noreferrer"', 'referrerpolicy="no-referrer"'])
def test_nothing_is_said_when_nothing_is_known(arrive: Callable[..., Page], policy: str) -> None:
    expect(arrive("ond.example", policy).locator("#came-from")).to_be_hidden()


def test_coming_from_the_register_itself_says_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}/sentre/{CENTRE.slug}/")
    page.get_by_role("link", name="Sjekk at merket er ekte").click()
    page.wait_for_url("**/verifiser/**")
    expect(page.locator("#came-from")).to_be_hidden()


@pytest.mark.twin("T01")
def test_the_missing_page_offers_the_check(page: Page, address: str) -> None:
    page.goto(f"{address}/verifiser/999999999/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vi finner ikke siden")
    page.get_by_label("Søk i registeret").fill(NUMBER)
    page.keyboard.press("Enter")
    expect(page.locator("[data-result]").first).to_have_attribute("data-status", "approved")
