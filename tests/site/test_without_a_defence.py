"""Twins: the same register built by a copy of the site whose defences are taken away, to see that they are what holds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import CENTRE, ROOT, built, make_registry

DAY, NUMBER = "2026-11-24", "310000108"
HOSTILE = CENTRE.replace("Storgata 1", "'</title></svg><script>alert(3)</script>'")
CAUTION = '<li>{{ _("Har noen ringt deg?'
"""How the sentence begins by which a verification page says that a number on the screen proves nothing."""


def tags_let_through(site: Path) -> Iterator[str]:
    """The pages and pictures in which the text of the record has become a tag."""
    for path in sorted(site.rglob("*")):
        if path.suffix in (".html", ".svg") and "<script>alert" in path.read_text("utf-8"):
            yield path.relative_to(site).as_posix()


def cautions(site: Path) -> list[bool]:
    """Whether the verification page, in each language, tells the reader to hang up and call back."""
    words = {
        "": "Legg på og ring senteret tilbake",
        "en/": "Hang up and call",
        "nn/": "Legg på og ring senteret tilbake",
    }
    return [
        text in (site / language / "verifiser" / NUMBER / "index.html").read_text("utf-8")
        for language, text in words.items()
    ]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_registry(tmp_path_factory.mktemp("hostile") / "registry", centre=HOSTILE)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, registry: Path) -> Path:
    return built(tmp_path_factory.mktemp("whole") / "output", registry=registry, AS_OF=DAY)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, registry: Path) -> Path:
    """The site with escaping switched off, and without the sentence on falsified numbers."""
    folder = tmp_path_factory.mktemp("bare")
    theme = Path(shutil.copytree(ROOT / "theme", folder / "theme"))
    for beside in ("node_modules", "build"):  # the page scripts import from both
        (folder / beside).symlink_to(ROOT / beside)
    page = theme / "templates" / "verification.html"
    lines = page.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if CAUTION not in line]
    assert len(kept) == len(lines) - 1
    page.write_text("".join(kept), "utf-8")
    settings = folder / "bare.py"
    settings.write_text(
        f"exec(open({str(ROOT / 'pelicanconf.py')!r}).read())\nJINJA_ENVIRONMENT['autoescape'] = False\n", "utf-8"
    )
    return built(folder / "output", registry=registry, AS_OF=DAY, settings=str(settings), theme=theme)


def test_text_of_a_record_becomes_no_tag(whole: Path) -> None:
    assert list(tags_let_through(whole)) == []


@pytest.mark.twin("T08")
def test_without_escaping_the_same_text_becomes_a_tag(bare: Path) -> None:
    assert "sentre/listig-rev/index.html" in list(tags_let_through(bare))


@pytest.mark.threat("T18")
def test_no_page_vouches_for_a_call_and_each_says_what_to_do(whole: Path) -> None:
    assert cautions(whole) == [True, True, True]


@pytest.mark.twin("T18")
def test_a_page_without_the_caution_is_found(bare: Path) -> None:
    assert cautions(bare) == [False, False, False]
