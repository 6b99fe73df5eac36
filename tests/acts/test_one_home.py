"""A field of a centre is declared once: what asks for it, takes it, reads it and writes it follows from the schema and the model."""

from __future__ import annotations

import argparse
from typing import get_type_hints

import pytest

from godkjent.acts.acts import ACTS, FIGURES, LISTS, WORDS, fields, flag_of
from godkjent.acts.other_acts import OTHER_ACTS, SORTS, fields_of
from godkjent.acts.take_in import COLUMNS
from godkjent.commands import cli
from godkjent.register import model
from godkjent.register.records import read_schemas
from support import SCHEMA_FOLDER

SCHEMAS = read_schemas(SCHEMA_FOLDER)
CENTRE = SCHEMAS["centre"]
ASIDE = {"centre", "kind", "field"}
"""What a command is told without a flag."""


def takes(command: str) -> set[str]:
    parser = argparse.ArgumentParser()
    cli.parts(command)[0](parser)
    return set(parser._option_string_actions)


@pytest.mark.parametrize("act", [a for a in ACTS.values() if a.kinds or a.new], ids=lambda act: act.name)
def test_every_question_of_a_form_has_a_flag_of_the_command_that_answers_it(act) -> None:  # type: ignore[no-untyped-def]
    taken = takes("new" if act.new else "decide")
    for field in fields(act, CENTRE):
        assert (field.id in ASIDE and not act.new) or flag_of(field.id) in taken, field.id


@pytest.mark.parametrize("name", SORTS)
def test_so_has_every_question_about_a_file_that_is_written_whole(name: str) -> None:
    act = next(a for a in OTHER_ACTS.values() if a.command == name)
    assert {flag_of(f.id) for f in fields_of(act, SCHEMAS)} <= takes(name)


def test_the_model_has_the_fields_of_the_schema_in_its_order() -> None:
    assert model.Centre.__slots__ == ("slug", *CENTRE.root["properties"])
    kinds = {"array": LISTS, "string": WORDS, "integer": FIGURES}
    for name in (*LISTS, *WORDS, *FIGURES):
        assert name in kinds[CENTRE.node((name,))["type"]]
    hints = get_type_hints(model.Centre)
    for name in (*model.LISTS, *model.WORDS, *model.FIGURES):
        assert hints[name] in (tuple[str, ...], str | None, int | None)


def test_a_list_of_centres_has_a_column_for_every_field_under_the_field_s_own_name() -> None:
    for name in (*LISTS, *WORDS, *FIGURES, "name", "organisation_number", "phone_numbers"):
        assert COLUMNS[name][0] == CENTRE.node((name,))["title"]


def test_the_help_of_a_command_is_what_the_schema_says(capsys: pytest.CaptureFixture[str]) -> None:
    for command, sort in (("new", "centre"), ("misuse", "misuse"), ("statistics", "statistics")):
        with pytest.raises(SystemExit):
            cli.main([command, "--help"])
        said = " ".join(capsys.readouterr().out.split())
        asked = (*LISTS, *WORDS, *FIGURES) if sort == "centre" else SORTS[sort].asked
        for name in asked:
            assert SCHEMAS[sort].node((name,))["description"] in said
