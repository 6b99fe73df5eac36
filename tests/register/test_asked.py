"""What people write is read alike by Python and by the pages' script: one list of cases holds both to it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import phonenumbers

from godkjent.language.texts import LANGUAGES
from godkjent.register import asked
from godkjent.register.statuses import STATUSES
from support import FIXTURES, ROOT, node

CASES = json.loads((FIXTURES / "asked" / "cases.json").read_text("utf-8"))
NAMES = json.loads((FIXTURES / "asked" / "names.json").read_text("utf-8"))
WRITTEN = [(text, [tuple(item) for item in case["means"]]) for case in CASES for text in case["written"]]


def script(expression: str) -> Any:
    """The value of an expression on `m`, the pages' reader, with `given` read from standard input."""
    asked.write(ROOT / "build" / "asked.json")
    path = (ROOT / "theme" / "static" / "js" / "asked.js").as_uri()
    source = (
        f"import * as m from {json.dumps(path)}; import {{ readFileSync }} from 'node:fs';"
        f"const given = JSON.parse(readFileSync(0, 'utf8')); console.log(JSON.stringify({expression}))"
    )
    done = node(
        "--input-type=module", "-e", source, given=json.dumps({"cases": [t for t, _ in WRITTEN], "names": NAMES})
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_python_reads_every_case() -> None:
    found = [(text, [(i.kind, i.value, i.more) for i in asked.read(text)]) for text, _ in WRITTEN]
    assert [pair for pair, right in zip(found, WRITTEN, strict=True) if pair != right] == []


def test_the_script_reads_every_case_alike() -> None:
    found = script("given.cases.map((text) => m.read(text).map((i) => [i.kind, i.value, i.more]))")
    wrong = [(text, got) for (text, means), got in zip(WRITTEN, found, strict=True) if [tuple(i) for i in got] != means]
    assert not wrong


def test_whether_anybody_can_have_a_number_is_as_phonenumbers_says() -> None:
    """Every series of eight digits, Svalbard's with them; 59 is for machines, which the library does not list."""
    drawn = random.Random(1)
    numbers = [f"{series}{drawn.randrange(10_000):04}" for series in range(2000, 10_000) for _ in range(2)]
    known = {n: phonenumbers.is_valid_number(phonenumbers.parse(f"+47{n}")) for n in numbers}
    told = {n: asked.kind_of(n) not in ("nobody", "machine") for n in numbers}
    assert told == known and sum(known.values()) > 5000
    assert asked.kind_of("79021234") == "fixed"


def test_python_takes_every_name_apart() -> None:
    for case in NAMES:
        text, found = case["text"], asked.name(case["text"])
        assert {"text": text, "words": list(found.words), "form": found.form, "searched": asked.searched(text)} == case


def test_the_script_takes_every_name_apart_alike() -> None:
    found = script(
        "given.names.map(({ text }) => ({ text, words: m.nameOf(text).words, form: m.nameOf(text).form, searched: m.searched(text) }))"
    )
    assert found == NAMES


def test_no_text_is_too_long_or_too_odd() -> None:
    for text in (
        "1" * 100_000,
        "30 " * 50_000,
        "a@" * 20_000,
        "\ud800x",
        "+" * 5000,
        "." * 5000,
        "(" * 5000,
        "ä" * 9000,
    ):
        assert asked.read(text)


def test_the_scripts_are_made_with_what_the_program_holds(tmp_path: Path) -> None:
    asked.write(tmp_path / "a" / "tables.json")
    written = json.loads((tmp_path / "a" / "tables.json").read_text("utf-8"))
    more = {name: written.pop(name) for name in ("languages", "approved", "running")}
    assert written == json.loads(json.dumps(asked.tables()))
    assert more["languages"] == list(LANGUAGES)
    for code in filter(None, STATUSES):
        assert (code in more["approved"]) == STATUSES[code].approved
        assert (code in more["running"]) == STATUSES[code].runs


def test_names_stand_as_intl_sorts_bokmal() -> None:
    """Every letter that a name here may have, against the browser's own collation."""
    letters = "abcdefghijklmnopqrstuvwxyzæøåäöéèêëáàâãüúñçšžčíîóôõőű"
    names = [f"{one}{other} Svar" for one in letters for other in "ezæøöéü"]
    names += [
        "Aa Svar",
        "Ås",
        "Aas",
        "B&B",
        "B B",
        "Rev 2",
        "Rev 10",
        "Haag",
        "Håg",
        "Hag",
        "Hæg",
        "Høg",
        "Hagg",
        "Zeta",
    ]
    collated = script_on(names, "[...given].sort(new Intl.Collator('nb').compare)")
    keys = [asked.folded(name, "sorting") for name in collated]
    assert keys == sorted(keys)


def script_on(given: Any, expression: str) -> Any:
    """The value of an expression on `given` in Node."""
    source = f"import {{ readFileSync }} from 'node:fs'; const given = JSON.parse(readFileSync(0, 'utf8')); console.log(JSON.stringify({expression}))"
    done = node("--input-type=module", "-e", source, given=json.dumps(given))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
