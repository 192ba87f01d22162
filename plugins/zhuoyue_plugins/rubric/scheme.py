"""The rubric: a level for each dimension, and the lower median of them for the item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from zhuoyue import DataFault, Fault, Item, Scheme, SchemeData, Step, Text, read_toml


class Rubric(Scheme):
    """Levels by dimension as in the Baldrige Cybersecurity Excellence Builder (NIST, public domain).

    How an item's level comes from them is our own rule: neither the builder nor the award publishes one.
    """

    @cached_property
    def data(self) -> SchemeData:  # type: ignore[override]
        """Levels and dimensions with descriptors in our own words."""
        return SchemeData.model_validate(read_toml(Path(__file__).parent / "rubric.toml").data)

    def check_data(self, data: SchemeData) -> Iterable[DataFault]:
        """Refuse weights and caps: the median counts every dimension once."""
        yield from super().check_data(data)
        for index, one in enumerate(data.dimensions):
            if one.weight != 1 or one.caps:
                fault = Fault(
                    "the median counts every dimension once: no weight, no caps",
                    "中位数对各维度一视同仁：不能设 weight 和 caps",
                )
                yield ("dimensions", index), fault

    def combine(self, item: Item, marks: Mapping[str, Decimal]) -> tuple[Decimal, tuple[Step, ...]]:
        """Return the lower median: at least half of the dimensions stand at this level or above it."""
        # A variant's lowest level need not stand at 0, where a mark that is still missing is first taken to be.
        bands = [band for place in sorted(marks.values()) if (band := self.data.nearest(place))]
        own = bands[(len(bands) - 1) // 2]
        named = Text(en=", ".join(band.title.en for band in bands), zh="、".join(band.title.zh for band in bands))
        text = Text(
            en=f"Lower median of the dimensions' levels, {named.en}: at least half of them are {own.title.en} or above",
            zh=f"各维度等级（{named.zh}）的低位中位数：至少一半达到或高于“{own.title.zh}”",
        )
        expression = f"{', '.join(band.label for band in bands)} → {own.label}"
        return own.low, (Step(text=text, expression=expression, value=own.low),)
