"""The mark on centres' websites: what a page shows, and whether it is shown as it may be. Nothing is changed here.

The live mark is a picture from the register's own address, inside a link to the centre's verification page. The neutral one may
also be copied. What is saved, altered or shown without its link does not follow the status, and is told of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from .. import addresses
from ..language.texts import Text, shown
from ..register import lifecycle
from ..register.model import Centre, Misuse, Register
from ..register.statuses import COUNTED_AS_APPROVED, TOLD_BY_MARK

VERSION = 1
MOST_COPIES = 5
"""Pictures of one page that are fetched to be looked at."""
FRESH_DAYS = 14
_HINT = re.compile(r"godkjent.?call|callcenternemnda|verifiser/[0-9]{9}", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{9}")


class Kind(StrEnum):
    """What a mark on a page is."""

    LIVE = "live"  # from the register's own address
    NEUTRAL = "neutral"  # from there, or a copy of it, which is allowed
    SAVED = "saved"  # a copy of the live one, which does not change any more
    ALTERED = "altered"  # looks like the badge and is no published one


class Sort(StrEnum):
    """What there is to say of a website."""

    AS_THEY_MAY = "as_they_may"
    NONE = "none"
    LOST = "lost"
    SAVED = "saved"
    ALTERED = "altered"
    UNLINKED = "unlinked"
    ANOTHERS = "anothers"
    STILL = "still"
    GONE = "gone"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True)
class Mark:
    """One mark on a page: what it is, whose, and whether it stands in a link to that centre's verification page."""

    kind: Kind
    number: str
    linked: bool
    says: str = ""  # the status that a saved one tells


