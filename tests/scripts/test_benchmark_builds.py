"""What is measured of builds is what happened, and the page says of each goal whether it was met; how fast a machine is, is no test's concern."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from benchmark import LABELS, NotMeasured
from benchmark_builds import KEPT, NEXT, ONE, SAME, WHOLE, Cost, measured, page
from starter import started

MACHINE = {"day": "2026-11-26", "processors": 2, "centres": 1000}


def ran(program: str, site: Path) -> Cost:
    return measured("prøve", [sys.executable, "-c", program], site.parent, {}, site)


def test_files_that_are_written_again_and_files_that_are_changed_are_told_apart(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    lines = "from hashlib import sha256\nfrom pathlib import Path\nfor name, text in {}.items(): Path('site', name).write_text(text)\n"
    lines += "Path('site/manifest.sha256').write_text(''.join(sha256(Path('site', n).read_bytes()).hexdigest() + '  ' + n + chr(10) for n in 'abc'))"
    first = ran(lines.format({"a": "1", "b": "2", "c": "3"}), site)
    assert (first.files, first.written, first.changed) == (4, 4, 4) and first.peak > 1_000_000 and first.cpu > 0
    again = ran(lines.format({"a": "1", "b": "two"}), site)
    assert (again.files, again.written) == (4, 3) and again.changed_size == 3 + again.size - 5  # b, and the manifest
    with pytest.raises(NotMeasured, match="går ikke"):
        ran("raise SystemExit('det går ikke')", site)


def line(name: str, **more: Any) -> dict[str, Any]:
    return {**asdict(Cost(name, 1.0, 1.0, 10**8, 1000, 10**7, 10, 10**5, 5, 10**4, 0.5)), **MACHINE, **more}


def test_the_page_says_of_each_goal_whether_it_is_met_and_by_how_much() -> None:
    lines = [
        line("Hugo"),
        line(WHOLE, cpu=60.0, files=20_000, wall=3.0),
        line(SAME),
        line(ONE, cpu=3.0),
        line(NEXT, cpu=12.0, changed_size=10**6),
        line(KEPT, cpu=10.0, files=20_000),
    ]
    lines.append({**MACHINE, "weights": {name: {"raw": 9000, "gzip": 1234, "brotli": None} for name in LABELS}})
    told = page(lines, "## Målene\n\nHåndskrevet.\n")
    assert "3,0 ganger Hugos per side (målet er 1,5 når dokumentene lages). **Ikke nådd**, med 2,0 ganger." in told
    assert "Med dokumentene fra før: 0,5 ganger (målet er 1). **Nådd.**" in told
    assert "En post endret: 5 % av CPU-tiden" in told and "Neste dag: 20 % av CPU-tiden" in told
    assert "endrer 10,0 % av bytene (målet er under 2 %). **Ikke nådd**, med 5,0 ganger." in told
    assert "| forsiden alene | 1,2 |" in told and told.endswith("Håndskrevet.\n")


def test_the_page_is_written_from_the_file_and_keeps_what_its_author_says(tmp_path: Path) -> None:
    file, target = tmp_path / "measured.jsonl", tmp_path / "ytelse.md"
    file.write_text("".join(json.dumps(one) + "\n" for one in (line("Hugo"), line(WHOLE))), "utf-8")
    target.write_text("# Gammelt\n\n## Målene\n\nHåndskrevet.\n", "utf-8")
    done = started(sys.executable, "scripts/benchmark_builds.py", "--measured", str(file), "--page", str(target))
    assert done.returncode == 0, done.stderr
    told = target.read_text("utf-8")
    assert "Gammelt" not in told and "## 1 000 sentre" in told and told.endswith("## Målene\n\nHåndskrevet.\n")
