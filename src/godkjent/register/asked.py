"""What people write, read in one way: telephone numbers anywhere in a text, organisation numbers, addresses, hidden numbers, names.

The words and letters it knows are data (`asked.json`), joined by `tables()` with the number plan as `phonenumbers`
has it. `theme/static/js/asked.js` reads the same data by the same rules, and one list of cases holds both to them.
An address is what a browser would open: the URL standard decides, and no pattern of ours.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import ada_url
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata
from stdnum.no import orgnr

from ..language.texts import LANGUAGES
from .statuses import COUNTED_AS_APPROVED, RUNNING
from .whole_file import keep

LONGEST = 2000
"""Characters of a text that are read; what comes after them is left alone."""
_KINDS = {
    "mobile": "mobile",
    "fixed": "fixed_line",
    "freephone": "toll_free",
    "premium": "premium_rate",
    "shared": "shared_cost",
    "personal": "personal_number",
    "voip": "voip",
    "voicemail": "voicemail",
    "special": "uan",
}
"""Our kinds of number, and the names that `phonenumbers` has for them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing found in a text.

    `kind` is phone, organisation, number (digits that are no whole number), host, mail, hidden, warned, question, name
    or empty; `more` is the kind of a number, the path of a host, or the host of a mailbox.
    """

    kind: str
    value: str
    more: str = ""


@cache
def tables() -> dict[str, Any]:
    """Every table, as the pages' script gets it: our own, and the number plan taken out of `phonenumbers`."""
    own: dict[str, Any] = json.loads((files(__package__) / "asked.json").read_text("utf-8"))
    short: Any = PhoneMetadata.short_metadata_for_region("NO")
    plan = {kind: "|".join(dict.fromkeys(_patterns(name))) for kind, name in _KINDS.items()}
    zeros = [cp for cp in range(sys.maxunicode + 1) if unicodedata.decimal(chr(cp), None) == 0]
    return own | {"plan": plan, "short": short.short_code.national_number_pattern, "zeros": zeros}


def _patterns(name: str) -> Iterator[str]:
    """What `phonenumbers` takes for this kind in each region of +47: the mainland, and Svalbard, which it tells apart."""
    for region in COUNTRY_CODE_TO_REGION_CODE[47]:
        metadata: Any = PhoneMetadata.metadata_for_region(region)
        yield getattr(metadata, name).national_number_pattern


def write(path: Path) -> None:
    """What the pages' scripts are made with: the tables, the languages, and which statuses are approved and which run."""
    more = {"languages": LANGUAGES, "approved": sorted(COUNTED_AS_APPROVED), "running": sorted(RUNNING)}
    keep(path, json.dumps(tables() | more, ensure_ascii=False))


# --- The whole text -------------------------------------------------------------------------------------------


def read(text: str) -> tuple[Item, ...]:
    """Everything that a text asks about, in the order in which it stands there; never nothing."""
    text = _disarmed(text[:LONGEST])
    addresses, rest = _addresses(text)
    plain = _plain(rest)
    words = _letters(plain)
    unnumbered = _unnumbered(words)
    if not addresses and not unnumbered and (lone := _lone_host(text)):
        return (lone,)
    if found := (*_numbers(plain), *addresses):
        return found
    if unnumbered:
        return (Item(unnumbered, ""),)
    return (_only_digits(plain) or _said(text),)


def _said(text: str) -> Item:
    bare = " ".join(_visible(text).split())
    if not bare:
        return Item("empty", "")
    first = _letters(bare.lower())[:1]
    asks = bare.endswith("?") or (len(bare.split()) > 2 and first and first[0] in tables()["questions"])
    return Item("question" if asks else "name", bare)


def _letters(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())


def _unnumbered(words: list[str]) -> str:
    """What a telephone shows instead of a number, or above it: that it was hidden, or a warning; else nothing."""
    if not words or words[-1] in tables()["forms"]:
        return ""
    return "hidden" if _is_hidden(words) else "warned" if _is_warning(words) else ""


def _is_warning(words: list[str]) -> bool:
    """Whether the words are a telephone's own warning, and nothing else: «Mulig svindel», «Spam», «Scam likely»."""
    has = _kinds_of(words, "warned")
    return "enough" in has or {"deed", "perhaps"} <= has


