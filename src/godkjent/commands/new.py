"""`godkjent new`: a centre that is not in the register yet, with its first decision."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..acts import append, brreg, reading
from ..acts.acts import FIGURES, LISTS, USUAL, WORDS, flag_of
from ..acts.brreg import Company
from ..checks import rules, text_and_files
from ..language.texts import Text, shown
from ..register.model import Centre
from ..register.records import Registry
from ..register.schema import Schema, title
from . import WELL, Refused, WrongUse, asking
from .decide import NOT_SOUND, add_decision, carry_out, days, refuse_undecodable, shown_path, text
from .folder import help_of, sound_register
from .parsing import REPEATED

_FIRST = ("application", "approval")


def add(parser: argparse.ArgumentParser) -> None:
    """What `new` takes; what a record must have is asked for when it is left out."""
    told = help_of("centre")
    parser.add_argument("--name", metavar="NAVN", help="foretakets navn")
    parser.add_argument("--organisation-number", metavar="NUMMER", help="ni sifre")
    parser.add_argument("--street", metavar="GATE")
    parser.add_argument("--postcode", metavar="NNNN")
    parser.add_argument("--city", metavar="STED")
    parser.add_argument("--county", metavar="FYLKE")
    for name in (*WORDS, *FIGURES):
        parser.add_argument(flag_of(name), metavar="VERDI", help=told.get(name))
    parser.add_argument(
        "--phone", action="append", metavar="NUMMER", help="nummer, eller serie som FRA–TIL; kan gis flere ganger"
    )
    for name in LISTS:
        parser.add_argument(
            flag_of(name), dest=name, action="append", metavar="VERDI", help=told.get(name, "") + REPEATED
        )
    parser.add_argument("--slug", metavar="FILNAVN", help="filnavnet uten .yaml (ellers laget av navnet)")
    parser.add_argument("--kind", metavar="SLAG", default=_FIRST[0], help="det første vedtaket (ellers søknad mottatt)")
    parser.add_argument(
        "--from-brreg", type=Path, metavar="FIL", help="et lagret svar fra Enhetsregisteret om foretaket"
    )
    add_decision(parser)


def run(options: argparse.Namespace, day: date) -> int:
    """Write the file, or say why not."""
    refuse_undecodable(options)
    read, _ = sound_register(options, day, NOT_SOUND)
    company = _company(options, read)
    record = _record(options, read.schemas["centre"], company)
    slug = _slug(options, record["name"])
    decided, _ = days(options, day, read.schemas["centre"])
    options.kind = _kind(options, read.schemas["centre"])
    path = options.registry / "centres" / f"{slug}.yaml"
    if path.exists() or path.is_symlink():
        raise Refused(_THERE.in_language(options.lang).format(file=shown_path(options.registry, slug)))
    record["decisions"] = [_first(options, read, decided)]
    content = append.new_file(record)
    carry_out(options, day, read, path, content, content.decode("utf-8"))
    if not options.dry_run:
        print(_DONE.in_language(options.lang).format(file=shown_path(options.registry, slug), name=record["name"]))
    return WELL


def _kind(options: argparse.Namespace, schema: Schema) -> str:
    """An application or an approval, by its name or by what it is called."""
    place = ("decisions", 0, "kind")
    labels = {kind: label for kind, label in schema.labels(place).items() if kind in _FIRST}
    return _read(options, "kind", options.kind, labels, title(schema.node(place), place))[0]


def _company(options: argparse.Namespace, read: Registry) -> Company | None:
    """What Enhetsregisteret says: from the file, or from the network when no name is given."""
    number = reading.organisation(options.organisation_number or "") or None
    options.organisation_number = number
    if not options.from_brreg and options.name:
        return None
    if not number and not options.from_brreg:
        number = options.organisation_number = _ask(options, read.schemas["centre"], ("organisation_number",))
    try:
        answer = _saved(options) if options.from_brreg else brreg.fetch(str(number))
        found = brreg.company(answer, number)
    except brreg.Unfit as error:
        raise Refused(error.text.in_language(options.lang)) from None
    except brreg.NoAnswer as error:
        if options.from_brreg:
            raise WrongUse(error.text.in_language(options.lang)) from None
        print(error.text.in_language(options.lang), file=sys.stderr)
        return None
    if found.capitals and not options.name:
        print(_CAPITALS.in_language(options.lang).format(name=shown(found.name)), file=sys.stderr)
    return found


def _saved(options: argparse.Namespace) -> bytes:
    path: Path = options.from_brreg
    try:
        with path.open("rb") as file:
            return file.read(brreg.LARGEST_ANSWER)
    except OSError as error:
        sentence = _NO_FILE.in_language(options.lang)
        raise WrongUse(sentence.format(file=shown(path.name), why=shown(error.strerror))) from None


def _record(options: argparse.Namespace, schema: Schema, company: Company | None) -> dict[str, Any]:
    """The fields in the schema's order, the empty ones left out: from the flags, the company, and the terminal."""
    required = schema.root["required"]
    lists = {name: _listed(options, schema, name) for name in LISTS}
    for name in (n for n in lists if n in required and not lists[n]):
        lists[name] = USUAL.get(name) or _ask_many(options, schema, name)
    given = {
        "name": _given(options, schema, company, ("name",)),
        "organisation_number": _given(options, schema, company, ("organisation_number",)),
        "address": _address(options, schema, company),
        "phone_numbers": [
            reading.telephone_item(number, lists["directions"])
            for words in options.phone or ()
            for number in reading.answer("phone_numbers", words)
        ],
        **lists,
        **{name: reading.one_line(getattr(options, name) or "") for name in WORDS},
        **{name: reading.whole(getattr(options, name) or "") for name in FIGURES},
    }
    return {name: given[name] for name in Centre.__slots__ if given.get(name) not in (None, [], "")}


