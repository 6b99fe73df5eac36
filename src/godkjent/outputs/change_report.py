"""What a change of the registry does, in plain words: who changes status and when, which details, which pages.

Two registers of the same day are compared, the published one and the proposed one. Pages are compared by what they
are made of, so that nothing needs to be built.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from .. import addresses
from ..acts import effect
from ..acts.effect import Line, written_day
from ..acts.reading import spaced
from ..language.escaping import escaped, plain
from ..language.i18n import in_every_language
from ..language.texts import LANGUAGES, Text, counted, joined, prefix, same
from ..public import views
from ..public.edition import Edition
from ..public.views import CentreView
from ..register import lifecycle
from ..register.loader import Place
from ..register.model import Centre, Register, Status
from ..register.phones import national, written
from ..register.records import Record, Registry
from ..register.schema import Schema, title
from ..register.statuses import COUNTED_AS_APPROVED, TRANSFERRED, badge_words
from .pages import Seen, made_of

MOST_ROWS = 200
"""Rows of the table of pages."""
LONGEST = 60_000
"""Signs in the report; a comment on GitHub holds 65,536."""


@dataclass(frozen=True)
class Side:
    """One of the two: the files, and the register in them."""

    files: Registry
    register: Register

    @property
    def centres(self) -> Mapping[str, Centre]:
        """The centres by organisation number."""
        return self.register.by_number

    @cached_property
    def files_of_site(self) -> dict[str, object]:
        """Every file of the site, by its address, and what it is made of."""
        return made_of(Seen(self.edition()))

    def edition(self, known: Mapping[str, CentreView] | None = None) -> Edition:
        """The edition that would be published, with the views that are `known` already."""
        day = datetime.combine(self.register.as_of, time())
        return Edition(
            register=self.register,
            schemas=self.files.schemas,
            languages={},
            site_url="",
            generated_at=day,
            known=known or {},
        )

    def record(self, centre: Centre) -> Record:
        """The file that a centre was read from."""
        return self._records[centre.slug]

    @cached_property
    def _records(self) -> dict[str, Record]:
        return {r.stem: r for r in self.files.of_kind("centre")}


def as_markdown(before: Side, now: Side, language: str) -> str:
    """The whole report: Norwegian with the English folded below it, or the English alone."""
    pages, fall = page_changes(before, now), _fall(before, now)
    lines = list(_lines(before, now, pages))
    if language != "nb":
        return _report(pages, fall, lines, language)
    norwegian, english = (_report(pages, fall, lines, code) for code in ("nb", "en"))
    both = f"{norwegian}\n<details>\n<summary>In English</summary>\n\n{english}\n</details>\n"
    shorter = (both, norwegian, norwegian.partition("\n<details>")[0])
    return next((text for text in shorter if len(text) <= LONGEST), shorter[-1][:LONGEST])


def _report(pages: Mapping[str, str], fall: Text | None, lines: Sequence[Line], language: str) -> str:
    parts = [f"## {_HEADING.in_language(language)}\n\n"]
    parts += [f"**{fall.in_language(language)}**\n\n"] if fall else []
    parts += [f"{'  ' * line.depth}- {line.text.in_language(language)}\n" for line in lines]
    parts += [] if lines or pages else [_NOTHING.in_language(language) + "\n"]
    return "".join([*parts, *_table(pages, language)])


def _lines(before: Side, now: Side, pages: Mapping[str, str]) -> Iterator[Line]:
    """A line for each centre that is touched, in the order of their names, and for what else is."""
    old, new = before.centres, now.centres
    if _lets_go(before, now):
        yield Line(counted(len(old), *(_REHEARSED if now.register.scheme.rehearsal else _LEFT)))
        old = {}  # invented, every one, and named no more
    for number in sorted({*old, *new}, key=lambda n: views.alphabetical((new.get(n) or old[n]).name)):
        if number not in new:
            yield Line(_GONE.fill(name=_bold(old[number].name)))
        elif number not in old:
            yield Line(_new_centre(new[number], now, pages))
            yield from effect.as_published(None, new[number], now.register, now.files.schemas["centre"])
            yield from (Line(detail, 1) for detail in _details({}, now.record(new[number]).data, "centre", now.files))
        elif _touched(before.record(old[number]), now.record(new[number])):
            yield from _changed_centre(old[number], new[number], before, now, pages)
    yield from _other_files(before, now)


def _touched(old: Record, new: Record) -> bool:
    return bool(old.stem != new.stem or old.data != new.data)


def _bold(name: str) -> Text:
    return same(f"**{escaped(name)}**")


# --- One centre -------------------------------------------------------------------------------------------------


def _new_centre(centre: Centre, now: Side, pages: Mapping[str, str]) -> Text:
    told = _NEW.fill(name=_bold(centre.name), number=spaced(centre.organisation_number))
    return joined([told, effect.entered(centre, now.register), *_badge(None, centre, now), _pages(centre, pages)])


def _changed_centre(old: Centre, new: Centre, before: Side, now: Side, pages: Mapping[str, str]) -> Iterator[Line]:
    """What the decisions do, then each detail on a line of its own, then a new file name."""
    schema = now.files.schemas["centre"]
    sentences = [s for s in (effect.decided(old, new, now.register, schema),) if s]
    details = list(_details(before.record(old).data, now.record(new).data, "centre", now.files))
    first = [joined([_bold(new.name), same(":")], ""), *sentences]
    if not sentences:
        first.append(_DETAILS if details else _RENAMED_ONLY if old.slug != new.slug else _WORDING)
    yield Line(joined([*first, *_badge(old, new, now), _pages(new, pages, old)]))
    yield from effect.as_published(old, new, now.register, schema)
    yield from (Line(detail, 1) for detail in details)
    if old.slug != new.slug:
        pair = {"old": f"`/{addresses.centre(old.slug)}`", "new": f"`/{addresses.centre(new.slug)}`"}
        moved = _RENAMED if old.slug in new.former_slugs else _RENAMED_AWAY
        yield Line(moved.fill(before=escaped(old.slug), now=escaped(new.slug), **pair), 1)


def _badge(old: Centre | None, new: Centre, now: Side) -> Iterator[Text]:
    """What the badge shows, on the register's day or from the day a decision takes effect later."""
    register = now.register
    shows = _badge_status(new, register)
    shown_before = _badge_status(old, register) if old else None
    later = [d.effective for d in new.decisions if d.effective > register.as_of]
    known = {d.id for d in old.decisions} if old else set()
    if shows != shown_before:
        same_words = badge_words(shows) == badge_words(shown_before)
        yield (_BADGE_STILL if same_words else _BADGE).fill(status=_badge_words(new, register))
    elif later and {d.id for d in new.decisions} - known:
        on = _on(register, max(later))
        if _badge_status(new, on) != shows:
            yield _BADGE_LATER.fill(status=_badge_words(new, on), day=written_day(max(later)))


