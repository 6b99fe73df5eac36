"""`/rediger/`: what its script says and writes is what the commands say and write, over every act and hostile answers."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from stdnum.no import orgnr

from godkjent.acts import acts, reading
from godkjent.acts.issue_forms import command
from godkjent.checks import rules
from godkjent.commands.cli import main
from godkjent.language.texts import as_day, same
from godkjent.public import standing
from godkjent.register import lifecycle, records
from godkjent.register.model import Kind
from godkjent.register.problems import Level
from godkjent.register.schema import Schema
from support import built, demonstration, node

AS_OF = "2026-11-24"
DAY = date.fromisoformat(AS_OF)
HOSTILE = (
    "Klar og enkel grunn.",
    "# ikke en kommentar: {x: [1, 2]} & *anker !merke | > ' \" % @ `",
    "yes",
    "no",
    "null",
    "~",
    "2026-01-01",
    "0755",
    "- strek først",
    "kolon: midt i",
    "slutter med kolon:",
    "med #nummer og a #b",
    '{{ config }} {% raw %} ${x} "sitat" \\n \\u0041',
    "først\nså\r\nog\tså",
    "😀 glad 👩‍👩‍👧 familie",
    "æøå ÆØÅ é ü ß ½ ² «sitat» – — …",
    "Null,",
    "x" * 600,
    "et ord og " * 12,
)


KINDS = [(act.name, kind) for act in acts.ACTS.values() if not act.new for kind in act.kinds]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The registry with only the centres that the cases are about, so that the real command is quick."""
    copy = tmp_path_factory.mktemp("small") / "registry"
    shutil.copytree(demonstration(), copy)
    shutil.rmtree(copy / "misuse", ignore_errors=True)
    (copy / "misuse").mkdir()
    appeal(copy)
    slugs = {case["centre"] for case in sound_cases(copy, ["Grunn."])}
    for path in (copy / "centres").glob("*.yaml"):
        if path.stem not in slugs:
            path.unlink()
    return copy


def appeal(folder: Path) -> None:
    """An appeal that awaits a ruling, so that there is something to rule on."""
    for centre in records.read(folder).register(DAY).centres:
        answers = answers_for(Kind.APPEAL, centre.decisions, "Grunn.")
        if answers and Kind.APPEAL in lifecycle.allowed_kinds(centre.decisions, DAY):
            words = [f"--registry={folder}", f"--as-of={AS_OF}", f"--concerns={answers['concerns']}"]
            assert main(["decide", *words, centre.slug, "appeal"]) == 0
            return
    raise AssertionError("no centre can appeal")


