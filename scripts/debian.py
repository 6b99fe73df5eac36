"""Programs of the system that the tests need, set up from Debian's packages where that is allowed."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(*packages: str) -> bool:
    """Install Debian's packages; whether that was done. Without Debian, or without leave to install, it is not."""
    if not shutil.which("apt-get"):
        return False
    root = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A machine that has just started is often installing something itself: wait for it. A list of packages that could
    # not be fetched may be there already, so only the last step decides.
    waiting = [*root, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    runs([*waiting, "update"], quiet)
    return runs([*waiting, "install", "-y", *packages], quiet)


def runs(command: list[str], environment: dict[str, str] | None = None) -> bool:
    """Whether the command could be run and went well; what it says is not shown."""
    try:
        return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
