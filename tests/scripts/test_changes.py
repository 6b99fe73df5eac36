"""The fourteen changes of the map, really made: in the files that its table names and no others, and the program does them.

All are made in one copy of the program, which is built once. What a change must say besides (prose, translations, tests,
an answer in `CHANGELOG_API.md`) is not counted, and not asked for here.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import map as plan
from godkjent.language.texts import LANGUAGES
from support import AS_OF, BIN, FIXTURES, ROOT, repository

ROWS = [
    row.split("|")[1:4]
    for row in plan.PAGE.read_text("utf-8").partition("## Hvor endrer jeg")[2].partition("\n## ")[0].splitlines()
    if row.startswith("| ")
][1:]
MOST = {
    "en ny status": 3,
    "et nytt slags vedtak": 4,
    "et nytt felt om et senter": 5,
    "det samme, påkrevd": 1,
    "et nytt språk": 1,
    "et nytt format av dataene": 4,
    "en ny regel": 1,
    "et nytt skjema for nemnda": 1,
    "hvordan merket ser ut": 2,
    "noe å filtrere listen på": 1,
    "en ny nøkkelrolle": 5,
    "en ny side": 3,
    "hva som er offentlig": 1,
    "nummerplanen": 3,
}
"""How many files of program, schema and templates each change may cost; one that costs more has got a second home."""

Edit = list[tuple[str, str]] | Callable[[Any], None]
"""Lines of a file with what comes after each, or what is done to a file of JSON."""
CENTRE = "listig-rev"


def field(root: Any) -> None:
    """A field after the address, in the schema's order."""
    words = {"title": "Åpent", "description": "Når det svares.", "errorMessage": "må være en tekst"}
    node = {"type": "string", **words, "x-en": {"title": "Hours", "description": "When it is answered."}}
    held = list(root["properties"].items())
    at = next(n for n, (name, _) in enumerate(held) if name == "address") + 1
    root["properties"] = dict([*held[:at], ("hours", node), *held[at:]])


def kind(root: Any) -> None:
    """A kind of decision that needs no more than every decision has."""
    for name in ("decision", "change"):
        node = root["$defs"][name]["properties"]["kind"]
        node["enum"].append("pause")
        node["x-labels"]["pause"] = {"nb": "Pause", "en": "Pause", "nn": "Pause"}
    rows = root["$defs"]["decision"]["allOf"]
    allowed = {"propertyNames": {"enum": ["id", "date", "kind", "effective", "reason"]}}
    rows.append(
        {"if": {"properties": {"kind": {"const": "pause"}}, "required": ["kind"]}, "then": {"required": [], **allowed}}
    )


def required(root: Any) -> None:
    """The same field, and every centre must have it."""
    root["required"].append("hours")


def role(root: Any) -> None:
    """A key for something more."""
    node = root["properties"]["keys"]["items"]["properties"]["role"]
    node["enum"].append("seals")
    node["x-labels"]["seals"] = {"nb": "Segl", "en": "Seals", "nn": "Segl"}


