"""A pull request in plain words, from real git repositories: who changes status, which details, which pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from godkjent import addresses
from godkjent.commands.cli import main
from godkjent.language.escaping import escaped
from godkjent.outputs import change_report
from godkjent.register import records
from support import CENTRE, git, make_registry, published

Report = Callable[..., str]
DAY = "2026-11-24"
LANGUAGES = ("", "en/", "nn/")
NAME = "Listig Rev Kundesenter AS"
TAX = "    requirements: [tax]\n    reason: {nb: Fordi.}\n"
SUSPENSION = f"  - id: 2026-014\n    date: 2026-11-24\n    kind: suspension\n{TAX}    remedy: {{nb: Betal.}}\n"
LIFTED = "  - id: 2026-015\n    date: 2026-11-24\n    kind: suspension_lifted\n"


def another(n: int) -> str:
    """Another centre of the same shape; the organisation numbers pass modulus 11."""
    number = ["310000175", "310000221", "310000299", "310000345", "310000469", "310000523", "310000701"][n]
    animal = ["Elg", "Hare", "Ugle", "Bever", "Oter", "Gaupe", "Svane"][n]
    text = (
        CENTRE.replace("Listig Rev", f"Blid {animal}").replace("310000108", number).replace("2024-001", f"2024-10{n}")
    )
    text = text.replace("30 12 34 56", f"30 12 34 6{n}").replace("20 00 00", f"20 00 1{n}")
    return text.replace("listig-rev.", f"blid-{animal.lower()}.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return published(make_registry(tmp_path / "registry", centre=CENTRE))


@pytest.fixture
def report(folder: Path, capsys: pytest.CaptureFixture[str]) -> Report:
    """The Norwegian part of what `changes main` says, or all of it in English."""

    def told(lang: str = "nb", day: str = DAY) -> str:
        code = main(["changes", "main", "--registry", str(folder), "--as-of", day, "--lang", lang])
        said = capsys.readouterr()
        assert (code, said.err) == (0, "")
        return said.out.partition("<details>\n<summary>In English")[0]

    return told


def write(folder: Path, text: str, name: str = "listig-rev") -> None:
    (folder / "centres" / f"{name}.yaml").write_text(text, "utf-8")


def points(told: str) -> list[str]:
    """The lines of the list, without what stands below them and without the table."""
    return [line for line in told.splitlines() if line.startswith("- ")]


def below(told: str) -> list[str]:
    """What stands under the lines of the list, without its indentation."""
    return [line.strip() for line in told.splitlines() if line.startswith("  ") and line.strip().startswith("- ")]


def rows(told: str) -> dict[str, str]:
    return dict(re.findall(r"^\| `/(.*)` \| (.*) \|$", told, re.MULTILINE))


def test_nothing_changes(report: Report) -> None:
    assert report() == "## Hva denne endringen gjør\n\nIngenting i registeret endres.\n\n"
    assert report("en") == "## What this change does\n\nNothing in the register changes.\n"


def test_a_suspension(report: Report, folder: Path) -> None:
    write(folder, CENTRE + SUSPENSION)
    told = report()
    assert points(told) == [
        f"- **{NAME}**: godkjent → suspendert fra 24.11.2026 (vedtak 2026-014). Merket viser «Suspendert». 12 sider endres."
    ]
    assert points(report("en")) == [
        f"- **{NAME}**: approved → suspended from 24 November 2026 (decision 2026-014). The badge shows “Suspended”. 12 pages change."
    ]
    assert "**Advarsel: antallet godkjente sentre faller fra 1 til 0 den 24.11.2026, mer enn en tidel.**" in told
    own = [addresses.centre("listig-rev"), addresses.verification("310000108"), "nummer/30123456/"]
    own += ["nummer/20000000-20000099/", "", "sentre/", "vedtak/", "statistikk/", "vedtak/feed.atom"]
    own += ["merke/310000108/", "sentre/listig-rev/bekreftelse.pdf"]
    files = {"merke/310000108.svg", "sentre/listig-rev/feed.atom"}
    named = {lang + path: "endres" for lang in LANGUAGES for path in own} | dict.fromkeys(files, "endres")
    assert named.items() <= rows(told).items()  # of every file, test_pages tells by two builds
    assert f"<summary>Sider og filer: 0 kommer til, {len(rows(told))} endres, 0 fjernes.</summary>" in told


def test_norwegian_comes_first_and_english_is_folded(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, CENTRE + SUSPENSION)
    main(["changes", "main", "--registry", str(folder), "--as-of", DAY])
    said = capsys.readouterr().out
    assert said.startswith("## Hva denne endringen gjør\n")
    assert "\n<details>\n<summary>In English</summary>\n\n## What this change does\n" in said
    assert said.endswith("\n</details>\n")


@pytest.mark.parametrize(
    ("added", "said"),
    [
        (
            SUSPENSION.replace("    kind", "    effective: 2026-12-01\n    kind", 1),
            "godkjent → suspendert fra 1.12.2026 (vedtak 2026-014). Merket viser «Suspendert» fra 1.12.2026. 6 sider endres.",
        ),
        (
            SUSPENSION.replace("-11-24", "-11-02") + LIFTED,
            "Suspensjon, Suspensjon opphevet (vedtak 2026-014 og 2026-015). Status er fortsatt: godkjent. Historien endres: fra 2.11.2026 til 23.11.2026 sto senteret som godkjent, nå som suspendert. 12 sider endres.",
        ),
        (
            f"  - id: 2026-014\n    date: 2026-11-24\n    kind: warning\n{TAX}",
            "godkjent → godkjent med advarsel fra 24.11.2026 (vedtak 2026-014). Merket viser fortsatt «Godkjent». 12 sider endres.",
        ),
        (
            "  - id: 2026-014\n    date: 2026-11-24\n    kind: follow_up\n",
            "Årlig oppfølging godkjent (vedtak 2026-014). Status er fortsatt: godkjent. 6 sider endres.",
        ),
        (
            "  - id: 2026-014\n    date: 2026-11-24\n    kind: renewal\n",
            "Fornyet godkjenning (vedtak 2026-014). Status er fortsatt: godkjent. Godkjenningen gjelder til 1.3.2030 (før: 1.3.2027). 12 sider endres.",
        ),
        (
            "  - id: 2026-014\n    date: 2026-11-24\n    kind: withdrawal\n",
            "godkjent → har trukket seg fra 24.11.2026 (vedtak 2026-014). Merket viser «Har trukket seg». 12 sider endres.",
        ),
        (
            "  - id: 2026-014\n    date: 2026-11-24\n    kind: correction\n    concerns: 2024-001\n    reason: {nb: Feil.}\n    change: {date: 2024-03-04}\n",
            "Retting (vedtak 2026-014). Status er fortsatt: godkjent. Historien endres: fra 1.3.2024 til 3.3.2024 sto senteret som godkjent, nå som ikke i registeret. Godkjenningen gjelder til 4.3.2027 (før: 1.3.2027). 12 sider endres.",
        ),
    ],
    ids=["later", "suspended and lifted", "warned", "followed up", "renewed", "withdrawn", "corrected"],
)
def test_what_a_decision_does(report: Report, folder: Path, added: str, said: str) -> None:
    write(folder, CENTRE + added)
    assert points(report()) == [f"- **{NAME}**: {said}"]


def test_a_late_renewal_is_told_from_expired(report: Report, folder: Path) -> None:
    write(folder, CENTRE + "  - id: 2027-001\n    date: 2027-04-01\n    kind: renewal\n")
    (line,) = points(report(day="2027-04-01"))
    assert (
        "godkjenningen er utløpt → godkjent fra 1.4.2027 (vedtak 2027-001). Godkjenningen gjelder til 1.4.2030" in line
    )


def test_a_new_centre(report: Report, folder: Path) -> None:
    write(folder, another(0).replace("kind: approval", "kind: application"), "blid-elg")
    told = report()
    assert points(told) == [
        "- **Blid Elg Kundesenter AS** (310 000 175) er nytt i registeret: søknad til behandling (vedtak 2024-100). Merket viser «Søknad til behandling». 12 sider kommer til."
    ]
    assert rows(told)["en/verifiser/310000175/"] == rows(told)["merke/310000175.svg"] == "kommer til"
    assert rows(told)["sentre/"] == "endres" and "sentre/listig-rev/" not in rows(told)


def test_changed_details_field_by_field(report: Report, folder: Path) -> None:
    text = (
        CENTRE.replace(NAME, "Listig Rev Svar AS")
        .replace("30 12 34 56", "30 12 34 58")
        .replace("county: Oslo", "county: Akershus")
    )
    write(
        folder,
        text.replace("services: [sales]", "services: [sales, surveys]").replace("trade_names: [Ærlig Ørn Svar]\n", ""),
    )
    text = report()
    assert points(text) == ["- **Listig Rev Svar AS**: opplysninger er endret. 12 sider endres."]
    told = below(text)
    assert (
        told
        == [
            "- Navn: Listig Rev Kundesenter AS → Listig Rev Svar AS",
            "- Adresse: Storgata 1, 0155, Oslo, Oslo → Storgata 1, 0155, Oslo, Akershus",
            "- Telefonnumre: \\+47 30 12 34 56, Tar imot → \\+47 30 12 34 58, Tar imot",
            "- Tjenester: nytt: Spørreundersøkelser",
            "- Markedsnavn: Ærlig Ørn Svar → ikke ført",
        ]
        or len(told) == 5
    )


def test_lists_by_what_came_and_went(report: Report, folder: Path) -> None:
    write(folder, CENTRE.replace("languages: [nb]", "languages: [nb, en, sv]"))
    assert "- Språk: nytt: engelsk, svensk" in "\n".join(below(report())).lower().replace("språk", "Språk")
    git(folder.parent, "commit", "--quiet", "--all", "--message=x")
    write(folder, CENTRE.replace("languages: [nb]", "languages: [sv, nb, en]"))
    assert "satt i en annen rekkefølge" in report()
    write(folder, CENTRE)
    assert "tatt bort:" in report()


def test_a_rewritten_file_says_so(report: Report, folder: Path) -> None:
    write(
        folder,
        CENTRE.replace("    date: 2024-03-01\n    kind: approval\n", "    kind: approval\n    date: 2024-03-01\n")
        + "# x\n",
    )
    assert "Ingenting i registeret endres." in report()


def test_an_edited_decision_is_told(report: Report, folder: Path) -> None:
    write(folder, CENTRE.replace("    kind: approval", "    kind: approval\n    reason: {nb: Ny.}"))
    assert points(report())[0].startswith(f"- **{NAME}**: publiserte vedtak er endret.")


def test_a_renamed_file(report: Report, folder: Path) -> None:
    (folder / "centres" / "listig-rev.yaml").unlink()
    write(folder, CENTRE.replace("trade_names:", "former_slugs: [listig-rev]\ntrade_names:"), "rev")
    told = report()
    assert points(told)[0].startswith(f"- **{NAME}**: opplysninger er endret. ")
    assert "- Filen het listig\\-rev og heter nå rev; `/sentre/listig-rev/` leder til `/sentre/rev/`." in below(told)
    assert {rows(told)[f"{lang}sentre/listig-rev/"] for lang in LANGUAGES} == {"endres"}
    assert {rows(told)[f"{lang}sentre/rev/"] for lang in LANGUAGES} == {"kommer til"}
    assert "verifiser/310000108/" in rows(told) and "merke/310000108.svg" not in rows(told)


def test_a_file_that_is_gone_is_told(report: Report, folder: Path) -> None:
    write(folder, another(0), "blid-elg")
    (folder / "centres" / "listig-rev.yaml").unlink()
    assert f"- **{NAME}**: filen er tatt bort. Et senter som er publisert, skal bli stående." in report()


def test_other_files(report: Report, folder: Path) -> None:
    scheme = folder / "scheme.yaml"
    scheme.write_text(scheme.read_text("utf-8").replace("grace_days: 90", "grace_days: 60"), "utf-8")
    (folder / "statistics" / "2024.yaml").write_text("year: 2024\ncomplaints_received: 3\ninvented: true\n", "utf-8")
    told = report()
    assert points(told) == [
        "- **Ordningen (registry/scheme\\.yaml)** er endret.",
        "- **Forbrukertilsynets tall for 2024** er nytt i registeret.",
    ]
    assert below(told)[0].endswith(": 90 → 60") and below(told)[1:3] == ["- År: 2024", "- Mottatte klager: 3"]
    assert rows(told)["statistikk/"] == "endres"


@pytest.mark.parametrize(
    ("centres", "suspended", "effective", "warned"),
    [(10, 1, "", False), (10, 2, "", True), (9, 1, "", True), (10, 2, "    effective: 2026-12-24\n", True)],
)
def test_a_fall_of_more_than_a_tenth_is_warned_of(
    tmp_path: Path, centres: int, suspended: int, effective: str, warned: bool
) -> None:
    """Judged on registers made without files, since ten names, numbers and addresses are only noise here."""
    folder = make_registry(tmp_path / "registry")
    one = records.read(folder).register(date.fromisoformat(DAY))
    write(folder, CENTRE + SUSPENSION.replace("    kind", effective + "    kind", 1))
    files = records.read(folder)
    other = files.register(date.fromisoformat(DAY)).centres[0]
    made = tuple(range(centres))

    def side(how_many: int) -> change_report.Side:
        kept = ((other if n < how_many else one.centres[0], n) for n in made)
        chosen = tuple(replace(centre, organisation_number=f"{n:09}") for centre, n in kept)
        return change_report.Side(files, type(one)(one.scheme, (), chosen, (), one.as_of))

    fall = change_report._fall(side(0), side(suspended))
    assert (fall is not None) is warned
    if fall:
        day = "24.12.2026" if effective else "24.11.2026"
        assert fall.nb == (
            f"Advarsel: antallet godkjente sentre faller fra {centres} til {centres - suspended} den {day}, mer enn en tidel."
        )


def test_a_fall_that_new_terms_bring_is_warned_of_though_no_centre_differs(tmp_path: Path) -> None:
    files = records.read(make_registry(tmp_path / "registry"))
    held = files.register(date.fromisoformat(DAY))
    shorter = replace(held.scheme, rules=replace(held.scheme.rules, approval_years=1))
    before, now = (change_report.Side(files, replace(held, scheme=scheme)) for scheme in (held.scheme, shorter))
    fall = change_report._fall(before, now)
    assert fall is not None and "fra 1 til 0" in fall.nb
    assert change_report._fall(now, now) is None


HOSTILE = [
    "Rev](https://x.example) AS",
    "![x](https://x.example/x.png)",
    "<img src=x onerror=alert(1)>",
    "<!-- x",
    "@listig/team og @rev",
    "#12 og GH-12 og a/b#3",
    "www.x.example og https://x.example og post@x.example",
    "**fet** _kursiv_ `kode` ~~strek~~",
    "| a | b |",
    "&lt;b&gt; &amp;",
    "{name} {0} %s",
    "</details>",
    "1. en",
    "- [ ] x",
    "> sitat",
    "# tittel",
    "$x$ og $$y$$",
    "\\*x\\*",
    "deadbeef0123456789",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_text_from_records_is_only_text(words: str) -> None:
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(escaped(words)).strip()
    assert re.fullmatch(r"<p>[^<]*</p>", html), html
    text = unescape(html[3:-4])
    assert not re.search(r"@\w|#\d|\bwww\.|://\w|GH-\d|[0-9a-f]{7}", text)
    assert text.replace("\u200b", "") == " ".join(words.split())


def test_a_hostile_name_and_client_in_the_report(report: Report, folder: Path) -> None:
    text = CENTRE.replace(NAME, '"Listig Rev <b>@x</b> [a] #1 {name}"')
    write(folder, text.replace("directions:", 'calls_on_behalf_of: ["Blid Elg </details> | @y"]\ndirections:'))
    told = report()
    assert "<b>" not in told and told.count("</details>") == 1 and "](http" not in told
    told = told.replace("<details>", "").replace("</details>", "")
    assert not re.search(r"[@#]\w", unescape(told))


def test_a_long_report_fits_in_a_comment(report: Report, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_report, "MOST_ROWS", 3)
    write(folder, CENTRE + SUSPENSION)
    told = report()
    assert len(rows(told)) == 3 and re.search(r"\n… og \d+ til\.\n", told)
    monkeypatch.setattr(change_report, "LONGEST", 50)
    assert len(report()) == 50


def test_errors_are_told_instead(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, CENTRE.replace("310000108", "310000109"))
    assert main(["changes", "main", "--registry", str(folder), "--as-of", DAY]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("## Registeret har feil, så det kan ikke sies hva endringen gjør\n\n- `registry/")
    assert "linje 2: «310000109» er ikke et organisasjonsnummer" in said.out


def test_a_base_with_errors_is_no_base(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = published(make_registry(tmp_path / "registry", centre="name: [\n"))
    write(folder, CENTRE)
    assert main(["changes", "main", "--registry", str(folder), "--as-of", DAY]) == 1
    assert capsys.readouterr().err.endswith("Registeret på «main» har feil, så det er ikke noe å sammenligne med.\n")


def test_the_first_register_is_all_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "README").write_text("x", "utf-8")
    published(tmp_path / "registry")
    make_registry(tmp_path / "registry")
    assert main(["changes", "main", "--registry", str(tmp_path / "registry"), "--as-of", DAY]) == 0
    assert f"- **{NAME}** (310 000 108) er nytt i registeret: godkjent (vedtak 2024-001)." in capsys.readouterr().out


WARNING_20 = f"  - id: 2026-014\n    date: 2026-11-20\n    kind: warning\n{TAX}"
LIFTED_25 = "  - id: 2026-015\n    date: 2026-11-24\n    kind: warning_lifted\n"


def test_a_correction_of_what_is_over_is_no_new_sanction(report: Report, folder: Path) -> None:
    """A warning that was lifted is dated a day earlier: the status is what it was, and only one day of history changes."""
    write(folder, CENTRE + WARNING_20 + LIFTED_25)
    git(folder.parent, "commit", "--quiet", "--all", "--message=x")
    correction = "  - id: 2026-016\n    date: 2026-11-24\n    kind: correction\n    concerns: 2026-014\n    reason: {nb: Feil dato.}\n    change: {date: 2026-11-19}\n"
    write(folder, CENTRE + WARNING_20 + LIFTED_25 + correction)
    told = report()
    (line,) = points(told)
    assert "Retting (vedtak 2026-016). Status er fortsatt: godkjent." in line and "→" not in line
    assert "Historien endres: 19.11.2026 sto senteret som godkjent, nå som godkjent med advarsel." in line
    assert below(told) == [
        "- **Vedtak 2026-016: Retting**",
        "- Vedtaksdato: 24. november 2026",
        "- Gjelder vedtak: 2026-014 (Advarsel, 20. november 2026)",
        "- Begrunnelse: «Feil dato\\.»",
        "- Vedtaksdato rettes: 20. november 2026 → 19. november 2026",
    ]


def test_a_decision_is_told_as_it_will_be_read(report: Report, folder: Path) -> None:
    """The reason whole, requirements by title, what must be done and until when: an approver needs nothing else."""
    reason = "Senteret ringte numre som er reservert. " * 14
    write(
        folder,
        CENTRE
        + f"  - id: 2026-014\n    date: 2026-11-24\n    effective: 2026-12-01\n    kind: suspension\n    requirements: [tax]\n    reason: {{nb: {reason.strip()}, en: It called.}}\n    remedy: {{nb: Vaske listene.}}\n    deadline: 2026-12-24\n",
    )
    assert below(report()) == [
        "- **Vedtak 2026-014: Suspensjon**",
        "- Vedtaksdato: 24. november 2026",
        "- Gjelder fra: 1. desember 2026",
        "- Krav det gjelder: Skatt",
        f"- Begrunnelse: «{reason.strip()}» (English: «It called\\.»)".replace("reservert.", "reservert\\."),
        "- Hva som må gjøres: «Vaske listene\\.»",
        "- Frist: 24. desember 2026",
    ]


def test_the_deadline_of_an_applicant_is_told_to_those_who_approve_and_that_nobody_else_sees_it(
    report: Report, folder: Path
) -> None:
    head = (
        another(0).split("annual_reports:")[0] + "decisions:\n  - {id: 2026-013, date: 2026-11-02, kind: application}\n"
    )
    asked = "  - {id: 2026-014, date: 2026-11-24, kind: information_requested, reason: {nb: Skatten.}, deadline: 2026-12-21}\n"
    write(folder, head + asked, "blid-elg")
    told = below(report())
    at = told.index("- Frist: 21. desember 2026")
    assert told[at + 1] == "- Fristen vises ikke på nettstedet: den er mellom søkeren og nemnda."
    write(folder, head + asked.replace(", deadline: 2026-12-21", ""), "blid-elg")
    assert "Frist" not in report()


def test_a_correction_that_leaves_a_language_out_is_told(report: Report, folder: Path) -> None:
    warned = WARNING_20.replace("{nb: Fordi.}", "{nb: Fordi., en: Because., nn: Difor.}")
    assert warned != WARNING_20
    write(folder, CENTRE + warned)
    git(folder.parent, "commit", "--quiet", "--all", "--message=x")
    fix = "  - id: 2026-015\n    date: 2026-11-24\n    kind: correction\n    concerns: 2026-014\n    reason: {{nb: Skrivefeil.}}\n    change: {{reason: {{{}}}}}\n"
    write(folder, CENTRE + warned + fix.format("nb: Derfor."))
    lost = "- Den nye teksten finnes ikke på språket {}. Den som leser siden på det språket, får bokmål."
    told = below(report())
    assert lost.format("English") in told and lost.format("Nynorsk") in told
    write(folder, CENTRE + warned + fix.format("nb: Derfor., en: So., nn: Difor."))
    assert "Den nye teksten finnes ikke" not in report()


def test_a_decision_struck_out_is_named(report: Report, folder: Path) -> None:
    write(folder, CENTRE + WARNING_20)
    git(folder.parent, "commit", "--quiet", "--all", "--message=x")
    void = "  - id: 2026-015\n    date: 2026-11-24\n    kind: correction\n    concerns: 2026-014\n    reason: {nb: Feil senter.}\n    change: {void: true}\n"
    write(folder, CENTRE + WARNING_20 + void)
    told = report()
    assert "godkjent med advarsel → godkjent fra 20.11.2026 (vedtak 2026-015)." in points(told)[0]
    assert (
        "- Strykes: 2026-014 (Advarsel, 20. november 2026). Det blir stående i historien, men regnes ikke med."
        in below(told)
    )


def test_an_address_that_stops_working_is_told_truly(report: Report, folder: Path) -> None:
    (folder / "centres" / "listig-rev.yaml").unlink()
    write(folder, CENTRE, "rev")
    told = "\n".join(below(report()))
    assert "leder ikke til" in told and "`/sentre/listig-rev/` slutter å virke" in told


def test_the_pages_and_the_english_are_folded(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, CENTRE + SUSPENSION)
    main(["changes", "main", "--registry", str(folder), "--as-of", DAY])
    said = capsys.readouterr().out
    html = MarkdownIt("commonmark").enable("table").render(said)
    assert html.count("<details>") == html.count("</details>") == 3
    assert html.count("<table>") == 2 and html.index("<details>") < html.index("<table>")
