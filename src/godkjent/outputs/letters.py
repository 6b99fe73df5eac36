"""Letters about decisions, in the scheme's name: written from the record, so that a letter says what the register says.

A letter is private: it is made on the secretariat's own machine, into a folder that git leaves alone, and nothing here
asks what the public may see. What the register cannot know, the last day for an appeal, is given, or left to be written
in by hand. Letters are in bokmål, the board's own language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from .. import addresses
from ..acts.reading import spaced
from ..language.i18n import in_every_language
from ..language.texts import Text
from ..register import lifecycle
from ..register.due import follow_ups
from ..register.model import Centre, Decision, Kind, Publisher, Register
from ..register.phones import written
from .typesetting import seen, typeset

SHEET = "letter.typ"
Part = dict[str, Any]
"""One part of a paper, as the template knows it: a heading, a paragraph, a list, facts, a table, or blank lines."""
_DEMONSTRATION = "Demonstrasjon. Alt her er oppdiktet, og brevet skal ikke sendes."


@dataclass(frozen=True)
class Paper:
    """A letter or another paper, as plain text; `recipient` is empty when it is written to nobody."""

    title: str
    dated: date
    parts: tuple[Part, ...]
    recipient: tuple[str, ...] = ()
    reference: str = ""
    signed: tuple[str, ...] = ()


def heading(text: str) -> Part:
    """The heading of a part of a paper."""
    return {"kind": "heading", "text": text}


def paragraph(text: str) -> Part:
    """One paragraph."""
    return {"kind": "paragraph", "text": text}


def items(texts: Sequence[str]) -> Part:
    """A list with bullets."""
    return {"kind": "list", "items": list(texts)}


def facts(rows: Sequence[tuple[str, str]]) -> Part:
    """Labels with their values."""
    return {"kind": "facts", "rows": [list(row) for row in rows]}


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> Part:
    """A table; the columns in `numbers` stand to the right."""
    return {"kind": "table", "columns": list(columns), "rows": [list(row) for row in rows], "numbers": list(numbers)}


def blank(lines: int) -> Part:
    """Room to write by hand."""
    return {"kind": "blank", "lines": lines}


def day(value: date) -> str:
    """A date as a letter writes it: 24. november 2026."""
    return in_every_language(value).nb


def as_pdf(paper: Paper, register: Register, theme: Path) -> bytes:
    """The paper on the scheme's sheet, as a tagged PDF; the same paper gives the same bytes."""
    noon = datetime.combine(paper.dated, time(12), UTC)
    return typeset(theme / "documents" / SHEET, seen(_content(paper, register)), int(noon.timestamp()))


def _content(paper: Paper, register: Register) -> dict[str, Any]:
    scheme = register.scheme
    return {
        "title": paper.title,
        "sender": [scheme.board.nb, *_lines_of(scheme.publisher)],
        "recipient": list(paper.recipient),
        "reference": paper.reference,
        "dated": day(paper.dated),
        "demonstration": _DEMONSTRATION if scheme.demonstration else None,
        "parts": list(paper.parts),
        "signed": list(paper.signed),
        "footer": f"{scheme.name.nb} · {scheme.site.partition('://')[2]}" if scheme.site else scheme.name.nb,
    }


def _lines_of(publisher: Publisher | None) -> Iterator[str]:
    """How the sender is reached, a line each; nothing when `scheme.yaml` does not say."""
    if publisher is None:
        return
    if publisher.address:
        yield from filter(None, (publisher.address.street,))
        yield f"{publisher.address.postcode} {publisher.address.city}"
    yield publisher.email
    if publisher.phone:
        yield f"Telefon {written(publisher.phone)}"
    if publisher.organisation_number:
        yield f"Organisasjonsnummer {spaced(publisher.organisation_number)}"


def recipient(centre: Centre) -> tuple[str, ...]:
    """Whom a letter to a centre goes to, and where."""
    place = (centre.address.street, f"{centre.address.postcode} {centre.address.city}")
    return (centre.name, *(line for line in place if line))


# --- Letters about one decision ---------------------------------------------------------------------------------