SCHEMA = "registry/schemas/centre.schema.json"
CHANGES: dict[str, dict[str, Edit]] = {
    "en ny status": {
        "register/model.py": [('    REJECTED = "rejected"\n', '    PAUSED = "paused"\n')],
        "register/statuses.py": [
            (
                "STATUSES: Mapping[Status | None, Row] = MappingProxyType(\n    {\n",
                '        Status.PAUSED: Row(\n            label=Text("På pause", "Paused", "På pause"),\n'
                '            meaning=Text("Senteret har stanset ringingen.", "The centre has stopped calling.", "Senteret ringjer ikkje."),\n'
                '            words=Text("på pause", "paused"),\n            phrase=Text("var på pause", "was paused"),\n'
                '            colour="neutral",\n            shape=_RING,\n            runs=True,\n        ),\n',
            )
        ],
        "register/lifecycle.py": [("    R.FOLLOW_UP: _from(A.APPROVED, A.WARNED, A.SUSPENDED", ", A.PAUSED")],
    },
    "et nytt slags vedtak": {
        "register/model.py": [('    TRANSFER = "transfer"\n', '    PAUSE = "pause"\n')],
        "register/lifecycle.py": [
            (
                "    R.CORRECTION: _from(*_ANY),\n",
                "    R.PAUSE: _from(A.APPROVED, to=A.PAUSED),\n",
            )
        ],
        SCHEMA: kind,
        "outputs/api.py": [
            (
                "NOT_IN_V1: Mapping[Kind, Callable[[Decision], Kind]] = {\n",
                "    Kind.PAUSE: lambda _: Kind.SUSPENSION,\n",
            )
        ],
    },
    "et nytt felt om et senter": {
        SCHEMA: field,
        "register/model.py": [
            ("    email: str | None = None\n    address: Address\n", "    hours: str | None = None\n")
        ],
        "outputs/api.py": [('            "email": centre.email,\n', '            "hours": centre.hours,\n')],
        "outputs/openapi.py": [
            (
                '        "email": facts.fact("email", or_null=True),\n',
                '        "hours": facts.fact("hours", or_null=True),\n',
            )
        ],
        "theme/templates/centre.html": [
            (
                '<dl class="facts">\n',
                '{% if c.hours %}<dt>{{ field_title("hours") }}</dt><dd>{{ c.hours }}</dd>{% endif %}\n',
            )
        ],
    },
    "det samme, påkrevd": {SCHEMA: required},
    "et nytt språk": {
        "language/texts.py": [
            ('    nn: str = ""\n', '    no: str = ""\n'),
            (
                '"nynorsk.json"),\n',
                '        "no": Spoken("Riksmål", "nb_NO", "NOB", _NORWEGIAN, "."),\n',
            ),
        ],
    },
    "et nytt format av dataene": {
        "addresses.py": [('NOT_FOUND = "404.html"\n', 'API_TOWNS = "api/v1/towns.json"\n')],
        "outputs/towns.py": [
            (
                "",
                '"""The towns that centres are in."""\n\nfrom __future__ import annotations\n\nimport json\n\n'
                "from ..public.edition import Edition\n\n\ndef towns(edition: Edition) -> str:\n"
                '    """Each town once."""\n    return json.dumps(sorted({v.centre.address.city for v in edition.views}))\n',
            )
        ],
        "outputs/openapi.py": [
            (
                "FILES = (\n",
                '    ApiFile("towns.json", Text("stedene", "the towns", "stadene")),\n',
            )
        ],
        "outputs/open_data.py": [
            ("from .tables import as_csv\n", "from .towns import towns\n"),
            (
                "    yield addresses.DATASET, catalogue(edition)\n",
                "    yield addresses.API_TOWNS, towns(edition)\n",
            ),
        ],
    },
    "en ny regel": {
        "checks/places.py": [
            (
                "",
                '\n\n@rule(\n    "capital",\n    "centre",\n    "Senteret er i {city}.",\n    "The centre is in {city}.",\n'
                '    Text("Ingenting å gjøre.", "Nothing to do."),\n    Level.WARNING,\n)\n'
                "def capital(record: Record, _: Context) -> Iterator[Finding]:\n"
                '    """Every centre is told where it is."""\n    city = record.get("address", "city")\n'
                '    yield Finding(record.document, ("address", "city"), {"city": city})\n',
            )
        ],
    },
    "et nytt skjema for nemnda": {
        "acts/acts.py": [
            (
                "_BY_THEMSELVES = (\n",
                '    Act(\n        "pause",\n        Text("Sett på pause", "Pause", "Set på pause"),\n'
                '        Text("Senteret ringer ikke en tid.", "The centre does not call for a time.", "Senteret ringjer ikkje ei tid."),\n'
                "        (Kind.FOLLOW_UP,),\n        check=_ALWAYS,\n    ),\n",
            )
        ],
    },
    "hvordan merket ser ut": {
        "theme/templates/badge.svg": [("{% set good = view.approved %}\n", "<!-- made anew -->\n")],
    },
    "noe å filtrere listen på": {
        "outputs/buyers.py": [
            (
                "_FILTERS: dict[str, _Filter] = {\n",
                '    "city": _Filter(\n        lambda _: Text("Sted", "Town", "Stad"),\n'
                "        lambda _, views: {name: same(name) for name in sorted({v.centre.address.city for v in views})},\n"
                "        lambda view: (view.centre.address.city,),\n    ),\n",
            )
        ],
    },
    "en ny nøkkelrolle": {
        "register/multikey.py": [("ROLE_NAMES = {\n", '    "seals": Text("Segl", "Seals", "Segl"),\n')],
        "trust/keys.py": [("    log: Ed25519PrivateKey\n", "    seals: Ed25519PrivateKey\n")],
        "trust/did.py": [('LISTED = ("credentials", "status"', ', "seals"')],
        "registry/schemas/keys.schema.json": role,
        ".github/workflows/deploy.yml": [
            (
                "          GODKJENT_KEY_LOG: ${{ secrets.GODKJENT_KEY_LOG }}\n",
                "          GODKJENT_KEY_SEALS: ${{ secrets.GODKJENT_KEY_SEALS }}\n",
            )
        ],
    },
    "en ny side": {
        "addresses.py": [('VERIFY = "verifiser/"\n', 'TOWNS = "steder/"\n')],
        "outputs/pages.py": [
            (
                '    yield Page("404", addresses.NOT_FOUND, _nothing, in_sitemap=False)\n',
                '    yield Page("towns", addresses.TOWNS, lambda: [view.centre.address.city for view in edition.views])\n',
            )
        ],
        "theme/templates/towns.html": [
            (
                "",
                '{% extends "base.html" %}{% block title %}Steder{% endblock %}{% block description %}Steder{% endblock %}'
                '{% block main %}<h1 class="title">{{ site.views[0].centre.address.city }}</h1>{% endblock %}\n',
            )
        ],
    },
    "hva som er offentlig": {
        "public/standing.py": [
            (
                '    """What the board has decided for a kind of sanction."""\n',
                "    return Publicity(public=False, years_after_end=0)\n",
            )
        ],
    },
    "nummerplanen": {
        "register/asked.py": [
            (
                "for kind, name in _KINDS.items()}\n",
                '    plan["satellite"] = r"57\\d{6}"\n',
            )
        ],
        "site/number_kinds.py": [
            (
                "NUMBER_KINDS: dict[str, NumberKind] = {\n",
                '    "satellite": NumberKind(N_("Fastnummer"), N_("Et nummer som det er gratis å ringe til."), _PLAN),\n',
            )
        ],
    },
}
"""Each change by the row of the map: what it does to which file."""


