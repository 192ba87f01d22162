"""Markers: points that differ in shape besides their colour, and the strokes that go with them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from zhuoyue.charts.number import at

SHAPES = ("circle", "square", "triangle", "diamond")
TONES = ("accent", "competitor", "benchmark", "average", "segment_2")
"""Colours of the strokes line_1 … line_5."""


@dataclass(frozen=True)
class Marker:
    """A point of data as an outline; a hollow one is filled with paper."""

    path: str
    tone: str
    hollow: bool = False
    tip: str = ""


def marker(number: int, x: float, y: float, tip: str = "", radius: float = 5) -> Marker:
    """Return the marker of group or line `number`: four shapes filled, then the same hollow."""
    shape = SHAPES[number % len(SHAPES)]
    hollow = number // len(SHAPES) % 2 == 1
    return Marker(outline(shape, x, y, radius), TONES[number % len(TONES)], hollow, tip)


def outline(shape: str, x: float, y: float, radius: float) -> str:
    """Return the path of a shape around a point; all look about equally large."""
    if shape == "circle":
        r = at(radius)
        return f"M{at(x - r)} {at(y)}a{r} {r} 0 1 0 {at(2 * r)} 0a{r} {r} 0 1 0 {at(-2 * r)} 0Z"
    if shape == "square":
        return _polygon(x, y, radius * 1.25, (45, 135, 225, 315))
    if shape == "triangle":
        return _polygon(x, y + radius * 0.2, radius * 1.4, (30, 150, 270))
    return _polygon(x, y, radius * 1.35, (0, 90, 180, 270))


def _polygon(x: float, y: float, radius: float, degrees: tuple[int, ...]) -> str:
    corners = (
        f"{at(x + radius * math.cos(math.radians(one)))} {at(y + radius * math.sin(math.radians(one)))}"
        for one in degrees
    )
    return "M" + "L".join(corners) + "Z"