def _badge_words(centre: Centre, register: Register) -> Text:
    view = views.view(centre, register)
    return TRANSFERRED.label if view and view.row is TRANSFERRED else badge_words(view.status if view else None)


def _badge_status(centre: Centre, register: Register) -> Status | None:
    view = views.view(centre, register)
    return view.status if view else None


def _on(register: Register, day: date) -> Register:
    return Register(register.scheme, register.requirements, register.centres, register.statistics, day)


def _pages(centre: Centre, pages: Mapping[str, str], old: Centre | None = None) -> Text:
    """How many of the centre's own pages are added or change."""
    own = {path for c in (centre, old) if c for path in _own_pages(c)}
    count = sum(path in own and change != "removed" for path, change in pages.items())
    if old is None:
        return _ADDED_PAGES.fill(count=count)
    return (_CHANGED_PAGE if count == 1 else _CHANGED_PAGES).fill(count=count)


def _own_pages(centre: Centre) -> Iterator[str]:
    numbers = (addresses.number(n.first, n.last) for n in centre.phone_numbers)
    paths = (addresses.centre(centre.slug), addresses.verification(centre.organisation_number), *numbers)
    yield from (prefix(language) + path for language in LANGUAGES for path in paths)


# --- Details ----------------------------------------------------------------------------------------------------


