"""`godkjent decide`: one act of the board about a centre that is in the register, added at the end of its file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..acts import append, corrections, reading, transfer
from ..acts.acts import flag_of
from ..acts.effect import decided
from ..acts.told import as_questions
from ..checks import decisions, plausible, rules
from ..language.i18n import in_every_language
from ..language.texts import Text, all_of, joined, same, shown
from ..register import decision_data, lifecycle
from ..register.clock import BadDate, day_from
from ..register.model import Centre, Kind, Register
from ..register.records import Registry
from ..register.schema import Schema, title
from ..register.statuses import STATUSES
from . import WELL, Refused, WrongUse, asking
from .folder import put_centres, sound_register
from .parsing import naming


def add(parser: argparse.ArgumentParser) -> None:
    """What `decide` takes; what a kind of decision must have is asked for when it is left out."""
    parser.add_argument("slug", nargs="?", metavar="SENTER", help="navnet eller organisasjonsnummeret")
    naming(parser.add_argument("kind", nargs="?", metavar="SLAG", help="slaget vedtak: %(named)s"), Kind)
    parser.add_argument("--requirement", action="append", metavar="KRAV", help="krav det gjelder; kan gis flere ganger")
    parser.add_argument("--remedy", metavar="TEKST", help="hva senteret må gjøre, på bokmål")
    parser.add_argument("--remedy-en", metavar="TEKST", help="det samme på engelsk")
    parser.add_argument("--deadline", metavar="DATO", help="siste dag for å rette forholdet")
    parser.add_argument("--concerns", metavar="ID", help="vedtaket som påklages, avgjøres eller rettes")
    parser.add_argument("--successor", metavar="ORGNR", help="organisasjonsnummeret som godkjenningen overføres til")
    parser.add_argument("--name", metavar="NAVN", help="navnet på det nye foretaket, når det ikke er det samme")
    parser.add_argument("--outcome", metavar="UTFALL", help="klageorganets avgjørelse: upheld eller overturned")
    parser.add_argument(
        "--change",
        action="append",
        metavar="FELT=VERDI",
        help="det som rettes, for eksempel date=2026-11-24 eller void=true; kan gis flere ganger",
    )
    add_decision(parser)


def add_decision(parser: argparse.ArgumentParser) -> None:
    """What every decision may have, the first one of a new centre too."""
    parser.add_argument("--date", metavar="DATO", help="vedtaksdatoen (ellers dagen registeret gjelder)")
    parser.add_argument("--effective", metavar="DATO", help="dagen vedtaket begynner å gjelde, når den er senere")
    parser.add_argument("--reason", metavar="TEKST", help="begrunnelsen på bokmål")
    parser.add_argument("--reason-en", metavar="TEKST", help="begrunnelsen på engelsk")
    parser.add_argument("--valid-until", metavar="DATO", help="siste dag, når godkjenningen er kortere enn vanlig")
    parser.add_argument("--dry-run", action="store_true", help="vis hva som ville blitt skrevet, og skriv ingenting")


def run(options: argparse.Namespace, day: date) -> int:
    """Add the decision, or say why not."""
    refuse_undecodable(options)
    read, register = sound_register(options, day, NOT_SOUND)
    centre = centre_of(options, register)
    made, effective = days(options, day, read.schemas["centre"])
    kind = _kind(options, read, register, centre, effective)
    if kind is Kind.TRANSFER:
        return _transfer(options, day, read, register, centre)
    item = append.ordered({"id": append.next_number(read, made.year), **_fields(options, read, centre, kind, made)})
    _refuse_to_strike_too_early(item, centre, register, options)
    try:
        files = transfer.corrected(centre, item, read, register, options.registry)
    except append.CannotAppend as error:
        raise Refused(error.text.in_language(options.lang)) from None
    trial = carry_out_all(options, day, read, files)
    _tell_effect(options, centre, trial, day)
    if not options.dry_run:
        values = {"id": item["id"], "kind": rules.Context(read, day).kind_labels[kind]}
        print(_DONE.fill(file=shown_path(options.registry, centre.slug), **values).in_language(options.lang))
    return WELL


def _refuse_to_strike_too_early(
    item: Mapping[str, Any], centre: Centre, register: Register, options: argparse.Namespace
) -> None:
    """A decision that later ones build upon is struck out after them."""
    if item.get("change", {}).get("void") is True:
        later = corrections.built_upon(centre.decisions, str(item.get("concerns")), register.scheme.rules)
        if later:
            sentence = corrections.STRIKE_FIRST.fill(id=shown(item["concerns"]), later=all_of(later, corrections.THEN))
            raise Refused(joined((sentence, _NOTHING)).in_language(options.lang))


def _transfer(options: argparse.Namespace, day: date, read: Registry, register: Register, centre: Centre) -> int:
    """The approval goes over to another number: both files, or neither."""
    made, effective = days(options, day, read.schemas["centre"])
    successor = options.successor or asking.ask("--successor", _WHERE_TO, options)
    order = transfer.Order(
        reading.organisation(successor), made, effective, options.name, text(options.reason, options.reason_en)
    )
    try:
        files = transfer.transfer(centre, order, read, register, options.registry)
    except (transfer.CannotTransfer, append.CannotAppend) as error:
        raise Refused(error.text.in_language(options.lang)) from None
    trial = carry_out_all(options, day, read, files)
    _tell_effect(options, centre, trial, day)
    if not options.dry_run:
        names = [shown_path(options.registry, slug) for slug in files]
        print(_TRANSFERRED.fill(old=names[0], new=names[1]).in_language(options.lang))
    return WELL


def _tell_effect(options: argparse.Namespace, centre: Centre, trial: append.Trial, day: date) -> None:
    """What the decision does to the centre, in the words of `changes`."""
    register = trial.registry.register(day)
    new = next(c for c in register.centres if c.slug == centre.slug)
    if effect := decided(centre, new, register, trial.registry.schemas["centre"]):
        print(f"{shown(centre.name)}: {effect.in_language(options.lang)}")


def refuse_undecodable(options: argparse.Namespace) -> None:
    """Words that came as other bytes than UTF-8 are not guessed at."""
    given = (v for value in vars(options).values() for v in (value if isinstance(value, list) else [value]))
    for words in given:
        if isinstance(words, str) and any("\ud800" <= c <= "\udfff" for c in words):
            raise WrongUse(_UNDECODABLE.in_language(options.lang).format(words=shown(words)))


def carry_out(
    options: argparse.Namespace, day: date, read: Registry, path: Path, content: bytes, added: str
) -> append.Trial:
    """Check the registry with this content in it, and put it in place unless it is only to be shown."""
    return carry_out_all(options, day, read, {path.stem: transfer.Written(content, added)})


def carry_out_all(
    options: argparse.Namespace, day: date, read: Registry, files: Mapping[str, transfer.Written]
) -> append.Trial:
    """The same for several files at once, by their names without ending: all of them are put in place, or none."""
    trial = append.trial(read, options.registry, {name: file.content for name, file in files.items()}, day)
    stem = next(iter(files))  # the file that was asked about
    if trial.errors:
        print(as_questions(trial.registry, trial.errors, stem, options.lang), file=sys.stderr)
        raise Refused(_NOTHING.in_language(options.lang))
    ours = tuple(f"/centres/{name}.yaml" for name in files)
    asked = plausible.questions(trial.registry, plausible.numbers(read), day)
    if warnings := [p for p in (*trial.problems, *asked) if p.file.endswith(ours)]:
        print(as_questions(trial.registry, warnings, stem, options.lang), file=sys.stderr)
    if not options.dry_run:
        put_centres(options.registry, {name: file.content for name, file in files.items()}, options.lang)
    print("".join(file.added for file in files.values()), end="")
    return trial


def days(options: argparse.Namespace, day: date, schema: Schema) -> tuple[date, date]:
    """The day of the decision, and the day on which it takes effect; every day of the options read as it was written."""
    for name in reading.DAYS:
        if given := getattr(options, name, None):
            setattr(options, name, reading.day(given))
    made = _day("date", options, schema) if options.date else day
    return made, _day("effective", options, schema) if options.effective else made


def _day(field: str, options: argparse.Namespace, schema: Schema) -> date:
    words = getattr(options, field)
    try:
        return day_from(words)
    except BadDate:
        what = title(schema.node(("decisions", 0, field)), (field,))
        raise WrongUse(NO_DAY.fill(title=what, words=shown(words)).in_language(options.lang)) from None


def shown_path(folder: Path, slug: str) -> str:
    """How a centre's file is called in messages."""
    return f"{shown(folder.name or 'registry')}/centres/{slug}.yaml"


