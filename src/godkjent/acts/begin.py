"""Taking the register into use: what the board is asked, and what its answers make of the demonstration.

Nothing here writes in the register. `Plan` says which files go and what the others will hold; the command carries it
out, the scheme last, so that a register that was cut off in the middle is still a demonstration and can go on.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..checks import rules
from ..language.refusals import Refusal
from ..language.texts import Text, joined, shown
from ..register import records
from ..register.loader import load, parse
from ..register.problems import Problem
from ..register.records import Registry
from ..register.schema import Schema, title
from . import append, reading, yaml_text

CODEOWNERS = ".github/CODEOWNERS"
PLACEHOLDER = "ORGANISASJON"
"""What stands where the organisation's name on GitHub belongs."""
YES_OR_NO = {"true": Text("ja", "yes", "ja"), "false": Text("nei", "no", "nei")}
_INVENTED = ("centres", "misuse")
"""Folders of which the demonstration made every file; of the figures, some have a source."""
_FIELD = re.compile(r"([a-z_]+):")
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """One fact of the scheme that only the board knows: its name in the answers, where it is written, and why."""

    name: str
    place: tuple[str, ...]
    why: Text
    needed: bool = False

    @property
    def flag(self) -> str:
        """The option that gives the answer."""
        return "--" + self.name.replace("_", "-")

    @property
    def flags(self) -> tuple[str, ...]:
        """The option as it is shown, and as the file of answers has it."""
        return tuple(dict.fromkeys((self.flag, f"--{self.name}")))

    def title(self, schema: Schema) -> Text:
        """What people call it."""
        return _TITLES.get(self.name) or title(schema.node(self.place), self.place)

    def choices(self, schema: Schema) -> dict[str, Text]:
        """The answers to choose among; none where any is taken."""
        return YES_OR_NO if schema.node(self.place).get("type") == "boolean" else schema.labels(self.place)

    def read(self, words: str, schema: Schema) -> str:
        """The answer as the register writes it. Raises NotRead for what is none of the choices."""
        plain = reading.one_line(words)
        if choices := self.choices(schema):
            shorter = {**choices, **_SHORTER}
            found = shorter.get(plain.casefold())
            return found if isinstance(found, str) else reading.one(self.name, plain, choices, self.title(schema))
        return _READ.get(self.name, reading.one_line)(plain)


def _web(words: str) -> str:
    """An address as people paste it, also as git writes it, without what stands after the last name."""
    ssh = re.fullmatch(r"git@([^:/\s]+):(\S+)", words)
    site = f"https://{ssh[1]}/{ssh[2]}" if ssh else reading.website(words)
    return site.rstrip("/").removesuffix(".git")


