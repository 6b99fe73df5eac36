"""The register as files: every page, badge, feed and data file, each a pure function of the site and its day.

Which pages there are stands in the table of `outputs.pages`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from .. import addresses
from ..language.i18n import Language
from ..language.texts import SOURCE
from ..outputs import (
    badges,
    build_inputs,
    buyers,
    calendars,
    confirmation,
    edit_page,
    embed,
    feeds,
    hosting,
    name_shards,
    open_data,
    pages,
    parted,
    sbom,
    search,
    security,
    shipped,
)
from ..outputs.kept import Piece
from ..outputs.openapi import Contract
from ..outputs.pages import Page
from ..outputs.search import Prose
from ..outputs.staging import MARKER
from ..outputs.units import Unit
from ..trust.log import ROOT, Log, unknown
from . import installed
from .frame import Frame
from .furnish import Site
from .modified import Modified

File = tuple[str, str | bytes]
"""A path in the output, and what the file there holds."""
Listed = tuple[str, Mapping[str, date | None]]
"""An address without language, and for each language the last day on which what it shows was changed."""
Template = Callable[[str, str], Any]
"""Gives the template of a name in the language of a code."""
MOST_KEPT = 60
"""Look-up files that a reader's device may keep; a larger register is looked up on the network only."""
SITEMAP_LIMIT = 40_000
"""Addresses in one sitemap file; the protocol allows 50,000."""


@dataclass(frozen=True)
class ProsePage:
    """A prose page as Pelican read it: its language, its address without language, its file, and what search needs."""

    language: str
    path: str
    source: str
    prose: Prose


def prose_of(page: Any) -> ProsePage:
    """What the register's own outputs need of one of Pelican's pages."""
    summary = getattr(page, "description", "")
    return ProsePage(
        page.lang,
        f"{page.slug}/",
        page.relative_source_path,
        Prose(page.title, page.url, summary, _plain(page.content)),
    )


def pieces(site: Site) -> Iterator[Piece]:
    """The files of the whole register that are kept from build to build."""
    yield from name_shards.pieces(site.views)
    yield from calendars.renewals(site.views, site.register, site.site_url, site.languages.values())


def of_register(
    site: Site, prose: Sequence[ProsePage], template: Template, made: Mapping[str, str], *, offline: bool = True
) -> Iterator[File]:
    """Every other file of the whole register, but Pelican's own prose pages and the assets; `made` are the hashes of `pieces`."""
    version = _kept_version(site, made)
    table = [page for page in pages.of_register(site) if site.issuer or not page.signed]
    for page in table:
        for language in site.languages.values():
            yield _page(site, page, template, language)
    yield from _whole_register(site)
    yield from _installable(site, template, version, offline)
    yield from _embedded(site, template)
    yield from open_data.files(site, site.figures, site.lookup)
    yield addresses.BUYERS, buyers.buyers_file(site)
    yield from parted.shards(site)
    yield from _search_files(site, prose)
    yield from edit_page.files(site, site.kept)
    yield from _schema_files(site)
    of_centres = (page for unit in site.units for page in pages.of_unit(unit))
    yield from _sitemaps(site, list(_listed(site, [*table, *of_centres], prose)), template)
    yield from _for_machines(site, version)
    yield addresses.BUILD_INPUTS, _inputs(site, offline)
    yield addresses.SBOM, sbom.document(site, Path.cwd())
    yield from security.files(site)
    yield addresses.LICENCES, shipped.licences(Path.cwd())


def _inputs(site: Site, offline: bool) -> str:
    """The settings of this build, for whoever makes the same again."""
    settings = {"LONGEST_LIST": str(site.longest_list), "OFFLINE": str(int(offline))}
    if site.repository:
        settings["REPOSITORY_URL"] = site.repository
    return build_inputs.written(site, site.commit, **settings)


def of_unit(frame: Frame, unit: Unit, template: Template, contract: Contract, documents: Path | None) -> Iterator[File]:
    """Every page and file of one centre, made of its unit and the frame alone; what is costly is kept in `documents` too."""
    for page in pages.of_unit(unit):
        for language in frame.languages.values():
            yield _page(frame, page, template, language)
    yield from _centre_files(frame, unit, template, documents)
    yield open_data.centre_file(frame, unit.view, contract)
    yield addresses.edit_centre(unit.view.centre.slug), edit_page.centre_file(unit.view, unit.ahead, frame)


def _page(site: Site, page: Page, template: Template, language: Language) -> File:
    """One page in one language; it knows its own address and that it stands in every language."""
    known = {"lang": language.code, "path": page.path, "in_languages": list(site.languages.values()), **page.known}
    path = addresses.file_of(language.prefix + page.path)
    return path, template(page.template, language.code).render(**known)


def _whole_register(site: Site) -> Iterator[File]:
    for language in site.languages.values():
        for channel in feeds.of_register(site, language):
            yield from feeds.files(site, language, channel, _icon(site))


def _icon(site: Site) -> str:
    return f"{site.site_url}/{site.assets.paths['icon-192.png']}"


