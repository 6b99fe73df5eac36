"""Every rule broken by a record that is otherwise sound: that rule and no other says so, in the right place."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from godkjent.checks import alike as likeness
from godkjent.checks import rules
from godkjent.register import records
from godkjent.register.model import Kind
from godkjent.register.problems import Level, Problem
from support import CENTRE, FIXTURES, OTHER, SCHEME, decided, make_registry, marked

DAY = date(2026, 11, 24)
PUBLISHER = """\
publisher:
  name: {nb: Nemndas sekretariat}
  organisation_number: "800000009"
  address: {postcode: "0155", city: Oslo}
  email: post@nemnda.invented
  phone: "+47 22 33 44 66"
"""
REAL = (
    SCHEME.replace("demonstration: true", "demonstration: false")
    + PUBLISHER
    + "site: https://register.invented\nrepository: https://lager.invented/nemnda/register\ndata_licence: NLOD-2.0\n"
)
DEMONSTRATION = SCHEME + PUBLISHER.replace("800000009", "399999901").replace(".invented", ".example").replace(
    "22 33 44 66", "50 50 50 50"
)
REAL_CENTRE = (
    CENTRE.replace("Listig Rev", "Et Virkelig")
    .replace("Ærlig Ørn", "Virkelig")
    .replace(".example", ".invented")
    .replace("310000108", "800000009")
    .replace("30 12 34 56", "22 33 44 55")
    .replace("20 00 00 00", "22 00 00 00")
    .replace("20 00 00 99", "22 00 00 99")
)


def problems(folder: Path, **files: str) -> list[Problem]:
    return list(rules.check(records.read(make_registry(folder / "registry", **files)), DAY))


def centre(old: str, new: str, source: str = CENTRE) -> dict[str, str]:
    assert old in source
    return {"centre": source.replace(old, new, 1)}


APPROVAL = "id: 2024-001, date: 2024-03-01, kind: approval"
KEYS, _, _WITNESSES = (FIXTURES / "schema" / "keys" / "pass" / "sound.yaml").read_text("utf-8").partition("witnesses:")
WITNESS = f"witnesses:{_WITNESSES}"
WARNING = "kind: warning, requirements: [tax], reason: {nb: Fordi.}"
# rule: (what is written, where it is told, some words of the sentence)
MISUSE = """\
name: Blid Elg Salg AS
organisation_number: "310000175"
website: https://blid-elg.example
seen: 2026-09-14
ended: 2026-10-02
reason: {nb: Viste merket uten å være godkjent.}
"""
BROKEN: dict[str, tuple[dict[str, str], str, str]] = {
    "private": (
        {
            "centre": decided(
                APPROVAL, 'id: 2026-001, date: 2026-11-24, kind: follow_up, reason: {nb: "Ring 99 88 77 66."}'
            )
        },
        "centres/listig-rev.yaml:18:68",
        "Tekst på bokmål ser ut til å inneholde et telefonnummer som ikke er senterets.",
    ),
    "text-unquoted": (
        {"centre": CENTRE.replace('"0155"', "0155")},
        "centres/listig-rev.yaml:6:41",
        'Postnummer skal stå i anførselstegn, slik: postcode: "0155".',
    ),
    "text-cut": (
        {
            "centre": CENTRE.replace("Ærlig Ørn Svar", "Ærlig Ørn Svar")
            .replace("Storgata 1,", '"Storgata 1",')
            .replace("decisions:", "decisions: # gammelt")
            .replace(
                "trade_names:", "former_names: # x\n  - {name: Listig Rev Gammel AS, until: 2023-01-01}\ntrade_names:"
            )
            .replace("    kind: approval", "    kind: approval\n    reason:\n      nb: Punkt #1")
        },
        "centres/listig-rev.yaml:23:11",
        "Tekst på bokmål slutter ved tegnet #: resten av linjen (#1) blir ikke lest.",
    ),
    "scheme-unfinished": (
        {"scheme": REAL.replace("data_licence: NLOD-2.0\n", ""), "centre": REAL_CENTRE},
        "scheme.yaml:1:1",
        "Lisens for dataene mangler",
    ),
    "publisher-organisation-number": (
        {"scheme": DEMONSTRATION.replace("399999901", "399999902")},
        "scheme.yaml:11:24",
        "kontrollsifferet stemmer ikke",
    ),
    "publisher-invented": (
        {"scheme": DEMONSTRATION.replace("nemnda.example", "nemnda.invented")},
        "scheme.yaml:13:10",
        "«post@nemnda.invented» kan tilhøre noen",
    ),
    "publisher-real": (
        {"scheme": REAL.replace("22 33 44 66", "50 50 50 50"), "centre": REAL_CENTRE},
        "scheme.yaml:14:10",
        "«+47 50 50 50 50» er oppdiktet",
    ),
    "rehearsal-of-nothing": (
        {"scheme": REAL.replace("approval_years", "rehearsal: true\napproval_years"), "centre": REAL_CENTRE},
        "scheme.yaml:4:12",
        "En øvelse er en demonstrasjon",
    ),
    "slug": ({"centres__Listig_Rev": OTHER}, "centres/Listig_Rev.yaml:1:1", "kan ikke bli en adresse"),
    "text-characters": (centre("Storgata", "Storg\u0430ta"), "centres/listig-rev.yaml:6:19", "et annet alfabet"),
    "decisions-last": (
        {"centre": CENTRE + "seats: 12\n"},
        "centres/listig-rev.yaml:20:8",
        "Vedtakene (decisions) må stå nederst i filen",
    ),
    "former-slug": (
        {"centre": CENTRE.replace("trade_names:", "former_slugs: [listig-rev]\ntrade_names:")},
        "centres/listig-rev.yaml:3:16",
        "kan ikke lede hit",
    ),
    "misuse-order": (
        {"misuse__rev": MISUSE.replace("ended: 2026-10-02", "ended: 2026-09-13")},
        "misuse/rev.yaml:5:8",
        "stanset 13. september 2026, før det ble observert 14. september 2026",
    ),
    "misuse-phone": (
        {"misuse__rev": MISUSE.replace("seen:", 'phone_number: "20 00 00 05"\nseen:')},
        "misuse/rev.yaml:4:15",
        "Nummeret 20 00 00 05 er registrert på registry/centres/listig-rev.yaml.",
    ),
    "misuse-approved": (
        {"misuse__rev": MISUSE.replace("310000175", "310000108")},
        "misuse/rev.yaml:2:22",
        "Et godkjent senter har lov til å vise merket",
    ),
    "organisation-number": (
        centre("310000108", "310000109"),
        "centres/listig-rev.yaml:2:22",
        "kontrollsifferet stemmer ikke",
    ),
    "organisation-number-twice": (
        {"centres__x": OTHER.replace("310000175", "310000108")},
        "centres/x.yaml:2:22",
        "allerede brukt i registry/centres/listig-rev.yaml",
    ),
    "phone-number": (
        {"scheme": REAL, **centre("22 33 44 55", "30 12 34 56", REAL_CENTRE)},
        "centres/listig-rev.yaml:8:14",
        "8 siffer i en serie som er tatt i bruk, eller 5 siffer fra 02000 til 09999",
    ),
    "demonstration-phone-number": (
        centre("30 12 34 56", "22 33 44 55"),
        "centres/listig-rev.yaml:8:14",
        "kan tilhøre noen",
    ),
    "phone-range": (
        centre('from: "+47 20 00 00 00"', 'from: "+47 20 00 02 00"'),
        "centres/listig-rev.yaml:9:35",
        "den går nedover",
    ),
    "phone-number-twice": (
        {"centres__x": OTHER.replace("30 12 34 57", "20 00 00 50")},
        "centres/x.yaml:8:5",
        "20 00 00 50 er allerede ført opp i registry/centres/listig-rev.yaml (20 00 00 00–20 00 00 99)",
    ),
    "phone-period": (
        centre('"+47 30 12 34 56",', '"+47 30 12 34 56", since: 2024-02-01, until: 2024-01-31,'),
        "centres/listig-rev.yaml:8:59",
        "kan ikke være senterets fra 1. februar 2024",
    ),
    "demonstration-organisation-number": (
        centre("310000108", "800000009"),
        "centres/listig-rev.yaml:2:22",
        "må organisasjonsnumre begynne med 3",
    ),
    "demonstration-domain": (
        centre("post@listig-rev.example", "post@rev.no"),
        "centres/listig-rev.yaml:5:8",
        "«rev.no» kan være noens",
    ),
    "demonstration-name": (
        centre("Ærlig Ørn Svar", "Virkelig Firma AS"),
        "centres/listig-rev.yaml:3:15",
        "et adjektiv og et dyr",
    ),
    "invented-figures": (
        {
            "scheme": REAL,
            "centre": REAL_CENTRE,
            "statistics__2024": "year: 2024\ncomplaints_received: 3\ninvented: true\n",
        },
        "statistics/2024.yaml:3:11",
        "ikke lenger en demonstrasjon",
    ),
    "statistics-leap": (
        {
            "statistics__2024": "year: 2024\ncomplaints_received: 300\ninvented: true\n",
            "statistics__2025": "year: 2025\ncomplaints_received: 3000\ninvented: true\n",
        },
        "statistics/2025.yaml:2:22",
        "Mottatte klager er 3\u00a0000 i 2025, mot 300 i 2024.",
    ),
    "statistics-file": (
        {"statistics__2023": "year: 2024\ncomplaints_received: 3\ninvented: true\n"},
        "statistics/2023.yaml:1:7",
        "Filen heter «2023», men tallene gjelder 2024",
    ),
    "date-in-future": (
        {"centre": decided("id: 2062-001, date: 2062-03-01, kind: approval")},
        "centres/listig-rev.yaml:17:26",
        "1. mars 2062 ligger fram i tid; registeret gjelder 24. november 2026",
    ),
    "not-yet": (
        {"misuse__rev": MISUSE.replace("ended: 2026-10-02", "ended: 2026-12-01")},
        "misuse/rev.yaml:5:8",
        "1. desember 2026 ligger fram i tid; registeret gjelder 24. november 2026",
    ),
    "year-in-future": (
        centre(
            "decisions:",
            "  - {year: 2027, calls_answered: 1, calls_connected: 2, complaints_received: 1, complaints_upheld: 0}\ndecisions:",
        ),
        "centres/listig-rev.yaml:16:12",
        "2027 har ikke begynt ennå",
    ),
    "report-year-twice": (
        centre(
            "decisions:",
            "  - {year: 2025, calls_answered: 1, calls_connected: 2, complaints_received: 1, complaints_upheld: 0}\ndecisions:",
        ),
        "centres/listig-rev.yaml:16:12",
        "Tall for 2025 står to ganger",
    ),
    "report-sums": (
        centre("complaints_upheld: 1", "complaints_upheld: 4"),
        "centres/listig-rev.yaml:15:102",
        "4 klager er flere enn de 3 som kom inn",
    ),
    "report-year-not-over": (
        centre(
            "decisions:",
            "  - {year: 2026, calls_answered: 1, calls_connected: 2, complaints_received: 1, complaints_upheld: 0}\ndecisions:",
        ),
        "centres/listig-rev.yaml:16:12",
        "Tallene gjelder 2026, som ikke er slutt",
    ),
    "report-corrected": (
        centre("complaints_upheld: 1}", "complaints_upheld: 1, corrected: 2025-12-31}"),
        "centres/listig-rev.yaml:15:116",
        "rettet 31. desember 2025, som er før året var slutt",
    ),
    "requirement-twice": (
        {"requirements": "requirements:\n" + 2 * "  - {id: tax, title: {nb: Skatt}, description: {nb: Betalt.}}\n"},
        "requirements.yaml:3:10",
        "Kravet «tax» står to ganger",
    ),
    "key": (
        {"keys": KEYS.replace("on3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX", "z" * 44)},
        "keys.yaml:3:30",
        "er ingen nøkkel",
    ),
    "key-twice": (
        {
            "keys": KEYS
            + "  - {role: log, key: z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX, since: 2025-01-02, until: 2025-01-03}\n"
        },
        "keys.yaml:7:22",
        "står to ganger",
    ),
    "key-current": (
        {"keys": KEYS.replace(", until: 2026-02-03", "")},
        "keys.yaml:3:3",
        "Rollen «credentials» har 2 nøkler uten en siste dag (until)",
    ),
    "key-dates": (
        {"keys": KEYS.replace("until: 2026", "until: 2024")},
        "keys.yaml:3:106",
        "Nøkkelen ble byttet ut 3. februar 2024",
    ),
    "witness": (
        {"keys": KEYS + WITNESS.replace("avisen.example/vitne+", "annen.example/vitne+")},
        "keys.yaml:8:11",
        "er ingen nøkkel til et vitne",
    ),
    "witness-place": (
        {"keys": KEYS + WITNESS.replace(", publishes: https://avisen.example/vitne/checkpoint", "")},
        "keys.yaml:8:5",
        "enten en adresse det spørres på (url) eller en fil det publiserer (publishes)",
    ),
    "decision-id-twice": (
        {"centres__x": OTHER.replace("2024-002", "2024-001")},
        "centres/x.yaml:17:9",
        "Vedtaksnummer 2024-001 er allerede brukt i registry/centres/listig-rev.yaml",
    ),
    "decision-id-year": (
        centre("id: 2024-001", "id: 2023-001"),
        "centres/listig-rev.yaml:17:9",
        "nummeret må begynne med 2024",
    ),
    "decision-order": (
        {
            "centre": decided(
                "id: 2024-002, date: 2024-03-01, kind: application",
                "id: 2024-001, date: 2024-02-01, effective: 2024-03-01, kind: approval",
            )
        },
        "centres/listig-rev.yaml:18:26",
        "Vedtak 2024-001 fra 1. februar 2024 står etter et vedtak fra 1. mars 2024",
    ),
    "decision-dates": (
        {"centre": decided("id: 2024-001, date: 2024-03-01, effective: 2024-02-01, kind: approval")},
        "centres/listig-rev.yaml:17:49",
        "Gjelder fra 1. februar 2024 er før vedtaksdatoen 1. mars 2024",
    ),
    "validity-too-long": (
        {"centre": decided(f"{APPROVAL}, valid_until: 2027-03-02")},
        "centres/listig-rev.yaml:17:67",
        "varer den til 1. mars 2027 eller kortere",
    ),
    "requirement-unknown": (
        {"centre": decided(APPROVAL, f"id: 2024-002, date: 2024-06-03, {WARNING}".replace("tax", "hygiene"))},
        "centres/listig-rev.yaml:18:68",
        "Kravet «hygiene» finnes ikke; kravene er tax",
    ),
    "concerns": (
        {
            "centre": decided(
                APPROVAL,
                "id: 2024-002, date: 2024-06-03, kind: correction, concerns: 2024-009, reason: {nb: Feil.}, change: {date: 2024-03-02}",
            )
        },
        "centres/listig-rev.yaml:18:66",
        "det står ikke noe slikt vedtak tidligere i filen",
    ),
    "lifecycle": (
        {"centre": decided(APPROVAL, "id: 2024-002, date: 2024-06-03, kind: suspension_lifted")},
        "centres/listig-rev.yaml:18:44",
        "«Suspensjon opphevet» er ikke mulig her: senteret var godkjent den 3. juni 2024. Det er bare mulig når senteret var suspendert.",
    ),
    "outgoing-mobile-number": (
        {"scheme": REAL, **centre('"+47 22 33 44 55", use: [inbound]', '"901 01 001", use: [outbound]', REAL_CENTRE)},
        "centres/listig-rev.yaml:8:14",
        "901 01 001 er et mobilnummer",
    ),
    "report-missing": (
        centre("year: 2025", "year: 2024"),
        "centres/listig-rev.yaml:15:3",
        "Årsrapporten for 2025 mangler; senteret var godkjent hele året",
    ),
    "name-alike": (
        {"centres__x": OTHER.replace("Blid Elg Kundesenter AS", "Listig Rev Kundesentera AS")},
        "centres/x.yaml:1:7",
        "«Listig Rev Kundesentera AS» ligner svært på «Listig Rev Kundesenter AS» i registry/centres/listig-rev.yaml",
    ),
    "website-of-another": (
        {"centres__x": OTHER.replace("https://blid-elg.example", "https://svar.listig-rev.example")},
        "centres/x.yaml:4:12",
        "«svar.listig-rev.example» hører under et domene som registry/centres/listig-rev.yaml har ført opp",
    ),
    "name-lookalike": (
        {**centre("Ørn Svar", "Ørn Modern"), "centres__x": OTHER.replace("Ørn Svar", "Ørn Modem")},
        "centres/x.yaml:3:15",
        "«Ærlig Ørn Modem» ser ut som «Ærlig Ørn Modern», som er et navn på et annet senter (registry/centres/listig-rev.yaml)",
    ),
    "website-shared": (
        {"scheme": REAL, **centre("https://listig-rev.invented", "https://rev.github.io", REAL_CENTRE)},
        "centres/listig-rev.yaml:4:12",
        "«rev.github.io» er et nettsted som mange har en side på",
    ),
    "mail-shared": (
        {"scheme": REAL, **centre("post@listig-rev.invented", "rev@gmail.com", REAL_CENTRE)},
        "centres/listig-rev.yaml:5:8",
        "«gmail.com» er en e-posttjeneste der alle kan få en adresse",
    ),
    "test-organisation-number": (
        {"scheme": REAL, **centre("800000009", "310000108", REAL_CENTRE)},
        "centres/listig-rev.yaml:2:22",
        "«310000108» er et nummer til å prøve med",
    ),
    "test-domain": (
        {"scheme": REAL, **centre("https://listig-rev.invented", "https://listig-rev.example", REAL_CENTRE)},
        "centres/listig-rev.yaml:4:12",
        "«listig-rev.example» er et domene til eksempler og prøver",
    ),
    "county-postcode": (
        centre('"0155"', '"9170"'),
        "centres/listig-rev.yaml:6:69",
        "Postnummer 9170 er på Svalbard, men «Oslo» er ført som fylke",
    ),
    "number-kind": (
        {"scheme": REAL, **centre("22 33 44 55", "829 10 100", REAL_CENTRE)},
        "centres/listig-rev.yaml:8:14",
        "829 10 100 er et betalingsnummer (teletorg)",
    ),
    "transfer-sides": (
        {"centre": decided(APPROVAL, "id: 2025-001, date: 2025-03-03, kind: transfer")},
        "centres/listig-rev.yaml:18:44",
        "må si hvilket annet senter det gjelder: Overført til (successor) eller Overtatt fra (predecessor)",
    ),
    "transfer-other-side": (
        {"centre": decided(APPROVAL, 'id: 2025-001, date: 2025-03-03, kind: transfer, successor: "310000175"')},
        "centres/listig-rev.yaml:18:44",
        "overfører godkjenningen mellom dette senteret og 310000175, men det senteret er ikke i registeret",
    ),
}
WARNINGS = {
    "outgoing-mobile-number",
    "report-missing",
    "report-year-not-over",
    "scheme-unfinished",
    "name-alike",
    "name-lookalike",
    "website-of-another",
    "website-shared",
    "mail-shared",
    "number-kind",
    "county-postcode",
    "text-unquoted",
    "statistics-leap",
}


def test_sound_registries_have_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path / "a") == []
    assert problems(tmp_path / "b", centres__x=OTHER) == []
    assert problems(tmp_path / "c", scheme=REAL, centre=REAL_CENTRE) == []


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_says_so_and_no_other_does(tmp_path: Path, rule: str) -> None:
    files, where, words = BROKEN[rule]
    (found,) = problems(tmp_path, **files)
    assert found.rule == rule
    assert f"{found.file}:{found.mark.line}:{found.mark.column}" == f"registry/{where}"
    assert words in found.message.nb
    assert found.message.en and found.message.en != found.message.nb
    assert (found.level is Level.WARNING) is (rule in WARNINGS)


@pytest.mark.parametrize(
    ("field", "lacking"),
    [
        ("  organisation_number:", ["Organisasjonsnummer"]),
        ("  address:", ["Postadresse"]),
        ("  phone:", ["Telefon"]),
        ("site:", ["Nettstedets adresse"]),
        ("repository:", ["Lagerets adresse"]),
        ("data_licence:", ["Lisens for dataene"]),
    ],
)
def test_what_the_scheme_lacks_is_told_only_after_the_demonstration(
    tmp_path: Path, field: str, lacking: list[str]
) -> None:
    scheme = "".join(line for line in REAL.splitlines(True) if not line.startswith(field))
    found = problems(tmp_path, scheme=scheme, centre=REAL_CENTRE)
    assert [p.message.nb.partition(" mangler")[0] for p in found] == lacking
    assert [p.level for p in found] == [Level.WARNING]
    assert problems(tmp_path / "demo") == []


@pytest.mark.parametrize(
    ("old", "new", "demonstration"),
    [
        ("399999901", "800000009", True),
        ("post@nemnda.example", "post@nemnda.invented", True),
        ("50 50 50 50", "22 33 44 66", True),
        ("800000009", "399999901", False),
        ("22 33 44 66", "50 50 50 50", False),
    ],
)
def test_the_publisher_is_invented_in_the_demonstration_and_real_after_it(
    tmp_path: Path, old: str, new: str, demonstration: bool
) -> None:
    scheme = DEMONSTRATION if demonstration else REAL
    assert old in scheme
    centre = CENTRE if demonstration else REAL_CENTRE
    assert problems(tmp_path / "sound", scheme=scheme, centre=centre) == []
    found = problems(tmp_path / "broken", scheme=scheme.replace(old, new), centre=centre)
    assert [p.rule for p in found] == ["publisher-invented" if demonstration else "publisher-real"]


@pytest.mark.parametrize(
    "host", ["nemnda.example", "nemnda.test", "www.example.com", "sub.localhost", "NEMNDA.Invalid"]
)
@pytest.mark.parametrize(
    ("fact", "write"), [("post@nemnda.invented", "post@{}"), ("https://register.invented", "https://{}"), ("https://lager.invented/nemnda", "https://{}/nemnda")],
)  # fmt: skip
def test_a_reserved_domain_is_told_of_in_the_same_words_wherever_it_stands(
    tmp_path: Path, fact: str, write: str, host: str
) -> None:
    found = problems(tmp_path, scheme=REAL.replace(fact, write.format(host)), centre=REAL_CENTRE)
    assert [p.rule for p in found] == ["test-domain"]
    assert f"«{host.lower()}» er et domene til eksempler og prøver" in found[0].message.nb
    centre = REAL_CENTRE.replace("listig-rev.invented", host.lower())
    assert {p.rule for p in problems(tmp_path / "centre", scheme=REAL, centre=centre)} == {"test-domain"}


def test_every_rule_has_a_test() -> None:
    assert sorted(rule.id for rule in rules.RULES) == sorted(BROKEN)


def test_every_rule_states_itself() -> None:
    for rule in rules.RULES:
        assert rule.look.__doc__ and rule.look.__doc__.rstrip().endswith("."), rule.id
        assert rule.message.en != rule.message.nb


@pytest.mark.parametrize(
    ("number", "sound"),
    [
        ("02000", True),
        ("04800", True),
        ("02345", True),
        ("09999", True),
        ("01999", False),
        ("01234", False),
        ("22 33 44 55", True),
        ("901 01 001", True),
        ("30 12 34 56", False),
        ("20 00 00 00", False),
    ],
)
def test_after_the_demonstration_only_assigned_numbers_count(tmp_path: Path, number: str, sound: bool) -> None:
    found = problems(tmp_path, scheme=REAL, centre=REAL_CENTRE.replace("+47 22 33 44 55", number))
    assert [p.rule for p in found] == ([] if sound else ["phone-number"])


@pytest.mark.parametrize(
    ("number", "sound"),
    [
        ("01000", True),
        ("01999", True),
        ("02000", False),
        ("04800", False),
        ("20 99 99 99", True),
        ("60 12 34 56", True),
        ("50 12 34 56", True),
        ("22 33 44 55", False),
        ("901 01 001", False),
        ("25 12 34 56", False),
    ],
)
def test_in_the_demonstration_only_nobodys_numbers_count(tmp_path: Path, number: str, sound: bool) -> None:
    found = problems(tmp_path, centre=CENTRE.replace("+47 30 12 34 56", number))
    assert [p.rule for p in found] == ([] if sound else ["demonstration-phone-number"])


@pytest.mark.parametrize(
    "name",
    [
        "Listig Rev \u202eAS",
        "Listig Rev\u200b AS",
        "Listig Rev \uff21S",
        "Listig Rev A\u030a",
        "Listig Rev \ufb01",
        "Listig Rev Νavn",
        "Listig Rev\u00a0AS",
    ],
)
@pytest.mark.twin("T11")
def test_names_that_deceive_the_eye_are_refused(tmp_path: Path, name: str) -> None:
    assert "text-characters" in {
        p.rule for p in problems(tmp_path, centre=CENTRE.replace("Listig Rev Kundesenter AS", f'"{name}"'))
    }


@pytest.mark.parametrize(
    "name", ["Listig Rev Čáhppes AS", "Listig Rev & Sønn AS", "Listig Rev – «Svar» AS", "Listig Rev 24/7 AS"]
)
@pytest.mark.threat("T11")
def test_names_with_sami_letters_and_signs_are_taken(tmp_path: Path, name: str) -> None:
    assert problems(tmp_path, centre=CENTRE.replace("Listig Rev Kundesenter AS", f'"{name}"')) == []


def test_ranges_that_touch_or_hold_each_other(tmp_path: Path) -> None:
    inside = OTHER.replace(
        'from: "+47 20 00 01 00", to: "+47 20 00 01 99"', 'from: "+47 20 00 00 99", to: "+47 20 00 01 50"'
    )
    assert [p.rule for p in problems(tmp_path / "a", centres__x=inside)] == ["phone-number-twice"]
    beside = OTHER.replace(
        'from: "+47 20 00 01 00", to: "+47 20 00 01 99"', 'from: "+47 20 00 01 00", to: "+47 20 00 01 01"'
    )
    assert problems(tmp_path / "b", centres__x=beside) == []


def test_a_fault_in_a_rule_is_a_problem_and_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> list[rules.Finding]:
        raise KeyError("oi")

    monkeypatch.setattr(rules, "RULES", [replace(rules.RULES[0], look=fails), *rules.RULES[1:]])
    found = problems(tmp_path, **BROKEN["organisation-number"][0])
    assert [p.rule for p in found] == ["rule-fault", "organisation-number"] or [p.rule for p in found] == [
        "organisation-number",
        "rule-fault",
    ]
    assert "KeyError" in next(p for p in found if p.rule == "rule-fault").message.nb


@pytest.mark.parametrize(
    ("approval", "change", "rule"),
    [
        ("", "date: ▸2099-01-01", "date-in-future"),
        ("", "valid_until: ▸2024-02-01", "decision-dates"),
        (", valid_until: 2024-09-01", "date: ▸2024-10-01", "decision-dates"),
        ("", "date: 2024-04-01, effective: ▸2024-03-20", "decision-dates"),
        ("", "valid_until: ▸2027-03-02", "validity-too-long"),
        ("", "date: 2024-04-01, valid_until: ▸2027-04-02", "validity-too-long"),
    ],
)
def test_a_correction_is_held_to_the_same_rules(tmp_path: Path, approval: str, change: str, rule: str) -> None:
    corrected = f"id: 2024-002, date: 2024-12-02, kind: correction, concerns: 2024-001, reason: {{nb: Feil.}}, change: {{{change}}}"
    text, line, column = marked(decided(APPROVAL + approval, corrected))
    (found,) = problems(tmp_path, centre=text)
    assert (found.rule, found.mark.line, found.mark.column) == (rule, line, column)


@pytest.mark.parametrize(
    "change",
    [
        "void: true",
        "date: 2024-04-01",
        "valid_until: 2027-03-01",
        "valid_until: 2024-03-01",
        "date: 2024-04-01, valid_until: 2027-04-01",
    ],
)
def test_a_correction_within_the_rules_is_taken(tmp_path: Path, change: str) -> None:
    corrected = f"id: 2024-002, date: 2024-12-02, kind: correction, concerns: 2024-001, reason: {{nb: Feil.}}, change: {{{change}}}"
    assert problems(tmp_path, centre=decided(APPROVAL, corrected)) == []


def test_what_was_wrong_from_the_start_is_told_once_and_not_again_at_each_correction(tmp_path: Path) -> None:
    corrected = "id: 2024-002, date: 2024-12-02, kind: correction, concerns: 2024-001, reason: {nb: Feil.}, change: {reason: {nb: Fordi.}}"
    found = problems(tmp_path, centre=decided(APPROVAL + ", effective: 2024-02-01", corrected))
    assert [(p.rule, p.mark.line) for p in found] == [("decision-dates", 17)]


RANGE = 'from: "+47 20 00 00 00", to: "+47 20 00 00 99"'


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        (RANGE, 'from: "+47 20 00 00 00", to: "+47 20 00 99 99"', []),
        (RANGE, 'from: "+47 20 00 00 00", to: "+47 20 01 00 00"', ["phone-range"]),
        (RANGE, 'from: "01500", to: "01501"', []),
        (RANGE, 'from: "01500", to: "+47 20 00 00 00"', ["phone-range"]),
        (RANGE, 'from: "+47 20 00 00 00", to: "+47 20 00 00 00"', []),
        ("complaints_upheld: 1", "complaints_upheld: 3", []),
        ("year: 2025", "year: 2026", ["report-missing", "report-year-not-over"]),
        ("310000108", "310000108\\n", ["schema-pattern", "text-characters"]),
        ("post@listig-rev.example", '"post@listig-rev.example\\n"', ["schema-pattern", "text-characters"]),
    ],
    ids=[
        "10,000 numbers",
        "10,001 numbers",
        "five digits",
        "ends of unlike length",
        "range of one",
        "all complaints upheld",
        "this year",
        "line break after a number",
        "line break after an address",
    ],
)
def test_at_the_limit(tmp_path: Path, old: str, new: str, rules: list[str]) -> None:
    assert sorted(p.rule for p in problems(tmp_path, **centre(old, new))) == rules


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("b" * 80, True),
        ("b" * 81, False),
        ("blid-elg-2", True),
        ("blid--elg", False),
        ("-blid", False),
        ("blid-", False),
        ("Blid", False),
        ("blid elg", False),
        ("blåbær", False),
        ("sammenlign", False),
        ("24", True),
    ],
)
def test_a_file_name_is_an_address(tmp_path: Path, name: str, sound: bool) -> None:
    found = problems(tmp_path, **{f"centres__{name}": OTHER})
    assert [p.rule for p in found] == ([] if sound else ["slug"])


@pytest.mark.parametrize(
    ("year", "taken_up", "rules"),
    [
        (2026, 3, ["report-year-not-over"]),
        (2027, 3, ["year-in-future"]),
        (2026, 4, ["report-year-not-over", "report-sums"]),
    ],
)
def test_the_authoritys_figures_are_held_to_the_same_rules(
    tmp_path: Path, year: int, taken_up: int, rules: list[str]
) -> None:
    figures = f"year: {year}\ncomplaints_received: 3\ncomplaints_taken_up: {taken_up}\ninvented: true\n"
    assert [p.rule for p in problems(tmp_path, **{f"statistics__{year}": figures})] == rules


STRUCK = "kind: correction, reason: {nb: Feil.}, change: {void: true}"
APPEALED = [
    APPROVAL,
    f"id: 2024-002, date: 2024-06-03, {WARNING}",
    "id: 2024-003, date: 2024-06-10, kind: appeal, concerns: 2024-002",
]


@pytest.mark.parametrize(
    ("decisions", "why"),
    [
        (
            [*APPEALED[1:2], "id: 2024-003, date: 2024-06-10, kind: appeal, concerns: 2024-001"],
            "bare avslag, advarsel, suspensjon og inndragning kan påklages",
        ),
        (
            [*APPEALED[1:], "id: 2024-004, date: 2024-06-11, kind: appeal, concerns: 2024-002"],
            "det er allerede påklaget",
        ),
        (
            [
                *APPEALED[1:2],
                "id: 2024-003, date: 2024-06-11, kind: appeal_ruling, concerns: 2024-002, outcome: upheld",
            ],
            "det er ikke en klage som venter på avgjørelse",
        ),
        (
            [
                *APPEALED[1:],
                "id: 2024-004, date: 2024-06-11, kind: appeal_ruling, concerns: 2024-003, outcome: upheld",
                "id: 2024-005, date: 2024-06-12, kind: appeal_ruling, concerns: 2024-003, outcome: upheld",
            ],
            "det er ikke en klage som venter på avgjørelse",
        ),
        (
            [
                f"id: 2024-002, date: 2024-06-10, concerns: 2024-001, {STRUCK}".replace(
                    "void: true", "date: 2024-03-02"
                ),
                f"id: 2024-003, date: 2024-06-11, concerns: 2024-002, {STRUCK}",
            ],
            "en retting rettes ikke",
        ),
        (
            [
                *APPEALED[1:2],
                f"id: 2024-003, date: 2024-06-10, concerns: 2024-002, {STRUCK}",
                f"id: 2024-004, date: 2024-06-11, concerns: 2024-002, {STRUCK}",
            ],
            "det er strøket",
        ),
        (
            [f"id: 2024-002, date: 2024-06-10, concerns: 2024-002, {STRUCK}"],
            "det står ikke noe slikt vedtak tidligere i filen",
        ),
    ],
)
def test_what_a_decision_may_refer_to(tmp_path: Path, decisions: list[str], why: str) -> None:
    (found,) = problems(tmp_path, centre=decided(APPROVAL, *decisions))
    assert found.rule == "concerns" and why in found.message.nb


def test_what_was_struck_out_can_be_decided_again(tmp_path: Path) -> None:
    ruling = "kind: appeal_ruling, concerns: 2024-003, outcome: overturned"
    again = [
        *APPEALED,
        f"id: 2024-004, date: 2024-07-01, {ruling}",
        f"id: 2024-005, date: 2024-07-02, concerns: 2024-004, {STRUCK}",
        f"id: 2024-006, date: 2024-08-01, {ruling}",
    ]
    assert problems(tmp_path / "a", centre=decided(*again)) == []
    appeal = [
        *APPEALED,
        f"id: 2024-004, date: 2024-06-11, concerns: 2024-003, {STRUCK}",
        "id: 2024-005, date: 2024-06-12, kind: appeal, concerns: 2024-002",
    ]
    assert problems(tmp_path / "b", centre=decided(*appeal)) == []


def test_files_that_would_be_passed_over_in_silence_are_problems(tmp_path: Path) -> None:
    folder = make_registry(tmp_path / "registry")
    (folder / "centres" / "blid-elg.yml").write_text(OTHER, "utf-8")
    (folder / "centres" / "mappe").mkdir()
    (folder / "requirements.yaml").unlink()
    (folder / "centers").mkdir()
    (folder / "statistics").rmdir()  # a register without statistics is whole
    found = rules.check(records.read(folder), DAY)
    assert [(p.file, p.rule) for p in found] == [
        ("registry/centers", "file-unread"),
        ("registry/centres/blid-elg.yml", "file-unread"),
        ("registry/centres/mappe", "file-unread"),
        ("registry/requirements.yaml", "file-missing"),
    ]


def test_every_kind_of_decision_is_accepted_where_it_belongs(tmp_path: Path) -> None:
    reason = "reason: {nb: Fordi.}"
    history = [
        "id: 2020-001, date: 2020-01-06, kind: application",
        "id: 2020-002, date: 2020-01-20, kind: information_requested",
        f"id: 2020-003, date: 2020-02-03, kind: rejection, {reason}",
        "id: 2020-004, date: 2020-02-10, kind: appeal, concerns: 2020-003",
        "id: 2020-005, date: 2020-03-02, kind: appeal_ruling, concerns: 2020-004, outcome: overturned",
        "id: 2020-006, date: 2020-04-01, kind: approval",
        "id: 2021-001, date: 2021-04-06, kind: follow_up",
        f"id: 2021-002, date: 2021-05-03, {WARNING}",
        "id: 2021-003, date: 2021-06-01, kind: warning_lifted",
        f"id: 2021-004, date: 2021-07-01, kind: suspension, requirements: [tax], {reason}, remedy: {{nb: Betal.}}",
        "id: 2021-005, date: 2021-08-02, kind: suspension_lifted",
        "id: 2023-001, date: 2023-03-01, kind: renewal",
        f"id: 2023-002, date: 2023-03-02, kind: correction, concerns: 2023-001, {reason}, change: {{date: 2023-02-28}}",
        f"id: 2024-001, date: 2024-03-01, kind: revocation, requirements: [tax], {reason}",
        "id: 2025-001, date: 2025-03-03, kind: application",
        "id: 2025-002, date: 2025-04-01, kind: withdrawal",
    ]
    assert problems(tmp_path, centre=decided(*history)) == []
    assert {h.split("kind: ")[1].split(",")[0] for h in history} == set(Kind) - {Kind.TRANSFER}  # it takes two files


@pytest.mark.parametrize(
    ("ours", "theirs", "clash"),
    [
        ("until: 2024-05-31", "since: 2024-06-01", False),
        ("until: 2024-05-31", "since: 2024-05-31", True),
        ("since: 2024-06-01", "until: 2024-05-31", False),
        ("until: 2024-05-31", "use: [inbound]", True),
        ("since: 2020-01-01", "since: 2024-01-01", True),
    ],
)
def test_a_number_may_change_hands_but_has_one_holder_a_day(
    tmp_path: Path, ours: str, theirs: str, clash: bool
) -> None:
    one = CENTRE.replace('"+47 30 12 34 56",', f'"+47 30 12 34 56", {ours},')
    number = theirs if theirs.startswith("use") else f"{theirs}, use: [inbound]"
    other = OTHER.replace('{number: "+47 30 12 34 57", use: [inbound]}', f'{{number: "+47 30 12 34 56", {number}}}')
    found = problems(tmp_path, centre=one, centres__x=other)
    assert [p.rule for p in found] == (["phone-number-twice"] if clash else [])


def test_a_registry_may_hold_no_centre_yet(tmp_path: Path) -> None:
    folder = make_registry(tmp_path / "registry")
    shutil.rmtree(folder / "centres")
    assert rules.check(records.read(folder), DAY) == ()
    (folder / "centres").mkdir()
    (folder / "centres" / ".gitkeep").touch()
    assert rules.check(records.read(folder), DAY) == ()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Listig Rev Kundesenter AS", "Listig Rev Kundesenter AS", True),
        ("Listig Rev Kundesenter AS", "Listig Rev Kundesenter ASA", True),
        ("Listig Rev Kundesenter AS", "LISTIG REV Kunde-Senter", True),
        ("Listig Rev Kundesenter AS", "Listig Rev Kundesentr AS", True),
        ("Listig Rev Kundesenter AS", "Lystig Rev Kundesenter AS", True),
        ("Ørn Svar AS", "Oern Svar AS", True),
        ("Stø Laks Telefonsalg AS", "Stø Laks Telefonservice AS", False),
        ("Tålmodig Krabbe Kundesenter AS", "Tålmodig Krabbe Kundeservice Nord AS", False),
        ("Listig Rev Avdeling A AS", "Listig Rev Avdeling B AS", False),
        ("Listig Rev Avdeling A AS", "Listig Rev Avdeling AB AS", False),
        ("Listig Rev AS", "Listig Rev 2 AS", False),
        ("Rev 24 AS", "Rev 25 AS", False),
        ("Ape Svar AS", "Åme Svar AS", False),
    ],
)
def test_which_names_are_alike(one: str, other: str, alike: bool) -> None:
    a, b = likeness.bare(one), likeness.bare(other)
    assert likeness.alike(a, b) is likeness.alike(b, a) is alike
    assert not alike or likeness.keys(a) & likeness.keys(b)


@pytest.mark.parametrize(
    ("day", "found"), [(date(2026, 3, 31), []), (date(2026, 4, 1), ["report-missing"]), (date(2027, 1, 1), [])]
)
def test_a_report_is_missed_from_april_on(tmp_path: Path, day: date, found: list[str]) -> None:
    """In January it is the year before that counts, and the approval of this register began in the middle of 2024."""
    text = CENTRE.replace("year: 2025", "year: 2023")
    folder = make_registry(tmp_path / "registry", centre=text)
    assert [p.rule for p in rules.check(records.read(folder), day)] == found


@pytest.mark.parametrize(
    ("website", "found"),
    [
        ("https://listig-rev.example", True),
        ("https://www.listig-rev.example/svar", True),
        ("https://listig-rev.example:8443", True),
        ("https://ikke-listig-rev.example", False),
        ("https://rev.example", False),
    ],
)
def test_whose_domain_a_website_is_on(tmp_path: Path, website: str, found: bool) -> None:
    other = OTHER.replace("https://blid-elg.example", website)
    told = problems(tmp_path / "a", centres__x=other)
    assert [(p.rule, p.file) for p in told] == ([("website-of-another", "registry/centres/x.yaml")] if found else [])
    earlier = problems(tmp_path / "b", centres__a=other)  # of two with the same site the later is told
    assert [p.rule for p in earlier] == (["website-of-another"] if found else [])


def test_a_website_on_the_domain_of_anothers_mail(tmp_path: Path) -> None:
    mail_only = CENTRE.replace("websites: [https://listig-rev.example]\n", "")
    other = OTHER.replace("https://blid-elg.example", "https://listig-rev.example")
    for name in ("a", "x"):
        (told,) = problems(tmp_path / name, centre=mail_only, **{f"centres__{name}": other})
        assert (told.rule, told.file) == ("website-of-another", f"registry/centres/{name}.yaml")


@pytest.mark.parametrize("taken", ["sjekk", "sammenlign", "fornyelser.ics", "sentre.json", "../krav"])
def test_an_old_address_may_not_be_one_of_the_sites_own(tmp_path: Path, taken: str) -> None:
    found = problems(tmp_path, **centre("websites:", f'former_slugs: ["{taken}"]\nwebsites:'))
    assert {p.rule for p in found} & {"former-slug", "schema-pattern"}
