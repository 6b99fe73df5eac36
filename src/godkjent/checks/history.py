"""Published history is never rewritten: the registry beside what it was, file by file, as it is written.

What is compared is the text of the records and not what it means, so that a rule, a schema or a default that changes
can neither hide an edit nor invent one. Blanks, comments and quotes are no part of a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .. import addresses
from ..language.i18n import in_every_language
from ..language.texts import Text, as_day, counted, same, shown, visible
from ..register.demonstration import erased_name
from ..register.loader import Document, Place, Value
from ..register.problems import Level, Problem
from ..register.records import Registry
from ..register.schema import Schema, at, title
from .base import Base, decisions_in
from .figures import leaps
from .rules import Finding, Rule, judged

Item = dict[str, Value]


@dataclass(frozen=True)
class Pair:
    """One centre's file as published and as it is now, perhaps under another name."""

    before: Document
    now: Document

    @cached_property
    def published(self) -> dict[str, Item]:
        """The published decisions by id, in their order."""
        return {id_: item for _, id_, item in _decisions(self.before)}

    @cached_property
    def current(self) -> list[tuple[int, str, Item]]:
        """The decisions as they are now: where each stands, its id, and what it says."""
        return list(_decisions(self.now))

    @cached_property
    def kept(self) -> list[tuple[int, str, Item, Item]]:
        """Published decisions that are still there, as they stand now: where, the id, what each said and says."""
        return [(i, id_, self.published[id_], item) for i, id_, item in self.current if id_ in self.published]

    @cached_property
    def renumbered(self) -> dict[str, tuple[int, str]]:
        """Published ids that are gone while a new id says the very same: where that stands, and what it is."""
        there = {id_ for _, id_, _ in self.current}
        new = [row for row in self.current if row[1] not in self.published]
        gone = {id_: item for id_, item in self.published.items() if id_ not in there}
        twins = ((id_, row) for id_, item in gone.items() for row in new if _but_id(row[2]) == _but_id(item))
        return {id_: (row[0], row[1]) for id_, row in twins}


@dataclass(frozen=True)
class Comparison:
    """Every centre's file as published and as it is now, by file name without ending.

    A published file that is there byte for byte has no history that is rewritten, and is not among those `before`.
    """

    before: dict[str, Document]
    now: dict[str, Document]
    numbers: dict[str, Value | None]  # the organisation numbers in what is there now
    present: frozenset[str]  # what is there now, readable or not
    unread: tuple[str, ...]  # published files that cannot be read
    schema: Schema
    folder: str
    invented: frozenset[str] = frozenset()  # the organisation numbers of a demonstration that is left
    returned: Document | None = None  # scheme.yaml, when it takes a register in use back to a demonstration
    left: Document | None = None  # scheme.yaml, when it leaves the demonstration, or begins a rehearsal
    let_go: tuple[int, ...] = ()  # how many decisions each centre has that then is let go of

    @cached_property
    def renamed(self) -> dict[str, str]:
        """Old file name to new: the organisation number is no longer in the one, and is now in another."""
        return {
            stem: new
            for stem, document in self.before.items()
            if (new := self._where_now(stem, _number(document))) is not None and new != stem
        }

    def _where_now(self, stem: str, number: Value | None) -> str | None:
        if stem in self.now and _number(self.now[stem]) == number:
            return stem
        return next((name for name, held in self.numbers.items() if number and held == number), None)

    @cached_property
    def swapped(self) -> list[str]:
        """File names that another centre has taken over."""
        return [stem for stem in self.renamed if stem in self.now]

    @cached_property
    def pairs(self) -> list[Pair]:
        """Each published file beside the one that carries it on."""
        found = ((document, self.now.get(self.renamed.get(stem, stem))) for stem, document in self.before.items())
        return [Pair(document, now) for document, now in found if now is not None]

    def titled(self, field: Place) -> Text:
        """What people call a field of a centre's file."""
        return title(self.schema.node(field), field)


Look = Callable[[Comparison], Iterable[Finding]]
HISTORY_RULES: list[Rule[Comparison]] = []


def problems(before: Base, folder: Path, registry: Registry) -> tuple[Problem, ...]:
    """What `registry`, read from `folder`, has done to the published history `before`; empty when it kept it.

    Two steps let go of everything, all of it invented: out of the demonstration, and from that which came with the program
    into a rehearsal.
    """
    return tuple(sorted(judged(HISTORY_RULES, _comparison(before, folder, registry)), key=lambda p: p.order))


