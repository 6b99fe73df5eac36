"""The loader: scalars stay text, traps are refused with a sentence each, and nothing ever raises.

In the tables ▸ stands where the complaint must point; it is taken out before the file is written.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from godkjent.register.loader import DEEPEST, LARGEST_FILE, Document, load
from godkjent.register.problems import Mark, Problem
from support import FIXTURES, marked

Write = Callable[[str | bytes], tuple[Document | None, list[Problem]]]

NOT_EXPECTED_COLON = "Her står et kolon der YAML ikke venter det. En tekst med kolon må ha anførselstegn rundt seg."
COLON_IN_TEXT = "Teksten har et kolon, og det leses som et nytt felt. En tekst med kolon må ha anførselstegn rundt seg."
ODD_START = (
    "Her står et tegn som YAML ikke tar imot, ofte en tabulator. "
    "Bruk mellomrom til innrykk, og anførselstegn rundt tekst med % @ `."
)
INDENT = "Innrykket passer ikke med linjene over. Felt på samme nivå må begynne i samme kolonne."
INDENT_OR_QUOTE = "Innrykket passer ikke med linjene over, eller det står noe etter en tekst i anførselstegn."
QUOTE = "Et anførselstegn er åpnet, men aldri lukket."
BRACKET = "Listen i klammer [ ] er ikke avsluttet, eller et komma mangler."
BRACE = "Klammen { } er ikke avsluttet, eller et komma mangler."
VALUE = "Her venter YAML en verdi, men finner noe annet: en klamme som ikke er lukket, eller et komma for mye."
BACKSLASH = "Bakstreken har en særlig betydning mellom doble anførselstegn. Bruk enkle anførselstegn, eller skriv \\\\."
TAG = "«!» er et merke i YAML og kan ikke brukes. Begynner verdien med !, sett anførselstegn rundt."
HYPHEN = (
    "Her står en bindestrek eller et spørsmålstegn der YAML ikke venter det. "
    "En tekst som begynner slik, må ha anførselstegn rundt seg."
)
STAR = "«&» og «*» har en særlig betydning først i en verdi. Sett anførselstegn rundt."
ALIAS = (
    "«*» er en henvisning i YAML og kan ikke brukes. "
    "Skriv verdien helt ut; begynner den med *, sett anførselstegn rundt."
)
ANCHOR = "«&» er et anker i YAML og kan ikke brukes. Begynner verdien med &, sett anførselstegn rundt."
INT_TAG = (
    "«tag:yaml.org,2002:int» er et merke i YAML og kan ikke brukes. Begynner verdien med !, sett anførselstegn rundt."
)
OWN_TAG = "«!viktig» er et merke i YAML og kan ikke brukes. Begynner verdien med !, sett anførselstegn rundt."
MERGE = "«<<» slår sammen lister i YAML og kan ikke brukes. Skriv feltene helt ut."
ODD_KEY = "Et feltnavn må være ett ord, ikke en liste eller flere felt."
TWICE = "Feltet «name» står to ganger; det første er på linje 1. Behold bare ett."
SECOND = "En linje med bare «---» begynner et nytt dokument. En fil skal bare ha ett."
DEEP = "Mer enn 10 nivåer inni hverandre."
EMPTY = "Filen er tom."
CONTROL = "Her står et usynlig kontrolltegn. Slett det og skriv teksten på nytt."

LEAVES_THE_REST_READABLE = [
    ("duplicate key", "name: a\n▸name: b\n", "yaml-duplicate-key", TWICE),
    ("duplicate key in quotes", 'name: a\nseats: 2\n▸"name": b\n', "yaml-duplicate-key", TWICE),
    ("anchor on a value", "name: ▸&a Rev\n", "yaml-anchor", ANCHOR),
    ("anchor on a list", "services: ▸&a [sales]\n", "yaml-anchor", ANCHOR),
    ("anchor on a key", "▸&a name: Rev\n", "yaml-anchor", ANCHOR),
    ("alias", "name: ▸*a\n", "yaml-alias", ALIAS),
    ("alias as a key", "▸*a : Rev\n", "yaml-alias", ALIAS),
    ("alias after an emoji", "name: [😀, ▸*a]\n", "yaml-alias", ALIAS),
    ("tag", "seats: ▸!!int 3\n", "yaml-tag", INT_TAG),
    ("own tag", "name: ▸!viktig Rev\n", "yaml-tag", OWN_TAG),
    ("merge key", "▸<<: {name: Rev}\n", "yaml-merge", MERGE),
    ("merge key inside", "address:\n  ▸<<: {city: Oslo}\n", "yaml-merge", MERGE),
    ("list as a key", "▸[name]: Rev\n", "yaml-key", ODD_KEY),
    ("fields as a key", "? ▸{name: a}\n: Rev\n", "yaml-key", ODD_KEY),
    ("second document", "name: Rev\n▸---\nname: Elg\n", "yaml-documents", SECOND),
    ("empty second document", "name: Rev\n▸---\n", "yaml-documents", SECOND),
]
LEAVES_NOTHING_READABLE = [
    ("colon in a text", "name: Rev▸: Sol\n", "yaml-syntax", COLON_IN_TEXT),
    ("field under a value", "name: Rev\n  city▸: Oslo\n", "yaml-syntax", NOT_EXPECTED_COLON),
    ("tab as indent", "address:\n▸\tcity: Oslo\n", "yaml-syntax", ODD_START),
    ("percent sign", "name: ▸% Rev\n", "yaml-syntax", ODD_START),
    ("at sign", "name: ▸@rev\n", "yaml-syntax", ODD_START),
    ("backtick", "name: ▸`rev`\n", "yaml-syntax", ODD_START),
    ("tab in folded text", "name: |\n▸\tRev\n", "yaml-syntax", "Her står en tabulator i innrykket. Bruk mellomrom."),
    ("too little indent", "  name: Rev\n ▸seats: 2\n", "yaml-syntax", INDENT),
    ("list item out of line", "services:\n  - sales\n ▸- surveys\n", "yaml-syntax", INDENT_OR_QUOTE),
    ("text after a quote", "name: 'Rev' ▸AS\n", "yaml-syntax", INDENT_OR_QUOTE),
    (
        "field among list items",
        "- sales\n▸name: Rev\n",
        "yaml-syntax",
        "Innrykket passer ikke med listen over: her skulle det stått en bindestrek.",
    ),
    (
        "missing colon",
        "name: Rev\n▸seats\n",
        "yaml-syntax",
        "Her mangler et kolon etter feltnavnet, eller en tekst over flere linjer mangler anførselstegn.",
    ),
    ("quote never closed", 'name: ▸"Rev\nseats: 2\nemail: post\n', "yaml-syntax", QUOTE),
    ("quote never closed before a document", "name: ▸'Rev\n---\nseats: 2\n", "yaml-syntax", QUOTE),
    ("list never closed", "seats: 2\nservices: ▸[sales, surveys\nname: Rev\n", "yaml-syntax", BRACKET),
    ("fields never closed", "address: ▸{city: Oslo\n", "yaml-syntax", BRACE),
    ("bracket too many", "name: ▸]\n", "yaml-syntax", VALUE),
    ("comma too many", "services: [sales,▸, surveys]\n", "yaml-syntax", VALUE),
    ("unknown escape", 'name: "R▸\\q"\n', "yaml-syntax", BACKSLASH),
    ("bad hexadecimal escape", 'name: "\\x▸zz"\n', "yaml-syntax", BACKSLASH),
    ("escaped surrogate", 'name: "\\u▸d800"\n', "yaml-syntax", BACKSLASH),
    ("hyphen alone", "name: ▸- Rev\n", "yaml-syntax", HYPHEN),
    ("question mark first", "name: ▸? Rev\n", "yaml-syntax", HYPHEN),
    ("star alone", "name: ▸* Rev\n", "yaml-syntax", STAR),
    ("ampersand alone", "name: ▸& Rev\n", "yaml-syntax", STAR),
    ("unknown tag handle", "name: ▸!a!b Rev\n", "yaml-syntax", TAG),
    ("line that begins with percent", "%NAVN▸\nname: Rev\n", "yaml-syntax", "En linje kan ikke begynne med %."),
    ("text after a bar", "name: | ▸Rev\n  AS\n", "yaml-syntax", "Etter | eller > kan det ikke stå noe mer på linjen."),
    ("depth 11 in brackets", "a: [[[[[[[[[▸[]]]]]]]]]]\n", "yaml-depth", DEEP),
    ("depth 11 in lines", "- - - - - - - - - - ▸- a\n", "yaml-depth", DEEP),
    ("depth 11 in keys", "? ? ? ? ? ? ? ? ? ? ▸? a\n", "yaml-depth", DEEP),
    ("empty file", "▸", "yaml-empty", EMPTY),
    ("blank lines", "▸\n\n  \n", "yaml-empty", EMPTY),
    ("only a comment", "▸# navn: Rev\n", "yaml-empty", EMPTY),
    ("escape character", "name: ▸\x1b[31mRev\n", "yaml-control-character", CONTROL),
    ("bell after an emoji", "name: Rev\ncity: 😀 ▸\x07\n", "yaml-control-character", CONTROL),
    ("null", "name: ▸\x00", "yaml-control-character", CONTROL),
    ("vertical tab", "name: R▸\x0bev\n", "yaml-control-character", CONTROL),
    ("delete", "name: ▸\x7f\n", "yaml-control-character", CONTROL),
    ("C1 control", "name: ▸\x9b31m\n", "yaml-control-character", CONTROL),
    ("not a character", "name: ▸\uffff\n", "yaml-control-character", CONTROL),
    (
        "control character after old line ends",
        "name: Rev\rcity: Oslo\u2028seats: \x85▸\x01",
        "yaml-control-character",
        CONTROL,
    ),
]


def table(rows: list[tuple[str, str, str, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("text", "rule", "sentence"), [row[1:] for row in rows], ids=[row[0] for row in rows]
    )


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file with this content, as the loader reads it."""

    def written(content: str | bytes) -> tuple[Document | None, list[Problem]]:
        path = tmp_path / "rev.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return load(path, "registry/centres/rev.yaml")

    return written


