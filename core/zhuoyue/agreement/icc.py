"""Intraclass correlation: how much of the differences between ratings comes from the items, not the assessors.

Shrout & Fleiss (1979), "Intraclass correlations: uses in assessing rater reliability", Psychological Bulletin 86.
Intervals of ICC(2,1) with the degrees of freedom of Satterthwaite, as there and in McGraw & Wong (1996), "Forming
inferences about some intraclass correlation coefficients", Psychological Methods 1; those of ICC(2,k) are the same ends
stepped up by the Spearman–Brown formula.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhuoyue.agreement.undefined import UndefinedError

if TYPE_CHECKING:
    import numpy as np

_NOISE = 1e-12  # of all squares: what is left of a sum of squares that is zero


@dataclass(frozen=True)
class MeanSquares:
    """Mean squares of a two-way table, and its size."""

    items: float
    """Between items (BMS)."""
    within: float
    """Within items (WMS)."""
    assessors: float
    """Between assessors (JMS)."""
    error: float
    """What is left (EMS)."""
    n: int
    """Items."""
    k: int
    """Assessors."""


def mean_squares(table: np.ndarray[Any, np.dtype[np.float64]]) -> MeanSquares:
    """Return the mean squares of a complete table, items × assessors.

    Raises:
        UndefinedError: fewer than two items or assessors, or all ratings alike.
    """
    n, k = table.shape
    if n < 2:
        raise UndefinedError(
            f"items that all assessors rated: {n}; it takes two", f"全体评审员都评过的条款有 {n} 个，至少需要两个"
        )
    if k < 2:
        raise UndefinedError("only one assessor rated", "只有一位评审员评分")
    deviations = table - table.mean()
    total = float((deviations**2).sum())
    if total == 0:
        raise UndefinedError("all ratings are alike; there is nothing to compare", "所有评分完全相同，无从比较")
    items = k * float((deviations.mean(axis=1) ** 2).sum())
    assessors = n * float((deviations.mean(axis=0) ** 2).sum())
    items, assessors = (0.0 if part < _NOISE * total else part for part in (items, assessors))
    within, error = total - items, total - items - assessors
    within, error = (0.0 if part < _NOISE * total else part for part in (within, error))
    return MeanSquares(items / (n - 1), within / (n * (k - 1)), assessors / (k - 1), error / ((n - 1) * (k - 1)), n, k)


def single(squares: MeanSquares, model: int = 2) -> float:
    """Return ICC(model,1): what one assessor's rating is worth.

    Args:
        squares: mean squares.
        model: 1, each item by other assessors; 2, all items by the same, drawn from many; 3, by these alone.
    """
    s, k = squares, squares.k
    if model == 1:
        return _ratio(s.items - s.within, s.items + (k - 1) * s.within)
    if model == 3:
        return _ratio(s.items - s.error, s.items + (k - 1) * s.error)
    return _ratio(s.items - s.error, s.items + (k - 1) * s.error + k * (s.assessors - s.error) / s.n)


def average(squares: MeanSquares, model: int = 2) -> float:
    """Return ICC(model,k): what the mean of all k assessors is worth."""
    s = squares
    if model == 1:
        return _ratio(s.items - s.within, s.items)
    if model == 3:
        return _ratio(s.items - s.error, s.items)
    return _ratio(s.items - s.error, s.items + (s.assessors - s.error) / s.n)


def _ratio(part: float, whole: float) -> float:
    if whole <= 0:
        raise UndefinedError(
            "the items do not differ on average; there is nothing to tell apart", "各条款的平均评分没有差别，无从区分"
        )
    return part / whole


def interval(squares: MeanSquares, level: float) -> tuple[float, float] | None:
    """Return the confidence interval of ICC(2,1); None when the assessors agree to the point, or not at all."""
    from scipy.special import fdtri  # quantiles of F; scipy.stats calls the same and takes a second to import

    s, n, k = squares, squares.n, squares.k
    estimate = single(s)
    if estimate >= 1 or s.items == 0:
        return None
    share = max(estimate, 0.0)  # below zero the degrees of freedom lose their meaning, and the ends their order
    a = k * share / (n * (1 - share))
    b = 1 + k * share * (n - 1) / (n * (1 - share))
    spread = (a * s.assessors) ** 2 / (k - 1) + (b * s.error) ** 2 / ((n - 1) * (k - 1))
    freedom = (a * s.assessors + b * s.error) ** 2 / spread if spread else 0.0
    if freedom <= 0:
        return None
    upper = 1 - (1 - level) / 2
    rest = k * s.assessors + (k * n - k - n) * s.error
    below, above = float(fdtri(n - 1, freedom, upper)), float(fdtri(freedom, n - 1, upper))
    ends = (
        n * (s.items - below * s.error) / (below * rest + n * s.items),
        n * (above * s.items - s.error) / (rest + n * above * s.items),
    )
    return ends if all(map(math.isfinite, ends)) else None


def stepped_up(ends: tuple[float, float], k: int) -> tuple[float, float] | None:
    """Return the interval of ICC(2,k) from that of ICC(2,1) by the Spearman–Brown formula."""
    low, high = ends
    if 1 + (k - 1) * low <= 0:
        return None
    return k * low / (1 + (k - 1) * low), k * high / (1 + (k - 1) * high)
