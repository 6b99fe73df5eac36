"""The theme's templates in one language, with everything that is the same on every page worked out when they are compiled.

A page says some hundred sentences and addresses that never differ from one centre to the next. Asked for anew on each
page they are most of what a page costs; as part of the compiled template they cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import Environment, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from ..language.i18n import Language
from . import compiled
from .compiled import Plan

FIXED = frozenset(
    {"site", "addresses", "link", "page_link", "asset", "absolute", "icon", "mark", "text", "day", "phone"}
)
"""What templates know that answers the same for the whole of a build: no page may have a variable of such a name."""
PIECES = "pieces_of"
"""By this name a compiled template asks for pieces that are the same on every page."""
_PLAIN = (str, Markup, int, bool, type(None))
UNKNOWN = ("unknown",)
"""No answer: it is of no plain type."""


class LanguageEnvironment(Environment):
    """Templates that speak one language: what they name is known before any page is."""

    def __init__(self, language: Language, kept: Path | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.spoken = language
        self.kept = kept
        self.program = cache(lambda: compiled.program(self))
        self.answer = cache(self._answer)
        self.answers: dict[Plan, object] = {}
        self.needs_page = cache(self._needs_page)
        self.globals[PIECES] = cache(lambda name: self.get_template(name).module)

    def compile(  # type: ignore[override]
        self, source: str, name: str | None = None, filename: str | None = None, **how: Any
    ) -> CodeType:
        """The template as a program; one that is kept, where everything it was made of is as it was."""
        if not (self.kept and name and filename and Path(filename).is_relative_to(Path.cwd())):
            return super().compile(source, name, filename, **how)  # type: ignore[no-any-return]
        path = self.kept / self.spoken.code / f"{name}.kept"
        code = compiled.found(path, self.program(), self.answer)
        if code is None:
            code = super().compile(source, name, filename, **how)
            compiled.put(path, self.program(), self.answers, code)
        return code

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        settled = _Settled(self)
        tree = settled.settled(super()._parse(source, name, filename))
        self.answers = settled.answers
        return tree

    def _answer(self, plan: Plan) -> object:
        """What an expression answers on every page of this build; UNKNOWN when a page must say."""
        try:
            value = self._value(plan)
        except Exception:  # not known yet, or wrong: then the page says so, when it is asked for
            return UNKNOWN
        return value if type(value) in _PLAIN else UNKNOWN

    def _value(self, plan: Plan) -> Any:
        match plan:
            case ("said", said):
                return Markup(self.spoken.gettext(said))  # noqa: S704 - ours, or its translator's
            case ("const", value, _):
                return value
            case ("name", name):
                return self.globals[name]
            case ("attribute", of, name):
                return getattr(self._value(of), name)
            case ("item", of, key):
                return self._value(of)[self._value(key)]
            case ("call", of, given, named):
                return self._value(of)(*map(self._value, given), **{key: self._value(value) for key, value in named})
        raise AssertionError(plan)

    def _needs_page(self, name: str) -> bool:
        """Whether the template of this name reads anything that differs from page to page."""
        source, _, _ = self.loader.get_source(self, name)  # type: ignore[union-attr]
        tree = super()._parse(source, name, None)
        imported: list[Any] = [made.template for made in tree.find_all((nodes.Import, nodes.FromImport))]  # type: ignore[attr-defined]
        unknown = find_undeclared_variables(tree) - set(self.globals)
        return bool(unknown or tree.find(nodes.Include) or any(self.needs_page(one.value) for one in imported))


def _named(tree: nodes.Template) -> Iterator[str]:
    """Every name that a template gives a meaning: what it sets, loops over, imports or makes a macro of."""
    yield from (name.name for name in tree.find_all(nodes.Name) if name.ctx != "load")
    yield from (macro.name for macro in tree.find_all(nodes.Macro))
    yield from (made.target for made in tree.find_all(nodes.Import))
    for several in tree.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in several.names)


class _Impossible(Exception):
    """An expression cannot be worked out before the page is known."""


class _Settled(NodeTransformer):
    """Puts the value of an expression in its place where the value is the same on every page."""

    def __init__(self, environment: LanguageEnvironment) -> None:
        self.environment = environment
        self.own: frozenset[str] = frozenset()
        self.answers: dict[Plan, object] = {}

    def settled(self, tree: nodes.Template) -> nodes.Template:
        """The same template; a name that it gives a meaning of its own anywhere is left alone everywhere."""
        self.own = frozenset(_named(tree))
        return self.visit(tree)  # type: ignore[no-any-return]

    def visit_Import(self, node: nodes.Import) -> nodes.Node:  # noqa: N802 - the name that jinja2 looks for
        """Pieces that need nothing of the page are made once, and not once a page."""
        if not isinstance(node.template, nodes.Const) or self.environment.needs_page(node.template.value):
            return node
        made = nodes.Call(nodes.Name(PIECES, "load"), [node.template], [], None, None)
        return nodes.Assign(nodes.Name(node.target, "store"), made, lineno=node.lineno)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """A sentence in its language, with its places still open; another call as its answer."""
        said = node.args[0] if isinstance(node.node, nodes.Name) and node.node.name == "_" and node.args else None
        if not isinstance(said, nodes.Const):
            return self._known(node)
        words = self._answer(("said", said.value))
        if not node.kwargs:
            return nodes.Const(words % {}, lineno=node.lineno)
        given = [nodes.Pair(nodes.Const(pair.key), self.visit(pair.value)) for pair in node.kwargs]
        return nodes.Mod(nodes.Const(words), nodes.Dict(given), lineno=node.lineno)

    def _known(self, node: nodes.Node) -> nodes.Node:
        """The value of an expression where it is known already, else the expression with what is known in it."""
        try:
            value = self._answer(self._plan(node))
        except _Impossible:
            return self.generic_visit(node)
        return self.generic_visit(node) if value == UNKNOWN else nodes.Const(value, lineno=node.lineno)

    visit_Getattr = visit_Getitem = _known  # noqa: N815

    def _answer(self, plan: Plan) -> Any:
        self.answers[plan] = self.environment.answer(plan)
        return self.answers[plan]

    def _plan(self, node: nodes.Node) -> Plan:
        """What an expression asks, when no page is needed to ask it. Raises _Impossible."""
        if isinstance(node, nodes.Const):
            return ("const", node.value, type(node.value))  # 1 is not True
        if isinstance(node, nodes.Name) and node.name in FIXED - self.own:
            return ("name", node.name)
        if isinstance(node, nodes.Getattr):
            return ("attribute", self._plan(node.node), node.attr)
        if isinstance(node, nodes.Getitem):
            return ("item", self._plan(node.node), self._plan(node.arg))
        if isinstance(node, nodes.Call) and not (node.dyn_args or node.dyn_kwargs):
            named = tuple((pair.key, self._plan(pair.value)) for pair in node.kwargs)
            return ("call", self._plan(node.node), tuple(map(self._plan, node.args)), named)
        raise _Impossible
