"""Tells a month that is high or low every year from one that stands out once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from statistics import median

OTHERS = 2
"""Other years that must show the same."""
_KNOWN = 8
"""Months of a year that must be known for its middle to mean something."""
_APART = Decimal("0.1")
"""How far from the middle of its year a month must lie, as a share of it."""


def every_year(values: Mapping[str, Decimal], period: str, *, above: bool) -> bool:
    """Tell whether a month lies clearly above (or below) the middle of its year, and did so in each other year.

    Args:
        values: known values by month, `2025-02`.
        period: the month.
        above: the side to look at.
    """
    years: dict[str, dict[str, Decimal]] = {}
    for key, value in values.items():
        years.setdefault(key[:4], {})[key[5:]] = value
    month = period[5:]
    known = [year for year in years.values() if len(year) >= _KNOWN and month in year]
    if month not in years.get(period[:4], {}) or len(known) <= OTHERS:
        return False
    return all(_apart(year, month, above=above) for year in known)


def _apart(year: Mapping[str, Decimal], month: str, *, above: bool) -> bool:
    middle = median(year.values())
    return year[month] >= middle * (1 + _APART) if above else year[month] <= middle * (1 - _APART)
