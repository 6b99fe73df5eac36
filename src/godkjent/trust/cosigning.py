"""Asking the witnesses and the time stamp authority of a log. Those that do not answer cost a bounded time.

Witnesses are asked only of a checkpoint that is published already: one that was signed and then never published, since another
build came first, would be a second history to whoever had cosigned it. So a new checkpoint is cosigned from the next build on.

Nothing here can stop a publication: what is missing is told, and readers decide how many witnesses they ask for.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread

from asn1crypto import tsp

from .. import addresses
from ..language.refusals import Refusal
from ..language.texts import Text, shown
from ..register.model import NamedWitness, Register, TimeAuthority
from ..register.witness_keys import Witness, witness_of
from . import cosignatures, tlog
from .cosignatures import Cosignature
from .log import Log, Published
from .site_files import OK, BadSource, exchange

SECONDS = 10.0
"""Seconds in which all the witnesses together, and the time stamp authority, must have answered."""
CONFLICT, IMPOSSIBLE = 409, 422
_GRANTED = ("granted", "granted_with_mods")


class NotGiven(Refusal):
    """A witness or an authority gave nothing that can be used; `text` says why."""


@dataclass(frozen=True)
class Gathered:
    """The checkpoint with the cosignatures that there are, its time stamp, and a sentence for each that is missing."""

    note: str
    stamp: bytes | None
    missing: tuple[Text, ...]


def gathered(register: Register, log: Log, note: str, published: Published | None) -> Gathered:
    """What witnesses and authority say of a signed checkpoint; what was said of the very same one before is kept."""
    same = published if published and published.log.checkpoint == log.checkpoint else None
    known = [one for one in register.witnesses if one.counts_on(register.as_of)]
    signed, missing = _cosigned(known, log, note, same)
    stamp, why = _stamped(register.time_authority, log, same)
    told = [*missing, *([why] if why else [])]
    return Gathered(note + "".join(f"{one.line}\n" for one in signed), stamp, tuple(told))


# --- Witnesses ------------------------------------------------------------------------------------------------------


def _cosigned(
    known: Sequence[NamedWitness], log: Log, note: str, same: Published | None
) -> tuple[list[Cosignature], list[Text]]:
    if same is None:
        return [], [_NEW] if known else []
    witnesses = [witness_of(one.vkey) for one in known]
    kept = cosignatures.found(same.note, log.checkpoint, witnesses)
    there = {one.witness.vkey for one in kept}
    asked = {
        one.name: partial(_answer, named, one, log, note)
        for named, one in zip(known, witnesses, strict=True)
        if one.vkey not in there
    }
    said = _together(asked)
    new = [one for one in said.values() if isinstance(one, Cosignature)]
    missing = [_MISSING.fill(name=shown(name), why=why) for name, why in said.items() if isinstance(why, Text)]
    return sorted([*kept, *new], key=lambda one: one.witness.name), missing


def _together(asked: dict[str, partial[Cosignature]]) -> dict[str, Cosignature | Text]:
    """Everybody's answer, asked at once; whoever has not answered in time has not answered."""
    answers: SimpleQueue[tuple[str, Cosignature | Text]] = SimpleQueue()

    def ask(name: str, question: partial[Cosignature]) -> None:
        try:
            answers.put((name, question()))
        except Refusal as error:
            answers.put((name, error.text))

    for name, question in asked.items():
        Thread(target=ask, args=(name, question), daemon=True).start()
    said: dict[str, Cosignature | Text] = dict.fromkeys(asked, _TOO_SLOW)
    ends = time.monotonic() + SECONDS
    for _ in asked:
        try:
            name, answer = answers.get(timeout=max(0.0, ends - time.monotonic()))
        except Empty:
            break
        said[name] = answer
    return said


def _answer(named: NamedWitness, one: Witness, log: Log, note: str) -> Cosignature:
    """The witness's cosignature of the log's checkpoint. Raises NotGiven or BadSource."""
    lines = _read(named.publishes, log) if named.publishes else _asked(str(named.url), log, note)
    given = cosignatures.found(f"\n\n{lines}", log.checkpoint, [one])
    if not given:
        raise NotGiven(_FALSE)
    return given[0]


def _read(place: str, log: Log) -> str:
    """The signature lines of what a witness has published itself, when it is of this very checkpoint."""
    text, _, lines = _text(exchange(place, seconds=SECONDS)).partition("\n\n")
    if f"{text}\n" != log.checkpoint.text:
        raise NotGiven(_NOT_YET)
    return lines


