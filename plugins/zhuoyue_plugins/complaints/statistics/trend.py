"""Trend and season of monthly volume: seasonal Mann–Kendall test, seasonal Sen slope, month profile.

Sources: R. M. Hirsch, J. R. Slack, R. A. Smith, *Techniques of trend analysis for monthly water quality data*, Water
Resources Research 18 (1982) 107–121; R. M. Hirsch, J. R. Slack, *A nonparametric trend test for seasonal data with
serial dependence*, Water Resources Research 20 (1984) 727–732 (the variance for months that depend on each other, for
ten years and more); R. O. Gilbert, *Statistical Methods for Environmental Pollution Monitoring* (1987), 17.3 (interval
of the slope); M. Friedman, JASA 32 (1937) 675–701 (whether months differ).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import NormalDist, median

YEARS = 2
"""Full years that a trend and a season need."""
CORRELATED_FROM = 10
"""Years from which the months' dependence on each other is allowed for, as Hirsch and Slack (1984) advise."""
LEVEL = 0.95
"""Of the interval of the slope."""
MONTHS = 12

Grid = Mapping[int, Sequence[Decimal | None]]
"""Twelve values a year, by year."""


@dataclass(frozen=True)
class SeasonalTrend:
    """Result of the seasonal test."""

    n: int
    """Months with a value."""
    years: int
    """Years that have any."""
    s: int
    """Kendall's S, summed over the months."""
    z: float
    p: float
    """Two-sided."""
    slope: float
    """Median change a year, month compared with the same month."""
    low: float
    """Lower end of the slope's interval."""
    high: float
    """Upper end."""
    correlated: bool
    """Whether the months' dependence on each other was allowed for."""


@dataclass(frozen=True)
class Profile:
    """Month effects."""

    indices: tuple[float, ...]
    """Each month in percent of the mean month of its year, averaged over the full years."""
    years: tuple[int, ...]
    """Full years it rests on."""
    p: float | None
    """Friedman's test of whether months differ at all; None below three years."""


def grid(months: Sequence[tuple[str, Decimal | int | None]]) -> dict[int, list[Decimal | None]]:
    """Arrange months `2025-07` as twelve values a year; what is not given is unknown."""
    years: dict[int, list[Decimal | None]] = {}
    for period, value in months:
        row = years.setdefault(int(period[:4]), [None] * MONTHS)
        row[int(period[5:7]) - 1] = None if value is None else Decimal(value)
    if not years:
        return {}
    return {year: years.get(year, [None] * MONTHS) for year in range(min(years), max(years) + 1)}


def full_years(values: Grid) -> tuple[int, ...]:
    """Return the years with twelve values."""
    return tuple(year for year, row in values.items() if all(value is not None for value in row))


def enough(values: Grid) -> bool:
    """Tell whether there are two full years' worth: every month of the year known in two years or more."""
    return all(sum(row[month] is not None for row in values.values()) >= YEARS for month in range(MONTHS))


def seasonal_trend(values: Grid) -> SeasonalTrend:
    """Test for a trend, comparing January with January only; see `enough` for what it needs."""
    seasons = [[(year, row[month]) for year, row in values.items()] for month in range(MONTHS)]
    known = [[(year, value) for year, value in season if value is not None] for season in seasons]
    s = sum(_score([value for _, value in season]) for season in known)
    correlated = len(full_years(values)) == len(values) >= CORRELATED_FROM
    spread = _joint_variance(values) if correlated else sum(_variance([v for _, v in season]) for season in known)
    z = (s - (s > 0) + (s < 0)) / math.sqrt(spread) if spread else 0.0
    slopes = sorted(slope for season in known for slope in _slopes(season))
    low, high = _interval(slopes, spread)
    n = sum(len(season) for season in known)
    p = math.erfc(abs(z) / math.sqrt(2))
    return SeasonalTrend(n, len(values), s, z, p, median(slopes), low, high, correlated)


def _score(values: Sequence[Decimal]) -> int:
    """Return Kendall's S: rising pairs minus falling pairs."""
    return sum((two > one) - (two < one) for place, two in enumerate(values) for one in values[:place])


