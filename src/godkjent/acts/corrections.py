"""What a correction of a decision sets right: fields by what they are called, values as lawyers write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..language.i18n import in_every_language
from ..language.texts import LANGUAGES, Text, all_of, shown
from ..register import lifecycle
from ..register.model import Decision, Kind, Rules
from ..register.schema import Schema, title
from . import reading
from .reading import NotRead

CHANGE = ("decisions", 0, "change")
YES = ("true", "ja", "yes", "x")


IN_ENGLISH = "på engelsk"
_SIGN = re.compile("[=:]")


def parts(text: str) -> list[str]:
    """What is set right, a field to a line; on one line with semicolons between."""
    return [part.strip() for part in text.split("\n" if "\n" in text.strip() else ";") if part.strip()]


def standing(decision: Decision, schema: Schema, requirements: Mapping[str, Text]) -> list[str]:
    """What a decision says now, as lines that can be written over and read back."""
    called = {name: text.nb for name, text in fields(schema).items()}
    days = {"date": decision.date, "deadline": decision.deadline, "valid_until": decision.valid_until}
    if decision.effective != decision.date:
        days["effective"] = decision.effective
    lines = [f"{called[name]}: {in_every_language(day).nb}" for name, day in days.items() if day]
    if decision.requirements:
        titles = (requirements[id_].nb if id_ in requirements else id_ for id_ in decision.requirements)
        lines.append(f"{called['requirements']}: {', '.join(titles)}")
    if decision.reason:
        lines.append(f"{called['reason']}: {decision.reason.nb}")
        if decision.reason.en and decision.reason.en != decision.reason.nb:
            lines.append(f"{called['reason']} {IN_ENGLISH}: {decision.reason.en}")
    return lines


def fields(schema: Schema) -> dict[str, Text]:
    """The fields that a correction can set right, by what they are called."""
    known = schema.node(CHANGE)["properties"]
    return {name: title(schema.node((*CHANGE, name)), (*CHANGE, name)) for name in known}


def change_from(given: Iterable[str], schema: Schema, requirements: Mapping[str, Text]) -> dict[str, Any]:
    """The change that `felt=verdi` says, each read as its question is in a form. Raises NotRead."""
    change: dict[str, Any] = {}
    for words in given:
        name, *rest = (part.strip() for part in _SIGN.split(words, maxsplit=1))
        value = rest[0] if rest else ""
        field, language = _field(name, schema)
        if not value or not field:
            raise NotRead(_ODD.fill(given=shown(words), fields=_named(fields(schema))))
        if field == "reason":
            change.setdefault(field, {})[language] = reading.one_line(value)
        else:
            change[field] = _value(field, value, schema, requirements)
    return change


def built_upon(decisions: Sequence[Decision], struck: str, rules: Rules) -> list[str]:
    """The later decisions that could not have been made without the one that is struck out, newest first."""
    already = {d.id for d, _ in lifecycle.forbidden(decisions, rules)}
    left = [d for d in lifecycle.corrected(decisions) if d.id != struck]
    refused = {d.id for d, _ in lifecycle.forbidden(left, rules)} - already
    return [d.id for d in reversed(left) if d.id in refused or (d.concerns == struck and d.kind is not Kind.CORRECTION)]


def _value(field: str, words: str, schema: Schema, requirements: Mapping[str, Text]) -> Any:
    called = fields(schema)[field]
    if field == "void":
        if words.casefold() in YES:
            return True
        raise NotRead(_VOID.fill(words=shown(words), title=called))
    if field == "requirements":
        return reading.chosen(words, requirements, called)
    return reading.one(field, words, schema.labels((*CHANGE, field)) or None, called)


def _field(name: str, schema: Schema) -> tuple[str, str]:
    """The field that is meant, and of a reason the language; empty when it is none."""
    bare, _, language = name.partition(".")
    if (bare, language) in _TEXTS:
        return bare, language
    called = {text.in_language(code).casefold(): key for key, text in fields(schema).items() for code in LANGUAGES}
    if name.casefold() == f"{fields(schema)['reason'].nb} {IN_ENGLISH}".casefold():
        return "reason", "en"
    field = name if name in fields(schema) else called.get(name.casefold(), "")
    return field, "nb"


_TEXTS = tuple(("reason", language) for language in LANGUAGES)


def _named(texts: Mapping[str, Text]) -> Text:
    return all_of(texts.values())


THEN = Text("og så", "and then")
STRIKE_FIRST = Text(
    "Vedtak {id} kan ikke strykes ennå, for senere vedtak bygger på det. Stryk først {later}, hvert med en egen retting.",
    "Decision {id} cannot be struck out yet, for later decisions build upon it. Strike out {later} first, each with a correction of its own.",
)
"""What is said of a decision that is struck out before those that build upon it; `THEN` joins the numbers of these."""
_ODD = Text(
    "«{given}» er ikke en retting. Skriv feltet, et kolon og det som skal stå, for eksempel «Vedtaksdato: 24. november 2026». Feltene er {fields}.",
    "“{given}” is no correction. Write the field, a colon and what it should be, for example “Date of decision: 24 November 2026”. The fields are {fields}.",
)
_VOID = Text(
    "«{words}» er ikke et svar under {title}. Skriv «ja» når vedtaket ikke skulle vært ført, ellers ingenting.",
    "“{words}” is no answer under {title}. Write “yes” when the decision should not have been entered, else nothing.",
)
