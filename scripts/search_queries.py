"""What people ask the front page's field: 400 questions about centres in the register, and 400 about others.

They are made from a register by a seeded script, so that anybody gets the same ones. A question about a centre names the
centres that may rightly be answered; one about others may be answered with no status at all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from godkjent.register import asked
from godkjent.register.model import Centre
from godkjent.register.phones import written


@dataclass(frozen=True)
class Query:
    """What is typed, and the slugs of the centres that it may be about (none: nobody in the register)."""

    kind: str
    typed: str
    right: frozenset[str] = field(default_factory=frozenset)
    offered: frozenset[str] = field(default_factory=frozenset)  # the names of those centres


GOALS = {
    "exact": 100,
    "number": 100,
    "organisation number": 100,
    "prefix": 97,
    "reordered": 97,
    "one slip": 95,
    "otherwise written": 95,
    "former": 100,
    "trade": 100,
    "client": 100,
    "site and mail": 100,
}
"""Per cent of each kind about centres that must be right. What is not written as the name is, is right also when the centre
is offered first: a slip that is as near to another name must be a question. Everything else must be answered with the
centre's own status."""
OFFERED = ("prefix", "reordered", "one slip", "otherwise written")
STRANGERS = (
    "shares a word",
    "shares two words",
    "all but one word",
    "a word too many",
    "looks like a name",
    "looks like a host",
    "town or word",
    "looks like a client",
    "mailbox",
    "nobody's number",
)
"""Kinds of question about others; the goal is no status for any of them."""
ABOUT_CENTRES = 37  # of each kind: 407
ABOUT_OTHERS = 40  # of each kind: 400

PASTED = (
    "{d}", "{p}", "+47 {p}", "+47{d}", "0047 {p}", "0047{d}", "47{d}", "tlf. {p}", "Tlf.: {p}", "Telefon {p}", "tel:+47{d}", "(+47) {p}",
    "\u202d+47 {p}\u202c", "\u200e{p}\u200e", "Tapt anrop fra +47 {p}", "Ubesvart anrop: {p}", "{p} kl. 14:05", "25.11.2026 14:05 {p}",
    "{p} (2)", "{p}, Oslo", "«{p}»", "Hvem har {p}?", "De ringte fra {p} i går", "{dots}", "{dashes}", "{hard}", "{wide}", "{arabic}",
    "{bullets}", "Kontakt: Ola, mobil {p}, 0155 Oslo",
)  # fmt: skip
"""Thirty ways in which a number of eight digits comes into the field."""
_OTHER_WORDS = ("Finans", "Norge", "Inkasso", "Gruppen", "Nordic", "Kraft", "Bank", "Partner", "Direkte", "Forsikring")
_OTHER_TOWNS = (
    "Ås",
    "Å",
    "Hell",
    "Bø",
    "Moss",
    "Lom",
    "Vik",
    "Asker",
    "Narvik",
    "Longyearbyen",
    "tr",
    "svar",
    "rev",
    "as",
)


def queries(centres: Sequence[Centre], seed: int = 11) -> Iterator[Query]:
    """Every query, kind by kind."""
    random = Random(seed)
    register = _Register(centres, random)
    for kind in GOALS:
        for _ in range(ABOUT_CENTRES):
            yield register.about_a_centre(kind)
    for kind in STRANGERS:
        for _ in range(ABOUT_OTHERS):
            yield register.about_others(kind)


