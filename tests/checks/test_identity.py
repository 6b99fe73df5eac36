"""Who a centre is: look-alike names, hosts that others share, places, and an approval that goes over to a new number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import support
from godkjent.checks import alike, rules, shared
from godkjent.register import records
from support import CENTRE, OTHER, SCHEME, make_registry

DAY = date(2026, 11, 24)
APPROVAL = "id: 2024-001, date: 2024-03-01, kind: approval"
APPROVED_ELSEWHERE = "id: 2025-002, date: 2025-02-03, kind: approval"
WENT = 'id: 2025-003, date: 2025-03-03, kind: transfer, successor: "310000175"'
CAME = 'id: 2025-004, date: 2025-03-03, kind: transfer, predecessor: "310000108"'
WARNING = "kind: warning, requirements: [tax], reason: {nb: Fordi.}"


def broken(folder: Path, **files: str) -> list[tuple[str, str]]:
    read = records.read(make_registry(folder / "registry", **files))
    return [(p.rule, p.message.nb) for p in rules.check(read, DAY) if p.rule not in ("report-missing", "name-alike")]


def decided(*decisions: str, source: str = CENTRE) -> str:
    return support.decided(*decisions, source=source.replace("  - {year: 2025", "  - {year: 2024"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EIg Svar AS", "Elg Svar AS"),
        ("Rask Modem", "Rask Modern AS"),
        ("Listıg Rev", "Listig Rev"),
        ("0slo Svar", "Oslo Svar"),
        ("SNILL ELG 1", "snill elg l"),
        ("Elg-Svar", "Elg Svar"),
        ("ÆrIig", "Ærlig"),
    ],
)
@pytest.mark.threat("T04")
def test_names_that_an_eye_takes_for_each_other_have_one_skeleton(one: str, other: str) -> None:
    assert alike.skeletons(one) & alike.skeletons(other)


@pytest.mark.parametrize(("one", "other"), [("Orn", "Ørn"), ("Elg", "Ulv"), ("Bla", "Blå"), ("Rev Svar", "Rev Salg")])
@pytest.mark.twin("T04")
def test_names_that_differ_to_the_eye_do_not(one: str, other: str) -> None:
    assert not alike.skeletons(one) & alike.skeletons(other)


def test_every_name_is_held_up_against_every_name_of_the_others_but_a_shared_brand(tmp_path: Path) -> None:
    former = CENTRE.replace("websites:", "former_names: [{name: Rask Hare Modern AS, until: 2023-05-01}]\nwebsites:")
    alike_name = OTHER.replace("Blid Elg Kundesenter AS", "Rask Hare Modem")
    assert [rule for rule, _ in broken(tmp_path / "a", centre=former, centres__x=alike_name)] == ["name-lookalike"]
    assert broken(tmp_path / "b", centre=CENTRE, centres__x=OTHER) == []  # both are «Ærlig Ørn Svar»


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("firma.github.io", True),
        ("firma.blogspot.com", True),
        ("facebook.com", True),
        ("m.facebook.com", True),
        ("firma.wixsite.com", True),
        ("firma.no", False),
        ("svar.firma.no", False),
        ("notfacebook.com", False),
        ("firma.kommune.no", False),
        ("firma.example", False),
    ],
)
def test_a_host_that_others_have_parts_of(host: str, expected: bool) -> None:
    assert shared.shared(host) is expected


@pytest.mark.parametrize(
    ("postcode", "county", "sound"),
    [("9170", "Svalbard", True), ("8099", "Jan Mayen", True), ("9170", "Troms", False), ("0155", "Svalbard", False)],
)
def test_places_in_no_county_go_by_their_own_names(tmp_path: Path, postcode: str, county: str, sound: bool) -> None:
    there = CENTRE.replace('"0155"', f'"{postcode}"').replace("county: Oslo", f"county: {county}")
    assert [rule for rule, _ in broken(tmp_path, centre=there)] == ([] if sound else ["county-postcode"])


def test_a_number_may_be_the_centres_from_a_day_to_come(tmp_path: Path) -> None:
    planned = CENTRE.replace('"+47 30 12 34 56",', '"+47 30 12 34 56", since: 2027-01-01,')
    assert broken(tmp_path, centre=planned) == []


@pytest.mark.parametrize("number", ["000000000", "999999999", "310000108", "200000004"])
def test_test_numbers_end_with_the_demonstration(tmp_path: Path, number: str) -> None:
    real = CENTRE.replace("Listig Rev", "Et Virkelig").replace("310000108", number).replace(".example", ".invented")
    real = real.replace("30 12 34 56", "22 33 44 55").replace("20 00 00", "22 00 00")
    found = broken(tmp_path, centre=real, scheme=SCHEME.replace("demonstration: true", "demonstration: false"))
    assert "test-organisation-number" in [rule for rule, _ in found]


def test_former_numbers_and_branches_are_nobody_elses(tmp_path: Path) -> None:
    known = CENTRE.replace(
        "trade_names:",
        'former_organisation_numbers: [{number: "310000302", until: 2022-01-01}]\nbranches: ["310000310"]\ntrade_names:',
    )
    assert broken(tmp_path / "a", centre=known) == []
    for number in ("310000302", "310000310"):
        other = OTHER.replace("310000175", number)
        assert [r for r, _ in broken(tmp_path / number, centre=known, centres__x=other)] == [
            "organisation-number-twice"
        ]
    wrong = known.replace("310000310", "310000311")
    assert [r for r, _ in broken(tmp_path / "c", centre=wrong)] == ["organisation-number"]


def test_a_transfer_that_both_files_carry_is_sound(tmp_path: Path) -> None:
    new = decided(f"{CAME}, valid_until: 2027-03-01", source=OTHER)
    assert broken(tmp_path / "a", centre=decided(APPROVAL, WENT), centres__x=new) == []
    merged = decided(APPROVED_ELSEWHERE, CAME, source=OTHER)
    assert broken(tmp_path / "b", centre=decided(APPROVAL, WENT), centres__x=merged) == []


def test_the_numbers_go_with_the_approval(tmp_path: Path) -> None:
    new = decided(f"{CAME}, valid_until: 2027-03-01", source=OTHER)
    taken = new.replace('"+47 30 12 34 57",', '"+47 30 12 34 56", since: 2025-03-03,')
    early = new.replace('"+47 30 12 34 57",', '"+47 30 12 34 56", since: 2025-03-02,')
    assert broken(tmp_path / "a", centre=decided(APPROVAL, WENT), centres__x=taken) == []
    assert [r for r, _ in broken(tmp_path / "b", centre=decided(APPROVAL, WENT), centres__x=early)] == [
        "phone-number-twice"
    ]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ((APPROVAL, WENT), (APPROVED_ELSEWHERE,), "det senteret har ikke vedtaket"),
        ((APPROVAL,), (f"{CAME}, valid_until: 2027-03-01",), "det senteret har ikke vedtaket"),
        ((APPROVAL, WENT), (f"{CAME}, effective: 2025-03-04, valid_until: 2027-03-01",), "dagene er ikke de samme"),
        ((APPROVAL, WENT), (f"{CAME}, valid_until: 2027-02-28",), "den slutter 1. mars 2027"),
        ((APPROVAL, WENT), (APPROVED_ELSEWHERE, f"{CAME}, valid_until: 2027-03-01"), "beholder sin egen periode"),
        (
            (APPROVAL, f"id: 2024-009, date: 2024-06-03, {WARNING}", WENT),
            (f"{CAME}, valid_until: 2027-03-01",),
            "er ikke ført på det nye senteret samme dag",
        ),
    ],
)
def test_the_two_sides_of_a_transfer_agree(tmp_path: Path, old: tuple[str], new: tuple[str], why: str) -> None:
    found = broken(tmp_path, centre=decided(*old), centres__x=decided(*new, source=OTHER))
    assert "transfer-other-side" in {rule for rule, _ in found} and any(why in words for _, words in found)


def test_a_sanction_follows_the_approval(tmp_path: Path) -> None:
    old = decided(APPROVAL, f"id: 2024-009, date: 2024-06-03, {WARNING}", WENT)
    new = decided(f"{CAME}, valid_until: 2027-03-01", f"id: 2025-005, date: 2025-03-03, {WARNING}", source=OTHER)
    assert broken(tmp_path, centre=old, centres__x=new) == []


def test_an_approval_does_not_go_in_a_circle(tmp_path: Path) -> None:
    back = 'id: 2025-006, date: 2025-06-02, kind: transfer, predecessor: "310000175", valid_until: 2027-03-01'
    old = decided(APPROVAL, WENT, back)
    onward = 'id: 2025-007, date: 2025-06-02, kind: transfer, successor: "310000108"'
    new = decided(f"{CAME}, valid_until: 2027-03-01", onward, source=OTHER)
    found = broken(tmp_path, centre=old, centres__x=new)
    assert any("går da i ring" in words for _, words in found)
