"""Bitstring Status Lists (W3C v1.0): one bit for each credential, in two lists, of which 1 means revoked or suspended.

The index is worked out from the number of the decision that the credential rests on, so that nothing is stored and
none is used twice: decision YYYY-NNN has the index NNN × 128 + (YYYY − 1980). Years from 1980 through 2107 give
different remainders by 128 and numbers different quotients, so two decisions can share an index only when they
share both year and number. A list is doubled in length until it holds its highest index, which changes no index.
"""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable

from .. import addresses

LISTS = {"revocation": addresses.REVOCATIONS, "suspension": addresses.SUSPENSIONS}
"""Where the list for each purpose stands."""
LEAST_BITS = 131_072
"""The shortest list that the standard allows."""
MOST_BITS = LEAST_BITS * 1024
_FIRST_YEAR, _YEARS = 1980, 128


def index_of(decision_id: str) -> int:
    """The index of the credential that rests on a decision. Raises ValueError for years before 1980."""
    year, number = map(int, decision_id.split("-"))
    if not _FIRST_YEAR <= year < _FIRST_YEAR + _YEARS:
        raise ValueError(decision_id)
    return number * _YEARS + (year - _FIRST_YEAR)


def length(indices: Iterable[int]) -> int:
    """How many bits a list must have to hold the indices."""
    bits, highest = LEAST_BITS, max(indices, default=0)
    while bits <= highest:
        bits *= 2
    return bits


def encoded(indices: Iterable[int], bits: int) -> str:
    """A list with those bits set, as `encodedList`: base64url without padding (`u`) of gzip. Bit 0 is the leftmost."""
    octets = bytearray(bits // 8)
    for index in indices:
        octets[index // 8] |= 0x80 >> index % 8
    return "u" + urlsafe_b64encode(gzipped(bytes(octets))).decode().rstrip("=")


def decoded(encoded_list: str) -> bytes:
    """The bits of an `encodedList`. Raises ValueError when it is none, or too short or too long to be one."""
    try:
        packed = urlsafe_b64decode(encoded_list[1:] + "=" * (-len(encoded_list[1:]) % 4))
        unpacking = zlib.decompressobj(wbits=31)
        bits = unpacking.decompress(packed, MOST_BITS // 8 + 1)
    except (ValueError, zlib.error):
        raise ValueError("not a list") from None
    if not encoded_list.startswith("u") or not unpacking.eof or len(bits) * 8 < LEAST_BITS:
        raise ValueError("not a list")
    return bits


def is_set(bits: bytes, index: int) -> bool:
    """Whether a bit is 1. Raises IndexError beyond the list's end."""
    return bool(bits[index // 8] & 0x80 >> index % 8)


_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # gzip, deflate, no name, no time, no system
_RUN = 258  # the longest that deflate can repeat


def gzipped(data: bytes) -> bytes:
    """gzip (RFC 1952) whose bytes follow from the data alone: no time, and no library whose next version packs otherwise.

    One deflate block with the fixed codes (RFC 1951, 3.2.6): each octet as it is, and 258 alike of the one before as
    one step back, which is all that a list of mostly zeros needs.
    """
    codes, at = ["1", "10"], 0  # the last block, with the fixed codes
    while at < len(data):
        if at and data[at : at + _RUN] == data[at - 1 : at] * _RUN:
            codes.append("1100010100000")  # length 258, distance 1
            at += _RUN
        else:
            codes.append(f"{0x30 + data[at]:08b}" if data[at] < 144 else f"{0x190 - 144 + data[at]:09b}")
            at += 1
    bits = "".join([*codes, "0000000"])
    packed = int(bits[::-1], 2).to_bytes((len(bits) + 7) // 8, "little")
    return _HEADER + packed + zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little")
