"""Nynorsk: every sentence that a lawyer reads from the tools has it, and holds the same values."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from godkjent.commands.cli import COMMANDS, main
from godkjent.language.texts import Text
from support import CENTRE, ROOT, SCHEMA_FOLDER, make_registry

PACKAGE = ROOT / "src" / "godkjent"
CATALOGUE = json.loads((PACKAGE / "language" / "nynorsk.json").read_text("utf-8"))
READ_BY_LAWYERS = ("register", "checks", "acts", "commands")
OF_THE_DESK = ("outputs/desk.py", "outputs/noticed.py")
NOT_YET = {
    "acts/begin.py",
    "acts/on_github.py",
    "commands/begin.py",
    "commands/keys.py",
    "commands/log.py",
    "commands/monitor.py",
    "commands/recover.py",
    "commands/sign.py",
    "commands/sites.py",
    "commands/verify.py",
    "commands/witness.py",
}
"""What whoever runs the site reads, once: it speaks bokmål to a reader of Nynorsk."""


NOT_YET_EXPLAINED = NOT_YET | {"commands/outsider.py"}


def _words(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def sentences(file: Path) -> Iterator[str]:
    """The bokmål of every sentence that a module writes as `Text(bokmål, English)` or as a rule's."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if called == "Text" and len(node.args) == 2 and not node.keywords and (words := _words(node.args[0])):
            yield words
        if called in ("rule", "rule_for_all", "_rule") and len(node.args) >= 3:
            yield next(filter(None, map(_words, node.args[2 if called != "_rule" else 1 :])))


@pytest.mark.parametrize("room", READ_BY_LAWYERS)
def test_what_a_lawyer_reads_has_its_nynorsk(room: str) -> None:
    files = [f for f in sorted((PACKAGE / room).rglob("*.py")) if f"{room}/{f.name}" not in NOT_YET]
    missing = {
        f"{f.name}: {words}" for f in files for words in sentences(f) if words.strip() and words not in CATALOGUE
    }
    assert missing == set()


@pytest.mark.parametrize("file", OF_THE_DESK)
def test_what_the_desk_says_has_its_nynorsk(file: str) -> None:
    """A sentence there is a Text, or bokmål alone that is asked for by its own words."""
    missing = {words for words in plain(PACKAGE / file) if words not in CATALOGUE}
    assert missing == set()


def plain(file: Path) -> Iterator[str]:
    """Each string in a module that reads as a sentence: it begins with a capital, a blank or a brace, and has a space."""
    tree = ast.parse(file.read_text("utf-8"))
    skipped = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    skipped |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text")
    skipped |= {id(node.args[1]) for node in texts}
    for node in ast.walk(tree):
        words = _words(node) if isinstance(node, ast.Constant) and id(node) not in skipped else None
        if words and re.match(r"[A-ZÆØÅ {].* ", words):
            yield words


def explained(file: Path) -> Iterator[ast.expr]:
    """What a command says that its options take."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "help":
            yield node.value


FROM_ELSEWHERE = {
    "argparse.SUPPRESS",
    "told.get(field)",
    "told.get(name)",
    "told.get(name, '') + REPEATED",
    "_NEW_FROM",
    "said(does, language)",
}
"""What is said of an option elsewhere: by the schemas, whose words have their own test."""


def test_what_an_option_takes_has_its_nynorsk() -> None:
    files = [f for f in sorted((PACKAGE / "commands").glob("*.py")) if f"commands/{f.name}" not in NOT_YET_EXPLAINED]
    helps = [(f.name, node) for f in files for node in explained(f)]
    said = {(name, words) for name, node in helps if (words := _words(node))}
    assert {(name, words) for name, words in said if words not in CATALOGUE} == set()
    assert {ast.unparse(node) for _, node in helps if not _words(node)} <= FROM_ELSEWHERE, (
        "a sentence that no line can translate"
    )
    assert {does for does, _ in COMMANDS.values()} - CATALOGUE.keys() == set()
    assert len(said) > 60


@pytest.mark.parametrize(
    ("language", "heading", "does", "missing"),
    [
        ("nb", "bruk: godkjent", "rett én opplysning om et senter", "dette mangler: HVA"),
        ("nn", "bruk: godkjent", "rett éi opplysning om eit senter", "dette manglar: HVA"),
        ("en", "usage: godkjent", "rett én opplysning om et senter", "the following arguments are required: HVA"),
    ],
)
def test_the_help_and_what_is_wrong_with_a_call_are_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str], language: str, heading: str, does: str, missing: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--lang", language, "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0 and told.startswith(heading) and does in " ".join(told.split())
    with pytest.raises(SystemExit) as ended:
        main(["letter", f"--lang={language}"])
    assert ended.value.code == 2 and missing in capsys.readouterr().err


def test_every_word_of_argparse_that_a_person_meets_is_translated(capsys: pytest.CaptureFixture[str]) -> None:
    """Its own English, as the Python that runs this has it: a call that is wrong in each way says nothing of it."""
    wrong = [["tull"], ["check", "--tull"], ["check", "--lang"], ["check", "--lang", "xx"], ["worklist", "--days", "x"],
             ["correct", "--dry-run=1"], ["check", "--re", "x", "y"], ["letter"], []]  # fmt: skip
    for call in wrong:
        with pytest.raises(SystemExit):
            main(call)
        told = capsys.readouterr().err
        english = re.search(
            r"\b(usage|error|argument|invalid|choose|expected|required|unrecognized|ignored|options)\b", told
        )
        assert english is None, told


def test_the_language_may_stand_before_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_registry(tmp_path / "registry")
    assert main(["--lang", "nn", "check", "--registry", str(folder), "--as-of", "2026-11-24"]) == 0
    first = capsys.readouterr().out
    assert main(["check", "--registry", str(folder), "--as-of", "2026-11-24", "--lang", "nn"]) == 0
    assert capsys.readouterr().out == first and "kontrollerte" in first


def test_nothing_is_kept_that_no_module_says() -> None:
    said = {
        node.value
        for f in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(f.read_text("utf-8")))
        if isinstance(node, ast.Constant)
    }
    of_the_desk = {words for page in DESK for words in asked_for(page)}
    kept = CATALOGUE.keys() - said - of_the_desk
    assert kept - set(of_schemas("title", "description", "errorMessage", "x-tip")) == set()


DESK = [ROOT / "theme" / "documents" / name for name in ("desk.html", "noticed.html")]


def asked_for(page: Path) -> Iterator[str]:
    """What a page of the desk asks for in the reader's language."""
    return (words for _, words in re.findall(r"\bsay\(([\"'])(.*?)\1\)", page.read_text("utf-8")))


