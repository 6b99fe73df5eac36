"""The check that stands on other sites: one script at an address that lasts, and its words in each language.

The words are the front page's own templates, told piece by piece: the script makes each element itself, from a list of
what an element may be, so that what is fetched is never read as HTML on somebody else's page.
"""

from __future__ import annotations

import base64
import hashlib
import json
from html.parser import HTMLParser
from typing import Any

from .. import addresses
from ..language.i18n import Language
from .lookup import Lookup

_DRAWN_AS = {"viewbox": "viewBox"}
"""Attributes whose capitals the parser does not keep."""
_EMPTY = frozenset({"input", "br", "wbr"})

Piece = str | list[Any]
"""Words, or a tag, its attributes, and the pieces in it."""


def integrity(script: str) -> str:
    """What a page may write beside the script's address, so that a browser takes this very script and no other."""
    return f"sha384-{base64.b64encode(hashlib.sha384(script.encode()).digest()).decode()}"


def words(language: Language, lookup: Lookup, html: str) -> tuple[str, str]:
    """The words in one language, as a file: the pieces of `html`, and how the look-up is cut."""
    facts = {
        "prefix": language.prefix,
        "locale": language.spoken.locale.replace("_", "-"),
        "depths": {"phone": lookup.phone_depth, "organisation": lookup.organisation_depth},
        "pieces": [piece for piece in pieces(html) if not isinstance(piece, str)],
    }
    return addresses.embed_words(language.code), json.dumps(facts, ensure_ascii=False, separators=(",", ":")) + "\n"


def pieces(html: str) -> list[Piece]:
    """The elements of a piece of HTML that we wrote ourselves; blanks between them are one blank."""
    reader = _Pieces()
    reader.feed(html)
    reader.close()
    return list(reader.open[0][2:])


class _Pieces(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[list[Any]] = [["", {}]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        piece = [tag, {_DRAWN_AS.get(name, name): value or "" for name, value in attrs}]
        self.open[-1].append(piece)
        if tag not in _EMPTY:
            self.open.append(piece)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self.open.pop()

    def handle_endtag(self, _tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if said := _blanks(data):
            self.open[-1].append(said)


def _blanks(data: str) -> str:
    """Words with their blanks made one; what is only a line break between elements is nothing."""
    if not data.strip():
        return "" if "\n" in data else data[:1]
    before, after = (" " if end.isspace() else "" for end in (data[0], data[-1]))
    return f"{before}{' '.join(data.split())}{after}"
