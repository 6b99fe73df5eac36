"""Every page and file that is made of the register: where it stands, its template, and what of the register it shows.

The site renders this table, and the report of a change compares what the files are made of instead of building them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from .. import addresses
from ..acts import acts
from ..language.texts import everywhere
from ..public.edition import Edition
from ..public.views import CentreView, Entry, NumberView
from ..register.model import PhoneRange, Status
from ..register.statuses import RUNNING
from ..trust import issued
from . import api, buyers, calendars, edit_page, feeds, figures, lookup, parted
from .units import Unit, units


@dataclass(frozen=True)
class Seen:
    """An edition as those see it who compare it with another of the same terms, in which nobody but some centres may differ.

    What is told of those is told whole, and of the others by name alone: lists of the whole register are then as unlike as
    they would be if everybody were told of whole. With no such centres named, everybody is.
    """

    edition: Edition
    only: Collection[str] | None = None  # by organisation number

    def told(self, view: CentreView) -> bool:
        """Whether a centre is told of whole."""
        return self.only is None or view.centre.organisation_number in self.only

    def each(self, shown: Callable[[Any], object], items: Iterable[Any]) -> list[object]:
        """What is shown of centres, decisions or numbers, in their order."""
        if self.only is None:
            return [shown(item) for item in items]
        return [self._name(item) or shown(item) for item in items]

    def _name(self, item: CentreView | Entry | NumberView) -> object:
        """What tells an item from others; None when it is told of whole."""
        match item:
            case CentreView():
                return None if self.told(item) else item.centre.organisation_number
            case Entry():
                return None if item.centre.organisation_number in (self.only or ()) else item.decision.id
        return None if any(self.told(view) for view, _ in item.held) else (item.first, item.last)

    @cached_property
    def views(self) -> list[CentreView]:
        """The centres that are told of whole."""
        return [view for view in self.edition.views if self.told(view)]

    @cached_property
    def lookup(self) -> lookup.Lookup:
        """The look-up tables."""
        return lookup.build(self.edition.views)

    @cached_property
    def depths(self) -> object:
        """How the look-up tables are cut, which the front page tells its script."""
        return self.lookup.phone_depth, self.lookup.organisation_depth

    @cached_property
    def figures(self) -> object:
        """The figures of the register."""
        return figures.figures(self.edition.register, self.edition.kinds, self.edition.views)

    @cached_property
    def facets(self) -> object:
        """What centres are chosen by."""
        return buyers.facets(self.edition)


@dataclass(frozen=True)
class Page:
    """One page: its template, its address without language, what it shows besides the scheme, and what it is given."""

    template: str
    path: str
    of: Callable[[Seen], object]  # asked only by those who compare
    known: Mapping[str, Any] = field(default_factory=dict)
    in_sitemap: bool = True
    signed: bool = False  # only where the site is signed

    @property
    def shows(self) -> bool:
        """Whether it shows anything besides the scheme."""
        return self.of is not _nothing


def pages(edition: Edition) -> Iterator[Page]:
    """Every page with a template of its own, those of the whole register first."""
    yield from of_register(edition)
    for unit in units(edition, signed=bool(edition.register.keys)):
        yield from of_unit(unit)


def of_register(edition: Edition) -> Iterator[Page]:
    """Every page of the whole register."""
    forms = {
        "forms": edit_page.forms(edition),
        "acts": acts.ACTS,
        "choices": partial(edit_page.requirements_for, edition),
    }
    yield Page("index", addresses.FRONT, lambda seen: (seen.edition.approved, seen.depths))
    yield Page("centres", addresses.CENTRES, lambda seen: seen.each(_listed, edition.views))
    yield Page("decisions", addresses.DECISIONS, lambda seen: seen.each(_told, edition.entries))
    yield Page("checks", addresses.CHECKS, lambda seen: (edition.register.keys, sorted(_credentials(seen))))
    yield Page("compare", addresses.COMPARE, lambda seen: seen.facets)
    yield Page("bulk", addresses.BULK, lambda seen: seen.facets)
    yield Page("verify_front", addresses.VERIFY, _nothing)
    yield Page("mark", addresses.MARK, lambda seen: seen.each(_named, edition.views))
    yield Page("404", addresses.NOT_FOUND, _nothing, in_sitemap=False)
    yield Page("checked", addresses.CHECKED, lambda _: edition.register.as_of, in_sitemap=False)
    yield Page("offline", addresses.OFFLINE, _nothing, in_sitemap=False)
    yield Page("edit", addresses.EDIT, _nothing, forms, in_sitemap=False)
    yield Page("log", addresses.LOG, lambda _: _logged(edition), signed=True)
    yield Page("numbers", addresses.NUMBERS, lambda seen: seen.each(_number, edition.numbers))
    for listing in parted.lists(edition):
        yield from _parts(listing)


def _parts(listing: parted.Listed) -> Iterator[Page]:
    """The parts of a long list, and all of it on one page: none while the list's own page has it whole."""
    shown = _IN_LISTS[listing.name]
    ways = [(part.address, len(part.items)) for part in listing.parts]
    for part in listing.parts:
        of = partial(_shown, shown, part.items, ways)
        yield Page("list_part", listing.under + part.address, of, {"listing": listing, "part": part})
    if ways:
        everything = listing.under + addresses.EVERYTHING
        yield Page("list_whole", everything, partial(_shown, shown, listing.items, ways), {"listing": listing})


