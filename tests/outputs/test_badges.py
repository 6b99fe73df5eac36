"""The marks in every state, as real files of real builds: what they say, how large they are, and where their codes lead."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from godkjent.outputs import badges
from godkjent.register.model import Status
from godkjent.register.statuses import STATUSES
from support import CENTRE, ROOT, built, centres, make_registry, node

NUMBER = "310000108"
SVG = "{http://www.w3.org/2000/svg}"
HISTORY = CENTRE.split("decisions:")[0]
TAKEN = "    requirements: [tax]\n    reason: {nb: Skatt.}\n"
ENDS = {
    Status.APPROVED: "",
    Status.WARNED: "  - id: 2024-002\n    date: 2024-06-01\n    kind: warning\n" + TAKEN,
    Status.SUSPENDED: "  - id: 2024-002\n    date: 2024-06-01\n    kind: suspension\n"
    + TAKEN
    + "    remedy: {nb: Betal.}\n",
    Status.REVOKED: "  - id: 2024-002\n    date: 2024-06-01\n    kind: revocation\n" + TAKEN,
    Status.WITHDRAWN: "  - id: 2024-002\n    date: 2024-06-01\n    kind: withdrawal\n",
}
FIRST = "decisions:\n  - id: 2024-001\n    date: 2024-03-01\n    kind: "
HISTORIES = {
    **{status: HISTORY + FIRST + "approval\n" + end for status, end in ENDS.items()},
    Status.EXPIRED: HISTORY + FIRST.replace("2024-03", "2021-03").replace("2024-001", "2021-001") + "approval\n",
    Status.APPLICANT: HISTORY + FIRST + "application\n",
    Status.REJECTED: HISTORY
    + FIRST
    + "application\n  - id: 2024-002\n    date: 2024-06-01\n    kind: rejection\n    reason: {nb: Nei.}\n",
}
ZBAR = """
import { readFileSync } from "node:fs";
import zlib from "node:zlib";
import { scanGrayBuffer } from "@undecaf/zbar-wasm";
const found = [];
for (const file of process.argv.slice(1)) {
  const { width, height, grey } = JSON.parse(readFileSync(file, "utf8"));
  const bytes = Uint8Array.from(Buffer.from(grey, "base64"));
  const symbols = await scanGrayBuffer(bytes.buffer, width, height);
  found.push(symbols.map((symbol) => symbol.decode()));
}
console.log(JSON.stringify(found));
"""


def read_codes(tmp_path: Path, *pictures: Path) -> list[list[str]]:
    """What ZBar, a reader of others' making, sees in PNG files."""
    import base64

    from PIL import Image

    given = []
    for n, picture in enumerate(pictures):
        with Image.open(picture) as image:
            on_white = Image.new("RGBA", image.size, "white")
            on_white.alpha_composite(image.convert("RGBA"))
            grey = on_white.convert("L")
        facts = {"width": grey.width, "height": grey.height, "grey": base64.b64encode(grey.tobytes()).decode()}
        given.append(tmp_path / f"{n}.json")
        given[-1].write_text(json.dumps(facts))
    done = node("--input-type=module", "-e", ZBAR, *map(str, given))
    assert done.returncode == 0, done.stderr
    found: list[list[str]] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[Status, Path]:
    """One site for each status that the same centre can have."""
    folder = tmp_path_factory.mktemp("states")
    found = {}
    for status, text in HISTORIES.items():
        registry = make_registry(folder / status / "registry", centre=text)
        found[status] = built(folder / status / "output", registry=registry, AS_OF="2026-11-24", OFFLINE="0")
    return found


def text_of(svg: Path) -> str:
    return " ".join("".join(ElementTree.parse(svg).getroot().itertext()).split())


@pytest.mark.parametrize("status", HISTORIES)
@pytest.mark.threat("T03")
def test_the_live_mark_says_its_status_in_words_and_stays_where_it_is(
    sites: dict[Status, Path], status: Status
) -> None:
    path = sites[status] / "merke" / f"{NUMBER}.svg"
    root = ElementTree.parse(path).getroot()
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and title.text == f"Godkjent Callcenter: {STATUSES[status].label.nb}"
    assert description is not None and root.get("role") == "img" and root.get("data-status") == status
    shown = " ".join(t.text or "" for t in root.iter(f"{SVG}text"))
    good = status in (Status.APPROVED, Status.WARNED)
    assert ("Gyldig til 1. mars 2027" in shown) is good and ("Ikke godkjent nå" in shown) is not good
    assert path.stat().st_size < badges.LARGEST


