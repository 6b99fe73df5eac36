"""`godkjent keys`: the register's signing keys made, replaced and shown. Secrets go into key files and nowhere else."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from getpass import getpass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ..acts import yaml_text
from ..language.texts import Text, shown
from ..register.model import PublicKey
from ..register.multikey import ROLE_NAMES, ROLES, fingerprint, from_multikey, multikey
from ..trust import keys, log
from . import WELL, Refused, WrongUse
from .folder import errors, read, tell

PUBLISHED = "keys.yaml"
SCHEME = "scheme.yaml"


def add(parser: argparse.ArgumentParser) -> None:
    """What `keys` takes: what to do, and with which."""
    parser.add_argument("act", choices=["make", "rotate", "show"], help="lag nøklene, bytt én, eller vis de offentlige")
    parser.add_argument("role", nargs="?", choices=ROLES, help="nøkkelen som skal byttes")
    parser.add_argument(
        "--folder", type=Path, default=Path("keys"), metavar="MAPPE", help="der nøkkelfilene ligger (ellers keys/)"
    )
    parser.add_argument(
        "--lock", action="store_true", help="lås filene med et passord, fra GODKJENT_KEYS_PASSWORD eller tastet inn"
    )
    parser.add_argument("--lost", action="store_true", help="rotate: den gamle nøkkelen er borte; lag en ny uten den")
    parser.add_argument(
        "--trial", action="store_true", help="nøkler til prøving: de offentlige blir ikke ført i registry/keys.yaml"
    )


def run(options: argparse.Namespace, day: date) -> int:
    """Do it, and show the public halves."""
    if (options.act == "rotate") != (options.role is not None):
        raise WrongUse((_NO_ROLE if options.act == "rotate" else _NEEDLESS_ROLE).in_language(options.lang))
    try:
        return {"make": _make, "rotate": _rotate, "show": _show}[options.act](options, day)
    except keys.KeysError as error:
        raise Refused(error.text.in_language(options.lang)) from None


def _make(options: argparse.Namespace, day: date) -> int:
    published = _published(options)
    if published and not options.trial:
        raise Refused(_PUBLISHED_ALREADY.in_language(options.lang))
    publish_made(keys.make(options.folder, password=_new_password(options)), options, day)
    return WELL


def publish_made(made: Mapping[str, Ed25519PublicKey], options: argparse.Namespace, day: date) -> None:
    """Enter the register's first keys in keys.yaml, and show them."""
    publish([PublicKey(role, multikey(key), day) for role, key in made.items()], options, _begun_at(options))
    _tell(made, options.lang)


def _rotate(options: argparse.Namespace, day: date) -> int:
    published, name = _published(options), None if options.trial else _log_name(options)
    if options.lost:
        return _replace_lost(options, day, published, name)
    old, new = keys.rotate(options.folder, options.role, os.environ.get(keys.PASSWORD), _new_password(options))
    retired = [replace(k, until=day) if k.key == multikey(old) else k for k in published]
    publish([*retired, PublicKey(options.role, multikey(new), day)], options, name)
    print(_REPLACED.fill(role=ROLE_NAMES[options.role], old=fingerprint(old)).in_language(options.lang))
    _tell({options.role: new}, options.lang)
    return WELL


def _replace_lost(options: argparse.Namespace, day: date, published: Sequence[PublicKey], name: str | None) -> int:
    """A new key for a role whose key nobody has any longer; the public half that is there is retired."""
    current = [k for k in published if k.role == options.role and k.until is None]
    if not current:
        raise Refused(_NONE_PUBLISHED.fill(role=ROLE_NAMES[options.role]).in_language(options.lang))
    made = keys.make(options.folder, (options.role,), _new_password(options))
    retired = [replace(k, until=day) if k in current else k for k in published]
    publish([*retired, PublicKey(options.role, multikey(made[options.role]), day)], options, name)
    old = fingerprint(from_multikey(current[0].key))
    print(_REPLACED_LOST.fill(role=ROLE_NAMES[options.role], old=old).in_language(options.lang))
    _tell(made, options.lang)
    return WELL


