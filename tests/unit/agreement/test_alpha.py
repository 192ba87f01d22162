"""Krippendorff's alpha against published figures, the package `krippendorff`, and Fleiss' kappa."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest

from zhuoyue.agreement.alpha import FEWEST, RESAMPLES, SEED, Level, alpha, bootstrap
from zhuoyue.agreement.undefined import UndefinedError

_ = None
KRIPPENDORFF = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
        [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    ],
    dtype=float,
).T
"""Krippendorff (2011): 4 observers × 12 units, with gaps; here units × observers."""
FLEISS = [
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
"""The worked example of Fleiss' kappa: 10 subjects, 14 raters, 5 categories."""


@pytest.mark.parametrize(
    ("level", "value"),
    [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107), ("ratio", 0.797403)],
)
def test_published_figures(level, value):
    assert alpha(KRIPPENDORFF, Level(level)) == pytest.approx(value, abs=5e-7)


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("seed", range(12))
def test_as_the_package_on_random_tables_with_gaps(level, seed):
    rng = np.random.default_rng(seed)
    table = 5.0 * rng.integers(1, 15, (rng.integers(4, 24), rng.integers(2, 8)))
    table[rng.random(table.shape) < 0.25] = np.nan
    expected = krippendorff.alpha(reliability_data=table.T, level_of_measurement=level.value)
    assert alpha(table, level) == pytest.approx(expected, abs=1e-9)


def test_nominal_gives_fleiss_kappa():
    """With n raters everywhere, 1 − κ = (1 − α) × N n / (N n − 1): alpha corrects the expectation for sample size."""
    table = np.array([[c for c, count in enumerate(row) for _ in range(count)] for row in FLEISS], dtype=float)
    size = table.size
    kappa = 1 - (1 - alpha(table, Level.NOMINAL)) * size / (size - 1)
    assert kappa == pytest.approx(0.209931, abs=5e-7)


def test_zero_counts_for_ratio_without_a_warning():
    assert alpha(np.array([[0, 0], [0, 5], [10, 10]], dtype=float), Level.RATIO) < 1


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ([[45, 45], [45, 45]], "alike"),
        ([[45, np.nan], [np.nan, 60]], "two assessors"),
        ([[45], [60]], "two assessors"),
        (np.empty((0, 4)), "two assessors"),
    ],
)
def test_what_cannot_be_had_is_refused_with_a_reason(table, said):
    for level in Level:
        with pytest.raises(UndefinedError, match=said) as caught:
            alpha(np.array(table, dtype=float), level)
        assert caught.value.reason.zh


def rated(items=23, assessors=6, seed=1):
    rng = np.random.default_rng(seed)
    raw = rng.normal(50, 12, (items, 1)) + rng.normal(0, 7, (items, assessors))
    return np.clip(np.round(raw / 5) * 5, 0, 100)


@pytest.mark.parametrize("level", [Level.INTERVAL, Level.ORDINAL, Level.NOMINAL])
def test_bootstrap_is_that_of_a_plain_loop(level):
    """The same drawings, one alpha at a time, by the package."""
    table = rated(items=8, assessors=4)
    weights = np.random.default_rng(SEED).multinomial(8, np.full(8, 1 / 8), size=RESAMPLES)
    found = [
        krippendorff.alpha(reliability_data=np.repeat(table, row, axis=0).T, level_of_measurement=level.value)
        for row in weights[:150]
    ]
    ours = [alpha(np.repeat(table, row, axis=0), level) for row in weights[:150]]
    assert ours == pytest.approx(found, abs=1e-9)
    every = [alpha(np.repeat(table, row, axis=0), level) for row in weights]
    assert bootstrap(table, level, 0.9) == pytest.approx(tuple(np.quantile(every, [0.05, 0.95])), abs=1e-9)


def test_bootstrap_is_the_same_every_time_and_holds_the_value():
    table = rated()
    ends = bootstrap(table, Level.INTERVAL, 0.95)
    assert ends is not None
    assert ends == bootstrap(table, Level.INTERVAL, 0.95)
    assert ends[0] < alpha(table, Level.INTERVAL) < ends[1]
    wider = bootstrap(table, Level.INTERVAL, 0.99)
    assert wider is not None
    assert wider[0] < ends[0]
    assert wider[1] > ends[1]


def test_too_few_items_or_too_much_alike_give_no_interval():
    assert bootstrap(rated(items=FEWEST - 1), Level.INTERVAL, 0.95) is None
    alike = np.full((8, 3), 45.0)
    assert bootstrap(alike, Level.INTERVAL, 0.95) is None
    alike[0, 0] = 50.0
    assert bootstrap(alike, Level.INTERVAL, 0.95) is None  # every third drawing or so has all values alike
