"""Checks the pages that people write in content/: whole in every language, with the same places, sources and links.

python scripts/prose.py [FOLDER]     # else content/pages
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from godkjent import addresses
from godkjent.language.texts import LANGUAGES, SOURCE, prefix

OTHERS = LANGUAGES[1:]
SHORTEST, LONGEST = 40, 155
"""Characters of a description that a search engine shows whole."""
_ANCHOR, _SOURCE, _INSIDE = r"\{#(\w+)\}", r"\((https?://[^)]+)\)", r"\]\((/[^)]*)\)"
OF_EVERY_LANGUAGE = (
    "/api/",
    "/schemas/",
    "/vedtak/feed.atom",
    *(f"/{file}" for file in (addresses.SECURITY, addresses.SBOM, addresses.LICENCES)),
)
"""Where files stand that are the same in every language."""


def faults(pages: Path) -> Iterator[str]:
    """A sentence for everything that is wrong, with the file it is in."""
    names = {path.name for language in LANGUAGES for path in (pages / language).glob("*.md")}
    for name in sorted(names):
        texts = {language: _text(pages / language / name) for language in LANGUAGES}
        for language, text in texts.items():
            where = f"content/pages/{language}/{name}"
            if text is None:
                yield f"{where} mangler. Hver side må finnes på alle språk."
                continue
            yield from (f"{where}: {said}" for said in _head(text, language, name.removesuffix(".md")))
            yield from (f"{where}: {said}" for said in _inside(text, language))
            if (first := texts[SOURCE]) is not None and language != SOURCE:
                yield from (f"{where}: {said}" for said in _unlike(first, text))


def _text(path: Path) -> str | None:
    return path.read_text("utf-8", errors="replace") if path.is_file() else None


def _head(text: str, language: str, slug: str) -> Iterator[str]:
    head = dict(line.split(": ", 1) for line in text.split("\n\n")[0].splitlines() if ": " in line)
    for field, wanted in (("Slug", slug), ("Lang", language)):
        if head.get(field) != wanted:
            yield f"øverst skal det stå «{field}: {wanted}»."
    if not SHORTEST <= (size := len(head.get("Description", ""))) <= LONGEST:
        yield f"beskrivelsen (Description) er {size} tegn; søkemotorer viser {SHORTEST} til {LONGEST}."


def _inside(text: str, language: str) -> Iterator[str]:
    """A reader stays in the language that was chosen."""
    start = f"/{prefix(language)}"
    others = tuple(f"/{other}/" for other in OTHERS if other != language)
    for address in re.findall(_INSIDE, text):
        if not address.startswith(OF_EVERY_LANGUAGE) and (not address.startswith(start) or address.startswith(others)):
            yield f"lenken til {address} går til et annet språk."


def _unlike(first: str, other: str) -> Iterator[str]:
    """What a translation must have in common with the page that it is of."""
    if re.findall(_ANCHOR, first) != re.findall(_ANCHOR, other):
        yield "har ikke de samme ankrene ({#…}), i samme rekkefølge, som den norske siden."
    if sorted(re.findall(_SOURCE, first)) != sorted(re.findall(_SOURCE, other)):
        yield "viser ikke til de samme kildene som den norske siden."


def main() -> int:
    """Say what is wrong with the pages."""
    root = Path(__file__).resolve().parent.parent
    found = list(faults(Path(sys.argv[1]) if len(sys.argv) > 1 else root / "content" / "pages"))
    print("\n".join(found) or "Sidene i content/ er hele på alle språk.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
