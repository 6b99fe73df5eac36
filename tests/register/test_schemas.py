"""The schemas tested, not only used: each thing they say has a record that keeps it and one that breaks only it.

The sound records are whole files as a board member would write them; each broken one is a line in a list (`broken.py`).
"""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from broken import Variant, broken, choices, kept
from godkjent.register import model
from godkjent.register.lifecycle import TRANSITIONS
from godkjent.register.loader import Document, load
from godkjent.register.schema import Schema
from schema_points import Point, broken_point, kept_points, points
from support import FIXTURES, SCHEMA_FOLDER

NAMES = ("centre", "scheme", "requirements", "statistics", "misuse", "keys")
SCHEMAS = {name: Schema.read(SCHEMA_FOLDER / f"{name}.schema.json") for name in NAMES}
FIXTURE = FIXTURES / "schema"


SOUND = {name: list(kept(FIXTURE / name)) for name in NAMES}
BROKEN = {name: list(broken(FIXTURE / name, choices(SCHEMAS[name].root))) for name in NAMES}
PASSING = [pytest.param(name, one, id=f"{name} {one.name}") for name in NAMES for one in SOUND[name]]
FAILING = [pytest.param(name, one, id=f"{name} {one.name}") for name in NAMES for one in BROKEN[name]]


def read(folder: Path, text: str) -> Document:
    path = folder / "record.yaml"
    path.write_text(text, "utf-8")
    document, problems = load(path, path.name)
    assert problems == []
    return document


def points_kept(name: str, folder: Path) -> set[Point]:
    schema = SCHEMAS[name]
    data = (schema.typed(read(folder, one.text)) for one in SOUND[name])
    return {point for held in data for point in kept_points(held, schema.root, "#", schema.root)}


@pytest.mark.parametrize(("name", "one"), PASSING)
def test_a_sound_record_passes(tmp_path: Path, name: str, one: Variant) -> None:
    document = read(tmp_path, one.text)
    assert [fault.message.nb for fault in SCHEMAS[name].faults(document, SCHEMAS[name].typed(document))] == []


@pytest.mark.parametrize(("name", "one"), FAILING)
def test_a_broken_record_fails_for_just_that_reason(tmp_path: Path, name: str, one: Variant) -> None:
    schema = SCHEMAS[name]
    document = read(tmp_path, one.text)
    data = schema.typed(document)
    (fault,) = schema.faults(document, data)
    assert fault.message.nb == one.says and one.breaks
    place, keyword, detail = one.breaks
    errors = list(Draft202012Validator(schema.root, format_checker=schema._validator.format_checker).iter_errors(data))
    if keyword == "properties":  # the field itself is of the wrong type
        assert fault.rule == "schema-type" and detail in fault.place
        return
    assert (place, keyword) in {broken_point(e, schema.root) for e in errors}
    if keyword == "required":
        assert fault.place[-1] == detail
    if keyword == "enum":
        assert errors[0].instance.lower() == detail.lower() and errors[0].instance != detail


@pytest.mark.parametrize("name", NAMES)
def test_everything_the_schema_says_is_kept_by_one_record_and_broken_by_one(tmp_path: Path, name: str) -> None:
    said = points(SCHEMAS[name].root)
    assert said - points_kept(name, tmp_path) == set()
    assert {one.breaks for one in BROKEN[name]} == said


def test_a_new_field_or_choice_without_records_is_noticed(tmp_path: Path) -> None:
    root = copy.deepcopy(SCHEMAS["centre"].root)
    root["properties"]["nickname"] = {"type": "string"}
    root["properties"]["services"]["items"]["enum"].append("astrology")
    new = points(root) - points(SCHEMAS["centre"].root)
    assert new == {("#", "properties", "nickname"), ("#/properties/services/items", "enum", "astrology")}
    assert new.isdisjoint(points_kept("centre", tmp_path))


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
    assert ("slug", *SCHEMAS["centre"].root["properties"]) == model.Centre.__slots__
    assert set(SCHEMAS["centre"].root["$defs"]["change"]["properties"]) == set(model.Change.__slots__)
    report = SCHEMAS["centre"].root["properties"]["annual_reports"]["items"]
    assert set(report["properties"]) == set(model.AnnualReport.__slots__) == {*report["required"], "corrected"}


def test_the_fields_of_choices_are_the_schema_s_in_its_order() -> None:
    schema = SCHEMAS["centre"]
    properties = schema.root["properties"]
    listed = [name for name in properties if properties[name].get("type") == "array" and schema.labels((name, 0))]
    assert tuple(listed) == model.CHOICES
