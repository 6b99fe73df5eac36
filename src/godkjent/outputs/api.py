"""The register as payloads: the record's own keys, the computed status, and addresses. `openapi` describes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from .. import addresses
from ..language.texts import LANGUAGES
from ..public.facts import SCHEMA_VERSION, SIDES, day_of, decision_facts, plain
from ..public.views import CentreView, Entry
from ..register.clock import OSLO
from ..register.model import CHOICES, Decision, Kind, PhoneRange
from ..register.phones import written
from .figures import Figure
from .tables import Cell, of_text

Payload = dict[str, Any]
Table = tuple[tuple[str, ...], list[tuple[Cell, ...]]]
"""The columns of a table, and its rows."""


@dataclass(frozen=True)
class Api:
    """Everything a payload needs to know besides what it holds."""

    site_url: str
    demonstration: bool
    latest: date  # the newest of the public days that the payload rests on

    def centre_file(self, centre: Payload) -> Payload:
        """One centre by itself; `centre` as the method of that name made it."""
        return {**self._head(), "centre": centre}

    def centre_list(self, centres: Sequence[Payload]) -> Payload:
        """All centres, in the order given."""
        return {**self._head(), "total": len(centres), "centres": list(centres)}

    def decision_list(self, entries: Sequence[Entry]) -> Payload:
        """Every public decision, each with the centre that it is about."""
        return {**self._head(), "total": len(entries), "decisions": [self.decision(e) for e in entries]}

    def statistics(self, figures: Iterable[Figure]) -> Payload:
        """Every figure of the statistics page, under its id, as a list of rows with one key for each column."""
        return {**self._head(), **{figure.id: _rows(figure) for figure in figures}}

    def file(self, **held: Any) -> Payload:
        """Another file of the API: what it holds, after what every file says of itself."""
        return {**self._head(), **held}

    def decision(self, entry: Entry) -> Payload:
        """One decision as it was published, whose it is, and whether it was set right or struck out later."""
        centre = entry.centre
        return {
            "organisation_number": centre.organisation_number,
            "name": centre.name,
            "slug": centre.slug,
            **_decision(entry),
            "url": self._url(f"{addresses.centre(centre.slug)}#vedtak-{entry.decision.id}"),
        }

    def centre(self, view: CentreView) -> Payload:
        """One centre: identifiers are strings, dates ISO 8601, a field has one type or is null."""
        centre, standing = view.centre, view.standing
        return {
            "slug": centre.slug,
            "name": centre.name,
            "organisation_number": centre.organisation_number,
            "status": standing.status,
            "status_since": day_of(standing.since),
            "approved_since": day_of(standing.approved_since),
            "valid_until": day_of(standing.valid_until),
            "url": self._url(addresses.centre(centre.slug)),
            "verification_url": self._url(addresses.verification(centre.organisation_number)),
            "badge_url": self._url(addresses.badge(centre.organisation_number)),
            "trade_names": list(centre.trade_names),
            "former_names": [{"name": f.name, "until": day_of(f.until)} for f in centre.former_names],
            "websites": list(centre.websites),
            "email": centre.email,
            "address": {
                "street": centre.address.street,
                "postcode": centre.address.postcode,
                "city": centre.address.city,
                "county": centre.address.county,
            },
            "phone_numbers": [phone(n) for n in centre.phone_numbers],
            **{name: list(getattr(centre, name)) for name in CHOICES},
            "seats": centre.seats,
            "calls_on_behalf_of": list(centre.calls_on_behalf_of),
            "annual_reports": [
                {**{name: getattr(report, name) for name in report.__slots__}, "corrected": day_of(report.corrected)}
                for report in centre.annual_reports
            ],
            "decisions": [_decision(e) for e in reversed(view.entries)],
            "successor": view.successor,
            "predecessors": list(view.predecessors),
            "former_organisation_numbers": [
                {"number": f.number, "until": day_of(f.until)} for f in centre.former_organisation_numbers
            ],
            "branches": list(centre.branches),
        }

    def _url(self, path: str) -> str:
        return f"{self.site_url}/{path}"

    def _head(self) -> Payload:
        return {
            "schema_version": SCHEMA_VERSION,
            "generated_at": datetime.combine(self.latest, time(), OSLO).isoformat(),
            "as_of": day_of(self.latest),
            "demonstration": self.demonstration,
        }


def _rows(figure: Figure) -> list[Payload]:
    """The rows by the ids of their columns; decisions by kind and year have a row for each kind, not a column."""
    ids = [column.id for column in figure.columns]
    rows = [{name: plain(value) for name, value in zip(ids, row, strict=True)} for row in figure.rows]
    if figure.id != "decisions":
        return rows
    kinds = [kind for kind in ids[1:] if kind not in NOT_IN_V1]
    return [{"year": row["year"], "kind": kind, "count": row[kind]} for row in rows for kind in kinds]


# --- The same as tables ---------------------------------------------------------------------------------------

_JOINED = ("trade_names", "websites", *CHOICES, "calls_on_behalf_of")
_CENTRE_COLUMNS = (
    *("organisation_number", "name", "slug", "status", "status_since", "approved_since", "valid_until"),
    *("url", "verification_url", "badge_url", "email", "street", "postcode", "city", "county", "seats"),
    *("phone_numbers", "former_names", *_JOINED),
    *("successor", "predecessors", "former_organisation_numbers", "branches"),
)
_DECISION_COLUMNS = (
    *("organisation_number", "name", "slug", "id", "date", "effective", "kind", *of_text("reason")),
    *("requirements", "deadline", *of_text("remedy"), "valid_until", "concerns", "outcome"),
    *("corrected_by", "void", "url", *SIDES),
)
_STATISTICS_COLUMNS = ("figure", "period", "group", "measure", "value", "invented", "source")
_GROUPS = ("kind", "county")


def centre_table(centres: Iterable[Payload]) -> Table:
    """A row for each centre; several values of one field are joined by `; `."""
    return _CENTRE_COLUMNS, [_picked(_flat_centre(centre), _CENTRE_COLUMNS) for centre in centres]


def _flat_centre(centre: Payload) -> Payload:
    former = [f"{f['name']} ({f['until']})" for f in centre["former_names"]]
    joined = {name: "; ".join(centre[name]) for name in _JOINED}
    phones = "; ".join(number["display"] for number in centre["phone_numbers"])
    numbers = {name: "; ".join(centre[name]) for name in ("predecessors", "branches")}
    numbers["former_organisation_numbers"] = "; ".join(
        f"{f['number']} ({f['until']})" for f in centre["former_organisation_numbers"]
    )
    told = {"phone_numbers": phones, "former_names": "; ".join(former)}
    return {**centre, **centre["address"], **joined, **told, **numbers}


def decision_table(decisions: Iterable[Payload]) -> Table:
    """A row for each decision; a text has a column for each language. What a correction changes is only in the JSON."""
    return _DECISION_COLUMNS, [_picked(_flat_decision(decision), _DECISION_COLUMNS) for decision in decisions]


def _flat_decision(decision: Payload) -> Payload:
    texts = {
        f"{field}_{language}": (decision[field] or {}).get(language)
        for field in ("reason", "remedy")
        for language in LANGUAGES
    }
    return {**decision, **texts, "requirements": "; ".join(decision["requirements"])}


def statistics_table(statistics: Payload) -> Table:
    """A row for each single value: which figure, of which year or day, of what, and how much."""
    found = [row for figure, rows in statistics.items() if isinstance(rows, list) for row in _values(figure, rows)]
    return _STATISTICS_COLUMNS, found


def _values(figure: str, rows: Iterable[Payload]) -> Iterable[tuple[Cell, ...]]:
    for row in rows:
        period = str(row.get("year", row.get("day", "")))
        group = next((row[name] for name in _GROUPS if name in row), None)
        about = (row.get("invented"), row.get("source"))
        for measure, value in row.items():
            if measure not in ("year", "day", "invented", "source", *_GROUPS):
                yield (figure, period, group, measure, value, *about)


def _picked(row: Payload, columns: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(row[column] for column in columns)


# --- Parts of a payload ---------------------------------------------------------------------------------------


def _decision(entry: Entry) -> Payload:
    """A decision with every field there, and whether it was set right or struck out, of a kind that v1 has always had."""
    facts = decision_facts(entry.decision)
    about = {"corrected_by": entry.corrected_by, "void": entry.void, **{name: facts.get(name) for name in SIDES}}
    return {**facts, "kind": kind_in_v1(entry.decision), **about}


NOT_IN_V1: Mapping[Kind, Callable[[Decision], Kind]] = {
    Kind.TRANSFER: lambda decision: Kind.APPROVAL if decision.predecessor else Kind.WITHDRAWAL,
}
"""Kinds that came later, and what v1 of the API tells them as: it promised to get no new ones.

A transfer is told as what it does to the centre: one has its approval no more, the other has been approved. Who reads the
fields `successor` and `predecessor` sees that the one became the other.
"""


def kind_in_v1(decision: Decision) -> Kind:
    """The kind as v1 of the API tells it."""
    told = NOT_IN_V1.get(decision.kind)
    return told(decision) if told else decision.kind


def phone(number: PhoneRange) -> dict[str, Any]:
    """A number is a range of one, so that the field has one shape: `from` and `to` are always there."""
    return {
        "from": f"+47{number.first}" if len(number.first) == 8 else number.first,
        "to": f"+47{number.last}" if len(number.last) == 8 else number.last,
        "display": written(number.first) if number.single else f"{written(number.first)}–{written(number.last)}",
        "use": list(number.use),
        "since": day_of(number.since),
        "until": day_of(number.until),
    }
