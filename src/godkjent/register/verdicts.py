"""A schema compiled for its verdict: whether a value is sound is told at once, by a program made for that alone.

Why a value is not sound is for the validator that finds every fault and its place (`schema`, `outputs.openapi`); it is
asked only where the verdict is no, and then its word is what counts. Days are told by Python alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from jsonschema_rs import Draft202012Validator, meta

Verdict = Callable[[Any], bool]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def verdict(schema: dict[str, Any]) -> Verdict:
    """What says whether a value keeps the schema; never yes where the other validator would find a fault."""
    compiled = Draft202012Validator(schema, formats=_FORMATS, validate_formats=True, offline=True)

    def sound(value: Any) -> bool:
        try:
            return compiled.is_valid(value)
        except (
            ValueError,
            OverflowError,
            RecursionError,
        ):  # what has no form in JSON: half a letter, a number too large
            return False

    return sound


def schema_is_sound(root: Any) -> bool:
    """Whether something is a JSON Schema whose patterns can be read here; never yes where the other would say no."""
    try:
        return meta.is_valid(root) and all(re.compile(pattern) for pattern in _patterns(root))
    except (ValueError, TypeError, OverflowError, RecursionError, re.error):
        return False


def _patterns(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (node["pattern"],) if isinstance(node.get("pattern"), str) else ()
        yield from (name for name in node.get("patternProperties", ()) if isinstance(name, str))
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _patterns(inner)


def _is_day(value: str) -> bool:
    try:
        return bool(_DAY.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


def is_moment(value: str) -> bool:
    """Whether a text is a moment with its zone (RFC 3339); the other validator's own needs a package of the tests."""
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


_FORMATS: dict[str, Callable[[str], bool]] = {"date": _is_day, "date-time": is_moment}
