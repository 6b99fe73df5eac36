"""The map in docs/arkitektur.md: drawn from the code, pointing at files that are there, and held to the floors; its table of changes is held by `test_changes`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import map as plan
from support import ROOT

PAGE = plan.PAGE.read_text("utf-8")


@pytest.fixture(scope="module")
def found() -> list[plan.Import]:
    return list(plan.imports())


def test_no_import_runs_upwards_or_hides_in_a_function(found: list[plan.Import]) -> None:
    assert list(plan.breaches(found)) == []


def test_the_drawing_is_what_the_code_gives(found: list[plan.Import]) -> None:
    assert plan.drawn(PAGE, plan.drawing(found)) == PAGE, "kjør «make map»"


def test_the_drawing_has_every_room_and_no_arrow_up(found: list[plan.Import]) -> None:
    rooms = {path.parent.name for path in plan.PACKAGE.glob("*/__init__.py")}
    height = {room: number for number, floor in enumerate(plan.FLOORS) for room in floor}
    assert len(rooms) == 9 and rooms == height.keys() - {"addresses"}
    arrows = re.findall(r"^  (\w+) --> (\w+)$", plan.drawing(found), re.MULTILINE)
    assert {room for arrow in arrows for room in arrow} == rooms
    assert all(height[used] < height[room] for room, used in arrows)


@pytest.mark.parametrize(
    ("room", "line", "said"),
    [
        ("register", "from ..public import told", "register (etasje 2) bruker public (etasje 3)"),
        ("register", "from godkjent.outputs.api import facts", "register (etasje 2) bruker outputs (etasje 5)"),
        ("trust", "from ..acts.acts import ACTS", "trust (etasje 4) bruker acts (etasje 4)"),
        ("acts", "def late():\n    from ..register import model", "inne i en funksjon"),
        ("cellar", "from ..register import model", "rommet «cellar» står ikke i noen etasje"),
    ],
)
def test_an_import_that_breaks_the_rule_is_told_with_its_line(tmp_path: Path, room: str, line: str, said: str) -> None:
    package = tmp_path / "godkjent"
    (package / room).mkdir(parents=True)
    (package / room / "new.py").write_text(f"import json\n{line}\n", "utf-8")
    (sentence,) = plan.breaches(list(plan.imports(package)))
    assert said in sentence and sentence.startswith(f"src/godkjent/{room}/new.py:{line.count(chr(10)) + 2}: ")


def test_what_is_not_ours_and_what_lies_lower_is_no_breach(tmp_path: Path) -> None:
    package = tmp_path / "godkjent"
    (package / "outputs").mkdir(parents=True)
    (package / "outputs" / "new.py").write_text(
        "import godkjentlike\nfrom json import loads\nfrom .api import facts\nfrom .. import addresses\n", "utf-8"
    )
    assert [one.used for one in plan.imports(package)] == ["addresses"]
    assert list(plan.breaches(list(plan.imports(package)))) == []


FOLDERS = (ROOT, plan.PACKAGE, ROOT / "node_modules")  # a library may be called what a file is, such as ical.js


def test_every_file_that_the_documents_name_is_there() -> None:
    pages = [plan.PAGE, *sorted((ROOT / "docs" / "beslutninger").glob("*.md"))]
    for page in pages:
        text = page.read_text("utf-8")
        for name in re.findall(r"`([\w./-]+\.(?:py|js|json|yaml|yml|svg|html|po|md))`", text):
            assert any((folder / name).exists() for folder in FOLDERS), f"{page.name}: {name}"
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "beslutninger"
    listed = re.findall(r"\((\d[\w-]+\.md)\)", (folder / "README.md").read_text("utf-8"))
    assert listed == [path.name for path in sorted(folder.glob("[0-9]*.md"))]
