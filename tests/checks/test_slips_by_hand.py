"""Slips of a person who edits a file by hand, by kind: each gets the sentence that says what to type, in Norwegian."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from godkjent.commands.cli import main
from godkjent.register.loader import load
from godkjent.register.mended import IN_LANGUAGES, mended
from support import CENTRE, SCHEMA_FOLDER, make_registry

DAY = "2026-11-24"
WARNING = """\
  - id: 2026-042
    date: 2026-11-24
    kind: warning
    requirements: [tax]
    reason: {nb: Skatten kom for sent.}
    deadline: 2027-01-15
"""
TEXT = "{nb: Skatten kom for sent.}"
SLIPS = [
    # what was written, instead of what, the sentence, and what to type
    ("{nb: Skatten: for sent.}", TEXT, "Teksten har et kolon", 'reason: {nb: "Skatten: for sent."}'),
    ("Skatten: for sent.", TEXT, "Teksten har et kolon", 'reason: {nb: "Skatten: for sent."}'),
    ("{nb: Punkt #3 er brutt.}", TEXT, "«#» med mellomrom foran", 'reason: {nb: "Punkt #3 er brutt."}'),
    ("{nb: “Skatten: sent”}", TEXT, "krøllete anførselstegn", 'reason: {nb: "Skatten: sent"}'),
    ("{nb: Skatten kom, for sent}", TEXT, "delt ved et komma", '{nb: "Skatten kom, for sent"}'),
    ("{nb: “Skatten kom, for sent”}", TEXT, "delt ved et komma", '{nb: "Skatten kom, for sent"}'),
    ("{nb: «Kom, sa de», og gikk}", TEXT, "delt ved et komma", '{nb: "«Kom, sa de», og gikk"}'),
    ('{nb: "Han sa "hei" og gikk"}', TEXT, "anførselstegn inni seg", """reason: {nb: 'Han sa "hei" og gikk'}"""),
    ("{nb: @ringte}", TEXT, "et tegn som YAML ikke tar imot", 'reason: {nb: "@ringte"}'),
    ("{nb: Skatten kom", TEXT, "ikke avsluttet", 'reason: {nb: "Skatten kom"}'),
    ("Skatten kom for sent.", TEXT, "må si hvilket språk teksten er på", '{nb: "Skatten kom for sent."}'),
    (
        "reason:{nb: Sent.}",
        f"reason: {TEXT}",
        "Feltet «reason:{nb» finnes ikke",
        "«reason:», med kolon og et mellomrom",
    ),
    ("begrunnelse:", "reason:", "Feltet «begrunnelse» finnes ikke her", "I filen heter det «reason»."),
    ("grunn:", "reason:", "Feltet «grunn» finnes ikke her", "Mente du Begrunnelse? I filen heter det «reason»."),
    ("frist:", "deadline:", "Feltet «frist» finnes ikke her", "I filen heter det «deadline»."),
    ("dato:", "date:", "Feltet «dato» finnes ikke her", "Mente du Vedtaksdato? I filen heter det «date»."),
    ("slag:", "kind:", "Feltet «slag» finnes ikke her", "I filen heter det «kind»."),
    ("krav:", "requirements:", "Feltet «krav» finnes ikke her", "I filen heter det «requirements»."),
    ("kind: advarsel", "kind: warning", "det må være Søknad mottatt (application)", "I filen heter det «warning»."),
    ("kind: Suspensjon", "kind: warning", "kan ikke stå som Slag", "I filen heter det «suspension»."),
    ("24.11.2026\n    kind", "2026-11-24\n    kind", "kan ikke stå som Vedtaksdato", "Skriv 2026-11-24."),
    ("15/1-2027", "2027-01-15", "kan ikke stå som Frist", "Skriv 2027-01-15."),
    ("requirements: tax", "requirements: [tax]", "må være en liste, slik: [tax]", ""),
    ("deadline: 2026-01-15", "deadline: 2027-01-15", "er før vedtaksdatoen", "Er dagen eller året skrevet feil?"),
    ("date: 2062-11-24", "date: 2026-11-24", "ligger fram i tid", "Er årstallet riktig?"),
    ("id: 2024-001", "id: 2026-042", "er allerede brukt", "årets neste ledige nummer"),
    ("id: 2025-042", "id: 2026-042", "nummeret må begynne med 2026", ""),
    ("\tkind", "    kind", "en tabulator i innrykket", ""),
    ("   kind", "    kind", "Innrykket passer ikke", ""),
    ("outcome: upheld\n    deadline", "deadline", "Utfall (outcome) brukes ikke her", ""),
    ("reason: {nb: To.}\n    reason:", "reason:", "«reason» står to ganger", ""),
    ("<<<<<<< HEAD\n    kind", "    kind", "flettekonflikt", "behold linjene fra begge"),
]


@pytest.mark.parametrize(("written", "instead", "says", "type_this"), SLIPS, ids=[slip[0][:40] for slip in SLIPS])
def test_a_slip_gets_the_sentence_that_mends_it(
    written: str, instead: str, says: str, type_this: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert WARNING.count(instead) == 1
    told = checked(tmp_path, WARNING.replace(instead, written), capsys)
    assert says in told and type_this in told
    assert "Traceback" not in told


def checked(folder: Path, decision: str, capsys: pytest.CaptureFixture[str]) -> str:
    registry = make_registry(folder / "registry", centre=CENTRE + decision)
    assert main(["check", "--registry", str(registry), "--as-of", DAY]) == 1
    return capsys.readouterr().out


@pytest.mark.parametrize("slip", [s for s in SLIPS if s[3].startswith("reason:")], ids=lambda s: s[0][:40])
def test_the_line_that_is_offered_is_sound(slip: tuple[str, str, str, str], tmp_path: Path) -> None:
    """What a person is told to type is taken, and keeps every word."""
    folder = make_registry(tmp_path / "registry", centre=CENTRE + WARNING.replace(f"reason: {TEXT}", slip[3]))
    assert main(["check", "--registry", str(folder), "--as-of", DAY]) == 0
    document, _ = load(folder / "centres" / "listig-rev.yaml", "x")
    assert document and slip[3].split(": ", 2)[2].strip("\"'}") in str(document.data["decisions"][1]["reason"]["nb"])  # type: ignore[index,call-overload]


@pytest.mark.parametrize(
    "line",
    [
        "reason: {nb: Sent, en: Late: very}",
        "kind: warning",
        "  - id: 2026-042",
        "reason: {nb: Alt er godt.}",
        "reason: |",
        "",
        "name: " + "x" * 400,
        'name: "\x1b[31m: x',
    ],
)
def test_a_line_that_may_mean_several_things_is_left_alone(line: str) -> None:
    assert mended(line) is None


def test_the_texts_that_say_their_language_are_those_of_the_schema() -> None:
    root = json.loads((SCHEMA_FOLDER / "centre.schema.json").read_text("utf-8"))
    decision = root["$defs"]["decision"]["properties"]
    assert set(IN_LANGUAGES) == {name for name, node in decision.items() if "text" in node.get("$ref", "").casefold()}


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("organisation_number: 310000108", 'organisation_number: "310000108"'),
        ("postcode: 0155,", 'postcode: "0155"'),
        ("number: +4730123456,", 'number: "+4730123456"'),
        ("from: 01306, to: 01309,", 'from: "01306"'),
    ],
)
def test_a_number_that_is_a_text_is_told_of_and_stops_nothing(
    written: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quoted = {
        "organisation_number: 310000108": 'organisation_number: "310000108"',
        "postcode: 0155,": 'postcode: "0155",',
        "number: +4730123456,": 'number: "+47 30 12 34 56",',
        "from: 01306, to: 01309,": 'from: "+47 20 00 00 00", to: "+47 20 00 00 99",',
    }
    folder = make_registry(tmp_path / "registry", centre=CENTRE.replace(quoted[written], written))
    assert main(["check", "--registry", str(folder), "--as-of", DAY]) == 0
    told = capsys.readouterr().out
    assert "Advarsel: " in told and "i anførselstegn" in told and says in told
