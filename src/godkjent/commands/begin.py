"""`godkjent begin`: out of the demonstration, with the facts that only the board knows; stopped and taken up at will."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ..acts import append, begin, on_github, reading
from ..acts.begin import Answers, Plan, Question
from ..checks import rules
from ..language.texts import Text, shown
from ..register import git
from ..register.multikey import ROLES
from ..register.problems import sentence
from ..register.records import Registry
from ..register.schema import Schema
from ..trust import keys as key_files
from . import WELL, Refused, WrongUse, keys
from .folder import errors, read, tell

REMEMBERED = ".godkjent-begin.yaml"
REMEMBERED_OF_REHEARSAL = ".godkjent-begin-ovelse.yaml"
"""Beside the registry: the answers given so far, until everything is done; those of a rehearsal are for it alone."""
_BEGUN = "begun"
_KEYS = "keys"
_KEYS_FOLDER = Path("nokler")
_KNOWN = (*(q.name for q in begin.QUESTIONS), _KEYS, _BEGUN)


class _Stopped(Exception):
    """The person wants to go on another time."""


def add(parser: argparse.ArgumentParser) -> None:
    """What `begin` takes; everything can be answered by options or in a file, and is asked for when it is not."""
    for question in begin.QUESTIONS:
        parser.add_argument(*question.flags, dest=question.name, metavar="SVAR", help=question.why.nb)
    parser.add_argument("--answers", type=Path, metavar="FIL", help="svarene i en fil, ett på hver linje: navn: svar")
    parser.add_argument(
        "--keys",
        metavar="MAPPE",
        type=Path,
        help="lag nøklene registeret signerer med, i denne mappen; «nei» lar det være",
    )
    parser.add_argument(
        "--rehearsal",
        action="store_true",
        help="bare en øvelse: sentrene som fulgte med, tas ut, og alt dere fører, må være oppdiktet",
    )
    parser.add_argument(
        "--yes", action="store_true", help="gjør det uten å spørre til slutt; må til når ingen sitter ved en terminal"
    )
    parser.add_argument("--todo", action="store_true", help="vis bare det som må gjøres på GitHub")


def run(options: Namespace, day: date) -> int:
    """Ask, show what will be done, do it, and tell what is left."""
    found = read(options)
    if wrong := errors(rules.check(found, day)):
        tell(wrong, options)
        raise Refused(_NOT_SOUND.in_language(options.lang))
    (scheme,) = found.of_kind("scheme")
    if options.rehearsal and not scheme.data["demonstration"]:
        raise Refused(_IN_USE.in_language(options.lang))
    if not options.todo:
        _begin(options, day, found, leaving=begin.lets_go(scheme.data, rehearsal=options.rehearsal))
    _tell_what_is_left(options)
    return WELL


def _begin(options: Namespace, day: date, found: Registry, *, leaving: bool) -> None:
    remembered = options.registry.parent / _remembered_name(options)
    given = _given(options, remembered)
    if leaving and _BEGUN not in given:
        _refuse_unsaved(options)
    answers = _answered(options, day, found, given, remembered, leaving=leaving)
    plan = begin.plan(found, options.registry, answers, rehearsal=options.rehearsal)
    if wrong := errors(begin.problems(plan, options.registry, day)):
        tell(wrong, options)
        raise Refused(_NOTHING.in_language(options.lang))
    if not answers and not leaving:
        print(_ALL_THERE.in_language(options.lang))
        return
    _confirm(options, found, plan, answers, leaving=leaving)
    try:
        _remember(remembered, {**answers, _BEGUN: "ja"})
        begin.carry_out(plan)
        _make_keys(options, day, answers.get(_KEYS))
        remembered.unlink(missing_ok=True)
    except (OSError, KeyboardInterrupt) as error:
        why = shown(getattr(error, "strerror", None) or type(error).__name__)
        raise Refused(_CUT_OFF.fill(why=why).in_language(options.lang)) from None
    done = _REHEARSED if options.rehearsal else _DONE
    print((done if leaving else _FILLED_IN).in_language(options.lang))
    print((_NEXT_IN_REHEARSAL if options.rehearsal else _NEXT).in_language(options.lang))
    print(_PROPOSE.in_language(options.lang))


def _remembered_name(options: Namespace) -> str:
    return REMEMBERED_OF_REHEARSAL if options.rehearsal else REMEMBERED


def _given(options: Namespace, remembered: Path) -> dict[str, str]:
    """The answers that are there already: remembered from last time, in a file, or as options; the last wins."""
    answers: dict[str, str] = {}
    try:
        if remembered.exists():
            answers |= begin.read_answers(remembered, _KNOWN)
            print(_GOING_ON.fill(count=len(answers), file=remembered.name).in_language(options.lang), file=sys.stderr)
        if options.answers:
            answers |= begin.read_answers(options.answers, _KNOWN)
    except begin.BadAnswers as error:
        raise WrongUse(error.text.in_language(options.lang)) from None
    told = {q.name: value for q in begin.QUESTIONS if (value := getattr(options, q.name)) is not None}
    return {**answers, **told, **({_KEYS: str(options.keys)} if options.keys else {})}


def _refuse_unsaved(options: Namespace) -> None:
    """Work of one's own that git does not hold yet must not go with the demonstration."""
    if unsaved := git.changed(options.registry):
        raise Refused(_UNSAVED.fill(files=", ".join(map(shown, unsaved[:5]))).in_language(options.lang))