def path_of(name: str, folder: Path) -> Path:
    """A file by the name that the map has for it."""
    top = name.split("/")[0]
    known = {path.name for path in ROOT.iterdir()} - {"build"}
    return folder / name if top in known else folder / "src" / "godkjent" / name


def make(edits: dict[str, Edit], folder: Path) -> None:
    for name, edit in edits.items():
        path = path_of(name, folder)
        text = path.read_text("utf-8") if path.exists() else ""
        if callable(edit):
            root = json.loads(text)
            edit(root)
            path.write_text(json.dumps(root, ensure_ascii=False, indent=2) + "\n", "utf-8")
            continue
        for place, more in edit:
            assert not place or text.count(place) == 1, f"{name}: {place}"
            text = text.replace(place, place + more) if place else text + more
        path.write_text(text, "utf-8")


def named(cells: list[str]) -> list[str]:
    """The files that a row of the table names, and the folders for new ones."""
    return list(re.findall(r"`([^` ]+)`", cells[1]))


def test_the_table_has_the_fourteen_changes() -> None:
    assert len(ROWS) == 14 and all(named(row) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip())
def test_the_files_that_a_change_names_are_there(row: list[str]) -> None:
    for name in named(row):
        assert any((folder / name).exists() for folder in (ROOT, plan.PACKAGE)), name


PAUSED = """\
  - id: 2026-900
    date: 2026-11-20
    kind: pause
"""


def registry(folder: Path) -> Path:
    """The register of every kind, each centre with the new field, and one of them paused."""
    shutil.copytree(FIXTURES / "every_kind", folder, dirs_exist_ok=True)
    for path in (folder / "centres").glob("*.yaml"):
        record = path.read_text("utf-8").replace("address:", "hours: 8 til 16\naddress:", 1)
        path.write_text(record + (PAUSED if path.stem == CENTRE else ""), "utf-8")
    return folder


