"""The acts that are no decisions: yearly reports, the consumer authority's figures, and misuse of the badge.

Each is an issue form, a part of the secretariat's desk and a command, with the same questions. What a field may hold
comes from the schema of its file; only the questions' own words stand here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..language.refusals import Refusal
from ..language.texts import Text, all_of, cited, shown
from ..register.schema import Schema, title
from . import reading, yaml_text
from .acts import Act, Field
from .append import slug_of

TEXTS = ("reason",)
"""Fields that are asked for in bokmål and in English."""


@dataclass(frozen=True)
class Sort:
    """A sort of file that is written whole: its schema, its folder, and the fields that are asked for."""

    name: str
    folder: str
    asked: tuple[str, ...]

    def stem(self, record: Mapping[str, Any]) -> str:
        """The file's name without ending: the year, or the name of the one it is about with the day it was seen."""
        return str(record["year"]) if "year" in record else slug_of(str(record["name"]))


SORTS = {
    "statistics": Sort("statistics", "statistics", ("year", "complaints_received", "complaints_taken_up", "source")),
    "misuse": Sort(
        "misuse", "misuse", ("name", "organisation_number", "website", "phone_number", "seen", "ended", "reason")
    ),
}


class NotComplete(Refusal):
    """Something that must be answered is not, or not with what was asked for; `text` names the questions."""


def record(answers: Mapping[str, str], schema: Schema) -> dict[str, Any]:
    """The record that the answers make, read as lawyers write them, in the schema's order. Raises NotComplete.

    What cannot be read is kept as it was written, for `check` to refuse in its own words.
    """
    found = {name: value for name in schema.root["properties"] if (value := _value(name, answers, schema))}
    missing = [title(schema.node((n,)), (n,)) for n in schema.root["required"] if n not in found]
    if missing:
        raise NotComplete(_MISSING.fill(names=all_of(map(cited, missing))))
    return found


def _value(name: str, answers: Mapping[str, str], schema: Schema) -> Any:
    if name in TEXTS:
        return {
            language: words
            for language, field in (("nb", name), ("en", f"{name}_en"))
            if (words := reading.one_line(answers.get(field, "")))
        }
    words = reading.one_line(answers.get(name, ""))
    if not words:
        return None
    if schema.node((name,)).get("type") == "integer":
        figure = reading.whole(words)
        if isinstance(figure, str):
            raise NotComplete(_NO_FIGURE.fill(title=title(schema.node((name,)), (name,)), words=shown(words)))
        return figure
    if schema.node((name,)).get("format") == "date":
        return reading.day(words)
    readers = {
        "website": reading.website,
        "organisation_number": reading.organisation,
        "phone_number": reading.telephone,
    }
    return readers.get(name, str)(words)


def typed(name: str, held: Any, schema: Schema) -> Any:
    """What a file holds in a field, as it is written back: figures as numbers, true and false, days as days."""
    node = schema.node((name,))
    if node.get("type") == "integer":
        return int(held)
    if node.get("type") == "boolean":
        return held == "true"
    return held


def written(sort: Sort, made: Mapping[str, Any]) -> bytes:
    """The file as it is first written."""
    first = f"# yaml-language-server: $schema=../schemas/{sort.name}.schema.json"
    return ("\n".join([first, *yaml_text.block(made)]) + "\n").encode("utf-8", "replace")


def questions(sort: Sort, schema: Schema) -> Iterator[Field]:
    """The questions about a file of this sort, in the schema's own words."""
    for name in sort.asked:
        node = schema.node((name,))
        english = node.get("x-en", {})
        help_ = Text(node.get("description", ""), english.get("description", ""))
        field = Field(
            name, title(node, (name,)), help_, name in schema.root["required"], example=_EXAMPLES.get(name, "")
        )
        if name not in TEXTS:
            yield field
            continue
        yield replace(field, long=True)
        yield replace(field, id=f"{name}_en", title=_IN_ENGLISH.fill(title=field.title), required=False, long=True)


