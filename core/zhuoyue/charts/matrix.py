"""Priority matrix: what actions ask for against what is at stake, four quadrants named in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Dot, Rule, Table, box
from zhuoyue.charts.label import SMALL, Label, fit, spread
from zhuoyue.charts.number import at, cell, written
from zhuoyue.charts.scale import Scale, decimals_of, nice_ticks
from zhuoyue.charts.words import listing, sentence
from zhuoyue.model.text import Text

WIDTH = 680
EFFORTS = (1, 2, 3, 4, 5)
LITTLE = 2
"""Effort up to which an action counts as little."""
_LEFT, _RIGHT, _TOP = 44, 676, 26
_COLUMN = (_RIGHT - _LEFT) / len(EFFORTS)
_LEAST = 270
_LINE = 16
_RADIUS = 5


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


QUADRANTS = {
    (True, True): _text("优先实施", "do first"),
    (True, False): _text("立项推进", "plan as a project"),
    (False, True): _text("顺手完成", "do along the way"),
    (False, False): _text("再作考虑", "think twice"),
}
"""Name by (much at stake, little effort)."""
_EFFORT = {
    1: _text("很小", "little"),
    2: _text("较小", "some"),
    3: _text("中等", "middling"),
    4: _text("较大", "much"),
    5: _text("很大", "very much"),
}
_WORDS = {
    "effort": _text("投入", "Effort"),
    "stake": _text("可争取的分值", "Points at stake"),
    "name": _text("措施", "Action"),
    "item": _text("条款", "Item"),
    "quadrant": _text("建议", "Priority"),
    "first": _text("优先实施：{names}", "do first: {names}"),
    "none_first": _text("没有投入小而分值高的措施", "no action asks for little where much is at stake"),
    "divided": _text("以 {value} 分和投入 2 级为界", "divided at {value} points and effort 2"),
}


def effort_word(effort: int, language: str) -> str:
    """Return an effort in words: `little`, `很大`."""
    return _EFFORT[effort].get(language)


@dataclass(frozen=True)
class MatrixEntry:
    """One action."""

    label: str
    """What stands beside its point: short."""
    name: str
    """What the table and the tooltip say."""
    effort: int
    """1–5."""
    stake: Decimal
    """Points at stake, the most there may be."""


@dataclass(frozen=True, kw_only=True)
class PriorityMatrixChart(Chart):
    """A priority matrix laid out."""

    kind: ClassVar[str] = "priority_matrix"
    quadrants: tuple[Box, ...]
    grid: tuple[Rule, ...]
    dividers: tuple[Rule, ...]
    leaders: tuple[Rule, ...]
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]


def priority_matrix(title: str, entries: Sequence[MatrixEntry], middle: Decimal, language: str) -> PriorityMatrixChart:
    """Lay out actions by effort and points at stake.

    Args:
        title: heading.
        entries: the actions.
        middle: points at stake from which on much is at stake.
        language: zh or en.
    """
    columns = {effort: _stacked(entries, effort) for effort in EFFORTS}
    most = max((len(column) for column in columns.values()), default=0)
    bottom = _TOP + max(_LEAST, _LINE * (most + 1))
    ticks = nice_ticks(Decimal(0), max([middle, Decimal(1), *(one.stake for one in entries)]))
    scale = Scale(ticks[0], ticks[-1], bottom, _TOP)
    dots: list[Dot] = []
    leaders: list[Rule] = []
    labels: list[Label] = []
    for effort, column in columns.items():
        _column(column, effort, scale, dots, leaders, labels)
    split = at(_LEFT + _COLUMN * LITTLE)
    level = scale.inside(middle)
    return PriorityMatrixChart(
        title=title,
        alt=_finding(entries, middle, language),
        table=_table(entries, middle, language),
        language=language,
        width=WIDTH,
        height=at(bottom + 58),
        min_width=620,
        quadrants=_quadrants(split, level, bottom),
        grid=tuple(Rule(_LEFT, scale.place(tick), _RIGHT, scale.place(tick)) for tick in ticks),
        dividers=(Rule(split, _TOP, split, bottom), Rule(_LEFT, level, _RIGHT, level)),
        leaders=tuple(leaders),
        dots=tuple(dots),
        labels=(*labels, *_axis(ticks, scale, bottom, language), *_names(split, bottom, language)),
    )


def quadrant(entry: MatrixEntry, middle: Decimal, language: str) -> str:
    """Return the name of the quadrant an action lies in."""
    return QUADRANTS[entry.stake >= middle, entry.effort <= LITTLE].get(language)


def _stacked(entries: Sequence[MatrixEntry], effort: int) -> list[tuple[Decimal, list[MatrixEntry]]]:
    """Return the actions of one effort, those with the same stake together, the highest first."""
    column = sorted((one for one in entries if one.effort == effort), key=lambda one: (-one.stake, one.label))
    return [(stake, list(group)) for stake, group in groupby(column, key=lambda one: one.stake)]


def _column(
    column: Sequence[tuple[Decimal, list[MatrixEntry]]],
    effort: int,
    scale: Scale,
    dots: list[Dot],
    leaders: list[Rule],
    labels: list[Label],
) -> None:
    """Lay out one column: a point for each stake, its label beside it, moved apart where they would touch."""
    x = at(_LEFT + _COLUMN * (effort - 1) + 18)
    heights = [scale.inside(stake) for stake, _ in column]
    places = spread(heights, _LINE, _TOP + 8, scale.start - 6)
    beside = at(x + 18)
    room = _LEFT + _COLUMN * effort - beside - 4
    for (_, group), y, place in zip(column, heights, places, strict=True):
        tip = "\n".join(f"{one.name}: {written(one.stake)}" for one in group)
        before = dots[-1] if dots and dots[-1].x == x else None
        aside = x - 2 * _RADIUS if before and abs(before.y - y) < 2 * _RADIUS else x
        dots.append(Dot(at(aside), y, tip))
        if abs(place - y) > 1 or aside != x:
            leaders.append(Rule(at(aside + _RADIUS), y, at(beside - 3), place))
        names = list(dict.fromkeys(one.label for one in group))
        labels.append(Label(beside, at(place + 4), fit(", ".join(names), SMALL, room), size=SMALL, tip=tip))


def _quadrants(split: float, level: float, bottom: float) -> tuple[Box, ...]:
    return (
        box(_LEFT, _TOP, split, level - _TOP, "good"),
        box(split, _TOP, _RIGHT, level - _TOP, "band_odd"),
        box(_LEFT, level, split, bottom - level, "band_odd"),
        box(split, level, _RIGHT, bottom - level, "band_even"),
    )


def _names(split: float, bottom: float, language: str) -> tuple[Label, ...]:
    """Name the quadrants above and below the plot, where no point can be."""
    places = {
        (True, True): (_LEFT + 4, _TOP - 8),
        (True, False): (split + 4, _TOP - 8),
        (False, True): (_LEFT + 4, bottom + 16),
        (False, False): (split + 4, bottom + 16),
    }
    arrows = {True: "↑ ", False: "↓ "}
    return tuple(
        Label(at(x), at(y), arrows[key[0]] + QUADRANTS[key].get(language), size=SMALL, bold=True)
        for key, (x, y) in places.items()
    )


def _axis(ticks: tuple[Decimal, ...], scale: Scale, bottom: float, language: str) -> tuple[Label, ...]:
    """Label stakes at the left, efforts below."""
    decimals = decimals_of(ticks)
    left = [
        Label(_LEFT - 6, at(scale.place(tick) + 4), written(tick, decimals), "end", SMALL, "muted") for tick in ticks
    ]
    below = [
        Label(
            at(_LEFT + _COLUMN * (effort - 0.5)),
            at(bottom + 36),
            f"{effort} {effort_word(effort, language)}",
            "middle",
            SMALL,
            "muted",
        )
        for effort in EFFORTS
    ]
    what = Label(_RIGHT, at(bottom + 54), _WORDS["effort"].get(language) + " →", "end", SMALL, "muted")
    how = Label(_RIGHT, _TOP - 8, "↑ " + _WORDS["stake"].get(language), "end", SMALL, "muted")
    return (*left, *below, what, how)


def _finding(entries: Sequence[MatrixEntry], middle: Decimal, language: str) -> str:
    first = sorted((one for one in entries if _is_first(one, middle)), key=lambda one: (-one.stake, one.effort))
    names = listing(dict.fromkeys(one.label for one in first), language)
    said = _WORDS["first"].get(language).format(names=names) if first else _WORDS["none_first"].get(language)
    return sentence([said, _WORDS["divided"].get(language).format(value=written(middle))], language)


def _is_first(entry: MatrixEntry, middle: Decimal) -> bool:
    return entry.stake >= middle and entry.effort <= LITTLE


def _table(entries: Sequence[MatrixEntry], middle: Decimal, language: str) -> Table:
    headers = tuple(_WORDS[key].get(language) for key in ("name", "item", "effort", "stake", "quadrant"))
    ordered = sorted(entries, key=lambda one: (not _is_first(one, middle), -one.stake, one.effort, one.label))
    rows = tuple(
        (
            one.name,
            one.label,
            f"{one.effort} {effort_word(one.effort, language)}",
            cell(one.stake),
            quadrant(one, middle, language),
        )
        for one in ordered
    )
    return Table(headers, rows)
