"""Setting one detail of a record right: the one value changes, and every other byte of the file stays.

Decisions and the organisation number are no details: a decision is set right by a decision, and the number never changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

import yaml

from ..language.refusals import Refusal
from ..language.texts import Text, all_of, cited, same, shown
from ..register import asked
from ..register.loader import Document, Place, load, parse
from ..register.schema import Schema, at, title
from . import reading, yaml_text
from .acts import CORRECTABLE
from .append import reads_as


class CannotCorrect(Refusal):
    """The detail cannot be set right as asked; `text` says why and what to do."""


@dataclass(frozen=True)
class Detail:
    """A field that may be set right, its old and its new value; an empty old one adds, an empty new one takes away."""

    field: str
    old: str
    new: str

    @property
    def place(self) -> Place:
        """Where the field stands in the record."""
        return tuple(self.field.split("."))


def corrected(path: Path, name: str, detail: Detail, schema: Schema) -> bytes:
    """The file's bytes with the detail set right. Raises CannotCorrect.

    The file is one that `check` has accepted. The result is read again: the old data with the one change, or nothing.
    """
    if detail.field not in CORRECTABLE:
        raise CannotCorrect(_NO_FIELD.fill(field=shown(detail.field), fields=_correctable(schema)))
    text, (document, _) = path.read_bytes().decode("utf-8"), load(path, name)
    if document is None or not isinstance(document.data, dict):
        raise CannotCorrect(_UNREADABLE.fill(file=name))
    asked = replace(detail, old=_value(detail.old, schema, detail.place), new=_value(detail.new, schema, detail.place))
    change = _replacing if asked.old and asked.new else _listing
    content, data = change(text, document, asked, schema)
    if content == text:
        raise CannotCorrect(_SAME.fill(value=shown(detail.new)))
    if not reads_as(content.encode("utf-8", "replace"), data):
        raise CannotCorrect(_BY_HAND.fill(file=name, field=title(schema.node(detail.place), detail.place)))
    return content.encode("utf-8", "replace")


def _correctable(schema: Schema) -> Text:
    """Everything that may be set right, by its name and, after it, what it is called in the file."""
    places = [tuple(name.split(".")) for name in CORRECTABLE]
    return all_of(_CALLED.fill(title=title(schema.node(p), p), name=".".join(p)) for p in places)


def renamed(content: bytes, name: str, old: str, since: date, schema: Schema) -> bytes:
    """The file's bytes with the name that the centre had until `since` among its former ones. Raises CannotCorrect."""
    text, document = content.decode("utf-8"), parse(content, name)[0]
    data = cast(dict[str, Any], document.data if document else {})
    former = [{**row, "until": date.fromisoformat(row["until"])} for row in data.get("former_names", ())]
    after = [*former, {"name": old, "until": since - timedelta(days=1)}]
    whole, reads = rewritten(text, data, "former_names", after, schema)
    if not reads_as(whole.encode("utf-8", "replace"), reads):
        raise CannotCorrect(_BY_HAND.fill(file=name, field=title(schema.node(("former_names",)), ("former_names",))))
    return whole.encode("utf-8", "replace")


def _replacing(text: str, document: Document, detail: Detail, schema: Schema) -> tuple[str, Any]:
    """One value in the place of another, where it stands."""
    found = [(p, node) for p, node in _leaves(_node(text, detail.place), detail.place) if _is(node.value, detail, p)]
    if len(found) != 1:
        raise CannotCorrect((_TWICE if found else _NOT_THERE).fill(**_said(document, detail, schema)))
    place, node = found[0]
    new = _typed(detail.new, schema, place)
    written = yaml_text.quoted(detail.new) if node.style == '"' else yaml_text.flow(new, inside=True)
    return text[: node.start_mark.index] + written + text[node.end_mark.index :], _with(
        document.data, place, detail.new
    )


