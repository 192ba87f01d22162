"""Complaint logs: three yearly CSV files with the dirt that such exports have."""

# ruff: noqa: DTZ001 - the log holds local times without a zone, as such exports do
from __future__ import annotations

import csv
import datetime as dt
import io
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.common import (
    CUSTOMER_GROUPS,
    GUIDES,
    HYDRAULICS,
    PRODUCT_LINES,
    SENSORS,
    SHAFTS,
    YEARS,
    pick,
    rng_for,
)

HEADER = [
    "投诉编号",
    "受理时间",
    "首次答复时间",
    "关闭时间",
    "渠道",
    "类别",
    "原因",
    "严重程度",
    "产品线",
    "客户群",
    "处理结果",
    "处理满意度",
]
ENCODINGS = {2023: "gb18030", 2024: "utf-8-sig", 2025: "utf-8"}

# Cases received a year, and the share closed within 24 hours that the closing times are drawn for.
VOLUME = {
    HYDRAULICS: {2023: 4150, 2024: 3870, 2025: 3480},
    SHAFTS: {2023: 2280, 2024: 2190, 2025: 2060},
    GUIDES: {2023: 2110, 2024: 2040, 2025: 1980},
    SENSORS: {2023: 1060, 2024: 1790, 2025: 2840},
}
CLOSED_IN_24H = {
    HYDRAULICS: {2023: 0.64, 2024: 0.74, 2025: 0.81},
    SHAFTS: {2023: 0.66, 2024: 0.73, 2025: 0.79},
    GUIDES: {2023: 0.63, 2024: 0.71, 2025: 0.78},
    SENSORS: {2023: 0.61, 2024: 0.56, 2025: 0.47},
}
REPLY_MEDIAN_HOURS = {2023: 3.4, 2024: 2.6, 2025: 2.1}

CHANNELS = {
    2023: {"400热线": 44, "邮件": 20, "经销商转达": 18, "微信服务号": 8, "客户门户": 5, "现场走访": 5},
    2024: {"400热线": 36, "邮件": 17, "经销商转达": 15, "微信服务号": 15, "客户门户": 12, "现场走访": 5},
    2025: {"400热线": 28, "邮件": 14, "经销商转达": 13, "微信服务号": 20, "客户门户": 20, "现场走访": 5},
}
GROUPS = {
    HYDRAULICS: (46, 4, 8, 22, 20),
    SHAFTS: (12, 44, 16, 18, 10),
    GUIDES: (4, 48, 26, 16, 6),
    SENSORS: (16, 12, 50, 14, 8),
}
QUALITY_CAUSES = {
    HYDRAULICS: {"密封泄漏": 46, "压力脉动": 16, "表面划伤": 14, "尺寸超差": 14, "异响": 10},
    SHAFTS: {"尺寸超差": 42, "表面划伤": 30, "硬度不均": 16, "锈蚀": 12},
    GUIDES: {"运行卡滞": 36, "精度超差": 30, "表面划伤": 18, "锈蚀": 16},
    SENSORS: {"信号漂移": 52, "标定偏差": 22, "接插件松动": 18, "壳体进水": 8},
}
OTHER_CAUSES = {
    "交付": {"延期交货": 58, "数量短缺": 16, "包装破损": 15, "错发": 11},
    "技术支持": {"选型建议不足": 42, "安装指导不足": 38, "资料缺失": 20},
    "服务": {"答复不及时": 55, "备件等待": 30, "服务态度": 15},
    "单据与价格": {"发票差错": 56, "价格争议": 26, "合同条款": 18},
}
CATEGORIES = {
    HYDRAULICS: {"产品质量": 44, "交付": 27, "技术支持": 11, "服务": 10, "单据与价格": 8},
    SHAFTS: {"产品质量": 40, "交付": 32, "技术支持": 8, "服务": 10, "单据与价格": 10},
    GUIDES: {"产品质量": 38, "交付": 34, "技术支持": 10, "服务": 9, "单据与价格": 9},
    SENSORS: {"产品质量": 63, "交付": 13, "技术支持": 13, "服务": 7, "单据与价格": 4},
}
# The hot months of 2025: a batch of sensor modules drifted.
SPIKE_MONTHS = {(2025, 7): 1.7, (2025, 8): 2.6, (2025, 9): 1.6}
END = dt.datetime(2025, 12, 31, 18)  # the last export
MONTH_WEIGHTS = (7.4, 6.2, 8.8, 8.7, 8.6, 8.5, 8.4, 8.6, 8.7, 8.3, 8.8, 9.0)