def lets_go(before: Base, registry: Registry) -> bool:
    """Whether `registry` takes one of the two steps that let go of all that `before` published."""
    scheme = next((r.document for r in registry.of_kind("scheme")), None)
    return _left(before.scheme, scheme) or _begun(before.scheme, scheme)


def _left(published: Document | None, scheme: Document | None) -> bool:
    return _says(published, "demonstration") is True and _says(scheme, "demonstration") is False


def _begun(published: Document | None, scheme: Document | None) -> bool:
    both = _says(published, "demonstration") is True and _says(scheme, "demonstration") is True
    return both and not _says(published, "rehearsal") and _says(scheme, "rehearsal") is True


def _comparison(before: Base, folder: Path, registry: Registry) -> Comparison:
    documents = {stem: document for stem, document in before.documents.items() if document}
    scheme = next((r.document for r in registry.of_kind("scheme")), None)
    published = before.scheme
    was, now = _says(published, "demonstration"), _says(scheme, "demonstration")
    left, begun = _left(published, scheme), _begun(published, scheme)
    return Comparison(
        before={} if left or begun else documents,
        now={r.stem: r.document for r in registry.of_kind("centre")},
        numbers={r.stem: at(r.data, ("organisation_number",)) for r in registry.of_kind("centre")},
        present=frozenset(p.stem for p in (folder / "centres").glob("*.yaml")),
        unread=() if left or begun else tuple(stem for stem, document in before.documents.items() if not document),
        schema=registry.schemas["centre"],
        folder=folder.name or "registry",
        invented=frozenset(_numbers_of(before)) if left else frozenset(),
        returned=scheme if was is False and now is True else None,
        left=scheme if left or begun else None,
        let_go=tuple(len({id_ for id_, _ in decisions_in(file)}) for file in before.files) if left or begun else (),
    )


def _numbers_of(before: Base) -> Iterator[str]:
    numbers = (at(file.data, ("organisation_number",)) for file in before.files)
    yield from (number for number in numbers if isinstance(number, str))


def _says(scheme: Document | None, name: str) -> bool | None:
    """What scheme.yaml says to a question of yes or no; None when it cannot be read or does not say."""
    said = at(scheme.data, (name,)) if scheme else None
    return {"true": True, "false": False}.get(said) if isinstance(said, str) else None


def _rule(
    rule_id: str, nb: str, en: str, tip: Text | None = None, level: Level = Level.ERROR
) -> Callable[[Look], Look]:
    def add(look: Look) -> Look:
        HISTORY_RULES.append(Rule(rule_id, Text(nb, en), look, tip, level))
        return look

    return add


def _decisions(document: Document) -> Iterator[tuple[int, str, Item]]:
    """The decisions that have a number, whatever else is wrong with them; of two with one number the first."""
    listed = at(document.data, ("decisions",))
    seen: set[str] = set()
    for index, item in enumerate(listed) if isinstance(listed, list) else ():
        if isinstance(item, dict) and isinstance(id_ := item.get("id"), str) and id_ not in seen:
            seen.add(id_)
            yield index, id_, item


def _number(document: Document) -> Value | None:
    return at(document.data, ("organisation_number",))


def _but_id(item: Item) -> Item:
    return {key: value for key, value in item.items() if key != "id"}


_BY_CORRECTION = Text(
    "La vedtaket stå slik det var, og før nederst et nytt vedtak av slaget «correction» som sier hva som er feil og hvorfor.",
    "Leave the decision as it was, and add at the bottom a new one of the kind “correction” that says what is wrong and why.",
)


# --- The one lawful step out of the demonstration ---------------------------------------------------------------


@_rule(
    "history-demonstration-kept",
    "Senteret er oppdiktet for demonstrasjonen, og kan ikke følge med når den er forlatt.",
    "The centre is invented for the demonstration, and cannot come along when that is left.",
    Text(
        "«.venv/bin/godkjent begin» tar alt det oppdiktede ut.",
        "“.venv/bin/godkjent begin” takes out all that is invented.",
    ),
)
def demonstration_kept(comparison: Comparison) -> Iterator[Finding]:
    """Leaving the demonstration lets go of everything it published, once, and nothing of it stays."""
    for stem, number in comparison.numbers.items():
        if isinstance(number, str) and number in comparison.invented:
            yield Finding(comparison.now[stem], ("organisation_number",), {})


