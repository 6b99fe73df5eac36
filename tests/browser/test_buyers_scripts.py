"""The buyers' pages' pure functions, run by Node: addresses, cells, organisation numbers in whatever people write."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support import ROOT, node


def run(module: str, expression: str) -> Any:
    """The value of an expression on `m`, a module of theme/static/js."""
    path = (ROOT / "theme" / "static" / "js" / f"{module}.js").as_uri()
    done = node(
        "--input-type=module", "-e", f"import * as m from {json.dumps(path)}; console.log(JSON.stringify({expression}))"
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_address_is_read_back_as_it_was_written() -> None:
    query = "?q=%C3%A6%26+b&status=approved&status=warned&county=M%C3%B8re+og+Romsdal&since=2020-02-29&sort=rate&view=cards&s=a,b"
    assert run("facets", f"m.toQuery(m.fromQuery({json.dumps(query)}))") == query
    assert run("facets", "m.toQuery(m.fromQuery('?since=2021-02-29&sort=x&view=y&other=1'))") == ""
    assert run("facets", "m.slugsOf(new URLSearchParams('s=a,b&s=b,,c&s='))") == ["a", "b", "c"]


def test_the_fifth_is_refused() -> None:
    full = run("facets", "m.picked(['a','b','c','d'], 'e', true)")
    assert full == {"slugs": ["a", "b", "c", "d"], "refused": True}
    assert run("facets", "m.picked(['a','b'], 'a', false)") == {"slugs": ["b"], "refused": False}


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＋1", "－1", "＠x"]
)
def test_what_acts_as_a_formula_is_made_harmless(cell: str) -> None:
    assert run("sheets", f"m.harmless({json.dumps(cell)})") == f"'{cell}"


def test_csv_cells() -> None:
    rows = [["a;b", 'say "x"', None, 4.5, {"day": "2026-11-24"}, "line\nbreak", "Æ – ordinary"]]
    assert run("sheets", f"m.csv({json.dumps(rows)})") == (
        '\ufeff"a;b";"say ""x""";;4,5;2026-11-24;"line\nbreak";Æ – ordinary\r\n'
    )


def test_opml_holds_text_as_text() -> None:
    made = run(
        "sheets", """m.opml('<&>', [{title: '"\\u0001<b>', address: 'https://x.example/?a=1&b=2', page: 'y'}])"""
    )
    assert "&lt;&amp;&gt;" in made and 'text="&quot;\ufffd&lt;b&gt;"' in made and "a=1&amp;b=2" in made


NUMBERS = {
    "310000108": [("310000108", None)],
    "NO 310 000 108 MVA": [("310000108", None)],
    "NO310000108MVA": [("310000108", None)],
    "310.000.108": [("310000108", None)],
    "310\u00a0000\u00a0108": [("310000108", None)],
    "３１０００010８": [("310000108", None)],
    "310000108, 310004219": [("310000108", None), ("310004219", None)],
    "Rev AS;0155;20 00 00 00;310000108": [("310000108", None)],
    "310000109": [("310000109", "check-digit")],
    "31000010": [(None, "not-nine")],
    "3100001080": [(None, "not-nine")],
    "Bare et navn": [(None, "no-number")],
    "Hus 12": [(None, "no-number")],
}


@pytest.mark.parametrize("text", NUMBERS)
def test_organisation_numbers_as_people_write_them(text: str) -> None:
    items = run("organisations", f"m.understood([{json.dumps(text)}]).items")
    assert [(item["number"], item["reason"]) for item in items] == NUMBERS[text]


def test_status_on_a_day() -> None:
    history = [["2020-01-01", "approved"], ["2023-01-01", "expired"]]
    for day, status in (
        ("2019-12-31", "none"),
        ("2020-01-01", "approved"),
        ("2022-12-31", "approved"),
        ("2023-01-01", "expired"),
    ):
        assert run("organisations", f"m.statusOn({json.dumps(history)}, {json.dumps(day)})") == status
