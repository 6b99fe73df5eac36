"""Two proposals that took the same number: the one that is published keeps it, and the other is told which is free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..language.texts import Text, shown
from ..register.loader import Document, Value
from ..register.problems import Level, Mark, Problem
from ..register.records import Record, Registry
from ..register.schema import at
from .base import Base, decisions_in

_TWICE = "decision-id-twice"


def without_blame(problems: Iterable[Problem], taken: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems with each collision told once, at the decision that is not published."""
    numbers = [f" {_number_in(p)} " for p in taken]
    kept = [p for p in problems if p.rule != _TWICE or not any(number in p.message.nb for number in numbers)]
    return (*kept, *taken)


def _number_in(problem: Problem) -> str:
    return problem.message.nb.split()[1]


Where = tuple[Document | Record, int]
"""A decision by the file that it is in and its place there."""


def taken(start: Base, published: Base, registry: Registry) -> tuple[Problem, ...]:
    """Decisions made since `start` whose number another has by now in `published`."""
    known = start.numbers
    theirs: dict[str, Where] = {id_: (file, index) for file in published.files for id_, index in decisions_in(file)}
    ours = [(r, *row) for r in registry.of_kind("centre") for row in decisions_in(r)]
    twice = [
        (record, id_, index)
        for record, id_, index in ours
        if id_ in theirs
        and not _same(theirs[id_], (record, index))
        and (id_ not in known or _elsewhere(id_, start, record, registry))
    ]
    free = _next_numbers([*theirs, *(id_ for _, id_, _ in ours)] if twice else ())
    return tuple(
        record.problem(
            ("decisions", index, "id"),
            "number-taken",
            _TAKEN.fill(id=id_, other=shown(at(theirs[id_][0].data, ("name",))), free=next(free[id_[:4]])),
            _TAKEN_TIP,
        )
        for record, id_, index in twice
    )


def _same(theirs: Where, ours: Where) -> bool:
    """Whether it is the very decision that is published."""
    return (theirs[0] is ours[0] and theirs[1] == ours[1]) or (_organisation(theirs[0].data), _text(theirs)) == (
        _organisation(ours[0].data),
        _text(ours),
    )


def _text(where: Where) -> Value | None:
    """What a decision says, as it is written."""
    file, index = where
    return at((file.document if isinstance(file, Record) else file).data, ("decisions", index))


def _elsewhere(id_: str, start: Base, record: Record, registry: Registry) -> bool:
    """Whether the number was another centre's already when the proposal began, and still is."""
    held: tuple[Sequence[Document | Record], ...] = (start.files, registry.of_kind("centre"))
    before, now = ({_organisation(f.data) for f in side if id_ in dict(decisions_in(f))} for side in held)
    return _organisation(record.data) not in before and bool(before & now)


def _next_numbers(ids: Iterable[str]) -> dict[str, Iterator[str]]:
    """The free numbers of each year, lowest first."""
    highest: dict[str, int] = {}
    for id_ in ids:
        year, _, number = id_.partition("-")
        highest[year] = max(highest.get(year, 0), int(number) if number.isdecimal() else 0)
    return {year: (f"{year}-{n:03}" for n in range(top + 1, top + 10_000)) for year, top in highest.items()}


def _organisation(data: Value) -> Value | None:
    return at(data, ("organisation_number",))


def stale(ref: str, file: str) -> Problem:
    """That something has been published since the proposal began."""
    return Problem(file, Mark(), "stale", _STALE.fill(ref=shown(ref)), _STALE_TIP, Level.WARNING)


_TAKEN = Text(
    "Vedtaksnummer {id} er i mellomtiden publisert for {other}. Dette vedtaket er ikke publisert ennå, og får neste ledige nummer: {free}.",
    "Decision number {id} has been published for {other} in the meantime. This decision is not published yet and takes the next free number: {free}.",
)
_TAKEN_TIP = Text(
    "Kom forslaget fra et skjema, så åpne skjemaet, trykk Edit, skriv ett ord til i et svar og lagre: da lages forslaget på "
    "nytt med riktig nummer. Vedtaket som er publisert, skal ikke røres.",
    "If the proposal came from a form, open the form, press Edit, add a word to an answer and save: the proposal is then made "
    "anew with the right number. The decision that is published is not to be touched.",
)
_STALE = Text(
    "Noe er publisert på «{ref}» etter at dette forslaget begynte. Forslaget vises mot det som gjaldt da.",
    "Something has been published on “{ref}” since this proposal began. The proposal is shown against what held then.",
)
_STALE_TIP = Text(
    "Hent siste utgave først: trykk «Update branch» på forslaget, eller skriv «git pull origin main» på egen maskin. Ikke skriv "
    "av andres vedtak for hånd.",
    "Fetch the latest edition first: press “Update branch” on the proposal, or write “git pull origin main” on your own machine. "
    "Never copy the decisions of others by hand.",
)
