"""`godkjent import`: many centres at once, from a list in a spreadsheet; all of it, or nothing."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from ..acts import append, brreg, invented, sheet, take_in, template
from ..acts.brreg import Company
from ..acts.invented import NOTHING, Invented
from ..acts.sheet import Grid
from ..acts.take_in import COLUMNS, Outcome, Said
from ..language.texts import Text, all_of, counted, joined, same, shown
from ..register import lifecycle
from ..register.model import Register
from ..register.problems import Level, Problem
from ..register.records import Registry, read_schemas
from ..register.schema import Schema
from ..register.statuses import STATUSES
from . import FOUND, WELL, Refused, WrongUse
from .decide import NOT_SOUND
from .folder import put, put_centres, sound_register, tell

_NOT_IN_A_LIST = ("report-missing",)
"""What `check` misses in every centre that comes from a list, and that `reports` brings later."""
MOST_TOLD = 200
"""Lines of what is wrong; a list of thousands with the same fault in each row says it often enough."""


def add(parser: argparse.ArgumentParser) -> None:
    """What `import` takes: the list, or where to put a template."""
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FIL",
        help="listen, som .xlsx eller .csv; historien kan ligge i en egen fil",
    )
    parser.add_argument(
        "--template", type=Path, metavar="FIL", help="lag en mal å fylle ut, .xlsx eller .csv, og les ingenting"
    )
    parser.add_argument(
        "--invented",
        type=int,
        metavar="ANTALL",
        help="med --template: fyll malen med så mange oppdiktede sentre, til en øvelse",
    )
    parser.add_argument(
        "--usual", action="append", default=[], metavar="KOLONNE=SVAR", help="det som gjelder der cellen er tom, for eksempel Tjenester=Salg"
    )  # fmt: skip
    parser.add_argument(
        "--brreg", metavar="MAPPE|nei", help="svar fra Enhetsregisteret som er lagret som NUMMER.json; «nei» spør ikke"
    )
    parser.add_argument("--dry-run", action="store_true", help="fortell hva som ville blitt ført, og skriv ingenting")


def run(options: Namespace, day: date) -> int:
    """Make the template, or take the list in."""
    if options.template:
        return _template(options, day)
    if options.invented is not None:
        raise WrongUse(_WHERE_TO.in_language(options.lang))
    if not options.files:
        raise WrongUse(_NO_FILE.in_language(options.lang))
    read, register = sound_register(options, day, NOT_SOUND)
    usual = _usual(options)
    try:
        found = take_in.lists(_grids(options.files), read.schemas["centre"])
    except sheet.NotASheet as error:
        raise Refused(error.text.in_language(options.lang)) from None
    _tell_unread(found, options)
    years = register.scheme.rules.approval_years
    outcome = take_in.taken_in(found, read, years, _companies(options, register), usual)
    becomes, others = _tried(options, day, read, outcome) if outcome.files else (register, [])
    _tell(outcome.notes, options)
    if others:
        tell(others, options)
    if outcome.faults:
        _tell(outcome.faults, options)
        print(_WRONG.fill(count=len(outcome.faults)).in_language(options.lang), file=sys.stderr)
        if register.scheme.demonstration and not register.scheme.rehearsal:
            print(_STILL_DEMONSTRATION.in_language(options.lang), file=sys.stderr)
        return FOUND
    if others:
        raise Refused(_NOTHING.in_language(options.lang))
    if not options.dry_run:
        put_centres(options.registry, outcome.files, options.lang)
    _tell_result(options, outcome, becomes)
    return WELL


def _tried(options: Namespace, day: date, read: Registry, outcome: Outcome) -> tuple[Register | None, list[Problem]]:
    """The register with the list in it, and what `check` then says of other files; None when there are errors.

    What `check` says of the list is told of its cells, together with what could not be read, so that it is all mended at once.
    """
    trial = append.trial(read, options.registry, outcome.files, day)
    others = []
    for problem, said in list(take_in.placed_news(trial.problems, outcome, trial.registry)):
        grave = problem.level is Level.ERROR
        if said and problem.rule not in _NOT_IN_A_LIST:
            (outcome.faults if grave else outcome.notes).append(said)
        elif grave and not said:
            others.append(problem)
    if outcome.faults or others:
        trial = append.trial(read, options.registry, outcome.sound, day)
    if trial.errors:
        return None, others
    register = trial.registry.register(day)
    outcome.faults += take_in.disagreements(outcome, register)
    return register, others


def _tell_unread(found: take_in.Lists, options: Namespace) -> None:
    for unread in found.unread:
        print(_UNREAD.fill(sheet=shown(unread)).in_language(options.lang), file=sys.stderr)
    for heading in found.centres[1].unknown + (found.history[1].unknown if found.history else ()):
        print(_UNKNOWN.fill(heading=shown(heading)).in_language(options.lang), file=sys.stderr)


def _grids(files: Sequence[Path]) -> list[Grid]:
    """Every sheet of every file; those of several files are called after their file too."""
    found: list[Grid] = []
    wrong: list[Text] = []
    for file in files:
        try:
            found += [
                Grid(f"{file.name} {g.name}".strip() if len(files) > 1 else g.name, g.rows) for g in sheet.read(file)
            ]
        except sheet.NotASheet as error:
            wrong.append(error.text)
    if wrong:
        raise sheet.NotASheet(joined(wrong, "\n"))
    return found


def _template(options: Namespace, day: date) -> int:
    path: Path = options.template
    if path.exists():
        raise Refused(_THERE.fill(file=shown(path)).in_language(options.lang))
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise WrongUse(_ENDING.fill(file=shown(path)).in_language(options.lang))
    filled = _filled(options, day)
    content = (
        template.as_csv(filled) if path.suffix.lower() == ".csv" else template.as_workbook(_schema(options), filled)
    )
    put({path: content}, options.lang)
    print((_TEMPLATE if filled is NOTHING else _INVENTED).fill(file=shown(path)).in_language(options.lang))
    return WELL


def _filled(options: Namespace, day: date) -> Invented:
    """The centres that the template is to hold; none when it is to be filled in by a person."""
    if options.invented is None:
        return NOTHING
    if not 1 <= options.invented <= invented.MOST:
        raise WrongUse(_HOW_MANY.fill(most=invented.MOST).in_language(options.lang))
    read, register = sound_register(options, day, NOT_SOUND)
    if not register.scheme.demonstration:
        raise Refused(_REAL.in_language(options.lang))
    cited = tuple(r.id for r in register.requirements)
    return invented.invented(options.invented, day, read.schemas["centre"], cited, register.scheme.rules.approval_years)


def _schema(options: Namespace) -> Schema:
    try:
        return read_schemas(options.registry / "schemas")["centre"]
    except (OSError, ValueError) as error:
        raise WrongUse(_NO_SCHEMAS.fill(why=shown(error)).in_language(options.lang)) from None


def _usual(options: Namespace) -> dict[str, str]:
    """What counts where a cell is empty, by column; called as the headings are."""
    called = {sheet.plain(words): name for name, names in COLUMNS.items() for words in (name, *names)}
    given = [(words, *words.partition("=")) for words in options.usual]
    if wrong := [words for words, heading, sign, _ in given if not sign or sheet.plain(heading) not in called]:
        raise WrongUse("\n".join(_NO_COLUMN.fill(given=shown(w)).in_language(options.lang) for w in wrong))
    return {called[sheet.plain(heading)]: value.strip() for _, heading, _, value in given}


def _companies(options: Namespace, register: Register) -> Callable[[str], Company | None]:
    """Who answers for a company: kept answers, nobody, or Enhetsregisteret until it once does not answer.

    It is not asked about companies that are invented.
    """
    silent = options.brreg == "nei" or (register.scheme.demonstration and not options.brreg)

    def ask(number: str) -> Company | None:
        nonlocal silent
        try:
            if options.brreg and not silent:
                kept = Path(options.brreg) / f"{number}.json"
                return brreg.company(kept.read_bytes()[: brreg.LARGEST_ANSWER], number) if kept.exists() else None
            return None if silent else brreg.company(brreg.fetch(number), number)
        except brreg.Unfit as error:
            print(error.text.in_language(options.lang), file=sys.stderr)
        except (brreg.NoAnswer, OSError) as error:
            silent = not options.brreg
            told = getattr(error, "text", None)
            print(told.in_language(options.lang) if told else shown(error), file=sys.stderr)
        return None

    return ask


# --- Telling and writing ----------------------------------------------------------------------------------------


def _tell(said: Sequence[Said], options: Namespace) -> None:
    for one in sorted(said, key=lambda one: (one.where.sheet, one.where.row))[:MOST_TOLD]:
        print(one.in_language(options.lang), file=sys.stderr)
    if len(said) > MOST_TOLD:
        print(_MORE.fill(count=len(said) - MOST_TOLD).in_language(options.lang), file=sys.stderr)


def _tell_result(options: Namespace, outcome: Outcome, register: Register | None) -> None:
    """How many were entered, and how they stand today, for a look at whether that is right."""
    language = options.lang
    new = [c for c in register.centres if c.slug in outcome.files] if register else []
    counts = Counter(lifecycle.status_on(c.decisions, register.as_of, register.scheme.rules) for c in new if register)
    stands = all_of(joined([same(str(n)), STATUSES[status].words]) for status, n in counts.most_common())
    sentence = _WOULD if options.dry_run else _DONE
    standing = joined([same(":"), stands]) if counts else same("")
    said = counted(len(new), *sentence)
    print(said.fill(standing=standing).in_language(language))
    if outcome.unchanged:
        print(_UNCHANGED.fill(count=outcome.unchanged).in_language(language))


_NO_SCHEMAS = Text("Registerets skjemaer kan ikke leses: {why}.", "The register's schemas cannot be read: {why}.")
_NO_FILE = Text(
    "Si hvilken liste som skal leses, eller lag en mal med --template FIL.",
    "Say which list to read, or make a template with --template FILE.",
)
_UNREAD = Text(
    "Arket «{sheet}» er verken en liste over sentre eller en historie, og er ikke lest.",
    "The sheet “{sheet}” is neither a list of centres nor a history, and is not read.",
)
_UNKNOWN = Text(
    "Kolonnen «{heading}» er ikke kjent, og er ikke lest.", "The column “{heading}” is not known, and is not read."
)
_NO_COLUMN = Text(
    "«{given}» må være KOLONNE=SVAR, med en kolonne som malen har.",
    "“{given}” must be COLUMN=ANSWER, with a column that the template has.",
)
_WRONG = Text(
    "{count} ting må rettes i listen. Ingenting er skrevet.",
    "{count} things must be corrected in the list. Nothing has been written.",
)
_NOTHING = Text(
    "Listen går ikke sammen med registeret. Ingenting er skrevet.",
    "The list does not go with the register. Nothing has been written.",
)
_STILL_DEMONSTRATION = Text(
    "Registeret er en demonstrasjon, og tar bare oppdiktede sentre. Kjør «.venv/bin/godkjent begin» først.",
    "The register is a demonstration, and takes invented centres only. Run “.venv/bin/godkjent begin” first.",
)
_MORE = Text("… og {count} til.", "… and {count} more.")
_DONE = (
    Text("{count} senter er ført{{standing}}.", "{count} centre is entered{{standing}}."),
    Text("{count} sentre er ført{{standing}}.", "{count} centres are entered{{standing}}."),
)
_WOULD = (
    Text("{count} senter ville blitt ført{{standing}}.", "{count} centre would be entered{{standing}}."),
    Text("{count} sentre ville blitt ført{{standing}}.", "{count} centres would be entered{{standing}}."),
)
_WHERE_TO = Text(
    "Si hvilken fil de oppdiktede sentrene skal stå i, med --template FIL.",
    "Say which file the invented centres are to stand in, with --template FILE.",
)
_HOW_MANY = Text("--invented må være et tall fra 1 til {most}.", "--invented must be a number from 1 to {most}.")
_REAL = Text(
    "Registeret er tatt i bruk, og tar ingen oppdiktede sentre.",
    "The register is in use, and takes no invented centres.",
)
_INVENTED = Text(
    "{file} er laget, med oppdiktede sentre. Se på den, og kjør «.venv/bin/godkjent import {file}».",
    "{file} is made, with invented centres. Look at it, and run “.venv/bin/godkjent import {file}”.",
)
_UNCHANGED = Text("{count} sto der fra før, og er ikke rørt.", "{count} were there already, and are not touched.")
_THERE = Text(
    "«{file}» finnes fra før, og blir ikke skrevet over.", "“{file}” is there already, and is not written over."
)
_ENDING = Text("«{file}» må slutte på .xlsx eller .csv.", "“{file}” must end in .xlsx or .csv.")
_TEMPLATE = Text(
    "{file} er laget. Fyll den ut, og kjør «.venv/bin/godkjent import {file}».",
    "{file} is made. Fill it in, and run “.venv/bin/godkjent import {file}”.",
)
