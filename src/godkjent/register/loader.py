"""YAML read as text: scalars stay as they are written, everything keeps its place, and traps are refused.

YAML 1.1 turns `NO` into false and `+4722334455` into another number, and lets a second `name:` win. So nothing is
interpreted here; the schema decides later what is a number or a date. Refused, each with a sentence of its own: other
encodings than UTF-8, files over 64 KB, depth over 10, duplicate keys, anchors, aliases, merge keys, tags, second
documents, and symbolic links.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ..language.texts import Text, shown
from .mended import mended
from .problems import Mark, Problem
from .remembered import Memory

if not yaml.__with_libyaml__:  # the pure-Python reader is ten times slower and counts columns differently
    raise ImportError("PyYAML must be built with libyaml (the C loader).")

LARGEST_FILE = 64 * 1024
DEEPEST = 10

_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What the parser counts as the end of a line; Python's own splitlines knows more of them."""
_CONTROL_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7}|={7})(?= |\r?$)", re.MULTILINE)
"""The lines that git puts around what two people have changed."""
_COMMENT_AFTER = re.compile(r"\s+(#.*)")

Key = str | int
Place = tuple[Key, ...]
Value = str | int | bool | dict[str, "Value"] | list["Value"]


@dataclass(slots=True)
class Document:
    """One file as read: its data with every scalar as text, and the mark of every key and value by its place."""

    file: str
    lines: list[str]
    data: Value = ""
    marks: dict[Place, Mark] = field(default_factory=dict)
    keys: dict[Place, Mark] = field(default_factory=dict)
    plain: set[Place] = field(default_factory=set)  # scalars written without quotes
    cut: dict[Place, str] = field(
        default_factory=dict
    )  # plain scalars that a comment follows on the same line, and the comment
    broken: set[Place] = field(default_factory=set)  # places already complained of

    def mark(self, place: Place, *, key: bool = False) -> Mark:
        """The mark of a value (or of its key); of the nearest thing around it when the place itself is not there."""
        own = (self.keys if key else self.marks).get(place) or self.keys.get(place) or self.marks.get(place)
        return own or (self.mark(place[:-1], key=True) if place else Mark())

    def problem(self, mark: Mark, rule: str, message: Text, tip: Text | None = None) -> Problem:
        """A problem in this file, with the line it is on."""
        return Problem(self.file, mark, rule, message, tip, source=self._line(mark))

    def _line(self, mark: Mark) -> str:
        return self.lines[mark.line - 1] if mark.line <= len(self.lines) else ""


class Unread(Document):
    """A file that was found sound before, byte for byte as it is now: opened only when somebody asks where a thing stands."""

    __slots__ = ("memory", "path")

    def __init__(self, file: str, path: Path, memory: Memory) -> None:
        self.file, self.path, self.memory = file, path, memory

    def mark(self, place: Place, *, key: bool = False) -> Mark:
        """As of a file that is read; what was asked before is remembered."""
        asked, marks = json.dumps([*place, key]), self.memory.marks
        if asked not in marks:
            mark = super().mark(place, key=key)
            marks[asked], self.memory.new = [mark.line, mark.column, mark.end, self._line(mark)], True
        return Mark(*marks[asked][:3])

    def problem(self, mark: Mark, rule: str, message: Text, tip: Text | None = None) -> Problem:
        """As of a file that is read."""
        known = (line for *where, line in self.memory.marks.values() if where == [mark.line, mark.column, mark.end])
        source = next(known, None)
        return Problem(self.file, mark, rule, message, tip, source=self._line(mark) if source is None else source)

    def __getattr__(self, name: str) -> Any:
        """Asked for only what is not there yet: all of it is then read."""
        if name not in Document.__slots__:
            raise AttributeError(name)
        whole = load(self.path, self.file)[0] or Document(self.file, [])  # gone in the meantime
        for one in Document.__slots__:
            setattr(self, one, getattr(whole, one))
        return getattr(whole, name)


def load(path: Path, name: str) -> tuple[Document | None, list[Problem]]:
    """The document at `path`, shown to people as `name`, and what is wrong with it as YAML.

    The document is None when nothing in it can be trusted; other problems leave the rest of it readable. Raises
    nothing for bad content.
    """
    content, problem = content_of(path, name)
    return (None, [problem]) if problem else parse(content, name)


