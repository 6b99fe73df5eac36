"""What every template knows, in the language of the page it renders: words, dates, addresses, the register itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from .. import addresses
from ..language.i18n import Language
from ..language.texts import SOURCE, Text
from ..outputs import badges, buyers, embed, parted, search
from ..outputs.charts import Key, message, panels
from ..outputs.counties import PLACES
from ..outputs.figures import Figure, figures
from ..outputs.licences import LICENCES
from ..outputs.lookup import Lookup
from ..outputs.openapi import FILES
from ..outputs.units import Unit, units
from ..public.edition import Edition
from ..public.views import CentreView
from ..register import asked, phones
from ..register.lifecycle import TRANSITIONS, Transition
from ..register.model import CHOICES, Centre, Kind, PhoneRange, Status
from ..register.multikey import fingerprint, from_multikey
from ..register.schema import title
from ..register.statuses import COUNTED_AS_APPROVED, STATUSES, TRANSFERRED
from ..trust.credentials import Issuer
from ..trust.issued import Issued, issued
from ..trust.log import ROOT, Log, imprint, unknown
from ..trust.tlog import vkey
from . import icons
from .alternates import Alternate, alternates
from .assets import Assets
from .calling import holidays_from
from .linked import linked_data
from .number_kinds import NUMBER_KINDS


@dataclass(frozen=True, kw_only=True)
class Site(Edition):
    """An edition with what only its pages know: styles and scripts, drawings, what signs it, where it was built."""

    assets: Assets
    lookup: Lookup
    charts: Mapping[Key, Markup] = field(default_factory=dict)
    theme: Path = Path("theme")
    kept: Path = Path("build")
    issuer: Issuer | None = None  # None: the site is never to be signed, and says so
    repository: str = ""  # where changes are proposed; none known: the pages say what to do instead
    log: Log | None = None  # as it is foreseen; None without an issuer, for only a signed site has a log
    api_log: Mapping[str, Markup] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)  # when files of registry and content were last committed

    @cached_property
    def holidays(self) -> str:
        """The holidays of this year and three more, as the page's script reads them."""
        return " ".join(day.isoformat() for day in holidays_from(self.register.as_of))

    @cached_property
    def lists(self) -> dict[str, parted.Listed]:
        """The lists that may be too long for one page, by name."""
        return {listed.name: listed for listed in parted.lists(self)}

    @cached_property
    def units(self) -> list[Unit]:
        """What the pages of each centre are made of."""
        return units(self, signed=self.issuer is not None)

    @cached_property
    def credentials(self) -> dict[str, Issued]:
        """The latest credential of each centre that ever was approved, by organisation number; none when unsigned."""
        held = ((v.centre.organisation_number, issued(v.centre, self.register)) for v in self.views)
        return {number: credential for number, credential in held if credential} if self.issuer else {}

    @cached_property
    def buyer_facets(self) -> tuple[buyers.Facet, ...]:
        """What the list is filtered by, with the values that some centre has."""
        return buyers.facets(self)

    @cached_property
    def leads_to(self) -> dict[Kind, Status | None]:
        """The status that a kind of decision leads to; None when it leads to none of its own."""
        return {kind: transition.leads_to for kind, transition in TRANSITIONS.items()}

    @property
    def transitions(self) -> list[tuple[Kind, Transition]]:
        """The transition table, row by row."""
        return list(TRANSITIONS.items())

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, as the statistics page and the data files show them."""
        return figures(self.register, self.kinds, self.views)

    @cached_property
    def embed_integrity(self) -> str:
        """The imprint of the script that stands on other sites."""
        return embed.integrity(self.assets.embed)

    @cached_property
    def misuse_index(self) -> str:
        """The index of known misuse: a file, and part of what tells one set of kept files from another."""
        return search.misuse_index(self.misuse)

    def languages_of(self, page: Any) -> list[Language]:
        """The languages in which a prose page is there."""
        there = {page.lang, *(other.lang for other in page.translations)}
        return [language for code, language in self.languages.items() if code in there]

    def language_of(self, context: Context) -> Language:
        """The language of the page being rendered: its own `lang`, or that of the prose page in it."""
        page = context.get("page")
        return self.languages[context.get("lang") or (page.lang if page else SOURCE)]


def furnish(environment: Environment, site: Site, language: Language | None = None) -> None:
    """Give a template environment the site's words and functions.

    They speak `language`; without one, that of the page being rendered, which costs a look-up at every call.
    """
    environment.globals.update(_unspoken(site))
    environment.globals.update({name: _speaking(site, said, language) for name, said in _spoken(site).items()})
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        _speaking(site, Language.gettext, language), _speaking(site, Language.ngettext, language), newstyle=True
    )


def _unspoken(site: Site) -> dict[str, Any]:
    """What is the same in every language."""
    return {
        "site": site,
        "addresses": addresses,
        "icon": icons.icon,
        "mark": icons.mark,
        "SANCTIONS": (Kind.WARNING, Kind.SUSPENSION, Kind.REVOCATION, Kind.REJECTION),
        "Status": Status,
        "statuses": list(Status),
        "STATUSES": STATUSES,
        "TRANSFERRED": TRANSFERRED,
        "NUMBER_KINDS": NUMBER_KINDS,
        "panels": panels,
        "chart_message": message,
        "COUNTY_PLACES": PLACES,
        "API_FILES": FILES,
        "LICENCES": LICENCES,
        "phone": phones.written,
        "phone_span": phone_span,
        "vkey": lambda: vkey(site.log.origin, site.issuer.keys["log"]) if site.log and site.issuer else "",
        "imprint": imprint,
        "log_root": unknown(ROOT),
        "hosts": hosts,
        "site_name": site_name,
        "qr_path": badges.qr_path,
        "fingerprint": lambda key: fingerprint(from_multikey(key)),
        "link": lambda path: site.base + path,
        "asset": lambda name: site.base + site.assets.paths[name],
        "latest_report": buyers.latest_report,
        "latest_rate": buyers.latest_rate,
        "rate": buyers.rate,
        "few_calls": buyers.few_calls,
        "average_rate": buyers.average_rate,
        "FEW_CALLS": buyers.FEW_CALLS,
        "facet_counts": buyers.facet_counts,
        "values_of": buyers.values_of,
        "SEVERAL": CHOICES,
        "list_of": lambda name: site.lists.get(name),
        "APPROVING": sorted(COUNTED_AS_APPROVED),
        "absolute": lambda path: f"{site.site_url}/{path}",
    }


def phone_span(number: PhoneRange) -> str:
    """A number, or both ends of a range, as people write them."""
    return (
        phones.written(number.first)
        if number.single
        else f"{phones.written(number.first)} – {phones.written(number.last)}"
    )


def site_name(url: str) -> str:
    """A web address as people read it, with its form in the network beside it where that is another."""
    host = asked.host_of(url)
    plain = asked.readable(host)
    return url if plain == host else f"{url.replace(host, plain, 1)} ({host})"


def hosts(centre: Centre) -> str:
    """A centre's own web sites as a script matches them, host and path, with blanks between."""
    return " ".join(asked.host_of(url) + asked.path_of(url) for url in centre.websites)