def text(nb: str | None, en: str | None) -> dict[str, str]:
    """A text in the languages it was given in."""
    return {key: words.strip() for key, words in (("nb", nb), ("en", en)) if words and words.strip()}


def centre_of(options: argparse.Namespace, register: Register) -> Centre:
    """The centre that the options name, by its name, organisation number, file name or address."""
    asked = options.slug or asking.ask("SENTER", _WHICH, options)
    try:
        slug = reading.centre(asked, reading.known(register)).slug
    except reading.NotRead as error:
        raise WrongUse(error.text.in_language(options.lang)) from None
    return next(c for c in register.centres if c.slug == slug)


def _kind(options: argparse.Namespace, read: Registry, register: Register, centre: Centre, day: date) -> Kind:
    """The kind of decision, one that the lifecycle allows on the day; what is offered is only that."""
    labels = rules.Context(read, day).kind_labels
    allowed = lifecycle.allowed_kinds(centre.decisions, day, register.scheme.rules)
    offered = {str(kind): labels[kind] for kind in allowed}
    words = options.kind or asking.ask("SLAG", _WHAT, options, offered)
    try:
        (given,) = reading.chosen(words.replace("-", "_"), labels, _WHAT)
    except (reading.NotRead, ValueError):
        raise WrongUse(reading.not_a_choice(words, offered, _WHAT).in_language(options.lang)) from None
    if given not in offered:
        raise Refused(_not_allowed(Kind(given), register, centre, day, labels, offered).in_language(options.lang))
    return Kind(given)


