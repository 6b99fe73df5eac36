"""What a build was made of besides its commit: the settings that anybody who makes the same site again must give."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date

from .. import addresses
from ..language.refusals import Refusal
from ..language.texts import Text
from ..public.edition import Edition

_VERSION = 1
_SETTINGS = frozenset({"SITEURL", "REPOSITORY_URL", "LONGEST_LIST", "OFFLINE", "SOURCE_DATE_EPOCH"})
"""The variables that a build reads and that show in its files, the log and the keys aside."""
READ = _SETTINGS | {"AS_OF", "REGISTRY", "KEYS", "UNSIGNED", "PREVIOUS", "NEW_LOG", "KEPT", "JOBS", "PART"}
"""Every variable that a build reads."""


class Untold(Refusal):
    """A site does not say what it was made of; `text` says so."""


@dataclass(frozen=True)
class Inputs:
    """The day, the commit (None: files that differed from git) and the environment."""

    as_of: date
    commit: str | None
    settings: Mapping[str, str]


def written(edition: Edition, commit: str | None, **settings: str) -> str:
    """As it is published."""
    made = edition.generated_at
    epoch = {"SOURCE_DATE_EPOCH": str(int(made.timestamp()))} if made.tzinfo is UTC else {}
    told = {"v": _VERSION, "as_of": edition.register.as_of.isoformat(), "commit": commit}
    return json.dumps({**told, "settings": {"SITEURL": edition.site_url, **settings, **epoch}}, indent=1) + "\n"


def read(text: bytes | None) -> Inputs:
    """What a published file says; only settings that are known are taken. Raises Untold."""
    try:
        said = json.loads(text or b"")
        settings = {str(name): str(value) for name, value in said["settings"].items() if name in _SETTINGS}
        commit = said["commit"]
        if said["v"] != _VERSION or "SITEURL" not in settings or not (commit is None or commit.isalnum()):
            raise ValueError("not of ours")
        return Inputs(date.fromisoformat(said["as_of"]), commit, settings)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Untold(_UNTOLD.fill(file=addresses.BUILD_INPUTS)) from None


_UNTOLD = Text(
    "Det som ble publisert den dagen, sier ikke hva det er laget av: {file} mangler eller kan ikke leses.",
    "What was published that day does not say what it was made of: {file} is missing or cannot be read.",
)
