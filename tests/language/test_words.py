"""One word for one thing: the word list names the strays, and they stand nowhere that the public reads."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

import readability
from support import ROOT

LANGUAGES = ("nb", "nn", "en")


def strays(language: str) -> list[str]:
    """The words that the list tells a language to avoid."""
    rows = [line.strip("|").split("|") for line in (ROOT / "docs/ordliste.md").read_text("utf-8").splitlines()]
    cells = [row[3 + LANGUAGES.index(language)] for row in rows if len(row) == 6 and not row[0].startswith("-")][1:]
    return [word.strip() for cell in cells for word in cell.split(",") if word.strip()]


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Where a text stands, and the text: messages, pages, and the labels of the schemas."""
    with (ROOT / f"theme/locale/{'en' if language == 'nb' else language}/LC_MESSAGES/site.po").open("rb") as file:
        for message in read_po(file):
            both = message.id if language == "nb" else message.string
            for text in [both] if isinstance(both, str) else both:
                yield "site.po", text
    for page in (ROOT / "content/pages" / language).glob("*.md"):
        yield page.stem, page.read_text("utf-8")
    for schema in (ROOT / "registry/schemas").glob("*.json"):
        yield from ((schema.name, text) for text in labels(json.loads(schema.read_text("utf-8")), language))
    for module in (ROOT / "src/godkjent").rglob("*.py"):
        yield from ((module.name, text) for text in spoken(ast.parse(module.read_text("utf-8")), language))


def spoken(tree: ast.AST, language: str) -> Iterator[str]:
    """The words of a language in every `Text(nb, en, nn)` of a module."""
    place = ("nb", "en", "nn").index(language)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
            for value in node.args[place : place + 1]:
                yield "".join(part.value for part in ast.walk(value) if isinstance(part, ast.Constant))


def labels(node: object, language: str) -> Iterator[str]:
    """The words of a language wherever a schema has them."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == language and isinstance(value, str):
                yield value
            yield from labels(value, language)
    elif isinstance(node, list):
        for value in node:
            yield from labels(value, language)


def found(words: list[str], text: str) -> list[str]:
    """Which of the words stand in a text, as whole words."""
    return [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_has_a_word_that_the_list_has_another_for(language: str) -> None:
    words = strays(language)
    assert len(words) > 5
    assert not [(where, word, text[:80]) for where, text in texts(language) for word in found(words, text)]


NORWEGIAN = {"status", "en", "de", "da", "to", "nb", "nn", "repository"}
"""Words of a sentence that are keys of the records' files too; the last is on a button of GitHub's."""
FOR_PROGRAMS = ("numbers.py",)
"""Modules whose sentences go to those who use the data, where a key is what the reader writes."""
FOR_LAWYERS = ("CONTRIBUTING.md", "docs/sekretariatet.md", "docs/forste-dag.md")


def keys_of(node: object) -> Iterator[str]:
    """Every key that a schema knows."""
    if isinstance(node, dict):
        if isinstance(known := node.get("properties"), dict):
            yield from known
        for value in node.values():
            yield from keys_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from keys_of(value)


KEYS = {
    key for file in (ROOT / "registry/schemas").glob("*.json") for key in keys_of(json.loads(file.read_text("utf-8")))
}


def bare_keys(text: str) -> list[str]:
    """Keys that stand for themselves in a text: neither in parentheses after a name, nor with a value as it is written."""
    known = "|".join(sorted(map(re.escape, KEYS - NORWEGIAN), key=len, reverse=True))
    words = re.sub(r"\.venv/bin/[^»`.]*|--\S+|[{%]+[^}\s]*[})]s?", "…", text)
    return [
        found[0]
        for found in re.finditer(rf"(?<![\w./-])(?:{known})(?![\w-]|\.\w)", words)
        if not (words[found.start() - 1 : found.start()] in "(`" and words[found.end() : found.end() + 1] in ")`")
        and not re.match(r": ?\S", words[found.end() :])
    ]


def test_a_lawyer_reads_the_name_of_a_field_before_its_key() -> None:
    said = [
        (module.name, text)
        for module in (ROOT / "src/godkjent").rglob("*.py")
        if module.name not in FOR_PROGRAMS
        for tree in [ast.parse(module.read_text("utf-8"))]
        for text in (*spoken(tree, "nb"), *of_rules(tree))
    ]
    assert len(said) > 1000
    assert [(where, bare, text) for where, text in said if (bare := bare_keys(text))] == []


def of_rules(tree: ast.AST) -> Iterator[str]:
    """The Norwegian sentence of every rule of a module."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id.strip("_").startswith("rule")
        ):
            said = [
                value.value for value in node.args if isinstance(value, ast.Constant) and isinstance(value.value, str)
            ]
            yield from said[-2:-1]


@pytest.mark.parametrize("page", FOR_LAWYERS)
def test_so_does_whoever_reads_the_secretariats_pages(page: str) -> None:
    held = re.sub(r"```.*?```", "", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    marked = [found[1] for found in re.finditer(r"(?<!\()`([a-z_]+)`", held)]
    assert [key for key in marked if key in KEYS] == []


def test_a_bare_key_would_be_seen() -> None:
    assert bare_keys("Før det under annual_reports.") == ["annual_reports"]
    assert bare_keys("Feltet «corrected» mangler, og seats.") == ["corrected", "seats"]
    assert bare_keys("Før det under Årsrapporter (annual_reports), slik: corrected: 2026-11-24.") == []


def test_a_stray_would_be_seen() -> None:
    assert found(["ta meg av"], "«Nei takk. Ta meg av listen deres.»") == ["ta meg av"]
    assert found(["klager"], "Han klagerer") == []
    assert sum(1 for _ in texts("nn")) > 100


def test_pages_for_consumers_are_easy_to_read() -> None:
    for language in readability.NORWEGIAN:
        for slug in readability.CONSUMERS:
            read = readability.measure((ROOT / f"content/pages/{language}/{slug}.md").read_text("utf-8"))
            assert read.easy, (language, slug, read.per_sentence, read.lix)


def test_lix_is_words_in_a_sentence_and_long_words_in_a_hundred() -> None:
    read = readability.measure("Ordningen er frivillig. Du kan ringe.\n")
    assert (read.words, read.sentences, read.long_words) == (6, 2, 2)
    assert read.lix == pytest.approx(3 + 100 * 2 / 6) and not read.easy
