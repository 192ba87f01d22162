"""Path diagram: a structural model from left to right, its paths with coefficient, sign and significance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Rule, box
from zhuoyue.charts.frame import plain
from zhuoyue.charts.label import SIZE, SMALL, Label, text_width, wrap
from zhuoyue.charts.layers import layout
from zhuoyue.charts.number import at, written
from zhuoyue.charts.path_model import PathEdge, PathModel, PathNode
from zhuoyue.charts.placing import Rect
from zhuoyue.charts.routes import BOX, Routing, labels, routing
from zhuoyue.charts.words import word

__all__ = ["PathDiagramChart", "PathEdge", "PathNode", "path_diagram"]

COLUMNS = 4
"""Columns wanted at most; layers share one where they can."""
_LEAST_WIDTH = 480
_LINE = 16
_LABEL = 16
_PORT = 13  # between the ends of paths at the side of a box
_LOOKS = ("path_yes", "path_minus", "path_no", "path_open")


@dataclass(frozen=True)
class Construct:
    """A construct laid out."""

    box: Box
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Path:
    """A path laid out: line, arrowhead, and its coefficient on a plate of paper."""

    look: str
    path: str
    head: str
    width: float
    tip: str
    plate: Box
    label: Label


@dataclass(frozen=True)
class PathKey:
    """An entry of the legend: a sample of the line and its word."""

    look: str
    sample: Rule
    label: Label


@dataclass(frozen=True, kw_only=True)
class PathDiagramChart(Chart):
    """A path diagram laid out."""

    kind: ClassVar[str] = "path_diagram"
    constructs: tuple[Construct, ...]
    paths: tuple[Path, ...]
    keys: tuple[PathKey, ...]
    notes: tuple[Label, ...]


def path_diagram(
    title: str, nodes: Sequence[PathNode], edges: Sequence[PathEdge], language: str, *, decimals: int = 2
) -> PathDiagramChart:
    """Lay out a structural model: causes at the left, what they lead to at the right.

    Args:
        title: heading.
        nodes: the constructs, up to about a dozen.
        edges: the paths, one from each construct to each other; those from or to an unknown key are left out.
        language: zh or en.
        decimals: of coefficients and R².
    """
    nodes = [replace(node, label=plain(node.label)) for node in nodes]
    number_of = {node.key: number for number, node in enumerate(nodes)}
    drawn = [one for one in edges if one.source in number_of and one.target in number_of and one.source != one.target]
    drawn = list({(one.source, one.target): one for one in reversed(drawn)}.values())[::-1]
    arcs = tuple((number_of[one.source], number_of[one.target]) for one in drawn)
    contents = [_content(node, decimals, language) for node in nodes]
    laid = routing(
        layout(len(nodes), arcs, COLUMNS),
        arcs,
        [_height(number, len(lines), arcs) for number, lines in enumerate(contents)],
    )
    width = at(max(_LEAST_WIDTH, laid.width + 2))
    left = at(max(1.0, (width - laid.width) / 2))
    model = PathModel(nodes, drawn, language, decimals)
    keys, notes, height = _legend(drawn, nodes, max(laid.height, 60) + 34, (1 - left, width - left), language)
    return PathDiagramChart(
        title=plain(title),
        alt=model.finding(),
        table=model.table(),
        language=language,
        left=-left,
        width=width,
        height=height,
        min_width=round(width * 0.82),
        constructs=tuple(
            _construct(node, lines, rect) for node, lines, rect in zip(nodes, contents, laid.boxes, strict=True)
        ),
        paths=_paths(drawn, laid, model),
        keys=keys,
        notes=notes,
    )


def _content(node: PathNode, decimals: int, language: str) -> list[str]:
    """Return the lines in a box: name, then what is known of it."""
    lines = list(wrap(node.label, SIZE, BOX - 14, 3))
    readings = [(word("r2", language), node.r2, decimals), (word("index", language), node.index, 1)]
    return lines + [f"{name} {written(value, places)}" for name, value, places in readings if value is not None]


def _height(number: int, lines: int, arcs: Sequence[tuple[int, int]]) -> float:
    """Return the height of a box: enough for its lines, and for the ends of its paths to keep apart."""
    most = max(
        Counter(end for arc in arcs for end in (("out", arc[0]), ("in", arc[1])))[side, number]
        for side in ("in", "out")
    )
    return max(_LINE * lines + 14, 20 + _PORT * (most - 1))


def _construct(node: PathNode, lines: Sequence[str], rect: Rect) -> Construct:
    known = (node.r2 is not None) + (node.index is not None)
    look = "construct" if node.r2 is None else "explained"
    texts = tuple(
        Label(
            at((rect.left + rect.right) / 2),
            at((rect.top + rect.bottom - _LINE * len(lines)) / 2 + 12 + _LINE * row),
            line,
            "middle",
            SIZE if row < len(lines) - known else SMALL,
            bold=row < len(lines) - known,
            tip=node.label,
        )
        for row, line in enumerate(lines)
    )
    return Construct(box(rect.left, at(rect.top), rect.right, at(rect.bottom - rect.top), look, node.label), texts)


def _paths(edges: Sequence[PathEdge], laid: Routing, model: PathModel) -> tuple[Path, ...]:
    """Draw the paths as wide as their coefficients are large, each with its coefficient on the line."""
    texts = [edge.written(model.decimals) for edge in edges]
    plates = labels(laid, [text_width(text, SMALL) + 6 for text in texts], _LABEL)
    return tuple(
        Path(
            look=edge.look,
            path=route.path,
            head=route.head,
            width=at(1 + min(Decimal(4), 4 * abs(edge.value or Decimal(0)))),
            tip=model.tip(edge),
            plate=box(plate.left, at(plate.top), plate.right, _LABEL, "paper"),
            label=Label(
                at((plate.left + plate.right) / 2),
                at(plate.top + 12),
                text,
                "middle",
                SMALL,
                "ink" if edge.significant else "muted",
                bold=bool(edge.significant),
                tip=model.tip(edge),
            ),
        )
        for edge, text, route, plate in zip(edges, texts, laid.routes, plates, strict=True)
    )


def _legend(
    edges: Sequence[PathEdge], nodes: Sequence[PathNode], y: float, ends: tuple[float, float], language: str
) -> tuple[tuple[PathKey, ...], tuple[Label, ...], float]:
    """Explain the lines that occur, below the diagram; return the y below it too."""
    left, right = ends
    if not nodes:
        x = at((left + right) / 2)
        return (), (Label(x, 34, word("no_values", language), "middle", SIZE, "muted"),), at(y)
    if not edges:
        return (), (Label(left, at(y), word("no_paths", language), size=SMALL, tone="muted"),), at(y + 10)
    keys = []
    x = left
    used = {edge.look for edge in edges}
    for look in (look for look in _LOOKS if look in used):
        text = word(look, language)
        wide = 40 + text_width(text, SMALL)
        if x > left and x + wide > right:
            x, y = left, y + 20
        sample = Rule(at(x), at(y - 4), at(x + 32), at(y - 4))
        keys.append(PathKey(look, sample, Label(at(x + 40), at(y), text, size=SMALL, tone="muted")))
        x += wide + 20
    text = word("path_width", language)
    if x + text_width(text, SMALL) > right:
        x, y = left, y + 20
    return tuple(keys), (Label(at(x), at(y), text, size=SMALL, tone="muted"),), at(y + 10)
