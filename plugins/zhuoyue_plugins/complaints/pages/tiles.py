"""Tiles of the overview: the key figures of the latest period with target and change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zhuoyue import Direction, Measure, Point
from zhuoyue_plugins.complaints.exhibits.logbook import Logbook
from zhuoyue_plugins.complaints.judging.saying import figure

SHOWN = (
    "closed-in-promise",
    "answered-in-promise",
    "reopened",
    "cases",
    "close-median-hours",
    "close-p90-hours",
    "first-contact",
    "hand-overs",
    "escalated",
    "handling-satisfied",
    "per-1000-deals",
    "improvement",
    "verified",
)
"""Measures that have a tile, in their order: the first four stand at the head of the page."""


@dataclass(frozen=True)
class Tile:
    """One key figure."""

    measure: Measure
    period: str
    value: str
    change: str
    """Signed difference to the period before; empty without one."""
    against: str
    """The period it is compared with."""
    better: bool | None
    """Whether the change is for the better; None if nothing changed or nothing is known."""
    target: str
    """Empty without one."""
    met: bool | None


def tiles(log: Logbook) -> Iterator[Tile]:
    """Yield the tiles of a log."""
    for word in SHOWN:
        measure = log.measure(word)
        if measure is not None and measure.latest is not None:
            yield _tile(measure, measure.latest)


def _tile(measure: Measure, latest: Point) -> Tile:
    value = latest.value or Decimal(0)
    earlier = _earlier(measure, latest)
    was = earlier.value if earlier else None
    target = next((one.value for one in measure.targets if one.period == latest.period), None)
    if target is None:
        target = next((one.value for one in reversed(measure.targets) if one.value is not None), None)
    rise = value - was if was is not None else None
    higher = measure.direction is Direction.HIGHER
    return Tile(
        measure,
        latest.period,
        _value(measure, value),
        _signed(rise, measure.decimals) if rise is not None else "",
        earlier.period if earlier else "",
        None if rise is None or not _seen(rise, measure.decimals) else (rise > 0) is higher,
        figure(target, measure.decimals) if target is not None else "",
        None if target is None else value >= target if higher else value <= target,
    )


def _earlier(measure: Measure, latest: Point) -> Point | None:
    """Return the same period a year before, so that seasons do not pass for change; else the one before."""
    year_before = f"{int(latest.period[:4]) - 1}{latest.period[4:]}"
    known = [one for one in measure.known if one.period < latest.period]
    return next((one for one in known if one.period == year_before), known[-1] if known else None)


def _value(measure: Measure, value: Decimal) -> str:
    """Write a value; a percent that is not quite 100 does not read as 100."""
    shown = figure(value, measure.decimals)
    if _percent(measure) and value < 100 and Decimal(shown) == 100:
        return f"> {figure(100 - Decimal(1).scaleb(-measure.decimals), measure.decimals)}"
    return shown


def _seen(value: Decimal, decimals: int) -> bool:
    """Tell whether a difference is more than nothing as it is written."""
    return bool(value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _percent(measure: Measure) -> bool:
    return measure.unit is not None and measure.unit.get("en") == "%"


def _signed(value: Decimal, decimals: int) -> str:
    text = figure(value, decimals)
    return text.replace("-", "\u2212") if value < 0 else f"+{text}"
