"""Cycles: the total of each assessment over the years, with its range, its interval and the changes of edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from zhuoyue.charts.axis import Axes, axes
from zhuoyue.charts.chart import Box, Chart, Dot, Rule, Table, box
from zhuoyue.charts.curve import path, places
from zhuoyue.charts.label import SIZE, SMALL, Label, clamp, fit
from zhuoyue.charts.number import at, cell, span, written
from zhuoyue.charts.scale import domain
from zhuoyue.charts.words import sentence

WIDTH = 680
_TOP = 62
_BOTTOM = 300
_HALF = 7  # of the box of a range


@dataclass(frozen=True)
class CyclePoint:
    """The total of one assessment."""

    name: str
    edition: str
    """What it was assessed against."""
    value: Decimal | None
    low: Decimal
    high: Decimal
    interval: tuple[Decimal, Decimal] | None
    """From the disagreement of assessors."""
    draft: bool


@dataclass(frozen=True)
class CycleMark:
    """One assessment laid out."""

    x: float
    dot: Dot | None
    """Its value; None when unknown."""
    draft: bool
    range: Box | None
    """What it may turn out to be; None when it is certain."""
    interval: Rule | None
    label: Label


@dataclass(frozen=True, kw_only=True)
class CyclesChart(Chart):
    """A chart of cycles laid out."""

    kind: ClassVar[str] = "cycles"
    axes: Axes
    marks: tuple[CycleMark, ...]
    paths: tuple[str, ...]
    """Lines between values of one edition."""
    editions: tuple[Rule, ...]
    """Where the edition changes."""
    edition_labels: tuple[Label, ...]
    heading: tuple[Label, ...]


def cycles(title: str, points: Sequence[CyclePoint], language: str) -> CyclesChart:
    """Lay out the totals of at least one assessment, oldest first."""
    zh = language == "zh"
    frame = axes(domain(list(_values(points))), [one.name for one in points], _TOP, _BOTTOM, WIDTH - 20)
    xs = places(len(points), frame.left + 40, frame.right - 40)
    frame = _at_places(frame, points, xs)
    marks = tuple(_mark(point, x, frame) for point, x in zip(points, xs, strict=True))
    changes = [
        (at((a + b) / 2), after.edition)
        for (a, b), (before, after) in zip(pairwise(xs), pairwise(points), strict=True)
        if before.edition != after.edition
    ]
    return CyclesChart(
        title=title,
        alt=_finding(points, zh),
        table=_table(points, zh),
        language=language,
        width=WIDTH,
        height=frame.height + 4,
        min_width=560,
        axes=frame,
        marks=marks,
        paths=tuple(one for one in _paths(points, marks) if one),
        editions=tuple(Rule(x, 30, x, _BOTTOM) for x, _ in changes),
        edition_labels=tuple(_edition(x, name, len(points), frame) for x, name in changes),
        heading=(
            Label(0, 14, "单位：分" if zh else "Unit: points", size=SMALL, tone="muted"),
            Label(WIDTH, 14, _legend(points, zh), "end", SMALL, "muted"),
        ),
    )


def _values(points: Sequence[CyclePoint]) -> Iterator[Decimal]:
    for one in points:
        yield from (one.low, one.high, *(one.interval or ()))
        if one.value is not None:
            yield one.value


def _at_places(frame: Axes, points: Sequence[CyclePoint], xs: Sequence[float]) -> Axes:
    """Return the frame with every cycle named under its mark: there are few."""
    room = (xs[1] - xs[0]) - 8 if len(xs) > 1 else WIDTH / 2
    labels = tuple(
        Label(x, _BOTTOM + 18, fit(one.name, SMALL, room), "middle", SMALL, "ink", tip=one.name)
        for one, x in zip(points, xs, strict=True)
    )
    notches = tuple(Rule(x, _BOTTOM, x, _BOTTOM + 4) for x in xs)
    return replace(frame, periods=labels, notches=notches, height=_BOTTOM + 26)


def _mark(one: CyclePoint, x: float, frame: Axes) -> CycleMark:
    low, high = frame.y.place(one.low), frame.y.place(one.high)
    wide = one.low != one.high
    top = min(high, *(frame.y.place(end) for end in one.interval)) if one.interval else high
    text = written(one.value) if one.value is not None else span(one.low, one.high)
    return CycleMark(
        x=x,
        dot=None if one.value is None else Dot(x, frame.y.place(one.value), f"{one.name}: {written(one.value)}"),
        draft=one.draft,
        range=box(x - _HALF, high, x + _HALF, low - high, "unknown", f"{one.name}: {span(one.low, one.high)}")
        if wide
        else None,
        interval=Rule(x, frame.y.place(one.interval[0]), x, frame.y.place(one.interval[1]), span(*one.interval))
        if one.interval
        else None,
        label=Label(clamp(x, text, SIZE, frame.left, WIDTH), at(top - 10), text, "middle", SIZE, "ink", bold=True),
    )


def _paths(points: Sequence[CyclePoint], marks: Sequence[CycleMark]) -> Iterator[str]:
    """Yield a line for each stretch of one edition: totals of two editions are not one series."""
    start = 0
    for index in range(1, len(points) + 1):
        if index == len(points) or points[index].edition != points[start].edition:
            yield path([mark.dot for mark in marks[start:index]])
            start = index


def _edition(x: float, name: str, count: int, frame: Axes) -> Label:
    room = (frame.right - frame.left) / max(2, count)
    text = fit(name, SMALL, room)
    return Label(clamp(x, text, SMALL, frame.left, WIDTH), 26, text, "middle", SMALL, "muted", tip=name)


def _legend(points: Sequence[CyclePoint], zh: bool) -> str:
    parts = []
    if any(one.draft for one in points):
        parts.append("○ 草稿" if zh else "○ draft")
    if any(not one.draft for one in points):
        parts.append("● 正式" if zh else "● final")
    if any(one.interval for one in points):
        parts.append("工 评审分歧区间" if zh else "I interval from disagreement")
    if any(one.low != one.high for one in points):
        parts.append("▨ 可能范围" if zh else "▨ possible range")
    return "  ".join(parts)


def _finding(points: Sequence[CyclePoint], zh: bool) -> str:
    def said(one: CyclePoint) -> str:
        return written(one.value) if one.value is not None else span(one.low, one.high)

    first, last = points[0], points[-1]
    parts = [f"{first.name}：{said(first)}" if zh else f"{first.name}: {said(first)}"]
    if last is not first:
        parts.append(f"{last.name}：{said(last)}" if zh else f"{last.name}: {said(last)}")
    for before, after in pairwise(points):
        if before.edition != after.edition:
            parts.append(
                f"{before.name} 与 {after.name} 之间版本变更，总分不可直接比较"
                if zh
                else f"the edition changed between {before.name} and {after.name}, so these totals do not compare"
            )
    drafts = [one.name for one in points if one.draft]
    if drafts:
        parts.append(f"草稿：{'、'.join(drafts)}" if zh else f"drafts: {', '.join(drafts)}")
    return sentence(parts, "zh" if zh else "en")


def _table(points: Sequence[CyclePoint], zh: bool) -> Table:
    headers = (
        ("评价", "准则", "总分", "可能范围", "评审分歧区间", "状态")
        if zh
        else ("Assessment", "Criteria", "Total", "Possible range", "Interval from disagreement", "State")
    )
    words = ("草稿", "正式") if zh else ("draft", "final")
    rows = (
        (
            one.name,
            one.edition,
            cell(one.value),
            span(one.low, one.high),
            span(*one.interval) if one.interval else "—",
            words[not one.draft],
        )
        for one in points
    )
    return Table(headers, tuple(rows))
