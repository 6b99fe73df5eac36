"""The confirmation: read back as PDF, seen as a picture, the same bytes twice, and hostile names only ever text."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import png
import pytest

import pdf_reader
from godkjent.language.i18n import Language, read_language
from godkjent.outputs import confirmation, typesetting
from godkjent.outputs.lookup import Lookup
from godkjent.public.views import CentreView
from godkjent.register import git, records
from godkjent.site.assets import Assets
from godkjent.site.furnish import Site
from support import CENTRE, NODE_PATH, ROOT, centres, make_registry, published

DAY = date(2026, 11, 24)
HOSTILE = '#import "x" $ \\ ] " [*ærlig*] <l> @l #(1+1) // /* `a` ~ -- \'s'
LANGUAGES = {code: read_language(code, ROOT / "theme" / "locale") for code in ("nb", "en", "nn")}


def site_of(folder: Path, kept: Path, day: date = DAY, **more: Any) -> Site:
    """A site of the register in `folder`, as a build makes it, without styles and look-up tables."""
    read = records.read(folder)
    made = Site(
        register=read.register(day),
        schemas=read.schemas,
        languages=LANGUAGES,
        site_url="https://register.example/nemnd",
        assets=Assets({}),
        lookup=Lookup(0, 0, {}),
        generated_at=datetime(2026, 11, 24, 5, 30, tzinfo=UTC),
        theme=ROOT / "theme",
        kept=kept,
    )
    return replace(made, **more)


@pytest.fixture
def small(tmp_path: Path) -> Site:
    return site_of(make_registry(tmp_path / "registry"), tmp_path / "kept")


def document(site: Site, view: CentreView, language: Language) -> bytes:
    return confirmation.document(site, view, language, site.theme, site.kept)


def words(site: Site, view: CentreView | None = None, language: str = "nb") -> str:
    return pdf_reader.read(document(site, view or site.views[0], LANGUAGES[language])).text


def named(site: Site, name: str) -> CentreView:
    return replace(site.views[0], centre=replace(site.views[0].centre, name=name))


def test_it_says_what_the_register_said_and_how_to_check(small: Site) -> None:
    said = words(small)
    for expected in (
        "Bekreftelse av status: Listig Rev Kundesenter AS",
        "Senteret er godkjent.",
        "Organisasjonsnummer 310000108",
        "Også kjent som Ærlig Ørn Svar",
        "Storgata 1, 0155 Oslo (Oslo)",
        "Godkjent siden 1. mars 2024",
        "Gyldig til og med 1. mars 2027",
        "2024-001 Godkjenning",
        "Dette er et øyeblikksbilde.",
        "https://register.example/nemnd/verifiser/310000108/",
        "Fra det offentlige registeret Godkjent Callcenter, november 2026",
        "Bruk ikke dokumentet etter 15. desember 2026.",
        "Fra registeret i november 2026. Gjelder ikke etter 15. desember 2026.",
        "Demonstrasjon. Alt her er oppdiktet",
    ):
        assert expected in said, said
    assert "ikke godkjent" not in said.lower()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Confirmation of status: Listig Rev Kundesenter AS"),
        ("nn", "Stadfesting av status: Listig Rev Kundesenter AS"),
    ],
)
def test_it_is_whole_in_every_language(small: Site, language: str, expected: str) -> None:
    made = pdf_reader.read(document(small, small.views[0], LANGUAGES[language]))
    assert expected in made.text and f"/nemnd/{language}/verifiser/310000108/" in made.text
    assert made.value("Lang") == {"en": "en-GB", "nn": "nn-NO"}[language]
    assert not {"Senteret", "Bekreftelse"} & set(made.text.split()) or language == "nn"


def test_a_centre_that_is_not_approved_is_said_not_to_be(tmp_path: Path) -> None:
    said = words(site_of(make_registry(tmp_path / "registry"), tmp_path / "kept", date(2027, 3, 2)))
    assert "Ikke godkjent Senteret er ikke godkjent." in said
    assert "Status Godkjenningen er utløpt" in said and "Gyldig til og med 1. mars 2027" in said
    assert "Senteret er godkjent" not in said


def test_in_the_demonstration_only_approved_centres_are_said_to_be(site: Path) -> None:
    centres = json.loads((site / "api/v1/centres.json").read_text("utf-8"))["centres"]
    for centre in centres:
        said = pdf_reader.read((site / f"sentre/{centre['slug']}/bekreftelse.pdf").read_bytes()).text
        approved = centre["status"] in ("approved", "warned")
        assert ("Senteret er godkjent." in said) is approved, centre["slug"]
        assert ("Senteret er ikke godkjent." in said) is not approved, centre["slug"]
        assert centre["name"] in said and centre["organisation_number"] in said


def test_pages_link_to_it_in_their_own_language(site: Path) -> None:
    for prefix, code in (("", "nb-NO"), ("en/", "en-GB"), ("nn/", "nn-NO")):
        centre = centres("approved")[0]
        path = f"{prefix}sentre/{centre.slug}/bekreftelse.pdf"
        for page in (
            f"{prefix}sentre/{centre.slug}/index.html",
            f"{prefix}verifiser/{centre.organisation_number}/index.html",
        ):
            assert f'href="/{path}"' in (site / page).read_text("utf-8")
        assert pdf_reader.read((site / path).read_bytes()).value("Lang") == code


def test_it_is_tagged_and_says_which_standard_it_keeps(small: Site) -> None:
    made = pdf_reader.read(document(small, small.views[0], LANGUAGES["nb"]))
    assert re.search(r"<pdfuaid:part>1<", made.metadata)
    headings = [body for body in made.objects.values() if b"/Type/StructElem/S/H1" in body]
    rows = [body for body in made.objects.values() if b"/Type/StructElem/S/TR" in body]
    assert len(headings) == 3 and len(rows) > 6  # the answer, how to check it, the decisions; facts stand in rows
    assert {"Title", "H1", "P", "Table", "TH", "TD", "Figure", "Link"} <= made.tags
    assert made.title == "Bekreftelse av status: Listig Rev Kundesenter AS"
    assert made.value("Lang") == "nb-NO"
    assert "QR-kode som leder til https://register.example/nemnd/verifiser/310000108/" in made.value("Alt")
    assert b"/DisplayDocTitle true" in made.raw and b"/MarkInfo<</Marked true" in made.raw


def test_fonts_come_with_typst_and_are_carried_along(small: Site) -> None:
    made = pdf_reader.read(document(small, small.views[0], LANGUAGES["nb"]))
    assert made.fonts == {"LibertinusSerif-Regular", "LibertinusSerif-Bold"}
    assert len(re.findall(rb"/FontFile3 ", made.raw)) == 2


def test_the_code_leads_to_the_verification_page(small: Site) -> None:
    given = confirmation.content(small, small.views[0], LANGUAGES["en"])
    picture = typesetting.typeset(small.theme / "documents" / confirmation.SHEET, given, 0, "png")
    width, height, rows, _ = png.Reader(bytes=picture).asRGBA8()
    found = subprocess.run(
        ["node", "tests/read_code.mjs", str(width), str(height)],
        cwd=ROOT,
        env={**os.environ, "PATH": NODE_PATH},
        input=bytes(itertools.chain.from_iterable(rows)),
        capture_output=True,
        check=True,
    )
    assert json.loads(found.stdout) == ["https://register.example/nemnd/en/verifiser/310000108/"]


def test_hostile_names_are_text(small: Site) -> None:
    said = words(small, named(small, HOSTILE))
    assert " ".join(said.split()).count(HOSTILE) == 2  # as the title and as the legal name
    made = pdf_reader.read(document(small, named(small, HOSTILE), LANGUAGES["nb"]))
    assert made.title == f"Bekreftelse av status: {HOSTILE}"


@pytest.mark.parametrize("name", ["漢字 AS", "Smil 😀 AS", "Bjelle\x07 AS", "Snudd \u202eSA", "שלום AS", "x" * 400])
def test_names_that_no_font_can_show_still_make_a_document(small: Site, name: str) -> None:
    said = words(small, named(small, name))
    assert "Organisasjonsnummer 310000108" in said and "\x07" not in said and "\u202e" not in said


def test_every_latin_letter_is_shown_as_it_is(small: Site) -> None:
    """What `_latin` lets through must be in the fonts, or the second try would fail as the first."""
    given = confirmation.content(small, small.views[0], LANGUAGES["nb"])
    for first in range(0x21, 0x250, 16):
        letters = " ".join(c for c in map(chr, range(first, first + 16)) if c.isprintable() and c != " ")
        made = typesetting._set(
            small.theme / "documents" / confirmation.SHEET, {**given, "kicker": f"[{letters}]", "title": "x"}, 0, "pdf"
        )
        assert f"[{letters}]" in pdf_reader.read(made).text


def test_the_same_register_makes_the_same_bytes(small: Site, tmp_path: Path) -> None:
    one = document(small, small.views[0], LANGUAGES["nb"])
    typesetting._compiler.cache_clear()
    assert document(replace(small, kept=tmp_path / "other"), small.views[0], LANGUAGES["nb"]) == one


def test_what_is_kept_is_used_only_for_the_very_same(small: Site) -> None:
    view, language = small.views[0], LANGUAGES["nb"]
    one = document(small, view, language)
    (kept,) = (small.kept / "confirmations").iterdir()
    changed = kept.stat().st_mtime_ns
    assert document(small, view, language) == one and kept.stat().st_mtime_ns == changed
    assert "Annet Navn AS" in words(small, named(small, "Annet Navn AS"))
    kept.write_bytes(b"half")
    assert document(small, view, language) == one


HIDDEN = "  - {id: 2026-001, date: 2026-06-01, kind: warning, requirements: [tax], reason: {nb: Hemmelig.}}\n"


def test_decisions_that_are_not_public_are_not_there(tmp_path: Path) -> None:
    folder = make_registry(tmp_path / "registry", centre=CENTRE + HIDDEN)
    scheme = folder / "scheme.yaml"
    assert "2026-001" in words(site_of(folder, tmp_path / "kept"))
    scheme.write_text(scheme.read_text("utf-8").replace("warnings: {public: true", "warnings: {public: false"), "utf-8")
    said = words(site_of(folder, tmp_path / "kept"))
    assert "2026-001" not in said and "advarsel" not in said.lower()


def test_a_long_history_goes_on_to_more_pages(tmp_path: Path) -> None:
    years = "".join(f"  - {{id: {year}-900, date: {year}-02-01, kind: renewal}}\n" for year in range(1960, 2027))
    centre = CENTRE.replace("2024-001", "1958-001").replace("2024-03-01", "1958-03-01") + years
    site = site_of(make_registry(tmp_path / "registry", centre=centre), tmp_path / "kept")
    made = pdf_reader.read(document(site, site.views[0], LANGUAGES["nb"]))
    assert made.raw.count(b"/Type/Page/") + made.raw.count(b"/Type/Page\n") >= 2
    assert made.text.count("Fornyet godkjenning") == 67


# --- The version ---------------------------------------------------------------------------------------------


def test_the_version_is_told_only_while_the_files_are_those_of_the_commit(tmp_path: Path) -> None:
    folder = make_registry(tmp_path / "repository" / "registry")
    assert git.commit_of(folder) is None
    published(folder)
    commit = git.commit_of(folder)
    assert commit and re.fullmatch(r"[0-9a-f]{40,64}", commit)
    (folder.parent / "elsewhere.txt").write_text("x", "utf-8")
    assert git.commit_of(folder) == commit
    record = folder / "centres" / "listig-rev.yaml"
    record.write_text(CENTRE.replace("Storgata 1", "Storgata 2"), "utf-8")
    assert git.commit_of(folder) is None


def test_a_folder_that_the_repository_does_not_hold_has_no_version(tmp_path: Path) -> None:
    published(make_registry(tmp_path / "repository" / "registry"))
    (tmp_path / "repository" / "empty").mkdir()
    assert git.commit_of(tmp_path / "repository" / "empty") is None
    assert git.commit_of(tmp_path / "gone") is None


@pytest.mark.parametrize(
    ("day", "month", "last"),
    [
        ("2026-11-01", "november", "15. desember 2026"),
        ("2026-11-30", "november", "15. desember 2026"),
        ("2026-12-01", "desember", "15. januar 2027"),
    ],
)
def test_it_is_the_same_every_day_of_a_month_and_says_when_it_is_too_old(
    tmp_path: Path, day: str, month: str, last: str
) -> None:
    site = site_of(make_registry(tmp_path / "registry"), tmp_path / "kept", date.fromisoformat(day))
    said = words(site)
    assert f"Fra registeret i {month} 2026. Gjelder ikke etter {last}." in said
    assert (date.fromisoformat(day).replace(day=1) == site.month) and 14 < (
        site.trusted_until - site.register.as_of
    ).days < 46
