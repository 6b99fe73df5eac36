"""What the register noticed by itself is on the desk with what may follow; what is not known is never told as well."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from godkjent.acts import sightings
from godkjent.acts.companies import Comparison, Unit
from godkjent.acts.sightings import Kind, Mark, Sighting
from godkjent.commands import add_common, desk
from godkjent.outputs import noticed
from godkjent.register import records
from godkjent.register.model import Register
from support import CENTRE, ROOT, SCHEME, make_registry

NUMBER, DAY = "310000108", date(2026, 11, 24)
AS_IT_IS = Unit(NUMBER, "LISTIG REV KUNDESENTER AS", "AS", "82.200", "Storgata 1", "0155", "OSLO")
AT = "https://listig-rev.example"


@pytest.fixture
def register(tmp_path: Path) -> Register:
    scheme = SCHEME + "repository: https://github.com/eier/lager\n"
    return records.read(make_registry(tmp_path / "registry", scheme=scheme)).register(DAY)


def asked(unit: Unit = AS_IT_IS, **more: object) -> Comparison:
    return replace(Comparison(DAY, units={NUMBER: unit}, first={NUMBER: ("AS", "82.200")}), **more)  # type: ignore[arg-type]


def test_a_fresh_and_whole_answer_says_that_all_is_as_it_was(register: Register) -> None:
    found = noticed.of_companies(register, asked())
    assert found.sure and not found.notices and "Alle foretakene er som i registeret" in found.told


def test_a_bankruptcy_is_there_with_the_acts_filled_in(register: Register) -> None:
    found = noticed.of_companies(register, asked(replace(AS_IT_IS, bankrupt=True)))
    (notice,) = found.notices
    assert notice.what == "foretaket er konkurs" and "Alle" not in found.told
    assert [step.title for step in notice.steps] == ["Trekk eller inndra godkjenningen", "Suspender"]
    assert all(NUMBER in (step.form or "") for step in notice.steps)


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        (None, "kan ikke leses"),
        (Comparison(), "ikke spurt ennå"),
        (asked(failed=DAY, why="borte"), "Det er ikke kjent om noe er endret"),
        (asked(asked=DAY - timedelta(days=9)), "kan være utdaterte"),
    ],
    ids=["unreadable", "never", "failed", "old"],
)
def test_what_is_not_known_is_never_well(register: Register, kept: Comparison | None, says: str) -> None:
    found = noticed.of_companies(register, kept)
    assert not found.sure and says in found.told and "Alle foretakene" not in found.told


def test_misuse_is_there_with_an_entry_ready(register: Register) -> None:
    seen = [Sighting(AT, DAY, (Mark(Kind.ALTERED, NUMBER, True),))]
    (notice,) = noticed.of_sightings(register, seen).notices
    (step,) = notice.steps
    assert step.form and step.form.startswith("https://github.com/eier/lager/issues/new?template=")
    assert f"organisation_number={NUMBER}" in step.form and 'godkjent misuse --name "Listig Rev' in step.command


def test_no_entry_is_ready_for_what_is_only_clumsy(register: Register) -> None:
    seen = [Sighting(AT, DAY, (Mark(Kind.LIVE, NUMBER, False),))]
    (notice,) = noticed.of_sightings(register, seen).notices
    assert notice.steps == ()


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        (None, "kan ikke leses"),
        ([], "ikke besøkt ennå"),
        ([Sighting(AT, DAY - timedelta(days=60))], "kan være utdaterte"),
    ],
)
def test_sites_that_were_not_seen_are_never_well(register: Register, kept: list[Sighting] | None, says: str) -> None:
    found = noticed.of_sightings(register, kept)
    assert not found.sure and says in found.told and "Ingen viser" not in found.told


def test_the_desk_shows_both(tmp_path: Path) -> None:
    registry = make_registry(tmp_path / "registry", centre=CENTRE)
    (tmp_path / "companies.json").write_text(asked(replace(AS_IT_IS, name="<b>NY</b> REV AS")).written(), "utf-8")
    (tmp_path / "seen.json").write_text(sightings.written([Sighting(AT, DAY, why="borte")]), "utf-8")
    parser = argparse.ArgumentParser()
    desk.add(parser)
    add_common(parser)
    known = [
        "--registry",
        str(registry),
        "--theme",
        str(ROOT / "theme"),
        "--companies",
        str(tmp_path / "companies.json"),
    ]
    page = desk.page(parser.parse_args([*known, "--sightings", str(tmp_path / "seen.json")]), DAY)
    assert "heter nå &lt;b&gt;NY&lt;/b&gt; REV AS" in page and "<b>NY" not in page
    assert "kunne ikke ses (borte)" in page and "Ingenting er endret." in page
    (tmp_path / "companies.json").write_text("tull", "utf-8")
    assert "kan ikke leses. Kjør godkjent watch" in desk.page(parser.parse_args(known), DAY)
