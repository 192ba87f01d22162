"""Exhibits over time: figures by year, the promise by period, the volume by month."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhuoyue import Exhibit, NumberColumn, Text, plain
from zhuoyue.records import period_of
from zhuoyue_plugins.complaints.counting.catalogue import PERCENT, Figure, catalogue, clock_words, decided
from zhuoyue_plugins.complaints.counting.deals import Deals, per_thousand
from zhuoyue_plugins.complaints.counting.figures import percent
from zhuoyue_plugins.complaints.counting.grouped import STATES, Grouped
from zhuoyue_plugins.complaints.exhibits.sheet import CASES, Column, names, numbers, sheet, words
from zhuoyue_plugins.complaints.reading.log import Log

Row = Mapping[str, Any]


def overview(log: Log, found: Grouped, deals: Deals) -> Iterator[Exhibit]:
    """Yield the exhibits over time."""
    yield _years(log, found, deals)
    for what, role in (("close", "closed"), ("reply", "first_reply")):
        if log.settings.has(role):
            yield _promise(log, found, what)
    yield _months(log, found, deals)
    if found.month_parts:
        yield _month_parts(log, found)


def _years(log: Log, found: Grouped, deals: Deals) -> Exhibit:
    figures = [*catalogue(log), *([per_thousand(deals, "year")] if deals.known else [])]
    years = [period_of(row["code"], "year") for row in found.years]
    columns: list[Column] = [names("year", "年份", "year", years)]
    for figure in figures:
        columns.append(_figure_column(figure, [figure.value(row)[0] for row in found.years]))
    method = Text(
        zh="按受理年份汇总；各列的算法同名称相同的指标：" + "；".join(f"{f.title.zh}——{f.method.zh}" for f in figures),
        en="By year of receipt; each column is computed as the measure of its name: "
        + "; ".join(f"{f.title.en} – {f.method.en}" for f in figures),
    )
    return sheet(log, "years", Text(zh="投诉处理年度数据", en="Complaints handling by year"), method, columns)


def _figure_column(figure: Figure, values: Sequence[Any]) -> NumberColumn:
    return numbers(figure.column, figure.title.zh, figure.title.en, values, unit=figure.unit, decimals=figure.decimals)


_STATES = {
    "in_time": ("时限内", "in time"),
    "late": ("超时", "late"),
    "late_open": ("未完成且已超时", "not done, past the promise"),
    "undecided": ("未到时限", "not done, still within"),
    "unknown": ("无法判断", "cannot be judged"),
}


def _promise(log: Log, found: Grouped, what: str) -> Exhibit:
    zh, en = ("关闭", "Closing") if what == "close" else ("首次答复", "First reply")
    settings = log.settings
    hours = settings.promise_hours if what == "close" else settings.reply_promise_hours or settings.promise_hours
    clock = clock_words(log)
    method = Text(
        zh=(
            f"承诺时限 {plain(hours)} 小时，{clock.zh}，截至 {log.day} 日终。兑现率 = 时限内 ÷（时限内 + 超时 +"
            " 未完成且已超时）"
        ),
        en=(
            f"Promise {plain(hours)} h, {clock.en}, judged at the end of {log.day}. Percent kept = in time ÷ (in time +"
            " late + not done and past the promise)"
        ),
    )
    rows = found.periods
    columns: list[Column] = [
        names("period", "期间", "period", [period_of(row["code"], settings.period) for row in rows]),
        names("what", "事项", "what", [what for _ in rows]),
        *(numbers(key, *_STATES[key], [row[f"{what}_{key}"] for row in rows], unit=CASES) for key in STATES),
        numbers(
            "percent",
            "兑现率",
            "kept",
            [percent(row[f"{what}_in_time"], decided(row, what)) for row in rows],
            unit=PERCENT,
            decimals=1,
        ),
    ]
    title = Text(zh=f"{zh}时限兑现情况", en=f"{en}: promise kept")
    return sheet(log, "promise", title, method, columns, suffix=f"promise-{what}")


def _months(log: Log, found: Grouped, deals: Deals) -> Exhibit:
    by_code = {row["code"]: row for row in found.months}
    codes = _every_month(found.months)
    months = [period_of(code, "month") for code in codes]
    columns: list[Column] = [
        names("month", "月份", "month", months),
        *_counts(log, [by_code.get(code) for code in codes]),
        numbers("days", "天数", "days", [_days(code, log.day) for code in codes]),
    ]
    number = [deals.of(month) for month in months]
    if any(one is not None for one in number):
        columns.append(numbers("deals", "交易数", "deals", number))
    method = Text(
        zh=f"按受理月份计数，其间没有投诉的月份计 0。天数为截至 {log.day} 该月已过的天数，少于全月的月份不完整",
        en=(
            "Counted by the month of receipt; a month without cases between the first and the last counts 0. Days are"
            f" those of the month up to {log.day}: fewer than it has mean an incomplete month"
        ),
    )
    return sheet(log, "months", Text(zh="每月投诉量", en="Complaints by month"), method, columns)


def _counts(log: Log, rows: Sequence[Row | None]) -> Iterator[Column]:
    yield numbers("cases", "件数", "cases", [row["n"] if row else 0 for row in rows], unit=CASES)
    if log.settings.has("closed"):
        yield numbers(
            "decided", "已有结论", "decided", [decided(row, "close") if row else 0 for row in rows], unit=CASES
        )
        yield numbers("in_time", "时限内", "in time", [row["close_in_time"] if row else 0 for row in rows], unit=CASES)


def _every_month(rows: Sequence[Row]) -> list[int]:
    if not rows:
        return []
    (year, month), last = divmod(rows[0]["code"], 100), rows[-1]["code"]
    codes = []
    while year * 100 + month <= last:
        codes.append(year * 100 + month)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return codes


def _days(code: int, last: dt.date) -> int:
    year, month = divmod(code, 100)
    length = calendar.monthrange(year, month)[1]
    return min(length, (last - dt.date(year, month, 1)).days + 1)


def _month_parts(log: Log, found: Grouped) -> Exhibit:
    rows = sorted(found.month_parts, key=lambda row: (row["part"], row["code"]))
    columns: list[Column] = [
        words("split", "分组", "part", [row["part"] for row in rows]),
        names("month", "月份", "month", [period_of(row["code"], "month") for row in rows]),
        *_counts(log, rows),
    ]
    method = Text(
        zh="按受理时间所在月份和分组计数；没有投诉的月份不列出；没有分组记录的投诉不计入；最多列出 40 个分组",
        en=(
            "Counted by the month of receipt and part; months without cases are not listed; cases without a part are"
            " left out; at most 40 parts"
        ),
    )
    return sheet(log, "months-split", Text(zh="分组每月投诉量", en="Complaints by month and part"), method, columns)
