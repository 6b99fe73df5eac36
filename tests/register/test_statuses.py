"""The rows of the statuses: every status has one, and all that is said of it is said in every language it needs."""

from __future__ import annotations

from godkjent.language.texts import LANGUAGES
from godkjent.register.model import Status
from godkjent.register.statuses import COUNTED_AS_APPROVED, RUNNING, STATUSES


def test_every_status_has_a_row_and_so_has_a_caller_that_is_not_known() -> None:
    assert set(STATUSES) == {None, *Status}


def test_no_two_statuses_look_or_read_alike() -> None:
    for told in ("label", "meaning", "words", "phrase", "shape"):
        assert len({getattr(row, told) for row in STATUSES.values()}) == len(STATUSES), told


def test_what_the_site_says_of_a_status_is_there_in_every_language() -> None:
    for row in STATUSES.values():
        assert all(getattr(text, code) for text in (row.label, row.meaning) for code in LANGUAGES)
        assert row.label.nb != row.label.en and row.meaning.nb not in (row.meaning.en, row.meaning.nn)


def test_a_warning_leaves_an_approval_in_force_and_a_suspension_sets_it_aside() -> None:
    assert {Status.APPROVED, Status.WARNED} == COUNTED_AS_APPROVED
    assert {Status.APPROVED, Status.WARNED, Status.SUSPENDED} == RUNNING
    assert not STATUSES[None].approved and not STATUSES[None].runs
