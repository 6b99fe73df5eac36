"""What the API has promised, written down: addresses, fields, types, closed choices and columns. It may only grow.

    python scripts/api_contract.py          # compares, and writes down what is new

The promise in words is in CHANGELOG_API.md. Exit status: 0 when all that was promised holds, 1 when something does not;
then nothing is written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from godkjent.outputs import api, numbers, openapi
from godkjent.register.records import read_schemas

ROOT = Path(__file__).resolve().parent.parent
STORED = ROOT / "tests" / "fixtures" / "api" / "v1.json"
Promise = dict[str, Any]


def promised(document: Mapping[str, Any]) -> Promise:
    """What an OpenAPI document and the tables promise to readers."""
    parts = document["components"]["schemas"]
    return {
        "addresses": {path: [*_content(item)] for path, item in document["paths"].items()},
        "fields": dict(field for name, part in parts.items() for field in _fields(name, part, True)),
        "columns": {
            "centres.csv": [*api.centre_table([])[0]],
            "decisions.csv": [*api.decision_table([])[0]],
            "numbers.csv": [*numbers.COLUMNS],
            "statistics.csv": [*api.statistics_table({})[0]],
        },
    }


def _content(item: Mapping[str, Any]) -> Iterator[str]:
    for media, content in item["get"]["responses"]["200"]["content"].items():
        yield f"{media} {content['schema'].get('$ref', '')}".strip()


def _fields(place: str, node: Mapping[str, Any], always: bool) -> Iterator[tuple[str, Promise]]:
    """A field and those in it: what it may be, whether it is always there, and which choices it has."""
    known = {"is": sorted(_types(node)), "always": always}
    if "format" in node:
        known["format"] = node["format"]
    if "enum" in node:
        known["choices"] = sorted(str(choice) for choice in node["enum"])
        known["may_grow"] = bool(node.get(openapi.MAY_GROW))
    yield place, known
    for name, field in node.get("properties", {}).items():
        yield from _fields(f"{place}.{name}", field, name in node.get("required", ()))
    if "items" in node:
        yield from _fields(f"{place}[]", node["items"], True)
    if isinstance(node.get("additionalProperties"), dict):
        yield from _fields(f"{place}{{}}", node["additionalProperties"], True)


def _types(node: Mapping[str, Any]) -> Iterator[str]:
    if "$ref" in node:
        yield node["$ref"].rpartition("/")[2]
    for choice in node.get("anyOf", ()):
        yield from _types(choice)
    kinds = node.get("type", [])
    yield from [kinds] if isinstance(kinds, str) else kinds


def broken(old: Promise, new: Promise) -> list[str]:
    """Every promise of `old` that `new` does not keep, each in a sentence."""
    found = [f"address {a} is gone or is another kind of file" for a in _changed(old, new, "addresses")]
    found += [
        f"columns of {name} have been moved, renamed or taken out"
        for name, columns in old["columns"].items()
        if new["columns"].get(name, [])[: len(columns)] != columns
    ]
    for place, field in old["fields"].items():
        if place not in new["fields"]:
            found.append(f"field {place} is gone")
        else:
            found += [f"field {place}: {what}" for what in _differences(field, new["fields"][place])]
    return found


def _changed(old: Promise, new: Promise, part: str) -> list[str]:
    return [name for name, value in old[part].items() if new[part].get(name) != value]


def _differences(old: Promise, new: Promise) -> Iterator[str]:
    if old["is"] != new["is"]:
        yield f"was {old['is']}, is {new['is']}"
    if old["always"] and not new["always"]:
        yield "was always there, need not be"
    if old.get("format") != new.get("format"):
        yield f"had the format {old.get('format')}, has {new.get('format')}"
    before, now = set(old.get("choices", ())), set(new.get("choices", ()))
    if before - now or ("choices" in old) != ("choices" in new):
        yield f"lost choices: {sorted(before - now)}"
    if now - before and not old.get("may_grow"):
        yield f"got choices that it had promised not to get: {sorted(now - before)}"


def current() -> Promise:
    """What the code as it is promises."""
    return promised(openapi.document(read_schemas(ROOT / "registry" / "schemas"), "https://example.invalid"))


def main() -> int:
    """Compare with what is written down, and write down what is new."""
    now = current()
    faults = broken(json.loads(STORED.read_text("utf-8")), now) if STORED.exists() else []
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        return 1
    STORED.parent.mkdir(parents=True, exist_ok=True)
    STORED.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
