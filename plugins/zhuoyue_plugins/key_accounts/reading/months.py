"""Months counted from year 0, so that periods, ages and silences are plain differences."""

from __future__ import annotations

from datetime import date

from zhuoyue import Period


def month_of(day: date) -> int:
    """Return the number of a day's month."""
    return day.year * 12 + day.month - 1


def month_text(month: int) -> str:
    """Write a month as `2025-03`."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def period_text(period: int, months: int) -> Period:
    """Write a period of so many months, numbered from year 0: `2025`, `2025-H1`, `2025-Q3`, `2025-07`."""
    year, part = divmod(period * months, 12)
    part = part // months + 1
    return f"{year:04d}" + {12: "", 6: f"-H{part}", 3: f"-Q{part}", 1: f"-{part:02d}"}[months]