@table(LEAVES_THE_REST_READABLE)
def test_a_trap_is_refused_and_the_rest_is_still_read(write: Write, text: str, rule: str, sentence: str) -> None:
    content, line, column = marked(text)
    document, problems = write(content)
    assert document is not None
    assert [(p.rule, p.message.nb, p.mark.line, p.mark.column) for p in problems] == [(rule, sentence, line, column)]
    assert problems[0].source == content.split("\n")[line - 1]


@table(LEAVES_NOTHING_READABLE)
def test_what_cannot_be_read_is_said_in_one_sentence(write: Write, text: str, rule: str, sentence: str) -> None:
    content, line, column = marked(text)
    document, problems = write(content)
    assert document is None
    assert [(p.rule, p.message.nb, p.mark.line, p.mark.column) for p in problems] == [(rule, sentence, line, column)]


def test_every_trap_in_one_file_is_told_at_once(write: Write) -> None:
    document, problems = write("{name: a, name: b, <<: c, *d : e, f: &g !!str h}\n---\n")
    assert document is not None
    assert document.data == {"name": "a", "f": "h"}
    assert [p.rule for p in problems] == [
        "yaml-duplicate-key",
        "yaml-merge",
        "yaml-alias",
        "yaml-anchor",
        "yaml-tag",
        "yaml-documents",
    ]


