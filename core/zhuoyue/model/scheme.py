"""The scoring rules of a model as pure functions to apply."""

from __future__ import annotations

import copy
from abc import ABC
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from enum import StrEnum
from typing import Self

from zhuoyue.errors import Fault, did_you_mean
from zhuoyue.model.base import Model, Number, plain
from zhuoyue.model.criteria import Item
from zhuoyue.model.level_words import no_level
from zhuoyue.model.scheme_check import DataFault
from zhuoyue.model.scheme_data import MarkKind, Scale, SchemeData
from zhuoyue.model.score import Step
from zhuoyue.model.text import Text

_ZERO, _HUNDRED = Decimal(0), Decimal(100)


class OpenBy(StrEnum):
    """Why marks do not give a figure, and so whether people may give one beside them."""

    MARKS = "marks"
    """Some are missing: who decides without them says why."""
    RULE = "rule"
    """The rule itself leaves it to the team."""
    NOTHING = "nothing"
    """No mark counts: there is nothing to decide yet."""


class Derived(Model):
    """What an item's marks lead to."""

    percent: Number | None
    """Percent on the grid, or the level's position; None while a mark is missing or the rule leaves it to the team."""
    low: Number
    """Lowest percent it can still become."""
    high: Number
    """Highest percent it can still become."""
    steps: tuple[Step, ...] = ()
    """How it came about, in words that a reader can follow."""
    open_by: OpenBy = OpenBy.MARKS
    """Where there is no percent: why."""

    @property
    def decidable(self) -> bool:
        """Whether people may decide what the marks do not."""
        return self.percent is None and self.open_by is not OpenBy.NOTHING


