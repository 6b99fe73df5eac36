"""One shape for each status, so that colour never has to be seen; drawn here, 24 by 24, in the text's own colour."""

from __future__ import annotations

from markupsafe import Markup

from ..register.model import Status

_RING = '<circle cx="12" cy="12" r="10"/>'
_SHAPES: dict[str, str] = {
    Status.APPROVED: _RING + '<path d="m7.5 12.5 3 3 6-6.5"/>',
    Status.WARNED: '<path d="M12 3 22 20.5H2Z"/><path d="M12 9.5v5M12 17.4v.2"/>',
    Status.SUSPENDED: '<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8Z"/><path d="M9.5 8.5v7M14.5 8.5v7"/>',
    Status.REVOKED: _RING + '<path d="m8 8 8 8M16 8l-8 8"/>',
    Status.WITHDRAWN: '<path d="M14 4H4v16h10"/><path d="M10 12h11M17 8l4 4-4 4"/>',
    Status.EXPIRED: _RING + '<path d="M12 6.5V12l3.5 2.5"/>',
    Status.APPLICANT: '<path d="M6 2h9l4 4v16H6Z"/><path d="M9.5 12h6M9.5 16h6"/>',
    Status.REJECTED: '<path d="M3 3h18v18H3Z"/><path d="m8 8 8 8M16 8l-8 8"/>',
    "unknown": _RING + '<path d="M9 9.5a3 3 0 1 1 4.2 2.7c-.8.4-1.2.9-1.2 1.8M12 17.3v.2"/>',
    "phone": '<path d="M5 3h4l2 5-2.5 1.8a12 12 0 0 0 5.7 5.7L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2Z"/>',
    "info": _RING + '<path d="M12 11v6M12 7v.2"/>',
}


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
