"""The board's acts written by command: what is there stays byte for byte, and nothing that `check` refuses is written."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from godkjent.acts import append, brreg, yaml_text
from godkjent.checks import rules, text_and_files
from godkjent.commands.cli import main
from godkjent.register import records
from godkjent.register.lifecycle import TRANSITIONS
from godkjent.register.loader import load
from godkjent.register.model import Kind
from starter import started
from support import BIN, CENTRE, make_registry, tree

Run = Callable[..., tuple[int, str, str]]
DAY = "2026-11-24"
HEAD = CENTRE.split("decisions:")[0]
SUSPEND = ["suspension", "--requirement", "tax", "--reason", "Skatten er ikke betalt.", "--remedy", "Betal skatten."]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_registry(tmp_path / "registry")


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command on the registry, on a fixed day and without a terminal."""
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def called(*arguments: object) -> tuple[int, str, str]:
        code = main([*map(str, arguments), "--registry", str(folder), "--as-of", DAY])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def file(folder: Path, slug: str = "listig-rev") -> Path:
    return folder / "centres" / f"{slug}.yaml"


def problems(folder: Path) -> list[str]:
    return [p.rule for p in rules.check(records.read(folder), date.fromisoformat(DAY))]


# --- decide -------------------------------------------------------------------------------------------------


def test_a_suspension_is_added_as_a_board_member_would_write_it(run: Run, folder: Path) -> None:
    code, said, complained = run(
        "decide", "listig-rev", *SUSPEND, "--reason-en", "Unpaid: tax", "--deadline", "2027-01-15"
    )
    added = """\
  - id: 2026-001
    date: 2026-11-24
    kind: suspension
    requirements: [tax]
    reason: {nb: Skatten er ikke betalt., en: "Unpaid: tax"}
    remedy: {nb: Betal skatten.}
    deadline: 2027-01-15
"""
    assert (code, complained) == (0, "")
    assert file(folder).read_text("utf-8") == CENTRE + added
    assert said == added + (
        "Listig Rev Kundesenter AS: godkjent → suspendert fra 24.11.2026 (vedtak 2026-001).\n"
        "registry/centres/listig-rev.yaml: vedtak 2026-001 er ført (Suspensjon).\n"
    )
    assert problems(folder) == []


def test_a_suspension_and_its_lifting_and_a_correction(run: Run, folder: Path) -> None:
    assert run("decide", "310000108", *SUSPEND)[0] == 0
    assert run("decide", "listig-rev", "suspension-lifted")[0] == 0
    change = ["--change", "deadline=2026-12-01", "--change", "reason=Fordi: skatt", "--change", "reason.en=Tax"]
    correction = ["correction", "--concerns", "2026-001", "--reason", "Skrivefeil.", *change]
    assert run("decide", "listig-rev", *correction, "--change", "requirements=tax")[0] == 0
    assert (
        file(folder)
        .read_text("utf-8")
        .endswith(
            """\
  - id: 2026-002
    date: 2026-11-24
    kind: suspension_lifted
  - id: 2026-003
    date: 2026-11-24
    kind: correction
    concerns: 2026-001
    reason: {nb: Skrivefeil.}
    change: {deadline: 2026-12-01, reason: {nb: "Fordi: skatt", en: Tax}, requirements: [tax]}
"""
        )
    )
    assert problems(folder) == []
    assert (
        run(
            "decide", "listig-rev", "correction", "--concerns", "2026-002", "--reason", "Feil.", "--change", "void=true"
        )[0]
        == 0
    )
    assert file(folder).read_text("utf-8").endswith("    change: {void: true}\n")


def test_every_kind_can_be_decided(run: Run, folder: Path) -> None:
    reason, tax = ["--reason", "Fordi."], ["--requirement", "tax"]
    acts = [
        ["warning", *reason, *tax, "--deadline", "2027-01-01"],
        ["appeal", "--concerns", "2026-001"],
        ["appeal_ruling", "--concerns", "2026-002", "--outcome", "upheld"],
        ["warning_lifted"],
        ["follow_up"],
        ["renewal", "--valid-until", "2028-03-01"],
        SUSPEND,
        ["suspension_lifted"],
        ["correction", "--concerns", "2026-005", *reason, "--change", "void=true"],
        ["revocation", *reason, *tax],
        ["application"],
        ["information_requested"],
        ["rejection", *reason],
        ["application"],
        ["approval"],
        ["withdrawal"],
        ["application"],
        ["approval"],
        ["transfer", "--successor", "310000175"],
    ]
    for act in acts:
        code, _, complained = run("decide", "listig-rev", *act)
        assert code == 0, (act, complained)
    assert {act[0] for act in acts} == set(Kind) == set(TRANSITIONS)
    assert problems(folder) == []


