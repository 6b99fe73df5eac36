"""What falls due: renewals, yearly follow-ups, deadlines that the board has set, and reports that have not come.

A follow-up that was never made is no longer asked for when the next comes up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..language.texts import Text, visible
from . import lifecycle, reports
from .followups import follow_ups, period
from .lifecycle import State
from .model import Centre, Decision, Kind, Register, Status

_SANCTIONS = {Status.WARNED: Kind.WARNING, Status.SUSPENDED: Kind.SUSPENSION}


@dataclass(frozen=True, order=True)
class Task:
    """One thing that falls due on a day; `key` is the same as long as it is the same thing."""

    due: date
    name: str
    key: str
    organisation_number: str
    what: Text


def worklist(register: Register, days: int) -> tuple[Task, ...]:
    """Everything overdue, and everything that falls due within `days` days, earliest first."""
    last = register.as_of + timedelta(days=days)
    tasks = (task for centre in register.centres for task in _of_centre(centre, register))
    return tuple(sorted((t for t in tasks if t.due <= last), key=lambda t: (t.due, t.name, t.key)))


def next_follow_up(centre: Centre, register: Register) -> date | None:
    """The day of the yearly follow-up that is up now or next; None when the approval does not run or none is left."""
    decisions = [d for d in lifecycle.corrected(centre.decisions) if d.effective <= register.as_of]
    state = lifecycle.state_on(centre.decisions, register.as_of, register.scheme.rules)
    return min((due for _, due, _ in _follow_ups(decisions, state, register)), default=None)


def _of_centre(centre: Centre, register: Register) -> Iterator[Task]:
    decisions = [d for d in lifecycle.corrected(centre.decisions) if d.effective <= register.as_of]
    state = lifecycle.state_on(centre.decisions, register.as_of, register.scheme.rules)
    for key, due, what in (
        *_renewals(decisions, state, register),
        *_follow_ups(decisions, state, register),
        *_deadlines(decisions, state),
        *_reports(centre, register),
    ):
        yield Task(due, centre.name, f"{key}-{centre.organisation_number}", centre.organisation_number, what)


Row = tuple[str, date, Text]


def _renewals(decisions: Sequence[Decision], state: State, register: Register) -> Iterator[Row]:
    """A running approval is renewed by its last day; a lapsed one while the time for late renewal lasts."""
    latest, end = period(decisions), state.valid_until
    if latest is None or end is None:
        return
    grace = end + timedelta(days=register.scheme.rules.grace_days)
    if state.status in lifecycle.RUNNING:
        yield f"renewal-{latest.id}", end, _RENEWAL.fill(day=end)
    elif state.status is Status.EXPIRED and register.as_of <= grace:
        yield f"renewal-{latest.id}", grace, _LATE.fill(day=end, grace=grace)


def _follow_ups(decisions: Sequence[Decision], state: State, register: Register) -> Iterator[Row]:
    """The yearly follow-up that is up now or next, unless it has been made."""
    latest = period(decisions)
    if latest is None or state.status not in lifecycle.RUNNING:
        return
    for one in follow_ups(decisions, register.scheme.rules):
        if not one.made and register.as_of < one.closes and (state.valid_until or one.closes) > one.due:
            yield f"follow-up-{latest.id}-{one.year}", one.due, _FOLLOW_UP.fill(year=one.year)


def _deadlines(decisions: Sequence[Decision], state: State) -> Iterator[Row]:
    """What a warning or a suspension in force has set a deadline for."""
    kind = _SANCTIONS.get(state.status) if state.status else None
    sanction = next((d for d in reversed(decisions) if d.kind is kind), None)
    if sanction and sanction.deadline:
        sentence = _WARNING if kind is Kind.WARNING else _SUSPENSION
        yield f"deadline-{sanction.id}", sanction.deadline, sentence.fill(id=sanction.id)


def _reports(centre: Centre, register: Register) -> Iterator[Row]:
    """The report on the last finished year, of a centre that was approved all of it."""
    year = register.as_of.year - 1
    reported = {report.year for report in centre.annual_reports}
    if year not in reported and reports.expected(centre.decisions, year, register.scheme.rules):
        yield f"report-{year}", reports.due(year), _REPORT.fill(year=year)


# --- Shown ------------------------------------------------------------------------------------------------------


def as_text(tasks: Sequence[Task], as_of: date, language: str) -> str:
    """One line for each thing: when, who, what."""
    if not tasks:
        return _NOTHING.in_language(language) + "\n"
    rows = [(_when(t, as_of, language), visible(t.name), t.what.in_language(language)) for t in tasks]
    width = max(len(when) for when, _, _ in rows)
    return "".join(f"{when:<{width}}  {name}: {what}\n" for when, name, what in rows)


def as_markdown(tasks: Sequence[Task], as_of: date, language: str) -> str:
    """A list with boxes to tick."""
    from ..language.escaping import escaped

    heading = f"## {_HEADING.in_language(language)}\n\n"
    if not tasks:
        return heading + _NOTHING.in_language(language) + "\n"
    lines = (
        f"- [ ] **{_when(t, as_of, language)}** {escaped(t.name)}: {t.what.in_language(language)}\n" for t in tasks
    )
    return heading + "".join(lines)


def as_calendar(tasks: Sequence[Task], as_of: date, language: str) -> str:
    """An iCalendar file (RFC 5545): a whole day for each thing, with the same UID in every edition."""
    stamp = f"{as_of:%Y%m%d}T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Godkjent Callcenter//worklist//NO", "CALSCALE:GREGORIAN"]
    lines += [*_ZONE, *(line for task in tasks for line in _event(task, stamp, language)), "END:VCALENDAR"]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


FORMATS = {"text": as_text, "markdown": as_markdown, "ics": as_calendar}


def _event(task: Task, stamp: str, language: str) -> list[str]:
    following = task.due + timedelta(days=1) if task.due < date.max else task.due
    return [
        "BEGIN:VEVENT",
        f"UID:{task.key}@godkjent-callcenter",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{task.due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{following:%Y%m%d}",
        f"SUMMARY:{_ics(f'{task.name}: {task.what.in_language(language)}')}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _ics(text: str) -> str:
    """Text as a property value: backslash, comma and semicolon escaped, nothing that ends a line."""
    return visible(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """A line cut so that no part is longer than 75 octets, and no letter is cut in two."""
    parts, size = [""], 0
    for sign in line:
        octets = len(sign.encode("utf-8"))
        if size + octets > 75:
            parts.append(" ")
            size = 1
        parts[-1] += sign
        size += octets
    return "\r\n".join(parts)


def _when(task: Task, as_of: date, language: str) -> str:
    return f"{task.due}{f' ({_OVERDUE.in_language(language)})' if task.due < as_of else ''}"


_ZONE = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Oslo",
    "BEGIN:STANDARD",
    "DTSTART:19701025T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:19700329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
]
"""A calendar must hold something (RFC 5545, 3.4), also when nothing falls due."""
_HEADING = Text("Det som forfaller", "What falls due")
_NOTHING = Text("Ingenting forfaller.", "Nothing falls due.")
_OVERDUE = Text("over fristen", "overdue")
_RENEWAL = Text("godkjenningen må fornyes; den gjelder til {day}", "the approval must be renewed; it lasts until {day}")
_LATE = Text(
    "godkjenningen utløp {day}; den kan ennå fornyes til {grace}",
    "the approval expired on {day}; it can still be renewed until {grace}",
)
_FOLLOW_UP = Text("årlig oppfølging nummer {year} i perioden", "yearly follow-up number {year} of the period")
_WARNING = Text("frist i advarsel {id}", "deadline in warning {id}")
_SUSPENSION = Text("frist i suspensjon {id}", "deadline in suspension {id}")
_REPORT = Text("årsrapporten for {year} er ikke kommet", "the yearly report for {year} has not come")
