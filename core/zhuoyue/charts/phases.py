"""Phases: named stretches of time, shaded behind a line chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhuoyue.charts.axis import Axes
from zhuoyue.charts.chart import Box, Rule, box
from zhuoyue.charts.frame import plain
from zhuoyue.charts.label import SMALL, Label, fit, text_width, thin
from zhuoyue.charts.number import at


@dataclass(frozen=True)
class Phase:
    """A stretch of periods with a name, e.g. the baseline that the limits come from."""

    first: str
    last: str
    label: str


@dataclass(frozen=True)
class Phases:
    """Phases laid out."""

    shades: tuple[Box, ...]
    borders: tuple[Rule, ...]
    names: tuple[Label, ...]


def lay_phases(phases: Sequence[Phase], periods: Sequence[str], xs: Sequence[float], frame: Axes, y: float) -> Phases:
    """Shade and name stretches; one whose periods are not on the axis is left out.

    Args:
        phases: the stretches.
        periods, xs: what is on the axis, and where.
        frame: of the chart.
        y: baseline of the names.
    """
    place = dict(zip(periods, xs, strict=True))
    shades, borders, names = [], [], []
    for number, phase in enumerate(one for one in phases if one.first in place and one.last in place):
        label = plain(phase.label)
        left = stretch(place[phase.first], xs, frame)[0]
        right = max(left, stretch(place[phase.last], xs, frame)[1])
        look = "band_even" if number % 2 else "band_odd"
        shades.append(box(left, frame.top, right, frame.bottom - frame.top, look, label))
        borders.append(Rule(at(right), at(y - 12), at(right), frame.bottom))
        room = right - left - 10
        if room >= text_width("字字", SMALL):
            names.append(Label(at(left + 4), y, fit(label, SMALL, room), size=SMALL, tip=label))
    return Phases(tuple(shades), tuple(borders), thin(sorted(names, key=lambda name: name.x)))


def stretch(x: float, xs: Sequence[float], frame: Axes) -> tuple[float, float]:
    """Return where the period at `x` begins and ends: half way to its neighbours, or at the edge of the frame."""
    half = (xs[1] - xs[0]) / 2 if len(xs) > 1 else 0
    return at(frame.left if x == xs[0] else x - half), at(frame.right if x == xs[-1] else x + half)
