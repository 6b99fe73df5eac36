"""What an editor says of a record: the engine of VS Code's YAML support, spoken to as an editor speaks to it (LSP)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

from support import BIN, ROOT

_ENGINE = ROOT / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
_MOST_SECONDS = 240
Told = dict[str, Any]


class Editor:
    """An engine that is running; `told` is what it says of each file that it is shown."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin and process.stdout
        self._to, self._from = process.stdin, process.stdout

    def begin(self) -> None:
        """Introduce oneself; each file names its schema itself, as the records do."""
        self._ask(1, "initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self._tell("initialized", {})
        yaml = {"validate": True, "schemaStore": {"enable": False}}
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": yaml}})

    def told(self, files: Mapping[str, str]) -> dict[str, list[Told]]:
        """What stands under each file when it is opened, by its address."""
        found: dict[str, list[Told]] = {}
        for uri, text in files.items():
            document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
            self._tell("textDocument/didOpen", {"textDocument": document})
            found[uri] = self._diagnostics(uri)
            self._tell("textDocument/didClose", {"textDocument": {"uri": uri}})
            self._diagnostics(uri)  # closing takes them away
        return found

    def _diagnostics(self, uri: str) -> list[Told]:
        while True:
            message = self._next()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                return list(message["params"]["diagnostics"])

    def _ask(self, number: int, method: str, params: Told) -> Told:
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                return message

    def _tell(self, method: str, params: Told) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Told) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._to.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._to.flush()

    def _next(self) -> Told:
        """The next message; whatever the engine asks for is answered with nothing."""
        length = 0
        while line := self._from.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        assert length, "the engine ended"
        message: Told = json.loads(self._from.read(length))
        if "id" in message and "method" in message:
            asked = message["params"].get("items", []) if isinstance(message.get("params"), dict) else []
            self._send({"id": message["id"], "result": [None for _ in asked] or None})
        return message


@contextmanager
def editor() -> Iterator[Editor]:
    """An engine, stopped afterwards and after a time that no test needs."""
    process = subprocess.Popen(
        [str(BIN / "node"), str(_ENGINE), "--stdio"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    timer = Timer(_MOST_SECONDS, process.kill)
    timer.start()
    try:
        running = Editor(process)
        running.begin()
        yield running
    finally:
        timer.cancel()
        process.kill()
        process.communicate()


def address(path: Path) -> str:
    """A file's address as an editor writes it."""
    return path.resolve().as_uri()