def of_unit(unit: Unit) -> Iterator[Page]:
    """Every page of one centre, and of the numbers that it has or had last."""
    view, known = unit.view, {"view": unit.view, "periods": unit.periods, "proof": unit.proof}
    number, slug = view.centre.organisation_number, view.centre.slug
    signed = (view.centre.name, unit.proof and unit.proof.credential)
    yield Page("centre", addresses.centre(slug), lambda _: view, known)
    yield Page("verification", addresses.verification(number), lambda _: (_verified(view), signed), known)
    yield Page("badges", addresses.badge_page(number), lambda _: _marked(view), {"view": view}, in_sitemap=False)
    for former in view.centre.former_slugs:
        yield Page("moved", addresses.centre(former), lambda _: _named(view), {"view": view}, in_sitemap=False)
    for one in unit.numbers:
        yield Page("number", addresses.number(one.first, one.last), partial(_of_number, one), {"number": one})


def prose(seen: Seen) -> Iterator[tuple[str, object]]:
    """The pages of prose that show the register besides: their addresses, and what of it they show."""
    yield addresses.MISUSE, seen.edition.misuse
    yield addresses.DATA, seen.edition.latest
    yield addresses.STATISTICS, seen.figures
    yield addresses.REQUIREMENTS, seen.edition.register.requirements


def made_of(seen: Seen) -> dict[str, object]:
    """Every file that follows the register, by its address, and what it is made of; of single centres, those told of whole."""
    edition = seen.edition
    terms, signed = (edition.register.scheme, edition.register.requirements), bool(edition.register.keys)
    found: dict[str, object] = {}
    of_centres = (page for unit in units(edition, signed=signed, only=seen.views) for page in of_unit(unit))
    for page in (*of_register(edition), *of_centres):
        if signed or not page.signed:
            found |= dict.fromkeys(everywhere(page.path), page.of(seen))
    for path, of in prose(seen):
        found |= dict.fromkeys(everywhere(path), of)
    found |= {"sitemap.xml": {path: of for path, of in found.items() if path.endswith("/")}}
    for view in seen.views:
        found |= dict(_files_of_centre(view, edition))
    found |= dict(_feeds(seen)) | dict(_payloads(seen))
    if signed:
        found |= dict(_signed(seen))
    return {path: (terms, of) for path, of in found.items()}


def _feed_at(path: str) -> list[str]:
    """A feed in both formats and every language."""
    return [*everywhere(path), *everywhere(addresses.json_feed(path))]


