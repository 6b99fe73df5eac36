"""Calendars (RFC 5545) of what comes up: the end of each approval period, and the next yearly follow-up.

A whole day for each thing, with the same UID in every edition, so that a calendar that is subscribed to moves the day
when an approval is renewed. The stamp is the register's day, never the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from .. import addresses
from ..language.i18n import N_, Language
from ..language.texts import visible
from ..public.views import CentreView, last_day_of
from ..register.model import Register
from ..register.statuses import RUNNING


@dataclass(frozen=True)
class Coming:
    """One thing in a calendar: what it is (the same word in every edition), its day, and its sentence."""

    what: str
    day: date
    sentence: str


def coming(view: CentreView) -> tuple[Coming, ...]:
    """What a centre's calendar holds; nothing for a centre that was never approved."""
    end = view.standing.valid_until
    if view.status not in RUNNING or end is None:
        last = last_day_of(view)
        return (Coming("renewal", last, _ENDED),) if last else ()
    renewal = Coming("renewal", end, _RENEWAL)
    return (renewal, Coming("follow-up", view.follow_up, _FOLLOW_UP)) if view.follow_up else (renewal,)


_RENEWAL = N_("%(name)s: godkjenningsperioden slutter")
_FOLLOW_UP = N_("%(name)s: årlig oppfølging")
_ENDED = N_("%(name)s: siste dag som godkjent")
_INVENTED = N_("Oppdiktet for demonstrasjonen")


def calendar(view: CentreView, register: Register, site_url: str, language: Language) -> str | None:
    """One centre's calendar; None when nothing is in it."""
    return _calendar(view.centre.name, [(view, c) for c in coming(view)], register, site_url, language)


def renewals(views: Iterable[CentreView], register: Register, site_url: str, language: Language) -> str | None:
    """The end of every approval period that runs; None when none does."""
    found = [(v, c) for v in views if v.status in RUNNING for c in coming(v) if c.what == "renewal"]
    title = language.gettext("Fornyelser av godkjenninger")
    return _calendar(title, sorted(found, key=lambda pair: pair[1].day), register, site_url, language)


def _calendar(
    title: str, found: list[tuple[CentreView, Coming]], register: Register, site_url: str, language: Language
) -> str | None:
    if not found:
        return None
    whole = Calendar()
    whole.add("prodid", "-//Godkjent Callcenter//register//NO")
    whole.add("version", "2.0")
    whole.add("x-wr-calname", visible(title))
    whole.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    for event in _events(found, register, site_url, language):
        whole.add_component(event)
    return str(whole.to_ical().decode())


def _events(
    found: list[tuple[CentreView, Coming]], register: Register, site_url: str, language: Language
) -> Iterator[Event]:
    stamp = datetime.combine(register.as_of, time(), UTC)
    for view, one in found:
        centre, event = view.centre, Event()
        event.add("uid", f"{one.what}-{centre.organisation_number}@godkjent-callcenter")
        event.add("dtstamp", stamp)
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1) if one.day < date.max else one.day)
        event.add("summary", visible(language.gettext(one.sentence) % {"name": centre.name}))
        event.add("url", f"{site_url}/{language.prefix}{addresses.centre(centre.slug)}")
        event.add("transp", "TRANSPARENT")
        if register.scheme.demonstration:
            event.add("description", language.gettext(_INVENTED))
        yield event
