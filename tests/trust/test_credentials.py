"""What is signed about a centre, from its decisions alone: which credential, how long, and what no longer counts."""

from __future__ import annotations

import gzip
import json
from base64 import urlsafe_b64decode
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from godkjent.trust import credentials, issued, statuslist
from godkjent.trust.credentials import NotSigned
from godkjent.trust.did import did_of, site_url_of
from signing import APPROVED, CREDENTIAL, DAY, NUMBER, REVOCATIONS, SUSPENDED, SUSPENSIONS, held, world
from support import OTHER, SCHEME

FIRST = "id: 2024-001, date: 2024-03-01, kind: approval"
GONE = "id: 2025-005, date: 2025-05-05, kind: revocation, requirements: [tax], reason: {nb: Fordi.}"
WAITING = "id: 2025-006, date: 2025-06-06, kind: application"
AGAIN = "id: 2025-007, date: 2025-07-07, kind: approval"
APPEAL = "id: 2025-006, date: 2025-05-20, kind: appeal, concerns: 2025-005, reason: {nb: Uenig.}"
OVERTURNED = (
    "id: 2025-007, date: 2025-06-20, kind: appeal_ruling, concerns: 2025-006, outcome: overturned, reason: {nb: Ja.}"
)
VOIDED = (
    "id: 2025-009, date: 2025-05-09, kind: correction, concerns: 2025-005, reason: {nb: Feil.}, change: {void: true}"
)

MOVED = "id: 2025-010, date: 2025-08-08, kind: correction, concerns: 2025-007, reason: {nb: Feil.}, change: {valid_until: 2027-01-01}"


def of(folder: Path, *decisions: str, day: date = DAY, scheme: str = SCHEME):  # type: ignore[no-untyped-def]
    register = held(folder, *decisions, day=day, scheme=scheme)
    (centre,) = register.centres
    return issued.issued(centre, register), set(issued.revoked(centre, register))


def followed(number: int, day: str) -> str:
    return f"id: {day[:4]}-{number:03}, date: {day}, kind: follow_up"


# --- How long -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("follow_ups", "until", "decided"),
    [
        ([], date(2025, 5, 30), date(2024, 3, 1)),  # a year and 90 days
        (["2025-02-10"], date(2026, 5, 30), date(2025, 2, 10)),
        (["2025-02-10", "2026-03-20"], date(2027, 3, 1), date(2026, 3, 20)),  # never longer than the approval
        (["2026-03-20"], date(2027, 3, 1), date(2026, 3, 20)),  # the first was never made, and the second was
        (["2025-11-20"], date(2026, 5, 30), date(2025, 11, 20)),  # late, and still the first
    ],
)
def test_a_credential_lasts_to_the_next_follow_up_and_the_grace_time(
    tmp_path: Path, follow_ups: list[str], until: date, decided: date
) -> None:
    more = [followed(n, day) for n, day in enumerate(follow_ups, 20)]
    found, revoked = of(tmp_path, FIRST, *more)
    assert (found.decision, found.valid_from, found.valid_until) == ("2024-001", date(2024, 3, 1), until)
    assert found.decided == decided and revoked == set()


def test_the_grace_time_is_the_schemes(tmp_path: Path) -> None:
    found, _ = of(tmp_path, FIRST, scheme=SCHEME.replace("grace_days: 90", "grace_days: 90\ncredential_grace_days: 10"))
    assert found.valid_until == date(2025, 3, 11)


def test_a_credential_says_the_same_on_every_day_until_something_is_decided(tmp_path: Path) -> None:
    days = [date(2026, 3, 2), date(2026, 8, 31), date(2026, 10, 9)]
    made = [world(held(tmp_path / str(day), *APPROVED, day=day))[CREDENTIAL] for day in days]
    assert made[0] == made[1] == made[2]
    assert made[0]["validFrom"] == "2026-03-01T23:00:00Z" and made[0]["validUntil"] == "2027-05-31T21:59:59Z"
    assert {proof["created"] for proof in made[0]["proof"]} == {"2026-03-01T23:00:00Z"}


