"""`godkjent desk`: the secretariat's desk as a page on this machine alone, or as one file."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable, Mapping
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl

from ..acts import companies, sightings
from ..acts.other_acts import OTHER_ACTS, fields_of
from ..acts.sightings import Sighting
from ..language.texts import Text
from ..outputs import desk
from ..outputs.noticed import of_companies, of_sightings
from ..register.due import worklist
from . import WELL, Refused, desk_forms, desk_papers, look, watch
from .folder import sound_register

Kept = TypeVar("Kept")
HOST, PORT = "127.0.0.1", 8010
LARGEST = 1_000_000
"""Bytes that a form of the page may have."""
_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def add(parser: argparse.ArgumentParser) -> None:
    """What `desk` takes."""
    parser.add_argument("--days", type=int, default=60, metavar="N", help="hvor mange dager fram (ellers %(default)s)")
    parser.add_argument(
        "--port", type=int, default=PORT, metavar="PORT", help="porten siden vises på (ellers %(default)s)"
    )
    parser.add_argument("--companies", type=Path, default=watch.KEPT, metavar="FIL", help=argparse.SUPPRESS)
    parser.add_argument("--sightings", type=Path, default=look.KEPT, metavar="FIL", help=argparse.SUPPRESS)
    parser.add_argument("--theme", type=Path, default=Path("theme"), metavar="MAPPE", help=argparse.SUPPRESS)


def run(options: argparse.Namespace, day: date) -> int:
    """Show the desk until it is stopped; the register is read anew each time the page is opened."""
    page(options, day)  # a register with errors is told here, before any address is given
    server = make_server(options, day)
    print(_SHOWN.fill(address=f"http://{HOST}:{server.server_address[1]}/").in_language(options.lang), flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print(_STOPPED.in_language(options.lang))
    finally:
        server.server_close()
    return WELL


def page(
    options: argparse.Namespace,
    day: date,
    token: str = "",
    told: desk_forms.Told | None = None,
    sent: Mapping[str, str] | None = None,
) -> str:
    """The desk as it is now, with what came of a form above it. Raises Refused when the register has errors."""
    read, register = sound_register(options, day, _NOT_SOUND)
    questions = {act.name: fields_of(act, read.schemas) for act in OTHER_ACTS.values()}
    language = _language(options)
    forms = desk.Forms(token, questions, told, sent or {}, desk_papers.reminders_now(register, language), language)
    noticed = (
        of_companies(register, _kept(options.companies, companies.read, companies.Comparison()), language),
        of_sightings(register, _kept(options.sightings, sightings.read, list[Sighting]()), language),
    )
    return desk.page(register, worklist(register, options.days), options.theme, options.days, forms, noticed)


def _language(options: argparse.Namespace) -> str:
    return options.lang if options.lang in desk.LANGUAGES else desk.LANGUAGES[0]


def _kept(file: Path, read: Callable[[str], Kept], nothing: Kept) -> Kept | None:
    """What was kept in a file; `nothing` when there is none, None when it cannot be read."""
    try:
        return read(file.read_text("utf-8")) if file.exists() else nothing
    except (OSError, ValueError):
        return None


def make_server(options: argparse.Namespace, day: date) -> ThreadingHTTPServer:
    """The server, on this machine's own address only. Raises Refused when the port is taken."""
    try:
        return ThreadingHTTPServer((HOST, options.port), _handler(options, day))
    except OSError as error:
        raise Refused(_NO_PORT.fill(port=options.port, why=error.strerror).in_language(options.lang)) from None


def _handler(options: argparse.Namespace, day: date) -> type[BaseHTTPRequestHandler]:  # noqa: C901 - a class in it
    options = argparse.Namespace(**{**vars(options), "lang": _language(options)})
    token = secrets.token_urlsafe()  # a page elsewhere cannot know it, so it cannot send a form here

    def whole(told: desk_forms.Told | None = None, sent: Mapping[str, str] | None = None) -> tuple[int, str, bytes]:
        kept = None if told and told.well else sent
        try:
            return (
                200 if told is None or told.well else 422,
                "text/html",
                page(options, day, token, told, kept).encode(),
            )
        except Refused as refused:
            return 500, "text/plain", str(refused).encode()

    def style() -> tuple[int, str, bytes]:
        return 200, "text/css", (options.theme / "documents" / desk.STYLE).read_bytes()

    answers: dict[str, Callable[[], tuple[int, str, bytes]]] = {"/": whole, f"/{desk.STYLE}": style}

    class Handler(BaseHTTPRequestHandler):
        """Answers this machine's own browser; a page elsewhere that points a name at this address gets nothing."""

        def do_GET(self) -> None:
            """The page, or its style."""
            path, _, query = self.path.partition("?")
            if path == desk_papers.PATH and self._ours():
                return self._paper(dict(parse_qsl(query)))
            answer = answers.get(path) if self._ours() else None
            return self._answer(*(answer() if answer else _NOTHING_HERE))

        def _paper(self, asked: Mapping[str, str]) -> None:
            """A letter or a paper, to open or keep; why it cannot be made otherwise."""
            try:
                name, content = desk_papers.paper(asked, options, day)
            except desk_papers.NoPaper as refused:
                return self._answer(
                    *whole(desk_forms.Told(_NO_PAPER.in_language(options.lang), [str(refused)], well=False))
                )
            return self._answer(200, desk_papers.KINDS[name.rpartition(".")[2]], content, name)

        def do_POST(self) -> None:
            """A form of the page, carried out."""
            length = self.headers.get("Content-Length", "")
            if (
                not self._ours()
                or self.path not in desk_forms.TAKERS
                or not length.isdecimal()
                or int(length) > LARGEST
            ):
                return self._answer(*_NOTHING_HERE)
            sent = dict(parse_qsl(self.rfile.read(int(length)).decode("utf-8", "replace"), keep_blank_values=True))
            if not secrets.compare_digest(sent.get("token", ""), token):
                return self._answer(*_NOTHING_HERE)
            return self._answer(*whole(desk_forms.take(self.path, sent, options, day), sent))

        def _ours(self) -> bool:
            return self.headers.get("Host", "").rpartition(":")[0] in (HOST, "localhost")

        def _answer(self, status: int, kind: str, content: bytes, name: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            if name:  # made of slugs, numbers and days alone
                self.send_header("Content-Disposition", f'attachment; filename="{name}"')
            self.send_header("Content-Security-Policy", _POLICY)
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing: what is asked for is not kept."""

    return Handler


_NO_PAPER = Text("Papiret er ikke laget", "The paper was not made", "Papiret er ikkje laga")
_NOTHING_HERE = (404, "text/plain", b"")
_SHOWN = Text(
    "Arbeidsbordet vises på {address}. Trykk Ctrl+C for å avslutte.",
    "The desk is shown on {address}. Press Ctrl+C to stop.",
)
_STOPPED = Text("Avsluttet.", "Stopped.")
_NOT_SOUND = Text(
    "Registeret har feil, så arbeidsbordet kan ikke vises.", "The register has errors, so the desk cannot be shown."
)
_NO_PORT = Text(
    "Porten {port} kan ikke brukes ({why}). Velg en annen med --port.",
    "The port {port} cannot be used ({why}). Choose another with --port.",
)
