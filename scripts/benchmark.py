"""Measures the register at several sizes: time, memory, what is written, and what a reader's phone has to fetch.

    python scripts/benchmark.py                     # 34, 1000 and 10 000 centres
    python scripts/benchmark.py --sizes 34,1000 --json

Registers and builds are made in a temporary folder and thrown away. Exit status: 0 when the front page keeps within
its budget at every size, 1 when it does not, 2 when something could not be measured.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from html.parser import HTMLParser
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

import search_quality
from demo_register import LARGEST, LAST_DAY, demo_register, write
from godkjent.checks import rules
from godkjent.language.progress import track
from godkjent.register.problems import Level
from godkjent.register.records import read

ROOT = Path(__file__).resolve().parent.parent
SIZES = (34, 1000, 10_000)
BUDGET = 60_000
"""Bytes, compressed by gzip, that a reader may have to fetch before the first key can be pressed on the front page.

The typeface is counted by itself: it is optional (`font-display`), and no reader waits for it.
"""
TYPEFACE = ".woff2"
QUICK = 1000
"""Up to so many centres the check is timed three times, and the fastest counts."""


class NotMeasured(Exception):
    """A figure cannot be had; the text is a sentence for the person who asked."""


@dataclass(frozen=True)
class Weight:
    """Bytes of one or more files: as they are, and each compressed by itself; `brotli` is None where it is not installed."""

    raw: int
    gzip: int
    brotli: int | None

    def __add__(self, other: Weight) -> Weight:
        both = None if self.brotli is None or other.brotli is None else self.brotli + other.brotli
        return Weight(self.raw + other.raw, self.gzip + other.gzip, both)


@dataclass(frozen=True)
class Measured:
    """Every figure for a register of `centres` centres.

    Times are in seconds, memory and sizes in bytes. `*_ratio` is the time per centre against that of the smallest
    register measured: 1 is linear, less is better; a build has a start-up cost that large registers share out.
    """

    centres: int
    check_seconds: float
    build_seconds: float
    build_peak_bytes: int
    files: int
    bytes: int
    weights: dict[str, Weight]
    check_ratio: float = 1.0
    build_ratio: float = 1.0

    @property
    def within_budget(self) -> bool:
        """Whether the front page, with all it needs, keeps within its budget."""
        return self.weights["front_page_complete"].gzip <= BUDGET


# --- Measuring ------------------------------------------------------------------------------------------------


def measure(centres: int, folder: Path) -> Measured:
    """Make, check and build a register of that many centres in `folder`. Raises NotMeasured."""
    records, site = folder / "registry", folder / "site"
    write(demo_register(centres), records)
    check_seconds = min(_check_seconds(records) for _ in range(3 if centres <= QUICK else 1))
    build_seconds, peak = _build(records, site)
    written = [path.stat().st_size for path in _files(site)]
    return Measured(centres, check_seconds, build_seconds, peak, len(written), sum(written), weights(site))


def _check_seconds(records: Path) -> float:
    """Seconds to read and check the register in this process. Raises NotMeasured when it has problems."""
    start = perf_counter()
    found = rules.check(read(records, track("Kontrollerer")), LAST_DAY)
    seconds = perf_counter() - start
    problems = [p for p in found if p.level is Level.ERROR]
    if problems:
        raise NotMeasured(f"Registeret som ble laget, har {len(problems)} feil; den første: {problems[0].message.nb}")
    return seconds


def _build(records: Path, site: Path) -> tuple[float, int]:
    """Seconds that a whole build takes, and the most bytes that any of its processes held at once."""
    command = [str(Path(sys.executable).parent / "pelican"), "content", "-s", "pelicanconf.py", "-o", str(site)]
    spent = run_measured(command, ROOT, _environment(records), site.with_name("build.log"))
    return spent.seconds, spent.peak


@dataclass(frozen=True)
class Spent:
    """What one command took: seconds, seconds of the processors, and the most bytes that any of its processes held."""

    seconds: float
    cpu: float
    peak: int


def run_measured(
    command: Sequence[str], at: Path, environment: Mapping[str, str], said: Path, *, quiet: bool = False
) -> Spent:
    """Run a command, with its own words in `said`; progress goes to the terminal unless `quiet`. Raises NotMeasured when it fails."""
    start = perf_counter()
    with said.open("wb") as log:
        process = subprocess.Popen(command, cwd=at, env=environment, stdout=log, stderr=log if quiet else None)
        _, status, usage = os.wait4(
            process.pid, 0
        )  # of this command alone: RUSAGE_CHILDREN would remember earlier ones
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        words = said.read_text("utf-8", "replace")
        raise NotMeasured(f"{words}\nBygget feilet med status {process.returncode}.".strip())
    return Spent(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def _environment(records: Path) -> dict[str, str]:
    """The environment with only our settings of the build: the register, its day, and the address `/`."""
    others = {k: v for k, v in os.environ.items() if k not in ("SITEURL", "SOURCE_DATE_EPOCH")}
    return {**others, "REGISTRY": str(records), "AS_OF": LAST_DAY.isoformat()}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


# --- What a reader fetches ------------------------------------------------------------------------------------


def weights(site: Path) -> dict[str, Weight]:
    """The weight of every type of page and file; of those that there are many of, the middle one and the largest."""
    front = site / "index.html"
    return {
        "front_page": weight(front),
        "front_page_complete": _sum(weight(path) for path in needed(front, site) if path.suffix != TYPEFACE),
        "typeface": _sum(weight(path) for path in needed(front, site) if path.suffix == TYPEFACE),
        "list_page": weight(site / "sentre" / "index.html"),
        **_middle_and_largest("centre_page", site.glob("sentre/*/index.html")),
        **_middle_and_largest("verification_page", site.glob("verifiser/*/index.html")),
        **_middle_and_largest("badge", site.glob("merke/*.svg")),
        "decisions_page": weight(site / "vedtak" / "index.html"),
        "api_list": weight(site / "api" / "v1" / "centres.json"),
        **_middle_and_largest("lookup", filter(_has_rows, site.glob("api/v1/lookup/**/*.json"))),
        "search_names": weight(site / "search" / "names.json"),
    }


def _has_rows(part: Path) -> bool:
    """Whether a part of a look-up table holds anything; most of a sparse table says only that there is no such number."""
    return bool(json.loads(part.read_bytes()).get("rows"))


def _middle_and_largest(name: str, found: Iterable[Path]) -> dict[str, Weight]:
    paths = sorted(found, key=lambda path: (path.stat().st_size, path))
    if not paths:
        raise NotMeasured(f"Bygget har ingen filer av slaget «{name}».")
    return {f"{name}_median": weight(paths[len(paths) // 2]), f"{name}_largest": weight(paths[-1])}


def weight(path: Path) -> Weight:
    """The bytes of one file, alone and compressed as hard as each method can. Raises NotMeasured when it is not there."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NotMeasured(f"Bygget har ingen fil {path.name} i {path.parent.name}/ ({error.strerror}).") from None
    brotli = _brotli()
    return Weight(len(data), len(gzip.compress(data, 9, mtime=0)), len(brotli(data)) if brotli else None)


