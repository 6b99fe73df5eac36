"""One shape for each status, so that colour never has to be seen; the rows of the statuses have them, and here are the others."""

from __future__ import annotations

from markupsafe import Markup

from ..register.statuses import STATUSES

_OTHERS = {
    "phone": '<path d="M5 3h4l2 5-2.5 1.8a12 12 0 0 0 5.7 5.7L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2Z"/>',
    "info": '<circle cx="12" cy="12" r="10"/><path d="M12 11v6M12 7v.2"/>',
}
_SHAPES = {**{status or "unknown": row.shape for status, row in STATUSES.items()}, **_OTHERS}


def icon(name: str | None, size: int = 24) -> Markup:
    """The shape as inline SVG, hidden from screen readers because a word always stands beside it."""
    return Markup(  # noqa: S704 - the shapes are ours and the size is a number
        f'<svg class="icon" viewBox="0 0 24 24" width="{size:d}" height="{size:d}" fill="none" stroke="currentColor" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        f"{_SHAPES[name or 'unknown']}</svg>"
    )


def mark(size: int) -> Markup:
    """The register's own mark, a call that has been answered for, in the text's own colour; words stand beside it."""
    return Markup(  # noqa: S704 - the drawing is ours and the size is a number
        f'<svg class="own-mark" viewBox="0 0 32 32" width="{size:d}" height="{size:d}" aria-hidden="true" focusable="false">'
        '<path fill="currentColor" d="M7 3h18a5 5 0 0 1 5 5v11a5 5 0 0 1-5 5h-9l-7 6v-6H7a5 5 0 0 1-5-5V8a5 5 0 0 1 5-5Z"/>'
        '<path class="tick" fill="none" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round" d="m9.5 13.5 4.7 4.7 8.6-9.4"/></svg>'
    )
