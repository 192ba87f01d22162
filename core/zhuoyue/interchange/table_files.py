"""The rows of criteria as a CSV file or an Excel workbook, and back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhuoyue.errors import Fault, InputError, unreadable
from zhuoyue.interchange.rows import COLUMNS, LEVELS, Row

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""A text that a spreadsheet would take for a formula, or one that was quoted so that it does not."""
_LONGEST = 32_767
"""Characters that a cell of a workbook may hold."""
_WIDTHS = {"level": 11, "code": 12, "title_zh": 26, "title_en": 30, "text_zh": 48, "text_en": 52, "value": 24}
_WIDTH = 13
"""Widths of columns in characters."""
_NAMES = 4
"""Columns that say what a row is."""
_LINE = 15
"""Height of a line in points."""
_SHEET = "Criteria 准则"


def csv_text(rows: list[Row]) -> str:
    """Return the rows as CSV. Texts that look like formulas get an apostrophe in front, which reading removes."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_quoted(row.get(key, "")) for key in COLUMNS] for row in rows)
    return stream.getvalue()


def _quoted(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def read_csv(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a CSV file with their line numbers.

    Raises:
        InputError: the file cannot be read, is not UTF-8, or lacks a column.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(unreadable(error, path.name)) from error
    except UnicodeDecodeError as error:
        en = "is not UTF-8; in Excel choose the file type “CSV UTF-8”, or save it as .xlsx"
        raise InputError(Fault(en, "不是 UTF-8 编码；请在 Excel 中另存为“CSV UTF-8”或 .xlsx", path.name)) from error
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        yield from _csv_rows(reader, path.name)
    except csv.Error as error:
        where = f"{path.name}:{reader.line_num}"
        raise InputError(Fault(f"is no CSV: {error}", "不是有效的 CSV", where)) from error


def _csv_rows(reader: Any, name: str) -> Iterator[tuple[int, Row]]:
    keys = _keys(next(reader, []), name)
    before = reader.line_num
    for cells in reader:
        number, before = before + 1, reader.line_num
        row = {key: _bare(cell) for key, cell in zip(keys, cells, strict=False) if key and cell}
        if row:
            yield number, row


def _bare(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _keys(heads: list[str], name: str) -> list[str]:
    """Return the column keys: the last word of each heading, or its Chinese name; empty for a column of somebody's own.

    Raises:
        InputError: a column is missing without which nothing can be read.
    """
    chinese = {zh: key for key, zh in COLUMNS.items()}
    found = [_key(head.strip(), chinese) for head in heads]
    missing = [key for key in ("level", "code") if key not in found]
    if missing:
        raise InputError(
            Fault(
                f"has no column {missing[0]!r}; its first row should be {', '.join(COLUMNS)}",
                f"没有 {missing[0]!r} 列；首行应为 {'、'.join(COLUMNS)}",
                f"{name}:1",
            )
        )
    return found


def _key(head: str, chinese: dict[str, str]) -> str:
    last = head.rpartition(" ")[2].casefold()
    return last if last in COLUMNS else chinese.get(head, "")


def xlsx_bytes(rows: list[Row]) -> bytes:
    """Return the rows as a workbook: texts as texts, points as numbers, lists to choose from.

    Raises:
        InputError: a text is longer than a cell can hold.
    """
    from openpyxl import Workbook

    long = [row for row in rows if any(len(text) > _LONGEST for text in row.values())]
    if long:
        en = f"row {long[0].get('code', '')}: a text has more than {_LONGEST} characters; use toml or csv"
        raise InputError(Fault(en, f"{long[0].get('code', '')}：文本超过 {_LONGEST} 个字符，请使用 toml 或 csv"))
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _SHEET
    for column, (key, zh) in enumerate(COLUMNS.items(), 1):
        sheet.cell(1, column).value = f"{zh} {key}"
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = _WIDTHS.get(key, _WIDTH)
    for number, row in enumerate(rows, 2):
        for column, key in enumerate(COLUMNS, 1):
            _fill(sheet.cell(number, column), key, row.get(key, ""))
    _style(sheet)
    _lists(sheet, len(rows) + 200)
    book.properties.creator = "zhuoyue"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(cell: Any, key: str, text: str) -> None:
    if not text:
        return
    if key == "points" and Decimal(repr(float(text))) == Decimal(text):  # a workbook's numbers are binary
        cell.value = Decimal(text)
        return
    cell.value = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)  # else Excel reads it as a character's number
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = bool(_FORMULA.match(text))


def _style(sheet: Any) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    shade = PatternFill("solid", start_color="EEF3F8")
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(name="Calibri", bold=True)
    for cells in sheet.iter_rows():
        head = cells[0].row == 1
        for cell in cells:
            if cell.value is not None:
                cell.alignment = wrapped
            if head or cells[0].value == "category":
                cell.fill = shade
                if head or cell.column <= _NAMES:
                    cell.font = bold
        sheet.row_dimensions[cells[0].row].height = _LINE * max(map(_lines, cells))
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _lines(cell: Any) -> int:
    """Return how many lines a wrapped text takes; a Han character is two wide. Not every program finds out itself."""
    width = _WIDTHS.get(list(COLUMNS)[cell.column - 1], _WIDTH) - 2
    texts = str(cell.value or "").split("\n")
    return sum(max(1, -(-sum(1 + (one > "\u2e7f") for one in text) // width)) for text in texts)


def _lists(sheet: Any, last: int) -> None:
    """Let level, kind and theme be chosen from lists; other words stay possible, reading tells what is wrong."""
    from openpyxl.worksheet.datavalidation import DataValidation

    from zhuoyue.criteria_file.naming import KINDS, THEMES

    places = {key: number for number, key in enumerate(COLUMNS, 1)}
    for key, words in (
        ("level", [*LEVELS, "topic 2"]),
        ("kind", [*KINDS]),
        ("theme", [*THEMES]),
        ("verified", ["yes"]),
    ):
        rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False)
        letter = sheet.cell(1, places[key]).column_letter
        rule.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(rule)


def read_xlsx(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a workbook's first sheet that has the columns, with their numbers.

    Raises:
        InputError: it is no workbook, or no sheet has the columns.
    """
    from zhuoyue.worksheet.grid import read_grid

    sheets = read_grid(path)
    for cells in sheets.values():
        heads = {column: str(value.value) for (row, column), value in cells.items() if row == 1}
        listed = [heads.get(column, "") for column in range(1, max(heads, default=0) + 1)]
        if len(sheets) > 1 and not {"level", "code"} <= {_key(head.strip(), {}) for head in listed}:
            continue
        keys = _keys(listed, path.name)
        for number in sorted({row for row, _ in cells} - {1}):
            row = {
                key: _shown(cells[number, column].value)
                for column, key in enumerate(keys, 1)
                if key and (number, column) in cells
            }
            if row:
                yield number, row
        return
    raise InputError(Fault("has no sheet with the columns of criteria", "没有含准则各列的工作表", path.name))


def _shown(value: Any) -> str:
    """Return a cell as text: a number that a spreadsheet made of a code without what it added."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
