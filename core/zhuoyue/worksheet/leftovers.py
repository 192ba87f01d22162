"""What a scoring sheet that came back has too much of, in the wrong place, or no longer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from zhuoyue.errors import Fault
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.scheme import Scheme
from zhuoyue.worksheet.columns import CODE, DIMENSION, INSTANCES, MARK
from zhuoyue.worksheet.fields import fields, optional
from zhuoyue.worksheet.figures import misplaced
from zhuoyue.worksheet.grid import reference

if TYPE_CHECKING:
    from zhuoyue.worksheet.submission import Submission, Table


def twice(table: Table, item: Item, places: list[int]) -> Fault:
    """Return the fault of an item that stands in several rows."""
    cells = ", ".join(reference(row, table.columns[CODE.key]) for row in places)
    return Fault(
        f"{item.code} stands in several rows ({cells}); none of them was taken",
        f"{item.code} 出现在多行（{cells}），均未导入",
        table.where(places[0], CODE.key, item.code),
    )


def astray(table: Table, row: int, item: Item, scheme: Scheme) -> Iterator[Fault]:
    """Yield a fault for each figure, mark and note that the item does not have."""
    names = [dimension.key for dimension in scheme.data.of_kind(item.kind)]
    own = {kind.key for kind in fields(item, scheme)}
    for key, column in table.columns.items():
        where = table.where(row, key, f"{item.code} {key}")
        if key in own or (row, column) not in table.cells:
            continue
        if key.startswith(DIMENSION):
            name = key.removeprefix(DIMENSION)
            yield Fault(
                f"{item.code} has no dimension {name!r}; it has {', '.join(names)}",
                f"{item.code} 没有维度 {name!r}；可用的有 {'、'.join(names)}",
                where,
            )
        elif key == INSTANCES or key.startswith(MARK):
            fault = scheme.check_mark(item, key.removeprefix(MARK), str(table.cells[row, column].value))
            if fault:
                yield Fault(fault.en, fault.zh, where)
        elif fault := misplaced(item, scheme, key):
            yield Fault(fault.en, fault.zh, where)


def absent(
    table: Table,
    submission: Submission,
    criteria: Criteria,
    schemes: Mapping[str, Scheme],
    rows: Mapping[str, list[int]],
) -> Iterator[Fault]:
    """Yield a note for each row and column that was written and is gone: what they held is left as it is."""
    written = submission.memory.items if submission.memory else ()
    gone = [criteria.by_id[one].code for one in written if one in criteria.by_id and one not in rows]
    if gone:
        yield Fault(
            f"rows are missing: {', '.join(gone)}; their ratings stay as they are",
            f"缺少以下条款的行：{'、'.join(gone)}；其评分保持不变",
            f"{table.file}: {table.sheet}",
        )
    owners = [(criteria.by_id[one], schemes[criteria.by_id[one].scheme]) for one in rows]
    kinds = {kind.key for item, scheme in owners for kind in fields(item, scheme) if not optional(kind.key, scheme)}
    lost = sorted(kinds - table.columns.keys())
    if lost:
        yield Fault(
            f"columns are missing: {', '.join(lost)}; what they held stays as it is",
            f"缺少以下列：{'、'.join(lost)}；原有内容保持不变",
            f"{table.file}: {table.sheet}",
        )
