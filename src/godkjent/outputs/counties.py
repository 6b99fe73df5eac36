"""The 15 counties as of 2024, each with its square on a map of equal squares: row from the north, column from the west."""

from __future__ import annotations

PLACES: dict[str, tuple[int, int]] = {
    "Finnmark": (1, 4),
    "Troms": (1, 3),
    "Nordland": (2, 3),
    "Trøndelag": (3, 2),
    "Møre og Romsdal": (4, 1),
    "Innlandet": (4, 3),
    "Vestland": (5, 1),
    "Buskerud": (5, 2),
    "Oslo": (5, 3),
    "Akershus": (5, 4),
    "Rogaland": (6, 1),
    "Telemark": (6, 2),
    "Vestfold": (6, 3),
    "Østfold": (6, 4),
    "Agder": (7, 2),
}
