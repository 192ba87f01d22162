"""Series: a measure over time with its target, comparisons, segments and trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.axis import Axes, axes
from zhuoyue.charts.chart import Chart, Rule, Table
from zhuoyue.charts.curve import Curve, Line, curve, places
from zhuoyue.charts.label import SIZE, SMALL, Label, edges, fit, spread, text_width
from zhuoyue.charts.number import at, cell, written
from zhuoyue.charts.panel import MOST_INLINE, Panel, panels
from zhuoyue.charts.period import axis_periods
from zhuoyue.charts.progress import progress
from zhuoyue.charts.scale import domain
from zhuoyue.charts.trend import theil_sen
from zhuoyue.charts.words import word
from zhuoyue.model.measure import Direction, Measure, Point

WIDTH = 680
_TOP = 34
_PLOT = 220
_BARE = 56  # without values
_ROW = 18  # of a label at the end of a line
_ENDS = 190
_LETTERED = ("target", "competitor", "benchmark", "average")


@dataclass(frozen=True)
class End:
    """The label at the end of a line, moved aside from its neighbours."""

    look: str
    letter: str
    """Stands in a circle before the name; empty for the measure itself."""
    label: Label
    leader: Rule
    """Hairline from the last point to the label."""


@dataclass(frozen=True, kw_only=True)
class SeriesChart(Chart):
    """A line chart laid out."""

    kind: ClassVar[str] = "series"
    axes: Axes
    heading: tuple[Label, ...]
    curves: tuple[Curve, ...]
    ends: tuple[End, ...]
    trend: Rule | None
    trend_key: Label | None
    """Names the trend line; a sample of it goes before."""
    empty: Label | None
    """Says so if there is no value at all."""
    panel_heading: Label | None
    panels: tuple[Panel, ...]
    """Small multiples of the segments, if there are more than the plot can carry."""


def measure_series(measure: Measure, language: str, *, trend: bool = False) -> SeriesChart:
    """Lay out a measure."""
    lines = [Line("actual", word("actual", language), _points(measure.points))]
    if measure.targets:
        lines.append(Line("target", word("target", language), _points(measure.targets)))
    for comparison in measure.comparisons:
        lines.append(Line(comparison.kind.value, comparison.name.get(language), _points(comparison.points)))
    for segment in measure.segments:
        lines.append(Line("segment", segment.name.get(language), _points(segment.points)))
    unit = measure.unit.get(language) if measure.unit else ""
    return series(
        measure.title.get(language),
        lines,
        language,
        unit=unit,
        direction=measure.direction,
        decimals=measure.decimals,
        trend=trend,
    )


def _points(points: Sequence[Point]) -> dict[str, Decimal | None]:
    return {point.period: point.value for point in points}


def series(
    title: str,
    lines: Sequence[Line],
    language: str,
    *,
    unit: str = "",
    direction: Direction | None = Direction.HIGHER,
    decimals: int = 2,
    trend: bool = False,
) -> SeriesChart:
    """Lay out lines over their periods; the first one of role `actual` is the measure itself."""
    periods = axis_periods(period for line in lines for period in line.points)
    inline, apart = _arranged(lines)
    values = [value for line in lines for value in line.points.values() if value is not None]
    bottom = _TOP + (max(_PLOT, _ROW * (len(inline) + 1)) if values else _BARE)
    ends_left = WIDTH - _ends_width(inline, decimals)
    frame = axes(domain(values) if values else None, periods, _TOP, bottom, ends_left)
    xs = places(len(periods), frame.left + 10, frame.right - 10)
    curves = tuple(curve(line, look, periods, xs, frame.y, decimals) for line, look, _ in _looks(inline, language))
    actual = next((line for line in lines if line.role == "actual"), None)
    fitted = _trend(actual, periods, xs, frame) if trend else None
    small, height = panels(apart, actual, periods, frame, frame.height + 36, decimals)
    return SeriesChart(
        title=title,
        alt=progress(lines, periods, direction, decimals, language),
        table=_table(lines, periods, decimals, language),
        language=language,
        width=WIDTH,
        height=height if small else frame.height,
        min_width=600,
        axes=frame,
        heading=_heading(unit, direction, language),
        trend_key=_trend_key(unit, language) if fitted else None,
        panel_heading=_panel_heading(frame, language) if small else None,
        curves=curves,
        ends=_end_labels(inline, curves, frame, ends_left, decimals, language),
        trend=fitted,
        empty=None if values else _empty(frame, language),
        panels=small,
    )


def _arranged(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Separate what is drawn together from the segments that get panels of their own."""
    segments = [line for line in lines if line.role == "segment"]
    if len(segments) <= MOST_INLINE:
        return list(lines), []
    return [line for line in lines if line.role != "segment"], segments


