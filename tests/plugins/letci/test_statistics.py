"""The trend statistics against published tables, enumeration and two independent implementations."""

from __future__ import annotations

import itertools
import random
from datetime import date
from decimal import Decimal

import pymannkendall
import pytest
from scipy.stats import kendalltau

from zhuoyue import Point
from zhuoyue_plugins.letci import series
from zhuoyue_plugins.letci.statistics import exact_p, normal_p, score, seasonal_trend, trend, variance

# One-sided exact probabilities P(S ≥ s), three decimals: M. G. Kendall, Rank Correlation Methods, appendix table 1
# (also R. O. Gilbert, Statistical Methods for Environmental Pollution Monitoring, 1987, table A18).
KENDALL = {
    4: {0: 0.625, 2: 0.375, 4: 0.167, 6: 0.042},
    5: {0: 0.592, 2: 0.408, 4: 0.242, 6: 0.117, 8: 0.042, 10: 0.008},
    6: {1: 0.500, 3: 0.360, 5: 0.235, 7: 0.136, 9: 0.068, 11: 0.028, 13: 0.008},
    7: {1: 0.500, 3: 0.386, 5: 0.281, 7: 0.191, 9: 0.119, 11: 0.068, 13: 0.035, 15: 0.015},
    8: {2: 0.452, 4: 0.360, 6: 0.274, 8: 0.199, 10: 0.138, 12: 0.089, 14: 0.054, 16: 0.031, 18: 0.016},
    9: {2: 0.460, 4: 0.381, 6: 0.306, 8: 0.238, 10: 0.179, 12: 0.130, 14: 0.090, 16: 0.060, 18: 0.038},
    10: {1: 0.500, 3: 0.431, 5: 0.364, 7: 0.300, 9: 0.242, 11: 0.190, 13: 0.146, 15: 0.108, 17: 0.078},
}


@pytest.mark.parametrize(("n", "s", "one_sided"), [(n, s, p) for n, row in KENDALL.items() for s, p in row.items()])
def test_exact_p_agrees_with_kendalls_table(n: int, s: int, one_sided: float) -> None:
    expected = min(1.0, 2 * one_sided) if s else 1.0
    assert exact_p(n, s) == pytest.approx(expected, abs=0.001)
    assert exact_p(n, -s) == exact_p(n, s)


@pytest.mark.parametrize("n", range(2, 7))
def test_exact_p_agrees_with_counting_every_order(n: int) -> None:
    scores = [score([Decimal(value) for value in order]) for order in itertools.permutations(range(n))]
    for s in set(scores):
        assert exact_p(n, s) == sum(abs(one) >= abs(s) for one in scores) / len(scores)


def _random_series(seed: int, n: int, *, ties: bool) -> list[Decimal]:
    rng = random.Random(seed)
    if ties:
        return [Decimal(rng.randint(0, 5)) for _ in range(n)]
    return [Decimal(value) / 10 for value in rng.sample(range(10_000), n)]


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("ties", [True, False])
def test_plain_test_agrees_with_pymannkendall(seed: int, ties: bool) -> None:
    values = _random_series(seed, 4 + 2 * seed, ties=ties)
    theirs = pymannkendall.original_test([float(value) for value in values])
    ours = trend(list(enumerate(values)))
    assert ours.s == theirs.s
    assert variance(values) == pytest.approx(float(theirs.var_s))
    assert normal_p(ours.s, variance(values)) == pytest.approx(float(theirs.p), abs=1e-12)
    assert ours.slope == pytest.approx(float(theirs.slope))
    if ours.method == "normal":
        assert ours.p == pytest.approx(float(theirs.p), abs=1e-12)


@pytest.mark.parametrize("seed", range(25))
def test_exact_p_agrees_with_scipy(seed: int) -> None:
    values = _random_series(seed, 3 + seed % 8, ties=False)
    theirs = kendalltau(range(len(values)), [float(value) for value in values], method="exact")
    assert trend(list(enumerate(values))).p == pytest.approx(float(theirs.pvalue))


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("seasons", [2, 4, 12])
def test_seasonal_test_agrees_with_pymannkendall(seed: int, seasons: int) -> None:
    years = 3 + seed % 4
    values = _random_series(seed, seasons * years, ties=bool(seed % 2))
    theirs = pymannkendall.seasonal_test([float(value) for value in values], period=seasons)
    ours = seasonal_trend([list(enumerate(values[k::seasons])) for k in range(seasons)])
    assert ours.s == theirs.s
    assert ours.p == pytest.approx(float(theirs.p), abs=1e-12)
    assert ours.slope == pytest.approx(float(theirs.slope))


def test_steps_are_counted_in_the_periods_own_length() -> None:
    pairs = [
        ("2024", "2025"),
        ("2024-H2", "2025-H1"),
        ("2024-Q4", "2025-Q1"),
        ("2024-12", "2025-01"),
        ("2020-W53", "2021-W01"),
        ("2024-02-28", "2024-02-29"),
    ]
    assert [series.step(later) - series.step(earlier) for earlier, later in pairs] == [1] * 6
    assert series.first_day("2025-H2") == series.first_day("2025-Q3") == series.first_day("2025-07")
    assert series.first_day("2025-W01") == date(2024, 12, 30)


def test_a_period_that_does_not_exist_is_left_out() -> None:
    points = [Point(period="2025-12", value=Decimal(1)), Point(period="2025-13", value=Decimal(2))]
    assert series.until(points, date(2025, 12, 31)) == points[:1]


def test_only_the_last_values_of_a_very_long_series_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series, "LONGEST", 5)
    points = [Point(period=str(2000 + k), value=Decimal(k)) for k in range(20)]
    assert series.read_trend(points).n == 5