# --- Asking -----------------------------------------------------------------------------------------------------


def _answered(
    options: Namespace, day: date, found: Registry, given: dict[str, str], remembered: Path, *, leaving: bool
) -> dict[str, str]:
    """Every answer, checked by the register's own rules one by one."""
    schema = found.schemas["scheme"]
    (scheme,) = found.of_kind("scheme")
    asked = list(begin.QUESTIONS if leaving else begin.lacking(scheme.data))
    there = {q.name: known for q in asked if options.rehearsal and (known := begin.held(scheme.data, q))}
    answers = {name: given[name] for name in (_BEGUN, _KEYS) if name in given}
    told: list[str] = []
    for question in (q for q in begin.QUESTIONS if q.name in given):
        value, wrong = _tried(options, day, schema, question, given[question.name])
        told += wrong
        answers[question.name] = value
    if told:
        raise WrongUse("\n".join(told))
    left = [q for q in asked if q.name not in answers]
    if not sys.stdin.isatty():
        if missing := [q for q in left if q.needed and q.name not in there]:
            flags = ", ".join(f"{q.flag} ({q.title(schema).in_language(options.lang)})" for q in missing)
            raise WrongUse(_MISSING.fill(flags=flags).in_language(options.lang))
        answers.pop(_BEGUN, None)
        return answers
    try:
        _ask_all(options, day, schema, left, answers, remembered, there)
        if leaving or not found.of_kind("keys"):
            _ask_for_keys(options, answers, remembered)
    except (_Stopped, EOFError, KeyboardInterrupt):
        raise WrongUse(_stopped(options)) from None
    answers.pop(_BEGUN, None)
    return answers


def _tried(options: Namespace, day: date, schema: Schema, question: Question, words: str) -> tuple[str, list[str]]:
    """An answer as the register writes it, and what is wrong with it."""
    try:
        value = question.read(words, schema)
    except reading.NotRead as error:
        return words, [error.text.in_language(options.lang)]
    wrong = errors(begin.faults(question, value, options.registry, schema, day, rehearsal=options.rehearsal))
    name = question.title(schema).in_language(options.lang)
    return value, [f"{name}: {sentence(p, options.lang)}" for p in wrong]


def _ask_all(
    options: Namespace,
    day: date,
    schema: Schema,
    left: list[Question],
    answers: dict[str, str],
    remembered: Path,
    there: Answers,
) -> None:
    if left:
        welcome = _WELCOME_TO_REHEARSAL if options.rehearsal else _WELCOME
        print(welcome.fill(count=len(left)).in_language(options.lang))
    for number, question in enumerate(left, 1):
        place = f"{number}/{len(left)}"
        if (value := _ask(options, day, schema, question, place, there.get(question.name))) is not None:
            answers[question.name] = value
            _remember(remembered, answers)


