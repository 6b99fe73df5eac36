"""Names are searched: an index built by lunr.py that lunr.js reads; numbers never are words in it.

The browser takes a query apart just as the build took the names (register/asked.py and js/asked.js), and they are
not stemmed: a name is not prose. The prose pages have an index of their own, stemmed
in Norwegian, asked only when no name fits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import snowballstemmer
from lunr.builder import Builder
from lunr.pipeline import Pipeline
from lunr.token import Token

from ..public.views import CentreView
from ..register import asked
from ..register.model import Misuse
from .lookup import summary

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Entry:
    """One centre in the index: its words by field, and what an answer shows of it."""

    searched: Mapping[str, str]
    shown: Mapping[str, Any]


def entry(view: CentreView) -> Entry:
    """What the index holds of a centre."""
    shown = {**summary(view), "names": names_of(view), "sites": sites_of(view), "email": view.centre.email}
    return Entry(_searched(view), shown)


def names_index(entries: Sequence[Entry], more: Mapping[str, int] | None = None) -> str:
    """The index of names, former names, trade names, clients and towns, with what an answer shows of each centre.

    `more` says of a word how many centres have it, where there are others than these.
    """
    builder = _builder(("name", 10), ("also", 6), ("client", 3), ("city", 1))
    for ref, one in enumerate(entries):
        builder.add({"ref": str(ref), **one.searched})
    centres = [one.shown for one in entries]
    return _dump({"index": _serialized(builder, centres), "centres": centres, **({"more": more} if more else {})})


def _searched(view: CentreView) -> dict[str, str]:
    centre = view.centre
    fields = {
        "name": [centre.name],
        "also": [*centre.trade_names, *(f.name for f in centre.former_names)],
        "client": list(centre.calls_on_behalf_of),
        "city": [centre.address.city],
    }
    return {name: " ".join(w for text in texts for w in asked.searched(text)) for name, texts in fields.items()}


def names_of(view: CentreView) -> list[list[str]]:
    """Every name that leads to the centre, with what it is to it, and for a former one the day until which it was."""
    centre = view.centre
    return [
        [centre.name, "name"],
        *([name, "trade"] for name in centre.trade_names),
        *([name, "client"] for name in centre.calls_on_behalf_of),
        *([former.name, "former", former.until.isoformat()] for former in centre.former_names),
    ]


def sites_of(view: CentreView) -> list[list[str]]:
    """The centre's web sites: host, path (none: the whole site), and the host as people read it where that is another."""
    found = ((asked.host_of(url), asked.path_of(url)) for url in view.centre.websites)
    return [
        [host, path, *([asked.readable(host)] if host.startswith("xn--") or ".xn--" in host else [])]
        for host, path in dict.fromkeys(found)
        if host
    ]


def misuse_index(misuse: Sequence[Misuse]) -> str:
    """Who is known to have misused the mark, as the front page answers with it before anything else."""
    return _dump({"misuse": [_misused(m) for m in misuse]})


def _misused(misuse: Misuse) -> dict[str, Any]:
    return {
        "slug": misuse.slug,
        "name": misuse.name,
        "organisation_number": misuse.organisation_number,
        "phone_number": misuse.phone_number,
        "site": [asked.host_of(misuse.website), asked.path_of(misuse.website)],
        "seen": misuse.seen.isoformat(),
        "ended": misuse.ended.isoformat() if misuse.ended else None,
        "reason": misuse.reason.in_all(),
    }


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


_norwegian = snowballstemmer.stemmer("norwegian")


def _stemmed(token: Token, *_: object) -> Token:
    """The word without its ending, as the search in the browser takes it off."""
    return token.update(lambda word, *_: _norwegian.stemWord(word))


if "stemmer-no" not in Pipeline.registered_functions:  # lunr has its own where nltk happens to be installed
    Pipeline.register_function(_stemmed, "stemmer-no")


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
