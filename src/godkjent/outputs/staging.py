"""Where a build goes: into a folder of its own, which takes the place of the old one only when all of it is there."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

MARKER = "build.json"
"""A file that every build of ours holds; a folder without it is somebody else's and is never replaced."""


class OutputError(Exception):
    """The build cannot go where it was told to; the text is a sentence for the person who builds."""


@dataclass(frozen=True)
class Staging:
    """A build under way: `folder` is written to, `target` is what readers see."""

    folder: Path
    target: Path

    def publish(self) -> None:
        """Put the finished build in the place of the old one, by two renames."""
        old = self.folder.with_name(f"{self.folder.name}.old")
        if self.target.exists():
            self.target.rename(old)
        self.folder.rename(self.target)
        shutil.rmtree(old, ignore_errors=True)

    def discard(self) -> None:
        """Take an unfinished build away; nothing happens when it was published."""
        shutil.rmtree(self.folder, ignore_errors=True)


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
    folder = Path(tempfile.mkdtemp(prefix=f"{target.name}.building-", dir=target.parent))
    folder.chmod(0o755)
    return Staging(folder, target)


def manifest(folder: Path) -> str:
    """The SHA-256 of every file in a folder, as `sha256sum -c` reads it, in the order of the paths."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in files)


def write(folder: Path, path: str, content: str | bytes) -> None:
    """Write one file of the build. Raises OutputError for a path that leads out of the folder."""
    file = folder / path
    if ".." in Path(path).parts or Path(path).is_absolute():
        raise OutputError(f"«{path}» fører ut av mappen.")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