def run(folder: Path, *command: str) -> str:
    """What a command says in the changed copy; it must go well."""
    given = {"PYTHONPATH": str(folder / "src"), "REGISTRY": "registry", "AS_OF": AS_OF, "UNSIGNED": "1", "JOBS": "1"}
    done = subprocess.run(command, cwd=folder, env={**os.environ, **given}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program in which every change is made."""
    folder = repository(tmp_path_factory.mktemp("changed") / "program")
    for name in ("node_modules", ".venv"):
        (folder / name).symlink_to((ROOT / name).resolve())
    for edits in CHANGES.values():
        make(edits, folder)
    for old, new in (("content/pages/nn", "content/pages/no"), ("theme/locale/nn", "theme/locale/no")):
        shutil.copytree(folder / old, folder / new)
    for page in (folder / "content" / "pages" / "no").glob("*.md"):
        page.write_text(re.sub("^Lang: nn$", "Lang: no", page.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    registry(folder / "registry")
    return folder


@pytest.fixture(scope="module")
def said(changed: Path) -> str:
    """What the build of the changed copy says."""
    return run(changed, str(BIN / "pelican"), "content", "-s", "pelicanconf.py", "-o", "output")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip())
def test_a_change_touches_the_files_that_the_map_names_and_no_more_than_it_may(row: list[str]) -> None:
    change = row[0].strip()
    beside = set(CHANGES["et nytt felt om et senter"]) if change == "det samme, påkrevd" else set()
    touched = set(CHANGES[change]) - beside
    places = {name if path_of(name, ROOT).exists() else f"{name.rpartition('/')[0]}/" for name in touched}
    assert places <= set(named(row)) and len(touched) <= MOST[change]


def test_the_site_shows_every_change(changed: Path, said: str) -> None:
    output = changed / "output"
    page = (output / "sentre" / CENTRE / "index.html").read_text("utf-8")
    (number,) = re.findall(r"merke/(\d{9})/", page)[:1]
    data = json.loads((output / "api" / "v1" / "centres" / f"{number}.json").read_text("utf-8"))["centre"]
    listed = (output / "sentre" / "index.html").read_text("utf-8")
    kinds = {d["kind"] for d in json.loads((output / "api/v1/decisions.json").read_text("utf-8"))["decisions"]}
    assert "På pause" in page and data["status"] == "paused"  # a status
    assert (
        "2026-900" in page and data["decisions"][-1]["kind"] == "suspension"
    )  # a kind of decision, and how v1 tells it
    assert "8 til 16" in page and data["hours"] == "8 til 16"  # a field
    assert "På pause" in (output / "no" / "sentre" / CENTRE / "index.html").read_text("utf-8")  # a language
    assert {path.stem for path in (output / "embed" / "v1").glob("*.json")} == {*LANGUAGES, "no"}
    assert "Oslo" in json.loads((output / "api" / "v1" / "towns.json").read_text("utf-8"))  # a format of the data
    assert "Senteret er i Oslo." in said  # a rule
    assert "made anew" in (output / "merke" / f"{number}.svg").read_text("utf-8")  # the look of the mark
    assert 'data-facet="city"' in listed and 'name="city" value="Oslo"' in listed  # something to filter by
    assert all((output / start / "steder" / "index.html").exists() for start in ("", "en", "nn", "no"))  # a page
    assert not kinds & {"warning", "suspension_lifted"}  # what is public
    assert 'data-kind="satellite"' in (output / "index.html").read_text("utf-8")  # the number plan


def test_the_tools_know_every_change(changed: Path) -> None:
    python = str(BIN / "python")
    run(changed, python, "scripts/forms.py")
    forms = changed / ".github" / "ISSUE_TEMPLATE"
    new, others = ((forms / name).read_text("utf-8") for name in ("ny.yml", "annet.yml"))
    assert (forms / "pause.yml").exists() and "label: Slag" in others and "- Pause" in others
    assert re.search(r"id: hours\n(?:  .*\n)+?  validations:\n    required: true", new)  # a field that is required
    made = run(changed, str(BIN / "godkjent"), "keys", "make", "--trial", "--folder", "build/keys")
    assert "Segl" in made and (changed / "build" / "keys" / "seals.pub").exists()  # a key's role
