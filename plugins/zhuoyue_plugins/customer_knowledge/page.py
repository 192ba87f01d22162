"""The page `customer-knowledge`: segments, a quadrant for each, needs ranked, who is listened to and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
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
class Matrix:
    """The coverage matrix: the longer side goes down the page, where there is room."""

    methods_down: bool
    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, tuple[Cell | None, ...]], ...]


@dataclass(frozen=True)
class Section:
    """One source."""

    source: str
    segments: Exhibit
    quadrants: Exhibit | None
    charts: tuple[ScatterChart, ...]
    needs: Exhibit | None
    coverage: Exhibit | None
    matrix: Matrix | None
    methods: Exhibit | None
    gaps: Exhibit | None
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
        matrix=_matrix(coverage, language) if coverage else None,
        methods=methods,
        gaps=mine.get("customer-knowledge.gaps"),
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
    scales = {key: _range(quadrants, key) for key in ("importance", "performance")}
    return tuple(_chart(segment, rows, scales, language) for segment, rows in groups.items())


def _range(quadrants: Exhibit, key: str) -> tuple[Decimal, Decimal] | None:
    """Return the lowest and highest value of all segments: their charts have one scale, to be compared."""
    known = [one for one in (*quadrants.numbers(key), *quadrants.numbers(f"{key}-cut")) if one is not None]
    return (min(known), max(known)) if known else None


def _chart(
    segment: str,
    rows: list[Mapping[str, Any]],
    scales: Mapping[str, tuple[Decimal, Decimal] | None],
    language: str,
) -> ScatterChart:
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
        x_range=scales["importance"],
        y_range=scales["performance"],
    )


def _matrix(coverage: Exhibit, language: str) -> Matrix:
    methods = [column for column in coverage.columns if column.key.startswith("method-")]
    segments = [(number, name) for number, name in enumerate(coverage.texts("segment")) if name]
    heads, names = tuple(column.title for column in methods), tuple(name for _, name in segments)
    cells = [[_cell(coverage.texts(column.key)[number], language) for column in methods] for number, _ in segments]
    if len(methods) <= len(segments):
        return Matrix(False, heads, tuple(zip(names, map(tuple, cells), strict=True)))
    turned = (tuple(line[place] for line in cells) for place in range(len(methods)))
    return Matrix(True, names, tuple(zip(heads, turned, strict=True)))


def _cell(said: Text | None, language: str) -> Cell | None:
    if said is None:
        return None
    state = next((str(key) for key, text in FRESHNESS.items() if said.zh.startswith(text.zh)), "later")
    known = FRESHNESS[Freshness(state)].get(language)
    symbol, _, words = known.partition(" ")
    return Cell(state, symbol, words, said.get(language).removeprefix(known).strip())
