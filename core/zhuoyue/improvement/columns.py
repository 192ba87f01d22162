"""An action as the cells of a row: every value as one canonical text, and what people may write for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from zhuoyue.errors import Fault, did_you_mean
from zhuoyue.improvement.row import ActionRow
from zhuoyue.model.action import ActionStatus
from zhuoyue.model.base import SLUG, Visibility, plain
from zhuoyue.model.text import Text, clean

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


STATUS = {
    ActionStatus.PLANNED.value: _text("已计划", "planned"),
    ActionStatus.RUNNING.value: _text("进行中", "under way"),
    ActionStatus.DONE.value: _text("已完成", "done"),
    ActionStatus.DROPPED.value: _text("已取消", "dropped"),
}
TIER = {
    Visibility.PUBLIC.value: _text("公开", "public"),
    Visibility.INTERNAL.value: _text("内部", "internal"),
    Visibility.CONFIDENTIAL.value: _text("机密", "confidential"),
}
YES_NO = {"true": _text("是", "yes"), "false": _text("否", "no")}
_CHOICES = {"status": STATUS, "visibility": TIER, "effective": YES_NO}


@dataclass(frozen=True)
class Column:
    """One column of the sheet."""

    key: str
    title: Text
    width: int
    derived: bool = False
    """Shown only: what is written there is not read."""


COLUMNS = (
    Column("id", _text("编号", "Id"), 16),
    Column("item", _text("条款", "Item"), 9),
    Column("finding", _text("所对应的发现", "Finding"), 15),
    Column("zh", _text("措施（中文）", "Action (Chinese)"), 36),
    Column("en", _text("措施（英文）", "Action (English)"), 36),
    Column("owner", _text("责任人", "Owner"), 16),
    Column("due", _text("期限", "Due"), 12),
    Column("effort", _text("投入 1–5", "Effort 1–5"), 9),
    Column("expected_percent", _text("预期百分比", "Expected percent"), 11),
    Column("status", _text("状态", "Status"), 11),
    Column("closed_on", _text("结束日期", "Closed on"), 12),
    Column("cycle", _text("所属评价", "Cycle"), 10),
    Column("visibility", _text("密级", "Visibility"), 10),
    Column("check_zh", _text("效果检查（中文）", "Check (Chinese)"), 30),
    Column("check_en", _text("效果检查（英文）", "Check (English)"), 30),
    Column("effective", _text("是否有效", "Effective"), 9),
    Column("checked_on", _text("检查日期", "Checked on"), 12),
    Column("checked_by", _text("检查人", "Checked by"), 16),
    Column("title", _text("条款名称", "Item's name"), 18, derived=True),
    Column("baseline", _text("起点百分比", "Percent before"), 11, derived=True),
    Column("expected_gain", _text("预期得分变化", "Expected gain"), 12, derived=True),
    Column("realised_gain", _text("实际得分变化", "Realised gain"), 12, derived=True),
    Column("late", _text("逾期天数", "Days overdue"), 10, derived=True),
)
KEYS = tuple(column.key for column in COLUMNS if not column.derived)
DAYS = frozenset({"due", "closed_on", "checked_on"})
PAIRS = {"zh": "en", "en": "zh", "check_zh": "check_en", "check_en": "check_zh"}
"""Columns that hold a text in one language, each with that of the other."""
NUMBERS = frozenset({"effort", "expected_percent", "baseline", "expected_gain", "realised_gain", "late"})
TITLES = {column.key: column.title for column in COLUMNS}
DEFAULTS = {"status": ActionStatus.PLANNED.value, "visibility": Visibility.INTERNAL.value}
"""What an empty cell says."""
CHECK = ("check_zh", "check_en", "effective", "checked_on", "checked_by")


class CellError(Exception):
    """What stands in a cell cannot be taken."""

    def __init__(self, en: str, zh: str) -> None:
        self.fault = Fault(en, zh)
        super().__init__(en, zh)


def flat(row: ActionRow) -> dict[str, str]:
    """Return an action as one canonical text by key; empty for what is not there."""
    check = row.check
    values: dict[str, Any] = {
        "zh": row.text.zh,
        "en": row.text.en,
        "check_zh": check.text.zh if check else "",
        "check_en": check.text.en if check else "",
        "effective": check.effective if check else None,
        "checked_on": check.checked_on if check else None,
        "checked_by": check.checked_by if check else "",
    }
    return {key: _canonical(values[key] if key in values else getattr(row, key)) for key in KEYS}


def _canonical(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else _tidy(str(value))


def _tidy(text: str) -> str:
    """Return a text without what a spreadsheet adds or hides: control characters, blanks at the ends."""
    return clean(text).strip()


def needed(rows: Sequence[Mapping[str, str]], languages: Collection[str]) -> tuple[Column, ...]:
    """Return the columns of the languages published; another one's, too, where a text is in that one alone."""
    alone = {key for key, other in PAIRS.items() for one in rows if one[key] and not one[other]}
    unused = {key for key in PAIRS if key[-2:] not in languages} - alone
    return tuple(column for column in COLUMNS if column.key not in unused)


