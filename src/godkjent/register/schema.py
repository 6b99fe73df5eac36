"""The published JSON Schemas, used as they are: they turn text into values, and their faults into sentences.

The schema files under `registry/schemas/` are the one place for field names, titles, enum labels and wording; this
module knows only JSON Schema's keywords.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..language.texts import LANGUAGES, OR, SOURCE, Text, all_of, one_of, same, shown
from . import explained
from .loader import Document, Place, Value
from .mended import quoted
from .problems import Problem
from .verdicts import Verdict, schema_is_sound, verdict

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

Node = dict[str, Any]
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z")


@dataclass(frozen=True)
class Schema:
    """One schema file, ready to read a document with."""

    name: str
    root: Node

    @classmethod
    def read(cls, path: Path) -> Schema:
        """The schema at `path`; raises ValueError when the file is no schema."""
        try:
            return cls(path.name.removesuffix(".schema.json"), _sound_root(path.read_text("utf-8")))
        except (LookupError, TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"{path.name}: {error}") from None

    @cached_property
    def _validator(self) -> Validator:
        return explained.validator(self.root)

    @cached_property
    def _sound(self) -> Verdict:
        return verdict(self.root)

    def typed(self, document: Document) -> Value:
        """The document's data with numbers and booleans where the schema wants them and plain text can be read so."""
        return _typed(document.data, self.root, self, (), document.plain)

    def faults(self, document: Document, data: Value) -> Iterator[Fault]:
        """Every fault, in one sentence each, at the value (or the field name) that is wrong."""
        if self._sound(data):
            return
        found = [fault for error in self._validator.iter_errors(data) for fault in _faults(error, data, self)]
        mistyped = {fault.place for fault in found if fault.rule == "schema-type"}
        told: set[tuple[Place, str]] = set()
        for fault in found:
            said_already = (fault.place, fault.message.nb) in told or (
                fault.place in mistyped and fault.rule != "schema-type"
            )
            if not said_already and not any(fault.place[: len(b)] == b for b in document.broken):
                told.add((fault.place, fault.message.nb))
                yield fault

    def follow(self, node: Node) -> Node:
        """A node with its `$ref` resolved inside this file; what stands beside the reference wins."""
        if "$ref" not in node:
            return node
        target = self.root
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return {**target, **node}

    def node(self, place: Place) -> Node:
        """The schema of the field at `place`; an empty node for a field that the schema does not know."""
        node = self.root
        for step in place:
            node = self.follow(node)
            node = node.get("items", {}) if isinstance(step, int) else node.get("properties", {}).get(step, {})
        return self.follow(node)

    def labels(self, place: Place) -> dict[str, Text]:
        """What the choices of an enum are called, in the order of the schema."""
        node = self.node(place)
        known = node.get("x-labels", {})
        return {value: Text(**known[value]) if value in known else same(value) for value in node.get("enum", ())}


_STRING = {"type": "string"}
_OWN_WORDS = {
    "properties": {
        "errorMessage": _STRING,
        "x-tip": _STRING,
        "x-en": {"type": "object", "additionalProperties": _STRING},
        "x-labels": {
            "type": "object",
            "additionalProperties": {
                "properties": dict.fromkeys(LANGUAGES, _STRING),
                "required": ["nb", "en"],
                "additionalProperties": False,
            },
        },
        "properties": {"additionalProperties": {"type": "object"}},
        "items": {"type": "object"},
        "enum": {"items": _STRING},
    }
}
"""What this module adds to JSON Schema: the words of a field in other languages, and choices that are words."""


@lru_cache(maxsize=16)
def _sound_root(text: str) -> Node:
    """The schema in a file's text: an object that is a schema, in which every reference leads somewhere."""
    root = json.loads(text)
    if not isinstance(root, dict):
        raise TypeError("not an object")
    if not schema_is_sound(root):
        explained.refuse_unsound(root)
    own = verdict(_OWN_WORDS)
    for node in _nodes(root):
        Schema("", root).follow(node)
        if not own(node):
            explained.refuse_other(_OWN_WORDS, node)
    return root


def _nodes(node: object) -> Iterator[Node]:
    """Every object in a schema file, the schema itself first."""
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _nodes(inner)


def title(node: Node, place: Place) -> Text:
    """What people call the field: its title, or its bare name."""
    name = shown(place[-1]) if place else ""
    return Text(node.get("title", name), node.get("x-en", {}).get("title", name))