TRAPS = [
    "NO",
    "no",
    "on",
    "y",
    "true",
    "+4722334455",
    "0123456",
    "0155",
    "1.10",
    "2024-01-01",
    "~",
    "null",
    "1e3",
    "0x1F",
    "0o17",
    "12:30:45",
    "1_000",
    ".inf",
    ".nan",
    "=",
    "2024-01-01T00:00:00Z",
    "<<",
    "-",
]


@pytest.mark.parametrize("trap", [t for t in TRAPS if t != "-"])
def test_a_plain_value_stays_as_it_is_written(write: Write, trap: str) -> None:
    document, problems = write(f"name: {trap}\n")
    assert (document and document.data, problems) == ({"name": trap}, [])


@pytest.mark.parametrize("trap", [t for t in TRAPS if t not in ("<<", "-")])
def test_a_plain_key_stays_as_it_is_written(write: Write, trap: str) -> None:
    document, problems = write(f"{trap}: x\n")
    assert (document and document.data, problems) == ({trap: "x"}, [])


@pytest.mark.parametrize("trap", TRAPS)
def test_a_quoted_value_stays_as_it_is_written_and_is_known_to_be_quoted(write: Write, trap: str) -> None:
    document, problems = write(f"a: '{trap}'\nb: \"{trap}\"\nc: x\n")
    assert document is not None and problems == []
    assert document.data == {"a": trap, "b": trap, "c": "x"}
    assert document.plain == {("c",)}


