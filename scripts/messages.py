"""Gathers every sentence of the templates and the code into the catalogues under theme/locale/.

The Norwegian sentence is its own id. A new or changed one stands untranslated in the other languages until somebody
writes it; the tests say which.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "theme" / "locale"
_METHODS = [("**.html", "jinja2.ext:babel_extract"), ("**.svg", "jinja2.ext:babel_extract"), ("**.py", "python")]
_OPTIONS = {"**.html": {"trimmed": "false", "silent": "false"}, "**.svg": {"silent": "false"}}


def gathered() -> Catalog:
    """Every message of the templates and of `N_` and gettext calls in the package, with where it stands."""
    catalog = Catalog(project="godkjent", charset="utf-8")
    for folder in (ROOT / "theme" / "templates", ROOT / "src" / "godkjent"):
        for file, line, message, comments, context in _found(folder):
            catalog.add(message, locations=[(f"{folder.name}/{file}", line)], auto_comments=comments, context=context)
    return catalog


def _found(folder: Path) -> Iterator[tuple]:  # type: ignore[type-arg]
    keywords = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2)}
    return iter(extract_from_dir(str(folder), _METHODS, _OPTIONS, keywords=keywords))


def catalogues() -> Iterator[tuple[str, Path]]:
    """The languages that have a catalogue, and where it is."""
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/site.po")):
        yield path.parent.parent.name, path


def main() -> None:
    """Bring every catalogue up to date: new sentences come in, those that are gone go out, translations stay."""
    template = gathered()
    for language, path in catalogues():
        with path.open("rb") as old:
            catalog = read_po(old, locale=language)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        with path.open("wb") as new:
            write_po(
                new, catalog, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False, omit_header=False
            )
        missing = [m.id for m in catalog if m.id and not m.string]
        print(f"{language}: {len(catalog)} setninger, {len(missing)} uten oversettelse")


if __name__ == "__main__":
    main()
