"""Charts of the figures, drawn at build time by Vega-Lite in one run of Node, as SVG that stands in the page itself.

A chart takes its colours from the page (`currentColor` and the style sheet), so that it is right in dark mode, in forced
colours and on paper, and it writes every value out, so that nobody has to tell colours apart or read an axis.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

from ..language.i18n import Language, in_every_language
from ..language.texts import Text
from ..register.program import digest
from . import kept, node
from .figures import Cell, Column, Figure

Key = tuple[str, str, str]
"""A language, a figure's id and a column's id."""

_SVG = "http://www.w3.org/2000/svg"
_LINES = {"approved"}
"""Figures that are a standing number over time; the others count what happened in a year."""
_DRAWN = {
    "authority": ("complaints_received", "complaints_taken_up"),
    "reported": ("complaints_per_100_000",),
    "decisions": (),
}
"""Columns that are drawn, where that is not all that hold counts or rates: a chart is for what says something by its form.
The decisions are few of most kinds, and a table tells them better."""
_NARROWEST, _FEWEST, _HEIGHT, _LETTER, _LEAST_STEP, _YEAR_WIDTH = 288, 4, 96, 7, 17, 34
"""Pixels at the usual size of text, but `_FEWEST`: with fewer years than that, bars are no wider."""
_REM = 16


@dataclass(frozen=True)
class Panel:
    """One small chart: a column of a figure, drawn over the figure's first column."""

    figure: Figure
    column: Column


def panels(figure: Figure) -> tuple[Panel, ...]:
    """The small charts of a figure, in the order of its columns, but for what was never more than none.

    The counties are a map instead.
    """
    if figure.columns[0].shape == "county" or not figure.rows:
        return ()
    drawn = _DRAWN.get(figure.id)
    told = [c for c in figure.columns[1:] if (c.shape in ("count", "rate") if drawn is None else c.id in drawn)]
    return tuple(Panel(figure, column) for column in told if any(figure.values(column.id)))


def build(root: Path, figures: Sequence[Figure], languages: Iterable[Language]) -> dict[Key, Markup]:
    """Every chart in every language. Raises NodeError when Node or Vega refuses."""
    wanted = {(lang.code, f.id, p.column.id): (p, lang) for lang in languages for f in figures for p in panels(f)}
    drawn = _drawings(root, {"/".join(key): specification(p, lang) for key, (p, lang) in wanted.items()})
    return {key: _finished(drawn["/".join(key)], *of) for key, of in wanted.items()}


def _drawings(root: Path, specifications: Mapping[str, object]) -> dict[str, str]:
    """The drawings, made again only when a figure, the tool or our script has changed."""
    asked = json.dumps(specifications, ensure_ascii=False, sort_keys=True)
    tools = [root / "node_modules" / name / "package.json" for name in ("vega", "vega-lite")]
    known = [
        asked.encode(),
        *(path.read_bytes() for path in [*tools, root / "scripts" / "charts.mjs"] if path.exists()),
    ]
    key = digest(known)
    file = root / "build" / "charts" / f"{key[:24]}.json"
    made = kept.remembered(file, key, lambda: node.script(root, "charts.mjs", asked).encode())
    drawings: dict[str, str] = json.loads(made)
    return drawings


