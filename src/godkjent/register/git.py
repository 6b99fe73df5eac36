"""The registry as it stood in git: read through fixed commands that run nothing of what the repository holds."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from ..language.refusals import Refusal
from ..language.texts import Text, shown
from . import children

_ORDINARY = ("100644", "100755")
"""File modes; links and submodules are never records."""
_OF_ANOTHER = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What a hook sets for its own repository."""


class NoBase(Refusal):
    """The registry cannot be read at the place in git that was asked for; `text` says why and what to do."""


def commit_of(folder: Path) -> str | None:
    """The commit that `folder` holds unchanged; None when something differs from it, or when there is no git."""
    try:
        changed = _run(folder, "status", "--porcelain", "--untracked-files=normal", "--", ".")
        head = _run(folder, "rev-parse", "--verify", "--quiet", "HEAD")
        known = _run(folder, "ls-files", "--", ".")
    except (NoBase, OSError):
        return None
    clean = not any(done.returncode for done in (changed, head, known)) and not changed.stdout and known.stdout
    return head.stdout.decode("ascii").strip() if clean else None


def changed(folder: Path) -> list[str]:
    """The files in `folder` that differ from what git holds, new ones too; none where there is no git."""
    try:
        told = _run(folder, "status", "--porcelain", "-z", "--untracked-files=all", "--", ".")
    except NoBase:
        return []
    rows = [os.fsdecode(row) for row in told.stdout.split(b"\0") if row] if not told.returncode else []
    return [row[3:] for row in rows]


def tracked_and_new(folder: Path) -> list[str]:
    """Every file of the repository that holds `folder`, by its path from the root, those that git ignores aside."""
    try:
        root = _run(folder, "rev-parse", "--show-toplevel")
        top = Path(os.fsdecode(root.stdout.rstrip(b"\n")))
        listed = _run(top, "ls-files", "--cached", "--others", "--exclude-standard", "-z") if root.stdout else root
    except (NoBase, OSError):
        return []
    return sorted({os.fsdecode(name) for name in listed.stdout.split(b"\0") if name})


@contextmanager
def folder_at(folder: Path, ref: str) -> Iterator[Path]:
    """A temporary folder, named as `folder`, that holds what `folder` held at `ref`; empty when it was not there.

    Blobs are read one by one and not through an archive, whose contents a committed .gitattributes could change.
    """
    commit = _commit(folder, ref)
    with tempfile.TemporaryDirectory(prefix="godkjent-") as temporary:
        target = Path(temporary) / (folder.name or "registry")
        target.mkdir()
        for path, content in _files(folder, commit):
            where = target.joinpath(*path.parts)
            where.parent.mkdir(parents=True, exist_ok=True)
            where.write_bytes(content)
        yield target


def differing(folder: Path, ref: str) -> dict[str, bytes | None]:
    """What `folder` held at `ref` of the files that are otherwise now, by their paths with slashes; None: it was not there."""
    before = blobs_at(folder, ref)
    now = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir()}
    other = [path for path, blob in before.items() if path not in now or not _holds(now[path], blob)]
    held = contents(folder, [before[path] for path in other]) if other else []
    return dict(zip(other, held, strict=True)) | dict.fromkeys(now.keys() - before.keys())


def _holds(path: Path, blob: str) -> bool:
    """Whether an ordinary file is there with that content."""
    try:
        return not path.is_symlink() and blob_of(path.read_bytes(), blob) == blob
    except OSError:
        return False


def blobs_at(folder: Path, ref: str) -> dict[str, str]:
    """What `folder` held at `ref`: the name git has for the content of each ordinary file, by its path with slashes."""
    return {path.as_posix(): blob for path, blob in _blobs(folder, _commit(folder, ref))}


def contents(folder: Path, blobs: Sequence[str]) -> list[bytes]:
    """The contents of that name, in their order."""
    asked = "".join(f"{blob}\n" for blob in blobs).encode("ascii")
    answer = _run(folder, "cat-file", "--batch", asked=asked)
    if answer.returncode:
        raise NoBase(_UNREADABLE.fill(why=shown(answer.stderr.decode("utf-8", "replace").strip())))
    found = list(_contents(answer.stdout))
    for blob, content in zip(blobs, found, strict=False):
        if content is None:
            raise NoBase(_UNREADABLE.fill(why=shown(f"{blob} missing")))
    return [content for content in found if content is not None]