_READ: dict[str, Callable[[str], str]] = {
    "organisation_number": reading.organisation,
    "phone": reading.telephone,
    "site": _web,
    "repository": _web,
}
_SHORTER = {"nlod": "NLOD-2.0", "cc by": "CC-BY-4.0", "cc-by": "CC-BY-4.0", "cc0": "CC0-1.0", "j": "true", "n": "false"}
QUESTIONS = (
    Question(
        "publisher_name",
        ("publisher", "name", "nb"),
        Text(
            "Den som gir ut registeret og svarer for det. Navnet står øverst og nederst på hver side, og i brevene.",
            "Who publishes the register and answers for it. The name stands at the top and bottom of every page, and in letters.",
        ),
        needed=True,
    ),
    Question(
        "organisation_number",
        ("publisher", "organisation_number"),
        Text(
            "Utgiverens nummer i Enhetsregisteret. Det viser hvem som juridisk står bak.",
            "The publisher's number in Enhetsregisteret. It shows who stands behind it in law.",
        ),
    ),
    Question(
        "email",
        ("publisher", "email"),
        Text(
            "Et felles postmottak som blir lest, ikke en persons adresse. Hit kommer tips, spørsmål og meldinger om feil.",
            "A shared mailbox that somebody reads, not a person's. Tips, questions and reports of faults come here.",
        ),
        needed=True,
    ),
    Question(
        "phone",
        ("publisher", "phone"),
        Text("Et nummer folk kan ringe.", "A number that people may call."),
    ),
    Question(
        "street",
        ("publisher", "address", "street"),
        Text("Adressen brev sendes til.", "The address that letters are sent to."),
    ),
    Question("postcode", ("publisher", "address", "postcode"), Text("Fire sifre.", "Four digits.")),
    Question("city", ("publisher", "address", "city"), Text("Som på konvolutten.", "As on the envelope.")),
    Question(
        "site",
        ("site",),
        Text(
            "Adressen registeret skal ligge på. Merkene på sentrenes nettsteder peker dit for alltid, så velg et navn dere eier.",
            "The address of the register. The badges on the centres' sites point there permanently, so choose a name that you own.",
        ),
    ),
    Question(
        "repository",
        ("repository",),
        Text(
            "Lageret på GitHub, for eksempel https://github.com/NAVN/LAGER. Knappene for å foreslå endringer leder dit.",
            "The repository on GitHub, for example https://github.com/NAME/REPOSITORY. The buttons that propose changes lead there.",
        ),
    ),
    Question(
        "warnings_public",
        ("publication", "warnings", "public"),
        Text(
            "Skal alle kunne se at et senter har fått en advarsel? Nemnda må bestemme det før den første advarselen.",
            "Is everybody to see that a centre has been warned? The board must decide it before the first warning.",
        ),
        needed=True,
    ),
    Question(
        "warnings_years",
        ("publication", "warnings", "years_after_end"),
        Text(
            "Antall hele år en advarsel vises etter at den er opphevet; 0 er til dagen den oppheves.",
            "The number of whole years for which a warning is shown after it was lifted; 0 is until the day it is lifted.",
        ),
        needed=True,
    ),
    Question(
        "suspensions_public",
        ("publication", "suspensions", "public"),
        Text(
            "Skal alle kunne se at en godkjenning er eller har vært suspendert? At den ikke gjelder nå, vises alltid.",
            "Is everybody to see that an approval is or was suspended? That it does not count now is always shown.",
        ),
        needed=True,
    ),
    Question(
        "suspensions_years",
        ("publication", "suspensions", "years_after_end"),
        Text(
            "Antall hele år en suspensjon vises etter at den er opphevet.",
            "The number of whole years for which a suspension is shown after it was lifted.",
        ),
        needed=True,
    ),
    Question(
        "grace_days",
        ("grace_days",),
        Text(
            "Antall dager etter utløp da et senter kan fornye uten å søke på nytt. Demonstrasjonen har 90.",
            "The number of days after expiry in which a centre may renew without a new application. The demonstration has 90.",
        ),
        needed=True,
    ),
    Question(
        "data_licence",
        ("data_licence",),
        Text(
            "Vilkårene andre kan bruke dataene på. NLOD er det vanlige for offentlige data i Norge.",
            "The terms on which others may use the data. NLOD is usual for public data in Norway.",
        ),
    ),
)
"""What is asked, in this order."""
_TITLES = {
    "publisher_name": Text("Utgiverens navn", "The publisher's name"),
    "organisation_number": Text("Utgiverens organisasjonsnummer", "The publisher's organisation number"),
    "email": Text("Utgiverens e-post", "The publisher's e-mail"),
    "phone": Text("Utgiverens telefon", "The publisher's telephone"),
    "street": Text("Gate eller postboks", "Street or post-office box"),
    "warnings_public": Text("Er advarsler offentlige?", "Are warnings public?"),
    "warnings_years": Text("Hvor mange år etterpå?", "For how many years afterwards?"),
    "suspensions_public": Text("Er suspensjoner offentlige?", "Are suspensions public?"),
    "suspensions_years": Text("Hvor mange år etterpå?", "For how many years afterwards?"),
}


