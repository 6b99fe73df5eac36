"""What the register has noticed by itself, for the secretariat's desk: in Enhetsregisteret, and on the centres' websites.

What was never asked, is old or failed is told as that. Only a fresh and whole answer says that nothing has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from ..acts import companies, sightings
from ..acts.acts import ACTS
from ..acts.companies import Comparison
from ..acts.other_acts import OTHER_ACTS
from ..acts.sightings import Judged, Sighting, Sort
from ..language.i18n import in_every_language
from ..language.texts import SOURCE, said
from ..register.model import Register
from .desk import form_address

_WELL = (Sort.AS_THEY_MAY, Sort.NONE)


@dataclass(frozen=True)
class Step:
    """One thing that may follow: what it is called, and the form that is filled in for it, when the register has one."""

    title: str
    form: str | None
    command: str = ""


@dataclass(frozen=True)
class Notice:
    """One thing to look into: whom it is about, what it is, and what may follow."""

    name: str
    number: str | None
    what: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Noticed:
    """One source: its heading, how fresh the answer is, whether it can be relied on, and what there is to look into."""

    title: str
    told: str
    sure: bool
    notices: tuple[Notice, ...]


def of_companies(register: Register, kept: Comparison | None, language: str = SOURCE) -> Noticed:
    """What Enhetsregisteret says; None is what is kept but cannot be read."""
    told, sure = _companies_told(register.as_of, kept, language)
    found = companies.differences(register, kept) if kept else []
    notices = tuple(
        Notice(
            one.centre.name,
            one.centre.organisation_number,
            one.what.in_language(language),
            tuple(_act(register, one.centre.organisation_number, act, language) for act in one.acts),
        )
        for one in found
    )
    return Noticed(
        said(_ENTITIES, language), told + (said(_SAME, language) if sure and not notices else ""), sure, notices
    )


def _companies_told(today: date, kept: Comparison | None, language: str) -> tuple[str, bool]:
    if kept is None:
        return said(_UNREAD, language).format(command="godkjent watch"), False
    if kept.asked is None and kept.failed is None:
        return said(_NEVER_ASKED, language).format(command="godkjent watch"), False
    asked = _day(kept.asked, language) if kept.asked else said("aldri", language)
    if kept.failed:
        failed = _day(kept.failed, language)
        return said(_FAILED, language).format(failed=failed, why=kept.why, asked=asked), False
    if kept.asked and (today - kept.asked).days > companies.FRESH_DAYS:
        return said(_OLD, language).format(day=asked, command="godkjent watch"), False
    return said(_ASKED, language).format(day=asked), True


def _day(day: date, language: str) -> str:
    return in_every_language(day).in_language(language)


def of_sightings(register: Register, kept: Sequence[Sighting] | None, language: str = SOURCE) -> Noticed:
    """What the centres' websites show; None is what is kept but cannot be read."""
    heading = said(_MARK, language)
    if not kept:
        sentence = _UNREAD if kept is None else _NEVER_SEEN
        return Noticed(heading, said(sentence, language).format(command="godkjent look"), False, ())
    found = [one for one in sightings.judged(register, kept) if one.sort not in _WELL]
    oldest = min(one.day for one in kept)
    fresh = (register.as_of - oldest).days <= sightings.FRESH_DAYS
    sentence = _SEEN if fresh else _OLD
    told = said(sentence, language).format(day=_day(oldest, language), count=len(kept), command="godkjent look")
    notices = tuple(
        Notice(
            one.name,
            one.number,
            f"{one.sighting.website} {one.what.in_language(language)}",
            tuple(_steps(register, one, language)),
        )
        for one in found
    )
    return Noticed(heading, told + (said(_NO_MISUSE, language) if fresh and not notices else ""), fresh, notices)


def _steps(register: Register, one: Judged, language: str) -> Iterator[Step]:
    """An entry in the list of misuse with what is known filled in, for a person to read and send."""
    if not one.misuse:
        return
    seen = {"name": one.name, "organisation_number": one.number or "", "website": one.sighting.website}
    known = {**seen, "seen": one.sighting.day.isoformat(), "reason": f"{one.what.nb[:1].upper()}{one.what.nb[1:]}."}
    act, repository = OTHER_ACTS["misbruk"], register.scheme.repository
    form = f"{repository}/issues/new?{urlencode({'template': act.template, **known})}" if repository else None
    flags = " ".join(f'--{name.replace("_", "-")} "{value}"' for name, value in known.items() if value)
    yield Step(act.title.in_language(language), form, f".venv/bin/godkjent misuse {flags}")


def _act(register: Register, number: str, act: str, language: str) -> Step:
    return Step(ACTS[act].title.in_language(language), form_address(register, number, act))


_MARK = "Merket på nettet"
_ENTITIES = "Enhetsregisteret"
_NEVER_ASKED = "Enhetsregisteret er ikke spurt ennå. Kjør {command}."
_NEVER_SEEN = "Nettstedene er ikke besøkt ennå. Kjør {command}."
_UNREAD = "Det som er tatt vare på, kan ikke leses. Kjør {command} på nytt."
_FAILED = "Enhetsregisteret svarte ikke {failed} ({why}). Det er ikke kjent om noe er endret siden. Sist det svarte på alt: {asked}."
_OLD = "Svarene er fra {day}, og kan være utdaterte. Kjør {command} på nytt."
_ASKED = "Spurt {day}."
_SAME = " Alle foretakene er som i registeret."
_SEEN = "{count} nettsteder ble besøkt {day}."
_NO_MISUSE = " Ingen viser merket slik det ikke skal vises."
