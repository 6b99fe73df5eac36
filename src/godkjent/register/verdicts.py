"""A schema compiled for its verdict: whether a value is sound is told at once, by a program made for that alone.

Why a value is not sound is for the validator that finds every fault and its place (`schema`, `outputs.openapi`); it is
asked only where the verdict is no, and then its word is what counts. Formats are the very functions that it has.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from jsonschema import FormatChecker
from jsonschema_rs import Draft202012Validator

Verdict = Callable[[Any], bool]


def verdict(schema: dict[str, Any], formats: FormatChecker) -> Verdict:
    """What says whether a value keeps the schema; never yes where the other validator would find a fault."""
    known: dict[str, Callable[..., bool]] = {name: partial(_conforms, formats, name) for name in formats.checkers}
    compiled = Draft202012Validator(schema, formats=known, validate_formats=True, offline=True)

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


def _conforms(formats: FormatChecker, name: str, value: str) -> bool:
    return formats.conforms(value, name)
