"""The build as a whole: nothing half-written, the calendar heeded everywhere at once, hostile text kept as text."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from godkjent.trust import keys
from support import CENTRE, ROOT, SCHEME, built, make_registry, pelican, tree

NUMBER = "310000108"
HOSTILE = """Listig Rev <script>alert(1)</script> "&' {{ 7*7 }} ]]> =1+1 AS"""


def statuses(output: Path) -> dict[str, str]:
    """What every output says of the one centre in a small register."""
    found = {
        name: re.findall(r'data-result[^>]*? data-status="(\w+)"', (output / path).read_text("utf-8"))[0]
        for name, path in {
            "page": "sentre/listig-rev/index.html",
            "list": "sentre/index.html",
            "english": "en/sentre/listig-rev/index.html",
            "verification": f"verifiser/{NUMBER}/index.html",
        }.items()
    }
    found["badge"] = re.findall(r'data-status="(\w+)"', (output / f"merke/{NUMBER}.svg").read_text("utf-8"))[0]
    found["api"] = json.loads((output / f"api/v1/centres/{NUMBER}.json").read_text("utf-8"))["centre"]["status"]
    found["api list"] = json.loads((output / "api/v1/centres.json").read_text("utf-8"))["centres"][0]["status"]
    found["search"] = json.loads((output / "search/names.json").read_text("utf-8"))["centres"][0]["status"]
    for path in (output / "api/v1/lookup").rglob("*.json"):
        found |= {
            f"lookup {path.parent.name}": c["status"]
            for c in json.loads(path.read_text("utf-8")).get("centres", {}).values()
        }
    return found


