"""Issue forms: generated from the acts and the schema, and read back as the commands a person would give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import forms as generator
from godkjent.acts import issue_forms
from godkjent.acts.acts import ACTS, act_of, asked_of, fields
from godkjent.commands.cli import main
from godkjent.register import records
from godkjent.register.lifecycle import TRANSITIONS
from godkjent.register.model import Kind
from godkjent.register.schema import Schema
from support import ROOT, demonstration, filled, make_registry, tool

READ = records.read(demonstration())
SCHEMA: Schema = READ.schemas["centre"]


def test_the_files_are_what_the_acts_give() -> None:
    """All of them but the list of requirements, which are the board's own and may have changed since."""
    for path, text in generator.files(READ).items():
        said = (ROOT / path).read_text("utf-8")
        assert without_requirements(said) == without_requirements(text), f"{path}: kjør «make forms»"
    assert list(generator.strays(READ)) == []


def without_requirements(text: str) -> Any:
    """A form as it is read, without what it says of the requirements; a template for proposals as it stands."""
    if not text.startswith("#"):
        return text
    form = yaml.safe_load(text)
    for question in form["body"]:
        if question.get("id") == "requirements":
            question["attributes"]["description"] = question["attributes"]["description"].partition(" Flere skrives")[0]
    return form


def test_github_takes_them() -> None:
    config, forms = (
        ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml",
        (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"),
    )
    for schema, files in (("issue-config", [config]), ("issue-forms", sorted({*forms} - {config}))):
        done = tool("check-jsonschema", "--builtin-schema", f"vendor.github-{schema}", *files)
        assert files and done.returncode == 0, done.stdout


def test_every_kind_of_decision_has_one_form_and_no_form_asks_the_same_twice() -> None:
    for kind in TRANSITIONS:
        assert [a for a in ACTS.values() if kind in a.kinds and not a.new] == [act_of(kind)]
    for act in ACTS.values():
        asked = fields(act, SCHEMA)
        assert len({f.id for f in asked}) == len({f.title.nb for f in asked}) == len(asked)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_form_asks_for_everything_that_its_kind_may_have(kind: Kind) -> None:
    ids = {f.id.removesuffix("_nb").removesuffix("_en") for f in fields(act_of(kind), SCHEMA)}
    required, allowed = asked_of(SCHEMA, kind)
    assert set(required) <= ids and set(allowed) - {"id"} <= ids


def test_every_form_says_what_must_never_be_in_it() -> None:
    for act in ACTS.values():
        form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / act.template).read_text("utf-8"))
        assert "ingen tips, ingen dialog, ingen personopplysninger" in form["body"][0]["attributes"]["value"]


SUSPENSION = {
    "centre": "listig-rev",
    "kind": "Suspensjon",
    "date": "2026-11-24",
    "reason_nb": "Skatten er\nikke betalt.",
    "requirements": "tax, accounts",
    "remedy_nb": "--Betal.",
}


def test_a_suspension() -> None:
    assert issue_forms.command(filled("suspender", **SUSPENSION), READ.schemas) == [
        "decide",
        "--date=2026-11-24",
        "--reason=Skatten er ikke betalt.",
        "--requirement=tax",
        "--requirement=accounts",
        "--remedy=--Betal.",
        "--",
        "listig-rev",
        "suspension",
    ]


