"""Calendars (RFC 5545) of what comes up: the end of each approval period, and the next yearly follow-up.

A whole day for each thing, with the same UID in every edition and language. When the day of a thing changes, its SEQUENCE
grows, so that a calendar moves the event that it has. The stamps follow the decisions, never the clock: a calendar in which
nothing happened is the same bytes as yesterday. No event has an alarm, which would ring at whoever follows a calendar (whoever
wants one sets it), and none has a place, since a period ends nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from icalendar import Calendar, Event

from .. import addresses
from ..language.i18n import N_, Language
from ..language.texts import visible
from ..public.views import CentreView, last_day_of
from ..register.lifecycle import LIFTED, SANCTIONS
from ..register.model import Register
from ..register.statuses import RUNNING
from .kept import Piece


@dataclass(frozen=True)
class Coming:
    """One thing in a calendar: what it is (the same word in every edition), its day, and its sentence."""

    what: str
    day: date
    sentence: str
    changed: date  # the day on which it became so


def coming(view: CentreView) -> tuple[Coming, ...]:
    """What a centre's calendar holds; nothing for a centre that was never approved."""
    end, changed = view.standing.valid_until, _changed(view)
    if view.status not in RUNNING or end is None:
        last = last_day_of(view)
        return (Coming("renewal", last, _ENDED, max(changed, last + timedelta(days=1))),) if last else ()
    coming_up = (Coming("follow-up", view.follow_up, _FOLLOW_UP, changed),) if view.follow_up else ()
    return (Coming("renewal", end, _RENEWAL, changed), *coming_up)


def _changed(view: CentreView) -> date:
    """The newest day on which a decision that can move an event took effect, or was set right.

    A warning and a suspension move none, and may stop being public; so the day never goes back.
    """
    moving = [e for e in view.entries if e.reads.kind not in (*SANCTIONS, *LIFTED)]
    told = (max(e.updated, e.reads.effective) for e in moving)
    return max((day for day in told if day <= view.latest), default=view.standing.since)


_RENEWAL = N_("%(name)s: godkjenningsperioden slutter")
_FOLLOW_UP = N_("%(name)s: årlig oppfølging")
_ENDED = N_("%(name)s: siste dag som godkjent")
_INVENTED = N_("Oppdiktet for demonstrasjonen")


def calendar(view: CentreView, register: Register, site_url: str, language: Language) -> str | None:
    """One centre's calendar; None when nothing is in it."""
    found, page = [(view, c) for c in coming(view)], addresses.centre(view.centre.slug)
    return _calendar(view.centre.name, page, found, register, site_url, language) if found else None


def renewals(
    views: Iterable[CentreView], register: Register, site_url: str, languages: Iterable[Language]
) -> Iterator[Piece]:
    """The end of every approval period that runs, in each language; none when none runs."""
    found = [(v, c) for v in views if v.status in RUNNING for c in coming(v) if c.what == "renewal"]
    found.sort(key=lambda pair: pair[1].day)
    told = [repr((v.centre.organisation_number, v.centre.name, v.centre.slug, one)) for v, one in found]
    for language in languages if found else ():
        title = language.gettext("Fornyelser av godkjenninger")
        yield Piece(
            language.prefix + addresses.RENEWALS,
            told,
            partial(_calendar, title, addresses.CENTRES, found, register, site_url, language),
        )


_FIRST = date(2000, 1, 1)
"""Sequence numbers count the days from here: they grow by themselves, and nothing has to be remembered."""


def _stamp(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _calendar(
    title: str, page: str, found: list[tuple[CentreView, Coming]], register: Register, site_url: str, language: Language
) -> str:
    whole = Calendar()
    whole.add("prodid", f"-//Godkjent Callcenter//register//{language.code.upper()}")
    whole.add("version", "2.0")
    whole.add("name", visible(title), parameters={"LANGUAGE": language.code})
    whole.add("x-wr-calname", visible(title))  # what programs read that do not know RFC 7986
    whole.add("url", f"{site_url}/{language.prefix}{page}")
    whole.add("last-modified", _stamp(max(one.changed for _, one in found)))
    whole.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", "P1D")
    for event in _events(found, register, site_url, language):
        whole.add_component(event)
    return str(whole.to_ical().decode())


def _events(
    found: list[tuple[CentreView, Coming]], register: Register, site_url: str, language: Language
) -> Iterator[Event]:
    for view, one in found:
        centre, event = view.centre, Event()
        event.add("uid", f"{one.what}-{centre.organisation_number}@godkjent-callcenter")
        event.add("dtstamp", _stamp(one.changed))
        event.add("last-modified", _stamp(one.changed))
        event.add("sequence", max(0, (one.changed - _FIRST).days))
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1) if one.day < date.max else one.day)
        said = visible(language.gettext(one.sentence) % {"name": centre.name})
        event.add("summary", said, parameters={"LANGUAGE": language.code})
        event.add("url", f"{site_url}/{language.prefix}{addresses.centre(centre.slug)}")
        event.add("transp", "TRANSPARENT")
        if register.scheme.demonstration:
            event.add("description", language.gettext(_INVENTED))
        yield event
