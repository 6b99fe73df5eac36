"""Sentences in the register's languages, and values made safe to show inside them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

LANGUAGES = ("nb", "en", "nn")
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Norwegian bokmål, English and, where somebody wrote it, Nynorsk."""

    nb: str
    en: str
    nn: str = ""

    def in_language(self, language: str) -> str:
        """The sentence in `language`; bokmål where that language has none, so that nothing is ever blank."""
        return getattr(self, language, "") or self.nb

    def fill(self, **values: object) -> Self:
        """The same sentence with `{name}` replaced; a Text among the values is given in each language."""
        return type(self)(*(_filled(getattr(self, lang), lang, values) for lang in LANGUAGES))


def _filled(sentence: str, language: str, values: dict[str, object]) -> str:
    spoken = {k: v.in_language(language) if isinstance(v, Text) else v for k, v in values.items()}
    return sentence.format(**spoken)


def same(words: str) -> Text:
    """A text that reads the same in every language: a name, a number, a code."""
    return Text(words, words, words)


def joined(texts: Iterable[Text], sign: str = " ") -> Text:
    """Texts one after the other, with `sign` between them, in every language."""
    kept = list(texts)
    return Text(*(sign.join(text.in_language(language) for text in kept) for language in LANGUAGES))


def shown(value: object) -> str:
    """A value as it may stand in a message: one line, shortened, and without characters that act on a terminal."""
    text = visible(str(value))
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def visible(text: str) -> str:
    """The text with each control, format (bidi, zero width), surrogate and line-separator character as a replacement sign."""
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in hidden else c for c in text)


def listed(words: list[str], joiner: str) -> str:
    """`a, b og c`: words joined as a sentence joins them."""
    return f" {joiner} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""
