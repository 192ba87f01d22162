"""Ends of plotted lines: their names after a sample of each, and the numbers still under observation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhuoyue.charts.chart import Rule
from zhuoyue.charts.label import SMALL, Label, fit, spread, text_width, thin
from zhuoyue.charts.number import at
from zhuoyue.charts.plotted import PlotCurve
from zhuoyue.charts.scale import Scale
from zhuoyue.charts.words import word

ROW = 18
LEAD = 22
"""From the rim of the plot to the samples."""
_SAMPLE = 30
_MOST = 190  # px of a name with its value


@dataclass(frozen=True)
class End:
    """A line's name after a sample of it."""

    look: str
    sample: Rule
    label: Label
    leader: Rule | None = None
    """Hairline from the last point to the sample."""


@dataclass(frozen=True)
class Named:
    """A line that wants its name at its end."""

    look: str
    name: str
    value: str
    x: float
    y: float

    @property
    def text(self) -> str:
        """Name and value; a long name is cut, the value never."""
        name = fit(self.name, SMALL, max(40, _MOST - text_width(" " + self.value, SMALL)))
        return f"{name} {self.value}" if self.value else name


def width_of(lines: Sequence[Named]) -> float:
    """Return how much room the names take beside the plot."""
    return LEAD + _SAMPLE + max((text_width(line.text, SMALL) for line in lines), default=0) + 4


def ends(lines: Sequence[Named], right: float, top: float, bottom: float) -> tuple[End, ...]:
    """Set the names beside the plot that ends at `right`, moved apart where they would touch."""
    places = spread([line.y for line in lines], ROW, top, bottom)
    return tuple(
        _end(line.look, line.text, line.name, right, y, Rule(at(line.x + 4), at(line.y), at(right + LEAD - 4), y))
        for line, y in zip(lines, places, strict=True)
    )


def at_risk(
    curves: Sequence[PlotCurve], looks: Sequence[str], x: Scale, right: float, top: float, language: str
) -> tuple[tuple[Label, ...], tuple[End, ...], float]:
    """Set how many are still under observation below the axis, a row for each line; return the y below too."""
    rows = [(curve, look) for curve, look in zip(curves, looks, strict=True) if curve.at_risk]
    if not rows:
        return (), (), top
    labels = [Label(0, at(top + 16), word("at_risk", language), size=SMALL, tone="muted")]
    names = []
    for number, (curve, look) in enumerate(rows):
        y = at(top + 16 + ROW * (number + 1))
        names.append(_end(look, fit(curve.label, SMALL, _MOST), curve.label, right, y - 4))
        counts = [(place, count) for place, count in curve.at_risk if x.low <= place <= x.high]
        labels += thin([Label(x.place(place), y, str(count), "middle", SMALL) for place, count in counts])
    return tuple(labels), tuple(names), at(top + 22 + ROW * len(rows))


def _end(look: str, text: str, name: str, right: float, y: float, leader: Rule | None = None) -> End:
    left = right + LEAD
    sample = Rule(at(left), at(y), at(left + _SAMPLE - 6), at(y))
    return End(look, sample, Label(at(left + _SAMPLE), at(y + 4), text, size=SMALL, tip=name), leader)
