"""What several tests need: real builds, real records, a real browser."""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import demo_register
from godkjent.acts.acts import ACTS, MEETING, fields
from godkjent.register import asked, records
from godkjent.register.git import commit_of
from godkjent.register.lifecycle import state_on
from godkjent.register.model import Centre, Register
from godkjent.register.schema import Schema
from starter import forks, started

ROOT = Path(__file__).resolve().parent.parent
SCHEMA_FOLDER = ROOT / "registry" / "schemas"
"""The program's part of registry/. The rest is the board's and may be anything that passes the checks: no test reads it."""
FIXTURES = Path(__file__).parent / "fixtures"
BIN = Path(sys.executable).parent
NODE_PATH = f"{BIN}{os.pathsep}{os.environ['PATH']}"

AS_OF = "2026-11-24"
"""The day of the shared builds; a fixed day, so that the run of the calendar changes no test."""

SCHEME = """\
name: {nb: Godkjent Callcenter}
board: {nb: Callcenternemnda}
demonstration: true
approval_years: 3
grace_days: 90
publication:
  warnings: {public: true, years_after_end: 3}
  suspensions: {public: true, years_after_end: 3}
"""
REQUIREMENTS = """\
requirements:
  - id: tax
    title: {nb: Skatt}
    description: {nb: Skatt er betalt.}
"""
CENTRE = """\
name: Listig Rev Kundesenter AS
organisation_number: "310000108"
trade_names: [Ærlig Ørn Svar]
websites: [https://listig-rev.example]
email: post@listig-rev.example
address: {street: Storgata 1, postcode: "0155", city: Oslo, county: Oslo}
phone_numbers:
  - {number: "+47 30 12 34 56", use: [inbound]}
  - {from: "+47 20 00 00 00", to: "+47 20 00 00 99", use: [outbound]}
directions: [outbound]
services: [sales]
channels: [phone]
languages: [nb]
annual_reports:
  - {year: 2025, calls_answered: 10, calls_connected: 20, complaints_received: 3, complaints_upheld: 1}
decisions:
  - id: 2024-001
    date: 2024-03-01
    kind: approval
"""

OTHER = (
    CENTRE.replace("Listig Rev", "Blid Elg")
    .replace("310000108", "310000175")
    .replace("2024-001", "2024-002")
    .replace("30 12 34 56", "30 12 34 57")
    .replace("20 00 00", "20 00 01")
    .replace("listig-rev.example", "blid-elg.example")
)
"""Another sound centre, with nothing in common with the first."""


def decided(*decisions: str, source: str = CENTRE) -> str:
    """A centre about which this was decided, and nothing else: `id: 2024-001, date: 2024-03-01, kind: approval`."""
    return source.split("decisions:")[0] + "decisions:\n" + "".join(f"  - {{{d}}}\n" for d in decisions)


