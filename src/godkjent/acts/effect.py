"""What a proposal does to a centre, in words that a person approves by: the status, and each decision as it will be read.

The status is told as it is on the register's day and on the days to come; what a change does to days that are over is told
as history, so that a correction never reads as a new sanction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

from ..language.escaping import escaped, plain
from ..language.i18n import in_every_language
from ..language.texts import LANGUAGES, SOURCE, SPOKEN, Text, all_of, joined, same
from ..public.standing import public_decisions
from ..register import lifecycle
from ..register.lifecycle import State
from ..register.model import Centre, Change, Decision, Register, Status
from ..register.schema import Schema, title
from ..register.statuses import RUNNING, STATUSES, TRANSFERRED
from .reading import spaced

DECISION = ("decisions", 0)


@dataclass(frozen=True)
class Line:
    """One point of a list, or a point under the one before it."""

    text: Text
    depth: int = 0


@dataclass(frozen=True)
class Apart:
    """Days on which the proposed history says another status than the published one; `end` is the last, None is for good."""

    start: date
    end: date | None
    was: Status | None
    becomes: Status | None


def written_day(value: date) -> Text:
    """A day inside a sentence: 24.11.2026."""
    return Text(f"{value.day}.{value.month}.{value.year}", f"{value.day} {value:%B} {value.year}")


def cited(decisions: Sequence[Decision]) -> Text:
    """` (vedtak 2026-014 og 2026-015)`; nothing when there are none."""
    ids = [d.id for d in decisions]
    if not ids:
        return same("")
    return _CITED.fill(ids=all_of(ids))


def added(old: Centre | None, new: Centre) -> list[Decision]:
    """The decisions that are new."""
    known = {d.id for d in old.decisions} if old else set()
    return [d for d in new.decisions if d.id not in known]


# --- The status -------------------------------------------------------------------------------------------------


def decided(old: Centre, new: Centre, register: Register, schema: Schema) -> Text | None:
    """What new decisions do to a centre, in sentences without its name; None when there are none."""
    come = added(old, new)
    if not come and old.decisions == new.decisions:
        return None
    rules, as_of = register.scheme.rules, register.as_of
    befores, nows = lifecycle.history(old.decisions, rules), lifecycle.history(new.decisions, rules)
    apart = list(_apart(befores, nows, as_of))
    over = [span for span in apart if span.end and span.end < as_of]
    running = [span for span in apart if span not in over]
    went = any(decision.successor for decision in come)
    said = _chain(running, nows, as_of, cited(come), went=went) if running else _still(come, new, register, schema)
    return joined([said, *_transferred(come), *map(_was_then, over), *_validity(befores, nows, as_of)])


def _transferred(come: Sequence[Decision]) -> Iterator[Text]:
    """Where the approval goes, or where it comes from."""
    for decision in come:
        if decision.successor:
            yield _WENT_TO.fill(number=spaced(decision.successor))
        if decision.predecessor:
            yield _CAME_FROM.fill(number=spaced(decision.predecessor))


def _still(come: Sequence[Decision], new: Centre, register: Register, schema: Schema) -> Text:
    labels = schema.labels((*DECISION, "kind"))
    status = STATUSES[lifecycle.state_on(new.decisions, register.as_of, register.scheme.rules).status].words
    if not come:
        return _HISTORY_CHANGED
    return _STILL.fill(kinds=joined([labels[d.kind] for d in come], ", "), ids=cited(come), status=status)


def entered(new: Centre, register: Register) -> Text:
    """How a centre that is new in the register stands, on the day and from the days to come, in sentences without its name."""
    rules, as_of = register.scheme.rules, register.as_of
    nows = lifecycle.history(new.decisions, rules)
    stands, to_come = _status(nows, as_of), list(_apart((), nows, as_of))
    if stands is None and to_come:
        said = _chain(to_come, nows, as_of, cited(new.decisions), went=False)
    else:
        said = _STANDS.fill(status=STATUSES[stands].words, ids=cited(new.decisions))
    return joined([said, *_transferred(new.decisions)])


def _chain(running: Sequence[Apart], nows: Sequence[State], as_of: date, ids: Text, *, went: bool) -> Text:
    """`godkjent → suspendert fra 24.11.2026`, and what comes after it when that is decided too."""
    moves = [(span.start, span.becomes) for span in running]
    if end := running[-1].end:
        after = end + timedelta(days=1)
        moves.append((after, _status(nows, after)))
    words = [STATUSES[running[0].was].words]
    latest = running[0].was
    for start, becomes in moves:
        if becomes != latest and not (start > as_of and becomes is Status.EXPIRED):
            row = TRANSFERRED if went and becomes is Status.WITHDRAWN else STATUSES[becomes]
            words.append(_FROM.fill(status=row.words, day=written_day(start)))
            latest = becomes
    return _ENDS.fill(said=joined(words, " → "), ids=ids)


def _was_then(span: Apart) -> Text:
    """That the register from now on says another status of days that are over."""
    sentence = _ON_A_DAY if span.start == span.end else _ON_DAYS
    words = {"was": STATUSES[span.was].words, "becomes": STATUSES[span.becomes].words}
    return sentence.fill(start=written_day(span.start), end=written_day(span.end or span.start), **words)


def _status(states: Sequence[State], on: date) -> Status | None:
    return next((s.status for s in reversed(states) if s.start <= on), None)


def _apart(befores: Sequence[State], nows: Sequence[State], as_of: date) -> Iterator[Apart]:
    """The days on which the two histories differ, oldest first.

    What only the clock will do later is left out: a renewal moves the end of an approval and not its status.
    """
    starts = sorted({s.start for s in (*befores, *nows)})
    at = {start: (_status(befores, start), _status(nows, start)) for start in starts}
    told = [start for start in starts if not (start > as_of and Status.EXPIRED in at[start])]
    found: list[Apart] = []
    for n, start in enumerate(told):
        end = told[n + 1] - timedelta(days=1) if n + 1 < len(told) else None
        was, becomes = at[start]
        last = found[-1] if found else None
        if was == becomes:
            continue
        if last and last.end == start - timedelta(days=1) and (last.was, last.becomes) == (was, becomes):
            found[-1] = Apart(last.start, end, was, becomes)
        else:
            found.append(Apart(start, end, was, becomes))
    yield from found


def _validity(befores: Sequence[State], nows: Sequence[State], as_of: date) -> Iterator[Text]:
    """A new last day of the approval."""
    was, becomes = (
        next((s.valid_until for s in reversed(states) if s.start <= as_of), None) for states in (befores, nows)
    )
    if becomes and was != becomes and _status(nows, as_of) in RUNNING:
        yield _VALID.fill(day=written_day(becomes), before=_BEFORE.fill(day=written_day(was)) if was else same(""))


# --- The decisions as they will be read ---------------------------------------------------------------------------


def as_published(old: Centre | None, new: Centre, register: Register, schema: Schema) -> Iterator[Line]:
    """Each new decision with everything in it as the site shows it; a correction by what it changes."""
    public = {d.id: d for d in public_decisions(new.decisions, register)}
    for decision in added(old, new):
        label = schema.labels((*DECISION, "kind"))[decision.kind]
        yield Line(_HEAD.fill(id=decision.id, kind=label), 1)
        if decision.id not in public:
            yield Line(_NOT_PUBLIC, 2)
        yield from (Line(text, 2) for text in _fields(decision, register, schema))
        if public.get(decision.id, decision) != decision:
            yield Line(_DEADLINE_NOT_PUBLIC, 2)
        if last := lifecycle.last_day_to_appeal(decision, register.scheme.rules):
            yield Line(_LAST_DAY.fill(day=last), 2)
        if decision.change and decision.concerns:
            yield from (Line(text, 2) for text in _corrected(decision, new, register, schema))
    for decision in _edited(old, new):
        yield Line(_EDITED.fill(id=decision.id), 1)


def _edited(old: Centre | None, new: Centre) -> list[Decision]:
    """Published decisions that have been changed, which the check stops; those that are gone are told by it alone."""
    before = {d.id: d for d in old.decisions} if old else {}
    return [d for d in new.decisions if d.id in before and before[d.id] != d]


def _fields(decision: Decision, register: Register, schema: Schema) -> Iterator[Text]:
    for name in _SHOWN:
        if name == "effective" and decision.effective == decision.date:
            continue
        value = _value(name, getattr(decision, name), register, schema)
        if name == "concerns" and decision.concerns:
            value = _named(decision.concerns, register, schema)
        if value:
            yield _FIELD.fill(title=_title(name, schema), value=value)


_SHOWN = (
    "date",
    "effective",
    "concerns",
    "outcome",
    "successor",
    "predecessor",
    "requirements",
    "reason",
    "remedy",
    "deadline",
    "valid_until",
)


def _corrected(correction: Decision, new: Centre, register: Register, schema: Schema) -> Iterator[Text]:
    """Each field of the decision that is set right: what it said until now, and what it says from now on."""
    earlier = [d for d in new.decisions if d.id != correction.id]
    before = next((d for d in lifecycle.corrected(earlier) if d.id == correction.concerns), None)
    change = correction.change or Change()
    if change.void:
        yield _VOID.fill(what=_named(correction.concerns or "", register, schema))
        return
    for field in fields(change):
        becomes = getattr(change, field.name)
        if field.name == "void" or becomes is None:
            continue
        was = _value(field.name, getattr(before, field.name), register, schema) if before else None
        now = _value(field.name, becomes, register, schema) or _NOTHING
        yield _OLD_NEW.fill(title=_title(field.name, schema), was=was or _NOTHING, now=now)
        yield from _untranslated(getattr(before, field.name, None), becomes)


def _untranslated(was: object, becomes: object) -> Iterator[Text]:
    """That a text is no longer there in a language that it was written in: those who read that see the bokmål."""
    if isinstance(was, Text) and isinstance(becomes, Text):
        for code, spoken in SPOKEN.items():
            if getattr(was, code) not in ("", was.nb) and getattr(becomes, code) in ("", becomes.nb):
                yield _LOST.fill(language=spoken.name)


def _named(decision_id: str, register: Register, schema: Schema) -> Text:
    """A decision by its number, kind and day."""
    found = next((d for c in register.centres for d in c.decisions if d.id == decision_id), None)
    if found is None:
        return same(escaped(decision_id))
    label = schema.labels((*DECISION, "kind"))[found.kind]
    return _BY_KIND.fill(id=found.id, kind=label, day=in_every_language(found.date))


def _title(name: str, schema: Schema) -> Text:
    called = title(schema.node((*DECISION, name)), (name,))
    return plain(called)


def _value(name: str, value: object, register: Register, schema: Schema) -> Text | None:
    """A field's value as the site shows it, whole and escaped; None when there is nothing."""
    if isinstance(value, date):
        return in_every_language(value)
    if isinstance(value, Text):
        return _in_all(value)
    if name == "requirements" and isinstance(value, tuple):
        titles = {r.id: r.title for r in register.requirements}
        return joined([plain(titles.get(id_, same(id_))) for id_ in value], "; ") if value else None
    labels = schema.labels((*DECISION, name))
    if isinstance(value, str) and name in ("successor", "predecessor"):
        return same(spaced(value))
    if isinstance(value, str):
        return plain(labels.get(value, same(value)))
    return None