def test_the_next_number_is_of_the_year_and_of_the_whole_register(run: Run, folder: Path) -> None:
    other = (
        CENTRE.replace("Listig Rev", "Blid Elg").replace("310000108", "310000175").replace("30 12 34 56", "30 12 34 57")
    )
    other = other.replace("20 00 00", "20 00 01").replace("listig-rev.", "blid-elg.").replace("2024-001", "2024-999")
    file(folder, "blid-elg").write_text(
        other + "  - id: 2025-007\n    date: 2025-03-03\n    kind: follow_up\n", "utf-8"
    )
    read = records.read(folder)
    assert [append.next_number(read, year) for year in (2023, 2024, 2025, 2026)] == [
        "2023-001",
        "2024-1000",
        "2025-008",
        "2026-001",
    ]
    assert run("decide", "listig-rev", "follow_up", "--date", "2025-03-03")[0] == 0
    assert "  - id: 2025-008\n    date: 2025-03-03\n" in file(folder).read_text("utf-8")


def test_a_dry_run_writes_nothing(run: Run, folder: Path) -> None:
    code, said, _ = run("decide", "listig-rev", *SUSPEND, "--dry-run")
    assert code == 0 and said.startswith("  - id: 2026-001\n") and "er ført" not in said
    assert file(folder).read_text("utf-8") == CENTRE


def test_a_decision_that_takes_effect_later(run: Run, folder: Path) -> None:
    code, said, _ = run("decide", "listig-rev", *SUSPEND, "--effective", "2026-12-01")
    assert code == 0 and "    effective: 2026-12-01\n" in file(folder).read_text("utf-8")
    assert "godkjent → suspendert fra 1.12.2026 (vedtak 2026-001)." in said


