"""The desk: on this machine alone, true to the register as it is when the page is opened, and text as text."""

from __future__ import annotations

import argparse
import html
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from godkjent.commands import desk, desk_forms
from godkjent.commands.cli import main
from support import CENTRE, ROOT, SCHEME, make_registry

APPLIED = (
    CENTRE.split("annual_reports:")[0]
    + """\
decisions:
  - id: 2024-001
    date: 2024-03-01
    kind: application
"""
)


@pytest.fixture
def options(tmp_path: Path) -> argparse.Namespace:
    folder = make_registry(
        tmp_path / "registry",
        centre=APPLIED,
        scheme=SCHEME + "site: https://register.example\n",
    )
    return argparse.Namespace(
        registry=folder,
        lang="nb",
        days=60,
        port=0,
        theme=ROOT / "theme",
        companies=tmp_path / "companies.json",
        sightings=tmp_path / "seen.json",
    )


@pytest.fixture
def address(options: argparse.Namespace) -> Iterator[str]:
    server = desk.make_server(options, date(2024, 4, 12))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def approved(options: argparse.Namespace) -> Iterator[str]:
    """The same in a year after an approval, when reports are owed."""
    file = options.registry / "centres" / "listig-rev.yaml"
    file.write_text(APPLIED.replace("kind: application", "kind: approval"), "utf-8")
    server = desk.make_server(options, date(2026, 2, 1))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def opened(url: str, host: str | None = None) -> str:
    asked = urllib.request.Request(url, headers={"Host": host} if host else {})  # noqa: S310
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        return str(answer.read().decode())


def test_what_waits_is_shown_with_whom_to_write_to_and_the_form(address: str) -> None:
    page = opened(address + "/")
    assert "Listig Rev Kundesenter AS: søknaden er ikke avgjort" in page
    assert "siden 1. mars 2024 (42 dager)" in page
    assert 'href="mailto:post@listig-rev.example?subject=' in page
    assert 'href="https://register.example/rediger/?senter=310000108&amp;skjema=godkjenn&amp;slag=approval"' in page
    assert "font" in opened(address + "/desk.css")


def test_the_register_is_read_anew_each_time(address: str, options: argparse.Namespace) -> None:
    file = options.registry / "centres" / "listig-rev.yaml"
    file.write_text(APPLIED.replace("Listig Rev", "Snill Elg"), "utf-8")
    assert "Snill Elg Kundesenter AS" in opened(address + "/")
    file.write_text("name: [", "utf-8")
    with pytest.raises(urllib.error.HTTPError) as refused:
        opened(address + "/")
    assert refused.value.read().decode() == "Registeret har feil, så arbeidsbordet kan ikke vises."


@pytest.mark.parametrize(
    ("path", "host"),
    [("/", "evil.example"), ("/../theme/documents/desk.html", None), ("/x", None)],
)
def test_nothing_else_is_answered(address: str, path: str, host: str | None) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        opened(address + path, host)
    assert refused.value.code == 404


def test_text_of_a_record_is_only_text(options: argparse.Namespace) -> None:
    file = options.registry / "centres" / "listig-rev.yaml"
    file.write_text(
        APPLIED.replace("name: Listig Rev Kundesenter AS", "name: Listig Rev <script> & AS"),
        "utf-8",
    )
    page = desk.page(options, date(2024, 4, 12)) if main(["check", "--registry", str(options.registry)]) == 0 else ""
    assert "<script>" not in page


def test_a_port_that_is_taken_is_a_sentence(
    address: str, options: argparse.Namespace, capsys: pytest.CaptureFixture[str]
) -> None:
    port = address.rpartition(":")[2]
    arguments = [
        "desk",
        "--registry",
        str(options.registry),
        "--theme",
        str(ROOT / "theme"),
        "--port",
        port,
        "--as-of",
        "2024-04-12",
    ]
    assert main(arguments) == 1
    assert f"Porten {port} kan ikke brukes" in capsys.readouterr().err


