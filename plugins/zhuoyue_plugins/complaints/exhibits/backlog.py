"""Exhibits of the open cases at the end of the day judged: by age, and the oldest."""

# ruff: noqa: S608 - names in this SQL are our own

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from zhuoyue import Exhibit, Text, Visibility
from zhuoyue_plugins.complaints.counting.figures import exact
from zhuoyue_plugins.complaints.counting.gravity import sorted_severities
from zhuoyue_plugins.complaints.exhibits.sheet import CASES, Column, names, numbers, sheet, word_columns, words
from zhuoyue_plugins.complaints.reading.log import Log

DAY = 86_400_000_000
SHOWN = 10
DAYS = Text(zh="天", en="days")


def backlog(log: Log) -> Iterator[Exhibit]:
    """Yield the exhibits of the backlog."""
    if not log.settings.has("closed"):
        return
    age = f"(epoch_us(TIMESTAMP '{log.end}') - epoch_us(opened))"
    # A case closed after the day was open on it.
    still = f"((closed IS NULL AND NOT closed_bad) OR closed >= TIMESTAMP '{log.end}')"
    edges = list(log.settings.ages)
    bucket = (
        f"CASE {' '.join(f'WHEN {age} <= {edge * DAY} THEN {n}' for n, edge in enumerate(edges))} ELSE {len(edges)} END"
    )
    severity = "severity" if log.settings.has("severity") else "NULL::VARCHAR"
    rows = log.run(
        f"SELECT {bucket} AS bucket, {severity} AS severity, count(*) AS n FROM cases WHERE {still} GROUP BY ALL ORDER"
        " BY 1, 2"
    )
    yield _ages(log, rows)
    if log.settings.has("severity"):
        yield _by_severity(log, rows)
    yield _oldest(log, still, age)


def _titles(log: Log) -> list[Text]:
    edges = log.settings.ages
    spans = [Text(zh=f"{edges[0]} 天以内", en=f"up to {edges[0]} d")]
    spans += [Text(zh=f"{a}–{b} 天", en=f"{a} to {b} d") for a, b in pairwise(edges)]
    return [*spans, Text(zh=f"{edges[-1]} 天以上", en=f"over {edges[-1]} d")]


def _method(log: Log) -> Text:
    return Text(
        zh=f"截至 {log.day} 日终仍未关闭的投诉（当日之后才关闭的也算），自受理起按自然时间计龄；区间含上限",
        en=(
            f"Cases open at the end of {log.day} (also those closed later), by age since receipt by the clock; a bucket"
            " includes its upper end"
        ),
    )


def _ages(log: Log, rows: Sequence[Mapping[str, Any]]) -> Exhibit:
    edges, titles = log.settings.ages, _titles(log)
    counts = [sum(row["n"] for row in rows if row["bucket"] == number) for number in range(len(titles))]
    columns: list[Column] = [
        words("bucket", "账龄", "age", titles),
        numbers("from_days", "起", "from", [0, *edges], unit=DAYS),
        numbers("to_days", "止", "to", [*edges, None], unit=DAYS),
        numbers("cases", "未关闭件数", "open cases", counts, unit=CASES),
    ]
    return sheet(log, "backlog", Text(zh="未关闭投诉的账龄", en="Age of open cases"), _method(log), columns)


def _by_severity(log: Log, rows: Sequence[Mapping[str, Any]]) -> Exhibit:
    titles = _titles(log)
    if log.settings.severities:
        rows = _every_severity(log, rows)
    columns: list[Column] = [
        words("bucket", "账龄", "age", [titles[row["bucket"]] for row in rows]),
        *word_columns(["severity"], rows),
        numbers("cases", "未关闭件数", "open cases", [row["n"] for row in rows], unit=CASES),
    ]
    title = Text(zh="未关闭投诉的账龄与严重程度", en="Age of open cases by severity")
    return sheet(log, "backlog-severity", title, _method(log), columns)


def _every_severity(log: Log, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return rows for every age and severity, none left out: their order is that of the settings."""
    counts = {(row["bucket"], row["severity"]): row["n"] for row in rows}
    grades = sorted_severities(log.settings.severities, (row["severity"] for row in rows))
    return [
        {"bucket": bucket, "severity": grade, "n": counts.get((bucket, grade), 0)}
        for bucket in range(len(log.settings.ages) + 1)
        for grade in grades
    ]


def _oldest(log: Log, still: str, age: str) -> Exhibit:
    roles = [role for role in ("channel", "severity", "segment", "product") if log.settings.has(role)]
    wanted = ", ".join(["id", "opened_local", f"{age} AS age", *roles])
    rows = log.run(f"SELECT {wanted} FROM cases WHERE {still} ORDER BY opened, rid LIMIT {SHOWN}")
    columns: list[Column] = [
        _named(log, [row["id"] for row in rows]),
        names("opened", "受理时间", "received", [row["opened_local"].isoformat(" ", "minutes") for row in rows]),
        numbers("age_days", "账龄", "age", [_days(row["age"]) for row in rows], unit=DAYS, decimals=1),
        *word_columns(roles, rows),
    ]
    return sheet(log, "oldest", Text(zh="最久未关闭的投诉", en="Oldest open cases"), _method(log), columns)


def _named(log: Log, ids: Sequence[str | None]) -> Column:
    """Return the numbers of the cases; for the public, who may find a person by them, a running number."""
    if log.source.visibility is Visibility.PUBLIC:
        return names("id", "序号", "no.", [str(place) for place, _ in enumerate(ids, 1)])
    return words("id", "编号", "number", ids)


def _days(microseconds: int) -> Decimal:
    return exact(Fraction(microseconds, DAY))
