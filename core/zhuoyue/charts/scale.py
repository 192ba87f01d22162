"""From values to coordinates: linear scales, and axis ticks that people like to read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from zhuoyue.charts.number import at

_PRECISION = 60


@dataclass(frozen=True)
class Scale:
    """Maps `low`…`high` to `start`…`end`; `end` may lie below `start`, as on a y axis."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def place(self, value: Decimal) -> float:
        """Return the coordinate of a value; the start if the scale has no extent."""
        if self.high == self.low:
            return at(self.start)
        share = (value - self.low) / (self.high - self.low)
        return at(Decimal(str(self.start)) + share * (Decimal(str(self.end)) - Decimal(str(self.start))))

    def inside(self, value: Decimal) -> float:
        """Return the coordinate of a value, held within the scale."""
        return self.place(max(self.low, min(self.high, value)))


def nice_ticks(low: Decimal, high: Decimal, count: int = 5) -> tuple[Decimal, ...]:
    """Return about `count` round ticks (1, 2 or 5 × a power of ten apart) that enclose `low`…`high`; exact."""
    with localcontext() as context:
        context.prec = _PRECISION
        if low == high:
            low, high = (low - abs(low) / 20, high + abs(high) / 20) if low else (low, Decimal(1))
        step = _step((high - low) / count)
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        return tuple((first + number) * step for number in range(int(last - first) + 1))


def _step(least: Decimal) -> Decimal:
    power = Decimal(1).scaleb(least.adjusted())
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)


def decimals_of(ticks: tuple[Decimal, ...]) -> int:
    """Return how many decimals the ticks need, so that all are written alike."""
    return max(0, *(-int(tick.normalize().as_tuple().exponent) for tick in ticks))


def domain(values: list[Decimal]) -> tuple[Decimal, Decimal]:
    """Return the extent an axis should show: with 0 when the values come near it, so that sizes compare."""
    low, high = min(values), max(values)
    if Decimal(0) <= low <= high / 2:
        return Decimal(0), high
    if low / 2 <= high <= Decimal(0):
        return low, Decimal(0)
    return low, high