def fields_of(act: Act, schemas: Mapping[str, Schema]) -> tuple[Field, ...]:
    """The questions of one of these forms, in the order in which they are asked."""
    sort = SORTS.get(act.command)
    return tuple(questions(sort, schemas[sort.name])) if sort else _REPORTS


_REPORTS = (
    Field(
        "year",
        Text("Hvilket år tallene gjelder", "Which year the figures are for", "Kva år tala gjeld"),
        Text("Året som er slutt.", "The year that has ended.", "Året som er slutt."),
        required=True,
        example="2025",
    ),
    Field(
        "rows",
        Text(
            "Tallene, ett senter på hver linje", "The figures, one centre to a line", "Tala, eitt senter på kvar linje"
        ),
        Text(
            "Organisasjonsnummer eller navn; besvarte samtaler; tilkoblede samtaler; mottatte klager; klager som fikk medhold. Linjer kopiert fra Excel kan limes rett inn.",
            "Organisation number or name; answered calls; connected calls; complaints received; complaints upheld. Lines copied from Excel can be pasted as they are.",
        ),
        required=True,
        long=True,
        example="310 000 108; 187 727; 507 700; 321; 124",
    ),
    Field(
        "correct",
        Text(
            "Retter dette tall som er publisert?",
            "Does this correct figures that are published?",
            "Rettar dette tal som er publiserte?",
        ),
        Text(
            "La det stå tomt når tallene er nye.",
            "Leave it empty when the figures are new.",
            "Lat det stå tomt når tala er nye.",
        ),
        choices={"correct": Text("Ja, det er en retting", "Yes, it is a correction", "Ja, det er ei retting")},
    ),
)
_NOTHING_PRIVATE = Text("Det står ingen personopplysninger i teksten", "There are no personal data in the text")
OTHER_ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        Act(
            "rapporter",
            Text("Årsrapporter", "Yearly reports", "Årsrapportar"),
            Text(
                "Sentrenes egne tall for et år, mange på én gang.", "The centres' own figures for a year, many at once."
            ),
            command="reports",
            check=(
                Text(
                    "Tallene er lest mot det sentrene har meldt", "The figures have been read against what centres sent"
                ),
            ),
        ),
        Act(
            "arstall",
            Text("Forbrukertilsynets tall", "The consumer authority's figures", "Tala frå Forbrukartilsynet"),
            Text("Klager på telefonsalg i ett år, mottatt og tatt opp.", "Complaints on telephone sales in a year."),
            command="statistics",
            check=(Text("Tallene er lest mot kilden", "The figures have been read against the source"),),
        ),
        Act(
            "misbruk",
            Text("Misbruk av merket", "Misuse of the badge", "Misbruk av merket"),
            Text(
                "Noen har vist merket uten å være godkjent, og nemnda har bestemt at det skal være kjent.",
                "Somebody has shown the badge without being approved, and the board has decided that it is to be known.",
            ),
            command="misuse",
            check=(
                Text("Det er bevist at merket ble vist", "It is proved that the badge was shown"),
                _NOTHING_PRIVATE,
            ),
        ),
    )
}
"""By name, as `acts.ACTS`."""
_EXAMPLES = {
    "year": "2025",
    "complaints_received": "618",
    "complaints_taken_up": "37",
    "source": "E-post fra Forbrukertilsynet 3. februar 2026",
    "website": "www.eksempel.no",
    "phone_number": "22 33 44 55",
    "seen": "14. september 2026",
    "ended": "2. oktober 2026",
}
_IN_ENGLISH = Text("{title} på engelsk", "{title} in English", "{title} på engelsk")
_NO_FIGURE = Text(
    "{title}: «{words}» er ikke et helt tall. Skriv det for eksempel 618 eller 6 180.",
    "{title}: “{words}” is not a whole number. Write it for example 618 or 6 180.",
)
_MISSING = Text("Dette mangler: {names}.", "This is missing: {names}.")
