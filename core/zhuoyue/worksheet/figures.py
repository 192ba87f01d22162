"""The cells that hold an item's figure: a percent, or a level."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from zhuoyue.errors import Fault, did_you_mean, nearest, short
from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Item
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import Scale
from zhuoyue.worksheet.cell import Field, Words
from zhuoyue.worksheet.grid import Value
from zhuoyue.worksheet.notation import CellError


class PercentField(Field):
    """A percent on the scheme's grid."""

    def __init__(self, key: str, item: Item, scheme: Scheme) -> None:
        super().__init__(key)
        self._item = item
        self._scheme = scheme

    def write(self, value: Any, language: str) -> str:
        """Return the number without sign."""
        return "" if value is None else plain(value)

    def _read(self, cell: Value) -> str:
        return percent_of(cell)

    def read_back(self, text: str) -> str:
        """Return the number: written by us, it is not ambiguous."""
        return text

    def parse(self, text: str, words: Words) -> Any:
        """Return the percent; one off the grid is refused with its neighbours."""
        if not text:
            return None
        percent = Decimal(text)
        if abs(percent) > 1000:  # no message needs hundreds of digits
            raise CellError(f"{percent:.3g} is not between 0 and 100", f"{percent:.3g} 不在 0 到 100 之间")
        fault = self._scheme.check(self._item, percent)
        if fault:
            raise CellError(fault.en, fault.zh)
        if not 0 <= percent <= 100:
            raise CellError(f"{text} is not between 0 and 100", f"{text} 不在 0 到 100 之间")
        return percent


class LevelField(Field):
    """A level of the scheme, by its key."""

    empty = ""

    def __init__(self, key: str, item: Item, scheme: Scheme) -> None:
        super().__init__(key)
        self._item = item
        self._scheme = scheme

    def write(self, value: Any, language: str) -> str:
        """Return the level's key."""
        level = self._scheme.data.level(value) if value else None
        return level.label if level else value

    def _read(self, cell: Value) -> str:
        if isinstance(cell.value, bool):
            raise CellError(f"{cell.value} is no level", f"{cell.value} 不是等级")
        return level_key(super()._read(cell))

    def parse(self, text: str, words: Words) -> str:
        """Return the level's key; what is no level is refused with those there are."""
        level = self._scheme.data.level(text) if text else None
        if text and level is None:
            known = [band.label for band in self._scheme.data.bands]
            en, zh = did_you_mean(text, known) if nearest(text, known) else ("", "")
            names, said = ", ".join(known), repr(short(text))
            raise CellError(
                f"{self._item.code}: {said} is no level – expected one of: {names}{en}",
                f"{self._item.code}：{said} 不是有效等级，可选 {names.replace(', ', '、')}{zh}",
            )
        return level.label if level else ""


def level_key(text: str) -> str:
    """Return a level as it may be typed, `Level 3` or `３级`, by its key."""
    words = unicodedata.normalize("NFKC", text).strip()
    for before in ("level ", "等级"):
        words = words[len(before) :].strip() if words.casefold().startswith(before) else words
    return words.removesuffix("级").strip()


def misplaced(item: Item, scheme: Scheme, key: str) -> Fault | None:
    """Return why an item has no `percent` or no `level`; None where it has one."""
    levels = scheme.data.scale is Scale.LEVEL
    if key == "percent" and levels:
        known = ", ".join(band.label for band in scheme.data.bands)
        return Fault(
            f"{item.code} is rated by level, not by percent: write `level` – one of: {known}",
            f"{item.code} 按等级评定，不用百分比：请填写 level（等级），可选 {known.replace(', ', '、')}",
        )
    if key == "level" and not levels:
        return Fault(
            f"{item.code} is rated by percent, not by level: write `percent`",
            f"{item.code} 按百分比评定，不用等级：请填写 percent（百分比）",
        )
    return None


def percent_of(cell: Value) -> str:
    """Return the percent in a cell as text; raises CellError."""
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise CellError(f"{value} is no percent", f"{value} 不是百分比")
    if isinstance(value, str):
        return _spelt(value)
    number = Decimal(repr(value))
    if cell.percent:
        return plain((number * 100).quantize(Decimal("1e-6")))
    if 0 < number < 1:
        raise _ambiguous(number)
    return plain(number)


def _spelt(text: str) -> str:
    words = "".join(unicodedata.normalize("NFKC", text).split())
    if not words:
        return ""
    try:
        number = Decimal(words.removesuffix("%").replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise CellError(
            f"{text!r} is no percent; write a number such as 55, or say beside it that the item does not apply",
            f"{text!r} 不是百分比；请填写数字（如 55），不适用请在旁边一列标明",
        )
    if 0 < number < 1 and "%" not in words:
        raise _ambiguous(number)
    return plain(number)


def _ambiguous(number: Decimal) -> CellError:
    much = plain(number * 100)
    return CellError(
        f"{plain(number)} may mean {plain(number)} % or {much} %; write {much} if you mean {much} %",
        f"{plain(number)} 可能是 {plain(number)}%，也可能是 {much}%；若为 {much}%，请写 {much}",
    )
