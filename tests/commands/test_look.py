"""Real web sites on this machine, each showing the mark in its own way, are visited politely and told of as they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from godkjent.acts.sightings import Kind, Mark, Sighting, Sort, judged, pictures, read, written
from godkjent.commands import visitor
from godkjent.commands.cli import main
from godkjent.commands.visitor import Visitor, is_public
from godkjent.register import records
from serving import Handler, serving
from support import CENTRE, OTHER, make_registry

SITE = "https://register.example"
NUMBER, SECOND = "310000108", "310000175"
DAY = "2026-11-24"
LIVE = f'<svg xmlns="http://www.w3.org/2000/svg" data-status="approved"><desc>{NUMBER}</desc>GODKJENT CALLCENTER</svg>'
NEUTRAL = f'<svg xmlns="http://www.w3.org/2000/svg"><desc>{NUMBER} CALLCENTERNEMNDA</desc></svg>'
LOST = CENTRE + "  - {id: 2026-009, date: 2026-09-01, kind: withdrawal}\n"
Answers = dict[str, tuple[int, str]]


class Web:
    """Web sites by the address that the register knows them at, each on a port of its own, and what they were asked."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack, self.through, self.asked = stack, dict[str, str](), list[tuple[str, str]]()

    def put(self, website: str, pages: Answers) -> None:
        asked = self.asked

        class Site(Handler):
            def answers(self, _: bytes) -> None:
                asked.append((self.path, self.headers["User-Agent"]))
                status, body = pages.get(self.path, (404, ""))
                onward = {"Location": body} if status == 302 else {}
                self.answer(status, body.encode(), Content_Type="text/html", **onward)

        self.through[website] = f"{self.stack.enter_context(serving(Site))}/"


@pytest.fixture
def web() -> Iterator[Web]:
    with ExitStack() as stack:
        yield Web(stack)


Look = Callable[..., tuple[int, str]]


@pytest.fixture
def look(tmp_path: Path, web: Web, capsys: pytest.CaptureFixture[str]) -> Look:
    for name, content in ((f"{NUMBER}.svg", LIVE), (f"{NUMBER}-kontroller.svg", NEUTRAL)):
        (tmp_path / "marks" / "merke").mkdir(parents=True, exist_ok=True)
        (tmp_path / "marks" / "merke" / name).write_text(content, "utf-8")

    def run(centre: str = CENTRE, *more: str, **files: str) -> tuple[int, str]:
        registry = make_registry(tmp_path / "registry", centre=centre, **files)
        (tmp_path / "through.json").write_text(json.dumps(web.through), "utf-8")
        where = ["--registry", str(registry), "--as-of", DAY, "--kept", str(tmp_path / "kept.json"), "--pause", "0"]
        where += ["--site", SITE, "--marks", str(tmp_path / "marks"), "--through", str(tmp_path / "through.json")]
        code = main(["look", *where, *more])
        return code, capsys.readouterr().out

    return run


def linked(picture: str, number: str = NUMBER) -> str:
    return f'<a href="{SITE}/verifiser/{number}/">{picture}</a>'


LIVE_IMG = f'<img src="{SITE}/merke/{NUMBER}.svg" alt="Godkjent Callcenter">'
COPY_IMG = '<img src="/bilder/godkjent-callcenter.svg" alt="Godkjent Callcenter">'
AT = "https://listig-rev.example"


@pytest.mark.threat("P06")
@pytest.mark.parametrize(
    ("page", "copy", "says"),
    [
        (linked(LIVE_IMG), "", "viser merket slik det skal vises"),
        (linked(COPY_IMG), NEUTRAL, "viser merket slik det skal vises"),
        (f'<a href="{SITE}/en/verifiser/{NUMBER}/">{LIVE_IMG}</a>', "", "viser merket slik det skal vises"),
        (LIVE_IMG, "", "uten lenke"),
        (f'<a href="https://annet.example/verifiser/{NUMBER}/">{LIVE_IMG}</a>', "", "uten lenke"),
        (linked(COPY_IMG), LIVE, "en lagret kopi"),
        (linked(COPY_IMG), NEUTRAL.replace("CALLCENTERNEMNDA", "BEST I TEST"), "ikke er det registeret gir ut"),
        (linked(LIVE_IMG.replace(NUMBER, SECOND), SECOND), "", "et annet foretak"),
    ],
    ids=["live", "neutral copy", "in English", "unlinked", "linked elsewhere", "saved", "altered", "another's"],
)
def test_each_way_of_showing_the_mark_is_told_as_it_is(look: Look, web: Web, page: str, copy: str, says: str) -> None:
    web.put(AT, {"/": (200, page), "/bilder/godkjent-callcenter.svg": (200, copy)})
    code, said = look()
    assert says in said.splitlines()[0], said
    assert code == (0 if says == "viser merket slik det skal vises" else 1)


