"""What is remembered of a sound record never changes a verdict: with and without it, every problem is the same."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from demo_register import LAST_DAY, demo_register, write
from godkjent.checks import rules
from godkjent.register import records
from godkjent.register.problems import Problem
from godkjent.register.remembered import Store

DAY = LAST_DAY


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("invented") / "registry"
    write(demo_register(40), folder)
    return folder


@pytest.fixture
def folder(invented: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(invented, tmp_path / "registry"))


def found(folder: Path, day: date, store: Store | None = None) -> tuple[Problem, ...]:
    registry = records.read(folder, store=store)
    problems = rules.check(registry, day)
    registry.keep()
    return problems


# --- Ways in which a register is changed, sound and unsound


def centres(folder: Path) -> list[Path]:
    return sorted((folder / "centres").glob("*.yaml"))


def _value_of_another(field: str) -> Callable[[Path, random.Random], None]:
    """A field of one centre becomes what it is at another: a name, a number, an address that two then have."""

    def change(folder: Path, chance: random.Random) -> None:
        one, other = chance.sample(centres(folder), 2)
        pattern = re.compile(rf"^{field}:.*\n(?:[ -].*\n)*", re.MULTILINE)
        theirs, ours = pattern.search(other.read_text("utf-8")), pattern.search(text := one.read_text("utf-8"))
        if theirs and ours:
            one.write_text(text.replace(ours[0], theirs[0], 1), "utf-8")

    return change


def _slip(folder: Path, chance: random.Random) -> None:
    """A sign is left out somewhere, or one is put in."""
    path = chance.choice([*centres(folder), folder / "scheme.yaml", folder / "requirements.yaml"])
    text = path.read_text("utf-8")
    at = chance.randrange(len(text))
    path.write_text(text[:at] + chance.choice(["", "x", "7", ":", '"', "  ", " #"]) + text[at + 1 :], "utf-8")


def _gone(folder: Path, chance: random.Random) -> None:
    chance.choice(centres(folder)).unlink()


def _twice(folder: Path, chance: random.Random) -> None:
    path = chance.choice(centres(folder))
    shutil.copy(path, path.with_name(f"{path.stem}-{chance.randrange(99)}.yaml"))


def _moved(folder: Path, chance: random.Random) -> None:
    one, other = chance.sample(centres(folder), 2)
    one.rename(other.with_name(f"{other.stem}-og.yaml"))


def _terms(folder: Path, chance: random.Random) -> None:
    path = folder / "scheme.yaml"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"approval_years: \d+", f"approval_years: {chance.randrange(1, 6)}", text), "utf-8")


def _comment(folder: Path, chance: random.Random) -> None:
    path = chance.choice(centres(folder))
    path.write_text("# sett over\n" + path.read_text("utf-8"), "utf-8")


CHANGES = [
    *(_value_of_another(name) for name in ("name", "organisation_number", "phone_numbers", "websites", "email")),
    *(_value_of_another(name) for name in ("decisions", "trade_names", "annual_reports", "former_names")),
    *(_slip, _slip, _slip, _gone, _twice, _moved, _terms, _comment),
]


@pytest.mark.parametrize("seed", range(6))
def test_a_verdict_is_the_same_with_a_memory_and_without(seed: int, folder: Path, tmp_path: Path) -> None:
    chance, store, day = random.Random(seed), Store(tmp_path / "memory" / "m.sqlite"), DAY
    found(folder, day, store)
    told = 0
    for _ in range(12):
        before = Path(shutil.copytree(folder, tmp_path / "before"))
        for change in chance.sample(CHANGES, chance.randrange(0, 4)):
            change(folder, chance)
        day = DAY + timedelta(days=chance.choice([-400, -30, 0, 0, 0, 1, 160, 500]))
        fresh = found(folder, day)
        assert found(folder, day, store) == fresh  # as the memory finds it
        assert found(folder, day, store) == fresh  # and when it knows this very register
        told += len(fresh)
        if chance.random() < 0.5:
            shutil.rmtree(folder)
            before.rename(folder)
        else:
            shutil.rmtree(before)
    assert told


def test_what_is_known_is_not_read_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "m.sqlite")
    first = found(folder, DAY, store)
    found(folder, DAY, store)  # where its warnings stand is learnt here
    changed = centres(folder)[3]
    changed.write_text("# sett over\n" + changed.read_text("utf-8"), "utf-8")
    opened: list[str] = []
    parse = records.parse
    monkeypatch.setattr(records, "parse", lambda content, name: opened.append(name) or parse(content, name))
    assert len(found(folder, DAY, store)) == len(first)
    singles = {"registry/scheme.yaml", "registry/requirements.yaml", "registry/keys.yaml"}
    assert {*opened} - singles == {f"registry/centres/{changed.name}"}


# --- A memory that is of no use


def _of_another_program(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE memory SET program = 'x'")


def _written_over(path: Path) -> None:
    """Somebody says of every record that nothing is wrong with it on any day."""
    with sqlite3.connect(path) as database:
        database.execute("""UPDATE memory SET body = replace(body, '"dated":[', '"dated":["x"')""")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _rubbish(path: Path) -> None:
    path.write_bytes(b"not a database at all\n" * 500)


def _other_table(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE memory (x)")


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [_of_another_program, _written_over, _cut, _rubbish, _other_table, _a_folder])
def test_a_memory_that_is_damaged_or_foreign_is_no_memory(
    harm: Callable[[Path], None], folder: Path, tmp_path: Path
) -> None:
    store = Store(tmp_path / "m.sqlite")
    fresh = found(folder, DAY, store)
    harm(store.path)
    assert store.recall() == {}
    assert found(folder, DAY, store) == fresh


def test_a_memory_lets_go_of_what_is_gone(folder: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "m.sqlite")
    for n in range(6):
        for path in centres(folder):
            path.write_text(f"# {n}\n" + path.read_text("utf-8"), "utf-8")
        found(folder, DAY, store)
    assert len(store.recall()) <= 4 * len(records.read(folder).records)
