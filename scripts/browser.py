"""Finds the Chromium that the tests drive, or sets one up.

python scripts/browser.py --install   # find one, else install one, else say what to do
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
ADVICE = (
    "Prøvene trenger nettleseren Chromium, og den ble ikke funnet.\n"
    "Installer den (på Debian og Ubuntu: sudo apt install chromium),\n"
    "eller sett CHROMIUM til programmets plassering:\n"
    "    CHROMIUM=/sti/til/chromium make test"
)


class NoBrowserError(RuntimeError):
    """No Chromium is to be found; the text says what to do."""


def find_browser() -> Path:
    """The Chromium to use: the one CHROMIUM names, else the first on PATH, else Playwright's own.

    Raises NoBrowserError when there is none, or when CHROMIUM names something that is no program.
    """
    if named := os.environ.get("CHROMIUM"):
        if not (Path(named).is_file() and os.access(named, os.X_OK)):
            raise NoBrowserError(f"CHROMIUM er satt til «{named}», men det er ikke noe program.\n{ADVICE}")
        return Path(named)
    for found in _candidates():
        return found
    raise NoBrowserError(ADVICE)


def _candidates() -> Iterator[Path]:
    yield from (Path(path) for name in NAMES if (path := shutil.which(name)))
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    yield from sorted(folder.glob("chromium-*/chrome-linux*/chrome"), reverse=True)
    yield from ([MAC] if MAC.exists() else [])


def install() -> None:
    """Set up a Chromium: from Debian's packages where that is allowed, else by Playwright's own download."""
    print("Setter opp nettleseren Chromium …", flush=True)
    if not debian.install("chromium"):
        debian.runs([sys.executable, "-m", "playwright", "install", "chromium"])


def main() -> int:
    """Find a browser, installing one first when there is none and `--install` was given."""
    try:
        print(f"Nettleser: {find_browser()}")
    except NoBrowserError as missing:
        if "--install" not in sys.argv or "CHROMIUM" in os.environ:
            print(missing, file=sys.stderr)
            return 1
        install()
        sys.argv.remove("--install")
        return main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