def _is_hidden(words: list[str]) -> bool:
    """Whether the words say that a number was not shown: as a telephone does, in nothing but its words, or «skjult nummer» in a sentence."""
    known = tables()["hidden"]
    if any(a in known["enough"] and b in known["number"] for a, b in pairwise(words)):
        return True
    has = _kinds_of(words, "hidden")
    return "enough" in has or ("without" in has and ("number" in has or "shown" in has or "caller" in words))


def _kinds_of(words: list[str], table: str) -> set[str]:
    """The kinds that the words are of in a table; none when one of them is neither there nor a label."""
    known, labels = tables()[table], tables()["labels"]
    of = [{kind for kind, held in known.items() if word in held} for word in words]
    return set().union(*of) if all(kinds or word in labels for word, kinds in zip(words, of, strict=True)) else set()


# --- Signs ----------------------------------------------------------------------------------------------------


def _visible(text: str) -> str:
    """The text without signs that cannot be seen: formats, controls, and what only changes how a sign is drawn."""
    shown = "".join(" " if unicodedata.category(c) == "Cc" and c not in "\n\r\t" else c for c in text)
    return "".join(c for c in shown if unicodedata.category(c) not in ("Cf", "Me") and not "\ufe00" <= c <= "\ufe0f")


def _plain(text: str) -> str:
    """One kind of blank, hyphen and digit, and no sign that cannot be seen."""
    wide = unicodedata.normalize("NFKC", _visible(text)).lower().replace("%20", " ").replace("%2b", "+")
    return "".join(_sign(c) for c in wide)


def _sign(c: str) -> str:
    if c.isdecimal():
        return str(unicodedata.decimal(c))
    if c in tables()["hyphens"] or unicodedata.category(c) == "Pd":
        return "-"
    if c in "\n\r\t\u2028\u2029":
        return "\n"
    return " " if c.isspace() else c


# --- Numbers --------------------------------------------------------------------------------------------------

