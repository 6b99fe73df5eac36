"""The line as it was surely meant: a text whose own signs YAML took for something else, set in quotation marks.

Nobody who writes a decision should have to know why a colon, a comma, a `#` or a curly quotation mark stopped the file;
what helps is the line, ready to be copied.
"""

from __future__ import annotations

import re

import yaml

from ..language.texts import visible

_IN_BRACES = re.compile(r"(?P<before>\s*(?:- )?[\w.]+:\s*\{\s*(?:nb|en|nn):\s*)(?P<text>.*?)(?P<after>\s*\}*\s*)")
_PLAIN = re.compile(r"(?P<before>\s*(?:- )?[\w.]+:\s+)(?P<text>[^\s{\[|>].*?)(?P<after>\s*)")
_ANOTHER = re.compile(r"[,;]\s*(?:nb|en|nn)\s*:")
"""A text in another language on the same line: where one ends and the next begins is not known."""
_QUOTES = "\"'“”„‟‘’‚«»"
_LONGEST = 300
IN_LANGUAGES = ("reason", "remedy")
"""The texts of a decision, which say which language they are in."""


def mended(line: str) -> str | None:
    """The line with its text in quotation marks, without its indent; None when that does not make it whole."""
    found = _IN_BRACES.fullmatch(line) or _PLAIN.fullmatch(line)
    if not found or len(line) > _LONGEST or _ANOTHER.search(found["text"]):
        return None
    before, text = found["before"].strip(), quoted(found["text"])
    if "{" in before:
        text = f"{text}}}"
    elif before.removesuffix(":") in IN_LANGUAGES:
        text = f"{{nb: {text}}}"
    whole = f"{before} {text}"
    return whole if visible(whole) == whole and _reads(whole) and not _reads(line.strip()) else None


def quoted(words: str) -> str:
    """A text in the straight quotation marks that hold it as it is; curly ones around it go out."""
    text = words.strip()
    inner = text.strip(_QUOTES) if text[:1] in _QUOTES and text[-1:] in _QUOTES else text.lstrip("\"'")
    if '"' not in inner and "\\" not in inner:
        return f'"{inner}"'
    return "'{}'".format(inner.replace("'", "''"))


def _reads(line: str) -> bool:
    try:
        read = yaml.safe_load(line)
    except yaml.YAMLError:
        return False
    read = read[0] if isinstance(read, list) and read else read
    return isinstance(read, dict) and len(read) == 1
