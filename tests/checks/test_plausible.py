"""What a colleague would ask about is asked, about new decisions only, and stops nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from godkjent.checks import plausible
from godkjent.commands.cli import main
from godkjent.register import records
from support import CENTRE, git, make_registry, published

DAY = date(2026, 11, 25)
EARLIER = "  - {id: 2026-041, date: 2026-09-01, kind: follow_up}\n"
WARNING = "  - {{id: {id}, date: {day}, kind: warning, requirements: [tax], reason: {{nb: Fordi.}}{more}}}\n"
ASKED = {
    "a Sunday": ({"day": "2026-11-22"}, ["Vedtaksdato er 22. november 2026, en søndag."]),
    "a Saturday": ({"day": "2026-11-21"}, ["Vedtaksdato er 21. november 2026, en lørdag."]),
    "months back": ({"day": "2026-09-02"}, ["Vedtaket er datert 2. september 2026, for 84 dager siden. Registeret vil si at det har virket siden da."]),
    "a gap": ({"id": "2026-420"}, ["Vedtaksnummer 2026-420 hopper over ledige numre; det neste er 2026-042."]),
    "a deadline that is over": ({"day": "2026-11-20", "more": ", deadline: 2026-11-23"}, ["Frist er 23. november 2026, som er over."]),
    "a deadline on a holiday": ({"more": ", deadline: 2026-12-25"}, ["Frist er 25. desember 2026, en helligdag."]),
    "a deadline far ahead": ({"more": ", deadline: 2028-04-05"}, ["Frist er 5. april 2028, mer enn et år etter vedtaket."]),
    "nothing": ({}, []),
}  # fmt: skip


@pytest.mark.parametrize("what", ASKED)
def test_what_a_colleague_would_ask(tmp_path: Path, what: str) -> None:
    given, said = ASKED[what]
    text = CENTRE + EARLIER + WARNING.format(**{"id": "2026-042", "day": "2026-11-25", "more": "", **given})
    registry = records.read(make_registry(tmp_path / "registry", centre=text))
    assert [p.message.nb for p in plausible.questions(registry, {"2024-001", "2026-041"}, DAY)] == said
    assert plausible.questions(registry, plausible.numbers(registry), DAY) == ()


def test_it_is_asked_in_the_check_the_comment_and_the_command_and_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = published(make_registry(tmp_path / "registry", centre=CENTRE + EARLIER))
    common = [f"--registry={folder}", "--as-of=2026-11-25"]
    given = ["--requirement=Skatt", "--reason=Fordi.", "--date=søndag 22. november 2026", *common]
    assert main(["decide", "Listig Rev", "Advarsel", *given]) == 0
    assert "Vedtaksdato: Se en gang til: Vedtaksdato er 22. november 2026, en søndag." in capsys.readouterr().err
    for command in (["check", "--base=main"], ["changes", "main"]):
        assert main([*command, *common]) == 0
        assert "en søndag" in capsys.readouterr().out
    git(tmp_path, "commit", "--quiet", "--all", "--message=published")
    assert main(["check", "--base=main", *common]) == 0
    assert capsys.readouterr().out.startswith("Alt i orden")
