"""Refuses what does not belong in git: package files, and files over 500 kB that are not listed here. Part of «make lint»."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 500_000
LARGE: dict[str, str] = {}
"""Files that may be larger, each with why."""
PACKAGES = [
    ".whl",
    ".egg",
    ".tar",
    ".tar.gz",
    ".tgz",
    ".tar.bz2",
    ".tar.xz",
    ".tar.zst",
    ".gz",
    ".bz2",
    ".xz",
    ".zst",
    ".zip",
    ".7z",
    ".rar",
    ".jar",
    ".war",
    ".exe",
    ".msi",
    ".dll",
    ".so",
    ".dylib",
    ".deb",
    ".rpm",
    ".apk",
    ".dmg",
    ".pkg",
    ".nupkg",
    ".gem",
    ".crate",
    ".node",
    ".pyc",
    ".o",
    ".a",
]


def misplaced(root: Path) -> Iterator[str]:
    """A sentence for each file in git, or on its way there, that should not be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode(
        "utf-8", "surrogateescape"
    )
    for name in sorted(filter(None, set(listed.split("\0")))):
        path = root / name
        if name.lower().endswith(tuple(PACKAGES)):
            yield f"{name}: en pakkefil hører ikke hjemme i git. Ta den bort: git rm --cached -- '{name}'"
        elif path.is_file() and not path.is_symlink() and (size := path.stat().st_size) > LARGEST and name not in LARGE:
            yield f"{name}: {size // 1000} kB er mer enn {LARGEST // 1000}. Må den være så stor, føres den i scripts/tracked.py."


def main() -> int:
    """Say what is misplaced; an unpacked archive without git has nothing to say."""
    if not (ROOT / ".git").exists():
        return 0
    found = list(misplaced(ROOT))
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