def _listing(text: str, document: Document, detail: Detail, schema: Schema) -> tuple[str, Any]:
    """An item added to a list or taken out of it, or a field that was not there; the field is written anew."""
    name, data = str(detail.place[0]), cast(dict[str, Any], document.data)
    before = data.get(name)
    after = _without(before, document, detail, schema) if detail.old else _added(before, data, detail, schema)
    return rewritten(text, data, name, after, schema)


def rewritten(text: str, data: dict[str, Any], name: str, after: Any, schema: Schema) -> tuple[str, Any]:
    """The text with one field of the record written anew, and what it then reads as. Raises CannotCorrect for a comment."""
    kept = {key: after if key == name else value for key, value in data.items()}
    whole = {k: v for k, v in ({**kept, name: after}).items() if v not in ([], None, {})}
    start, end = _span(text, name, schema)
    if "#" in text[start:end]:
        raise CannotCorrect(_COMMENT.fill(field=title(schema.node((name,)), (name,))))
    line_end = "\r\n" if "\r\n" in text else "\n"
    lines = yaml_text.block({name: after}) if name in whole else ()
    return text[:start] + "".join(line + line_end for line in lines) + text[end:], yaml_text.as_read(whole)


def _added(before: Any, record: dict[str, Any], detail: Detail, schema: Schema) -> Any:
    """The field with the new value last in its list, or in the place where nothing stood."""
    if detail.field == "phone_numbers":
        return [*(before or ()), reading.telephone_item(detail.new, record["directions"])]
    if schema.node(detail.place).get("type") == "array":
        return [*(before or ()), detail.new]
    if len(detail.place) == 1 and before is None:
        return _typed(detail.new, schema, detail.place)
    part = str(detail.place[-1])
    if len(detail.place) == 1 or part in (before or {}):
        raise CannotCorrect(_HAS_ONE.fill(value=shown(before if len(detail.place) == 1 else before[part])))
    inner = {**(before or {}), part: detail.new}
    return {key: inner[key] for key in schema.node(detail.place[:1])["properties"] if key in inner}


def _without(before: Any, document: Document, detail: Detail, schema: Schema) -> Any:
    """The field without the old value; a whole number or range goes with it."""
    if isinstance(before, list):
        kept = [item for n, item in enumerate(before) if not _holds(item, detail, (*detail.place, n))]
        if len(kept) == len(before) - 1:
            return kept
    elif isinstance(before, dict) and _is(str(before.get(detail.place[-1], "")), detail, detail.place):
        return {key: value for key, value in before.items() if key != detail.place[-1]}
    elif isinstance(before, str) and _is(before, detail, detail.place):
        return None
    raise CannotCorrect(_NOT_THERE.fill(**_said(document, detail, schema)))


def _typed(words: str, schema: Schema, place: Place) -> Any:
    """A whole number as a number where the schema wants one, so that it is written without quotes."""
    return int(words) if schema.node(place).get("type") == "integer" and re.fullmatch("[0-9]{1,9}", words) else words


def _holds(item: Any, detail: Detail, place: Place) -> bool:
    values = [v for v in item.values() if isinstance(v, str)] if isinstance(item, dict) else [str(item)]
    return any(_is(value, detail, place) for value in values)


def _is(value: str, detail: Detail, place: Place) -> bool:
    """Whether a value is the one that was asked for; a number or a web address however it is written."""
    old = detail.old.strip()
    if place[:1] == ("phone_numbers",):
        first = asked.phones_in(old)[:1]
        return bool(first) and asked.phones_in(value) == first
    if place[:1] == ("websites",) and value != old:
        return [(i.value, i.more) for i in asked.read(old) if i.kind == "host"] == [
            (asked.host_of(value), asked.path_of(value))
        ]
    return value == old


def _value(words: str, schema: Schema, place: Place) -> str:
    """The value that words stand for, read as lawyers write it; a choice by what people call it. Raises CannotCorrect."""
    labels = schema.labels((*place, 0)) or schema.labels(place)
    try:
        return reading.one(str(place[-1]), words, labels if words.strip() else None, title(schema.node(place), place))
    except reading.NotRead as error:
        raise CannotCorrect(error.text) from None


