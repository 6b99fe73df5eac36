"""A confirmation on paper carries its credential; the forged twins of it are refused, and so is what was never signed.

The rules of form are our own, tried with qpdf (by pikepdf): they say nothing of what veraPDF would find.
"""

from __future__ import annotations

import re
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from godkjent.commands.cli import main
from godkjent.trust import keys, paper
from support import CENTRE, OTHER, built, make_registry

DAY = "2026-11-24"
FOLLOWED_UP = CENTRE + "  - {id: 2026-002, date: 2026-11-20, kind: follow_up}\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed site of two centres, its keys beside it."""
    folder = tmp_path_factory.mktemp("paper")
    made = make_registry(folder / "registry", centre=FOLLOWED_UP, **{"centres__blid-elg": OTHER})
    keys.make(folder / "keys")
    return built(folder / "output", registry=made, AS_OF=DAY, KEYS=str(folder / "keys"))


@pytest.fixture
def document(published: Path) -> bytes:
    return (published / "sentre/listig-rev/bekreftelse.pdf").read_bytes()


def said(what: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = main(["verify", str(what), "--at", DAY])
    told = capsys.readouterr()
    return status, told.out + told.err


@pytest.mark.parametrize("prefix", ["", "en/", "nn/"])
def test_the_file_of_the_paper_can_be_verified(
    published: Path, capsys: pytest.CaptureFixture[str], prefix: str
) -> None:
    status, told = said(published / prefix / "sentre/listig-rev/bekreftelse.pdf", capsys)
    assert status == 0 and "EKTE OG I KRAFT" in told, told
    for expected in (
        "310000108",
        "begynte 1. november 2026",
        "byte for byte",
        "«Godkjent» (per 24. november 2026)",
        "/verifiser/310000108/",
    ):
        assert expected in told, told


def altered(document: bytes, _: Path) -> bytes:
    """A line of the page is gone, and everything stands where it stood."""
    for found in re.finditer(rb"/FlateDecode>>\nstream\n(.*?)\nendstream", document, re.DOTALL):
        page = zlib.decompress(found[1])
        for shown in re.finditer(rb"\[[^\[\]]*\]\s*TJ|\([^()]*\)\s*Tj", page) if b"BDC" in page else ():
            packed = zlib.compress(page[: shown.start()] + page[shown.end() :], 9)
            if len(packed) <= len(found[1]):
                return document[: found.start(1)] + packed.ljust(len(found[1])) + document[found.end(1) :]
    raise AssertionError


def added_to(document: bytes, _: Path) -> bytes:
    """One more update, as an editor of PDFs writes it, with another page on top."""
    return document + document[document.rindex(b"\nxref\n") :]


def of_another(document: bytes, published: Path) -> bytes:
    """The words of one centre with the genuine credential of another."""
    before = document[: document.index(b"%%EOF\n") + 6]
    return paper.attach(before, (published / "api/v1/centres/310000175/credential.json").read_bytes())


def changed_inside(document: bytes, _: Path) -> bytes:
    return document.replace(b'"identityHash": "310000108"', b'"identityHash": "310000175"')


def unsigned(document: bytes, _: Path) -> bytes:
    """As it was built, before the signing."""
    return document[: document.index(b"%%EOF\n") + 6]


def saved_again(document: bytes, published: Path) -> bytes:
    file = published.parent / "again.pdf"
    file.write_bytes(document)
    with pikepdf.open(file, allow_overwriting_input=True) as opened:
        opened.save(file)
    return file.read_bytes()


def no_pdf(_: bytes, __: Path) -> bytes:
    return b"hello"


TWINS: list[tuple[Callable[[bytes, Path], bytes], int, str]] = [
    (altered, 1, "eldre, eller noen har endret det"),
    (of_another, 1, "eldre, eller noen har endret det"),
    (changed_inside, 1, "stemmer ikke"),
    (added_to, 2, "ikke noe bevis i seg"),
    (unsigned, 2, "ikke noe bevis i seg"),
    (saved_again, 2, "ikke noe bevis i seg"),
    (no_pdf, 2, "ikke en PDF"),
]


@pytest.mark.parametrize(("forge", "expected", "words"), TWINS)
def test_a_forged_twin_is_refused(
    published: Path,
    document: bytes,
    capsys: pytest.CaptureFixture[str],
    forge: Callable[[bytes, Path], bytes],
    expected: int,
    words: str,
) -> None:
    folder = published / "logg"
    twin = folder / "forged.pdf"
    forged = forge(document, published)
    assert forged != document
    twin.write_bytes(forged)
    try:
        status, told = said(twin, capsys)
    finally:
        twin.unlink()
    assert status == expected and words in told and "EKTE OG I KRAFT" not in told, told


def test_other_readers_find_the_credential_and_everything_else_as_it_was(published: Path, tmp_path: Path) -> None:
    file = published / "sentre/listig-rev/bekreftelse.pdf"
    with pikepdf.open(file) as opened:
        assert opened.check_pdf_syntax() == []
        (name,) = opened.attachments
        spec = opened.attachments[name]
        own = (published / "api/v1/centres/310000108/credential.json").read_bytes()
        assert name == "credential.json" and spec.get_file().read_bytes() == own
        assert spec.get_file().mime_type == "application/json" and spec.get_file().size == len(own)
        assert spec.obj.AFRelationship == "/Supplement" and spec.description == "Det signerte beviset for godkjenningen"
        assert opened.Root.AF[0].UF == "credential.json" and opened.Root.MarkInfo.Marked
        told = str(opened.Root.Metadata.read_bytes())
        assert "<pdfuaid:part>1<" in told and "<pdfaid:part>3<" in told
    (tmp_path / "before.pdf").write_bytes(unsigned(file.read_bytes(), published))
    with pikepdf.open(tmp_path / "before.pdf") as before, pikepdf.open(file) as after:
        assert before.pages[0].Contents.read_bytes() == after.pages[0].Contents.read_bytes()
        assert before.Root.StructTreeRoot.unparse() == after.Root.StructTreeRoot.unparse()


def test_a_site_that_nobody_signs_has_no_place_for_one(tmp_path: Path) -> None:
    site = built(tmp_path / "output", registry=make_registry(tmp_path / "registry"), AS_OF=DAY)
    document = (site / "sentre/listig-rev/bekreftelse.pdf").read_bytes()
    assert paper.carried(document) is None and b"EmbeddedFile" not in document
    with pytest.raises(paper.NotOurs):
        paper.attach(document, b"{}")


def test_a_site_that_does_not_know_the_centre_vouches_for_nothing(
    published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = shutil.copytree(published, tmp_path / "copy")
    (copy / "api/v1/centres/310000108.json").unlink()
    status, told = said(copy / "sentre/listig-rev/bekreftelse.pdf", capsys)
    assert status == 1 and "kan ikke si hva som gjelder nå" in told
