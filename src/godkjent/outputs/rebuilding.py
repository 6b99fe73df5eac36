"""A published day made again from what git holds, and held up against what was published, byte for byte.

The program of that day does the work, in a copy of the repository at the commit that the site itself names, from the log
that was published before it. What takes a key cannot be made again; there the signatures are asked instead.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import metadata
from pathlib import Path

from .. import addresses
from ..language.refusals import Refusal
from ..language.texts import Text, shown
from ..register import children, git, records
from ..trust import contexts, credentials, keys, log, paper, tlog
from ..trust.site_files import Folder
from . import build_inputs, locks, outsider_tool, signing, staging, unsigned
from .build_inputs import Inputs

BRANCHES = ("origin/publisert", "publisert")
"""Where the published states are, the first that git knows."""
_ONLY_THERE = frozenset({".nojekyll", addresses.MANIFEST_OF_ALL})
_CREDENTIAL = re.compile(rb"api/v1/centres/[0-9]{9}/credential\.json")
_NOT_PUBLISHED = frozenset({unsigned.FILE, addresses.MANIFEST_OF_ALL})
_LAST_LINES = 15
_KEYLESS = "import sys; from godkjent.outputs import rebuilding; rebuilding.keyless(*sys.argv[1:])"
"""How the program of that day is asked for what `keyless` makes."""
_TAKES_A_KEY = re.compile(
    r"status/(revocation|suspension)\.json|api/v1/centres/[0-9]{9}/credential\.json"
    r"|logg/(checkpoint|checkpoint\.tsr|timestamp-authority\.pem|tile/[a-z0-9/.]+|vedtak/[0-9-]+\.json)"
)
"""What is signed, and the log's own files."""


class NotRebuilt(Refusal):
    """The day cannot be made again; `text` says why and what to do."""


@dataclass(frozen=True)
class Day:
    """A published state: its commit on the branch, the one before it, how many there were that day, what it was made of."""

    state: str
    before: str | None
    times: int
    inputs: Inputs


@dataclass(frozen=True)
class Difference:
    """A file that is not the same, and the reason when one is known."""

    path: str
    what: Text


@dataclass(frozen=True)
class Compared:
    """How it went: files that are the same, those that differ, those that take a key, and packages of another version."""

    same: int
    different: tuple[Difference, ...]
    signed: tuple[str, ...]
    packages: tuple[str, ...] = field(default=())


def find(folder: Path, day: date, branch: str | None = None) -> Day:
    """The last state that was published for a day. Raises NotRebuilt when there is none, and NoBase when git cannot tell."""
    branch = branch or next((name for name in BRANCHES if git.knows(folder, name)), None)
    if branch is None:
        raise NotRebuilt(_NO_BRANCH)
    known = [(commit, _day_of(facts)) for commit, facts in git.file_in_each(folder, branch, "build.json")]
    of_day = [commit for commit, built in known if built == day]
    if not of_day:
        raise NotRebuilt(_no_such_day(day, sorted({built for _, built in known if built})))
    state = of_day[0]
    inputs = build_inputs.read(dict(git.file_in_each(folder, state, addresses.BUILD_INPUTS))[state])
    if inputs.commit is None:
        raise NotRebuilt(_LOCAL.fill(day=day))
    if not git.knows(folder, inputs.commit):
        raise NotRebuilt(_COMMIT_GONE.fill(commit=inputs.commit))
    return Day(state, git.parent_of(folder, state), len(of_day), inputs)


def _day_of(facts: bytes | None) -> date | None:
    try:
        return date.fromisoformat(json.loads(facts or b"")["as_of"])
    except (ValueError, KeyError, TypeError):
        return None


def _no_such_day(day: date, known: list[date]) -> Text:
    if not known:
        return _NONE_AT_ALL
    near = sorted(sorted(known, key=lambda one: abs(one - day))[:3])
    return _NO_SUCH_DAY.fill(day=day, near=", ".join(map(str, near)))


def packages_of(repository: Path, modules: Path) -> tuple[str, ...]:
    """The packages here that are of another version than the locks in `repository` say: name, locked, here."""
    return (*_python_of(repository), *_npm_of(repository, modules))


def _python_of(repository: Path) -> Iterator[str]:
    here = {locks.plain(one.name): one.version for one in metadata.distributions() if one.name}
    for name, version in locks.pinned(_text(repository / "requirements.lock")):
        if (found := here.get(name, version)) != version:
            yield f"{name} {version} → {found}"


def _npm_of(repository: Path, modules: Path) -> Iterator[str]:
    locked, here = (_npm_versions(file) for file in (repository / "package-lock.json", modules / ".package-lock.json"))
    for path, version in locked.items():
        if (found := here.get(path, version)) != version:
            yield f"{path.rpartition('node_modules/')[2]} {version} → {found}"


def _npm_versions(file: Path) -> dict[str, str]:
    packages = locks.npm(_text(file) or "{}")
    return {path: entry["version"] for path, entry in packages.items() if "version" in entry}


