"""What Enhetsregisteret says of the centres' companies, and what differs from the register. Nothing is changed here.

Source: https://data.brreg.no/enhetsregisteret/api/dokumentasjon/no/index.html. Companies are asked for many at a time;
one that has been struck off is in no list, and is asked for alone. A question without an answer is no answer: then
nothing is known, and the whole comparison has failed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from ..language.refusals import Refusal
from ..language.texts import Text, as_day, shown
from ..register import lifecycle
from ..register.model import Centre, Register, Status
from ..register.statuses import RUNNING

SOURCE = "https://data.brreg.no/enhetsregisteret/api"
TOGETHER = 50
"""Companies that are asked for in one question."""
FRESH_DAYS = 3
"""A comparison older than this is told of as old."""
VERSION = 1
Ask = Callable[[str], tuple[int, bytes]]
"""Gives the status and the content that an address answers with. Raises a Refusal when it does not answer."""
Json = Mapping[str, Any]


class NoAnswer(Refusal):
    """What came is no answer about the companies; `text` says why."""


class Sort(StrEnum):
    """What may have happened to a company."""

    DELETED = "deleted"
    UNKNOWN = "unknown"
    BANKRUPT = "bankrupt"
    WINDING_UP = "winding_up"
    FORCED = "forced"
    RENAMED = "renamed"
    MOVED = "moved"
    FORM = "form"
    INDUSTRY = "industry"
    BRANCH = "branch"


@dataclass(frozen=True)
class Unit:
    """One company or branch as Enhetsregisteret has it; empty is what it does not tell."""

    number: str
    name: str = ""
    form: str = ""
    industry: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    owner: str = ""  # of a branch
    ended: str = ""  # the day it was struck off or closed
    known: bool = True
    bankrupt: bool = False
    winding_up: bool = False
    forced: bool = False


@dataclass(frozen=True)
class Comparison:
    """What was answered last: the day, each company and branch, and those that were first seen with another form or industry."""

    asked: date | None = None  # the last day on which everything was answered
    failed: date | None = None  # the day of a later try that was not
    why: str = ""
    units: Mapping[str, Unit] = field(default_factory=dict)
    first: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # form and industry that a person has seen

    def written(self) -> str:
        """As it is kept."""
        facts = {
            "v": VERSION,
            "asked": self.asked and self.asked.isoformat(),
            "failed": self.failed and self.failed.isoformat(),
            "why": self.why,
            "units": [asdict(unit) for unit in self.units.values()],
            "first": {number: list(seen) for number, seen in self.first.items()},
        }
        return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True)
class Difference:
    """One thing that is not as in the register: what it is, the acts that may follow, and the command for the first of them."""

    centre: Centre
    sort: Sort
    what: Text
    acts: tuple[str, ...]


def read(text: str) -> Comparison:
    """A comparison as it was kept. Raises ValueError."""
    try:
        kept = json.loads(text)
        if kept["v"] != VERSION:
            raise ValueError("another version")
        asked, failed = (kept[name] and date.fromisoformat(kept[name]) for name in ("asked", "failed"))
        units = {unit["number"]: Unit(**unit) for unit in kept["units"]}
        first = {number: (str(form), str(industry)) for number, (form, industry) in kept["first"].items()}
        return Comparison(asked, failed, str(kept["why"]), units, first)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from None


# --- Asking ---------------------------------------------------------------------------------------------------------


def compared(register: Register, ask: Ask, before: Comparison, source: str = SOURCE) -> Comparison:
    """A new comparison of the centres that are approved or have applied. Raises NoAnswer, or what `ask` raises."""
    centres = list(_watched(register))
    numbers = [centre.organisation_number for centre in centres]
    branches = [branch for centre in centres for branch in centre.branches]
    units = {**_asked(numbers, "enheter", ask, source), **_asked(branches, "underenheter", ask, source)}
    seen = {n: (units[n].form, units[n].industry) for n in numbers if units[n].form}
    return Comparison(register.as_of, None, "", units, {**seen, **before.first})


def noted(kept: Comparison, number: str) -> Comparison:
    """The comparison after a person has seen the company's form and industry of now."""
    unit = kept.units[number]
    return replace(kept, first={**kept.first, number: (unit.form, unit.industry)})