def _details(old: Mapping[str, Any], new: Mapping[str, Any], kind: str, files: Registry) -> Iterator[Text]:
    """Each field that differs, with what it was and what it is."""
    schema = files.schemas[kind]
    for name in (n for n in {**new, **old} if n != "decisions"):
        was, becomes = old.get(name), new.get(name)
        if was != becomes:
            called = title(schema.node((name,)), (name,))
            field = plain(called)
            change = _difference(was, becomes, (name,), schema) if old else _value(becomes, (name,), schema)
            if name == "annual_reports" and old and was:
                yield from _reports(was, becomes, schema)
            else:
                yield _FIELD.fill(title=field, change=change)


def _reports(was: Any, becomes: Any, schema: Schema) -> Iterator[Text]:
    """Each report that came, went or was corrected, by its year; of a corrected one what differs."""
    old, new = ({str(item.get("year")): item for item in items or ()} for items in (was, becomes))
    for year in sorted({*old, *new}):
        before, now = old.get(year), new.get(year)
        if before == now:
            continue
        place: Place = ("annual_reports", 0)
        change = _value({name: count for name, count in (now or {}).items() if name != "year"}, place, schema)
        if before and now:
            names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
            change = joined([_figure(name, before.get(name), now.get(name), schema) for name in names], ", ")
        elif not now:
            change = _WENT.fill(values=_value(before, place, schema))
        yield (_REPORT_CORRECTED if before and now else _REPORT).fill(year=escaped(year), change=change)


def _figure(name: str, was: Any, becomes: Any, schema: Schema) -> Text:
    place: Place = ("annual_reports", 0, name)
    called = title(schema.node(place), place)
    change = _OLD_NEW.fill(before=_value(was, place, schema), now=_value(becomes, place, schema))
    if was is None:
        change = _value(becomes, place, schema)
    return _FIELD.fill(title=plain(called), change=change)


def _difference(was: Any, becomes: Any, place: Place, schema: Schema) -> Text:
    """A list by what came and went, anything else by old and new."""
    if not isinstance(was, list) or not isinstance(becomes, list):
        return _OLD_NEW.fill(before=_value(was, place, schema), now=_value(becomes, place, schema))
    gone, come = [v for v in was if v not in becomes], [v for v in becomes if v not in was]
    if not gone and not come:
        return _REORDERED
    if gone and come:
        return _OLD_NEW.fill(before=_value(gone, place, schema), now=_value(come, place, schema))
    return (_CAME if come else _WENT).fill(values=_value(come or gone, place, schema))


def _value(value: Any, place: Place, schema: Schema) -> Text:
    """A value as people read it, whole and escaped: choices by their names, maps and lists with commas, figures by title."""
    if value is None:
        return Text("ikke ført", "not given")
    if isinstance(value, list):
        apart = "; " if value and isinstance(value[0], dict) else ", "
        return joined([_value(item, (*place, 0), schema) for item in value], apart)
    if isinstance(value, dict):
        return _several(value, place, schema)
    if isinstance(value, int) and not isinstance(value, bool) and place[-1] != "year":
        return in_every_language(value)
    labels = schema.labels(place)
    if isinstance(value, str) and value in labels:
        return plain(labels[value])
    return _as_printed(str(value), place[-1], schema.node(place))


def _as_printed(words: str, name: object, node: Mapping[str, Any]) -> Text:
    """A day, an organisation number or a telephone number as it is printed, anything else as it stands."""
    if node.get("format") == "date":
        with suppress(ValueError):
            return in_every_language(date.fromisoformat(words))
    if name in _ORGANISATIONS:
        return same(spaced(words))
    return same(escaped(written(national(words)) if name in ("number", "from", "to") else words))


_ORGANISATIONS = frozenset(["organisation_number"])


