"""The frame of a line chart: values upward with round ticks, periods along the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from zhuoyue.charts.chart import Rule
from zhuoyue.charts.curve import places
from zhuoyue.charts.label import SMALL, Label, apart, text_width
from zhuoyue.charts.number import at, written
from zhuoyue.charts.period import split
from zhuoyue.charts.scale import Scale, decimals_of, nice_ticks


@dataclass(frozen=True)
class Axes:
    """A frame laid out, with the scale of its values."""

    left: float
    right: float
    top: float
    bottom: float
    height: float
    """y below the labels of the periods."""
    y: Scale
    grid: tuple[Rule, ...]
    ticks: tuple[Label, ...]
    notches: tuple[Rule, ...]
    periods: tuple[Label, ...]


def axes(
    extent: tuple[Decimal, Decimal] | None, periods: Sequence[str], top: float, bottom: float, right: float
) -> Axes:
    """Lay out a frame for values between the bounds; without values there are no ticks."""
    ticks = nice_ticks(*extent) if extent else ()
    texts = [written(tick, decimals_of(ticks)) for tick in ticks]
    left = at(max((text_width(text, SMALL) for text in texts), default=0) + 8)
    y = Scale(ticks[0], ticks[-1], bottom, top) if ticks else Scale(Decimal(0), Decimal(1), bottom, top)
    xs = places(len(periods), left + 10, right - 10) if periods else ()
    labels = period_labels(periods, xs, bottom + 18)
    return Axes(
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        height=at(max((label.y for label in labels), default=bottom + 18) + 8),
        y=y,
        grid=tuple(Rule(left, y.place(tick), right, y.place(tick)) for tick in ticks),
        ticks=tuple(
            Label(at(left - 8), at(y.place(tick) + 4), text, "end", SMALL, "muted")
            for tick, text in zip(ticks, texts, strict=True)
        ),
        notches=tuple(Rule(label.x, bottom, label.x, at(bottom + 4)) for label in labels if label.anchor == "middle"),
        periods=labels,
    )


def period_labels(periods: Sequence[str], xs: Sequence[float], y: float) -> tuple[Label, ...]:
    """Label as many periods as fit, the same distance apart: the year alone, or the part with the year below."""
    parts = [split(period) for period in periods]
    stride = next((step for step in range(1, len(periods) + 1) if _fits(parts[::step], xs[::step])), 1)
    labels: list[Label] = []
    before = ""
    for (year, rest), x in list(zip(parts, xs, strict=True))[::stride]:
        labels.append(Label(x, y, rest or year, "middle", SMALL, "muted"))
        if rest and year != before:
            labels.append(Label(x, y + 16, year, "middle", SMALL, "ink"))
        before = year
    return tuple(labels)


def _fits(parts: Sequence[tuple[str, str]], xs: Sequence[float]) -> bool:
    upper = [Label(x, 0, rest or year, "middle", SMALL) for (year, rest), x in zip(parts, xs, strict=True)]
    turns = [0, *(index + 1 for index, (a, b) in enumerate(pairwise(parts)) if a[0] != b[0])]
    lower = [Label(xs[index], 0, parts[index][0], "middle", SMALL) for index in turns if parts[index][1]]
    return apart(upper, 8) and apart(lower, 8)
