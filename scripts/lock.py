"""Locks every dependency with hashes, for all platforms, without naming where it was fetched from.

python scripts/lock.py             # after a change in pyproject.toml or package.json; what is locked stays as it is
python scripts/lock.py --upgrade   # the newest that has been out for a week, of everything that no file names a version of
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-sign.lock", "package-lock.json")
AGE = 7
"""Days that a release must have been out: one that strangers took over is mostly found within them."""


def lock(name: str, *source: str, newest: bool) -> None:
    """Write one requirements file from pyproject.toml; raises CalledProcessError when something cannot be had."""
    command = [
        str(BIN / "uv"),
        "pip",
        "compile",
        *source,
        "--universal",
        "--python-version",
        "3.11",
        "--quiet",
        "--no-build",  # a package is asked what it needs, and never run to find out
        *(["--upgrade", "--exclude-newer", f"{AGE} days"] if newest else []),
    ]
    command += [
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-annotate",
        "--custom-compile-command",
        "make lock",
        "--output-file",
        name,
    ]
    subprocess.run(command, cwd=ROOT, check=True)


def main(newest: bool) -> None:
    """All the locks; raises CalledProcessError when something cannot be had."""
    lock("requirements-test.lock", "pyproject.toml", "--extra", "build", "--extra", "test", newest=newest)
    # The tests run on the versions that build the site, so what the tests need narrows those.
    lock(
        "requirements.lock",
        "pyproject.toml",
        "--extra",
        "build",
        "--constraint",
        "requirements-test.lock",
        newest=newest,
    )
    lock("requirements-sign.lock", "--group", "pyproject.toml:sign", "--constraint", "requirements.lock", newest=newest)
    npm = ["update", f"--min-release-age={AGE}"] if newest else ["install"]
    subprocess.run([str(BIN / "npm"), *npm, "--package-lock-only", "--silent"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main(newest="--upgrade" in sys.argv)
