"""Actions as an Excel workbook: drop-downs, days, what is derived in grey, and on a hidden sheet what it began with."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhuoyue.errors import Fault, InputError
from zhuoyue.improvement import printing
from zhuoyue.improvement.columns import (
    COLUMNS,
    DAYS,
    DEFAULTS,
    KEYS,
    NUMBERS,
    STATUS,
    TIER,
    YES_NO,
    CellError,
    Column,
    flat,
    needed,
    read_cell,
)
from zhuoyue.improvement.row import ActionRow
from zhuoyue.model.text import Text

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

NAME = Text(zh="改进措施", en="Actions")
FINDINGS = Text(zh="改进机会", en="Findings")
MEMORY = "zhuoyue"
"""Name of the hidden sheet."""
_SPARE = 100
"""Empty rows for new actions."""
_CHUNK = 30_000
"""Characters a cell of the hidden sheet; Excel holds 32 767."""
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    NotImplementedError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What openpyxl raises for a file that is no workbook, or half of one."""
_GREY, _HEAD = "FFF1F4F7", "FF0B57A4"


@dataclass(frozen=True)
class SheetRow:
    """One row that came back."""

    number: int
    cells: Mapping[str, str]
    """Canonical texts by key; cells that cannot be read are left out."""
    faults: tuple[tuple[str, Fault], ...]
    """What is wrong, by key."""


@dataclass(frozen=True)
class Returned:
    """A workbook that came back."""

    sheet: str
    rows: tuple[SheetRow, ...]
    base: Mapping[str, Mapping[str, str]]
    """What it began with, by id; empty when nobody knows."""
    places: Mapping[str, int]
    """Number of the column by key."""

    def where(self, row: int, key: str = "") -> str:
        """Return the place of a row or of a cell."""
        from openpyxl.utils import get_column_letter

        if not key:
            return f"{self.sheet}!{row}"
        if key not in self.places:  # a column that the sheet does not have: the row is all there is to name
            return f"{self.sheet}!{row}"
        return f"{self.sheet}!{get_column_letter(self.places[key])}{row}"


