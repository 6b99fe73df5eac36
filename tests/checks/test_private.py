"""Nothing private gets in: by hand, by command, by form, or as a document."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from godkjent.checks import private, rules
from godkjent.commands.cli import main
from godkjent.register import records
from godkjent.register.problems import as_text
from godkjent.register.schema import Schema
from support import CENTRE, SCHEMA_FOLDER, git, make_registry, node, published

DAY = date(2026, 11, 24)
OWN = (("20000000", "20000099"),)
NEVER = {
    "birth-number": ["01019012345", "010190 12345", "410190 12345 (D-nummer)", "010190-12345", "Født 31129954321.", "01418012345", "01819012345", "010190 123 45"],
    "email": ["kari.nordmann@gmail.com", "kari (at) gmail.com", "skriv til k@x.no i dag"],
    "link": ["https://github.com/user-attachments/files/1/Vedtak.docx", "[Vedtak](x)", "se www.x.no", '<img src="https://x.no/a.png">'],
    "telephone": ["tlf 99 88 77 66", "99887766", "+47 998 87 766", "99-88-77-66", "0047 22334455"],
}  # fmt: skip
FINE = (
    "Senteret dokumenterte ikke at skatt og avgift var betalt.",
    "Vedtak 2026-042 av 24.11.2026, sak 2026/1234, organisasjonsnummer 310 000 108 og 310000108.",
    "187 727 samtaler og 12 345 678 kroner i 2025, 20261124, kl. 12.30 til 16.00.",
    "Numrene 20 00 00 00 og +47 20 00 00 99 er senterets egne.",
    "Bransjenormen punkt 3.1, § 12 og 1–2 uker; e-post ble ikke besvart @ alle.",
)


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, texts in NEVER.items() for t in texts])
def test_what_must_never_be_public_is_found(name: str, text: str) -> None:
    assert private.found(f"Grunnen er {text}", OWN) == name


@pytest.mark.parametrize("text", FINE)
def test_what_a_reason_may_say_is_left_alone(text: str) -> None:
    assert private.found(text, OWN) is None


def test_the_page_finds_the_same() -> None:
    """The page's own script, on a decision with each text as its reason."""
    texts = [*FINE, *(t for ts in NEVER.values() for t in ts)]
    program = """
import { text } from "node:stream/consumers";
import { privateFaults } from "./theme/static/js/faults.js";
const { known, texts, own } = JSON.parse(await text(process.stdin));
console.log(JSON.stringify(texts.map((nb) => privateFaults({ reason: { nb } }, known, ["decisions", 0], own).length > 0)));
"""
    schema = Schema.read(SCHEMA_FOLDER / "centre.schema.json")
    known = {
        "language": "nb",
        "schema": schema.root,
        "private": {"free": private.FREE_TEXT, "patterns": dict(private.PATTERNS), "what": {}},
        "rules": {"private": {"message": "{title}"}},
    }
    done = node("--input-type=module", "-e", program, given=json.dumps({"known": known, "texts": texts, "own": OWN}))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [private.found(t, OWN) is not None for t in texts]


PRIVATE = "Kari Nordmann (01019012345), tlf 99 88 77 66, kari.nordmann@gmail.com, ringte."
WARNED = '  - id: 2026-014\n    date: 2026-11-24\n    kind: warning\n    requirements: [tax]\n    reason: {nb: "%s"}\n'


def told(folder: Path) -> str:
    return as_text(rules.check(records.read(folder), DAY), "nb")


@pytest.mark.twin("T19")
def test_a_file_with_it_is_refused_and_the_words_are_not_repeated(tmp_path: Path) -> None:
    said = told(make_registry(tmp_path / "registry", centre=CENTRE + WARNED % PRIVATE))
    assert "Tekst på bokmål ser ut til å inneholde et fødselsnummer. Alt som står her, er offentlig." in said
    assert "docs/aldri-offentlig.md" in said
    assert "01019012345" not in said and "gmail" not in said


def test_a_name_and_a_client_are_free_texts_too(tmp_path: Path) -> None:
    text = CENTRE.replace("directions:", "calls_on_behalf_of: [Blid Elg 99 88 77 66]\ndirections:")
    assert "et telefonnummer som ikke er senterets" in told(make_registry(tmp_path / "registry", centre=text))


def test_the_command_writes_nothing_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_registry(tmp_path / "registry")
    given = ["decide", "Listig Rev", "Advarsel", "--requirement=Skatt", f"--reason={PRIVATE}"]
    assert main([*given, f"--registry={folder}", "--as-of=2026-11-24"]) == 1
    said = capsys.readouterr()
    assert said.out == "" and "Begrunnelse: " in said.err and "01019012345" not in said.err
    assert (folder / "centres" / "listig-rev.yaml").read_text("utf-8") == CENTRE


@pytest.mark.parametrize("where", ["Vedtak.docx", "registry/vedtak.PDF", "mappe med mellomrom/Årsrapport 2025.xlsx"])
def test_a_document_anywhere_is_refused_before_it_is_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    folder = published(make_registry(tmp_path / "registry"))
    path = tmp_path / where
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"PK")
    for sent in (False, True):
        assert main(["check", f"--registry={folder}", "--as-of=2026-11-24"]) == 1
        assert "Dokumenter, bilder og regneark hører ikke hjemme i registeret" in capsys.readouterr().out
        if not sent:
            git(tmp_path, "add", "--all")
            git(tmp_path, "commit", "--quiet", "--message=x")
    (tmp_path / ".gitignore").write_text("*.docx\n*.PDF\n*.xlsx\n", "utf-8")
    git(tmp_path, "rm", "--quiet", "--cached", "-r", where)
    assert main(["check", f"--registry={folder}", "--as-of=2026-11-24"]) == (1 if "registry" in where else 0)


CUT = {
    "in a block": ("    reason:\n      nb: Brudd på punkt #3 i bransjenormen\n", "#3 i bransjenormen"),
    "over two lines": ("    reason:\n      nb: Brudd på\n        punkt #3\n", "#3"),
}


@pytest.mark.parametrize("what", CUT)
def test_half_a_sentence_is_not_lost_without_a_word(tmp_path: Path, what: str) -> None:
    reason, rest = CUT[what]
    text = CENTRE + WARNED.rpartition("    reason")[0] + reason
    said = told(make_registry(tmp_path / "registry", centre=text))
    assert f"Tekst på bokmål slutter ved tegnet #: resten av linjen ({rest}) blir ikke lest." in said


def test_a_remark_after_a_day_or_a_kind_is_only_a_remark(tmp_path: Path) -> None:
    text = CENTRE.replace("date: 2024-03-01", "date: 2024-03-01 # møte 3").replace('"310000108"', '"310000108" # rev')
    assert "tegnet #" not in told(make_registry(tmp_path / "registry", centre=text))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_merge_conflict_is_called_by_its_name(tmp_path: Path, end: str) -> None:
    both = f"<<<<<<< HEAD{end}  - id: 2026-014{end}======={end}  - id: 2026-014{end}>>>>>>> gren{end}"
    folder = make_registry(tmp_path / "registry")
    (folder / "centres" / "listig-rev.yaml").write_bytes((CENTRE.replace("\n", end) + both).encode())
    said = told(folder)
    assert "To har endret de samme linjene" in said and "får det som ikke er publisert, årets neste" in said
    assert "kolon" not in said
