"""Finds the Chromium that the tests drive, or sets one up.

python scripts/browser.py --install   # find one, else install one, else say what to do
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

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
    root = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        # A machine that has just started is often installing something itself: wait for it. A list of packages that could
        # not be fetched may be there already, so only the last step decides.
        waiting = [*root, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
        _runs([*waiting, "update"], quiet)
        if _runs([*waiting, "install", "-y", "chromium"], quiet):
            return
    _runs([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def _runs(command: list[str], environment: dict[str, str]) -> bool:
    try:
        return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


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
