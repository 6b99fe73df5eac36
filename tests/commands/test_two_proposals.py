"""Two proposals at once: the published decision keeps its number, and a branch that is behind is told to fetch first."""

from __future__ import annotations

from pathlib import Path

import pytest

from godkjent.commands.cli import main
from support import CENTRE, git, make_registry, published

DAY = "--as-of=2026-11-24"
OTHER = CENTRE.replace("Listig Rev", "Blid Elg").replace("310000108", "310000175").replace("2024-001", "2024-002").replace(
    "listig-rev.", "blid-elg."
).replace("30 12 34 56", "30 12 34 66").replace("20 00 00", "20 00 10").replace("Ærlig Ørn", "Ærlig Alke")  # fmt: skip
WARNING = (
    "  - id: 2026-042\n    date: 2026-11-24\n    kind: warning\n    requirements: [tax]\n    reason: {nb: Fordi.}\n"
)
FOLLOW_UP = "  - id: 2026-042\n    date: 2026-11-24\n    kind: follow_up\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two centres; `main` has since given the number 2026-042 to the one that comes last in the alphabet."""
    folder = published(make_registry(tmp_path / "registry", **{"centres__blid-elg": OTHER}))
    git(tmp_path, "switch", "--quiet", "--create", "forslag")
    git(tmp_path, "switch", "--quiet", "main")
    write(folder, "listig-rev", CENTRE + WARNING)
    git(tmp_path, "commit", "--quiet", "--all", "--message=published")
    git(tmp_path, "switch", "--quiet", "forslag")
    return folder


def write(folder: Path, slug: str, text: str) -> None:
    (folder / "centres" / f"{slug}.yaml").write_text(text, "utf-8")


def told(command: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    main([*command, f"--registry={folder}", DAY])
    return capsys.readouterr().out


def test_the_unpublished_one_is_blamed_and_told_what_is_free(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As on GitHub after «Update branch»: both decisions are there, and the published one comes later in the alphabet."""
    write(folder, "blid-elg", OTHER + FOLLOW_UP)
    git(folder.parent, "commit", "--quiet", "--all", "--message=mine")
    git(folder.parent, "merge", "--quiet", "--no-edit", "main")
    for command in (["check", "--base=main"], ["changes", "main"]):
        said = told(command, folder, capsys).replace("\\", "")
        assert "blid-elg.yaml" in said and "Vedtaksnummer 2026-042 er i mellomtiden publisert for Listig Rev" in said
        assert "neste ledige nummer: 2026-043" in said and "trykk Edit" in said
        assert "er allerede brukt" not in said and "listig-rev.yaml" not in said


def test_a_branch_that_is_behind_is_compared_with_where_it_began(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "blid-elg", OTHER + FOLLOW_UP.replace("042", "041"))
    said = told(["check", "--base=main"], folder, capsys)
    assert "Noe er publisert på «main» etter at dette forslaget begynte." in said and "Hent siste utgave først" in said
    assert "står ikke lenger i filen" not in said and "0 feil og 1 advarsel" in said
    report = told(["changes", "main"], folder, capsys)
    assert report.startswith("## Hent siste utgave først\n") and "Listig Rev" not in report and "Blid Elg" in report


def test_the_same_number_on_the_same_centre_is_seen_before_the_merge(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "listig-rev", CENTRE + FOLLOW_UP)
    said = told(["check", "--base=main"], folder, capsys)
    assert "er i mellomtiden publisert for Listig Rev" in said and "2026-043" in said


def test_what_is_published_already_is_no_collision(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "listig-rev", CENTRE + WARNING)
    assert "i mellomtiden" not in told(["check", "--base=main"], folder, capsys)
    git(folder.parent, "commit", "--quiet", "--all", "--message=the same")
    git(folder.parent, "merge", "--quiet", "--no-edit", "main")
    assert told(["check", "--base=main"], folder, capsys).startswith("Alt i orden")
