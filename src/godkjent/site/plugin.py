"""The Pelican plugin: reads and checks the register before anything is written, and writes every page that comes from it.

A register with errors stops the build with its sentences and exit status 1, and what was published before stays.
"""

from __future__ import annotations

import atexit
import errno
import hashlib
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from pelican import signals
from pelican.generators import Generator, PagesGenerator
from pelican.writers import Writer

from .. import addresses
from ..checks import rules
from ..language.i18n import read_language
from ..language.progress import track
from ..language.refusals import Refusal
from ..language.texts import SOURCE
from ..outputs import charts, kept, lookup, node, openapi, outsider_tool, units, unsigned
from ..outputs import staging as output
from ..outputs.kept import Kept
from ..outputs.units import Unit
from ..outputs.unsigned import Unsigned
from ..public.views import views
from ..register import clock, collecting, git, records, remembered
from ..register.model import Register
from ..register.problems import Level, as_text
from ..trust import contexts, credentials, keys, log, log_writing
from ..trust.credentials import Issuer
from . import api_log, assets, making
from .frame import frame_of, key_of
from .furnish import Site, furnish
from .markdown_links import SiteLinks
from .pages import of_register, pieces, prose_of
from .templates import LanguageEnvironment

MOST_KEPT = 2000
"""Centres of a register whose documents are kept apart from the site too; each takes about 110 kB on the disk."""


class BuildStopped(SystemExit):
    """Ends the build with exit status 1 and no traceback; what to do about it has been printed."""

    def __init__(self, message: str) -> None:
        print(message, file=sys.stderr)
        super().__init__(1)


@dataclass
class _Build:
    """The build under way; Pelican gives its plugins no other place to keep one."""

    staging: output.Staging
    site: Site
    kept: Kept


_builds: dict[str, _Build] = {}


def register() -> None:
    """Connect the plugin to Pelican's signals."""
    signals.initialized.connect(_start)
    signals.generator_init.connect(_furnish)
    signals.page_generator_finalized.connect(_place_pages)
    signals.get_generators.connect(_generators)
    signals.get_writer.connect(_writer)
    signals.finalized.connect(_publish)


def _start(pelican: Any) -> None:
    """Read, check and prepare; turn Pelican's output to a folder that is not published yet."""
    collecting.seldom()
    settings = pelican.settings
    keys.forget(os.environ)  # building takes others' code, and no secret
    read, day = _checked(settings)
    try:
        staging = output.stage(Path(settings["OUTPUT_PATH"]))
        atexit.register(staging.discard)
        for asked in (signal.SIGTERM, signal.SIGINT):  # of the latter Pelican would say that all went well
            signal.signal(asked, _stop)
        site = _site(settings, read, day, staging.folder)
    except (Refusal, output.OutputError, node.NodeError, contexts.ContextError) as error:
        raise BuildStopped(f"Bygget stoppet: {error}") from None
    except OSError as error:
        raise _unwritten(error) from None
    settings["MARKDOWN"].setdefault("extensions", []).append(SiteLinks(site.base))
    pelican.output_path = settings["OUTPUT_PATH"] = str(staging.folder)
    _builds[str(staging.folder)] = _Build(staging, site, kept.read(site.kept / "kept", staging.target))


def _stop(number: int, _frame: object) -> NoReturn:
    """End as if the build had failed: what is half made is taken away."""
    sys.exit(128 + number)


def _checked(settings: dict[str, Any]) -> tuple[records.Registry, date]:
    """The registry without errors, and its day; a registry with errors ends the build here."""
    folder = Path(settings["REGISTRY"])
    try:
        day = clock.as_of(settings.get("AS_OF"), os.environ)
        store = remembered.Store(Path.cwd() / settings["KEPT"] / "memory.sqlite")
        read = records.read(folder, track("Leser registeret"), store)
    except (clock.BadDate, OSError, ValueError) as error:
        raise BuildStopped(f"Bygget stoppet: {error}") from None
    problems = rules.check(read, day)
    read.keep()
    if problems:
        print(as_text(problems, SOURCE), file=sys.stderr)
    errors = sum(p.level is Level.ERROR for p in problems)
    if errors:
        raise BuildStopped(
            f"Bygget stoppet: registeret har {errors} feil. Det som var publisert før, står som det sto."
        )
    return read, day


