"""What the site says that it is made of, held up against CycloneDX's own schema and against what is really bundled."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from godkjent.outputs import outsider_tool, shipped
from godkjent.site import assets
from support import AS_OF, ROOT, SCHEMA_FOLDER, kept, make_registry, node


@pytest.fixture(scope="module")
def checks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small site with what is for those who check."""
    registry = make_registry(tmp_path_factory.mktemp("sbom") / "registry")
    return kept(registry=registry, AS_OF=AS_OF) / "kontroller"


def test_it_is_valid_and_another_library_finds_the_parts(checks: Path) -> None:
    text = (checks / "sbom.json").read_text("utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    found = {str(part.purl): part for part in Bom.from_json(json.loads(text)).components}  # type: ignore[attr-defined]
    lunr = next(part for url, part in found.items() if url.startswith("pkg:npm/lunr@"))
    assert [str(one.id) for one in lunr.licenses] == ["MIT"] and lunr.scope and lunr.scope.value == "required"
    (digest,) = lunr.hashes
    assert re.fullmatch("[0-9a-f]{128}", digest.content)
    pelican = next(part for url, part in found.items() if url.startswith("pkg:pypi/pelican@"))
    assert pelican.scope and pelican.scope.value == "excluded"
    scoped = next(url for url in found if "%40fontsource-variable/inter@" in url)
    assert found[scoped].group == "@fontsource-variable"


def test_a_document_that_is_not_valid_is_refused(checks: Path) -> None:
    """The twin of the one above: the validator does find faults."""
    said = json.loads((checks / "sbom.json").read_text("utf-8"))
    said["components"][0]["type"] = "something"
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(said)) is not None


def test_every_locked_package_is_in_it(checks: Path) -> None:
    said = {part["purl"] for part in json.loads((checks / "sbom.json").read_text("utf-8"))["components"]}
    locked = re.findall(r"^([\w.-]+)==([^\s;\\]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert {f"pkg:pypi/{name.lower()}@{version}" for name, version in locked} <= said
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    ours = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    for name in ours:
        url = f"pkg:npm/{name.replace('@', '%40')}@{packages[f'node_modules/{name}']['version']}"
        assert url in said


def bundled(tmp_path: Path) -> set[str]:
    """What esbuild itself says is in the scripts and the styles, and what is copied beside them or drawn with."""
    theme = ROOT / "theme" / "static"
    entries = [theme / "site.css", *sorted((theme / "pages").glob("*.js"))]
    pages = node("scripts/bundle.mjs", str(tmp_path), str(ROOT / "build" / "asked.json"), *map(str, entries))
    schema = (SCHEMA_FOLDER / "centre.schema.json").read_text("utf-8")
    validator = node("scripts/validator.mjs", "--packages", given=schema)
    assert not pages.returncode and not validator.returncode, pages.stderr + validator.stderr
    found = [*json.loads(pages.stdout)["packages"], *json.loads(validator.stdout)]
    names = {path.removeprefix("node_modules/") for path in found}
    return names | {path.partition("/")[0] for path in assets._LUNR.values()} | {assets._FONTS}


def unlisted(names: Iterable[str], listed: Iterable[shipped.Shipped]) -> set[str]:
    return set(names) - {one.name for one in listed}


@pytest.mark.threat("P10")
def test_what_readers_are_given_is_what_the_list_says(tmp_path: Path, checks: Path) -> None:
    names = bundled(tmp_path)
    assert unlisted(names, shipped.SHIPPED) == set()
    carried = {one.name for one in shipped.SHIPPED if one.kind == "npm" and "context" in one.name}
    assert {one.name for one in shipped.SHIPPED if one.kind == "npm"} == names | carried, "nothing is listed in vain"
    assert list(shipped.faults(ROOT)) == []
    told = (checks / "licences.txt").read_text("utf-8")
    for one in shipped.SHIPPED:
        assert f"\n{one.name} " in told and f"\n{one.licence}; in {one.where}\n" in told
    assert "SIL OPEN FONT LICENSE" in told and "Permission is hereby granted" in told


@pytest.mark.twin("P10")
def test_a_part_that_nobody_listed_or_may_not_be_given_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = [one for one in shipped.SHIPPED if one.name != "lunr"]
    assert unlisted(bundled(tmp_path), without) == {"lunr"}
    lunr = next(one for one in shipped.SHIPPED if one.name == "lunr")
    first, second = shipped.faults(ROOT, (replace(lunr, licence="GPL-3.0-only"),))
    assert "GPL-3.0-only er ikke en lisens" in first and "sier en annen lisens" in second
    package = tmp_path / "root" / "node_modules" / "lunr"
    package.mkdir(parents=True)
    shutil.copy(ROOT / "node_modules" / "lunr" / "package.json", package)
    (fault,) = shipped.faults(tmp_path / "root", (lunr,))
    assert "teksten til lisensen er ikke med" in fault
    monkeypatch.setitem(outsider_tool.LIBRARIES, "stranger", r"stranger\.py")
    assert any("stranger er med i verktøyet" in fault for fault in shipped.faults(ROOT))
