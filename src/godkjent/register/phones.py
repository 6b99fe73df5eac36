"""Norwegian telephone numbers: read, told apart by kind, and written as people read them.

Source: Nkom's number plan, as listed in the register's facts; `phonenumbers` decides for eight digits, our own rule
for five, because the library calls some of 02000-09999 invalid.
"""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

DEMONSTRATION_PREFIXES = ("20", "30", "50", "60")
"""Series that the number plan has not assigned, so that a demonstration number is nobody's."""
_NOT_DIGITS = re.compile(r"[^0-9]")


def national(text: str) -> str:
    """The national digits of a number as records write it (`+47 30 12 34 56` or `02345`)."""
    return _NOT_DIGITS.sub("", text.removeprefix("+47"))


@lru_cache(maxsize=4096)
def assigned(digits: str) -> bool:
    """Whether the plan assigns this number to anybody: 02000-09999, or eight digits that `phonenumbers` knows."""
    if len(digits) == 5:
        return "02000" <= digits <= "09999"
    return len(digits) == 8 and phonenumbers.is_valid_number(phonenumbers.parse(digits, "NO"))


@lru_cache(maxsize=4096)
def kind(digits: str) -> str:
    """What kind of number this is, as `phonenumbers` tells them apart; "" for one that it does not know, or five digits."""
    if len(digits) != 8:
        return ""
    return _KINDS.get(phonenumbers.number_type(phonenumbers.parse(digits, "NO")), "")


_TYPES = phonenumbers.PhoneNumberType
_KINDS = {_TYPES.PREMIUM_RATE: "premium", _TYPES.VOICEMAIL: "voicemail", _TYPES.PERSONAL_NUMBER: "personal"}


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
