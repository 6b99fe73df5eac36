"""`godkjent sign`: a site that was built without keys, signed and put in its place.

It takes the same settings as the build: REGISTRY, AS_OF, SITEURL, KEYS, PREVIOUS and NEW_LOG. `python -m
godkjent.commands.sign` is the same command with as little as possible besides: it needs only `requirements-sign.lock`.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from ..language.refusals import Refusal
from ..language.texts import Text, shown
from ..outputs import signing, staging
from ..register import clock, git
from ..trust import contexts, credentials, keys, log, log_writing, memory
from . import WELL, Refused, add_common, answer
from .folder import sound_register


def add(parser: argparse.ArgumentParser) -> None:
    """What `sign` takes."""
    parser.add_argument("build", type=Path, metavar="BYGD", help="mappen som er bygget, og ikke signert")
    parser.add_argument("site", type=Path, metavar="FERDIG", help="mappen det signerte nettstedet skal stå i")
    parser.add_argument(
        "--manifest", metavar="SHA256", help="avtrykket av manifest.sha256, slik den som bygget, sa det"
    )
    parser.add_argument(
        "--trial", action="store_true", help="til prøving: hvilken dag som helst, og en ny logg når ingen er publisert"
    )


def run(options: argparse.Namespace, _: date) -> int:
    """Sign, and say how far the log has come."""
    memory.close()
    folder = Path(kept) if (kept := os.environ.get("KEYS")) else None
    try:
        held = keys.taken(os.environ, folder)
        made = signing.sign(
            options.build,
            options.site,
            _own(options, held),
            options.manifest,
            lambda text: print(text.in_language(options.lang), file=sys.stderr),
        )
    except Refusal as refusal:
        raise Refused(_STOPPED.fill(why=refusal.text).in_language(options.lang)) from None
    except (staging.OutputError, contexts.ContextError) as error:
        raise Refused(_STOPPED.fill(why=error).in_language(options.lang)) from None
    except OSError as error:
        raise Refused(_STOPPED.fill(why=shown(error)).in_language(options.lang)) from None
    if made:
        print(_SIGNED.fill(size=len(made.entries)).in_language(options.lang))
    return WELL


def _own(options: argparse.Namespace, held: keys.Keys | None) -> signing.Own:
    """What is known here without asking the build."""
    options.registry = Path(os.environ.get("REGISTRY") or options.registry)
    day = clock.as_of(options.as_of or os.environ.get("AS_OF"), os.environ)
    found, register = sound_register(options, day, _NOT_SOUND)
    previous, site_url = os.environ.get("PREVIOUS"), os.environ.get("SITEURL")
    if held is None and previous and log_writing.is_there(previous):
        raise log.LogError(log_writing.NO_KEYS)
    if held is not None and not options.trial:
        credentials.refuse_old_lists(day, clock.as_of(None, {}))
        if not previous and os.environ.get("NEW_LOG") != "1":
            raise log.LogError(log_writing.NO_PREVIOUS)
    return signing.Own(
        register,
        found.schemas,
        git.commit_of(options.registry),
        held,
        site_url.rstrip("/") if site_url else None,
        previous or None,
    )


def main() -> int:
    """The command by itself."""
    parser = argparse.ArgumentParser("godkjent sign")
    add(parser)
    add_common(parser)
    parser.set_defaults(run=run)
    return answer(parser, None)


_STOPPED = Text("Signeringen stoppet: {why}", "The signing stopped: {why}")
_SIGNED = Text(
    "Nettstedet er signert. Vedtaksloggen har {size} oppføringer.",
    "The site is signed. The decision log has {size} entries.",
)
_NOT_SOUND = Text("Registeret har feil. Ingenting er signert.", "The register has errors. Nothing is signed.")

if __name__ == "__main__":
    sys.exit(main())