def _ask(
    options: Namespace, day: date, schema: Schema, question: Question, place: str, there: str | None
) -> str | None:
    """One sound answer; None when the person passes over what may wait, or keeps what is there."""
    heading = f"\n{place}  {question.title(schema).in_language(options.lang)}"
    print(heading, f"     {question.why.in_language(options.lang)}", sep="\n")
    for label in question.choices(schema).values():
        print(f"     · {label.in_language(options.lang)}")
    if there is not None:
        print(f"     {_KEEP.fill(value=shown(there)).in_language(options.lang)}")
    while True:
        words = input("   > ").strip()
        if words.casefold() in _STOP:
            raise _Stopped
        if not words and (there is not None or not question.needed):
            return None
        if not words:
            print(f"   {_NEEDED.in_language(options.lang)}")
            continue
        value, wrong = _tried(options, day, schema, question, words)
        if not wrong:
            return value
        print(*(f"   {sentence}" for sentence in wrong), sep="\n")


def _ask_for_keys(options: Namespace, answers: dict[str, str], remembered: Path) -> None:
    if _KEYS in answers:
        return
    print(f"\n{_SIGN.in_language(options.lang)}")
    words = input("   > ").strip().casefold()
    if words in _STOP:
        raise _Stopped
    answers[_KEYS] = str(_KEYS_FOLDER) if words in _YES else "nei"
    _remember(remembered, answers)


def _confirm(options: Namespace, found: Registry, plan: Plan, answers: Answers, *, leaving: bool) -> None:
    """What will be done, and the words that let it be done: typed on a terminal, or `--yes` where nobody sits at one."""
    if not leaving:
        return
    schema = found.schemas["scheme"]
    print(_WILL.fill(gone=len(plan.gone), files=_names(plan, options)).in_language(options.lang))
    for question in (q for q in begin.QUESTIONS if q.name in answers):
        value = question.choices(schema).get(answers[question.name])
        words = value.in_language(options.lang) if value else shown(answers[question.name])
        print(f"   {question.title(schema).in_language(options.lang)}: {words}")
    if options.yes:
        return
    if not sys.stdin.isatty():
        raise WrongUse(_SAY_YES.in_language(options.lang))
    say, go = (_SAY_REHEARSAL, _GO_REHEARSAL) if options.rehearsal else (_SAY, _GO)
    try:
        said = input(say.in_language(options.lang)).strip().casefold()
    except (EOFError, KeyboardInterrupt):
        said = ""
    if said.strip("«»“”") not in go:
        _remember(options.registry.parent / _remembered_name(options), answers)
        raise WrongUse(_stopped(options))


def _stopped(options: Namespace) -> str:
    flag = " --rehearsal" if options.rehearsal else ""
    return _STOPPED.fill(file=_remembered_name(options), flag=flag).in_language(options.lang)


def _names(plan: Plan, options: Namespace) -> str:
    root = options.registry.parent
    return ", ".join(shown(path.relative_to(root)) for path in plan.files if path.name != ".gitkeep")


def _remember(path: Path, answers: Answers) -> None:
    append.put(path, begin.answers_text(answers).encode())


# --- What comes after -------------------------------------------------------------------------------------------


def _make_keys(options: Namespace, day: date, folder: str | None) -> None:
    """The keys, in their folder and in keys.yaml; those that a run which was cut off made there are taken as they are."""
    if not folder or folder.casefold() in _NO or (options.registry / keys.PUBLISHED).exists():
        return
    asked = Namespace(
        **{**vars(options), "folder": Path(folder), "trial": False, "lock": False, "act": "make", "role": None}
    )
    try:
        held = key_files.read({}, Path(folder))
    except key_files.KeysError:
        held = None  # some of them only, or locked: the command says so
    if held:
        keys.publish_made({role: held.public(role) for role in ROLES}, asked, day)
    else:
        keys.run(asked, day)


def _tell_what_is_left(options: Namespace) -> None:
    found = read(options)
    (scheme,) = found.of_kind("scheme")
    left = on_github.steps(scheme.data.get("repository"), scheme.data.get("site"), signed=bool(found.of_kind("keys")))
    print(_LEFT.in_language(options.lang))
    for number, step in enumerate(left, 1):
        print(*_lines(number, step, options.lang), sep="\n")
    print(_READ.in_language(options.lang))


