"""`godkjent look`: visits the centres' websites, and tells who shows the badge as they may and who does not."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Container
from datetime import date
from functools import cache
from pathlib import Path

from .. import addresses
from ..acts import sightings
from ..acts.sightings import Judged, Kind, Sort
from ..language.texts import Text, shown
from ..register.whole_file import keep
from ..trust.site_files import BadSource, Source
from . import FOUND, WELL, Refused, WrongUse
from .folder import sound_register
from .sites import source_of
from .visitor import NOT_WELCOME, PAUSE, Visitor, is_public

KEPT = Path("build") / "merket.json"
"""Where the last sightings are kept; the desk shows what is wrong with them."""


def add(parser: argparse.ArgumentParser) -> None:
    """What `look` takes."""
    parser.add_argument(
        "--kept", type=Path, default=KEPT, metavar="FIL", help="der det som ble sett, tas vare på (ellers %(default)s)"
    )
    parser.add_argument("--site", metavar="ADRESSE", help="registerets adresse (ellers den i scheme.yaml)")
    parser.add_argument("--marks", metavar="MAPPE|ADRESSE", help="der de ekte merkene leses (ellers --site)")
    parser.add_argument(
        "--format", choices=["text", "summary"], default="text", help="text: alt; summary: bare hvor mange"
    )
    parser.add_argument("--pause", type=float, default=PAUSE, help=argparse.SUPPRESS)
    parser.add_argument("--through", type=Path, help=argparse.SUPPRESS)  # trials: another address for each website


def run(options: argparse.Namespace, day: date) -> int:
    """Visit, keep what was seen, and tell what is wrong; 1 when something is, or when a site could not be seen."""
    _, register = sound_register(options, day, _NOT_SOUND)
    through = _through(options)
    if register.scheme.demonstration and not through:
        print(_DEMONSTRATION.in_language(options.lang))
        return WELL
    site = (options.site or register.scheme.site or "").rstrip("/")
    if not site:
        raise WrongUse(_NO_SITE.in_language(options.lang))
    may_reach = (lambda _: True) if through else is_public
    numbers = {centre.organisation_number for centre in register.centres}
    visitor = Visitor(
        site, _published(source_of(options.marks or site), numbers, options.lang), options.pause, may_reach
    )
    seen = [visitor.seen(one, day, through.get(one)) for one in sightings.to_visit(register)]
    keep(options.kept, sightings.written(seen))
    found = sightings.judged(register, seen)
    print(_told(found, options), end="")
    if seen and all(one.why and one.why != NOT_WELCOME.nb for one in seen):
        print(_AWAY.in_language(options.lang))
    return WELL if all(one.sort in (Sort.AS_THEY_MAY, Sort.NONE) for one in found) else FOUND


def _told(found: list[Judged], options: argparse.Namespace) -> str:
    counts = Counter(one.sort for one in found)
    values = {
        "well": counts[Sort.AS_THEY_MAY],
        "none": counts[Sort.NONE],
        "unseen": counts[Sort.NOT_SEEN],
        "wrong": len(found) - counts[Sort.AS_THEY_MAY] - counts[Sort.NONE] - counts[Sort.NOT_SEEN],
    }
    summary = _SUMMARY.fill(**values).in_language(options.lang) + "\n"
    if options.format == "summary":
        return summary
    rows = (
        f"{one.name}, {one.sighting.website}: {one.what.in_language(options.lang)}.\n"
        for one in found
        if one.sort is not Sort.NONE
    )
    return "".join(rows) + summary


def _published(
    source: Source, registered: Container[str], language: str
) -> Callable[[str], dict[bytes, tuple[Kind, str]]]:
    """A centre's marks as the register gives them out, by their bytes."""

    @cache
    def of(number: str) -> dict[bytes, tuple[Kind, str]]:
        files = {
            addresses.badge(number): Kind.LIVE,
            addresses.badge_picture(number): Kind.LIVE,
            addresses.neutral_badge(number): Kind.NEUTRAL,
            addresses.neutral_badge_picture(number): Kind.NEUTRAL,
        }
        found: dict[bytes, tuple[Kind, str]] = {}
        for path, kind in files.items() if number else ():
            try:
                found[source.read(path)] = (kind, number)
            except BadSource as error:
                why = error.text
        if number in registered and not found:
            raise Refused(_NO_MARKS.fill(number=number, why=why).in_language(language))
        return found

    return of


def _through(options: argparse.Namespace) -> dict[str, str]:
    if not options.through:
        return {}
    try:
        return {str(site): str(address) for site, address in json.loads(options.through.read_text("utf-8")).items()}
    except (OSError, ValueError, AttributeError):
        raise WrongUse(_NO_TRIAL.fill(file=shown(options.through)).in_language(options.lang)) from None


_NOT_SOUND = Text(
    "Registeret har feil. Ingen nettsteder er besøkt.", "The register has errors. No website was visited."
)
_DEMONSTRATION = Text(
    "Registeret er en demonstrasjon med oppdiktede nettsteder. Ingen er besøkt.",
    "The register is a demonstration with invented websites. None was visited.",
)
_NO_SITE = Text(
    "Si hvor registeret er publisert, med --site eller som nettstedets adresse (site) i scheme.yaml.",
    "Say where the register is published, with --site or as the address of the site (site) in scheme.yaml.",
)
_NO_TRIAL = Text("«{file}» kan ikke leses.", "“{file}” cannot be read.")
_AWAY = Text(
    "Ingen av nettstedene svarte; kanskje er det nettet her som er borte. Ingenting er sett.",
    "None of the websites answered; perhaps it is the network here that is away. Nothing was seen.",
)
_NO_MARKS = Text(
    "Registerets egne merker for {number} kan ikke leses ({why}), så kopier kan ikke bedømmes. Ingenting er sett.",
    "The register's own badges for {number} cannot be read ({why}), so copies cannot be judged. Nothing was seen.",
)
_SUMMARY = Text(
    "{well} viser merket som de skal, {none} viser det ikke, {wrong} må følges opp, og {unseen} kunne ikke ses.",
    "{well} show the badge as they may, {none} do not show it, {wrong} must be followed up, and {unseen} could not be seen.",
)
