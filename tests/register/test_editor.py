"""The editor and `check` say the same of a record; where they do not, there is a reason, and it stands here."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from broken import Variant, broken, choices, kept
from editor import Told, address, editor
from godkjent.checks import rules
from godkjent.register import records
from godkjent.register.schema import Schema
from support import CENTRE, FIXTURES, SCHEMA_FOLDER, make_registry

KINDS = ("centre", "scheme", "requirements", "statistics", "misuse", "keys")
FIXTURE = FIXTURES / "schema"
DAY = date(2026, 11, 24)
UNSEEN = {
    "format": "the engine knows no formats of ours, and not which days there are in a year",
    "uniqueItems": "the engine compares the items of a list only when they are single values",
}
"""What the schema finds and the editor may not, by keyword, and why."""
UNQUOTED = {
    "organisation_number": ('"310000108"', "310000108"),
    "postcode": ('"0155"', "0155"),
    "number": ('"+47 30 12 34 56"', "+4730123456"),
    "short number": ('"+47 30 12 34 56"', "01306"),
    "name": ("Listig Rev Kundesenter AS", "12345"),
    "name as a fraction": ("Listig Rev Kundesenter AS", "24.7"),
    "name as nothing": ("Listig Rev Kundesenter AS", "null"),
    "name as yes": ("Listig Rev Kundesenter AS", "true"),
    "name as hex": ("Listig Rev Kundesenter AS", "0x2F"),
    "name as power": ("Listig Rev Kundesenter AS", "1e3"),
    "name as capital nothing": ("Listig Rev Kundesenter AS", "NULL"),
    "name as capital yes": ("Listig Rev Kundesenter AS", "True"),
    "name as half": ("Listig Rev Kundesenter AS", ".5"),
    "name as endless": ("Listig Rev Kundesenter AS", ".inf"),
    "city": ("Oslo, county", "1234, county"),
    "street": ("Storgata 1", "1814"),
}
"""A text as it should be written, and without the quotation marks that it needs."""


def variants(kind: str) -> list[Variant]:
    folder = FIXTURE / kind
    root = Schema.read(SCHEMA_FOLDER / f"{kind}.schema.json").root
    return [*kept(folder), *broken(folder, choices(root))]


def seen(folder: Path, texts: list[tuple[str, str]]) -> list[list[Told]]:
    """What the editor says of each text as a record of its kind."""
    files = {}
    for number, (kind, text) in enumerate(texts):
        first = f"# yaml-language-server: $schema={address(SCHEMA_FOLDER / f'{kind}.schema.json')}\n"
        files[address(folder / f"{kind}-{number}.yaml")] = first + text
    with editor() as running:
        return list(running.told(files).values())


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Variant, list[Told]]]:
    """Two hundred records of every kind, sound and broken, and what the editor says of each."""
    every = [(kind, variant) for kind in KINDS for variant in variants(kind)]
    tried = Random(17).sample(every, 200)
    told = seen(tmp_path_factory.mktemp("editor"), [(kind, variant.text) for kind, variant in tried])
    return [(kind, variant, found) for (kind, variant), found in zip(tried, told, strict=True)]


def test_the_editor_turns_red_at_each_broken_record_and_at_no_other(
    judged: list[tuple[str, Variant, list[Told]]],
) -> None:
    assert {variant.breaks is None for _, variant, _ in judged} == {True, False}
    wrong = [
        (kind, variant.name, [one["message"] for one in found])
        for kind, variant, found in judged
        if (variant.breaks is None or variant.breaks[1] not in UNSEEN) and bool(found) != (variant.breaks is not None)
    ]
    assert wrong == []


def checked(folder: Path, text: str) -> list[tuple[str, str]]:
    """What `check` says of a centre: the rule, and the sentence with its tip."""
    (folder / "centres" / "listig-rev.yaml").write_text(text, "utf-8")
    found = rules.check(records.read(folder), DAY)
    return [
        (p.rule, f"{p.message.nb} {p.tip.nb if p.tip else ''}") for p in found if p.file.endswith("listig-rev.yaml")
    ]


def test_whatever_turns_red_is_told_of_by_check_with_quotation_marks_where_they_are_missing(tmp_path: Path) -> None:
    folder = make_registry(tmp_path / "registry")
    assert checked(folder, CENTRE) == []
    texts = []
    for right, wrong in UNQUOTED.values():
        assert right in CENTRE
        texts.append(CENTRE.replace(right, wrong, 1))
    told = seen(tmp_path, [("centre", text) for text in [*texts, CENTRE]])
    for name, text, found in zip([*UNQUOTED], texts, told[:-1], strict=True):
        said = checked(folder, text)
        assert found and said, (name, found, said)
        assert any("i anførselstegn" in sentence for _, sentence in said), (name, said)
    assert told[-1] == []


def test_whatever_the_editor_marks_in_a_centre_check_tells_of(
    tmp_path: Path, judged: list[tuple[str, Variant, list[Told]]]
) -> None:
    folder = make_registry(tmp_path / "registry")
    marked = [variant for kind, variant, found in judged if kind == "centre" and found]
    assert len(marked) > 50
    assert [variant.name for variant in marked if not checked(folder, variant.text)] == []
