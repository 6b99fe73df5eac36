"""The benchmark measures everything it promises; how fast this machine is, is no test's concern."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import benchmark
from benchmark import BUDGET, LABELS, Measured, NotMeasured, Weight, as_table, needed, weight, with_ratios
from starter import started


@pytest.fixture(scope="module")
def measured() -> list[dict]:
    """What the command prints for two small registers."""
    command = [sys.executable, "scripts/benchmark.py", "--sizes", "3,6", "--json"]
    done = started(*command)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["budget_bytes"] == BUDGET == 60_000
    return told["sizes"]


def test_every_figure_is_there_for_every_size(measured: list[dict]) -> None:
    assert [m["centres"] for m in measured] == [3, 6]
    for m in measured:
        assert set(m) == {*Measured.__dataclass_fields__, "within_budget"}
        assert m["check_seconds"] > 0 and m["build_seconds"] > 0 and m["within_budget"]
        assert 10_000_000 < m["build_peak_bytes"] < 4_000_000_000
        assert m["bytes"] > m["files"] > 50
        assert set(m["weights"]) == set(LABELS)
        for found in m["weights"].values():
            assert found["gzip"] > 0 and found["raw"] > 0
            assert found["brotli"] is None or found["brotli"] > 0


def test_a_larger_register_writes_more_and_is_set_against_the_smallest(measured: list[dict]) -> None:
    small, large = measured
    assert large["files"] > small["files"] and large["bytes"] > small["bytes"]
    assert small["check_ratio"] == small["build_ratio"] == 1
    assert large["build_ratio"] == pytest.approx(large["build_seconds"] / 6 / (small["build_seconds"] / 3))


def test_all_that_the_front_page_needs_is_counted(site: Path) -> None:
    front = site / "index.html"
    kinds = {path.suffix for path in needed(front, site)}
    assert kinds >= {".html", ".css", ".js", ".svg"}
    assert not [path for path in needed(front, site) if "lunr" in path.name or path.name.startswith("names-")]


def test_static_imports_styles_and_images_are_followed_but_not_what_is_loaded_later(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    files = {
        "index.html": '<link rel="icon" href="/i.svg"><link rel="stylesheet" href="/sub/a.css"><link rel="alternate" href="/feed">'
        '<script type="module" src="/sub/a.js"></script><img src="data:image/png;base64,AA"><a href="/later.html">x</a>',
        "i.svg": "<svg/>",
        "sub/a.css": '@import "b.css";p{background:url(../i.svg)}q{background:url(data:image/png;base64,AA)}',
        "sub/b.css": "p{}",
        "sub/a.js": 'import{a as b}from"./b.js";import"./c.js";export*from"./d.js";const x=()=>import("./later.js");fetch("/later.json")',
        "sub/b.js": 'import * as a from "./a.js"',
        "sub/c.js": "",
        "sub/d.js": "",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert {str(p.relative_to(tmp_path)) for p in needed(tmp_path / "index.html", tmp_path)} == set(files)


def test_a_file_that_is_missing_or_elsewhere_is_told(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text('<script src="https://annet.example/x.js"></script>', "utf-8")
    with pytest.raises(NotMeasured, match=r"annet\.example"):
        needed(page, tmp_path)
    with pytest.raises(NotMeasured, match="borte"):
        weight(tmp_path / "borte.css")


def figures(centres: int, seconds: float, front: int) -> Measured:
    weights = {name: Weight(front, front, None) for name in LABELS}
    return Measured(centres, seconds, seconds, 1_000_000, 10, 1000, weights)


def test_a_front_page_over_its_budget_is_said_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for front, word, status in ((BUDGET, "innenfor", 0), (BUDGET + 1, "OVER", 1)):
        monkeypatch.setattr(benchmark, "measure", lambda size, _folder, front=front: figures(size, 1, front))
        monkeypatch.setattr(sys, "argv", ["benchmark.py", "--sizes", "3"])
        assert benchmark.main() == status
        assert f"{word} grensen på 60 kB" in capsys.readouterr().out


def test_the_table_has_a_row_for_every_figure_and_ratios_against_linear() -> None:
    rows = with_ratios([figures(10, 1, 5), figures(1000, 300, 5)])
    assert [m.check_ratio for m in rows] == pytest.approx([1, 3])
    table = as_table(rows)
    assert all(label in table for label in LABELS.values())
    assert "1 000" in table and "kontroll mot lineært" in table
    assert len({len(line) for line in table.split("\n\n")[0].splitlines()}) == 1


@pytest.mark.parametrize("sizes", ["0", "3,x", "100001", ""])
def test_sizes_that_cannot_be_made_are_wrong_use(sizes: str) -> None:
    command = [sys.executable, "scripts/benchmark.py", "--sizes", sizes]
    done = started(*command)
    assert done.returncode == 2 and "--sizes" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ('raise SystemExit("registeret har 3 feil")\n', "registeret har 3 feil"),
        ('print("malen mangler")\nPATH = "finnes-ikke"\n', "malen mangler"),
    ],
)
def test_a_build_that_fails_says_why_wherever_it_said_so_and_is_no_figure(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path, settings: str, reason: str
) -> None:
    (tmp_path / "pelicanconf.py").write_text(settings, "utf-8")
    monkeypatch.setattr(benchmark, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "argv", ["benchmark.py", "--sizes", "3"])
    assert benchmark.main() == 2
    told = capfd.readouterr()
    assert reason in told.err and "Bygget feilet med status" in told.err
    assert told.out == ""
