"""Says which packages new locks change, from which version to which: the text of the proposal, in Markdown.

    python3 scripts/renewed.py HEAD    # what is here, compared with a commit; nothing when every version is the same

It runs where nothing is installed and a proposal may be written, so it needs Python alone, and takes a lock for what it is:
names, versions and hashes. Anything else in one, such as an address, is refused by its line.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

USE = {
    "requirements-sign.lock": "signeringen",
    "requirements.lock": "byggingen",
    "requirements-test.lock": "prøvene",
    "package-lock.json": "npm",
}
"""Each lock and what it is for; a package that stands in several is named by the first, which is closest to the keys."""
VERSION = r"[0-9][\w.+!-]*"
PIN = re.compile(rf"([A-Za-z0-9][\w.-]*)(?:\[[\w,-]+\])?==({VERSION})(?: ; [\w .'\"=<>!()]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
NPM = re.compile(rf"(?:node_modules/(?:@[\w.-]+/)?[\w.-]+/?)+ {VERSION} (?:sha(?:1|512)-[\w+/=]+)")

Versions = Mapping[str, frozenset[str]]
"""Each package with the versions of it: npm has several of one side by side, and Python one for each system."""


def python(text: str) -> Versions:
    """The packages of a requirements file. Raises ValueError with the line that is none."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in text.splitlines():
        if pin := PIN.fullmatch(line):
            found[pin[1]].add(pin[2])
        elif not HASH.fullmatch(line) and not line.lstrip().startswith("#"):
            raise ValueError(line)
    return {name: frozenset(versions) for name, versions in found.items()}


def npm(text: str) -> Versions:
    """The packages of npm's lock. Raises ValueError with the entry that says more than a version and a hash."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path, entry in json.loads(text)["packages"].items():
        said = f"{path} {entry.get('version')} {entry.get('integrity')}"
        if path and ("resolved" in entry or not NPM.fullmatch(said)):
            raise ValueError(said)
        if path:
            found[path.rpartition("node_modules/")[2]].add(entry["version"])
    return {name: frozenset(versions) for name, versions in found.items()}


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """Each package that differs, as (name, from, to, what it is for), in the order of their use."""
    rows: dict[tuple[str, str], tuple[str, str, str, str]] = {}
    for lock, use in USE.items():
        read = npm if lock.endswith(".json") else python
        old, new = read(before[lock]), read(after[lock])
        for name in sorted({*old, *new}):
            if old.get(name) != new.get(name):
                row = (name, _said(old.get(name)), _said(new.get(name)), use)
                rows.setdefault((name, "npm" if read is npm else "python"), row)
    return list(rows.values())


def _said(versions: frozenset[str] | None) -> str:
    return ", ".join(sorted(versions)) if versions else "–"


def text(rows: list[tuple[str, str, str, str]]) -> str:
    """What the proposal says; nothing when nothing differs."""
    if not rows:
        return ""
    table = "".join(f"| `{name}` | {old} | {new} | {use} |\n" for name, old, new, use in rows)
    number = "Én pakke har" if len(rows) == 1 else f"{len(rows)} pakker har"
    return HEAD.format(number=number) + table + FOOT


HEAD = """\
{number} fått en annen utgave i låsene. Registeret ble satt opp, kontrollert og bygget med dem på en maskin uten hemmeligheter.
Hver utgave har vært ute i minst en uke; går en pakke tilbake, har noen låst en som er yngre.

| pakke | fra | til | brukes til |
|---|---|---|---|
"""
FOOT = """
**Hva du gjør**

1. Vent til kontrollene er grønne. Arbeidsflyten har startet dem. Står det ingen under forslaget etter noen minutter, trykker du
   **Close pull request** og så **Reopen pull request**: et forslag som er åpnet av en arbeidsflyt, starter ingenting selv.
2. Se på det som står «signeringen» ved. De pakkene kan lese nøklene, så les hva som er nytt i dem før du godkjenner.
3. Er noe rødt, skriver du rettelsen på denne grenen. Da lar arbeidsflyten forslaget være til det er flettet eller lukket.
"""


def main(commit: str) -> int:
    """Print the text; 1 with a sentence when a lock is not one."""
    try:
        before = {name: _shown(commit, name) for name in USE}
        after = {name: Path(name).read_text("utf-8") for name in USE}
        print(text(changes(before, after)), end="")
    except ValueError as wrong:
        print(f"Dette er ikke en lås: {wrong}", file=sys.stderr)
        return 1
    return 0


def _shown(commit: str, name: str) -> str:
    return subprocess.run(["git", "show", f"{commit}:{name}"], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