def test_a_letter_and_the_papers_are_made_by_a_click(approved: str) -> None:
    page = opened(approved + "/")
    assert '<option value="2024-001">2024-001: Listig Rev Kundesenter AS, 1. mars 2024</option>' in page
    for asked, name in (
        (
            "hva=decision&vedtak=2024-001&klagefrist=1.+april+2026",
            "2024-001-listig-rev.pdf",
        ),
        ("hva=agenda&dag=10.+februar+2026", "saksliste-2026-02-10.pdf"),
        ("hva=minutes&dag=1.3.24", "referat-2024-03-01.pdf"),
        ("hva=yearly&ar=2025", "arsmelding-2025.pdf"),
    ):
        with urllib.request.urlopen(f"{approved}/papir?{asked}") as answer:  # noqa: S310
            assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
            assert answer.read().startswith(b"%PDF")
    link = page.partition('href="/papir?hva=reminders&amp;fil=')[2].partition('"')[0]
    with urllib.request.urlopen(f"{approved}/papir?hva=reminders&fil={link}") as answer:  # noqa: S310
        assert b"To: post@listig-rev.example" in answer.read()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("hva=decision&vedtak=2024-001&klagefrist=snart", "snart"),
        ("hva=decision&vedtak=2030-001", "Si hvilket senter brevet gjelder"),
        ("hva=yearly&ar=i+fjor", "«i fjor» er ikke et årstall."),
        ("hva=yearly&ar=2031", "2031 er ikke et år som er slutt."),
        ("hva=reminders&fil=../../etc/passwd", "ikke aktuell lenger"),
        ("hva=tull", "Velg hva som skal lages."),
        ("", "Velg hva som skal lages."),
    ],
)
def test_a_paper_that_cannot_be_made_is_told_on_the_page(approved: str, asked: str, says: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        opened(f"{approved}/papir?{asked}")
    told = refused.value.read().decode()
    assert refused.value.code == 422 and says in told and "Papiret er ikke laget" in told


def test_no_paper_for_a_page_elsewhere(approved: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        opened(f"{approved}/papir?hva=yearly", host="evil.example")
    assert refused.value.code == 404


def test_figures_that_could_not_be_entered_are_not_typed_twice(approved: str) -> None:
    token = opened(approved + "/").partition('name="token" value="')[2].partition('"')[0]
    figures = {
        "calls_answered": "187 727",
        "calls_connected": "mange",
        "complaints_received": "3",
        "complaints_upheld": "1",
    }
    sent = {
        "token": token,
        "year": "2025",
        "how": "here",
        **{f"{name}-310000108": words for name, words in figures.items()},
    }
    asked = urllib.request.Request(f"{approved}/rapporter", urllib.parse.urlencode(sent).encode())  # noqa: S310
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)  # noqa: S310
    told = refused.value.read().decode()
    assert (
        "Listig Rev Kundesenter AS, Tilkoblede samtaler: «mange» er ikke et helt tall" in told
        and 'value="187 727"' in told
        and 'value="mange"' in told
    )


HEADINGS = "Organisasjonsnummer\tSenter\tÅr\tBesvarte samtaler\tTilkoblede samtaler\tMottatte klager\tKlager medhold\n"


@pytest.mark.parametrize(
    "rows",
    [
        HEADINGS + "310000108\tListig Rev Kundesenter AS\t2025\t187 727\t507.700\t321\t124",
        "Listig Rev Kundesenter AS\t187727\t507700\t321\t124\n",
        "310 000 108; 187727; 507700; 321; 124",
    ],
    ids=["with headings", "without", "typed"],
)
def test_rows_of_a_workbook_are_pasted_and_entered(approved: str, options: argparse.Namespace, rows: str) -> None:
    told = _pasted(approved, rows)
    assert "Rapporten fra 1 senter er ført." in told
    written = (options.registry / "centres" / "listig-rev.yaml").read_text("utf-8")
    assert "calls_answered: 187727" in written and "complaints_upheld: 124" in written


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (HEADINGS + "310000108\t\t2025\tmange\t1\t1\t1", "Listig Rev Kundesenter AS, Besvarte samtaler: «mange»"),
        ("Blid Elg; 1; 1; 1; 1", "Blid Elg"),
        ("Organisasjonsnummer\tÅr\n310000108\t2025", "Besvarte samtaler"),
        ("", "Ingen tall er skrevet."),
        ("Listig Rev Kundesenter AS", "Ingen tall er skrevet."),
    ],
)
def test_rows_that_cannot_be_entered_are_told_and_kept_in_the_field(approved: str, rows: str, says: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        _pasted(approved, rows)
    told = refused.value.read().decode()
    assert says in told and "Ingenting er ført" in told
    assert html.escape(rows) in told, "nobody pastes twice"


def _pasted(address: str, rows: str) -> str:
    token = opened(address + "/").partition('name="token" value="')[2].partition('"')[0]
    sent = {"token": token, "year": "2025", "how": "here", "rows": rows}
    asked = urllib.request.Request(f"{address}/rapporter", urllib.parse.urlencode(sent).encode())  # noqa: S310
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        return str(answer.read().decode())


def test_every_other_form_is_a_click_away(address: str) -> None:
    page = opened(address + "/")
    assert 'href="https://register.example/rediger/?skjema=advarsel"' in page
    assert 'href="https://register.example/rediger/?skjema=ny"' in page


@pytest.mark.parametrize(
    ("path", "typed", "file"),
    [
        (
            "arstall",
            {"year": "2025", "complaints_received": "1 204", "source": "E-post 3. februar 2026"},
            "statistics/2025",
        ),
        (
            "misbruk",
            {
                "name": "Blid Elg Salg AS",
                "website": "www.blid-elg.example",
                "seen": "14. januar 2026",
                "reason": "Viser merket.",
            },
            "misuse/blid-elg-salg-as",
        ),
    ],
)
def test_the_authoritys_figures_and_misuse_are_entered_from_the_desk(
    approved: str, options: argparse.Namespace, path: str, typed: dict[str, str], file: str
) -> None:
    token = opened(approved + "/").partition('name="token" value="')[2].partition('"')[0]
    sent = urllib.parse.urlencode({"token": token, "how": "here", **typed}).encode()
    told = urllib.request.urlopen(f"{approved}/{path}", sent).read().decode()  # noqa: S310
    assert "er skrevet." in told and (options.registry / f"{file}.yaml").exists()


def test_the_desk_speaks_nynorsk_to_who_asks_for_it(options: argparse.Namespace) -> None:
    file = options.registry / "centres" / "listig-rev.yaml"
    file.write_text(APPLIED.replace("kind: application", "kind: approval"), "utf-8")
    page = desk.page(argparse.Namespace(**{**vars(options), "lang": "nn"}), date(2026, 2, 1))
    assert '<html lang="nn">' in page and "Sida blir vist berre på denne maskina" in page
    assert "1 av 1 senter har ikkje meldt tal. Fristen er 31. mars 2026." in page
    assert "Tala frå Forbrukartilsynet" in page and "Nettstaden der merket blei vist." in page
    assert not {"ikke", "noe", "hva", "kommet", "gjelder"} & set(re.sub(r"<[^>]+>", " ", page).split())
    english = desk.page(argparse.Namespace(**{**vars(options), "lang": "en"}), date(2026, 2, 1))
    assert '<html lang="nb">' in english and "Siden vises bare på denne maskinen" in english


def test_what_a_form_of_the_desk_answers_is_nynorsk_too(options: argparse.Namespace) -> None:
    given = argparse.Namespace(**{**vars(options), "lang": "nn"})
    told = desk_forms.take("/rapporter", {"rows": "", "year": "2025"}, given, date(2026, 2, 1))
    assert (told.heading, told.well) == ("Ingenting er ført", False) and told.sentences[0].startswith("Ingen tal er")
    told = desk_forms.take("/rapporter", {"rows": "310000108; mange; 1; 1; 1", "year": "2025"}, given, date(2026, 2, 1))
    assert not told.well and "Svara samtalar: «mange» er ikkje eit heilt tal" in told.sentences[0]
