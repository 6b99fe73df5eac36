"""Sentences: filled in every language, English everywhere, and nothing in them that acts on a terminal."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
import string
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from godkjent.checks import rules
from godkjent.language.texts import LANGUAGES, Text, all_of, same, shown, visible
from support import ROOT, SCHEMA_FOLDER

SOURCES = ROOT / "src" / "godkjent"
SCHEMA_FILES = sorted(SCHEMA_FOLDER.glob("*.schema.json"))
ALIKE = {"Person", "Status", "{before} → {now}"}
"""Words that Norwegian and English spell the same."""


def fields(sentence: str) -> set[str]:
    """The names between braces in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def sentences() -> Iterator[tuple[str, Text]]:
    """Every `Text("…", "…")` that is written out in the package, and every rule's sentence."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
                words = [a.value for a in node.args if isinstance(a, ast.Constant)]
                if len(words) >= 2:
                    yield f"{path.relative_to(SOURCES).with_suffix('')}:{node.lineno}:{node.col_offset}", Text(*words)
    yield from ((f"rule {rule.id}", rule.message) for rule in rules.RULES)


@pytest.fixture(scope="module")
def texts() -> dict[str, Text]:
    return dict(sentences())


def test_the_sentences_of_the_package_were_found(texts: dict[str, Text]) -> None:
    assert len(texts) > 120
    assert {place.partition("/")[0] for place in texts if not place.startswith("rule ")} >= {
        "register",
        "checks",
        "acts",
        "trust",
        "outputs",
        "commands",
    }


def test_every_sentence_is_there_in_english_with_the_same_values(texts: dict[str, Text]) -> None:
    for place, text in texts.items():
        assert text.nb and text.en, place
        only_values = not re.sub(r"\{\w+\}", "", text.nb).strip(" .:")
        assert text.nb != text.en or text.nb in ALIKE or only_values, place
        assert fields(text.nb) == fields(text.en), place
        assert not text.nn or fields(text.nn) == fields(text.nb), place
        assert text.nb.endswith(".") == text.en.endswith("."), place


def test_a_sentence_is_filled_in_every_language() -> None:
    text = Text("{who} er {what}.", "{who} is {what}.", "{who} er {what}, altså.")
    filled = text.fill(who="Rev", what=Text("godkjent", "approved", "godkjend"))
    assert filled == Text("Rev er godkjent.", "Rev is approved.", "Rev er godkjend, altså.")
    assert [filled.in_language(language) for language in LANGUAGES] == [
        "Rev er godkjent.",
        "Rev is approved.",
        "Rev er godkjend, altså.",
    ]


def test_a_language_without_a_sentence_gets_bokmaal() -> None:
    assert Text("Hei", "Hi").in_language("nn") == "Hei"
    assert Text("Hei", "Hi").in_language("se") == "Hei"
    assert Text("Hei {x}", "Hi {x}").fill(x=Text("du", "you")).in_language("nn") == "Hei du"
    assert same("Oslo") == Text("Oslo", "Oslo", "Oslo")


@pytest.mark.parametrize("value", ["{0}", "{name}", "{", "}", "{{}}", "%s", "{name.__class__}"])
def test_braces_in_a_value_are_only_braces(value: str) -> None:
    assert Text("«{x}»", "“{x}”", "«{x}»").fill(x=value) == Text(f"«{value}»", f"“{value}”", f"«{value}»")


@pytest.mark.parametrize(
    ("words", "nb", "en"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a og b", "a and b"), (["a", "b", "c"], "a, b og c", "a, b and c")],
)
def test_words_are_listed_as_in_a_sentence(words: list[str], nb: str, en: str) -> None:
    told = all_of(words)
    assert (told.nb, told.en) == (nb, en)


def test_a_text_has_the_languages_of_the_table_in_its_order() -> None:
    assert tuple(field.name for field in dataclasses.fields(Text)) == LANGUAGES


NYNORSK = re.compile(r"""["'`]nn["'`/]|nn[-_]NO""")


@pytest.mark.parametrize("folder", ["src/godkjent", "scripts", "theme/static", "theme/templates", "pelicanconf.py"])
def test_no_other_place_lists_the_languages(folder: str) -> None:
    """A list beside the table would not know a language that is added to the table."""
    place, made = ROOT / folder, {"language/texts.py", "demo_register.py", "readability.py"}
    files = [place] if place.is_file() else [p for e in ("py", "js", "mjs", "html") for p in place.rglob(f"*.{e}")]
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in files
        if not any(path.as_posix().endswith(name) for name in made)
        for line in path.read_text("utf-8").splitlines()
        if NYNORSK.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Listig Rev", "Listig Rev"),
        (12, "12"),
        (None, "None"),
        ("\x1b[31mRev", "\ufffd[31mRev"),
        ("a\nb\r\tc", "a\ufffdb\ufffd\ufffdc"),
        ("a\u202eb\u200bc\u2066", "a\ufffdb\ufffdc\ufffd"),
        ("a\u2028b\u2029", "a\ufffdb\ufffd"),
        ("\x9b31m\x85", "\ufffd31m\ufffd"),
        ("\udcff", "\ufffd"),
        ("\ufeff", "\ufffd"),
        ("😀 ærlig Čáhppes", "😀 ærlig Čáhppes"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("x" * 100_000, "x" * 59 + "…"),
    ],
    ids=repr,
)
def test_a_value_is_shown_on_one_line_shortened_and_harmless(value: object, expected: str) -> None:
    assert shown(value) == expected


