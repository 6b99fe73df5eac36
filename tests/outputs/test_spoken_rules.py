"""One list of answers and of the rules they break, judged by `check` and by the editing page: for a demonstration and for real."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from godkjent.checks import rules
from godkjent.outputs import edit_page
from godkjent.register import records
from godkjent.register.problems import Level
from support import CENTRE, SCHEME, built, make_registry, node

AS_OF = "2026-11-24"
REAL_SCHEME = SCHEME.replace("demonstration: true", "demonstration: false")
REAL = (
    CENTRE.replace("Listig Rev", "Et Virkelig")
    .replace("Ærlig Ørn", "Virkelig")
    .replace("310000108", "923609016")
    .replace(".example", ".no")
    .replace("30 12 34 56", "22 33 44 55")
    .replace("20 00 00 00", "22 00 00 00")
    .replace("20 00 00 99", "22 00 00 99")
)
DEMONSTRATION, PUBLIC = "demonstration", "public"
SLUG = {DEMONSTRATION: "listig-rev", PUBLIC: "listig-rev"}
NEW: dict[str, dict[str, Any]] = {
    DEMONSTRATION: {
        "name": "Blid Elg Svar AS",
        "organisation_number": "310000175",
        "websites": "https://blid-elg.example",
        "email": "post@blid-elg.example",
        "phone_numbers": "60 99 88 77",
    },
    PUBLIC: {
        "name": "Et Annet Svarsenter AS",
        "organisation_number": "974760673",
        "websites": "https://annet-svarsenter.no",
        "email": "post@annet-svarsenter.no",
        "phone_numbers": "23 99 88 77",
    },
}
for _answers in NEW.values():
    _answers |= {"street": "Storgata 1", "postcode": "0155", "city": "Oslo", "county": "Oslo", "kind": "approval"}
    _answers |= {"directions": ["outbound"], "services": ["sales"], "channels": ["phone"], "sectors": []}
    _answers |= {"languages": ["nb"], "seats": "12", "date": AS_OF, "trade_names": "", "calls_on_behalf_of": ""}
SUSPEND = {"kind": "suspension", "date": AS_OF, "requirements": ["tax"], "reason_nb": "Fordi.", "remedy_nb": "Betal."}
BOTH = (DEMONSTRATION, PUBLIC)
CASES: list[tuple[tuple[str, ...], str, dict[str, Any], set[str]]] = [
    # for which register, the act, what is answered besides what is sound, and the rules that it breaks
    (BOTH, "ny", {}, set()),
    ((DEMONSTRATION,), "ny", {"organisation_number": "310000176"}, {"organisation-number"}),
    ((PUBLIC,), "ny", {"organisation_number": "974760674"}, {"organisation-number"}),
    ((DEMONSTRATION,), "ny", {"organisation_number": "310000108"}, {"organisation-number-twice"}),
    ((PUBLIC,), "ny", {"organisation_number": "923609016"}, {"organisation-number-twice"}),
    ((DEMONSTRATION,), "ny", {"organisation_number": "974760673"}, {"demonstration-organisation-number"}),
    ((PUBLIC,), "ny", {"organisation_number": "310000175"}, {"test-organisation-number"}),
    ((DEMONSTRATION,), "ny", {"phone_numbers": "22 33 44 66"}, {"demonstration-phone-number"}),
    ((DEMONSTRATION,), "ny", {"phone_numbers": "04800"}, {"demonstration-phone-number"}),
    ((DEMONSTRATION,), "ny", {"phone_numbers": "01234"}, set()),
    ((PUBLIC,), "ny", {"phone_numbers": "30 12 34 56"}, {"phone-number"}),
    ((PUBLIC,), "ny", {"phone_numbers": "20 00 00 00"}, {"phone-number"}),
    ((PUBLIC,), "ny", {"phone_numbers": "01234"}, {"phone-number"}),
    ((PUBLIC,), "ny", {"phone_numbers": "04800, 800 12 345, 901 01 001"}, set()),
    ((DEMONSTRATION,), "ny", {"phone_numbers": "60 99 00 99–60 99 00 00"}, {"phone-range"}),
    ((DEMONSTRATION,), "ny", {"phone_numbers": "60 99 00 00–60 99 99 99"}, set()),
    ((DEMONSTRATION,), "ny", {"phone_numbers": "60 99 00 00–60 00 00 00"}, {"phone-range"}),
    ((DEMONSTRATION,), "ny", {"phone_numbers": "60 10 00 00–60 11 00 00"}, {"phone-range"}),
    ((PUBLIC,), "ny", {"phone_numbers": "23 99 00 99–23 99 00 00"}, {"phone-range"}),
    ((PUBLIC,), "ny", {"phone_numbers": "23 10 00 00–23 11 00 00"}, {"phone-range"}),
    ((PUBLIC,), "ny", {"phone_numbers": "02345–23 11 00 00"}, {"phone-range"}),
    ((DEMONSTRATION,), "ny", {"name": "Hansen Svar AS"}, {"demonstration-name"}),
    ((DEMONSTRATION,), "ny", {"trade_names": "Hansen Svar"}, {"demonstration-name"}),
    ((DEMONSTRATION,), "ny", {"websites": "https://firma.no"}, {"demonstration-domain"}),
    ((DEMONSTRATION,), "ny", {"email": "post@firma.no"}, {"demonstration-domain"}),
    ((PUBLIC,), "ny", {"websites": "https://firma.example"}, {"test-domain"}),
    ((PUBLIC,), "ny", {"email": "post@www.example.com"}, {"test-domain"}),
    ((PUBLIC,), "ny", {"name": "Sjekk"}, {"slug"}),
    ((PUBLIC,), "ny", {"name": "Sammenlign"}, {"slug"}),
    (BOTH, "ny", {"street": "Storg\u0430ta 1"}, {"text-characters"}),
    (BOTH, "ny", {"city": "Os\u200blo"}, {"text-characters"}),
    (BOTH, "ny", {"date": "2026-11-25"}, {"date-in-future"}),
    (BOTH, "ny", {"valid_until": "2031-01-01"}, {"validity-too-long"}),
    (BOTH, "suspender", {}, set()),
    (BOTH, "suspender", {"date": "2025-03-01"}, {"decision-order"}),
    (BOTH, "suspender", {"effective": "2026-11-01"}, {"decision-dates"}),
    (BOTH, "suspender", {"deadline": "2026-11-01"}, {"decision-dates"}),
    (BOTH, "suspender", {"requirements": ["tax", "tull"]}, {"requirement-unknown"}),
    (BOTH, "suspender", {"effective": "2027-06-01"}, {"lifecycle"}),
    (BOTH, "suspender", {"reason_nb": "Gjelder fødselsnummer 010190 12345."}, {"private"}),
    (BOTH, "overfor", {"successor": "own"}, {"transfer-sides"}),
]
ANSWERS = {
    "suspender": SUSPEND,
    "overfor": {"kind": "transfer", "date": AS_OF, "reason_nb": "Ny eier."},
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("spoken")
    later = "  - {id: 2025-001, date: 2025-03-03, kind: follow_up}\n"
    return {
        DEMONSTRATION: make_registry(folder / "demonstration" / "registry", centre=CENTRE + later),
        PUBLIC: make_registry(folder / "public" / "registry", centre=REAL + later, scheme=REAL_SCHEME),
    }


@pytest.fixture(scope="module")
def judged(folders: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Any, set[str], set[str]]]:
    """Each case with what the page says, and what `check` says of the file that the page would write."""
    found = []
    for name, folder in folders.items():
        site = built(tmp_path_factory.mktemp(name) / "out", registry=folder, AS_OF=AS_OF)
        cases = [case for case in CASES if name in case[0]]
        given = [asked(name, folder, act, more) for _, act, more, _ in cases]
        done = node("tests/propose.mjs", given=json.dumps({"site": str(site), "cases": given}))
        assert done.returncode == 0, done.stderr
        for case, made in zip(cases, json.loads(done.stdout), strict=True):
            page = {fault.get("rule") or str(fault) for fault in made["faults"]}
            found.append(((name, case), page, checked(folder, made)))
    return found


def asked(name: str, folder: Path, act: str, more: dict[str, Any]) -> dict[str, Any]:
    if act == "ny":
        return {"act": act, "centre": None, "answers": {**NEW[name], **more}}
    if more.get("successor") == "own":
        more = {"successor": records.read(folder).of_kind("centre")[0].get("organisation_number")}
    return {"act": act, "centre": SLUG[name], "answers": {**ANSWERS[act], **more}}


def checked(folder: Path, made: dict[str, Any]) -> set[str]:
    """The rules that the registry breaks with the file as the page would write it."""
    path = folder / "centres" / made["file"]
    before = path.read_bytes() if path.exists() else None
    path.write_bytes((b"" if made.get("whole") else before or b"") + made["written"].encode())
    try:
        found = rules.check(records.read(folder), date.fromisoformat(AS_OF))
        return {p.rule for p in found if p.level is Level.ERROR}
    finally:
        path.unlink() if before is None else path.write_bytes(before)


def test_the_page_and_check_find_the_same_rules_broken(judged: list[tuple[Any, set[str], set[str]]]) -> None:
    wrong = [
        (name, act, more, {"page": page, "check": check, "expected": expected})
        for (name, (_, act, more, expected)), page, check in judged
        if page != expected or check - edit_page.UNSPOKEN.keys() != expected
    ]
    assert "\n".join(map(str, wrong)) == ""


def test_every_rule_is_spoken_by_the_page_or_says_why_not() -> None:
    stopping = {rule.id for rule in rules.RULES if "centre" in rule.kinds and rule.level is Level.ERROR}
    assert stopping == edit_page.SPOKEN | edit_page.UNSPOKEN.keys()
    assert not edit_page.SPOKEN & edit_page.UNSPOKEN.keys() and all(edit_page.UNSPOKEN.values())


def test_every_spoken_rule_is_in_the_list() -> None:
    assert {rule for _, _, _, expected in CASES for rule in expected} == edit_page.SPOKEN
