"""The secretariat's desk: everything that is to be done, with whom to write to and the form that does it next.

It names centres that owe something, so it is shown on the secretariat's own machine and published nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .. import addresses
from ..acts.acts import ACTS, Field
from ..acts.other_acts import OTHER_ACTS
from ..acts.reading import spaced
from ..language.i18n import in_every_language
from ..language.texts import SOURCE, SPOKEN, Text, counted, said
from ..public.views import numbered
from ..register.due import Task, report_due, report_expected
from ..register.model import AnnualReport, Centre, Kind, Register
from ..register.phones import written

MOST_LETTERS = 300
"""Decisions that the list of letters offers; older ones are written with the command."""
PAGE, STYLE = "desk.html", "desk.css"
LANGUAGES = tuple(language for language, spoken in SPOKEN.items() if language == SOURCE or spoken.sentences)
"""What the desk is in: the secretariat's own languages. To a reader of another it speaks bokmål."""


@dataclass(frozen=True)
class _Next:
    """What is done next about one sort of task: the words, the form, and the kind of decision that the form is for."""

    words: str
    act: str | None = None
    kind: Kind | None = None


_NEXT: dict[str, _Next] = {
    "renewal": _Next("Minn senteret på å søke. Før fornyelsen når nemnda har bestemt den.", "godkjenn", Kind.RENEWAL),
    "follow-up": _Next("Be om årets bekreftelse. Før oppfølgingen når den er i orden.", "oppfolging", Kind.FOLLOW_UP),
    "report": _Next("Be om tallene, og før dem nedenfor."),
    "deadline": _Next("Er forholdet rettet, opphever nemnda vedtaket. Er det ikke, tar den saken opp.", "opphev"),
    "application": _Next("Er alt dokumentert, hører søknaden til på neste møte.", "godkjenn", Kind.APPROVAL),
    "request": _Next("Purr søkeren, eller legg saken fram slik den er.", "annet"),
    "appeal": _Next("Før klageorganets avgjørelse når den kommer.", "annet", Kind.APPEAL_RULING),
    "suspension": _Next(
        "Sett en frist med en retting av vedtaket, eller legg saken fram på neste møte.", "annet", Kind.CORRECTION
    ),
}
"""By the first word of a task's key."""


@dataclass(frozen=True)
class Matter:
    """One task as the desk shows it."""

    when: str
    late: bool
    centre: Centre
    what: str
    next: str
    form: str | None  # the address of the form, filled in with the centre
    form_title: str
    command: str | None  # what does the same on this machine; it asks for the rest
    mail: str | None


@dataclass(frozen=True)
class Reported:
    """One centre's row among the year's reports: this year's figures, those of the year before, and whether any are owed."""

    centre: Centre
    report: AnnualReport | None
    before: AnnualReport | None
    owed: bool


def sort_of(task: Task) -> str:
    """Which sort of task it is: the first words of its key."""
    return next(sort for sort in _NEXT if task.key.startswith(sort))


def matters(register: Register, tasks: Sequence[Task], language: str) -> Iterator[Matter]:
    """The tasks, each with what comes next."""
    centres = {c.organisation_number: c for c in register.centres}
    for task in tasks:
        centre, follows = centres[task.organisation_number], _NEXT[sort_of(task)]
        yield Matter(
            _when(task, register.as_of, language),
            not task.waits and task.due < register.as_of,
            centre,
            task.what.in_language(language),
            said(follows.words, language),
            _form(register, centre, follows),
            ACTS[follows.act].title.in_language(language) if follows.act else "",
            f'.venv/bin/godkjent decide "{centre.name}"' if follows.act else None,
            _mail(register, centre, task, language),
        )


def reports(register: Register, year: int) -> tuple[Reported, ...]:
    """Every centre that owes a report on the year or has given one, in alphabetical order."""
    rows = (_reported(centre, register, year) for centre in register.centres)
    return tuple(sorted((r for r in rows if r.owed or r.report), key=lambda r: r.centre.name.casefold()))


def _reported(centre: Centre, register: Register, year: int) -> Reported:
    held = {r.year: r for r in centre.annual_reports}
    owed = year not in held and report_expected(centre.decisions, year, register.scheme.rules)
    return Reported(centre, held.get(year), held.get(year - 1), owed)


