"""Index trend: indices over periods with their confidence intervals; lines differ in dash, shape and label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.axis import Axes, axes
from zhuoyue.charts.chart import Chart, Dot, Rule
from zhuoyue.charts.curve import path, places
from zhuoyue.charts.frame import plain
from zhuoyue.charts.index_line import IndexLine, IndexPoint, Trend
from zhuoyue.charts.label import SIZE, SMALL, Label, fit, spread, text_width, wrap
from zhuoyue.charts.marker import Marker, marker
from zhuoyue.charts.number import at, written
from zhuoyue.charts.period import axis_periods
from zhuoyue.charts.scale import domain
from zhuoyue.charts.words import word

__all__ = ["MOST", "IndexLine", "IndexPoint", "IndexTrendChart", "index_trend"]

WIDTH = 680
MOST = 5
"""Lines that can be told apart; the table holds the others too."""
_TOP = 34
_PLOT = 240
_BARE = 56  # without values
_ROW = 18
_LINE = 15  # from one line of a name to the next
_ENDS = 190
_SAMPLE = 34
_LEAD = 18
_DODGE = 7  # between the whiskers of neighbouring lines, at most
_CAP = 3
_INSET = 10  # of the first and the last period, as the axis has it


@dataclass(frozen=True)
class IndexCurve:
    """A line laid out."""

    look: str
    path: str
    markers: tuple[Marker, ...]
    whiskers: str
    """Path of its intervals, with crossbars at their ends."""


@dataclass(frozen=True)
class IndexEnd:
    """A line's name and last value, on one line or two, after a sample of it."""

    look: str
    sample: Rule
    marker: Marker | None
    labels: tuple[Label, ...]
    leader: Rule


@dataclass(frozen=True, kw_only=True)
class IndexTrendChart(Chart):
    """An index trend laid out."""

    kind: ClassVar[str] = "index_trend"
    axes: Axes
    heading: tuple[Label, ...]
    target: Rule | None
    curves: tuple[IndexCurve, ...]
    ends: tuple[IndexEnd, ...]
    notes: tuple[Label, ...]


def index_trend(
    title: str,
    lines: Sequence[IndexLine],
    language: str,
    *,
    unit: str = "",
    decimals: int = 1,
    low: Decimal | None = None,
    high: Decimal | None = None,
    target: Decimal | None = None,
) -> IndexTrendChart:
    """Lay out indices over their periods with whiskers for their intervals.

    Args:
        title: heading.
        lines: up to five; the first is the one the finding tells of. Further ones stand in the table only.
        language: zh or en.
        unit: of the values.
        decimals: of the values in texts.
        low: lower end of the axis; by default that of the values.
        high: upper end of the axis; by default that of the values.
        target: drawn as a line of its own.
    """
    lines = [replace(line, label=plain(line.label)) for line in lines]
    trend = Trend(lines, language, decimals, target)
    shown = [line for line in lines if line.known][:MOST]
    periods = axis_periods(point.period for line in shown for point in line.points)
    values = [value for line in shown for value in line.extent]
    ends_width = _ends_width(_endings(shown, None, target, decimals, language))
    extent = _extent(values, low, high, target)
    frame = axes(extent, periods, _TOP, _TOP + (_PLOT if values else _BARE), at(WIDTH - ends_width))
    xs = (
        dict(zip(periods, places(len(periods), frame.left + _INSET, frame.right - _INSET), strict=True))
        if periods
        else {}
    )
    curves = [_curve(line, number, len(shown), xs, frame, decimals) for number, line in enumerate(shown)]
    notes = _notes(frame, bool(values), any(one.whiskers for one in curves), len(lines) - len(shown), language)
    return IndexTrendChart(
        title=plain(title),
        alt=trend.finding(),
        table=trend.table(),
        language=language,
        width=WIDTH,
        height=at(max([frame.height, *(note.y + 8 for note in notes)])),
        min_width=600,
        axes=frame,
        heading=_heading(plain(unit), language),
        target=_target(frame, target) if values else None,
        curves=tuple(curves),
        ends=_ends(_endings(shown, frame, target if values else None, decimals, language), frame),
        notes=notes,
    )


def _extent(
    values: Sequence[Decimal], low: Decimal | None, high: Decimal | None, target: Decimal | None
) -> tuple[Decimal, Decimal] | None:
    """Return the ends of the axis; those given hold, unless the values lie beyond them."""
    if not values:
        return None
    within = [*values, *(bound for bound in (low, high, target) if bound is not None)]
    if low is None and high is None:
        return domain(within)
    return min(within), max(within)


