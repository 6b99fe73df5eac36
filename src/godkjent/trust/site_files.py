"""Where signed files are read from: a built site's folder, or the site itself over https. Bounded, and no cleverness."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Protocol
from urllib.parse import urlsplit

from ..language.refusals import Refusal
from ..language.texts import Text, shown

LARGEST = 8_000_000
"""Bytes that a file may have; the largest that the register signs is a status list."""
SECONDS = 20
"""Seconds in which a whole answer must have come."""
GRACE, A_FILE = 60.0, 1.0
"""Seconds that a site has in all: some to begin with, and some for each file."""
MOST_REDIRECTS = 3
OK = 200
LONGEST_EXCUSE = 10_000
"""Bytes that are read of an answer that says no."""
AGENT = "godkjent-verify"
_LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})


class BadSource(Refusal):
    """A file is not there or is no JSON; `text` is a sentence."""


class Source(Protocol):
    """A place that holds a site's files by path."""

    @property
    def site_url(self) -> str | None:
        """The address that the files must be for; None when the place does not tell."""

    def read(self, path: str) -> bytes:
        """One file. Raises BadSource."""


@dataclass(frozen=True)
class Folder:
    """A built site, or a copy of one."""

    root: Path
    site_url: str | None = None

    def read(self, path: str) -> bytes:
        """One file of the folder. Raises BadSource."""
        return read_file(self.root / path)


@dataclass(frozen=True)
class Web:
    """A site at its own address."""

    site_url: str
    pace: Pace = field(default_factory=lambda: Pace(), compare=False)

    def read(self, path: str) -> bytes:
        """One file of the site. Raises BadSource."""
        self.pace.keep()
        return fetch(f"{self.site_url}/{path}")


@dataclass
class Pace:
    """How fast a site must answer in all: `GRACE` seconds, and `A_FILE` more for each file, however many there are."""

    files: int = 0
    began: float = 0.0

    def keep(self) -> None:
        """One more file is asked for. Raises BadSource when the site has been too slow so far."""
        now = time.monotonic()
        self.began = self.began or now
        if now - self.began > GRACE + A_FILE * self.files:
            raise BadSource(_SLOW_IN_ALL.fill(files=self.files))
        self.files += 1


def read_file(file: Path) -> bytes:
    """A file on this machine. Raises BadSource when it cannot be read or is too large."""
    try:
        with file.open("rb") as opened:
            return _bounded(opened.read(LARGEST + 1), LARGEST)
    except OSError as error:
        raise BadSource(_UNREADABLE.fill(why=error.strerror or type(error).__name__)) from None


def fetch(url: str) -> bytes:
    """What an address answers with, over https (or http to this machine). Raises BadSource.

    Limits: `LARGEST` bytes, `SECONDS` in all however slowly the answer comes, `MOST_REDIRECTS` redirects, each judged
    before it is followed: to the same host, over https, and never to another machine or scheme.
    """
    status, content = exchange(url)
    if status != OK:
        raise BadSource(_STATUS.fill(status=status))
    return content


def exchange(
    url: str,
    given: bytes | None = None,
    kind: str = "text/plain",
    seconds: float | None = None,
    way: Way | None = None,
) -> tuple[int, bytes]:
    """The status and the content that an address answers with, to what is given; by default within the limits of `fetch`.

    Raises BadSource.
    """
    way = way or Way(AGENT, _allowed, (_Judged,), LARGEST)
    if not way.allowed(url):
        raise BadSource(_NOT_HTTPS.fill(url=shown(url)))
    seconds = seconds or SECONDS
    answers: SimpleQueue[tuple[int, bytes] | BadSource] = SimpleQueue()
    request = urllib.request.Request(url, given, {"User-Agent": way.agent, "Accept-Encoding": "identity"})  # noqa: S310
    if given is not None:
        request.add_header("Content-Type", kind)
    Thread(target=_answer_into, args=(request, seconds, way, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise BadSource(_TOO_SLOW.fill(seconds=round(seconds))) from None
    if isinstance(answer, BadSource):
        raise answer
    return answer


def _answer_into(
    request: urllib.request.Request, seconds: float, way: Way, answers: SimpleQueue[tuple[int, bytes] | BadSource]
) -> None:
    """The answer, or why there is none; in a thread of its own, so that a server that drips cannot hold anybody."""
    try:
        answers.put(_asked(request, seconds, way))
    except BadSource as bad:
        answers.put(bad)
    except Exception as error:  # whatever a server may do to the library that reads it
        answers.put(BadSource(_UNREACHABLE.fill(why=shown(getattr(error, "reason", error)))))


def _asked(request: urllib.request.Request, seconds: float, way: Way) -> tuple[int, bytes]:
    opener = urllib.request.build_opener(*way.handlers, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=seconds) as answer:
            content = _bounded(answer.read(way.largest + 1), way.largest)
            if answer.length:  # what was promised and did not come
                raise BadSource(_CUT_OFF)
            return int(answer.status), content
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(LONGEST_EXCUSE)


@dataclass(frozen=True)
class Way:
    """How an address is asked: as whom, which addresses at all, with what judging connections and redirects, and how much."""

    agent: str
    allowed: Callable[[str], bool]
    handlers: tuple[type[urllib.request.BaseHandler], ...]
    largest: int


class _Judged(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to where the reader asked to go."""

    max_redirections = MOST_REDIRECTS

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        """The next request, or a refusal that names the address."""
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        if not _allowed(newurl) or (before.scheme, before.netloc) != (after.scheme, after.netloc):
            raise BadSource(_ELSEWHERE.fill(url=shown(newurl)))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def json_from(content: bytes) -> dict[str, Any]:
    """The JSON object that a file holds; a name that stands twice is refused. Raises BadSource."""
    try:
        found = json.loads(content, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise BadSource(_NOT_JSON) from None
    if not isinstance(found, dict):
        raise BadSource(_NOT_JSON)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _allowed(url: str) -> bool:
    try:
        parts = urlsplit(url)
        if parts.username or not parts.hostname or parts.port == 0 or re.search(r"[\s\x00-\x1f\x7f\\]", url):
            return False
        return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)
    except ValueError:
        return False


def _bounded(content: bytes, largest: int) -> bytes:
    if len(content) > largest:
        raise BadSource(_TOO_LARGE)
    return content


_UNREADABLE = Text("filen kan ikke leses ({why}).", "the file cannot be read ({why}).")
_NOT_HTTPS = Text("adressen «{url}» er ikke https.", "the address “{url}” is not https.")
_ELSEWHERE = Text(
    "nettstedet sender videre til «{url}», som er et annet sted.", "the site redirects to “{url}”, which is elsewhere."
)
_TOO_SLOW = Text("svaret var ikke kommet etter {seconds} sekunder.", "the answer had not come after {seconds} seconds.")
_SLOW_IN_ALL = Text(
    "nettstedet er for tregt: det har ikke gitt {files} filer på rimelig tid.",
    "the site is too slow: it has not given {files} files in reasonable time.",
)
_CUT_OFF = Text(
    "nettstedet kan ikke nås (svaret ble brutt av).", "the site cannot be reached (the answer was cut off)."
)
_STATUS = Text("nettstedet svarer {status}.", "the site answers {status}.")
_UNREACHABLE = Text("nettstedet kan ikke nås ({why}).", "the site cannot be reached ({why}).")
_NOT_JSON = Text(
    "den er ikke et JSON-objekt der hvert navn står én gang.", "it is not a JSON object with each name once."
)
_TOO_LARGE = Text("den er for stor.", "it is too large.")
