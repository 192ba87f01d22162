"""Exhibits of many organisations in one log: the ends of the ranking and how they spread, from one grouped query."""

# ruff: noqa: S608 - names in this SQL are our own

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhuoyue import Exhibit, Text
from zhuoyue_plugins.complaints.counting.catalogue import HOURS, PERCENT
from zhuoyue_plugins.complaints.counting.figures import exact, hours, percent
from zhuoyue_plugins.complaints.exhibits.sheet import CASES, Column, names, numbers, sheet, words
from zhuoyue_plugins.complaints.reading.log import IN_TIME, LATE, LATE_OPEN, Log

Row = Mapping[str, Any]


def organisations(log: Log) -> Iterator[Exhibit]:
    """Yield the exhibits where the log names organisations and says when cases were closed."""
    if not (log.settings.has("organisation") and log.settings.has("closed")):
        return
    decided = f"close_state IN ({IN_TIME}, {LATE}, {LATE_OPEN})"
    log.run(
        "CREATE OR REPLACE TEMP TABLE organisations AS SELECT organisation, count(*) AS n, "
        f"count(*) FILTER (WHERE {decided}) AS decided, count(*) FILTER (WHERE close_state = {IN_TIME}) AS in_time, "
        "quantile_cont(close_us, 0.5) AS median_us FROM cases WHERE organisation IS NOT NULL GROUP BY 1"
    )
    yield _ranking(log)
    yield _spread(log)


def _ranking(log: Log) -> Exhibit:
    ranked, shown = f"decided >= {log.settings.organisation_cases}", log.settings.organisations_shown
    share = "in_time::DOUBLE / decided"
    rows: list[Row] = []
    for rank, order in (("worst", "ASC"), ("best", "DESC")):
        found = log.run(
            f"SELECT *, '{rank}' AS rank FROM organisations WHERE {ranked} "
            f"ORDER BY {share} {order}, decided DESC, organisation LIMIT {shown}"
        )
        rows += found
    rank_titles = {"worst": Text(zh="最低", en="worst"), "best": Text(zh="最高", en="best")}
    columns: list[Column] = [
        words("rank", "排位", "rank", [rank_titles[row["rank"]] for row in rows]),
        words("organisation", "单位", "organisation", [row["organisation"] for row in rows]),
        numbers("cases", "件数", "cases", [row["n"] for row in rows], unit=CASES),
        numbers("decided", "已有结论", "decided", [row["decided"] for row in rows], unit=CASES),
        numbers("in_time", "时限内关闭", "closed in time", [row["in_time"] for row in rows], unit=CASES),
        numbers("percent", "时限内关闭率", "closed in time", _percents(rows), unit=PERCENT, decimals=1),
        numbers("median_hours", "关闭时长中位数", "median to close", _medians(rows), unit=HOURS, decimals=1),
    ]
    method = Text(
        zh=f"按时限内关闭率排序，两端各列 {shown} 个；已有结论不足 {log.settings.organisation_cases} 件的单位不排序",
        en=(
            f"By share closed within the promise, {shown} at each end; organisations with fewer than "
            f"{log.settings.organisation_cases} decided cases are not ranked"
        ),
    )
    title = Text(zh="各单位投诉处理：两端", en="Organisations: the ends of the ranking")
    return sheet(log, "organisations", title, method, columns)


def _percents(rows: Sequence[Row]) -> list[Decimal | None]:
    return [percent(row["in_time"], row["decided"]) for row in rows]


def _medians(rows: Sequence[Row]) -> list[Decimal | None]:
    return [None if row["median_us"] is None else hours(Fraction(row["median_us"])) for row in rows]


_RANKS = {"min": 0.0, "p10": 0.1, "p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9, "max": 1.0}
_FIGURES = {
    "cases": (Text(zh="件数", en="cases"), "n"),
    "percent": (Text(zh="时限内关闭率（%）", en="closed in time (%)"), "100.0 * in_time / nullif(decided, 0)"),
    "median_hours": (Text(zh="关闭时长中位数（小时）", en="median hours to close"), "median_us / 3600000000.0"),
}


def _spread(log: Log) -> Exhibit:
    ranks = ", ".join(str(rank) for rank in _RANKS.values())
    parts = ", ".join(
        f"count({sql}) AS {key}_n, quantile_cont({sql}, [{ranks}]) AS {key}" for key, (_, sql) in _FIGURES.items()
    )
    (row,) = log.run(f"SELECT {parts} FROM (SELECT * REPLACE (n::DOUBLE AS n) FROM organisations)")
    columns: list[Column] = [
        names("figure", "代码", "key", _FIGURES),
        words("title", "数据", "figure", [title for title, _ in _FIGURES.values()]),
        numbers("organisations", "单位数", "organisations", [row[f"{key}_n"] for key in _FIGURES]),
    ]
    for number, rank in enumerate(_RANKS):
        values = [exact(Fraction(row[key][number])) if row[key] else None for key in _FIGURES]
        columns.append(numbers(rank, rank, rank, values, decimals=1))
    method = Text(
        zh="每个单位一个数，列出其最小值、分位数（线性内插）和最大值；含件数很少的单位",
        en=(
            "One number for each organisation; least, quantiles (linear) and greatest; organisations with few cases"
            " included"
        ),
    )
    title = Text(zh="各单位投诉处理的分布", en="Organisations: how they spread")
    return sheet(log, "organisation-spread", title, method, columns)
