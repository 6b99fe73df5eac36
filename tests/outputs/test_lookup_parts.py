"""The look-up's files: small where there are many numbers, and never many where there are few."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from godkjent.outputs import lookup
from godkjent.public.views import views
from godkjent.register import records
from support import CENTRE, make_registry

DAY = date(2026, 11, 24)


@pytest.mark.parametrize("alike", [True, False], ids=["in one series", "in many"])
def test_few_numbers_make_few_files_however_they_begin(tmp_path: Path, alike: bool) -> None:
    numbers = [f"{30700000 + n}" if alike else f"{30000000 + 90001 * n}" for n in range(90)]
    own = "".join(f'  - {{number: "{number}", use: [inbound]}}\n' for number in numbers)
    registry = make_registry(tmp_path / "registry", centre=CENTRE.replace("phone_numbers:\n", "phone_numbers:\n" + own))
    made = lookup.build(views(records.read(registry).register(DAY)))
    phones = [name for name in made.files if "/phone/" in name]
    assert len(phones) <= lookup.PARTS_FOR_A_ROW * (len(numbers) + 2)
    for number in numbers:
        assert (
            f'"{number}"'
            in made.files[next(n for n in phones if n.endswith(f"/{number[: made.phone_depth] or 'all'}.json"))]
        )
