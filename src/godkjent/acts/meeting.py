"""All decisions of a meeting in one text, as minutes are written: for each, its questions by what they are called.

    Senter: Listig Rev Kundesenter AS
    Slag: Advarsel
    Krav det gjelder: Skatt og avgift
    Begrunnelse: Skatten er ikke betalt.
    Frist: 1. april 2028

A decision begins with its centre; a line that names no question goes on with the answer before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ..language.refusals import Refusal
from ..language.texts import LANGUAGES, Text, all_of, shown
from ..register.schema import Schema
from . import issue_forms, reading
from .acts import ACTS, Field, fields

_LINE = re.compile(r"[-*•\s]*([^\W\d_][^:]{2,40}?)\s*:\s*(.*)")
MOST = 200
"""Decisions in one text."""


class NotMinutes(Refusal):
    """The text is no list of decisions; the sentence says why and what to do."""


@dataclass
class Minute:
    """One decision: what was answered to each question, by its id."""

    said: dict[str, str] = field(default_factory=dict)

    @property
    def about(self) -> str:
        """`Advarsel, Listig Rev Kundesenter AS`: what it is called in a sentence."""
        return ", ".join(shown(reading.one_line(self.said[name])) for name in ("kind", "centre") if self.said.get(name))


def questions(schema: Schema) -> dict[str, Field]:
    """Every question that a decision about a centre in the register may have, by its id."""
    found: dict[str, Field] = {}
    for asked in (f for act in ACTS.values() if act.kinds and not act.new for f in fields(act, schema)):
        known = found.get(asked.id)
        choices = {**(known.choices or {} if known else {}), **(asked.choices or {})}
        found[asked.id] = replace(asked, choices=choices or None)
    return found


def read(text: str, schema: Schema) -> list[Minute]:
    """The decisions of a text, in their order. Raises NotMinutes."""
    asked = questions(schema)
    called = {f.title.in_language(code).casefold(): f.id for f in asked.values() for code in LANGUAGES}
    minutes: list[Minute] = []
    latest = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        found = _LINE.fullmatch(line)
        id_ = called.get(reading.one_line(found[1]).casefold()) if found else None
        if found and id_:
            if id_ == "centre":
                minutes.append(Minute())
            if not minutes:
                raise NotMinutes(_NO_CENTRE.fill(line=shown(line)))
            if id_ in minutes[-1].said:
                raise NotMinutes(_TWICE.fill(title=asked[id_].title, about=minutes[-1].about))
            minutes[-1].said[id_], latest = found[2], id_
        elif minutes and latest:
            minutes[-1].said[latest] += f"\n{line}"
        else:
            raise NotMinutes(_NO_CENTRE.fill(line=shown(line)))
    if not minutes:
        raise NotMinutes(_EMPTY)
    if len(minutes) > MOST:
        raise NotMinutes(_TOO_MANY.fill(count=len(minutes), most=MOST))
    return minutes


def command(minute: Minute, date: str, schema: Schema) -> list[str]:
    """The arguments to `godkjent` that carry one decision out, on the day of the meeting unless it says another. Raises NotAForm."""
    asked = questions(schema)
    said = {"date": date, **{name: words for name, words in minute.said.items() if words}}
    if missing := [asked[name].title for name in ("centre", "kind") if not said.get(name)]:
        raise NotMinutes(_MISSING.fill(fields=all_of(missing)))
    given = {name: issue_forms.answers(asked[name], words) for name, words in said.items()}
    return issue_forms.decide(given)


def written(minutes: Iterator[Minute], schema: Schema) -> str:
    """The text that reads as these decisions."""
    asked = questions(schema)
    blocks = ("\n".join(f"{asked[name].title.nb}: {words}" for name, words in m.said.items()) for m in minutes)
    return "\n\n".join(blocks) + "\n"


_NO_CENTRE = Text(
    "Hvert vedtak begynner med en linje «Senter: …», men her står «{line}» først.",
    "Every decision begins with a line “Centre: …”, but here “{line}” comes first.",
)
_TWICE = Text(
    "{title} står to ganger i samme vedtak ({about}). Mangler linjen «Senter: …» foran det neste vedtaket?",
    "{title} stands twice in one decision ({about}). Is the line “Centre: …” missing before the next decision?",
)
_EMPTY = Text("Det står ingen vedtak i teksten.", "There are no decisions in the text.")
_TOO_MANY = Text(
    "Det står {count} vedtak i teksten; del dem på flere skjemaer med høyst {most} i hvert.",
    "There are {count} decisions in the text; divide them over several forms with at most {most} in each.",
)
_MISSING = Text("{fields} mangler.", "{fields} is missing.")