def _files_of_centre(view: CentreView, edition: Edition) -> Iterator[tuple[str, object]]:
    centre, standing, number = view.centre, view.standing, view.centre.organisation_number
    shown = (centre.name, _stands(view))
    yield from ((path, shown) for path in (addresses.badge(number), addresses.badge_picture(number)))
    plain = (addresses.neutral_badge(number), addresses.neutral_badge_picture(number))
    yield from ((path, number) for path in (*plain, addresses.qr(number, "svg"), addresses.qr(number, "png")))
    told = [_told(e) for e in view.entries]
    said = (_named(view), centre.trade_names, centre.address, centre.websites, standing.since, _stands(view), told)
    yield from ((path, said) for path in everywhere(addresses.confirmation(centre.slug)))
    for slug in (centre.slug, *centre.former_slugs):
        yield from ((path, (_named(view), told)) for path in _feed_at(addresses.centre_feed(slug)))
    if coming := calendars.coming(view):
        yield from ((path, (_named(view), coming)) for path in everywhere(addresses.calendar(centre.slug)))
    yield addresses.edit_centre(centre.slug), edit_page.centre(view, edit_page.states(view, edition.register), edition)


def _feeds(seen: Seen) -> Iterator[tuple[str, object]]:
    edition = seen.edition
    listed = feeds.newest_first(edition.entries)
    told = seen.each(_told, listed[: feeds.LONGEST])
    yield from ((path, told) for path in _feed_at(addresses.DECISIONS_FEED))
    for kind in edition.kinds:
        of_kind = [entry for entry in listed if entry.reads.kind == kind]
        made = seen.each(_told, of_kind[: feeds.LONGEST]) or edition.newest
        yield from ((path, made) for path in _feed_at(addresses.kind_feed(kind)))
    running = seen.each(lambda v: (_named(v), calendars.coming(v)), (v for v in edition.views if v.status in RUNNING))
    if running:
        yield from ((path, running) for path in everywhere(addresses.RENEWALS))


def _payloads(seen: Seen) -> Iterator[tuple[str, object]]:
    """What programs read: of most of it, the very content."""
    edition = seen.edition
    made = api.Api(edition.site_url, edition.register.scheme.demonstration, edition.latest)
    centres, decisions = seen.each(made.centre, edition.views), seen.each(made.decision, edition.entries)
    tables, day = seen.lookup.files, edition.latest
    yield from ((addresses.api_centre(v.centre.organisation_number), (made.centre(v), v.latest)) for v in seen.views)
    yield from ((path, (centres, day)) for path in (addresses.API_CENTRES, addresses.CENTRES_CSV))
    yield from ((path, (decisions, day)) for path in (addresses.API_DECISIONS, addresses.DECISIONS_CSV))
    yield from ((path, seen.figures) for path in (addresses.API_STATISTICS, addresses.STATISTICS_CSV))
    yield from tables.items()
    held = day, seen.each(lambda v: (_named(v), _stands(v), v.centre.phone_numbers), edition.views)
    yield from ((path, held) for path in (addresses.API_NUMBERS, addresses.NUMBERS_CSV, addresses.NUMBER_CHANGES))
    yield addresses.API_HISTORY, (seen.each(lambda v: (_named(v), v.standing), edition.views), day)
    yield addresses.LOOKUP_INDEX, (seen.depths, day)
    names = seen.each(lambda v: (_listed(v), v.numbers), edition.views)
    yield addresses.WORKER, (tables, names, edition.misuse)
    yield from ((path, seen.each(parted.row, views)) for path, views in parted.sharded(edition))
    yield addresses.BUYERS, seen.each(partial(buyers.centre, register=edition.register), edition.views)
    yield addresses.NAMES_INDEX, names
    yield addresses.MISUSE_INDEX, edition.misuse
    yield addresses.BUILD, (len(edition.views), edition.approved, tables, names, edition.misuse)
    known = edit_page.highest(edition), [_named(v) for v in edition.views]
    yield from ((path, known) for path in everywhere(addresses.EDIT_DATA))
    schemas = {name: schema.root for name, schema in edition.schemas.items()}
    yield from ((path, schemas) for path in (addresses.OPENAPI, addresses.EDIT_VALIDATOR))
    yield addresses.DATASET, (schemas, day)
    yield from ((addresses.schema(name), root) for name, root in schemas.items())