class Scheme(ABC):
    """Scoring rules. Implementations are pure: no I/O, no clock, the same answer every time.

    A scheme whose data say it all needs no code: the defaults here know grids, levels, marks and points. Override
    `combine` to derive an item's figure from marks.
    """

    data: SchemeData

    @property
    def name(self) -> str:
        """The name criteria and config choose the scheme by."""
        return self.data.name

    def like(self, data: SchemeData) -> Self:
        """Return the same rules on other data: other words, levels or weights under another name."""
        other = copy.copy(self)
        other.data = data
        return other

    def completed(self, data: SchemeData, given: Collection[str]) -> SchemeData:
        """Return a variant's data with what follows from what its author gave; by default nothing does.

        Args:
            data: the data of this scheme with what the variant says otherwise.
            given: the keys that the variant says otherwise.
        """
        return data

    def check_data(self, data: SchemeData) -> Iterable[DataFault]:
        """Yield what of a variant's data does not go with this scheme's rule, each with its key path in the data.

        By default: marks need something to mark and a rule that takes them, and stay of the kind the rule knows.
        """
        if data.scale is Scale.PERCENT and _HUNDRED % data.step:
            step = plain(data.step)
            yield ("step",), Fault(f"100 is no multiple of the step {step}", f"100 不是步长 {step} 的倍数")
        if data.marks is MarkKind.NONE:
            return
        if type(self).combine is Scheme.combine:
            yield (
                ("marks",),
                Fault(
                    f'{self.name} takes no marks: marks = "none"', f'{self.name} 不采用分项评分：应为 marks = "none"'
                ),
            )
            return
        yield from self._other_rule(data)
        if not data.instances and not data.dimensions:
            yield (
                ("dimensions",),
                Fault("marks need dimensions to mark", "采用分项评分时，必须有可评的维度（dimensions）"),
            )

    def _other_rule(self, data: SchemeData) -> Iterator[DataFault]:
        for key in ("scale", "marks", "instances"):
            own, other = (getattr(one, key) for one in (self.data, data))
            if own != other:
                yield (
                    (key,),
                    Fault(
                        f"{key} belongs to the rule of {self.name}; leave it out",
                        f"{key} 属于 {self.name} 的规则，不能更改，请删去",
                    ),
                )

    def check(self, item: Item, percent: Decimal) -> Fault | None:
        """Return what is wrong with `percent` for `item` (naming the allowed neighbours), or None."""
        grid = self.data.grid()
        if percent in grid:
            return None
        if self.data.scale is Scale.LEVEL:
            return no_level(item.code, plain(percent), [band.label for band in self.data.bands])
        step = self.data.step
        places = percent / step
        below = min(max(places.to_integral_value(ROUND_FLOOR) * step, _ZERO), grid[-1])
        above = min(max(places.to_integral_value(ROUND_CEILING) * step, _ZERO), grid[-1])
        near_en = plain(below) if below == above else f"{plain(below)} or {plain(above)}"
        near_zh = plain(below) if below == above else f"{plain(below)} 或 {plain(above)}"
        return Fault(
            f"{item.code}: {plain(percent)} % is not a multiple of {plain(step)} from 0 to 100; nearest: {near_en}",
            f"{item.code}：{plain(percent)} % 不是 0 到 100 之间 {plain(step)} 的倍数；最接近的是 {near_zh}",
        )

    def check_mark(self, item: Item, key: str, mark: str) -> Fault | None:
        """Return what is wrong with the mark `mark` under `key` for `item`, or None."""
        data = self.data
        if data.marks is MarkKind.NONE:
            return Fault(
                f"{item.code}: the scheme {data.name} takes no marks; give `percent` or `level`",
                f"{item.code}：评分方案 {data.name} 不采用分项评分；请填写 percent 或 level",
            )
        known = [dimension.key for dimension in data.of_kind(item.kind)]
        if not data.instances and key not in known:
            en, zh = did_you_mean(key, known)
            return Fault(f"{item.code} has no mark {key!r}{en}", f"{item.code} 没有分项 {key!r}{zh}")
        if data.is_neutral(mark) or self.position(mark) is not None:
            return None
        return self._bad_mark(item, key, mark)

    def _bad_mark(self, item: Item, key: str, mark: str) -> Fault:
        at, at_zh = f"{item.code}, {key}", f"{item.code}，{key}"
        match self.data.marks:
            case MarkKind.LEVEL:
                return no_level(at, mark, [*(band.label for band in self.data.bands), *self.data.neutral], at_zh)
            case MarkKind.YES_NO:
                return Fault(
                    f"{at}: {mark!r} is neither true nor false",
                    f"{at_zh}：{mark!r} 既不是 true（是）也不是 false（否）",
                )
        try:
            fault = self.check(item, Decimal(mark))
        except InvalidOperation:
            fault = None
        if fault:
            return Fault(fault.en.replace(item.code, at, 1), fault.zh.replace(item.code, at_zh, 1))
        return Fault(f"{at}: {mark!r} is no percent from 0 to 100", f"{at_zh}：{mark!r} 不是 0 到 100 的百分比")

    def position(self, mark: str) -> Decimal | None:
        """Return where a mark stands between 0 and 100; None if it is none, or counts for nothing."""
        match self.data.marks:
            case MarkKind.YES_NO:
                return _YES_NO.get(mark.strip().casefold())
            case MarkKind.LEVEL:
                level = self.data.level(mark)
                return level.low if level else None
            case MarkKind.PERCENT:
                return self._percent(mark)
        return None

    def _percent(self, mark: str) -> Decimal | None:
        try:
            percent = Decimal(mark)
        except InvalidOperation:
            return None
        return percent if _ZERO <= percent <= _HUNDRED and percent % self.data.step == 0 else None

    def combine(self, item: Item, marks: Mapping[str, Decimal]) -> tuple[Decimal, tuple[Step, ...]]:
        """Return the percent that complete marks lead to, on the grid, and the steps; exact, monotonic.

        Args:
            item: the item.
            marks: the position, 0–100, of each dimension of the item's kind (or of each instance).
        """
        raise NotImplementedError(f"scheme {self.name} takes no marks")

    def derive(self, item: Item, marks: Mapping[str, str]) -> Derived:
        """Return what marks lead to; those still missing make a range: unknown is not zero.

        Args:
            item: the item.
            marks: valid marks by dimension or instance, one at least.
        """
        known = dict(self._placed(marks))
        missing = (
            [] if self.data.instances else [one.key for one in self.data.of_kind(item.kind) if one.key not in known]
        )
        if not missing:
            percent, steps = self.combine(item, known)
            return Derived(percent=percent, low=percent, high=percent, steps=steps)
        levels = self.data.marks is MarkKind.LEVEL
        least, most = (self.data.bands[0].low, self.data.bands[-1].low) if levels else (_ZERO, _HUNDRED)
        low, _ = self.combine(item, known | dict.fromkeys(missing, least))
        high, _ = self.combine(item, known | dict.fromkeys(missing, most))
        titles = [one.title for one in self.data.of_kind(item.kind) if one.key in missing]
        names_en, names_zh = ", ".join(one.get("en") for one in titles), "、".join(one.get("zh") for one in titles)
        text = Text(
            en=f"Not marked yet: {names_en}. All that is missing at the lowest and at the highest mark gives the range",
            zh=f"尚未评定：{names_zh}。将缺少的分项分别按最低和最高计，得出范围",
        )
        step = Step(text=text, expression=f"{self.data.code(low)} … {self.data.code(high)}")
        return Derived(percent=low if low == high else None, low=low, high=high, steps=(step,))

    def _placed(self, marks: Mapping[str, str]) -> Iterator[tuple[str, Decimal]]:
        for key, mark in marks.items():
            place = None if self.data.is_neutral(mark) else self.position(mark)
            if place is not None:
                yield key, place

    def points(self, item: Item, percent: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
        """Return the points of `item` at `percent` (0–100) and the steps that lead to them; exact."""
        value = item.points * percent / _HUNDRED
        text = Text(en="Points of the item × percent", zh="条款分值 × 百分比")
        expression = f"{plain(item.points)} × {plain(percent)} % = {plain(value)}"
        return value, (Step(text=text, expression=expression, value=value),)


_YES_NO = dict.fromkeys(("true", "yes", "是"), _HUNDRED) | dict.fromkeys(("false", "no", "否"), _ZERO)
"""How yes and no are written."""
