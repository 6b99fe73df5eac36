"""Every rule that a schema cannot say: one rule is one object, and all problems are told at once.

A rule yields findings; what a finding is called, how grave it is and what to do about it stand on the rule. A fault
in a rule becomes a problem too, so that a bad record never ends in a traceback. The rules stand in families, a file
each; `godkjent.checks` imports them all, which is what puts them in `RULES`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, wraps
from hashlib import sha256
from typing import Generic, TypeVar

from ..language.texts import Text, shown
from ..register.loader import Document, Place
from ..register.model import Rules
from ..register.problems import Level, Mark, Problem
from ..register.records import Record, Registry
from ..register.remembered import Memory
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


@dataclass
class Context:
    """What rules may know besides the record before them."""

    registry: Registry
    day: date
    dated: bool = False  # whether the day has been asked for

    @property
    def as_of(self) -> date:
        """The register's day. Who asks for it may say another thing tomorrow."""
        self.dated = True
        return self.day

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

    # --- What was found out before

    @cached_property
    def _terms(self) -> str:
        """All that a rule may go by besides the record and the day: the scheme, the requirements and the schemas."""
        told = [self.registry.of_kind(kind) for kind in ("scheme", "requirements")]
        said = [(r.data, sorted(map(str, r.faults))) for records in told for r in records]
        roots = {kind: schema.root for kind, schema in self.registry.schemas.items()}
        return sha256(repr((said, roots)).encode("utf-8", "backslashreplace")).hexdigest()

    def open_to(self, rule_id: str, kinds: str) -> Iterator[Record]:
        """The records of some kinds that the rule is not known to have nothing against, as they are and today."""
        for kind in kinds.split():
            yield from self._unsettled.get((kind, ""), ())
            yield from self._unsettled.get((kind, rule_id), ())

    @cached_property
    def _unsettled(self) -> dict[tuple[str, str], list[Record]]:
        """By kind, the records that nothing is known of; and by kind and rule, those that are only to be asked again today."""
        found: dict[tuple[str, str], list[Record]] = {}
        for record in self.registry.records:
            memory = record.memory if record.memory and record.memory.terms == self._terms else None
            again = [""] if memory is None else memory.dated if memory.day != self.day.isoformat() else []
            for rule_id in again:
                found.setdefault((record.kind, rule_id), []).append(record)
        return found

    def note(self, rule_id: str, record: Record, findings: Sequence[Finding]) -> None:
        """What a rule has found in a record that may be remembered."""
        if record.memory is not None:
            noted = self._noted.setdefault(id(record), _Noted(record.kind, record.memory))
            noted.judged += 1
            noted.found = noted.found or bool(findings)
            noted.dated += [rule_id] if self.dated else []

    @cached_property
    def _noted(self) -> dict[int, _Noted]:
        return {}

    def settle(self) -> None:
        """Remember the records that every rule has looked at and found nothing in."""
        for noted in self._noted.values():
            memory = noted.memory
            known = memory.terms == self._terms
            expected = len(memory.dated) if known else EACH[noted.kind]
            if not noted.found and noted.judged == expected:
                memory.terms, memory.day, memory.new = self._terms, self.day.isoformat(), True
                memory.dated = memory.dated if known else noted.dated


@dataclass
class _Noted:
    """What a check has found out about one record so far."""

    kind: str
    memory: Memory
    judged: int = 0
    found: bool = False
    dated: list[str] = field(default_factory=list)


Look = Callable[[Record, Context], Iterable[Finding]]
LookAll = Callable[[tuple[Record, ...], Context], Iterable[Finding]]
Meets = Callable[[Record], Iterable[str]]
Near = Callable[[Sequence[Sequence[str]]], Collection[int]]
RULES: list[Rule[Context]] = []
EACH: Counter[str] = Counter()
"""How many rules look at one record at a time, by the kind of record."""


def shared(met: Sequence[Sequence[str]]) -> Collection[int]:
    """Those that have something which is there more than once, in two records or in one."""
    counted = Counter(one for each in met for one in each)
    return {n for n, each in enumerate(met) if any(counted[one] > 1 for one in each)}


def check(registry: Registry, as_of: date) -> tuple[Problem, ...]:
    """Everything wrong with the registry, in the order of the files; empty when all is well."""
    context = Context(registry, as_of)
    found = judged(RULES, context)
    context.settle()
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
            for record in context.open_to(rule_id, kinds):
                context.dated = False
                findings = list(look(record, context))
                context.note(rule_id, record, findings)
                yield from findings

        EACH.update(kinds.split())
        RULES.append(Rule(rule_id, Text(nb, en), in_each, tip, level, tuple(kinds.split())))
        return look

    return add


def rule_for_all(
    rule_id: str,
    kinds: str,
    nb: str,
    en: str,
    tip: Text | None = None,
    level: Level = Level.ERROR,
    *,
    meets: Meets | None = None,
    near: Near = shared,
) -> Callable[[LookAll], LookAll]:
    """Make a rule of a function that sees the records of `kinds` that may have to do with each other.

    `meets` says what a record has that another may have too, and `near` which records do: the others are not looked at, so
    both may say too much and never too little. Without them every record is looked at.
    """

    def add(look: LookAll) -> LookAll:
        @wraps(look)
        def in_all(context: Context) -> Iterable[Finding]:
            records = _records(kinds, context)
            if meets:
                chosen = near([_met(rule_id, meets, record) for record in records])
                records = tuple(record for n, record in enumerate(records) if n in chosen)
            return look(records, context)

        RULES.append(Rule(rule_id, Text(nb, en), in_all, tip, level, tuple(kinds.split())))
        return look

    return add


def _met(rule_id: str, meets: Meets, record: Record) -> Sequence[str]:
    """What a record has that another may have too, made once for as long as the record is what it is."""
    if record.memory is None:
        return list(meets(record))
    if rule_id not in record.memory.meets:
        record.memory.meets[rule_id], record.memory.new = list(meets(record)), True
    return record.memory.meets[rule_id]


def _records(kinds: str, context: Context) -> tuple[Record, ...]:
    return tuple(record for kind in kinds.split() for record in context.registry.of_kind(kind))