@_rule(
    "history-demonstration-left",
    "Det som var publisert, var oppdiktet, og slippes denne ene gangen: {centres} med {decisions}. {now}",
    "What was published was invented, and is let go of this once: {centres} with {decisions}. {now}",
    Text(
        "Er det ikke meningen, sett scheme.yaml tilbake slik den var.",
        "If that is not what you mean, put scheme.yaml back as it was.",
    ),
    Level.WARNING,
)
def demonstration_left(comparison: Comparison) -> Iterator[Finding]:
    """What is let go of is told, and never in silence."""
    if comparison.left is not None:
        values: dict[str, object] = {
            "centres": counted(len(comparison.let_go), _ONE_CENTRE, _CENTRES),
            "decisions": counted(sum(comparison.let_go), _ONE_DECISION, _DECISIONS),
            "now": counted(len(comparison.present), _NOW_ONE, _NOW_MANY) if comparison.present else _NOW_NONE,
        }
        name = "rehearsal" if _says(comparison.left, "rehearsal") else "demonstration"
        yield Finding(comparison.left, (name,), values)


_ONE_CENTRE = Text("{count} senter", "{count} centre")
_CENTRES = Text("{count} sentre", "{count} centres")
_ONE_DECISION = Text("{count} vedtak", "{count} decision")
_DECISIONS = Text("{count} vedtak", "{count} decisions")
_NOW_NONE = Text("Registeret er nå tomt.", "The register is now empty.")
_NOW_ONE = Text("Registeret har nå {count} senter.", "The register now has {count} centre.")
_NOW_MANY = Text("Registeret har nå {count} sentre.", "The register now has {count} centres.")


@_rule(
    "history-demonstration-returned",
    "Registeret er tatt i bruk, og kan ikke bli en demonstrasjon igjen.",
    "The register is in use, and cannot become a demonstration again.",
    Text(
        "Sett «demonstration: false» tilbake. Vil du prøve noe, gjør det i en kopi av mappen.",
        "Put “demonstration: false” back. To try something out, use a copy of the folder.",
    ),
)
def demonstration_returned(comparison: Comparison) -> Iterator[Finding]:
    """The step out of the demonstration is never taken back, so it cannot be taken twice."""
    if comparison.returned is not None:
        yield Finding(comparison.returned, ("demonstration",), {})


@_rule(
    "history-name-changed",
    "Navnet var «{before}», som ikke blir stående som tidligere navn. Den som slår det opp, finner ingen.",
    "The name was “{before}”, which does not stay as a former name. Who looks it up finds nobody.",
    Text(
        "Var det en skrivefeil, er alt i orden. Har senteret skiftet navn, fyll ut «Nytt navn fra» (former_names).",
        "If it was a misspelling, all is well. If the centre has a new name, fill in “New name from” (former_names).",
    ),
    Level.WARNING,
)
def name_changed(comparison: Comparison) -> Iterator[Finding]:
    """A name that was published and is no longer known is asked about; a sole trader's that was taken out is not."""
    for pair in comparison.pairs:
        before, now = at(pair.before.data, ("name",)), at(pair.now.data, ("name",))
        former = [at(item, ("name",)) for item in _listed(pair.now, "former_names")]
        if isinstance(before, str) and before not in (now, *former) and not _erased(pair.now):
            yield Finding(pair.now, ("name",), {"before": shown(before)})


def _listed(document: Document, name: str) -> list[Value]:
    listed = at(document.data, (name,))
    return listed if isinstance(listed, list) else []


# --- Decisions --------------------------------------------------------------------------------------------------


@_rule(
    "history-decision-edited",
    "Vedtak {id} er publisert og kan ikke endres: {title} var {before}, og er nå {now}.",
    "Decision {id} is published and cannot be edited: {title} was {before}, and is now {now}.",
    _BY_CORRECTION,
)
def decision_edited(comparison: Comparison) -> Iterator[Finding]:
    """A published decision says what it said, in every field."""
    for pair in comparison.pairs:
        for index, id_, before, now in pair.kept:
            for place, old, new in _differences(before, now):
                where: Place = ("decisions", index, *place)
                values = {
                    "id": shown(id_),
                    "title": comparison.titled(where[:3]),
                    "before": _said(old),
                    "now": _said(new),
                }
                yield Finding(pair.now, where, values)


