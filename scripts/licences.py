"""Whether everything that readers are given has a licence that it may be given under, and the text along. Part of «make lint»."""

from __future__ import annotations

import sys
from pathlib import Path

from godkjent.outputs import shipped

if __name__ == "__main__":
    found = list(shipped.faults(Path(__file__).resolve().parent.parent))
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))