def _not_allowed(
    kind: Kind, register: Register, centre: Centre, day: date, labels: dict[str, Text], offered: dict[str, Text]
) -> Text:
    """The sentence of the rule that `check` has for it, and what is possible instead."""
    status = lifecycle.status_on(centre.decisions, day, register.scheme.rules)
    transition = lifecycle.TRANSITIONS[kind]
    possible = decisions.possible_from(transition.allowed_from, late=status in transition.allowed_from)
    sentence = rules.sentence("lifecycle").fill(
        kind=labels[kind],
        day=day,
        status=STATUSES[status].phrase,
        allowed=_NO_APPEAL if transition.needs_open_appeal else possible,
    )
    instead = _INSTEAD.fill(kinds=joined(offered.values(), ", "))
    return joined((sentence, instead))


def _fields(options: argparse.Namespace, read: Registry, centre: Centre, kind: Kind, made: date) -> dict[str, Any]:
    """The decision's fields from the flags, and what it must have besides from the terminal."""
    item: dict[str, Any] = {
        "date": made,
        "kind": str(kind),
        "effective": options.effective,
        "requirements": _cited(options, read),
        "reason": text(options.reason, options.reason_en),
        "remedy": text(options.remedy, options.remedy_en),
        "deadline": options.deadline,
        "valid_until": options.valid_until,
        "concerns": options.concerns,
        "outcome": options.outcome,
        "change": _change(options, read),
    }
    required, _ = append.fields_of(read.schemas["centre"], kind)
    for field in required:
        if not item.get(field):
            item[field] = _asked(field, options, read, centre)
    return item


