"""The one lawful step out of the demonstration, in real git repositories: once, that way only, and nothing left over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from godkjent.commands.cli import main
from support import CENTRE, OTHER, SCHEME, git, make_registry, published

DAY = "2026-11-24"
REAL = SCHEME.replace("demonstration: true", "demonstration: false")
REAL_CENTRE = (
    CENTRE.replace("Listig Rev", "Et Virkelig").replace("Ærlig Ørn", "Virkelig").replace(".example", ".invented")
    .replace("310000108", "800000009").replace("30 12 34 56", "22 33 44 55")
    .replace("20 00 00 00", "22 00 00 00").replace("20 00 00 99", "22 00 00 99")
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A published demonstration of two centres."""
    return published(make_registry(tmp_path / "registry", **{"centres__blid-elg": OTHER}))


@pytest.fixture
def told(folder: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """The rules that `check --base main` finds broken, warnings left out."""

    def run() -> list[str]:
        main(["check", "--registry", str(folder), "--as-of", DAY, "--base", "main", "--format", "json"])
        return [p["rule"] for p in json.loads(capsys.readouterr().out) if p["level"] == "error"]

    return run


def leave(folder: Path, *, empty: bool = True) -> None:
    (folder / "scheme.yaml").write_text(REAL, "utf-8")
    for path in (folder / "centres").glob("*.yaml") if empty else ():
        path.unlink()


def commit(folder: Path) -> None:
    git(folder.parent, "add", "--all")
    git(folder.parent, "commit", "--quiet", "--allow-empty", "--message=next")


def test_leaving_lets_go_of_everything_at_once(told, folder: Path) -> None:  # type: ignore[no-untyped-def]
    leave(folder)
    assert told() == []
    (folder / "centres" / "listig-rev.yaml").write_text(REAL_CENTRE, "utf-8")  # a real centre under an old name
    assert told() == []


def test_what_is_let_go_of_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A base with centres and a proposal with none is the lawful step, and never passes without a word."""
    leave(folder)
    where = ["check", "--registry", str(folder), "--as-of", DAY, "--base", "main"]
    assert main(where) == 0
    said = capsys.readouterr().out
    assert "scheme.yaml:3:16: Advarsel: Det som var publisert, var oppdiktet, og slippes denne ene gangen" in said
    assert "2 sentre med 2 vedtak. Registeret er nå tomt." in said
    (folder / "centres" / "virkelig.yaml").write_text(REAL_CENTRE, "utf-8")
    assert main([*where, "--format", "github"]) == 0
    assert "Registeret har nå 1 senter." in capsys.readouterr().out
    commit(folder)
    assert main(where) == 0 and "slippes" not in capsys.readouterr().out  # told once


def test_the_centres_do_not_go_without_the_step(told, folder: Path) -> None:  # type: ignore[no-untyped-def]
    (folder / "centres" / "blid-elg.yaml").unlink()
    assert told() == ["history-file-removed"]


def test_nothing_invented_comes_along(told, folder: Path) -> None:  # type: ignore[no-untyped-def]
    leave(folder)
    (folder / "centres" / "annet-navn.yaml").write_text(REAL_CENTRE.replace("800000009", "310000175"), "utf-8")
    assert sorted(told()) == ["history-demonstration-kept", "test-organisation-number"]


def test_the_step_is_not_taken_twice(told, folder: Path) -> None:  # type: ignore[no-untyped-def]
    leave(folder)
    (folder / "centres" / "virkelig.yaml").write_text(REAL_CENTRE, "utf-8")
    commit(folder)
    (folder / "centres" / "virkelig.yaml").unlink()
    assert told() == ["history-file-removed"]


def test_and_not_the_other_way(told, folder: Path) -> None:  # type: ignore[no-untyped-def]
    leave(folder)
    commit(folder)
    (folder / "scheme.yaml").write_text(SCHEME, "utf-8")
    assert told() == ["history-demonstration-returned"]


@pytest.mark.parametrize("scheme", ["name: [", "demonstration: maybe\n", ""])
def test_a_base_that_does_not_say_so_is_no_demonstration(told, folder: Path, scheme: str) -> None:  # type: ignore[no-untyped-def]
    (folder / "scheme.yaml").write_text(scheme, "utf-8")
    commit(folder)
    leave(folder)
    assert told() == ["history-file-removed"] * 2


def test_the_effect_is_told_as_what_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leave(folder)
    (folder / "centres" / "virkelig.yaml").write_text(REAL_CENTRE, "utf-8")
    assert main(["changes", "main", "--registry", str(folder), "--as-of", DAY]) == 0
    said = capsys.readouterr().out.partition("<details>")[0]
    assert "**Registeret tas i bruk.**" in said and "2 oppdiktede sentre" in said
    assert "Et Virkelig" in said and "er nytt i registeret" in said
    assert "filen er tatt bort" not in said and "Advarsel: antallet" not in said
