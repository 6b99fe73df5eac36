"""What pages, feeds and files are told: the order of decisions, whose a number is, where an approval went, the last day of one."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from godkjent.public.views import CentreView, NumberView, last_day_of, numbered, numbers, views
from godkjent.register import records
from godkjent.register.model import PhoneRange, Status
from godkjent.register.statuses import STATUSES, TRANSFERRED
from support import CENTRE, OTHER, decided, make_registry

APPROVED = "id: 2024-001, date: 2024-03-01, kind: approval"
WARNED = (
    "id: 2024-005, date: 2024-06-03, kind: warning, requirements: [tax], reason: {nb: Fordi.}, remedy: {nb: Betal.}"
)
WITHDRAWN = "id: 2025-001, date: 2025-02-03, effective: 2025-03-03, kind: withdrawal"
WENT = 'id: 2025-003, date: 2025-02-03, effective: 2025-03-03, kind: transfer, successor: "310000175"'
CAME = 'id: 2025-004, date: 2025-02-03, effective: 2025-03-03, kind: transfer, predecessor: "310000108", valid_until: 2027-03-01'
SHARED = "+47 30 12 34 56"
"""The number of the first of two centres, which the other may have after it."""


def seen(folder: Path, day: str, centre: str = CENTRE, other: str = OTHER) -> dict[str, CentreView]:
    registry = make_registry(folder, centre=centre, **{"centres__blid-elg": other})
    return {v.centre.slug: v for v in views(records.read(registry).register(date.fromisoformat(day)))}


def test_ids_sort_by_number_and_not_as_text() -> None:
    ordered = ["2025-99999", "2026-001", "2026-002", "2026-099", "2026-999", "2026-1000", "2026-10000", "2027-001"]
    shuffled = random.Random(1).sample(ordered, len(ordered))
    assert sorted(shuffled, key=numbered) == ordered
    assert sorted(shuffled) != ordered


# --- Where an approval went, and where it came from -----------------------------------------------------------------


def test_a_transfer_leads_to_the_successor_from_the_day_it_takes_effect_and_no_earlier(tmp_path: Path) -> None:
    pair = decided(APPROVED, WENT), decided(CAME, source=OTHER)
    before = seen(tmp_path / "before", "2025-03-02", *pair)
    assert set(before) == {"listig-rev"} and before["listig-rev"].approved
    assert before["listig-rev"].successor is None
    after = seen(tmp_path / "after", "2025-03-03", *pair)
    assert after["listig-rev"].successor == "310000175" and after["listig-rev"].predecessors == ()
    assert after["listig-rev"].row is TRANSFERRED and after["blid-elg"].row is STATUSES[Status.APPROVED]
    assert after["blid-elg"].predecessors == ("310000108",) and after["blid-elg"].successor is None


def test_who_withdrew_leads_to_nobody(tmp_path: Path) -> None:
    gone = seen(tmp_path, "2025-03-03", decided(APPROVED, WITHDRAWN))["listig-rev"]
    assert (gone.status, gone.successor, gone.predecessors) == ("withdrawn", None, ())


def test_who_has_the_approval_back_leads_to_nobody(tmp_path: Path) -> None:
    back = 'id: 2025-006, date: 2025-06-02, kind: transfer, predecessor: "310000175", valid_until: 2027-03-01'
    onward = 'id: 2025-007, date: 2025-06-02, kind: transfer, successor: "310000108"'
    pair = decided(APPROVED, WENT, back), decided(CAME, onward, source=OTHER)
    assert seen(tmp_path / "before", "2025-06-01", *pair)["listig-rev"].predecessors == ()
    both = seen(tmp_path / "after", "2025-06-02", *pair)
    assert both["listig-rev"].approved and both["listig-rev"].successor is None
    assert both["listig-rev"].predecessors == ("310000175",)
    assert both["blid-elg"].successor == "310000108" and both["blid-elg"].predecessors == ("310000108",)


# --- When something about a centre last became another --------------------------------------------------------------


def test_what_is_latest_is_the_day_of_the_last_change_that_has_come(tmp_path: Path) -> None:
    ended = decided(APPROVED, WITHDRAWN)
    latest = {day: seen(tmp_path / day, day, ended)["listig-rev"].latest for day in ("2025-03-02", "2025-03-03")}
    assert latest == {"2025-03-02": date(2025, 2, 3), "2025-03-03": date(2025, 3, 3)}


def test_a_number_that_is_given_up_is_news_on_the_day_after_its_last(tmp_path: Path) -> None:
    given = decided(APPROVED).replace(f'"{SHARED}"', f'"{SHARED}", until: 2025-05-31')
    latest = {day: seen(tmp_path / day, day, given)["listig-rev"].latest for day in ("2025-05-31", "2025-06-01")}
    assert latest == {"2025-05-31": date(2024, 3, 1), "2025-06-01": date(2025, 6, 1)}


def test_only_an_approval_that_runs_has_a_follow_up_to_come(tmp_path: Path) -> None:
    ended = decided(APPROVED, WITHDRAWN)
    assert seen(tmp_path / "runs", "2025-03-02", ended)["listig-rev"].follow_up is not None
    assert seen(tmp_path / "over", "2025-03-03", ended)["listig-rev"].follow_up is None


# --- The last day as approved ---------------------------------------------------------------------------------------


def test_the_last_day_as_approved_is_the_day_before_it_ended(tmp_path: Path) -> None:
    gone = decided(APPROVED, WITHDRAWN)
    assert last_day_of(seen(tmp_path / "after", "2025-03-03", gone)["listig-rev"]) == date(2025, 3, 2)
    assert last_day_of(seen(tmp_path / "before", "2025-03-02", gone)["listig-rev"]) is None


def test_a_warned_centre_is_approved_and_has_no_last_day(tmp_path: Path) -> None:
    looked = "id: 2024-007, date: 2024-07-01, kind: follow_up"
    warned = seen(tmp_path, "2024-07-01", decided(APPROVED, WARNED, looked))["listig-rev"]
    assert warned.approved and last_day_of(warned) is None
    assert warned.active_warning is not None and warned.active_warning.id == "2024-005"


def test_a_warning_that_is_lifted_is_in_force_no_more(tmp_path: Path) -> None:
    lifted = "id: 2024-006, date: 2024-09-02, kind: warning_lifted"
    free = seen(tmp_path, "2024-09-02", decided(APPROVED, WARNED, lifted))["listig-rev"]
    assert free.status == "approved" and free.active_warning is None


# --- Whose a number is ----------------------------------------------------------------------------------------------


def shared(folder: Path, day: str, first: str = "", then: str = "") -> NumberView:
    """The number that the first centre has or had, and the other after it, with the days that are given."""
    given = CENTRE.replace(f'"{SHARED}"', f'"{SHARED}"{first}')
    other = OTHER.replace('"+47 30 12 34 57"', f'"{SHARED}"{then}')
    known = seen(folder, day, given, other)
    return next(n for n in numbers(tuple(known.values()), date.fromisoformat(day)) if n.first == "30123456")


def test_a_number_changes_hands_on_its_days(tmp_path: Path) -> None:
    days = ", until: 2025-05-31", ", since: 2025-06-02"
    on = {day: shared(tmp_path / day, day, *days) for day in ("2025-05-31", "2025-06-01", "2025-06-02")}
    holders = {day: number.holder and number.holder.centre.slug for day, number in on.items()}
    assert holders == {"2025-05-31": "listig-rev", "2025-06-01": None, "2025-06-02": "blid-elg"}
    assert [number.ahead for number in on.values()] == [False, True, False]
    newest_first = [[view.centre.slug for view, _ in number.held] for number in on.values()]
    assert newest_first == [["blid-elg", "listig-rev"]] * 3


def test_a_number_that_nobody_has_any_more_is_not_ahead(tmp_path: Path) -> None:
    days = ", until: 2025-05-31", ", since: 2025-06-02, until: 2025-08-31"
    assert shared(tmp_path / "last", "2025-08-31", *days).holder is not None
    over = shared(tmp_path / "over", "2025-09-01", *days)
    assert over.holder is None and not over.ahead


def test_numbers_stand_in_their_order_short_ones_first_and_a_range_is_not_one_number(tmp_path: Path) -> None:
    short = CENTRE.replace(f'"{SHARED}"', '"09123"')
    all_numbers = numbers(tuple(seen(tmp_path, "2026-11-24", short).values()), date(2026, 11, 24))
    assert [n.first for n in all_numbers] == ["09123", "20000000", "20000100", "30123457"]
    assert [n.single for n in all_numbers] == [True, False, False, True]


def test_a_centre_is_rung_back_on_a_number_that_it_answers(tmp_path: Path) -> None:
    def call_back(name: str, *entries: str) -> PhoneRange | None:
        listed = "".join(f"  - {entry}\n" for entry in entries)
        head, rest = CENTRE.split("phone_numbers:\n")
        text = f"{head}phone_numbers:\n{listed}directions:{rest.split('directions:')[1]}"
        return seen(tmp_path / name, "2026-11-24", text)["listig-rev"].call_back

    out, answered = '{number: "+47 30 12 34 56", use: [outbound]}', '{number: "+47 30 12 34 58", use: [inbound]}'
    series = '{from: "+47 20 00 00 00", to: "+47 20 00 00 99", use: [inbound]}'
    over = answered.replace("use:", "until: 2026-11-23, use:")
    for name, entries, first in (
        ("answers", (series, out, answered), "30123458"),
        ("only-calls", (series, out), "30123456"),
        ("no-longer", (series, over, out), "30123456"),
    ):
        found = call_back(name, *entries)
        assert found is not None and found.first == first
    assert call_back("series", series) is None
