"""The yearly drill goes through with a small register, and says so when something is not seen as it should be."""

from __future__ import annotations

from pathlib import Path

import pytest

import drill
from starter import environment
from support import make_registry


@pytest.fixture(autouse=True)
def _started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(drill.INSTALLED, ".venv", environment())


@pytest.mark.threat("P12")
def test_the_drill_is_walked_through_by_the_workflows_own_steps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = drill.main(["--registry", str(make_registry(tmp_path / "registry"))])
    said = capsys.readouterr().out
    assert code == 0 and "Alt ble sett slik det skal" in said and "IKKE SETT" not in said, said
    assert all(name in said for name in drill.DRILLS) and str(tmp_path) not in said


@pytest.mark.twin("P12")
def test_a_stolen_key_that_nobody_changed_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change is never accepted: what the thief signs is still good, and the drill does not say that all is well."""
    merge = drill.World.merge
    monkeypatch.setattr(drill.World, "merge", lambda world, why: None if "stjålet" in why else merge(world, why))
    monkeypatch.setattr(drill, "DRILLS", {"Nøkkelen er stjålet": drill.key_stolen})
    code = drill.main(["--registry", str(make_registry(tmp_path / "registry"))])
    said = capsys.readouterr().out
    assert code == 1 and "- Et bevis signert med den stjålne nøkkelen, blir avvist." in said, said