@pytest.mark.twin("P06")
@pytest.mark.parametrize(
    ("page", "copy", "says", "misuse"),
    [
        (linked(LIVE_IMG), "", "det levende merket, som selv sier", True),
        (linked(COPY_IMG), LIVE, "viser merket, men er ikke godkjent nå", True),
        ("<p>Vi svarer telefonen.</p>", "", "0 viser merket som de skal, 1 viser det ikke", False),
    ],
    ids=["live", "saved", "taken away"],
)
def test_after_the_approval_is_lost(
    look: Look, web: Web, tmp_path: Path, page: str, copy: str, says: str, misuse: bool
) -> None:
    web.put(AT, {"/": (200, page), "/bilder/godkjent-callcenter.svg": (200, copy)})
    code, said = look(LOST)
    assert says in said and code == int(misuse)
    register = records.read(tmp_path / "registry").register(date(2026, 11, 24))
    found = judged(register, read((tmp_path / "kept.json").read_text("utf-8")))
    assert any(one.misuse for one in found) is misuse


def test_who_is_on_the_list_of_misuse_is_seen_again(look: Look, web: Web) -> None:
    entry = (
        "name: Munter Måke AS\nwebsite: https://munter-make.example\nseen: 2026-10-01\nreason: {nb: Viste merket.}\n"
    )
    web.put(AT, {"/": (200, linked(LIVE_IMG))})
    web.put("https://munter-make.example", {"/": (200, LIVE_IMG)})
    assert "viser fortsatt merket" in look(**{"misuse__munter-make": entry})[1]
    web.put("https://munter-make.example", {"/": (200, "<p>Ingenting</p>")})
    assert "Før dagen det var borte" in look(**{"misuse__munter-make": entry})[1]


def test_robots_txt_is_asked_first_and_obeyed(look: Look, web: Web) -> None:
    web.put(AT, {"/": (200, LIVE_IMG), "/robots.txt": (200, "User-agent: *\nDisallow: /\n")})
    code, said = look()
    assert code == 1 and "robots.txt ber om" in said
    assert [path for path, _ in web.asked] == ["/robots.txt"]
    assert all("GodkjentLook/1 (+https://register.example/" in agent for _, agent in web.asked)


@pytest.mark.parametrize(
    "answers", [{"/robots.txt": (503, "")}, {"/": (500, "")}, {"/": (302, "javascript:alert(1)")}, {}]
)
def test_a_site_that_cannot_be_seen_is_never_well(look: Look, web: Web, answers: Answers) -> None:
    web.put(AT, answers)
    code, said = look()
    assert code == 1 and "kunne ikke ses" in said and "1 kunne ikke ses" in said


def test_few_pictures_are_fetched_and_each_page_once(look: Look, web: Web) -> None:
    many = "".join(f'<img src="/godkjent-callcenter-{n}.svg">' for n in range(40))
    web.put(AT, {"/": (200, many)})
    look()
    fetched = [path for path, _ in web.asked if "callcenter" in path]
    assert len(fetched) == 5 and [path for path, _ in web.asked].count("/") == 1


def test_what_others_can_read_names_nobody(look: Look, web: Web) -> None:
    web.put(AT, {"/": (200, LIVE_IMG)})
    code, said = look(CENTRE, "--format", "summary")
    assert (code, said) == (1, "0 viser merket som de skal, 0 viser det ikke, 1 må følges opp, og 0 kunne ikke ses.\n")


def test_a_closed_network_is_never_entered(web: Web) -> None:
    """The twin of every other test here, which lets the guest in on this machine: by itself it goes nowhere private."""
    web.put(AT, {"/": (200, LIVE_IMG)})
    seen = Visitor(SITE, lambda _: {}, 0).seen(AT, date(2026, 11, 24), web.through[AT])
    assert "lukket nett" in seen.why and web.asked == []
    assert not any(
        map(
            is_public,
            (
                "127.0.0.1",
                "10.1.2.3",
                "192.168.0.9",
                "169.254.169.254",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "fd00::1",
                "fe80::1",
            ),
        )
    )
    assert is_public("93.184.216.34")


def test_it_waits_between_two_questions_to_the_same_site(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(visitor.time, "sleep", waited.append)
    web.put(AT, {"/": (200, LIVE_IMG)})
    Visitor(SITE, lambda _: {}, 1.0, lambda _: True).seen(AT, date(2026, 11, 24), web.through[AT])
    assert len(waited) == 1 and 0 < waited[0] <= 1.0


def test_hostile_pages_are_read_and_do_nothing() -> None:
    for page in ("<a href='//[/'><img src='http://[x'>", "<" * 100_000, "<img src=" + "a" * 100_000, "\x00<img src>"):
        assert isinstance(pictures(page, "https://x.example/"), list)


def test_what_was_seen_is_kept_and_read_back() -> None:
    seen = [
        Sighting(AT, date(2026, 11, 24), (Mark(Kind.SAVED, NUMBER, True, "approved"),)),
        Sighting("x", date(2026, 1, 1), (), "borte"),
    ]
    assert read(written(seen)) == seen
    for broken in ("{}", '{"v": 1, "seen": 5}', "[]", '{"v": 2, "seen": []}'):
        with pytest.raises(ValueError):
            read(broken)


def test_two_centres_are_told_apart(look: Look, web: Web) -> None:
    web.put(AT, {"/": (200, linked(LIVE_IMG))})
    web.put("https://blid-elg.example", {"/": (200, "<p>Hei</p>")})
    code, said = look(**{"centres__blid-elg": OTHER})
    assert (code, "1 viser merket som de skal, 1 viser det ikke" in said) == (0, True)
    assert Sort.NONE
