"""The outsiders' tool as one file (PEP 441): our modules that check, and the libraries they need, with Python alone.

The file follows from the sources and the locked packages only: names in order, no times, nothing packed.
"""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Any

import rfc8785

from ..trust import contexts

ENTRY = "commands.outsider"
_PACKAGE = Path(__file__).resolve().parent.parent
LIBRARIES = {
    "ecdsa": r"ecdsa/(?!test_).*\.py",
    "six": r"six\.py",
    "rfc8785": r"rfc8785/.*\.py",
    "PyLD": r"(pyld/(?!cli/)|c14n/).*\.py",
    "cachetools": r"cachetools/.*\.py",
    "frozendict": r"frozendict/.*\.py",
    "tzdata": r"tzdata/(__init__\.py|zoneinfo/(__init__\.py|Europe/(__init__\.py|Oslo)))",
}
"""The libraries carried along, all of them Python alone, and which of their files."""
_LICENCE = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE)[^/]*$", re.IGNORECASE)
_START = """\
import sys

if sys.version_info < (3, 11):
    sys.exit("godkjent-verify trenger Python 3.11 eller nyere; dette er %d.%d." % sys.version_info[:2])
from godkjent.commands.outsider import main

sys.exit(main())
"""
_NO_HTML = '"""PyLD reads JSON-LD out of web pages with lxml. Here no page is read, and lxml is not Python alone."""\n'
_STANDING = (1980, 1, 1, 0, 0, 0)


def tool(documents: Mapping[str, Any]) -> bytes:
    """The whole file; it carries those contexts of credentials."""
    packed = io.BytesIO(b"#!/usr/bin/env python3\n")
    packed.seek(0, io.SEEK_END)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(_files(documents)):
            entry = zipfile.ZipInfo(name, _STANDING)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def _files(documents: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    yield "__main__.py", _START.encode()
    yield from ((f"godkjent/{path.relative_to(_PACKAGE).as_posix()}", path.read_bytes()) for path in own(ENTRY))
    yield f"godkjent/{contexts.CARRIED}", rfc8785.dumps(dict(documents))
    yield "lxml/__init__.py", _NO_HTML.encode()
    yield "lxml/html.py", _NO_HTML.encode()
    for library, pattern in LIBRARIES.items():
        yield from _library(library, re.compile(pattern))


def _library(name: str, wanted: re.Pattern[str]) -> Iterator[tuple[str, bytes]]:
    """A library's files and its licence, as they are installed."""
    for file in metadata.files(name) or ():
        path = PurePosixPath(file)
        if wanted.fullmatch(str(path)):
            yield str(path), file.read_binary()
        elif path.parts[0].endswith(".dist-info") and _LICENCE.search(str(path)):
            yield f"licences/{name}/{path.name}", file.read_binary()


def own(entry: str) -> list[Path]:
    """The files of ours that a module needs, itself and the packages it lies in among them."""
    found, waiting = set[Path](), [_PACKAGE.joinpath(*entry.split(".")).with_suffix(".py")]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += [*_imported(file), *(above / "__init__.py" for above in _above(file))]
    return sorted(found)


def _above(file: Path) -> list[Path]:
    return [folder for folder in file.parents if folder.is_relative_to(_PACKAGE)]


def _imported(file: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = file.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            for name in ("", *(alias.name for alias in node.names)):
                module = (base / name).with_suffix(".py")
                if module.is_file():
                    yield module