def about(
    decision: Decision, centre: Centre, register: Register, kinds: Mapping[str, Text], appeal_by: date | None = None
) -> Paper:
    """The letter that tells a centre of one decision about it, as the decision was corrected; `appeal_by` is the last day for an appeal.

    A kind that has no letter of its own is told by its name, one of `kinds`.
    """
    words = _WORDS.get(decision.kind) or _Words(kinds[decision.kind].nb, _PLAIN)
    return Paper(
        title=words.title,
        dated=decision.date,
        parts=tuple(_parts(words, decision, centre, register, appeal_by)),
        recipient=recipient(centre),
        reference=f"Vedtak {decision.id} · organisasjonsnummer {spaced(centre.organisation_number)}",
        signed=("Med hilsen", "", f"for {register.scheme.board.nb}"),
    )


@dataclass(frozen=True)
class _Words:
    """What a letter about one kind of decision is called, how it begins and ends, and what its parts are called."""

    title: str
    opening: str
    reason: str = "Begrunnelse"
    remedy: str = "Dette må dere gjøre"
    deadline: str = "Fristen er"
    after: Callable[[Decision, Centre, Register], Iterator[Part]] | None = None


def _parts(
    words: _Words, decision: Decision, centre: Centre, register: Register, appeal_by: date | None
) -> Iterator[Part]:
    said = {**_said(decision, centre, register), "title": words.title}
    yield paragraph(words.opening.format(**said))
    if decision.effective > decision.date:
        yield paragraph(f"Vedtaket gjelder fra {day(decision.effective)}.")
    if decision.reason:
        yield from (heading(words.reason), *_paragraphs(decision.reason))
    if decision.requirements:
        titles = {r.id: r.title.nb for r in register.requirements}
        yield from (heading("Kravene det gjelder"), items([titles.get(id_, id_) for id_ in decision.requirements]))
    if decision.remedy:
        yield from (heading(words.remedy), *_paragraphs(decision.remedy))
    if decision.deadline:
        yield paragraph(f"{words.deadline} {day(decision.deadline)}.")
    if words.after:
        yield from words.after(decision, centre, register)
    if decision.kind in lifecycle.APPEALABLE:
        yield from _appeal(register, appeal_by)


def _said(decision: Decision, centre: Centre, register: Register) -> Mapping[str, str]:
    until = lifecycle.state_on(centre.decisions, decision.effective, register.scheme.rules).valid_until
    return {
        "board": register.scheme.board.nb,
        "scheme": register.scheme.name.nb,
        "name": centre.name,
        "day": day(decision.date),
        "effective": day(decision.effective),
        "until": day(until) if until else "",
        "id": decision.id,
        "concerns": decision.concerns or "",
        "transferred": _transferred(decision, centre),
        "outcome": "Klageorganet har opphevet vedtaket."
        if decision.outcome == "overturned"
        else "Klageorganet har stadfestet vedtaket.",
    }


def _transferred(decision: Decision, centre: Centre) -> str:
    """From which number to which, as the letter to either of the two says it."""
    if decision.successor:
        return f"fra {centre.name} til organisasjonsnummer {spaced(decision.successor)}"
    before = f"fra organisasjonsnummer {spaced(decision.predecessor)} " if decision.predecessor else ""
    return f"{before}til {centre.name}"


def _paragraphs(text: Text) -> Iterator[Part]:
    return (paragraph(part.strip()) for part in text.nb.splitlines() if part.strip())


def _appeal(register: Register, appeal_by: date | None) -> Iterator[Part]:
    publisher = register.scheme.publisher
    where = f" Send klagen til {publisher.email}." if publisher else ""
    yield heading("Dere kan klage")
    yield paragraph(
        f"Er dere uenige, kan dere klage til klageorganet. Skriv hvilket vedtak dere klager på, og hvorfor.{where}"
    )
    yield paragraph(f"Siste dag for å klage er {day(appeal_by)}." if appeal_by else "Siste dag for å klage er:")
    if appeal_by is None:
        yield blank(1)


def _documentation(_: Decision, __: Centre, register: Register) -> Iterator[Part]:
    yield heading("Dette skal dokumenteres")
    yield items([f"{r.title.nb}: {r.description.nb}" for r in register.requirements])
    yield paragraph("Vi skriver til dere når søknaden er avgjort, eller når vi trenger mer fra dere.")


def _approved(decision: Decision, centre: Centre, register: Register) -> Iterator[Part]:
    made = [d for d in lifecycle.corrected(centre.decisions) if d.effective <= decision.effective]
    coming = [day(one.due) for one in follow_ups(made, register.scheme.rules)]
    yield heading("Det som følger")
    yield items(
        [
            f"Årlig kontroll: {' og '.join(coming)}.",
            "Hvert år melder dere tallet på samtaler og klager.",
            "Si fra til oss når navn, adresse, telefonnumre eller nettsteder endres.",
            f"Merket og koden til nettstedet deres ligger på {_address(register, addresses.badge_page(centre.organisation_number))}.",
        ]
    )