@pytest.mark.parametrize("page", DESK, ids=lambda page: page.name)
def test_the_desk_says_nothing_in_one_language_alone(page: Path) -> None:
    assert set(asked_for(page)) - CATALOGUE.keys() == set()
    written = re.sub(r"<code>.*?</code>|{%.*?%}|{{.*?}}", "", page.read_text("utf-8"), flags=re.DOTALL)
    shown = re.findall(r">([^<]*)|(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"", written)
    assert [words for found in shown for words in found if re.search(r"\w", words)] == []


def of_schemas(*keys: str, sorts: str = "*") -> Iterator[str]:
    """What the schemas say under these keys."""
    waiting = [json.loads(path.read_text("utf-8")) for path in sorted(SCHEMA_FOLDER.glob(f"{sorts}.json"))]
    while waiting:
        node = waiting.pop()
        for key, value in node.items() if isinstance(node, dict) else ():
            if key in keys and isinstance(value, str):
                yield value
            if key != "x-en":
                waiting.append(value)
        waiting += node if isinstance(node, list) else ()


def test_what_must_be_and_its_tip_are_in_nynorsk() -> None:
    assert set(of_schemas("errorMessage", "x-tip")) - CATALOGUE.keys() == set()


@pytest.mark.parametrize("sort", ["centre", "misuse", "statistics"])
def test_what_the_secretariat_fills_in_is_explained_in_nynorsk(sort: str) -> None:
    told = set(of_schemas("title", "description", sorts=f"{sort}.schema"))
    assert told and told - CATALOGUE.keys() == set()


@pytest.mark.parametrize("words", CATALOGUE)
def test_both_hold_the_same_values_and_blanks(words: str) -> None:
    values = re.compile(r"\{\w*\}")
    assert sorted(values.findall(words)) == sorted(values.findall(CATALOGUE[words]))
    assert [words[:1].isspace(), words[-1:].isspace()] == [
        CATALOGUE[words][:1].isspace(),
        CATALOGUE[words][-1:].isspace(),
    ]


def test_a_sentence_is_filled_in_its_own_nynorsk() -> None:
    text = Text("{kinds}{ids}. Status er fortsatt: {status}.", "{kinds}{ids}. The status is still: {status}.")
    said = text.fill(kinds="Åtvaring", ids="", status=Text("avslag", "rejected"))
    assert said.in_language("nn") == "Åtvaring. Statusen er framleis: avslag."
    assert Text("Ikke i katalogen.", "Not there.").in_language("nn") == "Ikke i katalogen."


def test_a_command_speaks_nynorsk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_registry(
        tmp_path / "registry", centre=CENTRE.replace("    kind: approval", "    kind: approval\n    tull: x")
    )
    assert main(["check", "--registry", str(folder), "--as-of", "2026-11-24", "--lang", "nn"]) == 1
    told = capsys.readouterr().out
    assert "Feltet «tull» finst ikkje her." in told and "1 feil og" in told and "0 åtvaringar i 3 filer" in told
