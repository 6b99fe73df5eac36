"""Norwegian telephone numbers: read, told apart by kind, and written as people read them.

Source: Nkom's number plan, as listed in the register's facts. The kinds of number stand in `asked`.
"""

from __future__ import annotations

import re

from . import asked

DEMONSTRATION_PREFIXES = ("20", "30", "50", "60")
"""Series that the number plan has not assigned, so that a demonstration number is nobody's."""
_NOT_DIGITS = re.compile(r"[^0-9]")


def national(text: str) -> str:
    """The national digits of a number as records write it (`+47 30 12 34 56` or `02345`)."""
    return _NOT_DIGITS.sub("", text.removeprefix("+47"))


def assigned(digits: str) -> bool:
    """Whether the plan assigns this number to anybody who calls: 02000-09999, or eight digits that `phonenumbers` knows."""
    return len(digits) in (5, 8) and asked.kind_of(digits) not in ("nobody", "machine")


def for_demonstration(digits: str) -> bool:
    """Whether a number may stand in the demonstration: eight digits in an unassigned series, or 01000-01999."""
    if len(digits) == 5:
        return "01000" <= digits <= "01999"
    return len(digits) == 8 and digits.startswith(DEMONSTRATION_PREFIXES) and not assigned(digits)


def mobile(digits: str) -> bool:
    """Whether this is an ordinary mobile number, which a call centre may not show when it calls many."""
    return len(digits) == 8 and digits[0] in "49"


def written(digits: str) -> str:
    """As usually displayed: `30 12 34 56`, mobile `901 01 001`, five digits as they are."""
    if len(digits) != 8:
        return digits
    if mobile(digits) or digits[0] == "8":
        return f"{digits[:3]} {digits[3:5]} {digits[5:]}"
    return " ".join(digits[i : i + 2] for i in range(0, 8, 2))