def _said(document: Document, detail: Detail, schema: Schema) -> dict[str, object]:
    there = [v for place, v in _scalars(at(document.data, detail.place)) if "use" not in place]
    near = get_close_matches(detail.old, there, n=1, cutoff=0.5)
    values = near or there[:5]
    return {
        "value": shown(detail.old),
        "title": title(schema.node(detail.place), detail.place),
        "there": all_of(cited(shown(v)) for v in values) if values else _NOTHING,
    }


_NOTHING = Text("ingenting", "nothing", "ingenting")


def _scalars(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _scalars(inner, (*place, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _scalars(inner, (*place, n))
    elif value is not None:
        yield place, str(value)


def _with(data: Any, place: Place, value: str) -> Any:
    """The data with one value changed."""
    if not place:
        return value
    step, rest = place[0], place[1:]
    if isinstance(data, dict):
        return {key: _with(inner, rest, value) if key == step else inner for key, inner in data.items()}
    return [_with(inner, rest, value) if n == step else inner for n, inner in enumerate(data)]


# --- The file as nodes with their places in the text ------------------------------------------------------------


def _root(text: str) -> yaml.MappingNode:
    return cast(yaml.MappingNode, yaml.compose(text, Loader=yaml.BaseLoader))


def _node(text: str, place: Place) -> yaml.Node | None:
    """The node of a field, or None when the record has none."""
    node: yaml.Node | None = _root(text)
    for step in place:
        fields = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for key, value in fields if key.value == step), None)
    return node


def _leaves(node: yaml.Node | None, place: Place) -> Iterator[tuple[Place, yaml.ScalarNode]]:
    if isinstance(node, yaml.ScalarNode):
        yield place, node
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _leaves(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for n, value in enumerate(node.value):
            yield from _leaves(value, (*place, n))


def _span(text: str, name: str, schema: Schema) -> tuple[int, int]:
    """Where the lines of a field begin and end; where they would begin when the record has none."""
    fields = _root(text).value
    order = list(schema.root["properties"])
    for key, value in fields:
        if key.value == name:
            return key.start_mark.index, _line_after(text, _end(value))
    later = next(key for key, _ in fields if key.value in order and order.index(key.value) > order.index(name))
    return later.start_mark.index, later.start_mark.index


def _end(node: yaml.Node) -> int:
    """Where a node's own text ends; a block ends with its last item, not with the comments after it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _line_after(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


_CALLED = same("{title} ({name})")
_NO_FIELD = Text(
    "«{field}» rettes ikke slik. Det som kan rettes, er {fields}. Et vedtak rettes med et nytt vedtak: .venv/bin/godkjent decide SENTER correction.",
    "“{field}” is not set right this way. What can be is {fields}. A decision is set right by a new one: .venv/bin/godkjent decide CENTRE correction.",
)
_UNREADABLE = Text("{file} kan ikke leses.", "{file} cannot be read.")
_SAME = Text("Det står «{value}» fra før.", "It is “{value}” already.")
_BY_HAND = Text(
    "{field} i {file} er skrevet slik at det må rettes for hånd. Se på linjen i filen.",
    "{field} in {file} is written so that it must be set right by hand. Look at the line in the file.",
)
_COMMENT = Text(
    "Det står en kommentar (#) ved {field}, og den skal ikke gå tapt. Rett dette for hånd.",
    "There is a comment (#) at {field}, and it must not be lost. Set this right by hand.",
)
_HAS_ONE = Text(
    "Det står «{value}» der fra før. Skriv det som «slik står det nå», så blir det byttet ut.",
    "It says “{value}” there already. Give that as the old value, and it is replaced.",
)
_NOT_THERE = Text(
    "«{value}» står ikke under {title}. Der står {there}.", "“{value}” is not among {title}. There is {there}."
)
_TWICE = Text(
    "«{value}» står flere ganger under {title}, så det er ikke sikkert hva som menes. Rett det for hånd.",
    "“{value}” is there more than once under {title}, so what is meant is not certain. Set it right by hand.",
)