_NEVER = tuple(
    re.compile(pattern)
    for pattern in (
        r"(^|\D)\d{4}([ -])\d{4}\2\d{4}\2\d{4}(?!\d)",
        r"(^|\D)(?:\d{6}[ -]\d{5}|\d{4}\.\d\d\.\d{5}|\d{4} \d\d \d{5})(?!\d)",
        r"(^|[^\w])(?:no\d\d(?: ?\d{4}){2} ?\d{3}|[a-z]{2}\d\d(?: ?\d{4}){3,7}(?: ?\d{1,3})?)(?!\d)",
        r"(^|[^\d.])(?:19|20)\d\d-\d\d?-\d\d?(?!\d)",
        r"(^|[^\d.])(?:3[01]|[12]\d|0?[1-9])\. ?(?:1[0-2]|0?[1-9])\. ?(?:19|20)\d\d(?![\d.])",
        r"(^|\D)(?:3[01]|[12]\d|0?[1-9])/(?:1[0-2]|0?[1-9])[-/](?:19|20)\d\d(?![\d/])",
        r"(^|\W)kl(?:okk[ae]n?)?\.? ?\d{1,2}(?:[.:]\d\d)?(?!\d| \d\d \d\d \d\d(?! ?\d))",
        r"(^|[^\d ])\d{1,3}(?:[ .]\d{3}){0,2}(?:,\d\d|,-)? ?(?:kr|kroner|nok)(?!\w)",
        r"(^|\W)(?:kr|nok|€|\$)\.? ?(?:\d{1,3}(?:[ .]\d{3}){1,2}|\d{1,7})(?:,\d\d|,-)?(?! ?\d)",
    )
)
"""Cards, accounts, national identity numbers, whole days, times with a word and sums of money; each keeps what stands before it, in group 1."""
_SELDOM = tuple(
    re.compile(pattern)
    for pattern in (
        r"(^|[^\d.])(?:3[01]|[12]\d|0?[1-9])\. ?(?:1[0-2]|0?[1-9])\. ?\d\d(?![\d.])",
        r"(^|\D)(?:3[01]|[12]\d|0?[1-9])/(?:1[0-2]|0?[1-9])[-/]\d\d(?![\d/])",
        r"(^|\D)[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?!\d)",
        r"(^|[^\d.,])\d{1,6},\d\d(?![\d,])",
    )
)
"""Days in short, times and decimals: no numbers, unless there is nothing else."""
_ZERO = re.compile(r"(^|\W)(\+\d{1,3}|00\d{2,3}) ?\(0\)")
_FROM_AMERICA = re.compile(r"(^|\D)011(?:47(?=\d{8}(?!\d))|[ -]47(?=[ -]?\d))")
_GROUP = re.compile(r"\+?\d+")
_GAP = re.compile(r" {0,2}[-.,/\\_'’‘\"´`·•∙⋅‧*~|()]{0,2} {0,2}")
_WIDEST_GAP = 3
_LONGEST_NUMBER = 17  # digits, with 00 before the fifteen of a foreign number
_FIVE_SPACED = 5
_SHAPES = ("8", "2222", "323", "44", "233", "333", "9", "5", "35", "332")
_ORGANISATION_SHAPES = ("9", "333", "36", "63", "45", "54", "2223", "3222", "111111111")


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits that stand together, what stands between them and the group before, and whether they count something."""

    digits: str
    plus: bool
    gap: str
    counts: bool


@dataclass(frozen=True, slots=True)
class _Best:
    """The best reading of the groups from one place on: its score, and the stretches that it takes."""

    score: int
    taken: tuple[tuple[int, int, Item], ...] = ()


def _numbers(plain: str) -> list[Item]:
    """Every number in the text; days, times, sums, cards and accounts are none."""
    own = _taken_out(_NEVER, plain)
    without = _taken_out(_SELDOM, own)
    return _found(without, plain) or (_found(own, plain) if without != own else [])


def _taken_out(patterns: tuple[re.Pattern[str], ...], text: str) -> str:
    for pattern in patterns:
        text = pattern.sub(r"\1\n", text)
    return text


def _found(text: str, plain: str) -> list[Item]:
    groups = _groups(_FROM_AMERICA.sub(r"\1+47", _ZERO.sub(r"\1\2 ", text)))
    read_as = _best(groups).taken
    inside = {i for start, end, _ in read_as for i in range(start, end)}
    taken = [one for one in read_as if not _goes_on(groups, inside, one)]
    placed = [(start, item) for start, _, item in taken]
    used = {i for start, end, _ in taken for i in range(start, end)}
    least = 8 if taken else (1 if _about_numbers(plain) else 6)
    for start, end in _left(groups, used):
        digits = "".join(g.digits for g in groups[start:end])
        if len(digits) >= least:
            placed.append((start, _no_whole_number(digits, groups[start].plus)))
    return list(dict.fromkeys(item for _, item in sorted(placed, key=lambda p: p[0])))


def _about_numbers(plain: str) -> bool:
    """Whether a text has no words but those that people put around a number, and some of them or none at all."""
    return all(word in tables()["labels"] for word in _letters(plain))


def _groups(text: str) -> list[_Group]:
    found: list[_Group] = []
    before = 0
    for match in _GROUP.finditer(text):
        digits, gap = match[0].lstrip("+"), text[before : match.start()]
        is_sum = bool(found) and not gap and len(digits) < 8  # 2+5 is no number abroad
        after = re.match(r" ?([^\W\d_]+)", text[match.end() :])
        counts = after is not None and after[1] in tables()["counted"]
        found.append(_Group(digits, match[0].startswith("+") and not is_sum, gap, counts))
        before = match.end()
    return found


def _joined(group: _Group) -> bool:
    """Whether a group may continue the number before it."""
    return not group.plus and len(group.gap) <= _WIDEST_GAP and bool(_GAP.fullmatch(group.gap))


def _best(groups: list[_Group]) -> _Best:
    """The reading that leaves the fewest digits over, and among equals the one that is grouped as numbers are."""
    best = [_Best(0)] * (len(groups) + 1)
    for start in reversed(range(len(groups))):
        best[start] = best[start + 1]
        for end in range(start + 1, len(groups) + 1):
            if end - start > 1 and not _joined(groups[end - 1]):
                break
            part = groups[start:end]
            length = sum(len(g.digits) for g in part)
            if length > _LONGEST_NUMBER:
                break
            item = _whole_number([g.digits for g in part], part[0].plus)
            if item and (score := _score(part) + best[end].score) > best[start].score:
                best[start] = _Best(score, ((start, end, item), *best[end].taken))
    return best[0]


def _score(part: list[_Group]) -> int:
    digits = sum(len(g.digits) for g in part)
    inner = {g.gap for g in part[2 if len(part[0].digits) in (2, 4) and len(part) > 2 else 1 :]}
    shape = "".join(str(len(g.digits)) for g in part)
    return 10 * digits + 5 * (len(inner) <= 1) + 4 * (shape in _SHAPES)


def _left(groups: list[_Group], used: set[int]) -> Iterator[tuple[int, int]]:
    """The stretches of groups that no number took."""
    start = None
    for i, group in enumerate(groups):
        if start is not None and (i in used or not _joined(group)):
            yield start, i
            start = None
        if start is None and i not in used:
            start = i
    if start is not None:
        yield start, len(groups)


def _goes_on(groups: list[_Group], inside: set[int], taken: tuple[int, int, Item]) -> bool:
    """Whether digits that no number took continue this one, so that it is only the beginning or the end of a longer one."""
    start, end, item = taken
    after = groups[end] if end < len(groups) and end not in inside and _joined(groups[end]) else None
    before = groups[start - 1] if start and start - 1 not in inside and _joined(groups[start]) else None
    if len(item.value) == _FIVE_SPACED:
        return sum(len(g.digits) for g in (before, after, *_following(groups, inside, end + 1)) if g) >= _FIVE_SPACED
    last = groups[end - 1]
    if end - start == 1:
        return False
    if after and not after.counts and (after.gap, len(after.digits)) == (last.gap, len(last.digits)):
        return True
    first = groups[start]
    return before is not None and not first.plus and _continues(before, first, last) and not _ends_in_name(before.gap)


def _continues(before: _Group, first: _Group, last: _Group) -> bool:
    return len(before.digits) == len(first.digits) and first.gap == last.gap


def _following(groups: list[_Group], inside: set[int], start: int) -> Iterator[_Group]:
    """The groups from one place on that belong together and that no number took."""
    for i in range(start, len(groups)):
        if i in inside or not _joined(groups[i]):
            return
        yield groups[i]


def _ends_in_name(gap: str) -> bool:
    """Whether the word before digits is the name of something, as the street before a house number is."""
    words = _letters(gap)
    return bool(words) and words[-1] not in tables()["labels"] and gap.rstrip().endswith(words[-1])


def _whole_number(parts: list[str], plus: bool) -> Item | None:
    """A telephone number (the prefix comes first), a foreign one, or an organisation number."""
    digits = "".join(parts)
    national, prefixed = _national(digits, plus)
    if len(national) == 8 and national[0] in "23456789":
        return Item("phone", national, kind_of(national))
    if re.fullmatch(r"0[1-9]\d{3}", national) and len(parts) - prefixed in (0, 1, 2, _FIVE_SPACED):
        return Item("phone", national, kind_of(national))
    if re.fullmatch(r"58\d{10}", national):
        return Item("number", national, "machine")
    if abroad := _foreign(digits, plus):
        return Item("number", f"+{abroad}", "foreign")
    shape = "".join(str(len(part)) for part in parts)
    if not prefixed and shape in _ORGANISATION_SHAPES and is_organisation_number(digits):
        return Item("organisation", digits)
    return None


def _national(digits: str, plus: bool) -> tuple[str, bool]:
    """The digits without +47, 0047 or a bare 47 before eight digits, and whether one of them was there."""
    abroad = _abroad(digits, plus)
    if abroad.startswith("47"):
        return abroad[2:], True
    if plus:
        return "", True
    return (digits[2:], True) if len(digits) == 10 and digits.startswith("47") else (digits, False)


def _abroad(digits: str, plus: bool) -> str:
    """What stands after + or 00; no country's code begins with 0."""
    return digits.lstrip("0") if plus or digits.startswith("00") else ""