@dataclass(frozen=True)
class Case:
    """One complaint with its true times; None where the event did not happen."""

    number: str
    opened: dt.datetime
    replied: dt.datetime | None
    closed: dt.datetime | None
    channel: str
    category: str
    cause: str
    severity: str
    line: str
    group: str
    outcome: str
    score: int | None


def _opened(rng: random.Random, year: int, line: str) -> dt.datetime:
    weights = [
        weight * (SPIKE_MONTHS.get((year, month), 1.0) if line == SENSORS else 1.0)
        for month, weight in enumerate(MONTH_WEIGHTS, start=1)
    ]
    month = rng.choices(range(1, 13), weights=weights)[0]
    first = dt.date(year, month, 1)
    days = ((first + dt.timedelta(days=32)).replace(day=1) - first).days
    day = first + dt.timedelta(days=rng.randrange(days))
    if day.weekday() >= 5 and rng.random() < 0.65:  # weekends are quiet
        day += dt.timedelta(days=2) if day.day + 2 <= days else dt.timedelta(days=-2)
    hour = rng.choices(range(24), weights=[1] * 7 + [4, 14, 17, 16, 11, 7, 12, 15, 15, 12, 8, 4, 3, 2, 2, 1, 1])[0]
    return min(dt.datetime(day.year, day.month, day.day, hour, rng.randrange(60)), END)


def _hours_to_close(rng: random.Random, share: float, severity: str) -> float:
    """Lognormal with the wished share below 24 hours; severe cases take longer."""
    sigma = 0.95
    shift = {"一般": 0.10, "较重": -0.18, "严重": -0.55}[severity]
    # Quantile of the standard normal by bisection keeps the script free of scipy.
    low, high = -6.0, 6.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if 0.5 * (1 + math.erf(middle / math.sqrt(2))) < share else (low, middle)
    centre = math.log(24) - sigma * low - shift
    return min(math.exp(rng.gauss(centre, sigma)), 24.0 * 75)


def _score(rng: random.Random, hours: float | None, outcome: str) -> int | None:
    if hours is None or rng.random() < 0.34:
        return None
    level = 4.45 - 0.62 * max(0.0, math.log(hours / 12)) - (0.9 if outcome == "重开后解决" else 0.0)
    return max(1, min(5, round(rng.gauss(level, 0.75))))


def _case(rng: random.Random, year: int, line: str) -> Case:
    opened = _opened(rng, year, line)
    category = pick(rng, CATEGORIES[line])
    causes = QUALITY_CAUSES[line] if category == "产品质量" else OTHER_CAUSES[category]
    severity = pick(rng, {"一般": 70, "较重": 25, "严重": 5})
    share = CLOSED_IN_24H[line][year] + (-0.10 if (year, opened.month) in SPIKE_MONTHS and line == SENSORS else 0)
    hours = _hours_to_close(rng, share, severity)
    reply = min(math.exp(rng.gauss(math.log(REPLY_MEDIAN_HOURS[year]), 0.85)), hours * 0.9)
    reopened = rng.random() < (0.075 if line == SENSORS else 0.034)
    plain = {"更换": 34, "维修": 26, "退款": 4, "让步接收": 6} if category == "产品质量" else {}
    outcome = "重开后解决" if reopened else pick(rng, {**plain, "解释说明": 14, "技术支持": 16, "补发": 10})
    closed = opened + dt.timedelta(minutes=round(hours * 60))
    replied = opened + dt.timedelta(minutes=max(2, round(reply * 60)))
    still_open = closed > END or rng.random() < (0.012 if line == SENSORS else 0.004)
    return Case(
        number="",
        opened=opened,
        replied=None if replied > END else replied,
        closed=None if still_open else closed,
        channel=pick(rng, CHANNELS[year]),
        category=category,
        cause=pick(rng, causes),
        severity=severity,
        line=line,
        group=rng.choices(CUSTOMER_GROUPS, weights=GROUPS[line])[0],
        outcome="" if still_open else outcome,
        score=None if still_open else _score(rng, hours, outcome),
    )


