"""Writes the issue forms and the pull-request templates in .github/ from the acts, the schema and the requirements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from godkjent.acts.acts import Act, Field
from godkjent.acts.issue_forms import FORMS, questions
from godkjent.register import records
from godkjent.register.records import Registry

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(".github")
NOTE = "# Laget av «make forms» ut fra src/godkjent/acts/acts.py og registry/schemas/. Endre der, ikke her.\n"


def files(read: Registry) -> dict[Path, str]:
    """Every file by its path from the root."""
    forms = {FOLDER / "ISSUE_TEMPLATE" / act.template: _form(act, read) for act in FORMS.values()}
    proposals = {FOLDER / "PULL_REQUEST_TEMPLATE" / f"{act.name}.md": _proposal(act) for act in FORMS.values()}
    return {**forms, **proposals, FOLDER / "pull_request_template.md": _choose_proposal()}


def _form(act: Act, read: Registry) -> str:
    content = {
        "name": act.title.nb,
        "description": act.lead.nb,
        "title": f"{act.title.nb}: ",
        "body": [_lead(act), *(_question(field, read) for field in questions(act, read.schemas))],
    }
    return NOTE + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)


def _lead(act: Act) -> dict[str, Any]:
    words = f"{act.lead.nb} {WARNING}"
    return {"type": "markdown", "attributes": {"value": words}}


WARNING = (
    "Alt som skrives her, er offentlig: ingen tips, ingen dialog, ingen personopplysninger. "
    "Når skjemaet er sendt inn, blir det til et forslag som en annen må godkjenne før det publiseres."
)


def _question(field: Field, read: Registry) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": field.title.nb, "description": _help(field, read)}
    if field.choices and not field.many:
        kind, attributes["options"] = "dropdown", [label.nb for label in field.choices.values()]
    else:
        kind = "textarea" if field.long else "input"
        attributes |= {"placeholder": field.example} if field.example else {}
    return {"type": kind, "id": field.id, "attributes": attributes, "validations": {"required": field.required}}


def _help(field: Field, read: Registry) -> str:
    """What the schema says of the field, and the choices where several may be given."""
    choices = {value: label.nb for value, label in (field.choices or {}).items()}
    if field.id == "requirements":
        items = [item for r in read.of_kind("requirements") for _, item in r.items("requirements")]
        choices = {item["id"]: item["title"]["nb"] for item in items}
    if not field.many or not choices:
        return field.help.nb
    return f"{field.help.nb} Flere skrives med komma mellom: {', '.join(_choice(*pair) for pair in choices.items())}."


def _choice(value: str, label: str) -> str:
    return f"{value} ({label})" if label.casefold() != value else value


def _proposal(act: Act) -> str:
    points = "".join(f"- [ ] {point.nb}\n" for point in act.check)
    return f"<!-- {act.title.nb}: {act.lead.nb} -->\n\n{SAY}\n\nDen som godkjenner, har sett at:\n\n{points}"


SAY = "Hva nemnda har bestemt, med en setning:"


def _choose_proposal() -> str:
    return (
        f"{SAY}\n\n"
        "Den som godkjenner, har sett at:\n\n"
        "- [ ] Kommentaren «Hva denne endringen gjør» sier det som er ment, og ikke noe mer\n"
        "- [ ] Ingen tips, dialog eller personopplysninger er med\n"
    )


def stale(read: Registry) -> Iterator[Path]:
    """The files that are not as they should be, and those that belong to no act any longer."""
    yield from (path for path, text in files(read).items() if _text(path) != text)
    yield from strays(read)


def strays(read: Registry) -> Iterator[Path]:
    """The files that belong to no act any longer."""
    wanted = files(read)
    there = [p.relative_to(ROOT) for name in ("ISSUE_TEMPLATE", "PULL_REQUEST_TEMPLATE") for p in _in(name)]
    yield from (path for path in there if path not in wanted and path.name != "config.yml")


def _in(name: str) -> list[Path]:
    return sorted((ROOT / FOLDER / name).glob("*"))


def _text(path: Path) -> str | None:
    file = ROOT / path
    return file.read_text("utf-8") if file.exists() else None


def main() -> None:
    """Write what has changed and say what it was."""
    read = records.read(ROOT / "registry")
    wanted = files(read)
    for path in list(stale(read)):
        if path in wanted:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(wanted[path], "utf-8")
        else:
            (ROOT / path).unlink()
        print(path)


if __name__ == "__main__":
    main()