# --- Which, and which no more ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decisions", "rests_on", "revoked"),
    [
        ([FIRST], "2024-001", set()),
        ([FIRST, GONE], "2024-001", {"2024-001"}),
        (
            [FIRST, GONE.replace("kind: revocation, requirements: [tax],", "kind: withdrawal,")],
            "2024-001",
            {"2024-001"},
        ),
        ([FIRST, GONE, WAITING], "2024-001", {"2024-001"}),
        ([FIRST, GONE, WAITING, AGAIN], "2025-007", {"2024-001"}),
        ([FIRST, GONE, APPEAL, OVERTURNED], "2025-007", {"2024-001"}),
        ([FIRST, GONE, VOIDED], "2025-009", {"2024-001"}),
        ([FIRST, GONE, WAITING, AGAIN, MOVED], "2025-010", {"2024-001", "2025-007"}),
        (
            [FIRST.replace("2024", "2022"), "id: 2025-008, date: 2025-05-01, kind: renewal"],
            "2025-008",
            set(),
        ),  # had lapsed
        ([FIRST.replace("2024", "2022"), "id: 2025-008, date: 2025-02-01, kind: renewal"], "2022-001", set()),
    ],
)
def test_approved_again_is_a_new_credential_and_what_was_revoked_stays_so(
    tmp_path: Path, decisions: list[str], rests_on: str, revoked: set[str]
) -> None:
    found, gone = of(tmp_path, *decisions)
    assert found.decision == rests_on and gone == revoked


@pytest.mark.parametrize("decision", ["id: 2026-001, date: 2026-03-02, kind: application"])
def test_a_centre_that_never_was_approved_has_none(tmp_path: Path, decision: str) -> None:
    assert of(tmp_path / "a", decision) == (None, set())
    rejected = decision.replace("2026-001", "2026-002").replace("application", "rejection, reason: {nb: Nei.}")
    assert of(tmp_path / "b", decision, rejected) == (None, set())
    assert CREDENTIAL not in world(held(tmp_path / "c", decision))


def test_a_voided_approval_leaves_its_credential_revoked(tmp_path: Path) -> None:
    voided = "id: 2024-002, date: 2024-04-01, kind: correction, concerns: 2024-001, reason: {nb: Feil.}, change: {void: true}"
    assert of(tmp_path, FIRST, voided) == (None, {"2024-001"})


def test_a_shortened_approval_revokes_the_longer_credential(tmp_path: Path) -> None:
    shorter = "id: 2024-002, date: 2024-04-01, kind: correction, concerns: 2024-001, reason: {nb: Feil.}, change: {valid_until: 2024-12-31}"
    found, revoked = of(tmp_path, FIRST, shorter)
    assert (found.decision, found.valid_until) == ("2024-002", date(2024, 12, 31)) and revoked == {"2024-001"}


@pytest.mark.parametrize("change", ["{reason: {nb: Klarere sagt.}}", "{deadline: 2026-12-01}"])
def test_a_correction_of_words_changes_no_credential(tmp_path: Path, change: str) -> None:
    said = (
        f"id: 2026-010, date: 2026-10-01, kind: correction, concerns: 2026-009, reason: {{nb: Feil.}}, change: {change}"
    )
    found, revoked = of(tmp_path, *APPROVED, said)
    assert found.decision == "2026-001" and revoked == set()


STORY = [FIRST, GONE, WAITING, AGAIN]
OTHER_STORIES = [[FIRST, GONE, VOIDED], [FIRST, GONE, APPEAL, OVERTURNED], STORY]


@pytest.mark.parametrize("story", OTHER_STORIES, ids=["corrected", "overturned", "again"])
def test_a_bit_that_is_set_is_never_taken_back(tmp_path: Path, story: list[str]) -> None:
    """As the days go by, and as each decision is written down."""
    before: set[str] = set()
    for n in range(1, len(story) + 1):
        for m, day in enumerate([date(2025, 5, 4), date(2025, 5, 5), date(2025, 8, 1), date(2026, 8, 1)]):
            found, revoked = of(tmp_path / f"{n}-{m}", *story[:n], day=day)
            assert not found or n < len(story) or day < date(2025, 8, 1) or found.decision not in revoked
        assert before <= revoked
        before = revoked


def test_a_sanction_that_passes_out_of_sight_changes_no_index(tmp_path: Path) -> None:
    hidden = SCHEME.replace("public: true", "public: false")
    shown, kept = world(held(tmp_path / "a", *SUSPENDED)), world(held(tmp_path / "b", *SUSPENDED, scheme=hidden))
    assert shown[CREDENTIAL] == kept[CREDENTIAL] and shown[SUSPENSIONS] == kept[SUSPENSIONS]
    assert "2026-010" not in json.dumps(kept)


# --- Lists ----------------------------------------------------------------------------------------------------------


