"""Taking cells of a scoring sheet into an item's row, as far as the row does not contradict itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from zhuoyue.errors import Fault
from zhuoyue.model.criteria import Item
from zhuoyue.model.scheme_data import MarkKind, Scale
from zhuoyue.rating_sheet import RatingRow
from zhuoyue.ratings import contradictions
from zhuoyue.worksheet.columns import DIMENSION, INSTANCES, MARK
from zhuoyue.worksheet.submission import Incoming

if TYPE_CHECKING:
    from zhuoyue.worksheet.merging import Work

_FIGURE = ("level", "percent")


def _is_result(key: str) -> bool:
    return key in (*_FIGURE, "not_applicable", INSTANCES) or key.startswith(MARK)


def accept(
    work: Work, item: Item, row: RatingRow | None, values: dict[str, Any], cells: Mapping[str, Incoming]
) -> None:
    """Take values into a row as far as the row stays consistent."""
    results = tuple(key for key in values if _is_result(key))
    invalid = False
    for dropped in ((), _FIGURE, results, (*results, "reason")):
        if invalid and dropped == _FIGURE:
            continue  # neither side of a contradiction is taken
        kept = {key: value for key, value in values.items() if key not in dropped}
        try:
            merged = _merged(item, row, kept)
        except ValidationError as error:
            if not dropped:
                invalid = True
                _contradiction(work, item, error, values, cells)
            continue
        wrong = _against(work, item, merged) if any(map(_is_result, kept)) else ()
        if wrong and not dropped:
            key = next(one for one in (*_FIGURE, *results) if one in values)
            work.done.faults.extend(
                Fault(f"{one.en}; not taken", f"{one.zh}；未导入", cells[key].where) for one in wrong
            )
        if not wrong:
            break
    else:  # pragma: no cover  the row without any change is consistent
        return
    if not kept:
        return
    work.ours.rows[item.id] = merged
    work.changes[item.id] = kept
    for key in kept:
        work.taken[item.id, key] = cells[key]
        work.done.taken.append(f"{item.code} {key}")


def _against(work: Work, item: Item, row: RatingRow) -> tuple[Fault, ...]:
    """Return what contradicts between a row's marks and its figure."""
    scheme = work.project.scheme_of(item)
    return tuple(contradictions(row, item, scheme)) if row.marks else ()


def _contradiction(
    work: Work, item: Item, error: ValidationError, values: Mapping[str, Any], cells: Mapping[str, Incoming]
) -> None:
    results = sorted(filter(_is_result, values), key=lambda key: key != "not_applicable")
    key = next((one for one in (*results, "reason") if one in values), "percent")
    message = str(error)
    if "no percent" in message:
        en, zh = "a percent and 'not applicable' exclude each other", "百分比与“不适用”不能并存"
        data = work.project.scheme_of(item).data
        if data.scale is Scale.LEVEL or data.marks is not MarkKind.NONE:
            en, zh = "a level, a percent or marks and 'not applicable' exclude each other", "评分与“不适用”不能并存"
    else:
        en, zh = "'not applicable' needs a reason", "“不适用”须说明理由"
    work.done.faults.append(Fault(f"{en}; not taken", f"{zh}；未导入", cells[key].where))


def _merged(item: Item, row: RatingRow | None, values: Mapping[str, Any]) -> RatingRow:
    data: dict[str, Any] = {"item": item.code}
    if row:
        data = {name: getattr(row, name) for name in row.model_fields_set}
    inner: dict[str, dict[str, Any]] = {
        DIMENSION: dict(row.dimensions) if row else {},
        MARK: dict(row.marks) if row else {},
    }
    for key, value in values.items():
        table = next((one for one in inner if key.startswith(one)), None)
        if table is None:
            data[key] = value
            continue
        inner[table].pop(key.removeprefix(table), None)
        if value is not None:
            inner[table][key.removeprefix(table)] = value
    if INSTANCES not in values:
        data[INSTANCES] = inner[MARK]
    return RatingRow.model_validate(data | {"dimensions": inner[DIMENSION]})
