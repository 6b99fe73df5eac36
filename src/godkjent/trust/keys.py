"""The register's three Ed25519 keys: made, kept in a folder or in the environment, and read for a build.

Nothing here writes a secret anywhere but into a key file, and no message ever holds one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from ..language.refusals import Refusal
from ..language.texts import Text, shown
from ..register import children
from ..register.ed25519 import VerifyKey
from ..register.model import PublicKey
from ..register.multikey import ROLES, from_multikey, multikey
from . import memory

PASSWORD = "GODKJENT_KEYS_PASSWORD"  # noqa: S105 - the name of the variable, not what it holds


class KeysError(Refusal):
    """A key is missing, damaged or not the right one; `text` says so and holds nothing secret."""


@dataclass(frozen=True)
class Keys:
    """One key for each kind of signature, so that a stolen key cannot do another's work."""

    credentials: Ed25519PrivateKey
    status: Ed25519PrivateKey
    log: Ed25519PrivateKey

    def __repr__(self) -> str:
        return "Keys(…)"

    def public(self, role: str) -> Ed25519PublicKey:
        """The public half of the key with that role."""
        key: Ed25519PrivateKey = getattr(self, role)
        return key.public_key()

    @property
    def public_halves(self) -> dict[str, Ed25519PublicKey]:
        """All the public halves, by role."""
        return {role: self.public(role) for role in ROLES}


def variable(role: str) -> str:
    """The environment variable that may hold the key with that role, as PEM."""
    return f"GODKJENT_KEY_{role.upper()}"


def file_of(folder: Path, role: str) -> Path:
    """The file that holds the key with that role."""
    return folder / f"{role}.pem"


def public_file_of(folder: Path, role: str) -> Path:
    """The file beside it that holds its public half, for whoever builds and does not sign."""
    return folder / f"{role}.pub"


def taken(environ: MutableMapping[str, str], folder: Path | None) -> Keys | None:
    """The keys as `read` gives them, and the environment without them, so that nothing started later can find them."""
    try:
        return read(environ, folder)
    finally:
        forget(environ)


def forget(environ: MutableMapping[str, str]) -> None:
    """Take every secret out of the environment, and out of what the system shows of it."""
    if environ is os.environ:
        memory.wipe_start()
    for name in [name for name in environ if name.startswith(children.SECRET)]:
        del environ[name]


def public_halves(folder: Path) -> dict[str, VerifyKey]:
    """The public keys in a folder by role; none when it holds no keys. Raises KeysError when some are missing or damaged."""
    files = {role: public_file_of(folder, role) for role in ROLES}
    told = {role: _contents(file).strip() for role, file in files.items()}
    if not any(told.values()) and not any(file_of(folder, role).exists() for role in ROLES):
        return {}
    if missing := [str(files[role]) for role in ROLES if not told[role]]:
        raise KeysError(_NO_PUBLIC.fill(places=", ".join(missing), folder=shown(folder)))
    return {role: _public(told[role], files[role]) for role in ROLES}


def read(environ: Mapping[str, str], folder: Path | None) -> Keys | None:
    """The keys from the environment, else from the folder; None when neither has any.

    Raises KeysError when one or two of the three are there, and when one cannot be used.
    """
    password = environ.get(PASSWORD)
    found = {role: pem for role in ROLES if (pem := environ.get(variable(role), "").strip())}
    place: Callable[[str], str] = variable
    if not found and folder is not None:
        found = {role: pem for role in ROLES if (pem := _contents(file_of(folder, role)))}
        place = lambda role: str(file_of(folder, role))  # noqa: E731
    if not found:
        return None
    if missing := [place(role) for role in ROLES if role not in found]:
        raise KeysError(_MISSING.fill(places=", ".join(missing)))
    return _distinct({role: private(found[role], password, place(role)) for role in ROLES})


def refuse_others(held: Mapping[str, VerifyKey], published: Iterable[PublicKey]) -> None:
    """Raises KeysError when the register has published keys and these, by role, are not the current ones."""
    current = {key.role: key.key for key in published if key.until is None}
    for role, key in current.items():
        if multikey(held[role]) != key:
            raise KeysError(_OTHER.fill(role=role))


def private(pem: str, password: str | None, place: str) -> Ed25519PrivateKey:
    """The private key that a PEM text holds. Raises KeysError, which names the `place` and nothing of the content."""
    try:
        key = load_pem_private_key(pem.encode(), password.encode() if password else None)
    except TypeError:
        raise KeysError((_NEEDLESS if password else _LOCKED).fill(place=shown(place))) from None
    except (ValueError, UnsupportedAlgorithm):
        raise KeysError((_WRONG_PASSWORD if "ENCRYPTED" in pem else _DAMAGED).fill(place=shown(place))) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeysError(_OTHER_KIND.fill(place=shown(place)))
    return key