@cache
def demonstration() -> Path:
    """The demonstration's registry: made for one fixed day by its own script, and committed, once for each process."""
    folder = Path(tempfile.mkdtemp(prefix="demonstration-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    demo_register.fill(demo_register.demo_register(last_day=date(2026, 11, 20)), folder / "registry")
    return published(folder / "registry")


@cache
def demonstrated() -> Register:
    """The demonstration on the day of the shared builds."""
    return records.read(demonstration()).register(date.fromisoformat(AS_OF))


def centres(*statuses: str) -> list[Centre]:
    """The centres of the demonstration that have one of these statuses that day; all of them when none is named."""
    day = demonstrated().as_of
    return [c for c in demonstrated().centres if not statuses or state_on(c.decisions, day).status in statuses]


def spaced(number: str) -> str:
    """An organisation number as people write it."""
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def make_registry(
    folder: Path, *, centre: str = CENTRE, scheme: str = SCHEME, requirements: str = REQUIREMENTS, **files: str
) -> Path:
    """A small registry in `folder`: one centre, and more files by path with `__` for `/`."""
    for sub in ("centres", "statistics", "misuse"):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    shutil.copytree(SCHEMA_FOLDER, folder / "schemas", dirs_exist_ok=True)
    texts = {"scheme": scheme, "requirements": requirements, "centres__listig-rev": centre, **files}
    for name, text in texts.items():
        (folder / f"{name.replace('__', '/')}.yaml").write_text(text, "utf-8")
    return folder


def pelican(
    output: Path,
    *,
    registry: Path | None = None,
    settings: str = "pelicanconf.py",
    theme: Path = ROOT / "theme",
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """A real build by the commands that users run, of the demonstration when no other registry is named.

    With keys it is built beside `output`, and signed into it.
    """
    given = {"REGISTRY": str(registry or demonstration()), **environment}
    signing = any(given[name] for name in given if name == "KEYS" or name.startswith("GODKJENT_KEY_"))
    folder = output.with_name(f"{output.name}.unsigned") if signing else output
    done = ran(str(BIN / "pelican"), "content", "-s", settings, "-t", str(theme), "-o", str(folder), **given)
    if signing and not done.returncode:
        trial = ["--trial"] if settings == "pelicanconf.py" else []
        done = ran(str(BIN / "godkjent"), "sign", *trial, str(folder), str(output), **given)
        shutil.rmtree(folder)
    return done


def ran(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in this repository, with nothing of this machine's settings for builds but what is given."""
    what = ("SITEURL", "AS_OF", "SOURCE_DATE_EPOCH", "REGISTRY", "KEYS", "PREVIOUS", "NEW_LOG", "UNSIGNED")
    ours = (*what, "JOBS", "PART")  # and how it is made, which changes nothing
    known = {k: v for k, v in os.environ.items() if k not in ours and not k.startswith("GODKJENT_KEY")}
    return started(*command, env={**known, **environment})


def built(output: Path, **more: str | Path) -> Path:
    """The folder of a build that must go well; a copy where the same was built before in this run."""
    if output.exists() or "PREVIOUS" in more or not forks([str(BIN / "pelican")], {**os.environ, **_texts(more)}):
        return _built(output, more)
    output.parent.mkdir(parents=True, exist_ok=True)
    return shutil.copytree(kept(**more), output)


def kept(**more: str | Path) -> Path:
    """A build that must go well, made once for the whole run: to be read and left as it is."""
    registry = Path(more.get("registry", demonstration()))
    folders = [registry, *(Path(more[name]) for name in ("theme", "KEYS") if more.get(name))]
    rest = {name: value for name, value in more.items() if not isinstance(value, Path)}
    all_of_it = repr(([tree(folder) for folder in folders], commit_of(registry), sorted(_texts(rest).items())))
    folder = Path(os.environ["RUN_FOLDER"]) / f"build-{hashlib.sha256(all_of_it.encode()).hexdigest()[:16]}"
    return once(folder, lambda folder: _built(folder / "output", more)) / "output"


def _built(output: Path, more: Mapping[str, str | Path]) -> Path:
    done = pelican(output, **more)  # type: ignore[arg-type]
    assert done.returncode == 0, done.stdout + done.stderr
    return output


def _texts(more: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in more.items()}


def node(*arguments: str, timeout: int = 300, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """A tool of node_modules, run by the environment's own Node."""
    asked.write(ROOT / "build" / "asked.json")  # what scripts of the pages import
    return subprocess.run(
        ["node", *arguments],
        cwd=ROOT,
        input=given,
        env={**os.environ, "PATH": NODE_PATH},
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )


def without(record: str, *keys: str) -> str:
    """A record in YAML without some of its keys and what stands under them."""
    for key in keys:
        record = re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", record, flags=re.MULTILINE)
    return record


def real(text: str) -> str:
    """The centre of these records as one outside a demonstration: a number, hosts and telephones that may stand there."""
    text = re.sub(r"phone_numbers:\n(  - .*\n)+", "", text)  # they would be somebody's
    return text.replace("310000108", "800000009").replace(".example", ".invented")


def marked(text: str) -> tuple[str, int, int]:
    """The text without its one ▸, and the 1-based line and column where that stood."""
    before, sign, after = text.partition("▸")
    assert sign, text
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", before)
    return before + after, len(lines), len(lines[-1]) + 1


def git(folder: Path, *arguments: str, **more: str) -> str:
    """A real git in `folder`, with nothing of this machine's settings."""
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    author = {f"GIT_{who}_{what}": "test@test.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    command = ["git", "-C", str(folder), "-c", "commit.gpgsign=false", *arguments]
    done = subprocess.run(
        command, env={**os.environ, **settings, **author, **more}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def repository(folder: Path) -> Path:
    """A copy of the program, everything that is in git or would be by the next commit, without the board's records."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file() and (not name.startswith("registry/") or name.startswith("registry/schemas/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def published(folder: Path) -> Path:
    """The registry `folder`, committed in a repository of its own around it."""
    git(folder.parent, "init", "--quiet", "--initial-branch=main")
    git(folder.parent, "add", "--all")
    then = dict.fromkeys(
        ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{AS_OF}T12:00:00Z"
    )  # the same commit in every process
    git(folder.parent, "commit", "--quiet", "--message=published", **then)
    return folder


def once(folder: Path, make: Callable[[Path], object]) -> Path:
    """The folder that `make` fills, filled once for the whole run: the processes that run tests wait for the first of them."""
    with folder.with_name(f"{folder.name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not folder.is_dir():
            beside = folder.with_name(f"{folder.name}.under-way")
            shutil.rmtree(beside, ignore_errors=True)
            make(beside)
            beside.rename(folder)
    return folder


def shapes(pages: Iterable[Path]) -> list[Path]:
    """One page of each shape: a page with the same classes in the same kind of place says nothing new to a validator."""
    found: dict[object, Path] = {}
    for page in sorted(pages):
        classes = frozenset(re.findall(r' (?:class|data-status|hidden)="[^"]*"', page.read_text("utf-8")))
        found.setdefault((len(page.parts), page.parts[-3:-2], classes), page)
    return list(found.values())


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def tool(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A tool of the environment, run on files of this repository."""
    return started(BIN / name, *arguments)


def filled(name: str, /, **answers: str) -> str:
    """A form as GitHub gives it, with `_No response_` where nothing was written."""
    asked = fields((ACTS | {MEETING.name: MEETING})[name], Schema.read(SCHEMA_FOLDER / "centre.schema.json"))
    assert not answers.keys() - {f.id for f in asked}
    return "\n\n".join(f"### {f.title.nb}\n\n{answers.get(f.id, '_No response_')}" for f in asked)
