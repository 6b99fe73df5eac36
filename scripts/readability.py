"""How hard the prose is to read: words in a sentence, and LIX, the readability index made for Scandinavian languages.

LIX is the words in a sentence plus the share of long words (more than six letters); under 35 is easy, over 45 is heavy.
The pages for consumers must stay easy: at most 20 words in a sentence and LIX 35, in both Norwegian languages.

python scripts/readability.py    # a table of every page; exit status 1 when a page for consumers is too heavy
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from markdown import markdown

PAGES = Path(__file__).resolve().parent.parent / "content" / "pages"
CONSUMERS = ("rettigheter", "hjelp", "klage", "tips", "misbruk")
NORWEGIAN = ("nb", "nn")
MOST_WORDS, HIGHEST_LIX, LONG = 20, 35, 6
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True)
class Reading:
    """What was counted in a text."""

    words: int
    sentences: int
    long_words: int

    @property
    def per_sentence(self) -> float:
        """Words in a sentence, on average."""
        return self.words / self.sentences

    @property
    def lix(self) -> float:
        """The readability index."""
        return self.per_sentence + 100 * self.long_words / self.words

    @property
    def easy(self) -> bool:
        """Whether a page for consumers may be like this."""
        return self.per_sentence <= MOST_WORDS and self.lix <= HIGHEST_LIX


class _Blocks(HTMLParser):
    """The text of paragraphs, list items and headings, each by itself: their end is the end of a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = [""]

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag in ("p", "li", "blockquote") or re.fullmatch("h[1-6]", tag):
            self.found.append("")

    def handle_data(self, data: str) -> None:
        self.found[-1] += data


def measure(text: str) -> Reading:
    """Count the words and sentences of a Markdown page; its head, headings' anchors and code are no prose."""
    body = text.partition("\n\n")[2] if re.match(r"\w+: ", text) else text
    reader = _Blocks()
    reader.feed(markdown(re.sub(r"```.*?```|\{contact\}", "", body, flags=re.S), extensions=["extra"]))
    parts = [part for block in reader.found for part in re.split(r"(?<=[.!?:])\s+", block)]
    sentences = [words for part in parts if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    return Reading(len(words), len(sentences), sum(len(word) > LONG for word in words))


def main() -> int:
    """Print the figures of every Norwegian page; 1 when a page for consumers is too heavy."""
    heavy = 0
    print(f"{'side':24}{'ord':>6}{'ord/setning':>13}{'LIX':>6}")
    for path in sorted(p for language in NORWEGIAN for p in (PAGES / language).glob("*.md")):
        found = measure(path.read_text("utf-8"))
        too_heavy = path.stem in CONSUMERS and not found.easy
        heavy += too_heavy
        name = f"{path.parent.name}/{path.stem}"
        print(f"{name:24}{found.words:6}{found.per_sentence:13.1f}{found.lix:6.0f}{'  FOR TUNG' if too_heavy else ''}")
    return int(heavy > 0)


if __name__ == "__main__":
    sys.exit(main())