def _listed(options: argparse.Namespace, schema: Schema, name: str) -> list[str]:
    """The items of a list from its flag, each read as lawyers write it."""
    choices, what = schema.labels((name, 0)) or None, title(schema.node((name,)), (name,))
    given = getattr(options, name) or ()
    return [item for words in given for item in _read(options, name, words, choices, what)]


def _read(
    options: argparse.Namespace, name: str, words: str, choices: Mapping[str, Text] | None, what: Text
) -> list[str]:
    try:
        return reading.answer(name, words, choices, what)
    except reading.NotRead as error:
        raise WrongUse(error.text.in_language(options.lang)) from None


def _address(options: argparse.Namespace, schema: Schema, company: Company | None) -> dict[str, str]:
    street = options.street or (company.street if company and not options.postcode else None)
    rest = {name: _given(options, schema, company, ("address", name)) for name in ("postcode", "city", "county")}
    return {"street": street.strip(), **rest} if street and street.strip() else rest


def _given(options: argparse.Namespace, schema: Schema, company: Company | None, place: tuple[str, ...]) -> str:
    """A field that must be there: the flag, else what the company's answer says, else what is typed."""
    name = place[-1]
    found = getattr(options, name) or (getattr(company, name) if company else None)
    words = str(found or "").strip() or _ask(options, schema, place)
    return "".join(_read(options, name, words, schema.labels(place) or None, title(schema.node(place), place)))


def _ask(options: argparse.Namespace, schema: Schema, place: tuple[str, ...]) -> str:
    return asking.ask(flag_of(place[-1]), title(schema.node(place), place), options, schema.labels(place) or None)


def _ask_many(options: argparse.Namespace, schema: Schema, name: str) -> list[str]:
    what = title(schema.node((name,)), (name,))
    return asking.ask_many(flag_of(name), what, options, schema.labels((name, 0)))


def _slug(options: argparse.Namespace, name: str) -> str:
    """The file name, one that can be an address; never a way out of the folder."""
    slug: str = options.slug or append.slug_of(name)
    if not text_and_files.fit_slug(slug):
        raise Refused(rules.sentence("slug").fill(name=shown(slug)).in_language(options.lang))
    return slug


def _first(options: argparse.Namespace, read: Registry, decided: date) -> dict[str, Any]:
    return append.ordered(
        {
            "id": append.next_number(read, decided.year),
            "date": decided,
            "kind": options.kind,
            "effective": options.effective,
            "reason": text(options.reason, options.reason_en),
            "valid_until": options.valid_until,
        }
    )


_THERE = Text(
    "{file} finnes fra før. Er det samme senter, bruk «.venv/bin/godkjent decide»; ellers gi et annet navn med --slug.",
    "{file} is there already. If it is the same centre, use “.venv/bin/godkjent decide”; else give another name with --slug.",
)
_DONE = Text("{file}: {name} er ført i registeret.", "{file}: {name} has been entered in the register.")
_NO_FILE = Text("«{file}» kan ikke leses: {why}.", "“{file}” cannot be read: {why}.")
_CAPITALS = Text(
    "Enhetsregisteret skriver navnet i store bokstaver. Det er ført som «{name}»; bruk --name hvis det skrives annerledes.",
    "Enhetsregisteret writes the name in capitals. It is entered as “{name}”; use --name if it is written otherwise.",
)