def _centre_files(site: Frame, unit: Unit, template: Template, documents: Path | None) -> Iterator[File]:
    view, proven = unit.view, unit.proof is not None
    number, slug = view.centre.organisation_number, view.centre.slug
    live, neutral = (template(name, SOURCE).render(lang=SOURCE, view=view) for name in ("badge", "neutral"))
    page = f"{site.site_url}/{addresses.verification(number)}"
    yield from badges.files(view, page, live, neutral, site.assets.fonts)
    for language in site.languages.values():
        document = confirmation.document(site, view, language, site.theme, documents, proven=proven)
        yield language.prefix + addresses.confirmation(slug), document
        if calendar := calendars.calendar(view, site.register, site.site_url, language):
            yield language.prefix + addresses.calendar(slug), calendar
        yield from feeds.files(site, language, feeds.of_centre(view, language), _icon(site))


def _installable(site: Site, template: Template, version: str, offline: bool) -> Iterator[File]:
    """What lets the check be installed, searched from the address bar, and asked without a network."""
    for language in site.languages.values():
        yield language.prefix + addresses.OPENSEARCH, template("opensearch", language.code).render(lang=language.code)
        yield language.prefix + addresses.MANIFEST, installed.manifest(site, language)
    kept = [site.base + path for path in _kept(site)]
    yield addresses.WORKER, template("sw", SOURCE).render(lang=SOURCE, offline=offline, kept=kept, version=version)
    for language in site.languages.values():
        yield language.prefix + addresses.PULSE, template("pulse", language.code).render(lang=language.code)


def _embedded(site: Site, template: Template) -> Iterator[File]:
    """The check that others have on their sites, with the front page's own answers."""
    yield addresses.EMBED, site.assets.embed
    for language in site.languages.values():
        html = template("embed", language.code).render(lang=language.code, embedded=True)
        yield embed.words(language, site.lookup, html)


def _kept_version(site: Site, made: Mapping[str, str]) -> str:
    """What tells one set of kept files from another: those that carry no hash in their names, by what they are made of."""
    names = (digest for path, digest in made.items() if path.startswith((addresses.NAMES_INDEX, addresses.NAMES_PARTS)))
    held = [*_kept(site), *site.lookup.files.values(), *names, site.misuse_index]
    said = [str(site.approved), site.trusted_until.isoformat()]
    return hashlib.sha256("".join([*held, *said]).encode()).hexdigest()[:16]


def _kept(site: Site) -> list[str]:
    """What a reader's device keeps: the front pages, their parts, and the tables while they are small."""
    pages = [
        language.prefix + page for language in site.languages.values() for page in (addresses.FRONT, addresses.OFFLINE)
    ]
    tables = sorted(site.lookup.files) if len(site.lookup.files) <= MOST_KEPT else []
    indexes = [addresses.NAMES_INDEX, addresses.MISUSE_INDEX, *(addresses.pages_index(code) for code in site.languages)]
    return [*pages, addresses.BUILD, *site.assets.kept, *indexes, *tables]


def _search_files(site: Site, prose: Sequence[ProsePage]) -> Iterator[File]:
    yield addresses.MISUSE_INDEX, site.misuse_index
    for code in site.languages:
        yield addresses.pages_index(code), search.pages_index([p.prose for p in prose if p.language == code], code)


def _schema_files(site: Site) -> Iterator[File]:
    for name, schema in site.schemas.items():
        path = addresses.schema(name)
        published = {**schema.root, "$id": f"{site.site_url}/{path}"}
        yield path, json.dumps(published, ensure_ascii=False, indent=2) + "\n"


def _for_machines(site: Site, version: str) -> Iterator[File]:
    if site.base == "/":  # robots read it at the root of a domain and nowhere else
        yield "robots.txt", f"User-agent: *\nDisallow:\nSitemap: {site.site_url}/sitemap.xml\n"
    yield hosting.HEADERS, hosting.headers(site.base)
    yield hosting.REDIRECTS, hosting.redirects(site.base)
    rules = site.register.scheme.rules
    facts: dict[str, Any] = {
        "as_of": site.register.as_of.isoformat(),
        "generated_at": site.generated_at.isoformat(),
        "demonstration": site.register.scheme.demonstration,
        "centres": len(site.views),
        "approved": site.approved,
        "commit": site.commit,
        "offline": version,
        "terms": {"approval_years": rules.approval_years, "grace_days": rules.grace_days},
        "log": _log_facts(site.log),
    }
    yield MARKER, json.dumps(facts, indent=2) + "\n"


def _log_facts(log: Log | None) -> dict[str, Any] | None:
    return {"size": len(log.entries), "root": unknown(ROOT)} if log else None


def _listed(site: Site, table: Sequence[Page], prose: Sequence[ProsePage]) -> Iterator[Listed]:
    """Every address that a search engine is told of, and the day of what it shows in each language."""
    modified = Modified(site, site.changed)
    for page in table:
        if page.in_sitemap:
            yield page.path, dict.fromkeys(site.languages, modified.page(page))
    for path in sorted({p.path for p in prose}):
        yield path, {p.language: modified.prose(path, p.source) for p in prose if p.path == path}


def _sitemaps(site: Site, listed: list[Listed], template: Template) -> Iterator[File]:
    """One sitemap, or an index of several when there are more addresses than one may hold."""
    step = SITEMAP_LIMIT // len(site.languages)
    parts = [listed[i : i + step] for i in range(0, len(listed), step)]
    names = ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, template("sitemap", SOURCE).render(lang=SOURCE, listed=part)
    if len(parts) > 1:
        yield "sitemap.xml", template("sitemap-index", SOURCE).render(lang=SOURCE, names=names)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def _plain(html: str) -> str:
    """The words of a page without its tags."""
    reader = _Text()
    reader.feed(html)
    return " ".join(" ".join(reader.pieces).split())
