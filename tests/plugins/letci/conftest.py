"""Builders for result items, their measures and a dossier."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from zhuoyue import Dossier, Item, Measure, Point, SchemeData, Span
from zhuoyue_plugins.letci.settings import Settings

ITEM = Item.model_validate(
    {
        "id": "small-2012:4.7.3",
        "code": "4.7.3",
        "title": "Customer results",
        "kind": "result",
        "theme": "results",
        "points": 100,
    }
)


def scheme(step: int = 5, keys: tuple[str, ...] = ("Le", "T", "C", "I"), bands: int = 6) -> SchemeData:
    """Return the six bands of GB/Z 19579-2012 on a grid of `step`."""
    limits = [(0, 5), (10, 25), (30, 45), (50, 65), (70, 85), (90, 100)][:bands]
    return SchemeData.model_validate(
        {
            "name": "holistic",
            "title": "Holistic",
            "rule": "As a whole",
            "step": step,
            "dimensions": [{"key": key, "kind": "result", "title": key} for key in keys],
            "bands": [
                {"number": number, "low": low, "high": high, "title": str(number)}
                for number, (low, high) in enumerate(limits, 1)
            ],
        }
    )


def series(values: dict[str, Any]) -> tuple[Point, ...]:
    """Return points from period and value; `none` stands for a missing value."""
    return tuple(
        Point(period=period, value=None if value == "none" else Decimal(str(value))) for period, value in values.items()
    )


def measure(table: dict[str, Any]) -> Measure:
    """Make a measure from a table of a case file."""
    return Measure.model_validate(
        {
            "id": table["id"],
            "title": table.get("title", table["id"]),
            "unit": table.get("unit"),
            "direction": table.get("direction", "higher"),
            "decimals": table.get("decimals", 1),
            "source": "figures",
            "visibility": table.get("visibility", "internal"),
            "points": series(table.get("points", {})),
            "targets": series(table.get("targets", {})),
            "comparisons": [
                {"kind": one["kind"], "name": one.get("name", "Other"), "points": series(one["points"])}
                for one in table.get("comparisons", ())
            ],
            "segments": [
                {"name": name, "points": series(points)} for name, points in table.get("segments", {}).items()
            ],
        }
    )


def dossier(
    measures: list[dict[str, Any]], settings: dict[str, Any] | None = None, rules: SchemeData | None = None
) -> Dossier:
    """Return a dossier with these measures, for the years 2023 to 2025."""
    return Dossier(
        evidence=(),
        measures=tuple(measure(table) for table in measures),
        narratives=(),
        scheme=rules or scheme(),
        period=Span(start=date(2023, 1, 1), end=date(2025, 12, 31)),
        as_of=date(2025, 12, 31),
        settings=Settings.model_validate(settings or {}),
    )
