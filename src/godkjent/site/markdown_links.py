"""Prose links to other pages from the site's root; where the site stands under a path, the build puts it in front."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from ..language.texts import shown


class SiteLinks(Extension):
    """A Markdown extension: links that begin with one slash get the site's base path, and tables may be scrolled."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Markdown calls
        """Register the one step, after the links have been made; HTML in the prose is shown as the text that it is."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_Links(md, self.base), "site-links", 0)


class OddLink(Exception):
    """A link of the prose leads somewhere that no page of the register should; the text is a sentence."""


_KNOWN = re.compile(r"(?:https?://[^\s@]+|mailto:[^\s]+|tel:[+0-9]+|/(?!/)\S*|#\S*)\Z")


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, base: str) -> None:
        super().__init__(md)
        self.base = base

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            address = link.get("href", "")
            if not _KNOWN.match(address):
                raise OddLink(
                    f"Lenken «{shown(address)}» i prosaen begynner ikke med https://, mailto:, tel:, / eller #."
                )
            if address.startswith("/") and not address.startswith("//"):
                link.set("href", self.base + address[1:])
