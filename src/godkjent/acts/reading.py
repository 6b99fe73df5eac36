"""What lawyers write, read as the register writes it: days, numbers, telephone numbers, web sites, choices, a centre.

The one home of it, for the issue forms, the page `/rediger/` (whose `js/reading.js` does the same with the same tables),
and the commands. What cannot be read is given back as it was written, for `check` to refuse in its own words; a choice
and a centre are looked up, and what is none of them is refused here, by the question that was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any

from babel import Locale

from ..language.refusals import Refusal
from ..language.texts import LANGUAGES, NORTHERN, Text, joined, one_of, same, shown
from ..register import phones
from ..register.model import Centre, Register

NAMES = ("trade_names", "calls_on_behalf_of")
"""Lists of names, written one to a line: a name may hold a comma."""
DAYS = ("date", "effective", "deadline", "valid_until")
OTHER_WORDS = {
    "norsk": "nb",
    "norwegian": "nb",
    "samisk": "se",
    "ringer ut": "outbound",
    "tar imot anrop": "inbound",
}
"""What people call a choice beside its label."""
COMPANY_FORMS = ("as", "asa", "enk", "da", "ans", "sa", "nuf")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_IN_FIGURES = re.compile(r"([0-9]{1,2}) ?[./-] ?([0-9]{1,2}) ?[./-] ?([0-9]{4}|[0-9]{2})")
_IN_WORDS = re.compile(r"(?:([^\W\d_]+)\.?,? )?(?:den )?([0-9]{1,2})\.? ?([^\W\d_]+)\.?,? ([0-9]{4}|[0-9]{2})")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[ .'’][0-9]{3})+|[0-9]+")
RANGE = "–"
"""What stands between the first number of a range and its last."""
_TELEPHONE = re.compile(r"(?:\+47 ?)?(?:[1-9](?: ?[0-9]){7}|0(?: ?[0-9]){4})")
_AROUND_TELEPHONE = re.compile(r"(?:telefon(?:nummer)?|mobil|tlf|tel|nr)\b[.:]? *", re.IGNORECASE)
_BETWEEN_DIGITS = re.compile(r"[ ().\-‐-―−/]")
_NATIONAL = re.compile(r"(?:(?:\+|00)?47)?([1-9][0-9]{7}|0[0-9]{4})")
_TO = re.compile(r" *(?:\.\.|[-‐-―−]| til | to ) *")
_END_OF_RANGE = re.compile(r"[0-9]{1,4}")
_SITE = re.compile(r"(?:(https?)://)?([^/:\s@,;]+\.[^\W\d_]{2,})(:[0-9]+)?(/.*)?", re.IGNORECASE)
_LABEL = f"[a-z0-9{NORTHERN}]+"
_NORTHERN = re.compile(rf"{_LABEL}(?:[.-]{_LABEL})*")
_AROUND_ORGANISATION = re.compile(
    r"^(?:organisasjonsnummer|orgnr|org|no)(?:\.|:|\s|nr)*(?=[0-9])|\s*mva\.?$", re.IGNORECASE
)
_AND = re.compile(r" (?:og|and|samt) | ?[&/] ?")
_ADDRESS = re.compile(r"/(?:sentre|verifiser|merke|bekreftelse)/([a-z0-9-]+)")
_FILE = re.compile(r"(?:.*/)?([a-z0-9-]+)\.yaml")


class NotRead(Refusal):
    """An answer that is none of those there are; `text` names the question and what may be answered."""


def one_line(words: str) -> str:
    """The words on one line, with single blanks and none at the ends."""
    return " ".join(words.split())


def one(field: str, words: str, choices: Mapping[str, Text] | None = None, title: Text | None = None) -> str:
    """One value of a field as the register writes it, also of a field that is a list. Raises NotRead."""
    plain = one_line(words)
    if choices:
        found = chosen(plain, choices, title or Text(field, field))
        return found[0] if len(found) == 1 else plain
    return (_ITEM | _ONE).get(field, one_line)(plain)


def answer(field: str, words: str, choices: Mapping[str, Text] | None = None, title: Text | None = None) -> list[str]:
    """The answers to the question of a field, each as the register writes it. Raises NotRead for what is no choice."""
    if field in NAMES:
        return names(words)
    plain = one_line(words)
    if not plain:
        return []
    if choices:
        return chosen(plain, choices, title or Text(field, field))
    if field in BETWEEN:
        read = _ITEM.get(field, one_line)
        return [read(part) for part in re.split(BETWEEN[field], _lines(words)) if part]
    return [_ONE[field](plain)] if field in _ONE else [plain]


def _lines(words: str) -> str:
    """The words with single blanks, the ends of lines kept."""
    return "\n".join(filter(None, map(one_line, words.splitlines())))


# --- Days and figures -------------------------------------------------------------------------------------------


@cache
def months() -> dict[str, int]:
    """What a month is called, in full and in short, in the register's languages."""
    return {name: number for number, name in _named("months")} | {"sept": 9}