@given(st.text(st.characters()))
def test_nothing_that_is_shown_acts_on_a_terminal(text: str) -> None:
    assert len(shown(text)) <= 60 and len(visible(text)) == len(text)
    for words in (shown(text), visible(text)):
        assert {unicodedata.category(c) for c in words}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
        words.encode("utf-8")


# --- The words of the schemas -------------------------------------------------------------------------------------


def nodes(node: object, place: str = "#") -> Iterator[tuple[str, dict]]:
    """Every schema of a value in a schema file: not the conditions, which describe no field."""
    if isinstance(node, dict):
        yield place, node
        for group in ("properties", "$defs"):
            for name, inner in node.get(group, {}).items():
                yield from nodes(inner, f"{place}/{group}/{name}")
        if "items" in node:
            yield from nodes(node["items"], f"{place}/items")


FIELDS = {
    f"{path.name.partition('.')[0]}{place}": node
    for path in SCHEMA_FILES
    for place, node in nodes(json.loads(path.read_text("utf-8")))
}


def test_a_field_says_in_both_languages_what_it_is_and_what_it_must_be() -> None:
    for place, node in FIELDS.items():
        if "$ref" in node and "title" not in node:
            continue
        english = node["x-en"]
        assert node["title"] and english["title"], place
        assert node["description"].endswith(".") and english["description"].endswith("."), place
        assert node["description"] != english["description"], place
        assert ("errorMessage" in node) == ("errorMessage" in english), place
        assert ("x-tip" in node) == ("tip" in english), place
        assert set(english) <= {"title", "description", "errorMessage", "tip"}, place
        if node.get("type") not in ("object", "array") and "$ref" not in node:
            said = node["errorMessage"], english["errorMessage"]
            assert said[0].startswith(("må ", "kan ")) and said[1].startswith("must "), place


@pytest.mark.parametrize("place", [p for p, node in FIELDS.items() if "x-labels" in node])
def test_every_choice_has_a_name_in_each_language(place: str) -> None:
    node = FIELDS[place]
    assert list(node["x-labels"]) == node["enum"]
    for value, names in node["x-labels"].items():
        assert set(names) == {"nb", "en", "nn"} and all(names.values()), value
    for language in LANGUAGES:
        assert len({names[language] for names in node["x-labels"].values()}) == len(node["enum"])


def test_the_choices_without_names_are_names_themselves() -> None:
    bare = {place: node["enum"][0] for place, node in FIELDS.items() if "enum" in node and "x-labels" not in node}
    assert set(bare) <= {"centre#/properties/address/properties/county"}, bare


@pytest.mark.parametrize("path", SCHEMA_FILES, ids=lambda path: path.name)
def test_a_schema_is_of_2020_12_and_leads_to_one_sentence_a_fault(path: Path) -> None:
    """`oneOf` and `anyOf` complain of every alternative at once; only a condition (`if`) may use anyOf."""
    root = json.loads(path.read_text("utf-8"))
    assert root["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert root["$id"] == path.name
    assert all(node.get("additionalProperties") is False for _, node in nodes(root) if node.get("type") == "object")
    assert all("oneOf" not in node and "anyOf" not in node and "not" not in node for _, node in nodes(root))
