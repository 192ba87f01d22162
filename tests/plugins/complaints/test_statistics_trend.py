"""The seasonal trend and profile against an independent implementation and figures worked by hand."""

from __future__ import annotations

import random
from decimal import Decimal

import numpy as np
import pymannkendall
import pytest
from scipy.stats import friedmanchisquare

from zhuoyue import same
from zhuoyue_plugins.complaints.exhibits.trend import trend_exhibits
from zhuoyue_plugins.complaints.statistics.trend import enough, full_years, grid, profile, seasonal_trend

Series = list[tuple[str, Decimal | None]]


def series(years: int, *, drift: float = 0, gaps: int = 0, seed: int = 1) -> Series:
    """Return months with a season, a drift and gaps."""
    dice = random.Random(seed)
    made: Series = []
    for place in range(12 * years):
        season = 30 * ((place % 12) in (6, 7, 8)) - 12 * ((place % 12) == 1)
        value = Decimal(round(100 + season + drift * place + dice.gauss(0, 6)))
        made.append((f"{2001 + place // 12}-{place % 12 + 1:02}", value))
    for place in dice.sample(range(len(made)), gaps):
        made[place] = (made[place][0], None)
    return made


def floats(months: Series) -> np.ndarray:
    """Return the values as the other implementation wants them."""
    return np.array([np.nan if value is None else float(value) for _, value in months])


@pytest.mark.parametrize("years", [2, 3, 5])
@pytest.mark.parametrize("drift", [0, 0.5, -1.2])
@pytest.mark.parametrize("gaps", [0, 3])
def test_trend_agrees_with_pymannkendall(years: int, drift: float, gaps: int) -> None:
    months = series(years, drift=drift, gaps=gaps, seed=years)
    ours, theirs = seasonal_trend(grid(months)), pymannkendall.seasonal_test(floats(months))
    assert ours.s == theirs.s
    assert ours.z == pytest.approx(theirs.z)
    assert ours.p == pytest.approx(theirs.p)
    assert ours.slope == pytest.approx(pymannkendall.seasonal_sens_slope(floats(months)).slope)
    assert ours.low <= ours.slope <= ours.high
    assert ours.n == 12 * years - gaps
    assert not ours.correlated


def test_dependence_of_months_is_allowed_for_from_ten_years() -> None:
    """The covariances of the months, against Libiseller and Grimvall's matrix; it has no correction by one."""
    months = series(12, drift=0.2)
    ours, theirs = seasonal_trend(grid(months)), pymannkendall.correlated_seasonal_test(floats(months))
    assert ours.correlated
    assert ours.s == theirs.s
    assert ours.z == pytest.approx((theirs.s - 1) / theirs.var_s**0.5)
    assert not seasonal_trend(grid(series(12, gaps=1))).correlated


def test_interval_of_the_slope_worked_by_hand() -> None:
    """Three years that rise by 1 to 12 a year: 36 slopes, each month's three times; variance 12 × 22/6 = 44.

    1.96 × √44 = 13.00; (36 - 13) / 2 = 11.50th and (36 + 13) / 2 + 1 = 25.50th slope of 36.
    """
    months: Series = [
        (f"{2001 + year}-{month:02}", Decimal(100 + year * month)) for year in range(3) for month in range(1, 13)
    ]
    found = seasonal_trend(grid(months))
    slopes = sorted(list(range(1, 13)) * 3)
    assert found.slope == 6.5
    assert found.low == pytest.approx((slopes[10] + slopes[11]) / 2, abs=0.01)
    assert found.high == pytest.approx((slopes[24] + slopes[25]) / 2, abs=0.01)


def test_no_change_is_no_trend() -> None:
    months: Series = [(f"{year}-{month:02}", Decimal(7)) for year in (2001, 2002, 2003) for month in range(1, 13)]
    found = seasonal_trend(grid(months))
    assert (found.s, found.z, found.p, found.slope) == (0, 0, 1, 0)
    season = profile(grid(months))
    assert season
    assert season.p is None
    assert season.indices == pytest.approx([100] * 12)


def test_profile_is_the_share_of_the_mean_month() -> None:
    months: Series = [
        (f"{year}-{month:02}", Decimal(10 * year_number * month))
        for year_number, year in enumerate((2001, 2002), 1)
        for month in range(1, 13)
    ]
    season = profile(grid(months))
    assert season
    assert season.indices == pytest.approx([100 * month / 6.5 for month in range(1, 13)])
    assert season.p is None


def test_friedman_worked_by_hand() -> None:
    """Three years in the same order: Q = 12 × Σ R² / (n k (k + 1)) - 3 n (k + 1) = 33, chi-square with 11 degrees."""
    months: Series = [(f"{year}-{month:02}", Decimal(month)) for year in (2001, 2002, 2003) for month in range(1, 13)]
    season = profile(grid(months))
    assert season
    assert season.p == pytest.approx(0.000524, abs=0.000005)  # upper tail of chi-square 33.0, 11 degrees


@pytest.mark.parametrize("seed", range(20))
def test_friedman_is_scipys_with_ties_too(seed: int) -> None:
    dice = random.Random(seed)
    rows = [[Decimal(dice.randint(1, 3 + seed)) for _ in range(12)] for _ in range(3 + seed % 4)]
    season = profile(grid([(f"{2001 + y}-{m:02}", one) for y, row in enumerate(rows) for m, one in enumerate(row, 1)]))
    assert season
    columns = ([float(value) for value in column] for column in zip(*rows, strict=True))
    assert season.p == pytest.approx(float(friedmanchisquare(*columns).pvalue), rel=1e-12)


def test_two_full_years_are_needed() -> None:
    assert not enough(grid(series(1)))
    assert not enough(grid(series(2)[:-1]))
    assert enough(grid(series(2)))
    assert enough(grid(series(3)[6:-6]))
    assert full_years(grid(series(3)[6:-6])) == (2002,)
    assert profile(grid(series(3)[6:-6])) is None
    assert grid([]) == {}
    assert trend_exhibits("log", series(2)[:-1]) == ()
    assert trend_exhibits("log", []) == ()


def test_exhibits_give_the_figures_and_the_reading() -> None:
    trend, season = trend_exhibits("log", series(3, drift=1.0), unit=same("cases"), items=("4.3.2",))
    (row,) = trend.rows()
    assert (trend.id, trend.kind, season.id, season.kind) == (
        "log-trend",
        "complaints.trend",
        "log-season",
        "complaints.season",
    )
    assert str(row["verdict"]) == "rising"
    theirs = pymannkendall.seasonal_sens_slope(floats(series(3, drift=1.0)))
    assert row["slope"] == pytest.approx(Decimal(str(theirs.slope)))
    assert season.count == 12
    assert season.pick(month="Aug") == season.pick(month="8 月")
    assert "Months differ" in season.notes[-1].en
    falling, _ = trend_exhibits("log", series(3, drift=-1.0))
    assert str(next(falling.rows())["verdict"]) == "falling"
    level, _ = trend_exhibits("log", series(3))
    assert str(next(level.rows())["verdict"]) == "no clear trend"