def _foreign(digits: str, plus: bool) -> str:
    """The digits of a number of another country; empty for what is none."""
    abroad = _abroad(digits, plus)
    return abroad if 7 <= len(abroad) <= 15 and not abroad.startswith("47") else ""


def _no_whole_number(digits: str, plus: bool) -> Item:
    """What is wrong with digits that are no number at all."""
    national, prefixed = _national(digits, plus)
    if len(national) == 9 and not prefixed:
        if is_organisation_number(national):
            return Item("organisation", national)
        return Item("number", national, "not-organisation" if orgnr.is_valid(national) else "check-digit")
    if not prefixed and _is_short(national):
        return Item("number", national, "short")
    shown = national or digits
    return Item("number", shown, "incomplete" if len(shown) < 8 and not re.fullmatch(r"00\d{3}", shown) else "none")


def _is_short(digits: str) -> bool:
    """Emergency, directory and other special numbers of three to six digits, by the plan and by `phonenumbers`."""
    return bool(re.fullmatch(rf"1[0-7]\d|19\d|18\d\d|116\d{{3}}|(?:{tables()['short']})", digits))


def _only_digits(plain: str) -> Item | None:
    """A text of digits and words around them that is no number at all: an account, a card, a day."""
    digits = re.sub(r"\D", "", plain)
    return _no_whole_number(digits, False) if digits and _about_numbers(plain) else None