def parse(content: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """The document that a file of this content would be, and what is wrong with it as YAML. Raises nothing."""
    if len(content) > LARGEST_FILE:
        return None, [Problem(name, Mark(), "file-size", _TOO_LARGE, _TOO_LARGE_TIP)]
    if content.startswith(_OF_PROGRAMS):
        return None, [Problem(name, Mark(), "file-encoding", _DOCUMENT, _DOCUMENT_TIP)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [Problem(name, _mark_of_byte(error), "file-encoding", _NOT_UTF8, _NOT_UTF8_TIP)]
    document = Document(name, _LINE_BREAK.split(text))
    reader = _Reader(document)
    try:
        reader.read(text)
    except _Fatal as fatal:
        reader.problems.append(fatal.problem)
        return None, reader.problems
    return document, reader.problems


class _Fatal(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message.en)
        self.problem = problem


def content_of(path: Path, name: str) -> tuple[bytes, Problem | None]:
    """The file's bytes; one that is a link, too large or unreadable is not read."""
    try:
        if path.is_symlink():
            return b"", Problem(name, Mark(), "file-link", _LINK)
        if problem := not_too_large(path.stat().st_size, name):
            return b"", problem
        return path.read_bytes(), None
    except OSError as error:
        message = Text("Filen kan ikke leses: {why}.", "The file cannot be read: {why}.").fill(
            why=shown(error.strerror)
        )
        return b"", Problem(name, Mark(), "file-unreadable", message)


def not_too_large(size: int, name: str) -> Problem | None:
    """What is wrong with a file of so many bytes, if anything."""
    return Problem(name, Mark(), "file-size", _TOO_LARGE, _TOO_LARGE_TIP) if size > LARGEST_FILE else None


def _mark_of_byte(error: UnicodeDecodeError) -> Mark:
    return _mark_after(error.object[: error.start].decode("utf-8", "replace"))


def _mark_after(before: str) -> Mark:
    """The mark of the one character that stands after `before`."""
    lines = _LINE_BREAK.split(before)
    return Mark(len(lines), len(lines[-1]) + 1, len(lines[-1]) + 2)


class _Reader:
    """Builds the data from parser events, so that anchors, tags and depth are seen before anything is made of them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def read(self, text: str) -> None:
        if found := _CONFLICT.search(text):
            raise _Fatal(
                self.document.problem(_mark_after(text[: found.start()]), "conflict", _IN_CONFLICT, _CONFLICT_TIP)
            )
        if found := _CONTROL_CHARACTER.search(text):
            mark = _mark_after(text[: found.start()])
            raise _Fatal(self.document.problem(mark, "yaml-control-character", _CONTROL))
        try:
            self._documents(yaml.parse(text, Loader=yaml.CBaseLoader))
        except yaml.YAMLError as error:
            raise _Fatal(self._syntax(error)) from None

    def _documents(self, events: Iterator[yaml.Event]) -> None:
        begun = False
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if begun:
                    self._report(_mark(event), "yaml-documents", _SECOND_DOCUMENT)
                    return
                begun = True
                self.document.data = self._value(next(events), events, ())
        if not begun:
            raise _Fatal(Problem(self.document.file, Mark(), "yaml-empty", _EMPTY))

    def _value(self, event: Any, events: Iterator[yaml.Event], place: Place) -> Value:
        mark = _mark(event)
        self.document.marks[place] = mark
        if isinstance(event, yaml.CollectionStartEvent) and len(place) >= DEEPEST:
            raise _Fatal(self.document.problem(mark, "yaml-depth", _TOO_DEEP))
        if isinstance(event, yaml.AliasEvent):
            self._report(mark, "yaml-alias", _ALIAS, place=place)
            return ""
        self._refuse_anchor_and_tag(event, mark)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, place)
        if event.style not in ("'", '"', "|", ">"):
            self.document.plain.add(place)
            end, lines = event.end_mark, self.document.lines
            rest = (
                lines[end.line][end.column :] if end.line < len(lines) else ""
            )  # an empty value may end after the last
            if found := _COMMENT_AFTER.match(rest):
                self.document.cut[place] = found[1]
        return str(event.value)

    def _refuse_anchor_and_tag(self, event: Any, mark: Mark) -> None:
        if event.anchor:
            self._report(mark, "yaml-anchor", _ANCHOR)
        if event.tag:
            self._report(mark, "yaml-tag", _TAG.fill(tag=shown(event.tag)))

    def _sequence(self, events: Iterator[yaml.Event], place: Place) -> list[Value]:
        items: list[Value] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._value(event, events, (*place, len(items))))
        return items

    def _mapping(self, events: Iterator[yaml.Event], place: Place) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event, events, place, mapping)
            known = key is not None and key not in mapping
            inner = (*place, key) if known and key is not None else (*place, f"\0{len(mapping)}")
            value = self._value(next(events), events, inner)
            if known and key is not None:
                mapping[key] = value
        return mapping

    def _key(
        self, event: yaml.Event, events: Iterator[yaml.Event], place: Place, mapping: dict[str, Value]
    ) -> str | None:
        """The key as text, or None after a complaint when it is no plain word, a merge key or a second of its name."""
        mark = _mark(event)
        if not isinstance(event, yaml.ScalarEvent):
            self._value(event, events, (*place, "\0key"))
            if isinstance(event, yaml.AliasEvent):
                return None  # told already
            self._report(mark, "yaml-key", _ODD_KEY)
            return None
        self._refuse_anchor_and_tag(event, mark)
        key = str(event.value)
        if key == "<<":
            self._report(mark, "yaml-merge", _MERGE)
            return None
        if key in mapping:
            first = self.document.keys[(*place, key)].line
            self._report(mark, "yaml-duplicate-key", _DUPLICATE.fill(key=shown(key), line=first))
            return None
        self.document.keys[(*place, key)] = mark
        return key

    def _report(self, mark: Mark, rule: str, message: Text, place: Place | None = None) -> None:
        self.problems.append(self.document.problem(mark, rule, message))
        if place is not None:
            self.document.broken.add(place)

    def _syntax(self, error: yaml.YAMLError) -> Problem:
        """The parser's complaint as a sentence; libyaml's own words are kept only where we have none better."""
        words = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
        late = any(part in words for part in _TOLD_LATE)
        marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
        where = next((m for m in (marks if late else marks[::-1]) if m is not None), None)
        mark = Mark(where.line + 1, where.column + 1, where.column + 2) if where else Mark()
        message = next((text for part, text in _SYNTAX.items() if part in words), None)
        known = message or Text("YAML-en kan ikke leses her ({words}).", "The YAML cannot be read here ({words}).")
        line = self.document.lines[mark.line - 1] if mark.line <= len(self.document.lines) else ""
        whole = mended(line)
        tip = _WRITE.fill(line=whole) if whole else _SYNTAX_TIP
        said = (whole and _why(line)) or known.fill(words=shown(words))
        return self.document.problem(mark, "yaml-syntax", said, tip)


def _why(line: str) -> Text | None:
    """Which of its own signs a text was stopped by, when the line shows it."""
    return next((text for sign, text in _SIGNS if re.search(sign, line)), None)


def _mark(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    same_line = end.line == start.line and end.column > start.column
    return Mark(start.line + 1, start.column + 1, (end.column if same_line else start.column + 1) + 1)


_IN_CONFLICT = Text(
    "To har endret de samme linjene, og git har satt begge utgavene inn her (en flettekonflikt).",
    "Two people have changed the same lines, and git has put both versions in here (a merge conflict).",
)
_CONFLICT_TIP = Text(
    "Begge vedtakene skal som regel stå: behold linjene fra begge, og slett bare de tre linjene som begynner med <<<<<<<, "
    "======= og >>>>>>>. Har vedtakene fått samme nummer, får det som ikke er publisert, årets neste.",
    "Both decisions are usually to stand: keep the lines of both, and delete only the three lines that begin with <<<<<<<, "
    "======= and >>>>>>>. If the decisions have the same number, the one that is not published takes the year's next.",
)
_LINK = Text(
    "Filen er en lenke til en annen fil. Registeret leser bare vanlige filer.",
    "The file is a link to another file. The register reads ordinary files only.",
)
_TOO_LARGE = Text("Filen er større enn 64 KB.", "The file is larger than 64 KB.")
_TOO_LARGE_TIP = Text("Er det limt inn noe som ikke hører hjemme her?", "Has something been pasted in by mistake?")
_OF_PROGRAMS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf")
"""How the files of Word, Excel and Acrobat begin, whatever their names end in."""
_DOCUMENT = Text(
    "Filen er et dokument fra Word, Excel eller et liknende program, og ikke ren tekst.",
    "The file is a document from Word, Excel or a program like them, and not plain text.",
)
_DOCUMENT_TIP = Text(
    "Ta den ut av mappen. Skal den bli en post, kopier teksten inn i en ny fil i en ren teksteditor.",
    "Take it out of the folder. If it is to be a record, copy the text into a new file in a plain text editor.",
)
_NOT_UTF8 = Text("Filen er ikke lagret som UTF-8.", "The file is not stored as UTF-8.")
_NOT_UTF8_TIP = Text(
    "Lagre filen på nytt og velg tegnkodingen UTF-8, så blir æ, ø og å riktige.",
    "Save the file again with the encoding UTF-8.",
)
_EMPTY = Text("Filen er tom.", "The file is empty.")
_SECOND_DOCUMENT = Text(
    "En linje med bare «---» begynner et nytt dokument. En fil skal bare ha ett.",
    "A line with only “---” begins a new document. A file must have only one.",
)
_TOO_DEEP = Text("Mer enn 10 nivåer inni hverandre.", "More than 10 levels inside each other.")
_ALIAS = Text(
    "«*» er en henvisning i YAML og kan ikke brukes. Skriv verdien helt ut; begynner den med *, sett anførselstegn rundt.",
    "“*” is a YAML alias and cannot be used. Write the value in full; if it begins with *, put it in quotes.",
)
_ANCHOR = Text(
    "«&» er et anker i YAML og kan ikke brukes. Begynner verdien med &, sett anførselstegn rundt.",
    "“&” is a YAML anchor and cannot be used. If the value begins with &, put it in quotes.",
)
_TAG = Text(
    "«{tag}» er et merke i YAML og kan ikke brukes. Begynner verdien med !, sett anførselstegn rundt.",
    "“{tag}” is a YAML tag and cannot be used. If the value begins with !, put it in quotes.",
)
_MERGE = Text(
    "«<<» slår sammen lister i YAML og kan ikke brukes. Skriv feltene helt ut.",
    "“<<” merges mappings in YAML and cannot be used. Write the fields in full.",
)
_ODD_KEY = Text(
    "Et feltnavn må være ett ord, ikke en liste eller flere felt.",
    "A field name must be one word, not a list or several fields.",
)
_DUPLICATE = Text(
    "Feltet «{key}» står to ganger; det første er på linje {line}. Behold bare ett.",
    "The field “{key}” is there twice; the first is on line {line}. Keep only one.",
)
_CONTROL = Text(
    "Her står et usynlig kontrolltegn. Slett det og skriv teksten på nytt.",
    "There is an invisible control character here. Delete it and type the text again.",
)
_SYNTAX_TIP = Text(
    "Se på linjen over også: en manglende klamme, et anførselstegn eller et feil innrykk vises ofte først her.",
    "Look at the line above too: a missing bracket, quote or indent often shows only here.",
)
_WRITE = Text("Skriv linjen slik: {line}", "Write the line like this: {line}", "Skriv linja slik: {line}")
_SIGNS = (
    (
        r"\s#",
        Text(
            "Teksten har et «#» med mellomrom foran. Da leses resten av linjen som en merknad, og teksten blir kuttet der.",
            "The text has a “#” with a blank before it. The rest of the line is then read as a comment, and the text is cut there.",
            "Teksten har eit «#» med mellomrom framfor. Då blir resten av linja lesen som ein merknad, og teksten blir kutta der.",
        ),
    ),
    (
        r"[:{]\s*[“”„‟‘’‚]",
        Text(
            'Teksten står i krøllete anførselstegn (“ ”), som ikke holder den sammen. Bruk rette (").',
            'The text is in curly quotation marks (“ ”), which do not hold it together. Use straight ones (").',
            'Teksten står i krølla hermeteikn (“ ”), som ikkje held han saman. Bruk rette (").',
        ),
    ),
    (
        r""":\s*".*".*"|:\s*'.*\w'\w""",
        Text(
            "Teksten har anførselstegn inni seg, og det første av dem avslutter den.",
            "The text has quotation marks in it, and the first of them ends it.",
            "Teksten har hermeteikn inni seg, og det første av dei avsluttar han.",
        ),
    ),
    (
        r":\s+(?:\{\s*\w+:\s+)?[^\"'{].*:\s",
        Text(
            "Teksten har et kolon, og det leses som et nytt felt. En tekst med kolon må ha anførselstegn rundt seg.",
            "The text has a colon, which is read as a new field. A text with a colon must be in quotes.",
            "Teksten har eit kolon, og det blir lese som eit nytt felt. Ein tekst med kolon må ha hermeteikn rundt seg.",
        ),
    ),
)
"""The signs that stop a text which is not in quotation marks, each with what to say of it."""
_OPEN_QUOTE = Text("Et anførselstegn er åpnet, men aldri lukket.", "A quotation mark is opened but never closed.")
_BACKSLASH = Text(
    "Bakstreken har en særlig betydning mellom doble anførselstegn. Bruk enkle anførselstegn, eller skriv \\\\.",
    "A backslash has a meaning of its own inside double quotes. Use single quotes, or write \\\\.",
)
_BAD_TAG = Text(
    "«!» er et merke i YAML og kan ikke brukes. Begynner verdien med !, sett anførselstegn rundt.",
    "“!” is a YAML tag and cannot be used. If the value begins with !, put it in quotes.",
)
_TOLD_LATE = (
    "end of stream",
    "document indicator",
    "expected ',' or",
    "expected ':'",
    "alphabetic or numeric character",
)
"""The parser notices these where the text goes on or ends; what helps is the place where the thing began."""
_SYNTAX = {
    "mapping values are not allowed": Text(
        "Her står et kolon der YAML ikke venter det. En tekst med kolon må ha anførselstegn rundt seg.",
        "There is a colon where YAML does not expect one. A text with a colon must be in quotes.",
    ),
    "found character that cannot start any token": Text(
        "Her står et tegn som YAML ikke tar imot, ofte en tabulator. Bruk mellomrom til innrykk, og anførselstegn rundt tekst med % @ `.",
        "There is a character that YAML does not accept, often a tab. Indent with blanks, and quote text with % @ `.",
    ),
    "could not find expected ':'": Text(
        "Her mangler et kolon etter feltnavnet, eller en tekst over flere linjer mangler anførselstegn.",
        "A colon is missing after the field name, or a text over several lines lacks quotes.",
    ),
    "did not find expected key": Text(
        "Innrykket passer ikke med linjene over, eller det står noe etter en tekst i anførselstegn.",
        "The indent does not fit the lines above, or something follows a text in quotes.",
    ),
    "did not find expected '-' indicator": Text(
        "Innrykket passer ikke med listen over: her skulle det stått en bindestrek.",
        "The indent does not fit the list above: a hyphen was expected here.",
    ),
    "did not find expected ',' or ']'": Text(
        "Listen i klammer [ ] er ikke avsluttet, eller et komma mangler.",
        "The list in brackets [ ] is not closed, or a comma is missing.",
    ),
    "did not find expected ',' or '}'": Text(
        "Klammen {{ }} er ikke avsluttet, eller et komma mangler.",
        "The brace {{ }} is not closed, or a comma is missing.",
    ),
    "did not find expected node content": Text(
        "Her venter YAML en verdi, men finner noe annet: en klamme som ikke er lukket, eller et komma for mye.",
        "YAML expects a value here but finds something else: a bracket left open, or a comma too many.",
    ),
    "did not find expected <document start>": Text(
        "Innrykket passer ikke med linjene over. Felt på samme nivå må begynne i samme kolonne.",
        "The indent does not fit the lines above. Fields of one level must begin in the same column.",
    ),
    "found unknown escape character": _BACKSLASH,
    "escape code": _BACKSLASH,
    "expected hexdecimal number": _BACKSLASH,  # so spelt by libyaml
    "found unexpected end of stream": _OPEN_QUOTE,
    "found unexpected document indicator": _OPEN_QUOTE,
    "found a tab character": Text(
        "Her står en tabulator i innrykket. Bruk mellomrom.", "There is a tab in the indent. Use blanks."
    ),
    "are not allowed in this context": Text(
        "Her står en bindestrek eller et spørsmålstegn der YAML ikke venter det. En tekst som begynner slik, må ha anførselstegn rundt seg.",
        "There is a hyphen or a question mark where YAML does not expect one. A text that begins so must be in quotes.",
    ),
    "directive": Text("En linje kan ikke begynne med %.", "A line cannot begin with %."),
    "did not find expected comment or line break": Text(
        "Etter | eller > kan det ikke stå noe mer på linjen.", "Nothing more may stand on the line after | or >."
    ),
    "alphabetic or numeric character": Text(
        "«&» og «*» har en særlig betydning først i en verdi. Sett anførselstegn rundt.",
        "“&” and “*” have a meaning of their own at the start of a value. Put it in quotes.",
    ),
    "found undefined tag handle": _BAD_TAG,
    "expected tag URI": _BAD_TAG,
    "did not find expected whitespace or line break": _BAD_TAG,
    "expected '!'": _BAD_TAG,
    "the expected '>'": _BAD_TAG,
}
