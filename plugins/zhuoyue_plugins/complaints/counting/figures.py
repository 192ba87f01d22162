"""Exact figures from counts: percentages, hours, means; rounded once, half up, at nine decimals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhuoyue.records import half_up

HOUR = 3_600_000_000
"""Microseconds of an hour."""


def exact(value: Fraction) -> Decimal:
    """Return a fraction as a decimal number with nine decimals."""
    return half_up(value, 9)


def percent(part: int, whole: int) -> Decimal | None:
    """Return the percentage; None of nothing."""
    return exact(Fraction(100 * part, whole)) if whole else None


def mean(total: Any, count: int) -> Decimal | None:
    """Return the mean; None of nothing."""
    return exact(Fraction(total) / count) if count else None


def hours(microseconds: Fraction | None) -> Decimal | None:
    """Return microseconds as hours."""
    return None if microseconds is None else exact(microseconds / HOUR)


def between(row: Mapping[str, Any], tenths: int) -> Fraction | None:
    """Return a quantile from the two values around its rank, linear between them (Hyndman and Fan 1996, type 7).

    Args:
        row: `total` values; `low5`, `high5` or `low9`, `high9` around the rank.
        tenths: 5 for the median, 9 for the 90th percentile.
    """
    if not row["total"]:
        return None
    low, high = int(row[f"low{tenths}"]), int(row[f"high{tenths}"])
    return low + Fraction((int(row["total"]) - 1) * tenths % 10, 10) * (high - low)
