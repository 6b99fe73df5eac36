"""The board's year by form: every act in its turn, in one register under git, by the very commands of the form's workflow.

Each act is a form as GitHub hands it on. It becomes files, is checked against what is published, is told in the comment that
two people approve by, and is merged; then the register says what it should, on the days concerned.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from godkjent.acts import issue_forms
from godkjent.commands.cli import main
from godkjent.public.standing import standing
from godkjent.register import records
from godkjent.register.lifecycle import status_on
from support import OTHER, ROOT, SCHEME, git, make_registry, published

REV, ELG, HARE = "Listig Rev Kundesenter AS", "Blid Elg Kundesenter AS", "Snill Hare Dialog AS"
UNSEEN = re.compile(r"(^|[ (])--[a-z]|\.yaml:[0-9]|Traceback")
"""What a person who fills in a form has never seen."""
ISO = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Act:
    """One form: on which day it is sent, its answers, what the comment says, and how a centre then stands on which days."""

    day: str
    form: str
    answers: Mapping[str, str]
    told: tuple[str, ...]
    stands: Mapping[tuple[str, str], str | None] = field(default_factory=dict)


def workflow() -> list[list[str]]:
    """The commands of the form's workflow, in its order, with what GitHub would put in their places."""
    steps = yaml.safe_load((ROOT / ".github" / "workflows" / "form.yml").read_text("utf-8"))["jobs"]["propose"]["steps"]
    runs = " ; ".join(step.get("run", "") for step in steps).replace("origin/$BASE", "main")
    return [shlex.split(found) for found in re.findall(r"\.venv/bin/godkjent ([^>|&)\n;]+)", runs)]


@dataclass(frozen=True)
class World:
    """A register in a repository of its own."""

    registry: Path

    def sent(self, act: Act, capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[int, str, str]]:
        """What each command of the workflow answers, until one of them refuses; what it then answers is told to the person."""
        file = self.registry.parent.parent / "skjema.md"
        file.write_text(self._body(act.form, act.answers), "utf-8")
        answers: dict[str, tuple[int, str, str]] = {}
        for words in workflow():
            arguments = [str(file) if word == "skjema.md" else word for word in words]
            code = main([*arguments, f"--registry={self.registry}", f"--as-of={act.day}"])
            said = capsys.readouterr()
            answers["title" if "--title" in words else words[0]] = (code, said.out, said.err)
            if code:
                break
        return answers

    def refused(self, act: Act, capsys: pytest.CaptureFixture[str]) -> str:
        """What a form is answered that cannot be carried out: Norwegian alone, and nothing is written."""
        ((_, (code, out, said)),) = self.sent(act, capsys).items()
        assert code and not out, (act, out)
        assert not git(self.registry.parent, "status", "--porcelain"), (act, said)
        foreign = ISO.search(said) or UNSEEN.search(said.replace("(i kommandoen: --", ""))
        assert not foreign, (act.day, act.form, said)
        return said

    def _body(self, form: str, answers: Mapping[str, str]) -> str:
        asked = issue_forms.questions(issue_forms.FORMS[form], records.read(self.registry).schemas)
        assert not answers.keys() - {f.id for f in asked}, form
        return "\n\n".join(f"### {f.title.nb}\n\n{answers.get(f.id, '_No response_')}" for f in asked)

    def merged(self, title: str) -> None:
        git(self.registry.parent, "add", "--all")
        git(self.registry.parent, "commit", "--quiet", f"--message={title}")

    def stands(self, name: str, day: str, as_of: str) -> str | None:
        register = records.read(self.registry).register(date.fromisoformat(as_of))
        centre = next(c for c in register.centres if name in (c.name, c.organisation_number))
        return status_on(centre.decisions, date.fromisoformat(day), register.scheme.rules)


NEW = {
    "name": HARE,
    "organisation_number": "310 000 221",
    "websites": "www.snill-hare.example",
    "email": "post@snill-hare.example",
    "street": "Storgata 2",
    "postcode": "0155",
    "city": "Oslo",
    "county": "Oslo",
    "phone_numbers": "30 12 34 70, 20 00 05 00 - 20 00 05 09",
    "directions": "Utgående",
    "services": "Salg",
    "channels": "Telefon",
    "languages": "Norsk",
    "kind": "Søknad mottatt",
    "date": "25. november 2026",
}
MINUTES = f"""\
Senter: {HARE}
Slag: Godkjenning

Senter: Blid Elg
Slag: Advarsel
Krav det gjelder: Skatt
Begrunnelse: Skatten kom for sent, og #3 mangler: {{alt}}.
Frist: 15. januar 2027

Senter: 310 000 108
Slag: Årlig oppfølging godkjent
"""
MISUSE = {
    "name": "Våken Hest Salg AS",
    "website": "vaken-hest.example",
    "seen": "14. januar 2027",
    "reason": "Viser merket: uten godkjenning.",
}
FIGURES = {"year": "2026", "complaints_taken_up": "37", "source": "E-post fra Forbrukertilsynet 3. februar 2027"}
SVAR = "Blid Elg Svar AS"

