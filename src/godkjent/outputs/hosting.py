"""What the hosts that read a `_headers` file are told (Netlify, Cloudflare Pages and others of their kind).

Only files whose names carry a hash of their content may be kept. Nothing is said of the rest: those hosts ask again for
every page by themselves, and two rules for one header would be joined into one that contradicts itself. `docs/nginx.conf`
says the same to a server of one's own.
"""

from __future__ import annotations

HEADERS = "_headers"
KEPT = "Cache-Control: public, max-age=31536000, immutable"
_EVERYWHERE = (
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: strict-origin-when-cross-origin",
    "Content-Security-Policy: frame-ancestors 'none'",
    "Strict-Transport-Security: max-age=31536000",
)
_OPEN = (
    "api/*",
    "schemas/*",
    "status/*",
    "logg/*",
    ".well-known/*",
    "did.json",
    "merke/*",
    "embed/*",
    "search/*",
    "build.json",
)
"""What programs on other sites may read."""


def headers(base: str) -> str:
    """The file for a site that stands under `base`."""
    blocks = {f"{base}*": _EVERYWHERE, f"{base}static/*": (KEPT,)}
    blocks |= {f"{base}{path}": ("Access-Control-Allow-Origin: *",) for path in _OPEN}
    return "".join(f"{path}\n{''.join(f'  {line}{chr(10)}' for line in lines)}" for path, lines in blocks.items())


def is_open(path: str) -> bool:
    """Whether programs on other sites may read what stands at `path`, which begins with `/` at the site's root."""
    return any(path.startswith(f"/{own.removesuffix('*')}") for own in _OPEN)