@cache
def weekdays() -> dict[str, int]:
    """What a day of the week is called, Monday being 0."""
    return {name: number for number, name in _named("days")}


def _named(what: str) -> list[tuple[int, str]]:
    tables = [getattr(Locale(code), what)["format"] for code in LANGUAGES]
    called = [table[width] for table in tables for width in ("wide", "abbreviated")]
    return [(number, name.casefold().strip(".")) for names_ in called for number, name in names_.items()]


def day(words: str) -> str:
    """A day as Norwegians write it, as YYYY-MM-DD: 1. april 2028, 25.11.26, 25/11/2026. Two digits are a year of this century."""
    plain = one_line(words).casefold().removesuffix(".")
    if found := _YEAR_FIRST.fullmatch(plain):
        year, month, number, weekday = found[1], int(found[2]), found[3], None
    elif found := _IN_FIGURES.fullmatch(plain):
        year, month, number, weekday = found[3], int(found[2]), found[1], None
    elif found := _IN_WORDS.fullmatch(plain):
        year, month, number, weekday = found[4], months().get(found[3], 0), found[2], found[1]
    else:
        return words
    try:
        read = date(int(year) + (2000 if len(year) == 2 else 0), month, int(number))
    except ValueError:
        return words
    fits = weekday in (None, "den") or weekdays().get(weekday) == read.weekday()
    return read.isoformat() if fits else words


def figure(words: str) -> str:
    """A whole number without the signs that Norwegians set between thousands: 187 727, 507.700."""
    plain = one_line(words)
    return re.sub(r"[^0-9]", "", plain) if _THOUSANDS.fullmatch(plain) else words


def whole(words: str) -> int | str:
    """A whole number as one; anything else as it is written, for `check` to refuse."""
    found = figure(words)
    return int(found) if re.fullmatch("[0-9]{1,15}", found) else found


def organisation(words: str) -> str:
    """An organisation number without blanks, points and the words around it."""
    digits = re.sub(r"[\s.]", "", _AROUND_ORGANISATION.sub("", one_line(words)))
    return digits if re.fullmatch(r"[0-9]{9}", digits) else words


# --- Telephone numbers and web sites ----------------------------------------------------------------------------


def spaced(number: str) -> str:
    """An organisation number as it is printed: 310 000 108."""
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def telephone(words: str) -> str:
    """A number, or a range as FROM–TO with any hyphen between; its end may be its last digits only."""
    plain = one_line(words)
    for sign in _TO.finditer(plain):
        before = plain[: sign.start()]
        first, last = _number(before), _number(plain[sign.end() :])
        if _TELEPHONE.fullmatch(first) and _END_OF_RANGE.fullmatch(last) and not _TO.search(before):
            digits = phones.national(first)
            last = _number(digits[: -len(last)] + last)
        if _TELEPHONE.fullmatch(first) and _TELEPHONE.fullmatch(last):
            return f"{first}{RANGE}{last}"
    return _number(plain)


def telephone_item(words: str, use: Sequence[str]) -> dict[str, Any]:
    """A number, or a range that was read as FROM–TO, as it stands in a file; `use` is the directions it has."""
    first, sign, last = (part.strip() for part in words.partition(RANGE))
    return {"from": first, "to": last, "use": [*use]} if sign else {"number": first, "use": [*use]}


def _number(words: str) -> str:
    """One number; as it is when the register takes it so, else with +47 and blanks."""
    if _TELEPHONE.fullmatch(words):
        return words
    digits = _BETWEEN_DIGITS.sub("", _AROUND_TELEPHONE.sub("", words, count=1))
    found = _NATIONAL.fullmatch(digits)
    if found is None:
        return words
    return found[1] if len(found[1]) == 5 else f"+47 {phones.written(found[1])}"


