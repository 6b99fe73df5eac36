"""The work list as people and programs read it: lines, a Markdown list with boxes to tick, a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, Timezone

from ..language.escaping import escaped
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


FORMATS = {"text": as_text, "markdown": as_markdown, "ics": as_calendar}


def _event(task: Task, stamp: datetime, language: str) -> Event:
    event = Event()
    event.add("uid", f"{task.key}@godkjent-callcenter")
    event.add("dtstamp", stamp)
    event.add("dtstart", task.due)
    event.add("dtend", task.due + timedelta(days=1) if task.due < date.max else task.due)
    event.add("summary", visible(f"{task.name}: {task.what.in_language(language)}"))
    event.add("transp", "TRANSPARENT")
    return event


def _when(task: Task, as_of: date, language: str) -> str:
    return f"{task.due}{f' ({_OVERDUE.in_language(language)})' if task.due < as_of else ''}"


_HEADING = Text("Det som forfaller", "What falls due")
_NOTHING = Text("Ingenting forfaller.", "Nothing falls due.")
_OVERDUE = Text("over fristen", "overdue")
