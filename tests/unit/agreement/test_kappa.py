"""Weighted kappa against published tables and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from zhuoyue.agreement.kappa import kappas

SEXUAL_FUN = np.array([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]])
"""`SexualFun` of the R package vcd: answers of 91 couples."""
FLEISS = np.array(
    [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
)


def spelt_out(table):
    """Return the rows behind a table of counts: one row a subject, one column a rater."""
    return np.array([(i, j) for (i, j), count in np.ndenumerate(table) for _ in range(count)], dtype=float)


def counted(first, second, size):
    table = np.zeros((size, size), dtype=int)
    np.add.at(table, (first.astype(int), second.astype(int)), 1)
    return table


def test_published_quadratic_kappa():
    values, items = kappas(spelt_out(SEXUAL_FUN))
    assert values[0, 1] == pytest.approx(0.332046, abs=5e-7)
    assert items[0, 1] == 91


def test_two_categories_give_cohens_own_kappa():
    values, _ = kappas(spelt_out(np.array([[118, 1], [1, 63]])))
    assert values[0, 1] == pytest.approx(0.976, abs=5e-4)


@pytest.mark.parametrize(("weights", "value"), [(None, 0.129330), ("linear", 0.237381), ("quadratic", 0.332046)])
def test_the_oracle_itself_gives_the_published_figures(weights, value):
    assert cohens_kappa(SEXUAL_FUN, wt=weights, return_results=False) == pytest.approx(value, abs=5e-7)
    assert fleiss_kappa(FLEISS) == pytest.approx(0.209931, abs=5e-7)


@pytest.mark.parametrize("seed", range(6))
def test_every_pair_as_statsmodels_with_gaps(seed):
    rng = np.random.default_rng(seed)
    table = rng.integers(1, 7, (23, 5)).astype(float)
    table[rng.random(table.shape) < 0.2] = np.nan
    values, items = kappas(table)
    for one in range(5):
        for other in range(one + 1, 5):
            both = ~np.isnan(table[:, [one, other]]).any(axis=1)
            counts = counted(table[both, one] - 1, table[both, other] - 1, 6)
            expected = cohens_kappa(counts, wt="quadratic", return_results=False)
            assert values[one, other] == pytest.approx(expected, abs=1e-12)
            assert values[other, one] == values[one, other]
            assert items[one, other] == both.sum()


def test_nothing_in_common_or_nothing_but_one_band_gives_none():
    gap = np.nan
    values, items = kappas(np.array([[3, gap, 3], [gap, 4, 3], [3, 4, 3], [3, gap, 4]]))
    assert np.isnan(values[0, 1])  # one item in common
    assert items[0, 1] == 1
    assert values[0, 2] == 0  # one assessor always the same band, the other not: no agreement beyond chance
    assert np.isnan(kappas(np.full((6, 2), 4.0))[0][0, 1])
    assert kappas(np.array([[3.0, 4.0]] * 4))[0][0, 1] == 0  # both constant, in different bands
