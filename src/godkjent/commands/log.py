"""`godkjent log`: the decision log as entries, as a proof for one decision, or as the files that a build would publish."""

from __future__ import annotations

import argparse
import base64
import os
from datetime import date
from pathlib import Path

from ..language.texts import Text, shown
from ..outputs import staging
from ..trust import keys, log, log_writing, tlog
from ..trust.log import LogError, Published
from . import FOUND, WELL, Refused, WrongUse
from .folder import sound_register
from .sites import NO_KEY, source_of, vkey_of


def add(parser: argparse.ArgumentParser) -> None:
    """What `log` takes."""
    parser.add_argument(
        "does", choices=["show", "prove", "build"], metavar="show|prove|build", help="vis, bevis ett vedtak, eller bygg"
    )
    parser.add_argument("what", metavar="MAPPE|ADRESSE", help="et bygget nettsted; for build mappen filene legges i")
    parser.add_argument(
        "decision", nargs="?", metavar="VEDTAK", help="vedtaket som skal bevises, for eksempel 2026-014"
    )
    parser.add_argument("--vkey", metavar="NØKKEL", help="loggens nøkkel (ellers den nettstedet selv oppgir)")
    parser.add_argument("--site-url", metavar="ADRESSE", help="build: nettstedets adresse")
    parser.add_argument("--previous", metavar="MAPPE|ADRESSE", help="build: nettstedet slik det er publisert")
    parser.add_argument("--keys", type=Path, metavar="MAPPE", help="build: mappen med nøklene")


def run(options: argparse.Namespace, day: date) -> int:
    """Do the one that was asked for."""
    try:
        return {"show": _show, "prove": _prove, "build": _build}[options.does](options, day)
    except (LogError, keys.KeysError) as error:
        raise Refused(error.text.in_language(options.lang)) from None


def _published(options: argparse.Namespace) -> Published:
    source = source_of(options.what)
    try:
        name, key = tlog.from_vkey(vkey_of(source, options.vkey, options.lang))
    except ValueError:
        raise WrongUse(NO_KEY.in_language(options.lang)) from None
    return log.read(source, [key], name)


def _show(options: argparse.Namespace, _: date) -> int:
    published = _published(options)
    for leaf in published.log.leaves:
        told = " ".join(str(leaf[name]) for name in ("event", "role", "decision") if name in leaf)
        print(f"{leaf['seq']:>6}  {leaf['date']}  {told:<20}  {leaf.get('sha256') or leaf.get('key') or ''}")
    print(published.note, end="")
    return WELL


def _prove(options: argparse.Namespace, _: date) -> int:
    if not options.decision:
        raise WrongUse(_WHICH.in_language(options.lang))
    published = _published(options)
    index = published.log.index_of(options.decision)
    if index is None:
        print(_NOT_THERE.fill(id=shown(options.decision)).in_language(options.lang))
        return FOUND
    hashes, size = published.log.hashes, len(published.log.entries)
    proof = tlog.inclusion(hashes, index)
    root = tlog.root_by_inclusion(hashes[index], index, size, proof)
    print(published.log.entries[index].decode())
    print("\n".join(base64.b64encode(part).decode() for part in proof))
    print(
        _PROVED.fill(id=options.decision, index=index, root=base64.b64encode(root or b"").decode()).in_language(
            options.lang
        )
    )
    return WELL if root == published.log.checkpoint.root else FOUND


def _build(options: argparse.Namespace, day: date) -> int:
    _, register = sound_register(options, day, _NOT_SOUND)
    held = keys.read(os.environ, options.keys)
    if held is None or not options.site_url:
        raise WrongUse(_NEEDS.in_language(options.lang))
    published = log_writing.published_at(options.previous, held.public("log"), register, options.site_url)
    made = log_writing.extended(register, held.log, options.site_url.rstrip("/"), published)
    for path, content in log_writing.outputs(made, held.log):
        staging.write(Path(options.what), path, content)
    new = len(made.entries) - (len(published.log.entries) if published else 0)
    print(_BUILT.fill(size=len(made.entries), new=new).in_language(options.lang))
    return WELL


_WHICH = Text(
    "Si hvilket vedtak som skal bevises, for eksempel 2026-014.", "Say which decision to prove, such as 2026-014."
)
_NOT_THERE = Text("Vedtak {id} er ikke i loggen.", "Decision {id} is not in the log.")
_PROVED = Text(
    "Vedtak {id} er oppføring {index} i loggen med roten {root}.",
    "Decision {id} is entry {index} of the log with the root {root}.",
)
_NOT_SOUND = Text("Registeret har feil. Ingenting er skrevet.", "The register has errors. Nothing has been written.")
_NEEDS = Text(
    "Gi nøkler (--keys eller miljøet) og --site-url.", "Give keys (--keys or the environment) and --site-url."
)
_BUILT = Text("Loggen har {size} oppføringer, {new} av dem nye.", "The log has {size} entries, {new} of them new.")
