"""A polite guest on others' websites: it says who it is, asks robots.txt, waits, takes little, and never goes inside a network."""

from __future__ import annotations

import ipaddress
import re
import socket
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from ..acts import sightings
from ..acts.sightings import Kind, Mark, Sighting
from ..language.refusals import Refusal
from ..language.texts import Text
from ..trust.site_files import OK, BadSource, Way, exchange

NAME = "GodkjentLook"
SECONDS = 15
MOST_REDIRECTS = 5
LARGEST = 2_000_000
PAUSE = 1.0
"""Seconds between two questions to the same website."""
Judge = Callable[[str], bool]


class Inside(OSError):
    """The address leads to this machine or into a network that is not public."""


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody can reach."""
    found = ipaddress.ip_address(address)
    inner = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (inner or found).is_global


def _way(agent: str, may_reach: Judge) -> Way:
    """How the guest goes about: only where anybody can, which is seen of the address that was really connected to."""

    def refuse_inside(connected: socket.socket) -> None:
        if not may_reach(connected.getpeername()[0]):
            connected.close()
            raise Inside(_INSIDE.nb)

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            refuse_inside(self.sock)

    class Closed(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            refuse_inside(self.sock)

    class Http(urllib.request.HTTPHandler):
        def http_open(self, req: urllib.request.Request) -> Any:
            return self.do_open(Plain, req)

    class Https(urllib.request.HTTPSHandler):
        def https_open(self, req: urllib.request.Request) -> Any:
            return self.do_open(Closed, req)

    return Way(agent, _may_be_asked, (Http, Https, _Onward), LARGEST)


class _Onward(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to another page, which each connection then judges for itself."""

    max_redirections = MOST_REDIRECTS

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if not _may_be_asked(newurl):
            raise BadSource(_ODD)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _may_be_asked(url: str) -> bool:
    try:
        parts = urlsplit(url)
        plain = not parts.username and bool(parts.hostname) and parts.port != 0
        return plain and parts.scheme in ("http", "https") and not re.search(r"[\s\x00-\x1f\x7f\\]", url)
    except ValueError:
        return False


@dataclass
class Visitor:
    """One round of visits, with what the register itself has published to compare copies with."""

    site: str
    published: Callable[[str], dict[bytes, tuple[Kind, str]]]
    pause: float = PAUSE
    may_reach: Judge = is_public
    last: dict[str, float] = field(default_factory=dict)

    def seen(self, website: str, day: Any, through: str | None = None) -> Sighting:
        """What a website's own page shows; `through` is another address for it, for trials."""
        address = through or website
        try:
            if not self._welcome(address):
                return Sighting(website, day, why=NOT_WELCOME.nb)
            page = self._get(address).decode("utf-8", "replace")
            return Sighting(website, day, tuple(self._marks(page, address)))
        except Refusal as error:
            return Sighting(website, day, why=error.text.nb)

    def _marks(self, page: str, address: str) -> list[Mark]:
        found: list[Mark] = []
        copies = 0
        for picture in sightings.pictures(page, address):
            if mark := sightings.own_mark(picture, self.site):
                found.append(mark)
            elif sightings.is_candidate(picture, self.site) and copies < sightings.MOST_COPIES:
                copies += 1
                if (content := self._copy(picture.source)) is not None:
                    number = sightings.number_in(picture, content)
                    found.append(sightings.copied_mark(picture, content, self.published(number), self.site))
        return found

    def _copy(self, source: str) -> bytes | None:
        """A picture that may be a copy of the badge; None when it cannot be had, and so is no picture to anybody."""
        try:
            return self._get(source) if self._welcome(source) else None
        except Refusal:
            return None

    def _welcome(self, address: str) -> bool:
        """Whether robots.txt lets us in; a site without one does, and one whose robots.txt fails is left alone."""
        parts = urlsplit(address)
        status, content = self._asked(f"{parts.scheme}://{parts.netloc}/robots.txt")
        if status >= 500:
            raise BadSource(_STATUS.fill(status=status))
        rules = RobotFileParser()
        rules.parse(content.decode("utf-8", "replace").splitlines() if status == OK else [])
        return rules.can_fetch(NAME, address)

    def _get(self, address: str) -> bytes:
        status, content = self._asked(address)
        if status != OK:
            raise BadSource(_STATUS.fill(status=status))
        return content

    def _asked(self, address: str) -> tuple[int, bytes]:
        host = urlsplit(address).netloc
        if host in self.last:
            time.sleep(max(0.0, self.last[host] + self.pause - time.monotonic()))
        try:
            agent = f"{NAME}/1 (+{self.site}/misbruk/)"
            return exchange(address, seconds=SECONDS, way=_way(agent, self.may_reach))
        finally:
            self.last[host] = time.monotonic()


_INSIDE = Text("adressen fører inn i et lukket nett", "the address leads into a closed network")
_ODD = Text("nettstedet sender videre til noe som ikke er en nettside.", "the site redirects to what is no web page.")
NOT_WELCOME = Text("robots.txt ber om at siden ikke besøkes", "robots.txt asks that the page is not visited")
_STATUS = Text("nettstedet svarer {status}.", "the site answers {status}.")
