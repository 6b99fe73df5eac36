"""What may be wrong with a record: a rule is an object, and published history is a family of rules like the others.

May import register, language and addresses.
"""

from . import (
    decisions,
    doubts,
    figures,
    history,
    invented,
    keys,
    lookalikes,
    numbers,
    places,
    pretended,
    private,
    scheme,
    shared,
    text_and_files,
    transfers,
    unquoted,
)

__all__ = [
    "decisions",
    "doubts",
    "figures",
    "history",
    "invented",
    "keys",
    "lookalikes",
    "numbers",
    "places",
    "pretended",
    "private",
    "scheme",
    "shared",
    "text_and_files",
    "transfers",
    "unquoted",
]