def _show(options: argparse.Namespace, _: date) -> int:
    held = keys.read(os.environ, options.folder)
    if held:
        _tell(held.public_halves, options.lang)
        if all(
            keys.file_of(options.folder, role).exists() and not os.environ.get(keys.variable(role)) for role in ROLES
        ):
            keys.write_public(options.folder, held.public_halves)
    else:
        print(_NONE.fill(folder=shown(options.folder)).in_language(options.lang))
    for key in _published(options):
        sentence = _UNTIL if key.until else _SINCE
        values = {"role": ROLE_NAMES[key.role], "print": fingerprint(from_multikey(key.key)), "since": key.since}
        print(sentence.fill(until=key.until, **values).in_language(options.lang))
    return WELL


def _tell(held: Mapping[str, Ed25519PublicKey], language: str) -> None:
    for role, key in held.items():
        print(ROLE_NAMES[role].in_language(language))
        print(f"  {_PRINT.in_language(language)}: {fingerprint(key)}")
        print(f"  {_PUBLIC.in_language(language)}: {multikey(key)}")
    print(_WRITE_DOWN.in_language(language))


def _new_password(options: argparse.Namespace) -> str | None:
    """The password that new key files are locked with; None when they are not to be."""
    if not options.lock:
        return None
    if given := os.environ.get(keys.PASSWORD):
        return given
    if not sys.stdin.isatty():
        raise WrongUse(_NO_TERMINAL.in_language(options.lang))
    given = getpass(_ASK.in_language(options.lang))
    if not given or given != getpass(_AGAIN.in_language(options.lang)):
        raise WrongUse(_NOT_ALIKE.in_language(options.lang))
    return given


def _published(options: argparse.Namespace) -> tuple[PublicKey, ...]:
    """The keys in the register; none for trial keys, which are not the register's."""
    if options.trial or not (options.registry / PUBLISHED).exists():
        return ()
    found = read(options)
    if wrong := [problem for problem in errors(found.problems) if problem.file.endswith(f"/{PUBLISHED}")]:
        tell(wrong, options)
        raise Refused(_NOT_SOUND.in_language(options.lang))
    return found.keys


def _log_name(options: argparse.Namespace) -> str | None:
    """The name that keys.yaml already gives the log."""
    return read(options).log_origin if (options.registry / PUBLISHED).exists() else None


def _begun_at(options: argparse.Namespace) -> str | None:
    """The name of a log that begins where scheme.yaml says that the site is, so that it may move later."""
    if options.trial or not (options.registry / SCHEME).exists():
        return None
    sites = [record.get("site") for record in read(options).of_kind("scheme")]
    return next((log.origin(site) for site in sites if site), None)


def publish(published: Sequence[PublicKey], options: argparse.Namespace, log_name: str | None) -> None:
    """Write keys.yaml with these keys, and the log's name when it has one."""
    if options.trial:
        return
    if not options.registry.is_dir():
        raise WrongUse(_NO_REGISTER.fill(folder=shown(options.registry)).in_language(options.lang))
    path = options.registry / PUBLISHED
    names = {"log_origin": log_name} if log_name else {}
    rows = [
        {"role": k.role, "key": k.key, "since": k.since, **({"until": k.until} if k.until else {})} for k in published
    ]
    lines = [*yaml_text.block(names), "keys:", *(f"  - {yaml_text.flow(row)}" for row in rows), ""]
    path.write_text(_HEAD + "\n".join(lines) + _the_rest(path), "utf-8", newline="\n")
    print(_WRITTEN.fill(file=shown(path)).in_language(options.lang))


def _the_rest(path: Path) -> str:
    """What else stands in the file, as it stands: who witnesses the log, and who stamps its time."""
    fields = re.split(r"^(?=\w+:)", path.read_text("utf-8"), flags=re.MULTILINE)[1:] if path.exists() else []
    return "".join(field for field in fields if not field.startswith(("keys:", "log_origin:")))