@pytest.fixture(scope="module")
def ending(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with one approval, whose last day is 1 March 2027."""
    return make_registry(tmp_path_factory.mktemp("ending") / "registry")


@pytest.mark.parametrize(("day", "status"), [("2027-03-01", "approved"), ("2027-03-02", "expired")])
def test_an_approval_lapses_everywhere_on_the_same_day(tmp_path: Path, ending: Path, day: str, status: str) -> None:
    said = statuses(built(tmp_path / "output", registry=ending, AS_OF=day))
    assert said == dict.fromkeys(said, status) and len(said) == 10


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (datetime(2027, 3, 1, 23, 59, 59, tzinfo=ZoneInfo("Europe/Oslo")), "approved"),
        (datetime(2027, 3, 2, 0, 0, 0, tzinfo=ZoneInfo("Europe/Oslo")), "expired"),
    ],
)
def test_the_day_turns_at_midnight_in_oslo(tmp_path: Path, ending: Path, moment: datetime, status: str) -> None:
    said = statuses(
        built(
            tmp_path / "output", registry=ending, SOURCE_DATE_EPOCH=str(int(moment.timestamp())), TZ="Pacific/Auckland"
        )
    )
    assert said == dict.fromkeys(said, status)


def test_the_search_of_a_reader_agrees_the_day_after(tmp_path: Path, ending: Path, chromium: Browser, serve) -> None:  # type: ignore[no-untyped-def]
    output = built(tmp_path / "output", registry=ending, AS_OF="2027-03-02")
    with serve(output) as address:
        page = chromium.new_page()
        for query in (NUMBER, "30 12 34 56", "listig rev kundesenter"):
            page.goto(f"{address}/?q={query}")
            expect(page.locator("#answers [data-result]")).to_have_attribute("data-status", "expired")
        page.close()


@pytest.mark.parametrize(
    "broken", ["name: [\n", CENTRE.replace("310000108", "310000109"), CENTRE.replace("decisions:", "decisjoner:")]
)
def test_a_broken_record_stops_the_build_and_leaves_what_was_published(tmp_path: Path, broken: str) -> None:
    folder, output = make_registry(tmp_path / "registry"), tmp_path / "output"
    before = tree(built(output, registry=folder, AS_OF="2026-11-24"))
    (folder / "centres" / "listig-rev.yaml").write_text(broken, "utf-8")
    done = pelican(output, registry=folder, AS_OF="2026-11-24")
    assert done.returncode == 1
    assert "registry/centres/listig-rev.yaml:" in done.stderr and "Bygget stoppet: registeret har" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert tree(output) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["output", "registry"]


def test_a_fault_of_our_own_half_way_leaves_what_was_published(tmp_path: Path) -> None:
    registry, theme = make_registry(tmp_path / "registry"), tmp_path / "theme"
    output = built(tmp_path / "output", registry=registry, AS_OF="2026-11-24")
    before = tree(output)
    shutil.copytree(ROOT / "theme", theme)
    (theme / "templates" / "verification.html").write_text("{{ view.finnes.ikke }}", "utf-8")
    done = pelican(output, registry=registry, theme=theme, AS_OF="2026-11-24")
    assert done.returncode == 1 and tree(output) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["output", "registry", "theme"]


def test_a_folder_with_other_things_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "bilder").mkdir()
    (tmp_path / "bilder" / "ferie.jpg").write_bytes(b"x")
    done = pelican(tmp_path / "bilder", registry=make_registry(tmp_path / "registry"), AS_OF="2026-11-24")
    assert done.returncode == 1 and "inneholder noe annet enn et bygget register" in done.stderr
    assert tree(tmp_path / "bilder") == {"ferie.jpg": b"x"}


@pytest.mark.parametrize(
    ("variable", "value"),
    [("AS_OF", "2026-02-30"), ("AS_OF", "i morgen"), ("SOURCE_DATE_EPOCH", "i går"), ("SOURCE_DATE_EPOCH", "9" * 30)],
)
def test_a_day_that_cannot_be_read_is_a_sentence(tmp_path: Path, variable: str, value: str) -> None:
    done = pelican(tmp_path / "output", registry=make_registry(tmp_path / "registry"), **{variable: value})
    assert done.returncode == 1 and value in done.stderr and "Traceback" not in done.stderr


def test_pages_of_centres_that_are_gone_are_gone(tmp_path: Path) -> None:
    folder, output = make_registry(tmp_path / "registry"), tmp_path / "output"
    built(output, registry=folder, AS_OF="2026-11-24")
    (folder / "centres" / "listig-rev.yaml").rename(folder / "centres" / "listig-rev-as.yaml")
    built(output, registry=folder, AS_OF="2026-11-24")
    assert not (output / "sentre/listig-rev").exists() and (output / "sentre/listig-rev-as").exists()


@pytest.mark.threat("T06")
def test_the_same_register_and_day_build_the_same_bytes(tmp_path: Path, site: Path) -> None:
    again = built(
        tmp_path / "et annet sted" / "output", AS_OF="2026-11-24", TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7"
    )
    assert tree(again) == tree(site)


def test_signed_and_logged_it_builds_the_same_bytes_too(tmp_path: Path) -> None:
    """The same files, day, keys and published log: another folder, zone, locale and hash seed change nothing."""
    registry, keyring = make_registry(tmp_path / "registry"), tmp_path / "keys"
    keys.make(keyring)
    first = built(tmp_path / "first", registry=registry, AS_OF="2026-11-01", KEYS=str(keyring))
    known = {"registry": registry, "AS_OF": "2026-11-24", "KEYS": str(keyring), "PREVIOUS": str(first)}
    one = built(tmp_path / "one", **known, TZ="Europe/Oslo", PYTHONHASHSEED="1")
    two = built(tmp_path / "et annet sted" / "two", **known, TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7")
    assert tree(one) == tree(two) and (one / "logg" / "checkpoint").exists()


@pytest.mark.twin("T06")
def test_the_manifest_tells_of_every_file_and_of_one_that_was_changed(tmp_path: Path) -> None:
    site = built(tmp_path / "output", registry=make_registry(tmp_path / "registry"), AS_OF="2026-11-24")
    check = ["sha256sum", "--check", "--quiet", "--strict", "manifest.sha256"]
    assert subprocess.run(check, cwd=site, capture_output=True, check=False).returncode == 0
    listed = {line.split("  ", 1)[1] for line in (site / "manifest.sha256").read_text("utf-8").splitlines()}
    assert listed == tree(site).keys() - {"manifest.sha256"}
    (site / "index.html").write_text("x", "utf-8")
    assert subprocess.run(check, cwd=site, capture_output=True, check=False).returncode == 1


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register whose texts are what attackers write; the schema lets them in, since signs are allowed in a name."""
    folder = tmp_path_factory.mktemp("hostile")
    nasty = "'" + HOSTILE.replace("'", "''") + "'"
    centre = (
        CENTRE.replace("Listig Rev Kundesenter AS", nasty)
        .replace("Ærlig Ørn Svar", "'Ærlig Ørn \"><img src=x onerror=alert(2)>'")
        .replace("Storgata 1", "'</title></svg><script>alert(3)</script>'")
    )
    centre = centre.replace("city: Oslo", "city: '<!--'").replace(
        "kind: approval\n", "kind: approval\n    reason: {nb: '<b onmouseover=alert(4)>x</b> ]]> &amp;'}\n"
    )
    return built(folder / "output", registry=make_registry(folder / "registry", centre=centre), AS_OF="2026-11-24")


@pytest.mark.threat("T08")
def test_hostile_text_stays_text_in_every_file(hostile: Path) -> None:
    for path in hostile.rglob("*"):
        if path.suffix in (".html", ".svg", ".atom", ".xml"):
            text = path.read_text("utf-8")
            assert "<script>alert" not in text and "<img src=x" not in text and "<b onmouseover" not in text, path
            assert "49" not in re.sub(r"[0-9]{3,}|&#?\w+;", "", text) or "7*7" in text, path
        if path.suffix in (".svg", ".atom", ".xml"):
            ElementTree.fromstring(path.read_bytes())
        if path.suffix == ".json":
            json.loads(path.read_text("utf-8"))
    assert HOSTILE in json.loads((hostile / f"api/v1/centres/{NUMBER}.json").read_text("utf-8"))["centre"]["name"]


@pytest.mark.threat("T08")
def test_hostile_text_does_nothing_in_a_browser(hostile: Path, chromium: Browser, serve) -> None:  # type: ignore[no-untyped-def]
    with serve(hostile) as address:
        page, said = chromium.new_page(), []
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: said.append(str(error)))
        for path in (
            "/",
            "/sentre/",
            "/sentre/listig-rev/",
            f"/verifiser/{NUMBER}/",
            "/vedtak/",
            f"/merke/{NUMBER}.svg",
            "/?q=listig+rev",
            f"/?q={NUMBER}",
            "/?q=<img src=x onerror=alert(5)>",
        ):
            page.goto(address + path, wait_until="networkidle")
            assert (
                page.evaluate(
                    "document.querySelectorAll('img[src=x], b[onmouseover], script:not([src]):not([type=\"application/ld+json\"])').length"
                )
                == 0
            )
        page.goto(f"{address}/?q={NUMBER}")
        expect(page.locator("#answers .who")).to_have_text(HOSTILE)
        page.close()
    assert said == []


