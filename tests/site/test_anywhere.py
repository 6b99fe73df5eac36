"""The site stands anywhere: under a path of a domain, behind nginx, on hosts that read `_headers`, and built by GitLab."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import yaml
from playwright.sync_api import Page, expect

import look
from godkjent.outputs import hosting
from support import AS_OF, ROOT, built, make_registry, tool

SITE = "https://nemnda.example/register"
NUMBER = "310000108"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a domain, with a small signed register under /register/."""
    from godkjent.trust import keys

    folder = tmp_path_factory.mktemp("anywhere")
    keys.make(folder / "keys")
    registry = make_registry(folder / "registry")
    more = {"SITEURL": SITE, "NEW_LOG": "1", "KEYS": str(folder / "keys"), "AS_OF": AS_OF}
    built(folder / "root" / "register", registry=registry, settings="publishconf.py", **more)
    return folder / "root"


def test_every_link_stays_under_the_path(root: Path) -> None:
    assert list(look.links(root / "register", "/register/")) == []


SCRIPTS_OF_OTHERS = re.compile(r"check\.js|validator\.js|excel-.*|workbooks-.*|lunr-.*|sw\.js|openapi\.json")
"""Where a slash begins something else than an address: a place in JSON or in a workbook, a part of an address."""


def test_no_file_names_the_domains_root_or_this_machine(root: Path) -> None:
    wrong = []
    for path in (p for p in root.rglob("*") if p.is_file() and p.suffix not in (".png", ".pdf", ".woff2", ".pyz")):
        text = path.read_bytes().decode("utf-8", "replace")
        wrong += [(path.name, m[0]) for m in re.finditer(r"https://nemnda\.example(?!/register)[^\s\"'<),]*", text)]
        wrong += [(path.name, "127.0.0.1")] if "127.0.0.1" in text else []
        if not SCRIPTS_OF_OTHERS.fullmatch(path.name):
            wrong += [(path.name, m[1]) for m in re.finditer(r'["\'=(`](/(?!register/|/)[a-z][\w./-]*)', text)]
    assert wrong == []


def test_what_machines_and_marks_are_told_is_the_whole_address(root: Path) -> None:
    site = root / "register"
    for path, wanted in {
        "api/v1/openapi.json": f"{SITE}/api/v1",
        f"merke/{NUMBER}.svg": "Godkjent",
        f"merke/{NUMBER}/index.html": f"{SITE}/verifiser/{NUMBER}/",
        "vedtak/feed.atom": f"{SITE}/vedtak/",
        "manifest.webmanifest": '"scope": "/register/"',
        "opensearch.xml": f"{SITE}/?q={{searchTerms}}",
        "sw.js": '"/register/uten-nett/"',
        "sitemap.xml": f"{SITE}/sentre/listig-rev/",
        "did.json": "did:web:nemnda.example:register",
        "_headers": "/register/static/*\n",
    }.items():
        assert wanted in (site / path).read_text("utf-8"), path


def test_the_front_page_answers_under_a_path(root: Path, page: Page, serve: Any) -> None:
    with serve(root) as address:
        page.goto(f"{address}/register/")
        page.fill("#q", "30 12 34 56")
        page.press("#q", "Enter")
        expect(page.locator("#answers [data-result]").first).to_have_attribute("data-status", "approved")
        assert "/register/?q=" in page.url
        page.locator("#answers [data-result] a[href*='/sentre/']").first.click()
        page.wait_for_load_state()
        assert "/register/" in page.url and page.locator("h1").count() == 1


def test_a_worker_takes_away_what_is_its_own_and_nothing_of_its_neighbours(root: Path, page: Page, serve: Any) -> None:
    with serve(root) as address:
        page.goto(f"{address}/register/personvern/")
        page.evaluate("Promise.all(['nabo', '2020-01-01-0123456789abcdef', 'x /'].map((name) => caches.open(name)))")
        page.goto(f"{address}/register/")
        names: list[str] = []
        for _ in range(100):
            names = page.evaluate("caches.keys()")
            if any(name.endswith(" /register/") for name in names) and "2020-01-01-0123456789abcdef" not in names:
                break
            page.wait_for_timeout(100)
        assert sorted(name for name in names if not name.endswith(" /register/")) == ["nabo", "x /"]


# --- Hosts ------------------------------------------------------------------------------------------------------


def test_only_what_bears_its_content_in_its_name_is_kept(root: Path) -> None:
    kept = [p.name for p in (root / "register" / "static").rglob("*") if p.is_file()]
    assert kept and [name for name in kept if not re.search(r"-[0-9A-Za-z]{8}\.", name)] == []
    blocks = re.split(r"\n(?=\S)", hosting.headers("/").strip())
    assert [b.splitlines()[0] for b in blocks if "Cache-Control" in b] == ["/static/*"]
    names = re.findall(r"^  ([\w-]+):", hosting.headers("/"), re.MULTILINE)
    once = {"Cache-Control", "X-Content-Type-Options", "Referrer-Policy"}
    assert all(names.count(name) == 1 for name in once), "two rules for one header are joined by those hosts"


NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@pytest.fixture(scope="module", params=["", "/register"])
def nginx(request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The configuration of docs/, run by nginx itself, at the root of a domain and under a path."""
    if not NGINX:
        pytest.skip("nginx is not installed on this machine")
    folder = tmp_path_factory.mktemp("nginx")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    given = (ROOT / "docs" / "nginx.conf").read_text("utf-8")
    for told, ours in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("root /srv/registeret;", f'root "{root if request.param else root / "register"}";'),
        ('set $base "";', f'set $base "{request.param}";'),
    ):
        assert told in given
        given = given.replace(told, ours)
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    user = "user root;\n" if Path("/proc/self").owner() == "root" else ""
    (folder / "nginx.conf").write_text(f"{user}{whole}http {{\naccess_log off;\n{paths}{given}\n}}\n", "utf-8")
    running = subprocess.Popen([NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder)], stderr=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}{request.param}"
    for _ in range(100):
        if running.poll() is not None:
            raise AssertionError(running.stderr.read().decode() if running.stderr else "nginx stopped")
        try:
            urlopen(address + "/", timeout=5).close()  # noqa: S310 - our own server
            break
        except OSError:
            time.sleep(0.05)
    yield address
    running.terminate()
    running.wait(10)


def fetched(url: str) -> tuple[int, Any, str]:
    try:
        with urlopen(url, timeout=10) as answer:  # noqa: S310 - our own server
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
    except HTTPError as error:
        return error.code, error.headers, error.read().decode("utf-8", "replace")


def test_nginx_serves_every_kind_of_file_as_it_should(nginx: str, root: Path) -> None:
    script = next((root / "register" / "static").glob("check-*.js")).name
    for path, kind, kept, open_ in (
        ("/", "text/html; charset=utf-8", "no-cache", None),
        ("/sentre/listig-rev/", "text/html; charset=utf-8", "no-cache", None),
        ("/sw.js", "application/javascript; charset=utf-8", "no-cache", None),
        ("/api/v1/centres.json", "application/json; charset=utf-8", "no-cache", "*"),
        (f"/merke/{NUMBER}.svg", "image/svg+xml", "no-cache", "*"),
        ("/vedtak/feed.atom", "application/atom+xml; charset=utf-8", "no-cache", None),
        ("/manifest.webmanifest", "application/manifest+json; charset=utf-8", "no-cache", None),
        ("/sentre/fornyelser.ics", "text/calendar; charset=utf-8", "no-cache", None),
        ("/did.json", "application/json; charset=utf-8", "no-cache", "*"),
        (f"/static/{script}", "application/javascript; charset=utf-8", "public, max-age=31536000, immutable", None),
    ):
        status, headers, _ = fetched(nginx + path)
        assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, kind, kept), path
        assert headers["Access-Control-Allow-Origin"] == open_ and headers["X-Content-Type-Options"] == "nosniff", path


def test_nginx_shows_the_sites_own_page_for_what_is_not_there_and_keeps_it_from_nobody(nginx: str) -> None:
    for path in ("/verifiser/999999999/", "/static/borte-12345678.js", "/../../etc/passwd", "/sentre/%00"):
        status, headers, text = fetched(nginx + path)
        assert status in (404, 400), path
        if status == 404:
            assert "<h1" in text and headers["Cache-Control"] == "no-cache", path
    with urlopen(f"{nginx}/sentre", timeout=10) as answer:  # noqa: S310 - our own server
        assert answer.url == f"{nginx}/sentre/"


# --- Another forge ----------------------------------------------------------------------------------------------

GITLAB = ROOT / "docs" / "gitlab-ci.yml"


def test_gitlab_takes_its_file_and_runs_what_github_runs(tmp_path: Path) -> None:
    done = tool("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", GITLAB)
    assert done.returncode == 0, done.stdout
    jobs = {name: job for name, job in yaml.safe_load(GITLAB.read_text("utf-8")).items() if "script" in job}
    github = (ROOT / ".github" / "workflows" / "check.yml").read_text("utf-8")
    for line in (line for job in jobs.values() for line in job["script"]):
        assert subprocess.run(["bash", "-n", "-c", line], check=False).returncode == 0, line
    for shared in ("scripts/prose.py", "scripts/look.py output --links", 'content/.+\' <<< "$changed"', "make test"):
        assert shared in github and shared in GITLAB.read_text("utf-8"), shared
    (bad := tmp_path / "bad.yml").write_text("x:\n  script: 3\n", "utf-8")
    assert tool("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", bad).returncode == 1
