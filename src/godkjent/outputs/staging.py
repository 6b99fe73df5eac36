"""Where a build goes: into a folder of its own, which takes the place of the old one only when all of it is there."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

MARKER = "build.json"
"""A file that every build of ours holds; a folder without it is somebody else's and is never replaced."""


class OutputError(Exception):
    """The build cannot go where it was told to; the text is a sentence for the person who builds."""


@dataclass(frozen=True)
class Staging:
    """A build under way: `folder` is written to, `target` is what readers see."""

    folder: Path
    target: Path
    hold: int | None = None  # kept open while the build lasts, so that no other takes the folder for a left one
    digests: dict[str, str] = field(default_factory=dict)  # the SHA-256 of what was put here, by path

    def put(self, path: str, content: str | bytes) -> str:
        """Write one file of the build, and tell its SHA-256; one that stands so in the former site already stays that very file."""
        octets = content.encode() if isinstance(content, str) else content
        _fits(path)
        if not self._same(path, octets):
            write(self.folder, path, octets)
        self.digests[path] = hashlib.sha256(octets).hexdigest()
        return self.digests[path]

    def keep(self, files: Mapping[str, str]) -> bool:
        """Take files over from the former site, all of them or none: those whose bytes have the SHA-256 that is told."""
        taken: list[str] = []
        for path, digest in files.items():
            if not self._taken(path, digest):
                for other in taken:
                    (self.folder / other).unlink()
                return False
            taken.append(path)
        self.digests.update(files)
        return True

    def _taken(self, path: str, digest: str) -> bool:
        try:
            _fits(path)
            octets = _read(f"{self.target}/{path}")
            return hashlib.sha256(octets).hexdigest() == digest and self._linked(path)
        except (OSError, OutputError):
            return False

    def _same(self, path: str, octets: bytes) -> bool:
        """Whether the former site has the very same file, which is then taken over."""
        try:
            return _read(f"{self.target}/{path}") == octets and self._linked(path)
        except OSError:
            return False

    def _linked(self, path: str) -> bool:
        """Whether the former site's file could be given a second name here; another build may have taken it away."""
        former, file = f"{self.target}/{path}", f"{self.folder}/{path}"
        try:
            os.link(former, file)
        except FileNotFoundError:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            os.link(former, file)
        return True

    def publish(self) -> None:
        """Put the finished build in the place of the old one, by two renames; of builds that end at once, one waits."""
        old = self.folder.with_name(f"{self.folder.name}.old")
        with _alone(self.target.parent):
            if self.target.exists():
                self.target.rename(old)
            self.folder.rename(self.target)
        shutil.rmtree(old, ignore_errors=True)
        self._let_go()

    def discard(self) -> None:
        """Take an unfinished build away; nothing happens when it was published."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._let_go()

    def _let_go(self) -> None:
        if self.hold is not None:
            with suppress(OSError):
                os.close(self.hold)


def stage(target: Path) -> Staging:
    """A new folder beside `target`. Raises OutputError when `target` holds something that no build of ours made."""
    target = target.absolute()
    if target.exists() and not target.is_dir():
        raise OutputError(f"«{target.name}» er en fil, ikke en mappe.")
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).exists():
        raise OutputError(
            f"Mappen «{target.name}» inneholder noe annet enn et bygget register. Velg en annen mappe, eller tøm den."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear_up(target)
    folder = Path(tempfile.mkdtemp(prefix=f"{target.name}.building-", dir=target.parent))
    folder.chmod(0o755)
    return Staging(folder, target, _hold(folder))


def _clear_up(target: Path) -> None:
    """What builds left that were cut off: the former site back in its place, and no half one beside it.

    A folder that a build still works in is held by its process, and left alone.
    """
    for left in sorted(target.parent.glob(f"{target.name}.building-*")):
        held = _hold(left)
        if held is None:
            continue
        if left.name.endswith(".old") and not target.exists():
            left.rename(target)
        else:
            shutil.rmtree(left, ignore_errors=True)
        os.close(held)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """The only one of all builds that moves sites in a folder."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _hold(folder: Path) -> int | None:
    """A hold on a folder for as long as this process lives; None when another has one, or the machine knows no holds."""
    if fcntl is None:
        return None
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def manifest(folder: Path, known: Mapping[str, str] | None = None) -> str:
    """The SHA-256 of every file in a folder, as `sha256sum -c` reads it, in the order of the paths."""
    held, before = known or {}, len(str(folder)) + 1
    files = [f"{at}/{name}"[before:].replace(os.sep, "/") for at, _, names in os.walk(folder) for name in names]
    return manifest_of(
        {name: held.get(name) or hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files}
    )


def manifest_of(digests: Mapping[str, str]) -> str:
    """The same of files whose SHA-256 is known."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))


def listed(manifest: str) -> dict[str, str]:
    """The SHA-256 of each file that a manifest names. Raises ValueError for what is none."""
    return {name: digest for digest, name in (line.split("  ", 1) for line in manifest.splitlines())}


def _fits(path: str) -> None:
    if ".." in path.split("/") or path.startswith("/") or (os.sep != "/" and (os.sep in path or ":" in path)):
        raise OutputError(f"«{path}» fører ut av mappen.")


def _read(file: str) -> bytes:
    with open(file, "rb") as held:  # noqa: PTH123 (a Path of each of so many files would take half of the time)
        return held.read()


def write(folder: Path, path: str, content: str | bytes) -> None:
    """Write one file of the build. Raises OutputError for a path that leads out of the folder, or that is there already."""
    file = folder / path
    _fits(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("xb") as new:
            new.write(content.encode() if isinstance(content, str) else content)
    except FileExistsError:
        raise OutputError(
            f"«{path}» ville blitt skrevet to ganger. To sentre eller sider har fått samme adresse."
        ) from None
