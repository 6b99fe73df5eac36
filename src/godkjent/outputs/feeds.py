"""Decisions as Atom feeds: all of them, those of one kind, and one centre's. Dates come from the decisions, never from the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from html import escape
from io import StringIO
from typing import Any

from feedgenerator import Atom1Feed

from .. import addresses
from ..language.i18n import N_, Language
from ..public.edition import Edition
from ..public.views import CentreView, Entry, numbered
from ..register.clock import OSLO
from ..register.model import Day

LONGEST = 50
"""How many decisions the feed of all centres holds; the page and the API have the rest."""


@dataclass(frozen=True)
class Channel:
    """One feed: its title, its decisions newest first, its address and that of the page it belongs to."""

    title: str
    entries: Sequence[Entry]
    path: str
    page: str
    one_of_many: bool = False  # the page has other feeds, so that this one's address must be its identity


def feed(edition: Edition, language: Language, channel: Channel) -> str:
    """The channel as Atom; one without decisions was last changed on the day of the register's newest."""
    site_url = edition.site_url
    atom = _Feed(
        title=channel.title,
        link=f"{site_url}/{channel.page}",
        feed_url=f"{site_url}/{channel.path}",
        description=None,
        language=language.code,
        author_name="Callcenternemnda",
        feed_guid=f"{site_url}/{channel.path}" if channel.one_of_many else None,
        newest=_midnight(edition.newest),
    )
    for entry in channel.entries:
        _add(atom, entry, edition, language)
    out = StringIO()
    atom.write(out, "utf-8")
    return out.getvalue() + "\n"


class _Feed(Atom1Feed):
    def latest_post_date(self) -> Any:
        """When the feed was last changed: by its decisions, and never by the clock."""
        return max((item["updateddate"] for item in self.items), default=self.feed["newest"])


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Decisions by the day on which what is said of them last changed, so that a correction is seen by who only reads on."""
    return sorted(entries, key=lambda entry: (entry.updated, numbered(entry.decision.id)), reverse=True)


def _midnight(day: Day) -> datetime:
    return datetime.combine(day, time(), OSLO)


def all_decisions(edition: Edition, language: Language) -> Channel:
    """The newest decisions about all centres."""
    title, page = language.gettext("Vedtak om godkjente callsentre"), language.prefix + addresses.DECISIONS
    return Channel(title, newest_first(edition.entries)[:LONGEST], language.prefix + addresses.DECISIONS_FEED, page)


def of_kind(edition: Edition, language: Language, kind: str) -> Channel:
    """The decisions of one kind, which is there before the first of them is made."""
    words = edition.kinds[kind].in_language(language.code)
    title = f"{words} – {language.gettext('Vedtak om godkjente callsentre')}"
    found = newest_first(entry for entry in edition.entries if entry.reads.kind == kind)[:LONGEST]
    path, page = language.prefix + addresses.kind_feed(kind), language.prefix + addresses.DECISIONS
    return Channel(title, found, path, page, one_of_many=True)


def of_centre(view: CentreView, language: Language) -> Channel:
    """One centre's decisions."""
    title, slug = language.gettext("Vedtak om %(name)s") % {"name": view.centre.name}, view.centre.slug
    return Channel(title, newest_first(view.entries), addresses.centre_feed(slug), addresses.centre(slug))


def _add(atom: Atom1Feed, entry: Entry, edition: Edition, language: Language) -> None:
    decision, site_url = entry.reads, edition.site_url
    page = f"{site_url}/{language.prefix}{addresses.centre(entry.centre.slug)}"
    title = f"{entry.centre.name}: {edition.kinds[decision.kind].in_language(language.code)}"
    atom.add_item(
        title=language.gettext(_marked(entry)) % {"title": title},
        link=f"{page}#vedtak-{decision.id}",
        unique_id=f"{site_url}/{addresses.verification(entry.centre.organisation_number)}#{decision.id}",
        description="".join(f"<p>{part}</p>" for part in _text(entry, page, site_url, language)),
        pubdate=_midnight(entry.decision.date),
        updateddate=_midnight(entry.updated),
    )


_AS_IT_IS = "%(title)s"
_CORRECTED = N_("Rettet: %(title)s")
_STRUCK = N_("Strøket: %(title)s")


def _marked(entry: Entry) -> str:
    """What stands around the title: nothing, or that the decision was set right or struck out."""
    return _STRUCK if entry.void else _CORRECTED if entry.correction else _AS_IT_IS


def _text(entry: Entry, page: str, site_url: str, language: Language) -> Iterator[str]:
    """The paragraphs of an entry: the reason as it reads now, never one that was struck, and what the correction says."""
    _, decision, correction = language.gettext, entry.reads, entry.correction
    if entry.void:
        yield escape(_("Vedtaket er strøket. Det ble ført ved en feil og teller ikke."))
    elif decision.reason:
        yield escape(decision.reason.in_language(language.code))
    if other := decision.successor or decision.predecessor:
        link = f'<a href="{escape(site_url)}/{language.prefix}{addresses.verification(other)}">{escape(other)}</a>'
        sentence = (
            _("Godkjenningen er overført til %(number)s.")
            if decision.successor
            else _("Godkjenningen er overtatt fra %(number)s.")
        )
        yield escape(sentence) % {"number": link}
    if correction:
        link = (
            f'<a href="{escape(page)}#vedtak-{correction.id}">{escape(_("Retting %(id)s") % {"id": correction.id})}</a>'
        )
        reason = escape(correction.reason.in_language(language.code)) if correction.reason else ""
        yield f"{link} ({escape(language.day(correction.date))}): {reason}"