REFUSED = {
    "not allowed": (
        ["suspension_lifted"],
        1,
        "«Suspensjon opphevet» er ikke mulig her: senteret var godkjent den 24. november 2026. Det er bare mulig når senteret var suspendert. Mulig den dagen: Årlig oppfølging godkjent, Fornyet godkjenning, Advarsel, Suspensjon, Godkjenning inndratt, Trukket etter eget ønske, Retting, Overført til nytt organisasjonsnummer.",
    ),
    "no appeal to rule on": (
        ["appeal_ruling", "--concerns", "2024-001", "--outcome", "upheld"],
        1,
        "«Klageorganets avgjørelse» er ikke mulig her: senteret var godkjent den 24. november 2026. Ingen klage venter på avgjørelse. Mulig den dagen: Årlig oppfølging godkjent, Fornyet godkjenning, Advarsel, Suspensjon, Godkjenning inndratt, Trukket etter eget ønske, Retting, Overført til nytt organisasjonsnummer.",
    ),
    "unknown kind": (
        ["utvisning"],
        2,
        "«utvisning» er ikke et valg under Slag vedtak. Valgene er Årlig oppfølging godkjent, Fornyet godkjenning, Advarsel, Suspensjon, Godkjenning inndratt, Trukket etter eget ønske, Retting eller Overført til nytt organisasjonsnummer.",
    ),
    "no kind": (
        [],
        2,
        "SLAG mangler (Slag vedtak). Skriv Årlig oppfølging godkjent, Fornyet godkjenning, Advarsel, Suspensjon, Godkjenning inndratt, Trukket etter eget ønske, Retting eller Overført til nytt organisasjonsnummer.",
    ),
    "no requirement": (SUSPEND[:1] + SUSPEND[3:], 2, "--requirement mangler (Krav det gjelder). Skriv Skatt."),
    "no reason": (SUSPEND[:3] + SUSPEND[5:], 2, "--reason mangler (Begrunnelse)."),
    "no remedy": (SUSPEND[:5], 2, "--remedy mangler (Hva som må gjøres)."),
    "no change": (
        ["correction", "--concerns", "2024-001", "--reason", "Feil."],
        2,
        "--change mangler (Hva som rettes, som felt=verdi).",
    ),
    "no decision to correct": (
        ["correction", "--reason", "Feil.", "--change", "void=true"],
        2,
        "--concerns mangler (Gjelder vedtak). Skriv 2024-001: Godkjenning, 1. mars 2024.",
    ),
    "a change without a value": (
        ["correction", "--concerns", "2024-001", "--reason", "Feil.", "--change", "void"],
        2,
        "«void» er ikke en retting. Skriv feltet, et kolon og det som skal stå, for eksempel «Vedtaksdato: 24. november 2026». Feltene er Strykes, Slag,",
    ),
    "a change of no field": (
        ["correction", "--concerns", "2024-001", "--reason", "Feil.", "--change", "x: 1\n  - y=2"],
        2,
        "«x: 1\ufffd  - y=2» er ikke en retting.",
    ),
    "a change in no language": (
        ["correction", "--concerns", "2024-001", "--reason", "Feil.", "--change", "reason.de=x"],
        2,
        "«reason.de=x» er ikke en retting.",
    ),
    "no such centre": (
        ["--", "listig-re"],
        2,
        "Det er ikke noe senter «listig-re» i registeret. Mente du «Listig Rev Kundesenter AS (310 000 108)»?",
    ),
    "no such requirement": (
        ["warning", "--requirement", "moms", "--reason", "x"],
        2,
        "«moms» er ikke et valg under Krav det gjelder. Valgene er Skatt.",
    ),
    "no such decision": (
        ["correction", "--concerns", "2020-001", "--reason", "Feil.", "--change", "void=true"],
        1,
        "Vedtak 2026-001 viser til 2020-001, men det står ikke noe slikt vedtak tidligere i filen.",
    ),
    "a field that the kind does not have": (
        ["follow_up", "--deadline", "2027-01-01"],
        1,
        "Frist (deadline) brukes ikke her i vedtak av slaget «Årlig oppfølging godkjent»",
    ),
    "a day that is none": (
        ["warning", "--requirement", "tax", "--reason", "x", "--deadline", "snart"],
        1,
        "«snart» kan ikke stå som Frist: det må være en dato som finnes, skrevet ÅÅÅÅ-MM-DD.",
    ),
    "a text on two lines": (
        ["warning", "--requirement", "tax", "--reason", "en\nto"],
        1,
        "«en\ufffdto» kan ikke stå som Tekst på bokmål: det må være tekst på én linje, uten blanke i endene.",
    ),
    "an invisible sign": (
        ["warning", "--requirement", "tax", "--reason", "x\u200by"],
        1,
        "Tekst på bokmål inneholder et usynlig tegn (U+200B), som ikke kan brukes her.",
    ),
    "undecodable bytes": (
        ["warning", "--requirement", "tax", "--reason", "x\udcff"],
        2,
        "«x\ufffd» er ikke skrevet i UTF-8, så det er ikke sikkert hva som menes.",
    ),
    "a day to come": (
        ["follow_up", "--date", "2026-11-25"],
        1,
        "Vedtaksdato 25. november 2026 ligger fram i tid; registeret gjelder 24. november 2026.",
    ),
    "a day before the last decision": (
        ["application", "--date", "2024-02-01"],
        1,
        "Vedtak 2024-002 fra 1. februar 2024 står etter et vedtak fra 1. mars 2024. Eldste vedtak står først.",
    ),
    "too long": (
        ["renewal", "--valid-until", "2031-01-01"],
        1,
        "Godkjenningen kan ikke gjelde til 1. januar 2031; etter ordningens regler varer den til 1. mars 2030 eller kortere.",
    ),
    "a date that is none": (
        ["follow_up", "--date", "i går"],
        2,
        "Vedtaksdato: «i går» er ikke en dag som finnes. Skriv den for eksempel 24. november 2026 eller 24.11.2026",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_each_wrong_turn_gets_a_sentence_and_writes_nothing(run: Run, folder: Path, what: str) -> None:
    given_words, status, sentence = REFUSED[what]
    centre = [] if what == "no such centre" else ["listig-rev"]
    code, said, complained = run("decide", *centre, *[w for w in given_words if w != "--"])
    assert (code, said) == (status, "")
    assert sentence in complained
    if status == 1 and "Mulig den dagen" not in complained:
        assert complained.endswith("Ingenting er skrevet.\n")
    assert file(folder).read_text("utf-8") == CENTRE
    assert [p.name for p in (folder / "centres").iterdir()] == ["listig-rev.yaml"]


def test_a_registry_with_errors_is_not_added_to(run: Run, folder: Path) -> None:
    file(folder).write_text(CENTRE.replace("310000108", "310000109"), "utf-8")
    code, said, complained = run("decide", "listig-rev", "follow_up")
    assert (code, said) == (1, "")
    assert "kontrollsifferet stemmer ikke" in complained
    assert complained.endswith("Registeret har feil fra før. Rett dem først; ingenting er skrevet.\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            HEAD + "decisions: [{id: 2024-001, date: 2024-03-01, kind: approval}]\n",
            "Vedtakene i registry/centres/listig-rev.yaml står ikke som en liste med bindestrek. Skriv dem slik, ett vedtak for hver bindestrek, og prøv igjen.\n",
        ),
        (
            HEAD + "decisions:\n  [{id: 2024-001, date: 2024-03-01, kind: approval}]\n",
            "Vedtakene i registry/centres/listig-rev.yaml står ikke som en liste med bindestrek. Skriv dem slik, ett vedtak for hver bindestrek, og prøv igjen.\n",
        ),
        (
            CENTRE + "...\n",
            "Slutten av registry/centres/listig-rev.yaml er skrevet slik at et vedtak ikke kan føres etter den. Se på de siste linjene i filen.\n",
        ),
    ],
    ids=["in brackets", "in brackets below", "ended"],
)
def test_a_file_that_cannot_be_added_to_is_refused(run: Run, folder: Path, text: str, sentence: str) -> None:
    file(folder).write_text(text, "utf-8")
    assert problems(folder) == []
    assert run("decide", "listig-rev", "follow_up") == (1, "", sentence)
    assert file(folder).read_text("utf-8") == text


