"""The licences that the board can choose among for the data, and how each is named to machines and readers."""

from __future__ import annotations

from dataclasses import dataclass

from ..language.texts import Text


@dataclass(frozen=True)
class Licence:
    """A licence: its name, the page with its terms, and its identity in the EU's list of licences."""

    name: str
    page: str
    identity: str


UNDECIDED = Text(
    "Lisensen er ikke bestemt. Nemnda bestemmer den.",
    "The licence is not decided. The board decides it.",
    "Lisensen er ikkje bestemt. Nemnda bestemmer han.",
)
_EU = "http://publications.europa.eu/resource/authority/licence/"
LICENCES = {
    "NLOD-2.0": Licence("NLOD 2.0", "https://data.norge.no/nlod/no/2.0", f"{_EU}NLOD_2_0"),
    "CC-BY-4.0": Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", f"{_EU}CC_BY_4_0"),
    "CC0-1.0": Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", f"{_EU}CC0"),
}
"""By the word that `data_licence` in `scheme.yaml` has."""
