"""The main way of the site in a real Firefox: asked, answered, read, listed and compared, everything found by role and name."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from support import ROOT, centres, node

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
pytestmark = pytest.mark.skipif(FIREFOX is None, reason="Firefox is not on this machine")


def _walked(address: str, name: str) -> subprocess.CompletedProcess[str]:
    chosen = centres("approved")[:3]
    number = next(n.first for n in chosen[0].phone_numbers if n.until is None and n.since is None)
    known = {"number": number, "name": name, "slugs": [centre.slug for centre in chosen]}
    return node(str(ROOT / "scripts" / "firefox.mjs"), str(FIREFOX), address, json.dumps(known))


def test_a_reader_gets_through_by_the_accessibility_tree(address: str) -> None:
    first = centres("approved")[0].name
    done = _walked(address, first)
    assert done.returncode == 0, done.stdout + done.stderr
    heard = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert list(heard) == ["ask, answer", "centre", "list", "compare"]
    assert heard["ask, answer"].startswith("Godkjent. ") and first in heard["ask, answer"]
    assert first in heard["compare"]


def test_the_walk_can_fail(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATIENCE", "8000")
    done = _walked(address, "Somebody Else AS")
    assert done.returncode == 1 and "not found: #answers .who" in done.stderr
