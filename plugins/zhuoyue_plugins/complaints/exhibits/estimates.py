"""Estimates: what observed complaints may stand for, and may cost, under assumptions that nobody observed here."""

# ruff: noqa: S608 - no text from records or settings stands in this SQL

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Any

from zhuoyue import Assumption, Exhibit, Text
from zhuoyue.records import period_of
from zhuoyue_plugins.complaints.counting.catalogue import PERCENT
from zhuoyue_plugins.complaints.counting.figures import exact
from zhuoyue_plugins.complaints.counting.grouped import Grouped
from zhuoyue_plugins.complaints.exhibits.sheet import CASES, Column, names, numbers, sheet, words
from zhuoyue_plugins.complaints.reading.log import Log
from zhuoyue_plugins.complaints.settings import ComplaintsSettings

Row = Mapping[str, Any]
HOURS, PEOPLE = Text(zh="小时", en="h"), Text(zh="人", en="people")
DECK = Text(zh="来源课件的断言，未经本组织验证", en="asserted by the source deck, not verified here")
DEFAULTS: Mapping[str, tuple[Decimal, Text | None, Text]] = {
    "complain_formally": (
        Decimal(5),
        PERCENT,
        Text(zh="不满意顾客中正式投诉的比例", en="dissatisfied customers who complain to the organisation"),
    ),
    "say_so_elsewhere": (
        Decimal(35),
        PERCENT,
        Text(zh="不满意顾客中向他人诉说的比例", en="dissatisfied customers who say so elsewhere"),
    ),
    "stay_silent": (
        Decimal(60),
        PERCENT,
        Text(zh="不满意顾客中沉默的比例", en="dissatisfied customers who stay silent"),
    ),
    "best_hours": (Decimal(24), HOURS, Text(zh="不致流失的处理时间", en="time within which no complainant is lost")),
    "lost_per_day": (
        Decimal(10),
        PERCENT,
        Text(zh="此后每天流失的投诉顾客比例", en="complainants lost for each day after that"),
    ),
    "return_unresolved": (
        Decimal(4),
        PERCENT,
        Text(zh="投诉未解决时再次购买的比例", en="complainants who buy again when nothing is settled"),
    ),
    "return_resolved": (
        Decimal(60),
        PERCENT,
        Text(zh="投诉得到解决时再次购买的比例", en="complainants who buy again when it is settled"),
    ),
    "return_resolved_quickly": (
        Decimal(95),
        PERCENT,
        Text(zh="投诉迅速解决时再次购买的比例", en="complainants who buy again when it is settled quickly"),
    ),
    "told": (
        Decimal(5),
        PEOPLE,
        Text(zh="投诉得到迅速解决的顾客会告诉的人数", en="people told by a complainant whose case was settled quickly"),
    ),
}
"""Value, unit and meaning of every assumption."""


def assumption(settings: ComplaintsSettings, key: str) -> Assumption:
    """Return an assumption: the organisation's own figure where the settings give one."""
    value, unit, title = DEFAULTS[key]
    own = getattr(settings.assumptions, key)
    if own is None:
        return Assumption(key=key, title=title, value=value, unit=unit, origin=DECK)
    return Assumption(key=key, title=title, value=own.value, unit=unit, origin=own.origin, own=True)


def estimates(log: Log, found: Grouped) -> Iterator[Exhibit]:
    """Yield the estimates."""
    if not found.total:
        return
    yield _iceberg(log, found)
    if log.settings.has("closed"):
        yield _loss(log)
        yield _returning(log, found)


def _years(rows: Sequence[Row]) -> list[str]:
    return [period_of(row["code"], "year") for row in rows]