@dataclass(frozen=True)
class Forms:
    """The desk's own forms: the token they are sent with, their questions by act, and what came of the last one."""

    token: str
    questions: Mapping[str, Sequence[Field]]
    told: object | None = None
    sent: Mapping[str, str] = field(default_factory=dict)
    """What was typed, when it could not be entered: nobody types it twice."""
    reminders: Sequence[tuple[str, str]] = ()
    """The file of each reminder that it is time for, and what it is about."""
    language: str = SOURCE


def page(
    register: Register, tasks: Sequence[Task], theme: Path, days: int, forms: Forms, noticed: Sequence[object] = ()
) -> str:
    """The whole desk as one page, in the language of its forms."""
    language = forms.language
    shown, year = list(matters(register, tasks, language)), register.as_of.year - 1
    template = _templates(theme.resolve() / "documents").get_template(PAGE)
    return template.render(
        scheme=register.scheme,
        language=language,
        say=lambda words: said(words, language),
        own=lambda text: text.in_language(language),
        day=_in(register.as_of, language),
        days=days,
        sections=_sections(shown, tasks, days, language),
        year=year,
        reports=reports(register, year),
        reports_due=_in(report_due(year), language),
        forms=forms,
        noticed=noticed,
        acts=OTHER_ACTS,
        decisions=_latest(register, language),
        starts=[
            (act.title.in_language(language), act.lead.in_language(language), address)
            for act in ACTS.values()
            if (address := form_address(register, "", act.name))
        ],
        spaced=spaced,
        phone=written,
        number=lambda value: _in(value, language),
    )


def _in(value: date | float, language: str) -> str:
    return in_every_language(value).in_language(language)


def _latest(register: Register, language: str) -> list[tuple[str, str]]:
    """The number of every decision, the newest first, and what a list calls it."""
    made = ((d, c) for c in register.centres for d in c.decisions)
    newest = sorted(made, key=lambda pair: (pair[0].date, numbered(pair[0].id)), reverse=True)
    return [(d.id, f"{d.id}: {c.name}, {_in(d.date, language)}") for d, c in newest[:MOST_LETTERS]]


def _sections(
    shown: Sequence[Matter], tasks: Sequence[Task], days: int, language: str
) -> list[tuple[str, list[Matter]]]:
    """What is late first, then what waits, then what is to come."""
    pairs = list(zip(shown, tasks, strict=True))
    return [
        (said("Over fristen", language), [m for m, _ in pairs if m.late]),
        (said("Venter på nemnda eller på svar", language), [m for m, t in pairs if t.waits]),
        (
            said("De neste {count} dagene", language).format(count=days),
            [m for m, t in pairs if not t.waits and not m.late],
        ),
    ]


@cache
def _templates(folder: Path) -> Environment:
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)


def _when(task: Task, as_of: date, language: str) -> str:
    days, day = (task.due - as_of).days, in_every_language(task.due)
    sentence = _SINCE if task.waits else _AGO if days < 0 else _AHEAD if days else _TODAY
    return sentence.fill(day=day, days=counted(abs(days), *_DAYS)).in_language(language)


_SINCE = Text("siden {day} ({days})", "since {day} ({days})")
_AGO = Text("{day} ({days} siden)", "{day} ({days} ago)")
_AHEAD = Text("{day} (om {days})", "{day} (in {days})")
_TODAY = Text("{day} (i dag)", "{day} (today)")
_DAYS = (Text("{count} dag", "{count} day"), Text("{count} dager", "{count} days"))


def _form(register: Register, centre: Centre, follows: _Next) -> str | None:
    return form_address(register, centre.organisation_number, follows.act, follows.kind) if follows.act else None


def form_address(register: Register, number: str, act: str, kind: Kind | None = None) -> str | None:
    """The page with the forms where the register is published, else GitHub's own form, else nothing."""
    scheme = register.scheme
    if scheme.site:
        asked = {"senter": number, "skjema": act, "slag": kind or ""}
        return f"{scheme.site}/{addresses.EDIT}?{urlencode({name: words for name, words in asked.items() if words})}"
    if scheme.repository:
        filled = {"template": ACTS[act].template, "centre": number} if number else {"template": ACTS[act].template}
        return f"{scheme.repository}/issues/new?{urlencode(filled)}"
    return None


def _mail(register: Register, centre: Centre, task: Task, language: str) -> str | None:
    if not centre.email:
        return None
    subject = f"{register.scheme.name.in_language(language)}: {centre.name} – {task.what.in_language(language)}"
    return f"mailto:{quote(centre.email, safe='@')}?subject={quote(subject)}"
