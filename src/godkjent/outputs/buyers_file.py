"""One compact file for the pages where buyers choose: what they show, compare, download and look up on past days."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from ..public import told
from ..public.views import CentreView
from ..register.model import AnnualReport, PhoneRange, Register
from ..register.phones import written
from . import buyers
from .api import SCHEMA_VERSION


def buyers_file(
    views: tuple[CentreView, ...], register: Register, generated_at: datetime, site_url: str, commit: str | None
) -> str:
    """Every centre as buyers' pages read it; `commit` is the register's own in git, where that is known."""
    head = {
        "schema_version": SCHEMA_VERSION,
        "generated_at": generated_at.isoformat(),
        "as_of": register.as_of.isoformat(),
        "demonstration": register.scheme.demonstration,
        "site_url": site_url,
        "commit": commit,
    }
    held = {**head, "total": len(views), "centres": [_centre(v, register) for v in views]}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":")) + "\n"


def _centre(view: CentreView, register: Register) -> dict[str, Any]:
    centre, standing = view.centre, view.standing
    return {
        "slug": centre.slug,
        "name": centre.name,
        "organisation_number": centre.organisation_number,
        "trade_names": list(centre.trade_names),
        "former_names": [f.name for f in centre.former_names],
        "status": standing.status,
        "status_since": _day(standing.since),
        "approved_since": _day(standing.approved_since),
        "approved_months": buyers.approved_months(view),
        "valid_until": _day(standing.valid_until) if view.approved else None,
        "renewal": _day(buyers.renewal(view)),
        "follow_up": _day(buyers.follow_up(view, register)),
        "street": centre.address.street,
        "postcode": centre.address.postcode,
        "city": centre.address.city,
        "county": centre.address.county,
        "phone_numbers": [_phone(n) for n in view.numbers],
        "email": centre.email,
        "websites": list(centre.websites),
        **{name: list(getattr(centre, name)) for name in buyers.MULTIPLE},
        "seats": centre.seats,
        "reports": [_report(r) for r in sorted(centre.annual_reports, key=lambda r: r.year, reverse=True)],
        "sanctions": [
            {"kind": s.kind, "from": _day(s.start), "until": _day(s.end)} for s in told.sanctions(standing, register)
        ],
        "history": [[_day(t.start), t.status] for t in told.history(standing, register)],
    }


def _phone(number: PhoneRange) -> dict[str, Any]:
    ends = [written(number.first)] if number.single else [written(number.first), written(number.last)]
    return {"number": "–".join(ends), "use": list(number.use)}


def _report(report: AnnualReport) -> dict[str, Any]:
    calls = report.calls_connected
    return {
        "year": report.year,
        "calls_connected": calls,
        "complaints_received": report.complaints_received,
        "complaints_upheld": report.complaints_upheld,
        "received_per_100000": buyers.rate(report.complaints_received, calls),
        "upheld_per_100000": buyers.rate(report.complaints_upheld, calls),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