# --- The scheme -------------------------------------------------------------------------------------------------


def lacking(scheme: Mapping[str, Any]) -> Iterator[Question]:
    """The questions that a scheme in use does not answer."""
    return (question for question in QUESTIONS if _at(scheme, question.place) is None)


def _at(data: Any, place: tuple[str, ...]) -> Any:
    for name in place:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def held(scheme: Mapping[str, Any], question: Question) -> str | None:
    """What the scheme answers to a question already, as a person would type it."""
    value = _at(scheme, question.place)
    return (
        None
        if value is None
        else {True: "ja", False: "nei"}.get(value, str(value))
        if isinstance(value, bool)
        else str(value)
    )


def scheme_data(
    scheme: Mapping[str, Any], answers: Answers, schema: Schema, *, fresh: bool, rehearsal: bool = False
) -> dict[str, Any]:
    """The scheme's data with the answers in it; `fresh` lets go of the demonstration's publisher first."""
    data: dict[str, Any] = _copied({k: v for k, v in scheme.items() if not (fresh and k == "publisher")})
    for question in QUESTIONS:
        if question.name in answers:
            inner = data
            for name in question.place[:-1]:
                inner = inner.setdefault(name, {})
            inner[question.place[-1]] = _typed(answers[question.name], schema.node(question.place))
    data["demonstration"] = rehearsal
    data.pop("rehearsal", None)
    data |= {"rehearsal": True} if rehearsal else {}
    order = list(schema.root["properties"])
    return _in_order({name: data[name] for name in sorted(data, key=order.index)}, schema, ())


def _copied(value: Any) -> Any:
    return {key: _copied(inner) for key, inner in value.items()} if isinstance(value, Mapping) else value


def _in_order(data: dict[str, Any], schema: Schema, place: tuple[str, ...]) -> dict[str, Any]:
    """The fields as the schema lists them, whatever order the answers came in."""
    order = list(schema.node(place).get("properties", {})) if place else list(data)
    held = sorted(data, key=lambda name: order.index(name) if name in order else len(order))
    return {
        name: _in_order(inner, schema, (*place, name)) if isinstance(inner := data[name], dict) else inner
        for name in held
    }


def _typed(words: str, node: Mapping[str, Any]) -> Any:
    """The value as the schema has it; what is no number stays text, for `check` to refuse."""
    kind = node.get("type")
    if kind == "boolean":
        return {"true": True, "false": False}.get(words, words)
    return int(words) if kind == "integer" and re.fullmatch(r"[0-9]{1,6}", words) else words


def scheme_text(text: str, data: Mapping[str, Any], answered: frozenset[str] = frozenset()) -> str:
    """The scheme's file with the fields of `data`: lines that already say so stay as they are, comments too.

    A field that has just been `answered` is written anew, for what a comment said of it is no longer so.
    """
    kept = _fields(text)
    head = kept.pop("", "")
    document, _ = parse(text.encode(), "scheme.yaml")
    was: Any = document.data if document else {}
    parts = [
        kept[name]
        if name in kept and name not in answered and was.get(name) == yaml_text.as_read(value)
        else _written(name, value)
        for name, value in data.items()
    ]
    return head + "".join(part if part.endswith("\n") else part + "\n" for part in parts)


def _fields(text: str) -> dict[str, str]:
    """The lines of each field, by its name; what stands above the first under no name."""
    found: dict[str, str] = {}
    name = ""
    for line in text.splitlines(keepends=True):
        if begins := _FIELD.match(line):
            name = begins[1]
        found[name] = found.get(name, "") + line
    return found


def _written(name: str, value: Any) -> str:
    return "\n".join(yaml_text.block({name: value})) + "\n"


# --- One answer, and all of them ---------------------------------------------------------------------------------


