"""Enhetsregisteret asked through a real server with kept answers: what differs is told, and silence is never «all well»."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from godkjent.acts import companies
from godkjent.commands.cli import main
from serving import Handler, serving
from support import CENTRE, OTHER, make_registry

NUMBER, SECOND = "310000108", "310000175"
DAY = "2026-11-24"
Json = dict[str, Any]


def unit(number: str = NUMBER, name: str = "LISTIG REV KUNDESENTER AS", **more: Any) -> Json:
    """An answer about a living company, with the fields that the register's own documentation shows."""
    return {
        "organisasjonsnummer": number,
        "navn": name,
        "organisasjonsform": {"kode": "AS", "beskrivelse": "Aksjeselskap"},
        "naeringskode1": {"kode": "82.200", "beskrivelse": "Telefonvakttjenester og telefonsalg"},
        "forretningsadresse": {
            "adresse": ["Storgata 1"],
            "postnummer": "0155",
            "poststed": "OSLO",
            "kommunenummer": "0301",
            "landkode": "NO",
        },
        "konkurs": False,
        "underAvvikling": False,
        "underTvangsavviklingEllerTvangsopplosning": False,
        **more,
    }


class Brreg:
    """What the served register knows: companies in its lists, and others that it answers about alone."""

    def __init__(self) -> None:
        self.listed: dict[str, Json] = {NUMBER: unit(), SECOND: unit(SECOND, "BLID ELG KUNDESENTER AS")}
        self.alone: dict[str, tuple[int, Json]] = {}
        self.broken: tuple[int, bytes] | None = None
        self.asked: list[str] = []
        self.address = ""


@pytest.fixture
def brreg() -> Iterator[Brreg]:
    known = Brreg()

    class Kept(Handler):
        def answers(self, _: bytes) -> None:
            known.asked.append(self.path)
            parts = urlsplit(self.path)
            kind, _, number = parts.path.removeprefix("/").partition("/")
            if known.broken:
                status, body = known.broken
            elif number:
                status, answer = known.alone.get(number, (404, {}))
                body = json.dumps(answer).encode()
            else:
                numbers = parse_qs(parts.query)["organisasjonsnummer"][0].split(",")
                units = [known.listed[one] for one in numbers if one in known.listed]
                found = {"_embedded": {kind: units}} if units else {}
                status, body = 200, json.dumps({**found, "page": {"totalElements": len(units)}}).encode()
            self.answer(status, body)

    with serving(Kept) as known.address:
        yield known


Watch = Callable[..., tuple[int, str]]


@pytest.fixture
def watch(tmp_path: Path, brreg: Brreg, capsys: pytest.CaptureFixture[str]) -> Watch:
    registry = make_registry(tmp_path / "registry", **{"centres__blid-elg": OTHER})

    def run(*more: str) -> tuple[int, str]:
        where = ["--registry", str(registry), "--as-of", DAY, "--kept", str(tmp_path / "kept.json")]
        code = main(["watch", *where, "--source", brreg.address, *more])
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def test_companies_as_in_the_register_are_well_and_asked_for_together(watch: Watch, brreg: Brreg) -> None:
    assert watch() == (0, "Alle foretakene er som i registeret, ifølge Enhetsregisteret 24. november 2026.\n")
    assert len(brreg.asked) == 1 and f"{SECOND},{NUMBER}" in brreg.asked[0]


@pytest.mark.threat("P07")
@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"konkurs": True}, "foretaket er konkurs"),
        ({"underAvvikling": True}, "under avvikling"),
        ({"underTvangsavviklingEllerTvangsopplosning": True}, "tvangsavvikling"),
        ({"navn": "NY REV AS"}, "heter nå NY REV AS"),
        ({"forretningsadresse": {"adresse": ["Nygata 2"], "postnummer": "5003", "poststed": "BERGEN"}}, "Nygata 2, 5003 BERGEN"),
    ],
    ids=["bankrupt", "wound up", "by order", "renamed", "moved"],
)  # fmt: skip
def test_what_happened_to_a_company_is_told(watch: Watch, brreg: Brreg, more: Json, says: str) -> None:
    brreg.listed[NUMBER] = unit(**more)
    code, said = watch()
    assert code == 1 and says in said and NUMBER in said and SECOND not in said


def test_a_company_that_was_struck_off_is_asked_for_alone(watch: Watch, brreg: Brreg) -> None:
    del brreg.listed[NUMBER]
    gone = {
        "organisasjonsnummer": NUMBER,
        "navn": "LISTIG REV",
        "slettedato": "2026-11-20",
        "respons_klasse": "SlettetEnhet",
    }
    brreg.alone[NUMBER] = (200, gone)
    code, said = watch()
    assert code == 1 and "slettet i Enhetsregisteret (20. november 2026)" in said
    brreg.alone[NUMBER] = (410, {})
    assert "kjenner ikke organisasjonsnummeret" in watch()[1]


