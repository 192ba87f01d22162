"""Scatter: points in four quadrants, as an importance–performance map; groups differ in shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.beside import labelled
from zhuoyue.charts.chart import Box, Chart, Rule, box
from zhuoyue.charts.frame import plain
from zhuoyue.charts.label import SIZE, SMALL, Label, clamp, fit, text_width, thin
from zhuoyue.charts.marker import Marker, marker
from zhuoyue.charts.number import at, written
from zhuoyue.charts.placing import Rect, set_beside
from zhuoyue.charts.quadrant import Quadrant, ScatterPoint, Split
from zhuoyue.charts.scale import Scale, decimals_of, nice_ticks
from zhuoyue.charts.words import word

__all__ = ["MarkerKey", "Quadrant", "ScatterChart", "ScatterPoint", "scatter"]

WIDTH, NARROW = 680, 360
_TOP = 44
_PLOT = 330
_INSET = 14  # between the outermost tick and the rim, so that no point is cut
_RADIUS = 6
_ROW = 18
Range = tuple[Decimal, Decimal]
_LONG = 30  # a longer list takes two columns whatever its names


@dataclass(frozen=True)
class MarkerKey:
    """An entry of a legend: a marker and its word."""

    marker: Marker
    label: Label


@dataclass(frozen=True, kw_only=True)
class ScatterChart(Chart):
    """A scatter laid out."""

    kind: ClassVar[str] = "scatter"
    quadrants: tuple[Box, ...]
    grid: tuple[Rule, ...]
    rims: tuple[Rule, ...]
    cuts: tuple[Rule, ...]
    leaders: tuple[Rule, ...]
    markers: tuple[Marker, ...]
    labels: tuple[Label, ...]
    keys: tuple[MarkerKey, ...]
    numbered: bool
    """Whether numbers stand beside the points, and a list of names below."""


@dataclass(frozen=True)
class _Frame:
    width: float
    left: float
    right: float
    top: float
    bottom: float
    x: Scale
    y: Scale
    x_ticks: tuple[Decimal, ...]
    y_ticks: tuple[Decimal, ...]

    @property
    def room(self) -> Rect:
        """Where labels may go."""
        return Rect(self.left + 2, self.top + 2, self.right - 2, self.bottom - 2)


def scatter(
    title: str,
    points: Sequence[ScatterPoint],
    language: str,
    *,
    x_title: str,
    y_title: str,
    x_cut: Decimal | None = None,
    y_cut: Decimal | None = None,
    quadrants: Mapping[Quadrant, str] | None = None,
    lead: Quadrant = (True, False),
    x_decimals: int = 2,
    y_decimals: int = 1,
    x_range: Range | None = None,
    y_range: Range | None = None,
) -> ScatterChart:
    """Lay out points by two values, with cut lines and the quadrants between them named in words.

    Args:
        title: heading.
        points: up to about 25; where their labels do not fit, they are numbered and a list below names them.
        language: zh or en.
        x_title: what x measures.
        y_title: what y measures.
        x_cut: x from which on a point counts as high; without both cuts there are no quadrants.
        y_cut: y from which on a point counts as high.
        quadrants: names by (x high, y high), in `language`.
        lead: the quadrant whose points the finding names; the others are counted.
        x_decimals: of x in texts.
        y_decimals: of y in texts.
        x_range, y_range: what the scales hold besides the points; the same for charts that are to be compared.
    """
    points = [replace(one, label=plain(one.label), group=plain(one.group), name=plain(one.name)) for one in points]
    known = [one for one in points if one.x is not None and one.y is not None]
    divided = bool(known) and x_cut is not None and y_cut is not None
    names = {key: plain(name) for key, name in (quadrants or {}).items()} if divided else {}
    split = Split(plain(x_title), plain(y_title), x_decimals, y_decimals, x_cut, y_cut, names, lead)
    ranges = (x_range or (), y_range or ())
    narrow = _laid_out(title, points, split, _frame(known, split, ranges, NARROW), language)
    return replace(_laid_out(title, points, split, _frame(known, split, ranges, WIDTH), language), narrow=narrow)


def _laid_out(title: str, points: Sequence[ScatterPoint], split: Split, frame: _Frame, language: str) -> ScatterChart:
    known = [one for one in points if one.x is not None and one.y is not None]
    groups = tuple(dict.fromkeys(one.group for one in points))
    spots = [(frame.x.place(one.x or Decimal(0)), frame.y.place(one.y or Decimal(0))) for one in known]
    cuts = _cuts(frame, split)
    beside, numbered = labelled([one.label for one in known], spots, frame.room, _RADIUS, cuts, language)
    texts = [label for one in beside if one.place for label in set_beside(one.lines, one.x, one.place)]
    keys, below = _keys(groups, frame, language)
    listed, height = _listed(known, below, frame.width) if numbered else ((), below)
    return ScatterChart(
        title=plain(title),
        alt=split.finding(points, language),
        table=split.table(points, language),
        language=language,
        width=frame.width,
        height=height,
        min_width=at(frame.width * 0.88),
        quadrants=_tiles(frame, split),
        grid=_grid(frame),
        rims=(
            Rule(frame.left, frame.top, frame.left, frame.bottom),
            Rule(frame.left, frame.bottom, frame.right, frame.bottom),
        ),
        cuts=cuts,
        leaders=tuple(one.place.leader for one in beside if one.place and one.place.leader),
        markers=tuple(
            marker(groups.index(one.group), *spot, split.tip(one), _RADIUS)
            for one, spot in zip(known, spots, strict=True)
        ),
        labels=(*_around(frame, split), *_empty(frame, known, language), *texts, *listed),
        keys=keys,
        numbered=numbered,
    )


def _frame(
    known: Sequence[ScatterPoint], split: Split, ranges: tuple[Range | tuple[()], Range | tuple[()]], width: float
) -> _Frame:
    xs = [value for value in (split.x_cut, *ranges[0], *(one.x for one in known)) if value is not None]
    ys = [value for value in (split.y_cut, *ranges[1], *(one.y for one in known)) if value is not None]
    x_ticks = nice_ticks(min(xs), max(xs)) if known else ()
    y_ticks = nice_ticks(min(ys), max(ys)) if known else ()
    widest = max((text_width(written(tick, decimals_of(y_ticks)), SMALL) for tick in y_ticks), default=0)
    left, right, bottom = at(widest + 10), width - 2, _TOP + _PLOT
    x_low, x_high = (x_ticks[0], x_ticks[-1]) if x_ticks else (Decimal(0), Decimal(1))
    y_low, y_high = (y_ticks[0], y_ticks[-1]) if y_ticks else (Decimal(0), Decimal(1))
    return _Frame(
        width=width,
        left=left,
        right=right,
        top=_TOP,
        bottom=bottom,
        x=Scale(x_low, x_high, left + _INSET, right - _INSET),
        y=Scale(y_low, y_high, bottom - _INSET, _TOP + _INSET),
        x_ticks=x_ticks,
        y_ticks=y_ticks,
    )


def _cuts(frame: _Frame, split: Split) -> tuple[Rule, ...]:
    cuts = []
    if split.x_cut is not None and frame.x_ticks:
        x = frame.x.place(split.x_cut)
        cuts.append(Rule(x, frame.top, x, frame.bottom))
    if split.y_cut is not None and frame.y_ticks:
        y = frame.y.place(split.y_cut)
        cuts.append(Rule(frame.left, y, frame.right, y))
    return tuple(cuts)


def _grid(frame: _Frame) -> tuple[Rule, ...]:
    across = (Rule(frame.left, frame.y.place(tick), frame.right, frame.y.place(tick)) for tick in frame.y_ticks)
    upright = (Rule(frame.x.place(tick), frame.top, frame.x.place(tick), frame.bottom) for tick in frame.x_ticks)
    return (*across, *upright)


def _tiles(frame: _Frame, split: Split) -> tuple[Box, ...]:
    """Paint the quadrants; the leading one last, so that its rim lies above the others."""
    if not split.names or split.x_cut is None or split.y_cut is None:
        return ()
    x, y = frame.x.place(split.x_cut), frame.y.place(split.y_cut)
    tiles = []
    for right, high in sorted(
        ((a, b) for a in (False, True) for b in (False, True)), key=lambda key: key == split.lead
    ):
        left, end = (x, frame.right) if right else (frame.left, x)
        top, bottom = (frame.top, y) if high else (y, frame.bottom)
        look = "mixed" if (right, high) == split.lead else "band_even" if right == high else "band_odd"
        tiles.append(box(left, top, end, at(bottom - top), look))
    return tuple(tiles)


def _around(frame: _Frame, split: Split) -> tuple[Label, ...]:
    """Set titles, ticks and names of the quadrants around the plot, where no point can be."""
    half = (frame.right - frame.left) / 2 - 8
    y_title = Label(0, 14, fit(f"↑ {split.y_title}", SMALL, frame.width), size=SMALL, tone="muted", tip=split.y_title)
    x_text = fit(f"{split.x_title} →", SMALL, frame.width)
    x_title = Label(at(frame.right), at(frame.bottom + 54), x_text, "end", SMALL, "muted", tip=split.x_title)
    names = []
    for (right, high), name in split.names.items():
        text = fit(f"{'↑' if high else '↓'} {name}", SMALL, half)
        x, anchor = (frame.right, "end") if right else (frame.left, "start")
        y = frame.top - 7 if high else frame.bottom + 15
        names.append(Label(at(x), at(y), text, anchor, SMALL, "ink", bold=True, tip=name))
    return (y_title, *_ticks(frame), *names, x_title)


def _ticks(frame: _Frame) -> tuple[Label, ...]:
    x_decimals, y_decimals = (decimals_of(ticks) if ticks else 0 for ticks in (frame.x_ticks, frame.y_ticks))
    left = [
        Label(at(frame.left - 6), at(frame.y.place(tick) + 4), written(tick, y_decimals), "end", SMALL, "muted")
        for tick in frame.y_ticks
    ]
    below = [
        Label(clamp(x, text, SMALL, 0, frame.width), at(frame.bottom + 34), text, "middle", SMALL, "muted")
        for x, text in ((frame.x.place(tick), written(tick, x_decimals)) for tick in frame.x_ticks)
    ]
    return (*left, *thin(below))


def _keys(groups: Sequence[str], frame: _Frame, language: str) -> tuple[tuple[MarkerKey, ...], float]:
    """Lay out the legend of the shapes below the plot; return the y below it too."""
    x, y = 0.0, frame.bottom + 78
    keys = []
    for number, group in enumerate(groups if any(groups) else ()):
        name = group or word("no_group", language)
        text = fit(name, SMALL, frame.width / 2 - 20)
        wide = 20 + text_width(text, SMALL)
        if x and x + wide > frame.width:
            x, y = 0.0, y + 20
        label = Label(at(x + 20), at(y), text, size=SMALL, tip=name)
        keys.append(MarkerKey(marker(number, x + 7, y - 4), label))
        x += wide + 22
    return tuple(keys), at(y + 10 if keys else frame.bottom + 62)


def _listed(known: Sequence[ScatterPoint], top: float, width: float) -> tuple[tuple[Label, ...], float]:
    """List the names behind the numbers, in two columns if they fit; return the y below them too."""
    short = all(text_width(one.full, SMALL) <= width / 2 - 40 for one in known)
    columns = 2 if short or (len(known) > _LONG and width > NARROW) else 1
    rows = -(-len(known) // columns)
    labels = []
    for index, one in enumerate(known):
        column, row = divmod(index, rows)
        x, y = column * width / columns, at(top + 16 + _ROW * row)
        name = fit(one.full, SMALL, width / columns - 40)
        labels.append(Label(at(x + 24), y, str(index + 1), "end", SMALL, "ink", bold=True))
        labels.append(Label(at(x + 32), y, name, size=SMALL, tip=one.full))
    return tuple(labels), at(top + 16 + _ROW * rows)


def _empty(frame: _Frame, known: Sequence[ScatterPoint], language: str) -> tuple[Label, ...]:
    if known:
        return ()
    x, y = at((frame.left + frame.right) / 2), at((frame.top + frame.bottom) / 2)
    return (Label(x, y, word("no_values", language), "middle", SIZE, "muted"),)
