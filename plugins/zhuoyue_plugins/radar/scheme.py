"""RADAR: the percent of an item from its six attributes, rounded and capped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path

from zhuoyue import DataFault, Dimension, Fault, Item, ItemKind, Scheme, SchemeData, Step, Text, plain, read_toml


class Radar(Scheme):
    """min( round(Σ attribute × weight), round(cap attribute) ), to the grid of 5, halves up.

    The formula is that of EFQM's own tool AssessBase; weights and the cap by Sound come from a third-party guide,
    the rounding of exact halves is ours (see README). A cap exists because an approach that is not sound cannot
    earn more through its other attributes. Weights and caps stand in the data: a variant may have others.
    """

    @cached_property
    def data(self) -> SchemeData:  # type: ignore[override]
        """Attributes with weights, grid and words of the scale, described in our own words."""
        return SchemeData.model_validate(read_toml(Path(__file__).parent / "radar.toml").data)

    def combine(self, item: Item, marks: Mapping[str, Decimal]) -> tuple[Decimal, tuple[Step, ...]]:
        """Return the rounded weighted sum of the attributes, at most the attribute that caps."""
        weighted = _weighted(self.data.of_kind(item.kind), marks)
        exact = self.data.weighted(item.kind, marks)
        rounded, step = self.data.on_grid(exact), plain(self.data.step)
        second = Step(
            text=Text(en=f"Rounded to a multiple of {step}, halves up", zh=f"取整到 {step} 的倍数，恰为一半时进位"),
            expression=f"{plain(exact.quantize(_CENT, ROUND_HALF_UP))} → {plain(rounded)}",
            value=rounded,
        )
        value, third = self._capped(item.kind, rounded, marks)
        return value, (weighted, second, third)

    def check_data(self, data: SchemeData) -> Iterable[DataFault]:
        """Refuse a second attribute that caps: the rule knows one for each kind of items."""
        yield from super().check_data(data)
        for kind in ItemKind:
            capping = [index for index, one in enumerate(data.dimensions) if one.kind is kind and one.caps]
            for index in capping[1:]:
                en, zh = f"only one {kind} attribute may cap", f"同类条款只能有一个封顶属性（{kind}）"
                yield ("dimensions", index, "caps"), Fault(en, zh)

    def _capped(self, kind: ItemKind, rounded: Decimal, marks: Mapping[str, Decimal]) -> tuple[Decimal, Step]:
        cap = self.data.cap(kind)
        if cap is None:
            text = Text(en="No attribute caps a result", zh="结果条款不设封顶属性")
            if kind is ItemKind.PROCESS:
                text = Text(en="No attribute caps the item", zh="本条不设封顶属性")
            return rounded, Step(text=text, expression=f"min({plain(rounded)}, 100) = {plain(rounded)}", value=rounded)
        limit = self.data.on_grid(marks[cap.key])
        value, en, zh = min(rounded, limit), cap.title.get("en"), cap.title.get("zh")
        text = Text(en=f"At most {en}, which does not bind", zh=f"不得高于“{zh}”，本条未受限")
        if limit < rounded:
            text = Text(en=f"{en} caps the item", zh=f"以“{zh}”封顶")
        expression = f"min({plain(rounded)}, {plain(limit)}) = {plain(value)}"
        return value, Step(text=text, expression=expression, value=value)


_CENT = Decimal("0.01")


def _weighted(own: tuple[Dimension, ...], marks: Mapping[str, Decimal]) -> Step:
    """Write out the weighted sum; with weights that do not add up to 1, divided by what they add up to."""
    terms = " + ".join(f"{plain(one.weight)} × {plain(marks[one.key])}" for one in own)
    weights = sum((one.weight for one in own), Decimal(0))
    total = sum((one.weight * marks[one.key] for one in own), Decimal(0))
    near = (total / weights).quantize(_CENT, ROUND_HALF_UP)
    terms = terms if weights == 1 else f"({terms}) / {plain(weights)}"
    sign = "=" if near * weights == total else "≈"
    text = Text(en="Weighted sum of the attributes", zh="各属性加权求和")
    return Step(text=text, expression=f"{terms} {sign} {plain(near)}", value=near)
