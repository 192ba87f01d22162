"""Refusing a PDF with boxes in it: text whose font has no glyph for a character shows its glyph 0, an empty box.

No engine says so by itself: a browser prints the box in silence. The file tells, though. What is drawn is a code of a
font; the font's encoding says which glyph that is. Chromium keeps glyph 0 as it is, and gives the character as the text
that the box stands for; WeasyPrint makes up a code for each missing character and maps it to glyph 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

_TOKEN = re.compile(
    rb"""/(?P<font>\S+)\s+[-+\d.]+\s+Tf\b
    |/ActualText\s*(?P<actual><[0-9A-Fa-f\s]*>|\((?:\\.|[^\\)])*\))
    |(?P<end>\bEMC\b)
    |\[(?P<array>(?:<[0-9A-Fa-f\s]*>|\((?:\\.|[^\\)])*\)|[-+\d.\s]+)*)\]\s*TJ\b
    |(?P<string><[0-9A-Fa-f\s]*>|\((?:\\.|[^\\)])*\))\s*(?:Tj\b|'|")
    |/(?P<form>\S+)\s+Do\b
    |(?P<save>(?<![\w/])q(?=\s))
    |(?P<restore>(?<![\w/])Q(?=\s))""",
    re.VERBOSE | re.DOTALL,
)
_STRING = re.compile(rb"<[0-9A-Fa-f\s]*>|\((?:\\.|[^\\)])*\)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_BLOCK = re.compile(rb"begin(bfchar|bfrange|cidchar|cidrange)\s(.*?)\send\1", re.DOTALL)
_SINGLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|(\d+))")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|(\d+)|\[([^\]]*)\])")
_DEEPEST = 12
"""Forms within forms that are followed."""


@dataclass(frozen=True)
class Box:
    """Text that is shown as a box."""

    page: int
    """Number of the page, from 1."""
    text: str
    """The character; empty when the file does not tell."""
    font: str
    """Name of the font that lacks it; empty for a font without a name."""


@dataclass(frozen=True)
class _Font:
    name: str
    width: int
    """Bytes of a code."""
    empty: Callable[[int], bool]
    """Tells whether a code is drawn as glyph 0."""
    text: dict[int, str]


@dataclass(frozen=True)
class Look:
    """What a look at a PDF showed."""

    boxes: tuple[Box, ...]
    """Everything that is shown as a box."""
    characters: frozenset[str]
    """Every character that some font of the file has."""


def look(path: Path) -> Look:
    """Look over a PDF."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    fonts: dict[Any, _Font] = {}
    found: list[Box] = []
    for number, page in enumerate(reader.pages, 1):
        content = page.get_contents()
        if content is not None:
            resources = page.get("/Resources")
            found += (Box(number, text, font) for text, font in _drawn(content.get_data(), resources, fonts, 0))
    known = frozenset(
        char for font in fonts.values() for code, text in font.text.items() if not font.empty(code) for char in text
    )
    return Look(tuple(found), known)


def _drawn(data: bytes, resources: Any, fonts: dict[Any, _Font], depth: int) -> Iterator[tuple[str, str]]:
    """Yield character and font of each box that a content stream draws."""
    resources = resources.get_object() if resources is not None else {}
    named = resources.get("/Font", {})
    named = named.get_object() if hasattr(named, "get_object") else named
    font: _Font | None = None
    saved: list[_Font | None] = []
    actual: str | None = None
    for token in _TOKEN.finditer(data):
        kind = token.lastgroup
        if kind == "font":
            font = _font(named, "/" + token["font"].decode("latin-1"), fonts)
        elif kind == "actual":
            actual = _decoded(_bytes(token["actual"]))
        elif kind == "end":
            actual = None
        elif kind in {"array", "string"} and font is not None:
            strings = _STRING.findall(token["array"]) if kind == "array" else [token["string"]]
            yield from _boxes(strings, font, actual)
        elif kind == "form" and depth < _DEEPEST:
            yield from _form(resources, "/" + token["form"].decode("latin-1"), fonts, depth)
        elif kind == "save":
            saved.append(font)
        elif kind == "restore" and saved:
            font = saved.pop()


def _boxes(strings: Iterable[bytes], font: _Font, actual: str | None) -> Iterator[tuple[str, str]]:
    for string in strings:
        data = _bytes(string)
        for start in range(0, len(data), font.width):
            code = int.from_bytes(data[start : start + font.width], "big")
            if font.empty(code):
                yield (actual if actual is not None else font.text.get(code, "")).strip("\x00"), font.name


def _form(resources: Any, name: str, fonts: dict[Any, _Font], depth: int) -> Iterator[tuple[str, str]]:
    forms = resources.get("/XObject", {})
    forms = forms.get_object() if hasattr(forms, "get_object") else forms
    form = forms.get(name)
    form = form.get_object() if form is not None else None
    if form is not None and form.get("/Subtype") == "/Form":
        yield from _drawn(form.get_data(), form.get("/Resources", resources), fonts, depth + 1)


def _font(named: Any, name: str, fonts: dict[Any, _Font]) -> _Font | None:
    reference = named.raw_get(name) if name in named else None
    if reference is None:
        return None
    key = getattr(reference, "idnum", None) or id(reference)
    if key not in fonts:
        fonts[key] = _read(reference.get_object())
    return fonts[key]


def _read(font: Any) -> _Font:
    """Return what is needed to know of a font."""
    unicode = font.get("/ToUnicode")
    text = {code: _decoded(value) for code, value in _map(unicode.get_object().get_data())} if unicode else {}
    if font.get("/Subtype") == "/Type0":
        return _composite(font, text)
    descriptor = font.get("/FontDescriptor", {}).get_object() if "/FontDescriptor" in font else {}
    name = _name(font.get("/BaseFont") or descriptor.get("/FontName"))
    return _Font(name, 1, partial(_without_name, _differences(font)), text)


def _composite(font: Any, text: dict[int, str]) -> _Font:
    encoding = font.get("/Encoding")
    encoding = encoding.get_object() if encoding is not None else "/Identity-H"
    descendant = font["/DescendantFonts"][0].get_object()
    glyphs = descendant.get("/CIDToGIDMap")
    glyphs = glyphs.get_object() if glyphs is not None else "/Identity"
    table = glyphs.get_data() if hasattr(glyphs, "get_data") else b""
    if hasattr(encoding, "get_data"):
        ids = {code: int.from_bytes(value, "big") for code, value in _map(encoding.get_data())}
        empty: Callable[[int], bool] = lambda code: _glyph(ids.get(code, 0), table) == 0  # noqa: E731
    else:
        empty = lambda code: _glyph(code, table) == 0  # noqa: E731
    return _Font(_name(font.get("/BaseFont")), 2, empty, text)


def _glyph(number: int, table: bytes) -> int:
    """Return the glyph of a character id; a table holds two bytes for each."""
    return int.from_bytes(table[2 * number : 2 * number + 2], "big") if table else number


def _differences(font: Any) -> dict[int, str]:
    """Return glyph names by code."""
    encoding = font.get("/Encoding")
    encoding = encoding.get_object() if encoding is not None else {}
    names: dict[int, str] = {}
    code = 0
    for entry in encoding.get("/Differences", ()) if hasattr(encoding, "get") else ():
        if isinstance(entry, int):
            code = entry
        else:
            names[code] = str(entry)
            code += 1
    return names


def _without_name(names: dict[int, str], code: int) -> bool:
    return names.get(code) in {"/g0", "/.notdef"}


def _map(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield code and value of a character map."""
    for kind, body in _BLOCK.findall(data):
        if kind.endswith(b"char"):
            for code, value, number in _SINGLE.findall(body):
                yield int(code, 16), _value(value, number, 0)
            continue
        for first, last, value, number, many in _RANGE.findall(body):
            start, several = int(first, 16), re.findall(rb"<([0-9A-Fa-f\s]*)>", many)
            for offset in range(min(int(last, 16) - start, 0xFFFF) + 1):
                if several:
                    yield start + offset, _value(several[offset], b"", 0) if offset < len(several) else b""
                else:
                    yield start + offset, _value(value, number, offset)


def _value(hexadecimal: bytes, number: bytes, offset: int) -> bytes:
    """Return a value of a character map, some steps on."""
    if number:
        return (int(number) + offset).to_bytes(4, "big")
    raw = bytes.fromhex(hexadecimal.decode("ascii"))
    return (int.from_bytes(raw, "big") + offset).to_bytes(len(raw), "big") if offset and raw else raw


def _bytes(string: bytes) -> bytes:
    """Return what a string of a PDF holds."""
    if string.startswith(b"<"):
        digits = re.sub(rb"\s", b"", string[1:-1])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))

    def plain(match: re.Match[bytes]) -> bytes:
        what = match[1]
        if what[:1].isdigit():
            return bytes([int(what, 8) & 0xFF])
        return _LETTERS.get(what, what)

    return _ESCAPE.sub(plain, string[1:-1])


def _decoded(data: bytes) -> str:
    """Return text that is UTF-16, with or without a mark, or else Latin."""
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return data.decode("utf-16-be", "replace") if len(data) % 2 == 0 else data.decode("latin-1")


def _name(name: Any) -> str:
    """Return a font's name without the tag of its subset."""
    return re.sub(r"^/?(?:[A-Z]{6}\+)?", "", str(name)) if name else ""
