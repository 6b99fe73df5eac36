"""The map for search engines: when each page was last changed, told only where it is known, and the addresses of every language."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from godkjent import addresses
from godkjent.register import git
from support import CENTRE, OTHER, built, make_registry
from support import git as run

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def commit(folder: Path, when: str) -> None:
    run(folder, "add", "--all")
    run(folder, "commit", "--quiet", "--message=x", **dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), when))


def repository(folder: Path) -> Path:
    """Two centres in git: both from May, one with another address since June."""
    registry = make_registry(folder / "registry")
    (registry / "centres" / "blid-elg.yaml").write_text(OTHER, "utf-8")
    run(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "2026-05-02T12:00:00Z")
    (registry / "centres" / "blid-elg.yaml").write_text(OTHER.replace("Storgata 1", "Storgata 2"), "utf-8")
    commit(folder, "2026-06-10T22:30:00Z")  # the 11th in Oslo
    return registry


def modified(output: Path) -> dict[str, str | None]:
    """What the map says of each address."""
    found = ET.parse(output / "sitemap.xml").getroot().iter(f"{MAP}url")
    return {str(u.findtext(f"{MAP}loc")).partition(":8000/")[2]: u.findtext(f"{MAP}lastmod") for u in found}


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("repository"))


def test_a_page_tells_the_day_its_own_data_changed(registry: Path, tmp_path: Path) -> None:
    output = built(tmp_path / "output", registry=registry, AS_OF="2026-11-24")
    days = modified(output)
    for prefix in ("", "en/", "nn/"):
        assert days[f"{prefix}sentre/listig-rev/"] == days[f"{prefix}verifiser/310000108/"] == "2026-05-02"
        assert days[f"{prefix}sentre/blid-elg/"] == days[f"{prefix}nummer/30123457/"] == "2026-06-11"
        assert days[prefix] == days[f"{prefix}sentre/"] == days[f"{prefix}vedtak/"] == "2026-06-11"
        assert days[f"{prefix}verifiser/"] is None, "a page that shows nothing of the register has no such day"
    again = modified(built(tmp_path / "again", registry=registry, AS_OF="2026-11-25"))
    assert {path: again[path] for path in days if not _prose(path)} == {
        path: day for path, day in days.items() if not _prose(path)
    }, "a night without news"


def _prose(path: str) -> bool:
    """The site's own texts are committed when somebody works on them, which is no matter of this test."""
    return path.removeprefix("en/").removeprefix("nn/") in addresses.PROSE


def test_a_status_that_lapses_by_itself_is_a_change_and_a_day_to_come_is_not(registry: Path, tmp_path: Path) -> None:
    lapsed = modified(built(tmp_path / "lapsed", registry=registry, AS_OF="2027-03-05"))
    assert lapsed["sentre/listig-rev/"] == lapsed["verifiser/310000108/"] == "2027-03-02"
    past = modified(built(tmp_path / "past", registry=registry, AS_OF="2026-06-01"))
    assert past["sentre/blid-elg/"] == "2026-06-01", "a register of an earlier day knows of no later one"


def test_every_address_names_itself_in_each_language(registry: Path, tmp_path: Path) -> None:
    output = built(tmp_path / "output", registry=registry, AS_OF="2026-11-24")
    for url in ET.parse(output / "sitemap.xml").getroot().iter(f"{MAP}url"):
        own = {link.get("hreflang"): link.get("href") for link in url.iter(LINK)}
        assert set(own) == {"nb", "nn", "en", "x-default"} and url.findtext(f"{MAP}loc") in own.values()
        path = str(own["en"]).partition(":8000/")[2]
        page = (output / path / "index.html").read_text("utf-8")
        said = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', page))
        assert said == own, path


def test_what_is_not_committed_or_has_no_whole_history_has_no_day(registry: Path, tmp_path: Path) -> None:
    assert set(git.last_changed(registry)) > {"centres/listig-rev.yaml", "centres/blid-elg.yaml", "scheme.yaml"}
    copy = tmp_path / "copy"
    run(tmp_path, "clone", "--quiet", str(registry.parent), str(copy))
    (copy / "registry" / "centres" / "listig-rev.yaml").write_text(CENTRE + "# x\n", "utf-8")
    known = git.last_changed(copy / "registry")
    assert "centres/listig-rev.yaml" not in known and "centres/blid-elg.yaml" in known
    shallow = tmp_path / "shallow"
    run(tmp_path, "clone", "--quiet", "--depth=1", f"file://{registry.parent}", str(shallow))
    assert git.last_changed(shallow / "registry") == {}
    assert git.last_changed(make_registry(tmp_path / "none")) == {}


def test_a_branch_counts_from_the_day_it_was_taken_in(tmp_path: Path) -> None:
    registry = repository(tmp_path)
    run(tmp_path, "switch", "--quiet", "--create", "proposal")
    file = registry / "centres" / "listig-rev.yaml"
    file.write_text(CENTRE.replace("Storgata 1", "Storgata 9"), "utf-8")
    commit(tmp_path, "2026-07-01T12:00:00Z")
    run(tmp_path, "switch", "--quiet", "main")
    when = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-08-01T12:00:00Z")
    run(tmp_path, "merge", "--quiet", "--no-ff", "--message=taken in", "proposal", **when)
    at = subprocess.run(
        ["date", "-u", "-d", f"@{git.last_changed(registry)['centres/listig-rev.yaml']}", "+%F"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert at.stdout.strip() == "2026-08-01"


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://127.0.0.1:8000/register"])
def test_robots_are_told_where_they_look_and_nowhere_else(registry: Path, tmp_path: Path, address: str) -> None:
    output = built(tmp_path / "output", registry=registry, AS_OF="2026-11-24", SITEURL=address)
    told = output / "robots.txt"
    assert told.exists() == (not address.endswith("/register"))
    if told.exists():
        assert f"Sitemap: {address}/sitemap.xml" in told.read_text("utf-8")
