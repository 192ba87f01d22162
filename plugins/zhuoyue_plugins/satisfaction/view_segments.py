"""Segments and tiers: their indices with intervals, construct by construct, over time, and path by path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhuoyue import Assessment, Exhibit, Finding, Text
from zhuoyue.charts import BarValue, IndexLine, IndexPoint, Threshold, bars, heat, index_trend
from zhuoyue_plugins.satisfaction.findings import Row, value, word
from zhuoyue_plugins.satisfaction.found import Found, Picture, each, last_period, leading, of_period, surveys, whole

_ALPHA = Decimal("0.05")
"""Below this adjusted p a path is named as different between two groups."""
_ROWS, _COLUMNS = 20, 12
"""A heat map reads well up to this size."""


@dataclass(frozen=True)
class Division:
    """One way to divide customers."""

    title: Text
    called: Text
    """The index its charts show: the CSI, or the first construct."""
    forest: Picture | None
    heat: Picture | None
    trend: Picture | None
    findings: tuple[Finding, ...]
    """What was found in it: groups behind the others or their own past, by the thresholds of the settings."""
    exhibit: Exhibit


@dataclass(frozen=True)
class Section:
    """What the page shows of one survey."""

    source: str
    title: Text
    period: str
    divisions: tuple[Division, ...]
    differences: tuple[Row, ...]
    """Paths that differ significantly between two groups."""
    compared: int
    """Comparisons made."""
    groups: Exhibit | None
    group_constructs: Exhibit | None


def segments(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return what the page gets; None without segments and tiers."""
    sections = [_section(one, language) for one in each(surveys(assessment), "segments", "tiers")]
    return {"sections": sections} if sections else None


def _section(found: Found, language: str) -> Section:
    exhibits = [exhibit for kind in ("segments", "tiers") if (exhibit := found.get(kind))]
    groups = found.get("groups")
    return Section(
        source=found.source,
        title=found.title,
        period=last_period(exhibits[0]),
        divisions=tuple(_division(found, exhibit, language) for exhibit in exhibits),
        differences=tuple(_differences(groups)) if groups else (),
        compared=groups.count if groups else 0,
        groups=groups,
        group_constructs=found.get("group-constructs"),
    )


def _differences(groups: Exhibit) -> list[Row]:
    """Return the comparisons with an adjusted p below 5 %, the clearest first."""
    known = [(p, row) for row in groups.rows() if (p := value(row, "p-adjusted")) is not None and p < _ALPHA]
    return [row for _, row in sorted(known, key=lambda one: one[0])]


def _division(found: Found, exhibit: Exhibit, language: str) -> Division:
    name, called = leading(exhibit)
    rows = [row for row in of_period(exhibit, last_period(exhibit)) if word(row["construct-id"], "en") == name]
    return Division(
        title=exhibit.title,
        called=called,
        forest=_forest(found, exhibit, rows, called.get(language), language),
        heat=_heat(found, exhibit, language),
        trend=_trend(exhibit, rows, called.get(language), language),
        findings=tuple(one for one in found.findings if exhibit.id in one.evidence),
        exhibit=exhibit,
    )


def _forest(found: Found, exhibit: Exhibit, rows: list[Row], called: str, language: str) -> Picture | None:
    if not rows:
        return None
    period = last_period(exhibit)
    values = [
        BarValue(
            word(row["group"], language),
            value(row, "index"),
            value(row, "low"),
            value(row, "high"),
            whole(value(row, "answers")),
        )
        for row in rows
    ]
    index = found.get("index")
    all_of_them = None
    if index:
        whole_rows = [row for row in of_period(index, period) if row["construct-id"] == rows[0]["construct-id"]]
        all_of_them = value(whole_rows[0], "index") if whole_rows else None
    reference = Threshold(all_of_them, {"zh": "全部", "en": "all"}[language]) if all_of_them is not None else None
    name = exhibit.title.get(language)
    title = {"zh": f"{name}：{called}，{period}", "en": f"{name}: {called}, {period}"}[language]
    known = [end for row in values for end in (row.value, row.low, row.high) if end is not None]
    # Indices lie close together: a scale from 0 would hide their differences, so the chart shows points, not bars.
    narrow = bool(known) and 0 < min(known) < max(known)
    low, high = (min(known), max(known)) if narrow else (None, None)
    return Picture(bars(title, values, language, reference=reference, low=low, high=high), exhibit)


def _heat(found: Found, exhibit: Exhibit, language: str) -> Picture | None:
    period = last_period(exhibit)
    rows = [row for row in of_period(exhibit, period) if not found.lower_is_better(word(row["construct-id"], "en"))]
    groups = list(dict.fromkeys(word(row["group"], language) for row in rows))[:_ROWS]
    constructs = list(dict.fromkeys(word(row["construct"], language) for row in rows))[:_COLUMNS]
    cells = {(word(row["group"], language), word(row["construct"], language)): row for row in rows}
    if len(constructs) < 2:
        return None
    values = [[value(cells[g, c], "index") if (g, c) in cells else None for c in constructs] for g in groups]
    counts = [[whole(value(cells[g, c], "answers")) if (g, c) in cells else None for c in constructs] for g in groups]
    title = {
        "zh": f"{exhibit.title.get('zh')}（0–100），{period}",
        "en": f"{exhibit.title.get('en')} (0–100), {period}",
    }[language]
    return Picture(heat(title, groups, constructs, values, language, decimals=1, counts=counts), exhibit)


def _trend(exhibit: Exhibit, rows: list[Row], called: str, language: str) -> Picture | None:
    lines = []
    for row in rows:
        same = (row["group"], row["construct-id"])
        mine = [one for one in exhibit.rows() if (one["group"], one["construct-id"]) == same]
        points = tuple(
            IndexPoint(
                word(one["period"], "en"),
                value(one, "index"),
                value(one, "low"),
                value(one, "high"),
                whole(value(one, "answers")),
            )
            for one in mine
        )
        lines.append(IndexLine(word(row["group"], language), points))
    if not lines or all(len(line.points) < 2 for line in lines):
        return None
    # The finding tells of the first line: the group that is furthest behind.
    lines.sort(
        key=lambda line: line.points[-1].value if line.points and line.points[-1].value is not None else Decimal(101)
    )
    name = exhibit.title.get(language)
    title = {"zh": f"{name}：{called} 走势", "en": f"{name}: {called} over time"}[language]
    return Picture(index_trend(title, lines, language), exhibit)
