"""How often Python looks for what is no longer used, in a program that reads a whole register."""

from __future__ import annotations

import gc

MANY = 100_000
"""So many new objects before Python looks for circles among them: a register is a large tree, and has none."""


def seldom() -> None:
    """Look that seldom from now on; asked by the outermost layer, for the whole process."""
    gc.set_threshold(MANY, *gc.get_threshold()[1:])
