"""Text from records as Markdown shows it and nothing more: no links, pictures, HTML, mentions or references."""

from __future__ import annotations

import re

from .texts import Text, in_each, visible

_SIGN = re.compile(r"[\\`*_{}\[\]()#+\-.!|~=:$^]")
_ENTITY = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_BREAK = "\u200b"
"""A blank without width: what follows is no longer read as a name, a number or an address."""
_READ_ON = re.compile(r"(?i)(?<=[@#])|(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=\bGH)(?=-[0-9])")
_COMMIT = re.compile(r"(?i)\b(?=[0-9]*[a-f])[0-9a-f]{7,}\b")


def plain(text: Text) -> Text:
    """A text made plain in every language."""
    return in_each(lambda language: escaped(text.in_language(language)))


def escaped(text: str) -> str:
    """The text on one line, every sign that means something to Markdown or to GitHub made plain.

    A backslash keeps Markdown from reading a sign, but GitHub looks for @mentions, #references, commits and addresses
    in what is left afterwards; those are broken up by a blank that is not seen.
    """
    broken = _COMMIT.sub(_in_short_parts, _READ_ON.sub(_BREAK, visible(" ".join(text.split()))))
    plain = "".join(_ENTITY.get(c, c) for c in _SIGN.sub(lambda sign: "\\" + sign[0], broken))
    return plain.replace(_BREAK, "&#8203;")


def _in_short_parts(commit: re.Match[str]) -> str:
    return _BREAK.join(commit[0][i : i + 6] for i in range(0, len(commit[0]), 6))
