"""Draws the map of the package in docs/arkitektur.md from its imports, and says which of them run upwards.

An arrow says that a room uses another. Where a way already leads there through rooms in between, the arrow is left out of
the drawing, but not out of the rule: a room uses only what is on a lower floor.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "godkjent"
PAGE = ROOT / "docs" / "arkitektur.md"
FLOORS = (
    ("language", "addresses"),
    ("register",),
    ("public", "checks"),
    ("trust", "acts"),
    ("outputs",),
    ("site", "commands"),
)
"""The rooms, from the ground up; `addresses.py` is one file, and stands with them since nearly all of them use it."""
BEGINS, ENDS = "```mermaid\n", "```\n"


@dataclass(frozen=True)
class Import:
    """One line that takes something from another room."""

    file: str  # from the package's own folder
    line: int
    room: str
    used: str
    hidden: bool  # stands inside a function


def imports(package: Path = PACKAGE) -> Iterator[Import]:
    """Every import of one of our own modules from another room."""
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).parts
        tree = ast.parse(path.read_text("utf-8"))
        inside = {node for place in ast.walk(tree) if isinstance(place, ast.FunctionDef) for node in ast.walk(place)}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                for used in sorted(_rooms(node, parts, package.name)):
                    room = parts[0].removesuffix(".py")
                    if used != room:
                        yield Import("/".join(parts), node.lineno, room, used, node in inside)


def _rooms(node: ast.ImportFrom, parts: tuple[str, ...], package: str) -> set[str]:
    """The rooms that a line takes from; none when it takes from somebody else's package."""
    named = (node.module or "").split(".") if node.module else []
    if node.level:
        above = list(parts[: len(parts) - node.level])
    elif named[:1] == [package]:
        above, named = [], named[1:]
    else:
        return set()
    return {[*above, *named, alias.name][0] for alias in node.names}


def breaches(found: list[Import]) -> Iterator[str]:
    """A sentence for each import that breaks the rule of the floors, or that hides in a function."""
    floor = {room: number for number, rooms in enumerate(FLOORS, 1) for room in rooms}
    for one in found:
        where = f"src/godkjent/{one.file}:{one.line}"
        for room in {one.room, one.used} - floor.keys():
            yield f"{where}: rommet «{room}» står ikke i noen etasje i scripts/map.py"
        if {one.room, one.used} <= floor.keys() and floor[one.used] >= floor[one.room]:
            yield (
                f"{where}: {one.room} (etasje {floor[one.room]}) bruker {one.used} (etasje {floor[one.used]}); "
                "et rom bruker bare det som ligger lavere"
            )
        if one.hidden:
            yield f"{where}: importen av {one.used} står inne i en funksjon; den hører hjemme øverst i filen"


def drawing(found: list[Import]) -> str:
    """The map as Mermaid: a box for each floor, and the arrows that no other way makes needless."""
    arrows = {(one.room, one.used) for one in found if "addresses" not in (one.room, one.used)}
    lines = ["flowchart TB"]
    for number, rooms in reversed(list(enumerate(FLOORS, 1))):
        lines.append(f'  subgraph f{number}["{number}. etasje"]')
        lines += [f"    {room}" for room in rooms if room != "addresses"]
        lines.append("  end")
    order = [room for rooms in FLOORS for room in rooms]
    lines += [
        f"  {room} --> {used}"
        for room, used in sorted(arrows, key=lambda pair: (-order.index(pair[0]), -order.index(pair[1])))
        if not _leads(room, used, arrows - {(room, used)})
    ]
    return "\n".join(lines) + "\n"


def _leads(start: str, end: str, arrows: set[tuple[str, str]]) -> bool:
    seen, ways = set(), [start]
    while ways:
        room = ways.pop()
        for used in (b for a, b in arrows if a == room and b not in seen):
            if used == end:
                return True
            seen.add(used)
            ways.append(used)
    return False


def drawn(page: str, picture: str) -> str:
    """The page with the picture in the place of the one it has."""
    before, _, rest = page.partition(BEGINS)
    return f"{before}{BEGINS}{picture}{ENDS}{rest.partition(ENDS)[2]}"


def main() -> int:
    """Write the drawing anew; 1 when an import runs upwards."""
    found = list(imports())
    PAGE.write_text(drawn(PAGE.read_text("utf-8"), drawing(found)), "utf-8")
    faults = list(breaches(found))
    print(*faults, sep="\n", end="\n" if faults else "")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
