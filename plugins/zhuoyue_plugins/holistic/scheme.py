"""The holistic scheme: item score = points × percent / 100, percents on a grid of 5."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from pathlib import Path

from zhuoyue import Fault, Item, Scheme, SchemeData, Step, Text, plain, read_toml


class Holistic(Scheme):
    """GB/Z 19579-2012, Annex C (from memory, see README); the same rule as Baldrige's since 2005."""

    @cached_property
    def data(self) -> SchemeData:  # type: ignore[override]
        """Dimensions, grid and bands with descriptors in our own words."""
        return SchemeData.model_validate(read_toml(Path(__file__).parent / "holistic.toml").data)

    def check(self, item: Item, percent: Decimal) -> Fault | None:
        """Allow multiples of the step from 0 to 100; the message names the neighbours."""
        step = self.data.step
        if 0 <= percent <= 100 and percent % step == 0:
            return None
        places = percent / step
        below = min(max(places.to_integral_value(ROUND_FLOOR) * step, Decimal(0)), Decimal(100))
        above = min(max(places.to_integral_value(ROUND_CEILING) * step, Decimal(0)), Decimal(100))
        near_en = plain(below) if below == above else f"{plain(below)} or {plain(above)}"
        near_zh = plain(below) if below == above else f"{plain(below)} 或 {plain(above)}"
        return Fault(
            f"{item.code}: {plain(percent)} % is not a multiple of {plain(step)} from 0 to 100; nearest: {near_en}",
            f"{item.code}：{plain(percent)} % 不是 0 到 100 之间 {plain(step)} 的倍数；最接近的是 {near_zh}",
        )

    def points(self, item: Item, percent: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
        """Return points × percent / 100, exact."""
        value = item.points * percent / 100
        text = Text(en="Points of the item × percent", zh="条款分值 × 百分比")
        expression = f"{plain(item.points)} × {plain(percent)} % = {plain(value)}"
        return value, (Step(text=text, expression=expression, value=value),)
