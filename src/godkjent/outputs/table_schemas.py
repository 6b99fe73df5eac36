"""What the columns of each table hold, as Frictionless Table Schemas.

The columns are those that the tables are written by, and what each holds is read from the API's own description of the
payload that the table is made of, so that neither can say what the other does not. Lists are joined in one cell, and a
cell may have an apostrophe in front (`tables`): therefore a column has its pattern only when it is of digits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import addresses
from ..language.texts import LANGUAGES, Text
from . import api, numbers
from .openapi import MAY_GROW

Node = dict[str, Any]
_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean"}
_KEPT = ("minimum", "maximum")


def _described(kind: str, words: Text, obligatory: bool = False) -> Node:
    return {"type": kind, "description": words.nb, "obligatory": obligatory}


_STATISTICS: Mapping[str, Node] = {
    "figure": _described("string", Text("Hvilket tall, som i statistics.json.", "Which figure, as in statistics.json."), True),
    "period": _described("string", Text("Året eller dagen det gjelder.", "The year or day that it is of.")),
    "group": _described("string", Text("Slaget eller fylket det gjelder, når det er delt slik.", "The kind or county that it is of, where it is divided so.")),
    "measure": _described("string", Text("Hva som er talt.", "What is counted."), True),
    "value": _described("number", Text("Verdien; ingen når den er ukjent.", "The value; none when it is unknown.")),
    "invented": _described("boolean", Text("Om raden er oppdiktet.", "Whether the row is invented.")),
    "source": _described("string", Text("Hvor tallet er fra.", "Where the figure is from.")),
}  # fmt: skip
"""The one table whose rows are no rows of its payload: it has a row for each single value."""
_DIGITS = Text("Med sifre alene, uten +47.", "In digits alone, without +47.")
_END = {**_described("string", _DIGITS, True), "pattern": "^([0-9]{8}|0[0-9]{4})$"}


@dataclass(frozen=True)
class _Table:
    path: str
    columns: Sequence[str]
    component: str | None
    key: Sequence[str] = ()
    own: Mapping[str, Node] = field(default_factory=dict)


_TABLES = (
    _Table(addresses.CENTRES_CSV, api.centre_table([])[0], "Centre", ["organisation_number"]),
    _Table(addresses.DECISIONS_CSV, api.decision_table([])[0], "RegisteredDecision", ["organisation_number", "id"]),
    _Table(addresses.STATISTICS_CSV, api.statistics_table({})[0], None, own=_STATISTICS),
    _Table(
        addresses.NUMBERS_CSV,
        numbers.COLUMNS,
        "RegisteredNumber",
        ["from", "to", "organisation_number"],
        {"from": _END, "to": _END},
    ),
)


def files(components: Mapping[str, Node]) -> Iterator[tuple[str, str]]:
    """The schema of each table, beside the table, by the parts of the API's description."""
    for table in _TABLES:
        fields = {**_fields(components, components[table.component]), **table.own} if table.component else table.own
        schema = {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [_column(name, fields.get(name, {})) for name in table.columns],
            **({"primaryKey": list(table.key)} if table.key else {}),
            "missingValues": [""],
        }
        yield addresses.table_schema(table.path), json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _fields(components: Mapping[str, Node], component: Node) -> dict[str, Node]:
    """The fields of a payload's rows by name: those of the address among them, and a text once for each language."""
    own: dict[str, Node] = component["properties"]
    texts = {
        f"{name}_{code}": {"description": f"{words} ({code})"}
        for name, node in own.items()
        if (words := _words_of_text(components, node))
        for code in LANGUAGES
    }
    return {**own.get("address", {}).get("properties", {}), **texts, **own}


def _words_of_text(components: Mapping[str, Node], node: Node) -> str | None:
    """What a field is said to be, when it is a text in several languages."""
    told = [node, *node.get("anyOf", ())]
    held = [components[one["$ref"].rpartition("/")[2]] for one in told if "$ref" in one]
    return next((str(one["description"]) for one in held if "nb" in one.get("properties", {})), None)


def _column(name: str, node: Node) -> Node:
    either: Node = next((one for one in node.get("anyOf", ()) if one.get("type") != "null"), {})
    told = {**either, **node}
    given = told.get("type", "string")
    kinds = [kind for kind in ([given] if isinstance(given, str) else given) if kind != "null"]
    null = isinstance(given, list) or "anyOf" in node
    column = {"name": name, "type": "date" if told.get("format") == "date" else _TYPES.get(kinds[0], "string")}
    words: Node = {part: told[part] for part in ("title", "description") if part in told}
    words = words or {"description": told["items"]["description"]} if "items" in told else words
    single = kinds[0] not in ("array", "object")
    rules: Node = {part: told[part] for part in _KEPT if part in told}
    if single and "enum" in told and MAY_GROW not in told:
        rules["enum"] = [choice for choice in told["enum"] if choice is not None]
    if told.get("pattern", "").startswith(("^[0-9]", "^([0-9]")) and column["type"] == "string":
        rules["pattern"] = told["pattern"]
    if told.get("obligatory", "type" in told and single and not null):
        rules["required"] = True
    return {**column, **words, **({"constraints": rules} if rules else {})}
