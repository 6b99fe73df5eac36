"""What was made is not made again, and never differs from what a build from nothing gives; nothing that is kept is believed."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from importlib import metadata
from pathlib import Path

import pytest

from godkjent.outputs import staging
from godkjent.register import program
from godkjent.register.model import Status
from godkjent.register.program import digest
from godkjent.site import making
from godkjent.site.frame import SeesTooMuch, _Hidden
from support import CENTRE, OTHER, ROOT, SCHEME, make_registry, pelican, tree

DAY = "2026-11-24"
FORMER = "  - {id: 2024-003, date: 2024-06-01, kind: suspension, requirements: [tax], reason: {nb: Skatt.}, remedy: {nb: Betal.}}\n"


def built(output: Path, **more: str | Path) -> Path:
    """A build of its own, at this very place: nothing is copied from another."""
    done = pelican(output, **more)  # type: ignore[arg-type]
    assert done.returncode == 0, done.stdout + done.stderr
    return output


def index_of(target: Path) -> Path:
    return ROOT / "build" / "kept" / f"{hashlib.sha256(str(target.absolute()).encode()).hexdigest()[:16]}.sqlite"


def fresh(folder: Path, name: str, registry: Path, **more: str) -> dict[str, bytes]:
    return tree(built(folder / name, registry=registry, **more))


def test_whatever_is_done_in_whatever_order_it_is_as_if_built_from_nothing(tmp_path: Path) -> None:
    registry = make_registry(tmp_path / "registry", **{"centres__blid-elg": OTHER})
    own, other, scheme = (
        registry / name for name in ("centres/listig-rev.yaml", "centres/blid-elg.yaml", "scheme.yaml")
    )
    number = '  - {number: "+47 30 12 34 56", use: [inbound]}'
    steps = [
        (own, "street: Storgata 1", "street: Storgata 2"),
        (own, CENTRE, CENTRE + FORMER),
        (own, number, number.replace("use:", "until: 2026-11-25, use:")),
        (other, "Blid Elg", "Glad Elg"),
        (scheme, "suspensions: {public: true", "suspensions: {public: false"),
        (scheme, "nb: Callcenternemnda", "nb: Nemnda"),
    ]
    chance = random.Random(14)
    chance.shuffle(steps)
    days = ["2026-11-24", "2026-11-26", "2026-12-02"]
    for at, (file, before, after) in enumerate(steps):
        text = file.read_text("utf-8")
        file.write_text(text.replace(before, after) if before != CENTRE else text + FORMER, "utf-8")
        settings = {
            "AS_OF": chance.choice(days),
            "SITEURL": chance.choice(["https://a.example", "https://b.example/r"]),
        }
        now = tree(built(tmp_path / "output", registry=registry, JOBS=str(1 + at % 2), **settings))
        assert now == fresh(tmp_path, f"nothing-{at}", registry, **settings), (at, file.name, settings)
        shutil.rmtree(tmp_path / f"nothing-{at}")
    index_of(tmp_path / "output").unlink()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    registry = make_registry(tmp_path / "registry", **{"centres__blid-elg": OTHER})
    return built(tmp_path / "output", registry=registry, AS_OF=DAY)


def test_what_has_not_changed_keeps_its_file_and_what_is_damaged_is_made_again(site: Path) -> None:
    whole, page, picture = tree(site), site / "sentre/listig-rev/index.html", site / "merke/310000175.png"
    was, page_was = picture.stat(), page.stat()
    page.write_text("Godkjent!", "utf-8")
    done = pelican(site, registry=site.parent / "registry", AS_OF=DAY)
    assert done.returncode == 0 and tree(site) == whole
    assert (picture.stat().st_ino, picture.stat().st_mtime_ns) == (was.st_ino, was.st_mtime_ns)
    assert page.stat().st_mtime_ns > page_was.st_mtime_ns and page.stat().st_nlink == 1
    index_of(site).unlink()


@pytest.mark.parametrize("damage", ["foreign", "cut off", "another version", "read-only"])
def test_what_is_kept_is_never_believed(site: Path, damage: str) -> None:
    whole, index = tree(site), index_of(site)
    content = index.read_bytes()
    if damage == "another version":
        version = int.from_bytes(content[60:64], "big") + 1
        index.write_bytes(content[:60] + version.to_bytes(4, "big") + content[64:])
    elif damage != "read-only":
        index.write_bytes({"foreign": b"<html>", "cut off": content[: len(content) // 2]}[damage])
    else:
        index.chmod(0o400)
    done = pelican(site, registry=site.parent / "registry", AS_OF="2026-12-02")
    assert done.returncode == 0 and ("kan ikke brukes" in done.stderr) == (damage != "read-only"), done.stderr
    assert tree(site) == fresh(site.parent, "nothing", site.parent / "registry", AS_OF="2026-12-02") != whole
    for target in (site, site.parent / "nothing"):
        index_of(target).unlink(missing_ok=True)


def test_the_parts_of_a_build_are_together_the_whole(site: Path) -> None:
    registry, whole = site.parent / "registry", tree(site)
    parts = [fresh(site.parent, f"part-{n}", registry, AS_OF=DAY, PART=f"{n}/3") for n in (1, 2, 3)]
    together = {path: content for part in parts for path, content in part.items()}
    lines = {line for part in parts for line in part["manifest.sha256"].decode().splitlines()}
    together["manifest.sha256"] = "".join(f"{line}\n" for line in sorted(lines, key=lambda line: line[66:])).encode()
    assert together == whole and min(len(part) for part in parts) < len(whole)


def test_parts_and_jobs_that_mean_nothing_are_refused_with_a_sentence(site: Path) -> None:
    whole = tree(site)
    for name, written in (("PART", "9/8"), ("PART", "x"), ("JOBS", "0"), ("JOBS", "mange")):
        done = pelican(site, registry=site.parent / "registry", AS_OF=DAY, **{name: written})
        assert done.returncode == 1 and f"{name} er «{written}»" in done.stderr and "Traceback" not in done.stderr
    assert tree(site) == whole and not list(site.parent.glob("*.building-*"))


def test_a_process_that_fails_says_so_once() -> None:
    class How:
        def made(self, _unit: object) -> dict[str, str]:
            os._exit(9)

    with pytest.raises(making.NotMade, match="ble avbrutt"), making.making(How(), [Status.APPROVED] * 20, 2) as made:  # type: ignore[arg-type,list-item]
        list(made())


def test_a_centre_cannot_see_the_others() -> None:
    with pytest.raises(SeesTooMuch):
        list(_Hidden())


def test_what_is_taken_over_has_the_bytes_that_were_told(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a").write_text("a")
    (tmp_path / "site" / staging.MARKER).write_text("{}")
    stage = staging.stage(tmp_path / "site")
    good = hashlib.sha256(b"a").hexdigest()
    assert not stage.keep({"a": good, "b": good}) and not (stage.folder / "a").exists()
    assert not stage.keep({"a": hashlib.sha256(b"b").hexdigest()}) and not stage.keep({"../site/a": good})
    assert stage.keep({"a": good}) and (stage.folder / "a").read_text() == "a"
    stage.discard()
    assert digest(("ab", "c")) != digest(("a", "bc"))


assert "suspensions: {public: true" in SCHEME


def test_a_library_of_another_version_is_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> tuple[str, ...]:
        program.libraries.cache_clear()
        return program.libraries()

    monkeypatch.syspath_prepend(tmp_path)
    before = told()
    (tmp_path / "rev-1.0.dist-info").mkdir()
    first = told()
    (tmp_path / "rev-1.0.dist-info").rename(tmp_path / "rev-1.1.dist-info")
    assert len({before, first, told()}) == 3
    names = {name.casefold() for name in told()}
    for library in ("pelican", "pyyaml", "jsonschema", "lunr"):
        assert f"{library}-{metadata.version(library)}.dist-info" in names
    program.libraries.cache_clear()


def test_a_sentence_in_another_file_than_the_code_is_of_the_program_too(tmp_path: Path) -> None:
    (tmp_path / "nynorsk.json").write_text("{}", "utf-8")
    before = program.digest(program.files(tmp_path, ".py", ".json"))
    (tmp_path / "nynorsk.json").write_text('{"Hei": "Hei"}', "utf-8")
    assert program.digest(program.files(tmp_path, ".py", ".json")) != before
