"""Sentences in the register's languages, and values made safe to show inside them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Self


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a language is called by those who speak it, how machines name it, and how it writes a day."""

    name: str
    locale: str  # as browsers, Babel and social media know it: nb_NO
    authority: str  # in the EU's list of languages
    months: tuple[str, ...]
    after_day: str = ""  # the sign after the number of a day
    sentences: str = ""  # the file with what the tools say in it, by the bokmål, where a Text has no words of its own


_NORWEGIAN = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember")  # fmt: skip
_ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
SPOKEN: Mapping[str, Spoken] = MappingProxyType(
    {
        "nb": Spoken("Bokmål", "nb_NO", "NOB", _NORWEGIAN, "."),
        "en": Spoken("English", "en_GB", "ENG", _ENGLISH),
        "nn": Spoken("Nynorsk", "nn_NO", "NNO", _NORWEGIAN, ".", "nynorsk.json"),
    }
)
"""The languages of the register, the source first: everything that goes through the languages takes them from here."""
LANGUAGES = tuple(SPOKEN)
SOURCE = LANGUAGES[0]
"""Norwegian bokmål: what is said in it always stands, and its pages are at the root of the site."""
NORTHERN = "æøåäöüéèêóòôáàâñčđŋšžŧ"
"""Letters beside a to z that stand in Norwegian, Sami and the neighbours' names."""
_LONGEST_SHOWN = 60
_IN_THE_NETWORK = re.compile(r"\bxn--[a-z0-9-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in the languages of the table, in its order; what is not given may stand in the language's own file."""

    nb: str
    en: str
    nn: str = ""

    def in_language(self, language: str) -> str:
        """The sentence in `language`; bokmål where that language has none, so that nothing is ever blank."""
        return self._own(language) or self.nb

    def in_all(self) -> dict[str, str]:
        """The sentence by language, in every one."""
        return {language: self.in_language(language) for language in LANGUAGES}

    def _own(self, language: str) -> str:
        known = SPOKEN.get(language)
        return getattr(self, language, "") or (_sentences(known.sentences).get(self.nb, "") if known else "")

    def fill(self, **values: object) -> Self:
        """The same sentence with `{name}` replaced: a Text by its own words in each language, a day as people write it."""
        return type(self)(*(_filled(self._own(lang), lang, values) for lang in LANGUAGES))


def said(words: str, language: str) -> str:
    """What is written in bokmål alone, in a language whose file has it; bokmål where it has not."""
    return Text(words, "").in_language(language)


@cache
def _sentences(file: str) -> dict[str, str]:
    """What the tools' sentences are in one language, by the bokmål; a copy of this module alone speaks bokmål instead."""
    try:
        found: dict[str, str] = json.loads(files(__package__).joinpath(file).read_text("utf-8")) if file else {}
    except OSError:
        return {}
    return found


def _filled(sentence: str, language: str, values: dict[str, object]) -> str:
    return sentence.format(**{name: _spoken(value, language) for name, value in values.items()})


def _spoken(value: object, language: str) -> object:
    if isinstance(value, Text):
        return value.in_language(language)
    return written_out(value, language) if isinstance(value, date) else value


def written_out(day: date, language: str) -> str:
    """A day as people write it: 24. november 2026."""
    spoken = SPOKEN[language]
    return f"{day.day}{spoken.after_day} {spoken.months[day.month - 1]} {day.year}"


def as_day(words: object) -> object:
    """The day that is written YYYY-MM-DD, for a sentence to say as people write it; anything else as it is."""
    try:
        return date.fromisoformat(words) if isinstance(words, str) and len(words) == len("2026-11-24") else words
    except ValueError:
        return words


def in_each(made: Callable[[str], str]) -> Text:
    """What is made for each language by its code."""
    return Text(*(made(language) for language in LANGUAGES))


def same(words: str) -> Text:
    """A text that reads the same in every language: a name, a number, a code."""
    return in_each(lambda _: words)


def joined(texts: Iterable[Text], sign: str = " ") -> Text:
    """Texts one after the other, with `sign` between them, in every language."""
    kept = list(texts)
    return in_each(lambda language: sign.join(text.in_language(language) for text in kept))


def all_of(texts: Iterable[Text | str], joiner: Text | None = None) -> Text:
    """`a, b og c`, in every language; with another word than «og» before the last when one is given."""
    kept = [same(one) if isinstance(one, str) else one for one in texts]
    return in_each(lambda code: _listed([text.in_language(code) for text in kept], (joiner or _AND).in_language(code)))


def one_of(texts: Iterable[Text | str]) -> Text:
    """`a, b eller c`, in every language."""
    return all_of(texts, OR)


def cited(words: Text | str) -> Text:
    """Words in quotation marks, as each language has them."""
    return _CITED.fill(words=words)


def _listed(words: list[str], joiner: str) -> str:
    return f" {joiner} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""


_AND = Text("og", "and")
OR = Text("eller", "or")
_CITED = Text("«{words}»", "“{words}”")


def prefix(language: str) -> str:
    """What comes before every page address in a language: nothing for the source."""
    return "" if language == SOURCE else f"{language}/"


def everywhere(path: str) -> list[str]:
    """The address of a page in each language."""
    return [prefix(language) + path for language in LANGUAGES]


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
    if text.isprintable():  # none of them is
        return text
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in hidden else c for c in text)


def counted(count: int, one: Text, many: Text) -> Text:
    """So many of a thing, as it is said of one and of any other number: `{count}` in the words is the number."""
    return (one if count == 1 else many).fill(count=count)
