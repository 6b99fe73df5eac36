"""Reads a PDF of ours back as a reader would copy it: its words in order, its language, its tags, its facts."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.S)
_STRING = rb"\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)"  # parentheses in pairs may stand in it as they are
_TEXT = re.compile(rb"/(f\d+) [\d.]+ Tf|" + _STRING + rb"|(TJ|Tj)", re.S)
_PROPERTIES = re.compile(rb"<<(?:[^()<>]|\((?:[^()\\]|\\.)*\))*>>\s*BDC", re.S)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.S)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Pdf:
    """A document taken apart: its objects by number, and everything it has to say."""

    raw: bytes
    objects: dict[bytes, bytes]

    @property
    def text(self) -> str:
        """The words of every page, one blank between the pieces."""
        fonts = {name: self._letters(number) for body in self.objects.values() for name, number in self._fonts(body)}
        pages = [
            stream for body in self.objects.values() if b"BDC" in (stream := self._stream(body)) and b"Tf" in stream
        ]
        return " ".join(" ".join(_words(page, fonts)) for page in pages)

    def value(self, key: str) -> str:
        """The text value that stands after `key` in the document's own dictionaries, as letters or as UTF-16 in hex."""
        found = re.search(rb"/" + key.encode() + rb"\s*(?:" + _STRING + rb"|<([0-9A-F]+)>)", self.raw, re.S)
        assert found, key
        return bytes.fromhex(found[2].decode()).decode("utf-16") if found[2] else _unescaped(found[1]).decode("latin-1")

    @property
    def title(self) -> str:
        """What a reader shows as the document's name."""
        info = re.search(rb"/Info (\d+) 0 R", self.raw)
        assert info
        return replace(self, raw=self.objects[info[1]]).value("Title")

    @property
    def tags(self) -> set[str]:
        """The kinds of the structure elements."""
        kinds = (re.search(rb"/Type/StructElem/S/(\w+)", body) for body in self.objects.values())
        return {kind[1].decode() for kind in kinds if kind}

    @property
    def metadata(self) -> str:
        """The XMP packet, where a document says which standard it keeps."""
        return self.raw[self.raw.index(b"<?xpacket") : self.raw.index(b"<?xpacket end")].decode()

    @property
    def fonts(self) -> set[str]:
        """The names of the fonts; all of them are carried along when `embedded` is as many."""
        return {name.decode() for name in re.findall(rb"/FontName/\w{6}\+([\w-]+)", self.raw)}

    def _fonts(self, body: bytes) -> list[tuple[bytes, bytes]]:
        held = re.search(rb"/Font<<(.*?)>>", body)
        return re.findall(rb"/(f\d+) (\d+) 0 R", held[1]) if held else []

    def _letters(self, number: bytes) -> dict[int, str]:
        found = re.search(rb"/ToUnicode (\d+) 0 R", self.objects[number])
        assert found
        pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", self._stream(self.objects[found[1]]))
        return {int(code, 16): bytes.fromhex(letters.decode()).decode("utf-16-be") for code, letters in pairs}

    def _stream(self, body: bytes) -> bytes:
        found = _STREAM.search(body)
        return zlib.decompress(found[1]) if found and b"/FlateDecode" in body[: found.start()] else b""


def read(raw: bytes) -> Pdf:
    """The document in `raw`, as Typst writes it: objects in the open, streams deflated."""
    assert raw.startswith(b"%PDF-1.")
    return Pdf(raw, dict(_OBJECT.findall(raw)))


def _words(page: bytes, fonts: dict[bytes, dict[int, str]]) -> list[str]:
    letters: dict[int, str] = {}
    words, piece = [], ""
    for font, string, shown in _TEXT.findall(_PROPERTIES.sub(b"BDC", page)):
        if font:
            letters = fonts[font]
        elif shown:
            words, piece = [*words, piece], ""
        else:
            held = _unescaped(string)
            piece += "".join(letters[held[i] << 8 | held[i + 1]] for i in range(0, len(held), 2))
    return words


def _unescaped(string: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        if found[1][:1] in b"01234567":
            return bytes([int(found[1], 8)])
        return b"" if found[1].endswith(b"\n") else _NAMED.get(found[1], found[1])

    return _ESCAPE.sub(plain, string)