def faults(
    question: Question, answer: str, registry: Path, schema: Schema, as_of: Any, *, rehearsal: bool = False
) -> list[Problem]:
    """What `check` has against one answer, in its own words; empty when it is sound."""
    mailbox = "post@utgiver.example" if rehearsal else "post@utgiver.no"
    alone: dict[str, str] = {"publisher_name": "Utgiver", "email": mailbox}
    if question.place[:2] == ("publisher", "address"):
        alone |= {"postcode": "0001", "city": "Oslo"}
    read, _ = load(registry / "scheme.yaml", "scheme.yaml")
    known: Any = _typed_document(schema, read)
    data = scheme_data(known, {**alone, question.name: answer}, schema, fresh=not rehearsal, rehearsal=rehearsal)
    with tempfile.TemporaryDirectory(prefix="godkjent-") as temporary:
        folder = Path(temporary) / "registry"
        (folder / "centres").mkdir(parents=True)
        shutil.copytree(registry / "schemas", folder / "schemas")
        shutil.copy(registry / "requirements.yaml", folder)
        (folder / "scheme.yaml").write_text(scheme_text("", data), "utf-8")
        found = rules.check(records.read(folder), as_of)
    return [p for p in found if p.file.endswith("/scheme.yaml") and p.rule != "scheme-unfinished"]


def _typed_document(schema: Schema, document: Any) -> Any:
    return schema.typed(document) if document else {}


@dataclass(frozen=True)
class Plan:
    """What taking the register into use does: the files that go, and what others will hold, in the order of writing."""

    gone: tuple[Path, ...]
    files: Mapping[Path, bytes]


def lets_go(scheme: Mapping[str, Any], *, rehearsal: bool) -> bool:
    """Whether the step takes out all that is invented: into use, or from the demonstration into a rehearsal."""
    return bool(scheme["demonstration"]) and not (rehearsal and scheme.get("rehearsal"))


def plan(read: Registry, registry: Path, answers: Answers, *, rehearsal: bool = False) -> Plan:
    """The plan for a registry in which no error was found."""
    (scheme,) = read.of_kind("scheme")
    schema = read.schemas["scheme"]
    leaving = lets_go(scheme.data, rehearsal=rehearsal)
    before = (registry / "scheme.yaml").read_text("utf-8")
    data = scheme_data(scheme.data, answers, schema, fresh=leaving and not rehearsal, rehearsal=rehearsal)
    text = scheme_text(before, data, frozenset(q.place[0] for q in QUESTIONS if q.name in answers))
    files: dict[Path, bytes] = {}
    if leaving:
        files[registry / "centres" / ".gitkeep"] = b""  # git keeps no empty folder
    if owners := _owners(registry.parent / CODEOWNERS, answers.get("repository") or scheme.data.get("repository")):
        files[registry.parent / CODEOWNERS] = owners
    files[registry / "scheme.yaml"] = text.encode()
    return Plan(tuple(_invented(registry, read)) if leaving else (), files)


def _invented(registry: Path, read: Registry) -> Iterator[Path]:
    """Every file that the demonstration made: centres, misuse, figures without a source, and its keys."""
    for folder in _INVENTED:
        yield from sorted((registry / folder).glob("*.yaml"))
    for record in read.of_kind("statistics"):
        if record.data.get("invented"):
            yield registry / "statistics" / f"{record.stem}.yaml"
    if (registry / "keys.yaml").exists():
        yield registry / "keys.yaml"


def organisation_of(repository: str | None) -> str | None:
    """Whose the repository is, on GitHub, where alone the file of code owners has teams."""
    parts = urlsplit(repository or "")
    owner = parts.path.strip("/").partition("/")[0]
    return owner if parts.hostname == "github.com" and owner else None


def _owners(path: Path, repository: str | None) -> bytes | None:
    """The file of code owners with the organisation's name in it; None when there is nothing to fill in."""
    owner = organisation_of(repository)
    if owner is None or not path.exists() or PLACEHOLDER not in (text := path.read_text("utf-8")):
        return None
    lines = [line for line in text.splitlines(keepends=True) if not (line.startswith("#") and PLACEHOLDER in line)]
    return "".join(lines).replace(PLACEHOLDER, owner).encode()


