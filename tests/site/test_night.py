"""What a night changes: nothing but the few files that tell the day, unless the clock itself has something to tell."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from support import OTHER, built, make_registry, tree

DAILY = {
    *("build.json", "manifest.sha256", "oppdatert/index.html", "oppdatert/dag.svg"),
    *(f"{code}/oppdatert/{file}" for code in ("en", "nn") for file in ("index.html", "dag.svg")),
    "kontroller/build-inputs.json",  # what the site was made of
    *("api/v1/numbers.json", "api/v1/numbers-changes.json"),  # they say how long they may be spoken from
}
_OF_CHECKOUT = re.compile(rb"<lastmod>([0-9-]+)</lastmod>")


@pytest.fixture(scope="module")
def site_on(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The same register as it is published on some days: on 1 March 2027 the first centre's approval ends."""
    folder = tmp_path_factory.mktemp("night")
    registry = make_registry(
        folder / "registry",
        **{"centres__blid-elg": OTHER.replace("date: 2024-03-01", "date: 2025-06-01").replace("2024-002", "2025-002")},
    )
    days = ("2026-11-24", "2026-11-25", "2026-12-01", "2027-03-01", "2027-03-02")
    trees = {day: tree(built(folder / day, registry=registry, AS_OF=day)) for day in days}
    for files in trees.values():  # the prose of this checkout may be younger than these days, which is then told of it
        files["sitemap.xml"] = _OF_CHECKOUT.sub(
            lambda m: b"" if m[1].decode() >= days[0] else m[0], files["sitemap.xml"]
        )
    return trees


def changed(one: dict[str, bytes], other: dict[str, bytes]) -> set[str]:
    return {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}


def test_a_night_without_news_changes_the_files_that_tell_the_day_and_no_other(
    site_on: dict[str, dict[str, bytes]],
) -> None:
    assert changed(site_on["2026-11-24"], site_on["2026-11-25"]) <= DAILY
    assert {"build.json", "oppdatert/index.html", "oppdatert/dag.svg"} <= changed(
        site_on["2026-11-24"], site_on["2026-11-25"]
    )


def test_every_page_tells_without_a_script_how_old_it_may_be(site_on: dict[str, dict[str, bytes]]) -> None:
    for path, content in site_on["2026-11-24"].items():
        if path.endswith(".html") and not path.startswith("404"):
            text = content.decode()
            assert "15. desember 2026" in text or "15 December 2026" in text, path
            assert 'oppdatert/dag.svg"' in text and 'oppdatert/"' in text, path
            told = path.endswith(("oppdatert/index.html", "rediger/index.html"))  # the forms show how a day is written
            assert "24. november 2026" not in text or told, path
    for prefix, said in (("", "Sist 24. november 2026."), ("en/", "Last on 24 November 2026.")):
        assert said in site_on["2026-11-24"][f"{prefix}oppdatert/dag.svg"].decode()


def test_the_last_day_of_trust_moves_with_the_month(site_on: dict[str, dict[str, bytes]]) -> None:
    assert "15. januar 2027" in site_on["2026-12-01"]["index.html"].decode()
    assert date(2027, 1, 15) - date(2026, 12, 1) == date(2026, 12, 15) - date(2026, 10, 31)  # 45 days, and never more


def test_a_night_on_which_an_approval_lapses_changes_all_that_speaks_of_it_and_nothing_of_the_other_centre(
    site_on: dict[str, dict[str, bytes]],
) -> None:
    found = changed(site_on["2027-03-01"], site_on["2027-03-02"])
    own = ("sentre/listig-rev/index.html", "verifiser/310000108/index.html", "merke/310000108.svg", "index.html")
    told = ("sentre/listig-rev/bekreftelse.pdf", "api/v1/centres/310000108.json", "sentre/listig-rev/fornyelse.ics")
    assert found >= {*own, *told, "en/verifiser/310000108/index.html", "nummer/30123456/index.html"}
    assert not [path for path in found if "310000175" in path or "blid-elg" in path]
    assert json.loads(site_on["2027-03-02"]["api/v1/centres/310000108.json"])["as_of"] == "2027-03-02"
    assert json.loads(site_on["2027-03-02"]["api/v1/centres/310000175.json"])["as_of"] == "2025-06-01"
