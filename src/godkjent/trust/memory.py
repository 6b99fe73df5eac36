"""What a process can do so that a secret it was given stays in it: no dump, no look from outside, no trace of its start.

As far as Python goes: a text that was read cannot be overwritten, and is gone when nothing refers to it any longer.
"""

from __future__ import annotations

import ctypes
import sys

from ..register import children

_PR_SET_DUMPABLE = 4


def close() -> None:
    """No other program of this user may look into this process, and no dump is written of it; where the system has that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def wipe_start() -> None:
    """Overwrite the secrets in the environment that the process was started with, which the system shows for as long as it
    lives, whatever is taken out of `os.environ`."""
    if sys.platform != "linux":
        return
    given, n = ctypes.POINTER(ctypes.c_void_p).in_dll(ctypes.CDLL(None), "environ"), 0
    while at := given[n]:
        name, sign, value = ctypes.string_at(at).partition(b"=")
        if name.startswith(children.SECRET.encode()):
            ctypes.memset(at + len(name) + len(sign), 0, len(value))
        n += 1
