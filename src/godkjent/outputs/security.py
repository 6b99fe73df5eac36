"""How whoever finds a hole in the site tells about it, where programs look for that (RFC 9116)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from .. import addresses
from ..public.edition import Edition

GOOD_FOR = timedelta(days=180)
"""How long the file counts after the first of the register's month; the RFC advises less than a year."""


def files(edition: Edition) -> Iterator[tuple[str, str]]:
    """The file; while nobody is entered as publisher, the page is told instead, which says so."""
    publisher, page = edition.register.scheme.publisher, f"{edition.site_url}/{addresses.REPORTING}"
    fields = {
        "Contact": f"mailto:{publisher.email}" if publisher else page,
        "Expires": f"{edition.register.as_of.replace(day=1) + GOOD_FOR}T00:00:00Z",
        "Preferred-Languages": ", ".join(edition.languages),
        "Canonical": f"{edition.site_url}/{addresses.SECURITY}",
        "Policy": page,
    }
    yield addresses.SECURITY, "".join(f"{name}: {value}\n" for name, value in fields.items())
