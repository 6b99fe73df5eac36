"""What the page `/rediger/` knows: the forms of the acts, the rules behind them, and each centre as the public sees it.

Everything is data taken from the schema, the lifecycle table, the rules' own sentences and the writer's own rules, so
that the page says and writes what `godkjent check` and `godkjent decide` do. Only published decisions are used.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from .. import addresses
from ..acts import acts, append, corrections, meeting, reading, yaml_text
from ..checks import decisions, numbers, pretended, private, rules, text_and_files
from ..language.i18n import Language
from ..language.texts import Text
from ..public.edition import Edition
from ..public.views import CentreView
from ..register import demonstration, lifecycle, phones, schema
from ..register.lifecycle import State
from ..register.model import Centre, Decision, Kind, Register, Status
from ..register.program import digest
from ..register.statuses import STATUSES, badge_words
from . import kept, node

LONGEST_ADDRESS = 8000
"""Characters in an address that GitHub still takes."""
_NEVER = "ny"  # no status is called so: where a centre stands that is not in the register


SPOKEN = frozenset(
    [
        "date-in-future",
        "decision-dates",
        "decision-order",
        "demonstration-domain",
        "demonstration-name",
        "demonstration-organisation-number",
        "demonstration-phone-number",
        "lifecycle",
        "organisation-number",
        "organisation-number-twice",
        "phone-number",
        "phone-range",
        "private",
        "requirement-unknown",
        "slug",
        "test-domain",
        "test-organisation-number",
        "text-characters",
        "transfer-sides",
        "validity-too-long",
    ]
)
"""The rules that the page speaks itself, in the very words of `check`."""
_OTHERS, _WRITTEN = "it needs other centres' records, which the page does not have", "the page writes that part itself"
_NOT_ASKED, _CHOSEN = "no form asks for it", "it is chosen from a list of what is possible"
UNSPOKEN = {
    "concerns": _CHOSEN,
    "decision-id-twice": _WRITTEN,
    "decision-id-year": _WRITTEN,
    "decisions-last": _WRITTEN,
    "former-slug": _NOT_ASKED,
    "misuse-approved": _OTHERS,
    "misuse-phone": _OTHERS,
    "not-yet": _WRITTEN,
    "phone-number-twice": _OTHERS,
    "phone-period": _NOT_ASKED,
    "report-corrected": _NOT_ASKED,
    "report-sums": _NOT_ASKED,
    "report-year-twice": _NOT_ASKED,
    "text-cut": _WRITTEN,
    "transfer-other-side": _OTHERS,
    "year-in-future": _NOT_ASKED,
}
"""The other rules that stop a proposal about a centre, and why the page does not speak them; `check` does, of the proposal.

