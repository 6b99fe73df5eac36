"""What lawyers write is read the same by form, page and command, and what cannot be read is left for a sentence."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import pytest

from godkjent.acts import corrections, issue_forms, reading
from godkjent.acts.acts import ACTS, fields
from godkjent.language.texts import Text
from godkjent.outputs.edit_page import _reading
from godkjent.register.model import Decision, Kind
from godkjent.register.records import read_schemas
from support import SCHEMA_FOLDER, node

SCHEMAS = read_schemas(SCHEMA_FOLDER)
SCHEMA = SCHEMAS["centre"]
TITLE = Text("Spørsmål", "Question")
CENTRES = (
    reading.Known("trygg-bjorn-motebooking-as", "Trygg Bjørn Møtebooking AS", "310005584", ("Bjørnehjelpen",)),
    reading.Known("trygg-bever-svar-as", "Trygg Bever Svar AS", "310000108"),
    reading.Known("rev-co", "Rev, Sau & Co", "310000175", ("gammel-rev",)),
)
DAYS = {
    "2028-04-01": ("1. april 2028", "01.04.2028", "1.4.28", "1/4/2028", "1-4-2028", "den 1. april 2028", "1 apr. 2028"),
    "2026-11-25": ("25.11.26", "25/11/2026", "25. 11. 2026", "2026-11-25", "Onsdag 25. november 2026", "25 November 2026"),
    "2026-09-01": ("1. sept. 2026", "1. september\xa02026", "1.9.2026.", "tysdag 1. sep. 2026"),
}  # fmt: skip
NO_DAYS = (
    "31.2.2026",
    "11/25/2026",
    "i morgen",
    "tirsdag 25. november 2026",
    "25.11",
    "",
    "2026",
    "0.1.2026",
    "1. brumaire 2026",
)
NUMBERS = {
    "20112200–20112299": ("20112200-20112299", "20112200–20112299", "20112200 - 20112299", "20112200-99", "20112200..99", "20112200 til 20112299", "20112200‑20112299"),
    "+47 30 99 34 56": ("0047 30 99 34 56", "tlf. 30 99 34 56 ".replace("tlf. ", "tlf. (+47) "), "30-99-34-56", "47 30.99.34.56"),
    "30 99 34 56": ("30 99 34 56", " 30  99 34 56"),
    "02000–02009": ("02000-02009", "02000-09"),
    "tolv": ("tolv",),
}  # fmt: skip
SITES = {
    "https://www.x.no": ("www.x.no", "https://www.x.no", "HTTPS://www.x.no"),
    "http://x.no/om?a=b": ("http://x.no/om?a=b",),
    "https://xn--blbr-roah.no/": ("blåbær.no/", "https://Blåbær.no/"),
    "ftp://x.no": ("ftp://x.no",),
    "post@x.no": ("post@x.no",),
}


@pytest.mark.parametrize(("day", "written"), [(d, w) for d, ways in DAYS.items() for w in ways])
def test_a_day_in_every_norwegian_way(day: str, written: str) -> None:
    assert reading.day(written) == day


@pytest.mark.parametrize("written", NO_DAYS)
def test_what_is_no_day_is_left_as_it_is(written: str) -> None:
    assert reading.day(written) == written


@pytest.mark.parametrize(("number", "written"), [(n, w) for n, ways in NUMBERS.items() for w in ways])
def test_numbers_and_ranges_with_any_hyphen(number: str, written: str) -> None:
    assert reading.telephone(written) == number


@pytest.mark.parametrize(("site", "written"), [(s, w) for s, ways in SITES.items() for w in ways])
def test_a_web_site_without_its_scheme(site: str, written: str) -> None:
    assert reading.website(written) == site


def test_figures_with_norwegian_thousands() -> None:
    assert [reading.figure(w) for w in ("187 727", "507.700", "1\xa0234\xa0567", "12", "12,5", "1.2", "tolv")] == [
        "187727", "507700", "1234567", "12", "12,5", "1.2", "tolv",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "words", "values"),
    [
        ("services", "Salg og kundeservice", ["sales", "customer-service"]),
        ("services", "salg, Undersøkelser;  sal", ["sales", "surveys"]),
        ("sectors", "Bank og finans og energi", ["banking", "energy"]),
        ("sectors", "Tele og breiband/Handel", ["telecom", "retail"]),
        ("languages", "Norsk og engelsk", ["nb", "en"]),
        ("directions", "Inngående", ["inbound"]),
        ("channels", "E-post\nTelephone", ["email", "phone"]),
    ],
)
def test_choices_by_what_they_are_called(field: str, words: str, values: list[str]) -> None:
    assert reading.chosen(words, SCHEMA.labels((field, 0)), TITLE) == values


def test_what_is_no_choice_names_the_question_and_the_labels() -> None:
    with pytest.raises(reading.NotRead) as refused:
        reading.chosen("Salg og magi", SCHEMA.labels(("services", 0)), Text("Tjenester", "Services"))
    assert refused.value.text.nb.startswith(
        "«Salg og magi» er ikke et valg under Tjenester. Valgene er Salg, Møtebooking,"
    )
    with pytest.raises(reading.NotRead, match="Mente du «Suspensjon»"):
        reading.chosen("Suspensjonen", SCHEMA.labels(("decisions", 0, "kind")), TITLE)


@pytest.mark.parametrize(
    "words",
    [
        "310 005 584",
        "NO 310005584 MVA",
        "Trygg Bjørn Møtebooking AS",
        "trygg bjørn møtebooking",
        "Trygg Bjørn",
        "Bjørnehjelpen AS",
        "Trygg Bjørn Møtebooking AS (310005584)",
        "Trygg Bjørn Møtebooking AS (310 005 584)",
        "trygg-bjorn-motebooking-as",
        "registry/centres/trygg-bjorn-motebooking-as.yaml",
        "https://register.example/en/sentre/trygg-bjorn-motebooking-as/",
        "https://register.example/verifiser/310005584/",
        "/merke/310005584.svg",
    ],
)
def test_a_centre_by_what_people_call_it(words: str) -> None:
    assert reading.centre(words, CENTRES).slug == "trygg-bjorn-motebooking-as"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Trygg", "«Trygg» kan være flere sentre: «Trygg Bjørn Møtebooking AS (310 005 584)» eller «Trygg Bever"),
        ("Trygge Bjørn Møtebooking", "Mente du «Trygg Bjørn Møtebooking AS (310 005 584)»?"),
        ("Ukjent Elg AS", "Skriv hele navnet, organisasjonsnummeret eller adressen"),
        ("999999999", "Det er ikke noe senter «999999999» i registeret."),
        ("", "Det er ikke noe senter «»"),
    ],
)  # fmt: skip
def test_a_centre_that_is_not_certain(words: str, sentence: str) -> None:
    with pytest.raises(reading.NotRead) as refused:
        reading.centre(words, CENTRES)
    assert sentence in refused.value.text.nb and refused.value.text.en and refused.value.text.nn


def test_a_name_with_a_comma_stays_one() -> None:
    asked = fields(ACTS["ny"], SCHEMA)
    said = {"trade_names": "Munter Elg, Rev & Co\nElg", "calls_on_behalf_of": "Ekte Hest, Sau & Geit AS",
            "phone_numbers": "0047 30 99 34 56", "websites": "www.a.example, b.example", "seats": "1 200",
            "services": "Salg og kundeservice", "languages": "Norsk", "kind": "Søknad mottatt", "date": "24. november 2026",
            "directions": "Utgående", "channels": "Telefon", "name": "Munter Elg Svar AS", "organisation_number": "310 109 002",
            "postcode": "0155", "city": "Oslo", "county": "oslo"}  # fmt: skip
    body = "\n\n".join(f"### {f.title.nb}\n\n{said.get(f.id, '_No response_')}" for f in asked)
    arguments = issue_forms.command(body, SCHEMAS)
    assert {
        "--trade-name=Munter Elg, Rev & Co", "--trade-name=Elg", "--calls-on-behalf-of=Ekte Hest, Sau & Geit AS",
        "--phone=+47 30 99 34 56", "--website=https://www.a.example", "--website=https://b.example", "--seats=1200",
        "--service=sales", "--service=customer-service", "--language=nb", "--date=2026-11-24", "--county=Oslo",
        "--organisation-number=310109002",
    } <= set(arguments)  # fmt: skip


def test_what_a_correction_says() -> None:
    krav = {"tax": Text("Skatt og avgift", "Taxes"), "consent": Text("Samtykke", "Consent")}
    given = [
        "Vedtaksdato=30. oktober 2025",
        "krav det gjelder=Skatt og avgift",
        "reason=Ny, grunn",
        "strykes=ja",
        "kind=advarsel",
    ]
    assert corrections.change_from(given, SCHEMA, krav) == {
        "date": "2025-10-30", "requirements": ["tax"], "reason": {"nb": "Ny, grunn"}, "void": True, "kind": "warning",
    }  # fmt: skip
    for wrong, sentence in (
        ("dato=x", "Feltene er Strykes, Slag, Vedtaksdato"),
        ("void=nei", "Skriv «ja» når vedtaket"),
    ):
        with pytest.raises(reading.NotRead) as refused:
            corrections.change_from([wrong], SCHEMA, krav)
        assert sentence in refused.value.text.nb


def in_the_page(cases: list[list[Any]]) -> list[Any]:
    tables = json.loads(json.dumps(_reading()))
    done = node("tests/read_words.mjs", given=json.dumps({"tables": tables, "cases": cases}))
    assert done.returncode == 0, done.stderr
    results: list[Any] = json.loads(done.stdout)
    return results


def test_the_page_reads_as_the_commands_do() -> None:
    """Every example, and thousands of words put together from what such words are made of."""
    chance = random.Random(26)
    made_of = [
        "1",
        "2",
        "25",
        "30",
        "99",
        "2026",
        "26",
        "20112200",
        "+47",
        "0047",
        "47",
        "02000",
        ".",
        ",",
        "-",
        "–",
        "/",
        ":",
        "(",
        ")",
        "den",
        "1.",
        "april",
        "mai",
        "nov.",
        "onsdag",
        "lørdag",
        "januar",
        "www.",
        "x.no",
        "blåbær.no",
        "https://",
        "og",
        "til",
        "&",
        "Salg",
        "Kundeservice",
        "Bank",
        "finans",
        "\n",
        "\xa0",
        "AS",
        "Trygg",
        "Bjørn",
        "310",
        "005",
        "584",
        "mva",
        "tlf",
    ]
    mixed = [chance.choice(("", " ")).join(chance.choices(made_of, k=chance.randint(1, 6))) for _ in range(4000)]
    examples = [w for table in (DAYS, NUMBERS, SITES) for ways in table.values() for w in ways]
    words = [*mixed, *examples, *NO_DAYS, "187 727", "NO 310 005 584 MVA"]
    labels = SCHEMA.labels(("services", 0)) | SCHEMA.labels(("sectors", 0))
    choices = {value: [label.in_language(code) for code in ("nb", "en", "nn")] for value, label in labels.items()}
    everyone = [[c.slug, c.name, c.number, c.others] for c in CENTRES]
    pure = {"day": reading.day, "figure": reading.figure, "organisation": reading.organisation,
            "telephone": reading.telephone, "website": reading.website}  # fmt: skip

    def chosen(text: str) -> list[str] | None:
        try:
            return reading.chosen(text, labels, TITLE)
        except reading.NotRead:
            return None

    cases = [[name, w] for w in words for name in pure]
    cases += [["several", field, w] for w in words for field in ("websites", "phone_numbers", "trade_names")]
    cases += [["chosen", w, choices] for w in words]
    cases += [["centres", w, everyone] for w in words]
    expected: list[Any] = [pure[name](w) for w in words for name in pure]
    expected += [reading.answer(f, w) for w in words for f in ("websites", "phone_numbers", "trade_names")]
    expected += [chosen(w) for w in words]
    expected += [
        [[c.slug, c.name, c.number, list(c.others)] for c in reading._named_so(reading.one_line(w), CENTRES)]
        for w in words
    ]
    apart = [
        (case, got, want) for case, got, want in zip(cases, in_the_page(cases), expected, strict=True) if got != want
    ]
    assert apart[:9] == []


def test_what_a_decision_says_can_be_written_over_and_read_back() -> None:
    """The lines that the page fills in read as the fields they came from, and lines beat semicolons."""
    krav = {"tax": Text("Skatt og avgift", "Taxes"), "consent": Text("Samtykke", "Consent")}
    decision = Decision(
        "2026-001", date(2026, 11, 24), Kind.WARNING, date(2026, 12, 1), Text("Grunn: a; b", "Reason"),
        ("tax", "consent"), date(2027, 4, 1),
    )  # fmt: skip
    lines = corrections.standing(decision, SCHEMA, krav)
    assert lines[0] == "Vedtaksdato: 24. november 2026" and "Begrunnelse på engelsk: Reason" in lines
    assert corrections.change_from(corrections.parts("\n".join(lines)), SCHEMA, krav) == {
        "date": "2026-11-24", "effective": "2026-12-01", "deadline": "2027-04-01", "requirements": ["tax", "consent"],
        "reason": {"nb": "Grunn: a; b", "en": "Reason"},
    }  # fmt: skip
    assert corrections.parts("date=2026-11-01; Strykes: ja") == ["date=2026-11-01", "Strykes: ja"]
