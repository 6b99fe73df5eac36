"""A centre's standing and its sanctions at the edges: the first day that is told, and approvals that were taken over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from godkjent.public.history import periods, sanctions
from godkjent.public.standing import Standing
from godkjent.public.views import views
from godkjent.register import records
from godkjent.register.model import Register
from godkjent.register.statuses import TRANSFERRED
from support import OTHER, SCHEME, decided, make_registry

APPROVED = "id: 2024-001, date: 2024-03-01, kind: approval"
SUSPENDED = (
    "id: 2024-003, date: 2024-06-01, kind: suspension, requirements: [tax], reason: {nb: Fordi.}, remedy: {nb: Betal.}"
)
RESTORED = "id: 2024-004, date: 2024-09-01, kind: suspension_lifted"
AT_ONCE = SCHEME.replace(
    "suspensions: {public: true, years_after_end: 3}", "suspensions: {public: true, years_after_end: 0}"
)
SECRET = SCHEME.replace("suspensions: {public: true", "suspensions: {public: false")


def read(folder: Path, day: str, *decisions: str, scheme: str = SCHEME, **files: str) -> Register:
    return records.read(make_registry(folder, centre=decided(*decisions), scheme=scheme, **files)).register(
        date.fromisoformat(day)
    )


def standing(held: Register, slug: str = "listig-rev") -> Standing:
    return next(view.standing for view in views(held) if view.centre.slug == slug)


def told(held: Register) -> list[tuple[str, str | None, str]]:
    return [(str(p.start), p.end and str(p.end), p.word) for p in periods(standing(held), held)]


def held_sanctions(held: Register) -> list[tuple[str, str, str | None]]:
    return [(s.kind.value, str(s.start), s.end and str(s.end)) for s in sanctions(standing(held), held)]


def test_no_period_begins_tomorrow_where_nothing_is_told_of_what_is_over(tmp_path: Path) -> None:
    held = read(tmp_path, "2026-11-24", APPROVED, scheme=AT_ONCE)
    assert told(held) == [("2024-03-01", None, "ran")]


def test_an_approval_of_the_first_day_that_is_told_is_told_whole(tmp_path: Path) -> None:
    assert told(read(tmp_path, "2027-02-28", APPROVED)) == [("2024-03-01", None, "approved")]
    assert told(read(tmp_path, "2027-03-01", APPROVED))[0] == ("2024-03-01", "2024-03-31", "ran")
    earlier = APPROVED.replace("2024", "2023")
    assert told(read(tmp_path, "2026-02-28", earlier)) == [("2023-03-01", None, "approved")]


def test_what_led_to_a_status_is_the_decision_that_can_and_not_another_of_that_day(tmp_path: Path) -> None:
    asked = "id: 2024-002, date: 2024-03-01, kind: follow_up"
    (period,) = periods(standing(held := read(tmp_path, "2026-11-24", APPROVED, asked)), held)
    assert period.decision is not None and period.decision.id == "2024-001"


def test_an_appeal_that_was_not_heard_leads_to_nothing_and_one_that_was_does(tmp_path: Path) -> None:
    appealed = "id: 2024-005, date: 2024-06-10, kind: appeal, concerns: 2024-003"
    for outcome, expected in (("overturned", "2024-006"), ("upheld", "2024-001")):
        ruled = f"id: 2024-006, date: 2024-09-01, kind: appeal_ruling, concerns: 2024-005, outcome: {outcome}"
        held = read(tmp_path / outcome, "2024-09-01", APPROVED, SUSPENDED, appealed, ruled)
        last = periods(standing(held), held)[-1]
        assert (last.word, last.decision and last.decision.id) == (
            ("approved", expected) if outcome == "overturned" else ("suspended", "2024-003")
        )


def test_a_ruling_that_upholds_did_not_lead_to_what_began_that_day(tmp_path: Path) -> None:
    appealed = "id: 2024-005, date: 2024-06-10, kind: appeal, concerns: 2024-003"
    ruled = "id: 2024-006, date: 2024-09-01, kind: appeal_ruling, concerns: 2024-005, outcome: upheld"
    held = read(tmp_path, "2026-11-24", APPROVED, SUSPENDED, appealed, RESTORED, ruled)
    last = periods(standing(held), held)[-1]
    assert (str(last.start), last.decision and last.decision.id) == ("2024-09-01", "2024-004")


def test_a_sanction_holds_until_the_status_changes_and_not_until_it_is_renewed(tmp_path: Path) -> None:
    warned = (
        SUSPENDED.replace("2024-003", "2024-002").replace("suspension", "warning").replace(", remedy: {nb: Betal.}", "")
    )
    suspended = SUSPENDED.replace("2024-06-01", "2024-07-01")
    held = read(tmp_path, "2026-11-24", APPROVED, warned, suspended, RESTORED)
    assert held_sanctions(held) == [("warning", "2024-06-01", "2024-07-01"), ("suspension", "2024-07-01", "2024-09-01")]
    assert held_sanctions(read(tmp_path / "on", "2024-08-31", APPROVED, SUSPENDED)) == [
        ("suspension", "2024-06-01", None)
    ]


def test_a_sanction_is_told_from_the_day_that_it_takes_effect(tmp_path: Path) -> None:
    later = SUSPENDED.replace("kind:", "effective: 2024-06-15, kind:")
    assert held_sanctions(read(tmp_path / "before", "2024-06-14", APPROVED, later)) == []
    assert held_sanctions(read(tmp_path / "on", "2024-06-15", APPROVED, later)) == [("suspension", "2024-06-15", None)]


def test_a_secret_suspension_that_is_over_leaves_one_state_and_one_day(tmp_path: Path) -> None:
    held = standing(read(tmp_path, "2026-11-24", APPROVED, SUSPENDED, RESTORED, scheme=SECRET))
    assert [str(state.start) for state in held.states] == ["2024-03-01"]
    assert str(held.since) == str(held.approved_since) == "2024-03-01"


@pytest.mark.parametrize(("approved", "since"), [("2024-03-01", "2024-03-01"), ("2021-01-01", "2025-05-01")])
def test_the_time_as_approved_goes_on_under_a_new_number_when_nothing_came_between(
    tmp_path: Path, approved: str, since: str
) -> None:
    given = "id: 2025-001, date: 2025-05-01, kind: transfer, successor: '310000108', reason: {nb: Fordi.}"
    before = decided(f"id: 2024-002, date: {approved}, kind: approval", given, source=OTHER)
    taken = "id: 2025-002, date: 2025-05-01, kind: transfer, predecessor: '310000175', valid_until: 2027-02-28, reason: {nb: Fordi.}"
    held = read(tmp_path, "2026-11-24", taken, **{"centres__blid-elg": before})
    assert str(standing(held).approved_since) == since
    rows = [period.row for period in periods(standing(held, "blid-elg"), held)]
    assert (rows[-1] is TRANSFERRED) is (since == approved) and TRANSFERRED not in rows[:-1]
    assert TRANSFERRED not in [period.row for period in periods(standing(held), held)]
    alone = replace(held, centres=tuple(c for c in held.centres if c.slug == "listig-rev"))
    assert str(standing(alone).approved_since) == "2025-05-01"


TAKEN = "id: 2025-002, date: 2025-05-01, kind: transfer, predecessor: '310000175', reason: {nb: Fordi.}, valid_until: 2027-02-28"
GIVEN = "id: 2025-001, date: 2025-05-01, kind: transfer, successor: '310000108', reason: {nb: Fordi.}"


def other(approved: str) -> str:
    """The centre that gives its approval over, as it has been since `approved`."""
    return decided(f"id: 2022-001, date: {approved}, kind: approval", GIVEN, source=OTHER)


def test_a_renewal_changes_nothing_of_since_when_the_centre_stands_so(tmp_path: Path) -> None:
    held = standing(read(tmp_path, "2027-02-01", APPROVED, "id: 2027-001, date: 2027-01-11, kind: renewal"))
    assert [str(state.start) for state in held.states] == ["2024-03-01", "2027-01-11"]
    assert str(held.since) == "2024-03-01"


def test_one_that_was_approved_before_it_took_another_over_has_been_approved_since_its_own_day(tmp_path: Path) -> None:
    taken = TAKEN.replace(", valid_until: 2027-02-28", "")
    held = read(tmp_path, "2026-11-24", APPROVED, taken, **{"centres__blid-elg": other("2023-01-02")})
    assert str(standing(held).approved_since) == "2024-03-01"


@pytest.mark.parametrize("name", ["blid-elg", "snar-elg"])
def test_the_time_as_approved_goes_on_from_the_one_that_was_taken_over_whatever_else_was_decided_that_day(
    tmp_path: Path, name: str
) -> None:
    asked = "id: 2025-003, date: 2025-05-01, kind: application"
    held = read(tmp_path, "2026-11-24", asked, TAKEN, **{f"centres__{name}": other("2024-03-01")})
    assert str(standing(held).approved_since) == "2024-03-01"


def test_the_time_as_approved_goes_on_from_the_very_day_before(tmp_path: Path) -> None:
    held = read(tmp_path, "2026-11-24", TAKEN, **{"centres__blid-elg": other("2025-04-30")})
    assert str(standing(held).approved_since) == "2025-04-30"
