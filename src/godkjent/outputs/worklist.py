"""The work list as people and programs read it: lines, a Markdown list with boxes to tick, a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event, Timezone

from ..language.escaping import escaped
from ..language.i18n import in_every_language
from ..language.texts import Text, visible
from ..register.clock import OSLO
from ..register.due import Task


def as_text(tasks: Sequence[Task], as_of: date, language: str) -> str:
    """One line for each thing: when, who, what."""
    if not tasks:
        return _NOTHING.in_language(language) + "\n"
    rows = [(_when(t, as_of, language), visible(t.name), t.what.in_language(language)) for t in tasks]
    width = max(len(when) for when, _, _ in rows)
    return "".join(f"{when:<{width}}  {name}: {what}\n" for when, name, what in rows)


def as_markdown(tasks: Sequence[Task], as_of: date, language: str) -> str:
    """A list with boxes to tick."""
    heading = f"## {_HEADING.in_language(language)}\n\n"
    if not tasks:
        return heading + _NOTHING.in_language(language) + "\n"
    lines = (
        f"- [ ] **{_when(t, as_of, language)}** {escaped(t.name)}: {t.what.in_language(language)}\n" for t in tasks
    )
    return heading + "".join(lines)


def as_calendar(tasks: Sequence[Task], as_of: date, language: str) -> str:
    """An iCalendar file (RFC 5545): a whole day for each thing, with the same UID in every edition."""
    whole = Calendar()
    whole.add("prodid", "-//Godkjent Callcenter//worklist//NO")
    whole.add("version", "2.0")
    for task in tasks:
        whole.add_component(_event(task, datetime.combine(as_of, time(), UTC), language))
    if not tasks:
        whole.add_component(Timezone.from_tzinfo(OSLO))  # a calendar must hold something (RFC 5545, 3.4)
    return str(whole.to_ical().decode())


def as_summary(tasks: Sequence[Task], as_of: date, language: str) -> str:
    """How much there is to do and how to see it, and of whom nothing: this is read in public."""
    late, waits = (sum(1 for t in tasks if t.waits == kind and t.due <= as_of) for kind in (False, True))
    counts = {"late": late, "soon": sum(1 for t in tasks if t.due > as_of), "waits": waits}
    return f"## {_HEADING.in_language(language)}\n\n{_SUMMARY.fill(**counts).in_language(language)}\n"


FORMATS = {"text": as_text, "markdown": as_markdown, "ics": as_calendar, "summary": as_summary}
ALARM = timedelta(days=7)
"""How long before its day a calendar tells of a thing."""


def _event(task: Task, stamp: datetime, language: str) -> Event:
    event = Event()
    event.add("uid", f"{task.key}@godkjent-callcenter")
    event.add("dtstamp", stamp)
    event.add("dtstart", task.due)
    event.add("dtend", task.due + timedelta(days=1) if task.due < date.max else task.due)
    event.add("summary", visible(f"{task.name}: {task.what.in_language(language)}"))
    event.add("transp", "TRANSPARENT")
    if not task.waits:
        event.add_component(_alarm(task, language))
    return event


def _alarm(task: Task, language: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", visible(f"{task.name}: {task.what.in_language(language)}"))
    alarm.add("trigger", -ALARM)
    return alarm


def _when(task: Task, as_of: date, language: str) -> str:
    if task.waits:
        return _SINCE.fill(day=in_every_language(task.due), days=(as_of - task.due).days).in_language(language)
    day = in_every_language(task.due).in_language(language)
    return f"{day} ({_OVERDUE.in_language(language)})" if task.due < as_of else day


_HEADING = Text("Det som skal gjøres", "What is to be done")
_NOTHING = Text("Ingenting forfaller, og ingenting venter.", "Nothing falls due, and nothing waits.")
_OVERDUE = Text("over fristen", "overdue")
_SINCE = Text("siden {day} ({days} dager)", "since {day} ({days} days)")
_SUMMARY = Text(
    "{late} ting er over fristen, {soon} forfaller snart, og {waits} venter på nemnda eller på svar. Hvem det gjelder, står ikke her: kjør «.venv/bin/godkjent desk» på egen maskin, så vises alt med neste steg.",
    "{late} things are overdue, {soon} fall due soon, and {waits} wait for the board or for an answer. Whom they concern is not told here: run “.venv/bin/godkjent desk” on your own machine to see it all with the next step.",
)