def make(folder: Path, roles: tuple[str, ...] = ROLES, password: str | None = None) -> dict[str, Ed25519PublicKey]:
    """New keys with those roles in `folder`, and their public halves. Raises KeysError rather than overwrite one."""
    if there := [file_of(folder, role).name for role in roles if file_of(folder, role).exists()]:
        raise KeysError(_THERE.fill(folder=shown(folder), files=", ".join(there)))
    _secret(folder)
    made = {role: _made(file_of(folder, role), password) for role in roles}
    write_public(folder, made)
    return made


def rotate(
    folder: Path, role: str, old_password: str | None = None, password: str | None = None
) -> tuple[Ed25519PublicKey, Ed25519PublicKey]:
    """A new key in the place of the old one, which is gone for good; the public halves, the old one first."""
    file, beside = file_of(folder, role), folder / f"{role}.new"
    old = private(_contents(file), old_password, str(file)).public_key() if file.exists() else None
    if old is None:
        raise KeysError(_MISSING.fill(places=file))
    beside.unlink(missing_ok=True)
    new = _made(beside, password)
    beside.replace(file)
    write_public(folder, {role: new})
    return old, new


def write_public(folder: Path, made: Mapping[str, VerifyKey]) -> None:
    """Put the public halves beside the keys."""
    for role, key in made.items():
        public_file_of(folder, role).write_text(f"{multikey(key)}\n", "ascii")


def _made(file: Path, password: str | None) -> Ed25519PublicKey:
    key = Ed25519PrivateKey.generate()
    lock: KeySerializationEncryption = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            written.write(pem)
    except OSError as error:
        raise KeysError(_NO_FOLDER.fill(folder=shown(file.parent), why=error.strerror)) from None
    return key.public_key()


def _secret(folder: Path) -> None:
    """The folder, for its owner alone, and with its own word that git is to leave it be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        (folder / ".gitignore").write_text("*\n", "ascii")
    except OSError as error:
        raise KeysError(_NO_FOLDER.fill(folder=shown(folder), why=error.strerror)) from None


def _contents(file: Path) -> str:
    try:
        return file.read_text("ascii") if file.exists() else ""
    except (OSError, UnicodeDecodeError):
        raise KeysError(_DAMAGED.fill(place=shown(file))) from None


def _public(text: str, file: Path) -> VerifyKey:
    try:
        return from_multikey(text)
    except ValueError:
        raise KeysError(_DAMAGED.fill(place=shown(file))) from None


def _distinct(keys: Mapping[str, Ed25519PrivateKey]) -> Keys:
    if len({key.public_key().public_bytes_raw() for key in keys.values()}) < len(keys):
        raise KeysError(_SAME)
    return Keys(**keys)


_NO_PUBLIC = Text(
    "Bygget trenger de offentlige nøklene, og finner ikke {places}. «.venv/bin/godkjent keys show --folder {folder}» skriver dem ved siden av nøklene.",
    "The build needs the public keys, and cannot find {places}. “.venv/bin/godkjent keys show --folder {folder}” writes them beside the keys.",
)
_OTHER = Text(
    "Nøkkelen for {role} er ikke den som er publisert i registry/keys.yaml. Ingenting er signert.",
    "The key for {role} is not the one published in registry/keys.yaml. Nothing is signed.",
)
_MISSING = Text(
    "Registeret har noen av nøklene sine, men ikke alle. Det mangler: {places}.",
    "The register has some of its keys, but not all. Missing: {places}.",
)
_LOCKED = Text(
    "Nøkkelen i {place} er låst med et passord. Legg passordet i GODKJENT_KEYS_PASSWORD.",
    "The key in {place} is locked with a password. Put the password in GODKJENT_KEYS_PASSWORD.",
)
_NEEDLESS = Text(
    "Nøkkelen i {place} er ikke låst, men GODKJENT_KEYS_PASSWORD er satt. Ta bort passordet, eller lås alle nøklene.",
    "The key in {place} is not locked, but GODKJENT_KEYS_PASSWORD is set. Remove it, or lock all the keys.",
)
_WRONG_PASSWORD = Text(
    "Nøkkelen i {place} kan ikke låses opp: passordet er feil, eller filen er skadet.",
    "The key in {place} cannot be unlocked: the password is wrong, or the file is damaged.",
)
_DAMAGED = Text("{place} holder ingen nøkkel som kan leses.", "{place} holds no key that can be read.")
_OTHER_KIND = Text(
    "Nøkkelen i {place} er av et annet slag enn Ed25519. Lag nøkler med «.venv/bin/godkjent keys make».",
    "The key in {place} is of another kind than Ed25519. Make keys with “.venv/bin/godkjent keys make”.",
)
_SAME = Text(
    "To av registerets nøkler er den samme. De tre rollene må ha hver sin nøkkel.",
    "Two of the register's keys are the same. The three roles must have a key each.",
)
_THERE = Text(
    "I «{folder}» ligger det alt nøkler ({files}). De blir ikke skrevet over; bytt én med «.venv/bin/godkjent keys rotate».",
    "There are keys in “{folder}” already ({files}). They are not overwritten; replace one with “.venv/bin/godkjent keys rotate”.",
)
_NO_FOLDER = Text(
    "Mappen «{folder}» kan ikke brukes til nøkler: {why}.", "The folder “{folder}” cannot hold keys: {why}."
)
