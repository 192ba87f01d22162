"""Panels: small multiples, one segment each against the whole, all on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhuoyue.charts.axis import Axes
from zhuoyue.charts.chart import Rule
from zhuoyue.charts.curve import Curve, Line, curve, places
from zhuoyue.charts.label import SMALL, Label, text_width, wrap
from zhuoyue.charts.number import at, written
from zhuoyue.charts.scale import Scale

MOST_INLINE = 4
"""So many segments are drawn as thin lines among the others; more get panels."""
_COLUMNS = 3
_GAP = 28
_WIDTH = (680 - _GAP * (_COLUMNS - 1)) / _COLUMNS
_LINE = 15
_PLOT = 70
_FOOT = 30


@dataclass(frozen=True)
class Panel:
    """One segment laid out."""

    labels: tuple[Label, ...]
    base: Rule
    whole: Curve | None
    """The measure itself, in grey, to compare with."""
    part: Curve


def panels(
    lines: Sequence[Line], whole: Line | None, periods: Sequence[str], frame: Axes, y: float, decimals: int
) -> tuple[tuple[Panel, ...], float]:
    """Lay out a panel for each line below `y`; return them and the y below the last row."""
    heads = [_head(line, decimals) for line in lines]
    rise = 8 + _LINE * max((len(head) for head in heads), default=2) + _PLOT  # from a panel's top to its base
    laid = []
    for number, (line, head) in enumerate(zip(lines, heads, strict=True)):
        row, column = divmod(number, _COLUMNS)
        left, base = column * (_WIDTH + _GAP), y + row * (rise + _FOOT) + rise
        scale = Scale(frame.y.low, frame.y.high, base, base - _PLOT)
        xs = places(len(periods), left + 4, left + _WIDTH - 4)
        laid.append(
            Panel(
                labels=(*_placed(head, line, left, base - rise), *_ends(periods, left, base)),
                base=Rule(at(left), at(base), at(left + _WIDTH), at(base)),
                whole=curve(whole, "whole", periods, xs, scale, decimals) if whole else None,
                part=curve(line, "part", periods, xs, scale, decimals),
            )
        )
    return tuple(laid), at(y + (rise + _FOOT) * -(-len(lines) // _COLUMNS))


def _head(line: Line, decimals: int) -> tuple[str, ...]:
    """Return the last value, and before it the name in one or two lines."""
    value = written(line.last[1], decimals) if line.last else "—"
    return (*wrap(line.name, SMALL, _WIDTH - text_width(value, SMALL) - 12, 2), value)


def _placed(head: Sequence[str], line: Line, left: float, top: float) -> tuple[Label, ...]:
    *names, value = head
    return (
        *(
            Label(at(left), at(top + 12 + _LINE * row), name, size=SMALL, tip=line.name)
            for row, name in enumerate(names)
        ),
        Label(at(left + _WIDTH), at(top + 12), value, "end", SMALL, bold=True),
    )


def _ends(periods: Sequence[str], left: float, base: float) -> tuple[Label, ...]:
    """Name the first and the last period."""
    first = Label(at(left), at(base + 14), periods[0], "start", 11, "muted")
    last = Label(at(left + _WIDTH), at(base + 14), periods[-1], "end", 11, "muted")
    return (first, last) if len(periods) > 1 else (first,)
