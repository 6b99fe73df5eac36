"""The description of the API: valid, complete, kept by every payload, and a promise that may only grow."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from api_contract import STORED, broken, current, promised
from godkjent.outputs.openapi import FILES, MAY_GROW, Breach, Contract
from support import SCHEMA_FOLDER, make_registry, pelican

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def described(site: Path) -> dict[str, Any]:
    return json.loads((site / "api/v1/openapi.json").read_text("utf-8"))  # type: ignore[no-any-return]


def component(described: dict[str, Any], path: str) -> str | None:
    """The component that the document gives for a file, found by the address alone."""
    for template, item in described["paths"].items():
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", r"[^/]+", re.escape(template)), f"/{path}"):
            (content,) = item["get"]["responses"]["200"]["content"].values()
            return str(content["schema"].get("$ref", "")).rpartition("/")[2] or "any"
    return None


def test_the_document_is_valid_openapi(described: dict[str, Any]) -> None:
    validate(described)
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": "http://127.0.0.1:8000/api/v1"}]
    with pytest.raises(Exception, match="responses"):
        validate({**described, "paths": {"/x": {"get": {"responses": 1}}}})


def test_every_file_is_described_and_every_described_file_is_there(site: Path, described: dict[str, Any]) -> None:
    found = sorted(str(path.relative_to(site / "api/v1")) for path in (site / "api/v1").rglob("*") if path.is_file())
    assert [path for path in found if component(described, path) is None] == []
    for file in FILES:
        assert any(component(described, path) for path in found if Path(path).suffix == Path(file.path).suffix)
        assert "{" in file.path or file.path in found


def test_an_independent_reader_finds_every_payload_as_described(site: Path, described: dict[str, Any]) -> None:
    """The published document itself, with every object closed, and the library's own way through references."""
    root = json.loads(json.dumps(described), object_hook=_closed)
    seen = set()
    for path in (site / "api/v1").rglob("*.json"):
        name = component(described, str(path.relative_to(site / "api/v1")))
        if name == "any":
            continue
        schema = {"$ref": f"#/components/schemas/{name}", "components": root["components"]}
        faults = [e.message for e in Draft202012Validator(schema).iter_errors(json.loads(path.read_text("utf-8")))]
        assert faults == [], path
        seen.add(name)
    assert seen == {
        *("CentreFile", "CentreList", "DecisionList", "Statistics", "LookupTable", "LookupIndex"),
        *("NumberList", "NumberChanges", "HistoryList"),
    }


def _closed(node: dict[str, Any]) -> dict[str, Any]:
    is_schema = node.get("type") == "object" and isinstance(node.get("properties"), dict)
    return {**node, "additionalProperties": False} if is_schema else node


def test_facts_have_the_words_and_choices_of_the_registrys_schemas(described: dict[str, Any]) -> None:
    schema = json.loads((SCHEMA_FOLDER / "centre.schema.json").read_text("utf-8"))
    centre = described["components"]["schemas"]["Centre"]["properties"]
    for name in ("directions", "services", "channels", "sectors", "languages"):
        own, published = schema["properties"][name]["items"], centre[name]["items"]
        assert published["enum"] == own["enum"] and published["x-labels"] == own["x-labels"] and published[MAY_GROW]
    for name in ("name", "organisation_number"):
        assert centre[name]["description"] == schema["properties"][name]["description"]
        assert centre[name]["pattern"] == schema["properties"][name]["pattern"]
    assert "errorMessage" not in json.dumps(described)


def test_lists_say_what_they_are(site: Path) -> None:
    for name, items in (("centres", "centres"), ("decisions", "decisions")):
        payload = json.loads((site / f"api/v1/{name}.json").read_text("utf-8"))
        assert set(payload) == {"schema_version", "generated_at", "as_of", "demonstration", "total", items}
        assert payload["total"] == len(payload[items]) > 0
        newest = max(d["effective"] for d in payload[items]) if items == "decisions" else payload["as_of"]
        assert newest <= payload["as_of"] <= "2026-11-24"


# --- A payload that is not as described -----------------------------------------------------------------------

BREACHES: list[tuple[Change, str]] = [
    (lambda c: c.update(seats="120"), "centre → seats"),
    (lambda c: c.update(seats=True), "centre → seats"),
    (lambda c: c.pop("email"), "centre"),
    (lambda c: c.update(nickname="Reven"), "centre"),
    (lambda c: c.update(valid_until="24.11.2026"), "centre → valid_until"),
    (lambda c: c.update(valid_until="2026-02-30"), "centre → valid_until"),
    (lambda c: c.update(status="splendid"), "centre → status"),
    (lambda c: c["address"].update(postcode=155), "centre → address → postcode"),
    (lambda c: c["decisions"][0].update(kind=None), "centre → decisions → 0 → kind"),
    (lambda c: c["decisions"][0].update(reason={"en": "No bokmål."}), "centre → decisions → 0 → reason"),
    (lambda c: c["phone_numbers"].append({"number": "01234"}), "centre → phone_numbers"),
]


