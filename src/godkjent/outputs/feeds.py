"""Decisions as feeds, Atom and JSON Feed: all of them, those of one kind, and one centre's, in every language.

Dates come from the decisions, never from the clock. What a feed or an entry is known by names no host, so that a reader
who has seen an entry does not see it as new when the register moves; the languages share it.
"""

from __future__ import annotations

import json
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
from ..register import lifecycle
from ..register.clock import OSLO
from ..register.model import Day
from .licences import LICENCES, UNDECIDED

LONGEST = 50
"""How many decisions the feed of all centres holds; the page and the API have the rest."""
KNOWN_BY = "tag:godkjent-callcenter,2026:"
"""What every identity begins with (RFC 4151). It is a name and no address, and is never changed."""
GENERATOR = "godkjent"
ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"


@dataclass(frozen=True)
class Channel:
    """One feed in one language: its title, its decisions newest first, its address and its page's, both without language."""

    title: str
    entries: Sequence[Entry]
    path: str
    page: str
    name: str  # what it is known by, whatever its address
    newest: Day  # the day of its newest decision, or of the register's when it has none
    beside: tuple[str, ...] = ()  # other addresses of the same feed


@dataclass(frozen=True)
class Item:
    """One decision as every format tells of it; `text` is HTML, and empty when there is no more to say."""

    identity: str
    title: str
    summary: str
    text: str
    link: str
    kind: str
    kind_words: str
    made: datetime
    updated: datetime


def files(edition: Edition, language: Language, channel: Channel, icon: str = "") -> Iterator[tuple[str, str]]:
    """The channel in both formats, at every address that it has."""
    told = tuple(items(edition, language, channel))
    atom, as_json = feed(edition, language, channel, told, icon), json_feed(edition, language, channel, told, icon)
    for path in (channel.path, *channel.beside):
        yield language.prefix + path, atom
        yield language.prefix + addresses.json_feed(path), as_json


def feed(edition: Edition, language: Language, channel: Channel, told: Iterable[Item], icon: str = "") -> str:
    """The channel's decisions as Atom; without any it was last changed on the day of the register's newest."""
    own = f"{edition.site_url}/{language.prefix}{channel.path}"
    atom = _Feed(
        title=channel.title,
        link=f"{edition.site_url}/{language.prefix}{channel.page}",
        feed_url=own,
        description=_invented(edition, language),
        language=language.code,
        author_name=edition.register.scheme.board.nb,
        feed_guid=f"{KNOWN_BY}{language.code}/{channel.name}",
        feed_copyright=_rights(edition, language),
        newest=_midnight(channel.newest),
        icon=icon,
        beside=list(_beside(edition, language, channel)),
    )
    for item in told:
        atom.add_item(
            title=item.title,
            link=item.link,
            unique_id=item.identity,
            description=item.summary,
            content=item.text or None,
            pubdate=item.made,
            updateddate=item.updated,
            kind=item.kind,
            kind_words=item.kind_words,
        )
    out = StringIO()
    atom.write(out, "utf-8")
    return out.getvalue() + "\n"


class _Feed(Atom1Feed):
    """What the library leaves out: generator and icon, the same feed elsewhere, labelled categories, plain summaries."""

    def latest_post_date(self) -> Any:
        """When the feed was last changed: by its decisions, and never by the clock."""
        return max((item["updateddate"] for item in self.items), default=self.feed["newest"])

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("generator", GENERATOR)
        if self.feed["icon"]:
            handler.addQuickElement("icon", self.feed["icon"])
        for link in self.feed["beside"]:
            handler.addQuickElement("link", "", {"rel": "alternate", **link})

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("summary", item["description"], {"type": "text"})
        handler.addQuickElement("category", "", {"term": item["kind"], "label": item["kind_words"]})


def json_feed(edition: Edition, language: Language, channel: Channel, told: Iterable[Item], icon: str = "") -> str:
    """The channel as JSON Feed 1.1, which says the same."""
    start = f"{edition.site_url}/{language.prefix}"
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        **({"description": invented} if (invented := _invented(edition, language)) else {}),
        "home_page_url": f"{start}{channel.page}",
        "feed_url": f"{start}{addresses.json_feed(channel.path)}",
        **({"icon": icon} if icon else {}),
        "authors": [{"name": edition.register.scheme.board.nb}],
        "language": language.code,
        "items": [_as_json(item) for item in told],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _as_json(item: Item) -> dict[str, Any]:
    return {
        "id": item.identity,
        "url": item.link,
        "title": item.title,
        "summary": item.summary,
        **({"content_html": item.text} if item.text else {"content_text": item.summary}),
        "date_published": item.made.isoformat(),
        "date_modified": item.updated.isoformat(),
        "tags": [item.kind_words],
    }


def _beside(edition: Edition, language: Language, channel: Channel) -> Iterator[dict[str, str]]:
    """Where the same stands: as JSON, and in the other languages."""
    start = f"{edition.site_url}/"
    yield {"type": JSON_FEED, "href": f"{start}{language.prefix}{addresses.json_feed(channel.path)}"}
    for other in edition.languages.values():
        if other.code != language.code:
            yield {"type": ATOM, "hreflang": other.code, "href": f"{start}{other.prefix}{channel.path}"}


