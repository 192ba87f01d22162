"""Means, standard deviations and correlations of many weighted versions of one table at once.

A resample, a training fold and a group are all the same thing here: a weight for every row. The sums for a whole batch
of them are one matrix product, so no version of the table is ever written out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CONSTANT = 1e-10
"""Variance, as a share of that in the whole table, below which an item counts as constant."""
_SLAB = 4_000_000
"""Products held in memory at once: 32 MB."""


@dataclass(frozen=True)
class Moments:
    """Moments of a batch of `b` versions of a table with `p` items."""

    means: Floats
    """b × p."""
    sds: Floats
    """b × p, population standard deviations (divisor n)."""
    correlations: Floats
    """b × p × p; the identity where `usable` is false."""
    usable: Flags
    """b; false where an item is constant or has no answer."""


class Table:
    """Answers as numbers, ready to be summed with any weights. Missing answers take the mean of their version."""

    def __init__(self, values: Floats) -> None:
        """Take rows × items, `nan` for missing; no item may be constant or empty."""
        known = ~np.isnan(values)
        self.n, self.p = values.shape
        self._centre: Floats = np.nanmean(values, axis=0)
        # Sums of squares lose no digits when taken around the mean.
        self._spread: Floats = np.nanstd(values, axis=0)
        self._known = known.astype(float)
        self._complete = bool(known.all())
        self._values = np.where(known, (values - self._centre) / self._spread, 0.0)

    def moments(self, weights: Floats) -> Moments:
        """Return the moments under each row of `weights` (b × n, none negative)."""
        total = weights.sum(axis=1)
        answers = weights @ self._known
        means = (weights @ self._values) / np.maximum(answers, 1e-300)
        covariances = self._centred(weights, means) / total[:, None, None]
        variances = np.einsum("bii->bi", covariances)
        usable: Flags = (variances > CONSTANT).all(axis=1)
        sds = np.sqrt(np.where(usable[:, None], variances, 1.0))
        correlations = covariances / (sds[:, :, None] * sds[:, None, :])
        correlations[~usable] = np.eye(self.p)
        return Moments(self._centre + means * self._spread, sds * self._spread, correlations, usable)

    def _centred(self, weights: Floats, means: Floats) -> Floats:
        """Return the centred sums of products; a missing answer deviates by nothing from its mean."""
        outer = means[:, :, None] * means[:, None, :]
        square = self._products(weights, self._values, self._values)
        if self._complete:
            whole: Floats = square - outer * weights.sum(axis=1)[:, None, None]
            return whole
        mixed = self._products(weights, self._values, self._known) * means[:, None, :]
        both = self._products(weights, self._known, self._known) * outer
        centred: Floats = square - mixed - mixed.transpose(0, 2, 1) + both
        return centred

    def _products(self, weights: Floats, left: Floats, right: Floats) -> Floats:
        """Return Σ weight · left · right for each pair of columns: b × p × p, slab by slab of rows."""
        step = max(1, _SLAB // self.p**2)
        result = np.zeros((len(weights), self.p**2))
        for start in range(0, self.n, step):
            rows = slice(start, start + step)
            pairs = (left[rows, :, None] * right[rows, None, :]).reshape(-1, self.p**2)
            result += weights[:, rows] @ pairs
        return result.reshape(-1, self.p, self.p)