def _variance(values: Sequence[Decimal]) -> float:
    """Return the variance of S without trend, corrected for ties."""
    n = len(values)
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    return (n * (n - 1) * (2 * n + 5) - ties) / 18


def _joint_variance(values: Grid) -> float:
    """Return the variance of S with the covariances of the months: Hirsch and Slack (1984), eqs. 5–7."""
    columns = [[row[month] or Decimal(0) for row in values.values()] for month in range(MONTHS)]
    ranks = [_ranks(column) for column in columns]
    n = len(values)
    total = 0.0
    for g in range(MONTHS):
        for h in range(MONTHS):
            if g == h:
                total += _variance(columns[g])
                continue
            k = sum(
                _sign(columns[g][j] - columns[g][i]) * _sign(columns[h][j] - columns[h][i])
                for j in range(n)
                for i in range(j)
            )
            product = sum(one * two for one, two in zip(ranks[g], ranks[h], strict=True))
            total += (k + 4 * product - n * (n + 1) ** 2) / 3
    return total


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def _ranks(values: Sequence[Decimal]) -> list[float]:
    """Return midranks."""
    return [(len(values) + 1 + sum(_sign(one - other) for other in values)) / 2 for one in values]


def _slopes(season: Sequence[tuple[int, Decimal]]) -> Iterator[float]:
    for place, (year, later) in enumerate(season):
        for before, earlier in season[:place]:
            yield float(later - earlier) / (year - before)


def _interval(slopes: Sequence[float], spread: float) -> tuple[float, float]:
    """Return the interval of the median slope: Gilbert (1987), 16.4.2 with the seasonal variance of 17.3."""
    reach = NormalDist().inv_cdf((1 + LEVEL) / 2) * math.sqrt(spread)
    count = len(slopes)
    return _at(slopes, (count - reach) / 2 - 1), _at(slopes, (count + reach) / 2)


def _at(ordered: Sequence[float], place: float) -> float:
    """Return the value at a place between two, from the line between them; at the ends the outermost."""
    place = min(max(place, 0), len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def profile(values: Grid) -> Profile | None:
    """Return the month effects; None below two full years, or where a full year counts nothing."""
    years = full_years(values)
    rows = [[float(value or 0) for value in values[year]] for year in years]
    if len(rows) < YEARS or not all(map(sum, rows)):
        return None
    shares = [[100 * value * MONTHS / sum(row) for value in row] for row in rows]
    indices = tuple(sum(share[month] for share in shares) / len(shares) for month in range(MONTHS))
    return Profile(indices, years, _friedman(rows) if len(rows) > YEARS else None)


def _friedman(rows: Sequence[Sequence[float]]) -> float | None:
    """Return the p of Friedman's test with years as blocks; None where no year's months differ."""
    if all(len(set(row)) == 1 for row in rows):
        return None
    n, k = len(rows), MONTHS
    ties = sum(t**3 - t for row in rows for t in Counter(row).values())
    squares = sum(sum(column) ** 2 for column in zip(*map(_midranks, rows), strict=True))
    value = (12 * squares / (n * k * (k + 1)) - 3 * n * (k + 1)) / (1 - ties / (n * (k**3 - k)))
    return _beyond(max(value, 0.0))


def _midranks(row: Sequence[float]) -> list[float]:
    """Return the ranks of a row; equal values share the mean of theirs."""
    ordered = sorted(row)
    return [(ordered.index(value) + 1 + MONTHS - ordered[::-1].index(value)) / 2 for value in row]


def _beyond(value: float) -> float:
    """Return the chance of more than a value in the chi-square distribution of one degree of freedom below twelve.

    Eleven is odd, so the chance is a finite sum (Abramowitz and Stegun, 26.4.4), and no library is read for it.
    """
    term = math.sqrt(2 * value / math.pi) * math.exp(-value / 2)
    chance = math.erfc(math.sqrt(value / 2))
    for odd in range(3, MONTHS + 1, 2):
        chance += term
        term *= value / odd
    return chance
