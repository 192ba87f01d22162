"""Kendall's W: whether assessors put the items into the same order.

Kendall & Babington Smith (1939), "The problem of m rankings", with Kendall's correction for ties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhuoyue.agreement.undefined import UndefinedError

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float64]]


def kendall_w(table: Floats, *, ties: bool = True) -> float:
    """Return W of a complete table, items × assessors: 0 for no common order, 1 for the same one.

    Args:
        table: percents; only their order counts.
        ties: correct for equal percents of an assessor.

    Raises:
        UndefinedError: fewer than two items or assessors, or nobody tells the items apart.
    """
    n, m = table.shape
    if n < 2:
        raise UndefinedError(
            f"items that all assessors rated: {n}; it takes two", f"全体评审员都评过的条款有 {n} 个，至少需要两个"
        )
    if m < 2:
        raise UndefinedError("only one assessor rated", "只有一位评审员评分")
    ranks = middle_ranks(table)
    squares = float(((ranks.sum(axis=1) - m * (n + 1) / 2) ** 2).sum())
    whole = m**2 * (n**3 - n) - (m * _ties(table) if ties else 0)
    if whole <= 0:
        raise UndefinedError(
            "each assessor gave all items the same percent; there is no order",
            "每位评审员对所有条款评分相同，没有次序可比",
        )
    return float(12 * squares / whole)


def middle_ranks(table: Floats) -> Floats:
    """Return the rank of each entry in its column, equals sharing the middle of their ranks.

    As `scipy.stats.rankdata(table, axis=0)`, which takes longer to import than all of this to compute.
    """
    less = (table[:, None, :] > table[None, :, :]).sum(axis=1)
    equal = (table[:, None, :] == table[None, :, :]).sum(axis=1)
    ranks: Floats = less + (equal + 1) / 2
    return ranks


def _ties(table: Floats) -> int:
    """Return Σ(t³ − t) over the groups of t equal entries of every column."""
    equal = (table[:, None, :] == table[None, :, :]).sum(axis=1)  # t for each of the t entries of a group
    return int((equal**2 - 1).sum())
