"""A company as Enhetsregisteret's open API gives it: its name and address, or why it cannot be in the register.

Source: https://data.brreg.no/enhetsregisteret/api/dokumentasjon/no/index.html. A company that has been struck off
still gets an answer, a short one with `respons_klasse: "SlettetEnhet"` and without the marks of bankruptcy.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from ..language.refusals import Refusal
from ..language.texts import Text, as_day, shown

ADDRESS = "https://data.brreg.no/enhetsregisteret/api/enheter/"
PATIENCE = 10  # seconds
LARGEST_ANSWER = 1_000_000
COUNTIES = {
    "03": "Oslo",
    "11": "Rogaland",
    "15": "Møre og Romsdal",
    "18": "Nordland",
    "31": "Østfold",
    "32": "Akershus",
    "33": "Buskerud",
    "34": "Innlandet",
    "39": "Vestfold",
    "40": "Telemark",
    "42": "Agder",
    "46": "Vestland",
    "50": "Trøndelag",
    "55": "Troms",
    "56": "Finnmark",
    "21": "Svalbard",
    "22": "Jan Mayen",
}
"""The first two digits of a municipality's number, since 2024; the last two are in no county, but have such numbers."""
_FORMS = frozenset({"AS", "ASA", "ANS", "DA", "SA", "BA", "NUF", "KS", "IKS"})
_BRANCHES = ("BEDR", "AAFY")
"""Forms that are a branch of a company and none themselves."""
_SMALL = frozenset({"og", "i", "på", "for", "av", "ved", "til"})


class Unfit(Refusal):
    """The company may not be entered; `text` says why."""


class NoAnswer(Refusal):
    """There is no answer to read; `text` says why and what to do."""


@dataclass(frozen=True)
class Company:
    """What a centre's file takes from Enhetsregisteret; None is what it does not tell."""

    organisation_number: str
    name: str
    capitals: bool  # the register holds the name in capitals only
    street: str | None
    postcode: str | None
    city: str | None
    county: str | None


def fetch(number: str) -> bytes:
    """The register's answer about one organisation number. Raises NoAnswer or Unfit."""
    if not re.fullmatch(r"[0-9]{9}", number):
        raise NoAnswer(_NOT_NINE.fill(number=shown(number)))
    request = Request(ADDRESS + number, headers={"Accept": "application/json"})  # noqa: S310 - a fixed https address
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return bytes(answer.read(LARGEST_ANSWER))
    except HTTPError as error:
        if error.code in (404, 410):
            raise Unfit(_UNKNOWN.fill(number=number)) from None
        raise NoAnswer(_SILENT.fill(why=f"HTTP {error.code}")) from None
    except (OSError, ValueError, HTTPException) as error:
        raise NoAnswer(_SILENT.fill(why=shown(getattr(error, "reason", error)))) from None


def company(answer: bytes, number: str | None) -> Company:
    """The company in an answer; `number` is the one asked for, when there is one. Raises NoAnswer or Unfit."""
    unit = _unit(answer)
    _refuse_another(unit, number)
    _refuse_unfit(unit)
    name = _line(unit.get("navn")) or ""
    if not name:
        raise NoAnswer(_NOT_AN_ANSWER)
    address = unit.get("forretningsadresse")
    address = address if isinstance(address, dict) else {}
    streets = address.get("adresse")
    lines = [line for s in (streets if isinstance(streets, list) else [streets]) if (line := _line(s))]
    capitals = name == name.upper()
    return Company(
        organisation_number=str(unit["organisasjonsnummer"]),
        name=_lowered(name) if capitals else name,
        capitals=capitals,
        street=", ".join(lines) or None,
        postcode=_line(address.get("postnummer")),
        city=_lowered(_line(address.get("poststed")) or "") or None,
        county=COUNTIES.get(str(address.get("kommunenummer", ""))[:2]),
    )


def _unit(answer: bytes) -> dict[str, Any]:
    try:
        unit = json.loads(answer)
    except (ValueError, RecursionError):
        raise NoAnswer(_NOT_AN_ANSWER) from None
    if not isinstance(unit, dict) or not re.fullmatch(r"[0-9]{9}", str(unit.get("organisasjonsnummer", ""))):
        raise NoAnswer(_NOT_AN_ANSWER)
    return unit


