"""axe-core, as pages under trial are given it, and the rules they must keep."""

from __future__ import annotations

from playwright.sync_api import Page

from support import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
  return [found.passes.length, found.violations.map((v) => [v.id, v.nodes[0].html.slice(0, 200), v.nodes[0].failureSummary])]
}"""


def violations(page: Page) -> list[list[str]]:
    """What axe has to say against the page; it must have looked at something to say it."""
    page.evaluate(AXE)
    passes, found = page.evaluate(_RUN, TAGS)
    assert passes > 15
    return list(found)