def _differences(before: Value | None, now: Value | None, place: Place = ()) -> Iterator[tuple[Place, object, object]]:
    """Each field that differs, with what it was and what it is; None for what is not there."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in {**before, **now}:
            yield from _differences(before.get(key), now.get(key), (*place, key))
    elif before != now:
        yield place, before, now


def _said(value: object) -> Text:
    """A value as a sentence quotes it."""
    if value is None:
        return Text("ikke ført", "not there")
    if as_day(value) != value:
        return _DAY.fill(day=as_day(value))
    words = ", ".join(_leaves(value))
    return Text(f"«{shown(words)}»", f"“{shown(words)}”")


_DAY = same("{day}")


def _leaves(value: object) -> Iterator[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    if inner is None:
        yield str(value)
    for item in inner or ():
        yield from _leaves(item)


@_rule(
    "history-decision-removed",
    "Vedtak {id} fra {day} er publisert, men står ikke lenger i filen.",
    "Decision {id} of {day} is published but is no longer in the file.",
    Text(
        "Sett vedtaket inn igjen slik det var. Skulle det ikke vært ført, strykes det med et nytt vedtak: kind: correction, change: {void: true}.",
        "Put the decision back as it was. If it should not have been there, a new decision strikes it out: kind: correction, change: {void: true}.",
    ),
)
def decision_removed(comparison: Comparison) -> Iterator[Finding]:
    """A published decision stays in its centre's file."""
    for pair in comparison.pairs:
        there = {id_ for _, id_, _ in pair.current} | pair.renumbered.keys()
        for id_, item in pair.published.items():
            if id_ not in there:
                values: dict[str, object] = {"id": shown(id_), "day": as_day(shown(item.get("date", "?")))}
                yield Finding(pair.now, ("decisions",), values, at_key=True)


@_rule(
    "history-decision-renumbered",
    "Vedtaket som er publisert som {before}, har fått nummeret {now}. Et vedtaksnummer endres aldri.",
    "The decision published as {before} has been given the number {now}. A decision's number never changes.",
    Text(
        "Sett tilbake det gamle nummeret; andre kan ha vist til det.",
        "Put the old number back; others may have cited it.",
    ),
)
def decision_renumbered(comparison: Comparison) -> Iterator[Finding]:
    """A published decision keeps its number."""
    for pair in comparison.pairs:
        for id_, (index, new) in pair.renumbered.items():
            yield Finding(pair.now, ("decisions", index, "id"), {"before": shown(id_), "now": shown(new)})


@_rule(
    "history-decision-order",
    "Vedtak {id} er flyttet: det er publisert foran {other}, men står nå etter.",
    "Decision {id} has been moved: it is published before {other} but now stands after it.",
    Text(
        "Sett vedtakene tilbake i den rekkefølgen de var publisert i.",
        "Put the decisions back in the order in which they were published.",
    ),
)
def decision_order(comparison: Comparison) -> Iterator[Finding]:
    """Published decisions stand in the order in which they were published."""
    for pair in comparison.pairs:
        order = {id_: n for n, id_ in enumerate(pair.published)}
        latest = ""
        for index, id_, _, _ in pair.kept:
            if latest and order[id_] < order[latest]:
                yield Finding(pair.now, ("decisions", index, "id"), {"id": shown(id_), "other": shown(latest)})
            else:
                latest = id_


@_rule(
    "history-decision-inserted",
    "Vedtak {id} er nytt, men står foran {other}, som er publisert. Nye vedtak føres nederst.",
    "Decision {id} is new but stands before {other}, which is published. New decisions are added at the bottom.",
    Text(
        "Er et vedtak glemt, før det nederst med datoen det blir ført, og si i begrunnelsen når det ble fattet.",
        "If a decision was forgotten, add it at the bottom with the date on which it is entered, and say in the reason when it was made.",
    ),
)
def decision_inserted(comparison: Comparison) -> Iterator[Finding]:
    """A new decision stands after every published one, so that nobody's past changes unseen."""
    for pair in comparison.pairs:
        places = [index for index, _, _, _ in pair.kept]
        renumbered = {index for index, _ in pair.renumbered.values()}
        for index, id_, _ in pair.current:
            after = [id_ for i, id_, _, _ in pair.kept if i > index]
            if places and after and id_ not in pair.published and index not in renumbered:
                yield Finding(pair.now, ("decisions", index, "id"), {"id": shown(id_), "other": shown(after[0])})


