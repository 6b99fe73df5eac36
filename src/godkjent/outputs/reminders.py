"""Reminders to centres at sixty, thirty and no days, as e-mails that open ready to be read over and sent.

A reminder is a draft in a file (`.eml`, RFC 5322 with `X-Unsent`): nothing here sends anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from email.message import EmailMessage
from email.policy import SMTPUTF8

from ..acts.reading import spaced
from ..language.texts import visible
from ..register.due import Task
from ..register.model import Centre, Register
from ..register.phones import written
from .letters import day

STEPS = (0, 30, 60)
"""Days before the last one at which a centre is reminded; the latest that has come is the one that counts."""
_REMINDED = ("renewal", "follow-up", "report", "deadline", "request")
"""What a centre itself must do something about, by the first word of a task's key."""


def step(task: Task, as_of: date) -> int | None:
    """Which reminder it is time for; None before the first."""
    left = (task.due - as_of).days
    return next((days for days in STEPS if left <= days), None)


def reminders(register: Register, tasks: Sequence[Task]) -> Iterator[tuple[str, bytes]]:
    """A file name and an e-mail for each thing that a centre should be reminded of now; centres without an address are left out."""
    yield from ((name, _message(register, centre, task)) for name, centre, task in _ripe(register, tasks))


def named(register: Register, tasks: Sequence[Task], language: str) -> list[tuple[str, str]]:
    """The file of each reminder, and in a line whom and what it is about."""
    return [
        (name, f"{centre.name}: {task.what.in_language(language)}") for name, centre, task in _ripe(register, tasks)
    ]


def _ripe(register: Register, tasks: Sequence[Task]) -> Iterator[tuple[str, Centre, Task]]:
    centres = {c.organisation_number: c for c in register.centres}
    for task in tasks:
        centre, days = centres[task.organisation_number], step(task, register.as_of)
        if centre.email and _reminded(task, register.as_of):
            yield f"{centre.slug}-{task.key.rpartition('-')[0]}-{days}.eml", centre, task


def unreachable(register: Register, tasks: Sequence[Task]) -> tuple[str, ...]:
    """Centres that should be reminded but have no e-mail address, by name."""
    centres = {c.organisation_number: c for c in register.centres}
    due = (t for t in tasks if _reminded(t, register.as_of))
    return tuple(sorted({t.name for t in due if not centres[t.organisation_number].email}))


def _reminded(task: Task, as_of: date) -> bool:
    """Whether a centre is to be reminded of it now: what has no last day has none to remind of."""
    return not task.waits and step(task, as_of) is not None and task.key.startswith(_REMINDED)


def _message(register: Register, centre: Centre, task: Task) -> bytes:
    scheme, made = register.scheme, EmailMessage(policy=SMTPUTF8)
    made["To"] = visible(centre.email or "")
    if scheme.publisher:
        made["From"] = scheme.publisher.email
    made["Subject"] = f"{scheme.name.nb}: {_SUBJECT[_kind(task)]} – {visible(centre.name)}"
    made["X-Unsent"] = "1"
    made.set_content("\n".join(_lines(register, centre, task)), cte="8bit")
    return made.as_bytes()


def _kind(task: Task) -> str:
    return next(kind for kind in _REMINDED if task.key.startswith(kind))


def _lines(register: Register, centre: Centre, task: Task) -> Iterator[str]:
    scheme, late = register.scheme, task.due < register.as_of
    if scheme.demonstration:
        yield from ("DEMONSTRASJON: alt her er oppdiktet, og meldingen skal ikke sendes.", "")
    yield from (f"Til {visible(centre.name)} (organisasjonsnummer {spaced(centre.organisation_number)})", "")
    yield f"Vi minner om dette: {task.what.nb}."
    yield f"Fristen var {day(task.due)}." if late else f"Fristen er {day(task.due)}."
    yield from ("", _ASKED[_kind(task)], "", "Har dere alt gjort det, kan dere se bort fra denne meldingen.", "")
    yield from ("Med hilsen", f"sekretariatet for {scheme.board.nb}")
    if scheme.publisher and scheme.publisher.phone:
        yield f"Telefon {written(scheme.publisher.phone)}"


_SUBJECT = {
    "renewal": "godkjenningen må fornyes",
    "follow-up": "årlig kontroll",
    "report": "årsrapport mangler",
    "deadline": "frist i vedtak",
    "request": "opplysninger vi har bedt om",
}
_ASKED = {
    "renewal": "Send søknad om fornyelse med oppdatert dokumentasjon, så nemnda rekker å behandle den før godkjenningen løper ut.",
    "follow-up": "Bekreft at det dere dokumenterte, fortsatt stemmer, og si fra om det som er endret.",
    "report": "Meld tallet på besvarte og tilkoblede samtaler, klager mottatt og klager som fikk medhold.",
    "deadline": "Skriv til oss hva som er gjort, og legg ved det som viser det.",
    "request": "Send det vi ba om, så nemnda kan behandle søknaden.",
}