WRONG = {
    # before which form, what is written otherwise, and what the answer says
    ("2026-11-25", "ny"): [
        ({"organisation_number": "310 000 22"}, "«310 000 22» kan ikke stå som Organisasjonsnummer: det må være et organisasjonsnummer på ni sifre."),
        ({"organisation_number": "310 000 175"}, "310000175"),
        ({"kind": "Avslag"}, "«Avslag» er ikke et valg under Slag. Valgene er Søknad mottatt eller Godkjenning."),
        ({"phone_numbers": "30 12 34 56"}, "Telefonnumre: 30 12 34 56 er allerede ført opp"),
        ({"date": "25. november 2062"}, "Vedtaksdato 25. november 2062 ligger fram i tid; registeret gjelder 25. november 2026."),
        ({"websites": "snill hare"}, "Nettsteder"),
        ({"directions": "Begge veier"}, "«Begge veier» er ikke et valg under Retning."),
    ],
    ("2026-12-01", "annet"): [
        ({"kind": "Klage"}, "«Klage» er ikke et valg under Slag."),
        ({"kind": "Klage fra senteret"}, "er ikke mulig her: senteret hadde en søknad til behandling den 1. desember 2026."),
        ({"kind": "Suspensjon"}, "Valgene er Søknad mottatt, Opplysninger etterspurt, Avslag"),
    ],
    ("2026-12-08", "mote"): [
        ({"decisions": MINUTES.replace("Krav det gjelder: Skatt", "Krav det gjelder: Moms")}, "«Moms» er ikke et valg under Krav det gjelder."),
        ({"decisions": MINUTES.replace("Frist: 15. januar 2027", "Frist: 15. januar 2026")}, "Frist 15. januar 2026 er før vedtaksdatoen 8. desember 2026."),
        ({"decisions": MINUTES.replace("Senter: Blid Elg", "Senter: Blidt Elg")}, "Mente du «Blid Elg Kundesenter AS (310 000 175)»?"),
        ({"decisions": MINUTES.replace("Senter: Blid Elg\n", "")}, "Slag står to ganger i samme vedtak"),
        ({"date": "i går"}, "«i går»"),
    ],
    ("2026-12-15", "annet"): [
        ({"concerns": "2026-040"}, "det står ikke noe slikt vedtak tidligere i filen. Det kan være 2026-004 (Advarsel, 8. desember 2026)."),
        ({"concerns": "2024-002"}, "bare avslag, advarsel, suspensjon og inndragning kan påklages"),
        ({"concerns": "_No response_"}, "Gjelder vedtak mangler."),
    ],
    ("2027-01-12", "annet"): [
        ({"concerns": "2026-004"}, "det er ikke en klage som venter på avgjørelse. Det kan være 2026-006 (Klage fra senteret, 15. desember 2026)."),
        ({"outcome": "_No response_"}, "Utfall mangler. Skriv Vedtaket står ved lag eller Vedtaket er opphevet."),
        ({"outcome": "Medhold"}, "«Medhold» er ikke et valg under Utfall."),
        ({"kind": "Klage fra senteret", "concerns": "2026-004", "outcome": "_No response_"}, "det er allerede påklaget"),
    ],
    ("2027-01-13", "suspender"): [
        ({"requirements": "_No response_"}, "Dette mangler i skjemaet: Krav det gjelder."),
        ({"effective": "20. januar 2026"}, "Gjelder fra 20. januar 2026 er før vedtaksdatoen 13. januar 2027."),
        ({"reason_nb": "Ring Kari på 99 88 77 66"}, "ser ut til å inneholde et telefonnummer"),
    ],
    ("2027-02-01", "opphev"): [
        ({"centre": ELG}, "er ikke mulig her: senteret var godkjent den 1. februar 2027. Det er bare mulig når senteret var suspendert."),
    ],
    ("2027-02-02", "rapporter"): [
        ({"rows": f"{REV}; 12; 25; 3"}, "Rad 1, Klager medhold: Tallet mangler; skriv 0 når det ikke var noen."),
        ({"rows": f"{REV}; 12; 2S; 3; 1"}, "Rad 1, Tilkoblede samtaler: «2S» er ikke et helt tall."),
        ({"rows": "Ukjent AS; 1; 2; 3; 1"}, "Det er ikke noe senter «Ukjent AS» i registeret."),
        ({"rows": f"{REV}; 12; 25; 3; 4"}, "flere enn"),
        ({"year": "i fjor"}, "i fjor"),
    ],
    ("2027-02-03", "rapporter"): [
        ({"correct": "_No response_"}, "De er publisert. Er de nye riktige, svar ja på «Retter dette tall som er publisert?»"),
    ],
    ("2027-02-04", "arstall"): [
        ({"complaints_received": "6I8"}, "Mottatte klager: «6I8» er ikke et helt tall. Skriv det for eksempel 618"),
        ({"complaints_received": "18"}, "37 klager er flere enn de 18 som kom inn."),
        ({"source": "_No response_"}, "Kilde"),
        ({"year": "2028"}, "2028 har ikke begynt ennå; registeret gjelder 4. februar 2027."),
    ],
    ("2027-02-06", "misbruk"): [
        ({"website": "_No response_"}, "Nettsted mangler."),
        ({"seen": "14. mars 2027"}, "Observert 14. mars 2027 ligger fram i tid"),
        ({"ended": "1. januar 2027"}, "Misbruket stanset 1. januar 2027, før det ble observert 14. januar 2027."),
        ({"name": REV, "organisation_number": "310000108", "seen": "1. februar 2027"}, "som var godkjent 1. februar 2027"),
    ],
    ("2027-02-20", "misbruk"): [
        ({"ended": "_No response_"}, "Dette står i registeret fra før, med de samme svarene"),
    ],
    ("2027-02-23", "rett"): [
        ({"old": "Blid Elk"}, "«Blid Elk» står ikke under Navn. Der står «Blid Elg Kundesenter AS»."),
        ({"since": "i går"}, "Nytt navn fra: «i går» er ikke en dag som finnes."),
        ({"since": "1. april 2027"}, "31. mars 2027 ligger fram i tid"),
        ({"field": "Organisasjonsnummer"}, "«Organisasjonsnummer» er ikke et valg under Opplysning som rettes."),
    ],
    ("2027-02-24", "overfor"): [
        ({"successor": "310 000 30"}, "«310 000 30» er ikke et organisasjonsnummer. Skriv de ni sifrene"),
        ({"successor": "310 000 221"}, "senterets eget nummer"),
        ({"successor": "_No response_"}, "mangler"),
    ],
    ("2027-02-25", "annet"): [
        ({"change": "datoen skal være 21. januar"}, "er ikke en retting. Skriv feltet, et kolon og det som skal stå"),
        ({"change": "Gjelder fra: 12. januar 2027"}, "Gjelder fra 12. januar 2027 er før vedtaksdatoen 13. januar 2027."),
        ({"change": "Gjelder fra: 2. februar 2027"}, "Vedtak 2027-003: «Suspensjon opphevet» er ikke mulig her: senteret var godkjent den 1. februar 2027."),
        ({"reason_nb": "_No response_"}, "Begrunnelse mangler."),
    ],
    ("2027-02-26", "annet"): [
        ({"change": "Strykes: kanskje"}, "«kanskje» er ikke et svar under Strykes."),
        ({"concerns": "2027-002"}, "kan ikke strykes ennå, for senere vedtak bygger på det. Stryk først 2027-003"),
    ],
    ("2027-03-08", "avslutt"): [
        ({"kind": "Godkjenning inndratt", "requirements": "Skatt", "reason_nb": "x"}, "er ikke mulig her: senteret hadde en søknad til behandling den 8. mars 2027."),
    ],
    ("2027-04-02", "godkjenn"): [
        ({"date": "1. juni 2027"}, "Fristen for sen fornyelse er ute; det trengs en ny søknad."),
        ({"centre": REV}, "senteret hadde fått godkjenningen inndratt den 2. april 2027"),
    ],
}  # fmt: skip


