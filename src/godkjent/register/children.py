"""What a program that we start may know of our own surroundings: everything but the signing keys."""

from __future__ import annotations

import os
from collections.abc import Mapping

SECRET = "GODKJENT_KEY"  # noqa: S105 - how the names begin, not what they hold
"""How the name of every variable begins that may hold a key or its password."""


def environment(of: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment for a child: ours without any secret. A tool that somebody has poisoned finds nothing there."""
    return {name: value for name, value in of.items() if not name.startswith(SECRET)}
