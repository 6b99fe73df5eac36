"""Names are searched: an index built by lunr.py that lunr.js reads; numbers never are words in it.

Names are folded by one table that travels with the index, so that the browser folds a query just as the build
folded the names, and they are not stemmed: a name is not prose. The prose pages have an index of their own, stemmed
in Norwegian, asked only when no name fits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lunr.builder import Builder
from lunr.pipeline import Pipeline

from ..public.views import CentreView
from .lookup import summary

FOLD = {
    "æ": "ae",
    "ø": "o",
    "å": "a",
    "ä": "ae",
    "ö": "o",
    "é": "e",
    "è": "e",
    "ê": "e",
    "ü": "u",
    "á": "a",
    "š": "s",
    "č": "c",
    "ž": "z",
    "ŋ": "n",
    "đ": "d",
    "ŧ": "t",
}
"""Letters as they are matched. A query may write æ as ae and å as a (aa is folded too, after this table)."""
SKIPPED = ("as", "asa", "sa", "ans", "da", "enk", "nuf", "og", "the")
"""Words that stand in so many names that they tell nothing."""
_WORD = re.compile(r"[^\W\d_]+")


def folded(text: str) -> str:
    """Lower case, with the table's letters replaced and aa written as a; other marks are left alone."""
    return "".join(FOLD.get(c, c) for c in text.lower()).replace("aa", "a")


def words(text: str) -> list[str]:
    """The words of a name as they are indexed: folded letters only, without digits and without the skipped words.

    A word with æ or ø stands twice, since people write them both as ae, oe and as a, o.
    """
    found = [w for reading in _readings(text) for w in _WORD.findall(folded(reading)) if w not in SKIPPED]
    return list(dict.fromkeys(found))


def _readings(text: str) -> tuple[str, str]:
    lower = text.lower()
    return lower, lower.replace("æ", "a").replace("ø", "oe")


def names_index(views: Sequence[CentreView]) -> str:
    """The index of names, former names, trade names, clients and towns, with what an answer shows of each centre."""
    builder = _builder(("name", 10), ("also", 6), ("client", 3), ("city", 1))
    for ref, view in enumerate(views):
        builder.add({"ref": str(ref), **_searched(view)})
    centres = [{**summary(v), "also": _other_names(v), "hosts": _hosts(v)} for v in views]
    return _dump({"fold": FOLD, "skipped": SKIPPED, "index": _serialized(builder, views), "centres": centres})


def _searched(view: CentreView) -> dict[str, str]:
    centre = view.centre
    fields = {
        "name": [centre.name],
        "also": _other_names(view),
        "client": list(centre.calls_on_behalf_of),
        "city": [centre.address.city],
    }
    return {name: " ".join(w for text in texts for w in words(text)) for name, texts in fields.items()}


def _hosts(view: CentreView) -> list[str]:
    """The host names that belong to the centre: of its web sites and of its mailbox."""
    hosts = [urlsplit(url).hostname or "" for url in view.centre.websites]
    hosts += [view.centre.email.rpartition("@")[2].lower()] if view.centre.email else []
    return sorted({host.removeprefix("www.") for host in hosts})


def _other_names(view: CentreView) -> list[str]:
    return [*view.centre.trade_names, *(f.name for f in view.centre.former_names)]


@dataclass(frozen=True)
class Prose:
    """One prose page as far as search needs it."""

    title: str
    address: str
    summary: str
    text: str


def pages_index(pages: Iterable[Prose], language: str) -> str:
    """The index of prose pages: stemmed in Norwegian for bokmål and Nynorsk, in English for English."""
    builder = _builder(("title", 10), ("summary", 4), ("text", 1))
    stemmer = Pipeline.registered_functions[_stemmer(language)]
    builder.pipeline.add(stemmer)
    builder.search_pipeline.add(stemmer)
    listed = list(pages)
    for ref, page in enumerate(listed):
        texts = {name: " ".join(_WORD.findall(getattr(page, name).lower())) for name in ("title", "summary", "text")}
        builder.add({"ref": str(ref), **texts})
    shown = [{"title": p.title, "address": p.address, "summary": p.summary} for p in listed]
    return _dump({"index": _serialized(builder, listed), "pages": shown})


def _stemmer(language: str) -> str:
    """The name under which both sides know the language's stemmer; bokmål and Nynorsk share one."""
    return "stemmer" if language == "en" else "stemmer-no"


def _builder(*fields: tuple[str, int]) -> Builder:
    builder = Builder()
    builder.ref("ref")
    for name, boost in fields:
        builder.field(name, boost=boost)
    return builder


def _serialized(builder: Builder, documents: Sequence[Any]) -> Any:
    """The index for lunr.js; null when there is nothing in it, which lunr.py cannot build."""
    return builder.build().serialize() if documents else None


def _dump(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
