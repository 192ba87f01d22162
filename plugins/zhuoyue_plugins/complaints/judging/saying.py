"""Figures and words of findings, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from zhuoyue import Text

TIE = "\u00a0"
"""Ties a sign to its number: no line breaks between them."""


def both(en: str, zh: str) -> Text:
    """Return a text in both languages."""
    return Text(zh=zh, en=en)


def figure(value: Decimal, decimals: int = 0) -> str:
    """Write a number with so many decimals, halves away from zero, thousands apart from 10,000 on."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    rounded = rounded if rounded else abs(rounded)
    return f"{rounded:,f}" if abs(rounded) >= 10_000 else f"{rounded:f}"


def percent(value: Decimal) -> str:
    """Write a percent with one decimal, none where it is whole: `71.2 %`, `90 %`.

    The sign is tied to the number. What is not quite all or none does not read as `100 %` or `0 %`.
    """
    shown = figure(value, 1)
    if shown in {"100.0", "0.0"} and value not in {100, 0}:
        return f"{'> 99.9' if value > 50 else '< 0.1'}{TIE}%"
    return f"{shown.removesuffix('.0')}{TIE}%"


def points(value: Decimal) -> tuple[str, str]:
    """Write a difference of percents, in English and Chinese."""
    number = figure(abs(value), 1).removesuffix(".0")
    return f"{number} percentage points", f"{number} 个百分点"


def hours(value: Decimal) -> tuple[str, str]:
    """Write hours, with the days where they are more than two, in English and Chinese."""
    shown = figure(value, 1).removesuffix(".0")
    if value < 48:
        return f"{shown} h", f"{shown} 小时"
    days = figure(value / 24, 1).removesuffix(".0")
    return f"{shown} h ({days} days)", f"{shown} 小时（{days} 天）"


def listed(names: Sequence[Text], most: int = 5) -> tuple[str, str]:
    """Write names one after another, in English and Chinese; the rest is counted."""
    en = ", ".join(name.get("en") for name in names[:most])
    zh = "、".join(name.get("zh") for name in names[:most])
    more = len(names) - most
    return (f"{en} and {more} more", f"{zh}等 {len(names)} 项") if more > 0 else (en, zh)


def wilson(hits: Decimal, cases: Decimal, z: float = 1.959964) -> tuple[Decimal, Decimal]:
    """Return the 95 % interval of a share, in percent: E. B. Wilson, JASA 22 (1927) 209–212.

    Args:
        hits: cases that meet the condition.
        cases: all cases, more than none.
        z: quantile of the normal distribution.
    """
    n, p = float(cases), float(hits / cases)
    middle = p + z * z / (2 * n)
    reach = z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    ends = ((middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n))
    low, high = (Decimal(repr(100 * min(max(end, 0.0), 1.0))).quantize(Decimal("0.0001")) for end in ends)
    return low, high