def as_read(comment: str) -> str:
    """A comment as GitHub shows it, without the signs that keep a text from being read as Markdown."""
    return re.sub(r"\\(.)|&#8203;", r"\1", comment).replace("\N{NO-BREAK SPACE}", " ")


YEAR = [
    Act(
        "2026-11-25",
        "ny",
        NEW,
        (
            f"**{HARE}** (310 000 221) er nytt i registeret: søknad til behandling",
            "Telefonnumre: 30 12 34 70",
            "Vedtaksdato: 25. november 2026",
        ),
        {(HARE, "2026-11-25"): "applicant"},
    ),
    Act(
        "2026-12-01",
        "annet",
        {"centre": HARE, "kind": "Opplysninger etterspurt", "date": "1.12.2026", "reason_nb": "Revisor mangler."},
        ("Status er fortsatt: søknad til behandling", "Begrunnelse: «Revisor mangler"),
        {(HARE, "2026-12-01"): "applicant"},
    ),
    Act(
        "2026-12-08",
        "mote",
        {"date": "8. desember 2026", "decisions": MINUTES},
        (
            "søknad til behandling → godkjent fra 8.12.2026 (vedtak 2026-003)",
            "godkjent → godkjent med advarsel fra 8.12.2026 (vedtak 2026-004)",
            "Årlig oppfølging godkjent (vedtak 2026-005)",
            "#3 mangler",
            "Frist: 15. januar 2027",
            "Siste dag for å klage: 29. desember 2026",
        ),
        {
            (HARE, "2026-12-07"): "applicant",
            (HARE, "2026-12-08"): "approved",
            (ELG, "2026-12-08"): "warned",
            (REV, "2026-12-08"): "approved",
        },
    ),
    Act(
        "2026-12-15",
        "annet",
        {"centre": ELG, "kind": "Klage fra senteret", "date": "15. desember 2026", "concerns": "2026-004"},
        ("Gjelder vedtak: 2026-004 (Advarsel, 8. desember 2026)", "Status er fortsatt: godkjent med advarsel"),
        {(ELG, "2026-12-15"): "warned"},
    ),
    Act(
        "2027-01-12",
        "annet",
        {
            "centre": ELG,
            "kind": "Klageorganets avgjørelse",
            "date": "12. januar 2027",
            "concerns": "2026-006",
            "outcome": "Vedtaket er opphevet",
        },
        (
            "godkjent med advarsel → godkjent fra 12.1.2027",
            "Gjelder vedtak: 2026-006 (Klage fra senteret, 15. desember 2026)",
            "Utfall: Vedtaket er opphevet",
        ),
        {(ELG, "2027-01-11"): "warned", (ELG, "2027-01-12"): "approved"},
    ),
    Act(
        "2027-01-13",
        "suspender",
        {
            "centre": REV,
            "kind": "Suspensjon",
            "date": "13. januar 2027",
            "effective": "20. januar 2027",
            "requirements": "Skatt",
            "reason_nb": "Skatten mangler.",
            "remedy_nb": "Betal.",
        },
        (
            "godkjent → suspendert fra 20.1.2027",
            "Merket viser «Suspendert» fra 20.1.2027",
            "Krav det gjelder: Skatt",
            "Hva som må gjøres: «Betal",
            "antallet godkjente sentre faller fra 3 til 2",
        ),
        {(REV, "2027-01-19"): "approved", (REV, "2027-01-20"): "suspended"},
    ),
    Act(
        "2027-02-01",
        "opphev",
        {"centre": REV, "kind": "Suspensjon opphevet", "date": "1. februar 2027", "reason_nb": "Betalt."},
        ("suspendert → godkjent fra 1.2.2027", "Begrunnelse: «Betalt"),
        {(REV, "2027-01-31"): "suspended", (REV, "2027-02-01"): "approved"},
    ),
    Act(
        "2027-02-02",
        "rapporter",
        {"year": "2026", "rows": f"{REV}; 12; 25; 3; 1\n310 000 175\t1 011\t22\t4\t2"},
        (
            "Årsrapport for 2026: Besvarte samtaler: 1 011, Tilkoblede samtaler: 22",
            "**Blid Elg Kundesenter AS**: Besvarte samtaler er 1 011 i 2026, mot 10 året før",
        ),
    ),
    Act(
        "2027-02-03",
        "rapporter",
        {"year": "2026", "rows": "Blid Elg; 11; 22; 4; 2", "correct": "Ja, det er en retting"},
        ("Årsrapporten for 2026 rettes: Besvarte samtaler: 1 011 → 11, Rettet: 3. februar 2027",),
    ),
    Act(
        "2027-02-04",
        "arstall",
        {**FIGURES, "complaints_received": "681"},
        ("**Forbrukertilsynets tall for 2026** er nytt i registeret", "Mottatte klager: 681", "Kilde: E"),
    ),
    Act(
        "2027-02-05",
        "arstall",
        {**FIGURES, "complaints_received": "618"},
        ("**Forbrukertilsynets tall for 2026** er endret", "Mottatte klager: 681 → 618"),
    ),
    Act(
        "2027-02-06",
        "misbruk",
        MISUSE,
        (
            "**Misbruk av merket: Våken Hest Salg AS** er nytt",
            "Observert: 14. januar 2027",
            "Viser merket: uten godkjenning",
        ),
    ),
    Act(
        "2027-02-20",
        "misbruk",
        {**MISUSE, "ended": "15. februar 2027"},
        ("**Misbruk av merket: Våken Hest Salg AS** er endret", "ikke ført → 15. februar 2027"),
    ),
    Act(
        "2027-02-22",
        "godkjenn",
        {"centre": REV, "kind": "Fornyet godkjenning", "date": "22. februar 2027"},
        ("Godkjenningen gjelder til 1.3.2030 (før: 1.3.2027)",),
        {(REV, "2027-03-02"): "approved", (REV, "2030-03-01"): "approved", (REV, "2030-03-02"): "expired"},
    ),
    Act(
        "2027-02-23",
        "rett",
        {"centre": ELG, "field": "Navn", "old": ELG, "new": SVAR, "since": "1. februar 2027"},
        (f"Navn: {ELG} → {SVAR}", f"Tidligere navn: ikke ført → {ELG}, til 31. januar 2027"),
        {(SVAR, "2027-02-23"): "approved"},
    ),
    Act(
        "2027-02-24",
        "overfor",
        {
            "centre": HARE,
            "kind": "Overført til nytt organisasjonsnummer",
            "date": "24. februar 2027",
            "successor": "310 000 302",
            "effective": "1. mars 2027",
            "reason_nb": "Fusjon.",
        },
        (
            "godkjent → overført til et annet organisasjonsnummer fra 1.3.2027",
            "Merket viser «Overført» fra 1.3.2027",
            "(310 000 302) er nytt i registeret: ikke i registeret → godkjent fra 1.3.2027",
            "Gyldig til: 8. desember 2029",
        ),
        {
            ("310000221", "2027-02-28"): "approved",
            ("310000221", "2027-03-01"): "withdrawn",
            ("310000302", "2027-02-28"): None,
            ("310000302", "2027-03-01"): "approved",
        },
    ),
    Act(
        "2027-02-25",
        "annet",
        {
            "centre": REV,
            "kind": "Retting",
            "date": "25. februar 2027",
            "concerns": "2027-002",
            "reason_nb": "Skrivefeil.",
            "change": "Gjelder fra: 21. januar 2027\nBegrunnelse: Skatten manglet.",
        },
        (
            "Gjelder fra rettes: 20. januar 2027 → 21. januar 2027",
            "Begrunnelse rettes: «Skatten mangler.» → «Skatten manglet.»",
            "Historien endres: 20.1.2027 sto senteret som suspendert, nå som godkjent",
        ),
        {(REV, "2027-01-20"): "approved", (REV, "2027-01-21"): "suspended", (REV, "2027-02-25"): "approved"},
    ),
    Act(
        "2027-02-26",
        "annet",
        {
            "centre": REV,
            "kind": "Retting",
            "date": "26. februar 2027",
            "concerns": "2026-005",
            "reason_nb": "Ført på feil senter.",
            "change": "Strykes: ja",
        },
        ("Strykes: 2026-005 (Årlig oppfølging godkjent, 8. desember 2026)", "Status er fortsatt: godkjent"),
        {(REV, "2027-02-26"): "approved"},
    ),
    Act(
        "2027-03-01",
        "ny",
        {
            **NEW,
            "name": "Sindig Geit Svar AS",
            "organisation_number": "310000310",
            "websites": "sindig-geit.example",
            "email": "post@sindig-geit.example",
            "phone_numbers": "30 12 34 80",
            "date": "1. mars 2027",
        },
        ("**Sindig Geit Svar AS**", "søknad til behandling"),
        {("Sindig Geit Svar AS", "2027-03-01"): "applicant"},
    ),
    Act(
        "2027-03-08",
        "avslutt",
        {"centre": "Sindig Geit Svar AS", "kind": "Trukket etter eget ønske", "date": "8. mars 2027"},
        ("søknad til behandling → har trukket seg fra 8.3.2027",),
        {("Sindig Geit Svar AS", "2027-03-07"): "applicant", ("Sindig Geit Svar AS", "2027-03-08"): "withdrawn"},
    ),
    Act(
        "2027-03-09",
        "avslutt",
        {
            "centre": REV,
            "kind": "Godkjenning inndratt",
            "date": "9. mars 2027",
            "requirements": "Skatt",
            "reason_nb": "Skatten mangler igjen.",
        },
        (
            "godkjent → godkjenningen er inndratt fra 9.3.2027",
            "Krav det gjelder: Skatt",
            "Siste dag for å klage: 30. mars 2027",
        ),
        {(REV, "2027-03-08"): "approved", (REV, "2027-03-09"): "revoked"},
    ),
    Act(
        "2027-04-02",
        "godkjenn",
        {"centre": SVAR, "kind": "Fornyet godkjenning", "date": "2. april 2027"},
        ("godkjenningen er utløpt → godkjent fra 2.4.2027", "Godkjenningen gjelder til 2.4.2030"),
        {(SVAR, "2027-03-01"): "approved", (SVAR, "2027-03-02"): "expired", (SVAR, "2027-04-02"): "approved"},
    ),
    Act(
        "2027-04-05",
        "oppfolging",
        {"centre": SVAR, "kind": "Årlig oppfølging godkjent", "date": "5. april 2027"},
        ("Årlig oppfølging godkjent (vedtak 2027-", "Status er fortsatt: godkjent"),
    ),
]


