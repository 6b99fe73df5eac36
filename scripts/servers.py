"""Finds nginx and Apache, which the tests try docs/nginx.conf and docs/apache.conf on, and sets them up for a run that nobody sits at.

python scripts/servers.py
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import debian

PACKAGES = {"nginx": "nginx", "apache2": "apache2-bin"}
"""The programs, and the packages of Debian that hold them; Apache's holds no service that would start by itself."""
_PLACES = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"  # where Debian keeps servers, and not every shell looks


def find(name: str) -> Path | None:
    """The server's program, when it is installed."""
    found = shutil.which(name, path=_PLACES)
    return Path(found) if found else None


def main() -> None:
    """Install what is missing where `CI` is set; on somebody's own machine, say what is left out and how to have it."""
    missing = [package for name, package in PACKAGES.items() if not find(name)]
    if missing and os.environ.get("CI"):
        print(f"Setter opp {' og '.join(missing)} …", flush=True)
        debian.install(*missing)
        missing = [package for name, package in PACKAGES.items() if not find(name)]
    if missing:
        print(
            "Oppsettene for egne tjenere prøves ikke på denne maskinen; de trenger nginx og Apache\n"
            f"(på Debian og Ubuntu: sudo apt install {' '.join(missing)})."
        )


if __name__ == "__main__":
    main()
