"""Curves: a series of values as a path with gaps, and as points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.charts.chart import Dot
from zhuoyue.charts.number import at, written
from zhuoyue.charts.scale import Scale

_DOTTED = 24  # with more points than this, dots would hide the line


@dataclass(frozen=True)
class Line:
    """A series to draw. `role`: actual, target, competitor, benchmark, average or segment."""

    role: str
    name: str
    points: Mapping[str, Decimal | None]
    """Value by period; None or absent where there is none."""

    def along(self, periods: Sequence[str]) -> tuple[Decimal | None, ...]:
        """Return the values of the given periods."""
        return tuple(self.points.get(period) for period in periods)

    @property
    def last(self) -> tuple[str, Decimal] | None:
        """The last period that has a value, and the value."""
        known = [(period, value) for period, value in sorted(self.points.items()) if value is not None]
        return known[-1] if known else None


@dataclass(frozen=True)
class Curve:
    """A series laid out."""

    look: str
    path: str
    dots: tuple[Dot, ...]
    end: Dot | None
    """The last known point."""


def curve(line: Line, look: str, periods: Sequence[str], xs: Sequence[float], y: Scale, decimals: int) -> Curve:
    """Lay out a series: neighbouring values are joined, a missing one leaves a gap."""
    dots = [
        None if value is None else Dot(x, y.place(value), f"{line.name} {period}: {written(value, decimals)}")
        for x, period, value in zip(xs, periods, line.along(periods), strict=True)
    ]
    known = [dot for dot in dots if dot]
    every = look == "actual" and len(known) <= _DOTTED
    shown = known if every else [dot for index, dot in enumerate(dots) if dot and _lonely(dots, index)]
    return Curve(look, path(dots), tuple(shown), known[-1] if known else None)


def path(dots: Sequence[Dot | None]) -> str:
    """Return the path through neighbouring points; empty if no two are neighbours."""
    pieces, previous = [], None
    for index, dot in enumerate(dots):
        following = dots[index + 1] if index + 1 < len(dots) else None
        if dot and (previous or following):
            pieces.append(f"{'L' if previous else 'M'}{dot.x} {dot.y}")
        previous = dot
    return "".join(pieces)


def places(count: int, left: float, right: float) -> tuple[float, ...]:
    """Return the x of each period; a single one stands in the middle."""
    if count == 1:
        return (at((left + right) / 2),)
    return tuple(at(left + (right - left) * index / (count - 1)) for index in range(count))


def _lonely(dots: Sequence[Dot | None], index: int) -> bool:
    """Tell whether a point has no neighbour and so no line that would show it."""
    before = dots[index - 1] if index else None
    after = dots[index + 1] if index + 1 < len(dots) else None
    return not before and not after
