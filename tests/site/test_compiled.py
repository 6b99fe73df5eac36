"""Compiled templates are kept from build to build, and used only while all that they were made of is as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from godkjent.language.i18n import read_language
from godkjent.site.templates import LanguageEnvironment
from support import ROOT

PAGE = "{% import 'parts.html' as parts %}{{ _('Sentre') }} {{ link('a') }} {{ site.x }} {{ parts.one() }} {{ name }}"
PARTS = "{% macro one() %}<i>{{ site.y }}</i>{% endmacro %}"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "templates" / "parts.html").write_text(PARTS, "utf-8")
    return tmp_path


class Counted:
    """A build's templates, and how many of them were compiled."""

    def __init__(self, folder: Path, code: str = "nb", **told: Any) -> None:
        self.made = 0
        loader = FileSystemLoader(folder / "templates")
        self.environment = LanguageEnvironment(
            read_language(code, ROOT / "theme" / "locale"), folder / "kept", loader=loader, autoescape=True
        )
        self.environment.globals.update(told)

    def page(self, monkeypatch: pytest.MonkeyPatch) -> str:
        compiles = Environment._generate

        def counted(*given: Any, **more: Any) -> Any:
            self.made += 1
            return compiles(*given, **more)

        with monkeypatch.context() as patched:
            patched.setattr(Environment, "_generate", counted)
            return self.environment.get_template("page.html").render(name="<N>")


SITE: dict[str, Any] = {"x": 1, "y": "A"}


def told(**more: Any) -> dict[str, Any]:
    return {"link": lambda path: f"/r/{path}", "site": SITE | more}


def test_the_second_build_compiles_nothing_and_says_the_same(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Counted(checkout, **told()), Counted(checkout, **told())
    page = first.page(monkeypatch)
    assert page == second.page(monkeypatch) == "Sentre /r/a 1 <i>A</i> &lt;N&gt;"
    assert (first.made, second.made) == (2, 0)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (told(x=True), "Sentre /r/a True <i>A</i> &lt;N&gt;"),  # 1 is not True
        (told(y="B"), "Sentre /r/a 1 <i>B</i> &lt;N&gt;"),
        (told(y="<b>"), "Sentre /r/a 1 <i>&lt;b&gt;</i> &lt;N&gt;"),
        (told(y=Markup("<b>")), "Sentre /r/a 1 <i><b></i> &lt;N&gt;"),
        (told(x=["no", "plain", "answer"]), "Sentre /r/a [&#39;no&#39;, &#39;plain&#39;, &#39;answer&#39;] <i>A</i> &lt;N&gt;"),
        (told() | {"link": lambda path: f"/other/{path}"}, "Sentre /other/a 1 <i>A</i> &lt;N&gt;"),
        (told() | {"new": 1}, "Sentre /r/a 1 <i>A</i> &lt;N&gt;"),
    ],
)  # fmt: skip
def test_another_answer_is_never_an_old_page(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, more: dict[str, Any], says: str
) -> None:
    old = Counted(checkout, **told()).page(monkeypatch)
    assert Counted(checkout, **more).page(monkeypatch) == says
    assert Counted(checkout, **more).page(monkeypatch) == says
    assert Counted(checkout, **told()).page(monkeypatch) == old


def test_text_that_is_not_safe_is_no_old_text_that_was(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    safe = Counted(checkout, **told(y=Markup("<b>"))).page(monkeypatch)
    plain = Counted(checkout, **told(y="<b>")).page(monkeypatch)
    assert "<i><b></i>" in safe and "<i>&lt;b&gt;</i>" in plain


def test_registers_that_are_built_in_turns_do_not_push_each_other_out(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for x in (1, 2, 3):
        Counted(checkout, **told(x=x)).page(monkeypatch)
    again = [Counted(checkout, **told(x=x)) for x in (1, 2, 3)]
    assert [" " + str(n) + " " in one.page(monkeypatch) for n, one in enumerate(again, 1)] == [True] * 3
    assert [one.made for one in again] == [0, 0, 0]


def test_another_source_or_language_is_compiled(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Counted(checkout, **told()).page(monkeypatch)
    assert Counted(checkout, "en", **told()).page(monkeypatch).startswith("Centres ")
    (checkout / "templates" / "parts.html").write_text(PARTS.replace("<i>", "<u>"), "utf-8")
    assert "<u>A" in Counted(checkout, **told()).page(monkeypatch)


def test_what_is_kept_may_be_damaged_and_is_made_anew(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Counted(checkout, **told()).page(monkeypatch)
    for content in (
        b"",
        b"nonsense",
        b"\x80\x04N.",
        *(p.read_bytes()[:-9] for p in (checkout / "kept").rglob("*.kept")),
    ):
        for path in (checkout / "kept").rglob("*.kept"):
            path.write_bytes(content)
        assert Counted(checkout, **told()).page(monkeypatch) == page


def test_a_theme_from_elsewhere_is_not_kept(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    Counted(checkout, **told()).page(monkeypatch)
    assert not (checkout / "kept").exists()
