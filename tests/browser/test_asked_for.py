"""`/rediger/` opened for one thing: the form that the desk asks for stands open, or the page says why it cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from support import AS_OF, built, make_registry


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked")
    return built(folder / "output", registry=make_registry(folder / "registry"), AS_OF=AS_OF)


@pytest.fixture
def served(site: Path, serve) -> Iterator[str]:  # type: ignore[no-untyped-def]
    with serve(site) as address:
        yield f"{address}/rediger/"


def test_the_form_that_was_asked_for_stands_open_with_the_day_in_words(page: Page, served: str) -> None:
    page.goto(f"{served}?senter=310000108&skjema=annet&slag=appeal")
    expect(page.locator("#title-annet")).to_be_focused()
    page.goto(f"{served}?senter=310000108&skjema=annet&slag=correction")
    form = page.locator("form[data-act=annet]")
    expect(form.get_by_label("Slag")).to_have_value("correction")
    expect(form.get_by_label("Vedtaksdato")).to_have_value("24. november 2026")


def test_a_form_that_cannot_be_used_now_is_told_with_the_reason(page: Page, served: str) -> None:
    page.goto(f"{served}?senter=310000108&skjema=opphev")
    expect(page.locator("#standing")).to_contain_text("Opphev advarsel eller suspensjon")
    expect(page.locator("#standing")).to_contain_text("er ikke mulig her: senteret var godkjent den 24. november 2026.")
    page.goto(f"{served}?skjema=advarsel")
    expect(page.locator("#standing")).to_contain_text("Velg et senter først")


def test_what_is_missing_and_what_the_badge_shows_are_told_without_a_key(page: Page, served: str) -> None:
    page.goto(f"{served}?senter=310000108&skjema=advarsel")
    form = page.locator("form[data-act=advarsel]")
    form.get_by_role("button", name="Kontroller og vis").click()
    expect(form.locator(".edit-summary")).to_contain_text("Begrunnelse mangler")
    assert "(" not in (form.locator(".edit-summary").text_content() or "")
    form.get_by_label("Begrunnelse", exact=True).fill("Skatten kom for sent.")
    form.locator("[data-field=requirements] input").first.check()
    form.get_by_role("button", name="Kontroller og vis").click()
    expect(page.locator("#effect")).to_contain_text("Godkjent → Godkjent, med advarsel")
    expect(page.locator("#effect")).to_contain_text("merket viser fortsatt «Godkjent»")