# --- Yearly reports ---------------------------------------------------------------------------------------------


@_rule(
    "history-report-edited",
    "Årsrapporten for {year} er publisert, og {title} er endret fra {before} til {now} uten at rettelsen er datert.",
    "The yearly report for {year} is published, and {title} was changed from {before} to {now} without a dated correction.",
    Text(
        "Er de nye tallene riktige, før dagen de ble rettet, slik: corrected: 2026-11-24.",
        "If the new figures are right, enter the day on which they were corrected, like this: corrected: 2026-11-24.",
    ),
)
def report_edited(comparison: Comparison) -> Iterator[Finding]:
    """A published report keeps its figures, unless a correction with a day of its own says that they are others."""
    for pair in comparison.pairs:
        before = {str(item.get("year")): item for _, item in _reports(pair.before)}
        for index, item in _reports(pair.now):
            old = before.get(str(item.get("year")), item)
            dated = item.get("corrected") not in (None, old.get("corrected"))
            for name in (n for n in old if n != "corrected" and not dated and old[n] != item.get(n)):
                place: Place = ("annual_reports", index, name)
                values: dict[str, object] = {
                    "year": shown(item.get("year")),
                    "title": comparison.titled(place),
                    "before": shown(old[name]),
                    "now": shown(item.get(name, "–")),
                }
                yield Finding(pair.now, place, values)


@_rule(
    "history-report-removed",
    "Årsrapporten for {year} er publisert, men står ikke lenger i filen.",
    "The yearly report for {year} is published but is no longer in the file.",
    Text(
        "Sett den inn igjen; feil tall rettes, de strykes ikke.",
        "Put it back; wrong figures are corrected, not removed.",
    ),
)
def report_removed(comparison: Comparison) -> Iterator[Finding]:
    """A published report stays in its centre's file."""
    for pair in comparison.pairs:
        there = {str(item.get("year")) for _, item in _reports(pair.now)}
        for _, item in _reports(pair.before):
            if str(item.get("year")) not in there:
                yield Finding(pair.now, ("annual_reports",), {"year": shown(item.get("year"))}, at_key=True)


def _count(words: object) -> object:
    return in_every_language(int(words)) if isinstance(words, str) and words.isdecimal() else words


@_rule(
    "history-report-leap",
    "{title} er {now} i {year}, mot {before} året før.",
    "{title} is {now} in {year}, against {before} the year before.",
    Text("Er et siffer blitt med for mye eller for lite?", "Is there a digit too many or too few?"),
    Level.WARNING,
)
def report_leap(comparison: Comparison) -> Iterator[Finding]:
    """A new report with a count far from that of the year before is asked about, once: while it is proposed."""
    for pair in comparison.pairs:
        published = {str(item.get("year")): item for _, item in _reports(pair.before)}
        by_year = {year: (index, item) for index, item in _reports(pair.now) if (year := str(item.get("year")))}
        for year, (index, item) in by_year.items():
            before = by_year.get(str(int(year) - 1) if year.isdecimal() else "", (0, {}))[1]
            told = published.get(year, {})
            for name in (n for n in leaps(_counts(before), _counts(item)) if told.get(n) != item.get(n)):
                place: Place = ("annual_reports", index, name)
                title_ = comparison.titled(place)
                was, now = (_count(row[name]) for row in (before, item))
                yield Finding(pair.now, place, {"title": title_, "now": now, "year": year, "before": was})


def _counts(item: Item) -> dict[str, int]:
    return {name: int(value) for name, value in item.items() if isinstance(value, str) and value.isdecimal()}


def _reports(document: Document) -> Iterator[tuple[int, Item]]:
    listed = at(document.data, ("annual_reports",))
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(item, dict):
            yield index, item


# --- Files and identity -----------------------------------------------------------------------------------------