def _iceberg(log: Log, found: Grouped) -> Exhibit:
    assumed = [assumption(log.settings, key) for key in ("complain_formally", "say_so_elsewhere", "stay_silent")]
    formally, elsewhere, silent = (Fraction(one.value) for one in assumed)
    formal = [row["n"] for row in found.years]
    columns: list[Column] = [
        names("year", "年份", "year", _years(found.years)),
        numbers("formal", "正式投诉（实际）", "formal complaints (observed)", formal, unit=CASES),
        numbers(
            "elsewhere",
            "向他人诉说",
            "say so elsewhere",
            [exact(n * elsewhere / formally) for n in formal],
            unit=PEOPLE,
        ),
        numbers("silent", "沉默", "stay silent", [exact(n * silent / formally) for n in formal], unit=PEOPLE),
        numbers(
            "dissatisfied",
            "不满意顾客合计",
            "dissatisfied in all",
            [exact(n * 100 / formally) for n in formal],
            unit=PEOPLE,
        ),
    ]
    method = Text(
        zh="冰山模型：不满意顾客 = 正式投诉件数 ÷ 正式投诉的比例；向他人诉说、沉默按各自比例推算。只有第一列是实际数",
        en=(
            "Iceberg: dissatisfied customers = formal complaints ÷ share who complain formally; those who say so"
            " elsewhere and those who stay silent by their shares. Only the first column was observed"
        ),
    )
    title = Text(zh="不满意顾客估算（冰山模型）", en="Dissatisfied customers, estimated (iceberg)")
    return sheet(log, "iceberg", title, method, columns, assumptions=assumed)


def _loss(log: Log) -> Exhibit:
    assumed = [assumption(log.settings, key) for key in ("best_hours", "lost_per_day")]
    best, daily = round(assumed[0].value * 3_600_000_000), assumed[1].value / 100
    # Each case is rounded before it is added, so that the sum does not depend on the order of adding.
    upto, certain = f"(least(beyond, {_LONGEST} * 86400000000) / 86400000000)::DECIMAL(18, 12)", _all_lost_after(daily)
    compound = f"(1 - pow(1 - {daily}, days))::DECIMAL(18, 12)"
    rows = log.run(
        "SELECT year_code AS code, count(*) AS n, count(*) FILTER (WHERE days > 0) AS late, "
        f"sum(beyond) AS beyond, coalesce(sum({upto}) FILTER (WHERE {upto} < {certain}), 0) AS uncertain_days, "
        f"count(*) FILTER (WHERE {upto} >= {certain}) AS certain, "
        f"sum({compound}) AS compound FROM (SELECT *, beyond / 86400000000.0 AS days FROM (SELECT year_code, "
        f"greatest(0, coalesce(wait_us, epoch_us(TIMESTAMP '{log.end}') - epoch_us(opened)) - {best}) AS beyond "
        "FROM cases WHERE wait_us IS NOT NULL OR (closed IS NULL AND NOT closed_bad))) GROUP BY 1 ORDER BY 1"
    )
    linear = [exact(Fraction(daily) * Fraction(row["uncertain_days"]) + row["certain"]) for row in rows]
    after = [_rounded(row["compound"]) for row in rows]
    columns: list[Column] = [
        names("year", "年份", "year", _years(rows)),
        numbers(
            "cases",
            "等待时间已知的投诉（实际）",
            "cases with a known wait (observed)",
            [row["n"] for row in rows],
            unit=CASES,
        ),
        numbers(
            "late", "超过最佳时间（实际）", "past the best time (observed)", [row["late"] for row in rows], unit=CASES
        ),
        numbers(
            "delay_days",
            "超出天数合计（实际）",
            "days beyond it (observed)",
            [exact(Fraction(int(row["beyond"]), 86_400_000_000)) for row in rows],
            unit=Text(zh="天", en="days"),
            decimals=1,
        ),
        numbers("linear", "流失估算：线性", "lost, linear", linear, unit=PEOPLE),
        numbers("compound", "流失估算：复合", "lost, compound", after, unit=PEOPLE),
        numbers("linear_percent", "线性占比", "linear", _share(linear, rows), unit=PERCENT, decimals=1),
        numbers("compound_percent", "复合占比", "compound", _share(after, rows), unit=PERCENT, decimals=1),
    ]
    method = Text(
        zh=(
            f"每件投诉自受理起等待（自然时间；未关闭的算到 {log.day} 日终），超出最佳处理时间 d 天。线性：流失概率"
            " min(1, 日流失率 × d)；"
            "复合：1 − (1 − 日流失率)^d。逐件相加。来源没有说明是哪一种，两种都列出"
        ),
        en=(
            f"Each case waits from receipt to closing by the clock (open ones until the end of {log.day}), d days"
            " beyond the best time. Linear: lost with min(1, rate × d); compound: 1 − (1 − rate)^d; added up over"
            " cases. The source does not say which is meant, so both are given"
        ),
    )
    title = Text(zh="投诉顾客流失估算", en="Complainants lost, estimated")
    return sheet(log, "loss", title, method, columns, assumptions=assumed)


