"""The schemas tested, not only used: each thing they say has a fixture that keeps it and one that breaks only it.

The fixtures are files as a board member would write them; the first line of a broken one names what it breaks.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from godkjent.register import model
from godkjent.register.lifecycle import TRANSITIONS
from godkjent.register.loader import load
from godkjent.register.schema import Schema
from schema_points import Point, broken_point, kept_points, points
from support import FIXTURES, SCHEMA_FOLDER

NAMES = ("centre", "scheme", "requirements", "statistics", "misuse", "keys")
SCHEMAS = {name: Schema.read(SCHEMA_FOLDER / f"{name}.schema.json") for name in NAMES}
FIXTURE = FIXTURES / "schema"
FAILING = [
    pytest.param(name, path, id=f"{name}/{path.stem}")
    for name in NAMES
    for path in sorted((FIXTURE / name / "fail").glob("*.yaml"))
]
PASSING = [
    pytest.param(name, path, id=f"{name}/{path.stem}")
    for name in NAMES
    for path in sorted((FIXTURE / name / "pass").glob("*.yaml"))
]


def declared(path: Path) -> Point:
    """What a broken fixture says that it breaks: `# bryter: PLACE KEYWORD DETAIL`."""
    words = path.read_text("utf-8").splitlines()[0].removeprefix("# bryter: ").split(" ", 2)
    return words[0], words[1], words[2] if len(words) > 2 else ""


def kept(name: str) -> set[Point]:
    found: set[Point] = set()
    for path in (FIXTURE / name / "pass").glob("*.yaml"):
        document, _ = load(path, path.name)
        found |= set(kept_points(SCHEMAS[name].typed(document), SCHEMAS[name].root, "#", SCHEMAS[name].root))
    return found


@pytest.mark.parametrize(("name", "path"), PASSING)
def test_a_sound_record_passes(name: str, path: Path) -> None:
    document, problems = load(path, path.name)
    assert problems == []
    assert [fault.message.nb for fault in SCHEMAS[name].faults(document, SCHEMAS[name].typed(document))] == []


@pytest.mark.parametrize(("name", "path"), FAILING)
def test_a_broken_record_fails_for_just_that_reason(name: str, path: Path) -> None:
    schema = SCHEMAS[name]
    document, problems = load(path, path.name)
    data = schema.typed(document)
    faults = list(schema.faults(document, data))
    assert problems == [] and len(faults) == 1, [f.message.nb for f in faults]
    place, keyword, detail = declared(path)
    errors = list(Draft202012Validator(schema.root, format_checker=schema._validator.format_checker).iter_errors(data))
    if keyword == "properties":  # the field itself is of the wrong type
        assert faults[0].rule == "schema-type" and detail in faults[0].place
        return
    assert (place, keyword) in {broken_point(e, schema.root) for e in errors}
    if keyword == "required":
        assert faults[0].place[-1] == detail
    if keyword == "enum":
        assert errors[0].instance.lower() == detail.lower() and errors[0].instance != detail


@pytest.mark.parametrize("name", NAMES)
def test_everything_the_schema_says_is_kept_by_one_fixture_and_broken_by_one(name: str) -> None:
    said = points(SCHEMAS[name].root)
    broken = {declared(path) for path in (FIXTURE / name / "fail").glob("*.yaml")}
    assert said - kept(name) == set()
    assert said - broken == set()
    assert broken - said == set()


def test_a_new_field_or_choice_without_fixtures_is_noticed() -> None:
    root = copy.deepcopy(SCHEMAS["centre"].root)
    root["properties"]["nickname"] = {"type": "string"}
    root["properties"]["services"]["items"]["enum"].append("astrology")
    new = points(root) - points(SCHEMAS["centre"].root)
    assert new == {("#", "properties", "nickname"), ("#/properties/services/items", "enum", "astrology")}
    assert new.isdisjoint(kept("centre"))


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_a_title_and_a_description_in_both_languages(name: str) -> None:
    text = (SCHEMA_FOLDER / f"{name}.schema.json").read_text("utf-8")
    root = json.loads(text)
    assert root["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert '"oneOf"' not in text
    for node in _fields(root):
        described = SCHEMAS[name].follow(node)
        assert described["title"] and described["description"].endswith("."), node
        assert described["x-en"]["title"] and described["x-en"]["description"].endswith("."), node
        for value in described.get("enum", ()) if "x-labels" in described else ():
            assert set(described["x-labels"][value]) == {"nb", "nn", "en"}


def _fields(node):  # type: ignore[no-untyped-def]
    for inner in [*node.get("properties", {}).values(), *node.get("$defs", {}).values()]:
        yield inner
        yield from _fields(inner)
    if "items" in node:
        yield node["items"]
        yield from _fields(node["items"])


def test_schema_model_and_table_name_the_same_things() -> None:
    decision = SCHEMAS["centre"].root["$defs"]["decision"]
    assert (
        decision["properties"]["kind"]["enum"]
        == [kind.value for kind in model.Kind]
        == [kind.value for kind in TRANSITIONS]
    )
    assert [c["if"]["properties"]["kind"]["const"] for c in decision["allOf"]] == [kind.value for kind in model.Kind]
    assert set(decision["properties"]) == set(model.Decision.__slots__)
    assert set(SCHEMAS["centre"].root["properties"]) == set(model.Centre.__slots__) - {"slug"}
    assert set(SCHEMAS["centre"].root["$defs"]["change"]["properties"]) == set(model.Change.__slots__)
    report = SCHEMAS["centre"].root["properties"]["annual_reports"]["items"]
    assert set(report["properties"]) == set(model.AnnualReport.__slots__) == set(report["required"])
