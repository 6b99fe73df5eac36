"""What a page is about, in schema.org's words, as a JSON-LD block that no reader sees.

It says no more than the page: a centre has a certification here only while it is approved. What is not executable is no
script to the page's security policy, and the text is written so that nothing in it can end the block.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from markupsafe import Markup

from .. import addresses
from ..language.i18n import N_, Language
from ..outputs.catalogue import ABOUT, KEYWORDS, NAME, first_day
from ..outputs.licences import LICENCES
from ..outputs.openapi import FILES
from ..public.edition import Edition
from ..public.views import CentreView
from ..register.phones import written
from ..register.statuses import STATUSES

Thing = dict[str, Any]
_SIGNS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_ABOVE = {
    addresses.CENTRES: N_("Alle sentre"),
    addresses.NUMBERS: N_("Registrerte numre"),
}
"""Pages that have others under them, and what those are called."""


def block(things: list[Thing]) -> Markup:
    """The things as a block for a page's head; `<`, `>`, `&` and the line separators are written as escapes."""
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False, separators=(",", ":"))
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(_safe(text)))  # noqa: S704 - made safe


def _safe(text: str) -> str:
    return text.translate(_SIGNS)


def linked_data(edition: Edition, language: Language, path: str, title: str, view: CentreView | None) -> Markup:
    """The block of the page at `path`; `title` is as the template wrote it, `view` the centre that the page is about."""
    title = Markup(title).unescape()  # noqa: S704 - turned back into text
    things = [_front(edition, language)] if path == addresses.FRONT else [_breadcrumbs(edition, language, path, title)]
    if view is not None:
        things.append(_centre(edition, language, view))
    if path == addresses.DATA:
        things.append(_data_set(edition, language))
    return block(things)


def _front(edition: Edition, language: Language) -> Thing:
    start = f"{edition.site_url}/{language.prefix}"
    return {
        "@type": "WebSite",
        "name": edition.register.scheme.name.in_language(language.code),
        "url": start,
        "inLanguage": language.code,
        "publisher": _publisher(edition, language),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{start}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def _publisher(edition: Edition, language: Language) -> Thing:
    """Who publishes, with what a search engine may tell people; the board itself when nobody is named."""
    publisher = edition.register.scheme.publisher
    if publisher is None:
        return _board(edition, language)
    known = {"email": publisher.email, "taxID": publisher.organisation_number}
    told = {name: value for name, value in known.items() if value}
    return {"@type": "Organization", "name": publisher.name.in_language(language.code), **told}


def _board(edition: Edition, language: Language) -> Thing:
    return {"@type": "Organization", "name": edition.register.scheme.board.in_language(language.code)}


def _breadcrumbs(edition: Edition, language: Language, path: str, title: str) -> Thing:
    above = [
        (upper, language.gettext(name)) for upper, name in _ABOVE.items() if path.startswith(upper) and path != upper
    ]
    steps = [(addresses.FRONT, edition.register.scheme.name.in_language(language.code)), *above, (path, title)]
    items = [
        {"@type": "ListItem", "position": n, "name": name, "item": f"{edition.site_url}/{language.prefix}{step}"}
        for n, (step, name) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _centre(edition: Edition, language: Language, view: CentreView) -> Thing:
    centre, place = view.centre, view.centre.address
    known = {
        "@type": "Organization",
        "@id": f"{edition.site_url}/{addresses.verification(centre.organisation_number)}",
        "name": centre.name,
        "legalName": centre.name,
        "alternateName": list(centre.trade_names),
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": "organisation_number",
            "value": centre.organisation_number,
        },
        "url": f"{edition.site_url}/{language.prefix}{addresses.centre(centre.slug)}",
        "sameAs": list(centre.websites),
        "email": centre.email,
        "telephone": written(view.call_back.first) if view.call_back else None,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place.street,
            "postalCode": place.postcode,
            "addressLocality": place.city,
            "addressRegion": place.county,
            "addressCountry": "NO",
        },
        "disambiguatingDescription": _invented(edition, language),
        "hasCertification": _certification(edition, language, view) if view.approved else None,
        "description": _transferred(language, view),
    }
    return _told(known)


def _transferred(language: Language, view: CentreView) -> str | None:
    """Where the approval went, and where it came from; schema.org has no word for a successor."""
    _ = language.gettext
    went = [_("Godkjenningen er overført til %(number)s.") % {"number": view.successor}] if view.went_to else []
    came = [_("Godkjenningen er overtatt fra %(number)s.") % {"number": number} for number in view.predecessors]
    return " ".join([*went, *came]) or None


def _certification(edition: Edition, language: Language, view: CentreView) -> Thing:
    """Only for a centre that is approved on the register's day."""
    since, until = view.standing.approved_since, view.standing.valid_until
    return _told(
        {
            "@type": "Certification",
            "name": edition.register.scheme.name.in_language(language.code),
            "description": STATUSES[view.status].label.in_language(language.code),
            "certificationStatus": "https://schema.org/CertificationActive",
            "certificationIdentification": view.centre.organisation_number,
            "issuedBy": _board(edition, language),
            "validFrom": _day(since),
            "validUntil": _day(until),
            "url": f"{edition.site_url}/{language.prefix}{addresses.verification(view.centre.organisation_number)}",
        }
    )


def _data_set(edition: Edition, language: Language) -> Thing:
    licence = edition.register.scheme.data_licence
    files = [
        {
            "@type": "DataDownload",
            "contentUrl": f"{edition.site_url}/{addresses.API}{file.path}",
            "encodingFormat": file.media,
            "description": file.words.in_language(language.code),
        }
        for file in FILES
        if "{" not in file.path
    ]
    return _told(
        {
            "@type": "Dataset",
            "name": NAME.in_language(language.code),
            "identifier": f"{edition.site_url}/{addresses.DATASET}#datasett",
            "spatialCoverage": "NO",
            "description": ABOUT.in_language(language.code),
            "url": f"{edition.site_url}/{language.prefix}{addresses.DATA}",
            "inLanguage": list(edition.languages),
            "creator": _board(edition, language),
            "license": LICENCES[licence].page if licence else None,
            "dateModified": edition.latest.isoformat(),
            "temporalCoverage": f"{first.isoformat()}/.." if (first := first_day(edition)) else None,
            "keywords": [word.in_language(language.code) for word in KEYWORDS],
            "publisher": _board(edition, language),
            "includedInDataCatalog": {
                "@type": "DataCatalog",
                "name": NAME.in_language(language.code),
                "url": f"{edition.site_url}/{addresses.DATASET}",
            },
            "isAccessibleForFree": True,
            "disambiguatingDescription": _invented(edition, language),
            "distribution": files,
        }
    )


def _invented(edition: Edition, language: Language) -> str | None:
    return language.gettext("Oppdiktet for demonstrasjonen") if edition.register.scheme.demonstration else None


def _told(thing: Thing) -> Thing:
    """Without what is not known."""
    return {name: value for name, value in thing.items() if value not in (None, [])}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
