"""What a build leaves for the signing: a site that lacks only what takes a key, and a file that says what it was made of.

The signing works out for itself everything that it signs. What is said here only lets it see that the two agree.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .. import addresses
from ..language.refusals import Refusal
from ..language.texts import Text, shown
from ..register.multikey import ROLES, multikey
from ..trust.credentials import Issuer
from ..trust.log import Log
from . import staging

FILE = "unsigned.json"
_VERSION = 1


class NotWhole(Refusal):
    """What was built is not as its own manifest says, or cannot be read; `text` names the file."""


@dataclass(frozen=True)
class Unsigned:
    """What a build was made of, and the pages in which it left signs for hashes that only the key gives."""

    as_of: date
    site_url: str
    commit: str | None
    keys: Mapping[str, str]  # the public ones by role, as Multikey
    log: str  # the imprint of the log that it foresaw
    fill: tuple[str, ...]
    contexts: Mapping[str, Any]

    def written(self) -> str:
        """As it stands in the file."""
        facts = {"v": _VERSION, **vars(self), "as_of": self.as_of.isoformat(), "fill": sorted(self.fill)}
        return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def public(issuer: Issuer) -> dict[str, str]:
    """The keys as they are written down."""
    return {role: multikey(issuer.keys[role]) for role in ROLES}


def imprint(log: Log) -> str:
    """What tells one foreseen log from another."""
    return hashlib.sha256(b"\n".join(log.entries)).hexdigest()


def read(folder: Path) -> Unsigned | None:
    """What the build in `folder` says of itself; None when nothing in it is to be signed. Raises NotWhole."""
    file = folder / FILE
    if not file.exists():
        return None
    try:
        said = json.loads(file.read_text("utf-8"))
        if said.pop("v") != _VERSION:
            raise ValueError("another version")
        return Unsigned(**{**said, "as_of": date.fromisoformat(said["as_of"]), "fill": tuple(map(str, said["fill"]))})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise NotWhole(_UNREAD.fill(file=FILE)) from None


def files(folder: Path, manifest: str | None = None) -> dict[str, str]:
    """The build's files and their SHA-256, each as its manifest says and nothing besides. Raises NotWhole, and names one.

    `manifest` is the SHA-256 of the manifest itself, when whoever built has told it by another way.
    """
    try:
        text = (folder / addresses.MANIFEST_OF_ALL).read_bytes()
        listed = staging.listed(text.decode())
    except (OSError, ValueError):
        raise NotWhole(_NO_MANIFEST.fill(folder=shown(folder.name))) from None
    if manifest is not None and hashlib.sha256(text).hexdigest() != manifest:
        raise NotWhole(_OTHER_MANIFEST)
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not _plain_folder(path)}
    for name in sorted(listed.keys() ^ (there.keys() - {addresses.MANIFEST_OF_ALL})):
        raise NotWhole((_MISSING if name in listed else _EXTRA).fill(file=shown(name)))
    for name, digest in listed.items():
        if there[name].is_symlink() or not there[name].is_file():
            raise NotWhole(_EXTRA.fill(file=shown(name)))
        if hashlib.sha256(there[name].read_bytes()).hexdigest() != digest:
            raise NotWhole(_CHANGED.fill(file=shown(name)))
    return listed


def _plain_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


_UNREAD = Text("{file} i det som ble bygget, kan ikke leses.", "{file} in what was built cannot be read.")
_NO_MANIFEST = Text(
    "«{folder}» er ikke noe som er bygget her: manifest.sha256 mangler eller kan ikke leses.",
    "“{folder}” is nothing that was built here: manifest.sha256 is missing or cannot be read.",
)
_OTHER_MANIFEST = Text(
    "Det som kom fram, er ikke det som ble bygget: manifest.sha256 er en annen. Ingenting er signert.",
    "What arrived is not what was built: manifest.sha256 is another. Nothing is signed.",
)
_MISSING = Text(
    "«{file}» står i manifestet, men er ikke der. Ingenting er signert.",
    "“{file}” is in the manifest but not there. Nothing is signed.",
)
_EXTRA = Text(
    "«{file}» ble ikke laget av bygget, eller er ikke en vanlig fil. Ingenting er signert.",
    "“{file}” was not made by the build, or is no ordinary file. Nothing is signed.",
)
_CHANGED = Text(
    "«{file}» er endret etter at den ble bygget. Ingenting er signert.",
    "“{file}” has been changed since it was built. Nothing is signed.",
)