@_rule(
    "history-file-removed",
    "Filen er publisert, men finnes ikke lenger. Et senter som går ut av ordningen, blir stående med et vedtak om det.",
    "The file is published but no longer there. A centre that leaves the scheme stays, with a decision that says so.",
    Text(
        "Legg filen tilbake, og før for eksempel et vedtak av slaget «withdrawal» nederst.",
        "Put the file back, and add for example a decision of the kind “withdrawal” at the bottom.",
    ),
)
def file_removed(comparison: Comparison) -> Iterator[Finding]:
    """A centre's file never vanishes: leaving is a state."""
    for stem, document in comparison.before.items():
        if stem not in comparison.present and stem not in comparison.renamed:
            yield Finding(document, (), {})


@_rule(
    "history-organisation-number",
    "Organisasjonsnummeret er publisert som {before} og kan ikke endres til {now}.",
    "The organisation number is published as {before} and cannot be changed to {now}.",
    Text(
        "Merker og bekreftelser viser til nummeret. Har foretaket fått nytt nummer, eller er virksomheten overtatt av et annet, skal det ha en egen fil og et vedtak av slaget transfer: skjemaet «Overfør til nytt organisasjonsnummer» skriver begge.",
        "Badges and verifications point to the number. If the company has got a new number, or another has taken over, that needs a file of its own and a decision of the kind transfer: the form “Transfer to a new organisation number” writes both.",
    ),
)
def organisation_number(comparison: Comparison) -> Iterator[Finding]:
    """A centre's organisation number is its identity."""
    for pair in comparison.pairs:
        before, now = _number(pair.before), _number(pair.now)
        if before != now and isinstance(before, str) and isinstance(now, str):
            yield Finding(pair.now, ("organisation_number",), {"before": shown(before), "now": shown(now)})


@_rule(
    "history-address-lost",
    "Adressen /{old}/ er publisert, og må lede til dette senteret også nå.",
    "The address /{old}/ is published, and must lead to this centre now too.",
    Text(
        "Før det gamle filnavnet, uten .yaml, under Tidligere filnavn (former_slugs).",
        "Enter the old file name, without .yaml, under Former file names (former_slugs).",
    ),
)
def address_lost(comparison: Comparison) -> Iterator[Finding]:
    """A file may change its name when it names the old one, whose address then leads to the new one."""
    for stem, document in comparison.before.items():
        new = comparison.renamed.get(stem, stem)
        if new not in comparison.now or stem in comparison.swapped:
            continue
        if _erased(comparison.now[new]):
            continue
        leads = {new, *_former_slugs(comparison.now[new])}
        for slug in (s for s in (stem, *_former_slugs(document)) if s not in leads):
            old = same(addresses.centre(slug).rstrip("/"))
            yield Finding(comparison.now[new], ("former_slugs",), {"old": old}, at_key=True)


def _erased(document: Document) -> bool:
    """Whether a sole trader's name has been taken out: the one case in which an address is to stop working."""
    number = _number(document)
    return isinstance(number, str) and at(document.data, ("name",)) == erased_name(number)


def _former_slugs(document: Document) -> list[str]:
    listed = at(document.data, ("former_slugs",))
    return [slug for slug in listed if isinstance(slug, str)] if isinstance(listed, list) else []


@_rule(
    "history-address-taken",
    "Adressen /{old}/ er publisert for et annet senter, og kan ikke gis til dette.",
    "The address /{old}/ is published for another centre, and cannot be given to this one.",
    Text("Gi filen et annet navn.", "Give the file another name."),
)
def address_taken(comparison: Comparison) -> Iterator[Finding]:
    """An address that has led to one centre never leads to another."""
    for stem in comparison.swapped:
        yield Finding(comparison.now[stem], (), {"old": same(addresses.centre(stem).rstrip("/"))})


@_rule(
    "history-unreadable",
    "Filen kan ikke leses slik den var publisert, så det er ikke kontrollert om historien er den samme.",
    "The file cannot be read as it was published, so whether the history is the same is not checked.",
    level=Level.WARNING,
)
def unreadable(comparison: Comparison) -> Iterator[Finding]:
    """What could not be compared is told, not passed over."""
    for stem in comparison.unread:
        yield Finding(
            comparison.now.get(stem) or Document(visible(f"{comparison.folder}/centres/{stem}.yaml"), []), (), {}
        )
