"""The command as people call it: exit statuses, languages, formats, days, and no traceback ever."""

from __future__ import annotations

import json
import os
import re
import subprocess
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle, product
from pathlib import Path
from random import Random

import pytest

from godkjent.commands.cli import main
from support import BIN, CENTRE, make_registry

Run = Callable[..., tuple[int, str, str]]
AFTER_WRONG_USE = 2

SUSPENDED = (
    CENTRE
    + """\
  - id: 2024-002
    date: 2024-06-03
    kind: suspension
    requirements: [tax]
    reason: {nb: Skatten er ikke betalt.}
    remedy: {nb: Betal skatten.}
"""
)
WRONG_NUMBER = CENTRE.replace("310000108", "310000109")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound registry with one centre, approved from 2024-03-01 to 2027-03-01."""
    return make_registry(tmp_path / "registry")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in this process: exit status, what it says, and what it complains of."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def called(*arguments: object) -> tuple[int, str, str]:
        try:
            code = main([str(a) for a in arguments])
        except SystemExit as refused:  # argparse's own way of saying that the command is used wrongly
            code = int(refused.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def test_all_well(run: Run, folder: Path) -> None:
    assert run("check", "--registry", folder, "--as-of", "2026-11-24") == (0, "Alt i orden: 3 filer kontrollert.\n", "")
    assert run("check", "--registry", folder, "--as-of", "2026-11-24", "--lang", "en") == (
        0,
        "All well: 3 files checked.\n",
        "",
    )


def test_a_problem_is_told_with_its_place_its_line_and_a_tip(run: Run, folder: Path) -> None:
    make_registry(folder, centre=WRONG_NUMBER)
    code, said, complained = run("check", "--registry", folder, "--as-of", "2026-11-24")
    assert (code, complained) == (1, "")
    assert (
        said
        == """\
registry/centres/listig-rev.yaml:2:22: «310000109» er ikke et organisasjonsnummer: kontrollsifferet stemmer ikke.
    2 | organisation_number: "310000109"
      |                      ^^^^^^^^^^^
   Tips: Ett eller flere sifre er skrevet feil. Slå opp foretaket i Enhetsregisteret.