def _refuse_another(unit: dict[str, Any], number: str | None) -> None:
    found = str(unit["organisasjonsnummer"])
    if number and number != found:
        raise Unfit(_ANOTHER.fill(found=found, number=shown(number)))


def _refuse_unfit(unit: dict[str, Any]) -> None:
    """Only a living company, itself and not a branch of it, can be approved."""
    name, number = shown(unit.get("navn") or "?"), str(unit["organisasjonsnummer"])
    if unit.get("respons_klasse") == "SlettetEnhet" or unit.get("slettedato"):
        raise Unfit(_DELETED.fill(name=name, number=number, day=as_day(shown(unit.get("slettedato") or "?"))))
    for field, sentence in _FLAGS.items():
        if unit.get(field) not in (None, False, "", "false"):
            raise Unfit(sentence.fill(name=name, number=number))
    form = unit.get("organisasjonsform")
    if isinstance(form, dict) and form.get("kode") in _BRANCHES:
        raise Unfit(_BRANCH.fill(name=name, number=number, owner=shown(unit.get("overordnetEnhet") or "?")))


def _line(value: object) -> str | None:
    """A text on one line, or None."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _lowered(capitals: str) -> str:
    """Words in capitals as names are usually written; the form of company keeps its capitals."""
    if capitals != capitals.upper():
        return capitals
    return " ".join(_lowered_word(word, first=not n) for n, word in enumerate(capitals.split()))


def _lowered_word(word: str, *, first: bool) -> str:
    if word in _FORMS:
        return word
    small = word.lower() in _SMALL and not first
    return word.lower() if small else "-".join(part.capitalize() for part in word.split("-"))


_FLAGS = {
    "konkurs": Text(
        "{name} ({number}) er konkurs ifølge Enhetsregisteret og kan ikke føres i registeret.",
        "{name} ({number}) is bankrupt according to Enhetsregisteret and cannot be entered in the register.",
    ),
    "underAvvikling": Text(
        "{name} ({number}) er under avvikling ifølge Enhetsregisteret og kan ikke føres i registeret.",
        "{name} ({number}) is being wound up according to Enhetsregisteret and cannot be entered in the register.",
    ),
    "underTvangsavviklingEllerTvangsopplosning": Text(
        "{name} ({number}) er under tvangsavvikling eller tvangsoppløsning ifølge Enhetsregisteret og kan ikke føres i registeret.",
        "{name} ({number}) is being wound up or dissolved by order according to Enhetsregisteret and cannot be entered in the register.",
    ),
}
_DELETED = Text(
    "{name} ({number}) er slettet i Enhetsregisteret ({day}) og kan ikke føres i registeret.",
    "{name} ({number}) has been struck off Enhetsregisteret ({day}) and cannot be entered in the register.",
)
_BRANCH = Text(
    "{name} ({number}) er en underenhet av {owner}. Godkjenningen gjelder foretaket; bruk dets nummer.",
    "{name} ({number}) is a branch of {owner}. The approval is the company's; use its number.",
)
_ANOTHER = Text(
    "Svaret fra Enhetsregisteret gjelder {found}, ikke {number}.",
    "The answer from Enhetsregisteret is about {found}, not {number}.",
)
_UNKNOWN = Text(
    "Enhetsregisteret kjenner ikke organisasjonsnummer {number}. Er det skrevet riktig?",
    "Enhetsregisteret does not know organisation number {number}. Is it written correctly?",
)
_NOT_NINE = Text(
    "«{number}» er ikke et organisasjonsnummer på ni sifre.", "“{number}” is not an organisation number of nine digits."
)
_SILENT = Text(
    "Fikk ikke svar fra Enhetsregisteret ({why}). Skriv navn og adresse selv, eller lagre svaret i en fil og bruk --from-brreg.",
    "Enhetsregisteret did not answer ({why}). Write the name and the address yourself, or save the answer in a file and use --from-brreg.",
)
_NOT_AN_ANSWER = Text(
    "Dette er ikke et svar fra Enhetsregisteret om ett foretak.",
    "This is no answer from Enhetsregisteret about one company.",
)