def _invented(edition: Edition, language: Language) -> str | None:
    return language.gettext("Oppdiktet for demonstrasjonen") if edition.register.scheme.demonstration else None


def _rights(edition: Edition, language: Language) -> str:
    chosen = edition.register.scheme.data_licence
    return f"{LICENCES[chosen].name}: {LICENCES[chosen].page}" if chosen else UNDECIDED.in_language(language.code)


# --- The channels ---------------------------------------------------------------------------------------------


def of_register(edition: Edition, language: Language) -> Iterator[Channel]:
    """The feeds that are no single centre's."""
    yield all_decisions(edition, language)
    yield from (of_kind(edition, language, kind) for kind in edition.kinds)


def all_decisions(edition: Edition, language: Language) -> Channel:
    """The newest decisions about all centres."""
    title, found = language.gettext("Vedtak om godkjente callsentre"), newest_first(edition.entries)[:LONGEST]
    return Channel(title, found, addresses.DECISIONS_FEED, addresses.DECISIONS, "vedtak", edition.newest)


def of_kind(edition: Edition, language: Language, kind: str) -> Channel:
    """The decisions of one kind, which is there before the first of them is made."""
    words = edition.kinds[kind].in_language(language.code)
    title = f"{words} – {language.gettext('Vedtak om godkjente callsentre')}"
    found = newest_first(entry for entry in edition.entries if entry.reads.kind == kind)[:LONGEST]
    return Channel(title, found, addresses.kind_feed(kind), addresses.DECISIONS, f"vedtak/{kind}", edition.newest)


def of_centre(view: CentreView, language: Language) -> Channel:
    """One centre's decisions, also at the addresses that it had under other names."""
    title, centre = language.gettext("Vedtak om %(name)s") % {"name": view.centre.name}, view.centre
    found, former = newest_first(view.entries), tuple(addresses.centre_feed(slug) for slug in centre.former_slugs)
    path, page = addresses.centre_feed(centre.slug), addresses.centre(centre.slug)
    return Channel(title, found, path, page, f"senter/{centre.organisation_number}", view.latest, former)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Decisions by the day on which what is said of them last changed, so that a correction is seen by who only reads on."""
    return sorted(entries, key=lambda entry: (entry.updated, numbered(entry.decision.id)), reverse=True)


# --- One decision ---------------------------------------------------------------------------------------------


def items(edition: Edition, language: Language, channel: Channel) -> Iterator[Item]:
    """The decisions of a channel, told in its language."""
    return (_item(entry, edition, language) for entry in channel.entries)


def _item(entry: Entry, edition: Edition, language: Language) -> Item:
    decision, site_url, centre = entry.reads, edition.site_url, entry.centre
    page = f"{site_url}/{language.prefix}{addresses.centre(centre.slug)}"
    kind = edition.kinds[decision.kind].in_language(language.code)
    return Item(
        identity=f"{KNOWN_BY}vedtak/{centre.organisation_number}/{decision.id}",
        title=language.gettext(_marked(entry)) % {"title": f"{centre.name}: {kind}"},
        summary=_summary(entry, kind, edition, language),
        text="".join(f"<p>{part}</p>" for part in _text(entry, page, site_url, language)),
        link=f"{page}#vedtak-{decision.id}",
        kind=decision.kind,
        kind_words=kind,
        made=_midnight(entry.decision.date),
        updated=_midnight(entry.updated),
    )


def _midnight(day: Day) -> datetime:
    return datetime.combine(day, time(), OSLO)


_AS_IT_IS = "%(title)s"
_CORRECTED = N_("Rettet: %(title)s")
_STRUCK = N_("Strøket: %(title)s")


def _marked(entry: Entry) -> str:
    """What stands around the title: nothing, or that the decision was set right or struck out."""
    return _STRUCK if entry.void else _CORRECTED if entry.correction else _AS_IT_IS


def _summary(entry: Entry, kind: str, edition: Edition, language: Language) -> str:
    """One sentence: what was decided, when, and until when it holds where that is said."""
    _, decision = language.gettext, entry.reads
    if entry.void:
        return _(_IS_STRUCK)
    said = {"kind": kind, "day": language.day(decision.date)}
    if decision.effective != decision.date:
        return _("%(kind)s %(day)s, gjelder fra %(start)s.") % {**said, "start": language.day(decision.effective)}
    if until := _until(entry, edition):
        return _("%(kind)s %(day)s, gjelder til og med %(until)s.") % {**said, "until": language.day(until)}
    return _("%(kind)s %(day)s.") % said


def _until(entry: Entry, edition: Edition) -> Day | None:
    """The last day of the approval period that the decision opens."""
    if not lifecycle.opens_period(entry.reads):
        return None
    rules = edition.register.scheme.rules
    return lifecycle.state_on(entry.centre.decisions, entry.reads.effective, rules).valid_until


_IS_STRUCK = N_("Vedtaket er strøket. Det ble ført ved en feil og teller ikke.")


def _text(entry: Entry, page: str, site_url: str, language: Language) -> Iterator[str]:
    """The paragraphs of an entry: the reason as it reads now, never one that was struck, and what the correction says."""
    _, decision, correction = language.gettext, entry.reads, entry.correction
    if entry.void:
        yield escape(_(_IS_STRUCK))
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
