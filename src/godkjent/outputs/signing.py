"""The second half of a publication: what was built, with what takes a key. Python alone; nothing here was built by others' code.

Everything that is signed is worked out here, from the register, and so is every file that decides an answer: a build that
says something else there is refused. The rest is taken when it is whole and was made of the same register, day, keys and
log; so a build that somebody has poisoned has nothing signed that the register does not say.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from .. import addresses
from ..language.refusals import Refusal
from ..language.texts import Text
from ..public.views import CentreView, views
from ..register.model import Register
from ..register.schema import Schema
from ..trust import contexts, cosigning, credentials, keys, log, log_writing, paper
from ..trust.credentials import Issuer, Signer
from ..trust.keys import Keys
from ..trust.log import Log, Published
from . import deciding, outsider_tool, staging, unsigned
from .unsigned import Unsigned


class NotTheSame(Refusal):
    """What was built was not made of what is here; `text` says what differs."""


@dataclass(frozen=True)
class Own:
    """What the signing itself knows, from nobody who built."""

    register: Register
    schemas: Mapping[str, Schema]
    commit: str | None
    keys: Keys | None
    site_url: str | None = None  # None: as the build says
    previous: str | None = None  # where the log is published; None when none is


def sign(
    build: Path,
    target: Path,
    own: Own,
    manifest: str | None = None,
    tell: Callable[[Text], None] = lambda _: None,
) -> Log | None:
    """Put the signed site in the place of `target`; its log, or None when the site is one that nobody signs.

    Whoever should have vouched for the log and did not is told of with `tell`, and stops nothing.

    Raises a Refusal, with nothing signed and `target` as it was.
    """
    listed, said = unsigned.files(build, manifest), unsigned.read(build)
    if said is None or own.keys is None:
        if said is not None:
            raise keys.KeysError(_NO_KEYS)
        if own.keys is not None:
            raise NotTheSame(_NEVER_SIGNED)
        _lay_out(build, target, listed, {})
        return None
    signer = _signer(said, own, own.keys)
    deciding.refuse_others(build, listed, own.register, own.schemas, signer.site_url)
    seen = views(own.register)
    extended, made = _signed(said, own, signer, seen, tell)
    filled = {path: fill((build / path).read_text("utf-8"), extended) for path in said.fill if path in listed}
    taken = {path: digest for path, digest in listed.items() if path not in filled and path != unsigned.FILE}
    papers = _papers(seen, made, listed)
    _lay_out(build, target, {path: taken[path] for path in taken if path not in papers}, {**filled, **made}, papers)
    return extended


def _papers(
    seen: tuple[CentreView, ...], made: Mapping[str, str | bytes], listed: Mapping[str, str]
) -> dict[str, bytes]:
    """The credential of each document on paper, by the document's address; in every language the same."""
    signed = [(view, made.get(addresses.credential(view.centre.organisation_number))) for view in seen]
    return {
        path: _bytes(credential)
        for view, credential in signed
        if credential is not None
        for path in paper.paths(view.centre.slug)
        if path in listed
    }


def _signer(said: Unsigned, own: Own, held: Keys) -> Signer:
    """What signs, when the build was made of the same as is here."""
    site_url = said.site_url if own.site_url is None else own.site_url
    keys.refuse_others(held.public_halves, own.register.keys)
    for what, built, here in (
        (_DAY, said.as_of, own.register.as_of),
        (_ADDRESS, said.site_url, site_url),
        (_COMMIT, said.commit, own.commit),
        (_KEYS, said.keys, unsigned.public(Issuer(held.public_halves, site_url))),
    ):
        if built != here:
            raise NotTheSame(what.fill(built=built, here=here))
    return Signer(held, site_url, contexts.loader_of(said.contexts))


def _signed(
    said: Unsigned, own: Own, signer: Signer, seen: tuple[CentreView, ...], tell: Callable[[Text], None]
) -> tuple[Log, Mapping[str, str | bytes]]:
    """The log with what is new, and every file that takes a key or tells of one."""
    register, url = own.register, signer.site_url
    published = log_writing.published_at(own.previous, signer.keys.public("log"), register, url)
    tool = outsider_tool.tool(said.contexts)  # made here: whoever poisons a build must not hand out the verifier
    digest = hashlib.sha256(tool).hexdigest()
    if unsigned.imprint(log_writing.foreseen(register, url, published, digest)) != said.log:
        raise NotTheSame(_LOG)
    extended = log_writing.extended(register, signer.keys.log, url, published, digest)
    made: dict[str, str | bytes] = dict(credentials.files(register, seen, signer))
    made |= {**dict(log_writing.outputs(extended, signer.keys.log)), addresses.TOOL: tool}
    return extended, {
        **made,
        **dict(_vouched(register, extended, str(made[addresses.LOG_CHECKPOINT]), published, tell)),
    }