def test_a_new_form_or_industry_is_told_until_somebody_has_seen_it(watch: Watch, brreg: Brreg) -> None:
    assert watch()[0] == 0
    brreg.listed[NUMBER] = unit(organisasjonsform={"kode": "ASA"}, naeringskode1={"kode": "70.220"})
    code, said = watch()
    assert code == 1 and "fra AS til ASA" in said and "fra 82.200 til 70.220" in said
    assert watch()[0] == 1
    assert watch("--noted", NUMBER)[0] == 0
    assert watch()[0] == 0


def test_a_branch_that_closed_or_went_to_another_is_told(tmp_path: Path, watch: Watch, brreg: Brreg) -> None:
    (tmp_path / "registry" / "centres" / "listig-rev.yaml").write_text(
        CENTRE.replace("directions:", 'branches: ["310000191"]\ndirections:'), "utf-8"
    )
    brreg.listed["310000191"] = {"organisasjonsnummer": "310000191", "navn": "AVD", "overordnetEnhet": NUMBER}
    assert watch()[0] == 0, watch()[1]
    brreg.listed["310000191"]["overordnetEnhet"] = SECOND
    assert "hører nå til" in watch()[1]
    brreg.listed["310000191"]["nedleggelsesdato"] = "2026-11-01"
    assert "er lagt ned" in watch()[1]


@pytest.mark.twin("P07")
@pytest.mark.parametrize(
    "broken",
    [
        (503, b""),
        (200, b"<html>Logg inn p\xc3\xa5 nettet</html>"),
        (200, b"{}"),
        (200, b'{"page": {}, "_embedded": []}'),
        (200, b'{"page": {}, "_embedded": {"enheter": [{"organisasjonsnummer": "tull"}]}}'),
        (200, b"[" * 100_000),
        (500, b'{"page": {}}'),
    ],
    ids=["down", "a page to log in", "empty", "odd", "no number", "nested", "error"],
)
def test_an_answer_that_is_none_is_never_all_well(
    tmp_path: Path, watch: Watch, brreg: Brreg, broken: tuple[int, bytes]
) -> None:
    assert watch()[0] == 0
    before = companies.read((tmp_path / "kept.json").read_text("utf-8"))
    brreg.broken = broken
    code, said = watch()
    assert (
        code == 1
        and "svarte ikke" in said
        and "Sist det svarte på alt, var 24. november 2026" in said
        and "Alle" not in said
    )
    after = companies.read((tmp_path / "kept.json").read_text("utf-8"))
    assert after.units == before.units and after.failed is not None and after.why


def test_a_network_that_is_away_is_said(watch: Watch, brreg: Brreg) -> None:
    brreg.address = "http://127.0.0.1:9"
    code, said = watch()
    assert code == 1 and "aldri svart på alt" in said


def test_what_others_can_read_names_nobody(watch: Watch, brreg: Brreg) -> None:
    brreg.listed[NUMBER] = unit(konkurs=True)
    code, said = watch("--format", "summary")
    assert code == 1 and "1 ting er annerledes" in said
    assert NUMBER not in said and "Rev" not in said and "konkurs" not in said


def test_nothing_in_the_register_is_changed(tmp_path: Path, watch: Watch, brreg: Brreg) -> None:
    files = {path: path.read_bytes() for path in (tmp_path / "registry").rglob("*") if path.is_file()}
    brreg.listed[NUMBER] = unit(konkurs=True, navn="NY REV AS")
    watch()
    assert files == {path: path.read_bytes() for path in (tmp_path / "registry").rglob("*") if path.is_file()}


def test_the_demonstrations_companies_are_not_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    registry = make_registry(tmp_path / "registry")
    assert main(["watch", "--registry", str(registry), "--as-of", DAY, "--kept", str(tmp_path / "k.json")]) == 0
    assert "oppdiktede foretak" in capsys.readouterr().out and not (tmp_path / "k.json").exists()


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, watch: Watch) -> None:
    (tmp_path / "kept.json").write_text('{"v": 1, "units": [{"number": 5, "tull": 1}]}', "utf-8")
    code, said = watch()
    assert code == 2 and "kan ikke leses" in said


def test_many_companies_are_asked_for_fifty_at_a_time() -> None:
    numbers = [f"{n:09}" for n in range(120)]
    assert [len(part) for part in companies.some_at_a_time(numbers, companies.TOGETHER)] == [50, 50, 20]
