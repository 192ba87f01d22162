"""Exhibits by what cases are about: channel, customer group, severity, cause, hand-overs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhuoyue import Exhibit, Text
from zhuoyue_plugins.complaints.counting.catalogue import HOURS, PERCENT, clock_words
from zhuoyue_plugins.complaints.counting.figures import between, hours, percent
from zhuoyue_plugins.complaints.counting.gravity import sorted_severities
from zhuoyue_plugins.complaints.counting.grouped import Grouped
from zhuoyue_plugins.complaints.exhibits.sheet import CASES, Column, numbers, sheet, word_columns, words
from zhuoyue_plugins.complaints.reading.log import Log

Row = Mapping[str, Any]
MOST_CELLS, MOST_CAUSES = 500, 1000


def breakdown(log: Log, found: Grouped) -> Iterator[Exhibit]:
    """Yield the exhibits that the log has columns for."""
    if found.cells:
        yield _cells(log, found)
    if log.settings.severities:
        yield _severities(log, found)
    if log.settings.has("channel"):
        yield _channels(log, found)
    if log.settings.has("cause") or log.settings.has("category"):
        yield _causes(log, found)
    if found.causes:
        yield _drilldown(log, found)
    if found.hand_overs:
        yield _hand_overs(log, found)


def _decisions(log: Log, rows: Sequence[Row]) -> Iterator[Column]:
    yield numbers("cases", "件数", "cases", [row["n"] for row in rows], unit=CASES)
    if log.settings.has("closed"):
        yield numbers("decided", "已有结论", "decided", [row["decided"] for row in rows], unit=CASES)
        yield numbers("in_time", "时限内关闭", "closed in time", [row["in_time"] for row in rows], unit=CASES)
        shares = [percent(row["in_time"], row["decided"]) for row in rows]
        yield numbers("percent", "时限内关闭率", "closed in time", shares, unit=PERCENT, decimals=1)


def _not_shown(rows: Sequence[Row], shown: Sequence[Row], total: int) -> list[Text]:
    if len(rows) <= len(shown):
        return []
    left = total - sum(row["n"] for row in shown)
    return [
        Text(
            zh=f"只列出件数最多的 {len(shown)} 个组合，其余组合共 {left} 件未列出",
            en=f"Only the {len(shown)} combinations with the most cases are listed; the others hold {left} cases",
        )
    ]


def _cells(log: Log, found: Grouped) -> Exhibit:
    roles = [role for role in ("channel", "segment", "severity") if role in log.dimensions]
    shown = found.cells[:MOST_CELLS]
    columns: list[Column] = [*word_columns(roles, shown), *_decisions(log, shown)]
    if log.settings.has("closed"):
        medians = [hours(between(row["close_values"], 5)) for row in shown]
        columns.append(numbers("median_hours", "关闭时长中位数", "median to close", medians, unit=HOURS, decimals=1))
    clock = clock_words(log)
    method = Text(
        zh=f"每个组合的投诉件数、时限内关闭率（算法同指标，{clock.zh}）和关闭时长中位数；空格表示记录中没有填写",
        en=(
            f"Cases of each combination, share closed within the promise (as the measure, {clock.en}) and median hours"
            " to close; an empty word is not recorded"
        ),
    )
    title = Text(zh="渠道 × 顾客群 × 严重程度", en="Channel by customer group by severity")
    return sheet(log, "cells", title, method, columns, notes=[found.span, *_not_shown(found.cells, shown, found.total)])


def _severities(log: Log, found: Grouped) -> Exhibit:
    counts: dict[str | None, Counter[str]] = {}
    for row in found.cells:
        counted = counts.setdefault(row["severity"], Counter())
        counted.update({key: row[key] for key in ("n", "decided", "in_time")})
    grades = sorted_severities(log.settings.severities, counts)
    rows = [{"severity": grade, **counts.get(grade, Counter(n=0, decided=0, in_time=0))} for grade in grades]
    clock = clock_words(log)
    method = Text(
        zh=f"各严重程度的件数和时限内关闭率（算法同指标，{clock.zh}），按设置 severities 由轻到重排列，未列入的在后",
        en=(
            f"Cases of each severity and share closed within the promise (as the measure, {clock.en}), from the mildest"
            " to the gravest as severities in the settings has them; others follow"
        ),
    )
    title = Text(zh="各严重程度的时限兑现", en="The promise by severity")
    columns = [*word_columns(["severity"], rows), *_decisions(log, rows)]
    return sheet(log, "severities", title, method, columns, notes=[found.span])


def _summed(rows: Sequence[Row], roles: Sequence[str]) -> list[tuple[tuple[str | None, ...], int]]:
    counts: Counter[tuple[str | None, ...]] = Counter()
    for row in rows:
        counts[tuple(row[role] for role in roles)] += row["n"]
    return sorted(counts.items(), key=lambda pair: (-pair[1], [word or "" for word in pair[0]]))


def _channels(log: Log, found: Grouped) -> Exhibit:
    counts = _summed(found.cells, ["channel"])
    known = log.settings.channels
    yes, no = Text(zh="是", en="yes"), Text(zh="否", en="no")
    columns: list[Column] = [
        words("channel", "渠道", "channel", [channel for (channel,), _ in counts]),
        words(
            "known",
            "已公布",
            "known",
            [(yes if channel in known else no) if known and channel else None for (channel,), _ in counts],
        ),
        numbers("cases", "件数", "cases", [n for _, n in counts], unit=CASES),
        numbers("percent", "占比", "share", [percent(n, found.total) for _, n in counts], unit=PERCENT, decimals=1),
    ]
    method = Text(
        zh="各渠道的投诉件数及占比；“已公布”指设置 channels 中列出的渠道，其余渠道照记录原样列出",
        en=(
            "Cases of each channel; known are those listed under channels in the settings, others are listed as"
            " recorded"
        ),
    )
    title = Text(zh="投诉渠道", en="Channels of complaints")
    return sheet(log, "channels", title, method, columns, notes=[found.span])


def _causes(log: Log, found: Grouped) -> Exhibit:
    roles = [role for role in ("category", "cause") if role in log.dimensions]
    counts = _summed(found.causes, roles)[:MOST_CELLS]
    rows = [dict(zip(roles, key, strict=True)) for key, _ in counts]
    upto = 0
    cumulative = []
    for _, n in counts:
        upto += n
        cumulative.append(percent(upto, found.total))
    columns: list[Column] = [
        *word_columns(roles, rows),
        numbers("cases", "件数", "cases", [n for _, n in counts], unit=CASES),
        numbers("percent", "占比", "share", [percent(n, found.total) for _, n in counts], unit=PERCENT, decimals=1),
        numbers("cumulative", "累计占比", "cumulative share", cumulative, unit=PERCENT, decimals=1),
    ]
    method = Text(
        zh="按件数从多到少排列（排列图）；占比以全部计入的投诉为分母，未填写原因的单列",
        en=(
            "From the most cases to the fewest (Pareto); shares are of all cases that count; cases without a cause"
            " stand alone"
        ),
    )
    title = Text(zh="投诉原因排列", en="Causes of complaints, Pareto order")
    return sheet(log, "causes", title, method, columns, notes=[found.span])


def _drilldown(log: Log, found: Grouped) -> Exhibit:
    roles = [role for role in ("category", "cause", "product") if role in log.dimensions]
    shown = found.causes[:MOST_CAUSES]
    method = Text(
        zh="类别、原因、产品各组合的件数和时限内关闭率；上一层的数为其下各行之和",
        en="Cases of each combination of category, cause and product; a level above is the sum of its rows",
    )
    title = Text(zh="类别—原因—产品", en="Category, cause, product")
    columns = [*word_columns(roles, shown), *_decisions(log, shown)]
    return sheet(
        log, "drilldown", title, method, columns, notes=[found.span, *_not_shown(found.causes, shown, found.total)]
    )


def _hand_overs(log: Log, found: Grouped) -> Exhibit:
    rows = sorted((row for row in found.hand_overs if row["hand_overs"] is not None), key=lambda row: row["hand_overs"])
    known = sum(row["n"] for row in rows)
    columns: list[Column] = [
        numbers("hand_overs", "转办次数", "hand-overs", [row["hand_overs"] for row in rows]),
        numbers("cases", "件数", "cases", [row["n"] for row in rows], unit=CASES),
        numbers("percent", "占比", "share", [percent(row["n"], known) for row in rows], unit=PERCENT, decimals=1),
    ]
    if log.settings.has("closed"):
        columns += [
            numbers("decided", "已有结论", "decided", [row["decided"] for row in rows], unit=CASES),
            numbers("in_time", "时限内关闭", "closed in time", [row["in_time"] for row in rows], unit=CASES),
            numbers(
                "percent_in_time",
                "时限内关闭率",
                "closed in time",
                [percent(row["in_time"], row["decided"]) for row in rows],
                unit=PERCENT,
                decimals=1,
            ),
        ]
    left = found.total - known
    note = Text(
        zh=f"另有 {left} 件没有转办次数，未计入", en=f"{left} cases without a number of hand-overs are left out"
    )
    method = Text(
        zh="按转办次数统计件数，以及各次数下的时限内关闭率",
        en="Cases by number of hand-overs, and how many of them were closed in time",
    )
    title = Text(zh="转办次数分布", en="Hand-overs")
    return sheet(
        log,
        "hand-overs",
        title,
        method,
        columns,
        suffix="hand-overs-distribution",
        notes=[found.span, *([note] if left else [])],
    )
