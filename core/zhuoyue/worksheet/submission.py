"""A scoring sheet that came back: what stands in its cells, found by item and heading and not by position."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhuoyue.errors import Fault, InputError
from zhuoyue.model.criteria import Criteria, Item, code_hint
from zhuoyue.model.scheme import Scheme
from zhuoyue.worksheet.cell import Field
from zhuoyue.worksheet.columns import CODE, Column, columns, heading_of
from zhuoyue.worksheet.fields import DAY, fields
from zhuoyue.worksheet.grid import Cells, Value, read_grid, reference
from zhuoyue.worksheet.leftovers import absent, astray, twice
from zhuoyue.worksheet.memory import FORMAT, SHEET, Memory, unpack
from zhuoyue.worksheet.notation import CellError

LABELS = {
    "assessor": ("评审员", "Assessor"),
    "criteria": ("评价准则", "Criteria"),
    "rated_on": ("评分日期", "Rated on"),
}
"""What stands before the values above the table, in Chinese and English."""
WHOLE = ""
"""Stands for the sheet itself where an item's id is expected."""
_SEARCHED = 40
"""Rows in which the headings are looked for."""
_TELLING = {"percent", "level", "reason", "strengths", "improvements"}
"""Headings by which a scoring sheet is known, two at least."""
_CRITERIA = re.compile(r"\[([a-z0-9][a-z0-9.-]*)\]\s*$")


@dataclass(frozen=True)
class Incoming:
    """What stands in one cell."""

    text: str
    """As text; cells are compared by it."""
    where: str
    """File, sheet, address, and of what."""
    value: Any = None
    """The value, where the file held one and not only its text."""


@dataclass
class Submission:
    """A scoring sheet that came back."""

    name: str
    """Name of the file."""
    sha256: str
    """Hash of the file."""
    assessor: str
    """Whose it is."""
    language: str
    """The language it shows."""
    memory: Memory | None = None
    """What the workbook remembers; None when that is gone."""
    cells: dict[str, dict[str, Incoming]] = field(default_factory=dict)
    """Cells by full id of the item and by key."""
    faults: list[Fault] = field(default_factory=list)
    """Cells that cannot be taken, and rows that are nobody's."""
    notes: list[Fault] = field(default_factory=list)
    """What is worth knowing and harms nothing."""
    structured: bool = False
    """Whether it holds values (TOML), of which those that are absent say nothing, or only texts (a workbook)."""


@dataclass(frozen=True)
class Table:
    """The table of a scoring sheet."""

    file: str
    sheet: str
    cells: Cells
    head: int
    """Row of the headings."""
    columns: Mapping[str, int]
    """Column by key."""
    language: str

    def where(self, row: int, key: str, about: str) -> str:
        """Return the place of a cell: file, sheet, address, and of what."""
        return f"{self.file}: {self.sheet}!{reference(row, self.columns[key])} ({about})"


def read_workbook(path: Path, criteria: Criteria, schemes: Mapping[str, Scheme]) -> Submission:
    """Read a workbook that came back.

    Raises:
        InputError: it is no scoring sheet, or one for other criteria; nothing of it can be taken.
    """
    grid = read_grid(path)
    memory = unpack(grid[SHEET]) if SHEET in grid else None
    if memory is None:
        memory = next((one for cells in grid.values() if (one := unpack(cells))), None)
    table = _table(path.name, grid, schemes)
    named = _above(table, "criteria")
    found = _CRITERIA.search(str(named.value)) if named else None
    _same_criteria(path.name, memory.criteria if memory else found[1] if found else criteria.id, criteria)
    if memory and memory.format > FORMAT:
        en = f"was written by a later zhuoyue (format {memory.format}; this one reads {FORMAT})"
        raise InputError(
            Fault(en, f"由更新版本的 zhuoyue 生成（格式 {memory.format}，当前版本可读取 {FORMAT}）", path.name)
        )
    label = _above(table, "assessor")
    submission = Submission(
        name=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        assessor=memory.assessor if memory else _short(str(label.value)) if label else "",
        language=memory.language if memory else table.language,
        memory=memory,
    )
    if not submission.assessor:
        raise InputError(Fault("does not say whose sheet it is", "未注明评审员", path.name))
    _read_day(table, submission)
    _read_rows(table, submission, criteria, schemes)
    if memory is None or memory.base is None:
        submission.notes.append(
            Fault(
                "its hidden sheet is missing or damaged, so what you changed cannot be told from what was there: "
                "where it differs from the sheet in the project, the project's stays until you choose",
                "隐藏工作表缺失或已损坏，无法区分新填内容与原有内容：与项目中不一致之处暂保留项目中的值，待您选择",
                path.name,
            )
        )
    return submission


