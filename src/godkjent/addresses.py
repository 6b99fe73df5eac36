"""Every address of the site in one place: a promise that never breaks (see the register's design).

Paths are without the site's own prefix and language, end in `/` for pages, and never begin with one.
"""

from __future__ import annotations

FRONT = ""
CENTRES = "sentre/"
DECISIONS = "vedtak/"
DECISIONS_FEED = "vedtak/feed.atom"
NOT_FOUND = "404.html"
API_CENTRES = "api/v1/centres.json"
WORKER = "sw.js"
MANIFEST = "manifest.webmanifest"
OPENSEARCH = "opensearch.xml"
OFFLINE = "uten-nett/"
NAMES_INDEX = "search/names.json"
COMPARE = "sentre/sammenlign/"
BULK = "sentre/sjekk/"
BUYERS = "sentre/sentre.json"


def centre(slug: str) -> str:
    """One centre's page; the slug may change, and the old address then leads to the new one."""
    return f"sentre/{slug}/"


def centre_feed(slug: str) -> str:
    """One centre's decisions as a feed."""
    return f"sentre/{slug}/feed.atom"


NUMBERS = "nummer/"


def number(first: str, last: str) -> str:
    """The page of a registered number, or of a range by both its ends."""
    return f"nummer/{first}/" if first == last else f"nummer/{first}-{last}/"


def verification(organisation_number: str) -> str:
    """What a badge points to; never changes and is never removed."""
    return f"verifiser/{organisation_number}/"


def badge(organisation_number: str) -> str:
    """The live badge; never changes and is never removed."""
    return f"merke/{organisation_number}.svg"


def api_centre(organisation_number: str) -> str:
    """One centre as JSON."""
    return f"api/v1/centres/{organisation_number}.json"


def pages_index(language: str) -> str:
    """The search index of the prose pages in one language."""
    return f"search/pages-{language}.json"


def lookup(table: str, part: str) -> str:
    """One part of a look-up table; `part` is the digits that all its rows share, or `all` when there is one part."""
    return f"api/v1/lookup/{table}/{part}.json"


def file_of(path: str) -> str:
    """The file that a host serves for an address."""
    return f"{path}index.html" if path.endswith("/") or not path else path