def data(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return canonical texts as the data of an `[[actions]]` table; what is empty is left out."""
    found: dict[str, Any] = {}
    for key in ("id", "item", "finding", "owner", "due", "status", "closed_on", "cycle", "visibility"):
        if cells[key]:
            found[key] = date.fromisoformat(cells[key]) if key in DAYS else cells[key]
    if cells["effort"]:
        found["effort"] = int(cells["effort"])
    if cells["expected_percent"]:
        found["expected_percent"] = Decimal(cells["expected_percent"])
    if texts := {key: cells[key] for key in ("zh", "en") if cells[key]}:
        found["text"] = texts
    if check := _check(cells):
        found["check"] = check
    return found


def _check(cells: Mapping[str, str]) -> dict[str, Any]:
    check: dict[str, Any] = {}
    if texts := {key: cells[f"check_{key}"] for key in ("zh", "en") if cells[f"check_{key}"]}:
        check["text"] = texts
    if cells["effective"]:
        check["effective"] = cells["effective"] == "true"
    if cells["checked_on"]:
        check["checked_on"] = date.fromisoformat(cells["checked_on"])
    if cells["checked_by"]:
        check["checked_by"] = cells["checked_by"]
    return check


def read_cell(key: str, value: Any, *, as_percent: bool = False) -> str:
    """Return what stands in a cell as canonical text.

    Args:
        key: which column.
        value: as the workbook has it: a text, number, day, or None.
        as_percent: the cell shows its number as a percent, so 0.55 reads 55 %.

    Raises:
        CellError: it is no day, number or word that the column knows.
    """
    if value is None or (isinstance(value, str) and not _tidy(value)):
        return DEFAULTS.get(key, "")
    if key in DAYS:
        return _day(value)
    if key in _CHOICES:
        return _word(value, _CHOICES[key])
    if key == "effort":
        return _effort(value)
    if key == "expected_percent":
        return _percent(value, as_percent=as_percent)
    text = _tidy(_number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value))
    if key == "id" and not re.fullmatch(SLUG, text):
        raise CellError(
            f"use ASCII letters, digits, dot, hyphen and underscore, not {text!r}",
            f"编号只能用英文字母、数字、点、连字符和下划线，现为 {text!r}",
        )
    return text


def _day(value: Any) -> str:
    if isinstance(value, datetime | date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    match = _DAY.fullmatch(_tidy(str(value)))
    try:
        if match:
            return date(*map(int, match.groups())).isoformat()
    except ValueError:
        pass
    raise CellError(f"should be a day such as 2026-06-30, not {value!r}", f"应为日期，例如 2026-06-30，现为 {value!r}")


def _word(value: Any, choices: Mapping[str, Text]) -> str:
    said = _tidy("true" if value is True else "false" if value is False else str(value)).casefold()
    for key, text in choices.items():
        if said in {key, text.zh, text.en.casefold()}:
            return key
    known = [word for text in choices.values() for word in (text.en, text.zh)]
    en, zh = did_you_mean(str(value), known)
    raise CellError(f"unknown word {value!r}{en}", f"无法识别 {value!r}{zh}")


def _effort(value: Any) -> str:
    text = _number(value).split()[0]
    if text in {"1", "2", "3", "4", "5"}:
        return text
    raise CellError(f"should be 1, 2, 3, 4 or 5, not {value!r}", f"应为 1、2、3、4 或 5，现为 {value!r}")


def _percent(value: Any, *, as_percent: bool) -> str:
    text = _number(value).rstrip("%％ ")
    try:
        number = Decimal(text) * (100 if as_percent and isinstance(value, int | float) else 1)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= 100:
        raise CellError(f"should be a percent from 0 to 100, not {value!r}", f"应为 0 到 100 的百分比，现为 {value!r}")
    return plain(number)


def _number(value: Any) -> str:
    """Return a number as people write it: 55.0 is 55."""
    if isinstance(value, float):
        return plain(Decimal(repr(value)))
    return _tidy(str(value))