class _Register:
    """The centres that questions are made from, and chance."""

    def __init__(self, centres: Sequence[Centre], random: Random) -> None:
        self.centres, self.random = centres, random
        self.keys: dict[str, set[str]] = {}
        self.called = {centre.slug: centre.name for centre in centres}
        for centre in centres:
            for name in _names(centre):
                self.keys.setdefault(asked.name(name).key, set()).add(centre.slug)
        self.words = {c.slug: [sorted(asked.name(name).words) for name in _names(c)] for c in centres}
        everyone = {name for centre in centres for name in _names(centre)}
        self.written = {form.casefold() for name in everyone for form in (name, name.removesuffix(" AS"))}
        self.spans = [(n.first, n.last) for c in centres for n in c.phone_numbers]
        self.hosts = {asked.host_of(url) for c in centres for url in c.websites}

    def about_a_centre(self, kind: str) -> Query:
        """A question that one centre, or those that share its name, may be the answer to."""
        has: Callable[[Centre], object] = {
            "number": lambda c: [n for n in c.phone_numbers if n.until is None and n.since is None],
            "former": lambda c: c.former_names,
            "trade": lambda c: c.trade_names,
            "client": lambda c: c.calls_on_behalf_of,
            "site and mail": lambda c: c.websites,
        }.get(kind, lambda _: True)
        centre = self.random.choice([c for c in self.centres if has(c)])
        if kind == "number":
            return Query(kind, self._pasted(self._own_number(centre)), frozenset({centre.slug}))
        if kind == "organisation number":
            return Query(kind, self._organisation_number(centre.organisation_number), frozenset({centre.slug}))
        if kind == "site and mail":
            return Query(kind, self._address(centre), frozenset({centre.slug}))
        name = self.random.choice(
            {
                "former": [f.name for f in centre.former_names],
                "trade": list(centre.trade_names),
                "client": list(centre.calls_on_behalf_of),
                "exact": [centre.name],
            }.get(kind, [centre.name, *centre.trade_names])
        )
        typed = self._typed(kind, name)
        right = frozenset(self.keys[asked.name(name).key] | self._others(kind, typed))
        return Query(kind, typed, right, frozenset(self.called[slug] for slug in right))

    def _others(self, kind: str, typed: str) -> set[str]:
        """The centres of which the question is just as good a beginning, or has just the same words."""
        if kind not in ("prefix", "reordered"):
            return set()
        key, words = asked.name(typed).key, sorted(asked.name(typed).words)
        same = (
            slugs
            for own, slugs in self.keys.items()
            if (own.startswith(key) if kind == "prefix" else len(own) == len(key))
        )
        found = {slug for slugs in same for slug in slugs}
        return found if kind == "prefix" else {s for s in found if words in self.words[s]}

    def _typed(self, kind: str, name: str) -> str:
        words = name.removesuffix(" AS").split()
        if kind == "prefix":
            return " ".join([*words[:-1], words[-1][: max(3, len(words[-1]) // 2)]])
        if kind == "reordered":
            return " ".join(self.random.sample(words, len(words)))
        if kind == "one slip":
            place = max(range(len(words)), key=lambda i: len(words[i]))
            return " ".join([*words[:place], self._slip(words[place]), *words[place + 1 :]])
        if kind == "otherwise written":
            return self._otherwise(words)
        return self.random.choice((name, name.lower(), name.upper(), f"  {name} ", name.removesuffix(" AS")))

    def _otherwise(self, words: list[str]) -> str:
        """Without æ, ø and å, in one of the ways people do that; or with the first two words in one."""
        ways: tuple[dict[str, str], ...] = ({"æ": "ae", "ø": "o", "å": "a"}, {"æ": "a", "ø": "oe", "å": "aa"}, {})
        plain = self.random.choice(ways)
        folded = ["".join(plain.get(letter, letter) for letter in word.lower()) for word in words]
        joined = not plain or self.random.random() < 0.3
        return " ".join(["".join(folded[:2]), *folded[2:]] if joined else folded)

    def _slip(self, word: str) -> str:
        """One letter left out, doubled, changed or swapped with the next, never the first."""
        i = self.random.randrange(1, len(word) - 1)
        others = [letter for letter in "etnsr" if letter != word[i]]
        swapped = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        return self.random.choice(
            (
                word[:i] + word[i + 1 :],
                word[:i] + word[i] + word[i:],
                word[:i] + self.random.choice(others) + word[i + 1 :],
                swapped if swapped != word else word[:i] + word[i] + word[i:],
            )
        )

    def _own_number(self, centre: Centre) -> str:
        number = self.random.choice([n for n in centre.phone_numbers if n.until is None and n.since is None])
        return f"{self.random.randint(int(number.first), int(number.last)):0{len(number.first)}}"

    def _pasted(self, digits: str) -> str:
        if len(digits) == 5:
            return self.random.choice(("{d}", "tlf. {d}", "+47 {d}", "De ringte fra {d} i går")).format(d=digits)
        pairs = " ".join(digits[i : i + 2] for i in range(0, 8, 2))
        forms = {"dots": ".", "dashes": "-", "hard": "\u00a0", "bullets": "\u2011"}
        return self.random.choice(PASTED).format(
            d=digits,
            p=self.random.choice((written(digits), pairs)),
            wide="".join(chr(0xFF10 + int(d)) for d in digits),
            arabic="".join(chr(0x0660 + int(d)) for d in digits),
            **{name: pairs.replace(" ", sign) for name, sign in forms.items()},
        )

    def _organisation_number(self, number: str) -> str:
        spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
        ways = (
            "{n}",
            "{s}",
            "NO {s} MVA",
            "Org.nr. {n}",
            "Foretaksregisteret NO {s}",
            "VAT NO{n}MVA",
            "{dots}",
            "{hard}",
        )
        return self.random.choice(ways).format(
            n=number, s=spaced, dots=spaced.replace(" ", "."), hard=spaced.replace(" ", "\u2011")
        )

    def _address(self, centre: Centre) -> str:
        url = self.random.choice(centre.websites)
        host = url.split("/")[2]
        ways = (
            url,
            host,
            host.upper(),
            f"www.{host}",
            f"{url}/kampanje?x=1",
            f"Nettsted: {host}",
            f"salg@{host}",
            f"<{url}>",
        )
        return self.random.choice(ways)

    def about_others(self, kind: str) -> Query:
        """A question that nobody in the register is the answer to."""
        while True:
            typed = self._strange(kind)
            if typed and not self._is_somebodys(typed):
                return Query(kind, typed)

    def _is_somebodys(self, typed: str) -> bool:
        if typed.casefold() in self.written:
            return True
        hosts = [
            item.value if item.kind == "host" else item.more
            for item in asked.read(typed)
            if item.kind in ("host", "mail")
        ]
        return any(host == own or host.endswith(f".{own}") for host in hosts for own in self.hosts)

    def _strange(self, kind: str) -> str:
        random, centre = self.random, self.random.choice(self.centres)
        words = centre.name.removesuffix(" AS").split()
        others = random.sample(_OTHER_WORDS, 3)
        if kind == "shares a word":
            return " ".join([random.choice(words), *others[: random.randint(1, 2)], "AS"])
        if kind == "shares two words":
            return " ".join([*random.sample(words, 2), *others[: random.randint(1, 2)], "AS"])
        if kind == "all but one word":
            place = random.randrange(len(words))
            return " ".join([*words[:place], *others[: random.randint(0, 1)], *words[place + 1 :], "AS"])
        if kind == "a word too many":
            place = random.randrange(len(words) + 1)
            return random.choice(
                (" ".join([*words[:place], others[0], *words[place:], "AS"]), f"{' '.join(words)} ASA")
            )
        if kind == "looks like a name":
            return self._look_alike(centre.name)
        if kind == "looks like a host":
            return self._host_like(asked.host_of(random.choice(centre.websites or ("https://rev.example",))))
        if kind == "town or word":
            return random.choice((centre.address.city, centre.address.county, random.choice(words), *_OTHER_TOWNS))
        if kind == "looks like a client":
            return self._client_like(random.choice(centre.calls_on_behalf_of)) if centre.calls_on_behalf_of else ""
        if kind == "mailbox":
            return self._mailbox(asked.host_of(random.choice(centre.websites or ("https://rev.example",))))
        return self._pasted(self._nobodys())

    def _look_alike(self, name: str) -> str:
        """One letter or pair changed into one that looks like it, or given a mark that it does not have."""
        signs = {
            "l": "I",
            "i": "ı",
            "a": "а",
            "e": "е",
            "o": "о",
            "m": "rn",
            "s": "ѕ",
            "r": "ŕ",
            "t": "ť",
            "u": "ú",
            "n": "ń",
        }
        places = [i for i, letter in enumerate(name) if letter in signs]
        if not places:
            return ""
        i = self.random.choice(places)
        changed = name[:i] + signs[name[i]] + name[i + 1 :]
        return "" if unicodedata.normalize("NFC", changed).lower() == name.lower() else changed

    def _host_like(self, host: str) -> str:
        first, _, rest = host.partition(".")
        return self.random.choice(
            (
                f"{first.replace('-', '')}x.{rest}", f"{first}-svar.{rest}", f"x{host}", f"{host}.svindel.example", f"{first}.com",
                f"https://{host}@svindel.example", f"https://svindel.example/{host}", f"https://svindel.example#@{host}",
                f"https://sosial.example/{first}", f"https://svindel.example\\@{host}", f"{first.replace('i', 'і')}.{rest}",
                f"https://{host}.svindel.example/{host}", f"{first}_{rest}", f"https://svindel.example?{host}",
            )
        )  # fmt: skip

    def _client_like(self, name: str) -> str:
        words = name.removesuffix(" AS").split()
        place = self.random.randrange(len(words))
        return self.random.choice(
            (
                " ".join([*words[:place], *words[place + 1 :]]) if len(words) > 2 else "",
                " ".join([*words, self.random.choice(_OTHER_WORDS), "AS"]),
                f"{' '.join(words)} ANS",
                self._look_alike(name),
            )
        )

    def _mailbox(self, host: str) -> str:
        first = host.partition(".")[0]
        return self.random.choice(
            (
                f"{first}@gmail.com",
                f"{host}@outlook.com",
                f"post@{host}.svindel.example",
                f"post@{first}.no",
                f"post@x{host}",
            )
        )

    def _nobodys(self) -> str:
        while True:
            digits = f"{self.random.choice('23569')}{self.random.randrange(10**7):07}"
            if not any(len(first) == 8 and first <= digits <= last for first, last in self.spans):
                return digits


def _names(centre: Centre) -> list[str]:
    former = [f.name for f in centre.former_names]
    return [centre.name, *centre.trade_names, *centre.calls_on_behalf_of, *former]
