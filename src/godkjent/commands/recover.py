"""`godkjent recover`: the register from its published site, when the repository is gone; all of it, or nothing."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from .. import addresses
from ..acts import append, recovered
from ..checks import rules, text_and_files
from ..language.progress import track
from ..language.texts import Text, shown
from ..register.model import PublicKey
from ..register.schema import Schema
from ..trust import log, tlog
from ..trust.log import LogError, Published
from ..trust.site_files import BadSource, Folder, Source, Web, json_from
from . import FOUND, WELL, Refused, keys
from .folder import errors, put_centres, read, tell

LIST = "api/v1/centres.json"


def add(parser: argparse.ArgumentParser) -> None:
    """What `recover` takes."""
    parser.add_argument("site", metavar="MAPPE|ADRESSE", help="nettstedet, eller en kopi av det")


def run(options: argparse.Namespace, day: date) -> int:
    """Write the files, and tell what the site could not give."""
    found = read(options)
    if found.of_kind("centre"):
        raise Refused(_NOT_EMPTY.in_language(options.lang))
    source: Source = Web(options.site.rstrip("/")) if "://" in options.site else Folder(Path(options.site))
    try:
        files = dict(_centres(source, found.schemas["centre"], options.lang))
        published = _log(source)
    except (BadSource, LogError) as error:
        raise Refused(error.text.in_language(options.lang)) from None
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(_NOT_OURS.fill(why=shown(error)).in_language(options.lang)) from None
    trial = append.trial(found, options.registry, files, day)
    if wrong := errors(trial.problems):
        tell(wrong, options)
        raise Refused(_NOT_SOUND.in_language(options.lang))
    put_centres(options.registry, files, options.lang)
    print(_DONE.fill(count=len(files)).in_language(options.lang))
    gone = _keys_and_gone(options, published, {d.id for c in trial.registry.register(day).centres for d in c.decisions})
    print(_BY_HAND.in_language(options.lang))
    if gone:
        print(_GONE.fill(ids=", ".join(map(shown, gone))).in_language(options.lang))
    return FOUND if gone or errors(rules.check(read(options), day)) else WELL


def _centres(source: Source, schema: Schema, language: str) -> Iterator[tuple[str, bytes]]:
    """Each centre's file by its name without ending."""
    listed: list[Any] = json_from(source.read(LIST))["centres"]
    for row in track(_READING.in_language(language))(listed):
        payload = json_from(source.read(addresses.api_centre(row["organisation_number"])))["centre"]
        if not text_and_files.fit_slug(str(payload["slug"])):
            raise ValueError(payload["slug"])  # a name of a file, and never a way out of the folder
        yield payload["slug"], recovered.centre(payload, schema)


def _log(source: Source) -> Published | None:
    """The published log by the key that the site itself gives; None when the site is unsigned."""
    try:
        vkey = source.read(addresses.LOG_KEY).decode("ascii")
    except BadSource:
        return None
    name, key = tlog.from_vkey(vkey)
    return log.read(source, [key], name)


def _keys_and_gone(options: argparse.Namespace, published: Published | None, held: set[str]) -> list[str]:
    """The keys and the log's name go into keys.yaml; the decisions that the log has and the site no longer shows."""
    if published is None:
        return []
    rows = [
        PublicKey(r["role"], r["key"], date.fromisoformat(r["since"]), _day(r.get("until")))
        for r in recovered.keys(published.log.leaves)
    ]
    if rows:
        keys.publish(rows, argparse.Namespace(**{**vars(options), "trial": False}), published.log.origin)
    return sorted({str(leaf["decision"]) for leaf in published.log.decisions if leaf} - held)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


_READING = Text("Leser nettstedet", "Reading the site")
_NOT_EMPTY = Text(
    "Registeret har sentre fra før. «recover» skriver bare i et tomt register; ta demonstrasjonen ut med «.venv/bin/godkjent begin».",
    "The register holds centres already. “recover” writes in an empty register only; leave the demonstration with “.venv/bin/godkjent begin”.",
)
_NOT_OURS = Text(
    "Det som ligger der, er ikke et register som dette ({why}). Ingenting er skrevet.",
    "What is there is no register like this one ({why}). Nothing has been written.",
)
_NOT_SOUND = Text(
    "Det nettstedet forteller, går ikke gjennom kontrollen. Ingenting er skrevet.",
    "What the site tells does not pass the check. Nothing has been written.",
)
_DONE = Text("{count} sentre er hentet fra nettstedet.", "{count} centres have been recovered from the site.")
_BY_HAND = Text(
    "Dette må føres for hånd: misbruk av merket, årstallene, kravene om de var endret, og reaksjoner som ikke var offentlige.\n"
    "Gamle filnavn (former_slugs) er heller ikke på nettstedet.",
    "This must be entered by hand: misuse of the badge, the yearly figures, the requirements if they were changed, and sanctions\n"
    "that were not public. Former file names (former_slugs) are not on the site either.",
)
_GONE = Text(
    "Disse vedtakene står i loggen, men er ikke lenger offentlige: {ids}. Finn dem i nemndas arkiv og før dem, med samme nummer, dato og ord. Uten dem vil bygget stoppe.",
    "These decisions are in the log but no longer public: {ids}. Find them in the board's archive and enter them, with the same number, date and words. Without them the build will stop.",
)
