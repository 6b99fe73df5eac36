"""No test reads the board's own records, nor does a program that it starts: it would hold only until the next decision."""

from __future__ import annotations

import os
import sys
from pathlib import Path

LIVE = str(Path(__file__).resolve().parent.parent / "registry")
_OURS = f"{LIVE}{os.sep}schemas"


def watch() -> None:
    """From here on this process stops at a file or folder of `registry/` that is not a schema."""
    sys.addaudithook(_guard)


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    if event not in ("open", "os.listdir", "os.scandir") or not isinstance(arguments[0], str | bytes):
        return
    if event == "open" and arguments[1] is None:  # os.open, whose path may be from another folder than this process's
        return
    path = os.path.abspath(os.fsdecode(arguments[0]))  # noqa: PTH100 - resolving links would open more files
    if path == LIVE or (path.startswith(f"{LIVE}{os.sep}") and not path.startswith(_OURS)):
        raise AssertionError(f"A test reads {path}, which is the board's and may say anything tomorrow.")
