"""Why a record, or a schema, is not sound: the validator that finds every fault and its place.

Asked only where the swift verdict is no (`verdicts`), so it is imported only then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, validators
from jsonschema.exceptions import SchemaError, ValidationError
from jsonschema.protocols import Validator

FORMATS = FormatChecker(["date"])


def _pattern(validator: Validator, pattern: str, value: Any, _: dict[str, Any]) -> Iterator[ValidationError]:
    """JSON Schema's `$` is the end of the text; Python's would also let a line break stand after it."""
    if validator.is_type(value, "string") and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_Validator: type[Validator] = validators.extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def validator(root: dict[str, Any]) -> Validator:
    """What finds the faults of a value by this schema."""
    return _Validator(root, format_checker=FORMATS)


def refuse_unsound(root: dict[str, Any]) -> None:
    """Raises ValueError with what is wrong when `root` is no schema."""
    try:
        _Validator.check_schema(root)
    except SchemaError as error:
        raise ValueError(error.message) from None


def refuse_other(schema: dict[str, Any], value: Any) -> None:
    """Raises ValueError with what is wrong when the value is not what the schema says."""
    try:
        _Validator(schema).validate(value)
    except ValidationError as error:
        raise ValueError(error.message) from None
