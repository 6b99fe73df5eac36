"""A register written down again from its published site, when the repository is gone and no copy of it is left.

The published facts have the names that the files have, so a file is what the site tells without what it worked out. What
was not public is not there; what was published and is so no longer is named by the log and cannot be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..register import phones
from ..register.schema import Schema
from . import append

Payload = Mapping[str, Any]


def centre(payload: Payload, schema: Schema) -> bytes:
    """A centre's file from what the site tells of it."""
    fields = {name: payload.get(name) for name in schema.root["properties"] if name != "decisions"}
    fields["phone_numbers"] = [_phone(number) for number in payload.get("phone_numbers", ())]
    decisions = [decision(item, schema) for item in payload["decisions"]]
    return append.new_file({**_held(fields), "decisions": decisions})


def decision(payload: Payload, schema: Schema) -> dict[str, Any]:
    """A decision as it was recorded; the site tells a transfer by what it did, and says between whom."""
    known = schema.node(("decisions", 0))["properties"]
    item = _held({name: value for name, value in payload.items() if name in known})
    if item.get("successor") or item.get("predecessor"):
        item["kind"] = "transfer"
    if item.get("effective") == item["date"]:
        del item["effective"]
    return append.ordered(item)


def keys(leaves: Iterable[Payload]) -> Iterator[dict[str, str]]:
    """The rows of keys.yaml, from what the log says of keys."""
    told = list(leaves)
    until = {leaf["key"]: leaf["date"] for leaf in told if leaf.get("event") == "key-removed"}
    for leaf in told:
        if leaf.get("event") == "key-added":
            ended = {"until": until[leaf["key"]]} if leaf["key"] in until else {}
            yield {"role": leaf["role"], "key": leaf["key"], "since": leaf["date"], **ended}


def _held(value: Any) -> Any:
    """A value without its empty parts, which a file leaves out, and without an English that only repeats the Norwegian."""
    if isinstance(value, Mapping):
        value = {name: inner for name, inner in value.items() if name != "en" or inner != value.get("nb")}
        return {name: held for name, inner in value.items() if (held := _held(inner)) not in (None, [], {}, "")}
    return [_held(item) for item in value] if isinstance(value, list) else value


def _phone(number: Payload) -> dict[str, Any]:
    first, last = (_written(number[end]) for end in ("from", "to"))
    ends = {"number": first} if first == last else {"from": first, "to": last}
    return {**ends, **{name: number.get(name) for name in ("use", "since", "until") if number.get(name)}}


def _written(number: str) -> str:
    national = phones.national(number)
    return f"+47 {phones.written(national)}" if len(national) == 8 else national
