"""From checked data to the model's frozen values. Only called on data that the schema has found sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from . import lifecycle
from .decision_data import Data, day_or_none, decision, text
from .model import (
    FIGURES,
    LISTS,
    WORDS,
    Address,
    AnnualReport,
    Centre,
    Decision,
    FormerName,
    FormerNumber,
    Misuse,
    NamedWitness,
    PhoneRange,
    PostalAddress,
    Publicity,
    PublicKey,
    Publisher,
    Requirement,
    Rules,
    Scheme,
    TimeAuthority,
    YearFigures,
)
from .phones import national

T = TypeVar("T")


def centre(slug: str, data: Data) -> Centre:
    """One centre from its file's data and name."""
    plain: Data = {
        **{name: data.get(name) for name in (*WORDS, *FIGURES)},
        **{name: tuple(data.get(name, ())) for name in LISTS},
    }
    decisions = _each(data, "decisions", decision)
    transfer = lifecycle.transferred(decisions)
    return Centre(
        slug=slug,
        name=data["name"],
        organisation_number=data["organisation_number"],
        decisions=decisions,
        address=Address(data["address"].get("street"), *(data["address"][k] for k in ("postcode", "city", "county"))),
        former_names=_each(data, "former_names", lambda d: FormerName(d["name"], date.fromisoformat(d["until"]))),
        former_organisation_numbers=_each(
            data, "former_organisation_numbers", lambda d: FormerNumber(d["number"], date.fromisoformat(d["until"]))
        ),
        phone_numbers=_each(data, "phone_numbers", lambda d: held_until(phone_range(d), transfer)),
        annual_reports=_each(
            data, "annual_reports", lambda d: AnnualReport(**{**d, "corrected": day_or_none(d.get("corrected"))})
        ),
        **plain,
    )


def phone_range(data: Data) -> PhoneRange:
    """A number as a range of one, or a range."""
    first, last = data.get("from", data.get("number", "")), data.get("to", data.get("number", ""))
    held = (day_or_none(data.get("since")), day_or_none(data.get("until")))
    return PhoneRange(national(first), national(last), tuple(data.get("use", ())), *held)


def held_until(number: PhoneRange, transfer: Decision | None) -> PhoneRange:
    """The number as the centre has it when its approval is transferred: through the day before, if not given up earlier.

    Who takes the approval over lists its own numbers from that day on; those that it does not list are nobody's.
    """
    if transfer is None or (number.since and number.since >= transfer.effective):
        return number
    last = transfer.effective - timedelta(days=1)
    return replace(number, until=min(number.until or last, last))


def scheme(data: Data) -> Scheme:
    """The scheme's own terms."""
    publication = data["publication"]
    return Scheme(
        name=text(data["name"]),
        board=text(data["board"]),
        demonstration=data["demonstration"],
        rules=Rules(
            data["approval_years"],
            data["grace_days"],
            data.get("credential_grace_days", Rules().credential_grace_days),
            data.get("appeal_days"),
        ),
        warnings=Publicity(**publication["warnings"]),
        suspensions=Publicity(**publication["suspensions"]),
        data_licence=data.get("data_licence"),
        publisher=publisher(data["publisher"]) if "publisher" in data else None,
        site=data.get("site"),
        repository=data.get("repository"),
        rehearsal=data.get("rehearsal", False),
    )


def publisher(data: Data) -> Publisher:
    """Who publishes the register."""
    address = data.get("address")
    return Publisher(
        name=text(data["name"]),
        email=data["email"],
        organisation_number=data.get("organisation_number"),
        address=PostalAddress(address.get("street"), address["postcode"], address["city"]) if address else None,
        phone=national(data["phone"]) if "phone" in data else None,
    )


def requirements(data: Data) -> tuple[Requirement, ...]:
    """The requirements in the order in which they are written."""
    return _each(
        data, "requirements", lambda d: Requirement(d["id"], text(d["title"]), text(d["description"]), d.get("source"))
    )


def public_keys(data: Data) -> tuple[PublicKey, ...]:
    """The signing keys in the order in which they were published."""
    return _each(
        data,
        "keys",
        lambda d: PublicKey(d["role"], d["key"], date.fromisoformat(d["since"]), day_or_none(d.get("until"))),
    )


def witnesses(data: Data) -> tuple[NamedWitness, ...]:
    """Who cosigns the decision log."""
    return _each(
        data,
        "witnesses",
        lambda d: NamedWitness(
            d["key"], date.fromisoformat(d["since"]), day_or_none(d.get("until")), d.get("url"), d.get("publishes")
        ),
    )


def time_authority(data: Data) -> TimeAuthority | None:
    """Who stamps the checkpoint with the time, when anybody does."""
    named = data.get("time_authority")
    return TimeAuthority(named["url"], named["certificate"]) if named else None


def figures(data: Data) -> YearFigures:
    """One year of the consumer authority's figures."""
    return YearFigures(
        data["year"],
        data["complaints_received"],
        data.get("complaints_taken_up"),
        data.get("source"),
        data.get("invented", False),
    )


def misuse(slug: str, data: Data) -> Misuse:
    """One who has shown the mark without being approved."""
    return Misuse(
        slug=slug,
        name=data["name"],
        website=data["website"],
        seen=date.fromisoformat(data["seen"]),
        reason=text(data["reason"]),
        organisation_number=data.get("organisation_number"),
        ended=day_or_none(data.get("ended")),
        phone_number=national(data["phone_number"]) if data.get("phone_number") else None,
    )


def _each(data: Data, key: str, make: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(make(item) for item in data.get(key, ()))
