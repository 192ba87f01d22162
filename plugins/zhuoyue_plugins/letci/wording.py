"""Figures and words of the readings, in both languages."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from zhuoyue import Comparison, Direction, Measure, Text, Verdict

PER = {
    "year": ("a year", "每年"),
    "half-year": ("a half-year", "每半年"),
    "quarter": ("a quarter", "每季度"),
    "month": ("a month", "每月"),
    "week": ("a week", "每周"),
    "day": ("a day", "每日"),
}
"""Steps of time."""

KINDS = {
    "competitor": ("competitor", "竞争对手"),
    "benchmark": ("benchmark", "标杆"),
    "average": ("average", "行业平均"),
}
"""Against whom a measure is held."""

DIMENSIONS = {
    "Le": ("level", "水平"),
    "T": ("trend", "趋势"),
    "C": ("comparison", "对比"),
    "I": ("integration", "整合"),
}
"""The four dimensions of result items."""

VERDICTS = {
    Verdict.GOOD: ("good", "好"),
    Verdict.MIXED: ("mixed", "中"),
    Verdict.POOR: ("poor", "差"),
    Verdict.UNKNOWN: ("unknown", "未知"),
}
"""What a reading says."""


def both(en: str, zh: str) -> Text:
    """Return a text in both languages."""
    return Text(zh=zh, en=en)


def rounded(value: Decimal, decimals: int) -> str:
    """Write a value with so many decimals, halves away from zero, never as `-0`."""
    text = f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    return text.lstrip("-") if not Decimal(text) else text


def shown(value: Decimal, measure: Measure) -> tuple[str, str]:
    """Return a value of a measure with its unit, in English and Chinese."""
    number = rounded(value, measure.decimals)
    en, zh = _unit(measure)
    return f"{number}{_gap(en)}{en}", f"{number}{_gap(zh)}{zh}"


def change(slope: float, measure: Measure) -> tuple[str, str]:
    """Return a slope with sign and unit; a change of a percentage is one of percentage points."""
    number = rounded(Decimal(repr(slope)), measure.decimals + 1)
    number = number if number.startswith("-") else f"+{number}"
    en, zh = _unit(measure)
    if en == "%":
        return f"{number} percentage points", f"{number} 个百分点"
    return f"{number}{_gap(en)}{en}", f"{number}{_gap(zh)}{zh}"


def chance(p: float) -> str:
    """Return `p = 0.083` or `p < 0.001`."""
    return "p < 0.001" if p < 0.001 else f"p = {rounded(Decimal(repr(p)), 3)}"


def share(value: Fraction) -> str:
    """Return a share as a percentage with at most one decimal."""
    percent = Decimal(value.numerator * 100) / Decimal(value.denominator)
    return f"{rounded(percent, 1).removesuffix('.0')} %"


def fraction(value: Decimal) -> str:
    """Return a setting such as 0.02 as `2 %`."""
    return share(Fraction(value))


def who(comparison: Comparison) -> tuple[str, str]:
    """Say who a comparison is with: its kind, and its name where that says more."""
    en, zh = KINDS[comparison.kind.value]
    name = comparison.name
    if name.get("en").casefold() in {en, zh} or name.get("zh") == zh:
        return en, zh
    return f"{en} {name.get('en')}", f"{zh}“{name.get('zh')}”"


def better(measure: Measure) -> tuple[str, str]:
    """Say which way is better."""
    higher = measure.direction is Direction.HIGHER
    return ("higher is better", "越高越好") if higher else ("lower is better", "越低越好")


def _unit(measure: Measure) -> tuple[str, str]:
    return (measure.unit.get("en"), measure.unit.get("zh")) if measure.unit else ("", "")


def _gap(unit: str) -> str:
    return "" if unit in {"", "%", "‰"} else " "
