"""Hosts and mailboxes that others have a part of: what stands there is not the centre's alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from ..language.texts import Text, shown
from ..register.problems import Level
from ..register.records import Record
from .rules import Context, Finding, rule

PLATFORMS = frozenset(
    [
        "facebook.com",
        "fb.com",
        "instagram.com",
        "linkedin.com",
        "tiktok.com",
        "twitter.com",
        "x.com",
        "youtube.com",
        "linktr.ee",
        "sites.google.com",
        "docs.google.com",
        "forms.gle",
        "wordpress.com",
        "medium.com",
        "notion.site",
        "gulesider.no",
        "proff.no",
        "1881.no",
    ]
)
"""Hosts where many have a page each, and which the public suffix list does not name, since the pages are in the path."""
FREE_MAIL = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "msn.com",
        "hotmail.no",
        "live.no",
        "yahoo.com",
        "yahoo.no",
        "ymail.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "aol.com",
        "gmx.com",
        "gmx.net",
        "mail.com",
        "proton.me",
        "protonmail.com",
        "pm.me",
        "tutanota.com",
        "tuta.io",
        "fastmail.com",
        "zoho.com",
        "yandex.com",
        "online.no",
        "broadpark.no",
        "start.no",
        "frisurf.no",
        "getmail.no",
        "c2i.net",
        "lyse.net",
        "altibox.no",
        "vikenfiber.no",
        "epost.no",
        "sensewave.com",
        "tele2.no",
        "chello.no",
        "ebnett.no",
        "hesbynett.no",
    ]
)
"""Providers where anybody, or any subscriber, gets a mailbox."""


@rule(
    "website-shared",
    "centre",
    "«{host}» er et nettsted som mange har en side på. Et merke der beviser ikke at siden er senterets.",
    "“{host}” is a site where many have a page. A badge there does not prove that the page is the centre's.",
    Text(
        "Før helst senterets eget domene. Står siden likevel her, regnes bare den ene siden som senterets.",
        "Preferably enter the centre's own domain. If the page is entered all the same, only that one page counts as the centre's.",
    ),
    Level.WARNING,
)
def website_shared(record: Record, _: Context) -> Iterator[Finding]:
    """A web site is on a domain of the centre's own, and not on one that others have parts of."""
    for index, url in record.items("websites"):
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        if shared(host):
            yield Finding(record.document, ("websites", index), {"host": shown(host)})


@rule(
    "mail-shared",
    "centre",
    "«{host}» er en e-posttjeneste der alle kan få en adresse. E-post derfra beviser ikke at den er fra senteret.",
    "“{host}” is a mail service where anybody can get an address. Mail from there does not prove that it is the centre's.",
    Text(
        "Før helst en adresse på senterets eget domene.",
        "Preferably enter an address on the centre's own domain.",
    ),
    Level.WARNING,
)
def mail_shared(record: Record, _: Context) -> Iterator[Finding]:
    """A mailbox is on a domain of the centre's own, and not at a provider that has others there too."""
    host = (record.get("email") or "").rpartition("@")[2].lower()
    if host and (host in FREE_MAIL or shared(host)):
        yield Finding(record.document, ("email",), {"host": shown(host)})


def shared(host: str) -> bool:
    """Whether others than the one who asks for it have parts of the host: a platform, or a private public suffix.

    The private part of the public suffix list names domains whose owners give names under them to others.
    """
    under = any(host == platform or host.endswith(f".{platform}") for platform in PLATFORMS)
    everybody, registries = _suffixes()
    return under or everybody.publicsuffix(host) != registries.publicsuffix(host)


@cache
def _suffixes() -> tuple[PublicSuffixList, PublicSuffixList]:
    """The list whole, and without what private owners have added to it."""
    return PublicSuffixList(), PublicSuffixList(only_icann=True)
