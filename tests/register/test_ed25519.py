"""Ed25519 in Python alone says the same as the library that the register signs with, and as the standard."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from godkjent.register.ed25519 import PureSigningKey, PureVerifyKey, signs, verify_key

ORDER = 2**252 + 27742317777372353535851937790883648493
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
"""Secret, public, message and signature: section 7.1, tests 1 to 3."""


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_the_vectors_of_the_standard(secret: str, public: str, message: str, signature: str) -> None:
    key, said = PureSigningKey(bytes.fromhex(secret)), bytes.fromhex(message)
    assert key.public_key().public_bytes_raw().hex() == public
    assert key.sign(said).hex() == signature
    assert signs(PureVerifyKey(bytes.fromhex(public)), bytes.fromhex(signature), said)
    assert not signs(PureVerifyKey(bytes.fromhex(public)), bytes.fromhex(signature), said + b"!")


def test_the_other_form_of_a_signature_is_refused() -> None:
    """S and S + L are the same to careless programs; RFC 8032 takes the first only."""
    _, public, message, signature = (bytes.fromhex(part) for part in RFC_8032[1])
    high = signature[:32] + (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")
    assert not signs(PureVerifyKey(public), high, message)


def judged(key: object, signature: bytes, data: bytes) -> bool:
    try:
        key.verify(signature, data)  # type: ignore[attr-defined]
    except (InvalidSignature, ValueError):
        return False
    return True


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511), st.booleans())
def test_both_libraries_sign_and_refuse_alike(seed: bytes, data: bytes, bit: int, spoil: bool) -> None:
    known, pure = Ed25519PrivateKey.from_private_bytes(seed), PureSigningKey(seed)
    signature = pure.sign(data)
    assert signature == known.sign(data)
    if spoil:
        signature = bytes(byte ^ (1 << bit % 8 if n == bit // 8 else 0) for n, byte in enumerate(signature))
    assert judged(pure.public_key(), signature, data) is judged(known.public_key(), signature, data) is (not spoil)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=40), st.binary(max_size=70))
def test_what_is_no_key_or_signature_never_signs(raw: bytes, signature: bytes) -> None:
    try:
        key = PureVerifyKey(raw)
    except ValueError:
        return
    assert not signs(key, signature, b"data")


def test_the_register_itself_uses_the_fast_library() -> None:
    assert isinstance(verify_key(bytes.fromhex(RFC_8032[0][1])), Ed25519PublicKey)


def test_a_library_too_old_to_use_is_as_good_as_none(tmp_path: Path) -> None:
    """Debian 12 has one: it is there, can be imported, and lacks what is asked of it."""
    folder = tmp_path / "cryptography" / "hazmat" / "primitives" / "asymmetric"
    folder.mkdir(parents=True)
    for package in (folder, *list(folder.parents)[:3]):
        (package / "__init__.py").touch()
    (tmp_path / "cryptography" / "exceptions.py").write_text("class InvalidSignature(Exception): pass\n", "utf-8")
    keys = "class Ed25519PrivateKey: pass\nclass Ed25519PublicKey: pass\n"
    (folder / "ed25519.py").write_text(keys, "utf-8")
    told = "from godkjent.register import ed25519 as e; key = e.verify_key(bytes.fromhex('%s')); print(e.FAST, key.public_bytes_raw().hex())"
    done = subprocess.run(
        [sys.executable, "-c", told % RFC_8032[0][1]],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["False", RFC_8032[0][1]], done.stderr
