"""The check of a credential in a real Chromium: every outcome as its own sentence, and pages that are fit to read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from playwright.sync_api import Browser, Page, expect

from axe import violations
from signing import (
    APPROVED,
    CREDENTIAL,
    DID,
    KEYS,
    NUMBER,
    REVOCATIONS,
    REVOKED,
    SITE,
    STRANGER,
    SUSPENDED,
    Sample,
    changed,
    held,
    public_halves,
    put,
    resigned,
    sample,
    twins,
)
from support import built, centres, spaced

HELD = centres("approved")[0].organisation_number
"""A centre of the demonstration that has a credential in force."""
NOON = "2026-11-24T11:00:00Z"


def verdict(page: Page, address: str, number: str, prefix: str = "") -> Any:
    page.clock.set_fixed_time(NOON)
    page.goto(f"{address}/{prefix}kontroller/?n={number}")
    found = page.locator("#verdict:not([data-outcome=working])")
    expect(found).not_to_be_empty()
    return found


@pytest.fixture(scope="module")
def signed_address(signed_site: Path, serve) -> Any:  # type: ignore[no-untyped-def]
    """The signed demonstration at the address that it was built for, as far as its scripts can see."""
    with serve(signed_site) as address:
        yield address


@pytest.fixture
def at_home(page: Page, signed_address: str) -> Iterator[Callable[[], str]]:
    """Requests to the address that the site was built for are answered by where it is served."""
    home = "http://127.0.0.1:8000"
    page.route(
        f"{home}/**",
        lambda route: route.fulfill(response=route.fetch(url=route.request.url.replace(home, signed_address))),
    )
    yield lambda: home
    page.unroute_all(behavior="ignoreErrors")  # what the page still was fetching when the test was done


@pytest.mark.parametrize(
    ("status", "outcome", "words"),
    [("approved", "genuine", "er ekte og i kraft"), ("warned", "genuine", "er ekte og i kraft"),
     ("suspended", "suspended", "er suspendert"), ("applicant", "none", "aldri vært godkjent"),
     ("expired", "expired", "gjaldt til og med")],
)  # fmt: skip
def test_each_status_has_its_sentence(
    page: Page, at_home, signed_site: Path, status: str, outcome: str, words: str
) -> None:  # type: ignore[no-untyped-def]
    centres = json.loads((signed_site / "api/v1/centres.json").read_text("utf-8"))["centres"]
    centre = next(c for c in centres if c["status"] == status)
    found = verdict(page, at_home(), centre["organisation_number"])
    expect(found).to_have_attribute("data-outcome", outcome)
    expect(found).to_contain_text(words)
    if outcome != "none":
        expect(found).to_contain_text(centre["name"])


@pytest.mark.parametrize(
    ("prefix", "words"), [("", "ekte og i kraft"), ("en/", "genuine and in force"), ("nn/", "ekte og i kraft")]
)
def test_every_language_answers(page: Page, at_home, prefix: str, words: str) -> None:  # type: ignore[no-untyped-def]
    expect(verdict(page, at_home(), spaced(HELD), prefix)).to_contain_text(words)


@pytest.mark.parametrize(("typed", "outcome"), [("123", "number"), ("999999999", "none"), ("abc", "number")])
def test_what_is_no_number_or_no_centre(page: Page, at_home, typed: str, outcome: str) -> None:  # type: ignore[no-untyped-def]
    expect(verdict(page, at_home(), typed)).to_have_attribute("data-outcome", outcome)


def test_it_is_asked_with_the_keyboard_and_the_address_keeps_the_question(page: Page, at_home) -> None:  # type: ignore[no-untyped-def]
    page.clock.set_fixed_time(NOON)
    page.goto(f"{at_home()}/kontroller/")
    page.get_by_label("Senterets organisasjonsnummer").fill(HELD)
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_contain_text("ekte og i kraft")
    assert page.url.endswith(f"?n={HELD}")


EXPECTED = {"lapsed": "expired", "revoked": "revoked", "suspended": "suspended"}
LISTS = {
    "revoked, with the list from before, its date changed", "revoked, with an emptied list",
    "revoked, with a stranger's list", "suspended, with the other list", "a list that has run out",
    "a list that has run out, its dates changed",
}  # fmt: skip


@pytest.fixture(scope="module")
def shown_at(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Any:
    """The page of a small signed site, whose signed files are those of a sample."""
    from godkjent.register.multikey import ROLES
    from godkjent.trust.keys import variable
    from support import make_registry

    folder = tmp_path_factory.mktemp("small")
    environment = {
        variable(role): getattr(KEYS, role).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        for role in ROLES
    }
    settings = {"AS_OF": "2026-11-24", "SITEURL": SITE, "KEYS": str(public_halves())}
    site = built(folder / "output", registry=make_registry(folder / "registry"), **settings, **environment)
    types = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}

    def show(found: Sample) -> str:
        page = chromium.new_page()

        def answer(route: Any) -> None:
            url = route.request.url.partition("?")[0]
            path = url.removeprefix(f"{SITE}/")
            file = site / path / "index.html" if url.endswith("/") else site / path
            if path.endswith(".json") and url in found.world:
                route.fulfill(json=found.world[url])
            elif file.is_file():
                route.fulfill(body=file.read_bytes(), content_type=types.get(file.suffix, "application/octet-stream"))
            else:
                route.fulfill(status=404)

        page.route("**/*", answer)
        outcome = verdict(page, SITE, NUMBER).get_attribute("data-outcome")
        page.close()
        return str(outcome)

    yield show
    shutil.rmtree(folder, ignore_errors=True)


def test_the_forged_twins_are_refused_in_the_page_too(tmp_path: Path, shown_at) -> None:  # type: ignore[no-untyped-def]
    good = sample(held(tmp_path / "good", *APPROVED))
    assert shown_at(good) == "genuine"
    said = {name: shown_at(found) for name, (found, _) in twins(good, tmp_path).items() if name != "wrong rdfc"}
    assert said == {name: EXPECTED.get(name, "list" if name in LISTS else "false") for name in said}


def test_the_status_key_is_refused_and_so_is_a_broken_did_json(tmp_path: Path, shown_at) -> None:  # type: ignore[no-untyped-def]
    good = sample(held(tmp_path, *APPROVED))
    status = next(m["id"] for m in good.world[DID]["verificationMethod"] if "#status-" in m["id"])
    assert shown_at(put(good, CREDENTIAL, resigned(good.credential, KEYS.status, method=status))) == "false"
    assert shown_at(changed(good, lambda d: d.update(id="did:web:evil.example"), DID)) == "false"


def test_a_list_by_a_stranger_hides_no_revocation(tmp_path: Path, shown_at) -> None:  # type: ignore[no-untyped-def]
    revoked = sample(held(tmp_path / "r", *REVOKED))
    clean = sample(held(tmp_path / "c", *APPROVED))
    hidden = put(revoked, REVOCATIONS, resigned(clean.world[REVOCATIONS], STRANGER))
    assert shown_at(hidden) == "list" and shown_at(sample(held(tmp_path / "s", *SUSPENDED))) == "suspended"


def test_a_browser_without_ed25519_says_so(page: Page, at_home) -> None:  # type: ignore[no-untyped-def]
    page.add_init_script("crypto.subtle.importKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'))")
    expect(verdict(page, at_home(), HELD)).to_have_attribute("data-outcome", "browser")


def test_without_javascript_the_page_still_says_what_to_do(chromium: Browser, signed_address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{signed_address}/kontroller/")
    expect(page.locator("#verify")).to_be_hidden()
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("#recipe")).to_contain_text("openssl pkeyutl -verify")
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
@pytest.mark.parametrize("path", [f"kontroller/?n={HELD}", "en/kontroller/", f"verifiser/{HELD}/"])
def test_axe_finds_nothing_on_signed_pages(
    chromium: Browser, signed_address: str, path: str, width: int, scheme: str
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{signed_address}/{path}", wait_until="networkidle")
    found = violations(page)
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    larger = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert found == []
    assert beyond <= 0 and (larger <= 0 or width > 390)
