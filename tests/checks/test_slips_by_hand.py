"""Slips of a person who edits a file by hand, by kind: each gets the sentence that says what to type, in Norwegian."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from godkjent.commands.cli import main
from godkjent.register.loader import load
from godkjent.register.mended import IN_LANGUAGES, mended
from support import CENTRE, SCHEMA_FOLDER, git, make_registry, published

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


FILE = "centres/listig-rev.yaml"
TWO = CENTRE + WARNING.replace("2026-042", "2026-001").replace("2026-11-24", "2026-11-20").replace(
    "2027-01-15", "2027-01-20"
)
NEXT = "  - id: 2026-002\n    date: 2026-11-24\n    kind: warning_lifted\n    reason: {nb: Betalt.}\n"  # what is written, sound


def rewritten(folder: Path, old: str, new: str) -> None:
    text = (folder / FILE).read_text("utf-8")
    assert old in text, old
    (folder / FILE).write_text(text.replace(old, new, 1), "utf-8")


def added(folder: Path, *changes: tuple[str, str]) -> None:
    """The next decision at the end of the file, with the slips in it."""
    text = NEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(text)


def moved(folder: Path, name: str) -> None:
    (folder / FILE).rename(folder / name)


WHOLE = {
    # what is done in the folder, whether it stops the proposal, and what is said
    "nothing but the decision": (lambda f: added(f), 0, "Alt i orden"),
    "the day and the month changed about": (lambda f: added(f, ("2026-11-24", "2026-24-11")), 1, "det må være en dato som finnes"),
    "a day in quotation marks": (lambda f: added(f, ("2026-11-24", '"2026-11-24"')), 0, "Alt i orden"),
    "the line ends of Windows": (lambda f: (added(f), (f / FILE).write_bytes((f / FILE).read_bytes().replace(b"\n", b"\r\n"))), 0, "Alt i orden"),
    "a mark of bytes first": (lambda f: (added(f), (f / FILE).write_bytes(b"\xef\xbb\xbf" + (f / FILE).read_bytes())), 0, "Alt i orden"),
    "no last line end": (lambda f: (added(f), (f / FILE).write_bytes((f / FILE).read_bytes().rstrip())), 0, "Alt i orden"),
    "glued to the line before": (lambda f: (f / FILE).write_bytes((f / FILE).read_bytes().rstrip() + NEXT.encode()), 1, "linje"),
    "a published decision edited": (lambda f: rewritten(f, "Skatten kom for sent.", "Skatten kom."), 1, "er publisert og kan ikke endres: Begrunnelse"),
    "a published decision taken out": (lambda f: (f / FILE).write_text(CENTRE, "utf-8"), 1, "Vedtak 2026-001 fra 20. november 2026 er publisert, men står ikke lenger i filen."),
    "a published number changed": (lambda f: rewritten(f, "2026-001", "2026-009"), 1, "Et vedtaksnummer endres aldri."),
    "the file deleted": (lambda f: (f / FILE).unlink(), 1, "Filen er publisert, men finnes ikke lenger."),
    "the new decision put first": (lambda f: rewritten(f, "decisions:\n", f"decisions:\n{NEXT}"), 1, "Nye vedtak føres nederst."),
    "a kind that cannot be": (lambda f: added(f, ("warning_lifted", "suspension_lifted")), 1, "senteret var godkjent med en advarsel den 24. november 2026. Det er bare mulig når senteret var suspendert."),
    "saved as UTF-16": (lambda f: (f / FILE).write_bytes((f / FILE).read_text("utf-8").encode("utf-16")), 1, "UTF-8"),
    "saved as Latin-1": (lambda f: (f / FILE).write_bytes((f / FILE).read_text("utf-8").encode("latin-1")), 1, "UTF-8"),
    "a Word file with another ending": (lambda f: (f / FILE).write_bytes(b"PK\x03\x04\x14\0\x06\0"), 1, "Filen er et dokument fra Word, Excel eller et liknende program, og ikke ren tekst."),
    "a Word file among the centres": (lambda f: (f / "centres" / "Vedtak.docx").write_bytes(b"PK\x03\x04"), 1, "Vedtak.docx"),
    "a Word file beside the register": (lambda f: (f.parent / "Vedtak.docx").write_bytes(b"PK\x03\x04"), 1, "Vedtak.docx"),
    "another ending": (lambda f: moved(f, "centres/listig-rev.yml"), 1, ".yml"),
    "another file name": (lambda f: moved(f, "centres/rev.yaml"), 1, "Adressen /sentre/listig-rev/ er publisert, og må lede til dette senteret også nå."),
    "capitals in the file name": (lambda f: moved(f, "centres/Listig-Rev.yaml"), 1, "bruk små bokstaver"),
    "another organisation number": (lambda f: rewritten(f, '"310000108"', '"310000302"'), 1, "310000108"),
    "a requirement that is none": (lambda f: added(f, ("kind: warning_lifted", "kind: suspension\n    requirements: [skatt]\n    remedy: {nb: Betal.}")), 1, "Kravet «skatt» finnes ikke; kravene er tax."),
    "a person's own things": (lambda f: added(f, ("Betalt.", "Kari Nordmann 01019012480 ringte.")), 1, "fødselsnummer"),
    "an address to write to": (lambda f: added(f, ("Betalt.", "Skriv til kari@nordmann.example.")), 1, "e-postadresse"),
    "a link": (lambda f: added(f, ("Betalt.", '"Se [brev](https://example.org/x)."')), 1, "lenke"),
    "a number left out": (lambda f: added(f, ("2026-002", "2026-020")), 0, "Vedtaksnummer 2026-020 hopper over ledige numre; det neste er 2026-002."),
    "on a Sunday": (lambda f: added(f, ("2026-11-24", "2026-11-22")), 0, "Vedtaksdato er 22. november 2026, en søndag."),
    "a report a hundred times too large": (lambda f: rewritten(f, "complaints_received: 3,", "complaints_received: 300,"), 1, "2025"),
    "a report taken out": (lambda f: rewritten(f, "annual_reports:\n  - {year: 2025, calls_answered: 10, calls_connected: 20, complaints_received: 3, complaints_upheld: 1}\n", ""), 1, "Årsrapporten for 2025 er publisert"),
    "a name changed": (lambda f: rewritten(f, "Listig Rev Kundesenter AS", "Listig Rev Svar AS"), 0, "som ikke blir stående som tidligere navn"),
}  # fmt: skip


@pytest.mark.parametrize("slip", WHOLE)
def test_a_slip_beside_what_is_published(slip: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = published(make_registry(tmp_path / "repo" / "registry", centre=TWO))
    change, stops, says = WHOLE[slip]
    change(folder)
    assert main(["check", "--registry", str(folder), "--as-of", DAY, "--base", "main"]) == stops
    told = capsys.readouterr().out
    assert says in told and "Traceback" not in told
    assert not (stops and not told.strip())


def test_months_back_is_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = published(make_registry(tmp_path / "repo" / "registry"))
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(WARNING.replace("2026-042", "2026-001").replace("2026-11-24", "2026-03-02"))
    assert main(["check", "--registry", str(folder), "--as-of", DAY, "--base", "main"]) == 0
    assert "Vedtaket er datert 2. mars 2026, for 267 dager siden." in capsys.readouterr().out


def test_a_branch_that_began_before_the_latest_is_told_to_fetch_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = published(make_registry(tmp_path / "repo" / "registry"))
    git(folder.parent, "switch", "--quiet", "--create", "forslag")
    git(folder.parent, "switch", "--quiet", "main")
    (folder / FILE).write_text(TWO, "utf-8")
    git(folder.parent, "commit", "--quiet", "--all", "--message=somebody else")
    git(folder.parent, "switch", "--quiet", "forslag")
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(WARNING.replace("2026-042", "2026-001"))
    assert main(["check", "--registry", str(folder), "--as-of", DAY, "--base", "main"]) == 1
    told = capsys.readouterr().out
    assert ("Hent siste utgave" in told and "Det neste ledige er 2026-002" in told) or "2026-002" in told
