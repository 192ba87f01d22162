"""The accounting: what became of every row, and every kind of dirt with what was done about it and why."""

# ruff: noqa: S608 - texts in this SQL go through quote; names are our own

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhuoyue import Exhibit, Text
from zhuoyue.records import quote
from zhuoyue_plugins.complaints.columns import TIMES
from zhuoyue_plugins.complaints.exhibits.handling import FINDINGS, HANDLING
from zhuoyue_plugins.complaints.exhibits.sheet import Column, names, numbers, sheet, words
from zhuoyue_plugins.complaints.hours.clock_changes import changes, stands_still
from zhuoyue_plugins.complaints.reading.log import Log, counts_until
from zhuoyue_plugins.complaints.settings import ComplaintsSettings

Tests = Mapping[str, str]
ROWS = Text(zh="行", en="rows")


def row_tests(log: Log) -> Tests:
    """Return what may become of a row: each row meets exactly one condition."""
    late = f"TIMESTAMP '{log.end}'"
    return {
        "repeated-equal": "repeat = 'equal'",
        "repeated-contradicting": "repeat = 'contradicting'",
        "opened-blank": "repeat IS NULL AND opened IS NULL AND NOT opened_bad",
        "opened-unreadable": "repeat IS NULL AND opened IS NULL AND opened_bad",
        "opened-later": f"repeat IS NULL AND opened >= {late}",
        "counted": counts_until(log.end),
    }


def time_tests(log: Log) -> dict[str, Tests]:
    """Return, for closing and reply, what may be said of a case that counts: exactly one condition holds."""
    tests: dict[str, Tests] = {}
    if log.settings.has("closed"):
        tests["closing"] = {
            "closed": "closed >= opened",
            "closed-before-opened": "closed < opened",
            "closed-unreadable": "closed_bad",
            "never-closed": "closed IS NULL AND NOT closed_bad",
        }
    if log.settings.has("first_reply"):
        ended = "(closed IS NOT NULL OR closed_bad)"
        tests["reply"] = {
            "replied": "first_reply >= opened",
            "replied-before-opened": "first_reply < opened",
            "reply-unreadable": "first_reply_bad",
            "reply-not-recorded": f"first_reply IS NULL AND NOT first_reply_bad AND {ended}",
            "not-replied": f"first_reply IS NULL AND NOT first_reply_bad AND NOT {ended}",
        }
    return tests


def case_notes(log: Log) -> Tests:
    """Return what a reader should know of cases that count; these overlap."""
    settings = log.settings
    tests = {"day-only": "opened_local = date_trunc('day', opened_local)"}
    if settings.channels:
        known = ", ".join(quote(channel) for channel in settings.channels)
        tests["unknown-channel"] = f"channel IS NOT NULL AND channel NOT IN ({known})"
    if settings.severities:
        known = ", ".join(quote(severity) for severity in settings.severities)
        tests["unknown-severity"] = f"severity IS NOT NULL AND severity NOT IN ({known})"
    if settings.has("reopened"):
        tests["reopened"] = "is_reopened"
    if settings.has("closed"):
        tests["closed-later"] = f"closed >= TIMESTAMP '{log.end}'"
        if settings.has("first_reply"):
            tests["replied-after-closed"] = "first_reply > closed AND closed >= opened"
    if settings.has("satisfaction"):
        low, high = settings.satisfaction_scale
        tests["mark-outside-scale"] = f"satisfaction NOT BETWEEN {low} AND {high}"
    return tests


def row_notes(log: Log) -> Tests:
    """Return what a reader should know of any row; these overlap."""
    return {**({"ids-blank": "id IS NULL"} if log.settings.has("id") else {}), **_clock_tests(log)}


