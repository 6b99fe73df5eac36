"""Starts programs that are written in Python without loading their libraries each time.

One process has loaded everything; each start is a fork of it that runs the very script that people run, in its own folder and
with its own environment. What a test says of a fresh interpreter itself (its encoding, its seed, its path) starts one.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NoReturn

from live_records import watch

ROOT = Path(__file__).resolve().parent.parent
_FRESH = ("PYTHON", "LC_", "LANG")
"""Environment that an interpreter reads only as it starts."""
_LOADED = ("pelican.__main__", "check_jsonschema", "PIL.PngImagePlugin", "openpyxl")
_OURS = "godkjent"


def started(
    *command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None, given: str | None = None
) -> subprocess.CompletedProcess[str]:
    """What a program says, and what it ends with."""
    known = dict(os.environ if env is None else env)
    words = [str(word) for word in command]
    if not forks(words, known):
        return subprocess.run(words, cwd=cwd, env=known, input=given, capture_output=True, text=True, check=False)
    script = words[1:] if words[0] == sys.executable else words
    with contextlib.ExitStack() as files:
        stdin, stdout, stderr = (files.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        stdin.write((given or "").encode())
        stdin.seek(0)
        code = _ask(json.dumps([script, str(cwd), known]).encode(), [f.fileno() for f in (stdin, stdout, stderr)])
        said = []
        for file in (stdout, stderr):
            file.seek(0)
            said.append(file.read().decode().replace("\r\n", "\n"))
    return subprocess.CompletedProcess(words, code, *said)


def forks(words: Sequence[str], known: Mapping[str, str]) -> bool:
    """Whether a fork is all that a start needs: a script in Python, and what an interpreter reads as the tests have it."""
    changed = {name for name in {*known, *os.environ} if known.get(name) != os.environ.get(name)}
    if any(name.startswith(_FRESH) for name in changed):
        return False
    if words[0] == sys.executable:
        return words[1].endswith(".py") or (words[1] == "-m" and words[2].startswith(f"{_OURS}."))
    if os.sep not in words[0]:
        return False
    with Path(words[0]).open("rb") as file:
        return file.readline() == f"#!{sys.executable}\n".encode()


def _ask(asked: bytes, files: Sequence[int]) -> int:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(_address()))
        socket.send_fds(line, [len(asked).to_bytes(4, "big")], files)
        line.sendall(asked)
        answer = line.recv(4)
    assert len(answer) == 4, "the process that starts programs has ended"
    return int.from_bytes(answer, "big", signed=True)


@cache
def _address() -> Path:
    """Where the process that has loaded everything is asked; one for each process that runs tests."""
    folder = Path(tempfile.mkdtemp(prefix="starter-"))
    alive, ours = os.pipe()
    asked = socket.socket(socket.AF_UNIX)
    asked.bind(str(folder / "line"))
    asked.listen()
    given = (asked.fileno(), alive)
    process = subprocess.Popen([sys.executable, __file__, *map(str, given)], pass_fds=given)
    asked.close()
    os.close(alive)

    def end() -> None:
        os.close(ours)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    return folder / "line"


@cache
def environment() -> Path:
    """The Python environment for a checkout's `.venv`: as it is, but its programs are started here."""
    folder = _address().parent / "environment"
    (folder / "bin").mkdir(parents=True)
    for path in (ROOT / ".venv").resolve().iterdir():
        if path.name != "bin":
            (folder / path.name).symlink_to(path)
    for path in Path(sys.executable).parent.iterdir():
        if path.name in ("godkjent", "pelican"):
            text = _CLIENT.format(python=sys.executable, line=str(_address()), script=str(path))
            (folder / "bin" / path.name).write_text(text, "utf-8")
            (folder / "bin" / path.name).chmod(0o755)
        else:
            (folder / "bin" / path.name).symlink_to(path)
    return folder


_CLIENT = """\
#!{python} -IS
import json, os, socket, sys
asked = json.dumps([[{script!r}, *sys.argv[1:]], os.getcwd(), dict(os.environ)]).encode()
with socket.socket(socket.AF_UNIX) as line:
    line.connect({line!r})
    socket.send_fds(line, [len(asked).to_bytes(4, "big")], [0, 1, 2])
    line.sendall(asked)
    sys.exit(int.from_bytes(line.recv(4), "big", signed=True) & 0xFF)
"""


def _serve(asked: socket.socket, alive: int) -> None:
    """Fork for everything that is asked, until the process that runs the tests is gone."""
    _load()
    while asked.fileno() in select.select([asked.fileno(), alive], [], [])[0]:
        line, _ = asked.accept()
        if os.fork() == 0:
            _answer(line)
        line.close()
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _answer(line: socket.socket) -> NoReturn:
    """The program in a process of its own, and what it ended with to who asked."""
    size, files, _, _ = socket.recv_fds(line, 4, 3)
    words = b""
    while len(words) < int.from_bytes(size, "big"):
        words += line.recv(65536)
    child = os.fork()
    if child == 0:
        line.close()
        command, folder, environment = json.loads(words)
        _become(command, folder, environment, files)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    line.sendall(code.to_bytes(4, "big", signed=True))
    os._exit(0)


def _load() -> None:
    """What the programs import, and the tables that each would read."""
    package = importlib.import_module(_OURS)
    names = [found.name for found in pkgutil.walk_packages(package.__path__, f"{_OURS}.")]
    for name in (*_LOADED, *(n for n in names if not n.endswith("__main__"))):
        importlib.import_module(name)
    importlib.import_module(f"{_OURS}.register.asked").tables()
    importlib.import_module(f"{_OURS}.checks.shared")._suffixes()
    watch()
    gc.collect()
    gc.freeze()


def _become(command: list[str], folder: str, environment: dict[str, str], files: Sequence[int]) -> NoReturn:
    """The program itself, in the fork."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    module = command[0] == "-m"
    sys.argv = command[1:] if module else command
    sys.path[0] = folder if module else str(Path(command[0]).parent)
    code = 0
    try:
        if module:
            with warnings.catch_warnings(action="ignore"):  # it is loaded already, which is the point
                runpy.run_module(command[1], run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(command[0], run_name="__main__")
    except SystemExit as end:
        if end.code is not None and not isinstance(end.code, int):
            print(end.code, file=sys.stderr)
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # as the interpreter itself ends
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    os._exit(code & 0xFF)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
