"""What an outsider checks of a site: that its log is signed and only grew, and that what it shows agrees with the log."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .. import addresses
from ..language.texts import Text, shown
from ..register import decision_data, lifecycle
from ..register.ed25519 import VerifyKey
from ..register.model import Decision, Rules, Status
from ..register.statuses import COUNTED_AS_APPROVED, TOLD_BY_MARK
from ..register.witness_keys import Witness, witness_of
from . import cosignatures, log, tlog
from .log import Json, LogError, Published
from .site_files import BadSource, Source, json_from
from .verify_credential import Finding, Outcome

MOST_WITNESSES = 50


@dataclass(frozen=True)
class Seen:
    """What an outsider has kept from the last time: the log's key, and the checkpoint as it was signed."""

    vkey: str
    note: str


@dataclass(frozen=True)
class Quorum:
    """How many witnesses the reader asks for, and whose keys he has from elsewhere; none: those that the site tells."""

    needed: int = 0
    pinned: tuple[Witness, ...] = ()


NO_QUORUM = Quorum()


def findings(
    source: Source, vkey: str, seen: Seen | None = None, quorum: Quorum = NO_QUORUM
) -> tuple[list[Finding], Published | None]:
    """Everything that can be said of a site's log and of what it shows; the published log when it fits together."""
    try:
        name, key = tlog.from_vkey(vkey)
        published = log.read(source, [key], name)
    except (LogError, ValueError) as error:
        return [_wrong(getattr(error, "text", _NO_VKEY))], None
    size = published.log.checkpoint.size
    found = [Finding(_WHOLE.fill(size=size))]
    found += list(_growth(published, key, seen)) if seen else []
    found += list(_tiles(published))
    files = dict(_files(published))
    found += list(_file_findings(published, files))
    found += [*_witnessed(published, key, quorum), *_tool(published)]
    found += list(_replay_findings(source, {id_: json.loads(content) for id_, content in files.items() if content}))
    return found, published


def _wrong(text: Text) -> Finding:
    return Finding(text, Outcome.NOT_GENUINE)


def _tiles(published: Published) -> Iterator[Finding]:
    """Whether the tiles, which others may trust, are those that the entries give."""
    for path, content in tlog.tiles(published.log.entries):
        if _or_nothing(published.source, addresses.LOG + path) != content:
            yield _wrong(_TILE.fill(path=shown(path)))


def _growth(published: Published, key: VerifyKey, seen: Seen) -> Iterator[Finding]:
    """Whether the log of now begins with the log that was seen."""
    try:
        old = tlog.opened(seen.note, published.log.origin, [key, tlog.from_vkey(seen.vkey)[1]])
    except (tlog.BadNote, ValueError):
        yield _wrong(_OLD_UNREADABLE)
        return
    now = published.log.checkpoint
    if now.size < old.size:
        yield _wrong(_SHRUNK.fill(old=old.size, now=now.size))
    elif tlog.root(published.log.hashes[: old.size]) != old.root:
        yield _wrong((_FORKED if now.size == old.size else _REWRITTEN).fill(old=old.size))
    else:
        yield Finding(_GREW.fill(count=now.size - old.size))


def _witnessed(published: Published, own: VerifyKey, quorum: Quorum) -> Iterator[Finding]:
    """Who has cosigned this very checkpoint. One key is one witness, and the log is none of its own."""
    named = quorum.pinned or _named(published.source)
    by_key = {one.key.public_bytes_raw(): one for one in named if one.key.public_bytes_raw() != own.public_bytes_raw()}
    found = cosignatures.found(published.note, published.log.checkpoint, by_key.values())
    for one in found:
        yield Finding(_WITNESSED.fill(name=shown(one.witness.name), at=f"{one.at:%Y-%m-%d %H:%M} UTC"))
    yield Finding(_WITNESSES.fill(count=len(found), known=len(by_key)))
    if len(found) < quorum.needed:
        yield _wrong(_TOO_FEW.fill(count=len(found), needed=quorum.needed))
    elif quorum.needed and not quorum.pinned:
        yield Finding(_UNPINNED_WITNESSES, warning=True)


def _tool(published: Published) -> Iterator[Finding]:
    """Whether the program that outsiders are given is one that the log knows."""
    known = log.tools(published.log.leaves)
    content = _or_nothing(published.source, addresses.TOOL) if known else b""
    if content:
        fits = hashlib.sha256(content).hexdigest() in known
        yield Finding(_TOOL) if fits else _wrong(_OTHER_TOOL)


