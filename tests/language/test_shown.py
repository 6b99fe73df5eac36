"""Values inside sentences: a domain as people know it, and nothing that passes for another, in Python and on the pages."""

from __future__ import annotations

import json
import random

import pytest

from godkjent.language.texts import NORTHERN, shown
from support import ROOT, node

CASES = [
    ("https://xn--blbr-roah.example/om", "https://blåbær.example/om"),
    ("POST@XN--BLBR-ROAH.example", "POST@blåbær.example"),
    ("www.xn--blbr-roah.xn--blbr-roah.no", "www.blåbær.blåbær.no"),
    ("xn--lstigrev-thh.example", "xn--lstigrev-thh.example"),  # a Cyrillic і, which would read as Listig Rev
    ("xn--", "xn--"),
    ("xn--a-", "xn--a-"),
    ("xn--a-\u202e", "xn--a-\N{REPLACEMENT CHARACTER}"),
    ("xn--99999999999", "xn--99999999999"),
    ("xn--zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "xn--zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"),
]


def on_the_pages(values: list[str]) -> list[str]:
    """What the pages' own script shows of them."""
    path = (ROOT / "theme/static/js/faults.js").as_uri()
    source = (
        f"import {{ shown }} from {json.dumps(path)}; import {{ readFileSync }} from 'node:fs';"
        "console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(shown)))"
    )
    done = node("--input-type=module", "-e", source, given=json.dumps(values))
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(("value", "words"), CASES)
def test_a_domain_is_named_with_its_own_letters(value: str, words: str) -> None:
    assert shown(value) == words


def test_the_pages_name_it_alike() -> None:
    """The cases, domains of every length with letters of ours, and codes that mean nothing."""
    drawn = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz0123456789" + NORTHERN
    hosts = ["".join(drawn.choices(letters, k=drawn.randint(1, 20))) for _ in range(500)]
    codes = [
        "".join(drawn.choices("abcdefghijklmnopqrstuvwxyz0123456789-", k=drawn.randint(1, 20))) for _ in range(500)
    ]
    values = [value for value, _ in CASES]
    values += [f"https://{host.encode('idna').decode('ascii')}.example/" for host in hosts]
    values += [f"xn--{code}.example" for code in codes]
    told = [shown(value) for value in values]
    assert on_the_pages(values) == told
    assert sum(host in words for host, words in zip(hosts, told[len(CASES) :], strict=False)) == len(hosts)
