"""Decisions as Atom feeds: all of them, and one centre's. Dates come from the decisions, never from the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from io import StringIO

from feedgenerator import Atom1Feed

from . import addresses
from .clock import OSLO
from .i18n import Language
from .texts import Text
from .views import CentreView, Entry

LONGEST = 50
"""How many decisions the feed of all centres holds; the page and the API have the rest."""


def feed(
    title: str,
    entries: Sequence[Entry],
    path: str,
    page: str,
    site_url: str,
    language: Language,
    kinds: dict[str, Text],
) -> str:
    """An Atom feed of `entries`, newest first, at the address `path`."""
    atom = Atom1Feed(
        title=title,
        link=f"{site_url}/{page}",
        feed_url=f"{site_url}/{path}",
        description=None,
        language=language.code,
        author_name="Callcenternemnda",
    )
    for entry in entries:
        _add(atom, entry, site_url, language, kinds)
    out = StringIO()
    atom.write(out, "utf-8")
    return out.getvalue() + "\n"


def centre_feed(view: CentreView, site_url: str, language: Language, kinds: dict[str, Text]) -> str:
    """One centre's decisions as a feed."""
    title = language.gettext("Vedtak om %(name)s") % {"name": view.centre.name}
    slug = view.centre.slug
    return feed(title, view.entries, addresses.centre_feed(slug), addresses.centre(slug), site_url, language, kinds)


def _add(atom: Atom1Feed, entry: Entry, site_url: str, language: Language, kinds: dict[str, Text]) -> None:
    decision = entry.decision
    when = datetime.combine(decision.date, time(), OSLO)
    address = f"{site_url}/{language.prefix}{addresses.centre(entry.centre.slug)}#vedtak-{decision.id}"
    atom.add_item(
        title=f"{entry.centre.name}: {kinds[decision.kind].in_language(language.code)}",
        link=address,
        unique_id=f"{site_url}/{addresses.verification(entry.centre.organisation_number)}#{decision.id}",
        description=decision.reason.in_language(language.code) if decision.reason else "",
        pubdate=when,
        updateddate=when,
    )
