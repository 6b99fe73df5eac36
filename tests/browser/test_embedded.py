"""The check on another site: the codes that /data/ shows, pasted into a page of another origin and used there by a reader."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from axe import violations
from godkjent.outputs import hosting
from serving import Handler, serving
from support import CENTRE, OTHER, SCHEME, built, make_registry

DAY = "2026-11-24"
NOON = f"{DAY}T11:00:00Z"
HOSTILE = """Blid Elg <img src=x onerror=alert(1)> "&' {{ 7*7 }} AS"""
MISUSE = """\
name: Søvnig Rev Salg AS
website: https://sovnig-rev.example
phone_number: "+47 30 99 99 99"
seen: 2026-09-14
reason: {nb: Viste merket uten å ha søkt.}
"""
ELEMENT = "godkjent-sjekk"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small register that is no demonstration's, with a name that is hostile, a client, and one who misuses the mark."""
    folder = tmp_path_factory.mktemp("register")
    hostile = OTHER.replace("trade_names: [Ærlig Ørn Svar]", f"trade_names: [{json.dumps(HOSTILE)}]")
    make_registry(folder / "registry", centre=CENTRE, scheme=SCHEME, misuse__sovnig=MISUSE)
    (folder / "registry" / "centres" / "blid-elg.yaml").write_text(hostile, "utf-8")
    return built(folder / "output", registry=folder / "registry", AS_OF=DAY)


@pytest.fixture(scope="module")
def host(register: Path) -> Iterator[str]:
    """The register as a host serves it that has been told what programs on other sites may read."""

    class Register(Handler):
        def answers(self, _: bytes) -> None:
            path = urlsplit(self.path).path
            file = register / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
            if not file.is_file():
                self.answer(404, b"")
                return
            kind = {".js": "text/javascript", ".json": "application/json", ".html": "text/html"}.get(file.suffix, "")
            more = {"Access_Control_Allow_Origin": "*"} if hosting.is_open(path) else {}
            self.answer(200, file.read_bytes(), Content_Type=f"{kind}; charset=utf-8", **more)

    with serving(Register) as address:
        yield address


def code(register: Path, host: str, name: str, prefix: str = "") -> str:
    """What the page about open data tells to paste, for the host of this test."""
    page = (register / prefix / "data" / "index.html").read_text("utf-8")
    (shown,) = re.findall(rf'<code data-embed="{name}">(.*?)</code>', page, re.DOTALL)
    return html.unescape(shown).replace("http://127.0.0.1:8000", host)


Visit = Callable[..., Page]


@pytest.fixture
def visit(context: BrowserContext) -> Iterator[Visit]:
    """A reader on a page of another origin that holds a code, under a content policy that allows the register alone."""
    closing = []

    def visited(pasted: str, policy: str = "default-src 'none'", now: str = NOON) -> Page:
        body = f"<!doctype html><html lang=nb><title>Avisen</title><main><h1>Avisen</h1>{pasted}</main></html>"

        class Paper(Handler):
            def answers(self, _: bytes) -> None:
                found = self.path == "/"
                more = {"Content_Security_Policy": policy} if policy else {}
                self.answer(200 if found else 404, body.encode(), Content_Type="text/html; charset=utf-8", **more)

        server = serving(Paper)
        address = server.__enter__()
        closing.append(server)
        page = context.new_page()
        page.clock.set_fixed_time(now)
        page.goto(address)
        return page

    yield visited
    for server in closing:
        server.__exit__(None, None, None)


@pytest.fixture
def element(visit: Visit, register: Path, host: str) -> Visit:
    """The element as it is pasted, when it has come alive."""

    def visited(prefix: str = "", **how: Any) -> Page:
        policy = f"default-src 'none'; require-trusted-types-for 'script'; {code(register, host, 'policy')}"
        page = visit(code(register, host, "element", prefix), **{"policy": policy, **how})
        expect(page.locator(f"{ELEMENT} .check")).to_be_visible()
        return page

    return visited


def ask(page: Page, text: str) -> None:
    page.locator(f"{ELEMENT} #q").fill(text)
    page.keyboard.press("Enter")


def answer(page: Page) -> Any:
    return page.locator(f"{ELEMENT} [data-result]").first


def test_the_form_alone_leads_to_the_answer_here(visit: Visit, register: Path, host: str) -> None:
    page = visit(code(register, host, "form"), policy=f"default-src 'none'; form-action {host}")
    page.get_by_label("Hvem ringer?").fill("30 12 34 56")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{host}/?q=30+12+34+56")
    expect(page.locator("#answers [data-result]")).to_have_attribute("data-status", "approved")


