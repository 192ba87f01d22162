"""Periods as steps of time: years, half-years, quarters, months, weeks and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from zhuoyue import Point
from zhuoyue_plugins.letci.statistics import Trend, seasonal_trend, trend

LONGEST = 1500
"""Only the last so many values enter a trend: the test compares every pair."""
_SEASONS = {"half-year": 2, "quarter": 4, "month": 12}
_YEARS = 3
"""Full years that a seasonal test needs."""


def grain(period: str) -> str:
    """Return what a period is: year, half-year, quarter, month, week or day."""
    rest = period[5:]
    if not rest:
        return "year"
    letters = {"H": "half-year", "Q": "quarter", "W": "week"}
    return letters.get(rest[0]) or ("day" if len(rest) > 2 else "month")


def first_day(period: str) -> date:
    """Return the day on which a period begins; weeks are ISO weeks. Raises ValueError if there is no such day."""
    year, rest = int(period[:4]), period[5:]
    match grain(period):
        case "year":
            return date(year, 1, 1)
        case "half-year":
            return date(year, 6 * int(rest[1:]) - 5, 1)
        case "quarter":
            return date(year, 3 * int(rest[1:]) - 2, 1)
        case "week":
            return date.fromisocalendar(year, int(rest[1:]), 1)
        case "month":
            return date(year, int(rest), 1)
        case _:
            return date.fromisoformat(period)


def until(points: Sequence[Point], day: date) -> list[Point]:
    """Return the points with a value whose period begins on or before `day`; no such day, no such point."""
    return [point for point in points if point.value is not None and _begins_by(point.period, day)]


def _begins_by(period: str, day: date) -> bool:
    try:
        return first_day(period) <= day
    except ValueError:  # `2025-13` looks like a period and is none
        return False


def step(period: str) -> int:
    """Return the number of a period on a scale where neighbouring periods of its grain are one apart."""
    day, kind = first_day(period), grain(period)
    if kind in _SEASONS or kind == "year":
        length = 12 // _SEASONS.get(kind, 1)
        return (day.year * 12 + day.month - 1) // length
    return day.toordinal() // 7 if kind == "week" else day.toordinal()


def read_trend(points: Sequence[Point]) -> Trend:
    """Test points of one grain: by season if there are three years of halves, quarters or months, else plainly."""
    used = points[-LONGEST:]
    timed = [(step(point.period), point.value or Decimal(0)) for point in used]
    seasons = _SEASONS.get(grain(used[0].period), 1)
    if seasons > 1:
        grouped = [[(time // seasons, value) for time, value in timed if time % seasons == k] for k in range(seasons)]
        if all(len(group) >= _YEARS for group in grouped):
            return seasonal_trend(grouped)
    return trend(timed)
