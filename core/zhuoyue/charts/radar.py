"""Radar: the profile of up to a dozen categories on a scale of percents or levels, beside what is wanted of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.chart import Chart, Dot, Rule, Table
from zhuoyue.charts.label import SIZE, SMALL, Label, edges, text_width, wrap
from zhuoyue.charts.number import HUNDRED, at, percent, percent_span, written
from zhuoyue.charts.ranking import extremes
from zhuoyue.charts.words import word

WIDTH = 480
RADIUS = 130
LEAST, MOST = 3, 12
_LINE = 16
_GAP = 10
_LEAST_RING = 20  # a number inside a smaller ring would cover the centre


@dataclass(frozen=True)
class RadarAxis:
    """A category: its percent (None when unknown) and the percents it may turn out to have."""

    label: str
    percent: Decimal | None
    low: Decimal = Decimal(0)
    high: Decimal = HUNDRED
    wanted: Decimal | None = None
    """What it is meant to be."""


Write = Callable[[Decimal], str]
"""How a place on the scale is written where it is not a percent: the level it stands for."""


@dataclass(frozen=True)
class Spoke:
    """An axis laid out."""

    line: Rule
    labels: tuple[Label, ...]
    dot: Dot | None
    """The value; None when unknown."""
    whisker: Rule | None
    """From the lowest to the highest possible percent."""
    question: Label | None
    """The question mark on the range of an unknown value."""


@dataclass(frozen=True)
class Ring:
    """A circle at a percent."""

    radius: float
    label: Label | None
    """Its number, where there is room."""


@dataclass(frozen=True, kw_only=True)
class RadarChart(Chart):
    """A radar laid out."""

    kind: ClassVar[str] = "radar"
    x: float
    """x of the centre."""
    y: float
    """y of the centre."""
    rings: tuple[Ring, ...]
    spokes: tuple[Spoke, ...]
    outline: str
    """Path through the known values; open where a neighbour is unknown."""
    closed: bool
    """Whether every value is known, so that the outline encloses an area."""
    wanted: str
    """Path through what is wanted; empty where nothing is, or no two neighbours are."""
    aims: str
    """Diamonds on what is wanted, so that a single one is seen too."""
    key: tuple[Label, ...]
    """Names of the two outlines, where there are two; a stroke 24 wide stands before each."""


def radar(
    title: str,
    axes: Sequence[RadarAxis],
    language: str,
    *,
    rings: Sequence[Decimal] = (Decimal(20), Decimal(40), Decimal(60), Decimal(80), Decimal(100)),
    write: Write | None = None,
) -> RadarChart:
    """Lay out percents on 3–12 axes, with rings where bands begin.

    Args:
        title: what is compared.
        axes: the categories; with `wanted` a second outline shows what they are meant to be.
        language: zh or en.
        rings: percents to draw circles at.
        write: how percents are written that stand for levels; left out: as percents.

    Raises:
        ValueError: If there are fewer than 3 or more than 12 axes; `category_bars` shows any number.
    """
    if not LEAST <= len(axes) <= MOST:
        raise ValueError(f"a radar has {LEAST} to {MOST} axes, not {len(axes)}")
    x, y = WIDTH / 2, _top(axes)
    spokes = tuple(_spoke(axis, index, len(axes), y, language, write) for index, axis in enumerate(axes))
    known = [axis.percent is not None for axis in axes]
    labels = [label for spoke in spokes for label in spoke.labels]
    wanted, aims = _wanted(axes, y)
    bottom = max(y + RADIUS, *(label.y for label in labels))
    key = _key(bottom + 28, language) if aims else ()
    left, width = _extent([*labels, *key])
    return RadarChart(
        title=title,
        alt=extremes([(axis.label, axis.percent) for axis in axes], language, write or percent),
        table=_table(axes, language, write),
        language=language,
        width=width,
        height=at(max([bottom, *(label.y for label in key)]) + 10),
        left=left,
        min_width=round(width * 0.82),
        x=x,
        y=y,
        rings=_rings(rings, len(axes), y, write),
        spokes=spokes,
        outline=_outline(spokes),
        closed=all(known),
        wanted=wanted,
        aims=aims,
        key=key,
    )


def _angle(index: float, count: int) -> float:
    """Return the angle of an axis; the first points up, the others follow clockwise."""
    return -math.pi / 2 + 2 * math.pi * index / count


def _on(index: float, count: int, radius: float, y: float) -> tuple[float, float]:
    angle = _angle(index, count)
    return at(WIDTH / 2 + radius * math.cos(angle)), at(y + radius * math.sin(angle))


def _top(axes: Sequence[RadarAxis]) -> float:
    """Return the y of the centre that leaves room for the label of the first axis."""
    return at(_LINE * (len(wrap(axes[0].label, SIZE, 260, 2)) + len(_readings(axes[0], "en", None))) + _GAP + RADIUS)


def _spoke(axis: RadarAxis, index: int, count: int, y: float, language: str, write: Write | None) -> Spoke:
    end = _on(index, count, RADIUS, y)
    low, high = (_on(index, count, _radius(bound), y) for bound in (axis.low, axis.high))
    tip = f"{axis.label}: {' '.join(_readings(axis, language, write))}"
    dot = None if axis.percent is None else Dot(*_on(index, count, _radius(axis.percent), y), tip)
    middle = _on(index, count, _radius((axis.low + axis.high) / 2), y)
    return Spoke(
        line=Rule(WIDTH / 2, y, *end),
        labels=_labels(axis, index, count, y, _readings(axis, language, write)),
        dot=dot,
        whisker=Rule(*low, *high, tip) if axis.low != axis.high else None,
        question=None if dot else Label(middle[0], at(middle[1] + 5), "?", "middle", SIZE, "ink", bold=True),
    )


def _radius(value: Decimal) -> float:
    return RADIUS * float(max(Decimal(0), min(HUNDRED, value))) / 100


def _labels(axis: RadarAxis, index: int, count: int, y: float, readings: Sequence[str]) -> tuple[Label, ...]:
    """Set name and percent outside the end of the axis, in a block that grows away from the centre."""
    x, end = _on(index, count, RADIUS + _GAP, y)
    cosine, sine = math.cos(_angle(index, count)), math.sin(_angle(index, count))
    upright = abs(cosine) < 0.15
    anchor = "middle" if upright else "start" if cosine > 0 else "end"
    room = 260.0 if upright else (WIDTH - x if cosine > 0 else x) - 2
    names = wrap(axis.label, SIZE, room, 2 if upright else 3)
    lines = [*names, *readings]
    height = _LINE * len(lines)
    first = at(end - height * (1 - sine) / 2 + 12)
    return tuple(
        Label(x, at(first + _LINE * row), line, anchor, SIZE, "ink", bold=row >= len(names), tip=axis.label)
        for row, line in enumerate(lines)
    )


def _readings(axis: RadarAxis, language: str, write: Write | None) -> tuple[str, ...]:
    wanted = () if axis.wanted is None else (word("wants", language, value=(write or percent)(axis.wanted)),)
    if axis.percent is not None:
        return ((write or percent)(axis.percent), *wanted)
    return word("unknown", language), _span(axis, write), *wanted


def _span(axis: RadarAxis, write: Write | None) -> str:
    return f"{write(axis.low)}–{write(axis.high)}" if write else percent_span(axis.low, axis.high)


def _wanted(axes: Sequence[RadarAxis], y: float) -> tuple[str, str]:
    """Return the path that joins what is wanted of neighbours, and the diamonds on it."""
    places = [
        None if axis.wanted is None else _on(index, len(axes), _radius(axis.wanted), y)
        for index, axis in enumerate(axes)
    ]
    pairs = ((places[index - 1], place) for index, place in enumerate(places))
    lines = "".join(f"M{a[0]} {a[1]}L{b[0]} {b[1]}" for a, b in pairs if a and b)
    return lines, "".join(f"M{place[0]} {at(place[1] - 5)}l5 5l-5 5l-5 -5Z" for place in places if place)


def _key(y: float, language: str) -> tuple[Label, ...]:
    """Name the outline of what is and that of what is wanted, below the radar."""
    now, wanted = word("now", language), word("wanted", language)
    wide = 2 * 30 + text_width(now, SMALL) + 24 + text_width(wanted, SMALL)
    left = WIDTH / 2 - wide / 2
    right = left + 30 + text_width(now, SMALL) + 24
    return tuple(Label(at(x + 30), at(y), name, size=SMALL, tone="muted") for x, name in ((left, now), (right, wanted)))


def _rings(levels: Sequence[Decimal], count: int, y: float, write: Write | None) -> tuple[Ring, ...]:
    """Lay out rings from the outermost in, their numbers just inside; a number with too little room is left out."""
    rings, free = [], RADIUS + 1.0
    for level in sorted(levels, reverse=True):
        radius = at(_radius(level))
        x, end = _on(0.5, count, radius - _LINE / 2, y)
        label = Label(x, at(end + 4), (write or written)(level), "middle", 11, "muted")
        rings.append(Ring(radius, label if _LEAST_RING <= radius <= free else None))
        free = radius - _LINE if radius <= free else free
    return tuple(rings)


def _outline(spokes: Sequence[Spoke]) -> str:
    """Join neighbouring known values; an unknown one interrupts the line, it is not 0."""
    dots = [spoke.dot for spoke in spokes]
    if None not in dots:
        return "M" + "L".join(f"{dot.x} {dot.y}" for dot in dots if dot) + "Z"
    pairs = ((dots[index - 1], dot) for index, dot in enumerate(dots))
    return "".join(f"M{a.x} {a.y}L{b.x} {b.y}" for a, b in pairs if a and b)


def _table(axes: Sequence[RadarAxis], language: str, write: Write | None) -> Table:
    keys = ["category", "level_now" if write else "percent", "range"]
    aimed = any(axis.wanted is not None for axis in axes)
    rows = (
        (
            axis.label,
            "—" if axis.percent is None else (write or percent)(axis.percent),
            "—" if axis.low == axis.high else _span(axis, write),
            *([] if not aimed else ["—"] if axis.wanted is None else [(write or percent)(axis.wanted)]),
        )
        for axis in axes
    )
    return Table(tuple(word(key, language) for key in (*keys, *(["wanted"] if aimed else []))), tuple(rows))


def _extent(labels: Sequence[Label]) -> tuple[float, float]:
    """Return left edge and width of what is drawn, so that a narrow screen shows no empty margin."""
    ends = [edge for label in labels for edge in edges(label)]
    left = max(0.0, min(WIDTH / 2 - RADIUS, *ends) - 2)
    right = min(float(WIDTH), max(WIDTH / 2 + RADIUS, *ends) + 2)
    return at(left), at(right - left)