def make_cases(seed: int, year: int) -> list[Case]:
    """All true cases of a year in order of receipt, before any dirt."""
    rng = rng_for(f"complaints-{year}", seed)
    cases = [_case(rng, year, line) for line in PRODUCT_LINES for _ in range(VOLUME[line][year])]
    cases.sort(key=lambda case: case.opened)
    return [replace(case, number=f"TS{year}-{index:05d}") for index, case in enumerate(cases, start=1)]


STYLES = {"iso": 86, "slash": 7, "compact": 3, "chinese": 4}


def write_time(moment: dt.datetime | None, style: str) -> str:
    """One instant in one of the four notations found in the log; `compact` loses the time of day."""
    if moment is None:
        return ""
    if style == "slash":
        return f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment.minute:02d}"
    if style == "compact":
        return f"{moment:%Y%m%d}"
    if style == "chinese":
        return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"
    return f"{moment:%Y-%m-%d %H:%M}"


def _row(case: Case, style: str) -> list[str]:
    times = [write_time(moment, style) for moment in (case.opened, case.replied, case.closed)]
    score = "" if case.score is None else str(case.score)
    words = [case.channel, case.category, case.cause, case.severity, case.line, case.group, case.outcome]
    return [case.number, *times, *words, score]


def _close_before_open(rng: random.Random, cases: list[Case], count: int) -> None:
    """Swap in closing times that lie before the receipt, as a mistyped day does."""
    chosen = rng.sample([i for i, case in enumerate(cases) if case.closed is not None], count)
    for index in chosen:
        case = cases[index]
        cases[index] = replace(case, closed=case.opened - dt.timedelta(days=rng.randint(1, 9), minutes=5))


def _blank(rng: random.Random, rows: list[list[str]], column: str, count: int) -> int:
    filled = [row for row in rows if row[HEADER.index(column)]]
    for row in rng.sample(filled, count):
        row[HEADER.index(column)] = ""
    return count


def _duplicate(rng: random.Random, rows: list[list[str]], exact: int, altered: int) -> list[list[str]]:
    """Insert copies: `exact` equal in every cell, `altered` with the same number but another channel."""
    chosen = rng.sample(range(len(rows)), exact + altered)
    copies: dict[int, list[str]] = {}
    for position, index in enumerate(chosen):
        copy = list(rows[index])
        if position >= exact:
            copy[4] = "经销商转达" if copy[4] != "经销商转达" else "邮件"
        copies[index] = copy
    result: list[list[str]] = []
    for index, row in enumerate(rows):
        result.append(row)
        if index in copies:
            result.append(copies[index])
    return result


def _encode(header: Sequence[str], rows: Sequence[Sequence[str]], encoding: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n" if encoding == "gb18030" else "\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def write_complaints(out: Path, seed: int) -> dict[str, dict[str, int]]:
    """Write the three files; returns what was planted in each."""
    planted: dict[str, dict[str, int]] = {}
    for year in YEARS:
        rng = rng_for(f"complaints-dirt-{year}", seed)
        cases = make_cases(seed, year)
        _close_before_open(rng, cases, 7 + year - 2023)
        styles = [pick(rng, STYLES) for _ in cases]
        rows = [_row(case, style) for case, style in zip(cases, styles, strict=True)]
        counts = {
            "cases": len(cases),
            **{f"times_{style}": styles.count(style) for style in STYLES},
            "closed_before_opened": 7 + year - 2023,
            "never_closed": sum(case.closed is None for case in cases),
            "blank_channel": _blank(rng, rows, "渠道", 48),
            "blank_cause": _blank(rng, rows, "原因", 61),
            "blank_group": _blank(rng, rows, "客户群", 39),
            "blank_first_reply": _blank(rng, rows, "首次答复时间", 55),
            "blank_line": _blank(rng, rows, "产品线", 22),
        }
        rows = _duplicate(rng, rows, exact=40, altered=10)
        counts |= {"exact_duplicates": 40, "same_number_other_channel": 10, "rows": len(rows)}
        counts["no_handling_score"] = sum(not row[-1] for row in rows)
        header = ["产品系列" if name == "产品线" and year == 2025 else name for name in HEADER]
        (out / f"complaints-{year}.csv").write_bytes(_encode(header, rows, ENCODINGS[year]))
        planted[f"complaints-{year}.csv"] = counts
    return planted