def website(words: str) -> str:
    """A web site with its scheme; a domain with æ, ø or å in the form that addresses have."""
    found = _SITE.fullmatch(one_line(words))
    if found is None:
        return words
    scheme, host, port, path = ((part or "") for part in found.groups())
    return f"{(scheme or 'https').lower()}://{_ascii(host)}{port}{path}"


def _ascii(host: str) -> str:
    lower = host.lower()
    if host.isascii() or not _NORTHERN.fullmatch(lower):
        return host
    try:
        return lower.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def names(words: str) -> list[str]:
    """Names, one to a line: a comma is part of a name."""
    return [line for line in map(one_line, words.splitlines()) if line]


_ONE = {"organisation_number": organisation, "successor": organisation, "seats": figure} | dict.fromkeys(
    (*DAYS, "since"), day
)
BETWEEN = {
    "phone_numbers": r" ?[,;\n] ?| og ",
    "requirements": r" ?[,;\n] ?",
    "websites": r"[\s;]+|,(?=\s|https?://|www\.|$)",
}
"""Fields that are lists, and what stands between their items; the page `/rediger/` reads by the same patterns."""
_ITEM = {"phone_numbers": telephone, "websites": website}


# --- Choices ----------------------------------------------------------------------------------------------------


def chosen(words: str, choices: Mapping[str, Text], title: Text) -> list[str]:
    """The choices that the words name, by value or by what people call them: «Salg og kundeservice» is two. Raises NotRead."""
    called = {label.in_language(code).casefold(): value for value, label in choices.items() for code in LANGUAGES}
    called |= {word: value for word, value in OTHER_WORDS.items() if value in choices}
    called |= {value.casefold(): value for value in choices}
    parts = [part for part in map(one_line, re.split("[,;\n]", words)) if part]
    found = [value for part in _whole(parts, called) for value in _several(part, called, choices, title)]
    return list(dict.fromkeys(found))


def _whole(parts: Sequence[str], called: Mapping[str, str]) -> Sequence[str]:
    """The parts, unless they together are what one choice is called."""
    together = ", ".join(parts)
    return [together] if together.casefold() in called else parts


def _several(part: str, called: Mapping[str, str], choices: Mapping[str, Text], title: Text) -> list[str]:
    found = _split(part, called)
    if found is None:
        raise NotRead(not_a_choice(part, choices, title))
    return found


def _split(part: str, called: Mapping[str, str]) -> list[str] | None:
    """One choice, or several with «og» between; a label may itself hold an «og»."""
    if (value := called.get(part.casefold())) is not None:
        return [value]
    for sign in _AND.finditer(part):
        first, rest = called.get(part[: sign.start()].strip().casefold()), _split(part[sign.end() :].strip(), called)
        if first is not None and rest is not None:
            return [first, *rest]
    return None


def not_a_choice(words: str, choices: Mapping[str, Text], title: Text) -> Text:
    """That words are none of the choices of a question, what they are called, and which one is near."""
    labels = list(choices.values())
    near = get_close_matches(words.casefold(), [label.nb.casefold() for label in labels], n=1, cutoff=0.7)
    near = near or [label.nb.casefold() for label in labels if words.casefold() in label.nb.casefold().split()]
    tip = next((_DID_YOU_MEAN.fill(label=label) for label in labels if label.nb.casefold() in near), same(""))
    return _NO_CHOICE.fill(words=shown(words), title=title, choices=one_of(labels), tip=tip)


# --- Which centre -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """A centre by what people call it."""

    slug: str
    name: str
    number: str
    others: tuple[str, ...] = ()  # trade names, former names, former file names

    @property
    def written(self) -> str:
        """As the register tells it: the name, and the number with blanks."""
        return f"{self.name} ({spaced(self.number)})"


def known(register: Register) -> tuple[Known, ...]:
    """Every centre of a register by what people call it."""
    return tuple(map(known_as, register.centres))


def known_as(held: Centre) -> Known:
    """A centre by what people call it."""
    others = (*held.trade_names, *(former.name for former in held.former_names), *held.former_slugs)
    return Known(held.slug, held.name, held.organisation_number, others)