def test_a_file_written_as_json_is_refused(run: Run, folder: Path) -> None:
    text = json.dumps(records.read(folder).of_kind("centre")[0].data, ensure_ascii=False)
    file(folder).write_text(text, "utf-8")
    assert problems(folder) == []
    code, _, complained = run("decide", "listig-rev", "follow_up")
    assert code == 1 and "står ikke som en liste med bindestrek" in complained
    assert file(folder).read_text("utf-8") == text


ENDS = {
    "no final newline": CENTRE.rstrip("\n"),
    "blank lines": CENTRE + "\n\n",
    "a comment": CENTRE + "# slutt",
    "a comment in the list": CENTRE + "  # neste vedtak her\n",
    "blanks on the last line": CENTRE + "   ",
    "hyphens in the first column": CENTRE.replace("  - id", "- id")
    .replace("    date", "  date")
    .replace("    kind", "  kind"),
    "hyphens far in": CENTRE.replace("  - id", "      - id")
    .replace("    date", "        date")
    .replace("    kind", "        kind"),
    "hyphens alone": CENTRE.replace("  - id", "  -\n    id"),
    "maps in braces": HEAD + "decisions:\n  - {id: 2024-001, date: 2024-03-01, kind: approval}\n",
    "other line ends": CENTRE.replace("\n", "\r\n"),
    "other line ends, none at the end": CENTRE.replace("\n", "\r\n").rstrip(),
    "a byte order mark": "\ufeff" + CENTRE,
    "a comment after the key": CENTRE.replace("decisions:", "decisions: # eldste først"),
    "a text over lines": CENTRE + "    reason:\n      nb: >-\n        Alt er\n        dokumentert.\n",
}


@pytest.mark.parametrize("what", ENDS)
def test_what_is_there_stays_byte_for_byte(run: Run, folder: Path, what: str) -> None:
    before = ENDS[what].encode()
    file(folder).write_bytes(before)
    assert problems(folder) == []
    assert run("decide", "listig-rev", "follow_up")[0] == 0
    after = file(folder).read_bytes()
    assert after.startswith(before)
    if b"\r\n" in before:
        assert after.count(b"\n") == after.count(b"\r\n")
    assert problems(folder) == []
    assert len(records.read(folder).of_kind("centre")[0].data["decisions"]) == 2


@settings(deadline=None)
@given(
    spots=st.lists(
        st.tuples(
            st.integers(0, 40), st.sampled_from(["\n", "# merknad\n", "   \n", "  # «å» og 'x': -\n", "# - id: 1\n"])
        ),
        max_size=8,
    ),
    ends=st.sampled_from(["", "\n", "\n\n", "\n# x", "\n  # - {", "  ", "\n\t\n"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_comments_and_blank_lines_stay_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, spots: list[tuple[int, str]], ends: str, line_end: str
) -> None:
    lines = CENTRE.splitlines(keepends=True)
    for at, line in spots:
        lines.insert(at % (len(lines) + 1), line)
    before = ("".join(lines).rstrip("\n") + ends).replace("\n", line_end).encode()
    path = tmp_path_factory.mktemp("x") / "x.yaml"
    path.write_bytes(before)
    document, wrong = load(path, "x.yaml")
    if document is None or wrong:
        return  # a tab on the last line may be none of YAML's
    item = append.ordered({"id": "2026-001", "date": date(2026, 1, 2), "kind": "follow_up", "reason": {"nb": "Ja: #1"}})
    after, added = append.appended(path, "x.yaml", item)
    assert after.startswith(before) and after.endswith(added.encode())
    path.write_bytes(after)
    again, none = load(path, "x.yaml")
    assert again is not None and none == []
    assert again.data == {**document.data, "decisions": [*document.data["decisions"], yaml_text.as_read(item)]}


WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "NO",
            "yes",
            "~",
            "null",
            "0155",
            "1e3",
            "2026-01-02",
            "12:30:00",
            "y",
            "=",
            "<<",
            ".5",
            "0x1f",
            "- a",
            "a: b",
            "a #b",
            "@x",
            "`x`",
            "%x",
            "&a",
            "*a",
            "!x",
            "[a]",
            "{a",
            "a, b",
            "?",
            "? x",
            "'",
            '"',
            "\\",
            "|",
            ">",
            "…",
            "a ",
            " a",
            "a\n b",
        ]
    ),
)


@settings(deadline=None)
@example({"nb": "Hva?", "en": "a?b"}, ["a ?b", "a, b"])
@given(st.dictionaries(st.sampled_from(["nb", "en", "nn"]), WORDS, min_size=1), st.lists(WORDS, max_size=3))
def test_every_text_is_read_as_it_was_meant(
    tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str], listed: list[str]
) -> None:
    """By our loader, and by a reader of YAML 1.1 that makes numbers and booleans of what looks so."""
    data: dict[str, Any] = {"reason": texts, "requirements": listed, "decisions": [{"id": "2026-001", "reason": texts}]}
    path = tmp_path_factory.mktemp("x") / "x.yaml"
    content = append.new_file(data)
    path.write_bytes(content)
    document, wrong = load(path, "x.yaml")
    assert document is not None and wrong == []
    assert document.data == data
    assert yaml.safe_load(content) == data