def test_a_value_that_is_left_out_is_an_empty_text(write: Write) -> None:
    document, problems = write("name:\nlist: [a, ]\nfields: {b}\n")
    assert (document and document.data, problems) == ({"name": "", "list": ["a"], "fields": {"b": ""}}, [])


def test_every_line_end_and_a_byte_order_mark_read_the_same(write: Write) -> None:
    text = "name: Rev\naddress:\n  city: Bodø\nservices:\n- sales\n"
    plain, _ = write(text)
    assert plain is not None
    for other in (
        text.replace("\n", "\r\n"),
        text.replace("\n", "\r"),
        "\ufeff" + text,
        text.rstrip("\n"),
        f"---\n{text}...\n",
    ):
        document, problems = write(other)
        assert document is not None and problems == []
        assert document.data == plain.data
    windows, _ = write("\ufeff" + text.replace("\n", "\r\n"))
    assert windows is not None
    assert (windows.marks, windows.keys, windows.lines) == (plain.marks, plain.keys, plain.lines)


def test_tabs_between_a_name_and_its_value_are_blanks(write: Write) -> None:
    document, problems = write("name:\tRev\t# et dyr\n")
    assert (document and document.data, problems) == ({"name": "Rev"}, [])


@pytest.mark.threat("T20")
def test_ten_levels_are_read(write: Write) -> None:
    """Ten mappings or lists inside each other, the outermost counted, and then a text."""
    assert DEEPEST == 10
    for text in ("a: [[[[[[[[[x]]]]]]]]]\n", "- - - - - - - - - - x\n", "".join(" " * n + "a:\n" for n in range(10))):
        document, problems = write(text)
        assert document is not None and problems == []


@pytest.mark.parametrize("nest", ["[", "{", "- ", "? ", "[{a: ", "{[", "a: {"], ids=repr)
@pytest.mark.twin("T20")
def test_deep_nesting_is_refused_at_once(write: Write, nest: str) -> None:
    content = (nest * 30_000)[:LARGEST_FILE]
    started = time.perf_counter()
    document, problems = write(content)
    assert document is None
    assert problems[-1].rule in ("yaml-depth", "yaml-syntax")
    assert time.perf_counter() - started < 1


def test_a_file_of_64_kb_is_read_and_one_byte_more_is_not(write: Write) -> None:
    assert LARGEST_FILE == 65_536
    content = b"name: " + b"a" * (LARGEST_FILE - 7) + b"\n"
    document, problems = write(content)
    assert len(content) == LARGEST_FILE and document is not None and problems == []
    document, problems = write(content + b"\n")
    assert document is None
    assert [(p.rule, p.message.nb, p.tip and p.tip.nb, p.mark) for p in problems] == [
        ("file-size", "Filen er større enn 64 KB.", "Er det limt inn noe som ikke hører hjemme her?", Mark())
    ]


