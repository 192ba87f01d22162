"""A workbook as cells: values with what matters of their format. Excel files through openpyxl, ODS through calamine."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhuoyue.errors import Fault, InputError, unreadable

SUFFIXES = (".xlsx", ".xlsm", ".ods")
"""Endings of the files that can be read."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LARGE = 50_000_000
"""Bytes; a scoring sheet is a few hundred thousand."""


@dataclass(frozen=True)
class Value:
    """What stands in a cell."""

    value: Any
    """Text, number, truth value, day or instant."""
    percent: bool = False
    """Whether the cell is formatted as a percentage: 0.55 reads 55 %."""
    broken: str = ""
    """`formula` or `error` when it is neither text nor number."""


Cells = Mapping[tuple[int, int], Value]
"""Cells that are not empty by row and column, both from 1."""


def read_grid(path: Path) -> dict[str, Cells]:
    """Return the cells of each sheet, hidden ones included.

    Raises:
        InputError: the file is missing, too large or no workbook.
    """
    if path.is_file() and path.stat().st_size > _LARGE:
        raise InputError(Fault("is too large for a scoring sheet", "文件过大，不是评分表", path.name))
    try:
        return _ods(path) if path.suffix.lower() == ".ods" else _xlsx(path)
    except OSError as error:
        raise InputError(unreadable(error, path.name)) from error
    except Exception as error:  # whatever a damaged archive makes of the readers
        raise InputError(Fault("is no workbook, or a damaged one", "不是工作簿文件，或已损坏", path.name)) from error


def _xlsx(path: Path) -> dict[str, Cells]:
    import openpyxl

    with warnings.catch_warnings(), path.open("rb") as stream:
        warnings.simplefilter("ignore")  # of extensions that openpyxl leaves out; we only read values
        book = openpyxl.load_workbook(stream)
        return {sheet.title: _cells(sheet) for sheet in book.worksheets}


def _cells(sheet: Any) -> Cells:
    return {
        (cell.row, cell.column): Value(
            _text(cell.value),
            percent=cell.is_date is False and "%" in _bare(cell.number_format),
            broken={"f": "formula", "e": "error"}.get(cell.data_type, ""),
        )
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.value != ""
    }


def _bare(number_format: str) -> str:
    """Return a number format without its literal text, where a percent sign means nothing."""
    return re.sub(r'"[^"]*"|\\.', "", number_format or "")


def _text(value: Any) -> Any:
    """Return a text without what Excel's file format writes for characters that XML does not hold."""
    if not isinstance(value, str):
        return value
    return (
        _ESCAPED.sub(lambda match: _meant(match[0], int(match[1], 16)), value).replace("\r\n", "\n").replace("\r", "\n")
    )


def _meant(written: str, code: int) -> str:
    if code == 0x5F:
        return "_"
    return "" if code == 0x0D else chr(code) if code < 0x20 else written


def _ods(path: Path) -> dict[str, Cells]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    found: dict[str, Cells] = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        found[name] = {
            (number, place): Value(value)
            for number, row in enumerate(rows, 1)
            for place, value in enumerate(row, 1)
            if value is not None and value != ""
        }
    return found


def reference(row: int, column: int) -> str:
    """Return the address of a cell, `F7`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
