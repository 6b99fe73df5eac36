"""Keys stay where they are needed: no program that a build starts finds one, in its environment or elsewhere."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from godkjent.outputs import node
from godkjent.register import children
from godkjent.trust import keys
from support import built, make_registry

SPY = "require('fs').appendFileSync(process.env.SPIED, JSON.stringify(process.env) + '\\n')"


def test_an_environment_without_secrets_is_else_the_same() -> None:
    ours = {"PATH": "/bin", "GODKJENT_KEY_LOG": "x", "GODKJENT_KEYS_PASSWORD": "y", "HOME": "/"}
    assert children.environment(ours) == {"PATH": "/bin", "HOME": "/"}


@pytest.mark.twin("P03")
def test_keys_are_taken_once_and_gone_from_the_environment_even_when_they_are_wrong(tmp_path: Path) -> None:
    keys.make(tmp_path / "keys")
    pems = {
        keys.variable(role): keys.file_of(tmp_path / "keys", role).read_text()
        for role in ("log", "status", "credentials")
    }
    environ = {"PATH": "/bin", **pems, "GODKJENT_KEYS_PASSWORD": ""}
    assert keys.taken(environ, None) is not None and environ == {"PATH": "/bin"}
    broken = {"GODKJENT_KEY_LOG": "x", "PATH": "/bin"}
    with pytest.raises(keys.KeysError):
        keys.taken(broken, None)
    assert broken == {"PATH": "/bin"}


def test_node_is_given_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GODKJENT_KEY_LOG", "hemmelig")
    told = node.run([node.executable(), "-p", "JSON.stringify(process.env)"], Path.cwd(), "")
    assert "hemmelig" not in told and json.loads(told)["PATH"] == os.environ["PATH"]


@pytest.mark.threat("P03")
def test_no_node_process_of_a_whole_build_finds_a_key(tmp_path: Path) -> None:
    """Every Node of the build writes down what it was given; the same spy finds a key where nothing takes it away."""
    keys.make(tmp_path / "keys")
    pems = {
        keys.variable(role): keys.file_of(tmp_path / "keys", role).read_text()
        for role in ("log", "status", "credentials")
    }
    (tmp_path / "spy.cjs").write_text(SPY, "utf-8")
    spied = tmp_path / "spied"
    settings = {"NODE_OPTIONS": f"--require {tmp_path / 'spy.cjs'}", "SPIED": str(spied), "AS_OF": "2026-11-24"}
    folder = make_registry(tmp_path / "registry")
    site = built(tmp_path / "output", registry=folder, KEYS=str(tmp_path / "keys"), **settings, **pems)
    assert (site / "logg" / "checkpoint").exists()  # it was signed
    seen = [json.loads(line) for line in spied.read_text("utf-8").splitlines()]
    assert seen and not [name for one in seen for name in one if name.startswith(children.SECRET)]
