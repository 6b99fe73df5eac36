"""Numbers that are texts, and stand without quotation marks: this register reads them, other programs make something else of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..language.texts import Text, shown
from ..register.problems import Level
from ..register.records import Record
from ..register.schema import at
from .rules import Context, Finding, rule

_READ_OTHERWISE = re.compile(
    r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|0[xo][0-9a-fA-F]+"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|true|True|TRUE|false|False|FALSE|null|Null|NULL|~"
)
"""What YAML itself takes for a number, a yes or no, or nothing."""


@rule(
    "text-unquoted",
    "centre scheme requirements statistics misuse",
    '{title} skal stå i anførselstegn, slik: {field}: "{value}".',
    '{title} should be in quotation marks, like this: {field}: "{value}".',
    Text(
        "Registeret leser det, men editoren blir rød, og andre programmer leser et tall.",
        "The register reads it, but the editor turns red, and other programs read a number.",
    ),
    Level.WARNING,
)
def text_unquoted(record: Record, context: Context) -> Iterator[Finding]:
    """What must be a text, and would be a number to whoever reads YAML as YAML, is quoted."""
    document, schema = record.document, context.registry.schemas[record.kind]
    for place in document.plain:
        value = at(document.data, place)
        node = schema.node(place) if isinstance(value, str) and _READ_OTHERWISE.fullmatch(value) else {}
        if node.get("type") == "string" and re.search(
            node.get("pattern", ""), str(value)
        ):  # else it is an error already
            field = next((step for step in reversed(place) if isinstance(step, str)), "")
            values = {"title": context.titled(record, place), "value": shown(value), "field": field}
            yield Finding(document, place, values)
