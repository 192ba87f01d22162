"""Text files: encoding, delimiter and header; everything but UTF-8 is transcoded to a passing file."""

from __future__ import annotations

import codecs
import csv
import itertools
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from zhuoyue.errors import Fault, InputError
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.text import Text
from zhuoyue.records.settings import RecordsSettings
from zhuoyue.records.table import Table, TextScan

_CHUNK = 1 << 22
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Desk:
    """What readers share during one run."""

    folder: Path
    """Passing folder, outside the project."""
    pool: Executor
    """Computes hashes while the engine reads."""
    hashed: Callable[[Path], str]
    """Returns the hash of a file."""
    thorough: bool = False
    """Check the encoding of whole files, not only of their beginnings."""


def read_text(path: Path, shown: str, settings: RecordsSettings, desk: Desk) -> Table:
    """Look at a text file and say how to scan it. A transcoded copy, if one is needed, goes to the passing folder.

    Raises:
        InputError: empty, or not decodable.
    """
    sha256 = desk.pool.submit(desk.hashed, path)
    encoding = _encoding(path, shown, settings.encoding, thorough=desk.thorough)
    problems: tuple[Problem, ...] = ()
    readable = path
    if encoding != "utf-8":
        readable = desk.folder / f"{zlib.crc32(shown.encode()):08x}.csv"
        _transcode(path, readable, shown, encoding)
        if settings.encoding == "auto":
            problems = (_note_encoding(shown, encoding),)
    delimiter = _delimiter(readable, shown, settings)
    header = tuple(cell.strip() for cell in _header(readable, shown, delimiter, settings.skip_rows))
    scan = TextScan(readable.resolve(), delimiter, settings.skip_rows, len(header))
    return Table(path.stem, shown, header, path=path, sha256=sha256, text=scan, problems=problems)


