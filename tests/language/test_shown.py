"""Values inside sentences: a domain as people know it, and nothing that passes for another."""

from __future__ import annotations

import pytest

from godkjent.language.texts import shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("https://xn--blbr-roah.example/om", "https://blåbær.example/om"),
        ("POST@XN--BLBR-ROAH.example", "POST@blåbær.example"),
        ("www.xn--blbr-roah.xn--blbr-roah.no", "www.blåbær.blåbær.no"),
        ("xn--lstigrev-thh.example", "xn--lstigrev-thh.example"),  # a Cyrillic і, which would read as Listig Rev
        ("xn--", "xn--"),
        ("xn--a-\u202e", "xn--a-\N{REPLACEMENT CHARACTER}"),
        ("xn--99999999999", "xn--99999999999"),
    ],
)
def test_a_domain_is_named_with_its_own_letters(value: str, words: str) -> None:
    assert shown(value) == words
