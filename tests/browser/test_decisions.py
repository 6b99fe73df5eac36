"""Decisions are told apart by kind: the list shows all of them, or one kind, and the address says which."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def test_one_kind_of_decision_is_shown_with_its_years_and_nothing_else(page: Page, address: str) -> None:
    page.goto(f"{address}/vedtak/")
    every = page.locator("#years li[data-kind]").count()
    warnings = page.locator("#years li[data-kind=warning]").count()
    assert 0 < warnings < every
    page.select_option("#kind", "warning")
    expect(page).to_have_url(re.compile(r"\?kind=warning$"))
    expect(page.locator("#shown")).to_have_text(f"{warnings} vedtak av denne typen.")
    assert page.locator("#years li[data-kind]:visible").count() == warnings
    assert page.locator("#years details:not([open]):visible").count() == 0
    page.reload()
    assert page.locator("#years li[data-kind]:visible").count() == warnings
    page.select_option("#kind", "")
    expect(page.locator("#shown")).to_be_empty()
    assert page.locator("#years details:visible").count() == page.locator("#years details").count()


def test_a_kind_that_is_none_shows_all(page: Page, address: str) -> None:
    page.goto(f"{address}/vedtak/?kind=constructor")
    expect(page.locator("#kind")).to_have_value("")
    assert page.locator("#years details[hidden]").count() == 0
