"""What the site is made of, as CycloneDX (ECMA-424) in JSON: every locked package, and which of them readers are given.

It follows from the locks and the commit alone: no random serial number, no clock, no day.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..public.edition import Edition
from . import locks, shipped

SPECIFICATION = "1.6"
_EXPRESSION = re.compile(r"[\w.()+-]+( (AND|OR|WITH) [\w.()+-]+)*")
Json = dict[str, Any]


def document(edition: Edition, root: Path) -> str:
    """The whole document, of the locks under `root`."""
    listed = {one["bom-ref"]: one for one in (*_python(root), *_npm(root))}
    program: Json = {"type": "application", "bom-ref": "godkjent", "name": "godkjent"}
    if edition.commit:
        program["version"] = edition.commit
    made: Json = {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPECIFICATION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "version": 1,
        "metadata": {
            "lifecycles": [{"phase": "build"}],
            "component": {**program, "licenses": [{"license": {"id": "MIT"}}]},
        },
        "components": [listed[ref] for ref in sorted(listed)],
        "dependencies": [{"ref": "godkjent", "dependsOn": sorted(listed)}],
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _python(root: Path) -> Iterator[Json]:
    given = {one.name: one for one in shipped.SHIPPED if one.kind == "pypi"}
    signs = dict(locks.pinned((root / "requirements-sign.lock").read_text("utf-8")))
    for name, version in locks.pinned((root / "requirements.lock").read_text("utf-8")):
        part = _part(f"pkg:pypi/{name}@{version}", name, version, given.get(name))
        yield {**part, "properties": [*part["properties"], *([_property("signs")] if name in signs else [])]}


def _npm(root: Path) -> Iterator[Json]:
    given = {one.name: one for one in shipped.SHIPPED if one.kind == "npm"}
    for path, entry in locks.npm((root / "package-lock.json").read_text("utf-8")).items():
        if not entry.get("dev") and not entry.get("link"):
            name = path.rpartition("node_modules/")[2]
            at_top = path == f"node_modules/{name}"
            group, _, own = name.rpartition("/")
            url = f"pkg:npm/{quote(group, safe='')}{'/' if group else ''}{own}@{entry['version']}"
            part = _part(url, own, entry["version"], given.get(name) if at_top else None)
            yield {
                **part,
                **({"group": group} if group else {}),
                **_licensed(entry.get("license")),
                **_hashed(entry.get("integrity")),
            }


def _part(url: str, name: str, version: str, given: shipped.Shipped | None) -> Json:
    use = [_property("shipped", given.where)] if given else [_property("builds")]
    told = _licensed(given.licence) if given else {}
    scope = "required" if given else "excluded"  # in CycloneDX's words: of what runs, or only beside it
    found: Json = {"type": "library", "bom-ref": url, "name": name, "version": version, "purl": url, "scope": scope}
    return {**found, **told, "properties": use}


def _property(use: str, where: str = "yes") -> Json:
    return {"name": f"godkjent:{use}", "value": where}


def _licensed(said: str | None) -> Json:
    """A licence as the package's makers tell it."""
    if not said:
        return {}
    if not _EXPRESSION.fullmatch(said):
        return {"licenses": [{"license": {"name": said}}]}
    return {"licenses": [{"expression": said} if " " in said else {"license": {"id": said}}]}


def _hashed(integrity: str | None) -> Json:
    algorithm, _, digest = (integrity or "").partition("-")
    if algorithm != "sha512":
        return {}
    return {"hashes": [{"alg": "SHA-512", "content": base64.b64decode(digest).hex()}]}
