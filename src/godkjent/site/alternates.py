"""What belongs to a page in other forms: its feed, its data, its calendar. Each page's head names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import addresses
from ..language.i18n import Language
from ..outputs import calendars
from ..outputs.feeds import ATOM, JSON_FEED
from ..public.edition import Edition
from ..public.views import CentreView

JSON, CSV, CALENDAR = "application/json", "text/csv", "text/calendar"


@dataclass(frozen=True)
class Alternate:
    """One link of a page's head; `title` is for the reader who picks one."""

    path: str
    media: str
    title: str
    rel: str = "alternate"


def alternates(edition: Edition, language: Language, path: str, view: CentreView | None) -> Iterator[Alternate]:
    """What belongs to the page at `path` in this language; `view` is the centre that the page is about."""
    say = language.gettext
    if view is not None:
        yield from _of_centre(language, view)
    elif path == addresses.CENTRES:
        yield Alternate(addresses.API_CENTRES, JSON, say("Alle sentre"))
        yield Alternate(addresses.CENTRES_CSV, CSV, say("Alle sentre"))
        if edition.runs:
            yield Alternate(language.prefix + addresses.RENEWALS, CALENDAR, say("Fornyelser av godkjenninger"))
    elif path == addresses.DECISIONS:
        yield Alternate(addresses.API_DECISIONS, JSON, say("Vedtak"))
        yield Alternate(addresses.DECISIONS_CSV, CSV, say("Vedtak"))
        yield Alternate(language.prefix + addresses.json_feed(addresses.DECISIONS_FEED), JSON_FEED, say("Vedtak"))
        for kind, words in edition.kinds.items():
            yield Alternate(language.prefix + addresses.kind_feed(kind), ATOM, words.in_language(language.code))
    elif path == addresses.STATISTICS:
        yield Alternate(addresses.API_STATISTICS, JSON, say("Statistikk"))
        yield Alternate(addresses.STATISTICS_CSV, CSV, say("Statistikk"))
    elif path == addresses.DATA:
        yield Alternate(addresses.DATASET, "application/ld+json", say("Åpne data"))
    yield Alternate(addresses.OPENAPI, "application/vnd.oai.openapi+json", say("Åpne data"), "service-desc")


def _of_centre(language: Language, view: CentreView) -> Iterator[Alternate]:
    centre = view.centre
    title = language.gettext("Vedtak om %(name)s") % {"name": centre.name}
    path = language.prefix + addresses.centre_feed(centre.slug)
    yield Alternate(path, ATOM, title)
    yield Alternate(addresses.json_feed(path), JSON_FEED, title)
    yield Alternate(addresses.api_centre(centre.organisation_number), JSON, centre.name)
    if calendars.coming(view):
        yield Alternate(language.prefix + addresses.calendar(centre.slug), CALENDAR, centre.name)
