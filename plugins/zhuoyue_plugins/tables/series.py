"""Long format: rows that already hold the values of measures, one row for each measure and period."""

# ruff: noqa: S608 - names and texts in this SQL go through zhuoyue.records.name and .quote

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from zhuoyue import (
    Comparison,
    ComparisonKind,
    Direction,
    Measure,
    Point,
    Problem,
    Segment,
    Severity,
    Source,
    Text,
    did_you_mean,
    plain,
)
from zhuoyue.records import FILE, Check, Dataset, Plan, faulty_rows
from zhuoyue_plugins.tables.measures import exact, several_values
from zhuoyue_plugins.tables.settings import DIRECTIONS, SeriesSetting

_WORDS = ("title", "title_en", "unit", "direction", "items")
_NAMES = {
    ComparisonKind.COMPETITOR: Text(zh="竞争对手", en="competitor"),
    ComparisonKind.BENCHMARK: Text(zh="标杆", en="benchmark"),
    ComparisonKind.AVERAGE: Text(zh="行业平均", en="industry average"),
}
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
Row = Mapping[str, Any]


def read_series(
    source: Source, dataset: Dataset, setting: SeriesSetting, evidence: tuple[str, ...]
) -> tuple[list[Measure], list[Problem], dict[int, int]]:
    """Return the measures that the rows hold, what was wrong with them, and the rows of each table."""
    plan, alias = _plan(setting)
    records = plan.select(dataset.records())
    checks = [f"count(*) FILTER (WHERE c{number}) AS c{number}" for number in range(len(plan.checks))]
    files = dataset.run(f"SELECT {FILE}, count(*) AS n, {', '.join(checks)} FROM ({records}) GROUP BY 1")
    problems = faulty_rows(dataset, plan, {row[FILE]: row for row in files})
    rows = dataset.run(_grouped(plan, alias, setting, records))
    measures = []
    for name in dict.fromkeys(row["id"] for row in rows):
        own = [row for row in rows if row["id"] == name]
        if not _SLUG.fullmatch(name):
            problems.append(_bad_id(name, setting.id, dataset.place))
            continue
        measures.append(_measure(source, setting, name, own, evidence, dataset.place, problems))
    return measures, problems, {row[FILE]: row["n"] for row in files}


def _plan(setting: SeriesSetting) -> tuple[Plan, dict[str, str]]:
    """Return the plan and the alias of each role."""
    plan = Plan()
    alias = {
        role: plan.reading(getattr(setting, role), "text")
        for role in ("id", "segment", *_WORDS)
        if getattr(setting, role)
    }
    alias["period"] = plan.reading(setting.period, "period")
    for role, column in setting.numbers().items():
        alias[role] = plan.reading(column, "number")
        bad = plan.bad(column, "number")
        plan.checks.append(Check("number", (column,), bad, (plan.cell(column),)))
    cell, bad = (plan.cell(setting.period),), plan.bad(setting.period, "period")
    plan.checks.append(Check("period", (setting.period,), bad, cell))
    missing = f"{alias['period']} IS NULL AND NOT {bad} AND {alias['id']} IS NOT NULL"
    plan.checks.append(Check("no-period", (setting.id,), missing, (plan.cell(setting.id),)))
    return plan, alias


def _grouped(plan: Plan, alias: Mapping[str, str], setting: SeriesSetting, records: str) -> str:
    period, segment = alias["period"], alias.get("segment", "NULL::VARCHAR")
    columns = [f"{alias['id']} AS id", f"{period} AS period", f"{segment} AS segment"]
    for role in setting.numbers():
        columns += [f"min({alias[role]}) AS {role}_low", f"max({alias[role]}) AS {role}_high"]
    columns += [f"max({alias[role]}) AS {role}" for role in _WORDS if role in alias]
    # A value that could not be read is no gap in the record: its row is out, and reported.
    bad = plan.bad(setting.value, "number")
    return (
        f"SELECT {', '.join(columns)} FROM ({records}) WHERE {alias['id']} IS NOT NULL AND {period} IS NOT NULL "
        f"AND NOT {bad} GROUP BY ALL ORDER BY id, segment NULLS FIRST, period"
    )