def _clock_tests(log: Log) -> Tests:
    settings = log.settings
    if stands_still(settings.timezone):
        return {}
    first, last = _range(log)
    found = changes(settings.timezone, first, last)
    roles = [role for role in TIMES if getattr(settings.fields, role)]
    tests = {}
    for key, twice in (("ambiguous-time", True), ("nonexistent-time", False)):
        concerned = [
            f"({one.sql(f'{role}_local')} AND NOT {role}_stated)"
            for role in roles
            for one in found
            if one.twice is twice
        ]
        tests[key] = " OR ".join(concerned) or "false"
    return tests


def _range(log: Log) -> tuple[dt.date, dt.date]:
    roles = ", ".join(TIMES)
    (row,) = log.run(f"SELECT min(least({roles})) AS first, max(greatest({roles})) AS last FROM all_rows")
    return (row["first"] or log.end).date(), (row["last"] or log.end).date()


def count_rows(log: Log) -> dict[str, int]:
    """Count the rows of every kind: of all rows what became of them, and of the cases what is said of them."""
    of_rows, of_cases = {**row_tests(log), **row_notes(log)}, case_tests(log)
    counting = counts_until(log.end)
    (rows,) = log.run(f"SELECT count(*) AS read, {_counts(of_rows)} FROM all_rows")
    (cases,) = log.run(f"SELECT {_counts(of_cases)} FROM all_rows WHERE {counting}")
    return {**rows, **cases, **_register_counts(log)}


def case_tests(log: Log) -> Tests:
    """Return everything that is counted of the cases."""
    tests = {**case_notes(log)}
    for group in time_tests(log).values():
        tests |= group
    return tests


def _counts(tests: Tests) -> str:
    return ", ".join(f'{count_of(test)} AS "{key}"' for key, test in tests.items())


def count_of(test: str) -> str:
    """Return the aggregate that counts the rows which meet a condition.

    Whether a cell is filled can be counted without reading it: the numbers of a large log are long to read.
    """
    if found := re.fullmatch(r"\(?(\w+) IS (NOT )?NULL\)?", test):
        return f"count({found[1]})" if found[2] else f"count(*) - count({found[1]})"
    return f"count(*) FILTER (WHERE {test})"


def _register_counts(log: Log) -> dict[str, int]:
    joined = log.follow_up
    if joined is None:
        return {}
    (row,) = log.run(
        "SELECT (SELECT count(*) FROM follow_up ANTI JOIN cases USING (id)) AS orphans, "
        "(SELECT count(*) FROM cases WHERE in_register) AS joined"
    )
    return {
        "follow-up-rows": joined.read,
        "follow-up-repeated-equal": joined.equal,
        "follow-up-repeated-contradicting": joined.contradicting,
        "follow-up-nameless": joined.nameless,
        "follow-up-orphan": row["orphans"],
        "follow-up-joined": row["joined"],
    }


def records(log: Log, counts: Mapping[str, int]) -> Exhibit:
    """Return the exhibit of the accounting."""
    groups = {"rows": ["read", *row_tests(log)], **{group: list(tests) for group, tests in time_tests(log).items()}}
    placed = {key for keys in groups.values() for key in keys}
    groups["notes"] = [key for key in counts if key not in placed]
    rows = [(group, key) for group, keys in groups.items() for key in keys]
    columns: list[Column] = [
        names("key", "代码", "key", [key for _, key in rows]),
        names("group", "组", "group", [group for group, _ in rows]),
        words("finding", "情况", "what was found", [FINDINGS[key] for _, key in rows]),
        numbers("rows", "行数", "rows", [counts[key] for _, key in rows], unit=ROWS),
        words("handling", "处理方式与理由", "what was done, and why", [HANDLING[key] for _, key in rows]),
    ]
    method = Text(
        zh=(
            "逐行核算：读取的行数 = 重复行 + 无法归期的行 + 计入的投诉；计入的投诉再按关闭和首次答复的情况分解，"
            "各组合计与总数相等。"
            "notes 组的情况可与其他组重叠"
        ),
        en=(
            "Every row is accounted for: rows read = repeated + without a usable time of receipt + counted; the cases"
            " counted are then divided by closing and by reply, and each group adds up. What stands under notes may"
            " overlap"
        ),
    )
    title = Text(zh="数据质量：每一行的去向", en="Quality of the data: what became of every row")
    return sheet(log, "records", title, method, columns, notes=_left_out(log.settings))