def test_the_limit_counts_bytes_and_not_letters(write: Write) -> None:
    document, problems = write("name: " + "ø" * 40_000)
    assert (document, [p.rule for p in problems]) == (None, ["file-size"])


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ("name: Blåbær\n".encode("latin-1"), 1, 9),
        ("name: Rev\ncity: Bodø\n".encode("cp1252"), 2, 10),
        ("name: Rev\n".encode("utf-16"), 1, 1),
        ("name: Rev\n".encode("utf-32"), 1, 1),
        ("name: 😀 ".encode() + b"\xf0\x9f", 1, 9),
        (b"name: \xed\xa0\x80\n", 1, 7),
        (b"name: \xc0\xaf\n", 1, 7),
    ],
    ids=["Latin-1", "Windows-1252", "UTF-16", "UTF-32", "cut off in a letter", "surrogate", "overlong"],
)
def test_another_encoding_is_refused_at_its_first_foreign_byte(
    write: Write, content: bytes, line: int, column: int
) -> None:
    document, problems = write(content)
    assert document is None
    assert [(p.rule, p.message.nb, p.mark) for p in problems] == [
        ("file-encoding", "Filen er ikke lagret som UTF-8.", Mark(line, column, column + 1))
    ]
    assert (
        problems[0].tip
        and problems[0].tip.nb == "Lagre filen på nytt og velg tegnkodingen UTF-8, så blir æ, ø og å riktige."
    )


def test_utf_16_without_a_mark_is_refused_for_its_null_characters(write: Write) -> None:
    document, problems = write("name: Rev\n".encode("utf-16-le"))
    assert (document, [(p.rule, p.mark.column) for p in problems]) == (None, [("yaml-control-character", 2)])


def test_columns_count_characters_as_an_editor_does(write: Write) -> None:
    document, _ = write('{😀: "å", ø: [æ, "😀😀", x]}\n')
    assert document is not None
    assert document.marks[("😀",)] == Mark(1, 5, 8)
    assert document.marks[("ø", 2)] == Mark(1, 23, 24)
    assert document.keys[("ø",)] == Mark(1, 10, 11)


def test_every_key_and_value_has_its_place(write: Write) -> None:
    document, _ = write("name: Rev\naddress:\n  city: 'Oslo'\nservices:\n  - sales\n  - {a: b}\n")
    assert document is not None
    assert document.keys == {
        ("name",): Mark(1, 1, 5),
        ("address",): Mark(2, 1, 8),
        ("address", "city"): Mark(3, 3, 7),
        ("services",): Mark(4, 1, 9),
        ("services", 1, "a"): Mark(6, 6, 7),
    }
    assert document.marks[("name",)] == Mark(1, 7, 10)
    assert document.marks[("address", "city")] == Mark(3, 9, 15)
    assert document.marks[("services", 1, "a")] == Mark(6, 9, 10)


@pytest.mark.parametrize(
    ("place", "at_key", "mark"),
    [
        (("address", "city"), False, Mark(2, 9, 13)),
        (("address", "city"), True, Mark(2, 3, 7)),
        (("address", "county"), True, Mark(1, 1, 8)),
        (("address", "county", "x"), False, Mark(1, 1, 8)),
        (("nowhere",), False, Mark(1, 1, 2)),
        ((), False, Mark(1, 1, 2)),
    ],
    ids=["value", "key", "missing in a field", "deeper in a missing one", "missing", "the whole"],
)
def test_what_is_missing_is_told_of_at_what_is_nearest(
    write: Write, place: tuple[str, ...], at_key: bool, mark: Mark
) -> None:
    document, _ = write("address:\n  city: Oslo\n")
    assert document is not None
    assert document.mark(place, key=at_key) == mark


@pytest.mark.threat("T10")
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("name: Rev\n", "utf-8")
    for target in ("real.yaml", "nowhere.yaml", "link.yaml"):
        link = tmp_path / "link.yaml"
        link.symlink_to(target)
        document, problems = load(link, "link.yaml")
        assert document is None
        assert [(p.rule, p.message.nb) for p in problems] == [
            ("file-link", "Filen er en lenke til en annen fil. Registeret leser bare vanlige filer.")
        ]
        link.unlink()


@pytest.mark.parametrize("name", ["missing.yaml", "folder.yaml", "x" * 300])
def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.yaml").mkdir()
    document, problems = load(tmp_path / name, name)
    assert document is None
    assert [p.rule for p in problems] == ["file-unreadable"]
    assert problems[0].message.nb.startswith("Filen kan ikke leses: ")


