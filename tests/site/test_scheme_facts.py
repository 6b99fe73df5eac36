"""What scheme.yaml says of the scheme itself reaches every page that needs it, and stands nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from godkjent.checks import scheme as facts
from godkjent.register import from_data, records
from support import ROOT, SCHEME, built, make_registry

PUBLISHER = """\
publisher:
  name: {nb: Sekretariatet <i> byen, en: The secretariat, nn: Sekretariatet}
  organisation_number: "399999901"
  address: {street: Oppdiktet vei 1, postcode: "0155", city: Oslo}
  email: post@sekretariatet.example
  phone: "+47 50 50 50 50"
repository: https://lager.example/nemnda/register
"""
PAGES = ("tips", "misbruk", "personvern", "tilgjengelighet", "for-callsentre", "sikkerhet")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("told")
    registry = make_registry(folder / "registry", scheme=SCHEME + PUBLISHER)
    return built(folder / "out", registry=registry, AS_OF="2026-11-24", KEYS="", SITEURL="https://register.example/a")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("prefix", "name"), [("", "&lt;i&gt; byen"), ("en/", "The secretariat"), ("nn/", "Sekretariatet")]
)
def test_the_contact_block_comes_from_the_scheme(told: Path, page: str, prefix: str, name: str) -> None:
    html = (told / prefix / page / "index.html").read_text("utf-8")
    for words in (name, "399999901", "Oppdiktet vei 1", "0155 Oslo", "mailto:post@sekretariatet.example"):
        assert words in html, words
    assert 'href="tel:+4750505050"' in html and "50 50 50 50" in html
    assert "<i> byen" not in html


def test_no_page_shows_a_placeholder(told: Path) -> None:
    assert {p for p in told.rglob("*.html") if re.search(r"\{(contact|site)\}", p.read_text("utf-8"))} == set()
    assert "https://register.example/a/merke/" in (told / "for-callsentre" / "index.html").read_text("utf-8")


def test_no_prose_page_holds_contact_details_of_its_own() -> None:
    """A mailbox, a telephone number or a promise of either belongs in scheme.yaml; a page says {contact}."""
    own = re.compile(r"[\w.+-]+@[\w-]+\.\w|\+47[ 0-9]{8,}|mailto:|tel:|skal stå her|belong here")
    assert [p.name for p in (ROOT / "content").rglob("*.md") if own.search(p.read_text("utf-8"))] == []
    told_in = {p.stem for p in (ROOT / "content").rglob("*.md") if "{contact}" in p.read_text("utf-8")}
    assert told_in == set(PAGES)


def test_changes_are_proposed_at_the_schemes_own_repository(told: Path) -> None:
    assert "https://lager.example/nemnda/register" in (told / "rediger" / "index.html").read_text("utf-8")


def test_without_a_publisher_the_pages_say_so(tmp_path: Path) -> None:
    out = built(tmp_path / "out", registry=make_registry(tmp_path / "registry"), AS_OF="2026-11-24", KEYS="")
    assert "har ikke lagt inn kontaktopplysninger ennå" in (out / "tips" / "index.html").read_text("utf-8")


def test_the_publisher_as_a_value(tmp_path: Path) -> None:
    read = records.read(make_registry(tmp_path / "registry", scheme=SCHEME + PUBLISHER))
    (record,) = read.of_kind("scheme")
    scheme = from_data.scheme(record.data)
    assert scheme.publisher and scheme.publisher.phone == "50505050" and scheme.publisher.address
    assert (scheme.publisher.address.city, scheme.site) == ("Oslo", None)
    assert list(facts.lacking(record.data)) == [("site",), ("data_licence",)]