def _site(settings: dict[str, Any], read: records.Registry, day: date, folder: Path) -> Site:
    root, theme = Path.cwd(), Path(settings["THEME"])
    held = read.register(day)
    known = views(held)
    bare = Site(
        register=held,
        schemas=read.schemas,
        languages={code: read_language(code, theme / "locale") for code in settings["LANGUAGES"]},
        site_url=settings["SITEURL"],
        longest_list=settings["LONGEST_LIST"],
        assets=assets.build(root, theme, folder),
        lookup=lookup.build(known),
        known={view.centre.organisation_number: view for view in known},
        generated_at=_generated_at(day),
        repository=(settings.get("REPOSITORY_URL") or held.scheme.repository or "").rstrip("/"),
        issuer=(issuer := _issuer(settings, held)),
        log=_log(settings, held, issuer),
        api_log=api_log.read(root),
    )
    drawn = charts.build(root, bare.figures, bare.languages.values())
    changed = git.last_changed(Path(settings["REGISTRY"])) | git.last_changed(Path(settings["PATH"]))
    return replace(
        bare,
        changed=changed,
        charts=drawn,
        commit=git.commit_of(Path(settings["REGISTRY"])),
        theme=theme,
        kept=root / settings["KEPT"],
    )


def _issuer(settings: dict[str, Any], held: Register) -> Issuer | None:
    """Who will sign the site; None when nobody is to. Everything that could stop the signing stops it here."""
    folder, site_url, published = settings.get("KEYS"), settings["SITEURL"], settings.get("PUBLISHED")
    if settings["UNSIGNED"]:
        return None
    if folder:
        public = keys.public_halves(Path(folder))
        issuer = Issuer(public, site_url) if public else None
    else:
        issuer = credentials.issuer_of(held.keys, site_url) if published else None
    if issuer:
        keys.refuse_others(issuer.keys, held.keys)
        credentials.refuse(held)
        if published:
            credentials.refuse_old_lists(held.as_of, clock.as_of(None, {}))
    return issuer


def _log(settings: dict[str, Any], held: Register, issuer: Issuer | None) -> log.Log | None:
    """The decision log as it will be; None when nobody signs it. The published log is never left behind."""
    place = settings.get("PREVIOUS")
    if issuer is None:
        if place and not settings["UNSIGNED"] and log_writing.is_there(place):
            raise log.LogError(log_writing.NO_KEYS)
        return None
    if not place and not settings["NEW_LOG"]:
        raise log.LogError(log_writing.NO_PREVIOUS)
    published = log_writing.published_at(place, issuer.keys["log"], held, issuer.site_url)
    tool = hashlib.sha256(outsider_tool.tool(contexts.documents(Path.cwd()))).hexdigest()
    return log_writing.foreseen(held, issuer.site_url, published, tool)


