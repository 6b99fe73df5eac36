"""`godkjent verify`: whether a credential, a document on paper, or everything a site has signed, is genuine and in force."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from .. import addresses
from ..language.texts import Text, shown
from ..register.clock import day_from
from ..register.multikey import names
from ..trust import contexts, did, paper, verify_log
from ..trust.site_files import BadSource, Folder, Source, Web, fetch, json_from, read_file
from ..trust.verify_credential import (
    CONCLUSION,
    Finding,
    Json,
    Outcome,
    Question,
    check_credential,
    check_site,
    outcome,
)
from ..trust.verify_log import Quorum
from . import FOUND, WELL, WrongUse
from .sites import add_quorum, quorum_of, show, source_of


def add(parser: argparse.ArgumentParser) -> None:
    """What `verify` takes."""
    parser.add_argument(
        "what",
        metavar="FIL|MAPPE|ADRESSE",
        help="et bevis (credential.json), en bekreftelse (PDF), et bygget nettsted, eller adressen til ett av dem",
    )
    parser.add_argument(
        "--pin",
        action="append",
        default=[],
        metavar="NØKKEL",
        help="bare denne nøkkelen gjelder: z6Mk… eller fingeravtrykket. Gi to for også å feste nøkkelen til statuslistene",
    )
    add_quorum(parser)
    parser.add_argument("--at", metavar="ÅÅÅÅ-MM-DD", help="dagen det spørres om (ellers i dag)")


def run(options: argparse.Namespace, day: date) -> int:
    """Each check on a line, and what they amount to on the last."""
    question = _question(options, day_from(options.at) if options.at else day)
    try:
        if _is_site(options.what):
            site = source_of(options.what)
            return _tell_site([*check_site(site, question), *_log_of(site, quorum_of(options))], options.lang)
        content = fetch(options.what) if _is_address(options.what) else read_file(Path(options.what))
        printed = _is_paper(options.what, content)
        document = paper.credential_in(content) if printed else json_from(content)
        source = _beside(options.what, document)
        found = check_credential(document, source, question)
        if printed and found[-1].outcome is not Outcome.NOT_GENUINE:
            found += paper.check_paper(content, document, source)
        return _tell(found, options.lang)
    except (BadSource, paper.NotOurs) as error:
        raise WrongUse(_UNREAD.fill(what=shown(options.what), why=error.text).in_language(options.lang)) from None


def _log_of(site: Source, quorum: Quorum) -> list[Finding]:
    """What the site's decision log says, when it has one; with the key that the site itself tells."""
    try:
        vkey = site.read(addresses.LOG_KEY).decode()
    except (BadSource, UnicodeDecodeError):
        return [Finding(_NO_LOG, warning=True)]
    return verify_log.findings(site, vkey, None, quorum)[0]


def _question(options: argparse.Namespace, day: date) -> Question:
    pins = tuple(pin.strip() for pin in options.pin)
    if wrong := next((pin for pin in pins if not names(pin)), None):
        raise WrongUse(_BAD_PIN.fill(pin=shown(wrong)).in_language(options.lang))
    try:
        return Question(day, pins, contexts.loader_of(contexts.here()))
    except contexts.ContextError as error:
        raise WrongUse(str(error)) from None


def _is_address(what: str) -> bool:
    return "://" in what


def _is_site(what: str) -> bool:
    return not what.endswith((".json", ".pdf")) if _is_address(what) else Path(what).is_dir()


def _is_paper(what: str, content: bytes) -> bool:
    return what.lower().endswith(".pdf") or content.startswith(b"%PDF-")


def _beside(what: str, document: Json) -> Source:
    """Where a credential's did.json and lists are: in the built site it lies in, else at the address of its issuer."""
    for folder in () if _is_address(what) else Path(what).resolve().parents:
        if (folder / addresses.DID).is_file():
            return Folder(folder)
    issuer = document.get("issuer")
    name = str(issuer.get("id") if isinstance(issuer, dict) else issuer)
    if (site_url := did.site_url_of(name)) is None:
        raise BadSource(_NO_ISSUER.fill(issuer=shown(name)))
    return Web(site_url)


def _tell(findings: Sequence[Finding], language: str) -> int:
    show(findings, language)
    print(CONCLUSION[outcome(findings)].in_language(language))
    return WELL if outcome(findings) is Outcome.IN_FORCE else FOUND


def _tell_site(findings: Sequence[Finding], language: str) -> int:
    show(findings, language)
    well = outcome(findings) is Outcome.IN_FORCE
    print((_SITE_WELL if well else _SITE_NOT).in_language(language))
    return WELL if well else FOUND


_UNREAD = Text("«{what}» kan ikke kontrolleres: {why}", "“{what}” cannot be checked: {why}")
_NO_LOG = Text("Nettstedet har ingen vedtakslogg.", "The site has no decision log.")
_BAD_PIN = Text(
    "«{pin}» er ingen nøkkel: skriv den som z6Mk… eller som fingeravtrykk, 32 sifre fra 0 til f.",
    "“{pin}” is no key: write it as z6Mk… or as a fingerprint, 32 digits from 0 to f.",
)
_NO_ISSUER = Text(
    "«{issuer}» er ikke en utsteder som kan slås opp.", "“{issuer}” is not an issuer that can be looked up."
)
_SITE_WELL = Text("Alt som nettstedet har signert, er ekte.", "Everything that the site has signed is genuine.")
_SITE_NOT = Text("Noe av det nettstedet har signert, stemmer ikke.", "Some of what the site has signed does not fit.")
