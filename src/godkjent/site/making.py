"""The pages and files of every centre: those that would become the same are taken over, the others made, by several processes.

A process works on its own copy of what the build knows. It writes what it makes into the build's folder and tells the hash
of each file, so that the bytes are the same however many there are.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from ..language.refusals import Refusal
from ..language.texts import Text, shown
from ..outputs import openapi
from ..outputs.kept import Files, Kept, Piece
from ..outputs.staging import OutputError, Staging
from ..outputs.units import Unit
from ..register.program import digest
from .frame import Frame
from .pages import Template, of_unit

FEW = 60
"""Centres to make below which starting processes costs more than it gives."""
_AT_A_TIME = 8
"""Centres that a process makes before it asks for more."""


class NotMade(Refusal):
    """The pages of a centre could not be made; `text` says which and why."""


@dataclass(frozen=True)
class Part:
    """One of several builds that together make the site: its number, from 1, and how many they are."""

    number: int = 1
    of: int = 1

    def holds(self, name: str) -> bool:
        """Whether the centre of this organisation number is made here."""
        return int(hashlib.sha256(name.encode()).hexdigest(), 16) % self.of == self.number - 1


def part_from(written: str | None) -> Part:
    """The part that `I/N` means; the whole when nothing is written. Raises NotMade when it means none."""
    number, _, of = (written or "1/1").partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise NotMade(_NO_PART.fill(written=shown(written or "")))
    return Part(int(number), int(of))


def jobs_from(written: str | None, count: int) -> int:
    """How many processes to make `count` centres with: as many as is written, else one for each processor when it pays."""
    if written and not (written.isdecimal() and int(written) >= 1):
        raise NotMade(_NO_JOBS.fill(written=shown(written)))
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return int(written) if written else (os.cpu_count() or 1) if count >= FEW else 1


@dataclass(frozen=True)
class Making:
    """How the files of one centre are made, and where they go."""

    frame: Frame
    template: Template
    contract: openapi.Contract
    documents: Path | None
    staging: Staging

    def made(self, unit: Unit) -> dict[str, str]:
        """Write every file of a centre, and tell the hash of each. Raises NotMade, and nothing else."""
        try:
            files = of_unit(self.frame, unit, self.template, self.contract, self.documents)
            return {path: self.staging.put(path, content) for path, content in files}
        except (openapi.Breach, OutputError) as error:
            raise NotMade(Text(str(error), str(error))) from None
        except OSError as error:
            raise NotMade(NO_ROOM.fill(why=error.strerror or type(error).__name__)) from None
        except Exception as error:
            why = shown(f"{type(error).__name__}: {error}")
            raise NotMade(_FAILED.fill(name=shown(unit.view.centre.name), number=unit.name, why=why)) from error


def taken_over(units: Sequence[Unit], keys: Sequence[str], kept: Kept, staging: Staging) -> Iterator[Unit]:
    """Take over what would become the same as in the former site; gives the units that must be made."""
    for unit, key in zip(units, keys, strict=True):
        if _taken_over(unit.name, key, kept, staging) is None:
            yield unit


def put_pieces(pieces: Iterable[Piece], frame: str, kept: Kept, staging: Staging) -> dict[str, str]:
    """Take over each piece that would become the same, and make the others; the hash of each, by its path."""
    made: dict[str, str] = {}
    for piece in pieces:
        key = digest((frame, *piece.made_of))
        files = _taken_over(piece.path, key, kept, staging)
        if files is None:
            files = {piece.path: staging.put(piece.path, piece.make())}
            kept.put(piece.path, key, files)
        made.update(files)
    return made


def _taken_over(name: str, key: str, kept: Kept, staging: Staging) -> Files | None:
    """The files that came of the very same in the former site, put into this one; None when they must be made."""
    files = kept.files(name, key)
    if files is None or not staging.keep(files):
        return None
    kept.put(name, key, files)
    return files


@contextmanager
def making(how: Making, units: Sequence[Unit], jobs: int) -> Iterator[Callable[[], Iterable[tuple[Unit, Files]]]]:
    """Begin to make units, beside whatever is done before what it gives is asked for: each unit with its files.

    Asking raises NotMade for the first centre, in their order, that could not be made, and when a process was cut off.
    """
    if jobs == 1 or not units:
        yield lambda: ((unit, how.made(unit)) for unit in units)
        return
    _shared.append((how, units))
    try:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), _begin) as pool:
            parts = [range(at, min(at + _AT_A_TIME, len(units))) for at in range(0, len(units), _AT_A_TIME)]
            asked = [pool.submit(_made, part) for part in parts]
            try:
                yield lambda: _gathered(asked, units)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
    finally:
        _shared.pop()


_shared: list[tuple[Making, Sequence[Unit]]] = []
"""What a forked process works on: it has it from the start, so that nothing need be sent to it."""


def _begin() -> None:
    """A process makes pages until it is told to stop, and no longer than the one that started it lives."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keyboard stops the one that started it, which stops this one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _end_with(other: BaseProcess) -> None:
    wait([other.sentinel])
    os._exit(1)  # else it would wait for ever, and hold the folder of a build that is no more


def _made(part: range) -> list[dict[str, str]] | Text:
    how, units = _shared[-1]
    try:
        return [how.made(units[n]) for n in part]
    except NotMade as refused:
        return refused.text


def _gathered(
    asked: Sequence[Future[list[dict[str, str]] | Text]], units: Sequence[Unit]
) -> Iterator[tuple[Unit, Files]]:
    waiting = iter(units)
    for one in asked:
        try:
            found = one.result()
        except BrokenProcessPool:
            raise NotMade(_CUT_OFF) from None
        if isinstance(found, Text):
            raise NotMade(found)
        yield from ((next(waiting), files) for files in found)


_NO_PART = Text(
    "PART er «{written}», men må være en del av flere, som 2/8: et tall fra 1 til og med det siste.",
    "PART is “{written}” but must be one part of several, such as 2/8: a number from 1 through the last.",
)
_NO_JOBS = Text(
    "JOBS er «{written}», men må være hvor mange prosesser bygget kan bruke, for eksempel 2.",
    "JOBS is “{written}” but must be how many processes the build may use, for example 2.",
)
NO_ROOM = Text(
    "En fil kunne ikke skrives ({why}). Er disken full? Rydd plass, og bygg på nytt. Det som var publisert før, står som det sto.",
    "A file could not be written ({why}). Is the disk full? Make room, and build again. What was published before stands as it did.",
)
_FAILED = Text(
    "Sidene om {name} ({number}) kunne ikke lages ({why}). Det er en feil i programmet. Det som var publisert før, står som det sto.",
    "The pages about {name} ({number}) could not be made ({why}). That is an error in the program. What was published before stands as it did.",
)
_CUT_OFF = Text(
    "En av prosessene som bygger, ble avbrutt; ofte er det for lite minne. Prøv JOBS=1. Det som var publisert før, står som det sto.",
    "One of the building processes was cut off; often there is too little memory. Try JOBS=1. What was published before stands as it did.",
)
