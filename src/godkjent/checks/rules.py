"""Every rule that a schema cannot say: one rule is one object, and all problems are told at once.

A rule yields findings; what a finding is called, how grave it is and what to do about it stand on the rule. A fault
in a rule becomes a problem too, so that a bad record never ends in a traceback. The rules stand in families, a file
each; `godkjent.checks` imports them all, which is what puts them in `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, wraps
from typing import Generic, TypeVar

from ..language.texts import Text, shown
from ..register.loader import Document, Place
from ..register.model import Rules
from ..register.problems import Level, Mark, Problem
from ..register.records import Record, Registry
from ..register.schema import title

Seen = TypeVar("Seen")


@dataclass(frozen=True)
class Finding:
    """Where a rule is broken, and the values its sentence names; with no place, the file as a whole."""

    document: Document
    place: Place
    values: dict[str, object]
    at_key: bool = False


@dataclass(frozen=True)
class Rule(Generic[Seen]):
    """One rule: its id, its sentence, where it finds itself broken in what it is shown, and its tip."""

    id: str
    message: Text
    look: Callable[[Seen], Iterable[Finding]]
    tip: Text | None = None
    level: Level = Level.ERROR
    kinds: tuple[str, ...] = ("centre",)  # the records it looks at


UNSHOWN = ("private",)
"""Rules whose problems are told without the line: what they find must not be spread by a log or a comment."""


def judged(rules: Iterable[Rule[Seen]], seen: Seen) -> list[Problem]:
    """What each of `rules` finds in what it is shown, as problems."""
    return [problem for rule in rules for problem in _apply(rule, seen)]


def _apply(rule: Rule[Seen], seen: Seen) -> Iterator[Problem]:
    try:
        for finding in rule.look(seen):
            mark = finding.document.mark(finding.place, key=finding.at_key) if finding.place else Mark()
            problem = finding.document.problem(mark, rule.id, rule.message.fill(**finding.values), rule.tip)
            yield replace(problem, level=rule.level, source="" if rule.id in UNSHOWN else problem.source)
    except Exception as error:  # a rule with a fault must not hide what the other rules find
        message = _FAULT.fill(rule=rule.id, what=shown(f"{type(error).__name__}: {error}"))
        yield Problem("registry", Mark(), "rule-fault", message, _FAULT_TIP)


_FAULT = Text(
    "Regelen «{rule}» feilet selv ({what}), og dens del av registeret er ikke kontrollert.",
    "The rule “{rule}” failed itself ({what}), and its part of the register is not checked.",
)
_FAULT_TIP = Text(
    "Dette er en feil i kontrollen, ikke i filen din. Meld den til dem som vedlikeholder registeret.",
    "This is a fault in the check, not in your file. Report it to the register's maintainers.",
)


# --- Rules of the records as they are now -----------------------------------------------------------------------


@dataclass(frozen=True)
class Context:
    """What rules may know besides the record before them."""

    registry: Registry
    as_of: date

    @cached_property
    def _scheme(self) -> Record | None:
        return next(iter(self.registry.of_kind("scheme")), None)

    @cached_property
    def demonstration(self) -> bool | None:
        """Whether the register is a demonstration; None when scheme.yaml does not tell."""
        return self._scheme.get("demonstration") if self._scheme else None

    @cached_property
    def rules(self) -> Rules:
        """The scheme's terms, or the usual ones when scheme.yaml does not tell."""
        names = ("approval_years", "grace_days", "appeal_days")
        given = {name: self._scheme.get(name) for name in names} if self._scheme else {}
        return Rules(**{name: value for name, value in given.items() if value is not None})

    @cached_property
    def requirement_ids(self) -> tuple[str, ...]:
        """The ids that decisions may cite."""
        return tuple(item["id"] for r in self.registry.of_kind("requirements") for _, item in r.items("requirements"))

    @cached_property
    def kind_labels(self) -> dict[str, Text]:
        """What the kinds of decision are called."""
        return self.registry.schemas["centre"].labels(("decisions", 0, "kind"))

    def titled(self, record: Record, place: Place) -> Text:
        """What people call a field of a record."""
        return title(self.registry.schemas[record.kind].node(place), place)


Look = Callable[[Record, Context], Iterable[Finding]]
LookAll = Callable[[tuple[Record, ...], Context], Iterable[Finding]]
RULES: list[Rule[Context]] = []


def check(registry: Registry, as_of: date) -> tuple[Problem, ...]:
    """Everything wrong with the registry, in the order of the files; empty when all is well."""
    found = judged(RULES, Context(registry, as_of))
    return tuple(sorted({*registry.problems, *found}, key=lambda p: p.order))


def sentence(rule_id: str) -> Text:
    """What a rule says when it is broken, with its places still open; for refusing in the very same words."""
    return next(rule.message for rule in RULES if rule.id == rule_id)


def rule(
    rule_id: str, kinds: str, nb: str, en: str, tip: Text | None = None, level: Level = Level.ERROR
) -> Callable[[Look], Look]:
    """Make a rule of a function that sees one record of `kinds` at a time."""

    def add(look: Look) -> Look:
        @wraps(look)
        def in_each(context: Context) -> Iterator[Finding]:
            for record in _records(kinds, context):
                yield from look(record, context)

        RULES.append(Rule(rule_id, Text(nb, en), in_each, tip, level, tuple(kinds.split())))
        return look

    return add


def rule_for_all(
    rule_id: str, kinds: str, nb: str, en: str, tip: Text | None = None, level: Level = Level.ERROR
) -> Callable[[LookAll], LookAll]:
    """Make a rule of a function that sees every record of `kinds` at once."""

    def add(look: LookAll) -> LookAll:
        @wraps(look)
        def in_all(context: Context) -> Iterable[Finding]:
            return look(_records(kinds, context), context)

        RULES.append(Rule(rule_id, Text(nb, en), in_all, tip, level, tuple(kinds.split())))
        return look

    return add


def _records(kinds: str, context: Context) -> tuple[Record, ...]:
    return tuple(record for kind in kinds.split() for record in context.registry.of_kind(kind))