def workbook(
    rows: Sequence[ActionRow],
    derived: Mapping[str, Mapping[str, Any]],
    findings: Sequence[tuple[str, str, str]],
    language: str,
    languages: Collection[str] = ("zh", "en"),
) -> bytes:
    """Return the workbook.

    Args:
        rows: the actions.
        derived: what is shown beside each, by id and column.
        findings: id, item code and text of the opportunities for improvement, for a sheet to look things up in.
        language: zh or en.
        languages: those that the project publishes.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  a new workbook has a sheet
    sheet.title = NAME.get(language)
    own = needed([flat(row) for row in rows], languages)
    _head(sheet, own, language)
    for number, row in enumerate(rows, 2):
        _row(sheet, number, own, flat(row), derived.get(row.id, {}), language)
    _finish(sheet, own, len(rows), language)
    printing.table(sheet, own, len(rows))
    other = book.create_sheet(FINDINGS.get(language))
    for number, line in enumerate(findings, 1):
        for place, text in enumerate(line, 1):
            _write(other.cell(number, place), text)
    for letter, width in (("A", 18), ("B", 9), ("C", 100)):
        other.column_dimensions[letter].width = width
    printing.fitted(other)
    memory = book.create_sheet(MEMORY)
    memory.sheet_state = "veryHidden"
    for number, row in enumerate(rows, 1):
        # Underscores are escaped because Excel takes _x0041_ for an A.
        packed = json.dumps(flat(row)).replace("_", "\\u005f")
        parts = [packed[start : start + _CHUNK] for start in range(0, len(packed), _CHUNK)]
        for place, text in enumerate((row.id, *parts), 1):
            _write(memory.cell(number, place), text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(cell: Cell | Any, text: str) -> None:
    """Write a text as a text: never a formula, whatever it begins with."""
    cell.value = text
    cell.data_type = "s"
    if text[:1] in "=+-@":
        cell.quotePrefix = True


def _head(sheet: Worksheet, own: Sequence[Column], language: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(own, 1):
        cell = sheet.cell(1, number)
        _write(cell, column.title.get(language))
        cell.font = Font(bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor=_HEAD)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(own))}1"


def _row(
    sheet: Worksheet,
    number: int,
    own: Sequence[Column],
    cells: Mapping[str, str],
    beside: Mapping[str, Any],
    language: str,
) -> None:
    words = {"status": STATUS, "visibility": TIER, "effective": YES_NO}
    for place, column in enumerate(own, 1):
        cell = sheet.cell(number, place)
        value: Any = beside.get(column.key) if column.derived else cells[column.key]
        if value in (None, ""):
            continue
        if column.key in DAYS:
            cell.value = date.fromisoformat(value)
        elif column.key in NUMBERS:
            cell.value = int(value) if float(value).is_integer() else float(value)
        else:
            _write(cell, words[column.key][value].get(language) if column.key in words else str(value))


def _finish(sheet: Worksheet, own: Sequence[Column], count: int, language: str) -> None:
    """Set drop-downs, formats and locks, spare rows included."""
    from openpyxl.styles import Alignment, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    last = count + 1 + _SPARE
    for place, column in enumerate(own, 1):
        for number in range(2, last + 1):
            cell = sheet.cell(number, place)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            locked = column.derived or (column.key == "id" and number <= count + 1)
            cell.protection = Protection(locked=locked)
            if locked:
                cell.fill = PatternFill("solid", fgColor=_GREY)
            if column.key in DAYS:
                cell.number_format = "yyyy-mm-dd"
        _choices(sheet, column.key, f"{get_column_letter(place)}2:{get_column_letter(place)}{last}", language)
    sheet.protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)  # False: not forbidden


def _choices(sheet: Worksheet, key: str, cells: str, language: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = {"status": STATUS, "visibility": TIER, "effective": YES_NO}
    words = [text.get(language) for text in lists[key].values()] if key in lists else []
    if key == "effort":
        words = ["1", "2", "3", "4", "5"]
    if not words:
        return
    rule = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
    rule.error = "请从列表中选择" if language == "zh" else "choose from the list"
    sheet.add_data_validation(rule)
    rule.add(cells)


def read_workbook(path: Path) -> Returned:
    """Read a workbook that came back; a bad cell is recorded and hides nothing else.

    Raises:
        InputError: it is no workbook, or has no sheet of actions.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    except OSError as error:
        raise InputError(
            Fault(f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}", str(path))
        ) from error
    except _DAMAGED as error:
        raise InputError(Fault("is not an Excel workbook (.xlsx)", "不是 Excel 工作簿（.xlsx）", str(path))) from error
    name = next((one for one in book.sheetnames if one in {NAME.zh, NAME.en}), None)
    if name is None:
        raise InputError(
            Fault(
                f"has no sheet {NAME.en!r} or {NAME.zh!r}; `zhuoyue actions export` makes one",
                f"没有名为 {NAME.zh!r} 或 {NAME.en!r} 的工作表；`zhuoyue actions export` 可生成",
                str(path),
            )
        )
    sheet = book[name]
    places = _places(sheet, path)
    rows = tuple(row for number in range(2, sheet.max_row + 1) if (row := _returned(sheet, number, places)))
    return Returned(f"{path.name}: {name}", rows, _memory(book), places)


def _places(sheet: Any, path: Path) -> dict[str, int]:
    """Return the column of each key by the titles in row 1: columns may have been moved."""
    titles = {word: column.key for column in COLUMNS for word in (column.title.zh, column.title.en)}
    found = {
        titles[text]: cell.column
        for cell in sheet[1]
        if (text := str(cell.value or "").strip()) in titles and titles[text] in KEYS
    }
    texts = set() if {"zh", "en"} & found.keys() else {"zh", "en"}
    missing = [column.title for column in COLUMNS if column.key in ({"id", "item"} | texts) - found.keys()]
    if missing:
        raise InputError(
            Fault(
                f"row 1 lacks the columns {', '.join(one.en for one in missing)}",
                f"第 1 行缺少列：{'、'.join(one.zh for one in missing)}",
                str(path),
            )
        )
    return found


def _returned(sheet: Any, number: int, places: Mapping[str, int]) -> SheetRow | None:
    cells: dict[str, str] = {}
    faults: list[tuple[str, Fault]] = []
    for key, column in places.items():
        cell = sheet.cell(number, column)
        try:
            cells[key] = read_cell(key, cell.value, as_percent="%" in str(cell.number_format))
        except CellError as error:
            faults.append((key, error.fault))
    written = any(text for key, text in cells.items() if key not in DEFAULTS)
    return SheetRow(number, cells, tuple(faults)) if written or faults else None


def _memory(book: Any) -> dict[str, dict[str, str]]:
    """Return what the workbook began with; nothing where that is lost or damaged."""
    if MEMORY not in book.sheetnames:
        return {}
    found: dict[str, dict[str, str]] = {}
    for name, *parts in book[MEMORY].iter_rows(values_only=True):
        try:
            cells = json.loads("".join(str(part) for part in parts if part is not None))
            found[str(name)] = {key: str(cells[key]) for key in KEYS}
        except (ValueError, KeyError, TypeError):
            continue
    return found
