"""What surrounds the program: locks, Makefile, the server for one's own machine, the browser, clean files."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import browser
import debian
import serve as serving
import servers
from starter import started
from support import BIN, ROOT, demonstration

Serve = Callable[[Path], AbstractContextManager[str]]
LOCKS = ["requirements.lock", "requirements-test.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


# --- Locks --------------------------------------------------------------------------------------------------


def locked(name: str) -> dict[str, Version]:
    """What a lock pins; a package that differs between systems counts with its lowest version."""
    text = (ROOT / name).read_text("utf-8")
    pins = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.MULTILINE)
    return {canonicalize_name(package): Version(version) for package, version in sorted(pins, reverse=True)}


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ["build"]), (LOCKS[1], ["build", "test"])])
def test_a_lock_covers_every_dependency_of_the_project(lock: str, extras: list[str]) -> None:
    optional = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *(text for extra in extras for text in optional[extra])]
    pins = locked(lock)
    missing = [
        text
        for text in wanted
        if (need := Requirement(text)) and not need.specifier.contains(pins.get(canonicalize_name(need.name), "0"))
    ]
    assert missing == [], "run «make lock»"


def test_the_locks_agree() -> None:
    """The tests run on the versions that build the site."""
    runtime, both = locked(LOCKS[0]), locked(LOCKS[1])
    assert runtime.items() <= both.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.split("\n", 2)[2])
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_the_npm_lock_names_hashes_and_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_the_npm_lock_is_of_this_package_file() -> None:
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    root = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        assert root[kind] == package[kind], "run «make lock»"


# --- Makefile, CI and what is tracked -----------------------------------------------------------------------


def test_ci_runs_what_the_readme_tells_and_nothing_else() -> None:
    script = ROOT / ".ci" / "run"
    lines = [line for line in script.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert lines[:2] == ["set -euo pipefail", 'cd "$(dirname "$0")/.."']
    assert lines[2].startswith("if [ -e .venv ] || [ -e node_modules ]; then") and "  git clone " in lines[6]
    assert lines[-3:] == ["make site", ".venv/bin/python scripts/look.py", "make test"]
    assert script.read_text("utf-8").startswith("#!/usr/bin/env bash\n")
    assert "make test" in (ROOT / "README.md").read_text("utf-8")
    assert os.access(script, os.X_OK)


def make(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One run of make that may not inherit the settings of the make that runs these tests."""
    known = {key: value for key, value in os.environ.items() if not key.startswith("MAKE") and key != "MFLAGS"}
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**known, **environment}, capture_output=True, text=True, check=False)


def phony() -> set[str]:
    """The targets that are commands."""
    return set(re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)[0].split())


def test_help_lists_every_target() -> None:
    told = re.findall(r"^  make (\S+) +\S", make("help").stdout, re.MULTILINE)
    assert set(told) == phony()
    assert len(told) == len(set(told))


def test_every_target_does_something() -> None:
    """A name in .PHONY without a rule would do nothing and say that all is well."""
    rules = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert rules == phony()


def test_make_alone_says_what_can_be_done() -> None:
    assert make().stdout == make("help").stdout


def copy_of_the_makefile(folder: Path) -> list[str]:
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("requirements.lock", "pyproject.toml"):
        (folder / name).touch()
    return ["-C", str(folder), ".venv/made"]


def test_an_old_python_gets_a_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python-old"
    pretends = "import sys; sys.version_info = (3, 9, 2); exec(sys.argv[1])"
    old.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{pretends}" "$2"\n', "utf-8")
    old.chmod(0o755)
    done = make(*copy_of_the_makefile(tmp_path), f"PYTHON={old}")
    assert done.returncode != 0
    assert "Registeret trenger Python 3.11 eller nyere; dette er 3.9." in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_missing_python_gets_a_sentence(tmp_path: Path) -> None:
    done = make(*copy_of_the_makefile(tmp_path), "PYTHON=no-such-python")
    assert done.returncode != 0
    assert "Finner ikke «no-such-python»" in done.stderr


def tracked() -> list[Path]:
    """Every text file of the program that is in git, or that would be by the next commit; the board's files are its own."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    data = re.compile(r"content/|registry/(?!schemas/)")
    files = [ROOT / name for name in names if name and not data.match(name)]
    return [path for path in files if path.is_file() and b"\0" not in path.read_bytes()[:4096]]


def test_no_file_names_a_place_on_a_machine_or_a_package_host() -> None:
    hosts = [f"{name}.org" for name in ("pypi", "pythonhosted", "npmjs", "debian")]
    homes = "|".join(("work", "root", "home", "Users"))
    unwanted = re.compile(rf"(?<![\w.~}}])/(?:{homes})/\w|(?:{'|'.join(map(re.escape, hosts))})\b")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        for match in unwanted.finditer(path.read_bytes().decode("utf-8", "replace"))
    ]
    assert len(tracked()) > 50
    assert found == []
    assert unwanted.search("/".join(("", "home", "kari", "register")))


def test_no_file_names_this_very_folder() -> None:
    here = str(ROOT).encode()
    assert [str(path.relative_to(ROOT)) for path in tracked() if here in path.read_bytes()] == []


def test_yaml_hides_nothing() -> None:
    """Another reader than ours: duplicate keys, bare `no`, octal numbers, unused anchors."""
    done = started(BIN / "yamllint", "--strict", demonstration(), ".github", ".yamllint.yml")
    assert done.returncode == 0, done.stdout + done.stderr


# --- The server for one's own machine -----------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small built site."""
    built = tmp_path / "output"
    (built / "sentre").mkdir(parents=True)
    (built / "empty").mkdir()
    (built / "index.html").write_text("første", "utf-8")
    (built / "sentre" / "index.html").write_text("sentre", "utf-8")
    (built / "404.html").write_text("Finnes ikke her", "utf-8")
    return built


