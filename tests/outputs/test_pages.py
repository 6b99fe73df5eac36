"""The table of pages: what the report of a change names is what a build changes, shown by the bytes of two builds."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from string import Template

import pytest
from stdnum.no import orgnr

from godkjent import addresses
from godkjent.checks import rules
from godkjent.outputs import change_report
from godkjent.outputs.change_report import Side, page_changes, related
from godkjent.public.edition import Edition
from godkjent.register import git as in_git
from godkjent.register import records
from godkjent.register.demonstration import ADJECTIVES, ANIMALS
from godkjent.register.model import Kind
from support import CENTRE, SCHEME, built, git, make_registry, published

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


# --- By some centres, and by all ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with decisions of every kind, a transfer among them."""
    folder = make_registry(tmp_path_factory.mktemp("invented") / "registry", scheme=SCHEME)
    shutil.rmtree(folder / "centres")
    (folder / "centres").mkdir()
    for stem, text in registers()[1].items():
        (folder / "centres" / f"{stem}.yaml").write_text(text, "utf-8")
    return published(folder)


@pytest.fixture
def folder(invented: Path, tmp_path: Path) -> Path:
    """A registry in a repository of its own."""
    return Path(shutil.copytree(invented.parent, tmp_path / "own")) / invented.name


# --- Ways in which a register is changed


def centres(folder: Path) -> list[Path]:
    return sorted((folder / "centres").glob("*.yaml"))


def _one_decision_less(folder: Path, chance: random.Random) -> None:
    path = chance.choice(centres(folder))
    head, sign, decisions = path.read_text("utf-8").partition("\ndecisions:")
    kept, _, _ = decisions.rpartition("\n  - ")
    if kept:
        path.write_text(f"{head}{sign}{kept}\n", "utf-8")


def _moves_house(folder: Path, chance: random.Random) -> None:
    path = chance.choice(centres(folder))
    path.write_text(path.read_text("utf-8").replace("street: ", "street: Nye ", 1), "utf-8")


def _another_name(folder: Path, chance: random.Random) -> None:
    path = chance.choice(centres(folder))
    told = re.sub(
        r"^name: ", f"name: {chance.choice(['Ny', 'Aa', 'Zeta', 'Midt'])} ", path.read_text("utf-8"), flags=re.M
    )
    path.write_text(told, "utf-8")


def _numbers_of_another(folder: Path, chance: random.Random) -> None:
    one, other = chance.sample(centres(folder), 2)
    pattern = re.compile(r"^phone_numbers:.*\n(?:[ -].*\n)*", re.MULTILINE)
    theirs, ours = pattern.search(other.read_text("utf-8")), pattern.search(text := one.read_text("utf-8"))
    if theirs and ours:
        one.write_text(text.replace(ours[0], theirs[0]), "utf-8")


def _gone(folder: Path, chance: random.Random) -> None:
    for path in chance.sample(centres(folder), chance.choice([1, 1, 12])):
        path.unlink()


def _renamed(folder: Path, chance: random.Random) -> None:
    path = chance.choice(centres(folder))
    path.rename(path.with_name(f"{path.stem}-og.yaml"))


def _other_terms(folder: Path, chance: random.Random) -> None:
    path = folder / "scheme.yaml"
    years = chance.randrange(1, 6)
    path.write_text(re.sub(r"approval_years: \d+", f"approval_years: {years}", path.read_text("utf-8")), "utf-8")


def _fewer_figures(folder: Path, chance: random.Random) -> None:
    if found := sorted((folder / "statistics").glob("*.yaml")):
        chance.choice(found).unlink()


CHANGES: list[Callable[[Path, random.Random], None]] = [
    *(_one_decision_less, _one_decision_less, _moves_house, _another_name, _numbers_of_another),
    *(_gone, _renamed, _other_terms, _fewer_figures),
]


def side(folder: Path, day: int) -> Side:
    read = records.read(folder)
    return Side(read, read.register(DAY + timedelta(days=day)))


def whole(before: Side, now: Side) -> dict[str, str]:
    """Every file of both sites compared with every other."""
    old, new = before.files_of_site, now.files_of_site
    told = {path: "added" for path in new if path not in old} | {path: "removed" for path in old if path not in new}
    return told | {path: "changed" for path in new if path in old and old[path] != new[path]}


@pytest.mark.parametrize("seed", range(4))
def test_what_changes_is_the_same_by_some_centres_and_by_all(
    seed: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(change_report, "Edition", partial(Edition, longest_list=7))
    told, by_some = 0, 0
    for _ in range(6):
        for change in chance.sample(CHANGES, chance.randrange(1, 4)):
            change(folder, chance)
        day = chance.choice([-300, 0, 0, 30])
        now = side(folder, day)
        with in_git.folder_at(folder, "HEAD") as earlier:
            before = side(earlier, day)
        expected = whole(before, now)
        assert page_changes(before, now) == expected
        assert page_changes(now, before).keys() == expected.keys()
        told += len(expected)
        by_some += related(before.register, now.register) is not None
        if chance.random() < 0.6:
            git(folder, "add", "--all", ".")
            git(folder, "commit", "-qm", "neste", "--allow-empty")
    assert told and by_some


@pytest.mark.parametrize("seed", range(3))
def test_a_register_as_it_was_is_what_reading_it_gives(seed: int, folder: Path) -> None:
    chance = random.Random(seed)
    for _ in range(4):
        for change in chance.sample(CHANGES, 2):
            change(folder, chance)
        (folder / "centres" / f"uleselig-{chance.random()}.yaml").write_text("navn: [", "utf-8")
        now = records.read(folder)
        differs = in_git.differing(folder, "HEAD")
        assert differs and all(map(records.kind_of, differs))
        with in_git.folder_at(folder, "HEAD") as earlier:
            read = records.read(earlier)
        as_it_was = records.with_files(now, folder, differs)
        assert [(r.kind, r.stem, r.data, r.faults) for r in as_it_was.records] == [
            (r.kind, r.stem, r.data, r.faults) for r in read.records
        ]
        assert rules.check(as_it_was, DAY) == rules.check(read, DAY)
        git(folder, "add", "--all", ".")
        git(folder, "commit", "-qm", "neste")


def test_who_has_to_do_with_a_change_is_told_of_with_it(folder: Path) -> None:
    now = side(folder, 0)
    assert related(now.register, now.register) == frozenset()
    given, taker = next((c, d.successor) for c in now.register.centres for d in c.decisions if d.successor)
    path = folder / "centres" / f"{given.slug}.yaml"
    path.write_text(path.read_text("utf-8").replace("street: ", "street: Nye ", 1), "utf-8")
    assert related(now.register, side(folder, 0).register) == {given.organisation_number, taker}
