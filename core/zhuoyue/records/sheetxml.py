"""What a workbook's reader does not tell: percent formats, Excel's errors, and formulas without a saved result."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

from zhuoyue.errors import Fault, InputError

_CHUNK = 1 << 16
_PART = 1 << 26
_SHEET = 1 << 30
"""Most bytes that a part or a sheet may unpack to: a small file can unpack to more than any memory holds."""
_PERCENT = {"9", "10"}
"""Built-in formats `0%` and `0.00%`."""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Mark:
    """A cell that means something else than its number, counted from 0."""

    row: int
    column: int
    broken: str | None = None
    """The error or the formula it shows; None: a number shown as percent."""


class SheetXml:
    """The XML of an .xlsx workbook, read as a stream. Other formats have none, and no marks."""

    def __init__(self, path: Path, shown: str) -> None:
        self._path = path
        self._shown = shown
        self._sheets: dict[str, str] = {}
        self._styles: frozenset[str] = frozenset()
        if zipfile.is_zipfile(path):
            with self._guarded(), zipfile.ZipFile(path) as book:
                self._open(book)

    def marks(self, sheet: str) -> Iterator[Mark]:
        """Yield the marks of a sheet, in the order of its cells.

        Raises:
            InputError: the sheet's XML is damaged, or unpacks to more than is allowed.
        """
        part = self._sheets.get(sheet)
        if part is None:
            return
        found = _Marks(self._styles)
        with self._guarded(), zipfile.ZipFile(self._path) as book:
            with closing(self._part(book, part, _SHEET)) as stream:
                if not self._may_have_marks(stream):
                    return
            with closing(self._part(book, part, _SHEET)) as stream:
                while chunk := stream.read(_CHUNK):
                    found.parser.Parse(chunk, False)
                    yield from found.taken()

    def _may_have_marks(self, stream: IO[bytes]) -> bool:
        """Tell whether the text has anything like a mark: looking for one takes a tenth of the time of parsing."""
        styles = "|".join(self._styles) or "none"
        sign = re.compile(rf"""\st=["']e["']|<(\w+:)?f[\s/>]|\ss=["']({styles})["']|\0""".encode())
        tail = b""
        while chunk := stream.read(_CHUNK):
            if sign.search(tail + chunk):
                return True
            tail = chunk[-32:]
        return False

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, ValueError, RuntimeError) as error:
            raise InputError(self._damaged()) from error

    def _open(self, book: zipfile.ZipFile) -> None:
        names = set(book.namelist())
        start = next(iter(self._related(book, "", names).get("officeDocument", {}).values()), "")
        if not start.endswith(".xml"):
            return
        related = self._related(book, start, names)
        sheets = {**related.get("worksheet", {})}
        for tag, attributes in self._elements(book, start):
            target = sheets.get(_attribute(attributes, "id")) if tag == "sheet" else None
            if target in names:
                self._sheets[attributes.get("name", "")] = str(target)
        styles = next(iter(related.get("styles", {}).values()), "")
        if styles in names:
            self._styles = _percent_styles(self._elements(book, styles))

    def _related(self, book: zipfile.ZipFile, part: str, names: set[str]) -> dict[str, dict[str, str]]:
        """Return the parts that a part names: by the last word of the relation's type, and by its id."""
        folder, _, last = part.rpartition("/")
        rels = posixpath.join(folder, "_rels", f"{last}.rels")
        found: dict[str, dict[str, str]] = {}
        for tag, attributes in self._elements(book, rels) if rels in names else ():
            if tag == "Relationship":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
                found.setdefault(kind, {})[attributes.get("Id", "")] = target
        return found

    def _elements(self, book: zipfile.ZipFile, part: str) -> list[tuple[str, dict[str, str]]]:
        """Return the elements of a small part, in order."""
        found: list[tuple[str, dict[str, str]]] = []
        parser = _parser()
        parser.StartElementHandler = lambda tag, attributes: found.append((tag.rpartition(":")[2], attributes))
        with closing(self._part(book, part, _PART)) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
        return found

    def _part(self, book: zipfile.ZipFile, part: str, most: int) -> IO[bytes]:
        # The stream ends at the size that the archive states, whatever it holds.
        if book.getinfo(part).file_size > most:
            raise InputError(
                Fault(
                    f"its part {part} unpacks to more than {most >> 20} MiB; split the workbook or save it as CSV",
                    f"其中的 {part} 解压后超过 {most >> 20} MiB：请拆分工作簿或另存为 CSV",
                    self._shown,
                )
            )
        return book.open(part)

    def _damaged(self) -> Fault:
        return Fault(
            "is damaged inside; open it in Excel and save it again",
            "工作簿内部已损坏，请在 Excel 中打开后重新保存",
            self._shown,
        )


class _Marks:
    """Handlers of a sheet's XML."""

    def __init__(self, percent: frozenset[str]) -> None:
        self._percent = percent
        self._found: list[Mark] = []
        self._row = self._column = -1
        self._type = self._style = ""
        self._formula: str | None = None
        self._value: str | None = None
        self._text: list[str] | None = None
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def taken(self) -> list[Mark]:
        """Return the marks found since the last call."""
        found, self._found = self._found, []
        return found

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            place = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._formula = self._value = None
        elif tag == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif tag in ("f", "v"):
            self._text = []

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in ("f", "v"):
            text, self._text = "".join(self._text or ()), None
            if tag == "f":
                self._formula = text
            else:
                self._value = text
        elif tag == "c":
            self._judge()

    def _judge(self) -> None:
        if self._type == "e":
            self._found.append(Mark(self._row, self._column, self._value or "#ERROR!"))
        elif self._formula is not None and not self._value and (self._type != "str" or self._value is None):
            # A formula whose result is an empty text says so: its type is `str`.
            self._found.append(Mark(self._row, self._column, f"={self._formula}"))
        elif self._type == "n" and self._value and self._style in self._percent:
            self._found.append(Mark(self._row, self._column))


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    # No workbook has a document type; its entities could grow without bounds.
    raise ValueError("document type")


def _attribute(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _percent_styles(elements: list[tuple[str, dict[str, str]]]) -> frozenset[str]:
    """Return the numbers of the cell styles whose format shows a percent sign."""
    start = next((number for number, (tag, _) in enumerate(elements) if tag == "cellXfs"), len(elements))
    codes = {a.get("numFmtId", ""): a.get("formatCode", "") for tag, a in elements[:start] if tag == "numFmt"}
    formats = (_PERCENT - codes.keys()) | {key for key, code in codes.items() if "%" in _LITERAL.sub("", code)}
    styles = [attributes.get("numFmtId", "") for tag, attributes in elements[start:] if tag == "xf"]
    return frozenset(str(number) for number, one in enumerate(styles) if one in formats)
