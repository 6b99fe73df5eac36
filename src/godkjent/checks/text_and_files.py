"""Names of files, and the characters of every text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from .. import addresses
from ..language.texts import Text, shown
from ..register.loader import Place
from ..register.records import Record
from .rules import Context, Finding, rule, rule_for_all

RESERVED_SLUGS = addresses.UNDER_CENTRES
"""Names under the list that are the site's own."""


_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


@rule(
    "slug",
    "centre",
    "Filnavnet «{name}» kan ikke bli en adresse: bruk små bokstaver a–z, sifre og enkle bindestreker.",
    "The file name “{name}” cannot become an address: use lower-case letters a–z, digits and single hyphens.",
    Text(
        "Skriv æ som ae, ø som o og å som a, for eksempel listig-rev-kundesenter.yaml.",
        "Write æ as ae, ø as o and å as a, for example listig-rev-kundesenter.yaml.",
    ),
)
def slug(record: Record, _: Context) -> Iterator[Finding]:
    """A centre's file name is its address: a-z, 0-9 and single hyphens, at most 80, and no name the site itself uses."""
    if not fit_slug(record.stem):
        yield Finding(record.document, (), {"name": shown(record.stem)})


def fit_slug(name: str) -> bool:
    """Whether a file name can be an address."""
    return bool(_SLUG.match(name)) and len(name) <= 80 and name not in RESERVED_SLUGS


@rule(
    "text-characters",
    "centre scheme requirements statistics misuse",
    "{title} inneholder {what}, som ikke kan brukes her.",
    "{title} holds {what}, which cannot be used here.",
    Text(
        "Slett teksten og skriv den på nytt for hånd; slike tegn følger ofte med når noe limes inn.",
        "Delete the text and type it by hand; such characters often come along when something is pasted.",
    ),
)
def text_characters(record: Record, context: Context) -> Iterator[Finding]:
    """Text is in NFC, with no invisible or direction-changing characters, and names no other letters than Latin ones."""
    for place, value in strings(record.data):
        if what := _odd_character(value):
            yield Finding(record.document, place, {"title": context.titled(record, place), "what": what})


def strings(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text in a record by its place."""
    if isinstance(value, str):
        yield place, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from strings(inner, (*place, key))


def _odd_character(text: str) -> Text | None:
    if text.isascii() and text.isprintable():
        return None
    for c in text:
        if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"} or (c.isspace() and c != " "):
            return CHARACTERS["invisible"].fill(code=f"{ord(c):04X}")
        if c.isalpha() and not unicodedata.name(c, "").startswith("LATIN "):
            return CHARACTERS["foreign"].fill(c=c, code=f"{ord(c):04X}")
    if text != unicodedata.normalize("NFC", text) or text != unicodedata.normalize("NFKC", text).replace("\u2026", "…"):
        return _compatibility(text)
    return None


def _compatibility(text: str) -> Text | None:
    """Letters put together from parts, and look-alikes such as fullwidth letters and ligatures; signs may stay."""
    if text != unicodedata.normalize("NFC", text):
        return CHARACTERS["loose"]
    odd = next((c for c in text if c.isalnum() and unicodedata.normalize("NFKC", c) != c), None)
    return CHARACTERS["odd"].fill(c=odd) if odd else None


CHARACTERS = {
    "invisible": Text("et usynlig tegn (U+{code})", "an invisible character (U+{code})"),
    "foreign": Text(
        "bokstaven «{c}» (U+{code}) fra et annet alfabet", "the letter “{c}” (U+{code}) of another alphabet"
    ),
    "loose": Text("bokstaver satt sammen av løse deler", "letters put together from loose parts"),
    "odd": Text("tegnet «{c}»", "the character “{c}”"),
}
"""What can be wrong with the characters of a text."""


@rule(
    "decisions-last",
    "centre",
    "Vedtakene (decisions) må stå nederst i filen, men etter dem står {title}.",
    "The decisions (decisions) must stand at the bottom of the file, but {title} comes after them.",
    Text("Da kan nye vedtak alltid føres nederst.", "New decisions can then always be added at the bottom."),
)
def decisions_last(record: Record, context: Context) -> Iterator[Finding]:
    """`decisions` is the last key, so that a new decision is a new line at the end of the file."""
    keys = list(record.data) if isinstance(record.data, dict) else []
    if "decisions" in keys and keys[-1] != "decisions":
        yield Finding(record.document, (keys[-1],), {"title": context.titled(record, (keys[-1],))})


@rule(
    "statistics-file",
    "statistics",
    "Filen heter «{name}», men tallene gjelder {year}.",
    "The file is called “{name}”, but the figures are for {year}.",
)
def statistics_file(record: Record, _: Context) -> Iterator[Finding]:
    """A year's figures stand in the file named after the year."""
    year = record.get("year")
    if year is not None and str(year) != record.stem:
        yield Finding(record.document, ("year",), {"name": shown(record.stem), "year": year})


def _slugs(record: Record) -> Iterator[str]:
    """The names under which a centre is found; one that can be no address is looked at in any case."""
    yield record.stem
    for _, old in record.items("former_slugs"):
        yield from (old,) if fit_slug(old) else (old, old)


@rule_for_all(
    "former-slug",
    "centre",
    "Adressen «{slug}» kan ikke lede hit: {other} har den.",
    "The address “{slug}” cannot lead here: {other} has it.",
    Text(
        "En adresse leder til ett senter. Ta navnet bort fra en av filene.",
        "An address leads to one centre. Take the name out of one of the files.",
    ),
    meets=_slugs,
)
def former_slug(all_records: tuple[Record, ...], _: Context) -> Iterator[Finding]:
    """An old address is no centre's present one, nor another centre's old one."""
    owners = {record.stem: record for record in all_records}
    for record in all_records:
        for index, slug in record.items("former_slugs"):
            other = owners.setdefault(slug, record)
            if not fit_slug(slug):
                yield Finding(
                    record.document,
                    ("former_slugs", index),
                    {"slug": shown(slug), "other": f"/{addresses.CENTRES}{slug}/"},
                )
            elif other is not record or slug == record.stem:
                yield Finding(
                    record.document, ("former_slugs", index), {"slug": shown(slug), "other": other.document.file}
                )
