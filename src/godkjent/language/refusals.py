"""What may not or cannot be done, told in the register's languages."""

from __future__ import annotations

from .texts import Text


class Refusal(Exception):
    """Something was asked for that may not or cannot be done; `text` says why, and what to do about it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.nb)
        self.text = text
