"""Keys: made, locked, replaced and read; never overwritten, never shown; and a build that stops rather than sign wrongly."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from godkjent.commands.cli import main
from godkjent.register import records
from godkjent.register.model import PublicKey
from godkjent.register.multikey import ROLES, base58, fingerprint, from_base58, from_multikey, is_named, multikey
from godkjent.trust import keys
from godkjent.trust.keys import PASSWORD, KeysError, variable
from godkjent.trust.verify_credential import Outcome
from signing import APPROVED, DAY, KEYS, NUMBER, Sample, by_us, key, public_halves
from starter import started
from support import BIN, FIXTURES, ROOT, built, decided, make_registry, pelican, tree

SECRET = re.compile(r"PRIVATE KEY|-----BEGIN (?!CERTIFICATE)|MC4CAQAwBQYDK2Vw")


def pem(of) -> str:  # type: ignore[no-untyped-def]
    return of.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


SECRETS = {variable(role): pem(getattr(KEYS, role)) for role in ROLES}
ENVIRONMENT = SECRETS | {"KEYS": str(public_halves())}
"""As the two jobs have it: the secrets, and a folder with the public halves."""
SEEDS = [getattr(KEYS, role).private_bytes_raw() for role in ROLES]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    try:
        status = main(["keys", *arguments])
    except SystemExit as error:
        status = int(error.code or 0)
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err and not SECRET.search(said.out + said.err)
    return status, said.out + said.err


@pytest.fixture
def place(tmp_path: Path) -> list[str]:
    make_registry(tmp_path / "registry", centre=decided(*APPROVED))
    return ["--folder", str(tmp_path / "keys"), "--registry", str(tmp_path / "registry"), "--as-of", "2026-11-24"]


# --- Files and the environment --------------------------------------------------------------------------------------


def test_key_files_are_for_their_owner_alone_and_kept_from_git(tmp_path: Path) -> None:
    made = keys.make(tmp_path / "keys")
    assert list(made) == list(ROLES) and stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    for role in ROLES:
        assert stat.S_IMODE((tmp_path / "keys" / f"{role}.pem").stat().st_mode) == 0o600
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    found = subprocess.run(
        ["git", "-C", tmp_path, "status", "--porcelain", "--untracked-files=all"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == ""


def test_keys_are_read_back_from_either_place(tmp_path: Path) -> None:
    made = keys.make(tmp_path)
    from_folder, from_environment = keys.read({}, tmp_path), keys.read(ENVIRONMENT, tmp_path)
    assert from_folder and from_environment
    for role in ROLES:
        assert multikey(from_folder.public(role)) == multikey(made[role])
        assert multikey(from_environment.public(role)) == multikey(KEYS.public(role))


@pytest.mark.parametrize("environment", [{}, dict.fromkeys(ENVIRONMENT, ""), dict.fromkeys(ENVIRONMENT, "  \n")])
def test_no_keys_is_no_error(tmp_path: Path, environment: dict[str, str]) -> None:
    assert keys.read(environment, tmp_path) is None and keys.read(environment, None) is None


def with_password(tmp_path: Path) -> dict[str, str]:
    keys.make(tmp_path / "locked", password="riktig hest")  # noqa: S106 - a test's own
    return {variable(role): (tmp_path / "locked" / f"{role}.pem").read_text("ascii") for role in ROLES}


def other(kind) -> str:  # type: ignore[no-untyped-def]
    return pem(kind)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({variable("log"): ""}, "men ikke alle. Det mangler: GODKJENT_KEY_LOG"),
        ({variable("log"): "tull"}, "GODKJENT_KEY_LOG holder ingen nøkkel"),
        ({variable("log"): ENVIRONMENT[variable("log")][:-40]}, "holder ingen nøkkel"),
        ({variable("log"): pem(ec.generate_private_key(ec.SECP256R1()))}, "av et annet slag enn Ed25519"),
        ({variable("log"): pem(rsa.generate_private_key(65537, 2048))}, "av et annet slag enn Ed25519"),
        ({variable("log"): ENVIRONMENT[variable("status")]}, "hver sin nøkkel"),
        ({PASSWORD: "hest"}, "er ikke låst"),
    ],
)
def test_a_missing_damaged_or_wrong_key_is_one_sentence(change: dict[str, str], words: str) -> None:
    with pytest.raises(KeysError) as refusal:
        keys.read({**ENVIRONMENT, **change}, None)
    for sentence in (refusal.value.text.nb, refusal.value.text.en):
        assert not SECRET.search(sentence) and "\n" not in sentence and sentence
        assert not any(
            line and len(line) > 8 and line in sentence for value in change.values() for line in value.splitlines()
        )
    assert words in refusal.value.text.nb


def test_locked_keys_need_their_password_and_no_other(tmp_path: Path) -> None:
    locked = with_password(tmp_path)
    assert keys.read({**locked, PASSWORD: "riktig hest"}, None)
    for password, words in (
        ({}, "Legg passordet i GODKJENT_KEYS_PASSWORD"),
        ({PASSWORD: "feil hest"}, "passordet er feil"),
    ):
        with pytest.raises(KeysError, match=words) as refusal:
            keys.read({**locked, **password}, None)
        assert "hest" not in str(refusal.value)


def test_keys_do_not_show_themselves() -> None:
    said = f"{KEYS!r} {KEYS} {vars(KEYS)!r}"
    assert not SECRET.search(said) and not any(seed.hex() in said or repr(seed) in said for seed in SEEDS)


# --- The command ----------------------------------------------------------------------------------------------------


def test_making_publishes_the_public_halves_and_nothing_else(place: list[str], tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    status, said = told(capsys, "make", *place)
    assert status == 0
    published = records.read(tmp_path / "registry").register(DAY).keys
    assert [(k.role, k.since, k.until) for k in published] == [(role, DAY, None) for role in ROLES]
    held = keys.read({}, tmp_path / "keys")
    assert held
    for one in published:
        assert (
            one.key == multikey(held.public(one.role))
            and one.key in said
            and fingerprint(from_multikey(one.key)) in said
        )
    assert main(["check", "--registry", str(tmp_path / "registry"), "--as-of", "2026-11-24"]) == 0


def test_nothing_is_overwritten(place: list[str], tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    told(capsys, "make", *place)
    before = tree(tmp_path)
    for more in ([], ["--trial"]):
        status, said = told(capsys, "make", *place, *more)
        assert status == 1 and ("rotate" in said) and tree(tmp_path) == before


def test_trial_keys_leave_the_register_alone(place: list[str], tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    assert told(capsys, "make", "--trial", *place)[0] == 0
    assert not (tmp_path / "registry" / "keys.yaml").exists()


def test_rotation_replaces_one_key_and_remembers_the_old_public_one(place: list[str], tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    told(capsys, "make", *place)
    before = {role: (tmp_path / "keys" / f"{role}.pem").read_bytes() for role in ROLES}
    old = records.read(tmp_path / "registry").register(DAY).keys
    status, said = told(capsys, "rotate", "status", *place[:-1], "2026-12-24")
    after = records.read(tmp_path / "registry").register(DAY).keys
    assert status == 0 and fingerprint(from_multikey(old[1].key)) in said
    assert [(k.role, k.until) for k in after] == [
        ("credentials", None), ("status", date(2026, 12, 24)), ("log", None), ("status", None)
    ]  # fmt: skip
    assert after[1].key == old[1].key != after[3].key and after[3].since == date(2026, 12, 24)
    changed = [role for role in ROLES if (tmp_path / "keys" / f"{role}.pem").read_bytes() != before[role]]
    assert changed == ["status"] and not SECRET.search((tmp_path / "registry/keys.yaml").read_text("utf-8"))
    assert stat.S_IMODE((tmp_path / "keys/status.pem").stat().st_mode) == 0o600
    _, said = told(capsys, "show", *place)
    assert "byttet ut 24. desember 2026" in said


def test_rotation_keeps_who_witnesses_the_log(place: list[str], tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    told(capsys, "make", *place)
    sound = (FIXTURES / "schema" / "keys" / "pass" / "sound.yaml").read_text("utf-8")
    others = sound[sound.index("witnesses:") :]
    assert "# " not in others and len(re.findall(r"^\w+:", others, re.MULTILINE)) > 1
    path = tmp_path / "registry" / "keys.yaml"
    path.write_text(path.read_text("utf-8") + others.replace("witnesses:", "witnesses:  # spurt i oktober"), "utf-8")
    assert told(capsys, "rotate", "status", *place)[0] == 0
    assert path.read_text("utf-8").endswith(others.replace("witnesses:", "witnesses:  # spurt i oktober"))
    assert [k.role for k in records.read(tmp_path / "registry").keys] == ["credentials", "status", "log", "status"]


def test_the_log_keeps_the_name_of_the_address_where_it_began(place: list[str], tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    scheme = tmp_path / "registry" / "scheme.yaml"
    told(capsys, "make", *place)
    assert records.read(tmp_path / "registry").log_origin is None
    (tmp_path / "registry" / "keys.yaml").unlink()
    shutil.rmtree(tmp_path / "keys")
    scheme.write_text(scheme.read_text("utf-8") + "site: https://register.example/a\n", "utf-8")
    told(capsys, "make", *place)
    scheme.write_text(scheme.read_text("utf-8").replace("register.example/a", "ny.example"), "utf-8")
    assert told(capsys, "rotate", "log", *place)[0] == 0
    read = records.read(tmp_path / "registry")
    assert read.problems == () and read.log_origin == "register.example/a/logg"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["rotate"], 2, "hvilken nøkkel"),
        (["make", "log"], 2, "Bare «rotate»"),
        (["rotate", "log"], 1, "mangler"),
        (["make", "--lock"], 2, "ingen terminal"),
        (["show"], 0, "Ingen nøkler"),
    ],
)
def test_wrong_use_is_a_sentence(
    place: list[str], capsys, monkeypatch, arguments: list[str], status: int, words: str
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.delenv(PASSWORD, raising=False)
    assert told(capsys, *arguments, *place)[0] == status
    assert words in told(capsys, *arguments, *place)[1]


def test_a_folder_that_cannot_be_written_is_a_sentence(place: list[str], tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "keys").write_text("a file, no folder")
    status, said = told(capsys, "make", *place)
    assert status == 1 and "kan ikke brukes til nøkler" in said


def test_a_password_locks_the_files(place: list[str], tmp_path: Path, capsys, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv(PASSWORD, "riktig hest")
    assert told(capsys, "make", "--lock", *place)[0] == 0
    assert "ENCRYPTED" in (tmp_path / "keys/log.pem").read_text("ascii")
    assert told(capsys, "rotate", "log", "--lock", *place)[0] == 0
    assert "riktig hest" not in told(capsys, "show", *place)[1]


# --- Ways to write a key --------------------------------------------------------------------------------------------


@given(st.binary(max_size=60))
def test_base58_there_and_back(data: bytes) -> None:
    assert from_base58(base58(data)) == data


def test_a_key_by_multikey_and_fingerprint() -> None:
    public = key(1).public_key()
    written = multikey(public)
    assert multikey(from_multikey(written)) == written and written.startswith("z6Mk")
    assert re.fullmatch(r"([0-9a-f]{4} ){7}[0-9a-f]{4}", fingerprint(public))
    assert (
        is_named(public, written)
        and is_named(public, fingerprint(public))
        and not is_named(key(2).public_key(), written)
    )


def test_keys_other_than_the_published_ones_are_refused() -> None:
    published = [PublicKey(role, multikey(KEYS.public(role)), DAY) for role in ROLES]
    keys.refuse_others(KEYS.public_halves, published)
    retired = [PublicKey("log", multikey(key(7).public_key()), DAY, DAY), *published]
    keys.refuse_others(KEYS.public_halves, retired)
    with pytest.raises(KeysError, match="ikke den som er publisert"):
        keys.refuse_others(KEYS.public_halves, [*published[:2], PublicKey("log", multikey(key(7).public_key()), DAY)])


# --- Builds ---------------------------------------------------------------------------------------------------------

BUILD = {"AS_OF": "2026-11-24", "SITEURL": "https://registeret.example"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_registry(tmp_path_factory.mktemp("small") / "registry", centre=decided(*APPROVED))


def test_the_same_keys_build_the_same_bytes_and_hold_no_secret(small: Path, tmp_path: Path) -> None:
    one = built(tmp_path / "one", registry=small, **BUILD, **ENVIRONMENT)
    keys_folder = Path(shutil.copytree(public_halves(), tmp_path / "keys"))
    for role in ROLES:
        (keys_folder / f"{role}.pem").write_text(ENVIRONMENT[variable(role)])
    elsewhere = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7", "KEYS": str(keys_folder)}
    two = built(tmp_path / "et annet sted" / "two", registry=small, **BUILD, **elsewhere)
    assert tree(one) == tree(two)
    for path, content in tree(one).items():
        assert path.endswith(".pyz") or not SECRET.search(content.decode("utf-8", "replace")), path
        assert not any(seed in content or seed.hex().encode() in content for seed in SEEDS), path


def test_a_build_says_nothing_secret(small: Path, tmp_path: Path) -> None:
    done = pelican(tmp_path / "x", registry=small, **BUILD, **ENVIRONMENT)
    wrong = pelican(tmp_path / "x", registry=small, **BUILD, **{**ENVIRONMENT, variable("log"): "hemmelig tull"})
    assert done.returncode == 0 and wrong.returncode == 1
    assert not SECRET.search(done.stdout + done.stderr + wrong.stdout + wrong.stderr)
    assert "hemmelig tull" not in wrong.stdout + wrong.stderr


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({variable("log"): ""}, "noen av nøklene sine, men ikke alle"),
        ({variable("log"): "x"}, "GODKJENT_KEY_LOG holder ingen nøkkel"),
        ({"AS_OF": "2126-11-24"}, "Er klokken riktig?"),
    ],
)
def test_a_build_that_cannot_sign_rightly_publishes_nothing(
    small: Path, tmp_path: Path, environment: dict[str, str], words: str
) -> None:
    output = built(tmp_path / "output", registry=small, **BUILD, **ENVIRONMENT)
    before = tree(output)
    done = pelican(output, registry=small, **{**BUILD, **ENVIRONMENT, **environment})
    assert done.returncode == 1 and words in done.stderr and "Traceback" not in done.stderr
    assert tree(output) == before


def test_keys_that_are_not_the_registers_stop_the_build(tmp_path: Path) -> None:
    folder = make_registry(tmp_path / "registry", centre=decided(*APPROVED))
    rows = [
        f"  - {{role: {role}, key: {multikey(key(n).public_key())}, since: 2026-01-01}}\n"
        for n, role in enumerate(ROLES, 5)
    ]
    (folder / "keys.yaml").write_text("keys:\n" + "".join(rows))
    done = pelican(tmp_path / "output", registry=folder, **BUILD, **ENVIRONMENT)
    assert done.returncode == 1 and "ikke den som er publisert" in done.stderr and not (tmp_path / "output").exists()
    assert (built(tmp_path / "unsigned", registry=folder, **BUILD) / "kontroller/index.html").exists()


def test_lists_that_would_be_too_old_are_not_published(tmp_path: Path) -> None:
    """The published site asks the clock: lists of another time would be refused by every reader."""
    long_ago = (date.today() - timedelta(days=60)).isoformat()
    folder = make_registry(tmp_path / "registry", centre=decided("id: 2024-001, date: 2024-03-01, kind: approval"))
    done = pelican(
        tmp_path / "x", registry=folder, settings="publishconf.py", **{**BUILD, "AS_OF": long_ago}, **ENVIRONMENT
    )
    assert done.returncode == 1 and "så ingen ville godtatt dem" in done.stderr


def test_an_unsigned_build_says_so_and_holds_nothing_signed(small: Path, tmp_path: Path) -> None:
    output = built(tmp_path / "output", registry=small, **BUILD)
    assert not (output / "status").exists() and not (output / ".well-known/did.json").exists()
    assert not list(output.rglob("credential.json"))
    page = (output / f"verifiser/{NUMBER}/index.html").read_text("utf-8")
    assert "ikke signert" in page and "credential.json" not in page
    assert "ikke signert" in (output / "kontroller/index.html").read_text("utf-8")


def test_a_suspension_is_in_the_lists_of_the_next_build(tmp_path: Path) -> None:
    folder = make_registry(tmp_path / "registry", centre=decided(*APPROVED))
    first = built(tmp_path / "output", registry=folder, **BUILD, **ENVIRONMENT)
    saved = json.loads((first / f"api/v1/centres/{NUMBER}/credential.json").read_text("utf-8"))
    suspension = "id: 2026-010, date: 2026-11-24, kind: suspension, requirements: [tax], reason: {nb: Fordi.}, remedy: {nb: Betal.}"
    make_registry(folder, centre=decided(*APPROVED, suspension))
    second = built(tmp_path / "output", registry=folder, **BUILD, **ENVIRONMENT)
    there = {
        f"{BUILD['SITEURL']}/{path}": json.loads((second / path).read_text("utf-8"))
        for path in (".well-known/did.json", "status/revocation.json", "status/suspension.json")
    }
    assert by_us(Sample(saved, there)) is Outcome.SUSPENDED
    assert "<strong>Beviset er suspendert.</strong>" in (second / f"verifiser/{NUMBER}/index.html").read_text("utf-8")


def test_the_makefiles_keys_for_trying_are_out_of_gits_sight() -> None:
    ignored = subprocess.run(
        ["git", "-C", ROOT, "check-ignore", "build/keys/log.pem"], capture_output=True, check=False
    )
    assert ignored.returncode == 0
    tracked = subprocess.run(["git", "-C", ROOT, "ls-files"], capture_output=True, text=True, check=True).stdout
    assert ".pem" not in tracked


def test_the_command_runs_as_people_run_it(tmp_path: Path) -> None:
    done = started(BIN / "godkjent", "keys", "make", "--trial", "--folder", tmp_path / "k")
    assert done.returncode == 0 and done.stdout.count("z6Mk") == 3 and not SECRET.search(done.stdout + done.stderr)
