"""Locks every dependency with hashes, for all platforms, without naming where it was fetched from.

python scripts/lock.py             # after a change in pyproject.toml or package.json; what is locked stays as it is
python scripts/lock.py --upgrade   # the newest of everything
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"


def lock(name: str, *source: str) -> None:
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
        *(["--upgrade"] if "--upgrade" in sys.argv else []),
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


if __name__ == "__main__":
    lock("requirements-test.lock", "pyproject.toml", "--extra", "build", "--extra", "test")
    # The tests run on the versions that build the site, so what the tests need narrows those.
    lock("requirements.lock", "pyproject.toml", "--extra", "build", "--constraint", "requirements-test.lock")
    lock("requirements-sign.lock", "--group", "pyproject.toml:sign", "--constraint", "requirements.lock")
    subprocess.run([str(BIN / "npm"), "install", "--package-lock-only", "--silent"], cwd=ROOT, check=True)