def blob_of(content: bytes, like: str) -> str:
    """The name git has for a content, by the same method as another such name."""
    method = hashlib.sha256 if len(like) == hashlib.sha256().digest_size * 2 else hashlib.sha1
    return method(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def beside(folder: Path) -> Path | None:
    """Where git keeps what is of this repository and never part of it; None where there is none."""
    try:
        found = _run(folder, "rev-parse", "--git-common-dir")
    except NoBase:
        return None
    return folder / os.fsdecode(found.stdout.rstrip(b"\n")) if not found.returncode else None


def start_of(folder: Path, ref: str) -> tuple[str, bool]:
    """The commit at which what is checked out left `ref`, and whether `folder` has changed on `ref` since.

    Where the two have no commit in common, or nothing is checked out, it is `ref` itself.
    """
    commit = _commit(folder, ref)
    found = _run(folder, "merge-base", "HEAD", commit)
    start = found.stdout.decode("ascii").strip() if not found.returncode else commit
    moved = start != commit and bool(_run(folder, "diff", "--quiet", start, commit, "--", ".").returncode)
    return start, moved


def root_of(folder: Path) -> Path:
    """The root of the repository that holds `folder`. Raises NoBase."""
    found = _run(folder, "rev-parse", "--show-toplevel")
    if found.returncode:
        raise NoBase(_NO_REPOSITORY.fill(folder=shown(folder)))
    return Path(os.fsdecode(found.stdout.rstrip(b"\n")))


def knows(folder: Path, ref: str) -> bool:
    """Whether git has the commit that `ref` names."""
    try:
        return bool(_commit(folder, ref))
    except NoBase:
        return False


def file_in_each(folder: Path, ref: str, path: str) -> list[tuple[str, bytes | None]]:
    """The commits that lead to `ref`, the newest first, each with what the file at `path` held then; None: it was not there."""
    commits = _run(folder, "rev-list", "--first-parent", _commit(folder, ref)).stdout.decode("ascii").split()
    answer = _run(folder, "cat-file", "--batch", asked="".join(f"{c}:{path}\n" for c in commits).encode()).stdout
    return list(zip(commits, _contents(answer), strict=True))


def parent_of(folder: Path, commit: str) -> str | None:
    """The commit that came before; None for the first. Raises NoBase when it was not fetched."""
    said = _run(folder, "cat-file", "commit", commit).stdout.partition(b"\n\n")[0].decode("utf-8", "replace")
    parents = [line.removeprefix("parent ") for line in said.splitlines() if line.startswith("parent ")]
    if parents and not knows(folder, parents[0]):
        raise NoBase(_SHALLOW.fill(commit=parents[0]))
    return parents[0] if parents else None


def copy_at(folder: Path, commit: str, target: Path) -> None:
    """A repository of its own in `target`, with `commit` checked out and nothing of what is changed here. Raises NoBase."""
    for where, command in (
        (folder, ("clone", "--quiet", "--shared", "--no-checkout", "--template=", ".", str(target))),
        (target, ("checkout", "--quiet", "--detach", _commit(folder, commit))),
    ):
        done = _run(where, *command)
        if done.returncode:
            raise NoBase(_UNREADABLE.fill(why=shown(done.stderr.decode("utf-8", "replace").strip())))


def last_changed(folder: Path) -> dict[str, int]:
    """When each file in `folder` was last changed on the line that is checked out, in seconds, by its path from there.

    What differs from the commit has no such moment, and where the whole history was not fetched nothing has one.
    """
    try:
        partial = _run(folder, "rev-parse", "--is-shallow-repository")
        differ = _run(folder, "diff", "--name-only", "--relative", "--no-ext-diff", "HEAD", "--", ".")
        told = _run(
            folder,
            "log",
            "--first-parent",
            "-m",
            "--no-renames",
            "--name-only",
            "--relative",
            "--format=%x00%ct",
            "--",
            ".",
        )
    except NoBase:
        return {}
    if told.returncode or differ.returncode or partial.stdout.strip() != b"false":
        return {}
    found = dict[str, int]()
    for commit in told.stdout.decode("utf-8", "replace").split("\0")[1:]:
        at, *names = commit.split("\n")
        for name in filter(None, names):
            found.setdefault(name, int(at))
    for name in differ.stdout.decode("utf-8", "replace").splitlines():
        found.pop(name, None)
    return found


def _commit(folder: Path, ref: str) -> str:
    """The commit that `ref` names; a ref that begins with a hyphen would be an option to git."""
    if not ref or ref.startswith("-") or "\0" in ref:
        raise NoBase(_ODD_REF.fill(ref=shown(ref)))
    if _run(folder, "rev-parse", "--is-inside-work-tree").returncode:
        raise NoBase(_NO_REPOSITORY.fill(folder=shown(folder)))
    found = _run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if found.returncode:
        raise NoBase(_UNKNOWN_REF.fill(ref=shown(ref)))
    return found.stdout.decode("ascii").strip()


def _files(folder: Path, commit: str) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Every ordinary file under `folder` at `commit`, by its path from there."""
    blobs = _blobs(folder, commit)
    yield from zip((path for path, _ in blobs), contents(folder, [blob for _, blob in blobs]), strict=True)


def _blobs(folder: Path, commit: str) -> list[tuple[PurePosixPath, str]]:
    listed = _run(folder, "ls-tree", "-r", "-z", commit)
    if listed.returncode:
        raise NoBase(_UNREADABLE.fill(why=shown(listed.stderr.decode("utf-8", "replace").strip())))
    rows = [row.partition(b"\t") for row in listed.stdout.split(b"\0") if row]
    wanted = [(PurePosixPath(os.fsdecode(path)), facts.decode("ascii").split()) for facts, _, path in rows]
    return [(path, facts[2]) for path, facts in wanted if facts[0] in _ORDINARY and ".." not in path.parts]


def _contents(answer: bytes) -> Iterator[bytes | None]:
    """The blobs in an answer of `cat-file --batch`: a line that ends in the size, the bytes, a line break; None for one that is missing."""
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        last = answer[at:end].split()[-1]
        size = None if last == b"missing" else int(last)
        yield None if size is None else answer[end + 1 : end + 1 + size]
        at = end + 1 if size is None else end + size + 2


def _run(folder: Path, *arguments: str, asked: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """One git command in `folder`; it finds the repository from the folder, not from a hook's settings."""
    known = {k: v for k, v in children.environment().items() if k not in _OF_ANOTHER}
    environment = {**known, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    command = ["git", "-C", str(folder), "--no-replace-objects", *arguments]
    try:
        return subprocess.run(command, input=asked, env=environment, capture_output=True, check=False)
    except OSError as error:
        raise NoBase(_NO_GIT.fill(why=shown(error.strerror))) from None


_ODD_REF = Text(
    "«{ref}» kan ikke være navnet på en gren eller et punkt i git.",
    "“{ref}” cannot be the name of a branch or a point in git.",
)
_NO_REPOSITORY = Text(
    "Mappen «{folder}» er ikke i et git-lager, så det er ingenting å sammenligne med.",
    "The folder “{folder}” is not in a git repository, so there is nothing to compare with.",
)
_UNKNOWN_REF = Text(
    "Git kjenner ikke «{ref}» her. Er navnet riktig, og er det hentet (git fetch)?",
    "Git does not know “{ref}” here. Is the name right, and has it been fetched (git fetch)?",
)
_UNREADABLE = Text("Git kan ikke lese registeret der: {why}.", "Git cannot read the registry there: {why}.")
_SHALLOW = Text(
    "Git har ikke hentet det som kom før ({commit}). Hent hele historien: git fetch --unshallow",
    "Git has not fetched what came before ({commit}). Fetch the whole history: git fetch --unshallow",
)
_NO_GIT = Text("Git lar seg ikke starte ({why}).", "Git cannot be started ({why}).")
