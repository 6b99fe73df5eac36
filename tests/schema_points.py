"""Everything a schema says, as points that a fixture can keep or break; used to prove that none is untested.

A point is a place in the schema file, a keyword, and a detail where the keyword says several things:
`properties/decisions/items` → `$defs/decision`, keyword `required`, detail `date`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema.exceptions import ValidationError

Point = tuple[str, str, str]
VALUE_KEYWORDS = (
    "pattern",
    "format",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "uniqueItems",
    "minItems",
    "minProperties",
    "const",
    "propertyNames",
)
SILENT = {
    "title",
    "description",
    "errorMessage",
    "x-tip",
    "x-en",
    "x-labels",
    "$schema",
    "$id",
    "$defs",
    "type",
    "items",
    "if",
    "then",
    "else",
    "allOf",
    "anyOf",
    "$ref",
    "not",
}


def points(schema: dict[str, Any]) -> set[Point]:
    """Every point of the schema and of its definitions. Raises AssertionError for a keyword that nobody thought of."""
    found = set(_points(schema, "#"))
    for name, definition in schema.get("$defs", {}).items():
        found |= set(_points(definition, f"#/$defs/{name}"))
    return found


def _points(node: dict[str, Any], place: str) -> Iterator[Point]:
    unknown = set(node) - SILENT - set(VALUE_KEYWORDS) - {"properties", "required", "enum", "additionalProperties"}
    assert not unknown, f"{place}: {unknown}"
    for keyword in VALUE_KEYWORDS:
        if keyword in node:
            yield place, keyword, ""
    yield from ((place, "enum", str(value)) for value in node.get("enum", ()))
    yield from ((place, "required", name) for name in node.get("required", ()))
    if node.get("additionalProperties") is False:
        yield place, "additionalProperties", ""
    for name, inner in node.get("properties", {}).items():
        yield place, "properties", name
        yield from _points(inner, f"{place}/properties/{name}")
    if "items" in node:
        yield from _points(node["items"], f"{place}/items")
    for branch in ("then", "else"):
        if branch in node:
            yield from _points(node[branch], f"{place}/{branch}")
    for number, condition in enumerate(node.get("allOf", ())):
        yield from _points(condition["then"], f"{place}/allOf/{number}/then")


def broken_point(error: ValidationError, schema: dict[str, Any]) -> tuple[str, str]:
    """The place and keyword of a complaint, with references followed to the definition that says it."""
    node: Any = schema
    place = ["#"]
    for step in error.absolute_schema_path:
        if "$ref" in node:  # jsonschema leaves the reference itself out of the path
            place = ["#", *node["$ref"].removeprefix("#/").split("/")]
            node = schema["$defs"][place[-1]]
        if step == "propertyNames":
            return "/".join(place), "propertyNames"
        node = node[step]
        place.append(str(step))
    return "/".join(place[:-1]), place[-1]


def kept_points(data: Any, node: dict[str, Any], place: str, schema: dict[str, Any]) -> Iterator[Point]:
    """The points that a sound piece of data passes through."""
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        yield from kept_points(data, schema["$defs"][name], f"#/$defs/{name}", schema)
        return
    yield from ((place, keyword, "") for keyword in VALUE_KEYWORDS if keyword in node)
    yield from ((place, "enum", str(value)) for value in node.get("enum", ()) if value == data)
    yield from ((place, "required", name) for name in node.get("required", ()))
    if node.get("additionalProperties") is False:
        yield place, "additionalProperties", ""
    yield from _inside(data, node, place, schema)
    yield from _conditions(data, node, place, schema)


def _inside(data: Any, node: dict[str, Any], place: str, schema: dict[str, Any]) -> Iterator[Point]:
    if isinstance(data, dict):
        for name, inner in node.get("properties", {}).items():
            if name in data:
                yield place, "properties", name
                yield from kept_points(data[name], inner, f"{place}/properties/{name}", schema)
    if isinstance(data, list) and "items" in node:
        for item in data:
            yield from kept_points(item, node["items"], f"{place}/items", schema)


def _conditions(data: Any, node: dict[str, Any], place: str, schema: dict[str, Any]) -> Iterator[Point]:
    from jsonschema import Draft202012Validator

    whole = [(node, place)] if "if" in node else []
    whole += [(condition, f"{place}/allOf/{n}") for n, condition in enumerate(node.get("allOf", ()))]
    for condition, at in whole:
        branch = "then" if Draft202012Validator(condition["if"]).is_valid(data) else "else"
        if branch in condition:
            yield from kept_points(data, condition[branch], f"{at}/{branch}", schema)
