"""Status through time: true on every day, silent where the scheme says so, never approved on a day that was not."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from godkjent.public.history import Period, period_on, periods
from godkjent.public.views import views
from godkjent.register import lifecycle, records
from godkjent.register.model import Register, Status
from godkjent.register.statuses import COUNTED_AS_APPROVED
from support import CENTRE, SCHEME, demonstrated, make_registry

HEAD = CENTRE.split("decisions:")[0] + "decisions:\n"
APPROVED = "{id: 2024-001, date: 2024-03-01, kind: approval}"
WARNED = "{id: 2024-002, date: 2024-06-01, kind: warning, requirements: [tax], reason: {nb: Fordi.}}"
UNWARNED = "{id: 2024-003, date: 2024-09-01, kind: warning_lifted}"
SUSPENDED = WARNED.replace("kind: warning", "kind: suspension, remedy: {nb: Betal.}")
RESTORED = UNWARNED.replace("warning_lifted", "suspension_lifted")
PUBLIC, SECRET = "{public: true, years_after_end: 3}", "{public: false, years_after_end: 3}"


def told(folder: Path, day: str, *decisions: str, scheme: str = SCHEME) -> tuple[Period, ...]:
    """The periods of one centre with these decisions, on the register's day."""
    text = HEAD + "".join(f"  - {decision}\n" for decision in decisions)
    held = records.read(make_registry(folder, centre=text, scheme=scheme)).register(date.fromisoformat(day))
    return periods(views(held)[0].standing, held)


def short(found: tuple[Period, ...]) -> list[tuple[str, str | None, str | None, str | None]]:
    return [
        (str(p.start), p.end and str(p.end), p.status and p.status.value, p.decision and p.decision.id) for p in found
    ]


def test_an_approval_and_its_expiry(tmp_path: Path) -> None:
    assert short(told(tmp_path, "2027-03-01", APPROVED)) == [
        ("2024-03-01", "2024-03-31", None, "2024-001"),
        ("2024-04-01", None, "approved", "2024-001"),
    ]
    assert short(told(tmp_path, "2027-03-02", APPROVED)) == [
        ("2024-03-01", "2024-03-31", None, "2024-001"),
        ("2024-04-01", "2027-03-01", "approved", "2024-001"),
        ("2027-03-02", None, "expired", None),
    ]


def test_what_is_told_of_old_days_is_the_same_every_day_of_a_month_and_never_more_than_may_be_told(
    tmp_path: Path,
) -> None:
    renewal = "{id: 2027-001, date: 2027-01-11, kind: renewal}"
    days = [date(2027, 4, 1) + timedelta(days=n) for n in range(62)]
    found = {day: short(told(tmp_path / str(day), str(day), APPROVED, renewal)) for day in days}
    for day, said in found.items():
        exact = day.replace(year=day.year - 3) + timedelta(days=1)
        assert date.fromisoformat(said[1][0]) >= exact, "a day of which a suspension may be secret is told of"
    assert len({str(said) for day, said in found.items() if day.month == 4 and day.day < 30}) == 1
    assert len({str(said) for said in found.values()}) == 3, "it moves on once a month"


def test_renewals_do_not_break_a_period(tmp_path: Path) -> None:
    renewal = "{id: 2027-001, date: 2027-01-11, kind: renewal}"
    assert short(told(tmp_path, "2027-02-28", APPROVED, renewal)) == [("2024-03-01", None, "approved", "2024-001")]


def test_public_sanctions_are_periods_of_their_own(tmp_path: Path) -> None:
    assert short(told(tmp_path, "2026-01-01", APPROVED, SUSPENDED, RESTORED)) == [
        ("2024-03-01", "2024-05-31", "approved", "2024-001"),
        ("2024-06-01", "2024-08-31", "suspended", "2024-002"),
        ("2024-09-01", None, "approved", "2024-003"),
    ]


@pytest.mark.parametrize("scheme", [SCHEME.replace(f"warnings: {PUBLIC}", f"warnings: {SECRET}"), SCHEME])
def test_a_warning_that_is_not_public_leaves_no_trace(tmp_path: Path, scheme: str) -> None:
    """Neither where warnings are never public, nor when the years in which they are have passed."""
    renewal = "{id: 2027-001, date: 2027-02-01, kind: renewal}"
    found = told(tmp_path, "2027-09-01", APPROVED, WARNED, UNWARNED, renewal, scheme=scheme)
    assert short(found) == short(told(tmp_path / "never", "2027-09-01", APPROVED, renewal, scheme=scheme))


@pytest.mark.parametrize(
    ("day", "scheme", "first_told"),
    [
        ("2027-09-01", SCHEME, "2024-10-01"),
        ("2027-09-01", SCHEME.replace(f"suspensions: {PUBLIC}", f"suspensions: {SECRET}"), "2027-09-01"),
    ],
)
def test_of_days_on_which_a_suspension_may_be_secret_only_that_the_approval_ran(
    tmp_path: Path, day: str, scheme: str, first_told: str
) -> None:
    renewal = "{id: 2027-001, date: 2027-02-01, kind: renewal}"
    had = short(told(tmp_path / "had", day, APPROVED, SUSPENDED, RESTORED, renewal, scheme=scheme))
    assert had == short(told(tmp_path / "never", day, APPROVED, renewal, scheme=scheme))
    before = str(date.fromisoformat(first_told) - timedelta(days=1))
    assert had == [("2024-03-01", before, None, "2024-001"), (first_told, None, "approved", "2024-001")]


def test_a_suspension_in_force_is_told_even_when_its_decision_is_not(tmp_path: Path) -> None:
    scheme = SCHEME.replace(f"suspensions: {PUBLIC}", f"suspensions: {SECRET}")
    found = told(tmp_path, "2026-01-01", APPROVED, SUSPENDED, scheme=scheme)
    assert short(found)[-1] == ("2024-06-01", None, "suspended", None)


def test_the_days_before_are_in_no_period(tmp_path: Path) -> None:
    found = told(tmp_path, "2026-01-01", APPROVED)
    assert period_on(found, date(2024, 2, 29)) is None
    assert period_on((), date(2024, 2, 29)) is None
    assert period_on(found, date(2024, 3, 1)) is found[0]


def every_day(register: Register) -> list[date]:
    first = min(d.effective for c in register.centres for d in c.decisions)
    return [first + timedelta(days=n) for n in range(-1, (register.as_of - first).days + 1, 7)]


def test_in_the_demonstration_every_day_agrees_with_the_lifecycle() -> None:
    register = demonstrated()
    compared = 0
    for view in views(register):
        found = periods(view.standing, demonstrated())
        for day in every_day(register):
            period, truth = period_on(found, day), lifecycle.status_on(view.centre.decisions, day)
            told_status = period.status if period else None
            assert told_status is truth or (truth, told_status) in {
                (Status.WARNED, Status.APPROVED),
                (Status.APPROVED, None),
                (Status.WARNED, None),
                (Status.SUSPENDED, None),
            }, (view.centre.slug, day)
            assert truth in COUNTED_AS_APPROVED or told_status not in COUNTED_AS_APPROVED
            compared += 1
    assert compared > 10_000


def test_periods_follow_one_another_without_a_gap() -> None:
    for view in views(demonstrated()):
        found = periods(view.standing, demonstrated())
        assert found[-1].end is None and found[-1].status is view.status
        for one, next_one in pairwise(found):
            assert one.end == next_one.start - timedelta(days=1) and one.status is not next_one.status