def _looks(lines: Sequence[Line], language: str) -> list[tuple[Line, str, str]]:
    """Give each line its look and its letter; lines of one role are numbered if there are several."""
    seen: dict[str, int] = {}
    looks = []
    for line in lines:
        seen[line.role] = number = seen.get(line.role, 0) + 1
        several = sum(other.role == line.role for other in lines) > 1
        if line.role == "segment":
            looks.append((line, f"segment_{number}", "abcd"[number - 1]))
        elif line.role in _LETTERED:
            letter = word(f"letter_{line.role}", language)
            looks.append((line, line.role, f"{letter}{number}" if several else letter))
        else:
            looks.append((line, line.role, ""))
    return looks


def _ends_width(lines: Sequence[Line], decimals: int) -> float:
    widest = max((text_width(_end_text(line, decimals, _ENDS), SIZE) for line in lines if line.last), default=0)
    return at(widest + 44)


def _end_text(line: Line, decimals: int, room: float) -> str:
    """Name and last value; a long name is cut, the value never."""
    value = written(line.last[1], decimals) if line.last else ""
    return f"{fit(line.name, SIZE, max(40, room - text_width(' ' + value, SIZE)))} {value}"


def _end_labels(
    lines: Sequence[Line], curves: Sequence[Curve], frame: Axes, left: float, decimals: int, language: str
) -> tuple[End, ...]:
    rows = [(*look, drawn.end) for look, drawn in zip(_looks(lines, language), curves, strict=True) if drawn.end]
    placed = spread([dot.y for *_, dot in rows], _ROW, frame.top, frame.bottom)
    return tuple(
        End(
            look,
            letter,
            Label(
                at(left + 44),
                at(y + 4.5),
                _end_text(line, decimals, _ENDS),
                size=SIZE,
                tone=look,
                bold=look == "actual",
                tip=line.name,
            ),
            Rule(at(dot.x + 5), dot.y, at(left + 22), y),
        )
        for (line, look, letter, dot), y in zip(rows, placed, strict=True)
    )


def _trend(line: Line | None, periods: Sequence[str], xs: Sequence[float], frame: Axes) -> Rule | None:
    """Lay out the Theil–Sen line from the first to the last known value, within the plot."""
    values = line.along(periods) if line else ()
    fitted = theil_sen(values)
    if fitted is None:
        return None
    intercept, slope = fitted
    known = [index for index, value in enumerate(values) if value is not None]
    first, last = known[0], known[-1]
    y1, y2 = (frame.y.inside(intercept + slope * index) for index in (first, last))
    return Rule(xs[first], y1, xs[last], y2)


def _heading(unit: str, direction: Direction | None, language: str) -> tuple[Label, ...]:
    labels = []
    if unit:
        text = fit(word("unit", language, unit=unit), SMALL, WIDTH / 2)
        labels.append(Label(0, 14, text, size=SMALL, tone="muted"))
    if direction:
        text = word(f"better_{direction.value}", language)
        labels.append(Label(WIDTH, 14, text, "end", SMALL, "muted"))
    return tuple(labels)


def _trend_key(unit: str, language: str) -> Label:
    before = edges(_heading(unit, None, language)[0])[1] + 24 if unit else 0
    return Label(at(before + 26), 14, word("trend", language), size=SMALL, tone="muted")


def _panel_heading(frame: Axes, language: str) -> Label:
    return Label(0, at(frame.height + 22), word("multiples", language), size=SMALL, tone="muted")


def _empty(frame: Axes, language: str) -> Label:
    middle = at((frame.left + frame.right) / 2)
    return Label(middle, at((frame.top + frame.bottom) / 2), word("no_values", language), "middle", SIZE, "muted")


def _table(lines: Sequence[Line], periods: Sequence[str], decimals: int, language: str) -> Table:
    """Set periods as rows; with many lines and few periods, lines as rows."""
    names = tuple(line.name for line in lines)
    columns = [[cell(value, decimals) for value in line.along(periods)] for line in lines]
    if len(lines) > max(6, len(periods)):
        rows = tuple((name, *column) for name, column in zip(names, columns, strict=True))
        return Table((word("series", language), *periods), rows)
    return Table((word("period", language), *names), tuple(zip(periods, *columns, strict=True)))
