"""Sankey: what leads from the left to the right, each ribbon as wide as it is strong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Key, box, legend
from zhuoyue.charts.frame import Nothing, nothing, plain
from zhuoyue.charts.label import SMALL, Label, fit
from zhuoyue.charts.number import at
from zhuoyue.charts.sankey_model import KINDS, Flow, SankeyFlow, SankeyNode, finding, said, table

__all__ = ["Flow", "SankeyChart", "SankeyFlow", "SankeyNode", "sankey"]

WIDTH = 748
_NAMES = 256  # room for the names on either side
_BAR = 10
_UNIT = 14  # height of a ribbon of 1
_LINE = 17  # least height of a node, so that names do not touch
_GAP = 3


@dataclass(frozen=True)
class Ribbon:
    """A link laid out."""

    look: str
    path: str
    tip: str


@dataclass(frozen=True, kw_only=True)
class SankeyChart(Chart):
    """A Sankey diagram laid out."""

    kind: ClassVar[str] = "sankey"
    ribbons: tuple[Ribbon, ...]
    nodes: tuple[Box, ...]
    labels: tuple[Label, ...]
    keys: tuple[Key, ...]
    empty: Nothing | None


@dataclass(frozen=True)
class _Side:
    """One column of nodes: where each begins, how high it is, and where its ribbons begin."""

    tops: dict[str, float]
    heights: dict[str, float]
    ports: list[float]
    """y of each flow's upper edge at this side, in the order of the flows."""
    height: float


def sankey(
    title: str,
    sources: Sequence[SankeyNode],
    targets: Sequence[SankeyNode],
    flows: Sequence[SankeyFlow],
    language: str,
) -> SankeyChart:
    """Lay out links between two columns, in the order given; up to some 40 nodes a side can be followed.

    Args:
        title: heading.
        sources, targets: the nodes at the left and at the right; those without links are drawn dashed.
        flows: the links; those from or to an unknown key are left out.
        language: zh or en.
    """
    known = ({one.key for one in sources}, {one.key for one in targets})
    flows = [one for one in flows if one.source in known[0] and one.target in known[1]]
    keys, top = legend(tuple((f"flow_{kind}", KINDS[kind].get(language)) for kind in Flow), 0, 0, WIDTH)
    sides = _sides(sources, targets, flows, top + 10)
    height = at(max([side.height for side in sides] + [top + 70]) + 4)
    labels = (*_labels(sources, sides[0], "end"), *_labels(targets, sides[1], "start"))
    return SankeyChart(
        title=plain(title),
        alt=finding(sources, targets, flows, language),
        table=table(sources, targets, flows, language),
        language=language,
        width=WIDTH,
        height=height,
        min_width=round(WIDTH * 0.86),
        ribbons=_ribbons(sources, targets, flows, sides, language),
        nodes=(
            *_boxes(sources, sides[0], _NAMES - _BAR, flows, "source"),
            *_boxes(targets, sides[1], WIDTH - _NAMES, flows, "target"),
        ),
        labels=labels,
        keys=keys,
        empty=None if sources and targets else nothing(language, 0, top + 10, WIDTH),
    )


def _size(flow: SankeyFlow) -> float:
    return _UNIT * float(flow.amount if flow.amount is not None else 1)


def _sides(
    sources: Sequence[SankeyNode], targets: Sequence[SankeyNode], flows: Sequence[SankeyFlow], top: float
) -> tuple[_Side, _Side]:
    """Lay out both columns; the shorter one stands in the middle of the longer."""
    order = ({one.key: n for n, one in enumerate(sources)}, {one.key: n for n, one in enumerate(targets)})
    ends = ([one.source for one in flows], [one.target for one in flows])
    heights = tuple(_heights(nodes, own, flows) for nodes, own in zip((sources, targets), ends, strict=True))
    most = max(sum(one.values()) + _GAP * len(one) for one in heights)
    sides = []
    for nodes, own, others, ranks, high in zip(
        (sources, targets), ends, reversed(ends), reversed(order), heights, strict=True
    ):
        start = top + (most - sum(high.values()) - _GAP * len(high)) / 2
        tops = dict(zip((one.key for one in nodes), _stacked(start, list(high.values())), strict=True))
        ports = _ports(tops, high, own, [ranks[key] for key in others], flows)
        sides.append(_Side(tops, high, ports, top + most))
    return sides[0], sides[1]


