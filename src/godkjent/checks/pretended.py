"""Outside the demonstration nothing is made up: no number or host that is only there to try things with."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from ..language.texts import Text, shown
from ..register.loader import Place
from ..register.records import Record
from .numbers import organisation_numbers
from .rules import Context, Finding, rule

RESERVED = frozenset({"example", "test", "invalid", "localhost"})
EXAMPLES = frozenset({"example.com", "example.net", "example.org"})
SYNTHETIC = ("0", "1", "2", "3")
"""Top domains and domains for examples, and the first digits of numbers that are nobody's."""


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
    "centre misuse",
    "«{host}» er et domene til eksempler og prøver, og kan ikke være noens. Registeret er ikke lenger en demonstrasjon.",
    "“{host}” is a domain for examples and tests, and cannot be anybody's. The register is no longer a demonstration.",
)
def reserved_domain(record: Record, context: Context) -> Iterator[Finding]:
    """Outside the demonstration no web site and no mailbox is under a domain reserved for examples (RFC 2606, RFC 6761)."""
    for place, host in _hosts(record) if context.demonstration is False else ():
        labels = host.split(".")
        if labels[-1] in RESERVED or ".".join(labels[-2:]) in EXAMPLES:
            yield Finding(record.document, place, {"host": shown(host)})


def _hosts(record: Record) -> Iterator[tuple[Place, str]]:
    """The hosts of every web site in a record and of its mailbox, and where each stands."""
    urls: list[tuple[Place, str]] = [(("websites", i), url) for i, url in record.items("websites")]
    urls += [(("website",), site)] if (site := record.get("website")) else []
    yield from ((place, (urlsplit(url).hostname or "").rstrip(".")) for place, url in urls)
    if email := record.get("email"):
        yield ("email",), email.rpartition("@")[2].lower().rstrip(".")