_LONGEST = 999_999
"""Days that no wait exceeds; as many as fit."""


def _all_lost_after(daily: Decimal) -> Decimal:
    """Return the least number of days, at twelve decimals, after which the linear reading takes a customer for lost."""
    if daily * _LONGEST < 1:
        return Decimal(_LONGEST)
    return (1 / daily).quantize(Decimal(1).scaleb(-12), rounding=ROUND_CEILING)


def _rounded(value: Any) -> Decimal:
    return exact(Fraction(value))


def _share(lost: Sequence[Decimal], rows: Sequence[Row]) -> list[Decimal | None]:
    return [exact(Fraction(one) * 100 / row["n"]) if row["n"] else None for one, row in zip(lost, rows, strict=True)]


_OUTCOMES = {
    "unresolved": (Text(zh="未解决", en="not settled"), "return_unresolved"),
    "resolved": (Text(zh="解决，但超出承诺时限", en="settled, later than promised"), "return_resolved"),
    "resolved-quickly": (Text(zh="在承诺时限内解决", en="settled within the promise"), "return_resolved_quickly"),
}


def _returning(log: Log, found: Grouped) -> Exhibit:
    keys = [key for _, key in _OUTCOMES.values()]
    assumed = [assumption(log.settings, key) for key in (*keys, "told")]
    rates, told = {one.key: Fraction(one.value) for one in assumed}, Fraction(assumed[-1].value)
    rows = [
        (year, outcome, _observed(row, outcome))
        for year, row in zip(_years(found.years), found.years, strict=True)
        for outcome in _OUTCOMES
    ]
    rate = {outcome: rates[key] for outcome, (_, key) in _OUTCOMES.items()}
    columns: list[Column] = [
        names("year", "年份", "year", [year for year, _, _ in rows]),
        names("outcome", "代码", "key", [outcome for _, outcome, _ in rows]),
        words("outcome_title", "处理结果", "outcome", [_OUTCOMES[outcome][0] for _, outcome, _ in rows]),
        numbers("cases", "件数（实际）", "cases (observed)", [n for _, _, n in rows], unit=CASES),
        numbers("percent", "再次购买比例", "buy again", [exact(rate[outcome]) for _, outcome, _ in rows], unit=PERCENT),
        numbers(
            "returning",
            "再次购买估算",
            "buy again, estimated",
            [exact(n * rate[o] / 100) for _, o, n in rows],
            unit=PEOPLE,
        ),
        numbers(
            "told",
            "好口碑触及人数估算",
            "people told of it, estimated",
            [exact(n * told) if outcome == "resolved-quickly" else None for _, outcome, n in rows],
            unit=PEOPLE,
        ),
    ]
    method = Text(
        zh=(
            f"按处理结果统计的投诉件数（实际）乘以假设的再次购买比例；未解决指截至 {log.day}"
            " 日终未关闭；时间无法判断的投诉不计入；"
            "在承诺时限内解决的投诉顾客各告诉若干人"
        ),
        en=(
            "Observed cases by how they were handled, times the assumed share who buy again; not settled means open at"
            f" the end of {log.day}; cases whose times cannot be judged are left out; each complainant settled within"
            " the promise tells others"
        ),
    )
    title = Text(zh="投诉顾客再次购买估算", en="Complainants who buy again, estimated")
    return sheet(log, "returning", title, method, columns, assumptions=assumed)


def _observed(row: Row, outcome: str) -> int:
    states = {
        "unresolved": ("close_late_open", "close_undecided"),
        "resolved": ("close_late",),
        "resolved-quickly": ("close_in_time",),
    }
    return sum(int(row[state]) for state in states[outcome])
