"""Styles and scripts: ours bundled by esbuild, the search engine copied as its makers ship it.

Every file carries a hash of its content in its name, so that a page never meets a script of another build.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from ..outputs import node
from ..register import asked

FOLDER = "static"
_LUNR = {
    "lunr": "lunr/lunr.min.js",
    "stemmer": "lunr-languages/min/lunr.stemmer.support.min.js",
    "norwegian": "lunr-languages/min/lunr.no.min.js",
}
_CHECK = ("check", "now", "stale")
"""The scripts of the front page."""
_Bundled = tuple[dict[str, str], dict[str, list[str]], dict[str, list[str]], str]
"""Files by name, for each script what it needs and what it may load, and the script that stands on other sites."""

_REFUSED = "Stiler og skript kunne ikke lages:"
_FONTS = "@expo-google-fonts/inter"


@dataclass(frozen=True)
class Assets:
    """Where each asset stands in the output, by a short name: `site`, `check`, `lunr` …"""

    paths: dict[str, str]
    needs: dict[str, list[str]] = field(default_factory=dict)  # scripts that a script cannot begin without, by name
    may_load: dict[str, list[str]] = field(default_factory=dict)  # those, and the ones it loads later
    fonts: Path = Path()  # the letters of pictures that are made at build time
    embed: str = ""  # the script that stands on other sites, which has an address of its own

    def beside(self, *scripts: str) -> list[str]:
        """The pieces that these pages' scripts share with others, for the browser to fetch beside them."""
        return sorted({self.paths[name] for script in scripts for name in self.needs[script]})

    @property
    def kept(self) -> list[str]:
        """What the check needs without a network: its scripts and all they load, the style, the search and the images."""
        parts = {name for script in _CHECK for name in (script, *self.may_load[script])}
        scripts = {self.paths[name] for name in parts}
        others = {path for name, path in self.paths.items() if name not in self.needs and not name.endswith(".png")}
        return sorted(scripts | others)


def build(root: Path, theme: Path, output: Path) -> Assets:
    """Put every asset into `output`/static. Raises node.NodeError when npm's part is missing or refuses."""
    modules = root / "node_modules"
    if not (modules / "lunr").is_dir() or not (modules / "esbuild").is_dir():
        raise node.NodeError("Mappen node_modules mangler. Kjør «make site», som henter det nettstedet trenger.")
    bundled, needs, may_load, embed = _bundle(root, theme, output)
    copied = {name: _copy(modules / path, output) for name, path in _LUNR.items()}
    images = {path.name: _copy(path, output) for path in sorted((theme / "static" / "images").iterdir())}
    return Assets({**bundled, **copied, **images}, needs, may_load, modules / _FONTS, embed)


def _bundle(root: Path, theme: Path, output: Path) -> _Bundled:
    """Bundle the style sheet and the page scripts; code that not every reader needs is split off and loaded later."""
    entries = [theme / "static" / "site.css", *sorted((theme / "static" / "pages").glob("*.js"))]
    tables = root / "build" / "asked.json"
    asked.write(tables)
    command = [node.executable(), "scripts/bundle.mjs", *map(str, (output / FOLDER, tables, *entries))]
    made = json.loads(node.run(command, root, _REFUSED))
    files = {name: f"{FOLDER}/{file}" for name, file in made["files"].items()}
    return files, made["needs"], made["mayLoad"], made["embed"]


def _copy(source: Path, output: Path) -> str:
    content = source.read_bytes()
    stem, _, ending = source.name.partition(".")
    name = f"{stem}-{hashlib.sha256(content).hexdigest()[:8]}.{ending}"
    (output / FOLDER).mkdir(parents=True, exist_ok=True)
    (output / FOLDER / name).write_bytes(content)
    return f"{FOLDER}/{name}"
