"""Excel workbooks: sheets, merged cells, headers of several rows; every cell becomes a text."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhuoyue.errors import Fault, InputError, did_you_mean
from zhuoyue.model.base import plain
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.text import Text
from zhuoyue.records.settings import RecordsSettings
from zhuoyue.records.severity import advised
from zhuoyue.records.sheetxml import Mark, SheetXml
from zhuoyue.records.table import ROW, Table, resolve

if TYPE_CHECKING:
    import pyarrow as pa
    from python_calamine import CalamineSheet, CalamineWorkbook

Cells = list[list[Any]]
_SHOWN = 3
_CUT = 60


def read_workbook(path: Path, shown: str, settings: RecordsSettings) -> Iterator[Table]:
    """Yield a table for each chosen sheet.

    Raises:
        InputError: no readable workbook, a missing sheet, or a sheet without header.
    """
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    book = _open(path, shown)
    xml = SheetXml(path, shown)
    try:
        chosen, problems = _choose(book.sheet_names, shown, settings.sheets)
        several = len(chosen) > 1 or settings.sheets
        for name in chosen:
            locator = f"{shown}#{name}"
            cells, broken = _read(book.get_sheet_by_name(name), xml.marks(name))
            if settings.sheets == ("*",) and not any(any(_text(cell) for cell in row) for row in cells):
                continue
            header, short, body = _split(cells, locator, settings)
            slug = f"{path.stem}-{name}" if several else path.stem
            table = Table(
                slug,
                locator,
                header,
                short,
                path,
                sha256,
                arrow=_arrow(body, len(header), settings.skip_rows + settings.header_rows + 1),
                rows=sum(any(_text(cell) for cell in row) for row in body),
            )
            yield replace(table, problems=(*problems, *_unreadable_cells(table, broken, settings)))
            problems = ()
    finally:
        book.close()


def _open(path: Path, shown: str) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        raise InputError(
            Fault(
                "is protected by a password; save a copy without one",
                "工作簿有密码保护，请另存一份不带密码的副本",
                shown,
            )
        ) from error
    except (CalamineError, OSError) as error:
        raise InputError(_unreadable(path, shown)) from error


def _unreadable(path: Path, shown: str) -> Fault:
    with path.open("rb") as file:
        start = file.read(4)
    if start == b"PK\x03\x04":
        return Fault(
            "is not a complete Excel workbook: its end is missing; it may still be being saved or copied – "
            "close it in Excel and try again",
            "不是完整的 Excel 工作簿（文件末尾缺失），可能正在保存或复制：请在 Excel 中关闭后重试",
            shown,
        )
    if start == b"\xd0\xcf\x11\xe0":
        return Fault(
            "is an old .xls or a protected workbook; save it as .xlsx without a password",
            "是旧版 .xls 或受保护的工作簿，请另存为不带密码的 .xlsx",
            shown,
        )
    return Fault(
        "is not an Excel workbook in spite of its name; save it as .xlsx, or give a text file the ending .csv",
        "扩展名为 Excel，但内容不是 Excel 工作簿：请另存为 .xlsx；若是文本文件，请改为 .csv",
        shown,
    )


def _choose(names: Sequence[str], shown: str, wanted: Sequence[str]) -> tuple[list[str], tuple[Problem, ...]]:
    if tuple(wanted) == ("*",):
        return list(names), ()
    if wanted:
        missing = [name for name in wanted if name not in names]
        if missing:
            raise InputError(*(_no_sheet(name, names, shown) for name in missing))
        return list(wanted), ()
    rest = ", ".join(names[1:])
    if not rest:
        return list(names[:1]), ()
    text = Text(
        en=f"only the first sheet {names[0]!r} was read, not: {rest}; choose with sheets = […]",
        zh=f"只读取了第一个工作表 {names[0]!r}，未读取：{rest}；可用 sheets = […] 指定",
    )
    return [names[0]], (Problem(code="tables-sheets", severity=Severity.INFO, text=text, where=shown),)


def _no_sheet(name: str, names: Sequence[str], shown: str) -> Fault:
    en, zh = did_you_mean(name, names)
    return Fault(f"has no sheet {name!r}{en}", f"没有工作表 {name!r}{zh}", shown)


def _read(sheet: CalamineSheet, marks: Iterable[Mark]) -> tuple[Cells, list[Mark]]:
    """Return the cells from A1 on, and those without a value; a merged block has its text in every cell."""
    cells: Cells = sheet.to_python(skip_empty_area=False)
    broken = []
    for mark in marks:
        if mark.broken is not None:
            broken.append(mark)
        elif mark.row < len(cells) and mark.column < len(cells[mark.row]):
            cells[mark.row][mark.column] = _percent(cells[mark.row][mark.column])
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in range(top, min(bottom, len(cells) - 1) + 1):
            for column in range(left, min(right, len(cells[row]) - 1) + 1):
                cells[row][column] = cells[top][left]
    return cells, broken


def _percent(cell: Any) -> Any:
    """Write a number that the sheet shows as percent the way a text file would: 0.951 is `95.1%`."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return cell
    return f"{plain(Decimal(repr(cell)) * 100)}%"


