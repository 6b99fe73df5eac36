"""An approval goes over to a new organisation number by one act: in both files, or in neither."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from godkjent.acts import append, issue_forms
from godkjent.checks import rules
from godkjent.commands.cli import main
from godkjent.public.views import view
from godkjent.register import lifecycle, records
from godkjent.register.model import Decision, Kind, Register, Status
from godkjent.trust.issued import issued, revoked
from support import OTHER, filled, make_registry

DAY = "2026-11-24"
OLD, NEW = "310000108", "310000175"
APPROVAL = "  - {id: 2024-001, date: 2024-03-01, kind: approval}\n"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_registry(tmp_path / "registry")


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def act(*arguments: str, as_of: str = DAY) -> tuple[int, str]:
        code = main([arguments[0], "--registry", str(folder), "--as-of", as_of, *arguments[1:]])
        told = capsys.readouterr()
        return code, told.out + told.err

    return act


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "centres").glob("*.yaml"))}


def register(folder: Path, as_of: str = DAY) -> Register:
    read = records.read(folder)
    assert [p.message.nb for p in rules.check(read, date.fromisoformat(as_of)) if p.level == "error"] == []
    return read.register(date.fromisoformat(as_of))


def of(number: str, known: Register):  # type: ignore[no-untyped-def]
    return next(c for c in known.centres if c.organisation_number == number)


def standing(number: str, known: Register) -> tuple[str, date | None, date | None]:
    stands = view(of(number, known), known)
    assert stands is not None
    return stands.status, stands.standing.approved_since, stands.standing.valid_until


def test_a_new_company_carries_the_approval_on_under_its_own_number(run: Run, folder: Path) -> None:
    before = files(folder)["listig-rev.yaml"]
    code, told = run(
        "decide", OLD, "transfer", "--successor", "310 000 175", "--name", "Blid Elg Svar AS", "--date", "2026-11-02"
    )
    assert code == 0 and "Godkjenningen overføres til 310 000 175" in told, told
    known = register(folder)
    assert files(folder)["listig-rev.yaml"].startswith(before)
    assert standing(OLD, known) == ("withdrawn", None, None)
    assert standing(NEW, known) == ("approved", date(2024, 3, 1), date(2027, 3, 1))
    new = of(NEW, known)
    assert [(f.name, f.until) for f in new.former_names] == [("Listig Rev Kundesenter AS", date(2026, 11, 1))]
    assert {n.since for n in new.phone_numbers} == {date(2026, 11, 2)} and new.annual_reports == ()


def test_a_change_of_form_keeps_the_name(run: Run, folder: Path) -> None:
    code, told = run("decide", OLD, "transfer", "--successor", NEW, "--date", "2026-11-02")
    assert code == 0, told
    assert of(NEW, register(folder)).former_names == ()


def test_one_that_is_approved_already_keeps_its_own_period(run: Run, folder: Path) -> None:
    (folder / "centres" / "blid-elg.yaml").write_text(
        OTHER.replace("2024-03-01", "2025-03-03").replace("2024-002", "2025-002").replace("year: 2025", "year: 2024"),
        "utf-8",
    )
    code, told = run("decide", OLD, "transfer", "--successor", NEW, "--date", "2026-11-02")
    assert code == 0, told
    known = register(folder)
    assert standing(NEW, known) == ("approved", date(2025, 3, 3), date(2028, 3, 3))
    assert view(of(NEW, known), known).predecessors == (OLD,)  # type: ignore[union-attr]


@pytest.mark.parametrize("status", ["warned", "suspended"])
def test_a_sanction_follows_the_approval(run: Run, folder: Path, status: str) -> None:
    sanction = {"warned": ["warning"], "suspended": ["suspension", "--remedy", "Betal."]}[status]
    cited = ["--requirement", "tax", "--reason", "Skatt.", "--deadline", "2027-01-01", "--date", "2026-10-05"]
    assert run("decide", OLD, *sanction, *cited)[0] == 0
    assert run("decide", OLD, "transfer", "--successor", NEW, "--date", "2026-11-02")[0] == 0
    known = register(folder)
    assert standing(NEW, known)[0] == status
    carried = of(NEW, known).decisions[-1]
    assert (carried.requirements, carried.deadline) == (("tax",), date(2027, 1, 1))


def test_what_takes_effect_later_changes_nothing_until_then(run: Run, folder: Path) -> None:
    assert (
        run("decide", OLD, "transfer", "--successor", NEW, "--date", "2026-11-02", "--effective", "2026-12-01")[0] == 0
    )
    known, later = register(folder), register(folder, "2026-12-01")
    assert standing(OLD, known)[0] == "approved" and view(of(NEW, known), known) is None
    assert standing(OLD, later)[0] == "withdrawn" and standing(NEW, later)[0] == "approved"


def test_the_old_credential_is_revoked_and_the_new_one_rests_on_the_transfer(run: Run, folder: Path) -> None:
    assert run("decide", OLD, "transfer", "--successor", NEW, "--date", "2026-11-02")[0] == 0
    known = register(folder)
    old, new = of(OLD, known), of(NEW, known)
    assert "2024-001" in revoked(old, known) and revoked(new, known) == frozenset()
    held = issued(new, known)
    assert held and held.decision == new.decisions[0].id and held.valid_from == date(2026, 11, 2)


def test_a_transfer_that_was_a_mistake_is_struck_in_both_files(run: Run, folder: Path) -> None:
    assert run("decide", OLD, "transfer", "--successor", NEW, "--date", "2026-11-02")[0] == 0
    code, told = run(
        "decide", OLD, "correction", "--concerns", "2026-001", "--reason", "Avlyst.", "--change", "void=true"
    )
    assert code == 0, told
    known = register(folder)
    assert standing(OLD, known)[0] == "approved" and view(of(NEW, known), known) is None
    assert len({d.id for c in known.centres for d in c.decisions}) == 5


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--successor", OLD], "er senterets eget nummer"),
        (["--successor", "310000176"], "kontrollsifferet stemmer ikke"),
        (["--successor", NEW, "--name", "Virkelig Firma AS"], "et adjektiv og et dyr"),
        (["--successor", NEW, "--date", "2027-01-01"], "ligger fram i tid"),
        ([], "--successor mangler"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    run: Run, folder: Path, arguments: list[str], why: str
) -> None:
    before = files(folder)
    code, told = run("decide", OLD, "transfer", *arguments)
    assert code in (1, 2) and why in told, told
    assert files(folder) == before


def test_a_dry_run_shows_both_files_and_writes_none(run: Run, folder: Path) -> None:
    before = files(folder)
    code, told = run("decide", OLD, "transfer", "--successor", NEW, "--date", "2026-11-02", "--dry-run")
    assert code == 0 and 'successor: "310000175"' in told and 'predecessor: "310000108"' in told
    assert files(folder) == before


def test_when_one_file_cannot_be_written_the_other_is_as_it_was(folder: Path) -> None:
    path = folder / "centres" / "listig-rev.yaml"
    before = path.read_bytes()
    with pytest.raises(OSError, match="missing"):
        append.put_all({path: b"changed", folder / "missing" / "x.yaml": b"new"})
    assert path.read_bytes() == before


def test_the_form_does_the_same(run: Run, folder: Path) -> None:
    schemas = records.read(folder).schemas
    answers = {
        "centre": OLD,
        "kind": "Overført til nytt organisasjonsnummer",
        "date": "2. november 2026",
        "successor": "310 000 175",
        "name": "Blid Elg Svar AS",
    }
    code, told = run(*issue_forms.command(filled("overfor", **answers), schemas))
    assert code == 0, told
    assert standing(NEW, register(folder))[0] == "approved"


def _taken(status: str | None) -> list[Decision]:
    def made(number: int, day: str, kind: str) -> Decision:
        when = date.fromisoformat(day)
        return Decision(f"2000-{number:03}", when, Kind(kind), when)

    applied, approved = made(1, "2024-01-10", "application"), made(2, "2024-03-01", "approval")
    later = {"warned": "warning", "suspended": "suspension", "revoked": "revocation", "withdrawn": "withdrawal"}
    if status == "rejected":
        return [applied, made(3, "2024-06-03", "rejection")]
    if status in later:
        return [applied, approved, made(3, "2024-06-03", later[status])]
    return {None: [], "applicant": [applied], "approved": [applied, approved]}[status]


@pytest.mark.parametrize(
    ("stood", "becomes"),
    [
        (None, "approved"), ("applicant", "approved"), ("withdrawn", "approved"),
        ("approved", "approved"), ("warned", "warned"), ("suspended", "suspended"),
        ("revoked", "revoked"), ("rejected", "rejected"),
    ],
)  # fmt: skip
def test_nobody_gets_rid_of_a_sanction_by_taking_over(stood: str | None, becomes: str) -> None:
    past, day = _taken(stood), date(2024, 7, 1)
    taken = Decision("2000-009", day, Kind.TRANSFER, day, valid_until=date(2026, 1, 1), predecessor=OLD)
    assert lifecycle.status_on([*past, taken], day) == Status(becomes)
    assert [d for d, _ in lifecycle.forbidden([*past, taken])] == ([taken] if stood in ("revoked", "rejected") else [])
