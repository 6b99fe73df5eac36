"""The site stands anywhere: under a path of a domain, behind nginx and Apache, on hosts that read `_headers`, and built by GitLab."""

from __future__ import annotations

import gzip
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import yaml
from playwright.sync_api import Page, expect

import hosts
import look
import servers
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
    once = {"Cache-Control", *hosting.EVERYWHERE}
    assert all(names.count(name) == 1 for name in once), "two rules for one header are joined by those hosts"


def test_the_hosts_that_read_files_of_the_site_are_told_the_same(root: Path) -> None:
    said = (root / "register" / "_headers").read_text("utf-8")
    for path in _files(root / "register"):
        opened = re.search(rf"^/register{re.escape(path)}\n  Access", said, re.MULTILINE) or re.search(
            rf"^/register/{re.escape(path.split('/')[1])}/\*\n  Access", said, re.MULTILINE
        )
        assert bool(opened) == hosting.is_open(path), path
    sent = dict(re.findall(r"^(\S+)  (\S+)  404$", (root / "register" / "_redirects").read_text("utf-8"), re.MULTILINE))
    assert sent == {f"/register/{code}/*": f"/register/{code}/404.html" for code in ("en", "nn")}


def _files(site: Path) -> list[str]:
    return sorted(f"/{p.relative_to(site).as_posix()}" for p in site.rglob("*") if p.is_file())


def test_the_documents_are_what_the_table_gives() -> None:
    for name, made in hosts.FILES.items():
        assert (ROOT / "docs" / name).read_text("utf-8") == made(), "python scripts/hosts.py"


NGINX, APACHE = servers.find("nginx"), servers.find("apache2")
MODULES = Path("/usr/lib/apache2/modules")


def changed(name: str, **told: str) -> str:
    """A configuration of docs/ with what it says to change, changed."""
    given = (ROOT / "docs" / name).read_text("utf-8")
    for line, ours in told.values():
        assert line in given
        given = given.replace(line, ours)
    return given


def run_nginx(folder: Path, site: Path, port: int, under: str) -> list[str]:
    given = changed(
        "nginx.conf",
        port=("listen 80;", f"listen 127.0.0.1:{port};"),
        site=("root /srv/registeret;", f'root "{site}";'),
        under=('set $base "";', f'set $base "{under}";'),
    )
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    user = f"user {pwd.getpwuid(os.getuid()).pw_name};\n" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(f"{user}{whole}http {{\naccess_log off;\n{paths}{given}\n}}\n", "utf-8")
    return [str(NGINX), "-c", str(folder / "nginx.conf"), "-p", str(folder)]


def run_web_hotel(folder: Path, site: Path, port: int, under: str) -> list[str]:
    """Where only the site's own folder is ours: the lines for a folder, in a file in it."""
    given = (ROOT / "docs" / "apache.conf").read_text("utf-8")
    _, _, own = given.partition('<Directory "/srv/registeret">')
    own, _, _ = own.partition("</Directory>")
    (site / under.strip("/") / ".htaccess").write_text(own.replace("${STI}", f"{under}/"), "utf-8")
    bare = f'<VirtualHost 127.0.0.1:{port}>\nDocumentRoot "{site}"\n<Directory "{site}">\nRequire all granted\nAllowOverride All\n'
    return start_apache(folder, port, f"{bare}</Directory>\n</VirtualHost>\n")


def run_apache(folder: Path, site: Path, port: int, under: str) -> list[str]:
    given = changed(
        "apache.conf",
        port=("<VirtualHost *:80>", f"<VirtualHost 127.0.0.1:{port}>"),
        site=('"/srv/registeret"', f'"{site}"'),
        under=('Define STI "/"', f'Define STI "{under}/"'),
    )
    return start_apache(folder, port, given)


def start_apache(folder: Path, port: int, given: str) -> list[str]:
    names = ["mpm_event", "authz_core", "dir", "mime", "headers", "filter", "deflate", "brotli"]
    loaded = "".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so\n" for name in names)
    user = "User www-data\nGroup www-data\n" if os.getuid() == 0 else ""
    whole = f"ServerName test\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\nErrorLog {folder}/error.log\nTypesConfig /dev/null\n"
    (folder / "apache.conf").write_text(f"{loaded}{user}{whole}{given}", "utf-8")
    return [str(APACHE), "-DFOREGROUND", "-d", str(folder), "-f", str(folder / "apache.conf")]


@pytest.fixture(scope="module")
def readable(root: Path) -> Iterator[Path]:
    """The site where a server may read it that runs as nobody in particular."""
    with tempfile.TemporaryDirectory(prefix="registeret-") as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        shutil.copytree(root, folder / "root")
        for path in (folder / "root").rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        (folder / "root").chmod(0o755)
        yield folder / "root"