def _typed(value: Value, node: Node, schema: Schema, place: Place, plain: set[Place]) -> Value:
    node = schema.follow(node)
    if isinstance(value, dict):
        fields = node.get("properties", {})
        return {k: _typed(v, fields.get(k, {}), schema, (*place, k), plain) for k, v in value.items()}
    if isinstance(value, list):
        return [_typed(v, node.get("items", {}), schema, (*place, i), plain) for i, v in enumerate(value)]
    return _scalar(value, node.get("type")) if place in plain else value


def _scalar(value: Value, wanted: object) -> Value:
    if wanted == "integer" and _INTEGER.match(str(value)) and len(str(value)) < 16:
        return int(str(value))
    if wanted == "boolean" and value in ("true", "false"):
        return value == "true"
    return value


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that the schema has against a document."""

    place: Place
    rule: str
    message: Text
    tip: Text | None = None
    at_key: bool = False  # the field's name is what is wrong, not its value

    def problem(self, document: Document) -> Problem:
        """The fault as a problem in `document`."""
        return document.problem(document.mark(self.place, key=self.at_key), self.rule, self.message, self.tip)


def _faults(error: Any, data: Value, schema: Schema) -> Iterator[Fault]:
    """One complaint of the validator, as the faults a person would count in it."""
    place: Place = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        yield from _misplaced(error, place, data, schema)
    elif error.validator == "required":
        yield from _missing(error, place, data, schema)
    elif error.validator == "additionalProperties":
        yield from _unknown(error, place, schema)
    else:
        tip = _choice_meant(error, place, schema) or _day_meant(error, schema.node(place)) or _tip(schema.node(place))
        yield Fault(place, f"schema-{error.validator}", _wrong_value(error, place, schema), tip)


def _day_meant(error: Any, node: Node) -> Text | None:
    """A day written as Norwegians write it, as a file has it."""
    found = _DAY.fullmatch(str(error.instance)) if node.get("format") == "date" else None
    with suppress(ValueError):
        return _WRITE.fill(words=date(int(found[3]), int(found[2]), int(found[1])).isoformat()) if found else None
    return None


def _choice_meant(error: Any, place: Place, schema: Schema) -> Text | None:
    """The choice of an enumeration that was written by what people call it."""
    labels = schema.labels(place) if error.validator == "enum" else {}
    near = _meant(error.instance, labels) if isinstance(error.instance, str) else None
    return _DID_YOU_MEAN.fill(name=near, title=labels[near]) if near else None


def _missing(error: Any, place: Place, data: Value, schema: Schema) -> Iterator[Fault]:
    for name in (n for n in error.validator_value if n not in error.instance):
        field = (*place, name)
        message = _MISSING.fill(field=name, title=title(schema.node(field), field), where=_where(place, data, schema))
        yield Fault(field, "schema-required", message, _tip(schema.node(field)), at_key=True)


def _unknown(error: Any, place: Place, schema: Schema) -> Iterator[Fault]:
    known = schema.node(place).get("properties", {})
    called = {name: title(schema.node((*place, name)), (name,)) for name in known}
    if split := _split(error.instance, known):
        whole = quoted(", ".join((str(error.instance.get(SOURCE, "")), *split)))
        yield Fault((*place, split[0]), "schema-additionalProperties", _SPLIT, _IN_QUOTES.fill(text=whole), at_key=True)
        return
    for name in (n for n in error.instance if n not in known):
        near = _meant(name, called)
        begins = re.match(r"\w+", name)
        glued = begins is not None and begins[0] != name and begins[0] in known  # «reason:{nb» or «reason {nb»
        meant = _DID_YOU_MEAN.fill(name=near, title=called[near]) if near else None
        tip = (_GLUED.fill(name=begins[0]) if glued and begins else meant) or _KNOWN.fill(
            names=_fields_called(known, place, schema)
        )
        rule = "schema-additionalProperties"
        yield Fault((*place, name), rule, _UNKNOWN.fill(field=shown(name)), tip, at_key=True)


def _split(instance: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
    """What a comma cut off from a text in braces: names without a value beside the text itself."""
    rest = [name for name in instance if name not in known]
    return rest if SOURCE in known and instance.get(SOURCE) and all(instance[name] == "" for name in rest) else []


def _meant(words: str, called: Mapping[str, Text]) -> str | None:
    """The field that a name which is none stands for: one spelt almost so, or one whose title says it in Norwegian."""
    if near := get_close_matches(words, list(called), n=1, cutoff=0.7):
        return near[0]
    plain = re.sub(r"[\W_]", "", words.casefold())
    titles = {re.sub(r"[\W_]", "", text.nb.casefold()): name for name, text in called.items()}
    if near := get_close_matches(plain, list(titles), n=1, cutoff=0.8):
        return titles[near[0]]
    within = [said for said in titles if len(plain) >= _SHORTEST_MEANT and plain in said]
    return titles[min(within, key=len)] if within else None


_SHORTEST_MEANT = 4
"""Letters that a part of a title must have to be taken for it: «grunn» of «Begrunnelse», «dato» of «Vedtaksdato»."""


def _fields_called(names: Iterable[object], place: Place, schema: Schema) -> Text:
    """Fields by what people call them, each with the name that it has in the file."""
    texts = [_NAMED.fill(title=title(schema.node((*place, str(n))), (str(n),)), field=n) for n in names]
    return all_of(texts)


def _misplaced(error: Any, place: Place, data: Value, schema: Schema) -> Iterator[Fault]:
    """A field that the schema knows, in a record where it is not used; one it does not know is told of elsewhere."""
    if error.instance in schema.node(place).get("properties", {}):
        field = (*place, error.instance)
        where, allowed = _where(place, data, schema), _fields_called(error.validator_value, place, schema)
        name = title(schema.node(field), field)
        message = _MISPLACED.fill(title=name, field=error.instance, where=where, allowed=allowed)
        yield Fault(field, "schema-propertyNames", message, at_key=True)


def _where(place: Place, data: Value, schema: Schema) -> Text:
    """` i vedtak av slaget «Advarsel»`, when the kind of a decision is what makes the difference."""
    if place[:1] != ("decisions",) or len(place) != 2:
        return same("")
    kind, labels = at(data, (*place, "kind")), schema.labels(("decisions", 0, "kind"))
    return _IN_KIND.fill(kind=labels[kind]) if isinstance(kind, str) and kind in labels else same("")


def at(data: Value, place: Place) -> Value | None:
    """The value at `place`, or None when there is nothing there."""
    value: Any = data
    for step in place:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value  # type: ignore[no-any-return]


def _wrong_value(error: Any, place: Place, schema: Schema) -> Text:
    node, value = schema.node(place), error.instance
    if value == "" and not isinstance(value, bool):
        return _EMPTY.fill(title=title(node, place))
    must = _must(error, node)
    if isinstance(value, dict | list):
        return _FIELD_MUST.fill(title=title(node, place), must=must)
    return _VALUE_MUST.fill(value=shown(_as_written(value)), title=title(node, place), must=must)


def _as_written(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _must(error: Any, node: Node) -> Text:
    """What must be, in the field's own words where the keyword is about the value, else in the keyword's."""
    keyword, limit = str(error.validator), error.validator_value
    if keyword == "enum":
        return _ONE_OF.fill(choices=_called(limit, node))
    if keyword in _KEYWORDS and keyword != "type":
        return _KEYWORDS[keyword].fill(limit=limit)
    if keyword == "type" and limit == "object" and SOURCE in node.get("properties", {}):
        words = str(error.instance)
        return _IN_LANGUAGES.fill(text=quoted(words if 0 < len(words) <= _LONGEST_QUOTED else "…"))
    if keyword == "type" and limit == "array" and isinstance(error.instance, str) and _WORD.fullmatch(error.instance):
        return _AS_A_LIST.fill(item=error.instance)
    if node.get("errorMessage"):
        return Text(node["errorMessage"], node.get("x-en", {}).get("errorMessage", ""))
    return _TYPES.get(str(limit), _OTHER) if keyword == "type" else _OTHER


def _called(values: list[object], node: Node) -> Text:
    """The values of an enum, each with what people call it where that is another word."""
    labels = {value: Text(**label) for value, label in node.get("x-labels", {}).items()}
    said = [labels[str(v)] if str(v) in labels else same(str(_as_written(v))) for v in values]
    pairs = [
        text if text.nb == str(v) else _CALLED.fill(value=v, label=text) for v, text in zip(values, said, strict=True)
    ]
    return one_of(pairs)


def _tip(node: Node) -> Text | None:
    return Text(node["x-tip"], node.get("x-en", {}).get("tip", "")) if "x-tip" in node else None


_MISSING = Text("{title} ({field}) mangler{where}.", "{title} ({field}) is missing{where}.")
_IN_KIND = Text(" i vedtak av slaget «{kind}»", " in a decision of the kind “{kind}”")
_UNKNOWN = Text("Feltet «{field}» finnes ikke her.", "There is no field “{field}” here.")
_SPLIT = Text(
    "Teksten er delt ved et komma, og det som står etter, leses som et felt for seg.",
    "The text is split at a comma, and what comes after is read as a field of its own.",
    "Teksten er delt ved eit komma, og det som står etter, blir lese som eit felt for seg.",
)
_IN_QUOTES = Text(
    "Sett anførselstegn om hele teksten: {{nb: {text}}}",
    "Put the whole text in quotation marks: {{nb: {text}}}",
    "Set hermeteikn om heile teksten: {{nb: {text}}}",
)
_DID_YOU_MEAN = Text(
    "Mente du {title}? I filen heter det «{name}».",
    "Did you mean {title}? In the file it is called “{name}”.",
    "Meinte du {title}? I fila heiter det «{name}».",
)
_KNOWN = Text("Feltene her er {names}.", "The fields here are {names}.", "Felta her er {names}.")
_DAY = re.compile(r"([0-9]{1,2})[./-] ?([0-9]{1,2})[./-] ?([0-9]{4})")
_WRITE = Text("Skriv {words}.", "Write {words}.", "Skriv {words}.")
_GLUED = Text(
    "Skriv «{name}:», med kolon og et mellomrom etter.",
    "Write “{name}:”, with a colon and a blank after it.",
    "Skriv «{name}:», med kolon og eit mellomrom etter.",
)
_NAMED = same("{title} ({field})")
_MISPLACED = Text(
    "{title} ({field}) brukes ikke her{where}; feltene er {allowed}.",
    "{title} ({field}) is not used here{where}; the fields are {allowed}.",
)
_EMPTY = Text(
    "{title} er tomt; skriv en verdi eller ta bort feltet.", "{title} is empty; write a value or take the field out."
)
_VALUE_MUST = Text("«{value}» kan ikke stå som {title}: det {must}.", "“{value}” cannot stand as {title}: it {must}.")
_FIELD_MUST = Text("{title} {must}.", "{title} {must}.")
_CALLED = same("{label} ({value})")
_ONE_OF = Text("må være {choices}", "must be {choices}")
_IN_LANGUAGES = Text(
    "må si hvilket språk teksten er på: skriv nb: foran, og sett alt i krøllparentes, slik: {{nb: {text}}}",
    "must say which language the text is in: write nb: before it, and put it all in braces, like this: {{nb: {text}}}",
    "må seie kva språk teksten er på: skriv nb: framfor, og set alt i krøllparentes, slik: {{nb: {text}}}",
)
_LONGEST_QUOTED = 200
_WORD = re.compile(r"[\w-]{1,60}")
_AS_A_LIST = Text(
    "må være en liste, slik: [{item}]", "must be a list, like this: [{item}]", "må vere ei liste, slik: [{item}]"
)
_OTHER = Text("har en form som ikke tas imot", "has a form that is not accepted")
_TYPES = {
    "string": Text("må være en tekst, ikke en liste eller flere felt", "must be a text, not a list or several fields"),
    "object": Text(
        "må være felt med navn og verdi, én per linje", "must be fields with a name and a value, one to a line"
    ),
    "array": Text(
        "må være en liste: [a, b], eller én linje med bindestrek for hvert ledd",
        "must be a list: [a, b], or one line with a hyphen for each item",
    ),
    "integer": Text("må være et helt tall", "must be a whole number"),
    "boolean": Text("må være true eller false", "must be true or false"),
}
_KEYWORDS = {
    "maxLength": Text("kan ikke være lengre enn {limit} tegn", "must not be longer than {limit} characters"),
    "minLength": Text("må være minst {limit} tegn", "must be at least {limit} characters"),
    "uniqueItems": Text("nevner det samme to ganger", "names the same thing twice"),
    "minItems": Text("må ha minst {limit} ledd", "must have at least {limit} item"),
}
SENTENCES = {
    "or": OR,
    "missing": _MISSING,
    "in_kind": _IN_KIND,
    "unknown": _UNKNOWN,
    "empty": _EMPTY,
    "value": _VALUE_MUST,
    "field": _FIELD_MUST,
    "one_of": _ONE_OF,
    "other": _OTHER,
    "types": _TYPES,
    "keywords": _KEYWORDS,
}
"""The sentences by name, for what speaks them elsewhere."""