def test_the_answer_comes_in_place_and_links_to_the_whole_one(element: Visit, host: str) -> None:
    page = element()
    ask(page, "30 12 34 56")
    expect(answer(page)).to_have_attribute("data-status", "approved")
    expect(answer(page)).to_contain_text("Listig Rev Kundesenter AS")
    expect(answer(page)).to_contain_text("Gyldig til og med 1. mars 2027")
    whole = answer(page).get_by_role("link", name="Hele svaret i registeret")
    expect(whole).to_have_attribute("href", f"{host}/?q=30+12+34+56")
    whole.click()
    expect(page.locator("#answers [data-result]")).to_have_attribute("data-status", "approved")


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("310 000 175", "approved", "Blid Elg Kundesenter AS"),
        ("https://listig-rev.example/kjop", "approved", "Listig Rev Kundesenter AS"),
        ("Listig Rev Kundesenter", "approved", "Listig Rev Kundesenter AS"),
        ("20 00 01 50", "approved", "Blid Elg Kundesenter AS"),
        ("900 00 000", "unknown", "Ikke i registeret"),
        ("Ukjent Firma AS", "unknown", "Ikke i registeret"),
        ("elg", "list", "Blid Elg Kundesenter AS"),
    ],
)
def test_every_kind_of_question_is_answered_as_here(
    element: Visit, host: str, asked: str, status: str, said: str
) -> None:
    page = element()
    ask(page, asked)
    expect(answer(page)).to_have_attribute("data-status", status)
    expect(answer(page)).to_contain_text(said)
    page.goto(f"{host}/?q={asked}")
    expect(page.locator("#answers [data-result]").first).to_have_attribute("data-status", status)


def test_known_misuse_is_told_by_number_and_by_name(element: Visit) -> None:
    page = element()
    for asked in ("30 99 99 99", "Søvnig Rev Salg"):
        ask(page, asked)
        expect(answer(page)).to_have_attribute("data-status", "misuse")
        expect(answer(page)).to_contain_text("Legg på, og oppgi ingenting.")


def test_a_message_with_several_numbers_and_a_question(element: Visit, host: str) -> None:
    page = element()
    ask(page, "Ring 30 12 34 56 eller 30 99 99 99")
    expect(page.locator(f"{ELEMENT} [data-result]")).to_have_count(2)
    expect(page.locator(f"{ELEMENT} .several")).to_contain_text("2 ting")
    ask(page, "Hvordan klager jeg?")
    expect(page.locator(f"{ELEMENT} .ways a")).to_have_attribute("href", f"{host}/?q=Hvordan+klager+jeg%3F")
    expect(answer(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", "Hele svaret i registeret"),
        ("nn", "Heile svaret i registeret"),
        ("en", "The whole answer in the register"),
    ],
)
def test_it_speaks_the_language_of_its_code(element: Visit, host: str, prefix: str, words: str) -> None:
    page = element(prefix)
    ask(page, "30 12 34 56")
    expect(answer(page).get_by_role("link", name=words)).to_be_visible()
    path = f"/{prefix}/" if prefix else "/"
    assert answer(page).locator("[data-fill=share]").get_attribute("href") == f"{host}{path}?q=30+12+34+56"


def test_old_facts_say_how_old_they_are_and_an_approval_lapses_by_the_readers_clock(element: Visit) -> None:
    page = element(now="2026-11-27T11:00:00Z")
    ask(page, "30 12 34 56")
    expect(answer(page)).to_contain_text("slik det var 24. november 2026, for 3 dager siden")
    ask(page, "900 00 000")
    expect(answer(page)).to_contain_text("for 3 dager siden")
    later = element(now="2027-06-01T11:00:00Z")
    ask(later, "30 12 34 56")
    expect(answer(later)).to_have_attribute("data-status", "expired")


def test_without_the_registers_day_there_is_no_answer_but_a_way_to_it(element: Visit, host: str) -> None:
    page = element()
    page.route("**/build.json", lambda route: route.abort())
    ask(page, "30 12 34 56")
    expect(page.locator(f"{ELEMENT} [data-failed] a")).to_have_attribute("href", f"{host}/?q=30+12+34+56")
    expect(answer(page)).to_have_count(0)


@pytest.mark.parametrize("pattern", ["**/embed/v1/check.js", "**/embed/v1/nb.json"])
def test_the_form_stays_when_the_script_or_the_words_do_not_come(
    visit: Visit, register: Path, host: str, context: BrowserContext, pattern: str
) -> None:
    context.route(pattern, lambda route: route.abort())
    page = visit(code(register, host, "element"), policy="")
    page.get_by_label("Hvem ringer?").fill("30 12 34 56")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{host}/?q=30+12+34+56")


def test_a_script_that_is_another_than_the_imprint_says_is_not_run(visit: Visit, register: Path, host: str) -> None:
    real = code(register, host, "element")
    (imprint,) = re.findall(r'integrity="(sha384-[^"]+)"', real)
    page = visit(real.replace(imprint, "sha384-" + "A" * 64), policy="")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(f"customElements.get('{ELEMENT}') === undefined")
    expect(page.get_by_label("Hvem ringer?")).to_be_visible()


