"""Routes: where the boxes of a layered graph stand, how its edges run between them, and where their labels sit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from zhuoyue.charts.layers import Arc, Layout, Slot, hops
from zhuoyue.charts.number import at
from zhuoyue.charts.placing import Rect

BOX = 118
GAP = 100
"""Between columns: labels of the edges sit here."""
_LANE = 20  # of an edge that passes a column
_JOINED = 44  # between boxes of a column with an edge from one to the other
_APART = 26
_ASIDE = 10
HEAD = 8
_SETTLING = 16
_TRIED = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
"""Shares of the way at which a label may sit."""

_SAMPLES = 24
BOWED = 44
"""How far an edge bows out that goes round a box of its own column."""

Point = tuple[float, float]
Port = tuple[float, float]
"""y at which an edge leaves its first box, and that at which it reaches its last; first as the columns run."""


@dataclass(frozen=True)
class Route:
    """An edge laid out: its line, its arrowhead and points along it, evenly by piece."""

    path: str
    head: str
    pieces: tuple[tuple[Point, ...], ...]
    """Points of each piece: a curve between columns, or a straight line past one."""

    @property
    def points(self) -> Iterator[Point]:
        """All points sampled along it."""
        return chain.from_iterable(self.pieces)


@dataclass(frozen=True)
class Routing:
    """A graph laid out."""

    boxes: tuple[Rect, ...]
    routes: tuple[Route, ...]
    width: float
    height: float


def routing(laid: Layout, arcs: Sequence[Arc], heights: Sequence[float]) -> Routing:
    """Place boxes of the given heights and run the edges between them."""
    forward = [(b, a) if number in laid.flipped else (a, b) for number, (a, b) in enumerate(arcs)]
    ways = hops(laid.columns, forward)
    ys = _settled(laid, ways, heights)
    boxes = [Rect(0, 0, 0, 0)] * len(heights)
    for c, column in enumerate(laid.columns):
        for r, slot in enumerate(column):
            if slot.edge < 0:
                x, half = c * (BOX + GAP), heights[slot.node] / 2
                boxes[slot.node] = Rect(x, ys[c][r] - half, x + BOX, ys[c][r] + half)
    ports = _ports(laid, ways, ys, heights)
    inside = Counter[frozenset[int]]()
    routes = []
    for number, way in enumerate(ways):
        pair = frozenset(arcs[number])
        shift = 18.0 * ((inside[pair] + 1) // 2) * (-1) ** inside[pair]
        inside[pair] += 1
        routes.append(_route(way, laid, ys, ports[number], number in laid.flipped, shift))
    low = max([box.bottom for box in boxes] + [y for column in ys for y in column], default=0)
    right = max([box.right for box in boxes] + [x for route in routes for x, _ in route.points], default=0)
    return Routing(tuple(boxes), tuple(routes), at(right), at(low))


def _size(slot: Slot, heights: Sequence[float]) -> float:
    return heights[slot.node] if slot.edge < 0 else _LANE


def _settled(laid: Layout, ways: Sequence[Sequence[tuple[int, int]]], heights: Sequence[float]) -> list[list[float]]:
    """Return the y of every slot: as near to its neighbours as the order and the distances allow."""
    offsets = [_offsets(column, c, ways, heights) for c, column in enumerate(laid.columns)]
    ys = [[offset - rows[-1] / 2 for offset in rows] for rows in offsets]
    joined: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for way in ways:
        for here, there in pairwise(way):
            if here[0] != there[0]:
                joined.setdefault(here, []).append(there)
                joined.setdefault(there, []).append(here)
    for number in range(_SETTLING):
        for c in range(len(ys)) if number % 2 == 0 else reversed(range(len(ys))):
            wanted = []
            for r, slot in enumerate(laid.columns[c]):
                near = [ys[i][j] for i, j in joined.get((c, r), [])]
                mean = sum(near) / len(near) if near else ys[c][r]
                wanted.append((mean - offsets[c][r], 1.0 if slot.edge < 0 else 1.5))
            ys[c] = [level + offset for level, offset in zip(_pooled(wanted), offsets[c], strict=True)]
    tops = [
        ys[c][r] - _size(slot, heights) / 2 for c, column in enumerate(laid.columns) for r, slot in enumerate(column)
    ]
    up = min(tops, default=0)
    return [[at(y - up + 2) for y in column] for column in ys]


def _offsets(
    column: Sequence[Slot], c: int, ways: Sequence[Sequence[tuple[int, int]]], heights: Sequence[float]
) -> list[float]:
    """Return the least distances of the slots of a column from its first."""
    inside = {tuple(sorted((a[1], b[1]))) for a, *_, b in ways if a[0] == b[0] == c}
    offsets = [0.0]
    for row, (above, below) in enumerate(pairwise(column)):
        nodes = (above.edge < 0) + (below.edge < 0)
        gap = (_JOINED if (row, row + 1) in inside else _APART) if nodes == 2 else _ASIDE if nodes else 4
        offsets.append(offsets[-1] + (_size(above, heights) + _size(below, heights)) / 2 + gap)
    return offsets


def _pooled(wanted: Sequence[tuple[float, float]]) -> list[float]:
    """Return the rising levels nearest to the (level, weight) wanted (pooling adjacent violators)."""
    pools: list[tuple[float, float, int]] = []
    for level, weight in wanted:
        pools.append((level, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (last, heavy, many), (before, light, few) = pools.pop(), pools.pop()
            pools.append(((last * heavy + before * light) / (heavy + light), heavy + light, many + few))
    return [level for level, _, many in pools for _ in range(many)]


def _ports(
    laid: Layout, ways: Sequence[Sequence[tuple[int, int]]], ys: Sequence[Sequence[float]], heights: Sequence[float]
) -> list[tuple[float, float]]:
    """Return where on the side of its boxes each edge starts and ends: spread, in the order of where they lead."""
    sides: dict[tuple[int, int, str], list[tuple[float, int, int]]] = {}
    for number, way in enumerate(ways):
        (c1, r1), second, before, (c2, r2) = way[0], way[1], way[-2], way[-1]
        if c1 != c2:
            sides.setdefault((c1, r1, "right"), []).append((ys[second[0]][second[1]], number, 0))
            sides.setdefault((c2, r2, "left"), []).append((ys[before[0]][before[1]], number, 1))
    ports = [[ys[way[0][0]][way[0][1]], ys[way[-1][0]][way[-1][1]]] for way in ways]
    for port, way in zip(ports, ways, strict=True):
        (c1, r1), (c2, r2) = way[0], way[-1]
        if c1 == c2 and not _passes_box(laid.columns[c1], r1, r2):
            down = 1 if r2 > r1 else -1
            port[0] += down * heights[laid.columns[c1][r1].node] / 2
            port[1] -= down * heights[laid.columns[c2][r2].node] / 2
    for (c, r, _), edges in sides.items():
        room = heights[laid.columns[c][r].node] - 20
        step = min(16.0, room / max(1, len(edges) - 1))
        for place, (_, number, end) in enumerate(sorted(edges)):
            ports[number][end] = at(ys[c][r] + (place - (len(edges) - 1) / 2) * step)
    return [(one, other) for one, other in ports]


def _route(
    way: Sequence[tuple[int, int]], laid: Layout, ys: Sequence[Sequence[float]], port: Port, turned: bool, shift: float
) -> Route:
    """Run one edge: level past columns, in a curve between them; straight up or down within one."""
    (c1, r1), (c2, r2) = way[0], way[-1]
    left = c1 * (BOX + GAP)
    if c1 == c2:
        if _passes_box(laid.columns[c1], r1, r2):
            return _bow(left + BOX, port, turned)
        return _upright(left + BOX / 2 + shift, port, turned)
    knots = [(left + BOX, port[0])]
    for c, r in way[1:-1]:
        knots += [(c * (BOX + GAP), ys[c][r]), (c * (BOX + GAP) + BOX, ys[c][r])]
    knots.append((c2 * (BOX + GAP), port[1]))
    if turned:
        knots.reverse()
    (x, y), step = knots[-1], HEAD if not turned else -HEAD
    knots[-1] = (x - step, y)
    head = f"M{at(x)} {at(y)}l{-step} -4v8Z"
    d, pieces = f"M{at(knots[0][0])} {at(knots[0][1])}", []
    for number, (a, b) in enumerate(pairwise(knots)):
        bend = (b[0] - a[0]) * (0.5 if number % 2 == 0 else 0)
        controls = ((a[0] + bend, a[1]), (b[0] - bend, b[1]))
        d += "C" + " ".join(f"{at(p)} {at(q)}" for p, q in (*controls, b)) if bend else f"L{at(b[0])} {at(b[1])}"
        pieces.append(_sampled(a, *controls, b))
    return Route(d, head, tuple(pieces))


def _passes_box(column: Sequence[Slot], one: int, other: int) -> bool:
    """Tell whether a box stands between two rows of a column."""
    return any(slot.edge < 0 for slot in column[min(one, other) + 1 : max(one, other)])


def _upright(x: float, port: Port, turned: bool) -> Route:
    """Run an edge straight from one box to the next in its column."""
    start, end = (port[1], port[0]) if turned else port
    step = HEAD if end > start else -HEAD
    head = f"M{at(x)} {at(end)}l-4 {-step}h8Z"
    line = ((x, start), (x, end - step))
    return Route(f"M{at(x)} {at(start)}V{at(end - step)}", head, (_sampled(line[0], *line, line[1]),))


def _bow(x: float, port: Port, turned: bool) -> Route:
    """Run an edge round the boxes between its ends, at the right of their column."""
    start, end = (port[1], port[0]) if turned else port
    points = ((x, start), (x + BOWED, start), (x + BOWED, end), (x + HEAD, end))
    d = f"M{at(x)} {at(start)}C{' '.join(f'{at(p)} {at(q)}' for p, q in points[1:])}"
    return Route(d, f"M{at(x)} {at(end)}l{HEAD} -4v8Z", (_sampled(*points),))


def _sampled(a: Point, b: Point, c: Point, d: Point) -> tuple[Point, ...]:
    """Return points along a cubic curve."""
    points = []
    for number in range(_SAMPLES + 1):
        t = number / _SAMPLES
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        x, y = (sum(w * p[axis] for w, p in zip(weights, (a, b, c, d), strict=True)) for axis in (0, 1))
        points.append((x, y))
    return tuple(points)


def labels(routing: Routing, widths: Sequence[float], height: float) -> tuple[Rect, ...]:
    """Return where the label of each edge sits on its line, clear of boxes, of each other and of other lines."""
    tries = [_tries(route, wide, height) for route, wide in zip(routing.routes, widths, strict=True)]
    order = sorted(range(len(tries)), key=lambda number: (len(tries[number]), number))
    chosen: dict[int, Rect] = {}
    for _ in range(3):  # the first round places, the next ones make room for those placed late
        for number in order:
            others = [rect for other, rect in chosen.items() if other != number]
            chosen[number] = min(tries[number], key=lambda one: _nuisance(one, number, others, routing))[1]
    return tuple(chosen[number] for number in range(len(tries)))


def _tries(route: Route, wide: float, height: float) -> list[tuple[float, Rect]]:
    """Return places along an edge with what they cost: the middle of a level piece first."""
    tries = []
    for number, piece in enumerate(route.pieces):
        level = number % 2 == 1
        for share in _TRIED:
            x, y = piece[round(share * _SAMPLES)]
            rect = Rect(x - wide / 2, y - height / 2, x + wide / 2, y + height / 2)
            tries.append((abs(share - 0.5) * 10 + (0 if level or len(route.pieces) == 1 else 4), rect))
    return tries


def _nuisance(one: tuple[float, Rect], number: int, others: Sequence[Rect], routing: Routing) -> float:
    cost, rect = one
    cost += 1000 * sum(rect.meets(other, 2) for other in others)
    cost += 1000 * sum(rect.meets(box, 1) for box in routing.boxes)
    near = Rect(rect.left - 2, rect.top - 2, rect.right + 2, rect.bottom + 2)
    for other, route in enumerate(routing.routes):
        if other != number:
            cost += 12 * sum(near.left < x < near.right and near.top < y < near.bottom for x, y in route.points)
    return cost
