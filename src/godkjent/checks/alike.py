"""Names that a reader could take for each other: the same, or one letter apart, when what sets no name apart is left out."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files

_FORMS = frozenset({"as", "asa", "ans", "da", "sa", "ba", "nuf", "enk", "ks", "iks", "sti", "stiftelsen"})
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NOT_LETTER = re.compile(r"[^\w|]+")
_LABEL = 2
"""A word this short (A, B, II) or with a digit is there to tell two names apart."""

Words = tuple[str, ...]


def bare(name: str) -> Words:
    """The words of a name in small plain letters, without the form of company."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    words = _NOT_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).split()
    return tuple(w for w in words if w not in _FORMS) or tuple(words)


def keys(words: Words) -> set[str]:
    """What two names that are alike have at least one of in common: the letters, whole and with each one left out."""
    letters = "".join(words)
    return {letters, *(letters[:i] + letters[i + 1 :] for i in range(len(letters)))} if letters else set()


def alike(one: Words, other: Words) -> bool:
    """Whether two names are the same or one letter apart, and no label tells them apart."""
    return _one_apart("".join(one), "".join(other)) and not _labelled(one, other)


def _one_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return longer[same + 1 :] == shorter[same + (len(one) == len(other)) :]


def _labelled(one: Words, other: Words) -> bool:
    if len(one) != len(other):
        return {len(w) <= _LABEL for w in set(one) ^ set(other)} == {True}
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return any(max(len(a), len(b)) <= _LABEL or re.search(r"[0-9]", a + b) for a, b in apart)


def skeletons(name: str) -> frozenset[str]:
    """What a name looks like (UTS 39), as it is written and in small letters, without blanks, signs and company form."""
    letters = "".join(_NOT_LETTER.sub(" ", word) for word in name.split() if word.casefold() not in _FORMS)
    written = "".join(letters.split()) or name
    return frozenset({skeleton(written), skeleton(written.lower())})


def skeleton(text: str) -> str:
    """The text with every sign replaced by the prototype of those that look like it, as UTS 39 says."""
    prototypes = _prototypes()
    replaced = "".join(prototypes.get(c, c) for c in unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFD", replaced)


@cache
def _prototypes() -> dict[str, str]:
    """Unicode's table of confusables. The package links both ways: a sign to its prototype alone, a prototype to many.

    Where each has only the other, either will do, as long as it is the same for both.
    """
    text = files("confusable_homoglyphs").joinpath("confusables.json").read_text("utf-8")
    links = {sign: [row["c"] for row in rows] for sign, rows in json.loads(text).items()}
    alone = {sign: found[0] for sign, found in links.items() if len(sign) == 1 and len(found) == 1}
    return {sign: min(sign, other) if links.get(other) == [sign] else other for sign, other in alone.items()}
