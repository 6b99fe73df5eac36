"""What an invented centre may be called: an adjective and an animal, as in the official Norwegian test data.

The lists serve both the maker of the demonstration register and the check that nothing else stands in it.
"""

from __future__ import annotations

ADJECTIVES = (
    "Blid",
    "Munter",
    "Listig",
    "Rask",
    "Stille",
    "Våken",
    "Trygg",
    "Ærlig",
    "Modig",
    "Klok",
    "Lun",
    "Grønn",
    "Rolig",
    "Snill",
    "Tålmodig",
    "Høflig",
    "Kvikk",
    "Sindig",
    "Stø",
    "Frisk",
    "Ivrig",
    "Mild",
    "Øm",
    "Åpen",
    "Lystig",
    "Fornøyd",
    "Kry",
    "Nøysom",
    "Sprek",
    "Varm",
    "Glad",
    "Flink",
    "Hjertelig",
    "Årvåken",
    "Ekte",
    "Staut",
    "Djerv",
    "Lett",
    "Morsom",
    "Søvnig",
)
ANIMALS = (
    "Rev",
    "Elg",
    "Bjørn",
    "Ørn",
    "Måke",
    "Gaupe",
    "Hare",
    "Røyskatt",
    "Sel",
    "Laks",
    "Ørret",
    "Ugle",
    "Åme",
    "Lom",
    "Bever",
    "Oter",
    "Rype",
    "Hjort",
    "Tiur",
    "Kråke",
    "Spove",
    "Lemen",
    "Mår",
    "Jerv",
    "Trane",
    "Alke",
    "Lunde",
    "Svane",
    "Hval",
    "Nise",
    "Krabbe",
    "Hummer",
    "Sau",
    "Geit",
    "Hest",
    "Ku",
    "Katt",
    "Ape",
    "Løve",
    "Snegl",
)


ERASED = "Tidligere enkeltpersonforetak"
"""What a sole trader is called when the name has been taken out of the register."""


def erased_name(number: str) -> str:
    """The name that stands in the place of a person's; the number tells one from another."""
    return f"{ERASED} {number}"


def erased_slug(number: str) -> str:
    """The file name that stands in the place of a person's."""
    return f"tidligere-{number}"


def invented_name(name: str) -> bool:
    """Whether a name begins with an adjective and an animal from the lists, as every demonstration name must."""
    if name.startswith(ERASED):
        return True
    words = name.split()
    return len(words) >= 2 and words[0] in ADJECTIVES and words[1] in ANIMALS


RESERVED = frozenset({"example", "test", "invalid", "localhost"})
EXAMPLES = frozenset({"example.com", "example.net", "example.org"})
"""Top domains and domains that are nobody's, and are set aside for examples and tests (RFC 2606, RFC 6761)."""


def reserved_host(host: str) -> bool:
    """Whether a host name is for examples and tests, so that nobody can have it."""
    labels = host.lower().rstrip(".").split(".")
    return labels[-1] in RESERVED or ".".join(labels[-2:]) in EXAMPLES


def invented_host(host: str) -> bool:
    """Whether a host name is under the top domain that is set aside for examples."""
    return host == "example" or host.endswith(".example")
