"""Names of a large register are searched in parts: the answers of the one file, in a real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path

import pytest
from playwright.sync_api import Page

from godkjent.outputs import name_shards
from godkjent.public.views import views
from godkjent.register.model import Centre
from search_quality import as_table, measure, met, put
from support import demonstrated

Serve = Callable[[Path], AbstractContextManager[str]]


@pytest.fixture(scope="module")
def parted(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, with its names in parts as those of a large register are."""
    folder = Path(shutil.copytree(site, tmp_path_factory.mktemp("parted") / "output"))
    put(folder, demonstrated(), whole=0)
    return folder


def test_every_kind_of_question_is_answered_as_from_one_file(page: Page, parted: Path, serve: Serve) -> None:
    assert len(list((parted / "search/names").iterdir())) > 10
    with serve(parted) as address:
        found = measure(page, address, list(register_centres()))
    assert met(found), as_table(found)


def register_centres() -> Iterator[Centre]:
    yield from demonstrated().centres


def test_a_slip_in_the_first_letter_is_still_a_question_back(page: Page, parted: Path, serve: Serve) -> None:
    """The word begins in another part; its end does not."""
    with serve(parted) as address:
        page.goto(address)
        for centre in islice((c for c in demonstrated().centres if len(c.name.split()[0]) > 5), 8):
            page.evaluate("document.getElementById('answers').replaceChildren()")
            page.fill("#q", f"x{centre.name[1:]}")
            page.press("#q", "Enter")
            page.locator("#answers > *").first.wait_for()
            assert centre.name in page.locator("#answers").inner_text(), centre.name


def test_every_name_word_and_place_leads_to_its_centre_whole_names_in_any_number() -> None:
    """However many have a word, those with the very name, site or mailbox are all there; and a word is in one part."""
    shown = views(demonstrated())
    rows, totals = name_shards._capped(shown, 2)
    parts = list(name_shards._parts(rows, 5))
    words = [{word for word, _ in part} for part in parts]
    assert sum(map(len, words)) == len(set().union(*words))
    for n, view in enumerate(shown):
        for word, whole in name_shards._words(view):
            if whole:
                assert (word + name_shards.END, n) in rows
    assert totals and all(count > 2 for count in totals.values())
