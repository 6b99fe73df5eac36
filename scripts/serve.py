"""Builds the site, shows it on this machine, builds it again when the register, prose or theme changes.

A build that fails says why and leaves the last good one showing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import threading
import time
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from watchfiles import watch

ROOT = Path(__file__).resolve().parent.parent
WATCHED = ("registry", "content", "theme", "src", "scripts/bundle.mjs", "pelicanconf.py")
UNSIGNED = ROOT / "build" / "unsigned"
"""Where the site is built; what readers see is that, signed."""
FAILED = "Bygget feilet. Siden viser fortsatt det siste som gikk bra."
SWAP_SECONDS = 2.0
"""How long a reader waits for a folder that is just being replaced; the two renames take far less."""

TYPES = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
"""The machine's own table of types differs from one machine to the next; a static host's does not."""


class Handler(SimpleHTTPRequestHandler):
    """Serves a built site as a static host does: folders by their index page, 404.html for the rest."""

    protocol_version = "HTTP/1.1"
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **TYPES}  # noqa: RUF012 - as in the base class

    def send_head(self) -> Any:
        """A reader who comes while a new build takes the old one's place waits instead of finding nothing."""
        patience = time.monotonic() + SWAP_SECONDS
        while not Path(self.directory).is_dir() and time.monotonic() < patience:
            time.sleep(0.01)
        return super().send_head()

    def end_headers(self) -> None:
        """Every answer is fetched anew: what is shown is always the newest build."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        """A folder without an index page is not there."""
        del path
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for an address that is not there."""
        try:
            body = self._not_found().read_bytes() if code == HTTPStatus.NOT_FOUND else None
        except OSError:
            body = None
        if body is None:
            super().send_error(code, message, explain)
            return
        self.send_response(code)
        self.send_header("Content-Type", TYPES[".html"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _not_found(self) -> Path:
        """The page for what is not there, in the language of the address."""
        own = Path(self.directory) / self.path.split("/")[1] / "404.html"
        return own if own.is_file() and ".." not in self.path else Path(self.directory) / "404.html"

    def copyfile(self, source: Any, outputfile: BinaryIO) -> None:  # type: ignore[override]
        """A reader who leaves in the middle of a file is nothing to report."""
        try:
            super().copyfile(source, outputfile)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """The terminal is for what the builder has to say."""


class Server(ThreadingHTTPServer):
    """A server to which a reader who hangs up in the middle of a page is no news."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say what went wrong, unless it was the reader who went away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def make_server(folder: Path, port: int = 0, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """A server for `folder`, which may be replaced while it runs; port 0 takes any free one.

    Raises OSError when the port is taken.
    """

    class Bound(Handler):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, directory=str(folder), **kwargs)

    return Server((host, port), Bound)


def build(output: Path) -> bool:
    """Build, and sign into `output`; the builder and the signer speak for themselves when something is wrong."""
    pelican = Path(sys.executable).parent / "pelican"
    building = [str(pelican), "content", "-s", "pelicanconf.py", "-o", str(UNSIGNED)]
    signing = [sys.executable, "-m", "godkjent.commands.sign", "--trial", str(UNSIGNED), str(output)]
    return all(subprocess.run(command, cwd=ROOT, check=False).returncode == 0 for command in (building, signing))


def serve(server: ThreadingHTTPServer, output: Path) -> int:
    """Build, show, and build again at every change, until interrupted."""
    if not build(output):
        if not output.exists():
            return 1
        print(FAILED, file=sys.stderr, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host, port = server.server_address[:2]
    print(f"Registeret vises på http://{host!s}:{port} – avslutt med Ctrl-C.", flush=True)
    for _changes in watch(*(ROOT / name for name in WATCHED)):
        print("Noe er endret; bygger på nytt …", flush=True)
        if not build(output):
            print(FAILED, file=sys.stderr, flush=True)
    return 0


def main() -> int:
    """Take the port first, so that a second copy says so at once, then build and serve until interrupted."""
    options = argparse.ArgumentParser(description="Vis registeret på denne maskinen.")
    options.add_argument("--port", type=int, default=8000, help="porten nettleseren bruker (ellers 8000)")
    options.add_argument("--host", default="127.0.0.1", help="adressen det vises på (ellers bare her)")
    chosen = options.parse_args()
    output = ROOT / "output"
    try:
        server = make_server(output, chosen.port, chosen.host)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        print(
            f"Kan ikke bruke port {chosen.port} ({why}). Er registeret åpnet i et annet vindu?\n"
            f"Prøv en annen: .venv/bin/python scripts/serve.py --port 8001",
            file=sys.stderr,
        )
        return 1
    with server:
        try:
            return serve(server, output)
        except KeyboardInterrupt:
            print()
            return 0


if __name__ == "__main__":
    sys.exit(main())