@pytest.fixture(
    scope="module",
    params=["nginx", "nginx /register", "apache", "apache /register", "web hotel", "web hotel /register"],
)
def server(request: pytest.FixtureRequest, readable: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The configurations of docs/, run by nginx and Apache themselves, at the root of a domain and under a path."""
    name, _, under = request.param.partition(" /")
    under = f"/{under}" if under else ""
    if not (NGINX if name == "nginx" else APACHE):
        pytest.skip(f"{name} is not installed on this machine")
    folder = tmp_path_factory.mktemp("server")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = {"nginx": run_nginx, "apache": run_apache, "web hotel": run_web_hotel}[name](
        folder, readable if under else readable / "register", port, under
    )
    running = subprocess.Popen(command, stderr=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}{under}"
    for _ in range(100):
        if running.poll() is not None:
            raise AssertionError(running.stderr.read().decode() if running.stderr else f"{name} stopped")
        try:
            urlopen(address + "/", timeout=5).close()  # noqa: S310 - our own server
            break
        except OSError:
            time.sleep(0.05)
    yield address
    running.terminate()
    running.wait(10)


def fetched(url: str, **asked: str) -> tuple[int, Any, bytes]:
    try:
        given = Request(url, headers={name.replace("_", "-"): value for name, value in asked.items()})  # noqa: S310
        with urlopen(given, timeout=10) as answer:  # noqa: S310 - our own server
            return answer.status, answer.headers, answer.read()
    except HTTPError as error:
        return error.code, error.headers, error.read()


def test_every_file_is_served_as_the_table_says(server: str, root: Path) -> None:
    endings: dict[str, str] = {}
    for path in _files(root / "register"):
        name = path.rpartition("/")[2]
        endings.setdefault(f"{path.split('/')[1]} {name.rpartition('.')[2] if '.' in name[1:] else name}", path)
    seen = set()
    for path in endings.values():
        status, headers, _ = fetched(server + path)
        assert status == 200, path
        kind, _, charset = headers["Content-Type"].partition("; ") if headers["Content-Type"] else ("", "", "")
        ending = path.rpartition(".")[2]
        if ending in hosting.TYPES:
            assert kind == hosting.TYPES[ending], path
            seen.add(ending)
            text = kind.startswith("text/") or kind in ("application/json", "application/atom+xml")
            assert (charset.lower() == "charset=utf-8") == text or kind.endswith(("+json", "xml")), (path, charset)
        kept = hosting.KEPT if path.startswith("/static/") else hosting.ASKED
        assert headers["Cache-Control"] == kept, path
        assert headers["Access-Control-Allow-Origin"] == ("*" if hosting.is_open(path) else None), path
        assert {name: headers[name] for name in hosting.EVERYWHERE} == dict(hosting.EVERYWHERE), path
    assert seen >= {"html", "css", "js", "json", "jsonld", "atom", "ics", "csv", "svg", "webmanifest", "pdf"}
    for name in ("checkpoint", "vkey"):
        assert fetched(f"{server}/logg/{name}")[1]["Content-Type"].lower() == "text/plain; charset=utf-8"


@pytest.mark.parametrize(("path", "language"), [("", "nb"), ("/en", "en"), ("/nn", "nn")])
def test_what_is_not_there_is_told_in_the_readers_language(server: str, path: str, language: str) -> None:
    for missing in ("/verifiser/999999999/", "/sentre/borte/", "/borte", "/api/v1/borte.json"):
        status, headers, body = fetched(f"{server}{path}{missing}")
        text = body.decode("utf-8")
        assert (status, headers["Cache-Control"]) == (404, "no-cache"), missing
        assert f'<html lang="{language}"' in text and "<h1" in text, missing
        assert headers["Content-Type"].lower() == "text/html; charset=utf-8"


def test_a_missing_piece_is_kept_from_nobody_and_no_way_leads_out(server: str) -> None:
    status, headers, _ = fetched(f"{server}/static/borte-12345678.js")
    assert (status, headers["Cache-Control"]) == (404, "no-cache")
    for path in ("/../../etc/passwd", "/sentre/%00", "/%2e%2e/%2e%2e/etc/passwd"):
        assert fetched(server + path)[0] in (400, 404), path
    with urlopen(f"{server}/sentre", timeout=10) as answer:  # noqa: S310 - our own server
        assert answer.url == f"{server}/sentre/"


def test_text_is_packed_and_what_is_unchanged_is_not_sent_again(server: str, root: Path) -> None:
    for path in (
        "/",
        "/api/v1/centres.json",
        "/api/v1/centres.csv",
        "/vedtak/feed.atom",
        f"/merke/{NUMBER}.svg",
        "/embed/v1/check.js",
    ):
        file = root / "register" / (path.lstrip("/") or "index.html")
        status, headers, body = fetched(server + path, Accept_Encoding="gzip")
        assert (status, headers["Content-Encoding"], headers["Vary"]) == (200, "gzip", "Accept-Encoding"), path
        assert gzip.decompress(body) == file.read_bytes() and len(body) < file.stat().st_size * 0.6, path
        assert fetched(server + path, Accept_Encoding="gzip", If_None_Match=headers["ETag"])[0] == 304, path
        assert fetched(server + path)[2] == file.read_bytes()
    packed = fetched(f"{server}/sentre/listig-rev/bekreftelse.pdf", Accept_Encoding="gzip")[1]["Content-Encoding"]
    assert packed is None, "what is packed already is left alone"


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
