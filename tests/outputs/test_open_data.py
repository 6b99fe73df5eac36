"""What else is published for programs: feeds, calendars, linked data, the catalogue, and the examples as they are printed."""

from __future__ import annotations

import csv
import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser
from pyld import jsonld

from godkjent.outputs.openapi import CSV, FILES, JSON
from support import CENTRE, SCHEME, built, make_registry, real

ATOM = "{http://www.w3.org/2005/Atom}"
LOCAL = "http://127.0.0.1:8000"
PREFIXES = ["", "en/", "nn/"]


def payload(site: Path, name: str) -> Any:
    return json.loads((site / "api/v1" / name).read_text("utf-8"))


def centres(site: Path) -> list[dict[str, Any]]:
    return payload(site, "centres.json")["centres"]  # type: ignore[no-any-return]


def linked(page: Path) -> list[dict[str, Any]]:
    """What the JSON-LD block of a page says, read as a browser reads it: up to the first end tag."""
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script', page.read_text("utf-8"), re.DOTALL)
    found = json.loads(block)
    assert found["@context"] == "https://schema.org"
    return found["@graph"]  # type: ignore[no-any-return]


def of_type(things: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (found,) = [thing for thing in things if thing["@type"] == name]
    return found


# --- Feeds ----------------------------------------------------------------------------------------------------


def feeds(site: Path) -> list[Path]:
    return sorted(site.rglob("*.atom"))


def test_every_feed_is_as_rfc_4287_says(site: Path) -> None:
    ids = []
    for path in feeds(site):
        feed = ElementTree.fromstring(path.read_bytes())
        assert feed.tag == f"{ATOM}feed"
        for one in ("id", "title", "updated"):  # each exactly once, in the feed and in every entry
            assert all(len(node.findall(f"{ATOM}{one}")) == 1 for node in (feed, *feed.findall(f"{ATOM}entry")))
        assert feed.find(f"{ATOM}author/{ATOM}name").text == "Callcenternemnda"
        own = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link") if "type" not in link.attrib}
        assert own["self"] == f"{LOCAL}/{path.relative_to(site)}" and own["alternate"].startswith(LOCAL)
        for stamp in feed.iter(f"{ATOM}updated"):
            assert datetime.fromisoformat(stamp.text).tzinfo is not None
        entries = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        assert len(set(entries)) == len(entries)
        assert all(entry.find(f"{ATOM}link[@rel='alternate']") is not None for entry in feed.findall(f"{ATOM}entry"))
        ids.append(feed.findtext(f"{ATOM}id"))
    assert len(set(ids)) == len(ids) > 15 * len(PREFIXES)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_each_kind_of_decision_has_a_feed_with_just_those(site: Path, prefix: str) -> None:
    decisions = payload(site, "decisions.json")["decisions"]
    kinds = payload(site, "openapi.json")["components"]["schemas"]["Decision"]["properties"]["kind"]["enum"]
    page = (site / prefix / "vedtak/index.html").read_text("utf-8")
    for kind in kinds:
        feed = ElementTree.fromstring((site / prefix / f"vedtak/{kind}/feed.atom").read_bytes())
        wanted = [f"{d['organisation_number']}/{d['id']}" for d in decisions if d["kind"] == kind][:50]
        found = [e.findtext(f"{ATOM}id").partition(":vedtak/")[2] for e in feed.findall(f"{ATOM}entry")]
        assert found == wanted
        newest = max(d["date"] for d in decisions if d["kind"] == kind or not wanted)
        assert feed.findtext(f"{ATOM}updated").startswith(newest)
        assert page.count(f'href="/{prefix}vedtak/{kind}/feed.atom"') == 2  # in the head, and for people
    assert any(not [d for d in decisions if d["kind"] == kind] for kind in kinds)  # one is there before the first


# --- Calendars ------------------------------------------------------------------------------------------------


def events(path: Path) -> list[Any]:
    text = path.read_bytes()
    assert all(len(line) <= 75 for line in text.split(b"\r\n")) and b"\n" not in text.replace(b"\r\n", b"")
    return list(Calendar.from_ical(text).walk("VEVENT"))


def newest_of(site: Path, centre: dict[str, Any]) -> date:
    own = payload(site, f"centres/{centre['organisation_number']}.json")
    return date.fromisoformat(own["as_of"])


def test_calendars_hold_the_day_that_the_register_tells(site: Path) -> None:
    running, uids = {}, set()
    for centre in centres(site):
        path = site / f"sentre/{centre['slug']}/fornyelse.ics"
        approved_once = any(d["kind"] in ("approval", "renewal") for d in centre["decisions"])
        assert path.exists() == approved_once, centre["slug"]
        if not approved_once:
            continue
        found = {str(e["uid"]).split("@")[0]: e for e in events(path)}
        renewal = found[f"renewal-{centre['organisation_number']}"]
        uids |= {str(e["uid"]) for e in found.values()}
        assert all(
            e["dtstamp"].dt == e["last-modified"].dt <= datetime(2026, 11, 24, tzinfo=UTC) for e in found.values()
        )
        assert all(e["dtend"].dt > e["dtstart"].dt for e in found.values())
        if centre["status"] in ("approved", "warned", "suspended"):
            assert renewal["dtstart"].dt.isoformat() == centre["valid_until"]
            running[centre["organisation_number"]] = centre["valid_until"]
        else:
            assert renewal["dtstart"].dt < date(2026, 11, 24) and len(found) == 1
    assert len(uids) > len(running) > 30
    together = events(site / "sentre/fornyelser.ics")
    days = [e["dtstart"].dt for e in together]
    assert days == sorted(days)
    assert {str(e["uid"])[8:17]: e["dtstart"].dt.isoformat() for e in together} == running


# --- What belongs to a page -----------------------------------------------------------------------------------


def test_what_the_heads_name_is_there_and_is_what_they_say(site: Path) -> None:
    begins = {"application/atom+xml": b"<?xml", "text/calendar": b"BEGIN:VCALENDAR", "text/csv": b'"'}
    for page in site.rglob("*.html"):
        links = re.findall(
            r'<link rel="(?:alternate|service-desc)" type="([^"]+)"[^>]* href="([^"]+)">', page.read_text("utf-8")
        )
        assert page.name == "404.html" or ("application/vnd.oai.openapi+json", "/api/v1/openapi.json") in links
        for media, address in links:
            assert (site / address[1:]).read_bytes().startswith(begins.get(media, b"{")), (page, address)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_pages_name_their_own_data(site: Path, prefix: str) -> None:
    centre = next(c for c in centres(site) if c["status"] == "approved")
    wanted = {
        f"sentre/{centre['slug']}/": [f"{prefix}sentre/{centre['slug']}/feed.atom", f"{prefix}sentre/{centre['slug']}/feed.json", f"{prefix}sentre/{centre['slug']}/fornyelse.ics", f"api/v1/centres/{centre['organisation_number']}.json"],
        "sentre/": ["api/v1/centres.json", "api/v1/centres.csv", f"{prefix}sentre/fornyelser.ics"],
        "vedtak/": ["api/v1/decisions.json", "api/v1/decisions.csv", f"{prefix}vedtak/warning/feed.atom"],
        "statistikk/": ["api/v1/statistics.json", "api/v1/statistics.csv"],
        "data/": ["api/v1/dataset.jsonld"],
    }  # fmt: skip
    for path, addresses in wanted.items():
        head = (site / prefix / path / "index.html").read_text("utf-8").partition("</head>")[0]
        assert [a for a in addresses if f' href="/{a}"' not in head] == [], path


# --- Linked data ----------------------------------------------------------------------------------------------


def test_a_certification_is_told_of_approved_centres_only(site: Path) -> None:
    told = {}
    for centre in centres(site):
        for path in (
            f"sentre/{centre['slug']}",
            f"verifiser/{centre['organisation_number']}",
            f"en/sentre/{centre['slug']}",
        ):
            organisation = of_type(linked(site / path / "index.html"), "Organization")
            assert organisation["name"] == centre["name"]
            assert organisation["identifier"]["value"] == centre["organisation_number"]
            assert organisation["disambiguatingDescription"]
            told.setdefault(centre["status"], []).append(organisation.get("hasCertification"))
            if certification := organisation.get("hasCertification"):
                assert certification["validUntil"] == centre["valid_until"]
                assert certification["validFrom"] == centre["approved_since"]
    assert {status: all(found) for status, found in told.items()} == {
        status: status in ("approved", "warned") for status in told
    }
    assert not any(any(found) for status, found in told.items() if status not in ("approved", "warned"))


def test_pages_tell_where_they_are_and_the_front_page_how_to_search(site: Path) -> None:
    for page in site.rglob("index.html"):
        things = linked(page)
        path = page.relative_to(site).as_posix().removesuffix("index.html")
        if path in PREFIXES:
            front = of_type(things, "WebSite")
            assert front["potentialAction"]["target"]["urlTemplate"] == f"{LOCAL}/{path}?q={{search_term_string}}"
            continue
        steps = of_type(things, "BreadcrumbList")["itemListElement"]
        assert [s["position"] for s in steps] == list(range(1, len(steps) + 1)) and len(steps) >= 2
        assert steps[-1]["item"] == f"{LOCAL}/{path}" and all(s["name"] for s in steps)
        assert all((site / s["item"].removeprefix(LOCAL)[1:] / "index.html").is_file() for s in steps)


def test_the_data_set_is_described_on_its_page(site: Path) -> None:
    described = of_type(linked(site / "data/index.html"), "Dataset")
    assert "license" not in described  # the board has not decided
    assert all((site / d["contentUrl"].removeprefix(LOCAL)[1:]).is_file() for d in described["distribution"])


SIGNS = "</script><script>alert(1)</script><!-- & ' \" {{ 7*7 }} ]]> \\ 🦊"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Outside a demonstration a name may hold any sign: what ends a script, quotes, a pictogram of two code units."""
    folder = tmp_path_factory.mktemp("hostile")
    written = "'" + f"Rev {SIGNS} AS".replace("'", "''") + "'"
    centre = CENTRE.replace("Listig Rev Kundesenter AS", written).replace(
        "Storgata 1", written.replace("Rev ", "Gate ")
    )
    centre = centre.replace("kind: approval\n", f"kind: approval\n    reason: {{nb: {written}}}\n")
    centre = real(centre)
    scheme = SCHEME.replace("demonstration: true", "demonstration: false") + "data_licence: NLOD-2.0\n"
    return built(
        folder / "output", registry=make_registry(folder / "registry", centre=centre, scheme=scheme), AS_OF="2026-11-24"
    )


def test_a_hostile_record_comes_through_every_format(hostile: Path) -> None:
    name = f"Rev {SIGNS} AS"
    assert centres(hostile)[0]["name"] == payload(hostile, "decisions.json")["decisions"][0]["name"] == name
    assert payload(hostile, "centres/800000009.json")["centre"]["decisions"][0]["reason"]["nb"] == name
    table = csv.DictReader(StringIO((hostile / "api/v1/centres.csv").read_text("utf-8"), newline=""), strict=True)
    assert [row["name"] for row in table] == [name]
    for path in ("sentre/listig-rev/index.html", "en/sentre/listig-rev/index.html", "verifiser/800000009/index.html"):
        assert of_type(linked(hostile / path), "Organization")["name"] == name
        assert (hostile / path).read_text("utf-8").count("<script>") == 0
    (entry,) = ElementTree.fromstring((hostile / "vedtak/feed.atom").read_bytes()).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title").startswith(f"{name}: ")
    summary = entry.findtext(f"{ATOM}content").removeprefix("<p>").removesuffix("</p>")
    assert html.unescape(summary) == name and "<" not in summary
    (event, *_) = events(hostile / "sentre/listig-rev/fornyelse.ics")
    assert str(event["summary"]).startswith(f"{name}: ")


def test_a_hostile_name_does_not_get_out_of_the_block(hostile: Path, chromium: Browser, serve) -> None:  # type: ignore[no-untyped-def]
    page, said = chromium.new_page(), []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: said.append(message.text))
    with serve(hostile) as address:
        for path in ("/sentre/listig-rev/", "/verifiser/800000009/", "/data/", "/"):
            page.goto(address + path)
            blocks = page.locator("script[type='application/ld+json']").all_text_contents()
            assert len(blocks) == 1 and json.loads(blocks[0])["@graph"]
            assert page.locator("script:not([src]):not([type='application/ld+json'])").count() == 0
    page.close()
    assert said == []  # neither run nor complained of: the policy has nothing against a data block


def test_a_licence_is_told_everywhere_once_the_board_has_chosen(hostile: Path) -> None:
    assert of_type(linked(hostile / "data/index.html"), "Dataset")["license"] == "https://data.norge.no/nlod/no/2.0"
    assert "NLOD 2.0</a>" in (hostile / "data/index.html").read_text("utf-8")
    text = (hostile / "api/v1/dataset.jsonld").read_text("utf-8")
    assert "licence/NLOD_2_0" in text and '"dct:rights"' not in text


# --- The catalogue --------------------------------------------------------------------------------------------

DCAT, DCT, VCARD = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/", "http://www.w3.org/2006/vcard/ns#"
OBLIGATORY = {
    f"{DCAT}Catalog": [
        f"{DCT}identifier",
        f"{DCT}title",
        f"{DCT}description",
        f"{DCT}publisher",
        f"{DCAT}contactPoint",
    ],
    f"{DCAT}Dataset": [f"{DCT}title", f"{DCT}description", f"{DCT}publisher", f"{DCAT}contactPoint", f"{DCAT}theme"],
    f"{DCAT}DataService": [
        f"{DCT}identifier",
        f"{DCT}title",
        f"{DCT}publisher",
        f"{DCAT}contactPoint",
        f"{DCAT}endpointURL",
    ],
    f"{DCAT}Distribution": [f"{DCAT}accessURL"],
    "http://xmlns.com/foaf/0.1/Agent": ["http://xmlns.com/foaf/0.1/name"],
    f"{VCARD}Organization": [f"{VCARD}fn", f"{VCARD}hasURL"],
}
"""What DCAT-AP-NO 3 says must be there, by class."""


def quads(site: Path) -> list[dict[str, Any]]:
    """The triples of the description, as a reader of RDF gets them."""
    found = jsonld.to_rdf(payload(site, "dataset.jsonld"))
    assert list(found) == ["@default"]
    return found["@default"]  # type: ignore[no-any-return]


def test_the_catalogue_has_all_that_dcat_ap_no_asks_for(site: Path) -> None:
    triples = quads(site)
    kinds: dict[str, set[str]] = {}
    for t in triples:
        if t["predicate"]["value"].endswith("#type"):
            kinds.setdefault(t["object"]["value"], set()).add(t["subject"]["value"])
    for kind, properties in OBLIGATORY.items():
        assert kinds[kind]
        for subject in kinds[kind]:
            held = {t["predicate"]["value"] for t in triples if t["subject"]["value"] == subject}
            assert set(properties) <= held, (kind, set(properties) - held)
    assert len(kinds[f"{DCAT}Distribution"]) == len([f for f in FILES if f.media in (JSON, CSV) and "{" not in f.path])


@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_is_installed_and_searched_from_the_address_bar_has_whole_names(site: Path, prefix: str) -> None:
    described = ElementTree.fromstring((site / prefix / "opensearch.xml").read_bytes())
    told = {node.tag.rpartition("}")[2]: node.text for node in described}
    assert len(told["ShortName"]) <= 16 and "Godkjent Callcenter" in told["LongName"]
    manifest = json.loads((site / prefix / "manifest.webmanifest").read_text("utf-8"))
    assert manifest["description"]
    for shortcut in manifest["shortcuts"]:
        assert shortcut["name"] and (site / shortcut["url"][1:] / "index.html").is_file()


def test_the_catalogue_hangs_together_and_its_files_are_there(site: Path) -> None:
    triples = quads(site)
    subjects = {t["subject"]["value"] for t in triples}
    own = [t["object"]["value"] for t in triples if t["object"]["value"].startswith(f"{LOCAL}/api/v1/dataset.jsonld#")]
    assert set(own) <= subjects
    files = [t["object"]["value"] for t in triples if t["predicate"]["value"] == f"{DCAT}downloadURL"]
    assert len(files) >= 6 and all((site / f.removeprefix(LOCAL)[1:]).is_file() for f in files)
    assert not [t for t in triples if t["predicate"]["value"] == f"{DCT}license"]
    titles = [
        t["object"].get("language")
        for t in triples
        if t["subject"]["value"].endswith("#datasett") and t["predicate"]["value"] == f"{DCT}title"
    ]
    assert sorted(titles) == ["en", "nb", "nn"]


# --- The examples, as they are printed ------------------------------------------------------------------------


def examples(site: Path, prefix: str) -> Iterator[tuple[str, str]]:
    page = (site / prefix / "data/index.html").read_text("utf-8")
    for kind, code in re.findall(r'<code data-example="(\w+)">(.*?)</code>', page, re.DOTALL):
        yield kind, html.unescape(code)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_example_runs_as_printed(site: Path, address: str, prefix: str) -> None:
    said = [_run(kind, code.replace(LOCAL, address)) for kind, code in examples(site, prefix)]
    register = centres(site)
    approved = [c for c in register if c["status"] in ("approved", "warned")]
    assert said[0].splitlines() == [f"{c['organisation_number']}\t{c['name']}\t{c['valid_until']}" for c in approved]
    assert sum(json.loads(said[1]).values()) == payload(site, "decisions.json")["total"]
    assert said[2].split() == [str(len(approved)), str(len(register))]
    assert [line.split()[0] for line in said[3].splitlines()] == [c["organisation_number"] for c in register]
    assert len(said) == 5 and said[4] == "read"


def _run(kind: str, code: str) -> str:
    if kind == "excel":
        return _as_a_spreadsheet(code)
    command = ["bash", "-euo", "pipefail", "-c", code] if kind == "sh" else [sys.executable, "-I", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _as_a_spreadsheet(code: str) -> str:
    """What the formula tells the spreadsheet to do, done with the same settings: every cell is text."""
    address, delimiter, encoding, quotes = re.fullmatch(
        r'= Csv\.Document\(\s*Web\.Contents\("([^"]+)"\),\s*\[Delimiter="(.)", Encoding=(\d+), QuoteStyle=(QuoteStyle\.Csv)\]\)\s*',
        code,
    ).groups()
    with urlopen(address) as answer:  # noqa: S310 - the site under test
        assert answer.headers.get_content_type() == "text/csv"
        text = answer.read().decode({"65001": "utf-8"}[encoding])
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    assert quotes and len({len(row) for row in rows}) == 1 and len(rows) > 30
    return "read"