@dataclass(frozen=True)
class Sighting:
    """What a website showed on a day; `why` is why it could not be seen."""

    website: str
    day: date
    marks: tuple[Mark, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Judged:
    """What a sighting amounts to: whom it is about, and a sentence."""

    sighting: Sighting
    sort: Sort
    name: str
    what: Text
    number: str | None = None

    @property
    def misuse(self) -> bool:
        """Whether an entry in the list of misuse is at hand."""
        return self.sort in (Sort.LOST, Sort.ALTERED, Sort.ANOTHERS)


# --- Reading a page -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Picture:
    """A picture on a page: where it is from, what it is called, and the link that it stands in."""

    source: str
    words: str
    link: str


class _Pictures(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address, self.link = address, ""
        self.found: list[Picture] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.link = _absolute(self.address, known.get("href", ""))
        elif tag == "img" and known.get("src"):
            words = f"{known.get('alt', '')} {known.get('title', '')} {known['src']}"
            self.found.append(Picture(_absolute(self.address, known["src"]), words, self.link))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.link = ""


def pictures(page: str, address: str) -> list[Picture]:
    """The pictures of a page."""
    reader = _Pictures(address)
    reader.feed(page)
    return reader.found


def _absolute(address: str, link: str) -> str:
    try:
        return urljoin(address, link.strip())
    except ValueError:
        return ""


def own_mark(picture: Picture, site: str) -> Mark | None:
    """The mark that a picture from the register's own address is; None when it is from elsewhere."""
    under = f"{site}/{addresses.MARK}"
    number = _NUMBER.match(picture.source.removeprefix(under))
    if not picture.source.startswith(under) or not number:
        return None
    kind = Kind.NEUTRAL if "-kontroller" in picture.source else Kind.LIVE
    return Mark(kind, number[0], is_linked(picture, site, number[0]))


def is_candidate(picture: Picture, site: str) -> bool:
    """Whether a picture from elsewhere may be a copy of the badge: by its name, its words, or where it leads."""
    return bool(_HINT.search(picture.words)) or picture.link.startswith(f"{site}/{addresses.VERIFY}")


def is_linked(picture: Picture, site: str, number: str) -> bool:
    """Whether the picture leads to that centre's verification page, in any language."""
    if not picture.link.startswith(f"{site}/"):
        return False
    path = urlsplit(picture.link).path.removeprefix(urlsplit(site).path).lstrip("/")
    return re.fullmatch(rf"([a-z]{{2}}/)?{addresses.VERIFY}{number}/?", path) is not None


def number_in(picture: Picture, content: bytes) -> str:
    """The organisation number that a copy tells, else the one that its link or its name does; empty when none does."""
    drawn = content.decode("utf-8", "replace") if content.lstrip().startswith(b"<svg") else ""
    found = next((number for text in (drawn, picture.link, picture.source) if (number := _NUMBER.search(text))), None)
    return found[0] if found else ""


def copied_mark(picture: Picture, content: bytes, published: Mapping[bytes, tuple[Kind, str]], site: str) -> Mark:
    """The mark that a copy is; `published` has the register's own files with what each is."""
    if content in published:
        kind, number = published[content]
        return Mark(Kind.SAVED if kind is Kind.LIVE else kind, number, is_linked(picture, site, number))
    number = number_in(picture, content)
    status = TOLD_BY_MARK.search(content)
    if status and number and b"GODKJENT CALLCENTER" in content:
        return Mark(Kind.SAVED, number, is_linked(picture, site, number), status[1].decode())
    return Mark(Kind.ALTERED, number, bool(number) and is_linked(picture, site, number))


# --- Judging --------------------------------------------------------------------------------------------------------


def to_visit(register: Register) -> list[str]:
    """The websites to look at: those of all who are or were approved, and those on the list of misuse that has not ended."""
    own = [site for centre in register.centres if lifecycle.corrected(centre.decisions) for site in centre.websites]
    misused = [entry.website for entry in register.misuse if entry.ended is None]
    return list(dict.fromkeys([*own, *misused]))


def judged(register: Register, sightings: Sequence[Sighting]) -> list[Judged]:
    """What each sighting amounts to by the register as it is now."""
    owners = {site: centre for centre in register.centres for site in centre.websites}
    listed = {entry.website: entry for entry in register.misuse if entry.ended is None}
    found: list[Judged] = []
    for one in sightings:
        if one.website in listed:
            found.append(_of_misuse(one, listed[one.website]))
        if one.website in owners:
            found += list(_of_centre(one, owners[one.website], register))
    return found


def _of_misuse(one: Sighting, entry: Misuse) -> Judged:
    sort, what = (Sort.NOT_SEEN, _NOT_SEEN.fill(why=shown(one.why))) if one.why else (Sort.STILL, _STILL)
    if not one.why and not one.marks:
        sort, what = Sort.GONE, _GONE
    return Judged(one, sort, entry.name, what, entry.organisation_number)


def _of_centre(one: Sighting, centre: Centre, register: Register) -> Iterator[Judged]:
    approved = lifecycle.status_on(centre.decisions, register.as_of, register.scheme.rules) in COUNTED_AS_APPROVED
    rows = list(_rows(one, {centre.organisation_number, *_former(centre)}, approved=approved))
    for sort, what in dict.fromkeys(rows):
        yield Judged(one, sort, centre.name, what, centre.organisation_number)


def _former(centre: Centre) -> set[str]:
    return {former.number for former in centre.former_organisation_numbers}


def _rows(one: Sighting, own: set[str], *, approved: bool) -> Iterator[tuple[Sort, Text]]:
    if one.why:
        yield Sort.NOT_SEEN, _NOT_SEEN.fill(why=shown(one.why))
    elif not one.marks:
        yield Sort.NONE, _NONE
    for mark in one.marks:
        wrong = list(_wrong(mark, own, approved=approved))
        yield from wrong or [(Sort.AS_THEY_MAY, _AS_THEY_MAY)]


def _wrong(mark: Mark, own: set[str], *, approved: bool) -> Iterator[tuple[Sort, Text]]:
    if mark.number and mark.number not in own:
        yield Sort.ANOTHERS, _ANOTHERS.fill(number=mark.number)
    elif not approved:
        yield Sort.LOST, _LOST_LIVE if mark.kind is Kind.LIVE else _LOST
    elif mark.kind is Kind.ALTERED:
        yield Sort.ALTERED, _ALTERED
    elif mark.kind is Kind.SAVED:
        yield Sort.SAVED, _SAVED
    elif not mark.linked:
        yield Sort.UNLINKED, _UNLINKED


# --- Keeping --------------------------------------------------------------------------------------------------------


def written(sightings: Sequence[Sighting]) -> str:
    """The sightings as they are kept."""
    rows = [{**asdict(one), "day": one.day.isoformat()} for one in sightings]
    return json.dumps({"v": VERSION, "seen": rows}, ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> list[Sighting]:
    """The sightings that were kept. Raises ValueError."""
    try:
        kept: Any = json.loads(text)
        if kept["v"] != VERSION:
            raise ValueError("another version")
        return [_sighting(row) for row in kept["seen"]]
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from None


def _sighting(row: Mapping[str, Any]) -> Sighting:
    marks = (Mark(Kind(m["kind"]), str(m["number"]), bool(m["linked"]), str(m["says"])) for m in row["marks"])
    return Sighting(str(row["website"]), date.fromisoformat(row["day"]), tuple(marks), str(row["why"]))


_NOT_SEEN = Text("nettstedet kunne ikke ses ({why})", "the website could not be seen ({why})")
_NONE = Text("viser ikke merket", "does not show the badge")
_AS_THEY_MAY = Text("viser merket slik det skal vises", "shows the badge as it may be shown")
_ANOTHERS = Text("viser merket til et annet foretak ({number})", "shows the badge of another company ({number})")
_LOST = Text("viser merket, men er ikke godkjent nå", "shows the badge, but is not approved now")
_LOST_LIVE = Text(
    "viser fortsatt det levende merket, som selv sier at senteret ikke er godkjent nå",
    "still shows the live badge, which itself says that the centre is not approved now",
)
_ALTERED = Text(
    "viser noe som likner merket, men ikke er det registeret gir ut",
    "shows something that looks like the badge and is not what the register gives out",
)
_SAVED = Text(
    "viser en lagret kopi av det levende merket. Den endres ikke når statusen endres; be dem lenke til det i stedet",
    "shows a saved copy of the live badge. It does not change when the status does; ask them to link to it instead",
)
_UNLINKED = Text(
    "viser merket uten lenke til senterets egen side i registeret",
    "shows the badge without a link to the centre's own page in the register",
)
_STILL = Text(
    "står på listen over misbruk, og viser fortsatt merket", "is on the list of misuse, and still shows the badge"
)
_GONE = Text(
    "står på listen over misbruk, men viser ikke lenger merket. Før dagen det var borte",
    "is on the list of misuse, but shows the badge no more. Enter the day it was gone",
)
