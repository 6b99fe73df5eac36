"""The register as open data: every file under `api/v1/`, held up against its description before it is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from .. import addresses
from ..public.edition import Edition
from . import api, openapi
from .catalogue import catalogue
from .figures import Figure
from .lookup import Lookup
from .tables import as_csv

File = tuple[str, str]


def files(edition: Edition, figures: Sequence[Figure], lookup: Lookup) -> Iterator[File]:
    """Every data file of the site. Raises openapi.Breach when one is not as described."""
    described = openapi.document(edition.schemas, edition.site_url)
    contract = openapi.Contract(described)
    yield addresses.OPENAPI, _for_people(described)
    yield addresses.DATASET, catalogue(edition)
    for path, component, payload in _payloads(edition, figures):
        contract.check(path, component, payload)
        single = component == "CentreFile"
        yield path, _for_people(payload) if single else _for_machines(payload)
        if table := _TABLES.get(path):
            yield table[0], as_csv(*table[1](payload))
    for path, text in lookup.files.items():
        contract.check(path, "LookupTable", json.loads(text))
        yield path, text


def _payloads(edition: Edition, figures: Sequence[Figure]) -> Iterator[tuple[str, str, api.Payload]]:
    """Each JSON file's address, the component that describes it, and what it holds."""
    made = api.Api(edition.register, edition.site_url, edition.generated_at)
    centres = [made.centre(view) for view in edition.views]
    for centre in centres:
        yield addresses.api_centre(centre["organisation_number"]), "CentreFile", made.centre_file(centre)
    yield addresses.API_CENTRES, "CentreList", made.centre_list(centres)
    yield addresses.API_DECISIONS, "DecisionList", made.decision_list(edition.entries)
    yield addresses.API_STATISTICS, "Statistics", made.statistics(figures)


_TABLES: dict[str, tuple[str, Any]] = {
    addresses.API_CENTRES: (addresses.CENTRES_CSV, lambda payload: api.centre_table(payload["centres"])),
    addresses.API_DECISIONS: (addresses.DECISIONS_CSV, lambda payload: api.decision_table(payload["decisions"])),
    addresses.API_STATISTICS: (addresses.STATISTICS_CSV, api.statistics_table),
}
"""The tables that are made of a payload, by the address of that payload."""


def _for_people(payload: object) -> str:
    return json.dumps(payload, ensure_ascii=False, indent=1) + "\n"


def _for_machines(payload: object) -> str:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")) + "\n"
