"""Clients that two generators make of the description of the API, and nothing else, look things up at the served site."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from godkjent.outputs import numbers, openapi
from godkjent.public.views import views
from godkjent.register import records
from support import BIN, CENTRE, NODE_PATH, OTHER, ROOT, SCHEMA_FOLDER, built, make_registry, node

SUSPENDED = """\
  - id: 2026-001
    date: 2026-11-20
    kind: suspension
    reason: {nb: Kravet er ikke fulgt.}
    requirements: [tax]
    remedy: {nb: Skatten må betales.}
"""
GAVE_UP = CENTRE.replace("use: [inbound]}", "use: [inbound], until: 2026-11-01}")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two centres: one newly suspended, which has given up a number, and one that is approved."""
    folder = tmp_path_factory.mktemp("few")
    registry = make_registry(folder / "registry", centre=GAVE_UP + SUSPENDED, **{"centres__blid-elg": OTHER})
    return built(folder / "output", registry=registry, AS_OF="2026-11-24")


@pytest.fixture(scope="module")
def few_address(few: Path, serve: Any) -> Iterator[str]:
    with serve(few) as found:
        yield found


# --- A client in Python ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def generated(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("client")
    command = [str(BIN / "openapi-python-client"), "generate", "--meta", "none", "--fail-on-warning"]
    paths = ["--path", str(few / "api/v1/openapi.json"), "--output-path", str(folder / "stranger")]
    environment = {**os.environ, "PATH": NODE_PATH}
    made = subprocess.run([*command, *paths], capture_output=True, text=True, check=False, env=environment)
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield importlib.import_module("stranger")
    sys.path.remove(str(folder))


def ask(generated: ModuleType, address: str, operation: str, *given: str) -> Any:
    """What the generated function of an operation gives back, parsed into the generated classes."""
    module = importlib.import_module(f"{generated.__name__}.api.default.{operation}")
    with generated.Client(base_url=f"{address}/api/v1") as client:
        return module.sync(*given, client=client)


def way(generated: ModuleType, address: str, table: str) -> Any:
    (found,) = [t for t in ask(generated, address, "lookup_index_json").tables if t.table == table]
    return found


def test_a_number_is_found_by_what_the_index_says(generated: ModuleType, few_address: str) -> None:
    how = way(generated, few_address, "phone")
    wanted = "20000142"
    part = wanted[: how.depth] if how.depth else "all"
    table = ask(generated, few_address, "lookup_phone_part_json", part)
    held = [row for row in table.rows if len(row[0]) == len(wanted) and row[0] <= wanted <= row[1]]
    assert [row[2] for row in held] == ["310000175"]
    assert table.centres["310000175"].status == "approved"
    assert not [row for row in table.rows if row[0] <= "20000300" <= row[1]]


def test_a_name_is_found_among_all_centres(generated: ModuleType, few_address: str) -> None:
    every = ask(generated, few_address, "centres_json")
    (found,) = [c for c in every.centres if "blid elg" in c.name.lower()]
    one = ask(generated, few_address, "centres_organisation_number_json", found.organisation_number)
    assert one.centre.name == found.name and one.as_of <= date(2026, 11, 24)
    assert ask(generated, few_address, "centres_organisation_number_json", "999999999").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("day", "status"),
    [("2024-02-29", None), ("2024-03-01", "approved"), ("2026-11-19", "approved"), ("2026-11-20", "suspended")],
)
def test_a_status_on_a_date_is_read_and_not_worked_out(
    generated: ModuleType, few_address: str, day: str, status: str | None
) -> None:
    asked = date.fromisoformat(day)
    told = ask(generated, few_address, "history_json")
    (centre,) = [c for c in told.centres if c.organisation_number == "310000108"]
    held = [p.status for p in centre.periods if p.from_ <= asked and (p.to is None or asked <= p.to)]
    assert held == ([status] if status else [])


# --- A client in TypeScript -----------------------------------------------------------------------------------

PROGRAM = """\
import { Api } from "./api.ts";
const client = new Api({ baseUrl: `${process.argv[2]}/api/v1` });
const index = (await client.lookup.lookupIndexJson()).data;
const way = index.tables.find((table) => table.table === "phone");
const number = "20000142";
const part = way.depth ? number.slice(0, way.depth) : "all";
const table = (await client.lookup.lookupPhonePartJson(part)).data;
const row = table.rows.find(([first, last]) => first.length === number.length && first <= number && number <= last);
const every = (await client.centresJson.centresJson()).data;
const named = every.centres.find(({ name }) => name.startsWith("Blid Elg"));
const history = (await client.historyJson.historyJson()).data;
const periods = history.centres.find(({ organisation_number }) => organisation_number === "310000108").periods;
const on = (day) => periods.find(({ from, to }) => from <= day && (!to || day <= to))?.status;
console.log(JSON.stringify([row[2], table.centres[row[2]].status, named.organisation_number, on("2026-11-19"), on("2026-11-21")]));
"""


