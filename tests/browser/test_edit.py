"""`/rediger/` in a real browser: by keyboard alone, with hostile text, and with nothing sent from the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from axe import violations
from support import AS_OF, built, centres

REPOSITORY = "https://github.com/owner/repo"
HOSTILE = "# {x: [1]} & *a !b | > ' \" % @ ` {{ config }} <img src=x onerror=alert(1)>\n- ny linje 😀"


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build that knows its repository."""
    return built(tmp_path_factory.mktemp("linked") / "output", AS_OF=AS_OF, REPOSITORY_URL=REPOSITORY)


@pytest.fixture
def served(linked: Path, serve) -> Iterator[str]:  # type: ignore[no-untyped-def]
    with serve(linked) as address:
        yield address


def slug(site: Path, status: str = "approved") -> str:
    centres = json.loads((site / "api/v1/centres.json").read_text("utf-8"))["centres"]
    return str(next(c["slug"] for c in centres if c["status"] == status))


def suspend(page: Page, address: str, site: Path, reason: str) -> None:
    page.goto(f"{address}/rediger/?senter={slug(site)}")
    page.locator("[data-choose=suspender]").click()
    form = page.locator("form[data-act=suspender]")
    form.get_by_label("Begrunnelse", exact=True).fill(reason)
    form.get_by_label("Hva som må gjøres", exact=True).fill("Rett opp.")
    form.get_by_label("Samtykke og personvern").check()
    form.get_by_role("button", name="Kontroller og vis").click()


def test_by_keyboard_from_the_name_to_the_filled_in_form(page: Page, served: str, linked: Path) -> None:
    page.goto(f"{served}/rediger/")
    page.get_by_label("Hvilket senter gjelder det?").focus()
    page.keyboard.type(slug(linked))
    page.keyboard.press("Enter")
    expect(page.locator("#standing")).to_contain_text("Godkjent")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.choose") == "oppfolging":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#title-oppfolging")).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#result-title")).to_be_focused()
    expect(page.locator("#effect")).to_contain_text("statusen endres ikke (Godkjent)")
    page.keyboard.press("Tab")
    assert str(page.evaluate("document.activeElement.href")).startswith(
        f"{REPOSITORY}/issues/new?template=oppfolging.yml"
    )


def test_hostile_text_is_shown_as_text_and_fills_the_form(page: Page, served: str, linked: Path) -> None:
    suspend(page, served, linked, HOSTILE)
    expect(page.locator("#effect")).to_contain_text("Godkjent → Suspendert")
    expect(page.locator("#effect")).to_contain_text("merket viser «Suspendert»")
    expect(page.locator("#written")).to_contain_text("<img src=x onerror=alert(1)> - ny linje 😀")
    assert page.locator("#result img").count() == 0
    query = parse_qs(urlsplit(page.locator("#send a").get_attribute("href") or "").query)
    assert query["reason_nb"] == [" ".join(HOSTILE.split())]
    assert query["kind"] == ["Suspensjon"]


