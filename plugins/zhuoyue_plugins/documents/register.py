"""The register: a CSV file that lists the documents and what is known of them."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhuoyue import Criteria, Fault, InputError, Text, did_you_mean
from zhuoyue_plugins.documents.decoding import decode
from zhuoyue_plugins.documents.details import FIELDS, Cells, Details

ALIASES = {
    "文件": "file",
    "标题": "title_zh",
    "英文标题": "title_en",
    "条款": "items",
    "类型": "role",
    "部门": "units",
    "日期": "observed_on",
    "有效期至": "valid_until",
    "评审日期": "reviewed",
    "密级": "visibility",
    "编号": "id",
    "相关指标": "relates_to",
}
"""Chinese names of the columns."""


@dataclass(frozen=True)
class Row:
    """One row of the register."""

    file: str
    details: Details
    where: str


@dataclass(frozen=True)
class Register:
    """The rows by file, and what is wrong with single cells."""

    rows: dict[str, Row]
    faults: tuple[Fault, ...]


def read_register(path: Path, name: str, criteria: Criteria) -> Register:
    """Read the register. `name` is how messages call it; rows count as in a spreadsheet, the header is row 1.

    Raises:
        InputError: the file is no text, has no `file` column, or columns that nobody knows.
    """
    raw = path.read_bytes()
    text = decode(raw)
    if text is None:
        en = "is neither UTF-8 nor GB18030 text; save the register as CSV UTF-8"
        raise InputError(Fault(en, "既不是 UTF-8 也不是 GB18030 文本，请将登记表另存为 CSV UTF-8", name))
    first = text.partition("\n")[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(Fault(f"CSV syntax: {error}", f"CSV 语法错误：{error}", name)) from error
    header = _header(lines[0] if lines else [], name)
    return _rows(lines[1:], header, lines[0], name, criteria)


def _header(cells: Sequence[str], name: str) -> list[str]:
    """Return the field of each column; raises InputError naming every unknown or repeated column."""
    fields, faults = [], []
    for cell in cells:
        word = cell.strip()
        field = ALIASES.get(word, word.casefold())
        where = f"{name}:row 1, column {word}"
        if word and field not in FIELDS:
            en, zh = did_you_mean(word, [*FIELDS, *ALIASES])
            faults.append(Fault(f"unknown column {word!r}{en}", f"未知的列 {word!r}{zh}", where))
        elif word and field in fields:
            faults.append(Fault(f"the column {field!r} occurs twice", f"列 {field!r} 出现了两次", where))
        fields.append(field)
    if "file" not in fields:
        en = "the register has no column 'file' (or 文件)"
        faults.append(Fault(en, "登记表缺少 “文件”（file）列", f"{name}:row 1"))
    if faults:
        raise InputError(*faults)
    return fields


def _rows(
    lines: Sequence[Sequence[str]],
    fields: Sequence[str],
    titles: Sequence[str],
    name: str,
    criteria: Criteria,
) -> Register:
    rows: dict[str, Row] = {}
    faults: list[Fault] = []
    shown = {field: title.strip() for field, title in zip(fields, titles, strict=True)}
    for number, cells in _filled(lines):
        place = f"{name}:row {number}"
        if any(cell.strip() for cell in cells[len(fields) :]):
            en = f"{len(cells)} cells, but the header has {len(fields)} columns; quote cells with commas"
            zh = f"有 {len(cells)} 个单元格，而表头只有 {len(fields)} 列；含逗号的单元格请加引号"
            faults.append(Fault(en, zh, place))
            continue
        by_field = dict(zip(fields, cells, strict=False))
        row, wrong = _row(by_field, place, shown, criteria)
        faults.extend(wrong)
        if not row.file:
            faults.append(Fault("names no file", "没有写文件名", f"{place}, column {shown['file']}"))
        elif row.file in rows:
            where = f"{place}, column {shown['file']}"
            en = f"{row.file!r} already stands in {rows[row.file].where}; this row is left out"
            faults.append(Fault(en, f"{row.file!r} 已在 {rows[row.file].where} 登记；本行未采用", where))
        else:
            rows[row.file] = row
    return Register(rows, tuple(faults))


def _filled(lines: Sequence[Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    return ((number, cells) for number, cells in enumerate(lines, 2) if any(cell.strip() for cell in cells))


def _row(cells: dict[str, str], place: str, shown: dict[str, str], criteria: Criteria) -> tuple[Row, list[Fault]]:
    reader = Cells(cells, lambda field: f"{place}, column {shown.get(field, field)}", criteria)
    zh, en = cells.get("title_zh", "").strip(), cells.get("title_en", "").strip()
    details = reader.details(Text(zh=zh, en=en) if zh or en else None)
    return Row(normal(cells.get("file", "")), details, place), reader.faults


def normal(path: str) -> str:
    """Return a relative path in one spelling: forward slashes, composed characters, no leading `./`."""
    return unicodedata.normalize("NFC", path.strip().replace("\\", "/")).removeprefix("./")
