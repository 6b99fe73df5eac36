"""The register as JSON files: the record's own keys, the computed status, and addresses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from . import addresses
from .model import Decision, PhoneRange, Register
from .phones import written
from .texts import Text
from .views import CentreView

SCHEMA_VERSION = "1.0"


@dataclass(frozen=True)
class Api:
    """Everything a payload needs to know besides the centres."""

    register: Register
    site_url: str
    generated_at: datetime

    def files(self, views: Sequence[CentreView]) -> dict[str, str]:
        """The list of all centres and one file for each."""
        one_by_one = {
            addresses.api_centre(v.centre.organisation_number): self._dump({"centre": self.centre(v)}) for v in views
        }
        return {addresses.API_CENTRES: self.centres(views), **one_by_one}

    def centres(self, views: Sequence[CentreView]) -> str:
        """The list: `total` and `centres`, in alphabetical order."""
        return self._dump({"total": len(views), "centres": [self.centre(v) for v in views]})

    def centre(self, view: CentreView) -> dict[str, Any]:
        """One centre: identifiers are strings, dates ISO 8601, a field has one type or is null."""
        centre, standing = view.centre, view.standing
        return {
            "slug": centre.slug,
            "name": centre.name,
            "organisation_number": centre.organisation_number,
            "status": standing.status,
            "status_since": _day(standing.since),
            "approved_since": _day(standing.approved_since),
            "valid_until": _day(standing.valid_until),
            "url": self._url(addresses.centre(centre.slug)),
            "verification_url": self._url(addresses.verification(centre.organisation_number)),
            "badge_url": self._url(addresses.badge(centre.organisation_number)),
            "trade_names": list(centre.trade_names),
            "former_names": [{"name": f.name, "until": _day(f.until)} for f in centre.former_names],
            "websites": list(centre.websites),
            "email": centre.email,
            "address": {
                "street": centre.address.street,
                "postcode": centre.address.postcode,
                "city": centre.address.city,
                "county": centre.address.county,
            },
            "phone_numbers": [_phone(n) for n in centre.phone_numbers],
            "directions": list(centre.directions),
            "services": list(centre.services),
            "channels": list(centre.channels),
            "sectors": list(centre.sectors),
            "languages": list(centre.languages),
            "seats": centre.seats,
            "calls_on_behalf_of": list(centre.calls_on_behalf_of),
            "annual_reports": [
                {name: getattr(report, name) for name in report.__slots__} for report in centre.annual_reports
            ],
            "decisions": [decision_facts(d) for d in standing.decisions],
        }

    def _url(self, path: str) -> str:
        return f"{self.site_url}/{path}"

    def _dump(self, payload: dict[str, Any]) -> str:
        head = {
            "schema_version": SCHEMA_VERSION,
            "generated_at": self.generated_at.isoformat(),
            "as_of": _day(self.register.as_of),
            "demonstration": self.register.scheme.demonstration,
        }
        return json.dumps({**head, **payload}, ensure_ascii=False, indent=1) + "\n"


def _phone(number: PhoneRange) -> dict[str, Any]:
    """A number is a range of one, so that the field has one shape: `from` and `to` are always there."""
    return {
        "from": f"+47{number.first}" if len(number.first) == 8 else number.first,
        "to": f"+47{number.last}" if len(number.last) == 8 else number.last,
        "display": written(number.first) if number.single else f"{written(number.first)}–{written(number.last)}",
        "use": list(number.use),
        "since": _day(number.since),
        "until": _day(number.until),
    }


def decision_facts(decision: Decision) -> dict[str, Any]:
    """A decision as it was recorded."""
    return {
        "id": decision.id,
        "date": _day(decision.date),
        "effective": _day(decision.effective),
        "kind": decision.kind,
        "reason": _text(decision.reason),
        "requirements": list(decision.requirements),
        "deadline": _day(decision.deadline),
        "remedy": _text(decision.remedy),
        "valid_until": _day(decision.valid_until),
        "concerns": decision.concerns,
        "outcome": decision.outcome,
        "change": _change(decision),
    }


def _change(decision: Decision) -> dict[str, Any] | None:
    """Only the fields that a correction sets, each as the decision itself would show it."""
    if decision.change is None:
        return None
    given = {name: getattr(decision.change, name) for name in decision.change.__slots__}
    return {name: _plain(value) for name, value in given.items() if value not in (None, False)}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, Text):
        return _text(value)
    return list(value) if isinstance(value, tuple) else value


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _text(text: Text | None) -> dict[str, str] | None:
    return {lang: words for lang in text.__slots__ if (words := getattr(text, lang))} if text else None
