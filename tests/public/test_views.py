"""What pages, feeds and files are told: the order of decisions."""

from __future__ import annotations

import random

from godkjent.public.views import numbered


def test_ids_sort_by_number_and_not_as_text() -> None:
    ordered = ["2025-99999", "2026-001", "2026-002", "2026-099", "2026-999", "2026-1000", "2026-10000", "2027-001"]
    shuffled = random.Random(1).sample(ordered, len(ordered))
    assert sorted(shuffled, key=numbered) == ordered
    assert sorted(shuffled) != ordered
