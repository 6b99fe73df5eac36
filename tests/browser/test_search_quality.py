"""The measured goal: on some 200 queries with the slips people make, the right centre comes first."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from search_quality import EACH, GOALS, measure, met


def test_the_right_centre_comes_first(page: Page, address: str, site: Path) -> None:
    found = measure(page, address, site)
    assert set(found) == set(GOALS) and sum(asked for _, asked, _ in found.values()) == EACH * len(GOALS)
    assert met(found), found


def test_the_measure_can_fail() -> None:
    assert not met({"number": (28, 29, ["30 12 34 56"])})
