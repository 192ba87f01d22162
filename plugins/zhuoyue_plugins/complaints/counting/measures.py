"""The measures: every figure by period, as a whole and by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhuoyue import Measure, Point, Segment, Text
from zhuoyue.records import period_of, recorded
from zhuoyue_plugins.complaints.counting.catalogue import Figure, catalogue
from zhuoyue_plugins.complaints.counting.deals import Deals, per_thousand
from zhuoyue_plugins.complaints.counting.gravity import in_order_of
from zhuoyue_plugins.complaints.counting.grouped import Grouped
from zhuoyue_plugins.complaints.reading.log import Log

Row = Mapping[str, Any]


def make_measures(log: Log, found: Grouped, deals: Deals) -> Iterator[Measure]:
    """Yield the measures of the source."""
    if not found.total:
        return
    for figure in catalogue(log):
        yield _measure(log, figure, found)
    if deals.known:
        figure = per_thousand(deals, log.settings.period)
        yield _measure(log, figure, found, whole_only=True)


def _measure(log: Log, figure: Figure, found: Grouped, *, whole_only: bool = False) -> Measure:
    source, points = log.source, _points(log, figure, found.periods)
    return Measure(
        id=f"{source.name}-{figure.key}",
        title=figure.title,
        unit=figure.unit,
        direction=figure.direction,
        decimals=figure.decimals,
        source=source.name,
        method=figure.method,
        visibility=source.visibility,
        items=source.items,
        evidence=log.evidence,
        points=points,
        targets=_targets(log, figure, points),
        segments=() if whole_only else tuple(_segments(log, figure, found.parts)),
    )


def _segments(log: Log, figure: Figure, rows: Sequence[Row]) -> Iterator[Segment]:
    order = in_order_of(log.settings.severities if log.settings.split == "severity" else ())
    for part in sorted({row["part"] for row in rows}, key=order):
        name = recorded(part)
        if isinstance(name, Text):
            yield Segment(name=name, points=_points(log, figure, [row for row in rows if row["part"] == part]))


def _targets(log: Log, figure: Figure, points: Sequence[Point]) -> tuple[Point, ...]:
    target = log.settings.targets.get(figure.key)
    if target is None:
        return ()
    given = target if isinstance(target, dict) else {point.period: target for point in points}
    return tuple(Point(period=period, value=value) for period, value in sorted(given.items()))


def _points(log: Log, figure: Figure, rows: Sequence[Row]) -> tuple[Point, ...]:
    points = []
    for row in rows:
        value, count = figure.value(row)
        points.append(Point(period=period_of(row["code"], log.settings.period), value=value, count=count))
    return tuple(points)
