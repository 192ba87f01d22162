"""Krippendorff's alpha: agreement beyond chance, on any level of measurement, with ratings missing.

Krippendorff (2011), "Computing Krippendorff's alpha-reliability". The interval is a bootstrap: items are drawn with
replacement, alpha is computed for each drawing, and the middle part of these is the interval.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from zhuoyue.agreement.undefined import UndefinedError

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float64]]

SEED = 19580
"""Seed of the bootstrap: the same ratings give the same interval."""
RESAMPLES = 2000
"""How many times the items are drawn."""
FEWEST = 5
"""Items below which no interval is given: too few to draw from."""
_CELLS = 4_000_000  # numbers held at once


class Level(StrEnum):
    """What the differences between values mean."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def alpha(table: Floats, level: Level) -> float:
    """Return alpha of a table, items × assessors, NaN where a rating is missing.

    Raises:
        UndefinedError: no item has two ratings, or all of them are alike.
    """
    import numpy as np

    values, counts = _counts(table)
    if not len(counts):
        raise UndefinedError("no item was rated by two assessors", "没有条款由两位以上评审员评分")
    if len(values) < 2:
        raise UndefinedError("all ratings are alike; there is nothing to compare", "所有评分完全相同，无从比较")
    return float(_alphas(np.ones((1, len(counts))), values, counts, level)[0])


def bootstrap(table: Floats, level: Level, confidence: float) -> tuple[float, float] | None:
    """Return the interval of alpha; None with fewer than `FEWEST` items, or when too many drawings have no alpha."""
    import numpy as np

    values, counts = _counts(table)
    units = len(counts)
    if units < FEWEST or len(values) < 2:
        return None
    random = np.random.default_rng(SEED)
    weights = random.multinomial(units, np.full(units, 1 / units), size=RESAMPLES)
    size = max(1, _CELLS // len(values) ** 2)
    parts = [
        _alphas(weights[start : start + size].astype(float), values, counts, level)
        for start in range(0, RESAMPLES, size)
    ]
    found = np.concatenate(parts)
    found = found[np.isfinite(found)]
    if len(found) < 0.95 * RESAMPLES:
        return None
    tail = (1 - confidence) / 2
    low, high = np.quantile(found, [tail, 1 - tail])
    return float(low), float(high)


def _counts(table: Floats) -> tuple[Floats, Floats]:
    """Return the values there are, and how often each occurs in each item that has two ratings or more."""
    import numpy as np

    paired = table[(~np.isnan(table)).sum(axis=1) >= 2]
    known = ~np.isnan(paired)
    values, places = np.unique(paired[known], return_inverse=True)
    counts = np.zeros((len(paired), len(values)))
    np.add.at(counts, (np.nonzero(known)[0], places), 1)
    return values, counts


def _alphas(weights: Floats, values: Floats, counts: Floats, level: Level) -> Floats:
    """Return alpha for each row of weights of the items; NaN where all values are alike."""
    import numpy as np

    ratings = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    diagonal = np.arange(len(values))
    pairs[:, diagonal, diagonal] -= counts
    pairs /= (ratings - 1)[:, None, None]
    coincidences = (weights @ pairs.reshape(len(counts), -1)).reshape(-1, len(values), len(values))
    totals = weights @ counts
    distances = _distances(values, totals, level)
    observed = (coincidences * distances).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * distances).sum(axis=(1, 2))
    n = totals.sum(axis=1)
    result = np.full(len(weights), np.nan)
    known = expected > 0
    result[known] = 1 - (n[known] - 1) * observed[known] / expected[known]
    return result


def _distances(values: Floats, totals: Floats, level: Level) -> Floats:
    """Return the squared difference of each pair of values, once or for each row of totals."""
    import numpy as np

    if level is Level.NOMINAL:
        return (1 - np.eye(len(values)))[None]
    if level is Level.ORDINAL:  # the sum of the ranks between two values, halves at both ends: between middle ranks
        ranks = totals.cumsum(axis=1) - totals / 2
        return (ranks[:, :, None] - ranks[:, None, :]) ** 2
    difference = values[:, None] - values[None, :]
    if level is Level.INTERVAL:
        return (difference**2)[None]
    sums = values[:, None] + values[None, :]
    return (np.divide(difference, sums, out=np.zeros_like(sums), where=sums != 0) ** 2)[None]
