"""Builds the site, shows it on this machine, and builds it again whenever the register, the prose or the theme changes.

A build that fails says why and leaves the last good one showing.
"""

from __future__ import annotations

import argparse
import mimetypes
import subprocess
import sys
import threading
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from watchfiles import watch

ROOT = Path(__file__).resolve().parent.parent
WATCHED = ("registry", "content", "theme", "src", "scripts/bundle.mjs", "pelicanconf.py")
for _type, _ending in (("application/atom+xml", ".atom"), ("application/json", ".json"), ("image/svg+xml", ".svg"), ("text/javascript", ".js")):
    mimetypes.add_type(_type, _ending)


class Handler(SimpleHTTPRequestHandler):
    """Serves a built site as a static host does: folders by their index page, 404.html for what is not there."""

    protocol_version = "HTTP/1.1"
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".atom": "application/atom+xml; charset=utf-8",
                      ".js": "text/javascript; charset=utf-8", ".json": "application/json; charset=utf-8",
                      ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8"}

    def end_headers(self) -> None:
        """Every answer is fetched anew: what is shown is always the newest build."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def list_directory(self, path: Any) -> None:  # type: ignore[override]
        """A folder without an index page is not there."""
        del path
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for an address that is not there."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def copyfile(self, source: Any, outputfile: BinaryIO) -> None:  # type: ignore[override]
        """A reader who leaves in the middle of a file is nothing to report."""
        try:
            super().copyfile(source, outputfile)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """The terminal is for what the builder has to say."""


def make_server(folder: Path, port: int = 0, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """A server for `folder`, which may be replaced while it runs; port 0 takes any free one. Raises OSError when taken."""

    class Bound(Handler):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, directory=str(folder), **kwargs)

    return ThreadingHTTPServer((host, port), Bound)


def build(output: Path) -> bool:
    """Build into `output`; the builder speaks for itself when something is wrong."""
    command = [str(Path(sys.executable).parent / "pelican"), "content", "-s", "pelicanconf.py", "-o", str(output)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def main() -> int:
    """Build, serve, and rebuild until interrupted."""
    options = argparse.ArgumentParser(description="Vis registeret på denne maskinen.")
    options.add_argument("--port", type=int, default=8000)
    options.add_argument("--host", default="127.0.0.1")
    chosen = options.parse_args()
    output = ROOT / "output"
    if not build(output) and not output.exists():
        return 1
    try:
        server = make_server(output, chosen.port, chosen.host)
    except OSError as error:
        print(f"Kan ikke bruke port {chosen.port} ({error.strerror}). Er registeret åpnet i et annet vindu? Prøv en annen: scripts/serve.py --port 8001", file=sys.stderr)
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Registeret vises på http://{chosen.host}:{server.server_port} – avslutt med Ctrl-C.", flush=True)
    for _changes in watch(*(ROOT / name for name in WATCHED), raise_interrupt=False):
        print("Noe er endret; bygger på nytt …", flush=True)
        if not build(output):
            print("Bygget feilet. Siden viser fortsatt det siste som gikk bra.", file=sys.stderr, flush=True)
    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
