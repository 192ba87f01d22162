"""Grouped results of a batch: one row for each period, and for each period and segment."""

# ruff: noqa: S608 - names and texts in this SQL go through zhuoyue.records.name and .quote

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from zhuoyue.records import BLANKS, FILE, FIRST, LAST, Dataset, Plan, period_of
from zhuoyue_plugins.tables.plan import Planned, plan_measures
from zhuoyue_plugins.tables.settings import MeasureSetting

Row = dict[str, Any]


@dataclass
class Results:
    """What the pass over the records gave."""

    plan: Plan
    planned: list[Planned]
    whole: dict[str, Row] = field(default_factory=dict)
    """Aggregates by period."""
    parts: dict[str, dict[str, Row]] = field(default_factory=dict)
    """Aggregates by segment and period."""
    files: dict[int, Row] = field(default_factory=dict)
    """Number of rows and of faulty rows by table."""


def batches(measures: Sequence[MeasureSetting]) -> list[list[MeasureSetting]]:
    """Return the measures grouped by period and segment; each group takes one pass."""
    groups: dict[tuple[str, str | None, str | None], list[MeasureSetting]] = {}
    for measure in measures:
        groups.setdefault((measure.period.column, measure.period.by, measure.segment), []).append(measure)
    return list(groups.values())


def aggregate(dataset: Dataset, measures: Sequence[MeasureSetting]) -> Results:
    """Compute a batch."""
    plan, key, planned = plan_measures(measures)
    results = Results(plan, planned)
    segment = planned[0].segment
    by = measures[0].period.by
    columns = [f"{key} AS period", f"{segment or 'NULL'} AS segment", FILE, "count(*) AS n"]
    select, rows = _fast_pass(dataset, results, columns) or ("", [])
    if not select:
        select = plan.select(dataset.records())
        parts = [*columns, *_all_light(results, fast=False)]
        rows = dataset.run(f"SELECT {', '.join(parts)} FROM ({select}) GROUP BY ALL")
    _roll_up(results, rows, by)
    heavy = [part for number, one in enumerate(planned) for part in _heavy(number, one)]
    if heavy:
        # Order statistics and distinct counts can't be added up, so the engine computes each level.
        sets = f"({key}), ({key}, {segment})" if segment else f"({key})"
        whole = f"grouping({segment})" if segment else "1"
        columns = [*columns[:2], f"{whole} AS whole"]
        rows = dataset.run(f"SELECT {', '.join([*columns, *heavy])} FROM ({select}) GROUP BY GROUPING SETS ({sets})")
        _add(results, rows, by)
    return results


def _fast_pass(dataset: Dataset, results: Results, columns: Sequence[str]) -> tuple[str, Sequence[Row]] | None:
    """Return the SELECT and its groups if every cell is written the usual way; text files are cast as they are read."""
    plan = results.plan
    if not plan.may_be_fast:
        return None
    typed = dataset.typed_records(plan.types())
    select = plan.select(typed or dataset.records(), fast=True, typed=bool(typed))
    parts = [*columns, *plan.audit(typed=bool(typed)), *_all_light(results, fast=True)]
    rows = dataset.attempt(f"SELECT {', '.join(parts)} FROM ({select}) GROUP BY ALL")
    by = results.planned[0].setting.period.by
    return (select, rows) if rows is not None and all(_all_read(row, by) for row in rows) else None


def _all_read(row: Row, by: str | None) -> bool:
    """Tell whether a fast pass understood every cell of a group."""
    lows = [value for alias, value in row.items() if alias.startswith("min_u")]
    highs = [value for alias, value in row.items() if alias.startswith("max_u")]
    year = str(LAST.year - 1) if row["period"] is None else period_of(row["period"], by)[:4]
    return (
        row["unread"] == 0
        and (row["segment"] or "") == (row["segment"] or "").strip(BLANKS)
        # The engine reads "epoch" and "infinity" as the very first instant.
        and FIRST.year < int(year) < LAST.year
        and all(low is None or low > FIRST for low in lows)
        and all(high is None or high < LAST for high in highs)
    )


def _roll_up(results: Results, rows: Sequence[Row], by: str | None) -> None:
    """Add the groups up to periods, periods and segments, and tables."""
    for row in rows:
        _merge(results.files.setdefault(row[FILE], {}), row)
        if row["period"] is None:
            continue
        period = period_of(row["period"], by)
        _merge(results.whole.setdefault(period, {}), row)
        if row["segment"] is not None:
            _merge(results.parts.setdefault(row["segment"], {}).setdefault(period, {}), row)


