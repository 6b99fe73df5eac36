"""What is not public is not there: a register with secret sanctions publishes the very bytes of one that never had them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest

from godkjent.language.i18n import read_language
from godkjent.outputs import buyers, calendars, edit_page, feeds, figures, lookup, open_data, openapi, search
from godkjent.public.edition import Edition
from godkjent.public.history import RAN, period_on, periods
from godkjent.register import lifecycle, records
from godkjent.register.model import Status
from godkjent.register.statuses import COUNTED_AS_APPROVED
from support import CENTRE, ROOT, SCHEME, built, make_registry

DAY = date(2026, 11, 24)
LANGUAGES = {code: read_language(code, ROOT / "theme" / "locale") for code in ("nb", "en", "nn")}
PUBLICITY = {"public": "{public: true, years_after_end: 50}", "over": "{public: true, years_after_end: 3}"}
PUBLICITY |= {"never": "{public: false, years_after_end: 3}"}
RENEWED = ["date: 2020-03-02, kind: approval", "date: 2023-02-01, kind: renewal", "date: 2026-02-02, kind: renewal"]
SUSPENDED = [
    "date: 2021-05-06, kind: suspension, requirements: [tax], reason: {nb: Skatten manglet.}, remedy: {nb: Betal den.}",
    "date: 2021-08-09, kind: suspension_lifted, reason: {nb: Skatten er kommet.}",
]
WARNED = [
    "date: 2021-06-07, kind: warning, requirements: [tax], reason: {nb: Svaret uteble.}, deadline: 2021-07-08",
    "date: 2021-09-10, kind: warning_lifted, reason: {nb: Svaret er kommet.}",
]
APPEALED = [
    WARNED[0],
    "date: 2021-06-17, kind: appeal, concerns: 2021-101, reason: {nb: De er uenige.}",
    "date: 2021-08-18, kind: appeal_ruling, concerns: 2021-102, outcome: overturned, reason: {nb: Svaret kom.}",
]
TELLING = {
    "suspension": ["2021-05-06", "2021-08-09", "Skatten manglet", "Skatten er kommet", "2021-101", "2021-102"],
    "warning": ["2021-06-07", "2021-09-10", "2021-07-08", "Svaret uteble", "Svaret er kommet", "2021-101", "2021-102"],
}
"""The days, words and numbers that say that there was a sanction; the last day before each is looked for by comparison."""


def centre(sanction: list[str] = []) -> str:  # noqa: B006 - never changed
    """A centre that was approved from 2020 on, with these decisions in 2021; their numbers count from 101."""
    listed = [(f"{d[6:10]}-001", d) for d in RENEWED] + [(f"2021-{101 + n}", d) for n, d in enumerate(sanction)]
    lines = [f"  - {{id: {id_}, {rest}}}\n" for id_, rest in sorted(listed, key=lambda row: row[1])]
    return CENTRE.split("decisions:")[0] + "decisions:\n" + "".join(lines)


def of_another(text: str) -> str:
    """The same history of another centre, under numbers of its own."""
    for old, new in (
        ("Listig Rev", "Blid Elg"),
        ("310000108", "310000175"),
        ("30 12 34 56", "30 12 34 57"),
        ("20 00 00", "20 00 01"),
        ("listig-rev.", "blid-elg."),
        ("-001", "-002"),
        ("2021-1", "2021-2"),
    ):
        text = text.replace(old, new)
    return text


LAST = (
    of_another(CENTRE).replace("Blid Elg", "Kry Hval").replace("310000175", "310000213").replace("blid-elg", "kry-hval")
)
LAST = LAST.replace("34 57", "34 58").replace("20 00 01", "20 00 02").split("decisions:")[0] + "decisions:\n"
LAST += "  - {id: 2021-999, date: 2021-01-04, kind: application}\n"
"""A centre whose decision has the year's highest number, so that the next free one says nothing of those below it."""


def scheme(warnings: str, suspensions: str) -> str:
    usual = "{public: true, years_after_end: 3}"
    told = SCHEME.replace(f"warnings: {usual}", f"warnings: {PUBLICITY[warnings]}")
    told = told.replace(f"suspensions: {usual}", f"suspensions: {PUBLICITY[suspensions]}")
    assert told.count("years_after_end") == SCHEME.count("years_after_end") == 2
    return told


def edition(folder: Path, text: str, settings: str) -> Edition:
    read = records.read(make_registry(folder, centre=text, scheme=settings))
    assert not read.problems
    return Edition(
        register=read.register(DAY),
        schemas=read.schemas,
        languages=LANGUAGES,
        site_url="https://register.example",
        generated_at=datetime(2026, 11, 24, 5, 30, tzinfo=UTC),
    )


def published(given: Edition) -> Iterator[tuple[str, str]]:
    """Every file of data, feed, calendar and index, and the rows of the table of periods, each as text."""
    (view,), language = given.views, LANGUAGES["nb"]
    yield "buyers", buyers.buyers_file(given)
    yield from open_data.files(given, figures.figures(given.register, given.kinds), lookup.build(given.views))
    yield open_data.centre_file(given, view, openapi.Contract(openapi.document(given.schemas, given.site_url)))
    channel = feeds.of_centre(view, language)
    yield "feed", feeds.feed(given, language, channel, feeds.items(given, language, channel))
    yield "calendar", calendars.calendar(view, given.register, given.site_url, language) or ""
    yield "names", search.names_index([search.entry(v) for v in given.views])
    yield "editing", json.dumps(edit_page.centre(view, edit_page.states(view, given.register), given))
    yield "periods", repr(periods(view.standing, given.register))