def _heights(nodes: Sequence[SankeyNode], ends: Sequence[str], flows: Sequence[SankeyFlow]) -> dict[str, float]:
    sums = {one.key: 0.0 for one in nodes}
    for key, flow in zip(ends, flows, strict=True):
        sums[key] += _size(flow)
    return {key: max(_LINE, amount) for key, amount in sums.items()}


def _stacked(start: float, heights: Sequence[float]) -> list[float]:
    return list(accumulate((one + _GAP for one in heights[:-1]), initial=start)) if heights else []


def _ports(
    tops: dict[str, float],
    heights: dict[str, float],
    ends: Sequence[str],
    ranks: Sequence[int],
    flows: Sequence[SankeyFlow],
) -> list[float]:
    """Return where each ribbon meets its node: in the order of the other side's nodes, so that few cross."""
    ports = [0.0] * len(flows)
    for key, top in tops.items():
        own = sorted((number for number, end in enumerate(ends) if end == key), key=lambda number: ranks[number])
        y = top + (heights[key] - sum(_size(flows[number]) for number in own)) / 2
        for number in own:
            ports[number] = y
            y += _size(flows[number])
    return ports


def _boxes(
    nodes: Sequence[SankeyNode], side: _Side, x: float, flows: Sequence[SankeyFlow], end: str
) -> tuple[Box, ...]:
    linked = {getattr(flow, end) for flow in flows}
    return tuple(
        box(
            x,
            at(side.tops[one.key]),
            x + _BAR,
            at(side.heights[one.key]),
            "part_1" if one.key in linked else "flow_none",
            plain(one.label),
        )
        for one in nodes
    )


def _labels(nodes: Sequence[SankeyNode], side: _Side, anchor: str) -> tuple[Label, ...]:
    x = _NAMES - _BAR - 6 if anchor == "end" else WIDTH - _NAMES + _BAR + 6
    return tuple(
        Label(
            x,
            at(side.tops[one.key] + side.heights[one.key] / 2 + 4),
            fit(plain(one.label), SMALL, _NAMES - _BAR - 8),
            anchor,
            SMALL,
            tip=plain(one.label),
        )
        for one in nodes
    )


def _ribbons(
    sources: Sequence[SankeyNode],
    targets: Sequence[SankeyNode],
    flows: Sequence[SankeyFlow],
    sides: tuple[_Side, _Side],
    language: str,
) -> tuple[Ribbon, ...]:
    """Draw the links, wide ones first, so that narrow ones stay visible."""
    names = ({one.key: plain(one.label) for one in sources}, {one.key: plain(one.label) for one in targets})
    order = sorted(range(len(flows)), key=lambda number: -_size(flows[number]))
    return tuple(
        Ribbon(
            f"flow_{flows[number].kind}",
            _ribbon(sides[0].ports[number], sides[1].ports[number], _size(flows[number])),
            f"{names[0][flows[number].source]} → {names[1][flows[number].target]}: {said(flows[number], language)}",
        )
        for number in order
    )


def _ribbon(left: float, right: float, height: float) -> str:
    x1, x2 = _NAMES, WIDTH - _NAMES
    middle = at((x1 + x2) / 2)
    upper = f"M{x1} {at(left)}C{middle} {at(left)} {middle} {at(right)} {x2} {at(right)}"
    low, high = at(right + height), at(left + height)
    return f"{upper}V{low}C{middle} {low} {middle} {high} {x1} {high}Z"
