"""Every page and file that is made of the register: where it stands, its template, and what of the register it shows.

The site renders this table, and the report of a change compares what the files are made of instead of building them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
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
class Page:
    """One page: its template, its address without language, what it shows besides the scheme, and what it is given."""

    template: str
    path: str
    of: Callable[[], object]  # asked only by those who compare
    known: Mapping[str, Any] = field(default_factory=dict)
    in_sitemap: bool = True
    signed: bool = False  # only where the site is signed


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
    yield Page("index", addresses.FRONT, lambda: (edition.approved, _depths(edition)))
    yield Page("centres", addresses.CENTRES, lambda: [_listed(v) for v in edition.views])
    yield Page("decisions", addresses.DECISIONS, lambda: [_told(e) for e in edition.entries])
    yield Page("checks", addresses.CHECKS, lambda: (edition.register.keys, sorted(_credentials(edition))))
    yield Page("compare", addresses.COMPARE, lambda: buyers.facets(edition))
    yield Page("bulk", addresses.BULK, lambda: buyers.facets(edition))
    yield Page("verify_front", addresses.VERIFY, _nothing)
    yield Page("mark", addresses.MARK, lambda: [_named(v) for v in edition.views])
    yield Page("404", addresses.NOT_FOUND, _nothing, in_sitemap=False)
    yield Page("checked", addresses.CHECKED, lambda: edition.register.as_of, in_sitemap=False)
    yield Page("offline", addresses.OFFLINE, _nothing, in_sitemap=False)
    yield Page("edit", addresses.EDIT, _nothing, forms, in_sitemap=False)
    yield Page("log", addresses.LOG, lambda: _logged(edition), signed=True)
    yield Page("numbers", addresses.NUMBERS, lambda: [_number(n) for n in edition.numbers])
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
    yield Page("centre", addresses.centre(slug), lambda: view, known)
    yield Page("verification", addresses.verification(number), lambda: (_verified(view), signed), known)
    yield Page("badges", addresses.badge_page(number), lambda: _marked(view), {"view": view}, in_sitemap=False)
    for former in view.centre.former_slugs:
        yield Page("moved", addresses.centre(former), lambda: _named(view), {"view": view}, in_sitemap=False)
    for one in unit.numbers:
        yield Page("number", addresses.number(one.first, one.last), partial(_number, one), {"number": one})


def prose(edition: Edition) -> Iterator[tuple[str, Callable[[], object]]]:
    """The pages of prose that show the register besides: their addresses, and what of it they show."""
    yield addresses.MISUSE, lambda: edition.misuse
    yield addresses.DATA, lambda: edition.latest
    yield addresses.STATISTICS, lambda: figures.figures(edition.register, edition.kinds)
    yield addresses.REQUIREMENTS, lambda: edition.register.requirements


def made_of(edition: Edition) -> dict[str, object]:
    """Every file that follows the register, by its address, and what it is made of."""
    terms, signed = (edition.register.scheme, edition.register.requirements), bool(edition.register.keys)
    found: dict[str, object] = {}
    for page in pages(edition):
        if signed or not page.signed:
            found |= dict.fromkeys(everywhere(page.path), page.of())
    for path, of in prose(edition):
        found |= dict.fromkeys(everywhere(path), of())
    found |= {"sitemap.xml": {path: of for path, of in found.items() if path.endswith("/")}}
    for view in edition.views:
        found |= dict(_files_of_centre(view, edition))
    found |= dict(_feeds(edition)) | dict(_payloads(edition))
    if signed:
        found |= dict(_signed(edition))
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
    yield addresses.edit_centre(centre.slug), edit_page.centre(view, edition)


def _feeds(edition: Edition) -> Iterator[tuple[str, object]]:
    listed = feeds.newest_first(edition.entries)
    told = [_told(e) for e in listed]
    yield from ((path, told[: feeds.LONGEST]) for path in _feed_at(addresses.DECISIONS_FEED))
    for kind in edition.kinds:
        of_kind = [one for one, e in zip(told, listed, strict=True) if e.reads.kind == kind]
        made = of_kind[: feeds.LONGEST] or edition.newest
        yield from ((path, made) for path in _feed_at(addresses.kind_feed(kind)))
    running = [(_named(v), calendars.coming(v)) for v in edition.views if v.status in RUNNING]
    if running:
        yield from ((path, running) for path in everywhere(addresses.RENEWALS))


def _payloads(edition: Edition) -> Iterator[tuple[str, object]]:
    """What programs read: of most of it, the very content."""
    made = api.Api(edition.site_url, edition.register.scheme.demonstration, edition.latest)
    centres, decisions = [made.centre(v) for v in edition.views], made.decision_list(edition.entries)
    counted, tables = figures.figures(edition.register, edition.kinds), lookup.build(edition.views).files
    day = edition.latest
    yield from (
        (addresses.api_centre(v.centre.organisation_number), (c, v.latest))
        for v, c in zip(edition.views, centres, strict=True)
    )
    yield from ((path, (centres, day)) for path in (addresses.API_CENTRES, addresses.CENTRES_CSV))
    yield from ((path, decisions) for path in (addresses.API_DECISIONS, addresses.DECISIONS_CSV))
    yield from ((path, counted) for path in (addresses.API_STATISTICS, addresses.STATISTICS_CSV))
    yield from tables.items()
    held = day, [(_named(v), _stands(v), v.centre.phone_numbers) for v in edition.views]
    yield from ((path, held) for path in (addresses.API_NUMBERS, addresses.NUMBERS_CSV, addresses.NUMBER_CHANGES))
    yield addresses.API_HISTORY, ([(_named(v), v.standing) for v in edition.views], day)
    yield addresses.LOOKUP_INDEX, (_depths(edition), day)
    yield addresses.WORKER, (tables, [(_listed(v), v.numbers) for v in edition.views], edition.misuse)
    yield from parted.shards(edition)
    yield addresses.BUYERS, buyers.buyers_file(edition)
    names = [(_listed(v), v.numbers) for v in edition.views]
    yield addresses.NAMES_INDEX, names
    yield addresses.MISUSE_INDEX, edition.misuse
    yield addresses.BUILD, (len(edition.views), edition.approved, tables, names, edition.misuse)
    known = edit_page.highest(edition), [_named(v) for v in edition.views]
    yield from ((path, known) for path in everywhere(addresses.EDIT_DATA))
    schemas = {name: schema.root for name, schema in edition.schemas.items()}
    yield from ((path, schemas) for path in (addresses.OPENAPI, addresses.EDIT_VALIDATOR))
    yield addresses.DATASET, (schemas, day)
    yield from ((addresses.schema(name), root) for name, root in schemas.items())


def _signed(edition: Edition) -> Iterator[tuple[str, object]]:
    held = _credentials(edition)
    yield from ((addresses.credential(number), credential) for number, credential in held.items())
    gone = [issued.revoked(c, edition.register) for c in edition.register.centres]
    yield addresses.REVOCATIONS, gone
    yield addresses.SUSPENSIONS, [_credential(v, edition) for v in edition.views if v.status is Status.SUSPENDED]
    yield addresses.DID, edition.register.keys
    yield addresses.LOG_CHECKPOINT, _logged(edition)
    for view in edition.views:
        yield from ((addresses.decision_file(d.id), d) for d in view.standing.decisions)


# --- What of a centre, a decision or a number is shown --------------------------------------------------------------


def _nothing() -> object:
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


def _shown(shown: Callable[[Any], object], items: Sequence[Any], ways: object) -> object:
    return [shown(item) for item in items], ways


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


def _held(view: CentreView, number: PhoneRange) -> object:
    return _named(view), number


def _depths(edition: Edition) -> object:
    """How the look-up tables are cut, which the front page tells its script."""
    made = lookup.build(edition.views)
    return made.phone_depth, made.organisation_depth


def _credential(view: CentreView, edition: Edition) -> object:
    signed = bool(edition.register.keys)
    return (view.centre.name, issued.issued(view.centre, edition.register)) if signed else None


def _credentials(edition: Edition) -> dict[str, object]:
    held = {v.centre.organisation_number: issued.issued(v.centre, edition.register) for v in edition.views}
    return {
        v.centre.organisation_number: (v.centre.name, held[v.centre.organisation_number])
        for v in edition.views
        if edition.register.keys and held[v.centre.organisation_number]
    }


def _logged(edition: Edition) -> object:
    return [d.id for v in edition.views for d in v.standing.decisions], edition.register.keys


_IN_LISTS: dict[str, Callable[[Any], object]] = {"centres": _listed, "numbers": _number, "decisions": _told}