def _in_all(text: Text) -> Text:
    """A text in every language it is written in: what is published in English is approved too."""
    others = ((SPOKEN[code].name, getattr(text, code)) for code in LANGUAGES if code != SOURCE)
    beside = "".join(f" ({name}: «{escaped(words)}»)" for name, words in others if words and words != text.nb)
    return same(f"«{escaped(text.nb)}»{beside}")


_CITED = Text(" (vedtak {ids})", " (decision {ids})", " (vedtak {ids})")
_FROM = Text("{status} fra {day}", "{status} from {day}")
_ENDS = Text("{said}{ids}.", "{said}{ids}.")
_STANDS = Text("{status}{ids}.", "{status}{ids}.")
_STILL = Text("{kinds}{ids}. Status er fortsatt: {status}.", "{kinds}{ids}. The status is still: {status}.")
_WENT_TO = Text("Godkjenningen overføres til {number}.", "The approval is transferred to {number}.")
_CAME_FROM = Text("Godkjenningen kommer fra {number}.", "The approval comes from {number}.")
_ON_A_DAY = Text(
    "Historien endres: {start} sto senteret som {was}, nå som {becomes}.",
    "The history changes: on {start} the centre was told as {was}, now as {becomes}.",
)
_ON_DAYS = Text(
    "Historien endres: fra {start} til {end} sto senteret som {was}, nå som {becomes}.",
    "The history changes: from {start} to {end} the centre was told as {was}, now as {becomes}.",
)
_HISTORY_CHANGED = Text("publiserte vedtak er endret.", "published decisions have been edited.")
_VALID = Text("Godkjenningen gjelder til {day}{before}.", "The approval lasts until {day}{before}.")
_BEFORE = Text(" (før: {day})", " (before: {day})")
_HEAD = Text("**Vedtak {id}: {kind}**", "**Decision {id}: {kind}**")
_NOT_PUBLIC = Text(
    "Vedtaket vises ikke på nettstedet: ordningens regler holder slike vedtak utenfor.",
    "The decision is not shown on the site: the scheme's rules keep such decisions out.",
)
_DEADLINE_NOT_PUBLIC = Text(
    "Fristen vises ikke på nettstedet: den er mellom søkeren og nemnda.",
    "The deadline is not shown on the site: it is between the applicant and the board.",
)
_LAST_DAY = Text("Siste dag for å klage: {day}", "Last day to appeal: {day}", "Siste dag for å klage: {day}")
_EDITED = Text("Vedtak {id} er publisert, men skrevet om her.", "Decision {id} is published but rewritten here.")
_FIELD = Text("{title}: {value}", "{title}: {value}")
_OLD_NEW = Text("{title} rettes: {was} → {now}", "{title} is corrected: {was} → {now}")
_LOST = Text(
    "Den nye teksten finnes ikke på språket {language}. Den som leser siden på det språket, får bokmål.",
    "The new text is not there in the language {language}. Whoever reads the page in it gets Bokmål.",
)
_NOTHING = Text("ikke ført", "not given")
_VOID = Text(
    "Strykes: {what}. Det blir stående i historien, men regnes ikke med.",
    "Struck out: {what}. It stays in the history but does not count.",
)
_BY_KIND = same("{id} ({kind}, {day})")
