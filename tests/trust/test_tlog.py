"""The log's arithmetic, beside two of others' making: pymerkle (Python) and sigstore's verifier (npm)."""

from __future__ import annotations

import base64
import warnings

import pymerkle
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from godkjent.trust import tlog

KEY = Ed25519PrivateKey.from_private_bytes(b"\1" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"\2" * 32)


def entries(count: int) -> list[bytes]:
    return [f"oppføring {n}".encode() for n in range(count)]


def hashes(count: int) -> list[bytes]:
    return [tlog.leaf_hash(entry) for entry in entries(count)]


def others_root(these: list[bytes]) -> bytes:
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in these:
        tree.append_entry(entry)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bytes(tree.get_state())


@pytest.mark.parametrize("count", [*range(1, 20), 255, 256, 257, 600])
def test_the_root_is_the_one_that_others_compute(count: int) -> None:
    assert tlog.root(hashes(count)) == others_root(entries(count))


def test_the_roots_of_the_specification() -> None:
    """RFC 6962 section 2.1: the empty tree is the hash of nothing, a leaf has 0x00 before it."""
    assert tlog.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tlog.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 300), st.data())
def test_an_inclusion_proof_leads_to_the_root_and_a_false_one_does_not(count: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, count - 1))
    these = hashes(count)
    proof = tlog.inclusion(these, index)
    assert tlog.root_by_inclusion(these[index], index, count, proof) == tlog.root(these)
    wrong = tlog.leaf_hash(b"en annen")
    assert tlog.root_by_inclusion(wrong, index, count, proof) != tlog.root(these)
    assert tlog.root_by_inclusion(these[index], index, count, [*proof, wrong]) != tlog.root(these)
    if proof:
        assert tlog.root_by_inclusion(these[index], index, count, proof[:-1]) != tlog.root(these)
    if count > 1:
        moved = (index + 1) % count
        assert tlog.root_by_inclusion(these[index], moved, count, proof) != tlog.root(these)


@pytest.mark.parametrize(("index", "path"), [(0, "000"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")])
def test_a_tile_lies_where_the_specification_says(index: int, path: str) -> None:
    assert tlog.path(index) == path


@pytest.mark.parametrize("count", [1, 255, 256, 257, 70_000])
def test_the_tiles_hold_every_hash_and_the_bundles_every_entry(count: int) -> None:
    made = dict(tlog.tiles([b"x"] * count))
    bundled = [entry for path in tlog.bundles(count) for entry in tlog.unbundled(made[path])]
    assert bundled == [b"x"] * count
    full, rest = divmod(count, 256)
    level0 = [f"tile/0/{tlog.path(n)}" for n in range(full)] + ([f"tile/0/{tlog.path(full)}.p/{rest}"] if rest else [])
    assert set(level0) == {name for name in made if name.startswith("tile/0/")}
    assert all(
        len(content) == 32 * 256 for name, content in made.items() if ".p/" not in name and "entries" not in name
    )
    assert (f"tile/1/000.p/{full}" in made or full == 0 or full >= 256) and ("tile/1/000" in made) is (full >= 256)


@pytest.mark.parametrize("bundle", [b"\x00", b"\x00\x05abc", b"\xff\xffx"])
def test_a_damaged_bundle_is_refused(bundle: bytes) -> None:
    with pytest.raises(ValueError, match="middle"):
        tlog.unbundled(bundle)


POINT = tlog.Checkpoint("registeret.example/logg", 5, b"r" * 32)


def test_a_checkpoint_is_read_back_with_its_key_alone() -> None:
    note = tlog.signed(POINT, KEY)
    assert tlog.opened(note, POINT.origin, [OTHER.public_key(), KEY.public_key()]) == POINT
    assert tlog.from_vkey(tlog.vkey(POINT.origin, KEY.public_key()))[1] == KEY.public_key()
    with pytest.raises(tlog.BadNote):
        tlog.opened(note, POINT.origin, [OTHER.public_key()])


def changed(old: str, new: str) -> str:
    note = tlog.signed(POINT, KEY)
    assert old in note
    return note.replace(old, new, 1)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "tull",
        changed("\n5\n", "\n6\n"),
        changed("\n5\n", "\n05\n"),
        changed("\n5\n", "\n-5\n"),
        changed(base64.b64encode(b"r" * 32).decode(), base64.b64encode(b"s" * 32).decode()),
        changed("registeret.example/logg\n5", "registeret.example/annen\n5"),
        changed("— registeret.example", "— annen.example"),
        tlog.signed(POINT, KEY).rpartition("\n")[0],
        tlog.signed(POINT, OTHER),
        tlog.signed(POINT, KEY).split("\n\n")[0] + "\n\n",
    ],
)
def test_every_other_checkpoint_is_refused(note: str) -> None:
    with pytest.raises(tlog.BadNote):
        tlog.opened(note, POINT.origin, [KEY.public_key()])


@pytest.mark.parametrize(
    "text", ["", "a+b", "a+00000000+AQ==", tlog.vkey("a", KEY.public_key()).replace("a+", "b+", 1)]
)
def test_what_is_no_vkey_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        tlog.from_vkey(text)


def test_a_stranger_may_sign_too_and_readers_pass_that_by() -> None:
    own, strange = tlog.signed(POINT, KEY), tlog.signed(POINT, OTHER).split("\n\n")[1]
    assert tlog.opened(own + strange, POINT.origin, [KEY.public_key()]) == POINT
