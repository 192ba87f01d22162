"""Intraclass correlation against the published table, a second formula, and by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import f

from zhuoyue.agreement import icc
from zhuoyue.agreement.undefined import UndefinedError

SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)
"""Shrout & Fleiss (1979), table 2: 6 targets × 4 judges."""


def test_mean_squares_of_the_published_table():
    squares = icc.mean_squares(SHROUT_FLEISS)
    assert (squares.n, squares.k) == (6, 4)
    assert squares.items == pytest.approx(11.241667, abs=5e-7)
    assert squares.within == pytest.approx(6.263889, abs=5e-7)
    assert squares.assessors == pytest.approx(32.486111, abs=5e-7)
    assert squares.error == pytest.approx(1.019444, abs=5e-7)


@pytest.mark.parametrize(
    ("model", "one", "mean"), [(1, 0.165742, 0.442797), (2, 0.289764, 0.620051), (3, 0.714841, 0.909316)]
)
def test_all_six_of_the_published_table(model, one, mean):
    squares = icc.mean_squares(SHROUT_FLEISS)
    assert icc.single(squares, model) == pytest.approx(one, abs=5e-7)
    assert icc.average(squares, model) == pytest.approx(mean, abs=5e-7)


def test_intervals_of_the_published_table():
    """The intervals that `ICC()` of the R package psych prints for this table: 0.019–0.76 and 0.071–0.93."""
    ends = icc.interval(icc.mean_squares(SHROUT_FLEISS), 0.95)
    assert ends is not None
    assert ends == (pytest.approx(0.019, abs=5e-4), pytest.approx(0.76, abs=5e-3))
    assert icc.stepped_up(ends, 4) == (pytest.approx(0.071, abs=5e-4), pytest.approx(0.93, abs=5e-3))


def test_interval_shrinks_to_the_estimate():
    squares = icc.mean_squares(SHROUT_FLEISS)
    ends = [icc.interval(squares, level) for level in (0.99, 0.9, 0.6)]
    widths = [high - low for low, high in filter(None, ends)]
    assert widths == sorted(widths, reverse=True)
    assert all(low < icc.single(squares) < high for low, high in filter(None, ends))


@pytest.mark.parametrize("shape", [(6, 3), (23, 6), (40, 12)])
def test_interval_by_a_second_formula(shape):
    """Another way to the same limits: where the F test of `ICC = limit` (McGraw & Wong 1996) is just significant."""
    rng = np.random.default_rng(20260101)
    table = rng.normal(50, 12, (shape[0], 1)) + rng.normal(0, 5, (1, shape[1])) + rng.normal(0, 8, shape)
    squares = icc.mean_squares(table)
    n, k = shape
    ends = icc.interval(squares, 0.95)
    assert ends is not None
    estimate = icc.single(squares)
    a, b = k * estimate / (n * (1 - estimate)), 1 + k * estimate * (n - 1) / (n * (1 - estimate))
    mixed = a * squares.assessors + b * squares.error
    freedom = mixed**2 / ((a * squares.assessors) ** 2 / (k - 1) + (b * squares.error) ** 2 / ((n - 1) * (k - 1)))
    for limit, quantile in ((ends[0], f.ppf(0.975, n - 1, freedom)), (ends[1], 1 / f.ppf(0.975, freedom, n - 1))):
        against = k * limit / (n * (1 - limit)) * squares.assessors
        against += (1 + k * limit * (n - 1) / (n * (1 - limit))) * squares.error
        assert squares.items / against == pytest.approx(quantile, rel=1e-6)


def test_interval_holds_the_truth_as_often_as_it_says():
    """Two-way random data of known ICC = 100 / (100 + 25 + 64): 95 % intervals hold it in about 95 of 100 cases."""
    rng = np.random.default_rng(7)
    n, k, rounds = 23, 6, 1500
    truth = 100 / (100 + 25 + 64)
    held = 0
    for _ in range(rounds):
        table = rng.normal(0, 10, (n, 1)) + rng.normal(0, 5, (1, k)) + rng.normal(0, 8, (n, k))
        ends = icc.interval(icc.mean_squares(table), 0.95)
        held += ends is not None and ends[0] <= truth <= ends[1]
    assert 0.93 <= held / rounds <= 0.97


def test_exact_agreement_has_no_interval():
    squares = icc.mean_squares(np.array([[30.0] * 4, [45.0] * 4, [60.0] * 4]))
    assert icc.single(squares) == 1
    assert icc.average(squares) == 1
    assert icc.interval(squares, 0.95) is None


def test_same_order_with_a_shift_is_not_full_agreement():
    """Two assessors always 10 apart on 3 items, by hand: BMS 50, JMS 150, EMS 0; 50 / (50 + 2 × 150 / 3) = 1/3."""
    squares = icc.mean_squares(np.array([[30, 40], [35, 45], [40, 50]], dtype=float))
    assert (squares.items, squares.assessors, squares.error) == (pytest.approx(50), pytest.approx(150), 0)
    assert icc.single(squares) == pytest.approx(1 / 3)
    assert icc.single(squares, 3) == 1


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (np.full((5, 3), 45.0), "alike"),
        (np.array([[30.0, 40.0]]), "rated: 1"),
        (np.empty((0, 3)), "rated: 0"),
        (np.array([[30.0], [40.0]]), "only one assessor"),
    ],
)
def test_what_cannot_be_had_is_refused_with_a_reason(table, said):
    with pytest.raises(UndefinedError, match=said) as caught:
        icc.mean_squares(table)
    assert caught.value.reason.zh


def test_items_that_do_not_differ_have_no_mean_coefficient():
    squares = icc.mean_squares(np.array([[30, 40], [40, 30], [30, 40], [40, 30]], dtype=float))
    assert squares.items == 0
    with pytest.raises(UndefinedError, match="do not differ"):
        icc.average(squares)


tables = arrays(
    float,
    st.tuples(st.integers(2, 8), st.integers(2, 6)),
    elements=st.integers(0, 20).map(lambda step: 5.0 * step),
)


@given(tables)
def test_never_nan_and_never_above_one(table):
    try:
        squares = icc.mean_squares(table)
        value = icc.single(squares)
        icc.average(squares)
        ends = icc.interval(squares, 0.95)
    except UndefinedError:
        return
    assert value <= 1 + 1e-12
    if ends is not None:
        assert ends[0] <= value + 1e-9
        assert value <= ends[1] + 1e-9
        stepped = icc.stepped_up(ends, squares.k)
        assert stepped is None or stepped[0] <= stepped[1]


@given(tables)
def test_shifting_all_percents_changes_nothing(table):
    try:
        before = icc.single(icc.mean_squares(table))
    except UndefinedError:
        return
    assert icc.single(icc.mean_squares(table + 100)) == pytest.approx(before, abs=1e-9)