def _curve(line: IndexLine, number: int, count: int, xs: dict[str, float], frame: Axes, decimals: int) -> IndexCurve:
    """Lay out a line, a little aside from its neighbours so that no whisker hides another."""
    step = min(_DODGE, 1.6 * _INSET / max(1, count - 1), (frame.right - frame.left) / max(1, len(xs)) / (count + 1))
    aside = (number - (count - 1) / 2) * step
    dots: list[Dot | None] = []
    markers, whiskers = [], ""
    for period, place in xs.items():
        one = line.at(period)
        if one is None or one.value is None:
            dots.append(None)
            continue
        x, y = at(place + aside), frame.y.inside(one.value)
        dots.append(Dot(x, y))
        markers.append(marker(number, x, y, _tip(line, one, decimals), 4))
        if one.low is not None and one.high is not None:
            ends = [frame.y.inside(end) for end in (one.low, one.high)]
            bars = "".join(f"M{at(x - _CAP)} {end}h{2 * _CAP}" for end in ends)
            whiskers += f"M{x} {ends[0]}V{ends[1]}{bars}"
    return IndexCurve(f"line_{number + 1}", path(dots), tuple(markers), whiskers)


def _tip(line: IndexLine, one: IndexPoint, decimals: int) -> str:
    base = "" if one.base is None else f", n = {one.base}"
    return f"{line.label} {one.period}: {one.written(decimals)}{base}"


def _target(frame: Axes, target: Decimal | None) -> Rule | None:
    return None if target is None else Rule(frame.left, frame.y.inside(target), frame.right, frame.y.inside(target))


def _end_lines(name: str, value: Decimal | None, decimals: int) -> tuple[str, ...]:
    """Name and last value, on two lines if need be; a longer name is cut, the value never."""
    text = "" if value is None else f" {written(value, decimals)}"
    if text_width(name + text, SIZE) <= _ENDS:
        return (name + text,)
    *first, last = wrap(name, SIZE, max(40, _ENDS - text_width(text, SIZE)), 2)
    return (*first, last + text)


@dataclass(frozen=True)
class _Ending:
    """What is written of a line beside the plot, and the height it belongs to."""

    look: str
    number: int | None
    lines: tuple[str, ...]
    name: str
    y: float


def _endings(
    shown: Sequence[IndexLine], frame: Axes | None, target: Decimal | None, decimals: int, language: str
) -> list[_Ending]:
    """Return what is written beside the plot; without a frame, to see how wide it is."""
    named = [
        (f"line_{number + 1}", number, line.label, line.known[-1].value or Decimal(0))
        for number, line in enumerate(shown)
    ]
    rows: list[tuple[str, int | None, str, Decimal]] = [*named]
    if target is not None:
        rows.append(("target", None, word("target", language), target))
    return [
        _Ending(look, number, _end_lines(name, value, decimals), name, frame.y.inside(value) if frame else 0)
        for look, number, name, value in rows
    ]


def _ends_width(endings: Sequence[_Ending]) -> float:
    widths = (text_width(text, SIZE) for one in endings for text in one.lines)
    return _LEAD + _SAMPLE + max(widths, default=0) + 2


def _ends(endings: Sequence[_Ending], frame: Axes) -> tuple[IndexEnd, ...]:
    """Name the lines beside the plot, moved apart where the names would touch."""
    left = frame.right + _LEAD
    row = _ROW + _LINE * (max((len(one.lines) for one in endings), default=1) - 1)
    places = spread([one.y for one in endings], row, frame.top, frame.bottom)
    return tuple(
        IndexEnd(
            look=one.look,
            sample=Rule(at(left), y, at(left + _SAMPLE - 8), y),
            marker=None if one.number is None else marker(one.number, left + (_SAMPLE - 8) / 2, y, radius=4),
            labels=_end_labels(one, left + _SAMPLE, y),
            leader=Rule(at(frame.right + 2), at(one.y), at(left - 3), y),
        )
        for one, y in zip(endings, places, strict=True)
    )


def _end_labels(one: _Ending, x: float, y: float) -> tuple[Label, ...]:
    top = y + 4.5 - _LINE * (len(one.lines) - 1) / 2
    return tuple(
        Label(at(x), at(top + _LINE * number), text, size=SIZE, bold=one.number == 0, tip=one.name)
        for number, text in enumerate(one.lines)
    )


def _heading(unit: str, language: str) -> tuple[Label, ...]:
    if not unit:
        return ()
    return (Label(0, 14, fit(word("unit", language, unit=unit), SMALL, WIDTH), size=SMALL, tone="muted", tip=unit),)


def _notes(frame: Axes, known: bool, whiskers: bool, left_out: int, language: str) -> tuple[Label, ...]:
    """Say what the whiskers are, and what is not drawn."""
    if not known:
        x, y = at((frame.left + frame.right) / 2), at((frame.top + frame.bottom) / 2)
        return (Label(x, y, word("no_values", language), "middle", SIZE, "muted"),)
    texts = [word("index_whiskers", language)] * whiskers
    texts += [word("index_more", language, count=str(left_out))] * (left_out > 0)
    return tuple(
        Label(0, at(frame.height + 14 + 18 * row), text, size=SMALL, tone="muted") for row, text in enumerate(texts)
    )
