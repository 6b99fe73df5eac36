"""The mark as centres carry it: QR codes that lead to the verification page, and pictures for where SVG does not show.

The neutral mark says no status, so that it is safe to copy, print and keep; what it says is the same in every state.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import segno
import typst
from markupsafe import Markup

from .. import addresses
from ..public.views import CentreView

WIDTH, HEIGHT = 240, 80
"""The size of both marks, in CSS pixels."""
LARGEST = 6_000
"""Bytes of a mark as SVG."""
_SHARP = 3
"""Pixels of a picture to one CSS pixel, so that it is sharp on a good screen and on paper."""
_WEIGHTS = ("400Regular", "700Bold")
_SHEET = b"""\
#set page(width: 240pt, height: 80pt, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", width: 240pt, height: 80pt)
"""


@lru_cache(maxsize=4)  # the mark and the files of the code ask for the same one after another
def qr(address: str) -> segno.QRCode:
    """The code for an address; a quarter of it may be covered or worn, and it still reads."""
    return segno.make(address, error="q", micro=False, boost_error=False)


def qr_path(address: str) -> tuple[Markup, int]:
    """The code as one SVG path, a unit for each square and no margin, and how many units it is wide."""
    out, code = io.BytesIO(), qr(address)
    code.save(out, kind="svg", border=0, xmldecl=False, svgns=False, omitsize=True, svgclass=None, lineclass=None)
    path = out.getvalue().decode().split(' d="')[1].split('"')[0]
    return Markup(path), int(code.symbol_size(border=0)[0])  # noqa: S704 - segno's own moves and lines, no text in them


def qr_files(number: str, address: str) -> Iterator[tuple[str, str | bytes]]:
    """The code alone, to print: as SVG and as PNG, with the margin that readers need."""
    title = f"{address}"
    drawn, painted = io.BytesIO(), io.BytesIO()
    code = qr(address)
    code.save(drawn, kind="svg", xmldecl=False, svgclass=None, lineclass=None, scale=6, title=title, light="#fff")
    code.save(painted, kind="png", scale=10)
    yield addresses.qr(number, "svg"), drawn.getvalue().decode()
    yield addresses.qr(number, "png"), painted.getvalue()


def files(
    view: CentreView, verification: str, live: str, neutral: str, fonts: Path
) -> Iterator[tuple[str, str | bytes]]:
    """Both marks as SVG and as pictures, and the code alone. `verification` is the page's whole address."""
    number = view.centre.organisation_number
    yield addresses.badge(number), live
    yield addresses.neutral_badge(number), neutral
    yield addresses.badge_picture(number), picture(live, fonts)
    yield addresses.neutral_badge_picture(number), picture(neutral, fonts)
    yield from qr_files(number, verification)


def picture(svg: str, fonts: Path) -> bytes:
    """A mark as PNG, for e-mail. The letters come from `fonts` alone, so that every machine gives the same bytes."""
    return _painter(fonts)(svg)


@lru_cache(maxsize=2)
def _painter(fonts: Path) -> Callable[[str], bytes]:
    folders = [str(fonts / weight) for weight in _WEIGHTS]
    known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)

    def paint(svg: str) -> bytes:
        made = typst.compile(
            _SHEET, format="png", ppi=72.0 * _SHARP, font_paths=known, ignore_system_fonts=True, sys_inputs={"svg": svg}
        )
        return made if isinstance(made, bytes) else b"".join(page for page in made or () if page)

    return paint
