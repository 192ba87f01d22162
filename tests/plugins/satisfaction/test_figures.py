"""Statistics against SciPy, statsmodels and hand calculation."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from zhuoyue_plugins.satisfaction import index_tables
from zhuoyue_plugins.satisfaction.figures import (
    Figure,
    difference,
    exact,
    figure,
    holm,
    promoter_score,
    proportion_test,
    share,
)

LEVEL = Decimal("0.95")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0.333333"),
        (Fraction(-1, 3), "-0.333333"),
        (Fraction(1, 2_000_000), "0.000001"),
        (Fraction(-1, 2_000_000), "-0.000001"),
        (Fraction(1, 2_000_001), "0.000000"),
        (2.0000005, "2.000001"),
        (0, "0.000000"),
    ],
)
def test_figures_are_rounded_once_half_away_from_zero(value: Fraction | float, text: str) -> None:
    assert str(exact(value)) == text


def test_what_is_not_known_stays_unknown() -> None:
    assert exact(None) is None
    assert exact(math.nan) is None
    assert share(0, 0, LEVEL, 2) == Figure(None, 0)
    assert figure(None, 0, None, LEVEL, 2) == Figure(None, 0)


def test_few_answers_have_no_interval() -> None:
    few = figure(Fraction(50), 3, 4.0, LEVEL, 10)
    assert (few.value, few.low, few.high) == (50, None, None)
    assert share(2, 3, LEVEL, 10).low is None
    assert promoter_score(Fraction(1), Fraction(0), 3, Fraction(1, 3), LEVEL, 10).low is None


def test_intervals_stay_on_the_scale() -> None:
    near = figure(Fraction(99), 12, 5.0, LEVEL, 10)
    assert near.high == 100
    assert promoter_score(Fraction(1), Fraction(0), 12, Fraction(1, 12), LEVEL, 10).high == 100


def test_welch_difference() -> None:
    random = np.random.default_rng(7)
    one, other = random.normal(70, 12, 40), random.normal(64, 20, 25)
    expected = stats.ttest_ind(one, other, equal_var=False)
    low, high = expected.confidence_interval(0.95)
    figures = [Figure(exact(float(x.mean())), len(x), float(stats.sem(x))) for x in (one, other)]
    found = difference(*figures, LEVEL, 10)
    assert found is not None
    assert found.p == pytest.approx(expected.pvalue, abs=1e-5)
    assert (float(found.low), float(found.high)) == pytest.approx((low, high), abs=1e-4)
    assert difference(figures[0], Figure(Decimal(1), 3, 1.0), LEVEL, 10) is None
    assert difference(figures[0], Figure(Decimal(1), 30, None), LEVEL, 10) is None


def test_holm() -> None:
    values = [0.01, 0.04, 0.03, 0.2, 0.005]
    assert holm(values) == pytest.approx(multipletests(values, method="holm")[1])
    assert holm([]) == []


def test_proportion() -> None:
    answered, asked = [40, 30, 55], [100, 120, 130]
    table = np.array([answered, np.array(asked) - np.array(answered)])
    assert proportion_test(answered, asked) == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)
    for odd in (([1], [2]), ([0, 0], [3, 4]), ([3, 4], [3, 4]), ([5, 1], [4, 9]), ([1, 0], [4, 0])):
        assert proportion_test(*odd) is None


def test_a_group_of_one_answer_has_the_spread_of_the_others() -> None:
    """30 answers with a standard error of 2 have a variance of 120 each; so has the one answer beside them."""
    pooled = index_tables._pooled([(Figure(Decimal(60), 30, 2.0), Fraction(30)), (Figure(Decimal(91), 1), Fraction(1))])
    assert pooled is not None
    assert (pooled.value, pooled.n) == (Decimal(61), 31)
    assert pooled.error == pytest.approx((120 / 31) ** 0.5)
