"""The measured goal: of 800 questions, those about centres are answered, and those about others are given no status."""

from __future__ import annotations

from playwright.sync_api import Page

from search_quality import GOALS, STRANGERS, Score, as_table, measure, met
from support import centres


def test_centres_are_found_and_nobody_else_is_given_a_status(page: Page, address: str) -> None:
    found = measure(page, address, centres())
    assert set(found) == {*GOALS, *STRANGERS}
    assert sum(found[kind].asked for kind in STRANGERS) == 400 <= sum(found[kind].asked for kind in GOALS)
    assert met(found), as_table(found)


def test_the_measure_can_fail() -> None:
    assert not met({"number": Score(28, 29, ["30 12 34 56"])})
    assert not met({"mailbox": Score(399, 400, ["rev@post.example"])})
