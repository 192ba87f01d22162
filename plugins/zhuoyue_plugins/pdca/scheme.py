"""Classical and fine-tuned PDCA scoring: whole numbers from 0 to 100, without points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path

from zhuoyue import DataFault, Fault, Item, Scheme, SchemeData, Step, Text, plain, read_toml


def _data(name: str) -> SchemeData:
    return SchemeData.model_validate(read_toml(Path(__file__).parent / f"{name}.toml").data)


CLASSIC, FINE_TUNED = "pdca-classic", "pdca-fine-tuned"


class PdcaClassic(Scheme):
    """The item as a whole gets one number; the panel says how far the PDCA cycle has come."""

    @cached_property
    def data(self) -> SchemeData:  # type: ignore[override]
        """Six panels, described for enablers and for results in our own words."""
        return _data(CLASSIC)

    def check_mark(self, item: Item, key: str, mark: str) -> Fault | None:
        """Refuse marks: one number is given for the whole item; the message names the scheme that takes marks."""
        return Fault(
            f"{item.code}, {key}: {self.name} gives the item one number; write `percent`. To mark phases one by one, "
            'set scheme = "pdca-fine-tuned" under [assessment]',
            f"{item.code}，{key}：{self.name} 对整个条款只给一个数值，请填写 percent；"
            '如需逐阶段评定，请在 [assessment] 下写 scheme = "pdca-fine-tuned"',
        )


class PdcaFineTuned(Scheme):
    """The mean of the phases of an enabler, or of trends and targets of a result; from memory (see README)."""

    @cached_property
    def data(self) -> SchemeData:  # type: ignore[override]
        """Phases, and how strong the evidence for each is, in our own words."""
        return _data(FINE_TUNED)

    def check_data(self, data: SchemeData) -> Iterable[DataFault]:
        """Refuse weights and caps: the mean counts every part once."""
        yield from super().check_data(data)
        for index, one in enumerate(data.dimensions):
            if one.weight != 1 or one.caps:
                fault = Fault(
                    "the mean counts every part alike: no weight, no caps",
                    "各部分一律等权求平均：不能设 weight 和 caps",
                )
                yield ("dimensions", index), fault

    def combine(self, item: Item, marks: Mapping[str, Decimal]) -> tuple[Decimal, tuple[Step, ...]]:
        """Return the mean of the marks, rounded to the grid, halves up."""
        places = [marks[one.key] for one in self.data.of_kind(item.kind)]
        total, count = sum(places, Decimal(0)), len(places)
        mean = total / count
        value = self.data.on_grid(mean)
        terms, step = " + ".join(plain(place) for place in places), plain(self.data.step)
        near = mean.quantize(Decimal("0.01"), ROUND_HALF_UP)
        sign, shown = "=" if near * count == total else "≈", plain(near)  # a variant may have three parts
        first = Step(
            text=Text(en="Mean of the marks", zh="各分项的平均值"),
            expression=f"({terms}) / {count} = {plain(total)} / {count} {sign} {shown}",
            value=near,
        )
        to_en, to_zh = ("a whole number", "整数") if step == "1" else (f"a multiple of {step}", f" {step} 的倍数")
        second = Step(
            text=Text(en=f"Rounded to {to_en}, halves up", zh=f"取整到{to_zh}，恰为一半时进位"),
            expression=f"{shown} → {plain(value)}",
            value=value,
        )
        return value, (first, second)
