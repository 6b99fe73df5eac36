"""The demonstration register: one command makes it, it has its known shape, and nothing in it is real.

The YAML is looked at as text here, by plain patterns, so that a fault in the reader or in the checks cannot hide one.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

import demo_register as demo
from godkjent.checks import rules
from godkjent.register import records
from godkjent.register.demonstration import ADJECTIVES, ANIMALS
from godkjent.register.lifecycle import history, state_on
from godkjent.register.model import Centre, Kind, Status
from starter import started
from support import ROOT, demonstrated, demonstration

SHAPE = {"approved": 33, "warned": 1, "applicant": 1, "withdrawn": 4, "suspended": 1, "expired": 1, "rejected": 1}
CENTRES = sorted((demonstration() / "centres").glob("*.yaml"))
TEXTS = {path.stem: path.read_text("utf-8") for path in CENTRES}


@pytest.fixture(scope="module")
def centres() -> tuple[Centre, ...]:
    return demonstrated().centres


def statuses(centres: tuple[Centre, ...], day: date) -> Counter[str]:
    return Counter(str(state_on(c.decisions, day).status) for c in centres)


def kinds(centre: Centre) -> list[Kind]:
    return [d.kind for d in centre.decisions]


# --- The script -----------------------------------------------------------------------------------------------


def command(into: Path, *more: str) -> subprocess.CompletedProcess[str]:
    asked = [sys.executable, "scripts/demo_register.py", "--into", str(into), *more]
    return started(*asked)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_one_command_fills_an_empty_register_and_again_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        done = command(tmp_path / "registry")
        assert (done.returncode, done.stderr) == (0, "")
        made = contents(tmp_path / "registry")
        records_made = {path: content for path, content in made.items() if not path.startswith("schemas/")}
        assert records_made == {path: text.encode() for path, text in demo.demo_register().items()}
    assert rules.check(records.read(tmp_path / "registry"), demo.LAST_DAY) == ()


OWN = "decisions:\n  - id: 2026-001\n"


@pytest.mark.parametrize(
    ("path", "text", "sentence"),
    [
        ("centres/egen.yaml", OWN, "er ikke tom: centres/egen.yaml ville bli borte"),
        ("requirements.yaml", "requirements: []\n", "er ikke tom: requirements.yaml ville bli borte"),
        ("scheme.yaml", "demonstration: false\n", "er ikke en demonstrasjon lenger"),
        ("scheme.yaml", "dette er ødelagt: [", "er ikke en demonstrasjon lenger"),
        ("keys.yaml", "keys: []\n", "er ikke tom: keys.yaml ville bli borte"),
    ],
)
def test_what_stands_there_is_not_written_over(tmp_path: Path, path: str, text: str, sentence: str) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(text, "utf-8")
    done = command(tmp_path)
    assert done.returncode == 1 and sentence in done.stderr and "Ingenting er rørt." in done.stderr
    assert contents(tmp_path) == {path: text.encode()}


def test_a_demonstration_may_be_made_anew_but_never_over_a_real_register(tmp_path: Path) -> None:
    assert command(tmp_path).returncode == 0
    (tmp_path / "centres" / "egen.yaml").write_text(OWN, "utf-8")
    assert command(tmp_path, "--replace").returncode == 0
    assert not (tmp_path / "centres" / "egen.yaml").exists()
    scheme = (tmp_path / "scheme.yaml").read_text("utf-8")
    (tmp_path / "scheme.yaml").write_text(scheme.replace("demonstration: true", "demonstration: false"), "utf-8")
    assert command(tmp_path, "--replace").returncode == 1


def test_every_approval_lasts_through_the_winter(centres: tuple[Centre, ...]) -> None:
    held = statuses(centres, date(2027, 3, 31))
    assert held["approved"] + held["warned"] == 34


def fingerprint(hash_seed: str, *options: str) -> str:
    """Of all that a fresh process makes, in its own order."""
    code = (
        "import hashlib, sys; sys.path.insert(0, 'scripts'); from demo_register import demo_register;"
        f"print(hashlib.sha256(repr(demo_register({', '.join(options)})).encode()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_same_seed_gives_the_same_bytes_in_any_process() -> None:
    own = hashlib.sha256(repr(demo.demo_register(60, seed=3)).encode()).hexdigest()
    assert {fingerprint(seed, "60", "seed=3") for seed in ("0", "1", "4711")} == {own}
    assert fingerprint("0", "60", "seed=4") != own


@pytest.mark.parametrize(("number", "seed"), [(1, 7), (7, 7), (300, 7), (43, 1), (42, 12345)])
def test_registers_of_any_size_and_seed_pass_every_check(tmp_path: Path, number: int, seed: int) -> None:
    demo.write(demo.demo_register(number, seed=seed), tmp_path)
    read = records.read(tmp_path)
    told = rules.check(read, demo.LAST_DAY)
    assert [
        p for p in told if p.rule != "name-lookalike"
    ] == []  # there are fewer pairs of words than large registers need
    held = read.register(demo.LAST_DAY)
    assert len(held.centres) == len({c.name for c in held.centres}) == number
    if number >= 300:
        share = {status: count / number for status, count in statuses(held.centres, demo.LAST_DAY).items()}
        assert share == pytest.approx({status: count / 42 for status, count in SHAPE.items()}, abs=0.01)


def test_a_hundred_thousand_centres_have_a_number_a_name_and_an_address_each() -> None:
    """The makers alone: a register of that size is for the benchmark."""
    for seed in (7, 1, 2):
        names = demo._names(seed)
        assert len({demo._slug(next(names)) for _ in range(demo.LARGEST)}) == demo.LARGEST
    numbers = demo._organisation_numbers()
    assert len({next(numbers) for _ in range(demo.LARGEST)}) == demo.LARGEST
    taken = 0
    for phones in sorted(demo._phones(demo.LARGEST), key=lambda p: p.first):
        ends = [
            int(n.removeprefix("+47").replace(" ", ""))
            for n in (phones.single(0), phones.single(1), *phones.span(1000))
        ]
        assert taken < ends[0] < ends[1] < ends[2] < ends[3] < phones.first + phones.size
        assert phones.first // 1_000_000 in (20, 30, 50, 60) and phones.first // 1_000_000 == ends[3] // 1_000_000
        taken = phones.first + phones.size - 1


def test_an_earlier_day_has_nothing_later_in_it(tmp_path: Path) -> None:
    day = date(2024, 2, 29)
    demo.write(demo.demo_register(last_day=day), tmp_path)
    read = records.read(tmp_path)
    assert rules.check(read, day) == ()
    assert statuses(read.register(day).centres, day) == SHAPE


def test_writing_again_leaves_nothing_behind_and_touches_nothing_else(tmp_path: Path) -> None:
    demo.write(demo.demo_register(5), tmp_path)
    (tmp_path / "centres" / "notat.txt").write_text("mitt", "utf-8")
    (tmp_path / "mitt.yaml").write_text("mitt", "utf-8")
    demo.write(demo.demo_register(3), tmp_path)
    assert len(list((tmp_path / "centres").glob("*.yaml"))) == 3
    assert (tmp_path / "centres" / "notat.txt").exists() and (tmp_path / "mitt.yaml").exists()


@pytest.mark.parametrize("number", ["0", "100001", "mange", "-3"])
def test_a_number_of_centres_that_cannot_be_made_is_wrong_use(number: str, tmp_path: Path) -> None:
    command = [sys.executable, "scripts/demo_register.py", "--centres", number, "--into", str(tmp_path / "x")]
    done = started(*command)
    assert done.returncode == 2 and "--centres" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        ("2024-03-28", True),
        ("2024-03-29", True),
        ("2024-04-01", True),
        ("2024-04-02", False),
        ("2024-05-09", True),
        ("2024-05-17", True),
        ("2024-05-20", True),
        ("2025-12-24", True),
        ("2026-04-06", True),
        ("2011-04-25", True),
        ("2049-04-19", True),
        ("2026-11-24", False),
    ],
)
def test_holidays(day: str, holiday: bool) -> None:
    assert demo._holiday(date.fromisoformat(day)) is holiday


# --- The shape ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-24", "2026-12-31", "2027-03-31"])
def test_the_register_has_its_known_shape_and_keeps_it(centres: tuple[Centre, ...], day: str) -> None:
    assert len(CENTRES) == 42
    assert statuses(centres, date.fromisoformat(day)) == SHAPE


def test_some_approvals_run_out_during_the_next_year(centres: tuple[Centre, ...]) -> None:
    approved = [state_on(c.decisions, demo.LAST_DAY) for c in centres]
    ends = sorted(s.valid_until for s in approved if s.status in (Status.APPROVED, Status.WARNED) and s.valid_until)
    assert date(2027, 4, 1) <= ends[0] <= date(2027, 5, 15)
    assert 4 <= sum(end.year == 2027 for end in ends) <= 10


def test_what_sets_single_centres_apart(centres: tuple[Centre, ...]) -> None:
    every = Counter(kind for c in centres for kind in kinds(c))
    assert not every.keys() & {Kind.REVOCATION, Kind.APPEAL, Kind.APPEAL_RULING, Kind.CORRECTION}
    assert (every[Kind.WARNING], every[Kind.SUSPENSION], every[Kind.SUSPENSION_LIFTED], every[Kind.REJECTION]) == (
        1,
        2,
        1,
        1,
    )
    (warning,) = [d for c in centres for d in c.decisions if d.kind is Kind.WARNING]
    assert warning.deadline and warning.deadline > demo.LAST_DAY and warning.requirements
    (lifted,) = [d for c in centres for d in c.decisions if d.kind is Kind.SUSPENSION_LIFTED]
    assert demo.LAST_DAY - timedelta(3 * 365) < lifted.date
    assert sum(kinds(c)[0] is Kind.APPROVAL for c in centres) >= 3  # taken in from the older list
    assert sum(kinds(c).count(Kind.APPROVAL) == 2 and Kind.WITHDRAWAL in kinds(c) for c in centres) == 1
    assert sum(c.decisions[0].date.year <= 2012 and kinds(c).count(Kind.RENEWAL) >= 4 for c in centres) >= 2


def test_one_approval_lapsed_and_was_renewed_within_the_grace_time(centres: tuple[Centre, ...]) -> None:
    pasts = [[state.status for state in history(c.decisions) if state.start <= demo.LAST_DAY] for c in centres]
    lapsed = [past for past in pasts if (Status.EXPIRED, Status.APPROVED) in pairwise(past)]
    assert len(lapsed) == 1
    (expired,) = [c for c, past in zip(centres, pasts, strict=True) if past[-1] is Status.EXPIRED]
    assert demo.LAST_DAY - state_on(expired.decisions, demo.LAST_DAY).start > timedelta(90)


def test_decision_numbers_run_through_each_year_in_order_of_date(centres: tuple[Centre, ...]) -> None:
    decisions = sorted((d.id, d.date) for c in centres for d in c.decisions)
    assert [day for _, day in decisions] == sorted(day for _, day in decisions)
    for year, count in Counter(number[:4] for number, _ in decisions).items():
        numbers = [number for number, _ in decisions if number.startswith(year)]
        assert numbers == [f"{year}-{n:03}" for n in range(1, count + 1)]


def test_reasons_are_there_in_three_languages_where_a_kind_needs_one(centres: tuple[Centre, ...]) -> None:
    severe = [d for c in centres for d in c.decisions if d.kind in (Kind.WARNING, Kind.SUSPENSION, Kind.REJECTION)]
    assert len(severe) == 4
    for decision in severe:
        assert (
            decision.requirements
            and decision.reason
            and all((decision.reason.nb, decision.reason.en, decision.reason.nn))
        )
        assert decision.kind is not Kind.SUSPENSION or decision.remedy


def test_the_board_meets_on_working_days_and_nothing_is_later_than_the_last_day(centres: tuple[Centre, ...]) -> None:
    for decision in (d for c in centres for d in c.decisions):
        assert date(2009, 1, 1) < decision.date <= demo.LAST_DAY
        assert decision.date.weekday() < 5 and not demo._holiday(decision.date)


def test_reports_fit_together(centres: tuple[Centre, ...]) -> None:
    for centre in centres:
        years = [r.year for r in centre.annual_reports]
        assert years == sorted(set(years)) and len(years) <= 5 and all(year <= 2025 for year in years)
        for r in centre.annual_reports:
            assert r.calls_answered < r.calls_connected and r.complaints_upheld <= r.complaints_received
            assert r.complaints_received <= r.calls_connected * 120 / 100_000
    approved = [c for c in centres if state_on(c.decisions, demo.LAST_DAY).status is Status.APPROVED]
    for centre in approved:
        since = next(d.date.year for d in centre.decisions if d.kind is Kind.APPROVAL)
        assert since > 2025 or centre.annual_reports[-1].year == 2025


def test_the_register_shows_what_there_is_to_show(centres: tuple[Centre, ...]) -> None:
    assert len({c.address.county for c in centres}) == 15
    assert {d for c in centres for d in c.directions} == {"outbound", "inbound"}
    assert min(c.seats or 0 for c in centres) <= 8 and max(c.seats or 0 for c in centres) == 400
    sizes = [int(n.last) - int(n.first) + 1 for c in centres for n in c.phone_numbers]
    assert {1, 10, 1000} <= set(sizes) and any(len(n.first) == 5 for c in centres for n in c.phone_numbers)
    assert sum(1 <= len(c.phone_numbers) <= 4 for c in centres) == 42
    assert max(len(c.name) for c in centres) > 50
    others = " ".join(n for c in centres for n in (c.name, *c.trade_names, *(f.name for f in c.former_names)))
    assert set("æøåÆØÅ") <= set(others)
    beginnings = Counter(tuple(c.name.split()[:2]) for c in centres)
    assert sum(count > 1 for count in beginnings.values()) >= 3  # names that are easily taken for each other


def test_numbers_are_used_as_the_centre_works(centres: tuple[Centre, ...]) -> None:
    for centre in centres:
        used = {use for n in centre.phone_numbers for use in n.use}
        assert "inbound" in used  # somebody can always be called back
        assert "outbound" in centre.directions or "outbound" not in used


# --- Nothing in it is real: the text itself, by plain patterns ------------------------------------------------------


def test_nothing_belongs_to_anybody() -> None:
    for text in TEXTS.values():
        (number,) = re.findall(r'^organisation_number: "(\d+)"$', text, re.M)
        total = sum(int(digit) * factor for digit, factor in zip(number, (3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True))
        assert number[0] == "3" and total % 11 == 0
        phones = [
            digits.replace(" ", "") for digits in re.findall(r'"(?:\+47 )?([0-9 ]{5,})"', text) if digits != number
        ]
        assert phones and all(re.fullmatch(r"(20|30|50|60)\d{6}|01\d{3}", digits) for digits in phones)
        hosts = re.findall(r"(?:https?://|@)([^\s,\]/]+)", text)
        assert hosts and all(re.fullmatch(r"[a-z0-9-]+\.example", host) for host in hosts)
        assert set(re.findall(r"^email: (\w+)@", text, re.M)) <= {"post", "kundeservice"}


def test_every_name_is_an_adjective_and_an_animal() -> None:
    for slug, text in TEXTS.items():
        names = re.findall(r"\bname: ([^,}\n]+)", text)
        for key in ("trade_names", "calls_on_behalf_of"):
            names += [name for found in re.findall(rf"^{key}: \[(.+)\]$", text, re.M) for name in found.split(", ")]
        invented = re.compile(rf"({'|'.join(ADJECTIVES)}) ({'|'.join(ANIMALS)})( [A-ZÆØÅa-zæøå]+)+")
        assert names and all(invented.fullmatch(name) for name in names)
        plain = names[0].lower().translate({ord("æ"): "ae", ord("ø"): "o", ord("å"): "a", ord(" "): "-"})
        assert slug == plain


def test_organisation_and_telephone_numbers_are_distinct() -> None:
    taken: list[tuple[int, int]] = []
    for text in TEXTS.values():
        for first, last in re.findall(
            r'(?:number|from): "(?:\+47 )?([0-9 ]+)"(?:, to: "\+47 ([0-9 ]+)")?', text.split("phone_numbers:")[1]
        ):
            ends = [int(digits.replace(" ", "")) for digits in (first, last or first)]
            taken.append((ends[0], ends[1]))
    taken.sort()
    assert len(taken) > 80
    assert all(before[1] < after[0] for before, after in pairwise(taken))


def test_the_file_looks_as_a_person_would_write_it() -> None:
    for text in TEXTS.values():
        lines = text.split("\n")
        assert (
            lines[0] == "# yaml-language-server: $schema=../schemas/centre.schema.json" and lines[-1] == "" != lines[-2]
        )
        assert max(map(len, lines)) <= 116 and not any(line != line.rstrip() for line in lines)
        keys = re.findall(r"^(\w+):", text, re.M)
        assert keys == [key for key in (*demo._KEYS, "decisions") if key in keys] and keys[-1] == "decisions"
        loaded = yaml.safe_load(text)  # another reader, with all of YAML 1.1's traps, reads the same text
        assert isinstance(loaded["organisation_number"], str) and isinstance(loaded["address"]["postcode"], str)
        assert all(isinstance(value, str) for key in ("services", "languages", "channels") for value in loaded[key])


def test_real_figures_have_a_source_and_the_others_say_that_they_are_invented() -> None:
    files = {path.stem: path.read_text("utf-8") for path in (demonstration() / "statistics").glob("*.yaml")}
    assert sorted(files) == [str(year) for year in range(2018, 2026)]
    assert "complaints_received: 1546\n" in files["2018"] and "complaints_received: 959\n" in files["2019"]
    for year, text in files.items():
        real = year in ("2018", "2019")
        assert ("source: https://" in text) is real and ("invented: true" in text) is not real
        assert text.startswith("# yaml-language-server: $schema=../schemas/statistics.schema.json\n")


def test_every_requirement_is_in_three_languages_with_its_source() -> None:
    held = demonstrated().requirements
    assert len(held) == 10
    for requirement in held:
        for text in (requirement.title, requirement.description):
            assert text.nb and text.en and text.nn and text.en != text.nb
        assert requirement.source and requirement.source.startswith("https://godkjentcallcenter.custompublish.com/")
