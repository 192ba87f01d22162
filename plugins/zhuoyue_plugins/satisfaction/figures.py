"""Figures with their uncertainty: an index, a share, the NPS; and the tests that compare two of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhuoyue.records import half_up

KEPT = 6
"""Decimals kept of a figure; fewer are shown."""


def exact(value: Fraction | Decimal | float | int | None) -> Decimal | None:
    """Return a figure with six decimals, halves away from zero; None stays None, as does what is not finite."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return half_up(value, KEPT)


@dataclass(frozen=True)
class Figure:
    """A value, how many answers it rests on, and its standard error."""

    value: Decimal | None
    """The value; None without answers."""
    n: int
    """Answers behind it."""
    error: float | None = None
    """Standard error; None if it cannot be told."""
    low: Decimal | None = None
    """Lower end of its interval."""
    high: Decimal | None = None
    """Upper end of its interval."""


@dataclass(frozen=True)
class Difference:
    """How far one figure is above another."""

    value: Decimal
    low: Decimal
    high: Decimal
    p: float
    """Two-sided p that there is no difference."""


def figure(
    value: Fraction | None, n: int, error: float | None, level: Decimal, least: int, *, ends: tuple[int, int] = (0, 100)
) -> Figure:
    """Return a mean with its t interval; none with fewer than `least` answers.

    Args:
        value: the mean.
        n: answers.
        error: its standard error.
        level: of the interval.
        least: fewest answers for an interval.
        ends: the interval stays between these.
    """
    known = exact(value)
    if known is None or error is None or n < max(least, 2) or not math.isfinite(error):
        return Figure(known, n, None if error is None or n < 2 else error)
    half = quantile(float(level), n - 1) * error
    low, high = max(float(known) - half, ends[0]), min(float(known) + half, ends[1])
    return Figure(known, n, error, exact(low), exact(high))


def share(count: int, n: int, level: Decimal, least: int) -> Figure:
    """Return a percentage with Wilson's interval (Wilson 1927), which is right near 0 and 100 too."""
    if not n:
        return Figure(None, 0)
    value, p = exact(Fraction(100 * count, n)), count / n
    error = 100 * math.sqrt(p * (1 - p) / n)
    if n < least:
        return Figure(value, n, error)
    z = normal(float(level))
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return Figure(value, n, error, exact(max(100 * (middle - half), 0.0)), exact(min(100 * (middle + half), 100.0)))


def promoter_score(
    promoters: Fraction, detractors: Fraction, n: int, squares: Fraction, level: Decimal, least: int
) -> Figure:
    """Return the NPS with variance ((p₊ + p₋) − (p₊ − p₋)²) · Σw²/(Σw)², without weights divided by n.

    Args:
        promoters, detractors: shares, 0 to 1.
        n: answers.
        squares: Σw² / (Σw)²; 1/n without weights.
        level: of the interval.
        least: fewest answers for an interval.
    """
    value = promoters - detractors
    error = 100 * math.sqrt(float((promoters + detractors - value * value) * squares))
    known = exact(100 * value)
    if known is None or n < least:
        return Figure(known, n, error)
    half = normal(float(level)) * error
    return Figure(known, n, error, exact(max(float(known) - half, -100.0)), exact(min(float(known) + half, 100.0)))


def difference(one: Figure, other: Figure, level: Decimal, least: int) -> Difference | None:
    """Return how far `one` is above `other`, by Welch's test; None if one of them rests on too few answers."""
    if one.value is None or other.value is None or one.error is None or other.error is None:
        return None
    variance = one.error**2 + other.error**2
    if min(one.n, other.n) < max(least, 2) or not variance:
        return None
    freedom = variance**2 / (one.error**4 / (one.n - 1) + other.error**4 / (other.n - 1))
    value, error = one.value - other.value, math.sqrt(variance)
    half = quantile(float(level), freedom) * error
    ends = exact(float(value) - half), exact(float(value) + half)
    return Difference(value, ends[0] or Decimal(0), ends[1] or Decimal(0), two_sided(float(value) / error, freedom))


def holm(values: Sequence[float]) -> list[float]:
    """Return p values adjusted for their number (Holm 1979)."""
    order = sorted(range(len(values)), key=lambda at: values[at])
    adjusted, highest = [1.0] * len(values), 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, values[at] * (len(values) - rank)))
        adjusted[at] = highest
    return adjusted


def proportion_test(answered: Sequence[int], asked: Sequence[int]) -> float | None:
    """Return p of Pearson's χ² that every group answered at the same rate; None if it cannot be told."""
    from scipy.special import chdtrc

    total, all_asked = sum(answered), sum(asked)
    if len(asked) < 2 or not 0 < total < all_asked or any(a > b or not b for a, b in zip(answered, asked, strict=True)):
        return None
    rate = total / all_asked
    square = sum((a - b * rate) ** 2 / (b * rate * (1 - rate)) for a, b in zip(answered, asked, strict=True))
    return float(chdtrc(len(asked) - 1, square))


def quantile(level: float, freedom: float) -> float:
    """Return how many standard errors a two-sided t interval reaches to each side."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + level) / 2))


def normal(level: float) -> float:
    """Return how many standard errors a two-sided normal interval reaches to each side."""
    from scipy.special import ndtri

    return float(ndtri((1 + level) / 2))


def two_sided(t: float, freedom: float) -> float:
    """Return the two-sided p of Student's t."""
    from scipy.special import stdtr

    return float(2 * stdtr(freedom, -abs(t)))