def test_a_generated_typescript_client_finds_the_same(few: Path, few_address: str, tmp_path: Path) -> None:
    tool, described = "node_modules/.bin/swagger-typescript-api", few / "api/v1/openapi.json"
    made = node(tool, "generate", "--path", str(described), "--output", str(tmp_path), "--name", "api.ts")
    assert made.returncode == 0, made.stdout + made.stderr
    (tmp_path / "ask.ts").write_text(PROGRAM, "utf-8")
    bundled = tmp_path / "ask.mjs"
    esbuild = ROOT / "node_modules/esbuild/bin/esbuild"
    options = ["--bundle", "--platform=node", "--format=esm", f"--outfile={bundled}", "--log-level=error"]
    done = subprocess.run(
        [str(esbuild), str(tmp_path / "ask.ts"), *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    said = node(str(bundled), few_address)
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout) == ["310000175", "approved", "310000175", "approved", "suspended"]


# --- What shows who is calling --------------------------------------------------------------------------------


def payload(site: Path, name: str) -> Any:
    return json.loads((site / "api/v1" / name).read_text("utf-8"))


def test_the_list_of_numbers_says_whose_each_is_and_how_long_it_may_be_said(few: Path) -> None:
    listed = payload(few, "numbers.json")
    by_number = {row["from"]: row for row in listed["numbers"]}
    assert listed["total"] == len(by_number) == 3
    approved, suspended = by_number["+4720000100"], by_number["+4720000000"]
    assert (approved["approved"], approved["valid_until"]) == (True, "2027-03-01")
    assert (suspended["approved"], suspended["valid_until"], suspended["status"]) == (False, None, "suspended")
    assert suspended["label"] == {"nb": "Suspendert", "en": "Suspended", "nn": "Suspendert"}
    assert "+4730123456" not in by_number  # given up: nothing is said of it any more
    assert date.fromisoformat(listed["use_until"]) == date(2026, 11, 24) + timedelta(days=2)
    assert set(listed["may_say"]) == set(listed["may_not_say"]) == {"nb", "en", "nn"}


def test_what_changed_lately_says_what_holds_now(few: Path) -> None:
    changed = payload(few, "numbers-changes.json")
    assert [(row["from"], row["status"], row["changed"]) for row in changed["numbers"]] == [
        ("+4720000000", "suspended", "2026-11-20")
    ]
    assert [(row["from"], row["until"]) for row in changed["removed"]] == [("+4730123456", "2026-11-01")]


def test_a_service_that_reads_the_changes_every_night_says_what_the_list_says(few: Path, tmp_path: Path) -> None:
    """It had the list of the day before the suspension, and reads only changes since."""
    register = records.read(make_registry(tmp_path, **{"centres__blid-elg": OTHER})).register(date(2026, 11, 1))
    before = numbers.rows(views(register), "https://register.example")
    said = {(row["from"], row["organisation_number"]): row["approved"] for row in before}
    assert said[("+4720000000", "310000108")] and ("+4730123456", "310000108") in said
    changed, now = payload(few, "numbers-changes.json"), payload(few, "numbers.json")
    for row in changed["removed"]:
        said.pop((row["from"], row["organisation_number"]), None)
    said |= {(row["from"], row["organisation_number"]): row["approved"] for row in changed["numbers"]}
    assert said == {(row["from"], row["organisation_number"]): row["approved"] for row in now["numbers"]}


def test_the_list_of_numbers_holds_those_that_some_centre_has(site: Path) -> None:
    """Every number that some centre has is there once for each who has it, and no other."""
    listed = payload(site, "numbers.json")["numbers"]
    day = payload(site, "numbers.json")["as_of"]
    held = [
        (n["from"], c["organisation_number"])
        for c in payload(site, "centres.json")["centres"]
        for n in c["phone_numbers"]
        if (n["since"] or "") <= day <= (n["until"] or "9999")
    ]
    assert sorted((row["from"], row["organisation_number"]) for row in listed) == sorted(held)
    table = (site / "api/v1/numbers.csv").read_text("utf-8").splitlines()
    assert len(table) == len(listed) + 1 and "'+" not in "".join(table)


# --- The description ------------------------------------------------------------------------------------------


def test_every_parameter_has_a_pattern_and_an_example_that_is_there(site: Path, address: str) -> None:
    described = payload(site, "openapi.json")
    assert described["security"] == []
    for path, item in described["paths"].items():
        responses = item["get"]["responses"]
        assert set(responses) == {"200", "404"}
        filled = path
        for parameter in item["get"].get("parameters", []):
            assert parameter["schema"]["pattern"] and parameter["example"]
            filled = filled.replace(f"{{{parameter['name']}}}", parameter["example"])
        if not path.endswith("credential.json"):  # there when the site is signed, for those who were approved
            with urlopen(f"{address}/api/v1{filled}") as answer:  # noqa: S310 - the site under test
                assert answer.status == 200
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"{address}/api/v1/centres/999999999.json")  # noqa: S310 - the same


def test_the_licence_is_the_one_that_the_board_chose(few: Path) -> None:
    assert "license" not in payload(few, "openapi.json")["info"]
    chosen = openapi.document(records.read_schemas(SCHEMA_FOLDER), "https://register.example", "CC-BY-4.0")
    assert chosen["info"]["license"]["name"] == "CC BY 4.0"