1 feil og 0 advarsler i 3 filer.
"""
    )


def test_the_same_problem_in_english(run: Run, folder: Path) -> None:
    make_registry(folder, centre=WRONG_NUMBER)
    code, said, _ = run("check", "--registry", folder, "--as-of", "2026-11-24", "--lang", "en")
    assert code == 1
    assert said.splitlines()[0].endswith(":2:22: “310000109” is not an organisation number: the check digit is wrong.")
    assert said.splitlines()[-1] == "1 error and 0 warnings in 3 files."


def test_the_same_problem_as_an_annotation_of_a_pull_request(run: Run, folder: Path) -> None:
    make_registry(folder, centre=WRONG_NUMBER)
    code, said, _ = run("check", "--registry", folder, "--as-of", "2026-11-24", "--format", "github")
    assert code == 1
    assert said == (
        "::error file=registry/centres/listig-rev.yaml,line=2,col=22,endColumn=33,title=organisation-number::"
        "«310000109» er ikke et organisasjonsnummer: kontrollsifferet stemmer ikke.%0A"
        "Tips: Ett eller flere sifre er skrevet feil. Slå opp foretaket i Enhetsregisteret.\n"
    )


def test_the_same_problem_for_a_tool(run: Run, folder: Path) -> None:
    make_registry(folder, centre=WRONG_NUMBER)
    code, said, _ = run("check", "--registry", folder, "--as-of", "2026-11-24", "--format", "json", "--lang", "en")
    assert code == 1
    assert json.loads(said) == [
        {
            "file": "registry/centres/listig-rev.yaml",
            "line": 2,
            "column": 22,
            "end_column": 33,
            "level": "error",
            "rule": "organisation-number",
            "message": "“310000109” is not an organisation number: the check digit is wrong.",
            "tip": "One or more digits are wrong. Look the company up in the Central Coordinating Register for Legal Entities.",
        }
    ]


@pytest.mark.parametrize(
    ("form", "silence"), [("json", "[]\n"), ("github", ""), ("text", "Alt i orden: 3 filer kontrollert.\n")]
)
def test_nothing_to_tell_in_each_format(run: Run, folder: Path, form: str, silence: str) -> None:
    assert run("check", "--registry", folder, "--as-of", "2026-11-24", "--format", form) == (0, silence, "")


@pytest.mark.parametrize(
    ("on", "row"),
    [
        ("2024-02-29", "310 000 108  Ikke i registeret          Listig Rev Kundesenter AS (listig-rev)"),
        (
            "2024-03-01",
            "310 000 108  Godkjent                   Listig Rev Kundesenter AS (listig-rev), gyldig til 1. mars 2027",
        ),
        (
            "2027-03-01",
            "310 000 108  Godkjent                   Listig Rev Kundesenter AS (listig-rev), gyldig til 1. mars 2027",
        ),
        ("2027-03-02", "310 000 108  Godkjenningen er utløpt    Listig Rev Kundesenter AS (listig-rev)"),
        ("9999-12-31", "310 000 108  Godkjenningen er utløpt    Listig Rev Kundesenter AS (listig-rev)"),
        ("0001-01-01", "310 000 108  Ikke i registeret          Listig Rev Kundesenter AS (listig-rev)"),
    ],
)
@pytest.mark.parametrize("asked", ["listig-rev", "310000108", None])
def test_the_status_on_a_day(run: Run, folder: Path, asked: str | None, on: str, row: str) -> None:
    arguments = ["status", *([asked] if asked else []), "--registry", folder, "--as-of", "2026-11-24", "--on", on]
    assert run(*arguments) == (0, row + "\n", "")


def test_the_status_in_english_and_of_a_suspended_centre(run: Run, folder: Path) -> None:
    make_registry(folder, centre=SUSPENDED)
    row = "310 000 108  Suspended                  Listig Rev Kundesenter AS (listig-rev), valid until 1 March 2027\n"
    assert run("status", "--registry", folder, "--as-of", "2026-11-24", "--lang", "en") == (0, row, "")


def test_no_status_from_a_registry_with_errors(run: Run, folder: Path) -> None:
    make_registry(folder, centre=WRONG_NUMBER)
    code, said, complained = run("status", "--registry", folder, "--as-of", "2026-11-24")
    assert (code, said) == (1, "")
    assert "kontrollsifferet stemmer ikke" in complained
    assert complained.endswith("Registeret har feil, så ingen status blir oppgitt.\n")


def test_a_decision_of_tomorrow_is_an_error_today(run: Run, folder: Path) -> None:
    assert (
        run("check", "--registry", folder, "--as-of", "2024-03-01", "--format", "github")[0] == 1
    )  # the report of 2025
    early = make_registry(folder, centre=re.sub(r"annual_reports:\n.*\n", "", CENTRE))
    assert run("check", "--registry", early, "--as-of", "2024-02-29")[0] == 1
    assert run("check", "--registry", early, "--as-of", "2024-03-01")[0] == 0


def oslo(*when: int) -> str:
    """Seconds since 1970 of a moment in UTC."""
    return str(int(datetime(*when, tzinfo=UTC).timestamp()))  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("epoch", "status"),
    [
        (oslo(2027, 3, 1, 22, 59, 59), "Godkjent  "),  # 23:59:59 in Oslo, winter
        (oslo(2027, 3, 1, 23, 0, 0), "Godkjenningen er utløpt  "),  # midnight
        (oslo(2027, 3, 1, 0, 0, 0), "Godkjent  "),
    ],
    ids=["a second before", "midnight", "the same day in UTC"],
)
def test_a_winter_day_turns_at_midnight_in_oslo(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, epoch: str, status: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert status in run("status", "--registry", folder)[1]


@pytest.mark.parametrize(
    ("epoch", "status"),
    [
        (oslo(2027, 7, 1, 21, 59, 59), "Godkjent  "),
        (oslo(2027, 7, 1, 22, 0, 0), "Godkjenningen er utløpt  "),
        (oslo(2027, 7, 1, 23, 0, 0), "Godkjenningen er utløpt  "),
    ],
    ids=["a second before", "midnight", "an hour later"],
)
def test_a_summer_day_turns_at_midnight_in_oslo(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, epoch: str, status: str
) -> None:
    make_registry(folder, centre=CENTRE.replace("2024-03-01", "2024-07-01"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert status in run("status", "--registry", folder)[1]


def test_the_day_that_is_given_goes_before_the_environment(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "rubbish")
    assert run("status", "--registry", folder, "--as-of", "2026-11-24")[0] == 0
    assert "er utløpt" in run("status", "--registry", folder, "--as-of", "2026-11-24", "--on", "2. mars 2027")[1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["status", "rype"],
            "Det er ikke noe senter «rype» i registeret. Skriv hele navnet, organisasjonsnummeret eller adressen til senterets side.",
        ),
        (
            ["status", "rype", "--lang", "en"],
            "There is no centre “rype” in the register. Write the whole name, the organisation number or the address of the centre's page.",
        ),
        (
            ["status", "\x1b[31mrype\n"],
            "Det er ikke noe senter «\ufffd[31mrype» i registeret. Skriv hele navnet, organisasjonsnummeret eller adressen til senterets side.",
        ),
        (["status", "--on", "i går"], "«i går» er ikke en dato som finnes, skrevet ÅÅÅÅ-MM-DD."),
        (["status", "--on", "2027-02-29"], "«2027-02-29» er ikke en dato som finnes, skrevet ÅÅÅÅ-MM-DD."),
        (["check", "--as-of", "24.11.2026"], "«24.11.2026» er ikke en dato som finnes, skrevet ÅÅÅÅ-MM-DD."),
        (["check", "--as-of", "20261124"], "«20261124» er ikke en dato som finnes, skrevet ÅÅÅÅ-MM-DD."),
        (["check", "--as-of", "2026-W48-2"], "«2026-W48-2» er ikke en dato som finnes, skrevet ÅÅÅÅ-MM-DD."),
        (["check", "--as-of", "٢٠٢٦-١١-٢٤"], "«٢٠٢٦-١١-٢٤» er ikke en dato som finnes, skrevet ÅÅÅÅ-MM-DD."),
        (["check", "--as-of", "\x1b]0;x\x07"], "«\ufffd]0;x\ufffd» er ikke en dato som finnes, skrevet ÅÅÅÅ-MM-DD."),
    ],
)
def test_wrong_use_is_told_in_one_sentence(run: Run, folder: Path, arguments: list[str], sentence: str) -> None:
    command, *rest = arguments
    assert run(command, *rest, "--registry", folder) == (AFTER_WRONG_USE, "", sentence + "\n")


@pytest.mark.parametrize("epoch", ["rubbish", "1.5", "99999999999999999999", "253402300799", "-99999999999999"])
def test_an_unusable_epoch_is_wrong_use(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    sentence = f"SOURCE_DATE_EPOCH er «{epoch}», men må være et antall sekunder siden 1970.\n"
    assert run("check", "--registry", folder) == (AFTER_WRONG_USE, "", sentence)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["decide"],
        ["check", "--format", "xml"],
        ["check", "--lang", "de"],
        ["status", "a", "b"],
        ["check", "--on", "x"],
    ],
)
def test_an_unknown_command_or_choice_is_wrong_use(run: Run, folder: Path, arguments: list[str]) -> None:
    assert run(*arguments, *(["--registry", folder] if arguments else []))[0] == AFTER_WRONG_USE


@pytest.mark.parametrize("command", ["check", "status"])
def test_a_missing_folder_is_wrong_use(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    for name in ("nowhere", "file", "\x1b[31m"):
        code, said, complained = run(command, "--registry", tmp_path / name)
        assert (code, said) == (AFTER_WRONG_USE, "")
        assert (
            complained.startswith("Finner ikke mappen «")
            and len(complained.splitlines()) == 1
            and "\x1b" not in complained
        )


@pytest.mark.parametrize(
    ("command", "name"),
    [*product(["check"], ["centre", "scheme", "requirements", "statistics", "misuse"]), ("status", "centre")],
)
@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "{",
        "[]",
        "3",
        "true",
        "null",
        '{"type": "tekst"}',
        '{"properties": []}',
        '{"$ref": "#/nowhere"}',
        '{"properties": {"name": {"pattern": "("}}}',
        "\ufeff{}",
        "\x1b[31m",
        "[" * 100_000,
    ],
    ids=[
        "missing",
        "empty",
        "cut off",
        "list",
        "number",
        "true",
        "null",
        "bad type",
        "bad properties",
        "bad reference",
        "bad pattern",
        "byte order mark",
        "escape sequence",
        "deep",
    ],
)
def test_a_broken_schema_file_is_wrong_use(
    run: Run, folder: Path, command: str, name: str, content: str | None
) -> None:
    path = folder / "schemas" / f"{name}.schema.json"
    path.unlink()
    if content is not None:
        path.write_text(content, "utf-8")
    code, said, complained = run(command, "--registry", folder, "--as-of", "2026-11-24")
    assert (code, said) == (AFTER_WRONG_USE, ""), complained
    assert complained.startswith("Skjemaene i «") and len(complained.splitlines()) == 1 and "\x1b" not in complained


def test_a_schema_in_another_encoding_is_wrong_use(run: Run, folder: Path) -> None:
    (folder / "schemas" / "centre.schema.json").write_bytes('{"title": "Krav på"}'.encode("latin-1"))
    assert run("check", "--registry", folder)[0] == AFTER_WRONG_USE


QUOTE = '"'
ESCAPES = ["\x1b[31m", "\x1b]0;owned\x07", "\x9b31m", "\u202e", "\u2066", "\u200b", "\r", "\u2028", "\x85", "\x08"]
ESCAPED = ["\\e[31m", "\\e]0;owned\\a", "\\x9b31m", "\\u202e", "\\u2066", "\\u200b", "\\r", "\\L", "\\N", "\\b", "\\n"]
PLACES = {
    "name": "Listig Rev Kundesenter AS",
    "organisation number": '"310000108"',
    "web site": "https://listig-rev.example",
    "mailbox": "post@listig-rev.example",
    "postcode": '"0155"',
    "county": "county: Oslo",
    "phone number": '"+47 30 12 34 56"',
    "service": "sales",
    "figure": "20, complaints",
    "decision id": "2024-001",
    "date": "2024-03-01",
    "kind": "approval",
    "field": "languages",
}


def act_on_a_terminal(text: str) -> set[str]:
    """Characters that do something instead of being shown; the line break is how the output is made."""
    return {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and c != "\n"}


@pytest.mark.parametrize("place", PLACES)
def test_no_record_acts_on_the_terminal(run: Run, folder: Path, place: str) -> None:
    sound, forms = PLACES[place], cycle(["text", "github", "json"])
    hostile = [f'"{sound.strip(QUOTE)}{e}"' for e in ESCAPED] + [sound.strip(QUOTE) + e + "x" for e in ESCAPES]
    for words in hostile:
        (folder / "centres" / "listig-rev.yaml").write_text(CENTRE.replace(sound, words), "utf-8", newline="")
        code, said, complained = run("check", "--registry", folder, "--as-of", "2026-11-24", "--format", next(forms))
        assert code == 1, words
        assert act_on_a_terminal(said + complained) == set(), words
    code, said, complained = run("status", "--registry", folder, "--as-of", "2026-11-24")
    assert (code, said, act_on_a_terminal(complained)) == (1, "", set())


@pytest.mark.parametrize("form", ["text", "github", "json"])
@pytest.mark.parametrize(
    "name",
    [b"\x1b[31m.yaml", b"\xff\xfe.yaml", b"a\n::error::b.yaml", "\u202eyaml.gnp".encode(), b"rev\r.yaml"],
    ids=repr,
)
def test_no_file_name_acts_on_the_terminal(run: Run, folder: Path, name: bytes, form: str) -> None:
    with open(os.path.join(os.fsencode(folder), b"centres", name), "wb") as file:  # noqa: PTH118, PTH123
        file.write(CENTRE.encode())
    code, said, complained = run("check", "--registry", folder, "--as-of", "2026-11-24", "--format", form)
    assert code == 1 and act_on_a_terminal(said + complained) == set()
    said.encode("utf-8")
    assert not any(line.startswith("::error::") for line in said.splitlines())


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_without_the_letters_still_gets_an_answer(folder: Path, encoding: str) -> None:
    make_registry(
        folder, centre=CENTRE.replace("name: Listig Rev Kundesenter AS", 'name: "Listig Rev Kundesenter A\\u200bS"')
    )
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        [BIN / "godkjent", "check", "--registry", folder, "--as-of", "2026-11-24"],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"centres/listig-rev.yaml:1:" in done.stdout


def test_a_reader_that_stops_listening_gets_no_traceback(folder: Path) -> None:
    make_registry(folder, centre="? " * 10 + "\n" + WRONG_NUMBER)
    with subprocess.Popen(
        [BIN / "godkjent", "check", "--registry", folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as started:
        assert started.stdout and started.stderr
        started.stdout.close()
        assert b"Traceback" not in started.stderr.read()


SECOND = CENTRE.replace("Listig Rev", "Blid Elg").replace("310000108", "310000175").replace("2024-001", "2024-003")
SECOND = SECOND.replace("30 12 34 56", "30 12 34 57").replace("20 00 00", "20 00 01")
FILES = ["scheme.yaml", "requirements.yaml", "centres/listig-rev.yaml", "centres/blid-elg.yaml", "statistics/2024.yaml"]
PIECES = [
    b"",
    b"\x00",
    b"\xff",
    b"\n",
    b" ",
    b":",
    b"- ",
    b"[",
    b"}",
    b"'",
    b'"',
    b"&a ",
    b"*a",
    b"!!x ",
    b"<<: ",
    b"---\n",
    b"\t",
    b"0",
    b"9",
    b"true",
    b"~",
    b"\xf0\x9f\x98\x80",
    b"\x1b[2J",
    b"decisions",
    b"correction",
    b"2024-001",
    b"2099-12-31",
]


def damaged(content: bytes, chance: Random) -> bytes:
    """The content with a few bytes or lines taken out, doubled, moved or replaced."""
    for _ in range(chance.randint(1, 4)):
        lines = content.split(b"\n")
        at, line = chance.randrange(len(content) + 1), chance.randrange(len(lines))
        content = chance.choice(
            [
                content[:at] + chance.choice(PIECES) + content[at:],
                content[:at] + chance.choice(PIECES) + content[at + chance.randint(1, 6) :],
                content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :],
                content[:at],
                b"\n".join([*lines[:line], *lines[line + 1 :]]),
                b"\n".join([*lines[:line], lines[line], *lines[line:]]),
                b"\n".join([*lines[:line], b"  " + lines[line], *lines[line + 1 :]]),
                b"\n".join([*lines[:line], lines[line].partition(b":")[0] + b":", *lines[line + 1 :]]),
            ]
        )
    return content


def test_a_damaged_registry_is_never_a_traceback_and_never_a_status(run: Run, folder: Path) -> None:
    """120 damaged registries, the same on every run: the command tells problems, or it answers from sound records."""
    make_registry(
        folder,
        centre=SUSPENDED,
        centres__blid_elg=SECOND,
        statistics__2024="year: 2024\ncomplaints_received: 3\ninvented: true\n",
    )
    (folder / "centres" / "blid_elg.yaml").rename(folder / "centres" / "blid-elg.yaml")
    sound = {name: (folder / name).read_bytes() for name in FILES}
    assert run("status", "--registry", folder, "--as-of", "2026-11-24")[0] == 0
    chance, refused = Random(20261124), 0
    for number in range(120):
        name = chance.choice(FILES)
        (folder / name).write_bytes(damaged(sound[name], chance))
        code, said, complained = run(
            "check",
            "--registry",
            folder,
            "--as-of",
            "2026-11-24",
            "--format",
            chance.choice(["text", "github", "json"]),
        )
        answered, statuses, why = run("status", "--registry", folder, "--as-of", "2026-11-24")
        assert code in (0, 1) and answered == code, number
        assert (statuses == "") == (code == 1), number
        assert "rule-fault" not in said and "feilet selv" not in why, number
        assert act_on_a_terminal(said + complained + statuses + why) == set(), number
        refused += code
        (folder / name).write_bytes(sound[name])
    assert refused > 80


def test_a_damaged_schema_is_never_a_traceback(run: Run, folder: Path) -> None:
    chance = Random(20261125)
    make_registry(
        folder, centre=SUSPENDED.replace("kind: suspension", "kind: suspension\n    concerns: 3\n    note: x")
    )
    for _ in range(60):
        path = folder / "schemas" / f"{chance.choice(['centre', 'scheme', 'requirements'])}.schema.json"
        sound = path.read_text("utf-8")
        words = list(re.finditer(r'"[^"]*"', sound))
        word = chance.choice(words)
        path.write_text(
            sound[: word.start()] + chance.choice(['"x"', "{}", "[]", "3", "null", ""]) + sound[word.end() :], "utf-8"
        )
        assert run("check", "--registry", folder, "--as-of", "2026-11-24")[0] in (0, 1, 2)
        path.write_text(sound, "utf-8")
