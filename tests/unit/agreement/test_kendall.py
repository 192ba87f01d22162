"""Kendall's W against the published figures and SciPy's ranks."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import friedmanchisquare, rankdata

from zhuoyue.agreement.kendall import kendall_w, middle_ranks
from zhuoyue.agreement.undefined import UndefinedError

SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)


def test_published_figures_with_and_without_ties():
    assert kendall_w(SHROUT_FLEISS, ties=False) == pytest.approx(0.855357, abs=5e-7)
    assert kendall_w(SHROUT_FLEISS) == pytest.approx(0.887037, abs=5e-7)


@pytest.mark.parametrize("seed", range(8))
def test_ranks_are_scipys_and_w_is_friedmans(seed):
    """Friedman's χ² = m (n − 1) W, ties included."""
    rng = np.random.default_rng(seed)
    table = 5.0 * rng.integers(4, 14, (rng.integers(3, 24), rng.integers(3, 8)))
    assert np.array_equal(middle_ranks(table), rankdata(table, axis=0))
    n, m = table.shape
    assert kendall_w(table) == pytest.approx(friedmanchisquare(*table).statistic / (m * (n - 1)), abs=1e-9)


def test_the_same_order_is_one_however_strict():
    assert kendall_w(np.array([[10, 40], [20, 60], [30, 65]], dtype=float)) == 1


def test_a_constant_assessor_has_no_order_and_lowers_it():
    assert kendall_w(np.array([[10, 50, 20], [20, 50, 30], [30, 50, 40]], dtype=float)) < 1


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (np.full((4, 3), 45.0), "no order"),
        (np.array([[40.0, 50.0], [40.0, 50.0]]), "no order"),
        (np.array([[40.0, 50.0]]), "rated: 1"),
        (np.empty((0, 2)), "rated: 0"),
        (np.array([[40.0], [50.0]]), "only one assessor"),
    ],
)
def test_what_cannot_be_had_is_refused_with_a_reason(table, said):
    with pytest.raises(UndefinedError, match=said) as caught:
        kendall_w(table)
    assert caught.value.reason.zh
