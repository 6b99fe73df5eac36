"""Variants of a sound record: one value put in another's place, or taken away, and what that breaks.

A schema's `broken.yaml` is a list of them, and its `kept.yaml` one of those that are sound too. `at` says where, in steps
with a slash between: names, numbers from 0, and the `id` of an item that has one. `value` is what is put there; without it,
what stands there is taken away; `{choice}` stands for each choice of an enumeration with the case of its letters turned, and
`{choices}` for all of them. `breaks` is the point of the schema that is broken (`schema_points`), and `says` the sentence that a person gets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from schema_points import Point, points

CHOICE = "{choice}"


@dataclass(frozen=True)
class Variant:
    """A record that differs from the sound one in one place, or a file of its own; `breaks` is None when it is sound."""

    folder: Path
    at: str
    value: Node | None
    name: str
    breaks: Point | None = None
    says: str = ""

    @property
    def text(self) -> str:
        """The file."""
        return _patched(self.folder, self.at, self.value) if self.at else (self.folder / self.name).read_text("utf-8")


def broken(folder: Path, choices: Mapping[str, Mapping[str, str]]) -> Iterator[Variant]:
    """Every broken record of the schema whose fixtures are in `folder`; `choices` are what its enumerations have, and
    what that is called, by place."""
    for at, value, said in _listed(folder, "broken.yaml"):
        place, keyword, *detail = said["breaks"].split(" ", 2)
        if value is None or value.value != CHOICE:
            point = (place, keyword, detail[0] if detail else "")
            yield Variant(folder, at, value, " ".join([at, *point]), point, said["says"])
            continue
        for choice in choices[place]:
            turned = ScalarNode(value.tag, choice.swapcase(), style="'")
            says = said["says"].replace(CHOICE, turned.value).replace("{choices}", _told(choices[place]))
            yield Variant(folder, at, turned, f"{at} {choice}", (place, keyword, choice), says)


def choices(root: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What the choices of each enumeration of a schema are called, by its place."""
    found = {}
    for place in {place for place, keyword, _ in points(root) if keyword == "enum"}:
        node = reduce(lambda node, step: node[step], place.split("/")[1:], root)
        labels = node.get("x-labels", {})
        found[place] = {choice: labels.get(choice, {}).get("nb", choice) for choice in node["enum"]}
    return found


def _told(choices: Mapping[str, str]) -> str:
    """Every choice with what it is called, as a sentence lists them."""
    *first, last = (value if value == called else f"{called} ({value})" for value, called in choices.items())
    return f"{', '.join(first)} eller {last}" if first else last


def kept(folder: Path) -> Iterator[Variant]:
    """The sound records in `folder`: the whole files, and the variants of the one called sound."""
    yield from (Variant(folder, "", None, f"pass/{path.name}") for path in sorted((folder / "pass").glob("*.yaml")))
    if (folder / "kept.yaml").exists():
        yield from (
            Variant(folder, at, value, f"{at} {value.value}") for at, value, _ in _listed(folder, "kept.yaml") if value
        )


def _composed(path: Path) -> Node:
    return yaml.compose(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _listed(folder: Path, name: str) -> Iterator[tuple[str, Node | None, dict[str, str]]]:
    for item in _composed(folder / name).value:
        said = {key.value: value for key, value in item.value}
        value = said.pop("value", None)
        words = {key: node.value for key, node in said.items()}
        yield words["at"], value, words


def _patched(folder: Path, at: str, value: Node | None) -> str:
    """The sound record with one node in another's place, written as it was written; None takes away."""
    root = _composed(folder / "pass" / "sound.yaml")
    *way, last = at.split("/")
    node = root
    for step in way:
        node = node.value[_index(node, step)]
        node = node[1] if isinstance(node, tuple) else node
    _put(node, last, value)
    return yaml.serialize(root, allow_unicode=True, width=1000)


def _put(node: Node, step: str, value: Node | None) -> None:
    there = _index(node, step)
    if value is None:
        assert there is not None, step
        del node.value[there]
    elif isinstance(node, MappingNode):
        pair = (ScalarNode("tag:yaml.org,2002:str", step), value)
        node.value[slice(there, there + 1) if there is not None else slice(len(node.value), None)] = [pair]
    else:
        node.value[slice(there, there + 1) if there is not None else slice(len(node.value), None)] = [value]


def _index(node: Node, step: str) -> int | None:
    """Where a step leads: a name's place, the item with that `id`, or a number; None when nothing is there yet."""
    if isinstance(node, MappingNode):
        return next((n for n, (key, _) in enumerate(node.value) if key.value == step), None)
    assert isinstance(node, SequenceNode)
    named = (n for n, item in enumerate(node.value) if isinstance(item, MappingNode) and ("id", step) in _scalars(item))
    found = next(named, None)
    return found if found is not None or not step.isdigit() or int(step) >= len(node.value) else int(step)


def _scalars(node: MappingNode) -> set[tuple[str, str]]:
    return {(key.value, value.value) for key, value in node.value if isinstance(value, ScalarNode)}
