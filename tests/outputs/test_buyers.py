"""What buyers compare by, and the file that their pages read: the rules, and what must not be in it."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from godkjent.outputs import buyers
from godkjent.outputs.buyers import buyers_file
from godkjent.public import history as told
from godkjent.public.edition import Edition
from godkjent.public.views import view, views
from godkjent.register import records
from godkjent.register.clock import OSLO
from godkjent.register.lifecycle import history
from godkjent.register.model import Kind, Register, Status
from support import CENTRE, SCHEME, demonstrated, make_registry

AS_OF = date(2026, 11, 24)
SUSPENDED_ONCE = CENTRE.replace(
    "  - id: 2024-001\n    date: 2024-03-01\n    kind: approval\n",
    """\
  - {id: 2017-001, date: 2017-03-01, kind: approval}
  - {id: 2019-001, date: 2019-05-06, kind: suspension, requirements: [tax], reason: {nb: Skatt mangler.}, remedy: {nb: Betal.}}
  - {id: 2019-002, date: 2019-08-09, kind: suspension_lifted, concerns: 2019-001, reason: {nb: Betalt.}}
  - {id: 2020-001, date: 2020-02-01, kind: renewal}
  - {id: 2023-001, date: 2023-02-01, kind: renewal}
  - {id: 2024-002, date: 2024-06-03, kind: warning, requirements: [tax], reason: {nb: Skatt mangler.}}
  - {id: 2024-003, date: 2024-09-02, kind: warning_lifted, concerns: 2024-002, reason: {nb: Betalt.}}
  - {id: 2026-001, date: 2026-01-15, kind: renewal}
""",
)


def register(folder: Path, *, centre: str = CENTRE, scheme: str = SCHEME, day: date = AS_OF) -> Register:
    return records.read(make_registry(folder, centre=centre, scheme=scheme)).register(day)


def on(register: Register, day: str) -> str:
    stands = view(register.centres[0], register)
    assert stands
    found = [p.word for p in told.periods(stands.standing, register) if p.start <= date.fromisoformat(day)]
    return found[-1] if found else "none"


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2024-03-01", "2024-03-31", 0),
        ("2024-03-01", "2024-04-01", 1),
        ("2024-03-01", "2024-03-30", 0),
        ("2024-03-15", "2024-04-14", 0),
        ("2024-03-15", "2024-04-15", 1),
        ("2024-01-31", "2024-02-29", 1),
        ("2024-01-31", "2024-02-28", 0),
        ("2024-02-29", "2027-02-28", 36),
        ("2017-02-24", "2026-11-24", 117),
        ("2026-11-24", "2026-11-24", 0),
    ],
)
def test_whole_months(first: str, last: str, months: int) -> None:
    assert buyers.whole_months(date.fromisoformat(first), date.fromisoformat(last)) == months


def test_every_number_of_seats_is_in_just_one_band() -> None:
    assert buyers.band(None) is None
    for seats in (1, 9, 10, 24, 25, 49, 50, 99, 100, 199, 200, 100_000):
        held = [
            b for b in buyers.seat_bands() if seats >= int(b.split("-")[0]) and seats <= int(b.split("-")[1] or 10**9)
        ]
        assert held == [buyers.band(seats)]


def test_a_rate_is_for_each_hundred_thousand_calls_and_nothing_without_calls() -> None:
    assert buyers.rate(3, 150_000) == 2.0
    assert buyers.rate(0, 10) == 0.0
    assert buyers.rate(3, 0) is None


def test_days_long_ago_are_told_alike_whether_there_was_a_suspension_or_not(tmp_path: Path) -> None:
    """Suspensions are public for three years after their end: older ones show neither as a word nor as a gap."""
    withdrawn = "  - {id: 2026-002, date: 2026-10-01, kind: withdrawal}\n"
    once = register(tmp_path / "once", centre=SUSPENDED_ONCE + withdrawn)
    never = register(
        tmp_path / "never",
        centre="\n".join(line for line in (SUSPENDED_ONCE + withdrawn).splitlines() if "2019-0" not in line) + "\n",
    )
    told_of = [told.periods(view(r.centres[0], r).standing, r) for r in (once, never)]  # type: ignore[union-attr]
    assert told_of[0] == told_of[1]
    assert on(once, "2019-06-01") == told.RAN
    assert on(once, "2023-12-01") == "approved"  # from here on every suspension would have been told
    assert on(once, "2024-07-01") == "warned"
    assert on(once, "2016-01-01") == "none"
    assert on(once, "2026-10-01") == "withdrawn"
    assert Status.SUSPENDED in {s.status for s in history(once.centres[0].decisions)}


@pytest.mark.parametrize("public", [True, False])
def test_settings_decide_what_is_told(tmp_path: Path, public: bool) -> None:
    word = "true" if public else "false"
    scheme = SCHEME.replace("public: true, years_after_end: 3", f"public: {word}, years_after_end: 50")
    held = register(tmp_path, centre=SUSPENDED_ONCE, scheme=scheme)
    assert on(held, "2019-06-01") == ("suspended" if public else told.RAN)
    assert on(held, "2024-07-01") == ("warned" if public else told.RAN)
    stands = view(held.centres[0], held)
    assert stands
    found = [(s.kind, s.start, s.end) for s in told.sanctions(stands.standing, held)]
    suspension = (Kind.SUSPENSION, date(2019, 5, 6), date(2019, 8, 9))
    warning = (Kind.WARNING, date(2024, 6, 3), date(2024, 9, 2))
    assert found == ([suspension, warning] if public else [])
    text = buyers_file(
        Edition(
            register=held,
            schemas={},
            languages={},
            site_url="https://x.example",
            generated_at=datetime(2026, 11, 24, tzinfo=OSLO),
        )
    )
    for day in ("2019-05-06", "2024-06-03", "2024-09-02"):
        assert (day in text) is public


def test_a_suspension_in_force_is_always_told(tmp_path: Path) -> None:
    centre = (
        CENTRE
        + "  - {id: 2026-001, date: 2026-05-01, kind: suspension, requirements: [tax], reason: {nb: x}, remedy: {nb: y}}\n"
    )
    scheme = SCHEME.replace("public: true, years_after_end: 3", "public: false, years_after_end: 0")
    held = register(tmp_path, centre=centre, scheme=scheme)
    assert on(held, "2026-05-01") == on(held, "2026-11-24") == "suspended"
    assert on(held, "2026-04-30") == told.RAN


def test_the_demonstration_is_told_as_its_states_say_for_the_last_three_years() -> None:
    held = demonstrated()
    for found in views(held):
        states = found.standing.states
        for day in (date(2023, 12, 1), date(2024, 5, 17), date(2025, 12, 31), AS_OF):
            status = next((str(s.status) for s in reversed(states) if s.start <= day), "none")
            said = next((t.status for t in reversed(told.periods(found.standing, held)) if t.start <= day), "none")
            assert said == status, (found.centre.slug, day)


def test_the_file_is_the_register_itself(site: Path) -> None:
    held = json.loads((site / "sentre/sentre.json").read_text("utf-8"))
    api = json.loads((site / "api/v1/centres.json").read_text("utf-8"))
    assert held["total"] == len(held["centres"]) == len(api["centres"])
    for own, other in zip(held["centres"], api["centres"], strict=True):
        for key in ("slug", "name", "organisation_number", "status", "approved_since", "seats", "services"):
            assert own[key] == other[key]
        assert own["history"][-1][1] == own["status"]
        assert (own["approved_months"] is None) == (own["approved_since"] is None)
        assert own["renewal"] is None or own["renewal"] >= AS_OF.isoformat()
