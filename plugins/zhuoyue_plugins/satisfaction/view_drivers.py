"""What drives satisfaction: importance–performance map, path diagram, effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhuoyue import Assessment, Exhibit, Text
from zhuoyue.charts import PathEdge, PathNode, ScatterPoint, path_diagram, scatter
from zhuoyue_plugins.satisfaction.findings import Row, act_first, foremost, value, word
from zhuoyue_plugins.satisfaction.found import Found, Picture, each, surveys

_QUADRANTS = {
    (True, False): Text(zh="优先改进", en="act first"),
    (True, True): Text(zh="保持优势", en="keep up"),
    (False, False): Text(zh="次要", en="minor"),
    (False, True): Text(zh="不宜再加投入", en="no more effort"),
}


@dataclass(frozen=True)
class Section:
    """What the page shows of one survey."""

    source: str
    title: Text
    map: Picture | None
    diagram: Picture
    effects: Exhibit | None
    paths: Exhibit
    weak: Exhibit | None
    first: tuple[Row, ...]
    """Drivers to act on first, the most important first."""
    foremost: Row | None
    """What matters most."""
    importance: Exhibit | None
    notes: tuple[Text, ...]


def drivers(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return what the page gets; None without a path model."""
    sections = [_section(one, language) for one in each(surveys(assessment), "paths")]
    return {"sections": sections} if sections else None


def _section(found: Found, language: str) -> Section:
    paths, importance = found.exhibits["paths"], found.get("importance")
    return Section(
        source=found.source,
        title=found.title,
        map=_map(importance, language) if importance else None,
        diagram=Picture(_diagram(found, paths, language), paths),
        effects=found.get("effects"),
        paths=paths,
        weak=found.get("weak-spots"),
        first=tuple(act_first(importance)) if importance else (),
        foremost=foremost(importance) if importance else None,
        importance=importance,
        notes=paths.notes,
    )


def _cuts(rows: Sequence[Row]) -> tuple[Decimal, Decimal] | None:
    """Return the means of importance and performance; None without a performance."""
    heavy = [number for row in rows if (number := value(row, "importance")) is not None]
    high = [number for row in rows if (number := value(row, "performance")) is not None]
    return (sum(heavy, Decimal(0)) / len(heavy), sum(high, Decimal(0)) / len(high)) if heavy and high else None


def _map(importance: Exhibit, language: str) -> Picture:
    rows = list(importance.rows())
    points = [
        ScatterPoint(word(row["construct"], language), value(row, "importance"), value(row, "performance"))
        for row in rows
    ]
    cuts = _cuts(rows) if len(rows) > 1 else None
    chart = scatter(
        importance.title.get(language),
        points,
        language,
        x_title={"zh": "重要性（总效应）", "en": "Importance (total effect)"}[language],
        y_title={"zh": "表现（指数 0–100）", "en": "Performance (index 0–100)"}[language],
        x_cut=cuts[0] if cuts else None,
        y_cut=cuts[1] if cuts else None,
        quadrants={key: text.get(language) for key, text in _QUADRANTS.items()} if cuts else None,
    )
    return Picture(chart, importance)


def _diagram(found: Found, paths: Exhibit, language: str) -> Any:
    constructs = found.get("constructs")
    nodes = [
        PathNode(word(row["construct-id"], "en"), _called(found, row, language), value(row, "r2"), value(row, "index"))
        for row in (constructs.rows() if constructs else ())
    ]
    edges = [
        PathEdge(
            word(row["from-id"], "en"),
            word(row["to-id"], "en"),
            value(row, "coefficient"),
            value(row, "low"),
            value(row, "high"),
            None if row["significant"] is None else word(row["significant"], "en") == "yes",
        )
        for row in paths.rows()
    ]
    title = {"zh": "驱动因素路径图", "en": "Path diagram"}[language]
    return path_diagram(title, nodes, edges, language)


def _called(found: Found, row: Row, language: str) -> str:
    """Return a construct's name, and whether its index is good news when low."""
    name = word(row["construct"], language)
    if not found.lower_is_better(word(row["construct-id"], "en")):
        return name
    return {"zh": f"{name}（越低越好）", "en": f"{name} (lower is better)"}[language]
