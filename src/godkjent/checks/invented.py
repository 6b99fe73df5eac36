"""In the demonstration nothing may belong to anybody, and outside it nothing is invented."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from ..language.texts import Text, shown
from ..register.demonstration import invented_host, invented_name
from ..register.loader import Place
from ..register.records import Record
from .numbers import organisation_numbers
from .rules import Context, Finding, rule


@rule(
    "demonstration-organisation-number",
    "centre",
    "I demonstrasjonen må organisasjonsnumre begynne med 3, som de syntetiske; «{number}» kan være et ekte foretak.",
    "In the demonstration organisation numbers must begin with 3, as synthetic ones do; “{number}” may be a real company.",
)
def demonstration_organisation_number(record: Record, context: Context) -> Iterator[Finding]:
    """In the demonstration every organisation number is of the synthetic kind."""
    for place, number in organisation_numbers(record) if context.demonstration else ():
        if not number.startswith("3"):
            yield Finding(record.document, place, {"number": number})


@rule(
    "demonstration-domain",
    "centre misuse",
    "I demonstrasjonen må domener ende på .example; «{host}» kan være noens.",
    "In the demonstration domains must end in .example; “{host}” may be somebody's.",
)
def demonstration_domain(record: Record, context: Context) -> Iterator[Finding]:
    """In the demonstration every web site and mailbox is under .example."""
    if not context.demonstration:
        return
    hosts: list[tuple[Place, str]] = [(place, urlsplit(url).hostname or "") for place, url in _urls(record)]
    if email := record.get("email"):
        hosts.append((("email",), email.rpartition("@")[2].lower()))
    for place, host in hosts:
        if not invented_host(host):
            yield Finding(record.document, place, {"host": shown(host)})


def _urls(record: Record) -> Iterator[tuple[Place, str]]:
    """Every web site in a record: a centre's own, or the one on which the mark was seen."""
    yield from ((("websites", i), url) for i, url in record.items("websites"))
    if site := record.get("website"):
        yield ("website",), site


@rule(
    "demonstration-name",
    "centre misuse",
    "I demonstrasjonen må et navn begynne med et adjektiv og et dyr fra listen; «{name}» kan være et ekte navn.",
    "In the demonstration a name must begin with an adjective and an animal from the list; “{name}” may be a real name.",
    Text(
        "For eksempel «Listig Rev Kundesenter AS». Ordene står i src/godkjent/register/demonstration.py.",
        "For example “Listig Rev Kundesenter AS”. The words are in src/godkjent/register/demonstration.py.",
    ),
)
def demonstration_name(record: Record, context: Context) -> Iterator[Finding]:
    """In the demonstration every name, of a centre or a client, is recognisably invented."""
    for place, name in _names(record) if context.demonstration else ():
        if not invented_name(name):
            yield Finding(record.document, place, {"name": shown(name)})


def _names(record: Record) -> Iterator[tuple[Place, str]]:
    if name := record.get("name"):
        yield ("name",), name
    for key in ("trade_names", "calls_on_behalf_of"):
        yield from (((key, i), name) for i, name in record.items(key))
    yield from ((("former_names", i, "name"), item["name"]) for i, item in record.items("former_names"))


@rule(
    "invented-figures",
    "statistics",
    "Tallet er merket som oppdiktet, men registeret er ikke lenger en demonstrasjon.",
    "The figure is marked as invented, but the register is no longer a demonstration.",
)
def invented_figures(record: Record, context: Context) -> Iterator[Finding]:
    """Invented figures belong in the demonstration only."""
    if context.demonstration is False and record.get("invented"):
        yield Finding(record.document, ("invented",), {})
