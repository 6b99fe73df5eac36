"""Languages: catalogues read from `theme/locale/`, dates, numbers and lists as each language writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from .texts import SOURCE, SPOKEN, Spoken, Text, in_each, prefix, written_out


def N_(message: str) -> str:  # noqa: N802 - the name that message extraction looks for
    """Mark a message for translation where it is shown, not here."""
    return message


@dataclass(frozen=True)
class Language:
    """One language of the site."""

    code: str
    translations: NullTranslations = field(compare=False, hash=False)

    @property
    def spoken(self) -> Spoken:
        """Its row in the table: its name, and how machines know it."""
        return SPOKEN[self.code]

    @property
    def prefix(self) -> str:
        """What comes before every page address in this language: nothing for the source language."""
        return prefix(self.code)

    def gettext(self, message: str) -> str:
        """The message in this language; the Norwegian itself where nobody has translated it."""
        return str(self.translations.gettext(message))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The message that fits the number."""
        return str(self.translations.ngettext(one, many, number))

    def day(self, day: date) -> str:
        """A date written out: 24. november 2026."""
        return written_out(day, self.code)

    def month(self, day: date) -> str:
        """The month of a date written out: november 2026."""
        return format_date(day, "MMMM y", locale=self.spoken.locale)

    def number(self, number: float) -> str:
        """A number with the language's separators."""
        return _number(number, self.code)


def in_every_language(value: date | float) -> Text:
    """A date written out, or a number, as each language of the register writes it."""
    return in_each(lambda code: written_out(value, code) if isinstance(value, date) else _number(value, code))


@lru_cache(maxsize=100_000)
def _number(number: float, code: str) -> str:
    return format_decimal(number, locale=SPOKEN[code].locale)


def read_language(code: str, folder: Path) -> Language:
    """The language with its catalogue from `folder`; raises OSError when a translated language has none."""
    if code == SOURCE:
        return Language(code, NullTranslations())
    with (folder / code / "LC_MESSAGES" / "site.po").open("rb") as catalogue:
        compiled = BytesIO()
        write_mo(compiled, read_po(catalogue, locale=code))
    return Language(code, Translations(BytesIO(compiled.getvalue())))
