"""Board: the stages of a loop from left to right, with what waits in each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.chart import Chart, Table
from zhuoyue.charts.frame import plain
from zhuoyue.charts.label import SIZE, SMALL, Label, fit, text_width, wrap
from zhuoyue.charts.number import at, written
from zhuoyue.charts.words import listing, sentence, word

WIDTH = 680
_LEAST = 3  # stages are never wider than a third
ACROSS = 5
"""Stages that fit side by side."""
_POINT = 13  # how far the tip of a chevron reaches out
_GAP = 5
_LINE = 15
_BETWEEN = 32  # between rows: the way to the next one runs here
_COUNT = 26
_MARGIN = 26  # at the left of a loop: the way back runs here


@dataclass(frozen=True)
class BoardColumn:
    """A stage and what is in it."""

    label: str
    count: int
    oldest_days: int | None = None
    """Age of its oldest entry; None when unknown or when there is none."""
    overdue: int | None = None
    """How many are past their date; None when no date is set."""
    done: bool = False
    """Whether nothing waits here, as among what is archived."""

    def readings(self, language: str) -> tuple[str, ...]:
        """Say how old the oldest is and how many are overdue."""
        if self.done:
            return (word("board_done", language),)
        if not self.count:
            return (word("board_empty", language),)
        days = "board_no_age" if self.oldest_days is None else "board_day" if self.oldest_days == 1 else "board_days"
        late = "board_no_date" if self.overdue is None else "board_late" if self.overdue else "board_in_time"
        return (
            word(days, language, days=str(self.oldest_days)),
            word(late, language, count=str(self.overdue)),
        )

    @property
    def look(self) -> str:
        """How its chevron is painted."""
        if self.done:
            return "stage_done"
        if not self.count:
            return "stage_empty"
        return "stage_late" if self.overdue else "stage"


@dataclass(frozen=True)
class Stage:
    """A stage laid out."""

    look: str
    outline: str
    """Path of its chevron."""
    labels: tuple[Label, ...]
    tip: str


@dataclass(frozen=True, kw_only=True)
class BoardChart(Chart):
    """A board laid out."""

    kind: ClassVar[str] = "board"
    stages: tuple[Stage, ...]
    ways: tuple[str, ...]
    """Paths from row to row, and back to the first stage."""
    heads: tuple[str, ...]
    """Their arrowheads."""
    notes: tuple[Label, ...]


_Said = tuple[str, bool]
"""A line of what is said of a stage, and whether it says that something is overdue."""


@dataclass(frozen=True)
class _Grid:
    """Where the stages stand."""

    across: int
    wide: float
    names: tuple[tuple[str, ...], ...]
    said: tuple[tuple[_Said, ...], ...]
    left: float

    @property
    def name_lines(self) -> int:
        return max(map(len, self.names), default=1)

    @property
    def high(self) -> float:
        return 24 + _LINE * self.name_lines + _COUNT + _LINE * max(map(len, self.said), default=1) + 12

    def corner(self, index: int) -> tuple[float, float]:
        """Return the upper left corner of a stage."""
        row, place = divmod(index, self.across)
        return self.left + place * (self.wide + _GAP), 2 + row * (self.high + _BETWEEN)

    def middle(self, index: int) -> float:
        """Return the x of the middle of what stands in a stage."""
        return self.corner(index)[0] + (self.wide + _POINT) / 2

    def bottom(self, rows: int) -> float:
        """Return the y below the last row."""
        return 2 + max(1, rows) * (self.high + _BETWEEN) - _BETWEEN

    def down(self, row: int) -> tuple[str, str]:
        """Return the way from the end of the row before to the start of this one, and its arrowhead."""
        start, end = self.middle(row * self.across - 1), self.middle(row * self.across)
        y = self.corner(row * self.across)[1]
        way = f"M{at(start)} {at(y - _BETWEEN)}V{at(y - 17)}H{at(end)}V{at(y - 9)}"
        return way, f"M{at(end)} {at(y - 2)}l-4 -7h8Z"

    def back(self, last: int) -> tuple[str, str]:
        """Return the way from the last stage back to the first, and its arrowhead."""
        y = self.corner(last)[1] + self.high
        up = self.corner(0)[1] + self.high / 2
        way = f"M{at(self.middle(last))} {at(y)}V{at(y + 14)}H8V{at(up)}H{at(self.left - 9)}"
        return way, f"M{at(self.left - 2)} {at(up)}l-7 -4v8Z"


def board(title: str, columns: Sequence[BoardColumn], language: str, *, loop: bool = False) -> BoardChart:
    """Lay out the stages of a process with count, oldest age and overdue count in words.

    Args:
        title: heading.
        columns: the stages in their order; more than five take two rows, more than ten take three.
        language: zh or en.
        loop: draw the way back from the last stage to the first.
    """
    columns = [replace(one, label=plain(one.label)) for one in columns]
    rows = -(-len(columns) // ACROSS)
    across = -(-len(columns) // rows) if rows else 1
    grid = _Grid(across, *_texts(columns, across, loop, language), _MARGIN if loop else 1)
    stages = tuple(_stage(one, index, grid, language) for index, one in enumerate(columns))
    ways = [grid.down(row) for row in range(1, rows)]
    if loop and len(columns) > 1:
        ways.append(grid.back(len(columns) - 1))
    notes, height = _foot(columns, grid.bottom(rows), loop, language)
    return BoardChart(
        title=plain(title),
        alt=_finding(columns, language),
        table=_table(columns, language),
        language=language,
        width=WIDTH,
        height=at(height),
        min_width=600,
        stages=stages,
        ways=tuple(way for way, _ in ways),
        heads=tuple(head for _, head in ways),
        notes=notes,
    )


def _texts(
    columns: Sequence[BoardColumn], across: int, loop: bool, language: str
) -> tuple[float, tuple[tuple[str, ...], ...], tuple[tuple[_Said, ...], ...]]:
    """Return how wide a stage is, and for each the lines of its name and of what is said of it."""
    left = _MARGIN if loop else 1
    wide = (WIDTH - 1 - left - _POINT - _GAP * (across - 1)) / max(across, _LEAST)
    room = wide - _POINT - 10
    names = tuple(wrap(one.label, SIZE, room, 3) for one in columns)
    said = tuple(
        tuple(
            (line, number == 1 and one.look == "stage_late")
            for number, text in enumerate(one.readings(language))
            for line in wrap(text, SMALL, room, 2)
        )
        for one in columns
    )
    return wide, names, said


def _stage(one: BoardColumn, index: int, grid: _Grid, language: str) -> Stage:
    x, y = grid.corner(index)
    tip = f"{one.label}: {listing([str(one.count), *one.readings(language)], language)}"
    notch = 0 if index == 0 else _POINT
    outline = (
        f"M{at(x)} {at(y)}H{at(x + grid.wide)}l{_POINT} {at(grid.high / 2)}l{-_POINT} {at(grid.high / 2)}H{at(x)}"
        f"l{notch} {at(-grid.high / 2)}Z"
    )
    middle, top = at(grid.middle(index)), y + 18
    labels = [Label(middle, at(top), str(index + 1), "middle", SMALL, "muted")]
    top += 2
    for row, line in enumerate(grid.names[index], 1):
        labels.append(Label(middle, at(top + _LINE * row), line, "middle", SIZE, bold=True, tip=one.label))
    top += _LINE * grid.name_lines + _COUNT
    count = written(Decimal(one.count))
    size = max(SIZE, min(20, int((grid.wide - _POINT - 6) / text_width(count, 1))))
    labels.append(Label(middle, at(top), count, "middle", size, bold=True))
    for row, (line, late) in enumerate(grid.said[index], 1):
        tone = "ink" if late else "muted"
        labels.append(Label(middle, at(top + 4 + _LINE * row), line, "middle", SMALL, tone, bold=late))
    return Stage(one.look, outline, tuple(labels), tip)


def _foot(columns: Sequence[BoardColumn], bottom: float, loop: bool, language: str) -> tuple[tuple[Label, ...], float]:
    """Say where the loop leads, or that there are no stages; return the height too."""
    if not columns:
        return (Label(WIDTH / 2, 40, word("no_values", language), "middle", SIZE, "muted"),), 72
    if not loop or len(columns) < 2:
        return (), bottom + 2
    text = fit(word("board_back", language, name=columns[0].label), SMALL, WIDTH - 60)
    return (Label(_MARGIN, at(bottom + 30), text, size=SMALL, tone="muted", tip=columns[0].label),), bottom + 38


def _finding(columns: Sequence[BoardColumn], language: str) -> str:
    """Say how many wait, where most do, how old the oldest is, and what is overdue."""
    if not columns:
        return sentence([word("no_values", language)], language)
    waiting = [one for one in columns if one.count and not one.done]
    stages = sum(not one.done for one in columns)
    said = [
        word(
            "board_total_one" if stages == 1 else "board_total",
            language,
            count=str(sum(one.count for one in waiting)),
            stages=str(stages),
        )
    ]
    if waiting:
        most = max(waiting, key=lambda one: one.count)
        said += [word("board_most", language, name=most.label, count=str(most.count)), *_late(waiting, language)]
    said += [word("board_finished", language, name=one.label, count=str(one.count)) for one in columns if one.done]
    return sentence(said, language)


def _late(waiting: Sequence[BoardColumn], language: str) -> list[str]:
    said = []
    aged = [one for one in waiting if one.oldest_days is not None]
    if aged:
        oldest = max(aged, key=lambda one: one.oldest_days or 0)
        key = "board_oldest_day" if oldest.oldest_days == 1 else "board_oldest"
        said.append(word(key, language, name=oldest.label, days=str(oldest.oldest_days)))
    late = [one for one in waiting if one.overdue]
    if late:
        names = listing((f"{one.label} {one.overdue}" for one in late), language)
        said.append(word("board_overdue", language, count=str(sum(one.overdue or 0 for one in late)), names=names))
    else:
        dated = any(one.overdue is not None for one in waiting)
        said.append(word("board_in_time" if dated else "board_no_date", language))
    return said


def _table(columns: Sequence[BoardColumn], language: str) -> Table:
    headers = tuple(word(key, language) for key in ("board_stage", "board_count", "board_age", "board_past"))
    rows = tuple(
        (
            one.label,
            str(one.count),
            "—" if one.oldest_days is None else str(one.oldest_days),
            "—" if one.overdue is None else str(one.overdue),
        )
        for one in columns
    )
    return Table(headers, rows)