def _measure(
    source: Source,
    setting: SeriesSetting,
    name: str,
    rows: Sequence[Row],
    evidence: tuple[str, ...],
    place: str,
    problems: list[Problem],
) -> Measure:
    whole = [row for row in rows if row["segment"] is None]
    ordered = sorted(whole or rows, key=lambda row: str(row["period"]))
    # A word may stand in some of the rows only, or change over the years: the latest one counts.
    latest = {role: next((row[role] for row in reversed(ordered) if row.get(role)), None) for role in _WORDS}
    parts = dict.fromkeys(row["segment"] for row in rows if row["segment"] is not None)

    def points(of: Sequence[Row], role: str) -> tuple[Point, ...]:
        return tuple(_points(setting, name, of, role, place, problems))

    segments = tuple(
        Segment(name=Text(zh=part, en=part), points=points([row for row in rows if row["segment"] == part], "value"))
        for part in parts
    )
    comparisons = (
        Comparison(kind=kind, name=_NAMES[kind], points=points(whole, str(kind)))
        for kind in ComparisonKind
        if str(kind) in setting.numbers()
    )
    unit = latest.get("unit")
    return Measure(
        id=name,
        title=_title(latest, name),
        unit=Text(zh=unit, en=unit) if unit else None,
        direction=_direction(setting, name, latest, place, problems),
        decimals=setting.decimals,
        source=source.name,
        visibility=source.visibility,
        items=tuple(re.findall(r"[^\s,;，；、]+", latest.get("items") or "")) or source.items,
        evidence=evidence,
        points=points(whole, "value"),
        targets=points(whole, "target") if setting.target else (),
        comparisons=tuple(one for one in comparisons if one.points),
        segments=tuple(segment for segment in segments if segment.points),
    )


def _points(
    setting: SeriesSetting, name: str, rows: Sequence[Row], role: str, place: str, problems: list[Problem]
) -> Sequence[Point]:
    found = []
    for row in rows:
        low, high = row[f"{role}_low"], row[f"{role}_high"]
        if low != high:
            column = setting.numbers()[role]
            problems.append(several_values(name, role, column, row["period"], (plain(low), plain(high)), place))
        elif low is not None:
            found.append(Point(period=row["period"], value=exact(low)))
        elif role == "value":
            found.append(Point(period=row["period"], value=None))
    return found


def _title(row: Row, name: str) -> Text:
    zh, en = row.get("title") or name, row.get("title_en")
    return Text(zh=zh, en=en) if en else Text.model_validate(zh)


def _direction(setting: SeriesSetting, name: str, row: Row, place: str, problems: list[Problem]) -> Direction:
    word = row.get("direction")
    if not word or word.lower() in DIRECTIONS:
        return DIRECTIONS[word.lower()] if word else Direction.HIGHER
    en, zh = did_you_mean(word, ["越高越好", "越低越好", "higher", "lower", "望大", "望小"])
    problems.append(
        Problem(
            code="tables-direction",
            severity=Severity.ERROR,
            text=Text(
                en=f"{name}: unknown direction {word!r}{en}; taken as higher",
                zh=f"{name}：未知方向 {word!r}{zh}；按越高越好处理",
            ),
            where=f"{place}: column {setting.direction}",
        )
    )
    return Direction.HIGHER


def _bad_id(name: str, column: str, place: str) -> Problem:
    return Problem(
        code="tables-bad-id",
        severity=Severity.ERROR,
        text=Text(
            en=f"{name!r} cannot be a measure's id: use letters, digits, dot, hyphen and underscore, e.g. otd-rate",
            zh=f"{name!r} 不能作为指标编号：只能用字母、数字、点、连字符和下划线，如 otd-rate",
        ),
        where=f"{place}: column {column}",
    )
