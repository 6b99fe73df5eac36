"""Why a record, or a schema, is not sound: the validator that finds every fault and its place.

Asked only where the swift verdict is no (`verdicts`), so its library is imported only then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from .verdicts import is_moment

if TYPE_CHECKING:
    from jsonschema import FormatChecker
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator


@cache
def formats() -> FormatChecker:
    """The formats that are checked."""
    from jsonschema import FormatChecker

    known = FormatChecker(["date"])
    known.checks("date-time")(lambda value: not isinstance(value, str) or is_moment(value))
    return known


@cache
def _validator() -> type[Validator]:
    """JSON Schema's validator, but for `$`: it is the end of the text, where Python's would let a line break stand after it."""
    from jsonschema import Draft202012Validator, validators
    from jsonschema.exceptions import ValidationError

    def pattern(validator: Validator, pattern: str, value: Any, _: dict[str, Any]) -> Iterator[ValidationError]:
        if validator.is_type(value, "string") and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
            yield ValidationError(f"{value!r} does not match {pattern!r}")

    extended: type[Validator] = validators.extend(Draft202012Validator, {"pattern": pattern})  # type: ignore[no-untyped-call]
    return extended


def validator(root: dict[str, Any]) -> Validator:
    """What finds the faults of a value by this schema."""
    return _validator()(root, format_checker=formats())


def refuse_unsound(root: dict[str, Any]) -> None:
    """Raises ValueError with what is wrong when `root` is no schema."""
    from jsonschema.exceptions import SchemaError

    try:
        _validator().check_schema(root)
    except SchemaError as error:
        raise ValueError(error.message) from None


def refuse_other(schema: dict[str, Any], value: Any) -> None:
    """Raises ValueError with what is wrong when the value is not what the schema says."""
    from jsonschema.exceptions import ValidationError

    try:
        _validator()(schema).validate(value)
    except ValidationError as error:
        raise ValueError(error.message) from None
