"""The promise of the API and its changes, from `CHANGELOG_API.md`: one part for each language, shown on the data page."""

from __future__ import annotations

import re
from pathlib import Path

from markdown import markdown
from markupsafe import Markup

FILE = "CHANGELOG_API.md"


def read(root: Path) -> dict[str, Markup]:
    """Each language's part as HTML, by the code that is its heading. Raises OSError when the file is not there."""
    _, *parts = re.split(r"^## (\w+)$", (root / FILE).read_text("utf-8"), flags=re.MULTILINE)
    return {
        code: Markup(markdown(text, output_format="html"))  # noqa: S704 - our own text, not a record's
        for code, text in zip(parts[::2], parts[1::2], strict=True)
    }