def fetch(url: str, **options: Any) -> tuple[int, Message, str]:
    """One answer as (status, headers, text), whatever the status."""
    try:
        with urlopen(Request(url, **options), timeout=10) as answer:  # noqa: S310 - our own server
            return answer.status, answer.headers, answer.read().decode()
    except HTTPError as error:
        return error.code, error.headers, error.read().decode()


@pytest.mark.parametrize(
    "path", ["/finnes/ikke", "/finnes-ikke/", "/empty/", "/sentre/ukjent.json", "/%2e%2e/output.secret"]
)
def test_what_is_not_there_gets_the_sites_own_page(serve: Serve, folder: Path, path: str) -> None:
    (folder.parent / "output.secret").write_text("hemmelig", "utf-8")
    with serve(folder) as address:
        status, headers, text = fetch(address + path)
    assert (status, text) == (404, "Finnes ikke her")
    assert headers["Content-Type"] == "text/html; charset=utf-8"


def test_without_a_page_of_its_own_it_is_still_not_found(serve: Serve, folder: Path) -> None:
    (folder / "404.html").unlink()
    with serve(folder) as address:
        assert fetch(f"{address}/nope")[0] == 404


def test_head_of_what_is_not_there_has_no_body(serve: Serve, folder: Path) -> None:
    with serve(folder) as address:
        assert fetch(f"{address}/nope", method="HEAD")[::2] == (404, "")


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("svg", "image/svg+xml"),
        ("json", "application/json; charset=utf-8"),
        ("atom", "application/atom+xml; charset=utf-8"),
        ("webmanifest", "application/manifest+json"),
        ("css", "text/css; charset=utf-8"),
        ("js", "text/javascript; charset=utf-8"),
        ("csv", "text/csv; charset=utf-8"),
        ("ics", "text/calendar; charset=utf-8"),
        ("html", "text/html; charset=utf-8"),
    ],
)
def test_files_have_the_type_a_static_host_gives_them(serve: Serve, folder: Path, ending: str, kind: str) -> None:
    (folder / f"a.{ending}").write_text("x", "utf-8")
    with serve(folder) as address:
        status, headers, _ = fetch(f"{address}/a.{ending}")
    assert (status, headers["Content-Type"]) == (200, kind)


def test_a_folder_is_its_index_page_and_nothing_is_kept(serve: Serve, folder: Path) -> None:
    with serve(folder) as address:
        for path, expected in (("/", "første"), ("/sentre", "sentre"), ("/sentre/?q=1", "sentre")):
            status, headers, text = fetch(address + path)
            assert (status, text, headers["Cache-Control"]) == (200, expected, "no-store")


def swap(folder: Path, text: str) -> None:
    """Put another build in the place of this one, as the builder does."""
    new, old = folder.with_name("new"), folder.with_name("old")
    shutil.copytree(folder, new)
    (new / "index.html").write_text(text, "utf-8")
    folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old)


def test_a_new_build_is_shown_at_once(serve: Serve, folder: Path) -> None:
    with serve(folder) as address:
        assert fetch(address)[2] == "første"
        for number in range(20):
            swap(folder, f"bygg {number}")
            assert fetch(address)[2] == f"bygg {number}"


def test_a_reader_waits_while_the_folder_is_being_replaced(serve: Serve, folder: Path) -> None:
    away = folder.with_name("away")
    with serve(folder) as address:
        folder.rename(away)
        back = threading.Timer(0.3, lambda: away.rename(folder))
        back.start()
        assert fetch(address)[::2] == (200, "første")
        back.join()


def test_many_readers_are_served_at_once(serve: Serve, folder: Path) -> None:
    """A reader who connects and says nothing keeps nobody waiting."""
    with serve(folder) as address:
        port = int(address.rsplit(":", 1)[1])
        with socket.create_connection(("127.0.0.1", port)):
            assert fetch(address)[0] == 200


