"""Layers: the boxes of a directed graph in columns from left to right, with as few crossings as a quick search finds.

After Sugiyama, Tagawa and Toda (1981): longest-path layering, a slot in every column an edge passes, order by
barycentres. Two layers may share a column when their edges can run straight up or down inside it, so that a
chain of seven constructs does not become seven columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

Arc = tuple[int, int]
_SWEEPS = 6
_CROSSING = 10
_CROSSED_BOX = 20  # an edge through a box is as bad as so many crossings


@dataclass(frozen=True)
class Slot:
    """What takes up room in a column: a node, or an edge on its way past it."""

    node: int = -1
    edge: int = -1


Columns = list[list[Slot]]


@dataclass(frozen=True)
class Layout:
    """Slots by column, from top to bottom."""

    columns: tuple[tuple[Slot, ...], ...]
    flipped: frozenset[int]
    """Edges that run from right to left, as those that close a circle do."""


@lru_cache(maxsize=128)
def layout(count: int, arcs: tuple[Arc, ...], most: int) -> Layout:
    """Return `count` nodes in columns, at most `most` of them where layers can be paired.

    Args:
        count: number of nodes; the arcs name them from 0.
        arcs: edges from node to node, none from a node to itself.
        most: columns wanted at most.
    """
    flipped = _circles(count, arcs)
    forward = [(b, a) if number in flipped else (a, b) for number, (a, b) in enumerate(arcs)]
    layers = _layers(count, forward)
    found = []
    for groups in _groupings(max(layers, default=-1) + 1, most):
        columns = _filled(_spread_out([groups[layer] for layer in layers], forward, most), forward)
        _sweep(columns, forward)
        _improve(columns, forward)
        found.append((_cost(columns, forward), columns))
    _, columns = min(found, key=lambda one: one[0])
    return Layout(tuple(tuple(column) for column in columns), flipped)


def _circles(count: int, arcs: Sequence[Arc]) -> frozenset[int]:
    """Return the edges that lead back to where a walk came from: turned round, no circle is left."""
    out: dict[int, list[tuple[int, int]]] = {}
    for number, (source, target) in enumerate(arcs):
        out.setdefault(source, []).append((target, number))
    state: dict[int, str] = {}
    back: set[int] = set()

    def walk(node: int) -> None:
        state[node] = "open"
        for target, number in out.get(node, []):
            if state.get(target) == "open":
                back.add(number)
            elif target not in state:
                walk(target)
        state[node] = "done"

    for node in range(count):
        if node not in state:
            walk(node)
    return frozenset(back)


def _layers(count: int, arcs: Sequence[Arc]) -> list[int]:
    """Give each node the longest way to it; one without causes stands just before its first effect."""
    layers = [0] * count
    for _ in range(count):
        for source, target in arcs:
            layers[target] = max(layers[target], layers[source] + 1)
    caused = {target for _, target in arcs}
    for node in set(range(count)) - caused:
        layers[node] = max(0, min((layers[target] for source, target in arcs if source == node), default=1) - 1)
    return layers


def _groupings(layers: int, most: int) -> list[list[int]]:
    """Return ways to put layers into columns, as the column of each layer: pairs of neighbours where they must."""
    if layers <= most:
        return [list(range(layers))]
    pairs = min(layers - most, layers // 2)
    ways = []
    for starts in combinations(range(layers - 1), pairs):
        if all(after - before > 1 for before, after in pairwise(starts)):
            ways.append([layer - sum(layer > start for start in starts) for layer in range(layers)])
    return ways


def _spread_out(column_of: list[int], arcs: Sequence[Arc], most: int) -> list[int]:
    """Deal nodes without any edge out to the columns, rather than pile them up in the first."""
    lonely = sorted(set(range(len(column_of))) - {node for arc in arcs for node in arc})
    columns = max([min(most, len(lonely)), *(column + 1 for column in column_of)])
    for number, node in enumerate(lonely):
        column_of[node] = number % columns
    return column_of


def _filled(column_of: Sequence[int], arcs: Sequence[Arc]) -> Columns:
    """Put nodes, and edges that pass, into their columns."""
    columns: Columns = [[] for _ in range(max(column_of, default=-1) + 1)]
    for number, (source, target) in enumerate(arcs):
        for column in range(column_of[source] + 1, column_of[target]):
            columns[column].append(Slot(edge=number))
    for node, column in enumerate(column_of):
        columns[column].append(Slot(node=node))
    return columns


def hops(columns: Sequence[Sequence[Slot]], arcs: Sequence[Arc]) -> list[list[tuple[int, int]]]:
    """Return for each edge the (column, row) it starts from, those it passes, and the one it ends at."""
    where = {slot.node: (c, r) for c, column in enumerate(columns) for r, slot in enumerate(column) if slot.edge < 0}
    passed: dict[int, list[tuple[int, int]]] = {}
    for c, column in enumerate(columns):
        for r, slot in enumerate(column):
            if slot.edge >= 0:
                passed.setdefault(slot.edge, []).append((c, r))
    return [[where[a], *passed.get(number, []), where[b]] for number, (a, b) in enumerate(arcs)]


def _sweep(columns: Columns, arcs: Sequence[Arc]) -> None:
    """Order every column by the mean place of its neighbours before, then of those after it; keep the best order."""
    best = _cost(columns, arcs), [list(column) for column in columns]
    for number in range(_SWEEPS):
        rightward = number % 2 == 0
        for index in range(len(columns)) if rightward else reversed(range(len(columns))):
            means = _means(columns, arcs, index, -1 if rightward else 1)
            columns[index] = [slot for _, _, slot in sorted(means, key=lambda one: one[:2])]
        cost = _cost(columns, arcs)
        if cost < best[0]:
            best = cost, [list(column) for column in columns]
    columns[:] = best[1]


def _means(columns: Columns, arcs: Sequence[Arc], index: int, side: int) -> list[tuple[float, int, Slot]]:
    """Return for each slot of a column the mean place of what it is joined to on one side."""
    near: dict[int, list[float]] = {}
    for hop in hops(columns, arcs):
        for (c1, r1), (c2, r2) in pairwise(hop):
            if c2 == index and c1 == index + side:
                near.setdefault(r2, []).append(_level(columns, c1, r1))
            elif c1 == index and c2 == index + side:
                near.setdefault(r1, []).append(_level(columns, c2, r2))
    return [
        (sum(near[row]) / len(near[row]) if row in near else _level(columns, index, row), row, slot)
        for row, slot in enumerate(columns[index])
    ]


def _improve(columns: Columns, arcs: Sequence[Arc]) -> None:
    """Move single slots up or down their column as long as that makes the drawing better."""
    cost = _cost(columns, arcs)
    for _ in range(_SWEEPS):
        before = cost
        for index in range(len(columns)):
            for row in range(len(columns[index])):
                cost = _moved(columns, arcs, index, row, cost)
        if cost == before:
            return


def _moved(columns: Columns, arcs: Sequence[Arc], index: int, row: int, cost: float) -> float:
    """Move one slot to where the cost is least; return the cost."""
    kept = columns[index]
    best = kept
    for place in range(len(kept)):
        tried = [*kept[:row], *kept[row + 1 :]]
        tried.insert(place, kept[row])
        columns[index] = tried
        now = _cost(columns, arcs)
        if now < cost - 1e-9:
            cost, best = now, tried
    columns[index] = best
    return cost


def _level(columns: Sequence[Sequence[Slot]], column: int, row: int) -> float:
    """Return the place of a slot above or below the middle of its column."""
    return row - (len(columns[column]) - 1) / 2


def _cost(columns: Sequence[Sequence[Slot]], arcs: Sequence[Arc]) -> float:
    """Weigh a drawing: crossings first, then steep and long edges."""
    cost = 0.0
    between: dict[int, list[tuple[int, int]]] = {}
    for hop in hops(columns, arcs):
        for (c1, r1), (c2, r2) in pairwise(hop):
            if c1 == c2:
                top, bottom = sorted((r1, r2))
                inner = columns[c1][top + 1 : bottom]
                cost += 1 + sum(_CROSSED_BOX if slot.edge < 0 else 1 for slot in inner) * _CROSSING
            else:
                between.setdefault(c1, []).append((r1, r2))
                cost += 1 + abs(_level(columns, c1, r1) - _level(columns, c2, r2)) * 0.6
    for pairs in between.values():
        cost += _CROSSING * sum((a1 - b1) * (a2 - b2) < 0 for (a1, a2), (b1, b2) in combinations(pairs, 2))
    return cost
