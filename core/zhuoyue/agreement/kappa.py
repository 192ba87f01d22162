"""Weighted kappa of every two assessors: agreement on bands beyond chance, far apart counting more than near.

Cohen (1968), "Weighted kappa", with quadratic weights. With these weights kappa is 1 − mean squared difference ÷ its
expectation, which needs nothing but sums; so all pairs come out of a few products of matrices. That is as many times
faster than `statsmodels.stats.inter_rater.cohens_kappa` pair by pair as there are pairs; tests compare the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float64]]
    Ints = np.ndarray[Any, np.dtype[np.int64]]

_NOISE = 1e-9  # bands are whole numbers: an expectation below this is zero


def kappas(table: Floats) -> tuple[Floats, Ints]:
    """Return kappa of every pair, and how many items both rated.

    Args:
        table: items × assessors, numbers of bands, NaN where one is missing.

    Returns:
        Two assessors × assessors matrices. Kappa is NaN where both rated fewer than two items, or put all of them
        into one and the same band: then agreement by chance is complete.
    """
    import numpy as np

    known = (~np.isnan(table)).astype(float)
    values = np.where(known > 0, table, 0.0)
    items = known.T @ known
    least = np.maximum(items, 1)
    means = values.T @ known / least
    squares = (values**2).T @ known / least
    difference = squares + squares.T - 2 * (values.T @ values) / least
    expected = squares + squares.T - 2 * means * means.T
    able = (items >= 2) & (expected > _NOISE)
    result = np.full(items.shape, np.nan)
    result[able] = 1 - difference[able] / expected[able]
    return result, items.astype(np.int64)
