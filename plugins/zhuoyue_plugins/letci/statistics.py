"""Trend statistics without a normal distribution: Mann–Kendall test and Theil–Sen slope.

Sources: H. B. Mann, *Nonparametric tests against trend*, Econometrica 13 (1945) 245–259; M. G. Kendall, *Rank
Correlation Methods*, 4th ed. (1975); H. Theil (1950); P. K. Sen, *Estimates of the regression coefficient based
on Kendall's tau*, JASA 63 (1968) 1379–1389; R. M. Hirsch, J. R. Slack, R. A. Smith, *Techniques of trend analysis
for monthly water quality data*, Water Resources Research 18 (1982) 107–121.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

EXACT_UP_TO = 10
"""Up to this many values without ties the exact distribution of S is used, as Kendall's tables do."""

Points = Sequence[tuple[int, Decimal]]
"""Time in whole steps, ascending, and value."""


@dataclass(frozen=True)
class Trend:
    """Result of a trend test."""

    n: int
    """Values used."""
    s: int
    """Kendall's S: rising pairs minus falling pairs."""
    p: float
    """Two-sided p value."""
    slope: float
    """Median slope per step of time; per year in the seasonal test."""
    method: Literal["exact", "normal", "seasonal"]
    """How p was found."""
    least_p: float
    """Smallest p that a series of this length could reach."""
    steady: bool
    """Whether every value exceeds the one before, or every one falls below it."""


def trend(points: Points) -> Trend:
    """Test one series for a monotone trend. Needs two values at least; gaps in time count in the slope.

    S and its variance with the correction for ties: Mann (1945), Kendall (1975, ch. 4). p is exact up to ten
    values without ties, else normal with Kendall's continuity correction. Slope: Theil (1950), Sen (1968).
    """
    from scipy.stats import theilslopes

    values = [value for _, value in points]
    n, s = len(values), score(values)
    exact = n <= EXACT_UP_TO and len(set(values)) == n
    p = exact_p(n, s) if exact else normal_p(s, variance(values))
    slope = float(theilslopes([float(value) for value in values], [time for time, _ in points]).slope)
    full = n * (n - 1) // 2
    least = exact_p(n, full) if n <= EXACT_UP_TO else normal_p(full, n * (n - 1) * (2 * n + 5) / 18)
    return Trend(n, s, p, slope, "exact" if exact else "normal", least, abs(s) == full)


def seasonal_trend(seasons: Sequence[Points]) -> Trend:
    """Test a seasonal series: Hirsch, Slack and Smith (1982), eqs. 3–8. The time of each season's points is the year.

    S and variance are summed over the seasons, so that spring is compared with spring only; the seasons are taken
    as independent of each other. The slope is the median of all slopes within seasons, per year.
    """
    import numpy as np

    usable = [[*points] for points in seasons if len(points) > 1]
    per_season = [[value for _, value in points] for points in usable]
    s = sum(score(values) for values in per_season)
    spread = sum(variance(values) for values in per_season)
    slopes = [
        float(later - earlier) / (year - before)
        for points in usable
        for position, (year, later) in enumerate(points)
        for before, earlier in points[:position]
    ]
    counts = [len(values) for values in per_season]
    full = sum(n * (n - 1) // 2 for n in counts)
    least = normal_p(full, sum(n * (n - 1) * (2 * n + 5) / 18 for n in counts))
    return Trend(sum(counts), s, normal_p(s, spread), float(np.median(slopes)), "seasonal", least, abs(s) == full)


def score(values: Sequence[Decimal]) -> int:
    """Return Kendall's S, the number of rising pairs minus that of falling pairs; exact."""
    return sum(
        (later > earlier) - (later < earlier) for position, later in enumerate(values) for earlier in values[:position]
    )


def variance(values: Sequence[Decimal]) -> float:
    """Return the variance of S without trend, corrected for ties: Kendall (1975), ch. 4."""
    n = len(values)
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    return (n * (n - 1) * (2 * n + 5) - ties) / 18


def normal_p(s: int, spread: float) -> float:
    """Return the two-sided p of S by the normal approximation with continuity correction (Kendall 1975)."""
    if s == 0 or spread == 0:
        return 1.0
    return math.erfc((abs(s) - 1) / math.sqrt(2 * spread))


def exact_p(n: int, s: int) -> float:
    """Return the exact two-sided p of S for `n` values without ties: Mann (1945), Kendall (1975, ch. 5).

    Counts the orders of `n` values by their number of falling pairs, adding one value at a time.
    """
    counts = [1]
    for size in range(2, n + 1):
        longer = [0] * (len(counts) + size - 1)
        for falling, ways in enumerate(counts):
            for extra in range(size):
                longer[falling + extra] += ways
        counts = longer
    full = n * (n - 1) // 2
    tail = sum(ways for falling, ways in enumerate(counts) if abs(full - 2 * falling) >= abs(s))
    return tail / math.factorial(n)
