"""Many organisation numbers at once, in a real Chromium: pasted and in files of every kind, on any day, and hostile ones."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from godkjent.register import lifecycle
from support import AS_OF, centres, spaced
from tabled import filtered

ALL = centres()
FIRST, SECOND = centres("approved")[:2]
APPROVED, REJECTED, OTHER = (
    FIRST.organisation_number,
    centres("rejected")[0].organisation_number,
    SECOND.organisation_number,
)


@pytest.fixture
def bulk(reader: Page, address: str) -> Page:
    reader.set_viewport_size({"width": 1280, "height": 900})
    reader.goto(f"{address}/sentre/sjekk/")
    return reader


def check(page: Page, text: str, day: str = "") -> None:
    if day:
        page.fill("#day", day)
    page.fill("#numbers", text)
    page.get_by_role("button", name="Sjekk listen").click()
    expect(page.locator("#said")).not_to_have_text("Leser listen …")


def give(page: Page, name: str, content: bytes) -> None:
    page.set_input_files("#file", files=[{"name": name, "mimeType": "application/octet-stream", "buffer": content}])
    expect(page.locator("#said")).not_to_have_text(re.compile("^(Leser listen …)?$"))


def test_a_list_of_fifty_thousand_lines_is_read_part_by_part(bulk: Page) -> None:
    bulk.evaluate(
        """() => {
          window.heard = [];
          new MutationObserver(() => window.heard.push(document.querySelector('#said').textContent)).observe(
            document.querySelector('#said'), { childList: true, characterData: true, subtree: true });
        }"""
    )
    lines = [f"Rev Kundesenter {i} AS;{APPROVED if i == 7 else 'uten nummer'}" for i in range(49_999)]
    bulk.set_input_files(
        "#file", files=[{"name": "liste.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}]
    )
    expect(bulk.locator("#said")).to_contain_text("Sjekkede linjer", timeout=120_000)
    heard = bulk.evaluate("window.heard")
    assert sum("av 49\u00a0999 linjer" in words for words in heard) > 5
    assert len(results(bulk)) == 200
    assert bulk.locator("#checked [data-status=approved]").count() == 1


def results(page: Page) -> list[list[str]]:
    return page.locator("#checked tbody tr").evaluate_all(
        "rows => rows.map(r => [...r.cells].map(c => c.innerText.trim()))"
    )  # type: ignore[no-any-return]


def workbook(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_every_line_gets_its_answer_and_its_reason(bulk: Page) -> None:
    check(
        bulk,
        f"Navn;Orgnr\n{OTHER}\nNO {spaced(APPROVED)} MVA\nRev AS;{REJECTED}\n310000109\n31000010\nBare navn AS\n\n{OTHER}\n974760673",
    )
    expect(bulk.locator("#heading-line")).to_have_text("Første linje er lest som overskrift: «Navn;Orgnr».")
    held = results(bulk)
    assert [row[0] for row in held] == ["2", "3", "4", "5", "6", "7", "9", "10"]
    assert [row[4] for row in held] == [OTHER, APPROVED, REJECTED, "310000109", "", "", OTHER, "974760673"]
    assert [row[1] for row in held] == ["Godkjent", "Godkjent", "Søknaden er avslått", "", "", "", "Godkjent", ""]
    assert held[3][3].startswith("Kontrollsifferet stemmer ikke.")
    assert held[4][1:] == ["", "", "Et organisasjonsnummer har 9 sifre.", "", "31000010"]
    assert held[5][5] == "Bare navn AS" and held[5][3].startswith("Det er ikke noe")
    assert held[6][3] == "Samme nummer står på linje 2."
    assert held[7][3] == "Ikke i registeret."
    facts = dict(
        zip(bulk.locator("#summary dt").all_inner_texts(), bulk.locator("#summary dd").all_inner_texts(), strict=True)
    )
    assert facts == {
        "Linjer og numre": "8", "Godkjent": "2", "Søknaden er avslått": "1", "Feil kontrollsiffer": "1", "Ikke 9 sifre": "1",
        "Uten nummer": "1", "Ikke i registeret": "1", "Gjentatt": "1",
    }  # fmt: skip
    expect(bulk.locator("#said")).to_contain_text("Godkjent 24. november 2026: 2 av 3 som er i registeret.")


def test_nothing_is_sent_anywhere(bulk: Page) -> None:
    asked: list[tuple[str, str]] = []
    bulk.on("request", lambda request: asked.append((request.method, request.url)))
    check(bulk, OTHER)
    expect(bulk.locator("#checked tbody tr")).to_have_count(1)
    assert asked and all(method == "GET" and OTHER not in url for method, url in asked)
    expect(bulk.locator("main")).to_contain_text("Ingenting av den sendes noe sted.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_files_of_every_encoding_and_separator(bulk: Page, encoding: str, separator: str) -> None:
    text = f"Leverandør{separator}Orgnr\r\nØrn Ærlig Åme{separator}{spaced(APPROVED)}\r\n"
    give(bulk, "liste.csv", text.encode(encoding))
    held = results(bulk)
    assert [row[4] for row in held] == [APPROVED] and held[0][2] == FIRST.name
    assert held[0][5].startswith("Ørn Ærlig Åme")


def test_a_workbook_with_numbers_text_dates_and_formulas(bulk: Page) -> None:
    give(
        bulk,
        "liste.xlsx",
        workbook(
            ["Firma", "Orgnr", "Dato"],
            ["En leverandør", int(APPROVED), datetime(2026, 1, 2)],
            ["=1+1", OTHER, None],
            ['=HYPERLINK("https://x.example")', None, None],
            ["Kry", f"NO{REJECTED}MVA", True],
        ),
    )
    assert [row[4] for row in results(bulk) if row[4]] == [APPROVED, OTHER, REJECTED]
    assert bulk.locator("#checked a[href*='x.example']").count() == 0


def test_the_status_on_any_day_is_what_the_lifecycle_says(bulk: Page) -> None:
    """Of the last three years everything is public in the demonstration; what is older may only be told as running."""
    labels = dict(bulk.locator("template#words").evaluate("t => [...t.content.querySelectorAll('[data-word^=status]')].map(e => [e.dataset.word.slice(7), e.textContent])"))  # fmt: skip
    chance = random.Random(7)
    text = "\n".join(c.organisation_number for c in ALL)
    for turn in range(12):
        day = (
            date(2023, 11, 25).toordinal() + chance.randrange(1095) if turn % 2 else chance.randrange(735_000, 738_000)
        )
        asked = date.fromordinal(day)
        check(bulk, text, asked.isoformat())
        expect(bulk.locator("#checked tbody tr")).to_have_count(len(ALL))
        for centre, row in zip(ALL, results(bulk), strict=True):
            status = str(lifecycle.status_on(centre.decisions, asked) or "none")
            allowed = {labels[status]}
            if asked < date(2023, 11, 25) and status in ("approved", "warned", "suspended"):
                allowed |= {labels["ran"], *([labels["approved"]] if status == "warned" else [])}
                allowed -= {labels["suspended"]} if status == "suspended" else set()
            assert row[1] in allowed, (centre.slug, asked, row)


def test_another_day_answers_at_once_and_a_later_one_is_refused(bulk: Page) -> None:
    check(bulk, APPROVED)
    bulk.fill("#day", "2010-01-01")
    expect(bulk.locator("#checked tbody")).to_contain_text("Ikke i registeret den dagen")
    bulk.evaluate("day.max = ''")
    bulk.fill("#day", "2027-01-01")
    expect(bulk.locator("#said")).to_have_text("Velg en dag som ikke er senere enn i dag.")
    expect(bulk.locator("#result")).to_be_hidden()


def saved(page: Page, kind: str) -> Path:
    with page.expect_download() as waiting:
        page.click(f"[data-evidence={kind}]")
    assert waiting.value.suggested_filename == f"sjekk-2025-05-05.{kind}"
    return waiting.value.path()


def test_the_evidence_says_what_was_asked_and_of_what(bulk: Page) -> None:
    check(bulk, f"{APPROVED}\n=2+5 {REJECTED}\n@SUM 310000109\n{APPROVED}\n", "2025-05-05")
    raw = saved(bulk, "csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    held = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row["Organisasjonsnummer"] for row in held] == [APPROVED, REJECTED, "310000109", APPROVED]
    assert [row["Status"] for row in held] == ["Godkjent", "Ikke i registeret den dagen", "", "Godkjent"]
    assert held[1]["Slik det sto"] == f"'=2+5 {REJECTED}" and held[2]["Slik det sto"].startswith("'@")
    for row in held:
        assert (row["Status på dagen"], row["Oppdatert"], row["Adresse"]) == ("2025-05-05", AS_OF, bulk.url)
        assert re.fullmatch("[0-9a-f]{40}", row["Registerets versjon (git)"])
    checked, about = openpyxl.load_workbook(io.BytesIO(saved(bulk, "xlsx").read_bytes())).worksheets
    assert filtered(checked) == checked.dimensions and not about.tables
    told = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert told["Oppdatert"] == datetime.fromisoformat(AS_OF) and told["Status på dagen"] == datetime(2025, 5, 5)
    assert told["Adresse"] == bulk.url and told["Gjentatt"] == 1
    numbers = [row[2] for row in checked.iter_rows(min_row=2)]
    assert [cell.value for cell in numbers] == [APPROVED, REJECTED, "310000109", APPROVED]
    assert all(cell.data_type == "s" and cell.number_format == "@" for cell in numbers)
    assert all(cell.data_type != "f" for row in checked.iter_rows() for cell in row)


def bomb(size: int) -> bytes:
    """A workbook whose one sheet unpacks to `size` bytes of blanks."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["x"]))) as plain,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in plain.namelist():
            content = plain.read(name)
            with packed.open(name, "w") as entry:
                entry.write(content)
                for _ in range(size // 2**20 if "sheet1" in name else 0):
                    entry.write(b" " * 2**20)
    return kept.getvalue()


HOSTILE = {
    "empty": (b"", "Det er ingen tall eller navn i listen."),
    "blank lines": (b"\n \r\n\t\n", "Det er ingen tall eller navn i listen."),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + bytes(range(256)) * 20, "Dette er ikke en tekstfil"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "Dette er en eldre Excel-fil"),
    "half a zip": (workbook(["x"])[:900], "Excel-filen kan ikke leses."),
    "other zip": (b"PK\x03\x04" + bytes(60), "Excel-filen kan ikke leses."),
    "too many lines": (b"1\n" * 50_001, "Listen har mer enn 50 000 linjer."),
    "too large": (b"310000108\n" * 1_100_000, "Listen er for stor."),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sentence(bulk: Page, name: str) -> None:
    content, sentence = HOSTILE[name]
    give(bulk, "liste.xlsx", content)
    expect(bulk.locator("#said")).to_contain_text(sentence)
    expect(bulk.locator("#result")).to_be_hidden()
    check(bulk, OTHER)  # and the page goes on working
    expect(bulk.locator("#checked tbody tr")).to_have_count(1)


def test_a_workbook_that_unpacks_to_far_too_much_is_not_opened(bulk: Page) -> None:
    content = bomb(300 * 2**20)
    assert len(content) < 2**20
    give(bulk, "bombe.xlsx", content)
    expect(bulk.locator("#said")).to_contain_text("pakker seg ut til mer enn den bør")


def test_a_zip_that_lies_about_its_size_is_a_sentence_too(bulk: Page) -> None:
    content = bytearray(workbook([APPROVED]))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    give(bulk, "l\u00f8gn.xlsx", bytes(content))
    expect(bulk.locator("#said")).not_to_be_empty()


def test_ten_thousand_lines_are_all_answered_while_the_page_stays_awake(bulk: Page, site: Path) -> None:
    centres = json.loads((site / "sentre/sentre.json").read_text("utf-8"))["centres"]
    lines = [centres[i % len(centres)]["organisation_number"] for i in range(10_000)]
    bulk.evaluate(
        "() => { window.longest = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "e => { window.longest = Math.max(window.longest, e.duration) })).observe({type: 'longtask'}) }"
    )
    give(bulk, "liste.csv", "\n".join(lines).encode())
    expect(bulk.locator("#said")).to_contain_text(re.compile(r"Sjekkede linjer: 10.000"))
    expect(bulk.locator("#checked tbody tr")).to_have_count(200)
    print("longest task, ms:", bulk.evaluate("window.longest"))
    bulk.click("#more")
    expect(bulk.locator("#checked tbody tr")).to_have_count(400)
    with bulk.expect_download() as waiting:
        bulk.click("[data-evidence=xlsx]")
    book = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    assert sum(1 for _ in book.worksheets[0].rows) == 10_001
    print("longest task with the workbook, ms:", bulk.evaluate("window.longest"))


def test_text_from_a_list_is_only_text(bulk: Page) -> None:
    check(bulk, f"<img src=x onerror=alert(1)> {APPROVED}")
    assert results(bulk)[0][5] == f"<img src=x onerror=alert(1)> {APPROVED}"
    assert bulk.locator("#checked img").count() == 0


def test_the_result_takes_the_focus_and_is_said(bulk: Page) -> None:
    bulk.focus("#numbers")
    bulk.keyboard.type(APPROVED)
    for _ in range(8):
        bulk.keyboard.press("Tab")
        if bulk.evaluate("document.activeElement.type === 'submit'"):
            break
    bulk.keyboard.press("Enter")
    expect(bulk.locator("#result-title")).to_be_focused()
    assert bulk.get_attribute("#said", "role") == "status"