def _generated_at(day: date) -> datetime:
    """When the files say that they were made: SOURCE_DATE_EPOCH, else the first minute of the register's day."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.combine(day, time(), clock.OSLO)


def _furnish(generator: Generator) -> None:
    furnish(generator.env, _builds[str(generator.output_path)].site)


def _place_pages(generator: PagesGenerator) -> None:
    """Prose pages in a language that the site does not have yet are left out; one that is missing stops the build."""
    known = generator.settings["LANGUAGES"]
    if missing := list(_missing(generator, known)):
        raise BuildStopped("\n".join(["Bygget stoppet: prosasider mangler.", *missing]))
    for name in ("pages", "translations"):
        setattr(generator, name, [p for p in getattr(generator, name) if p.lang in known])
    for page in [*generator.pages, *generator.translations]:
        page.translations = [p for p in page.translations if p.lang in known]
    generator.context["pages"] = generator.pages


def _missing(generator: PagesGenerator, languages: Sequence[str]) -> Iterator[str]:
    """A sentence for each file that Pelican left out, and for each promised page that is not in every language."""
    there = [page for first in generator.pages for page in (first, *first.translations)]
    read = {Path(page.source_path).resolve() for page in there}
    folder = Path(generator.path)
    for file in sorted((folder / "pages").rglob("*.md")):
        if file.resolve() not in read:
            yield _LEFT_OUT.format(file=file.relative_to(folder))
    written = {(page.lang, f"{page.slug}/") for page in there}
    for address in addresses.PROSE:
        lacks = [language for language in languages if (language, address) not in written]
        if lacks:
            yield _NOT_THERE.format(address=address, languages=", ".join(lacks))


class ProseWriter(Writer):
    """Writes the prose pages; a disk that takes no more ends the build with a sentence."""

    def write_file(self, *given: Any, **named: Any) -> None:
        """Write one page."""
        try:
            super().write_file(*given, **named)
        except OSError as error:
            raise _unwritten(error) from None


def _writer(_pelican: Any) -> type[Writer]:
    return ProseWriter


def _unwritten(error: OSError) -> BuildStopped:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return BuildStopped(f"Bygget stoppet: {making.NO_ROOM.fill(why=error.strerror).nb if full else error}")


def _generators(_pelican: Any) -> type[Generator]:
    return RegisterGenerator


class RegisterGenerator(Generator):
    """Writes everything that comes from the register."""

    def generate_output(self, _writer: Any) -> None:
        """Write every file that follows the register."""
        folder = Path(self.output_path)
        try:
            self._write(_builds[str(folder)], track("Skriver sidene"))
        except (openapi.Breach, output.OutputError, making.NotMade) as breach:
            raise BuildStopped(f"Bygget stoppet: {breach}") from None
        except OSError as error:
            raise _unwritten(error) from None

    def _write(self, build: _Build, shown: Callable[[list[Unit]], Iterable[Unit]]) -> None:
        """Every file of the register: the centres that changed by several processes, and beside them what is of all of them."""
        site, staging, kept = build.site, build.staging, build.kept
        prose = {page.save_as: Path(page.source_path).name for page in self._prose()}
        part = making.part_from(self.settings.get("PART"))
        frame = frame_of(site)
        own = [unit for unit in site.units if part.holds(unit.name)]
        key = key_of(frame, self.settings)
        keys = dict(zip((u.name for u in own), units.keys(own, key), strict=True))
        new = list(making.taken_over(own, list(keys.values()), kept, staging))
        documents = site.kept if len(site.units) <= MOST_KEPT else None
        contract = openapi.Contract(openapi.document(frame.schemas, frame.site_url))
        jobs = making.jobs_from(self.settings.get("JOBS"), len(new))
        how = making.Making(frame, self._templates_of(frame), contract, documents, staging)
        with making.making(how, new, jobs) as made:
            if part.number == 1:
                once = making.put_pieces(pieces(site), key, kept, staging)
                _refuse_twice(once, prose)
                read, offline = [prose_of(p) for p in self._prose()], self.settings["OFFLINE"]
                for path, content in of_register(site, read, self._templates_of(site), once, offline=offline):
                    _refuse_twice((path,), prose)
                    staging.put(path, content)
            steps = iter(shown(new))
            for unit, files in made():
                next(steps, None)
                staging.digests.update(files)
                kept.put(unit.name, keys[unit.name], files)
                _refuse_twice(files, prose)

    def _templates_of(self, site: Site) -> Callable[[str, str], Any]:
        """The theme's templates with an environment for each language, whose functions need not ask for it."""
        environments = {}
        for code, language in site.languages.items():
            environments[code] = LanguageEnvironment(
                language, site.kept / "templates", loader=self.env.loader, **self.settings["JINJA_ENVIRONMENT"]
            )
            furnish(environments[code], site, language)
        endings = self.settings["TEMPLATE_EXTENSIONS"]
        return cache(lambda name, code: environments[code].select_template([name + ending for ending in endings]))

    def _prose(self) -> Iterator[Any]:
        for page in self.context.get("pages", []):
            yield from (page, *page.translations)


def _refuse_twice(files: Iterable[str], prose: Mapping[str, str]) -> None:
    """Raises OutputError for a file of the register at whose place a prose page would stand too."""
    for path in files:
        if path in prose:
            raise output.OutputError(_TWICE.format(path=path, file=prose[path]))


def _publish(pelican: Any) -> None:
    build = _builds.pop(str(pelican.output_path))
    try:
        if said := _unsigned(build.site):
            build.staging.put(unsigned.FILE, said.written())
        listed = output.manifest(build.staging.folder, build.staging.digests)
        build.staging.put(addresses.MANIFEST_OF_ALL, listed)
        build.staging.publish()
    except OSError as error:
        raise _unwritten(error) from None
    build.kept.save()


def _unsigned(site: Site) -> Unsigned | None:
    """What the signing is told; None when nobody is to sign."""
    if site.issuer is None or site.log is None:
        return None
    pages = [addresses.file_of(language.prefix + addresses.LOG) for language in site.languages.values()]
    return Unsigned(
        as_of=site.register.as_of,
        site_url=site.site_url,
        commit=site.commit,
        keys=unsigned.public(site.issuer),
        log=unsigned.imprint(site.log),
        fill=(*pages, addresses.BUILD),
        contexts=contexts.documents(Path.cwd()),
    )


_LEFT_OUT = (
    "{file} kan ikke leses, mangler linjene øverst (Title, Slug, Lang), eller er merket som utkast. "
    "Filen må være lagret som UTF-8."
)
_NOT_THERE = "Siden /{address} finnes ikke på: {languages}. Andre sider lenker til den."
_TWICE = "«{path}» skrives av registeret, men {file} vil også stå der. Gi prosasiden en annen Slug."