def _table(file: str, grid: Mapping[str, Cells], schemes: Mapping[str, Scheme]) -> Table:
    known = _known(schemes)
    for sheet, cells in grid.items():
        for row in range(1, _SEARCHED):
            heads = {
                place: column
                for (at, place), value in cells.items()
                if at == row and isinstance(value.value, str) and (column := heading_of(value.value, known))
            }
            keys = {column.key: place for place, column in sorted(heads.items(), reverse=True)}
            if CODE.key in keys and len(keys.keys() & _TELLING) > 1:
                return Table(file, sheet, cells, row, keys, _language(cells, row, heads))
    raise InputError(
        Fault(
            "is no scoring sheet: no row with the headings 'Item' and 'Percent'; `zhuoyue worksheet` writes one",
            "不是评分表：没有包含“条款”和“百分比”表头的行；可用 `zhuoyue worksheet` 生成",
            file,
        )
    )


def _language(cells: Cells, row: int, heads: Mapping[int, Column]) -> str:
    chinese = sum(str(cells[row, place].value).strip() == column.zh for place, column in heads.items())
    return "zh" if 2 * chinese > len(heads) else "en"


def _beside(table: Table, key: str) -> tuple[int, int] | None:
    """Return the cell right of a label above the table."""
    for (row, column), value in sorted(table.cells.items()):
        if row < table.head and str(value.value).strip().rstrip(":：") in LABELS[key]:
            return row, column + 1
    return None


def _above(table: Table, key: str) -> Value | None:
    """Return the value that stands beside a label above the table."""
    place = _beside(table, key)
    return table.cells.get(place) if place else None


def _short(label: str) -> str:
    """Return the short name in `Full name (short)`, or the name alone."""
    match = re.search(r"[(（]([^()（）]+)[)）]\s*$", label)
    return match[1].strip() if match else label.strip()


def _same_criteria(file: str, found: str, criteria: Criteria) -> None:
    if found == criteria.id:
        return
    edition = found.rpartition("-")[0] == criteria.id.rpartition("-")[0]
    en = "another edition of the criteria" if edition else "other criteria"
    zh = "准则的另一版本" if edition else "另一套准则"
    raise InputError(
        Fault(
            f"is for {en}: {found}, not {criteria.id}; nothing of it was taken",
            f"针对{zh} {found}，而非 {criteria.id}；未导入任何内容",
            file,
        )
    )


def _read_day(table: Table, submission: Submission) -> None:
    place = _beside(table, DAY.key)
    if place:
        where = f"{table.file}: {table.sheet}!{reference(*place)} ({DAY.key})"
        _take(DAY, table.cells.get(place), where, submission, WHOLE)


def _take(kind: Field, cell: Value | None, where: str, submission: Submission, item: str) -> None:
    try:
        text = kind.read(cell) if cell else ""
    except CellError as error:
        submission.faults.append(Fault(error.en, error.zh, where))
        return
    submission.cells.setdefault(item, {})[kind.key] = Incoming(text, where)


def _read_rows(table: Table, submission: Submission, criteria: Criteria, schemes: Mapping[str, Scheme]) -> None:
    rows: dict[str, list[int]] = {}
    writable = frozenset(column.key for column in _known(schemes) if not column.given)
    for row in sorted({at for at, _ in table.cells if at > table.head}):
        item = _item(table, row, submission, criteria, writable)
        if item is not None:
            rows.setdefault(item.id, []).append(row)
    for number, places in rows.items():
        item = criteria.by_id[number]
        if len(places) > 1:
            submission.faults.append(twice(table, item, places))
            continue
        scheme = schemes[item.scheme]
        for kind in fields(item, scheme):
            if kind.key in table.columns:
                cell = table.cells.get((places[0], table.columns[kind.key]))
                _take(kind, cell, table.where(places[0], kind.key, f"{item.code} {kind.key}"), submission, item.id)
        submission.faults.extend(astray(table, places[0], item, scheme))
    submission.notes.extend(absent(table, submission, criteria, schemes, rows))


def _item(table: Table, row: int, submission: Submission, criteria: Criteria, writable: frozenset[str]) -> Item | None:
    """Return the item of a row, or None for a row that is none."""
    cell = table.cells.get((row, table.columns[CODE.key]))
    filled = [key for key in table.columns if key in writable and (row, table.columns[key]) in table.cells]
    code = "" if cell is None else str(cell.value).strip().removeprefix(f"{criteria.id}:")
    found = next((item for item in criteria.items if item.code == code), None)
    if found is not None or not (code or filled):
        return found
    if not filled:
        return None  # a heading or remark of the assessor's own
    where = table.where(row, CODE.key, "item")
    if not code:
        submission.faults.append(
            Fault("a row without item code; nothing of it was taken", "该行没有条款代码，未导入", where)
        )
        return None
    en, zh = code_hint(code, [item.code for item in criteria.items])
    submission.faults.append(
        Fault(
            f"no item {code!r} in {criteria.id}{en}; nothing of the row was taken",
            f"{criteria.id} 中没有条款 {code!r}{zh}；该行未导入",
            where,
        )
    )
    return None


def _known(schemes: Mapping[str, Scheme]) -> tuple[Column, ...]:
    """Return every column that a scoring sheet may have."""
    return columns([scheme.data for scheme in schemes.values()], carried=True)
