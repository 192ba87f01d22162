"""Trend line after Theil and Sen: the median of all slopes, which a single outlier cannot turn."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from statistics import median

LEAST = 3
"""Fewer known values make no trend."""


def theil_sen(values: Sequence[Decimal | None]) -> tuple[Decimal, Decimal] | None:
    """Return intercept and slope per position, None if fewer than three values are known.

    Slope: median of the pairwise slopes (Sen 1968); intercept: median of the values − slope × median of
    the positions (Conover 1980), as `scipy.stats.theilslopes` has it.
    """
    known = [(Decimal(index), value) for index, value in enumerate(values) if value is not None]
    if len(known) < LEAST:
        return None
    slope = median((y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(known, 2))
    intercept = median(y for _, y in known) - slope * median(x for x, _ in known)
    return intercept, slope