def _watched(register: Register) -> Iterator[Centre]:
    for centre in register.centres:
        status = lifecycle.status_on(centre.decisions, register.as_of, register.scheme.rules)
        if status in RUNNING or status is Status.APPLICANT:
            yield centre


def _asked(numbers: Sequence[str], kind: str, ask: Ask, source: str) -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for some in some_at_a_time(numbers, TOGETHER):
        status, body = ask(f"{source}/{kind}?organisasjonsnummer={','.join(some)}&size={TOGETHER}")
        listed = {unit.number: unit for unit in _listed(status, body, kind)}
        for number in some:
            found[number] = listed[number] if number in listed else _alone(number, kind, ask, source)
    return found


def _listed(status: int, body: bytes, kind: str) -> Iterator[Unit]:
    answer = _json(status, body)
    if not isinstance(answer.get("page"), dict):
        raise NoAnswer(_STRANGE)
    embedded = answer.get("_embedded", {})
    units = embedded.get(kind, []) if isinstance(embedded, dict) else None
    if not isinstance(units, list):
        raise NoAnswer(_STRANGE)
    for unit in units:
        yield _unit(unit)


def _alone(number: str, kind: str, ask: Ask, source: str) -> Unit:
    status, body = ask(f"{source}/{kind}/{number}")
    if status in (404, 410):
        return Unit(number, known=False)
    unit = _unit(_json(status, body))
    if unit.number != number:
        raise NoAnswer(_STRANGE)
    return unit


def _json(status: int, body: bytes) -> Json:
    if status != 200:
        raise NoAnswer(_STATUS.fill(status=status))
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise NoAnswer(_STRANGE) from None
    if not isinstance(answer, dict):
        raise NoAnswer(_STRANGE)
    return answer


def _unit(told: Any) -> Unit:
    """One company or branch; NoAnswer when it is none. One struck off has a short answer, without the marks of bankruptcy."""
    if not isinstance(told, dict) or not re.fullmatch(r"[0-9]{9}", str(told.get("organisasjonsnummer", ""))):
        raise NoAnswer(_STRANGE)
    address = told.get("forretningsadresse") or told.get("beliggenhetsadresse")
    address = address if isinstance(address, dict) else {}
    lines = address.get("adresse")
    ended = _line(told.get("slettedato")) or _line(told.get("nedleggelsesdato"))
    return Unit(
        number=str(told["organisasjonsnummer"]),
        name=_line(told.get("navn")),
        form=_code(told.get("organisasjonsform")),
        industry=_code(told.get("naeringskode1")),
        street=", ".join(line for s in (lines if isinstance(lines, list) else [lines]) if (line := _line(s))),
        postcode=_line(address.get("postnummer")),
        city=_line(address.get("poststed")),
        owner=_line(told.get("overordnetEnhet")),
        ended=ended or ("?" if told.get("respons_klasse") in ("SlettetEnhet", "SlettetUnderenhet") else ""),
        bankrupt=_flag(told.get("konkurs")),
        winding_up=_flag(told.get("underAvvikling")),
        forced=_flag(told.get("underTvangsavviklingEllerTvangsopplosning")),
    )