def unpublished(setting: str, history: str) -> tuple[str, str]:
    return SCHEME.replace(setting, setting.replace("true", "false")), CENTRE.split("decisions:")[
        0
    ] + "decisions:\n" + history


WARNED = """\
  - {id: 2024-001, date: 2024-03-01, kind: approval}
  - {id: 2026-001, date: 2026-06-01, kind: warning, requirements: [tax], reason: {nb: Hemmelig grunn.}}
"""
SUSPENDED = WARNED.replace(
    "kind: warning, requirements: [tax]", "kind: suspension, requirements: [tax], remedy: {nb: Betal.}"
)


def test_a_warning_that_is_not_public_is_told_nowhere(tmp_path: Path) -> None:
    scheme, centre = unpublished("warnings: {public: true", WARNED)
    output = built(
        tmp_path / "output",
        registry=make_registry(tmp_path / "registry", scheme=scheme, centre=centre),
        AS_OF="2026-11-24",
    )
    said = statuses(output)
    assert said == dict.fromkeys(said, "approved")
    assert [p for p, content in tree(output).items() if b"2026-001" in content or b"Hemmelig" in content] == []


def test_a_suspension_in_force_is_told_even_when_its_reasons_are_not(tmp_path: Path) -> None:
    scheme, centre = unpublished("suspensions: {public: true", SUSPENDED)
    output = built(
        tmp_path / "output",
        registry=make_registry(tmp_path / "registry", scheme=scheme, centre=centre),
        AS_OF="2026-11-24",
    )
    said = statuses(output)
    assert said == dict.fromkeys(said, "suspended")
    assert [p for p, content in tree(output).items() if b"Hemmelig" in content] == []


