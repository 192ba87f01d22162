"""The forty KPI of the example, read from kpi.toml: names, directions, levels, targets and comparisons."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.common import GUIDES, HEAD_OFFICE, HYDRAULICS, PLANT_A, PLANT_B, SENSORS, SHAFTS

Years = tuple[float | None, ...]

SHEETS = {
    "4.7.2": "4.7.2 产品与服务",
    "4.7.3": "4.7.3 顾客与市场",
    "4.7.4": "4.7.4 财务",
    "4.7.5": "4.7.5 资源",
    "4.7.6": "4.7.6 过程",
    "4.7.7": "4.7.7 领导",
}
WEIGHTS: dict[str, dict[str, float]] = {
    "": {},
    "sum": {"sum": 1.0},
    "product_lines": {HYDRAULICS: 0.46, SHAFTS: 0.25, GUIDES: 0.19, SENSORS: 0.10},
    "plants": {PLANT_A: 0.67, PLANT_B: 0.33},
    "sites": {PLANT_A: 0.59, PLANT_B: 0.29, HEAD_OFFICE: 0.12},
}


@dataclass(frozen=True)
class Kpi:
    """One KPI. `levels` holds the yearly figure per segment ('' = overall); without levels it is
    computed from the records. With `flow` the yearly figure is the sum of its quarters."""

    number: str
    zh: str
    en: str
    unit: str
    rising: bool
    item: str
    places: int
    yearly: bool
    levels: Mapping[str, Years]
    weights: Mapping[str, float]
    flow: tuple[float, ...]
    noise: float
    target: Years | None
    rival: Mapping[str, Years]
    bench: Years | None


def _years(values: list[float | str] | None) -> Years | None:
    return None if values is None else tuple(None if isinstance(value, str) else value for value in values)


def _by_segment(table: dict[str, list[float | str]]) -> dict[str, Years]:
    return {segment: _years(values) or () for segment, values in table.items()}


def _kpi(entry: dict[str, Any]) -> Kpi:
    plain = {name: entry[name] for name in ("number", "zh", "en", "unit", "rising", "item", "places")}
    return Kpi(
        **plain,
        yearly=entry.get("yearly", False),
        levels=_by_segment(entry.get("levels", {})),
        weights=WEIGHTS[entry.get("weights", "")],
        flow=tuple(entry.get("flow", ())),
        noise=entry.get("noise", 0.0),
        target=_years(entry.get("target")),
        rival=_by_segment(entry.get("rival", {})),
        bench=_years(entry.get("bench")),
    )


KPIS = tuple(map(_kpi, tomllib.loads(Path(__file__).with_name("kpi.toml").read_text(encoding="utf-8"))["kpi"]))
