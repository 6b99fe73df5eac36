"""`godkjent erase`: a sole trader's name taken out of the register; shown first, and carried out only when asked to."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date

from .. import addresses
from ..acts import append, reading
from ..acts.erasure import Erasure, erase
from ..acts.told import as_questions
from ..language.texts import Text, all_of, same, shown
from ..register.model import Centre
from . import WELL, Refused
from .decide import NOT_SOUND, centre_of, shown_path
from .folder import put_centres, sound_register


def add(parser: argparse.ArgumentParser) -> None:
    """What `erase` takes."""
    parser.add_argument("slug", nargs="?", metavar="SENTER", help="navnet eller organisasjonsnummeret")
    parser.add_argument("--carry-out", action="store_true", help="gjør det; ellers vises bare hva som ville skjedd")


def run(options: argparse.Namespace, day: date) -> int:
    """Tell what goes and what stays, and do it when asked to."""
    read, register = sound_register(options, day, NOT_SOUND)
    centre = centre_of(options, register)
    if reading.company_form(centre.name) and options.carry_out and not register.scheme.demonstration:
        raise Refused(_COMPANY.fill(name=shown(centre.name)).in_language(options.lang))
    record = next(r for r in read.of_kind("centre") if r.stem == centre.slug)
    done = erase(record, read)
    trial = append.trial(read, options.registry, {centre.slug: None, done.slug: done.content}, day)
    if trial.errors or not append.reads_as(done.content, done.data):
        raise Refused(as_questions(trial.registry, trial.errors, done.slug, options.lang) or _BY_HAND.nb)
    if options.carry_out:
        gone = {centre.slug: None} if done.slug != centre.slug else {}
        put_centres(options.registry, {done.slug: done.content, **gone}, options.lang)
    for line in _report(centre, done, options):
        print(line.in_language(options.lang))
    return WELL


def _report(centre: Centre, done: Erasure, options: argparse.Namespace) -> Iterator[Text]:
    """What goes, what stays, what becomes of the old address, and what is left to do."""
    yield (_DONE if options.carry_out else _REHEARSAL).fill(number=centre.organisation_number)
    yield _GOES.fill(goes=all_of(done.goes))
    yield _STAYS.fill(
        number=centre.organisation_number, verification=f"/{addresses.verification(centre.organisation_number)}"
    )
    if done.slug != centre.slug:
        old, new = (f"/{addresses.centre(slug)}" for slug in (centre.slug, done.slug))
        yield _ADDRESS.fill(old=old, new=new)
    for file in done.also_in:
        yield _ALSO.fill(file=file)
    if done.decisions:
        yield _REASONS.fill(ids=same(", ".join(done.decisions)))
    yield _HISTORY
    if not options.carry_out:
        yield _HOW.fill(centre=centre.organisation_number)
    else:
        yield _FILES.fill(old=shown_path(options.registry, centre.slug), new=shown_path(options.registry, done.slug))


_COMPANY = Text(
    "«{name}» er et selskap, ikke et enkeltpersonforetak, og navnet er ingen persons. Ingenting er endret.",
    "“{name}” is a company and no sole trader, and its name is nobody's. Nothing has been changed.",
)
_BY_HAND = Text(
    "Filen er skrevet slik at dette må gjøres for hånd. Ingenting er endret.",
    "The file is written so that this must be done by hand. Nothing has been changed.",
)
_REHEARSAL = Text(
    "Prøve: ingenting er endret. Slik blir det for {number}:",
    "Rehearsal: nothing has been changed. For {number} it would be so:",
)
_DONE = Text("Utført for {number}:", "Done for {number}:")
_GOES = Text("- Tas bort: {goes}.", "- Goes: {goes}.")
_STAYS = Text(
    "- Blir stående: organisasjonsnummeret {number} (merket og {verification} gir fortsatt et ærlig svar), vedtakene med datoer og begrunnelser, postnummer og sted, årsrapporter.",
    "- Stays: the organisation number {number} (the badge and {verification} still give an honest answer), the decisions with their dates and reasons, postcode and town, annual reports.",
)
_ADDRESS = Text(
    "- Den gamle adressen {old} slutter å virke. Den leder ikke videre, for da ville navnet stå i den. Den nye er {new}.",
    "- The old address {old} stops working. It leads nowhere, for then the name would stand in it. The new one is {new}.",
)
_ALSO = Text("- Navnet står også i {file}: rett det der.", "- The name stands in {file} too: put it right there.")
_REASONS = Text(
    "- Se på teksten i vedtak {ids}: den kan holde et ord av navnet. Rett den med et vedtak av slaget «Retting».",
    "- Look at the text of decision {ids}: it may hold a word of the name. Put it right with a decision of the kind “Correction”.",
)
_HISTORY = Text(
    "- Historien i git holder fortsatt alt dette. Drift tar det ut etterpå: docs/aldri-offentlig.md, «Enkeltpersonforetak».",
    "- The history in git still holds all of this. The maintainers take it out afterwards: docs/aldri-offentlig.md.",
)
_HOW = Text(
    "Gjør det med: .venv/bin/godkjent erase {centre} --carry-out",
    "Do it with: .venv/bin/godkjent erase {centre} --carry-out",
)
_FILES = Text("{old} er borte; {new} er skrevet.", "{old} is gone; {new} has been written.")