def test_a_file_without_permission_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "rev.yaml").write_text("name: Rev\n", "utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    _, problems = load(tmp_path / "rev.yaml", "rev.yaml")
    assert [(p.rule, p.message.nb) for p in problems] == [
        ("file-unreadable", "Filen kan ikke leses: Permission denied.")
    ]


HOSTILE = sorted((FIXTURES / "hostile").glob("*.yaml"))


@pytest.mark.parametrize("path", HOSTILE, ids=[path.stem for path in HOSTILE])
@pytest.mark.twin("T09")
def test_a_hostile_file_is_refused_for_the_reason_in_its_name(path: Path) -> None:
    """tests/fixtures/hostile/RULE__what.yaml: files as they came, bytes and all."""
    _, problems = load(path, path.name)
    assert [p.rule for p in problems] == [path.stem.partition("__")[0]]


def test_every_refusal_of_content_has_a_hostile_file() -> None:
    refusals = {row[2] for row in LEAVES_THE_REST_READABLE + LEAVES_NOTHING_READABLE} | {"file-encoding"}
    assert {path.stem.partition("__")[0] for path in HOSTILE} == refusals


def test_every_character_that_yaml_refuses_is_pointed_at(write: Write) -> None:
    """Whatever the parser itself would refuse must be found first, where the place can still be told."""
    points = [
        *range(0x20),
        *range(0x7E, 0xA1),
        0x2028,
        0xD7FF,
        0xE000,
        0xFEFF,
        0xFFFD,
        0xFFFE,
        0xFFFF,
        0x10000,
        0x10FFFF,
    ]
    for character in map(chr, points):
        try:
            list(yaml.parse(f"a: '{character}'", Loader=yaml.CBaseLoader))
            refused = False
        except yaml.YAMLError:
            refused = True
        _, problems = write(f"name: x\na: '{character}'")
        assert [(p.rule, p.mark) for p in problems] == ([("yaml-control-character", Mark(2, 5, 6))] if refused else [])


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
@example(b"\x00")
def test_no_bytes_ever_raise(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    document, problems = load(path, "any.yaml")
    assert document is not None or problems


YAML_PIECES = st.lists(
    st.sampled_from(
        [*"abc:-?[]{},&*!|>'\"%@`#~\n\n\t \\", ": ", "- ", "\n  ", "<<: ", "---\n", "...\n", "!!", "å", "😀", "\r"]
    )
)


@given(st.one_of(st.text(max_size=200), YAML_PIECES.map("".join)))
@settings(max_examples=600, deadline=None)
def test_no_text_ever_raises_and_every_place_is_in_the_file(
    tmp_path_factory: pytest.TempPathFactory, content: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content.encode("utf-8", "replace"))
    document, problems = load(path, "any.yaml")
    assert document is not None or problems
    for problem in problems:
        assert problem.mark.line >= 1 and 1 <= problem.mark.column < problem.mark.end
        assert problem.message.nb and problem.message.en and "\n" not in problem.message.nb
    if document and not problems:
        assert all(mark.line <= len(document.lines) + 1 for mark in document.marks.values())


@given(
    st.recursive(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text("abcæøå", min_size=1, max_size=5), inner, max_size=3)
        ),
        max_leaves=12,
    )
)
@settings(max_examples=150, deadline=None)
@pytest.mark.threat("T09")
def test_what_another_program_writes_is_read_as_it_was_meant(
    tmp_path_factory: pytest.TempPathFactory, data: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(yaml.safe_dump({"data": data}, allow_unicode=True, sort_keys=False), "utf-8", newline="")
    document, problems = load(path, "any.yaml")
    if not any(p.rule == "yaml-depth" for p in problems):
        assert (document and document.data, problems) == ({"data": data}, [])


def test_the_reader_does_not_use_up_the_stack(write: Write) -> None:
    before = sys.getrecursionlimit()
    write("[" * 30_000)
    assert sys.getrecursionlimit() == before
