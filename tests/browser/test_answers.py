"""An answer is never wrong: a status only for what was asked for, whole, and never an old one."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import time
from typing import Any
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Browser, Page, expect

from support import AS_OF, CENTRE, built, centres, make_registry

MISUSE = """\
name: Søvnig Oter Salg AS
organisation_number: "310000205"
website: https://sovnig-oter.example
phone_number: "+47 50 99 99 99"
seen: 2026-09-14
reason: {nb: Viste merket uten å ha søkt., en: Showed the mark without having applied.}
"""


def centre(name: str, number: str, decision: str, *, phone: str, **fields: str) -> str:
    """The record of one more centre; `fields` are lines that replace those of the first one."""
    plain = {
        "trade_names": "[]",
        "websites": f"[https://c{number}.example]",
        "email": f"post@c{number}.example",
        "address": '{street: Storgata 1, postcode: "0155", city: Oslo, county: Oslo}',
        **fields,
    }
    lines = [f"name: {name}", f'organisation_number: "{number}"']
    lines += [f"{key}: {value}" for key, value in plain.items() if value != "[]"]
    lines += ["phone_numbers:", f'  - {{number: "{phone}", use: [outbound]}}']
    lines += ["directions: [outbound]", "services: [sales]", "channels: [phone]", "languages: [nb]"]
    return "\n".join([*lines, "decisions:", f"  - id: {decision}", "    date: 2024-03-01", "    kind: approval", ""])


REGISTER = {
    "centres__klok-ugle": centre(
        "Klok Ugle Ås AS", "310000116", "2024-002", phone="01234", trade_names="[Klok Ugle Årvåken, Klok Ugle Kundeservice Nordås]", websites="[https://xn--blbr-roah.example]",
        address='{street: Storgata 2, postcode: "1430", city: Ås, county: Akershus}',
    ),
    "centres__snill-elg": centre(
        "Snill Elg B&B AS", "310000124", "2024-003", phone="+47 30 12 34 57", websites="[https://sosial.example/snill-elg]",
        email="snillelg@epost.example", calls_on_behalf_of="[Fornøyd Spove Kraft AS]",
        former_names="[{name: Ivrig Lom Svar AS, until: 2023-05-01}]",
    ),
    "centres__cafe-senor": centre(
        "Ivrig Hest Café Señor AS", "310000132", "2024-004", phone="+47 30 12 34 58",
        address='{street: Storgata 3, postcode: "8392", city: Å, county: Nordland}',
    ),
    "misuse__sovnig-oter": MISUSE,
}  # fmt: skip


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory, serve: Any) -> Iterator[str]:
    """A small register with the names, sites and numbers that are easily read wrongly."""
    folder = tmp_path_factory.mktemp("answers")
    registry = make_registry(folder / "registry", **REGISTER)
    with serve(built(folder / "output", registry=registry, AS_OF=AS_OF)) as address:
        yield address


def ask(page: Page, text: str) -> None:
    page.fill("#q", text)
    page.press("#q", "Enter")


RIGHT = {
    # a whole name, as what it is
    "Listig Rev Kundesenter AS": ("approved", "Listig Rev Kundesenter AS", "Navn: Listig Rev Kundesenter AS"),
    "listig rev kundesenter": ("approved", "Listig Rev Kundesenter AS", "Navn: Listig Rev Kundesenter AS"),
    "LISTIG REV KUNDESENTER A/S": ("approved", "Listig Rev Kundesenter AS", "Navn: Listig Rev Kundesenter AS"),
    "Ærlig Ørn Svar": ("approved", "Listig Rev Kundesenter AS", "Varemerke: Ærlig Ørn Svar"),
    "aerlig oern svar": ("approved", "Listig Rev Kundesenter AS", "Vi antok at du mente Ærlig Ørn Svar. Varemerke"),
    "Ivrig Lom Svar AS": ("approved", "Snill Elg B&B AS", "Tidligere navn, til 1. mai 2023: Ivrig Lom Svar AS"),
    "Fornøyd Spove Kraft": ("approved", "Snill Elg B&B AS", "Ringer på vegne av Fornøyd Spove Kraft AS"),
    "snill elg b & b": ("approved", "Snill Elg B&B AS", "Navn: Snill Elg B&B AS"),
    "Ivrig Hest Cafe Senor": ("approved", "Ivrig Hest Café Señor AS", "Vi antok at du mente Ivrig Hest Café Señor AS."),
    "Klok Ugle Kundeservice Nrdås": ("approved", "Klok Ugle Ås AS", "Vi antok at du mente Klok Ugle Kundeservice Nordås."),
    "Klok Ugle Årvåen": ("approved", "Klok Ugle Ås AS", "Vi antok at du mente Klok Ugle Årvåken."),
    "Listig Rev Kundsenter": ("approved", "Listig Rev Kundesenter AS", "Vi antok at du mente Listig Rev Kundesenter AS."),
    "Listig Rev Kundesenter AS, Oslo": ("approved", "Listig Rev Kundesenter AS", "Navn: Listig Rev Kundesenter AS"),
    "listig rev kundesenter, 0155 oslo": ("approved", "Listig Rev Kundesenter AS", "Navn: Listig Rev Kundesenter AS"),
    "Klok Ugle Ås A/S Ås": ("approved", "Klok Ugle Ås AS", "Navn: Klok Ugle Ås AS"),
    # numbers anywhere in a text
    "20 00 00 05": ("approved", "Listig Rev Kundesenter AS", "Telefonnummer 20 00 00 05"),
    "Tapt anrop fra \u202d+47 30 12 34 56\u202c kl. 14:05": ("approved", "Listig Rev Kundesenter AS", "Telefonnummer 30 12 34 56"),
    "ringt av 01234 i går": ("approved", "Klok Ugle Ås AS", "Telefonnummer 01234"),
    "Foretaksregisteret NO 310 000 108 MVA": ("approved", "Listig Rev Kundesenter AS", "Organisasjonsnummer 310 000 108"),
    # sites and mail
    "https://www.listig-rev.example/a?b": ("approved", "Listig Rev Kundesenter AS", "Nettsted: listig-rev.example/a"),
    "blåbær.example": ("approved", "Klok Ugle Ås AS", "blåbær.example"),
    "https://sosial.example/snill-elg/om": ("approved", "Snill Elg B&B AS", "Nettsted: sosial.example/snill-elg/om"),
    "snillelg@epost.example": ("approved", "Snill Elg B&B AS", "E-postadresse: snillelg@epost.example"),
    "salg@listig-rev.example": ("approved", "Listig Rev Kundesenter AS", "E-postadresse"),
    # known misuse is the answer
    "Søvnig Oter Salg": ("misuse", "Søvnig Oter Salg AS", "Observert 14. september 2026"),
    "sovnig oter salg ASA": ("misuse", "Søvnig Oter Salg AS", "Viste merket uten å ha søkt."),
    "sovnig-oter.example": ("misuse", "Søvnig Oter Salg AS", "Nettsted: sovnig-oter.example"),
    "Tapt anrop fra 50 99 99 99": ("misuse", "Søvnig Oter Salg AS", "Telefonnummer 50 99 99 99"),
    "310000205": ("misuse", "Søvnig Oter Salg AS", "Organisasjonsnummer 310 000 205"),
}  # fmt: skip


@pytest.mark.parametrize("typed", RIGHT, ids=ascii)
def test_a_whole_fit_is_answered_as_what_it_is(reader: Page, register: str, typed: str) -> None:
    status, name, fitted = RIGHT[typed]
    reader.goto(register)
    ask(reader, typed)
    card = reader.locator("#answers [data-result]")
    expect(card).to_have_attribute("data-status", status)
    expect(card.locator(".who")).to_have_text(name)
    if status == "misuse":
        expect(card.get_by_role("link", name="Kjent misbruk")).to_have_attribute(
            "href", re.compile(r"/misbruk/#sovnig-oter$")
        )
    expect(card).to_contain_text(fitted)


STRANGERS = [
    "Listig Rev AS", "Listig Rev Kundesenter ASA", "Listig Rev Kundesenter Norge AS", "Kundesenter Listig Rev", "Listig", "Listig Rev K",
    "Listig Rek Kundesenter", "LIstlg Rev Kundesenter", "Lıstig Rev Kundesenter", "Lístig Rev Kundesenter", "Lis\u0442ig Rev Kundesenter",
    "Listig Rev Kundesenter 2", "Fornøyd Spove", "Fornøyd Spove Kraft ANS", "Ivrig Lom", "Ås", "B&B", "Å", "Oslo", "Akershus", "li", "Rev",
    "https://svindel.example#@listig-rev.example", "https://listig-rev.example@svindel.example", "listig-rev.example.svindel.example",
    "xlistig-rev.example", "https://svindel.example/listig-rev.example", "lіstig-rev.example", "https://sosial.example/svindler",
    "sosial.example", "annen@epost.example", "epost.example", "post@listig-rev.example.svindel.example", "listig-rev.example@gmail.com",
    "Listig Rev 22 33 44 55", "Listig Rev 99999999", "310000109 Listig Rev Kundesenter AS", "Er Listig Rev Kundesenter AS godkjent?",
    "Listig Rev Kundesenter AS, Bergen", "Listig Rev Kundesenter Oslo", "Listig Rev Kundesenter Oslo AS", "Listig Rev, Oslo", ", Oslo",
    "20000005.example", "svindel.example/20000005", "https://wa.me/4720000005", "45 20 00 00 05", "20 00 00 05 12", "20 000 005 kr",
    "Søvnig Oter", "20 00 01 00", "30 12 34 5", "constructor", "__proto__", "og", "AS", "&",
]  # fmt: skip


@pytest.mark.parametrize("typed", STRANGERS, ids=ascii)
def test_what_fits_only_in_part_is_given_no_status(reader: Page, register: str, typed: str) -> None:
    reader.goto(register)
    ask(reader, typed)
    expect(reader.locator("#answers > *").first).to_be_visible()
    statuses = reader.evaluate("[...document.querySelectorAll('#answers [data-result]')].map((e) => e.dataset.status)")
    assert set(statuses) <= {"unknown", "list"}


def test_short_names_towns_and_signs_are_found_as_lists_and_questions(page: Page, register: str) -> None:
    page.goto(register)
    for typed, name in (
        ("Ås", "Klok Ugle Ås AS"),
        ("Å", "Ivrig Hest Café Señor AS"),
        ("B&B", "Snill Elg B&B AS"),
        ("rev", "Listig Rev Kundesenter AS"),
    ):
        ask(page, typed)
        expect(page.locator("#answers [data-status=list] .hit").first).to_contain_text(name)
    ask(page, "Klok Ugle Kundetjeneste Nordås")  # near a trade name: the question says which
    expect(page.locator("#answers .near li").first).to_have_text("Klok Ugle Ås AS (Klok Ugle Kundeservice Nordås) · Ås")
    ask(page, "Listig Rev AS")
    expect(page.locator("#answers .near a").first).to_have_text("Listig Rev Kundesenter AS")
    page.locator("#answers .near a").first.click()
    expect(page.locator("#answers [data-result]")).to_have_attribute("data-status", "approved")


def test_the_list_reads_what_is_typed_as_the_front_page_does(page: Page, register: str) -> None:
    for typed, names in (
        ("20 00 00 05", ["Listig Rev Kundesenter AS"]),
        ("tlf. +47 30 12 34 57", ["Snill Elg B&B AS"]),
        ("NO 310 000 116 MVA", ["Klok Ugle Ås AS"]),
        ("Ås", ["Klok Ugle Ås AS"]),
        ("señor", ["Ivrig Hest Café Señor AS"]),
        ("B&B", ["Snill Elg B&B AS"]),
    ):
        page.goto(f"{register}/sentre/?q={quote_plus(typed)}")
        shown = page.locator(
            "#centres tbody tr:not([hidden]) th a, #centres tbody tr:not([hidden]) td a[href*='/sentre/']"
        )
        expect(shown.first).to_have_text(names[0])
        assert page.evaluate(
            "[...document.querySelectorAll('#centres tbody tr')].filter((r) => !r.hidden).length"
        ) == len(names)


def test_a_word_that_asks_for_help_leads_to_help(page: Page, register: str) -> None:
    page.goto(register)
    for typed, title in (("svindel", "Har du sagt for mye?"), ("Hjelp", "Har du sagt for mye?"), ("klage", "Klag")):
        ask(page, typed)
        expect(page.locator("#answers")).to_contain_text("Lette du etter dette?")
        expect(page.locator("#answers a").first).to_contain_text(title)
        expect(page.locator("#answers [data-result]")).to_have_count(0)


def test_a_site_is_shown_as_people_read_it(page: Page, register: str) -> None:
    page.goto(f"{register}/verifiser/310000116/")
    expect(page.locator("main")).to_contain_text("https://blåbær.example (xn--blbr-roah.example)")


def test_several_numbers_are_each_answered(page: Page, register: str) -> None:
    page.goto(register)
    ask(page, "30 12 34 56, 22 33 44 55 og 310000205")
    cards = page.locator("#answers [data-result]")
    expect(cards).to_have_count(3)
    statuses = [cards.nth(i).get_attribute("data-status") for i in range(3)]
    assert statuses == ["approved", "unknown", "misuse"]


def test_a_former_answer_goes_at_the_first_key(page: Page, register: str) -> None:
    page.goto(f"{register}/?q=20000005")
    expect(page.locator("#answers [data-status=approved]")).to_be_visible()
    page.locator("#q").press("End")
    page.locator("#q").press_sequentially(" ")  # a blank asks nothing new
    expect(page.locator("#answers [data-status=approved]")).to_be_visible()
    page.locator("#q").select_text()
    page.locator("#q").press("4")
    expect(page.locator("#answers [data-result]")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("")


def test_the_verdict_is_larger_than_the_title_and_what_to_do_comes_first(page: Page, register: str) -> None:
    size = "(e) => parseFloat(getComputedStyle(e).fontSize)"
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        for typed in ("30123456", "22334455", "Søvnig Oter Salg"):
            page.goto(f"{register}/?q={typed}")
            verdict = page.locator("#answers .verdict")
            assert verdict.evaluate(size) > page.locator("h1").evaluate(size)
            assert page.locator("#answers .answer > :nth-child(2)").get_attribute("data-fill") == "act"


def test_only_a_centre_that_is_approved_is_to_be_rung(page: Page, address: str) -> None:
    for status, rings in (("approved", 1), ("suspended", 0), ("expired", 0), ("withdrawn", 0), ("applicant", 0)):
        name = centres(status)[0].name
        page.goto(address)
        ask(page, name)
        card = page.locator(f"#answers [data-result][data-status={status}]")
        expect(card).to_contain_text("Hvem som helst kan oppgi et navn")
        expect(card.locator("a[href^='tel:']")).to_have_count(rings)
        if not rings:
            expect(card.locator("[data-fill=act]")).to_have_text(
                "Du trenger ikke svare eller kjøpe noe. Er du i tvil, legg på."
            )


def test_a_finished_number_is_answered_in_view_above_a_keyboard(page: Page, register: str) -> None:
    page.set_viewport_size({"width": 390, "height": 480})
    page.goto(register)
    page.locator("#q").press_sequentially("20000005")
    for part in ("#q", "#answers .verdict", "#answers .act"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)


def test_an_answer_carries_its_question_on(page: Page, register: str) -> None:
    page.goto(f"{register}/?q=22334455")
    card = page.locator("#answers [data-result]")
    expect(card.get_by_role("link", name="Del svaret")).to_have_attribute("href", "?q=22334455")
    card.get_by_role("link", name="Klag", exact=True).click()
    expect(page.locator("#about")).to_have_text("Dette gjelder: 22 33 44 55. Ta det med når du skriver.")
    page.goto(f"{register}/misbruk/?om=%3Cimg%20src%3Dx%3E")
    expect(page.locator("#about")).to_contain_text("<img src=x>")


def test_a_missing_address_with_a_number_in_it_is_ready_to_be_asked(page: Page, register: str) -> None:
    page.goto(f"{register}/verifiser/NO310000108MVA/")
    expect(page.locator("#q")).to_have_value("310 000 108")


REVOKED = """\
  - id: 2026-001
    date: 2026-11-20
    kind: revocation
    reason: {nb: Vilkårene er ikke oppfylt., en: The conditions are not met.}
    requirements: [tax]
