"""Feeds and calendars as other people's readers take them: feedparser, and ical.js in Node."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from godkjent.language.i18n import Language, read_language
from godkjent.outputs import calendars, feeds
from godkjent.public.edition import Edition
from godkjent.register import records
from support import CENTRE, OTHER, ROOT, make_registry, node

PREFIXES = {"nb": "", "en": "en/", "nn": "nn/"}
REASON = "Kravet om <opplæring> & kontroll er ikke fulgt."
WARNED = f"""\
  - id: 2026-001
    date: 2026-10-20
    kind: warning
    reason: {{nb: "{REASON}"}}
    requirements: [tax]
"""
RENEWED = """\
  - id: 2026-009
    date: 2026-11-10
    kind: renewal
"""


def atom(edition: Edition, language: Language, channel: feeds.Channel) -> str:
    return feeds.feed(edition, language, channel, feeds.items(edition, language, channel))


@pytest.fixture(scope="module")
def languages() -> dict[str, Language]:
    return {code: read_language(code, ROOT / "theme" / "locale") for code in PREFIXES}


def edition(folder: Path, languages: dict[str, Language], *, centre: str = CENTRE, day: str = "2026-11-24", site: str = "https://register.example") -> Edition:  # fmt: skip
    read = records.read(make_registry(folder, centre=centre, **{"centres__blid-elg": OTHER}))
    made = date.fromisoformat(day)
    moment = feeds._midnight(made)
    return Edition(register=read.register(made), schemas=read.schemas, languages=languages, site_url=site, generated_at=moment)  # fmt: skip


# --- Feeds ----------------------------------------------------------------------------------------------------


def test_every_feed_of_the_site_is_read_without_a_fault(site: Path) -> None:
    found = sorted(site.rglob("*.atom"))
    assert {p.relative_to(site).parts[0] for p in found} == {"vedtak", "sentre", "en", "nn"}
    for path in found:
        read = feedparser.parse(path.read_bytes())
        assert not read.bozo, path
        assert read.feed.rights and read.feed.generator and read.feed.icon.endswith(".png")
        assert (site / read.feed.icon.partition("8000/")[2]).is_file()
        for entry in read.entries:
            assert entry.summary.endswith(".") and "<" not in entry.summary, (path, entry.summary)
            assert entry.tags[0].term and entry.tags[0].label


def test_the_same_feed_is_named_in_the_other_languages_and_as_json(site: Path) -> None:
    for path in site.rglob("*.atom"):
        bare = path.relative_to(site).as_posix()
        own = next((code for code in ("en", "nn") if bare.startswith(f"{code}/")), "nb")
        bare = bare.removeprefix(PREFIXES[own])
        links = [link for link in feedparser.parse(path.read_bytes()).feed.links if link.rel == "alternate"]
        languages = {link.get("hreflang"): link.href for link in links if link.get("type") == feeds.ATOM}
        assert {code: href.partition("8000/")[2] for code, href in languages.items()} == {
            code: prefix + bare for code, prefix in PREFIXES.items() if code != own
        }
        (beside,) = [link.href for link in links if link.get("type") == feeds.JSON_FEED]
        told = json.loads((site / beside.partition("8000/")[2]).read_text("utf-8"))
        assert told["version"] == "https://jsonfeed.org/version/1.1" and told["language"] == own
        assert [item["id"] for item in told["items"]] == [e.id for e in feedparser.parse(path.read_bytes()).entries]
        assert all(("content_html" in item) != ("content_text" in item) for item in told["items"])


def test_an_entry_says_kind_day_and_until_when_and_a_reason_is_text(tmp_path: Path, languages: dict[str, Language]) -> None:  # fmt: skip
    made = edition(tmp_path, languages, centre=CENTRE + WARNED)
    view = next(v for v in made.views if v.centre.slug == "listig-rev")
    read = feedparser.parse(atom(made, languages["nb"], feeds.of_centre(view, languages["nb"])))
    warned, approved = read.entries
    assert approved.summary == "Godkjenning 1. mars 2024, gjelder til og med 1. mars 2027."
    assert "content" not in approved  # there is no more to say
    assert warned.summary == "Advarsel 20. oktober 2026." and [t.term for t in warned.tags] == ["warning"]
    assert "&lt;opplæring&gt; &amp; kontroll" in warned.content[0].value


def test_what_a_reader_has_seen_is_not_new_when_the_register_moves(tmp_path: Path, languages: dict[str, Language]) -> None:  # fmt: skip
    def seen(site: str) -> set[str]:
        made = edition(tmp_path / site[8:], languages, site=site)
        channels = [*feeds.of_register(made, languages["en"]), *(feeds.of_centre(v, languages["en"]) for v in made.views)]  # fmt: skip
        read = [feedparser.parse(atom(made, languages["en"], channel)) for channel in channels]
        return {feed.feed.id for feed in read} | {entry.id for feed in read for entry in feed.entries}

    before, after = seen("https://old.example"), seen("https://new.example")
    assert before == after and all(name.startswith("tag:") for name in before)


# --- Calendars ------------------------------------------------------------------------------------------------

MERGE = """\
import ICAL from "ical.js";
import { readFileSync } from "node:fs";
const events = (path) => new ICAL.Component(ICAL.parse(readFileSync(path, "utf-8"))).getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
const held = new Map();
for (const path of process.argv.slice(2)) {
  for (const event of events(path)) {
    const had = held.get(event.uid); // RFC 5546: of two with one UID the one with the higher sequence is the newer
    if (!had || event.sequence > had.sequence) held.set(event.uid, event);
  }
}
console.log(JSON.stringify([...held].map(([uid, event]) => [uid, event.startDate.toString(), event.summary]).sort()));
"""


def calendar(made: Edition, language: Language) -> str:
    view = next(v for v in made.views if v.centre.slug == "listig-rev")
    return calendars.calendar(view, made.register, made.site_url, language) or ""


def merged(tmp_path: Path, *calendars_in_order: str) -> Any:
    """What a calendar holds that has imported these one after the other."""
    program = ROOT / "build" / "calendar-merge.mjs"
    program.parent.mkdir(exist_ok=True)
    program.write_text(MERGE, "utf-8")
    paths = []
    for n, text in enumerate(calendars_in_order):
        paths.append(tmp_path / f"{n}.ics")
        paths[-1].write_bytes(text.encode())
    done = node(str(program), *map(str, paths))
    program.unlink()
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_event_that_moved_moves_and_does_not_become_two(tmp_path: Path, languages: dict[str, Language]) -> None:
    before = edition(tmp_path / "before", languages, day="2026-11-09")
    after = edition(tmp_path / "after", languages, centre=CENTRE + RENEWED)
    told = merged(tmp_path, calendar(before, languages["nb"]), calendar(after, languages["nb"]))
    assert [day for uid, day, _ in told if uid.startswith("renewal-")] == ["2030-03-01"]
    assert len(told) == len({uid for uid, _, _ in told}) == 2
    back = merged(tmp_path, calendar(after, languages["nb"]), calendar(before, languages["nb"]))
    assert back == told  # an old copy that comes late moves nothing back


def test_an_approval_that_lapses_changes_its_event(tmp_path: Path, languages: dict[str, Language]) -> None:
    before, after = (edition(tmp_path / day, languages, day=day) for day in ("2027-03-01", "2027-03-02"))
    told = merged(tmp_path, calendar(before, languages["en"]), calendar(after, languages["en"]))
    assert [words for uid, _, words in told if uid.startswith("renewal-")] == ["Listig Rev Kundesenter AS: last day as approved"]  # fmt: skip


def test_a_night_without_news_leaves_a_calendar_as_it_was(tmp_path: Path, languages: dict[str, Language]) -> None:
    nights = [edition(tmp_path / day, languages, day=day) for day in ("2026-11-24", "2026-11-25")]
    assert len({calendar(night, languages["nn"]) for night in nights}) == 1
    shown = {atom(night, languages["nn"], feeds.all_decisions(night, languages["nn"])) for night in nights}
    assert len(shown) == 1


def test_a_calendar_says_its_name_its_language_and_how_often_to_ask(site: Path) -> None:
    for code, prefix in PREFIXES.items():
        for path in (site / prefix / "sentre").rglob("*.ics"):
            text = path.read_bytes().decode()
            assert "\r\nNAME;LANGUAGE=" in text and "\r\nX-WR-CALNAME:" in text
            assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:P1D\r\nURL:" in text and "X-PUBLISHED-TTL:P1D" in text
            assert f"PRODID:-//Godkjent Callcenter//register//{code.upper()}" in text
            assert text.count("SEQUENCE:") == text.count("LAST-MODIFIED:") - 1 == text.count("BEGIN:VEVENT")


def test_the_sequence_never_goes_back(tmp_path: Path, languages: dict[str, Language]) -> None:
    """Also when a warning is lifted, and when it stops being public."""
    lifted = WARNED + "  - id: 2026-002\n    date: 2026-11-01\n    kind: warning_lifted\n    reason: {nb: Rettet.}\n"
    days = [date(2026, 9, 1) + timedelta(days=n) for n in (0, 48, 50, 61, 62, 160, 250)]
    last = 0
    for n, day in enumerate(days):
        told = CENTRE + (lifted if day >= date(2026, 11, 1) else WARNED if day >= date(2026, 10, 20) else "")
        made = edition(tmp_path / str(n), languages, centre=told, day=day.isoformat())
        text = calendar(made, languages["nb"])
        now = max(int(line[9:]) for line in text.split("\r\n") if line.startswith("SEQUENCE:"))
        assert now >= last
        last = now