def _speaking(site: Site, said: Callable[..., Any], language: Language | None) -> Callable[..., Any]:
    """A function of a language and more, bound to one language or to that of the page."""
    if language is not None:
        return partial(said, language)

    @pass_context
    def call(context: Context, *arguments: Any) -> Any:
        return said(site.language_of(context), *arguments)

    return call


def _spoken(site: Site) -> dict[str, Callable[..., Any]]:
    """Functions whose answer depends on a language, which is their first argument."""

    def text(language: Language, value: Text) -> str:
        return value.in_language(language.code)

    def page_link(language: Language, path: str, anchor: str = "") -> str:
        return site.base + language.prefix + path + anchor

    def label(language: Language, field: str, value: str) -> str:
        return _label(site, field, value).in_language(language.code)

    def field_title(language: Language, *place: str | int) -> str:
        return title(site.schemas["centre"].node(place), place).in_language(language.code)

    def itself(language: Language) -> Language:
        return language

    def belonging(language: Language, path: str, view: CentreView | None) -> list[Alternate]:
        return list(alternates(site, language, path, view))

    return {
        "alternates": belonging,
        "linked_data": partial(linked_data, site),
        "text": text,
        "day": Language.day,
        "number": Language.number,
        "page_link": page_link,
        "label": label,
        "field_title": field_title,
        "language": itself,
    }


def _label(site: Site, field: str, value: str) -> Text:
    """What a choice of a list field (`services`, `languages` …) is called."""
    return site.schemas["centre"].labels((field, 0))[value]