def test_an_ended_sanction_is_shown_for_the_years_the_scheme_says(tmp_path: Path) -> None:
    lifted = (
        SUSPENDED.replace("2026-", "2024-")
        + "  - {id: 2024-003, date: 2024-09-02, kind: suspension_lifted}\n  - {id: 2027-001, date: 2027-02-01, kind: renewal}\n"
    )
    folder = make_registry(
        tmp_path / "registry",
        centre=CENTRE.split("decisions:")[0]
        + "decisions:\n"
        + lifted.replace("id: 2024-001, date: 2024-06", "id: 2024-002, date: 2024-06"),
    )
    for day, shown in (("2027-09-01", True), ("2027-09-02", False)):
        output = built(tmp_path / day, registry=folder, AS_OF=day)
        assert ("Hemmelig" in (output / "sentre/listig-rev/index.html").read_text("utf-8")) == shown
        assert ("Hemmelig" in (output / "api/v1/centres.json").read_text("utf-8")) == shown


def test_publishing_needs_an_address_and_uses_it_everywhere(tmp_path: Path) -> None:
    refused = pelican(tmp_path / "x", settings="publishconf.py", AS_OF="2026-11-24")
    assert refused.returncode == 1 and "Sett SITEURL" in refused.stderr
    output = built(
        tmp_path / "output",
        registry=make_registry(tmp_path / "registry"),
        settings="publishconf.py",
        SITEURL="https://nemnda.example/register/",
        AS_OF="2026-11-24",
    )
    page = (output / "en/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://nemnda.example/register/en/">' in page
    assert re.findall(r'(?:href|src|action|data-base)="(/[^"]*)"', page) and all(
        a.startswith("/register/") for a in re.findall(r'(?:href|src|action|data-base)="(/[^"]*)"', page)
    )
    prose = (output / "rettigheter/index.html").read_text("utf-8")
    assert 'href="/register/"' in prose and 'href="/"' not in prose
    assert [p for p, content in tree(output).items() if b"127.0.0.1" in content] == []
    assert "nemnda.example/register" in (output / "verifiser/310000108/index.html").read_text("utf-8")


def _midnights() -> Iterator[datetime]:
    day = date(2026, 1, 1)
    while day.year < 2028:
        yield datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Oslo")).astimezone(UTC)
        day += timedelta(1)


def test_one_of_the_nightly_runs_comes_shortly_after_every_midnight_in_oslo() -> None:
    workflow = (ROOT / ".github/workflows/deploy.yml").read_text("utf-8")
    runs = [(int(hour), int(minute)) for minute, hour in re.findall(r'cron: "(\d+) (\d+) \* \* \*"', workflow)]
    for midnight in _midnights():
        waits = [(hour * 60 + minute - midnight.hour * 60 - midnight.minute) % 1440 for hour, minute in runs]
        assert 0 < min(waits) <= 30, midnight


def test_the_environment_of_this_run_is_not_needed(tmp_path: Path) -> None:
    """A build in a bare environment, as on a machine without Node, a locale or a home folder."""
    bare = {"PATH": "/usr/bin:/bin", "REGISTRY": str(make_registry(tmp_path / "registry"))}
    done = subprocess.run(
        [ROOT / ".venv/bin/pelican", "content", "-s", "pelicanconf.py", "-o", str(tmp_path / "output")],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["output", "registry"]