def test_what_is_wrong_is_told_beside_the_field_and_in_a_summary_that_takes_focus(
    page: Page, served: str, linked: Path
) -> None:
    suspend(page, served, linked, "x" * 5000)
    summary = page.locator("form[data-act=suspender] .edit-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("kan ikke være lengre enn 600 tegn")
    field = page.locator("#suspender-reason_nb")
    assert field.get_attribute("aria-invalid") == "true"
    assert "suspender-reason_nb-error" in (field.get_attribute("aria-describedby") or "")
    expect(page.locator("#suspender-reason_nb-error")).to_contain_text("600 tegn")
    expect(page.locator("#result")).to_be_hidden()
    summary.get_by_role("link").first.click()
    expect(field).to_be_focused()


def test_personal_data_never_leaves_the_page(page: Page, served: str, linked: Path) -> None:
    suspend(page, served, linked, "Kari Nordmann (01019012345), tlf 99 88 77 66, kari@gmail.com, ringte.")
    summary = page.locator("form[data-act=suspender] .edit-summary")
    expect(summary).to_contain_text("ser ut til å inneholde et fødselsnummer. Alt som står her, er offentlig.")
    expect(page.locator("#send a")).to_be_hidden()
    assert "01019012345" not in (page.locator("#send a").get_attribute("href") or "")


def test_a_centre_is_found_by_its_first_words_and_what_is_uncertain_is_asked(
    page: Page, served: str, linked: Path
) -> None:
    page.goto(f"{served}/rediger/")
    name = json.loads((linked / "api/v1/centres.json").read_text("utf-8"))["centres"][0]["name"]
    page.get_by_label("Hvilket senter gjelder det?").fill(" ".join(name.split()[:2]).lower())
    page.keyboard.press("Enter")
    expect(page.locator("#standing")).to_contain_text(name)


def test_an_act_that_is_not_possible_says_why(page: Page, served: str, linked: Path) -> None:
    page.goto(f"{served}/rediger/?senter={slug(linked, 'suspended')}")
    expect(page.locator("[data-choose=suspender]")).to_be_disabled()
    expect(page.locator("#why-suspender")).to_contain_text("«Suspensjon» er ikke mulig her: senteret var suspendert")
    expect(page.locator("[data-choose=opphev]")).to_be_enabled()


def test_a_detail_is_corrected(page: Page, served: str, linked: Path) -> None:
    page.goto(f"{served}/rediger/?senter={slug(linked)}")
    page.locator("[data-choose=rett]").click()
    form = page.locator("form[data-act=rett]")
    form.get_by_label("Opplysning som rettes").select_option("Postnummer")
    old = form.locator("#rett-old").input_value()
    assert len(old) == 4
    form.get_by_label("Slik skal det stå").fill("12")
    form.get_by_role("button").click()
    expect(form.locator(".edit-summary")).to_contain_text("må være et postnummer på fire sifre")
    form.get_by_label("Slik skal det stå").fill("9999")
    form.get_by_role("button").click()
    query = parse_qs(urlsplit(page.locator("#send a").get_attribute("href") or "").query)
    assert (query["field"], query["old"], query["new"]) == (["Postnummer"], [old], ["9999"])


def test_nothing_leaves_the_page(page: Page, served: str, linked: Path) -> None:
    suspend(page, served, linked, "En grunn.")
    expect(page.locator("#result")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#suspender-reason_nb").fill("Noe annet.")
    expect(page.locator("#result")).to_be_hidden()
    page.locator("form[data-act=suspender] button[type=submit]").click()
    expect(page.locator("#written")).to_contain_text("Noe annet.")
    assert asked == []
    assert page.evaluate("[sessionStorage.length, localStorage.length, document.cookie]") == [0, 0, ""]


def test_without_a_repository_it_says_what_to_do_and_copies_with_a_word(
    chromium: Browser, address: str, site: Path
) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    suspend(page, address, site, "En grunn.")
    expect(page.locator("#send")).to_be_hidden()
    expect(page.locator("#instead")).to_contain_text("sier ikke hvor forslag sendes")
    page.get_by_role("button", name="Kopier").click()
    expect(page.locator("#said")).to_have_text("Teksten er kopiert.")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#written").text_content()
    with page.expect_download() as download:
        page.get_by_role("link", name="Last ned").click()
    assert Path(download.value.path()).read_text("utf-8") == page.locator("#written").text_content()
    context.close()


def test_without_javascript_the_ways_are_there(chromium: Browser, served: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/rediger/")
    expect(page.get_by_role("link", name="Suspender")).to_have_attribute(
        "href", f"{REPOSITORY}/issues/new?template=suspender.yml"
    )
    assert page.locator("#edit").is_hidden()
    page.goto(f"{served}/sentre/{centres()[0].slug}/")
    expect(page.get_by_role("link", name="Foreslå en endring")).to_be_visible()
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing_and_nothing_sticks_out(
    chromium: Browser, served: str, linked: Path, width: int, scheme: str
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for reason, shown in (("En grunn.", "#result"), ("x" * 5000, "form[data-act=suspender] .edit-summary")):
        suspend(page, served, linked, reason)
        expect(page.locator(shown)).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    context.close()


def test_a_whole_meeting_becomes_one_form(page: Page, served: str, linked: Path) -> None:
    """Two decisions about two centres: one filled-in form, which the command carries out with numbers in a row."""
    suspend(page, served, linked, "Grunn: en, to")
    first = page.locator("#effect").text_content() or ""
    page.get_by_role("button", name="Legg til i møtet").click()
    expect(page.locator("#meeting-title")).to_be_focused()
    expect(page.locator("#meeting li")).to_have_count(1)
    other = slug(linked, "suspended")
    page.get_by_label("Hvilket senter gjelder det?").fill(other)
    page.keyboard.press("Enter")
    page.locator("[data-choose=opphev]").click()
    form = page.locator("form[data-act=opphev]")
    form.locator("#opphev-reason_nb").fill("Rettet.")
    form.get_by_role("button", name="Kontroller og vis").click()
    second = page.locator("#effect").text_content() or ""
    numbers = [int(re.search(r"nummer \d{4}-(\d+)", words)[1]) for words in (first, second)]  # type: ignore[index]
    assert numbers[1] == numbers[0] + 1
    page.get_by_role("button", name="Legg til i møtet").click()
    expect(page.locator("#meeting li")).to_have_count(2)
    query = parse_qs(urlsplit(page.locator("#send-meeting a").get_attribute("href") or "").query)
    assert query["template"] == ["mote.yml"]
    text = query["decisions"][0]
    assert text.count("Senter: ") == 2 and "Slag: Suspensjon opphevet" in text and "Krav det gjelder: Samtykke" in text
    page.locator("#meeting li button").first.click()
    expect(page.locator("#meeting li")).to_have_count(1)
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_a_correction_is_written_over_what_stands(page: Page, served: str, linked: Path) -> None:
    """Choosing the decision fills its fields in; what is left as it was is no part of the correction."""
    page.goto(f"{served}/rediger/?senter={slug(linked)}")
    page.locator("[data-choose=annet]").click()
    page.locator("#annet-kind").select_option("correction")
    page.locator("#annet-concerns").select_option(index=1)
    change = page.locator("#annet-change")
    lines = change.input_value().splitlines()
    assert lines[0].startswith("Vedtaksdato: ")
    change.fill("\n".join([*lines, "Begrunnelse: Rettet, og ny."]))
    page.locator("#annet-reason_nb").fill("Skrivefeil.")
    page.locator("form[data-act=annet] button[type=submit]").click()
    expect(page.locator("#written")).to_contain_text('change: {reason: {nb: "Rettet, og ny."}}')


def test_what_must_be_struck_out_first_is_said_before_anything_is_sent(page: Page, served: str, linked: Path) -> None:
    """A meeting may strike both out, the later one first."""
    files = [json.loads(path.read_text("utf-8")) for path in sorted((linked / "rediger" / "senter").glob("*.json"))]
    pairs = ((c, id_, d["later"]) for c in files for id_, d in c["decisions"].items())
    centre, first, (last,) = next((c, id_, later) for c, id_, later in pairs if len(later) == 1)
    page.goto(f"{served}/rediger/?senter={centre['slug']}")

    def strike(number: str) -> None:
        page.locator("[data-choose=annet]").click()
        page.locator("#annet-kind").select_option("correction")
        page.locator("#annet-concerns").select_option(number)
        page.locator("#annet-change").fill("Strykes: ja")
        page.locator("#annet-reason_nb").fill("Skulle ikke vært ført.")
        page.locator("form[data-act=annet] button[type=submit]").click()

    strike(first)
    summary = page.locator("form[data-act=annet] .edit-summary")
    expect(summary).to_contain_text(f"Vedtak {first} kan ikke strykes ennå")
    expect(summary).to_contain_text(f"Stryk først {last}, hvert med en egen retting.")
    expect(page.locator("#result")).to_be_hidden()
    for number in (last, first):
        strike(number)
        expect(page.locator("#written")).to_contain_text("void: true")
        page.locator("#add").click()
    expect(page.locator("#meeting li")).to_have_count(2)


def test_a_new_name_is_asked_from_which_day(page: Page, served: str, linked: Path) -> None:
    page.goto(f"{served}/rediger/?senter={slug(linked)}")
    page.locator("[data-choose=rett]").click()
    form = page.locator("form[data-act=rett]")
    form.get_by_label("Opplysning som rettes").select_option("Navn")
    form.locator("#rett-new").fill("Listig Rev Svar AS")
    send = form.locator("button[type=submit]")
    send.click()
    expect(page.locator("#effect")).to_contain_text("Har senteret skiftet navn, skriv dagen i «Nytt navn fra».")
    for words, sentence in (("i går", "«i går» er ikke en dag som finnes."), ("1. april 2062", "er ikke kommet ennå.")):
        form.locator("#rett-since").fill(words)
        send.click()
        expect(form.locator(".edit-summary")).to_contain_text(sentence)
    form.locator("#rett-since").fill("2. november 2026")
    send.click()
    expect(page.locator("#effect")).not_to_contain_text("skrivefeil")


def test_a_correction_that_sets_nothing_right_is_told_how(page: Page, served: str, linked: Path) -> None:
    page.goto(f"{served}/rediger/?senter={slug(linked)}")
    page.locator("[data-choose=annet]").click()
    page.locator("#annet-kind").select_option("correction")
    page.locator("#annet-concerns").select_option(index=1)
    page.locator("#annet-reason_nb").fill("Skrivefeil.")
    form = page.locator("form[data-act=annet]")
    form.locator("button[type=submit]").click()
    expect(form.locator(".edit-summary")).to_contain_text("Ingen av linjene er endret. Skriv over det som er feil.")
    page.locator("#annet-change").fill("datoen skal være 1. mars")
    form.locator("button[type=submit]").click()
    expect(form.locator(".edit-summary")).to_contain_text(
        "er ikke en retting. Skriv feltet, et kolon og det som skal stå"
    )