_NEEDS = {
    "closed": Text(
        zh="关闭时限、关闭时长、未关闭账龄、损失估计", en="promise and hours of closing, backlog, loss estimate"
    ),
    "first_reply": Text(zh="首次答复时限和时长", en="promise and hours of the first reply"),
    "id": Text(zh="重复行识别", en="finding repeated rows"),
    "channel": Text(zh="渠道分析", en="breakdown by channel"),
    "cause": Text(zh="原因排列", en="Pareto of causes"),
    "severity": Text(zh="按严重程度分析", en="breakdown by severity"),
    "segment": Text(zh="按顾客群分析", en="breakdown by customer group"),
    "product": Text(zh="按产品分析", en="breakdown by product"),
    "satisfaction": Text(zh="处理满意度", en="satisfaction with the handling"),
    "reopened": Text(zh="重开率", en="reopen rate"),
    "first_contact": Text(zh="首问解决率", en="first-contact resolution"),
    "hand_overs": Text(zh="转办次数", en="hand-overs"),
    "escalated": Text(zh="升级率", en="escalations"),
    "improvement": Text(zh="引出改进的占比", en="share that led to an improvement"),
    "verified": Text(zh="效果经顾客确认率", en="share verified with the customer"),
}


def _left_out(settings: ComplaintsSettings) -> Iterator[Text]:
    for role, what in _NEEDS.items():
        derived = role == "first_contact" and settings.has("hand_overs") and settings.has("closed")
        if not settings.has(role) and not derived:
            yield Text(zh=f"未设置 fields.{role}：{what.zh}未计算", en=f"fields.{role} is not set: {what.en} left out")
    if not settings.deals and not settings.fields.deals:
        yield Text(
            zh="未设置 deals：每千笔交易投诉数未计算", en="deals is not set: complaints per 1 000 deals left out"
        )


def cells(log: Log) -> Exhibit:
    """Return the exhibit of filled, blank and unreadable cells by field, over every row read."""
    fields = [
        field for field in log.rows.fields if field.column and field.name in type(log.settings.fields).model_fields
    ]
    counts = [
        f"count({field.name}) AS f{n}, "
        + ("0" if field.kind == "text" else f"count(*) FILTER (WHERE {field.name}_bad)")
        + f" AS b{n}"
        for n, field in enumerate(fields)
    ]
    (row,) = log.run(f"SELECT count(*) AS n, {', '.join(counts)} FROM {log.rows.relation}")
    return _cells(log, [(field.name, str(field.column)) for field in fields], row)


def _cells(log: Log, fields: Sequence[tuple[str, str]], row: Mapping[str, Any]) -> Exhibit:
    filled = [row[f"f{n}"] for n in range(len(fields))]
    bad = [row[f"b{n}"] for n in range(len(fields))]
    columns: list[Column] = [
        names("field", "字段", "field", [role for role, _ in fields]),
        words("column", "列名", "column", [column for _, column in fields]),
        numbers("filled", "有内容", "filled", filled, unit=ROWS),
        numbers("blank", "空白", "blank", [row["n"] - f - b for f, b in zip(filled, bad, strict=True)], unit=ROWS),
        numbers("unreadable", "无法读取", "unreadable", bad, unit=ROWS),
    ]
    method = Text(
        zh="全部读取的行（含重复行）中，各字段有内容、空白和无法读取的单元格数；null_values 中的写法视为空白",
        en=(
            "Cells filled, blank and unreadable of every field over all rows read, repeated ones too; what null_values"
            " lists is blank"
        ),
    )
    return sheet(log, "fields", Text(zh="各字段填写情况", en="How the fields are filled"), method, columns)
