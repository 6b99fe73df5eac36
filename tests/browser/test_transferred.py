"""A centre whose approval went over to another number has not withdrawn: every page of the buyer says where it went."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from godkjent.commands.cli import main
from support import AS_OF, built, make_registry

OLD, NEW, NAME = "310000108", "310000175", "Blid Elg Kundesenter AS"


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory, serve: Any) -> Iterator[str]:
    """A register of one centre that got a new organisation number."""
    folder: Path = tmp_path_factory.mktemp("moved")
    registry = make_registry(folder / "registry")
    act = ["decide", OLD, "transfer", "--successor", NEW, "--name", NAME, "--date", "2026-11-02"]
    assert main([*act, "--registry", str(registry), "--as-of", AS_OF]) == 0
    with serve(built(folder / "output", registry=registry, AS_OF=AS_OF)) as address:
        yield address


def test_the_answer_and_the_comparison_lead_to_the_centre_that_has_the_approval(page: Page, moved: str) -> None:
    page.goto(f"{moved}/?q={OLD}")
    card = page.locator("#answers [data-result]")
    expect(card.locator(".verdict")).to_have_text("Overført")
    expect(card.get_by_role("link", name=NAME)).to_be_visible()
    page.goto(f"{moved}/sentre/sammenlign/?s=listig-rev")
    expect(page.locator("#compared")).to_contain_text(f"Godkjenningen er overført til {NAME}.")
    expect(page.locator("#compared")).not_to_contain_text("Har trukket seg")
    expect(page.locator("#compared tbody").get_by_role("link", name=NAME)).to_have_attribute(
        "href", "/sentre/blid-elg-kundesenter-as/"
    )


def test_the_list_that_is_checked_says_where_the_approval_went_and_what_was_before(page: Page, moved: str) -> None:
    page.goto(f"{moved}/sentre/sjekk/")
    page.fill("#numbers", OLD)
    page.get_by_role("button", name="Sjekk listen").click()
    row = page.locator("#checked tbody tr")
    expect(row).to_have_attribute("data-status", "transferred")
    expect(row).to_contain_text(f"Godkjenningen er overført til {NAME}.")
    page.fill("#day", "2026-11-01")
    expect(row).to_have_attribute("data-status", "approved")
