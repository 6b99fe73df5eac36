"""Two proposals that took the same number: the one that is published keeps it, and the other is told which is free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..language.texts import Text, shown, visible
from ..register.loader import Document, Value, load
from ..register.problems import Level, Mark, Problem
from ..register.records import Registry
from ..register.schema import at

_TWICE = "decision-id-twice"


def without_blame(problems: Iterable[Problem], taken: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems with each collision told once, at the decision that is not published."""
    numbers = [f" {_number_in(p)} " for p in taken]
    kept = [p for p in problems if p.rule != _TWICE or not any(number in p.message.nb for number in numbers)]
    return (*kept, *taken)


def _number_in(problem: Problem) -> str:
    return problem.message.nb.split()[1]


def taken(start: Path, published: Path, registry: Registry) -> tuple[Problem, ...]:
    """Decisions made since `start` whose number another has by now in `published`."""
    known = {id_ for document in _documents(start) for id_, _, _ in _decisions(document)}
    theirs = {id_: (document, item) for document in _documents(published) for id_, _, item in _decisions(document)}
    ours = [(r.document, row) for r in registry.of_kind("centre") for row in _decisions(r.document)]
    free = _next_numbers([*theirs, *(row[0] for _, row in ours)])
    return tuple(
        document.problem(
            document.mark(("decisions", index, "id")),
            "number-taken",
            _TAKEN.fill(id=id_, other=_company(theirs[id_][0]), free=next(free[id_[:4]])),
            _TAKEN_TIP,
        )
        for document, (id_, index, item) in ours
        if id_ in theirs
        and not _same(theirs[id_], document, item)
        and (id_ not in known or _elsewhere(id_, start, document, registry))
    )


def numbers(folder: Path) -> frozenset[str]:
    """The decision numbers of a published registry."""
    return frozenset(id_ for document in _documents(folder) for id_, _, _ in _decisions(document))


def _same(theirs: tuple[Document, Value], document: Document, item: Value) -> bool:
    """Whether it is the very decision that is published."""
    return _organisation(theirs[0]) == _organisation(document) and theirs[1] == item


def _elsewhere(id_: str, start: Path, document: Document, registry: Registry) -> bool:
    """Whether the number was another centre's already when the proposal began, and still is."""
    held = [*_documents(start)], [r.document for r in registry.of_kind("centre")]
    before, now = ({_organisation(d) for d in side if id_ in {row[0] for row in _decisions(d)}} for side in held)
    mine = _organisation(document)
    return mine not in before and bool(before & now)


def _next_numbers(ids: Iterable[str]) -> dict[str, Iterator[str]]:
    """The free numbers of each year, lowest first."""
    highest: dict[str, int] = {}
    for id_ in ids:
        year, _, number = id_.partition("-")
        highest[year] = max(highest.get(year, 0), int(number) if number.isdecimal() else 0)
    return {year: (f"{year}-{n:03}" for n in range(top + 1, top + 10_000)) for year, top in highest.items()}


def _documents(folder: Path) -> list[Document]:
    read = (load(path, visible(path.name))[0] for path in sorted((folder / "centres").glob("*.yaml")))
    return [document for document in read if document]


def _decisions(document: Document) -> Iterator[tuple[str, int, Value]]:
    listed = at(document.data, ("decisions",))
    for index, item in enumerate(listed) if isinstance(listed, list) else ():
        if isinstance(item, dict) and isinstance(id_ := item.get("id"), str):
            yield id_, index, item


def _organisation(document: Document) -> Value | None:
    return at(document.data, ("organisation_number",))


def _company(document: Document) -> str:
    return shown(at(document.data, ("name",)))


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
