"""What `check` says of an act, told by the question that was asked: nobody who answers a form has seen the file's lines."""

from __future__ import annotations

from collections.abc import Iterable

from ..language.texts import Text, same, shown
from ..register.loader import Document, Place
from ..register.problems import Level, Problem
from ..register.records import Registry
from ..register.schema import at, title


def as_questions(read: Registry, problems: Iterable[Problem], stem: str, language: str) -> str:
    """Each problem on a line: the question it is about, the sentence, and the tip below; twice told is told once."""
    document = next((r.document for r in read.records if r.stem == stem and r.kind in ASKED), None)
    rows = [_one(p, document, read, language) for p in problems]
    return "\n".join(dict.fromkeys(rows))


def _one(problem: Problem, document: Document | None, read: Registry, language: str) -> str:
    about = _question(problem, document, read)
    warning = _WARNING.in_language(language) if problem.level is Level.WARNING else ""
    said = f"{about.in_language(language)}: {warning}{problem.message.in_language(language)}"
    shows = problem.tip and _OF_THE_FILE not in problem.tip.nb
    tip = f"\n   {_TIP.in_language(language)}: {problem.tip.in_language(language)}" if problem.tip and shows else ""
    return said + tip


def _question(problem: Problem, document: Document | None, read: Registry) -> Text:
    """What the field is called in the forms; a problem in another file is told by the name of the one it is about."""
    if document is None or problem.file != document.file:
        other = next((r for r in read.records if r.document.file == problem.file), None)
        return same(shown(other.get("name") or problem.file) if other else problem.file)
    kind = next(r.kind for r in read.records if r.document is document)
    schema = read.schemas[kind]
    marks = {**document.keys, **document.marks}
    where = (problem.mark.line, problem.mark.column)
    here = [place for place, mark in marks.items() if place and (mark.line, mark.column) == where]
    place: Place = max(here, key=len, default=())
    if place[:1] == ("decisions",):
        items = at(document.data, ("decisions",))
        if isinstance(items, list) and place[1:2] and place[1] != len(items) - 1:  # not the one that was asked for
            return _EARLIER.fill(id=shown(at(document.data, (*place[:2], "id"))))
        return title(schema.node(place[:3]), place[:3]) if len(place) > 2 else _DECISION
    named = place[:2] if place[:1] == ("address",) else place[:1]
    return title(schema.node(named), named) if named else _RECORD if kind == "centre" else _FORM


ASKED = ("centre", "statistics", "misuse")
"""The kinds of record that are written by answering questions."""
_OF_THE_FILE = "anførselstegn"
"""A tip that speaks of quotation marks is for one who writes the file itself."""
_WARNING = Text("Se en gang til: ", "Have a second look: ", "Sjå ein gong til: ")
_TIP = Text("Tips", "Tip", "Tips")
_DECISION = Text("Vedtaket", "The decision", "Vedtaket")
_EARLIER = Text("Vedtak {id}", "Decision {id}")
_FORM = Text("Skjemaet", "The form", "Skjemaet")
_RECORD = Text("Senteret", "The centre", "Senteret")
