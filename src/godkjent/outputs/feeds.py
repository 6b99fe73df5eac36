"""Decisions as Atom feeds: all of them, those of one kind, and one centre's. Dates come from the decisions, never from the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from html import escape
from io import StringIO
from typing import Any

from feedgenerator import Atom1Feed

from .. import addresses
from ..language.i18n import N_, Language
from ..language.texts import Text
from ..public.views import CentreView, Entry, numbered
from ..register.clock import OSLO
from ..register.model import Day

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
    *,
    newest: Day | None = None,
    one_of_many: bool = False,
) -> str:
    """An Atom feed of `entries`, newest first, at the address `path`.

    Without entries it was last changed on the day `newest`. `one_of_many` when the page has other feeds, so that this
    one's address must be its identity.
    """
    atom = _Feed(
        title=title,
        link=f"{site_url}/{page}",
        feed_url=f"{site_url}/{path}",
        description=None,
        language=language.code,
        author_name="Callcenternemnda",
        feed_guid=f"{site_url}/{path}" if one_of_many else None,
        newest=_midnight(newest) if newest else None,
    )
    for entry in entries:
        _add(atom, entry, site_url, language, kinds)
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


def kind_feed(
    kind: str, entries: Sequence[Entry], site_url: str, language: Language, kinds: dict[str, Text], newest: Day
) -> str:
    """The decisions of one kind as a feed, which is there before the first of them is made."""
    title = f"{kinds[kind].in_language(language.code)} – {language.gettext('Vedtak om godkjente callsentre')}"
    found = newest_first(entry for entry in entries if entry.reads.kind == kind)[:LONGEST]
    path, page = language.prefix + addresses.kind_feed(kind), language.prefix + addresses.DECISIONS
    return feed(title, found, path, page, site_url, language, kinds, newest=newest, one_of_many=True)


def centre_feed(view: CentreView, site_url: str, language: Language, kinds: dict[str, Text]) -> str:
    """One centre's decisions as a feed."""
    title = language.gettext("Vedtak om %(name)s") % {"name": view.centre.name}
    slug = view.centre.slug
    return feed(
        title,
        newest_first(view.entries),
        addresses.centre_feed(slug),
        addresses.centre(slug),
        site_url,
        language,
        kinds,
    )


def _add(atom: Atom1Feed, entry: Entry, site_url: str, language: Language, kinds: dict[str, Text]) -> None:
    decision = entry.reads
    page = f"{site_url}/{language.prefix}{addresses.centre(entry.centre.slug)}"
    title = f"{entry.centre.name}: {kinds[decision.kind].in_language(language.code)}"
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
