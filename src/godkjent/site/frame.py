"""What all pages and files of single centres are made with: the terms, words, addresses and looks, but no other centre.

A frame is a site that hides the register. Whoever makes a centre's page can read nothing but the frame and the centre's
unit, so that a hash of these two says whether the page would become the same: reading more stops the build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from ..outputs.lookup import Lookup
from ..public.views import CentreView
from ..register.clock import OSLO
from ..register.program import digest, files, libraries
from .furnish import Site

PROGRAM = Path(__file__).resolve().parent.parent
_THEIRS = ("package-lock.json", "pelicanconf.py", "publishconf.py", "scripts/bundle.mjs")


class SeesTooMuch(RuntimeError):
    """Something that is made of one centre asked for the whole register; then its key would not say when it changes."""

    def __init__(self) -> None:
        super().__init__("Det som lages av ett senter, kan ikke lese hele registeret.")


@dataclass(frozen=True, slots=True)
class _Hidden:
    """What may not be read."""

    def __iter__(self) -> NoReturn:
        raise SeesTooMuch

    def __len__(self) -> NoReturn:
        raise SeesTooMuch

    def __getitem__(self, _: object) -> NoReturn:
        raise SeesTooMuch


class Frame(Site):
    """A site without its register: its month is told, and not its day."""

    @cached_property
    def views(self) -> tuple[CentreView, ...]:
        """Every centre, which no single one may ask for."""
        raise SeesTooMuch


def frame_of(site: Site) -> Frame:
    """The frame of a site."""
    hidden: Any = _Hidden()
    terms = replace(site.register, centres=hidden, statistics=hidden, misuse=hidden, as_of=site.month)
    shown = {one.name: getattr(site, one.name) for one in fields(site)}
    known = {"register": terms, "generated_at": datetime.combine(site.month, time(), OSLO), "commit": None}
    return Frame(**shown | known | {"known": {}, "charts": {}, "log": None, "api_log": {}, "lookup": Lookup(0, 0, {})})


def key_of(frame: Frame, settings: Mapping[str, Any]) -> str:
    """The hash of all that a frame holds and of the program, the theme and the libraries that read it."""
    register = frame.register
    told = [repr((register.scheme, register.requirements, register.keys, register.log_origin, register.as_of))]
    told += [f"{name}: {schema.root!r}" for name, schema in sorted(frame.schemas.items())]
    told += [repr((list(frame.languages), frame.site_url, frame.repository, frame.assets))]
    told += [repr(frame.issuer.public if frame.issuer else None)]
    told += [repr([settings[name] for name in ("JINJA_ENVIRONMENT", "TEMPLATE_EXTENSIONS")])]
    return digest((*told, program_of(frame.theme)))


def program_of(theme: Path) -> str:
    """The hash of the program, the theme, and the version of everything that they use."""
    theirs = (path.read_bytes() for name in _THEIRS if (path := Path(name)).exists())
    return digest((*files(PROGRAM, ".py", ".json"), *files(theme), *libraries(), *theirs))