def test_the_whole_year_by_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    centres = {"centres__blid-elg": OTHER.replace("Ærlig Ørn", "Ærlig Alke")}
    folder = make_registry(tmp_path / "repo" / "registry", scheme=SCHEME + "appeal_days: 21\n", **centres)
    world = World(published(folder))
    unsaid: list[object] = []
    for act in YEAR:
        about = (act.day, act.form)
        for otherwise, sentence in WRONG.get(about, ()):
            said = world.refused(replace(act, answers={**act.answers, **otherwise}), capsys)
            if sentence not in said:
                unsaid.append((about, otherwise, sentence, said))
        answers = world.sent(act, capsys)
        assert list(answers) == ["form", "check", "changes", "title"], (about, answers)
        comment = as_read(answers["changes"][1])
        norwegian = comment.partition("<summary>In English")[0].partition("<details>")[0]
        for words in act.told:
            assert words in comment, (about, words, comment)
        assert not ISO.search(norwegian), (about, norwegian)
        world.merged(answers["title"][1])
        for (name, day), status in act.stands.items():
            assert world.stands(name, day, act.day) == status, (about, name, day)
    assert not unsaid, "\n".join(map(str, unsaid))


def test_a_suspension_that_is_not_public_leaves_no_word_and_no_gap(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The two who approve see it; when it is over, the public's history is as if it had not been."""
    closed = SCHEME.replace("suspensions: {public: true", "suspensions: {public: false")
    world = World(published(make_registry(tmp_path / "repo" / "registry", scheme=closed)))
    suspension = {"centre": REV, "kind": "Suspensjon", "date": "1. desember 2026", "requirements": "Skatt"}
    said = {"reason_nb": "Skatten mangler.", "remedy_nb": "Betal."}
    lifting = {"centre": REV, "kind": "Suspensjon opphevet", "date": "4. januar 2027", "reason_nb": "Betalt."}
    for act in (
        Act("2026-12-01", "suspender", {**suspension, **said}, ("godkjent → suspendert fra 1.12.2026", "Merket viser «Suspendert»")),
        Act("2027-01-04", "opphev", lifting, ("suspendert → godkjent fra 4.1.2027", "Begrunnelse: «Betalt.»")),
    ):  # fmt: skip
        answers = world.sent(act, capsys)
        comment = as_read(answers["changes"][1])
        assert "Vedtaket vises ikke på nettstedet: ordningens regler holder slike vedtak utenfor." in comment
        assert all(words in comment for words in act.told), comment
        world.merged(answers["title"][1])
        register = records.read(world.registry).register(date.fromisoformat(act.day))
        (centre,) = register.centres
        seen = standing(centre, register)
        assert seen and [d.id for d in seen.decisions] == ["2024-001"]
        assert (seen.status == "suspended") == (act.form == "suspender")
    assert [(state.start.isoformat(), state.status) for state in seen.states] == [("2024-03-01", "approved")]