@pytest.fixture(scope="module")
def site(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real build of that registry."""
    return built(tmp_path_factory.mktemp("editing") / "output", registry=small, AS_OF=AS_OF)


@cache
def schema() -> Schema:
    return records.read(demonstration()).schemas["centre"]


def proposed(site: Path, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    done = node("tests/propose.mjs", given=json.dumps({"site": str(site), "cases": cases}))
    assert done.returncode == 0, done.stderr
    results: list[dict[str, Any]] = json.loads(done.stdout)
    for fault in (fault for result in results for fault in result["faults"]):
        fault["message"] = DAYS.sub(lambda found: str(same("{day}").fill(day=as_day(found[0])).nb), fault["message"])
    return results


DAYS = re.compile(r"(?<!«)\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
"""The page writes every day in a sentence out as it shows it; here the script is asked without the page."""


def sound_cases(folder: Path, reasons: Sequence[str]) -> list[dict[str, Any]]:
    """One case for each kind and reason, of the first centre whose lifecycle allows the kind, with every field it may have."""
    register = records.read(folder).register(DAY)
    cases = []
    for name, kind in KINDS:
        allowing = (c for c in register.centres if kind in lifecycle.allowed_kinds(c.decisions, DAY))
        centre = next((c for c in allowing if answers_for(kind, c.decisions, "Grunn.")), None)
        assert centre, kind
        cases += [
            {"act": name, "centre": centre.slug, "answers": answers_for(kind, centre.decisions, r)} for r in reasons
        ]
    return cases


NOT_YET = "310000302"
"""The number of a company that is in no register; a transfer to it makes its file."""


def answers_for(kind: Kind, decisions: Any, reason: str) -> dict[str, Any] | None:
    answers: dict[str, Any] = {"kind": str(kind), "date": "24.11.2026", "reason_nb": reason, "reason_en": reason[:300]}
    if kind in (Kind.WARNING, Kind.SUSPENSION):
        answers |= {"requirements": ["reservation", "consent"], "deadline": "2027-01-15", "effective": "1. 12. 2026"}
    if kind in (Kind.REVOCATION, Kind.REJECTION):
        answers |= {"requirements": ["consent"]}
    if kind is Kind.SUSPENSION:
        answers |= {"remedy_nb": reason, "remedy_en": "Do it."}
    if kind is Kind.TRANSFER:
        answers |= {"successor": NOT_YET}
    if kind in (Kind.APPROVAL, Kind.RENEWAL):
        answers |= {"valid_until": "2027-11-24"}
    if kind is Kind.APPEAL:
        open_ = {d.concerns for d in decisions if d.kind is Kind.APPEAL}
        found = [d for d in lifecycle.corrected(decisions) if d.kind in lifecycle.APPEALABLE and d.id not in open_]
        return answers | {"concerns": found[-1].id} if found else None
    if kind is Kind.APPEAL_RULING:
        return answers | {
            "concerns": lifecycle.open_appeals(lifecycle.corrected(decisions))[0].id,
            "outcome": "upheld",
        }
    if kind is Kind.CORRECTION:
        answers |= {"concerns": decisions[0].id, "change": "reason=Rettet: kolon, komma; reason.en=Corrected"}
    return answers


def by_form(case: dict[str, Any], given: list[str]) -> str:
    """The answers as GitHub hands them on, read back by `godkjent form`'s own reader."""
    act = acts.ACTS[case["act"]]
    said = {"centre": case["centre"] or "", **case["answers"]}
    parts = []
    for field in acts.fields(act, schema()):
        answer = said.get(field.id, "")
        parts.append(
            f"### {field.title.nb}\n\n{', '.join(answer) if isinstance(answer, list) else answer or '_No response_'}\n"
        )
    given[:] = command(_labelled("\n".join(parts), said, act), {"centre": schema()})
    return "\n".join(parts)


def _labelled(body: str, said: dict[str, Any], act: acts.Act) -> str:
    labels = schema().labels(("decisions", 0, "kind"))
    return (
        body.replace(f"### Slag\n\n{said['kind']}\n", f"### Slag\n\n{labels[said['kind']].nb}\n") if act.kinds else body
    )


def test_the_text_is_byte_for_byte_that_of_the_real_command(
    site: Path, small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every kind, each with two of the hostile reasons, and every reason at least once."""
    every = sound_cases(small, HOSTILE)
    cases = [every[n * len(HOSTILE) + (2 * n + more) % len(HOSTILE)] for n in range(len(KINDS)) for more in (0, 1)]
    assert {c["answers"]["reason_nb"] for c in cases} == set(HOSTILE)
    copy = tmp_path / "registry"
    shutil.copytree(small, copy)
    for case, made in zip(cases, proposed(site, cases), strict=True):
        given: list[str] = []
        by_form(case, given)
        path = copy / "centres" / f"{case['centre']}.yaml"
        before = path.read_bytes()
        capsys.readouterr()
        code = main([given[0], f"--registry={copy}", f"--as-of={AS_OF}", *given[1:]])
        said = capsys.readouterr()
        if made["faults"]:
            assert code != 0, (case, made["faults"])
            assert all(fault["message"] in said.err for fault in made["faults"]), (made["faults"], said.err)
            continue
        assert code == 0, (case, said.err)
        assert (path.read_bytes()[len(before) :]).decode() == made["written"]
        centre = next(c for c in records.read(copy).register(DAY).centres if c.slug == case["centre"])
        effect = made["effect"]
        if case["answers"]["kind"] != "correction":
            state = lifecycle.state_on(centre.decisions, date.fromisoformat(effect["day"]))
            assert effect["after"] == state.status
            assert effect["until"] is None or date.fromisoformat(effect["until"]) == state.valid_until
        path.write_bytes(before)
        for new in {p.name for p in path.parent.iterdir()} - {p.name for p in (small / "centres").iterdir()}:
            (path.parent / new).unlink()


def new_answers(folder: Path) -> dict[str, Any]:
    """Answers that make a sound new centre."""
    taken = {r.get("organisation_number") for r in records.read(folder).of_kind("centre")}
    number = next(n for n in (f"31{i:07}" for i in range(10**6)) if orgnr.is_valid(n) and n not in taken)
    return {
        "name": "Søvnig Åme Svarsenter & Sønn AS",
        "organisation_number": f"{number[:3]} {number[3:6]} {number[6:]}",
        "trade_names": "Søvnig Ugle Øst, Årvåken Hval Vest: Ny",
        "websites": "https://aame.example/a?b=1&c=d",
        "email": "post@aame.example",
        "street": "Storgata 1, 2. etg.",
        "postcode": "0155",
        "city": "Å",
        "county": "Møre og Romsdal",
        "phone_numbers": "+47 60 99 88 77, 60 99 00 00–60 99 00 99",
        "directions": ["outbound", "inbound"],
        "services": ["sales"],
        "channels": ["phone"],
        "sectors": [],
        "languages": ["nb", "en"],
        "seats": "12",
        "calls_on_behalf_of": "",
        "kind": "approval",
        "date": AS_OF,
        "reason_nb": "Alt er dokumentert: ja.",
    }


def test_a_new_centre_is_the_file_that_the_real_command_writes(
    site: Path, small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "registry"
    shutil.copytree(small, copy)
    answers = new_answers(small)
    case = {"act": "ny", "centre": None, "answers": answers}
    (made,) = proposed(site, [case])
    assert made["faults"] == []
    given: list[str] = []
    by_form({**case, "answers": answers}, given)
    assert main([given[0], f"--registry={copy}", f"--as-of={AS_OF}", *given[1:]]) == 0, capsys.readouterr().err
    assert (copy / "centres" / made["file"]).read_text("utf-8") == made["written"]


BAD = (
    "", "x", "X" * 700, "2026-02-30", "2026-13-01", "1850-01-01", "2099-01-01", "2020-01-01", "i morgen", "а", "a\u200bb",
    "ﬁn", "cafe\u0301", "[1, 2]", "{a: b}", "yes", "12", "-1", "99999", "post@", "ftp://x.example", "https://firma.no",
    "22 33 44 55", "30 12", "999999999", "310000107", "æ@ø.example", "Rev", "\u202eabc",
)  # fmt: skip


def broken_cases(small: Path) -> list[dict[str, Any]]:
    """Sound answers with one of them replaced, seeded: every field of every act at least thrice."""
    chance = random.Random(20261124)
    found = []
    for case in sound_cases(small, ["Grunn."]):
        for name in case["answers"]:
            for bad in chance.sample(BAD, 4):
                if name not in ("kind", "concerns"):
                    wrong = [bad] if name == "requirements" else bad
                    found.append({**case, "answers": {**case["answers"], name: wrong}})
        if case["answers"]["kind"] == "correction":
            changes = ("void=ja", "kind=tull", "date=2026-02-30", "tull=1", "requirements=A B", "reason= x")
            found += [{**case, "answers": {**case["answers"], "change": change}} for change in changes]
    return found


def told_by_check(folder: Path, small: Path, slug: str, written: str) -> set[str]:
    """What `check` says of a registry in which the centre's file ends in this text."""
    content = (small / "centres" / f"{slug}.yaml").read_bytes() + written.encode()
    for path in (folder / "centres").iterdir():
        path.unlink()
    (folder / "centres" / f"{slug}.yaml").write_bytes(content)
    found = (p for p in rules.check(records.read(folder), DAY) if p.level is Level.ERROR)
    return {p.message.nb for p in found if p.rule != "transfer-other-side"}  # the page writes one side, the act both


def test_the_sentences_are_those_of_check(site: Path, small: Path, tmp_path: Path) -> None:
    copy = tmp_path / "registry"
    shutil.copytree(small, copy)
    cases = broken_cases(small)
    told, wrong = 0, []
    for case, made in zip(cases, proposed(site, cases), strict=True):
        page = {fault["message"] for fault in made["faults"]}
        check = told_by_check(copy, small, case["centre"], made["written"])
        told += bool(page)
        # Then the page stops at that: the others follow from it.
        late = any(fault.get("rule") == "decision-order" for fault in made["faults"])
        if any(fault.get("rule") == "strike-first" for fault in made["faults"]):
            assert check, "what is built upon cannot be struck out"
            continue
        if not (page <= check if late else page == check):
            wrong.append((case["act"], case["answers"], page - check, check - page))
    assert told > 100
    assert wrong == []


def test_what_must_be_struck_out_first_is_told_as_the_command_tells_it(
    site: Path, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every decision of every centre, struck out: the page refuses the same ones, in the same words."""
    register = records.read(small).register(DAY)
    pairs = [(c.slug, d.id) for c in register.centres for d in lifecycle.corrected(c.decisions)]
    answers = {"kind": "correction", "date": AS_OF, "reason_nb": "Skulle ikke vært ført.", "change": "void=ja"}
    cases = [{"act": "annet", "centre": slug, "answers": {**answers, "concerns": id_}} for slug, id_ in pairs]
    told = []
    for (slug, id_), made in zip(pairs, proposed(site, cases), strict=True):
        page = [fault["message"] for fault in made["faults"] if fault.get("rule") == "strike-first"]
        words = [f"--registry={small}", f"--as-of={AS_OF}", f"--concerns={id_}", "--change=void=ja", "--reason=Feil."]
        main(["decide", *words, "--dry-run", slug, "correction"])
        said = capsys.readouterr().err
        assert [f"{message} Ingenting er skrevet.\n" for message in page] == ([said] if "Stryk først" in said else [])
        told.append(bool(page))
    assert any(told) and not all(told)


def test_the_sentences_about_a_new_centre_are_those_of_check(site: Path, small: Path, tmp_path: Path) -> None:
    copy = tmp_path / "registry"
    shutil.copytree(small, copy)
    chance = random.Random(1124)
    sound = new_answers(small)
    lists = [name for name, answer in sound.items() if isinstance(answer, list)]
    cases = [
        {"act": "ny", "centre": None, "answers": {**sound, name: bad}}
        for name in sound
        if name not in ("kind", *lists)
        for bad in chance.sample(BAD, 6)
    ]
    wrong = []
    for case, made in zip(cases, proposed(site, cases), strict=True):
        for path in (copy / "centres").iterdir():
            path.unlink()
        (copy / "centres" / "ny.yaml").write_text(made["written"], "utf-8")
        check = {p.message.nb for p in rules.check(records.read(copy), DAY) if p.level is Level.ERROR}
        page = {
            fault["message"]
            for fault in made["faults"]
            if fault["place"] != ["name"] or fault.get("keyword") or fault.get("rule")
        }
        if page != check:
            wrong.append((case["answers"], page - check, check - page))
    assert [w[1:] for w in wrong] == []


def test_the_address_fills_the_issue_form_in(site: Path, small: Path) -> None:
    cases = sound_cases(small, ['Grunn & mer: «{{ x }}» 100 % #1 "sitat"'])
    for case, made in zip(cases, proposed(site, cases), strict=True):
        address = urlsplit(made["address"])
        assert address.netloc + address.path == "github.com/owner/repo/issues/new"
        query = {name: value for name, (value,) in parse_qs(address.query).items()}
        ids = {f.id for f in acts.fields(acts.ACTS[case["act"]], schema())}
        assert set(query) - {"template", "title"} <= ids
        assert query["template"] == f"{case['act']}.yml"
        register = records.read(small).register(DAY)
        assert reading.centre(query["centre"], reading.known(register)).slug == case["centre"]
        name = next(c.name for c in register.centres if c.slug == case["centre"])
        assert query["title"] == f"{schema().labels(('decisions', 0, 'kind'))[case['answers']['kind']].nb}: {name}"
        assert query["reason_nb"] == case["answers"]["reason_nb"]
        assert query["kind"] == schema().labels(("decisions", 0, "kind"))[case["answers"]["kind"]].nb


def test_an_address_that_github_would_refuse_is_not_made(site: Path, small: Path) -> None:
    case = sound_cases(small, ["å" * 5000])[0]
    (made,) = proposed(site, [case])
    assert made["address"] is None


def test_only_what_is_public_is_published(site: Path, small: Path) -> None:
    register = records.read(small).register(DAY)
    for centre in register.centres:
        path = site / "rediger" / "senter" / f"{centre.slug}.json"
        stands = standing.standing(centre, register)
        assert path.exists() == (stands is not None)
        if stands:
            told = json.loads(path.read_text("utf-8"))
            assert set(told["decisions"]) <= {d.id for d in stands.decisions}
            assert told["states"][0]["status"] == stands.status


def test_every_act_that_the_lifecycle_allows_is_offered_and_no_other(site: Path, small: Path) -> None:
    register = records.read(small).register(DAY)
    known = json.loads((site / "rediger" / "data.json").read_text("utf-8"))
    assert known["numbers"]["2026"] == max(
        int(d.id[5:]) for c in register.centres for d in c.decisions if d.id.startswith("2026")
    )
    for kind, row in lifecycle.TRANSITIONS.items():
        assert {s for s in known["kinds"][kind]["from"] if s != "ny"} == {str(s) for s in row.allowed_from if s}


def test_the_page_is_not_for_search_engines(site: Path) -> None:
    for prefix in ("", "en/", "nn/"):
        assert '<meta name="robots" content="noindex">' in (site / prefix / "rediger/index.html").read_text("utf-8")
    assert "rediger/" not in (site / "sitemap.xml").read_text("utf-8")
    assert "eval(" not in (site / "rediger/validator.js").read_text("utf-8")
    assert "new Function" not in (site / "rediger/validator.js").read_text("utf-8")
    assert "static/edit" not in (site / "sw.js").read_text("utf-8")
