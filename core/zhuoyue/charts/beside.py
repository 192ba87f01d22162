"""Labels beside points: one for all at the same place, and numbers where the names do not all fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhuoyue.charts.chart import Rule
from zhuoyue.charts.label import SMALL, text_width, wrap
from zhuoyue.charts.placing import FAR, LINE, NEAR, Place, Rect, Spot, arrange
from zhuoyue.charts.words import listing

_MOST = 150  # px of a line, of which a label may have two

Point = tuple[float, float]


@dataclass(frozen=True)
class Beside:
    """The lines of a label beside the point at `x`; without a place there was no room."""

    lines: tuple[str, ...]
    x: float
    place: Place | None


def labelled(
    names: Sequence[str], spots: Sequence[Point], room: Rect, radius: float, avoided: Sequence[Rule], language: str
) -> tuple[tuple[Beside, ...], bool]:
    """Place the names beside their points inside `room`; return too whether numbers from 1 stand for them."""
    shared: dict[tuple[int, int], list[int]] = {}
    for number, (x, y) in enumerate(spots):
        shared.setdefault((round(x), round(y)), []).append(number)
    points = [spots[numbers[0]] for numbers in shared.values()]
    joined = [listing((names[number] for number in numbers), language) for numbers in shared.values()]
    wrapped = [wrap(name, SMALL, _MOST, 2) for name in joined]
    if not any(lines[-1].endswith("…") for lines in wrapped):
        placed = _arranged(wrapped, points, room, radius, avoided, NEAR)
        if all(one.place for one in placed):
            return placed, False
    figures = [(ranges(numbers),) for numbers in shared.values()]
    return _arranged(figures, points, room, radius, avoided, FAR), True


def ranges(numbers: Sequence[int]) -> str:
    """Write rising numbers, counted from 1, briefly: `1, 4–6`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0] + 1}–{run[-1] + 1}" if len(run) > 1 else str(run[0] + 1) for run in runs)


def _arranged(
    texts: Sequence[tuple[str, ...]],
    points: Sequence[Point],
    room: Rect,
    radius: float,
    avoided: Sequence[Rule],
    distances: Sequence[float],
) -> tuple[Beside, ...]:
    wanted = [
        Spot(x, y, max(text_width(line, SMALL) for line in lines), LINE * len(lines))
        for lines, (x, y) in zip(texts, points, strict=True)
    ]
    places = arrange(wanted, room, radius, avoided=avoided, distances=distances)
    return tuple(Beside(lines, x, place) for lines, (x, _), place in zip(texts, points, places, strict=True))
