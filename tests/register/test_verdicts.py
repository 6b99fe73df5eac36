"""The two validators agree: what one passes at once, the other finds no fault in, and what has a fault is never passed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from broken import broken, choices, kept
from godkjent.register.explained import validator
from godkjent.register.loader import parse
from godkjent.register.schema import Schema
from godkjent.register.verdicts import verdict
from support import FIXTURES, SCHEMA_FOLDER

NAMES = ("centre", "scheme", "requirements", "statistics", "misuse", "keys")
SCHEMAS = {name: Schema.read(SCHEMA_FOLDER / f"{name}.schema.json") for name in NAMES}
FIXTURE = FIXTURES / "schema"
ODD: tuple[Any, ...] = (
    *("", " ", "x", "x\n", "2024-03-01\n", "2024-02-30", "20240301", "2024-W01-1", "0000-01-01", "2024-03-01T10:00:00", "2024-03-01T10:00:00Z", "2024-03-01T25:00:00Z", "٢٠٢٤-٠٣-٠١"),
    *("+47 22 33 44 55", "+47 ٢٢ ٣٣ ٤٤ ٥٥", "0155\n", "310000108", "\ud800", "\x00", "x" * 5000, "é", "e\u0301"),
    *(0, -1, 1, 2**63, 10**400, 1.0, 0.5, float("inf"), float("nan"), True, False, None, [], {}, [[]], ["a", "a"], {"nb": ""}),
)  # fmt: skip


def faultless(schema: Schema, data: Any) -> bool:
    return next(iter(schema._validator.iter_errors(data)), None) is None


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every container and key in a record."""
    for key in list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ():
        yield data, key
        yield from places(data[key])


def records(name: str) -> Iterator[Any]:
    for one in (*kept(FIXTURE / name), *broken(FIXTURE / name, choices(SCHEMAS[name].root))):
        document, _ = parse(one.text.encode("utf-8", "surrogatepass"), one.name)
        if document is not None:
            yield SCHEMAS[name].typed(document)


@pytest.mark.parametrize("name", NAMES)
def test_they_agree_on_every_sound_and_every_broken_record(name: str) -> None:
    found = [(SCHEMAS[name]._sound(data), faultless(SCHEMAS[name], data)) for data in records(name)]
    assert all(quick == slow for quick, slow in found)
    assert {True, False} == {quick for quick, _ in found}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_passed_has_no_fault_whatever_is_put_into_a_record(name: str) -> None:
    random, sound = Random(14), [data for data in records(name) if SCHEMAS[name]._sound(data)]
    passed = 0
    for _ in range(100):
        data = copy.deepcopy(random.choice(sound))
        for _ in range(random.choice((1, 1, 2))):
            held, key = random.choice(list(places(data)) or [({"": ""}, "")])
            if random.random() < 0.15:
                del held[key]
            elif isinstance(held, dict) and random.random() < 0.15:
                held[random.choice(("x", *map(str, held)))] = copy.deepcopy(random.choice(ODD))
            else:
                held[key] = copy.deepcopy(random.choice(ODD))
        if SCHEMAS[name]._sound(data):
            passed += 1
            assert faultless(SCHEMAS[name], data), data
    assert passed < 100


def test_each_odd_value_in_a_sentence_a_day_and_a_number() -> None:
    for schema in (
        {"type": "string", "maxLength": 4999, "pattern": "^[^\\n]*$"},
        {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        {"type": "integer", "minimum": 0, "maximum": 10},
        {"type": "array", "uniqueItems": True, "items": {"type": "string"}},
        {"type": "string", "pattern": "^\\d+$"},
        {"type": "string", "format": "date-time"},
    ):
        sound, slow = verdict(schema), validator(schema)
        for value in ODD:
            assert not sound(value) or slow.is_valid(value), (schema, value)


def test_a_record_with_a_fault_has_its_sentences_all_the_same() -> None:
    """A verdict of no is not the end: the other validator says why, and where it has nothing to say, there is no fault."""
    schema = SCHEMAS["keys"]
    document, _ = parse(b"keys: []\nx: y\n", "keys.yaml")
    assert document is not None
    assert [fault.rule for fault in schema.faults(document, schema.typed(document))]
