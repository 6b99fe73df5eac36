"""CSV: what RFC 4180 says, nothing that a spreadsheet runs, and every text back as it was."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from godkjent.outputs.tables import as_csv, guarded
from support import CENTRE, SCHEME, built, make_registry, real

NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "'", "＝1+1", "＋1", "－1", "＠x", "﹢1", "\t=1", "\r=1", "\n1", "  =1"]
HARMLESS = ["Rev AS", "1-2", "a=b", "30 12 34 56", "01234", "", "«=1»", "−5", '"x", y', "a\r\nb", "æøå"]


def unguarded(cell: str) -> str:
    return cell.removeprefix("'")


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.twin("T12")
def test_what_a_spreadsheet_would_run_is_kept_as_text(text: str) -> None:
    assert guarded(text) == f"'{text}" and unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
@pytest.mark.threat("T12")
def test_other_text_is_left_alone(text: str) -> None:
    assert guarded(text) == text


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2, max_size=2)
    )
)
def test_every_text_comes_back(rows: list[list[str]]) -> None:
    text = as_csv(["a", "b"], rows)
    header, *found = csv.reader(StringIO(text, newline=""), strict=True)
    assert header == ["a", "b"]
    assert [[unguarded(cell) for cell in row] for row in found] == rows
    assert not any(re.match(r"\s*[=+\-@＝＋－＠]", cell) for row in found for cell in row)


def test_numbers_stand_without_quotes_and_everything_else_in_them() -> None:
    assert as_csv(["a", "b", "c", "d", "e"], [("0123", 12, 1.5, True, None)]) == (
        '"a","b","c","d","e"\r\n"0123",12,1.5,"true",""\r\n'
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with names that a spreadsheet would take for formulas; the checks let them in."""
    folder = tmp_path_factory.mktemp("tables")
    centre = (
        CENTRE.replace("Listig Rev Kundesenter AS", '\'=HYPERLINK("x.invented";"Listig Rev") AS\'')
        .replace("Ærlig Ørn Svar", "'@Ærlig, \"Ørn\" 🦊 Svar'")
        .replace("Storgata 1", "'-1 Storgata'")
        .replace("kind: approval\n", "kind: approval\n    reason: {nb: '+47 er landet, 🦊'}\n")
        .replace("[sales]", "[sales, surveys]")
    )
    centre = real(centre)
    scheme = SCHEME.replace("demonstration: true", "demonstration: false")
    registry = make_registry(folder / "registry", centre=centre, scheme=scheme)
    return built(folder / "output", registry=registry, AS_OF="2026-11-24")


def rows(site: Path, name: str) -> list[dict[str, str | float]]:
    """The table by a strict reader that takes quoted cells as text and others as numbers."""
    text = (site / "api/v1" / name).read_bytes().decode("utf-8")
    assert not text.startswith("\ufeff") and text.endswith("\r\n")
    return list(csv.DictReader(StringIO(text, newline=""), quoting=csv.QUOTE_NONNUMERIC, strict=True))


def test_a_hostile_register_comes_through_whole(hostile: Path) -> None:
    (row,) = rows(hostile, "centres.csv")
    (centre,) = json.loads((hostile / "api/v1/centres.json").read_text("utf-8"))["centres"]
    assert row["name"] == f"'{centre['name']}" and centre["name"].startswith("=HYPERLINK")
    assert row["trade_names"] == f"'{centre['trade_names'][0]}" and "🦊" in centre["trade_names"][0]
    assert row["street"] == "'-1 Storgata"
    assert row["organisation_number"] == "800000009" and row["postcode"] == "0155"
    assert row["services"] == "sales; surveys"
    (decision,) = rows(hostile, "decisions.csv")
    assert decision["reason_nb"] == "'+47 er landet, 🦊"


def test_no_cell_of_any_table_begins_as_a_formula(hostile: Path, site: Path) -> None:
    for folder in (hostile, site):
        for path in folder.glob("api/v1/*.csv"):
            cells = [cell for row in rows(folder, path.name) for cell in row.values() if isinstance(cell, str)]
            assert not [cell for cell in cells if re.match(r"\s*[=+\-@＝＋－＠]", cell)], path


def test_the_tables_of_the_demonstration_say_what_the_json_says(site: Path) -> None:
    centres = json.loads((site / "api/v1/centres.json").read_text("utf-8"))["centres"]
    plain = ("organisation_number", "slug", "status", "status_since", "valid_until", "verification_url", "email")
    assert [[unguarded(str(row[k])) for k in plain] for row in rows(site, "centres.csv")] == [
        [str(centre[k] or "") for k in plain] for centre in centres
    ]
    assert [row["seats"] or None for row in rows(site, "centres.csv")] == [centre["seats"] for centre in centres]
    numbers = [str(row["phone_numbers"]).split("; ") for row in rows(site, "centres.csv")]
    assert numbers == [[n["display"] for n in centre["phone_numbers"]] or [""] for centre in centres]
    assert any(re.fullmatch(r"01[0-9]{3}", number) for several in numbers for number in several)
    decisions = json.loads((site / "api/v1/decisions.json").read_text("utf-8"))["decisions"]
    plain = ("organisation_number", "id", "date", "effective", "kind", "deadline", "valid_until", "concerns")
    assert [[row[k] for k in plain] for row in rows(site, "decisions.csv")] == [
        [d[k] or "" for k in plain] for d in decisions
    ]
    assert [row["reason_nn"] for row in rows(site, "decisions.csv")] == [
        guarded((d["reason"] or {}).get("nn", "")) for d in decisions
    ]
    statistics = json.loads((site / "api/v1/statistics.json").read_text("utf-8"))
    values = [row["value"] for row in rows(site, "statistics.csv") if row["figure"] == "authority"]
    assert values == [
        "" if row[measure] is None else row[measure]
        for row in statistics["authority"]
        for measure in ("complaints_received", "complaints_taken_up")
    ]
