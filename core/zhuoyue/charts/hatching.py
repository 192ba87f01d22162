"""Hatchings: lines in four directions that tell parts apart where colours do not."""

from __future__ import annotations

from zhuoyue.charts.chart import Box, hatch
from zhuoyue.charts.number import at

_GAP = 6


def hatching(kind: str, box: Box) -> str:
    """Return the path of the lines that fill a box: `/` rising, `\\` falling, `|` upright, `-` level."""
    x, y, width, height = box.x, box.y, box.width, box.height
    match kind:
        case "/":
            return hatch(x, y, width, height, _GAP)
        case "\\":
            return "".join(_falling(x, y, width, height))
        case "|":
            return "".join(f"M{at(x + step)} {at(y)}v{at(height)}" for step in _steps(width))
        case _:
            return "".join(f"M{at(x)} {at(y + step)}h{at(width)}" for step in _steps(height))


def _falling(x: float, y: float, width: float, height: float) -> list[str]:
    lines = []
    for offset in _steps(width + height):
        left, right = max(0.0, offset - height), min(offset, width)
        start, end = max(0.0, height - offset), height - max(0.0, offset - width)
        lines.append(f"M{at(x + left)} {at(y + start)}L{at(x + right)} {at(y + end)}")
    return lines


def _steps(length: float) -> list[float]:
    return [_GAP * (number + 0.5) for number in range(int(length / _GAP + 0.5))]