def _several(value: Mapping[str, Any], place: Place, schema: Schema) -> Text:
    """The fields of a map: a range of numbers and a postal address as one, the others with commas between."""
    parts = {key: _part(key, inner, (*place, key), schema) for key, inner in value.items()}
    for first, last, sign in (("from", "to", "–"), ("postcode", "city", " ")):
        if first in parts and last in parts:
            parts[first] = joined([parts[first], parts.pop(last)], sign)
    for name, words in (("since", _SINCE), ("until", _UNTIL)):
        if name in parts:
            parts[name] = words.fill(day=parts[name])
    return joined(list(parts.values()), ", ")


def _part(key: str, value: Any, place: Place, schema: Schema) -> Text:
    """One field of several: a figure says what it counts; an address or a number reads by itself."""
    said = _value(value, place, schema)
    if not isinstance(value, int) or isinstance(value, bool) or key == "year":
        return said
    called = title(schema.node(place), place)
    return _FIELD.fill(title=plain(called), change=said)


def _other_files(before: Side, now: Side) -> Iterator[Line]:
    """The scheme, the requirements, the statistics and the misuse, each by its file and what differs in it."""
    old = {r.document.file: r for r in before.files.records if r.kind != "centre"}
    new = {r.document.file: r for r in now.files.records if r.kind != "centre"}
    for name in sorted({*old, *new}):
        if name not in new:
            yield Line(_FILE_GONE.fill(about=_about(old[name])))
            continue
        was = old[name].data if name in old else {}
        if was != new[name].data:
            said = _FILE_CHANGED if name in old else _FILE_NEW
            yield Line(said.fill(about=_about(new[name])))
            yield from (Line(text, 1) for text in _details(was, new[name].data, new[name].kind, now.files))


def _about(record: Record) -> Text:
    """What a file that is no centre's holds, as people call it."""
    told = _ABOUT.get(record.kind, same("{file}"))
    words = {"file": record.document.file, "name": record.get("name"), "year": record.get("year")}
    return told.fill(**{key: escaped(str(value)) for key, value in words.items()})


# --- The whole register -----------------------------------------------------------------------------------------


def _fall(before: Side, now: Side) -> Text | None:
    """A warning when fewer are approved, by more than a tenth, on the day or when what is proposed has taken effect."""
    if _lets_go(before, now):
        return None  # what falls was never approved
    known = {d.id for c in before.register.centres for d in c.decisions}
    later = {d.effective for c in now.register.centres for d in c.decisions if d.id not in known}
    same_rules = before.register.scheme.rules == now.register.scheme.rules
    may_fall = _differing(before.register, now.register) if same_rules else {**before.centres, **now.centres}
    for day in sorted({now.register.as_of, *(d for d in later if d > now.register.as_of)}):
        lost = _approved(before.register, day, may_fall) - _approved(now.register, day, may_fall)
        if lost > 0 and lost * 10 > (was := _approved(before.register, day, before.centres)):
            return _FALL.fill(before=was, now=was - lost, day=written_day(day))
    return None


def _lets_go(before: Side, now: Side) -> bool:
    """Whether this is a step that takes out all that was invented: into use, or into a rehearsal."""
    was, becomes = before.register.scheme, now.register.scheme
    return was.demonstration and (not becomes.demonstration or (becomes.rehearsal and not was.rehearsal))


def _approved(register: Register, day: date, numbers: Iterable[str]) -> int:
    """How many of the centres with these organisation numbers are approved on a day."""
    found, rules = (c for n in numbers if (c := register.by_number.get(n))), register.scheme.rules
    return sum(lifecycle.status_on(c.decisions, day, rules) in COUNTED_AS_APPROVED for c in found)


def page_changes(before: Side, now: Side) -> dict[str, str]:
    """Each file of the site that is added, changed or removed, by its address, in every language."""
    only = related(before.register, now.register)
    new_edition = now.edition()
    same = (
        {n: v for v in new_edition.views if (n := v.centre.organisation_number) not in only} if only is not None else {}
    )
    old, new = made_of(Seen(before.edition(same), only)), made_of(Seen(new_edition, only))
    changes = {path: "added" for path in new if path not in old}
    changes |= {path: "changed" for path in new if path in old and old[path] != new[path]}
    changes |= {path: "removed" for path in old if path not in new}
    return dict(sorted(changes.items()))


