"""The first command, alone: it needs nothing but its own lock, shows how far it is, takes little room, and may be cut off."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from jsonschema import FormatChecker
from packaging.utils import canonicalize_name

import fetch
import tracked
from godkjent.register import explained, verdicts
from starter import started
from support import BIN, ROOT, SCHEMA_FOLDER, built, demonstration, git, make_registry

SITE = [*(ROOT / "src").rglob("*.py"), *(ROOT / name for name in ("pelicanconf.py", "publishconf.py"))]
SITE += [
    ROOT / "scripts" / f"{name}.py"
    for name in ("fetch", "look", "serve", "demo_register", "forms", "messages", "tracked")
]
"""What «make site», «make serve» and the other commands that need no tests run."""
OURS = {"godkjent", "pelicanconf", *(path.stem for path in (ROOT / "scripts").glob("*.py"))}


def locked() -> set[str]:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    return {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==", text, re.MULTILINE)}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


def test_every_import_comes_from_the_sites_own_lock() -> None:
    known, held = packages_distributions(), locked()
    foreign = {
        (name, path.name) for path in SITE for name in imported(path) if name not in sys.stdlib_module_names | OURS
    }
    assert {"pelican", "jsonschema", "yaml"} <= {name for name, _ in foreign}
    missing = {
        (name, where) for name, where in foreign if not held & {canonicalize_name(d) for d in known.get(name, ())}
    }
    assert missing == set(), "an import of what only the tests' lock brings"


def test_every_format_that_is_checked_needs_python_alone() -> None:
    """A format of a package that is not there is left out of jsonschema's table without a word, or ends in a KeyError."""
    assert explained.formats().checkers.keys() == verdicts._FORMATS.keys()
    for name, check in [*((n, c) for n, (c, _) in explained.formats().checkers.items()), *verdicts._FORMATS.items()]:
        assert set(imported_by(check)) <= sys.stdlib_module_names, name
    wanted = set(
        re.findall(r'"format": "([\w-]+)"', "".join(p.read_text("utf-8") for p in SCHEMA_FOLDER.glob("*.json")))
    )
    assert wanted <= explained.formats().checkers.keys()
    assert set(imported_by(FormatChecker.checkers["date-time"][0])) - sys.stdlib_module_names, (
        "the tests' own lock has one"
    )


def imported_by(function: object) -> Iterator[str]:
    """The packages that a function takes names from: by its global names, and by its own module."""
    code, known = function.__code__, function.__globals__  # type: ignore[attr-defined]
    for name in code.co_names:
        module = getattr(known.get(name), "__module__", None) or getattr(known.get(name), "__name__", "")
        if module and not module.startswith(("builtins", "jsonschema", "godkjent")):
            yield module.partition(".")[0]


# --- A look, and what does not belong in git --------------------------------------------------------------------


def looked(folder: Path) -> tuple[int, str]:
    done = started(sys.executable, "scripts/look.py", folder)
    return done.returncode, done.stdout + done.stderr


def test_a_look_at_a_built_site(site: Path, tmp_path: Path) -> None:
    assert looked(site) == (0, "Sett på: forsiden, ett senter og ett svar. Alt er der.\n")
    code, said = looked(tmp_path)
    assert code == 1 and said.startswith("Det er ikke noe bygget register i")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda site: (site / "index.html").write_text("<h1>Tomt</h1>"), "Forsiden har ikke feltet der en spør."),
        (lambda site: shutil.rmtree(site / "static"), "som ikke er der."),
        (lambda site: shutil.rmtree(site / "sentre" / "listig-rev"), "/sentre/listig-rev/ sier ikke at Listig Rev"),
        (lambda site: shutil.rmtree(site / "nummer"), "/nummer/30123456/ sier ikke at Listig Rev"),
    ],
)
def test_a_look_sees_what_is_wrong(small: Path, tmp_path: Path, spoil, sentence: str) -> None:  # type: ignore[no-untyped-def]
    copy = shutil.copytree(small, tmp_path / "site")
    spoil(copy)
    code, said = looked(copy)
    assert code == 1 and sentence in said


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    return built(folder / "site", registry=make_registry(folder / "registry"), AS_OF="2026-11-24")


