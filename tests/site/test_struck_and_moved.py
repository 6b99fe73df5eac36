"""What is published of a decision that was struck out or set right, and of an approval that went over to another number.

One small register is built and signed, and every file of the build is read, so that no format can forget: a file of a
kind that no reader here knows fails, and so does one that tells of the decision without saying what became of it.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

import pdf_reader
from godkjent.commands.cli import main
from godkjent.trust import keys
from support import CENTRE, built, make_registry

DAY = "2026-11-24"
STRUCK, STRUCK_BY, ACCUSATION = "2024-010", "2024-011", "Grunnløs anklage"
WRONG, RIGHTED_BY, BEFORE, AFTER = "2024-012", "2024-013", "Feil begrunnelse", "Riktig begrunnelse"
OLD, NEW = "310000108", "310000175"
DECISIONS = f"""\
decisions:
  - {{id: 2024-001, date: 2024-03-01, kind: approval}}
  - {{id: {STRUCK}, date: 2024-05-02, kind: warning, requirements: [tax], reason: {{nb: {ACCUSATION}.}}}}
  - {{id: {STRUCK_BY}, date: 2024-05-06, kind: correction, concerns: {STRUCK}, reason: {{nb: Feil senter.}}, change: {{void: true}}}}
  - {{id: {WRONG}, date: 2024-06-03, kind: warning, requirements: [tax], reason: {{nb: {BEFORE}.}}}}
  - id: {RIGHTED_BY}
    date: 2024-06-10
    kind: correction
    concerns: {WRONG}
    reason: {{nb: Gjaldt en annen.}}
    change: {{reason: {{nb: {AFTER}.}}}}
  - id: 2024-014
    date: 2024-07-01
    kind: warning_lifted
