"""Charts of the pages, each made from an exhibit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from zhuoyue import Direction, Exhibit, Text
from zhuoyue.charts import (
    BarsChart,
    BarValue,
    HeatChart,
    IndexLine,
    IndexPoint,
    IndexTrendChart,
    PlotChart,
    PlotCurve,
    PlotMark,
    StackedChart,
    StackRow,
    Threshold,
    bars,
    heat,
    index_trend,
    plot,
    stacked,
)
from zhuoyue_plugins.key_accounts.exhibits.author import both
from zhuoyue_plugins.key_accounts.exhibits.read_back import ALL_TIERS, Row, english, last_rows, num
from zhuoyue_plugins.key_accounts.pages.captions import lost_by_tier, moved

_HUNDRED = Decimal(100)
_MOST_CURVES = 5
LEAST_WATCHED = 5
"""Accounts under observation below which a survival curve ends."""
_AT_RISK = 6
"""About so many numbers at risk stand below a plot."""


def said(cell: object, language: str) -> str:
    """Return the words of a cell."""
    return cell.get(language) if isinstance(cell, Text) else "–"


def mix(exhibit: Exhibit, key: str, language: str) -> StackedChart | None:
    """Return a bar a period, parted by tier, of accounts or revenue; None where a part is withheld, or too many."""
    rows: list[StackRow] = []
    parts: list[str] = []
    for period, group in groupby(exhibit.rows(), key=lambda row: said(row["period"], language)):
        mine = [row for row in group if english(row["tier"]) != ALL_TIERS]
        values = [num(row, key) for row in mine]
        known = tuple(value for value in values if value is not None)
        parts = [said(row["tier"], language) for row in mine]
        if len(known) < len(values):
            rows.append(StackRow(period, ()))
            continue
        total = sum((num(row, "accounts") or Decimal(0) for row in mine), Decimal(0))
        rows.append(StackRow(period, known, int(total)))
    if not 2 <= len(parts) <= 6 or not any(row.values for row in rows):
        return None
    titles = {
        "accounts": both("Accounts by tier", "各等级客户数占比"),
        "revenue": both("Revenue by tier", "各等级收入占比"),
    }
    return stacked(titles[key].get(language), rows, language, parts=parts)


def moves(exhibit: Exhibit, language: str) -> HeatChart | None:
    """Return the moves between the last two periods: from each tier to each."""
    rows = last_rows(exhibit)
    if not rows:
        return None
    # A tier nobody was in is no row: shares of nothing say nothing.
    wholes = {said(row["before"], language): num(row, "whole") for row in rows if num(row, "whole")}
    after = list(dict.fromkeys(said(row["after"], language) for row in rows))
    cells = {(said(row["before"], language), said(row["after"], language)): num(row, "accounts") for row in rows}
    counts = [[cells.get((one, other)) for other in after] for one in wholes]
    shares = [
        [None if count is None or not whole else 100 * count / whole for count in row]
        for row, whole in zip(counts, wholes.values(), strict=True)
    ]
    title = both("Moves between tiers", "等级变动").get(language)
    span = f"{said(rows[0]['before_period'], language)} → {said(rows[0]['period'], language)}"
    return heat(
        f"{title} {span}",
        [f"{one} ({whole})" for one, whole in wholes.items()],
        after,
        shares,
        language,
        unit=both("% of the tier before", "占起始等级客户 %").get(language),
        counts=[[None if count is None else int(count) for count in row] for row in counts],
        corner=both("from ↓ to →", "由 ↓ 到 →").get(language),
        caption=moved(exhibit),
    )


def lorenz(exhibit: Exhibit, top: Decimal | None, language: str) -> PlotChart | None:
    """Return the Lorenz curve with the point of the top fifth."""
    points = [(num(row, "accounts"), num(row, "revenue")) for row in exhibit.rows()]
    known = tuple((x, y) for x, y in points if x is not None and y is not None)
    if not known:
        return None
    marks = []
    if top is not None:
        label = both(f"top 20 %: {top:.1f} %", f"前 20 %：{top:.1f} %").get(language)
        marks.append(PlotMark(Decimal(80), _HUNDRED - top, label))
    return plot(
        exhibit.title.get(language),
        [PlotCurve("actual", both("accounts", "客户").get(language), known)],
        language,
        x_title=both("accounts, smallest first (%)", "客户累计（由小到大，%）").get(language),
        y_title=both("revenue (%)", "收入累计（%）").get(language),
        x_range=(Decimal(0), _HUNDRED),
        y_range=(Decimal(0), _HUNDRED),
        y_decimals=1,
        diagonal=True,
        marks=marks,
    )


def survival(exhibit: Exhibit, dimension: str, language: str) -> PlotChart | None:
    """Return the survival curves of one way of grouping; with its interval where it is a single one."""
    rows = [row for row in exhibit.rows() if english(row["dimension"]) == dimension]
    groups = [(name, list(group)) for name, group in groupby(rows, key=lambda row: said(row["group"], language))]
    drawn = groups[:_MOST_CURVES]
    end = max((num(row, "month") or Decimal(0) for _, group in drawn for row in known(group)), default=Decimal(0))
    curves = [_curve(name, group, end, alone=len(drawn) == 1) for name, group in drawn]
    if not any(len(curve.points) > 1 for curve in curves):
        return None
    titles = {
        "all": both("How long accounts stay", "客户留存曲线"),
        "year of start": both("By year of start", "按开始年度"),
        "first tier": both("By first tier", "按初始等级"),
        "customer group": both("By customer group", "按客户群"),
        "first product line": both("By first product line", "按初始产品线"),
    }
    return plot(
        titles[dimension].get(language),
        curves,
        language,
        x_title=both("months since the start", "合作开始后月数").get(language),
        y_title=both("still with us (%)", "留存比例（%）").get(language),
        x_range=(Decimal(0), end),
        y_range=(Decimal(0), _HUNDRED),
        y_decimals=1,
    )


def known(group: Sequence[Row]) -> list[Row]:
    """Return the rows to draw: as long as enough accounts are watched, for the last few say little."""
    rows: list[Row] = []
    for row in group:
        watched = num(row, "at_risk")
        # Late entry: the first months may have few accounts as well, and more later.
        if rows and num(row, "month") and watched is not None and watched < LEAST_WATCHED and not _more(group, row):
            break
        if num(row, "share") is not None:
            rows.append(row)
    return rows


def _more(group: Sequence[Row], row: Row) -> bool:
    """Tell whether enough accounts are watched at some later month."""
    month = num(row, "month") or Decimal(0)
    later = [num(one, "at_risk") for one in group if (num(one, "month") or Decimal(0)) > month]
    return any(one is not None and one >= LEAST_WATCHED for one in later)


def _curve(name: str, group: Sequence[Row], end: Decimal, *, alone: bool) -> PlotCurve:
    points, band, at_risk = [], [], []
    # A row every half year, as the exhibit has them; further apart where the plot is wide.
    gap = max(6, -(-int(end) // _AT_RISK) // 6 * 6)
    drawn = known(group)
    for row in drawn:
        month, share = num(row, "month") or Decimal(0), num(row, "share") or Decimal(0)
        if month % gap and not num(row, "lost") and row is not drawn[-1]:
            continue  # nothing happens there
        low, high, watched = num(row, "low"), num(row, "high"), num(row, "at_risk")
        points.append((month, share))
        if alone and low is not None and high is not None:
            band.append((month, low, high))
        if watched is not None and month % gap == 0:
            at_risk.append((month, int(watched)))
    return PlotCurve("actual" if alone else "", name, tuple(points), tuple(band), True, tuple(at_risk))


def visits(exhibit: Exhibit, target: Decimal | None, language: str) -> BarsChart:
    """Return the share of visits met by tier in the last year, in the order of the tiers."""
    rows = last_rows(exhibit)
    year = said(rows[0]["period"], language)
    values = [
        BarValue(
            said(row["tier"], language),
            num(row, "share"),
            count=None if num(row, "due") is None else int(num(row, "due") or 0),
        )
        for row in rows
    ]
    return bars(
        both(f"Return visits met {year}", f"{year} 年回访达成率").get(language),
        values,
        language,
        unit="%",
        low=Decimal(0),
        high=_HUNDRED,
        reference=Threshold(target, both("target", "目标").get(language)) if target is not None else None,
        ranked=False,
    )


def churn_by_tier(exhibit: Exhibit, language: str) -> HeatChart | None:
    """Return churn by tier and year; None for a single tier."""
    rows = list(exhibit.rows())
    if len({english(row["tier"]) for row in rows}) < 2:
        return None
    title = both("Churn by tier", "各等级流失率").get(language)
    return _by_year(title, exhibit, "churn", "base", Direction.LOWER, language, lost_by_tier(exhibit))


def visits_by_year(exhibit: Exhibit, language: str) -> HeatChart | None:
    """Return the share of visits met by tier and year; None for a single year."""
    if len({english(row["period"]) for row in exhibit.rows()}) < 2:
        return None
    title = both("Return visits met by year", "各年度回访达成率").get(language)
    return _by_year(title, exhibit, "share", "due", Direction.HIGHER, language)


def _by_year(
    title: str,
    exhibit: Exhibit,
    share: str,
    count: str,
    direction: Direction,
    language: str,
    caption: Text | None = None,
) -> HeatChart:
    """Return a number by tier and year, with the count it rests on."""
    rows = list(exhibit.rows())
    years = list(dict.fromkeys(said(row["period"], language) for row in rows))
    tiers = list(dict.fromkeys(said(row["tier"], language) for row in last_rows(exhibit)))
    cells = {(said(row["tier"], language), said(row["period"], language)): row for row in rows}

    def grid(key: str) -> list[list[Decimal | None]]:
        return [[num(cells.get((tier, year), {}), key) for year in years] for tier in tiers]

    return heat(
        title,
        tiers,
        years,
        grid(share),
        language,
        unit="%",
        direction=direction,
        counts=[[None if one is None else int(one) for one in row] for row in grid(count)],
        corner=both("tier", "等级").get(language),
        caption=caption,
    )


def trend(churn: Exhibit | None, new: Exhibit | None, language: str) -> IndexTrendChart | None:
    """Return churn of all accounts by year beside that of new ones by year of start; None without two periods."""
    everybody = [IndexPoint(said(row["period"], language), num(row, "churn")) for row in _of(churn)]
    started = [
        IndexPoint(said(row["period"], language), num(row, "churn"), num(row, "low"), num(row, "high"))
        for row in _of(new)
    ]
    lines = [
        IndexLine(both("new accounts", "新客户").get(language), tuple(started)),
        IndexLine(both("all accounts", "全部客户").get(language), tuple(everybody)),
    ]
    known = [line for line in lines if any(point.value is not None for point in line.points)]
    if sum(point.value is not None for line in known for point in line.points) < 2:
        return None
    title = both("Churn of all accounts and of new ones", "全部客户与新客户流失率").get(language)
    return index_trend(title, known, language, unit="%", low=Decimal(0))


def _of(exhibit: Exhibit | None) -> list[Row]:
    return list(exhibit.rows()) if exhibit else []


def records(exhibit: Exhibit, language: str) -> BarsChart | None:
    """Return the checks of the records that have a share."""
    values = [
        BarValue(said(row["check"], language), num(row, "share"), count=int(num(row, "whole") or 0))
        for row in exhibit.rows()
        if num(row, "whole")
    ]
    if not values:
        return None
    return bars(exhibit.title.get(language), values, language, unit="%", low=Decimal(0), ranked=True)
