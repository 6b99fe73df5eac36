"""The table of pages: what the report of a change names is what a build changes, shown by the bytes of two builds."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from string import Template

import pytest
from stdnum.no import orgnr

from godkjent import addresses
from godkjent.outputs.change_report import Side, page_changes
from godkjent.register import records
from godkjent.register.demonstration import ADJECTIVES, ANIMALS
from godkjent.register.model import Kind
from support import CENTRE, SCHEME, built, make_registry

DAY = date(2026, 11, 24)
SAID = "requirements: [tax], reason: {nb: Fordi., en: Because.}"
APPLIED = "date: 2024-01-08, kind: application"
APPROVED = "date: 2024-03-01, kind: approval"
REJECTED = f"date: 2024-03-01, kind: rejection, {SAID}"
WARNED = f"date: 2025-05-05, kind: warning, {SAID}"
SUSPENDED = f"date: 2025-05-05, kind: suspension, {SAID}, remedy: {{nb: Rett det.}}"
APPEALED = "date: 2025-05-15, kind: appeal, concerns: $second, reason: {nb: Uenig.}"
NOW = "date: 2026-11-20, kind: "
ACTS: dict[Kind, tuple[list[str], str]] = {
    # kind: (what the centre's history is, what the act adds)
    Kind.APPLICATION: ([APPLIED, REJECTED], NOW + "application"),
    Kind.INFORMATION_REQUESTED: ([APPLIED], NOW + "information_requested, reason: {nb: Mer.}"),
    Kind.APPROVAL: ([APPLIED], NOW + "approval"),
    Kind.REJECTION: ([APPLIED], NOW + f"rejection, {SAID}"),
    Kind.FOLLOW_UP: ([APPROVED], NOW + "follow_up"),
    Kind.RENEWAL: ([APPROVED], NOW + "renewal"),
    Kind.WARNING: ([APPROVED], NOW + f"warning, {SAID}, deadline: 2026-12-24"),
    Kind.WARNING_LIFTED: ([APPROVED, WARNED], NOW + "warning_lifted, reason: {nb: Rettet.}"),
    Kind.SUSPENSION: ([APPROVED], NOW + f"suspension, {SAID}, remedy: {{nb: Rett det.}}"),
    Kind.SUSPENSION_LIFTED: ([APPROVED, SUSPENDED], NOW + "suspension_lifted, reason: {nb: Rettet.}"),
    Kind.REVOCATION: ([APPROVED], NOW + f"revocation, {SAID}"),
    Kind.WITHDRAWAL: ([APPROVED], NOW + "withdrawal"),
    Kind.APPEAL: ([APPROVED, WARNED], NOW + "appeal, concerns: $second, reason: {nb: Uenig.}"),
    Kind.APPEAL_RULING: (
        [APPROVED, WARNED, APPEALED],
        NOW + "appeal_ruling, concerns: $third, outcome: overturned, reason: {nb: Medhold.}",
    ),
    Kind.CORRECTION: (
        [APPROVED, WARNED],
        NOW + "correction, concerns: $second, reason: {nb: Feil dag.}, change: {date: 2025-05-06}",
    ),
    Kind.TRANSFER: ([APPROVED], NOW + 'transfer, successor: "$other"'),
}
DETAILS = {
    "email: post@": "email: svar@",
    "street: Storgata 1": "street: Storgata 2",
    "languages: [nb]": "languages: [nb, en]",
    "use: [inbound]}": "use: [inbound]}\n  - {number: '$phone', use: [outbound]}",
    "complaints_upheld: 1": "complaints_upheld: 2",
    "trade_names: [Ærlig Ørn Svar]": "trade_names: [Ærlig Ørn Svar, Munter Mår Svar]",
}
"""What is put right of a centre's details, one centre for each."""
NAMES = [f"{adjective} {animal}" for adjective in ADJECTIVES[4:12] for animal in ANIMALS[4:12]]
NUMBERS = [n for n in (f"31{i:07}" for i in range(10_000)) if orgnr.is_valid(n)]


def text_of(n: int, history: list[str]) -> str:
    """The `n`th centre, with numbers of its own, and its decisions."""
    name, number = NAMES[n], NUMBERS[n]
    head = CENTRE.split("decisions:")[0].replace("Listig Rev", name).replace("310000108", number)
    head = head.replace("30 12 34 56", f"30 12 34 {n:02}").replace("20 00 00", f"20 00 {n:02}")
    head = head.replace("listig-rev.example", f"senter-{n}.example").replace("Ærlig Ørn Svar", f"Ærlig Ørn {n} Svar")
    told = [Template(d).substitute(numbers(n)) for d in history]
    return head + "decisions:\n" + "".join(f"  - {{id: {d[6:10]}-{n}{i}, {d}}}\n" for i, d in enumerate(told, 10))