@pytest.mark.parametrize(("warnings", "suspensions"), list(product(PUBLICITY, PUBLICITY)))
@pytest.mark.parametrize(
    ("kind", "sanction"), [("suspension", SUSPENDED), ("warning", WARNED), ("warning", APPEALED)], ids=["s", "w", "a"]
)
def test_no_output_tells_of_a_sanction_that_is_not_public(
    tmp_path: Path, warnings: str, suspensions: str, kind: str, sanction: list[str]
) -> None:
    settings = scheme(warnings, suspensions)
    had, never = (
        dict(published(edition(tmp_path / name, centre(decisions), settings)))
        for name, decisions in (("had", sanction), ("never", []))
    )
    public = (warnings if kind == "warning" else suspensions) == "public"
    assert (had == never) is not public, [name for name in had if had[name] != never[name]]
    everything = "\n".join(had.values())
    found = [word for word in TELLING[kind] if word in everything]
    assert not found or public
    assert public is (f"2021-10{len(sanction)}" in everything)


def test_the_whole_site_is_byte_for_byte_that_of_a_register_without_them(tmp_path: Path) -> None:
    """Pages, badges, documents, indexes and all: one build with both kinds of secret, and one in which they never were."""
    folders = []
    for name, suspended, warned in (("had", SUSPENDED, WARNED), ("never", [], [])):
        registry = make_registry(
            tmp_path / name / "registry",
            centre=centre(suspended),
            scheme=scheme("over", "never"),
            **{"centres__blid-elg": of_another(centre(warned)), "centres__kry-hval": LAST},
        )
        folders.append(built(tmp_path / name / "out", registry=registry, AS_OF=DAY.isoformat()))
    had, never = ({str(p.relative_to(f)): p.read_bytes() for p in f.rglob("*") if p.is_file()} for f in folders)
    assert had.keys() == never.keys() and len(had) > 150
    assert [path for path in had if had[path] != never[path]] == []


def asked(*decisions: str) -> str:
    rows = "".join(f"  - {{id: 2026-{number:03}, date: {row}}}\n" for number, row in enumerate(decisions, 1))
    return CENTRE.split("annual_reports:")[0] + "decisions:\n" + rows


def test_the_deadline_of_an_applicant_is_in_no_output(tmp_path: Path) -> None:
    """Neither as it was set nor as it was corrected; that more was asked for is told."""
    applied, request = "2026-09-01, kind: application", "2026-09-20, kind: information_requested, reason: {nb: Mer.}"
    moved = "2026-10-02, kind: correction, concerns: 2026-002, reason: {nb: Utsatt.}, change: {reason: {nb: Alt.}"
    had, never = (
        dict(published(edition(tmp_path / name, asked(*decisions), SCHEME)))
        for name, decisions in (
            ("had", (applied, f"{request}, deadline: 2026-12-21", f"{moved}, deadline: 2026-12-28}}")),
            ("never", (applied, request, f"{moved}}}")),
        )
    )
    assert [name for name in had if had[name] != never[name]] == []
    everything = "\n".join(had.values())
    assert "information_requested" in everything and "2026-12-2" not in everything


@pytest.mark.parametrize("suspensions", PUBLICITY)
def test_a_suspension_in_force_is_told_from_its_first_day_on(tmp_path: Path, suspensions: str) -> None:
    held = edition(
        tmp_path,
        centre() + "  - {id: 2026-101, " + SUSPENDED[0].replace("2021-05-06", "2026-05-06") + "}\n",
        scheme("public", suspensions),
    )
    (view,) = held.views
    assert (view.status, view.standing.since, view.approved) == (Status.SUSPENDED, date(2026, 5, 6), False)
    last = periods(view.standing, held.register)[-1]
    assert (last.status, last.start, last.end) == (Status.SUSPENDED, date(2026, 5, 6), None)
    assert '"status": "suspended"' in dict(published(held))["api/v1/centres/310000108.json"]


@pytest.mark.parametrize("suspensions", PUBLICITY)
def test_no_day_is_told_as_approved_on_which_the_centre_was_not(tmp_path: Path, suspensions: str) -> None:
    held = edition(tmp_path, centre(SUSPENDED), scheme("public", suspensions))
    (view,) = held.views
    told, words = periods(view.standing, held.register), set()
    for number in range(date(2020, 3, 1).toordinal(), DAY.toordinal() + 1):
        day = date.fromordinal(number)
        period, truth = period_on(told, day), lifecycle.status_on(view.centre.decisions, day)
        if period is None:
            assert truth is None
        else:
            words.add(period.word)
            assert period.status is truth or (period.status is None and truth in (Status.APPROVED, Status.SUSPENDED))
            assert truth in COUNTED_AS_APPROVED or period.status not in COUNTED_AS_APPROVED
    assert words == ({"approved", "suspended", RAN}) - ({RAN} if suspensions == "public" else {"suspended"})