def test_a_taken_port_gets_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "scripts/serve.py", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Kan ikke bruke port {command[-1]} (")
    assert "Traceback" not in done.stderr


def shown(folder: Path, monkeypatch: pytest.MonkeyPatch, *builds: bool) -> int:
    """Run the server through some builds, the first at the start and each other after a change."""
    outcome = iter(builds)
    monkeypatch.setattr(serving, "build", lambda _: next(outcome))
    monkeypatch.setattr(serving, "watch", lambda *_: iter([set()] * (len(builds) - 1)))
    with serving.make_server(folder) as server:
        try:
            return serving.serve(server, folder)
        finally:
            if builds[0] or folder.exists():
                server.shutdown()


def test_a_failed_build_is_told_and_the_last_good_one_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(folder, monkeypatch, True, False, True) == 0
    said = capsys.readouterr()
    assert said.err == f"{serving.FAILED}\n"
    assert said.out.count("bygger på nytt") == 2


def test_a_first_build_that_fails_shows_the_last_good_one_or_stops(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(folder, monkeypatch, False) == 0
    assert serving.FAILED in capsys.readouterr().err
    assert shown(folder / "nothing", monkeypatch, False) == 1


# --- The browser --------------------------------------------------------------------------------------------


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser; the answer is its only folder of programs."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "MAC", tmp_path / "no-mac")
    return programs


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", "utf-8")
    path.chmod(0o755)
    return path


def test_the_browser_of_these_tests_is_found() -> None:
    assert os.access(browser.find_browser(), os.X_OK)


def test_without_a_browser_the_sentence_says_what_to_do(bare: Path) -> None:
    del bare
    with pytest.raises(browser.NoBrowserError) as missing:
        browser.find_browser()
    assert str(missing.value) == browser.ADVICE
    assert "sudo apt install chromium" in browser.ADVICE
    assert "CHROMIUM=" in browser.ADVICE


def test_the_named_browser_goes_before_all_others(bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare / "chromium")
    mine = program(tmp_path / "my browser")
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert browser.find_browser() == mine


@pytest.mark.parametrize("named", ["nowhere", "."])
def test_a_named_browser_that_is_none_is_told_even_when_there_are_others(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    program(bare / "chromium")
    monkeypatch.setenv("CHROMIUM", str(tmp_path / named))
    with pytest.raises(browser.NoBrowserError, match="er satt til"):
        browser.find_browser()


def test_names_are_tried_in_order_and_playwrights_own_last(bare: Path, tmp_path: Path) -> None:
    own = program(tmp_path / "playwright" / "chromium-1200" / "chrome-linux64" / "chrome")
    assert browser.find_browser() == own
    chrome = program(bare / "google-chrome")
    assert browser.find_browser() == chrome
    chromium = program(bare / "chromium")
    assert browser.find_browser() == chromium


def test_a_failed_installation_ends_with_the_sentence(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Debian's packages are tried first, then Playwright; when neither helps, the sentence does."""
    program(bare / "apt-get")
    ran: list[list[str]] = []
    monkeypatch.setattr(debian, "runs", lambda command, _=None: bool(ran.append(command)))
    monkeypatch.setattr(sys, "argv", ["browser.py", "--install"])
    assert browser.main() == 1
    assert capsys.readouterr().err == f"{browser.ADVICE}\n"
    assert ["apt-get" in command for command in ran] == [True, True, False]
    assert ran[2][-3:] == ["playwright", "install", "chromium"]


def test_an_installed_browser_is_used(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(bare / "apt-get")
    ran: list[list[str]] = []

    def runs(command: list[str], _: dict[str, str]) -> bool:
        ran.append(command)
        if "install" in command:
            program(bare / "chromium")
        return True

    monkeypatch.setattr(debian, "runs", runs)
    monkeypatch.setattr(sys, "argv", ["browser.py", "--install"])
    assert browser.main() == 0
    assert [command[-1] for command in ran] == ["update", "chromium"]
    assert str(bare / "chromium") in capsys.readouterr().out


# --- The web servers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("run", "installed"), [("true", ["nginx", "apache2-bin"]), ("", [])])
def test_web_servers_are_installed_only_for_a_run_that_nobody_sits_at(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], run: str, installed: list[str]
) -> None:
    program(bare / "apt-get")
    asked: list[str] = []

    def runs(command: list[str], _: dict[str, str]) -> bool:
        if "install" in command:
            asked.extend(command[command.index("-y") + 1 :])
            program(bare / "nginx")
            program(bare / "apache2")
        return True

    monkeypatch.setattr(debian, "runs", runs)
    monkeypatch.setattr(servers, "_PLACES", str(bare))
    monkeypatch.setenv("CI", run)
    servers.main()
    assert asked == installed
    told = capsys.readouterr().out
    assert ("sudo apt install nginx apache2-bin" in told) == (not installed)
    assert (servers.find("nginx") == bare / "nginx") == bool(installed)


def test_web_servers_that_cannot_be_had_stop_nothing(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(servers, "_PLACES", str(bare))
    monkeypatch.setenv("CI", "true")
    servers.main()
    assert "prøves ikke på denne maskinen" in capsys.readouterr().out
