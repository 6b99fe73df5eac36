"""One real build of the demonstration, served on this machine, and one real Chromium for the whole run."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, expect, sync_playwright

from browser import find_browser
from godkjent.trust import keys
from live_records import watch
from serve import make_server
from support import AS_OF, built, kept, once

expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")

watch()
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "nb-NO", "timezone_id": "Europe/Oslo"}
os.environ["REGISTRY"] = os.devnull  # for a build that names no registry: it stops instead of reading the live one


@pytest.fixture(scope="session", autouse=True)
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run, the same for all processes that run its tests."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    os.environ["RUN_FOLDER"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def site() -> Path:
    """The demonstration, built once by the real command."""
    return kept(AS_OF=AS_OF)


@pytest.fixture(scope="session")
def signed_site(run_folder: Path) -> Path:
    """The demonstration built with keys of its own, which lie beside it in `keys`."""

    def make(folder: Path) -> None:
        keys.make(folder / "keys")
        built(folder / "output", AS_OF=AS_OF, KEYS=str(folder / "keys"))

    return once(run_folder / "signed", make) / "output"


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served."""
    with Served(site) as found:
        yield found


class Served:
    def __init__(self, folder: Path) -> None:
        self.server = make_server(folder)

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="session")
def serve():  # type: ignore[no-untyped-def]
    """A way to serve another folder: `with serve(folder) as address`."""
    return Served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium; when there is none the run fails with a sentence that says what to do."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser()), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh phone-sized context, as a new reader has."""
    context = chromium.new_context(**PHONE)  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which every script error, blocked request and foreign request fails the test."""
    with watched(context.new_page()) as page:
        yield page


@pytest.fixture(scope="module")
def _open_page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(**PHONE)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture
def reader(_open_page: Page) -> Iterator[Page]:
    """Such a page too, of a reader who stays from test to test: for what leaves nothing behind but the history."""
    _open_page.set_viewport_size(PHONE["viewport"])  # type: ignore[arg-type]
    with watched(_open_page):
        yield _open_page
    _open_page.unroute_all(behavior="ignoreErrors")


@contextmanager
def watched(page: Page) -> Iterator[Page]:
    """Every script error, blocked request and foreign request on the page is a fault."""
    faults: list[str] = []

    def scripts(error: Error) -> None:
        faults.append(f"script: {error}")

    def console(said: ConsoleMessage) -> None:
        if said.type == "error" and "Failed to load resource" not in said.text:
            faults.append(f"console: {said.text}")

    def foreign(asked: Request) -> None:
        if not asked.url.startswith(("http://127.0.0.1", "data:")):
            faults.append(f"foreign: {asked.url}")

    for event, told in (("pageerror", scripts), ("console", console), ("request", foreign)):
        page.on(event, told)  # type: ignore[call-overload]
    yield page
    for event, told in (("pageerror", scripts), ("console", console), ("request", foreign)):
        page.remove_listener(event, told)
    assert not faults