def test_lifting_correcting_and_a_new_centre() -> None:
    lifted = filled("opphev", centre="310000108", kind="Suspensjon opphevet", date="2026-11-24")
    assert issue_forms.command(lifted, READ.schemas) == [
        "decide",
        "--date=2026-11-24",
        "--",
        "310000108",
        "suspension_lifted",
    ]
    detail = filled("rett", centre="listig-rev", field="Telefonnumre", old="30 12 34 56", new="30 12 34 57")
    assert issue_forms.command(detail, READ.schemas) == [
        "correct",
        "--old=30 12 34 56",
        "--new=30 12 34 57",
        "--",
        "listig-rev",
        "phone_numbers",
    ]
    change = filled(
        "annet", centre="x", kind="Retting", date="2026-11-24", concerns="2026-001", change="date=2026-11-01; void=true"
    )
    assert issue_forms.command(change, READ.schemas)[-5:] == [
        "--change=date=2026-11-01",
        "--change=void=true",
        "--",
        "x",
        "correction",
    ]
    new = filled(
        "ny",
        name="Blid Elg Svar AS",
        organisation_number="310000175",
        postcode="0155",
        city="Oslo",
        county="Oslo",
        directions="outbound, inbound",
        services="sales",
        channels="phone",
        languages="nb",
        phone_numbers="+47 30 12 34 57, 01234",
        kind="Søknad mottatt",
        date="2026-11-24",
    )
    arguments = issue_forms.command(new, READ.schemas)
    assert arguments[0] == "new" and {"--phone=+47 30 12 34 57", "--phone=01234", "--kind=application"} <= set(
        arguments
    )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "ikke et av skjemaene"),
        ("Hei, dere må suspendere dem!", "ikke et av skjemaene"),
        (filled("suspender", **SUSPENSION).replace("### Slag", "### Slags"), "ikke et av skjemaene"),
        (filled("suspender", **{**SUSPENSION, "reason_nb": "x\n\n### Senter\n\nblid-elg"}), "ikke et av skjemaene"),
        (filled("suspender", **{**SUSPENSION, "kind": "Godkjenning"}), "«Godkjenning» er ikke et valg under Slag."),
        (filled("annet", centre="x", kind="Klage", date="24.11.2026"), "Mente du «Klage fra senteret»?"),
        (filled("annet", centre="x", date="24.11.2026"), "Dette mangler i skjemaet: Slag."),
        (filled("suspender", **{**SUSPENSION, "centre": "_No response_"}), "Dette mangler i skjemaet: Senter."),
        (filled("rett", centre="x", field="Vedtak", new="y"), "«Vedtak» er ikke et valg under Opplysning som rettes"),
        ("### " * 20_000, "ikke et av skjemaene"),
    ],
)
def test_what_is_no_form_gets_a_sentence(body: str, sentence: str) -> None:
    with pytest.raises(issue_forms.NotAForm) as refused:
        issue_forms.command(body, READ.schemas)
    assert sentence in refused.value.text.nb
    assert refused.value.text.en


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(ACTS)), st.data())
def test_no_answer_can_pass_for_another(name: str, data: st.DataObject) -> None:
    """Whatever is written in an answer, the flags are those of the form's own questions, and the words stay one word."""
    asked = fields(ACTS[name], SCHEMA)
    words = st.text(alphabet=st.sampled_from("ab -=#\n,;_*`$(){}&|'\"æø\r"), max_size=40)
    body = filled(name, **{f.id: data.draw(words) for f in asked})
    try:
        arguments = issue_forms.command(body, READ.schemas)
    except issue_forms.NotAForm:
        return
    assert arguments[0] in ("new", "decide", "correct")
    for argument in arguments[1:]:
        assert "\n" not in argument


def test_a_day_may_be_written_as_norwegians_do() -> None:
    form = filled("opphev", centre="x", kind="Advarsel opphevet", date="1. 2.2026", effective="24.12.2026")
    assert issue_forms.command(form, READ.schemas)[1:3] == ["--date=2026-02-01", "--effective=2026-12-24"]


def test_windows_line_ends_are_read() -> None:
    assert (
        issue_forms.command(filled("suspender", **SUSPENSION).replace("\n", "\r\n"), READ.schemas)[-1] == "suspension"
    )


def test_a_proposal_is_called_by_its_act_and_the_company(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, file = make_registry(tmp_path / "registry"), tmp_path / "skjema.md"
    for centre, called in (("310 000 108", "Listig Rev Kundesenter AS"), ("Ukjent Elg", "Ukjent Elg")):
        file.write_text(filled("suspender", **{**SUSPENSION, "centre": centre}), "utf-8")
        assert main(["form", "--title", str(file), f"--registry={folder}", "--as-of=2026-11-24"]) == 0
        assert capsys.readouterr().out == f"Suspensjon: {called}\n"


def test_what_is_wrong_is_told_by_the_question(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody who fills in a form has seen the file: its lines are never spoken of."""
    folder, file = make_registry(tmp_path / "registry"), tmp_path / "skjema.md"
    wrong = {
        "date": "24. november 2026",
        "requirements": "Skatt",
        "reason_nb": "x" * 700,
    }
    file.write_text(filled("advarsel", centre="Listig Rev", kind="Advarsel", **wrong), "utf-8")
    assert main(["form", str(file), f"--registry={folder}", "--as-of=2026-11-24"]) == 1
    told = capsys.readouterr().err
    assert "Begrunnelse: " in told and ".yaml" not in told and "^" not in told and " | " not in told
    assert told.endswith("Ingenting er skrevet.\n")


def test_the_forms_that_are_no_decisions_become_their_commands() -> None:
    def body(name: str, *answers: str) -> str:
        asked = issue_forms.questions(issue_forms.FORMS[name], READ.schemas)
        return "".join(f"### {f.title.nb}\n\n{a}\n\n" for f, a in zip(asked, answers, strict=True))

    rows = "310 000 108; 187 727; 507 700; 321; 124\n\nListig Rev\t1\t2\t0\t0"
    assert issue_forms.command(body("rapporter", "2025", rows, "_No response_"), READ.schemas) == [
        "reports",
        "--year=2025",
        "--row=310 000 108; 187 727; 507 700; 321; 124",
        "--row=Listig Rev\t1\t2\t0\t0",
    ]
    corrected = issue_forms.command(body("rapporter", "2025", rows, "Ja, det er en retting"), READ.schemas)
    assert corrected[-1] == "--correct"
    figures = body("arstall", "2025", "618", "_No response_", "E-post fra Forbrukertilsynet")
    assert issue_forms.command(figures, READ.schemas) == [
        "statistics",
        "--year=2025",
        "--complaints-received=618",
        "--source=E-post fra Forbrukertilsynet",
    ]
