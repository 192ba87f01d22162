"""Sparkline: the course of a measure in the room of a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.chart import Chart, Rule, Table
from zhuoyue.charts.curve import Curve, Line, curve, places
from zhuoyue.charts.number import cell
from zhuoyue.charts.progress import progress
from zhuoyue.charts.scale import Scale
from zhuoyue.charts.words import word

WIDTH = 120
HEIGHT = 32
_EDGE = 5


@dataclass(frozen=True, kw_only=True)
class SparklineChart(Chart):
    """A sparkline laid out."""

    kind: ClassVar[str] = "sparkline"
    curve: Curve
    target: Rule | None


def sparkline(
    title: str,
    points: Sequence[tuple[str, Decimal | None]],
    language: str,
    *,
    target: Decimal | None = None,
    decimals: int = 2,
) -> SparklineChart:
    """Lay out (period, value) pairs in their order, with gaps where there is no value."""
    line = Line("actual", word("actual", language), dict(points))
    periods = tuple(period for period, _ in points)
    values = [value for _, value in points if value is not None]
    bounds = [*values, *([] if target is None else [target])] or [Decimal(0)]
    scale = _scale(min(bounds), max(bounds))
    xs = places(len(points), _EDGE, WIDTH - _EDGE) if points else ()
    return SparklineChart(
        title=title,
        alt=progress([line], periods, None, decimals, language),
        table=Table(
            (word("period", language), word("actual", language)),
            tuple((period, cell(value, decimals)) for period, value in points),
        ),
        language=language,
        width=WIDTH,
        height=HEIGHT,
        min_width=WIDTH,
        curve=curve(line, "spark", periods, xs, scale, decimals),
        target=None if target is None else Rule(0, scale.place(target), WIDTH, scale.place(target)),
    )


def _scale(low: Decimal, high: Decimal) -> Scale:
    """Return the scale of the values; equal values run along the middle."""
    if low == high:
        return Scale(low, high, HEIGHT / 2, HEIGHT / 2)
    return Scale(low, high, HEIGHT - _EDGE, _EDGE)
