"""How a measure is computed, in one sentence of each language."""

from __future__ import annotations

from decimal import Decimal

from zhuoyue import Text, plain
from zhuoyue_plugins.tables.settings import Condition, MeasureSetting

_NAMES = {
    "count": ("number of rows", "行数"),
    "count_distinct": ("number of distinct values of {value}", "{value}的不同值个数"),
    "sum": ("sum of {value}", "{value}之和"),
    "mean": ("mean of {value}", "{value}的平均值"),
    "median": ("median of {value}", "{value}的中位数"),
    "min": ("smallest {value}", "{value}的最小值"),
    "max": ("largest {value}", "{value}的最大值"),
    "share": ("percentage of rows with {numerator} where that is known", "可判断的行中满足{numerator}的百分比"),
    "ratio": ("sum of {value} divided by sum of {over}", "{value}之和除以{over}之和"),
    "value": ("{value} as recorded", "记录中的{value}"),
}
_BY = {
    "year": ("by year", "按年"),
    "half": ("by half-year", "按半年"),
    "quarter": ("by quarter", "按季度"),
    "month": ("by month", "按月"),
}


def describe(measure: MeasureSetting) -> Text:
    """Return the method of a measure; it speaks of columns only, so it is the same for every kind of table."""
    en, zh = _NAMES.get(measure.aggregate, (f"{measure.aggregate} of {{value}}", f"{{value}}的 {measure.aggregate}"))
    words = {
        "en": {"value": _value(measure, "en"), "over": f"“{measure.over}”", "numerator": _all(measure.numerator, "en")},
        "zh": {"value": _value(measure, "zh"), "over": f"“{measure.over}”", "numerator": _all(measure.numerator, "zh")},
    }
    by_en, by_zh = _BY.get(measure.period.by or "", ("by period", "按期间"))
    en, zh = en.format_map(_Safe(words["en"])), zh.format_map(_Safe(words["zh"]))
    if measure.scale != 1:
        en, zh = f"{en}, times {plain(measure.scale)}", f"{zh}，乘以 {plain(measure.scale)}"
    if measure.where:
        en, zh = f"{en}, of rows with {_all(measure.where, 'en')}", f"{zh}（条件：{_all(measure.where, 'zh')}）"
    column = measure.period.column
    return Text(en=f"{en}; {by_en} of “{column}”", zh=f"{zh}；{by_zh}（“{column}”）")


class _Safe(dict[str, str]):
    """Column names are inserted as they are, braces and all: only our own placeholders are looked up."""

    def __missing__(self, key: str) -> str:
        return ""


def _value(measure: MeasureSetting, language: str) -> str:
    if measure.hours_between:
        start, end = measure.hours_between
        return f"hours from “{start}” to “{end}”" if language == "en" else f"“{start}”至“{end}”的小时数"
    return f"“{measure.value}”"


def _all(conditions: tuple[Condition, ...], language: str) -> str:
    joint = " and " if language == "en" else "且"
    return joint.join(_one(condition, language) for condition in conditions)


def _one(condition: Condition, language: str) -> str:
    english = language == "en"
    subject = f"“{condition.column}”" if condition.column else ("value" if english else "值")
    parts = []
    for sign, bound in (
        ("=", condition.equals),
        ("≠", condition.not_equals),
        ("≥", condition.at_least),
        ("≤", condition.at_most),
    ):
        if bound is not None:
            parts.append(f"{subject} {sign} {_shown(bound)}")
    if condition.one_of is not None:
        listed = ", ".join(_shown(bound) for bound in condition.one_of)
        parts.append(f"{subject} in ({listed})" if english else f"{subject} 属于（{listed}）")
    if condition.known is not None:
        state = ("known" if condition.known else "unknown") if english else ("已知" if condition.known else "未知")
        parts.append(f"{subject} {state}")
    return (" and " if english else "且").join(parts)


def _shown(bound: Decimal | str | bool) -> str:
    return plain(bound) if isinstance(bound, Decimal) else str(bound)