def _lines(number: int, step: on_github.Step, language: str) -> Iterator[str]:
    yield f"\n{number}. {step.what.in_language(language)}"
    yield f"   {_OPEN.in_language(language)} {step.page}"
    if step.check and step.shows:
        yield f"   {_SEE.in_language(language)} {step.check}"
        yield f"   {_SHOWS.in_language(language)} {step.shows.in_language(language)}"


_STOP = ("slutt", "stopp", "stop", "quit")
_YES = ("ja", "j", "yes", "y")
_NO = ("nei", "n", "no")
_GO = ("ta i bruk", "take into use")
_GO_REHEARSAL = ("øv", "rehearse")
_WELCOME_TO_REHEARSAL = Text(
    "Dette er en øvelse. Du blir spurt om de {count} tingene dere en gang skal svare på, men alle svar må være oppdiktet:\n"
    "domener på .example, telefonnumre fra 20…, 30…, 50… eller 60…, organisasjonsnumre som begynner med 3.\n"
    "Enter beholder demonstrasjonens svar. «slutt» stopper. Ingenting er gjort før du har sagt ja på slutten.",
    "This is a rehearsal. You are asked the {count} things that you will have to answer one day, but all answers must be invented:\n"
    "domains under .example, telephone numbers from 20…, 30…, 50… or 60…, organisation numbers that begin with 3.\n"
    "Enter keeps the demonstration's answer. “stop” stops. Nothing is done before you have said yes at the end.",
)
_KEEP = Text("Enter beholder «{value}».", "Enter keeps “{value}”.")
_IN_USE = Text(
    "Registeret er tatt i bruk. Øv i en kopi av programmet, der demonstrasjonen ennå er.",
    "The register is in use. Rehearse in a copy of the program in which the demonstration still is.",
)
_WELCOME = Text(
    "Registeret er en demonstrasjon, eller mangler noe. Du blir spurt om {count} ting.\n"
    "Enter hopper over det dere ikke vet ennå; den samme kommandoen spør om det igjen senere.\n"
    "«slutt» stopper. Svarene blir husket, og ingenting er gjort før du har sagt ja til alt på slutten.",
    "The register is a demonstration, or lacks something. You are asked {count} things.\n"
    "Enter passes over what you do not know yet; the same command asks for it again later.\n"
    "“stop” stops. The answers are remembered, and nothing is done before you have said yes to it all at the end.",
)
_NEEDED = Text(
    "Dette må besvares. «slutt» stopper og husker svarene.", "This must be answered. “stop” stops and remembers."
)
_SIGN = Text(
    "Skal registeret signere bevis og føre en vedtakslogg fra første dag? Da lages tre nøkler i mappen nokler/ på denne\n"
    "maskinen, som du må ta vare på. Det kan også gjøres senere, med «.venv/bin/godkjent keys make». (ja/nei)",
    "Is the register to sign credentials and keep a decision log from the first day? Then three keys are made in the folder\n"
    "nokler/ on this machine, which you must keep. It may also be done later, with “.venv/bin/godkjent keys make”. (yes/no)",
)
_WILL = Text(
    "\nDette blir gjort: {gone} oppdiktede filer tas ut av registeret, og disse blir skrevet: {files}.\n"
    "Demonstrasjonen ligger fortsatt i historien til git.",
    "\nThis will be done: {gone} invented files are taken out of the register, and these are written: {files}.\n"
    "The demonstration is still in the history of git.",
)
_SAY_YES = Text(
    "Ingenting er gjort: her er ingen terminal å spørre på. Er det over det som skal gjøres, gi den samme kommandoen med --yes.",
    "Nothing has been done: there is no terminal here to ask on. If the above is what is to be done, give the same command with --yes.",
)
_SAY_REHEARSAL = Text("Skriv «øv» for å gjøre det: ", "Type “rehearse” to do it: ")
_SAY = Text("Skriv «ta i bruk» for å gjøre det: ", "Type “take into use” to do it: ")
_MISSING = Text(
    "Dette må besvares, på en terminal, i en fil (--answers) eller med valg: {flags}.",
    "This must be answered, on a terminal, in a file (--answers) or by options: {flags}.",
)
_STOPPED = Text(
    "Stoppet. Ingenting i registeret er endret. Svarene ligger i {file}; kjør «.venv/bin/godkjent begin{flag}» igjen for å gå videre.",
    "Stopped. Nothing in the register has been changed. The answers are in {file}; run “.venv/bin/godkjent begin{flag}” again to go on.",
)
_GOING_ON = Text(
    "Fortsetter: {count} svar er husket fra sist, i {file}. Slett filen for å begynne på nytt.",
    "Going on: {count} answers are remembered from last time, in {file}. Delete the file to begin anew.",
)
_CUT_OFF = Text(
    "Det stoppet midt i: {why}. Ingenting er borte som ikke skulle bort. Kjør «.venv/bin/godkjent begin» igjen når det er rettet.",
    "It stopped in the middle: {why}. Nothing is gone that should not be. Run “.venv/bin/godkjent begin” again when it is mended.",
)
_UNSAVED = Text(
    "Det er endringer i registeret som ikke ligger i git: {files}. Legg dem i git eller ta dem bort først, så ikke noe av ditt går tapt.",
    "There are changes in the register that git does not hold: {files}. Commit them or take them away first, so that nothing of yours is lost.",
)
_NOT_SOUND = Text(
    "Registeret har feil som må rettes før det kan tas i bruk. Ingenting er gjort.",
    "The register has errors that must be mended before it can be taken into use. Nothing has been done.",
)
_NOTHING = Text(
    "Svarene går ikke sammen. Ingenting er gjort.", "The answers do not fit together. Nothing has been done."
)
_ALL_THERE = Text(
    "Registeret er tatt i bruk, og scheme.yaml har alt det blir spurt om.",
    "The register is in use, and scheme.yaml has everything that is asked for.",
)
_REHEARSED = Text(
    "\nØvelsen kan begynne: sentrene som fulgte med, er tatt ut, og hver side sier at alt er oppdiktet.",
    "\nThe rehearsal may begin: the centres that came with it are taken out, and every page says that all is invented.",
)
_DONE = Text("\nDemonstrasjonen er tatt ut.", "\nThe demonstration has been taken out.")
_FILLED_IN = Text("\nSvarene er ført i registry/scheme.yaml.", "\nThe answers are entered in registry/scheme.yaml.")
_NEXT = Text(
    "Har nemnda en liste over sentrene, før dem inn nå: .venv/bin/godkjent import FIL (malen: .venv/bin/godkjent import --template FIL).",
    "If the board has a list of the centres, enter them now: .venv/bin/godkjent import FILE (the template: .venv/bin/godkjent import --template FILE).",
)
_NEXT_IN_REHEARSAL = Text(
    "Lag så en liste med oppdiktede sentre, og før dem inn:\n\n"
    "   .venv/bin/godkjent import --template liste.xlsx --invented 34\n"
    "   .venv/bin/godkjent import liste.xlsx\n",
    "Then make a list of invented centres, and enter them:\n\n"
    "   .venv/bin/godkjent import --template list.xlsx --invented 34\n"
    "   .venv/bin/godkjent import list.xlsx\n",
)
_PROPOSE = Text(
    "Se så over det hele, og send det inn som ett forslag:\n\n"
    "   .venv/bin/godkjent check --base origin/main\n"
    "   git switch --create ta-i-bruk\n"
    "   git add registry .github\n"
    '   git commit --message "Registeret tas i bruk"\n'
    "   git push --set-upstream origin ta-i-bruk\n"
    "   gh pr create --fill",
    "Then look it all over, and send it in as one proposal:\n\n"
    "   .venv/bin/godkjent check --base origin/main\n"
    "   git switch --create ta-i-bruk\n"
    "   git add registry .github\n"
    '   git commit --message "The register is taken into use"\n'
    "   git push --set-upstream origin ta-i-bruk\n"
    "   gh pr create --fill",
)
_LEFT = Text("\nDette må et menneske gjøre på GitHub:", "\nThis a person must do on GitHub:")
_OPEN = Text("Åpne:", "Open:")
_SEE = Text("Se om det er gjort:", "See whether it is done:")
_SHOWS = Text("Det skal vise:", "It should show:")
_READ = Text(
    "\nAlt dette står, med hva du ser etterpå, i docs/forste-dag.md. «.venv/bin/godkjent begin --todo» viser listen igjen.",
    "\nAll of it, and what you then see, is in docs/forste-dag.md. “.venv/bin/godkjent begin --todo” shows the list again.",
)