A warning stops nothing, and is told in the comment on the proposal.
"""


def files(edition: Edition, folder: Path) -> Iterator[tuple[str, str]]:
    """The data of the page, in each language. What is costly to make stays in `folder`."""
    for language in edition.languages.values():
        yield language.prefix + addresses.EDIT_DATA, _json(known(edition, language))
    yield addresses.EDIT_VALIDATOR, validator(edition, folder)


def validator(edition: Edition, folder: Path) -> str:
    """The schema of a centre and of a decision as a script that needs no other; made again only when they change."""
    given = json.dumps(edition.schemas["centre"].root, ensure_ascii=False, sort_keys=True)
    program = Path("scripts/validator.mjs")
    key = digest((given, program.read_bytes()))
    file = folder / "validator" / f"{key[:16]}.js"
    return kept.remembered(file, key, lambda: node.script(Path.cwd(), program.name, given).encode()).decode()


def forms(edition: Edition) -> dict[str, tuple[acts.Field, ...]]:
    """The questions of every act, by its name."""
    return {name: acts.fields(act, edition.schemas["centre"]) for name, act in acts.ACTS.items()}


def requirements_for(edition: Edition, field: acts.Field) -> Mapping[str, Text]:
    """The choices of a question; those of the requirements stand in the register and not in the schema."""
    return edition.requirement_titles if field.id == "requirements" else field.choices or {}


def known(edition: Edition, language: Language) -> dict[str, Any]:
    """What the page must know to ask, check, write and tell the effect, in one language."""
    scheme = edition.register.scheme
    facts = {
        "language": language.code,
        "approval_years": scheme.rules.approval_years,
        "grace_days": scheme.rules.grace_days,
        "demonstration": scheme.demonstration,
        "demonstration_prefixes": phones.DEMONSTRATION_PREFIXES,
        "invented": [demonstration.ADJECTIVES, demonstration.ANIMALS] if scheme.demonstration else [],
        "longest_address": LONGEST_ADDRESS,
        "never": _NEVER,
        "schema": edition.schemas["centre"].root,
        "acts": {name: _act(act) for name, act in acts.ACTS.items()},
        "kinds": _kinds(edition),
        "options": _options(edition),
        "statuses": {s or _NEVER: STATUSES[s].label for s in (None, *Status)},
        "badges": {s or _NEVER: badge_words(s) for s in (None, *Status)},
        "phrases": {s or _NEVER: row.phrase for s, row in STATUSES.items()},
        "late": decisions.possible_from(frozenset(), late=True),
        "possible": decisions.possible_from(frozenset(), late=False),
        "sentences": schema.SENTENCES,
        "characters": text_and_files.CHARACTERS,
        "rules": {rule.id: {"message": rule.message, "tip": rule.tip} for rule in rules.RULES if rule.id in SPOKEN},
        "strike_first": {"message": corrections.STRIKE_FIRST, "then": corrections.THEN},
        "no_range": {**numbers.NO_RANGE, "longest": numbers.LARGEST_RANGE},
        "reserved_slugs": sorted(text_and_files.RESERVED_SLUGS),
        "reserved_domains": [sorted(demonstration.RESERVED), sorted(demonstration.EXAMPLES)],
        "synthetic": pretended.SYNTHETIC,
        "yaml": _yaml(),
        "numbers": highest(edition),
        "requirements": list(edition.requirement_titles),
        "centres": [
            [c.slug, c.name, c.number, c.others] for c in map(reading.known_as, (v.centre for v in edition.views))
        ],
        "reading": _reading(),
        "meeting": _meeting(edition),
        "private": {"free": private.FREE_TEXT, "patterns": private.PATTERNS, "what": private.WHAT},
    }
    told: dict[str, Any] = _in(facts, language.code)
    return told


def centre_file(view: CentreView, told: Sequence[State], edition: Edition) -> str:
    """One centre as the forms fetch it."""
    return _json(centre(view, told, edition))


def centre(view: CentreView, told: Sequence[State], edition: Edition) -> dict[str, Any]:
    """One centre as the public sees it: how it stands from now on (`states`), what a decision may concern, and its details."""
    standing = lifecycle.corrected(view.standing.decisions)
    dates = [d.date.isoformat() for d in view.standing.decisions]
    return {
        "slug": view.centre.slug,
        "name": view.centre.name,
        "number": view.centre.organisation_number,
        "states": [_state(s) for s in told],
        "last": max(dates, default=None),
        "concerns": {str(kind): list(_concerned(kind, standing)) for kind in _CONCERNING},
        "decisions": {
            d.id: {
                "date": d.date.isoformat(),
                "kind": str(d.kind),
                "lines": corrections.standing(d, edition.schemas["centre"], edition.requirement_titles),
                "later": corrections.built_upon(view.standing.decisions, d.id, edition.register.scheme.rules),
            }
            for d in standing
        },
        "details": {name: _details(view.centre, name) for name in acts.CORRECTABLE},
    }


def states(view: CentreView, register: Register) -> tuple[State, ...]:
    """How the centre is told to stand now, and what is already published of the days to come."""
    later = lifecycle.history(view.standing.decisions, register.scheme.rules)
    return (view.standing.states[-1], *(state for state in later if state.start > register.as_of))


def _state(state: State) -> dict[str, Any]:
    until = state.valid_until.isoformat() if state.valid_until else None
    return {"start": state.start.isoformat(), "status": state.status, "valid_until": until}


_CONCERNING = (Kind.APPEAL, Kind.APPEAL_RULING, Kind.CORRECTION)


def _concerned(kind: Kind, decisions: tuple[Decision, ...]) -> Iterator[str]:
    """The decisions that one of this kind may concern."""
    appealed = {d.concerns for d in decisions if d.kind is Kind.APPEAL}
    waiting = lifecycle.open_appeals(decisions)
    for d in decisions:
        fits = {
            Kind.APPEAL: d.kind in lifecycle.APPEALABLE and d.id not in appealed,
            Kind.APPEAL_RULING: d in waiting,
            Kind.CORRECTION: d.kind is not Kind.CORRECTION,
        }
        if fits[kind]:
            yield d.id


def _details(held: Centre, name: str) -> list[str]:
    """What stands in a field that may be set right, value by value."""
    if name == "phone_numbers":
        spans = ((phones.written(n.first), phones.written(n.last)) for n in held.phone_numbers)
        return [first if first == last else f"{first}–{last}" for first, last in spans]
    value: Any = held
    for step in name.split("."):
        value = getattr(value, step)
    listed = value if isinstance(value, tuple) else (value,)
    return [str(part) for part in listed if part is not None]


def _act(act: acts.Act) -> dict[str, Any]:
    return {"title": act.title, "issue": act.title.nb, "template": act.template, "new": act.new, "kinds": act.kinds}


def _kinds(edition: Edition) -> dict[str, Any]:
    """The lifecycle table with the fields of each kind."""
    found = {}
    for kind, row in lifecycle.TRANSITIONS.items():
        required, allowed = acts.asked_of(edition.schemas["centre"], kind)
        found[str(kind)] = {
            "label": edition.kinds[kind],
            "from": [s or _NEVER for s in (None, *Status) if s in row.allowed_from],
            "to": row.leads_to,
            "period": row.new_period,
            "appeal": row.needs_open_appeal,
            "required": required,
            "allowed": allowed,
        }
    return found


def _options(edition: Edition) -> dict[str, dict[str, str]]:
    """What an issue form calls its choices, by field; it has them in bokmål only."""
    asked = (field for fields in forms(edition).values() for field in fields if field.choices and not field.many)
    found: dict[str, dict[str, str]] = {}
    for field in asked:
        found.setdefault(field.id, {}).update({k: label.nb for k, label in (field.choices or {}).items()})
    return found


def _yaml() -> dict[str, Any]:
    """The writer's rules: which words would mislead without quotes, how wide a line may be, in which order fields stand."""
    return {
        "width": yaml_text.WIDTH,
        "order": append.ORDER,
        "days": reading.DAYS,
        "one_a_line": yaml_text.ONE_A_LINE,
        "misleading": yaml_text.misleading_words(),
        "inside": yaml_text.INSIDE,
        "first_line": append.FIRST_LINE,
    }


