"""Templates in one language: what is the same on every page is worked out once, and every page reads as it would have."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, nodes
from markupsafe import Markup

from godkjent.language.i18n import Language, read_language
from godkjent.outputs.pages import pages
from godkjent.public.edition import Edition
from godkjent.register import records
from godkjent.site.furnish import furnish
from godkjent.site.templates import FIXED, LanguageEnvironment
from support import ROOT, make_registry

OPTIONS: dict[str, Any] = {"autoescape": True, "extensions": ["jinja2.ext.i18n"]}


def spoken(code: str) -> Language:
    return read_language(code, ROOT / "theme" / "locale")


def both(templates: dict[str, str], code: str = "en") -> tuple[Environment, LanguageEnvironment]:
    """The same templates as Jinja renders them, and as we do."""
    language = spoken(code)
    made = (
        Environment(loader=DictLoader(templates), **OPTIONS),  # noqa: S701 - the options switch it on
        LanguageEnvironment(language, loader=DictLoader(templates), **OPTIONS),
    )
    site: Any = SimpleNamespace(
        base="/r/",
        site_url="https://r.example",
        log=None,
        longest_list=300,
        views=(),
        numbers=(),
        entries=(),
        signer=None,
        register=SimpleNamespace(as_of=date(2026, 11, 24)),
    )
    for environment in made:
        furnish(environment, site, language)
    return made


@pytest.mark.parametrize(
    "template",
    [
        "{{ _('Sentre') }} {{ _('Også kjent som %(names)s', names=name) }}",
        "{{ _('100 %% <b>') }} {{ _('%(a)s & %(b)s', a=name, b='<i>') }}",
        "<a href='{{ page_link('klage/', '#' ~ name) }}'>{{ page_link(addresses.CENTRES) }}</a>",
        "{{ link(addresses.badge(name)) }} {{ absolute('x?a=1&b=2') }} {{ icon('info', 20) }} {{ day(site.register.as_of) }}",
        "{% macro page_link(x) %}mine {{ x }}{% endmacro %}{{ page_link('klage/') }}",
        "{% for link in [1, 2] %}{{ link }}{% endfor %}{% set site = name %}{{ site }}",
        "{% if _('Sentre') == 'Centres' %}{{ _('Vedtak')|upper }}{% endif %}{{ {'a': _('Vedtak')}['a'] }}",
        "{{ _(name) }} {{ _('finnes ikke i noen katalog') }}",
        "{% import 'pieces' as pieces with context %}{{ pieces.of('a') }}{{ pieces.NAMES['a'] }}",
        "{% import 'asking' as pieces with context %}{{ pieces.of() }}",
    ],
)
def test_reads_as_it_would_have(template: str) -> None:
    pieces = "{% set NAMES = {'a': _('Vedtak')} %}{% macro of(x) %}{{ NAMES[x] }} {{ page_link(x) }}{% endmacro %}"
    asking = "{% macro of() %}{{ name }}{% endmacro %}"
    plain, ours = both({"page": template, "pieces": pieces, "asking": asking})
    for name in ("Æ & <b>Ø</b>", Markup("<b>Å</b>")):
        known = {"name": name, "lang": "en", "path": "sentre/"}
        assert ours.get_template("page").render(known) == plain.get_template("page").render(known)


def test_a_sentence_that_no_page_changes_stands_in_the_compiled_template() -> None:
    _, ours = both({"page": "{{ _('Vedtak') }}{{ page_link('klage/') }}{{ site.base }}"})
    tree = ours.parse(ours.loader.get_source(ours, "page")[0])  # type: ignore[union-attr]
    assert not list(tree.find_all(nodes.Call)) and [c.value for c in tree.find_all(nodes.Const)]


def test_an_error_waits_until_the_page_asks_for_it() -> None:
    _, ours = both({"page": "{% if name %}{{ addresses.badge() }}{% endif %}"})
    assert ours.get_template("page").render(name="") == ""
    with pytest.raises(TypeError):
        ours.get_template("page").render(name="x")


def test_no_page_has_a_variable_of_a_name_that_is_the_same_everywhere(tmp_path: Path) -> None:
    read = records.read(make_registry(tmp_path))
    edition = Edition(
        register=read.register(date(2026, 11, 24)),
        schemas=read.schemas,
        languages={"nb": spoken("nb")},
        site_url="https://r.example",
        generated_at=datetime(2026, 11, 24, tzinfo=UTC),
    )
    given = {"lang", "path", "in_languages", *(name for page in pages(edition) for name in page.known)}
    environment = Environment(**OPTIONS)  # noqa: S701 - nothing is rendered
    for file in sorted((ROOT / "theme" / "templates").glob("*.html")):
        tree = environment.parse(file.read_text("utf-8"))
        taken = {n.name for n in tree.find_all(nodes.Name) if n.ctx != "load"} & FIXED
        assert not taken, f"{file.name} gives {taken} a meaning of its own, and is slower for it"
    assert not given & FIXED
