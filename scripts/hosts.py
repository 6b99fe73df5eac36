"""Writes the configurations for servers of one's own, docs/nginx.conf and docs/apache.conf, from the program's one table."""

from __future__ import annotations

from pathlib import Path

from godkjent.outputs import hosting

DOCS = Path(__file__).resolve().parent.parent / "docs"
FILES = {"nginx.conf": hosting.nginx, "apache.conf": hosting.apache}


def main() -> None:
    """Write both anew; a test says when they are not what the table gives."""
    for name, made in FILES.items():
        (DOCS / name).write_text(made(), "utf-8")


if __name__ == "__main__":
    main()