def _meeting(edition: Edition) -> dict[str, Any]:
    """What the form of a whole meeting is called, and its questions and choices in bokmål, as minutes are written."""
    questions = meeting.questions(edition.schemas["centre"])
    return {
        "template": acts.MEETING.template,
        "title": acts.MEETING.title,
        "questions": {name: field.title.nb for name, field in questions.items()},
        "choices": {
            name: {value: label.nb for value, label in requirements_for(edition, field).items()}
            for name, field in questions.items()
            if requirements_for(edition, field)
        },
    }


def _reading() -> dict[str, Any]:
    """What the page needs to read what lawyers write."""
    return {
        "days": reading.DAYS,
        "months": reading.months(),
        "weekdays": reading.weekdays(),
        "names": reading.NAMES,
        "between": reading.BETWEEN,
        "other": reading.OTHER_WORDS,
        "forms": reading.COMPANY_FORMS,
        "yes": corrections.YES,
    }


def highest(edition: Edition) -> dict[str, int]:
    """The highest decision number of each year, which tells the next free one."""
    found: dict[str, int] = {}
    for held in edition.register.centres:
        for decision in held.decisions:
            year, _, number = decision.id.partition("-")
            found[year] = max(found.get(year, 0), int(number))
    return dict(sorted(found.items()))


def _in(value: Any, language: str) -> Any:
    """The value with every text in one language."""
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, Mapping):
        return {str(key): _in(inner, language) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_in(inner, language) for inner in value]
    return str(value) if isinstance(value, StrEnum) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
