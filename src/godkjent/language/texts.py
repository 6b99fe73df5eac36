"""Sentences in the register's languages, and values made safe to show inside them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Self

LANGUAGES = ("nb", "en", "nn")
NORTHERN = "æøåäöüéèêóòôáàâñčđŋšžŧ"
"""Letters beside a to z that stand in Norwegian, Sami and the neighbours' names."""
_LONGEST_SHOWN = 60
_IN_THE_NETWORK = re.compile(r"\bxn--[a-z0-9-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Norwegian bokmål, English and Nynorsk; the last may stand in `nynorsk.json` by its bokmål."""

    nb: str
    en: str
    nn: str = ""

    def in_language(self, language: str) -> str:
        """The sentence in `language`; bokmål where that language has none, so that nothing is ever blank."""
        return self._own(language) or self.nb

    def _own(self, language: str) -> str:
        return getattr(self, language, "") or (_nynorsk().get(self.nb, "") if language == "nn" else "")

    def fill(self, **values: object) -> Self:
        """The same sentence with `{name}` replaced: a Text by its own words in each language, a day as people write it."""
        return type(self)(*(_filled(self._own(lang), lang, values) for lang in LANGUAGES))


@cache
def _nynorsk() -> dict[str, str]:
    """What the tools' sentences are in Nynorsk, by the bokmål; a copy of this module alone speaks bokmål instead."""
    try:
        found: dict[str, str] = json.loads(files(__package__).joinpath("nynorsk.json").read_text("utf-8"))
    except OSError:
        return {}
    return found


def _filled(sentence: str, language: str, values: dict[str, object]) -> str:
    return sentence.format(**{name: _spoken(value, language) for name, value in values.items()})


def _spoken(value: object, language: str) -> object:
    if isinstance(value, Text):
        return value.in_language(language)
    return written_out(value, language) if isinstance(value, date) else value


_NORWEGIAN = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember")  # fmt: skip
_ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip


def written_out(day: date, language: str) -> str:
    """A day as people write it: 24. november 2026."""
    english = language == "en"
    return f"{day.day}{'' if english else '.'} {(_ENGLISH if english else _NORWEGIAN)[day.month - 1]} {day.year}"


def as_day(words: object) -> object:
    """The day that is written YYYY-MM-DD, for a sentence to say as people write it; anything else as it is."""
    try:
        return date.fromisoformat(words) if isinstance(words, str) and len(words) == len("2026-11-24") else words
    except ValueError:
        return words


def same(words: str) -> Text:
    """A text that reads the same in every language: a name, a number, a code."""
    return Text(words, words, words)


def joined(texts: Iterable[Text], sign: str = " ") -> Text:
    """Texts one after the other, with `sign` between them, in every language."""
    kept = list(texts)
    return Text(*(sign.join(text.in_language(language) for text in kept) for language in LANGUAGES))


def shown(value: object) -> str:
    """A value as it may stand in a message: one line, shortened, and without characters that act on a terminal.

    A domain is named as people know it, and not as it is written in the network.
    """
    text = _IN_THE_NETWORK.sub(_as_named, visible(str(value)))
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _as_named(label: re.Match[str]) -> str:
    """A label of a domain with its æ, ø and å; one with letters of other tongues stays, for it may pass for another name."""
    try:
        named = label[0].lower().encode("ascii").decode("idna")
    except UnicodeError:
        return label[0]
    return named if all(c.isascii() or c in NORTHERN for c in named) else label[0]


def visible(text: str) -> str:
    """The text with each control, format (bidi, zero width), surrogate and line-separator character as a replacement sign."""
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in hidden else c for c in text)


def counted(count: int, one: Text, many: Text) -> Text:
    """So many of a thing, as it is said of one and of any other number: `{count}` in the words is the number."""
    return (one if count == 1 else many).fill(count=count)


def listed(words: list[str], joiner: str) -> str:
    """`a, b og c`: words joined as a sentence joins them."""
    return f" {joiner} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""