def _line(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _code(value: object) -> str:
    return _line(value.get("kode")) if isinstance(value, dict) else ""


def _flag(value: object) -> bool:
    return value not in (None, False, "", "false")


def some_at_a_time(items: Sequence[str], count: int) -> Iterator[Sequence[str]]:
    """The items, so many at a time."""
    return (items[start : start + count] for start in range(0, len(items), count))


# --- Comparing ------------------------------------------------------------------------------------------------------


def differences(register: Register, kept: Comparison) -> list[Difference]:
    """What differs now between the register and what was answered last."""
    return [one for centre in _watched(register) for one in _of_centre(centre, kept)]


def _of_centre(centre: Centre, kept: Comparison) -> Iterator[Difference]:
    unit = kept.units.get(centre.organisation_number)
    if unit is None:
        return  # entered since the companies were asked for
    rows: Iterable[tuple[Sort, Text, tuple[str, ...]]] = (
        _ended(unit) if unit.ended or not unit.known else [*_failing(unit), *_changed(centre, unit, kept)]
    )
    yield from (Difference(centre, *row) for row in rows)
    for number in centre.branches:
        yield from _branch(centre, kept.units.get(number))


def _ended(unit: Unit) -> Iterator[tuple[Sort, Text, tuple[str, ...]]]:
    if unit.known:
        yield Sort.DELETED, _DELETED.fill(day=as_day(shown(unit.ended))), ("avslutt", "overfor")
    else:
        yield Sort.UNKNOWN, _UNKNOWN, ("rett", "avslutt")


def _failing(unit: Unit) -> Iterator[tuple[Sort, Text, tuple[str, ...]]]:
    if unit.bankrupt:
        yield Sort.BANKRUPT, _BANKRUPT, ("avslutt", "suspender")
    if unit.winding_up:
        yield Sort.WINDING_UP, _WINDING_UP, ("avslutt",)
    if unit.forced:
        yield Sort.FORCED, _FORCED, ("avslutt", "suspender")


def _changed(centre: Centre, unit: Unit, kept: Comparison) -> Iterator[tuple[Sort, Text, tuple[str, ...]]]:
    if unit.name and _plain(unit.name) != _plain(centre.name):
        yield Sort.RENAMED, _RENAMED.fill(name=shown(unit.name)), ("rett",)
    here = centre.address
    moved = unit.postcode and unit.postcode != here.postcode
    if moved or (unit.street and here.street and _plain(unit.street) != _plain(here.street)):
        place = ", ".join(part for part in (unit.street, f"{unit.postcode} {unit.city}".strip()) if part)
        yield Sort.MOVED, _MOVED.fill(place=shown(place)), ("rett",)
    form, industry = kept.first.get(unit.number, (unit.form, unit.industry))
    if unit.form != form:
        yield Sort.FORM, _FORM.fill(old=shown(form), new=shown(unit.form or "-")), ("rett", "overfor")
    if unit.industry != industry:
        yield Sort.INDUSTRY, _INDUSTRY.fill(old=shown(industry or "-"), new=shown(unit.industry or "-")), ()


def _branch(centre: Centre, unit: Unit | None) -> Iterator[Difference]:
    if unit is None:
        return
    if not unit.known or unit.ended:
        yield Difference(centre, Sort.BRANCH, _BRANCH_GONE.fill(number=unit.number), ("rett",))
    elif unit.owner and unit.owner != centre.organisation_number:
        values = {"number": unit.number, "owner": shown(unit.owner)}
        yield Difference(centre, Sort.BRANCH, _BRANCH_ELSEWHERE.fill(**values), ("rett",))


def _plain(text: str) -> str:
    """A name or a street without what is only a way of writing it: capitals, blanks, dots and commas."""
    return re.sub(r"[\s.,]+", " ", text.casefold()).strip()


_STATUS = Text("Enhetsregisteret svarte {status}.", "Enhetsregisteret answered {status}.")
_STRANGE = Text("svaret var ikke et svar fra Enhetsregisteret.", "the answer was not one from Enhetsregisteret.")
_DELETED = Text(
    "foretaket er slettet i Enhetsregisteret ({day}). Er det fusjonert, kan godkjenningen overføres",
    "the company has been struck off Enhetsregisteret ({day}). If it has merged, the approval can be transferred",
)
_UNKNOWN = Text(
    "Enhetsregisteret kjenner ikke organisasjonsnummeret", "Enhetsregisteret does not know the organisation number"
)
_BANKRUPT = Text("foretaket er konkurs", "the company is bankrupt")
_WINDING_UP = Text("foretaket er under avvikling", "the company is being wound up")
_FORCED = Text(
    "foretaket er under tvangsavvikling eller tvangsoppløsning", "the company is being wound up or dissolved by order"
)
_RENAMED = Text("foretaket heter nå {name}", "the company is now called {name}")
_MOVED = Text("forretningsadressen er nå {place}", "the business address is now {place}")
_FORM = Text("organisasjonsformen er endret fra {old} til {new}", "the form of company has changed from {old} to {new}")
_INDUSTRY = Text(
    "næringskoden er endret fra {old} til {new}. Se om senteret fortsatt driver med det det er godkjent for",
    "the code of industry has changed from {old} to {new}. See whether the centre still does what it is approved for",
)
_BRANCH_GONE = Text("underenheten {number} er lagt ned", "the branch {number} has been closed")
_BRANCH_ELSEWHERE = Text("underenheten {number} hører nå til {owner}", "the branch {number} now belongs to {owner}")