def _signed(seen: Seen) -> Iterator[tuple[str, object]]:
    edition, register = seen.edition, seen.edition.register
    yield from ((addresses.credential(number), credential) for number, credential in _credentials(seen).items())
    told = [view.centre for view in seen.views]
    yield addresses.REVOCATIONS, [issued.revoked(centre, register) for centre in told]
    yield addresses.SUSPENSIONS, [_credential(v, edition) for v in seen.views if v.status is Status.SUSPENDED]
    yield addresses.DID, register.keys
    yield addresses.LOG_CHECKPOINT, _logged(edition)
    for view in seen.views:
        yield from ((addresses.decision_file(d.id), d) for d in view.standing.decisions)


# --- What of a centre, a decision or a number is shown --------------------------------------------------------------


def _nothing(_: Seen) -> object:
    """A page shows nothing but the scheme."""
    return None


def _named(view: CentreView) -> tuple[str, str, str]:
    return view.centre.name, view.centre.slug, view.centre.organisation_number


def _listed(view: CentreView) -> object:
    standing = view.standing
    return view.centre, view.status, standing.approved_since, standing.valid_until


def _stands(view: CentreView) -> object:
    """A status and its days: since when a centre is approved, or since when it stands as it does."""
    standing = view.standing
    went = [(c.name, c.slug, c.organisation_number) for c in (*view.came_from, view.went_to) if c]
    return view.status, standing.approved_since if view.approved else standing.since, standing.valid_until, went


def _shown(shown: Callable[[Any], object], items: Sequence[Any], ways: object, seen: Seen) -> object:
    return seen.each(shown, items), ways


def _marked(view: CentreView) -> object:
    """What every page about a centre says, were it only to machines: who it is, where, and whether it is approved."""
    centre, standing = view.centre, view.standing
    who = (*_named(view), centre.trade_names, centre.websites, centre.email, centre.address, view.call_back)
    return who, _stands(view), standing.approved_since


def _verified(view: CentreView) -> object:
    return _marked(view), view.centre.phone_numbers, view.standing, [_told(e) for e in view.entries]


def _told(entry: Entry) -> object:
    centre = (entry.centre.name, entry.centre.slug, entry.centre.organisation_number)
    return centre, entry.decision, entry.correction, entry.void, entry.corrected


def _number(number: NumberView) -> object:
    """What a number's page tells of those who have or had it."""
    view = number.holder
    return number.first, number.last, view and (_stands(view), view.call_back), [_held(*pair) for pair in number.held]


def _of_number(number: NumberView, _: Seen) -> object:
    return _number(number)


def _held(view: CentreView, number: PhoneRange) -> object:
    return _named(view), number


def _credential(view: CentreView, edition: Edition) -> object:
    signed = bool(edition.register.keys)
    return (view.centre.name, issued.issued(view.centre, edition.register)) if signed else None


def _credentials(seen: Seen) -> dict[str, object]:
    """The credentials by organisation number, of the centres that are told of whole."""
    register = seen.edition.register
    held = {
        view.centre.organisation_number: issued.issued(view.centre, register) for view in seen.views if register.keys
    }
    names = {view.centre.organisation_number: view.centre.name for view in seen.views}
    return {number: (names[number], credential) for number, credential in held.items() if credential}


def _logged(edition: Edition) -> object:
    return [d.id for v in edition.views for d in v.standing.decisions], edition.register.keys


_IN_LISTS: dict[str, Callable[[Any], object]] = {"centres": _listed, "numbers": _number, "decisions": _told}
