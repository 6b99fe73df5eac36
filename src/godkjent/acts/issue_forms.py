"""An issue form, as it was sent in, read back as the command that carries it out.

GitHub gives a form as Markdown: a heading for each question, in the order of the form, with the answer below it. An
answer may hold anything, also lines that look like headings; a form is taken only when its headings are exactly those
of one act, so that no answer can pass for another question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..language.refusals import Refusal
from ..language.texts import Text, all_of
from ..register.model import Kind
from ..register.schema import Schema
from . import corrections, reading
from .acts import ACTS, MEETING, Act, Field, fields, flag_of
from .other_acts import OTHER_ACTS, fields_of

FORMS = {**ACTS, MEETING.name: MEETING, **OTHER_ACTS}
"""Every act that has an issue form, by name."""

_KIND = Text("Slag", "Kind")
LONGEST = 65_536
"""Characters in an issue, by GitHub's own limit."""
_HEADING = re.compile(r"^### (.+?)\s*$", re.MULTILINE)
_EMPTY = ("_No response_", "None", "")


class NotAForm(Refusal):
    """The text is no form that can be carried out; `text` says why and what to do."""


def command(body: str, schemas: Mapping[str, Schema]) -> list[str]:
    """The arguments to `godkjent` that carry out a form. Raises NotAForm."""
    act, words = read(body, schemas)
    asked = questions(act, schemas)
    if act.command:
        return list(_other(act, asked, words))
    given = {f.id: answers(f, words[f.id]) for f in asked}
    missing = [f.title.nb for f in asked if f.required and not given[f.id]]
    if missing:
        raise NotAForm(_MISSING.fill(fields=all_of(missing)))
    if act is MEETING:
        return ["meeting", f"--date={given['date'][0]}", f"--text={given['decisions'][0]}"]
    return list(_new(given) if act.new else decide(given) if act.kinds else _correct(given))


def questions(act: Act, schemas: Mapping[str, Schema]) -> tuple[Field, ...]:
    """The questions of any form, in the order in which they are asked."""
    return fields_of(act, schemas) if act.command else fields(act, schemas["centre"])


def read(body: str, schemas: Mapping[str, Schema]) -> tuple[Act, dict[str, str]]:
    """Which act a form is, and the answer to each of its questions by id. Raises NotAForm."""
    text = body.replace("\r\n", "\n")
    parts = _HEADING.split(text[:LONGEST])
    titles, written = parts[1::2], [answer.strip() for answer in parts[2::2]]
    kinds: dict[str, Text] = {}
    for act in FORMS.values():
        asked = questions(act, schemas)
        if titles == [f.title.nb for f in asked]:
            given = dict(zip((f.id for f in asked), written, strict=False))
            choices = next((f.choices for f in asked if f.id == "kind"), None) or {}
            if not act.kinds or _one_of(given["kind"], choices):
                return act, given
            kinds |= choices
    if kinds:  # two forms may have the same questions, and the kind says which of them it is
        words = said(written[titles.index(_KIND.nb)])
        raise NotAForm(reading.not_a_choice(words, kinds, _KIND) if words else _MISSING.fill(fields=_KIND))
    raise NotAForm(_UNKNOWN)


def _one_of(words: str, choices: Mapping[str, Text]) -> bool:
    try:
        return len(reading.chosen(said(words), choices, _KIND)) == 1
    except reading.NotRead:
        return False


def said(words: str) -> str:
    """An answer on one line; nothing where GitHub says that nothing was written."""
    plain = reading.one_line(words)
    return "" if plain in _EMPTY else plain


def answers(field: Field, words: str) -> list[str]:
    """The answers to one question, read as lawyers write them. Raises NotAForm."""
    if not said(words):
        return []
    if field.id in ("decisions", "change"):
        return [words]
    try:
        return reading.answer(field.id, words, field.choices, field.title)
    except reading.NotRead as error:
        raise NotAForm(error.text) from None


def _other(act: Act, asked: Sequence[Field], answers: Mapping[str, str]) -> Iterator[str]:
    """Every answer as it was written, each line of a list by itself: the command reads them, and says what is missing."""
    yield act.command
    for field in asked:
        words = answers[field.id] if said(answers[field.id]) else ""
        if field.choices:
            yield from [f"--{field.id}"] if words else []
        elif field.id == "rows":
            yield from (f"--row={line.strip()}" for line in words.splitlines() if line.strip())
        elif words:
            yield f"{flag_of(field.id)}={reading.one_line(words)}"


def _flags(given: Mapping[str, Sequence[str]], *but: str) -> Iterator[str]:
    """Every answer as `--flag=words`: joined by the sign, so that words that begin with a hyphen are no flag."""
    for name, words in given.items():
        yield from (f"{flag_of(name)}={word}" for word in words if name not in but)


def _new(given: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield "new"
    yield from _flags(given)


def decide(given: Mapping[str, Sequence[str]]) -> list[str]:
    """The arguments that enter one decision; a correction's fields stand in one answer."""
    changes = [part for change in given.get("change", ()) for part in corrections.parts(change)]
    flags = [*_flags(given, "centre", "kind", "change"), *(f"--change={change}" for change in changes)]
    return ["decide", *flags, "--", given["centre"][0], Kind(given["kind"][0])]


def _correct(given: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield from ("correct", *_flags(given, "centre", "field"), "--", given["centre"][0], given["field"][0])


_UNKNOWN = Text(
    "Teksten er ikke et av skjemaene slik de er. Er en overskrift endret, eller står det en linje som begynner med ### i et svar? Åpne skjemaet på nytt og send det inn igjen.",
    "The text is none of the forms as they are. Has a heading been changed, or does an answer hold a line that begins with ###? Open the form anew and send it again.",
)
_MISSING = Text("Dette mangler i skjemaet: {fields}.", "This is missing in the form: {fields}.")
