"""Placing: labels beside the points they name, clear of points, lines and each other."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhuoyue.charts.chart import Rule
from zhuoyue.charts.label import SMALL, Label
from zhuoyue.charts.number import at

LINE = 14
"""Height of a line of a label."""
NEAR = (0, 7, 16, 28)
FAR = (*NEAR, 44, 64, 90, 120, 160, 210)
"""Distances tried between a point and its label."""
_LED = 10
"""From this distance on a leader joins the label to its point."""
_DIRECTIONS = tuple(math.tau * step / 16 for step in (0, 8, 12, 4, 14, 2, 10, 6, 15, 1, 9, 7, 13, 3, 11, 5))
"""Right, left, above, below first; then in between."""


_TOKEN = re.compile(r"\s+|[^\s\u2e80-\uffef]+|[\u2e80-\uffef]")
"""What stays on one line: a Latin word, or a single Han character."""


@dataclass(frozen=True)
class Rect:
    """A rectangle that something takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Rect, gap: float = 0) -> bool:
        """Tell whether the two overlap, or come nearer than `gap`."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def holds(self, other: Rect) -> bool:
        """Tell whether the other lies inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def crossed(self, line: Rule) -> bool:
        """Tell whether a straight line passes through (Liang and Barsky 1984)."""
        enter, leave = 0.0, 1.0
        dx, dy = line.x2 - line.x1, line.y2 - line.y1
        for step, room in (
            (-dx, line.x1 - self.left),
            (dx, self.right - line.x1),
            (-dy, line.y1 - self.top),
            (dy, self.bottom - line.y1),
        ):
            if step == 0:
                if room <= 0:
                    return False
            elif step < 0:
                enter = max(enter, room / step)
            else:
                leave = min(leave, room / step)
        return enter < leave


@dataclass(frozen=True)
class Spot:
    """A point that wants a label of a certain size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Place:
    """Where a label goes, and the leader to its point if it stands apart."""

    rect: Rect
    leader: Rule | None


def arrange(
    spots: Sequence[Spot],
    bounds: Rect,
    radius: float,
    *,
    taken: Sequence[Rect] = (),
    avoided: Sequence[Rule] = (),
    distances: Sequence[float] = NEAR,
) -> tuple[Place | None, ...]:
    """Give each point a place for its label, the most crowded ones first; None where there is no room.

    Args:
        spots: the points.
        bounds: labels stay inside.
        radius: of the drawn points.
        taken: what no label may cover.
        avoided: lines that labels cross only if they must.
        distances: tried from near to far.
    """
    dots = [Rect(spot.x - radius, spot.y - radius, spot.x + radius, spot.y + radius) for spot in spots]
    order = sorted(range(len(spots)), key=lambda index: (-_neighbours(spots, index), index))
    places: dict[int, Place | None] = {}
    for index in order:
        done = [place for place in places.values() if place]
        places[index] = _best(spots[index], bounds, radius, [*taken, *dots], done, avoided, distances)
    return tuple(places[index] for index in range(len(spots)))


def set_beside(lines: Sequence[str], x: float, place: Place, tip: str = "") -> tuple[Label, ...]:
    """Set the lines of a label at its place, flush with the side that faces its point at `x`."""
    rect = place.rect
    anchor = "start" if rect.left >= x else "end" if rect.right <= x else "middle"
    where = {"start": rect.left, "end": rect.right, "middle": (rect.left + rect.right) / 2}[anchor]
    return tuple(
        Label(at(where), at(rect.top + 11 + LINE * row), text, anchor, SMALL, tip=tip) for row, text in enumerate(lines)
    )


def _neighbours(spots: Sequence[Spot], index: int) -> int:
    own = spots[index]
    return sum(abs(other.x - own.x) < own.width + 20 and abs(other.y - own.y) < 40 for other in spots)


def _best(
    spot: Spot,
    bounds: Rect,
    radius: float,
    taken: Sequence[Rect],
    done: Sequence[Place],
    avoided: Sequence[Rule],
    distances: Sequence[float],
) -> Place | None:
    best: tuple[float, Place] | None = None
    for distance in distances:
        if best and best[0] <= distance:
            break
        for rank, direction in enumerate(_DIRECTIONS):
            place = _at(spot, radius, distance, direction)
            if not _free(place, bounds, taken, done):
                continue
            cost = distance + rank * 0.4 + _nuisance(place, spot, radius, taken, avoided)
            if best is None or cost < best[0]:
                best = (cost, place)
    return best[1] if best else None


def _at(spot: Spot, radius: float, distance: float, direction: float) -> Place:
    away = radius + 3 + distance
    x = spot.x + math.cos(direction) * (away + spot.width / 2)
    y = spot.y + math.sin(direction) * (away + spot.height / 2)
    rect = Rect(x - spot.width / 2, y - spot.height / 2, x + spot.width / 2, y + spot.height / 2)
    return Place(rect, _leader(spot, rect, radius) if distance >= _LED else None)


def _leader(spot: Spot, rect: Rect, radius: float) -> Rule | None:
    """Return the line from the rim of the point to the nearest point of the label."""
    x = max(rect.left, min(rect.right, spot.x))
    y = max(rect.top, min(rect.bottom, spot.y))
    length = math.hypot(x - spot.x, y - spot.y)
    if length <= radius:
        return None
    share = radius / length
    return Rule(at(spot.x + (x - spot.x) * share), at(spot.y + (y - spot.y) * share), at(x), at(y))


def _free(place: Place, bounds: Rect, taken: Sequence[Rect], done: Sequence[Place]) -> bool:
    if not bounds.holds(place.rect) or any(place.rect.meets(one, 1) for one in taken):
        return False
    for other in done:
        if place.rect.meets(other.rect, 2):
            return False
        if other.leader and place.rect.crossed(other.leader):
            return False
        if place.leader and other.rect.crossed(place.leader):
            return False
    return True


def _nuisance(place: Place, spot: Spot, radius: float, taken: Sequence[Rect], avoided: Sequence[Rule]) -> float:
    """Weigh what a place crosses: lines it should avoid, and other points under its leader."""
    nuisance = 25.0 * sum(place.rect.crossed(line) for line in avoided)
    if place.leader:
        own = Rect(spot.x - radius, spot.y - radius, spot.x + radius, spot.y + radius)
        nuisance += 15.0 * sum(one.crossed(place.leader) for one in taken if one != own)
    return nuisance
