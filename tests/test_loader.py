"""YAML read as text: what survives, and what is refused, each with its own sentence in its own place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from godkjent.loader import LARGEST_FILE, load
from godkjent.problems import Problem
from hypothesis import given, settings
from hypothesis import strategies as st


def read(tmp_path: Path, content: str | bytes) -> tuple[object, list[Problem]]:
    path = tmp_path / "senter.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    document, problems = load(path, "senter.yaml")
    return (document.data if document else None), problems


def told(problems: list[Problem]) -> list[str]:
    return [f"{p.mark.line}:{p.mark.column}: {p.rule}: {p.message.nb}" for p in problems]


@pytest.mark.parametrize("scalar", ["NO", "no", "yes", "on", "+4722334455", "0123456", "1.10", "2024-01-01", "~", "null", "1e3", "0x1F", "12:30:45", "True", ".inf", "=", "æ"])
def test_a_scalar_stays_as_it_is_written(tmp_path: Path, scalar: str) -> None:
    assert read(tmp_path, f"a: {scalar}\nb: '{scalar}'\n") == ({"a": scalar, "b": scalar}, [])


@pytest.mark.parametrize(("content", "expected"), [
    ("name: a\nname: b\n", ["2:1: yaml-duplicate-key: Feltet «name» står to ganger; det første er på linje 1. Behold bare ett."]),
    ("a: &x 1\n", ["1:4: yaml-anchor: «&» er et anker i YAML og kan ikke brukes. Begynner verdien med &, sett anførselstegn rundt."]),
    ("a: 1\nb: *x\n", ["2:4: yaml-alias: «*» er en henvisning i YAML og kan ikke brukes. Skriv verdien helt ut; begynner den med *, sett anførselstegn rundt."]),
    ("a: !!int 3\n", ["1:4: yaml-tag: «tag:yaml.org,2002:int» er et merke i YAML og kan ikke brukes. Begynner verdien med !, sett anførselstegn rundt."]),
    ("a: !!python/object/apply:os.system [x]\n", ["1:4: yaml-tag: «tag:yaml.org,2002:python/object/apply:os.system» er et merke i YAML og kan ikke brukes. Begynner verdien med !, sett anførselstegn rundt."]),
    ("<<: {a: 1}\n", ["1:1: yaml-merge: «<<» slår sammen lister i YAML og kan ikke brukes. Skriv feltene helt ut."]),
    ("a: 1\n---\nb: 2\n", ["2:1: yaml-documents: En linje med bare «---» begynner et nytt dokument. En fil skal bare ha ett."]),
    ("a:\n  {b: {c: {d: {e: {f: {g: {h: {i: {j: {k: 1}}}}}}}}}}\n", ["2:39: yaml-depth: Mer enn 10 nivåer inni hverandre."]),
    ("", ["1:1: yaml-empty: Filen er tom."]),
    ("# bare en kommentar\n", ["1:1: yaml-empty: Filen er tom."]),
    ("a: b: c\n", ["1:5: yaml-syntax: Her står et kolon der YAML ikke venter det. En tekst med kolon må ha anførselstegn rundt seg."]),
    ("a:\n\tb: 1\n", ["2:1: yaml-syntax: Her står et tegn som YAML ikke tar imot, ofte en tabulator. Bruk mellomrom til innrykk, og anførselstegn rundt tekst med % @ `."]),
    ("x: 'abc\n", ["1:4: yaml-syntax: Et anførselstegn er åpnet, men aldri lukket."]),
    ("x: {a: 1\n", ["1:4: yaml-syntax: Klammen { } er ikke avsluttet, eller et komma mangler."]),
    ("ab: \x07\n", ["1:5: yaml-control-character: Her står et usynlig kontrolltegn. Slett det og skriv teksten på nytt."]),
    ("a: [1]\n? [b]\n: c\n", ["2:3: yaml-key: Et feltnavn må være ett ord, ikke en liste eller flere felt."]),
    (b"a: \xe6\xf8\xe5\n", ["1:4: file-encoding: Filen er ikke lagret som UTF-8."]),
    ("a: å\n".encode("utf-16"), ["1:1: file-encoding: Filen er ikke lagret som UTF-8."]),
])
def test_each_trap_has_its_own_sentence(tmp_path: Path, content: str | bytes, expected: list[str]) -> None:
    assert told(read(tmp_path, content)[1]) == expected


def test_ten_levels_are_allowed(tmp_path: Path) -> None:
    assert read(tmp_path, "a: " + "[" * 9 + "1" + "]" * 9)[1] == []
    assert told(read(tmp_path, "a: " + "[" * 10 + "1" + "]" * 10)[1])[0].startswith("1:13: yaml-depth")


def test_what_is_refused_hides_nothing_else(tmp_path: Path) -> None:
    data, problems = read(tmp_path, "a: &x 1\nb: *x\na: 2\nc: !t 3\n<<: {d: 4}\ne: 5\n")
    assert data == {"a": "1", "b": "", "c": "3", "e": "5"}
    assert [p.rule for p in problems] == ["yaml-anchor", "yaml-alias", "yaml-duplicate-key", "yaml-tag", "yaml-merge"]


def test_size(tmp_path: Path) -> None:
    whole = "a: " + "x" * (LARGEST_FILE - 4) + "\n"
    assert len(whole) == 65536 and read(tmp_path, whole)[1] == []
    assert told(read(tmp_path, whole + "\n")[1]) == ["1:1: file-size: Filen er større enn 64 KB."]


def test_deep_nesting_is_refused_without_reading_on(tmp_path: Path) -> None:
    assert told(read(tmp_path, "[" * 30_000)[1])[0].startswith("1:11: yaml-depth")


def test_windows_line_ends_byte_order_mark_and_wide_characters_keep_their_places(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "\ufeffa: 1\r\nå🦊: &x 2\r\n".encode())
    assert told(problems)[0].startswith("2:5: yaml-anchor")


def test_a_link_and_an_unreadable_file_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "hemmelig").write_text("a: 1")
    (tmp_path / "lenke.yaml").symlink_to(tmp_path / "hemmelig")
    assert told(load(tmp_path / "lenke.yaml", "lenke.yaml")[1]) == ["1:1: file-link: Filen er en lenke til en annen fil. Registeret leser bare vanlige filer."]
    assert load(tmp_path / "borte.yaml", "borte.yaml")[1][0].rule == "file-unreadable"
    if os.geteuid():
        (tmp_path / "hemmelig").chmod(0)
        assert load(tmp_path / "hemmelig", "x")[1][0].rule == "file-unreadable"


@settings(max_examples=300)
@given(st.one_of(st.text(alphabet=st.sampled_from("ab:-[]{}&*!<'\"#|>%@`?, \n\t\u00e5\u200b\x00"), max_size=60).map(str.encode), st.binary(max_size=60)))
def test_nothing_makes_it_raise(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    document, problems = read(tmp_path_factory.getbasetemp(), content)
    assert document is not None or problems
    assert all(p.mark.line >= 1 and p.mark.column >= 1 and p.message.nb and p.message.en for p in problems)