def test_the_rights_of_a_file_are_kept_and_no_trace_is_left(run: Run, folder: Path) -> None:
    file(folder).chmod(0o640)
    assert run("decide", "listig-rev", "follow_up")[0] == 0
    assert file(folder).stat().st_mode & 0o777 == 0o640
    assert [p.name for p in (folder / "centres").iterdir()] == ["listig-rev.yaml"]


NOT_WRITTEN = {
    "decide": ("decide", "listig-rev", "follow_up"),
    "meeting": (
        "meeting",
        "--text=Senter: Listig Rev Kundesenter\nSlag: Advarsel\nKrav det gjelder: Skatt\nBegrunnelse: For sent.\nFrist: 1. april 2027",
    ),
    "correct": ("correct", "listig-rev", "email", "--old=post@listig-rev.example", "--new=post2@listig-rev.example"),
    "erase": ("erase", "listig-rev", "--carry-out"),
    "statistics": ("statistics", "--year=2024", "--complaints-received=10", "--source=Forbrukertilsynet, 1. mars 2025"),
    "misuse": (
        "misuse",
        "--name=Munter Elg Reklame",
        "--website=munter-elg.example",
        "--seen=2025-03-01",
        "--reason=Falsk.",
    ),
    "reports": ("reports", "--row=listig-rev;10;9;1;0", "--year=2024"),
}


