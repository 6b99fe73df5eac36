"""Each table has a schema beside it, and an independent reader holds the table up against it, whole and spoiled."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from godkjent.outputs import api, numbers

COLUMNS = {
    "centres": api.centre_table([])[0],
    "decisions": api.decision_table([])[0],
    "numbers": numbers.COLUMNS,
    "statistics": api.statistics_table({})[0],
}


def judged(folder: Path, name: str) -> dict[str, Any]:
    """What the tool itself says of the table, run where the files are as a stranger runs it."""
    tool = [
        sys.executable,
        "-m",
        "frictionless",
        "validate",
        "--json",
        "--schema",
        f"{name}.schema.json",
        f"{name}.csv",
    ]
    done = subprocess.run(tool, cwd=folder, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["valid"] == (done.returncode == 0) and not report["errors"], done.stderr
    return report  # type: ignore[no-any-return]


def faults(folder: Path, name: str) -> list[dict[str, Any]]:
    (task,) = judged(folder, name)["tasks"]
    return task["errors"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", COLUMNS)
def test_the_table_is_as_its_schema_says(site: Path, name: str) -> None:
    assert faults(site / "api/v1", name) == []
    (task,) = judged(site / "api/v1", name)["tasks"]
    assert task["stats"]["rows"] > 1 and task["stats"]["fields"] == len(COLUMNS[name])


@pytest.mark.parametrize("name", COLUMNS)
def test_the_schema_has_the_tables_own_columns_and_says_what_most_of_them_are(site: Path, name: str) -> None:
    fields = json.loads((site / f"api/v1/{name}.schema.json").read_text("utf-8"))["fields"]
    assert [field["name"] for field in fields] == list(COLUMNS[name])
    assert {field["type"] for field in fields} > {"string"}
    assert all(field.get("description") or field.get("title") for field in fields)


def cell(column: str, value: str) -> Callable[[list[list[str]], list[str]], None]:
    def spoil(rows: list[list[str]], columns: list[str]) -> None:
        rows[0][columns.index(column)] = value

    return spoil


SPOILED = [
    ("centres", cell("organisation_number", "12"), "organisation_number"),
    ("centres", cell("status", "splendid"), "status"),
    ("centres", cell("status_since", "24.11.2026"), "status_since"),
    ("centres", cell("name", ""), "name"),
    ("centres", cell("seats", "mange"), "seats"),
    ("centres", lambda rows, _: rows.append(rows[0]), None),
    ("decisions", cell("date", "2026-02-30"), "date"),
    ("decisions", cell("kind", "praise"), "kind"),
    ("numbers", cell("from", "+4730123456"), "from"),
    ("numbers", cell("approved", "perhaps"), "approved"),
    ("statistics", cell("value", "mange"), "value"),
    ("statistics", cell("measure", ""), "measure"),
]


@pytest.mark.parametrize(("name", "spoil", "column"), SPOILED)
def test_a_spoiled_table_is_refused_where_it_is_spoiled(
    site: Path, tmp_path: Path, name: str, spoil: Callable[[list[list[str]], list[str]], None], column: str | None
) -> None:

    shutil.copy(site / f"api/v1/{name}.schema.json", tmp_path)
    with (site / f"api/v1/{name}.csv").open(encoding="utf-8", newline="") as given:
        columns, *rows = csv.reader(given)
    spoil(rows, columns)
    with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as made:
        csv.writer(made).writerows([columns, *rows])
    found = faults(tmp_path, name)
    assert found and all(fault.get("fieldName") == column for fault in found)


def test_the_schemas_are_led_to_from_the_page_and_from_the_catalogue(site: Path) -> None:
    catalogue = (site / "api/v1/dataset.jsonld").read_text("utf-8")
    for name in COLUMNS:
        assert f"/api/v1/{name}.schema.json" in catalogue
        for prefix in ("", "en/", "nn/"):
            assert f'href="/api/v1/{name}.schema.json"' in (site / prefix / "data/index.html").read_text("utf-8")