def bits_of(document) -> set[int]:  # type: ignore[no-untyped-def]
    encoded = document["credentialSubject"]["encodedList"]
    octets = gzip.decompress(urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    assert len(octets) * 8 >= 131_072
    return {n * 8 + bit for n, octet in enumerate(octets) for bit in range(8) if octet & (0x80 >> bit)}


def test_suspension_is_told_within_one_build_and_taken_back_in_the_next(tmp_path: Path) -> None:
    lifted = "id: 2026-011, date: 2026-11-02, kind: suspension_lifted, reason: {nb: Rettet.}"
    index = statuslist.index_of("2026-001")
    for day, history, suspended in (
        (date(2026, 9, 30), SUSPENDED[:2], set()),
        (date(2026, 10, 1), SUSPENDED, {index}),
        (date(2026, 11, 2), (*SUSPENDED, lifted), set()),
    ):
        made = world(held(tmp_path / str(day), *history, day=day))
        assert bits_of(made[SUSPENSIONS]) == suspended and bits_of(made[REVOCATIONS]) == set()
        assert {int(e["statusListIndex"]) for e in made[CREDENTIAL]["credentialStatus"]} == {index}


@settings(max_examples=200)
@given(st.binary(max_size=600), st.integers(0, 3000), st.binary(max_size=3))
def test_our_gzip_is_what_everybody_unpacks(before: bytes, zeros: int, after: bytes) -> None:
    data = before + bytes(zeros) + after
    assert gzip.decompress(statuslist.gzipped(data)) == data


def test_an_empty_list_is_these_bytes_for_ever() -> None:
    """They may not change with Python or zlib, or every list would be signed anew by an update."""
    import hashlib

    packed = statuslist.gzipped(bytes(16_384))
    assert (len(packed), hashlib.sha256(packed).hexdigest()[:16]) == (252, "bce171a539189d7a")


@given(st.sets(st.tuples(st.integers(1980, 2099), st.integers(0, 999_999)), min_size=2, max_size=50))
def test_no_two_decisions_share_an_index(decisions: set[tuple[int, int]]) -> None:
    assert len({statuslist.index_of(f"{year}-{number:03}") for year, number in decisions}) == len(decisions)


def test_a_longer_list_moves_nothing() -> None:
    bits = statuslist.length([statuslist.index_of("2026-001"), statuslist.index_of("2026-5000")])
    assert bits == 131_072 * 8
    octets = statuslist.decoded(statuslist.encoded([174], bits))
    assert statuslist.is_set(octets, 174) and len(octets) * 8 == bits


@pytest.mark.parametrize("written", ["", "x", "u", "uAAAA", "mH4sIAAAA", "u" + "A" * 1000])
def test_what_is_no_list_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not a list"):
        statuslist.decoded(written)


def test_a_list_that_unpacks_without_end_is_refused() -> None:
    from base64 import urlsafe_b64encode

    bomb = urlsafe_b64encode(gzip.compress(bytes(200_000_000), 9)).decode().rstrip("=")
    with pytest.raises(ValueError, match="not a list"):
        statuslist.decoded("u" + bomb)


# --- What is not signed ---------------------------------------------------------------------------------------------


def test_two_credentials_with_one_index_are_refused_by_name(tmp_path: Path) -> None:
    other = OTHER.split("decisions:")[0] + "decisions:\n  - {id: 2026-0001, date: 2026-03-03, kind: approval}\n"
    register = held(tmp_path, *APPROVED, centres__x=other)
    with pytest.raises(NotSigned, match=r"2026-001 og 2026-0001") as refusal:
        credentials.refuse(register)
    assert "2026-001 and 2026-0001" in refusal.value.text.en


def test_a_clock_in_the_wrong_century_signs_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotSigned, match="Er klokken riktig"):
        credentials.refuse(held(tmp_path, *APPROVED, day=date(2126, 11, 24)))


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://registeret.example", "did:web:registeret.example"),
        ("https://nemnda.example/register", "did:web:nemnda.example:register"),
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000"),
    ],
)
def test_the_registers_name_follows_from_its_address_and_back(address: str, name: str) -> None:
    assert did_of(address) == name and site_url_of(name) == address


@pytest.mark.parametrize("name", ["", "did:key:z6Mk", "did:web:", "did:web:a%2Fb", "did:web:a%40b%3Fc", "did:web:[::1"])
def test_what_is_no_name_has_no_address(name: str) -> None:
    assert site_url_of(name) in (None, "https://") or did_of(site_url_of(name) or "") == name


def test_under_a_path_did_web_looks_elsewhere(tmp_path: Path) -> None:
    from dataclasses import replace

    from signing import SIGNER

    made = world(held(tmp_path, *APPROVED), replace(SIGNER, site_url="https://nemnda.example/register"))
    assert (
        made["https://nemnda.example/register/did.json"] == made["https://nemnda.example/register/.well-known/did.json"]
    )
    assert made[f"https://nemnda.example/register/api/v1/centres/{NUMBER}/credential.json"]["issuer"]["id"] == (
        "did:web:nemnda.example:register"
    )