@pytest.mark.parametrize(("change", "place"), BREACHES)
def test_a_breach_names_the_file_and_the_place(
    site: Path, described: dict[str, Any], change: Change, place: str
) -> None:
    path = next(iter(sorted((site / "api/v1/centres").glob("*.json"))))
    payload = json.loads(path.read_text("utf-8"))
    contract = Contract(described)
    contract.check("api/v1/centres/x.json", "CentreFile", payload)
    payload = copy.deepcopy(payload)
    change(payload["centre"])
    with pytest.raises(Breach, match=rf"^api/v1/centres/x\.json: «{place}") as breach:
        contract.check("api/v1/centres/x.json", "CentreFile", payload)
    assert "\n" not in str(breach.value)


def test_what_was_found_sound_says_nothing_of_the_next(described: dict[str, Any], site: Path) -> None:
    """Sound values are remembered; the same value in another field, and a number that is equal to a flag, are not."""
    contract = Contract(described)
    payload = json.loads((site / "api/v1/statistics.json").read_text("utf-8"))
    contract.check("x", "Statistics", payload)
    payload["approved"][0]["approved"] = 1
    contract.check("x", "Statistics", payload)
    payload["approved"][0]["approved"] = True
    with pytest.raises(Breach):
        contract.check("x", "Statistics", payload)
    payload["approved"][0]["approved"], payload["approved"][0]["day"] = 1, "approval"
    with pytest.raises(Breach):
        contract.check("x", "Statistics", payload)


def test_a_breach_stops_the_build_with_its_sentence_and_writes_nothing(tmp_path: Path) -> None:
    """A site address with a blank in it, which makes every address in the payloads unusable."""
    done = pelican(
        tmp_path / "output",
        registry=make_registry(tmp_path / "registry"),
        AS_OF="2026-11-24",
        SITEURL="http://127.0.0.1:8000/min side",
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "Bygget stoppet: api/v1/centres.json: «centres → 0 → badge_url»" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["registry"]


# --- The promise ----------------------------------------------------------------------------------------------


def test_the_promise_is_kept_and_written_down() -> None:
    """When this fails because something is new: run scripts/api_contract.py, and tell of it in CHANGELOG_API.md."""
    stored = json.loads(STORED.read_text("utf-8"))
    assert broken(stored, current()) == []
    assert stored == current()


def test_the_published_document_promises_the_same(described: dict[str, Any]) -> None:
    assert promised(described) == current()


def part(document: dict[str, Any], name: str) -> dict[str, Any]:
    return document["components"]["schemas"][name]  # type: ignore[no-any-return]


BROKEN: list[tuple[Change, str]] = [
    (lambda d: part(d, "Centre")["properties"].pop("email"), "field Centre.email is gone"),
    (lambda d: part(d, "Centre")["properties"]["seats"].update(type=["string", "null"]), "Centre.seats: was"),
    (lambda d: part(d, "Centre")["properties"]["name"].update(type=["string", "null"]), "Centre.name: was"),
    (lambda d: part(d, "Centre")["required"].remove("name"), "Centre.name: was always there"),
    (lambda d: part(d, "Centre")["properties"]["status"]["enum"].append("paused"), "promised not to get"),
    (lambda d: part(d, "Centre")["properties"]["services"]["items"]["enum"].pop(), "lost choices"),
    (lambda d: part(d, "Decision")["properties"]["date"].pop("format"), "format"),
    (lambda d: d["paths"].pop("/centres.csv"), "address /centres.csv is gone"),
]


@pytest.mark.parametrize(("change", "told"), BROKEN)
def test_a_broken_promise_is_told(described: dict[str, Any], change: Change, told: str) -> None:
    changed = copy.deepcopy(described)
    change(changed)
    assert any(told in fault for fault in broken(promised(described), promised(changed)))


def test_columns_may_only_be_added_to_the_right() -> None:
    old = current()
    for columns in (["slug", *old["columns"]["centres.csv"]], old["columns"]["centres.csv"][:-1]):
        assert broken(old, {**old, "columns": {**old["columns"], "centres.csv": columns}})
    more = [*old["columns"]["centres.csv"], "fax"]
    assert broken(old, {**old, "columns": {**old["columns"], "centres.csv": more}}) == []


def test_new_fields_files_and_open_choices_are_no_breach(described: dict[str, Any]) -> None:
    changed = copy.deepcopy(described)
    centre = part(changed, "Centre")
    centre["properties"]["fax"] = {"type": ["string", "null"]}
    centre["properties"]["services"]["items"]["enum"].append("fax")
    changed["paths"]["/news.json"] = changed["paths"]["/centres.json"]
    assert broken(promised(described), promised(changed)) == []
    assert promised(changed) != promised(described)