def _vouched(
    register: Register, extended: Log, note: str, published: Published | None, tell: Callable[[Text], None]
) -> Iterator[tuple[str, str | bytes]]:
    """The checkpoint with what witnesses and the time stamp authority say of it, and who they are."""
    said = cosigning.gathered(register, extended, note, published)
    for missing in said.missing:
        tell(missing)
    yield addresses.LOG_CHECKPOINT, said.note
    yield addresses.LOG_WITNESSES, witnesses(register)
    if said.stamp and register.time_authority:
        yield addresses.LOG_STAMP, said.stamp
        yield addresses.LOG_STAMP_AUTHORITY, register.time_authority.certificate


def witnesses(register: Register) -> str:
    """The keys of the witnesses who count on the register's day, one a line."""
    return "".join(f"{one.vkey}\n" for one in register.witnesses if one.counts_on(register.as_of))


def fill(page: str, signed: Log) -> str:
    """A page as it is when the log is signed: the hashes in the places that the build left for them."""
    hashes = {log.ROOT: signed.checkpoint.root.hex()}
    hashes |= {str(leaf["decision"]): log.imprint(leaf) for leaf in signed.decisions if leaf}
    for what, known in hashes.items():
        page = page.replace(log.unknown(what), known)
    return page


def _lay_out(
    build: Path,
    target: Path,
    taken: Mapping[str, str],
    made: Mapping[str, str | bytes],
    papers: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """What was built and what is made here, in a folder that takes the place of `target` when all of it is there."""
    laid = staging.stage(target)
    try:
        for path in taken:
            _put(build / path, laid.folder / path)
        hashes = {}
        for path, content in chain(made.items(), _with_credentials(build, papers)):
            staging.write(laid.folder, path, content)
            hashes[path] = hashlib.sha256(_bytes(content)).hexdigest()
        staging.write(laid.folder, addresses.MANIFEST_OF_ALL, staging.manifest_of({**taken, **hashes}))
        laid.publish()
    finally:
        laid.discard()


def _with_credentials(build: Path, papers: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Each document with its credential, one at a time: together they are too large to hold."""
    for path, credential in papers.items():
        try:
            yield path, paper.attach((build / path).read_bytes(), credential)
        except paper.NotOurs as error:
            raise NotTheSame(_PAPER.fill(file=path, why=error.text)) from None


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _put(built: Path, here: Path) -> None:
    """A file of the build under a second name, or copied where the disk has no such thing; nobody changes it in its place."""
    here.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(built, here)
    except OSError:
        shutil.copyfile(built, here)


_NO_KEYS = Text(
    "Nettstedet er bygget for å signeres, men det er ingen nøkler her. Uten dem ville det bli usignert. Ingenting er publisert.",
    "The site is built to be signed, but there are no keys here. Without them it would be unsigned. Nothing is published.",
)
_NEVER_SIGNED = Text(
    "Her er det nøkler, men nettstedet er bygget uten de offentlige. Før dem i registry/keys.yaml («.venv/bin/godkjent keys make»), og bygg på nytt.",
    "There are keys here, but the site was built without the public ones. Enter them in registry/keys.yaml (“.venv/bin/godkjent keys make”), and build again.",
)
_DAY = Text(
    "Nettstedet er bygget for {built}, men her gjelder {here}. Bygg på nytt.",
    "The site was built for {built}, but here it is {here}. Build again.",
)
_ADDRESS = Text(
    "Nettstedet er bygget for adressen {built}, men skal ligge på {here}.",
    "The site was built for the address {built}, but is to stand at {here}.",
)
_COMMIT = Text(
    "Nettstedet er bygget av en annen utgave av registeret ({built}) enn den som er her ({here}).",
    "The site was built from another edition of the register ({built}) than the one here ({here}).",
)
_PAPER = Text("«{file}» kan ikke signeres: {why}", "“{file}” cannot be signed: {why}")
_KEYS = Text(
    "Nettstedet er bygget for andre nøkler enn dem som er her.", "The site was built for other keys than those here."
)
_LOG = Text(
    "Noe annet er publisert siden nettstedet ble bygget, eller det er bygget av et annet register. Bygg på nytt.",
    "Something else has been published since the site was built, or it was built from another register. Build again.",
)