"""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("struck")
    registry = make_registry(folder / "registry", centre=CENTRE.split("decisions:")[0] + DECISIONS)
    act = ["decide", OLD, "transfer", "--successor", NEW, "--name", "Blid Elg Kundesenter AS", "--date", "2026-11-02"]
    assert main([*act, "--registry", str(registry), "--as-of", DAY]) == 0
    keys.make(folder / "keys")
    return built(folder / "output", registry=registry, AS_OF=DAY, KEYS=str(folder / "keys"))


def _plain(path: Path) -> str:
    return path.read_text("utf-8")


def _words(path: Path) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", path.read_text("utf-8")).split())


READERS: dict[str, Callable[[Path], str] | None] = {
    **dict.fromkeys([".html", ".svg"], _words),
    **dict.fromkeys(
        [".atom", ".xml", ".json", ".jsonld", ".csv", ".ics", ".js", ".css", ".txt", ".webmanifest"], _plain
    ),
    ".pdf": lambda path: pdf_reader.read(path.read_bytes()).text,
    **dict.fromkeys(
        [".png", ".woff2", ".ico", ".sha256", ".br", ".gz", ".pyz"], None
    ),  # say nothing in words, or say what another says
}
NEVER_CHANGES = "logg/vedtak/"  # the log holds each decision as it was published; the correction has a leaf of its own
MARKS = ("Strøket", "strøket", "Struck out", "struck out", "Stroke", "stroke", '"void": true', '"void":true', '"true"')


def _texts(output: Path) -> dict[str, str]:
    files = sorted(path for path in output.rglob("*") if path.is_file())
    unknown = {path.suffix for path in files} - READERS.keys() - {""}
    assert not unknown, f"read files that end in {unknown} here too: do they tell of decisions?"
    found = {}
    for path in files:
        name, reader = path.relative_to(output).as_posix(), READERS.get(path.suffix)
        if reader and not name.startswith(NEVER_CHANGES):
            found[name] = reader(path)
    return found


def test_no_file_tells_of_a_decision_that_was_struck_out_without_saying_so(output: Path) -> None:
    told = {name: text for name, text in _texts(output).items() if STRUCK in text or ACCUSATION in text}
    assert [name for name, text in told.items() if STRUCK_BY not in text] == []
    assert [name for name, text in told.items() if not any(mark in text for mark in MARKS)] == []
    assert {Path(name).suffix for name in told} >= {".html", ".atom", ".json", ".csv", ".pdf"}


def test_no_file_tells_of_a_decision_that_was_set_right_as_if_it_had_not_been(output: Path) -> None:
    texts = _texts(output)
    told = {name: text for name, text in texts.items() if WRONG in text or BEFORE in text}
    assert [name for name, text in told.items() if RIGHTED_BY not in text] == []
    wrong = [name for name, text in texts.items() if BEFORE in text and AFTER not in text and not name.endswith(".csv")]
    assert wrong == []
    assert {Path(name).suffix for name in told} >= {".html", ".atom", ".json", ".csv", ".pdf"}


ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("path", ["vedtak/feed.atom", "vedtak/warning/feed.atom", "sentre/listig-rev/feed.atom"])
def test_a_feed_says_it_in_the_title_the_text_the_link_and_the_day(output: Path, path: str) -> None:
    if not (output / path).exists():
        (path,) = (p.relative_to(output).as_posix() for p in output.glob("vedtak/*warning*.atom"))
    feed = ElementTree.fromstring((output / path).read_bytes())
    entries = {str(e.findtext(f"{ATOM}id")).rpartition("/")[2]: e for e in feed.findall(f"{ATOM}entry")}
    struck, wrong = entries[STRUCK], entries[WRONG]
    assert str(struck.findtext(f"{ATOM}title")).startswith("Strøket: ")
    assert ACCUSATION not in ElementTree.tostring(struck, "unicode")
    assert str(wrong.findtext(f"{ATOM}title")).startswith("Rettet: ")
    assert AFTER in str(wrong.findtext(f"{ATOM}content")) and BEFORE not in str(wrong.findtext(f"{ATOM}content"))
    for entry, day, made, by in (
        (struck, "2024-05-06", "2024-05-02", STRUCK_BY),
        (wrong, "2024-06-10", "2024-06-03", RIGHTED_BY),
    ):
        assert str(entry.findtext(f"{ATOM}updated")).startswith(day)
        assert str(entry.findtext(f"{ATOM}published")).startswith(made)
        assert f"#vedtak-{by}" in str(entry.findtext(f"{ATOM}content"))
    updated = [str(e.findtext(f"{ATOM}updated")) for e in feed.findall(f"{ATOM}entry")]
    assert updated == sorted(updated, reverse=True)


def test_tables_and_the_api_say_it_in_every_row(output: Path) -> None:
    rows = {r["id"]: r for r in csv.DictReader(StringIO((output / "api/v1/decisions.csv").read_text("utf-8")))}
    assert (rows[STRUCK]["void"], rows[STRUCK]["corrected_by"]) == ("true", STRUCK_BY)
    assert (rows[WRONG]["void"], rows[WRONG]["corrected_by"]) == ("false", RIGHTED_BY)
    centre = json.loads((output / f"api/v1/centres/{OLD}.json").read_text("utf-8"))["centre"]
    told = {d["id"]: (d["void"], d["corrected_by"]) for d in centre["decisions"]}
    assert told[STRUCK] == (True, STRUCK_BY) and told[WRONG] == (False, RIGHTED_BY)


def test_the_page_reads_as_corrected_and_shows_what_it_said_before(output: Path) -> None:
    page = (output / "sentre/listig-rev/index.html").read_text("utf-8")
    struck = page.partition(f'<li id="vedtak-{STRUCK}"')[2].partition("</li>")[0]
    wrong = page.partition(f'<li id="vedtak-{WRONG}"')[2].partition("</li>")[0]
    assert f"<del>{ACCUSATION}.</del>" in struck and f'#vedtak-{STRUCK_BY}"' in struck
    assert (
        f"<p>{AFTER}.</p>" in wrong
        and BEFORE in wrong.partition("<del>")[2]
        and BEFORE not in wrong.partition("<del>")[0]
    )


# --- An approval that went over to another number ---------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "sentre/listig-rev/index.html",
        f"verifiser/{OLD}/index.html",
        f"en/verifiser/{OLD}/index.html",
        f"merke/{OLD}.svg",
        f"api/v1/centres/{OLD}.json",
        f"api/v1/centres/{OLD}/credential.json",
        "api/v1/centres.csv",
        "api/v1/decisions.csv",
        "sentre/listig-rev/feed.atom",
        "search/names.json",
    ],
)
def test_the_old_number_says_where_the_approval_went(output: Path, path: str) -> None:
    assert NEW in (output / path).read_text("utf-8")
    assert "Har trukket seg" not in (output / path).read_text("utf-8").partition("<template")[0]


def test_the_old_paper_says_so_too(output: Path) -> None:
    (paper,) = (output / "sentre/listig-rev").glob("*.pdf")
    assert NEW in pdf_reader.read(paper.read_bytes()).text


def test_the_new_number_carries_the_approval_on(output: Path) -> None:
    centre = json.loads((output / f"api/v1/centres/{NEW}.json").read_text("utf-8"))["centre"]
    assert (centre["status"], centre["approved_since"], centre["valid_until"]) == (
        "approved",
        "2024-03-01",
        "2027-03-01",
    )
    assert centre["predecessors"] == [OLD] and centre["former_names"][0]["until"] == "2026-11-01"
    gone = json.loads((output / f"api/v1/centres/{OLD}.json").read_text("utf-8"))["centre"]
    assert (gone["status"], gone["successor"]) == ("withdrawn", NEW)
    assert {n["until"] for n in gone["phone_numbers"]} == {"2026-11-01"}
    assert OLD in (output / f"verifiser/{NEW}/index.html").read_text("utf-8")


def test_v1_of_the_api_gets_no_new_choice_of_kind(output: Path) -> None:
    decisions = json.loads((output / "api/v1/decisions.json").read_text("utf-8"))["decisions"]
    kinds = {
        d["id"]: (d["kind"], d["successor"], d["predecessor"]) for d in decisions if d["successor"] or d["predecessor"]
    }
    assert kinds == {"2026-001": ("withdrawal", NEW, None), "2026-002": ("approval", None, OLD)}


def test_the_look_up_leads_on(output: Path) -> None:
    tables = [json.loads(p.read_text("utf-8")) for p in (output / "api/v1/lookup/organisation").glob("*.json")]
    known = {number: centre for table in tables for number, centre in table["centres"].items()}
    assert known[OLD]["successor"]["organisation_number"] == NEW and known[NEW]["successor"] is None
