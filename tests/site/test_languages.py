"""Every language whole: no sentence without a translation, no page missing, nothing left behind."""

from __future__ import annotations

import importlib
import re
import runpy
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from messages import catalogues, gathered
from prose import OF_EVERY_LANGUAGE
from support import ROOT, SCHEMA_FOLDER

LANGUAGES: list[str] = runpy.run_path(str(ROOT / "pelicanconf.py"))["LANGUAGES"]
TRANSLATED = [language for language in LANGUAGES if language != "nb"]
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")


def prose(language: str) -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in (ROOT / "content" / "pages" / language).glob("*.md")}


def catalogue(language: str):  # type: ignore[no-untyped-def]
    path = dict(catalogues())[language]
    return read_po(path.open("rb"), locale=language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_of_the_site_is_translated_and_none_is_left_over(language: str) -> None:
    wanted = {message.id for message in gathered() if message.id}
    held = {message.id: message.string for message in catalogue(language) if message.id}
    assert set(held) == wanted
    assert [mid for mid, text in held.items() if not (all(text) if isinstance(text, tuple) else text)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_places_that_are_filled(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        originals = message.id if message.pluralizable else (message.id,)
        texts = message.string if message.pluralizable else (message.string,)
        wanted = set(PLACES.findall(originals[-1]))
        assert all(set(PLACES.findall(text)) <= wanted for text in texts), message.id
        assert set(PLACES.findall(texts[-1])) == wanted, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_prose_page_is_there_with_the_same_anchors_and_sources(language: str) -> None:
    own, theirs = prose("nb"), prose(language)
    assert own.keys() == theirs.keys()
    for slug, text in own.items():
        assert re.findall(r"\{#(\w+)\}", text) == re.findall(r"\{#(\w+)\}", theirs[slug]), slug
        assert sorted(re.findall(r"\((https?://[^)]+)\)", text)) == sorted(
            re.findall(r"\((https?://[^)]+)\)", theirs[slug])
        ), slug
        inside = re.findall(r"\]\((/[^)]*)\)", theirs[slug])
        pages = [address for address in inside if not address.startswith(OF_EVERY_LANGUAGE)]
        assert all(address.startswith(f"/{language}/") for address in pages), (slug, inside)


@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_fit_a_search_result(language: str) -> None:
    for slug, text in prose(language).items():
        fields = dict(line.split(": ", 1) for line in text.split("\n\n")[0].splitlines())
        assert fields["Slug"] == slug and fields["Lang"] == language
        assert 40 <= len(fields["Description"]) <= 155, (slug, len(fields["Description"]))


def test_what_schemas_call_things_is_there_in_every_language(site: Path) -> None:
    schema = importlib.import_module("godkjent.register.schema").Schema.read(SCHEMA_FOLDER / "centre.schema.json")
    for field in ("directions", "services", "channels", "sectors", "languages"):
        for label in schema.labels((field, 0)).values():
            assert label.nb and label.en and label.nn
    assert site