def _text(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


def fetch(repository: Path) -> Path:
    """The packages that the locks in `repository` name, fetched into it; the Python that has them. Raises NotRebuilt."""
    _ran(["make", "setup", f"PYTHON={sys.executable}"], repository, {}, _NOT_FETCHED)
    return repository / ".venv" / "bin" / "python"


def build(day: Day, work: Path, python: Path) -> Path:
    """The day built anew by its own program in `work`/source, on top of what was published before it. Raises NotRebuilt."""
    source, out = work / "source", work / "built"
    settings = {**day.inputs.settings, "AS_OF": day.inputs.as_of.isoformat(), **_trust(day, work)}
    command = [str(python), "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", str(out)]
    _ran(command, source, settings, _NOT_BUILT)
    if (out / unsigned.FILE).exists():
        given = [str(out), day.inputs.as_of.isoformat(), day.inputs.settings["SITEURL"]]
        _ran([str(python), "-c", _KEYLESS, *given], source, settings, _NOT_BUILT)
    return out


def keyless(built: str, as_of: str, site_url: str) -> None:
    """Add to what was built, from the folder of the program, what the signing adds and takes no key: who signs, and the tool."""
    register = records.read(Path("registry")).register(date.fromisoformat(as_of))
    issuer = credentials.issuer_of(register.keys, site_url)
    if issuer is None:
        raise NotRebuilt(_NO_KEYS)
    made: dict[str, str | bytes] = dict(credentials.identity(issuer))
    made[addresses.LOG_KEY] = tlog.vkey(log.name_of(register, site_url), issuer.keys["log"]) + "\n"
    made[addresses.LOG_WITNESSES] = signing.witnesses(register)
    made[addresses.TOOL] = outsider_tool.tool(contexts.documents(Path.cwd()))
    for path, content in made.items():
        staging.write(Path(built), path, content)


def _trust(day: Day, work: Path) -> dict[str, str]:
    """The settings about keys and the log: the public halves that the register published, and the log before this day's."""
    if not (work / "published" / addresses.LOG_CHECKPOINT).exists():
        return {"UNSIGNED": "1", "KEYS": ""}
    register = records.read(work / "source" / "registry").register(day.inputs.as_of)
    issuer = credentials.issuer_of(register.keys, day.inputs.settings["SITEURL"])
    if issuer is None:
        raise NotRebuilt(_NO_KEYS)
    folder = work / "keys"
    folder.mkdir()
    keys.write_public(folder, issuer.keys)
    before = work / "before"
    signed_before = (before / addresses.LOG_CHECKPOINT).exists()
    return {"KEYS": str(folder), **({"PREVIOUS": str(before)} if signed_before else {"NEW_LOG": "1"})}


def _ran(command: list[str], source: Path, settings: Mapping[str, str], refused: Text) -> bytes:
    """What a program of that day prints, with nothing of this machine's own settings for builds."""
    ours = {*(build_inputs.READ - {"JOBS"}), "MAKEFLAGS", "MAKELEVEL"}  # the bytes are the same however many the jobs
    known = {name: value for name, value in children.environment().items() if name not in ours}
    path = os.pathsep.join([str(source / "src"), *filter(None, [known.get("PYTHONPATH")])])
    environment = {**known, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **settings}
    done = subprocess.run(command, cwd=source, env=environment, capture_output=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()[-_LAST_LINES:]
        raise NotRebuilt(refused.fill(why=shown("\n".join(said))))
    return done.stdout


def compare(built: Path, published: Path, packages: tuple[str, ...]) -> Compared:
    """Every file of both, the log's hashes filled into the pages that tell them. Raises NotRebuilt for a log that cannot be read."""
    made, there = _files(built, _NOT_PUBLISHED), _files(published, _ONLY_THERE)
    signed_log = _log_of(published)
    filled = _filled(built, signed_log) if signed_log else {}
    listed = _listed(published)
    signed = [path for path in sorted(there.keys() - made.keys()) if signed_log and takes_a_key(path)]
    different, same = [], 0
    for path in sorted((made.keys() | there.keys()) - set(signed)):
        here = filled[path] if path in filled else made[path].read_bytes() if path in made else None
        their = there[path].read_bytes() if path in there else None
        if here and their and path.endswith(".pdf"):
            here = _as_signed(here, their, published)
        if here == their:
            same += 1
        else:
            different.append(Difference(path, _why(here, their, listed.get(path), packages)))
    return Compared(same, tuple(different), tuple(signed), packages)


def takes_a_key(path: str) -> bool:
    """Whether a file can only be made by whoever holds a key."""
    return bool(_TAKES_A_KEY.fullmatch(path))


def _files(folder: Path, but: frozenset[str]) -> dict[str, Path]:
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path for name, path in found.items() if name not in but}


def _listed(published: Path) -> dict[str, str]:
    lines = _text(published / addresses.MANIFEST_OF_ALL).splitlines()
    return staging.listed("\n".join(line for line in lines if "  " in line))


def _log_of(published: Path) -> log.Log | None:
    if not (published / addresses.LOG_CHECKPOINT).exists():
        return None
    try:
        name, key = tlog.from_vkey(_text(published / addresses.LOG_KEY))
        return log.read(Folder(published), [key], name).log
    except (log.LogError, ValueError) as error:
        raise NotRebuilt(_NO_LOG.fill(why=getattr(error, "text", shown(error)))) from None


def _filled(built: Path, signed: log.Log) -> dict[str, bytes]:
    said = unsigned.read(built)
    return {path: signing.fill(_text(built / path), signed).encode() for path in (said.fill if said else ())}


def _as_signed(document: bytes, their: bytes, published: Path) -> bytes:
    """A document with the credential that the published one carries, when that is a credential which was published too."""
    try:
        content = paper.carried(their)
        named = _CREDENTIAL.search(content or b"")
        if content and named and (published / named[0].decode()).read_bytes() == content:
            return paper.attach(document, content)
    except (paper.NotOurs, OSError):
        return document
    return document


def _why(here: bytes | None, their: bytes | None, listed: str | None, packages: tuple[str, ...]) -> Text:
    """The reason for a difference, as far as it is known; else where the files part."""
    if their is None:
        return _NOT_THERE
    if listed != hashlib.sha256(their).hexdigest():
        return _ALTERED
    if here is None:
        return _NOT_MADE
    known = _PACKAGES if packages else _UNEXPLAINED
    return known.fill(where=_parting(here, their))


def _parting(here: bytes, their: bytes) -> Text:
    """Where two files part: the line when they are text, else the byte."""
    at = next((n for n, (a, b) in enumerate(zip(here, their, strict=False)) if a != b), min(len(here), len(their)))
    try:
        ours, theirs = (text.decode().splitlines()[here[:at].count(b"\n") :][:1] for text in (here, their))
    except UnicodeDecodeError:
        return _AT_BYTE.fill(byte=at)
    column = at - (here.rfind(b"\n", 0, at) + 1)
    return _AT_LINE.fill(
        line=here[:at].count(b"\n") + 1, published=_around(theirs, column), rebuilt=_around(ours, column)
    )


def _around(line: list[str], column: int) -> str:
    """The piece of a line around a place, short enough to read."""
    return shown("".join(line).encode()[max(0, column - 20) : column + 40].decode("utf-8", "ignore").strip())


_NO_BRANCH = Text(
    "Git kjenner ikke grenen «publisert» her, der hver publisert dag ligger. Hent den: git fetch origin publisert:publisert",
    "Git does not know the branch “publisert” here, where each published day is. Fetch it: git fetch origin publisert:publisert",
)
_NONE_AT_ALL = Text("Ingenting er publisert på grenen ennå.", "Nothing has been published on the branch yet.")
_NO_SUCH_DAY = Text(
    "Ingenting ble publisert for {day}. De nærmeste dagene er {near}.",
    "Nothing was published for {day}. The nearest days are {near}.",
)
_LOCAL = Text(
    "Det som ble publisert for {day}, er bygget av filer som ikke lå i git. Da kan ingen andre bygge det igjen.",
    "What was published for {day} was built from files that were not in git. Nobody else can build it again.",
)
_COMMIT_GONE = Text(
    "Git har ikke {commit}, som den dagen er bygget av. Hent hele historien (git fetch origin, og git fetch --unshallow om kopien er kort). Finnes den ikke der heller, er historien til lageret skrevet om.",
    "Git does not have {commit}, from which that day was built. Fetch the whole history (git fetch origin, and git fetch --unshallow if the copy is shallow). If it is not there either, the history of the repository has been rewritten.",
)
_NO_KEYS = Text(
    "Registeret den dagen har ingen publiserte nøkler, men nettstedet er signert.",
    "The register of that day has no published keys, but the site is signed.",
)
_NO_LOG = Text(
    "Loggen som ble publisert den dagen, kan ikke leses: {why}", "The log published that day cannot be read: {why}"
)
_NOT_FETCHED = Text(
    "Pakkene fra den dagen lot seg ikke hente:\n{why}", "The packages of that day could not be fetched:\n{why}"
)
_NOT_BUILT = Text("Programmet fra den dagen stoppet:\n{why}", "The program of that day stopped:\n{why}")
_NOT_THERE = Text("bygges, men ble ikke publisert", "is built, but was not published")
_ALTERED = Text("er endret etter at den ble publisert", "has been changed since it was published")
_NOT_MADE = Text("ble publisert, men bygges ikke", "was published, but is not built")
_PACKAGES = Text("{where} Pakkene er av andre versjoner.", "{where} The packages are of other versions.")
_UNEXPLAINED = Text("{where} Grunnen er ikke kjent.", "{where} The reason is not known.")
_AT_LINE = Text(
    "linje {line} er «{published}», men bygges som «{rebuilt}».",
    "line {line} is “{published}”, but is built as “{rebuilt}”.",
)
_AT_BYTE = Text("filene skiller lag ved byte {byte}.", "the files part at byte {byte}.")