def related(before: Register, now: Register) -> frozenset[str] | None:
    """The centres that differ, and those that what is told of them may have to do with, by organisation number.

    That is who an approval came from or went to, and who has had the same number. None: everything may differ.
    """
    if (before.scheme, before.requirements, before.keys, before.as_of) != (
        now.scheme,
        now.requirements,
        now.keys,
        now.as_of,
    ):
        return None
    old, new = before.by_number, now.by_number
    waiting = _differing(before, now)
    met: dict[object, set[str]] = defaultdict(set)
    for centre in (*before.centres, *(c for c in now.centres if c is not old.get(c.organisation_number))):
        for tie in _ties(centre):
            met[tie].add(centre.organisation_number)
    found: set[str] = set()
    while waiting:
        found |= waiting
        ties = (tie for n in waiting for side in (old, new) if n in side for tie in _ties(side[n]))
        waiting = {other for tie in ties for other in met[tie]} - found
    return frozenset(found)


def _differing(before: Register, now: Register) -> set[str]:
    """The centres that are not the same in both, by organisation number."""
    old, new = before.by_number, now.by_number
    return {n for n in {**old, **new} if old.get(n) is not new.get(n) and old.get(n) != new.get(n)}


def _ties(centre: Centre) -> Iterator[object]:
    """What two centres have in common that are told of together."""
    yield centre.organisation_number
    yield from (n for d in centre.decisions for n in (d.successor, d.predecessor) if n)
    yield from ((n.first, n.last) for n in centre.phone_numbers)


def _table(pages: Mapping[str, str], language: str) -> Iterator[str]:
    if not pages:
        return
    counts = {change: sum(c == change for c in pages.values()) for change in _CHANGES}
    yield f"\n<details>\n<summary>{_COUNTS.fill(**counts).in_language(language)}</summary>\n\n"
    yield f"| {_PAGE.in_language(language)} | {_WHAT.in_language(language)} |\n| --- | --- |\n"
    for path, change in list(pages.items())[:MOST_ROWS]:
        yield f"| `/{path}` | {_CHANGES[change].in_language(language)} |\n"
    if len(pages) > MOST_ROWS:
        yield "\n" + _MORE.fill(count=len(pages) - MOST_ROWS).in_language(language) + "\n"
    yield "\n</details>\n"


