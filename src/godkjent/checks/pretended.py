"""Outside the demonstration nothing is made up: no number or host that is only there to try things with."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from ..language.texts import Text, shown
from ..register.demonstration import reserved_host
from ..register.loader import Place
from ..register.records import Record
from .numbers import organisation_numbers
from .rules import Context, Finding, rule

SYNTHETIC = ("0", "1", "2", "3")
"""The first digits of numbers that are nobody's."""


@rule(
    "test-organisation-number",
    "centre misuse",
    "«{number}» er et nummer til å prøve med, og ikke noe foretaks. Registeret er ikke lenger en demonstrasjon.",
    "“{number}” is a number to try things with, and no company's. The register is no longer a demonstration.",
    Text(
        "Slå opp foretaket i Enhetsregisteret, og før nummeret derfra.",
        "Look the company up in Enhetsregisteret, and enter the number from there.",
    ),
)
def synthetic_number(record: Record, context: Context) -> Iterator[Finding]:
    """Outside the demonstration no organisation number is synthetic: one digit all through, or 0 to 3 first."""
    for place, number in organisation_numbers(record) if context.demonstration is False else ():
        if number.startswith(SYNTHETIC) or len(set(number)) == 1:
            yield Finding(record.document, place, {"number": number})


@rule(
    "test-domain",
    "centre misuse scheme",
    "«{host}» er et domene til eksempler og prøver, og kan ikke være noens. Registeret er ikke lenger en demonstrasjon.",
    "“{host}” is a domain for examples and tests, and cannot be anybody's. The register is no longer a demonstration.",
)
def reserved_domain(record: Record, context: Context) -> Iterator[Finding]:
    """Outside the demonstration no web site and no mailbox is under a domain reserved for examples."""
    for place, host in _hosts(record) if context.demonstration is False else ():
        if reserved_host(host):
            yield Finding(record.document, place, {"host": shown(host)})


def _hosts(record: Record) -> Iterator[tuple[Place, str]]:
    """The hosts of every web site in a record, of its mailbox and of the publisher's, and where each stands."""
    urls: list[tuple[Place, str]] = [(("websites", i), url) for i, url in record.items("websites")]
    alone: tuple[Place, ...] = (("website",), ("site",), ("repository",))
    urls += [(place, url) for place in alone if (url := record.get(*place))]
    yield from ((place, (urlsplit(url).hostname or "").rstrip(".")) for place, url in urls)
    mailboxes: tuple[Place, ...] = (("email",), ("publisher", "email"))
    for place in mailboxes:
        if email := record.get(*place):
            yield place, email.rpartition("@")[2].lower().rstrip(".")
