"""Who rates higher, and who lower, than the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from zhuoyue.agreement.rounding import rounded
from zhuoyue.model.agreement import Leniency

if TYPE_CHECKING:
    import numpy as np


def leniencies(assessors: tuple[str, ...], table: np.ndarray[Any, np.dtype[np.float64]]) -> Iterator[Leniency]:
    """Yield each assessor's mean difference to the mean of the others on the same items.

    Who shares no item with anybody has none.

    Args:
        assessors: names, by column.
        table: items × assessors in percent, NaN where one is missing.
    """
    import numpy as np

    known = ~np.isnan(table)
    values = np.where(known, table, 0.0)
    others = known.sum(axis=1, keepdims=True) - 1
    compared = known & (others > 0)
    means = (values.sum(axis=1, keepdims=True) - values) / np.maximum(others, 1)
    for column, name in enumerate(assessors):
        rows = compared[:, column]
        differences = values[rows, column] - means[rows, column]
        if differences.size:
            yield Leniency(
                assessor=name,
                items=int(differences.size),
                bias=rounded(float(differences.mean()), 2),
                scatter=rounded(float(differences.std(ddof=1)), 2) if differences.size > 1 else None,
            )
