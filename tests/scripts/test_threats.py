"""No threat without a test, and no test of one without its twin."""

from __future__ import annotations

from pathlib import Path

import threats
from threats import PAGE, THREATS, Marked


def test_no_threat_lacks_a_test_or_a_twin() -> None:
    assert list(threats.faults(list(threats.marked()))) == []


def test_the_page_is_what_the_marks_say() -> None:
    assert PAGE.read_text("utf-8") == threats.page(list(threats.marked())), "Kjør python scripts/threats.py"


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    """The twin of the two above: a threat without a twin, and a mark of nothing, are found."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text(
        'import pytest\n@pytest.mark.threat("T01")\ndef test_a(): ...\n@pytest.mark.twin("T99")\ndef test_b(): ...\n',
        "utf-8",
    )
    found = list(threats.marked(tmp_path / "tests"))
    assert found == [
        Marked("T01", False, "tests/test_x.py", "test_a"),
        Marked("T99", True, "tests/test_x.py", "test_b"),
    ]
    told = list(threats.faults(found))
    assert "T01 har ingen tvilling." in told and "tests/test_x.py: T99 er ingen trussel." in told
    assert "T01 har ingen prøve." not in told and len(told) == 2 * len(THREATS)
