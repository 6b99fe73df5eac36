"""The check as a program on the reader's device: what it is called, its icons, its ways in, and what others may share with it."""

from __future__ import annotations

import json
from typing import Any

from .. import addresses
from ..language.i18n import Language
from .furnish import Site

_SIZES = (192, 512)


def manifest(site: Site, language: Language) -> str:
    """The web app manifest in one language."""
    start = site.base + language.prefix
    facts: dict[str, Any] = {
        "name": site.register.scheme.name.in_language(language.code),
        "short_name": "Godkjent?",
        "description": language.gettext(
            "Sjekk om callsenteret som ringer deg, er godkjent av Callcenternemnda. Søk på telefonnummer, navn eller organisasjonsnummer."
        ),
        "categories": ["utilities"],
        "lang": language.code,
        "dir": "ltr",
        "id": start,
        "start_url": start,
        "scope": site.base,
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#0b3f73",
        "icons": [
            *(_icon(site, f"icon-{size}.png", size, "any") for size in _SIZES),
            *(_icon(site, f"icon-{size}-maskable.png", size, "maskable") for size in _SIZES),
        ],
        "shortcuts": [
            _shortcut(site, language.gettext("Sjekk et nummer"), start),
            _shortcut(site, language.gettext("Sjekk et merke"), f"{start}{addresses.VERIFY}"),
            _shortcut(site, language.gettext("Alle sentre"), f"{start}{addresses.CENTRES}"),
        ],
        # A whole message, or a page with its address: the front page reads it as it reads what is typed.
        "share_target": {
            "action": start,
            "method": "GET",
            "enctype": "application/x-www-form-urlencoded",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def _icon(site: Site, name: str, size: int, purpose: str) -> dict[str, str]:
    """One picture; what is maskable is cut to the shape that the device gives its icons."""
    path = site.base + site.assets.paths[name]
    return {"src": path, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _shortcut(site: Site, name: str, url: str) -> dict[str, Any]:
    return {"name": name, "url": url, "icons": [_icon(site, "icon-192.png", 192, "any")]}
