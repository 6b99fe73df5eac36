"""The register as open data: every file under `api/v1/`, held up against its description before it is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from .. import addresses
from ..public.edition import Edition
from ..public.views import CentreView
from . import api, histories, lookup, numbers, openapi, table_schemas
from .catalogue import catalogue
from .figures import Figure
from .tables import as_csv

File = tuple[str, str]


def files(edition: Edition, figures: Sequence[Figure], tables: lookup.Lookup) -> Iterator[File]:
    """Every data file of the whole register. Raises openapi.Breach when one is not as described."""
    licence, living = edition.register.scheme.data_licence, _living(edition, tables)
    described = openapi.document(edition.schemas, edition.site_url, licence, living)
    contract = openapi.Contract(described)
    yield addresses.OPENAPI, _for_people(described)
    yield addresses.DATASET, catalogue(edition)
    yield from table_schemas.files(described["components"]["schemas"])
    for path, component, payload in _payloads(edition, figures, tables):
        contract.check(path, component, payload)
        yield path, _for_machines(payload)
        if table := _TABLES.get(path):
            yield table[0], as_csv(*table[1](payload))
    for path, text in tables.files.items():
        contract.check(path, "LookupTable", json.loads(text))
        yield path, text


def centre_file(edition: Edition, view: CentreView, contract: openapi.Contract) -> File:
    """One centre's data file. Raises openapi.Breach when it is not as described."""
    made, path = api.Api(edition.site_url, edition.register.scheme.demonstration, view.latest), addresses.api_centre
    payload = made.centre_file(made.centre(view))
    contract.check(path(view.centre.organisation_number), "CentreFile", payload)
    return path(view.centre.organisation_number), _for_people(payload)


def _living(edition: Edition, tables: lookup.Lookup) -> dict[str, str]:
    """Values of the parameters in the description that lead to a file: of a centre, and of a part of each table."""
    parts = {path.removeprefix(addresses.API).rpartition("/")[0]: path for path in sorted(tables.files, reverse=True)}
    found = {f"{folder}/{{part}}.json": path.rpartition("/")[2].removesuffix(".json") for folder, path in parts.items()}
    first = [{"organisation_number": view.centre.organisation_number} for view in edition.views[:1]]
    return found | first[0] if first else found


def _payloads(
    edition: Edition, figures: Sequence[Figure], tables: lookup.Lookup
) -> Iterator[tuple[str, str, api.Payload]]:
    """Each JSON file's address, the component that describes it, and what it holds."""
    made = api.Api(edition.site_url, edition.register.scheme.demonstration, edition.latest)
    centres = [made.centre(view) for view in edition.views]
    yield addresses.API_CENTRES, "CentreList", made.centre_list(centres)
    yield addresses.API_DECISIONS, "DecisionList", made.decision_list(edition.entries)
    yield addresses.API_STATISTICS, "Statistics", made.statistics(figures)
    day, site_url = edition.register.as_of, edition.site_url
    listed, terms = numbers.rows(edition.views, site_url), numbers.terms(day)
    yield addresses.API_NUMBERS, "NumberList", made.file(**terms, total=len(listed), numbers=listed)
    changed = numbers.changes(edition.views, listed, day)
    yield addresses.NUMBER_CHANGES, "NumberChanges", made.file(**terms, **changed)
    told = histories.of_all(edition)
    yield addresses.API_HISTORY, "HistoryList", made.file(total=len(told), centres=told)
    yield addresses.LOOKUP_INDEX, "LookupIndex", made.file(tables=lookup.index(tables, site_url))


_TABLES: dict[str, tuple[str, Any]] = {
    addresses.API_CENTRES: (addresses.CENTRES_CSV, lambda payload: api.centre_table(payload["centres"])),
    addresses.API_DECISIONS: (addresses.DECISIONS_CSV, lambda payload: api.decision_table(payload["decisions"])),
    addresses.API_STATISTICS: (addresses.STATISTICS_CSV, api.statistics_table),
    addresses.API_NUMBERS: (addresses.NUMBERS_CSV, lambda payload: numbers.table(payload["numbers"])),
}
"""The tables that are made of a payload, by the address of that payload."""


def _for_people(payload: object) -> str:
    return json.dumps(payload, ensure_ascii=False, indent=1) + "\n"


def _for_machines(payload: object) -> str:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")) + "\n"