@pytest.mark.parametrize("given", NOT_WRITTEN.values(), ids=NOT_WRITTEN)
def test_a_file_that_cannot_be_written_is_told_and_nothing_has_changed(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...]
) -> None:
    before = tree(folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    code, _, complained = run(*given)
    assert code == 1
    assert "kan ikke skrives: No space left on device. Ingenting er endret.\n" in complained
    assert tree(folder) == before


# --- Asking on a terminal -----------------------------------------------------------------------------------


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A terminal at which these answers are typed, and then no more."""

    def typed(*lines: str) -> None:
        left = iter(lines)

        def answer(prompt: str) -> str:
            print(prompt, end="")
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", answer)

    return typed


def test_what_is_missing_is_asked_for(run: Run, folder: Path, answers: Callable[..., None]) -> None:
    answers("listig-rev", "utvisning", "suspension", "moms", "skatt", "", "Skatten er ikke betalt.", "Betal skatten.")
    code, said, complained = run("decide")
    assert code == 0
    assert "  Suspensjon\n" in said and "Suspensjon opphevet" not in said
    assert "Krav det gjelder: " in said and "Begrunnelse: " in said and "Hva som må gjøres: " in said
    assert "«utvisning» er ikke et valg under Slag vedtak. Valgene er Årlig oppfølging godkjent," in complained
    assert "«moms» er ikke et valg under Krav det gjelder. Valgene er Skatt." in complained
    assert (
        file(folder)
        .read_text("utf-8")
        .endswith(
            "    requirements: [tax]\n    reason: {nb: Skatten er ikke betalt.}\n    remedy: {nb: Betal skatten.}\n"
        )
    )


def test_a_correction_is_asked_for(run: Run, folder: Path, answers: Callable[..., None]) -> None:
    answers("2024-001", "Skrivefeil.", "date=2024-03-04")
    assert run("decide", "listig-rev", "correction")[0] == 0
    assert file(folder).read_text("utf-8").endswith("    change: {date: 2024-03-04}\n")


@pytest.mark.parametrize("stop", [EOFError, KeyboardInterrupt])
def test_who_stops_has_written_nothing(
    run: Run, folder: Path, answers: Callable[..., None], monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    answers()

    def stops(_: str) -> str:
        raise stop

    monkeypatch.setattr("builtins.input", stops)
    code, _, complained = run("decide", "listig-rev")
    assert (code, complained) == (2, "Avbrutt. Ingenting er skrevet.\n")
    assert file(folder).read_text("utf-8") == CENTRE


# --- new ----------------------------------------------------------------------------------------------------

BLID = ["--name", "Blid Elg Svar AS", "--organisation-number", "310000175", "--city", "Oslo", "--postcode", "0155"]
BLID += ["--county", "Oslo", "--direction", "outbound", "--service", "sales"]


def test_a_new_centre_is_written_as_a_board_member_would_write_it(run: Run, folder: Path) -> None:
    more = ["--street", "Storgata 1", "--website", "https://blid-elg.example", "--email", "post@blid-elg.example"]
    more += ["--phone", "+47 30 12 34 57", "--phone", "+47 20 00 01 00–+47 20 00 01 09", "--service", "surveys"]
    more += [
        "--trade-name",
        "Blid Elg Ring",
        "--seats",
        "12",
        "--sector",
        "energy",
        "--language",
        "nb",
        "--language",
        "en",
    ]
    code, said, complained = run("new", *BLID, *more, "--reason", "Alt i orden.", "--kind", "approval")
    assert (code, complained) == (0, "")
    written = file(folder, "blid-elg-svar-as").read_text("utf-8")
    assert (
        written
        == """\
# yaml-language-server: $schema=../schemas/centre.schema.json
name: Blid Elg Svar AS
organisation_number: "310000175"
trade_names: [Blid Elg Ring]
websites: [https://blid-elg.example]
email: post@blid-elg.example
address: {street: Storgata 1, postcode: "0155", city: Oslo, county: Oslo}
phone_numbers:
  - {number: "+47 30 12 34 57", use: [outbound]}
  - {from: "+47 20 00 01 00", to: "+47 20 00 01 09", use: [outbound]}
directions: [outbound]
services: [sales, surveys]
channels: [phone]
sectors: [energy]
languages: [nb, en]
seats: 12
decisions:
  - id: 2026-001
    date: 2026-11-24
    kind: approval
    reason: {nb: Alt i orden.}
"""
    )
    assert said == written + "registry/centres/blid-elg-svar-as.yaml: Blid Elg Svar AS er ført i registeret.\n"
    assert problems(folder) == []


def test_the_least_a_new_centre_needs(run: Run, folder: Path) -> None:
    assert run("new", *BLID, "--slug", "blid")[0] == 0
    assert (
        file(folder, "blid")
        .read_text("utf-8")
        .endswith("decisions:\n  - id: 2026-001\n    date: 2026-11-24\n    kind: application\n")
    )
    assert problems(folder) == []
    assert run("decide", "blid", "approval")[0] == 0


NOT_NEW = {
    "the number is taken": (
        [*BLID, "--organisation-number", "310000108"],
        1,
        "Organisasjonsnummer 310000108 er allerede brukt i registry/centres/",
    ),
    "the number is wrong": (
        [*BLID, "--organisation-number", "310000176"],
        1,
        "«310000176» er ikke et organisasjonsnummer: kontrollsifferet stemmer ikke.",
    ),
    "the file is there": (
        [*BLID, "--slug", "listig-rev"],
        1,
        "registry/centres/listig-rev.yaml finnes fra før. Er det samme senter, bruk «.venv/bin/godkjent decide»; ellers gi et annet navn med --slug.",
    ),
    "a way out of the folder": (
        [*BLID, "--slug", "../scheme"],
        1,
        "Filnavnet «../scheme» kan ikke bli en adresse: bruk små bokstaver a–z, sifre og enkle bindestreker.",
    ),
    "no letters in the name": ([*BLID, "--name", "…"], 1, "Filnavnet «» kan ikke bli en adresse"),
    "another county": (
        [*BLID, "--county", "Viken"],
        2,
        "«Viken» er ikke et valg under Fylke. Valgene er Østfold, Akershus,",
    ),
    "a service that is none": (
        [*BLID, "--service", "magi"],
        2,
        "«magi» er ikke et valg under Tjenester. Valgene er Salg, Møtebooking,",
    ),
    "a number of somebody": ([*BLID, "--phone", "22 33 44 55"], 1, "«22 33 44 55» kan tilhøre noen."),
    "no city": (BLID[:4] + BLID[6:], 2, "--city mangler (Poststed)."),
    "no direction": (BLID[:-4] + BLID[-2:], 2, "--direction mangler (Retning). Skriv Utgående eller Inngående."),
    "no service": (BLID[:-2], 2, "--service mangler (Tjenester). Skriv Salg, Møtebooking,"),
    "no number": (BLID[:2] + BLID[4:], 2, "--organisation-number mangler (Organisasjonsnummer)."),
    "neither name nor number": (BLID[4:], 2, "--organisation-number mangler (Organisasjonsnummer)."),
    "a day that is none": ([*BLID, "--date", "x"], 2, "Vedtaksdato: «x» er ikke en dag som finnes."),
}


@pytest.mark.parametrize("what", NOT_NEW)
def test_each_wrong_turn_with_a_new_centre_gets_a_sentence(run: Run, folder: Path, what: str) -> None:
    words, status, sentence = NOT_NEW[what]
    code, said, complained = run("new", *words)
    assert (code, said) == (status, ""), complained
    assert sentence in complained
    assert [p.name for p in (folder / "centres").iterdir()] == ["listig-rev.yaml"]


def test_a_new_centre_is_asked_for(run: Run, folder: Path, answers: Callable[..., None]) -> None:
    answers("outbound", "sales, surveys", "310000175", "0155", "Oslo", "Viken", "Oslo")
    code, _, complained = run("new", "--name", "Blid Elg Svar AS")
    assert code == 0 and "«Viken» er ikke et valg under Fylke. Valgene er Østfold," in complained
    assert "services: [sales, surveys]\n" in file(folder, "blid-elg-svar-as").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ærlig Ørn & Åme AS", "aerlig-orn-ame-as"),
        ("  Rev  ", "rev"),
        ("A" * 50 + " " + "B" * 50, "a" * 50),
        ("24SevenSvar", "24sevensvar"),
    ],
)
def test_the_file_name_that_a_name_gives(name: str, slug: str) -> None:
    assert append.slug_of(name) == slug
    assert text_and_files.fit_slug(slug)


# --- Enhetsregisteret ---------------------------------------------------------------------------------------

ANSWER: dict[str, Any] = {
    "respons_klasse": "Enhet",
    "organisasjonsnummer": "310000175",
    "navn": "BLID ELG SVAR OG SALG AS",
    "organisasjonsform": {"kode": "AS", "beskrivelse": "Aksjeselskap"},
    "forretningsadresse": {
        "adresse": ["c/o Rev", "Storgata 1"],
        "postnummer": "8622",
        "poststed": "MO I RANA",
        "kommune": "RANA",
        "kommunenummer": "1833",
        "land": "Norge",
        "landkode": "NO",
    },
    "konkurs": False,
    "underAvvikling": False,
    "underTvangsavviklingEllerTvangsopplosning": False,
}
OFFER = ["--direction", "outbound", "--service", "sales"]


def saved(tmp_path: Path, **changed: Any) -> Path:
    path = tmp_path / "svar.json"
    path.write_text(json.dumps({**ANSWER, **changed}), "utf-8")
    return path


def test_a_saved_answer_fills_in_name_and_address(run: Run, folder: Path, tmp_path: Path) -> None:
    code, _, complained = run("new", "--from-brreg", saved(tmp_path), *OFFER)
    assert code == 0
    assert complained == (
        "Enhetsregisteret skriver navnet i store bokstaver. Det er ført som «Blid Elg Svar og Salg AS»; bruk --name hvis det skrives annerledes.\n"
    )
    written = file(folder, "blid-elg-svar-og-salg-as").read_text("utf-8")
    assert 'name: Blid Elg Svar og Salg AS\norganisation_number: "310000175"\n' in written
    assert 'address: {street: "c/o Rev, Storgata 1", postcode: "8622", city: Mo i Rana, county: Nordland}\n' in written


def test_flags_go_before_a_saved_answer(run: Run, folder: Path, tmp_path: Path) -> None:
    flags = ["--name", "Blid Elg AS", "--city", "Bodø", "--postcode", "8006", "--organisation-number", "310 000 175"]
    assert run("new", "--from-brreg", saved(tmp_path), *OFFER, *flags)[0] == 0
    written = file(folder, "blid-elg-as").read_text("utf-8")
    assert 'address: {postcode: "8006", city: Bodø, county: Nordland}\n' in written


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        (
            {"respons_klasse": "SlettetEnhet", "slettedato": "2025-01-02"},
            1,
            "BLID ELG SVAR OG SALG AS (310000175) er slettet i Enhetsregisteret (2. januar 2025) og kan ikke føres i registeret.",
        ),
        ({"slettedato": "2025-01-02"}, 1, "er slettet i Enhetsregisteret (2. januar 2025)"),
        ({"konkurs": True}, 1, "(310000175) er konkurs ifølge Enhetsregisteret og kan ikke føres i registeret."),
        ({"underAvvikling": True}, 1, "(310000175) er under avvikling ifølge Enhetsregisteret"),
        (
            {"underTvangsavviklingEllerTvangsopplosning": True},
            1,
            "(310000175) er under tvangsavvikling eller tvangsoppløsning ifølge Enhetsregisteret",
        ),
        (
            {"organisasjonsform": {"kode": "BEDR"}, "overordnetEnhet": "310000108"},
            1,
            "er en underenhet av 310000108. Godkjenningen gjelder foretaket; bruk dets nummer.",
        ),
        ({"organisasjonsnummer": "310000221"}, 1, "Svaret fra Enhetsregisteret gjelder 310000221, ikke 310000175."),
        ({"organisasjonsnummer": "x"}, 2, "Dette er ikke et svar fra Enhetsregisteret om ett foretak."),
        ({"navn": None}, 2, "Dette er ikke et svar fra Enhetsregisteret om ett foretak."),
        ({"forretningsadresse": None}, 2, "--postcode mangler (Postnummer)."),
        (
            {"forretningsadresse": {"kommunenummer": "9999", "postnummer": "1", "poststed": "X"}},
            2,
            "--county mangler (Fylke).",
        ),
    ],
)
def test_a_company_that_cannot_be_entered(
    run: Run, folder: Path, tmp_path: Path, changed: dict[str, Any], status: int, sentence: str
) -> None:
    path = saved(tmp_path, **changed)
    code, said, complained = run("new", "--organisation-number", "310000175", "--from-brreg", path, *OFFER)
    assert (code, said) == (status, "") and sentence in complained
    assert [p.name for p in (folder / "centres").iterdir()] == ["listig-rev.yaml"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"navn": "x"}'])
def test_an_answer_that_is_none(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "svar.json"
    path.write_bytes(content)
    sentence = "Dette er ikke et svar fra Enhetsregisteret om ett foretak.\n"
    assert run("new", "--from-brreg", path, *OFFER) == (2, "", sentence)


def test_a_saved_answer_that_is_not_there(run: Run, tmp_path: Path) -> None:
    code, said, complained = run("new", "--from-brreg", tmp_path / "nowhere", *OFFER)
    assert (code, said) == (2, "") and complained.endswith("«nowhere» kan ikke leses: No such file or directory.\n")


class Answered(io.BytesIO):
    """What urlopen gives."""


def test_the_network_is_asked_when_no_name_is_given(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, float]] = []

    def urlopen(request: Any, timeout: float) -> Answered:
        asked.append((request.full_url, timeout))
        return Answered(json.dumps(ANSWER).encode())

    monkeypatch.setattr(brreg, "urlopen", urlopen)
    assert run("new", "--organisation-number", "310000175", *OFFER)[0] == 0
    assert asked == [("https://data.brreg.no/enhetsregisteret/api/enheter/310000175", 10)]
    assert file(folder, "blid-elg-svar-og-salg-as").exists()
    assert run("new", *BLID, "--organisation-number", "310000221")[0] in (0, 1)
    assert len(asked) == 1  # a name was given


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (
            URLError("no route"),
            2,
            "Fikk ikke svar fra Enhetsregisteret (no route). Skriv navn og adresse selv, eller lagre svaret i en fil og bruk --from-brreg.\n--name mangler (Navn).\n",
        ),
        (TimeoutError("timed out"), 2, "Fikk ikke svar fra Enhetsregisteret (timed out)."),
        (HTTPError("", 500, "", None, None), 2, "Fikk ikke svar fra Enhetsregisteret (HTTP 500)."),  # type: ignore[arg-type]
        (
            HTTPError("", 404, "", None, None),  # type: ignore[arg-type]
            1,
            "Enhetsregisteret kjenner ikke organisasjonsnummer 310000175. Er det skrevet riktig?\n",
        ),
        (HTTPError("", 410, "", None, None), 1, "Enhetsregisteret kjenner ikke"),  # type: ignore[arg-type]
    ],
    ids=["no network", "too slow", "its own fault", "unknown", "removed"],
)
def test_a_network_without_an_answer(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, sentence: str
) -> None:
    def urlopen(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(brreg, "urlopen", urlopen)
    code, said, complained = run("new", "--organisation-number", "310000175", *OFFER)
    assert (code, said) == (status, "") and sentence in complained
    assert [p.name for p in (folder / "centres").iterdir()] == ["listig-rev.yaml"]


def test_what_is_no_number_is_not_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brreg, "urlopen", lambda *_, **__: pytest.fail("asked"))
    code, _, complained = run("new", "--organisation-number", "310000175/../x", *OFFER)
    assert code == 2 and "«310000175/../x» er ikke et organisasjonsnummer på ni sifre." in complained


@pytest.mark.parametrize(
    ("capitals", "written"),
    [
        ("BLID ELG AS", "Blid Elg AS"),
        ("Blid ELG as", "Blid ELG as"),
        ("SVAR-SENTERET I NORD ASA", "Svar-Senteret i Nord ASA"),
        ("I MÅL AS", "I Mål AS"),
    ],
)
def test_capitals_are_written_as_names_are(capitals: str, written: str) -> None:
    assert brreg.company(json.dumps({**ANSWER, "navn": capitals}).encode(), None).name == written


def test_the_command_itself_without_a_terminal(folder: Path) -> None:
    done = started(BIN / "godkjent", "decide", "listig-rev", "--as-of", DAY, cwd=folder.parent)
    assert (done.returncode, done.stdout) == (2, "") and "Traceback" not in done.stderr
    assert done.stderr.startswith("SLAG mangler")


def test_what_later_decisions_build_upon_is_struck_out_after_them(run: Run, folder: Path) -> None:
    """The sentence says which must be struck first, and in that order it goes well."""
    assert run("decide", "listig-rev", *SUSPEND)[0] == 0
    assert run("decide", "listig-rev", "suspension_lifted", "--reason", "Betalt.")[0] == 0
    strike = ["decide", "listig-rev", "Retting", "--reason", "Feil.", "--change", "Strykes=ja", "--concerns"]
    code, said, complained = run(*strike, "2026-001")
    assert (code, said) == (1, "")
    assert "Vedtak 2026-001 kan ikke strykes ennå" in complained and "Stryk først 2026-002" in complained
    assert run(*strike, "2026-002")[0] == 0
    assert run(*strike, "2026-001")[0] == 0
    assert problems(folder) == []