def test_a_look_at_a_register_without_centres(tmp_path: Path) -> None:
    registry = make_registry(tmp_path / "registry")
    (registry / "centres" / "listig-rev.yaml").unlink()
    assert looked(built(tmp_path / "site", registry=registry, AS_OF="2026-11-24"))[0] == 0


@pytest.mark.parametrize(
    "name", ["pakke-1.0-py3-none-any.whl", "kilde.tar.gz", "a.TGZ", "verktøy.jar", "setup.exe", "x.zip"]
)
def test_package_files_are_refused_also_when_they_are_forced_in(tmp_path: Path, name: str) -> None:
    git(tmp_path, "init", "--quiet")
    shutil.copy(ROOT / ".gitignore", tmp_path)
    (tmp_path / name).write_bytes(b"x")
    git(tmp_path, "add", "--all")
    if name.islower():
        assert name not in git(tmp_path, "-c", "core.quotepath=off", "ls-files"), "a careless «git add» catches it"
    git(tmp_path, "add", "--force", name)
    (said,) = tracked.misplaced(tmp_path)
    assert said.startswith(f"{name}: en pakkefil hører ikke hjemme i git.")


def test_a_large_file_is_refused_unless_it_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "stor.json").write_bytes(b"x" * 500_001)
    (tmp_path / "liten.json").write_bytes(b"x" * 500_000)
    assert [s.partition(":")[0] for s in tracked.misplaced(tmp_path)] == ["stor.json"]
    monkeypatch.setitem(tracked.LARGE, "stor.json", "a measure")
    assert list(tracked.misplaced(tmp_path)) == []


def test_nothing_misplaced_is_here() -> None:
    assert list(tracked.misplaced(ROOT)) == []


# --- Fetching ---------------------------------------------------------------------------------------------------


def test_it_counts_what_a_tool_names_and_keeps_its_words_for_a_failure(capfd: pytest.CaptureFixture[str]) -> None:
    says = "for n in range(60): print(f'Collecting pakke{n}==1')"
    fetch._watched("Pakker", 60, r"Collecting (\w+)", [sys.executable, "-c", says])
    said = capfd.readouterr()
    assert said.out == "Pakker …\nPakker: 25 av 60\nPakker: 50 av 60\n" and said.err == ""
    with pytest.raises(subprocess.CalledProcessError):
        fetch._watched("Pakker", 1, "x", [sys.executable, "-c", "import sys; print('ingen nett'); sys.exit(3)"])
    assert "ingen nett" in capfd.readouterr().err


def test_without_a_network_the_set_up_is_a_sentence(tmp_path: Path) -> None:
    """In a copy whose lock asks for a package that nobody has."""
    for name in ("scripts", "theme/locale"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "requirements.lock").write_text(f"finnes-ikke-her==1 --hash=sha256:{'0' * 64}\n", "utf-8")
    known = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, str(tmp_path / "scripts" / "fetch.py")], env=known, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "Oppsettet stoppet. Er nettet borte? Kjør kommandoen igjen" in done.stderr
    assert "Traceback" not in done.stderr


ENDINGS = {".dat", ".md", ".map", ".ts", ".mts", ".cts", ".h", ".c", ".cpp", ".o", ".pxd", ".pxi"}


def test_what_is_taken_away_is_not_what_the_site_reads() -> None:
    """Only headers, handbooks, tests, source maps and languages that the site does not speak."""
    for path in fetch._unused(tests=True):
        assert path.is_dir() or path.suffix in ENDINGS or path.parent.name in ("lxml", "build", "lexers"), path
    kept = {path.name for path in (BIN.parent / "lib").glob("python*/site-packages/babel/locale-data/n[bno].dat")}
    assert kept <= {"nb.dat", "nn.dat", "no.dat"} and {"nb.dat", "nn.dat"} <= kept
    assert demonstration().is_dir()


def test_no_package_runs_a_program_while_it_is_fetched() -> None:
    assert "ignore-scripts=true" in (ROOT / ".npmrc").read_text("utf-8").splitlines()