def test_nothing_of_the_reader_goes_with_a_question_and_nothing_is_kept(
    element: Visit, host: str, context: BrowserContext
) -> None:
    context.add_cookies([{"name": "en", "value": "1", "url": host, "sameSite": "None", "secure": True}])
    seen: list[Request] = []
    context.on("request", lambda request: seen.append(request))
    page = element()
    ask(page, "Listig Rev Kundesenter")
    expect(answer(page)).to_have_attribute("data-status", "approved")
    ours = [request for request in seen if request.url.startswith(host)]
    assert {urlsplit(request.url).path for request in ours} >= {
        "/embed/v1/check.js",
        "/build.json",
        "/search/misuse.json",
    }
    for request in ours:
        headers = request.all_headers()
        assert not {"cookie", "referer"} & set(headers), request.url
        assert request.method == "GET" and not urlsplit(request.url).query
    kept = "[localStorage.length, sessionStorage.length, document.cookie, (await caches?.keys?.() ?? []).length]"
    assert page.evaluate(f"(async () => {kept.replace('caches?.', 'self.caches?.')})()") == [0, 0, "", 0]


def test_hostile_text_is_text_whoever_wrote_it(element: Visit) -> None:
    page = element()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    ask(page, HOSTILE)
    expect(answer(page)).to_have_attribute("data-status", "approved")
    expect(answer(page)).to_contain_text(HOSTILE)
    for words in ('"><script>alert(1)</script>', "javascript:alert(1)", "[[x]](javascript:alert(1))"):
        ask(page, words)
        expect(page.locator(f"{ELEMENT} .answers > *").first).to_be_visible()
    assert page.locator(f"{ELEMENT} img, {ELEMENT} script").count() == 0
    assert page.evaluate(
        f"[...document.querySelector('{ELEMENT}').shadowRoot.querySelectorAll('a')].every((a) => /^(https?|tel):/.test(a.href))"
    )


def test_words_that_were_changed_on_the_way_run_nothing(
    element: Visit, context: BrowserContext, register: Path
) -> None:
    words = json.loads((register / "embed/v1/nb.json").read_text("utf-8"))
    evil = ["p", {"onclick": "alert(1)", "style": "position:fixed", "class": "source"}, ["script", {}, "alert(1)"]]
    evil += [
        ["a", {"href": "javascript:alert(1)"}, "her"],
        ["iframe", {"srcdoc": "<script>alert(1)</script>", "src": "https://ond.example"}],
    ]
    frame = next(p for p in words["pieces"] if p[1].get("data-message") == "frame")
    frame[2].append(evil)
    reply = {"json": words, "headers": {"Access-Control-Allow-Origin": "*"}}
    context.route("**/embed/v1/nb.json", lambda route: route.fulfill(**reply))
    page = element()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    root = f"document.querySelector('{ELEMENT}').shadowRoot"
    assert (
        page.evaluate(f"{root}.querySelectorAll('script, iframe, [onclick], [style], a[href^=javascript]').length") == 0
    )
    page.locator(ELEMENT).get_by_text("her", exact=True).click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_keyboard_the_screen_reader_and_the_colours(element: Visit, scheme: str) -> None:
    page = element()
    page.evaluate("(scheme) => (document.documentElement.style.colorScheme = scheme)", scheme)
    page.set_viewport_size({"width": 320, "height": 700})
    page.keyboard.press("Tab")
    page.keyboard.type("30 12 34 56")
    page.keyboard.press("Enter")
    expect(answer(page)).to_be_visible()
    assert 'searchbox "Hvem ringer? Telefonnummer, navn eller organisasjonsnummer"' in (
        tree := page.locator("body").aria_snapshot()
    )
    assert 'heading "Godkjent" [level=2]' in tree and 'link "Ring senteret: 30 12 34 56"' in tree
    expect(page.locator(f"{ELEMENT} [role=status]")).to_contain_text("Godkjent. Er du i tvil")
    stops = []
    for _ in range(5):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.shadowRoot?.activeElement?.textContent ?? ''"))
    assert stops[:4] == ["Sjekk", "Ring senteret: 30 12 34 56", "Hele svaret i registeret", "Alt om senteret"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


def test_several_on_one_page_and_one_that_is_put_there_later(visit: Visit, register: Path, host: str) -> None:
    pasted = code(register, host, "element")
    page = visit(pasted + pasted.replace('lang="nb"', 'lang="en"'), policy="")
    expect(page.locator(f"{ELEMENT} .check")).to_have_count(2)
    second = page.locator(ELEMENT).nth(1)
    second.locator("#q").fill("30 12 34 56")
    page.keyboard.press("Enter")
    expect(second.locator("[data-result] h2")).to_have_text("Approved")
    expect(page.locator(ELEMENT).first.locator("[data-result]")).to_have_count(0)
    page.evaluate(f"document.querySelector('main').append(document.createElement('{ELEMENT}'))")
    expect(page.locator(f"{ELEMENT} .check")).to_have_count(3)


def test_the_page_about_open_data_shows_it_alive(page: Page, host: str) -> None:
    for prefix, words in (("", "Hele svaret"), ("en/", "The whole answer"), ("nn/", "Heile svaret")):
        page.goto(f"{host}/{prefix}data/")
        ask(page, "30 12 34 56")
        expect(answer(page)).to_contain_text(words)