def _merge(total: Row, row: Row) -> None:
    for alias, value in row.items():
        known = total.get(alias)
        if known is None or value is None or alias in _KEYS:
            total[alias] = value if known is None else known
        elif alias.startswith("min") or alias.endswith("_low"):
            total[alias] = min(known, value)
        elif alias.startswith("max") or alias.endswith("_high"):
            total[alias] = max(known, value)
        else:
            total[alias] = known + value


def _add(results: Results, rows: Sequence[Row], by: str | None) -> None:
    for row in rows:
        if row["period"] is None:
            continue
        period = period_of(row["period"], by)
        values = {alias: value for alias, value in row.items() if alias not in _KEYS}
        if row["whole"]:
            results.whole.setdefault(period, {}).update(values)
        elif row["segment"] is not None:
            results.parts.setdefault(row["segment"], {}).setdefault(period, {}).update(values)


_KEYS = ("period", "segment", "whole", FILE)


def _all_light(results: Results, *, fast: bool) -> list[str]:
    """Return the aggregates that need no more memory than a few numbers a group."""
    plan = results.plan
    checks = [
        f"count(*) FILTER (WHERE c{number}) AS c{number}" if check.fast or not fast else f"0 AS c{number}"
        for number, check in enumerate(plan.checks)
    ]
    parts = (part for number, one in enumerate(results.planned) for part in _light(number, one, fast=fast))
    return [*checks, *parts]


def _light(number: int, one: Planned, *, fast: bool) -> list[str]:
    value, kind = one.value, one.setting.aggregate
    # A filter costs as much as a sum, so it is left out where it would let every row pass.
    everything = fast and one.every
    rows = "" if everything else f" FILTER (WHERE {one.counts})"
    parts = [f"count(*){rows} AS rows{number}"]
    if value and kind not in ("share", "ratio"):
        parts.append(f"count({value}){rows} AS known{number}")
    if value and kind in ("sum", "mean"):
        parts.append(f"sum({value}){rows} AS sum{number}")
    if value and kind in ("min", "max", "value"):
        parts += [f"min({value}){rows} AS min{number}", f"max({value}){rows} AS max{number}"]
    if kind == "share":
        # A row of which nobody knows whether it succeeded is no failure.
        parts.append(f"count({one.numerator}){rows} AS known{number}")
        parts.append(f"count(*) FILTER (WHERE {one.counts} AND {one.numerator}) AS hits{number}")
    if kind == "ratio":
        both = f"FILTER (WHERE {one.counts} AND {value} IS NOT NULL AND {one.over} IS NOT NULL)"
        parts.append(f"count(*) {both} AS known{number}")
        parts += [f"sum({value}) {both} AS sum{number}", f"sum({one.over}) {both} AS over{number}"]
    for role, alias in ((f"target{number}", one.target), *_compared(number, one)):
        if alias:
            parts += [f"min({alias}){rows} AS {role}_low", f"max({alias}){rows} AS {role}_high"]
    return parts


def _compared(number: int, one: Planned) -> list[tuple[str, str | None]]:
    return [(f"other{number}_{place}", alias) for place, alias in enumerate(one.comparisons)]


def _heavy(number: int, one: Planned) -> list[str]:
    """Return the aggregates that keep every value of a group."""
    kind, value = one.setting.aggregate, one.value
    if kind == "count_distinct":
        return [f"count(DISTINCT {value}) FILTER (WHERE {one.counts}) AS distinct{number}"]
    percent = percentile(kind)
    if percent is None:
        return []
    # Linear between the two neighbours, as in a spreadsheet; fetched exactly, interpolated in Decimal.
    rank = f"(count({value}) FILTER (WHERE {one.counts}) - 1) * {percent}"
    ordered = f"(list({value} ORDER BY {value}) FILTER (WHERE {one.counts} AND {value} IS NOT NULL))"
    return [
        f"{ordered}[({rank}) // 100 + 1] AS low{number}",
        f"{ordered}[(({rank}) + 99) // 100 + 1] AS high{number}",
        f"({rank}) % 100 AS between{number}",
    ]


def percentile(aggregate: str) -> int | None:
    """Return 50 for median, 90 for p90; None for what is no percentile."""
    if aggregate == "median":
        return 50
    return int(aggregate[1:]) if aggregate[0] == "p" and aggregate[1:].isdigit() else None