def _asked(url: str, log: Log, note: str) -> str:
    """What a witness answers by tlog-witness: asked again once, from the size that it says it has seen."""
    status, body = _add(url, log, note, log.checkpoint.size)
    if status == CONFLICT:
        seen = int(body) if body.strip().isdigit() and len(body) < 20 else -1
        if not 0 <= seen <= log.checkpoint.size:
            raise NotGiven(_LONGER.fill(size=shown(body.decode("ascii", "replace"))))
        status, body = _add(url, log, note, seen)
    if status == IMPOSSIBLE:
        raise NotGiven(_FORKED)
    return _text((status, body))


def _add(url: str, log: Log, note: str, old: int) -> tuple[int, bytes]:
    proof = "".join(f"{tlog.base64_of(part)}\n" for part in tlog.consistency(log.hashes, old))
    return exchange(f"{url.rstrip('/')}/add-checkpoint", f"old {old}\n{proof}\n{note}".encode(), seconds=SECONDS)


def _text(answer: tuple[int, bytes]) -> str:
    status, body = answer
    if status != OK:
        raise NotGiven(_STATUS.fill(status=status))
    return body.decode("utf-8", "replace")


# --- Time stamps (RFC 3161) -----------------------------------------------------------------------------------------


def _stamped(authority: TimeAuthority | None, log: Log, same: Published | None) -> tuple[bytes | None, Text | None]:
    if authority is None:
        return None, None
    imprint = hashlib.sha256(log.checkpoint.text.encode()).digest()
    if same and (kept := _kept(same, imprint)):
        return kept, None
    try:
        return _stamp(authority.url, imprint), None
    except (NotGiven, BadSource) as error:
        return None, _NO_STAMP.fill(why=error.text)


def _kept(published: Published, imprint: bytes) -> bytes | None:
    try:
        stamp = published.source.read(addresses.LOG_STAMP)
        _refuse_other(stamp, imprint, None)
    except (BadSource, NotGiven):
        return None
    return stamp


def _stamp(url: str, imprint: bytes) -> bytes:
    """A time stamp of a SHA-256, from an authority. Raises NotGiven or BadSource."""
    nonce = int.from_bytes(os.urandom(8))
    request = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": imprint},
            "nonce": nonce,
            "cert_req": True,
        }
    )
    status, body = exchange(url, request.dump(), "application/timestamp-query", SECONDS)
    if status != OK:
        raise NotGiven(_STATUS.fill(status=status))
    _refuse_other(body, imprint, nonce)
    return body


def _refuse_other(stamp: bytes, imprint: bytes, nonce: int | None) -> None:
    """Raises NotGiven unless the answer is a stamp of that very hash; who signed it is for openssl and the reader to judge."""
    try:
        answer = tsp.TimeStampResp.load(stamp, strict=True)
        told = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
        fits = (
            answer["status"]["status"].native in _GRANTED
            and told["message_imprint"]["hash_algorithm"]["algorithm"].native == "sha256"
            and told["message_imprint"]["hashed_message"].native == imprint
            and (nonce is None or told["nonce"].native == nonce)
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        fits = False
    if not fits:
        raise NotGiven(_FALSE)


_NEW = Text(
    "Loggen har vokst. Vitnene blir spurt ved neste bygg, når denne utgaven er publisert.",
    "The log has grown. The witnesses are asked at the next build, when this state is published.",
)
_MISSING = Text("Vitnet {name} har ikke medsignert: {why}", "The witness {name} has not cosigned: {why}")
_TOO_SLOW = Text("det svarte ikke i tide.", "it did not answer in time.")
_FALSE = Text(
    "det svarte med noe som ikke stemmer med det det ble spurt om.", "it answered with what does not fit the question."
)
_NOT_YET = Text("det har ikke sett denne utgaven av loggen ennå.", "it has not seen this state of the log yet.")
_LONGER = Text(
    "det sier at det har sett en lengre logg ({size}). Undersøk dette før noe mer publiseres.",
    "it says that it has seen a longer log ({size}). Look into this before anything more is published.",
)
_FORKED = Text(
    "det sier at loggen ikke er en fortsettelse av den det har sett. Undersøk dette før noe mer publiseres.",
    "it says that the log does not go on from the one it has seen. Look into this before anything more is published.",
)
_STATUS = Text("det svarte {status}.", "it answered {status}.")
_NO_STAMP = Text("Sjekkpunktet har ikke fått tidsstempel: {why}", "The checkpoint has no time stamp: {why}")