def _named(source: Source) -> list[Witness]:
    """The witnesses that the site itself tells of; a line that is no key is passed by."""
    try:
        lines = source.read(addresses.LOG_WITNESSES).decode("utf-8", "replace").split()
    except BadSource:
        return []
    found = []
    for line in lines[:MOST_WITNESSES]:
        try:
            found.append(witness_of(line))
        except ValueError:
            continue
    return found


def _files(published: Published) -> Iterator[tuple[str, bytes | None]]:
    """Each logged decision's file; None for one that is not published any more."""
    for leaf in (leaf for leaf in published.log.decisions if leaf):
        try:
            yield leaf["decision"], published.source.read(addresses.decision_file(leaf["decision"]))
        except BadSource:
            yield leaf["decision"], None


def _file_findings(published: Published, files: Mapping[str, bytes | None]) -> Iterator[Finding]:
    hashes = {leaf["decision"]: leaf["sha256"] for leaf in published.log.decisions if leaf}
    hidden = log.withheld(published.log.leaves)
    gone = [id_ for id_, content in files.items() if content is None and id_ not in hidden]
    yield from (_wrong(_MISSING.fill(id=shown(id_))) for id_ in gone)
    forged = [id_ for id_, content in files.items() if content and hashlib.sha256(content).hexdigest() != hashes[id_]]
    yield from (_wrong(_FORGED.fill(id=shown(id_))) for id_ in forged)
    if not forged and not gone:
        there = sum(content is not None for content in files.values())
        yield Finding(_FILES.fill(there=there, withheld=len(files) - there))


# --- Replay -----------------------------------------------------------------------------------------------------


def replayed(files: Mapping[str, Json], day: date, rules: Rules) -> dict[str, Status | None]:
    """Each centre's status on a day, by organisation number, from the published decision files alone."""
    histories: dict[str, list[Decision]] = {}
    for file in files.values():
        decision = decision_data.decision({k: v for k, v in file["decision"].items() if v not in (None, [])})
        histories.setdefault(file["organisation_number"], []).append(decision)
    return {number: lifecycle.status_on(_ordered(history), day, rules) for number, history in histories.items()}


def _ordered(history: Sequence[Decision]) -> list[Decision]:
    return sorted(history, key=lambda d: (d.date, *(int(part) for part in d.id.split("-"))))


def _replay_findings(source: Source, files: Mapping[str, Json]) -> Iterator[Finding]:
    """Whether the API and the badges show what the log gives."""
    try:
        build, listed = (json_from(source.read(path)) for path in (addresses.BUILD, addresses.API_CENTRES))
        terms, day = build["terms"], date.fromisoformat(str(build["as_of"]))
        statuses = replayed(files, day, Rules(int(terms["approval_years"]), int(terms["grace_days"])))
        shown_ = {str(c["organisation_number"]): str(c["status"]) for c in listed["centres"]}
    except BadSource as error:
        yield _wrong(_NOT_COMPARED.fill(why=error.text))
        return
    except (KeyError, TypeError, ValueError):
        yield _wrong(_ODD_PAYLOAD)
        return
    wrong = [*_differences(statuses, shown_), *_badges(source, shown_), *_payloads(source, shown_)]
    yield from wrong or [Finding(_AGREES.fill(count=len(shown_), day=day))]


def _differences(statuses: Mapping[str, Status | None], told: Mapping[str, str]) -> Iterator[Finding]:
    for number in sorted({*statuses, *told}):
        replay, says = statuses.get(number), told.get(number)
        if replay == says:
            continue
        values = {"number": shown(number), "says": shown(says or "-"), "replay": shown(replay or "-")}
        stricter = says == Status.SUSPENDED and replay in COUNTED_AS_APPROVED
        yield Finding(_STRICTER.fill(**values), warning=True) if stricter else _wrong(_DIFFERS.fill(**values))


def _badges(source: Source, told: Mapping[str, str]) -> Iterator[Finding]:
    for number, says in told.items():
        found = TOLD_BY_MARK.search(_or_nothing(source, addresses.badge(number)))
        if not found or found[1].decode() != says:
            yield _wrong(_BADGE_DIFFERS.fill(number=shown(number)))


def _payloads(source: Source, told: Mapping[str, str]) -> Iterator[Finding]:
    for number, says in told.items():
        try:
            one: Any = json_from(_or_nothing(source, addresses.api_centre(number)))["centre"]
            fits = one["status"] == says
        except (BadSource, KeyError, TypeError):
            fits = False
        if not fits:
            yield _wrong(_PAYLOAD_DIFFERS.fill(number=shown(number)))


def _or_nothing(source: Source, path: str) -> bytes:
    try:
        return source.read(path)
    except BadSource:
        return b""