"""


class Plain(SimpleHTTPRequestHandler):
    """A host that tells no more than when a file was written, as many do."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.mark.parametrize("workers", ["block", "allow"])
def test_a_returning_visitor_never_reads_what_the_browser_has_kept(
    tmp_path: Path, chromium: Browser, workers: str
) -> None:
    registry, output = make_registry(tmp_path / "registry"), tmp_path / "output"
    built(output, registry=registry, AS_OF=AS_OF)
    aged(output, days=20)
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: Plain(*given, directory=str(output)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = chromium.new_context(service_workers=workers)  # type: ignore[arg-type]
    page = context.new_page()
    address = f"http://127.0.0.1:{server.server_port}/?q="
    for typed in ("30123456", "Listig Rev Kundesenter"):
        page.goto(address + typed)
        expect(page.locator("#answers [data-result]")).to_have_attribute("data-status", "approved")
    if workers == "allow":
        page.evaluate("navigator.serviceWorker.ready.then(() => new Promise((done) => setTimeout(done, 500)))")
    make_registry(tmp_path / "registry", centre=CENTRE + REVOKED)
    built(output, registry=registry, AS_OF=AS_OF)
    aged(output, days=10)
    for typed in ("30123456", "Listig Rev Kundesenter"):
        page.goto(address + typed)
        expect(page.locator("#answers [data-result]")).to_have_attribute("data-status", "revoked")
    context.close()
    server.shutdown()
    server.server_close()


def aged(folder: Path, *, days: int) -> None:
    """Let every file be so old that a browser keeps it for days without asking."""
    then = time() - days * 86_400
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))