def problems(plan_: Plan, registry: Path, as_of: Any) -> list[Problem]:
    """What `check` would say of the registry when the plan is carried out, told of a copy."""
    with tempfile.TemporaryDirectory(prefix="godkjent-") as temporary:
        copy = Path(temporary) / (registry.name or "registry")
        shutil.copytree(registry, copy, symlinks=True)
        for path in plan_.gone:
            (copy / path.relative_to(registry)).unlink()
        for path, content in plan_.files.items():
            if path.is_relative_to(registry):
                (copy / path.relative_to(registry)).parent.mkdir(parents=True, exist_ok=True)
                (copy / path.relative_to(registry)).write_bytes(content)
        return list(rules.check(records.read(copy), as_of))


def carry_out(plan_: Plan) -> None:
    """Remove and write, the scheme last. Raises OSError; what is done then stays done, and the rest can go on."""
    for path in plan_.gone:
        remove(path)
    for path, content in plan_.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        append.put(path, content)


def remove(path: Path) -> None:
    """Take a file away; one that an earlier run took is no news."""
    path.unlink(missing_ok=True)


# --- Answers in a file ------------------------------------------------------------------------------------------


class BadAnswers(Refusal):
    """A file of answers that cannot be used."""


def read_answers(path: Path, known: tuple[str, ...]) -> dict[str, str]:
    """The answers in a YAML file of names and values. Raises BadAnswers."""
    document, found = load(path, shown(path.name))
    data = document.data if document else None
    if found or not isinstance(data, dict):
        why = found[0].message if found else _NO_MAP
        raise BadAnswers(_UNREAD.fill(file=shown(path), why=why))
    told = [_unknown(path, name, known) for name in data if _plain(name) not in known]
    told += [
        _NESTED.fill(file=shown(path), name=shown(name)) for name, value in data.items() if not isinstance(value, str)
    ]
    names = [_plain(name) for name in data]
    told += [_TWICE.fill(file=shown(path), name=shown(name)) for name in dict.fromkeys(names) if names.count(name) > 1]
    if told:
        raise BadAnswers(joined(told, "\n"))
    return {_plain(name): str(value) for name, value in data.items()}


def _plain(name: str) -> str:
    """The name of an answer, also written as the option is: `grace-days`, `--grace-days`."""
    return name.removeprefix("--").replace("-", "_")


def _unknown(path: Path, name: str, known: tuple[str, ...]) -> Text:
    near = get_close_matches(_plain(name).casefold(), known, n=1, cutoff=0.6)
    tip = _MEANT.fill(name=near[0]) if near else _ASKED.fill(known=", ".join(known))
    return _UNKNOWN.fill(file=shown(path), name=shown(name), tip=tip)


def answers_text(answers: Answers) -> str:
    """The answers as a file that `read_answers` reads back."""
    return "".join(f"{name}: {yaml_text.quoted(value)}\n" for name, value in answers.items())


_NO_MAP = Text("den er tom eller har ikke navn og svar", "it is empty or has no names and answers")
_UNREAD = Text("Svarene i {file} kan ikke leses: {why}", "The answers in {file} cannot be read: {why}")
_UNKNOWN = Text(
    "{file}: «{name}» er ikke noe det blir spurt om. {tip}", "{file}: “{name}” is nothing that is asked. {tip}"
)
_MEANT = Text("Mente du «{name}»?", "Did you mean “{name}”?")
_ASKED = Text("Det er {known}.", "What is asked: {known}.")
_TWICE = Text("{file}: «{name}» er besvart to ganger.", "{file}: “{name}” is answered twice.")
_NESTED = Text("{file}: «{name}» må ha ett svar på én linje.", "{file}: “{name}” must have one answer on one line.")