def _asked(field: str, options: argparse.Namespace, read: Registry, centre: Centre) -> Any:
    schema, place = read.schemas["centre"], ("decisions", 0, field)
    what, flag = title(schema.node(place), place), flag_of(field)
    if field == "requirements":
        return asking.ask_many(flag, what, options, _requirements(read))
    if field == "concerns":
        return asking.ask(flag, what, options, _decided(read, centre))
    if field == "change":
        options.change = [asking.ask(flag, _WHAT_CHANGES, options)]
        return _change(options, read)
    answer = asking.ask(flag, what, options, schema.labels(place) or None)
    return {"nb": answer} if field in ("reason", "remedy") else answer


def _decided(read: Registry, centre: Centre) -> dict[str, Text]:
    """The centre's decisions by number, each with its kind and day."""
    labels = read.schemas["centre"].labels(("decisions", 0, "kind"))
    return {
        d.id: _ONE_DECISION.fill(id=d.id, kind=labels[d.kind], day=in_every_language(d.date)) for d in centre.decisions
    }


def _requirements(read: Registry) -> dict[str, Text]:
    items = [item for r in read.of_kind("requirements") for _, item in r.items("requirements")]
    return {item["id"]: decision_data.text(item["title"]) for item in items}


def _cited(options: argparse.Namespace, read: Registry) -> list[str]:
    """The requirements that the options name, by id or by title."""
    what = title(read.schemas["centre"].node(("decisions", 0, "requirements")), ())
    try:
        found = [reading.chosen(words, _requirements(read), what) for words in options.requirement or ()]
    except reading.NotRead as error:
        raise WrongUse(error.text.in_language(options.lang)) from None
    return list(dict.fromkeys(one for several in found for one in several))


def _change(options: argparse.Namespace, read: Registry) -> dict[str, Any]:
    """What a correction sets right, from `field=value`."""
    try:
        return corrections.change_from(options.change or (), read.schemas["centre"], _requirements(read))
    except reading.NotRead as error:
        raise WrongUse(error.text.in_language(options.lang)) from None


NOT_SOUND = Text(
    "Registeret har feil fra før. Rett dem først; ingenting er skrevet.",
    "The register has errors already. Put them right first; nothing has been written.",
)
_UNDECODABLE = Text(
    "«{words}» er ikke skrevet i UTF-8, så det er ikke sikkert hva som menes.",
    "“{words}” is not written in UTF-8, so what is meant is not certain.",
)
_NOTHING = Text("Ingenting er skrevet.", "Nothing has been written.")
_DONE = Text("{file}: vedtak {id} er ført ({kind}).", "{file}: decision {id} has been entered ({kind}).")
_ONE_DECISION = same("{id}: {kind}, {day}")
_WHICH = Text("Senterets navn eller organisasjonsnummer", "The centre's name or organisation number")
_WHAT = Text("Slag vedtak", "Kind of decision")
_WHAT_CHANGES = Text("Hva som rettes, som felt=verdi", "What is set right, as field=value")
_WHERE_TO = Text(
    "Organisasjonsnummeret som godkjenningen overføres til",
    "The organisation number that the approval is transferred to",
)
_TRANSFERRED = Text(
    "Godkjenningen er overført: {old} og {new} er skrevet.", "The approval is transferred: {old} and {new} are written."
)
_INSTEAD = Text("Mulig den dagen: {kinds}.", "Possible on that day: {kinds}.")
_NO_APPEAL = Text("Ingen klage venter på avgjørelse.", "No appeal awaits a ruling.")
NO_DAY = Text(
    "{title}: «{words}» er ikke en dag som finnes. Skriv den for eksempel 24. november 2026 eller 24.11.2026.",
    "{title}: “{words}” is no day that exists. Write it for example 24 November 2026 or 24.11.2026.",
    "{title}: «{words}» er ikkje ein dag som finst. Skriv han til dømes 24. november 2026 eller 24.11.2026.",
)
