"""`godkjent witness`: another board or a newspaper cosigns this register, from a scheduled job in a repository of its own.

What it keeps is the checkpoint that it cosigned last, in the file that it publishes: nothing has to keep running.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from datetime import UTC, date, datetime
from pathlib import Path

from ..language.texts import Text, shown
from ..register.ed25519 import SigningKey
from ..register.whole_file import keep
from ..register.witness_keys import Witness
from ..trust import cosignatures, log, tlog
from ..trust.log import LogError, Published
from . import FOUND, WELL, Refused, WrongUse
from .sites import source_of

VARIABLE = "GODKJENT_KEY_WITNESS"


def add(parser: argparse.ArgumentParser) -> None:
    """What `witness` takes."""
    parser.add_argument("what", nargs="?", metavar="MAPPE|ADRESSE", help="nettstedet som bevitnes")
    parser.add_argument("--vkey", metavar="NØKKEL", help="loggens nøkkel, fra papir eller README")
    parser.add_argument(
        "--folder", type=Path, default=Path("vitne"), metavar="MAPPE", help="der det medsignerte tas vare på"
    )
    parser.add_argument("--key", type=Path, metavar="FIL", help=f"vitnets egen nøkkel (ellers miljøet, {VARIABLE})")
    parser.add_argument("--new", metavar="NAVN", help="lag en ny nøkkel i --key, for eksempel avisen.example/vitne")


def run(options: argparse.Namespace, _: date) -> int:
    """Cosign the log's state of now, when it goes on from the one that was cosigned last."""
    if options.new:
        return _make(options)
    if not options.what or not options.vkey:
        raise WrongUse(_NEEDS.in_language(options.lang))
    own, key = _own(options)
    published = _published(options)
    file = options.folder / hashlib.sha256(published.log.origin.encode()).hexdigest() / "checkpoint"
    now = datetime.now(UTC)
    if wrong := _refusal(file, published, own, now, options):
        beside = file.with_name(f"{file.name}.{published.log.checkpoint.size}")
        beside.write_text(published.note, "utf-8")
        print(wrong.in_language(options.lang))
        print(_EVIDENCE.fill(file=shown(beside)).in_language(options.lang))
        return FOUND
    line = cosignatures.cosigned(published.log.checkpoint, own, key, now)
    keep(file, f"{cosignatures.without(published.note, own)}{line}\n")
    values = {"name": own.name, "size": published.log.checkpoint.size, "file": shown(file)}
    print(_DONE.fill(**values).in_language(options.lang))
    return WELL


def _make(options: argparse.Namespace) -> int:
    """A new key, in a file for its owner alone, and what the register needs to know of it."""
    if not options.key:
        raise WrongUse(_NO_FILE.in_language(options.lang))
    try:
        text = cosignatures.secret(options.new, os.urandom(32))
        with os.fdopen(os.open(options.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
            written.write(f"{text}\n")
    except ValueError:
        raise WrongUse(_BAD_NAME.fill(name=shown(options.new)).in_language(options.lang)) from None
    except OSError as error:
        values = {"file": shown(options.key), "why": error.strerror}
        raise Refused(_NOT_WRITTEN.fill(**values).in_language(options.lang)) from None
    print(cosignatures.from_secret(text)[0].vkey)
    return WELL


def _own(options: argparse.Namespace) -> tuple[Witness, SigningKey]:
    try:
        return cosignatures.from_secret(options.key.read_text("ascii") if options.key else os.environ.get(VARIABLE, ""))
    except (OSError, ValueError):
        raise WrongUse(_NO_KEY.fill(variable=VARIABLE).in_language(options.lang)) from None


def _published(options: argparse.Namespace) -> Published:
    try:
        name, key = tlog.from_vkey(options.vkey)
        return log.read(source_of(options.what), [key], name)
    except LogError as error:
        raise Refused(_NOT_COSIGNED.fill(why=error.text).in_language(options.lang)) from None
    except ValueError:
        raise WrongUse(_BAD_VKEY.in_language(options.lang)) from None


def _refusal(file: Path, published: Published, own: Witness, now: datetime, options: argparse.Namespace) -> Text | None:
    """Why this log may not be cosigned after what was cosigned last; None when it may."""
    if not file.exists():
        return None
    try:
        note = file.read_text("utf-8")
        old = tlog.opened(note, published.log.origin, [tlog.from_vkey(options.vkey)[1]])
        last = cosignatures.found(note, old, [own])[0]
    except (OSError, ValueError, tlog.BadNote, IndexError):
        raise Refused(_STRANGE.fill(file=shown(file)).in_language(options.lang)) from None
    size = published.log.checkpoint.size
    if now < last.at:
        raise Refused(_CLOCK.fill(at=f"{last.at:%Y-%m-%d %H:%M} UTC").in_language(options.lang))
    if size < old.size:
        return _SHORTER.fill(old=old.size, now=size)
    if tlog.root(published.log.hashes[: old.size]) != old.root:
        return _OTHER.fill(old=old.size)
    return None


_NEEDS = Text(
    "Si hvilket nettsted som skal bevitnes, og gi loggens nøkkel med --vkey. En ny nøkkel lages med --new NAVN --key FIL.",
    "Say which site to witness, and give the log's key with --vkey. A new key is made with --new NAME --key FILE.",
)
_NO_FILE = Text("Si hvor nøkkelen skal ligge, med --key FIL.", "Say where the key is to be kept, with --key FILE.")
_BAD_NAME = Text(
    "«{name}» kan ikke være navnet på et vitne: bruk en adresse du rår over, uten mellomrom og plusstegn.",
    "“{name}” cannot be a witness's name: use an address of yours, without blanks and plus signs.",
)
_NOT_WRITTEN = Text(
    "Nøkkelen kan ikke skrives til «{file}» ({why}). En nøkkel blir aldri skrevet over.",
    "The key cannot be written to “{file}” ({why}). A key is never overwritten.",
)
_NO_KEY = Text(
    "Fant ingen nøkkel å medsignere med. Gi den med --key FIL, eller legg den i {variable}.",
    "There is no key to cosign with. Give it with --key FILE, or put it in {variable}.",
)
_BAD_VKEY = Text("Nøkkelen til loggen er ikke skrevet slik den skal.", "The log's key is not written as it must be.")
_NOT_COSIGNED = Text("Ikke medsignert: {why}", "Not cosigned: {why}")
_STRANGE = Text(
    "Ikke medsignert: «{file}» er ikke det denne nøkkelen medsignerte sist. Hent den tilbake fra git.",
    "Not cosigned: “{file}” is not what this key cosigned last. Get it back from git.",
)
_CLOCK = Text(
    "Ikke medsignert: klokken her er før forrige gang ({at}).",
    "Not cosigned: the clock here is earlier than the last time ({at}).",
)
_SHORTER = Text(
    "Ikke medsignert: loggen er blitt kortere, {old} oppføringer før og {now} nå. Noe er fjernet.",
    "Not cosigned: the log has become shorter, {old} entries before and {now} now. Something has been removed.",
)
_OTHER = Text(
    "Ikke medsignert: de første {old} oppføringene er ikke de samme som sist. Historien er skrevet om.",
    "Not cosigned: the first {old} entries are not the same as last time. History has been rewritten.",
)
_EVIDENCE = Text(
    "Det nye sjekkpunktet er tatt vare på i {file}. De to er bevis.",
    "The new checkpoint is kept in {file}. The two are evidence.",
)
_DONE = Text(
    "{name} har medsignert loggen med {size} oppføringer. Publiser {file}.",
    "{name} has cosigned the log of {size} entries. Publish {file}.",
)