_CHANGES = {
    "added": Text("kommer til", "added"),
    "changed": Text("endres", "changed"),
    "removed": Text("fjernes", "removed"),
}
_HEADING = Text("Hva denne endringen gjør", "What this change does")
_NOTHING = Text("Ingenting i registeret endres.", "Nothing in the register changes.")
_FALL = Text(
    "Advarsel: antallet godkjente sentre faller fra {before} til {now} den {day}, mer enn en tidel.",
    "Warning: the number of approved centres falls from {before} to {now} on {day}, by more than a tenth.",
)
_GONE = Text(
    "{name}: filen er tatt bort. Et senter som er publisert, skal bli stående.",
    "{name}: the file is gone. A centre that is published is to stay.",
)
_LEFT = (
    Text(
        "**Registeret tas i bruk.** Demonstrasjonen er slutt: {count} oppdiktet senter tas ut, og hver side slutter å si at den er en demonstrasjon. Dette kan ikke gjøres om.",
        "**The register is taken into use.** The demonstration is over: {count} invented centre is taken out, and no page says any longer that it is a demonstration. This cannot be undone.",
    ),
    Text(
        "**Registeret tas i bruk.** Demonstrasjonen er slutt: {count} oppdiktede sentre tas ut, og hver side slutter å si at den er en demonstrasjon. Dette kan ikke gjøres om.",
        "**The register is taken into use.** The demonstration is over: {count} invented centres are taken out, and no page says any longer that it is a demonstration. This cannot be undone.",
    ),
)
_REHEARSED = (
    Text(
        "**En øvelse begynner.** {count} oppdiktet senter tas ut. Det som føres i stedet, er også oppdiktet, og hver side sier det.",
        "**A rehearsal begins.** {count} invented centre is taken out. What is entered instead is invented too, and every page says so.",
    ),
    Text(
        "**En øvelse begynner.** {count} oppdiktede sentre tas ut. Det som føres i stedet, er også oppdiktet, og hver side sier det.",
        "**A rehearsal begins.** {count} invented centres are taken out. What is entered instead is invented too, and every page says so.",
    ),
)
_NEW = Text("{name} ({number}) er nytt i registeret:", "{name} ({number}) is new in the register:")
_BADGE = Text("Merket viser «{status}».", "The badge shows “{status}”.")
_BADGE_STILL = Text("Merket viser fortsatt «{status}».", "The badge still shows “{status}”.")
_BADGE_LATER = Text("Merket viser «{status}» fra {day}.", "The badge shows “{status}” from {day}.")
_CHANGED_PAGE = Text("{count} side endres.", "{count} page changes.")
_CHANGED_PAGES = Text("{count} sider endres.", "{count} pages change.")
_ADDED_PAGES = Text("{count} sider kommer til.", "{count} pages are added.")
_DETAILS = Text("opplysninger er endret.", "details have changed.")
_RENAMED_ONLY = Text("filen har fått nytt navn.", "the file has a new name.")
_WORDING = Text("filen er skrevet om.", "the file has been rewritten.")
_RENAMED = Text(
    "Filen het {before} og heter nå {now}; {old} leder til {new}.",
    "The file was called {before} and is now {now}; {old} leads to {new}.",
)
_RENAMED_AWAY = Text(
    "Filen het {before} og heter nå {now}. {old} slutter å virke, og leder ikke til {new}: den som følger en gammel lenke, finner ingen side.",
    "The file was called {before} and is now {now}. {old} stops working, and does not lead to {new}: who follows an old link finds no page.",
)
_FIELD = same("{title}: {change}")
_SINCE = Text("fra {day}", "from {day}", "frå {day}")
_UNTIL = Text("til {day}", "until {day}")
_OLD_NEW = Text("{before} → {now}", "{before} → {now}")
_REPORT = Text("Årsrapport for {year}: {change}", "Yearly report for {year}: {change}")
_REPORT_CORRECTED = Text(
    "Årsrapporten for {year} rettes: {change}", "The yearly report for {year} is corrected: {change}"
)
_CAME = Text("nytt: {values}", "new: {values}")
_WENT = Text("tatt bort: {values}", "gone: {values}")
_REORDERED = Text("satt i en annen rekkefølge", "put in another order")
_ABOUT = {
    "statistics": Text("Forbrukertilsynets tall for {year}", "The consumer authority's figures for {year}"),
    "misuse": Text("Misbruk av merket: {name}", "Misuse of the badge: {name}"),
    "scheme": Text("Ordningen ({file})", "The scheme ({file})"),
    "requirements": Text("Kravene ({file})", "The requirements ({file})"),
    "keys": Text("Nøklene ({file})", "The keys ({file})"),
}
_FILE_GONE = Text("**{about}** er tatt bort.", "**{about}** is gone.", "**{about}** er teke bort.")
_FILE_NEW = Text(
    "**{about}** er nytt i registeret.", "**{about}** is new in the register.", "**{about}** er nytt i registeret."
)
_FILE_CHANGED = Text("**{about}** er endret.", "**{about}** has changed.", "**{about}** er endra.")
_COUNTS = Text(
    "Sider og filer: {added} kommer til, {changed} endres, {removed} fjernes.",
    "Pages and files: {added} added, {changed} changed, {removed} removed.",
)
_PAGE = Text("Adresse", "Address")
_WHAT = Text("Hva som skjer", "What happens")
_MORE = Text("… og {count} til.", "… and {count} more.")