def _brotli() -> Callable[[bytes], bytes] | None:
    try:
        compress: Callable[[bytes], bytes] = importlib.import_module("brotli").compress
    except ImportError:
        return None
    return compress


def _sum(weights: Iterable[Weight]) -> Weight:
    first, *rest = weights
    return sum(rest, first)


def needed(page: Path, site: Path) -> set[Path]:
    """The page and every file that a browser fetches for it before anybody does anything.

    That is its styles, scripts, images and icons, what the styles name, and what the scripts import statically; not
    what a script imports or fetches later. Raises NotMeasured when one of them is on another host.
    """
    found: set[Path] = set()
    waiting = [page]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [_resolved(address, path, site) for address in _references(path)]
    return found


def _resolved(address: str, inside: Path, site: Path) -> Path:
    parts = urlsplit(address)
    if parts.netloc:
        raise NotMeasured(f"{inside.name} henter noe fra {parts.netloc}.")
    return site / parts.path.lstrip("/") if parts.path.startswith("/") else (inside.parent / parts.path).resolve()


_CSS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s*["']([^"']+)""")
_IMPORT = re.compile(r"""\b(?:import|export)\b(?:[\w\s{},*$]*\bfrom)?\s*["']([^"']+)["']""")


def _references(path: Path) -> list[str]:
    """The addresses of what the file needs at once; data that stands in the file itself is no address."""
    if path.suffix == ".html":
        parser = _Page()
        parser.feed(path.read_text("utf-8"))
        found = parser.addresses
    else:
        pattern = {".css": _CSS, ".js": _IMPORT}.get(path.suffix)
        matches = pattern.finditer(path.read_text("utf-8")) if pattern else ()
        found = [next(group for group in match.groups() if group) for match in matches]
    return [address for address in found if not address.startswith(("data:", "#"))]


class _Page(HTMLParser):
    """Gathers the addresses of a page's styles, scripts, images and icons."""

    _FETCHED = frozenset({"stylesheet", "icon", "modulepreload", "preload", "manifest", "apple-touch-icon"})

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Take the address of every element that a browser fetches by itself."""
        given = {name: value for name, value in attributes if value}
        if tag == "link" and self._FETCHED & set(given.get("rel", "").split()):
            self.addresses.append(given["href"])
        elif tag in ("script", "img", "source", "iframe") and "src" in given:
            self.addresses.append(given["src"])
        elif tag == "use" and "href" in given:
            self.addresses.append(given["href"])


# --- Telling --------------------------------------------------------------------------------------------------

LABELS = {
    "front_page": "forsiden alene",
    "front_page_complete": "forsiden med alt",
    "typeface": "skriften",
    "list_page": "listen",
    "centre_page_median": "senterside, median",
    "centre_page_largest": "senterside, største",
    "verification_page_median": "bekreftelse, median",
    "verification_page_largest": "bekreftelse, største",
    "badge_median": "merke, median",
    "badge_largest": "merke, største",
    "decisions_page": "vedtakene",
    "api_list": "API-listen",
    "lookup_median": "oppslag, median",
    "lookup_largest": "oppslag, største",
    "search_names": "navneindeks",
}


def with_ratios(measured: Sequence[Measured]) -> list[Measured]:
    """The same figures with time per centre set against that of the smallest register."""
    least = min(measured, key=lambda m: m.centres)
    return [
        Measured(
            **{
                **_fields(m),
                "check_ratio": _per_centre(m.check_seconds, m, least.check_seconds, least),
                "build_ratio": _per_centre(m.build_seconds, m, least.build_seconds, least),
            }
        )
        for m in measured
    ]


def _fields(measured: Measured) -> dict[str, Any]:
    return {name: getattr(measured, name) for name in Measured.__dataclass_fields__}


def _per_centre(seconds: float, measured: Measured, least_seconds: float, least: Measured) -> float:
    return (seconds / measured.centres) / (least_seconds / least.centres)


def as_json(measured: Sequence[Measured]) -> str:
    """Every figure with its unit in its name, or seconds and bytes as the classes above say."""
    rows = [{**asdict(m), "within_budget": m.within_budget} for m in measured]
    return json.dumps({"budget_bytes": BUDGET, "sizes": rows}, indent=1)


def as_table(measured: Sequence[Measured]) -> str:
    """All figures as plain text: one column for each size."""
    columns = [_column(m) for m in measured]
    rows = [[label, *(column[label] for column in columns)] for label in columns[0]]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))])
        for row in rows
    ]
    return "\n".join([*lines, "", *(_verdict(m) for m in measured)])


def _column(m: Measured) -> dict[str, str]:
    """One size's figures by their labels."""
    method = "gzip" if m.weights["front_page"].brotli is None else "gzip / brotli"
    return {
        "sentre": thousands(m.centres),
        "kontroll, s": f"{m.check_seconds:.2f}",
        "kontroll per senter, ms": f"{1000 * m.check_seconds / m.centres:.2f}",
        "kontroll mot lineært": f"{m.check_ratio:.2f}",
        "bygg, s": f"{m.build_seconds:.1f}",
        "bygg per senter, ms": f"{1000 * m.build_seconds / m.centres:.1f}",
        "bygg mot lineært": f"{m.build_ratio:.2f}",
        "bygg, mest minne, MB": f"{m.build_peak_bytes / 1e6:.0f}",
        "filer": thousands(m.files),
        "skrevet, MB": f"{m.bytes / 1e6:.1f}",
        f"kB ({method}):": "",
        **{f"  {label}": _kilobytes(m.weights[name]) for name, label in LABELS.items()},
    }


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _kilobytes(weight: Weight) -> str:
    sizes = [size / 1000 for size in (weight.gzip, weight.brotli) if size is not None]
    return " / ".join(f"{size:.1f}" if size >= 1 else f"{size:.2f}" for size in sizes)


def _verdict(m: Measured) -> str:
    size, word = m.weights["front_page_complete"].gzip / 1000, "innenfor" if m.within_budget else "OVER"
    return (
        f"{thousands(m.centres)} sentre: forsiden med alt er {size:.1f} kB, {word} grensen på {BUDGET / 1000:.0f} kB."
    )


# --- The command ----------------------------------------------------------------------------------------------


def sizes_from(written: str) -> list[int]:
    sizes = [int(part) for part in written.split(",")]
    if not all(1 <= size <= LARGEST for size in sizes):
        raise argparse.ArgumentTypeError(f"antallene må være fra 1 til {LARGEST}")
    return sizes


def _measure_all(sizes: Sequence[int]) -> list[Measured]:
    measured = []
    for size in sizes:
        if sys.stderr.isatty():
            print(f"Måler {thousands(size)} sentre …", file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            measured.append(measure(size, Path(folder)))
    return with_ratios(measured)


def main() -> int:
    """Measure, print, and say whether the front page keeps within its budget."""
    options = argparse.ArgumentParser(description="Mål registeret i flere størrelser.")
    options.add_argument("--sizes", type=sizes_from, default=list(SIZES), help="antall sentre, med komma mellom")
    options.add_argument("--json", action="store_true", help="skriv tallene som JSON")
    options.add_argument("--search", action="store_true", help="mål bare hvor ofte feltet finner rett senter")
    chosen = options.parse_args()
    if chosen.search:
        return 0 if search_quality.report() else 1
    try:
        measured = _measure_all(chosen.sizes)
    except NotMeasured as reason:
        print(reason, file=sys.stderr)
        return 2
    print(as_json(measured) if chosen.json else as_table(measured))
    return 0 if all(m.within_budget for m in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