_HEAD = """\
# yaml-language-server: $schema=schemas/keys.schema.json
# De offentlige nøklene registeret signerer med. En nøkkel som er byttet ut, blir stående med dagen den gikk ut.
"""
_PRINT = Text("Fingeravtrykk", "Fingerprint")
_PUBLIC = Text("Offentlig nøkkel", "Public key")
_WRITE_DOWN = Text(
    "Skriv hvert fingeravtrykk på papir, med navnet over og dagens dato, og legg papiret i safen.\n"
    "Den offentlige nøkkelen skal ikke skrives av: den står i registry/keys.yaml, og fingeravtrykket viser om den er den rette.",
    "Write each fingerprint on paper, with the name above it and today's date, and put the paper in the safe.\n"
    "The public key need not be copied: it is in registry/keys.yaml, and the fingerprint shows whether it is the right one.",
)
_NO_ROLE = Text(
    "Si hvilken nøkkel som skal byttes: credentials, status eller log.",
    "Say which key to replace: credentials, status or log.",
)
_NEEDLESS_ROLE = Text("Bare «rotate» tar en rolle.", "Only “rotate” takes a role.")
_PUBLISHED_ALREADY = Text(
    "Registeret har alt publisert nøkler i keys.yaml. Bytt én med «.venv/bin/godkjent keys rotate», eller lag nøkler til prøving med --trial.",
    "The register has published keys in keys.yaml already. Replace one with “.venv/bin/godkjent keys rotate”, or make keys for trying things out with --trial.",
)
_REPLACED = Text(
    "Nøkkelen for {role} er byttet. Den gamle ({old}) er slettet, og alt den har signert, blir signert på nytt i neste bygg.",
    "The key for {role} is replaced. The old one ({old}) is deleted, and all it signed is signed anew in the next build.",
)
_NONE_PUBLISHED = Text(
    "Registeret har ikke publisert noen nøkkel for {role}, så ingen er borte. Lag nøklene med «.venv/bin/godkjent keys make».",
    "The register has published no key for {role}, so none is lost. Make the keys with “.venv/bin/godkjent keys make”.",
)
_REPLACED_LOST = Text(
    "Den nye nøkkelen for {role} er laget. Den gamle ({old}) gjelder ikke lenger. Dukker den opp igjen, slett den.",
    "The new key for {role} is made. The old one ({old}) no longer counts. If it turns up again, delete it.",
)
_NONE = Text("Ingen nøkler i «{folder}» eller i miljøet.", "No keys in “{folder}” or in the environment.")
_SINCE = Text("Publisert: {role}, {print}, fra {since}.", "Published: {role}, {print}, since {since}.")
_UNTIL = Text(
    "Publisert: {role}, {print}, fra {since}, byttet ut {until}.",
    "Published: {role}, {print}, since {since}, replaced on {until}.",
)
_ASK = Text("Passord for nøklene: ", "Password for the keys: ")
_AGAIN = Text("Passordet en gang til: ", "The password once more: ")
_NOT_ALIKE = Text("Passordene er ikke like, eller tomme.", "The passwords differ or are empty.")
_NO_TERMINAL = Text(
    "Det er ingen terminal å spørre på. Legg passordet i GODKJENT_KEYS_PASSWORD.",
    "There is no terminal to ask on. Put the password in GODKJENT_KEYS_PASSWORD.",
)
_NOT_SOUND = Text(
    "keys.yaml har feil, så nøklene blir ikke rørt.", "keys.yaml has errors, so the keys are not touched."
)
_NO_REGISTER = Text("Finner ikke registeret i «{folder}».", "There is no register in “{folder}”.")
_WRITTEN = Text(
    "De offentlige nøklene står i {file}. Legg filen i git; nøkkelfilene skal aldri dit.",
    "The public keys are in {file}. Put that file in git; the key files must never go there.",
)
