"""Plot: lines over a numeric x, as a Lorenz curve or survival curves with confidence bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from zhuoyue.charts.chart import Chart, Dot, Rule
from zhuoyue.charts.frame import plain
from zhuoyue.charts.label import SIZE, SMALL, Label, clamp, fit, text_width, thin, wrap
from zhuoyue.charts.number import at, written
from zhuoyue.charts.placing import FAR, LINE, Rect, Spot, arrange, set_beside
from zhuoyue.charts.plot_ends import End, Named, at_risk, ends, width_of
from zhuoyue.charts.plotted import MOST_ROWS, Pair, PlotCurve, PlotMark, Reading, excerpt
from zhuoyue.charts.scale import Scale, decimals_of, domain, nice_ticks
from zhuoyue.charts.words import word

__all__ = ["PlotChart", "PlotCurve", "PlotMark", "plot"]

WIDTH = 680
LOOKS = ("actual", "target", "competitor", "benchmark", "average", *(f"line_{number}" for number in range(1, 6)))
_TOP = 30
_PLOT = 250
_SQUARE = 330  # with a diagonal
_RADIUS = 5


@dataclass(frozen=True)
class PlotLine:
    """A line laid out."""

    look: str
    path: str
    area: str
    """Outline of its band; empty without one."""
    tip: str


@dataclass(frozen=True, kw_only=True)
class PlotChart(Chart):
    """A plot laid out."""

    kind: ClassVar[str] = "plot"
    grid: tuple[Rule, ...]
    rims: tuple[Rule, ...]
    diagonal: Rule | None
    drops: tuple[Rule, ...]
    """From the marks to the axes."""
    leaders: tuple[Rule, ...]
    lines: tuple[PlotLine, ...]
    dots: tuple[Dot, ...]
    ends: tuple[End, ...]
    labels: tuple[Label, ...]
    excerpt: bool
    """Whether the table holds only some of the points."""

    @property
    def data_word(self) -> str:
        """The word above the data table; says so if it is an excerpt."""
        return word("excerpt" if self.excerpt else "data", self.language)


@dataclass(frozen=True)
class _Frame:
    left: float
    right: float
    bottom: float
    x: Scale
    y: Scale
    x_ticks: tuple[Decimal, ...]
    y_ticks: tuple[Decimal, ...]

    @property
    def grid(self) -> tuple[Rule, ...]:
        """Lines at the ticks."""
        across = (Rule(self.left, self.y.place(tick), self.right, self.y.place(tick)) for tick in self.y_ticks)
        upright = (Rule(self.x.place(tick), _TOP, self.x.place(tick), self.bottom) for tick in self.x_ticks)
        return (*across, *upright)


def plot(
    title: str,
    curves: Sequence[PlotCurve],
    language: str,
    *,
    x_title: str,
    y_title: str,
    x_decimals: int = 0,
    y_decimals: int = 0,
    x_range: Pair | None = None,
    y_range: Pair | None = None,
    diagonal: bool = False,
    marks: Sequence[PlotMark] = (),
    finding: str = "",
) -> PlotChart:
    """Lay out lines over a numeric x.

    Args:
        title: heading.
        curves: up to five lines.
        language: zh or en.
        x_title: what x measures, with its unit.
        y_title: what y measures, with its unit.
        x_decimals: of x in texts.
        y_decimals: of y in texts.
        x_range: of the axis; by default that of the points.
        y_range: of the axis; by default that of points and bands.
        diagonal: draw the line of equality from corner to corner, and make the plot square.
        marks: points to be named.
        finding: what the plot shows, in words, before what it says by itself (marks and ends of the lines).
    """
    marks = [replace(mark, label=plain(mark.label)) for mark in marks]
    reading = Reading(plain(x_title), plain(y_title), x_decimals, y_decimals)
    curves = [_ready(curve, number) for number, curve in enumerate(curves)]
    drawn = [curve for curve in curves if curve.points]
    frame, names = _framed(drawn, reading, x_range, y_range, diagonal, language)
    drops = tuple(rule for mark in marks for rule in _drops(mark, frame))
    texts, leaders = _marked(marks, _covered(drawn, drops, diagonal, frame), frame)
    counts, counted, height = at_risk(
        drawn, [curve.look for curve in drawn], frame.x, frame.right, frame.bottom + 42, language
    )
    width = at(frame.right + width_of(names)) if diagonal else WIDTH
    return PlotChart(
        title=plain(title),
        alt=reading.finding(curves, marks, plain(finding), not diagonal, language),
        table=reading.table(curves, language),
        language=language,
        width=width,
        height=height,
        min_width=round(width * 0.88),
        grid=frame.grid,
        rims=(
            Rule(frame.left, _TOP, frame.left, frame.bottom),
            Rule(frame.left, frame.bottom, frame.right, frame.bottom),
        ),
        diagonal=Rule(frame.left, frame.bottom, frame.right, _TOP) if diagonal else None,
        drops=drops,
        leaders=leaders,
        lines=tuple(_line(curve, frame) for curve in drawn),
        dots=tuple(Dot(frame.x.inside(mark.x), frame.y.inside(mark.y), mark.label) for mark in marks),
        ends=(*ends(names, frame.right, _TOP + 6, frame.bottom), *counted),
        labels=(*_around(frame, reading, width), *_empty(frame, drawn, language), *texts, *counts),
        excerpt=any(len(curve.points) > MOST_ROWS for curve in curves),
    )


def _ready(curve: PlotCurve, number: int) -> PlotCurve:
    """Return the line with a plain label and a known look, its points in order."""
    look = curve.look if curve.look in LOOKS else f"line_{number % 5 + 1}"
    return replace(
        curve, label=plain(curve.label), look=look, points=tuple(sorted(curve.points)), band=tuple(sorted(curve.band))
    )


def _framed(
    drawn: Sequence[PlotCurve],
    reading: Reading,
    x_range: Pair | None,
    y_range: Pair | None,
    diagonal: bool,
    language: str,
) -> tuple[_Frame, list[Named]]:
    """Lay out the axes, and what stands at the ends of the lines: its width decides how wide the plot is."""
    xs = [x for curve in drawn for x, _ in curve.points]
    ys = [y for curve in drawn for _, y in curve.points]
    ys += [end for curve in drawn for _, low, high in curve.band for end in (low, high)]
    x_low, x_high, x_ticks = _extent(xs, x_range)
    y_low, y_high, y_ticks = _extent(list(domain(ys)) if ys else [], y_range)
    left = at(max((text_width(text, SMALL) for text in _written(y_ticks)), default=0) + 10)
    bottom = _TOP + (_SQUARE if diagonal else _PLOT)
    x, y = Scale(x_low, x_high, left, left + _SQUARE), Scale(y_low, y_high, bottom, _TOP)
    names = [
        Named(curve.look, curve.label, "" if diagonal else reading.end(curve), 0, y.inside(curve.points[-1][1]))
        for curve in drawn
    ]
    names += [Named("diagonal", word("equality", language), "", 0, _TOP)] * diagonal
    right = x.end if diagonal else at(WIDTH - width_of(names))
    x = Scale(x_low, x_high, left, right)
    where = [x.inside(curve.points[-1][0]) for curve in drawn] + [right] * diagonal
    names = [replace(name, x=place) for name, place in zip(names, where, strict=True)]
    return _Frame(left, right, bottom, x, y, x_ticks, y_ticks), names


def _extent(values: Sequence[Decimal], given: Pair | None) -> tuple[Decimal, Decimal, tuple[Decimal, ...]]:
    """Return the ends of an axis and its ticks: as given, or round ones around the values."""
    if given and given[0] < given[1]:
        return *given, tuple(tick for tick in nice_ticks(*given) if given[0] <= tick <= given[1])
    ticks = nice_ticks(min(values), max(values)) if values else ()
    return (ticks[0], ticks[-1], ticks) if ticks else (Decimal(0), Decimal(1), ())


def _written(ticks: tuple[Decimal, ...]) -> list[str]:
    return [written(tick, decimals_of(ticks)) for tick in ticks]


def _line(curve: PlotCurve, frame: _Frame) -> PlotLine:
    points = [(x, y) for x, y in curve.points if frame.x.low <= x <= frame.x.high]
    lows = [(x, low) for x, low, _ in curve.band if frame.x.low <= x <= frame.x.high]
    highs = [(x, high) for x, _, high in curve.band if frame.x.low <= x <= frame.x.high]
    area = ""
    if len(lows) > 1:
        upper, lower = (_corners(side, curve.step, frame) for side in (highs, lows))
        area = f"M{'L'.join([*upper, *reversed(lower)])}Z"
    corners = _corners(points, curve.step, frame)
    return PlotLine(curve.look, f"M{'L'.join(corners)}" if len(corners) > 1 else "", area, curve.label)


def _corners(points: Sequence[Pair], step: bool, frame: _Frame) -> list[str]:
    """Return the corners of a line; of a step line also those before each rise or fall."""
    corners = []
    for number, (x, y) in enumerate(points):
        if step and number:
            corners.append(f"{frame.x.place(x)} {frame.y.inside(points[number - 1][1])}")
        corners.append(f"{frame.x.place(x)} {frame.y.inside(y)}")
    return corners


def _drops(mark: PlotMark, frame: _Frame) -> tuple[Rule, Rule]:
    x, y = frame.x.inside(mark.x), frame.y.inside(mark.y)
    return Rule(x, y, x, frame.bottom), Rule(frame.left, y, x, y)


def _marked(
    marks: Sequence[PlotMark], covered: Sequence[Rect], frame: _Frame
) -> tuple[tuple[Label, ...], tuple[Rule, ...]]:
    """Place the labels of the marks clear of the lines."""
    wrapped = [wrap(mark.label, SMALL, 150, 3) for mark in marks]
    spots = [
        Spot(
            frame.x.inside(mark.x),
            frame.y.inside(mark.y),
            max(text_width(line, SMALL) for line in lines),
            LINE * len(lines),
        )
        for mark, lines in zip(marks, wrapped, strict=True)
    ]
    room = Rect(frame.left + 4, _TOP + 2, frame.right - 2, frame.bottom - 4)
    places = arrange(spots, room, _RADIUS, taken=covered, distances=FAR)
    labels: list[Label] = []
    leaders = []
    for spot, lines, place in zip(spots, wrapped, places, strict=True):
        if place:
            labels += set_beside(lines, spot.x, place)
            leaders += [place.leader] if place.leader else []
    return tuple(labels), tuple(leaders)


def _covered(drawn: Sequence[PlotCurve], drops: Sequence[Rule], diagonal: bool, frame: _Frame) -> list[Rect]:
    """Return small squares along the lines, which labels must not cover."""
    covered = []
    lines = [[(frame.x.inside(x), frame.y.inside(y)) for x, y in excerpt(curve.points)] for curve in drawn]
    lines += [[(rule.x1, rule.y1), (rule.x2, rule.y2)] for rule in drops]
    lines += [[(frame.left, frame.bottom), (frame.right, _TOP)]] * diagonal
    for dots in lines:
        for (x1, y1), (x2, y2) in pairwise(dots):
            pieces = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) // 10))
            for number in range(pieces + 1):
                x, y = x1 + (x2 - x1) * number / pieces, y1 + (y2 - y1) * number / pieces
                covered.append(Rect(x - 2, y - 2, x + 2, y + 2))
    return covered


def _around(frame: _Frame, reading: Reading, width: float) -> tuple[Label, ...]:
    """Set titles and ticks around the plot."""
    y_title = Label(0, 14, fit(f"↑ {reading.y_title}", SMALL, width), size=SMALL, tone="muted", tip=reading.y_title)
    text = fit(f"{reading.x_title} →", SMALL, frame.right)
    x_title = Label(frame.right, at(frame.bottom + 36), text, "end", SMALL, "muted", tip=reading.x_title)
    left = (
        Label(at(frame.left - 6), at(frame.y.place(tick) + 4), text, "end", SMALL, "muted")
        for tick, text in zip(frame.y_ticks, _written(frame.y_ticks), strict=True)
    )
    below = [
        Label(clamp(frame.x.place(tick), text, SMALL, 0, width), at(frame.bottom + 18), text, "middle", SMALL, "muted")
        for tick, text in zip(frame.x_ticks, _written(frame.x_ticks), strict=True)
    ]
    return (y_title, *left, *thin(below), x_title)


def _empty(frame: _Frame, drawn: Sequence[PlotCurve], language: str) -> tuple[Label, ...]:
    if drawn:
        return ()
    x, y = at((frame.left + frame.right) / 2), at((_TOP + frame.bottom) / 2)
    return (Label(x, y, word("no_values", language), "middle", SIZE, "muted"),)