def specification(panel: Panel, language: Language) -> dict[str, Any]:
    """The panel as Vega-Lite reads it."""
    points = list(_points(panel, language))
    longest = max((len(p["label"]) for p in points), default=1)
    step = max(_LEAST_STEP, longest * _LETTER + 3, _NARROWEST // max(len(points), _FEWEST))
    every = -(-_YEAR_WIDTH // step)
    told = [p["at"] for p in points][::-1][::every]
    x = {
        "field": "at",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelAngle": 0, "ticks": False, "values": told, "labelPadding": 6},
        "scale": {"domain": [p["at"] for p in points], "paddingInner": 0.25, "paddingOuter": 0.1},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "axis": None,
        "stack": None,
        "scale": {"domain": [0, _highest(panel)], "nice": False},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": step * len(points),
        "height": _HEIGHT,
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 2},
        "background": None,
        "data": {"values": points},
        "encoding": {"x": x, "y": y},
        "layer": _layers(panel.figure.id in _LINES),
        "config": _PLAIN,
    }


def _highest(panel: Panel) -> float:
    """The value that reaches the top of the chart; at least 1, so that noughts lie on the ground."""
    return max((v for v in panel.figure.values(panel.column.id) if isinstance(v, int | float)), default=0) or 1


_PLAIN: dict[str, Any] = {
    "aria": False,  # the drawing has one name and one description; its pieces say nothing more
    "font": "inherit",
    "view": {"stroke": None},
    "mark": {"color": "currentColor"},
    "text": {"color": "currentColor", "fontSize": 12},
    "axis": {"labelColor": "currentColor", "domainColor": "currentColor", "labelFontSize": 12, "labelOverlap": False},
}


def _layers(line: bool) -> list[dict[str, Any]]:
    labels = {
        "name": "label",
        "mark": {"type": "text", "dy": -10 if line else -7},
        "encoding": {"text": {"field": "label"}, "y": _TOP},
    }
    if line:
        return [
            {"name": "line", "mark": {"type": "line", "strokeWidth": 2}},
            {"name": "point", "mark": {"type": "point", "filled": True, "size": 28, "opacity": 1}},
            labels,
        ]
    dashed = {"type": "bar", "fill": "transparent", "stroke": "currentColor", "strokeDash": [3, 2]}
    return [
        {"name": "bar", "transform": [{"filter": "!datum.invented"}], "mark": "bar"},
        {"name": "invented", "transform": [{"filter": "datum.invented"}], "mark": dashed},
        labels,
    ]


_TOP = {"field": "top", "type": "quantitative"}


def _points(panel: Panel, language: Language) -> Iterator[dict[str, Any]]:
    """What is drawn of each row; a missing figure is a dash at the bottom and no bar."""
    figure = panel.figure
    rows = zip(figure.values(figure.columns[0].id), figure.values(panel.column.id), _invented(figure), strict=True)
    for at, value, invented in rows:
        known = isinstance(value, int | float)
        yield {
            "at": str(at)[:4],
            "value": value if known else None,
            "top": value if known else 0,
            "label": language.number(value) if isinstance(value, int | float) else "–",
            "invented": invented,
        }


def _invented(figure: Figure) -> Sequence[Cell]:
    flagged = any(c.id == "invented" for c in figure.columns)
    return figure.values("invented") if flagged else [False] * len(figure.rows)


def message(panel: Panel) -> Text:
    """What the panel shows, in a sentence: the newest figure and the highest."""
    found = zip(panel.figure.values(panel.figure.columns[0].id), panel.figure.values(panel.column.id), strict=True)
    known = [(value, str(at)[:4]) for at, value in found if isinstance(value, int | float)]
    if not known:
        return Text("Ingen tall.", "No figures.", "Ingen tal.")
    (last, year), (most, peak) = known[-1], max(known)
    return Text(
        "Sist, i {year}: {last}. Høyest, i {peak}: {most}.",
        "Latest, in {year}: {last}. Highest, in {peak}: {most}.",
        "Sist, i {year}: {last}. Høgast, i {peak}: {most}.",
    ).fill(year=year, peak=peak, last=in_every_language(last), most=in_every_language(most))


def _finished(drawing: str, panel: Panel, language: Language) -> Markup:
    """The drawing with a name and a description, as large as the reader's text, and without what a page has no use for."""
    name = f"{panel.figure.id}-{panel.column.id}"
    svg = ElementTree.fromstring(drawing)  # noqa: S314 - Vega's own output
    for attribute in ("width", "height"):
        svg.set(attribute, f"{float(svg.get(attribute, '0')) / _REM:g}rem")
    _tidy(svg)
    svg.attrib |= {
        "role": "img",
        "aria-labelledby": f"{name}-title",
        "aria-describedby": f"{name}-desc",
        "class": "chart",
    }
    said = {"title": panel.column.title, "desc": message(panel)}
    for place, (element, text) in enumerate(said.items()):
        piece = ElementTree.Element(f"{{{_SVG}}}{element}", {"id": f"{name}-{element}"})
        piece.text = text.in_language(language.code)
        svg.insert(place, piece)
    ElementTree.register_namespace("", _SVG)
    return Markup(ElementTree.tostring(svg, encoding="unicode"))  # noqa: S704 - serialised, so all text is escaped


_UNUSED = (
    "version",
    "role",
    "aria-hidden",
    "aria-roledescription",
    "pointer-events",
    "opacity",
    "font-family",
    "xlink",
)
_LONG = re.compile(r"-?\d+\.\d{3,}(?:e-\d+)?")


def _tidy(svg: ElementTree.Element) -> None:
    """Take away frames that paint nothing, roles inside what is one image, and decimals that no screen shows."""
    for parent in list(svg.iter()):
        for child in [c for c in parent if c.get("class") in ("background", "foreground")]:
            parent.remove(child)
        for name in _UNUSED:
            parent.attrib.pop(name, None)
        for name in ("d", "transform"):
            if name in parent.attrib:
                parent.set(name, _LONG.sub(lambda number: f"{float(number[0]):.1f}", parent.attrib[name]))