def _address(register: Register, path: str) -> str:
    site = (register.scheme.site or "").rstrip("/")
    return f"{site}/{path}" if site else f"registerets nettsted, under /{path}"


def _mark_off(_: Decision, __: Centre, ___: Register) -> Iterator[Part]:
    yield heading("Merket")
    yield paragraph("Dere er ikke godkjent nå. Ta merket bort fra nettsted, e-post og trykksaker med det samme.")


_WORDS: dict[Kind, _Words] = {
    Kind.APPLICATION: _Words(
        "Vi har mottatt søknaden",
        "Søknaden fra {name} om å bli {scheme} er mottatt og ført i registeret {day}. {board} behandler den når alt er dokumentert.",
        after=_documentation,
    ),
    Kind.INFORMATION_REQUESTED: _Words(
        "Vi trenger mer for å behandle søknaden",
        "{board} kan ikke avgjøre søknaden fra {name} før vi har fått det som står nedenfor.",
        reason="Dette mangler",
        deadline="Fristen for å sende det er",
    ),
    Kind.APPROVAL: _Words(
        "Godkjenning",
        "{board} har {day} godkjent {name} som {scheme}. Godkjenningen gjelder til og med {until}.",
        after=_approved,
    ),
    Kind.REJECTION: _Words("Søknaden er avslått", "{board} har {day} avslått søknaden fra {name} om å bli {scheme}."),
    Kind.FOLLOW_UP: _Words(
        "Årlig kontroll",
        "{board} har {day} gått gjennom den årlige bekreftelsen fra {name}. Godkjenningen gjelder fortsatt, til og med {until}.",
    ),
    Kind.RENEWAL: _Words(
        "Godkjenningen er fornyet",
        "{board} har {day} fornyet godkjenningen av {name}. Den gjelder til og med {until}.",
        after=_approved,
    ),
    Kind.WARNING: _Words(
        "Advarsel",
        "{board} har {day} gitt {name} en advarsel. Dere er fortsatt godkjent, men må rette det som er galt.",
    ),
    Kind.WARNING_LIFTED: _Words(
        "Advarselen er opphevet", "{board} har {day} opphevet advarselen til {name}. Forholdet er rettet."
    ),
    Kind.SUSPENSION: _Words(
        "Suspensjon",
        "{board} har {day} suspendert godkjenningen av {name}. Godkjenningen gjelder ikke før suspensjonen er opphevet.",
        after=_mark_off,
    ),
    Kind.SUSPENSION_LIFTED: _Words(
        "Suspensjonen er opphevet",
        "{board} har {day} opphevet suspensjonen av {name}. Dere er godkjent igjen, til og med {until}.",
    ),
    Kind.REVOCATION: _Words(
        "Godkjenningen er inndratt", "{board} har {day} inndratt godkjenningen av {name}.", after=_mark_off
    ),
    Kind.WITHDRAWAL: _Words(
        "Dere har trukket dere fra ordningen",
        "{name} har bedt om å gå ut av ordningen. Det er ført i registeret {day}.",
        after=_mark_off,
    ),
    Kind.APPEAL: _Words(
        "Vi har mottatt klagen",
        "Klagen fra {name} på vedtak {concerns} er mottatt {day}. Vedtaket gjelder til klagen er avgjort.",
    ),
    Kind.APPEAL_RULING: _Words(
        "Klagen er avgjort", "Klagen fra {name} på vedtak {concerns} ble avgjort {day}. {outcome}"
    ),
    Kind.TRANSFER: _Words(
        "Godkjenningen er overført",
        "{board} har {day} overført godkjenningen {transferred}.",
    ),
    Kind.CORRECTION: _Words(
        "Et vedtak er rettet",
        "Vedtak {concerns} om {name} hadde en feil, og er rettet {day}. Det rettede vedtaket står på siden deres i registeret.",
        reason="Hva som er rettet, og hvorfor",
    ),
}
"""What is said of the kinds that have a letter of their own."""
_PLAIN = "{board} har {day} ført et vedtak om {name} i registeret: {title}."