def _is_utf8(path: Path, *, thorough: bool) -> bool:
    """Tell whether the beginning, or with `thorough` the whole, is UTF-8. The engine notices a later fault itself."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
                if not thorough:
                    return len(chunk) == _CHUNK or _ends(decoder)
            return _ends(decoder)
        except UnicodeDecodeError:
            return False


def _ends(decoder: codecs.IncrementalDecoder) -> bool:
    decoder.decode(b"", final=True)
    return True


def _encoding(path: Path, shown: str, wanted: str, *, thorough: bool) -> str:
    if wanted != "auto":
        try:
            found = codecs.lookup(wanted).name
        except LookupError as error:
            raise InputError(
                Fault(
                    f"unknown encoding {wanted!r}; expected auto, utf-8, utf-16, gb18030 or another name Python knows",
                    f"未知编码 {wanted!r}，应为 auto、utf-8、utf-16、gb18030 等",
                    shown,
                )
            ) from error
        return "utf-8" if found in ("utf-8", "utf-8-sig", "ascii") and _is_utf8(path, thorough=True) else found
    with path.open("rb") as file:
        start = file.read(4096)
    marked = next((name for bom, name in _BOMS if start.startswith(bom)), None)
    if marked and marked != "utf-8":
        return marked
    if b"\0" in start:
        return "utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"
    return "utf-8" if _is_utf8(path, thorough=thorough) else "gb18030"


def _transcode(path: Path, copy: Path, shown: str, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as file, copy.open("wb") as out:
        while True:
            chunk = file.read(_CHUNK)
            try:
                out.write(decoder.decode(chunk, final=not chunk).encode("utf-8"))
            except UnicodeError as error:
                raise InputError(_undecodable(path, shown, encoding)) from error
            if not chunk:
                return


def _first_wrong_line(path: Path, encoding: str) -> int:
    """Return the first line that is not UTF-8, which is the likeliest to have been meant, or else not `encoding`."""
    for wanted in ("utf-8", encoding):
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    line.decode(wanted)
                except UnicodeError:
                    return number
    return 1


def _undecodable(path: Path, shown: str, encoding: str) -> Fault:
    from charset_normalizer import from_bytes

    with path.open("rb") as file:
        guess = from_bytes(file.read(1 << 16)).best()
    known = guess.encoding if guess else "unknown"
    line = _first_wrong_line(path, encoding)
    return Fault(
        f"is neither UTF-8 nor {encoding} (line {line}); it looks like {known}: set encoding = '…' or save it as UTF-8",
        f"既不是 UTF-8 也不是 {encoding} 编码（第 {line} 行），看起来像 {known}：请设置 encoding = '…' 或另存为 UTF-8",
        shown,
    )


def _note_encoding(shown: str, encoding: str) -> Problem:
    name = encoding.upper()
    text = Text(en=f"is not UTF-8; read as {name}", zh=f"不是 UTF-8 编码，按 {name} 读取")
    return Problem(code="tables-encoding", severity=Severity.INFO, text=text, where=shown)


def _delimiter(path: Path, shown: str, settings: RecordsSettings) -> str:
    """Return the delimiter that splits the header into the most columns."""
    if settings.delimiter != "auto":
        return settings.delimiter
    candidates = "\t,;|" if path.suffix.lower() in (".tsv", ".tab") else ",\t;|"
    return max(candidates, key=lambda mark: len(_header(path, shown, mark, settings.skip_rows)))


def _open(path: Path) -> IO[str]:
    return path.open(encoding="utf-8-sig", errors="replace", newline="")


def _header(path: Path, shown: str, delimiter: str, skip: int) -> list[str]:
    with _open(path) as file:
        for _ in range(skip):
            file.readline()
        header = next((row for row in _records(file, delimiter) if any(cell.strip() for cell in row)), None)
    if header is None:
        raise InputError(
            Fault(
                "is empty: expected a header line with the column names",
                "文件为空：应有一行列名作为表头",
                shown,
            )
        )
    return header


def _records(file: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(file, delimiter=delimiter)
    except csv.Error:
        # What the csv module can't read, the engine reports with its place.
        return


def lines_of(scan: TextScan, ordinals: Iterable[int]) -> dict[int, int]:
    """Return the line on which each data row (1 is the first the engine accepts) stands in an editor.

    The engine counts the rows it returns; blank lines, rejected rows and cells with line breaks are in between.
    """
    wanted = set(ordinals)
    last = max(wanted, default=0)
    lines: dict[int, int] = {}
    count = -1
    with _open(scan.path) as file:
        for _ in range(scan.skip):
            file.readline()
        reader = csv.reader(file, delimiter=scan.delimiter)
        start = 1
        try:
            for row in reader:
                if len(row) == scan.width:
                    count += 1
                    if count in wanted:
                        lines[count] = start + scan.skip
                start = reader.line_num + 1
                if count >= last:
                    break
        except csv.Error:
            pass
    return lines


def malformed(scan: TextScan) -> list[tuple[int, int]]:
    """Return line and number of cells of each row that does not fit the header; raises csv.Error."""
    wrong = []
    with _open(scan.path) as file:
        for _ in range(scan.skip):
            file.readline()
        reader = csv.reader(file, delimiter=scan.delimiter)
        start = 1
        for row in reader:
            if row and len(row) != scan.width:
                wrong.append((start + scan.skip, len(row)))
            start = reader.line_num + 1
    return wrong


_TIMES = {
    r"\d{4}-\d\d-\d\d \d\d:\d\d": "%Y-%m-%d %H:%M",
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d": "%Y-%m-%d %H:%M:%S",
    r"\d{4}-\d\d-\d\d": "%Y-%m-%d",
    r"\d{4}/\d{1,2}/\d{1,2} \d{1,2}:\d\d": "%Y/%m/%d %H:%M",
    r"\d{4}/\d{1,2}/\d{1,2}": "%Y/%m/%d",
}
_SAMPLE = 100


def time_format(scan: TextScan, places: Sequence[int]) -> str | None:
    """Return how the first rows write the times of these columns: empty without columns, None if in several ways."""
    if not places:
        return ""
    with _open(scan.path) as file:
        for _ in range(scan.skip):
            file.readline()
        rows = list(itertools.islice(_records(file, scan.delimiter), 1, _SAMPLE))
    cells = {row[place] for row in rows if len(row) == scan.width for place in places if row[place]}
    formats = {next((times for shape, times in _TIMES.items() if re.fullmatch(shape, c)), None) for c in cells}
    return formats.pop() if len(formats) == 1 else None
