"""Periods on an axis: all that lie between the first and the last, and how they are written in little room."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

_MOST = 400  # a year of days and a bit; beyond that only the periods with values are shown
_KINDS = {
    "year": re.compile(r"\d{4}"),
    "half": re.compile(r"\d{4}-H[12]"),
    "quarter": re.compile(r"\d{4}-Q[1-4]"),
    "week": re.compile(r"\d{4}-W\d{2}"),
    "month": re.compile(r"\d{4}-\d{2}"),
    "day": re.compile(r"\d{4}-\d{2}-\d{2}"),
}


def axis_periods(periods: Iterable[str]) -> tuple[str, ...]:
    """Return the periods in order, those without any value filled in, so that a gap takes its room."""
    known = sorted(set(periods))
    kinds = {kind_of(period) for period in known}
    if len(kinds) != 1 or None in kinds:
        return tuple(known)
    filled: list[str] = []
    for period in _from(known[0]):
        filled.append(period)
        if period == known[-1]:
            return tuple(filled)
        if len(filled) > _MOST or period > known[-1]:
            break
    return tuple(known)


def kind_of(period: str) -> str | None:
    """Return year, half, quarter, week, month or day."""
    return next((kind for kind, pattern in _KINDS.items() if pattern.fullmatch(period)), None)


def split(period: str) -> tuple[str, str]:
    """Return year and the rest: `("2025", "Q3")`; the rest is empty for a year."""
    year, _, rest = period.partition("-")
    return year, rest


def _from(first: str) -> Iterator[str]:
    """Yield `first` and the periods that follow it."""
    year, rest = int(first[:4]), first[5:]
    match kind_of(first):
        case "year":
            yield from (f"{number:04}" for number in range(year, 10000))
        case "half":
            yield from _counted(year, int(rest[1:]), 2, "H{}")
        case "quarter":
            yield from _counted(year, int(rest[1:]), 4, "Q{}")
        case "month":
            yield from _counted(year, int(rest), 12, "{:02}")
        case "week":
            yield from _weeks(year, int(rest[1:]))
        case "day":
            yield from _days(first)


def _counted(year: int, number: int, many: int, form: str) -> Iterator[str]:
    while year < 10000:
        yield f"{year:04}-{form.format(number)}"
        year, number = (year + 1, 1) if number >= many else (year, number + 1)


def _weeks(year: int, week: int) -> Iterator[str]:
    while year < 10000:
        yield f"{year:04}-W{week:02}"
        last = date(year, 12, 28).isocalendar().week  # 28 December is always in the year's last ISO week
        year, week = (year + 1, 1) if week >= last else (year, week + 1)


def _days(first: str) -> Iterator[str]:
    try:
        day = date.fromisoformat(first)
    except ValueError:  # 2025-02-31 has the form of a day, but is none: leave the periods as they are
        return
    while day < date.max:
        yield day.isoformat()
        day += timedelta(days=1)
