"""The page `customer-knowledge`: segments, a quadrant for each, needs ranked, who is listened to and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhuoyue import Assessment, Exhibit, Page, Text
from zhuoyue.charts import ScatterChart, ScatterPoint, scatter
from zhuoyue_plugins.customer_knowledge.customers import FRESHNESS, QUADRANTS, Freshness, Quadrant

_PLANE = {
    (True, False): Quadrant.CONCENTRATE,
    (True, True): Quadrant.KEEP,
    (False, False): Quadrant.LOW,
    (False, True): Quadrant.OVERKILL,
}
"""Quadrant by high importance and high performance."""


@dataclass(frozen=True)
class Cell:
    """A cell of the coverage matrix: a symbol, words, a day."""

    state: str
    symbol: str
    words: str
    day: str


@dataclass(frozen=True)
class Section:
    """One source."""

    source: str
    segments: Exhibit
    quadrants: Exhibit | None
    charts: tuple[ScatterChart, ...]
    needs: Exhibit | None
    coverage: Exhibit | None
    rows: tuple[tuple[Text, tuple[Cell | None, ...]], ...]
    methods: Exhibit | None
    gaps: Exhibit
    unheard: int | None
    """Segments without a current method; None where methods are not listed."""
    stale: int | None
    """Methods not reviewed in time."""
    concentrate: int | None


def view(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return a section for each source; None without any."""
    sections = tuple(
        _section(assessment, one, language) for one in assessment.exhibits_of("customer-knowledge.segments")
    )
    return {"sections": sections} if sections else None


PAGE = Page(
    "customer-knowledge",
    Text(zh="顾客与市场的了解", en="Knowledge of customers"),
    "customer-knowledge.md.j2",
    Path(__file__).parent / "templates",
    view,
    Text(zh="顾客", en="Customers"),
)


def _section(assessment: Assessment, segments: Exhibit, language: str) -> Section:
    mine = {one.kind: one for one in assessment.exhibits_of("customer-knowledge.") if one.source == segments.source}
    quadrants, methods = mine.get("customer-knowledge.quadrants"), mine.get("customer-knowledge.methods")
    coverage = mine.get("customer-knowledge.coverage")
    current = segments.numbers("current")
    states = methods.texts("state") if methods else ()
    return Section(
        source=segments.source,
        segments=segments,
        quadrants=quadrants,
        charts=_charts(quadrants, language) if quadrants else (),
        needs=mine.get("customer-knowledge.needs"),
        coverage=coverage,
        rows=_rows(coverage, language) if coverage else (),
        methods=methods,
        gaps=mine["customer-knowledge.gaps"],
        unheard=None if all(one is None for one in current) else sum(not one for one in current),
        stale=sum(one in (FRESHNESS[Freshness.STALE], FRESHNESS[Freshness.NEVER]) for one in states)
        if methods
        else None,
        concentrate=_count(quadrants),
    )


def _count(quadrants: Exhibit | None) -> int | None:
    if quadrants is None:
        return None
    return sum(one == QUADRANTS[Quadrant.CONCENTRATE] for one in quadrants.texts("quadrant"))


def _charts(quadrants: Exhibit, language: str) -> tuple[ScatterChart, ...]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in quadrants.rows():
        segment = row["segment"]
        groups.setdefault(segment.get(language) if isinstance(segment, Text) else "—", []).append(row)
    return tuple(_chart(segment, rows, language) for segment, rows in groups.items())


def _chart(segment: str, rows: list[Mapping[str, Any]], language: str) -> ScatterChart:
    zh = language == "zh"
    points = [
        ScatterPoint(row["need"].get(language) if row["need"] else "—", row["importance"], row["performance"])
        for row in rows
    ]
    return scatter(
        segment,
        points,
        language,
        x_title="重要度" if zh else "importance",
        y_title="表现" if zh else "performance",
        x_cut=rows[0]["importance-cut"],
        y_cut=rows[0]["performance-cut"],
        quadrants={place: QUADRANTS[quadrant].get(language) for place, quadrant in _PLANE.items()},
        x_decimals=2,
        y_decimals=2,
    )


def _rows(coverage: Exhibit, language: str) -> tuple[tuple[Text, tuple[Cell | None, ...]], ...]:
    keys = [column.key for column in coverage.columns if column.key.startswith("method-")]
    return tuple(
        (name, tuple(_cell(coverage.texts(key)[number], language) for key in keys))
        for number, name in enumerate(coverage.texts("segment"))
        if name
    )


def _cell(said: Text | None, language: str) -> Cell | None:
    if said is None:
        return None
    state = next((str(key) for key, text in FRESHNESS.items() if said.zh.startswith(text.zh)), "later")
    known = FRESHNESS[Freshness(state)].get(language)
    symbol, _, words = known.partition(" ")
    return Cell(state, symbol, words, said.get(language).removeprefix(known).strip())
