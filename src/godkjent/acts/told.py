"""What `check` says of an act, told by the question that was asked: nobody who answers a form has seen the file's lines."""

from __future__ import annotations

from collections.abc import Iterable

from ..language.texts import Text, same
from ..register.loader import Document, Place
from ..register.problems import Level, Problem
from ..register.records import Registry
from ..register.schema import Schema, title


def as_questions(read: Registry, problems: Iterable[Problem], stem: str, language: str) -> str:
    """Each problem on a line: the question it is about, the sentence, and the tip below; twice told is told once."""
    schema = read.schemas["centre"]
    document = next((r.document for r in read.of_kind("centre") if r.stem == stem), None)
    rows = [_one(p, document, schema, language) for p in problems]
    return "\n".join(dict.fromkeys(rows))


def _one(problem: Problem, document: Document | None, schema: Schema, language: str) -> str:
    about = _question(problem, document, schema)
    warning = _WARNING.in_language(language) if problem.level is Level.WARNING else ""
    said = f"{about.in_language(language)}: {warning}{problem.message.in_language(language)}"
    tip = f"\n   {_TIP.in_language(language)}: {problem.tip.in_language(language)}" if problem.tip else ""
    return said + tip


def _question(problem: Problem, document: Document | None, schema: Schema) -> Text:
    """What the field is called in the forms; a problem in another file is told by that file."""
    if document is None or problem.file != document.file:
        return same(problem.file)
    marks = {**document.keys, **document.marks}
    at = (problem.mark.line, problem.mark.column)
    here = [place for place, mark in marks.items() if place and (mark.line, mark.column) == at]
    place: Place = max(here, key=len, default=())
    if place[:1] == ("decisions",):
        return title(schema.node(place[:3]), place[:3]) if len(place) > 2 else _DECISION
    named = place[:2] if place[:1] == ("address",) else place[:1]
    return title(schema.node(named), named) if named else _RECORD


_WARNING = Text("Se en gang til: ", "Have a second look: ", "Sjå ein gong til: ")
_TIP = Text("Tips", "Tip", "Tips")
_DECISION = Text("Vedtaket", "The decision", "Vedtaket")
_RECORD = Text("Senteret", "The centre", "Senteret")