@lru_cache(maxsize=4096)
def kind_of(national: str) -> str:
    """The kind of a national number by the plan: mobile, fixed …, `five`, `machine`, or `nobody` for one that nobody can have."""
    if len(national) == 5:
        return "five" if "02000" <= national <= "09999" else "nobody"
    if re.fullmatch(r"59\d{6}", national):
        return "machine"
    plan: dict[str, str] = tables()["plan"]
    return next((kind for kind, pattern in plan.items() if re.fullmatch(pattern, national)), "nobody")


def phones_in(text: str) -> list[str]:
    """The telephone numbers in a text, as national digits."""
    return [item.value for item in read(text) if item.kind == "phone"]


def is_organisation_number(digits: str) -> bool:
    """Nine digits that begin with 8 or 9, or with the 3 of test data, and whose last is right by modulus 11."""
    return len(digits) == 9 and digits[0] in "389" and bool(orgnr.is_valid(digits))


# --- Addresses ------------------------------------------------------------------------------------------------

_SCHEME = re.compile(r"(?:https?|ftp|wss?):|[/\\]{2}", re.IGNORECASE)
_NO_SITE = re.compile(
    r"(?:(?!https?:|ftp:|wss?:)[a-z][a-z\d+.-]*://|(?:javascript|data|about|blob|view-source|file):)\S", re.IGNORECASE
)
_AT = re.compile(r"([\w.+-]+)(?: ?[\[(]at[\])] ?| @ ?| ?@ )([\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
_DOT = re.compile(r" ?[\[(](?:\.|dot|punktum)[\])] ?", re.IGNORECASE)
_HXXP = re.compile(r"\bhxxp(?=s?:)", re.IGNORECASE)
_MAIL = re.compile(r"(?:mailto:)?([^\s@/\\:?#<>]+)@([^\s@/\\:?#<>]+?)\.?(?:\?\S*)?", re.IGNORECASE)
_BARE = re.compile(r"[\w-]+(?:[.。．｡][\w-]+)*[.。．｡][^\W\d_][\w-]+\.?(?::\d+)?(?:[/\\?#]\S*)?")
_AROUND = "<>()[]{}\"'«»“”„,;!…"


def _disarmed(text: str) -> str:
    """The text with addresses as they are typed, where they were written so that nobody could open them."""
    return _HXXP.sub("http", _AT.sub(r"\1@\2", _DOT.sub(".", text)))


def _addresses(text: str) -> tuple[list[Item], str]:
    """The addresses that stand in a text as such, and the text without them."""
    tokens = _tokens(text)
    certain = any(_address(token) for token in tokens)
    found: list[Item] = []
    rest = text
    for token in tokens:
        item = _address(token)
        if item is None and token == token.lower() and _is_bare(token):
            beside = (
                certain
                or token.startswith("www.")
                or "/" in token
                or re.search(r"\d", _plain(text.replace(token, " ")))
            )
            item = _host(token, certain=False) if beside else None
        if item:
            found.append(item)
            rest = rest.replace(token, "\n", 1)
    return list(dict.fromkeys(found)), rest


def _tokens(text: str) -> list[str]:
    whole = _ends(text)
    if not re.search(r" ", whole) and _SCHEME.match(whole):
        return [whole]  # a browser takes line ends and tabs out of an address
    ended = [_ends(part) for part in text.split()]
    parts = [token for part in ended for token in ([part] if _SCHEME.match(part) else re.split(r"[;,|]", part))]
    return [token for part in parts if (token := _ends(part))]


def _ends(text: str) -> str:
    """The text without blanks, quotes, brackets and unseen signs at its ends."""
    own = [
        i for i, c in enumerate(text) if not (c.isspace() or c in _AROUND or unicodedata.category(c) in ("Cf", "Cc"))
    ]
    return text[own[0] : own[-1] + 1] if own else ""


def _is_bare(token: str) -> bool:
    """Whether a word looks like a host without its scheme; `org.nr.` and its like do not."""
    seen = unicodedata.normalize("NFC", _visible(token))
    return bool(_BARE.fullmatch(seen)) and not all(word in tables()["labels"] for word in _letters(seen))


def _address(token: str) -> Item | None:
    """A mailbox, or an address with its scheme; one that no browser would open has no value."""
    if _NO_SITE.match(token):
        return Item("host", "")
    if _SCHEME.match(token):
        return _host(re.sub(r"[.,;:!?]+$", "", token), certain=True)
    if mail := _MAIL.fullmatch(token):
        host = _opened(f"https://{mail[2]}")
        return Item("mail", f"{mail[1].lower()}@{host[0]}", host[0]) if host and "." in host[0] else None
    return _host(token, certain=False) if "@" in token and "." in token else None


def _host(token: str, *, certain: bool) -> Item | None:
    address = (
        token if re.match(r"[a-z]+:", token, re.IGNORECASE) and certain else f"https:{'' if certain else '//'}{token}"
    )
    opened = _opened(address)
    if opened is None:
        return Item("host", "") if certain else None
    return Item("host", *opened)


def _opened(address: str) -> tuple[str, str] | None:
    """Host and path of what a browser would open; None when it would open nothing."""
    try:
        url = ada_url.URL(address)
    except ValueError:
        return None
    host = url.hostname.rstrip(".").removeprefix("www.")
    return (host, "" if url.pathname == "/" else url.pathname) if host else None


def _lone_host(text: str) -> Item | None:
    """A host written without a scheme, alone or with only words for an address around it."""
    tokens = _tokens(text)
    bare = [t for t in tokens if _is_bare(t)]
    others = [re.sub(r"[.:]+$", "", t.lower()) for t in tokens if t not in bare]
    if len(bare) != 1 or any(other not in tables()["address_labels"] for other in others):
        return None
    return _host(bare[0], certain=False)


def host_of(address: str) -> str:
    """The host of a registered web address as it is matched: as a browser reads it, in the form `xn--`, without `www.`."""
    opened = _opened(address)
    return opened[0] if opened else ""


def path_of(address: str) -> str:
    """The path of a registered web address; empty for a whole site."""
    opened = _opened(address)
    return opened[1] if opened else ""


def readable(host: str) -> str:
    """The host as people read it: `blåbær.example`."""
    return str(ada_url.idna.decode(host))


# --- Names ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is matched: its words, folded, and the form of company that stood last in it."""

    words: tuple[str, ...]
    form: str

    @property
    def key(self) -> str:
        """The letters of every word; two names with one key are the same but for blanks and signs."""
        return "".join(self.words)


def folded(text: str, table: str = "matching") -> str:
    """Small letters of a–z as far as they go: the named table, then letters without their marks, then its pairs."""
    folding = tables()["foldings"][table]
    lower = unicodedata.normalize("NFC", text).lower()
    letters = "".join(folding["letters"].get(c, c) for c in lower)
    bare = _unmarked(unicodedata.normalize("NFKD", letters))
    for pair, letter in folding["pairs"].items():
        bare = bare.replace(pair, letter)
    return bare


def _unmarked(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) != "Mn")


def name(text: str) -> Name:
    """A name taken apart. A company's form goes only as the whole last word, before letters are folded."""
    signs = _unmarked(unicodedata.normalize("NFC", _visible(text)).lower())
    signs = re.sub(r"\ba(?:[./]s\b\.?|\.? s\.?$)", "as", signs.strip())
    for sign, word in tables()["signs"].items():
        signs = signs.replace(sign, word)
    words = [tables()["same_words"].get(w, w) for w in re.findall(r"[^\W_]+", signs)]
    form = words.pop() if len(words) > 1 and words[-1] in tables()["forms"] else ""
    return Name(tuple(folded(_digits(w)) for w in words), form)


def _digits(word: str) -> str:
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in word)


def searched(text: str) -> list[str]:
    """The words of a name that an index holds: letters only, without those that tell nothing, unless nothing is left."""
    words = [w for w in name(text).words if not any(c.isdecimal() for c in w)]
    return list(dict.fromkeys([w for w in words if w not in tables()["telling_nothing"]] or words))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
