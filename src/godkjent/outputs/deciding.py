"""The files that decide an answer, worked out a second time by the signing: a build that says anything else there is refused.

They follow from the register alone, so they are compared byte for byte. Of the index of names and of the marks, which take
the build's own tools, it is what they say of each centre that is compared. Pages are words, and nothing here reads them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

from .. import addresses
from ..language.refusals import Refusal
from ..language.texts import Text, shown
from ..public.edition import Edition
from ..register import clock
from ..register.model import Register
from ..register.schema import Schema
from ..register.statuses import TOLD_BY_MARK
from . import build_inputs, buyers, lookup, open_data, openapi, parted
from .figures import figures
from .staging import MARKER

_DECIDING = re.compile(r"api/.+|sentre/[^/]+\.json|sentre/liste/.+\.json")
_NAMES = re.compile(r"search/names.*\.json")


class Contradicts(Refusal):
    """A file of the build says something else than the register; `text` names it."""


def refuse_others(
    build: Path, listed: Mapping[str, str], register: Register, schemas: Mapping[str, Schema], site_url: str
) -> None:
    """Raises Contradicts when a file that decides an answer is not what the register gives, is missing, or is one too many."""
    said = build_inputs.read(_bytes(build / addresses.BUILD_INPUTS))
    edition = Edition(
        register=register,
        schemas=schemas,
        languages={},
        site_url=site_url,
        generated_at=datetime.combine(register.as_of, time(), clock.OSLO),
        longest_list=_number(said.settings.get("LONGEST_LIST", "300")),
    )
    made = {path: hashlib.sha256(content.encode()).hexdigest() for path, content in _files(edition)}
    for path in sorted(made.keys() | {path for path in listed if _DECIDING.fullmatch(path)}):
        if path not in listed:
            raise Contradicts(_MISSING.fill(file=path))
        if path not in made:
            raise Contradicts(_EXTRA.fill(file=shown(path)))
        if listed[path] != made[path]:
            raise Contradicts(_OTHER.fill(file=path))
    _refuse_summaries(build, listed, edition)
    _refuse_badges(build, listed, edition)
    _refuse_facts(build, edition)


def _files(edition: Edition) -> Iterator[tuple[str, str]]:
    told = figures(edition.register, edition.kinds, edition.views)
    yield from open_data.files(edition, told, lookup.build(edition.views))
    contract = openapi.Contract(openapi.document(edition.schemas, edition.site_url))
    yield from (open_data.centre_file(edition, view, contract) for view in edition.views)
    yield addresses.BUYERS, buyers.buyers_file(edition)
    yield from parted.shards(edition)


def _refuse_summaries(build: Path, listed: Mapping[str, str], edition: Edition) -> None:
    """What the search for names answers with, wherever in its files a centre stands."""
    known = {view.centre.organisation_number: lookup.summary(view) for view in edition.views}
    for path in sorted(path for path in listed if _NAMES.fullmatch(path)):
        for told in _centres_in(_json(build / path, path)):
            expected = known.get(str(told["organisation_number"]))
            if expected is None or any(told.get(name, value) != value for name, value in expected.items()):
                raise Contradicts(_OTHER.fill(file=path))


def _centres_in(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict) and "organisation_number" in node and "status" in node:
        yield node
    elif isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from _centres_in(value)


def _refuse_badges(build: Path, listed: Mapping[str, str], edition: Edition) -> None:
    """The status that each live mark tells programs, and people with it."""
    for view in edition.views:
        path = addresses.badge(view.centre.organisation_number)
        if path in listed and TOLD_BY_MARK.findall(_bytes(build / path)) != [view.status.encode()]:
            raise Contradicts(_OTHER.fill(file=path))


def _refuse_facts(build: Path, edition: Edition) -> None:
    """What the site tells of itself: the day by which every page knows whether it is old, and the counts."""
    facts = _json(build / MARKER, MARKER)
    expected = {
        "as_of": edition.register.as_of.isoformat(),
        "demonstration": edition.register.scheme.demonstration,
        "centres": len(edition.views),
        "approved": edition.approved,
    }
    if not isinstance(facts, dict) or any(facts.get(name) != value for name, value in expected.items()):
        raise Contradicts(_OTHER.fill(file=MARKER))


def _json(file: Path, path: str) -> Any:
    try:
        return json.loads(_bytes(file))
    except (ValueError, RecursionError):
        raise Contradicts(_OTHER.fill(file=path)) from None


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


_OTHER = Text(
    "«{file}» i det som ble bygget, sier noe annet enn registeret. Ingenting er signert.",
    "“{file}” in what was built says something else than the register. Nothing is signed.",
)
_MISSING = Text(
    "«{file}» følger av registeret, men er ikke i det som ble bygget. Ingenting er signert.",
    "“{file}” follows from the register, but is not in what was built. Nothing is signed.",
)
_EXTRA = Text(
    "«{file}» er i det som ble bygget, men følger ikke av registeret. Ingenting er signert.",
    "“{file}” is in what was built, but does not follow from the register. Nothing is signed.",
)