_NO_VKEY = Text("Nøkkelen til loggen er ikke skrevet slik den skal.", "The log's key is not written as it must be.")
_WHOLE = Text(
    "Loggen er signert, og de {size} oppføringene gir roten i sjekkpunktet.",
    "The log is signed, and its {size} entries give the root of the checkpoint.",
)
_OLD_UNREADABLE = Text(
    "Sjekkpunktet du tok vare på, kan ikke leses eller er signert med en annen nøkkel.",
    "The checkpoint that you kept cannot be read or is signed with another key.",
)
_SHRUNK = Text(
    "Loggen er blitt kortere: {old} oppføringer før, {now} nå. Noe er fjernet.",
    "The log has become shorter: {old} entries before, {now} now. Something has been removed.",
)
_REWRITTEN = Text(
    "De første {old} oppføringene er ikke de samme som sist. Historien er skrevet om.",
    "The first {old} entries are not the same as last time. History has been rewritten.",
)
_FORKED = Text(
    "To signerte sjekkpunkter med {old} oppføringer har hver sin rot: det finnes to utgaver av loggen.",
    "Two signed checkpoints of {old} entries have different roots: there are two versions of the log.",
)
_GREW = Text(
    "Loggen er en fortsettelse av den du så sist; {count} oppføringer er nye.",
    "The log goes on from the one you saw last; {count} entries are new.",
)
_TOOL = Text(
    "Programmet som ligger på nettstedet for slike kontroller, er det som står i loggen.",
    "The program that the site offers for such checks is the one in the log.",
)
_OTHER_TOOL = Text(
    "Programmet som ligger på nettstedet for slike kontroller, er ikke det som står i loggen. Ikke bruk det.",
    "The program that the site offers for such checks is not the one in the log. Do not use it.",
)
_WITNESSED = Text(
    "Vitnet {name} så dette sjekkpunktet {at}, og har medsignert det.",
    "The witness {name} saw this checkpoint at {at}, and has cosigned it.",
)
_WITNESSES = Text(
    "{count} av {known} vitner har medsignert sjekkpunktet.",
    "{count} of {known} witnesses have cosigned the checkpoint.",
)
_TOO_FEW = Text(
    "Du ba om minst {needed} vitner, og {count} har medsignert. Loggen kan være en annen enn den andre ser.",
    "You asked for at least {needed} witnesses, and {count} have cosigned. The log may be another than the one that others see.",
)
_UNPINNED_WITNESSES = Text(
    "Vitnenes nøkler er lest fra nettstedet selv. At de er vitnenes, viser bare --witness.",
    "The witnesses' keys were read from the site itself. Only --witness shows that they are the witnesses'.",
)
_TILE = Text(
    "Loggens fil {path} er ikke den som oppføringene gir.",
    "The log's file {path} is not the one that the entries give.",
)
_FORGED = Text(
    "Filen til vedtak {id} er ikke den som står i loggen.", "The file of decision {id} is not the one in the log."
)
_MISSING = Text(
    "Filen til vedtak {id} er borte, uten at loggen sier at vedtaket ikke lenger er offentlig.",
    "The file of decision {id} is gone, and the log does not say that the decision is no longer public.",
)
_FILES = Text(
    "{there} vedtaksfiler er de som står i loggen; {withheld} er ikke lenger offentlige.",
    "{there} decision files are those in the log; {withheld} are no longer public.",
)
_NOT_COMPARED = Text(
    "Det nettstedet viser, kan ikke sammenlignes med loggen: {why}",
    "What the site shows cannot be compared with the log: {why}",
)
_ODD_PAYLOAD = Text(
    "Dataene på nettstedet er ikke skrevet slik de skal, og kan ikke sammenlignes med loggen.",
    "The site's data are not written as they must be, and cannot be compared with the log.",
)
_AGREES = Text(
    "Status for {count} sentre {day} er den loggen gir, i dataene og i merkene.",
    "The status of {count} centres on {day} is what the log gives, in the data and in the badges.",
)
_DIFFERS = Text(
    "{number}: nettstedet sier {says}, men loggen gir {replay}.",
    "{number}: the site says {says}, but the log gives {replay}.",
)
_STRICTER = Text(
    "{number}: nettstedet sier {says}, og loggen gir {replay}. Det kan være en suspensjon med begrunnelse som ikke er offentlig.",
    "{number}: the site says {says}, and the log gives {replay}. It may be a suspension whose reasons are not public.",
)
_BADGE_DIFFERS = Text(
    "{number}: merket viser en annen status enn dataene.", "{number}: the badge shows another status than the data."
)
_PAYLOAD_DIFFERS = Text(
    "{number}: senterets egne data viser en annen status enn listen.",
    "{number}: the centre's own data show another status than the list.",
)