@pytest.mark.twin("T03")
def test_the_neutral_mark_is_the_same_bytes_in_every_state_and_says_no_status(sites: dict[Status, Path]) -> None:
    for name in (f"{NUMBER}-kontroller.svg", f"{NUMBER}-kontroller.png", f"{NUMBER}-qr.svg", f"{NUMBER}-qr.png"):
        assert len({(site / "merke" / name).read_bytes() for site in sites.values()}) == 1, name
    neutral = sites[Status.APPROVED] / "merke" / f"{NUMBER}-kontroller.svg"
    said = text_of(neutral).lower()
    assert not [row for row in STATUSES.values() if row.label.nb.lower() in said] and "gyldig" not in said
    assert NUMBER in said and "127.0.0.1:8000" in said
    assert neutral.stat().st_size < badges.LARGEST


@pytest.mark.threat("T01")
def test_a_reader_of_others_making_reads_the_codes_back(sites: dict[Status, Path], tmp_path: Path) -> None:
    folder = sites[Status.WITHDRAWN] / "merke"
    pictures = [folder / f"{NUMBER}-qr.png", folder / f"{NUMBER}-kontroller.png", folder / f"{NUMBER}.png"]
    address = f"http://127.0.0.1:8000/verifiser/{NUMBER}/"
    assert read_codes(tmp_path, *pictures) == [[address], [address], []]


def test_every_code_of_the_demonstration_leads_to_its_own_page(site: Path, tmp_path: Path) -> None:
    pictures = sorted((site / "merke").glob("*-kontroller.png"))
    numbers = [path.name.split("-")[0] for path in pictures]
    assert numbers == sorted(c.organisation_number for c in centres())
    found = read_codes(tmp_path, *pictures)
    assert found == [[f"http://127.0.0.1:8000/verifiser/{number}/"] for number in numbers]
    assert all((site / "verifiser" / number / "index.html").exists() for number in numbers)


@pytest.mark.parametrize("status", HISTORIES)
def test_the_page_with_the_code_to_paste(sites: dict[Status, Path], status: Status) -> None:
    page = (sites[status] / "merke" / NUMBER / "index.html").read_text("utf-8")
    for part in (
        f"&lt;a href=&#34;http://127.0.0.1:8000/verifiser/{NUMBER}/&#34;&gt;",
        'loading="lazy" referrerpolicy="no-referrer"',
        f"/merke/{NUMBER}.svg",
    ):
        assert part in page or part.replace("&#34;", '"') in page, part
    assert ("Senteret har ikke lov til å vise merket nå." in page) is (status not in (Status.APPROVED, Status.WARNED))


@pytest.mark.parametrize("status", HISTORIES)
def test_the_verification_page_is_honest_in_every_state(sites: dict[Status, Path], status: Status) -> None:
    page = (sites[status] / "verifiser" / NUMBER / "index.html").read_text("utf-8")
    assert f'data-status="{status}"' in page and "https://listig-rev.example" in page and "30 12 34 56" in page
    assert ("Senteret skal ikke vise merket nå." in page) is (status not in (Status.APPROVED, Status.WARNED))
    assert ("det betyr ikke at det har gjort noe galt" in page) is (status is Status.WITHDRAWN)


def test_a_picture_is_the_same_bytes_twice_and_needs_no_font_of_the_machine(site: Path) -> None:
    number = centres("approved")[0].organisation_number
    svg = (site / "merke" / f"{number}.svg").read_text("utf-8")
    fonts = ROOT / "node_modules" / "@expo-google-fonts" / "inter"
    assert badges.picture(svg, fonts) == badges.picture(svg, fonts) == (site / "merke" / f"{number}.png").read_bytes()


def test_no_mark_has_anything_that_runs_or_fetches(site: Path) -> None:
    for svg in (site / "merke").glob("*.svg"):
        text = svg.read_text("utf-8")
        assert not re.search(
            r"<script|<style|<image|<use|href|on\w+=|https?://(?!www\.w3\.org/2000/svg|127\.0\.0\.1)", text
        )
