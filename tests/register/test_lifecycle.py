"""The transition table and the replay of decisions, at every edge: the day before, the day, and the day after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from godkjent.register.lifecycle import (
    TRANSITIONS,
    USUAL_TERMS,
    allowed_kinds,
    forbidden,
    history,
    last_day_to_appeal,
    longest_validity,
    open_appeals,
    opens_period,
    since,
    state_on,
    status_on,
    transferred,
    years_after,
)
from godkjent.register.model import Change, Decision, Kind, Rules, Status

DAY = timedelta(1)
NONE = "none"
# The table of the design, written out by hand: kind, allowed from, leads to (same: the status stays).
TABLE = """
application            none rejected withdrawn revoked expired          applicant
information_requested  applicant                                        same
approval               applicant none                                   approved
rejection              applicant                                        rejected
follow_up              approved warned suspended                        same
renewal                approved warned expired                          approved
warning                approved                                         warned
warning_lifted         warned                                           approved
suspension             approved warned                                  suspended
suspension_lifted      suspended                                        approved
revocation             approved warned suspended                        revoked
withdrawal             applicant approved warned suspended              withdrawn
appeal                 rejected warned suspended revoked                same
appeal_ruling          none applicant approved warned suspended revoked withdrawn expired rejected  same
correction             none applicant approved warned suspended revoked withdrawn expired rejected  same
transfer               approved warned suspended                        withdrawn
"""
ROWS = [(words[0], set(words[1:-1]), words[-1]) for words in (line.split() for line in TABLE.strip().splitlines())]


def d(number: int, day: str, kind: str, **more: object) -> Decision:
    effective = date.fromisoformat(str(more.pop("effective", day)))
    return Decision(f"2000-{number:03}", date.fromisoformat(day), Kind(kind), effective, **more)  # type: ignore[arg-type]


def on(decisions: list[Decision], day: str, rules: Rules = USUAL_TERMS) -> str:
    return status_on(decisions, date.fromisoformat(day), rules) or NONE


APPLIED, APPROVED = d(1, "2024-01-10", "application"), d(2, "2024-03-01", "approval")
PASTS = {
    NONE: [],
    "applicant": [APPLIED],
    "approved": [APPLIED, APPROVED],
    "warned": [APPLIED, APPROVED, d(3, "2024-06-03", "warning")],
    "suspended": [APPLIED, APPROVED, d(3, "2024-06-03", "suspension")],
    "revoked": [APPLIED, APPROVED, d(3, "2024-06-03", "revocation")],
    "withdrawn": [APPLIED, APPROVED, d(3, "2024-06-03", "withdrawal")],
    "rejected": [APPLIED, d(3, "2024-06-03", "rejection")],
    "expired": [d(1, "2021-01-10", "application"), d(2, "2021-06-01", "approval")],
}


@pytest.mark.parametrize(("kind", "sources", "target"), ROWS, ids=[row[0] for row in ROWS])
def test_the_table_is_the_designs(kind: str, sources: set[str], target: str) -> None:
    transition = TRANSITIONS[Kind(kind)]
    assert {status or NONE for status in transition.allowed_from} == sources
    assert (transition.leads_to or "same") == target


def test_every_kind_and_status_is_in_the_table() -> None:
    assert [row[0] for row in ROWS] == [kind.value for kind in Kind] == [kind.value for kind in TRANSITIONS]
    assert set(PASTS) == {NONE, *Status}


@pytest.mark.parametrize("kind", [k for k in Kind if k not in (Kind.APPEAL_RULING, Kind.CORRECTION)])
@pytest.mark.parametrize("status", PASTS)
def test_what_is_allowed_and_what_is_forbidden_agree_with_the_table(status: str, kind: Kind) -> None:
    past, day = PASTS[status], date(2024, 7, 1)
    sources, target = next((s, t) for k, s, t in ROWS if k == kind)
    decision = d(9, "2024-07-01", kind)
    assert on(past, "2024-07-01") == status
    assert (kind in allowed_kinds(past, day)) == (status in sources)
    assert [x for x, _ in forbidden([*past, decision])] == ([] if status in sources else [decision])
    expected = status if target == "same" or status not in sources else target
    assert on([*past, decision], "2024-07-01") == expected
    assert on([*past, decision], "2024-06-30") == status


@pytest.mark.parametrize(
    ("approved", "last"),
    [
        ("2024-03-01", "2027-03-01"),
        ("2024-02-29", "2027-02-28"),
        ("2021-02-28", "2024-02-28"),
        ("2023-12-31", "2026-12-31"),
    ],
)
def test_an_approval_counts_through_its_last_day(approved: str, last: str) -> None:
    decisions, end = [d(1, approved, "approval")], date.fromisoformat(last)
    assert on(decisions, str(date.fromisoformat(approved) - DAY)) == NONE
    assert on(decisions, approved) == "approved"
    assert [status_on(decisions, end + n * DAY) for n in (-1, 0, 1)] == ["approved", "approved", "expired"]


def test_a_leap_day_comes_again_when_the_year_has_one() -> None:
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_an_effective_date_is_when_a_decision_begins_to_count() -> None:
    decisions = [APPROVED, d(3, "2024-06-03", "suspension", effective="2024-07-01")]
    assert [on(decisions, day) for day in ("2024-06-03", "2024-06-30", "2024-07-01", "2024-07-02")] == [
        "approved",
        "approved",
        "suspended",
        "suspended",
    ]


def test_a_shorter_validity_is_heeded_and_a_longer_one_is_not() -> None:
    short, long = (replace(APPROVED, valid_until=date(year, 1, 1)) for year in (2025, 2030))
    assert [on([short], day) for day in ("2024-12-31", "2025-01-01", "2025-01-02")] == [
        "approved",
        "approved",
        "expired",
    ]
    assert on([long], "2027-03-02") == "expired"


def test_other_terms_give_another_period() -> None:
    assert on([APPROVED], "2025-03-02", Rules(approval_years=1)) == "expired"


def test_an_early_renewal_loses_no_days() -> None:
    renewed = [APPROVED, d(3, "2027-01-15", "renewal")]
    assert [on(renewed, day) for day in ("2027-03-01", "2027-03-02", "2030-03-01", "2030-03-02")] == [
        "approved",
        "approved",
        "approved",
        "expired",
    ]


def test_a_late_renewal_runs_from_its_own_day_within_the_grace_time_only() -> None:
    last_day_of_grace = date(2027, 3, 1) + 90 * DAY
    for day, status in (
        (last_day_of_grace - DAY, "approved"),
        (last_day_of_grace, "approved"),
        (last_day_of_grace + DAY, "expired"),
    ):
        renewal = Decision("2027-001", day, Kind.RENEWAL, day)
        assert status_on([APPROVED, renewal], day) == status
        assert (Kind.RENEWAL in allowed_kinds([APPROVED], day)) == (status == "approved")
        assert bool(list(forbidden([APPROVED, renewal]))) == (status == "expired")
    late = [APPROVED, d(3, "2027-04-10", "renewal")]
    assert [
        on(late, day) for day in ("2027-03-01", "2027-03-02", "2027-04-09", "2027-04-10", "2030-04-10", "2030-04-11")
    ] == ["approved", "expired", "expired", "approved", "approved", "expired"]


def test_a_renewal_ends_a_warning_and_a_suspension_lapses_with_the_approval() -> None:
    assert on([APPROVED, d(3, "2027-01-04", "warning"), d(4, "2027-02-01", "renewal")], "2027-02-01") == "approved"
    suspended = [APPROVED, d(3, "2027-01-04", "suspension")]
    assert [on(suspended, day) for day in ("2027-03-01", "2027-03-02")] == ["suspended", "expired"]


def test_leaving_and_coming_back() -> None:
    back = [*PASTS["withdrawn"], d(4, "2025-01-10", "application"), d(5, "2025-02-10", "approval")]
    assert [
        on(back, day) for day in ("2024-06-02", "2024-06-03", "2025-01-10", "2025-02-10", "2028-02-10", "2028-02-11")
    ] == ["approved", "withdrawn", "applicant", "approved", "approved", "expired"]


@pytest.mark.parametrize(
    ("kind", "during", "after"),
    [
        ("rejection", "rejected", "applicant"),
        ("warning", "warned", "approved"),
        ("suspension", "suspended", "approved"),
        ("revocation", "revoked", "approved"),
    ],
)
def test_a_ruling_that_overturns_works_from_its_own_day(kind: str, during: str, after: str) -> None:
    past = [APPLIED] if kind == "rejection" else [APPLIED, APPROVED]
    appealed = [*past, d(3, "2024-06-03", kind), d(4, "2024-06-10", "appeal", concerns="2000-003")]
    for outcome, status in (("overturned", after), ("upheld", during)):
        ruled = [*appealed, d(5, "2024-08-01", "appeal_ruling", concerns="2000-004", outcome=outcome)]
        assert list(forbidden(ruled)) == []
        assert [on(ruled, day) for day in ("2024-06-02", "2024-06-03", "2024-07-31", "2024-08-01", "2024-08-02")] == [
            after,
            during,
            during,
            status,
            status,
        ]
    assert Kind.APPEAL_RULING in allowed_kinds(appealed, date(2024, 7, 1))
    assert Kind.APPEAL_RULING not in allowed_kinds(ruled, date(2024, 9, 1))


def test_what_came_after_an_overturned_decision_stays() -> None:
    decisions = [
        APPROVED,
        d(3, "2024-06-03", "warning"),
        d(4, "2024-06-10", "appeal", concerns="2000-003"),
        d(5, "2024-07-01", "suspension"),
        d(6, "2024-08-01", "appeal_ruling", concerns="2000-004", outcome="overturned"),
        d(7, "2024-09-02", "suspension_lifted"),
    ]
    assert list(forbidden(decisions)) == []
    assert [on(decisions, day) for day in ("2024-06-03", "2024-07-01", "2024-08-01", "2024-09-02")] == [
        "warned",
        "suspended",
        "suspended",
        "approved",
    ]


def test_a_ruling_overturns_what_was_appealed_and_nothing_that_was_only_mentioned() -> None:
    decisions = [
        APPROVED,
        d(3, "2024-06-03", "revocation"),
        d(4, "2024-06-10", "follow_up", concerns="2000-003"),
        d(5, "2024-08-01", "appeal_ruling", concerns="2000-004", outcome="overturned"),
    ]
    assert on(decisions, "2024-09-02") == "revoked"


def test_life_goes_on_after_an_overturned_rejection() -> None:
    decisions = [
        APPLIED,
        d(3, "2024-06-03", "rejection"),
        d(4, "2024-06-10", "appeal", concerns="2000-003"),
        d(5, "2024-08-01", "appeal_ruling", concerns="2000-004", outcome="overturned"),
        d(6, "2024-09-02", "approval"),
    ]
    assert list(forbidden(decisions)) == []
    assert on(decisions, "2024-09-02") == "approved"


def test_an_approval_that_ran_out_during_an_appeal_is_not_brought_back() -> None:
    decisions = [
        APPROVED,
        d(3, "2027-01-04", "revocation"),
        d(4, "2027-01-10", "appeal", concerns="2000-003"),
        d(5, "2027-06-01", "appeal_ruling", concerns="2000-004", outcome="overturned"),
    ]
    assert [on(decisions, day) for day in ("2027-05-31", "2027-06-01")] == ["revoked", "expired"]


def correction(concerns: str, **change: object) -> Decision:
    return d(9, "2024-12-02", "correction", concerns=concerns, change=Change(**change))  # type: ignore[arg-type]


def test_a_correction_is_heeded_on_every_day() -> None:
    moved = [APPROVED, correction("2000-002", date=date(2024, 4, 1))]
    assert [on(moved, day) for day in ("2024-03-31", "2024-04-01", "2027-04-01", "2027-04-02")] == [
        NONE,
        "approved",
        "approved",
        "expired",
    ]
    later = [
        APPROVED,
        d(3, "2024-06-03", "suspension", effective="2024-07-01"),
        correction("2000-003", date=date(2024, 6, 4)),
    ]
    assert [on(later, day) for day in ("2024-06-30", "2024-07-01")] == ["approved", "suspended"]
    kind = [APPROVED, d(3, "2024-06-03", "suspension"), correction("2000-003", kind=Kind.WARNING)]
    assert on(kind, "2024-06-03") == "warned"
    void = [APPROVED, d(3, "2024-06-03", "suspension"), correction("2000-003", void=True)]
    assert on(void, "2024-06-03") == "approved"
    assert list(forbidden([*void, d(10, "2025-01-02", "warning")])) == []
    until = [APPROVED, correction("2000-002", valid_until=date(2025, 1, 1))]
    assert on(until, "2025-01-02") == "expired"


def test_since_is_the_first_day_of_an_unbroken_run() -> None:
    states = history(
        [APPROVED, d(3, "2024-06-03", "warning"), d(4, "2024-08-01", "warning_lifted"), d(5, "2027-01-15", "renewal")]
    )
    assert since(states, date(2027, 6, 1), {Status.APPROVED, Status.WARNED}) == date(2024, 3, 1)
    assert since(states, date(2027, 6, 1), {Status.APPROVED}) == date(2024, 8, 1)
    assert since(states, date(2024, 7, 1), {Status.APPROVED}) is None


def test_a_run_begins_on_its_own_first_day() -> None:
    states = history([APPROVED, d(3, "2024-06-03", "warning")])
    assert since(states, date(2024, 6, 3), {Status.WARNED}) == date(2024, 6, 3)
    assert since(states, date(2024, 6, 2), {Status.WARNED}) is None


@pytest.mark.parametrize("kind", ["correction", "appeal_ruling"])
def test_what_leaves_the_status_alone_after_an_approval_ran_out_gives_no_new_time_to_renew(kind: str) -> None:
    after = [APPROVED, d(3, "2027-05-03", kind, concerns="2000-999", outcome="upheld")]
    assert history(after) == history([APPROVED])
    late = d(4, "2029-01-08", "renewal")
    assert Kind.RENEWAL not in allowed_kinds(after, late.effective)
    assert on([*after, late], "2029-01-08") == "expired"


@pytest.mark.parametrize(
    ("decision", "opens"),
    [
        (APPROVED, True),
        (d(3, "2027-01-15", "renewal"), True),
        (d(3, "2024-06-03", "warning"), False),
        (d(3, "2024-06-03", "suspension", valid_until=date(2027, 3, 1)), False),
        (d(3, "2025-05-01", "transfer", predecessor="310000175", valid_until=date(2027, 3, 1)), True),
        (d(3, "2025-05-01", "transfer", predecessor="310000175"), False),
        (d(3, "2025-05-01", "transfer", successor="310000108"), False),
    ],
)
def test_a_period_opens_with_an_approval_a_renewal_or_a_period_taken_over(decision: Decision, *, opens: bool) -> None:
    assert opens_period(decision) is opens


def test_an_appeal_that_another_decision_only_mentions_is_still_open() -> None:
    appeal = d(4, "2024-06-10", "appeal", concerns="2000-003")
    mentioned = [APPROVED, d(3, "2024-06-03", "warning"), appeal, d(5, "2024-07-01", "follow_up", concerns=appeal.id)]
    assert open_appeals(mentioned) == (appeal,)


def test_the_last_day_to_appeal_is_as_many_days_after_the_decision_as_the_board_has_set() -> None:
    warning = d(3, "2024-06-03", "warning", effective="2024-07-01")
    assert last_day_to_appeal(warning, Rules(appeal_days=21)) == date(2024, 6, 24)
    assert last_day_to_appeal(warning, Rules()) is None
    assert last_day_to_appeal(APPROVED, Rules(appeal_days=21)) is None


def test_the_transfer_is_told_of_whatever_came_after_it_and_not_by_who_took_over() -> None:
    given = d(4, "2025-05-01", "transfer", successor="310000108")
    assert transferred([*PASTS["approved"], given, d(5, "2025-06-02", "follow_up")]) == given
    assert transferred([*PASTS["approved"], given, correction("2000-004", void=True)]) is None
    assert transferred([d(4, "2025-05-01", "transfer", predecessor="310000175")]) is None


def test_a_transfer_ends_the_one_approval_and_goes_on_with_the_other() -> None:
    given = d(4, "2025-05-01", "transfer", successor="310000108")
    taken = d(5, "2025-05-01", "transfer", predecessor="310000175", valid_until=date(2027, 3, 1))
    assert [on([*PASTS["approved"], given], day) for day in ("2025-04-30", "2025-05-01")] == ["approved", "withdrawn"]
    assert [on([taken], day) for day in ("2025-04-30", "2025-05-01", "2027-03-01", "2027-03-02")] == [
        NONE,
        "approved",
        "approved",
        "expired",
    ]
    assert longest_validity(taken, state_on([], taken.effective), Rules()) == date(2027, 3, 1)
    assert longest_validity(replace(taken, valid_until=None), state_on([], taken.effective), Rules()) == taken.effective


@pytest.mark.parametrize("status", ["approved", "warned", "suspended"])
def test_one_that_is_approved_and_takes_another_over_keeps_its_own_status_and_period(status: str) -> None:
    taken = d(5, "2025-05-01", "transfer", predecessor="310000175")
    assert history([*PASTS[status], taken]) == history(PASTS[status])
    assert list(forbidden([*PASTS[status], taken])) == []


def test_longest_validity_states_the_rule() -> None:
    early = d(3, "2027-01-15", "renewal")
    assert longest_validity(early, state_on([APPROVED], early.effective), Rules()) == date(2030, 3, 1)


@pytest.mark.parametrize(
    ("kind", "statuses"),
    [
        ("suspension", ["approved", "suspended", "expired"]),
        ("warning", ["approved", "warned", "expired"]),
        ("revocation", ["approved", "revoked", "revoked"]),
        ("withdrawal", ["approved", "withdrawn", "withdrawn"]),
    ],
)
def test_a_decision_on_the_last_day_of_an_approval_still_counts(kind: str, statuses: list[str]) -> None:
    decisions = [APPROVED, d(3, "2027-03-01", kind)]
    assert list(forbidden(decisions)) == []
    assert [on(decisions, day) for day in ("2027-02-28", "2027-03-01", "2027-03-02")] == statuses


@pytest.mark.parametrize("kind", ["suspension", "warning", "revocation", "withdrawal", "follow_up", "approval"])
def test_a_decision_the_day_after_an_approval_ran_out_is_forbidden_and_changes_nothing(kind: str) -> None:
    late = d(3, "2027-03-02", kind)
    assert list(forbidden([APPROVED, late])) == [(late, Status.EXPIRED)]
    assert on([APPROVED, late], "2027-03-02") == "expired"


def test_without_grace_time_only_a_renewal_in_time_counts() -> None:
    rules = Rules(grace_days=0)
    for day, sound in (("2027-03-01", True), ("2027-03-02", False)):
        decisions = [APPROVED, d(3, day, "renewal")]
        assert (list(forbidden(decisions, rules)) == []) == sound
        assert on(decisions, day, rules) == ("approved" if sound else "expired")


def test_a_renewal_may_be_given_a_shorter_validity() -> None:
    renewed = [APPROVED, replace(d(3, "2027-01-15", "renewal"), valid_until=date(2028, 6, 30))]
    assert [on(renewed, day) for day in ("2027-03-02", "2028-06-30", "2028-07-01")] == [
        "approved",
        "approved",
        "expired",
    ]


def test_follow_ups_and_appeals_leave_the_status_and_the_last_day_alone() -> None:
    decisions = [
        APPROVED,
        d(3, "2025-03-03", "follow_up"),
        d(4, "2025-06-02", "warning"),
        d(5, "2025-06-09", "appeal", concerns="2000-004"),
        d(6, "2026-03-02", "follow_up"),
    ]
    assert list(forbidden(decisions)) == []
    assert [(s.start.isoformat(), s.status) for s in history(decisions)] == [
        ("2024-03-01", "approved"),
        ("2025-06-02", "warned"),
        ("2027-03-02", "expired"),
    ]
    assert {s.valid_until for s in history(decisions)} == {date(2027, 3, 1)}


def test_an_overturned_suspension_of_a_warned_centre_leaves_the_warning() -> None:
    decisions = [
        APPROVED,
        d(3, "2024-06-03", "warning"),
        d(4, "2024-07-01", "suspension"),
        d(5, "2024-07-08", "appeal", concerns="2000-004"),
        d(6, "2024-09-02", "appeal_ruling", concerns="2000-005", outcome="overturned"),
        d(7, "2024-10-01", "warning_lifted"),
    ]
    assert list(forbidden(decisions)) == []
    assert [on(decisions, day) for day in ("2024-07-01", "2024-09-01", "2024-09-02", "2024-10-01")] == [
        "suspended",
        "suspended",
        "warned",
        "approved",
    ]


def test_two_appeals_are_ruled_on_by_themselves() -> None:
    decisions = [
        APPROVED,
        d(3, "2024-06-03", "warning"),
        d(4, "2024-06-10", "appeal", concerns="2000-003"),
        d(5, "2024-07-01", "suspension"),
        d(6, "2024-07-08", "appeal", concerns="2000-005"),
        d(7, "2024-09-02", "appeal_ruling", concerns="2000-006", outcome="overturned"),
        d(8, "2024-10-01", "appeal_ruling", concerns="2000-004", outcome="overturned"),
    ]
    assert list(forbidden(decisions)) == []
    assert [on(decisions, day) for day in ("2024-09-01", "2024-09-02", "2024-09-30", "2024-10-01")] == [
        "suspended",
        "warned",
        "warned",
        "approved",
    ]
    assert [a.id for a in open_appeals(decisions[:5])] == ["2000-004", "2000-006"]
    assert [a.id for a in open_appeals(decisions[:6])] == ["2000-004"]


def test_a_new_application_before_the_revocation_was_overturned_falls_away() -> None:
    decisions = [
        APPROVED,
        d(3, "2024-06-03", "revocation"),
        d(4, "2024-06-10", "appeal", concerns="2000-003"),
        d(5, "2024-07-01", "application"),
        d(6, "2024-09-02", "appeal_ruling", concerns="2000-004", outcome="overturned"),
    ]
    assert list(forbidden(decisions)) == []
    assert [on(decisions, day) for day in ("2024-06-30", "2024-07-01", "2024-09-01", "2024-09-02")] == [
        "revoked",
        "applicant",
        "applicant",
        "approved",
    ]


def test_a_ruling_that_takes_effect_later_works_from_that_day() -> None:
    decisions = [
        APPROVED,
        d(3, "2024-06-03", "suspension"),
        d(4, "2024-06-10", "appeal", concerns="2000-003"),
        d(5, "2024-08-01", "appeal_ruling", concerns="2000-004", outcome="overturned", effective="2024-08-15"),
    ]
    assert [on(decisions, day) for day in ("2024-08-14", "2024-08-15")] == ["suspended", "approved"]


def test_a_ruling_that_was_entered_by_mistake_can_be_struck_out() -> None:
    decisions = [
        APPROVED,
        d(3, "2024-06-03", "suspension"),
        d(4, "2024-06-10", "appeal", concerns="2000-003"),
        d(5, "2024-08-01", "appeal_ruling", concerns="2000-004", outcome="overturned"),
        correction("2000-005", void=True),
    ]
    assert on(decisions, "2024-08-01") == "suspended"
    assert Kind.APPEAL_RULING in allowed_kinds(decisions, date(2024, 12, 3))


def test_the_last_of_two_corrections_counts_and_fields_it_does_not_name_stay() -> None:
    first, second = (
        correction("2000-002", date=date(2024, 4, 1), valid_until=date(2025, 1, 1)),
        replace(correction("2000-002", date=date(2024, 5, 1)), id="2000-010"),
    )
    assert [on([APPROVED, first, second], day) for day in ("2024-04-30", "2024-05-01", "2025-01-01", "2025-01-02")] == [
        NONE,
        "approved",
        "approved",
        "expired",
    ]


@pytest.mark.parametrize("concerned", ["2000-999", "2000-009", None])
def test_a_correction_of_nothing_changes_nothing(concerned: str | None) -> None:
    lost = Decision(
        "2000-009",
        date(2024, 12, 2),
        Kind.CORRECTION,
        date(2024, 12, 2),
        concerns=concerned,
        change=Change(date=date(2020, 1, 1)),
    )
    assert on([APPROVED, lost], "2024-12-03") == "approved"


def test_nobody_can_correct_what_is_not_there() -> None:
    assert allowed_kinds([], date(2024, 1, 1)) == (Kind.APPLICATION, Kind.APPROVAL)


def test_the_table_is_asked_on_the_day_a_decision_takes_effect() -> None:
    early, late = (d(3, "2027-02-01", "suspension", effective=day) for day in ("2027-03-01", "2027-03-02"))
    assert list(forbidden([APPROVED, early])) == []
    assert list(forbidden([APPROVED, late])) == [(late, Status.EXPIRED)]


days = st.dates(date(2015, 1, 1), date(2030, 12, 31))
any_decision = st.builds(
    lambda n, day, kind, concerns, outcome, later: Decision(
        f"2000-{n:03}",
        day,
        kind,
        day + later * DAY,
        concerns=f"2000-{concerns:03}",
        outcome=outcome,
        change=Change(void=True) if kind is Kind.CORRECTION and n % 2 else None,
    ),
    st.integers(1, 30),
    days,
    st.sampled_from(Kind),
    st.integers(1, 30),
    st.sampled_from(["upheld", "overturned"]),
    st.integers(0, 40),
)
histories = st.lists(any_decision, max_size=12, unique_by=lambda x: x.id).map(
    lambda found: sorted(found, key=lambda x: x.date)
)


@given(histories, days)
def test_any_list_of_decisions_has_one_history_that_agrees_with_every_day(decisions: list[Decision], day: date) -> None:
    states = history(decisions)
    assert all(a.start < b.start for a, b in pairwise(states))
    held = [s for s in states if s.start <= day]
    assert status_on(decisions, day) == (held[-1].status if held else None)
    list(forbidden(decisions))
    allowed_kinds(decisions, day)


@given(histories, days)
def test_what_happens_later_changes_no_earlier_day(decisions: list[Decision], day: date) -> None:
    """Only corrections reach back; everything else leaves the days before it alone."""
    plain = [x for x in decisions if x.kind is not Kind.CORRECTION]
    past = [x for x in plain if x.effective <= day]
    assert status_on(plain, day) == status_on(past, day)


@given(histories, days, st.randoms(use_true_random=False))
def test_the_order_in_which_later_decisions_are_written_changes_no_earlier_day(
    decisions: list[Decision], day: date, chance: Random
) -> None:
    past = [x for x in decisions if x.effective <= day]
    later = [x for x in decisions if x.effective > day and x.kind is not Kind.CORRECTION]
    shuffled = chance.sample(later, len(later))
    assert status_on([*past, *shuffled], day) == status_on([*past, *later], day)


@given(histories)
def test_what_is_forbidden_could_as_well_not_be_there(decisions: list[Decision]) -> None:
    """A decision that the table does not allow leaves no trace; rulings and corrections, which reach further, aside."""
    plain = [x for x in decisions if x.kind not in (Kind.APPEAL_RULING, Kind.CORRECTION)]
    refused = [x for x, _ in forbidden(plain)]
    sound = [x for x in plain if x not in refused]
    assert history(sound) == history(plain)
    assert list(forbidden(sound)) == []


@given(histories, days)
def test_what_may_be_decided_is_what_is_then_not_forbidden(decisions: list[Decision], day: date) -> None:
    """On every day and after any past: the kinds that are offered are just those that the check accepts."""
    past = [x for x in decisions if x.effective <= day and x.kind not in (Kind.APPEAL_RULING, Kind.CORRECTION)]
    for kind in set(Kind) - {Kind.APPEAL_RULING, Kind.CORRECTION}:
        new = Decision("2000-999", day, kind, day)
        assert (kind in allowed_kinds(past, day)) == (new not in [x for x, _ in forbidden([*past, new])])
