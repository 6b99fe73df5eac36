"""What must never be public: signs of personal data and of papers in a free text, and documents in the repository.

The patterns are data, so that the page `/rediger/` stops the same words before anything is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from ..language.texts import Text, shown
from ..register import git, phones
from ..register.loader import Place
from ..register.problems import Mark, Problem
from ..register.records import Record
from .rules import Context, Finding, rule
from .text_and_files import strings

FREE_TEXT = r"^\S(.*\S)?$"
"""The pattern in the schemas of a text that people write as they like."""
PATTERNS: Mapping[str, str] = {
    # six digits that may be a day of birth, those of D-numbers and of synthetic persons among them, and five more
    "birth-number": r"(?<![0-9])(?:[04][1-9]|[1256][0-9]|[37][01])(?:[048][1-9]|[159][0-2])[0-9]{2}[ .-]?[0-9]{3} ?[0-9]{2}(?![0-9])",
    "email": r"[^\s@<>()«»,;:]+ ?(?:@|\(at\)|\[at\]) ?[^\s@<>()«»,;:]+\.[A-Za-zÆØÅæøå]{2,}",
    "link": r"[a-zA-Z][a-zA-Z+.-]*://|(?<![a-zA-Z0-9])www\.|\]\(",
    "telephone": r"(?<![0-9])(?:(?:\+|00)47 ?)?(?:[2-9][0-9](?: ?[0-9]{2}){3}|[2-9][0-9]{2} ?[0-9]{2} ?[0-9]{3}|[2-9][0-9]([-.])[0-9]{2}\1[0-9]{2}\1[0-9]{2})(?![0-9])",
}
"""What is looked for, in signs that mean the same in Python and in the page."""
WHAT: Mapping[str, Text] = {
    "birth-number": Text("et fødselsnummer", "a national identity number", "eit fødselsnummer"),
    "email": Text("en e-postadresse", "an e-mail address", "ei e-postadresse"),
    "link": Text("en lenke eller et vedlegg", "a link or an attachment", "ei lenkje eller eit vedlegg"),
    "telephone": Text(
        "et telefonnummer som ikke er senterets", "a telephone number that is not the centre's", "eit telefonnummer"
    ),
}
_DAY = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_ADDRESS = re.compile(r"https?://\S+")
"""A source may be a web address and nothing else, or words like any other."""
_COMPILED = {name: re.compile(pattern) for name, pattern in PATTERNS.items()}


def found(text: str, own: Iterable[tuple[str, str]] = ()) -> str | None:
    """What in a text must not be public, by its name in `WHAT`; `own` are the numbers, first and last, that may stand there."""
    spans = tuple(own)
    for name, pattern in _COMPILED.items():
        for sign in pattern.finditer(text):
            if name != "telephone" or not _ours(sign[0], spans):
                return name
    return None


def _ours(written: str, own: tuple[tuple[str, str], ...]) -> bool:
    """Whether eight digits are a number of the centre, or a day written without signs."""
    digits = re.sub(r"[^0-9]", "", re.sub(r"^(?:\+|00)47", "", written))
    inside = any(len(first) == len(digits) and first <= digits <= last for first, last in own)
    return inside or bool(_DAY.fullmatch(digits))


@rule(
    "private",
    "centre misuse statistics",
    "{title} ser ut til å inneholde {what}. Alt som står her, er offentlig.",
    "{title} seems to hold {what}. Everything that stands here is public.",
    Text(
        "Skriv «en ansatt», «en kunde» eller «et telefonnummer» i stedet. Er teksten sendt inn allerede, ser alle den: "
        "lukk skjemaet eller forslaget og ring drift med én gang (docs/aldri-offentlig.md).",
        "Write “an employee”, “a customer” or “a telephone number” instead. If the text has been sent already, everybody "
        "sees it: close the form or the proposal and call the maintainers at once (docs/aldri-offentlig.md).",
    ),
)
def private(record: Record, context: Context) -> Iterator[Finding]:
    """No free text holds a birth number, an e-mail address, a telephone number of somebody, a link or an attachment."""
    own = list(_numbers(record))
    for place, value in strings(record.data):
        address = place[-1:] == ("source",) and _ADDRESS.fullmatch(value)
        if not address and is_free(context, record, place) and (name := found(value, own)):
            yield Finding(record.document, place, {"title": context.titled(record, place), "what": WHAT[name]})


@rule(
    "text-cut",
    "centre scheme requirements statistics misuse",
    "{title} slutter ved tegnet #: resten av linjen ({rest}) blir ikke lest.",
    "{title} ends at the sign #: the rest of the line ({rest}) is not read.",
    Text(
        'Hører det med til teksten, sett rette anførselstegn rundt hele teksten: "Brudd på punkt #3". '
        "Er det en merknad, flytt den til en egen linje.",
        'If it belongs to the text, put the whole text in straight quotes: "Brudd på punkt #3". '
        "If it is a remark, move it to a line of its own.",
    ),
)
def text_cut(record: Record, context: Context) -> Iterator[Finding]:
    """Nobody loses half a sentence to a sign that begins a comment."""
    for place, rest in record.document.cut.items():
        if is_free(context, record, place):
            yield Finding(record.document, place, {"title": context.titled(record, place), "rest": shown(rest)})


def is_free(context: Context, record: Record, place: Place) -> bool:
    """Whether people write the text of a field as they like."""
    node = context.registry.schemas[record.kind].node(place)
    return node.get("pattern") == FREE_TEXT and "enum" not in node


def _numbers(record: Record) -> Iterator[tuple[str, str]]:
    """The telephone numbers of a centre, first and last of each."""
    for _, item in record.items("phone_numbers"):
        ends = (item.get("number") or item.get("from"), item.get("number") or item.get("to"))
        first, last = (phones.national(str(end or "")) for end in ends)
        yield first, last


# --- Documents --------------------------------------------------------------------------------------------------

PAPERS = frozenset(
    [
        "doc",
        "docx",
        "docm",
        "dot",
        "dotx",
        "odt",
        "rtf",
        "pages",
        "pdf",
        "xls",
        "xlsx",
        "xlsm",
        "xlsb",
        "ods",
        "numbers",
        "csv",
        "tsv",
        "ppt",
        "pptx",
        "odp",
        "key",
        "msg",
        "eml",
        "mbox",
        "vcf",
        "zip",
        "7z",
        "rar",
        "tar",
        "gz",
        "tgz",
        "jpg",
        "jpeg",
        "heic",
        "tif",
        "tiff",
        "bmp",
        "webp",
        "mp3",
        "m4a",
        "wav",
        "mp4",
        "mov",
    ]
)
"""Endings of files that people send each other; the register and its program hold none of them."""


_OF_THE_PROGRAM = ("tests/", "docs/images/", "theme/")
"""Folders that the program's own maintainers keep, and that nobody fills from a letter."""


def papers(folder: Path) -> Iterator[Problem]:
    """Every document in the repository that holds the registry, wherever it lies: it would be public when sent."""
    for name in git.tracked_and_new(folder):
        ending = PurePosixPath(name).suffix.lower().removeprefix(".")
        if ending in PAPERS and not name.startswith(_OF_THE_PROGRAM):
            yield Problem(shown(name), Mark(), "paper", _PAPER, _PAPER_TIP)


_PAPER = Text(
    "Dokumenter, bilder og regneark hører ikke hjemme i registeret: alt som sendes hit, er offentlig.",
    "Documents, pictures and spreadsheets do not belong in the register: everything that is sent here is public.",
)
_PAPER_TIP = Text(
    "Flytt filen ut av mappen før noe sendes. Er den sendt allerede, holder det ikke å slette den: lukk forslaget og ring "
    "drift med én gang (docs/aldri-offentlig.md).",
    "Move the file out of the folder before anything is sent. If it has been sent already, deleting it is not enough: close "
    "the proposal and call the maintainers at once (docs/aldri-offentlig.md).",
)
