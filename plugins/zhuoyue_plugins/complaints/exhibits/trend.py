"""Trend and season of monthly volume as exhibits."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from zhuoyue import Column, Exhibit, NumberColumn, Text, TextColumn, Visibility, same
from zhuoyue.records import half_up
from zhuoyue_plugins.complaints.statistics.trend import (
    CORRELATED_FROM,
    MONTHS,
    Grid,
    Profile,
    SeasonalTrend,
    enough,
    grid,
    profile,
    seasonal_trend,
)

ALPHA = 0.05
"""Significance level of a trend and of a season."""
RISING = Text(zh="上升", en="rising")
FALLING = Text(zh="下降", en="falling")
LEVEL = Text(zh="无明显趋势", en="no clear trend")
_TREND = Text(
    zh="季节性 Mann–Kendall 检验：只将各月与往年同月比较（Hirsch、Slack、Smith 1982）；每年变化为同月斜率的中位数"
    "（季节性 Sen 斜率），区间为 95 %（Gilbert 1987）。不足整月的月份不参与。",
    en="Seasonal Mann–Kendall test: a month is compared with the same month of other years only (Hirsch, Slack and "
    "Smith 1982); the change a year is the median slope within months (seasonal Sen slope) with its 95 % interval "
    "(Gilbert 1987). Incomplete months take no part.",
)
_SEASON = Text(
    zh="各月数量除以当年月均数量，再对各完整年份取平均：100 表示与当年平均月份相同。",
    en="Each month's number over the mean month of its year, averaged over the full years: 100 is an average month.",
)


def trend_exhibits(
    source: str,
    months: Sequence[tuple[str, Decimal | int | None]],
    *,
    unit: Text | None = None,
    notes: Sequence[Text] = (),
    visibility: Visibility = Visibility.INTERNAL,
    items: tuple[str, ...] = (),
    evidence: tuple[str, ...] = (),
) -> tuple[Exhibit, ...]:
    """Return `SOURCE-trend` and `SOURCE-season`; nothing below two full years.

    Args:
        source: name of the source.
        months: month `2025-07` and its number; None for a month that is incomplete or unknown.
        unit: of the numbers.
        notes: more that the reader must know.
        visibility: of the records.
        items: that it supports.
        evidence: ids it was computed from.
    """
    values = grid(months)
    if not values or not enough(values):
        return ()
    trend, season = seasonal_trend(values), profile(values)
    shared: dict[str, Any] = {"source": source, "visibility": visibility, "items": items, "evidence": evidence}
    return (
        Exhibit(
            id=f"{source}-trend",
            kind="complaints.trend",
            title=Text(zh="投诉数量的趋势（已考虑季节）", en="Trend of the volume, season allowed for"),
            method=_TREND,
            columns=_trend_columns(values, trend, unit),
            notes=(*notes, _dependence(trend)),
            **shared,
        ),
        *((_season(source, values, season, unit, notes, shared),) if season else ()),
    )


def _season(
    source: str, values: Grid, season: Profile, unit: Text | None, notes: Sequence[Text], shared: dict[str, Any]
) -> Exhibit:
    return Exhibit(
        id=f"{source}-season",
        kind="complaints.season",
        title=Text(zh="投诉数量的季节性", en="Season of the volume"),
        method=_SEASON,
        columns=_season_columns(values, season, unit),
        notes=(*notes, _differing(season)),
        **shared,
    )


def _trend_columns(values: Grid, trend: SeasonalTrend, unit: Text | None) -> tuple[Column, ...]:
    known = [value for row in values.values() for value in row if value is not None]
    mean = sum(known, Decimal(0)) / len(known)
    percent = half_up(100 * trend.slope / float(mean), 4) if mean else None
    verdict = LEVEL if trend.p >= ALPHA else RISING if trend.s > 0 else FALLING
    yearly = _per_year(unit)
    return (
        _one("months", "月数", "Months", Decimal(trend.n)),
        _one("years", "年数", "Years", Decimal(trend.years)),
        _one("s", "S 统计量", "S", Decimal(trend.s)),
        _one("z", "Z", "Z", half_up(trend.z, 6), 2),
        _one("p", "p 值", "p", half_up(trend.p, 6), 3),
        _one("slope", "每年变化（每月数量）", "Change a year of a month's number", half_up(trend.slope, 6), 1, yearly),
        _one("low", "区间下限", "Lower end", half_up(trend.low, 6), 1, yearly),
        _one("high", "区间上限", "Upper end", half_up(trend.high, 6), 1, yearly),
        _one("percent", "每年变化（占月均）", "Change a year against the mean month", percent, 1, same("%")),
        TextColumn(key="verdict", title=Text(zh="结论", en="Reading"), values=(verdict,)),
    )


def _per_year(unit: Text | None) -> Text | None:
    return Text(zh=f"{unit.get('zh')}/年", en=f"{unit.get('en')} a year") if unit else None


def _one(
    key: str, zh: str, en: str, value: Decimal | None, decimals: int = 0, unit: Text | None = None
) -> NumberColumn:
    return NumberColumn(key=key, title=Text(zh=zh, en=en), unit=unit, decimals=decimals, values=(value,))


def _dependence(trend: SeasonalTrend) -> Text:
    if trend.correlated:
        return Text(
            zh="各月之间的相关性已计入方差（Hirsch、Slack 1984）。",
            en="The variance allows for months that depend on each other (Hirsch and Slack 1984).",
        )
    return Text(
        zh=f"视各月相互独立；计入月间相关需 {CORRELATED_FROM} 个完整年份（Hirsch、Slack 1984），"
        f"本数据有 {trend.years} 年。连续几个月偏高也可能显得像趋势。",
        en=f"Months are taken as independent of each other; allowing for dependence needs {CORRELATED_FROM} full years "
        f"(Hirsch and Slack 1984), these are {trend.years}. A spell of several high months can look like a trend.",
    )


def _season_columns(values: Grid, season: Profile, unit: Text | None) -> tuple[Column, ...]:
    years = season.years
    means = [
        sum((values[year][month] or Decimal(0) for year in years), Decimal(0)) / len(years) for month in range(MONTHS)
    ]
    return (
        TextColumn(
            key="month",
            title=Text(zh="月份", en="Month"),
            values=tuple(Text(zh=f"{month} 月", en=_NAMES[month - 1]) for month in range(1, MONTHS + 1)),
        ),
        NumberColumn(
            key="index",
            title=Text(zh="季节指数", en="Index"),
            decimals=1,
            values=tuple(half_up(one, 4) for one in season.indices),
        ),
        NumberColumn(
            key="mean",
            title=Text(zh="平均数量", en="Mean number"),
            unit=unit,
            decimals=1,
            values=tuple(half_up(one, 4) for one in means),
        ),
        NumberColumn(key="years", title=Text(zh="年数", en="Years"), values=(Decimal(len(years)),) * MONTHS),
    )


_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _differing(season: Profile) -> Text:
    if season.p is None:
        return Text(
            zh="只有两个完整年份，无法检验各月是否确有差异。",
            en="With two full years only, whether months really differ cannot be tested.",
        )
    shown = half_up(season.p, 3)
    if season.p < ALPHA:
        return Text(
            zh=f"各月之间存在差异（Friedman 检验，p = {shown}）。",
            en=f"Months differ (Friedman's test, p = {shown}).",
        )
    return Text(
        zh=f"各月之间的差异未超出随机波动（Friedman 检验，p = {shown}）。",
        en=f"Months do not differ by more than chance (Friedman's test, p = {shown}).",
    )