def _unreadable_cells(table: Table, broken: Sequence[Mark], settings: RecordsSettings) -> Iterator[Problem]:
    """Yield a problem for each column with errors, or with formulas that were never computed, in its rows."""
    first = settings.skip_rows + settings.header_rows
    if settings.query:
        places = {place: header for place, header in enumerate(table.columns) if header}
    else:
        places = {place: column for column, place in resolve(table, settings.needed(), settings)[0].items()}
    for place, column in places.items():
        marks = [mark for mark in broken if mark.column == place and mark.row >= first]
        marks = [mark for mark in marks if mark.broken not in settings.null_values]
        if marks:
            yield advised(_unreadable_cell(f"{table.locator}:row {marks[0].row + 1}, column {column}", marks), settings)


def _unreadable_cell(where: str, marks: Sequence[Mark]) -> Problem:
    more_en, more_zh = (", …", "……") if len(marks) > _SHOWN else ("", "")
    shown = [(mark.row + 1, repr(str(mark.broken)[:_CUT])) for mark in marks[:_SHOWN]]
    en = ", ".join(f"row {row} {cell}" for row, cell in shown)
    zh = "、".join(f"第 {row} 行 {cell}" for row, cell in shown)
    cells = "1 cell is an error or a formula" if len(marks) == 1 else f"{len(marks)} cells are errors or formulas"
    return Problem(
        code="tables-bad-value",
        severity=Severity.ERROR,
        text=Text(
            en=f"{cells} without a saved result: {en}{more_en}; taken as unknown; correct it, or open the workbook in "
            "Excel and save it",
            zh=f"有 {len(marks)} 个单元格是错误值或没有保存结果的公式：{zh}{more_zh}；按未知处理；"
            "请更正，或在 Excel 中打开并保存",
        ),
        where=where,
    )


def _split(cells: Cells, locator: str, settings: RecordsSettings) -> tuple[tuple[str, ...], tuple[str, ...], Cells]:
    """Return the full names, the last row's names, and the rows below."""
    start, end = settings.skip_rows, settings.skip_rows + settings.header_rows
    header = [[_text(cell) or "" for cell in row] for row in cells[start:end]]
    if not any(any(row) for row in header):
        raise InputError(
            Fault(
                f"has no header in row {start + 1}: expected the column names",
                f"第 {start + 1} 行没有表头：应为列名",
                locator,
            )
        )
    # A block merged over the header's rows is one name, not the same name twice.
    columns = (dict.fromkeys(part.strip() for part in parts if part.strip()) for parts in zip(*header, strict=True))
    short = tuple(part.strip() for part in header[-1]) if len(header) > 1 else ()
    return tuple("/".join(parts) for parts in columns), short, cells[end:]


def _arrow(body: Cells, width: int, first: int) -> pa.Table:
    import pyarrow as pa

    rows = [[_text(cell) for cell in row] for row in body]
    kept = [(number, row) for number, row in enumerate(rows, first) if any(row)]
    columns = {f"c{index}": pa.array([row[index] for _, row in kept], pa.string()) for index in range(width)}
    return pa.table({**columns, ROW: pa.array([number for number, _ in kept], pa.int64())})


def _text(cell: Any) -> str | None:
    """Write a cell the way a text file would."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", timespec="seconds")
    return str(cell) or None