def numbers(n: int) -> dict[str, str]:
    return {"second": f"2025-{n}11", "third": f"2025-{n}12", "other": NUMBERS[n + 1], "phone": f"+47 30 99 00 {n:02}"}


def registers() -> tuple[dict[str, str], dict[str, str]]:
    """Files of centres, each of which one act is to touch and each touched by it: before and after."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for n, (history, act) in enumerate(ACTS.values(), 10):
        before[f"senter-{n}"], after[f"senter-{n}"] = text_of(n, history), text_of(n, [*history, act])
    last = 10 + len(ACTS)
    after[f"senter-{last}"] = text_of(
        last, [f'{NOW}transfer, predecessor: "{NUMBERS[last - 1]}", valid_until: 2027-03-01']
    )
    for n, (old, new) in enumerate(DETAILS.items(), last + 1):
        text = text_of(n, [APPROVED])
        old = old.replace("Ærlig Ørn Svar", f"Ærlig Ørn {n} Svar")
        assert old in text
        before[f"senter-{n}"] = text
        after[f"senter-{n}"] = text.replace(
            old, Template(new).substitute(numbers(n)).replace("Ærlig Ørn Svar", f"Ærlig Ørn {n} Svar")
        )
    moved = last + len(DETAILS) + 1
    before[f"senter-{moved}"] = text_of(moved, [APPROVED])
    after["nytt-navn"] = text_of(moved, [APPROVED]).replace(
        "trade_names:", f"former_slugs: [senter-{moved}]\ntrade_names:"
    )
    before["urort"] = after["urort"] = text_of(moved + 1, [APPROVED])
    return before, after


ALWAYS = {"manifest.sha256"}
"""What says something of every file, and so is different in every build."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The registry before and after."""
    found = []
    for name, centres in zip(("before", "after"), registers(), strict=True):
        folder = make_registry(tmp_path_factory.mktemp(name) / "registry", scheme=SCHEME)
        shutil.rmtree(folder / "centres")
        (folder / "centres").mkdir()
        for stem, text in centres.items():
            (folder / "centres" / f"{stem}.yaml").write_text(text, "utf-8")
        found.append(folder)
    return found[0], found[1]


@pytest.fixture(scope="module")
def sides(folders: tuple[Path, Path]) -> tuple[Side, Side]:
    read = [records.read(folder) for folder in folders]
    return Side(read[0], read[0].register(DAY)), Side(read[1], read[1].register(DAY))


@pytest.fixture(scope="module")
def sites(folders: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    out = tmp_path_factory.mktemp("sites")
    return tuple(built(out / f.parent.name, registry=f, AS_OF=DAY.isoformat()) for f in folders)  # type: ignore[return-value]


def files(site: Path) -> dict[str, bytes]:
    found = {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    return {path: content for path, content in found.items() if path not in ALWAYS}


def test_there_is_an_act_of_every_kind() -> None:
    assert set(ACTS) == set(Kind)


def test_every_file_that_a_change_touches_is_named_and_as_what(
    sides: tuple[Side, Side], sites: tuple[Path, Path]
) -> None:
    before, now = (files(site) for site in sites)
    truth = {path: "added" for path in now if path not in before} | {p: "removed" for p in before if p not in now}
    truth |= {path: "changed" for path in now if path in before and before[path] != now[path]}
    told = {addresses.file_of(path): change for path, change in page_changes(*sides).items()}
    assert {path: change for path, change in truth.items() if told.get(path) != change} == {}
    needless = sorted(set(told) - set(truth))
    assert "\n".join(needless) == ""


def test_what_one_act_touches_is_told_of_its_own_centre_and_of_no_other(sides: tuple[Side, Side]) -> None:
    untouched = next(c for c in sides[0].register.centres if c.slug == "urort")
    told = page_changes(*sides)
    assert not [path for path in told if untouched.slug in path or untouched.organisation_number in path]
    for slug, number in ((c.slug, c.organisation_number) for c in sides[0].register.centres if c != untouched):
        assert any(slug in path or number in path for path in told), slug


def test_the_same_register_changes_nothing(sides: tuple[Side, Side]) -> None:
    assert page_changes(sides[0], sides[0]) == {}


def test_every_file_that_the_table_names_is_in_the_site(sides: tuple[Side, Side], sites: tuple[Path, Path]) -> None:
    assert [p for p in sides[1].files_of_site if not (sites[1] / addresses.file_of(p)).exists()] == []