def centre(words: str, centres: Iterable[Known]) -> Known:
    """The centre that the words name: by name, number, file name or the address of its page. Raises NotRead.

    The name may lack its company form, and may be only its first words when no other centre's begins so.
    """
    everyone, asked = tuple(centres), one_line(words)
    found = _named_so(asked, everyone)
    if len(found) == 1:
        return found[0]
    if found:
        raise NotRead(_SEVERAL.fill(words=shown(asked), names=_either(found)))
    close = get_close_matches(asked.casefold(), [c.name.casefold() for c in everyone], n=2, cutoff=0.6)
    close += get_close_matches(asked, [c.slug for c in everyone], n=1, cutoff=0.6)
    near = [c for c in everyone if c.name.casefold() in close or c.slug in close] or _first_words_like(asked, everyone)
    tip = _NEAR.fill(names=_either(near)) if near else joined([same(""), _NO_NEAR])
    raise NotRead(_UNKNOWN.fill(words=shown(asked), tip=tip))


def _first_words_like(asked: str, everyone: Sequence[Known]) -> list[Known]:
    """The centres whose first words are near what was written, when that was not the whole name."""
    count = len(asked.split())
    firsts = {c: " ".join(c.name.casefold().split()[:count]) for c in everyone}
    close = get_close_matches(asked.casefold(), list(firsts.values()), n=2, cutoff=0.7)
    return [c for c, first in firsts.items() if first in close]


def _named_so(asked: str, everyone: Sequence[Known]) -> list[Known]:
    address = _ADDRESS.search(asked) or _FILE.fullmatch(asked)
    keys = {asked.casefold(), address[1] if address else ""}
    number = organisation(re.sub(r".*\(([0-9 ]+)\)", r"\1", address[1] if address else asked))
    if exact := [c for c in everyone if number == c.number or c.slug in keys or asked.casefold() == c.name.casefold()]:
        return exact
    bare = _bare(re.sub(r"\s*\([0-9 ]*\)$", "", asked))
    if whole := [
        c for c in everyone if (bare and bare in {_bare(n) for n in (c.name, *c.others)}) or {*c.others} & keys
    ]:
        return whole
    return [c for c in everyone if len(bare) > 3 and f"{_bare(c.name)} ".startswith(f"{bare} ")]


def company_form(name: str) -> bool:
    """Whether a name ends in the form of a company, so that it is no person's."""
    return one_line(name).casefold().rpartition(" ")[2] in COMPANY_FORMS and not name.casefold().endswith(" enk")


def _bare(name: str) -> str:
    """A name without its company form, for comparing."""
    first, _, last = one_line(name).casefold().rpartition(" ")
    return first if first and last in COMPANY_FORMS else one_line(name).casefold()


def _either(centres: Sequence[Known]) -> Text:
    written = [f"«{c.written}»" for c in centres]
    return one_of(written)


_NO_CHOICE = Text(
    "«{words}» er ikke et valg under {title}. Valgene er {choices}.{tip}",
    "“{words}” is not a choice under {title}. The choices are {choices}.{tip}",
    "«{words}» er ikkje eit val under {title}. Vala er {choices}.{tip}",
)
_DID_YOU_MEAN = Text(" Mente du «{label}»?", " Did you mean “{label}”?", " Meinte du «{label}»?")
_UNKNOWN = Text(
    "Det er ikke noe senter «{words}» i registeret.{tip}",
    "There is no centre “{words}” in the register.{tip}",
    "Det er ikkje noko senter «{words}» i registeret.{tip}",
)
_NEAR = Text(" Mente du {names}?", " Did you mean {names}?", " Meinte du {names}?")
_NO_NEAR = Text(
    "Skriv hele navnet, organisasjonsnummeret eller adressen til senterets side.",
    "Write the whole name, the organisation number or the address of the centre's page.",
    "Skriv heile namnet, organisasjonsnummeret eller adressa til sida til senteret.",
)
_SEVERAL = Text(
    "«{words}» kan være flere sentre: {names}. Skriv hele navnet eller organisasjonsnummeret.",
    "“{words}” may be several centres: {names}. Write the whole name or the organisation number.",
    "«{words}» kan vere fleire senter: {names}. Skriv heile namnet eller organisasjonsnummeret.",
)
